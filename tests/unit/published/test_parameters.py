"""What can be asked for, and how it is refused."""

from __future__ import annotations

import pytest

from infosim.cli.reproducing import parameters_of, split
from infosim.errors import InputError
from infosim.published.facts import cells_of, facts, facts_of
from infosim.published.models import MODELS
from infosim.published.targets import TARGETS, find_targets


@pytest.mark.parametrize(
    ("names", "found"),
    [
        (["A1"], ["sbfc_mean_field"]),
        (["a"], ["sbfc_mean_field", "sbfc"]),
        (["B"], ["two_group_sir", "two_group_agents"]),
        (["D", "sir"], ["sir", "sis", "cascade"]),
        (["echo-chamber"], ["echo_chamber"]),
        ([], list(TARGETS)),
    ],
)
def test_targets_are_found_by_name_and_letter(names: list[str], found: list[str]) -> None:
    """Fault: one of the two models of B; a target twice."""
    assert [target.id for target in find_targets(names)] == found


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["sbcf"], "did you mean sbfc"),
        (["sbfc", "--p-forgt", "0.1"], "did you mean --p-forget"),
        (["sbfc", "--gamma", "0.1"], "--gamma does not belong to sbfc, it is of sir and sis"),
        (["sbfc", "sir", "--beta", "0.1"], "a parameter of one model"),
        (["--beta", "0.1"], "8 targets are to be run"),
        (["sbfc", "--p-forget"], "needs a value"),
        (["sbfc", "--p-forget", "1.1"], "from 0 to 1"),
        (["sbfc", "--p-forget", "nan"], "cannot be 'nan'"),
        (["sbfc", "--p-forget", "-0.1"], "cannot be '-0.1'"),
        (["sbfc", "--segregation", "70"], "cannot be '70'"),
        (["sbfc", "--gullible", "2.5"], "a whole number"),
        (["sbfc", "--beta", "0.1", "--beta", "0.2"], "twice"),
        (["sbfc", "--beta", "0.1", "0.2"], "not expected here"),
        (["sir", "--graph", "tree"], "one of er, ba, ws, complete"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(words: list[str], said: str) -> None:
    """Each refusal says what is wrong and what to do. Fault: a traceback, or a value that is passed on."""

    def read() -> None:
        names, options = split(words)
        parameters_of(find_targets(names), options)

    with pytest.raises(InputError) as caught:
        read()
    assert said in str(caught.value)
    assert all(problem.remedy for problem in caught.value.problems)


@pytest.mark.parametrize(
    ("target", "changes", "said"),
    [
        ("sbfc", {"gullible": 1200}, "--gullible 1200 is more than --n 1000"),
        ("sbfc", {"edges": 600_000}, "more than the 499,500 pairs"),
        ("sbfc", {"gullible": 20, "segregation": 0.0, "edges": 30_000}, "between them"),
        ("sbfc", {"gullible": 0}, "between them"),
        ("sbfc", {"believers": 1001}, "--believers"),
        ("sbfc", {"last": 300}, "--last 300 is more than --steps 200"),
        ("sbfc_mean_field", {"p_verify": 0.9}, "--p-verify"),
        ("sbfc_mean_field", {"mean_degree": 1000.0}, "--mean-degree"),
        ("sir", {"m": 5}, "--m does not belong to --graph er"),
        ("sir", {"p": 0.1, "mean_degree": 5.0}, "say the same"),
        ("sir", {"graph": "ba", "m": 400}, "write at most"),
        ("sir", {"mean_degree": 1000.0}, "impossible"),
        ("echo_chamber", {"theta": 0.2, "opinion": 0.3}, "--opinion"),
        ("echo_chamber", {"cluster": 0.001}, "is nobody"),
    ],
)
def test_parameters_that_do_not_go_together_are_refused(
    target: str, changes: dict[str, float], said: str
) -> None:
    """Fault: a scenario that fails with words about its file; more ties than pairs of people."""
    with pytest.raises(InputError) as caught:
        MODELS[target].settings(TARGETS[target].defaults | changes)
    assert said in str(caught.value)


@pytest.mark.parametrize("name", TARGETS)
def test_every_target_has_facts_that_are_found_again(name: str) -> None:
    """Fault: settings of a fact that are compared as text; a fact of a quantity that nobody measures."""
    target = TARGETS[name]
    cells = cells_of(target)
    assert len({tuple(cell.items()) for cell in cells}) == len(cells) > 0
    assert sum(len(facts_of(target, cell)) for cell in cells) == len(facts()[name])
    assert all(fact.source == target.source or "Tambuscio" in fact.source for fact in facts()[name])


def test_facts_are_of_no_other_cell() -> None:
    """Fault: published numbers shown beside a cell that the authors did not have."""
    target = TARGETS["sbfc"]
    assert facts_of(target, target.defaults)["believers"].value == 83
    assert facts_of(target, target.defaults | {"gullible": 350}) == {}

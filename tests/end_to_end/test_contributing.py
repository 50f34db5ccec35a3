"""CONTRIBUTING.md does what it says: its code is run. ARCHITECTURE.md names what exists."""

from __future__ import annotations

import ast
import doctest
import importlib.util
import re
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from contract import test_house as house
from contract import test_interventions as contract
from infosim.engines import ENGINES
from infosim.errors import InputError
from infosim.interventions import INTERVENTIONS
from infosim.measures import measure
from infosim.rules import PERSUASION
from infosim.scenario import load
from infosim.simulation import Simulation, Study, prepare, run
from kinds import MINIMAL

REPOSITORY = Path(__file__).parents[2]

PAGE = (REPOSITORY / "CONTRIBUTING.md").read_text(encoding="utf-8")

CATALOGUES = (INTERVENTIONS, PERSUASION, MINIMAL)

REPLICATES = range(6)

pytestmark = pytest.mark.usefixtures("warm_engines", "catalogues")


@pytest.fixture
def catalogues() -> Iterator[None]:
    """Leave the catalogues as they were found."""
    found = [dict(catalogue) for catalogue in CATALOGUES]
    yield
    for catalogue, entries in zip(CATALOGUES, found, strict=True):
        catalogue.clear()
        catalogue.update(entries)


def blocks(heading: str, language: str) -> list[str]:
    """Give the code of one section of the page."""
    section = re.search(rf"^## {heading}\n(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL)
    assert section, heading
    found = re.findall(rf"^( *)```{language}\n(.*?)^\1```$", section[1], re.MULTILINE | re.DOTALL)
    return [textwrap.dedent(code) for _, code in found]


def imported(code: str, name: str, folder: Path) -> ModuleType:
    """Import code from a file, as somebody's own module: the compiled engine reads its source."""
    path = folder / f"{name}.py"
    path.write_text(code, encoding="utf-8")
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def study_from(text: str, folder: Path, *sets: str) -> Study:
    """Load a scenario of the page as a file, with all its checks."""
    path = folder / "study.yaml"
    path.write_text(text, encoding="utf-8")
    return prepare(load(path, sets=sets).scenario)


def digests(study: Study, arm: str, engine: str = "compiled") -> list[str]:
    """Run some replicates of an arm."""
    return [run(study, arm, replicate, engine).digest for replicate in REPLICATES]


def own_lines(code: str, name: str) -> int:
    """Count the lines of a class or function that do something, and the one that registers it."""
    tree = ast.parse(code)
    (thing,) = (one for one in tree.body if getattr(one, "name", "") == name)
    for node in ast.walk(thing):
        if isinstance(node, ast.ClassDef | ast.FunctionDef) and ast.get_docstring(node):
            del node.body[0]
        if isinstance(node, ast.ClassDef):
            # What is said of a field is no line of code.
            node.body = [one for one in node.body if not isinstance(one, ast.Expr)]
    return len(ast.unparse(thing).replace("\n\n", "\n").strip().splitlines()) + 1


@pytest.fixture
def share_delay(tmp_path: Path) -> str:
    """Add the intervention of the page, and its line of the contract suite."""
    code, line = blocks("Add an intervention in ten lines", "python")
    imported(code, "share_delay", tmp_path)
    MINIMAL.update(ast.literal_eval("{" + line + "}"))
    return code


@pytest.fixture
def two_contacts(tmp_path: Path) -> str:
    """Add the rule of the page."""
    (code,) = blocks("Add a rule in ten lines", "python")
    module = imported(code, "two_contacts", tmp_path)
    sys.modules[module.__name__] = module
    return code


def test_the_intervention_works_in_both_engines(share_delay: str, tmp_path: Path) -> None:
    """Run the page's scenario: the same bits in both engines, fewer posts, and nothing at zero.

    Fault: a modifier that one engine does not look at; an example that does nothing.
    """
    (text,) = blocks("Add an intervention in ten lines", "yaml")
    study = study_from(text, tmp_path)
    with_pause = digests(study, "with_pause")
    assert with_pause == digests(study, "with_pause", "reference")
    assert not set(with_pause) & set(digests(study, "baseline"))
    shares = [
        sum(measure(run(study, arm, replicate))["shares_per_person"] for replicate in REPLICATES)
        for arm in ("with_pause", "baseline")
    ]
    assert shares[0] < 0.9 * shares[1]
    nothing = study_from(text, tmp_path, "interventions.pause.effect=0%")
    assert digests(nothing, "with_pause") == digests(nothing, "baseline")


def test_the_intervention_keeps_the_contract(share_delay: str, tmp_path: Path) -> None:
    """Hold the page's kind to the suite that every kind is held to.

    Fault: a factor of `effect` instead of `1.0 - effect`; all claims instead of those named.
    """
    kind = "share_delay"
    contract.test_every_kind_has_parameters()
    contract.test_every_kind_declares_what_it_does(kind)
    contract.test_minimal_parameters_do_something(kind)
    contract.test_zero_strength_is_the_baseline(kind, "effect")
    contract.test_all_strengths_zero_is_the_baseline(kind)
    contract.test_start_after_the_end_is_the_baseline(kind, "30 days")
    contract.test_nothing_differs_before_the_start(kind)
    contract.test_modifiers_end_exactly(kind)
    contract.test_direction_holds(kind)
    contract.test_other_claims_are_left_alone(kind)
    contract.test_written_and_read_again(kind, tmp_path)
    contract.test_a_second_one_of_zero_strength_shifts_nothing("awareness_campaign", kind)
    house.test_interventions_are_described(kind)


def test_the_intervention_stays_on_its_platform(share_delay: str, tmp_path: Path) -> None:
    """Change the sharing of the claim on the platform named, and nothing else.

    Fault: `effects.sharing[:, items]`; the correction's item taken for the claim's.
    """
    (text,) = blocks("Add an intervention in ten lines", "yaml")
    sim = Simulation(study_from(text, tmp_path), "with_pause", 0, "compiled")
    sim.advance()
    assert np.argwhere(sim.effects.sharing != 1.0).tolist() == [[0, 0]]
    assert (sim.effects.visibility == 1.0).all()
    assert (sim.effects.acceptance == 1.0).all()


def test_a_misspelt_field_of_a_new_kind_is_refused_at_its_place(share_delay: str, tmp_path: Path) -> None:
    """Fault: kinds that are looked up once, when the schema is imported."""
    (text,) = blocks("Add an intervention in ten lines", "yaml")
    with pytest.raises(InputError) as caught:
        study_from(text.replace("effect: 60%", "efect: 60%"), tmp_path)
    (problem,) = caught.value.problems
    assert (problem.line, "did you mean effect" in problem.remedy) == (4, True)


def test_the_rule_works_in_both_engines(two_contacts: str, tmp_path: Path) -> None:
    """Run the page's scenario: the same bits in both engines, and less belief than without the rule.

    Fault: an engine that goes on with `independent`; compiled code kept under another rule's digest.
    """
    (text,) = blocks("Add a rule in ten lines", "yaml")
    study = study_from(text, tmp_path)
    usual = study_from(text, tmp_path, "rules.persuasion=independent")
    assert set(ENGINES) == {"reference", "compiled"}
    for arm in study.arms:
        assert digests(study, arm) == digests(study, arm, "reference")
        assert not set(digests(study, arm)) & set(digests(usual, arm))
    days = [
        sum(measure(run(one, "baseline", replicate))["person_days_per_person"] for replicate in REPLICATES)
        for one in (study, usual)
    ]
    assert days[0] < 0.95 * days[1]


def test_the_rule_is_described_and_its_example_is_true(two_contacts: str) -> None:
    """Hold the page's rule to the rules' contract, and run its example."""
    house.test_rules_are_described("two_contacts")
    results = doctest.testmod(sys.modules["two_contacts"])
    assert (results.attempted, results.failed) == (1, 0)


def test_a_rule_that_nobody_registered_is_refused(tmp_path: Path) -> None:
    """Fault: a rule's name that is looked up only when the engine is made."""
    (text,) = blocks("Add a rule in ten lines", "yaml")
    with pytest.raises(InputError, match="two_contacts"):
        study_from(text, tmp_path)


def test_ten_lines_are_ten_lines(share_delay: str, two_contacts: str) -> None:
    """Fault: a heading that promises less than the code below it."""
    assert own_lines(share_delay, "ShareDelay") <= 10
    assert own_lines(two_contacts, "two_contacts") <= 10


def test_every_make_target_exists() -> None:
    """Fault: a target that was renamed in the Makefile and not on the page."""
    makefile = (REPOSITORY / "Makefile").read_text(encoding="utf-8")
    named = set(re.findall(r"`make (?:PYTHON=\S+ )?(\w+)`", PAGE))
    assert named >= {"test", "fast", "lint", "demo", "figures", "schema", "baseline"}
    assert named <= set(re.findall(r"^(\w+):", makefile, re.MULTILINE))


def test_architecture_draws_the_layers_that_are_held() -> None:
    """Fault: a module that moves in `.importlinter` and stays where it was on the page."""
    page = (REPOSITORY / "ARCHITECTURE.md").read_text(encoding="utf-8")
    contracts = (REPOSITORY / ".importlinter").read_text(encoding="utf-8")
    held = re.search(r"^layers =\n((?:    .+\n)+)", contracts, re.MULTILINE)
    drawn = re.search(r"^```\n(__main__\n.*?)^```", page, re.MULTILINE | re.DOTALL)
    assert held
    assert drawn
    assert textwrap.dedent(held[1]) == drawn[1]
    assert {
        path.name for path in (REPOSITORY / "src" / "infosim").glob("*.py") if path.name not in page
    } == set()


def test_the_tests_that_are_named_exist() -> None:
    """Fault: a law on the page whose test was renamed."""
    named = [
        found
        for name in ("ARCHITECTURE.md", "CONTRIBUTING.md")
        for found in re.findall(
            r"`(tests/[\w/]+\.py)(?:::(\w+))?`", (REPOSITORY / name).read_text(encoding="utf-8")
        )
    ]
    assert len(named) >= 9
    for path, test in named:
        assert not test or f"def {test}(" in (REPOSITORY / path).read_text(encoding="utf-8"), test
        assert (REPOSITORY / path).exists(), path

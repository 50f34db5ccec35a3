"""The condition of a finding: what it can say, and that nothing else gets through."""

from __future__ import annotations

import math
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infosim.errors import InputError
from infosim.scenario.finding import Names, Quantity, check, evaluate

NAMES = Names(arms=("ads", "school"), groups=("town", "village"), outcomes=("cost", "peak_day"))

VALUES = {
    Quantity("averted", "ads"): 3.0,
    Quantity("averted", "ads", "town"): 1.0,
    Quantity("averted", "ads", "village"): -2.0,
    Quantity("averted", "school"): 5.0,
    Quantity("averted", "ads", "", "cost"): 10.0,
    Quantity("averted", "ads", "town", "cost"): 11.0,
    Quantity("level", "ads"): 7.0,
    Quantity("level", "school", "village", "peak_day"): math.nan,
}


def holds(test: str) -> bool:
    """Evaluate a condition on a few known numbers; a quantity that is not known is an error."""
    return evaluate(test, NAMES, VALUES.__getitem__)


@pytest.mark.parametrize(
    ("test", "expected"),
    [
        ("averted(ads) > 2", True),
        ("averted(ads) > 3", False),
        ("averted(ads) >= 3", True),
        ("averted(ads) < 3", False),
        ("averted(ads) <= 3", True),
        ("level(ads) > averted(ads)", True),
        ("averted(ads, town) > 0", True),
        ("averted(ads, village) > 0", False),
        ("averted(ads, cost) > averted(ads, town)", True),
        # Group and outcome in either order.
        ("averted(ads, town, cost) > 10.5 and averted(ads, cost, town) > 10.5", True),
        ("  averted(ads) > 0  ", True),
        ("averted(ads) > 0  # the campaign helps", True),
        ("(averted(ads)\n > 0)", True),
        ("averted(ads)\n    > 0  # helps\n  and level(ads) > 0", True),
    ],
)
def test_quantities_are_compared(test: str, expected: bool) -> None:
    """Ask for numbers by arm, group and outcome.

    Fault: the group taken for the outcome; `>=` read as `>`.
    """
    assert holds(test) is expected


@pytest.mark.parametrize(
    ("test", "expected"),
    [
        ("1 + 2 * 3 - 8 / 4 > 4.9", True),
        ("1 + 2 * 3 - 8 / 4 < 5.1", True),
        ("(1 + 2) * 3 > 8", True),
        ("2 - 3 - 4 < -4.9", True),
        ("-averted(ads, village) >= 2", True),
        ("0.5 * averted(ads) < averted(ads) / 1.9", True),
        ("1e3 > 999 and 1_000 > 999", True),
        ("-2 < -1", True),
        ("--2 > 1", True),
    ],
)
def test_arithmetic(test: str, expected: bool) -> None:
    """Calculate as at school. Fault: operators of one precedence; right-associative minus."""
    assert holds(test) is expected


@pytest.mark.parametrize(
    ("test", "expected"),
    [
        ("1 < 2 < 3", True),
        ("1 < 3 < 2", False),
        ("3 > 2 > 2", False),
        ("3 > 2 >= 2 < 4", True),
        ("0 < averted(ads, town) < averted(ads) <= level(ads)", True),
    ],
)
def test_comparisons_are_chained(test: str, expected: bool) -> None:
    """Compare neighbours, all of them.

    Fault: the truth of the first comparison compared with the third number, as in C.
    """
    assert holds(test) is expected


@pytest.mark.parametrize(
    ("test", "expected"),
    [
        ("1 > 0 and 2 > 1 and 3 > 2", True),
        ("1 > 0 and 2 > 3 and 3 > 2", False),
        ("1 > 2 or 2 > 3 or 3 > 2", True),
        ("1 > 2 or 2 > 3", False),
        ("1 > 0 or 1 > 2 and 1 > 3", True),
        ("(1 > 0 or 1 > 2) and 1 > 3", False),
        ("not 1 > 2", True),
        ("not (1 > 2 or 2 > 1)", False),
        ("not not 2 > 1", True),
    ],
)
def test_logic(test: str, expected: bool) -> None:
    """Join conditions. Fault: `or` that binds as strongly as `and`."""
    assert holds(test) is expected


@pytest.mark.parametrize(
    "test",
    [
        "1 / 0 > 0",
        "1 / 0 < 0",
        "1 / 0 <= 1 / 0",
        "0 / 0 >= 0",
        "averted(ads) / (averted(ads) - 3) > 0",
        "level(school, village, peak_day) > 0",
        "level(school, village, peak_day) < 0",
        "1e999 - 1e999 < 1",
    ],
)
def test_what_does_not_exist_compares_with_nothing(test: str) -> None:
    """A division by zero, and a number that does not exist, confirm no finding.

    Fault: a traceback at the end of a long comparison; infinity, which is larger than anything.
    """
    assert holds(test) is False


@pytest.mark.parametrize(
    "test",
    [
        "averted(ads)",
        "-averted(ads)",
        "3",
        "averted(ads) and 1 > 0",
        "not averted(ads)",
        "1 > 0 or 2",
        "averted",
    ],
)
def test_numbers_are_no_conditions(test: str) -> None:
    """Refuse what compares nothing: every number but 0 would confirm the finding.

    Fault: `bool` of whatever came out.
    """
    with pytest.raises(InputError, match="must compare something"):
        holds(test)


@pytest.mark.parametrize(
    "test",
    [
        "averted(ads).real > 0",
        "ads.__class__ > 0",
        "().__class__.__bases__[0].__subclasses__() > 0",
        "__import__('os').system('true') > 0",
        "print(1) > 0",
        "averted(ads)(1) > 0",
        "(lambda: 1)() > 0",
        "[1 for one in ads] > 0",
        "{1 for one in ads} > 0",
        "{1: 2 for one in ads} > 0",
        "sum(1 for one in ads) > 0",
        "(x := 5) > 0",
        "f'{averted(ads)}' > 0",
        "f'{1!r:>{9}}' > 0",
        "'a' * 9 > 0",
        "b'a' > 0",
        "averted(ads)[0] > 0",
        "[1][0] > 0",
        "(1, 2) > 0",
        "{**ads} > 0",
        "2 ** 3 > 0",
        "9 ** 9 ** 9 ** 9 > 0",
        "7 // 2 > 0",
        "7 % 2 > 0",
        "7 @ 2 > 0",
        "7 << 2 > 0",
        "1 | 2 > 0",
        "~1 < 0",
        "+1 > 0",
        "1j > 0",
        "True > 0",
        "None > 0",
        "... > 0",
        "ads > 0",
        "1 == 1",
        "1 != 2",
        "1 in (1,)",
        "1 is 1",
        "(1 if 2 > 1 else 0) > 0",
        "averted(*ads) > 0",
        "averted(arm=ads) > 0",
        "averted(ads, group=town) > 0",
    ],
)
def test_nothing_else_exists(test: str) -> None:
    """Refuse every other expression, in one sentence, without having done anything.

    Fault: `eval`, however fenced in.
    """
    with pytest.raises(InputError) as caught:
        holds(test)
    assert len(caught.value.problems) == 1
    assert len(str(caught.value)) < 300


@pytest.mark.parametrize(
    "test",
    [
        "",
        "   ",
        "averted(ads) >",
        "averted(ads) > 0; 1 > 0",
        "import os",
        "x = 5",
        "\x00 > 1",
        "\ud800 > 1",
        "2 > 1and 3 > 2",
        "'\\d' > 1",
        "9" * 5000 + " > 1",
        "(" * 300 + "1" + ")" * 300 + " > 0",
        "(" * 50_000,
        "-" * 50_000 + "1 > 0",
        "not " * 20_000 + "1 > 0",
        "1" + " + 1" * 20_000 + " > 0",
        "1" + "+1" * 2_000 + " > 0",
        "averted(" * 20_000,
        "[" * 50_000,
        "f'" + "{" * 500,
        "9" * 400 + " > 1",
    ],
    ids=lambda test: repr(test[:20]),
)
def test_hostile_text_is_refused(test: str) -> None:
    """Refuse text that is no expression, and one that is too deep or too large.

    Fault: a RecursionError, a MemoryError, or a warning of Python's compiler, in front of a user.
    """
    with pytest.raises(InputError):
        holds(test)


@pytest.mark.parametrize(
    ("test", "told"),
    [
        ("averted(posters) > 0", "'posters' is none of ads, school"),
        ("averted() > 0", "begins with an arm"),
        ("averted(town) > 0", "'town' is none of ads, school"),
        ("averted('ads') > 0", "begins with an arm"),
        ("averted(ads, suburb) > 0", "'suburb' is neither a group nor an outcome"),
        ("averted(ads, town, village) > 0", "'village' is neither"),
        ("averted(ads, cost, peak_day) > 0", "'peak_day' is neither"),
        ("averted(ads, 5) > 0", "'this' is neither"),
        ("gained(ads) > 0", "averted and level"),
    ],
)
def test_unknown_names_are_told(test: str, told: str) -> None:
    """Say which name is wrong and what there is.

    Fault: a group that nobody has heard of read as everybody.
    """
    assert told in check(test, NAMES)


def test_check_finds_faults_in_parts_that_would_not_be_reached() -> None:
    """Look at every part, though the first decides: before a run nobody knows which one will.

    Fault: `and` that stops at the first thing that is false, so that a misspelling is found
    after an hour of computing.
    """
    assert "'posters'" in check("1 > 2 and averted(posters) > 0", NAMES)
    assert "'posters'" in check("1 > 0 or averted(posters) > 0", NAMES)
    assert "'posters'" in check("3 < 2 < averted(posters)", NAMES)
    assert check("averted(ads) / 0 > 0", NAMES) == ""


@pytest.mark.parametrize(
    ("test", "told"),
    [
        ("averted(ads, town, cost) > 0", "cost is of a whole run"),
        ("level(ads, cost, town) > 0", "cost is of a whole run"),
        ("averted(ads, town) > 0", "equity_gap is of a whole run"),
        ("averted(ads, town, peak_day) > 0", ""),
        ("averted(ads) > averted(ads, cost)", ""),
    ],
)
def test_groups_have_no_outcome_of_a_whole_run(test: str, told: str) -> None:
    """Refuse to ask what a group costs, also where the outcome is only meant.

    Fault: a KeyError at the end of the comparison.
    """
    outcomes = ("cost", "peak_day", "equity_gap")
    names = Names(NAMES.arms, NAMES.groups, outcomes, "equity_gap", ("cost", "equity_gap"))
    found = check(test, names)
    assert told in found
    assert bool(told) is bool(found)


@given(text=st.text(max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    """Fault: an exception of Python's parser that is not caught."""
    assert isinstance(check(text, NAMES), str)


NUMBERS = "averted(ads) level(school,town) 1 0 .5 + - * / < >= and or not ( )"
PYTHON = ", f'{ }' [ ] lambda: := . if else for await **"


@given(text=st.lists(st.sampled_from([*NUMBERS.split(), *PYTHON.split()]), max_size=12).map(" ".join))
def test_any_mixture_of_its_words_is_read_or_refused(text: str) -> None:
    """Put pieces of the language and of Python together: an answer or a refusal.

    Fault: an expression that Python's own printer cannot write into the message.
    """
    with suppress(InputError):
        assert evaluate(text, NAMES, lambda quantity: 2.0) in (True, False)

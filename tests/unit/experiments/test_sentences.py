"""What a comparison says: the numbers of the tables, in words of the right sign."""

from __future__ import annotations

import math
import re

import pytest

from handmade import Numbers, comparison_of
from infosim.experiments import Comparison, compare
from infosim.experiments.sentences import CAVEAT, amount, number, sentences
from infosim.measures.catalogue import OUTCOMES
from infosim.simulation import Study
from studies import small, study_of, with_arms, with_settings

DAYS = "person_days_per_person"
BELIEVED = "ever_believed_fraction"
HELD = "corrected_end_fraction"

ADS = {
    "id": "ads",
    "kind": "awareness_campaign",
    "channel": "feed",
    "reach": "80%",
    "effect": "70%",
    "cost": "2 BTN",
}


def written(outcome: str, base: Numbers, arm: Numbers, **sections: object) -> list[str]:
    """Say what came out of numbers written by hand."""
    study = study_of(with_arms(small(outcomes=[outcome], **sections), arm=[]))
    return sentences(comparison_of(study, baseline=base, arm=arm))


def line(lines: list[str], start: str) -> str:
    """Give the one line that begins so."""
    (found,) = (one for one in lines if one.startswith(start))
    return found


@pytest.fixture(scope="module")
def study(warm_engines: tuple[str, ...]) -> Study:
    """Make the small study with a campaign that helps and one of strength zero."""
    assert warm_engines
    nothing = ADS | {"id": "nothing", "reach": 0.0}
    return study_of(with_arms(small(), ADS, nothing, ads=["ads"], nothing=["nothing"]))


@pytest.fixture(scope="module")
def real(study: Study) -> Comparison:
    """Compare ten replicates."""
    return compare(study, replicates=10)


def test_sentences_say_the_numbers_of_the_tables(real: Comparison) -> None:
    """Read the numbers back out of the sentences and find those of the comparison.

    Fault: the level of the baseline said of the arm; an interval of the level said of the effect.
    """
    lines = sentences(real)
    level = real.level("baseline", DAYS).mean
    assert line(lines, "baseline:").startswith(f"baseline: {level:.2f} days spent believing false claims")
    effect, said = real.paired("ads", DAYS), line(lines, "ads:")
    numbers = [float(text) for text in re.findall(r"-?\d+(?:\.\d+)?", said.replace("95% interval", ""))]
    ends = sorted((abs(effect.low), abs(effect.high)))
    expected = [real.level("ads", DAYS).mean, abs(effect.mean), *ends, effect.helped * 10, 10]
    assert numbers == pytest.approx([round(value, 2) for value in expected])
    assert effect.mean < 0
    assert " fewer (" in said
    gains = {group: real.averted("ads", DAYS, group) for group in real.groups}
    most, least = max(gains, key=gains.__getitem__), min(gains, key=gains.__getitem__)
    verb = "gain least" if gains[least] >= 0 else "lose most"
    first, last = f"{gains[most]:.2f}", f"{abs(gains[least]):.2f}"
    assert f"  {most} gain most ({first}), {least} {verb} ({last})." in lines
    assert lines[-1] == CAVEAT


def test_cost_is_said_with_its_currency(real: Comparison) -> None:
    """Say cost and cost for each person spared; nothing of an arm that costs nothing.

    Fault: USD, whatever the scenario says; `inf` for an arm that spares nobody.
    """
    lines = [one for one in sentences(real) if one.startswith("Cost of")]
    cost, each = real.level("ads", "cost").mean, real.cost_per_averted("ads")
    assert lines == [
        f"Cost of ads: {cost:,.0f} BTN, {each:,.2f} BTN for each person spared from ever believing."
    ]
    said = written(DAYS, {BELIEVED: [0.5]}, {BELIEVED: [0.6], "cost": [1234.5]})
    assert "Cost of arm: 1,234 USD, and nobody is spared from believing." in said


def test_arms_without_any_effect_say_so(real: Comparison) -> None:
    """Strength zero makes no difference, to nobody more than to others.

    Fault: "0.00 more", and "town gain most (-0.00), town gain least (0.00)".
    """
    lines = sentences(real)
    place = lines.index(line(lines, "nothing:"))
    assert lines[place].endswith(", no difference in any of 10 pairs.")
    assert "gain" not in lines[place + 1]
    assert "-0.0" not in "\n".join(lines)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (
            [0.30, 0.28, 0.26],
            "arm: 28.0, that is 12.0 fewer (95% interval 10.0 to 14.0; better in 3 of 3 pairs).",
        ),
        (
            [0.50, 0.52, 0.54],
            "arm: 52.0, that is 12.0 more (95% interval 10.0 to 14.0; better in 0 of 3 pairs).",
        ),
        (
            [0.30, 0.40, 0.46],
            "arm: 38.7, that is 1.3 fewer (which could be chance: 95% interval from 10.0 fewer to 6.0 more; "
            "better in 1 of 3 pairs).",
        ),
        (
            [0.50, 0.40, 0.34],
            "arm: 41.3, that is 1.3 more (which could be chance: 95% interval from 6.0 fewer to 10.0 more; "
            "better in 1 of 3 pairs).",
        ),
    ],
    ids=["helps", "harms", "perhaps helps", "perhaps harms"],
)
def test_sign_of_an_effect_chooses_the_words(values: list[float], expected: str) -> None:
    """Turn every difference round: fewer becomes more, and an interval around 0 keeps its signs.

    Fault: an absolute value that hides harm; an interval without signs that seems to exclude zero.
    """
    lines = written(BELIEVED, {BELIEVED: [0.4] * 3}, {BELIEVED: values})
    assert (
        line(lines, "baseline:") == "baseline: 40.0 of 100 people ever believed a false claim, over 30 days."
    )
    assert line(lines, "arm:") == expected


def test_more_may_be_better() -> None:
    """Put an outcome first of which more is better: more is said to help.

    Fault: an increase of corrected people called a loss.
    """
    base = {HELD: [0.1, 0.1], f"town/{HELD}": [0.1, 0.1], f"village/{HELD}": [0.1, 0.1]}
    arm = {HELD: [0.15, 0.25], f"town/{HELD}": [0.3, 0.4], f"village/{HELD}": [0.05, 0.05]}
    lines = written(HELD, base, arm)
    assert (
        line(lines, "baseline:") == "baseline: 10.0 of 100 people hold a correction at the end, over 30 days."
    )
    assert (
        line(lines, "arm:")
        == "arm: 20.0, that is 10.0 more (95% interval 5.0 to 15.0; better in 2 of 2 pairs)."
    )
    assert "  town gain most (25.0), village lose most (5.0)." in lines


@pytest.mark.parametrize(
    ("town", "village", "expected"),
    [
        (3.0, 4.0, "  town gain most (2.00), village gain least (1.00)."),
        (4.0, 6.0, "  town gain most (1.00), village lose most (1.00)."),
        (6.0, 7.0, "  town lose least (1.00), village lose most (2.00)."),
        (5.0, 6.0, "  town gain most (0.00), village lose most (1.00)."),
        (4.0, 4.0, ""),
        (math.nan, 4.0, ""),
    ],
)
def test_groups_gain_or_lose(town: float, village: float, expected: str) -> None:
    """Say who gains most and who least, where some, none or all of them lose.

    Nothing is said where only one of them has a number. Fault: "gain most (-1.00)" where everybody loses.
    """
    base, arm = {DAYS: [5.0]}, {f"town/{DAYS}": [town], f"village/{DAYS}": [village]}
    found = [one for one in written(DAYS, base, base | arm) if one.startswith("  ")]
    assert found == ([expected] if expected else [])


ALWAYS = ("cost", "took_off")
"""Outcomes that exist in every run."""


@pytest.mark.parametrize(
    ("name", "missing"),
    [(name, missing) for name in OUTCOMES for missing in (False, True) if not (missing and name in ALWAYS)],
)
def test_every_outcome_can_be_said(name: str, missing: bool) -> None:
    """Put each outcome first, with numbers and where it does not exist.

    Fault: `nan` in a sentence; "unknown, that is unknown more".
    """
    values = [float("nan")] * 2 if missing else [0.25, 0.5]
    lines = written(name, {name: values}, {name: [value / 2 for value in values]})
    text = "\n".join(lines)
    assert not re.search(r"\b(nan|inf|None)\b|-0\.0+\b|  +\(|\(\)", text)
    assert all(one.strip().endswith(".") for one in lines)
    assert ("unknown" in text) == missing
    if missing:
        assert line(lines, "arm:") == "arm: unknown, so its effect is unknown too."


def test_what_is_measured_is_not_counted() -> None:
    """Say a day of the peak as a measurement. Fault: "baseline: 9.50 day of the peak"."""
    lines = written("peak_day", {"peak_day": [9.0, 10.0]}, {"peak_day": [8.0, 8.0]})
    assert line(lines, "baseline:") == "baseline: day of the peak: 9.50, over 30 days."
    assert line(lines, "arm:") == "arm: 8.00, that is 1.50 less (95% interval 1.00 to 2.00)."


def test_one_arm_alone(warm_engines: tuple[str, ...]) -> None:
    """Say the level and nothing of effects. Fault: an empty list of arms whose best is looked for."""
    assert warm_engines
    lines = sentences(compare(study_of(small()), replicates=2))
    assert len(lines) == 3
    assert lines[0].startswith("baseline: ")
    assert lines[1].startswith("In 2 of 2 baseline runs")
    assert lines[-1] == CAVEAT


def test_one_group_alone() -> None:
    """Say nothing of who gains most. Fault: "everyone gain most, everyone gain least"."""
    lines = written(DAYS, {DAYS: [5.0]}, {DAYS: [4.0]}, population={"size": 60})
    assert not [one for one in lines if one.startswith("  ")]
    assert line(lines, "arm:").startswith("arm: 4.00, that is 1.00 fewer")


def test_titles_of_arms_are_said() -> None:
    """Name arms by their titles, else by their ids in words."""
    titled = small(outcomes=[DAYS]) | {"arms": {"none_yet": {"title": "No talk"}, "with_talk": {}}}
    lines = sentences(comparison_of(study_of(titled), none_yet={DAYS: [5.0]}, with_talk={DAYS: [4.0]}))
    assert lines[0].startswith("No talk: 5.00 days")
    assert lines[1].startswith("with talk: 4.00, ")


def settings(outcome: str, **sections: object) -> list[str]:
    """Say what came out of the arms of two settings, with numbers written by hand."""
    study = study_of(with_settings(small(outcomes=[outcome], **sections)))
    levels = dict(zip(study.arms, (0.2, 0.5, 0.1, 0.4, 0.4, 0.4), strict=True))
    numbers = {arm: {outcome: [level] * 2, "took_off": [level > 0.3, 0.0]} for arm, level in levels.items()}
    numbers["loud"] |= {f"town/{outcome}": [0.3, 0.3], f"village/{outcome}": [0.1, 0.1]}
    return sentences(comparison_of(study, **numbers))


def test_an_arm_is_compared_with_the_one_it_names() -> None:
    """Name the other arm where it is not the first, and subtract that one.

    Fault: the difference from the first arm said of an arm that is compared with another.
    """
    lines = settings(BELIEVED)
    expected = (
        "loud ads: 40.0, that is 10.0 fewer than loud (95% interval 10.0 to 10.0; better in 2 of 2 pairs)."
    )
    assert line(lines, "loud ads:") == expected
    expected = "ads: 10.0, that is 10.0 fewer (95% interval 10.0 to 10.0; better in 2 of 2 pairs)."
    assert line(lines, "ads:") == expected
    assert "In 1 of 2 runs of loud, at least 5 of 100 people ever believed a false claim." in lines


def test_another_setting_is_no_failure() -> None:
    """Say how another setting differs, in all and by group, and nothing of helping.

    Fault: "better in 0 of 2 pairs" of an arm in which nothing is done; groups that lose most.
    """
    lines = settings(BELIEVED)
    place = lines.index(line(lines, "loud, another setting:"))
    assert lines[place].endswith(": 50.0, that is 30.0 more than baseline (95% interval 30.0 to 30.0).")
    assert lines[place + 1] == "  from 10.0 fewer among village to 10.0 more among town."
    same = line(lines, "loud ads across")
    assert same.startswith("loud ads across, another setting: 40.0, that is 30.0 more than ads (")
    assert "better" in line(lines, "loud ads from nothing:")


@pytest.mark.parametrize(
    ("costs", "believed", "expected"),
    [
        (
            (0.0, 6.0),
            0.4,
            "6 BTN, {each} BTN for each person spared from ever believing, compared with loud.",
        ),
        ((0.0, 6.0), 0.6, "6 BTN, and nobody is spared from believing, compared with loud."),
        ((2.0, 6.0), 0.4, "6 BTN, 4 BTN more than loud: {each} BTN for each further person spared."),
        ((2.0, 6.0), 0.6, "6 BTN, 4 BTN more than loud, and no more people are spared from believing."),
        ((8.0, 6.0), 0.4, "6 BTN, 2 BTN less than loud, and more people are spared from believing."),
        ((6.0, 6.0), 0.5, "6 BTN, as much as loud, and no more people are spared from believing."),
    ],
)
def test_cost_is_that_beyond_the_arm_compared_with(
    costs: tuple[float, float], believed: float, expected: str
) -> None:
    """Say what an arm costs more than the one it is compared with, where that costs anything.

    Fault: the whole cost divided by those whom only a part of it spared.
    """
    study = study_of(with_settings(small(outcomes=[BELIEVED])))
    numbers: dict[str, Numbers] = {arm: {BELIEVED: [0.5]} for arm in study.arms}
    numbers |= {"loud": {BELIEVED: [0.5], "cost": [costs[0]]}}
    numbers |= {"loud_ads": {BELIEVED: [believed], "cost": [costs[1]]}}
    compared = comparison_of(study, **numbers)
    said = expected.format(each=f"{compared.cost_per_averted('loud_ads'):,.2f}")
    assert line(sentences(compared), "Cost of loud ads:") == f"Cost of loud ads: {said}"


def test_branching_and_liveliness_are_said() -> None:
    """Say what was asked for and what came out, and in how many runs a rumour took off.

    Fault: the proportion of runs read as their number.
    """
    changed = with_arms(small(), arm=[])
    changed["claims"][0]["sharing"] = {"branching": 0.5, "interest": "3 days"}
    numbers = {DAYS: [1.0] * 4, "took_off": [1.0, 0.0, 1.0, 1.0]}
    lines = sentences(comparison_of(study_of(changed), baseline=numbers, arm=numbers))
    assert "In 3 of 4 baseline runs at least 5 of 100 people ever believed a false claim." in lines
    # Replicates 0 to 3 have 2, 4, 6 and 8 early sharers, who caused 2, 3, 4 and 5.
    said = "Early sharers of hoax caused 0.70 further sharers each; the study asks for 0.5 while everybody"
    assert f"{said} is still unaware." in lines
    assert not [one for one in lines if "twist" in one]


@pytest.mark.parametrize(
    ("test", "verdict"),
    [("averted(arm) > 0", "Finding confirmed"), ("averted(arm) < 0", "Finding NOT confirmed here")],
)
def test_finding_is_said(test: str, verdict: str) -> None:
    """Say whether it came out, also where it did not. Fault: a finding that is always confirmed."""
    finding = {"claim": "The arm helps.", "test": test}
    lines = written(DAYS, {DAYS: [5.0]}, {DAYS: [4.0]}, finding=finding)
    assert lines[-2] == f"{verdict}: The arm helps."


@pytest.mark.parametrize(
    ("value", "unit", "in_words", "in_table"),
    [
        (0.1234, "%", "12.3", "12.3%"),
        (-0.0001, "%", "0.0", "0.0%"),
        (-0.0, "days", "0.00", "0.00"),
        (-0.004, "days", "0.00", "0.00"),
        (1234.5, "people", "1234.50", "1,234"),
        (-1.005, "days", "-1.00", "-1.00"),
        (float("nan"), "%", "unknown", "-"),
    ],
)
def test_numbers_are_written_shortly(value: float, unit: str, in_words: str, in_table: str) -> None:
    """Fault: the sign of a zero printed; `nan%`."""
    assert amount(value, unit) == in_words
    assert number(value, unit) == in_table

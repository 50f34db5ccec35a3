"""Titles say what the numbers say, also when the numbers turn round."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text

from infosim.experiments import Comparison
from infosim.experiments.compare import Summary
from infosim.measures import OUTCOMES
from infosim.plots import FIGURES
from infosim.plots.groups import unevenness
from infosim.plots.paired import Paired, featured, paired
from infosim.plots.wording import MINUS, SPELLED, TimeAxis, decimals_of, number, said, signed, ways

Figures = Callable[[str, str], Figure]


def with_outcomes_of(comparison: Comparison, base: list[Summary], ads: list[Summary]) -> Comparison:
    """Leave out all arms but the baseline and `ads`, and say what came out of them."""
    arms = {name: comparison.study.arms[name] for name in ("baseline", "ads")}
    study = dataclasses.replace(comparison.study, arms=arms)
    summaries = {"baseline": tuple(base), "ads": tuple(ads)}
    return dataclasses.replace(comparison, study=study, summaries=summaries)


def words_on(figure: Figure) -> str:
    """Give all texts of a figure."""
    FigureCanvasAgg(figure).draw()
    return "\n".join(text.get_text() for text in figure.findobj(Text))


@pytest.mark.parametrize("name", ["effect", "groups"])
def test_when_the_sign_flips_the_wording_flips(name: str, ordinary: Comparison) -> None:
    """Fault: `way` says fewer whatever the sign."""
    base, ads = (list(ordinary.summaries[arm]) for arm in ("baseline", "ads"))
    helps, harms = with_outcomes_of(ordinary, base, ads), with_outcomes_of(ordinary, ads, base)
    assert paired(helps, "ads", helps.outcome).mean < 0
    good, bad = (str(FIGURES[name](one).get_label()) for one in (helps, harms))
    assert "fewer days of false belief per person" in good
    assert "more" not in good
    assert "more days of false belief per person" in bad
    assert "fewer" not in bad


def test_an_interval_around_zero_is_no_clear_difference(ordinary: Comparison) -> None:
    """Fault: `is_clear` without a look at the interval."""
    both = [list(ordinary.summaries[arm]) for arm in ("baseline", "ads")]
    # Every other pair the wrong way round.
    crossed = [[both[(k + turn) % 2][k] for k in range(6)] for turn in (0, 1)]
    unclear = with_outcomes_of(ordinary, *crossed)
    effect = paired(unclear, "ads", unclear.outcome)
    assert effect.low < 0 < effect.high
    assert str(FIGURES["effect"](unclear).get_label()).startswith("Ads: no clear difference")
    assert str(FIGURES["groups"](unclear).get_label()).startswith("No clear difference in any group")


def test_title_of_the_effect_gives_the_number_of_the_strongest_arm(ordinary: Comparison) -> None:
    """Fault: the first arm is taken instead of the strongest."""
    means = {arm: ordinary.paired(arm, ordinary.outcome).mean for arm in ordinary.arms[1:]}
    arm = max(means, key=lambda name: abs(means[name]))
    assert arm == featured(ordinary) == "check"
    title = str(FIGURES["effect"](ordinary).get_label())
    assert title.startswith(f"Check: {number(abs(means[arm]))} fewer days")
    assert title.endswith("the larger of 2 effects")


def test_trajectories_state_both_levels(figures: Figures, ordinary: Comparison) -> None:
    """Fault: the levels of the two arms exchanged."""
    means = [100 * ordinary.believing(arm).mean(axis=0) for arm in ("baseline", "check")]
    widest = int(np.abs(means[1] - means[0]).argmax())
    without, within = (number(float(mean[widest])) for mean in means)
    title = str(figures("trajectories", "ordinary").get_label())
    assert title.startswith(f"Check: {within} false beliefs per 100 people")
    assert title.endswith(f"instead of {without}")


@pytest.mark.parametrize("name", ["effect", "trajectories", "groups", "network"])
def test_titles_are_about_measures_before_settings(name: str, figures: Figures) -> None:
    """Fault: the setting that is worst of all called the largest effect."""
    assert str(figures(name, "settings").get_label()).startswith(("Loud ads against “Loud streets”:", "Ads:"))
    assert str(figures(name, "only_settings").get_label()).startswith("Loud streets, another setting:")


def test_a_setting_is_no_help_to_anybody() -> None:
    """Fault: a setting in which only some fare better called the arm that treats groups least alike."""

    def arm(name: str, *means: float, is_setting: bool = False) -> dict[str, Paired]:
        shown = (Paired(name, np.zeros(2), mean, mean, mean, None, is_setting) for mean in means)
        return dict(zip(("town", "village"), shown, strict=True))

    ads, calm = arm("ads", -2.0, -1.0), arm("calm", -2.0, 2.0, is_setting=True)
    days = "person_days_per_person"
    assert unevenness(days, ads) > unevenness(days, calm)
    assert unevenness(days, arm("other", -2.0, 2.0)) > unevenness(days, ads)


def test_differences_are_from_the_arm_named(comparisons: Callable[[str], Comparison]) -> None:
    """Fault: the first arm subtracted, whatever an arm is compared with."""
    compared = comparisons("settings")
    raw = compared.values("loud_ads", compared.outcome) - compared.values("loud", compared.outcome)
    row = paired(compared, "loud_ads", compared.outcome)
    assert row.differences.tolist() == raw.tolist()
    assert row.improved is not None
    assert row.improved.tolist() == (raw < 0).tolist()


@pytest.mark.parametrize("name", ["effect", "groups"])
def test_figures_say_what_arms_are_compared_with(name: str, figures: Figures) -> None:
    """Fault: an axis that says all are compared with the first; a setting that helped in 0 of 6."""
    words = words_on(figures(name, "settings"))
    assert "difference from the arm named, in days" in words
    assert words.count("(against Calm)") == 2
    assert words.count("(against Loud streets)") == 1
    alone = words_on(figures(name, "only_settings"))
    assert "difference from “Calm” in days" in alone
    assert "against" not in alone
    assert "helped" not in alone


def test_rows_of_settings_say_so(figures: Figures) -> None:
    """Fault: "helped in 0 of 6" beside an arm in which nothing is done."""
    words = words_on(figures("effect", "settings"))
    assert words.count("another setting") == 1
    assert words.count("helped in") == 2


def test_trajectories_emphasise_the_arm_named(
    figures: Figures, comparisons: Callable[[str], Comparison]
) -> None:
    """Fault: the level of the first arm said of the one that is compared with."""
    compared = comparisons("settings")
    assert featured(compared) == "loud_ads"
    means = [100 * compared.believing(arm).mean(axis=0) for arm in ("loud", "loud_ads")]
    widest = int(np.abs(means[1] - means[0]).argmax())
    figure = figures("trajectories", "settings")
    assert str(figure.get_label()).endswith(f"instead of {number(float(means[0][widest]))}")
    assert "(“Loud streets” and “loud ads”)" in words_on(figure)


def test_bots_are_counted_apart(figures: Figures) -> None:
    """Fault: "80 people", of whom some are bots; a legend without them."""
    words = words_on(figures("network", "bots"))
    assert "64 to 76 people and 4 to 16 bots" in words
    assert "80 of 80 accounts shown" in words
    assert "of these 64 people" in words.replace("\n", " ")
    assert "\nbot\n" in words
    assert "\nbot\n" not in words_on(figures("network", "settings"))


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("effect", "No difference at all"),
        ("trajectories", "All arms alike"),
        ("groups", "No difference in any group"),
        ("network", "as many as without"),
    ],
)
def test_no_effect_is_called_none(name: str, words: str, figures: Figures) -> None:
    """Fault: a title that praises the arm with the largest of equal effects."""
    assert words in str(figures(name, "no_effect").get_label())


def test_effect_says_how_often_it_helped_and_on_what_it_rests(figures: Figures, ordinary: Comparison) -> None:
    """Fault: `helped` counted as replicates in which the outcome rose."""
    words = words_on(figures("effect", "ordinary"))
    for arm in ordinary.arms[1:]:
        helped = round(6 * ordinary.paired(arm, ordinary.outcome).helped)
        assert f"helped in {helped} of 6" in words
    assert "6 pairs, 60 people, seed 7; 95% bootstrap intervals" in words
    assert "trust directions, not digits" in words


def test_a_single_pair_has_no_interval(figures: Figures) -> None:
    """Fault: the interval of one pair, a point, is shown as if it were certain."""
    words = words_on(figures("effect", "one_replicate"))
    assert "single pair" in words
    assert "1 pair, 60 people" in words
    assert "95%" not in words


def test_directions_follow_what_is_better() -> None:
    """Fault: left is always called better."""
    assert ways("person_days_per_person") == ("fewer days: better", "more days: worse")
    assert ways("corrected_end_fraction") == ("lower: worse", "higher: better")
    assert ways("peak_day") == ("fewer days", "more days")


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_every_outcome_can_be_said(outcome: str) -> None:
    less, more = said(outcome, -1.5), said(outcome, 1.5)
    assert "1.5" in less
    assert less != more
    assert "{" not in less + more


def test_spelled_outcomes_exist() -> None:
    assert set(SPELLED) <= set(OUTCOMES)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (0, "0"),
        (1.234, "1.2"),
        (-0.0123, f"{MINUS}0.012"),
        (12.34, "12.3"),
        (1234.5, "1,234"),
        (float("nan"), "no number"),
    ],
)
def test_numbers_are_short(value: float, written: str) -> None:
    assert number(value) == written


def test_signs_and_decimals() -> None:
    """Fault: a minus sign before a number that is written as zero."""
    written = [signed(value, 1) for value in (0.5, -0.5, 0.0, 0.01, -0.01)]
    assert written == ["+0.5", f"{MINUS}0.5", "0.0", "0.0", "0.0"]
    assert decimals_of([0.5, 0.2]) == 1
    assert decimals_of([20.0]) == 0
    assert decimals_of([0.0, float("nan")]) == 1


def test_moments_are_counted_from_one() -> None:
    """Fault: the last day of a week counted to the next."""
    assert TimeAxis.of(182).moment(0.0) == "week 1"
    assert TimeAxis.of(182).moment(7.0) == "week 1"
    assert TimeAxis.of(182).moment(7.25) == "week 2"
    assert TimeAxis.of(10).moment(9.5) == "day 10"
    assert TimeAxis.of(1).moment(0.25) == "hour 6"

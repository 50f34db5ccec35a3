"""Tables for people: the numbers of a comparison, written shortly."""

from __future__ import annotations

import io

import pytest
from rich.console import Console
from rich.table import Table

from handmade import comparison_of
from infosim.cli.report import effects_table, groups_table, outcomes_table, series_table
from infosim.experiments import Comparison
from studies import small, study_of, with_arms, with_settings

DAYS, HELD, PEAK = "person_days_per_person", "corrected_end_fraction", "peak_day"


@pytest.fixture(scope="module")
def comparison() -> Comparison:
    """Write down a comparison of two arms and two pairs."""
    written = with_arms(small(outcomes=[DAYS, HELD, PEAK]), arm=[])
    written["arms"]["arm"]["title"] = "[red]An arm\x1b"
    base = {DAYS: [5.0, 7.0], HELD: [0.1, 0.1], PEAK: [9.0, 9.0], f"town/{DAYS}": [4.0, 4.0]}
    arm = {DAYS: [4.0, 4.0], HELD: [0.15, 0.1], PEAK: [9.0, 9.0], f"town/{DAYS}": [4.5, 4.5]}
    return comparison_of(study_of(written), baseline=base, arm=arm)


def cells(table: Table) -> list[list[str]]:
    """Read the cells of a table row by row."""
    columns = [[str(cell) for cell in column.cells] for column in table.columns]
    return [list(row) for row in zip(*columns, strict=True)]


def test_effects_are_shown_with_signs(comparison: Comparison) -> None:
    """Show level, difference, interval and how often it helped; nothing of these for the baseline.

    Fault: the improvement shown as the difference; 0 of 2 where neither way is better.
    """
    assert cells(effects_table(comparison)) == [
        ["days spent believing false claims, per person", "baseline", "6.00", "", "", "", ""],
        ["", "[red]An arm?", "4.00", "-2.00", "-3.00", "-1.00", "2/2"],
        ["people who hold a correction at the end", "baseline", "10.0%", "", "", "", ""],
        ["", "[red]An arm?", "12.5%", "+2.5%", "0.0%", "+5.0%", "1/2"],
        ["day of the peak", "baseline", "9.00", "", "", "", ""],
        ["", "[red]An arm?", "9.00", "0.00", "0.00", "0.00", ""],
    ]


def test_groups_are_shown_by_what_they_gain(comparison: Comparison) -> None:
    """Show how much better it is for each group: a gain has a plus.

    Fault: the difference shown, in which fewer days are a minus.
    """
    assert cells(groups_table(comparison)) == [["town", "4.00", "-0.50"], ["village", "6.00", "+2.00"]]


def test_arms_compared_with_others_say_so() -> None:
    """Name what each arm is compared with; leave open whether another setting helped.

    Fault: a gain over the first arm shown for an arm that is compared with another;
    "helped 0/2" where only the setting is another.
    """
    study = study_of(with_settings(small(outcomes=[DAYS])))
    levels = dict(zip(study.arms, (1.0, 8.0, 0.5, 6.0, 6.0, 6.0), strict=True))
    written = comparison_of(study, **{arm: {DAYS: [level] * 2} for arm, level in levels.items()})
    rows = {row[1]: row[2:5] + row[7:] for row in cells(effects_table(written))}
    assert rows == {
        "baseline": ["", "1.00", "", ""],
        "loud": ["baseline", "8.00", "+7.00", ""],
        "ads": ["baseline", "0.50", "-0.50", "2/2"],
        "loud ads": ["loud", "6.00", "-2.00", "2/2"],
        "loud ads across": ["ads", "6.00", "+5.50", ""],
        "loud ads from nothing": ["baseline", "6.00", "+5.00", "0/2"],
    }
    table = groups_table(written)
    assert cells(table)[0] == ["town", "1.00", "-7.00", "+0.50", "+2.00", "-5.50", "-5.00"]
    note = "loud ads is compared with loud.\nloud ads across is compared with ads."
    assert str(table.caption) == note


def test_without_versus_nothing_is_added(comparison: Comparison) -> None:
    """Fault: a column that says the same in every row."""
    assert "versus" not in [column.header for column in effects_table(comparison).columns]
    assert groups_table(comparison).caption is None


def test_user_text_is_no_markup(comparison: Comparison) -> None:
    """Print a title with brackets as it is. Fault: rich reading the user's title."""
    stream = io.StringIO()
    console = Console(width=160, file=stream)
    console.print(effects_table(comparison))
    console.print(groups_table(comparison))
    text = stream.getvalue()
    assert text.count("[red]An arm?") == 4
    assert "\x1b" not in text


@pytest.mark.parametrize(("n_days", "rows"), [(1, 1), (2, 2), (11, 11), (31, 11), (105, 12), (1000, 12)])
def test_series_are_shown_about_ten_times(n_days: int, rows: int) -> None:
    """Show the first and the last day, and some in between.

    Fault: a table of a thousand lines; the last day left out.
    """
    series = {"unaware": [5000 - i for i in range(n_days)], "believer": list(range(n_days))}
    shown = cells(series_table("hoax", series, [float(i) for i in range(n_days)]))
    assert len(shown) == rows
    assert shown[0] == ["0", "5,000", "0"]
    assert shown[-1] == [f"{n_days - 1:g}", f"{5001 - n_days:,}", f"{n_days - 1:,}"]


def test_outcomes_that_do_not_exist_are_left_out() -> None:
    """Fault: a row of nothing."""
    shown = cells(outcomes_table({DAYS: 1.234, HELD: 0.5, "discernment": None}))
    assert shown == [
        ["days spent believing false claims, per person", "1.23"],
        ["people who hold a correction at the end", "50.0%"],
    ]

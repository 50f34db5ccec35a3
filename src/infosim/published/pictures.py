"""What a figure of a reproduced target shows: panels with curves of ours, of the authors and of theory."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

from infosim.published.facts import cells_of, facts_of
from infosim.published.findings import alike_but
from infosim.published.parameters import Value, Values
from infosim.published.running import Measured
from infosim.published.theory import COURSES, MEAN_FIELD, solved_groups
from infosim.world import Floats

NOTHING = np.zeros(0)

Points = tuple[Floats, Floats]
"""Places and heights."""


@dataclass(frozen=True, eq=False)
class Curve:
    """One setting, as it came out, as it was published, and as theory has it.

    Attributes
    ----------
    name : what tells it from the others
    ours : (n,) places and means; low, high : (n,) ends of the 95% intervals, or empty
    published, marks : what was published, and what ours is compared with, where that is no point of the line
    theory : places and heights, may be empty as the others
    """

    name: str
    ours: Points
    low: Floats = field(default_factory=lambda: NOTHING)
    high: Floats = field(default_factory=lambda: NOTHING)
    published: Points = (NOTHING, NOTHING)
    marks: Points = (NOTHING, NOTHING)
    theory: Points = (NOTHING, NOTHING)


@dataclass(frozen=True, eq=False)
class Panel:
    """A pair of axes.

    Attributes
    ----------
    across, up : what the axes are
    curves : at least one
    is_course : whether the horizontal axis is time, so that a curve has no points of its own
    span : ends of the horizontal axis, as the curves have it if None
    least : the vertical axis goes up to this at least
    """

    across: str
    up: str
    curves: tuple[Curve, ...]
    is_course: bool = False
    span: tuple[float, float] | None = None
    least: float = 0.0


def panels_of(cells: Sequence[Measured]) -> list[Panel]:
    """Choose what to show of the cells of a target."""
    target = cells[0].cell.target.id
    if len(cells) == 1 and len(cells[0].course):
        return [over_time(cells, "this cell")]
    return PANELS[target](cells)


def over_time(cells: Sequence[Measured], name: str, up: str = "") -> Panel:
    """Show how cells go over time, each beside its mean field."""
    curves = []
    for one in cells:
        theory = COURSES[one.cell.target.id](one.cell.values) if not one.cell.sets else NOTHING
        steps = np.arange(len(one.course), dtype=np.float64)
        cut = theory[: len(steps)]
        curves.append(
            Curve(
                name if len(cells) == 1 else _named(one, "mean_degree"),
                (steps, one.course),
                theory=(steps[: len(cut)], cut),
                published=_marked(one, {key: fact.value for key, fact in one.facts.items()}),
                marks=_marked(one, {key: one.estimates[key].mean for key in one.facts}),
            )
        )
    return Panel("steps", up or UNITS[cells[0].cell.target.id], tuple(curves), is_course=True)


UNITS = {
    "sbfc_mean_field": "proportion believing",
    "sbfc": "proportion believing",
    "two_group_agents": "people infected",
    "sir": "people infected",
    "sis": "people infected",
    "cascade": "people reached so far",
}
"""What is followed over time."""


def _marked(one: Measured, numbers: dict[str, float]) -> Points:
    """Give what is compared of how a cell goes: a peak and when it is, or where it ends."""
    if "peak" in numbers and "peak_step" in numbers:
        return np.array([numbers["peak_step"]]), np.array([numbers["peak"]])
    if one.cell.target.id in ("sis", "cascade", "sbfc_mean_field") and one.quantity in numbers:
        return np.array([len(one.course) - 1.0]), np.array([numbers[one.quantity]])
    return NOTHING, NOTHING


SPOKEN = {
    "p_forget": "forgetting {}",
    "mean_degree": "{} contacts",
    "theta": "threshold {}",
    "alpha": "credibility {}",
}
"""Parameters as curves are called after them."""


def _named(one: Measured, parameter: str) -> str:
    """Name a cell by one of its parameters."""
    return SPOKEN[parameter].format(f"{_amount(one.cell.values[parameter]):g}")


def across(
    cells: Sequence[Measured], place: str, apart: str, fine: Sequence[float] = ()
) -> tuple[Curve, ...]:
    """Show the first quantity of cells across one parameter, a curve for each value of another.

    Parameters
    ----------
    fine : places at which the mean field is drawn; none if left out
    """
    curves = []
    for value in dict.fromkeys(one.cell.values[apart] for one in cells):
        mine = [one for one in cells if one.cell.values[apart] == value]
        places = np.array([_amount(one.cell.values[place]) for one in mine])
        told = _told_of(mine[0], place)
        theory = MEAN_FIELD.get(mine[0].cell.target.id)
        heights = [theory(mine[0].cell.values | {place: at}) for at in fine] if theory else []
        estimates = [one.estimates[one.quantity] for one in mine]
        curves.append(
            Curve(
                _named(mine[0], apart),
                (places, np.array([one.mean for one in estimates])),
                np.array([one.low for one in estimates]),
                np.array([one.high for one in estimates]),
                published=(np.array([at for at, _ in told]), np.array([height for _, height in told])),
                theory=(np.array(fine if heights else []), np.array(heights)),
            )
        )
    return tuple(curves)


def _told_of(one: Measured, place: str) -> list[tuple[float, float]]:
    """List what was published of a cell and of those that differ from it in one parameter only."""
    target, values = one.cell.target, one.cell.values
    return [
        (_amount(cell[place]), facts_of(target, cell)[one.quantity].value)
        for cell in (() if one.cell.sets else cells_of(target))
        if cell | {place: None} == values | {place: None}
    ]


def _amount(value: Value) -> float:
    return float(value) if isinstance(value, int | float) else 0.0


def _of_one_kind(cells: Sequence[Measured]) -> list[Panel]:
    """Show believers across forgetting, and the course of those cells where theory and network part."""
    usual = [one for one in cells if _amount(one.cell.values["alpha"]) == 0.9]
    others = [one for one in cells if one not in usual]
    fine = np.linspace(0.02, 1.0, 99).tolist()
    panels = (
        [Panel("chance of forgetting", "proportion believing", across(usual, "p_forget", "alpha", fine))]
        if usual
        else []
    )
    return panels + ([over_time(others, _named(others[0], "mean_degree"))] if others else [])


def _of_two_kinds(cells: Sequence[Measured]) -> list[Panel]:
    """Show believers across segregation; of equal groups, where there are others as well."""
    cells = alike_but(cells, "p_forget", "segregation") or cells
    fine = np.linspace(0.5, 0.99, 50).tolist()
    curves = across(cells, "segregation", "p_forget", fine)
    return [Panel("segregation: proportion of ties inside the groups", "believers per 1000 people", curves)]


def _of_chambers(cells: Sequence[Measured]) -> list[Panel]:
    """Show virality across polarisation."""
    curves = across(cells, "polarisation", "theta")
    return [Panel("network polarisation", "virality", curves, span=(-0.05, 1.05), least=1.05)]


def _of_groups(cells: Sequence[Measured]) -> list[Panel]:
    """Show who is infected, in all and in each group, across the multiplier."""
    if len(cells) == 1:
        return [_of_equations(cells[0].cell.values)]
    places = np.array([_amount(one.cell.values["multiplier"]) for one in cells])
    curves = []
    for name in ("total", "misinformed", "ordinary"):
        ours = np.array([one.estimates[name].mean for one in cells])
        told = [
            (at, one.facts[name].value) for at, one in zip(places, cells, strict=True) if name in one.facts
        ]
        published = np.array([at for at, _ in told]), np.array([height for _, height in told])
        curves.append(Curve(name, (places, ours), published=published))
    return [
        Panel(
            "how much more easily the misinformed are infected",
            "proportion of people infected",
            tuple(curves),
        )
    ]


def _of_equations(values: Values) -> Panel:
    """Show who is infected in each group, day by day."""
    infected = solved_groups(values).infected
    days = np.arange(1.0, len(infected) + 1)
    curves = tuple(Curve(name, (days, infected[:, k])) for k, name in ((1, "misinformed"), (0, "ordinary")))
    return Panel("days", "proportion of people infected", curves, is_course=True)


def _over_time(cells: Sequence[Measured]) -> list[Panel]:
    return [over_time(cells, "mean of the runs")]


PANELS: dict[str, Callable[[Sequence[Measured]], list[Panel]]] = {
    "sbfc_mean_field": _of_one_kind,
    "sbfc": _of_two_kinds,
    "two_group_sir": _of_groups,
    "two_group_agents": _over_time,
    "echo_chamber": _of_chambers,
    "sir": _over_time,
    "sis": _over_time,
    "cascade": _over_time,
}
"""What is shown of each target."""

"""What theory says of a cell of a published model, where it says anything."""

from __future__ import annotations

from collections.abc import Callable

from infosim.mean_field import (
    Crowd,
    TwoGroups,
    epidemic_course,
    hoax_at_rest,
    hoax_course,
    two_groups,
)
from infosim.published.epidemics import mean_degree_of
from infosim.published.parameters import Values
from infosim.published.written import amount
from infosim.world import Floats


def hoax_alone(values: Values) -> float:
    """Give the proportion of believers in the mean field of one kind of people."""
    alpha = amount(values["alpha"])
    p_verify = 1 - alpha if values["p_verify"] is None else amount(values["p_verify"])
    return hoax_at_rest(alpha, amount(values["beta"]), amount(values["p_forget"]), p_verify)


def hoax_alone_course(values: Values) -> Floats:
    """Follow the proportion of believers in the mean field of one kind of people."""
    alpha = amount(values["alpha"])
    p_verify = 1 - alpha if values["p_verify"] is None else amount(values["p_verify"])
    started = amount(values["believers"]) / amount(values["n"])
    crowd = (Crowd(alpha, p_verify, (1.0,)),)
    course = hoax_course(crowd, amount(values["beta"]), amount(values["p_forget"]), started, steps_of(values))
    return course[:, 0]


def hoax_of_two(values: Values) -> Floats:
    """Follow the proportion of believers in the mean field of two groups, all people together."""
    n, gullible = amount(values["n"]), amount(values["gullible"])
    sizes = (gullible, n - gullible)
    alphas = amount(values["alpha_gullible"]), amount(values["alpha_sceptic"])
    met = contacts_between(values)
    crowds = [Crowd(alpha, 1 - alpha, row) for alpha, row in zip(alphas, met, strict=True)]
    started = amount(values["believers"]) / n
    course = hoax_course(
        crowds, amount(values["beta"]), amount(values["p_forget"]), started, steps_of(values)
    )
    return course[:, 0] * (sizes[0] / n) + course[:, 1] * (sizes[1] / n)


def contacts_between(values: Values) -> tuple[tuple[float, float], tuple[float, float]]:
    """Give the mean number of contacts that a member of each group has in each, in a segregated graph."""
    n, first, ties = (int(amount(values[name])) for name in ("n", "gullible", "edges"))
    sizes = (first, n - first)
    inside = amount(values["segregation"]) * ties
    ends = [2 * inside * size / n for size in sizes]
    across = ties - inside
    own = [end / max(1, size) for end, size in zip(ends, sizes, strict=True)]
    other = [across / max(1, size) for size in sizes]
    return (own[0], other[0]), (other[1], own[1])


def epidemic(values: Values, *, immune: bool) -> Floats:
    """Follow an epidemic in the mean field, in people, ``(n_steps + 1, 2)``."""
    n = amount(values["n"])
    # A cascade is an epidemic from which everybody recovers after one step.
    course = epidemic_course(
        amount(values.get("beta", values.get("chance"))),
        amount(values.get("gamma", 1.0)),
        mean_degree_of(values),
        round(amount(values["fraction"]) * n) / n,
        steps_of(values),
        immune=immune,
    )
    return course * n


def solved_groups(values: Values) -> TwoGroups:
    """Solve the equations of two groups in one epidemic, day by day."""
    ordinary = amount(values["beta_ordinary"])
    return two_groups(
        (ordinary, min(1.0, amount(values["multiplier"]) * ordinary)),
        (amount(values["ordinary"]), 1 - amount(values["ordinary"])),
        amount(values["recovery"]),
        amount(values["infected"]),
        amount(values.get("homophily", 0.5)),
        int(amount(values["days"])),
    )


def groups(values: Values) -> dict[str, float]:
    """Give who has had it by the last day of these equations, and the day of the peak."""
    solved = solved_groups(values)
    first, second = solved.recovered[-1].tolist()
    return {
        "total": first + second,
        "ordinary": first,
        "misinformed": second,
        "peak_day": float(solved.peak_day),
    }


def groups_course(values: Values) -> Floats:
    """Follow how many are infected in both groups together, in the equations."""
    course: Floats = solved_groups(values).infected.sum(axis=1) * amount(values["n"])
    return course


def steps_of(values: Values) -> int:
    """Give the number of steps of a cell."""
    return int(amount(values["steps"]))


MEAN_FIELD: dict[str, Callable[[Values], float]] = {
    "sbfc_mean_field": hoax_alone,
    "sbfc": lambda values: float(1000 * hoax_of_two(values)[-1]),
    "two_group_agents": lambda values: groups(values)["total"],
    "cascade": lambda values: float(epidemic(values, immune=True)[-1, 1]),
    "sir": lambda values: float(epidemic(values, immune=True)[-1, 1]),
    "sis": lambda values: float(epidemic(values, immune=False)[-1, 0]),
}
"""What the mean field says of the first number of a cell."""

COURSES: dict[str, Callable[[Values], Floats]] = {
    "sbfc_mean_field": hoax_alone_course,
    "sbfc": hoax_of_two,
    "two_group_agents": groups_course,
    "cascade": lambda values: epidemic(values, immune=True)[:, 1],
    "sir": lambda values: epidemic(values, immune=True)[:, 0],
    "sis": lambda values: epidemic(values, immune=False)[:, 0],
}
"""How it gets there, in the units of what is read off a run."""

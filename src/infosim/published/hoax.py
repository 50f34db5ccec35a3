"""The hoax against the fact-check: one kind of people, or two in a segregated society."""

from __future__ import annotations

from math import comb

import numpy as np

from infosim.published.parameters import Values
from infosim.published.written import amount, check_at_most, days, lasting, refuse, share
from infosim.results import Run
from infosim.rules.belief import BELIEVER
from infosim.world import Floats


def settings_of_one(values: Values) -> list[str]:
    """Write people who are all alike: literacy is the chance of verifying, plausibility does the rest."""
    n, alpha = amount(values["n"]), amount(values["alpha"])
    verifies = round(1 - alpha, 12) if values["p_verify"] is None else amount(values["p_verify"])
    plausibility = (
        0.5 if values["p_verify"] is None else alpha / (2 * (1 - verifies)) if verifies < 1 else 2.0
    )
    if plausibility > 1:
        limit = 1 - alpha / 2
        fault = f"--p-verify {verifies:g} is too much for a hoax of --alpha {alpha:g}"
        raise refuse(fault, f"write at most {limit:g}, or a smaller --alpha")
    if amount(values["mean_degree"]) > n - 1:
        fault = f"--mean-degree {values['mean_degree']} is impossible among {n:.0f} people"
        raise refuse(fault, f"write at most {n - 1:.0f}, or a larger --n")
    return [
        *_settings(values),
        f"population.groups.all.literacy={share(verifies)}",
        f"claims.hoax.plausibility={share(plausibility)}",
        f"platforms.net.graph.mean_degree={values['mean_degree']}",
    ]


def settings_of_two(values: Values) -> list[str]:
    """Write two groups: literacy is one minus credibility, plausibility one half."""
    check_at_most(values, "gullible", "n")
    n, gullible, edges = (int(amount(values[name])) for name in ("n", "gullible", "edges"))
    _check_room(n, gullible, edges, amount(values["segregation"]))
    return [
        *_settings(values),
        f"population.groups.gullible.share={share(gullible / n)}",
        f"population.groups.sceptical.share={share((n - gullible) / n)}",
        f"population.groups.gullible.literacy={share(round(1 - amount(values['alpha_gullible']), 12))}",
        f"population.groups.sceptical.literacy={share(round(1 - amount(values['alpha_sceptic']), 12))}",
        f"platforms.net.graph.mean_degree={2 * edges / n:.17g}",
        f"platforms.net.graph.within={share(values['segregation'])}",
    ]


def _settings(values: Values) -> list[str]:
    """Write what both have in common."""
    check_at_most(values, "believers", "n")
    check_at_most(values, "last", "steps")
    return [
        f"population.size={values['n']}",
        f"time.length={days(values['steps'])}",
        f"platforms.net.reach={share(values['beta'])}",
        f"claims.hoax.seeds.count={values['believers']}",
        f"claims.hoax.forgetting={lasting(values['p_forget'])}",
        f"claims.hoax.correction.forgetting={lasting(values['p_forget'])}",
    ]


def _check_room(n: int, gullible: int, edges: int, segregation: float) -> None:
    """Refuse more ties than there are pairs of people, inside the groups or between them."""
    inside = round(segregation * edges)
    room = comb(gullible, 2) + comb(n - gullible, 2)
    between = gullible * (n - gullible)
    if edges > comb(n, 2):
        raise refuse(
            f"--edges {edges} is more than the {comb(n, 2):,} pairs of {n} people",
            f"write at most {comb(n, 2)}, or a larger --n",
        )
    for wanted, there, where in (
        (inside, room, "inside the groups"),
        (edges - inside, between, "between them"),
    ):
        if wanted > there:
            raise refuse(
                f"--segregation {segregation:g} asks for {wanted:,} of the {edges:,} ties {where}, "
                f"where --gullible {gullible} of {n} leaves {there:,} pairs of people",
                "write another --segregation, fewer --edges, or another --gullible",
            )


def _at_end(run: Run, last: int) -> Floats:
    """Count believers of each group, mean over the last steps, ``(n_groups,)``."""
    counted: Floats = run.counts[-last:, 0, BELIEVER].mean(axis=0)
    return counted


def fraction_at_end(run: Run, values: Values) -> dict[str, float]:
    """Give the proportion of people who believe at the end."""
    return {"believers": float(_at_end(run, int(amount(values["last"]))).sum()) / run.population.n_people}


def thousandths_at_end(run: Run, values: Values) -> dict[str, float]:
    """Give believers at the end per thousand people: in all, and in each group."""
    counted = _at_end(run, int(amount(values["last"]))) * (1000.0 / run.population.n_people)
    return {"believers": float(counted.sum()), "gullible": float(counted[0]), "sceptical": float(counted[1])}


def course(run: Run) -> Floats:
    """Give the proportion of believers at each step."""
    believers: Floats = run.counts[:, 0, BELIEVER].sum(axis=1) / np.float64(run.population.n_people)
    # Nobody believes before the first step; the seeds do in it.
    believers[0] = run.tallies[0, 0, 0] / run.population.n_people
    return believers

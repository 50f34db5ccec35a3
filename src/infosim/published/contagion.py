"""Thresholds in an echo chamber, and two groups in one epidemic."""

from __future__ import annotations

import numpy as np

from infosim.published.epidemics import infected
from infosim.published.parameters import Values
from infosim.published.written import amount, days, lasting, refuse, share
from infosim.results import Run
from infosim.rules.belief import BELIEVER

AT_LEAST = 1e-9
"""Thresholds are lower by this, so that a proportion that is exactly the threshold is enough."""


def settings_of_chamber(values: Values) -> list[str]:
    """Write the threshold as one minus plausibility, and a lower one as credulity."""
    theta, lower = amount(values["theta"]), amount(values["opinion"])
    n, degree = amount(values["n"]), amount(values["mean_degree"])
    if lower > theta:
        fault = f"--opinion {lower:g} is more than --theta {theta:g}: nothing would be needed inside"
        raise refuse(fault, f"write at most {theta:g}")
    if degree > n - 1:
        fault = f"--mean-degree {degree:g} is impossible among {n:.0f} people"
        raise refuse(fault, f"write at most {n - 1:.0f}, or a larger --n")
    inside = round(amount(values["cluster"]) * n)
    if not 0 < inside <= n:
        raise refuse(f"--cluster {values['cluster']} of {n:.0f} people is nobody", "write a larger --cluster")
    plausible = min(1.0, 1 - theta + AT_LEAST)
    # Somebody for whom nothing is plausible does not become credulous.
    credulity = (1 - theta + lower + AT_LEAST) / plausible
    return [
        f"population.size={values['n']}",
        f"population.groups.chamber.share={share(inside / n)}",
        f"population.groups.others.share={share((n - inside) / n)}",
        f"population.groups.chamber.credulity={min(1000.0, credulity):.17g}",
        f"platforms.net.graph.mean_degree={degree:.17g}",
        f"platforms.net.graph.polarisation={share(values['polarisation'])}",
        f"claims.item.plausibility={share(plausible)}",
    ]


def virality(run: Run, values: Values) -> dict[str, float]:
    """Tell whether more than half of the people are reached."""
    reached = int((run.first_believed[0] >= 0).sum())
    return {"viral": float(2 * reached > run.population.n_people)}


def settings_of_groups(values: Values) -> list[str]:
    """Write infections per contact and day as reach, and what protects ordinary people as credulity."""
    n, ordinary = int(amount(values["n"])), amount(values["beta_ordinary"])
    misinformed = min(1.0, amount(values["multiplier"]) * ordinary)
    seeds = round(amount(values["infected"]) * n)
    return [
        f"population.size={n}",
        f"time.length={days(values['days'])}",
        f"population.groups.ordinary.share={share(values['ordinary'])}",
        f"population.groups.misinformed.share={share(1 - amount(values['ordinary']))}",
        f"population.groups.ordinary.credulity={ordinary / misinformed if misinformed else 1.0:.17g}",
        f"platforms.net.graph.mean_degree={n - 1}",
        f"platforms.net.reach={share(misinformed / n)}",
        f"claims.item.seeds.count={seeds}",
        f"claims.item.sharing.interest={lasting(values['recovery'])}",
    ]


def recovered_by_group(run: Run, values: Values) -> dict[str, float]:
    """Give the proportion of all people who had it and recovered by the last day; the day of the peak.

    The first day is the one with the first infected, and is called day 1.
    """
    n, now = run.population.n_people, infected(run)
    ever = run.counts[-2, 0, BELIEVER].sum() - now[-1]
    return {"total": float(ever) / n, "peak_day": float(np.argmax(now) + 1)}

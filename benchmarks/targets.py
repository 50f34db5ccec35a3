"""What infosim wants to reach, and whether it does. Medians decide."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from cases import NAMES

Results = dict[str, Any]

RATIOS: dict[str, dict[str, float]] = {
    "sir": {
        "ndlib": 100.0,
        "mesa": 100.0,
        "eon": 30.0,
        "starsim": 5.0,
        "numpy": 1.0,
        "graph_tool": 1.0,
        "c_plain": 1.0,
        "c_events": 0.5,
    },
    "ic": {"cynetdiff": 1.0, "c_keyed": 0.5},
    "sbfc": {"mesa": 50.0, "numpy": 1.0, "c_keyed": 0.5},
}
"""How many times as long somebody has to take as infosim, at each size."""

COMPARE_WALL = 10.0
MILLION_SETUP, MILLION_RUN = 30.0, 10.0
LARGE_MEMORY = 16 * 2**30
FLAT_IDLE = 10.0
"""A step without sharers: how many times as much with 1,000 times as many people."""
FLAT_CONTACT = 4.0
"""A contact: how many times as much with 100 times as many people."""
SWEEP_PER_SECOND, SWEEP_OUTSIDE = 1000.0, 0.5
COLD, WARM = 15.0, 1.5


@dataclass(frozen=True)
class Verdict:
    """One target: what was asked, what came out, and whether that is enough."""

    target: str
    came_out: str
    met: bool

    def line(self) -> str:
        """Write it for a terminal."""
        return f"{'met   ' if self.met else 'MISSED'}  {self.target}: {self.came_out}"


def verdicts(results: Results) -> list[Verdict]:
    """Judge everything that was measured."""
    told = [one for line in results.get("races", []) if (one := judged(line)) is not None]
    for judge in (_contacts, _idle, _alone, _sweep, _starting):
        told += judge(results)
    return told


def judged(line: dict[str, Any]) -> Verdict | None:
    """Judge one who took part, if there is a target about it."""
    wanted = RATIOS[line["part"]].get(line["who"])
    if wanted is None or "ratio" not in line:
        return None
    least = "at least " if "stopped" in line else ""
    target = f"{line['part'].upper()} {line['size']:,}: {NAMES[line['who']]} takes {wanted:g} times as long"
    return Verdict(target, f"{least}{line['ratio']:.3g} times", line["ratio"] >= wanted)


def contact_costs(results: Results, per: str) -> dict[int, float]:
    """Give infosim's seconds for each contact of those who shared, or each post heard, by size."""
    ours = [line for line in results.get("races", []) if line["who"] == "infosim" and line["part"] == "sir"]
    return {line["size"]: line["median"] / line[per] for line in ours if line.get(per)}


def _contacts(results: Results) -> list[Verdict]:
    costs = contact_costs(results, "ties")
    if len(costs) < 2:
        return []
    growth = costs[max(costs)] / costs[min(costs)]
    target = f"a contact costs at most {FLAT_CONTACT:g} times as much at {max(costs):,} as at {min(costs):,}"
    return [Verdict(target, f"{growth:.2f} times", growth <= FLAT_CONTACT)]


def _idle(results: Results) -> list[Verdict]:
    rows = {row["people"]: row for row in results.get("idle", []) if "at_most" in row}
    if len(rows) < 2 or "step" not in rows[min(rows)]:
        return []
    least, most = rows[min(rows)]["step"], rows[max(rows)]["at_most"]
    target = f"a step without sharers: at most {FLAT_IDLE:g} times as much at {max(rows):,} people"
    came_out = f"{most / least:.2f} times at most, {1e6 * most:.2f} us"
    return [Verdict(target, came_out, 0.0 < most <= FLAT_IDLE * least)]


def _alone(results: Results) -> list[Verdict]:
    told = []
    if "wall" in (compare := results.get("compare", {})):
        target = f"infosim compare {compare['study']} within {COMPARE_WALL:g} s"
        told.append(Verdict(target, f"{compare['wall']:.1f} s", compare["wall"] <= COMPARE_WALL))
    if "run" in (million := results.get("million", {})):
        for what, limit in (("setup", MILLION_SETUP), ("run", MILLION_RUN)):
            target = f"{million['people']:,} people, two platforms: {what} within {limit:g} s"
            told.append(Verdict(target, f"{million[what]:.1f} s", million[what] <= limit))
    if "memory" in (large := results.get("large", {})):
        target = f"{large['people']:,} people within {LARGE_MEMORY / 2**30:g} GiB"
        came_out = f"{large['memory'] / 2**30:.1f} GiB"
        told.append(Verdict(target, came_out, large["memory"] <= LARGE_MEMORY))
    return told


def _sweep(results: Results) -> list[Verdict]:
    sweep = results.get("sweep", {})
    if "per_second" not in sweep:
        return []
    rate, outside = sweep["per_second"], sweep["outside"]
    told = [
        Verdict(f"sweep: {SWEEP_PER_SECOND:g} runs a second", f"{rate:.0f}", rate >= SWEEP_PER_SECOND),
    ]
    if outside is not None:
        target = f"sweep: at most {SWEEP_OUTSIDE:.0%} of the time outside the kernel"
        told.append(Verdict(target, f"{outside:.0%}", outside <= SWEEP_OUTSIDE))
    return told


def _starting(results: Results) -> list[Verdict]:
    started = results.get("starting", {})
    if "cold" not in started:
        return []
    return [
        Verdict(
            f"first command of all within {COLD:g} s", f"{started['cold']:.1f} s", started["cold"] <= COLD
        ),
        Verdict(f"the same again within {WARM:g} s", f"{started['warm']:.2f} s", started["warm"] <= WARM),
    ]

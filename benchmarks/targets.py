"""What infosim wants to reach, and whether it does. Medians decide."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from cases import NAMES

Results = dict[str, Any]

Wanted = float | dict[int, float]

RATIOS: dict[str, dict[str, Wanted]] = {
    "sir": {
        "ndlib": 100.0,
        "mesa": 100.0,
        "eon": 1.0,
        "starsim": 1.0,
        "numpy": 1.0,
        "graph_tool": {100_000: 1.5, 1_000_000: 2.0},
        "c_events": 1 / 1.5,
    },
    "ic": {"cynetdiff": {10_000: 1.0, 100_000: 1.5, 1_000_000: 2.0}},
    "sbfc": {"mesa": 200.0, "numpy": 7.0},
}
"""How many times as long somebody has to take as infosim: at every size, or from some sizes on."""

COMPARE_WALL = 10.0
MILLION_SETUP, MILLION_RUN = 15.0, 20.0
LARGE_MEMORY = 16 * 2**30
FLAT_IDLE = 3.0
"""A step without sharers: it should cost the same among any number; so much is granted to noise."""
FLAT_CONTACT = 3.0
"""A contact: how many times as much with 100 times as many people."""
COLD, WARM = 20.0, 2.5


@dataclass(frozen=True)
class Verdict:
    """One target: what was asked, what came out, and whether that is enough."""

    target: str
    came_out: str
    met: bool | None

    def line(self) -> str:
        """Write it for a terminal; None is not known."""
        word = "open  " if self.met is None else "met   " if self.met else "MISSED"
        return f"{word}  {self.target}: {self.came_out}"


def verdicts(results: Results) -> list[Verdict]:
    """Judge everything that was measured."""
    told = [one for line in results.get("races", []) if (one := judged(line)) is not None]
    for judge in (_contacts, _idle, _alone, _starting):
        told += judge(results)
    return told


def wanted(part: str, who: str, size: int) -> float | None:
    """Give the ratio that is wanted of somebody at a size; None where there is no target."""
    ratio = RATIOS[part].get(who)
    if isinstance(ratio, dict):
        return next((ratio[least] for least in sorted(ratio, reverse=True) if size >= least), None)
    return ratio


def judged(line: dict[str, Any]) -> Verdict | None:
    """Judge one who took part, if there is a target about it."""
    ratio = wanted(line["part"], line["who"], line["size"])
    if ratio is None or "ratio" not in line:
        return None
    where, name = f"{line['part'].upper()} {line['size']:,}", NAMES[line["who"]]
    met = line["ratio"] >= ratio
    if ratio < 1.0:
        target = f"{where}: infosim takes at most {1 / ratio:g} times as long as {name}"
        return Verdict(target, f"{1 / line['ratio']:.3g} times", met)
    target = f"{where}: {name} takes at least {ratio:g} times as long"
    if "stopped" in line:
        return Verdict(target, f"more than {line['ratio']:.3g} times ({line['stopped']})", met or None)
    return Verdict(target, f"{line['ratio']:.3g} times", met)


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
    if most <= 0.0:
        return [Verdict(target, "too noisy to tell: more steps took less time", None)]
    came_out = f"{most / least:.2f} times at most, {1e6 * most:.2f} us"
    return [Verdict(target, came_out, most <= FLAT_IDLE * least)]


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

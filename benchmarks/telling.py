"""What came out, as lines for a terminal and as tables for pages."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from cases import CASES, NAMES
from targets import contact_costs, verdicts

Results = dict[str, Any]
OPENING, CLOSING = "<!-- bench -->", "<!-- /bench -->"


def seconds(value: float) -> str:
    """Write a time with the unit that suits it."""
    for factor, unit in ((1.0, "s"), (1e3, "ms"), (1e6, "us"), (1e9, "ns")):
        if value * factor >= 1.0:
            return f"{value * factor:.3g} {unit}"
    return f"{value * 1e9:.2g} ns"


def times(ratio: float) -> str:
    """Write a ratio to three digits."""
    return f"{ratio:,.0f}" if ratio >= 100 else f"{ratio:.3g}"


def race_lines(lines: list[dict[str, Any]]) -> list[str]:
    """Write a race: median, spread, ratio to infosim, peak memory."""
    head = f"  {'':<26}{'median':>10}  {'min - max':<22}{'ratio':>8}  {'min - max':<17}{'peak':>8}"
    told = [head]
    for line in lines:
        name = NAMES[line["who"]]
        if "median" not in line:
            told.append(f"  {name:<26}{line['left_out']}")
            continue
        spread = f"{seconds(line['low'])} - {seconds(line['high'])}"
        least = ">" if "stopped" in line else ""
        ratios = f"{times(line['ratio_low'])} - {times(line['ratio_high'])}"
        told.append(
            f"  {name:<26}{least + seconds(line['median']):>10}  {spread:<22}"
            f"{least + times(line['ratio']):>8}  {ratios:<17}{line['memory'] / 2**20:>5.0f} MiB"
        )
        if "stopped" in line:
            told.append(f"  {'':<26}{line['stopped']}")
    return told


def groups(results: Results) -> list[tuple[str, list[dict[str, Any]]]]:
    """Put the lines of races together by model and size."""
    found: dict[tuple[str, int], list[dict[str, Any]]] = {}
    for line in results.get("races", []):
        found.setdefault((line["part"], line["size"]), []).append(line)
    return [(f"{CASES[part].words}; {size:,} people", lines) for (part, size), lines in found.items()]


def report(results: Results) -> str:
    """Write everything for a terminal."""
    told = []
    for title, lines in groups(results):
        told += ["", title, *race_lines(lines)]
    told += ["", *alone_lines(results)]
    judged = verdicts(results)
    told += ["", "targets", *(f"  {one.line()}" for one in judged)]
    met, missed, unknown = (sum(one.met is what for one in judged) for what in (True, False, None))
    told.append(f"  {met} met, {missed} missed, {unknown} not known")
    return "\n".join(told) + "\n"


def idle_step(row: dict[str, Any]) -> str:
    """Write what a step costs, or a bound where it drowns in what the run costs besides."""
    bound = f"at most {seconds(row['at_most'])}" if row["at_most"] > 0.0 else "less than the noise"
    return f"{seconds(row['step'])} ({bound})" if "step" in row else bound


def alone_lines(results: Results) -> list[str]:
    """Write what only infosim takes part in, a line each."""
    told = [
        f"SIR, {size:,} people: {seconds(cost)} a contact of those who shared"
        for size, cost in contact_costs(results, "ties").items()
    ]
    told += [
        f"SIR, {size:,} people: {seconds(cost)} a post heard"
        for size, cost in contact_costs(results, "heard").items()
    ]
    for row in results.get("idle", []):
        value = row.get("left_out") or idle_step(row)
        told.append(f"a step without sharers, {row['people']:,} people: {value}")
    for row in results.get("activity", {}).get("rows", []):
        told.append(
            f"{results['activity']['people']:,} people, {row['posts']:,} posts, {row['heard']:,} heard: "
            f"{seconds(row['run'])}"
        )
    for part in (_large, _sweep, _compare):
        told += part(results)
    return told


def _large(results: Results) -> list[str]:
    told = []
    for name in ("million", "large"):
        one = results.get(name)
        if not one:
            continue
        platforms = "two platforms" if name == "million" else "one platform"
        title = f"{one['people']:,} people, {platforms}, 60 days of 6 h"
        if "left_out" in one:
            told.append(f"{title}: {one['left_out']}")
            continue
        line = (
            f"{title}: set-up {seconds(one['setup'])}, run {seconds(one['run'])}, {one['ties']:,} ties, "
            f"peak {one['memory'] / 2**30:.2f} GiB"
        )
        if "bytes_per_person" in one:
            line += (
                f", {one['bytes_per_person']:.0f} bytes a person, {one['bytes_per_contact']:.1f} a contact"
            )
        told.append(line)
    return told


def _sweep(results: Results) -> list[str]:
    one = results.get("sweep")
    if not one:
        return []
    if "left_out" in one:
        return [f"sweep: {one['left_out']}"]
    outside = f"{one['outside']:.0%}"
    whole = seconds(10_000 * one["run"])
    kind = f"a sweep of runs of {one['people']} people and {one['steps']} steps"
    speed = f"{one['per_second']:.0f} a second on one core (10,000 in {whole})"
    return [f"{kind}: {speed}, outside the kernel {outside} of the time"]


def _compare(results: Results) -> list[str]:
    told = []
    if one := results.get("compare"):
        spread = f"{one['low']:.1f} - {one['high']:.1f}"
        told.append(f"infosim compare {one['study']}: {one['wall']:.1f} s ({spread}) on {one['cores']} cores")
    if one := results.get("starting"):
        told.append(
            f"infosim run first_steps: {one['cold']:.1f} s in an empty cache, {one['warm']:.2f} s after"
        )
    return told


def measured_when(results: Results) -> str:
    """Say on which days which commits were measured, and which parts of the benchmark if they differ."""
    stamps: dict[str, list[str]] = {}
    for part, stamp in results.get("measured", {}).items():
        stamps.setdefault(f"on {stamp['date']} at {stamp['infosim']}", []).append(part)
    if len(stamps) < 2:
        return next(iter(stamps), f"on {results['date']}")
    return ", ".join(f"{when} ({', '.join(parts)})" for when, parts in stamps.items())


def markdown(results: Results) -> str:
    """Write the table for README: one row for each who takes part, one column for each size."""
    machine = results["machine"]
    told = [
        f"CPU seconds of the simulation alone on one core of {machine['cpu']} ({machine['cores']} cores), "
        "median; in brackets, how many times as long as infosim. `>`: stopped early.",
        f"Measured {measured_when(results)}.",
        "",
    ]
    for name, case in CASES.items():
        lines = [line for line in results["races"] if line["part"] == name]
        sizes = sorted({line["size"] for line in lines})
        if not sizes:
            continue
        told += [
            f"| {case.words} | " + " | ".join(f"{size:,} people" for size in sizes) + " |",
            "|---|" + "---|" * len(sizes),
        ]
        for who in case.peers:
            cells = [_cell(lines, who, size) for size in sizes]
            if any(cells):
                told.append(f"| {NAMES[who]} | " + " | ".join(cells) + " |")
        told.append("")
    rest = alone_lines(results)
    return "\n".join([*told, *(f"- {line}" for line in rest)]).rstrip() + "\n"


def _cell(lines: list[dict[str, Any]], who: str, size: int) -> str:
    line = next((one for one in lines if one["who"] == who and one["size"] == size), None)
    if line is None:
        return ""
    if "median" not in line:
        return line["left_out"].split(":")[0]
    least = ">" if "stopped" in line else ""
    ratio = "" if who == "infosim" else f" ({least}{times(line['ratio'])})"
    return f"{least}{seconds(line['median'])}{ratio}"


def put_between(path: Path, text: str) -> bool:
    """Put a text between the markers of a page; whether the page has them."""
    page = path.read_text(encoding="utf-8")
    if OPENING not in page or CLOSING not in page:
        return False
    before, rest = page.split(OPENING, 1)
    after = rest.split(CLOSING, 1)[1]
    path.write_text(f"{before}{OPENING}\n{text}{CLOSING}{after}", encoding="utf-8")
    return True

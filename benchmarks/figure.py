"""The figure: how many times as long the others take, and how cost grows."""

from __future__ import annotations

from itertools import pairwise
from math import log10
from pathlib import Path
from typing import Any

from cases import CASES, NAMES, OURS
from targets import contact_costs

Results = dict[str, Any]

COLOURS = ("#0072B2", "#E69F00", "#009E73", "#D55E00", "#CC79A7", "#56B4E9", "#000000", "#8A7F00", "#666666")
MARKS = "osD^vPX*<"
STYLES = {
    who: (COLOURS[n], MARKS[n])
    for n, who in enumerate(
        ("graph_tool", "numpy", "starsim", "ndlib", "mesa", "eon", "c_plain", "c_events", "c_keyed")
    )
} | {"cynetdiff": (COLOURS[0], "o")}


def draw(results: Results, path: Path) -> None:
    """Draw ratios for each model, and three scaling curves."""
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot as plt

    plt.rcParams.update({"font.size": 11, "axes.spines.top": False, "axes.spines.right": False})
    whole, axes = plt.subplots(2, 3, figsize=(15, 9.5), layout="constrained")
    for axis, name in zip(axes[0], CASES, strict=True):
        draw_ratios(axis, name, results)
    draw_idle(axes[1, 0], results)
    draw_contacts(axes[1, 1], results)
    draw_activity(axes[1, 2], results)
    for axis in axes.flat:
        if not any(len(line.get_xdata()) for line in axis.lines if line.get_label() != "one"):
            axis.set(xscale="linear", yscale="linear")  # nothing was measured, and nothing fits a logarithm
            axis.set_visible(False)
    path.parent.mkdir(parents=True, exist_ok=True)
    whole.savefig(path, dpi=110, metadata={"Software": None})
    plt.close(whole)


def spread_out(values: list[float], least: float) -> list[float]:
    """Move logarithms apart so that labels do not lie on each other; order is kept."""
    order = sorted(range(len(values)), key=lambda n: values[n])
    placed = list(values)
    for before, after in pairwise(order):
        placed[after] = max(placed[after], placed[before] + least)
    shift = sum(placed) / len(placed) - sum(values) / len(values)
    return [one - shift for one in placed]


def draw_ratios(axis: Any, name: str, results: Results) -> None:
    """Draw how many times as long the others take, by number of people."""
    lines = [one for one in results.get("races", []) if one["part"] == name and "ratio" in one]
    ends = []
    for who in CASES[name].peers:
        mine = sorted((one for one in lines if one["who"] == who), key=lambda one: one["size"])
        if not mine or who == OURS:
            continue
        colour, mark = STYLES[who]
        sizes, ratios = [one["size"] for one in mine], [one["ratio"] for one in mine]
        axis.plot(sizes, ratios, color=colour, marker=mark, linewidth=1.8, markersize=7)
        axis.vlines(
            sizes,
            [one["ratio_low"] for one in mine],
            [one["ratio_high"] for one in mine],
            color=colour,
            alpha=0.5,
        )
        ends.append((NAMES[who], colour, sizes[-1], ratios[-1], any("stopped" in one for one in mine)))
    axis.axhline(1.0, color="black", linewidth=1.2, linestyle=":", label="one")
    axis.set(xscale="log", yscale="log", xlabel="people", title=f"{name.upper()}: time over infosim's")
    if not ends:
        return
    low, high = axis.get_ylim()
    places = spread_out([log10(end[3]) for end in ends], 0.048 * (log10(high) - log10(low)))
    for (words, colour, size, _, stopped), place in zip(ends, places, strict=True):
        text = f"{words}{' (at least)' if stopped else ''}"
        axis.annotate(
            text,
            (size, 10**place),
            xytext=(8, 0),
            textcoords="offset points",
            color=colour,
            va="center",
            fontsize=10,
        )
    axis.margins(x=0.08)
    left, right = axis.get_xlim()
    axis.set_xlim(left, right * (right / left) ** 0.75)
    axis.text(1.01, 1.0, "infosim", fontsize=9, va="center", transform=axis.get_yaxis_transform())


def draw_idle(axis: Any, results: Results) -> None:
    """Draw what a step costs in which nobody shares."""
    rows = [row for row in results.get("idle", []) if row.get("at_most", 0.0) > 0.0]
    known = [row for row in rows if "step" in row]
    axis.plot([row["people"] for row in known], [1e6 * row["step"] for row in known], "o-", color=COLOURS[0])
    bounds = [1e6 * row["at_most"] for row in rows]
    axis.plot([row["people"] for row in rows], bounds, "v", color=COLOURS[1], label="at most")
    axis.set(xscale="log", xlabel="people", ylabel="microseconds", title="A step in which nobody shares")
    axis.set_ylim(bottom=0)
    axis.legend(frameon=False)


def draw_contacts(axis: Any, results: Results) -> None:
    """Draw what a contact costs."""
    for per, words, n in (
        ("ties", "each contact of those who shared", 0),
        ("heard", "each post heard by a contact", 1),
    ):
        costs = contact_costs(results, per)
        axis.plot(
            list(costs),
            [1e9 * cost for cost in costs.values()],
            MARKS[n] + "-",
            color=COLOURS[n],
            label=words,
        )
    axis.set(xscale="log", xlabel="people", ylabel="nanoseconds", title="SIR: time over contacts")
    axis.set_ylim(bottom=0)
    axis.legend(frameon=False)


def draw_activity(axis: Any, results: Results) -> None:
    """Draw what a run costs by how much is heard in it."""
    one = results.get("activity", {})
    rows = sorted((row for row in one.get("rows", []) if row["heard"]), key=lambda row: row["heard"])
    axis.plot([row["heard"] for row in rows], [1e3 * row["run"] for row in rows], "o-", color=COLOURS[0])
    words = f"A run among {one['people']:,} people" if rows else "Cost against activity"
    axis.set(xscale="log", yscale="log", xlabel="posts heard in the run", ylabel="milliseconds", title=words)

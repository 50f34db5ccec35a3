"""Measure infosim against other simulators and against the limit: ``make bench``.

Parts: sir, ic, sbfc (races on one graph, answers checked first), idle, activity, sweep,
million, compare, starting, and large (only when asked for: it needs 16 GiB).
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from cases import CASES
from figure import draw
from racing import race
from telling import markdown, put_between, report

import parts

HERE = Path(__file__).parent
ROOT = HERE.parent
RACES = tuple(CASES)
PARTS = (*RACES, "idle", "activity", "sweep", "million", "compare", "starting")
QUICK = (*RACES, "idle", "sweep", "starting")
VENV = ROOT / ".venv-bench"


def tell(text: str) -> None:
    """Say what is going on."""
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


def machine() -> dict[str, Any]:
    """Describe the machine, without its name."""
    cpu = platform.processor() or platform.machine()
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        cpu = next(line.split(":", 1)[1].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        pass
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return {
        "cpu": " ".join(cpu.split()),
        "cores": os.cpu_count(),
        "memory": memory,
        "system": platform.system(),
    }


def versions() -> dict[str, str]:
    """Say what infosim is made of, and which commit is measured."""
    words = ["git", "rev-parse", "--short", "HEAD"]
    commit = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False).stdout.strip()
    found = {name: version(name) for name in ("numba", "numpy", "mesa", "networkx")}
    return {"python": platform.python_version(), "infosim": commit or "unknown", **found}


def measure(chosen: list[str], asked: argparse.Namespace) -> dict[str, Any]:
    """Measure the chosen parts."""
    quick, results = asked.quick, {"races": []}
    for name in (name for name in RACES if name in chosen):
        case = CASES[name]
        sizes = asked.sizes or ([10_000] if quick else list(case.sizes))
        peers = [peer for peer in case.peers if not asked.peers or peer in (*asked.peers, "infosim")]
        results["races"] += race(case, sizes, peers, asked.venv, tell, quick=quick, planted=asked.plant)
    sizes = [10_000, 100_000] if quick else [10_000, 100_000, 1_000_000, 10_000_000]
    measures = {
        "idle": lambda: parts.idle(tell, sizes),
        "activity": lambda: parts.activity(tell, 20_000 if quick else asked.activity),
        "sweep": lambda: parts.sweep(tell, 500 if quick else 10_000),
        "million": lambda: parts.million(tell, asked.million),
        "compare": lambda: parts.shipped(tell, "bhutan_2022", 1 if quick else 3),
        "starting": lambda: parts.starting(tell, 1 if quick else 3),
        "large": lambda: parts.large(tell, asked.large),
    }
    return results | {name: act() for name, act in measures.items() if name in chosen}


def merged(new: dict[str, Any], path: Path, chosen: list[str]) -> dict[str, Any]:
    """Keep what an earlier run measured and this one did not."""
    if not path.exists():
        return new
    old = json.loads(path.read_text(encoding="utf-8"))
    measured = {(line["part"], line["size"]) for line in new["races"]}
    kept = [line for line in old.get("races", []) if (line["part"], line["size"]) not in measured]
    races = sorted(kept + new["races"], key=lambda line: (RACES.index(line["part"]), line["size"]))
    stamps = old.get("measured", {}) | new["measured"]
    kept_parts = {name: value for name, value in old.items() if name not in chosen}
    return kept_parts | new | {"races": races, "measured": stamps}


def arguments() -> argparse.Namespace:
    """Read the command line."""
    reader = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    names = ", ".join((*PARTS, "large"))

    def listed(text: str) -> list[str]:
        return text.split(",")

    def numbers(text: str) -> list[int]:
        return [int(one) for one in text.split(",")]

    reader.add_argument("--only", type=listed, help=f"parts, with commas between: {names}")
    reader.add_argument("--sizes", type=numbers, help="numbers of people of the races, with commas between")
    reader.add_argument("--peers", type=listed, help="who races, besides infosim; writes nothing")
    reader.add_argument("--quick", action="store_true", help="10,000 people, few repetitions; writes nothing")
    reader.add_argument("--no-write", action="store_true", help="write no results, table or figure")
    reader.add_argument(
        "--into", type=Path, help="write results, table and figure here, also those of a quick run"
    )
    reader.add_argument("--million", type=int, default=1_000_000, help="people of the part million")
    reader.add_argument("--large", type=int, default=10_000_000, help="people of the part large")
    reader.add_argument("--activity", type=int, default=1_000_000, help="people of the part activity")
    reader.add_argument("--venv", type=Path, default=VENV, help="the environment of the peers")
    reader.add_argument("--plant", default="", help="give this peer a wrong beta, to see it refused")
    return reader.parse_args()


def write(results: dict[str, Any], folder: Path | None) -> None:
    """Write the results, the tables and the figure; into the repository unless told where."""
    table, into = markdown(results), folder or HERE
    into.mkdir(parents=True, exist_ok=True)
    (into / "results.json").write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    (into / "RESULTS.md").write_text(f"# What the benchmark measured\n\n{table}", encoding="utf-8")
    if folder is None:
        put_between(ROOT / "README.md", table)
    draw(results, (folder or ROOT / "figures" / "benchmarks") / "speed.png")


def main() -> int:
    """Measure, print, and write unless it was a quick look or some were left out."""
    asked = arguments()
    chosen = asked.only or list(QUICK if asked.quick else PARTS)
    unknown = [name for name in chosen if name not in (*PARTS, "large")]
    if unknown:
        tell(f"no part is called {', '.join(unknown)}; there are {', '.join((*PARTS, 'large'))}")
        return 2
    results = measure(chosen, asked)
    results |= {"machine": machine(), "versions": versions(), "date": f"{datetime.now(UTC):%Y-%m-%d}"}
    stamp = {"infosim": results["versions"]["infosim"], "date": results["date"]}
    results["measured"] = dict.fromkeys(chosen, stamp)
    sys.stdout.write(report(results))
    sys.stdout.flush()
    partial = asked.quick or asked.no_write or asked.peers or asked.plant
    if asked.into is not None or not partial:
        write(merged(results, (asked.into or HERE) / "results.json", chosen), asked.into)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

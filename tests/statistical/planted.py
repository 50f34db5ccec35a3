"""Plant faults into a copy of the source, and count in how many samples they are found: `make planted`.

Compiled code then really has the fault: each copy runs in a process of its own, with
a cache of its own. Prints the table of docs/testing.md; `--only WORDS` plants those
faults only whose words contain them.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from statistical.faults import FAULTS, TOO_SMALL, UNTRIED, Fault

TESTS = Path(__file__).parents[1]
SOURCE = TESTS.parent / "src" / "infosim"

SAMPLES = 30
ENOUGH = 29
FIRST = 1
"""The tests look at sample 0; others are taken here."""


def copied(folder: Path, fault: Fault | None) -> Path:
    """Copy the source, with a fault planted; give the folder to import from."""
    shutil.copytree(SOURCE, folder / "infosim", ignore=shutil.ignore_patterns("__pycache__"))
    if fault is not None:
        path = folder / "infosim" / fault.file
        text = path.read_text(encoding="utf-8")
        assert text.count(fault.right) == 1, f"{fault.file} is not what it was: {fault.right!r}"
        path.write_text(text.replace(fault.right, fault.wrong), encoding="utf-8")
    return folder


def found(fault: Fault | None, oracles: Sequence[str], samples: int) -> dict[str, int]:
    """Count in how many samples each oracle rejects a copy of the source."""
    with tempfile.TemporaryDirectory() as folder:
        place = copied(Path(folder), fault)
        environment = os.environ | {
            "PYTHONPATH": os.pathsep.join(map(str, (place, TESTS))),
            "XDG_CACHE_HOME": str(place / "cache"),
        }
        asked = json.dumps([str(place), samples, list(oracles)])
        words = [sys.executable, "-m", "statistical.planted", "--sample", asked]
        done = subprocess.run(words, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        counted: dict[str, int] = json.loads(done.stdout)
        return counted


def sample(place: str, samples: int, names: Sequence[str]) -> dict[str, int]:
    """Take samples in this process, which imports from a copy."""
    import infosim
    from statistical.chi_square import ALPHA

    assert Path(place) in Path(infosim.__file__).parents, infosim.__file__
    known = everything()
    return {name: sum(known[name](FIRST + n) < ALPHA for n in range(samples)) for name in names}


def everything() -> dict[str, Callable[[int], float]]:
    """Give all oracles, those of the reference engine with their smaller samples."""
    from statistical import oracles
    from statistical.models import MODELS

    reference = {
        **{
            f"reference chain {name}": partial(oracles.chain, name, engine="reference", n_copies=400)
            for name in MODELS
        },
        "reference Reed-Frost 12": partial(
            oracles.reed_frost, 12, oracles.REED_FROST[12], engine="reference", n_copies=400
        ),
        "reference cascade": partial(oracles.cascade, engine="reference", n_copies=200),
    }
    return oracles.ORACLES | reference


def line(fault: Fault, samples: int) -> str:
    """Plant one fault, and say who finds it how often."""
    counted = found(fault, fault.found_by, samples)
    told = f"| {fault.words} | {', '.join(f'{name} {n}' for name, n in counted.items())} |"
    print(told, flush=True)  # noqa: T201
    return told


def table(faults: Sequence[Fault], samples: int, jobs: int) -> None:
    """Plant faults, some at a time, and print who finds them in how many samples."""
    print(f"| planted | found in so many of {samples} samples |\n|---|---|")  # noqa: T201
    with ThreadPoolExecutor(jobs) as pool:
        list(pool.map(partial(line, samples=samples), [fault for fault in faults if fault.found_by]))


def main() -> None:
    """Read what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sample", help=argparse.SUPPRESS)
    parser.add_argument("--samples", type=int, default=SAMPLES)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--only", help="words of the faults to plant; the right code is then left out")
    asked = parser.parse_args()
    if asked.sample:
        print(json.dumps(sample(*json.loads(asked.sample))))  # noqa: T201
        return
    if asked.only is None:
        right = found(None, list(everything()), asked.samples)
        print(f"right code, rejected in so many of {asked.samples} samples: {right}", flush=True)  # noqa: T201
    table(
        [one for one in (*FAULTS, *UNTRIED, *TOO_SMALL) if (asked.only or "") in one.words],
        asked.samples,
        asked.jobs,
    )


if __name__ == "__main__":
    main()

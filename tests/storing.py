"""Writes to a store as a coordinator does, and says what it was promised; run with faults planted."""

from __future__ import annotations

import json
import os
import sys
import traceback
from collections.abc import Callable
from pathlib import Path

import numpy as np

from infosim.errors import StoreError
from infosim.experiments.compare import Summary
from infosim.experiments.store import Record, Store, StoreLock
from infosim.experiments.store.checking import check_store
from infosim.experiments.store.records import record_of

BATCHES = 2
EACH = 2


def record(number: int, *, side: bytes = b"") -> Record:
    """Make a record of a run that is told by a number."""
    curve = np.linspace(0, number, 30)
    numbers = {"cost": float(number)}
    summary = Summary("a", number, numbers, {"g": numbers}, curve, {"c": (1, 2)}, f"d{number}")
    return record_of(f"{number:064x}", "f", summary, 0.1, "compiled", side)


def put_all(path: Path, acknowledge: Callable[[int], None]) -> str:
    """Put some batches into a store, and acknowledge each when it is durable; say what went wrong."""
    try:
        with StoreLock(path), Store(path, writing=True) as store:
            store.keep_plan({"points": []}, ["a text", "another text"])
            for batch in range(BATCHES):
                numbers = range(batch * EACH, (batch + 1) * EACH)
                store.put([record(number, side=b"x" * 2000 * (number % 2)) for number in numbers])
                acknowledge(batch + 1)
    except StoreError as error:
        return str(error)
    return ""


def in_a_child(path: Path, **planted: str) -> dict[str, object]:
    """Put all batches in a forked process, with a fault planted."""
    said, ours = path.parent.parent / "said", path.parent.parent / "acknowledged"
    for file in (said, ours):
        file.write_text("", encoding="utf-8")
    child = os.fork()
    if not child:
        os.environ.update(planted)
        code = 70
        try:
            text = put_all(path, lambda batch: ours.write_text("x" * batch, encoding="utf-8") and None)
            said.write_text(text, encoding="utf-8")
            code = 1 if text else 0
        except BaseException:
            said.write_text(traceback.format_exc(), encoding="utf-8")
        finally:
            os._exit(code)
    _, status = os.waitpid(child, 0)
    batches = len(ours.read_text(encoding="utf-8"))
    return {
        "code": os.waitstatus_to_exitcode(status),
        "batches": batches,
        "said": said.read_text(encoding="utf-8"),
    }


def holds(path: Path, batches: int) -> bool:
    """Tell whether all runs of some batches are there, as they were put."""
    if not batches:
        return True
    with Store(path) as kept:
        good, _ = kept.done()
    return {record(number).key for number in range(batches * EACH)} <= good


def main() -> None:
    """Let each call fail in turn, and go on without faults; a line of JSON for each."""
    folder, number, stays = Path(sys.argv[1]), sys.argv[2], sys.argv[3] == "stays"
    at = 1
    while True:
        path, count = folder / str(at) / "s.sqlite", folder / "count"
        path.parent.mkdir()
        planted = {"FAULT_FOLDER": str(path.parent), "FAULT_AT": str(at), "FAULT_ERRNO": number}
        planted |= {"FAULT_COUNT": str(count)} | ({"FAULT_STAYS": "1"} if stays else {})
        told = in_a_child(path, **planted)
        told |= {"at": at, "calls": int(count.read_text(encoding="utf-8")), "path": str(path.parent)}
        told["holds"] = holds(path, int(str(told["batches"])))
        told["again"] = in_a_child(path)
        told["whole"] = holds(path, BATCHES) and not check_store(path).is_damaged
        sys.stdout.write(json.dumps(told) + "\n")
        if int(str(told["calls"])) < at:
            return
        at += 1


if __name__ == "__main__":
    main()

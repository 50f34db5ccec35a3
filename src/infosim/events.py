"""The event log of a run: every change of stance, and whom a claim was heard from, in compact columns."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from infosim.results import STANCES, Run
from infosim.rules.belief import UNAWARE


class Events(NamedTuple):
    """Changes of stance, in order of steps, then of claims and people; `(n_events,)` each.

    Whoever starts a claim may change more than once in a step: then each change follows
    from the one that ends where it begins.

    Attributes
    ----------
    step : int32, the step in which it happens; it holds from the next row of the record on
    claim : int16, index of the claim; person : int32
    before, after : int8, stances
    heard_from : int32, on becoming aware for the first time: the contact that it was heard
        from, -1 for those who start a claim; -2 for all other changes
    """

    step: NDArray[np.int32]
    claim: NDArray[np.int16]
    person: NDArray[np.int32]
    before: NDArray[np.int8]
    after: NDArray[np.int8]
    heard_from: NDArray[np.int32]


def events(run: Run) -> Events:
    """List every change of stance of a run.

    Examples
    --------
    >>> from infosim import Scenario
    >>> log = events(Scenario.load("first_steps").run())
    >>> bool((log.after[log.heard_from == -1] == STANCES.index("believer")).all())
    True
    """
    changes = run.changes.between(0, run.changes.n_steps)
    step = np.repeat(np.arange(changes.n_steps, dtype=np.int32), np.diff(changes.ends))
    claim, person = np.divmod(changes.codes >> 4, run.population.n_people)
    before, after = (changes.codes >> 2 & 3).astype(np.int8), (changes.codes & 3).astype(np.int8)
    heard_from = np.full(len(step), -2, dtype=np.int32)
    # Somebody who forgets can become aware again; a parent is that of the first time.
    aware = np.flatnonzero((before == UNAWARE) & (run.state.parent[claim, person] > -2))
    _, first = np.unique(changes.codes[aware] >> 4, return_index=True)
    first = aware[first]
    heard_from[first] = run.state.parent[claim[first], person[first]]
    return Events(step, claim.astype(np.int16), person.astype(np.int32), before, after, heard_from)


def write_events(run: Run, path: Path) -> None:
    """Write the event log as CSV, with words for claims and stances."""
    log, names = events(run), [claim.id for claim in run.claims]
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(Events._fields)
        for step, claim, person, before, after, heard_from in zip(
            *(column.tolist() for column in log), strict=True
        ):
            source = heard_from if heard_from > -2 else ""
            rows.writerow([step, names[claim], person, STANCES[before], STANCES[after], source])

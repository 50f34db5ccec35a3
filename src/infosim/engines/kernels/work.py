"""What only the compiled engine keeps."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from infosim.engines.state import Flags, Floats, Ints, Row, State, Steps, people_rows, person_row

NEVER = 2**31 - 1

NOBODY = -1


class Work(NamedTuple):
    """Lists, timers and luck that only the compiled engine keeps.

    Attributes
    ----------
    interested : (K, N) and n_interested (K,), people who may still share
    is_interested : (K, N), whether somebody is in that list
    posted, n_posted : who posted in this step
    reached, n_reached, is_reached : who heard something in this step
    resistance, attention, openness : (K, N), the luck of this episode with which doubt,
        what is unseen and hesitation are compared; drawn when it is first needed
    unthinking_until, sharing_until : (K, N), step at which the interest is over
    verifies_at : (K, N), step at which the person finds out by itself
    fades_at : (K, N), step at which the stance may fade, NEVER if it does not
    due : (K, T + 2), the first of those whose stance fades at each step, or NOBODY
    later, earlier : (K, N), the next and the one before of those of the same step
    change : codes of the changes of stance, and n_changes how many there are: all,
        and those before the present step
    ends : (T + 1,), how many there were after each step of a march
    """

    interested: Steps
    n_interested: Ints
    is_interested: Flags
    posted: Steps
    n_posted: Ints
    reached: Steps
    n_reached: Ints
    is_reached: Flags
    resistance: Floats
    attention: Floats
    openness: Floats
    unthinking_until: Steps
    sharing_until: Steps
    verifies_at: Steps
    fades_at: Steps
    due: Steps
    later: Steps
    earlier: Steps
    change: Ints
    n_changes: Ints
    ends: Ints


def worked_row(n_platforms: int) -> Row:
    """Describe what is kept of one person and one claim, with what only this engine keeps."""
    heard, exposures, stance, doubt, unseen, *others = person_row(n_platforms)
    return [
        heard,
        exposures,
        stance,
        ("is_reached", np.bool_, ()),
        ("is_interested", np.bool_, ()),
        doubt,
        unseen,
        ("resistance", np.float64, ()),
        ("attention", np.float64, ()),
        *others,
        ("openness", np.float64, ()),
        ("unthinking_until", np.int32, ()),
        ("sharing_until", np.int32, ()),
        ("verifies_at", np.int32, ()),
        ("fades_at", np.int32, ()),
        ("later", np.int32, ()),
        ("earlier", np.int32, ()),
    ]


def new_memory(
    n_claims: int, n_people: int, n_platforms: int, n_steps: int, most_changes: int
) -> tuple[State, Work]:
    """Make the state, lists and timers of a run that has not begun.

    What is kept of one person lies together. Memory that is never written to is never
    taken, so lists have all the room that they can ever need.
    """
    rows = people_rows(worked_row(n_platforms), n_claims, n_people)

    def people() -> NDArray[np.int32]:
        return np.empty((n_claims, n_people), dtype=np.int32)

    def lengths() -> NDArray[np.int64]:
        return np.zeros(n_claims, dtype=np.int64)

    own = {name: rows[name] for name in Work._fields if name in (rows.dtype.names or ())}
    work = Work(
        interested=people(),
        n_interested=lengths(),
        posted=people(),
        n_posted=lengths(),
        reached=people(),
        n_reached=lengths(),
        due=np.full((n_claims, n_steps + 2), NOBODY, dtype=np.int32),
        # Everybody changes once in a step at most, seeds and sources besides.
        change=np.empty(2 * (n_claims * n_people + most_changes), dtype=np.int64),
        n_changes=np.zeros(2, dtype=np.int64),
        ends=np.zeros(n_steps + 1, dtype=np.int64),
        **own,
    )
    return State.over(rows), work

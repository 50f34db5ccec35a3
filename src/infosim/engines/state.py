"""What the engines read and write: the setting of a run, and its state.

Both are named tuples of arrays, so that compiled kernels take them as they are.
Sizes: K claims in F families, N people in G groups, P platforms, T steps; item 2k
is claim k and item 2k + 1 its correction; rows P and P + 1 stand for corrections
published by an outlet and by a trusted messenger. LAW 1: the state of a person at
step t + 1 depends on the state at t.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from infosim.world import N_OUTLETS

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Steps = NDArray[np.int32]
Flags = NDArray[np.bool_]

N_TALLIES = 5
SHARES, CORRECTION_SHARES, EXPOSURES, CORRECTION_EXPOSURES, RECEPTIVE = range(N_TALLIES)
"""What is counted per step and claim: see `State.tally`."""


class Setting(NamedTuple):
    """Everything that stays the same during a run.

    Attributes
    ----------
    seed, replicate : int, words of the draws
    group : (N,)
    activity, susceptibility, authority : (N,), multipliers, at least 0
        Of sharing; of acceptance of false claims (literacy); of acceptance of
        corrections (trust).
    literacy : (N,), in [0, 1]
    responds : (N,), whether what is heard does anything: not to bots
    joined, left, back : (P, N), steps from which a person is on a platform, off it
        and on it again
    follower_starts, followers : (P, N + 1) and flat, who sees the shares of a person
    source_starts, sources : the same, whose shares a person sees
    settled : (P,), whether nobody who has contacts there joins or leaves during the run
    reach : (P + 2,), probability that a share is seen; 1 for publications
    messenger_authority : what takes the place of authority for trusted messengers
    competing : whether claim and correction compete for the unaware (rule sbfc)
    claim_key : (K,), share_key : (P, K), words of the draws
    family : (K,), row of each claim in all arrays below
    plausibility, rate, unthinking_rate, correction_rate : (F,), in [0, 1]
    correction_acceptance, residual, correction_visibility : (F,), in [0, 1]
    judged : (F,), whether literacy protects against it; checkable : whether it can
        be verified to be false
    interest, correction_interest, forgetting, correction_forgetting : (F, T + 2)
        Survival tables by age in steps.
    verification : (F, G, T + 2), the same, by group
    interest_hints ... verification_hints : (F, 1025) and (F, G, 1025), where to look in
        these tables (`world.hints`)
    """

    seed: int
    replicate: int
    group: Ints
    activity: Floats
    susceptibility: Floats
    authority: Floats
    literacy: Floats
    responds: Flags
    joined: Steps
    left: Steps
    back: Steps
    follower_starts: Ints
    followers: Steps
    source_starts: Ints
    sources: Steps
    settled: Flags
    reach: Floats
    messenger_authority: float
    competing: bool
    claim_key: Ints
    share_key: Ints
    family: Ints
    plausibility: Floats
    rate: Floats
    unthinking_rate: Floats
    correction_rate: Floats
    correction_acceptance: Floats
    residual: Floats
    correction_visibility: Floats
    judged: Flags
    checkable: Flags
    interest: Floats
    correction_interest: Floats
    forgetting: Floats
    correction_forgetting: Floats
    verification: Floats
    interest_hints: Steps
    correction_interest_hints: Steps
    forgetting_hints: Steps
    correction_forgetting_hints: Steps
    verification_hints: Steps


class Ending(NamedTuple):
    """What is known of everybody when a run is over, ``(K, N)`` each; see `State`."""

    stance: NDArray[np.int8]
    episode: Steps
    parent: Steps
    first_shared: Steps

    @classmethod
    def empty(cls, n_claims: int, n_people: int) -> Ending:
        """Take the memory for it."""
        numbers = np.empty((3, n_claims, n_people), dtype=np.int32)
        return cls(np.empty((n_claims, n_people), dtype=np.int8), *numbers)


class State(NamedTuple):
    """What changes: one entry per claim and person, ``(K, N)`` unless said.

    Attributes
    ----------
    stance : int8, UNAWARE, UNCONVINCED, BELIEVER or CORRECTED
    stance_at : step at which the stance was taken
    aware_at : step at which the claim was first seen in this episode, -1 while unaware
    episode : how often it was forgotten
    doubt, unseen, hesitation : in [0, 1], probability that somebody of average luck
        is still unconvinced, unaware, not corrected
    exposures : shares of the claim that reached the person in this episode
    seeded_at : latest step at which the person was made to post, -1 never
    parent : who the claim was first heard from; -1 nobody (a seed), -2 not yet
    first_shared : step at which the person first posted the claim, -1 never
    posts : int64, how often the person posts in this step, two bits each: bits 4p
        and up for the claim on platform p, 4p + 2 and up for its correction
    heard : (K, N, P + 2, 2), posts of the claim and of its correction by contacts
        that reach the person in this step
    tally : int64, (K, 5), posts of claim and correction, exposures to each, and
        people exposed who could still be convinced, in this step
    """

    stance: NDArray[np.int8]
    stance_at: Steps
    aware_at: Steps
    episode: Steps
    doubt: Floats
    unseen: Floats
    hesitation: Floats
    exposures: Steps
    seeded_at: Steps
    parent: Steps
    first_shared: Steps
    posts: Ints
    heard: Steps
    tally: Ints

    @classmethod
    def unaware(cls, n_claims: int, n_people: int, n_platforms: int) -> State:
        """Make the state in which nobody has heard of anything."""
        rows = people_rows(person_row(n_platforms), n_claims, n_people)
        return cls.over(rows)

    @classmethod
    def over(cls, rows: NDArray[np.void]) -> State:
        """Take the columns of some rows, ``(n_claims, n_people)``; nothing is counted yet."""
        columns = {name: rows[name] for name in cls._fields[:-1]}
        return cls(**columns, tally=np.zeros((len(rows), N_TALLIES), dtype=np.int64))

    @property
    def ending(self) -> Ending:
        """What of it is looked at when a run is over."""
        return Ending(self.stance, self.episode, self.parent, self.first_shared)


Row = list[tuple[str, Any, tuple[int, ...]]]
"""Names, types and shapes of the parts of a row."""


def person_row(n_platforms: int) -> Row:
    """Describe what is kept of one person and one claim: names, types and shapes.

    What is looked at whenever something is heard comes first, so that it lies together.
    """
    return [
        ("heard", np.int32, (n_platforms + N_OUTLETS, 2)),
        ("exposures", np.int32, ()),
        ("stance", np.int8, ()),
        ("doubt", np.float64, ()),
        ("unseen", np.float64, ()),
        ("hesitation", np.float64, ()),
        ("posts", np.int64, ()),
        ("stance_at", np.int32, ()),
        ("aware_at", np.int32, ()),
        ("episode", np.int32, ()),
        ("seeded_at", np.int32, ()),
        ("parent", np.int32, ()),
        ("first_shared", np.int32, ()),
    ]


BEGINNING = {
    "doubt": 1.0,
    "unseen": 1.0,
    "hesitation": 1.0,
    "stance_at": -1,
    "aware_at": -1,
    "seeded_at": -1,
    "parent": -2,
    "first_shared": -1,
    "fades_at": 2**31 - 1,
}
"""What is not nought of somebody who has heard of nothing."""

CACHE_LINE = 64


def people_rows(row: Row, n_claims: int, n_people: int) -> NDArray[np.void]:
    """Make one row for each claim and person, in cache lines of its own: nobody has heard of anything."""
    names, types, shapes = zip(*row, strict=True)
    parts = [np.dtype((kind, shape)) for kind, shape in zip(types, shapes, strict=True)]
    packed = np.dtype({"names": names, "formats": parts}, align=True)
    size = -(-packed.itemsize // CACHE_LINE) * CACHE_LINE
    offsets = [packed.fields[name][1] for name in names] if packed.fields else []
    padded = np.dtype({"names": names, "formats": parts, "offsets": offsets, "itemsize": size})
    used = aligned(n_claims * n_people * size)
    beginning = np.zeros(1, dtype=padded)
    for name in names:
        beginning[name] = BEGINNING.get(name, 0)
    used.reshape(-1, size)[:] = beginning.view(np.uint8)
    return used.view(padded).reshape(n_claims, n_people)


def aligned(n_bytes: int) -> NDArray[np.uint8]:
    """Take memory that begins with a cache line."""
    memory = np.empty(n_bytes + CACHE_LINE, dtype=np.uint8)
    first = -memory.ctypes.data % CACHE_LINE
    return memory[first : first + n_bytes]


def aligned_zeros(n_rows: int, n_columns: int) -> Steps:
    """Make rows of noughts that share no cache line if a few fit into one, ``(n_rows, n_columns)``."""
    rows = aligned(4 * n_rows * n_columns).view(np.int32).reshape(n_rows, n_columns)
    rows.fill(0)
    return rows


def posts_in(posts: int, p: int, what: int) -> int:
    """Read how often somebody posts on platform p: the claim (0) or its correction (1)."""
    return posts >> (4 * p + 2 * what) & 3


def change_code(claim: int, person: int, n_people: int, before: int, after: int) -> int:
    """Pack one change of stance into a whole number that sorts by claim and person."""
    return ((claim * n_people + person) * 4 + before) * 4 + after

"""What the engines read and write: the setting of a run, and its state.

Both are named tuples of arrays, so that compiled kernels take them as they are.
Sizes: K claims in F families, N people in G groups, P platforms, T steps; item 2k
is claim k and item 2k + 1 its correction; rows P and P + 1 stand for corrections
published by an outlet and by a trusted messenger. LAW 1: the state of a person at
step t + 1 depends on the state at t.
"""

from __future__ import annotations

from typing import NamedTuple

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

        def whole(value: int) -> Steps:
            return np.full((n_claims, n_people), value, dtype=np.int32)

        def ones() -> Floats:
            return np.ones((n_claims, n_people))

        return cls(
            stance=np.zeros((n_claims, n_people), dtype=np.int8),
            stance_at=whole(-1),
            aware_at=whole(-1),
            episode=whole(0),
            doubt=ones(),
            unseen=ones(),
            hesitation=ones(),
            exposures=whole(0),
            seeded_at=whole(-1),
            parent=whole(-2),
            first_shared=whole(-1),
            posts=np.zeros((n_claims, n_people), dtype=np.int64),
            heard=np.zeros((n_claims, n_people, n_platforms + N_OUTLETS, 2), dtype=np.int32),
            tally=np.zeros((n_claims, N_TALLIES), dtype=np.int64),
        )


def posts_in(posts: int, p: int, what: int) -> int:
    """Read how often somebody posts on platform p: the claim (0) or its correction (1)."""
    return posts >> (4 * p + 2 * what) & 3


def change_code(claim: int, person: int, n_people: int, before: int, after: int) -> int:
    """Pack one change of stance into a whole number that sorts by claim and person."""
    return ((claim * n_people + person) * 4 + before) * 4 + after

"""Luck, how long it lasts, and what marks leave of a chance."""

from __future__ import annotations

from typing import NamedTuple

from infosim.compiling import Column, People, Row
from infosim.draws import uniform
from infosim.engines.state import Floats, Setting, State, Steps
from infosim.rules.belief import lessen
from infosim.rules.time import is_here, lasts
from infosim.world import Marks

FOR_EVER = 2**31 - 1

NOT_NEGATIVE = 2**31 - 1
"""Leaves ids of people as they are, and tells the compiler not to ask whether they count from the end."""


class Remaining(NamedTuple):
    """What is left after n posts of what everybody begins with, and where to look in it."""

    table: Floats
    hints: Steps


def luck_of_episode(setting: Setting, state: State, purpose: int, k: int, i: int) -> float:
    """Draw the number that belongs to a person's present episode with a claim."""
    episode, key = int(state.episode[k, i]), int(setting.claim_key[k])
    return uniform(setting.seed, setting.replicate, purpose, episode, i, key)  # type: ignore[no-any-return]


def draw_alike(
    luck: Row, seed: int, replicate: int, purpose: int, step: int, people: People, n_people: int, key: int
) -> None:
    """Draw one number for each of some people: a plain loop, which processors take four at a time."""
    for n in range(n_people):
        luck[n] = uniform(seed, replicate, purpose, step, int(people[n]), key)


def draw_apart(
    luck: Row, seed: int, replicate: int, purpose: int, steps: People, people: People, n_people: int, key: int
) -> None:
    """Draw likewise where the word for the step is not the same for all."""
    for n in range(n_people):
        luck[n] = uniform(seed, replicate, purpose, int(steps[n]), int(people[n]), key)


def first_below(luck: float, table: Row, hints: People) -> int:
    """Find the first place, at least 1, of a falling table whose value is no more than the luck.

    In a survival table that is the first age that is not reached; its length if all are.
    """
    slot = int(luck * (len(hints) - 1))
    low, high = int(hints[slot + 1]), int(hints[slot])
    while low < high:
        middle = (low + high) // 2
        if lasts(luck, table[middle]):
            low = middle + 1
        else:
            high = middle
    return low


def posts_needed(luck: float, left: Row, hints: People) -> int:
    """Find after how many posts what is left is no more than the luck."""
    n_posts = first_below(luck, left, hints)
    return n_posts if n_posts < len(left) else FOR_EVER


def duration(
    setting: Setting, state: State, purpose: int, k: int, i: int, survival: Row, hints: People
) -> int:
    """Draw how long something lasts in this episode; no need to draw for what lasts to the end."""
    if survival[len(survival) - 1] >= 1.0:
        return len(survival)
    return first_below(luck_of_episode(setting, state, purpose, k, i), survival, hints)


def is_on(setting: Setting, p: int, i: int, step: int) -> bool:
    """Tell whether a person is on a platform now."""
    return is_here(int(setting.joined[p, i]), int(setting.left[p, i]), int(setting.back[p, i]), step)


def remaining_factor(marks: Marks, factor: float, cuts: Column, i: int, step: int) -> float:
    """Multiply the effects of all marks on a person, as far as they last."""
    for m in range(len(cuts)):
        if cuts[m] > 0.0:
            at = int(marks.at[m, i])
            if at >= 0:
                weight = marks.weight[marks.weighed_by[m], i]
                factor = lessen(factor, cuts[m], marks.remaining[m, step - at], weight)
    return factor

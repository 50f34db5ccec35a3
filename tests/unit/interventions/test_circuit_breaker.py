"""Circuit breakers: what trips them, and for how long."""

from __future__ import annotations

import numpy as np
import pytest

from infosim.interventions.circuit_breaker import CircuitBreaker, tripping
from infosim.simulation import Simulation, run
from infosim.world import Effects
from kinds import MINIMAL, lone
from studies import small, study_of

WORLD = Simulation(study_of(small()), "baseline", 0, "reference").programme.world
"""Sixty people, steps of a day, three claims."""


def slowed(posts: list[int], **changes: object) -> list[bool]:
    """Tell at which steps the first claim is slowed down, given its posts at each step."""
    breaker = CircuitBreaker.model_validate({"id": "part", **MINIMAL["circuit_breaker"], **changes})
    first, last = breaker.active(WORLD)
    history = np.zeros((len(posts), 3, 5), dtype=np.int64)
    history[:, 0, 0] = posts
    found = []
    for step in reversed(range(len(posts))):
        effects = Effects.baseline(3, WORLD.n_items, 0)
        if first <= step < last:
            breaker.modify(effects, WORLD, step, history[:step])
        assert np.delete(effects.visibility.ravel(), 0).tolist() == [1.0] * (5 * 6 - 1)
        found.append(bool(effects.visibility[0, 0] != 1.0))
    return found[::-1]


def steps(*which: int, of: int = 12) -> list[bool]:
    """Mark some of the steps."""
    return [step in which for step in range(of)]


POSTS = [1, 0, 3, 3, 0, 0, 0, 0, 7, 0, 0, 0]


def test_the_window_is_counted() -> None:
    """Trip in the step after the posts within the window reach the trigger, here six of sixty people.

    Fault: the posts of the present step are counted, which have not been made yet.
    """
    assert slowed(POSTS, trigger="10%", window="1 days") == steps(9, 10, 11)
    assert slowed(POSTS, trigger="10%", window="2 days") == steps(*range(4, 12))
    assert slowed(POSTS, trigger="11.7%", window="4 days") == steps()
    assert slowed(POSTS, trigger="11.6%", window="4 days") == steps(*range(4, 12))


def test_a_trigger_of_nothing_trips_at_the_first_post() -> None:
    """Leave alone what is not posted at all.

    Fault: no posts reach a trigger of none.
    """
    assert slowed([0, 0, 1, *[0] * 9], trigger="0%") == steps(*range(3, 12))
    assert slowed([0] * 12, trigger="0%") == steps()


def test_after_and_hold() -> None:
    """Slow down from `after` on for `hold`, and again when it trips again.

    Fault: `hold` counted from tripping; a second trip that is forgotten.
    """
    only = {"trigger": "10%", "window": "2 days", "after": "1 days"}
    assert slowed(POSTS, **only) == steps(*range(5, 12))
    # It trips at steps 4, 9 and 10.
    assert slowed(POSTS, **only, hold="1 days") == steps(5, 10, 11)
    assert slowed(POSTS, **only, hold="3 days") == steps(5, 6, 7, 10, 11)


def test_only_an_active_breaker_trips() -> None:
    """Look back over the window from the start on, at no earlier trip, and let go at the end.

    Fault: a trip before the start.
    """
    assert slowed(POSTS, trigger="10%", window="2 days", start="5 days") == steps(9, 10, 11)
    assert slowed(POSTS, trigger="10%", window="2 days", start="4 days") == steps(*range(4, 12))
    assert slowed(POSTS, trigger="10%", window="2 days", length="6 days") == steps(4, 5)


def test_it_judges_speed_and_not_truth() -> None:
    """Slow down the true claim and the misleading one, where they are posted as often.

    Fault: only false claims trip.
    """
    breaker = CircuitBreaker.model_validate({"id": "part", **MINIMAL["circuit_breaker"], "cut": "50%"})
    effects, history = Effects.baseline(3, WORLD.n_items, 0), np.zeros((4, 3, 5), dtype=np.int64)
    history[3, :, 0] = 9
    breaker.modify(effects, WORLD, 4, history)
    assert effects.visibility[0].tolist() == [0.5, 1.0] * 3
    assert (effects.visibility[1:] == 1.0).all()


@pytest.mark.parametrize("window", [1, 2, 5, 9, 50])
def test_posts_are_summed_over_the_window(window: int) -> None:
    """Agree with sums made one by one, also where the window is longer than the past.

    Fault: off by one at either end.
    """
    posts = (np.arange(18).reshape(9, 2) * 7) % 5
    expected = [[posts[max(0, s - window) : s, k].sum() >= 9 for k in range(2)] for s in range(10)]
    assert tripping(posts, window, 9.0).tolist() == expected


def test_bots_are_no_people() -> None:
    """Compare the posts with the number of people.

    Fault: bots make a breaker harder to trip.
    """
    groups = [{"id": "town", "share": "50%"}, {"id": "farm", "share": "50%", "role": "bot"}]
    platforms = {name: {**written, "penetration": "80%"} for name, written in small()["platforms"].items()}
    study = study_of(small(population={"size": 60, "groups": groups}, platforms=platforms))
    world = Simulation(study, "baseline", 0, "reference").programme.world
    breaker = CircuitBreaker(id="part", platform="feed", trigger="10%", after="0 h", cut="50%")
    for n_posts, seen in ((2, 1.0), (3, 0.5)):
        effects, history = Effects.baseline(3, world.n_items, 0), np.zeros((1, 3, 5), dtype=np.int64)
        history[0, 0, 0] = n_posts
        breaker.modify(effects, world, 1, history)
        assert effects.visibility[0, 0] == seen


def test_both_engines_trip_alike(warm_engines: tuple[str, ...]) -> None:
    """Give the same bits, though what trips it is what the engines counted."""
    study = lone("circuit_breaker", hold="3 days")
    for r in range(3):
        digests = {run(study, "all", r, engine).digest for engine in warm_engines}
        assert len(digests) == 1

"""A queue with one counter: who finds it busy waits."""

from __future__ import annotations

from collections.abc import Sequence


def take_turns(ready: Sequence[float], between: float) -> list[float]:
    """Tell when each of a line of tasks is done, first come, first served.

    While tasks arrive more slowly than they are done, each is done when it would be
    alone. If they arrive faster, the wait grows by the difference with each of them,
    without bound.

    Parameters
    ----------
    ready : when each would be done if it were alone, in the order in which they came
    between : at least 0
        Least time between two that are done, in the same unit.

    Examples
    --------
    >>> take_turns([0, 10, 11, 12, 40], between=4)
    [0, 10, 14, 18, 40]
    """
    done: list[float] = []
    for alone in ready:
        done.append(max(alone, done[-1] + between) if done else alone)
    return done

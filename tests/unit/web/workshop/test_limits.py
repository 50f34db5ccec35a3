"""How much anybody may ask for, by a clock that the test holds."""

from __future__ import annotations

from infosim.web.workshop.limits import ADDRESSES, CONNECTIONS, Limits, Rate

DAY = 24 * 3600


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        """Tell the time."""
        return self.now


def test_a_bucket_fills_again() -> None:
    """Fault: an address that is locked out for ever, or a bucket that holds more than a burst."""
    clock = Clock()
    rate = Rate(3, 1, clock)
    assert [rate.take("a") for _ in range(4)] == [True, True, True, False]
    assert rate.take("b")
    clock.now = 2.0
    assert [rate.take("a") for _ in range(3)] == [True, True, False]
    clock.now = 1000.0
    assert [rate.take("a") for _ in range(4)] == [True, True, True, False]


def test_many_addresses_fill_no_memory() -> None:
    """Fault: a flood from forged addresses that is remembered for ever."""
    rate = Rate(3, 1, Clock())
    for n in range(3 * ADDRESSES):
        rate.take(str(n))
    assert len(rate._buckets) == ADDRESSES


def test_a_day_of_guessing_finds_nothing() -> None:
    """Guess from a thousand addresses for a day, as fast as is allowed: fewer than 1 % of the codes.

    Fault: wrong codes that are only counted by address.
    """
    clock, tried = Clock(), 0
    limits = Limits(24, clock)
    while clock.now < DAY:
        address = str(tried % 1000)
        if limits.may_guess(address):
            limits.guessed_wrong(address)
            tried += 1
        else:
            clock.now += 0.6
    assert tried / 32**6 < 0.01
    assert tried < 80_000


def test_connections_are_counted() -> None:
    """Fault: a place that is not given back, so that a phone which comes again finds none."""
    limits = Limits(4, Clock())
    for _ in range(4):
        assert limits.may_connect("a")
        limits.connect("a")
    assert not limits.may_connect("a")
    assert limits.may_connect("b")
    limits.disconnect("a")
    assert limits.may_connect("a")
    for n in range(CONNECTIONS):
        limits.connect(f"c{n}")
    assert not limits.may_connect("d")


def test_who_is_refused_again_and_again_is_cut_off() -> None:
    """Fault: a flood of which every request is read to its end."""
    clock = Clock()
    limits = Limits(4, clock)
    while limits.may_ask("a") or limits.may_connect("a"):
        pass
    assert not limits.may_connect("a")
    assert limits.may_connect("b")
    clock.now = 60.0
    assert limits.may_connect("a")
    assert limits.may_ask("a")

"""How much anybody may ask for: requests by address, wrong codes, connections."""

from __future__ import annotations

from collections import OrderedDict, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic

CONNECTIONS = 300
"""Connections at once, in all."""

BODY = 8 * 1024
"""Bytes of what is said in one request; the longest plan takes less than 2 KiB."""

SECONDS = 10.0
"""To send the head of a request, and to send its body."""

ADDRESSES = 1024
"""Addresses that are remembered."""


@dataclass
class Bucket:
    """Allows a number of things at once, and then so many a second."""

    left: float
    since: float


@dataclass
class Rate:
    """Counts what each address does, in buckets that fill up again.

    Attributes
    ----------
    burst : at once
    a_second : afterwards
    clock : seconds; another one in tests
    """

    burst: float
    a_second: float
    clock: Callable[[], float] = monotonic
    _buckets: OrderedDict[str, Bucket] = field(default_factory=OrderedDict)

    def take(self, address: str) -> bool:
        """Take one of what is left to an address; False if nothing is."""
        now = self.clock()
        bucket = self._buckets.setdefault(address, Bucket(self.burst, now))
        self._buckets.move_to_end(address)
        if len(self._buckets) > ADDRESSES:
            self._buckets.popitem(last=False)
        bucket.left = min(self.burst, bucket.left + (now - bucket.since) * self.a_second)
        bucket.since = now
        if bucket.left < 1.0:
            return False
        bucket.left -= 1.0
        return True

    def is_empty(self, address: str) -> bool:
        """Tell whether an address has nothing left, without taking anything."""
        bucket = self._buckets.get(address)
        return bucket is not None and bucket.left + (self.clock() - bucket.since) * self.a_second < 1.0


class Limits:
    """All that is counted about who connects.

    Parameters
    ----------
    per_address : connections of one address; more where a router gives all phones one address
    clock : seconds; another one in tests
    """

    def __init__(self, per_address: int, clock: Callable[[], float] = monotonic) -> None:
        self.per_address = per_address
        # A page takes a dozen files, and several pages may share an address.
        self.requests = Rate(10.0 * per_address, per_address, clock)
        self.refusals = Rate(100, 2, clock)
        self.wrong_codes = Rate(5, 5 / 60, clock)
        self.all_wrong_codes = Rate(50, 50 / 60, clock)
        self.connected: dict[str, int] = defaultdict(int)

    def may_connect(self, address: str) -> bool:
        """Tell whether an address may open another connection; not one that was refused again and again."""
        is_room = sum(self.connected.values()) < CONNECTIONS and self.connected[address] < self.per_address
        return is_room and not self.refusals.is_empty(address)

    def connect(self, address: str) -> None:
        """Count a connection."""
        self.connected[address] += 1

    def disconnect(self, address: str) -> None:
        """Count a connection that ended."""
        self.connected[address] -= 1
        if self.connected[address] <= 0:
            del self.connected[address]

    def may_ask(self, address: str) -> bool:
        """Count a request; False if an address asks too often."""
        return self.requests.take(address) or (self.refusals.take(address) and False)

    def may_guess(self, address: str) -> bool:
        """Tell whether an address may try a code: not after too many wrong ones, of it or of all."""
        return not (self.wrong_codes.is_empty(address) or self.all_wrong_codes.is_empty(""))

    def guessed_wrong(self, address: str) -> None:
        """Count a wrong code."""
        self.wrong_codes.take(address)
        self.all_wrong_codes.take("")

"""One run as it is kept: its numbers, its curve, and a hash over both."""

from __future__ import annotations

import json
import math
import zlib
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from infosim.experiments.compare import Summary
from infosim.experiments.keys import canonical
from infosim.experiments.store.durable import sha_of
from infosim.world import Floats


@dataclass(frozen=True, eq=False)
class Record:
    """One run, as a worker hands it over.

    Attributes
    ----------
    key : what names it, see `keys`
    form : digest of what its arm depends on
    replicate : int
    digest : SHA-256 of its whole trajectory
    summary : outcomes, groups and early sharers, as canonical JSON, compressed
    series : false beliefs per person by step, little-endian float64, compressed
    wall : seconds that it took
    engine : which engine ran it
    side : its whole trajectory, if that is kept; else empty
    """

    key: str
    form: str
    replicate: int
    digest: str
    summary: bytes
    series: bytes
    wall: float
    engine: str
    side: bytes = b""

    @property
    def sha(self) -> str:
        """Hash over everything that is believed of the row; what took how long is not."""
        return row_sha(
            self.key, self.form, self.replicate, self.digest, self.summary, self.series, self.side_sha
        )

    @property
    def side_sha(self) -> str:
        """Hash of the side file, empty if there is none."""
        return sha_of(self.side) if self.side else ""


def row_sha(
    key: str, form: str, replicate: int, digest: str, summary: bytes, series: bytes, side_sha: str
) -> str:
    """Hash what a row says."""
    parts = [key, form, str(replicate), digest, sha_of(summary), sha_of(series), side_sha]
    return sha_of("\n".join(parts).encode())


def record_of(key: str, form: str, summary: Summary, wall: float, engine: str, side: bytes = b"") -> Record:
    """Turn what is kept of a run into a record.

    Raises
    ------
    ValueError
        A curve with numbers that are none.
    """
    if not np.isfinite(summary.believing).all():
        raise ValueError("the run has beliefs that are no numbers")
    said = {
        "outcomes": _plain(summary.outcomes),
        "groups": {group: _plain(numbers) for group, numbers in summary.groups.items()},
        "early": {claim: list(pair) for claim, pair in summary.early.items()},
    }
    return Record(
        key=key,
        form=form,
        replicate=summary.replicate,
        digest=summary.digest,
        summary=zlib.compress(canonical(said).encode(), 6),
        series=zlib.compress(summary.believing.astype("<f8").tobytes(), 6),
        wall=wall,
        engine=engine,
        side=side,
    )


def _plain(numbers: dict[str, float]) -> dict[str, float | None]:
    """Write a number that does not exist as null."""
    return {name: float(value) if math.isfinite(value) else None for name, value in numbers.items()}


class Kept(NamedTuple):
    """What is read back of a run: outcomes of all people and by group, NaN where there is none."""

    outcomes: dict[str, float]
    groups: dict[str, dict[str, float]]
    digest: str


def read_kept(summary: bytes, digest: str) -> Kept:
    """Read the numbers of a run."""
    said: dict[str, Any] = json.loads(zlib.decompress(summary))
    groups = {group: _numbers(numbers) for group, numbers in said["groups"].items()}
    return Kept(_numbers(said["outcomes"]), groups, digest)


def _numbers(said: dict[str, float | None]) -> dict[str, float]:
    return {name: math.nan if value is None else value for name, value in said.items()}


def read_series(series: bytes) -> Floats:
    """Read the curve of a run, ``(n_steps + 1,)``."""
    return np.frombuffer(zlib.decompress(series), dtype="<f8").astype(np.float64)

"""The random core: published vectors, pinned purposes, uniformity, independence."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from types import FunctionType
from typing import Any

import numba
import numpy as np
import pytest

from infosim import draws
from infosim.draws import Purpose, philox, uniform

KNOWN = (
    ((0, 0), (0, 0, 0, 0), (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
    ((0xFFFFFFFF,) * 2, (0xFFFFFFFF,) * 4, (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)),
    (
        (0xA4093822, 0x299F31D0),
        (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
        (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1),
    ),
)
"""Key, counter and result: the known answers for philox4x32-10 that come with Salmon2011."""

PINNED = {
    "GROUP": 1,
    "LITERACY": 2,
    "ACTIVITY": 3,
    "TRUST": 4,
    "ACCESS": 5,
    "GRAPH": 6,
    "SEED": 10,
    "RESISTANCE": 11,
    "NOTICE": 12,
    "ACCEPT": 13,
    "SHARE_UNTHINKING": 14,
    "SHARE_BELIEF": 15,
    "SHARE_CORRECTION": 16,
    "INTEREST_UNTHINKING": 17,
    "INTEREST_BELIEF": 18,
    "INTEREST_CORRECTION": 19,
    "FORGET_EXPOSURE": 20,
    "FORGET_BELIEF": 21,
    "FORGET_CORRECTION": 22,
    "VERIFY": 23,
    "PARENT": 24,
    "COMPETE": 25,
    "COVERAGE": 30,
    "MOMENT": 31,
    "SOURCE": 32,
    "NOMINATE": 33,
    "RETURN": 34,
    "BOOTSTRAP": 40,
    "DESIGN": 41,
}
"""Every purpose ever given a number; add new ones, never change or reuse one."""

N = 40_000
FIVE_SIGMA_OF_99 = 5 * np.sqrt(2 * 99)
"""Chi-square with 99 degrees of freedom has mean 99 and variance 198."""

WORDS = ("seed", "replicate", "purpose", "step", "i", "j")


def in_numpy(*words: int) -> tuple[int, ...]:
    """Encrypt with the counter as arrays, as `uniforms` does."""
    key, counter = words[:2], [np.array([word, word], dtype=np.int64) for word in words[2:]]
    return tuple(int(word[1]) for word in philox(*key, *counter))


def compiled(*words: int) -> tuple[int, ...]:
    """Encrypt in compiled code, on 64-bit integers."""
    signature = (numba.int64,) * 6
    return tuple(int(word) for word in numba.njit([signature])(philox)(*words))


@pytest.mark.parametrize("encrypt", [philox, in_numpy, compiled], ids=["python", "numpy", "compiled"])
@pytest.mark.parametrize(("key", "counter", "result"), KNOWN)
def test_published_vectors(
    encrypt: Callable[..., Any], key: tuple[int, ...], counter: tuple[int, ...], result: tuple[int, ...]
) -> None:
    """Encrypt the published counters in all three modes.

    Fault: nine rounds, swapped words, a bumped key before the first round, or an
    arithmetic shift that carries the sign.
    """
    assert encrypt(*key, *counter) == result


def test_uniform_reads_its_words_in_the_documented_order() -> None:
    """Send the third vector through `uniform`: key (seed, replicate), counter (i, j, step, purpose).

    Fault: step and i swapped; the low bits of the second word used instead of the high ones.
    """
    (seed, replicate), (i, j, step, purpose), (first, second, _, _) = KNOWN[2]
    expected = ((first >> 5) * 2**26 + (second >> 6)) / 2**53
    assert uniform(seed, replicate, purpose, step, i, j) == expected


def test_purposes_are_pinned() -> None:
    """Hold every number that was ever given to a purpose.

    Fault: a purpose inserted in the middle, which would shift the luck of old studies.
    """
    now = {purpose.name: int(purpose) for purpose in Purpose}
    assert {name: now.get(name) for name in PINNED} == PINNED
    assert set(now) == set(PINNED), "pin the new purpose here"
    assert len(set(now.values())) == len(now)


def drawn_along(word: str, count: int = N, **fixed: int) -> np.ndarray:
    """Draw with one word running from 0 and the others fixed."""
    words: dict[str, Any] = dict.fromkeys(WORDS, 7) | fixed
    words[word] = np.arange(count, dtype=np.int64)
    drawn: np.ndarray = uniform(**words)
    return drawn


@pytest.mark.parametrize("word", WORDS)
def test_uniform_along_each_word(word: str) -> None:
    """Sort 40,000 draws into 100 bins, and compare the whole distribution.

    Chi-square within five standard deviations of 99. Kolmogorov-Smirnov: D times
    the root of n exceeds 2.3 with probability 2 exp(-2 * 2.3**2) = 5e-5.

    Fault: one word of the counter left out, so that all draws along it are equal.
    """
    u = drawn_along(word)
    observed = np.bincount((u * 100).astype(int), minlength=100)
    chi_square = ((observed - N / 100) ** 2 / (N / 100)).sum()
    assert abs(chi_square - 99) < FIVE_SIGMA_OF_99
    ranks = np.arange(1, N + 1) / N
    distance = np.abs(np.sort(u) - ranks).max()
    assert distance * np.sqrt(N) < 2.3


@pytest.mark.parametrize("word", WORDS)
@pytest.mark.parametrize("along", WORDS)
def test_neighbours_are_independent(along: str, word: str) -> None:
    """Pair each draw with the one whose word is next: 10 by 10 cells, and no correlation.

    Chi-square over 100 cells of known probability, five standard deviations; the
    correlation of independent pairs has standard error 1 / sqrt(n).

    Fault: counter and key added to each other, so that (i, step + 1) is (i + 1, step).
    """
    u = drawn_along(along)
    v = np.roll(u, -1) if word == along else drawn_along(along, **{word: 8})
    cells = np.bincount((u * 10).astype(int) * 10 + (v * 10).astype(int), minlength=100)
    chi_square = ((cells - N / 100) ** 2 / (N / 100)).sum()
    assert abs(chi_square - 99) < FIVE_SIGMA_OF_99
    assert abs(np.corrcoef(u, v)[0, 1]) < 5 / np.sqrt(N)


def test_draws_lie_on_the_grid_of_53_bits() -> None:
    """Find whole numbers after multiplying by 2**53, with every bit used, and never a 1.

    Fault: 52 bits, or rounding up to 1.0.
    """
    scaled = drawn_along("i") * 2.0**53
    assert (scaled == np.floor(scaled)).all()
    whole = scaled.astype(np.int64)
    set_bits = [(whole >> bit & 1).mean() for bit in range(53)]
    assert max(abs(np.array(set_bits) - 0.5)) < 5 * 0.5 / np.sqrt(N)
    assert uniform_of_all_ones() < 1.0


def uniform_of_all_ones() -> float:
    """Give the largest number that the last line of `uniform` can make."""
    return ((0xFFFFFFFF >> 5) * 67108864 + (0xFFFFFFFF >> 6)) * 1.1102230246251565e-16


def test_three_modes_draw_the_same_bits() -> None:
    """Draw for a thousand people in Python, NumPy and compiled code.

    Fault: a product that is rounded to a float in one mode.
    """
    people = np.arange(1000, dtype=np.int64) * 4_294_967
    in_python = [uniform(2**32 - 1, draws.SOCIETY, 13, 65535, int(i), 2**32 - 1) for i in people]
    in_arrays = draws.uniforms(2**32 - 1, draws.SOCIETY, Purpose.ACCEPT, 65535, people, 2**32 - 1)
    # Compiled code sees a philox of its own, as in the compiled engine.
    scope = {"philox": numba.njit(philox)}
    machine = numba.njit(FunctionType(uniform.__code__, scope, "uniform"))
    in_machine = [machine(2**32 - 1, draws.SOCIETY, 13, 65535, i, 2**32 - 1) for i in people]
    assert in_python == in_arrays.tolist() == in_machine


def test_a_draw_does_not_depend_on_who_else_is_listed() -> None:
    """Draw for all, and for some in another order."""
    everybody = draws.uniforms(1, 0, Purpose.COVERAGE, 0, np.arange(100), 5)
    some = np.array([70, 3, 99])
    assert draws.uniforms(1, 0, Purpose.COVERAGE, 0, some, 5).tolist() == everybody[some].tolist()


def test_label_keys_are_pinned_and_keep_labels_apart() -> None:
    """Hold the words that stand for names in every draw ever made.

    Fault: `hash`, which differs from process to process; labels glued without a separator.
    """
    assert draws.label_key("claim", "hoax") == zlib.crc32(b"claim\x1fhoax")
    assert draws.label_key("ab", "c") != draws.label_key("a", "bc")
    assert 0 <= draws.label_key("intervention", "ads") < 2**32


def test_episode_words_are_all_different() -> None:
    """Pack ages and episodes without a collision, for as long as a run may be."""
    ages, episodes = np.meshgrid(np.array([0, 1, 65_535]), np.arange(50))
    assert len(np.unique(draws.episode_word(ages, episodes))) == ages.size


def test_generators_repeat_and_differ() -> None:
    """Give the same generator for the same label, others for other labels, purposes and seeds."""

    def first(*words: Any) -> float:
        return float(draws.generator(*words).random())

    one = first(1, Purpose.GRAPH, "feed")
    assert one == first(1, Purpose.GRAPH, "feed")
    others = [
        first(2, Purpose.GRAPH, "feed"),
        first(1, Purpose.GROUP, "feed"),
        first(1, Purpose.GRAPH, "chat"),
    ]
    assert len({one, *others}) == 4

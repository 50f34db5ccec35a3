"""From plain Python to JavaScript: each construct does the same; what has no translation is refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from math import sqrt
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest
from numpy.typing import NDArray

from infosim.compiling import Column, Row
from infosim.web.script import script
from infosim.web.translation.kinds import ANNOTATIONS, TranslationError, named
from infosim.web.translation.statements import callee_of, translate
from machines import in_node

FACTOR = 3
WEIGHT = 0.1


class Table(NamedTuple):
    """A named tuple of arrays, as kernels are given."""

    cells: NDArray[np.float64]
    deep: NDArray[np.int32]
    flags: NDArray[np.bool_]
    height: int


def table() -> Table:
    """Make one in which every number is different."""
    cells = np.arange(12, dtype=np.float64).reshape(3, 4) / 8.0
    deep = np.arange(24, dtype=np.int32).reshape(2, 3, 4)
    return Table(cells, deep, np.array([True, False, True]), 7)


KNOWN = {**ANNOTATIONS, Table: named(table())}


def arithmetic(a: float, b: float) -> float:
    """Use every operator of floats, and a number of the module."""
    return (a + b) * WEIGHT - a / b - -b * FACTOR


def whole_numbers(a: int, b: int) -> int:
    """Divide towards minus infinity."""
    return a // b - a % b * 3


def bits(a: int, n: int) -> int:
    """Use bit operators on more than 32 bits."""
    return (a >> n) + (a & 12345678901) + (a | 4294967297) + (a ^ 8589934595) + (n << 40)


def comparisons(a: int, b: int, c: int) -> int:
    """Weigh each comparison with a place of its own."""
    found = 0
    if a < b <= c:
        found += 1
    if a == b or not a < c:
        found += 10
    if a in (1, 5) and b >= 0:
        found += 100
    elif a > b:
        found += 1000
    else:
        found += 10000
    return found


def choosing(a: float, b: float) -> float:
    """Choose, and take the first of equals."""
    return (min(a, b) if a >= 0.0 else max(a, b)) + sqrt(abs_of(a))


def abs_of(a: float) -> float:
    """Be called by another function."""
    return a if a > 0.0 else -a


def loops(n: int) -> int:
    """Leave loops early, and count with a bound that moves afterwards."""
    total, last = 0, n
    for k in range(2, last):
        last += 1
        if k == 4:
            continue
        if k > 7:
            break
        total += k
    while total > 50:
        total -= 7
    for _ in range(3):
        total = total * 2
    return total


def at_once(a: int, b: int) -> int:
    """Read all values before writing any."""
    a, b = b, a + b
    q, r = divmod(a, b)
    a = b = 5
    return q * 10000 + r * 100 + a + b


def truncates(a: float) -> int:
    """Cut off towards nought."""
    return int(a)


def elements(t: Table, i: int, j: int) -> float:
    """Read and write elements of arrays of one to three dimensions."""
    t.cells[i, j] += 0.5
    t.deep[1, i, j] = t.deep[0, i, j] + t.height
    t.flags[i] = not t.flags[i]
    n_rows, n_columns = t.cells.shape
    size = len(t.deep) * 100 + t.deep.shape[2] * 10 + n_rows * n_columns
    return t.cells[i, j] + t.deep[1, i, j] + (1 if t.flags[i] else 0) + size


def added(numbers: Column) -> float:
    """Add up a column, a row or a stretch."""
    total = 0.0
    for n in range(len(numbers)):
        total += numbers[n]
    return total


def parts(t: Table) -> float:
    """Hand on rows, columns and stretches, and fill some."""
    t.deep[1, 2] = 3
    t.cells[2] = 9.0
    t.flags[:] = False
    row, column = t.cells[1], t.cells[:, 2]
    whole = added(t.deep[1, 2]) + (1000.0 if t.flags[0] else 0.0)
    return added(row) + 100.0 * added(column) + 10000.0 * added(row[1:3]) + whole


FUNCTIONS: tuple[Callable[..., Any], ...] = (
    *(arithmetic, whole_numbers, bits, comparisons, abs_of, choosing, loops, at_once, truncates, added),
    *(elements, parts),
)

CASES: tuple[tuple[Callable[..., Any], tuple[Any, ...]], ...] = (
    *((arithmetic, case) for case in [(0.1, 0.7), (1e300, 3.0), (-0.3, 1e-9)]),
    *((whole_numbers, case) for case in [(7, 2), (-7, 2), (2**52 + 1, 3), (0, 5)]),
    *((bits, case) for case in [(2**52 + 12345, 35), (5, 1), (2**33 + 7, 3), (2**31, 31)]),
    *((comparisons, case) for case in [(1, 2, 2), (5, 5, 1), (3, 1, 3), (0, 4, 2)]),
    *((choosing, case) for case in [(0.5, 0.25), (-0.5, 0.25), (0.0, 0.0)]),
    *((loops, (n,)) for n in (0, 5, 30)),
    *((at_once, case) for case in [(3, 4), (100, 7)]),
    *((truncates, (a,)) for a in (0.99999, -1.5, 3.0)),
)


def javascript() -> str:
    """Translate all functions of this file."""
    callees = {one.__name__: callee_of(one, KNOWN) for one in FUNCTIONS}
    constants: dict[str, float] = {}
    texts = ["\n".join(translate(one, KNOWN, callees, constants)) for one in FUNCTIONS]
    listed = [f"const {name} = {number!r};" for name, number in constants.items()]
    return "\n".join([script("arrays"), "const $ = in_arrays;", *listed, *texts])


def table_in_javascript() -> str:
    """Write the same table in JavaScript."""
    fields = [
        f"{name}: $.whole({kind}.from({json.dumps(array.flatten().tolist())}), {list(array.shape)})"
        for (name, array), kind in zip(
            list(table()._asdict().items())[:3], ("Float64Array", "Int32Array", "Uint8Array"), strict=True
        )
    ]
    return f"({{ {', '.join(fields)}, height: 7 }})"


def test_numbers_are_the_same(tmp_path: Path) -> None:
    """Call every function in both languages: equal to the last bit.

    Fault: `>>` of JavaScript for that of Python, `//` rounded towards nought, brackets
    left out around a sum, or a loop whose bound is looked at again.
    """
    calls = ", ".join(f"{one.__name__}({', '.join(map(repr, given))})" for one, given in CASES)
    found = in_node(f"{javascript()}\nconst answer = [{calls}];", tmp_path)
    assert found == [one(*given) for one, given in CASES]


def test_arrays_are_the_same(tmp_path: Path) -> None:
    """Read and write elements, rows, columns and stretches in both languages.

    Fault: strides of a column taken for those of a row, or a fill of one element only.
    """
    ours = table()
    expected = [elements(ours, 1, 2), elements(ours, 0, 3), parts(ours)]
    calls = "const t = TABLE; const answer = [[elements(t, 1, 2), elements(t, 0, 3), parts(t)]];"
    rest = "answer.push(...[t.cells, t.deep, t.flags].map((one) => Array.from(one.data)));"
    found = in_node(f"{javascript()}\n{calls.replace('TABLE', table_in_javascript())}\n{rest}", tmp_path)
    kept = [array.flatten().astype(float).tolist() for array in (ours.cells, ours.deep, ours.flags)]
    assert found == [expected, *kept]


def powers(a: float) -> float:
    return a**2.0


def unknown(a: float) -> float:
    return np.exp(a)  # type: ignore[no-any-return]


def comprehension(a: int) -> int:
    return sum(k for k in range(a))


def over_a_list(a: int) -> int:
    for k in (1, 2, 3):
        a += k
    return a


def moved(a: int) -> int:
    for k in range(a):
        k += 1  # noqa: PLW2901
    return a


def after_its_loop(a: int) -> int:
    for k in range(a):
        a += k
    return k


def from_the_end(row: Row) -> float:
    return row[-1]


def two_kinds(a: int) -> int:
    b = 1
    b = a > 2
    return b


def flag_or_number(a: int, b: int) -> int:
    return a or b


def of_flags(a: bool, b: int) -> bool:
    return a == b


def with_a_default(a: int = 3) -> int:
    return a


def of_text(a: str) -> int:
    return 3


def called_new(new: int) -> int:
    return new


def too_large(a: int) -> int:
    return a + 9007199254740993


def with_a_try(a: int) -> int:
    try:
        return a
    finally:
        a = 2


REFUSED = {
    powers: "a ** 2.0",
    unknown: "np.exp(a)",
    comprehension: "a call of 'sum'",
    over_a_list: "for k in (1, 2, 3):",
    moved: "'k'",
    after_its_loop: "the name 'k'",
    from_the_end: "-1",
    two_kinds: "two kinds of value in 'b'",
    flag_or_number: "in and/or",
    of_flags: "the comparison of flags",
    with_a_default: "defaults",
    of_text: "annotation of 'a'",
    called_new: "'new'",
    too_large: "9007199254740993",
    with_a_try: "try",
}


@pytest.mark.parametrize("function", REFUSED)
def test_what_has_no_translation_is_refused_at_its_place(function: Callable[..., Any]) -> None:
    """Say file, line, what it is, and what is allowed.

    Fault: a construct that is passed through because JavaScript happens to read it.
    """
    with pytest.raises(TranslationError) as refusal:
        translate(function, KNOWN, {}, {})
    told = str(refusal.value)
    first = function.__code__.co_firstlineno
    place, line, message = told.split(":", 2)
    assert place.endswith("test_translating.py")
    assert first <= int(line) <= first + 4
    assert REFUSED[function] in message.splitlines()[0]
    assert "allowed: " in told

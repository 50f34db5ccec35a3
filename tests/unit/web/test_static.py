"""What is written by hand in JavaScript, and that what is generated is up to date."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import pytest

from infosim.draws import uniform
from infosim.web.script import ENGINE, STATIC, script, wrapped
from infosim.web.translation.translate import TARGET, kernels_text
from machines import in_node

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


def test_kernels_are_up_to_date() -> None:
    """Translate again, and compare with the file that is committed.

    Fault: a rule edited without `make browser`.
    """
    assert TARGET.read_text(encoding="utf-8") == kernels_text(), "run `make browser`"


def test_published_vectors(tmp_path: Path) -> None:
    """Fault: the carry of the lower halves left out of the upper word of a product."""
    calls = ", ".join(
        f"in_philox.philox({', '.join(map(str, (*key, *counter)))})" for key, counter, _ in KNOWN
    )
    found = in_node(f"{script('philox')}\nconst answer = [{calls}];", tmp_path)
    assert found == [list(words) for _, _, words in KNOWN]


def test_uniforms_are_the_same_bits(tmp_path: Path) -> None:
    """Compare 20,000 draws of words from all of 32 bits, and of small ones.

    Fault: a word with its upper bit set that is taken for a negative number.
    """
    large = np.random.Generator(np.random.PCG64(5)).integers(0, 2**32, (10_000, 6))  # noqa: TID251
    words = np.concatenate([large, large >> 24])
    text = f"const words = {words.tolist()};\nconst answer = words.map((w) => in_philox.uniform(...w));"
    expected = [uniform(*(int(word) for word in row)) for row in words]
    assert in_node(f"{script('philox')}\n{text}", tmp_path) == expected


def test_sha256(tmp_path: Path) -> None:
    """Compare lengths around those at which a block more is needed, in one piece and in two.

    Fault: the length written in bytes, or a piece that begins a block of its own.
    """
    lengths = (0, 1, 55, 56, 63, 64, 65, 119, 120, 1000)
    bytes_of = "(n) => Uint8Array.from({ length: n }, (_, i) => (7 * i + n) % 256)"
    pieces = (
        "[in_sha256.sha256([make(n)]), in_sha256.sha256([make(n).slice(0, n >> 1), make(n).slice(n >> 1)])]"
    )
    text = f"const make = {bytes_of};\nconst answer = {list(lengths)}.map((n) => {pieces});"
    expected = [hashlib.sha256(bytes((7 * i + n) % 256 for i in range(n))).hexdigest() for n in lengths]
    assert in_node(f"{script('sha256')}\n{text}", tmp_path) == [[one, one] for one in expected]


def test_static_files_are_modules_without_a_library() -> None:
    """Fault: a module that loads something from elsewhere."""
    assert {path.stem for path in STATIC.glob("*.js")} >= set(ENGINE)
    for path in STATIC.glob("*.js"):
        # The name of the elements of SVG looks like an address, and nothing is loaded from there.
        text = path.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
        assert "http" not in text, path.name
        assert "import(" not in text, path.name


def test_what_cannot_be_joined_is_refused() -> None:
    """Fault: an `export default` that silently exports nothing in a joined script."""
    with pytest.raises(ValueError, match=r"odd\.js"):
        wrapped("odd", "export default 3;\n")

"""The kernels give the same bits as plain Python, without any compiler."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

import digests
from digests import digests_of

NUMBERS = list(range(24))


@pytest.mark.usefixtures("warm_engines")
def test_interpreted_kernels_agree_with_compiled_ones() -> None:
    """Run the kernels in a process without numba's compiler, where a warning is an error.

    Fault: a kernel that relies on 32-bit overflow, on fused multiply-add or on a
    constant frozen at compile time.
    """
    environment = os.environ | {
        "NUMBA_DISABLE_JIT": "1",
        "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
    }
    words = [sys.executable, "-W", "error", digests.__file__, *map(str, NUMBERS)]
    done = subprocess.run(words, env=environment, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    assert len(json.loads(done.stdout)) >= 20
    assert json.loads(done.stdout) == digests_of(NUMBERS, "compiled")

"""The loops of the network package, compiled when one of them is first needed."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from types import ModuleType
from typing import Any

from infosim import draws
from infosim.compiling import compile_together


@cache
def compiled(module: ModuleType) -> dict[str, Callable[..., Any]]:
    """Compile the loops of a module, or take them from the cache.

    Parameters
    ----------
    module : module
        Its ``KERNELS`` call each other, callees first, and draws; its ``VERBS`` are those
        that Python calls. They allocate nothing, and give the same bits when they are
        run as plain Python.

    Returns
    -------
    dict of the compiled functions by name
    """
    return compile_together(module.KERNELS, module.VERBS, (draws, module))

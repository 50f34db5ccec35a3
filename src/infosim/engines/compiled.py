"""The compiled engine: the kernels, compiled by numba around the chosen rules.

Compiled code is kept on disk under a digest of everything that goes into it (LAW
8): numba itself does not notice an edited rule in another file.
"""

from __future__ import annotations

import contextlib
import hashlib
import inspect
import os
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from types import FunctionType
from typing import Any, cast, get_type_hints

import numba
import numpy as np
import platformdirs
from numpy.typing import NDArray

from infosim import draws, world
from infosim.engines import state
from infosim.engines.kernels import KERNELS, MODULES, RULES, VERBS
from infosim.engines.kernels.work import Column, Ids, Row, new_work
from infosim.engines.state import Setting, State
from infosim.rules import persuasion_rule
from infosim.world import Effects, Marks

DRAWS = (draws.philox, draws.uniform, draws.episode_word, state.posts_in, state.change_code)


class CompiledEngine:
    """Runs the kernels over the state of one run.

    Attributes
    ----------
    setting, state, effects, marks : the arrays of this run
    now : int, the present step
    """

    def __init__(
        self, setting: Setting, state: State, effects: Effects, marks: Marks, persuasion: str
    ) -> None:
        self.setting, self.state, self.effects, self.marks = setting, state, effects, marks
        self.now = 0
        self._work = new_work(*state.stance.shape)
        tuples = (setting, state, effects, marks, self._work)
        types = tuple((type(one), numba.typeof(one)) for one in tuples)  # type: ignore[no-untyped-call]
        self._kernel = compiled_kernels(persuasion_rule(persuasion), types)

    def begin(self, step: int) -> None:
        """Start a step: nothing is posted, heard or counted yet."""
        self.now = step
        self._kernel["begin"](self.state, self._work)

    def seed(self, claim: int, people: NDArray[np.int64]) -> None:
        """Let people start a claim."""
        self._kernel["seed"](self.setting, self.state, self._work, claim, people, self.now)

    def publish(
        self, claim: int, audience: NDArray[np.int64], sources: NDArray[np.int64], outlet: int
    ) -> None:
        """Show a correction to an audience, and let sources pass it on."""
        arrays = (self.setting, self.state, self._work)
        self._kernel["publish"](*arrays, claim, audience, sources, outlet, self.now)

    def share(self) -> None:
        """Let everybody decide what to pass on."""
        self._kernel["share"](self.setting, self.state, self.effects, self.marks, self._work, self.now)

    def expose(self) -> None:
        """Let everybody see what contacts posted."""
        self._kernel["expose"](self.setting, self.state, self._work, self.now)

    def respond(self) -> None:
        """Let everybody respond to what was seen."""
        self._kernel["respond"](self.setting, self.state, self.effects, self.marks, self._work, self.now)

    def fade(self) -> None:
        """Let beliefs, corrections and patience run out."""
        self._kernel["fade"](self.setting, self.state, self._work, self.now)

    def act(self) -> None:
        """Share, expose, respond and fade, in one call."""
        self._kernel["act"](self.setting, self.state, self.effects, self.marks, self._work, self.now)

    def changes(self) -> NDArray[np.int64]:
        """List this step's changes of stance as codes, in no particular order."""
        return self._work.change[: self._work.n_changes[0]]


@lru_cache(maxsize=16)
def compiled_kernels(
    persuade: Callable[..., float], types: tuple[tuple[type, Any], ...]
) -> dict[str, Callable[..., Any]]:
    """Compile the kernels around a persuasion rule, or take them from the cache.

    Parameters
    ----------
    persuade : the rule
    types : the numba type of each named tuple
    """
    folder = cache_folder(source_digest(persuade))
    if folder is not None:
        numba.config.CACHE_DIR = str(folder)  # type: ignore[attr-defined]
    known = dict(types) | SCALARS
    compiled: dict[str, Any] = {}
    compiled["persuade"] = _compile(persuade, {}, known, keep=folder is not None)
    functions: tuple[Callable[..., Any], ...] = (*DRAWS, *RULES, *KERNELS)
    for function in functions:
        compiled[function.__name__] = _compile(function, compiled, known, keep=folder is not None)
    return compiled


SCALARS: dict[Any, Any] = {
    int: numba.int64,
    Any: numba.int64,
    float: numba.float64,
    bool: numba.boolean,
    Row: numba.float64[::1],
    Column: numba.float64[:],
    Ids: numba.int64[::1],
}
"""Numba's types of what kernels are given; the words of a draw are whole numbers."""


def _compile(
    function: Callable[..., Any], compiled: dict[str, Any], known: dict[Any, Any], *, keep: bool
) -> Any:
    """Compile a function, once, for the types it is annotated with.

    It sees the compiled forms of those it calls. Fixed types keep numba from making
    a variant for every constant; only what Python calls gets a wrapper.
    """
    assert isinstance(function, FunctionType)
    hints = get_type_hints(function, include_extras=True)
    signature = tuple(known[hint] for name, hint in hints.items() if name != "return")
    scope = {**function.__globals__, **compiled}
    bound = FunctionType(function.__code__, scope, function.__name__, function.__defaults__)
    bound.__qualname__, bound.__module__ = function.__qualname__, function.__module__
    is_verb = function in VERBS
    compiler = cast(Callable[..., Any], numba.njit)
    return compiler(
        [signature],
        nogil=True,
        cache=keep,
        no_cpython_wrapper=not is_verb,
        no_cfunc_wrapper=True,
        # Kernels allocate nothing, so counting references to arrays would be for nothing,
        # and it took most of the time: two atomic operations at each mention of an array.
        _nrt=False,
    )(bound)


def source_digest(persuade: Callable[..., Any]) -> str:
    """Digest the sources of all that is compiled, and the compiler's version."""
    sources = [inspect.getsource(source) for source in (draws, state, world, *MODULES, _compile, persuade)]
    sources += [numba.__version__, np.__version__]
    return hashlib.sha256("\0".join(sources).encode()).hexdigest()[:24]


def cache_folder(digest: str) -> Path | None:
    """Find the folder for compiled code; None where nothing can be kept."""
    folder = Path(platformdirs.user_cache_dir("infosim")) / "kernels" / digest
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
    return folder if os.access(folder, os.W_OK) else None

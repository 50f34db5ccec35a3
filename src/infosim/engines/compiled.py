"""The compiled engine: the kernels, compiled by numba around the chosen rules.

Compiled code is kept on disk under a digest of everything that goes into it (LAW
8): numba itself does not notice an edited rule in another file.
"""

from __future__ import annotations

import hashlib
import inspect
import os
import tempfile
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from types import FunctionType
from typing import Any, get_type_hints

import numba
import numpy as np
import platformdirs
from numpy.typing import NDArray

from infosim import draws
from infosim.engines import kernels
from infosim.engines.kernels import KERNELS, NEVER, RULES, VERBS, Column, Ids, Row, Work
from infosim.engines.state import Setting, State, change_code
from infosim.rules import PERSUASION
from infosim.world import Effects, Marks

DRAWS = (draws.philox, draws.uniform, draws.episode_word, change_code)


class CompiledEngine:
    """Runs the kernels over the state of one run.

    Attributes
    ----------
    setting, state, effects, marks : the arrays of this run
    now : int, the present step
    """

    def __init__(self, setting: Setting, state: State, effects: Effects, marks: Marks, persuasion: str) -> None:
        self.setting, self.state, self.effects, self.marks = setting, state, effects, marks
        self.now = 0
        self._work = new_work(*state.stance.shape)
        tuples = (setting, state, effects, marks, self._work)
        types = tuple((type(one), numba.typeof(one)) for one in tuples)
        self._kernel = compiled_kernels(PERSUASION[persuasion], types)

    def begin(self, step: int) -> None:
        """Start a step: nothing is posted, heard or counted yet."""
        self.now = step
        self._kernel["begin"](self.state, self._work)

    def seed(self, claim: int, people: NDArray[np.int64]) -> None:
        """Let people start a claim."""
        self._kernel["seed"](self.setting, self.state, self._work, claim, people, self.now)

    def publish(self, claim: int, audience: NDArray[np.int64], sources: NDArray[np.int64]) -> None:
        """Show a correction to an audience, and let sources pass it on."""
        self._kernel["publish"](self.setting, self.state, self._work, claim, audience, sources, self.now)

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

    def changes(self) -> NDArray[np.int64]:
        """List this step's changes of stance as codes, in no particular order."""
        return self._work.change[: self._work.n_changes[0]]


def new_work(n_claims: int, n_people: int) -> Work:
    """Make the lists and timers of a run that has not begun."""
    shape = (n_claims, n_people)

    def lists() -> NDArray[np.int32]:
        return np.zeros(shape, dtype=np.int32)

    def lengths() -> NDArray[np.int64]:
        return np.zeros(n_claims, dtype=np.int64)

    return Work(
        interested=lists(),
        n_interested=lengths(),
        is_interested=np.zeros(shape, dtype=np.bool_),
        posted=lists(),
        n_posted=lengths(),
        reached=lists(),
        n_reached=lengths(),
        unthinking_until=lists(),
        sharing_until=lists(),
        fades_at=np.full(shape, NEVER, dtype=np.int32),
        n_known=lengths(),
        # A seed that was corrected changes twice, and everybody may change once more.
        change=np.zeros(4 * n_claims * n_people, dtype=np.int64),
        n_changes=np.zeros(1, dtype=np.int64),
    )


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
    numba.config.CACHE_DIR = str(cache_folder(source_digest(persuade)))
    known = dict(types) | SCALARS
    compiled: dict[str, Any] = {}
    for function in (*DRAWS, *RULES):
        compiled[function.__name__] = _compile(function, compiled, known)
    compiled["persuade"] = _compile(persuade, {}, known)
    for function in KERNELS:
        compiled[function.__name__] = _compile(function, compiled, known)
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


def _compile(function: Callable[..., Any], compiled: dict[str, Any], known: dict[Any, Any]) -> Any:
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
    is_inner = function not in VERBS
    return numba.njit([signature], nogil=True, cache=True, no_cpython_wrapper=is_inner, no_cfunc_wrapper=True)(bound)


def source_digest(persuade: Callable[..., Any]) -> str:
    """Digest the sources of all that is compiled, and the compiler's version."""
    sources = [inspect.getsource(function) for function in (*DRAWS, *RULES, persuade)]
    sources += [inspect.getsource(kernels), numba.__version__, np.__version__]
    return hashlib.sha256("\0".join(sources).encode()).hexdigest()[:24]


def cache_folder(digest: str) -> Path:
    """Find a folder for compiled code; a temporary one where home is read-only."""
    folder = Path(platformdirs.user_cache_dir("infosim")) / "kernels" / digest
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        pass
    if os.access(folder, os.W_OK):
        return folder
    return Path(tempfile.gettempdir()) / f"infosim-kernels-{digest}"

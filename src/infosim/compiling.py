"""Compiling plain Python: the one door to numba.

Functions are written and tested as plain Python. Here each is compiled once, for the
types of its annotations, so that numba makes no variant for every constant. Compiled
code is kept on disk under a digest of everything that goes into it (LAW 8): numba
itself does not notice an edited rule in another file.
"""

from __future__ import annotations

import contextlib
import hashlib
import inspect
import logging
import os
import threading
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Annotated, Any, cast, get_type_hints

import numpy as np
import platformdirs
from numpy.typing import NDArray

log = logging.getLogger("infosim")

Row = Annotated[NDArray[np.float64], "contiguous"]
Column = Annotated[NDArray[np.float64], "strided"]
Ids = Annotated[NDArray[np.int64], "contiguous"]
People = Annotated[NDArray[np.int32], "contiguous"]
Flags = Annotated[NDArray[np.bool_], "contiguous"]
Bytes = Annotated[NDArray[np.int8], "contiguous"]
Numbers = Annotated[NDArray[np.int32], "strided"]
"""What kernels are given, besides numbers and named tuples."""


def prefetch(array: Any, k: int, i: int) -> None:
    """Ask for the memory of ``array[k, i]`` ahead of time; changes nothing, and does nothing interpreted."""


def prefetch_from(array: Any, i: int) -> None:
    """Ask likewise for the memory of ``array[i]``."""


Source = ModuleType | Callable[..., Any] | str

COMPLETE = "complete"
"""File that says that everything under a digest has been compiled."""

_ALONE = threading.RLock()
"""Held while compiling: numba has one folder for all that is compiled, whoever asks for it."""


def compile_together(
    functions: Sequence[Callable[..., Any]],
    verbs: Sequence[Callable[..., Any]],
    sources: Sequence[Source],
    types: Mapping[Any, Any] | None = None,
    names: Mapping[str, Callable[..., Any]] | None = None,
) -> dict[str, Callable[..., Any]]:
    """Compile functions that call each other, or take them from the cache.

    Parameters
    ----------
    functions : in the order in which they call each other, callees first
        All arguments annotated, with whole numbers, floats, flags, the arrays named in
        this module, or what `types` knows. They allocate nothing.
    verbs : those of them that Python calls; the others only call each other
    sources : modules and functions whose text decides whether the cache is valid, or digests
    types : numba's types of further annotations
    names : functions that go by another name where they are called

    Returns
    -------
    dict of the compiled functions by name
    """
    with _ALONE:
        return _compile_all(functions, verbs, sources, types or {}, names or {})


def _compile_all(
    functions: Sequence[Callable[..., Any]],
    verbs: Sequence[Callable[..., Any]],
    sources: Sequence[Source],
    types: Mapping[Any, Any],
    names: Mapping[str, Callable[..., Any]],
) -> dict[str, Callable[..., Any]]:
    """Compile functions while nobody else does, or another thread would turn to another folder meanwhile."""
    import numba  # noqa: PLC0415  slow to load

    known = {**scalar_types(), **types}
    called = [*(verb.__name__ for verb in verbs), *map(str, types.values())]
    folder = cache_folder(digest_of([*sources, *names.values()], called))
    use_folder(folder)
    if not is_interpreted():
        if folder is not None and (folder / COMPLETE).exists():
            # The code of a verb has in it all that it calls, so nothing else has to be read. Without
            # its code numba would compile it, and stop at the first call of a plain function.
            with contextlib.suppress(numba.core.errors.NumbaError):
                return _bind([(verb.__name__, verb) for verb in verbs], verbs, known, is_kept=True)
        announce()
    renamed = {function: name for name, function in names.items()}
    named = [(renamed.get(function, function.__name__), function) for function in (*renamed, *functions)]
    compiled = _bind(named, verbs, known, is_kept=folder is not None)
    if folder is not None:
        with contextlib.suppress(OSError):
            (folder / COMPLETE).touch()
    return compiled


def _bind(
    named: Sequence[tuple[str, Callable[..., Any]]],
    verbs: Sequence[Callable[..., Any]],
    known: dict[Any, Any],
    *,
    is_kept: bool,
) -> dict[str, Callable[..., Any]]:
    """Compile functions one after the other, or read their code; each sees those before it."""
    compiled: dict[str, Any] = {"prefetch": compiled_prefetch(2), "prefetch_from": compiled_prefetch(1)}
    for name, function in named:
        compiled[name] = _compile(function, compiled, known, is_verb=function in verbs, is_kept=is_kept)
    return compiled


def trial(function: Callable[..., Any]) -> str:
    """Compile a function of numbers alone; say in a line why it cannot be, or nothing.

    Parameters
    ----------
    function : with whole numbers and floats as arguments, all annotated
    """
    import numba  # noqa: PLC0415  slow to load

    known = scalar_types()
    signature = tuple(known[kind] for name, kind in get_type_hints(function).items() if name != "return")
    try:
        cast(Callable[..., Any], numba.njit)([signature])(function)
    except numba.core.errors.NumbaError as error:
        told = [line.strip() for line in str(error).splitlines() if line.strip()]
        return next((line for line in told if not line.startswith("Failed in")), type(error).__name__)
    return ""


def is_interpreted() -> bool:
    """Tell whether numba is told to compile nothing (NUMBA_DISABLE_JIT)."""
    import numba  # noqa: PLC0415  slow to load

    return bool(numba.config.DISABLE_JIT)  # type: ignore[attr-defined]


@lru_cache(maxsize=1)
def announce() -> None:
    """Say, once, why this takes longer than the next time."""
    log.info("compiling kernels, first time only")


def scalar_types() -> dict[Any, Any]:
    """Give numba's types of what every kernel may be given; the words of a draw are whole numbers."""
    import numba  # noqa: PLC0415  slow to load

    return {
        int: numba.int64,
        Any: numba.int64,
        float: numba.float64,
        bool: numba.boolean,
        Row: numba.float64[::1],
        Column: numba.float64[:],
        Ids: numba.int64[::1],
        People: numba.int32[::1],
        Flags: numba.boolean[::1],
        Bytes: numba.int8[::1],
        Numbers: numba.int32[:],
    }


def layout(given: Any) -> tuple[Any, ...]:
    """Describe a named tuple as far as compiled code depends on it: the arrays, and how they lie in memory.

    Asked before each run, so it has to be quicker than to ask numba for the types.
    """
    arrays = ((one.dtype.char, one.flags) for one in given if isinstance(one, np.ndarray))
    return (type(given), *((char, f.c_contiguous, f.f_contiguous, f.writeable) for char, f in arrays))


def type_of(value: Any) -> Any:
    """Give numba's type of a value, such as a named tuple of arrays."""
    import numba  # noqa: PLC0415  slow to load

    return numba.typeof(value)  # type: ignore[no-untyped-call]


def _compile(
    function: Callable[..., Any],
    compiled: dict[str, Any],
    known: dict[Any, Any],
    *,
    is_verb: bool,
    is_kept: bool,
) -> Any:
    """Compile a function for the types it is annotated with; it sees the compiled forms of those it calls."""
    import numba  # noqa: PLC0415  slow to load

    assert isinstance(function, FunctionType)
    hints = get_type_hints(function, include_extras=True)
    signature = tuple(known[hint] for name, hint in hints.items() if name != "return")
    scope = {**function.__globals__, **compiled}
    bound = FunctionType(function.__code__, scope, function.__name__, function.__defaults__)
    bound.__qualname__, bound.__module__ = function.__qualname__, scope["__name__"]
    compiler = cast(Callable[..., Any], numba.njit)
    return compiler(
        [signature],
        nogil=True,
        cache=is_kept and is_verb,
        no_cpython_wrapper=not is_verb,
        no_cfunc_wrapper=True,
        # A call would hand over every number of every array of every named tuple.
        forceinline=not is_verb,
        # Kernels allocate nothing, so counting references to arrays would be for nothing,
        # and it took most of the time: two atomic operations at each mention of an array.
        _nrt=False,
    )(bound)


@lru_cache(maxsize=2)
def compiled_prefetch(n_places: int) -> Any:
    """Make the form of `prefetch` or `prefetch_from` that kernels call: one machine instruction."""
    import numba  # noqa: PLC0415  slow to load
    from llvmlite import ir  # noqa: PLC0415
    from numba.core import cgutils  # noqa: PLC0415

    if is_interpreted():
        return prefetch if n_places == 2 else prefetch_from

    def build(context: Any, builder: Any, signature: Any, given: Any) -> Any:
        array = context.make_array(signature.args[0])(context, builder, given[0])
        strides = cgutils.unpack_tuple(builder, array.strides)  # type: ignore[no-untyped-call]
        offsets = [builder.mul(stride, place) for stride, place in zip(strides, given[1:], strict=False)]
        word, byte = ir.IntType(32), ir.IntType(8).as_pointer()
        offset = builder.add(*offsets) if n_places == 2 else offsets[0]
        place = builder.gep(builder.bitcast(array.data, byte), [offset])
        form = ir.FunctionType(ir.VoidType(), [byte, word, word, word])
        function = cgutils.get_or_insert_function(  # type: ignore[no-untyped-call]
            builder.module, form, "llvm.prefetch.p0"
        )
        # To be written to, and to be kept in all caches.
        builder.call(function, [place, *(ir.Constant(word, n) for n in (1, 3, 1))])
        return context.get_dummy_value()

    @numba.extending.intrinsic
    def ahead_2(typing_context: Any, array: Any, k: Any, i: Any) -> Any:
        return numba.void(array, numba.int64, numba.int64), build

    @numba.extending.intrinsic
    def ahead_1(typing_context: Any, array: Any, i: Any) -> Any:
        return numba.void(array, numba.int64), build

    return ahead_2 if n_places == 2 else ahead_1


def digest_of(sources: Sequence[Source], called: Sequence[str]) -> str:
    """Digest the sources of all that is compiled, what is called for which types, and the version.

    One folder for each set of types: two processes that compile for different ones at the
    same time would write over each other's files.
    """
    import numba  # noqa: PLC0415  slow to load

    texts = [
        source if isinstance(source, str) else inspect.getsource(source)
        for source in (*sources, _compile, compiled_prefetch)
    ]
    texts += [*called, numba.__version__, np.__version__]
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()[:24]


def cache_folder(digest: str) -> Path | None:
    """Find the folder for compiled code; None where nothing can be kept."""
    home = kernels_home()
    if home is None:
        return None
    folder = home / digest
    with contextlib.suppress(OSError):
        folder.mkdir(exist_ok=True)
    return folder if os.access(folder, os.W_OK) else None


def kernels_home() -> Path | None:
    """Find where compiled code is kept, in folders by digest; None where nothing can be."""
    home = Path(platformdirs.user_cache_dir("infosim")) / "kernels"
    with contextlib.suppress(OSError):
        home.mkdir(parents=True, exist_ok=True)
    return home if os.access(home, os.W_OK) else None


def kernel_folders() -> list[Path]:
    """List what has been compiled and kept, also by earlier versions."""
    home = kernels_home()
    return [] if home is None else [one.parent for one in home.glob(f"*/{COMPLETE}")]


def use_folder(folder: Path | None) -> None:
    """Tell numba where compiled code is kept."""
    import numba  # noqa: PLC0415  slow to load

    if folder is not None:
        numba.config.CACHE_DIR = str(folder)  # type: ignore[attr-defined]

"""The option --with: a Python file of the user's, named on the command line and nowhere else."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Sequence
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import TYPE_CHECKING

from infosim.errors import InputError, Problem

if TYPE_CHECKING:
    from infosim.scenario.additions import Additions


def added_from(files: Sequence[Path]) -> Additions:
    """Run Python files, and take over the interventions, rules, generators and measures in them.

    Raises
    ------
    InputError
        A file cannot be run, or there is nothing to take over.
    """
    from infosim.scenario.additions import NO_ADDITIONS

    added = NO_ADDITIONS
    for file in files:
        added = added | _from_file(file)
    return added


def _from_file(file: Path) -> Additions:
    from infosim.experiments.adding import written_in
    from infosim.scenario.additions import FROM_A_FILE

    if not file.is_file() or file.suffix != ".py":
        raise InputError(Problem(f"--with: {file} is no Python file", "name one that ends with .py"))
    name = FROM_A_FILE + file.stem
    spec = spec_from_file_location(name, file)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    # Annotations and worker processes look it up there.
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except SyntaxError as error:
        raise InputError(Problem(str(error.msg), "mend it first", str(file), error.lineno or 0, 1)) from None
    except Exception as error:
        raise InputError(f"--with {file}: {blamed(error) or f'{type(error).__name__}: {error}'}") from None
    try:
        return written_in(vars(module), name)
    except InputError as error:
        raise InputError([Problem(one.message, one.remedy, str(file)) for one in error.problems]) from None


def blamed(error: Exception) -> str:
    """Say what a file of the user's has raised, and where in it; nothing if it was not the user's."""
    from infosim.scenario.additions import FROM_A_FILE

    added = [module for name, module in sys.modules.items() if name.startswith(FROM_A_FILE)]
    files = {str(module.__file__) for module in added}
    frames = ((frame.f_code.co_filename, line) for frame, line in traceback.walk_tb(error.__traceback__))
    lines = [(Path(file).name, line) for file, line in frames if file in files]
    if not lines:
        return ""
    told = (str(error).splitlines() or [""])[0]
    return f"{type(error).__name__}: {told} (line {lines[-1][1]} of {lines[-1][0]})"

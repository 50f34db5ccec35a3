"""Where things are kept on Windows and macOS, as far as that can be seen from here."""

from __future__ import annotations

import ast
import ntpath
import re
from pathlib import Path

import platformdirs
import pytest
from platformdirs import windows
from platformdirs.macos import MacOS

from infosim import compiling
from infosim.scenario import shipped

SOURCE = Path(compiling.__file__).parent

ELSEWHERE = {"fcntl", "pwd", "grp", "resource", "termios", "msvcrt", "winreg"}
"""What one system has and another lacks: imported where it is used, if at all."""


@pytest.mark.parametrize(("system", "tail"), [(windows.Windows, "Cache"), (MacOS, "infosim")])
def test_compiled_code_goes_where_the_system_keeps_it(
    system: type[windows.Windows] | type[MacOS], tail: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Ask each system's own rules for the folder, in a home of its own.

    Fault: `~/.cache` written into the code.
    """
    # Where it is set, platformdirs heeds it on macOS as well.
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "AppData" / "Local"))
    monkeypatch.setattr(windows, "get_win_folder", windows.get_win_folder_from_env_vars)
    monkeypatch.setattr(platformdirs, "user_cache_dir", lambda name: system(name, name).user_cache_dir)
    home = compiling.kernels_home()
    assert home is not None
    assert home.name == "kernels"
    assert ntpath.basename(str(home.parent)) == tail
    assert str(home).startswith(str(tmp_path))


def test_only_one_place_decides(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fault: a folder below the user's home that no rule of the system knows."""
    guilty = [
        path.name
        for path in SOURCE.rglob("*.py")
        if re.search(r"Path\.home\(|expanduser|~/|[\"']/tmp", path.read_text(encoding="utf-8"))
    ]
    assert guilty == []


def top_imports(path: Path) -> set[str]:
    """List what a file imports as soon as it is imported."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names: set[str] = set()
    for node in tree.body:
        if isinstance(node, ast.Import):
            names |= {one.name.partition(".")[0] for one in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.partition(".")[0])
    return names


def test_nothing_of_one_system_is_needed_at_once() -> None:
    """Fault: `import fcntl` at the top of a file, and a program that does not start on Windows."""
    assert {
        path.name: sorted(top_imports(path) & ELSEWHERE)
        for path in SOURCE.rglob("*.py")
        if top_imports(path) & ELSEWHERE
    } == {}


def test_names_are_possible_everywhere() -> None:
    """Ids and arms become names of files; Windows refuses some letters and some words.

    Fault: a colon of a time in the name of a file; a study called `aux`.
    """
    reserved = {"con", "prn", "aux", "nul"}
    for name in (*shipped(), *(path.name for path in SOURCE.rglob("*") if "__pycache__" not in path.parts)):
        assert not re.search(r'[<>:"|?*\\]', name)
        assert name.partition(".")[0].lower() not in reserved

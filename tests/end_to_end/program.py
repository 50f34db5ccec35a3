"""The real program in a process of its own, as a user starts it."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kinds import MINIMAL, part
from studies import small, with_arms

UNSETTLED = (
    "FORCE_COLOR",
    "NO_COLOR",
    "COLUMNS",
    "CLICOLOR_FORCE",
    "TTY_COMPATIBLE",
    "PYTHONWARNINGS",
    "PYTHONUNBUFFERED",
)
"""What a developer may have set, and what would change what is printed."""

QUICK = ("--replicates", "2", "--no-figures")


@dataclass(frozen=True)
class Done:
    """How the program ended: its exit code, and what it printed where."""

    code: int
    out: str
    err: str

    def json(self) -> Any:
        """Read stdout, all of it, as one JSON value."""
        assert self.code == 0, self.err
        return json.loads(self.out)


def environment(**changes: str) -> dict[str, str]:
    """Give the environment of the program: the present one, with changes."""
    kept = {name: value for name, value in os.environ.items() if name not in UNSETTLED}
    return kept | changes


def words_of(*words: object) -> list[str]:
    """Give the command that starts the program."""
    return [sys.executable, "-m", "infosim", *map(str, words)]


def infosim(*words: object, folder: Path, **changes: str) -> Done:
    """Start the program in a folder, and wait for its end."""
    done = subprocess.run(
        words_of(*words),
        cwd=folder,
        env=environment(**changes),
        capture_output=True,
        check=False,
        timeout=120,
    )
    return Done(done.returncode, done.stdout.decode(), done.stderr.decode())


def in_terminal(*words: object, folder: Path, typed: str = "", **changes: str) -> tuple[int, str]:
    """Run the program in a terminal of its own, and type; give exit code and all that appeared there."""
    ours, theirs = pty.openpty()
    program = subprocess.Popen(
        words_of(*words),
        cwd=folder,
        env=environment(TERM="xterm-256color", **changes),
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
    )
    os.close(theirs)
    os.write(ours, typed.encode())
    seen = b""
    try:
        while part := os.read(ours, 65536):
            seen += part
    except OSError:
        pass  # The other end is closed: the program has ended.
    os.close(ours)
    return program.wait(timeout=60), seen.decode()


def written_in(folder: Path) -> list[str]:
    """List the files and folders below a folder."""
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


def write_study(folder: Path) -> Path:
    """Write a study of sixty people with one intervention of every kind."""
    parts = [part(kind, kind, start="2 days") for kind in MINIMAL]
    written = with_arms(small(), *parts, none=[], all=[one["id"] for one in parts])
    written["finding"] = {"claim": "All together help.", "test": "averted(all) > 0"}
    path = folder / "all_kinds.json"
    path.write_text(json.dumps(written), encoding="utf-8")
    return path

"""Processes of those who take part: found, started, asked, ended."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
LIBRARY = HERE / "build" / "loops.so"
FLAGS = ("-O3", "-march=native", "-ffp-contract=off", "-shared", "-fPIC")

MODULES = {"graph_tool": "graph_tool", "eon": "EoN"}
"""What is imported, where it is not called like the peer."""


class MissingError(Exception):
    """A peer that is not installed; it is named and passed over."""


def compile_loops() -> None:
    """Compile the loops for this machine, anew if they have changed."""
    compiler = shutil.which("cc")
    if compiler is None:
        raise MissingError("no C compiler")
    sources = sorted((HERE / "loops").glob("*.[ch]"))
    if LIBRARY.exists() and LIBRARY.stat().st_mtime > max(one.stat().st_mtime for one in sources):
        return
    LIBRARY.parent.mkdir(exist_ok=True)
    files = [str(one) for one in sources if one.suffix == ".c"]
    subprocess.run([compiler, *FLAGS, "-o", str(LIBRARY), *files], check=True, timeout=120)


def interpreter_of(peer: str, venv: Path) -> str:
    """Find a Python that can import a peer."""
    if peer == "infosim":
        return sys.executable
    inside = venv / "bin" / "python"
    candidates = [str(inside)] if inside.exists() else []
    if peer in ("numpy", "c") and not candidates:
        candidates.append(sys.executable)
    if peer == "graph_tool":
        candidates.insert(0, "/usr/bin/python3")
    names = (
        ("numpy", "scipy") if peer == "numpy" else ("numpy",) if peer == "c" else (MODULES.get(peer, peer),)
    )
    asked = "".join(f"import importlib.util as u; assert u.find_spec('{name}');" for name in names)
    for python in candidates:
        if not Path(python).exists():
            continue
        if (
            subprocess.run([python, "-c", asked], capture_output=True, timeout=120, check=False).returncode
            == 0
        ):
            return python
    raise MissingError("not installed")


class Worker:
    """One process that runs one simulator on one graph.

    Attributes
    ----------
    peer : name in `cases.NAMES`
    ready : what it said when it was ready: version, CPU seconds of set-up
    memory : peak bytes of the process so far
    """

    def __init__(self, peer: str, job: dict[str, Any], venv: Path) -> None:
        self.peer, self.memory = peer, 0
        kind, _, loop = peer.partition("_") if peer.startswith("c_") else (peer, "", "")
        python = interpreter_of(kind, venv)
        if kind == "c":
            compile_loops()
            job = job | {"loop": loop, "library": str(LIBRARY)}
        self.folder = tempfile.TemporaryDirectory()
        path = Path(self.folder.name) / "job.json"
        path.write_text(json.dumps(job), encoding="utf-8")
        self.errors = (Path(self.folder.name) / "errors.txt").open("w+", encoding="utf-8")
        self.process = subprocess.Popen(
            [python, str(HERE / "peers" / "worker.py"), kind, str(path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.errors,
            env=os.environ | {"OMP_NUM_THREADS": "1"},
            text=True,
        )
        self.ready = self._answer()

    def _answer(self) -> dict[str, Any]:
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            ended = self.process.wait()
            self.errors.seek(0)
            last = self.errors.read().strip().splitlines()[-1:] or [f"no answer, exit code {ended}"]
            self.close()
            raise MissingError(f"failed: {last[0][:200]}")
        return json.loads(line)

    def run(self, seeds: list[int], limit: float = 1e9) -> list[dict[str, Any]]:
        """Simulate once for each seed."""
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps({"seeds": seeds, "limit": limit}) + "\n")
        self.process.stdin.flush()
        answer = self._answer()
        self.memory = answer["memory"]
        return answer["runs"]

    def close(self) -> None:
        """End the process, and take its files away."""
        if self.process.stdin is not None and not self.process.stdin.closed:
            self.process.stdin.close()
        self.process.kill()
        self.process.wait()
        if self.process.stdout is not None:
            self.process.stdout.close()
        self.errors.close()
        self.folder.cleanup()

"""Opening a workshop and packing a folder: what the commands say, write and refuse."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
from pathlib import Path

import pytest

from end_to_end.program import environment, infosim, words_of
from rooms import Server, free_port, workshop


def test_a_port_that_is_taken(tmp_path: Path) -> None:
    """Fault: a traceback, after the runs were made for nothing."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        done = infosim("workshop", "first_steps", "--port", port, folder=tmp_path)
    assert done.code == 2
    assert f"cannot listen at 127.0.0.1:{port}" in done.err
    assert "--port" in done.err
    assert not (tmp_path / "results").exists()


def test_an_address_that_is_not_ours(tmp_path: Path) -> None:
    """Fault: a server that listens at every address because one was misspelt."""
    words = ("workshop", "first_steps", "--lan", "--address", "203.0.113.9", "--port", free_port())
    done = infosim(*words, folder=tmp_path)
    assert done.code == 2
    assert "203.0.113.9 is no address of this machine" in done.err


def test_a_missing_extra_is_told_in_a_sentence(tmp_path: Path) -> None:
    """Fault: an ImportError of a library that nobody has heard of."""
    (tmp_path / "sitecustomize.py").write_text(
        "import importlib.util\nfound = importlib.util.find_spec\n"
        "importlib.util.find_spec = lambda name, *a: None if name == 'segno' else found(name, *a)\n",
        encoding="utf-8",
    )

    path = os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")])
    done = infosim("workshop", "first_steps", folder=tmp_path, PYTHONPATH=path)
    assert done.code == 2
    assert "segno, which is not installed" in done.err
    assert "pip install 'infosim[workshop]'" in done.err


@pytest.mark.slow
def test_it_listens_only_to_this_machine(tmp_path: Path) -> None:
    """Without --lan one socket is open, on the loopback; with it, on the one address that was chosen.

    Fault: a server that listens at 0.0.0.0.
    """
    with workshop(tmp_path) as server:
        assert listening(server) == {"0100007F"}
    with workshop(
        tmp_path / "lan", "first_steps", "--replicates", "2", "--lan", "--address", "127.0.0.77"
    ) as server:
        assert listening(server) == {"4D00007F"}
        assert server.links["join"].startswith("http://127.0.0.77:")


@pytest.mark.slow
def test_a_script_is_told_where_the_pages_are(tmp_path: Path) -> None:
    """Fault: links for people only, which a script has to pick out of sentences."""
    words = words_of("workshop", "first_steps", "--replicates", 2, "--port", free_port(), "--json")
    with subprocess.Popen(
        words, cwd=tmp_path, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as program:
        assert program.stdout is not None
        told = json.loads(program.stdout.readline())
        program.kill()
    assert list(told) == ["trainer", "stage", "join", "code", "session"]
    assert Path(tmp_path, told["session"]).exists()
    assert told["stage"].startswith(told["join"])


def listening(server: Server) -> set[str]:
    """List the addresses at which somebody listens on the server's port, as the kernel writes them."""
    if not Path("/proc/net/tcp").exists():
        pytest.skip("only Linux tells who listens where")
    rows = [line.split() for line in Path("/proc/net/tcp").read_text(encoding="utf-8").splitlines()[1:]]
    ends = [row[1].split(":") for row in rows if row[3] == "0A"]
    return {address for address, port in ends if int(port, 16) == server.port}


def test_a_session_about_something_else_is_refused(tmp_path: Path) -> None:
    """Fault: answers about one study under the curves of another."""
    with workshop(tmp_path) as server:
        assert server.stop() == 0
        port = server.port
    words = ("workshop", "first_steps", "--size", 50, "--replicates", 4, "--port", port)
    done = infosim(*words, folder=tmp_path)
    assert done.code == 2
    assert "about another scenario" in done.err
    assert "--session" in done.err


@pytest.mark.slow
def test_a_folder_for_a_stick(tmp_path: Path) -> None:
    """Pack a folder: every page is there, loads nothing, and leads only to its neighbours.

    Fault: a link to a file that was not written, or cards without the study's interventions.
    """
    done = infosim(
        "pack", "first_steps", "--replicates", 3, "--lang", "fr", "--out", "usb", "--json", folder=tmp_path
    )
    folder, told = tmp_path / "usb", done.json()
    assert (told["study"], told["replicates"]) == ("first_steps", 3)
    names = {path.name for path in folder.iterdir()}
    assert names == {
        "start.html",
        "report.html",
        "playground.html",
        "cards.html",
        "trainer.html",
        "first_steps.yaml",
    }
    start = (folder / "start.html").read_text(encoding="utf-8")
    assert set(re.findall(r'href="([^"]+)"', start)) == {name for name in names if name.endswith("html")} - {
        "start.html"
    }
    for name in ("start.html", "cards.html", "trainer.html"):
        text = (folder / name).read_text(encoding="utf-8")
        assert "default-src 'none'" in text
        assert not re.search(r"<script|src=|https?:", text)
        assert 'lang="fr"' in text
        assert "Brouillon" in text or "relus" in text or "relu" in text
    assert {Path(file).name for file in told["files"]} == names
    cards = (folder / "cards.html").read_text(encoding="utf-8")
    assert cards.count("talk:") == 4
    assert "Ministère de la santé" in cards
    assert infosim("validate", folder / "first_steps.yaml", folder=tmp_path).code == 0


def test_a_language_that_nobody_wrote(tmp_path: Path) -> None:
    """Fault: an empty folder."""
    done = infosim("pack", "first_steps", "--lang", "de", folder=tmp_path)
    assert done.code == 2
    assert "nothing is written in 'de'" in done.err

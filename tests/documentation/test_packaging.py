"""What is given to others: a wheel that works away from the repository, and how it is cited."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from documentation.blocks import REPOSITORY
from end_to_end.program import environment
from infosim.scenario import load, shipped
from infosim.scenario.citing import bibtex, citations

PROJECT = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]

COMMANDS = (
    "list --json",
    "compare first_steps --size 40 --replicates 1 --set time.length=4days --workers 1 --no-figures --json",
    "report first_steps --size 40 --replicates 1 --set time.length=4days --workers 1 --json",
    "playground first_steps --size 40 --set time.length=4days --json",
    "explain awareness_campaign.effect --json",
    "cite first_steps",
    "doctor --json",
)
"""What is tried of an installed wheel."""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build wheel and source archive: the wheel from the archive, as others would."""
    folder = tmp_path_factory.mktemp("dist")
    words = [sys.executable, "-m", "build", "--outdir", str(folder), str(REPOSITORY)]
    done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    return folder


@pytest.fixture(scope="module")
def installed(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the wheel and what it needs into an empty environment; give the folder of its programs."""
    folder = tmp_path_factory.mktemp("venv")
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True, timeout=300)
    programs = folder / ("Scripts" if os.name == "nt" else "bin")
    (wheel,) = built.glob("*.whl")
    words = [str(programs / "python"), "-m", "pip", "install", "--quiet", "--no-compile", str(wheel)]
    done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=900, env=plain())
    assert done.returncode == 0, done.stderr[-2000:]
    return programs


def plain() -> dict[str, str]:
    """Give an environment that knows nothing of the repository.

    The compiler is off: compiling would take most of the time, and gives the same bits.
    """
    kept = environment(NUMBA_DISABLE_JIT="1")
    return {name: value for name, value in kept.items() if not name.startswith(("PYTHON", "VIRTUAL"))}


def said(programs: Path, command: str, folder: Path) -> str:
    """Run an installed infosim somewhere else, and give what it prints."""
    words = [str(programs / "infosim"), *command.split()]
    done = subprocess.run(
        words, cwd=folder, env=plain(), capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 0, f"{command}\n{done.stderr[-2000:]}"
    return done.stdout


@pytest.mark.slow
def test_an_installed_wheel_works(installed: Path, tmp_path: Path) -> None:
    """Install it away from the repository, and run what a user runs first; the digest is that of the source.

    Fault: scenarios, the evidence table or the parts of a page that are left out of the wheel.
    """
    told = {command.split()[0]: said(installed, command, tmp_path) for command in COMMANDS}
    assert [one["id"] for one in json.loads(told["list"])] == list(shipped())
    for page in ("report", "playground"):
        (file,) = json.loads(told[page])["files"]
        assert (tmp_path / file).read_text(encoding="utf-8").startswith("<!")
    assert told["cite"] == bibtex(citations(load("first_steps")))
    assert all(not one["remedy"] for one in json.loads(told["doctor"]) if one["is_vital"])
    where = said_by_python(installed, "import infosim; print(infosim.__file__)", tmp_path)
    assert str(REPOSITORY) not in where
    words = [sys.executable, "-m", "infosim", *COMMANDS[1].split()]
    ours = subprocess.run(
        words, cwd=tmp_path, env=environment(), capture_output=True, check=True, timeout=300
    )
    assert json.loads(told["compare"])["digest"] == json.loads(ours.stdout)["digest"]


@pytest.mark.slow
def test_an_extra_that_is_missing_is_named(installed: Path, tmp_path: Path) -> None:
    """Ask the empty environment for what needs an extra: one sentence that names it.

    Fault: a library of an extra that is imported by everybody.
    """
    code = "import infosim.experiments.sweep.export as it; it.to_parquet(it.Columns(('a',), ((1,),)))"
    words = [str(installed / "python"), "-c", code]
    done = subprocess.run(words, cwd=tmp_path, env=plain(), capture_output=True, text=True, check=False)
    assert "pip install 'infosim[parquet]'" in done.stderr.splitlines()[-1]
    words = [str(installed / "infosim"), "workshop", "first_steps"]
    done = subprocess.run(words, cwd=tmp_path, env=plain(), capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "pip install 'infosim[workshop]'" in done.stderr


def said_by_python(programs: Path, code: str, folder: Path) -> str:
    """Run a line of Python in the environment."""
    words = [str(programs / "python"), "-c", code]
    return subprocess.run(words, cwd=folder, env=plain(), capture_output=True, text=True, check=True).stdout


@pytest.mark.slow
def test_what_is_in_the_archives(built: Path) -> None:
    """Fault: pictures that make the archive forty times as large; a `py.typed` that is left out."""
    (wheel,) = built.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    source = REPOSITORY / "src" / "infosim"
    ours = {
        f"infosim/{path.relative_to(source).as_posix()}"
        for path in source.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert ours - names == set()
    assert {f"infosim/_scenarios/{path.name}" for path in shipped().values()} <= names
    (archive,) = built.glob("*.tar.gz")
    assert archive.stat().st_size < 5e6
    with tarfile.open(archive) as opened:
        inside = {name.partition("/")[2] for name in opened.getnames()}
    assert {"README.md", "LICENSE", "CITATION.cff", "docs/model.md", "tests/conftest.py"} <= inside


def test_versions_agree() -> None:
    """Fault: a version that is raised in one of four places."""
    from infosim import __version__

    cff = YAML(typ="safe").load(REPOSITORY / "CITATION.cff")
    meta = json.loads((REPOSITORY / "codemeta.json").read_text(encoding="utf-8"))
    assert {PROJECT["version"], cff["version"], meta["version"], __version__} == {__version__}
    assert f"## [{__version__}]" in (REPOSITORY / "CHANGELOG.md").read_text(encoding="utf-8")


def test_citation_and_metadata_say_the_same() -> None:
    """Compare CITATION.cff, codemeta.json, pyproject.toml and `infosim cite`.

    Fault: a licence or a title that differs from one to the other.
    """
    cff = YAML(typ="safe").load(REPOSITORY / "CITATION.cff")
    meta = json.loads((REPOSITORY / "codemeta.json").read_text(encoding="utf-8"))
    assert cff["cff-version"] == "1.2.0"
    assert {"message", "title", "authors"} <= set(cff)
    assert cff["license"] == PROJECT["license"]
    assert meta["license"] == f"https://spdx.org/licenses/{cff['license']}"
    assert meta["name"] == PROJECT["name"]
    assert meta["description"] == " ".join(cff["abstract"].split())
    assert meta["keywords"] == cff["keywords"] == PROJECT["keywords"]
    assert [one["name"] for one in meta["author"]] == [one["name"] for one in cff["authors"]]
    wanted = [re.split(r"[<>=~! ]", one)[0] for one in PROJECT["dependencies"]]
    assert [one["name"] for one in meta["softwareRequirements"]] == wanted
    assert cff["title"] in bibtex(citations(load("first_steps")))
    assert meta["@context"] == "https://w3id.org/codemeta/3.0"


TERMS = {
    *("@context", "@type", "name", "description", "version", "license", "author", "keywords", "readme"),
    *("programmingLanguage", "operatingSystem", "applicationCategory", "developmentStatus"),
    *("softwareHelp", "softwareRequirements"),
}
"""Terms of CodeMeta 3.0 that are used; another one is looked up there before it is added here."""


def test_metadata_uses_known_terms() -> None:
    """Fault: a key that CodeMeta does not know, which readers pass over in silence."""
    meta = json.loads((REPOSITORY / "codemeta.json").read_text(encoding="utf-8"))
    assert set(meta) == TERMS
    parts = [meta["programmingLanguage"], *meta["author"], *meta["softwareRequirements"]]
    assert all(set(part) <= {"@type", "name", "version"} for part in parts)


def test_every_lower_bound_is_tried() -> None:
    """Fault: a dependency that is raised in `pyproject.toml` and not where the lowest ones are tried."""
    floors = dict(
        re.match(r"([\w.-]+)>=([\d.]+)", one).groups()  # type: ignore[union-attr]
        for one in PROJECT["dependencies"]
    )
    pinned = dict(
        line.split("==")
        for line in (REPOSITORY / "constraints" / "lowest.txt").read_text(encoding="utf-8").splitlines()
        if "==" in line and not line.startswith("#")
    )
    assert {name: pinned[name] for name in floors} == floors
    assert all("<" in one for one in PROJECT["dependencies"])

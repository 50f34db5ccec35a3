"""Every command has an example and speaks JSON; the shell completes; a new scenario is asked for."""

from __future__ import annotations

import inspect
import json
import os
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from pages.commands import commands

from end_to_end.program import QUICK, environment, in_terminal, infosim
from infosim.cli.examples import EXAMPLES
from infosim.scenario import load, shipped

COMMANDS = {name.removeprefix("infosim "): command for name, command in commands().items()}

WITHOUT_JSON = {"schema": "it prints JSON and nothing else anyway"}
"""Commands without `--json`, and why."""


def options_of(command: Any) -> set[str]:
    """List the options that a command has."""
    return {option for part in command.params for option in part.opts if option.startswith("--")}


def test_every_command_has_an_example() -> None:
    """Fault: a command that is added to the program and not to the examples."""
    assert set(EXAMPLES) == set(COMMANDS)
    assert all(EXAMPLES.values())


@pytest.mark.parametrize("name", COMMANDS)
def test_examples_are_shown_and_understood(name: str) -> None:
    """Find each example in the help, on a line of its own, and let the program read it.

    Fault: an option of an example that was renamed; an example that is wrapped in two.
    """
    command = COMMANDS[name]
    context = command.make_context(f"infosim {name}", [], resilient_parsing=True)
    lines = [line.strip() for line in command.get_help(context).splitlines()]
    for typed in EXAMPLES[name]:
        assert typed in lines
        words = shlex.split(typed.partition(">")[0])
        assert words[: 1 + len(name.split())] == ["infosim", *name.split()]
        command.make_context(f"infosim {name}", words[1 + len(name.split()) :])


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_speaks_json(name: str) -> None:
    """Fault: a command whose answer a script has to pick out of a table."""
    assert ("--json" in options_of(COMMANDS[name])) == (name not in WITHOUT_JSON)


@pytest.mark.parametrize("name", COMMANDS)
def test_help_says_everything(name: str) -> None:
    """Fault: an option without a word; a docstring that begins with what the command is, not what it does."""
    command = COMMANDS[name]
    first = inspect.cleandoc(command.help).partition("\n")[0]
    assert first[0].isupper()
    assert first.endswith(".")
    context = command.make_context(f"infosim {name}", [], resilient_parsing=True)
    told = [part.get_help_record(context) for part in command.params]
    assert [option for option, words in filter(None, told) if not words] == []


LIGHT: dict[str, type] = {
    "list --json": list,
    "show first_steps --json": dict,
    "show first_steps --origin --json": dict,
    "validate first_steps bhutan_2022 --json": list,
    "new my_village --json": dict,
    "doctor --json": list,
    "explain claim.plausibility --json": list,
    "cite first_steps --json": list,
    "diff first_steps bhutan_2022 --json": list,
    "schema": dict,
}


@pytest.mark.parametrize("typed", LIGHT)
def test_json_is_all_that_is_printed(typed: str, tmp_path: Path) -> None:
    """Fault: a line for people before the object."""
    assert isinstance(infosim(*typed.split(), folder=tmp_path).json(), LIGHT[typed])


@pytest.mark.slow
def test_json_of_what_runs(tmp_path: Path) -> None:
    """Fault: `verify` says in words only where engines differ; a report that does not say where it is."""
    found = infosim(
        "verify", "first_steps", "--arm", "with_talk", "--size", 30, "--json", folder=tmp_path
    ).json()
    assert found["differences"] == {"with_talk": None}
    told = infosim("report", "first_steps", *QUICK[:2], "--workers", 1, "--json", folder=tmp_path).json()
    assert [Path(name).name for name in told["files"]] == ["report.html"]
    assert (tmp_path / told["files"][0]).exists()


@pytest.mark.slow
def test_json_of_what_is_kept(tmp_path: Path) -> None:
    """Sweep in two parts, put them together, and ask for everything about them.

    Fault: `merge` or `why` that answer scripts in sentences.
    """
    sweep = "sweep first_steps --vary interventions.talk.coverage=20%..80% --design grid --levels 4"
    for part in ("1/2", "2/2"):
        words = f"{sweep} --replicates 2 --size 30 --workers 1 --shard {part} --json"
        assert infosim(*words.split(), folder=tmp_path).json()["failed"] == []
    merged = infosim("merge", "results/first_steps", "--json", folder=tmp_path).json()
    assert merged["total"] == merged["added"] > 0
    assert infosim("status", "first_steps", "--json", folder=tmp_path).json()["done"] == 10
    files = infosim("export", "first_steps", "--json", folder=tmp_path).json()["files"]
    runs = (tmp_path / next(name for name in files if name.endswith("runs.csv"))).read_text(encoding="utf-8")
    head, first, second, *_ = (line.split(",") for line in runs.splitlines())
    one, other = (line[head.index("run")] for line in (first, second))
    assert infosim("why", one, other, "--json", folder=tmp_path).json()["fields"]
    assert infosim("replay", one, "--engine", "compiled", "--json", folder=tmp_path).json()["kept"]
    assert infosim("analyse", "first_steps", "--no-figures", "--json", folder=tmp_path).json()
    assert infosim("store", "check", "first_steps", "--json", folder=tmp_path).json()
    assert infosim("store", "gc", "first_steps", "--json", folder=tmp_path).json()["files"] == 0


def test_problems_are_json_as_well(tmp_path: Path) -> None:
    """A wrong file gives the problem with its place on stdout, words on stderr, and exit code 2.

    Fault: a script that has to read line numbers out of a sentence.
    """
    (tmp_path / "a.yaml").write_text("infosim: 1\nextends: first_steps\ntitel: x\n", encoding="utf-8")
    done = infosim("validate", "first_steps", "a.yaml", "--json", folder=tmp_path)
    fine, wrong = json.loads(done.out)
    assert done.code == 2
    assert (fine["problems"], fine["people"]) == ([], 60)
    assert (wrong["problems"][0]["line"], wrong["problems"][0]["column"]) == (3, 1)
    assert "a.yaml:3:1" in done.err


SHELL = """
infosim --install-completion
. "$HOME/.bashrc"
try() {
    COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMPREPLY=()
    "$(complete -p infosim | sed 's/.*-F \\([^ ]*\\).*/\\1/')" infosim
    echo "completed: ${COMPREPLY[*]}"
}
try infosim comp
try infosim compare bhu
try infosim compare first_steps --repl
try infosim store ""
"""


@pytest.mark.skipif(not Path("/bin/bash").exists(), reason="there is no bash here")
def test_bash_completes(tmp_path: Path) -> None:
    """Install the completion into a home of its own, and press Tab as bash does.

    Fault: names of scenarios that are not offered; a function that bash cannot find.
    """
    program = tmp_path / "bin" / "infosim"
    program.parent.mkdir()
    program.write_text(f"#!{sys.executable}\nfrom infosim.cli import main\nmain()\n", encoding="utf-8")
    program.chmod(0o755)
    done = subprocess.run(
        ["/bin/bash", "-c", SHELL],
        cwd=tmp_path,
        env=environment(HOME=str(tmp_path), PATH=f"{program.parent}{os.pathsep}{os.environ['PATH']}"),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    completed = [line for line in done.stdout.splitlines() if line.startswith("completed: ")]
    assert completed == [
        "completed: compare",
        "completed: " + " ".join(name for name in shipped() if name.startswith("bhu")),
        "completed: --replicates",
        "completed: check gc",
    ], done.stderr


def test_new_asks(tmp_path: Path) -> None:
    """Answer in a terminal: a name that is none, an unknown study, a number that is no share, and Enter.

    Fault: an answer that is found to be wrong only when the file is loaded; a lever that is not written.
    """
    typed = 'Big Name\nour_town\nno_such\nfirst_steps\nOur "town"\n120\n\n70\n70%\n\n30%\n2\n'
    code, seen = in_terminal("new", folder=tmp_path, typed=typed)
    assert code == 0, seen
    assert "'Big Name' is not an id" in seen
    assert "there is no scenario no_such" in seen
    assert "70 is not a share" in seen
    made = load(tmp_path / "our_town.yaml").scenario
    before = load("first_steps").scenario
    assert (made.title, made.population.size, made.run) == ('Our "town"', 120, before.run)
    assert (made.claims[0].plausibility, made.claims[0].sharing.branching) == (0.3, 2.0)
    assert made.interventions[0].model_dump() == before.interventions[0].model_dump() | {"coverage": 0.7}
    assert made.population.groups == before.population.groups


@pytest.mark.parametrize("base", list(shipped()))
def test_new_asks_about_every_study(base: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Change the first lever of each study to what it is, written out: the new study means the same.

    Fault: a path through groups, platforms or graphs that is written in a shape that does not load.
    """
    from infosim.cli import starting

    draft = starting.draft_of("mine", base)
    asked = {path: now for path, (_, now) in starting.questions(draft).items()}
    monkeypatch.chdir(tmp_path)
    lines = starting.written(draft._replace(changes=draft.changes | asked))
    (tmp_path / "mine.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    words = {"id": "mine", "title": "mine"}
    assert load("mine.yaml").scenario == draft.scenario.model_copy(update=words)


def test_nobody_to_ask(tmp_path: Path) -> None:
    """Fault: a script that waits for ever; a traceback at the end of the input."""
    done = subprocess.run(
        [sys.executable, "-m", "infosim", "new"],
        cwd=tmp_path,
        env=environment(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert "new needs a name" in done.stderr
    code, seen = in_terminal("new", folder=tmp_path, typed="\x04")
    assert code == 2, seen
    assert list(tmp_path.iterdir()) == []

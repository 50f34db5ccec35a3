"""From the name of a study to a scenario that can be run."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from os.path import normpath
from pathlib import Path
from typing import Any

from infosim.errors import InputError, Problem
from infosim.scenario.additions import NO_ADDITIONS, Additions
from infosim.scenario.axes import sweep_is_possible
from infosim.scenario.checks import check
from infosim.scenario.draft import Draft
from infosim.scenario.estimates import too_large
from infosim.scenario.layers import override, read_layers
from infosim.scenario.library import find
from infosim.scenario.models import Scenario
from infosim.scenario.notices import notices_of
from infosim.scenario.origins import origins_of
from infosim.scenario.reading import parse
from infosim.scenario.sliders import sliders_are_possible
from infosim.scenario.tree import Node, Place, Source, nowhere
from infosim.scenario.validating import context, validate
from infosim.scenario.variants import variants_are_possible

MAX_PROBLEMS = 100
"""More are counted, not shown."""


@dataclass(frozen=True)
class Loaded:
    """A scenario, and how it came about.

    Attributes
    ----------
    scenario : everything that the results depend on
    file : the file, as messages call it
    text : the file as it was written
    origins : for each value, `interventions.ads.start`, where it comes from: a file
        with line and column, an option, or 'default'
    notices : what is not wrong but worth knowing
    graph_files : where each file of contacts is named
    tree : what it was built from, with the place of each value
    """

    scenario: Scenario
    file: str
    text: str
    origins: Mapping[str, str]
    notices: list[str]
    graph_files: Mapping[str, Place]
    tree: Node = field(default_factory=nowhere)

    def placed(self, error: InputError) -> InputError:
        """Point to the scenario where a graph file as a whole is wrong, with no line of its own."""
        with_lines = {problem.file for problem in error.problems if problem.line}
        return InputError(
            [
                problem
                if problem.file in with_lines or problem.file not in self.graph_files
                else self.graph_files[problem.file].problem(f"this file {problem.message}", problem.remedy)
                for problem in error.problems
            ]
        )


def load(
    name_or_path: str | Path,
    *,
    sets: Sequence[str] = (),
    size: int | None = None,
    seed: int | None = None,
    more: Sequence[tuple[str, str]] = (),
    additions: Additions = NO_ADDITIONS,
) -> Loaded:
    """Load a shipped scenario by id, or a file.

    Parameters
    ----------
    name_or_path : id, or path of a .yaml, .yml or .json file
    sets : changes, each `PATH=VALUE`, as in `interventions.ads.start=week 4`
    size : number of people, instead of population.size
    seed : instead of run.seed
    more : further changes, each with the option that asks for it
    additions : what a user adds to the catalogues, which the file may name then

    Raises
    ------
    InputError
        With every problem found, in the order of the file.
    """
    path, shown = find(str(name_or_path))
    source, tree, problems = read_layers(path, shown)
    if tree.child("id") is None:
        tree = tree.put(("id",), Node(_id(path), replace(source, is_option=True).place(0, 0)))
    tree = replace(tree, additions=additions)
    tree, scenario, meant = _built(tree, problems, [*_options(sets, size, seed), *more])
    return Loaded(
        scenario,
        shown,
        source.text,
        origins_of(scenario, tree),
        notices_of(scenario),
        _graph_files(meant),
        tree,
    )


def built(written: Mapping[str, Any]) -> Scenario:
    """Build a scenario out of plain data, with the keys and values of a file.

    Raises
    ------
    InputError
        With every problem found.
    """
    return _built(*_of_data(written, "this scenario", NO_ADDITIONS), [])[1]


def changed(scenario: Scenario, changes: Mapping[str, Any], additions: Additions = NO_ADDITIONS) -> Scenario:
    """Change a scenario; see `loaded_with`."""
    return loaded_with(scenario, changes, additions).scenario


def loaded_with(
    scenario: Scenario, changes: Mapping[str, Any], additions: Additions = NO_ADDITIONS
) -> Loaded:
    """Change a scenario that was loaded, as options of the command line would.

    Parameters
    ----------
    changes : new values by path, such as ``interventions.ads.start``
    additions : what a user adds to the catalogues, besides what was added before

    Raises
    ------
    InputError
        With every problem of the changed scenario.
    """
    # Defaults are left to what is changed: another model of a graph has other ones.
    written = scenario.model_dump(mode="json", exclude_unset=True)
    written["interventions"] = scenario.model_dump(mode="json")["interventions"]
    sets = [(f"{path}={_as_text(value)}", path) for path, value in changes.items()]
    tree, changed, _ = _built(*_of_data(written, scenario.id, scenario.additions | additions), sets)
    return Loaded(changed, scenario.id, "", {}, [], {}, tree)


def _of_data(written: Mapping[str, Any], name: str, additions: Additions) -> tuple[Node, list[Problem]]:
    """Read plain data as if it were a file; its lines mean nothing to anybody."""
    tree, problems = parse(Source(name, _as_text(written), Path.cwd(), is_option=True))
    return replace(tree, additions=additions), problems


def _as_text(value: Any) -> str:
    try:
        return json.dumps(value, allow_nan=False, default=str)
    except ValueError:
        raise InputError(Problem(f"{value!r} is no number", "write one that is finite")) from None


def _built(
    tree: Node, problems: list[Problem], options: Sequence[tuple[str, str]]
) -> tuple[Node, Scenario, Node]:
    """Build a scenario out of a tree and changes of it, or list all that is wrong."""
    for setting, option in options:
        tree, more = override(tree, setting, option)
        problems = problems + more
    tree = _with_absolute_paths(tree)
    scenario, meant, faults = validate(tree)
    draft = Draft(meant, context(meant))
    problems = [*problems, *faults, *check(draft), *variants_are_possible(draft)]
    problems += sliders_are_possible(scenario, meant)
    problems += sweep_is_possible(scenario, meant)
    if scenario is None or problems:
        raise InputError(_arranged(problems))
    if fault := too_large(scenario):
        raise InputError(
            (tree.at("population", "size") or tree).place.problem(fault, "simulate fewer people")
        )
    return tree, scenario, meant


def _options(sets: Sequence[str], size: int | None, seed: int | None) -> list[tuple[str, str]]:
    """List the changes that the command line asks for, with the option of each."""
    options = [(setting, "--set") for setting in sets]
    options += [(f"population.size={size}", "--size")] if size is not None else []
    return options + ([(f"run.seed={seed}", "--seed")] if seed is not None else [])


def _id(path: Path) -> str:
    """Make an id of the name of a file."""
    name = re.sub(r"[^a-z0-9]+", "_", path.stem.lower()).strip("_")
    return (name if name[:1].isalpha() else f"study_{name}".rstrip("_"))[:48]


def _with_absolute_paths(tree: Node) -> Node:
    """Anchor the paths of graph files where they were written."""
    platforms = tree.child("platforms")
    for name, platform in platforms.parts() if platforms else ():
        node = platform.at("graph", "path")
        if node is not None and isinstance(node.value, str) and node.value:
            path = normpath(node.place.source.folder / node.value)
            tree = tree.put(("platforms", name, "graph", "path"), replace(node, value=path))
    return tree


def _graph_files(tree: Node) -> dict[str, Place]:
    """Tell where each graph file is named."""
    platforms = tree.child("platforms")
    nodes = [part.at("graph", "path") for _, part in platforms.parts()] if platforms else []
    return {str(node.value): node.place for node in nodes if node}


def _arranged(problems: Sequence[Problem]) -> list[Problem]:
    """Sort problems by place, and keep the first of several at one place."""
    ordered = sorted(
        problems, key=lambda problem: (not problem.line, problem.file, problem.line, problem.column)
    )
    kept: dict[tuple[object, ...], Problem] = {}
    for problem in ordered:
        where = (problem.file, problem.line, problem.column)
        kept.setdefault(where if problem.line else (problem.file, problem.message), problem)
    shown = list(kept.values())[:MAX_PROBLEMS]
    if len(kept) > len(shown):
        shown.append(Problem(f"and {len(kept) - len(shown):,} more problems", "mend these first"))
    return shown

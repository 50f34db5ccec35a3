"""What a study rests on: works behind its evidence, its methods, and infosim itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from inspect import getdoc
from typing import NamedTuple

from infosim import __version__
from infosim.evidence import ids_in, keys_of, row, table
from infosim.evidence.works import work, works
from infosim.network import GENERATORS
from infosim.rules import COMPETITION, PERSUASION
from infosim.rules.competition import compete
from infosim.scenario.arms import with_setting
from infosim.scenario.asking import spots
from infosim.scenario.loading import Loaded
from infosim.scenario.models import Scenario

SOFTWARE = "infosim"

_ENTRY = f"""\
@software{{{SOFTWARE},
  author = {{{{The infosim team}}}},
  title = {{infosim: how false content and its correction travel through a synthetic society}},
  version = {{{__version__}}},
  license = {{MIT}},
}}
"""
"""As CITATION.cff has it, which is not installed with the package."""

_ALWAYS = {
    "Salmon2011": "model: random draws",
    "Grimm2020": "model: its description",
    "EfronTibshirani1993": "comparison: intervals",
}

_KEY = re.compile(r"\b[A-Z][A-Za-z]+(?:19|20)\d\d\b")
_COMMENT = re.compile(r"(?:^|\s)#(.*)$", re.MULTILINE)

_RESTS_ON = {
    # What is reinforced or counted is the doubt of `independent`.
    "reinforced": ("independent", "reinforced"),
    "threshold": ("independent", "threshold"),
}


class Citation(NamedTuple):
    """A work that a study rests on.

    Attributes
    ----------
    key : of its BibTeX entry
    ids : rows of the evidence table by which it is reached, in alphabetical order
    used_by : what rests on it: paths of the study, its words, or methods
    """

    key: str
    ids: list[str]
    used_by: list[str]


def citations(loaded: Loaded) -> list[Citation]:
    """List the works that a study rests on, in the order of their keys."""
    ids: dict[str, set[str]] = {}
    users: dict[str, dict[str, None]] = {}
    for id, user in evidence_of(loaded):
        for key in keys_of([id]):
            ids.setdefault(key, set()).add(id)
            users.setdefault(key, {})[user] = None
    for key, user in [*_methods_of(loaded.scenario), *_named(loaded.scenario.sources)]:
        users.setdefault(key, {})[user] = None
    return [
        Citation(key, sorted(ids.get(key, ())), list(users[key])) for key in sorted(users, key=str.casefold)
    ]


def bibtex(found: Iterable[Citation]) -> str:
    """Write the entries of works, in the order given."""
    return "\n".join(_ENTRY if one.key == SOFTWARE else work(one.key).entry + "\n" for one in found)


def without_work(loaded: Loaded) -> list[str]:
    """Say what a study rests on that has no work to cite."""
    scenario = loaded.scenario
    bare = sorted({id for id, _ in evidence_of(loaded) if not keys_of([id])})
    said = [f"{id}: {row(id).text()}" for id in bare]
    unknown = sorted(set(ids_in(" ".join(_words_of(loaded).values()))) - set(table()))
    said += [f"{id}: not in the evidence table" for id in unknown]
    other = [text for text in scenario.sources if not ids_in(text) and not list(_named([text]))]
    return said + [f"named by the study itself: {text}" for text in other]


def evidence_of(loaded: Loaded) -> Iterator[tuple[str, str]]:
    """List the rows of evidence that a study rests on, each with what rests on it."""
    for user, text in _words_of(loaded).items():
        yield from ((id, user) for id in ids_in(text) if id in table())
    # An arm about another setting may have parts that the others lack.
    for scenario in _settings(loaded.scenario):
        for path, parameter, _ in spots(scenario):
            yield from ((id, path) for id in parameter.origin.evidence)


def _words_of(loaded: Loaded) -> dict[str, str]:
    """Collect the words in which a study may name evidence."""
    scenario = loaded.scenario
    comments = " ".join(_COMMENT.findall(loaded.text))
    return {"sources": " ".join(scenario.sources), "notes": scenario.notes, "comments": comments}


def _settings(scenario: Scenario) -> list[Scenario]:
    return [scenario, *(with_setting(scenario, arm) for arm in scenario.arms)]


def _methods_of(scenario: Scenario) -> Iterator[tuple[str, str]]:
    """List the works on which rules and graphs rest, as their own docstrings name them."""
    yield SOFTWARE, "model"
    yield from _ALWAYS.items()
    for setting in _settings(scenario):
        rule = setting.rules.persuasion
        yield from ((key, f"rules.persuasion: {rule}") for key in _keys_of_rule(rule))
        for name, platform in setting.platforms.items():
            model = platform.graph.model
            keys = _keys_in(GENERATORS[model])
            yield from ((key, f"platforms.{name}.graph: {model}") for key in keys)


def _keys_of_rule(rule: str) -> list[str]:
    """List the works behind a rule of persuasion."""
    if rule == COMPETITION:
        return _keys_in(compete)
    return [key for name in _RESTS_ON.get(rule, (rule,)) for key in _keys_in(PERSUASION[name])]


def _keys_in(thing: object) -> list[str]:
    return [key for key in _KEY.findall(getdoc(thing) or "") if key in works()]


def _named(sources: Sequence[str]) -> Iterator[tuple[str, str]]:
    """List the works that a study names by their key."""
    for text in sources:
        yield from ((key, "sources") for key in _KEY.findall(text) if key in works())

"""What each parameter of a scenario means: in words, with its unit, default, range and source."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from inspect import cleandoc, get_annotations
from typing import Any, get_args

from pydantic.fields import FieldInfo

from infosim.defaults import Origin, origin_of
from infosim.evidence import row
from infosim.interventions import INTERVENTIONS
from infosim.interventions.base import Intervention
from infosim.scenario.models import Arm, Claim, Finding, Group, Scenario
from infosim.scenario.resolved import WORDS
from infosim.scenario.spoken import name_of, parts_in, readers_in, type_words, written
from infosim.units import Part, read_level, read_share

SAID: set[tuple[type[Part], str]] = {(Scenario, name) for name in WORDS}
SAID |= {(Claim, "text"), (Arm, "title"), (Group, "age"), (Finding, "claim"), (Finding, "test")}
"""What is only said of a study: no result of a run depends on it."""

_PLAIN = {
    "id": "What the rest of the file calls it.",
    "finding.claim": "What the study shows, in a sentence.",
    "finding.test": "The condition that has to hold for it, as in averted(ads) > 0.",
    "platform.graph": "The contacts on it: which model makes them.",
    "platform.kind": "What it is: a feed, messages, or talk between people.",
}
"""Fields whose name says what they are."""

_COUNTED = {
    "branching": "sharers",
    "contacts_per_day": "people",
    "count": "people",
    "groups_per_person": "chat groups",
    "household_size": "people",
    "limit": "contacts",
    "mean_degree": "contacts",
    "rating_points": "points",
    "replicates": "pairs of runs",
    "size": "people",
    "sources": "people",
    "stands_for": "people",
    "village_size": "people",
}
"""What plain numbers count, by the name of the field."""

_MORE = {
    "helps": "helps: less false belief, or more of what it is there for",
    "harms": "harms: more false belief, or less of what it is there for",
    None: "depends on the study, or changes nothing by itself",
}

_LIMITS = {"ge": "at least", "gt": "more than", "le": "at most", "lt": "less than"}


@dataclass(frozen=True)
class Parameter:
    """One field of one part of a scenario.

    Attributes
    ----------
    model : the part that declares it
    name : of the field
    """

    model: type[Part]
    name: str

    @property
    def label(self) -> str:
        """What it is called, KIND.FIELD."""
        return f"{name_of(self.model)}.{self.name}"

    @property
    def field(self) -> FieldInfo:
        """The field itself."""
        return self.model.model_fields[self.name]

    @property
    def origin(self) -> Origin:
        """Where its default comes from; an empty origin if nothing was said."""
        return origin_of(self.field) or Origin()

    @property
    def is_tag(self) -> bool:
        """Whether it only names the kind of its part."""
        return self.name in ("kind", "model") and len(get_args(self.field.annotation)) == 1

    @property
    def is_said(self) -> bool:
        """Whether it is words only, on which no result depends."""
        return (self.model, self.name) in SAID

    @property
    def meaning(self) -> str:
        """What it means; of a whole part, what the part is."""
        if self.field.description:
            return " ".join(self.field.description.split())
        if self.is_tag:
            return f"Makes it this: {summary(self.model)}"
        if said := _PLAIN.get(self.label, _PLAIN.get(self.name, "")):
            return said
        if inside := parts_in(self.field.annotation):
            return summary(inside[0])
        return ""

    @property
    def type(self) -> str:
        """What can be written, in words."""
        words = type_words(self.field.annotation, self.field.metadata)
        counted = _COUNTED.get(self.name, "")
        return f"{words} of {counted}" if counted and words.endswith("number") else words

    @property
    def limits(self) -> str:
        """What is allowed; empty if nothing is said."""
        said = [
            f"{words} {written(getattr(one, limit), self._readers)}"
            for one in self.field.metadata
            for limit, words in _LIMITS.items()
            if getattr(one, limit, None) is not None
        ]
        least, most = (
            next((n for one in self.field.metadata if (n := getattr(one, name, None))), None)
            for name in ("min_length", "max_length")
        )
        said += [f"at least {least} of them"] if least else []
        said += [f"at most {most:,} " + ("characters" if "words" in self.type else "of them")] if most else []
        if not said and {read_share, read_level} & self._readers:
            said = ["from 0% to 100%"]
        return ", ".join(said)

    @property
    def default(self) -> str:
        """The default as people write it, or that there is none."""
        if self.field.is_required():
            return "none: it has to be chosen"
        return written(self.field.get_default(call_default_factory=True), self._readers)

    @property
    def range(self) -> str:
        """Over what it is moved in sensitivity runs; empty if it is not."""
        low, high = self.origin.low, self.origin.high
        return "" if low is None or high is None else f"{written(low)} to {written(high)}"

    @property
    def more(self) -> str:
        """What more of it does; empty for what is no quantity."""
        return _MORE[self.origin.more] if self.origin.more or self.range else ""

    @property
    def source(self) -> list[str]:
        """What its default rests on: rows of the evidence table, or an assumption."""
        rows = [f"{id}: {row(id).text()}" for id in self.origin.evidence]
        if rows and self.origin.reason:
            return [*rows, f"made of it: {self.origin.reason}"]
        if self.origin.reason:
            return [f"assumption: {self.origin.reason}"]
        return rows or ["none: every study chooses its own"]

    @property
    def _readers(self) -> frozenset[Any]:
        return frozenset(readers_in(self.field.annotation, self.field.metadata))

    def write(self, value: Any) -> str:
        """Write one of its values as people do."""
        return written(value, self._readers)

    def to_json(self) -> dict[str, Any]:
        """Give everything that is known of it as plain data."""
        evidence = [
            {"id": id, "text": row(id).text(), "confidence": row(id).confidence}
            for id in self.origin.evidence
        ]
        return {
            "parameter": self.label,
            "meaning": self.meaning,
            "type": self.type,
            "limits": self.limits or None,
            "default": None if self.field.is_required() else self.default,
            "required": self.field.is_required(),
            "low": self.origin.low,
            "high": self.origin.high,
            "more": self.origin.more,
            "evidence": evidence,
            "reason": self.origin.reason or None,
            "changes_results": not self.is_said,
        }


def parameter_of(model: type[Part], name: str) -> Parameter:
    """Give the parameter behind a field: a field that is inherited belongs to the parent."""
    declaring = (one for one in model.__mro__ if name in get_annotations(one))
    return Parameter(next(declaring), name)


def summary(model: type[Part]) -> str:
    """Give the first line of what a part is."""
    return cleandoc(model.__doc__ or "").partition("\n")[0]


@cache
def kinds() -> dict[str, type[Part]]:
    """List every part of which a scenario can be made, by name, kinds of interventions last."""
    found: list[type[Part]] = [*_within(Scenario, ()), Intervention, *INTERVENTIONS.values()]
    models = dict.fromkeys(found)
    return {name_of(model): model for model in sorted(models, key=lambda one: issubclass(one, Intervention))}


def _within(model: type[Part], above: tuple[type[Part], ...]) -> Iterator[type[Part]]:
    """Walk over a part and those that it is made of."""
    yield model
    for field in model.model_fields.values():
        for part in parts_in(field.annotation):
            if part not in above:
                yield from _within(part, (*above, model))


@cache
def parameters() -> tuple[Parameter, ...]:
    """List every parameter once, by the part that declares it."""
    return tuple(
        parameter
        for model in kinds().values()
        for name in model.model_fields
        if (parameter := parameter_of(model, name)).model is model
    )

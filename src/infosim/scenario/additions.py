"""What a user adds to the catalogues for one study: nothing is registered, the study carries it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from infosim.fingerprint import fingerprint
from infosim.interventions import INTERVENTIONS
from infosim.interventions.base import Intervention
from infosim.rules import AddedRule, rule_names

FROM_A_FILE = "added_from_"
"""How modules are called that were read from a file named on the command line."""

Generator = Callable[..., Any]
"""Makes contacts: a function of the members, a generator of random numbers, and parameters by name."""


@dataclass(frozen=True)
class Additions:
    """Kinds of interventions, rules, generators and outcomes that are in no catalogue.

    Attributes
    ----------
    kinds : classes of interventions, by kind
    rules : rules of persuasion, by name
    generators : makers of contacts, by name
    outcomes : as `measures.catalogue.OUTCOMES`, by name
    """

    kinds: Mapping[str, type[Intervention]] = field(default_factory=dict)
    rules: Mapping[str, AddedRule] = field(default_factory=dict)
    generators: Mapping[str, Generator] = field(default_factory=dict)
    outcomes: Mapping[str, Any] = field(default_factory=dict)

    def __bool__(self) -> bool:
        """Tell whether there is anything."""
        return bool(self.kinds or self.rules or self.generators or self.outcomes)

    def __or__(self, more: Additions) -> Additions:
        """Give both together; what is added later under the same name counts."""
        return Additions(
            {**self.kinds, **more.kinds},
            {**self.rules, **more.rules},
            {**self.generators, **more.generators},
            {**self.outcomes, **more.outcomes},
        )

    @property
    def all_kinds(self) -> Mapping[str, type[Intervention]]:
        """Every kind of intervention that the study may name."""
        return MappingProxyType({**INTERVENTIONS, **self.kinds})

    @property
    def all_rules(self) -> list[str]:
        """Every rule of persuasion that the study may name."""
        return [*rule_names(), *self.rules]

    def rule(self, name: str) -> str | AddedRule:
        """Give a rule as engines take it."""
        return self.rules.get(name, name)

    def things(self) -> Iterator[tuple[str, str, Any]]:
        """Walk over everything that was added: what it is, its name, and the code."""
        yield from (("intervention", name, kind) for name, kind in self.kinds.items())
        yield from (("rule", name, rule.function) for name, rule in self.rules.items())
        yield from (("generator", name, make) for name, make in self.generators.items())
        yield from (("outcome", name, one.measure) for name, one in self.outcomes.items())

    def digests(self, used: Collection[tuple[str, str]]) -> dict[str, str]:
        """Digest the code of what was added, by what it is and its name.

        Parameters
        ----------
        used : which of it, as ``("rule", "two_contacts")``; others are left out
        """
        return {
            f"{what} {name}": self.rules[name].digest if what == "rule" else fingerprint(thing)
            for what, name, thing in self.things()
            if (what, name) in used
        }

    def everything(self) -> dict[str, str]:
        """Digest the code of all that was added."""
        return self.digests([(what, name) for what, name, _ in self.things()])

    def unsendable(self, start_method: str) -> list[str]:
        """List what other processes could not find.

        That is what is inside a function or was written anew since it was handed over; where
        processes are no copies of this one, also what is in no module that they could import.

        Parameters
        ----------
        start_method : 'fork' or 'spawn', how processes begin
        """
        return [
            name
            for _, name, thing in self.things()
            if not _is_found(thing) or (start_method != "fork" and not _is_importable(thing.__module__))
        ]


NO_ADDITIONS = Additions()


def _is_found(thing: Any) -> bool:
    """Tell whether the code under the name of a thing is that of the thing."""
    named = getattr(sys.modules.get(thing.__module__), thing.__qualname__, None)
    return named is not None and getattr(named, "__code__", named) == getattr(thing, "__code__", thing)


def _is_importable(module: str) -> bool:
    spec = getattr(sys.modules.get(module), "__spec__", None)
    return spec is not None and module != "__main__" and not module.startswith(FROM_A_FILE)

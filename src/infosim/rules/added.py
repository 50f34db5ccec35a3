"""A rule of persuasion that a user hands over: taken as it is at that moment, and named by its code."""

from __future__ import annotations

import builtins
import inspect
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from types import FunctionType
from typing import Any

from infosim.compiling import trial
from infosim.errors import InputError, Problem
from infosim.fingerprint import fingerprint
from infosim.rules.subset import ALLOWED, outside

WORDS: dict[str, type] = {
    "doubt": float,
    "visibility": float,
    "acceptance": float,
    "n_new": int,
    "n_before": int,
    "n_contacts": int,
}
"""What every rule of persuasion is given, in this order."""


@dataclass(frozen=True)
class AddedRule:
    """A rule that is in no catalogue; both engines call it like one that is.

    Attributes
    ----------
    name : what scenarios call it
    digest : of its code, and of the numbers that it takes from its module
    fault : why only the reference engine can run it; empty if both can
    function : the rule, with these numbers as they were when it was handed over
    """

    name: str
    digest: str
    fault: str = field(compare=False)
    function: Callable[..., float] = field(compare=False, repr=False)

    @classmethod
    def of(cls, function: Callable[..., float]) -> AddedRule:
        """Take a rule over.

        Raises
        ------
        InputError
            It is no function of `WORDS`.
        """
        name = getattr(function, "__name__", repr(function))
        is_one = isinstance(function, FunctionType) and len(inspect.signature(function).parameters) == 6
        if not is_one or not name.isidentifier():
            remedy = f"write def {name if name.isidentifier() else 'my_rule'}({', '.join(WORDS)}):"
            raise InputError(Problem(f"{name} is no rule: a rule is a function of six numbers", remedy))
        assert isinstance(function, FunctionType)
        taken = taken_over(function)
        return cls(name, fingerprint(function), outside(function) or trial(taken), taken)

    def __call__(self, *words: Any) -> float:
        """Give the new doubt; with plain numbers, as compiled code has them, and not NumPy's."""
        return self.function(*(kind(word) for kind, word in zip(WORDS.values(), words, strict=True)))

    def __reduce__(self) -> tuple[Any, ...]:
        """Go to another process by name: the code is there already, or it cannot be sent."""
        return found_again, (self.function.__module__, self.function.__qualname__, self.digest)

    @property
    def warning(self) -> str:
        """What to say of a rule that only the reference engine can run."""
        return (
            f"the rule {self.name} cannot be compiled: {self.fault}; "
            f"so the reference engine runs it, slowly. What can be compiled: {ALLOWED}"
        )


def taken_over(function: FunctionType) -> FunctionType:
    """Copy a function, so that nobody changes the numbers that it refers to; all arguments get a type."""
    code = function.__code__
    known = {name: function.__globals__[name] for name in code.co_names if name in function.__globals__}
    # What was compiled names the module that it looks things up in: one that every process has.
    known |= {"__builtins__": builtins, "__name__": __name__}
    taken = FunctionType(code, known, function.__name__, function.__defaults__, function.__closure__)
    taken.__qualname__, taken.__module__ = function.__qualname__, function.__module__
    taken.__annotations__ = dict(zip(inspect.signature(function).parameters, WORDS.values(), strict=True))
    return taken


def found_again(module: str, name: str, digest: str) -> AddedRule:
    """Find in this process a rule that another process sent.

    Raises
    ------
    InputError
        It is not here, or it is another one by now.
    """
    function = getattr(sys.modules.get(module), name, None)
    rule = None if function is None else AddedRule.of(function)
    if rule is None or rule.digest != digest:
        fault = f"{name} is not here, or was changed after it was handed over"
        raise InputError(Problem(fault, "hand it over again"))
    return rule

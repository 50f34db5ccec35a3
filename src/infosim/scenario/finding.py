"""The condition of a finding: a small, safe language of comparisons.

`averted(online_only, elder_rural) < 0.5 * averted(online_only, youth_urban)` asks
for numbers of a comparison by arm, group and outcome. Only numbers, these calls,
``+ - * /``, comparisons, ``and``, ``or`` and ``not`` exist; nothing is executed.
"""

from __future__ import annotations

import ast
import operator
import warnings
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from infosim.errors import InputError

QUANTITIES = ("averted", "level")
"""What may be asked for: improvement over the baseline, and the mean itself."""

_ARITHMETIC: dict[type, Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
_COMPARISONS: dict[type, Callable[[Any, Any], Any]] = {
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}


@dataclass(frozen=True)
class Quantity:
    """One number that a condition asks for.

    Attributes
    ----------
    kind : 'averted' or 'level'
    arm : which arm
    group, outcome : empty for everybody, and for the study's first outcome
    """

    kind: str
    arm: str
    group: str = ""
    outcome: str = ""


@dataclass(frozen=True)
class Names:
    """The names that a condition may use.

    Attributes
    ----------
    arms, groups, outcomes : all that there are
    first : the outcome that is meant where none is named, may be empty
    whole : the outcomes of a whole run, which no group has
    """

    arms: Collection[str]
    groups: Collection[str]
    outcomes: Collection[str]
    first: str = ""
    whole: Collection[str] = ()


Lookup = Callable[[Quantity], float]


def check(test: str, names: Names) -> str:
    """Say what is wrong with a condition; an empty text if nothing is."""
    try:
        evaluate(test, names, lambda quantity: 1.0)
    except InputError as error:
        return error.problems[0].message
    return ""


def evaluate(test: str, names: Names, lookup: Lookup) -> bool:
    """Tell whether a condition holds.

    Parameters
    ----------
    test : the condition as written
    names : what it may ask for
    lookup : gives the number behind a quantity

    Raises
    ------
    InputError
        It is not a condition of this language, or names something unknown.
    """
    try:
        with warnings.catch_warnings():
            # What Python warns of, such as `1and 2`, is refused: the user would see a warning of a compiler.
            warnings.simplefilter("error")
            # In parentheses, lines that YAML kept apart are one condition.
            tree = ast.parse(f"(\n{test}\n)", mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError, Warning):
        raise InputError(f"the finding's test is not a condition: {test[:60]!r}") from None
    try:
        if not _compares(tree):
            raise InputError("the finding's test must compare something, such as averted(campaign) > 0")
        return bool(_value(tree, names, lookup))
    except (RecursionError, OverflowError):
        raise InputError("the finding's test is too long, or has a number that is") from None


def _compares(node: ast.expr) -> bool:
    """Tell whether an expression is true or false, and not a number."""
    match node:
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return _compares(operand)
        case ast.BoolOp(values=values):
            return all(_compares(value) for value in values)
    return isinstance(node, ast.Compare)


def _value(node: ast.expr, names: Names, lookup: Lookup) -> Any:
    match node:
        case ast.Constant(value=int() | float() as number) if not isinstance(number, bool):
            return float(number)
        case ast.Call(func=ast.Name(id=kind), args=arguments, keywords=[]) if kind in QUANTITIES:
            return lookup(_quantity(kind, arguments, names))
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _ARITHMETIC:
            return _divided(op, _value(left, names, lookup), _value(right, names, lookup))
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -_value(operand, names, lookup)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return not _value(operand, names, lookup)
        case ast.BoolOp(op=op, values=values):
            found = [bool(_value(value, names, lookup)) for value in values]
            return all(found) if isinstance(op, ast.And) else any(found)
        case ast.Compare(left=left, ops=ops, comparators=others) if all(
            type(op) in _COMPARISONS for op in ops
        ):
            terms = [_value(term, names, lookup) for term in (left, *others)]
            return all(_COMPARISONS[type(op)](terms[n], terms[n + 1]) for n, op in enumerate(ops))
    raise InputError(
        f"the finding's test cannot use {ast.unparse(node)[:40]!r}; it knows numbers, + - * /, comparisons, "
        f"and, or, not, and {' and '.join(QUANTITIES)}(arm, group, outcome)"
    )


def _divided(op: ast.operator, left: float, right: float) -> float:
    if isinstance(op, ast.Div) and right == 0:
        return float("nan")
    return float(_ARITHMETIC[type(op)](left, right))


def _quantity(kind: str, arguments: list[ast.expr], names: Names) -> Quantity:
    words = [argument.id if isinstance(argument, ast.Name) else "" for argument in arguments]
    if not words or words[0] not in names.arms:
        first = ast.unparse(arguments[0]) if arguments else "nothing"
        raise InputError(f"{kind}(...) begins with an arm; {first!r} is none of {', '.join(names.arms)}")
    group = outcome = ""
    for word in words[1:]:
        if word in names.groups and not group:
            group = word
        elif word in names.outcomes and not outcome:
            outcome = word
        else:
            raise InputError(f"{kind}(...): {word or 'this'!r} is neither a group nor an outcome")
    if group and (outcome or names.first) in names.whole:
        raise InputError(
            f"{kind}(...): {outcome or names.first} is of a whole run; no group such as {group} has its own"
        )
    return Quantity(kind, words[0], group, outcome)

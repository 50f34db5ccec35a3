"""Expressions of plain Python, turned into JavaScript."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

from infosim.web.translation.kinds import FLAG, NUMBER, Array, Callee, Kind, Named, Scalar, Source

LARGEST = 2**53
"""Whole numbers up to here are exact in JavaScript."""

PLAIN_OPERATORS: dict[type[ast.AST], str] = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}

CALLED_OPERATORS: dict[type[ast.AST], str] = {
    ast.FloorDiv: "$.floorDivide",
    ast.Mod: "$.modulo",
    ast.LShift: "$.shiftLeft",
    ast.RShift: "$.shiftRight",
    ast.BitAnd: "$.and",
    ast.BitOr: "$.or",
    ast.BitXor: "$.xor",
}
"""Operators whose JavaScript namesakes round otherwise or keep only 32 bits."""

COMPARISONS: dict[type[ast.AST], str] = {
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.Eq: "===",
    ast.NotEq: "!==",
}

BUILT_IN = {"min": "$.min", "max": "$.max", "sqrt": "Math.sqrt"}

ALLOWED = (
    "numbers, names, + - * / // %, bit operators, comparisons, and/or/not, `x in (a, b)`, `a if b else c`, "
    "int(), float(), min(), max(), sqrt(), len(), array[i, j], calls of functions that are translated too"
)


@dataclass
class Scope:
    """What names stand for inside one function.

    Attributes
    ----------
    source : of the function, to say where something is wrong
    globals : of its module
    callees : functions that may be called, by the name by which they are called
    names : kinds of arguments and local names
    constants : names of the modules that were used, with their values, for the whole file
    lifted : arrays of named tuples that were used, and how they are written
    """

    source: Source
    globals: Mapping[str, Any]
    callees: Mapping[str, Callee]
    constants: dict[str, float]
    names: dict[str, Kind] = field(default_factory=dict)
    lifted: dict[str, str] = field(default_factory=dict)


class Written(tuple[str, Kind]):
    """JavaScript for an expression, and the kind of its value."""

    __slots__ = ()

    def __new__(cls, text: str, kind: Kind) -> Written:
        """Pair a text with a kind."""
        return super().__new__(cls, (text, kind))


def write(node: ast.expr, scope: Scope) -> Written:
    """Translate an expression."""
    writer = WRITERS.get(type(node))
    if writer is None:
        raise scope.source.refuse(node, f"`{ast.unparse(node)}`", ALLOWED)
    written: Written = writer(node, scope)
    return written


def number(node: ast.expr, scope: Scope) -> str:
    """Translate an expression that has to be a number or a flag, in brackets where needed."""
    text, kind = write(node, scope)
    if not isinstance(kind, Scalar):
        raise scope.source.refuse(node, f"{kind.name} as a number", "numbers and flags in arithmetic")
    if isinstance(node, ast.BinOp):
        is_bare = type(node.op) in CALLED_OPERATORS
    else:
        is_bare = isinstance(node, ast.Constant | ast.Name | ast.Call | ast.Subscript | ast.Attribute)
    return text if is_bare else f"({text})"


def _constant(node: ast.Constant, scope: Scope) -> Written:
    value = node.value
    if isinstance(value, bool):
        return Written("true" if value else "false", FLAG)
    if isinstance(value, int | float) and abs(value) < LARGEST:
        return Written(repr(value), NUMBER)
    raise scope.source.refuse(node, f"the constant {value!r}", "flags, floats, whole numbers below 2**53")


def _name(node: ast.Name, scope: Scope) -> Written:
    if node.id in scope.names:
        return Written(node.id, scope.names[node.id])
    value = scope.globals.get(node.id)
    if isinstance(value, IntEnum) or not isinstance(value, int | float) or abs(value) >= LARGEST:
        allowed = "arguments, local names, numbers of the module"
        raise scope.source.refuse(node, f"the name {node.id!r}", allowed)
    if scope.constants.setdefault(node.id, value) != value:
        raise scope.source.refuse(
            node, f"a second value of {node.id!r}", "one value of a name in all modules"
        )
    return Written(node.id, NUMBER)


def _attribute(node: ast.Attribute, scope: Scope) -> Written:
    if isinstance(node.value, ast.Name):
        kind = scope.names.get(node.value.id)
        if isinstance(kind, Named) and node.attr in kind.fields:
            return Written(f"{node.value.id}.{node.attr}", kind.fields[node.attr])
    raise scope.source.refuse(node, f"`{ast.unparse(node)}`", "fields of named tuples that are arguments")


def array(node: ast.expr, scope: Scope) -> tuple[str, Array]:
    """Translate an expression that has to be an array."""
    text, kind = write(node, scope)
    if not isinstance(kind, Array):
        raise scope.source.refuse(node, f"`{ast.unparse(node)}` as an array", "arrays")
    return text, kind


def lift(text: str, what: str, scope: Scope) -> str:
    """Read a part of an array of a named tuple once, at the beginning of the function."""
    name = text.replace(".", "_") + ("" if what == "data" else f"_{what}")
    if "." not in text:
        return f"{text}.{what}"
    if name in scope.names or name in scope.globals:
        raise scope.source.refuse(ast.Pass(lineno=1), f"a name {name!r} besides {text!r}", "another name")
    scope.lifted[name] = f"{text}.{what}"
    return name


def place(node: ast.Subscript, scope: Scope) -> str:
    """Write where an element of an array stands, as JavaScript that may be assigned to."""
    text, kind = array(node.value, scope)
    indices = [number(index, scope) for index in _indices(node)]
    data = lift(text, "data", scope)
    if kind.whole:
        at = indices[0]
        for axis, index in enumerate(indices[1:], 1):
            row = at if axis == 1 else f"({at})"
            at = f"{row} * {lift(text, f'n{axis}', scope)} + {index}"
        return f"{data}[{at}]"
    terms = [f"{index} * {lift(text, f's{axis}', scope)}" for axis, index in enumerate(indices)]
    return f"{data}[{' + '.join([lift(text, 'offset', scope), *terms])}]"


def _indices(node: ast.Subscript) -> list[ast.expr]:
    return list(node.slice.elts) if isinstance(node.slice, ast.Tuple) else [node.slice]


def is_element(node: ast.Subscript, scope: Scope) -> bool:
    """Tell whether an index names one element, and not a row, column or stretch."""
    _, kind = array(node.value, scope)
    indices = _indices(node)
    if len(indices) > kind.ndim:
        raise scope.source.refuse(node, f"{len(indices)} indices of {kind.name}", "one for each dimension")
    for index in indices:
        if isinstance(index, ast.UnaryOp) or (isinstance(index, ast.Slice) and index.step):
            raise scope.source.refuse(
                node, f"the index `{ast.unparse(index)}`", "i, a:b, : from the beginning"
            )
    return len(indices) == kind.ndim and not any(isinstance(index, ast.Slice) for index in indices)


def _subscript(node: ast.Subscript, scope: Scope) -> Written:
    shape = _whole_shape(node.value, scope)
    if shape is not None:
        axis = node.slice.value if isinstance(node.slice, ast.Constant) else None
        if isinstance(axis, int) and 0 <= axis < shape[1].ndim:
            return Written(lift(shape[0], f"n{axis}", scope), NUMBER)
        raise scope.source.refuse(node, f"`{ast.unparse(node)}`", "shape[0], shape[1] and so on")
    _, kind = array(node.value, scope)
    if is_element(node, scope):
        return Written(place(node, scope), kind.holds)
    return _part(node, scope)


def _whole_shape(node: ast.expr, scope: Scope) -> tuple[str, Array] | None:
    """Give the array whose shape is asked for, if this is a shape."""
    if isinstance(node, ast.Attribute) and node.attr == "shape":
        return array(node.value, scope)
    return None


def _part(node: ast.Subscript, scope: Scope) -> Written:
    """Make a view of a row, a column or a stretch."""
    text, kind = array(node.value, scope)
    indices = _indices(node)
    if all(isinstance(index, ast.Slice) and not (index.lower or index.upper) for index in indices):
        return Written(text, kind)
    at, dimensions = [lift(text, "offset", scope)], []
    for axis in range(kind.ndim):
        length, stride = lift(text, f"n{axis}", scope), lift(text, f"s{axis}", scope)
        index = indices[axis] if axis < len(indices) else ast.Slice()
        if not isinstance(index, ast.Slice):
            at.append(f"{number(index, scope)} * {stride}")
            continue
        first = number(index.lower, scope) if index.lower else ""
        last = number(index.upper, scope) if index.upper else length
        if first:
            at.append(f"{first} * {stride}")
        dimensions += [f"{last} - {first}" if first else last, stride]
    data = lift(text, "data", scope)
    made = f"new $.View({', '.join([data, ' + '.join(at), *dimensions])})"
    return Written(made, Array(len(dimensions) // 2, kind.holds))


def _binary(node: ast.BinOp, scope: Scope) -> Written:
    left, right = number(node.left, scope), number(node.right, scope)
    if type(node.op) in PLAIN_OPERATORS:
        return Written(f"{left} {PLAIN_OPERATORS[type(node.op)]} {right}", NUMBER)
    if type(node.op) in CALLED_OPERATORS:
        return Written(f"{CALLED_OPERATORS[type(node.op)]}({left}, {right})", NUMBER)
    raise scope.source.refuse(node, f"`{ast.unparse(node)}`", ALLOWED)


def _unary(node: ast.UnaryOp, scope: Scope) -> Written:
    inner = number(node.operand, scope)
    if isinstance(node.op, ast.Not):
        return Written(f"!{inner}", FLAG)
    if isinstance(node.op, ast.USub):
        return Written(f"-{inner}", NUMBER)
    raise scope.source.refuse(node, f"`{ast.unparse(node)}`", "not x, -x")


def _both(node: ast.BoolOp, scope: Scope) -> Written:
    sign = " && " if isinstance(node.op, ast.And) else " || "
    return Written(sign.join(_flag(value, scope) for value in node.values), FLAG)


def _flag(node: ast.expr, scope: Scope) -> str:
    """Translate what `and` and `or` join: their value is the flag only if it is one."""
    text = number(node, scope)
    if write(node, scope)[1] is not FLAG:
        raise scope.source.refuse(node, f"`{ast.unparse(node)}` in and/or", "flags and comparisons in and/or")
    return text


def _compare(node: ast.Compare, scope: Scope) -> Written:
    operands = [node.left, *node.comparators]
    parts = [
        _one_comparison(left, operator, right, scope)
        for left, operator, right in zip(operands, node.ops, operands[1:], strict=False)
    ]
    for middle in operands[1:-1]:
        if not isinstance(middle, ast.Name | ast.Constant):
            raise scope.source.refuse(node, f"`{ast.unparse(middle)}` between comparisons", "a name there")
    return Written(" && ".join(parts), FLAG)


def _one_comparison(left: ast.expr, operator: ast.cmpop, right: ast.expr, scope: Scope) -> str:
    if isinstance(operator, ast.In) and isinstance(right, ast.Tuple) and isinstance(left, ast.Name):
        return f"({' || '.join(_one_comparison(left, ast.Eq(), one, scope) for one in right.elts)})"
    if type(operator) not in COMPARISONS:
        raise scope.source.refuse(left, "this comparison", "< <= > >= == !=, and `name in (a, b)`")
    if isinstance(operator, ast.Eq | ast.NotEq) and FLAG in (write(left, scope)[1], write(right, scope)[1]):
        raise scope.source.refuse(
            left, "the comparison of flags", "`a`, `not a`: a flag of an array is 0 or 1"
        )
    return f"{number(left, scope)} {COMPARISONS[type(operator)]} {number(right, scope)}"


def _choice(node: ast.IfExp, scope: Scope) -> Written:
    condition = number(node.test, scope)
    (yes, kind), (no, other) = write(node.body, scope), write(node.orelse, scope)
    if kind != other or not isinstance(kind, Scalar):
        raise scope.source.refuse(node, "a choice between two kinds", "two numbers or two flags")
    yes, no = number(node.body, scope), number(node.orelse, scope)
    return Written(f"{condition} ? {yes} : {no}", kind)


def _call(node: ast.Call, scope: Scope) -> Written:
    if not isinstance(node.func, ast.Name) or node.keywords or node.func.id in scope.names:
        raise scope.source.refuse(node, f"`{ast.unparse(node)}`", ALLOWED)
    name, given = node.func.id, node.args
    if name in scope.callees:
        callee = scope.callees[name]
        if len(given) != callee.n_arguments:
            raise scope.source.refuse(
                node, f"a call of {name!r} with other arguments", "all that it takes, in order"
            )
        texts = [write(one, scope)[0] for one in given]
        return Written(f"{callee.name}({', '.join(texts)})", callee.returns)
    if name == "len":
        return Written(lift(array(given[0], scope)[0], "n0", scope), NUMBER)
    if name in ("int", "float"):
        inner = number(given[0], scope)
        return Written(inner if name == "float" else f"Math.trunc({inner})", NUMBER)
    if name in BUILT_IN:
        texts = [number(one, scope) for one in given]
        return Written(f"{BUILT_IN[name]}({', '.join(texts)})", NUMBER)
    raise scope.source.refuse(node, f"a call of {name!r}", ALLOWED)


WRITERS: dict[type[ast.AST], Any] = {
    ast.Constant: _constant,
    ast.Name: _name,
    ast.Attribute: _attribute,
    ast.Subscript: _subscript,
    ast.BinOp: _binary,
    ast.UnaryOp: _unary,
    ast.BoolOp: _both,
    ast.Compare: _compare,
    ast.IfExp: _choice,
    ast.Call: _call,
}

"""What a rule may consist of, so that compiled code gives the same bits as plain Python (LAW 4)."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Callable
from pathlib import Path

ALLOWED = "numbers, + - * /, comparisons, if, loops over range, min, max, abs and sqrt"

NO_SOURCE = "its source cannot be read; write it into a file"

CALLED = ("range", "min", "max", "abs", "int", "float", "bool", "sqrt")

NODES = (
    *(ast.Return, ast.Assign, ast.AnnAssign, ast.Expr, ast.Pass, ast.Break, ast.Continue),
    *(ast.If, ast.IfExp, ast.For, ast.While, ast.Name, ast.UnaryOp, ast.BoolOp, ast.Compare),
)
"""What is correctly rounded everywhere, and what numba compiles as Python runs it."""


def outside(function: Callable[..., object]) -> str:
    """Name the first thing in a function that compiled code might do otherwise; empty if there is none.

    Returns
    -------
    str : such as ``math.exp in line 12 of my_rule.py``

    Examples
    --------
    >>> outside(lambda doubt: doubt)
    'its source cannot be read; write it into a file'
    """
    code = function.__code__
    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    except (OSError, TypeError, SyntaxError):
        return NO_SOURCE
    if len(tree.body) != 1 or not isinstance(tree.body[0], ast.FunctionDef):
        return NO_SOURCE
    parts = (one for statement in tree.body[0].body for one in ast.walk(statement))
    for node in parts:
        if isinstance(node, ast.expr | ast.stmt) and not _fits(node):
            line = code.co_firstlineno + node.lineno - 1
            return f"{ast.unparse(node).splitlines()[0]} in line {line} of {_where(Path(code.co_filename))}"
    return ""


def _where(file: Path) -> str:
    """Name the file of some code; that of a notebook's cell means nothing to anybody."""
    return "the cell" if file.parent.name.startswith("ipykernel_") else file.name


def _fits(node: ast.expr | ast.stmt) -> bool:
    """Tell whether a part of a function is among what is allowed; parts of it are looked at by themselves."""
    if isinstance(node, ast.Constant):
        # Text that stands alone is a docstring.
        return isinstance(node.value, int | float | str)
    if isinstance(node, ast.Call):
        return _name(node.func) in CALLED and not node.keywords
    if isinstance(node, ast.Attribute):
        return node.attr == "sqrt"
    if isinstance(node, ast.BinOp | ast.AugAssign):
        return isinstance(node.op, ast.Add | ast.Sub | ast.Mult | ast.Div)
    return isinstance(node, NODES)


def _name(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")

"""Statements and functions of plain Python, turned into JavaScript."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from infosim.web.translation.expressions import (
    CALLED_OPERATORS,
    PLAIN_OPERATORS,
    Scope,
    array,
    is_element,
    number,
    place,
    write,
)
from infosim.web.translation.kinds import (
    NOTHING,
    NUMBER,
    Array,
    Callee,
    Kind,
    Known,
    Scalar,
    Source,
    place_of,
    signature,
)

ALLOWED = "assignments, if, while, for .. in range(..), continue, break, return, calls, docstrings"

IGNORED = ("prefetch", "prefetch_from")
"""Calls that change nothing: hints for memory."""

# fmt: off
RESERVED = frozenset({
    "arguments", "case", "catch", "const", "debugger", "default", "delete", "do", "enum", "eval", "export",
    "extends", "false", "function", "implements", "instanceof", "interface", "let", "new", "null", "package",
    "private", "protected", "public", "static", "super", "switch", "this", "throw", "true", "typeof",
    "undefined", "var", "void",
})
# fmt: on
"""Words that are names in Python and none in JavaScript."""

Lines = list[str]


class Body:
    """Turns the statements of one function into lines."""

    def __init__(self, scope: Scope, arguments: Iterable[str]) -> None:
        self.scope, self.arguments = scope, frozenset(arguments)
        self.declared: list[str] = []
        self.loops: list[str] = []
        self._n_helpers = 0

    def block(self, statements: Sequence[ast.stmt]) -> Lines:
        """Translate statements, indented by one level."""
        return ["  " + line for statement in statements for line in self.statement(statement)]

    def statement(self, node: ast.stmt) -> Lines:
        """Translate one statement."""
        writer = getattr(self, f"_{type(node).__name__.lower()}", None)
        if writer is None:
            raise self.refuse(node, f"`{ast.unparse(node).splitlines()[0]}`", ALLOWED)
        lines: Lines = writer(node)
        return lines

    def refuse(self, node: ast.AST, what: str, allowed: str) -> Exception:
        """Say what cannot be translated."""
        return self.scope.source.refuse(node, what, allowed)

    def helper(self) -> str:
        """Name something that Python does not name."""
        self._n_helpers += 1
        return f"$${self._n_helpers}"

    def declare(self, target: ast.Name, kind: Kind) -> str:
        """Let a local name stand for a kind of value, always the same."""
        name = target.id
        if name in RESERVED:
            raise self.refuse(target, f"the local name {name!r}", "names that are free in JavaScript")
        if name in self.loops:
            raise self.refuse(
                target, f"an assignment to {name!r}", "loops that alone move what they count with"
            )
        if self.scope.names.setdefault(name, kind) != kind and not isinstance(kind, Array):
            raise self.refuse(target, f"two kinds of value in {name!r}", "one kind for each name")
        if name not in self.declared and name not in self.arguments:
            self.declared.append(name)
        return name

    def _expr(self, node: ast.Expr) -> Lines:
        if isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            return []
        if isinstance(node.value, ast.Call):
            if isinstance(node.value.func, ast.Name) and node.value.func.id in IGNORED:
                return []
            return [f"{write(node.value, self.scope)[0]};"]
        raise self.refuse(node, f"`{ast.unparse(node)}`", ALLOWED)

    def _assign(self, node: ast.Assign) -> Lines:
        if len(node.targets) > 1:
            text, kind = write(node.value, self.scope)
            if not isinstance(node.value, ast.Constant):
                raise self.refuse(node, "one value for several targets", "a constant for several targets")
            return [line for one in node.targets for line in self._store(one, text, kind)]
        (target,) = node.targets
        if not isinstance(target, ast.Tuple):
            return self._store(target, *write(node.value, self.scope))
        if isinstance(node.value, ast.Tuple) and len(node.value.elts) == len(target.elts):
            return self._pairwise(target.elts, node.value.elts)
        if isinstance(node.value, ast.Call) and ast.unparse(node.value.func) == "divmod":
            return self._divide(target.elts, node.value.args)
        if isinstance(node.value, ast.Attribute) and node.value.attr == "shape":
            return self._unpack_shape(target.elts, node.value)
        raise self.refuse(
            node, f"`{ast.unparse(node)}`", "a, b = x, y; q, r = divmod(x, y); n, m = array.shape"
        )

    def _annassign(self, node: ast.AnnAssign) -> Lines:
        if node.value is None:
            return []
        return self._store(node.target, *write(node.value, self.scope))

    def _store(self, target: ast.expr, text: str, kind: Kind) -> Lines:
        """Put a value into a name, an element, or every element of a part of an array."""
        if isinstance(target, ast.Name):
            return [f"{self.declare(target, kind)} = {text};"]
        if not isinstance(target, ast.Subscript) or not isinstance(kind, Scalar):
            raise self.refuse(
                target, f"an assignment to `{ast.unparse(target)}`", "names, elements, a[:] = number"
            )
        if is_element(target, self.scope):
            return [f"{place(target, self.scope)} = {text};"]
        return [f"$.fill({write(target, self.scope)[0]}, {text});"]

    def _pairwise(self, targets: Sequence[ast.expr], values: Sequence[ast.expr]) -> Lines:
        """Assign several values at once; all are read before any is written."""
        written = [write(value, self.scope) for value in values]
        names = [target.id for target in targets if isinstance(target, ast.Name)]
        read = {one.id for value in values for one in ast.walk(value) if isinstance(one, ast.Name)}
        pairs = list(zip(targets, written, strict=True))
        if len(names) == len(targets) and not read & set(names):
            return [line for target, (text, kind) in pairs for line in self._store(target, text, kind)]
        helpers = [self.helper() for _ in targets]
        reading = [f"const {name} = {text};" for name, (text, _) in zip(helpers, written, strict=True)]
        moved = zip(targets, helpers, written, strict=True)
        return reading + [
            line for target, name, (_, kind) in moved for line in self._store(target, name, kind)
        ]

    def _divide(self, targets: Sequence[ast.expr], values: Sequence[ast.expr]) -> Lines:
        left, right = self.helper(), self.helper()
        texts = [number(value, self.scope) for value in values]
        reading = [f"const {left} = {texts[0]};", f"const {right} = {texts[1]};"]
        results = (f"$.floorDivide({left}, {right})", f"$.modulo({left}, {right})")
        stored = zip(targets, results, strict=True)
        return reading + [line for target, text in stored for line in self._store(target, text, NUMBER)]

    def _unpack_shape(self, targets: Sequence[ast.expr], shape: ast.Attribute) -> Lines:
        text, kind = array(shape.value, self.scope)
        if len(targets) != kind.ndim:
            raise self.refuse(shape, f"{len(targets)} names for the shape of {kind.name}", "one for each")
        pairs = [(one, axis) for axis, one in enumerate(targets) if ast.unparse(one) != "_"]
        return [line for one, axis in pairs for line in self._store(one, f"{text}.n{axis}", NUMBER)]

    def _augassign(self, node: ast.AugAssign) -> Lines:
        target, operator, scope = node.target, type(node.op), self.scope
        text = number(node.value, scope)
        if isinstance(target, ast.Subscript) and is_element(target, scope) and operator in PLAIN_OPERATORS:
            return [f"{place(target, scope)} {PLAIN_OPERATORS[operator]}= {text};"]
        if isinstance(target, ast.Name) and scope.names.get(target.id) is NUMBER:
            name = self.declare(target, NUMBER)
            if operator in PLAIN_OPERATORS:
                return [f"{name} {PLAIN_OPERATORS[operator]}= {text};"]
            if operator in CALLED_OPERATORS:
                return [f"{name} = {CALLED_OPERATORS[operator]}({name}, {text});"]
        raise self.refuse(
            node, f"`{ast.unparse(node)}`", "+= -= *= /= on numbers and elements, |= on numbers"
        )

    def _if(self, node: ast.If) -> Lines:
        inside = self.block(node.body)
        if not inside and not node.orelse:
            return []
        lines = [f"if ({self._condition(node.test)}) {{", *inside]
        if len(node.orelse) == 1 and isinstance(node.orelse[0], ast.If):
            first, *others = self.statement(node.orelse[0])
            return [*lines, f"}} else {first}", *others]
        if node.orelse:
            lines += ["} else {", *self.block(node.orelse)]
        return [*lines, "}"]

    def _while(self, node: ast.While) -> Lines:
        if node.orelse:
            raise self.refuse(node, "else after while", ALLOWED)
        return [f"while ({self._condition(node.test)}) {{", *self.block(node.body), "}"]

    def _condition(self, node: ast.expr) -> str:
        text, kind = write(node, self.scope)
        if not isinstance(kind, Scalar):
            raise self.refuse(node, f"{kind.name} as a condition", "a flag or a number")
        return text

    def _for(self, node: ast.For) -> Lines:
        counts = node.iter
        is_range = isinstance(counts, ast.Call) and ast.unparse(counts.func) == "range"
        if node.orelse or not is_range or not isinstance(node.target, ast.Name):
            raise self.refuse(node, f"`{ast.unparse(node).splitlines()[0]}`", "for n in range(a, b)")
        assert isinstance(counts, ast.Call)
        if len(counts.args) > 2:
            raise self.refuse(node, "range with a step", "for n in range(a, b)")
        name = self.helper() if node.target.id == "_" else node.target.id
        if name in self.declared or name in self.loops or name in self.arguments:
            raise self.refuse(node, f"a loop over {name!r}, which is something else too", "a name of its own")
        *first, last = [number(one, self.scope) for one in counts.args]
        end = self.helper()
        head = f"for (let {name} = {first[0] if first else 0}, {end} = {last}; {name} < {end}; {name}++) {{"
        self.loops.append(name)
        self.scope.names[name] = NUMBER
        lines = [head, *self.block(node.body), "}"]
        self.loops.remove(name)
        # After its loop the name would hold another number than in Python.
        del self.scope.names[name]
        return lines

    def _continue(self, node: ast.Continue) -> Lines:
        return ["continue;"]

    def _break(self, node: ast.Break) -> Lines:
        return ["break;"]

    def _return(self, node: ast.Return) -> Lines:
        if node.value is None:
            return ["return;"]
        text, kind = write(node.value, self.scope)
        if not isinstance(kind, Scalar):
            raise self.refuse(node, f"{kind.name} as what is returned", "a number, a flag, nothing")
        return [f"return {text};"]


def translate(
    function: Callable[..., Any],
    known: Known,
    callees: Mapping[str, Callee],
    constants: dict[str, float],
    name: str = "",
) -> Lines:
    """Translate a function.

    Parameters
    ----------
    function : plain Python with every argument annotated, as `compiling` wants it
    known : what annotations stand for
    callees : functions that it may call, by the name by which it calls them
    constants : numbers of its module that it uses are added here
    name : what it is called in JavaScript, if not as in Python

    Raises
    ------
    TranslationError
        Something has no translation; says file, line, and what is allowed.
    """
    tree, source = parsed(function)
    names = {one: kind for one, kind in signature(function, known, source).items() if one != "return"}
    if strange := sorted(set(names) & RESERVED):
        raise source.refuse(tree, f"the argument {strange[0]!r}", "names that are free in JavaScript")
    scope = Scope(source, function.__globals__, callees, constants, dict(names))
    body = Body(scope, names)
    lines = body.block(tree.body)
    lifted = [f"  const {short} = {path};" for short, path in scope.lifted.items()]
    declared = [f"  let {', '.join(body.declared)};"] if body.declared else []
    head = f"function {name or function.__name__}({', '.join(names)}) {{"
    return [*comment_of(tree), head, *lifted, *declared, *lines, "}"]


def parsed(function: Callable[..., Any]) -> tuple[ast.FunctionDef, Source]:
    """Read the text of a function, and remember where it stands."""
    lines, first = inspect.getsourcelines(function)
    text = textwrap.dedent("".join(lines))
    source = Source(place_of(function), first, tuple(text.splitlines()))
    (tree,) = ast.parse(text).body
    if not isinstance(tree, ast.FunctionDef):
        raise source.refuse(tree, "what is no function", "def name(...)")
    given = tree.args
    if tree.decorator_list or given.defaults or given.vararg or given.kwarg or given.kwonlyargs:
        raise source.refuse(tree, "decorators, defaults and keywords", "plain positional arguments")
    return tree, source


def comment_of(tree: ast.FunctionDef) -> Lines:
    """Take over the first line of the docstring."""
    told = (ast.get_docstring(tree) or "").splitlines()
    return [f"// {told[0]}"] if told else []


def callee_of(function: Callable[..., Any], known: Known, name: str = "") -> Callee:
    """Describe a function for those that call it."""
    _, source = parsed(function)
    kinds = signature(function, known, source)
    returns = kinds.get("return", NOTHING)
    return Callee(name or function.__name__, len(kinds) - ("return" in kinds), returns)

"""What translating has in common: operands on the symbolic stack, places, and the making of nodes.

See `translate` for how it all fits together.
"""

from __future__ import annotations

import ast
from typing import Any, NamedTuple

from flowmetal.bytecode import opcodes
from flowmetal.bytecode.code import CodeObject
from flowmetal.vm.values import Module

NAME_OF = {row.number: row.name for row in opcodes.OPCODES}

# What may be known of a value.
SMALL, INT, FLOAT, STR, LIST, DICT, BOOL, TUPLE, RANGE = (
    "small", "int", "float", "str", "list", "dict", "bool", "tuple", "range"
)
NUMERIC = (SMALL, INT, FLOAT, BOOL)
SCALAR = (SMALL, INT, FLOAT, BOOL, STR)
KEYS = (SMALL, INT, STR, BOOL)
COUNTER = "counter"  # an iterator over a range, which nobody else has
OWN = "own"  # an iterator over another sequence, which nobody else has


class Unsupported(Exception):
    """The code has no translation; the text says why."""


class NotPure(Exception):
    """A condition holds more than an expression."""


class Place(NamedTuple):
    """See the module. `stack` describes operands: ("name", n), ("const", v), ("iter", n)."""

    restart: int  # instruction
    stack: tuple[tuple[str, Any], ...]
    after: int = -1  # of a call: the instruction behind it, and the operands below those that it takes
    below: tuple[tuple[str, Any], ...] = ()
    instance: str = ""  # of a call of `__init__`: the variable that holds the instance


class Catcher(NamedTuple):
    """One handler of generated code, for `support.caught`."""

    code: CodeObject
    target: int
    places: list[Place]


class Value:
    """An operand: "const" and "name" may be used at any time, "tree" is used once and before the next place."""

    __slots__ = ("kind", "known", "reads", "what")

    def __init__(self, kind: str, what: Any, known: str | None = None, reads: frozenset[str] = frozenset()) -> None:
        self.kind = kind
        self.what = what
        self.known = known
        self.reads = reads  # variables that a tree reads


def known_of(value: Any) -> str | None:
    kind = type(value)
    if kind is int:
        return SMALL if -(1 << 64) < value < 1 << 64 else None
    return {float: FLOAT, str: STR, bool: BOOL, tuple: TUPLE}.get(kind)


def join_known(one: str | None, other: str | None) -> str | None:
    if one == other or other == "":
        return one
    if one == "":
        return other
    if {one, other} == {SMALL, INT}:
        return INT
    return None


class Writer:
    """The state of one translation, and what writes parts of it."""

    def __init__(
        self, code: CodeObject, module: Module, builtins: dict[str, Any], stored: frozenset[str], defaults: int = 0
    ) -> None:
        self.code = code
        self.defaults = defaults  # how many of the positional parameters have one
        self.module = module
        self.builtins = builtins
        self.stored = stored  # names that some code of the module stores globally after it is defined, or deletes
        self.ops = [NAME_OF[op] for op in code.ops]
        self.args: list[Any] = code.cache["run"][1]
        self.cells = {*code.cells, *range(len(code.slots) - code.free, len(code.slots))}
        self.backs: dict[int, int] = {}  # loop header -> its last jump back
        self.targets: dict[int, int] = {}  # how many jumps lead there
        for at, (op, arg) in enumerate(zip(self.ops, code.args, strict=True)):
            if op.startswith("JUMP") and arg <= at:
                self.backs[arg] = max(at, self.backs.get(arg, 0))
            if op.startswith("JUMP") or op == "FOR_ITER":
                self.targets[arg] = self.targets.get(arg, 0) + 1
        self.kinds: tuple[str | None, ...] = ()  # of the variables and operands where it begins
        self.mode: int | None = None  # see `translate.Translator.translate`
        self.bound: list[frozenset[int]] = []  # of each instruction, the variables that hold a value there
        self.cells_may_go = "DELETE_CELL" in stored  # does any code of the module unset one?
        self.known: dict[int, str | None] = {}  # of each variable, from the round before
        self.begin_round()

    def begin_round(self) -> None:
        """Forget what has been written, but not what has been found out about variables."""
        self.found = dict(self.known)
        self.places: list[Place] = []
        self.constants: dict[str, Any] = {}
        self.helpers: set[str] = set()
        self.globals_: set[str] = set()
        self.sources: dict[str, str] = {}  # variable -> the global that it was loaded from
        self.exits: dict[int, list[Value]] = {}  # loop header -> the stack where it is left by `break`
        self.fresh = 0
        self.written = 0
        self.out: list[ast.stmt] = []
        self.stack: list[Value] | None = []  # None: control does not get here
        self.pure = False  # only an expression is wanted; else NotPure is raised
        self.active: set[int] = set()  # handlers of the `try`s around
        self.cells_bound: set[int] = set()  # on this path
        self.paid = False  # has this path paid for the call of this function?
        self.line = 1


    # -- nodes

    def lined(self, node: Any) -> Any:
        node.lineno = self.line
        return node

    def emit(self, statement: ast.stmt) -> None:
        if self.pure:
            raise NotPure
        self.out.append(self.lined(statement))

    def parsed(self, text: str, **variables: str) -> ast.stmt:
        """A statement over helpers and the variables named."""
        statement = ast.parse(text).body[0]
        for node in ast.walk(statement):
            if "lineno" in node._attributes:
                node.lineno = self.line  # type: ignore[attr-defined]
            if isinstance(node, ast.Name):
                if node.id in variables:
                    node.id = variables[node.id]
                else:
                    self.helpers.add(node.id)
                    node.id = "." + node.id
        return statement

    def variable(self, slot: int) -> str:
        return f".v{slot}"

    def load(self, name: str) -> ast.Name:
        return self.lined(ast.Name(id=name, ctx=ast.Load()))  # type: ignore[no-any-return]

    def name(self, slot: int) -> ast.Name:
        return self.load(self.variable(slot))

    def helper(self, name: str) -> ast.Name:
        self.helpers.add(name)
        return self.load("." + name)  # no name of a program begins so

    def call_helper(self, name: str, *args: ast.expr) -> ast.expr:
        return self.lined(ast.Call(func=self.helper(name), args=list(args), keywords=[]))  # type: ignore[no-any-return]

    def constant(self, value: Any) -> ast.expr:
        if value is None or value is Ellipsis or type(value) in (bool, int, float, str, bytes):
            return self.lined(ast.Constant(value=value))  # type: ignore[no-any-return]
        for name, known in self.constants.items():
            if known is value:
                return self.load(name)
        name = f".k{len(self.constants)}"
        self.constants[name] = value
        return self.load(name)

    def assign(self, name: str, node: ast.expr) -> None:
        self.emit(ast.Assign(targets=[self.lined(ast.Name(id=name, ctx=ast.Store()))], value=node))

    def new_name(self) -> str:
        self.fresh += 1
        return f".s{self.fresh}"

    def test_type(self, node: ast.expr, kind: str) -> ast.expr:
        """`type(node) is kind`"""
        return self.lined(ast.Compare(  # type: ignore[no-any-return]
            left=self.call_helper("type", node), ops=[ast.Is()], comparators=[self.helper(kind)]))

    def either(self, test: ast.expr, one: ast.expr, other: ast.expr) -> ast.expr:
        return self.lined(ast.IfExp(test=test, body=one, orelse=other))  # type: ignore[no-any-return]

    def both(self, *tests: ast.expr) -> ast.expr:
        return self.lined(ast.BoolOp(op=ast.And(), values=list(tests)))  # type: ignore[no-any-return]

    def any_of(self, *tests: ast.expr) -> ast.expr:
        return self.lined(ast.BoolOp(op=ast.Or(), values=list(tests)))  # type: ignore[no-any-return]

    def negated(self, node: ast.expr) -> ast.expr:
        """The opposite, where only its truth counts."""
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            return node.operand
        return self.lined(ast.UnaryOp(op=ast.Not(), operand=node))  # type: ignore[no-any-return]

    def attribute(self, node: ast.expr, name: str) -> ast.expr:
        return self.lined(ast.Attribute(value=node, attr=name, ctx=ast.Load()))  # type: ignore[no-any-return]

    # -- operands

    def use(self, value: Value) -> ast.expr:
        if value.kind == "const":
            return self.constant(value.what)
        if value.kind == "name":
            return self.load(value.what)
        if value.kind == "iterable":
            return self.call_helper("iterate", value.what)
        return value.what  # type: ignore[no-any-return]

    def push(self, node: ast.expr, known: str | None = None, *used: Value) -> None:
        reads: frozenset[str] = frozenset()
        for value in used:
            reads |= self.reads_of(value)
        assert self.stack is not None
        self.stack.append(Value("tree", node, known, reads))

    def reads_of(self, value: Value) -> frozenset[str]:
        return frozenset((value.what,)) if value.kind == "name" else value.reads

    def pop(self) -> Value:
        assert self.stack is not None
        if not self.stack:
            raise Unsupported("an operand from outside")
        return self.stack.pop()

    def settle(self, value: Value) -> Value:
        """The value as one that may be used more than once."""
        if value.kind in ("const", "name", "iter"):
            return value
        name = self.new_name()
        node = self.use(value)
        if isinstance(node, ast.Name) and not node.id.startswith("."):
            self.sources[name] = node.id
        self.assign(name, node)
        return Value("name", name, value.known if value.kind == "tree" else None)

    def settle_all(self) -> None:
        """Write all operands into variables, in their order."""
        assert self.stack is not None
        self.stack[:] = [self.settle(value) for value in self.stack]

    def settle_last(self, count: int) -> None:
        assert self.stack is not None
        if count:
            if len(self.stack) < count:
                raise Unsupported("an operand from outside")
            below = self.stack[:-count]
            if any(value.kind not in ("const", "name", "iter") for value in self.stack[-count:]):
                self.stack[:] = [self.settle(value) for value in below] + [
                    self.settle(value) for value in self.stack[-count:]
                ]

    def layout(self, values_: list[Value]) -> tuple[tuple[str, Any], ...]:
        found = []
        for value in values_:
            if value.kind not in ("const", "name", "iter"):
                raise AssertionError("an operand that is not settled")
            found.append((value.kind, value.what))
        return tuple(found)

    def place(self, at: int) -> None:
        """From here on, whatever fails is done again from instruction `at` on."""
        if self.pure:
            raise NotPure
        self.settle_all()
        assert self.stack is not None
        self.places.append(Place(at, self.layout(self.stack)))
        self.line = len(self.places)

    def before_store(self, name: str) -> None:
        """The variable is about to change: whatever reads it must have been read."""
        assert self.stack is not None
        if any(name in self.reads_of(value) for value in self.stack):
            kept = []
            for value in self.stack:
                if value.kind == "name" and value.what == name:
                    copy = self.new_name()
                    self.assign(copy, self.load(name))
                    value = Value("name", copy, value.known)
                kept.append(self.settle(value))
            self.stack[:] = kept

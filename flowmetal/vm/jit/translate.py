"""From a code object's instructions to a function of the host's Python that does the same, as its syntax tree.

The instructions are run symbolically: the operand stack holds expressions, and a statement is written where something
has to happen now (a store, a call). Jumps become `if`, `while` and `for` again, as the compiler lays code out in the
order of the source; what has no such shape is written twice, or not translated (`Unsupported`).

*Places.* Generated code can be left anywhere. Each line number in it stands for a `Place`: the instruction to restart
at and the names that hold the operand stack there. Between two places only things happen that may be done again:
loads, operators on plain values. A call has a place of its own, which says as well how the frame looks while the
callee runs. The interpreter's frame is made from the place and the host frame's variables, see `entering`.

*Types.* What is known of a variable (`SMALL` int, `INT`, `STR`, a `LIST` that this code made, …) is found by running
the translation until it does not change any more. Only exact built-in types are known; what is not known is asked for.

Sizes: an addition may make an int or a text too large, so its result is looked at (`sized`), unless one operand is
SMALL (below 2**64) and the other one is a sum of such (`INT`): that would take longer than anybody has to pass any limit.
"""

from __future__ import annotations

import ast
import builtins
import re
from collections.abc import Callable
from typing import Any, NamedTuple

from flowmetal.bytecode import opcodes
from flowmetal.bytecode.code import CodeObject
from flowmetal.bytecode.opcodes import BINARY_OPERATORS, BY_NUMBER, COMPARE_OPERATORS, UNARY_OPERATORS
from flowmetal.vm import values
from flowmetal.vm.jit.support import TURNS
from flowmetal.vm.values import Class, Function, Module, Native

NAME_OF = {row.number: row.name for row in opcodes.OPCODES}

SMALL, INT, FLOAT, STR, LIST, DICT, BOOL, TUPLE, RANGE = "small int float str list dict bool tuple range".split()
NUMERIC = (SMALL, INT, FLOAT, BOOL)
SCALAR = (SMALL, INT, FLOAT, BOOL, STR)
KEYS = (SMALL, INT, STR, BOOL)
DIGIT = (1 << 30) - 1  # ints up to here are what the host compares quickest
GENERATOR_START = -1  # in place of a loop's header: the whole code, as a generator of the host's over filled slots
COUNTER = "counter"  # an iterator over a range, which nobody else has
OWN = "own"  # an iterator over another sequence, which nobody else has
MODERATE = 1 << 1000
MOST_COPIES = 4  # times the code's length may be written

# Attributes that the host knows of the values of a program: an attribute of the program with such a name is looked up
# with more care.
HOST_NAMES = frozenset(
    name
    for kind in (
        int, str, bytes, float, bool, list, tuple, dict, range, slice, type(None), type(...), type(NotImplemented),
        *(found for found in vars(values).values() if isinstance(found, type)),
    )
    for name in dir(kind)
)
_HOST_BUILTINS = frozenset(dir(builtins))

_BINARY_NODES: dict[str, type[ast.operator]] = {
    "+": ast.Add, "-": ast.Sub, "*": ast.Mult, "/": ast.Div, "//": ast.FloorDiv, "%": ast.Mod, ">>": ast.RShift,
    "&": ast.BitAnd, "|": ast.BitOr, "^": ast.BitXor,
}
_COMPARE_NODES: dict[str, type[ast.cmpop]] = {
    "==": ast.Eq, "!=": ast.NotEq, "<": ast.Lt, "<=": ast.LtE, ">": ast.Gt, ">=": ast.GtE,
}
_CONDITIONAL = ("JUMP_IF_FALSE", "JUMP_IF_TRUE")
_LIST_EFFECTS = ("append",)


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

    __slots__ = ("known", "kind", "reads", "what")

    def __init__(self, kind: str, what: Any, known: str | None = None, reads: frozenset[str] = frozenset()) -> None:
        self.kind = kind
        self.what = what
        self.known = known
        self.reads = reads  # variables that a tree reads


class Loop(NamedTuple):
    header: int
    normal: int  # where its condition, or its end, leads to
    out: int  # where `break` leads to
    depth: int  # of the stack outside
    has_else: bool
    on_exit: Callable[[], None] | None


class Context(NamedTuple):
    follow: int  # where control goes when the statements end
    loop: Loop | None
    alias: int = -9  # an instruction that only leads to `follow`

    def ends(self, target: int) -> bool:
        """Does a jump there just end the statements?"""
        return target in (self.follow, self.alias)

    def within(self, follow: int) -> Context:
        """Of statements inside, behind which control goes to `follow`."""
        return Context(follow, self.loop, self.alias if follow == self.follow else -9)


class Translation(NamedTuple):
    tree: ast.Module
    places: list[Place]
    constants: dict[str, Any]
    helpers: tuple[str, ...]


def _known_of(value: Any) -> str | None:
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


def surely_bound(
    ops: list[str], code: CodeObject, bound: frozenset[int], start: int
) -> list[frozenset[int]]:
    """Of each instruction, the slots that hold a value whenever it runs; by forward data flow from `start`."""
    everything = frozenset(range(len(code.slots)))
    states: list[frozenset[int] | None] = [None] * (len(ops) + 1)
    states[start] = frozenset(bound)
    work = [start]
    while work:
        at = work.pop()
        if at >= len(ops):
            continue
        state, op = states[at], ops[at]
        assert state is not None
        if op == "STORE_LOCAL":
            state = state | {code.args[at]}
        elif op == "DELETE_LOCAL":
            state = state - {code.args[at]}
        onward = [] if op in ("JUMP", "RETURN", "RAISE", "RERAISE") else [at + 1]
        if op.startswith("JUMP") or op == "FOR_ITER":
            onward.append(code.args[at])
        for target in onward:
            known = states[target]
            joined = state if known is None else known & state
            if joined != known:
                states[target] = joined
                work.append(target)
    return [everything if state is None else state for state in states]


class Translator:
    """One code object, from its beginning (loop None) or one of its loops (the header's instruction)."""

    def __init__(
        self, code: CodeObject, module: Module, builtins_: dict[str, Any], stored: frozenset[str], defaults: int = 0
    ) -> None:
        self.code = code
        self.defaults = defaults  # how many of the positional parameters have one
        self.module = module
        self.builtins = builtins_
        self.stored = stored  # names that some code of the module stores globally after it is defined, or deletes
        self.ops = [NAME_OF[op] for op in code.ops]
        self.args: list[Any] = code.cache["run"][1]
        self.cells = {*code.cells, *range(len(code.slots) - code.free, len(code.slots))}
        self.backs: dict[int, int] = {}  # loop header -> its last jump back
        for at, (op, arg) in enumerate(zip(self.ops, code.args, strict=True)):
            if op.startswith("JUMP") and arg <= at:
                self.backs[arg] = max(at, self.backs.get(arg, 0))
        self.targets: dict[int, int] = {}  # how many jumps lead there
        for op, arg in zip(self.ops, code.args, strict=True):
            if op.startswith("JUMP") or op == "FOR_ITER":
                self.targets[arg] = self.targets.get(arg, 0) + 1
        self.known: dict[int, str | None] = {}

    def translate(
        self, loop: int | None = None, depth: int = 0, kinds: tuple[str | None, ...] = ()
    ) -> Translation:
        """The function, or the loop that begins at `loop`, with `depth` operands; kinds says of each variable and
        operand what is known of it when the loop is entered. Raises Unsupported."""
        code = self.code
        least = code.positional + code.keyword_only + (code.flags & 1) + (code.flags >> 1 & 1)
        if loop is None:
            kinds = tuple([None if slot < least or slot in self.cells else "" for slot in range(len(code.slots))])
        self.kinds, self.mode = kinds, loop
        bound = frozenset(range(least)) if loop is None else frozenset(
            slot for slot in range(len(code.slots)) if kinds[slot] != "")
        self.bound = surely_bound(self.ops, code, bound | self.cells, max(loop or 0, 0))
        self.known = dict(enumerate(kinds[: len(code.slots)]))
        for _ in range(8):
            self.found: dict[int, str | None] = dict(self.known)
            self.places: list[Place] = []
            self.constants: dict[str, Any] = {}
            self.helpers: set[str] = set()
            self.globals_: set[str] = set()
            self.sources: dict[str, str] = {}  # variable -> the global that it was loaded from
            self.fresh = 0
            self.written = 0
            self.out: list[ast.stmt] = []
            self.stack: list[Value] | None = []
            self.pure = False
            self.active: set[int] = set()  # handlers of the `try`s around
            self.paid = False  # has this path paid for the call of this function?
            self.line = 1
            if loop is None or loop == GENERATOR_START:
                body = self.function(least)
            else:
                body = self.loop_function(loop, depth)
            if self.found == self.known:
                break
            self.known = self.found
        else:
            raise Unsupported("types that do not settle")
        return self.finish(body, least, loop, depth)

    # -- the whole

    def function(self, least: int) -> list[ast.stmt]:
        code = self.code
        self.place(0)
        if self.mode == GENERATOR_START:
            for slot, kind in enumerate(self.kinds):
                if kind == "":
                    self.emit(ast.Delete(targets=[self.lined(ast.Name(id=self.variable(slot), ctx=ast.Del()))]))
            self.run(0, len(self.ops), Context(len(self.ops), None))
            return self.out
        for at in range(self.defaults):
            slot = code.positional - self.defaults + at
            self.emit(self.parsed(
                f"if slot is UNSET: slot = function.defaults[{at}]", slot=self.variable(slot)))
        for slot in code.cells:
            given = self.name(slot) if slot < least else self.helper("UNSET")
            self.assign(self.variable(slot), self.call_helper("Cell", given))
        first_free = len(code.slots) - code.free
        for at in range(code.free):
            self.emit(self.parsed(f"cell = function.closure[{at}]", cell=self.variable(first_free + at)))
        self.place(0)
        self.run(0, len(self.ops), Context(len(self.ops), None))
        return self.out

    def loop_function(self, header: int, depth: int) -> list[ast.stmt]:
        code = self.code
        names = [f".e{at}" for at in range(depth)]
        known = self.kinds[len(code.slots) :]
        self.stack = [Value("name", name, kind) for name, kind in zip(names, known, strict=True)]
        self.place(header)
        for slot, kind in enumerate(self.kinds[: len(code.slots)]):
            if kind == "":  # as the host has it
                self.emit(ast.Delete(targets=[self.lined(ast.Name(id=self.variable(slot), ctx=ast.Del()))]))
        end = self.backs[header] + 1
        self.only_loop = (header, end)
        self.run(header, end, Context(-1, None))
        if self.stack is not None:
            raise Unsupported("a loop that goes on")
        return self.out

    only_loop: tuple[int, int] | None = None

    def finish(self, body: list[ast.stmt], least: int, loop: int | None, depth: int) -> Translation:
        code = self.code
        if loop is None:
            parameters = [self.variable(slot) for slot in range(least)]
        else:
            parameters = [*(self.variable(slot) for slot in range(len(code.slots))), *(f".e{at}" for at in range(depth))]
        arguments = ast.arguments(
            posonlyargs=[], args=[ast.arg(arg=name) for name in parameters], kwonlyargs=[], kw_defaults=[],
            defaults=[], vararg=None, kwarg=None,
        )
        statements: list[ast.stmt] = body or [ast.Pass()]
        if "PUSH_HANDLED" in self.ops:
            none = ast.Assign(targets=[ast.Name(id=".h", ctx=ast.Store())], value=ast.Constant(value=None))
            statements = [none, *statements]
        if self.globals_:
            statements = [ast.Global(names=sorted(self.globals_)), *statements]
        for _ in range(self.defaults if loop is None else 0):
            arguments.defaults.append(self.helper("UNSET"))
        helpers = tuple(["." + name for name in sorted(self.helpers)]) + tuple(self.constants)
        made = ast.FunctionDef(name=".made", args=arguments, body=statements, decorator_list=[], returns=None)
        outer = ast.FunctionDef(
            name="factory",
            args=ast.arguments(
                posonlyargs=[], args=[ast.arg(arg=name) for name in helpers], kwonlyargs=[], kw_defaults=[],
                defaults=[], vararg=None, kwarg=None,
            ),
            body=[made, ast.Return(value=ast.Name(id=".made", ctx=ast.Load()))], decorator_list=[], returns=None,
        )
        for node in (made, outer):
            if "type_params" in node._fields:
                node.type_params = []  # type: ignore[attr-defined]
        tree = ast.Module(body=[outer], type_ignores=[])
        for node in ast.walk(tree):
            if "lineno" in node._attributes:
                line = getattr(node, "lineno", None) or 1
                node.lineno = node.end_lineno = line  # type: ignore[attr-defined]
                node.col_offset = node.end_col_offset = 0  # type: ignore[attr-defined]
        return Translation(tree, self.places, self.constants, helpers)

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

    # -- control

    def run(self, at: int, end: int, context: Context) -> None:
        """Write instructions at … end - 1. Afterwards the stack is None if control never gets to the end."""
        while at < end:
            if self.stack is None:
                return
            attempt = self.attempt_at(at, end)
            if attempt is not None:
                at = self.attempt(at, end, attempt, context)
                continue
            op = self.ops[at]
            self.written += 1
            if self.written > MOST_COPIES * len(self.ops) + 100:
                raise Unsupported("jumps that have no simple shape")
            if at in self.backs and not (context.loop is not None and context.loop.header == at):
                at = self.loop(at, end, context)
                continue
            if op == "JUMP" and at < self.args[at] < end and not self.special(self.args[at], context):
                at = self.args[at]
                self.place(at)
                continue
            if op == "JUMP":
                self.goto(at, self.args[at], context)
                return
            if op in _CONDITIONAL:
                at = self.conditional(at, end, context)
                continue
            if op in ("JUMP_IF_FALSE_OR_POP", "JUMP_IF_TRUE_OR_POP"):
                at = self.short_circuit(at, end, context)
                continue
            if op == "RETURN" and self.only_loop is not None:
                self.place(at)
                self.restart()
                return
            if op == "RETURN":
                self.leave_loops(context)
                self.emit(ast.Return(value=self.use(self.pop())))
                self.stack = None
                return
            method = getattr(self, "op_" + op.lower(), None)
            if method is None:
                self.restart()
                return
            method(at, self.args[at])
            if op == "RAISE":
                self.stack = None
                return
            at += 1

    def special(self, target: int, context: Context) -> bool:
        """Does a jump there leave or continue the loop?"""
        loop = context.loop
        return loop is not None and target in (loop.header, loop.out, loop.normal)

    # -- exceptions

    def attempt_at(self, at: int, end: int) -> int | None:
        """Where the handler of the outermost `try` begins that begins here; None if none does."""
        found = None
        for handler in self.code.handlers:
            if handler.start == at and handler.target not in self.active and at < handler.target < end:
                quiet = all(op in _QUIET for op in self.ops[at : handler.end])
                if not quiet and self.stack is not None and handler.depth == len(self.stack):
                    found = handler.target
        if found is not None and self.ops[found] != "PUSH_HANDLED":
            return None
        return found

    def attempt(self, at: int, end: int, target: int, context: Context) -> int:
        """A `try`: its statements, what follows if they succeed, and the handler. Gives where to go on."""
        if self.pure:
            raise NotPure
        self.settle_all()
        assert self.stack is not None
        ranges = [handler for handler in self.code.handlers if handler.target == target and handler.start >= at]
        stop = max(handler.end for handler in ranges)
        if stop > target or any(handler.depth != len(self.stack) for handler in ranges):
            raise Unsupported("a `try` of another shape")
        last, behind, follow = target - 1, end, context.follow
        if self.ops[last] == "JUMP" and not self.special(self.args[last], context):
            goal = self.args[last]
            if target < goal < end:
                behind = follow = goal
            elif not context.ends(goal):
                raise Unsupported("a `try` that leads elsewhere")
        inner = context.within(follow)
        outer, error = self.new_name(), self.new_name()
        self.emit(self.parsed("outer = NOW.handled", outer=outer))
        self.active.add(target)
        self.place(at)
        stack = list(self.stack)
        body, after = self.branch(lambda: self.run(at, stop, context.within(stop)))

        def succeeded() -> None:
            self.stack = after
            self.begin(stop, target, inner)

        def failed() -> None:
            self.stack = [*stack, Value("name", error)]
            self.begin(target, behind, inner)

        rest, one = self.branch(succeeded) if after is not None else ([], None)
        handler, other = self.branch(failed)
        self.active.discard(target)
        catcher = self.constant(Catcher(self.code, target, self.places))
        caught = self.lined(ast.Name(id=".x", ctx=ast.Load()))
        begun = [
            self.lined(ast.Assign(
                targets=[self.lined(ast.Name(id=error, ctx=ast.Store()))],
                value=self.call_helper("caught", caught, catcher, self.load(outer)))),
            self.lined(ast.If(
                test=self.lined(ast.Compare(
                    left=self.load(error), ops=[ast.Is()], comparators=[self.lined(ast.Constant(value=None))])),
                body=[self.lined(ast.Raise(exc=None, cause=None))], orelse=[])),
        ]
        handlers = [self.lined(ast.ExceptHandler(
            type=self.helper("BaseException"), name=".x", body=[*begun, *handler]))]
        statement = self.lined(ast.Try(body=body or [ast.Pass()], handlers=handlers, orelse=rest, finalbody=[]))
        if one is not None and other is not None and [v.what for v in one] != [v.what for v in other]:
            raise Unsupported("a `try` that changes operands")
        self.emit(statement)
        self.stack = one if one is not None else other
        if self.stack is not None:
            self.stack = [Value(v.kind, v.what) for v in self.stack]
            self.place(behind)
        return behind

    def op_yield(self, at: int, arg: Any) -> None:
        if self.mode != GENERATOR_START:
            raise Unsupported("a generator")
        if self.pure:
            raise NotPure
        self.settle_all()
        self.call_place(at, 1)
        value = self.pop()
        name = self.new_name()
        self.assign(name, self.lined(ast.Yield(value=self.use(value))))
        self.restore(Value("name", name))
        self.place(at + 1)

    def op_push_handled(self, at: int, arg: Any) -> None:
        self.settle_all()
        error = self.pop()
        previous = self.new_name()
        self.emit(self.parsed("before = NOW.handled", before=previous + "o"))
        self.emit(self.parsed("previous = handled", previous=previous, handled=".h"))
        self.emit(self.parsed("handled = error", handled=".h", error=error.what))
        self.emit(self.parsed("NOW.handled = error", error=error.what))
        self.restore(Value("name", previous))
        self.restore(error)
        self.place(at + 1)

    def op_pop_handled(self, at: int, arg: Any) -> None:
        self.settle_all()
        previous = self.pop()
        if previous.kind != "name" or not previous.what.startswith(".s"):
            raise Unsupported("handled errors in another order")
        self.emit(self.parsed("handled = previous", handled=".h", previous=previous.what))
        self.emit(self.parsed("NOW.handled = before", before=previous.what + "o"))
        self.place(at + 1)

    def op_match_error(self, at: int, arg: Any) -> None:
        assert self.stack is not None
        kinds = self.pop()
        error = self.settle(self.pop())
        self.stack.append(error)
        self.push(self.call_helper("matches", self.use(error), self.use(kinds)), BOOL, error, kinds)

    def op_raise(self, at: int, arg: int) -> None:
        if arg != 1:
            self.restart()
            self.stack = []  # nothing follows
            return
        values_ = self.begin_call(at, 1)
        self.emit(ast.Expr(value=self.call_helper("raise_error", self.use(values_[0]))))

    def restart(self) -> None:
        """Leave for the interpreter, which goes on at the place."""
        if self.pure:
            raise NotPure
        self.emit(ast.Raise(exc=self.helper("RESTART"), cause=None))
        self.stack = None

    def leave_loops(self, context: Context) -> None:
        """A return pays for the loops that it leaves; see `spent`."""
        if context.loop is not None and context.loop.on_exit is not None:
            assert self.stack is not None
            if self.stack[-1].kind == "tree":
                self.settle_last(1)
            context.loop.on_exit()

    def goto(self, at: int, target: int, context: Context) -> None:
        """The jump at `at`, with nothing behind it that control falls into."""
        if context.ends(target):
            self.settle_all()
            return
        loop = context.loop
        assert self.stack is not None
        if loop is not None:
            if target == loop.header:
                self.emit(ast.Continue())
                self.stack = None
                return
            if target == loop.out:
                self.settle_all()
                self.exits.setdefault(loop.header, list(self.stack))
                self.emit(ast.Break())
                self.stack = None
                return
            if target == loop.normal:
                self.place(target)
                self.run(loop.normal, loop.out, Context(loop.out, None))
                if self.stack is not None:
                    self.exits.setdefault(loop.header, list(self.stack))
                    self.emit(ast.Break())
                self.stack = None
                return
        if self.only_loop is not None and not self.only_loop[0] <= target < self.only_loop[1]:
            self.place(target)
            self.restart()
            return
        if at < target and context.follow > target:
            self.place(target)
            self.run(target, context.follow, context)
            return
        raise Unsupported(f"a jump from {at} to {target}")

    def branch(self, work: Callable[[], None]) -> tuple[list[ast.stmt], list[Value] | None]:
        """What work writes, and the stack behind it; the state is as before afterwards, but for the stack."""
        out, self.out = self.out, []
        line, paid = self.line, self.paid
        stack = None if self.stack is None else list(self.stack)
        work()
        made, after = self.out, self.stack
        self.out, self.line, self.stack, self.paid = out, line, stack, paid
        return made, after

    def conditional(self, at: int, end: int, context: Context) -> int:
        """An `if`: gives the instruction to go on with."""
        test, target, behind = self.condition(at, end)
        self.settle_all()
        loop = context.loop
        if behind <= target < end or (target == end and context.ends(end)):
            last = target - 1
            has_else = False
            stop = target
            if last >= behind and self.ops[last] == "JUMP":
                goal = self.args[last]
                special = loop is not None and goal in (loop.header, loop.out, loop.normal)
                if goal > target and not special and (goal < end or context.ends(goal)):
                    has_else, stop = True, min(goal, end)
            if has_else:
                inner = context.within(stop if stop < end else context.follow)
                body, one = self.branch(lambda: self.begin(behind, target, inner))
                other_body, other = self.branch(lambda: self.begin(target, stop, inner))
                self.write_if(test, body, one, other_body, other)
                self.resume(stop)
                return stop
            inner = context.within(target if target < end else context.follow)
            body, one = self.branch(lambda: self.begin(behind, target, inner))
            assert self.stack is not None
            self.write_if(test, body, one, [], list(self.stack))
            self.resume(target)
            return target
        # The jump leads out of these statements: to the loop's beginning or end, or to code that is written here again.
        gone, left = self.branch(lambda: self.jump_out(at, target, context))
        if left is None:
            self.emit(ast.If(test=self.negated(test), body=gone, orelse=[]))
            self.resume(behind)
            return behind
        rest, after = self.branch(lambda: self.begin(behind, end, context))
        self.write_if(test, rest, after, gone, left)
        return end

    def jump_out(self, at: int, target: int, context: Context) -> None:
        self.place(target)
        self.goto(at, target, context)

    def begin(self, at: int, end: int, context: Context) -> None:
        self.place(at)
        self.run(at, end, context)
        follow = context.follow
        if self.stack is not None and end <= follow < len(self.ops) and self.ops[follow] == "RETURN":
            self.run(follow, follow + 1, context)
        if self.stack is not None:
            self.settle_all()

    def resume(self, at: int) -> None:
        if self.stack is not None:
            self.place(at)

    def write_if(
        self, test: ast.expr, body: list[ast.stmt], one: list[Value] | None, other_body: list[ast.stmt],
        other: list[Value] | None,
    ) -> None:
        """The `if` statement, with the stacks behind its branches made one."""
        if one is not None and other is not None:
            if len(one) != len(other):
                raise Unsupported("branches of different depth")
            joined = []
            for left, right in zip(one, other, strict=True):
                if left.kind == right.kind and left.what is right.what:
                    joined.append(Value(left.kind, left.what, join_known(left.known, right.known)))
                    continue
                if left.kind == right.kind and left.kind != "const" and left.what == right.what:
                    joined.append(Value(left.kind, left.what, join_known(left.known, right.known)))
                    continue
                if "iter" in (left.kind, right.kind):
                    raise Unsupported("different iterators")
                name = self.new_name()
                for statements, value in ((body, left), (other_body, right)):
                    out, self.out = self.out, statements
                    self.assign(name, self.use(value))
                    self.out = out
                joined.append(Value("name", name, join_known(left.known, right.known)))
            self.stack = joined
        else:
            self.stack = one if one is not None else other
        if not body and not other_body:
            self.emit(ast.Expr(value=test))
        elif not body:
            self.emit(ast.If(test=self.negated(test), body=other_body, orelse=[]))
        else:
            self.emit(ast.If(test=test, body=body, orelse=other_body))

    def condition(self, at: int, end: int) -> tuple[ast.expr, int, int]:
        """The conditional jump at `at` together with those behind it that belong to the same condition.

        Gives the test for going on, where the jump leads otherwise, and the instruction to go on with.
        """
        value = self.pop()
        test = self.use(value)
        if self.ops[at] == "JUMP_IF_TRUE":
            test = self.negated(test)
        blocks: list[tuple[ast.expr, int, int]] = [(test, self.args[at], at + 1)]
        while True:
            behind = blocks[-1][2]
            found = None if len(blocks) > 16 else self.next_test(behind, end)
            if found is None:
                break
            blocks.append(found)
            self.merge(blocks)
        while len(blocks) > 1:
            blocks.pop()
        return blocks[0]

    def merge(self, blocks: list[tuple[ast.expr, int, int]]) -> None:
        changed = True
        while changed and len(blocks) > 1:
            changed = False
            for i in range(len(blocks) - 1, 0, -1):
                (test, target, _), (next_test, next_target, behind) = blocks[i - 1], blocks[i]
                if target == next_target:
                    blocks[i - 1 : i + 1] = [(self.both(test, next_test), target, behind)]
                    changed = True
                    break
                if target == behind:
                    blocks[i - 1 : i + 1] = [(self.any_of(self.negated(test), next_test), next_target, behind)]
                    changed = True
                    break

    def next_test(self, at: int, end: int) -> tuple[ast.expr, int, int] | None:
        """The next condition, if nothing but an expression leads to it."""
        stop = at
        while stop < end and self.ops[stop] not in _CONDITIONAL:
            if self.ops[stop].startswith(("STORE", "JUMP", "FOR", "RETURN", "RAISE")) or stop > at + 24:
                return None
            stop += 1
        if stop >= end or any(self.targets.get(place) for place in range(at + 1, stop + 1)):
            return None
        if self.targets.get(at, 0) > 1 or at in self.backs:
            return None
        assert self.stack is not None
        stack, fresh = list(self.stack), self.fresh
        self.pure = True
        try:
            for place in range(at, stop):
                method = getattr(self, "op_" + self.ops[place].lower(), None)
                if method is None:
                    raise NotPure
                method(place, self.args[place])
            value = self.pop()
            if len(self.stack) != len(stack):
                raise NotPure
            test = self.use(value)
        except (NotPure, Unsupported):
            self.fresh = fresh
            return None
        finally:
            self.pure = False
            self.stack = stack
        if self.ops[stop] == "JUMP_IF_TRUE":
            test = self.negated(test)
        return test, self.args[stop], stop + 1

    def short_circuit(self, at: int, end: int, context: Context) -> int:
        """`and` and `or` for their value."""
        target = self.args[at]
        wants_true = self.ops[at] == "JUMP_IF_TRUE_OR_POP"
        chain = (
            target < len(self.ops) - 1 and self.ops[target] == "SWAP" and self.ops[target + 1] == "POP"
            and self.ops[target - 1] == "JUMP" and self.args[target - 1] == target + 2
        )
        stop = target - 1 if chain else target
        behind = target + 2 if chain else target
        if not at < stop <= end:
            raise Unsupported("an `and` that leads out")
        value = self.pop()
        if chain:  # of comparisons: below the result is the operand in the middle
            assert self.stack is not None
            saved, fresh = list(self.stack), self.fresh
            self.pure = True
            try:
                for place in range(at + 1, stop):
                    method = getattr(self, "op_" + self.ops[place].lower(), None)
                    if method is None:
                        raise NotPure
                    method(place, self.args[place])
                rest = self.pop()
                self.pure = False
                self.push(self.both(self.use(value), self.use(rest)), None, value, rest, *saved[-1:])
                return behind
            except NotPure:
                self.pure, self.stack, self.fresh = False, saved, fresh
        else:
            assert self.stack is not None
            saved, fresh = list(self.stack), self.fresh
            self.pure = True
            try:
                if any(self.targets.get(place) for place in range(at + 1, stop)):
                    raise NotPure
                for place in range(at + 1, stop):
                    method = getattr(self, "op_" + self.ops[place].lower(), None)
                    if method is None:
                        raise NotPure
                    method(place, self.args[place])
                rest = self.pop()
                self.pure = False
                nodes = [self.use(value), self.use(rest)]
                joined = self.any_of(*nodes) if wants_true else self.both(*nodes)
                self.push(joined, join_known(value.known, rest.known), value, rest)
                return behind
            except NotPure:
                self.pure, self.stack, self.fresh = False, saved, fresh
        assert self.stack is not None
        if self.pure:
            raise NotPure
        self.stack.append(value)
        self.settle_all()
        value = self.stack.pop()
        name = self.new_name()
        self.assign(name, self.use(value))
        rest_body, after = self.branch(lambda: self.begin(at + 1, stop, Context(stop, context.loop)))
        test = self.load(name)
        if after is not None:
            out, self.out = self.out, rest_body
            self.assign(name, self.use(after[-1]))
            self.out = out
            below = after[:-1]
            known = join_known(value.known, after[-1].known)
        else:
            below, known = self.stack, value.known
        if chain:
            self.stack = self.stack[:-1]
        if [v.what for v in below] != [v.what for v in self.stack]:
            raise Unsupported("operands that change within an `and`")
        self.emit(ast.If(test=self.negated(test) if wants_true else test, body=rest_body or [ast.Pass()], orelse=[]))
        self.stack = [*below, Value("name", name, known)]
        self.place(behind)
        return behind

    # -- loops

    @property
    def exits(self) -> dict[int, list[Value]]:
        return self.__dict__.setdefault("_exits", {})  # type: ignore[no-any-return]

    def loop(self, header: int, end: int, context: Context) -> int:
        if self.pure:
            raise NotPure
        last = self.backs[header]
        normal = last + 1
        if normal > end:
            raise Unsupported("a loop across statements")
        outs = set()
        for at in range(header, normal):
            if self.ops[at].startswith("JUMP") or self.ops[at] == "FOR_ITER":
                target = self.args[at]
                if not header <= target <= normal:
                    outs.add(target)
        is_for = self.ops[header] == "FOR_ITER"
        if is_for and self.args[header] != normal:
            raise Unsupported("a `for` with a body elsewhere")
        out, has_else, limit = normal, False, end
        if self.only_loop is not None and self.only_loop[0] == header:
            outs = set()  # these leave the generated code
        if outs:
            goal = min(outs) if len(outs) == 1 else -1
            if goal > normal and (goal < end or context.ends(goal)):
                out, has_else, limit = goal, True, min(goal, end)
            else:
                raise Unsupported(f"a loop left in other ways, to {sorted(outs)}")
        self.exits.pop(header, None)
        if any(op.startswith("CALL") for op in self.ops[header:normal]):
            assert self.stack is not None
            iterable = self.stack.pop() if is_for else None  # it is not to be settled
            if iterable is None or iterable.kind in ("name", "iterable"):
                if not self.paid and iterable is not None and iterable.kind == "iterable":
                    name = self.new_name()
                    self.settle_all()
                    self.assign(name, iterable.what)
                    iterable = Value("iterable", self.load(name), iterable.known)
                if not self.paid:
                    self.paid = True
                    self.settle_all()
                    self.emit(self.parsed("if NOW.calls <= 0: look_around()"))
                    self.emit(self.parsed("NOW.calls -= 1"))
            if iterable is not None:
                self.stack.append(iterable)
        (self.for_loop if is_for else self.while_loop)(header, normal, out, limit, has_else, context)
        return limit if has_else else normal

    def cost(self, header: int) -> int:
        return self.backs[header] - header + 1

    def while_loop(self, header: int, normal: int, out: int, limit: int, has_else: bool, context: Context) -> None:
        assert self.stack is not None
        self.settle_all()
        outer = list(self.stack)
        count = f".c{header}"
        cost = self.cost(header)
        alone = self.only_loop is not None and self.only_loop[0] == header
        self.place(header)
        self.assign(count, ast.Constant(value=TURNS))

        def pay() -> None:
            self.emit(self.parsed(f"spent(({TURNS} - count) * {cost})", count=count))

        leads = -1 if alone else normal
        loop = Loop(header, leads if has_else or alone else -2, -3 if alone else out, len(outer), has_else, pay)
        if not has_else and not alone:
            loop = loop._replace(out=normal)

        def body() -> None:
            self.place(header)
            self.emit(self.parsed(f"if count <= 0: count = again({cost})", count=count))
            self.emit(self.parsed("count -= 1", count=count))
            self.run(header, normal - 1, Context(header, loop, normal - 1))
            if self.stack is not None:
                if self.ops[normal - 1] == "JUMP":
                    self.settle_all()
                else:
                    self.run(normal - 1, normal, Context(header, loop))
                    if self.stack is not None:  # the condition at the end: it goes on behind the loop
                        self.jump_out(normal - 1, normal, Context(-1, loop))
            if self.stack is not None and len(self.stack) != len(outer):
                raise Unsupported("a loop that grows the stack")

        statements, _ = self.branch(body)
        self.emit(ast.While(test=self.lined(ast.Constant(value=True)), body=statements, orelse=[]))
        left = self.exits.get(header)
        if alone or left is None:
            self.stack = None
            return
        self.stack = outer
        if [v.what for v in left] != [v.what for v in outer]:
            raise Unsupported("a loop that changes operands")
        pay()
        self.place(out if has_else else normal)

    def for_loop(self, header: int, normal: int, out: int, limit: int, has_else: bool, context: Context) -> None:
        assert self.stack is not None
        iterable = self.pop()
        self.settle_all()
        outer = list(self.stack)
        source, iterator, items, paid = (f".{letter}{header}" for letter in "qilp")
        cost = self.cost(header)
        alone = self.only_loop is not None and self.only_loop[0] == header
        item_known = None
        if iterable.kind == "iterable":
            item_known = {RANGE: SMALL, STR: STR}.get(iterable.known or "")
            self.assign(source, iterable.what)
        else:
            item_known = SMALL if iterable.known == COUNTER else None
            self.assign(source, self.use(iterable))
        own = iterable.known in (COUNTER, OWN) or (
            iterable.kind == "name" and ".0" in self.code.slots[:1] and iterable.what == self.variable(0)
        )
        begun = self.call_helper("begin_own" if own else "begin", self.load(source), self.lined(ast.Constant(value=cost)))
        names = [self.lined(ast.Name(id=name, ctx=ast.Store())) for name in (iterator, items, paid)]
        self.emit(ast.Assign(targets=[self.lined(ast.Tuple(elts=names, ctx=ast.Store()))], value=begun))
        self.stack = [*outer, Value("iter", header)]
        self.place(header)
        outer_place = self.line
        loop = Loop(header, -2, -3 if alone else out, len(outer), has_else, None)

        first = header + 1
        target = self.new_name()
        if self.ops[first] == "STORE_LOCAL" and first not in self.targets:
            slot = self.args[first]
            target = self.variable(slot)
            self.note(slot, item_known)
            first += 1

        def body() -> None:
            assert self.stack is not None
            if first == header + 1:
                self.stack.append(Value("name", target, item_known))
            self.place(first)
            self.run(first, normal - 1, Context(header, loop, normal - 1))
            if self.stack is not None and self.ops[normal - 1] != "JUMP":
                self.run(normal - 1, normal, Context(header, loop))
                if self.stack is not None:
                    raise Unsupported("a `for` that ends with a condition")

        statements, _ = self.branch(body)
        left = self.exits.get(header)

        def behind() -> None:
            self.line = outer_place
            self.stack = list(outer)
            self.place(normal)
            if alone:
                self.restart()
            elif has_else:
                self.run(normal, limit, Context(out, None))
                if self.stack is not None:
                    self.settle_all()

        after, ended = self.branch(behind)
        if own and iterable.known not in (COUNTER, OWN):
            after = [self.lined(ast.Expr(value=self.call_helper("exhausted", self.load(source)))), *after]
        elif iterable.known not in (RANGE, LIST, STR, TUPLE, DICT) and not own:
            line, self.line = self.line, outer_place
            ended_check = self.lined(ast.Expr(value=self.call_helper("ended", self.load(source), self.load(iterator))))
            self.line = line
            after = [ended_check, *after]
        self.emit(ast.For(
            target=self.lined(ast.Name(id=target, ctx=ast.Store())), iter=self.load(items),
            body=statements or [ast.Pass()], orelse=after,
        ))
        if left is not None:
            self.emit(self.parsed(f"pay_back(paid, iterator, {cost})", paid=paid, iterator=iterator))
        for stack in (left, ended):
            if stack is not None and [v.what for v in stack] != [v.what for v in outer]:
                raise Unsupported("a loop that changes operands")
        if alone or (left is None and ended is None):
            self.stack = None
            return
        self.stack = outer
        self.place(out if has_else else normal)

    # -- instructions

    def note(self, slot: int, known: str | None) -> None:
        self.found[slot] = join_known(self.found[slot], known)

    def op_nop(self, at: int, arg: Any) -> None:
        pass

    def op_pop(self, at: int, arg: Any) -> None:
        value = self.pop()
        if value.kind in ("tree", "iterable"):
            self.emit(ast.Expr(value=self.use(value)))
            self.place(at + 1)

    def op_copy(self, at: int, arg: int) -> None:
        assert self.stack is not None
        self.settle_last(arg)
        if self.stack[-arg].kind == "iter":
            raise Unsupported("a copied iterator")
        self.stack.append(self.stack[-arg])

    def op_swap(self, at: int, arg: int) -> None:
        assert self.stack is not None
        self.settle_last(arg)
        self.stack[-1], self.stack[-arg] = self.stack[-arg], self.stack[-1]

    def op_load_const(self, at: int, arg: Any) -> None:
        assert self.stack is not None
        self.stack.append(Value("const", arg, _known_of(arg)))

    def op_load_local(self, at: int, arg: int) -> None:
        assert self.stack is not None
        name, known = self.variable(arg), self.known[arg]
        if arg in self.bound[at]:
            self.stack.append(Value("name", name, known))
        else:  # it must be read now, as that may fail
            self.stack.append(Value("tree", self.load(name), known, frozenset((name,))))

    def op_store_local(self, at: int, arg: int) -> None:
        value = self.pop()
        name = self.variable(arg)
        self.before_store(name)
        self.note(arg, value.known)
        self.settle_all()
        self.assign(name, self.use(value))
        self.place(at + 1)

    def op_delete_local(self, at: int, arg: int) -> None:
        self.before_store(self.variable(arg))
        self.emit(ast.Delete(targets=[self.lined(ast.Name(id=self.variable(arg), ctx=ast.Del()))]))
        self.place(at + 1)

    def op_load_cell(self, at: int, arg: int) -> None:
        name = self.new_name()
        value = self.attribute(self.name(arg), "value")
        bound = self.lined(ast.NamedExpr(target=ast.Name(id=name, ctx=ast.Store()), value=value))
        test = self.lined(ast.Compare(left=bound, ops=[ast.IsNot()], comparators=[self.helper("UNSET")]))
        self.push(self.either(test, self.load(name), self.call_helper("restart")), None)
        assert self.stack is not None
        self.stack[-1].reads = frozenset((".cells",))

    def op_store_cell(self, at: int, arg: int) -> None:
        value = self.pop()
        self.settle_all()
        target = self.lined(ast.Attribute(value=self.name(arg), attr="value", ctx=ast.Store()))
        self.emit(ast.Assign(targets=[target], value=self.use(value)))
        self.place(at + 1)

    def op_load_closure(self, at: int, arg: int) -> None:
        assert self.stack is not None
        self.stack.append(Value("name", self.variable(arg)))

    def op_wrap_cell(self, at: int, arg: Any) -> None:
        value = self.pop()
        self.push(self.call_helper("Cell", self.use(value)), None, value)

    def op_load_global(self, at: int, arg: str) -> None:
        assert self.stack is not None
        if arg in self.module.globals:
            if arg in _HOST_BUILTINS or not arg.isidentifier():
                self.push(self.lined(ast.Subscript(
                    value=self.helper("globals"), slice=ast.Constant(value=arg), ctx=ast.Load())))
            else:
                self.push(self.load(arg), None)
            self.stack[-1].reads = frozenset((".globals",))
            return
        if arg in self.stored or arg not in self.builtins:
            self.restart_value()
            return
        self.stack.append(Value("const", self.builtins[arg]))

    def restart_value(self) -> None:
        self.push(self.call_helper("restart"))

    def op_store_global(self, at: int, arg: str) -> None:
        if self.code.cache["library"]:
            self.restart()
            return
        value = self.pop()
        self.settle_all()
        if arg in _HOST_BUILTINS or not arg.isidentifier() or arg.startswith("__"):
            self.restore(value)
            self.restart()
            return
        self.globals_.add(arg)
        self.assign(arg, self.use(value))
        self.place(at + 1)

    def restore(self, value: Value) -> None:
        assert self.stack is not None
        self.stack.append(value)

    def op_load_builtin(self, at: int, arg: str) -> None:
        if arg in self.builtins:
            assert self.stack is not None
            self.stack.append(Value("const", self.builtins[arg]))
        else:
            self.restart_value()

    def op_load_attr(self, at: int, arg: str) -> None:
        value = self.pop()
        if arg.startswith("__"):
            self.restart_value()
        elif arg not in HOST_NAMES:
            self.push(self.attribute(self.use(value), arg), None, value)
        else:
            self.push(self.call_helper("load_plain", self.use(value), self.constant(arg)), None, value)
        assert self.stack is not None
        self.stack[-1].reads |= {".heap"}

    def op_store_attr(self, at: int, arg: str) -> None:
        self.place(at)  # the operands stay: a restart here also teaches the class
        obj, value = self.pop(), self.pop()
        if arg.startswith("__") or obj.kind != "name":
            self.restart()
            return
        flag = self.attribute(self.attribute(self.use(obj), "cls"), f"w_{arg}")
        if arg in HOST_NAMES:
            where: Any = ast.Subscript(
                value=self.attribute(self.use(obj), "__dict__"), slice=ast.Constant(value=arg), ctx=ast.Store())
        else:
            where = ast.Attribute(value=self.use(obj), attr=arg, ctx=ast.Store())
        store = self.lined(ast.Assign(targets=[self.lined(where)], value=self.use(value)))
        self.emit(ast.If(test=flag, body=[store], orelse=[]))
        self.place(at + 1)

    def op_load_item(self, at: int, arg: Any) -> None:
        key = self.pop()
        obj = self.pop()
        if key.kind == "slice":
            node: ast.expr = self.lined(ast.Subscript(value=self.use(obj), slice=key.what, ctx=ast.Load()))
            self.push(node, obj.known if obj.known in (STR, LIST) else None, obj, key)
        elif key.known in KEYS:
            node = self.lined(ast.Subscript(value=self.use(obj), slice=self.use(key), ctx=ast.Load()))
            self.push(node, STR if obj.known == STR else None, obj, key)
        else:
            if key.kind == "tree":
                if self.pure:
                    raise NotPure
                self.restore(obj)
                self.restore(key)
                self.settle_last(2)
                key, obj = self.pop(), self.pop()
            test = self.any_of(self.test_type(self.use(key), "int"), self.test_type(self.use(key), "str"))
            if obj.kind == "tree":
                if self.pure:
                    raise NotPure
                self.restore(obj)
                self.settle_all()
                obj = self.pop()
            node = self.lined(ast.Subscript(value=self.use(obj), slice=self.use(key), ctx=ast.Load()))
            other = self.call_helper("load_item", self.use(obj), self.use(key))
            self.push(self.either(test, node, other), None, obj, key)
        assert self.stack is not None
        self.stack[-1].reads |= {".heap"}

    def op_build_slice(self, at: int, arg: Any) -> None:
        assert self.stack is not None
        step, stop, start = self.pop(), self.pop(), self.pop()
        none = [value.kind == "const" and value.what is None for value in (start, stop, step)]
        node = ast.Slice(
            lower=None if none[0] else self.use(start), upper=None if none[1] else self.use(stop),
            step=None if none[2] else self.use(step),
        )
        if self.ops[at + 1] != "LOAD_ITEM":
            parts = [self.use(value) for value in (start, stop, step)]
            self.push(self.call_helper("slice", *parts), None, start, stop, step)
            return
        reads = self.reads_of(start) | self.reads_of(stop) | self.reads_of(step)
        self.stack.append(Value("slice", self.lined(node), None, reads))

    def op_store_item(self, at: int, arg: Any) -> None:
        self.settle_last(3)
        key, obj, value = self.pop(), self.pop(), self.pop()
        self.settle_all()
        plainly = self.lined(ast.Assign(
            targets=[self.lined(ast.Subscript(value=self.use(obj), slice=self.use(key), ctx=ast.Store()))],
            value=self.use(value),
        ))
        slowly = self.lined(ast.Expr(value=self.call_helper(
            "store_item", self.use(obj), self.use(key), self.use(value))))
        tests: list[ast.expr] = []
        if key.known not in KEYS:
            tests.append(self.any_of(self.test_type(self.use(key), "int"), self.test_type(self.use(key), "str")))
        if obj.known not in (LIST, DICT):
            kinds = self.any_of(self.test_type(self.use(obj), "list"), self.test_type(self.use(obj), "dict"))
            tests += [kinds, self.not_shared(obj)]
        if not tests:
            self.emit(plainly)
        else:
            self.emit(ast.If(test=tests[0] if len(tests) == 1 else self.both(*tests), body=[plainly], orelse=[slowly]))
        self.place(at + 1)

    def not_shared(self, obj: Value) -> ast.expr:
        return self.lined(ast.Compare(  # type: ignore[no-any-return]
            left=self.call_helper("id", self.use(obj)), ops=[ast.NotIn()],
            comparators=[self.attribute(self.helper("NOW"), "shared")]))

    def op_unary(self, at: int, arg: int) -> None:
        value = self.pop()
        symbol = UNARY_OPERATORS[arg]
        if value.known in (SMALL, INT, FLOAT) and symbol == "-":
            known = value.known
            self.push(self.lined(ast.UnaryOp(op=ast.USub(), operand=self.use(value))), known, value)
        else:
            self.push(self.call_helper("unary", self.constant(arg), self.use(value)), None, value)

    def op_binary(self, at: int, arg: int) -> None:
        self.arithmetic(arg, "binary")

    def op_inplace(self, at: int, arg: int) -> None:
        assert self.stack is not None
        if len(self.stack) > 1 and not (self.stack[-2].known in SCALAR or self.stack[-1].known in (*NUMERIC, STR)):
            # It may change a list in place: done once, between two places.
            if self.pure:
                raise NotPure
            self.settle_last(2)
            right, left = self.pop(), self.pop()
            symbol = BINARY_OPERATORS[arg]
            slow = self.call_helper("inplace", self.constant(arg), self.use(left), self.use(right))
            name = self.new_name()
            if symbol in ("+", "-"):
                def both_are(kind: str) -> ast.expr:
                    return self.both(self.test_type(self.use(left), kind), self.test_type(self.use(right), kind))

                def node() -> ast.expr:
                    return self.lined(ast.BinOp(  # type: ignore[no-any-return]
                        left=self.use(left), op=_BINARY_NODES[symbol](), right=self.use(right)))

                slow = self.either(both_are("int"), self.moderate(node()), self.either(both_are("float"), node(), slow))
            self.assign(name, slow)
            self.restore(Value("name", name))
            self.place(at + 1)
            return
        self.arithmetic(arg, "inplace")

    def inside(self, node: ast.expr, name: str) -> ast.expr:
        """Is the node's value, which is in the variable then, a moderate int? What is small is found out quickest."""
        def between(value: ast.expr, bound: int) -> ast.expr:
            return self.lined(ast.Compare(  # type: ignore[no-any-return]
                left=self.lined(ast.Constant(value=-bound)), ops=[ast.Lt(), ast.Lt()],
                comparators=[value, self.lined(ast.Constant(value=bound))]))

        return self.any_of(between(node, DIGIT), between(self.load(name), MODERATE))

    def moderate(self, node: ast.expr) -> ast.expr:
        """The node's value, an int, looked at if it is not a moderate one."""
        name = self.new_name()
        bound = self.lined(ast.NamedExpr(target=ast.Name(id=name, ctx=ast.Store()), value=node))
        return self.either(self.inside(bound, name), self.load(name), self.call_helper("sized", self.load(name)))

    def checked(self, node: ast.expr) -> ast.expr:
        """The node's value, an int, a float or a text, looked at if it is not a moderate int."""
        name, kind = self.new_name(), self.new_name()
        bound = self.lined(ast.NamedExpr(target=ast.Name(id=name, ctx=ast.Store()), value=node))
        its_type = self.lined(ast.NamedExpr(
            target=ast.Name(id=kind, ctx=ast.Store()), value=self.call_helper("type", bound)))
        inside = self.inside(self.load(name), name)
        is_int = self.lined(ast.Compare(left=its_type, ops=[ast.Is()], comparators=[self.helper("int")]))
        is_float = self.lined(ast.Compare(left=self.load(kind), ops=[ast.Is()], comparators=[self.helper("float")]))
        test = self.any_of(self.both(is_int, inside), is_float)
        return self.either(test, self.load(name), self.call_helper("sized", self.load(name)))

    def arithmetic(self, arg: int, helper: str) -> None:
        right, left = self.pop(), self.pop()
        symbol = BINARY_OPERATORS[arg]
        one, other = left.known, right.known
        both_numbers = one in NUMERIC and other in NUMERIC

        def node() -> ast.expr:
            return self.lined(ast.BinOp(  # type: ignore[no-any-return]
                left=self.use(left), op=_BINARY_NODES[symbol](), right=self.use(right)))

        def slow() -> ast.expr:
            return self.call_helper(
                helper, self.lined(ast.Constant(value=arg)), self.use(left), self.use(right))

        floats = FLOAT in (one, other)
        if one == "" or other == "":  # not known yet
            self.push(slow(), "", left, right)
        elif symbol in ("+", "-"):
            if both_numbers:
                if floats:
                    self.push(node(), FLOAT, left, right)
                elif SMALL in (one, other) or BOOL in (one, other):
                    known = INT if {one, other} <= {SMALL, INT, BOOL} else None
                    self.push(node(), known, left, right)
                else:
                    self.push(self.moderate(node()), None, left, right)
            elif one == STR or other == STR:
                self.push(self.call_helper("sized", node()), STR if symbol == "+" else None, left, right)
            elif FLOAT in (one, other):
                self.push(node(), FLOAT, left, right)
            elif SMALL in (one, other):  # a number, or an error
                self.push(node(), None, left, right)
            else:
                self.push(self.checked(node()), None, left, right)
        elif symbol == "*":
            if (one == LIST and other == SMALL) or (one == SMALL and other == LIST):
                self.push(slow(), LIST, left, right)
            elif both_numbers and floats:
                self.push(node(), FLOAT, left, right)
            elif one == SMALL and other == SMALL:
                self.push(node(), INT, left, right)
            elif both_numbers:
                self.push(self.moderate(node()), None, left, right)
            elif FLOAT in (one, other) and (one == FLOAT or left.kind != "tree"):
                self.push(node(), FLOAT, left, right)
            else:
                left, right = self.settled_pair(left, right)
                ints = self.both(self.test_type(self.use(left), "int"), self.test_type(self.use(right), "int"))
                floats_ = self.both(self.test_type(self.use(left), "float"), self.test_type(self.use(right), "float"))
                self.push(
                    self.either(ints, self.moderate(node()), self.either(floats_, node(), slow())), None, left, right)
        elif symbol == "/" and (both_numbers or one in NUMERIC):
            self.push(node(), FLOAT if both_numbers else None, left, right)
        elif symbol in ("//", "%") and (both_numbers or one in NUMERIC):
            known = None
            if both_numbers:
                known = FLOAT if floats else SMALL if other == SMALL and (symbol == "%" or one == SMALL) else INT
                if INT not in (one, other) and not floats and symbol == "//":
                    known = SMALL
            self.push(node(), known, left, right)
        elif symbol in ("//", "%", "/") and other in NUMERIC:
            left, right = self.settled_pair(left, right)
            number = self.any_of(self.test_type(self.use(left), "int"), self.test_type(self.use(left), "float"))
            self.push(self.either(number, node(), slow()), None, left, right)
        elif symbol in ("&", "|", "^", ">>") and (one in NUMERIC or other in NUMERIC):
            known = SMALL if one == SMALL and other == SMALL else None
            self.push(node(), known, left, right)
        else:
            self.push(slow(), None, left, right)
        assert self.stack is not None
        if not both_numbers:
            self.stack[-1].reads |= {".heap"}

    def settled_pair(self, left: Value, right: Value) -> tuple[Value, Value]:
        if left.kind in ("const", "name") and right.kind in ("const", "name"):
            return left, right
        if self.pure:
            raise NotPure
        self.restore(left)
        self.restore(right)
        self.settle_all()
        right = self.pop()
        return self.pop(), right

    def op_compare(self, at: int, arg: int) -> None:
        right, left = self.pop(), self.pop()
        symbol = COMPARE_OPERATORS[arg]

        def node() -> ast.expr:
            return self.lined(ast.Compare(  # type: ignore[no-any-return]
                left=self.use(left), ops=[_COMPARE_NODES[symbol]()], comparators=[self.use(right)]))

        if left.known in SCALAR or (right.known in SCALAR and symbol in ("==", "!=")):
            self.push(node(), None, left, right)
        elif right.known in SCALAR:  # only a scalar is ordered with a scalar
            self.push(node(), None, left, right)
        else:
            try:
                left, right = self.settled_pair(left, right)
            except NotPure:
                self.push(self.call_helper("compare", self.constant(arg), self.use(left), self.use(right)), None, left, right)
                return
            scalar = self.any_of(self.test_type(self.use(left), "int"), self.test_type(self.use(left), "str"))
            slow = self.call_helper("compare", self.constant(arg), self.use(left), self.use(right))
            self.push(self.either(scalar, node(), slow), None, left, right)
        assert self.stack is not None
        if not (left.known in SCALAR and right.known in SCALAR):
            self.stack[-1].reads |= {".heap"}

    def op_is(self, at: int, arg: int) -> None:
        right, left = self.pop(), self.pop()
        single = (None, True, False, Ellipsis)
        if any(v.kind == "const" and any(v.what is s for s in single) for v in (left, right)):
            operator: ast.cmpop = ast.IsNot() if arg else ast.Is()
            node: ast.expr = self.lined(ast.Compare(
                left=self.use(left), ops=[operator], comparators=[self.use(right)]))
        else:
            node = self.call_helper("same", self.use(left), self.use(right))
            if arg:
                node = self.negated(node)
        self.push(node, BOOL, left, right)

    def op_in(self, at: int, arg: int) -> None:
        container, item = self.pop(), self.pop()
        if container.known == DICT and item.known in KEYS:
            node: ast.expr = self.lined(ast.Compare(
                left=self.use(item), ops=[ast.NotIn() if arg else ast.In()], comparators=[self.use(container)]))
        else:
            node = self.call_helper("contains", self.use(item), self.use(container))
            if arg:
                node = self.negated(node)
        self.push(node, BOOL, item, container)
        assert self.stack is not None
        self.stack[-1].reads |= {".heap"}

    def op_not(self, at: int, arg: Any) -> None:
        value = self.pop()
        self.push(self.lined(ast.UnaryOp(op=ast.Not(), operand=self.use(value))), BOOL, value)

    # -- building

    def take(self, count: int) -> list[Value]:
        assert self.stack is not None
        if not count:
            return []
        if len(self.stack) < count:
            raise Unsupported("an operand from outside")
        taken = self.stack[-count:]
        del self.stack[-count:]
        if any(value.kind in ("iter", "slice") for value in taken):
            raise Unsupported("an iterator as a value")
        return taken

    def op_build_list(self, at: int, arg: int) -> None:
        items = self.take(arg)
        self.push(self.lined(ast.List(elts=[self.use(v) for v in items], ctx=ast.Load())), LIST, *items)

    def op_build_tuple(self, at: int, arg: int) -> None:
        items = self.take(arg)
        self.push(self.lined(ast.Tuple(elts=[self.use(v) for v in items], ctx=ast.Load())), TUPLE, *items)

    def op_build_map(self, at: int, arg: int) -> None:
        items = self.take(2 * arg)
        if all(key.known in KEYS for key in items[::2]):
            keys: list[ast.expr | None] = [self.use(v) for v in items[::2]]
            node: ast.expr = self.lined(ast.Dict(keys=keys, values=[self.use(v) for v in items[1::2]]))
        else:
            node = self.call_helper("built_map", *[self.use(v) for v in items])
        self.push(node, DICT, *items)

    def op_build_set(self, at: int, arg: int) -> None:
        items = self.take(arg)
        self.push(self.call_helper("built_set", *[self.use(v) for v in items]), None, *items)

    def op_list_append(self, at: int, arg: int) -> None:
        assert self.stack is not None
        value = self.pop()
        self.settle_all()
        target = self.stack[-arg]
        if target.kind != "name":
            raise Unsupported("a list that is not at hand")
        self.emit(ast.Expr(value=self.lined(ast.Call(
            func=self.attribute(self.use(target), "append"), args=[self.use(value)], keywords=[]))))
        self.place(at + 1)

    def op_set_add(self, at: int, arg: int) -> None:
        assert self.stack is not None
        value = self.pop()
        self.settle_all()
        self.emit(ast.Expr(value=self.call_helper("set_add", self.use(self.stack[-arg]), self.use(value))))
        self.place(at + 1)

    def op_map_add(self, at: int, arg: int) -> None:
        assert self.stack is not None
        value, key = self.pop(), self.pop()
        self.restore(key)
        self.restore(value)
        self.settle_last(2)
        value, key = self.pop(), self.pop()
        self.emit(ast.Expr(value=self.call_helper(
            "store_item", self.use(self.stack[-arg]), self.use(key), self.use(value))))
        self.place(at + 1)

    def op_list_to_tuple(self, at: int, arg: Any) -> None:
        value = self.pop()
        self.push(self.call_helper("tuple", self.use(value)), TUPLE, value)

    def op_build_string(self, at: int, arg: int) -> None:
        parts = self.take(arg)
        pieces: list[ast.expr] = []
        short = True
        for part in parts:
            if part.kind == "const" and type(part.what) is str:
                pieces.append(self.constant(part.what))
                short = short and len(part.what) < 64
            elif part.kind == "tree" and isinstance(part.what, ast.JoinedStr) and len(part.what.values) == 1:
                pieces.append(part.what.values[0])  # a number in a simple format
            else:
                short = False
                pieces.append(self.lined(ast.FormattedValue(value=self.use(part), conversion=-1, format_spec=None)))
        whole = self.lined(ast.JoinedStr(values=pieces))
        self.push(whole if short and arg < 16 else self.call_helper("joined", whole), STR, *parts)

    def op_convert(self, at: int, arg: int) -> None:
        value = self.pop()
        if arg != 0:
            self.push(self.call_helper("convert", self.constant(arg), self.use(value)), STR, value)
        else:
            self.push(self.call_helper("text", self.use(value)), STR, value)
        assert self.stack is not None
        self.stack[-1].reads |= {".heap"}

    def op_format(self, at: int, arg: Any) -> None:
        spec, value = self.pop(), self.pop()
        simple = {SMALL: _WHOLE, FLOAT: _FRACTION}.get(value.known or "")
        if simple is not None and spec.kind == "const" and simple.fullmatch(spec.what):
            inner = self.lined(ast.JoinedStr(values=[self.lined(ast.Constant(value=spec.what))]))
            field = ast.FormattedValue(value=self.use(value), conversion=-1, format_spec=inner if spec.what else None)
            self.push(self.lined(ast.JoinedStr(values=[self.lined(field)])), STR, value)
            return
        self.push(self.call_helper("formatted", self.use(value), self.use(spec)), STR, value, spec)
        assert self.stack is not None
        self.stack[-1].reads |= {".heap"}

    def op_unpack(self, at: int, arg: int) -> None:
        assert self.stack is not None
        value = self.pop()
        self.restore(value)
        self.settle_all()
        value = self.pop()
        names = [self.new_name() for _ in range(arg)]
        if not names:
            self.restore(value)
            self.restart()
            return
        targets = [self.lined(ast.Name(id=name, ctx=ast.Store())) for name in names]
        source = self.use(value) if value.known == TUPLE else self.call_helper(
            "unpacked", self.use(value), self.constant(arg))
        self.emit(ast.Assign(targets=[self.lined(ast.Tuple(elts=targets, ctx=ast.Store()))], value=source))
        self.stack.extend(Value("name", name) for name in reversed(names))
        self.place(at + 1)

    def op_get_iter(self, at: int, arg: Any) -> None:
        value = self.pop()
        assert self.stack is not None
        self.stack.append(Value("iterable", self.use(value), value.known, self.reads_of(value) | {".heap"}))

    # -- functions and calls

    def op_make_function(self, at: int, arg: Any) -> None:
        index, flags = arg
        closure = self.use_or_empty(flags & 4)
        kwdefaults = self.pop() if flags & 2 else None
        defaults = self.use_or_empty(flags & 1)
        inner = self.code.codes[index]
        self.push(self.call_helper(
            "make_function", self.constant(inner), self.helper("module"), defaults,
            self.constant(None) if kwdefaults is None else self.use(kwdefaults), closure,
        ))

    def use_or_empty(self, wanted: int) -> ast.expr:
        if not wanted:
            return self.lined(ast.Tuple(elts=[], ctx=ast.Load()))  # type: ignore[no-any-return]
        return self.use(self.pop())

    def call_place(self, at: int, count: int, instance: str = "") -> None:
        """The place of a call that takes `count` operands, all of which are settled."""
        assert self.stack is not None
        whole = self.layout(self.stack)
        self.places.append(Place(at, whole, at + 1, whole[: len(whole) - count], instance))
        self.line = len(self.places)

    def begin_call(self, at: int, count: int, instance: str = "") -> list[Value]:
        if self.pure:
            raise NotPure
        assert self.stack is not None
        if len(self.stack) < count:
            raise Unsupported("an operand from outside")
        self.settle_all()
        self.pay_for_call(at)
        self.call_place(at, count, instance)
        return self.take(count)

    def pay_for_call(self, at: int) -> None:
        """Once on each path that calls anything: this function's own call is counted."""
        if not self.paid:
            self.paid = True
            self.place(at)
            self.emit(self.parsed("if NOW.calls <= 0: look_around()"))
            self.emit(self.parsed("NOW.calls -= 1"))

    def end_call(self, at: int, node: ast.expr, known: str | None = None) -> None:
        name = self.new_name()
        self.assign(name, node)
        self.restore(Value("name", name, known))
        self.place(at + 1)

    def op_call(self, at: int, arg: int) -> None:
        assert self.stack is not None
        if len(self.stack) <= arg:
            raise Unsupported("an operand from outside")
        fn = self.stack[-arg - 1]
        if fn.kind == "const" and self.intrinsic(fn.what, arg):
            return
        if self.construction(at, arg):
            return
        fn, *args = self.begin_call(at, arg + 1)
        given = [self.use(value) for value in args]
        if fn.kind == "const" and type(fn.what) is Native:
            known = {"sorted": LIST, "list": LIST}.get(fn.what.name)
            self.end_call(at, self.call_helper("call_native", self.use(fn), *given), known)
            return
        if fn.kind == "const" and type(fn.what) is Class and fn.what.builtin and arg == 1:
            helper, known = _CONVERSIONS.get(fn.what.name, ("", None))
            if helper:
                self.end_call(at, self.call_helper(helper, self.use(fn), *given), known)
                return
        self.end_call(at, self.fast_call(self.use(fn), given))

    def construction(self, at: int, count: int) -> bool:
        """A call of what is a class of the program now: its instance, and the call of its `__init__`."""
        assert self.stack is not None
        node = self.stack[-count - 1].what
        name = node.id if isinstance(node, ast.Name) else self.sources.get(node, "") if isinstance(node, str) else ""
        cls = self.module.globals.get(name)
        if type(cls) is not Class or cls.layout != "object" or cls.builtin or self.pure:
            return False
        init = cls.find("__init__")
        if type(init) is not Function or not init.code.cache["plain_call"]:
            return False
        instance, method = self.new_name(), self.new_name()
        fn, *args = self.begin_call(at, count + 1, instance)
        self.assign(method, self.attribute(self.use(fn), "init"))
        self.assign(instance, self.lined(ast.Call(
            func=self.helper("new"), args=[self.helper("Instance")], keywords=[])))
        self.emit(ast.Assign(
            targets=[self.lined(ast.Attribute(value=self.load(instance), attr="cls", ctx=ast.Store()))],
            value=self.use(fn)))
        call = self.fast_call(self.load(method), [self.load(instance), *[self.use(value) for value in args]])
        none = self.lined(ast.Compare(left=call, ops=[ast.IsNot()], comparators=[self.lined(ast.Constant(value=None))]))
        refuse = self.lined(ast.Expr(value=self.call_helper("refuse_result")))
        self.emit(ast.If(test=none, body=[refuse], orelse=[]))
        self.restore(Value("name", instance))
        self.place(at + 1)
        return True

    def op_call_kw(self, at: int, arg: Any) -> None:
        count, names = arg
        fn, *args = self.begin_call(at, count + 1)
        given = [self.use(value) for value in args]
        self.end_call(at, self.call_helper("call_keywords", self.use(fn), self.constant(names), *given))

    def op_call_method(self, at: int, arg: Any) -> None:
        name, count = arg
        if self.method_intrinsic(at, name, count):
            return
        obj, *args = self.begin_call(at, count + 1)
        given = [self.use(value) for value in args]
        if name in HOST_NAMES:
            slow = self.call_helper("call_method", self.use(obj), self.constant(name), *given)
            if (name, count) in _TEXT_METHODS and all(value.known in (STR, SMALL) for value in args):
                plain = self.lined(ast.Call(func=self.attribute(self.use(obj), name), args=given, keywords=[]))
                slow = self.either(self.test_type(self.use(obj), "str"), plain, slow)
            if name == "append" and count == 1:
                plain = self.lined(ast.Call(func=self.attribute(self.use(obj), name), args=given, keywords=[]))
                slow = self.either(
                    self.both(self.test_type(self.use(obj), "list"), self.not_shared(obj)), plain, slow)
            elif name == "get" and count in (1, 2) and args[0].known in KEYS:
                plain = self.lined(ast.Call(func=self.attribute(self.use(obj), name), args=given, keywords=[]))
                slow = self.either(self.test_type(self.use(obj), "dict"), plain, slow)
            self.end_call(at, slow)
            return
        method = self.attribute(self.attribute(self.use(obj), "cls"), f"m_{name}")
        self.end_call(at, self.fast_call(method, [self.use(obj), *given]))

    def fast_call(self, fn: ast.expr, args: list[ast.expr]) -> ast.expr:
        """`fn.fast(…)`, as a plain call: the host would look for a method otherwise, which takes longer."""
        target = ast.Name(id=".f", ctx=ast.Store())
        found = self.lined(ast.NamedExpr(target=target, value=self.attribute(fn, "fast")))
        return self.lined(ast.Call(func=found, args=args, keywords=[]))  # type: ignore[no-any-return]

    def intrinsic(self, fn: Any, count: int) -> bool:
        """A call of a built-in that the host can do in place, on operands of known kinds."""
        name = _INTRINSICS.get((getattr(fn, "name", ""), type(fn).__name__, count))
        if name is None:
            return False
        helper, known = name
        args = self.take(count)
        self.pop()
        self.push(self.call_helper(helper, *[self.use(value) for value in args]), known, *args)
        assert self.stack is not None
        self.stack[-1].reads |= {".heap"}
        return True

    def method_intrinsic(self, at: int, name: str, count: int) -> bool:
        assert self.stack is not None
        if len(self.stack) <= count:
            raise Unsupported("an operand from outside")
        obj = self.stack[-count - 1]
        if name == "append" and count == 1 and obj.kind in ("name", "const") and not self.pure:
            self.settle_last(2)
            value, obj = self.pop(), self.pop()
            if obj.known == LIST:
                self.settle_all()
                self.emit(ast.Expr(value=self.lined(ast.Call(
                    func=self.attribute(self.use(obj), "append"), args=[self.use(value)], keywords=[]))))
                self.stack.append(Value("const", None))
                self.place(at + 1)
                return True
            self.restore(obj)
            self.restore(value)
        if obj.known == STR and (name, count) in _TEXT_METHODS:
            args = self.take(count)
            obj = self.pop()
            if not all(value.known in (STR, SMALL) for value in args):
                self.restore(obj)
                self.stack.extend(args)
                return False
            node = self.lined(ast.Call(
                func=self.attribute(self.use(obj), name), args=[self.use(v) for v in args], keywords=[]))
            self.push(node, _TEXT_METHODS[name, count], obj, *args)
            return True
        if obj.known == DICT and name == "get" and count in (1, 2):
            args = self.take(count)
            obj = self.pop()
            if args[0].known in KEYS:
                node = self.lined(ast.Call(
                    func=self.attribute(self.use(obj), name), args=[self.use(v) for v in args], keywords=[]))
                self.push(node, None, obj, *args)
                self.stack[-1].reads |= {".heap"}
                return True
            self.restore(obj)
            self.stack.extend(args)
        return False


_WHOLE, _FRACTION = re.compile(r"[<>^]?[+ -]?0?\d{0,2}[dxXob]?"), re.compile(r"[<>^]?[+ -]?0?\d{0,2}(\.\d{1,2})?[fe]")
_CONVERSIONS: dict[str, tuple[str, str | None]] = {
    "int": ("to_int", None), "float": ("to_float", FLOAT), "str": ("to_text", STR), "list": ("to_list", LIST),
}
_QUIET = ("PUSH_HANDLED", "POP_HANDLED", "SWAP", "RERAISE", "POP", "NOP")  # fail nowhere but where they mean to
_TEXT_METHODS: dict[tuple[str, int], str | None] = {
    ("split", 0): LIST, ("split", 1): LIST, ("strip", 0): STR, ("lstrip", 0): STR, ("rstrip", 0): STR,
    ("strip", 1): STR, ("upper", 0): STR, ("lower", 0): STR, ("startswith", 1): BOOL, ("endswith", 1): BOOL,
    ("find", 1): SMALL, ("count", 1): SMALL, ("isdigit", 0): BOOL, ("isalpha", 0): BOOL, ("isalnum", 0): BOOL,
    ("isspace", 0): BOOL, ("isupper", 0): BOOL, ("islower", 0): BOOL,
}
_INTRINSICS: dict[tuple[str, str, int], tuple[str, str | None]] = {
    ("len", "Native", 1): ("len", SMALL), ("ord", "Native", 1): ("ord", SMALL), ("range", "Class", 1): ("range_", RANGE),
    ("range", "Class", 2): ("range_", RANGE), ("range", "Class", 3): ("range_", RANGE),
    ("isinstance", "Native", 2): ("is_instance", BOOL), ("abs", "Native", 1): ("absolute", None),
}

__all__ = ["BY_NUMBER", "Class", "Function", "Place", "Translation", "Translator", "Unsupported"]

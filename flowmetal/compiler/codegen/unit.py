"""A code object in the making, and the dispatch from tree nodes to the functions that generate code for them.

A `Unit` holds basic blocks of instructions whose jumps name blocks, not addresses; `assembler.assemble` makes the
code object of it. The other modules here register one function per node type with `@expression(...)` and
`@statement(...)`; they generate through `unit.value(node)` and `unit.run(node)`.

Protected code: `with unit.region(...)` marks the instructions that a handler covers. `unit.leaving` says what has
to be done on the way out of the statements that are open (see `protected`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from flowmetal.bytecode.code import CodeObject
from flowmetal.bytecode.opcodes import BY_NAME, Opcode
from flowmetal.compiler import tree
from flowmetal.compiler.scopes import Where
from flowmetal.compiler.symbols import Scope
from flowmetal.source import Span


@dataclass(eq=False, slots=True)
class BasicBlock:
    """Instructions with one way in, at the top; after the last one control goes on to the next block, if at all."""

    instructions: list[Instruction] = field(default_factory=list)
    depth: int = -1  # of the operand stack at entry; -1 until the assembler has been here


@dataclass(eq=False, slots=True)
class Region:
    """What a handler covers. Its depth is that at the ENTER pseudo-instruction, less `drop`."""

    handler: BasicBlock
    drop: int
    depth: int = -1


@dataclass(eq=False, slots=True)
class Instruction:
    """opcode None is the pseudo-instruction ENTER: it fixes the depth of the region in arg, and then vanishes."""

    opcode: Opcode | None
    arg: Any  # None, an int, a BasicBlock for a label, a tuple of several; a Region for ENTER
    span: Span | None
    region: Region | None  # the innermost that covers it


@dataclass(frozen=True, slots=True)
class MissingModule:
    """An import whose module was not found, inside a `try` that expects that."""

    name: str


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What an import statement loads: the keys of all packages on the way and of the module itself, in order.

    stars: what `*` stands for.
    """

    keys: tuple[str, ...] | MissingModule
    stars: tuple[str, ...] = ()


@dataclass(eq=False, slots=True)
class ModuleContext:
    """What all units of a module share."""

    key: str
    lines: list[str]
    scopes: dict[int, Scope]
    plans: dict[int, ImportPlan]  # id of an Alias (import) or ImportFrom node -> what it loads
    flags: int = 0  # for every code object

    def text(self, span: Span) -> str:
        """The source text under span; a line break and what surrounds it become one space."""
        if span.line == span.end_line:
            return self.lines[span.line - 1][span.column : span.end_column]
        parts = [self.lines[span.line - 1][span.column :]]
        parts += self.lines[span.line : span.end_line - 1]
        parts.append(self.lines[span.end_line - 1][: span.end_column])
        return " ".join(part.strip() for part in parts)


class Unit:
    """See the module's docstring. flags, docstring and annotations are set by whoever generates the unit."""

    def __init__(self, module: ModuleContext, scope: Scope, flags: int) -> None:
        self.module, self.scope, self.flags = module, scope, flags | module.flags
        self.docstring: str | None = None
        self.annotations: list[tuple[str, str]] = []
        self.block = BasicBlock()
        self.blocks = [self.block]
        self.covering: Region | None = None
        self.leaving: list[Any] = []  # protected.Leaving, innermost last
        self.constants: dict[Any, int] = {}
        self.names: dict[str, int] = {}
        self.codes: list[CodeObject] = []

    # -- emitting

    def emit(self, name: str, arg: Any = None, *, at: tree.Node | Span | None) -> None:
        span = at if at is None or isinstance(at, Span) else at.span
        self.block.instructions.append(Instruction(BY_NAME[name], arg, span, self.covering))

    def place(self, block: BasicBlock) -> None:
        """What is emitted from here on belongs to block."""
        self.blocks.append(block)
        self.block = block

    @contextmanager
    def region(self, handler: BasicBlock, *, drop: int = 0) -> Iterator[None]:
        """Cover what is emitted inside by handler; at its entry the stack is as now less drop, and the error."""
        region = Region(handler, drop)
        self.block.instructions.append(Instruction(None, region, None, self.covering))
        outer, self.covering = self.covering, region
        try:
            yield
        finally:
            self.covering = outer

    @contextmanager
    def covered_by(self, region: Region | None) -> Iterator[None]:
        """What is emitted inside belongs to region alone, however deep we are."""
        inner, self.covering = self.covering, region
        try:
            yield
        finally:
            self.covering = inner

    # -- pools

    def constant(self, value: Any) -> int:
        """Index of value among the constants; 1, 1.0, True and -0.0 are different ones."""
        return self.constants.setdefault(_constant_key(value), len(self.constants))

    def load_constant(self, value: Any, at: tree.Node | Span | None) -> None:
        self.emit("LOAD_CONST", self.constant(value), at=at)

    def name(self, name: str) -> int:
        return self.names.setdefault(name, len(self.names))

    def code(self, code: CodeObject) -> int:
        self.codes.append(code)
        return len(self.codes) - 1

    # -- names, as scopes settled them

    def load(self, name: str, at: tree.Node | Span) -> None:
        name = self.scope.mangle(name)
        place = self.scope.places[name]
        match place.where:
            case Where.LOCAL | Where.CELL:
                self.emit("LOAD_LOCAL" if place.where is Where.LOCAL else "LOAD_CELL", place.slot, at=at)
            case Where.NAME_OR_CELL:
                self.emit("LOAD_NAME_OR_CELL", (self.name(name), place.slot), at=at)
            case Where.GLOBAL | Where.NAME:
                self.emit("LOAD_GLOBAL" if place.where is Where.GLOBAL else "LOAD_NAME", self.name(name), at=at)

    def store(self, name: str, at: tree.Node | Span | None) -> None:
        self._set("STORE", name, at)

    def delete(self, name: str, at: tree.Node | Span | None) -> None:
        self._set("DELETE", name, at)

    def _set(self, verb: str, name: str, at: tree.Node | Span | None) -> None:
        name = self.scope.mangle(name)
        place = self.scope.places[name]
        match place.where:
            case Where.LOCAL | Where.CELL:
                self.emit(f"{verb}_{place.where.name}", place.slot, at=at)
            case Where.GLOBAL | Where.NAME:
                self.emit(f"{verb}_{place.where.name}", self.name(name), at=at)
            case Where.NAME_OR_CELL:
                raise AssertionError(f"{name} is assigned to in the class body, so it is a name of it")

    # -- the tree

    def value(self, node: tree.Node) -> None:
        """Generate an expression: its value is pushed."""
        EXPRESSIONS[type(node)](self, node)

    def values(self, nodes: Iterable[tree.Node]) -> None:
        for node in nodes:
            self.value(node)

    def run(self, node: tree.Node) -> None:
        """Generate a statement: the operand stack is as before."""
        STATEMENTS[type(node)](self, node)

    def body(self, statements: Iterable[tree.Node]) -> None:
        for statement in statements:
            STATEMENTS[type(statement)](self, statement)


Generate = Callable[[Unit, Any], None]
EXPRESSIONS: dict[type, Generate] = {}
STATEMENTS: dict[type, Generate] = {}


def expression(*kinds: type) -> Callable[[Generate], Generate]:
    return _register(EXPRESSIONS, kinds)


def statement(*kinds: type) -> Callable[[Generate], Generate]:
    return _register(STATEMENTS, kinds)


def _register(table: dict[type, Generate], kinds: tuple[type, ...]) -> Callable[[Generate], Generate]:
    def add(function: Generate) -> Generate:
        for kind in kinds:
            if kind in table:
                raise AssertionError(f"two functions generate code for {kind.__name__}")
            table[kind] = function
        return function

    return add


def _constant_key(value: Any) -> Any:
    """A dictionary key that is equal for equal constants only; [1] is the constant itself."""
    if isinstance(value, float):
        return (float, value, repr(value))
    if isinstance(value, tuple):
        return (tuple, value, tuple(_constant_key(item) for item in value))
    return (type(value), value)

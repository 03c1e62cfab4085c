"""The code object: one compiled function, class body, block or module.

Everything is immutable and shared by all frames that run it. `pc`, jump targets, the exception table and the
positions are instruction numbers (see `opcodes`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from flowmetal.slotted import field, slotted

# flags
VARARGS, VARKEYWORDS, GENERATOR, BLOCK, CLASS_BODY, MODULE, HIDDEN = 1, 2, 4, 8, 16, 32, 64
# HIDDEN: not shown in tracebacks and "where it is" (the prelude's and library plumbing).


class Handler(NamedTuple):
    """An exception raised by an instruction in start <= i < end goes to target, the stack cut to depth."""

    start: int
    end: int
    target: int
    depth: int


class Position(NamedTuple):
    """Where an instruction comes from: lines from 1, columns from 0, end exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int


@slotted(frozen=False, eq=False)
class CodeObject:
    """Slots of a frame, in order: positional parameters, keyword-only ones, *args, **kwargs, other locals, free
    variables. `cells` lists the slots (not of free variables) whose value is wrapped in a Cell when the frame is
    made; the last `free` slots receive the closure's cells.
    """

    name: str
    qualname: str
    flags: int
    positional: int  # positional parameters, the positional-only ones included
    positional_only: int
    keyword_only: int
    slots: tuple[str, ...]  # names
    cells: tuple[int, ...]
    free: int
    stack_size: int
    constants: tuple[Any, ...]  # None, bool, int, float, str, bytes, Ellipsis, Duration (wire), tuples of these
    names: tuple[str, ...]
    codes: tuple[CodeObject, ...]
    ops: list[int]  # opcode numbers
    args: list[Any]  # per instruction: None, the operand, or a tuple of several
    handlers: tuple[Handler, ...]  # innermost first: the first that covers an instruction counts
    positions: Sequence[Position | None]  # per instruction; of a bundle that was read, decoded when first looked at
    docstring: str | None = None
    annotations: tuple[tuple[str, str], ...] = ()  # parameter (or "return") -> source text
    module: str = ""  # key of its module in the bundle
    index: int = -1  # number among all code objects of its module, in pre-order; set by the bundle
    cache: dict[str, Any] = field(default_factory=dict)  # for the machine's use; never stored
    packed: bytes | None = None  # the instructions as the bundle has them, where `ops` and `args` are not set yet

    def __getattr__(self, name: str) -> Any:
        """`ops` and `args` of a verified bundle, decoded when one of them is first wanted; most code is never run."""
        if name not in ("ops", "args") or self.packed is None:
            raise AttributeError(f"a code object has no {name!r}")
        from flowmetal.bytecode.bundle import decode_instructions

        self.ops, self.args = decode_instructions(self.packed)
        self.packed = None
        return self.ops if name == "ops" else self.args

    def line_of(self, instruction: int) -> int:
        position = self.positions[instruction] if 0 <= instruction < len(self.positions) else None
        return position.line if position else 0


@slotted(frozen=False, eq=False)
class ModuleCode:
    """One module of a bundle."""

    key: str  # as IMPORT names it: "__main__", "retry", "pkg.mod"
    file: str  # name to show, relative: "order.fm", "stdlib/retry.fm"
    source: str
    library: bool  # shipped with Flowmetal: its top level is pure and shared, see vm.image
    package: bool
    code: CodeObject  # of its top level
    codes: list[CodeObject] = field(default_factory=list)  # all, in pre-order; codes[i].index == i


@slotted(frozen=False, eq=False)
class Bundle:
    """A compiled program: every module that it needs, `__main__` and `prelude` among them."""

    hash: str  # SHA-256 of the content, hexadecimal; names the program
    name: str
    modules: dict[str, ModuleCode]

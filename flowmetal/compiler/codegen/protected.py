"""Code for `try` and `with`, and for leaving them by `return`, `break` and `continue`.

What a statement needs done when it is left early stands in `unit.leaving`, innermost last; `leave` emits that.
A `finally` body is generated once for each way out, as CPython does. While an error is handled, `PUSH_HANDLED` has
put the one handled before below it, and every way out puts that back with `POP_HANDLED`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import assert_never

from flowmetal.compiler import tree
from flowmetal.compiler.codegen.assignment import assign
from flowmetal.compiler.codegen.unit import BasicBlock, Region, Unit, statement


@dataclass(frozen=True, slots=True)
class Loop:
    start: BasicBlock
    end: BasicBlock
    has_iterator: bool  # on the stack
    outside: Region | None


@dataclass(frozen=True, slots=True)
class Finally:
    body: tuple[tree.Node, ...]
    outside: Region | None


@dataclass(frozen=True, slots=True)
class Handling:
    """An `except` body. On the stack: the error handled before."""

    handler: tree.ExceptHandler
    outside: Region | None


@dataclass(frozen=True, slots=True)
class FinallyAfterError:
    """A `finally` body that runs because of an error. On the stack: the error handled before, the error."""

    at: tree.Node
    outside: Region | None


@dataclass(frozen=True, slots=True)
class Within:
    """A `with` body. On the stack: the exit method."""

    at: tree.Node
    outside: Region | None


@dataclass(frozen=True, slots=True)
class Kept:
    """A `finally` body that runs on the way out of a `return`. On the stack: the value to return."""

    at: tree.Node
    outside: Region | None


Leaving = Loop | Finally | Handling | FinallyAfterError | Within | Kept


@contextmanager
def leave(unit: Unit, down_to: int, *, keep: bool, at: tree.Node) -> Iterator[None]:
    """Emit what leaving `unit.leaving[down_to:]` takes, and inside the `with` be outside of it all.

    keep: the top of the stack is a value to keep. What is emitted inside must end in a jump or a return.
    """
    all_open, covering = unit.leaving, unit.covering
    for number in range(len(all_open) - 1, down_to - 1, -1):
        unit.leaving = all_open[:number]
        unit.covering = all_open[number].outside
        _leave_one(unit, all_open[number], keep, at)
    yield
    unit.leaving, unit.covering = all_open, covering
    unit.place(BasicBlock())


def _leave_one(unit: Unit, entry: Leaving, keep: bool, at: tree.Node) -> None:
    match entry:
        case Loop(has_iterator=has_iterator):
            if has_iterator:
                _drop(unit, keep, at)
        case Kept():
            _drop(unit, keep, at)
        case Finally(body=body):
            if keep:
                unit.leaving = [*unit.leaving, Kept(at, unit.covering)]
            unit.body(body)
        case Handling(handler=handler):
            if keep:
                unit.emit("SWAP", 2, at=at)
            unit.emit("POP_HANDLED", at=at)
            _unbind(unit, handler)
        case FinallyAfterError():
            _drop(unit, keep, at)
            if keep:
                unit.emit("SWAP", 2, at=at)
            unit.emit("POP_HANDLED", at=at)
        case Within(at=item):
            if keep:
                unit.emit("SWAP", 2, at=item)
            _exit_without_error(unit, item)
        case _:
            assert_never(entry)


def _drop(unit: Unit, keep: bool, at: tree.Node) -> None:
    """Pop the top, or what is below the kept value."""
    if keep:
        unit.emit("SWAP", 2, at=at)
    unit.emit("POP", at=at)


@statement(tree.Try)
def _try(unit: Unit, node: tree.Try) -> None:
    if node.finalbody:
        _try_finally(unit, node)
    else:
        _try_except(unit, node)


def _try_finally(unit: Unit, node: tree.Try) -> None:
    on_error, cleanup, end = BasicBlock(), BasicBlock(), BasicBlock()
    unit.leaving.append(Finally(node.finalbody, unit.covering))
    with unit.region(on_error):
        if node.handlers:
            _try_except(unit, node)
        else:
            unit.body(node.body)
    unit.leaving.pop()
    unit.body(node.finalbody)
    last = node.finalbody[-1]
    unit.emit("JUMP", end, at=last)

    unit.place(on_error)
    unit.emit("PUSH_HANDLED", at=last)
    unit.leaving.append(FinallyAfterError(node, unit.covering))
    with unit.region(cleanup, drop=1):
        unit.body(node.finalbody)
        unit.emit("RERAISE", at=last)
    unit.leaving.pop()
    _cleanup(unit, cleanup, last)
    unit.place(end)


def _try_except(unit: Unit, node: tree.Try) -> None:
    on_error, cleanup, end = BasicBlock(), BasicBlock(), BasicBlock()
    with unit.region(on_error):
        unit.body(node.body)
    unit.body(node.orelse)
    unit.emit("JUMP", end, at=node.body[-1])

    unit.place(on_error)
    unit.emit("PUSH_HANDLED", at=node.handlers[0])
    outside = unit.covering
    with unit.region(cleanup, drop=1):
        for handler in node.handlers:
            following = BasicBlock()
            if handler.type is not None:
                unit.value(handler.type)
                unit.emit("MATCH_ERROR", at=handler.type)
                unit.emit("JUMP_IF_FALSE", following, at=handler.type)
                unit.place(BasicBlock())
            _handler(unit, handler, outside)
            with unit.covered_by(outside):
                unit.emit("POP_HANDLED", at=handler)
                _unbind(unit, handler)
                unit.emit("JUMP", end, at=handler)
            unit.place(following)
        unit.emit("RERAISE", at=node.handlers[-1])
    _cleanup(unit, cleanup, node.handlers[-1])
    unit.place(end)


def _handler(unit: Unit, handler: tree.ExceptHandler, outside: Region | None) -> None:
    """On the stack: the error handled before, the error; afterwards the former only."""
    unit.leaving.append(Handling(handler, outside))
    if handler.name is None:
        unit.emit("POP", at=handler)
        unit.body(handler.body)
    else:
        on_error, after = BasicBlock(), BasicBlock()
        unit.store(handler.name, handler)
        with unit.region(on_error):
            unit.body(handler.body)
        unit.emit("JUMP", after, at=handler)
        unit.place(on_error)
        _unbind(unit, handler)
        unit.emit("RERAISE", at=handler)
        unit.place(after)
    unit.leaving.pop()


def _unbind(unit: Unit, handler: tree.ExceptHandler) -> None:
    """`except E as name` ends with name unset, whether or not the body did that itself."""
    if handler.name is not None:
        unit.load_constant(None, handler)
        unit.store(handler.name, handler)
        unit.delete(handler.name, handler)


def _cleanup(unit: Unit, cleanup: BasicBlock, at: tree.Node) -> None:
    """An error inside a handler: what was handled before is handled again, and the error goes on."""
    unit.place(cleanup)
    unit.emit("SWAP", 2, at=at)
    unit.emit("POP_HANDLED", at=at)
    unit.emit("RERAISE", at=at)


@statement(tree.With)
def _with(unit: Unit, node: tree.With) -> None:
    _with_items(unit, node, 0)


def _with_items(unit: Unit, node: tree.With, number: int) -> None:
    if number == len(node.items):
        unit.body(node.body)
        return
    item = node.items[number]
    manager = item.context_expr
    on_error, cleanup, swallow, end = BasicBlock(), BasicBlock(), BasicBlock(), BasicBlock()
    unit.value(manager)
    unit.emit("COPY", 1, at=manager)
    unit.emit("LOAD_SPECIAL", unit.name("__exit__"), at=manager)
    unit.emit("SWAP", 2, at=manager)
    unit.emit("LOAD_SPECIAL", unit.name("__enter__"), at=manager)
    unit.emit("CALL", 0, at=manager)
    unit.leaving.append(Within(manager, unit.covering))
    with unit.region(on_error, drop=1):
        if item.optional_vars is None:
            unit.emit("POP", at=manager)
        else:
            assign(unit, item.optional_vars)
        _with_items(unit, node, number + 1)
    unit.leaving.pop()
    _exit_without_error(unit, manager)
    unit.emit("JUMP", end, at=manager)

    unit.place(on_error)
    unit.emit("PUSH_HANDLED", at=manager)
    with unit.region(cleanup, drop=1):
        unit.emit("WITH_ERROR", at=manager)
        unit.emit("JUMP_IF_TRUE", swallow, at=manager)
        unit.place(BasicBlock())
        unit.emit("RERAISE", at=manager)
    _cleanup(unit, cleanup, manager)
    unit.place(swallow)
    unit.emit("POP", at=manager)
    unit.emit("POP_HANDLED", at=manager)
    unit.emit("POP", at=manager)
    unit.place(end)


def _exit_without_error(unit: Unit, at: tree.Node) -> None:
    for _ in range(3):
        unit.load_constant(None, at)
    unit.emit("CALL", 3, at=at)
    unit.emit("POP", at=at)

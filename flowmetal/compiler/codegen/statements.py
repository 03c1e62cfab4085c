"""Code for the other statements: conditions, loops, jumps, raising, imports. See `assignment` and `protected` too."""

from __future__ import annotations

from collections.abc import Sequence

from flowmetal.compiler import tree
from flowmetal.compiler.codegen.assignment import assign
from flowmetal.compiler.codegen.expressions import jump_if
from flowmetal.compiler.codegen.protected import Loop, leave
from flowmetal.compiler.codegen.unit import BasicBlock, MissingModule, Unit, statement
from flowmetal.compiler.constants import UNKNOWN, known_truth, known_value
from flowmetal.compiler.symbols import is_future


@statement(tree.Expr)
def _expression(unit: Unit, node: tree.Expr) -> None:
    if known_value(node.value) is not UNKNOWN:  # a comment in the shape of a string, `...`
        return
    unit.value(node.value)
    unit.emit("POP", at=node)


@statement(tree.Pass, tree.Global, tree.Nonlocal)
def _nothing(unit: Unit, node: tree.Node) -> None:
    """No code."""


# -- conditions and loops


@statement(tree.If)
def _if(unit: Unit, node: tree.If) -> None:
    """An elif chain leans to the right: no recursion along it."""
    end = BasicBlock()
    while True:
        otherwise = BasicBlock()
        _unless(unit, node.test, otherwise)
        unit.body(node.body)
        unit.emit("JUMP", end, at=node)
        unit.place(otherwise)
        match node.orelse:
            case (tree.If() as following,):
                node = following
            case _:
                break
    unit.body(node.orelse)
    unit.place(end)


def _unless(unit: Unit, test: tree.Node, target: BasicBlock) -> None:
    """Go to target if test is false; a constant test is decided now."""
    truth = known_truth(test)
    if truth is None:
        jump_if(unit, test, False, target)
    elif not truth:
        unit.emit("JUMP", target, at=test)
        unit.place(BasicBlock())


@statement(tree.While)
def _while(unit: Unit, node: tree.While) -> None:
    start, otherwise, end = BasicBlock(), BasicBlock(), BasicBlock()
    unit.place(start)
    _unless(unit, node.test, otherwise)
    unit.leaving.append(Loop(start, end, False, unit.covering))
    unit.body(node.body)
    unit.leaving.pop()
    unit.emit("JUMP", start, at=node)
    unit.place(otherwise)
    unit.body(node.orelse)
    unit.place(end)


@statement(tree.For)
def _for(unit: Unit, node: tree.For) -> None:
    start, otherwise, end = BasicBlock(), BasicBlock(), BasicBlock()
    unit.value(node.iter)
    unit.emit("GET_ITER", at=node.iter)
    unit.place(start)
    unit.emit("FOR_ITER", otherwise, at=node.iter)
    unit.place(BasicBlock())
    assign(unit, node.target)
    unit.leaving.append(Loop(start, end, True, unit.covering))
    unit.body(node.body)
    unit.leaving.pop()
    unit.emit("JUMP", start, at=node.iter)
    unit.place(otherwise)
    unit.body(node.orelse)
    unit.place(end)


@statement(tree.Break)
def _break(unit: Unit, node: tree.Break) -> None:
    number, loop = _innermost_loop(unit)
    with leave(unit, number, keep=False, at=node):
        unit.emit("JUMP", loop.end, at=node)


@statement(tree.Continue)
def _continue(unit: Unit, node: tree.Continue) -> None:
    number, loop = _innermost_loop(unit)
    with leave(unit, number + 1, keep=False, at=node):
        unit.emit("JUMP", loop.start, at=node)


def _innermost_loop(unit: Unit) -> tuple[int, Loop]:
    for number in range(len(unit.leaving) - 1, -1, -1):
        entry = unit.leaving[number]
        if isinstance(entry, Loop):
            return number, entry
    raise AssertionError("a break or continue outside a loop was not refused")


@statement(tree.Return)
def _return(unit: Unit, node: tree.Return) -> None:
    constant = None if node.value is None else known_value(node.value)
    if constant is UNKNOWN and node.value is not None:
        unit.value(node.value)
        with leave(unit, 0, keep=True, at=node):
            unit.emit("RETURN", at=node)
    else:
        with leave(unit, 0, keep=False, at=node):
            unit.load_constant(constant, node.value or node)
            unit.emit("RETURN", at=node)


# -- errors


@statement(tree.Raise)
def _raise(unit: Unit, node: tree.Raise) -> None:
    parts = [part for part in (node.exc, node.cause) if part is not None]
    unit.values(parts)
    unit.emit("RAISE", len(parts), at=node)
    unit.place(BasicBlock())


@statement(tree.Assert)
def _assert(unit: Unit, node: tree.Assert) -> None:
    holds = BasicBlock()
    jump_if(unit, node.test, True, holds)
    unit.emit("LOAD_BUILTIN", unit.name("AssertionError"), at=node)
    if node.msg is not None:
        unit.value(node.msg)
        unit.emit("CALL", 1, at=node.test)
    unit.emit("RAISE", 1, at=node.test)
    unit.place(holds)


# -- imports


@statement(tree.Import)
def _import(unit: Unit, node: tree.Import) -> None:
    for alias in node.names:
        keys = unit.module.plans[id(alias)].keys
        if isinstance(keys, MissingModule):
            _raise_missing(unit, keys, alias)
            continue
        # `import a.b` binds a, `import a.b as c` binds the leaf; all on the way are run, outermost first.
        kept = keys if alias.asname is None else keys[-1:]
        for key in keys[: len(keys) - len(kept)]:
            unit.emit("IMPORT", unit.name(key), at=alias)
            unit.emit("POP", at=alias)
        unit.emit("IMPORT", unit.name(kept[0]), at=alias)
        for key in kept[1:]:
            unit.emit("IMPORT", unit.name(key), at=alias)
            unit.emit("POP", at=alias)
        unit.store(alias.asname or alias.name.partition(".")[0], alias)


@statement(tree.ImportFrom)
def _import_from(unit: Unit, node: tree.ImportFrom) -> None:
    if is_future(node):
        return
    plan = unit.module.plans[id(node)]
    if isinstance(plan.keys, MissingModule):
        _raise_missing(unit, plan.keys, node)
        return
    _import_chain(unit, plan.keys, node)
    for alias in node.names:
        names = ((star, star) for star in plan.stars) if alias.name == "*" else ((alias.name, alias.asname),)
        for name, asname in names:
            unit.emit("IMPORT_FROM", unit.name(name), at=alias)
            unit.store(asname or name, alias)
    unit.emit("POP", at=node)


def _import_chain(unit: Unit, keys: Sequence[str], at: tree.Node) -> None:
    """Run all modules; push the last."""
    for key in keys[:-1]:
        unit.emit("IMPORT", unit.name(key), at=at)
        unit.emit("POP", at=at)
    unit.emit("IMPORT", unit.name(keys[-1]), at=at)


def _raise_missing(unit: Unit, missing: MissingModule, at: tree.Node) -> None:
    unit.emit("LOAD_BUILTIN", unit.name("ModuleNotFoundError"), at=at)
    unit.load_constant(f"No module named '{missing.name}'", at)
    unit.emit("CALL", 1, at=at)
    unit.emit("RAISE", 1, at=at)
    unit.place(BasicBlock())

"""Code for expressions, in Python's order of evaluation. Calls are in `calls`; what makes functions in `functions`."""

from __future__ import annotations

from collections.abc import Sequence

from flowmetal.bytecode.opcodes import (
    BINARY_OPERATORS,
    COMPARE_OPERATORS,
    CONVERT_ASCII,
    CONVERT_REPR,
    CONVERT_STR,
    UNARY_OPERATORS,
)
from flowmetal.compiler import tree
from flowmetal.compiler.codegen.unit import BasicBlock, Unit, expression
from flowmetal.compiler.constants import UNKNOWN, known_value
from flowmetal.source import Span

_CONVERSIONS = {"s": CONVERT_STR, "r": CONVERT_REPR, "a": CONVERT_ASCII}


@expression(tree.Constant, tree.DurationLiteral)
def _constant(unit: Unit, node: tree.Node) -> None:
    unit.load_constant(known_value(node), node)


@expression(tree.Name)
def _name(unit: Unit, node: tree.Name) -> None:
    unit.load(node.id, node)


@expression(tree.NamedExpr)
def _named(unit: Unit, node: tree.NamedExpr) -> None:
    unit.value(node.value)
    unit.emit("COPY", 1, at=node)
    unit.store(node.target.id, node.target)


# -- text


@expression(tree.JoinedStr)
def _joined(unit: Unit, node: tree.JoinedStr) -> None:
    if not node.values:
        unit.load_constant("", node)
        return
    unit.values(node.values)
    if len(node.values) > 1:
        unit.emit("BUILD_STRING", len(node.values), at=node)


@expression(tree.FormattedValue)
def _formatted(unit: Unit, node: tree.FormattedValue) -> None:
    unit.value(node.value)
    if node.conversion is not None:
        unit.emit("CONVERT", _CONVERSIONS[node.conversion], at=node)
        if node.format_spec is None:
            return
    if node.format_spec is None:
        unit.load_constant("", node)
    else:
        unit.value(node.format_spec)
    unit.emit("FORMAT", at=node)


# -- displays


@expression(tree.Tuple)
def _tuple(unit: Unit, node: tree.Tuple) -> None:
    value = known_value(node)
    if value is not UNKNOWN:
        unit.load_constant(value, node)
    else:
        tuple_of(unit, node.elts, node)


def tuple_of(unit: Unit, elements: Sequence[tree.Node], at: tree.Node | Span) -> None:
    """Push a tuple of the elements, starred ones taken apart."""
    if _collection(unit, elements, "LIST", "LIST_APPEND", "LIST_EXTEND", at):
        unit.emit("LIST_TO_TUPLE", at=at)
    else:
        unit.emit("BUILD_TUPLE", len(elements), at=at)


@expression(tree.List)
def _list(unit: Unit, node: tree.List) -> None:
    if not _collection(unit, node.elts, "LIST", "LIST_APPEND", "LIST_EXTEND", node):
        unit.emit("BUILD_LIST", len(node.elts), at=node)


@expression(tree.Set)
def _set(unit: Unit, node: tree.Set) -> None:
    if not _collection(unit, node.elts, "SET", "SET_ADD", "SET_UPDATE", node):
        unit.emit("BUILD_SET", len(node.elts), at=node)


def list_of(unit: Unit, elements: Sequence[tree.Node], at: tree.Node) -> None:
    if not _collection(unit, elements, "LIST", "LIST_APPEND", "LIST_EXTEND", at):
        unit.emit("BUILD_LIST", len(elements), at=at)


def _collection(
    unit: Unit, elements: Sequence[tree.Node], kind: str, add: str, update: str, at: tree.Node | Span
) -> bool:
    """Push the elements; if one is starred, a list or set of all of them instead, and return True."""
    first = next((n for n, element in enumerate(elements) if isinstance(element, tree.Starred)), None)
    if first is None:
        unit.values(elements)
        return False
    unit.values(elements[:first])
    unit.emit(f"BUILD_{kind}", first, at=at)
    for element in elements[first:]:
        if isinstance(element, tree.Starred):
            unit.value(element.value)
            unit.emit(update, at=element)
        else:
            unit.value(element)
            unit.emit(add, 1, at=element)
    return True


@expression(tree.Dict)
def _dict(unit: Unit, node: tree.Dict) -> None:
    pairs = 0  # pushed since the dict was begun, or since the start
    begun = False
    for key, value in zip(node.keys, node.values, strict=True):
        if key is None:
            if not begun:
                unit.emit("BUILD_MAP", pairs, at=node)
                begun = True
            unit.value(value)
            unit.emit("MAP_UPDATE", at=value)
            continue
        unit.value(key)
        unit.value(value)
        if begun:
            unit.emit("MAP_ADD", 1, at=node)
        else:
            pairs += 1
    if not begun:
        unit.emit("BUILD_MAP", pairs, at=node)


# -- operators


@expression(tree.UnaryOp)
def _unary(unit: Unit, node: tree.UnaryOp) -> None:
    value = known_value(node)
    if value is not UNKNOWN:
        unit.load_constant(value, node)
        return
    unit.value(node.operand)
    if node.op == "not":
        unit.emit("NOT", at=node)
    else:
        unit.emit("UNARY", UNARY_OPERATORS.index(node.op), at=node)


@expression(tree.BinOp)
def _binary(unit: Unit, node: tree.BinOp) -> None:
    """A chain `a + b + …` leans to the left: no recursion along it."""
    chain = []
    left: tree.Node = node
    while isinstance(left, tree.BinOp):
        chain.append(left)
        left = left.left
    unit.value(left)
    for link in reversed(chain):
        unit.value(link.right)
        unit.emit("BINARY", BINARY_OPERATORS.index(link.op), at=link)


@expression(tree.BoolOp)
def _bool(unit: Unit, node: tree.BoolOp) -> None:
    end = BasicBlock()
    jump = "JUMP_IF_FALSE_OR_POP" if node.op == "and" else "JUMP_IF_TRUE_OR_POP"
    for value in node.values[:-1]:
        unit.value(value)
        unit.emit(jump, end, at=value)
        unit.place(BasicBlock())
    unit.value(node.values[-1])
    unit.place(end)


def comparison(unit: Unit, op: str, at: tree.Node) -> None:
    if op in ("is", "is not"):
        unit.emit("IS", int(op == "is not"), at=at)
    elif op in ("in", "not in"):
        unit.emit("IN", int(op == "not in"), at=at)
    else:
        unit.emit("COMPARE", COMPARE_OPERATORS.index(op), at=at)


@expression(tree.Compare)
def _compare(unit: Unit, node: tree.Compare) -> None:
    unit.value(node.left)
    if len(node.ops) == 1:
        unit.value(node.comparators[0])
        comparison(unit, node.ops[0], node)
        return
    cleanup, end = BasicBlock(), BasicBlock()
    for op, right in zip(node.ops[:-1], node.comparators[:-1], strict=True):
        unit.value(right)
        unit.emit("SWAP", 2, at=node)
        unit.emit("COPY", 2, at=node)
        comparison(unit, op, node)
        unit.emit("JUMP_IF_FALSE_OR_POP", cleanup, at=node)
        unit.place(BasicBlock())
    unit.value(node.comparators[-1])
    comparison(unit, node.ops[-1], node)
    unit.emit("JUMP", end, at=node)
    unit.place(cleanup)
    unit.emit("SWAP", 2, at=node)
    unit.emit("POP", at=node)
    unit.place(end)


@expression(tree.IfExp)
def _conditional(unit: Unit, node: tree.IfExp) -> None:
    otherwise, end = BasicBlock(), BasicBlock()
    jump_if(unit, node.test, False, otherwise)
    unit.value(node.body)
    unit.emit("JUMP", end, at=node)
    unit.place(otherwise)
    unit.value(node.orelse)
    unit.place(end)


def jump_if(unit: Unit, test: tree.Node, wanted: bool, target: BasicBlock) -> None:
    """Go to target if the truth of test is as wanted, else go on, in a new basic block."""
    match test:
        case tree.UnaryOp(op="not", operand=operand):
            jump_if(unit, operand, not wanted, target)
        case tree.BoolOp(op=op, values=values):
            # `and` is decided by the first false, `or` by the first true value.
            deciding = op == "or"
            on_decided = target if deciding is wanted else BasicBlock()
            for value in values[:-1]:
                jump_if(unit, value, deciding, on_decided)
            jump_if(unit, values[-1], wanted, target)
            if on_decided is not target:
                unit.place(on_decided)
        case tree.IfExp(test=condition, body=body, orelse=orelse):
            otherwise, end = BasicBlock(), BasicBlock()
            jump_if(unit, condition, False, otherwise)
            jump_if(unit, body, wanted, target)
            unit.emit("JUMP", end, at=test)
            unit.place(otherwise)
            jump_if(unit, orelse, wanted, target)
            unit.place(end)
        case _:
            unit.value(test)
            unit.emit("JUMP_IF_TRUE" if wanted else "JUMP_IF_FALSE", target, at=test)
            unit.place(BasicBlock())


# -- attributes and items


@expression(tree.Attribute)
def _attribute(unit: Unit, node: tree.Attribute) -> None:
    unit.value(node.value)
    unit.emit("LOAD_ATTR", attribute_name(unit, node), at=node)


def attribute_name(unit: Unit, node: tree.Attribute) -> int:
    return unit.name(unit.scope.mangle(node.attr))


@expression(tree.Subscript)
def _subscript(unit: Unit, node: tree.Subscript) -> None:
    unit.value(node.value)
    unit.value(node.slice)
    unit.emit("LOAD_ITEM", at=node)


@expression(tree.Slice)
def _slice(unit: Unit, node: tree.Slice) -> None:
    for part in (node.lower, node.upper, node.step):
        if part is None:
            unit.load_constant(None, node)
        else:
            unit.value(part)
    unit.emit("BUILD_SLICE", at=node)


# -- waiting and yielding


@expression(tree.Await)
def _await(unit: Unit, node: tree.Await) -> None:
    unit.value(node.value)
    unit.emit("AWAIT", at=node)


@expression(tree.Yield)
def _yield(unit: Unit, node: tree.Yield) -> None:
    if node.value is None:
        unit.load_constant(None, node)
    else:
        unit.value(node.value)
    unit.emit("YIELD", at=node)


@expression(tree.YieldFrom)
def _yield_from(unit: Unit, node: tree.YieldFrom) -> None:
    unit.value(node.value)
    unit.emit("GET_ITER", at=node)
    unit.load_constant(None, node)
    unit.emit("YIELD_FROM", at=node)

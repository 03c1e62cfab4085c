"""Code for targets: storing into them, deleting them, and augmented assignment, which evaluates them once."""

from __future__ import annotations

from flowmetal.bytecode.opcodes import BINARY_OPERATORS
from flowmetal.compiler import tree
from flowmetal.compiler.codegen.expressions import attribute_name
from flowmetal.compiler.codegen.unit import Unit, statement
from flowmetal.compiler.symbols import Kind


def assign(unit: Unit, target: tree.Node) -> None:
    """Take the value on top of the stack into target."""
    match target:
        case tree.Name(id=name):
            unit.store(name, target)
        case tree.Attribute(value=value):
            unit.value(value)
            unit.emit("STORE_ATTR", attribute_name(unit, target), at=target)
        case tree.Subscript(value=value, slice=index):
            unit.value(value)
            unit.value(index)
            unit.emit("STORE_ITEM", at=target)
        case tree.List(elts=elts) | tree.Tuple(elts=elts):
            _unpack(unit, elts, target)
        case _:
            raise AssertionError(f"{type(target).__name__} is no target")


def _unpack(unit: Unit, elements: tuple[tree.Node, ...], at: tree.Node) -> None:
    star = next((n for n, element in enumerate(elements) if isinstance(element, tree.Starred)), None)
    if star is None:
        unit.emit("UNPACK", len(elements), at=at)
    else:
        unit.emit("UNPACK_REST", (star, len(elements) - star - 1), at=at)
    for element in elements:
        assign(unit, element.value if isinstance(element, tree.Starred) else element)


@statement(tree.Assign)
def _assign(unit: Unit, node: tree.Assign) -> None:
    unit.value(node.value)
    for target in node.targets[:-1]:
        unit.emit("COPY", 1, at=node)
        assign(unit, target)
    assign(unit, node.targets[-1])


@statement(tree.AugAssign)
def _augmented(unit: Unit, node: tree.AugAssign) -> None:
    operator = BINARY_OPERATORS.index(node.op)
    match node.target:
        case tree.Name(id=name):
            unit.load(name, node.target)
            unit.value(node.value)
            unit.emit("INPLACE", operator, at=node)
            unit.store(name, node.target)
        case tree.Attribute(value=value) as target:
            unit.value(value)
            unit.emit("COPY", 1, at=target)
            unit.emit("LOAD_ATTR", attribute_name(unit, target), at=target)
            unit.value(node.value)
            unit.emit("INPLACE", operator, at=node)
            unit.emit("SWAP", 2, at=target)
            unit.emit("STORE_ATTR", attribute_name(unit, target), at=target)
        case tree.Subscript(value=value, slice=index) as target:
            unit.value(value)
            unit.value(index)
            unit.emit("COPY", 2, at=target)
            unit.emit("COPY", 2, at=target)
            unit.emit("LOAD_ITEM", at=target)
            unit.value(node.value)
            unit.emit("INPLACE", operator, at=node)
            # object key result -> result object key
            unit.emit("SWAP", 3, at=target)
            unit.emit("SWAP", 2, at=target)
            unit.emit("STORE_ITEM", at=target)
        case _:
            raise AssertionError(f"{type(node.target).__name__} is no target of an augmented assignment")


@statement(tree.AnnAssign)
def _annotated(unit: Unit, node: tree.AnnAssign) -> None:
    """The annotation is kept as text for names of a class or module, and never evaluated."""
    if isinstance(node.target, tree.Name) and unit.scope.kind in (Kind.CLASS, Kind.MODULE):
        unit.annotations.append((node.target.id, unit.module.text(node.annotation.span)))
    if node.value is not None:
        unit.value(node.value)
        assign(unit, node.target)
        return
    match node.target:  # as Python: the parts of a bare target are evaluated
        case tree.Attribute(value=value):
            unit.value(value)
            unit.emit("POP", at=node.target)
        case tree.Subscript(value=value, slice=index):
            for part in (value, index):
                unit.value(part)
                unit.emit("POP", at=node.target)


@statement(tree.Delete)
def _delete(unit: Unit, node: tree.Delete) -> None:
    for target in node.targets:
        _delete_target(unit, target)


def _delete_target(unit: Unit, target: tree.Node) -> None:
    match target:
        case tree.Name(id=name):
            unit.delete(name, target)
        case tree.Attribute(value=value):
            unit.value(value)
            unit.emit("DELETE_ATTR", attribute_name(unit, target), at=target)
        case tree.Subscript(value=value, slice=index):
            unit.value(value)
            unit.value(index)
            unit.emit("DELETE_ITEM", at=target)
        case tree.List(elts=elts) | tree.Tuple(elts=elts):
            for element in elts:
                _delete_target(unit, element)
        case _:
            raise AssertionError(f"{type(target).__name__} is no target")

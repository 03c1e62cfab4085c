"""Code for all that makes a function: `def`, `lambda`, blocks, comprehensions, and classes, whose body is one too."""

from __future__ import annotations

from collections.abc import Sequence

from flowmetal.bytecode.code import (
    BLOCK,
    CLASS_BODY,
    GENERATOR,
    VARARGS,
    VARKEYWORDS,
    CodeObject,
)
from flowmetal.bytecode.opcodes import FUNCTION_CLOSURE, FUNCTION_DEFAULTS, FUNCTION_KWDEFAULTS
from flowmetal.compiler import tree
from flowmetal.compiler.assembler import assemble
from flowmetal.compiler.codegen.assignment import assign
from flowmetal.compiler.codegen.calls import keywords
from flowmetal.compiler.codegen.expressions import jump_if, tuple_of
from flowmetal.compiler.codegen.unit import BasicBlock, Unit, expression, statement
from flowmetal.compiler.constants import UNKNOWN, known_value
from flowmetal.compiler.symbols import Scope


@statement(tree.FunctionDef)
def _function(unit: Unit, node: tree.FunctionDef) -> None:
    unit.values(node.decorator_list)
    inner = _inner(unit, node, _parameter_flags(node.args))
    inner.docstring, body = split_docstring(node.body)
    inner.annotations += _annotations(unit, node.args, node.returns)
    inner.body(body)
    end_with_none(inner, node.body[-1])
    _make(unit, inner, node.args, node)
    _decorate_and_store(unit, node)


@expression(tree.Lambda)
def _lambda(unit: Unit, node: tree.Lambda) -> None:
    inner = _inner(unit, node, _parameter_flags(node.args))
    inner.value(node.body)
    inner.emit("RETURN", at=node.body)
    _make(unit, inner, node.args, node)


@expression(tree.Block)
def _block(unit: Unit, node: tree.Block) -> None:
    inner = _inner(unit, node, _parameter_flags(node.args) | BLOCK)
    inner.body(node.body[:-1])
    last = node.body[-1]
    if isinstance(last, tree.Expr):
        inner.value(last.value)
        inner.emit("RETURN", at=last)
    else:
        inner.run(last)
        end_with_none(inner, last)
    _make(unit, inner, node.args, node)


@statement(tree.ClassDef)
def _class(unit: Unit, node: tree.ClassDef) -> None:
    unit.values(node.decorator_list)
    inner = _inner(unit, node, CLASS_BODY)
    inner.docstring, body = split_docstring(node.body)
    inner.body(body)
    if "__class__" in inner.scope.cells:
        inner.emit("LOAD_CLOSURE", inner.scope.slot_of["__class__"], at=node.name_span)
    else:
        inner.load_constant(None, node.name_span)
    inner.emit("RETURN", at=node.name_span)
    _make(unit, inner, tree.Arguments(node.span), node)
    unit.values(node.bases)
    if node.keywords:
        _class_keywords(unit, node)
    unit.emit("BUILD_CLASS", 2 if node.keywords else len(node.bases), at=node.name_span)
    _decorate_and_store(unit, node)


def _class_keywords(unit: Unit, node: tree.ClassDef) -> None:
    """The keywords for the base's `__init_subclass__`, as a dict behind the base."""
    if not node.bases:
        unit.emit("LOAD_BUILTIN", unit.name("object"), at=node.name_span)
    keywords(unit, node.keywords, node)


def _decorate_and_store(unit: Unit, node: tree.FunctionDef | tree.ClassDef) -> None:
    for decorator in reversed(node.decorator_list):
        unit.emit("CALL", 1, at=decorator)
    unit.store(node.name, node.name_span)


# -- comprehensions


@expression(tree.ListComp)
def _list_comprehension(unit: Unit, node: tree.ListComp) -> None:
    inner = _inner(unit, node, 0)
    inner.emit("BUILD_LIST", 0, at=node)
    _clauses(inner, node, node.generators, "LIST_APPEND", (node.elt,))
    _finish_comprehension(unit, inner, node)


@expression(tree.SetComp)
def _set_comprehension(unit: Unit, node: tree.SetComp) -> None:
    inner = _inner(unit, node, 0)
    inner.emit("BUILD_SET", 0, at=node)
    _clauses(inner, node, node.generators, "SET_ADD", (node.elt,))
    _finish_comprehension(unit, inner, node)


@expression(tree.DictComp)
def _dict_comprehension(unit: Unit, node: tree.DictComp) -> None:
    inner = _inner(unit, node, 0)
    inner.emit("BUILD_MAP", 0, at=node)
    _clauses(inner, node, node.generators, "MAP_ADD", (node.key, node.value))
    _finish_comprehension(unit, inner, node)


@expression(tree.GeneratorExp)
def _generator_expression(unit: Unit, node: tree.GeneratorExp) -> None:
    inner = _inner(unit, node, 0)
    _clauses(inner, node, node.generators, "YIELD", (node.elt,))
    inner.load_constant(None, node)
    _finish_comprehension(unit, inner, node)


def _clauses(
    inner: Unit, node: tree.Node, clauses: Sequence[tree.Comprehension], add: str, elements: Sequence[tree.Node]
) -> None:
    """The nested loops; around the innermost the iterators lie on the stack, above the list, set or dict."""
    loops: list[tuple[BasicBlock, BasicBlock]] = []
    for number, clause in enumerate(clauses):
        if number == 0:
            inner.emit("LOAD_LOCAL", 0, at=clause.iter)
        else:
            inner.value(clause.iter)
            inner.emit("GET_ITER", at=clause.iter)
        start, end = BasicBlock(), BasicBlock()
        loops.append((start, end))
        inner.place(start)
        inner.emit("FOR_ITER", end, at=clause.iter)
        inner.place(BasicBlock())
        assign(inner, clause.target)
        for condition in clause.ifs:
            jump_if(inner, condition, False, start)
    inner.values(elements)
    if add == "YIELD":
        inner.emit("YIELD", at=elements[0])
        inner.emit("POP", at=elements[0])
    else:
        inner.emit(add, len(clauses) + 1, at=node)
    for start, end in reversed(loops):
        inner.emit("JUMP", start, at=node)
        inner.place(end)


def _finish_comprehension(
    unit: Unit, inner: Unit, node: tree.ListComp | tree.SetComp | tree.DictComp | tree.GeneratorExp
) -> None:
    inner.emit("RETURN", at=node)
    _make(unit, inner, tree.Arguments(node.span), node)
    first = node.generators[0].iter
    unit.value(first)
    unit.emit("GET_ITER", at=first)
    unit.emit("CALL", 1, at=node)


# -- shared


def _inner(unit: Unit, node: tree.Node, flags: int) -> Unit:
    scope = unit.module.scopes[id(node)]
    return Unit(unit.module, scope, flags | (GENERATOR if scope.generator else 0))


def _parameter_flags(args: tree.Arguments) -> int:
    return (VARARGS if args.vararg else 0) | (VARKEYWORDS if args.kwarg else 0)


def split_docstring(body: Sequence[tree.Node]) -> tuple[str | None, Sequence[tree.Node]]:
    match body[:1]:
        case (tree.Expr(value=tree.Constant(value=str(text))),):
            return text, body[1:]
    return None, body


def _annotations(unit: Unit, args: tree.Arguments, returns: tree.Node | None) -> list[tuple[str, str]]:
    every = [*args.posonlyargs, *args.args, args.vararg, *args.kwonlyargs, args.kwarg]
    found = [(a.arg, unit.module.text(a.annotation.span)) for a in every if a is not None and a.annotation is not None]
    if returns is not None:
        found.append(("return", unit.module.text(returns.span)))
    return found


def end_with_none(unit: Unit, at: tree.Node) -> None:
    unit.load_constant(None, at)
    unit.emit("RETURN", at=at)


def _make(unit: Unit, inner: Unit, args: tree.Arguments, at: tree.Node) -> None:
    """Push the function: defaults, keyword-only defaults and closure first, where there are any."""
    code = assemble(inner)
    flags = 0
    if args.defaults:
        flags |= FUNCTION_DEFAULTS
        known = known_value(tree.Tuple(at.span, args.defaults))
        if known is UNKNOWN:
            tuple_of(unit, args.defaults, at)
        else:
            unit.load_constant(known, at)
    given = [(a, d) for a, d in zip(args.kwonlyargs, args.kw_defaults, strict=False) if d is not None]
    if given:
        flags |= FUNCTION_KWDEFAULTS
        for arg, default in given:
            unit.load_constant(inner.scope.mangle(arg.arg), arg)
            unit.value(default)
        unit.emit("BUILD_MAP", len(given), at=at)
    if code.free:
        flags |= FUNCTION_CLOSURE
        _closure(unit, inner.scope, code, at)
    unit.emit("MAKE_FUNCTION", (unit.code(code), flags), at=at)


def _closure(unit: Unit, inner: Scope, code: CodeObject, at: tree.Node) -> None:
    """Push the tuple of cells for the free variables; what is captured by value gets a cell of its own."""
    for name in code.slots[len(code.slots) - code.free :]:
        if name in inner.by_value:
            unit.load(name, at)
            unit.emit("WRAP_CELL", at=at)
        else:
            unit.emit("LOAD_CLOSURE", unit.scope.slot_of[name], at=at)
    unit.emit("BUILD_TUPLE", code.free, at=at)

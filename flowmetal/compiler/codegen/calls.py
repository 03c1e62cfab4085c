"""Code for calls: plain, of methods, with keywords and stars, with a `do` clause, as a task (`async`), `super()`."""

from __future__ import annotations

from collections.abc import Sequence

from flowmetal.compiler import tree
from flowmetal.compiler.codegen.expressions import attribute_name, list_of
from flowmetal.compiler.codegen.unit import Unit, expression


@expression(tree.Call)
def _call(unit: Unit, node: tree.Call) -> None:
    method = isinstance(node.func, tree.Attribute) and not _has_stars(node)
    if isinstance(node.func, tree.Attribute) and method:
        unit.value(node.func.value)
        name = attribute_name(unit, node.func)
        count = _arguments(unit, node)
        if node.keywords:
            unit.emit("CALL_METHOD_KW", (name, count, _keyword_names(unit, node)), at=node)
        else:
            unit.emit("CALL_METHOD", (name, count), at=node)
        return
    _callee_and_call(unit, node, "CALL")


@expression(tree.Spawn)
def _spawn(unit: Unit, node: tree.Spawn) -> None:
    if isinstance(node.call, tree.Block):
        unit.value(node.call)
        unit.emit("SPAWN", 0, at=node)
    else:
        _callee_and_call(unit, node.call, "SPAWN", node)


def _callee_and_call(unit: Unit, node: tree.Call, verb: str, at: tree.Node | None = None) -> None:
    """verb is CALL or SPAWN; so are the opcodes named, each with _KW and _EX."""
    unit.value(node.func)
    at = at or node
    if _has_stars(node):
        _starred_arguments(unit, node)
        unit.emit(f"{verb}_EX", at=at)
        return
    if _implicit_super(unit, node):
        unit.emit(verb, 2, at=at)
        return
    count = _arguments(unit, node)
    if node.keywords:
        unit.emit(f"{verb}_KW", (count, _keyword_names(unit, node)), at=at)
    else:
        unit.emit(verb, count, at=at)


def _has_stars(node: tree.Call) -> bool:
    return any(isinstance(a, tree.Starred) for a in node.args) or any(k.arg is None for k in node.keywords)


def _arguments(unit: Unit, node: tree.Call) -> int:
    """Push positional arguments, the block, the keywords' values; return how many there are."""
    unit.values(node.args)
    if node.block is not None:
        unit.value(node.block)
    for keyword in node.keywords:
        unit.value(keyword.value)
    return len(node.args) + (node.block is not None) + len(node.keywords)


def _keyword_names(unit: Unit, node: tree.Call) -> int:
    return unit.constant(tuple(keyword.arg for keyword in node.keywords))


def _starred_arguments(unit: Unit, node: tree.Call) -> None:
    """Push the list of positional arguments and the dict of keywords."""
    positional = node.args if node.block is None else (*node.args, node.block)
    list_of(unit, positional, node)
    keywords(unit, node.keywords, node)


def keywords(unit: Unit, given: Sequence[tree.Keyword], node: tree.Node) -> None:
    """Push the dict of keywords. Three below it the stack has what is called: errors name it."""
    plain = 0
    begun = False
    for keyword in given:
        if keyword.arg is None:
            if not begun:
                unit.emit("BUILD_MAP", plain, at=node)
                begun = True
            unit.value(keyword.value)
            unit.emit("MAP_MERGE", at=keyword.value)
            continue
        # Keywords after `**mapping` are merged one by one, since the mapping may have them already.
        unit.load_constant(keyword.arg, keyword)
        unit.value(keyword.value)
        if begun:
            unit.emit("BUILD_MAP", 1, at=keyword)
            unit.emit("MAP_MERGE", at=keyword)
        else:
            plain += 1
    if not begun:
        unit.emit("BUILD_MAP", plain, at=node)


def _implicit_super(unit: Unit, node: tree.Call) -> bool:
    """For `super()` in a method push `__class__` and the method's first parameter; return whether it was that."""
    is_super = isinstance(node.func, tree.Name) and node.func.id == "super"
    if not is_super or node.args or node.keywords or node.block is not None:
        return False
    scope = unit.scope
    if scope.self_name is None or "__class__" not in scope.places:
        return False
    if scope.slot_of.get("__class__", -1) < 0:
        return False
    unit.load("__class__", node)
    unit.load(scope.self_name, node)
    return True

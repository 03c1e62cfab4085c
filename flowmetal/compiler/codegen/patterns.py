"""Code for `match`, by CPython's way: the subject lies on the stack, and so do captured values until all has matched.

A pattern takes the value on top of the stack, whether it matches or not; while its parts are tested, `on_top` further
values lie above the captures so far. A test that fails jumps to where just as many are dropped, and then to the next
case. What is tested by calling is in the prelude (`_match_…`), so that a property or special method behind a pattern
may wait as any other code.

That patterns make sense (no name twice, no case that is never reached, …) was checked by `symbols`.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from flowmetal.bytecode.opcodes import BINARY_OPERATORS, COMPARE_OPERATORS
from flowmetal.compiler import tree
from flowmetal.compiler.codegen.expressions import jump_if
from flowmetal.compiler.codegen.unit import BasicBlock, Unit, statement

_EQUAL, _MINUS = COMPARE_OPERATORS.index("=="), BINARY_OPERATORS.index("-")


@dataclass(eq=False, slots=True)
class _Matching:
    """One case, or one alternative, while code for it is generated."""

    captured: list[str] = field(default_factory=list)  # their values are on the stack, the first one uppermost
    on_top: int = 0  # values above them
    failures: list[BasicBlock] = field(default_factory=list)  # failures[n] drops n values


@statement(tree.Match)
def _match(unit: Unit, node: tree.Match) -> None:
    end = BasicBlock()
    unit.value(node.subject)
    for case in node.cases:
        last = case is node.cases[-1]
        if not last:
            unit.emit("COPY", 1, at=case.pattern)
        matching = _Matching()
        _pattern(unit, case.pattern, matching)
        for name in matching.captured:
            unit.store(name, case.pattern)
        if case.guard is not None:
            jump_if(unit, case.guard, False, _failure(matching, 0))
        if not last:
            unit.emit("POP", at=case.pattern)
        unit.body(case.body)
        unit.emit("JUMP", end, at=case)
        _place_failures(unit, matching, case)
    unit.place(end)


# -- failing


def _failure(matching: _Matching, dropped: int) -> BasicBlock:
    while len(matching.failures) <= dropped:
        matching.failures.append(BasicBlock())
    return matching.failures[dropped]


def _fail(unit: Unit, matching: _Matching, at: tree.Node, *, unless: bool | None = None) -> None:
    """Take the truth on top of the stack and fail if it is not `unless`; fail anyway if that is None."""
    target = _failure(matching, matching.on_top + len(matching.captured))
    if unless is None:
        unit.emit("JUMP", target, at=at)
    else:
        unit.emit("JUMP_IF_FALSE" if unless else "JUMP_IF_TRUE", target, at=at)
    unit.place(BasicBlock())


def _place_failures(unit: Unit, matching: _Matching, at: tree.Node) -> None:
    """What follows is reached when matching failed, with all that it pushed dropped."""
    for block in reversed(matching.failures[1:]):
        unit.place(block)
        unit.emit("POP", at=at)
    unit.place(_failure(matching, 0))


# -- the stack


def _sink(unit: Unit, depth: int, at: tree.Node) -> None:
    """Move the top of the stack down to that depth."""
    for below in range(depth, 1, -1):
        unit.emit("SWAP", below, at=at)


def _ask(unit: Unit, name: str, at: tree.Node, *constants: object) -> None:
    """Push what the prelude's function says about the value on top of the stack, which stays."""
    unit.emit("LOAD_BUILTIN", unit.name(name), at=at)
    unit.emit("COPY", 2, at=at)
    for constant in constants:
        unit.load_constant(constant, at)
    unit.emit("CALL", 1 + len(constants), at=at)


def _capture(unit: Unit, name: str | None, matching: _Matching, at: tree.Node) -> None:
    if name is None:
        unit.emit("POP", at=at)
        return
    _sink(unit, matching.on_top + len(matching.captured) + 1, at)
    matching.captured.append(name)


# -- patterns


def _pattern(unit: Unit, node: tree.Node, matching: _Matching) -> None:
    match node:
        case tree.MatchValue(value=value):
            unit.value(value)
            unit.emit("COMPARE", _EQUAL, at=node)
            _fail(unit, matching, node, unless=True)
        case tree.MatchSingleton(value=singleton):
            unit.load_constant(singleton, node)
            unit.emit("IS", 0, at=node)
            _fail(unit, matching, node, unless=True)
        case tree.MatchAs(pattern=None, name=name) | tree.MatchStar(name=name):
            _capture(unit, name, matching, node)
        case tree.MatchAs(pattern=tree.Node() as inner, name=name):
            matching.on_top += 1
            unit.emit("COPY", 1, at=node)
            _pattern(unit, inner, matching)
            matching.on_top -= 1
            _capture(unit, name, matching, node)
        case tree.MatchOr():
            _alternatives(unit, node, matching)
        case tree.MatchSequence():
            _sequence(unit, node, matching)
        case tree.MatchMapping():
            _mapping(unit, node, matching)
        case tree.MatchClass():
            _class(unit, node, matching)
        case _:
            raise AssertionError(f"{type(node).__name__} is no pattern")


def _parts(unit: Unit, patterns: tuple[tree.Node, ...], matching: _Matching, at: tree.Node) -> None:
    """Match the items of the tuple or list on top of the stack."""
    star = _star(patterns)
    if star is None:
        unit.emit("UNPACK", len(patterns), at=at)
    else:
        unit.emit("UNPACK_REST", (star, len(patterns) - star - 1), at=at)
    matching.on_top += len(patterns)
    for pattern in patterns:
        matching.on_top -= 1
        _pattern(unit, pattern, matching)


def _star(patterns: tuple[tree.Node, ...]) -> int | None:
    return next((n for n, pattern in enumerate(patterns) if isinstance(pattern, tree.MatchStar)), None)


def _is_wildcard(pattern: tree.Node) -> bool:
    match pattern:
        case tree.MatchAs(pattern=None, name=None) | tree.MatchStar(name=None):
            return True
    return False


def _sequence(unit: Unit, node: tree.MatchSequence, matching: _Matching) -> None:
    star = _star(node.patterns)
    length = len(node.patterns) - (star is not None)
    matching.on_top += 1
    _ask(unit, "_match_sequence", node, length, star is None)
    _fail(unit, matching, node, unless=True)
    matching.on_top -= 1
    if all(_is_wildcard(pattern) for pattern in node.patterns):
        unit.emit("POP", at=node)
    elif star is not None and _is_wildcard(node.patterns[star]):
        _items(unit, node, star, matching)
    else:
        _parts(unit, node.patterns, matching, node)


def _items(unit: Unit, node: tree.MatchSequence, star: int, matching: _Matching) -> None:
    """Nobody wants what `*_` stands for: look only at the items before and after it."""
    matching.on_top += 1
    for number, pattern in enumerate(node.patterns):
        if _is_wildcard(pattern):
            continue
        unit.emit("COPY", 1, at=pattern)
        if number < star:
            unit.load_constant(number, pattern)
        else:
            unit.emit("LOAD_BUILTIN", unit.name("len"), at=pattern)
            unit.emit("COPY", 2, at=pattern)
            unit.emit("CALL", 1, at=pattern)
            unit.load_constant(len(node.patterns) - number, pattern)
            unit.emit("BINARY", _MINUS, at=pattern)
        unit.emit("LOAD_ITEM", at=pattern)
        _pattern(unit, pattern, matching)
    matching.on_top -= 1
    unit.emit("POP", at=node)


def _mapping(unit: Unit, node: tree.MatchMapping, matching: _Matching) -> None:
    matching.on_top += 1
    _ask(unit, "_match_mapping", node, len(node.keys))
    _fail(unit, matching, node, unless=True)
    if not node.keys and node.rest is None:
        matching.on_top -= 1
        unit.emit("POP", at=node)
        return
    unit.values(node.keys)
    unit.emit("BUILD_TUPLE", len(node.keys), at=node)
    # subject keys -> subject keys values
    unit.emit("LOAD_BUILTIN", unit.name("_match_keys"), at=node)
    unit.emit("COPY", 3, at=node)
    unit.emit("COPY", 3, at=node)
    unit.emit("CALL", 2, at=node)
    matching.on_top += 2
    _unless_none(unit, matching, node)
    matching.on_top -= 1
    _parts(unit, node.patterns, matching, node)
    matching.on_top -= 2
    if node.rest is None:
        unit.emit("POP", at=node)
        unit.emit("POP", at=node)
        return
    unit.emit("LOAD_BUILTIN", unit.name("_match_rest"), at=node)
    _sink(unit, 3, node)
    unit.emit("CALL", 2, at=node)
    _capture(unit, node.rest, matching, node)


def _unless_none(unit: Unit, matching: _Matching, at: tree.Node) -> None:
    """Fail if None is on top of the stack."""
    unit.emit("COPY", 1, at=at)
    unit.load_constant(None, at)
    unit.emit("IS", 0, at=at)
    _fail(unit, matching, at, unless=False)


def _class(unit: Unit, node: tree.MatchClass, matching: _Matching) -> None:
    unit.value(node.cls)
    # subject class -> attributes
    unit.emit("LOAD_BUILTIN", unit.name("_match_class"), at=node)
    _sink(unit, 3, node)
    unit.load_constant(len(node.patterns), node)
    unit.load_constant(node.kwd_attrs, node)
    unit.emit("CALL", 4, at=node)
    matching.on_top += 1
    _unless_none(unit, matching, node)
    matching.on_top -= 1
    _parts(unit, node.patterns + node.kwd_patterns, matching, node)


def _alternatives(unit: Unit, node: tree.MatchOr, matching: _Matching) -> None:
    end = BasicBlock()
    order: list[str] = []
    for alternative in node.patterns:
        trying = _Matching()
        unit.emit("COPY", 1, at=alternative)
        _pattern(unit, alternative, trying)
        if alternative is node.patterns[0]:
            order = trying.captured
        _reorder(unit, trying.captured, order, alternative)
        unit.emit("JUMP", end, at=alternative)
        _place_failures(unit, trying, alternative)
    unit.emit("POP", at=node)
    _fail(unit, matching, node)
    unit.place(end)
    # captures subject on_top captured -> subject on_top captured captures: the first of them sinks to the lowest place
    depth = len(order) + 1 + matching.on_top + len(matching.captured)
    for name in order:
        _sink(unit, depth, node)
        matching.captured.append(name)
    unit.emit("POP", at=node)


def _reorder(unit: Unit, captured: list[str], order: list[str], at: tree.Node) -> None:
    """Bring the captures on top of the stack, uppermost first, from their order into the wanted one."""
    present = list(captured)
    for number in range(len(order) - 1, -1, -1):
        found = present.index(order[number])
        if found != number:
            # `SWAP n` exchanges the top and the item at depth n: three of them exchange two others.
            for depth in (found + 1, number + 1, found + 1):
                if depth > 1:
                    unit.emit("SWAP", depth, at=at)
            present[found], present[number] = present[number], present[found]

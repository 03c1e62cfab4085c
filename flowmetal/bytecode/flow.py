"""Following control through a code object, with the kinds of what lies on the operand stack.

Most values are just values, and instructions that take any value check it themselves when they run. Some instructions
rely on what the compiler put there: `LIST_APPEND` on a list being built, `MAKE_FUNCTION` on a tuple of cells, `RERAISE`
on an error. A kind is a number: the *kinds of values* are those from 0 up, all of which may stand where any value
may; the others are never values of the program and may only go where they are meant for.

Where paths meet, the depths must be equal; equal kinds stay, different kinds of values become VALUE, and anything else
is refused. Code that control never reaches is refused too.
"""

from __future__ import annotations

from collections.abc import Callable

from flowmetal.bytecode.code import CLASS_BODY, CodeObject
from flowmetal.bytecode.opcodes import (
    BY_NAME,
    BY_NUMBER,
    ENDS,
    FUNCTION_CLOSURE,
    FUNCTION_DEFAULTS,
    FUNCTION_KWDEFAULTS,
    JUMPS,
    OPCODES,
    RAISES,
)

VALUE, LIST, SET, DICT, TUPLE, STR, ERROR, PREVIOUS, ITERATOR, MODULE = range(10)
# PREVIOUS: what was handled before, as PUSH_HANDLED leaves it; ERROR: what a handler is entered with.
CELL, BODY = -1, -2  # a cell; the function of a class body
CELLS = -10  # CELLS - n: a tuple of n cells
_NAMES = {
    VALUE: "a value", LIST: "a list being built", SET: "a set being built", DICT: "a dict being built",
    TUPLE: "a tuple", STR: "a string", ERROR: "an error", PREVIOUS: "what was handled before",
    ITERATOR: "an iterator", MODULE: "a module", CELL: "a cell", BODY: "a class body",
}

# Plain integers: `&` of flags is ten times slower, and this is done for every instruction.
_TRAITS = {opcode.number: opcode.traits.value for opcode in OPCODES}
_RAISES, _JUMPS, _ENDS = RAISES.value, JUMPS.value, ENDS.value
# How many items an instruction takes, where its operands have no say.
_TAKEN = {o.number: o.pops for o in OPCODES if not o.pops_counted and o.name != "MAKE_FUNCTION"}

Stack = list[int]


class VerifyError(ValueError):
    """Code that the machine will not run; says where and why."""


def fail(code: CodeObject, number: int | None, problem: str) -> VerifyError:
    place = "" if number is None else f", instruction {number} ({BY_NUMBER[code.ops[number]].name})"
    return VerifyError(f"{code.qualname} in {code.module or '?'}{place}: {problem}")


def follow(code: CodeObject, operands: list[tuple[int, ...]]) -> list[tuple[int, ...]]:
    """The stack before each instruction; operands are in range. Raises VerifyError."""
    size = len(code.ops)
    handlers = _handler_table(code)
    joins = _joins(code, operands)
    stacks: list[tuple[int, ...] | None] = [None] * size
    pending: list[int] = []

    def arrive(origin: int, target: int, stack: Stack) -> bool:
        """Bring stack to target; whether it is to be followed from there: the first time, and when it tells less."""
        if len(stack) > code.stack_size:
            raise fail(code, origin, "the stack grows beyond its size")
        if target >= size:
            raise fail(code, origin, "control runs off the end")
        known = stacks[target]
        if known is None:
            stacks[target] = tuple(stack)
            return True
        met = _meet(code, target, known, stack)
        if met == known:
            return False
        stacks[target] = met
        return True

    if arrive(0, 0, []):
        pending.append(0)
    while pending:
        number = pending.pop()
        stack = list(stacks[number] or ())
        while True:
            opcode, given, handler = BY_NUMBER[code.ops[number]], operands[number], handlers[number]
            traits = _TRAITS[opcode.number]
            taken = _TAKEN.get(opcode.number)
            if taken is None:
                taken = opcode.taken(given)
            if len(stack) < taken:
                raise fail(code, number, "it takes more than is on the stack")
            if handler is not None and traits & _RAISES:
                target, depth = handler
                # WITH_ERROR leaves what it takes; any other may have taken it when it raises.
                if depth > len(stack) - (0 if opcode.name == "WITH_ERROR" else taken):
                    raise fail(code, number, "its handler wants more than is on the stack")
                if arrive(number, target, [*stack[:depth], ERROR]):
                    pending.append(target)
            if traits & _JUMPS:
                # The target sees the taken values gone, as many as jump_effect says; the rest is as it was.
                after = stack[: len(stack) + opcode.jump_effect]
                if arrive(number, given[0], after):
                    pending.append(given[0])
            effect = _EFFECTS.get(opcode.number)
            if effect is not None:
                effect(code, number, stack, given)
            else:  # takes values, leaves values
                if taken:
                    _take_values(code, number, stack, taken)
                left = opcode.left(given)
                if left:
                    stack += [VALUE] * left
            if traits & _ENDS:
                break
            following = number + 1
            if following >= size:
                raise fail(code, number, "control runs off the end")
            if following in joins or stacks[following] is not None:
                if arrive(number, following, stack):
                    pending.append(following)
                break
            arrive(number, following, stack)
            number = following
    if None in stacks:
        raise fail(code, stacks.index(None), "it is never reached")
    return [stack for stack in stacks if stack is not None]


def _meet(code: CodeObject, target: int, known: tuple[int, ...], stack: Stack) -> tuple[int, ...]:
    if len(known) != len(stack):
        raise fail(code, target, f"the stack is {len(known)} or {len(stack)} deep here")
    if known == tuple(stack):
        return known
    met = []
    for before, now in zip(known, stack, strict=True):
        if before != now and (before < 0 or now < 0):
            raise fail(code, target, f"{_name(before)} or {_name(now)} is on the stack here")
        met.append(before if before == now else VALUE)
    return tuple(met)


def _joins(code: CodeObject, operands: list[tuple[int, ...]]) -> set[int]:
    """Instructions that something besides the one before may lead to."""
    joins = {handler.target for handler in code.handlers}
    for op, given in zip(code.ops, operands, strict=True):
        if _TRAITS[op] & _JUMPS:
            joins.add(given[0])
    return joins


def _handler_table(code: CodeObject) -> list[tuple[int, int] | None]:
    """For each instruction (target, depth) of the first handler that covers it, or None."""
    table: list[tuple[int, int] | None] = [None] * len(code.ops)
    for start, end, target, depth in code.handlers:
        if not (0 <= start < end <= len(code.ops) and 0 <= target < len(code.ops) and 0 <= depth < code.stack_size):
            raise fail(code, None, f"handler {start}..{end} -> {target} is out of range")
        for number in range(start, end):
            if table[number] is None:
                table[number] = (target, depth)
    return table


def _name(kind: int) -> str:
    return _NAMES.get(kind, "a tuple of cells")


# -- what instructions do to the stack that do not just take values and leave values; what they take is there

Effect = Callable[[CodeObject, int, Stack, tuple[int, ...]], None]
_EFFECTS: dict[int, Effect] = {}


def _effect(*names: str) -> Callable[[Effect], Effect]:
    def add(function: Effect) -> Effect:
        for name in names:
            _EFFECTS[BY_NAME[name].number] = function
        return function

    return add


def _take(code: CodeObject, number: int, stack: Stack, wanted: int) -> int:
    kind = stack.pop()
    if kind != wanted and (wanted != VALUE or kind < 0):
        raise fail(code, number, f"{_name(wanted)} is wanted, {_name(kind)} is there")
    return kind


def _take_values(code: CodeObject, number: int, stack: Stack, count: int) -> None:
    if not count:
        return
    if min(stack[-count:]) < 0:
        raise fail(code, number, f"a value is wanted, {_name(min(stack[-count:]))} is there")
    del stack[-count:]


@_effect("POP")
def _pop(code: CodeObject, number: int, stack: Stack, given: tuple[int, ...]) -> None:
    stack.pop()


@_effect("COPY", "SWAP")
def _copy_or_swap(code: CodeObject, number: int, stack: Stack, given: tuple[int, ...]) -> None:
    depth = given[0]
    if depth > len(stack):
        raise fail(code, number, "it reaches below the stack")
    if BY_NUMBER[code.ops[number]].name == "COPY":
        stack.append(stack[-depth])
    else:
        stack[-1], stack[-depth] = stack[-depth], stack[-1]


@_effect("LOAD_CONST")
def _load_const(code: CodeObject, number: int, stack: Stack, given: tuple[int, ...]) -> None:
    kind = type(code.constants[given[0]])
    stack.append(TUPLE if kind is tuple else STR if kind is str else VALUE)


@_effect("LOAD_CLOSURE")
def _load_closure(code: CodeObject, number: int, stack: Stack, given: tuple[int, ...]) -> None:
    stack.append(CELL)


def _gives(kind: int) -> Effect:
    """Takes values, leaves one of that kind."""

    def effect(code: CodeObject, number: int, stack: Stack, given: tuple[int, ...]) -> None:
        _take_values(code, number, stack, BY_NUMBER[code.ops[number]].taken(given))
        stack.append(kind)

    return effect


for _opcode, _kind in (
    ("WRAP_CELL", CELL), ("BUILD_LIST", LIST), ("BUILD_SET", SET), ("BUILD_MAP", DICT), ("CONVERT", STR),
    ("GET_ITER", ITERATOR), ("IMPORT", MODULE),
):
    _effect(_opcode)(_gives(_kind))


@_effect("BUILD_TUPLE")
def _build_tuple(code: CodeObject, number: int, stack: Stack, given: tuple[int, ...]) -> None:
    count = given[0]
    items = stack[len(stack) - count :]
    if items and all(item == CELL for item in items):
        del stack[-count:]
        stack.append(CELLS - count)
    else:
        _take_values(code, number, stack, count)
        stack.append(TUPLE)


@_effect("LIST_APPEND", "SET_ADD", "MAP_ADD")
def _add(code: CodeObject, number: int, stack: Stack, given: tuple[int, ...]) -> None:
    opcode = BY_NUMBER[code.ops[number]]
    _take_values(code, number, stack, opcode.pops)
    wanted = {"LIST_APPEND": LIST, "SET_ADD": SET, "MAP_ADD": DICT}[opcode.name]
    if given[0] > len(stack) or stack[-given[0]] != wanted:
        raise fail(code, number, f"{_name(wanted)} is wanted at depth {given[0]}")


@_effect("LIST_EXTEND", "SET_UPDATE", "MAP_UPDATE", "MAP_MERGE")
def _extend(code: CodeObject, number: int, stack: Stack, given: tuple[int, ...]) -> None:
    _take(code, number, stack, VALUE)
    wanted = {"LIST_EXTEND": LIST, "SET_UPDATE": SET}.get(BY_NUMBER[code.ops[number]].name, DICT)
    _take(code, number, stack, wanted)
    stack.append(wanted)


@_effect("LIST_TO_TUPLE")
def _list_to_tuple(code: CodeObject, number: int, stack: Stack, given: tuple[int, ...]) -> None:
    _take(code, number, stack, LIST)
    stack.append(TUPLE)


@_effect("BUILD_STRING")
def _build_string(code: CodeObject, number: int, stack: Stack, given: tuple[int, ...]) -> None:
    for _ in range(given[0]):
        _take(code, number, stack, STR)
    stack.append(STR)


@_effect("FORMAT")
def _format(code: CodeObject, number: int, stack: Stack, given: tuple[int, ...]) -> None:
    _take(code, number, stack, STR)
    _take(code, number, stack, VALUE)
    stack.append(STR)


@_effect("JUMP_IF_FALSE_OR_POP", "JUMP_IF_TRUE_OR_POP")
def _or_pop(code: CodeObject, number: int, stack: Stack, given: tuple[int, ...]) -> None:
    _take(code, number, stack, VALUE)


@_effect("FOR_ITER")
def _for_iter(code: CodeObject, number: int, stack: Stack, given: tuple[int, ...]) -> None:
    """The iterator may be any value, as a comprehension gets it for a parameter."""
    kind = _take(code, number, stack, VALUE)
    stack += [kind, VALUE]


@_effect("YIELD_FROM")
def _yield_from(code: CodeObject, number: int, stack: Stack, given: tuple[int, ...]) -> None:
    _take(code, number, stack, VALUE)
    _take(code, number, stack, ITERATOR)
    stack.append(VALUE)


# -- errors


@_effect("RERAISE")
def _reraise(code: CodeObject, number: int, stack: Stack, given: tuple[int, ...]) -> None:
    _take(code, number, stack, ERROR)


@_effect("PUSH_HANDLED")
def _push_handled(code: CodeObject, number: int, stack: Stack, given: tuple[int, ...]) -> None:
    _take(code, number, stack, ERROR)
    stack += [PREVIOUS, ERROR]


@_effect("POP_HANDLED")
def _pop_handled(code: CodeObject, number: int, stack: Stack, given: tuple[int, ...]) -> None:
    _take(code, number, stack, PREVIOUS)


@_effect("MATCH_ERROR")
def _match_error(code: CodeObject, number: int, stack: Stack, given: tuple[int, ...]) -> None:
    _take(code, number, stack, VALUE)
    _take(code, number, stack, ERROR)
    stack += [ERROR, VALUE]


@_effect("WITH_ERROR")
def _with_error(code: CodeObject, number: int, stack: Stack, given: tuple[int, ...]) -> None:
    _take(code, number, stack, ERROR)
    _take(code, number, stack, PREVIOUS)
    _take(code, number, stack, VALUE)
    stack += [VALUE, PREVIOUS, ERROR, VALUE]


# -- functions, classes, modules


@_effect("MAKE_FUNCTION")
def _make_function(code: CodeObject, number: int, stack: Stack, given: tuple[int, ...]) -> None:
    made, flags = code.codes[given[0]], given[1]
    if flags & FUNCTION_CLOSURE:
        _take(code, number, stack, CELLS - made.free)
    if flags & FUNCTION_KWDEFAULTS:
        _take(code, number, stack, DICT)
    if flags & FUNCTION_DEFAULTS:
        _take(code, number, stack, TUPLE)
    stack.append(BODY if made.flags & CLASS_BODY else VALUE)


@_effect("BUILD_CLASS")
def _build_class(code: CodeObject, number: int, stack: Stack, given: tuple[int, ...]) -> None:
    _take_values(code, number, stack, given[0])
    _take(code, number, stack, BODY)
    stack.append(VALUE)


@_effect("CALL_EX", "SPAWN_EX")
def _call_ex(code: CodeObject, number: int, stack: Stack, given: tuple[int, ...]) -> None:
    _take(code, number, stack, DICT)
    _take(code, number, stack, LIST)
    _take(code, number, stack, VALUE)
    stack.append(VALUE)


@_effect("IMPORT_FROM")
def _import_from(code: CodeObject, number: int, stack: Stack, given: tuple[int, ...]) -> None:
    _take(code, number, stack, MODULE)
    stack += [MODULE, VALUE]


@_effect("RETURN")
def _return(code: CodeObject, number: int, stack: Stack, given: tuple[int, ...]) -> None:
    """A class body may return its `__class__` cell."""
    if stack[-1:] == [CELL] and code.flags & CLASS_BODY:
        stack.pop()
    else:
        _take(code, number, stack, VALUE)



"""The verifier: code that passes cannot make the machine read past its stack, its slots or its tables.

For every code object: operands point into their tables; slots that hold cells are used by cell instructions only, and
others never; constants are of the kind their instruction needs; `YIELD` stands in generators only, names of a class
body in class bodies only; and, by following control (`flow`): each instruction is reached with one depth of the
operand stack, with what it takes on it and of the kind it needs, and never above `stack_size`; control never runs off
the end. For a module in a bundle: what it imports is there.

Only some jumps go backwards, those where the machine counts: no loop escapes its limit.

Locals need not be set when they are read: `LOAD_LOCAL` raises UnboundLocalError. `stack_kinds` is what the machine
can check the frames of a snapshot against.
"""

from __future__ import annotations

from typing import Any

from flowmetal.bytecode.code import (
    BLOCK,
    CLASS_BODY,
    GENERATOR,
    HIDDEN,
    MODULE,
    VARARGS,
    VARKEYWORDS,
    CodeObject,
    ModuleCode,
)
from flowmetal.bytecode.flow import VerifyError, fail, follow
from flowmetal.bytecode.opcodes import (
    BINARY_OPERATORS,
    BY_NAME,
    BY_NUMBER,
    COMPARE_OPERATORS,
    CONVERT_ASCII,
    FUNCTION_CLOSURE,
    FUNCTION_DEFAULTS,
    FUNCTION_KWDEFAULTS,
    UNARY_OPERATORS,
    Opcode,
    Operand,
)

__all__ = ["VerifyError", "stack_kinds", "verify", "verify_module"]

ALL_FLAGS = VARARGS | VARKEYWORDS | GENERATOR | BLOCK | CLASS_BODY | MODULE | HIDDEN
MAX_STACK = 1_000_000
MAX_COUNT = 1_000_000


def verify(code: CodeObject) -> None:
    """Check code and all code objects below it. Raises VerifyError."""
    pending = [code]
    while pending:
        current = pending.pop()
        stack_kinds(current)
        pending.extend(current.codes)


def verify_module(module: ModuleCode, keys: frozenset[str]) -> None:
    """Check all code of module, and that it imports only modules of the bundle, whose keys are given."""
    if not module.code.flags & MODULE:
        raise VerifyError(f"{module.key}: its top level is not marked as one")
    verify(module.code)
    imports = BY_NAME["IMPORT"].number
    for code in module.codes:
        for op, arg in zip(code.ops, code.args, strict=True):
            if op == imports and code.names[arg] not in keys:
                raise VerifyError(f"{module.key}: it imports {code.names[arg]!r}, which is not in the bundle")


def stack_kinds(code: CodeObject) -> list[tuple[int, ...]]:
    """Verify code, without what is below it; the operand stack before each instruction, as kinds (see `flow`)."""
    _check_header(code)
    operands = [_operands(code, number) for number in range(len(code.ops))]
    return follow(code, operands)


def _check_header(code: CodeObject) -> None:
    slots, parameters = len(code.slots), code.positional + code.keyword_only
    parameters += bool(code.flags & VARARGS) + bool(code.flags & VARKEYWORDS)
    if not code.ops or len(code.args) != len(code.ops) or len(code.positions) != len(code.ops):
        raise fail(code, None, "its tables of instructions are not of one length")
    if code.flags & ~ALL_FLAGS:
        raise fail(code, None, "unknown flags")
    if code.positional_only > code.positional or parameters + code.free > slots:
        raise fail(code, None, "parameters and free variables do not fit its slots")
    if code.stack_size > MAX_STACK:
        raise fail(code, None, "it wants too large a stack")
    if any(not 0 <= cell < slots - code.free for cell in code.cells) or len(set(code.cells)) != len(code.cells):
        raise fail(code, None, "its list of cells is wrong")
    if code.flags & (MODULE | CLASS_BODY) and (parameters or code.flags & (GENERATOR | BLOCK)):
        raise fail(code, None, "a module or class body takes no parameters and does not yield")
    if code.flags & MODULE and slots:
        raise fail(code, None, "a module has no slots")


# -- operands

_OPERATORS = {
    "UNARY": UNARY_OPERATORS, "BINARY": BINARY_OPERATORS, "INPLACE": BINARY_OPERATORS, "COMPARE": COMPARE_OPERATORS,
}
_CELL_SLOTS = {"LOAD_CELL", "STORE_CELL", "DELETE_CELL", "LOAD_CLOSURE", "LOAD_NAME_OR_CELL"}
_CLASS_BODY_ONLY = {"LOAD_NAME", "STORE_NAME", "DELETE_NAME", "LOAD_NAME_OR_CELL"}
_BACKWARDS = {"JUMP", "JUMP_IF_FALSE", "JUMP_IF_TRUE"}  # the machine counts what they repeat
_GENERATOR_ONLY = {"YIELD", "YIELD_FROM"}


def _operands(code: CodeObject, number: int) -> tuple[int, ...]:
    """The operands of an instruction as a tuple, each checked."""
    opcode = BY_NUMBER.get(code.ops[number])
    if opcode is None:
        raise VerifyError(f"{code.qualname} in {code.module}: there is no opcode {code.ops[number]}")
    arg = code.args[number]
    operands: tuple[Any, ...] = () if arg is None else arg if type(arg) is tuple else (arg,)
    if len(operands) != len(opcode.operands) or not all(type(o) is int and o >= 0 for o in operands):
        raise fail(code, number, "wrong operands")
    if opcode.name in _CLASS_BODY_ONLY and not code.flags & CLASS_BODY:
        raise fail(code, number, "it belongs in a class body")
    if opcode.name in _GENERATOR_ONLY and not code.flags & GENERATOR:
        raise fail(code, number, "it belongs in a generator")
    for kind, operand in zip(opcode.operands, operands, strict=True):
        limit = _limit(code, opcode, kind)
        if operand >= limit:
            raise fail(code, number, f"{kind.value} {operand} is out of range")
        if kind is Operand.LOCAL:
            is_cell = operand in code.cells or operand >= len(code.slots) - code.free
            if is_cell is not (opcode.name in _CELL_SLOTS):
                raise fail(code, number, f"slot {operand} is {'a cell' if is_cell else 'no cell'}")
        elif kind is Operand.DEPTH and operand == 0:
            raise fail(code, number, "depth 0 is nowhere")
        elif kind is Operand.LABEL and operand <= number and opcode.name not in _BACKWARDS:
            raise fail(code, number, "it does not go backwards: the machine would not count it")
    _check_particular(code, number, opcode, operands)
    return operands


def _limit(code: CodeObject, opcode: Opcode, kind: Operand) -> int:
    """One more than the largest operand of that kind."""
    match kind:
        case Operand.CONST:
            return len(code.constants)
        case Operand.NAME:
            return len(code.names)
        case Operand.LOCAL:
            return len(code.slots)
        case Operand.LABEL:
            return len(code.ops)
        case Operand.CODE:
            return len(code.codes)
        case Operand.OPERATOR:
            return len(_OPERATORS[opcode.name])
        case Operand.COUNT:
            return 3 if opcode.name == "RAISE" else MAX_COUNT
        case Operand.DEPTH:
            return MAX_COUNT
        case Operand.FLAGS:
            flags = {"CONVERT": CONVERT_ASCII + 1, "MAKE_FUNCTION": 8}
            return flags.get(opcode.name, 2)


def _check_particular(code: CodeObject, number: int, opcode: Opcode, operands: tuple[int, ...]) -> None:
    match opcode.name:
        case "CALL_KW" | "SPAWN_KW" | "CALL_METHOD_KW":
            names, count = code.constants[operands[-1]], operands[-2]
            if type(names) is not tuple or not names or any(type(name) is not str for name in names):
                raise fail(code, number, "its keywords are not a tuple of names")
            if len(names) > count:
                raise fail(code, number, "it has more keywords than arguments")
        case "MAKE_FUNCTION":
            made = code.codes[operands[0]]
            if bool(made.free) is not bool(operands[1] & FUNCTION_CLOSURE):
                raise fail(code, number, "a closure is wanted and not given, or given and not wanted")
            if made.flags & MODULE:
                raise fail(code, number, "a module's top level is no function")
            if made.flags & CLASS_BODY and operands[1] & (FUNCTION_DEFAULTS | FUNCTION_KWDEFAULTS):
                raise fail(code, number, "a class body takes no parameters")

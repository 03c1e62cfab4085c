"""Code objects as text: what `flowmetalc --dis` prints.

The columns: source line where it changes, label if something leads here, instruction number, opcode, operands with
names, constants and labels in place of their numbers. Nested code objects follow, in pre-order.
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
    Bundle,
    CodeObject,
)
from flowmetal.bytecode.opcodes import (
    BINARY_OPERATORS,
    BY_NUMBER,
    COMPARE_OPERATORS,
    FUNCTION_CLOSURE,
    FUNCTION_DEFAULTS,
    FUNCTION_KWDEFAULTS,
    JUMPS,
    UNARY_OPERATORS,
    Opcode,
    Operand,
)

_FLAG_NAMES = {
    GENERATOR: "generator", BLOCK: "block", CLASS_BODY: "class body", MODULE: "module", HIDDEN: "hidden",
}
_OPERATORS = {
    "UNARY": UNARY_OPERATORS, "BINARY": BINARY_OPERATORS, "INPLACE": BINARY_OPERATORS, "COMPARE": COMPARE_OPERATORS,
}
_FUNCTION_FLAGS = {FUNCTION_DEFAULTS: "defaults", FUNCTION_KWDEFAULTS: "kwdefaults", FUNCTION_CLOSURE: "closure"}
_FLAG_WORDS = {
    "IS": ("is", "is not"), "IN": ("in", "not in"), "CONVERT": ("str", "repr", "ascii"),
}


def disassemble_bundle(bundle: Bundle, *, library: bool = False) -> str:
    """The modules of a bundle, the library's only if library is set."""
    parts = [f"program {bundle.name}  {bundle.hash}"]
    for module in bundle.modules.values():
        if library or not module.library:
            parts.append(f"\nmodule {module.key}  {module.file}\n\n{disassemble(module.code)}")
    return "\n".join(parts)


def disassemble(code: CodeObject) -> str:
    """code and all code objects below it, in pre-order."""
    parts: list[str] = []
    pending = [code]
    while pending:
        current = pending.pop()
        parts.append(_one(current))
        pending.extend(reversed(current.codes))
    return "\n\n".join(parts)


def _one(code: CodeObject) -> str:
    labels = _labels(code)
    lines = [_head(code)]
    width = len(str(len(code.ops) - 1))
    last_line = 0
    for number, (op, arg) in enumerate(zip(code.ops, code.args, strict=True)):
        line = code.line_of(number)
        shown = str(line) if line and line != last_line else ""
        last_line = line or last_line
        label = labels.get(number, "")
        text = f"{shown:>6} {label:>4} {number:>{width}}  {_instruction(code, op, arg, labels)}"
        lines.append(text.rstrip())
    for start, end, target, depth in code.handlers:
        lines.append(f"  handler for {start}..{end - 1}: {labels[target]}, stack {depth}")
    return "\n".join(lines)


def _labels(code: CodeObject) -> dict[int, str]:
    targets = {handler.target for handler in code.handlers}
    targets |= {arg for op, arg in zip(code.ops, code.args, strict=True) if BY_NUMBER[op].traits & JUMPS}
    return {target: f"L{n}" for n, target in enumerate(sorted(targets), 1)}


def _head(code: CodeObject) -> str:
    slots = len(code.slots)
    described = [
        name + (" (cell)" if slot in code.cells else " (free)" if slot >= slots - code.free else "")
        for slot, name in enumerate(code.slots)
    ]
    parts = [f"{code.qualname}({', '.join(_parameters(code))})"]
    parts += [name for flag, name in _FLAG_NAMES.items() if code.flags & flag]
    if described:
        parts.append(f"slots: {', '.join(described)}")
    parts.append(f"stack: {code.stack_size}")
    return "  ".join(parts)


def _parameters(code: CodeObject) -> list[str]:
    names = list(code.slots[: code.positional])
    if code.positional_only:
        names.insert(code.positional_only, "/")
    at = code.positional + code.keyword_only
    keywords = list(code.slots[code.positional : at])
    if code.flags & VARARGS:
        names.append(f"*{code.slots[at]}")
        at += 1
    elif keywords:
        names.append("*")
    names += keywords
    if code.flags & VARKEYWORDS:
        names.append(f"**{code.slots[at]}")
    return names


def _instruction(code: CodeObject, op: int, arg: Any, labels: dict[int, str]) -> str:
    opcode = BY_NUMBER[op]
    if arg is None:
        return opcode.name
    operands = arg if type(arg) is tuple else (arg,)
    shown = [
        _operand(code, opcode, kind, operand, labels) for kind, operand in zip(opcode.operands, operands, strict=True)
    ]
    return f"{opcode.name:<20} {', '.join(shown)}"


def _operand(code: CodeObject, opcode: Opcode, kind: Operand, operand: int, labels: dict[int, str]) -> str:
    match kind:
        case Operand.CONST:
            text = repr(code.constants[operand])
            return text if len(text) <= 60 else f"{text[:57]}..."
        case Operand.NAME:
            return code.names[operand]
        case Operand.LOCAL:
            return code.slots[operand]
        case Operand.LABEL:
            return labels[operand]
        case Operand.CODE:
            return code.codes[operand].qualname
        case Operand.OPERATOR:
            return _OPERATORS[opcode.name][operand]
        case Operand.FLAGS if opcode.name == "MAKE_FUNCTION":
            return "+".join(name for flag, name in _FUNCTION_FLAGS.items() if operand & flag) or "plain"
        case Operand.FLAGS:
            return _FLAG_WORDS[opcode.name][operand]
        case Operand.COUNT | Operand.DEPTH:
            return str(operand)

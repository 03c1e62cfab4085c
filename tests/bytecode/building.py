"""Code objects by hand."""

from __future__ import annotations

from typing import Any

from flowmetal.bytecode.code import CodeObject, Handler
from flowmetal.bytecode.opcodes import BY_NAME


def code(*instructions: str | tuple[Any, ...], handlers: tuple[tuple[int, ...], ...] = (), **given: Any) -> CodeObject:
    """A code object; an instruction is its name, or (name, operand, …)."""
    ops, args = [], []
    for instruction in instructions:
        name, *operands = (instruction,) if isinstance(instruction, str) else instruction
        ops.append(BY_NAME[name].number)
        args.append(None if not operands else operands[0] if len(operands) == 1 else tuple(operands))
    values: dict[str, Any] = {
        "name": "f", "qualname": "f", "flags": 0, "positional": 0, "positional_only": 0, "keyword_only": 0,
        "slots": ("a", "b"), "cells": (), "free": 0, "stack_size": 4, "constants": (None, ("k",), 1, "s"),
        "names": ("n",), "codes": (), "module": "m",
    }  # fmt: skip
    values.update(given)
    return CodeObject(
        ops=ops, args=args, handlers=tuple(Handler(*h) for h in handlers), positions=[None] * len(ops), **values
    )

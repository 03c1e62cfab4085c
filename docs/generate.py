"""Writes the generated page of docs/, the opcode reference. `make docs`; a test compares."""

from __future__ import annotations

from pathlib import Path

from flowmetal.bytecode.opcodes import OPCODES, Opcode, Trait

PAGE = Path(__file__).resolve().parent / "bytecode.md"


def opcode_page() -> str:
    """The opcode table of `flowmetal/bytecode/opcodes.py`, for people."""
    rows = "\n".join(_opcode_row(opcode) for opcode in sorted(OPCODES, key=lambda each: each.number))
    return f"""<!-- Written by docs/generate.py (make docs) from flowmetal/bytecode/opcodes.py: change that. -->
# Bytecode

An instruction is one opcode byte and its operands as unsigned LEB128. Whatever points into code (jumps, exception
table, positions, a frame's saved `pc`) is an instruction's number within its code object. The stack is shown before
and after, its top to the right. Traits say what an instruction may do besides moving the stack; one without traits
touches nothing else and cannot fail.

| no | name | operands | stack | traits | meaning |
| --- | --- | --- | --- | --- | --- |
{rows}
"""


def _opcode_row(opcode: Opcode) -> str:
    operands = ", ".join(operand.value for operand in opcode.operands)
    traits = ", ".join(trait.name.lower() for trait in Trait if trait in opcode.traits and trait.name)
    cells = (str(opcode.number), f"`{opcode.name}`", operands, f"`{opcode.stack}`", traits, opcode.meaning)
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


if __name__ == "__main__":
    PAGE.write_text(opcode_page(), encoding="utf-8")

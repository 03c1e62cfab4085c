"""`run PROG --help`: what a program does and takes."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flowmetal.bytecode.code import CodeObject
    from flowmetal.cli.arguments import Parameter, Signature
    from flowmetal.cli.programs import Program


def program_help(program: Program, taken: Signature) -> str:
    """The text, without a line end."""
    usage = f"Usage: flowmetal-vm run {program.shown}"
    shown = [_usage(parameter) for parameter in taken.parameters]
    if taken.takes_any or not taken.is_known:
        shown.append("[NAME=VALUE]...")
    parts = [" ".join([usage, *shown])]
    top = program.bundle.modules["__main__"].code
    parts += [inspect.cleandoc(text) for text in dict.fromkeys(_docstrings(top)) if text and text.strip()]
    if taken.parameters:
        width = max(len(parameter.name) for parameter in taken.parameters)
        lines = [f"  {parameter.name:{width}}  {_about(parameter)}".rstrip() for parameter in taken.parameters]
        parts.append("\n".join(["Arguments:", *lines]))
    elif taken.is_known and not taken.takes_any:
        parts.append("It takes no arguments.")
    return "\n\n".join(parts)


def _docstrings(top: CodeObject) -> list[str | None]:
    return [top.docstring, *(code.docstring for code in top.codes if code.qualname == "main")]


def _usage(parameter: Parameter) -> str:
    text = f"{parameter.name}={(parameter.annotation or 'value').upper()}"
    return text if parameter.is_required else f"[{text}]"


def _about(parameter: Parameter) -> str:
    parts = [parameter.annotation or ""]
    if parameter.is_required:
        parts.append("required")
    elif parameter.default is not None:
        parts.append(f"default: {parameter.default}")
    return ", ".join(part for part in parts if part)

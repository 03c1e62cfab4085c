"""Short ways to compile in tests."""

from __future__ import annotations

import re
import textwrap
from pathlib import Path

from flowmetal.bytecode.bundle import read
from flowmetal.bytecode.code import Bundle, CodeObject
from flowmetal.bytecode.disassemble import disassemble
from flowmetal.bytecode.verify import verify
from flowmetal.compiler import compile_file, compile_module
from flowmetal.compiler.diagnostics import text_of
from flowmetal.source import SourceFile


def compiled(text: str) -> CodeObject:
    """The verified code of a module without errors."""
    text = textwrap.dedent(text)
    module, diagnostics = compile_module(text, key="__main__", file="x.fm")
    assert module is not None, "\n".join(text_of(d, SourceFile("x.fm", text)) for d in diagnostics)
    assert diagnostics == []
    verify(module.code)
    return module.code


def listing(text: str, name: str = "<module>") -> str:
    """The disassembly of one code object of the module, dedented; without its header line."""
    for part in disassemble(compiled(text)).split("\n\n"):
        head, _, body = part.partition("\n")
        if head.startswith(f"{name}("):
            return textwrap.dedent(body)
    raise AssertionError(f"no code object {name}")


def instructions(text: str, name: str = "<module>") -> list[str]:
    """The same as a list of `OPCODE operands`, without lines, labels and numbers; labels stay in operands."""
    found = re.findall(r"^(?:[^\n]* )??\d+  ([A-Z_]+(?: +[^\n]*)?)$", listing(text, name), re.MULTILINE)
    return [" ".join(instruction.split()) for instruction in found]


def errors(text: str) -> list[str]:
    """`line:column message` and, after a dash, the hint; of a module with errors."""
    _, diagnostics = compile_module(textwrap.dedent(text), key="__main__", file="x.fm")
    return [
        f"{d.span.line}:{d.span.column + 1} {d.message}" + (f" - {d.hint}" if d.hint else "") for d in diagnostics
    ]


def write(folder: Path, files: dict[str, str]) -> Path:
    """Write files; the path of the first one."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(textwrap.dedent(text), encoding="utf-8")
    return folder / next(iter(files))


def linked(folder: Path, files: dict[str, str], *search: Path) -> Bundle:
    """The bundle of a program without errors (there may be warnings), verified by reading it."""
    result = compile_file(write(folder, files), search, caching=False)
    assert result.bundle is not None, result.diagnostics
    return read(result.bundle)


def link_errors(folder: Path, files: dict[str, str], *search: Path) -> list[str]:
    result = compile_file(write(folder, files), search, caching=False)
    return [
        f"{Path(d.file).relative_to(folder)}:{d.span.line} {d.message}" + (f" - {d.hint}" if d.hint else "")
        for d in result.diagnostics if d.severity == "error"
    ]

"""Writes what is generated in docs/ from the sources: `make docs`; a test compares.

`bytecode.md` and `library.md` are written whole. `language.md` is written by hand, but for the parts between
`<!-- generated: NAME -->` and `<!-- end -->`.
"""

from __future__ import annotations

import builtins
import inspect
import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from flowmetal.bytecode.builtins import BUILTIN_NAMES, LEFT_OUT, LEFT_OUT_METHODS, NOT_YET
from flowmetal.bytecode.opcodes import OPCODES, Opcode, Trait
from flowmetal.compiler import compile_module, library, tree
from flowmetal.compiler.parser import parse
from flowmetal.source import SourceFile
from flowmetal.vm.limits import MAX_DIGITS, MAX_INT_BITS, MAX_ITEMS
from flowmetal.vm.machine import Limits

DOCS = Path(__file__).resolve().parent
STDLIB = DOCS.parent / "stdlib"

# One of each kind that the compiler refuses; what it says about it is asked of the compiler.
LEFT_OUT_SYNTAX = (
    "async def f(): pass",
    "async for x in []: pass",
    "async with timeout(1s): pass",
    "x = 2j",
    "try:\n    pass\nexcept* ValueError:\n    pass",
    "type X = int",
    "def f[T](x): pass",
    "class C(A, B): pass",
    "class C(metaclass=type): pass",
)


def pages() -> dict[str, str]:
    """The pages, by file name."""
    return {"bytecode.md": opcode_page(), "library.md": library_page(), "language.md": language_page()}


# -- the opcodes


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
    return _row(str(opcode.number), f"`{opcode.name}`", operands, f"`{opcode.stack}`", traits, opcode.meaning)


# -- the library


@dataclass(frozen=True)
class Source:
    """A library module: its definitions, and what else its top level binds, by name."""

    name: str
    file: SourceFile
    module: tree.Module
    definitions: dict[str, tree.FunctionDef | tree.ClassDef]


def library_page() -> str:
    """The public modules of stdlib/ with what is public in them."""
    sections = [_section(_read(name)) for name in public_modules()]
    links = " · ".join(f"[{name}](#{name.replace('.', '')})" for name in ("built-ins", *public_modules()))
    return "\n\n".join([
        "<!-- Written by docs/generate.py (make docs) from stdlib/: change that. -->\n# Library",
        "The modules that come with Flowmetal; they are written in Flowmetal. What is named as in Python behaves as in "
        "Python, and is described here only where there is something to add. Every function here may wait, and so may "
        "every function that is passed to one: a key function, a block, an iterator.",
        links,
        _builtins_section(),
        *sections,
    ]) + "\n"


def public_modules() -> list[str]:
    """The dotted names of the modules that a program may import, sorted."""
    found = []
    for path in STDLIB.rglob("*" + library.SUFFIX):
        parts = path.relative_to(STDLIB).with_suffix("").parts
        parts = parts[:-1] if parts[-1] == "__init__" else parts
        if not any(part.startswith("_") for part in parts) and parts != (library.PRELUDE,):
            found.append(".".join(parts))
    return sorted(found)


def _read(name: str) -> Source:
    stem = STDLIB / name.replace(".", "/")
    path = stem.with_suffix(library.SUFFIX) if not stem.is_dir() else stem / library.PACKAGE_FILE
    text = path.read_text(encoding="utf-8")
    module, diagnostics = parse(text, path.name)
    if module is None:
        raise SystemExit(f"{path}: {diagnostics[0].message}")
    definitions = {node.name: node for node in module.body if isinstance(node, tree.FunctionDef | tree.ClassDef)}
    return Source(name, SourceFile(path.name, text), module, definitions)


def _builtins_section() -> str:
    prelude = _read(library.PRELUDE)
    documented = [part for name, part in _entries(prelude) if name in BUILTIN_NAMES]
    return "\n\n".join(["## built-ins", "Known without an import.", _builtin_names(), *documented])


def _builtin_names() -> str:
    """The names that every program knows, as Python's functions and types, exceptions, and what Flowmetal adds."""
    python = {name for name in BUILTIN_NAMES if hasattr(builtins, name)} - {"exit"}  # Python's is of its module site
    exceptions = {name for name in python if _is_exception(getattr(builtins, name))}
    return "\n".join([
        f"- Of Python: {_names(python - exceptions)}.",
        f"- Python's exceptions: {_names(exceptions)}.",
        f"- Of Flowmetal: {_names(BUILTIN_NAMES - python)}.",
    ])


def _is_exception(value: object) -> bool:
    return isinstance(value, type) and issubclass(value, BaseException)


def _section(source: Source) -> str:
    parts = [f"## {source.name}", _prose(_docstring(source.module.body))]
    entries = list(_entries(source))
    parts += [part for _, part in sorted(entries, key=lambda entry: entry[0].lower())]
    others = _others(source, {name for name, _ in entries})
    if others:
        parts.append(f"Also: {', '.join(others)}.")
    return "\n\n".join(part for part in parts if part)


def _entries(source: Source) -> Iterator[tuple[str, str]]:
    """(public name, text) of the functions and classes, under each name by which the module offers them."""
    about = _docstring(source.module.body)
    for node in source.module.body:
        if isinstance(node, tree.FunctionDef | tree.ClassDef) and not node.name.startswith("_"):
            yield node.name, _entry(source, node, node.name)
        elif isinstance(node, tree.ImportFrom) and (node.module or "").startswith("_"):
            other = _read(node.module or "")
            for alias in node.names:
                name = alias.asname or alias.name
                if alias.name in other.definitions and re.search(rf"\b{name}\b", about):  # else it only uses it
                    yield name, _entry(other, other.definitions[alias.name], name)
        else:
            for name, value in _assigned(node):
                if isinstance(value, tree.Name) and value.id.startswith("_") and value.id in source.definitions:
                    yield name, _entry(source, source.definitions[value.id], name)


def _others(source: Source, done: set[str]) -> list[str]:
    """Constants and second names: with their value if that is short and plain."""
    found = []
    for node in source.module.body:
        for name, value in _assigned(node):
            if name in done:
                continue
            text = source.file.under(value.span)
            plain = isinstance(value, tree.Constant) or (isinstance(value, tree.Name) and not text.startswith("_"))
            found.append(f"`{name} = {text}`" if plain and len(text) < 40 and "`" not in text else f"`{name}`")
    return found


def _assigned(node: tree.Node) -> list[tuple[str, tree.Node]]:
    """The public names that a statement of the top level assigns, each with its value."""
    if not isinstance(node, tree.Assign):
        return []
    names = [target.id for target in node.targets if isinstance(target, tree.Name)]
    return [(name, node.value) for name in names if not name.startswith("_")]


def _entry(source: Source, node: tree.FunctionDef | tree.ClassDef, name: str) -> str:
    if isinstance(node, tree.FunctionDef):
        return f"### `{name}{_signature(source, node)}`\n\n{_prose(_docstring(node.body))}".rstrip()
    members = _members(source, node)
    made = next((member for member in members if member.name == "__init__"), None)
    bases = [source.file.under(base.span) for base in node.bases]
    public = [base for base in bases if not base.startswith("_")]
    parts = [f"### class `{name}{_signature(source, made, skip=1) if made else ''}`"]
    parts.append(f"Derives from `{public[0]}`." if public else "")
    parts.append(_prose(_docstring(node.body)))
    plain, lines = [], []
    for member in members:
        if member.name.startswith("_") or _decorated(member, "setter", "deleter"):
            continue
        shown = f"`{_member_signature(source, member, name)}`"
        doc = _docstring(member.body)
        if not doc:
            plain.append(shown)
        else:
            lines.append(f"- {shown}: " + _indented(_prose(doc)).lstrip())
    if plain:
        lines.append(f"- {', '.join(plain)}")
    parts.append("\n".join(lines))
    return "\n\n".join(part for part in parts if part)


def _members(source: Source, node: tree.ClassDef) -> list[tree.FunctionDef]:
    """The methods of a class, and those of the module's private classes that it derives from."""
    found = [each for each in node.body if isinstance(each, tree.FunctionDef)]
    for base in node.bases:
        inherited = source.definitions.get(base.id) if isinstance(base, tree.Name) and base.id.startswith("_") else None
        if isinstance(inherited, tree.ClassDef):
            names = {each.name for each in found}
            found += [each for each in _members(source, inherited) if each.name not in names]
    return found


def _member_signature(source: Source, member: tree.FunctionDef, owner: str) -> str:
    if _decorated(member, "property", "cached_property"):
        return member.name
    if _decorated(member, "staticmethod"):
        return f"{owner}.{member.name}{_signature(source, member)}"
    of_class = f"{owner}." if _decorated(member, "classmethod") else ""
    return f"{of_class}{member.name}{_signature(source, member, skip=1)}"


def _decorated(node: tree.FunctionDef, *names: str) -> bool:
    return any(
        (isinstance(each, tree.Name) and each.id in names) or (isinstance(each, tree.Attribute) and each.attr in names)
        for each in node.decorator_list
    )


def _signature(source: Source, node: tree.FunctionDef, *, skip: int = 0) -> str:
    """The parameters in parentheses, defaults as in the source; without the first `skip`."""
    args = node.args
    positional = [*args.posonlyargs, *args.args]
    defaults: list[tree.Node | None] = [None] * (len(positional) - len(args.defaults))
    defaults += args.defaults
    shown = [_parameter(source, arg, default) for arg, default in zip(positional, defaults, strict=True)]
    if args.posonlyargs:
        shown.insert(len(args.posonlyargs), "/")
    shown = shown[skip:]
    if shown[:1] == ["/"]:
        del shown[0]
    if args.vararg:
        shown.append("*" + _parameter(source, args.vararg, None))
    elif args.kwonlyargs:
        shown.append("*")
    shown += [
        _parameter(source, arg, default) for arg, default in zip(args.kwonlyargs, args.kw_defaults, strict=True)
    ]
    if args.kwarg:
        shown.append("**" + _parameter(source, args.kwarg, None))
    return f"({', '.join(shown)})"


def _parameter(source: Source, arg: tree.Arg, default: tree.Node | None) -> str:
    text = arg.arg if arg.annotation is None else f"{arg.arg}: {source.file.under(arg.annotation.span)}"
    if default is None:
        return text
    value = re.sub(r"\s+", " ", source.file.under(default.span))
    value = "…" if value.startswith("_") else value
    return f"{text}={value}" if arg.annotation is None else f"{text} = {value}"


def _docstring(body: tuple[tree.Node, ...]) -> str:
    first = body[0] if body else None
    if isinstance(first, tree.Expr) and isinstance(first.value, tree.Constant) and isinstance(first.value.value, str):
        return inspect.cleandoc(first.value.value)
    return ""


def _prose(text: str) -> str:
    """A docstring as Markdown: its indented paragraphs are code, a fragment unless they say what they print."""
    parts = []
    code = r"(?:^|(?<=\n\n))((?: {4}.*\n|\n(?= {4}))+)"
    for at, part in enumerate(re.split(code, text + "\n")):
        if at % 2:
            mark = "" if "#>" in part or "#!" in part else "<!-- fragment -->\n"
            parts.append(f"{mark}```python\n{textwrap.dedent(part).strip()}\n```")
        elif part.strip():
            parts.append(_escaped(part.strip("\n")))
    return "\n\n".join(parts)


def _escaped(text: str) -> str:
    """Text that Markdown shows as it is, but for code between backquotes."""
    pieces = re.split(r"(`[^`]*`)", text)
    pieces[::2] = [re.sub(r"([<|\[\]]|(?<!\w)_|\*(?=\S)|(?<=\S)\*)", r"\\\1", piece) for piece in pieces[::2]]
    return "".join(pieces)


def _indented(text: str) -> str:
    return "\n".join(f"  {line}" if line else "" for line in text.split("\n"))


# -- the language


def language_page() -> str:
    """The page as it is, its generated parts written anew."""
    text = (DOCS / "language.md").read_text(encoding="utf-8")
    parts = {
        "built-ins": _builtin_names,
        "limits": _limits,
        "left-out-syntax": _left_out_syntax,
        "left-out-names": lambda: _advice({**LEFT_OUT, **LEFT_OUT_METHODS}),
        "not-yet": lambda: _advice(NOT_YET),
        "modules": lambda: ", ".join(f"[`{name}`](library.md#{name.replace('.', '')})" for name in public_modules()),
        "left-out-modules": lambda: _advice(library.left_out(frozenset(library.names(str(STDLIB))))),
    }
    for name, written in parts.items():
        before, opening, rest = text.partition(f"<!-- generated: {name} -->\n")
        if not opening:
            raise SystemExit(f"language.md has no part '{name}'")
        _, closing, after = rest.partition("<!-- end -->")
        text = f"{before}{opening}\n{written()}\n\n{closing}{after}"
    return text


def _limits() -> str:
    own = Limits()
    return "\n".join([
        "| limit | |",
        "| --- | --- |",
        _row("instructions between two waits", f"{own.instructions:,}"),
        _row("depth of recursion, for each task", f"{own.frames:,}"),
        _row("tasks alive at once", f"{own.tasks:,}"),
        _row("requests and lines of output between two waits", f"{own.effects:,}"),
        _row("characters printed between two waits", f"{own.printed:,}"),
        _row("items of a list or tuple, characters of a text, bytes", f"{MAX_ITEMS:,}"),
        _row("bits of an integer", f"{MAX_INT_BITS:,}"),
        _row("decimal digits of an integer as text (`ValueError`, as in Python)", f"{MAX_DIGITS:,}"),
    ])


def _left_out_syntax() -> str:
    rows = []
    for text in LEFT_OUT_SYNTAX:
        given = "class A: pass\nclass B: pass\n" if "A, B" in text else ""
        _, diagnostics = compile_module(given + text + "\n", key="__main__", file="main.fm")
        first = next(each for each in diagnostics if each.severity == "error")
        line = next((each for each in text.split("\n") if "*" in each), text)
        rows.append(_row(f"`{line}`", first.message, first.hint or ""))
    return "\n".join(["| written | the compiler says | and advises |", "| --- | --- | --- |", *rows])


def _advice(table: dict[str, str]) -> str:
    """Names and what to use instead, those with the same advice in one row."""
    grouped: dict[str, list[str]] = {}
    for name, advice in table.items():
        grouped.setdefault(advice, []).append(name)
    rows = [_row(_names(names, ordered=True), advice) for advice, names in grouped.items()]
    return "\n".join(["| not there | instead |", "| --- | --- |", *rows])


def _names(names: set[str] | frozenset[str] | list[str], *, ordered: bool = False) -> str:
    return " ".join(f"`{name}`" for name in (names if ordered else sorted(names)))


def _row(*cells: str) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


if __name__ == "__main__":
    for name, text in pages().items():
        (DOCS / name).write_text(text, encoding="utf-8")

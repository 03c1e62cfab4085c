"""flowmetalc: compile Flowmetal programs.

Exit status: 0 compiled, 1 the source has errors (or the result cannot be written), 2 wrong usage, 70 a fault of ours.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import NoReturn

import click

SOURCE_SUFFIX, BUNDLE_SUFFIX = ".fm", ".fmc"


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("file", metavar="FILE.fm")
@click.option("-o", "--output", metavar="FILE.fmc", help="Where to write; FILE.fmc beside the source if not given.")
@click.option("--check", is_flag=True, help="Only report what is wrong; write nothing.")
@click.option("--dis", "disassemble", is_flag=True, help="Print the bytecode; FILE may be a .fmc too.")
@click.option("--ast", "tree", is_flag=True, help="Print the syntax tree.")
@click.option("--effects", is_flag=True, help="Print what each function may wait for, and what the program can ask.")
@click.option("--json", "as_json", is_flag=True, help="With --effects: print JSON.")
@click.option("--search", metavar="DIR", multiple=True, help="Look for imported modules here too; may be repeated.")
@click.version_option(package_name="flowmetal", message="flowmetalc %(version)s")
def command(
    file: str, output: str | None, check: bool, disassemble: bool, tree: bool, effects: bool, as_json: bool,
    search: tuple[str, ...],
) -> None:
    """Compile FILE.fm, with every module it imports, to one self-contained FILE.fmc."""
    if check + disassemble + tree + effects > 1:
        raise click.UsageError("--check, --dis, --ast and --effects exclude each other")
    if output is not None and (check or disassemble or tree or effects):
        raise click.UsageError("--check, --dis, --ast and --effects write no file: leave -o out")
    if as_json and not effects:
        raise click.UsageError("--json goes with --effects")
    for directory in search:
        if not os.path.isdir(directory):
            raise click.UsageError(f"--search: no such directory: {directory}")
    if file.endswith(BUNDLE_SUFFIX) and (disassemble or effects):
        with _bundle_errors(file):
            data = _read(file)
            if disassemble:
                _disassemble(data, verified=False)
            else:
                _print_effects(data, as_json, verified=False)
        return
    if tree:
        _print_tree(file)
        return
    data = _compile(file, search)
    if disassemble:
        _disassemble(data, verified=True)
    elif effects:
        _print_effects(data, as_json, verified=True)
    elif not check:
        _write(output or _beside(file), data)


def main() -> NoReturn:
    """The command. Whatever goes wrong, the user sees no Python traceback, unless FLOWMETAL_DEBUG is set."""
    try:
        command()
    except Exception as error:
        if os.environ.get("FLOWMETAL_DEBUG"):
            raise
        print(f"flowmetalc: internal error: {type(error).__name__}: {error}: please report this", file=sys.stderr)
    raise SystemExit(70)  # `command` itself always exits


def fail(message: str, status: int) -> NoReturn:
    click.echo(f"flowmetalc: {message}", err=True)
    raise SystemExit(status)


def _compile(file: str, search: tuple[str, ...]) -> bytes:
    from flowmetal.cli.diagnostics import report
    from flowmetal.compiler import compile_file

    try:
        compiled = compile_file(file, search)
    except OSError as error:
        _unreadable(file, error)
    report(compiled.diagnostics, compiled.sources)
    if compiled.bundle is None:
        raise SystemExit(1)
    return compiled.bundle


def _unreadable(file: str, error: OSError) -> NoReturn:
    if isinstance(error, FileNotFoundError):
        beside = f"{file}{SOURCE_SUFFIX}"
        mend = f"; did you mean {beside}?" if os.path.isfile(beside) else ""
        fail(f"no such file: {file}{mend}", 2)
    if isinstance(error, IsADirectoryError):
        fail(f"{file} is a directory; name a {SOURCE_SUFFIX} file in it", 2)
    fail(f"cannot read {file}: {error.strerror or error}", 2)


def _read(file: str) -> bytes:
    try:
        with open(file, "rb") as stream:
            return stream.read()
    except OSError as error:
        _unreadable(file, error)


# -- printing


def _print_tree(file: str) -> None:
    from flowmetal.cli.diagnostics import report
    from flowmetal.compiler import dump_file

    try:
        text, diagnostics, source = dump_file(file)
    except OSError as error:
        _unreadable(file, error)
    report(diagnostics, {file: source})
    if text is None:
        raise SystemExit(1)
    click.echo(text)


@contextmanager
def _bundle_errors(file: str) -> Iterator[None]:
    from flowmetal.bytecode.bundle import BundleError, NotABundle, OtherVersion

    try:
        yield
    except NotABundle:
        fail(f"{file} is not a compiled Flowmetal program", 1)
    except OtherVersion as error:
        fail(f"{file}: {error}; compile its source again", 1)
    except BundleError as error:
        fail(f"{file} is damaged: {error}", 1)


def _disassemble(data: bytes, *, verified: bool) -> None:
    from flowmetal.bytecode.bundle import read
    from flowmetal.bytecode.disassemble import disassemble_bundle

    click.echo(disassemble_bundle(read(data, verified=verified)))


def _print_effects(data: bytes, as_json: bool, *, verified: bool) -> None:
    from flowmetal.bytecode.bundle import read
    from flowmetal.bytecode.effects import analyse
    from flowmetal.cli.effects import as_plain_data, text_of

    effects = analyse(read(data, verified=verified))
    if as_json:
        import json

        click.echo(json.dumps(as_plain_data(effects), indent=2, ensure_ascii=False))
    else:
        click.echo(text_of(effects))


# -- writing


def _beside(file: str) -> str:
    return (file.removesuffix(SOURCE_SUFFIX) if file.endswith(SOURCE_SUFFIX) else file) + BUNDLE_SUFFIX


def _write(path: str, data: bytes) -> None:
    """Replace path in one step: it is the old file or the whole new one at any time. Devices are written to."""
    if path == "-":
        sys.stdout.buffer.write(data)
        return
    if os.path.isdir(path):
        fail(f"cannot write {path}: it is a directory", 2)
    in_place = os.path.exists(path) and not os.path.isfile(path)
    draft = path if in_place else f"{path}.{os.getpid()}.new"
    try:
        with open(draft, "wb") as stream:
            stream.write(data)
        if not in_place:
            os.replace(draft, path)
    except OSError as error:
        if not in_place:
            with suppress(OSError):
                os.unlink(draft)
        fail(f"cannot write {path}: {error.strerror or error}", 1)

"""Source to bundle: `tokens -> tree -> scopes -> blocks -> code object`, and linking.

    compile_file(path)      a program with all modules that it needs, from the cache if nothing has changed
    compile_module(text)    one module by itself, for tests and tools
    dump_file(path)         the tree of one module, as text

The passes are imported when something has to be compiled: running a cached program needs neither parser nor PLY.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from flowmetal.bytecode.code import ModuleCode
    from flowmetal.compiler.diagnostics import Diagnostic
    from flowmetal.source import SourceFile

__all__ = ["Compiled", "compile_file", "compile_module", "dump_file"]


class Compiled(NamedTuple):
    bundle: bytes | None  # of the format in bytecode.bundle; None if a diagnostic is an error
    diagnostics: list[Diagnostic]  # file by file, the main one first; in the order of the source
    sources: dict[str, SourceFile]  # Diagnostic.file -> its text


def compile_file(
    path: str | os.PathLike[str], search_path: Iterable[str | os.PathLike[str]] = (), *, caching: bool = True,
    warn_again: bool = True,
) -> Compiled:
    """Compile the program whose main module is path, with every module that it imports.

    search_path: directories for imports, after the main file's own. Raises OSError if path cannot be read; for
    everything that is wrong with the sources there are diagnostics. caching: use and fill the user's cache. The
    bundle need not be verified again when it is read.
    """
    path = os.fspath(path)
    places = [os.fspath(directory) for directory in search_path]
    if caching:
        from flowmetal.compiler import cache

        stored = cache.stored_program(path, places, warned=not warn_again)
        if stored is not None:
            return Compiled(stored, [], {})
    from flowmetal.bytecode import bundle
    from flowmetal.compiler.diagnostics import in_order
    from flowmetal.compiler.linker import Linker

    linker = Linker(path, places, caching=caching)
    program = linker.link()
    diagnostics = in_order(linker.diagnostics)
    order = {file: number for number, file in enumerate(linker.sources)}
    diagnostics.sort(key=lambda diagnostic: order.get(diagnostic.file, len(order)))
    if program is None:
        return Compiled(None, diagnostics, linker.sources)
    data = bundle.write(program)
    if caching:
        cache.store_program(path, places, linker.files, data, warnings=bool(diagnostics))
    return Compiled(data, diagnostics, linker.sources)


def compile_module(
    text: str, *, key: str, file: str, library: bool = False
) -> tuple[ModuleCode | None, list[Diagnostic]]:
    """Compile one module by itself: imports are taken at their word, and `import *` binds nothing.

    Returns the module, or None if a diagnostic is an error; diagnostics in the order of the source.
    """
    from flowmetal.compiler import module

    return module.compile_module(text, key=key, file=file, library=library)


def dump_file(path: str) -> tuple[str | None, list[Diagnostic], SourceFile]:
    """The tree of the module in path as text, or None if it has syntax errors. Raises OSError as `compile_file`."""
    from flowmetal.compiler.deep import deep_recursion
    from flowmetal.compiler.module import too_deep
    from flowmetal.compiler.parser import parse
    from flowmetal.compiler.printer import text_of
    from flowmetal.source import SourceFile

    with open(path, "rb") as file:
        text = file.read().decode("utf-8", "replace")
    source = SourceFile(path, text)
    try:
        with deep_recursion():
            module, diagnostics = parse(text, path)
        return (None if module is None else text_of(module).rstrip("\n")), diagnostics, source
    except RecursionError:
        return None, [too_deep(path)], source

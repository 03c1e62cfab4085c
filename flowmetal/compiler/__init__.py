"""Source to bundle: `tokens -> tree -> scopes -> blocks -> code object`, and linking.

    compile_file(path)      a program with all modules that it needs, from the cache if nothing has changed
    compile_module(text)    one module by itself, for tests and tools

The passes are imported when something has to be compiled: running a cached program needs neither parser nor PLY.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flowmetal.bytecode.code import ModuleCode
    from flowmetal.compiler.diagnostics import Diagnostic

__all__ = ["compile_module"]


def compile_module(
    text: str, *, key: str, file: str, library: bool = False
) -> tuple[ModuleCode | None, list[Diagnostic]]:
    """Compile one module by itself: imports are taken at their word, and `import *` binds nothing.

    Returns the module, or None if a diagnostic is an error; diagnostics in the order of the source.
    """
    from flowmetal.compiler import module

    return module.compile_module(text, key=key, file=file, library=library)

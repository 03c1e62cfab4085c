"""Compiling one module: text in, `ModuleCode` and diagnostics out. Finding and joining modules is the linker's."""

from __future__ import annotations

from dataclasses import dataclass

from flowmetal.bytecode.bundle import number_codes
from flowmetal.bytecode.code import HIDDEN, ModuleCode
from flowmetal.compiler import tree
from flowmetal.compiler.codegen import ImportPlan, ModuleContext, generate
from flowmetal.compiler.deep import deep_recursion
from flowmetal.compiler.diagnostics import Diagnostic, has_errors, in_order
from flowmetal.compiler.scopes import settle
from flowmetal.compiler.symbols import SymbolTable, collect
from flowmetal.source import SourceFile, Span


@dataclass(frozen=True, slots=True)
class Front:
    """What parsing and collecting gave; tree and table are absent if the text has errors."""

    tree: tree.Module | None
    table: SymbolTable | None
    diagnostics: list[Diagnostic]


def front(text: str, shown: str) -> Front:
    """Tokens, tree, symbols. shown: the file's name in diagnostics."""
    from flowmetal.compiler.parser import parse  # a cached program needs no parser

    try:
        with deep_recursion():
            module, diagnostics = parse(text, shown)
            if module is None or has_errors(diagnostics):
                return Front(None, None, in_order(diagnostics))
            table = collect(module, shown)
    except RecursionError:
        return Front(None, None, [too_deep(shown)])
    return Front(module, table, [*diagnostics, *table.diagnostics])


def back(
    module: tree.Module, table: SymbolTable, plans: dict[int, ImportPlan], *,
    text: str, key: str, file: str, shown: str, library: bool, package: bool, modules: frozenset[str] = frozenset(),
) -> tuple[ModuleCode | None, list[Diagnostic]]:
    """Settle names and generate code. The diagnostics are only those that came up here."""
    context = ModuleContext(
        key=key, lines=SourceFile(shown, text).lines, scopes=table.scopes, plans=plans,
        flags=HIDDEN if library and key == "prelude" else 0,
    )
    try:
        with deep_recursion():
            diagnostics = settle(table, shown, library=library, modules=modules)
            if has_errors(diagnostics) or has_errors(table.diagnostics):
                return None, diagnostics
            code = generate(module, context)
    except RecursionError:
        return None, [too_deep(shown)]
    return ModuleCode(key, file, text, library, package, code, number_codes(code)), diagnostics


def too_deep(shown: str) -> Diagnostic:
    return Diagnostic("error", Span(1, 0, 1, 0), "the source is too deeply nested",
                      "give parts of it names of their own", (), shown)


def compile_module(
    text: str, *, key: str, file: str, library: bool = False
) -> tuple[ModuleCode | None, list[Diagnostic]]:
    """Compile one module by itself: imports are taken at their word, and `import *` binds nothing."""
    begun = front(text, file)
    if begun.tree is None or begun.table is None:
        return None, begun.diagnostics
    plans: dict[int, ImportPlan] = {}
    for use in begun.table.imports:
        if isinstance(use.node, tree.Import):
            plans.update((id(alias), ImportPlan(_prefixes(alias.name))) for alias in use.node.names)
        else:
            plans[id(use.node)] = ImportPlan(_prefixes(_absolute(use.node, key)))
    module, diagnostics = back(
        begun.tree, begun.table, plans, text=text, key=key, file=file, shown=file, library=library, package=False
    )
    return module, in_order([*begun.diagnostics, *diagnostics])


def _prefixes(name: str) -> tuple[str, ...]:
    """a.b.c -> (a, a.b, a.b.c)"""
    parts = name.split(".")
    return tuple(".".join(parts[: n + 1]) for n in range(len(parts)))


def _absolute(node: tree.ImportFrom, key: str) -> str:
    parents = key.split(".")[: -node.level] if node.level else []
    return ".".join([*parents, *([node.module] if node.module else [])]) or key

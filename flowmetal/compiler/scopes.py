"""Second half of settling names: what each name means in each scope.

`settle` takes the symbols that `symbols.collect` found and decides, with Python's rules, for every name of every
scope its `Place`: a local slot, a cell (the frame's own, or one that came with the closure), a global of the
module, or a name of the class body. Code generation only reads `scope.places` and never looks a name up.

Blocks add one rule to Python's. A name that a block binds belongs to the function that makes the block if that
binds it too (at module level: to the module), else to the block; variables of the `for` statements around the
block, in the function that makes it, are captured by value: `scope.by_value` names them, and the code that makes
the block wraps their current values in cells of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from flowmetal.bytecode.builtins import BUILTIN_NAMES, CLASS_NAMES, LEFT_OUT, LIBRARY_NAMES, MODULE_NAMES, NOT_YET
from flowmetal.compiler import tree
from flowmetal.compiler.diagnostics import Diagnostic
from flowmetal.compiler.suggest import closest
from flowmetal.compiler.symbols import (
    BOUND,
    GLOBAL,
    IMPLICIT,
    NONLOCAL,
    PARAMETER,
    Kind,
    Scope,
    Symbol,
    SymbolTable,
)
from flowmetal.source import Span


class Where(Enum):
    LOCAL = "local"
    CELL = "cell"  # of the frame or of its closure
    GLOBAL = "global"  # of the module, else a built-in
    NAME = "name"  # in a class body: its namespace, else global, else built-in
    NAME_OR_CELL = "name or cell"  # in a class body: its namespace, else the cell


@dataclass(frozen=True, slots=True)
class Place:
    where: Where
    slot: int = -1  # of LOCAL, CELL and NAME_OR_CELL


def settle(
    table: SymbolTable, file: str, *, library: bool = False, modules: frozenset[str] = frozenset()
) -> list[Diagnostic]:
    """Give every scope its places and slots; return the diagnostics for names that mean nothing.

    library: it is a module of the standard library, which knows some names more. modules: names of the standard
    library's modules, for "did you forget to import".
    """
    settler = _Settler(table, file, BUILTIN_NAMES | LIBRARY_NAMES if library else BUILTIN_NAMES, modules)
    for scope in _outer_first(table.module):
        settler.decide(scope)
    for scope in table.scopes.values():
        _lay_out(scope)
    settler.report_undefined()
    settler.report_numbers()
    settler.report_foreign()
    return settler.diagnostics


def _outer_first(scope: Scope) -> Iterator[Scope]:
    pending = [scope]
    while pending:
        current = pending.pop()
        yield current
        pending.extend(reversed(current.children))


class _Settler:
    def __init__(self, table: SymbolTable, file: str, builtins: frozenset[str], modules: frozenset[str]) -> None:
        self.table, self.file, self.builtins, self.modules = table, file, builtins, modules
        self.diagnostics: list[Diagnostic] = []
        self.module_names = frozenset(table.bound_names())
        self.undefined: dict[str, list[tuple[Span, Scope]]] = {}

    def error(self, span: Span, message: str, hint: str | None = None, notes: tuple[str, ...] = ()) -> None:
        self.diagnostics.append(Diagnostic("error", span, message, hint, notes, self.file))

    # -- what a name is: first without slots, in `places`, from the outermost scope inwards

    def decide(self, scope: Scope) -> None:
        for name, symbol in list(scope.symbols.items()):
            where = self.where(scope, symbol)
            scope.places[name] = Place(where)
            implicit = not symbol.flags & (BOUND | GLOBAL)
            if symbol.uses and (where is Where.GLOBAL or (where is Where.NAME and implicit)):
                self.check_defined(scope, symbol)

    def where(self, scope: Scope, symbol: Symbol) -> Where:
        name, flags = symbol.name, symbol.flags
        if scope.kind is Kind.MODULE or flags & GLOBAL:
            return Where.GLOBAL
        if flags & PARAMETER:
            return Where.LOCAL
        if flags & NONLOCAL:
            if self.outward(scope, name) is not Where.CELL:
                self.error(symbol.span, f"no binding for nonlocal '{name}' found", self.nonlocal_hint(name))
            return Where.CELL
        if flags & BOUND:
            if scope.kind is Kind.CLASS:
                return Where.NAME
            return self.bound_in_block(scope, name) if scope.kind is Kind.BLOCK else Where.LOCAL
        if scope.kind is Kind.BLOCK and name in scope.loop_names:
            return self.capture(scope, name)
        found = self.outward(scope, name)
        if scope.kind is Kind.CLASS:
            return Where.NAME_OR_CELL if found is Where.CELL else Where.NAME
        return found

    def nonlocal_hint(self, name: str) -> str | None:
        return f"'{name}' is a name of the module: use 'global {name}'" if name in self.module_names else None

    def bound_in_block(self, block: Scope, name: str) -> Where:
        if name in block.loop_names:
            return self.capture(block, name)
        maker = block.parent
        while maker is not None and maker.kind is Kind.BLOCK:
            symbol = maker.symbols.get(name)
            if name in maker.loop_names or (symbol is not None and symbol.flags & (BOUND | GLOBAL | NONLOCAL)):
                break
            maker = maker.parent
        assert maker is not None
        if maker.kind is Kind.CLASS:
            return Where.LOCAL
        if maker.kind is Kind.MODULE:
            return Where.GLOBAL if name in self.module_names else Where.LOCAL
        symbol = maker.symbols.get(name)
        bound = symbol is not None and symbol.flags & (BOUND | GLOBAL | NONLOCAL)
        if bound or (maker.kind is Kind.BLOCK and name in maker.loop_names):
            return self.outward(block, name)
        return Where.LOCAL

    def capture(self, block: Scope, name: str) -> Where:
        block.free.add(name)
        block.by_value.add(name)
        return Where.CELL

    def outward(self, scope: Scope, name: str) -> Where:
        """Find name in the functions around scope; if it is there, make it a free variable all the way in."""
        path, outer = [scope], scope.parent
        while outer is not None and outer.kind is not Kind.MODULE:
            if outer.kind is Kind.CLASS:
                if name == "__class__":
                    outer.cells.add(name)
                    break
            else:
                place = outer.places.get(name)
                if place is not None and place.where is Where.LOCAL:
                    outer.cells.add(name)
                    break
                if place is not None and outer.symbols[name].flags & GLOBAL:
                    return Where.GLOBAL
                if outer.kind is Kind.BLOCK and name in outer.loop_names:
                    self.capture(outer, name)
            if name in outer.free:
                break
            path.append(outer)
            outer = outer.parent
        else:
            return Where.GLOBAL
        for inner in path:
            inner.free.add(name)
        return Where.CELL

    # -- names that mean nothing

    def check_defined(self, scope: Scope, symbol: Symbol) -> None:
        name = symbol.name
        if name in self.module_names or name in self.builtins or name in MODULE_NAMES:
            return
        if scope.kind is Kind.CLASS and (name in CLASS_NAMES or symbol.flags & BOUND):
            return
        if symbol.flags & IMPLICIT and not symbol.uses:
            return
        self.undefined.setdefault(name, []).extend((span, scope) for span in symbol.uses)

    def report_undefined(self) -> None:
        for name, uses in self.undefined.items():
            uses.sort(key=lambda use: use[0])
            span, scope = uses[0]
            more = list(dict.fromkeys(str(use.line) for use, _ in uses if use.line != span.line))
            notes = (f"also on line{'s' * (len(more) > 1)} {', '.join(more)}",) if more else ()
            if name in LEFT_OUT:
                self.error(span, f"there is no '{name}' in Flowmetal", LEFT_OUT[name], notes)
            elif name in NOT_YET:
                self.error(span, f"'{name}' is not available yet", NOT_YET[name], notes)
            else:
                self.error(span, f"name '{name}' is not defined", self.undefined_hint(name, scope), notes)

    def report_numbers(self) -> None:
        """Refuse `sleep(5)`: the built-in takes a duration."""
        for use in self.table.numbers:
            if self.is_builtin(use.name, use.scope):
                message = f"{use.name}() takes a duration, not a number"
                self.error(use.span, message, f"for seconds write '{use.number}s'")

    def report_foreign(self) -> None:
        """Refuse what `@foreign(…)` cannot declare."""
        for use in self.table.foreign:
            if not self.is_builtin("foreign", use.scope):
                continue
            args, name = use.function.args, use.function.name
            if not isinstance(use.decorator, tree.Call):
                self.error(use.decorator.span, "foreign takes a topic", f'write @foreign("{name}")')
            elif not (use.decorator.args or use.decorator.keywords):
                self.error(use.decorator.span, "foreign() takes a topic", f'write @foreign("{name}")')
            starred = args.vararg or args.kwarg
            if starred is not None:
                self.error(starred.span, "a foreign function takes named parameters only",
                           "a worker gets the arguments by name; pass a list or a dict")
            odd = next((statement for statement in use.function.body if not _is_nothing(statement)), None)
            if odd is not None:
                self.error(odd.span, f"the body of foreign function '{name}' must be ...",
                           "a worker does the work; what is to be done here belongs in a function that calls this one")
            elif not any(_is_ellipsis(statement) for statement in use.function.body):
                self.error(use.function.name_span, f"the body of foreign function '{name}' must be ...",
                           "write ... below the docstring")

    def is_builtin(self, name: str, scope: Scope) -> bool:
        builtin = scope.places[name].where in (Where.GLOBAL, Where.NAME)
        return builtin and name not in self.module_names and not scope.symbols[name].flags & BOUND

    def undefined_hint(self, name: str, scope: Scope) -> str | None:
        candidates = set(self.module_names | self.builtins)
        outer: Scope | None = scope
        while outer is not None:
            symbol = outer.symbols.get(name)
            if outer.kind is Kind.CLASS and symbol is not None and symbol.flags & BOUND and outer is not scope:
                return f"did you mean 'self.{name}'?"
            if outer.functional or outer is scope:
                candidates.update(n for n, s in outer.symbols.items() if s.flags & BOUND)
            outer = outer.parent
        if name in self.modules:
            return f"did you forget 'import {name}'?"
        found = closest(name, candidates)
        return f"did you mean '{found}'?" if found else None


def _is_ellipsis(statement: tree.Node) -> bool:
    match statement:
        case tree.Expr(value=tree.Constant(value=value)):
            return value is ...
    return False


def _is_nothing(statement: tree.Node) -> bool:
    """`...` or a docstring."""
    match statement:
        case tree.Expr(value=tree.Constant(value=value)):
            return value is ... or isinstance(value, str)
    return False


def _lay_out(scope: Scope) -> None:
    """Order the slots as CodeObject says, and put slot numbers into the places."""
    if scope.kind is Kind.MODULE:
        return
    slots = _parameters(scope)
    taken = set(slots)
    if scope.kind is Kind.CLASS:
        slots += sorted(scope.cells)
    else:
        slots += [n for n, place in scope.places.items() if place.where is Where.LOCAL and n not in taken]
    slots += sorted(scope.free)
    # A class body may have a name and pass on a free variable of the same spelling; both only through slot_of.
    scope.slots = tuple(slots)
    scope.slot_of = {name: slot for slot, name in enumerate(slots)}
    for name, place in scope.places.items():
        if place.where is Where.LOCAL:
            where = Where.CELL if name in scope.cells else Where.LOCAL
            scope.places[name] = Place(where, scope.slot_of[name])
        elif place.where in (Where.CELL, Where.NAME_OR_CELL):
            scope.places[name] = Place(place.where, scope.slot_of.get(name, -1))


def _parameters(scope: Scope) -> list[str]:
    node = scope.node
    if isinstance(node, tree.FunctionDef | tree.Lambda | tree.Block):
        args = node.args
        every = [*args.posonlyargs, *args.args, *args.kwonlyargs, args.vararg, args.kwarg]
        return list(dict.fromkeys(scope.mangle(arg.arg) for arg in every if arg is not None))
    return [".0"] if scope.kind in (Kind.COMPREHENSION, Kind.GENERATOR_EXPRESSION) else []

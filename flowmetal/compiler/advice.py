"""Warnings: what is allowed, and yet is surely not what was meant.

`advise` looks at a module that has no errors. It warns of imports and variables that nothing uses, statements that are
never reached, comparisons and assertions whose outcome is fixed, f-strings without fields, waiting for a literal, and
what `advice_waits` knows of waiting.
A name that begins with an underscore is never complained about, nor is one that is bound by unpacking: there the
place has to be named somehow. Where in doubt it says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from flowmetal.compiler import tree
from flowmetal.compiler.advice_waits import WaitAdviser
from flowmetal.compiler.constants import UNKNOWN, known_value
from flowmetal.compiler.diagnostics import Diagnostic
from flowmetal.compiler.symbols import DELETED, GLOBAL, NONLOCAL, PARAMETER, Scope, SymbolTable
from flowmetal.source import SourceFile, Span


def advise(module: tree.Module, table: SymbolTable, source: SourceFile, *, package: bool) -> list[Diagnostic]:
    """The warnings for a module, in any order. package: it is one, whose imports are for others to use."""
    adviser = _Adviser(table, source)
    waits = WaitAdviser(table, adviser.warn)
    for node, scope in _nodes(module, table):
        adviser.look_at(node, scope)
        waits.look_at(node, scope)
    waits.finish()
    if not package:
        adviser.unused_imports()
    return adviser.diagnostics


def _nodes(module: tree.Module, table: SymbolTable) -> Iterator[tuple[tree.Node, Scope]]:
    """Every node with the scope of the statement that it is in or, of one that makes a scope, with that."""
    pending: list[tuple[tree.Node, Scope]] = [(module, table.module)]
    while pending:
        node, scope = pending.pop()
        scope = table.scopes.get(id(node), scope)
        yield node, scope
        below: list[tree.Node] = []
        for name in node.__match_args__:
            value = getattr(node, name)
            if isinstance(value, tree.Node):
                below.append(value)
            elif type(value) is tuple:
                below += [item for item in value if isinstance(item, tree.Node)]
        pending += [(child, scope) for child in reversed(below)]


class _Adviser:
    def __init__(self, table: SymbolTable, source: SourceFile) -> None:
        self.table, self.source, self.file = table, source, source.file
        self.diagnostics: list[Diagnostic] = []
        self.specs: set[int] = set()  # ids of format specs, which are f-strings by their make only
        self.used = {
            symbol.name for scope in table.scopes.values() for symbol in scope.symbols.values() if symbol.uses
        } | set(table.explicit_exports or ())
        self.reported: set[tuple[int, str]] = set()

    def warn(self, span: Span, message: str, hint: str | None) -> None:
        self.diagnostics.append(Diagnostic("warning", span, message, hint, (), self.file))

    def look_at(self, node: tree.Node, scope: Scope) -> None:
        for name in ("body", "orelse", "finalbody"):
            body = getattr(node, name, None)
            if type(body) is tuple:
                self.body(body, is_result=isinstance(node, tree.Block) and name == "body")
        match node:
            case tree.Compare():
                self.comparison(node)
            case tree.Assert(test=tree.Tuple(elts=elts) as test) if elts:
                self.warn(test.span, "this assertion is always true", "leave the parentheses out")
            case tree.FormattedValue(format_spec=tree.JoinedStr() as spec):
                self.specs.add(id(spec))
            case tree.JoinedStr(values=values) if id(node) not in self.specs:
                if not any(isinstance(value, tree.FormattedValue) for value in values):
                    self.warn(node.span, "an f-string without fields", "leave the 'f' out")
            case tree.Await(value=value):
                self.awaited(value)
            case tree.Assign(targets=targets):
                for target in targets:
                    if isinstance(target, tree.Name):
                        self.variable(target.id, target.span, scope)
            case tree.AnnAssign(target=tree.Name(id=name) as target, value=tree.Node()):
                self.variable(name, target.span, scope)
            case tree.ExceptHandler(name=str(name), type=tree.Node() as kind):
                self.variable(name, self.name_of(kind, name), scope)

    def name_of(self, kind: tree.Node, name: str) -> Span:
        """Where `except kind as name` names it."""
        line, column = kind.span.end_line, kind.span.end_column
        found = re.compile(rf"\bas\s+({re.escape(name)})\b").search(self.source.line(line), column)
        return Span(line, found.start(1), line, found.end(1)) if found else kind.span

    # -- statements

    def body(self, statements: Sequence[tree.Node], *, is_result: bool) -> None:
        """is_result: the last statement of a block is its value."""
        for number, statement in enumerate(statements):
            last = number + 1 == len(statements)
            if isinstance(statement, tree.Expr) and not (last and is_result):
                self.expression(statement)
            word = _ending(statement)
            if word is None or last:
                continue
            following = statements[number + 1]
            if not _is_yield(following):  # the way to write a generator without items
                end = statement.span.line
                self.warn(following.span, "this is never reached", f"the {word} on line {end} comes before it")
            break

    def expression(self, statement: tree.Expr) -> None:
        match statement.value:
            case tree.Compare(ops=("==",), left=tree.Name() | tree.Attribute() | tree.Subscript()):
                self.warn(statement.span, "the result of this comparison is not used", "did you mean '='?")

    def comparison(self, node: tree.Compare) -> None:
        left = node.left
        for op, right in zip(node.ops, node.comparators, strict=True):
            if op in ("is", "is not") and (_is_literal(left) or _is_literal(right)):
                instead = "==" if op == "is" else "!="
                self.warn(left.span.to(right.span), f"'{op}' with a literal", f"did you mean '{instead}'?")
            left = right

    def awaited(self, value: tree.Node) -> None:
        known = known_value(value)
        match value:
            case tree.DurationLiteral():
                self.warn(value.span, "a duration cannot be awaited", "write 'sleep(…)' to wait that long")
            case tree.Await():
                self.warn(value.span, "this is awaited twice", "leave one 'await' out")
            case tree.List() | tree.Tuple() | tree.Set() | tree.ListComp():
                self.warn(value.span, "a collection cannot be awaited", "use 'tasks.gather(*…)'")
            case tree.Constant() | tree.JoinedStr() | tree.Dict() | tree.Lambda():
                self.warn(value.span, "a literal cannot be awaited", "await a task, a promise or a callback")
            case _ if known is not UNKNOWN:
                self.warn(value.span, "a literal cannot be awaited", "await a task, a promise or a callback")

    # -- names

    def variable(self, name: str, span: Span, scope: Scope) -> None:
        """A name that an assignment binds in a function, and that nothing reads."""
        if not scope.functional or name.startswith("_"):
            return
        symbol = scope.symbols.get(scope.mangle(name))
        if symbol is None or symbol.flags & (GLOBAL | NONLOCAL | PARAMETER | DELETED):
            return
        local = symbol.name in scope.slot_of and symbol.name not in scope.free
        if not local or (id(scope), name) in self.reported or _is_read(scope, symbol.name):
            return
        self.reported.add((id(scope), name))
        self.warn(span, f"variable '{name}' is never used", f"leave it out, or name it '_{name}'")

    def unused_imports(self) -> None:
        for use in self.table.imports:
            if use.guarded:
                continue
            for alias in use.node.names:
                name = alias.asname or alias.name.partition(".")[0]
                kept = alias.asname is not None and alias.asname == alias.name
                if alias.name == "*" or kept or name.startswith("_") or name in self.used:
                    continue
                self.warn(alias.span, f"'{name}' is imported and never used", "leave it out")


def _is_read(scope: Scope, name: str) -> bool:
    """Whether scope or one inside it reads the name, or may do so."""
    pending = [scope]
    while pending:
        current = pending.pop()
        symbol = current.symbols.get(name)
        if symbol is not None and symbol.uses:
            return True
        pending += current.children
    return False


def _ending(statement: tree.Node) -> str | None:
    """What keeps control from going on behind the statement, as a word; None if it may."""
    match statement:
        case tree.Return() | tree.Raise() | tree.Break() | tree.Continue():
            return f"'{type(statement).__name__.lower()}'"
        case tree.If(body=body, orelse=orelse) if orelse and _ending(body[-1]) and _ending(orelse[-1]):
            return "'if', which never goes on,"
    return None


def _is_yield(statement: tree.Node) -> bool:
    return isinstance(statement, tree.Expr) and isinstance(statement.value, tree.Yield | tree.YieldFrom)


def _is_literal(node: tree.Node) -> bool:
    match node:
        case tree.Constant(value=value):
            return value is not None and not isinstance(value, bool) and value is not ...
        case tree.JoinedStr() | tree.DurationLiteral() | tree.List() | tree.Dict() | tree.Set() | tree.Tuple():
            return True
    return known_value(node) is not UNKNOWN

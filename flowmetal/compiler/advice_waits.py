"""Warnings about waiting: a wait where it is surely a mistake, none where there must be one, and what was not awaited.

Part of `advice`. A program's time stands still between two waits, which makes for mistakes of its own: a loop that
looks at `now()` and never waits, a default of `now()` that stays the moment at which the function was made. Others are
habits from Python: `await sleep(1s)`, a task taken for its result. Where in doubt it says nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from flowmetal.compiler import tree
from flowmetal.compiler.constants import UNKNOWN, known_value
from flowmetal.compiler.scopes import Where
from flowmetal.compiler.symbols import Scope, SymbolTable
from flowmetal.source import Span

Warn = Callable[[Span, str, str | None], None]

_WAITS = frozenset(("sleep", "sleep_until", "receive"))
# What gives something that is no task, promise or callback, by the name that imports know it by; "" for built-ins.
_WAITS_ITSELF = {
    "": frozenset(("sleep", "sleep_until", "receive", "send", "print", "now")),
    "http": frozenset(("get", "post", "put", "patch", "delete", "head", "request")),
    "tasks": frozenset(("gather", "for_each")),
    "schedule": frozenset(("every", "daily", "weekly", "cron", "at")),
}
_PURE = frozenset(("now", "range", "len", "abs", "min", "max", "int", "float", "bool", "str", "print", "isinstance"))
_SCOPES = (tree.FunctionDef, tree.Lambda, tree.Block, tree.ClassDef)


def below(node: tree.Node) -> Iterator[tree.Node]:
    """The node and all that it consists of, but not what is inside functions and classes within it."""
    pending = [node]
    while pending:
        current = pending.pop()
        yield current
        if isinstance(current, _SCOPES) and current is not node:
            continue
        for name in current.__match_args__:
            value = getattr(current, name)
            if isinstance(value, tree.Node):
                pending.append(value)
            elif type(value) is tuple:
                pending += [item for item in value if isinstance(item, tree.Node)]


class WaitAdviser:
    """`look_at` every node with its scope; then `finish`."""

    def __init__(self, table: SymbolTable, warn: Warn) -> None:
        self.table, self.warn = table, warn
        self.bound = frozenset(table.bound_names())
        self.imported = _imported(table)
        self.bindings: dict[tuple[int, str], int] = {}
        self.tasks: set[tuple[int, str]] = set()  # names that an `async …` was assigned to
        self.uses: list[tuple[tuple[int, str], Span]] = []  # where such a name is taken for a plain value
        self.results: set[int] = set()  # ids of statements that are the value of a block

    def look_at(self, node: tree.Node, scope: Scope) -> None:
        for name, times in _binds(node):
            self.count(name, times, scope)
        match node:
            case tree.FunctionDef(args=args) | tree.Lambda(args=args) | tree.Block(args=args):
                self.defaults(args, scope.parent or scope)
                if isinstance(node, tree.Block) and node.body:
                    self.results.add(id(node.body[-1]))
                if isinstance(node, tree.FunctionDef) and node.name == "__hash__":
                    self.hash(node.body, scope)
            case tree.ClassDef(body=body) if any(_is_dataclass(each) for each in node.decorator_list):
                self.fields(body, scope)
            case tree.While():
                self.loop(node, scope)
            case tree.With(items=items, body=body):
                self.limits(items, body, scope)
            case tree.Await(value=tree.Call(func=func) as call):
                self.awaited(call, func, scope)
            case tree.Expr(value=tree.Spawn(call=tree.Call(func=tree.Name(id=name))) as spawn):
                if id(node) not in self.results and name in _WAITS and self.is_builtin(name, scope):
                    self.warn(spawn.span, f"a task of its own does this {name}(), and nobody waits for it",
                              "leave 'async' out")
            case tree.Assign(targets=(tree.Name(id=name),), value=tree.Spawn()):
                self.tasks.add((id(scope), name))
        self.task_used(node, scope)

    def finish(self) -> None:
        for key, span in self.uses:
            if key in self.tasks and self.bindings.get(key) == 1:
                self.warn(span, f"'{key[1]}' is a task, and not its result", f"write 'await {key[1]}'")

    def count(self, name: str, times: int, scope: Scope | None) -> None:
        """A block, a `nonlocal` or `:=` may bind it in a scope around: it counts there too."""
        while scope is not None:
            self.bindings[id(scope), name] = self.bindings.get((id(scope), name), 0) + times
            scope = scope.parent

    # -- waits where they are mistakes, and none where there must be one

    def defaults(self, args: tree.Arguments, scope: Scope) -> None:
        for default in (*args.defaults, *args.kw_defaults):
            found = self.moment(default, scope) if default is not None else None
            if found is not None:
                self.warn(found.span, "a default is computed once, when the function is made",
                          "make it None, and ask for the time in the body")

    def fields(self, body: Sequence[tree.Node], scope: Scope) -> None:
        for statement in body:
            if isinstance(statement, tree.AnnAssign) and self.builtin_called(statement.value, scope) == "now":
                assert statement.value is not None
                self.warn(statement.value.span, "a default is computed once, when the class is made",
                          "write field(default_factory=now)")

    def hash(self, body: Sequence[tree.Node], scope: Scope) -> None:
        for statement in body:
            for node in below(statement):
                name = self.builtin_called(node, scope)
                if isinstance(node, tree.Await) or name in _WAITS:
                    self.warn(node.span, "a wait inside __hash__", "compute it of what the object already holds")
                    return

    def loop(self, node: tree.While, scope: Scope) -> None:
        parts = [*below(node.test), *(part for statement in node.body for part in below(statement))]
        if any(isinstance(part, tree.Break | tree.Return | tree.Raise | tree.Assert) for part in parts):
            return
        moment = self.moment(node.test, scope)
        if moment is not None:
            if not any(self.may_wait(part, scope) for part in parts):
                self.warn(moment.span, "the time stands still until the program waits: this loop never ends",
                          "sleep(…) in it, or use sleep_until(…)")
        elif known_value(node.test) is not UNKNOWN and known_value(node.test) and all(map(_is_idle, node.body)):
            self.warn(node.test.span, "this loop never ends, and nothing in it waits", "sleep(…) in it, or 'break'")

    def limits(self, items: Sequence[tree.WithItem], body: Sequence[tree.Node], scope: Scope) -> None:
        limit = items[0].context_expr
        alone = len(items) == 1 and items[0].optional_vars is None
        if alone and self.builtin_called(limit, scope) == "timeout" and all(map(_is_idle, body)):
            self.warn(limit.span, "nothing in here waits: this time limit is never reached", "put it around what waits")

    # -- what is awaited, and what is not

    def awaited(self, call: tree.Call, func: tree.Node, scope: Scope) -> None:
        match func:
            case tree.Name(id=name):
                module, _, known = self.imported.get(name, "").rpartition(".")
                if not module and self.is_builtin(name, scope):
                    known = name
            case tree.Attribute(value=tree.Name(id=name), attr=known):
                module = self.imported.get(name, " ")
            case _:
                return
        shown = known if isinstance(func, tree.Name) else f"{module}.{known}"
        if known in _WAITS_ITSELF.get(module, ()) and self.is_global(name, scope):
            self.warn(call.span, f"{shown}() waits by itself, and gives nothing to await", "leave 'await' out")

    def task_used(self, node: tree.Node, scope: Scope) -> None:
        match node:
            case tree.Compare(left=left, comparators=comparators):
                sides = (left, *comparators)
                names = sides if any(known_value(side) not in (UNKNOWN, None) for side in sides) else ()
            case tree.BinOp(left=left, right=right):
                names = (left, right)
            case tree.Subscript(value=value):
                names = (value,)
            case tree.For(iter=items):
                names = (items,)
            case _:
                return
        self.uses += [((id(scope), name.id), name.span) for name in names if isinstance(name, tree.Name)]

    # -- what is known of names

    def is_builtin(self, name: str, scope: Scope) -> bool:
        return name not in self.bound and self.is_global(name, scope)

    def is_global(self, name: str, scope: Scope) -> bool:
        """Does the name, where it is read, mean what it means at the top level?"""
        place = scope.places.get(scope.mangle(name))
        return place is not None and place.where in (Where.GLOBAL, Where.NAME)

    def builtin_called(self, node: tree.Node | None, scope: Scope) -> str | None:
        match node:
            case tree.Call(func=tree.Name(id=name)) if self.is_builtin(name, scope):
                return name
        return None

    def moment(self, node: tree.Node, scope: Scope) -> tree.Node | None:
        """A call of `now()` in an expression."""
        return next((part for part in below(node) if self.builtin_called(part, scope) == "now"), None)

    def may_wait(self, node: tree.Node, scope: Scope) -> bool:
        """May this node, without what it consists of, wait, or let other code run that does?"""
        match node:
            case tree.Call():
                return self.builtin_called(node, scope) not in _PURE
            case tree.For(iter=items) | tree.Comprehension(iter=items):
                return self.builtin_called(items, scope) != "range" and known_value(items) is UNKNOWN
        return isinstance(node, (tree.Await, tree.Spawn, tree.Yield, tree.YieldFrom, tree.With, tree.Attribute,
                                 tree.Subscript, tree.Import, tree.ImportFrom, tree.Match))


def _is_idle(statement: tree.Node) -> bool:
    """Does it neither call, nor wait, nor leave?"""
    match statement:
        case tree.Pass() | tree.Continue() | tree.Expr(value=tree.Constant()):
            return True
        case tree.Assign(targets=(tree.Name(),), value=value):
            return isinstance(value, tree.Constant | tree.Name)
    return False


def _is_dataclass(decorator: tree.Node) -> bool:
    name = decorator.func if isinstance(decorator, tree.Call) else decorator
    return isinstance(name, tree.Name) and name.id == "dataclass"


def _imported(table: SymbolTable) -> dict[str, str]:
    """Names that an import at the top level binds -> module, or module.name."""
    found: dict[str, str] = {}
    for use in table.imports:
        if use.scope is not table.module or use.guarded:
            continue
        for alias in use.node.names:
            if isinstance(use.node, tree.Import):
                found[alias.asname or alias.name] = alias.name
            elif not use.node.level:
                found[alias.asname or alias.name] = f"{use.node.module}.{alias.name}"
    return found


def _binds(node: tree.Node) -> Iterator[tuple[str, int]]:
    """The names that a node itself binds. What may bind one in another scope counts as twice."""
    match node:
        case tree.Assign(targets=targets) | tree.Delete(targets=targets):
            yield from ((name, 1) for target in targets for name in _names(target))
        case tree.AugAssign(target=target) | tree.AnnAssign(target=target) | tree.For(target=target):
            yield from ((name, 1) for name in _names(target))
        case tree.WithItem(optional_vars=tree.Node() as target):
            yield from ((name, 1) for name in _names(target))
        case tree.NamedExpr(target=target) | tree.Comprehension(target=target):
            yield from ((name, 2) for name in _names(target))
        case tree.ExceptHandler(name=str(name)) | tree.FunctionDef(name=name) | tree.ClassDef(name=name):
            yield name, 2
        case tree.Arg(arg=name) | tree.MatchStar(name=str(name)) | tree.MatchAs(name=str(name)):
            yield name, 2
        case tree.MatchMapping(rest=str(name)):
            yield name, 2
        case tree.Alias(name=name, asname=asname):
            yield asname or name.partition(".")[0], 2
        case tree.Global(names=names) | tree.Nonlocal(names=names):
            yield from ((name, 2) for name in names)


def _names(target: tree.Node) -> Iterator[str]:
    for part in below(target):
        if isinstance(part, tree.Name):
            yield part.id

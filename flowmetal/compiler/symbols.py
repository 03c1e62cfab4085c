"""First half of settling names: which scopes there are, and what each does to which names.

`collect` walks a tree once and gives a `SymbolTable`: the scopes with their symbols, the imports, and a diagnostic for
everything whose place is wrong (`return` outside a function, `global` after use, …). What a name *means* is settled by
`scopes.settle`, once star imports are known.

Names are mangled here as Python does in classes (`__x` in class C is `_C__x`); annotations are never looked into.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, fields
from enum import Enum
from typing import Any

from flowmetal.bytecode.builtins import LEFT_OUT_METHODS
from flowmetal.compiler import tree
from flowmetal.compiler.constants import UNKNOWN, known_value
from flowmetal.compiler.diagnostics import Diagnostic
from flowmetal.source import Span


class Kind(Enum):
    MODULE = "module"
    CLASS = "class"
    FUNCTION = "function"
    LAMBDA = "lambda"
    COMPREHENSION = "comprehension"
    GENERATOR_EXPRESSION = "generator expression"
    BLOCK = "do block"


# What a scope does to a name.
BOUND, PARAMETER, USED, GLOBAL, NONLOCAL, ITERATION, ANNOTATED, IMPLICIT, DELETED = 1, 2, 4, 8, 16, 32, 64, 128, 256


@dataclass(eq=False, slots=True)
class Symbol:
    name: str
    span: Span  # of its first mention
    flags: int = 0
    uses: list[Span] = field(default_factory=list)  # where it is read; for diagnostics


@dataclass(eq=False, slots=True)
class Scope:
    """One module, class body or function-like thing; what `scopes.settle` finds out is added to it there."""

    kind: Kind
    name: str
    qualname: str
    node: tree.Node
    parent: Scope | None
    class_name: str | None  # of the innermost class around, for mangling
    symbols: dict[str, Symbol] = field(default_factory=dict)
    children: list[Scope] = field(default_factory=list)
    generator: bool = False
    # A block: the variables of the `for` statements around it in its parent; captured by value.
    loop_names: frozenset[str] = frozenset()
    # The parameter that `super()` takes for its object.
    self_name: str | None = None
    # While collecting: how many loops are open, the targets of open `for` bodies, open `try` bodies.
    loops: int = 0
    loop_targets: list[list[str]] = field(default_factory=list)
    tries: int = 0
    # Settled: see scopes.
    free: set[str] = field(default_factory=set)
    cells: set[str] = field(default_factory=set)
    by_value: set[str] = field(default_factory=set)
    places: dict[str, Any] = field(default_factory=dict)
    slots: tuple[str, ...] = ()
    slot_of: dict[str, int] = field(default_factory=dict)

    @property
    def functional(self) -> bool:
        return self.kind not in (Kind.MODULE, Kind.CLASS)

    def mangle(self, name: str) -> str:
        """Python's private names: `__x` in class C, unless it ends with two underscores or has a dot."""
        if self.class_name is None or not name.startswith("__") or name.endswith("__") or "." in name:
            return name
        bare = self.class_name.lstrip("_")
        return f"_{bare}{name}" if bare else name


@dataclass(frozen=True, slots=True)
class ImportUse:
    """An import statement; `guarded` if it stands in a `try` with handlers, so that its failure is expected."""

    node: tree.Import | tree.ImportFrom
    scope: Scope
    guarded: bool


@dataclass(frozen=True, slots=True)
class NumberUse:
    """A call of what takes a duration, if it is the built-in of that name, with a literal number."""

    name: str
    scope: Scope
    span: Span  # of the number
    number: int | float


@dataclass(frozen=True, slots=True)
class ForeignUse:
    """A function with the decorator `foreign`, if that is the built-in of that name."""

    scope: Scope  # where the decorator's name is read
    decorator: tree.Node
    function: tree.FunctionDef


# Built-ins that take a duration: by place (the first argument), or by keyword.
_TAKES_DURATION = {"sleep": None, "timeout": None, "receive": "timeout"}


@dataclass(eq=False, slots=True)
class SymbolTable:
    module: Scope
    scopes: dict[int, Scope]  # id of the node that makes the scope -> scope
    imports: list[ImportUse]
    explicit_exports: tuple[str, ...] | None  # `__all__`, if the module's top level sets it to literal names
    diagnostics: list[Diagnostic]
    numbers: list[NumberUse]
    foreign: list[ForeignUse]

    def bind(self, name: str, span: Span) -> None:
        """Bind name at the top level, for `from x import *`."""
        self.module.symbols.setdefault(name, Symbol(name, span)).flags |= BOUND

    def bound_names(self) -> list[str]:
        """What the module's top level binds, and functions by `global`, in order of first mention."""
        names = [s.name for s in self.module.symbols.values() if s.flags & BOUND]
        return list(dict.fromkeys(names + self.global_names()))

    def global_names(self) -> list[str]:
        """Names that functions declare `global` and bind."""
        return list(dict.fromkeys(
            symbol.name for scope in self.scopes.values() for symbol in scope.symbols.values()
            if symbol.flags & GLOBAL and symbol.flags & BOUND
        ))

    def exports(self) -> tuple[str, ...]:
        """What `from module import *` takes."""
        if self.explicit_exports is not None:
            return self.explicit_exports
        return tuple(name for name in self.bound_names() if not name.startswith("_"))


def collect(module: tree.Module, file: str) -> SymbolTable:
    """Find scopes and symbols. The tree may be deep: see `deep.deep_recursion`."""
    collector = _Collector(module, file)
    collector.body(module.body)
    table = SymbolTable(
        collector.scope, collector.scopes, collector.imports, _literal_all(module), collector.diagnostics,
        collector.numbers, collector.foreign,
    )
    return table


def _literal_all(module: tree.Module) -> tuple[str, ...] | None:
    for statement in module.body:
        match statement:
            case tree.Assign(targets=(tree.Name(id="__all__"),), value=tree.List(elts=elts) | tree.Tuple(elts=elts)):
                names = tuple(e.value for e in elts if isinstance(e, tree.Constant) and isinstance(e.value, str))
                if len(names) == len(elts):
                    return names
    return None


def target_names(target: tree.Node) -> list[str]:
    """The plain names that an assignment target binds."""
    match target:
        case tree.Name(id=name):
            return [name]
        case tree.Starred(value=value):
            return target_names(value)
        case tree.List(elts=elts) | tree.Tuple(elts=elts):
            return [name for element in elts for name in target_names(element)]
    return []


_FUTURE_FEATURES = frozenset((
    "annotations", "absolute_import", "division", "generator_stop", "generators", "nested_scopes", "print_function",
    "unicode_literals", "with_statement",
))


def is_future(node: tree.ImportFrom) -> bool:
    return node.module == "__future__" and node.level == 0


def _leading_futures(module: tree.Module) -> list[tree.Node]:
    """The `from __future__` imports that stand where they must: behind nothing but the docstring and each other."""
    found: list[tree.Node] = []
    for number, statement in enumerate(module.body):
        if isinstance(statement, tree.ImportFrom) and is_future(statement):
            found.append(statement)
        elif number > 0 or not isinstance(statement, tree.Expr) or not isinstance(statement.value, tree.Constant):
            break
    return found


def _captured(pattern: tree.Node) -> str | None:
    """The name that the pattern itself binds, if it does."""
    match pattern:
        case tree.MatchAs(name=name) | tree.MatchStar(name=name) | tree.MatchMapping(rest=name):
            return name
    return None


_COMPREHENSION_NAMES = {
    tree.ListComp: "<listcomp>", tree.SetComp: "<setcomp>", tree.DictComp: "<dictcomp>", tree.GeneratorExp: "<genexpr>",
}
_COMPREHENSION_WORDS = {
    tree.ListComp: "list comprehension", tree.SetComp: "set comprehension", tree.DictComp: "dict comprehension",
    tree.GeneratorExp: "generator expression",
}
_FIELDS: dict[type, tuple[str, ...]] = {}


def _node_fields(kind: type) -> tuple[str, ...]:
    names = tuple(f.name for f in fields(kind) if f.name not in ("span", "attr_span", "name_span"))
    _FIELDS[kind] = names
    return names


class _Collector:
    def __init__(self, module: tree.Module, file: str) -> None:
        self.file = file
        self.scope = Scope(Kind.MODULE, "<module>", "<module>", module, None, None)
        self.scopes = {id(module): self.scope}
        self.imports: list[ImportUse] = []
        self.diagnostics: list[Diagnostic] = []
        self.numbers: list[NumberUse] = []
        self.foreign: list[ForeignUse] = []
        self.leading = _leading_futures(module)
        self.iterables = 0  # how many comprehension iterables we are in

    # -- shared

    def error(self, span: Span, message: str, hint: str | None = None) -> None:
        self.diagnostics.append(Diagnostic("error", span, message, hint, (), self.file))

    def visit(self, node: tree.Node) -> None:
        visitor = _VISITORS.get(type(node))
        if visitor is not None:
            visitor(self, node)
        else:
            self.children(node)

    def children(self, node: tree.Node) -> None:
        for name in _FIELDS.get(type(node)) or _node_fields(type(node)):
            value = getattr(node, name)
            if isinstance(value, tree.Node):
                self.visit(value)
            elif type(value) is tuple:
                for item in value:
                    if isinstance(item, tree.Node):
                        self.visit(item)

    def visit_optional(self, node: tree.Node | None) -> None:
        if node is not None:
            self.visit(node)

    def body(self, statements: Iterable[tree.Node]) -> None:
        for statement in statements:
            self.visit(statement)

    def mark(self, name: str, flags: int, span: Span, scope: Scope | None = None) -> Symbol:
        scope = scope or self.scope
        name = scope.mangle(name)
        symbol = scope.symbols.get(name)
        if symbol is None:
            symbol = scope.symbols[name] = Symbol(name, span)
        symbol.flags |= flags
        if flags & USED and not flags & IMPLICIT:
            symbol.uses.append(span)
        return symbol

    @contextmanager
    def inside(self, kind: Kind, name: str, node: tree.Node, class_name: str | None = None) -> Iterator[Scope]:
        outer = self.scope
        scope = Scope(kind, name, _qualname(outer, name), node, outer, class_name or outer.class_name)
        outer.children.append(scope)
        self.scopes[id(node)] = self.scope = scope
        try:
            yield scope
        finally:
            self.scope = outer

    # -- names

    def name(self, node: tree.Name) -> None:
        self.mark(node.id, USED, node.span)
        if node.id == "super" and self.scope.functional:
            self.use_class_cell(node.span)

    def use_class_cell(self, span: Span) -> None:
        """`super` needs `__class__`, as if it were mentioned, where there is a class around."""
        if self.scope.class_name is not None:
            self.mark("__class__", USED | IMPLICIT, span)

    def target(self, node: tree.Node, flags: int = BOUND) -> None:
        """What is assigned to or deleted; the parser lets nothing else through."""
        match node:
            case tree.Name(id=name, span=span):
                self.mark(name, flags, span)
            case tree.List(elts=elts) | tree.Tuple(elts=elts):
                for element in elts:
                    self.target(element, flags)
            case tree.Starred(value=value):
                self.target(value, flags)
            case _:
                self.visit(node)

    def named_expression(self, node: tree.NamedExpr) -> None:
        self.visit(node.value)
        name, span, scope = node.target.id, node.target.span, self.scope
        if self.iterables:
            self.error(node.span, "assignment expression cannot be used in a comprehension iterable expression")
            self.mark(name, BOUND, span)
            return
        while scope.kind in (Kind.COMPREHENSION, Kind.GENERATOR_EXPRESSION):
            symbol = scope.symbols.get(scope.mangle(name))
            if symbol is not None and symbol.flags & ITERATION:
                self.error(span, f"assignment expression cannot rebind comprehension iteration variable '{name}'")
                return
            assert scope.parent is not None
            scope = scope.parent
        if scope is not self.scope:
            if scope.kind is Kind.CLASS:
                self.error(node.span, "assignment expression within a comprehension cannot be used in a class body")
                return
            inner = self.scope
            while inner is not scope:
                self.mark(name, IMPLICIT, span, inner)
                assert inner.parent is not None
                inner = inner.parent
        self.mark(name, BOUND, span, scope)

    def declaration(self, node: tree.Global | tree.Nonlocal) -> None:
        word, flag = ("global", GLOBAL) if isinstance(node, tree.Global) else ("nonlocal", NONLOCAL)
        if flag == NONLOCAL and self.scope.kind is Kind.MODULE:
            self.error(node.span, "nonlocal declaration not allowed at module level",
                       "leave it out; a function that assigns to names of the module says 'global'")
            return
        for name in node.names:
            symbol = self.scope.symbols.get(self.scope.mangle(name))
            if symbol is not None:
                flags, problem = symbol.flags, None
                if flags & PARAMETER:
                    problem = f"name '{name}' is parameter and {word}"
                elif flags & (GLOBAL | NONLOCAL) & ~flag:
                    problem = f"name '{name}' is nonlocal and global"
                elif flags & flag and not flags & (USED | BOUND):
                    problem = None
                elif flags & USED and not flags & IMPLICIT:
                    problem = f"name '{name}' is used prior to {word} declaration"
                elif flags & ANNOTATED:
                    problem = f"annotated name '{name}' can't be {word}"
                elif flags & BOUND:
                    problem = f"name '{name}' is assigned to before {word} declaration"
                if problem is not None:
                    self.error(node.span, problem)
                    continue
            self.mark(name, flag, node.span)

    # -- expressions with rules of their own

    def binary(self, node: tree.BinOp) -> None:
        """A chain `a + b + …` leans to the left: no recursion along it."""
        rights: list[tree.Node] = []
        left: tree.Node = node
        while isinstance(left, tree.BinOp):
            rights.append(left.right)
            left = left.left
        self.visit(left)
        for right in reversed(rights):
            self.visit(right)

    def call(self, node: tree.Call) -> None:
        self.visit(node.func)
        if isinstance(node.func, tree.Name) and node.func.id == "super" and not node.args and not node.keywords:
            self.zero_super(node.span)
        self.body(node.args)
        self.body(node.keywords)
        self.visit_optional(node.block)
        if isinstance(node.func, tree.Name) and node.func.id in _TAKES_DURATION:
            self.number_for_duration(node, node.func.id)

    def number_for_duration(self, node: tree.Call, name: str) -> None:
        keyword = _TAKES_DURATION[name]
        given = node.args[:1] if keyword is None else [k.value for k in node.keywords if k.arg == keyword]
        for argument in given:
            number = known_value(argument)
            if type(number) in (int, float):
                self.numbers.append(NumberUse(self.scope.mangle(name), self.scope, argument.span, number))

    def zero_super(self, span: Span) -> None:
        """Blocks and comprehensions are transparent for `super()`: its object is the method's first parameter."""
        scope = self.scope
        while scope.kind in (Kind.BLOCK, Kind.COMPREHENSION) and scope.parent is not None:
            scope = scope.parent
        if not isinstance(scope.node, tree.FunctionDef | tree.Lambda):
            return
        positional = scope.node.args.posonlyargs + scope.node.args.args
        if positional:
            self.scope.self_name = scope.mangle(positional[0].arg)
            if scope is not self.scope:
                self.mark(positional[0].arg, USED | IMPLICIT, span)

    def yielding(self, node: tree.Yield | tree.YieldFrom) -> None:
        word = "yield" if isinstance(node, tree.Yield) else "yield from"
        kind = self.scope.kind
        if kind in (Kind.MODULE, Kind.CLASS):
            self.error(node.span, f"'{word}' outside function")
        elif kind is Kind.BLOCK:
            self.error(node.span, f"'{word}' inside a do block",
                       "the block is a function of its own; write a 'def' if it is to be a generator")
        elif kind in (Kind.COMPREHENSION, Kind.GENERATOR_EXPRESSION):
            self.error(node.span, f"'{word}' inside {_COMPREHENSION_WORDS[type(self.scope.node)]}")
        self.scope.generator = True
        if isinstance(node.value, tree.Node):
            self.visit(node.value)

    def comprehension(self, node: tree.ListComp | tree.SetComp | tree.DictComp | tree.GeneratorExp) -> None:
        first = node.generators[0]
        self.iterable(first.iter)
        lazy = isinstance(node, tree.GeneratorExp)
        kind = Kind.GENERATOR_EXPRESSION if lazy else Kind.COMPREHENSION
        with self.inside(kind, _COMPREHENSION_NAMES[type(node)], node) as scope:
            scope.generator = lazy
            self.mark(".0", PARAMETER | BOUND, first.iter.span)
            for clause in node.generators:
                self.target(clause.target, BOUND | ITERATION)
                if clause is not first:
                    self.iterable(clause.iter)
                for condition in clause.ifs:
                    self.visit(condition)
            if isinstance(node, tree.DictComp):
                self.visit(node.key)
                self.visit(node.value)
            else:
                self.visit(node.elt)

    def iterable(self, node: tree.Node) -> None:
        self.iterables += 1
        self.visit(node)
        self.iterables -= 1

    # -- functions and classes

    def defaults(self, args: tree.Arguments) -> None:
        for default in args.defaults:
            self.visit(default)
        for kw_default in args.kw_defaults:
            self.visit_optional(kw_default)

    def parameters(self, args: tree.Arguments) -> None:
        every = [*args.posonlyargs, *args.args, *args.kwonlyargs]
        every += [arg for arg in (args.vararg, args.kwarg) if arg is not None]
        for arg in every:
            self.mark(arg.arg, BOUND | PARAMETER, arg.span)

    def function(self, node: tree.FunctionDef) -> None:
        for decorator in node.decorator_list:
            self.visit(decorator)
            match decorator:
                case tree.Name(id="foreign") | tree.Call(func=tree.Name(id="foreign")):
                    self.foreign.append(ForeignUse(self.scope, decorator, node))
        self.defaults(node.args)
        self.mark(node.name, BOUND, node.name_span)
        if self.scope.kind is Kind.CLASS and node.name in LEFT_OUT_METHODS:
            self.error(node.name_span, f"'{node.name}' is never called in Flowmetal", LEFT_OUT_METHODS[node.name])
        with self.inside(Kind.FUNCTION, node.name, node):
            self.parameters(node.args)
            self.body(node.body)

    def anonymous(self, node: tree.Lambda | tree.Block) -> None:
        self.defaults(node.args)
        if isinstance(node, tree.Lambda):
            with self.inside(Kind.LAMBDA, "<lambda>", node):
                self.parameters(node.args)
                self.visit(node.body)
            return
        around = frozenset(self.scope.mangle(name) for names in self.scope.loop_targets for name in names)
        with self.inside(Kind.BLOCK, "<block>", node) as scope:
            scope.loop_names = around
            self.parameters(node.args)
            self.body(node.body)

    def class_(self, node: tree.ClassDef) -> None:
        for decorator in node.decorator_list:
            self.visit(decorator)
        for base in node.bases:
            if isinstance(base, tree.Starred):
                self.error(base.span, "bases must be written one by one", "Flowmetal has single inheritance")
                self.visit(base.value)
            else:
                self.visit(base)
        if len(node.bases) > 1:
            self.error(node.bases[1].span, "a class can have one base only",
                       "there is no multiple inheritance; keep an object of the other class in an attribute")
        for keyword in node.keywords:
            if keyword.arg == "metaclass":
                self.error(keyword.span, "there are no metaclasses", "use a class decorator, or __init_subclass__")
            self.visit(keyword.value)
        self.mark(node.name, BOUND, node.name_span)
        with self.inside(Kind.CLASS, node.name, node, node.name):
            self.body(node.body)

    # -- statements

    def assign(self, node: tree.Assign) -> None:
        self.visit(node.value)
        for target in node.targets:
            self.target(target)

    def augmented(self, node: tree.AugAssign) -> None:
        if isinstance(node.target, tree.Name):
            self.mark(node.target.id, USED, node.target.span)
        self.target(node.target)
        self.visit(node.value)

    def annotated(self, node: tree.AnnAssign) -> None:
        self.visit_optional(node.value)
        if isinstance(node.target, tree.Name):
            symbol = self.scope.symbols.get(self.scope.mangle(node.target.id))
            if symbol is not None and symbol.flags & (GLOBAL | NONLOCAL) and self.scope.kind is not Kind.MODULE:
                word = "global" if symbol.flags & GLOBAL else "nonlocal"
                self.error(node.target.span, f"annotated name '{node.target.id}' can't be {word}")
            # A bare annotation makes the name local to a function, yet binds nothing in a module or class.
            bound = BOUND if node.value is not None or self.scope.functional else 0
            self.mark(node.target.id, bound | ANNOTATED, node.target.span)
        else:
            self.target(node.target)

    def delete(self, node: tree.Delete) -> None:
        for target in node.targets:
            self.target(target, BOUND | DELETED)

    def for_(self, node: tree.For) -> None:
        self.visit(node.iter)
        self.target(node.target)
        self.scope.loops += 1
        self.scope.loop_targets.append(target_names(node.target))
        self.body(node.body)
        self.scope.loop_targets.pop()
        self.scope.loops -= 1
        self.body(node.orelse)

    def while_(self, node: tree.While) -> None:
        self.visit(node.test)
        self.scope.loops += 1
        self.body(node.body)
        self.scope.loops -= 1
        self.body(node.orelse)

    def if_(self, node: tree.If) -> None:
        """An elif chain leans to the right: no recursion along it."""
        while True:
            self.visit(node.test)
            self.body(node.body)
            match node.orelse:
                case (tree.If() as following,):
                    node = following
                case _:
                    break
        self.body(node.orelse)

    def match(self, node: tree.Match) -> None:
        self.visit(node.subject)
        for case in node.cases:
            self.refutable(case.pattern, case.guard is not None or case is node.cases[-1])
            self.captures(case.pattern, set())
            self.visit(case.pattern)
            self.visit_optional(case.guard)
            self.body(case.body)

    def refutable(self, pattern: tree.Node, irrefutable: bool) -> None:
        """A pattern that matches everything, where something comes after it, is an error."""
        match pattern:
            case tree.MatchOr(patterns=patterns):
                for alternative in patterns:
                    self.refutable(alternative, irrefutable and alternative is patterns[-1])
            case tree.MatchAs(pattern=tree.Node() as inner):
                self.refutable(inner, irrefutable)
            case tree.MatchAs(name=name) if not irrefutable:
                found = f"name capture '{name}'" if name else "wildcard"
                hint = "put it last; a name here is bound, not compared" if name else "put it last"
                self.error(pattern.span, f"{found} makes remaining patterns unreachable", hint)

    def captures(self, pattern: tree.Node, before: set[str]) -> set[str]:
        """The names that pattern binds, beside those bound before it in the same case: none twice."""
        own: set[str] = set()
        match pattern:
            case tree.MatchOr(patterns=patterns):
                names = [self.captures(alternative, set()) for alternative in patterns]
                odd = next((n for n, bound in enumerate(names) if bound != names[0]), None)
                if odd is not None:
                    differing = ", ".join(f"'{name}'" for name in sorted(names[odd] ^ names[0]))
                    hint = f"{differing} must be bound by all or none"
                    self.error(patterns[odd].span, "alternative patterns bind different names", hint)
                for name in sorted(names[0] & before):
                    self.bound_twice(name, pattern.span)
                return names[0]
            case tree.MatchSequence(patterns=patterns) | tree.MatchMapping(patterns=patterns):
                inner: tuple[tree.Node, ...] = patterns
            case tree.MatchClass(patterns=patterns, kwd_patterns=named):
                inner = patterns + named
            case tree.MatchAs(pattern=tree.Node() as one):
                inner = (one,)
            case _:
                inner = ()
        for part in inner:
            own |= self.captures(part, before | own)
        if isinstance(pattern, tree.MatchMapping):
            self.distinct_keys(pattern)
        captured = _captured(pattern)
        if captured is not None:
            if captured in before | own:
                self.bound_twice(captured, pattern.span)
            own.add(captured)
        return own

    def bound_twice(self, name: str, span: Span) -> None:
        self.error(span, f"multiple assignments to name '{name}' in pattern", "compare two names in a guard")

    def distinct_keys(self, node: tree.MatchMapping) -> None:
        seen: dict[Any, None] = {}
        for key in node.keys:
            value = known_value(key)
            if value is UNKNOWN:
                continue
            if value in seen:
                self.error(key.span, f"mapping pattern checks duplicate key ({value!r})", "leave one out")
            seen[value] = None

    def pattern(self, node: tree.MatchAs | tree.MatchStar | tree.MatchMapping) -> None:
        self.children(node)
        name = _captured(node)
        if name is not None:
            self.mark(name, BOUND, node.span)

    def try_(self, node: tree.Try) -> None:
        guarded = bool(node.handlers)
        self.scope.tries += guarded
        self.body(node.body)
        self.scope.tries -= guarded
        for handler in node.handlers:
            self.visit_optional(handler.type)
            if handler.name is not None:
                self.mark(handler.name, BOUND, handler.span)
            self.body(handler.body)
        self.body(node.orelse)
        self.body(node.finalbody)

    def with_(self, node: tree.With) -> None:
        for item in node.items:
            self.visit(item.context_expr)
            if item.optional_vars is not None:
                self.target(item.optional_vars)
        self.body(node.body)

    def import_(self, node: tree.Import) -> None:
        self.imports.append(ImportUse(node, self.scope, self.scope.tries > 0))
        for alias in node.names:
            self.mark(alias.asname or alias.name.partition(".")[0], BOUND, alias.span)

    def import_from(self, node: tree.ImportFrom) -> None:
        if is_future(node):
            self.future(node)
            return
        self.imports.append(ImportUse(node, self.scope, self.scope.tries > 0))
        for alias in node.names:
            if alias.name != "*":
                self.mark(alias.asname or alias.name, BOUND, alias.span)
            elif self.scope.kind is not Kind.MODULE:
                self.error(alias.span, "import * only allowed at module level", "import the names that you use")

    def future(self, node: tree.ImportFrom) -> None:
        """Nothing happens: annotations are never evaluated, and the other features are in the language."""
        if node not in self.leading:
            self.error(node.span, "from __future__ imports must occur at the beginning of the file",
                       "leave it out: it changes nothing here")
        for alias in node.names:
            if alias.name not in _FUTURE_FEATURES:
                self.error(alias.span, f"future feature {alias.name} is not defined", "leave it out")

    def return_(self, node: tree.Return) -> None:
        if not self.scope.functional:
            hint = "use exit() to end the program" if self.scope.kind is Kind.MODULE else None
            self.error(node.span, "'return' outside function", hint)
        self.visit_optional(node.value)

    def break_(self, node: tree.Break | tree.Continue) -> None:
        if self.scope.loops:
            return
        hint = None
        if self.scope.kind is Kind.BLOCK:
            hint = "a do block is a function of its own: 'return' leaves it"
        stopping = isinstance(node, tree.Break)
        self.error(node.span, "'break' outside loop" if stopping else "'continue' not properly in loop", hint)


def _qualname(parent: Scope, name: str) -> str:
    if parent.kind is Kind.MODULE:
        return name
    symbol = parent.symbols.get(parent.mangle(name))
    if symbol is not None and symbol.flags & GLOBAL:
        return name
    return f"{parent.qualname}.{name}" if parent.kind is Kind.CLASS else f"{parent.qualname}.<locals>.{name}"


_VISITORS: dict[type, Callable[[_Collector, Any], None]] = {
    tree.Name: _Collector.name,
    tree.NamedExpr: _Collector.named_expression,
    tree.Global: _Collector.declaration,
    tree.Nonlocal: _Collector.declaration,
    tree.BinOp: _Collector.binary,
    tree.Call: _Collector.call,
    tree.Yield: _Collector.yielding,
    tree.YieldFrom: _Collector.yielding,
    tree.ListComp: _Collector.comprehension,
    tree.SetComp: _Collector.comprehension,
    tree.DictComp: _Collector.comprehension,
    tree.GeneratorExp: _Collector.comprehension,
    tree.FunctionDef: _Collector.function,
    tree.Lambda: _Collector.anonymous,
    tree.Block: _Collector.anonymous,
    tree.ClassDef: _Collector.class_,
    tree.Assign: _Collector.assign,
    tree.AugAssign: _Collector.augmented,
    tree.AnnAssign: _Collector.annotated,
    tree.Delete: _Collector.delete,
    tree.For: _Collector.for_,
    tree.While: _Collector.while_,
    tree.If: _Collector.if_,
    tree.Match: _Collector.match,
    tree.MatchAs: _Collector.pattern,
    tree.MatchStar: _Collector.pattern,
    tree.MatchMapping: _Collector.pattern,
    tree.Try: _Collector.try_,
    tree.With: _Collector.with_,
    tree.Import: _Collector.import_,
    tree.ImportFrom: _Collector.import_from,
    tree.Return: _Collector.return_,
    tree.Break: _Collector.break_,
    tree.Continue: _Collector.break_,
}

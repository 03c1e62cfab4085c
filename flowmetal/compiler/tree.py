"""The syntax tree: Python's abstract grammar, node for node and field for field, and what Flowmetal adds.

Nodes are named and shaped as in CPython's `ast` module (3.12), so that its documentation is theirs too; each is a
frozen dataclass with a `span`. What Flowmetal adds: `DurationLiteral`, `Spawn` (`async CALL` and `async do:`),
`Await` in any function, and `Call.block` (the `do` clause, appended as the last positional argument).
Not in the tree: what the language leaves out (async def, complex numbers, except*, …), which the parser refuses.

`expr_context` is left out: targets are recognised by where they stand.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from flowmetal.source import Span


@dataclass(frozen=True, slots=True)
class Node:
    span: Span


# -- expressions


@dataclass(frozen=True, slots=True)
class Constant(Node):
    """None, bool, int, float, str, bytes, Ellipsis."""

    value: Any


@dataclass(frozen=True, slots=True)
class DurationLiteral(Node):
    microseconds: int


@dataclass(frozen=True, slots=True)
class Name(Node):
    id: str


@dataclass(frozen=True, slots=True)
class JoinedStr(Node):
    """An f-string: Constant and FormattedValue."""

    values: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class FormattedValue(Node):
    value: Node
    conversion: str | None  # "s", "r", "a"; `=` without spec or conversion gives "r"
    format_spec: JoinedStr | None


@dataclass(frozen=True, slots=True)
class List(Node):
    elts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Tuple(Node):
    elts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Set(Node):
    elts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Dict(Node):
    keys: tuple[Node | None, ...]  # None for `**mapping`
    values: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Starred(Node):
    value: Node


@dataclass(frozen=True, slots=True)
class UnaryOp(Node):
    op: str  # "-", "+", "~", "not"
    operand: Node


@dataclass(frozen=True, slots=True)
class BinOp(Node):
    left: Node
    op: str  # as in bytecode.opcodes.BINARY_OPERATORS
    right: Node


@dataclass(frozen=True, slots=True)
class BoolOp(Node):
    op: str  # "and", "or"
    values: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Compare(Node):
    left: Node
    ops: tuple[str, ...]  # "==", "!=", "<", "<=", ">", ">=", "is", "is not", "in", "not in"
    comparators: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class IfExp(Node):
    test: Node
    body: Node
    orelse: Node


@dataclass(frozen=True, slots=True)
class NamedExpr(Node):
    target: Name
    value: Node


@dataclass(frozen=True, slots=True)
class Keyword(Node):
    arg: str | None  # None for `**mapping`
    value: Node


@dataclass(frozen=True, slots=True)
class Call(Node):
    func: Node
    args: tuple[Node, ...]  # Starred allowed
    keywords: tuple[Keyword, ...]
    block: Block | None = None


@dataclass(frozen=True, slots=True)
class Spawn(Node):
    """`async CALL` (call is a Call), or `async do:` (call is a Block)."""

    call: Call | Block


@dataclass(frozen=True, slots=True)
class Await(Node):
    value: Node


@dataclass(frozen=True, slots=True)
class Yield(Node):
    value: Node | None


@dataclass(frozen=True, slots=True)
class YieldFrom(Node):
    value: Node


@dataclass(frozen=True, slots=True)
class Attribute(Node):
    value: Node
    attr: str
    attr_span: Span


@dataclass(frozen=True, slots=True)
class Subscript(Node):
    value: Node
    slice: Node


@dataclass(frozen=True, slots=True)
class Slice(Node):
    lower: Node | None
    upper: Node | None
    step: Node | None


@dataclass(frozen=True, slots=True)
class Comprehension(Node):
    """One `for target in iter if …` clause."""

    target: Node
    iter: Node
    ifs: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class ListComp(Node):
    elt: Node
    generators: tuple[Comprehension, ...]


@dataclass(frozen=True, slots=True)
class SetComp(Node):
    elt: Node
    generators: tuple[Comprehension, ...]


@dataclass(frozen=True, slots=True)
class GeneratorExp(Node):
    elt: Node
    generators: tuple[Comprehension, ...]


@dataclass(frozen=True, slots=True)
class DictComp(Node):
    key: Node
    value: Node
    generators: tuple[Comprehension, ...]


@dataclass(frozen=True, slots=True)
class Arg(Node):
    arg: str
    annotation: Node | None = None


@dataclass(frozen=True, slots=True)
class Arguments(Node):
    posonlyargs: tuple[Arg, ...] = ()
    args: tuple[Arg, ...] = ()
    vararg: Arg | None = None
    kwonlyargs: tuple[Arg, ...] = ()
    kw_defaults: tuple[Node | None, ...] = ()  # one per kwonlyarg
    kwarg: Arg | None = None
    defaults: tuple[Node, ...] = ()  # of the last positional ones


@dataclass(frozen=True, slots=True)
class Lambda(Node):
    args: Arguments
    body: Node


@dataclass(frozen=True, slots=True)
class Block(Node):
    """The anonymous function of a `do` clause."""

    args: Arguments
    body: tuple[Node, ...]


# -- statements


@dataclass(frozen=True, slots=True)
class Module(Node):
    body: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Expr(Node):
    value: Node


@dataclass(frozen=True, slots=True)
class Assign(Node):
    targets: tuple[Node, ...]
    value: Node


@dataclass(frozen=True, slots=True)
class AugAssign(Node):
    target: Node
    op: str  # without the "="
    value: Node


@dataclass(frozen=True, slots=True)
class AnnAssign(Node):
    target: Node
    annotation: Node
    value: Node | None


@dataclass(frozen=True, slots=True)
class Delete(Node):
    targets: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Pass(Node):
    pass


@dataclass(frozen=True, slots=True)
class Break(Node):
    pass


@dataclass(frozen=True, slots=True)
class Continue(Node):
    pass


@dataclass(frozen=True, slots=True)
class Return(Node):
    value: Node | None


@dataclass(frozen=True, slots=True)
class Raise(Node):
    exc: Node | None
    cause: Node | None


@dataclass(frozen=True, slots=True)
class Global(Node):
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Nonlocal(Node):
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Assert(Node):
    test: Node
    msg: Node | None


@dataclass(frozen=True, slots=True)
class Alias(Node):
    name: str  # dotted; "*" in `from x import *`
    asname: str | None


@dataclass(frozen=True, slots=True)
class Import(Node):
    names: tuple[Alias, ...]


@dataclass(frozen=True, slots=True)
class ImportFrom(Node):
    module: str | None
    names: tuple[Alias, ...]
    level: int


@dataclass(frozen=True, slots=True)
class If(Node):
    test: Node
    body: tuple[Node, ...]
    orelse: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class While(Node):
    test: Node
    body: tuple[Node, ...]
    orelse: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class For(Node):
    target: Node
    iter: Node
    body: tuple[Node, ...]
    orelse: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class ExceptHandler(Node):
    type: Node | None
    name: str | None
    body: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Try(Node):
    body: tuple[Node, ...]
    handlers: tuple[ExceptHandler, ...]
    orelse: tuple[Node, ...]
    finalbody: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class WithItem(Node):
    context_expr: Node
    optional_vars: Node | None


@dataclass(frozen=True, slots=True)
class With(Node):
    items: tuple[WithItem, ...]
    body: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class FunctionDef(Node):
    name: str
    args: Arguments
    body: tuple[Node, ...]
    decorator_list: tuple[Node, ...] = ()
    returns: Node | None = None
    name_span: Span = field(default=Span(0, 0, 0, 0))


@dataclass(frozen=True, slots=True)
class ClassDef(Node):
    name: str
    bases: tuple[Node, ...]
    keywords: tuple[Keyword, ...]
    body: tuple[Node, ...]
    decorator_list: tuple[Node, ...] = ()
    name_span: Span = field(default=Span(0, 0, 0, 0))


# -- the match statement and its patterns


@dataclass(frozen=True, slots=True)
class MatchCase(Node):
    pattern: Node
    guard: Node | None
    body: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Match(Node):
    subject: Node
    cases: tuple[MatchCase, ...]


@dataclass(frozen=True, slots=True)
class MatchValue(Node):
    """Equal to a constant, or to the value of a dotted name."""

    value: Node


@dataclass(frozen=True, slots=True)
class MatchSingleton(Node):
    value: bool | None


@dataclass(frozen=True, slots=True)
class MatchSequence(Node):
    patterns: tuple[Node, ...]  # at most one MatchStar


@dataclass(frozen=True, slots=True)
class MatchMapping(Node):
    keys: tuple[Node, ...]
    patterns: tuple[Node, ...]
    rest: str | None


@dataclass(frozen=True, slots=True)
class MatchClass(Node):
    cls: Node
    patterns: tuple[Node, ...]
    kwd_attrs: tuple[str, ...]
    kwd_patterns: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class MatchStar(Node):
    name: str | None  # None for `*_`


@dataclass(frozen=True, slots=True)
class MatchAs(Node):
    """A capture, `pattern as name`, or `_` (neither)."""

    pattern: Node | None
    name: str | None


@dataclass(frozen=True, slots=True)
class MatchOr(Node):
    patterns: tuple[Node, ...]

"""The grammar of statements, and of the `do` clause that may end a simple one."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

from flowmetal.compiler import grammar_patterns as grammar_patterns  # registers the rules
from flowmetal.compiler import tree
from flowmetal.compiler.grammar import Context, Values, passing, rule
from flowmetal.compiler.grammar_expressions import BareAsync, BareGenerator, split_arguments
from flowmetal.compiler.grammar_parameters import no_arguments
from flowmetal.compiler.targets import Group, assignable, deletable, single_target
from flowmetal.source import Span

NODE = tree.Node
MAYBE_EQUAL = "did you mean `==`?"


@rule
def module(p: Values, span: Span) -> NODE:
    """
    module :
           | statements
    """
    return tree.Module(span, tuple(p[0]) if p else ())


@rule
def first_statement(p: Values) -> list[Any]:
    """
    statements : line
    simples : simple
    """
    return p[0]  # type: ignore[no-any-return]


@rule
def compound_statement(p: Values) -> list[Any]:
    """
    statements : compound
    """
    return [p[0]]


@rule
def next_statements(p: Values) -> list[Any]:
    """
    statements : statements line
    """
    p[0].extend(p[1])
    return p[0]  # type: ignore[no-any-return]


@rule
def next_compound(p: Values) -> list[Any]:
    """
    statements : statements compound
    """
    p[0].append(p[1])
    return p[0]  # type: ignore[no-any-return]


@rule
def broken_line(p: Values) -> list[Any]:
    """
    line : BROKEN NEWLINE
         | BROKEN NEWLINE INDENT statements DEDENT
    """
    # The parser puts BROKEN in the place of a statement that it could not read. It asks for the None later.
    return [None]


@rule
def line(p: Values) -> list[Any]:
    """
    line : simples NEWLINE
         | simples ';' NEWLINE
    """
    return p[0]  # type: ignore[no-any-return]


@rule
def next_simple(p: Values) -> list[Any]:
    """
    simples : simples ';' simple
    """
    p[0].extend(p[2])
    return p[0]  # type: ignore[no-any-return]


passing("""
suite : line
""")


@rule
def indented_suite(p: Values) -> list[Any]:
    """
    suite : NEWLINE INDENT statements DEDENT
    """
    return p[2]  # type: ignore[no-any-return]


# -- the `do` clause


@rule
def line_with_block(p: Values, span: Span, c: Context) -> list[Any]:
    """
    line : simples 'do' ':' suite
         | simples 'do' plain_parameters ':' suite
    """
    arguments = p[2] if len(p) == 5 else no_arguments(c.firsts[1])
    if len(p) == 5 and c.lasts[0] in c.unfinished:
        c.error(arguments.span, "a block started by 'async' takes no parameters", "nobody could give it arguments")
    block = tree.Block(c.firsts[1].to(span), arguments, tuple(p[-1]))
    statement = _with_block(p[0][-1], block, c.lasts[0], c)
    if statement is None:
        c.error(c.firsts[1], "a `do` block must follow a call", "write `f(…) do:`")
    else:
        p[0][-1] = statement
    return p[0]  # type: ignore[no-any-return]


def _with_block(statement: NODE, block: tree.Block, last: Span, c: Context) -> NODE | None:
    """The statement with the block given to the call that ends with the token `last`; None if no call does.

    The way there goes from node to node by the child that ends there too. The span of each grows by the block.
    """
    end = (last.end_line, last.end_column)
    way: list[tuple[NODE, str, int | None]] = []
    node = statement
    while not isinstance(node, (tree.Call, BareAsync)):
        step = _child_at(node, end)
        if step is None:
            return None
        way.append((node, step[0], step[1]))
        node = step[2]
    if isinstance(node, BareAsync):
        c.unfinished.pop(node.span, None)
        made: NODE = tree.Spawn(node.span.to(block.span), block)
    else:
        made = replace(node, block=block, span=node.span.to(block.span))
    for parent, name, index in reversed(way):
        child: Any = made
        if index is not None:
            siblings = getattr(parent, name)
            child = (*siblings[:index], made, *siblings[index + 1 :])
        change: dict[str, Any] = {name: child, "span": parent.span.to(block.span)}
        made = replace(parent, **change)
    return made


def _child_at(node: NODE, end: tuple[int, int]) -> tuple[str, int | None, NODE] | None:
    """The field (and the index in it) of the child that ends there."""
    for described in fields(node):
        value = getattr(node, described.name)
        candidates = value if isinstance(value, tuple) else (value,)
        for index, child in enumerate(candidates):
            if isinstance(child, tree.Node) and (child.span.end_line, child.span.end_column) == end:
                return described.name, index if isinstance(value, tuple) else None, child
    return None


# -- simple statements


@rule
def expression_statement(p: Values, span: Span, c: Context) -> list[Any]:
    """
    simple : value
    """
    return [tree.Expr(span, unstarred(p[0], c))]


def unstarred(node: Any, c: Context) -> Any:
    """The node, after a report if it is a lone `*x`."""
    if isinstance(node, tree.Starred):
        c.error(node.span, "a starred expression needs a list around it", "write `*x,` for a tuple")
    return node


@rule
def first_target(p: Values) -> list[Any]:
    """
    assigned : value '='
    """
    return [p[0]]


@rule
def next_target(p: Values) -> list[Any]:
    """
    assigned : assigned value '='
    """
    p[0].append(p[1])
    return p[0]  # type: ignore[no-any-return]


@rule
def assignment(p: Values, span: Span, c: Context) -> list[Any]:
    """
    simple : assigned value
    """
    targets = tuple(assignable(target, c, MAYBE_EQUAL) for target in p[0])
    return [tree.Assign(span, targets, unstarred(p[1], c))]


passing("""
augmented : '+='
augmented : '-='
augmented : '*='
augmented : '/='
augmented : '//='
augmented : '%='
augmented : '@='
augmented : '&='
augmented : '|='
augmented : '^='
augmented : '>>='
augmented : '<<='
augmented : '**='
""")


@rule
def augmented_assignment(p: Values, span: Span, c: Context) -> list[Any]:
    """
    simple : value augmented value
    """
    target = single_target(p[0], c, f"'{p[1]}'")
    return [tree.AugAssign(span, target, p[1][:-1], unstarred(p[2], c))]


@rule
def annotated_assignment(p: Values, span: Span, c: Context) -> list[Any]:
    """
    simple : value ':' test
           | value ':' test '=' value
    """
    target = single_target(p[0], c, "an annotation")
    return [tree.AnnAssign(span, target, p[2], unstarred(p[4], c) if len(p) > 3 else None)]


_SINGLE = {"pass": tree.Pass, "break": tree.Break, "continue": tree.Continue}


@rule
def single_word(p: Values, span: Span) -> list[Any]:
    """
    simple : 'pass'
           | 'break'
           | 'continue'
    """
    return [_SINGLE[p[0]](span)]


@rule
def return_(p: Values, span: Span, c: Context) -> list[Any]:
    """
    simple : 'return'
           | 'return' items_or_one
    """
    return [tree.Return(span, unstarred(p[1], c) if len(p) > 1 else None)]


@rule
def raise_(p: Values, span: Span) -> list[Any]:
    """
    simple : 'raise'
           | 'raise' test
           | 'raise' test 'from' test
    """
    return [tree.Raise(span, p[1] if len(p) > 1 else None, p[3] if len(p) > 2 else None)]


@rule
def scope_declaration(p: Values, span: Span) -> list[Any]:
    """
    simple : 'global' names
           | 'nonlocal' names
    """
    made = tree.Global if p[0] == "global" else tree.Nonlocal
    return [made(span, tuple(p[1]))]


@rule
def first_name(p: Values) -> list[Any]:
    """
    names : NAME
    """
    return [p[0]]


@rule
def next_name(p: Values) -> list[Any]:
    """
    names : names ',' NAME
    """
    p[0].append(p[2])
    return p[0]  # type: ignore[no-any-return]


@rule
def delete(p: Values, span: Span, c: Context) -> list[Any]:
    """
    simple : 'del' target
           | 'del' targets
           | 'del' targets target
    """
    targets = p[1] + p[2:] if isinstance(p[1], list) else [p[1]]
    return [tree.Delete(span, tuple(deletable(target, c) for target in targets))]


@rule
def assert_(p: Values, span: Span) -> list[Any]:
    """
    simple : 'assert' test
           | 'assert' test ',' test
    """
    return [tree.Assert(span, p[1], p[3] if len(p) > 2 else None)]


# -- imports


@rule
def import_(p: Values, span: Span) -> list[Any]:
    """
    simple : 'import' modules
    """
    return [tree.Import(span, tuple(p[1]))]


@rule
def first_alias(p: Values) -> list[Any]:
    """
    modules : module_alias
    imported : alias
    """
    return [p[0]]


@rule
def next_alias(p: Values) -> list[Any]:
    """
    modules : modules ',' module_alias
    imported : imported ',' alias
    """
    p[0].append(p[2])
    return p[0]  # type: ignore[no-any-return]


@rule
def alias(p: Values, span: Span) -> NODE:
    """
    module_alias : dotted
                 | dotted 'as' NAME
    alias : NAME
          | NAME 'as' NAME
    """
    return tree.Alias(span, p[0], p[2] if len(p) > 1 else None)


@rule
def dotted(p: Values) -> str:
    """
    dotted : NAME
           | dotted '.' NAME
    """
    return "".join(p)


@rule
def from_import(p: Values, span: Span, c: Context) -> list[Any]:
    """
    simple : 'from' dotted 'import' import_names
           | 'from' dots 'import' import_names
           | 'from' dots dotted 'import' import_names
    """
    level = p[1].count(".") if p[1].startswith(".") else 0
    name = p[-3] if not p[-3].startswith(".") else None
    return [tree.ImportFrom(span, name, tuple(p[-1]), level)]


@rule
def dots(p: Values) -> str:
    """
    dots : '.'
         | '...'
         | dots '.'
         | dots '...'
    """
    return "".join(p)


@rule
def star_import(p: Values, span: Span) -> list[Any]:
    """
    import_names : '*'
    """
    return [tree.Alias(span, "*", None)]


passing("""
import_names : imported
""")


@rule
def imported_in_parentheses(p: Values) -> list[Any]:
    """
    import_names : '(' imported ')'
                 | '(' imported ',' ')'
    """
    return p[1]  # type: ignore[no-any-return]


# -- compound statements


@rule
def if_(p: Values, span: Span) -> NODE:
    """
    compound : 'if' named ':' suite elifs else_part
    """
    orelse = p[5]
    for start, test, body in reversed(p[4]):
        orelse = (tree.If(start.to(span), test, tuple(body), tuple(orelse)),)
    return tree.If(span, p[1], tuple(p[3]), tuple(orelse))


@rule
def no_clauses(p: Values) -> list[Any]:
    """
    elifs :
    else_part :
    finally_part :
    """
    return []


@rule
def next_elif(p: Values, span: Span, c: Context) -> list[Any]:
    """
    elifs : elifs 'elif' named ':' suite
    """
    p[0].append((c.firsts[1], p[2], p[4]))
    return p[0]  # type: ignore[no-any-return]


@rule
def last_clause(p: Values) -> list[Any]:
    """
    else_part : 'else' ':' suite
    finally_part : 'finally' ':' suite
    """
    return p[2]  # type: ignore[no-any-return]


@rule
def while_(p: Values, span: Span) -> NODE:
    """
    compound : 'while' named ':' suite else_part
    """
    return tree.While(span, p[1], tuple(p[3]), tuple(p[4]))


@rule
def for_(p: Values, span: Span, c: Context) -> NODE:
    """
    compound : 'for' target_list 'in' items_or_one ':' suite else_part
    """
    return tree.For(span, assignable(p[1], c), unstarred(p[3], c), tuple(p[5]), tuple(p[6]))


@rule
def try_(p: Values, span: Span, c: Context) -> NODE:
    """
    compound : 'try' ':' suite handlers else_part finally_part
    """
    for handler in p[3][:-1]:
        if handler.type is None:
            where = Span(handler.span.line, handler.span.column, handler.span.line, handler.span.column + len("except"))
            c.error(where, "a bare `except:` is not the last", "it takes every error, so it comes last")
    return tree.Try(span, tuple(p[2]), tuple(p[3]), tuple(p[4]), tuple(p[5]))


@rule
def try_finally(p: Values, span: Span) -> NODE:
    """
    compound : 'try' ':' suite 'finally' ':' suite
    """
    return tree.Try(span, tuple(p[2]), (), (), tuple(p[5]))


@rule
def first_handler(p: Values) -> list[Any]:
    """
    handlers : handler
    decorators : decorator
    """
    return [p[0]]


@rule
def next_handler(p: Values) -> list[Any]:
    """
    handlers : handlers handler
    decorators : decorators decorator
    """
    p[0].append(p[1])
    return p[0]  # type: ignore[no-any-return]


@rule
def handler(p: Values, span: Span) -> NODE:
    """
    handler : 'except' ':' suite
            | 'except' test ':' suite
            | 'except' test 'as' NAME ':' suite
    """
    return tree.ExceptHandler(span, p[1] if len(p) > 3 else None, p[3] if len(p) > 4 else None, tuple(p[-1]))


@rule
def with_(p: Values, span: Span, c: Context) -> NODE:
    """
    compound : 'with' with_items ':' suite
    """
    items = p[1]
    if len(items) == 1 and items[0].optional_vars is None:
        items = _items_in_parentheses(items[0], c.firsts[1].to(c.lasts[1]), c)
    return tree.With(span, tuple(items), tuple(p[3]))


def _items_in_parentheses(item: tree.WithItem, whole: Span, c: Context) -> list[tree.WithItem]:
    """The items of `with (a as b, c):`, which was read as one expression; or that one item."""
    only = item.context_expr
    if isinstance(only, Group):
        c.unfinished.pop(only.span, None)
        inside = only.items
    elif isinstance(only, tree.Tuple) and only.span == whole and only.elts:
        inside = only.elts
        if any(isinstance(element, tree.Starred) for element in inside):
            return [item]
    else:
        return [item]
    return [
        element if isinstance(element, tree.WithItem) else tree.WithItem(element.span, unstarred(element, c), None)
        for element in inside
    ]


@rule
def first_with_item(p: Values) -> list[Any]:
    """
    with_items : with_item
    """
    return [p[0]]


@rule
def next_with_item(p: Values) -> list[Any]:
    """
    with_items : with_items ',' with_item
    """
    p[0].append(p[2])
    return p[0]  # type: ignore[no-any-return]


@rule
def with_item(p: Values, span: Span, c: Context) -> NODE:
    """
    with_item : test
              | test 'as' target
    """
    return tree.WithItem(span, p[0], assignable(p[2], c) if len(p) > 1 else None)


# -- definitions


@rule
def function(p: Values, span: Span, c: Context) -> NODE:
    """
    definition : 'def' NAME '(' ')' returns ':' suite
               | 'def' NAME '(' parameters ')' returns ':' suite
    """
    arguments = p[3] if len(p) == 8 else no_arguments(c.firsts[2])
    return tree.FunctionDef(span, p[1], arguments, tuple(p[-1]), (), p[-3], c.firsts[1])


@rule
def no_annotation(p: Values) -> None:
    """
    returns :
    """


@rule
def returns(p: Values) -> NODE:
    """
    returns : '->' test
    """
    return p[1]  # type: ignore[no-any-return]


@rule
def class_(p: Values, span: Span, c: Context) -> NODE:
    """
    definition : 'class' NAME ':' suite
               | 'class' NAME '(' ')' ':' suite
               | 'class' NAME '(' arguments ')' ':' suite
               | 'class' NAME '(' arguments ',' ')' ':' suite
    """
    bases: tuple[NODE, ...] = ()
    keywords: tuple[tree.Keyword, ...] = ()
    if isinstance(p[3], list) and len(p) > 6:
        for base in p[3]:
            if isinstance(base, BareGenerator):
                c.error(base.span, "a generator expression cannot be a base class")
        bases, keywords = split_arguments(p[3], c.firsts[2].to(c.lasts[-3]), c, trailing_comma=len(p) == 8)
    return tree.ClassDef(span, p[1], bases, keywords, tuple(p[-1]), (), c.firsts[1])


passing("""
compound : definition
""")


@rule
def decorated(p: Values, span: Span, c: Context) -> NODE:
    """
    compound : decorators definition
    """
    return replace(p[1], decorator_list=tuple(p[0]))  # type: ignore[no-any-return]


@rule
def decorator(p: Values) -> NODE:
    """
    decorator : '@' named NEWLINE
    """
    return p[1]  # type: ignore[no-any-return]

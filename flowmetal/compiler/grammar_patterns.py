"""The grammar of `match`: its cases and patterns. The layout pass has made `match` and `case` tokens of their own."""

from __future__ import annotations

from typing import Any

from flowmetal.compiler import tree
from flowmetal.compiler.grammar import Context, Values, passing, rule
from flowmetal.compiler.grammar_expressions import named_expression
from flowmetal.source import Span

NODE = tree.Node


@rule
def match(p: Values, span: Span) -> NODE:
    """
    compound : 'match' subject ':' NEWLINE INDENT cases DEDENT
    """
    return tree.Match(span, p[1], tuple(p[5]))


passing("""
subject : items_or_one
""")


@rule
def named_subject(p: Values, span: Span, c: Context) -> NODE:
    """
    subject : test ':=' test
    """
    return named_expression(p, span, c)  # type: ignore[no-any-return]


@rule
def first_item(p: Values) -> list[Any]:
    """
    cases : clause
    pattern_chain : closed_pattern
    class_arguments : class_argument
    mapping_items : mapping_item
    """
    return [p[0]]


@rule
def next_case(p: Values) -> list[Any]:
    """
    cases : cases clause
    """
    p[0].append(p[1])
    return p[0]  # type: ignore[no-any-return]


@rule
def broken_case(p: Values) -> None:
    """
    clause : BROKEN NEWLINE
           | BROKEN NEWLINE INDENT statements DEDENT
    """
    # As a broken line is, see grammar_statements.


@rule
def case(p: Values, span: Span) -> NODE:
    """
    clause : 'case' patterns ':' suite
           | 'case' patterns 'if' named ':' suite
    """
    return tree.MatchCase(span, p[1], p[3] if len(p) > 4 else None, tuple(p[-1]))


# -- patterns

passing("""
patterns : pattern
pattern : or_pattern
sequence_item : pattern
""")


@rule
def open_sequence(p: Values, span: Span, c: Context) -> NODE:
    """
    patterns : sequence_items
             | sequence_items sequence_item
    """
    return _sequence(span, p[0] + p[1:], c)


@rule
def first_sequence_item(p: Values) -> list[Any]:
    """
    sequence_items : sequence_item ','
    """
    return [p[0]]


@rule
def next_sequence_item(p: Values) -> list[Any]:
    """
    sequence_items : sequence_items sequence_item ','
    """
    p[0].append(p[1])
    return p[0]  # type: ignore[no-any-return]


@rule
def star_pattern(p: Values, span: Span) -> NODE:
    """
    sequence_item : '*' NAME
    """
    return tree.MatchStar(span, _captured(p[1]))


def _captured(name: str) -> str | None:
    return None if name == "_" else name


@rule
def as_pattern(p: Values, span: Span, c: Context) -> NODE:
    """
    pattern : or_pattern 'as' NAME
    """
    if p[2] == "_":
        c.error(c.firsts[2], "'_' cannot be the name of a match", "leave `as _` out")
    return tree.MatchAs(span, p[0], p[2])


@rule
def next_alternative(p: Values) -> list[Any]:
    """
    pattern_chain : pattern_chain '|' closed_pattern
    mapping_items : mapping_items ',' mapping_item
    class_arguments : class_arguments ',' class_argument
    """
    p[0].append(p[2])
    return p[0]  # type: ignore[no-any-return]


@rule
def or_pattern(p: Values, span: Span) -> NODE:
    """
    or_pattern : pattern_chain
    """
    return p[0][0] if len(p[0]) == 1 else tree.MatchOr(span, tuple(p[0]))


@rule
def value_pattern(p: Values, span: Span, c: Context) -> NODE:
    """
    closed_pattern : value_key
    """
    node = p[0]
    if isinstance(node, tree.JoinedStr):
        c.error(span, "an f-string cannot be a pattern", "compare in a guard: `case x if x == …`")
    if isinstance(node, tree.Constant) and (node.value is None or isinstance(node.value, bool)):
        return tree.MatchSingleton(span, node.value)
    return tree.MatchValue(span, node)


passing("""
value_key : literal
value_key : dotted_value
class_name : dotted_value
class_name : plain_name
""")


@rule
def negative_literal(p: Values, span: Span, c: Context) -> NODE:
    """
    value_key : '-' literal
    """
    number = isinstance(p[1], tree.Constant) and type(p[1].value) in (int, float)
    if not number and not isinstance(p[1], tree.DurationLiteral):
        c.error(p[1].span, "only numbers and durations can be negative in a pattern")
    return tree.UnaryOp(span, "-", p[1])


@rule
def plain_name(p: Values, span: Span) -> NODE:
    """
    plain_name : NAME
    """
    return tree.Name(span, p[0])


@rule
def dotted_value(p: Values, span: Span, c: Context) -> NODE:
    """
    dotted_value : class_name '.' NAME
    """
    return tree.Attribute(span, p[0], p[2], c.firsts[2])


@rule
def capture(p: Values, span: Span) -> NODE:
    """
    closed_pattern : plain_name
    """
    return tree.MatchAs(span, None, _captured(p[0].id))


@rule
def group_or_sequence(p: Values, span: Span, c: Context) -> NODE:
    """
    closed_pattern : '(' ')'
                   | '(' sequence_item ')'
                   | '(' sequence_items ')'
                   | '(' sequence_items sequence_item ')'
                   | '[' ']'
                   | '[' sequence_item ']'
                   | '[' sequence_items ']'
                   | '[' sequence_items sequence_item ']'
    """
    if p[0] == "(" and len(p) == 3 and not isinstance(p[1], list):
        if isinstance(p[1], tree.MatchStar):
            c.error(p[1].span, "a starred pattern needs a sequence around it", "write `(*x,)`")
        return p[1]  # type: ignore[no-any-return]
    inside = p[1:-1]
    items = inside[0] + inside[1:] if inside and isinstance(inside[0], list) else inside
    return _sequence(span, items, c)


def _sequence(span: Span, items: list[Any], c: Context) -> NODE:
    stars = [item for item in items if isinstance(item, tree.MatchStar)]
    if len(stars) > 1:
        c.error(stars[1].span, "two starred patterns in one sequence", "one of them can take the rest")
    return tree.MatchSequence(span, tuple(items))


@rule
def mapping(p: Values, span: Span, c: Context) -> NODE:
    """
    closed_pattern : '{' '}'
                   | '{' mapping_items '}'
                   | '{' mapping_items ',' '}'
    """
    items = p[1] if len(p) > 2 else []
    rest = None
    for index, (place, key, value) in enumerate(items):
        if key is None:
            rest = value
            if index + 1 < len(items):
                c.error(place, "'**' is not the last of a mapping pattern", "it takes the rest, so it comes last")
            if value == "_":
                c.error(
                    place, "'_' cannot take the rest of a mapping", "leave `**_` out: further keys are allowed anyway"
                )
    pairs = [item for item in items if item[1] is not None]
    return tree.MatchMapping(span, tuple(key for _, key, _ in pairs), tuple(value for _, _, value in pairs), rest)


@rule
def mapping_item(p: Values, span: Span, c: Context) -> tuple[Span, NODE | None, Any]:
    """
    mapping_item : value_key ':' pattern
                 | '**' NAME
    """
    if len(p) == 2:
        return span, None, p[1]
    if isinstance(p[0], tree.JoinedStr):
        c.error(p[0].span, "an f-string cannot be a key of a pattern")
    return span, p[0], p[2]


@rule
def class_pattern(p: Values, span: Span, c: Context) -> NODE:
    """
    closed_pattern : class_name '(' ')'
                   | class_name '(' class_arguments ')'
                   | class_name '(' class_arguments ',' ')'
    """
    positional: list[NODE] = []
    attributes: list[str] = []
    patterns: list[NODE] = []
    for place, attribute, pattern in p[2] if len(p) > 3 else ():
        if attribute is not None:
            if attribute in attributes:
                c.error(place, f"attribute '{attribute}' stands twice in a pattern", "leave one out")
            attributes.append(attribute)
            patterns.append(pattern)
        else:
            if attributes:
                c.error(place, "positional pattern follows a keyword pattern", "put it before")
            positional.append(pattern)
    return tree.MatchClass(span, p[0], tuple(positional), tuple(attributes), tuple(patterns))


@rule
def class_argument(p: Values, span: Span) -> tuple[Span, str | None, NODE]:
    """
    class_argument : pattern
                   | NAME '=' pattern
    """
    return (span, p[0], p[2]) if len(p) > 1 else (span, None, p[0])

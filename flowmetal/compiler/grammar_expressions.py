"""The grammar of expressions: Python's, level by level, with `async` beside `await`.

A level without an operator hands its value on; the parser takes such chains in one step, so levels cost nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flowmetal.compiler import tree
from flowmetal.compiler.grammar import Context, Values, passing, rule
from flowmetal.compiler.grammar_parameters import no_arguments
from flowmetal.compiler.targets import Group, a_described, assignable
from flowmetal.source import Span

NODE = tree.Node


class BareAsync(tree.Node):
    """`async` whose `do` clause has not been read yet."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class BareGenerator(tree.Node):
    """A generator expression as an argument, without parentheses of its own."""

    elt: tree.Node
    generators: tuple[tree.Comprehension, ...]


# -- lists of expressions

passing("""
value : items_or_one
value : yield_expression
items_or_one : item
item : test
named : test
group_item : named
""")


@rule
def tuple_without_parentheses(p: Values, span: Span) -> NODE:
    """
    items_or_one : items
                 | items item
    """
    return tree.Tuple(span, tuple(p[0] + p[1:]))


@rule
def first_of_a_list(p: Values) -> list[Any]:
    """
    items : item ','
    group_items : group_item ','
    targets : target ','
    """
    return [p[0]]


@rule
def next_of_a_list(p: Values) -> list[Any]:
    """
    items : items item ','
    group_items : group_items group_item ','
    targets : targets target ','
    """
    p[0].append(p[1])
    return p[0]  # type: ignore[no-any-return]


@rule
def starred(p: Values, span: Span) -> NODE:
    """
    item : '*' bit_or
    group_item : '*' bit_or
    target : '*' bit_or
    subscript : '*' bit_or
    """
    return tree.Starred(span, p[1])


@rule
def target_list(p: Values, span: Span) -> NODE:
    """
    target_list : targets
                | targets target
    """
    return tree.Tuple(span, tuple(p[0] + p[1:]))


passing("""
target_list : target
target : bit_or
""")


@rule
def yield_(p: Values, span: Span) -> NODE:
    """
    yield_expression : 'yield'
                     | 'yield' items_or_one
    """
    return tree.Yield(span, p[1] if len(p) > 1 else None)


@rule
def yield_from(p: Values, span: Span) -> NODE:
    """
    yield_expression : 'yield' 'from' test
    """
    return tree.YieldFrom(span, p[2])


@rule
def named_expression(p: Values, span: Span, c: Context) -> NODE:
    """
    named : test ':=' test
    """
    if not isinstance(p[0], tree.Name):
        c.error(p[0].span, f"cannot assign to {a_described(p[0])} with ':='", "it assigns to a plain name")
        return p[2]  # type: ignore[no-any-return]
    return tree.NamedExpr(span, p[0], p[2])


# -- operators

passing("""
test : or_test
test : lambda_expression
or_test : and_test
and_test : not_test
not_test : comparison
comparison : bit_or
bit_or : bit_xor
bit_xor : bit_and
bit_and : shift
shift : sum
sum : product
product : factor
factor : power
power : awaited
awaited : primary
primary : atom
atom : literal
""")


@rule
def conditional(p: Values, span: Span) -> NODE:
    """
    test : or_test 'if' or_test 'else' test
    """
    return tree.IfExp(span, p[2], p[0], p[4])


@rule
def lambda_(p: Values, span: Span, c: Context) -> NODE:
    """
    lambda_expression : 'lambda' ':' test
                      | 'lambda' plain_parameters ':' test
    """
    if len(p) == 4:
        return tree.Lambda(span, p[1], p[3])
    return tree.Lambda(span, no_arguments(c.firsts[1]), p[2])


@rule
def chain_begins(p: Values) -> list[Any]:
    """
    or_chain : and_test 'or' and_test
    and_chain : not_test 'and' not_test
    """
    return [p[0], p[2]]


@rule
def chain_goes_on(p: Values) -> list[Any]:
    """
    or_chain : or_chain 'or' and_test
    and_chain : and_chain 'and' not_test
    """
    p[0].append(p[2])
    return p[0]  # type: ignore[no-any-return]


@rule
def any_of(p: Values, span: Span) -> NODE:
    """
    or_test : or_chain
    """
    return tree.BoolOp(span, "or", tuple(p[0]))


@rule
def all_of(p: Values, span: Span) -> NODE:
    """
    and_test : and_chain
    """
    return tree.BoolOp(span, "and", tuple(p[0]))


@rule
def unary(p: Values, span: Span) -> NODE:
    """
    not_test : 'not' not_test
    factor : '+' factor
           | '-' factor
           | '~' factor
    """
    return tree.UnaryOp(span, p[0], p[1])


passing("""
compare_operator : '<'
compare_operator : '>'
compare_operator : '=='
compare_operator : '>='
compare_operator : '<='
compare_operator : '!='
compare_operator : 'in'
compare_operator : 'is'
""")


@rule
def two_word_operator(p: Values) -> str:
    """
    compare_operator : 'not' 'in'
                     | 'is' 'not'
    """
    return f"{p[0]} {p[1]}"


@rule
def comparison_begins(p: Values) -> Values:
    """
    compare_chain : bit_or compare_operator bit_or
    """
    return [p[0], [p[1]], [p[2]]]


@rule
def comparison_goes_on(p: Values) -> Values:
    """
    compare_chain : compare_chain compare_operator bit_or
    """
    p[0][1].append(p[1])
    p[0][2].append(p[2])
    return p[0]  # type: ignore[no-any-return]


@rule
def comparison(p: Values, span: Span) -> NODE:
    """
    comparison : compare_chain
    """
    left, operators, others = p[0]
    return tree.Compare(span, left, tuple(operators), tuple(others))


@rule
def binary(p: Values, span: Span) -> NODE:
    """
    bit_or : bit_or '|' bit_xor
    bit_xor : bit_xor '^' bit_and
    bit_and : bit_and '&' shift
    shift : shift '<<' sum
          | shift '>>' sum
    sum : sum '+' product
        | sum '-' product
    product : product '*' factor
            | product '/' factor
            | product '//' factor
            | product '%' factor
            | product '@' factor
    power : awaited '**' factor
    """
    return tree.BinOp(span, p[0], p[1], p[2])


@rule
def await_(p: Values, span: Span) -> NODE:
    """
    awaited : 'await' awaited
    """
    return tree.Await(span, p[1])


@rule
def spawn(p: Values, span: Span, c: Context) -> NODE:
    """
    awaited : 'async' primary
    """
    if isinstance(p[1], tree.Call):
        return tree.Spawn(span, p[1])
    c.error(
        p[1].span, f"'async' needs a call, not {a_described(p[1])}", "write `async f(x)`, or `async do:` with a block"
    )
    return p[1]  # type: ignore[no-any-return]


@rule
def spawn_of_a_block(p: Values, span: Span, c: Context) -> NODE:
    """
    awaited : 'async'
    """
    c.unfinished[span] = "'async' needs a call or a block", "write `async f(x)`, or `async do:` with a block"
    return BareAsync(span)


# -- calls, attributes, subscripts


@rule
def attribute(p: Values, span: Span, c: Context) -> NODE:
    """
    primary : primary '.' NAME
    """
    return tree.Attribute(span, p[0], p[2], c.firsts[2])


@rule
def call(p: Values, span: Span, c: Context) -> NODE:
    """
    primary : primary '(' ')'
            | primary '(' arguments ')'
            | primary '(' arguments ',' ')'
    """
    if len(p) == 3:
        return tree.Call(span, p[0], (), ())
    parentheses = c.firsts[1].to(span)
    args, keywords = split_arguments(p[2], parentheses, c, trailing_comma=len(p) == 5)
    return tree.Call(span, p[0], args, keywords)


@rule
def first_argument(p: Values) -> list[Any]:
    """
    arguments : argument
    subscripts : subscript
    """
    return [p[0]]


@rule
def next_argument(p: Values) -> list[Any]:
    """
    arguments : arguments ',' argument
    subscripts : subscripts ',' subscript
    """
    p[0].append(p[2])
    return p[0]  # type: ignore[no-any-return]


passing("""
argument : named
subscript : named
optional : test
""")


@rule
def generator_argument(p: Values, span: Span) -> NODE:
    """
    argument : named comprehensions
    """
    return BareGenerator(span, p[0], tuple(p[1]))


@rule
def unpacked_argument(p: Values, span: Span) -> NODE:
    """
    argument : '*' test
             | '**' test
    """
    return tree.Starred(span, p[1]) if p[0] == "*" else tree.Keyword(span, None, p[1])


@rule
def keyword_argument(p: Values, span: Span, c: Context) -> NODE:
    """
    argument : test '=' test
    """
    if not isinstance(p[0], tree.Name):
        if isinstance(p[0], tree.Constant) and (p[0].value is None or isinstance(p[0].value, bool)):
            c.error(p[0].span, f"cannot assign to {p[0].value}", "a keyword argument needs a name")
        else:
            c.error(p[0].span.to(span), f"{a_described(p[0])} cannot be the name of an argument", "did you mean `==`?")
        return tree.Keyword(span, "", p[2])
    return tree.Keyword(span, p[0].id, p[2])


def split_arguments(
    arguments: list[NODE], parentheses: Span, c: Context, *, trailing_comma: bool
) -> tuple[tuple[NODE, ...], tuple[tree.Keyword, ...]]:
    """Positional and keyword arguments of a call, checked for their order. A sole generator takes the parentheses."""
    args: list[NODE] = []
    keywords: list[tree.Keyword] = []
    names: set[str] = set()
    unpacked_keywords = False
    for argument in arguments:
        if isinstance(argument, tree.Keyword):
            if argument.arg is None:
                unpacked_keywords = True
            elif argument.arg in names and argument.arg:
                c.error(argument.span, f"keyword argument '{argument.arg}' is given twice", "leave one out")
            else:
                names.add(argument.arg)
            keywords.append(argument)
            continue
        if isinstance(argument, tree.Starred):
            if unpacked_keywords:
                c.error(argument.span, "'*' argument follows a '**' argument", "put it before")
        elif keywords:
            after = "a '**' argument" if unpacked_keywords else "a keyword argument"
            c.error(argument.span, f"positional argument follows {after}", "put it before, or give it by keyword")
        elif isinstance(argument, BareGenerator):
            if len(arguments) > 1 or trailing_comma:
                c.error(argument.span, "a generator beside other arguments needs parentheses", "write `(x for x in …)`")
            argument = tree.GeneratorExp(parentheses, argument.elt, argument.generators)
        args.append(argument)
    return tuple(args), tuple(keywords)


@rule
def subscript(p: Values, span: Span, c: Context) -> NODE:
    """
    primary : primary '[' subscripts ']'
            | primary '[' subscripts ',' ']'
    """
    items = p[2]
    if len(p) == 4 and len(items) == 1 and not isinstance(items[0], tree.Starred):
        return tree.Subscript(span, p[0], items[0])
    inside = c.firsts[2].to(c.lasts[-2])
    return tree.Subscript(span, p[0], tree.Tuple(inside, tuple(items)))


@rule
def nothing(p: Values) -> None:
    """
    optional :
    """


@rule
def slice_(p: Values, span: Span) -> NODE:
    """
    subscript : optional ':' optional
              | optional ':' optional ':' optional
    """
    return tree.Slice(span, p[0], p[2], p[4] if len(p) > 3 else None)


# -- atoms


@rule
def name(p: Values, span: Span) -> NODE:
    """
    atom : NAME
    """
    return tree.Name(span, p[0])


@rule
def constant(p: Values, span: Span) -> NODE:
    """
    literal : NUMBER
    """
    return tree.Constant(span, p[0])


@rule
def duration(p: Values, span: Span) -> NODE:
    """
    literal : DURATION
    """
    return tree.DurationLiteral(span, p[0])


_SINGLETONS: dict[str, Any] = {"None": None, "True": True, "False": False, "...": ...}


@rule
def singleton(p: Values, span: Span) -> NODE:
    """
    literal : 'None'
            | 'True'
            | 'False'
    atom : '...'
    """
    return tree.Constant(span, _SINGLETONS[p[0]])


@rule
def empty_display(p: Values, span: Span) -> NODE:
    """
    atom : '(' ')'
         | '[' ']'
         | '{' '}'
    """
    if p[0] == "(":
        return tree.Tuple(span, ())
    return tree.List(span, ()) if p[0] == "[" else tree.Dict(span, (), ())


@rule
def parenthesised(p: Values, span: Span, c: Context) -> NODE:
    """
    atom : '(' group_item ')'
         | '(' yield_expression ')'
    """
    if isinstance(p[1], tree.Starred):
        c.error(p[1].span, "a starred expression needs a list around it", "write `(*x,)` for a tuple")
        return p[1].value
    if isinstance(p[1], tree.WithItem):
        return _with_group(span, (p[1],), c)
    return p[1]  # type: ignore[no-any-return]


@rule
def tuple_(p: Values, span: Span, c: Context) -> NODE:
    """
    atom : '(' group_items ')'
         | '(' group_items group_item ')'
    """
    items = tuple(p[1] + p[2:-1])
    if any(isinstance(item, tree.WithItem) for item in items):
        return _with_group(span, items, c)
    return tree.Tuple(span, items)


@rule
def with_item_in_parentheses(p: Values, span: Span, c: Context) -> NODE:
    """
    group_item : named 'as' target
    """
    return tree.WithItem(span, p[0], assignable(p[2], c))


def _with_group(span: Span, items: tuple[NODE, ...], c: Context) -> NODE:
    first = next(item for item in items if isinstance(item, tree.WithItem))
    c.unfinished[span] = "'as' inside an expression", "use `:=` to name a value"
    assert first.optional_vars is not None
    return Group(span, items)


@rule
def list_(p: Values, span: Span, c: Context) -> NODE:
    """
    atom : '[' group_item ']'
         | '[' group_items ']'
         | '[' group_items group_item ']'
    """
    items = p[1] + p[2:-1] if isinstance(p[1], list) else [p[1]]
    return tree.List(span, plain(items, c))


@rule
def set_(p: Values, span: Span, c: Context) -> NODE:
    """
    atom : '{' group_item '}'
         | '{' group_items '}'
         | '{' group_items group_item '}'
    """
    items = p[1] + p[2:-1] if isinstance(p[1], list) else [p[1]]
    return tree.Set(span, plain(items, c))


def plain(items: list[NODE], c: Context) -> tuple[NODE, ...]:
    """The items, none of which may be `x as y`."""
    for item in items:
        if isinstance(item, tree.WithItem):
            c.error(item.span, "'as' inside an expression", "use `:=` to name a value")
    return tuple(items)


@rule
def dict_(p: Values, span: Span) -> NODE:
    """
    atom : '{' pair_list '}'
         | '{' pair_list ',' '}'
    """
    return tree.Dict(span, tuple(key for key, _ in p[1]), tuple(value for _, value in p[1]))


@rule
def first_pair(p: Values) -> list[Any]:
    """
    pair_list : pair
    """
    return [p[0]]


@rule
def next_pair(p: Values) -> list[Any]:
    """
    pair_list : pair_list ',' pair
    """
    p[0].append(p[2])
    return p[0]  # type: ignore[no-any-return]


@rule
def pair(p: Values) -> tuple[NODE | None, NODE]:
    """
    pair : test ':' test
         | '**' bit_or
    """
    return (p[0], p[2]) if len(p) == 3 else (None, p[1])


@rule
def comprehension(p: Values, span: Span, c: Context) -> NODE:
    """
    atom : '(' group_item comprehensions ')'
         | '[' group_item comprehensions ']'
         | '{' group_item comprehensions '}'
    """
    made = {"(": tree.GeneratorExp, "[": tree.ListComp, "{": tree.SetComp}[p[0]]
    plain([p[1]], c)
    if isinstance(p[1], tree.Starred):
        c.error(p[1].span, "'*' unpacking inside a comprehension", "add another `for` that walks the inner values")
    return made(span, p[1], tuple(p[2]))


@rule
def dict_comprehension(p: Values, span: Span, c: Context) -> NODE:
    """
    atom : '{' pair comprehensions '}'
    """
    key, value = p[1]
    if key is None:
        c.error(value.span, "'**' unpacking inside a comprehension", "add another `for` that walks the inner items")
        key = value
    return tree.DictComp(span, key, value, tuple(p[2]))


@rule
def comprehension_begins(p: Values, span: Span, c: Context) -> list[tree.Comprehension]:
    """
    comprehensions : 'for' target_list 'in' or_test
    """
    return [tree.Comprehension(span, assignable(p[1], c), p[3], ())]


@rule
def comprehension_goes_on(p: Values, span: Span, c: Context) -> list[tree.Comprehension]:
    """
    comprehensions : comprehensions 'for' target_list 'in' or_test
    """
    clause = c.firsts[1].to(span)
    p[0].append(tree.Comprehension(clause, assignable(p[2], c), p[4], ()))
    return p[0]  # type: ignore[no-any-return]


@rule
def comprehension_condition(p: Values, span: Span) -> list[tree.Comprehension]:
    """
    comprehensions : comprehensions 'if' or_test
    """
    last = p[0][-1]
    p[0][-1] = tree.Comprehension(last.span.to(span), last.target, last.iter, (*last.ifs, p[2]))
    return p[0]  # type: ignore[no-any-return]


# -- strings


@rule
def strings(p: Values, span: Span, c: Context) -> NODE:
    """
    literal : strings
    """
    parts = p[0]
    if len(parts) == 1 and isinstance(parts[0], tree.Constant):
        return parts[0]
    if any(isinstance(part, tree.Constant) and isinstance(part.value, bytes) for part in parts):
        if all(isinstance(part, tree.Constant) and isinstance(part.value, bytes) for part in parts):
            return tree.Constant(span, b"".join(part.value for part in parts))
        c.error(span, "bytes and text literals side by side", "make them all bytes, or none")
        return tree.Constant(span, "")
    pieces: list[NODE] = []
    for part in parts:
        pieces += [part] if isinstance(part, tree.Constant) else part
    joined = _joined(pieces)
    if all(isinstance(part, tree.Constant) for part in parts):
        return tree.Constant(span, joined[0].value if joined and isinstance(joined[0], tree.Constant) else "")
    return tree.JoinedStr(span, tuple(joined))


def _joined(pieces: list[NODE]) -> list[NODE]:
    """The pieces with neighbouring texts made one, and no empty ones."""
    joined: list[NODE] = []
    texts: list[tree.Constant] = []

    def flush() -> None:
        text = "".join(piece.value for piece in texts)
        if text:
            joined.append(tree.Constant(texts[0].span.to(texts[-1].span), text))
        texts.clear()

    for piece in pieces:
        if isinstance(piece, tree.Constant):
            texts.append(piece)
        else:
            flush()
            joined.append(piece)
    flush()
    return joined


passing("""
spec : spec_text
""")


@rule
def first_string(p: Values) -> list[Any]:
    """
    strings : string
    """
    return [p[0]]


@rule
def next_string(p: Values) -> list[Any]:
    """
    strings : strings string
    """
    p[0].append(p[1])
    return p[0]  # type: ignore[no-any-return]


@rule
def plain_string(p: Values, span: Span) -> NODE:
    """
    string : STRING
    """
    return tree.Constant(span, p[0])


@rule
def format_string(p: Values) -> list[NODE]:
    """
    string : FSTART FEND
           | FSTART pieces FEND
    """
    return p[1] if len(p) == 3 else []


@rule
def first_pieces(p: Values) -> list[NODE]:
    """
    pieces : piece
    """
    return p[0]  # type: ignore[no-any-return]


@rule
def next_pieces(p: Values) -> list[NODE]:
    """
    pieces : pieces piece
    """
    p[0].extend(p[1])
    return p[0]  # type: ignore[no-any-return]


@rule
def text_piece(p: Values, span: Span) -> list[NODE]:
    """
    piece : FTEXT
    """
    return [tree.Constant(span, p[0])]


@rule
def replacement_field(p: Values, span: Span, c: Context) -> list[NODE]:
    """
    piece : FOPEN value self_documenting conversion spec FCLOSE
    """
    value, documented, conversion, spec = p[1:5]
    if isinstance(value, tree.Starred):
        c.error(value.span, "a starred expression needs a list around it", "write `{[*x]}`")
    if documented:
        if conversion is None and spec is None:
            conversion = "r"
        # The text from the opening brace to what follows the `=`, spaces included.
        after = next(first for first, part in zip(c.firsts[3:], (p[3], p[4], "}"), strict=True) if part is not None)
        shown = Span(span.line, span.column + 1, after.line, after.column)
        return [tree.Constant(shown, text_under(c.lines, shown)), tree.FormattedValue(span, value, conversion, spec)]
    return [tree.FormattedValue(span, value, conversion, spec)]


def text_under(lines: list[str], span: Span) -> str:
    if span.line == span.end_line:
        return lines[span.line - 1][span.column : span.end_column]
    first, last = lines[span.line - 1][span.column :], lines[span.end_line - 1][: span.end_column]
    return "\n".join([first, *lines[span.line : span.end_line - 1], last])


@rule
def no_part(p: Values) -> None:
    """
    self_documenting :
    conversion :
    spec :
    """


passing("""
self_documenting : '='
conversion : FCONV
""")


@rule
def format_spec(p: Values, span: Span) -> NODE:
    """
    spec_text : FSPEC
              | FSPEC pieces
    """
    return tree.JoinedStr(span, tuple(_joined(p[1])) if len(p) > 1 else ())

"""The grammar of parameters: of `def` with annotations, of `lambda` and `do` without."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flowmetal.compiler import tree
from flowmetal.compiler.grammar import Context, Values, passing, rule
from flowmetal.source import Span


@dataclass(frozen=True, slots=True)
class Parameter:
    """One item between commas: a parameter, or the bare `/` or `*`."""

    span: Span
    mark: str  # "", "/", "*", "**"
    arg: tree.Arg | None
    default: tree.Node | None = None


@rule
def parameters(p: Values, span: Span, c: Context) -> tree.Arguments:
    """
    parameters : parameter_list
               | parameter_list ','
    plain_parameters : plain_parameter_list
                     | plain_parameter_list ','
    """
    return _arguments(p[0], span, c)


@rule
def first_parameter(p: Values) -> list[Any]:
    """
    parameter_list : parameter
    plain_parameter_list : plain_parameter
    """
    return [p[0]]


@rule
def next_parameter(p: Values) -> list[Any]:
    """
    parameter_list : parameter_list ',' parameter
    plain_parameter_list : plain_parameter_list ',' plain_parameter
    """
    p[0].append(p[2])
    return p[0]  # type: ignore[no-any-return]


passing("""
parameter : plain_parameter
""")


@rule
def plain_parameter(p: Values, span: Span, c: Context) -> Parameter:
    """
    plain_parameter : NAME
                    | NAME '=' test
    """
    return Parameter(span, "", tree.Arg(c.lasts[0], p[0]), p[2] if len(p) > 1 else None)


@rule
def annotated_parameter(p: Values, span: Span, c: Context) -> Parameter:
    """
    parameter : NAME ':' test
              | NAME ':' test '=' test
    """
    arg = tree.Arg(c.firsts[0].to(c.lasts[2]), p[0], p[2])
    return Parameter(span, "", arg, p[4] if len(p) > 3 else None)


@rule
def marked_parameter(p: Values, span: Span, c: Context) -> Parameter:
    """
    plain_parameter : '/'
                    | '*'
                    | '*' NAME
                    | '**' NAME
    """
    return Parameter(span, p[0], tree.Arg(c.firsts[1], p[1]) if len(p) > 1 else None)


@rule
def annotated_marked_parameter(p: Values, span: Span, c: Context) -> Parameter:
    """
    parameter : '*' NAME ':' item
              | '**' NAME ':' test
    """
    return Parameter(span, p[0], tree.Arg(c.firsts[1].to(span), p[1], p[3]))


def no_arguments(after: Span) -> tree.Arguments:
    """No parameters; the empty span stands after the token of the span given."""
    return tree.Arguments(Span(after.end_line, after.end_column, after.end_line, after.end_column))


def _arguments(items: list[Parameter], span: Span, c: Context) -> tree.Arguments:
    """Sort the items into their kinds, and check their order."""
    positional_only: list[tree.Arg] = []
    positional: list[tree.Arg] = []
    keyword_only: list[tree.Arg] = []
    defaults: list[tree.Node] = []
    keyword_defaults: list[tree.Node | None] = []
    rest: tree.Arg | None = None
    keyword_rest: tree.Arg | None = None
    slash = star = False
    for index, item in enumerate(items):
        if keyword_rest is not None:
            c.error(
                item.span, "a parameter follows the '**' parameter", "'**' takes all that is left, so it comes last"
            )
            break
        if item.mark == "/":
            if slash:
                c.error(item.span, "'/' stands twice among the parameters", "leave one out")
            elif star:
                c.error(item.span, "'/' stands after '*' among the parameters", "put it before")
            elif not positional:
                c.error(item.span, "no parameter stands before '/'", "put the positional-only parameters before it")
            positional_only, positional, slash = positional, [], True
        elif item.mark == "*":
            if star:
                c.error(item.span, "'*' stands twice among the parameters", "leave one out")
            star, rest = True, item.arg or rest
            if item.arg is None and (index + 1 == len(items) or items[index + 1].mark):
                c.error(item.span, "no parameter follows the bare '*'", "put the keyword-only parameters after it")
        elif item.mark == "**":
            keyword_rest = item.arg
        elif star:
            assert item.arg is not None
            keyword_only.append(item.arg)
            keyword_defaults.append(item.default)
        else:
            assert item.arg is not None
            positional.append(item.arg)
            if item.default is not None:
                defaults.append(item.default)
            elif defaults:
                c.error(item.span, "a parameter without a default follows one with a default", "put it before")
    _refuse_repeated(items, c)
    return tree.Arguments(
        span, tuple(positional_only), tuple(positional), rest, tuple(keyword_only), tuple(keyword_defaults),
        keyword_rest, tuple(defaults),
    )  # fmt: skip


def _refuse_repeated(items: list[Parameter], c: Context) -> None:
    names: set[str] = set()
    for item in items:
        if item.arg is not None:
            if item.arg.arg in names:
                c.error(item.span, f"parameter '{item.arg.arg}' stands twice", "give each parameter its own name")
            names.add(item.arg.arg)

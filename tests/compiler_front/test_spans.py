"""For every expression, the text under its span parses back to the same expression."""

from __future__ import annotations

import sysconfig
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from flowmetal.compiler import tree
from flowmetal.compiler.parser import parse
from flowmetal.source import SourceFile, Span

HERE = Path(__file__)
PROGRAM = '''\
"""Doc."""
done = http.callback()
job = retry(times=8, wait=exponential(1s, max=1m)) do:
    http.post(f"{api}/jobs", json={"notify": done.url}).check().json()
tasks = [async f(x) for x in xs if x]
x = (await tasks[0]) + -(1h30m * 2)
y = ("a"
     f"b{c!r:>{w}}" "d")
z = lambda a, *b, c=1: (a, (b), [*c], {**a, "é": b"c"}, {1, 2})
w = f(a for a in b)(c, *d, e=1, **g)[1:2, ::3].h if (i := j) else not k < l <= m
n = o or p and (q or r)
t = async do: s
'''

# These stand only inside others, so their text is not a statement.
NOT_ALONE = (
    tree.Starred, tree.Keyword, tree.Arg, tree.Arguments, tree.Comprehension, tree.FormattedValue, tree.Slice,
    tree.Block, tree.Alias, tree.WithItem, tree.ExceptHandler, tree.NamedExpr, tree.Yield, tree.YieldFrom,
)  # fmt: skip


def children(node: tree.Node) -> Iterator[tree.Node]:
    for name in node.__match_args__:
        value = getattr(node, name)
        for item in value if isinstance(value, tuple) else (value,):
            if isinstance(item, tree.Node):
                yield item


def expressions(node: tree.Node) -> Iterator[tree.Node]:
    """All expressions below, but not the pieces of an f-string, whose text needs its quotes."""
    for child in children(node):
        if isinstance(node, tree.Expr | tree.Assign) or not isinstance(child, NOT_ALONE):
            yield child
        if not isinstance(child, tree.JoinedStr):
            yield from expressions(child)


def bare(value: Any) -> Any:
    """The node without spans."""
    if isinstance(value, Span):
        return None
    if isinstance(value, tuple):
        return tuple(bare(item) for item in value)
    if isinstance(value, tree.Node):
        return replace(value, **{name: bare(getattr(value, name)) for name in value.__match_args__})
    return value


def check(text: str) -> int:
    module, diagnostics = parse(text, "a.fm")
    assert module is not None, diagnostics
    source = SourceFile("a.fm", text)
    count = 0
    statements = (tree.FunctionDef, tree.ClassDef, tree.If, tree.For, tree.While, tree.With, tree.Try)
    for node in expressions(module):
        if type(node).__module__ != tree.__name__ or isinstance(node, (*statements, *NOT_ALONE)):
            continue
        if isinstance(node, tree.Tuple) and any(isinstance(element, tree.Slice) for element in node.elts):
            continue
        under = source.under(node.span)
        # Brackets let the text go over several lines; a block cannot stand in them.
        try_as = [under] if "do" in under.split() else [under, f"({under}\n)"]
        parsed = [again for again in (parse(text, "b.fm")[0] for text in try_as) if again is not None]
        assert parsed, under
        (statement,) = parsed[0].body
        found = statement.value if isinstance(statement, tree.Expr) and not isinstance(node, tree.Expr) else statement
        assert bare(found) == bare(node), under
        count += 1
    return count


def test_a_program() -> None:
    assert check(PROGRAM) > 100


@pytest.mark.parametrize("name", ["bisect", "textwrap"])
def test_a_python_module(name: str) -> None:
    assert check((Path(sysconfig.get_path("stdlib")) / f"{name}.py").read_text(encoding="utf-8")) > 150


def test_names_of_attributes_and_definitions_have_spans() -> None:
    text = "def f(a):\n    return a . b\nclass Cd: pass\n"
    source = SourceFile("a.fm", text)
    module, _ = parse(text, "a.fm")
    assert module is not None
    function, class_ = module.body
    assert isinstance(function, tree.FunctionDef) and isinstance(class_, tree.ClassDef)
    returned = function.body[0]
    assert isinstance(returned, tree.Return) and isinstance(returned.value, tree.Attribute)
    assert [source.under(s) for s in (function.name_span, class_.name_span, returned.value.attr_span)] == [
        "f",
        "Cd",
        "b",
    ]

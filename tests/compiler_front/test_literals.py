"""Numbers, durations and strings that Python does not have or does not allow, and how tokens touch each other."""

from __future__ import annotations

from typing import Any

import pytest

from flowmetal.compiler import tree
from flowmetal.compiler.layout import tokenise
from flowmetal.compiler.parser import parse

MINUTE = 60_000_000


def value(text: str) -> tree.Node:
    module, diagnostics = parse(text, "a.fm")
    assert module is not None, diagnostics
    (statement,) = module.body
    assert isinstance(statement, tree.Expr)
    return statement.value


def kinds(text: str) -> list[Any]:
    tokens, diagnostics = tokenise(text, "a.fm")
    assert tokens is not None and not diagnostics
    return tokens.kinds[:-2]


@pytest.mark.parametrize(
    ("text", "microseconds"),
    [
        ("1us", 1),
        ("250ms", 250_000),
        ("30s", 30_000_000),
        ("1m", MINUTE),
        ("2h", 120 * MINUTE),
        ("7d", 7 * 1440 * MINUTE),
        ("1w", 7 * 1440 * MINUTE),
        ("1.5h", 90 * MINUTE),
        ("1h30m", 90 * MINUTE),
        ("1m1.5s", 61_500_000),
        (".5s", 500_000),
        ("1_000ms", 1_000_000),
        ("0.000001s", 1),
        ("0.001ms", 1),
        ("1.0us", 1),
        ("0d", 0),
        ("1w2d3h4m5s6ms7us", 604_800_000_000 + 2 * 86_400_000_000 + 3 * 60 * MINUTE + 4 * MINUTE + 5_006_007),
        ("123456789012345678901234567890d", 123456789012345678901234567890 * 1440 * MINUTE),
    ],
)
def test_duration(text: str, microseconds: int) -> None:
    node = value(text)
    assert isinstance(node, tree.DurationLiteral)
    assert node.microseconds == microseconds
    assert (node.span.column, node.span.end_column) == (0, len(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1if x else 2", ["NUMBER", "if", "NAME", "else", "NUMBER"]),
        ("1s if x else 2m", ["DURATION", "if", "NAME", "else", "DURATION"]),
        ("0x1d", ["NUMBER"]),
        ("0b1or 2", ["NUMBER", "or", "NUMBER"]),
        ("1e5", ["NUMBER"]),
        ("1h.total", ["DURATION", ".", "NAME"]),
        ("[1d,2h]", ["[", "DURATION", ",", "DURATION", "]"]),
        ("-5s", ["-", "DURATION"]),
        ("x.s", ["NAME", ".", "NAME"]),
        ("s1m", ["NAME"]),
        ("1 m", ["NUMBER", "NAME"]),
        ("5in x", ["NUMBER", "in", "NAME"]),
        ("a->b", ["NAME", "->", "NAME"]),
        ("a:=b", ["NAME", ":=", "NAME"]),
        ("a!=b", ["NAME", "!=", "NAME"]),
        ("a<<=b", ["NAME", "<<=", "NAME"]),
        ("....a", ["...", ".", "NAME"]),
        ("rb'a'f'b'", ["STRING", "FSTART", "FTEXT", "FEND"]),
        ("rf'a'", ["FSTART", "FTEXT", "FEND"]),
        ("bar'a'", ["NAME", "STRING"]),
    ],
)
def test_tokens_that_touch(text: str, expected: list[str]) -> None:
    assert kinds(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("f(x) do: y", ["NAME", "(", "NAME", ")", "do", ":", "NAME"]),
        ("f(x) do do: do", ["NAME", "(", "NAME", ")", "do", "NAME", ":", "NAME"]),
        ("do(do)", ["NAME", "(", "NAME", ")"]),
        ("x = do", ["NAME", "=", "NAME"]),
        ("do: int", ["NAME", ":", "NAME"]),
        ("async do: x", ["async", "do", ":", "NAME"]),
        ("async do(x)", ["async", "NAME", "(", "NAME", ")"]),
        ("async do.x()", ["async", "NAME", ".", "NAME", "(", ")"]),
        ("f(x).do", ["NAME", "(", "NAME", ")", ".", "NAME"]),
    ],
)
def test_do_is_a_keyword_only_where_a_block_begins(text: str, expected: list[str]) -> None:
    assert kinds(text) == expected


def joined(text: str) -> list[Any]:
    node = value(text)
    assert isinstance(node, tree.JoinedStr)
    return [part.value for part in node.values if isinstance(part, tree.Constant | tree.FormattedValue)]


def test_f_strings_nest_as_in_python_3_12() -> None:
    (inner,) = joined('f"{d["a"]}"')
    assert isinstance(inner, tree.Subscript)
    (inner,) = joined('f"{f"{f"{1}"}"}"')
    assert isinstance(inner, tree.JoinedStr)
    (inner,) = joined("f'{\n  a  # why\n}'")
    assert isinstance(inner, tree.Name)
    (inner,) = joined("f'{'\\n'.join(a)}'")
    assert isinstance(inner, tree.Call)


def test_format_specs_nest() -> None:
    node = value("f'{a:{b:{c}}}'")
    assert isinstance(node, tree.JoinedStr)
    outer = node.values[0]
    assert isinstance(outer, tree.FormattedValue) and outer.format_spec is not None
    inner = outer.format_spec.values[0]
    assert isinstance(inner, tree.FormattedValue) and inner.format_spec is not None
    assert isinstance(inner.format_spec.values[0], tree.FormattedValue)


def test_f_string_shows_its_source_with_equal_sign() -> None:
    assert joined("f'{ a  =  }'")[0] == " a  =  "
    assert joined("f'''{a +\n b=}'''")[0] == "a +\n b="


def test_line_ends_of_any_system_mean_the_same() -> None:
    texts = ("if a:\n    b = '''c\nd'''\n", "if a:\r\n    b = '''c\r\nd'''\r\n", "if a:\r    b = '''c\rd'''\r")
    trees = {parse(text, "a.fm")[0] for text in texts}
    assert len(trees) == 1 and None not in trees


def test_byte_order_mark_is_no_part_of_the_source() -> None:
    assert parse("\ufeffx", "a.fm") == parse("x", "a.fm")


def test_identifiers_are_normalised() -> None:
    node = value("ﬁ")
    assert isinstance(node, tree.Name) and node.id == "fi"

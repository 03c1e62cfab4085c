"""Any text whatever gives a tree or diagnostics: never an exception, and never both silence and no tree."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flowmetal.compiler.diagnostics import Diagnostic, has_errors, text_of
from flowmetal.compiler.layout import tokenise
from flowmetal.compiler.parser import parse
from flowmetal.compiler.printer import text_of as printed
from flowmetal.source import SourceFile, normalised

PROGRAMS = [
    *Path(__file__).with_name("snippets.txt").read_text(encoding="utf-8").split("\n---\n"),
    'def main(a):\n    job = retry(times=8) do x:\n        f"{a!r:>{x}} {"b"}"\n'
    "    t = async do:\n        await job\n    return t\n",
    "match a:\n    case [b, *_] if c:\n        d\n    case _:\n        e\nelse:\n    f\n",
]
PIECES = [
    *"()[]{}:;,.=+-*/\"'\\\n\t #@!$?\x00é", '"""', "f'", 'f"{', "do ", "async ", "await ", "match ", "case ", "if ",
    "else:", "def ", "\n    ", "\n  ", "\n\t", "1h", "0x", "1_", "lambda ", ":=", "->", "**", "except", "try:\n",
    "for ", "in ", "yield ", "import ", "from ", "as ", "x", "1", "'a'", "class ", "with ", "return ", "\\\n", "# c\n",
    "\ud800",
]  # fmt: skip


def look_over(text: str) -> list[Diagnostic]:
    module, diagnostics = parse(text, "a.fm")
    assert (module is None) == has_errors(diagnostics)
    source = SourceFile("a.fm", text)
    for diagnostic in diagnostics:
        assert text_of(diagnostic, source)
        span = diagnostic.span
        assert 1 <= span.line <= len(source.lines) + 1
        assert (span.line, span.column) <= (span.end_line, span.end_column)
    assert diagnostics == sorted(diagnostics, key=lambda d: d.span)
    if module is not None:
        assert printed(module, spans=True)
    return diagnostics


@given(st.text())
@settings(max_examples=300, deadline=None)
def test_any_text(text: str) -> None:
    look_over(text)


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
@settings(max_examples=600, deadline=None)
def test_any_heap_of_pieces(text: str) -> None:
    look_over(text)


@st.composite
def mutated(draw: st.DrawFn) -> str:
    text = draw(st.sampled_from(PROGRAMS))
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(text)))
        match draw(st.integers(0, 2)):
            case 0:
                text = text[:at] + draw(st.sampled_from(PIECES)) + text[at:]
            case 1:
                text = text[:at] + text[at + draw(st.integers(1, 12)) :]
            case _:
                text = text[:at] + text[at : at + 12] + text[at:]
    return text


@given(mutated())
@settings(max_examples=600, deadline=None)
def test_broken_programs(text: str) -> None:
    look_over(text)


MANY = 100_000


@pytest.mark.parametrize(
    "text",
    [
        "(" * MANY,
        "x = " + "[" * MANY + "]" * MANY,
        "f'{" * MANY,
        "".join(" " * n + "if x:\n" for n in range(300)),
        "not " * MANY + "x",
        "-" * MANY + "x",
        "x = " + "lambda: " * MANY + "x",
        "x" + " ** x" * MANY,
        "x" + " if x else x" * (MANY // 10),
        "x = " + "x + " * (MANY // 10) + "x",
        "x" + ".x" * (MANY // 10),
        "f" + "()" * (MANY // 10),
        "await " * MANY + "x",
        "if x: y\n" + "elif x: y\n" * 20_000,
        "f() do: " * 10_000 + "x",
    ],
    ids=lambda text: text[:12].replace("\n", " "),
)
def test_too_deep_is_one_error(text: str) -> None:
    (diagnostic,) = look_over(text)
    assert diagnostic.message == "too deeply nested"


@pytest.mark.parametrize(
    "text",
    [
        "x = " + "(" * 199 + "x" + ")" * 199,
        "x = " + " + ".join(["x"] * 5000),
        "x = " + " and ".join(["x"] * 50_000),
        "x = [" + "x, " * 50_000 + "]",
        "if x: y\n" + "elif x: y\n" * 1000,
        "".join("  " * n + "if x:\n" for n in range(100)) + "  " * 100 + "y",
        "x = " + "x if y else " * 500 + "z",
        "x\n" * 20_000,
    ],
    ids=lambda text: text[:12].replace("\n", " "),
)
def test_deep_and_long_sources_within_the_limits(text: str) -> None:
    assert look_over(text) == []


@pytest.mark.parametrize(
    "text", ["'" + "\\'" * MANY, "1" * MANY, "1h" * 20_000, "0.5" * 10_000, " " * MANY, "\\\n" * 50_000]
)
def test_long_tokens_take_linear_time(text: str) -> None:
    began = time.process_time()
    look_over(text)
    assert time.process_time() - began < 5


def test_speed() -> None:
    """15,000 lines a second on an idle machine; the bar here is low, as tests share theirs."""
    text = Path(__file__).read_text(encoding="utf-8") * 10
    parse(text, "a.fm")
    began = time.process_time()
    parse(text, "a.fm")
    assert text.count("\n") / (time.process_time() - began) > 3000


def test_spans_of_tokens_are_their_text() -> None:
    for program in PROGRAMS:
        tokens, _ = tokenise(normalised(program), "a.fm")
        assert tokens is not None
        source = SourceFile("a.fm", program)
        for kind, value, span in zip(tokens.kinds, tokens.values, tokens.spans, strict=True):
            if kind == value:
                assert source.under(span) == value

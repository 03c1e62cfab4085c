"""The drawing of a span, and the tree as text."""

from __future__ import annotations

from flowmetal.compiler.diagnostics import Diagnostic, text_of
from flowmetal.compiler.parser import parse
from flowmetal.compiler.printer import text_of as printed
from flowmetal.source import SourceFile, Span, draw


def drawn(line: str, start: int, end: int, hint: str | None = None) -> str:
    return draw(Span(1, start, 1, end), "a.fm", SourceFile("a.fm", line), hint)


def test_place_line_carets_hint() -> None:
    source = SourceFile("invoice.fm", "\n" * 26 + '    return {"id": recipt.id}\n')
    diagnostic = Diagnostic(
        "error",
        Span(27, 18, 27, 24),
        "name 'recipt' is not defined",
        "did you mean 'receipt'?",
        ("a note",),
        "invoice.fm",
    )
    assert text_of(diagnostic, source) == (
        "error: name 'recipt' is not defined\n"
        "  --> invoice.fm:27:19\n"
        '27 |     return {"id": recipt.id}\n'
        "   |                   ^^^^^^ did you mean 'receipt'?\n"
        "   = a note"
    )


def test_empty_span_has_one_caret() -> None:
    assert drawn("if x", 4, 4) == " --> a.fm:1:5\n1 | if x\n  |     ^"


def test_span_over_lines_is_marked_to_the_end_of_its_first() -> None:
    assert draw(Span(1, 4, 2, 3), "a.fm", SourceFile("a.fm", "x = f(  \n  y)"), "here") == (
        " --> a.fm:1:5\n1 | x = f(\n  |     ^^ here"
    )


def test_carets_stand_under_wide_and_combining_characters_and_tabs() -> None:
    assert drawn("日本 = x", 5, 6).splitlines()[2] == "  |        ^"
    assert drawn("e\u0301 = x", 5, 6).splitlines()[2] == "  |     ^"
    assert drawn("\tx", 1, 2).splitlines()[1:] == ["1 |     x", "  |     ^"]


def test_what_a_terminal_would_obey_is_not_sent_to_it() -> None:
    assert drawn("a\x1b[2Jb", 0, 1).splitlines()[1] == "1 | a\ufffd[2Jb"


def test_long_lines_are_clipped_around_the_span() -> None:
    line, carets = drawn("a" * 500 + "bcd" + "e" * 500, 500, 503).splitlines()[1:]
    assert len(line) < 180
    assert line[carets.index("^") : carets.rindex("^") + 1] == "bcd"


def test_no_source_gives_the_place_only() -> None:
    assert draw(Span(3, 1, 3, 2), "a.fm") == " --> a.fm:3:2"
    assert draw(Span(3, 1, 3, 2), "a.fm", SourceFile("a.fm", "x"), "why") == " --> a.fm:3:2\n  = why"


def test_text_under_a_span() -> None:
    source = SourceFile("a.fm", "ab\r\ncd\ref\n")
    assert source.under(Span(1, 1, 3, 1)) == "b\ncd\ne"
    assert source.line(3) == "ef" and source.line(9) == ""


def test_tree_as_text() -> None:
    module, _ = parse("x = {**a, 'b': None}\n@c\ndef f(a, *, b, d=2): return\n", "a.fm")
    assert module is not None
    assert printed(module) == (
        "Module\n"
        "  body: Assign\n"
        "    targets: Name id='x'\n"
        "    value: Dict\n"
        "      keys: None\n"
        "      keys: Constant value='b'\n"
        "      values: Name id='a'\n"
        "      values: Constant value=None\n"
        "  body: FunctionDef name='f'\n"
        "    args: Arguments\n"
        "      args: Arg arg='a'\n"
        "      kwonlyargs: Arg arg='b'\n"
        "      kwonlyargs: Arg arg='d'\n"
        "      kw_defaults: None\n"
        "      kw_defaults: Constant value=2\n"
        "    body: Return\n"
        "    decorator_list: Name id='c'\n"
    )
    assert printed(module.body[0], spans=True).splitlines()[:2] == [
        "Assign @1:0-1:20",
        "  targets: Name id='x' @1:0-1:1",
    ]

"""The layout pass: raw tokens -> the tokens that the grammar reads.

It finds logical lines (NEWLINE), indentation (INDENT, DEDENT, with CPython's rules for tabs), keywords and soft
keywords, and gives every token its span. `Tokens` holds three lists side by side, as the parser walks them by index.

The spans of NEWLINE, INDENT and DEDENT are empty and stand at the end of the last real token, so that whatever ends
with one of them ends, for its span, where its text ends.

Soft keywords: `do` after a `)` outside brackets, and after `async` unless it is called there; `match` and `case` where
a line that begins with `match` is followed by an indented one that begins with `case`.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field
from sys import intern
from typing import Any

from flowmetal.compiler.diagnostics import Diagnostic
from flowmetal.compiler.lexer import FIELD, Finding, TooDeep, lexer
from flowmetal.source import Span

MAX_INDENTS = 100  # as CPython
TAB_SIZE = 8  # of a tab in indentation; as CPython


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


KEYWORDS = _words(
    "False None True and as assert async await break class continue def del elif else except finally for from global "
    "if import in is lambda nonlocal not or pass raise return try while with yield"
)
COMPOUND = _words("if elif else for while def class with try except finally match case")  # they begin headers
_KEYWORD_KINDS = {word: intern(word) for word in KEYWORDS}
# At the start of a line, these show that a bracket above was meant to be closed.
_STATEMENT_ONLY = _words(
    "assert break class continue def del except finally global import nonlocal pass raise return try while with"
)
_USED_AS_NAME = re.compile(r"[ \t]*[.(\[]")  # in `async do(x)`, `do` is a function's name
END = "$end"


@dataclass(slots=True)
class Tokens:
    """kinds[i], values[i] and spans[i] are one token; the last is END. A kind is a grammar terminal.

    `reported` holds the indices of the NEWLINE tokens of lines that have been complained about.
    """

    kinds: list[str] = field(default_factory=list)
    values: list[Any] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    reported: set[int] = field(default_factory=set)

    def add(self, kind: str, value: Any, span: Span) -> None:
        self.kinds.append(kind)
        self.values.append(value)
        self.spans.append(span)


def tokenise(text: str, file: str) -> tuple[Tokens | None, list[Diagnostic]]:
    """The tokens of a normalised text (see `source.normalised`); None if it nests too deep to read on."""
    if not text.endswith("\n"):
        text += "\n"
    layout = _Layout(text)
    try:
        layout.run()
    except TooDeep as deep:
        finding = Finding("error", deep.start, deep.end, deep.message, deep.hint)
        return None, [layout.diagnostic(finding, file)]
    return layout.tokens, [layout.diagnostic(finding, file) for finding in layout.scan.findings]


class _Layout:
    def __init__(self, text: str) -> None:
        self.text = text
        self.starts = _line_starts(text)
        self.lexer, self.scan = lexer(text)
        self.tokens = Tokens()
        self.indents: list[tuple[int, int]] = [(0, 0)]  # column with tabs to 8, column with tabs as 1
        self.matches: set[int] = set()  # depths of indentation that are bodies of `match`
        self.statement = 0  # index of the first token of the logical line that is being read
        self.previous_statement = 0  # the same of the line before
        self.line_open = False
        self.end = Span(1, 0, 1, 0)  # empty span at the end of the last real token

    def run(self) -> None:
        tokens, scan, starts = self.tokens, self.scan, self.starts
        add_kind, add_value, add_span = tokens.kinds.append, tokens.values.append, tokens.spans.append
        next_token, lexer, keywords = self.lexer.token, self.lexer, _KEYWORD_KINDS
        new: Callable[[type[Span], tuple[int, ...]], Span] = tuple.__new__  # half the time of `Span(…)`
        line = 1
        line_start, next_line = 0, starts[1]
        first_on_line = False  # in brackets: the first token of a physical line
        while (token := next_token()) is not None:
            kind = token.type
            if kind == "NEWLINE":
                if scan.brackets:
                    first_on_line = True
                elif self.line_open:
                    self.end_line()
                continue
            start, end = token.lexpos, lexer.lexpos
            while start >= next_line:
                line += 1
                line_start, next_line = next_line, starts[line]
            column = start - line_start
            value = token.value
            if kind == "NAME":
                kind = keywords.get(value, kind)
                if not value.isascii():
                    value = self.identifier(value, start, end)
                if first_on_line and kind in _STATEMENT_ONLY and not scan.fstrings:
                    self.close_all()
            elif kind == "OP":
                kind = intern(value)
            first_on_line = False
            if not self.line_open:
                self.indentation(line_start, start)
            if end <= next_line:
                span = new(Span, (line, column, line, column + end - start))
            else:
                end_line = bisect_right(starts, end)
                span = new(Span, (line, column, end_line, end - starts[end_line - 1]))
            if kind == "NAME" and (value == "do" or value == "case"):
                kind = self.soft(value, end)
            elif kind in ("def", "for", "with") and tokens.kinds and tokens.kinds[-1] == "async":
                self.drop_async(kind)
            add_kind(kind)
            add_value(value)
            add_span(span)
        self.finish()

    # -- lines

    def end_line(self) -> None:
        tokens = self.tokens
        self.end = _at_end(tokens.spans[-1])
        if self.scan.broken:
            tokens.reported.add(len(tokens.kinds))
            self.scan.broken = False
        tokens.add("NEWLINE", None, self.end)
        self.line_open = False

    def finish(self) -> None:
        """The end of the text: whatever is open is closed, with a report if it should not be open."""
        if self.scan.brackets and not self.scan.fstrings:
            self.report_unclosed()
        for fstring in reversed(self.scan.fstrings):
            end = fstring.start + len(fstring.quote)
            self.scan.error(fstring.start, end, "unterminated f-string literal", f"it needs {fstring.quote} at its end")
        if self.line_open:
            self.end_line()
        elif self.scan.broken:
            self.tokens.reported.add(len(self.tokens.kinds))
        for _ in self.indents[1:]:
            self.tokens.add("DEDENT", None, self.end)
        self.tokens.add(END, None, self.end)

    def indentation(self, line_start: int, start: int) -> None:
        """Open a logical line whose first token is at `start`; INDENT or DEDENTs as its column asks for."""
        self.line_open = True
        tokens = self.tokens
        blank = self.text[line_start:start]
        column, alternate = (len(blank), len(blank)) if blank.strip(" ") == "" else _columns(blank)
        top, alternate_top = self.indents[-1]
        if column > top:
            if len(self.indents) > MAX_INDENTS:
                raise TooDeep(line_start, start, "too deeply nested", f"at most {MAX_INDENTS} levels of indentation")
            if alternate <= alternate_top:
                self.inconsistent(line_start, start)
            self.indents.append((column, alternate))
            tokens.add("INDENT", None, self.span(line_start, start))
        elif column < top:
            while column < self.indents[-1][0]:
                self.matches.discard(len(self.indents))
                self.indents.pop()
                tokens.add("DEDENT", None, self.end)
            if column != self.indents[-1][0]:
                self.scan.error(line_start, start, "unindent does not match any outer level of indentation", None)
            elif alternate != self.indents[-1][1]:
                self.inconsistent(line_start, start)
        elif alternate != alternate_top:
            self.inconsistent(line_start, start)
        self.statement, self.previous_statement = len(tokens.kinds), self.statement

    def inconsistent(self, line_start: int, start: int) -> None:
        self.scan.error(
            line_start, start, "inconsistent use of tabs and spaces in indentation", "indent with spaces only"
        )

    # -- brackets

    def report_unclosed(self) -> None:
        bracket, at = self.scan.brackets[-1]
        shown = "{" if bracket == FIELD else bracket
        self.scan.broken = False  # the missing bracket is the cause of what was found after it
        self.scan.findings = [f for f in self.scan.findings if f.start < at or f.severity == "warning"]
        self.scan.error(at, at + 1, f"'{shown}' was never closed")

    def close_all(self) -> None:
        """A line begins with a keyword that only begins statements: the brackets above are not closed."""
        self.report_unclosed()
        self.scan.brackets.clear()
        self.end_line()

    # -- words

    def identifier(self, name: str, start: int, end: int) -> str:
        normal = unicodedata.normalize("NFKC", name)
        if not normal.isidentifier():
            bad = next(
                (i for i, c in enumerate(name) if not ("a" + unicodedata.normalize("NFKC", c)).isidentifier()), 0
            )
            char = name[bad]
            self.scan.error(start + bad, start + bad + 1, f"invalid character '{char}' (U+{ord(char):04X})")
        return normal

    def soft(self, word: str, end: int) -> str:
        """The kind of a soft keyword that stands after the last token."""
        kinds, values = self.tokens.kinds, self.tokens.values
        if word == "do":
            previous = kinds[-1] if len(kinds) > self.statement else None
            if previous == "async":
                return "NAME" if _USED_AS_NAME.match(self.text, end) else "do"
            return "do" if previous == ")" and not self.scan.brackets else "NAME"
        if len(kinds) != self.statement:
            return "NAME"
        depth = len(self.indents)
        before = self.previous_statement
        if kinds[-1:] == ["INDENT"] and (kinds[before], values[before]) == ("NAME", "match"):
            kinds[before] = "match"
            self.matches.add(depth)
        return "case" if depth in self.matches else "NAME"

    def drop_async(self, keyword: str) -> None:
        """Refuse `async def`, `async for` and `async with`, and go on as if `async` were not there."""
        tokens = self.tokens
        span = tokens.spans[-1]
        start = self.starts[span.line - 1] + span.column
        hints = {
            "def": "every function may wait: write `def`",
            "for": "every loop may wait: write `for`",
            "with": "every `with` may wait: write `with`",
        }
        broken = self.scan.broken
        self.scan.error(start, start + len("async"), f"Flowmetal has no `async {keyword}`", hints[keyword])
        self.scan.broken = broken  # the rest of the line is read as usual
        for row in (tokens.kinds, tokens.values, tokens.spans):
            row.pop()

    # -- places

    def span(self, start: int, end: int) -> Span:
        line, end_line = bisect_right(self.starts, start), bisect_right(self.starts, end)
        return Span(line, start - self.starts[line - 1], end_line, end - self.starts[end_line - 1])

    def diagnostic(self, finding: Finding, file: str) -> Diagnostic:
        severity: Any = finding.severity
        return Diagnostic(severity, self.span(finding.start, finding.end), finding.message, finding.hint, (), file)


def _line_starts(text: str) -> list[int]:
    """Offsets of the lines' beginnings; after the last one, twice an offset that no token reaches."""
    starts = [0]
    for line in text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    starts[-1] += 1
    return [*starts, len(text) + 2]


def _columns(blank: str) -> tuple[int, int]:
    """The column after a line's indentation, with tabs to the next multiple of 8, and with tabs as one."""
    column = alternate = 0
    for char in blank:
        if char == " ":
            column, alternate = column + 1, alternate + 1
        elif char == "\t":
            column, alternate = (column // TAB_SIZE + 1) * TAB_SIZE, alternate + 1
        elif char == "\f":
            column = alternate = 0
    return column, alternate


def _at_end(span: Span) -> Span:
    return Span(span.end_line, span.end_column, span.end_line, span.end_column)

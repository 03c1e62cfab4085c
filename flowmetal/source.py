"""Source text, spans, and the drawing of a span with its caret line.

A span is half open: from (line, column) to (end_line, end_column); lines count from 1, columns from 0 in
characters. Diagnostics of the compiler and tracebacks of the machine are drawn by the same function here.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

TAB_WIDTH = 4  # of a tab in a drawing
WIDEST = 160  # columns of source that a drawing shows before it clips the line around the span


class Span(NamedTuple):  # a tuple: hundreds of thousands are made, and this is the quickest
    line: int
    column: int
    end_line: int
    end_column: int

    def to(self, other: Span) -> Span:
        """From the start of this one to the end of the other."""
        return Span(self.line, self.column, other.end_line, other.end_column)


@dataclass(frozen=True)
class SourceFile:
    """A named text and its lines. Only `\\n`, `\\r\\n` and `\\r` end a line, as for the lexer."""

    file: str
    text: str

    @cached_property
    def lines(self) -> list[str]:
        return normalised(self.text).split("\n")

    def line(self, number: int) -> str:
        """Line `number`, counted from 1, without its end; empty if the text has no such line."""
        return self.lines[number - 1] if 1 <= number <= len(self.lines) else ""

    def under(self, span: Span) -> str:
        """The text that the span covers."""
        if span.line == span.end_line:
            return self.line(span.line)[span.column : span.end_column]
        between = [self.line(number) for number in range(span.line + 1, span.end_line)]
        return "\n".join([self.line(span.line)[span.column :], *between, self.line(span.end_line)[: span.end_column]])


def normalised(text: str) -> str:
    """The text with every line end written as a line feed and without a byte order mark."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def draw(span: Span, file: str, source: SourceFile | None = None, hint: str | None = None) -> str:
    """Where a span is, its line, and carets under it; no line end at the end.

        --> invoice.fm:27:19
      27 |     return {"id": recipt.id}
         |                   ^^^^^^ did you mean 'receipt'?

    A span over several lines is marked to the end of its first. Without a source, or when the source has no such line,
    only the place is given (and the hint below it).
    """
    gutter = " " * len(str(span.line))
    place = f"{gutter}--> {file}:{span.line}:{span.column + 1}"
    if source is None or not 1 <= span.line <= len(source.lines):
        return place if hint is None else f"{place}\n{gutter} = {hint}"
    text, carets = marked_line(source.line(span.line), span)
    drawn = [place, f"{span.line} | {text.rstrip()}", f"{gutter} | {carets}"]
    if hint is not None:
        drawn[-1] += f" {hint}"
    return "\n".join(drawn)


def marked_line(line: str, span: Span) -> tuple[str, str]:
    """A span's first line as a terminal can show it, and blanks and carets to stand under it."""
    start = min(span.column, len(line))
    end = len(line.rstrip()) if span.end_line > span.line else min(span.end_column, len(line))
    before, marked, after = _shown(line[:start]), _shown(line[start:end]), _shown(line[max(start, end) :])
    before, marked, after = _clipped(before, marked, after)
    return before + marked + after, " " * _width(before) + "^" * max(1, _width(marked))


def _shown(text: str) -> str:
    """The text as a terminal can show it: tabs as spaces, control characters replaced."""
    text = text.replace("\t", " " * TAB_WIDTH)
    return text if text.isprintable() else "".join(c if c.isprintable() else "\ufffd" for c in text)


def _width(text: str) -> int:
    """Columns that the text takes on a terminal."""
    if text.isascii():
        return len(text)
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _clipped(before: str, marked: str, after: str) -> tuple[str, str, str]:
    if len(before) + len(marked) + len(after) <= WIDEST:
        return before, marked, after
    if len(before) > WIDEST // 2:
        before = "… " + before[-(WIDEST // 2) :]
    if len(marked) > WIDEST // 2:
        return before, marked[: WIDEST // 2], " …"
    room = max(0, WIDEST - len(before) - len(marked))
    return before, marked, after if len(after) <= room else after[:room] + " …"

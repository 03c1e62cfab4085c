"""Source text, spans, and the drawing of a span with its caret line.

A span is half open: from (line, column) to (end_line, end_column); lines count from 1, columns from 0 in
characters. Diagnostics of the compiler and tracebacks of the machine are drawn by the same function here.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Span:
    line: int
    column: int
    end_line: int
    end_column: int

    def to(self, other: Span) -> Span:
        """From the start of this one to the end of the other."""
        return Span(self.line, self.column, other.end_line, other.end_column)

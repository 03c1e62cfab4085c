"""Diagnostics: what the compiler has to say about a source, as data; and their text.

A message says what was found and what was wanted, the hint is the mend and stands beside the carets, notes are
further lines. Every pass returns a list of these and never prints or raises.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from flowmetal.source import SourceFile, Span, draw

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Diagnostic:
    severity: Severity
    span: Span
    message: str
    hint: str | None = None
    notes: tuple[str, ...] = ()
    file: str = "<source>"


def text_of(diagnostic: Diagnostic, source: SourceFile | None) -> str:
    """The diagnostic as plain text, with its line and carets; no line end at the end."""
    head = f"{diagnostic.severity}: {diagnostic.message}"
    drawing = draw(diagnostic.span, diagnostic.file, source, diagnostic.hint)
    gutter = " " * len(str(diagnostic.span.line))
    return "\n".join([head, drawing, *(f"{gutter} = {note}" for note in diagnostic.notes)])


def in_order(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """In the order of the source, each once."""
    return sorted(dict.fromkeys(diagnostics), key=lambda d: (d.file, d.span, d.severity, d.message))


def has_errors(diagnostics: Iterable[Diagnostic]) -> bool:
    return any(diagnostic.severity == "error" for diagnostic in diagnostics)

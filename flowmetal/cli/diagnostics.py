"""Showing what the compiler has to say: on standard error, in colour if that is a terminal, and a count at the end."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flowmetal.compiler.diagnostics import Diagnostic
    from flowmetal.source import SourceFile

SHOWN_AT_MOST = 30  # a file with more errors has one cause that we did not see


def report(diagnostics: Sequence[Diagnostic], sources: Mapping[str, SourceFile]) -> None:
    """Print the diagnostics, each drawn in its source, and how many there are. Prints nothing if there are none."""
    if not diagnostics:
        return
    from flowmetal.compiler.diagnostics import text_of

    texts = [text_of(diagnostic, sources.get(diagnostic.file)) for diagnostic in diagnostics[:SHOWN_AT_MOST]]
    lines = "\n\n".join([*texts, summary(diagnostics)])
    if sys.stderr.isatty():
        _print_coloured(lines)
    else:
        print(lines, file=sys.stderr)


def summary(diagnostics: Sequence[Diagnostic]) -> str:
    """`2 errors and 1 warning in order.fm`"""
    parts = []
    for severity in ("error", "warning"):
        count = sum(diagnostic.severity == severity for diagnostic in diagnostics)
        if count:
            parts.append(f"{count} {severity}{'s' * (count > 1)}")
    files = list(dict.fromkeys(diagnostic.file for diagnostic in diagnostics))
    where = files[0] if len(files) == 1 else f"{len(files)} files"
    left_out = len(diagnostics) - SHOWN_AT_MOST
    return f"{' and '.join(parts)} in {where}" + (f" ({left_out} not shown)" if left_out > 0 else "")


def _print_coloured(lines: str) -> None:
    from rich.console import Console
    from rich.text import Text

    text = Text()
    for line in lines.split("\n"):
        text.append_text(_coloured(line))
        text.append("\n")
    Console(stderr=True, highlight=False).print(text, end="", soft_wrap=True)


def _coloured(line: str):  # type: ignore[no-untyped-def]  # rich.text.Text; rich is imported on terminals only
    from rich.text import Text

    text = Text(line)
    for severity, style in (("error:", "bold red"), ("warning:", "bold yellow")):
        if line.startswith(severity):
            text.stylize(style, 0, len(severity))
            text.stylize("bold", len(severity))
            return text
    gutter, bar, rest = line.partition(" | ")
    if bar and gutter.strip().isdigit():
        text.stylize("blue", 0, len(gutter) + 2)
    elif bar and not gutter.strip():
        text.stylize("blue", 0, len(gutter) + 2)
        carets = len(rest) - len(rest.lstrip())
        start = len(gutter) + len(bar) + carets
        marked = len(rest.lstrip()) - len(rest.lstrip().lstrip("^"))
        text.stylize("bold red", start, start + marked)
        text.stylize("green", start + marked)
    elif line.lstrip().startswith("-->"):
        text.stylize("blue", 0, line.index("-->") + 3)
    return text

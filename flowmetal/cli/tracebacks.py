"""A program's error as text that reads like Python's: frames with carets, notes, and what it was caused by.

    Traceback (most recent call last):
      File "order.fm", line 27, in main
        event = await done
                ^^^^^^^^^^
    TimeoutError: timed out after 2h
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from itertools import groupby
from typing import Any

from flowmetal.source import Span, marked_line

SAME_SHOWN = 3  # frames of the same place in a row
CAUSE = "The above exception was the direct cause of the following exception:"
CONTEXT = "During handling of the above exception, another exception occurred:"

Line = tuple[str, str]  # text, and the style that it has on a terminal


def lines_of(error: dict[str, Any]) -> list[Line]:
    """The lines for ErrorData (see `flowmetal.vm.events`), the cause first."""
    chain: list[tuple[dict[str, Any], str]] = []
    link = ""
    current: dict[str, Any] | None = error
    while isinstance(current, dict):  # of an imported journal: a stranger's
        chain.append((current, link))
        cause, context = current.get("cause"), current.get("context")
        current, link = (cause, CAUSE) if isinstance(cause, dict) else (context, CONTEXT)
    lines: list[Line] = []
    for one, words in reversed(chain):
        lines.extend(_one(one))
        if words:
            lines.extend([("", ""), (words, ""), ("", "")])
    return lines


def _one(error: dict[str, Any]) -> Iterator[Line]:
    frames = [frame for frame in error.get("frames") or [] if isinstance(frame, list) and len(frame) == 7]
    if frames:
        yield "Traceback (most recent call last):", ""
    for _, run in groupby(frames, key=lambda frame: (frame[0], frame[1], frame[5])):
        same = list(run)
        for frame in same[:SAME_SHOWN]:
            with suppress(TypeError, ValueError, AttributeError):  # of a journal from a stranger
                yield from _frame(frame)
        left = len(same) - SAME_SHOWN
        if left > 0:
            yield f"  [Previous line repeated {left} more time{'s' if left > 1 else ''}]", "dim"
    kind, message = str(error.get("type")), str(error.get("message") or "")
    for line in (f"{kind}: {message}" if message else kind).split("\n"):
        yield line, "bold red"
    for note in error.get("notes") or []:
        for line in str(note).split("\n"):
            yield line, ""


def _frame(frame: list[Any]) -> Iterator[Line]:
    file, line, column, end_line, end_column, function, text = frame
    yield f'  File "{file}", line {line}, in {function}', ""
    source = text.strip()
    if not source:
        return
    shown, carets = marked_line(text, Span(line, column, end_line, end_column))
    indent = len(shown) - len(shown.lstrip())
    yield f"    {shown[indent:].rstrip()}", ""
    if carets.strip() and carets.strip() != "^" * len(source):
        yield f"    {carets[indent:]}", "bold red"

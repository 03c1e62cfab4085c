"""Errors as plain data, with the program's own traceback, and errors of the outside as the program's exceptions.

ErrorData is described in `events`. Frames of hidden code (the prelude) are left out unless nothing else is there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flowmetal.vm.classes import CLASSES
from flowmetal.vm.plain import from_plain
from flowmetal.vm.text import to_str
from flowmetal.vm.values import Error, NeedsUser

if TYPE_CHECKING:
    from flowmetal.vm.image import Program

FINAL_TEXT = "__text__"  # the attribute with what an error's own `__str__` said, when it ended the process
MAX_FRAMES = 60  # kept of a long traceback: half from each end


def error_data(raised: Error, program: Program, seen: frozenset[int] = frozenset()) -> dict[str, Any]:
    """The error with everything that a reader needs; chains stop where they come back to themselves."""
    seen = seen | {id(raised)}

    def linked(other: Error | None) -> dict[str, Any] | None:
        if other is None or id(other) in seen or len(seen) > 20:
            return None
        return error_data(other, program, seen)

    cls = raised.cls
    return {
        "type": cls.name if cls.builtin or cls.module == "__main__" else f"{cls.module}.{cls.qualname}",
        "message": sendable(message_of(raised)),
        "frames": _frames(raised, program),
        "notes": [sendable(note_text(note)) for note in raised.notes or ()],
        "cause": linked(raised.cause),
        "context": None if raised.suppress_context else linked(raised.context),
    }


def sendable(text: str) -> str:
    """The text, with a question mark for what is not Unicode's (half of a surrogate pair) and cannot leave."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode()


def note_text(note: Any) -> str:
    try:
        return to_str(note)
    except NeedsUser:
        return "…"


def message_of(raised: Error) -> str:
    """str(error), without running the program's code."""
    try:
        return to_str(raised)
    except NeedsUser:
        stored = raised.attributes.get(FINAL_TEXT, raised.attributes.get("message"))
        if type(stored) is str:
            return stored
        return ", ".join(arg if type(arg) is str else "…" for arg in raised.args)


def _frames(raised: Error, program: Program) -> list[list[Any]]:
    shown = [place for place in raised.trace if not place[0].cache["hidden"]] or raised.trace[:1]
    if len(shown) > MAX_FRAMES:
        shown = shown[: MAX_FRAMES // 2] + shown[-MAX_FRAMES // 2 :]
    frames = []
    for code, at in reversed(shown):
        module = program.bundle.modules[code.module]
        position = code.positions[at] if 0 <= at < len(code.positions) else None
        line, column, end_line, end_column = position or (code.line_of(0), 0, code.line_of(0), 0)
        lines = program.lines(code.module)
        text = lines[line - 1] if 0 < line <= len(lines) else ""
        frames.append([module.file, line, column, end_line, end_column, code.qualname, text])
    return frames


def error_from_data(data: dict[str, Any]) -> Error:
    """An error that came from outside: a built-in class of that name if there is one, else RequestError."""
    kind, message, details = str(data.get("type")), data.get("message"), data.get("details")
    cls = CLASSES.get(kind)
    if cls is None or not cls.is_subclass(CLASSES["Exception"]) or kind == "ConnectionError":
        cls = CLASSES["RequestError"]
    raised = Error(cls, (message if type(message) is str else str(message),))
    raised.attributes = {"type": kind, "details": from_plain(details) if type(details) is dict else {}}
    return raised

"""What goes into a machine and what comes out: the events it consumes, the effects it asks for.

Event data is plain data (see `flowmetal.wire`); the engine journals it packed, as it stands here.

Input events                 data
    start                    {"args": [...], "kwargs": {...}, "seed": 32 bytes, "url": base URL of callbacks or None,
                             "pid": the process's own id}
    outcome                  {"request": n, "outcome": {"ok": value} or {"error": {"type", "message", "details"}}}
    timer                    {"request": n}
    message                  {"channel": str, "value": any}
    cancel                   {"reason": str}
    resume                   {"from": journal position whose state is continued, "requests": highest number used so far}
    settings                 {"url": base URL of callbacks}, when the outside of the process has changed
What the machine asks for is journaled too, and replay checks that it is asked again just so:
    request                  {"request": n, "topic": str, "payload": any, "options": {...}}
    withdraw                 {"request": n}: nobody wants the outcome any more
    reissue                  {"request": new n, "was": old n}: ask the old one's payload again, under a new id
    output                   {"stream": "out" | "log" | "progress", "text": str, "fields": {...} for log and progress}
    end                      {"status": "done", "value": any, "exit": int}
                             or {"status": "failed" | "cancelled", "error": ErrorData}
ErrorData is {"type": str, "message": str, "frames": [[file, line, column, end_line, end_column, function, source
line], …] outermost first, "notes": [str], "cause": ErrorData or None, "context": ErrorData or None}.
"""

from __future__ import annotations

from typing import Any

from flowmetal.slotted import slotted

INPUTS = frozenset(("start", "outcome", "timer", "message", "cancel", "resume", "settings"))
EFFECTS = frozenset(("request", "withdraw", "reissue", "output", "end"))


@slotted
class Event:
    """An input: `time_us` is what `now()` gives while it is processed; never less than that of the one before."""

    kind: str
    time_us: int
    data: dict[str, Any]


@slotted
class Effect:
    """What a machine asks for: kind is one of EFFECTS, data as in the module's table."""

    kind: str
    data: dict[str, Any]

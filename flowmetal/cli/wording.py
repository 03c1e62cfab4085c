"""Where a process is, how old it is: short texts for people."""

from __future__ import annotations

from typing import Any

from flowmetal.engine.journals import Where
from flowmetal.store.protocol import ENDED, READY, Process


def place(record: Process, where: Where) -> str:
    """Where a process is and what it waits for; or of what it failed."""
    if record.status in ENDED:
        return where.error or ""
    if not where.tasks:
        return "not started yet" if record.status == READY else ""
    text = task_text(where.tasks[0])
    more = where.count - 1
    return text + (f" (+{more} task{'s' if more > 1 else ''})" if more > 0 else "")


def task_text(task: dict[str, Any]) -> str:
    text = f"{task.get('function')} {task.get('file')}:{task.get('line')}"
    return f"{text}, waits for {task['waits']}" if task.get("waits") else text


def age(us: int) -> str:
    """`45s`, `12m`, `3h`, `9d`"""
    seconds = max(0, us) // 1_000_000
    for size, unit in ((86_400, "d"), (3_600, "h"), (60, "m")):
        if seconds >= size:
            return f"{seconds // size}{unit}"
    return f"{seconds}s"


def one_line(text: str) -> str:
    """Without line ends and control characters, which a program may have put into its texts."""
    text = " ".join(text.split()) if not text.isprintable() else text
    return text if text.isprintable() else "".join(c if c.isprintable() else "\ufffd" for c in text)

"""What a process prints, gives and raises, as a terminal or a pipe gets it.

Lines of the process go to standard output; its log lines, progress and errors to standard error, in colour only on a
terminal. With `as_json` everything is one JSON document a line on standard output.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

from flowmetal.api.plain_json import json_text
from flowmetal.cli.errors import FAILED, say
from flowmetal.store.protocol import CANCELLED, DONE, MOVED

if TYPE_CHECKING:
    from flowmetal.engine import Entry, Status

_STYLES = {"error": "bold red", "warning": "yellow", "info": "cyan", "debug": "dim", "progress": "dim"}


class Show:
    """Prints one process's output and its end."""

    def __init__(self, *, as_json: bool = False) -> None:
        self._as_json = as_json
        self._is_coloured = not as_json and is_terminal(sys.stderr)

    def begun(self, pid: str) -> None:
        if self._as_json:
            self.record({"event": "process", "pid": pid})
        elif self._is_coloured:
            say_quietly(f"process {pid}")

    def entry(self, entry: Entry) -> None:
        """An event of the journal; only output is shown."""
        if entry.kind != "output":
            return
        stream, text, fields = entry.data.get("stream"), str(entry.data.get("text", "")), entry.data.get("fields") or {}
        if self._as_json:
            self.record({
                "event": "output", "number": entry.number, "time_us": entry.time_us, "stream": stream, "text": text,
                "fields": fields,
            })
        elif stream == "out":
            sys.stdout.write(text)
        else:
            self._aside(str(fields.get("level", "info")) if stream == "log" else "progress", text)

    def flush(self) -> None:
        sys.stdout.flush()

    def end(self, status: Status) -> int:
        """How the process ended; gives the exit status."""
        pid = status.record.pid
        exit_status = status.exit if status.record.status == DONE else FAILED
        if self._as_json:
            self.record({"event": "end", **outcome(status), "exit": exit_status})
        elif status.record.status == DONE:
            print_value(status.value)
        elif status.record.status == CANCELLED:
            reason = (status.error or {}).get("message")
            say(f"process {pid} was cancelled" + (f": {reason}" if reason else ""))
        elif status.record.status == MOVED:
            say(f"process {pid} has moved to another store, and goes on where it was imported")
        else:
            print_error(status.error, pid)
        self.flush()
        return exit_status

    def record(self, fields: dict[str, Any]) -> None:
        sys.stdout.write(json_text(fields) + "\n")

    def _aside(self, level: str, text: str) -> None:
        sys.stdout.flush()
        if self._is_coloured:
            print_styled([(f"{level}: ", _STYLES.get(level, "cyan")), (text, "")])
        else:
            print(f"{level}: {text}", file=sys.stderr, flush=True)


def outcome(status: Status) -> dict[str, Any]:
    """How a process stands, for JSON."""
    return {
        "pid": status.record.pid, "status": status.record.status, "value": status.value, "exit": status.exit,
        "error": status.error,
    }


def print_value(value: Any) -> None:
    """A result: text as it is, nothing for None, else JSON."""
    if value is not None:
        sys.stdout.write((value if isinstance(value, str) else json_text(value)) + "\n")


def print_error(error: dict[str, Any] | None, pid: str) -> None:
    """The traceback of a failed process, on standard error."""
    from flowmetal.cli.tracebacks import lines_of

    sys.stdout.flush()
    missing = "InternalError: the process failed, and its end is not kept"
    lines = lines_of(error) if isinstance(error, dict) else [(missing, "")]
    if is_terminal(sys.stderr):
        for line, style in lines:
            print_styled([(line, style)])
        say_quietly(f"flowmetal-vm resume {pid} lets it retry from the wait that it failed after")
    else:
        print("\n".join(line for line, _ in lines), file=sys.stderr, flush=True)


def is_terminal(stream: Any) -> bool:
    """Whether colours and tables are wanted there."""
    return bool(stream.isatty()) and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def say_quietly(line: str) -> None:
    print_styled([(line, "dim")])


def print_styled(parts: list[tuple[str, str]]) -> None:
    """One line on standard error, a terminal, in styles of rich."""
    from rich.console import Console
    from rich.text import Text

    text = Text()
    for part, style in parts:
        text.append(part, style)
    Console(stderr=True, highlight=False).print(text, soft_wrap=True)

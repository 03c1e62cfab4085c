"""OS processes that a measurement starts, each in a group of its own, which ends when the measurement does."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import threading
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]


class Failed(Exception):
    """An OS process did not do what it was for; one line."""


def messages(command: Sequence[str], *, seconds: float, environment: dict[str, str] | None = None) -> Iterator[Any]:
    """The JSON objects that a command prints, one a line, as they come; other lines are passed over.

    Raises Failed if it ends badly, or has not ended within so many seconds. Whatever it started ends with it.
    """
    child = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
        env={**os.environ, **(environment or {})},
    )
    late = threading.Event()
    errors: list[str] = []
    assert child.stdout is not None and child.stderr is not None
    reading = threading.Thread(target=errors.extend, args=(child.stderr,), daemon=True)
    reading.start()

    def give_up() -> None:
        late.set()
        end_group(child)

    def bury() -> None:
        """What it leaves behind may hold its end of the pipe open."""
        child.wait()
        end_group(child)

    burying = threading.Thread(target=bury, daemon=True)
    burying.start()

    timer = threading.Timer(seconds, give_up)
    timer.start()
    try:
        for line in child.stdout:
            with suppress(ValueError):
                yield json.loads(line)
        child.wait()
    finally:
        timer.cancel()
        end_group(child)
        burying.join(1)
        reading.join(1)
        child.stdout.close()
        child.stderr.close()
    if late.is_set():
        raise Failed(f"was not done within {seconds:g} s")
    if child.returncode:
        said = [line.strip() for line in errors if line.strip()]
        raise Failed(said[-1][:300] if said else f"ended with status {child.returncode}")


def end_group(child: subprocess.Popen[Any]) -> None:
    """SIGKILL for a child that was started with start_new_session, and for what it started."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()

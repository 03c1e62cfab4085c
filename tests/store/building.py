"""Short ways to what the store's tests need again and again."""

from __future__ import annotations

import json
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any

from flowmetal.store import WAITING, Advance, NewEvent, NewRequest, Store

PROGRAM = "ab" * 32
NOW = 1_700_000_000_000_000  # microseconds


def started(store: Store, pid: str = "p1", key: str | None = None) -> str:
    return store.create(pid, PROGRAM, "demo.fm", b"start of " + pid.encode(), NOW, key)


def advance(store: Store, pid: str = "p1", **changes: Any) -> Advance:
    """From where the process stands, all its inbox consumed; `changes` are fields of Advance."""
    process = store.process(pid)
    assert process is not None
    given: dict[str, Any] = {
        "position": process.position,
        "epoch": process.epoch,
        "status": WAITING,
        "time_us": NOW + 1,
        "where": b"line 1",
        "events": [NewEvent("outcome", NOW, b"data")],
        "consumed": [delivery.sequence for delivery in store.inbox(pid)],
    }
    return Advance(pid, **{**given, **changes})


def asked(number: int, topic: str = "http.request", callback: bytes | None = None) -> NewRequest:
    return NewRequest(number, topic, b"payload %d" % number, callback)


def running(store: Store, pid: str = "p1", **changes: Any) -> str:
    """A process after its first advance; gives the owner that made it."""
    started(store, pid)
    owner = store.register()
    store.commit([advance(store, pid, **changes)], owner)
    return owner


def child(code: str, *arguments: object) -> subprocess.Popen[str]:
    """Another OS process: `sys.argv[1:]` are the arguments."""
    return subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(code), *map(str, arguments)],
        stdout=subprocess.PIPE,
        stdin=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    )


def answer(process: subprocess.Popen[str]) -> Any:
    """The next line that the OS process prints, read as JSON."""
    assert process.stdout is not None
    return json.loads(process.stdout.readline())


def finish(process: subprocess.Popen[str]) -> None:
    """Let it end: it waits for its input to end."""
    assert process.stdin is not None and process.stdout is not None
    process.stdin.close()
    assert process.wait(20) == 0
    process.stdout.close()


def kill(process: subprocess.Popen[str]) -> None:
    assert process.stdin is not None and process.stdout is not None
    process.kill()
    process.wait(20)
    process.stdin.close()
    process.stdout.close()

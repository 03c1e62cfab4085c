"""Staying with a process: it runs here, unless another interpreter has it, and what it prints is shown.

Everything shown is read from the store, so it is durable when it is seen, and seen once, whoever runs the process.

    attached --the process ends--> its result or traceback, its exit status
             --SIGINT, SIGTERM---> detached: the process is kept; a second signal ends this OS process at once
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from contextlib import suppress
from queue import Empty, SimpleQueue
from types import FrameType
from typing import TYPE_CHECKING, Any

from flowmetal import engine
from flowmetal.cli.errors import USAGE, Refused, say
from flowmetal.cli.listening import CallbackServer
from flowmetal.cli.showing import Show
from flowmetal.cli.stores import command_line
from flowmetal.engine.journals import CALLBACK
from flowmetal.store.protocol import ENDED, FAILED, NoSuchProcess, Process, Store

if TYPE_CHECKING:
    from flowmetal.client import Worker
    from flowmetal.connectors import Connectors

SHELL_TOPIC = "shell.run"
LOOK_S = 2.0  # in case that the store's bell was not heard
GRACE_S = 2.0  # for requests in flight when this OS process ends


class Bell:
    """Wakes whoever waits. Unlike an Event it can be rung by a signal handler, wherever that has interrupted us."""

    def __init__(self) -> None:
        self._rung: SimpleQueue[None] = SimpleQueue()

    def ring(self) -> None:
        self._rung.put(None)

    def wait(self, seconds: float) -> None:
        """Return when it has been rung since the last time, or after so many seconds."""
        with suppress(Empty):
            self._rung.get(timeout=max(0.0, seconds))
            while True:
                self._rung.get_nowait()


class Signals:
    """SIGINT and SIGTERM as something to look at; the second one ends this OS process. `with Signals(wake) as s:`"""

    def __init__(self, wake: Callable[[], None]) -> None:
        self.number: int | None = None
        self._wake = wake
        self._before: dict[int, Any] = {}

    def __enter__(self) -> Signals:
        for number in (signal.SIGINT, signal.SIGTERM):
            self._before[number] = signal.signal(number, self._came)
        return self

    def __exit__(self, *_: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def _came(self, number: int, _: FrameType | None) -> None:
        if self.number is not None:
            os._exit(128 + number)
        self.number = number
        self._wake()


class Follower:
    """Shows what a process put out after event number `after`, as it becomes durable."""

    def __init__(self, store: Store, pid: str, show: Show, after: int) -> None:
        self._store, self._pid, self._show, self._seen = store, pid, show, after
        self.has_callbacks = False  # it has asked for a callback since then
        self.has_commands = False  # … for a command of the operating system

    def catch_up(self) -> Process:
        """Raises NoSuchProcess."""
        record = self._store.process(self._pid)
        if record is None:
            raise NoSuchProcess(f"no process {self._pid} in this store any more")
        if record.position > self._seen:
            for entry in engine.journal(self._store, self._pid, after=self._seen):
                self._show.entry(entry)
                self._seen = entry.number
                asks_anew = entry.kind == "reissue" or entry.data.get("topic") == CALLBACK
                self.has_callbacks = self.has_callbacks or asks_anew
                self.has_commands = self.has_commands or entry.data.get("topic") == SHELL_TOPIC
            self._show.flush()
        return record


def has_ended(store: Store, record: Process) -> bool:
    """Whether nothing will come of the process any more; a failed one may have been resumed a moment ago."""
    if record.status != FAILED:
        return record.status in ENDED
    return not any(delivery.kind in ("resume", "cancel") for delivery in store.inbox(record.pid))


def worker_of(name: str | None) -> Worker | None:
    """The worker that --functions names. Raises Refused."""
    if name is None:
        return None
    from flowmetal.client import CannotLoad, load_worker

    try:
        return load_worker(name)
    except CannotLoad as error:
        raise Refused(str(error), USAGE) from None


def attach(
    store: Store, pid: str, server: CallbackServer, show: Show, *, after: int, worker: Worker | None = None,
    shell: bool = False,
) -> int:
    """Run a process to its end, or until a signal; gives the exit status.

    `after` is the number of the last event whose output is not to be shown; `worker` has functions for it. Raises
    StoreError, ConnectorError, engine.InterpreterCrashed.
    """
    bell = Bell()
    follower = Follower(store, pid, show, after)
    if has_ended(store, follower.catch_up()):
        return show.end(engine.status(store, pid))
    server.begin()
    functions = worker.beside(store, say) if worker is not None else None
    interpreter = engine.Interpreter(
        store, only={pid}, url=server.url, report=_reporter(bell, pid), functions=functions
    )
    connectors: Connectors | None = None
    stop_listening = store.listen(bell.ring)
    with Signals(bell.ring) as signals:
        try:
            interpreter.start()
            if functions is not None:
                functions.start(interpreter.owner)
            while True:
                if has_ended(store, follower.catch_up()):
                    break
                if signals.number is not None:
                    _tell_detached(pid)
                    return 128 + signals.number
                interpreter.join(0)  # raises what it crashed of
                if follower.has_callbacks:
                    server.keep_on()
                if follower.has_commands and not shell:
                    follower.has_commands = _tell_of_shell()
                bell.wait(LOOK_S)
                if connectors is None and not has_ended(store, follower.catch_up()):  # most short runs need none
                    connectors = _connectors(store, shell=shell)
                    connectors.start()
        finally:
            stop_listening()
            if connectors is not None:
                connectors.stop(grace_s=GRACE_S)
            if functions is not None:
                functions.stop(GRACE_S)
            server.stop()
            interpreter.stop()
    return show.end(engine.status(store, pid))


def serve(
    store: Store, server: CallbackServer | None, ready: Callable[[], None], *, interpret: bool, requests: bool,
    worker: Worker | None = None, shell: bool = False,
) -> None:
    """Run the chosen parts until SIGINT or SIGTERM. `ready` is called when they run. Raises as `attach` does."""
    bell = Bell()
    with Signals(bell.ring) as signals:
        if server is not None:
            server.begin()
        functions = None
        if worker is not None:
            functions = worker.beside(store, say) if interpret else worker.apart(store, say)
        interpreter = engine.Interpreter(
            store, url=store.setting("url"), report=_reporter(bell), functions=functions
        ) if interpret else None
        connectors = _connectors(store, http=requests, shell=shell) if requests or shell else None
        try:
            if interpreter is not None:
                interpreter.start()
            if connectors is not None:
                connectors.start()
            if functions is not None:
                functions.start(interpreter.owner if interpreter is not None else None)
            ready()
            while signals.number is None:
                if interpreter is not None:
                    interpreter.join(0)  # raises what it crashed of
                bell.wait(60.0)
        finally:
            if connectors is not None:
                connectors.stop(grace_s=GRACE_S)
            if functions is not None:
                functions.stop(GRACE_S)
            if server is not None:
                server.stop()
            if interpreter is not None:
                interpreter.stop()


def watch(store: Store, pid: str, show: Show, *, after: int | None, timeout_s: float | None) -> Process:
    """Look on until a process has ended or the time is up, showing its output after event `after` (None: none of it).

    Ends this OS process, silently, on a signal: whoever only looks on has nothing to lose.
    """
    import time

    bell = Bell()
    deadline = None if timeout_s is None else time.monotonic() + timeout_s
    follower = Follower(store, pid, show, after) if after is not None else None
    stop_listening = store.listen(bell.ring)
    stall = _Stall(store, pid)
    try:
        with Signals(bell.ring) as signals:
            while True:
                record = follower.catch_up() if follower is not None else engine.status(store, pid).record
                if has_ended(store, record):
                    return record
                if signals.number is not None:
                    raise SystemExit(128 + signals.number)
                pause = stall.look(record)
                if deadline is not None:
                    pause = min(pause, deadline - time.monotonic())
                    if pause <= 0:
                        return record
                bell.wait(pause)
    finally:
        stop_listening()


def _connectors(store: Store, *, http: bool = True, shell: bool) -> Connectors:
    from flowmetal.connectors import Connectors

    return Connectors(store, http=http, shell=shell, report=say)


def _tell_of_shell() -> bool:
    """False: it need not be told again."""
    say("the program asks for a command of the operating system, which is done where --enable shell is given")
    return False


class _Stall:
    """Says, once, that a process has something to do and nobody does it."""

    def __init__(self, store: Store, pid: str) -> None:
        self._store, self._pid = store, pid
        self._position: int | None = None  # at which it was found idle though it could go on
        self._is_said = False

    def look(self, record: Process) -> float:
        """Gives in how many seconds to look again."""
        if self._is_said:
            return LOOK_S
        if (record.owner is not None and self._store.is_alive(record.owner)) or not self._has_work():
            self._position = None
            return LOOK_S
        if self._position == record.position:
            self._is_said = True
            say(f"nobody runs process {self._pid} now: {command_line('serve')} runs all, "
                f"{command_line(f'run {self._pid}')} this one")
        self._position = record.position
        return 1.0

    def _has_work(self) -> bool:
        if self._store.inbox(self._pid):
            return True
        if any(request.topic != CALLBACK for request in self._store.requests_of(self._pid)):
            return True
        return any(timer.pid == self._pid for timer in self._store.due(engine.wall_clock_us(), 10_000))


def _reporter(bell: Bell, pid: str = "") -> Callable[[str], None]:
    """Without what ends process `pid`: that is shown as its end."""

    def report(line: str) -> None:
        if not pid or not line.startswith(f"process {pid} at event "):
            say(line)
        bell.ring()

    return report


def _tell_detached(pid: str) -> None:
    say(f"detached; process {pid} is kept: {command_line(f'run {pid}')} continues it attached, "
        f"{command_line('serve')} in the background")

"""Acting on processes and looking at them, for commands, HTTP and programs; needs a store, but no interpreter.

What `start`, `send`, `cancel` and `resume` accepted is durable when they return; some interpreter does the rest.
Errors are of the StoreError family, each one line.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from itertools import repeat
from typing import Any

from flowmetal import wire
from flowmetal.digest import sha256
from flowmetal.engine import journals
from flowmetal.engine.ids import new_pid
from flowmetal.engine.journals import Entry, Where
from flowmetal.slotted import slotted
from flowmetal.store.protocol import (
    ENDED,
    FAILED,
    NewProcess,
    NoSuchProcess,
    NoSuchProgram,
    Process,
    Store,
    StoreError,
)

Clock = Callable[[], int]
_RECENT = 1000  # processes looked through for a program's name


def wall_clock_us() -> int:
    """Microseconds since 1970 UTC."""
    return time.time_ns() // 1000


class NotPlainData(StoreError):
    """An argument or message that cannot be stored."""


class NotFailed(StoreError):
    """Only a failed process can be resumed."""


@slotted
class Status:
    """How a process stands."""

    record: Process
    where: Where
    value: Any = None  # what `main` gave, when done
    exit: int = 0  # exit status, when done
    error: dict[str, Any] | None = None  # ErrorData of `flowmetal.vm.events`, when failed or cancelled

    @property
    def ended(self) -> bool:
        return self.record.status in ENDED


def start(
    store: Store, bundle_bytes: bytes, name: str, args: Sequence[Any], kwargs: dict[str, Any], *,
    key: str | None = None, clock: Clock = wall_clock_us, program: str | None = None,
) -> str:
    """Store the program and create a process of it; gives its pid, or that of the process started before by `key`.

    args and kwargs are plain data for `main`. The bundle is verified (NotABundle, OtherVersion or DamagedBundle of
    `bytecode.bundle`), unless `program` gives the hash of one that the caller has verified. Raises NotPlainData.
    """
    return start_many(store, bundle_bytes, name, [(args, kwargs)], keys=[key], clock=clock, program=program)[0]


def start_many(
    store: Store, bundle_bytes: bytes, name: str, arguments: Iterable[tuple[Sequence[Any], dict[str, Any]]], *,
    keys: Iterable[str | None] | None = None, clock: Clock = wall_clock_us, program: str | None = None,
) -> list[str]:
    """As `start`, for several processes of one program in one transaction: all of them or none.

    arguments: (args, kwargs) of each; keys, if given: the key or None of each. Some hundreds at a time are quickest.
    """
    if program is None:
        program = _hash_of(bundle_bytes)
    now, url = clock(), store.setting("url")
    made = [
        NewProcess(
            new_pid(now, os.urandom), program, name,
            _pack({"args": list(args), "kwargs": kwargs, "seed": os.urandom(32), "url": url}), now, key,
        )
        for (args, kwargs), key in (zip(arguments, repeat(None)) if keys is None else zip(arguments, keys, strict=True))
    ]
    try:
        return store.create_many(made)
    except NoSuchProgram:
        deploy(store, bundle_bytes, name, program=program)
        return store.create_many(made)


def deploy(store: Store, bundle_bytes: bytes, name: str, *, program: str | None = None) -> str:
    """Store a program, without starting it; gives its hash. By `name` programs start this one from now on.

    The bundle is verified as by `start`.
    """
    if program is None:
        program = _hash_of(bundle_bytes)
    if store.program(program) is None:
        store.put_program(program, bundle_bytes)
    setting = _newest(name)
    if store.setting(setting) != program:
        store.set_setting(setting, program)
    return program


def newest_program(store: Store, name: str) -> str | None:
    """The hash of the program of that name that was deployed last; of a store that an older Flowmetal wrote, of one
    of its newest processes."""
    program = store.setting(_newest(name))
    if program is None:
        recent = store.processes(limit=_RECENT, newest_first=True)
        program = next((process.program for process in recent if process.name == name), None)
    return program


def _newest(name: str) -> str:
    return f"program:{name}" if len(name) < 60 else f"program:{sha256(name.encode()).hexdigest()}"


@lru_cache(maxsize=16)  # the caller's own bytes, as a rule: then looking is by identity
def _hash_of(bundle_bytes: bytes) -> str:
    from flowmetal.bytecode import bundle

    return bundle.read(bundle_bytes).hash


def send(
    store: Store, pid: str, channel: str, value: Any, *, key: str | None = None, clock: Clock = wall_clock_us
) -> bool:
    """Put a message into a process's mailbox; False if one of the same key was put there before, and so is not again.

    Raises NoSuchProcess, ProcessEnded, NotPlainData.
    """
    return store.deliver(pid, "message", _pack({"channel": channel, "value": value}), clock(), key) != 0


def cancel(store: Store, pid: str, reason: str = "", *, clock: Clock = wall_clock_us) -> None:
    """Ask a process to stop: `Cancelled` is raised where it waits. Raises NoSuchProcess, ProcessEnded."""
    store.deliver(pid, "cancel", _pack({"reason": reason}), clock())


def resume(store: Store, pid: str, *, clock: Clock = wall_clock_us) -> None:
    """Let a failed process retry from the wait that it failed after. Raises NoSuchProcess, NotFailed."""
    record = _record(store, pid)
    if record.status != FAILED:
        raise NotFailed(f"process {pid} has not failed (it is {record.status}), so there is nothing to resume")
    store.deliver(pid, "resume", _pack({}), clock())


def status(store: Store, pid: str) -> Status:
    """How the process stands, with its result or error if it has ended. Raises NoSuchProcess, Damaged."""
    record = _record(store, pid)
    where = Where.unpack(record.where)
    if record.status not in ENDED or where.end is None:
        return Status(record, where)
    entries = [journals.decode(event) for event in store.events(pid, after=where.end - 1)[:1]]
    if not entries or entries[0].kind != "end":
        return Status(record, where)
    data = entries[0].data
    return Status(record, where, data.get("value"), data.get("exit") or 0, data.get("error"))


def output(store: Store, pid: str, *, after: int = 0) -> list[Entry]:
    """The `output` events with number > after: what the process printed, in order. Raises NoSuchProcess, Damaged."""
    _record(store, pid)
    return [journals.decode(event) for event in store.events(pid, after=after) if event.kind == "output"]


def journal(store: Store, pid: str, *, after: int = 0) -> list[Entry]:
    """The process's events with number > after. Raises NoSuchProcess, Damaged."""
    _record(store, pid)
    return [journals.decode(event) for event in store.events(pid, after=after)]


def wait(store: Store, pid: str, timeout: float | None = None) -> Status:
    """Wait until the process has ended, or for `timeout` seconds; gives its status then (see `ended`).

    Raises NoSuchProcess.
    """
    deadline = None if timeout is None else time.monotonic() + timeout
    woken = threading.Event()
    stop = store.listen(woken.set)
    try:
        while True:
            woken.clear()
            if _record(store, pid).status in ENDED:
                return status(store, pid)
            pause = 1.0 if deadline is None else min(1.0, deadline - time.monotonic())
            if pause <= 0:
                return status(store, pid)
            woken.wait(pause)
    finally:
        stop()


def _record(store: Store, pid: str) -> Process:
    record = store.process(pid)
    if record is None:
        raise NoSuchProcess(f"no process {pid} in this store; `flowmetal-vm ps` lists them")
    return record


def _pack(value: Any) -> bytes:
    try:
        return wire.pack(value)
    except wire.WireError as error:
        raise NotPlainData(f"cannot be stored: {error}") from None


"""What a process asks of other processes. The engine answers such requests itself; no connector sees them.

topic                    payload                                                        outcome
message                  {"to": pid, "channel": str, "value": any}                      None: it is in the mailbox
process.start            {"program": name, hash, or None for its own, "args": list,     the new process's pid
                         "kwargs": dict, "key": str or None, "owned": bool}
process.self             None                                                           the pid of who asks
process.cancel           {"to": pid, "reason": str}                                     None
process.result PID       None                                                           how PID ended: see `ending`

A process is created, a message sent, in the transaction that makes the request durable: so a child is started once,
and has the pid that its parent was told, whatever crashes. Its idempotency key names the request that started it,
which is how a parent's child is found again. Waiting for an end is `RESULT_OF` of the store's protocol.
"""

from __future__ import annotations

import os
from typing import Any

from flowmetal import wire
from flowmetal.engine.control import newest_program, status
from flowmetal.engine.ids import is_pid, new_pid
from flowmetal.store.protocol import CANCELLED, DONE, ENDED, FAILED, Damaged, NewProcess, Store

HASH_LENGTH = 64
LONGEST_KEY = 10_000  # characters


class Refused(Exception):
    """The request cannot be done: its outcome is an error of that type and text."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind, self.message = kind, message


class Others:
    """The other processes of a store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def trouble(self, pid: str) -> str | None:
        """Why nothing can be sent to a process; None if it can."""
        record = self._store.process(pid) if is_pid(pid) else None
        if record is None:
            return f"there is no process {pid[:60]}"
        return f"process {pid} has ended ({record.status})" if record.status in ENDED else None

    def exists(self, pid: str) -> bool:
        return is_pid(pid) and self._store.process(pid) is not None

    def start(self, parent: str, own: str, number: int, payload: Any, now_us: int) -> NewProcess | str:
        """The process to create for a request of `parent`, a process of program `own`; the pid of the one that was
        created by the payload's key before. Raises Refused."""
        if not _is_start(payload):
            raise Refused("TypeError", "a start needs a program, args, kwargs and perhaps a key")
        key = payload["key"] if payload["key"] is not None else child_key(parent, number)
        known = self._store.by_key(key)
        if known is not None:
            return known
        program, name = self._program(payload["program"], own)
        start = wire.pack({
            "args": payload["args"], "kwargs": payload["kwargs"], "seed": os.urandom(32),
            "url": self._store.setting("url"),
        })
        return NewProcess(new_pid(now_us, os.urandom), program, name, start, now_us, key)

    def child(self, parent: str, number: int) -> str | None:
        """The process that a request of `parent` has created, unless it gave a key."""
        return self._store.by_key(child_key(parent, number))

    def ending(self, pid: str) -> dict[str, Any] | None:
        """The outcome for who waits for a process: {"status", "value", "exit", "error"}; None while it runs."""
        record = self._store.process(pid) if is_pid(pid) else None
        if record is None:
            return refusal("ProcessError", f"there is no process {pid[:60]}")
        if record.status not in ENDED:
            return None
        if record.status not in (DONE, FAILED, CANCELLED):
            return refusal("ProcessError", f"process {pid} has moved to another store")
        try:
            found = status(self._store, pid)
        except Damaged as damage:
            return refusal("ProcessError", f"how process {pid} ended cannot be read: {damage}")
        return {"ok": {
            "status": found.record.status, "name": found.record.name, "value": found.value, "exit": found.exit,
            "error": found.error,
        }}

    def _program(self, wanted: str | None, own: str) -> tuple[str, str]:
        """(hash, name). Raises Refused."""
        from flowmetal.bytecode import bundle

        program = own if wanted is None else wanted if _is_hash(wanted) else newest_program(self._store, wanted)
        data = self._store.program(program) if program is not None else None
        if data is None or program is None:
            raise Refused(
                "ProcessError", f"the store has no program {wanted!r:.80}; `flowmetal-vm deploy` puts one there"
            )
        return program, bundle.name_of(data)


def child_key(parent: str, number: int) -> str:
    return f"child of request {parent}-{number}"


def refusal(kind: str, message: str) -> dict[str, Any]:
    """An outcome."""
    return {"error": {"type": kind, "message": message, "details": {}}}


def _is_start(payload: Any) -> bool:
    if not isinstance(payload, dict):
        return False
    program, key = payload.get("program", 0), payload.get("key", 0)
    return (
        (program is None or isinstance(program, str))
        and (key is None or (isinstance(key, str) and 0 < len(key) <= LONGEST_KEY))
        and isinstance(payload.get("args"), list)
        and isinstance(payload.get("kwargs"), dict)
        and all(isinstance(name, str) for name in payload["kwargs"])
    )


def _is_hash(text: str) -> bool:
    return len(text) == HASH_LENGTH and all(letter in "0123456789abcdef" for letter in text)

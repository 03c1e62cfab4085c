"""From the store into memory: programs, and machines at the position that their process has reached.

A machine is the snapshot plus the tail, replayed with every effect compared. A snapshot that cannot be read (of
another version, damaged) is reported and the whole journal replayed instead. What cannot be loaded at all is a
`CannotLoad`: it concerns that process only, whose journal stays as it is.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Any

from flowmetal.engine import journals
from flowmetal.engine.advance import Input, Live, Redo, bare_error, describe, input_of, internal_error, short_error
from flowmetal.engine.journals import AT_ONCE, BY_ENGINE, CALLBACK, START, TIMER, Entry, Where
from flowmetal.engine.machines import Machine, Machines
from flowmetal.engine.others import Others
from flowmetal.engine.replay import Divergence, replay
from flowmetal.engine.snapshots import Typical
from flowmetal.slotted import replace
from flowmetal.store.protocol import CANCELLED, FAILED, Advance, Damaged, Delivery, NewEvent, Process, Store
from flowmetal.wire import pack

MOST_PROGRAMS = 64  # kept loaded


class CannotLoad(Exception):
    """The process cannot go on here; the text says why, in one line."""


class Overtaken(Exception):
    """Somebody else advanced the process while it was read; look again later."""


class Loader:
    """Loads from one store. Used by one thread."""

    def __init__(self, store: Store, machines: Machines, report: Callable[[str], None]) -> None:
        self._store, self._machines, self._report = store, machines, report
        self._others = Others(store)
        self._programs: OrderedDict[str, Any] = OrderedDict()
        self._typical: dict[str, Typical] = {}

    def program(self, program: str) -> Any:
        """Raises CannotLoad."""
        if program in self._programs:
            self._programs.move_to_end(program)
            return self._programs[program]
        data = self._store.program(program)
        if data is None:
            raise CannotLoad(f"the store has no program {program}")
        try:
            loaded = self._machines.load(data)
        except Exception as error:
            raise CannotLoad(f"program {program[:12]} cannot be loaded: {describe(error)}") from error
        self._programs[program] = loaded
        if len(self._programs) > MOST_PROGRAMS:
            dropped, _ = self._programs.popitem(last=False)
            self._typical.pop(dropped, None)
        return loaded

    def load(self, record: Process, url: str | None) -> Live:
        """A process that has not ended, at its position. Raises CannotLoad, Overtaken, StoreError."""
        machine, path, base, ran = self._state(record, record.position)
        if path:
            time_us = path[-1].time_us
        else:
            last = self._store.events(record.pid, after=record.position - 1) if record.position else []
            time_us = last[0].time_us if last else 0
        started = base > 0 or any(entry.kind == "start" for entry in path)
        typical = self._typical.setdefault(record.program, Typical())
        live = Live(record, machine, self._others, time_us=time_us, url=url, started=started, typical=typical)
        if path:
            live.policy.ran(sum(entry.kind != "output" for entry in path), *ran)
        return live

    def resume(self, record: Process, inbox: list[Delivery], url: str | None) -> Live:
        """A failed process, back at the position before the event that it failed in, about to be told so.

        The inbox holds its `resume` delivery, which goes first. What is void now and cannot be asked for again is
        fed again: the start, a message, the call of a callback. Raises as `load` does.
        """
        where = Where.unpack(record.where)
        entries = self._entries(record, 0)
        back = where.resume_at if where.resume_at is not None else record.position
        machine, path, base, _ = self._state(record, back)
        index = journals.Requests(entries)
        highest = max([where.requests, record.requests, *(
            entry.data["request"] for entry in entries if entry.kind in ("request", "reissue")
        )])
        redo = Redo(index, stale=[request.number for request in self._store.requests_of(record.pid)])
        live = Live(
            record, machine, self._others, time_us=entries[-1].time_us if entries else 0, url=url, redo=redo,
            started=base > 0 or any(entry.kind == "start" for entry in path),
        )
        items = [input_of(delivery) for delivery in inbox]
        first = next(item for item in items if item.kind == "resume")
        live.todo.append(Input("resume", {"from": back, "requests": highest}, first.sequence))
        live.todo.extend(item for item in items if item is not first)
        live.seen = max(delivery.sequence for delivery in inbox)
        lost = entries[back] if back < len(entries) else None
        if lost is not None and lost.kind in ("start", "message"):
            live.again.append(Input(lost.kind, lost.data, local=True))
        elif lost is not None and lost.kind == TIMER:
            redo.fired = lost.data["request"]
        came = [*((entry.kind, entry.data) for entry in entries[back:]), *((item.kind, item.data) for item in items)]
        for kind, data in came:
            if kind in ("outcome", journals.LATE):
                asked = index.find(data["request"])
                if asked is not None and (asked.topic == CALLBACK or asked.topic in AT_ONCE):
                    redo.answers[data["request"]] = data["outcome"]
        return live

    def given_up(self, record: Process, inbox: list[Delivery], now_us: int) -> Advance:
        """The advance that makes a failed process a cancelled one: somebody cancelled instead of resuming it."""
        reason = next((input_of(item).data.get("reason", "") for item in inbox if item.kind == "cancel"), "")
        error = bare_error("Cancelled", reason)
        data = {"status": CANCELLED, "error": error, "by": BY_ENGINE}
        where = replace(Where.unpack(record.where), end=record.position + 1, error=short_error(error))
        time_us = max(now_us, record.updated_us)
        return Advance(
            record.pid, record.position, record.epoch, CANCELLED, time_us, where.pack(),
            events=[NewEvent("end", time_us, pack(data))], consumed=[delivery.sequence for delivery in inbox],
            sends=[(child, "cancel", pack({"reason": reason})) for child in self._owned(record)],
        )

    def _owned(self, record: Process) -> list[str]:
        """The processes that a failed one has started to end with it. Their own ends were not asked for: it might have
        been resumed."""
        try:
            entries = self._entries(record, 0)
        except CannotLoad:
            return []
        found = (
            self._others.child(record.pid, entry.data["request"]) for entry in entries
            if entry.kind == "request" and entry.data["topic"] == START
            and isinstance(entry.data["payload"], dict) and entry.data["payload"].get("owned")
        )
        return [child for child in found if child is not None]

    def failed_at_rest(self, record: Process, text: str, now_us: int, inbox: list[Delivery]) -> Advance:
        """The advance that ends a process which cannot be loaded as failed, at its position."""
        where = Where.unpack(record.where)
        data = internal_error(text)
        back = where.resume_at if record.status == FAILED and where.resume_at is not None else record.position
        where = Where(
            where.tasks, where.count, max(where.requests, record.requests), back, record.position + 1,
            short_error(data["error"]),
        )
        time_us = max(now_us, record.updated_us)
        return Advance(
            record.pid, record.position, record.epoch, FAILED, time_us, where.pack(),
            events=[NewEvent("end", time_us, pack(data))],
            consumed=[delivery.sequence for delivery in inbox if delivery.kind == "resume"],
        )

    def _entries(self, record: Process, after: int) -> list[Entry]:
        try:
            events = self._store.events(record.pid, after=after)
            return [journals.decode(event) for event in events if event.number <= record.position]
        except Damaged as error:
            raise CannotLoad(str(error)) from error

    def _state(self, record: Process, upto: int) -> tuple[Machine, list[Entry], int, tuple[int, float]]:
        """A machine at position upto, the replayed path, the snapshot's position, the replay's cost."""
        program = self.program(record.program)
        snapshot = self._store.snapshot(record.pid) if record.snapshot else None
        base, machine = 0, None
        if snapshot is not None and snapshot[0] > record.position:
            raise Overtaken
        if snapshot is not None and snapshot[0] <= upto:
            try:
                base, machine = snapshot[0], self._machines.decode(program, snapshot[1])
            except Exception as error:
                self._report(
                    f"process {record.pid}: its snapshot at event {snapshot[0]} cannot be used ({describe(error)}); "
                    "replaying its journal instead"
                )
                base = 0
        if machine is None:
            machine = self._machines.new(program)
        try:
            entries = self._entries(record, base) if record.position else []
            path = journals.live_path(entries, upto, base)
            before, started = machine.instructions, time.thread_time()
            replay(machine, path)
        except (Divergence, Damaged) as error:
            raise CannotLoad(str(error)) from error
        return machine, path, base, (machine.instructions - before, time.thread_time() - started)

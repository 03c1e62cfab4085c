"""One transaction's typed view of the tables: `Reading`, and `Writing`, which keeps records and indexes together.

The layout is in `records.py`. What is put and removed here always goes to a table and to its index in one step, so
callers cannot make them disagree. Nothing here decides: rules (fencing, ends, life cycles) are in `commits.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from flowmetal.store import records
from flowmetal.store.protocol import Delivery, Event, NewEvent, NewRequest, Process, Request, Timer
from flowmetal.store.records import of_pid, pid_key, seal, u64, unseal

# What the last writes of this OS process left, by keys that are the same in all stores: a record that is still
# byte for byte the same need not be decoded again. A request's place is remembered if it has no callback.
_KNOWN_MOST = 8192
_known_processes: dict[str, tuple[bytes, Process]] = {}
_known_places: dict[bytes, tuple[bytes, bytes]] = {}


def _remember(known: dict[Any, Any], key: Any, what: Any) -> None:
    if len(known) >= _KNOWN_MOST and key not in known:
        known.clear()  # other threads may be at it, in other stores
    known[key] = what


class Reading:
    """A read transaction. `txn` is LMDB's, `tables` its database handles by name."""

    __slots__ = ("tables", "txn")

    def __init__(self, txn: Any, tables: dict[str, Any]) -> None:
        self.txn = txn
        self.tables = tables

    # -- raw

    def get(self, table: str, key: bytes) -> bytes | None:
        value: bytes | None = self.txn.get(key, db=self.tables[table])
        return value

    def scan(self, table: str, *, start: bytes = b"", prefix: bytes = b"") -> Iterator[tuple[bytes, bytes]]:
        """Records from the first key >= start (and >= prefix) on, in order, as long as they begin with prefix."""
        with self.txn.cursor(db=self.tables[table]) as cursor:
            found = cursor.set_range(max(start, prefix)) if start or prefix else cursor.first()
            if not found:
                return
            for key, value in cursor.iternext():
                if not key.startswith(prefix):
                    return
                yield key, value

    def page(
        self, table: str, after: bytes, limit: int, *, prefix: bytes = b"", backwards: bool = False
    ) -> list[tuple[bytes, bytes]]:
        """Up to limit raw records beyond `after`, excluded; all from the start (backwards: the end) on if it is b""."""
        found: list[tuple[bytes, bytes]] = []
        with self.txn.cursor(db=self.tables[table]) as cursor:
            if not after:
                placed = cursor.last() if backwards else cursor.first()
            elif backwards:
                placed = cursor.prev() if cursor.set_range(after) else cursor.last()
            else:
                placed = cursor.set_range(after) and (cursor.key() != after or cursor.next())
            if placed and limit > 0:
                for key, value in cursor.iterprev() if backwards else cursor.iternext():
                    if not key.startswith(prefix):
                        break
                    found.append((key, value))
                    if len(found) >= limit:
                        break
        return found

    def meta(self, name: str, count: int = 1) -> list[Any] | None:
        key = name.encode()
        value = self.get("meta", key)
        return None if value is None else unseal("meta", key, value, count)

    # -- typed

    def counters(self) -> list[int]:
        """The last journal, inbox and request sequences that were given."""
        return self.meta("counters", 3) or [0, 0, 0]

    def process(self, pid: str) -> Process | None:
        key = pid_key(pid)
        value: bytes | None = self.txn.get(key, db=self.tables["processes"])
        if value is None:
            return None
        known = _known_processes.get(pid)
        if known is not None and known[0] == value:
            return known[1]
        return records.process_of(key, value)

    def program(self, program: str) -> bytes | None:
        key = program.encode()
        value = self.get("programs", key)
        return None if value is None else bytes(unseal("programs", key, value, 1)[0])

    def snapshot(self, pid: str) -> tuple[int, bytes] | None:
        key = pid_key(pid)
        value = self.get("snapshots", key)
        if value is None:
            return None
        position, state = unseal("snapshots", key, value, 2)
        return position, state

    def event(self, sequence: int) -> Event | None:
        key = u64(sequence)
        value = self.get("journal", key)
        return None if value is None else records.event_of(key, value)

    def request(self, pid: str, number: int) -> tuple[Request, bytes | None] | None:
        """The open request and its callback's token hash."""
        key = of_pid(pid, u64(number))
        value = self.get("requests", key)
        if value is None:
            return None
        topic, sequence = unseal("requests", key, value, 2)
        outbox_key = records.topic_key(topic) + u64(sequence)
        stored = self.get("outbox", outbox_key)
        return None if stored is None else records.request_of(outbox_key, stored)

    def request_numbers(self, pid: str) -> list[int]:
        return [records.number_of(key) for key, _ in self.scan("requests", prefix=of_pid(pid))]

    def inbox(self, pid: str) -> list[Delivery]:
        found = []
        for index, _ in self.scan("inbox_of", prefix=of_pid(pid)):
            key = index[-8:]
            value = self.get("inbox", key)
            if value is not None:
                found.append(records.delivery_of(key, value))
        return found

    def timers_of(self, pid: str) -> list[Timer]:
        return [
            Timer(unseal("timers_of", key, value, 1)[0], pid, records.number_of(key))
            for key, value in self.scan("timers_of", prefix=of_pid(pid))
        ]

    def callback(self, token_hash: bytes) -> tuple[str, int, bool] | None:
        value = self.get("callbacks", token_hash) if 0 < len(token_hash) <= 64 else None
        if value is None:
            return None
        pid, number, used = unseal("callbacks", token_hash, value, 3)
        return pid, number, used

    def callbacks_of(self, pid: str) -> list[tuple[bytes, int, bool]]:
        prefix = of_pid(pid)
        found = []
        for index, _ in self.scan("callbacks_of", prefix=prefix):
            callback = self.callback(index[len(prefix) :])
            if callback is not None:
                found.append((index[len(prefix) :], callback[1], callback[2]))
        return found

    def by_key(self, key: str) -> str | None:
        digest = records.idempotency_key(key)
        value = self.get("keys", digest)
        return None if value is None else str(unseal("keys", digest, value, 1, 2)[0])


class Writing(Reading):
    """A write transaction. `touched` becomes True with the first change."""

    __slots__ = ("_counters", "_counters_before", "touched")

    def __init__(self, txn: Any, tables: dict[str, Any]) -> None:
        super().__init__(txn, tables)
        self.touched = False
        self._counters: list[int] | None = None
        self._counters_before: list[int] = []

    def finish(self) -> None:
        """Last before the commit: writes the counters if they moved."""
        if self._counters is not None and self._counters != self._counters_before:
            self.put_meta("counters", self._counters)

    # -- raw

    def put(self, table: str, key: bytes, value: bytes, *, append: bool = False) -> None:
        self.touched = True
        self.txn.put(key, value, db=self.tables[table], append=append)

    def remove(self, table: str, key: bytes) -> bool:
        self.touched = True
        return bool(self.txn.delete(key, db=self.tables[table]))

    def put_meta(self, name: str, fields: list[Any]) -> None:
        key = name.encode()
        self.put("meta", key, seal(key, fields))

    def next_sequence(self, which: int) -> int:
        """0 journal, 1 inbox, 2 requests."""
        self.touched = True
        if self._counters is None:
            self._counters = self.counters()
            self._counters_before = list(self._counters)
        self._counters[which] += 1
        return self._counters[which]

    def last_sequence(self, which: int) -> int:
        return (self._counters or self.counters())[which]

    # -- typed

    def put_process(self, process: Process) -> None:
        value = records.process_value(process)
        self.put("processes", pid_key(process.pid), value)
        _remember(_known_processes, process.pid, (value, process))

    def put_program(self, program: str, data: bytes) -> None:
        key = program.encode()
        self.put("programs", key, seal(key, [data]))

    def put_snapshot(self, pid: str, position: int, state: bytes) -> None:
        key = pid_key(pid)
        self.put("snapshots", key, seal(key, [position, state]))

    def append_events(self, pid: str, number: int, previous: int, events: Sequence[NewEvent | Event]) -> int:
        """Those that follow event `number`, whose sequence is `previous`; gives the sequence of the last one."""
        put, table = self.txn.put, self.tables["journal"]
        for event in events:
            sequence = self.next_sequence(0)
            number += 1
            key = u64(sequence)
            value = records.event_value(key, pid, number, sequence - previous if previous else 0, event)
            put(key, value, append=True, db=table)
            previous = sequence
        return previous

    def put_request(self, pid: str, new: NewRequest, attempts: int = 0) -> None:
        """`attempts` were recorded before; one is made now if it is taken as it is made."""
        sequence = self.next_sequence(2)
        key = records.topic_key(new.topic) + u64(sequence)
        index = of_pid(pid, u64(new.number))
        attempts += new.holder is not None
        request = Request(sequence, pid, new.number, new.topic, new.data, attempts, new.holder)
        place = seal(index, [new.topic, sequence])
        put, tables = self.txn.put, self.tables
        put(key, records.request_value(key, request, new.callback), db=tables["outbox"])
        put(index, place, db=tables["requests"])
        if new.callback is None:
            _remember(_known_places, index, (place, key))

    def replace_request(self, request: Request, callback: bytes | None) -> None:
        key = records.topic_key(request.topic) + u64(request.sequence)
        self.put("outbox", key, records.request_value(key, request, callback))

    def remove_request(self, pid: str, number: int) -> bool:
        """Close it: it leaves the outbox, its callback is used. False if it was not open."""
        index = of_pid(pid, u64(number))
        place, outbox_key = _known_places.pop(index, (None, b""))
        txn, tables = self.txn, self.tables
        if place is not None and txn.get(index, db=tables["requests"]) == place:
            self.touched = True
            txn.delete(outbox_key, db=tables["outbox"])
            return bool(txn.delete(index, db=tables["requests"]))
        found = self.request(pid, number)
        if found is None:
            return False
        request, callback = found
        self.remove("outbox", records.topic_key(request.topic) + u64(request.sequence))
        self.remove("requests", of_pid(pid, u64(number)))
        if callback is not None:
            self.put_callback(callback, pid, number, True)
        return True

    def put_delivery(self, pid: str, kind: str, time_us: int, data: bytes) -> int:
        sequence = self.next_sequence(1)
        self.put(
            "inbox", u64(sequence), records.delivery_value(Delivery(sequence, pid, kind, time_us, data)), append=True
        )
        self.put("inbox_of", of_pid(pid, u64(sequence)), b"")
        return sequence

    def remove_delivery(self, pid: str, sequence: int) -> None:
        self.remove("inbox", u64(sequence))
        self.remove("inbox_of", of_pid(pid, u64(sequence)))

    def put_timer(self, pid: str, number: int, due_us: int) -> None:
        self.remove_timer(pid, number)
        key = of_pid(pid, u64(number))
        self.put("timers_of", key, seal(key, [records.clamp(due_us)]))
        self.put("timers", records.timer_key(due_us, number, pid), b"")

    def remove_timer(self, pid: str, number: int) -> None:
        key = of_pid(pid, u64(number))
        value = self.get("timers_of", key)
        if value is not None:
            self.remove("timers", records.timer_key(unseal("timers_of", key, value, 1)[0], number, pid))
            self.remove("timers_of", key)

    def put_callback(self, token_hash: bytes, pid: str, number: int, used: bool) -> None:
        self.put("callbacks", token_hash, seal(token_hash, [pid, number, used]))
        self.put("callbacks_of", of_pid(pid, token_hash), b"")

    def put_key(self, key: str, pid: str, delivered_us: int | None = None) -> None:
        """delivered_us: it is the key of a delivery to the process, not of its start."""
        digest = records.idempotency_key(key)
        self.put("keys", digest, seal(digest, [pid] if delivered_us is None else [pid, delivered_us]))

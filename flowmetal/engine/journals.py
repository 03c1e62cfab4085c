"""A process's journal as the engine reads and writes it, and its compact "where it is" record.

An event's data is packed plain data of the shape that `flowmetal.vm.events` gives for its kind. The engine adds

    late     {"request": n, "outcome": …}: an outcome that came when the process no longer wanted it; the machine
             does not see it
    end      with "by": "engine" when not the machine but the engine ended the process (`InternalError`)

Inputs stand before the effects that they caused. A resumed process went back: `resume` names the position `from`
which it continues, and the events between that position and the resume are void: they happened, and stay in the
journal for people, but the state does not contain them. `live_path` leaves them out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from flowmetal import wire
from flowmetal.slotted import field, slotted
from flowmetal.store.protocol import Damaged
from flowmetal.store.protocol import Event as StoredEvent

LATE, BY_ENGINE = "late", "engine"
TIMER, MESSAGE, CALLBACK = "timer", "message", "http.callback"  # the topics that the engine serves itself, or helps
START, CANCEL, SELF = "process.start", "process.cancel", "process.self"  # of others, like the store's RESULT_OF
AT_ONCE = frozenset((MESSAGE, START, CANCEL, SELF))  # these it answers in the advance in which they are asked
SHOWN_TASKS = 20  # so many tasks stand in the "where it is" record


@slotted
class Entry:
    """One event, decoded. `raw` is its data as journaled."""

    number: int
    kind: str
    time_us: int
    data: dict[str, Any]
    raw: bytes
    sequence: int = 0  # store-wide; 0 where it is not known


@slotted
class Where:
    """What `ps` shows of a process without running or decoding it."""

    tasks: list[dict[str, Any]] = field(default_factory=list)  # task, function, file, line, waits; the first few
    count: int = 0  # of all its tasks
    requests: int = 0  # highest request number used
    resume_at: int | None = None  # of a failed process: the position that `resume` goes back to
    end: int | None = None  # number of its `end` event
    error: str | None = None  # of a failed or cancelled process: "Type: message", shortened

    def pack(self) -> bytes:
        return wire.pack([self.tasks, self.count, self.requests, self.resume_at, self.end, self.error])

    @staticmethod
    def pack_running(tasks: bytes, count: int, requests: int) -> bytes:
        """What `Where(tasks, count, requests).pack()` gives, where the tasks are packed already."""
        return b"\x96" + tasks + wire.pack(count) + wire.pack(requests) + b"\xc0\xc0\xc0"

    @staticmethod
    def unpack(data: bytes) -> Where:
        """Any bytes give a record: what cannot be read is as if it were empty, since this is never the truth."""
        if not data:
            return Where()
        try:
            where = Where(*wire.unpack(data))
        except (wire.WireError, TypeError):
            return Where()
        sound = (
            isinstance(where.tasks, list) and all(isinstance(task, dict) for task in where.tasks)
            and isinstance(where.count, int) and isinstance(where.requests, int)
            and isinstance(where.resume_at, int | None) and isinstance(where.end, int | None)
            and isinstance(where.error, str | None)
        )
        return where if sound else Where()


@slotted
class Asked:
    """What a request asked for."""

    topic: str
    payload: Any
    options: dict[str, Any]
    time_us: int
    first: int = 0  # the number under which it was asked first


def decode(event: StoredEvent) -> Entry:
    """Raises Damaged."""
    try:
        data = wire.unpack(event.data)
    except wire.WireError as error:
        raise Damaged(f"event {event.number} of process {event.pid}: {error}") from None
    if not isinstance(data, dict):
        raise Damaged(f"event {event.number} of process {event.pid} has no fields")
    return Entry(event.number, event.kind, event.time_us, data, event.data, event.sequence)


def live_path(entries: Sequence[Entry], upto: int, base: int = 0) -> list[Entry]:
    """The entries that the state at position `upto` consists of, after that at `base`, in order.

    `entries` are those after `base`, without gaps. Raises Damaged when they are not, or when base itself is void
    for `upto` (no state of a void position is ever stored).
    """
    path: list[Entry] = []
    number = upto
    while number > base:
        index = number - base - 1
        if index >= len(entries) or entries[index].number != number:
            raise Damaged(f"the journal has no event {number}")
        entry = entries[index]
        path.append(entry)
        back = entry.data.get("from") if entry.kind == "resume" else None
        number = back if isinstance(back, int) and 0 <= back < number else number - 1
    if number < base:
        raise Damaged(f"the state at {base} is not part of the one at {upto}")
    path.reverse()
    return path


class Requests:
    """What each request of a journal asks for, the void ones included; a reissue asks what the old one did."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._asked: dict[int, Asked] = {}
        for entry in entries:
            data = entry.data
            if entry.kind == "request":
                asked = Asked(data["topic"], data["payload"], data["options"] or {}, entry.time_us, data["request"])
                self._asked[data["request"]] = asked
            elif entry.kind == "reissue" and data["was"] in self._asked:
                self._asked[data["request"]] = self._asked[data["was"]]

    def find(self, number: int) -> Asked | None:
        return self._asked.get(number)

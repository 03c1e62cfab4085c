"""One process in memory: its machine, the inputs that wait for it, and the advance that is not committed yet.

An *advance* takes inputs one at a time, runs the machine until it waits, and turns what it asked for into the parts
of one `store.Advance`: journal events, outbox requests, timers, messages to other processes. Nothing here writes;
`take` gives what has to be written, and `committed` is called when it is.

Promises
 1. What `take` gives ends at the boundary of an event: an input, and all effects that it caused, or none of it.
 2. An outcome reaches the machine only while the request is open in it; any other is journaled as `late`.
 3. An answer that the engine itself gives (that a message is on its way) is part of the same advance as the request,
    or goes through the process's own inbox: a crash loses neither.
 4. A process that fails keeps the snapshot from before, and its record says which position `resume` goes back to.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Container, Iterable
from typing import Any

from flowmetal import wire
from flowmetal.engine.journals import (
    AT_ONCE,
    BY_ENGINE,
    CALLBACK,
    CANCEL,
    LATE,
    MESSAGE,
    SELF,
    SHOWN_TASKS,
    START,
    TIMER,
    Asked,
    Entry,
    Requests,
    Where,
)
from flowmetal.engine.machines import Machine
from flowmetal.engine.others import Others, Refused, child_key, refusal
from flowmetal.engine.snapshots import Policy, Typical
from flowmetal.slotted import field, slotted
from flowmetal.store.protocol import (
    CANCELLED,
    DONE,
    FAILED,
    READY,
    RESULT_OF,
    TOLD,
    WAITING,
    Advance,
    Delivery,
    NewEvent,
    NewProcess,
    NewRequest,
    Process,
)
from flowmetal.vm.events import Event

MOST_EVENTS = 1000  # an advance that has grown so long is committed before it goes on
LAST_MOMENT_US = 1 << 62  # a timer beyond this is due then
IGNORED = "ignored"  # kind of a delivery that makes no sense


@slotted(frozen=False, eq=False)
class Input:
    """Something for the machine. Where it comes from decides what its consumption removes from the store."""

    kind: str
    data: dict[str, Any]
    sequence: int | None = None  # in the inbox
    handed: bytes | None = None  # an outcome handed over in memory, as it came: its request is open in the store
    closes: bool = False  # an outcome that the engine found, to a request that is open in the store
    local: bool = False  # made by the engine within this advance; the store does not know it
    time_us: int = 0


@slotted(frozen=False)
class Redo:
    """What resuming a failed process needs to know of its past."""

    requests: Requests  # of the whole journal
    answers: dict[int, Any] = field(default_factory=dict)  # outcomes that came, but are void or unread
    fired: int | None = None  # the timer whose event the process failed in: it runs for its full length again
    stale: list[int] = field(default_factory=list)  # requests that are still open in the store


class Live:
    """See the module. Used by one thread."""

    def __init__(
        self, record: Process, machine: Machine, others: Others, *, time_us: int, url: str | None = None,
        redo: Redo | None = None, started: bool = True, typical: Typical | None = None,
    ) -> None:
        self.pid = record.pid
        self.record = record
        self.machine = machine
        self.others = others
        self.open = dict(machine.open_requests())
        self.position, self.epoch, self.snapshot_at = record.position, record.epoch, record.snapshot
        self.status = record.status
        self.time_us = time_us  # of the last event
        self.owner = record.owner
        self.url = url
        self.redo = redo
        self.started = started
        self.policy = Policy(typical)
        self.todo: deque[Input] = deque()
        self.local: deque[Input] = deque()  # before todo: promise 3
        self.again: list[Input] = []  # what is fed again after a resume
        self.seen = 0  # inbox deliveries up to here have been taken
        self.current: Input | None = None  # delivered, and the machine is not idle yet
        self.used_at = 0.0
        self.snapshot_wanted = False
        self.evicting = False
        self.shown = False  # somebody wants to see its events
        self.here: Container[str] = ()  # topics whose functions are in this OS process
        self.holder: str | None = None  # … and the owner who holds their requests from the start
        self.inline: Container[str] = ()  # those of them that are quick
        self.call: Callable[[str, bytes], bytes] | None = None  # … and how to get their outcomes
        self._safe: list[tuple[int, str, bytes]] = []  # requests for them that may be asked before they are durable
        self._current_time_us = 0
        self._where = Where.unpack(record.where) if record.where else Where()  # as it began; of an ended one, its own
        self._where_packed = record.where
        self._places: object = None  # of the tasks that are packed in:
        self._tasks = b""
        self._ended: dict[str, Any] | None = None
        self._reset()

    def _reset(self) -> None:
        self.events: list[NewEvent] = []
        self._datas: list[dict[str, Any]] = []  # of the events, if somebody wants to see them
        self._consumed: list[int] = []
        self._handed: list[Input] = []  # consumed in this advance
        self._requests: dict[int, NewRequest] = {}
        self._timers: dict[int, int] = {}
        self._closed: list[int] = []
        self._timers_off: list[int] = []
        self._sends: list[tuple[str, str, bytes]] = []
        self._starts: dict[int, NewProcess] = {}  # request number -> process that it creates

    # -- inputs

    def feed(self, deliveries: Iterable[Delivery]) -> None:
        """Take what is new in the inbox."""
        for delivery in deliveries:
            if delivery.sequence > self.seen:
                self.seen = delivery.sequence
                self.todo.append(input_of(delivery))

    def post(self, items: Iterable[Input]) -> None:
        """Take timers and handed outcomes. A timer comes before what arrived when it was due already: a time limit
        that passed while nobody ran has passed, though the answer is there, too."""
        for item in items:
            place = len(self.todo)
            if item.kind == TIMER:
                place = next((n for n, other in enumerate(self.todo) if other.time_us > item.time_us), place)
            self.todo.insert(place, item)

    @property
    def ended(self) -> bool:
        return self._ended is not None

    @property
    def busy(self) -> bool:
        """Whether there is something to run."""
        return not self.ended and (self.current is not None or bool(self.todo) or bool(self.local))

    @property
    def unwritten(self) -> bool:
        return bool(
            self.events or self._consumed or self._closed or self._timers_off or self._sends or self.snapshot_wanted
        )

    @property
    def handed(self) -> list[Input]:
        """Outcomes that came in memory and are not committed: if this process is dropped, they must be given back."""
        waiting = [*self.todo, *([self.current] if self.current is not None else [])]
        return [*self._handed, *(item for item in waiting if item.handed is not None)]

    @property
    def last_number(self) -> int:
        """Of the journal's last event, the ones not committed yet included."""
        return self.position + len(self.events)

    # -- running

    def run(self, budget: int, clock: Callable[[], int]) -> None:
        """Take inputs and run, for about `budget` instructions or until nothing is left to do.

        The machine's own crash ends the process as failed; StoreError passes.
        """
        machine, pack = self.machine, wire.pack
        while self._ended is None and budget > 0 and len(self.events) < MOST_EVENTS:
            if self.current is None:
                if not self.local and not self.todo:
                    return
                if not self._begin(clock()):
                    continue
            before, started = machine.instructions, time.thread_time()
            try:
                idle = machine.run(budget)
                effects = machine.take_effects() if idle else []
                packed = [(effect.kind, effect.data, pack(effect.data)) for effect in effects]
            except Exception as error:
                self.crash(describe(error))
                return
            used = machine.instructions - before
            self.policy.ran(1 if idle else 0, used, time.thread_time() - started)
            budget -= max(used, 1)
            if not idle:
                return
            self._absorb(packed)

    def _begin(self, now_us: int) -> bool:
        """Deliver the next input; False if it was none for the machine."""
        item = self.local.popleft() if self.local else self.todo.popleft()
        number = item.data.get("request", 0)
        if item.kind == TOLD:
            item = self._told(item, number)
        match item.kind:
            case "outcome" if self.url is None and number in self.open:
                pass  # as a rule
            case "outcome" if number not in self.open:
                self._consume(item)
                self._add(LATE, max(now_us, self.time_us), item.data, wire.pack(item.data))
                return False
            case "timer" if self.open.get(number) != TIMER:
                self._consume(item)
                return False
            case "start" if self.started:
                self._consume(item)
                return False
            case "resume" if self.status != FAILED:
                self._consume(item)
                return False
            case "ignored":  # IGNORED
                self._consume(item)
                return False
            case "start":
                if self.url is not None:
                    item = Input("start", {**item.data, "url": self.url}, item.sequence, local=item.local)
            case "resume":
                pass
            case _ if self.url is not None and self.started and self.machine.url != self.url:
                (self.local if item.local else self.todo).appendleft(item)
                item = Input("settings", {"url": self.url})
                self.url = None  # said once
        self._current_time_us = max(now_us, self.time_us)
        self.current = item
        try:
            self.machine.deliver(Event(item.kind, self._current_time_us, item.data))
        except Exception as error:
            self.crash(describe(error))
            return False
        return True

    def _told(self, item: Input, number: int) -> Input:
        """A process that this one waits for has ended: the outcome of the request for that. Ignored if nobody wants it
        any more, or if it has been resumed meanwhile."""
        topic = self.open.get(number, "")
        outcome = self.others.ending(topic[len(RESULT_OF) :]) if topic.startswith(RESULT_OF) else None
        if outcome is None:
            return Input(IGNORED, {}, item.sequence)
        return Input("outcome", {"request": number, "outcome": outcome}, item.sequence, closes=True)

    def _consume(self, item: Input) -> None:
        if item.sequence is not None:
            self._consumed.append(item.sequence)
            if item.closes:
                self._closed.append(item.data["request"])
        elif item.handed is not None:
            self._closed.append(item.data["request"])
            self._handed.append(item)
        elif item.kind == TIMER:
            self._timers_off.append(item.data["request"])

    def _add(self, kind: str, time_us: int, data: dict[str, Any], raw: bytes) -> None:
        self.time_us = time_us
        self.events.append(NewEvent(kind, time_us, raw))
        if self.shown:
            self._datas.append(data)

    # -- effects

    def _absorb(self, effects: list[tuple[str, dict[str, Any], bytes]]) -> None:
        """The machine is idle again: the current input and its effects become part of the advance."""
        item, now = self.current, self._current_time_us
        assert item is not None
        answers: list[Input] = []
        for kind, data, _ in effects:  # what may go wrong first: nothing has changed yet
            if kind == "request" and data["topic"] in AT_ONCE:
                outcome = self._at_once(data["request"], data["topic"], data["payload"])
                answers.append(_outcome(data["request"], outcome))
            elif kind == "reissue" and self._asked(data["was"]) is None:
                self.crash(f"the machine asks request {data['was']} again, which it never asked")
                return
        first = self._enter(item, now)
        for kind, data, raw in effects:
            self._add(kind, now, data, raw)
            match kind:
                case "request":
                    self._request(data["request"], data["topic"], data["payload"], data["options"] or {})
                case "withdraw":
                    self._withdraw(data["request"])
                case "reissue":
                    self._reissue(data["request"], data["was"], now)
                case "end":
                    self._ended = data
        if item.kind == "resume":
            self._resumed()
        self.local.extend(answers)
        if self._ended is not None:
            self._end(first, item)
        if self._safe:
            self._ask_safely()

    def _ask_safely(self) -> None:
        """What harms nobody if it is asked twice need not be durable first: such steps share one commit, which makes
        what was asked and what came of it durable together."""
        asked, self._safe = self._safe, []
        for number, topic, data in asked:
            if number in self.open and self.call is not None:
                self._answer(number, outcome_of(self.call(topic, data)))

    def _enter(self, item: Input, now: int) -> int:
        """Journal the input itself; gives its number."""
        self._consume(item)
        if item.kind in ("outcome", TIMER):
            self.open.pop(item.data["request"], None)
        self.started = self.started or item.kind == "start"
        self._add(item.kind, now, item.data, wire.pack(item.data))
        self.current = None
        self.status = WAITING
        return self.last_number

    def _request(self, number: int, topic: str, payload: Any, options: dict[str, Any]) -> None:
        self.open[number] = topic
        if topic == TIMER:
            due = payload.get("due") if isinstance(payload, dict) else None
            if isinstance(due, wire.Timestamp):
                self._timers[number] = max(0, min(due.us, LAST_MOMENT_US))
            else:
                self._answer(number, _error("TypeError", "a timer needs a time: {'due': time}"))
        elif topic == CALLBACK:
            token_hash = payload.get("token_hash") if isinstance(payload, dict) else None
            if not (isinstance(token_hash, bytes) and len(token_hash) == 32):
                self._answer(number, _error("TypeError", "a callback needs the SHA-256 of its token: 'token_hash'"))
                return
            data = wire.pack({"payload": payload, "options": options})
            self._requests[number] = NewRequest(number, topic, data, token_hash)
        elif topic.startswith(RESULT_OF) and not self._is_there(topic[len(RESULT_OF) :]):
            self._answer(number, _error("ProcessError", f"there is no process {topic[len(RESULT_OF) :][:60]}"))
        elif topic not in AT_ONCE:
            data = wire.pack({"payload": payload, "options": options})
            if options.get("safe") is True and self.call is not None and topic in self.inline:
                self._safe.append((number, topic, data))
            else:
                self._requests[number] = NewRequest(
                    number, topic, data, None, self.holder if topic in self.here else None
                )

    def _at_once(self, number: int, topic: str, payload: Any) -> dict[str, Any]:
        """Send a message, start or cancel a process; gives the outcome of the request for it."""
        try:
            if topic == START:
                made = self.others.start(self.pid, self.record.program, number, payload, self._current_time_us)
                if isinstance(made, str):
                    return {"ok": made}
                same = next((new for new in self._starts.values() if new.key == made.key), None)
                if same is not None:
                    return {"ok": same.pid}
                self._starts[number] = made
                return {"ok": made.pid}
            if topic == SELF:
                return {"ok": self.pid}
            return self._tell(topic, payload if isinstance(payload, dict) else {})
        except Refused as refused:
            return _error(refused.kind, refused.message)

    def _tell(self, topic: str, payload: dict[str, Any]) -> dict[str, Any]:
        to, channel, reason = payload.get("to"), payload.get("channel"), payload.get("reason")
        if not isinstance(to, str) or not isinstance(channel if topic == MESSAGE else reason, str):
            needs = "a message needs a process id and a channel's name" if topic == MESSAGE else (
                "to cancel a process needs its id, and a reason")
            return _error("TypeError", needs)
        trouble = None if self._starts_now(to) else self.others.trouble(to)
        if topic == CANCEL:
            if trouble is not None and not self.others.exists(to):
                return _error("ProcessError", trouble)
            self._sends.append((to, "cancel", wire.pack({"reason": reason})))
        elif trouble is not None:
            return _error("ProcessError", trouble)
        else:
            self._sends.append((to, "message", wire.pack({"channel": channel, "value": payload.get("value")})))
        return {"ok": None}

    def _starts_now(self, pid: str) -> bool:
        """Whether this very advance creates it."""
        return any(new.pid == pid for new in self._starts.values())

    def _is_there(self, pid: str) -> bool:
        return self._starts_now(pid) or self.others.exists(pid)

    def _undo_start(self, number: int) -> None:
        """The process gave up waiting before it was told the pid: it can never know its child. One started by a key of
        the program may be known to others."""
        new = self._starts.get(number)
        if new is not None:
            if new.key == child_key(self.pid, number):
                del self._starts[number]
        elif (child := self.others.child(self.pid, number)) is not None:
            self._sends.append((child, "cancel", wire.pack({"reason": "whoever started it gave up"})))

    def _withdraw(self, number: int) -> None:
        topic = self.open.pop(number, None)
        if topic == START:
            self._undo_start(number)
        if topic == TIMER:
            if self._timers.pop(number, None) is None:
                self._timers_off.append(number)
        elif topic is not None and self._requests.pop(number, None) is None:
            self._closed.append(number)

    def _reissue(self, number: int, was: int, now: int) -> None:
        """Ask what `was` asked, after going back to a position where it was open.

        What cannot be asked for again is not: a callback that was called, and a message that was sent, keep the
        outcome they had. A timer keeps its moment, but the one in whose event the process failed starts again, or
        resuming could do nothing but fail again.
        """
        redo, what = self.redo, self._asked(was)
        assert redo is not None and what is not None  # `_absorb` has looked
        self.open.pop(was, None)
        self.open[number] = what.topic
        if was in redo.answers and (what.topic == CALLBACK or what.topic in AT_ONCE):
            self._answer(number, redo.answers[was])
            return
        if what.topic in AT_ONCE:
            child = self.others.child(self.pid, what.first) if what.topic == START else None
            again = what.topic == SELF or (what.topic == START and child is None)
            self._answer(number, self._at_once(number, what.topic, what.payload) if again else {"ok": child})
            return
        if what.topic == TIMER and was == redo.fired and isinstance(due := what.payload.get("due"), wire.Timestamp):
            length = max(0, due.us - what.time_us)
            what = Asked(TIMER, {"due": wire.Timestamp(now + length)}, what.options, now)
        self._request(number, what.topic, what.payload, what.options)

    def _asked(self, number: int) -> Asked | None:
        return self.redo.requests.find(number) if self.redo is not None else None

    def _answer(self, number: int, outcome: Any) -> None:
        self.local.append(_outcome(number, outcome))

    def _resumed(self) -> None:
        self._closed.extend(self.redo.stale if self.redo is not None else ())
        self.redo = None
        self.local.extend(self.again)
        self.again = []
        self.snapshot_wanted = True

    # -- the end

    def _end(self, first: int, item: Input) -> None:
        """`first` is the number of the input that the process ended in."""
        assert self._ended is not None
        self.status = self._ended["status"]
        resume_at = None
        if self.status == FAILED:
            resume_at = item.data["from"] if item.kind == "resume" else first - 1
        error = self._ended.get("error")
        self._where = Where(
            [], 0, max(self.machine.requests, self._where.requests), resume_at, self.last_number,
            short_error(error) if error else None,
        )
        for number, topic in self.open.items():
            if topic == TIMER:
                if self._timers.pop(number, None) is None:
                    self._timers_off.append(number)
            elif self._requests.pop(number, None) is None and not (self.status == FAILED and topic == CALLBACK):
                self._closed.append(number)
        self.open.clear()
        self.local.clear()
        for left in self.todo:
            # A failed process keeps its mail for the time after `resume`.
            if left.sequence is None or self.status in (DONE, CANCELLED):
                self._consume(left)
        self.todo.clear()
        self.snapshot_wanted = False

    def crash(self, text: str) -> None:
        """The machine broke: the process fails with an InternalError, in the event that it was given."""
        item, now = self.current, max(self._current_time_us, self.time_us)
        data = internal_error(text)
        first = self.last_number + 1
        if item is not None:
            first = self._enter(item, now)
            if item.kind == "resume":
                self._resumed()
        self._ended = data
        self._add("end", now, data, wire.pack(data))
        self._end(first, item if item is not None else Input(IGNORED, {}))

    # -- committing

    def take(self, encode: Callable[[Machine], bytes | None]) -> Advance | None:
        """What is to be committed now, with a snapshot if one is due; None if nothing is.

        encode gives None where it cannot. While the machine is in the middle of an event, the events before it can
        be committed.
        """
        if not self.unwritten or (self.current is not None and self.current.local):
            return None
        while self.local:
            item = self.local.popleft()
            self._sends.append((self.pid, item.kind, wire.pack(item.data)))
        snapshot = None
        machine = self.machine
        if self.current is None and not self.ended and self.started:
            places = machine.places(SHOWN_TASKS)
            if places != self._places:  # a process in a loop waits at the same place again
                self._places, self._tasks = places, wire.pack(machine.where(SHOWN_TASKS))
            self._where_packed = Where.pack_running(self._tasks, machine.tasks_alive(), machine.requests)
            if self.snapshot_wanted or self.policy.due():
                snapshot = self._encode(encode)
        elif self.ended:
            self._where_packed = self._where.pack()
        status = WAITING if self.status == READY else self.status
        advance = Advance(
            self.pid, self.position, self.epoch, status, self.time_us, self._where_packed,
            self.events, self._consumed, list(self._requests.values()),
            self._closed and list(dict.fromkeys(self._closed)), list(self._timers.items()),
            self._timers_off and list(dict.fromkeys(self._timers_off)), self._sends, snapshot,
            list(self._starts.values()),
        )
        something = advance.events or advance.consumed or advance.closed or advance.timers_off or advance.sends
        return advance if something or snapshot is not None else None

    def evict(self) -> None:
        """It is to leave memory once its state is written."""
        self.evicting = self.snapshot_wanted = True

    def committed(self, advance: Advance, owner: str) -> list[Entry]:
        """The advance is durable, by that owner; gives its events if they are `shown`."""
        entries = [
            Entry(number, event.kind, event.time_us, data, event.data)
            for number, (event, data) in enumerate(zip(self.events, self._datas, strict=False), self.position + 1)
        ]
        self.position += len(self.events)
        if self.owner != owner:
            self.owner = owner
            self.epoch += 1
        if advance.snapshot is not None:
            self.snapshot_at = self.position
            self.policy.written()
        self._reset()
        return entries

    def _encode(self, encode: Callable[[Machine], bytes | None]) -> bytes | None:
        started = time.thread_time()
        data = encode(self.machine)
        self.snapshot_wanted = False
        if data is not None:
            self.policy.encoded(len(data), time.thread_time() - started)
        return data


def input_of(delivery: Delivery) -> Input:
    """What is in the inbox; a delivery that makes no sense is `ignored`, so that it can be removed."""
    try:
        data = wire.unpack(delivery.data)
    except wire.WireError:
        data = None
    if isinstance(data, dict) and _is_sound(delivery.kind, data):
        if delivery.kind == "outcome":
            data = {"request": data["request"], "outcome": sound_outcome(data["outcome"])}
        return Input(delivery.kind, data, delivery.sequence, time_us=delivery.time_us)
    return Input(IGNORED, {}, delivery.sequence)


def _is_sound(kind: str, data: dict[str, Any]) -> bool:
    fields = _FIELDS.get(kind)
    return fields is not None and all(name in data and isinstance(data[name], of) for name, of in fields.items())


_FIELDS: dict[str, dict[str, Any]] = {
    "start": {"args": list, "kwargs": dict, "seed": bytes, "url": (str, type(None))},
    "outcome": {"request": int, "outcome": object},
    "message": {"channel": str, "value": object},
    "cancel": {"reason": str},
    "resume": {},
    TOLD: {"request": int},
}


def outcome_of(data: bytes) -> dict[str, Any]:
    """A packed outcome, whatever was given as one."""
    try:
        return sound_outcome(wire.unpack(data))
    except wire.WireError:
        return sound_outcome(None)


def sound_outcome(value: Any) -> dict[str, Any]:
    """An outcome as the machine expects it; what a connector gave wrongly becomes an error of the request."""
    if isinstance(value, dict) and len(value) == 1:
        if "ok" in value:
            return value
        error: Any = value.get("error")
        if isinstance(error, dict) and isinstance(error.get("type"), str) and isinstance(error.get("message"), str):
            return value
    return _error("ConnectorError", "the connector gave an outcome that is none")


def internal_error(text: str) -> dict[str, Any]:
    """Data of an `end` event by the engine."""
    return {"status": FAILED, "error": bare_error("InternalError", text), "by": BY_ENGINE}


def bare_error(kind: str, message: str) -> dict[str, Any]:
    """ErrorData of an error that no line of a program raised."""
    return {"type": kind, "message": message, "frames": [], "notes": [], "cause": None, "context": None}


def short_error(error: dict[str, Any]) -> str:
    text = f"{error['type']}: {error['message']}" if error["message"] else str(error["type"])
    text = " ".join(text.split())
    return text if len(text) <= 200 else text[:199] + "…"


def describe(error: BaseException) -> str:
    """One line for the one who mends the VM: what was raised, and in which line of it."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f" ({trace.tb_frame.f_code.co_filename.rpartition('/')[2]}:{trace.tb_lineno})" if trace else ""
    return f"{type(error).__name__}: {error}{place}"


_error = refusal


def _outcome(number: int, outcome: Any) -> Input:
    return Input("outcome", {"request": number, "outcome": outcome}, local=True)

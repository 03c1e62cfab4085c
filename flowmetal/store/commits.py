"""The rules of writing: what each operation of the protocol does to the records, within one write transaction.

Each function refuses before it writes anything, so that a refused one leaves those that share its transaction
untouched (`create` of several may refuse late; then the transaction is done again without it). Life of a callback:
open --answer_callback | settle | commit(closed) | end--> used, and it stays used,
so that a second answer is told apart from an unknown token. A failed process keeps its open ones; when it is resumed,
it opens them, and the used ones that it asks for again, under new request numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from flowmetal import wire
from flowmetal.slotted import replace
from flowmetal.store.protocol import (
    ENDED,
    FAILED,
    LEASE,
    MOVED,
    READY,
    RESULT_OF,
    TOLD,
    Advance,
    Fenced,
    NewProcess,
    NewRequest,
    NoSuchProcess,
    NoSuchProgram,
    Process,
    ProcessEnded,
    Request,
    StoreError,
)
from flowmetal.store.records import of_pid, pid_key, request_of, topic_key, u64
from flowmetal.store.tables import Reading, Writing

REVIVING = frozenset(("resume", "cancel"))  # what a failed process still takes


def create(w: Writing, processes: Sequence[NewProcess]) -> list[str]:
    """Their pids, or those that their keys have. Raises StoreError if a pid exists or a program is not in the store."""
    given, programs = [], set()
    for new in processes:
        known = w.by_key(new.key) if new.key is not None else None
        if known is not None:
            given.append(known)
            continue
        if w.get("processes", pid_key(new.pid)) is not None:
            raise StoreError(f"process {new.pid} exists already")
        if new.program not in programs and w.get("programs", new.program.encode()) is None:
            raise NoSuchProgram(new.program)
        programs.add(new.program)
        w.put_process(
            Process(new.pid, new.program, new.name, READY, 0, 0, 0, None, new.time_us, new.time_us, b"", 0, new.key)
        )
        w.put_delivery(new.pid, "start", new.time_us, new.start)
        if new.key is not None:
            w.put_key(new.key, new.pid)
        given.append(new.pid)
    return given


def delivery_key(pid: str, key: str) -> str:
    return f"delivery to {pid}: {key}"


def deliver(w: Writing, pid: str, kind: str, data: bytes, time_us: int, key: str | None = None) -> int:
    """The delivery's sequence, 0 if there was one of that key. Raises NoSuchProcess, ProcessEnded."""
    if key is not None and w.by_key(delivery_key(pid, key)) is not None:
        return 0
    process = w.process(pid)
    if process is None:
        raise NoSuchProcess(f"no process {pid}")
    if process.status in ENDED and not (process.status == FAILED and kind in REVIVING):
        raise ProcessEnded(pid, process.status)
    if key is not None:
        w.put_key(delivery_key(pid, key), pid, time_us)
    return w.put_delivery(pid, kind, time_us, data)


def settle(w: Writing, pid: str, number: int, outcome: bytes, time_us: int, holder: str | None = None) -> bool:
    """Close the request and put its outcome into the inbox. False if it is not open, or held by another than `holder`.

    Raises wire.WireError.
    """
    data = wire.pack({"request": number, "outcome": wire.unpack(outcome)})
    if holder is not None and ((found := w.request(pid, number)) is None or found[0].holder != holder):
        return False
    if w.get("requests", of_pid(pid, u64(number))) is None or not w.remove_request(pid, number):
        return False
    w.put_delivery(pid, "outcome", time_us, data)
    return True


def answer_callback(w: Writing, token_hash: bytes, outcome: bytes, time_us: int) -> str:
    callback = w.callback(token_hash)
    if callback is None:
        return "unknown"
    pid, number, used = callback
    if used or not settle(w, pid, number, outcome, time_us):
        return "used"
    return "accepted"


def record_attempt(w: Writing, pid: str, number: int) -> int:
    found = w.request(pid, number)
    if found is None:
        return 0
    request = replace(found[0], attempts=found[0].attempts + 1)
    w.replace_request(request, found[1])
    return request.attempts


def take(
    w: Writing, topics: Sequence[str], holder: str, limit: int, until_us: int, now_us: int,
    is_alive: Callable[[str], bool],
) -> list[Request]:
    """Free requests are those that nobody holds, or somebody whose time is up or whose OS process has ended."""
    found = free_requests(w, topics, limit, now_us, is_alive)
    taken = []
    for request, callback in found:
        held = replace(request, attempts=request.attempts + 1, holder=holder, until_us=until_us)
        w.replace_request(held, callback)
        taken.append(held)
    return taken


def free_requests(
    r: Reading, topics: Sequence[str], limit: int, now_us: int, is_alive: Callable[[str], bool]
) -> list[tuple[Request, bytes | None]]:
    found: list[tuple[Request, bytes | None]] = []
    alive: dict[str, bool] = {}
    for topic in topics:
        for key, value in r.scan("outbox", prefix=topic_key(topic)):
            if len(found) >= limit:
                return found
            request, callback = request_of(key, value)
            holder = request.holder
            if holder is not None and (request.until_us == 0 or request.until_us > now_us):
                if holder not in alive:
                    alive[holder] = holder.startswith(LEASE) or is_alive(holder)
                if alive[holder]:
                    continue
            found.append((request, callback))
    return found


def extend(w: Writing, holder: str, requests: Sequence[tuple[str, int]], until_us: int) -> set[tuple[str, int]]:
    kept = set()
    for pid, number in requests:
        found = w.request(pid, number)
        if found is not None and found[0].holder == holder:
            w.replace_request(replace(found[0], until_us=until_us), found[1])
            kept.add((pid, number))
    return kept


def commit(w: Writing, batch: Sequence[Advance], owner: str, is_alive: Callable[[str], bool]) -> tuple[int, int]:
    """The last sequences of the journal and of the inbox. Raises Fenced, StoreError."""
    before = _admit(w, batch, owner, is_alive)
    for advance, process in zip(batch, before, strict=True):
        _advance(w, advance, process, owner)
    for advance in batch:
        if advance.starts:
            _start_children(w, advance)
    for advance in batch:
        for pid, kind, data in advance.sends:  # after all: in one batch, whoever ends takes nothing more
            target = w.process(pid)
            if target is not None and target.status not in ENDED:
                w.put_delivery(pid, kind, advance.time_us, data)
    for advance in batch:
        _tell_of_ends(w, advance)
    return w.last_sequence(0), w.last_sequence(1)


def tell(w: Writing, pid: str, time_us: int) -> None:
    """The process has ended here: whoever waits for that is told."""
    prefix = topic_key(RESULT_OF + pid)
    for request in [request_of(key, value)[0] for key, value in w.scan("outbox", prefix=prefix)]:
        w.put_delivery(request.pid, TOLD, time_us, wire.pack({"request": request.number}))


def tell_if_ended(w: Writing, pid: str, request: NewRequest | Request, time_us: int) -> None:
    """Of a new request of process `pid`: if it waits for one that has ended already, or that is not here."""
    if request.topic.startswith(RESULT_OF):
        target = w.process(request.topic[len(RESULT_OF) :])
        if target is None or target.status in ENDED:
            w.put_delivery(pid, TOLD, time_us, wire.pack({"request": request.number}))


def close_all(w: Writing, pid: str, *, inbox: bool, callbacks: bool = True) -> None:
    """End what a process has open: timers, requests and, if so said, its deliveries and its callbacks."""
    for timer in w.timers_of(pid):
        w.remove_timer(pid, timer.number)
    for number in w.request_numbers(pid):
        found = w.request(pid, number)
        if callbacks or found is None or found[1] is None:
            w.remove_request(pid, number)
    if inbox:
        for delivery in w.inbox(pid):
            w.remove_delivery(pid, delivery.sequence)


def _start_children(w: Writing, advance: Advance) -> None:
    """Raises StoreError if another process has come to have a key since `_admit` has looked."""
    if create(w, advance.starts) != [new.pid for new in advance.starts]:
        raise StoreError(f"process {advance.pid} starts a process by a key that another one was started by")


def _tell_of_ends(w: Writing, advance: Advance) -> None:
    for request in advance.requests:
        if request.number not in advance.closed:
            tell_if_ended(w, advance.pid, request, advance.time_us)
    if advance.status in ENDED:
        tell(w, advance.pid, advance.time_us)


def _admit(r: Reading, batch: Sequence[Advance], owner: str, is_alive: Callable[[str], bool]) -> list[Process]:
    """The processes as they stand before the batch. Raises Fenced with all that another has advanced."""
    if len({advance.pid for advance in batch}) < len(batch):
        raise StoreError("a batch holds one process twice")
    admitted: list[Process] = []
    fenced: list[str] = []
    alive: dict[str, bool] = {owner: False}
    for advance in batch:
        process = r.process(advance.pid)
        if process is None or not _stands(r, advance, process):
            fenced.append(advance.pid)
            continue
        other = process.owner
        if other is not None and other not in alive:
            alive[other] = is_alive(other)
        if other is not None and alive[other]:
            fenced.append(advance.pid)
            continue
        _must_be_valid(r, advance)
        admitted.append(process)
    if fenced:
        raise Fenced(fenced)
    return admitted


def _stands(r: Reading, advance: Advance, process: Process) -> bool:
    """Whether the process is where the batch expects it, and what it has consumed is still there."""
    if (process.position, process.epoch) != (advance.position, advance.epoch):
        return False
    if process.status in ENDED and process.status != FAILED:
        return False
    if any(new.key is not None and r.by_key(new.key) is not None for new in advance.starts):
        return False
    return all(r.get("inbox_of", of_pid(advance.pid, u64(taken))) is not None for taken in advance.consumed)


def _must_be_valid(r: Reading, advance: Advance) -> None:
    """Raises StoreError for what no engine should ask."""
    if advance.status in (READY, MOVED):
        raise StoreError(f"process {advance.pid} cannot be committed as {advance.status}")
    if len(advance.consumed) > 1 and len(set(advance.consumed)) < len(advance.consumed):
        raise StoreError(f"process {advance.pid} consumes a delivery twice")
    if advance.snapshot is not None and not advance.position and not advance.events:
        raise StoreError(f"process {advance.pid} has a snapshot before its first event")
    for sent in advance.sends:
        pid_key(sent[0])
    if len(advance.requests) > 1 and len({request.number for request in advance.requests}) < len(advance.requests):
        raise StoreError(f"process {advance.pid} makes a request twice")
    for request in advance.requests:
        topic_key(request.topic)
        if request.topic.startswith(RESULT_OF):
            pid_key(request.topic[len(RESULT_OF) :])
        if r.get("requests", of_pid(advance.pid, u64(request.number))) is not None:
            raise StoreError(f"request {advance.pid}-{request.number} is open already")
        held = None if request.callback is None else r.callback(request.callback)
        # A resumed process asks again for a callback, under a new number; the old one is used or closed by then.
        if held is not None and (held[0] != advance.pid or not (held[2] or held[1] in advance.closed)):
            raise StoreError(f"the callback of request {advance.pid}-{request.number} exists already")


def _advance(w: Writing, advance: Advance, process: Process, owner: str) -> None:
    pid, head, position = advance.pid, process.head, process.position
    head = w.append_events(pid, position, head, advance.events)
    position += len(advance.events)
    for sequence in advance.consumed:
        w.remove_delivery(pid, sequence)
    highest = _move_requests(w, advance, process.requests)
    if advance.timers or advance.timers_off:
        _move_timers(w, advance)
    if advance.snapshot is not None:
        w.put_snapshot(pid, position, advance.snapshot)
    if advance.status in ENDED:
        # A failed process may be resumed: its mail is kept, and whoever has one of its callbacks may still call it.
        close_all(w, pid, inbox=advance.status != FAILED, callbacks=advance.status != FAILED)
    w.put_process(Process(
        pid, process.program, process.name, advance.status, position, head, process.epoch + (process.owner != owner),
        owner, process.created_us, advance.time_us, advance.where,
        position if advance.snapshot is not None else process.snapshot, process.key, highest,
    ))


def _move_timers(w: Writing, advance: Advance) -> None:
    off = set(advance.timers_off)
    for number in off:
        w.remove_timer(advance.pid, number)
    for number, due_us in advance.timers:
        if number not in off:
            w.put_timer(advance.pid, number, due_us)


def _move_requests(w: Writing, advance: Advance, highest: int) -> int:
    """New ones into the outbox, closed ones out; gives the highest request number used."""
    closed = set(advance.closed)
    for number in closed:
        w.remove_request(advance.pid, number)
    for request in advance.requests:
        highest = max(highest, request.number)
        if request.number not in closed:
            w.put_request(advance.pid, request)
        if request.callback is not None:
            w.put_callback(request.callback, advance.pid, request.number, request.number in closed)
    for number, _ in advance.timers:
        highest = max(highest, number)
    return highest

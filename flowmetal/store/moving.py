"""One process out of a store and into another, each in one transaction."""

from __future__ import annotations

from collections.abc import Callable

from flowmetal.slotted import replace
from flowmetal.store.commits import close_all, tell, tell_if_ended
from flowmetal.store.protocol import (
    MOVED,
    Changed,
    Event,
    Exported,
    NewRequest,
    NoSuchProcess,
    ProcessEnded,
    StoreError,
)
from flowmetal.store.records import pid_key
from flowmetal.store.tables import Reading, Writing


def gather(r: Reading, pid: str) -> Exported:
    """All that the store holds of a process. Raises NoSuchProcess, ProcessEnded if it has moved already."""
    process = r.process(pid)
    if process is None:
        raise NoSuchProcess(f"no process {pid}")
    if process.status == MOVED:
        raise ProcessEnded(pid, MOVED)
    program = r.program(process.program)
    if program is None:
        raise StoreError(f"the program of process {pid} is not in the store; run `check`")
    snapshot = r.snapshot(pid)
    requests = [found[0] for number in r.request_numbers(pid) if (found := r.request(pid, number)) is not None]
    return Exported(
        process=process,
        program=program,
        snapshot=None if snapshot is None else snapshot[1],
        events=journal(r, pid, process.head),
        inbox=r.inbox(pid),
        requests=requests,
        timers=r.timers_of(pid),
        callbacks=r.callbacks_of(pid),
    )


def journal(r: Reading, pid: str, head: int, after: int = 0) -> list[Event]:
    """A process's events with number > after, in order: back from the head, so nothing else is read."""
    events: list[Event] = []
    while head:
        event = r.event(head)
        if event is None or event.pid != pid:
            raise StoreError(f"the journal of process {pid} is broken at {head}; run `check`")
        if event.number <= after:
            break
        events.append(event)
        head = event.previous
    events.reverse()
    return events


def export(
    w: Writing, pid: str, owned_elsewhere: Callable[[str], bool], expected: Exported | None = None
) -> Exported:
    """Gather and mark as moved. Raises as `gather`, StoreError while another living owner has it, Changed."""
    exported = gather(w, pid)
    owner = exported.process.owner
    if owner is not None and owned_elsewhere(owner):
        raise StoreError(f"process {pid} is run by another interpreter; stop that one first")
    if expected is not None and exported != expected:
        raise Changed(f"process {pid} has changed while it was exported; try again")
    close_all(w, pid, inbox=True)
    for token_hash, number, used in exported.callbacks:
        if not used:
            w.put_callback(token_hash, pid, number, True)
    w.put_process(replace(exported.process, status=MOVED, owner=None))
    tell(w, pid, exported.process.updated_us)
    return exported


def take_in(w: Writing, exported: Exported, time_us: int) -> None:
    """Import. A process that comes back to where it moved away from goes on with the journal that is here.

    Raises StoreError if it exists here and has not moved, or if what was exported contradicts itself or this store.
    """
    process = exported.process
    pid = process.pid
    pid_key(pid)
    here = w.process(pid)
    _must_fit(w, exported)
    known = [] if here is None else journal(w, pid, here.head)
    if here is not None and here.status != MOVED:
        raise StoreError(f"process {pid} is in this store already")
    if [_content(event) for event in known] != [_content(event) for event in exported.events[: len(known)]]:
        raise StoreError(f"process {pid} was here before, with another journal; import it into another store")
    if w.program(process.program) is None:
        w.put_program(process.program, exported.program)
    position, head = (0, 0) if here is None else (here.position, here.head)
    head = w.append_events(pid, position, head, exported.events[position:])
    if exported.snapshot is not None:
        w.put_snapshot(pid, process.snapshot, exported.snapshot)
    by_request = {number: token_hash for token_hash, number, used in exported.callbacks if not used}
    for request in exported.requests:
        new = NewRequest(request.number, request.topic, request.data, by_request.get(request.number))
        w.put_request(pid, new, request.attempts)
    for token_hash, number, used in exported.callbacks:
        w.put_callback(token_hash, pid, number, used)
    for timer in exported.timers:
        w.put_timer(pid, timer.number, timer.due_us)
    for delivery in exported.inbox:
        w.put_delivery(pid, delivery.kind, delivery.time_us, delivery.data)
    key = process.key
    if key is not None and w.by_key(key) not in (None, pid):
        key = None  # this store has started another process for it
    elif key is not None:
        w.put_key(key, pid)
    epoch = max(process.epoch, here.epoch if here else 0) + 1
    w.put_process(replace(process, head=head, epoch=epoch, owner=None, key=key, updated_us=time_us))
    for request in exported.requests:
        tell_if_ended(w, pid, request, time_us)


def _must_fit(r: Reading, exported: Exported) -> None:
    """Raises StoreError unless what was exported is whole."""
    process = exported.process
    pid = process.pid
    numbers = [event.number for event in exported.events]
    open_numbers = {request.number for request in exported.requests}
    waiting = {number for _, number, used in exported.callbacks if not used}
    whole = (
        process.status != MOVED
        and numbers == list(range(1, process.position + 1))
        and (exported.snapshot is None) == (process.snapshot == 0)
        and 0 <= process.snapshot <= process.position
        and len(open_numbers) == len(exported.requests)
        and waiting <= open_numbers
    )
    if not whole:
        raise StoreError(f"what was exported of process {pid} contradicts itself; export it again")
    for token_hash, number, _ in exported.callbacks:
        there = r.callback(token_hash)
        if there is not None and there[:2] != (pid, number):
            raise StoreError(f"a callback of process {pid} belongs to process {there[0]} here")


def _content(event: Event) -> tuple[str, int, bytes]:
    return event.kind, event.time_us, event.data

"""Any store against a plain dictionary model, over generated histories."""

from __future__ import annotations

import os
import shutil
import tempfile
from dataclasses import dataclass, field

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from flowmetal import wire
from flowmetal.store import (
    CANCELLED,
    DONE,
    ENDED,
    FAILED,
    MOVED,
    READY,
    WAITING,
    Advance,
    Fenced,
    NewEvent,
    NewRequest,
    NoSuchProcess,
    ProcessEnded,
)
from flowmetal.store.lmdb import open_lmdb
from tests.store.building import NOW, PROGRAM

PIDS = ["a", "b", "b-1", "cc"]
TOPICS = ["http.request", "t", ""]
NUMBERS = st.integers(1, 6)
OUTCOME = wire.pack({"ok": None})
pids = st.sampled_from(PIDS)


@dataclass
class Model:
    """A process as the protocol's text has it."""

    status: str = READY
    epoch: int = 0
    owner: str | None = None
    events: list[bytes] = field(default_factory=list)
    inbox: list[tuple[int, str]] = field(default_factory=list)
    requests: dict[int, tuple[str, bytes | None, int]] = field(default_factory=dict)  # topic, callback, attempts
    timers: dict[int, int] = field(default_factory=dict)
    snapshot: tuple[int, bytes] | None = None


class StoreMachine(RuleBasedStateMachine):
    """The model's rules are the protocol's; the store must agree with it after every step."""

    @initialize()
    def begin(self) -> None:
        self.where = tempfile.mkdtemp(
            prefix="flowmetal-model-", dir="/dev/shm" if os.access("/dev/shm", os.W_OK) else None
        )
        self.store = open_lmdb(self.where, map_bytes=1 << 17)
        self.store.put_program(PROGRAM, b"bundle")
        self.owner = self.store.register()
        self.processes: dict[str, Model] = {}
        self.callbacks: dict[bytes, tuple[str, int, bool]] = {}
        self.tokens = 0
        self.journal: list[tuple[str, bytes]] = []

    def teardown(self) -> None:
        if hasattr(self, "store"):
            self.store.close()
            shutil.rmtree(self.where)

    @rule(pid=pids)
    def create(self, pid: str) -> None:
        if pid not in self.processes:
            assert self.store.create(pid, PROGRAM, "x", b"s", NOW, key=f"key of {pid}") == pid
            self.processes[pid] = Model(inbox=[(self.store.inbox(pid)[0].sequence, "start")])
        assert self.store.create("zz", PROGRAM, "x", b"s", NOW, key=f"key of {pid}") == pid

    @rule(pid=pids, kind=st.sampled_from(["message", "resume", "cancel"]))
    def deliver(self, pid: str, kind: str) -> None:
        process = self.processes.get(pid)
        try:
            sequence = self.store.deliver(pid, kind, b"", NOW)
        except NoSuchProcess:
            assert process is None
        except ProcessEnded:
            assert process is not None and process.status in ENDED
            assert not (process.status == FAILED and kind in ("resume", "cancel"))
        else:
            assert process is not None
            process.inbox.append((sequence, kind))

    @precondition(lambda self: self.processes)
    @rule(data=st.data(), size=st.integers(0, 300_000))
    def commit(self, data: st.DataObject, size: int) -> None:
        chosen = data.draw(st.lists(st.sampled_from(sorted(self.processes)), unique=True, min_size=1))
        batch = [self.advance(data, pid, size) for pid in chosen]
        stale = {a.pid for a in batch if self.processes[a.pid].status in ENDED - {FAILED}}
        if data.draw(st.integers(0, 9)) == 0:
            batch[0].epoch += 1
            stale.add(batch[0].pid)
        try:
            last = self.store.commit(batch, self.owner)
        except Fenced as fenced:
            assert set(fenced.pids) == stale
        else:
            assert not stale
            for made in batch:
                self.apply(made)
            for to in [pid for made in batch for pid, _, _ in made.sends]:
                if to in self.processes and self.processes[to].status not in ENDED:
                    target = self.processes[to].inbox
                    target.append((self.store.inbox(to)[len(target)].sequence, "message"))
            assert last == len(self.journal)

    def advance(self, data: st.DataObject, pid: str, size: int) -> Advance:
        process = self.processes[pid]
        waiting = [sequence for sequence, _ in process.inbox]
        fresh = sorted(set(data.draw(st.lists(NUMBERS, unique=True, max_size=3))) - set(process.requests))
        requests = []
        for number in fresh:
            callback = None
            if data.draw(st.booleans()):
                self.tokens += 1
                callback = b"token %d" % self.tokens
            requests.append(NewRequest(number, data.draw(st.sampled_from(TOPICS)), b"p", callback))
        return Advance(
            pid,
            len(process.events),
            process.epoch,
            data.draw(st.sampled_from([WAITING] * 5 + [DONE, FAILED, CANCELLED])),
            NOW,
            b"",
            events=[
                NewEvent("outcome", NOW, b"%d" % n)
                for n in range(data.draw(st.integers(0 if process.events else 1, 3)))
            ],
            consumed=data.draw(st.lists(st.sampled_from(waiting), unique=True)) if waiting else [],
            requests=requests,
            closed=data.draw(st.lists(NUMBERS, max_size=3)),
            timers=[(n, NOW + n * 7 % 5) for n in data.draw(st.lists(NUMBERS, unique=True, max_size=3))],
            timers_off=data.draw(st.lists(NUMBERS, max_size=2)),
            sends=[(to, "message", b"m") for to in data.draw(st.lists(pids, unique=True, max_size=1))],
            snapshot=data.draw(st.sampled_from([None, b"small", b"x" * size])),
        )

    def apply(self, made: Advance) -> None:
        process = self.processes[made.pid]
        if process.owner != self.owner:
            process.owner = self.owner
            process.epoch += 1
        process.events += [event.data for event in made.events]
        self.journal += [(made.pid, event.data) for event in made.events]
        process.inbox = [entry for entry in process.inbox if entry[0] not in made.consumed]
        for request in made.requests:
            process.requests[request.number] = (request.topic, request.callback, 0)
            if request.callback is not None:
                self.callbacks[request.callback] = (made.pid, request.number, False)
        for number in made.closed:
            self.close_request(made.pid, number)
        process.timers.update(made.timers)
        for number in made.timers_off:
            process.timers.pop(number, None)
        if made.snapshot is not None:
            process.snapshot = (len(process.events), made.snapshot)
        process.status = made.status
        if made.status in ENDED:
            self.close_all(made.pid, failed=made.status == FAILED)

    def close_request(self, pid: str, number: int) -> bool:
        closed = self.processes[pid].requests.pop(number, None)
        if closed is not None and closed[1] is not None:
            self.callbacks[closed[1]] = (pid, number, True)
        return closed is not None

    def close_all(self, pid: str, *, failed: bool = False) -> None:
        """One that has failed keeps its inbox, and the requests that a callback answers."""
        process = self.processes[pid]
        process.timers.clear()
        for number, (_, callback, _) in list(process.requests.items()):
            if not failed or callback is None:
                self.close_request(pid, number)
        if not failed:
            process.inbox.clear()

    @rule(pid=pids, number=NUMBERS)
    def settle(self, pid: str, number: int) -> None:
        settled = self.store.settle(f"{pid}-{number}", OUTCOME, NOW)
        assert settled == (pid in self.processes and self.close_request(pid, number))
        if settled:
            self.processes[pid].inbox.append((self.store.inbox(pid)[-1].sequence, "outcome"))

    @rule(pid=pids, number=NUMBERS)
    def record_attempt(self, pid: str, number: int) -> None:
        request = self.processes[pid].requests.get(number) if pid in self.processes else None
        assert self.store.record_attempt(f"{pid}-{number}") == (0 if request is None else request[2] + 1)
        if request is not None:
            self.processes[pid].requests[number] = (*request[:2], request[2] + 1)

    @rule(number=st.integers(1, 12))
    def answer_callback(self, number: int) -> None:
        token = b"token %d" % number
        answer = self.store.answer_callback(token, OUTCOME, NOW)
        if token not in self.callbacks:
            assert answer == "unknown"
            return
        pid, request, used = self.callbacks[token]
        assert answer == ("used" if used else "accepted")
        if not used:
            self.close_request(pid, request)
            self.processes[pid].inbox.append((self.store.inbox(pid)[-1].sequence, "outcome"))

    @precondition(lambda self: self.processes)
    @rule(data=st.data(), back=st.booleans())
    def move(self, data: st.DataObject, back: bool) -> None:
        pid = data.draw(st.sampled_from(sorted(self.processes)))
        process = self.processes[pid]
        if process.status == MOVED:
            return
        exported = self.store.export(pid)
        if not back:
            process.status, process.owner = MOVED, None
            self.close_all(pid)
            return
        self.store.import_process(exported, NOW)
        process.epoch += 1
        process.owner = None
        process.inbox = [(d.sequence, kind) for d, (_, kind) in zip(self.store.inbox(pid), process.inbox, strict=True)]

    @rule()
    def reopen(self) -> None:
        self.store.close()
        self.store = open_lmdb(self.where, map_bytes=1 << 17)
        self.owner = self.store.register()

    @invariant()
    def agrees(self) -> None:
        if not hasattr(self, "store"):
            return
        assert self.store.check_here() == []
        assert [process.pid for process in self.store.processes()] == sorted(self.processes)
        assert [(event.pid, event.data) for event in self.store.stream()] == self.journal
        for pid, model in self.processes.items():
            process = self.store.process(pid)
            assert process is not None
            assert (process.status, process.position, process.epoch, process.owner) == (
                model.status, len(model.events), model.epoch, model.owner,
            )  # fmt: skip
            assert [event.data for event in self.store.events(pid)] == model.events
            assert [(delivery.sequence, delivery.kind) for delivery in self.store.inbox(pid)] == model.inbox
            assert self.store.snapshot(pid) == model.snapshot
            assert {r.number: (r.topic, r.attempts) for r in self.store.requests_of(pid)} == {
                number: (topic, attempts) for number, (topic, _, attempts) in model.requests.items()
            }
        everything = sorted(
            (due, number, pid) for pid, model in self.processes.items() for number, due in model.timers.items()
        )
        assert [(timer.due_us, timer.number, timer.pid) for timer in self.store.due(10**18)] == everything
        assert self.store.next_due() == (everything[0][0] if everything else None)
        deliveries = sorted(entry for model in self.processes.values() for entry in model.inbox)
        assert [(delivery.sequence, delivery.kind) for delivery in self.store.inbox_after(0)] == deliveries
        for topic in TOPICS:
            there = {(request.pid, request.number) for request in self.store.requests(topic)}
            assert there == {
                (pid, number)
                for pid, model in self.processes.items()
                for number, r in model.requests.items()
                if r[0] == topic
            }
        for token, callback in self.callbacks.items():
            assert self.store.callback(token) == callback


StoreMachine.TestCase.settings = settings(
    max_examples=60,
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # to shrink takes minutes, with a disk below
)
TestModel = StoreMachine.TestCase

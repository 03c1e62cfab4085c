"""The interpreter: runs the processes of a store.

    collect (inbox, outcomes handed over, due timers) -> run each ready process for a slice -> commit together -> again

A process is *ready* when something for it came; all others cost nothing: nothing is read of them at start, and they
leave memory when they have waited a while. Sleeping costs no CPU: the loop waits on the store's doorbell until the
next timer is due, and looks by itself every `POLL_S` in case that the bell was not heard.

Promises
 1. Nothing leaves before it is durable: connectors see requests through the store, terminals get `on_commit`.
 2. Several interpreters may share a store; the store refuses a stale one's batch, and then that process is dropped
    here and looked at again. A process whose owner lives elsewhere is left alone, and taken over when it does not.
 3. A full disk loses nothing: what was not written is kept, and written when there is room.
 4. Trouble with one process (a bundle, snapshot or journal that cannot be used, a crash of the VM) ends that process
    as failed, with an InternalError; the others go on.
 5. A crash of the loop itself is not silent: it is reported, and raised in `stop`, `join` and `run_until_ended`.

Not done here: what an advance is (`advance`), how a machine is rebuilt (`loading`), when to snapshot (`snapshots`).
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable, Sequence
from typing import Protocol

from flowmetal import wire
from flowmetal.engine.advance import LAST_MOMENT_US, Input, Live, describe, outcome_of
from flowmetal.engine.control import Clock, Status, status, wall_clock_us
from flowmetal.engine.journals import TIMER, Entry
from flowmetal.engine.loading import CannotLoad, Loader, Overtaken
from flowmetal.engine.machines import Machine, Machines, RealMachines
from flowmetal.store.protocol import (
    ENDED,
    FAILED,
    RESULT_OF,
    Advance,
    Fenced,
    NoSuchProcess,
    Store,
    StoreError,
    StoreFull,
)

POLL_S = 2.0  # the longest wait
FOREIGN_POLL_S = 1.0  # … while another interpreter is known that may die
LOOK_S = 0.05  # between two looks for timers that others have set, while there is other work
BLOCKED_POLL_S = 0.1  # … while a timer is due that is not for us: it hides when ours is
LONGEST_PAUSE_S = 2.0  # between two attempts to write to a full store
SLICE = 1_000_000  # instructions that a process may run before others have their turn
ROUND_S = 0.05  # a round of slices ends after this, to commit what is complete
BATCH = 1000  # most processes in one commit
MOST_MACHINES = 512  # kept in memory
READY_FACTOR = 16  # … times as many, while they have something to do
IDLE_S = 5.0  # and for so long …
EVICT_PARTS = 10  # … looked at so often in that time
PAGE = 1000

OnCommit = Callable[[str, list[Entry]], None]


class Functions(Protocol):
    """Functions in this OS process that answer requests. The interpreter holds their requests from the start, which
    records the attempt, and hands them over when they are durable."""

    @property
    def topics(self) -> frozenset[str]: ...
    @property
    def inline_topics(self) -> frozenset[str]:
        """Those of them that `call` is for."""

    def call(self, topic: str, data: bytes) -> bytes:
        """The packed outcome, at once; data as in `store.Request`."""

    def submit(self, requests: Sequence[tuple[str, str, bytes]]) -> None:
        """(request id, topic, data): their outcomes will be settled in the store."""


class InterpreterCrashed(Exception):
    """The loop ended by an error of its own; the cause is chained."""


class Interpreter:
    """Runs processes of one store; of all of them, or `only` some and those that they start or wait for.

    `start` and `stop` run it in a thread of its own; `step` and `pause` let the caller do that. on_commit(pid, events)
    is called after each commit, from the interpreter's thread. report(line) tells the operator of trouble. fault(name)
    is called at the points where a crash is worth testing.
    """

    def __init__(
        self, store: Store, *, only: set[str] | None = None, url: str | None = None, clock: Clock = wall_clock_us,
        functions: Functions | None = None, on_commit: OnCommit | None = None,
        report: Callable[[str], None] | None = None, fault: Callable[[str], None] | None = None,
        machines: Machines | None = None,
        slice_instructions: int = SLICE, most_machines: int = MOST_MACHINES, idle_s: float = IDLE_S,
    ) -> None:
        self._store, self._url, self._clock = store, url, clock
        self._only = only if only is None else _with_awaited(store, only)
        self._on_commit, self._functions = on_commit, functions
        self._here = functions.topics if functions is not None else frozenset[str]()
        self._inline = functions.inline_topics if functions is not None else frozenset[str]()
        self._report = report if report is not None else _log
        self._fault = fault if fault is not None else _no_fault
        self._machines = machines if machines is not None else RealMachines()
        self._slice, self._most_machines, self._idle_s = slice_instructions, most_machines, idle_s
        self._loader = Loader(store, self._machines, self._report)
        self._live: OrderedDict[str, Live] = OrderedDict()  # least recently used first
        self._dirty: dict[str, Live] = {}  # may have something to commit
        self._ready: dict[str, bool] = {}  # in order of their turns; whether there is something in the inbox
        self._mail: dict[str, list[Input]] = {}  # timers and handed outcomes, not yet given to a Live
        self._firing: set[tuple[str, int]] = set()  # timers taken from the store and not committed yet
        self._sent = False  # the last commit put something into inboxes
        self._ends: list[Advance] = []  # of processes that are not in memory
        self._unwritten: list[tuple[Live | None, Advance]] = []  # refused by a full store
        self._pause_s, self._retry_at = 0.0, 0.0
        self._evict_at = 0.0  # not before, unless there are too many
        self._cursor = 0  # in the inbox
        self._foreign: set[str] = set()  # living owners seen
        self._foreign_at = 0.0
        self._committed_just_now = False  # so the store has told of deliveries a moment ago …
        self._skipped = False  # … and a round was spared the look into the inbox; none rests before it has looked
        self._due_us, self._look_at = 0, 0.0  # no timer is due before; when to look whether that is so
        self._blocked = 0  # due timers of processes that are not ours
        self._owner = store.register()
        self._handed: deque[tuple[str, int, bytes, int]] = deque()
        self._handing = threading.Lock()
        self._returning: set[tuple[str, int]] = set()  # outcomes on their way back into the store
        self._closing = False
        self._crash: BaseException | None = None
        self._thread: threading.Thread | None = None
        self._woken = threading.Event()
        self._progress = threading.Condition()
        store.attach_owner(self._owner, self._accept)
        self._stop_listening = store.listen(self._woken.set)

    # -- from outside, any thread

    @property
    def owner(self) -> str:
        return self._owner

    def start(self) -> None:
        """Run in a thread, until `stop`."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="flowmetal-interpreter", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """End after the round in progress. What it has not committed is done again by whoever comes next.

        Raises InterpreterCrashed if the loop had crashed before.
        """
        self._closing = True
        self._woken.set()
        if self._thread is not None and self._thread is not threading.current_thread():
            self._thread.join()
        self._stop_listening()
        self._give_back()
        self._raise_crash()

    def join(self, timeout: float | None = None) -> bool:
        """Wait until the loop has ended; False when the time is up before. Raises InterpreterCrashed."""
        if self._thread is not None:
            self._thread.join(timeout)
            if self._thread.is_alive():
                return False
        self._raise_crash()
        return True

    def run_until_ended(self, pid: str, timeout: float | None = None) -> Status:
        """Run (starting the thread if it does not yet) until the process has ended, or the time is up.

        It may be that another interpreter runs it. Raises NoSuchProcess, InterpreterCrashed.
        """
        self.start()
        deadline = None if timeout is None else time.monotonic() + timeout
        while True:
            record = self._store.process(pid)
            if record is None:
                raise NoSuchProcess(f"no process {pid} in this store")
            left = 0.5 if deadline is None else min(0.5, deadline - time.monotonic())
            if record.status in ENDED or left <= 0:
                return status(self._store, pid)
            self._raise_crash()
            with self._progress:
                self._progress.wait(left if self._crash is None else 0)

    def _accept(self, pid: str, number: int, outcome: bytes, time_us: int) -> bool:
        """The store hands over an outcome of a process that is ours: see `Store.settle`."""
        with self._handing:
            if self._closing or (pid, number) in self._returning or not self._wanted(pid):
                return False
            self._handed.append((pid, number, outcome, time_us))
        self._woken.set()
        return True

    def _raise_crash(self) -> None:
        if self._crash is not None:
            raise InterpreterCrashed(f"the interpreter crashed: {describe(self._crash)}") from self._crash

    # -- the loop

    def _run(self) -> None:
        try:
            while not self._closing:
                if not self.step() and not self._closing:
                    self._woken.wait(self.pause())
        except BaseException as error:
            self._crash, self._closing = error, True
            self._report(f"the interpreter crashed: {describe(error)}")
        finally:
            with self._progress:
                self._progress.notify_all()

    def step(self) -> bool:
        """One round; True if there is more to do at once."""
        self._woken.clear()
        if self._unwritten and not self._write_again():
            return False
        self._collect()
        self._fault("collected")
        self._run_ready()
        self._sent = False
        self._write()
        self._evict()
        more = self._ready or self._dirty or self._sent or self._skipped
        self._committed_just_now = self._committed_just_now and bool(more)
        return bool(more) and not self._unwritten

    def pause(self) -> float:
        """For how many seconds there is nothing to do, unless something comes."""
        if self._unwritten:
            return max(0.0, self._retry_at - time.monotonic())
        longest = FOREIGN_POLL_S if self._foreign else POLL_S
        due = self._store.next_due()
        self._due_us = due if due is not None else LAST_MOMENT_US
        if due is None:
            return longest
        seconds = (due - self._clock()) / 1e6
        return min(longest, seconds) if seconds > 0 else BLOCKED_POLL_S if self._blocked else 0.0

    # -- collecting

    def _wanted(self, pid: str) -> bool:
        return self._only is None or pid in self._only

    def _collect(self) -> None:
        self._look_at_owners()
        in_full_swing = self._committed_just_now and bool(self._ready) and not self._handed
        self._skipped = in_full_swing and self._store.last_delivery() == self._cursor
        while self._handed:
            pid, number, outcome, time_us = self._handed.popleft()
            data = {"request": number, "outcome": outcome_of(outcome)}
            self._post(pid, Input("outcome", data, handed=outcome, time_us=time_us))
        self._committed_just_now = False
        if not self._skipped:
            self._read_inbox()
        if self._clock() >= self._due_us or time.monotonic() >= self._look_at:
            self._fire_timers()

    def _read_inbox(self) -> None:
        while True:
            deliveries = self._store.inbox_after(self._cursor, PAGE)
            for delivery in deliveries:
                self._cursor = delivery.sequence
                if self._wanted(delivery.pid):
                    self._ready[delivery.pid] = True
            if len(deliveries) < PAGE:
                break

    def _fire_timers(self) -> None:
        self._look_at = time.monotonic() + LOOK_S
        self._blocked, limit = 0, PAGE + self._blocked + len(self._firing)
        now = self._clock()
        for timer in self._store.due(now, limit):
            if (timer.pid, timer.number) in self._firing:
                continue
            if not self._wanted(timer.pid):
                self._blocked += 1
                continue
            self._firing.add((timer.pid, timer.number))
            self._post(timer.pid, Input(TIMER, {"request": timer.number}, time_us=timer.due_us))
        due = self._store.next_due()
        self._due_us = due if due is not None else LAST_MOMENT_US

    def _post(self, pid: str, item: Input) -> None:
        self._mail.setdefault(pid, []).append(item)
        self._ready.setdefault(pid, False)

    def _look_at_owners(self) -> None:
        """When another interpreter has died, look at the whole inbox again: some of it was left to that one."""
        now = time.monotonic()
        if not self._foreign or now < self._foreign_at:
            return
        self._foreign_at = now + FOREIGN_POLL_S / 2
        dead = {owner for owner in self._foreign if not self._store.is_alive(owner)}
        if dead:
            self._foreign -= dead
            self._cursor = self._due_us = 0

    # -- running

    def _run_ready(self) -> None:
        until = time.monotonic() + ROUND_S
        touched = 0
        for pid in list(self._ready):
            live = self._get(pid, self._ready.pop(pid))
            if live is None:
                continue
            live.run(self._slice, self._clock)
            live.used_at = time.monotonic()
            if live.unwritten:
                self._dirty[pid] = live
            if live.busy:
                self._ready[pid] = False  # at the end: the others first
            touched += 1
            if touched >= BATCH or live.used_at > until:
                break
        self._fault("ran")

    def _get(self, pid: str, inbox: bool) -> Live | None:
        """The process in memory, with its new inputs; None if it cannot or must not run here."""
        live = self._live.get(pid)
        try:
            if live is None:
                live = self._load(pid)
            elif inbox:
                live.feed(self._store.inbox(pid))
        except Overtaken:
            self._ready[pid] = True
            live = None
        mail = self._mail.pop(pid, [])
        if live is None:
            self._let_go(pid, mail)
            return None
        if mail:
            live.post(mail)
        self._live[pid] = live
        self._live.move_to_end(pid)
        return live

    def _load(self, pid: str) -> Live | None:
        record = self._store.process(pid)
        if record is None or (record.status in ENDED and record.status != FAILED):
            return None
        if record.owner not in (None, self._owner) and self._store.is_alive(record.owner or ""):
            if not self._foreign:
                self._foreign_at = time.monotonic() + FOREIGN_POLL_S / 2
            self._foreign.add(record.owner or "")
            return None
        inbox = self._store.inbox(pid)
        try:
            if record.status == FAILED:
                kinds = [delivery.kind for delivery in inbox]
                if "resume" in kinds:
                    resumed = self._loader.resume(record, inbox, self._url)
                    self._equip(resumed)
                    return resumed
                if "cancel" in kinds:
                    self._ends.append(self._loader.given_up(record, inbox, self._clock()))
                return None
            live = self._loader.load(record, self._url)
        except (StoreError, Overtaken):
            raise
        except Exception as trouble:
            text = str(trouble) if isinstance(trouble, CannotLoad) else describe(trouble)
            self._report(f"process {pid} at event {record.position} cannot go on: {text}")
            self._ends.append(self._loader.failed_at_rest(record, text, self._clock(), inbox))
            return None
        live.feed(inbox)
        self._equip(live)
        return live

    def _equip(self, live: Live) -> None:
        """Tell it of the functions in this OS process, and whether its events are shown."""
        live.shown = self._on_commit is not None
        if self._functions is not None:
            live.here, live.holder = self._here, self._owner
            live.inline, live.call = self._inline, self._functions.call

    def _let_go(self, pid: str, items: Sequence[Input]) -> None:
        """What was taken from the store for a process that is not run here is left to others."""
        for item in items:
            if item.kind == TIMER:
                self._firing.discard((pid, item.data["request"]))
                self._blocked += 1
            elif item.handed is not None:
                self._settle(pid, item.data["request"], item.handed, item.time_us)

    def _settle(self, pid: str, number: int, outcome: bytes, time_us: int) -> None:
        """Give an outcome that was handed over in memory back to the store: into the inbox, durably."""
        with self._handing:
            self._returning.add((pid, number))
        try:
            self._store.settle(f"{pid}-{number}", outcome, time_us)
        except (StoreError, wire.WireError) as error:
            # Nothing is lost: the request is still open, and is asked again under the same id.
            self._report(f"the outcome of request {pid}-{number} could not be kept: {error}")
        finally:
            with self._handing:
                self._returning.discard((pid, number))

    def _give_back(self) -> None:
        """The loop has ended: every outcome that is only in memory goes back."""
        self._closing = True
        for live in self._live.values():
            self._let_go(live.pid, live.handed)
        for pid, items in self._mail.items():
            self._let_go(pid, items)
        with self._handing:
            handed = list(self._handed)
            self._handed.clear()
        for pid, number, outcome, time_us in handed:
            self._settle(pid, number, outcome, time_us)
        self._live.clear()
        self._mail.clear()

    # -- committing

    def _write(self) -> None:
        batch: list[tuple[Live | None, Advance]] = []
        for live in self._dirty.values():
            advance = live.take(self._encode)
            if advance is not None:
                batch.append((live, advance))
            elif live.evicting:
                self._live.pop(live.pid, None)
        self._dirty = {}
        taken = {advance.pid for _, advance in batch}
        batch.extend((None, end) for end in self._ends if end.pid not in taken)
        self._ends = []
        if batch:
            self._commit(batch)

    def _write_again(self) -> bool:
        if time.monotonic() < self._retry_at:
            return False
        batch, self._unwritten = self._unwritten, []
        self._commit(batch)
        return not self._unwritten

    def _commit(self, batch: list[tuple[Live | None, Advance]]) -> None:
        """Write a batch, without those that another has taken over."""
        while batch:
            self._fault("before commit")
            try:
                self._store.commit([advance for _, advance in batch], self._owner)
            except Fenced as fenced:
                left = [(live, advance) for live, advance in batch if advance.pid not in fenced.pids]
                if len(left) == len(batch):
                    raise
                for pid in fenced.pids:
                    self._drop(pid)
                batch = left
            except StoreFull as full:
                self._hold(batch, full)
                return
            except StoreError as error:
                self._commit_singly(batch, error)
                return
            else:
                self._fault("after commit")
                if self._pause_s:
                    self._report("the store takes writes again")
                    self._pause_s = 0.0
                self._committed(batch)
                return

    def _hold(self, batch: list[tuple[Live | None, Advance]], full: StoreFull) -> None:
        if not self._pause_s:
            self._report(f"{full}; nothing is lost, and processes go on when there is room")
        self._pause_s = min(LONGEST_PAUSE_S, max(0.05, self._pause_s * 2))
        self._retry_at = time.monotonic() + self._pause_s
        self._unwritten = batch

    def _commit_singly(self, batch: list[tuple[Live | None, Advance]], error: StoreError) -> None:
        """The store refuses a batch as wrong in itself: find the process that it is about, and end that one."""
        if len(batch) > 1:
            for one in batch:
                self._commit([one])
            return
        live, advance = batch[0]
        record = self._store.process(advance.pid)
        if live is None or record is None:
            raise error
        self._report(f"process {advance.pid} at event {record.position} cannot be committed: {error}")
        end = self._loader.failed_at_rest(record, str(error), self._clock(), self._store.inbox(advance.pid))
        self._drop(advance.pid)
        self._commit([(None, end)])

    def _committed(self, batch: list[tuple[Live | None, Advance]]) -> None:
        published: list[tuple[str, list[Entry]]] = []
        self._committed_just_now = True
        self._sent = self._store.last_delivery() > self._cursor
        for live, advance in batch:
            if self._only is not None:
                self._only.update(new.pid for new in advance.starts)
            for number in advance.timers_off:
                self._firing.discard((advance.pid, number))
            for _, due_us in advance.timers:
                self._due_us = min(self._due_us, due_us)
            if live is None:
                continue
            entries = live.committed(advance, self._owner)
            if entries:
                published.append((advance.pid, entries))
            if live.ended or live.evicting:
                self._live.pop(advance.pid, None)
                if advance.status == FAILED:
                    self._ready[advance.pid] = True  # there may be a `resume` or `cancel` behind
        with self._progress:
            self._progress.notify_all()
        self._call_functions(batch)
        self._fault("before publishing")
        if self._on_commit is not None:
            for pid, entries in published:
                try:
                    self._on_commit(pid, entries)
                except Exception as error:
                    self._report(f"showing what process {pid} did failed: {describe(error)}")

    def _call_functions(self, batch: list[tuple[Live | None, Advance]]) -> None:
        """What was just committed to be done by functions of this OS process. Outcomes of inline ones share the next
        commit with what follows from them."""
        if self._functions is None:
            return
        call, inline, now = self._functions.call, self._inline, self._clock()
        elsewhere: list[tuple[str, str, bytes]] = []
        for live, advance in batch:
            for request in advance.requests:
                if request.holder is None:
                    continue
                pid, topic = advance.pid, request.topic
                if topic not in inline:
                    elsewhere.append((f"{pid}-{request.number}", topic, request.data))
                    continue
                outcome = call(topic, request.data)
                data = {"request": request.number, "outcome": outcome_of(outcome)}
                item = Input("outcome", data, handed=outcome, time_us=now)
                if live is not None and self._live.get(pid) is live:
                    live.todo.append(item)
                    self._ready.setdefault(pid, False)
                else:
                    self._post(pid, item)
                self._fault("called")
        if elsewhere:
            self._functions.submit(elsewhere)

    def _drop(self, pid: str) -> None:
        """Forget what is in memory of a process, and look at it anew."""
        live = self._live.pop(pid, None)
        self._firing = {timer for timer in self._firing if timer[0] != pid}
        self._ready[pid] = True
        if live is not None:
            self._let_go(pid, live.handed)

    def _encode(self, machine: Machine) -> bytes | None:
        try:
            return self._machines.encode(machine)
        except Exception as error:
            self._report(f"a state cannot be written as a snapshot: {describe(error)}")
            return None

    def _evict(self) -> None:
        """Write out and drop what has waited long, or is too many; the least recently used first."""
        now = time.monotonic()
        surplus = len(self._live) - self._most_machines
        if surplus <= 0 and now < self._evict_at:
            return
        self._evict_at = now + self._idle_s / EVICT_PARTS
        for live in list(self._live.values()):
            if surplus <= 0 and now - live.used_at < self._idle_s:
                return
            if live.pid in self._ready and len(self._live) < self._most_machines * READY_FACTOR:
                continue  # it would be loaded again at once: 5,000 busy processes took ten times as long
            surplus -= 1
            if live.busy or live.unwritten:
                continue
            if live.snapshot_at == live.position or live.policy.is_cheap():
                del self._live[live.pid]
            else:
                live.evict()
                self._dirty[live.pid] = live


def _log(line: str) -> None:
    import logging  # dear, and needed by those who bring no `report` of their own

    logging.getLogger("flowmetal.engine").error(line)


def _with_awaited(store: Store, pids: set[str]) -> set[str]:
    """Those and the processes that they wait for: nobody else may be there to run them."""
    found, todo = set(pids), list(pids)
    while todo:
        for request in store.requests_of(todo.pop()):
            target = request.topic[len(RESULT_OF) :]
            if request.topic.startswith(RESULT_OF) and target not in found:
                found.add(target)
                todo.append(target)
    return found


def _no_fault(_: str) -> None:
    pass


"""Does a store contradict itself? Reads every record; also as an OS process of its own, for files not to be trusted.

`contradictions` looks at one transaction's state. `examine` runs it in a child: a torn or cut-off file that LMDB
maps can end the reader with SIGBUS, a failed assertion or worse, and that must be a finding and not our own end.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

import lmdb

from flowmetal.store import records
from flowmetal.store.protocol import ENDED, FAILED, MOVED, READY, Process, StoreError
from flowmetal.store.records import READABLE, TABLES, of_pid, readable, u64
from flowmetal.store.tables import Reading

T = TypeVar("T")
MOST_FINDINGS = 200
UNFINISHED = 0  # the "format" of a store whose making was cut short: tables, and nothing in them


@dataclass(frozen=True, slots=True)
class Verdict:
    """What `examine` found."""

    findings: list[str]
    format: int | None = None  # None: no Flowmetal store is in it, or it cannot be read so far
    crashed: bool = False  # the reader did not survive the file


def contradictions(reading: Reading) -> list[str]:
    """One line each; none for a good store."""
    return _Check(reading).run()


def examine(directory: str, *, at_rest: bool) -> Verdict:
    """Check in a child process. at_rest: nothing writes, so LMDB's own structure can be verified as well."""
    code = (
        "import json, sys; sys.path[:] = json.loads(sys.argv[1]); "
        "from flowmetal.store.check import main; main(sys.argv[2], sys.argv[3] == 'rest')"
    )
    child = subprocess.run(
        [sys.executable, "-c", code, json.dumps(sys.path), directory, "rest" if at_rest else "live"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )
    try:
        answer = json.loads(child.stdout)
        return Verdict(answer["findings"], answer["format"])
    except (ValueError, KeyError, TypeError):
        how = f"signal {-child.returncode}" if child.returncode < 0 else f"status {child.returncode}"
        return Verdict([f"reading the store ended its reader ({how}): pages are missing or torn"], None, crashed=True)


def main(directory: str, at_rest: bool) -> None:
    """The child's part: prints the verdict as JSON."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    findings: list[str] = []
    found: int | None = None
    if at_rest:
        findings += _structure(directory)
    if not findings:
        try:
            found, findings = _content(directory)
        except (lmdb.Error, StoreError) as error:
            findings = [f"the store cannot be read: {error}"]
    print(json.dumps({"findings": findings, "format": found}))
    sys.stdout.flush()
    os._exit(0)  # not through LMDB's closing, which touches the map


def _structure(directory: str) -> list[str]:
    """LMDB's pages, free list and counts, read without mapping them."""
    try:
        from lmdb import verify
    except ImportError:  # bindings before 3.0 have none; the walk of the content remains
        return []
    try:
        return [f"LMDB's structure: {line}" for line in verify.verify(directory)]  # type: ignore[no-untyped-call]
    except verify.VerifyError as error:
        return [f"LMDB's structure: {error}"]


def _content(directory: str) -> tuple[int | None, list[str]]:
    env = lmdb.open(directory, readonly=True, create=False, max_dbs=len(TABLES) + 8, mode=0o700)
    with env.begin() as txn:
        try:
            tables = {"meta": env.open_db(b"meta", txn=txn, create=False)}
        except (lmdb.NotFoundError, lmdb.IncompatibleError):
            return None, []
        reading = Reading(txn, tables)
        form = reading.meta("format")
        if form is not None and form[0] not in READABLE:
            return form[0], []
        try:
            tables.update({name: env.open_db(name.encode(), txn=txn, create=False) for name in TABLES})
        except lmdb.NotFoundError as error:
            return (None, []) if form is None else (form[0], [f"a table is missing: {error}"])
        if form is None:
            return (None if any(txn.stat(table)["entries"] for table in tables.values()) else UNFINISHED), []
        return form[0], contradictions(reading)


class _EnoughError(Exception):
    """So many findings that more would not help."""


class _Check:
    """One walk through everything. Every method adds its findings, one line each."""

    def __init__(self, reading: Reading) -> None:
        self.r = reading
        self.findings: list[str] = []
        self.processes: dict[str, Process] = {}
        self.counters = [0, 0, 0]

    def run(self) -> list[str]:
        walks = (
            self.meta, self.known_processes, self.journal, self.snapshots, self.outbox, self.requests, self.inbox,
            self.timers, self.callbacks, self.keys,
        )  # fmt: skip
        try:
            for walk in walks:
                try:
                    walk()
                except (lmdb.Error, StoreError) as error:
                    self.found(f"{walk.__name__.replace('_', ' ')}: {error}")
        except _EnoughError:
            self.findings.append("… and more")
        return self.findings

    def found(self, line: str) -> None:
        self.findings.append(line)
        if len(self.findings) >= MOST_FINDINGS:
            raise _EnoughError

    def records(self, table: str, decode: Callable[[bytes, bytes], T]) -> Iterator[tuple[bytes, T]]:
        """Those that are whole; the damaged ones are findings."""
        for key, value in self.r.scan(table):
            try:
                record = decode(key, value)
            except StoreError as error:
                self.found(str(error))
            except (ValueError, TypeError) as error:
                self.found(f"{table}: the record {readable(table, key)} is damaged: {error}")
            else:
                yield key, record

    def fields(self, table: str, count: int, or_count: int = 0) -> Iterator[tuple[bytes, list[Any]]]:
        return self.records(table, lambda key, value: records.unseal(table, key, value, count, or_count))

    def meta(self) -> None:
        for name, count in (("format", 1), ("counters", 3), ("identity", 6)):
            if self.r.meta(name, count) is None and name != "counters":
                self.found(f"the store's {name} is missing")
        self.counters = self.r.counters()
        for _ in self.fields("programs", 1):
            pass

    def known_processes(self) -> None:
        for _, process in self.records("processes", records.process_of):
            self.processes[process.pid] = process
            if self.r.get("programs", process.program.encode()) is None:
                self.found(f"process {process.pid}: its program {process.program} is missing")
            if process.status == READY and not any(d.kind == "start" for d in self.r.inbox(process.pid)):
                self.found(f"process {process.pid}: it is ready, but has no start in its inbox")

    def journal(self) -> None:
        heads: dict[str, tuple[int, int]] = {}  # pid -> number and sequence of its last event so far
        last = 0
        for _, event in self.records("journal", records.event_of):
            if event.sequence != last + 1:
                self.found(f"journal: after event {last} comes {event.sequence}")
            last = event.sequence
            number, head = heads.get(event.pid, (0, 0))
            if (event.number, event.previous) != (number + 1, head):
                self.found(
                    f"process {event.pid}: its event {number} at {head} is followed by number {event.number} at "
                    f"{last}, which points back to {event.previous}"
                )
            heads[event.pid] = (event.number, last)
        if last != self.counters[0]:
            self.found(f"journal: it ends at {last}, but the counter stands at {self.counters[0]}")
        for pid, process in self.processes.items():
            number, head = heads.pop(pid, (0, 0))
            if (process.position, process.head) != (number, head):
                self.found(
                    f"process {pid}: it stands at event {process.position} (sequence {process.head}), but its journal "
                    f"ends with {number} (sequence {head})"
                )
        for pid in heads:
            self.found(f"journal: it has events of process {pid}, which does not exist")

    def snapshots(self) -> None:
        held = 0
        for key, (position, _) in self.fields("snapshots", 2):
            held += 1
            process = self.processes.get(records.pid_text(key))
            if process is None or process.snapshot != position or position > process.position:
                self.found(f"snapshots: that of {readable('snapshots', key)} at {position} does not fit its process")
        if held != sum(1 for process in self.processes.values() if process.snapshot):
            self.found("snapshots: some that processes speak of are missing")

    def outbox(self) -> None:
        for key, (request, callback) in self.records("outbox", records.request_of):
            process = self.processes.get(request.pid)
            if process is None or process.status != FAILED or callback is None:  # a failed one may still be called
                self.open_process(request.pid, f"request {request.id}")
            back = self.r.get("requests", of_pid(request.pid, u64(request.number)))
            if back is None or key != records.topic_key(request.topic) + u64(request.sequence):
                self.found(f"request {request.id}: the outbox has it, but no index finds it")
            if request.sequence > self.counters[2] or (process is not None and request.number > process.requests):
                self.found(f"request {request.id}: its number is larger than the counters know")
            if callback is not None and self.r.callback(callback) != (request.pid, request.number, False):
                self.found(f"request {request.id}: its callback is missing or used")

    def requests(self) -> None:
        for key, (topic, sequence) in self.fields("requests", 2):
            if self.r.get("outbox", records.topic_key(topic) + u64(sequence)) is None:
                self.found(f"request {readable('requests', key)}: the index has it, but the outbox has not")

    def inbox(self) -> None:
        held = 0
        for key, delivery in self.records("inbox", records.delivery_of):
            held += 1
            process = self.processes.get(delivery.pid)
            if process is None or (process.status in ENDED and process.status != FAILED):
                self.found(f"inbox: delivery {delivery.sequence} is for process {delivery.pid}, which takes nothing")
            if self.r.get("inbox_of", of_pid(delivery.pid, key)) is None:
                self.found(f"inbox: delivery {delivery.sequence} is in no index of process {delivery.pid}")
            if delivery.sequence > self.counters[1]:
                self.found(f"inbox: delivery {delivery.sequence} is beyond the counter, {self.counters[1]}")
        if held != sum(1 for _ in self.r.scan("inbox_of")):
            self.found("inbox: its index speaks of deliveries that are not there")

    def timers(self) -> None:
        held = 0
        for key, (due_us,) in self.fields("timers_of", 1):
            held += 1
            pid, number = records.pid_text(key[:-9]), records.number_of(key)
            self.open_process(pid, f"timer {pid}-{number}")
            if self.r.get("timers", records.timer_key(due_us, number, pid)) is None:
                self.found(f"timer {pid}-{number}: it would never come due")
        if held != sum(1 for _ in self.r.scan("timers")):
            self.found("timers: some come due that no process has")

    def callbacks(self) -> None:
        held = 0
        for key, (pid, number, used) in self.fields("callbacks", 3):
            held += 1
            if pid not in self.processes or self.r.get("callbacks_of", of_pid(pid, key)) is None:
                self.found(f"callback {key.hex()[:16]}: its process {pid} does not know it")
            request = self.r.request(pid, number)
            if not used and (request is None or request[1] != key):
                self.found(f"callback {key.hex()[:16]}: nothing waits for it any more, but it is not used")
        if held != sum(1 for _ in self.r.scan("callbacks_of")):
            self.found("callbacks: their index speaks of some that are not there")

    def keys(self) -> None:
        for key, (pid, *delivered) in self.fields("keys", 1, 2):
            if delivered and pid in self.processes:
                continue
            process = self.processes.get(pid)
            if process is None or process.key is None or records.idempotency_key(process.key) != key:
                self.found(f"idempotency key {key.hex()[:16]}: process {pid} was not started with it")
        for process in self.processes.values():
            if process.key is not None and process.status != MOVED and self.r.by_key(process.key) is None:
                self.found(f"process {process.pid}: its idempotency key is not known")

    def open_process(self, pid: str, what: str) -> Process | None:
        process = self.processes.get(pid)
        if process is None or process.status in ENDED:
            self.found(f"{what}: its process has ended or does not exist")
        return process

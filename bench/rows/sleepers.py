"""Processes that sleep: what each costs to start, on disk and in memory; a restart over them; many due at once."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from bench.children import Failed
from bench.contest.session import wait_for
from bench.results import Line
from bench.rows import Failure
from bench.served import Driver, Interpreter
from flowmetal import wire

COUNT, DUE = 100_000, 10_000
RESTARTS = 5
LAST = 1000  # of the processes started: those that are looked at first
QUIET_S = 3.0  # without shrinking, after which memory counts as settled
AHEAD_S = 3.0  # of the moment at which they are due, when the last of them sleeps


def measure(place: Path, count: int = COUNT, due: int = DUE, patience_s: float = 3000) -> Iterator[Line | Failure]:
    interpreter, driver = Interpreter(place / "store"), Driver(place / "store")
    try:
        name = f"{count:,} sleepers"
        driver.ended(driver.start("steps", n=1))  # so that what is there once is there
        empty, began = disk_bytes(place), time.perf_counter()
        pids = driver.start_many("sleeps", count)
        accepted_s = time.perf_counter() - began
        slept_s = all_asleep(driver, pids, patience_s) - began
        yield Line("sleepers/accepted", f"{name}, until all starts are durable", count / accepted_s, "starts/s")
        yield Line("sleepers/starts", f"{name}, until all sleep", count / slept_s, "starts/s")
        yield Line("sleepers/bytes", name, (disk_bytes(place) - empty) / count, "bytes each")
        yield Line("sleepers/resident", f"{name}, in memory while they sleep", settled_mb(interpreter), "MB")
        ready, first = [], []
        for _ in range(RESTARTS):
            interpreter.kill()
            interpreter = Interpreter(place / "store")
            ready.append(interpreter.ready_s)
            driver.ended(driver.start("steps", n=1))
            first.append(time.perf_counter() - interpreter.began)
        yield Line("sleepers/ready", f"{name}, restart to ready", statistics.median(ready), "s", ready)
        what = f"{name}, restart to the result of a new process"
        yield Line("sleepers/first", what, statistics.median(first), "s", first)
        yield Line("sleepers/restarted", f"{name}, in memory after a restart", settled_mb(interpreter), "MB")
        late = lateness_ms(driver, due, patience_s)
        what = f"{due:,} due together beside {count:,} sleepers"
        yield Line("sleepers/late-middle", f"{what}: the middle one late by", statistics.median(late), "ms")
        yield Line("sleepers/late-last", f"{what}: the last one late by", max(late), "ms")
    except (Failed, TimeoutError) as error:
        yield Failure("sleepers", str(error))
    finally:
        interpreter.kill()
        driver.close()


def all_asleep(driver: Driver, pids: list[str], patience_s: float) -> float:
    """Wait until each has been run once and waits; gives the moment, as `perf_counter` does.

    They are run in the order of their starts, or nearly so: when the last ones sleep, the others do, and looking at
    these takes no time of the interpreter's. If one does not sleep yet after all, the moment is later.
    """
    late, moment = pids[-LAST:], 0.0
    while late:
        for pid in late:
            wait_for(partial(driver.has_run, pid), patience_s, 0.002)
        moment = time.perf_counter()
        late = [pid for pid in pids if not driver.has_run(pid)]
    return moment


def disk_bytes(place: Path) -> int:
    return sum(path.stat().st_blocks * 512 for path in (place / "store").rglob("*") if path.is_file())


def settled_mb(interpreter: Interpreter, most_s: float = 30.0) -> float:
    """Memory, once it has not shrunk for a while: what has slept long enough is written out and dropped."""
    least, since, until = interpreter.resident_mb(), time.monotonic(), time.monotonic() + most_s
    while time.monotonic() - since < QUIET_S and time.monotonic() < until:
        time.sleep(0.2)
        if (now := interpreter.resident_mb()) < least - 0.5:
            least, since = now, time.monotonic()
    return interpreter.resident_mb()


def lateness_ms(driver: Driver, due: int, patience_s: float) -> list[float]:
    """Of each process: milliseconds from the moment that it sleeps until, to its end being seen from outside."""
    probe = time.perf_counter()
    all_asleep(driver, driver.start_many("sleeps", 100), patience_s)
    starting_s = (time.perf_counter() - probe) / 100 * due
    at_us = int((time.time() + starting_s * 1.3 + AHEAD_S) * 1e6)
    pids = driver.start_many("due", due, at=wire.Timestamp(at_us))
    all_asleep(driver, pids, patience_s)
    if time.time() * 1e6 > at_us:
        raise Failed(f"starting {due:,} processes took longer than a probe had promised, so that some were due before")
    cursor = last_sequence(driver)
    seen: list[float] = []
    awaited = set(pids)
    until = time.monotonic() + patience_s
    while len(seen) < due:
        events = driver.store.stream(after=cursor, limit=1000)
        now_us = time.time() * 1e6
        for event in events:
            cursor = event.sequence
            if event.kind == "end" and event.pid in awaited:
                seen.append((now_us - at_us) / 1e3)
        if time.monotonic() > until:
            raise TimeoutError(f"only {len(seen):,} of {due:,} sleepers had ended in {patience_s:g} s")
        if not events:
            time.sleep(0.001)
    return seen


def last_sequence(driver: Driver) -> int:
    cursor = 0
    while events := driver.store.stream(after=cursor, limit=10_000):
        cursor = events[-1].sequence
    return cursor

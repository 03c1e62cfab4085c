"""What snapshots cost while a heap grows: 100,000 effects, and an item more with each.

The interpreter runs in this OS process, so that the time in which it encodes states and the bytes that it writes can be
taken where they are made. Neither is the disk's, so the store is in memory where there is such a file system: 100,000
syncs would say nothing here, and take a while.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from bench.machine import in_memory
from bench.results import Line
from bench.rows import Failure
from bench.served import bundle
from bench.steps import worker
from flowmetal import engine
from flowmetal.engine.machines import Machine, RealMachines
from flowmetal.store import open_store

EFFECTS = 100_000


class Counting(RealMachines):
    """The real machines, and what encoding them took and gave."""

    def __init__(self) -> None:
        self.seconds, self.bytes, self.count, self.longest_s = 0.0, 0, 0, 0.0

    def encode(self, machine: Machine) -> bytes:
        began = time.thread_time()  # what others do on the machine meanwhile is not ours
        data = super().encode(machine)
        seconds = time.thread_time() - began
        self.seconds += seconds
        self.longest_s = max(self.longest_s, seconds)
        self.bytes += len(data)
        self.count += 1
        return data


class Inline:
    """The functions of `steps`, as an interpreter asks for them."""

    topics = inline_topics = frozenset(worker.functions.topics)

    def call(self, topic: str, data: bytes) -> bytes:
        return worker.functions.answer(topic, data)

    def submit(self, requests: Sequence[tuple[str, str, bytes]]) -> None:
        raise NotImplementedError("all functions of the benchmark are inline")


def measure(place: Path, effects: int = EFFECTS) -> Iterator[Line | Failure]:
    with in_memory(place) as where:
        yield from measured(where, effects)


def measured(where: Path, effects: int) -> Iterator[Line | Failure]:
    store = open_store(str(where / "store"))
    machines = Counting()
    interpreter = engine.Interpreter(store, machines=machines, functions=Inline())
    data, _ = bundle("grows")
    began = time.perf_counter()
    interpreter.start()
    status = interpreter.run_until_ended(engine.start(store, data, "grows", [], {"n": effects}), 230)
    seconds = time.perf_counter() - began
    interpreter.stop()
    store.close()
    if status.value != effects:
        yield Failure("growing heap", f"ended as {status.record.status}: {describe(status)}")
        return
    name = f"{effects:,} effects, an item more with each"
    yield Line("growing-heap/time", f"{name}: snapshots", machines.seconds / effects * 1e6, "µs per effect",
               beside="the whole run", beside_value=seconds / effects * 1e6, ratio=machines.seconds / seconds)
    yield Line("growing-heap/written", f"written in {machines.count:,} snapshots", machines.bytes / 1e6, "MB")
    yield Line("growing-heap/longest", "the longest of them", machines.longest_s * 1e3, "ms")


def describe(status: Any) -> str:
    return str(status.error or "in time it did not end")[:200]

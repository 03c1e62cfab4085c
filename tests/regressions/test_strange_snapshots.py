"""Snapshots whose checksum is right and whose content is not: each is refused, or is a machine that runs."""

from __future__ import annotations

import contextlib
import copy
import random
import struct
import zlib
from typing import Any

import msgpack
import pytest

from flowmetal import vm
from flowmetal.vm.snapshot import SnapshotError
from tests.vm.driver import program, run

TEXT = """
import tasks
class Manager:
    def __enter__(self): return self
    def __exit__(self, *args):
        sleep(1s)
        return True
    @property
    def answer(self):
        sleep(1s)
        return 42
def numbers(count):
    for n in range(count):
        yield n
        sleep(1s)
def outer(count):
    yield from numbers(count)
def work(n):
    try:
        with timeout(5s):
            await perform("t", n)
    finally:
        sleep(1s)
def main():
    manager, nan, items = Manager(), float("nan"), [1, (2, 3)]
    items.append([items, nan, {manager: {1, manager}}, frozenset([manager]), manager.__exit__, slice(1, 2)])
    workers = [async work(n) for n in range(3)]
    letters = enumerate(zip("ab", [1, 2]))
    with manager:
        for n in outer(2):
            print(n, next(letters), manager.answer)
        tasks.race(async sleep(3s), async sleep(2s))
        raise ValueError
    return receive("never")
"""
SCALARS = (None, True, 0, 1, -1, 99, 2**63, "", "ready", "waiting", "failed", "open", "ok", b"", 1.5, [5], [12], [14])
OUTCOMES: tuple[dict[str, Any], ...] = ({"ok": 1}, {"error": {"type": "X", "message": "m", "details": {}}})


def places(content: Any) -> list[tuple[list[Any], int]]:
    """Every (list, index) in it."""
    found, stack = [], [content]
    while stack:
        here = stack.pop()
        found += [(here, at) for at in range(len(here))]
        stack += [item for item in here if type(item) is list]
    return found


def change(content: Any, chance: random.Random) -> None:
    where = places(content[1:])
    holder, at = chance.choice(where)
    other, from_ = chance.choice(where)
    match chance.randrange(5):
        case 0:
            holder[at] = copy.deepcopy(other[from_])
        case 1:
            holder[at] = copy.deepcopy(chance.choice(SCALARS))
        case 2:
            holder[at] = holder[at] + chance.choice((-1, 1, 5)) if type(holder[at]) is int else None
        case 3:
            del holder[at]
        case 4:
            holder.insert(at, copy.deepcopy(other[from_]))


def live(machine: vm.Machine, chance: random.Random) -> None:
    for _ in range(6):
        for _ in range(50):
            if machine.run(500):
                break
        machine.take_effects()
        machine.where()
        if machine.status != "waiting":
            return
        vm.encode(machine)
        requests = list(machine.open_requests())
        kind, data = chance.choice((
            ("cancel", {"reason": "r"}), ("message", {"channel": "never", "value": 1}),
            ("resume", {"from": 1, "requests": 70}),
            ("outcome", {"request": chance.choice([*requests, 99]), "outcome": chance.choice(OUTCOMES)}),
        ))
        with contextlib.suppress(ValueError):
            machine.deliver(vm.Event(kind, 0, data))


@pytest.mark.parametrize("seed", range(4))
def test_any_content_is_refused_or_runs(seed: int) -> None:
    loaded = program(TEXT, ("tasks",))
    states = list(run(loaded, answer=lambda topic, payload: {"ok": payload}).states.values())
    chance = random.Random(seed)
    decoded = 0
    for _ in range(300):
        state = chance.choice(states)
        content = msgpack.unpackb(state[8:], strict_map_key=False)
        change(content, chance)
        body = msgpack.packb(content)
        sealed = state[:4] + struct.pack(">I", zlib.crc32(body)) + body
        with contextlib.suppress(SnapshotError):
            machine = vm.decode(loaded, sealed, vm.Limits(20_000, 300, 200))
            decoded += 1
            live(machine, chance)
    assert decoded > 10

"""Many requests in a row, and an interpreter that is killed all the time."""

from __future__ import annotations

import random

from tests.scenarios.harness import Place, always, kill_often
from tests.world import World


def run_sequence(place: Place, world: World, *, count: int, kills: int, dice: random.Random, longest_s: float) -> int:
    """Gives how many kills there were before it was done."""
    pid = place.start("sequence", api=world.url, count=count)
    happened = kill_often(place, dice, kills, lambda: place.has_ended(pid), longest_s)
    place.serve()
    total = place.result(pid)
    place.stop()
    sums = [n * (n + 1) // 2 for n in range(count)]
    assert total == sums[-1]
    assert place.lines(pid) == [f"{n}: {value}" for n, value in enumerate(sums)]
    ledger = world.ledger()
    assert sorted({int(line.key.rpartition("-")[2]) for line in ledger if line.key}) == list(range(1, count + 1))
    assert sum(line.applied for line in ledger) == count
    always(place, world, [pid])
    return happened


def test_a_hundred_requests_and_ten_kills(place: Place, world: World) -> None:
    kills = run_sequence(place, world, count=100, kills=10, dice=random.Random(2), longest_s=0.5)
    assert kills >= 5

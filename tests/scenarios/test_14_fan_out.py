"""Scenario 14: two hundred calls, sixteen at a time, killed on the way."""

from __future__ import annotations

import random

from tests.scenarios.harness import Place, always, asked, kill_often, most_open
from tests.world import World

LIMIT = 16
FAILING = [3, 50, 77, 140, 199]


def fan_out(place: Place, world: World, *, count: int, kills: int, dice: random.Random, longest_s: float) -> int:
    failing = [item for item in FAILING if item < count]
    for item in failing:
        world.script(f"/broken/{item}", {"status": 422}, always=True)
    pid = place.start("fan_out", api=world.url, count=count, limit=LIMIT, failing=failing)
    happened = kill_often(place, dice, kills, lambda: place.has_ended(pid), longest_s)
    place.serve()
    results, failed = place.result(pid)
    place.stop()
    assert failed == failing
    assert results == [None if item in failing else item * 10 for item in range(count)]
    assert place.lines(pid) == [f"item {item} failed with 422" for item in failing]
    journal = place.journal(pid)
    assert len(asked(pid, journal)) == count
    assert most_open(journal) == LIMIT
    if not happened:
        assert max(line.in_flight for line in world.ledger()) == LIMIT
    always(place, world, [pid])
    return happened


def test_undisturbed(place: Place, world: World) -> None:
    fan_out(place, world, count=60, kills=0, dice=random.Random(0), longest_s=0)


def test_killed_on_the_way(place: Place, world: World) -> None:
    assert fan_out(place, world, count=200, kills=10, dice=random.Random(14), longest_s=0.4) >= 5

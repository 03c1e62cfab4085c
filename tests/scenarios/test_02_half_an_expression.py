"""Scenario 2: killed in the middle of expressions; what was computed stays, in Python's order, and nothing comes twice."""

from __future__ import annotations

import random
from collections.abc import Iterable

from tests.scenarios.as_python import as_python
from tests.scenarios.harness import Place, always, asked, kill_each, kill_often
from tests.world import World

PROGRAM = "half_expression"


def look_at(place: Place, world: World, pid: str) -> None:
    """It did what CPython does, call for call."""
    expected = as_python(PROGRAM, api="http://nowhere")
    assert expected.error is None and "/never" not in expected.paths
    assert place.result(pid) == expected.result
    assert place.lines(pid) == expected.lines
    keys = list(asked(pid, place.journal(pid)))
    paths: dict[str | None, str] = {}
    for line in world.ledger():
        paths.setdefault(line.key, line.path)
    assert [paths[key] for key in keys] == expected.paths
    assert [key for key in paths if key in keys] == keys  # none was asked before the one before it


def expressions(place: Place, world: World, moments: Iterable[int], *, power: bool = False) -> int:
    """Killed at each of the moments; gives how many kills there were."""
    pids: list[str] = []

    def start() -> str:
        pids.append(place.start(PROGRAM, api=world.url))
        return pids[-1]

    kills = kill_each(place, start, lambda pid: look_at(place, world, pid), moments=moments, power=power)
    always(place, world, pids)
    return kills


def killed_at_random(place: Place, world: World, *, kills: int, dice: random.Random, longest_s: float) -> None:
    pid = place.start(PROGRAM, api=world.url)
    kill_often(place, dice, kills, lambda: place.has_ended(pid), longest_s)
    place.serve()
    look_at(place, world, pid)
    place.stop()
    always(place, world, [pid])


def test_killed_at_some_points(place: Place, world: World) -> None:
    moments = [37, 71]
    assert expressions(place, world, moments) == len(moments)


def test_killed_at_random(place: Place, world: World) -> None:
    killed_at_random(place, world, kills=5, dice=random.Random(2), longest_s=0.5)

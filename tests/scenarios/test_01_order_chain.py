"""Scenario 1: three calls in turn, each with the answer of the one before; twenty orders at once."""

from __future__ import annotations

import random
from collections.abc import Iterable
from itertools import pairwise

from tests.scenarios.harness import Place, always, asked, kill_each, kill_often, outcomes
from tests.world import World

STEPS = ("reserve", "charge", "ship")


def look_at(place: Place, world: World, pid: str, order: int) -> None:
    """An order that has ended, whatever was done to it."""
    assert place.result(pid) == {
        "order": order, "after": {"order": order, "after": {"order": order}}
    }
    assert place.lines(pid) == [f"order {order}: {step} is done" for step in STEPS]
    journal = place.journal(pid)
    keys = list(asked(pid, journal))
    recorded = outcomes(pid, journal)
    lines = [line for line in world.ledger() if line.key in keys]
    assert len(keys) == 3
    assert [next(line.path for line in lines if line.key == key) for key in keys] == [f"/{step}" for step in STEPS]
    for before, after in pairwise(keys):
        assert min(line.time_us for line in lines if line.key == after) >= recorded[before]["time_us"]


def twenty_orders(place: Place, world: World, *, kills: int, dice: random.Random, longest_s: float) -> None:
    pids = place.start_all("order", [{"api": world.url, "order": n} for n in range(20)])
    kill_often(place, dice, kills, lambda: place.tally().get("done") == 20, longest_s)
    place.serve()
    for order, pid in enumerate(pids):
        look_at(place, world, pid, order)
    place.stop()
    assert max(line.in_flight for line in world.ledger()) >= 10  # they do not wait for one another
    always(place, world, pids)


def one_order(place: Place, world: World, moments: Iterable[int], *, power: bool = False) -> int:
    """Killed at each of the moments; gives how many kills there were."""
    pids: list[str] = []

    def start() -> str:
        pids.append(place.start("order", api=world.url, order=7))
        return pids[-1]

    kills = kill_each(place, start, lambda pid: look_at(place, world, pid, 7), moments=moments, power=power)
    always(place, world, pids)
    return kills


def test_twenty_orders_and_ten_kills(place: Place, world: World) -> None:
    twenty_orders(place, world, kills=10, dice=random.Random(1), longest_s=0.4)


def test_one_order_killed_at_some_points(place: Place, world: World) -> None:
    moments = [8, 3, 6]  # the first run has four points more, when the store gets its settings
    assert one_order(place, world, moments) == len(moments)


def test_one_order_and_the_power_fails(place: Place, world: World) -> None:
    assert one_order(place, world, [9, 4], power=True) == 2

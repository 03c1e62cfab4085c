"""Scenario 7: a saga cancels what was booked, once and in reverse order, wherever the kill strikes."""

from __future__ import annotations

import json
from collections.abc import Iterable

from tests.scenarios.harness import Place, kill_each, until
from tests.world import World, contradictions

SOLD_OUT = {"error": "sold out"}
LINES = ["booked the flight", "booked the hotel", "cancelled the hotel", "cancelled the flight"]
APPLIED = ["/flight/book", "/hotel/book", "/hotel/cancel", "/flight/cancel"]


def set_up(world: World) -> None:
    """The car is sold out, the flight's answer is lost, and the hotel is not cancelled at the first two attempts."""
    world.script("/car/book", {"status": 409, "body": SOLD_OUT}, per="key", always=True)
    world.script("/flight/book", {"close": "after"}, per="key")
    world.script("/hotel/cancel", {"status": 503}, {"status": 503}, per="key")


def look_at(place: Place, world: World, pid: str) -> None:
    result = place.result(pid)
    assert (result["status"], json.loads(result["body"])) == (409, SOLD_OUT)
    assert (result["attempts"], result["notes"]) == (1, [])
    assert place.lines(pid) == LINES
    keys = [
        dict(event["data"]["payload"]["headers"])["Idempotency-Key"]
        for event in place.journal(pid) if event["kind"] == "request" and event["data"]["topic"] == "http.request"
    ]
    applied = [line for line in world.ledger() if line.key in keys and line.applied]
    assert [line.path for line in applied] == APPLIED
    assert {line.key.removesuffix("-cancel") for line in applied if line.key} < set(keys)


def all_at_once(place: Place, world: World, pids: Iterable[str]) -> None:
    assert contradictions(world.ledger()) == []
    assert set(place.tally()) == {"done"}
    assert not [line for line in world.ledger() if line.path == "/car/cancel"]
    for pid in pids:
        look_at(place, world, pid)
    place.check()


def trip(place: Place, world: World, moments: Iterable[int], *, power: bool = False) -> int:
    """A trip killed at each of the moments; gives how many kills there were."""
    set_up(world)
    pids: list[str] = []

    def start() -> str:
        pids.append(place.start("trip", api=world.url))
        return pids[-1]

    kills = kill_each(place, start, lambda pid: look_at(place, world, pid), moments=moments, power=power)
    all_at_once(place, world, pids)
    return kills


def test_killed_at_some_points(place: Place, world: World) -> None:
    moments = [14, 8, 17]
    assert trip(place, world, moments) == len(moments)


def test_killed_within_the_compensations(place: Place, world: World) -> None:
    set_up(world)
    world.script("/hotel/cancel", {"status": 503}, {"hang": True}, {"status": 503}, per="key")
    world.script("/flight/cancel", {"hang": True}, per="key")
    pid = place.start("trip", api=world.url)
    for path, arrivals in (("/hotel/cancel", 2), ("/flight/cancel", 1)):
        place.serve()
        until(path, lambda: sum(line.path == path for line in world.ledger()) == arrivals)  # noqa: B023
        place.kill()
    place.serve()
    look_at(place, world, pid)
    place.stop()
    all_at_once(place, world, [pid])

"""The workflow patterns and the saga of examples/: all side by side in one store, whose server is killed on the way."""

from __future__ import annotations

import json
import random
import time

from tests.scenarios.harness import ROOT, Place, kill_often, until
from tests.world import Line, World, contradictions


def start(place: Place, example: str, **arguments: object) -> str:
    """Start a program of examples/; its pid."""
    words = [f"{name}={value if isinstance(value, str) else json.dumps(value)}" for name, value in arguments.items()]
    return place.ask("start", ROOT / "examples" / f"{example}.fm", *words)


def set_up(world: World) -> None:
    world.script("/read", {"delay": 0.2}, per="key")
    world.script("/translate", {"close": "after"}, per="key")
    world.script("/gone", {"status": 404}, always=True)
    world.script("/service", {}, *[{"status": 500}] * 6)
    world.script("/car", {"status": 409}, always=True)
    world.script("/flight", {"close": "after"}, per="key")
    world.script("/hotel", {"delay": 0.2}, per="key")


def start_all(place: Place, world: World) -> dict[str, str]:
    """example -> pid."""
    api = world.url
    return {
        "chaining": start(place, "chaining", api=f"{api}", document="minutes-17"),
        "fanout": start(place, "fanout", urls=[f"{api}/page-{n}?delay=0.1" for n in range(12)] + [f"{api}/gone"]),
        "asyncapi": start(place, "asyncapi", api=api, order={"seconds": 0.5, "polls": 5}, every="200ms"),
        "monitor": start(place, "monitor", url=f"{api}/service", webhook=f"{api}/alerts", every="50ms"),
        "approval": start(place, "approval", request="two chairs", remind="300ms", reminders=1000),
        "trip": start(place, "trip", api=api, parts=["flight", "hotel", "car"]),
    }


def applied(world: World, *paths: str) -> list[Line]:
    return [line for line in world.ledger() if line.applied and line.path in paths]


def test_killed_on_the_way(place: Place, world: World) -> None:
    set_up(world)
    pids = start_all(place, world)
    kill_often(place, random.Random(6), 4, lambda: False, longest_s=0.5)
    place.ask("send", pids["approval"], "decision", '{"approved": true, "by": "Grace"}')
    place.serve()
    time.sleep(0.3)
    place.kill()
    place.serve()
    until("both alerts", lambda: len(applied(world, "/alerts")) == 2)
    place.ask("send", pids["monitor"], "stop", "true")
    until("the end of all", lambda: all(map(place.has_ended, pids.values())))
    place.stop()

    published = place.result(pids["chaining"])["echo"]
    assert published["text"]["echo"]["text"]["echo"] == {"document": "minutes-17"}
    assert place.lines(pids["chaining"]) == ["read minutes-17", "translated to en", "published"]
    assert [line.path for line in applied(world, "/read", "/translate", "/publish")] == [
        "/read", "/translate", "/publish"
    ]

    pages = place.result(pids["fanout"])
    assert ["error" in page for page in pages] == [False] * 12 + [True]
    assert place.lines(pids["fanout"]) == ["12 of 13 pages fetched"]

    assert place.result(pids["asyncapi"]) == "report of job-1"
    assert place.lines(pids["asyncapi"]) == ["job-1 has begun", "job-1 is done"]
    assert len([line for line in applied(world, "/jobs") if line.method == "POST"]) == 1

    assert place.lines(pids["monitor"]) == [f"stopped after {place.result(pids['monitor'])} checks"]
    down, back = (json.loads(line.body)["text"] for line in applied(world, "/alerts"))
    assert down == f"{world.url}/service is down" and back.startswith(f"{world.url}/service is back after ")

    assert place.result(pids["approval"]) == {"approved": True, "by": "Grace"}
    assert place.lines(pids["approval"]) == ["asking for: two chairs", "approved by Grace"]

    trip = place.wait(pids["trip"])
    assert trip.status == "failed" and "409" in str(trip.error)
    assert place.lines(pids["trip"]) == [
        "booked the flight", "booked the hotel", "cancelled the hotel", "cancelled the flight"
    ]
    assert [(line.method, line.path) for line in applied(world, "/flight", "/hotel", "/car")] == [
        ("POST", "/flight"), ("POST", "/hotel"), ("DELETE", "/hotel"), ("DELETE", "/flight")
    ]
    assert contradictions(world.ledger()) == []
    place.check()

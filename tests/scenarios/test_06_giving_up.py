"""Scenario 6: attempts end when they should, errors say all, and a failed process goes on where it failed."""

from __future__ import annotations

import json
from itertools import pairwise

from tests.scenarios.harness import PROGRAMS, Place, until
from tests.world import World, contradictions

WAIT_S = 0.3
DOWN, REFUSING = {"error": "down for good"}, {"error": "no such article"}


def paths(world: World) -> list[str]:
    return [line.path for line in world.ledger()]


def test_killed_in_the_third_wait_then_resumed(place: Place, world: World) -> None:
    world.script("/down", {"status": 500, "body": DOWN}, always=True)
    world.script("/refusing", {"status": 422, "body": REFUSING}, always=True)
    world.script("/third", {"status": 500})
    pid = place.start("giving_up", api=world.url)
    place.serve()
    until("the third attempt to fail", lambda: place.count(pid, "outcome") == 3)
    place.kill()
    place.serve()
    end = place.wait(pid)
    place.stop()

    attempts = ["/down"] * 5 + ["/refusing"]
    assert paths(world) == [*attempts, "/third"]
    arrived = [line.time_us / 1e6 for line in world.ledger()][:5]
    assert all(after - before >= WAIT_S - 0.02 for before, after in pairwise(arrived))
    printed = [
        f"gave up after 5: 500 {json.dumps(DOWN)}", f"gave up after 1: 422 {json.dumps(REFUSING)}", "now the last"
    ]
    assert place.lines(pid) == printed
    assert len(place.logged(pid)) == 4  # a line for each failed attempt that is followed by another

    assert end.status == "failed" and end.error is not None
    shown = place.run("wait", pid).stderr
    text = (PROGRAMS / "giving_up.fm").read_text(encoding="utf-8").splitlines()
    for wanted in ("settled = settle(", "return http.post(url"):
        number = max(n for n, line in enumerate(text, 1) if wanted in line)
        assert f"giving_up.fm:{number}" in shown or f"line {number}" in shown, shown
    assert "StatusError" in shown and "500" in shown

    place.ask("resume", pid)
    place.serve()
    until("the end", lambda: place.lines(pid)[-1] == "settled" and place.has_ended(pid))
    resumed = place.wait(pid)
    place.stop()
    assert (resumed.status, resumed.value["settled"]) == ("done", {"last": True})
    assert resumed.value["failures"] == [[500, json.dumps(DOWN), 5], [422, json.dumps(REFUSING), 1]]
    assert place.lines(pid) == [*printed, "settled"]  # nothing before the failed wait came again
    assert paths(world) == [*attempts, "/third", "/third"]
    assert contradictions(world.ledger()) == []
    place.check()

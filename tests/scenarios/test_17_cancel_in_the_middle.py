"""Scenario 17: an acknowledged cancellation comes to pass, and all that cleans up does so once, through kills."""

from __future__ import annotations

import random
from collections import Counter

from tests.scenarios.harness import Place, asked, kill_often, until
from tests.world import World, contradictions

CLEANED = ["left-attempt", "left", "right-attempt", "right", "sleeper", "failing", "inner", "outer"]


def begin(place: Place, world: World) -> str:
    """A process that waits in all its tasks, and a server; its pid."""
    pid = place.start("nest", api=world.url)
    place.serve()
    until("all requests", lambda: {"/left", "/right", "/failing"} <= {line.path for line in world.ledger()})
    until("the first attempt to fail", lambda: place.logged(pid))
    return pid


def look_at(place: Place, world: World, pid: str) -> None:
    end = place.wait(pid)
    assert end.status == "cancelled"
    place.stop()
    lines = place.lines(pid)
    assert lines[0] == "begun"
    assert Counter(lines[1:]) == Counter(f"cleaned {name}" for name in CLEANED)
    assert lines[-2:] == ["cleaned inner", "cleaned outer"]
    assert lines.index("cleaned left-attempt") < lines.index("cleaned left")
    assert lines.index("cleaned right-attempt") < lines.index("cleaned right")
    ledger = world.ledger()
    cleanups = {line.key: line.path for line in ledger if line.path.startswith("/clean-")}
    assert Counter(cleanups.values()) == Counter(f"/clean-{name}" for name in CLEANED)
    assert contradictions(ledger, asked=asked(pid, place.journal(pid)), applied=filter(None, cleanups)) == []
    assert place.ask("output", pid).splitlines() == lines
    assert place.tally() == {"cancelled": 1}
    place.check()


def cancelled_twice(place: Place, world: World, *, kills: int, dice: random.Random, longest_s: float) -> None:
    """Killed after the acknowledgement, and during the cleanup, in which it is cancelled once more."""
    pid = begin(place, world)
    place.ask("cancel", pid)
    place.kill()
    place.serve()
    until("the cleanup", lambda: any(line.path.startswith("/clean-") for line in world.ledger()))
    place.kill()
    place.ask("cancel", pid)
    kill_often(place, dice, kills, lambda: place.has_ended(pid), longest_s)
    place.serve()
    look_at(place, world, pid)


def test_cancelled_while_nobody_serves(place: Place, world: World) -> None:
    pid = begin(place, world)
    place.kill()
    place.ask("cancel", pid)
    place.serve()
    look_at(place, world, pid)


def test_cancelled_twice(place: Place, world: World) -> None:
    cancelled_twice(place, world, kills=1, dice=random.Random(17), longest_s=0.3)

"""Scenario 12: asking at a steady pace, through kills and a pause, with a limit that counts from the start."""

from __future__ import annotations

import random
import time
from itertools import pairwise

from tests.scenarios.harness import Place, always, kill_often, until
from tests.world import World

INTERVAL_S = 0.3


def watch_job(place: Place, world: World, *, polls: int, kills: int, dice: random.Random, off_s: float) -> None:
    pid = place.start("watch", api=world.url, polls=polls, interval=INTERVAL_S, limit=600.0)
    place.serve()
    until("a turn", lambda: len(world.ledger()) >= 2)
    place.kill()
    time.sleep(off_s)
    kill_often(place, dice, kills, lambda: place.has_ended(pid), longest_s=0.8)
    place.serve()
    assert place.result(pid) == polls
    assert place.lines(pid) == [f"done after {polls} turns"]
    place.stop()
    first = {}
    for line in world.ledger():
        if line.method == "GET":
            first.setdefault(line.key, line.time_us)
    assert len(first) == polls
    for before, after in pairwise(first.values()):  # no burst, also not after the pause
        assert (after - before) / 1e6 > INTERVAL_S - 0.02
    journal = place.journal(pid)
    sizes = [len(str(event["data"])) for event in journal if event["kind"] in ("request", "outcome", "timer")]
    assert max(sizes[10:]) <= max(sizes[:10]) + 8  # journal per turn stays constant: but for digits
    assert len(journal) <= 10 + polls * 6
    always(place, world, [pid])


def test_done_after_some_turns(place: Place, world: World) -> None:
    watch_job(place, world, polls=10, kills=3, dice=random.Random(12), off_s=1.5)


def test_the_limit_counts_from_the_start(place: Place, world: World) -> None:
    limit_s = 2.0
    pid = place.start("watch", api=world.url, polls=10_000, interval=INTERVAL_S, limit=limit_s)
    place.serve()
    until("a turn", lambda: len(world.ledger()) >= 2)
    place.kill()
    time.sleep(limit_s)
    before = len(world.ledger())
    place.serve()
    assert place.result(pid) == "cancelled"
    place.stop()
    assert place.lines(pid) == ["cancelled: it took too long"]
    after = world.ledger()[before:]
    assert [line.method for line in after][-1] == "DELETE"
    assert len(after) <= 2  # a request that the kill cut off may be asked again
    always(place, world, [pid])

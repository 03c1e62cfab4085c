"""Scenario 10: sleeping for days, over a shut-down, and with a clock that is wrong for a while."""

from __future__ import annotations

import time

from tests.scenarios.harness import Place, always, until
from tests.world import World

DAY_S = 86400


def test_seven_days(place: Place, world: World) -> None:
    pid = place.start("long_sleep", api=world.url, days=7)
    place.serve()
    until("it to sleep", lambda: place.timers() == 1)
    place.stop()
    place.serve(offset_s=6.9 * DAY_S)
    time.sleep(0.5)
    place.kill()
    assert not place.has_ended(pid) and world.ledger() == []
    place.serve(offset_s=8 * DAY_S)
    began = time.monotonic()
    until("it to wake", world.ledger)
    assert time.monotonic() - began < 5
    assert place.result(pid) is True
    place.stop()
    assert place.lines(pid) == ["awake"]
    assert [line.body for line in world.ledger()] == ['{"slept": "True"}']
    always(place, world, [pid], is_skewed=True)


def test_until_a_date_with_a_clock_that_goes_back(place: Place, world: World) -> None:
    pid = place.start("fixed_date", api=world.url, seconds=2.0)
    place.serve()
    until("it to sleep", lambda: place.timers() == 1)
    place.kill()
    place.serve(offset_s=-3600)
    time.sleep(2.5)  # it is due by now, but not by that clock
    place.kill()
    assert not place.has_ended(pid) and world.ledger() == []
    place.serve()
    assert place.result(pid) is False
    place.stop()
    assert place.lines(pid) == ["waiting", "awake"]
    journal = place.journal(pid)
    assert len([event for event in journal if event["kind"] == "timer"]) == 1
    always(place, world, [pid])

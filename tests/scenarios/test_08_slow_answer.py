"""Scenario 8: a time limit holds though nobody ran when it passed; an answer after it changes nothing."""

from __future__ import annotations

import subprocess
import time

from tests.scenarios.harness import Place, always, asked, outcomes, until
from tests.world import World

LIMIT_S = 1.5


def look_at(place: Place, pid: str) -> None:
    assert place.result(pid) == "fallback"
    assert place.lines(pid) == ["no answer in time: TimeoutError", "going on with fallback"]


def test_killed_and_back_after_the_limit(place: Place, world: World) -> None:
    paths = ["/slow?delay=4", "/silent?hang=1"]
    pids = [place.start("slow", url=world.url + path, seconds=LIMIT_S) for path in paths]
    place.serve()
    until("the requests", lambda: len(world.ledger()) == 2)
    place.kill()
    time.sleep(LIMIT_S + 0.3)
    back_us = time.time_ns() // 1000
    place.serve()
    for pid in pids:
        look_at(place, pid)
        ended = place.journal(pid)[-1]
        assert ended["kind"] == "end" and ended["time_us"] - back_us < 5e6
    # The connection to the silent one is given up: only the slow one is still being served when one more comes.
    place.start("slow", url=world.url + "/probe", seconds=5)
    (probe,) = until("a probe", lambda: [line for line in world.ledger() if line.path == "/probe"])
    assert probe.in_flight <= 2
    until("the probe to end", lambda: place.tally() == {"done": 3})
    place.stop()
    always(place, world, place.statuses())


def test_an_answer_after_the_limit_while_nobody_ran(place: Place, world: World) -> None:
    """The connector is an OS process of its own and gets the answer; the process, later, must not take it."""
    pid = place.start("slow", url=world.url + "/slow?delay=2.5", seconds=LIMIT_S, linger=1.0)
    place.serve()
    until("the request", world.ledger)
    place.kill()
    connector = subprocess.Popen(
        place.command("serve", "--no-interpreter", "--no-http-server"), stdout=subprocess.DEVNULL
    )
    try:
        until("the answer to be stored", lambda: place.deliveries(pid) == 1)
    finally:
        connector.kill()
        connector.wait()
    place.serve()
    look_at(place, pid)
    place.stop()
    journal = place.journal(pid)
    (late,) = [event for event in journal if event["kind"] == "late"]
    assert late["data"]["outcome"]["ok"]["status"] == 200
    assert outcomes(pid, journal) == {}
    assert len(asked(pid, journal)) == 1
    place.check()

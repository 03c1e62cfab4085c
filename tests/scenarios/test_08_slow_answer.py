"""Scenario 8: a time limit holds though nobody ran when it passed; an answer after it changes nothing."""

from __future__ import annotations

import subprocess
import time

import pytest

from tests.scenarios.harness import Place, always, asked, outcomes, until
from tests.world import World

LIMIT_S = 1.5


def killed_while_waiting(place: Place, world: World, path: str, linger_s: float) -> str:
    """Start, kill while the request is out, come back after the limit; gives the pid."""
    pid = place.start("slow", url=world.url + path, seconds=LIMIT_S, linger=linger_s)
    place.serve()
    until("the request", world.ledger)
    time.sleep(0.2)
    place.kill()
    time.sleep(LIMIT_S + 0.3)
    return pid


def look_at(place: Place, pid: str) -> None:
    assert place.result(pid) == "fallback"
    assert place.lines(pid) == ["no answer in time: TimeoutError", "going on with fallback"]


@pytest.mark.parametrize("path", ["/slow?delay=4", "/silent?hang=1"])
def test_killed_and_back_after_the_limit(place: Place, world: World, path: str) -> None:
    pid = killed_while_waiting(place, world, path, linger_s=0)
    back_us = time.time_ns() // 1000
    place.serve()
    look_at(place, pid)
    ended = place.journal(pid)[-1]
    assert ended["kind"] == "end" and ended["time_us"] - back_us < 5e6
    # The connection is given up: nobody is being served when one more comes.
    place.start("slow", url=world.url + "/probe", seconds=5)
    probe = until("a probe", lambda: [line for line in world.ledger() if line.path == "/probe"])
    assert path.startswith("/slow") or probe[0].in_flight == 1
    until("the probe to end", lambda: place.tally() == {"done": 2})
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

"""Scenario 5: attempts and waits are counted across restarts; Retry-After is obeyed; a lost answer is not lost."""

from __future__ import annotations

import time

from tests.scenarios.harness import Place, outcomes, until
from tests.world import World

SCRIPT = (
    {"status": 503},
    {"status": 503},
    {"status": 503},
    {"hang": True},  # the fourth attempt: killed while it waits, and asked again
    {"status": 429, "retry_after": 2},
    {"close": "after"},  # applied, and the answer is lost: asked again, by the connector or by the program
)
REASONS = ("503", "503", "503", "429", "ConnectionError")
WAITS_S = (0.4, 0.8, 1.5, 2.0, 1.5)  # after each failed attempt; the fourth as the service asks


def test_killed_in_a_wait_and_in_an_attempt(place: Place, world: World) -> None:
    world.script("/flaky", *SCRIPT)
    pid = place.start("flaky", api=world.url)
    place.serve()
    until("the second attempt to fail", lambda: place.count(pid, "outcome") == 2)
    place.kill()
    place.serve()
    until("the fourth attempt", lambda: len(world.ledger()) == 4)
    time.sleep(0.1)
    place.kill()
    place.serve()
    key, echo = place.result(pid)
    place.stop()

    assert echo == {"n": 1}
    assert [line.key for line in world.ledger()] == [key] * 7
    assert [line.applied for line in world.ledger()] == [False] * 5 + [True, False]
    assert place.lines(pid) == ["the service took it: 1"]
    logged = place.logged(pid)
    assert len(logged) in (4, 5)
    for n, (line, reason) in enumerate(zip(logged, REASONS, strict=False), 1):
        assert line.startswith(f"attempt {n} of 12 failed") and reason in line, line

    journal = place.journal(pid)
    attempts = [event for event in journal if event["kind"] == "request" and event["data"]["topic"] == "http.request"]
    failed = [event["time_us"] for event in outcomes(pid, journal).values()]
    assert len(attempts) == len(failed) == len(logged) + 1
    for n, wait_s in enumerate(WAITS_S[: len(logged)]):
        waited_s = (attempts[n + 1]["time_us"] - failed[n]) / 1e6
        assert waited_s >= wait_s, f"wait {n + 1}"
    dues = [event for event in journal if event["kind"] == "request" and event["data"]["topic"] == "timer"]
    fired = [event for event in journal if event["kind"] == "timer"]
    assert len(dues) == len(fired) == len(logged)  # none of the waits was begun again
    place.check()

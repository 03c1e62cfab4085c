"""Scenario 16: children are started once, their failure reaches the parent, and none is left behind."""

from __future__ import annotations

import os
import random
from collections import Counter
from pathlib import Path

import pytest

from tests.scenarios.harness import Event, Place, asked, kill_often, until
from tests.world import World, contradictions

CHILDREN = 7
KILL_AT = os.environ.get("FLOWMETAL_KILL_EACH", "7,16,28,41")


def begin(place: Place, world: World, **how: int) -> str:
    place.ask("deploy", place.compiled("child"))
    return place.start("parent", api=world.url, **how)


def look_at(place: Place, world: World, pid: str, expected: dict[str, int]) -> None:
    """The children are those that the journal of the parent has started, each by one request, and have all ended."""
    journal = place.journal(pid)
    started = list(asked(pid, journal, "process.start"))
    children = {each["pid"]: each for each in place.records("ps") if each["program"] == "child"}
    told = [each["data"]["outcome"]["ok"] for each in journal
            if each["kind"] in ("outcome", "late") and f"{pid}-{each['data']['request']}" in started]
    assert len(started) == CHILDREN
    assert sorted(told) == sorted(children)
    assert Counter(each["status"] for each in children.values()) == expected
    ledger = world.ledger()
    requests: dict[str, Event] = {}
    for child, record in children.items():
        history = place.journal(child)
        requests |= asked(child, history)
        lines = place.lines(child)
        # One that is cancelled in the middle of its cleanup has asked for it, and says no more.
        cleaning = any("/clean/" in str(each["data"]) for each in history if each["kind"] == "request")
        assert len(lines) == len(set(lines)) == 2 or record["status"] == "cancelled"
        assert not lines or cleaning, (child, lines)
    assert contradictions(ledger, asked=requests, applied=[]) == []
    place.check()


def failing(place: Place, world: World, pid: str) -> None:
    end = place.wait(pid)
    assert end.status == "done", end.error
    failed, result = end.value
    assert result == 36
    assert place.lines(pid)[1:] == [
        "ValueError: child 3 cannot", "Traceback (most recent call last):", '  File "child.fm", line 10, in main',
        '    raise ValueError(f"child {n} cannot")', "ValueError: child 3 cannot",
    ]
    everyone = lambda: set(place.tally()) <= {"done", "failed", "cancelled"}  # noqa: E731
    until("the end of all children", everyone)
    assert place.statuses()[failed] == "failed"
    place.stop()


def counted(place: Place) -> dict[str, int]:
    """How the children ended: the failed one, the two that slept, and those that were quick enough, or were not."""
    found = Counter(each["status"] for each in place.records("ps") if each["program"] == "child")
    assert found["failed"] == 1 and found["cancelled"] >= 2 and sum(found.values()) == CHILDREN
    return dict(found)


def test_all_children_work(place: Place, world: World) -> None:
    pid = begin(place, world)
    place.serve()
    assert place.result(pid) == [1, 4, 9, 16, 25]
    until("the end of what it owned", lambda: set(place.tally()) == {"done", "cancelled"})
    place.stop()
    look_at(place, world, pid, {"done": 6, "cancelled": 1})


def test_one_fails_and_one_sleeps(place: Place, world: World) -> None:
    pid = begin(place, world, failing=3, sleeping=4)
    place.serve()
    failing(place, world, pid)
    look_at(place, world, pid, counted(place))


def test_killed_often(place: Place, world: World) -> None:
    pid = begin(place, world, failing=3, sleeping=4)
    kill_often(place, random.Random(16), 8, lambda: place.has_ended(pid), 0.4)
    place.serve()
    failing(place, world, pid)
    look_at(place, world, pid, counted(place))


@pytest.mark.parametrize("n", [int(n) for n in KILL_AT.split(",")])
def test_killed_at_a_write(place: Place, world: World, n: int) -> None:
    pid = begin(place, world, failing=3, sleeping=4)
    place.serve(kill_at=n)
    until("a kill or the end", lambda: not place.is_serving() or place.has_ended(pid))
    place.leave()
    place.serve()
    failing(place, world, pid)
    look_at(place, world, pid, counted(place))


def test_two_interpreters_either_killed(tmp_path: Path, world: World) -> None:
    with Place(tmp_path / "store") as one, Place(tmp_path / "store") as two:
        pid = begin(one, world, failing=3, sleeping=4)
        dice = random.Random(3)
        one.serve()
        two.serve()
        for _ in range(4):
            victim = dice.choice([one, two])
            until("an event", lambda: one.count(pid, "request") > 0)
            victim.kill()
            victim.serve()
        two.stop()
        failing(one, world, pid)
        look_at(one, world, pid, counted(one))


def test_cancelling_the_parent_reaches_the_children(place: Place, world: World) -> None:
    pid = begin(place, world, sleeping=4)
    place.serve()
    until("the sleeper", lambda: {"/child/4", "/child/7"} <= {line.path for line in world.ledger()})
    place.ask("cancel", pid)
    place.kill()
    place.serve()
    assert place.wait(pid).status == "cancelled"
    until("the end of all", lambda: set(place.tally()) == {"done", "cancelled"})
    place.stop()
    assert place.tally()["cancelled"] >= 3
    assert {"/clean/4", "/clean/7"} <= {line.path for line in world.ledger()}
    place.check()


def test_a_lone_run_runs_its_children_too(place: Place, world: World, tmp_path: Path) -> None:
    place.ask("deploy", place.compiled("child"))
    done = place.run("run", place.compiled("parent"), f"api={world.url}")
    assert done.returncode == 0 and done.stdout.splitlines()[-1] == "[1, 4, 9, 16, 25]", done.stderr

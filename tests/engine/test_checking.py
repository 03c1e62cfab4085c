"""`check` finds what a store says wrongly about its processes."""

from __future__ import annotations

import pytest

from flowmetal import wire
from flowmetal.engine.checking import contradictions
from flowmetal.store.protocol import Event, Timer
from tests.engine.fakes import World


@pytest.fixture
def world(tmp_path):
    made = World(tmp_path / "store")
    yield made
    made.close()


def said(world, pid, change):
    """What is found when the process's export is changed so."""
    exported = world.store.export(pid, mark_moved=False)
    parts = {name: getattr(exported, name) for name in exported.__match_args__}
    change(parts)
    program = world.machines.load(exported.program)
    return contradictions(type(exported)(**parts), program, world.machines)


@pytest.fixture
def pid(world):
    due = {"due": wire.Timestamp(1 << 60)}
    pid = world.begin(["start", "echo", "x"], ["start", "timer", due], ["ask", "echo", "y"])
    world.run(world.interpreter(), answer=None)
    assert said(world, pid, lambda parts: None) == []
    return pid


def test_what_the_store_keeps_open(world, pid):
    assert said(world, pid, lambda p: p["requests"].pop()) == ["it waits for request 3 (echo), which is not open"]
    assert said(world, pid, lambda p: p["timers"].clear()) == ["it waits for timer 2, which is not set"]
    assert said(world, pid, lambda p: p["timers"].append(Timer(1, pid, 9))) == [
        "request 9 is open, but it does not wait for it"
    ]


def test_the_journal(world, pid):
    assert said(world, pid, lambda p: p["events"].pop(1)) == ["its journal has gaps"]

    def other(parts):
        old = parts["events"][1]
        data = wire.pack({**wire.unpack(old.data), "payload": "z"})
        parts["events"][1] = Event(old.sequence, old.pid, old.number, old.previous, old.kind, old.time_us, data)

    (line,) = said(world, pid, other)
    assert line.startswith("event 2 is journaled as request {'request': 1, 'topic': 'echo', 'payload': 'z'")
    assert "but the machine asked for request {'request': 1, 'topic': 'echo', 'payload': 'x'" in line


def test_the_snapshot(world, pid):
    def other(parts):
        parts["snapshot"] = b"SNAP" + wire.pack({**wire.unpack(parts["snapshot"][4:]), "url": "http://elsewhere"})

    assert said(world, pid, other) == ["its snapshot at event 4 is not the state that replay gives"]

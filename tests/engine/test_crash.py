"""Crash at every fault point, come back as another OS process would, and end as the clean run did.

The crash is an exception that nothing catches, after which the interpreter is abandoned and its claims fall; the fake
outside keeps its memory. What `kill -9` does to the store itself is the store's and the command's tests' concern.
"""

from __future__ import annotations

import pytest

from flowmetal import engine, wire
from tests.engine.fakes import World


class Crash(BaseException):
    pass


class Points:
    """Counts fault points, and crashes at the n-th, once."""

    def __init__(self, crash_at=None):
        self.count, self.crash_at, self.names = 0, crash_at, []

    def __call__(self, name):
        self.count += 1
        self.names.append(name)
        if self.count == self.crash_at:
            raise Crash(name)


def scenario(directory, points):
    """Requests, messages, sleeping, cancelling, failing and resuming; with a crash where points says."""
    world = World(directory)
    try:
        to = world.begin(["receive", "c"], ["print", "got {}"], ["receive", "c"], ["print", "got {}"])
        asker = world.begin(
            ["print", "begin"], ["ask", "echo", "a"], ["print", "{}"], ["sleep", 1_000_000], ["print", "slept"],
            ["ask", "message", {"to": to, "channel": "c", "value": 1}], ["ask", "echo", "b"], ["print", "{}"],
            ["ask", "message", {"to": to, "channel": "c", "value": 2}],
        )
        sleeper = world.begin(["start", "echo", "never"], ["drop"], ["sleep", 10**12])
        failing = world.begin(["print", "try"], ["ask", "echo", "flaky"], ["fail_if", "bad"], ["print", "well"])
        answers = {"flaky": "bad"}
        phases = [
            lambda: None,
            lambda: world.clock.__setattr__("us", world.clock.us + 1_000_000),
            lambda: engine.cancel(world.store, sleeper, "enough"),
            lambda: (answers.clear(), engine.resume(world.store, failing)),
        ]
        interp = world.interpreter(fault=points, idle_s=0.0)
        for phase in phases:
            phase()
            while True:
                try:
                    world.run(interp, answer=lambda value: answers.get(value, value))
                    break
                except Crash:
                    world.reopen()
                    interp = world.interpreter(fault=points, idle_s=0.0)
        pids = [to, asker, sleeper, failing]
        told = [
            (
                world.status(pid).record.status, world.status(pid).value, world.printed(pid),
                [kind for kind in world.kinds(pid) if kind != "late"],
            )
            for pid in pids
        ]
        assert world.check() == []
        assert all(len({wire.pack(value) for value in seen}) == 1 for seen in world.asked.values())
        assert world.store.next_due() is None and world.store.inbox_after(0) == []
        asked = {pids.index(name.rpartition("-")[0]): name.rpartition("-")[2] for name in world.asked}
        return told, asked
    finally:
        world.close()


def test_crashing_at_every_point_changes_nothing(tmp_path):
    clean_points = Points()
    clean = scenario(tmp_path / "clean", clean_points)
    assert [told[0] for told in clean[0]] == ["done", "done", "cancelled", "done"]
    assert clean[0][0][2] == ["got 1", "got 2"]
    assert clean[0][1][2] == ["begin", "a", "slept", "b"]
    assert clean[0][3][2] == ["try", "well"]
    assert {"before commit", "after commit", "collected", "ran"} <= set(clean_points.names)
    for n in range(1, clean_points.count + 1):
        points = Points(n)
        told = scenario(tmp_path / str(n), points)
        assert points.count > n
        assert told == clean, f"crash at fault point {n} ({points.names[n - 1]})"


@pytest.mark.parametrize("every", [2, 3, 5])
def test_crashing_again_and_again(tmp_path, every):
    class Often(Points):
        def __call__(self, name):
            super().__call__(name)
            if self.names[-1] == "after commit" and self.names.count("after commit") % every == 0:
                raise Crash(name)

    assert scenario(tmp_path / "often", Often()) == scenario(tmp_path / "clean", Points())

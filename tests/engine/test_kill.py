"""`kill -9` for truth: interpreters in OS processes of their own, killed at random moments; the outside goes on."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time

from flowmetal import engine
from tests.engine.fakes import World

CHILD = """
import sys
from flowmetal import engine
from tests.engine.fakes import World

world = World(sys.argv[1], clock=engine.wall_clock_us, report=print, idle_s=0.05)
interp = world.interpreter()
interp.start()
interp.join()
"""
KILLS = int(os.environ.get("FLOWMETAL_KILLS", "10"))


def test_killed_interpreters(tmp_path):
    rand = random.Random(7)
    world = World(tmp_path / "store", clock=engine.wall_clock_us)
    to = world.begin(["receive", "c"], ["print", "{}"], ["repeat", 0, 45])
    pids = [
        world.begin(
            ["ask", "echo", name], ["print", "{}"], ["sleep", 2000],
            ["ask", "message", {"to": to, "channel": "c", "value": name}], ["repeat", 0, 15], ["ask", "echo", "end"],
        )
        for name in "abc"
    ]
    kills, child, kill_at = 0, None, 0.0
    answered = False  # once in each child's life, however quick it is, until all kills are done
    deadline = time.monotonic() + 60
    while not all(world.status(pid).ended for pid in (to, *pids)):
        assert time.monotonic() < deadline, [world.status(pid).where for pid in (to, *pids)]
        if child is None:
            child = subprocess.Popen([sys.executable, "-c", CHILD, world.directory])
            kill_at = time.monotonic() + rand.uniform(0.2, 0.5)
            answered = False
        elif kills < KILLS and time.monotonic() > kill_at:
            child.kill()
            assert child.wait() == -9
            child, kills = None, kills + 1
        if kills >= KILLS or (not answered and rand.random() < 0.02):
            answered = True
            world.answer(lambda value: value)
        time.sleep(0.002)
    if child is not None:
        child.kill()
        child.wait()
    assert kills == KILLS
    for pid, name in zip(pids, "abc", strict=True):
        assert world.printed(pid) == [name] * 15
        assert world.status(pid).value == [name, None, None] * 15 + ["end"]
    assert sorted(world.printed(to)) == sorted("abc" * 15)
    assert all(len(set(map(str, seen))) == 1 for seen in world.asked.values())
    assert world.check() == []
    world.close()

"""Scenario 4: chance and time, once drawn, stay what they were: through kills, loss of power, a move, wrong clocks."""

from __future__ import annotations

import json
import random
import time
from pathlib import Path
from typing import Any

from tests.scenarios.harness import Place, always, asked
from tests.world import World

HOUR_S = 3600


def look_at(place: Place, world: World, pid: str, rounds: int) -> list[Any]:
    """What the program holds at the end is what it printed and sent; gives it."""
    held: list[Any] = place.result(pid)
    assert [drawn[0] for drawn in held] == list(range(rounds))
    assert [json.loads(line) for line in place.lines(pid)] == held
    keys = asked(pid, place.journal(pid))
    sent = {line.key: json.loads(line.body) for line in world.ledger() if line.key in keys}
    assert [sent[key] for key in keys] == held
    times = [drawn[1] for drawn in held]
    assert times == sorted(times)
    assert all(sorted(drawn[5]) == list(range(8)) for drawn in held)
    return held


def run_dice(directory: Path, world: World, *, rounds: int, kills: int, dice: random.Random, longest_s: float) -> None:
    with Place(directory / "here") as here, Place(directory / "there") as there:
        pids = here.start_all("dice", [{"api": world.url, "rounds": rounds}] * 2)
        for _ in range(kills):
            here.serve(power=True)
            time.sleep(dice.uniform(0, longest_s))
            if dice.random() < 0.5:
                here.lose_power()
            else:
                here.kill()
        here.serve(offset_s=-HOUR_S)
        time.sleep(dice.uniform(0, longest_s))
        here.kill()
        here.ask("copy", there.store)
        there.ask("adopt")
        there.serve()
        time.sleep(dice.uniform(0, longest_s))
        there.kill()
        there.serve(offset_s=HOUR_S)
        held = [look_at(there, world, pid, rounds) for pid in pids]
        assert all(one[2:] != other[2:] for one, other in zip(*held, strict=True))
        there.stop()
        always(there, world, pids, is_skewed=True)


def test_some_rounds(tmp_path: Path, world: World) -> None:
    run_dice(tmp_path, world, rounds=40, kills=3, dice=random.Random(4), longest_s=0.4)

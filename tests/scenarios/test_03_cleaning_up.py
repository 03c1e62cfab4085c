"""Scenario 3: every block that cleans up runs once, in Python's order, though a kill falls inside it."""

from __future__ import annotations

import random
from collections.abc import Iterable

import pytest

from tests.scenarios.as_python import Said, as_python
from tests.scenarios.harness import Place, always, asked, kill_each, kill_often, until
from tests.world import World, contradictions

PROGRAM = "cleaning_up"
ENDING = ("succeed", "raise", "return", "break")  # and "cancel"


class Cancelled(BaseException):
    """What the program gets at its wait."""


def expected_of(variant: str) -> Said:
    return as_python(
        PROGRAM, refuse=lambda path: Cancelled() if path == "/cancelled" else None, api="http://nowhere", variant=variant
    )


def look_at(place: Place, world: World, pid: str, variant: str) -> None:
    """Output and requests are those of CPython, in that order."""
    expected = expected_of(variant)
    assert place.lines(pid) == expected.lines
    keys = list(asked(pid, place.journal(pid)))
    paths: dict[str | None, str] = {}
    for line in world.ledger():
        paths.setdefault(line.key, line.path)
    assert [paths[key] for key in keys] == expected.paths
    if expected.error is None:
        assert place.result(pid) == expected.result
    else:
        assert isinstance(expected.error, Cancelled)


def one_variant(place: Place, world: World, variant: str, moments: Iterable[int], *, power: bool = False) -> int:
    """Killed at each of the moments; gives how many kills there were."""
    pids: list[str] = []

    def start() -> str:
        pids.append(place.start(PROGRAM, api=world.url, variant=variant))
        return pids[-1]

    kills = kill_each(place, start, lambda pid: look_at(place, world, pid, variant), moments=moments, power=power)
    always(place, world, pids)
    return kills


def all_at_once(place: Place, world: World, *, kills: int, dice: random.Random, longest_s: float) -> None:
    """The four that end by themselves, side by side, killed at random."""
    pids = {variant: place.start(PROGRAM, api=world.url, variant=variant) for variant in ENDING}
    kill_often(place, dice, kills, lambda: place.tally().get("done") == len(ENDING), longest_s)
    place.serve()
    for variant, pid in pids.items():
        place.wait(pid)
        look_at(place, world, pid, variant)
    place.stop()
    always(place, world, pids.values())


def cancelled(place: Place, world: World, *, kills: int, dice: random.Random, longest_s: float) -> None:
    """The fifth: cancelled from outside, and killed while it cleans up."""
    pid = place.start(PROGRAM, api=world.url, variant="cancel")
    place.serve()
    until("the wait that is cut short", lambda: [line for line in world.ledger() if line.path == "/cancelled"])
    place.ask("cancel", pid)
    place.kill()
    kill_often(place, dice, kills, lambda: place.has_ended(pid), longest_s)
    place.serve()
    assert place.wait(pid).status == "cancelled"
    place.stop()
    look_at(place, world, pid, "cancel")
    assert contradictions(world.ledger(), asked=asked(pid, place.journal(pid))) == []
    place.check()


@pytest.mark.parametrize("moment", [16, 22, 28])
def test_it_raises_and_is_killed_at_a_point(place: Place, world: World, moment: int) -> None:
    assert one_variant(place, world, "raise", [moment]) == 1


def test_all_that_end_by_themselves(place: Place, world: World) -> None:
    all_at_once(place, world, kills=5, dice=random.Random(3), longest_s=0.3)


def test_cancelled(place: Place, world: World) -> None:
    cancelled(place, world, kills=4, dice=random.Random(33), longest_s=0.3)


def test_the_text_of_an_error_that_nobody_catches(place: Place, world: World) -> None:
    killed = [place.start(PROGRAM, api=world.url, variant="raise", is_caught=False) for _ in range(2)]
    kill_often(place, random.Random(333), 3, lambda: False, longest_s=0.3)
    place.serve()
    ends = [place.wait(pid) for pid in killed]
    fresh = place.start(PROGRAM, api=world.url, variant="raise", is_caught=False)  # undisturbed
    undisturbed = place.wait(fresh)
    place.stop()
    assert undisturbed.status == "failed" and undisturbed.error is not None
    assert "the body failed" in str(undisturbed.error) and "missing" in str(undisturbed.error)
    assert all((end.status, end.error) == ("failed", undisturbed.error) for end in ends)
    place.check()

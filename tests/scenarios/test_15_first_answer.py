"""Scenario 15: the first answer wins, and stays the winner; the losers clean up."""

from __future__ import annotations

import json
from collections.abc import Iterable

import pytest

from tests.scenarios.harness import Place, always, asked, kill_each
from tests.world import World

BROKEN = "status=500"


def look_at(place: Place, world: World, pid: str, mirrors: int, winners: set[str | None]) -> None:
    winner, ended = place.result(pid)
    names = [f"mirror {n}" for n in range(mirrors)]
    assert winner in winners
    assert ended == names
    lines = place.lines(pid)
    assert sorted(line for line in lines if line.endswith("has ended")) == [f"{name} has ended" for name in names]
    assert lines[-1] == f"the winner is {winner}"
    keys = asked(pid, place.journal(pid))
    told = {line.body for line in world.ledger() if line.key in keys and line.path == "/chosen"}
    assert [json.loads(body) for body in told] == [{"winner": winner}]


def race(
    place: Place, world: World, queries: list[str], winners: set[str | None], moments: Iterable[int]
) -> int:
    """Gives how many kills there were."""
    pids: list[str] = []

    def start() -> str:
        pids.append(place.start("race", api=world.url, queries=queries))
        return pids[-1]

    kills = kill_each(
        place, start, lambda pid: look_at(place, world, pid, len(queries), winners), moments=moments
    )
    always(place, world, pids)
    return kills


@pytest.mark.parametrize("queries", [["delay=0.6", "delay=0.1", BROKEN], ["delay=0.2", "delay=0.2", BROKEN]])
def test_killed_when_the_winner_is_about_to_be_known(place: Place, world: World, queries: list[str]) -> None:
    # A killed run asks them again, and then either of those that answer may be first. The first run of a store has
    # four points more than the next.
    assert race(place, world, queries, {"mirror 0", "mirror 1"}, [9, 6]) == 2


def test_undisturbed(place: Place, world: World) -> None:
    mixed = place.start("race", api=world.url, queries=["delay=0.6", "delay=0.1", BROKEN])
    failing = place.start("race", api=world.url, queries=[BROKEN, "status=503", "status=404"])
    place.serve()
    look_at(place, world, mixed, 3, {"mirror 1"})
    look_at(place, world, failing, 3, {None})
    assert "all failed: ['500', '503', '404']" in place.lines(failing)
    place.stop()
    always(place, world, [mixed, failing])

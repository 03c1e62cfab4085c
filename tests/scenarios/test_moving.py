"""A program suspended in the middle of everything goes on in other OS processes and other places, as if undisturbed."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from tests.scenarios.harness import Place, until

ROUNDS = 6
WORDS = ["one", "two", "and", "bad", "four", "five", "or", "six", "seven", "more", "many", "last"]
NEEDED = 9  # words that a run takes: one a round, and another in each odd one


def run_undisturbed(place: Place) -> tuple[Any, list[str]]:
    """Result and output of a run in one place and one OS process."""
    pid = place.start("nested", rounds=ROUNDS)
    place.serve()
    place.tell(pid, "go", WORDS[:NEEDED])
    result = place.result(pid)
    assert result["whole"] is True
    assert result["log"] == [0, 1, 2, 3, 4, 5, "generator closed"]
    assert result["ring"] == "[1, 2, [...]]"
    assert sum("ValueError: told so" in line for line in place.lines(pid)) == 1
    return result, place.lines(pid)


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Any, list[str]]:
    with Place(tmp_path_factory.mktemp("undisturbed") / "store") as place:
        return run_undisturbed(place)


@pytest.fixture
def places(tmp_path: Path) -> Iterator[list[Place]]:
    with ExitStack() as stack:
        yield [stack.enter_context(Place(tmp_path / name)) for name in ("first", "second", "third", "fourth")]


def say(place: Place, pid: str, words: list[str]) -> None:
    """Send them, and wait until they are consumed: the program then waits for the next."""
    before = place.count(pid, "message")
    place.ask("send", pid, "go", words[0])
    place.tell(pid, "go", words[1:])
    until("the messages to arrive", lambda: place.count(pid, "message") == before + len(words))


def test_killed_again_and_again(place: Place, undisturbed: tuple[Any, list[str]]) -> None:
    pid = place.start("nested", rounds=ROUNDS)
    for n in range(0, NEEDED, 2):
        place.serve()
        say(place, pid, WORDS[n : min(n + 2, NEEDED)])
        place.kill()
    assert place.has_ended(pid)
    place.serve()
    assert (place.result(pid), place.lines(pid)) == undisturbed
    place.stop()
    place.check()


def test_from_place_to_place(places: list[Place], tmp_path: Path, undisturbed: tuple[Any, list[str]]) -> None:
    first, second, third, fourth = places
    first.serve()
    pid = first.start("nested", rounds=ROUNDS)
    say(first, pid, WORDS[:2])

    # A directory that nobody serves, copied by any tool. The copy runs nothing before it is adopted.
    first.kill()
    shutil.copytree(first.store, second.store)
    refused = second.run("serve", "--listen", "127.0.0.1:0")
    assert (refused.returncode, len(refused.stderr.splitlines())) == (4, 1)
    assert second.run("send", pid, "go", "early").returncode == 4
    second.ask("adopt")
    second.serve()
    say(second, pid, WORDS[2:4])

    # A store that is being served, copied by `copy`.
    second.ask("copy", third.store)
    second.stop()
    assert third.run("serve", "--listen", "127.0.0.1:0").returncode == 4
    third.ask("adopt")
    third.serve()
    say(third, pid, WORDS[4:6])
    third.stop()

    # One process, exported and imported. Where it was, nothing of it runs any more.
    file = tmp_path / "moving.fmx"
    third.ask("export", pid, file)
    fourth.ask("import", file)
    assert third.statuses() == {pid: "moved"}
    for command in (["send", pid, "go", "late"], ["cancel", pid], ["resume", pid], ["export", pid, f"{file}.2"]):
        late = third.run(*command)
        assert late.returncode != 0 and "moved" in late.stderr and len(late.stderr.splitlines()) == 1, command
    third.serve()
    before = third.journal(pid)
    fourth.serve()
    say(fourth, pid, WORDS[6:NEEDED])
    assert (fourth.result(pid), fourth.lines(pid)) == undisturbed
    assert third.journal(pid) == before
    assert fourth.journal(pid)[: len(before)] == before
    for place in (third, fourth):
        place.stop()
    for place in places:
        place.check()

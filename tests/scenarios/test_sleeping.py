"""Processes that sleep: they cost nothing, there may be very many, and they wake when they are due."""

from __future__ import annotations

import os
import time

from tests.scenarios.harness import Place, until

CPU_FREE = 0.04  # of one core: the most that sleeping may take. The loop looks every two seconds.


def cpu_s(pid: int) -> float:
    """Of an OS process, with all its threads."""
    with open(f"/proc/{pid}/stat") as file:
        fields = file.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def count_statuses(place: Place) -> dict[str, int]:
    """status -> how many processes `ps` lists with it."""
    counts: dict[str, int] = {}
    for status in place.statuses().values():
        counts[status] = counts.get(status, 0) + 1
    return counts


def sleep_and_wake(place: Place, *, count: int, seconds: float, measured_s: float) -> dict[str, float]:
    """Start `count` sleepers, see them sleep, see them wake; gives the figures."""
    began = time.monotonic()
    pids = place.start_all("sleeper", ({"n": n, "seconds": seconds} for n in range(count)))
    started = time.monotonic()
    place.serve()
    until("all to sleep", lambda: place.timers() == count, 4 * seconds)
    asleep = time.monotonic()
    time.sleep(min(6.0, measured_s))  # until they are out of memory
    before = cpu_s(place.server.pid)
    time.sleep(measured_s)
    used = (cpu_s(place.server.pid) - before) / measured_s
    assert count_statuses(place) == {"waiting": count}, "woken before their time, or the sleep is too short here"
    until("all to be awake", lambda: place.tally() == {"done": count}, 10 * seconds)
    awake = time.monotonic()
    assert count_statuses(place) == {"done": count}
    for n in (0, count // 2, count - 1):
        journal = place.journal(pids[n])
        begun, timer = (next(e["time_us"] for e in journal if e["kind"] == kind) for kind in ("start", "timer"))
        assert timer - begun >= seconds * 1e6
        assert place.lines(pids[n]) == [f"{n} is awake"]
        assert place.result(pids[n]) == n
    place.stop()
    return {"start_s": started - began, "asleep_s": asleep - started, "cpu": used, "all_awake_s": awake - started}



def test_a_thousand_sleepers(place: Place) -> None:
    figures = sleep_and_wake(place, count=1000, seconds=10, measured_s=3)
    assert figures["cpu"] < CPU_FREE, figures
    place.check()

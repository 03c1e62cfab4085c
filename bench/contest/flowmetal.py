"""Flowmetal's session: an interpreter with in-process steps, and a driver in another OS process."""

from __future__ import annotations

import subprocess
import sys
import time
from functools import partial
from pathlib import Path

from bench.children import ROOT
from bench.contest.session import main, say, wait_for
from bench.machine import installed, synced_append_s
from bench.served import Driver, Interpreter
from flowmetal import engine

RECOVERIES = 5


class Flowmetal:
    """Works of its own: `append=N`, seconds of a bare synced append of a step's bytes, N times; `live=BYTES`, recovery
    of a process with 100 steps behind it and so much state."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.version = installed("flowmetal")
        self.settings = "LMDB, every commit synced; steps in the interpreter's OS process, the driver in another"
        self.step_bytes = 200

    def begin(self) -> None:
        self.interpreter = Interpreter(self.place / "store")
        self.driver = Driver(self.place / "store")

    def sequential(self, steps: int) -> None:
        pid = self.driver.start("steps", n=steps)
        self.driver.ended(pid)
        if steps > 100:
            events = self.driver.store.events(pid)
            self.step_bytes = sum(len(event.data) for event in events) // steps
            say({"fact": "step_bytes", "value": self.step_bytes})

    def append(self, count: int) -> list[float]:
        return [synced_append_s(self.place, self.step_bytes, count)]

    def concurrent(self, processes: int, steps: int) -> None:
        self.driver.all_ended(self.driver.start_many("steps", processes, n=steps))

    def round_trip(self) -> None:
        self.driver.ended(self.driver.start("steps", n=1))

    def wake_up(self) -> float:
        if not hasattr(self, "sender"):
            self.sender = subprocess.Popen(
                [sys.executable, "-m", "bench.contest.sender", str(self.place / "store")],
                cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            )
        assert self.sender.stdin is not None and self.sender.stdout is not None
        pid = self.driver.start("waits")
        wait_for(lambda: engine.status(self.driver.store, pid).record.status == "waiting")
        self.sender.stdin.write(pid + "\n")
        self.sender.stdin.flush()
        return float(self.sender.stdout.readline())

    def recovery(self, steps: int) -> list[float]:
        return self.recoveries(f"recovery-{steps}", steps, 0)

    def live(self, live_bytes: int) -> list[float]:
        return self.recoveries(f"live-{live_bytes}", 100, live_bytes)

    def recoveries(self, name: str, steps: int, live_bytes: int) -> list[float]:
        """The process does two more steps in each life, and is killed in the one after."""
        where = self.place / name
        driver = Driver(where)
        pid = driver.start("history", history=steps, live=live_bytes)
        interpreter, seconds = Interpreter(where, last_step=steps), []
        try:
            for life in range(1, RECOVERIES + 1):
                asked = steps + 2 * life - 1  # with the one that is not answered
                wait_for(partial(driver.has_run, pid, asked), 120)
                interpreter.kill()
                interpreter = Interpreter(where, last_step=steps + 2 * life)
                wait_for(partial(driver.has_run, pid, asked + 1), 120)
                seconds.append(time.perf_counter() - interpreter.began)
        finally:
            interpreter.kill()
            driver.close()
        return seconds

    def end(self) -> None:
        if hasattr(self, "sender") and self.sender.stdin is not None:
            self.sender.stdin.close()
            self.sender.wait(30)
        self.driver.close()
        self.interpreter.stop()


if __name__ == "__main__":
    main(Flowmetal)

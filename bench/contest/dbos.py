"""DBOS's session, on SQLite or, with BENCH_DATABASE=postgresql, on a private PostgreSQL."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from importlib.metadata import version
from pathlib import Path

from dbos import DBOS, DBOSClient, SetWorkflowID

from bench.children import ROOT
from bench.contest.postgres import Postgres
from bench.contest.recovering import Gate, recover, run_as_child
from bench.contest.session import main, wait_for

ON_POSTGRES = os.environ.get("BENCH_DATABASE") == "postgresql"


class Dbos:
    """The library in the driver's own OS process, as it is meant to be used."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.version = version("dbos")
        self.postgres = Postgres(place) if ON_POSTGRES else None
        where = f"PostgreSQL {self.postgres.version}, fsync and synchronous_commit on" if self.postgres else (
            "SQLite, as DBOS sets it up")
        self.settings = f"{where}; steps and workflows in the driver's OS process"
        self.began = 0

    def begin(self) -> None:
        if self.postgres:
            self.postgres.start()
            self.url = self.postgres.database("session")
        else:
            self.url = f"sqlite:///{self.place}/session.sqlite"
        launch(self.url)

    def sequential(self, steps: int) -> None:
        run_steps(steps)

    def concurrent(self, processes: int, steps: int) -> None:
        handles = [DBOS.start_workflow(run_steps, steps) for _ in range(processes)]
        for handle in handles:
            handle.get_result()

    def round_trip(self) -> None:
        run_steps(1)

    def wake_up(self) -> float:
        if not hasattr(self, "sender"):
            self.sender = subprocess.Popen(
                [sys.executable, "-m", "bench.contest.dbos", "--sender", self.url],
                cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            )
            assert self.sender.stdout is not None
            self.sender.stdout.readline()
        assert self.sender.stdin is not None and self.sender.stdout is not None
        self.began += 1
        name = f"waits-{self.began}"
        with SetWorkflowID(name):
            handle = DBOS.start_workflow(waits)
        wait_for(lambda: DBOS.get_event(name, "waits", timeout_seconds=0.05))
        sent = self.send(name)
        handle.get_result(polling_interval_sec=0.005)
        return time.monotonic() - sent

    def send(self, name: str) -> float:
        assert self.sender.stdin is not None and self.sender.stdout is not None
        self.sender.stdin.write(name + "\n")
        self.sender.stdin.flush()
        return float(self.sender.stdout.readline())

    def recovery(self, steps: int) -> list[float]:
        place = self.place / f"recovery-{steps}"
        if self.postgres:
            os.environ["BENCH_URL"] = self.postgres.database(f"recovery{steps}")
        else:
            os.environ["BENCH_URL"] = f"sqlite:///{place}/recovery.sqlite"
        return [recover(__spec__.name, place, steps)]

    def end(self) -> None:
        if hasattr(self, "sender"):
            self.sender.kill()
            self.sender.wait()
        DBOS.destroy()
        if self.postgres:
            self.postgres.stop()


def launch(url: str) -> None:
    """With DBOS's own settings, but for its log."""
    DBOS(config={"name": "bench", "system_database_url": url, "log_level": "ERROR", "application_version": "1"})
    DBOS.launch()


@DBOS.step()
def step(i: int) -> int:
    if gate is not None:
        gate.pass_step(i)
    return i


@DBOS.workflow()
def run_steps(steps: int) -> int:
    return sum(step(i) for i in range(steps))


@DBOS.workflow()
def waits() -> object:
    DBOS.set_event("waits", True)
    return DBOS.recv("go", timeout_seconds=60)


gate: Gate | None = None


def run_recovering(place: Path, its_gate: Gate) -> None:
    """The first life starts the workflow; in the second one DBOS itself goes on with it, by being launched."""
    global gate
    gate = its_gate
    launch(os.environ["BENCH_URL"])
    if gate.life == 1:
        run_steps(gate.steps + 2)
    time.sleep(3600)


def run_sender(url: str) -> None:
    """Send a message to each workflow named on the input; print when that began, by the clock that all share."""
    client = DBOSClient(system_database_url=url)
    print("ready", flush=True)
    for line in sys.stdin:
        began = time.monotonic()
        client.send(line.strip(), 1, topic="go")
        print(began, flush=True)


if __name__ == "__main__":
    if sys.argv[1] == "--sender":
        run_sender(sys.argv[2])
    elif not run_as_child(run_recovering):
        main(Dbos)

"""Temporal's session: its development server with a file as database, a worker, and the driver.

A step is an activity; with BENCH_ACTIVITIES=local a local activity, which runs in the worker and reaches the server
with the workflow task only, several at once: it is not durable before the next one begins.
"""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from importlib.metadata import version
from pathlib import Path
from typing import Any

from temporalio import activity, workflow
from temporalio.client import Client, WorkflowHandle
from temporalio.worker import UnsandboxedWorkflowRunner, Worker

from bench.children import ROOT
from bench.contest.ports import free_ports, is_open
from bench.contest.recovering import Gate, recover, run_as_child
from bench.contest.session import main, wait_for

COMMAND = Path(sys.executable).parent / "temporal"
LOCAL = os.environ.get("BENCH_ACTIVITIES") == "local"
QUEUE = "bench"
LIMIT = timedelta(seconds=10)  # after which the server takes a step for lost
gate: Gate | None = None


@activity.defn
def step(i: int) -> int:
    if gate is not None:
        gate.pass_step(i)
    return i


@workflow.defn
class RunSteps:
    @workflow.run
    async def run(self, steps: int) -> int:
        total = 0
        for i in range(steps):
            if LOCAL:
                total += await workflow.execute_local_activity(step, i, start_to_close_timeout=LIMIT)
            else:
                total += await workflow.execute_activity(step, i, start_to_close_timeout=LIMIT)
        return total


@workflow.defn
class Waits:
    def __init__(self) -> None:
        self.came = False

    @workflow.signal
    def go(self) -> None:
        self.came = True

    @workflow.run
    async def run(self) -> int:
        await workflow.wait_condition(lambda: self.came)
        return 1


class Server:
    """The development server, on ports of loopback."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.port, self.http = free_ports(2)
        self.child: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self.place.mkdir(parents=True, exist_ok=True)
        self.child = subprocess.Popen(
            [COMMAND, "server", "start-dev", "--headless", "--ip", "127.0.0.1", "--port", str(self.port), "--http-port",
             str(self.http), "--db-filename", self.place / "temporal.db", "--log-level", "never"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )

    def kill(self) -> None:
        if self.child is not None:
            self.child.kill()
            self.child.wait()


async def connected(port: int) -> Client:
    """A client, as soon as the server is there."""
    until = time.monotonic() + 60
    while True:
        try:
            return await Client.connect(f"127.0.0.1:{port}")
        except RuntimeError:
            if time.monotonic() > until:
                raise
            await asyncio.sleep(0.02)


def worker(client: Client) -> Worker:
    return Worker(
        client, task_queue=QUEUE, workflows=[RunSteps, Waits], activities=[step],
        activity_executor=ThreadPoolExecutor(100), workflow_runner=UnsandboxedWorkflowRunner(),
    )


class Temporal:
    """Server and worker are OS processes of their own."""

    def __init__(self, place: Path) -> None:
        self.place = place
        said = subprocess.run([COMMAND, "--version"], capture_output=True, text=True, check=True).stdout
        self.version = f"{said.strip().removeprefix('temporal version ')}, SDK {version('temporalio')}"
        kind = "local activities: durable with the workflow task, not one by one" if LOCAL else "activities"
        self.settings = (
            f"development server on SQLite in a file, as it comes; {kind}; a step may take 10 s; server, worker and "
            "driver are OS processes"
        )
        self.loop = asyncio.new_event_loop()
        self.count = 0

    def begin(self) -> None:
        self.server = Server(self.place)
        self.server.start()
        wait_for(lambda: is_open(self.server.port), pause_s=0.02)
        self.client = self.wait(connected(self.server.port))
        self.worker = subprocess.Popen(
            [sys.executable, "-m", "bench.contest.temporal", "--worker", str(self.server.port)], cwd=ROOT
        )
        self.round_trip()

    def wait(self, what: Coroutine[Any, Any, Any]) -> Any:
        return self.loop.run_until_complete(what)

    async def start(self, what: Any, *arguments: Any) -> WorkflowHandle[Any, Any]:
        self.count += 1
        return await self.client.start_workflow(what, *arguments, id=f"bench-{self.count}", task_queue=QUEUE)

    async def run(self, steps: int) -> None:
        await (await self.start(RunSteps.run, steps)).result()

    def sequential(self, steps: int) -> None:
        self.wait(self.run(steps))

    def concurrent(self, processes: int, steps: int) -> None:
        async def all_of_them() -> None:
            await asyncio.gather(*[self.run(steps) for _ in range(processes)])

        self.wait(all_of_them())

    def round_trip(self) -> None:
        self.wait(self.run(1))

    def wake_up(self) -> float:
        handle = self.wait(self.start(Waits.run))

        async def wake() -> float:
            await asyncio.sleep(0.3)  # until it waits
            began = time.perf_counter()
            await handle.signal(Waits.go)
            await handle.result()
            return time.perf_counter() - began

        return float(self.wait(wake()))

    def recovery(self, steps: int) -> list[float]:
        server = Server(self.place / f"server-{steps}")
        os.environ["BENCH_TEMPORAL_PORT"] = str(server.port)
        server.start()
        try:
            return [recover("bench.contest.temporal", self.place / f"recovery-{steps}", steps,
                            kill_more=server.kill, start_more=server.start)]
        finally:
            server.kill()

    def end(self) -> None:
        self.worker.kill()
        self.worker.wait()
        self.server.kill()


async def work(port: int, steps: int | None = None) -> None:
    """The worker; with `steps` it starts a workflow as well."""
    client = await connected(port)
    async with worker(client):
        if steps is not None:
            await client.start_workflow(RunSteps.run, steps, id="recovering", task_queue=QUEUE)
        await asyncio.Event().wait()


def run_recovering(_: Path, its_gate: Gate) -> None:
    global gate
    gate = its_gate
    asyncio.run(work(int(os.environ["BENCH_TEMPORAL_PORT"]), gate.steps + 2 if gate.life == 1 else None))


if __name__ == "__main__":
    if sys.argv[1] == "--worker":
        asyncio.run(work(int(sys.argv[2])))
    elif not run_as_child(run_recovering):
        main(Temporal)

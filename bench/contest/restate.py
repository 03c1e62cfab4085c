"""Restate's session: its server, a service of Python under Hypercorn (HTTP/2) as it is meant to be, and the driver."""

from __future__ import annotations

import asyncio
import http.client
import json
import os
import subprocess
import sys
import threading
import time
from importlib.metadata import version
from pathlib import Path
from typing import Any

import restate
from hypercorn.asyncio import serve
from hypercorn.config import Config

from bench.children import ROOT
from bench.contest.ports import free_ports, is_open
from bench.contest.recovering import Gate, recover, run_as_child
from bench.contest.session import described, main, wait_for
from bench.peers import NODE

SERVER = next(NODE.glob("node_modules/@restatedev/restate-server-*/bin/restate-server"), Path("restate-server"))


class Server:
    """The server alone, on ports of loopback."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.node, self.ingress, self.admin, self.service = free_ports(4)
        self.child: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        environment = {
            **os.environ, "RESTATE_BIND_PORT": str(self.node), "RESTATE_BIND_IP": "127.0.0.1",
            "RESTATE_ADVERTISED_HOST": "127.0.0.1", "RESTATE_INGRESS__BIND_PORT": str(self.ingress),
            "RESTATE_ADMIN__BIND_PORT": str(self.admin), "RESTATE_DISABLE_TELEMETRY": "true",
            "RESTATE_LISTEN_MODE": "tcp", "RESTATE_LOG_FILTER": "error",
        }
        self.child = subprocess.Popen(
            [SERVER, "--no-logo", "--base-dir", self.place / "restate"], env=environment,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )

    def kill(self) -> None:
        if self.child is not None:
            self.child.kill()
            self.child.wait()

    def register(self) -> None:
        """Tell it of the service, when both are there."""
        body = {"uri": f"http://127.0.0.1:{self.service}"}
        wait_for(lambda: is_open(self.service) and is_open(self.admin), pause_s=0.01)
        wait_for(lambda: self.call("/deployments", body, port=self.admin)[0] < 300, pause_s=0.05)

    def connection(self, port: int | None = None) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", port or self.ingress, timeout=120)

    def call(
        self, path: str, body: Any, *, port: int | None = None, connection: http.client.HTTPConnection | None = None
    ) -> tuple[int, Any]:
        """Status and JSON of an answer to a POST; 599 and what went wrong if there is none."""
        connection = connection or self.connection(port)
        try:
            connection.request("POST", path, json.dumps(body).encode(), {"content-type": "application/json"})
            answer = connection.getresponse()
            text = answer.read()
            return answer.status, json.loads(text) if text else None
        except (OSError, http.client.HTTPException) as error:
            return 599, described(error)
        finally:
            connection.close()


class Restate:
    """Server, service and driver are OS processes of their own."""

    def __init__(self, place: Path) -> None:
        self.place = place
        said = subprocess.run([SERVER, "--version"], capture_output=True, text=True, check=True).stdout.split()
        self.version = f"server {said[-1]}, SDK {version('restate-sdk')}"
        self.settings = (
            "one node as it comes, its logs' WAL synced at each write; server, service and driver are OS processes; "
            "the driver calls over HTTP"
        )
        self.failed: list[str] = []

    def begin(self) -> None:
        self.server = Server(self.place)
        self.server.start()
        self.service = subprocess.Popen(
            [sys.executable, "-m", "bench.contest.restate", "--service", str(self.server.service)],
            cwd=ROOT, stdout=subprocess.PIPE, text=True,
        )
        self.server.register()

    def check(self) -> None:
        failed, self.failed = self.failed, []
        if failed:
            raise RuntimeError(f"{len(failed)} calls failed: {failed[0]}")

    def sequential(self, steps: int) -> None:
        self.run("run_steps", steps)
        self.check()

    def concurrent(self, processes: int, steps: int) -> None:
        callers = []
        for _ in range(processes):
            connection = self.server.connection()
            connection.connect()  # one by one: the server resets some of hundreds that come at once
            callers.append(threading.Thread(target=self.run, args=("run_steps", steps, connection)))
        for caller in callers:
            caller.start()
        for caller in callers:
            caller.join()
        self.check()

    def round_trip(self) -> None:
        self.run("run_steps", 1)
        self.check()

    def wake_up(self) -> float:
        assert self.service.stdout is not None
        waiting = threading.Thread(target=self.run, args=("waits", 0))
        waiting.start()
        name = self.service.stdout.readline().strip()
        time.sleep(0.02)  # until it waits
        began = time.perf_counter()
        self.server.call(f"/restate/awakeables/{name}/resolve", 1)
        waiting.join()
        seconds = time.perf_counter() - began
        self.check()
        return seconds

    def run(self, handler: str, argument: int, connection: http.client.HTTPConnection | None = None) -> None:
        status, said = self.server.call(f"/bench/{handler}", argument, connection=connection)
        if status >= 300:
            self.failed.append(f"{status} {said}")

    def recovery(self, steps: int) -> list[float]:
        place = self.place / f"recovery-{steps}"
        server = Server(self.place / f"server-{steps}")
        os.environ["BENCH_RESTATE_PORTS"] = f"{server.service} {server.admin} {server.ingress}"
        server.start()
        try:
            return [recover(__spec__.name, place, steps, kill_more=server.kill, start_more=server.start)]
        finally:
            server.kill()

    def end(self) -> None:
        self.service.kill()
        self.service.wait()
        self.server.kill()


# -- the service

bench = restate.Service("bench")
gate: Gate | None = None


@bench.handler()
async def run_steps(context: restate.Context, steps: int) -> int:
    total = 0
    for i in range(steps):
        total += await context.run_typed("step", step, i=i)
    return total


def step(i: int) -> int:
    if gate is not None:
        gate.pass_step(i)
    return i


@bench.handler()
async def waits(context: restate.Context, _: int) -> int:
    name, message = context.awakeable(type_hint=int)
    print(name, flush=True)
    return await message


def run_service(port: int) -> None:
    config = Config()
    config.bind = [f"127.0.0.1:{port}"]
    config.errorlog = None
    asyncio.run(serve(restate.app([bench]), config))


def run_recovering(place: Path, its_gate: Gate) -> None:
    """The service; in its first life the invocation is begun as well."""
    global gate
    gate = its_gate
    service, admin, ingress = map(int, os.environ["BENCH_RESTATE_PORTS"].split())
    server = Server(place)
    server.service, server.admin, server.ingress = service, admin, ingress

    def begin() -> None:
        server.register()
        server.call("/bench/run_steps/send", gate.steps + 2)

    if gate.life == 1:
        threading.Thread(target=begin, daemon=True).start()
    run_service(service)


if __name__ == "__main__":
    if sys.argv[1] == "--service":
        run_service(int(sys.argv[2]))
    elif not run_as_child(run_recovering):
        main(Restate)

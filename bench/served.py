"""Flowmetal as its users run it: an interpreter with in-process functions as an OS process, and a driver beside it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from bench.children import ROOT, Failed
from flowmetal import engine
from flowmetal.compiler import compile_file
from flowmetal.store import Store, open_store

PROGRAMS = Path(__file__).parent / "programs"
VM = Path(sys.executable).parent / "flowmetal-vm"
STARTS = 500  # in one transaction


class Interpreter:
    """The OS process that serves a store; ready when made."""

    def __init__(self, where: Path, *, last_step: int | None = None) -> None:
        environment = dict(os.environ)
        if last_step is not None:
            environment["BENCH_LAST_STEP"] = str(last_step)
        self.began = time.perf_counter()
        self._child = subprocess.Popen(
            [str(VM), "serve", "--store", str(where), "--functions", "bench.steps:worker", "--listen", "127.0.0.1:0"],
            cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True,
        )
        assert self._child.stdout is not None
        self.line = self._child.stdout.readline()
        self.ready_s = time.perf_counter() - self.began
        if not self.line.startswith("ready: "):
            self.kill()
            raise Failed(f"the interpreter did not start: {self.line.strip() or 'it said nothing'}")

    def kill(self) -> None:
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        self._end(signal.SIGTERM)

    def _end(self, number: signal.Signals) -> None:
        self._child.send_signal(number)
        self._child.wait(60)
        if self._child.stdout is not None:
            self._child.stdout.close()

    def resident_mb(self) -> float:
        """Memory that it holds at the moment."""
        status = Path(f"/proc/{self._child.pid}/status").read_text()
        return int(status.split("VmRSS:")[1].split()[0]) / 1024


class Driver:
    """Starts processes and waits for them, from outside: through the store's directory."""

    def __init__(self, where: Path) -> None:
        self.where = where
        self.store: Store = open_store(str(where))

    def start(self, program: str, **arguments: Any) -> str:
        data, name = bundle(program)
        return engine.start(self.store, data, program, [], arguments, program=name)

    def start_many(self, program: str, count: int, **arguments: Any) -> list[str]:
        """Some hundreds in a transaction; all are durable on return."""
        data, name = bundle(program)
        pids: list[str] = []
        while len(pids) < count:
            batch: list[tuple[list[Any], dict[str, Any]]] = [([], arguments)] * min(STARTS, count - len(pids))
            pids += engine.start_many(self.store, data, program, batch, program=name)
        return pids

    def has_run(self, pid: str, requests: int = 0) -> bool:
        """Whether it has committed something, and asked for so much."""
        record = engine.status(self.store, pid).record
        return record.position > 0 and record.requests >= requests

    def ended(self, pid: str, seconds: float = 120) -> Any:
        """What the process gave. Raises Failed."""
        status = engine.wait(self.store, pid, seconds)
        if not status.ended or status.error:
            raise Failed(f"process {pid} {'failed: ' + str(status.error) if status.ended else 'did not end in time'}")
        return status.value

    def all_ended(self, pids: Iterable[str]) -> None:
        for pid in pids:
            self.ended(pid)

    def close(self) -> None:
        self.store.close()


@cache
def bundle(program: str) -> tuple[bytes, str]:
    """A program of `programs/`, compiled, and the hash that names it."""
    from flowmetal.bytecode import bundle as bundles

    compiled = compile_file(PROGRAMS / f"{program}.fm")
    if compiled.bundle is None:
        raise Failed(f"programs/{program}.fm: {compiled.diagnostics[0].message}")
    return compiled.bundle, bundles.read(compiled.bundle).hash

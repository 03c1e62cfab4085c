"""The kernels: the same source under CPython, Flowmetal and, where it can, Monty; in turns, the least of several runs.

Only the run of the kernel is timed. The Flowmetal process has been started before and waits for a message; what is
timed is the delivery of that message and the run to the next wait, in slices as the interpreter gives them.
"""

from __future__ import annotations

import json
import statistics
import subprocess
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from bench import peers
from bench.children import ROOT, Failed, end_group
from bench.results import Line
from bench.rows import Failure
from bench.timing import in_turns, timed
from flowmetal.compiler import compile_file
from flowmetal.engine.interpreter import SLICE
from flowmetal.engine.machines import RealMachines
from flowmetal.vm.events import Event

KERNELS = Path(__file__).resolve().parents[1] / "kernels"
START: dict[str, Any] = {"args": [], "kwargs": {}, "seed": bytes(32), "url": None, "pid": None}


def measure(place: Path, kernels: list[Path] | None = None) -> Iterator[Line | Failure]:
    monty = Monty() if peers.PYTHON.exists() and peers.has_package("pydantic_monty") else None
    ratios, over_monty = [], []
    for path in kernels or sorted(KERNELS.glob("*.py")):
        name = path.stem
        try:
            kernel = python_kernel(path)
            expected = repr(kernel())
            ours = flowmetal_kernel(path, place, expected)
        except Failed as error:
            yield Failure(name, str(error))
            continue
        sides: dict[str, Callable[[], float]] = {"CPython": partial(timed, kernel), "Flowmetal": ours}
        if monty is not None:
            try:
                monty.run(path, expected)
                sides["Monty"] = partial(monty.run, path, expected)
            except Failed as error:
                yield Failure(f"{name}, Monty", str(error))
        runs = in_turns(sides, least=3, budget_s=2)
        python, flowmetal = min(runs["CPython"]), min(runs["Flowmetal"])
        ratios.append(flowmetal / python)
        yield line(f"pure/kernel/{name}", name, runs["Flowmetal"], "CPython", python, flowmetal / python)
        if "Monty" in runs:
            least = min(runs["Monty"])
            over_monty.append(least / flowmetal)
            key = f"pure/with-monty/{name}"
            yield line(key, f"{name}, Monty", runs["Monty"], "Flowmetal", flowmetal, least / flowmetal)
    if ratios:
        mean = statistics.geometric_mean(ratios)
        yield Line("pure/mean", "geometric mean of the kernels", mean, "× CPython", ratio=mean)
    if over_monty:
        mean = statistics.geometric_mean(over_monty)
        note = f"over the {len(over_monty)} kernels that it can run; Monty {monty.version if monty else ''}"
        yield Line("pure/monty", "Monty's time ÷ Flowmetal's", mean, "×", ratio=mean, note=note)
    if monty is not None:
        monty.close()
    else:
        yield Failure("Monty", "not run: it is not installed; `make bench-peers` does that")


def line(key: str, name: str, runs: list[float], beside: str, beside_s: float, ratio: float) -> Line:
    return Line(key, name, min(runs) * 1e3, "ms", [run * 1e3 for run in runs], beside, beside_s * 1e3, ratio)


def python_kernel(path: Path) -> Callable[[], Any]:
    names: dict[str, Any] = {}
    exec(compile(path.read_text(), path.name, "exec"), names)
    kernel: Callable[[], Any] = names["kernel"]
    return kernel


def flowmetal_kernel(path: Path, place: Path, expected: str) -> Callable[[], float]:
    """One run of the kernel by a new process; gives its seconds. Raises Failed."""
    source = place / f"{path.stem}.fm"
    source.write_text(path.read_text() + "\n\ndef main():\n    receive('go')\n    return repr(kernel())\n")
    compiled = compile_file(source)
    if compiled.bundle is None:
        raise Failed(f"does not compile: {compiled.diagnostics[0].message}")
    machines = RealMachines()
    program = machines.load(compiled.bundle)

    def once() -> float:
        machine = machines.new(program)
        machine.deliver(Event("start", 0, START))
        run(machine)
        machine.take_effects()
        machine.deliver(Event("message", 1, {"channel": "go", "value": None}))
        seconds = timed(lambda: run(machine))
        value = machine.take_effects()[-1].data.get("value")
        if value != expected:
            raise Failed(f"another result than CPython's: {str(value)[:60]}")
        return seconds

    def run(machine: Any) -> None:
        while not machine.run(SLICE):
            pass

    once()
    return once


class Monty:
    """Monty under the peers' Python; see `bench.contest.monty`."""

    def __init__(self) -> None:
        self.child = subprocess.Popen(
            [peers.PYTHON, "-m", "bench.contest.monty"], cwd=ROOT, text=True, stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True,
        )
        assert self.child.stdin is not None and self.child.stdout is not None
        self.asked, self.answers = self.child.stdin, self.child.stdout
        self.version = json.loads(self.answers.readline() or '{"version": "?"}')["version"]

    def run(self, path: Path, expected: str) -> float:
        """Seconds. Raises Failed: with what it says, if it cannot run this."""
        try:
            self.asked.write(json.dumps([str(path), expected]) + "\n")
            self.asked.flush()
            answer = json.loads(self.answers.readline() or '{"error": "it ended"}')
        except BrokenPipeError:
            answer = {"error": "it ended"}
        if "error" in answer:
            raise Failed(answer["error"])
        return float(answer["seconds"])

    def close(self) -> None:
        self.asked.close()
        end_group(self.child)
        self.answers.close()

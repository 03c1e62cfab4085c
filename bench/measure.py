"""The rows of `make bench`: see README.md beside this file for what each means."""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flowmetal import engine, wire
from flowmetal.compiler import compile_file
from flowmetal.store import Store, open_store

HERE = Path(__file__).parent
BIN = Path(sys.executable).parent
STEP_BYTES = 600  # about what one step writes

STEPS = """\
def main(n: int):
    total = 0
    for i in range(n):
        total += await perform("bench.step", i)
    return total
"""
WAITS = "def main():\n    return receive('go')\n"
SLEEPS = "def main():\n    sleep(400d)\n"
GROWS = """\
def main(n: int):
    items = []
    times = [now()]
    for i in range(n):
        items.append({"n": i, "text": "item " + str(i)})
        await perform("bench.step", i)
        times.append(now())
    return [times[100] - times[0], times[n] - times[n - 100]]
"""


class Row:
    """One line of the table: a name, its figure and what it is compared with."""

    def __init__(self, name: str, figure: str, beside: str, ratio: float | None) -> None:
        self.name, self.figure, self.beside, self.ratio = name, figure, beside, ratio


class StepConnector:
    """Answers "bench.step" with the payload, in a thread of the interpreter's OS process."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.woken = threading.Event()
        self.closing = False
        self.stop_listening = store.listen(self.woken.set)
        self.thread = threading.Thread(target=self.run, daemon=True)
        self.thread.start()

    def run(self) -> None:
        cursor = 0
        while not self.closing:
            self.woken.clear()
            found = self.store.requests("bench.step", after=cursor)
            for request in found:
                cursor = request.sequence
                payload = wire.unpack(request.data)["payload"]
                self.store.settle(request.id, wire.pack({"ok": payload}), time.time_ns() // 1000)
            if not found:
                self.woken.wait(0.5)

    def close(self) -> None:
        self.closing = True
        self.woken.set()
        self.thread.join()
        self.stop_listening()


@contextmanager
def world(where: str) -> Iterator[Store]:
    """A store with an interpreter and the step connector at work."""
    store = open_store(where)
    connector = StepConnector(store)
    interpreter = engine.Interpreter(store, report=lambda line: print(line, file=sys.stderr))
    interpreter.start()
    try:
        yield store
    finally:
        interpreter.stop()
        connector.close()
        store.close()


class Programs:
    """Compiled once each."""

    def __init__(self, place: str) -> None:
        self.place = place
        self.known: dict[str, bytes] = {}

    def start(self, store: Store, source: str, **arguments: Any) -> str:
        if source not in self.known:
            path = Path(self.place, f"program{len(self.known)}.fm")
            path.write_text(source)
            bundle = compile_file(path).bundle
            assert bundle is not None
            self.known[source] = bundle
        return engine.start(store, self.known[source], "bench", [], arguments)


def ended(store: Store, pid: str, seconds: float = 300) -> Any:
    status = engine.wait(store, pid, seconds)
    if not status.ended or status.error:
        raise SystemExit(f"the benchmark's process {pid} did not end well: {status.error}")
    return status.value


def synced_append_s(place: str, count: int = 300) -> float:
    """Seconds for one append of STEP_BYTES with fdatasync: the baseline of everything durable."""
    with open(Path(place, "raw"), "wb") as file:
        began = time.perf_counter()
        for _ in range(count):
            file.write(b"x" * STEP_BYTES)
            file.flush()
            os.fdatasync(file.fileno())
        return (time.perf_counter() - began) / count


# -- the rows


def pure(place: str) -> Iterator[Row]:
    ratios = []
    for path in sorted((HERE / "kernels").glob("*.py")):
        source = path.read_text()
        names: dict[str, Any] = {}
        exec(compile(source, path.name, "exec"), names)
        python = min(timed(names["kernel"]) for _ in range(5))
        ours = kernel_seconds(source, names["kernel"](), place)
        ratios.append(ours / python)
        yield Row(f"pure: {path.stem}", f"{ours * 1e3:.1f} ms", f"CPython {python * 1e3:.2f} ms", ours / python)
    yield Row("pure: geometric mean", "", "CPython", statistics.geometric_mean(ratios))


def timed(call: Callable[[], Any]) -> float:
    began = time.perf_counter()
    call()
    return time.perf_counter() - began


def kernel_seconds(source: str, expected: Any, place: str) -> float:
    from flowmetal import vm
    from flowmetal.bytecode import bundle

    path = Path(place, "kernel.fm")
    path.write_text(source + "\n\ndef main():\n    return repr(kernel())\n")
    data = compile_file(path).bundle
    assert data is not None
    program = vm.load(bundle.read(data))
    best = float("inf")
    for _ in range(3):
        machine = vm.Machine(program)
        machine.deliver(vm.Event("start", 0, {"args": [], "kwargs": {}, "seed": bytes(32), "url": None, "pid": None}))
        best = min(best, timed(lambda machine=machine: machine.run(10**9)))  # type: ignore[misc]
        assert machine.take_effects()[-1].data["value"] == repr(expected)
    return best


def sequential(place: str) -> Iterator[Row]:
    programs, steps = Programs(place), 500
    with world(f"{place}/store") as store:
        ended(store, programs.start(store, STEPS, n=20))
        raw = synced_append_s(place)
        began = time.perf_counter()
        ended(store, programs.start(store, STEPS, n=steps))
        each = (time.perf_counter() - began) / steps
    yield Row("sequential", f"{1 / each:.0f} steps/s", f"append + fdatasync {1 / raw:.0f}/s", raw / each)


def concurrent(place: str) -> Iterator[Row]:
    programs = Programs(place)
    with world(f"{place}/store") as store:
        began = time.perf_counter()
        ended(store, programs.start(store, STEPS, n=200))
        alone = 200 / (time.perf_counter() - began)
        began = time.perf_counter()
        pids = [programs.start(store, STEPS, n=10) for _ in range(500)]
        started = time.perf_counter() - began
        for pid in pids:
            ended(store, pid)
        together = 5000 / (time.perf_counter() - began)
    yield Row("concurrent 500 × 10", f"{together:.0f} steps/s", f"one process {alone:.0f} steps/s", together / alone)
    yield Row("… of which starting", f"{500 / started:.0f} starts/s", "", None)


def round_trip(place: str) -> Iterator[Row]:
    programs = Programs(place)
    with world(f"{place}/store") as store:
        ended(store, programs.start(store, STEPS, n=1))
        raw = synced_append_s(place)
        times = [timed(lambda: ended(store, programs.start(store, STEPS, n=1))) for _ in range(50)]
    each = statistics.median(times)
    yield Row("round trip", f"{each * 1e3:.2f} ms", f"synced append {raw * 1e3:.2f} ms", each / raw)


def wake_up(place: str) -> Iterator[Row]:
    programs = Programs(place)
    sender = (
        "import sys, time\nfrom flowmetal import engine\nfrom flowmetal.store import open_store\n"
        f"store = open_store({place + '/store'!r})\n"
        "for line in sys.stdin:\n"
        "    began = time.perf_counter()\n"
        "    engine.send(store, line.strip(), 'go', 1)\n"
        "    status = engine.wait(store, line.strip(), 60)\n"
        "    print(time.perf_counter() - began, flush=True)\n"
    )
    with world(f"{place}/store") as store:
        raw = synced_append_s(place)
        with subprocess.Popen(
            [sys.executable, "-c", sender], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as other:
            assert other.stdin is not None and other.stdout is not None
            times = []
            for _ in range(30):
                pid = programs.start(store, WAITS)
                while engine.status(store, pid).record.position == 0:
                    time.sleep(0.002)
                other.stdin.write(pid + "\n")
                other.stdin.flush()
                times.append(float(other.stdout.readline()))
            other.stdin.close()
    each = statistics.median(times)
    yield Row("wake-up", f"{each * 1e3:.2f} ms", f"synced append {raw * 1e3:.2f} ms", each / raw)


def recovery(place: str) -> Iterator[Row]:
    programs, seconds = Programs(place), {}
    for steps in (10, 3000):
        where = f"{place}/store{steps}"
        store = open_store(where)
        pid = programs.start(store, STEPS, n=steps + 1_000_000)
        store.close()
        with world(where) as store:
            while engine.status(store, pid).record.requests < steps:
                time.sleep(0.01)
        before = engine_requests(where, pid)
        began = time.perf_counter()
        with world(where) as store:
            while engine.status(store, pid).record.requests <= before:
                time.sleep(0.0005)
            seconds[steps] = time.perf_counter() - began
    few, many = seconds[10], seconds[3000]
    yield Row("recovery, 3,000 steps behind", f"{many * 1e3:.0f} ms", f"10 steps {few * 1e3:.0f} ms", many / few)


def engine_requests(where: str, pid: str) -> int:
    store = open_store(where)
    try:
        return engine.status(store, pid).record.requests
    finally:
        store.close()


def sleepers(place: str) -> Iterator[Row]:
    programs, count = Programs(place), 2000
    where = f"{place}/store"
    with world(where) as store:
        ended(store, programs.start(store, STEPS, n=1))
        size = os.stat(f"{where}/data.mdb").st_blocks * 512
        began = time.perf_counter()
        pids = [programs.start(store, SLEEPS) for _ in range(count)]
        while engine.status(store, pids[-1]).record.position == 0:
            time.sleep(0.005)
        rate = count / (time.perf_counter() - began)
        grown = os.stat(f"{where}/data.mdb").st_blocks * 512 - size
    yield Row("sleepers", f"{rate:.0f} starts/s", f"{grown / count:.0f} bytes each on disk, free pages included", None)


def growing_heap(place: str) -> Iterator[Row]:
    programs = Programs(place)
    with world(f"{place}/store") as store:
        first, last = ended(store, programs.start(store, GROWS, n=2000))
    yield Row(
        "growing heap", f"{last.us / 1e5:.2f} ms a step over 2,000 items", f"over 0 items {first.us / 1e5:.2f} ms",
        last.us / max(1, first.us),
    )


def start_up(place: str) -> Iterator[Row]:
    program = Path(place, "trivial.fm")
    program.write_text("print('hi')\n")
    bare = best_of([sys.executable, "-c", "pass"])
    environment = {**os.environ, "FLOWMETAL_STORE": f"{place}/store"}
    for name, command in (
        ("flowmetal-vm --help", [str(BIN / "flowmetal-vm"), "--help"]),
        ("flowmetal-vm run, cached", [str(BIN / "flowmetal-vm"), "run", str(program)]),
        ("flowmetalc --help", [str(BIN / "flowmetalc"), "--help"]),
    ):
        each = best_of(command, environment)
        yield Row(f"start-up: {name}", f"{each * 1e3:.0f} ms", f"python -c pass {bare * 1e3:.0f} ms", each / bare)


def best_of(command: list[str], environment: dict[str, str] | None = None) -> float:
    def once() -> None:
        subprocess.run(command, env=environment, check=True, capture_output=True)

    once()
    return min(timed(once) for _ in range(7))


def compile_row(place: str) -> Iterator[Row]:
    from flowmetal.compiler import compile_module

    body = "".join((HERE / "kernels" / f"{name}.py").read_text() for name in ("strings", "collections", "classes"))
    lines = body.count("\n")
    copies = 2000 // lines + 1
    text = "\n".join(body.replace("kernel", f"kernel{n}").replace("Vector", f"Vector{n}") for n in range(copies))
    compile_module("x = 1\n", key="__main__", file="x.fm")
    began = time.perf_counter()
    module, diagnostics = compile_module(text, key="__main__", file="x.fm")
    assert module is not None, diagnostics
    rate = text.count("\n") / (time.perf_counter() - began)
    yield Row("compile", f"{rate:.0f} lines/s", f"{text.count(chr(10))} lines", None)


ROWS: dict[str, Callable[[str], Iterator[Row]]] = {
    "pure": pure, "sequential": sequential, "concurrent": concurrent, "round-trip": round_trip, "wake-up": wake_up,
    "recovery": recovery, "sleepers": sleepers, "growing-heap": growing_heap, "start-up": start_up,
    "compile": compile_row,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", default=",".join(ROWS), help="which, divided by commas: %(default)s")
    parser.add_argument("--json", metavar="FILE", help="keep the figures there too")
    options = parser.parse_args()
    wanted = [name for name in options.rows.split(",") if name]
    if unknown := [name for name in wanted if name not in ROWS]:
        parser.error(f"no such row: {', '.join(unknown)}")
    print(f"{'row':<34} {'figure':<38} {'beside':<52} ratio")
    kept = []
    for name in wanted:
        with tempfile.TemporaryDirectory(prefix="flowmetal-bench-") as place:
            for row in ROWS[name](place):
                ratio = "" if row.ratio is None else f"{row.ratio:.2f}"
                print(f"{row.name:<34} {row.figure:<38} {row.beside:<52} {ratio}", flush=True)
                kept.append({"row": row.name, "figure": row.figure, "beside": row.beside, "ratio": row.ratio})
    if options.json:
        Path(options.json).write_text(json.dumps(kept, indent=1) + "\n")


if __name__ == "__main__":
    main()

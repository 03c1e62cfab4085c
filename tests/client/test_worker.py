"""The `Worker` of the Python API: declaring, loading by name, and three workers of which one is killed, one stopped."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

import flowmetal
from flowmetal import engine
from flowmetal.client import CannotLoad, Worker, load_worker
from flowmetal.compiler import compile_file
from flowmetal.store import open_store

PROGRAM = '''
import tasks

@foreign("work.some")
def some(n): ...

@foreign("work.once", delivery="at_most_once")
def once(n): ...

def careful(n):
    try:
        return once(n)
    except Uncertain:
        return "uncertain"

def main(count):
    calls = [async some(n) for n in range(count)] + [async careful(n) for n in range(count)]
    return tasks.gather(*calls)
'''
WORKER = '''
import os, signal, sys, time
from flowmetal import Worker

stops = sys.argv[3] == "stops"  # in its fifth call, and not in the middle of a write, for which all others would wait
worker = Worker(sys.argv[1], concurrency=1 if stops else 3, lease_s=1.5)
calls = []

def note(text):
    os.write(seen, f"{text} {os.getpid()}\\n".encode())
    calls.append(text)
    if stops and len(calls) == 5:
        os.write(seen, f"stopping 0 {os.getpid()}\\n".encode())
        os.kill(os.getpid(), signal.SIGSTOP)

seen = os.open(sys.argv[2], os.O_WRONLY | os.O_APPEND | os.O_CREAT)

@worker.function("work.some")
def some(n):
    note(f"some {n}")
    time.sleep(0.02)
    return n

@worker.function("work.once")
async def once(n):
    note(f"once {n}")
    import asyncio
    await asyncio.sleep(0.02)
    return n

print("ready", flush=True)
worker.run()
print("ended", flush=True)
'''
COUNT = 80


def test_three_workers_one_killed_one_stopped(tmp_path: Path) -> None:
    """Every call has one outcome, a late report is refused, and what is asked at most once is."""
    (tmp_path / "program.fm").write_text(PROGRAM)
    (tmp_path / "worker.py").write_text(WORKER)
    directory, seen = str(tmp_path / "store"), tmp_path / "seen"
    store = open_store(directory)
    compiled = compile_file(tmp_path / "program.fm").bundle
    assert compiled is not None
    pid = engine.start(store, compiled, "program", [COUNT], {})
    interpreter = engine.Interpreter(store)
    command = [sys.executable, str(tmp_path / "worker.py"), directory, str(seen)]
    workers = [
        subprocess.Popen([*command, how], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for how in ("works", "stops", "works")
    ]
    try:
        for worker in workers:
            assert worker.stdout is not None and worker.stdout.readline() == "ready\n"
        interpreter.start()
        killed, stopped, left = workers
        wait_until(lambda: f"stopping 0 {stopped.pid}\n" in read(seen) and f" {killed.pid}\n" in read(seen))
        killed.send_signal(signal.SIGKILL)
        status = engine.wait(store, pid, 60)
        stopped.send_signal(signal.SIGCONT)
        said = ""
        for worker in (stopped, left):
            worker.send_signal(signal.SIGTERM)
            out, err = worker.communicate(timeout=30)
            assert (worker.returncode, out) == (0, "ended\n"), err
            said += err
    finally:
        for worker in workers:
            worker.kill()
            worker.communicate()
        interpreter.stop()
        kinds = Counter(entry.data["request"] for entry in engine.journal(store, pid) if entry.kind == "outcome")
        store.close()
    assert status.record.status == "done", status.error
    assert status.value[:COUNT] == list(range(COUNT))
    assert all(value in (n, "uncertain") for n, value in enumerate(status.value[COUNT:]))
    calls = Counter(tuple(line.split()[:2]) for line in read(seen).splitlines())
    assert all(calls["some", str(n)] >= 1 for n in range(COUNT))
    assert all(calls["once", str(n)] == 1 for n in range(COUNT)), "at most once"
    assert set(kinds.values()) == {1} and len(kinds) == 2 * COUNT
    assert [line.endswith("too late, another worker has taken it") for line in said.splitlines()] in ([], [True])


def read(path: Path) -> str:
    return path.read_text() if path.exists() else ""


def wait_until(condition: Any, seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_a_worker_runs_in_threads_too(tmp_path: Path) -> None:
    (tmp_path / "program.fm").write_text("print(1 + await perform('add', [1, 2]))\n")
    store = open_store(str(tmp_path / "store"))
    worker = Worker(store)

    @worker.function("add")
    def add(items: list[int]) -> int:
        return sum(items)

    compiled = compile_file(tmp_path / "program.fm").bundle
    assert compiled is not None
    pid = engine.start(store, compiled, "program", [], {})
    interpreter = engine.Interpreter(store)
    worker.start()
    worker.start()
    try:
        assert interpreter.run_until_ended(pid, 30).record.status == "done"
    finally:
        worker.stop()
        worker.stop()
        interpreter.stop()
    assert [entry.data["text"] for entry in engine.output(store, pid)] == ["4\n"]
    store.close()


def test_what_is_wrong_with_a_declaration_is_said() -> None:
    assert flowmetal.Worker is Worker
    worker = Worker()
    with pytest.raises(TypeError, match="write @worker"):

        @worker.function  # type: ignore[arg-type]
        def charge() -> None: ...

    with pytest.raises(ValueError, match="the worker has no store"):
        worker.run()
    with pytest.raises(ValueError, match="concurrency is at least 1"):
        Worker(concurrency=0)


def test_workers_are_loaded_by_name(tmp_path: Path, monkeypatch: Any) -> None:
    (tmp_path / "my_functions.py").write_text("from flowmetal import Worker\nworker = Worker()\nclass Here: there = worker\n")
    (tmp_path / "my_broken.py").write_text("import no_such_module_at_all\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", list(sys.path))
    assert load_worker("my_functions:worker") is load_worker("my_functions:Here.there")
    for name, expected in [
        ("my_functions", "functions are named as PACKAGE:WORKER, such as billing:worker, not 'my_functions'"),
        ("my_functions:none", "my_functions has no none"),
        ("my_functions:Here", "my_functions:Here is no Worker, but type"),
        ("my_broken:worker", "my_broken cannot be imported: ModuleNotFoundError: No module named 'no_such_module_at_all'"),
    ]:
        with pytest.raises(CannotLoad) as caught:
            load_worker(name)
        assert str(caught.value) == expected
    assert os.getcwd() == str(tmp_path)

"""Scenario 9, in one OS process: `serve --functions` is killed again and again while its functions run.

Every call has one outcome, what is asked at most once is called at most once, and all processes end as they should.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

from flowmetal import engine
from flowmetal.compiler import compile_file
from flowmetal.store import open_store

VM = Path(sys.executable).parent / "flowmetal-vm"
PROCESSES, STEPS, KILLS = 8, 15, 4

PROGRAM = '''
@foreign("work.inline")
def inline(process, n): ...

@foreign("work.pooled")
def pooled(process, n): ...

@foreign("work.once", delivery="at_most_once")
def once(process, n): ...

@foreign("work.inline_once", delivery="at_most_once")
def inline_once(process, n): ...

def careful(ask, process, n):
    try:
        return ask(process, n)
    except Uncertain:
        return "uncertain"

def main(process, steps):
    got = []
    for n in range(steps):
        got.append([inline(process, n), pooled(process, n), careful(once, process, n), careful(inline_once, process, n)])
    return got
'''

WORKER = '''
import os
from flowmetal import Worker

worker = Worker(concurrency=4, lease_s=2)
seen = os.open("seen", os.O_WRONLY | os.O_APPEND | os.O_CREAT)

def answers(topic, inline):
    @worker.function(topic, inline=inline)
    def answer(process, n):
        os.write(seen, f"{topic} {process} {n}\\n".encode())
        return n

answers("work.inline", True)
answers("work.pooled", False)
answers("work.once", False)
answers("work.inline_once", True)
'''


def test_functions_killed_again_and_again(tmp_path: Path) -> None:
    (tmp_path / "program.fm").write_text(PROGRAM)
    (tmp_path / "functions.py").write_text(WORKER)
    seen = tmp_path / "seen"
    seen.touch()
    store = open_store(str(tmp_path / "store"))
    compiled = compile_file(tmp_path / "program.fm").bundle
    assert compiled is not None
    pids = engine.start_many(store, compiled, "program", [([n, STEPS], {}) for n in range(PROCESSES)])
    command = [
        VM, "--store", tmp_path / "store", "serve", "--no-http-server", "--no-http-requests",
        "--functions", "functions:worker",
    ]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    expected = 4 * PROCESSES * STEPS
    deadline = time.monotonic() + 90
    for kill in range(KILLS + 1):
        server = subprocess.Popen(
            command, cwd=tmp_path, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
        )
        try:
            while not (all(engine.status(store, pid).ended for pid in pids) if kill == KILLS else (
                seen.read_bytes().count(b"\n") > expected * (kill + 1) // (KILLS + 2)
            )):
                assert server.poll() is None, server.communicate()[1]
                assert time.monotonic() < deadline
                time.sleep(0.002)
        finally:
            server.send_signal(signal.SIGKILL)
            server.communicate()
    calls = Counter(tuple(line.split()) for line in seen.read_text().splitlines())
    assert all(count == 1 for (topic, *_), count in calls.items() if topic.endswith("once")), "at most once"
    uncertain = 0
    for process, pid in enumerate(pids):
        status = engine.status(store, pid)
        assert status.record.status == "done", status.error
        for n, got in enumerate(status.value):
            assert got[:2] == [n, n] and all(value in (n, "uncertain") for value in got[2:])
            uncertain += got.count("uncertain")
            assert all(calls[topic, str(process), str(n)] >= 1 for topic in ("work.inline", "work.pooled"))
        outcomes = Counter(e.data["request"] for e in engine.journal(store, pid) if e.kind == "outcome")
        assert set(outcomes.values()) == {1} and len(outcomes) == 4 * STEPS
    assert uncertain <= KILLS * (PROCESSES + 4), "only what a kill cut off"
    assert engine.check(store) == []
    store.close()

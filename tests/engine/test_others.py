"""Processes that start, await and cancel others, in the engine: once, whatever crashes, fails or is resumed."""

from __future__ import annotations

from collections import Counter

import pytest

from flowmetal import engine, wire
from flowmetal.engine.interpreter import Interpreter
from flowmetal.store.protocol import RESULT_OF, TOLD
from tests.engine.test_real import RealWorld

CHILD = """
def main(n, how="works"):
    print(f"child {n}")
    try:
        if how == "fails":
            {}["three"]
        if how == "asks":
            return perform_echo(n)
        if how == "sleeps":
            sleep(10d)
        return n * n
    finally:
        print(f"cleaned {n}")


def perform_echo(n):
    return await perform("echo", n)
"""


class Crash(Exception):
    pass


@pytest.fixture
def world(tmp_path):
    made = RealWorld(tmp_path / "store")
    engine.deploy(made.store, made.compile(CHILD, "child"), "child")
    yield made
    made.close()


def children(world):
    return sorted(each.pid for each in world.store.processes() if each.name == "child")


def statuses(world):
    return Counter(each.status for each in world.store.processes() if each.name == "child")


def test_a_result_an_exit_status_and_errors(world):
    pid = world.start("""
import process

def tell(f):
    try:
        print(f())
    except ProcessError as error:
        print(type(error).__name__, str(error).partition(") ")[2] or error)

def main():
    child = process.start("child", 3)
    tell(child.result)
    tell(lambda: await child)
    tell(lambda: process.result(child.pid))
    tell(lambda: process.call("child", 1, how="fails"))
    tell(lambda: process.call("child", 1, nothing=2))
    tell(lambda: process.call("unknown"))
    tell(lambda: process.call("0" * 64))
    tell(lambda: process.result("x"))
    tell(lambda: process.cancel("01m80bgtggdbfzkd1mx3dfxapn"))
    process.cancel(child.pid)
    return child.pid
""")
    end = world.finish(pid)
    assert end.record.status == "done", end.error
    unknown = "ProcessError the store has no program '{}'; `flowmetal-vm deploy` puts one there"
    assert world.printed(pid) == [
        "9", "9", "9", "Failed failed: KeyError: 'three'",
        "Failed failed: TypeError: main() got an unexpected keyword argument 'nothing'",
        unknown.format("unknown"), unknown.format("0" * 64), "ProcessError there is no process x",
        "ProcessError there is no process 01m80bgtggdbfzkd1mx3dfxapn",
    ]
    assert end.value == children(world)[0]
    assert world.check() == []


def test_a_program_starts_itself_and_tells_its_pid(world):
    pid = world.start("""
import process

def main(depth=0):
    if depth == 3:
        return [process.pid()]
    return [process.pid(), *process.call(process.itself, depth + 1)]
""")
    end = world.finish(pid)
    assert len(end.value) == len(set(end.value)) == 4
    assert end.value[0] == pid


def test_a_key_is_for_one_process_whoever_starts_it(world):
    source = """
import process

def main():
    first, second = process.start("child", 1, key="the one"), process.start("child", 2, key="the one")
    assert first.pid == second.pid
    return [first.pid, second.result()]
"""
    pids = [world.start(source) for _ in range(3)]  # in one batch: all but one find the key taken
    ends = [world.finish(pid) for pid in pids]
    assert [end.error for end in ends] == [None] * 3
    assert len({tuple(end.value) for end in ends}) == 1 and len(children(world)) == 1
    assert world.check() == []


@pytest.mark.parametrize("n", range(1, 60, 4))
def test_a_crash_at_any_point(world, n):
    pid = world.start("""
import process
from tasks import gather

def main():
    kept = process.start("child", 5, how="sleeps", owned=True)
    return gather(*[async process.call("child", n, how="asks") for n in (1, 2)])
""")
    count = 0

    def fault(_):
        nonlocal count
        count += 1
        if count == n:
            raise Crash

    interp = world.interpreter(fault=fault)
    try:
        world.finish(pid, interp)
    except Crash:
        world.reopen()
    end = world.finish(pid)
    world.run(world.interpreter())
    assert end.value == [1, 2]
    assert statuses(world) == {"done": 2, "cancelled": 1}
    for child in children(world):
        assert len(world.printed(child)) == 2
    assert world.check() == []


def test_resuming_the_parent_starts_nothing_again(world):
    pid = world.start("""
import process

def main():
    children = [process.start("child", n) for n in range(3)]
    if await perform("echo", "go") == "fail":
        raise ValueError("first try")
    return [child.result() for child in children]
""")
    world.run(world.interpreter(), answer=lambda value: "fail")
    assert world.status(pid).record.status == "failed"
    before = children(world)
    world.reopen()
    engine.resume(world.store, pid, clock=world.clock)
    end = world.finish(pid)
    assert end.value == [0, 1, 4]
    assert children(world) == before and len(before) == 3
    assert world.check() == []


def test_a_start_that_the_parent_failed_before_hearing_of_is_found_again(world):
    """Two starts in one event; the answer of the first lets the parent fail, and the second one's is lost."""
    pid = world.start("""
import process

def begin(n):
    child = process.start("child", n)
    if n == 0 and now() < START + 1h:
        raise ValueError("too early")
    return child

START = now()

def main():
    first = async begin(0)
    second = async begin(1)
    await first
    return (await second).result()
""")
    world.run(world.interpreter())
    assert world.status(pid).record.status == "failed"
    before = children(world)
    world.clock.us += 7_200_000_000
    world.reopen()
    engine.resume(world.store, pid, clock=world.clock)
    end = world.finish(pid)
    assert end.value == 1, end.error
    assert set(before) <= set(children(world)) and len(children(world)) <= 3
    assert world.check() == []


def test_giving_up_a_failed_parent_cancels_what_it_owned(world):
    pid = world.start("""
import process

def main():
    child = process.start("child", 1, how="sleeps")
    async process.call("child", 2, how="sleeps")
    sleep(1s)
    perform("echo", "go")
    while True:
        pass
""")
    interp = world.interpreter()
    world.run(interp)
    world.clock.us += 2_000_000
    interp.step()
    live = interp._live[pid]
    live.crash("as if the machine had broken")
    interp._dirty[pid] = live
    world.run(interp, answer=None)
    assert world.status(pid).record.status == "failed" and statuses(world) == {"waiting": 2}
    engine.cancel(world.store, pid, clock=world.clock)
    world.run(interp)
    assert world.status(pid).record.status == "cancelled"
    assert statuses(world) == {"waiting": 1, "cancelled": 1}


def test_who_waits_for_one_that_moves_away_is_told(world, tmp_path):
    source = """
import process

def main(pid):
    try:
        return process.result(pid)
    except ProcessError as error:
        return str(error)
"""
    child = world.start(CHILD, 1, how="sleeps")
    parent = world.start(source, child)
    interp = world.interpreter()
    world.run(interp)
    [request] = world.store.requests(RESULT_OF + child)
    assert request.pid == parent
    interp.stop()
    world.reopen()
    moved = engine.export_process(world.store, child)
    assert [each.kind for each in world.store.inbox(parent)] == [TOLD]
    assert world.finish(parent).value == f"process {child} has moved to another store"
    other = RealWorld(tmp_path / "other")
    engine.import_process(other.store, moved)
    alone = other.start(source, child)
    there = other.interpreter()
    other.run(there)
    there.stop()
    other.reopen()
    taken = engine.export_process(other.store, alone)
    world.reopen()
    engine.import_process(world.store, taken)  # where the child has moved away from
    assert world.finish(alone).value == f"process {child} has moved to another store"
    other.close()


def test_an_interpreter_of_one_process_runs_what_it_waits_for(world):
    pid = world.start("""
import process

def main():
    return process.call("child", 4, how="asks")
""")
    only = world.interpreter(only={pid})
    for _ in range(3):
        only.step()
    assert len(children(world)) == 1
    world.reopen()
    again = world.interpreter(only={pid})
    assert isinstance(again, Interpreter)
    assert world.finish(pid, again).value == 4


def test_requests_that_make_no_sense_are_errors_of_the_program(world):
    pid = world.start("""
def main():
    for topic, payload in [
        ("process.start", None), ("process.start", {"program": 1}), ("process.start", {"program": "child", "args": 1}),
        ("process.cancel", None), ("process.cancel", {"to": "x"}), ("process.result ", None), ("process.result a b", 1),
        ("process.start", {"program": "child", "args": [], "kwargs": {}, "key": ""}),
    ]:
        try:
            await perform(topic, payload)
        except Exception as error:
            print(type(error).__name__)
""")
    assert world.finish(pid).record.status == "done"
    assert world.printed(pid) == ["TypeError"] * 5 + ["ProcessError"] * 2 + ["TypeError"]
    assert children(world) == []
    assert wire.unpack(world.store.events(pid)[-1].data)["status"] == "done"

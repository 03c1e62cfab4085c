"""The interpreter on fake machines: delivering, committing, sleeping, evicting, sharing a store."""

from __future__ import annotations

import pytest

from flowmetal import engine, wire
from flowmetal.engine import InterpreterCrashed
from flowmetal.store.lmdb import open_lmdb
from flowmetal.store.protocol import ProcessEnded, StoreFull
from tests.engine.fakes import World


@pytest.fixture
def world(tmp_path):
    made = World(tmp_path / "store")
    yield made
    made.close()


def test_a_program_runs_to_its_end(world):
    pid = world.begin(["print", "hello"], ["ask", "echo", "a"], ["print", "got {}"], ["ask", "echo", "b"])
    world.run(world.interpreter())
    status = world.status(pid)
    assert (status.record.status, status.value, status.exit) == ("done", ["a", "b"], 0)
    assert world.printed(pid) == ["hello", "got a"]
    assert world.kinds(pid) == [
        "start", "output", "request", "outcome", "output", "request", "outcome", "end",
    ]
    assert world.check() == []


def test_the_outcome_and_the_next_request_share_a_commit(world):
    commits = []
    world.begin(*[["ask", "echo", n] for n in range(5)])
    world.run(world.interpreter(fault=lambda name: commits.append(name) if name == "after commit" else None))
    assert len(commits) == 6


def test_many_processes_commit_together(world):
    commits = []
    pids = [world.begin(["ask", "echo", n]) for n in range(40)]
    world.run(world.interpreter(fault=lambda name: commits.append(name) if name == "after commit" else None))
    assert [world.status(pid).value for pid in pids] == [[n] for n in range(40)]
    assert len(commits) <= 4


def test_events_are_published_after_their_commit(world):
    published = []

    def on_commit(pid, entries):
        assert world.store.process(pid).position >= entries[-1].number
        published.extend((entry.number, entry.kind) for entry in entries)

    world.begin(["print", "x"], ["ask", "echo", 1])
    world.run(world.interpreter(on_commit=on_commit))
    assert published == [(1, "start"), (2, "output"), (3, "request"), (4, "outcome"), (5, "end")]


def test_a_listener_that_fails_harms_nobody(world):
    pid = world.begin(["print", "x"])
    world.run(world.interpreter(on_commit=lambda *_: 1 / 0))
    assert world.status(pid).record.status == "done"
    assert "ZeroDivisionError" in world.reports[0]


def test_the_same_key_gives_the_same_process(world):
    assert world.begin(["print", "x"], key="k") == world.begin(["print", "y"], key="k")


def test_an_outcome_that_nobody_wants_is_late(world):
    pid = world.begin(["start", "echo", 1], ["receive", "go"], ["drop"], ["receive", "stop"])
    interp = world.interpreter()
    world.run(interp, answer=None)
    engine.send(world.store, pid, "go", None)
    request = world.store.requests("echo")[0]
    assert world.store.settle(request.id, wire.pack({"ok": "too late"}), world.clock())  # the message comes first
    world.run(interp, answer=None)
    engine.send(world.store, pid, "stop", None)
    world.run(interp)
    assert world.status(pid).record.status == "done"
    assert world.kinds(pid).count("outcome") + world.kinds(pid).count("late") == 1
    assert world.check() == []


@pytest.mark.parametrize("is_late", [False, True])
def test_what_came_first_while_nobody_ran_is_delivered_first(world, is_late):
    """An answer and a time limit, both there when an interpreter comes: the journal has them in the order of time."""
    pid = world.begin(["start", "echo", 1], ["sleep", 1000])
    world.run(world.interpreter(), answer=None)
    world.reopen()
    request = world.store.requests("echo")[0]
    world.clock.us += 1500 if is_late else 500
    world.store.settle(request.id, wire.pack({"ok": "answer"}), world.clock())
    world.clock.us += 1000
    world.run(world.interpreter(), answer=None)
    kinds = [kind for kind in world.kinds(pid) if kind in ("timer", "outcome", "late")]
    assert kinds == (["timer"] if is_late else ["outcome", "timer"])
    assert world.check() == []


def test_two_outcomes_for_one_request_are_one(world):
    pid = world.begin(["ask", "echo", 1], ["receive", "never"])
    interp = world.interpreter()
    world.run(interp, answer=None)
    request = world.store.requests("echo")[0]
    for text in ("first", "second"):
        world.store.settle(request.id, wire.pack({"ok": text}), world.clock())
    world.run(interp, answer=None)
    assert world.kinds(pid) == ["start", "request", "outcome", "late"]
    assert world.check() == []


def test_nonsense_from_a_connector_becomes_an_error_of_the_request(world):
    pid = world.begin(["ask", "echo", 1])
    interp = world.interpreter()
    world.run(interp, answer=None)
    world.store.settle(world.store.requests("echo")[0].id, wire.pack(["?"]), world.clock())
    world.run(interp)
    assert world.status(pid).value == ["error: the connector gave an outcome that is none"]


# -- messages


def test_messages_between_processes(world):
    to = world.begin(["receive", "c"], ["receive", "c"])
    sender = world.begin(
        ["ask", "message", {"to": to, "channel": "c", "value": 1}],
        ["ask", "message", {"to": to, "channel": "c", "value": [2]}],
        ["ask", "message", {"to": "nobody", "channel": "c", "value": 3}],
        ["ask", "message", {"to": to}],
    )
    world.run(world.interpreter())
    assert world.status(to).value == [1, [2]]
    assert world.status(sender).value == [
        None, None, "error: there is no process nobody", "error: a message needs a process id and a channel's name",
    ]
    assert world.check() == []


def test_a_message_to_oneself(world):
    pid = world.begin(["receive", "me"], ["send_to_got", "self", 7], ["receive", "self"])
    interp = world.interpreter()
    engine.send(world.store, pid, "me", pid)
    world.run(interp)
    assert world.status(pid).value == [pid, None, 7]


def test_a_process_that_only_sends_commits_now_and_then(world):
    to = world.begin(["receive", "end"])
    pid = world.begin(["ask", "message", {"to": to, "channel": "c", "value": 0}], ["repeat", 0, 3000])
    positions = []
    world.run(world.interpreter(on_commit=lambda who, entries: positions.append(len(entries)) if who == pid else None))
    assert world.status(pid).record.status == "done"
    assert max(positions) < 1100
    assert world.store.process(to).position == 3001
    assert world.check() == []


# -- time


def test_timers_fire_when_due_and_not_before(world):
    pid = world.begin(["sleep", 5_000_000], ["print", "awake"])
    interp = world.interpreter()
    world.run(interp)
    assert 0 < interp.pause() <= 5
    world.clock.us += 4_999_999
    world.run(interp)
    assert world.printed(pid) == []
    world.clock.us += 1
    world.run(interp)
    assert world.printed(pid) == ["awake"]
    assert world.check() == []


def test_a_clock_that_goes_back_delays_timers_and_never_turns_time_round(world):
    pid = world.begin(["sleep", 1_000_000], ["ask", "echo", 1])
    interp = world.interpreter()
    world.run(interp)
    begun = world.clock.us
    world.clock.us -= 3_600_000_000
    world.run(interp)
    assert world.status(pid).record.status == "waiting"
    engine.send(world.store, pid, "c", 1, clock=world.clock)
    world.run(interp)
    times = [entry.time_us for entry in engine.journal(world.store, pid)]
    assert times == [begun] * 3
    world.clock.us = begun + 1_000_000
    world.run(interp)
    assert world.status(pid).record.status == "done"


def test_timers_are_delivered_in_due_order(world):
    now = world.clock.us
    pids = [world.begin(["sleep_until", now + 1000 * due]) for due in (30, 10, 20)]
    order = []
    interp = world.interpreter(on_commit=lambda pid, _: order.append(pid))
    world.run(interp)
    order.clear()
    world.clock.us += 1_000_000
    world.run(interp)
    assert order == [pids[1], pids[2], pids[0]]


def test_a_timer_without_a_time_is_an_error_of_the_program(world):
    pid = world.begin(["ask", "timer", {"due": "soon"}], ["ask", "timer", None])
    world.run(world.interpreter())
    assert world.status(pid).value == ["error: a timer needs a time: {'due': time}"] * 2


def test_a_thousand_sleepers(world):
    pids = [world.begin(["sleep", 60_000_000 + n]) for n in range(300)]
    interp = world.interpreter(most_machines=10)
    world.run(interp)
    assert len(interp._live) <= 10
    assert interp.pause() > 1
    world.clock.us += 61_000_000
    world.run(interp)
    assert {world.status(pid).record.status for pid in pids} == {"done"}


# -- slices, memory


def test_a_long_run_does_not_starve_others(world):
    long = world.begin(["print", "begun"], ["ask", "echo", 0], ["spin", 10_000_000], ["print", "through"])
    quick = world.begin(*[["ask", "echo", n] for n in range(5)])
    interp = world.interpreter(slice_instructions=1000)
    for _ in range(100):
        interp.step()
        world.answer(lambda value: value)
    assert world.status(quick).record.status == "done"
    assert world.status(long).record.status == "waiting"
    world.run(interp)
    assert world.printed(long) == ["begun", "through"]
    assert world.check() == []


def test_events_before_a_long_run_are_committed_while_it_runs(world):
    pid = world.begin(["receive", "c"], ["start", "echo", 1], ["receive", "c"], ["spin", 10_000_000])
    interp = world.interpreter(slice_instructions=1000)
    world.run(interp)
    for n in range(2):
        engine.send(world.store, pid, "c", n)
    interp.step()
    assert len(world.store.requests("echo")) == 1
    assert world.store.process(pid).position == 3
    world.run(interp)
    assert world.status(pid).record.status == "done"


@pytest.mark.parametrize("cheap_events", [0, 8])
def test_waiting_processes_leave_memory_and_come_back(world, monkeypatch, cheap_events):
    """Their state is written before, unless the tail is replayed in no time."""
    monkeypatch.setattr("flowmetal.engine.snapshots.CHEAP_EVENTS", cheap_events)
    pid = world.begin(["grow", 10_000], ["ask", "echo", 1], ["print", "{}"], ["receive", "c"], ["print", "{}"])
    interp = world.interpreter(idle_s=0.0)
    world.run(interp)
    interp.step()
    assert not interp._live
    record = world.store.process(pid)
    assert record.snapshot == record.position - (2 if cheap_events else 0)
    engine.send(world.store, pid, "c", "x")
    world.run(interp)
    assert world.printed(pid) == ["1", "x"]
    assert world.machines.decoded >= 1
    assert world.check() == []


def test_the_first_advance_is_written_with_its_state(world):
    pid = world.begin(["receive", "c"])
    world.run(world.interpreter())
    assert world.store.process(pid).snapshot == world.store.process(pid).position == 1


def test_large_states_are_not(world):
    pid = world.begin(["grow", 1_000_000], ["ask", "echo", 1], ["repeat", 1, 50], ["receive", "c"])
    world.run(world.interpreter())
    assert world.store.process(pid).snapshot < world.store.process(pid).position
    assert world.machines.encoded < 40
    world.reopen()
    engine.send(world.store, pid, "c", "x")
    world.run(world.interpreter())
    assert world.status(pid).record.status == "done"
    assert world.check() == []


# -- cancelling, settings


def test_cancelling(world):
    pid = world.begin(["start", "echo", 1], ["sleep", 10**12])
    interp = world.interpreter()
    world.run(interp, answer=None)
    engine.cancel(world.store, pid, "enough")
    world.run(interp, answer=None)
    status = world.status(pid)
    assert status.record.status == "cancelled"
    assert status.error["message"] == "enough"
    assert world.store.requests("echo") == [] and world.store.next_due() is None
    with pytest.raises(ProcessEnded):
        engine.cancel(world.store, pid)


def test_a_new_base_url_is_told_before_the_next_input(world):
    pid = world.begin(["receive", "c"], ["receive", "c"])
    world.run(world.interpreter(url="http://a"))
    world.reopen()
    engine.send(world.store, pid, "c", 1)
    engine.send(world.store, pid, "c", 2)
    world.run(world.interpreter(url="http://b"))
    entries = engine.journal(world.store, pid)
    assert [entry.kind for entry in entries] == ["start", "settings", "message", "message", "end"]
    assert entries[0].data["url"] == "http://a" and entries[1].data == {"url": "http://b"}
    assert world.check() == []


# -- several interpreters


def test_two_interpreters_share_a_store(world):
    other = open_lmdb(world.directory)
    try:
        first, second = world.interpreter(), world.interpreter(other)
        pids = [world.begin(["print", str(n)], ["ask", "echo", n], ["print", "{}"]) for n in range(20)]
        for _ in range(50):
            first.step()
            second.step()
            world.answer(lambda value: value)
        assert [world.printed(pid) for pid in pids] == [[str(n), str(n)] for n in range(20)]
        assert {world.status(pid).record.epoch for pid in pids} == {1}
        assert world.check() == []
    finally:
        other.close()


def test_a_process_of_a_dead_interpreter_is_taken_over(world):
    other = open_lmdb(world.directory)
    pid = world.begin(["receive", "c"], ["print", "{}"])
    world.run(world.interpreter(other))
    survivor = world.interpreter()
    engine.send(world.store, pid, "c", "x")
    world.run(survivor)
    assert world.printed(pid) == []  # the other lives, it is its own
    other.close()
    survivor._foreign_at = 0.0
    world.run(survivor)
    assert world.printed(pid) == ["x"]
    assert world.status(pid).record.epoch == 2


def test_only_some_processes(world):
    mine, others = world.begin(["print", "x"]), world.begin(["sleep", 1000])
    world.run(world.interpreter(only={mine}))
    assert world.status(mine).record.status == "done"
    assert world.status(others).record.status == "ready"


# -- trouble


class Full:
    """A store that refuses commits while it is told to."""

    def __init__(self, store):
        self.store, self.full, self.refused = store, False, 0

    def __getattr__(self, name):
        return getattr(self.store, name)

    def commit(self, batch, owner):
        if self.full:
            self.refused += 1
            raise StoreFull("the disk is full; make room")
        return self.store.commit(batch, owner)


def test_a_full_store_loses_nothing(world):
    store = Full(world.store)
    pid = world.begin(["print", "a"], ["ask", "echo", 1], ["print", "b"])
    interp = world.interpreter(store)
    store.full = True
    for _ in range(20):
        interp.step()
        interp._retry_at = 0.0
    assert store.refused == 20
    assert interp._pause_s == 2.0 and interp.pause() == 0.0
    assert [line for line in world.reports if "full" in line] == [
        "the disk is full; make room; nothing is lost, and processes go on when there is room"
    ]
    assert world.store.process(pid).position == 0
    store.full = False
    world.run(interp)
    store.full = True
    assert world.printed(pid) == ["a", "b"]
    assert world.reports[-1] == "the store takes writes again"
    assert world.check() == []


def test_a_crash_of_the_machine_ends_its_process_only(world):
    bad = world.begin(["ask", "echo", 1], ["print", "x"], ["crash"])
    good = world.begin(["ask", "echo", 1], ["print", "y"])
    world.run(world.interpreter())
    status = world.status(bad)
    assert status.record.status == "failed"
    assert status.error["type"] == "InternalError"
    assert status.error["message"].startswith("RuntimeError: a bug (fakes.py:")
    assert world.kinds(bad) == ["start", "request", "outcome", "end"]
    assert world.printed(good) == ["y"]
    assert world.check() == []


def test_divergence_ends_the_process_only(world):
    bad = world.begin(["grow", 10_000], ["random"], ["receive", "c"])
    good = world.begin(["receive", "c"], ["print", "{}"])
    world.run(world.interpreter())
    world.reopen()
    for pid in (bad, good):
        engine.send(world.store, pid, "c", "x")
    world.store.settle = world.store.settle
    # As if the snapshot had never been written: replay from the start asks for something else.
    world.machines.decode = None
    world.run(world.interpreter())
    assert world.status(good).record.status == "done"
    status = world.status(bad)
    assert status.record.status == "failed"
    assert "but the machine asked for" in status.error["message"]
    assert any("cannot go on" in line for line in world.reports)
    assert world.kinds(bad)[:2] == ["start", "request"]


def test_a_program_that_cannot_be_loaded_ends_its_processes_only(world):
    good = world.begin(["print", "x"])
    world.store.put_program("ab" * 32, b"rubbish")
    bad = world.store.create(
        engine.new_pid(world.clock(), lambda n: b"z" * n), "ab" * 32, "bad",
        wire.pack({"args": [], "kwargs": {}, "seed": b"", "url": None}), world.clock(),
    )
    world.run(world.interpreter())
    assert world.status(good).record.status == "done"
    assert world.status(bad).error["message"].startswith("program abababababab cannot be loaded: ValueError")


def test_a_delivery_that_makes_no_sense_is_removed(world):
    pid = world.begin(["receive", "c"])
    interp = world.interpreter()
    world.run(interp)
    nonsense = [
        ("message", b"\xc1"), ("nonsense", wire.pack({})), ("message", wire.pack({"channel": 1, "value": 1})),
        ("outcome", wire.pack({"request": [], "outcome": 1})), ("outcome", wire.pack({"request": 99, "outcome": 1})),
        ("cancel", wire.pack({})), ("start", wire.pack({"args": []})), ("resume", wire.pack({})),
    ]
    for kind, data in nonsense:
        world.store.deliver(pid, kind, data, 0)
    engine.send(world.store, pid, "c", 1)
    world.run(interp)
    assert world.status(pid).value == [1]
    assert world.store.inbox(pid) == []


# -- threads


def test_running_in_a_thread(world):
    interp = world.interpreter(clock=engine.wall_clock_us)
    pid = world.begin(["sleep", 1000], ["print", "x"])
    try:
        status = interp.run_until_ended(pid, timeout=20)
    finally:
        interp.stop()
    assert status.value == [None]
    assert world.printed(pid) == ["x"]


def test_a_crash_of_the_loop_is_not_silent(world):
    def fault(name):
        raise MemoryError("broken")

    interp = world.interpreter(fault=fault)
    pid = world.begin(["print", "x"])
    with pytest.raises(InterpreterCrashed, match="MemoryError: broken"):
        interp.run_until_ended(pid, timeout=20)
    with pytest.raises(InterpreterCrashed):
        interp.stop()
    assert world.reports[0].startswith("the interpreter crashed: MemoryError: broken (test_interpreter.py:")


def test_stopping_gives_outcomes_in_memory_back(world):
    pid = world.begin(["ask", "echo", 1], ["print", "{}"])
    interp = world.interpreter()
    world.run(interp, answer=None)
    assert world.store.settle(world.store.requests("echo")[0].id, wire.pack({"ok": "kept"}), world.clock())
    assert world.store.inbox(pid) == []
    interp.stop()
    assert [delivery.kind for delivery in world.store.inbox(pid)] == ["outcome"]
    world.reopen()
    world.run(world.interpreter(), answer=None)
    assert world.printed(pid) == ["kept"]


def test_waiting_for_an_end(world):
    pid = world.begin(["print", "x"], ["receive", "c"])
    assert not engine.wait(world.store, pid, timeout=0).ended
    world.run(world.interpreter())
    engine.send(world.store, pid, "c", 1)
    world.run(world.interpreter(only={pid}))
    with pytest.raises(Exception, match="no process"):
        engine.wait(world.store, "0" * 26)

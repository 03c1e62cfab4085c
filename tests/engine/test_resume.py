"""A failed process goes back to the wait before the event that it failed in, and asks again."""

from __future__ import annotations

import hashlib

import pytest

from flowmetal import engine, wire
from flowmetal.engine import NotFailed
from tests.engine.fakes import World

TOKEN = hashlib.sha256(b"token").digest()


@pytest.fixture
def world(tmp_path):
    made = World(tmp_path / "store")
    yield made
    made.close()


def again(world, pid, answer=lambda value: value):
    """Resume, in another OS process."""
    world.reopen()
    engine.resume(world.store, pid, clock=world.clock)
    world.run(world.interpreter(), answer)
    assert world.check() == []
    return world.status(pid)


def test_a_request_is_asked_again_under_a_new_number(world):
    pid = world.begin(
        ["ask", "echo", 0], ["ask", "echo", "x"], ["print", "got {}"], ["fail_if", "bad"], ["print", "on"]
    )
    world.run(world.interpreter(), lambda value: "bad" if value == "x" else value)
    status = world.status(pid)
    assert (status.record.status, status.where.resume_at, status.where.error) == ("failed", 4, "ValueError: bad")
    assert world.check() == []
    status = again(world, pid)
    assert (status.record.status, status.value) == ("done", [0, "x"])
    assert world.printed(pid) == ["got bad", "got x", "on"]
    assert world.kinds(pid)[4:] == [
        "outcome", "output", "end", "resume", "reissue", "outcome", "output", "output", "end",
    ]
    assert [number.rpartition("-")[2] for number in world.asked] == ["1", "2", "3"]


def test_failing_again_goes_back_to_the_same_wait(world):
    pid = world.begin(["ask", "echo", "x"], ["fail_if", "bad"], ["print", "on"])
    world.run(world.interpreter(), lambda _: "bad")
    for _ in range(3):
        assert again(world, pid, lambda _: "bad").record.status == "failed"
    assert again(world, pid).record.status == "done"
    assert world.kinds(pid).count("reissue") == 4


@pytest.mark.parametrize("times", [1, 2])
def test_a_process_that_failed_in_its_start_starts_again(world, times):
    pid = world.begin(["print", "a"], ["fail", "no"])
    world.run(world.interpreter())
    for n in range(times):
        status = again(world, pid)
        assert status.record.status == "failed"
        assert world.printed(pid) == ["a"] * (n + 2)
    assert world.kinds(pid) == ["start", "output", "end"] + ["resume", "start", "output", "end"] * times


def test_a_message_is_received_again(world):
    pid = world.begin(["receive", "c"], ["fail_if", "now"], ["receive", "c"])
    interp = world.interpreter()
    world.run(interp)
    engine.send(world.store, pid, "c", "now")
    world.run(interp)
    assert world.status(pid).record.status == "failed"
    status = again(world, pid)
    assert status.record.status == "failed"
    assert world.kinds(pid) == ["start", "message", "end", "resume", "message", "end"]


def test_mail_that_came_before_the_failure_was_known_is_kept(world):
    pid = world.begin(["receive", "c"], ["ask", "echo", 1], ["fail_if", "bad"], ["receive", "c"])
    interp = world.interpreter()
    world.run(interp)
    for value in ("one", "two"):
        engine.send(world.store, pid, "c", value)
    interp.step()
    world.store.settle(world.store.requests("echo")[0].id, wire.pack({"ok": "bad"}), 0)
    world.run(interp)
    assert world.status(pid).record.status == "failed"
    assert again(world, pid).value == ["one", 1, "two"]


def test_the_timer_that_it_failed_in_runs_again_in_full_and_others_keep_their_moment(world):
    pid = world.begin(["start", "timer", {"due": wire.Timestamp(world.clock.us + 10_000_000)}], ["sleep", 1_000_000],
                      ["fail", "timeout"])
    interp = world.interpreter()
    world.run(interp)
    world.clock.us += 1_000_000
    world.run(interp)
    assert world.status(pid).record.status == "failed"
    assert world.store.next_due() is None
    begun = world.clock.us - 1_000_000
    world.clock.us += 100_000
    engine.resume(world.store, pid)
    world.run(interp)
    timers = world.store.due(1 << 62)
    assert [timer.due_us - begun for timer in timers] == [2_100_000, 10_000_000]
    assert world.check() == []


def test_a_callback_may_be_called_while_the_process_has_failed(world):
    pid = world.begin(["start", "http.callback", {"token_hash": TOKEN}], ["ask", "echo", 1], ["fail_if", "bad"],
                      ["receive", "c"])
    world.run(world.interpreter(), lambda _: "bad")
    assert world.status(pid).record.status == "failed"
    assert world.check() == []
    assert world.store.answer_callback(TOKEN, wire.pack({"ok": "called"}), 0) == "accepted"
    status = again(world, pid)
    assert status.record.status == "waiting"
    outcomes = [entry.data for entry in engine.journal(world.store, pid) if entry.kind == "outcome"]
    assert {"request": 3, "outcome": {"ok": "called"}} in outcomes
    assert world.store.answer_callback(TOKEN, wire.pack({"ok": "twice"}), 0) == "used"


def test_a_callback_that_was_not_called_can_be_after_the_resume(world):
    pid = world.begin(["start", "http.callback", {"token_hash": TOKEN}], ["ask", "echo", 1], ["fail_if", "bad"],
                      ["receive", "c"])
    world.run(world.interpreter(), lambda _: "bad")
    assert again(world, pid).record.status == "waiting"
    assert world.store.callback(TOKEN) == (pid, 3, False)
    assert world.store.answer_callback(TOKEN, wire.pack({"ok": "called"}), 0) == "accepted"
    world.run(world.interpreter())
    assert world.check() == []


def test_a_process_that_failed_over_a_callbacks_content_gets_it_again(world):
    pid = world.begin(["ask", "http.callback", {"token_hash": TOKEN}], ["fail_if", "odd"])
    interp = world.interpreter()
    world.run(interp)
    world.store.answer_callback(TOKEN, wire.pack({"ok": "odd"}), 0)
    world.run(interp)
    assert world.status(pid).record.status == "failed"
    assert again(world, pid).record.status == "failed"
    assert world.kinds(pid) == ["start", "request", "outcome", "end", "resume", "reissue", "outcome", "end"]


def test_a_message_that_was_sent_is_not_sent_again(world):
    to = world.begin(["receive", "c"], ["receive", "c"])
    pid = world.begin(["ask", "message", {"to": to, "channel": "c", "value": 1}], ["fail", "no"])
    world.run(world.interpreter())
    assert world.status(pid).where.resume_at == 2
    assert again(world, pid).record.status == "failed"
    assert world.status(to).record.status == "waiting"
    assert world.kinds(to) == ["start", "message"]


def test_after_a_crash_of_the_machine(world):
    pid = world.begin(["ask", "echo", 1], ["crash"], ["print", "mended"])
    world.run(world.interpreter())
    assert world.check() == []
    original = world.machines.load

    def mended(data):
        return [step for step in original(data) if step != ["crash"]] + [["print", "!"]]

    world.machines.load = mended
    status = again(world, pid)
    assert (status.record.status, world.printed(pid)) == ("done", ["mended", "!"])


def test_after_a_divergence(world):
    """Its journal is intact: a VM that does what it did before continues it."""
    pid = world.begin(["grow", 5000], ["random"], ["receive", "c"])
    world.run(world.interpreter())
    world.reopen()
    engine.send(world.store, pid, "c", 1)
    decode, world.machines.decode = world.machines.decode, None
    world.run(world.interpreter())
    assert world.status(pid).record.status == "failed"
    world.machines.decode = decode
    world.reopen()
    engine.resume(world.store, pid)
    world.run(world.interpreter())
    assert world.status(pid).record.status == "done"


def test_cancelling_a_failed_process_gives_it_up(world):
    pid = world.begin(["fail", "no"])
    interp = world.interpreter()
    world.run(interp)
    engine.cancel(world.store, pid, "never mind")
    world.run(interp)
    assert world.status(pid).record.status == "cancelled"
    assert world.status(pid).error["message"] == "never mind"
    assert world.kinds(pid) == ["start", "end", "end"]
    assert world.check() == []


def test_only_failed_processes_can_be_resumed(world):
    pid = world.begin(["receive", "c"])
    with pytest.raises(NotFailed, match=f"process {pid} has not failed"):
        engine.resume(world.store, pid)


def test_replay_from_the_start_leaves_out_what_is_void(world):
    pid = world.begin(["ask", "echo", "x"], ["fail_if", "bad"], ["receive", "c"], ["print", "{}"])
    world.run(world.interpreter(), lambda _: "bad")
    again(world, pid, lambda _: "bad")
    again(world, pid)
    world.reopen()
    engine.send(world.store, pid, "c", "end")
    world.machines.decode = None  # no snapshot can be used
    world.run(world.interpreter())
    assert world.printed(pid) == ["end"]

"""The machine as a function of events, driven without any store."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flowmetal import vm
from flowmetal.vm import Event, Limits
from tests.vm.driver import SEED, START_US, program, replay, run


def started(text: str, libraries: tuple[str, ...] = (), limits: Limits | None = None) -> vm.Machine:
    machine = vm.Machine(program(text, libraries), limits)
    machine.deliver(
        Event("start", START_US, {"args": [], "kwargs": {}, "seed": SEED, "url": "http://here", "pid": "p1"})
    )
    settle(machine)
    return machine


def settle(machine: vm.Machine) -> list[vm.Effect]:
    while not machine.run(10_000):
        pass
    machine.seen = machine.take_effects()  # type: ignore[attr-defined]
    return machine.seen


def effects(machine: vm.Machine, kind: str, time_us: int = START_US, **data: object) -> list[tuple]:
    machine.deliver(Event(kind, time_us, data))
    return [(effect.kind, effect.data) for effect in settle(machine)]


# -- requests


def test_a_request_is_an_effect_and_its_outcome_an_event() -> None:
    machine = started('def main():\n    return await perform("t", {"n": 1}, delivery="at_most_once")\n')
    asked = {"request": 1, "topic": "t", "payload": {"n": 1}, "options": {"delivery": "at_most_once"}}
    assert [(e.kind, e.data) for e in machine.seen] == [("request", asked)]
    assert machine.open_requests() == {1: "t"}
    outcome = effects(machine, "outcome", request=1, outcome={"ok": [7]})
    assert outcome == [("end", {"status": "done", "value": [7], "exit": 0})]
    assert machine.status == "done"


def test_an_outcome_for_nobody_is_refused_before_anything_changes() -> None:
    machine = started('await perform("t")')
    before = vm.encode(machine)
    with pytest.raises(ValueError, match="request 9 is not open"):
        machine.deliver(Event("outcome", START_US, {"request": 9, "outcome": {"ok": 1}}))
    assert vm.encode(machine) == before


def test_an_error_from_outside_is_raised_at_the_wait() -> None:
    text = """
def main():
    try:
        await perform("t")
    except RequestError as error:
        return [error.type, str(error), error.details]
"""
    machine = started(text)
    outcome = {"error": {"type": "Gone", "message": "gone", "details": {"n": 1}}}
    assert effects(machine, "outcome", request=1, outcome=outcome)[0][1]["value"] == ["Gone", "gone", {"n": 1}]
    machine = started('def main():\n    await perform("t")\n')
    outcome = {"error": {"type": "Uncertain", "message": "who knows", "details": {}}}
    error = effects(machine, "outcome", request=1, outcome=outcome)[0][1]["error"]
    assert (error["type"], error["message"]) == ("Uncertain", "who knows")
    assert [frame[:2] + frame[5:] for frame in error["frames"]] == [["main.fm", 2, "main", '    await perform("t")']]


def test_a_withdrawn_request_is_not_open_any_more() -> None:
    machine = started('p = perform("t")\np.withdraw()\np.withdraw()\nawait perform("u")')
    assert [(e.kind, e.data.get("request")) for e in machine.seen] == [("request", 1), ("withdraw", 1), ("request", 2)]
    assert machine.open_requests() == {2: "u"}


# -- messages


def test_a_message_waits_in_the_mailbox_until_it_is_received() -> None:
    machine = started("def main():\n    sleep(1s)\n    return [receive('a'), receive('a'), receive('b')]\n")
    effects(machine, "message", channel="a", value=1)
    effects(machine, "message", channel="b", value=2)
    assert effects(machine, "timer", request=1) == []
    assert effects(machine, "message", channel="a", value=3)[0][1]["value"] == [1, 3, 2]


def test_a_message_and_the_end_of_its_time_limit_do_not_get_lost_in_each_other() -> None:
    text = """
def main():
    try:
        got = receive("a", timeout=1s)
    except TimeoutError:
        got = None
    return [got, receive("a")]
"""
    machine = started(text)
    effects(machine, "timer", request=1)
    effects(machine, "message", channel="a", value="first")
    assert machine.status == "done"
    machine = started(text)
    machine.deliver(Event("message", START_US, {"channel": "a", "value": "early"}))
    machine.deliver(Event("timer", START_US, {"request": 1}))  # in the same turn, after the message
    settle(machine)
    assert effects(machine, "message", channel="a", value="next")[0][1]["value"] == ["early", "next"]


# -- cancellation from outside


def test_cancel_reaches_every_task_and_runs_their_cleanup_once() -> None:
    text = """
def work(name):
    try:
        sleep(1h)
    except Exception:
        print("swallowed")
    finally:
        print("cleanup", name)
        sleep(1s)
        print("cleaned", name)
def main():
    a = async work("a")
    work("main")
"""
    machine = started(text)
    out = effects(machine, "cancel", reason="enough")
    assert [e[1]["text"] for e in out if e[0] == "output"] == ["cleanup main\n"]
    assert [e for e in effects(machine, "cancel", reason="again") if e[0] == "output"] == []
    ended = []
    while machine.status == "waiting":
        number = max(n for n, topic in machine.open_requests().items() if topic == "timer")
        ended += [e[1].get("text") or e[1].get("error") for e in effects(machine, "timer", request=number)
                  if e[0] in ("output", "end")]
    assert ended[:3] == ["cleaned main\n", "cleanup a\n", "cleaned a\n"]
    assert machine.status == "cancelled" and ended[-1]["message"] == "enough"


def test_a_program_may_answer_its_cancellation() -> None:
    machine = started("def main():\n    try:\n        sleep(1h)\n    except Cancelled:\n        return 'stopped'\n")
    assert effects(machine, "cancel", reason="")[-1] == ("end", {"status": "done", "value": "stopped", "exit": 0})


# -- resume


def test_resume_asks_again_under_new_numbers() -> None:
    machine = started("def main():\n    a = async sleep(1h)\n    return await perform('t')\n")
    state = vm.encode(machine)
    effects(machine, "outcome", request=1, outcome={"error": {"type": "X", "message": "no", "details": {}}})
    again = vm.decode(machine.program, state)
    asked = effects(again, "resume", **{"from": 5, "requests": 4})
    assert asked == [("reissue", {"request": 5, "was": 1}), ("reissue", {"request": 6, "was": 2})]
    assert effects(again, "outcome", request=5, outcome={"ok": 1})[-1][0] != "output"


# -- limits


def test_an_endless_loop_ends_with_a_limit() -> None:
    machine = started("while True:\n    pass\n", limits=Limits(instructions=50_000))
    assert machine.status == "failed"
    assert machine.seen[0].data["error"]["type"] == "LimitExceeded"


def test_endless_recursion_ends_with_a_limit() -> None:
    machine = started("def f():\n    return f()\nf()\n", limits=Limits(frames=1000))
    error = machine.seen[0].data["error"]
    assert (error["type"], error["message"]) == ("LimitExceeded", "recursion deeper than 1000 calls")
    assert len(error["frames"]) <= 60


def test_deep_recursion_survives_a_snapshot() -> None:
    text = """
def down(n):
    if n == 0:
        sleep(1s)
        return 0
    return 1 + down(n - 1)
def main():
    return down(20000)
"""
    assert run(text, pause="wait").result == 20000


def test_deep_data_survives_a_snapshot() -> None:
    text = """
def main():
    deep = None
    for i in range(50000):
        deep = (i, deep)
    nested = []
    for i in range(50000):
        nested = [nested]
    sleep(1s)
    count = 0
    while deep is not None:
        deep = deep[1]
        count += 1
    while nested:
        nested = nested[0]
        count += 1
    return count
"""
    assert run(text, pause="wait").result == 100000


def test_what_is_too_large_is_a_limit_and_not_the_hosts_trouble() -> None:
    for expression in ("10 ** 10 ** 10", "1 << 10 ** 12", "'x' * 10 ** 12", "[0] * 10 ** 12", "f'{1:1000000000000}'",
                       "'x'.ljust(10 ** 12)", "bytes(10 ** 12)", "list(range(10 ** 12))"):
        done = run(f"x = {expression}\n")
        assert done.error[0] in ("LimitExceeded", "OverflowError", "ValueError"), expression


# -- identity


def test_identity_and_cycles_survive() -> None:
    text = """
class Node:
    pass
def main():
    a = [1]
    a.append(a)
    b = {"a": a, "again": a}
    n, m = Node(), Node()
    n.other, m.other = m, n
    t = (a, n)
    shared = [t, t]
    def get():
        return a, n
    ids = [id(a), id(n)]
    it = iter({"x": 1, "y": 2}.items())
    first = next(it)
    rest = iter(a)
    sleep(1s)
    return [a[1] is a, b["a"] is b["again"] is a, n.other.other is n, shared[0] is shared[1], get()[0] is a,
            get()[1] is n, ids == [id(a), id(n)], next(it)[0], next(rest)]
"""
    assert run(text, pause="wait").result == [True] * 7 + ["y", 1]


def test_a_class_made_before_a_wait_is_the_same_after_it() -> None:
    text = """
class A:
    count = 0
    def hello(self):
        return "A"
class B(A):
    def hello(self):
        return super().hello() + "B"
class E(ValueError):
    pass
def main():
    b = B()
    sleep(1s)
    A.count = 5
    try:
        sleep(1s)
        raise E("x")
    except ValueError as error:
        return [b.hello(), isinstance(b, A), B.count, type(error) is E, type(b).__name__]
"""
    assert run(text, pause="wait").result == ["AB", True, 5, True, "B"]


# -- time and chance


def test_two_processes_differ_and_one_repeats_itself() -> None:
    text = "import random, uuid\ndef main():\n    sleep(1s)\n    return [random.random(), str(uuid.uuid4())]\n"
    loaded = program(text, ("random", "uuid", "math"))
    assert run(loaded).result == run(loaded, pause="wait").result
    other = vm.Machine(loaded)
    other.deliver(Event("start", START_US, {"args": [], "kwargs": {}, "seed": bytes(32), "url": None, "pid": "q"}))
    settle(other)
    assert effects(other, "timer", request=1)[0][1]["value"] != run(loaded).result


def test_time_never_runs_backwards() -> None:
    machine = started("def main():\n    a = now()\n    await perform('t')\n    return now() - a\n")
    value = effects(machine, "outcome", time_us=START_US - 10**9, request=1, outcome={"ok": None})[0][1]["value"]
    assert value.us == 0


# -- snapshots from strangers


STATE = vm.encode(started("x = {'a': [1, (2, 3)]}\nfor v in [1, 2]:\n    sleep(1s)\n"))
LOADED = program("x = {'a': [1, (2, 3)]}\nfor v in [1, 2]:\n    sleep(1s)\n")


@settings(max_examples=300, deadline=None)
@given(st.integers(0, len(STATE) - 1), st.integers(0, 255), st.booleans())
def test_a_changed_snapshot_is_refused(at: int, byte: int, cut: bool) -> None:
    changed = STATE[:at] if cut else STATE[:at] + bytes((byte,)) + STATE[at + 1 :]
    if changed != STATE:
        with pytest.raises(vm.SnapshotError):
            vm.decode(LOADED, changed)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=60))
def test_random_bytes_are_no_snapshot(data: bytes) -> None:
    with pytest.raises(vm.SnapshotError):
        vm.decode(LOADED, data)


def test_replay_gives_the_same_state() -> None:
    text = "import tasks\ndef main():\n    return tasks.for_each(range(4), limit=2) do i:\n        sleep(1s)\n"
    text += "        i\n"
    loaded = program(text, ("tasks",))
    done = run(loaded)
    assert done.result == [0, 1, 2, 3]
    for position, state in done.states.items():
        assert vm.encode(replay(loaded, done.journal[:position], vm.Machine(loaded))) == state

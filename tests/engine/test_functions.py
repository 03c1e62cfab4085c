"""Functions in the interpreter's own OS process: called after the commit, their outcome part of the next one."""

from __future__ import annotations

import pytest

from flowmetal import engine, wire
from tests.engine.fakes import World
from tests.engine.test_crash import Crash, Points

STEPS = [
    ["ask", "double", {"n": 1}], ["print", "{}"], ["ask", "double", {"n": 2}, {"delivery": "at_most_once"}],
    ["print", "{}"], ["ask", "echo", "outside"], ["ask", "slow", {"n": 3}], ["print", "{}"], ["ask", "double", {"n": 4}],
]


class Functions:
    """`double` is inline, `slow` is handed on. Looks at each call whether the request is durable and held."""

    topics, inline_topics = frozenset(("double", "slow")), frozenset(("double",))

    def __init__(self, world):
        self.world, self.calls, self.submitted = world, {}, []

    def note(self, topic, data):
        held = [request for request in self.world.store.requests(topic) if request.data == data]
        assert len(held) == 1 and held[0].holder is not None and held[0].attempts >= 1
        content = wire.unpack(data)
        self.calls.setdefault(content["payload"]["n"], []).append(content["options"])
        return wire.pack({"ok": 2 * content["payload"]["n"]})

    def call(self, topic, data):
        assert topic == "double"
        return self.note(topic, data)

    def submit(self, requests):
        self.submitted += requests

    def work(self):
        """What threads do with what was submitted."""
        done, self.submitted = self.submitted, []
        for request_id, topic, data in done:
            self.world.store.settle(request_id, self.note(topic, data), self.world.clock())
        return bool(done)

    def take_over(self, owner):
        """What a worker does with what was left by one that died."""
        store = self.world.store
        taken = store.take(sorted(self.topics), owner, limit=9, until_us=0, now_us=self.world.clock())
        for request in taken:
            once = wire.unpack(request.data)["options"].get("delivery") == "at_most_once"
            if once and request.attempts > 1:
                error = {"type": "Uncertain", "message": "uncertain", "details": {}}
                outcome = wire.pack({"error": error})
            else:
                outcome = self.note(request.topic, request.data)
            assert store.settle(request.id, outcome, self.world.clock(), holder=owner)
        return bool(taken)


@pytest.fixture
def world(tmp_path):
    made = World(tmp_path / "store")
    yield made
    made.close()


def finish(world, interp, functions):
    while True:
        world.run(interp)
        if not functions.work() and not functions.take_over(interp.owner):
            return


def test_calls_come_after_the_commit_and_their_outcomes_with_the_next(world):
    functions = Functions(world)
    interp = world.interpreter(functions=functions)
    commits = []
    real = world.store.commit
    world.store.commit = lambda batch, owner: (commits.append(batch), real(batch, owner))[1]
    pid = world.begin(*STEPS)
    finish(world, interp, functions)
    assert world.status(pid).value == [2, 4, "outside", 6, 8]
    assert functions.calls == {1: [{}], 2: [{"delivery": "at_most_once"}], 3: [{}], 4: [{}]}
    kinds = [[event.kind for event in advance.events] for batch in commits for advance in batch]
    assert kinds == [
        ["start", "request"], ["outcome", "output", "request"], ["outcome", "output", "request"],
        ["outcome", "request"], ["outcome", "output", "request"], ["outcome", "end"],
    ]
    assert world.check() == []


def test_safe_steps_of_inline_functions_share_a_commit(world):
    """What asks nothing of anybody twice is called at once; the commit holds what was asked and what came of it."""
    functions = Functions(world)
    called = []
    functions.call = lambda topic, data: called.append(data) or wire.pack({"ok": len(called)})
    interp = world.interpreter(functions=functions)
    commits = []
    real = world.store.commit
    world.store.commit = lambda batch, owner: (commits.append(batch), real(batch, owner))[1]
    safely = [["ask", "double", {"n": n}, {"safe": True}] for n in range(5)]
    pid = world.begin(*safely, ["ask", "slow", {"n": 9}, {"safe": True}], *safely)
    finish(world, interp, functions)
    assert world.status(pid).value == [1, 2, 3, 4, 5, 18, 6, 7, 8, 9, 10]
    kinds = [[event.kind for event in advance.events] for batch in commits for advance in batch]
    assert kinds == [["start", "request", *["outcome", "request"] * 5], ["outcome", *["request", "outcome"] * 5, "end"]]
    assert world.check() == []


def test_safe_steps_go_on_after_a_crash_and_after_failing(world):
    functions = Functions(world)
    answers = iter(["bad", "good", "good"])
    functions.call = lambda topic, data: wire.pack({"ok": next(answers)})
    pid = world.begin(["ask", "echo", 1], ["ask", "double", {"n": 1}, {"safe": True}], ["fail_if", "bad"])
    world.run(world.interpreter(functions=functions))
    assert world.status(pid).record.status == "failed"
    world.reopen()
    engine.resume(world.store, pid)
    world.run(world.interpreter(functions=functions))
    assert world.status(pid).value == [1, "good"]
    assert world.check() == []


def test_what_functions_raise_and_give_wrongly_becomes_an_error(world):
    functions = Functions(world)
    functions.call = lambda topic, data: b"\xc1"
    pid = world.begin(["ask", "double", {"n": 1}])
    world.run(world.interpreter(functions=functions))
    assert world.status(pid).value == ["error: the connector gave an outcome that is none"]


def test_stopping_gives_outcomes_back_to_the_store(world):
    functions = Functions(world)
    interp = world.interpreter(functions=functions)
    pid = world.begin(["ask", "double", {"n": 1}])
    interp.step()
    assert functions.calls == {1: [{}]} and world.status(pid).record.status == "waiting"
    interp.stop()
    world.reopen()
    world.run(world.interpreter())
    assert world.status(pid).value == [2]


def test_a_crash_at_any_point(tmp_path):
    def run(directory, points):
        world = World(directory)
        functions = Functions(world)
        try:
            pid = world.begin(*STEPS)
            interp = world.interpreter(fault=points, functions=functions)
            while True:
                try:
                    finish(world, interp, functions)
                    break
                except Crash:
                    functions.submitted = []
                    world.reopen()
                    interp = world.interpreter(fault=points, functions=functions)
            assert world.check() == []
            assert len(functions.calls.get(2, [])) <= 1, "at most once"
            return world.status(pid), functions.calls
        finally:
            world.close()

    points = Points()
    status, calls = run(tmp_path / "clean", points)
    assert status.value == [2, 4, "outside", 6, 8]
    uncertain = 0
    for n in range(1, points.count + 1):
        crashed, again = run(tmp_path / str(n), Points(n))
        assert crashed.ended, f"crash at {n}"
        if crashed.value == [2, "error: uncertain", "outside", 6, 8]:
            uncertain += 1
        else:
            assert crashed.value == status.value, f"crash at {n} ({points.names[n - 1]})"
            assert set(again) == set(calls)
    assert 1 <= uncertain <= 6, "only where the crash came between the attempt's commit and the outcome's"

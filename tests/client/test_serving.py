"""Workers on a store: leases, stopping, trouble. The processes are bare records; no interpreter runs them."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from flowmetal import wire
from flowmetal.client.functions import Functions
from flowmetal.client.serving import Serving
from flowmetal.store import NewRequest, Store, StoreFull, open_store
from tests.store.building import PROGRAM, advance, running

WAIT_S = 20.0


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(str(tmp_path / "store"))
    opened.put_program(PROGRAM, b"program")
    yield opened
    opened.close()


def asked(number: int, n: int, topic: str = "work", **options: Any) -> NewRequest:
    return NewRequest(number, topic, wire.pack({"payload": {"n": n}, "options": options}))


def until(condition: Callable[[], Any]) -> Any:
    deadline = time.monotonic() + WAIT_S
    while not (found := condition()):
        assert time.monotonic() < deadline
        time.sleep(0.005)
    return found


def outcomes(store: Store) -> dict[int, Any]:
    found = [wire.unpack(delivery.data) for delivery in store.inbox("p1")]
    assert len({each["request"] for each in found}) == len(found), "one outcome each"
    return {each["request"]: each["outcome"] for each in found}


@contextmanager
def serving(store: Store, function: Callable[..., Any], **options: Any) -> Iterator[tuple[Serving, list[str]]]:
    functions, reports = Functions(), []
    functions.add("work", function)
    one = Serving(store, functions, report=reports.append, **options)
    one.start()
    try:
        yield one, reports
    finally:
        one.stop(5.0)


def test_what_is_open_and_what_comes_is_done(store: Store) -> None:
    owner = running(store, requests=[asked(1, 10), asked(2, 20, "other")])
    with serving(store, lambda n: n + 1) as (_, reports):
        until(lambda: outcomes(store))
        store.commit([advance(store, consumed=[], requests=[asked(n, n) for n in range(3, 60)])], owner)
        until(lambda: len(outcomes(store)) == 58)
    assert outcomes(store) == {1: {"ok": 11}, **{n: {"ok": n + 1} for n in range(3, 60)}}
    assert [request.number for request in store.requests_of("p1")] == [2] and reports == []


def test_no_more_run_at_once_than_wanted(store: Store) -> None:
    at_once, most, guard = [0], [0], threading.Lock()
    go = threading.Event()

    def work(n: int) -> int:
        with guard:
            at_once[0] += 1
            most[0] = max(most[0], at_once[0])
        assert go.wait(WAIT_S)
        with guard:
            at_once[0] -= 1
        return n

    running(store, requests=[asked(n, n) for n in range(1, 20)])
    with serving(store, work, concurrency=3):
        until(lambda: at_once[0] == 3)
        assert sum(request.holder is not None for request in store.requests("work")) == 3
        go.set()
        until(lambda: len(outcomes(store)) == 19)
    assert most[0] == 3


def test_a_late_report_is_refused(store: Store) -> None:
    """The first worker is stopped, here by a clock of its own, so that it does not extend its lease."""
    running(store, requests=[asked(1, 1)])
    begun, go = threading.Event(), threading.Event()

    def slow(n: int) -> str:
        begun.set()
        assert go.wait(WAIT_S)
        return "slow"

    past = time.time_ns() // 1000 - 60_000_000
    with serving(store, slow, lease_s=30.0, now_us=lambda: past) as (first, _):
        assert begun.wait(WAIT_S)
        with serving(store, lambda n: "quick") as (second, quiet):
            until(lambda: outcomes(store) or go.is_set())
        go.set()
        until(lambda: not first._flights)
    assert outcomes(store) == {1: {"ok": "quick"}}
    assert second.late == 0 and quiet == []


def test_a_report_while_another_holds_it_is_refused(store: Store) -> None:
    running(store, requests=[asked(1, 1)])
    go = threading.Event()
    other = store.register()
    with serving(store, lambda n: go.wait(WAIT_S), lease_s=30.0) as (first, reports):
        until(lambda: store.requests("work")[0].holder)
        future = time.time_ns() // 1000 + 3_600_000_000
        [taken] = store.take(["work"], other, limit=1, until_us=2 * future, now_us=future)
        assert taken.attempts == 2
        go.set()
        until(lambda: first.late)
    assert reports == ["work p1-1: too late, another worker has taken it"] and outcomes(store) == {}


def test_leases_are_extended_while_a_function_runs(store: Store) -> None:
    running(store, requests=[asked(1, 1)])
    go = threading.Event()
    with serving(store, lambda n: go.wait(WAIT_S), lease_s=0.3):
        first = until(lambda: store.requests("work")[0].until_us)
        until(lambda: store.requests("work")[0].until_us > first + 300_000)
        go.set()
        until(lambda: outcomes(store))


def test_at_most_once_is_begun_once(store: Store) -> None:
    dead = open_store(store.identity()["where"])
    running(store, requests=[asked(1, 1, delivery="at_most_once"), asked(2, 2), asked(3, 3, delivery="at_most_once")])
    assert len(dead.take(["work"], dead.register(), limit=2, until_us=0, now_us=1)) == 2
    dead.close()
    called = []
    with serving(store, lambda n: called.append(n)):
        until(lambda: len(outcomes(store)) == 3)
    assert sorted(called) == [2, 3]
    assert outcomes(store)[1]["error"]["type"] == "Uncertain"


def test_stopping_lets_functions_end_and_leaves_the_rest_open(store: Store) -> None:
    running(store, requests=[asked(n, n) for n in range(1, 10)])
    begun, go = [], threading.Event()

    def work(n: int) -> int:
        begun.append(n)
        assert go.wait(WAIT_S)
        return n

    functions, reports = Functions(), []
    functions.add("work", work)
    one = Serving(store, functions, report=reports.append, concurrency=2)
    one.start()
    until(lambda: len(begun) == 2)
    stopping = threading.Thread(target=one.stop, args=(WAIT_S,))
    stopping.start()
    until(lambda: one._pool._closed)
    go.set()
    stopping.join()
    assert outcomes(store) == {1: {"ok": 1}, 2: {"ok": 2}} and reports == []
    assert len(store.requests("work")) == 7


def test_a_function_that_does_not_end_is_left_behind(store: Store) -> None:
    running(store, requests=[asked(1, 1)])
    go, begun = threading.Event(), threading.Event()

    def work(n: int) -> None:
        begun.set()
        go.wait(WAIT_S)

    functions, reports = Functions(), []
    functions.add("work", work)
    one = Serving(store, functions, report=reports.append)
    one.start()
    assert begun.wait(WAIT_S)
    one.stop(0.05)
    go.set()
    assert reports == ["1 function did not end in time; their requests stay open"]


def test_trouble_with_the_store_is_said_once_and_outcomes_are_kept(store: Store, monkeypatch: Any) -> None:
    running(store, requests=[asked(1, 1)])
    real, refused = store.settle, []

    def full(*args: Any, **named: Any) -> bool:
        if len(refused) < 3:
            refused.append(1)
            raise StoreFull("no room")
        return real(*args, **named)

    monkeypatch.setattr(store, "settle", full)
    called = []
    with serving(store, lambda n: called.append(n)) as (_, reports):
        until(lambda: outcomes(store))
    assert called == [1]
    assert reports[0] == "trouble with the store: no room; trying again" and reports.count(reports[0]) <= 2

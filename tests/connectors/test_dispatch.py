"""A topic's requests: claims, delivery, trouble with the store, crashes of the loop, the end."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

import pytest

from flowmetal.connectors import Connectors
from flowmetal.connectors import dispatch as module
from flowmetal.connectors.dispatch import Dispatcher
from flowmetal.wire import Duration, pack
from tests.connectors.memory_store import MemoryStore
from tests.connectors.raw_server import Asked, RawServer, answer
from tests.world import World


def until(true: Callable[[], Any], timeout_s: float = 10) -> None:
    end = time.monotonic() + timeout_s
    while not true():
        assert time.monotonic() < end, "it did not come to be"
        time.sleep(0.01)


def started(store: MemoryStore, reports: list[str], **options: Any) -> Connectors:
    running = Connectors(store, report=reports.append, **options)  # type: ignore[arg-type]
    running.start()
    return running


def test_a_topic_that_another_holds_is_claimed_when_it_is_free(store: MemoryStore, reports: list[str]) -> None:
    store.held_elsewhere = True
    with RawServer(lambda _: answer(b"ok")) as server:
        running = started(store, reports, listen=("127.0.0.1", 0))
        asked = store.ask({"url": server.url})
        time.sleep(0.2)
        assert not server.asked
        store.held_elsewhere = False
        assert store.outcome(asked)["ok"]["body"] == b"ok"
        running.stop()
    assert store.claims == set()
    assert reports == []


def test_requests_of_other_topics_are_left_alone(store: MemoryStore, connectors: Connectors) -> None:
    other = store.ask({"url": "http://x/"}, topic="http.requests")
    store.outcome(store.ask({}))
    assert other in store.open


def test_without_a_bell_polling_finds_requests(store: MemoryStore, reports: list[str]) -> None:
    store.ring = lambda: None  # type: ignore[method-assign]
    running = started(store, reports)
    assert store.outcome(store.ask({}))["error"]["type"] == "InvalidRequest"
    assert store.outcome(store.ask({}))["error"]["type"] == "InvalidRequest"
    running.stop()


# -- delivery


def test_at_most_once_records_the_attempt_before_it_sends(store: MemoryStore, connectors: Connectors) -> None:
    seen = []

    def reply(asked: Asked) -> bytes:
        seen.append(store.open[asked.headers["idempotency-key"]].attempts)
        return answer(b"ok")

    with RawServer(reply) as server:
        assert store.outcome(store.ask({"url": server.url}, delivery="at_most_once"))["ok"]["status"] == 200
        assert store.outcome(store.ask({"url": server.url}))["ok"]["status"] == 200
    assert seen == [1, 0]


def test_an_attempt_of_an_earlier_life_is_uncertain(store: MemoryStore, connectors: Connectors) -> None:
    with RawServer(lambda _: answer(b"ok")) as server:
        data = pack({"payload": {"url": server.url}, "options": {"delivery": "at_most_once"}})
        outcome = store.outcome(store.put(data, attempts=1))
        assert outcome["error"]["type"] == "Uncertain"
        data = pack({"payload": {"url": server.url}, "options": {}})
        assert store.outcome(store.put(data, attempts=1))["ok"]["status"] == 200
    assert len(server.asked) == 1


def test_an_attempt_that_cannot_be_recorded_is_not_sent(store: MemoryStore, reports: list[str]) -> None:
    store.full = True
    running = started(store, reports)
    with RawServer(lambda _: answer(b"ok")) as server:
        asked = store.ask({"url": server.url}, delivery="at_most_once")
        until(lambda: store.full_seen >= 2)
        assert not server.asked
        store.full = False
        assert store.outcome(asked)["ok"]["status"] == 200
        assert len(server.asked) == 1
    running.stop()


# -- trouble with the store


def test_outcomes_are_kept_while_the_store_is_full(store: MemoryStore, reports: list[str]) -> None:
    running = started(store, reports, total=10, per_host=5)
    with RawServer(lambda _: answer(b"ok")) as server:
        store.full = True
        ids = [store.ask({"url": server.url}) for _ in range(30)]
        until(lambda: store.full_seen >= 15)
        assert len(server.asked) == 5  # and no more leave: their outcomes could not be recorded
        store.full = False
        for each in ids:
            assert store.outcome(each)["ok"]["status"] == 200
        assert sorted(asked.headers["idempotency-key"] for asked in server.asked) == sorted(ids)
    running.stop()
    assert reports == [
        "http.request: trouble with the store: no room left; trying again",
        "http.request: the store works again",
    ]


def test_any_error_of_the_store_is_survived(store: MemoryStore, reports: list[str]) -> None:
    running = started(store, reports)
    with RawServer(lambda _: answer(b"ok")) as server:
        for error in (RuntimeError("odd"), OSError(5, "Input/output error"), ValueError()):
            store.error = error
            asked = store.ask({"url": server.url})
            until(lambda: server.asked and asked not in store.outcomes)  # noqa: B023
            store.error = None
            assert store.outcome(asked)["ok"]["status"] == 200
    running.stop()


def test_a_stop_while_the_store_is_full_is_bounded_and_says_so(
    store: MemoryStore, reports: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "SETTLE_GRACE_S", 0.2)
    running = started(store, reports)
    with RawServer(lambda _: answer(b"ok")) as server:
        store.full = True
        asked = store.ask({"url": server.url})
        until(lambda: store.full_seen)
        began = time.monotonic()
        running.stop(grace_s=0.2)
        assert time.monotonic() - began < 2
    assert asked in store.open
    assert reports[-1] == "http.request: 1 outcomes could not be recorded; their requests will be asked again"


# -- crashes


def test_a_crash_of_the_loop_loses_nothing_and_repeats_no_settled_request(
    store: MemoryStore, reports: list[str], world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Crash while outcomes wait for the store, requests are in flight (one at-most-once) and others wait."""
    running = started(store, reports, per_host=4)
    world.script("/hang", {"hang": True}, {"hang": True})
    with RawServer(lambda _: answer(b"ok")) as server:
        store.settle_full = True
        settling = [store.ask({"url": server.url}) for _ in range(3)]
        lenient = store.ask({"url": world.url + "/hang"})
        strict = store.ask({"url": world.url + "/hang"}, delivery="at_most_once")
        until(lambda: len(server.asked) == 3 and store.full_seen >= 3 and len(world.ledger()) == 2)
        waiting = [store.ask({"url": world.url + f"/{n}"}) for n in range(10)]
        real = Dispatcher._drop_withdrawn

        async def crash(self: Dispatcher) -> float:
            monkeypatch.setattr(Dispatcher, "_drop_withdrawn", real)
            store.settle_full = False
            raise ZeroDivisionError("a bug")

        monkeypatch.setattr(Dispatcher, "_drop_withdrawn", crash)
        store.ring()
        for each in (*settling, lenient, *waiting):
            assert "ok" in store.outcome(each)
        assert store.outcome(strict)["error"]["type"] == "Uncertain"
        assert len(server.asked) == 3
    keys = [line.key for line in world.ledger()]
    assert keys.count(lenient) == 2 and keys.count(strict) == 1
    running.stop()
    assert "connectors: crashed and start again: ZeroDivisionError: a bug" in reports


def test_a_bug_in_performing_ends_the_request_only(
    store: MemoryStore, connectors: Connectors, reports: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from flowmetal.connectors import http_request

    def broken(*_: Any) -> None:
        raise ZeroDivisionError("a bug")

    with monkeypatch.context() as patch:
        patch.setattr(http_request, "read_payload", broken)
        first = store.outcome(store.ask({"url": "http://a/"}))
        second = store.outcome(store.ask({"url": "http://a/"}, delivery="at_most_once"))
    assert (first["error"]["type"], second["error"]["type"]) == ("ConnectionError", "Uncertain")
    assert reports[0] == "http.request p-1: internal error: ZeroDivisionError: a bug"
    assert store.outcome(store.ask({}))["error"]["type"] == "InvalidRequest"


# -- the end


def test_stop_lets_requests_in_flight_end(store: MemoryStore, reports: list[str], world: World) -> None:
    running = started(store, reports)
    quick, slow = store.ask({"url": world.url + "/?delay=0.4"}), store.ask({"url": world.url + "/?hang=1"})
    until(lambda: len(world.ledger()) == 2)
    running.stop(grace_s=1)
    assert store.outcomes[quick][0]["ok"]["status"] == 200
    assert slow in store.open and slow not in store.outcomes
    assert store.claims == set() and reports == []
    running.stop()  # again: nothing
    running.start()
    until(lambda: len(world.ledger()) == 3)
    assert world.ledger()[-1].key == slow
    running.stop(grace_s=0)


def test_dormant_connectors_import_nothing_and_stop_at_once(store: MemoryStore) -> None:
    program = """
import sys, threading
from tests.connectors.memory_store import MemoryStore
from flowmetal.connectors import Connectors
store = MemoryStore()
before = set(sys.modules)
running = Connectors(store, listen=("127.0.0.1", 0))
running.start()
while not store.reads:
    pass
running.stop()
assert store.claims == set()
print(sorted({"asyncio", "aiohttp", "concurrent.futures"} & set(sys.modules)))
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=20)
    assert done.stdout == "[]\n"


def test_memory_and_reads_stay_small_with_a_long_backlog(store: MemoryStore, reports: list[str]) -> None:
    with RawServer(lambda _: time.sleep(5) or None) as server:
        for n in range(3000):
            store.put(pack({"payload": {"url": server.url, "timeout": Duration(10_000_000)}}), pid=f"p{n % 7}")
        began = store.reads
        running = started(store, reports)
        until(lambda: server.connections == 32)
        until(lambda: store.reads - began >= 3000 // module.PAGE)
        running.stop(grace_s=0)
    assert len(store.open) == 3000

"""Connectors as OS processes on a real store, and their death at any moment (kill -9)."""

from __future__ import annotations

import hashlib
import random
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from flowmetal.connectors import Connectors
from flowmetal.store import Advance, NewRequest, Store, open_store
from flowmetal.wire import pack, unpack
from tests.world import World, contradictions

NOW_US = 1_700_000_000_000_000


class Program:
    """Plays the interpreter: a process that asks things and gets outcomes."""

    def __init__(self, store: Store) -> None:
        self.store, self.pid, self.asked = store, "p1", 0
        self.owner = store.register()
        store.put_program("00" * 32, b"bundle")
        store.create(self.pid, "00" * 32, "test", b"", NOW_US)

    def ask(self, *payloads: Any, delivery: str = "at_least_once", callback: str | None = None) -> list[str]:
        requests = []
        for payload in payloads:
            self.asked += 1
            data = pack({"payload": payload, "options": {"delivery": delivery}})
            token_hash = None if callback is None else hashlib.sha256(callback.encode()).digest()
            topic = "http.request" if callback is None else "http.callback"
            requests.append(NewRequest(self.asked, topic, data, token_hash))
        self._commit(requests=requests)
        return [f"{self.pid}-{request.number}" for request in requests]

    def withdraw(self, request_id: str) -> None:
        self._commit(closed=[int(request_id.rpartition("-")[2])])

    def _commit(self, **changes: Any) -> None:
        process = self.store.process(self.pid)
        assert process is not None
        advance = Advance(self.pid, process.position, process.epoch, "waiting", NOW_US, b"", **changes)
        self.store.commit([advance], self.owner)

    def outcomes(self) -> dict[str, Any]:
        deliveries = [unpack(each.data) for each in self.store.inbox(self.pid) if each.kind == "outcome"]
        found = {f"{self.pid}-{each['request']}": each["outcome"] for each in deliveries}
        assert len(found) == len(deliveries), "a request has two outcomes"
        return found

    def wait(self, request_ids: list[str], timeout_s: float = 20) -> dict[str, Any]:
        end = time.monotonic() + timeout_s
        while not set(request_ids) <= set(found := self.outcomes()):
            assert time.monotonic() < end, f"no outcome of {set(request_ids) - set(found)}"
            time.sleep(0.02)
        return found


class Process:
    """`python -m flowmetal.connectors` on a store."""

    def __init__(self, directory: Path, *options: str) -> None:
        command = [sys.executable, "-m", "flowmetal.connectors", "--store", str(directory), *options]
        self.popen = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        assert self.popen.stdout is not None
        self.greeting = self.popen.stdout.readline().strip()

    def end(self, number: int = signal.SIGKILL) -> tuple[int, str]:
        self.popen.send_signal(number)
        _, errors = self.popen.communicate(timeout=10)
        return self.popen.returncode, errors


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "store"


@pytest.fixture
def program(place: Path) -> Iterator[Program]:
    store = open_store(str(place))
    yield Program(store)
    assert store.check() == []
    store.close()


def test_killed_while_requests_are_in_flight(program: Program, place: Path, world: World) -> None:
    first = Process(place)
    world.script("/a", {"hang": True})
    world.script("/b", {"close": "after"}, per="key")
    world.script("/c", {"hang": True}, always=True)
    (a,) = program.ask({"url": world.url + "/a", "method": "POST", "body": b"1"})
    (c,) = program.ask({"url": world.url + "/c", "method": "POST", "body": b"2"}, delivery="at_most_once")
    while len(world.ledger()) < 2:
        time.sleep(0.01)
    first.end()
    (b,) = program.ask({"url": world.url + "/b", "method": "POST", "body": b"3"})
    second = Process(place)
    found = program.wait([a, b, c])
    assert found[a]["ok"]["status"] == 200
    assert found[b]["ok"]["status"] == 200
    assert [line.key for line in world.ledger()].count(b) == 2
    assert found[c]["error"]["type"] == "Uncertain"
    assert [line.key for line in world.ledger()].count(c) == 1
    assert second.end(signal.SIGTERM) == (0, "")
    assert contradictions(world.ledger(), asked=[a, b, c], applied=[a, b]) == []


def test_killed_at_random_moments(program: Program, place: Path, world: World) -> None:
    """150 requests, the connectors killed again and again: one outcome each, applied once each."""
    dice = random.Random(7)
    ids: list[str] = []
    for n in range(10):
        delay = "?delay=0.01" if n % 2 else ""
        payloads = [{"url": f"{world.url}/counter/x{delay}", "method": "POST", "body": b"{}"} for _ in range(15)]
        ids += program.ask(*payloads, delivery="at_most_once" if n % 5 == 4 else "at_least_once")
        running = Process(place)
        time.sleep(dice.uniform(0.1, 0.5))
        assert running.end() == (-signal.SIGKILL, "")
    recorded = set(program.outcomes())
    lines = len(world.ledger())
    running = Process(place)
    found = program.wait(ids)
    assert {line.key for line in world.ledger()[lines:]} & recorded == set()
    running.end(signal.SIGTERM)
    done = [each for each in ids if "ok" in found[each]]
    lost = [found[each]["error"]["type"] for each in ids if "error" in found[each]]
    assert set(lost) <= {"Uncertain"}
    assert contradictions(world.ledger(), asked=ids, applied=done) == []
    values = sorted(line.applied for line in world.ledger())
    assert len(done) <= sum(values) <= len(done) + len(lost)


def test_two_connectors_share_nothing_and_the_second_takes_over(program: Program, place: Path, world: World) -> None:
    first, second = Process(place), Process(place)
    ids = program.ask(*[{"url": f"{world.url}/{n}"} for n in range(20)])
    program.wait(ids)
    assert len(world.ledger()) == 20
    first.end()
    more = program.ask(*[{"url": f"{world.url}/{n}"} for n in range(20)])
    program.wait(more)
    assert len(world.ledger()) == 40
    second.end()
    assert contradictions(world.ledger(), asked=ids + more, applied=ids + more) == []


def test_a_withdrawn_request_is_dropped_by_another_os_process(program: Program, place: Path, world: World) -> None:
    running = Process(place)
    world.script("/hang", {"hang": True}, always=True)
    (hung,) = program.ask({"url": world.url + "/hang"})
    while not world.ledger():
        time.sleep(0.01)
    program.withdraw(hung)
    end = time.monotonic() + 5
    while world.ledger()[-1].path == "/hang" or world.ledger()[-1].in_flight > 1:
        assert time.monotonic() < end
        program.wait(program.ask({"url": world.url + "/after"}))
    running.end()
    assert hung not in program.outcomes()


# -- callbacks


def post(url: str, body: bytes) -> int:
    try:
        with urllib.request.urlopen(urllib.request.Request(url, body, method="POST"), timeout=10) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        error.close()
        return error.code


def test_of_many_callbacks_at_once_one_is_accepted_and_survives(program: Program, place: Path) -> None:
    (asked,) = program.ask({}, callback="token")
    running = Process(place, "--listen", "127.0.0.1:0", "--no-http")
    found = re.fullmatch(r"listening on (http://127\.0\.0\.1:\d+)", running.greeting)
    assert found is not None
    url = found[1] + "/v1/callbacks/token"
    with ThreadPoolExecutor(12) as pool:
        answers = list(pool.map(lambda n: (post(url, b"%d" % n), b"%d" % n), range(24)))
    running.end()
    accepted = [body for status, body in answers if status == 202]
    assert sorted(status for status, _ in answers) == [202] + [409] * 23
    outcome = program.outcomes()[asked]["ok"]
    assert [outcome["body"]] == accepted
    assert (outcome["method"], outcome["path"], outcome["query"]) == ("POST", "", "")


def test_a_burst_of_callbacks(program: Program, place: Path) -> None:
    tokens = [f"t{n}" for n in range(100)]
    asked = {token: program.ask({}, callback=token)[0] for token in tokens}
    running = Connectors(program.store, listen=("127.0.0.1", 0))
    running.start()
    with ThreadPoolExecutor(12) as pool:
        statuses = list(pool.map(lambda token: post(f"{running.url}/v1/callbacks/{token}", token.encode()), tokens))
    running.stop()
    assert statuses == [202] * 100
    outcomes = program.outcomes()
    assert all(outcomes[asked[token]]["ok"]["body"] == token.encode() for token in tokens)


def test_a_copy_answers_not_now_and_sends_nothing(program: Program, tmp_path: Path, world: World) -> None:
    program.ask({}, callback="token")
    (request,) = program.ask({"url": world.url})
    copy = tmp_path / "copy"
    program.store.copy(str(copy))
    running = Process(copy, "--listen", "127.0.0.1:0")
    url = running.greeting.removeprefix("listening on ") + "/v1/callbacks/token"
    assert post(url, b"") == 503
    time.sleep(0.7)
    running.end(signal.SIGTERM)
    assert world.ledger() == []
    assert request not in program.outcomes()


# -- the command


@pytest.mark.parametrize(
    ("options", "status", "message"),
    [
        ([], 2, "the following arguments are required: --store"),
        (["--store", "x", "--listen", "nowhere"], 2, "argument --listen: 'nowhere' is not HOST:PORT"),
        (["--store", "/dev/null/x"], 4, None),
        (["--store", "STORE", "--listen", "192.0.2.1:80"], 4, None),
    ],
)
def test_wrong_usage_and_trouble(place: Path, options: list[str], status: int, message: str | None) -> None:
    options = [str(place) if each == "STORE" else each for each in options]
    command = [sys.executable, "-m", "flowmetal.connectors", *options]
    done = subprocess.run(command, capture_output=True, text=True, timeout=20)
    assert done.returncode == status
    assert "Traceback" not in done.stderr
    last = done.stderr.splitlines()[-1]
    assert message is None or last.endswith(message)
    if status == 4:
        assert last.startswith("error: ") and done.stderr.count("\n") == 1

"""The worker protocol: leases, late outcomes, at most once; and workers in three languages under kills."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.api.serving import Answered, Server

ROOT = Path(__file__).resolve().parents[2]
ONE = '''
@foreign("work.one")
def one(n): ...

def main(n):
    try:
        return one(n)
    except RequestError as error:
        return [error.type, str(error), error.details]
'''
ONCE = '''
@foreign("work.once", delivery="at_most_once")
def once(n): ...

def main(n):
    try:
        return once(n)
    except Uncertain:
        return "uncertain"
'''


def take(server: Server, topic: str, *, wait: str = "20s", **more: Any) -> dict[str, Any]:
    answered = server.call("POST", f"/v1/topics/{topic}/take?wait={wait}", more)
    assert answered.status == 200, answered.body
    taken: dict[str, Any] = answered.json
    return taken


def tell(server: Server, what: str, taken: dict[str, Any], **content: Any) -> Answered:
    request = taken["requests"][0]["id"]
    return server.call("POST", f"/v1/requests/{request}/{what}", {"lease": taken["lease"], **content})


def value(server: Server, pid: str) -> Any:
    answered = server.call("GET", f"/v1/processes/{pid}/result?wait=20s")
    assert answered.status == 200, answered.body
    return answered.json["value"]


def test_a_request_is_taken_and_answered_once(server: Server) -> None:
    pid = server.begin(ONE, n=7)
    taken = take(server, "work.one")
    [request] = taken["requests"]
    assert (request["pid"], request["topic"], request["payload"]) == (pid, "work.one", {"n": 7})
    assert take(server, "work.one", wait="0s")["requests"] == [], "it is held"
    assert tell(server, "heartbeat", taken, extend="1m").json["until_us"] > taken["until_us"]
    stranger = {**taken, "lease": "0" * 32}
    for what in ("outcome", "heartbeat", "release"):
        assert tell(server, what, stranger).status == 409
    assert tell(server, "outcome", taken, value={"n": [14]}).json == {"status": "recorded"}
    assert value(server, pid) == {"n": [14]}
    for what in ("outcome", "heartbeat", "release"):
        again = tell(server, what, taken)
        assert again.status == 409 and "not open any more" in again.json["error"]


def test_an_error_arrives_with_type_message_and_details(server: Server) -> None:
    pid = server.begin(ONE, n=7)
    taken = take(server, "work.one")
    assert tell(server, "outcome", taken, error={"type": 3}).status == 400
    error = {"type": "Declined", "message": "too much", "details": {"limit": 5}}
    assert tell(server, "outcome", taken, error=error).status == 200
    assert value(server, pid) == ["Declined", "too much", {"limit": 5}]


def test_who_is_late_is_refused(server: Server) -> None:
    pid = server.begin(ONE, n=7)
    first = take(server, "work.one", lease="200ms")
    second = take(server, "work.one")
    assert second["requests"][0]["attempts"] == 2
    late = tell(server, "outcome", first, value="late")
    assert late.status == 409 and late.json["error"].startswith("too late")
    assert tell(server, "outcome", second, value="in time").status == 200
    assert value(server, pid) == "in time"


def test_what_is_released_is_taken_by_another(server: Server) -> None:
    pid = server.begin(ONE, n=7)
    assert tell(server, "release", take(server, "work.one", lease="1h")).status == 202
    assert tell(server, "outcome", take(server, "work.one"), value=1).status == 200
    assert value(server, pid) == 1


def test_a_lease_outlives_the_server(server: Server) -> None:
    pid = server.begin(ONCE, n=7)
    taken = take(server, "work.once")
    server.kill()
    server.start()
    assert take(server, "work.once", wait="0s")["requests"] == []
    assert tell(server, "outcome", taken, value="done").status == 200
    assert value(server, pid) == "done"


def test_at_most_once_is_not_given_out_twice(server: Server) -> None:
    pid = server.begin(ONCE, n=7)
    taken = take(server, "work.once", lease="100ms")
    assert len(taken["requests"]) == 1
    assert take(server, "work.once", wait="1s")["requests"] == []
    assert value(server, pid) == "uncertain"
    assert tell(server, "outcome", taken, value="late").status == 409


def test_a_withdrawn_request_is_refused_to_its_worker(server: Server) -> None:
    pid = server.begin(ONE, n=7)
    taken = take(server, "work.one")
    server.call("POST", f"/v1/processes/{pid}/cancel", {})
    server.call("GET", f"/v1/processes/{pid}/result?wait=20s")
    assert tell(server, "heartbeat", taken).status == 409


@pytest.mark.parametrize("topic", ["http.request", "timer", "http.callback", "process.result%20x"])
def test_topics_of_our_own_are_not_given_out(server: Server, topic: str) -> None:
    assert server.call("POST", f"/v1/topics/{topic}/take", {}).status == 403


# -- three languages, one topic

CALLS = 60
MANY = '''
import tasks

@foreign("text.upper")
def upper(text): ...

@foreign("text.upper", delivery="at_most_once")
def once(text): ...

def careful(text):
    try:
        return once(text)
    except Uncertain:
        return "uncertain"

def main(count):
    calls = [async upper(f"some {n}") for n in range(count)] + [async careful(f"once {n}") for n in range(count)]
    return tasks.gather(*calls)
'''
PYTHON_WORKER = '''
import os, sys, time
from flowmetal import Worker

worker = Worker(sys.argv[1], concurrency=2, lease_s=2)

@worker.function("text.upper")
def upper(text):
    os.write(1, f"{text}\\n".encode())  # two threads do it
    time.sleep(0.05)
    return text.upper()

worker.run()
'''


class Workers:
    """One worker of each language; their standard outputs are appended to one file."""

    def __init__(self, server: Server, directory: Path) -> None:
        (directory / "worker.py").write_text(PYTHON_WORKER)
        self._commands = {
            "shell": ["bash", str(ROOT / "examples" / "worker.sh")],
            "javascript": ["node", str(ROOT / "examples" / "worker.mjs")],
            "python": [sys.executable, str(directory / "worker.py"), server.store],
        }
        self._environment = {**os.environ, "FLOWMETAL_URL": server.url, "FLOWMETAL_LEASE": "2s"}
        self._said = {name: (directory / name).open("ab") for name in self._commands}
        self._directory = directory
        self._running: dict[str, subprocess.Popen[bytes]] = {}

    def start(self, name: str) -> None:
        self._running[name] = subprocess.Popen(
            self._commands[name], stdout=self._said[name], stderr=subprocess.DEVNULL, env=self._environment,
            start_new_session=True,
        )

    def kill(self, name: str) -> None:
        process = self._running.pop(name, None)
        if process is not None:
            os.killpg(process.pid, 9)
            process.wait()

    def kill_all(self) -> None:
        for name in list(self._running):
            self.kill(name)
        for file in self._said.values():
            file.close()

    @property
    def names(self) -> list[str]:
        return list(self._commands)

    def said(self, name: str) -> list[str]:
        return (self._directory / name).read_text().splitlines()


@pytest.mark.skipif(not all(map(shutil.which, ("bash", "curl", "jq", "node"))), reason="needs bash, curl, jq and node")
def test_three_languages_serve_one_topic_under_kills(server: Server, tmp_path: Path) -> None:
    seed = random.randrange(1 << 30)
    chance = random.Random(seed)
    workers = Workers(server, tmp_path)
    try:
        for name in workers.names:
            workers.start(name)
        pid = server.begin(MANY, count=CALLS)
        killed: Counter[str] = Counter()
        for _ in range(8):
            time.sleep(chance.uniform(0.1, 0.5))
            victim = chance.choice([*workers.names, "server"])
            killed[victim] += 1
            if victim == "server":
                server.kill()
                server.start()
            else:
                workers.kill(victim)
                workers.start(victim)
        answered = server.call("GET", f"/v1/processes/{pid}/result?wait=60s", timeout=90)
        result = answered.json
        assert result["status"] == "done", (seed, killed, result["error"])
        entries = server.call("GET", f"/v1/processes/{pid}/journal").json["events"]
    finally:
        workers.kill_all()
    assert result["value"][:CALLS] == [f"SOME {n}" for n in range(CALLS)], seed
    assert all(got in (f"ONCE {n}", "uncertain") for n, got in enumerate(result["value"][CALLS:])), seed
    outcomes = Counter(entry["data"]["request"] for entry in entries if entry["kind"] == "outcome")
    assert set(outcomes.values()) == {1} and len(outcomes) == 2 * CALLS, seed
    asked = {
        f"{pid}-{entry['data']['request']}": entry["data"]["payload"]["text"] for entry in entries
        if entry["kind"] == "request" and entry["data"]["topic"] == "text.upper"
    }
    by_id = workers.said("shell") + workers.said("javascript")
    begun = Counter([*(asked[request_id] for request_id in by_id), *workers.said("python")])
    assert all(begun[f"some {n}"] >= 1 for n in range(CALLS)), seed
    assert all(begun[f"once {n}"] <= 1 for n in range(CALLS)), (seed, "at most once")
    assert all(workers.said(name) for name in workers.names), (seed, "each had some")

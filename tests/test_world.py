"""The world keeps what tests believe of it."""

from __future__ import annotations

import dataclasses
import json
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from tests.world import World, contradictions


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with World(tmp_path / "ledger") as running:
        yield running


def ask(
    world: World, path: str, body: Any = None, *, key: str | None = None, method: str = "POST"
) -> tuple[int, Any, dict[str, str]]:
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(world.url + path, data, {"Idempotency-Key": key} if key else {}, method=method)
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:
            return answer.status, json.load(answer), dict(answer.headers)
    except urllib.error.HTTPError as error:
        with error:
            return error.code, json.load(error), dict(error.headers)


def test_a_key_is_applied_once_also_across_a_kill(world: World) -> None:
    assert ask(world, "/counter/a", {"by": 5}, key="k1")[:2] == (200, {"value": 5})
    assert ask(world, "/counter/a", {"by": 2}, key="k2")[:2] == (200, {"value": 7})
    world.kill()
    with world.ledger_path.open("ab") as ledger:
        ledger.write(b'{"n": 3, "torn')
    world.start()
    assert ask(world, "/counter/a", {"by": 5}, key="k1")[:2] == (200, {"value": 5})
    assert ask(world, "/counter/a", key="k3", method="GET")[:2] == (200, {"value": 7})
    assert ask(world, "/counter/a", {"by": 6}, key="k1")[0] == 409
    assert [(line.n, line.key, line.applied) for line in world.ledger()] == [
        (1, "k1", True), (2, "k2", True), (3, "k1", False), (4, "k3", True), (5, "k1", False),
    ]  # fmt: skip


def test_behaviours(world: World) -> None:
    world.script("/s", {"status": 503}, {"status": 429, "retry_after": 20}, {"close": "before"}, {"close": "after"})
    assert ask(world, "/s", key="k")[0] == 503
    status, _, headers = ask(world, "/s", key="k")
    assert (status, headers["Retry-After"]) == (429, "20")
    for _ in range(2):
        with pytest.raises(OSError):
            ask(world, "/s", key="k")
    assert ask(world, "/s", key="k")[:2] == (200, {"path": "/s", "n": 1, "echo": None})
    assert [line.applied for line in world.ledger()] == [False, False, False, True, False]
    assert [ask(world, "/f?fail=2&status=500", key=key)[0] for key in "aabab"] == [500, 500, 500, 200, 500]
    assert [ask(world, "/f?fail=2&status=500", key=key)[0] for key in "ab"] == [200, 200]
    world.script("/t", {"close": "middle"})
    with pytest.raises(Exception):  # noqa: B017
        ask(world, "/t", {"a": "b" * 50}, key="m")
    began = time.monotonic()
    assert ask(world, "/u?delay=0.2")[0] == 200
    assert time.monotonic() - began >= 0.2
    assert contradictions([line for line in world.ledger() if line.key]) == []


def test_a_job_tells_until_it_is_heard(world: World) -> None:
    heard: list[dict[str, Any]] = []
    done = threading.Event()

    class Listener(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            heard.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(503 if len(heard) == 1 else 202)
            self.end_headers()
            if len(heard) > 1:
                done.set()

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Listener)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_address[1]}/"
    status, job, _ = ask(world, "/jobs", {"seconds": 0.3, "notify": url}, key="j")
    assert (status, job) == (201, {"id": "job-1"})
    assert ask(world, "/jobs/job-1", method="GET")[1]["state"] == "running"
    world.kill()
    world.start()
    assert done.wait(5)
    assert heard == [{"job": "job-1", "state": "done"}] * 2
    assert ask(world, "/jobs/job-1", method="GET")[1] == {"id": "job-1", "state": "done", "polls": 2}
    assert ask(world, "/jobs/none", method="GET")[0] == 404
    while not world.notices():
        time.sleep(0.01)
    assert [(line.path, line.status) for line in world.notices()] == [("job-1", 202)]
    server.shutdown()
    server.server_close()


def test_contradictions_are_found(world: World) -> None:
    ask(world, "/a", {"n": 1}, key="k1")
    (line,) = world.ledger()

    def wrong(*changed: Any, **options: Any) -> list[str]:
        return contradictions([line, *(dataclasses.replace(line, n=2, **each) for each in changed)], **options)

    assert wrong({"applied": False}, asked=["k1"], applied=["k1"]) == []
    assert wrong({}) == ["line 2: key k1 was applied twice"]
    assert wrong(asked=[]) == ["line 1: key k1 is in no journal"]
    assert wrong(applied=["k2"]) == ["key k2 was not applied"]
    assert wrong({"key": None}) == ["line 2: POST /a came without a key"]
    assert wrong({"applied": False}, recorded_us={"k1": line.time_us + 1}) == []
    late = {"applied": False, "time_us": line.time_us + 2}
    assert wrong(late, recorded_us={"k1": line.time_us + 1}) == [
        "line 2: key k1 was asked again after its outcome was recorded"
    ]
    assert wrong({"applied": False, "digest": "other"})[0].startswith("line 2: key k1 has two payloads, ")

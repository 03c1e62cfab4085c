"""Callbacks: what callers are answered, and when; what a program gets; what strangers may send."""

from __future__ import annotations

import http.client
import json
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from flowmetal.connectors import CannotListen, Connectors, PortInUse
from flowmetal.connectors import http_server as module
from flowmetal.store.protocol import MOVED, IsACopy, ProcessEnded, StoreFull
from tests.connectors.memory_store import MemoryStore


def call(
    connectors: Connectors, method: str, path: str, body: bytes | None = None, headers: dict[str, str] | None = None
) -> tuple[int, dict[str, str], bytes]:
    assert connectors.url is not None
    connection = http.client.HTTPConnection(connectors.url.removeprefix("http://"), timeout=10)
    try:
        connection.request(method, path, body, headers or {})
        answer = connection.getresponse()
        return answer.status, dict(answer.getheaders()), answer.read()
    finally:
        connection.close()


def error(content: bytes) -> str:
    return str(json.loads(content)["error"])


def given(store: MemoryStore, token: str) -> dict[str, object]:
    outcomes = {record[0]: record[2] for record in store.callbacks.values()}
    return outcomes[token]["ok"]  # type: ignore[no-any-return]


def test_a_callback_is_accepted_once(store: MemoryStore, connectors: Connectors) -> None:
    store.add_callback("t1")
    status, headers, content = call(connectors, "POST", "/v1/callbacks/t1/a%20b/c?x=1&y=%20", b"\x00\xff", {"X-A": "b"})
    assert (status, headers["Content-Type"], json.loads(content)) == (
        202,
        "application/json; charset=utf-8",
        {"status": "accepted"},
    )
    outcome = given(store, "t1")
    assert (outcome["method"], outcome["path"], outcome["query"]) == ("POST", "/a b/c", "x=1&y=%20")
    assert outcome["body"] == b"\x00\xff"
    assert ["X-A", "b"] in outcome["headers"]  # type: ignore[operator]
    status, _, content = call(connectors, "GET", "/v1/callbacks/t1")
    assert (status, error(content)) == (409, "this callback has been used")
    status, _, content = call(connectors, "GET", "/v1/callbacks/other")
    assert (status, error(content)) == (404, "no process waits for this callback")


def test_any_method_counts_except_those_that_only_look(store: MemoryStore, connectors: Connectors) -> None:
    for method in ("GET", "PUT", "PATCH", "DELETE", "PURGE"):
        store.add_callback(method)
        assert call(connectors, method, f"/v1/callbacks/{method}")[0] == 202
        assert given(store, method)["body"] == b""
    store.add_callback("look")
    assert call(connectors, "HEAD", "/v1/callbacks/look")[0] == 200
    status, headers, _ = call(connectors, "OPTIONS", "/v1/callbacks/look")
    assert status == 204 and "POST" in headers["Allow"]
    assert call(connectors, "HEAD", "/v1/callbacks/no")[0] == 404
    assert call(connectors, "POST", "/v1/callbacks/look")[0] == 202
    assert call(connectors, "HEAD", "/v1/callbacks/look")[0] == 409


def test_the_body_arrives_as_it_was_sent(store: MemoryStore, connectors: Connectors) -> None:
    store.add_callback("t")
    call(connectors, "POST", "/v1/callbacks/t", b"not gzip at all", {"Content-Encoding": "gzip"})
    assert given(store, "t")["body"] == b"not gzip at all"


def test_one_of_many_at_once_is_accepted(store: MemoryStore, connectors: Connectors) -> None:
    store.add_callback("t")
    with ThreadPoolExecutor(16) as pool:
        found = list(pool.map(lambda n: call(connectors, "POST", "/v1/callbacks/t", b"%d" % n)[0], range(40)))
    assert sorted(found) == [202] + [409] * 39


def test_answered_only_after_the_store_has_it(store: MemoryStore, connectors: Connectors) -> None:
    store.add_callback("t")
    written, go = threading.Event(), threading.Event()
    answer_callback = store.answer_callback

    def slow(token_hash: bytes, outcome: bytes, time_us: int) -> str:
        written.set()
        assert go.wait(10)
        return answer_callback(token_hash, outcome, time_us)

    store.answer_callback = slow  # type: ignore[method-assign]
    with ThreadPoolExecutor(1) as pool:
        answered = pool.submit(call, connectors, "POST", "/v1/callbacks/t")
        assert written.wait(10)
        assert call(connectors, "GET", "/healthz")[0] == 200  # others are served meanwhile
        assert not answered.done()
        go.set()
        assert answered.result(10)[0] == 202


@pytest.mark.parametrize(
    ("trouble", "status", "message"),
    [
        (StoreFull("no room left"), 503, "the store is full; try again later"),
        (IsACopy("a copy"), 503, "this store is a copy that has not been adopted; try again later"),
        (ProcessEnded("p", MOVED), 503, "the process has moved to another store; try again later"),
        (ProcessEnded("p", "done"), 404, "the process that waited has ended"),
        (OSError("disk"), 503, "the store cannot be written; try again later"),
    ],
)
def test_trouble_with_the_store(
    store: MemoryStore, connectors: Connectors, trouble: Exception, status: int, message: str
) -> None:
    store.add_callback("t")
    store.error = trouble
    found, headers, content = call(connectors, "POST", "/v1/callbacks/t")
    assert (found, error(content)) == (status, message)
    assert headers.get("Retry-After") == ("5" if status == 503 else None)
    store.error = None
    assert call(connectors, "POST", "/v1/callbacks/t")[0] == 202


def test_body_limit(store: MemoryStore, reports: list[str]) -> None:
    store.add_callback("t")
    running = Connectors(store, listen=("127.0.0.1", 0), report=reports.append, body_bytes=1000)  # type: ignore[arg-type]
    running.start()
    try:
        status, _, content = call(running, "POST", "/v1/callbacks/t", b"x" * 1001)
        assert (status, error(content)) == (413, "the body is larger than 1000 bytes")
        chunked = b"POST /v1/callbacks/t HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
        assert b" 413 " in raw(running, chunked + (b"190\r\n" + b"x" * 400 + b"\r\n") * 3 + b"0\r\n\r\n")
        assert call(running, "POST", "/v1/callbacks/t", b"x" * 1000)[0] == 202
    finally:
        running.stop(grace_s=0)


def test_other_paths(connectors: Connectors) -> None:
    assert call(connectors, "GET", "/healthz")[::2] == (200, b'{"status": "ok"}\n')
    assert call(connectors, "POST", "/healthz")[0] == 405
    for path in ("/", "/v1", "/v1/callbacks", "/v1/processes", "//", "/v1/callbacks/%00", "/v1/callbacks/%ff%fe/%ff"):
        assert call(connectors, "GET", path)[0] == 404


# -- strangers


def raw(connectors: Connectors, sent: bytes, *, wait_s: float = 5) -> bytes:
    assert connectors.url is not None
    host, _, port = connectors.url.removeprefix("http://").rpartition(":")
    with socket.create_connection((host, int(port)), timeout=wait_s) as connection:
        connection.sendall(sent)
        return connection.recv(65536)


@pytest.mark.parametrize(
    "sent",
    [
        b"\r\n\r\n\0\0\0",
        b"GET\r\n\r\n",
        b"GET /v1/callbacks/sekret HTTP/9.9\r\n\r\n",
        b"GET http://[ HTTP/1.1\r\nHost: a\r\n\r\n",
        b"POST /v1/callbacks/sekret HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
        b"POST /v1/callbacks/sekret HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n",
        b"POST /v1/callbacks/sekret HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"GET /v1/callbacks/sekret HTTP/1.1\r\n" + b"X: " + b"y" * 100_000 + b"\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x55" * 50 + b"\r\n\r\n",
    ],
)
def test_malformed_requests_are_refused_and_harm_nobody(
    store: MemoryStore, connectors: Connectors, reports: list[str], capfd: pytest.CaptureFixture[str], sent: bytes
) -> None:
    store.add_callback("sekret")
    found = raw(connectors, sent)
    assert found == b"" or found.split(b" ", 2)[1] in (b"400", b"404")
    assert call(connectors, "POST", "/v1/callbacks/sekret")[0] == 202
    assert reports == []
    out, err = capfd.readouterr()
    assert "sekret" not in out + err


def test_expect_100_continue(store: MemoryStore, connectors: Connectors) -> None:
    store.add_callback("t")
    head = b"POST /v1/callbacks/t HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n"
    assert raw(connectors, head).startswith(b"HTTP/1.1 100 Continue\r\n\r\n")


def test_who_says_nothing_is_hung_up_on(
    store: MemoryStore, connectors: Connectors, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "FIRST_REQUEST_S", 0.3)
    monkeypatch.setattr(module, "BODY_S", 0.3)
    began = time.monotonic()
    assert raw(connectors, b"GET /healthz HTTP/1.1\r\nX: ") == b""
    store.add_callback("t")
    slow = raw(connectors, b"POST /v1/callbacks/t HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nx")
    assert slow.startswith(b"HTTP/1.1 408 ")
    assert time.monotonic() - began < 5


def test_a_caller_that_leaves_midway_harms_nobody(
    store: MemoryStore, connectors: Connectors, reports: list[str]
) -> None:
    assert connectors.url is not None
    host, _, port = connectors.url.removeprefix("http://").rpartition(":")
    store.add_callback("t")
    for _ in range(20):
        with socket.create_connection((host, int(port)), timeout=5) as connection:
            connection.sendall(b"POST /v1/callbacks/t HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nhalf")
    assert call(connectors, "POST", "/v1/callbacks/t", b"whole")[0] == 202
    assert given(store, "t")["body"] == b"whole"
    assert reports == []


# -- the port


def test_a_port_in_use(store: MemoryStore, connectors: Connectors) -> None:
    assert connectors.url is not None
    port = int(connectors.url.rpartition(":")[2])
    with pytest.raises(PortInUse) as found:
        Connectors(store, listen=("127.0.0.1", port)).start()  # type: ignore[arg-type]
    assert str(found.value) == f"port {port} on 127.0.0.1 is in use; choose another with --listen"


@pytest.mark.parametrize(
    "listen", [("no-such-host.invalid", 0), ("192.0.2.1", 0), ("127.0.0.1", 70000), ("a" * 100, 1)]
)
def test_an_address_that_cannot_be_had(store: MemoryStore, listen: tuple[str, int]) -> None:
    with pytest.raises(CannotListen) as found:
        Connectors(store, listen=listen).start()  # type: ignore[arg-type]
    assert str(found.value).startswith(f"cannot listen on {listen[0]}:{listen[1]}: ")
    assert str(found.value).endswith("; choose another with --listen")


def test_the_port_is_free_again_after_stop(store: MemoryStore) -> None:
    running = Connectors(store, listen=("127.0.0.1", 0))  # type: ignore[arg-type]
    running.start()
    assert running.url is not None
    port = int(running.url.rpartition(":")[2])
    assert call(running, "GET", "/healthz")[0] == 200
    running.stop()
    again = Connectors(store, listen=("127.0.0.1", port))  # type: ignore[arg-type]
    again.start()
    assert call(again, "GET", "/healthz")[0] == 200
    again.stop()

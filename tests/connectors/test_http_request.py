"""The HTTP request connector against real servers: what is sent, what comes back, what may go wrong."""

from __future__ import annotations

import gzip
import socket
import ssl
import subprocess
import threading
import time
import zlib
from pathlib import Path
from typing import Any

import pytest

from flowmetal.connectors import Connectors, http_request
from flowmetal.wire import Duration, Timestamp
from tests.connectors.memory_store import MemoryStore
from tests.connectors.raw_server import Asked, RawServer, answer
from tests.world import World

pytestmark = pytest.mark.usefixtures("connectors")
SECOND = Duration(1_000_000)


def error_of(outcome: dict[str, Any]) -> tuple[str, str]:
    return outcome["error"]["type"], outcome["error"]["message"]


def test_what_is_sent_and_what_comes_back(store: MemoryStore) -> None:
    def reply(asked: Asked) -> bytes:
        return answer(b"caf\xc3\xa9", "201 Made it", X_One="1", Set_Cookie="a=b")

    with RawServer(reply) as server:
        first = store.ask({"method": "post", "url": server.url + "/a?b=c#d", "headers": [["X-A", "ü"]], "body": b"hi"})
        outcome = store.outcome(first)["ok"]
        assert (outcome["status"], outcome["reason"], outcome["body"]) == (201, "Made it", "café".encode())
        assert outcome["headers"] == [["X-One", "1"], ["Set-Cookie", "a=b"], ["Content-Length", "5"]]
        assert outcome["url"] == server.url + "/a?b=c"
        store.outcome(store.ask({"url": server.url}))
    asked, plain = server.asked
    assert (asked.method, asked.target, asked.body) == ("POST", "/a?b=c", b"hi")
    assert asked.headers["idempotency-key"] == first
    assert asked.headers["user-agent"].startswith("flowmetal/")
    assert asked.headers["x-a"].encode("latin-1").decode() == "ü"
    assert "content-type" not in asked.headers
    assert plain.method == "GET" and "cookie" not in plain.headers and "content-length" not in plain.headers


def test_the_programs_own_headers_win(store: MemoryStore) -> None:
    with RawServer(lambda _: answer()) as server:
        headers = [["idempotency-key", "mine"], ["User-Agent", "me"], ["Accept-Encoding", "identity"]]
        store.outcome(store.ask({"url": server.url.replace("//", "//u:p%40@"), "headers": headers}))
    sent = server.asked[0].headers
    assert (sent["idempotency-key"], sent["user-agent"], sent["accept-encoding"]) == ("mine", "me", "identity")
    assert sent["authorization"] == "Basic dTpwQA=="


@pytest.mark.parametrize(
    ("payload", "message"),
    [
        (None, "the payload is a dictionary, not None"),
        ([], "the payload is a dictionary, not list"),
        ({}, "'url' is str, not None"),
        ({"url": 7}, "'url' is str, not int"),
        ({"url": "ftp://a/"}, "the URL 'ftp://a/' does not begin with http:// or https://"),
        ({"url": "http://"}, None),
        ({"url": "/path"}, "the URL '/path' does not begin with http:// or https://"),
        ({"url": "http://a b/"}, "the URL 'http://a b/' holds a space or control character"),
        ({"url": "http://a/\r\nX: y"}, "the URL 'http://a/\\r\\nX: y' holds a space or control character"),
        ({"url": "http://a:99999/"}, None),
        ({"url": "http://a:0/"}, "the URL 'http://a:0/' names no host and port that can be asked"),
        ({"url": "http://[::1/"}, None),
        ({"url": "http://" + "a" * 70 + ".com/"}, None),
        ({"url": "http://..a/"}, None),
        ({"url": "http://a/", "method": "GET /x"}, "'GET /x' is not a method that can be asked"),
        ({"url": "http://a/", "method": "CONNECT"}, "'CONNECT' is not a method that can be asked"),
        ({"url": "http://a/", "method": None}, "'method' is str, not None"),
        ({"url": "http://a/", "headers": {"a": "b"}}, "'headers' is list, not dict"),
        ({"url": "http://a/", "headers": [["a"]]}, "a header is [name, value], both str, not ['a']"),
        ({"url": "http://a/", "headers": [["a", 1]]}, "a header is [name, value], both str, not ['a', 1]"),
        ({"url": "http://a/", "headers": [["a:", "b"]]}, "'a:' is not the name of a header"),
        ({"url": "http://a/", "headers": [["a", "b\r\nc: d"]]}, "the value of header 'a' holds a control character"),
        ({"url": "http://a/", "headers": [["Transfer-Encoding", "chunked"]]}, None),
        ({"url": "http://a/", "headers": [["Content-Length", "9"]]}, None),
        ({"url": "http://a/", "body": "text"}, "'body' is bytes or None, not str"),
        ({"url": "http://a/", "timeout": 5}, "'timeout' is a duration above zero or None, not 5"),
        ({"url": "http://a/", "timeout": Duration(0)}, "'timeout' is a duration above zero or None, not Duration(0)"),
        ({"url": "http://a/", "timeout": Timestamp(1)}, None),
        ({"url": "http://a/", "redirects": True}, "'redirects' is int, not bool"),
        ({"url": "http://a/", "redirects": -1}, "'redirects' is not below zero"),
        ({"url": "http://a/", "max_bytes": 1.5}, "'max_bytes' is int, not float"),
        ({"url": "http://a/", "verify": 0}, "'verify' is bool, not int"),
    ],
)
def test_bad_payloads_are_refused(store: MemoryStore, payload: Any, message: str | None) -> None:
    kind, text = error_of(store.outcome(store.ask(payload)))
    assert kind == "InvalidRequest"
    assert message is None or text == message
    assert "\n" not in text


@pytest.mark.parametrize("data", [b"", b"\xc1", b"\x01", b"\x81\xa7options\x01", b"\x81\xa7payload\x01"])
def test_damaged_requests_are_refused(store: MemoryStore, data: bytes) -> None:
    assert error_of(store.outcome(store.put(data)))[0] == "InvalidRequest"


def test_an_unknown_delivery_is_refused(store: MemoryStore) -> None:
    kind, text = error_of(store.outcome(store.ask({"url": "http://a/"}, delivery="twice")))
    assert (kind, text) == ("InvalidRequest", "delivery is 'at_least_once' or 'at_most_once', not 'twice'")


# -- trouble on the way


def test_refused_and_unknown_hosts(store: MemoryStore) -> None:
    with RawServer(lambda _: answer()) as server:
        url = server.url
    for delivery in ("at_least_once", "at_most_once"):
        outcome = store.outcome(store.ask({"url": url + "/a?secret"}, delivery=delivery))
        assert error_of(outcome) == ("ConnectionError", f"GET {url}/a: cannot connect: Connection refused")
    assert error_of(store.outcome(store.ask({"url": "http://no-such-host.invalid/"})))[0] == "ConnectionError"


@pytest.mark.parametrize(
    "reply",
    [
        None,
        b"",
        b"garbage\r\n\r\n",
        b"HTTP/1.1 99999999 what\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf",
        b"HTTP/1.1 200 OK\r\nContent-Le",
        b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhello",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello",
        b"HTTP/1.1 200 OK\r\nX: " + b"x" * 200_000 + b"\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 5\r\n\r\nhello",
        b"\x16\x03\x01\x00\x00" * 40,
    ],
)
def test_broken_answers(store: MemoryStore, reply: bytes | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http_request, "LOST_ANSWER_PAUSES_S", (0.01,))
    with RawServer(lambda _: reply) as server:
        lenient = store.ask({"url": server.url, "timeout": Duration(5_000_000)})
        strict = store.ask({"url": server.url, "timeout": Duration(5_000_000)}, delivery="at_most_once")
        assert error_of(store.outcome(lenient))[0] == "ConnectionError"
        assert error_of(store.outcome(strict))[0] == "Uncertain"
    keys = [asked.headers["idempotency-key"] for asked in server.asked]
    assert keys.count(strict) == 1
    assert keys.count(lenient) in (1, 2)  # a lost answer is asked for again; one that is no HTTP is not


def test_a_lost_answer_is_asked_for_again_under_the_same_key(store: MemoryStore, world: World) -> None:
    for close in ("after", "middle"):
        world.script(f"/{close}", {"close": close}, per="key")
        key = store.ask({"url": f"{world.url}/{close}", "method": "POST", "body": b"1"})
        assert store.outcome(key)["ok"]["status"] == 200
        assert [line.key for line in world.ledger()].count(key) == 2


def test_headers_of_any_bytes_arrive_as_text(store: MemoryStore) -> None:
    with RawServer(lambda _: b"HTTP/1.1 200 \xff\xfe\r\nX-Odd: \xe9\x80\r\nContent-Length: 0\r\n\r\n") as server:
        outcome = store.outcome(store.ask({"url": server.url}))
    assert outcome["ok"]["headers"][0] == ["X-Odd", "é\x80"]


def test_time_limit(store: MemoryStore, world: World) -> None:
    began = time.monotonic()
    slow = {"url": world.url + "/slow?delay=5", "timeout": Duration(300_000)}
    lenient, strict = store.ask(slow), store.ask(slow, delivery="at_most_once")
    assert error_of(store.outcome(lenient)) == ("Timeout", f"GET {world.url}/slow: no whole answer within 0.3 s")
    assert error_of(store.outcome(strict))[0] == "Uncertain"
    assert time.monotonic() - began < 3


def test_a_kept_connection_is_used_again_and_may_turn_out_closed(store: MemoryStore) -> None:
    served = []

    def reply(asked: Asked) -> bytes | None:
        served.append(asked.target)
        return None if asked.target == "/drop" and served.count("/drop") == 1 else answer(b"ok")

    with RawServer(reply, keep=True) as server:
        for target in ("/a", "/b"):
            store.outcome(store.ask({"url": server.url + target}))
        assert server.connections == 1
        dropped = store.ask({"url": server.url + "/drop", "method": "POST", "body": b"x"})
        assert store.outcome(dropped)["ok"]["status"] == 200
    keys = [asked.headers["idempotency-key"] for asked in server.asked if asked.target == "/drop"]
    assert keys == [dropped, dropped]


def test_at_most_once_is_never_sent_twice(store: MemoryStore) -> None:
    with RawServer(lambda asked: None if asked.target == "/drop" else answer(b"ok"), keep=True) as server:
        store.outcome(store.ask({"url": server.url + "/warm"}))
        for method in ("GET", "POST"):
            lost = store.ask({"url": server.url + "/drop", "method": method}, delivery="at_most_once")
            assert error_of(store.outcome(lost))[0] == "Uncertain"
    assert [asked.target for asked in server.asked].count("/drop") == 2


def test_a_hanging_look_up_holds_up_nobody(
    store: MemoryStore, connectors: Connectors, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, go = socket.getaddrinfo, threading.Event()

    def look_up(host: Any, *rest: Any, **options: Any) -> Any:
        if host == "other.test":
            return real("127.0.0.1", *rest, **options)
        assert go.wait(20)
        raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    hung = [store.ask({"url": f"http://h{n}.test/", "timeout": SECOND}) for n in range(50)]
    with RawServer(lambda _: answer(b"ok")) as server:
        assert store.outcome(store.ask({"url": f"http://other.test:{server.port}/"}))["ok"]["status"] == 200
    assert store.outcome(hung[0])["error"]["type"] == "Timeout"
    last = store.ask({"url": "http://last.test/"}, delivery="at_most_once")
    go.set()
    message = "GET http://last.test/: cannot connect: Temporary failure in name resolution"
    assert error_of(store.outcome(last)) == ("ConnectionError", message)


def test_proxies_of_the_environment(store: MemoryStore, monkeypatch: pytest.MonkeyPatch) -> None:
    with RawServer(lambda _: answer(b"proxied")) as proxy, RawServer(lambda _: answer(b"direct")) as server:
        monkeypatch.setenv("http_proxy", proxy.url)
        monkeypatch.setenv("no_proxy", "127.0.0.1")
        assert store.outcome(store.ask({"url": "http://far.test/a"}))["ok"]["body"] == b"proxied"
        assert store.outcome(store.ask({"url": server.url}))["ok"]["body"] == b"direct"
    assert [asked.target for asked in proxy.asked] == ["http://far.test/a"]


# -- sizes


def test_size_limit(store: MemoryStore) -> None:
    chunked = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + b"64\r\n" + b"x" * 100 + b"\r\n0\r\n\r\n"
    for reply in (answer(b"x" * 100), chunked):
        with RawServer(lambda _, reply=reply: reply) as server:  # type: ignore[misc]
            assert len(store.outcome(store.ask({"url": server.url, "max_bytes": 100}))["ok"]["body"]) == 100
            over = store.outcome(store.ask({"url": server.url, "max_bytes": 99}))
            message = f"GET {server.url}: the answer's body is larger than 99 bytes"
            assert error_of(over) == ("TooLarge", message)


def test_packed_bodies(store: MemoryStore) -> None:
    text = b"hello " * 1000
    raw = zlib.compressobj(wbits=-15)
    packed = [
        ("gzip", gzip.compress(text)),
        ("x-gzip", gzip.compress(text[:3000]) + gzip.compress(text[3000:]) + b"\0\0\0"),
        ("deflate", zlib.compress(text)),
        ("deflate", raw.compress(text) + raw.flush()),
        ("gzip", b""),
    ]
    for encoding, body in packed:
        with RawServer(lambda _, e=encoding, b=body: answer(b, Content_Encoding=e)) as server:  # type: ignore[misc]
            outcome = store.outcome(store.ask({"url": server.url, "max_bytes": len(text)}))
            assert outcome["ok"]["body"] == (text if body else b"")
            if body:
                outcome = store.outcome(store.ask({"url": server.url, "max_bytes": len(text) - 1}))
                assert outcome["error"]["type"] == "TooLarge"
    cut = gzip.compress(text)[:-3]
    with RawServer(lambda _: answer(cut, Content_Encoding="gzip")) as server:
        message = f"GET {server.url}: the answer's body ends in the middle of its gzip data"
        assert error_of(store.outcome(store.ask({"url": server.url}))) == ("ConnectionError", message)
    with RawServer(lambda _: answer(b"as it is", Content_Encoding="br")) as server:
        assert store.outcome(store.ask({"url": server.url}))["ok"]["body"] == b"as it is"


def test_a_small_body_that_unpacks_to_hundreds_of_megabytes(store: MemoryStore) -> None:
    packer = zlib.compressobj(9, wbits=31)
    block = b"\0" * (1 << 22)
    bomb = b"".join(packer.compress(block) for _ in range(64)) + packer.flush()
    with RawServer(lambda _: answer(bomb, Content_Encoding="gzip")) as server:
        began = time.monotonic()
        assert store.outcome(store.ask({"url": server.url}))["error"]["type"] == "TooLarge"
        assert time.monotonic() - began < 2


def test_a_large_body_is_sent_whole(store: MemoryStore) -> None:
    body = bytes(range(256)) * (20 << 10)
    with RawServer(lambda asked: answer(str(len(asked.body)).encode())) as server:
        outcome = store.outcome(store.ask({"url": server.url, "method": "PUT", "body": body}))
    assert outcome["ok"]["body"] == str(len(body)).encode()
    assert server.asked[0].body == body


# -- redirects


@pytest.mark.parametrize(
    ("status", "method", "then", "body"),
    [
        (301, "POST", "GET", b""),
        (302, "POST", "GET", b""),
        (303, "PUT", "GET", b""),
        (303, "HEAD", "HEAD", b""),
        (302, "PUT", "PUT", b"data"),
        (307, "POST", "POST", b"data"),
        (308, "POST", "POST", b"data"),
    ],
)
def test_redirects_keep_or_change_the_method(
    store: MemoryStore, status: int, method: str, then: str, body: bytes
) -> None:
    def reply(asked: Asked) -> bytes:
        if asked.target == "/old":
            return answer(b"" if method == "HEAD" else b"moved", f"{status} Moved", Location="../new?x=1#y")
        return answer(b"" if asked.method == "HEAD" else b"here")

    given = None if method == "HEAD" else b"data"
    headers = [["Content-Type", "text/plain"], ["Authorization", "secret"]]
    with RawServer(reply) as server:
        asked = store.ask({"method": method, "url": server.url + "/old", "headers": headers, "body": given})
        outcome = store.outcome(asked)["ok"]
    assert (outcome["status"], outcome["url"]) == (200, server.url + "/new?x=1")
    last = server.asked[-1]
    assert (last.method, last.body) == (then, body)
    assert ("content-type" in last.headers) == (then != "GET")
    assert last.headers["authorization"] == "secret"
    assert last.headers.get("idempotency-key") == (asked if then == method else None)


def test_secrets_do_not_cross_origins(store: MemoryStore) -> None:
    with (
        RawServer(lambda _: answer(b"ok")) as other,
        RawServer(lambda _: answer(b"", "307 Go", Location=other.url.replace("//", "//a:b@"))) as server,
    ):
        headers = [["Authorization", "a"], ["cookie", "b"], ["Host", "example.com"], ["X-Kept", "c"]]
        store.outcome(store.ask({"url": server.url, "headers": headers}))
        store.outcome(store.ask({"url": server.url.replace("//", "//me:pw@")}))
    assert server.asked[0].headers["authorization"] == "a" and "authorization" in server.asked[1].headers
    for asked in other.asked:
        assert not {"authorization", "cookie"} & set(asked.headers)
        assert asked.headers["host"] == other.url[7:]
    assert other.asked[0].headers["x-kept"] == "c"


def test_limits_of_redirects(store: MemoryStore) -> None:
    with RawServer(lambda _: answer(b"again", "302 Round", Location="/round")) as server:
        assert store.outcome(store.ask({"url": server.url, "redirects": 0}))["ok"]["status"] == 302
        kind, text = error_of(store.outcome(store.ask({"url": server.url, "redirects": 3})))
        assert (kind, text) == (
            "InvalidRequest",
            f"GET {server.url}: redirected more than 3 times, at last to {server.url}/round",
        )
    assert len(server.asked) == 1 + 4
    for place in ("file:///etc/passwd", "http://", "http://[", "javascript:alert(1)"):
        with RawServer(lambda _, place=place: answer(b"", "302 Off", Location=place)) as server:  # type: ignore[misc]
            kind, text = error_of(store.outcome(store.ask({"url": server.url})))
            assert (kind, text) == ("InvalidRequest", f"{server.url} redirects to {place!r}, which cannot be asked")


# -- TLS


@pytest.fixture(scope="module")
def tls(tmp_path_factory: pytest.TempPathFactory) -> ssl.SSLContext:
    place: Path = tmp_path_factory.mktemp("tls")
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1"]
    try:
        subprocess.run([*command, "-keyout", place / "key", "-out", place / "cert"], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("no usable openssl command to make a certificate with")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(place / "cert", place / "key")
    return context


def test_certificates_are_checked_unless_told_otherwise(store: MemoryStore, tls: ssl.SSLContext) -> None:
    with RawServer(lambda _: answer(b"ok"), tls=tls) as server:
        for delivery in ("at_least_once", "at_most_once"):
            kind, text = error_of(store.outcome(store.ask({"url": server.url}, delivery=delivery)))
            assert kind == "ConnectionError"
            assert "its certificate is not accepted" in text
        assert store.outcome(store.ask({"url": server.url, "verify": False}))["ok"]["body"] == b"ok"
    assert len(server.asked) == 1


# -- many


def test_one_slow_host_delays_nobody_else_and_limits_hold(store: MemoryStore, world: World) -> None:
    world.script("/slow", {"hang": True}, always=True)
    hung = [store.ask({"url": world.url + "/slow"}) for _ in range(100)]
    with RawServer(lambda _: answer(b"ok")) as server:
        quick = [store.ask({"url": server.url}) for _ in range(100)]
        for each in quick:
            store.outcome(each)
    assert len(world.ledger()) == 32
    for each in hung:
        store.withdraw(each)


def test_a_withdrawn_request_is_given_up(store: MemoryStore, world: World) -> None:
    hung = store.ask({"url": world.url + "/x?hang=1"})
    while not world.ledger():
        time.sleep(0.01)
    store.withdraw(hung)
    began = time.monotonic()
    while world.ledger()[-1].path == "/x" or world.ledger()[-1].in_flight > 1:
        assert time.monotonic() - began < 5, "its connection is still open"
        store.outcome(store.ask({"url": world.url + "/after"}))
    assert hung not in store.outcomes


def test_a_long_backlog_is_worked_off_in_order(store: MemoryStore) -> None:
    with RawServer(lambda _: answer(b"ok"), keep=True) as server:
        ids = [store.ask({"url": server.url}) for _ in range(1500)]
        for each in ids:
            store.outcome(each)
    keys = [asked.headers["idempotency-key"] for asked in server.asked]
    assert sorted(keys) == sorted(ids)
    order = {key: n for n, key in enumerate(ids)}
    assert max(abs(order[key] - n) for n, key in enumerate(keys)) <= 200
    assert server.connections <= 32

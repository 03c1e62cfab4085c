"""Which addresses are asked: by rule, by name, and through redirects."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from typing import Any

import pytest

from flowmetal.connectors import ConnectorError, Connectors
from flowmetal.connectors.reach import NotAllowed, Reach, from_environment, literal
from tests.connectors.memory_store import MemoryStore
from tests.connectors.raw_server import RawServer, answer


def rules(allow: str = "", deny: str = "") -> Reach:
    return from_environment({"FLOWMETAL_HTTP_ALLOW": allow, "FLOWMETAL_HTTP_DENY": deny})


def is_asked(reach: Reach, host: str, address: str) -> bool:
    try:
        reach.check(host, address)
    except NotAllowed:
        return False
    return True


@pytest.mark.parametrize("address", [
    "169.254.169.254", "169.254.0.1", "fe80::1", "fe80::1%lo", "::ffff:169.254.169.254", "2002:a9fe:a9fe::1",
    "64:ff9b::169.254.169.254", "::169.254.169.254", "fd00:ec2::254", "fd20:ce::254", "100.100.100.200",
    "168.63.129.16", "192.0.0.192",
])  # fmt: skip
def test_metadata_and_link_local_addresses_are_refused_by_default(address: str) -> None:
    assert not is_asked(rules(), "some.host", address)
    assert not is_asked(rules(allow="some.host"), "some.host", address), "the name is not what makes it safe"
    assert is_asked(rules(allow="169.254.0.0/16, fe80::/10, fd00::/8, 100.100.100.200, 168.63.129.16, 192.0.0.192"),
                    "some.host", address)


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "10.1.2.3", "192.0.2.1", "2001:db8::1", "100.100.100.201"])
def test_all_others_are_asked_by_default(address: str) -> None:
    assert is_asked(rules(), "some.host", address)


def test_allow_goes_before_deny() -> None:
    only = rules(allow="api.example.com, *.example.org, 10.0.0.0/8", deny="all")
    assert is_asked(only, "API.example.com.", "192.0.2.1") and is_asked(only, "a.b.example.org", "192.0.2.1")
    assert is_asked(only, "other", "10.1.1.1")
    assert not is_asked(only, "example.org", "192.0.2.1") and not is_asked(only, "xapi.example.com", "192.0.2.1")
    but = rules(deny="10.0.0.0/8, bad.example.com")
    assert not is_asked(but, "x", "10.0.0.1") and not is_asked(but, "x", "::ffff:10.0.0.1")
    assert not is_asked(but, "bad.example.com", "192.0.2.1") and is_asked(but, "example.com", "192.0.2.1")


@pytest.mark.parametrize("text", ["10.0.0.0/99", "10.0.0.1/8", "a*b", "1.2.3", "a b"])
def test_lists_that_make_no_sense_are_refused(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FLOWMETAL_HTTP_DENY", text)
    with pytest.raises(ConnectorError, match="FLOWMETAL_HTTP_DENY: "):
        Connectors(MemoryStore()).start()  # type: ignore[arg-type]


def test_addresses_in_strange_spellings() -> None:
    assert literal("a.example") is None and literal("127.0.0.1") == "127.0.0.1" and literal("0:0::1") == "::1"
    for strange in ("2852039166", "127.1", "169.254.43518"):
        with pytest.raises(ValueError):
            literal(strange)


@pytest.fixture
def running(store: MemoryStore, reports: list[str]) -> Iterator[Connectors]:
    connectors = Connectors(store, report=reports.append)  # type: ignore[arg-type]
    connectors.start()
    yield connectors
    connectors.stop(grace_s=0)


def refusal(store: MemoryStore, url: str, **more: Any) -> tuple[str, str]:
    error = store.outcome(store.ask({"url": url, **more}))["error"]
    return error["type"], error["message"]


@pytest.mark.usefixtures("running")
class TestRunning:
    def test_by_address(self, store: MemoryStore) -> None:
        kind, text = refusal(store, "http://169.254.169.254/latest/meta-data/?x=1")
        assert (kind, text) == ("NotAllowed", (
            "GET http://169.254.169.254/latest/meta-data/: 169.254.169.254 is link-local or gives out a machine's "
            "secrets, so it is not asked; FLOWMETAL_HTTP_ALLOW can allow it"
        ))
        assert refusal(store, "http://[::ffff:a9fe:a9fe]/")[0] == "NotAllowed"
        assert refusal(store, "http://[fe80::1]:80/")[0] == "NotAllowed"
        assert refusal(store, "http://2852039166/")[0] == "InvalidRequest"
        assert refusal(store, "http://0xa9fea9fe/")[0] == "NotAllowed"

    def test_by_name(self, store: MemoryStore, monkeypatch: pytest.MonkeyPatch) -> None:
        found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("169.254.169.254", 80))]
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
        kind, text = refusal(store, "http://innocent.example/")
        assert kind == "NotAllowed" and "innocent.example (169.254.169.254) is link-local" in text

    def test_only_what_was_checked_is_connected_to(self, store: MemoryStore, monkeypatch: pytest.MonkeyPatch) -> None:
        """A name with a good and a bad address is asked at the good one; the second look-up, if there were one, would
        give the bad one only."""
        with RawServer(lambda _: answer(b"good")) as server:
            port = int(server.url.rpartition(":")[2])
            looks: list[Any] = []

            def look_up(*_: Any, **__: Any) -> list[Any]:
                looks.append(1)
                bad = (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("169.254.169.254", port))
                good = (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))
                return [bad, good] if len(looks) == 1 else [bad]

            monkeypatch.setattr(socket, "getaddrinfo", look_up)
            outcome = store.outcome(store.ask({"url": f"http://rebinding.example:{port}/"}))
        assert outcome["ok"]["body"] == b"good" and len(looks) == 1

    def test_through_a_redirect(self, store: MemoryStore) -> None:
        with RawServer(lambda _: answer(b"", "302 Found", Location="http://169.254.169.254/secrets")) as server:
            assert refusal(store, server.url)[0] == "NotAllowed"
            assert len(server.asked) == 1

    def test_names_behind_a_proxy(self, store: MemoryStore, monkeypatch: pytest.MonkeyPatch) -> None:
        with RawServer(lambda _: answer(b"proxied")) as proxy:
            monkeypatch.setenv("http_proxy", proxy.url)
            assert refusal(store, "http://Metadata.google.internal./computeMetadata/v1/")[0] == "NotAllowed"
            assert refusal(store, "http://169.254.169.254/")[0] == "NotAllowed"
            assert store.outcome(store.ask({"url": "http://some.example/"}))["ok"]["body"] == b"proxied"
            assert len(proxy.asked) == 1


def test_the_lists_of_the_environment(
    store: MemoryStore, reports: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FLOWMETAL_HTTP_DENY", "all")
    monkeypatch.setenv("FLOWMETAL_HTTP_ALLOW", "localhost")
    connectors = Connectors(store, report=reports.append)  # type: ignore[arg-type]
    connectors.start()
    try:
        with RawServer(lambda _: answer(b"yes")) as server:
            by_name = server.url.replace("127.0.0.1", "localhost")
            assert store.outcome(store.ask({"url": by_name}))["ok"]["body"] == b"yes"
            kind, text = refusal(store, server.url)
            assert kind == "NotAllowed" and text.endswith("127.0.0.1 may not be asked: FLOWMETAL_HTTP_DENY says so")
    finally:
        connectors.stop(grace_s=0)

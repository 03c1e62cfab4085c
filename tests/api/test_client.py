"""The Python `Client`, over HTTP and directly on a store: the same answers."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import flowmetal
from flowmetal import Client, ClientError, ProcessFailed
from flowmetal.api.ways import Refused, Unreachable
from flowmetal.store import open_store
from tests.api.serving import Server

CHAT = '''
import log

def main(question, patience: duration = 1h, *, since=None):
    print(question)
    log.info("waiting", patience=patience)
    answer = receive("answer", timeout=patience)
    return [answer, patience * 2, since]
'''


@pytest.fixture(params=["http", "store"])
def client(server: Server, request: pytest.FixtureRequest) -> Iterator[Client]:
    with Client(server.url if request.param == "http" else server.store) as made:
        yield made


@pytest.fixture
def chat(tmp_path: Path) -> Path:
    (tmp_path / "chat.fm").write_text(CHAT)
    return tmp_path / "chat.fm"


def test_a_conversation(client: Client, chat: Path) -> None:
    moment = datetime(2026, 5, 4, 12, 30, tzinfo=UTC)
    process = client.start(chat, "Who?", patience=timedelta(minutes=90), since=moment)
    lines = process.output(follow=True)
    assert (next(lines).text, next(lines).fields["patience"]) == ("Who?\n", timedelta(minutes=90))
    assert not process.wait(0.01).ended
    with pytest.raises(TimeoutError, match=r"has not ended within 0\.01 s"):
        process.result(0.01)
    process.send("answer", {"by": "Ada", "raw": b"\0\xff", "after": timedelta(seconds=3)})
    given = {"by": "Ada", "raw": b"\0\xff", "after": timedelta(seconds=3)}
    assert process.result(20) == [given, timedelta(hours=3), moment]
    assert list(lines) == [] and process.wait(0).status == "done"
    kinds = [event.kind for event in process.journal()]
    assert kinds[0] == "start" and kinds[-1] == "end"
    assert [event.number for event in process.journal(after=2)] == list(range(3, len(kinds) + 1))
    with pytest.raises(Refused, match=r"has ended \(done\)") as refused:
        process.send("answer", 1)
    assert refused.value.status == 409


def test_call_gives_the_result_or_raises(client: Client, tmp_path: Path) -> None:
    (tmp_path / "half.fm").write_text("def main(n):\n    return 10 / n\n")
    half = str(tmp_path / "half.fm")
    assert client.call(half, 4) == client.call(half, n=4, timeout_s=20) == 2.5
    with pytest.raises(ProcessFailed, match="has failed: ZeroDivisionError: division by zero") as failed:
        client.call(half, 0)
    assert (failed.value.status, failed.value.type) == ("failed", "ZeroDivisionError")
    client.process(failed.value.pid).resume()


def test_a_message_with_a_key_is_taken_once(client: Client, tmp_path: Path) -> None:
    (tmp_path / "two.fm").write_text("def main():\n    return [receive('n'), receive('n')]\n")
    process = client.start(tmp_path / "two.fm")
    for n, key in ((1, "a"), (1, "a"), (2, "b")):
        process.send("n", n, idempotency_key=key)
    assert process.result(20) == [1, 2]


def test_cancelling(client: Client, chat: Path) -> None:
    process = client.start(chat, "?")
    process.cancel("enough")
    with pytest.raises(ProcessFailed, match="was cancelled: Cancelled: enough") as cancelled:
        process.result(20)
    assert cancelled.value.status == "cancelled"


def test_one_key_one_process(client: Client, chat: Path) -> None:
    first, second = (client.start(chat, "?", idempotency_key="order-7") for _ in range(2))
    assert first.pid == second.pid and first.status().key == "order-7"
    assert [status.pid for status in client.processes()] == [first.pid]
    assert list(client.processes("done", "failed")) == []


def test_what_cannot_be_started(client: Client, tmp_path: Path) -> None:
    (tmp_path / "bad.fm").write_text("\nreturn 1 +\n")
    (tmp_path / "bad.fmc").write_bytes(b"junk")
    with pytest.raises(ClientError, match=r"bad\.fm:2: .*; flowmetalc --check .* says more"):
        client.start(tmp_path / "bad.fm")
    with pytest.raises(ClientError, match="not a program that can run"):
        client.start(tmp_path / "bad.fmc")
    with pytest.raises(ClientError, match=r"cannot read .*none\.fm"):
        client.start(tmp_path / "none.fm")
    with pytest.raises(Refused, match="no program 000"):
        client.start("0" * 64)
    with pytest.raises(Refused, match="not plain data"):
        client.start(_good(tmp_path), object())
    with pytest.raises(Refused, match="no process nobody") as refused:
        client.process("nobody").status()
    assert refused.value.status == 404


def _good(directory: Path) -> Path:
    (directory / "good.fm").write_text("def main(x=1):\n    return x\n")
    return directory / "good.fm"


def test_a_server_that_is_killed_meanwhile(server: Server, tmp_path: Path) -> None:
    """Waiting goes on, starting too, and nothing is started twice."""
    client = Client(server.url)
    source = tmp_path / "slow.fm"
    source.write_text("def main(n):\n    sleep(300ms)\n    return n\n")
    client.call(source, 0)
    results: list[int] = []
    waiter = threading.Thread(target=lambda: results.extend(client.call(source, n) for n in range(1, 6)))
    waiter.start()
    for _ in range(2):
        waiter.join(0.5)
        server.kill()
        server.start()
    waiter.join(60)
    assert results == [1, 2, 3, 4, 5]
    assert len(list(client.processes())) == 6


def test_tokens_and_wrong_addresses(server: Server, chat: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    token = server.command("token", "create", "--scope", "act", "--scope", "read")
    with pytest.raises(Refused, match="a token is needed") as refused:
        list(Client(server.url).processes())
    assert refused.value.status == 401
    with pytest.raises(Refused, match="does not allow 'admin'"):
        Client(server.url, token=token).start(chat, "?")
    monkeypatch.setenv("FLOWMETAL_TOKEN", token)
    assert list(Client(server.url).processes()) == []
    with pytest.raises(Unreachable, match="does not answer"):
        list(Client("http://127.0.0.1:9", patience_s=0).processes())
    with pytest.raises(ValueError, match="not a server's URL"):
        Client("http://")


def test_an_open_store_stays_open(tmp_path: Path) -> None:
    store = open_store(str(tmp_path / "store"))
    with Client(store) as client:
        assert list(client.processes()) == []
    assert store.setting("url") is None
    store.close()


def test_the_package_has_only_what_it_names() -> None:
    assert set(flowmetal.__all__) == {"Client", "ClientError", "ProcessFailed", "Worker"}
    for name in flowmetal.__all__:
        assert getattr(flowmetal, name).__name__ == name
    with pytest.raises(AttributeError):
        _ = flowmetal.Nothing

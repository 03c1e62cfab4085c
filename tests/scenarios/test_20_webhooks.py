"""Scenario 20: signed deliveries, repeated, forged, stale and changed, through kills: one event for each id."""

from __future__ import annotations

import base64
import hashlib
import hmac
import http.client
import json
import random
import threading
import time
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

import pytest
import standardwebhooks

from tests.scenarios.harness import Place, until

SECRET = "whsec_" + base64.b64encode(b"a secret of the scenario").decode()
WRONG = "whsec_" + base64.b64encode(b"somebody else's secret..").decode()
Answer = tuple[int, str]


def signed(body: bytes, name: str, *, secret: str = SECRET, age_s: int = 0) -> dict[str, str]:
    at = int(time.time()) - age_s
    signature = standardwebhooks.Webhook(secret).sign(name, datetime.fromtimestamp(at, UTC), body.decode())
    return {"webhook-id": name, "webhook-timestamp": str(at), "webhook-signature": signature}


def post(url: str, body: bytes, headers: dict[str, str]) -> Answer:
    """Raises OSError, HTTPException."""
    where = urlsplit(url)
    connection = http.client.HTTPConnection(where.netloc, timeout=5)
    try:
        connection.request("POST", where.path, body, headers)
        answer = connection.getresponse()
        content = json.loads(answer.read())
        return answer.status, content.get("status") or content["error"]
    finally:
        connection.close()


def post_until_answered(url: str, body: bytes, name: str) -> Answer:
    """As senders do: the same delivery again, until it is answered."""
    while True:
        try:
            status, text = post(url, body, signed(body, name))
        except (OSError, http.client.HTTPException, ValueError):
            time.sleep(0.05)
            continue
        if status != 503:
            return status, text
        time.sleep(0.05)


def begin(place: Place, scheme: str) -> tuple[str, str]:
    pid = place.start("hooks", scheme=scheme)
    place.serve()
    return pid, until("the URL", lambda: place.lines(pid))[0]


def content(n: int) -> bytes:
    return json.dumps({"n": n}).encode()


@pytest.fixture(autouse=True)
def secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FLOWMETAL_SECRET_HOOK", SECRET)


def over(place: Place, url: str, pid: str) -> list[list[Any]]:
    assert post_until_answered(url, b'{"over": true}', "last") == (202, "accepted")
    found: list[list[Any]] = place.result(pid)
    return found


def test_bursts_with_repeats_and_forgeries_through_kills(place: Place) -> None:
    pid, url = begin(place, "standard")
    dice = random.Random(20)
    accepted: list[int] = []
    answers: list[Answer] = []
    stopped = threading.Event()

    def kill() -> None:
        while not stopped.wait(dice.uniform(0.3, 0.6)):
            place.kill()
            place.serve()

    killer = threading.Thread(target=kill)
    killer.start()
    try:
        for n in range(40):
            body = content(n)
            for _ in range(dice.choice([1, 1, 2, 5])):
                answers.append(post_until_answered(url, body, f"id-{n}"))
            accepted.append(n)
            forged = dice.choice([
                (body, signed(body, f"bad-{n}", secret=WRONG)), (body, signed(body, f"old-{n}", age_s=600)),
                (body[:-1] + b" ", signed(body, f"changed-{n}")), (body, {}),
            ])
            with suppress(OSError, http.client.HTTPException):  # killed just then
                assert post(url, *forged)[0] == 401
    finally:
        stopped.set()
        killer.join()
    assert set(answers) == {(202, "accepted"), (202, "repeated")}
    assert post(url, content(7), signed(content(7), "id-7")) == (202, "repeated")  # after many restarts
    assert over(place, url, pid) == [[f"id-{n}", n] for n in accepted]
    place.stop()
    assert place.count(pid, "message") == len(accepted) + 1
    place.check()
    for name in ("bad-", "old-", "changed-"):
        assert name.encode() not in (place.store / "data.mdb").read_bytes()


def test_many_senders_at_once(place: Place) -> None:
    pid, url = begin(place, "standard")
    threads = [
        threading.Thread(target=lambda k=k: [post_until_answered(url, content(n), f"id-{n}") for n in range(k, 30, 3)])
        for k in (0, 1, 2, 0, 1)
    ]
    for thread in threads:
        thread.start()
    place.kill()
    place.serve()
    for thread in threads:
        thread.join()
    found = over(place, url, pid)
    assert sorted(each[1] for each in found) == list(range(30))
    for k in range(3):
        assert [each[1] for each in found if each[1] % 3 == k] == list(range(k, 30, 3))
    place.stop()
    place.check()


def test_github_and_a_bearer_whose_token_is_nowhere(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FLOWMETAL_SECRET_HOOK", "a-most-secret-token")
    pid, url = begin(place, "bearer")
    right = {"Authorization": "Bearer a-most-secret-token", "X-Id": "1"}
    assert post(url, content(1), {**right, "Authorization": "Bearer a-most-secret-tokem"})[0] == 401
    assert post(url, content(1), right) == (202, "accepted")
    assert post(url, content(1), right) == (202, "repeated")
    hub = place.start("hooks", scheme="github")
    hub_url = until("the URL", lambda: place.lines(hub))[0]
    digest = hmac.new(b"a-most-secret-token", content(2), hashlib.sha256).hexdigest()
    signed_by_hub = {"X-Hub-Signature-256": f"sha256={digest}", "X-GitHub-Delivery": "d-1"}
    assert post(hub_url, content(2), signed_by_hub) == (202, "accepted")
    assert post(hub_url, content(3), signed_by_hub)[0] == 401
    assert post(hub_url, content(2), signed_by_hub) == (202, "repeated")
    over_body = b'{"over": true}'
    assert post(url, over_body, {**right, "X-Id": "2"}) == (202, "accepted")
    assert place.result(pid) == [["1", 1]]
    place.stop()
    assert b"a-most-secret-token" not in (place.store / "data.mdb").read_bytes()
    assert "a-most-secret-token" not in place.log.read_text()


def test_without_the_secret_nothing_is_taken_and_the_operator_is_told(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("FLOWMETAL_SECRET_HOOK")
    _, url = begin(place, "standard")
    assert post(url, content(1), signed(content(1), "x"))[0] == 503
    place.stop()
    assert "there is no secret HOOK: set FLOWMETAL_SECRET_HOOK" in place.log.read_text()

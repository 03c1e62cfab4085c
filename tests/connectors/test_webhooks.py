"""Deliveries signed as their senders sign them are accepted; changed, stale and strange ones are not."""

from __future__ import annotations

import base64
import hashlib
import hmac
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, ClassVar

import pytest
import standardwebhooks
import stripe

from flowmetal.connectors.secrets import MissingSecret, lookup
from flowmetal.connectors.webhooks import BadRule, Rejected, verify, without_secrets
from flowmetal.wire import Duration

STANDARD_SECRET = "whsec_" + base64.b64encode(b"0123456789abcdef01234567").decode()
BODY = b'{"id": "evt_1", "n": 1}'
NOW_S = 1_700_000_000

Headers = dict[str, str]


def check(rule: dict[str, Any], headers: Headers, body: bytes = BODY, *, secret: str, now_s: float = NOW_S) -> str | None:
    given = {"secret": "HOOK", **rule}
    return verify(given, [[*pair] for pair in headers.items()], body, now_us=int(now_s * 1e6), lookup=lambda _: secret)


def standard(body: bytes = BODY, name: str = "msg_1", at: int = NOW_S) -> Headers:
    """By the library of its makers."""
    signer = standardwebhooks.Webhook(STANDARD_SECRET)
    signature = signer.sign(name, datetime.fromtimestamp(at, UTC), body.decode())
    return {"webhook-id": name, "webhook-timestamp": str(at), "webhook-signature": signature}


def of_stripe(body: bytes = BODY, secret: str = "whsec_stripe", at: int = NOW_S) -> Headers:
    """By the function with which Stripe's own library computes what it compares with."""
    signature = stripe.WebhookSignature._compute_signature(f"{at}.{body.decode()}", secret)
    return {"Stripe-Signature": f"t={at},v1={signature},v0=old"}


def of_github(body: bytes, secret: str, name: str = "72d3162e-cc78-11e3-81ab-4c9367dc0958") -> Headers:
    digest = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    return {"X-Hub-Signature-256": "sha256=" + digest, "X-GitHub-Delivery": name}


class TestStandardWebhooks:
    rule: ClassVar = {"scheme": "standard-webhooks"}

    def test_accepted_with_its_id(self) -> None:
        assert check(self.rule, standard(), secret=STANDARD_SECRET) == "msg_1"
        headers = standard()
        headers["webhook-signature"] = "v1a,other v1,d3Jvbmc= " + headers["webhook-signature"]
        assert check(self.rule, headers, secret=STANDARD_SECRET) == "msg_1"
        old_names = {name.replace("webhook", "svix"): value for name, value in standard().items()}
        assert check(self.rule, old_names, secret=STANDARD_SECRET) == "msg_1"

    def test_the_example_of_its_specification(self) -> None:
        secret = "whsec_plJ3nmyCDGBKInavdOK15jsl"
        body = b'{"event_type":"ping","data":{"success":true}}'
        at = 1731705121
        expected = standardwebhooks.Webhook(secret).sign("msg_loFOjxBNrRLzqYUf", datetime.fromtimestamp(at, UTC), body.decode())
        assert expected == "v1,rAvfW3dJ/X/qxhsaXPOyyCGmRKsaKWcsNccKXlIktD0="
        headers = {"webhook-id": "msg_loFOjxBNrRLzqYUf", "webhook-timestamp": str(at), "webhook-signature": expected}
        assert check(self.rule, headers, body, secret=secret, now_s=at) == "msg_loFOjxBNrRLzqYUf"

    def test_one_changed_byte(self) -> None:
        for n in range(len(BODY)):
            changed = BODY[:n] + bytes([BODY[n] ^ 1]) + BODY[n + 1 :]
            with pytest.raises(Rejected, match="the signature does not fit"):
                check(self.rule, standard(), changed, secret=STANDARD_SECRET)
        with pytest.raises(Rejected, match="the signature does not fit"):
            check(self.rule, {**standard(), "webhook-id": "msg_2"}, secret=STANDARD_SECRET)
        with pytest.raises(Rejected, match="the signature does not fit"):
            check(self.rule, {**standard(), "webhook-timestamp": str(NOW_S + 1)}, secret=STANDARD_SECRET)

    @pytest.mark.parametrize("off_s", [-601, -301, 301])
    def test_a_stale_time(self, off_s: int) -> None:
        with pytest.raises(Rejected, match="too old or too new"):
            check(self.rule, standard(at=NOW_S + off_s), secret=STANDARD_SECRET)
        lenient = {**self.rule, "tolerance": Duration(700_000_000)}
        assert check(lenient, standard(at=NOW_S + off_s), secret=STANDARD_SECRET) == "msg_1"

    @pytest.mark.parametrize("name", ["webhook-id", "webhook-timestamp", "webhook-signature"])
    def test_a_missing_header(self, name: str) -> None:
        headers = standard()
        del headers[name]
        with pytest.raises(Rejected, match=f"header {name} is missing"):
            check(self.rule, headers, secret=STANDARD_SECRET)

    def test_an_old_and_a_new_secret(self) -> None:
        other = "whsec_" + base64.b64encode(b"another secret").decode()
        assert check(self.rule, standard(), secret=f"{other}\n{STANDARD_SECRET}\n") == "msg_1"
        with pytest.raises(Rejected):
            check(self.rule, standard(), secret=other)
        with pytest.raises(BadRule, match="base64"):
            check(self.rule, standard(), secret="not base64!")


class TestGithub:
    rule: ClassVar = {"scheme": "github"}

    def test_the_published_example(self) -> None:
        headers = {
            "X-Hub-Signature-256": "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17",
            "X-GitHub-Delivery": "d1",
        }
        secret = "It's a Secret to Everybody"
        assert check(self.rule, headers, b"Hello, World!", secret=secret) == "d1"
        for wrong in (b"Hello, World?", b"hello, World!", b""):
            with pytest.raises(Rejected):
                check(self.rule, headers, wrong, secret=secret)

    def test_without_a_signature(self) -> None:
        with pytest.raises(Rejected, match="header X-Hub-Signature-256 is missing"):
            check(self.rule, {"X-GitHub-Delivery": "d1"}, secret="s")
        assert check(self.rule, of_github(BODY, "s", "d2"), secret="s") == "d2"


class TestStripe:
    rule: ClassVar = {"scheme": "stripe"}

    def test_accepted_with_the_events_id(self) -> None:
        headers = of_stripe()
        stripe.WebhookSignature.verify_header(BODY.decode(), headers["Stripe-Signature"], "whsec_stripe")
        assert check(self.rule, headers, secret="whsec_stripe") == "evt_1"
        assert check(self.rule, of_stripe(b"[]"), b"[]", secret="whsec_stripe") is None

    def test_changed_stale_and_malformed(self) -> None:
        with pytest.raises(Rejected, match="does not fit"):
            check(self.rule, of_stripe(), BODY + b" ", secret="whsec_stripe")
        with pytest.raises(Rejected, match="too old"):
            check(self.rule, of_stripe(at=NOW_S - 600), secret="whsec_stripe")
        for header in ("", "v1=abc", "t=1,t=2,v1=a", "t=,v1=", "t=\u00b2,v1=x"):
            with pytest.raises(Rejected):
                check(self.rule, {"Stripe-Signature": header}, secret="whsec_stripe")


class TestOthers:
    @pytest.mark.parametrize("algorithm", ["sha1", "sha256", "sha512"])
    @pytest.mark.parametrize("encoding", ["hex", "base64"])
    def test_hmac(self, algorithm: str, encoding: str) -> None:
        digest = hmac.new(b"key", BODY, algorithm).digest()
        text = "v0=" + (digest.hex() if encoding == "hex" else base64.b64encode(digest).decode())
        rule = {"scheme": "hmac", "header": "X-Sign", "algorithm": algorithm, "encoding": encoding, "prefix": "v0="}
        assert check(rule, {"x-sign": text}, secret="key") is None
        assert check({**rule, "id_header": "X-Id"}, {"x-sign": text, "x-id": "7"}, secret="key") == "7"
        for wrong in (text[3:], text[:-1], "v0=", "\ud800"):
            with pytest.raises(Rejected):
                check(rule, {"x-sign": wrong}, secret="key")

    def test_bearer_whose_token_goes_no_further(self) -> None:
        rule = {"scheme": "bearer", "secret": "HOOK"}
        assert check(rule, {"Authorization": "bearer abc"}, secret="abc") is None
        for wrong in ("Bearer abd", "Basic abc", "abc", "Bearer"):
            with pytest.raises(Rejected):
                check(rule, {"Authorization": wrong}, secret="abc")
        assert without_secrets(rule, [["authorization", "Bearer abc"], ["X", "y"]]) == [["X", "y"]]

    @pytest.mark.parametrize("rule", [None, {}, {"scheme": "x", "secret": "S"}, {"scheme": "github"},
                                      {"scheme": "hmac", "secret": "S"}, {"scheme": [], "secret": "S"}])
    def test_rules_that_make_no_sense(self, rule: Any) -> None:
        with pytest.raises(BadRule):
            verify(rule, [], b"", now_us=0, lookup=lambda _: "s")

    def test_an_empty_secret_opens_nothing(self) -> None:
        with pytest.raises(BadRule, match="is empty"):
            check({"scheme": "bearer"}, {"Authorization": "Bearer "}, secret="\n")


class TestSecrets:
    def test_variable_file_and_nothing(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("FLOWMETAL_SECRETS", str(tmp_path / "none"))
        monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
        with pytest.raises(MissingSecret, match="there is no secret HOOK: set FLOWMETAL_SECRET_HOOK"):
            lookup("HOOK")
        (tmp_path / "HOOK").write_text("from a file\n")
        assert lookup("HOOK") == "from a file"
        monkeypatch.setenv("FLOWMETAL_SECRET_HOOK", "from a variable")
        assert lookup("HOOK") == "from a variable"

    @pytest.mark.parametrize("name", ["", "../HOOK", "a/b", ".hidden", "1st", "x" * 200])
    def test_names_that_lead_elsewhere(self, name: str) -> None:
        with pytest.raises(MissingSecret, match="is no secret's name"):
            lookup(name)


def test_the_clock_is_that_of_the_receiver() -> None:
    assert check({"scheme": "stripe"}, of_stripe(at=int(time.time())), secret="whsec_stripe", now_s=time.time()) == "evt_1"

"""Is a delivery from whom it says? The rules that senders of webhooks publish, checked before anything is stored.

A rule is a dictionary {"scheme": …, "secret": name of a secret, …} that the program gives with its callback:

scheme               what is compared                                                     id of the delivery
"standard-webhooks"  HMAC-SHA256 of "id.timestamp.body" (standardwebhooks.com; svix-…)    webhook-id
"github"             HMAC-SHA256 of the body, X-Hub-Signature-256                         X-GitHub-Delivery
"stripe"             HMAC-SHA256 of "timestamp.body", Stripe-Signature                    "id" of the body
"hmac"               HMAC of the body: "header", "algorithm", "encoding", "prefix"        header "id_header", if given
"bearer"             the token of Authorization: Bearer                                   header "id_header", if given

"tolerance" (a duration) bounds the age of what has a timestamp, in both directions. A secret of several lines is
several secrets, each of which may be the one: so one can be replaced while deliveries arrive.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import json
from collections.abc import Callable, Iterable
from typing import Any

from flowmetal.wire import Duration

TOLERANCE_US = 300_000_000
ALGORITHMS = frozenset(("sha1", "sha256", "sha384", "sha512"))
ENCODINGS = ("hex", "base64")
SECRET_PREFIX = "whsec_"

Headers = list[list[str]]


class Rejected(Exception):
    """The delivery is not accepted; the text tells the sender why."""


class BadRule(Exception):
    """The program's rule cannot be followed."""


def verify(
    rule: Any, headers: Headers, body: bytes, *, now_us: int, lookup: Callable[[str], str]
) -> str | None:
    """The delivery's id, if it has one. Raises Rejected, BadRule, and what `lookup` raises."""
    if not isinstance(rule, dict) or not isinstance(rule.get("secret"), str):
        raise BadRule("a rule names a scheme and a secret")
    check = _SCHEMES.get(str(rule.get("scheme")))
    if check is None:
        raise BadRule(f"{rule.get('scheme')!r:.60} is no scheme")
    secrets = [line for line in lookup(rule["secret"]).splitlines() if line]
    if not secrets:
        raise BadRule(f"secret {rule['secret']} is empty")
    return check(rule, _Delivery(headers, body, now_us), secrets)


def without_secrets(rule: Any, headers: Headers) -> Headers:
    """The headers, without the one that is the secret itself."""
    if isinstance(rule, dict) and rule.get("scheme") == "bearer":
        return [pair for pair in headers if pair[0].lower() != "authorization"]
    return headers


class _Delivery:
    def __init__(self, headers: Headers, body: bytes, now_us: int) -> None:
        self._headers, self.body, self._now_us = headers, body, now_us

    def header(self, name: str) -> str:
        """Raises Rejected unless it is there once."""
        found = [value for key, value in self._headers if key.lower() == name.lower()]
        if len(found) != 1:
            raise Rejected(f"header {name} is missing" if not found else f"there are several headers {name}")
        return found[0].strip()

    def either(self, *names: str) -> str:
        present = {key.lower() for key, _ in self._headers}
        return self.header(next((name for name in names if name.lower() in present), names[0]))

    def must_be_recent(self, timestamp: str, rule: dict[str, Any]) -> None:
        tolerance = rule.get("tolerance")
        limit_us = tolerance.us if isinstance(tolerance, Duration) else TOLERANCE_US
        if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= 12):
            raise Rejected("the timestamp is not a number of seconds")
        if abs(self._now_us - int(timestamp) * 1_000_000) > limit_us:
            raise Rejected("the timestamp is too old or too new")


def _standard(rule: dict[str, Any], delivery: _Delivery, secrets: list[str]) -> str:
    name = delivery.either("webhook-id", "svix-id")
    timestamp = delivery.either("webhook-timestamp", "svix-timestamp")
    signatures = delivery.either("webhook-signature", "svix-signature").split()
    content = f"{name}.{timestamp}.".encode() + delivery.body
    given = [text for version, _, text in (each.partition(",") for each in signatures) if version == "v1"]
    _must_match(given, (_base64(_mac(_standard_key(secret), content)) for secret in secrets))
    delivery.must_be_recent(timestamp, rule)
    return name


def _standard_key(secret: str) -> bytes:
    try:
        return base64.b64decode(secret.removeprefix(SECRET_PREFIX), validate=True)
    except (binascii.Error, ValueError):
        raise BadRule(f"a secret of Standard Webhooks is base64, as a rule behind {SECRET_PREFIX}") from None


def _github(rule: dict[str, Any], delivery: _Delivery, secrets: list[str]) -> str:
    given = delivery.header("X-Hub-Signature-256")
    _must_match([given], ("sha256=" + _mac(secret.encode(), delivery.body).hex() for secret in secrets))
    return delivery.header("X-GitHub-Delivery")


def _stripe(rule: dict[str, Any], delivery: _Delivery, secrets: list[str]) -> str | None:
    parts = [part.strip().partition("=") for part in delivery.header("Stripe-Signature").split(",")]
    times = [value for name, _, value in parts if name == "t"]
    if len(times) != 1:
        raise Rejected("header Stripe-Signature has no timestamp")
    content = f"{times[0]}.".encode() + delivery.body
    given = [value for name, _, value in parts if name == "v1"]
    _must_match(given, (_mac(secret.encode(), content).hex() for secret in secrets))
    delivery.must_be_recent(times[0], rule)
    try:
        event = json.loads(delivery.body)
    except (ValueError, RecursionError):
        return None
    name = event.get("id") if isinstance(event, dict) else None
    return name if isinstance(name, str) and name else None


def _hmac(rule: dict[str, Any], delivery: _Delivery, secrets: list[str]) -> str | None:
    header, algorithm, encoding = rule.get("header"), rule.get("algorithm", "sha256"), rule.get("encoding", "hex")
    prefix = rule.get("prefix", "")
    if not isinstance(header, str) or algorithm not in ALGORITHMS or encoding not in ENCODINGS:
        raise BadRule("an HMAC has a header, a known algorithm and a known encoding")
    if not isinstance(prefix, str):
        raise BadRule("the prefix of an HMAC is a text")
    given = delivery.header(header)
    if encoding == "hex":
        given = prefix + given.removeprefix(prefix).lower() if given.startswith(prefix) else given
    macs = (_mac(secret.encode(), delivery.body, algorithm) for secret in secrets)
    _must_match([given], (prefix + (mac.hex() if encoding == "hex" else _base64(mac)) for mac in macs))
    return _id_of(rule, delivery)


def _bearer(rule: dict[str, Any], delivery: _Delivery, secrets: list[str]) -> str | None:
    scheme, _, token = delivery.header("Authorization").partition(" ")
    if scheme.lower() != "bearer":
        raise Rejected("header Authorization is not Bearer")
    _must_match([token.strip()], secrets)
    return _id_of(rule, delivery)


def _id_of(rule: dict[str, Any], delivery: _Delivery) -> str | None:
    name = rule.get("id_header")
    return delivery.header(name) if isinstance(name, str) else None


def _mac(key: bytes, content: bytes, algorithm: str = "sha256") -> bytes:
    return hmac.digest(key, content, algorithm)


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _must_match(given: list[str], wanted: Iterable[str]) -> None:
    """Raises Rejected. Takes as long for a wrong one, wherever it differs."""
    expected = [each.encode("utf-8", "surrogatepass") for each in wanted]
    for text in given[:10]:
        data = text.encode("utf-8", "surrogatepass")
        if any([hmac.compare_digest(data, each) for each in expected]):
            return
    raise Rejected("the signature does not fit")


_SCHEMES: dict[str, Callable[[dict[str, Any], _Delivery, list[str]], str | None]] = {
    "standard-webhooks": _standard, "github": _github, "stripe": _stripe, "hmac": _hmac, "bearer": _bearer,
}

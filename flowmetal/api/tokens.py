"""Who may use the API: bearer tokens, of which the store holds a hash.

A token is `fm_ID_SECRET`: ID, twelve hexadecimal digits, names it in lists; SECRET is 256 random bits, so a plain
SHA-256 keeps it. All tokens are in the store's setting "tokens", which one OS process at a time changes.
"""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Iterable
from functools import lru_cache
from hmac import compare_digest
from typing import Any

from flowmetal.api.routes import ADMIN, SCOPES
from flowmetal.digest import sha256
from flowmetal.slotted import slotted
from flowmetal.store import Damaged, Store, StoreError

SETTING, CLAIM = "tokens", "changing tokens"
PREFIX = "fm_"
CLAIM_PATIENCE_S = 10.0
NAME_MOST = 100


class NoSuchToken(StoreError):
    """No token of that id."""


@slotted
class Token:
    """What the store knows of one."""

    id: str
    name: str  # for people
    scopes: tuple[str, ...]
    secret_hash: str  # hexadecimal
    created_us: int

    def allows(self, scope: str) -> bool:
        return scope in self.scopes or ADMIN in self.scopes


def tokens(store: Store) -> tuple[Token, ...]:
    """All of them, oldest first. Raises Damaged."""
    text = store.setting(SETTING)
    return _read(text) if text else ()


def create(store: Store, scopes: Iterable[str], *, name: str = "", now_us: int) -> tuple[str, Token]:
    """A new token: its text, which nothing can show again, and what is kept of it. Raises ValueError, StoreError."""
    chosen = tuple(scope for scope in SCOPES if scope in set(scopes))
    odd = sorted(set(scopes) - set(SCOPES))
    if odd or not chosen:
        raise ValueError(f"a scope is one of {', '.join(SCOPES)}" + (f", not {odd[0][:40]!r}" if odd else ""))
    if len(name) > NAME_MOST:
        raise ValueError(f"a token's name has at most {NAME_MOST} letters")
    made, secret = secrets.token_hex(6), secrets.token_hex(32)
    token = Token(made, name, chosen, _hash(secret), now_us)
    _change(store, lambda before: (*before, token))
    return f"{PREFIX}{made}_{secret}", token


def revoke(store: Store, token_id: str) -> None:
    """From now on nobody gets in with it. Raises NoSuchToken, StoreError."""

    def without(before: tuple[Token, ...]) -> tuple[Token, ...]:
        after = tuple(token for token in before if token.id != token_id)
        if len(after) == len(before):
            raise NoSuchToken(f"no token {token_id[:40]}; `flowmetal-vm token list` shows them")
        return after

    _change(store, without)


def find(known: tuple[Token, ...], text: str) -> Token | None:
    """The token of that text."""
    token_id, _, secret = text.removeprefix(PREFIX).partition("_")
    if not text.startswith(PREFIX) or not text.isascii():
        return None
    given = _hash(secret)
    return next((token for token in known if token.id == token_id and compare_digest(token.secret_hash, given)), None)


def _hash(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()


def _change(store: Store, change: Any) -> None:
    deadline = time.monotonic() + CLAIM_PATIENCE_S
    while not store.claim_topic(CLAIM):
        if time.monotonic() > deadline:
            raise StoreError("somebody else is changing the tokens; try again")
        time.sleep(0.05)
    try:
        after = change(tokens(store))
        store.set_setting(SETTING, json.dumps([
            {"id": token.id, "name": token.name, "scopes": token.scopes, "hash": token.secret_hash,
             "created_us": token.created_us}
            for token in after
        ]))  # an emptied list stays one: a store that had tokens is not open to all again
    finally:
        store.release_topic(CLAIM)


def are_wanted(store: Store) -> bool:
    """Whether this store has ever had tokens: then nobody gets in without one."""
    return store.setting(SETTING) is not None


@lru_cache(maxsize=4)
def _read(text: str) -> tuple[Token, ...]:
    try:
        return tuple(
            Token(row["id"], row["name"], tuple(row["scopes"]), row["hash"], row["created_us"])
            for row in json.loads(text)
        )
    except (ValueError, TypeError, KeyError):
        raise Damaged("the store's tokens cannot be read; go back to a good copy of the store") from None

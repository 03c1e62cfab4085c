"""Who is served: with tokens, nobody without one, on every route of the table; without, only this machine's programs."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from flowmetal.api import tokens
from flowmetal.api.metrics import Metrics
from flowmetal.api.routes import SCOPES, Route
from flowmetal.api.table import routes
from flowmetal.store import StoreError, open_store
from tests.api.serving import Answered, Server

TABLE = routes(Metrics())


def ask(server: Server, route: Route, token: str | None = None) -> Answered:
    path = re.sub(r"\{\w+\}", "x", route.path)
    return server.call(route.method, path, {} if route.method == "POST" else None, token=token)


def test_every_route_asks_for_a_token_of_its_scope(server: Server) -> None:
    by_scope = {scope: server.command("token", "create", "--scope", scope, "--name", f"for {scope}") for scope in SCOPES}
    stranger = "fm_" + "0" * 12 + "_" + "0" * 64
    guarded = [route for route in TABLE if route.scope is not None]
    assert len(guarded) == len(TABLE) - 2 >= 14
    for route in TABLE:
        if route.scope is None:
            assert ask(server, route).status == 200
            continue
        for none in (None, stranger, by_scope[route.scope][:-1], "Ada"):
            answered = ask(server, route, none)
            assert (answered.status, answered.headers["WWW-Authenticate"][:6]) == (401, "Bearer"), route
        for scope, token in by_scope.items():
            answered = ask(server, route, token)
            if scope in (route.scope, "admin"):
                assert answered.status not in (401, 403), route
            else:
                assert (answered.status, answered.json) == (403, {"error": f"this token does not allow '{route.scope}'"})
    basic = server.call("GET", "/v1/processes", Authorization="Basic " + by_scope["read"])
    assert basic.status == 401
    other_method = server.call("HEAD", "/v1/processes", token=by_scope["work"])
    assert other_method.status == 403


def test_a_revoked_token_lets_nobody_in_and_the_last_one_opens_nothing(server: Server) -> None:
    token = server.command("token", "create", "--scope", "read", "--scope", "act", "--name", "Ada's")
    assert server.call("GET", "/v1/processes", token=token).status == 200
    [line] = server.command("token", "list", "--json").splitlines()
    shown = json.loads(line)
    assert (shown["scopes"], shown["name"]) == (["read", "act"], "Ada's")
    assert token.split("_")[2] not in line and shown["id"] in token
    server.command("token", "revoke", shown["id"])
    assert server.call("GET", "/v1/processes", token=token).status == 401
    assert server.call("GET", "/v1/processes").status == 401
    assert server.command("token", "list") == ""


def test_the_store_holds_no_token(server: Server) -> None:
    token = server.command("token", "create", "--scope", "admin")
    assert server.call("GET", "/v1/processes", token=token).status == 200
    server.stop()
    secret = token.rpartition("_")[2].encode()
    for path in Path(server.store).rglob("*"):
        assert not path.is_file() or secret not in path.read_bytes()


def test_without_tokens_only_programs_of_this_machine_are_served(server: Server) -> None:
    assert server.call("GET", "/v1/processes").status == 200
    for headers in (
        {"Host": "flowmetal.example.org"}, {"X_Forwarded_For": "192.0.2.1"}, {"Forwarded": "for=192.0.2.1"},
        {"Origin": "https://evil.example"}, {"Origin": "null"}, {"Host": "rebound.example:8400"},
    ):
        answered = server.call("GET", "/v1/processes", **headers)
        assert answered.status == 401 and "no tokens yet" in answered.json["error"], headers
    own = server.url.removeprefix("http://")
    assert server.call("GET", "/v1/processes", Origin=f"http://{own}", Host=own).status == 200


def test_without_tokens_a_public_url_closes_the_api(tmp_path: Path) -> None:
    """Whoever named one has a proxy in front, and all the world comes from this machine then."""
    server = Server(tmp_path, options=("--url", "https://flowmetal.example.org"))
    listening = server.start().url
    try:
        assert listening == "https://flowmetal.example.org"
        port = open_store(server.store).setting("listen")
        server.url = f"http://{port}"
        assert server.call("GET", "/v1/processes").status == 401
        assert server.call("GET", "/healthz").status == 200
    finally:
        server.stop()


def test_what_is_refused_when_tokens_are_made(tmp_path: Path) -> None:
    store = open_store(str(tmp_path / "store"))
    try:
        for scopes in ([], ["root"], ["read", "root"]):
            with pytest.raises(ValueError, match="a scope is one of read, act, work, admin"):
                tokens.create(store, scopes, now_us=1)
        with pytest.raises(ValueError, match="at most 100 letters"):
            tokens.create(store, ["read"], name="x" * 101, now_us=1)
        with pytest.raises(tokens.NoSuchToken, match="no token 123"):
            tokens.revoke(store, "123")
        assert not tokens.are_wanted(store)
        text, made = tokens.create(store, {"act", "read"}, now_us=1)
        assert tokens.find(tokens.tokens(store), text) == made and made.scopes == ("read", "act")
        assert tokens.find(tokens.tokens(store), text + "é") is None
        store.set_setting(tokens.SETTING, "[{}]")
        with pytest.raises(StoreError, match="cannot be read"):
            tokens.tokens(store)
    finally:
        store.close()

"""The API behind the HTTP server of the connectors: who may call, what is asked, what is answered.

Handlers run in threads, so that a sync never stops the event loop. A call that waits costs no thread meanwhile: it is
asked again when the store's bell rings, or after a second.
"""

from __future__ import annotations

import asyncio
import ipaddress
import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from flowmetal import wire
from flowmetal.api import tokens
from flowmetal.api.fields import BadRequest, read_body, read_query
from flowmetal.api.metrics import Metrics
from flowmetal.api.openapi import JSON, MSGPACK
from flowmetal.api.plain_json import json_text
from flowmetal.api.routes import Answer, Call, Later, Problem, Route, Routing, handled
from flowmetal.api.table import routes
from flowmetal.engine import wall_clock_us
from flowmetal.store import Store

if TYPE_CHECKING:
    from aiohttp import web

    from flowmetal.connectors.http_server import HttpServer

LOOK_S = 1.0  # in case that the bell was not heard
RUNG_PAUSE_S = 0.01  # so that many commits at once are one look
KEY_MOST = 255
NO_TOKENS = "this store has no tokens yet, so only programs on its own machine are served; `flowmetal-vm token create`"


class Api:
    """Answers all that is not a callback. One for each HTTP server; `begin`, `answer` and `end` in its event loop."""

    def __init__(self, store: Store, *, now_us: Callable[[], int] = wall_clock_us) -> None:
        self._store, self._now_us = store, now_us
        self._metrics = Metrics()
        self._routing = Routing(routes(self._metrics))
        self._ended = False
        self._waiting = 0
        self._stop_listening: Callable[[], None] = lambda: None

    def begin(self) -> None:
        loop = asyncio.get_running_loop()
        self._ended, self._waiting, self._rung = False, 0, asyncio.Event()

        def wake() -> None:
            if self._waiting and not loop.is_closed():
                loop.call_soon_threadsafe(self._ring)

        self._stop_listening = self._store.listen(wake)

    def end(self) -> None:
        """Calls that wait are answered now."""
        self._ended = True
        self._stop_listening()
        self._ring()

    def _ring(self) -> None:
        rung, self._rung = self._rung, asyncio.Event()
        rung.set()

    async def answer(self, server: HttpServer, request: web.BaseRequest) -> web.Response:
        route: Route | None = None
        try:
            route, path = self._routing.find(request.method, _segments(request.rel_url.raw_path))
            found = await self._answer(server, request, route, path)
        except (Problem, BadRequest) as error:
            found = _problem(error)
        self._metrics.note(route.name if route is not None else "none", found.status)
        return found

    async def _answer(
        self, server: HttpServer, request: web.BaseRequest, route: Route, path: dict[str, str]
    ) -> web.Response:
        refusal = await server.ask(lambda: self._refusal(route, request))
        if refusal is not None:
            return refusal if not isinstance(refusal, Problem) else _problem(refusal)
        query = read_query(route.query, _query(request))
        key = _key(request) if route.takes_key else None
        body: Any = None
        if request.method not in ("GET", "HEAD"):
            data = await server.read_body(request)
            if not isinstance(data, bytes):
                return data
            body = _read(route, request, data)
        call = Call(self._store, self._now_us, path, query, body, key)
        found = await self._ask_until(server, request, route, call)
        return found if not isinstance(found, Answer) else _response(found, packed=_wants_packed(request))

    async def _ask_until(
        self, server: HttpServer, request: web.BaseRequest, route: Route, call: Call
    ) -> Answer | web.Response:
        loop = asyncio.get_running_loop()
        begun = loop.time()
        while True:
            rung = self._rung
            self._waiting += 1
            try:
                found = await server.ask(lambda: handled(route, call))
                if isinstance(found, Problem):
                    raise found
                if not isinstance(found, Later):
                    answer: Answer | web.Response = found
                    return answer
                left = begun + (call.query.get("wait") or found.wait_s) - loop.time()
                gone = request.transport is None or request.transport.is_closing()
                if left <= 0 or self._ended or gone:
                    return found.answer
                try:
                    await asyncio.wait_for(rung.wait(), min(left, LOOK_S))
                except TimeoutError:
                    continue
            finally:
                self._waiting -= 1
            await asyncio.sleep(RUNG_PAUSE_S)

    # -- who may call

    def _refusal(self, route: Route, request: web.BaseRequest) -> Problem | None:
        if route.scope is None:
            return None
        if not tokens.are_wanted(self._store):
            if _is_from_here(request) and _is_loopback_url(self._store.setting("url")):
                return None
            return Problem(401, NO_TOKENS, WWW_Authenticate="Bearer")
        kind, _, text = request.headers.get("Authorization", "").partition(" ")
        if kind.lower() != "bearer" or not text:
            return Problem(401, "a token is needed: Authorization: Bearer …", WWW_Authenticate="Bearer")
        token = tokens.find(tokens.tokens(self._store), text.strip())
        if token is None:
            return Problem(401, "no such token", WWW_Authenticate='Bearer error="invalid_token"')
        if not token.allows(route.scope):
            return Problem(
                403, f"this token does not allow '{route.scope}'", WWW_Authenticate='Bearer error="insufficient_scope"'
            )
        return None


def _is_from_here(request: web.BaseRequest) -> bool:
    """Whether a program of this machine asks, and neither a proxy for somebody else nor a web page in a browser."""
    peer = request.transport.get_extra_info("peername") if request.transport is not None else None
    if not peer or not _is_loopback(str(peer[0])) or not _is_loopback_url(f"http://{request.headers.get('Host', '')}"):
        return False
    if any(name in request.headers for name in ("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "Via")):
        return False
    origin = request.headers.get("Origin")
    return origin is None or urlsplit(origin).netloc == request.headers.get("Host")


def _is_loopback_url(url: str | None) -> bool:
    if url is None:
        return True
    try:
        return _is_loopback(urlsplit(url).hostname or "")
    except ValueError:
        return False


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return bool((mapped or address).is_loopback)


# -- what is asked


def _segments(raw_path: str) -> list[str]:
    return [unquote(part) for part in raw_path.split("/")]


def _query(request: web.BaseRequest) -> dict[str, str]:
    query: dict[str, str] = {}
    for name, value in request.rel_url.query.items():
        if name in query:
            raise BadRequest(f"parameter {name[:60]!r} is given twice")
        query[name] = value
    return query


def _key(request: web.BaseRequest) -> str | None:
    key = request.headers.get("Idempotency-Key")
    if key is not None and not (0 < len(key) <= KEY_MOST and key.isascii() and key.isprintable() and " " not in key):
        raise BadRequest(f"an Idempotency-Key is 1 to {KEY_MOST} letters, digits and signs of ASCII, without blanks")
    return key


def _read(route: Route, request: web.BaseRequest, data: bytes) -> Any:
    """Raises BadRequest, Problem (415)."""
    kind = request.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if route.raw_body is not None:
        if kind != route.raw_body:
            raise Problem(415, f"the body is to be {route.raw_body}")
        return data
    if not data:
        return read_body(route.body, {})
    if kind == MSGPACK:
        try:
            return read_body(route.body, wire.unpack(data))
        except wire.WireError as error:
            raise BadRequest(f"the body is not packed plain data: {error}") from None
    if kind != JSON:
        raise Problem(415, f"the body is to be {JSON}, or {MSGPACK}")
    try:
        content = json.loads(data, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise BadRequest(f"the body is not JSON: {error}") from None
    return read_body(route.body, content)


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is no JSON")


# -- what is answered


def _wants_packed(request: web.BaseRequest) -> bool:
    return MSGPACK in request.headers.get("Accept", "")


def _response(answer: Answer, *, packed: bool) -> web.Response:
    from aiohttp import web

    if answer.content_type != JSON:
        return web.Response(
            status=answer.status, body=answer.content.encode(), headers={"Content-Type": answer.content_type}
        )
    if packed:
        return web.Response(status=answer.status, body=wire.pack(answer.content), content_type=MSGPACK)
    text = json_text(answer.content) + "\n"
    return web.Response(status=answer.status, text=text, content_type=JSON, headers={"Cache-Control": "no-store"})


def _problem(error: Problem | BadRequest) -> web.Response:
    from aiohttp import web

    status, headers = (error.status, error.headers) if isinstance(error, Problem) else (400, {})
    text = json_text({"error": " ".join(str(error).split())}) + "\n"
    shown = {name.replace("_", "-"): value for name, value in headers.items()}
    return web.Response(status=status, text=text, content_type=JSON, headers=shown)

"""Callbacks over HTTP: whoever has the URL answers the request that made it.

    any method  /v1/callbacks/{token}[/…]   202 accepted: it is durable          409 used before
                                            404 nobody waits for it              413 body too large
                                            401 it is not from whom it says, see `webhooks`
                                            503 not now, try again (Retry-After) 408 body too slow
    HEAD, OPTIONS of the same               looks, and uses nothing up: link previews and preflights ask like that
    GET         /healthz                    200
    whatever else is asked goes to `others`, if there is one

Bodies are JSON: {"status": "accepted"}, else {"error": one line}. The outcome given to the program is
{"ok": {"method", "path": what follows the token, "query", "headers": [[name, value], …], "body": bytes}}, the body as
it was sent. With a rule of `webhooks` in the callback's payload, "verify", what does not follow it is refused before
anything is stored, and the outcome has the delivery's "id". With a channel there, "many", every call becomes a message
on that channel, one for each id however often it comes: a repeated one is answered 202, too. The store knows tokens by
their hash only, and no line that is reported or logged holds a token.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
import socket
import time
from collections.abc import Callable
from concurrent.futures import Executor
from typing import Any, Protocol
from urllib.parse import unquote

from aiohttp import web
from aiohttp.web_protocol import RequestHandler

from flowmetal.connectors.http_text import header_list
from flowmetal.connectors.secrets import MissingSecret, lookup
from flowmetal.connectors.webhooks import BadRule, Rejected, verify, without_secrets
from flowmetal.store.protocol import FAILED, MOVED, IsACopy, ProcessEnded, Store, StoreFull
from flowmetal.wire import WireError, pack, unpack

PREFIX = "/v1/callbacks/"
BODY_BYTES = 8 << 20
BUFFERED_BYTES = 256 << 20  # of all bodies being received; past it callers are asked to come again
FIRST_REQUEST_S = 20.0  # from the connection to the end of the first request's headers
BODY_S = 60.0
KEEPALIVE_S = 75.0
RETRY_AFTER_S = 5

_SILENT = logging.Logger("flowmetal.connectors.http_server", logging.CRITICAL + 1)  # aiohttp would log request lines


class Others(Protocol):
    """Answers what is no callback, in the event loop of the server."""

    def begin(self) -> None: ...
    def end(self) -> None:
        """The server ends: calls that wait for something are to be answered now."""

    async def answer(self, server: HttpServer, request: web.BaseRequest) -> web.Response: ...


class HttpServer:
    """Answers callers on a listening socket until it is told to stop."""

    def __init__(
        self,
        store: Store,
        *,
        executor: Executor,
        report: Callable[[str], None],
        body_bytes: int = BODY_BYTES,
        others: Others | None = None,
        now_us: Callable[[], int] = lambda: time.time_ns() // 1000,
    ) -> None:
        self._store, self._executor, self._report = store, executor, report
        self._body_bytes, self._others, self._now_us = body_bytes, others, now_us
        self._buffered = 0
        self._troubled = False
        self._silent: dict[RequestHandler, asyncio.TimerHandle] = {}  # connections without a request so far

    async def run(self, listener: socket.socket, stop: asyncio.Event, *, grace_s: Callable[[], float]) -> None:
        """Serve on `listener`, which stays open, until `stop`; then let calls in progress end, for `grace_s()`."""
        loop = asyncio.get_running_loop()
        server = web.Server(
            self._handle,
            logger=_SILENT,
            access_log=None,
            keepalive_timeout=KEEPALIVE_S,
            auto_decompress=False,
        )

        def connection() -> RequestHandler:
            handler = server()
            self._silent[handler] = loop.call_later(FIRST_REQUEST_S, self._hang_up, handler)
            return handler

        if self._others is not None:
            self._others.begin()
        accepting = await loop.create_server(connection, sock=listener.dup())
        try:
            await stop.wait()
        finally:
            accepting.close()
            if self._others is not None:
                self._others.end()
            server.pre_shutdown()
            await server.shutdown(max(grace_s(), 0.1))
            for timer in self._silent.values():
                timer.cancel()
            self._silent.clear()

    def _hang_up(self, handler: RequestHandler) -> None:
        del self._silent[handler]
        handler.force_close()

    async def _handle(self, request: web.BaseRequest) -> web.StreamResponse:
        timer = self._silent.pop(request.protocol, None)
        if timer is not None:
            timer.cancel()
        try:
            path = request.rel_url.raw_path
            if path.startswith(PREFIX):
                return await self._callback(request, path[len(PREFIX) :])
            if self._others is not None:
                return await self._others.answer(self, request)
            if path == "/healthz":
                if request.method in ("GET", "HEAD"):
                    return _answer(200, {"status": "ok"})
                return _problem(405, "only GET and HEAD", Allow="GET, HEAD")
            return _problem(404, "nothing is served here")
        except asyncio.CancelledError:
            raise
        except Exception as error:
            self._report(f"http server: internal error: {type(error).__name__}")  # its text might hold a token
            return _problem(500, "internal error")

    async def _callback(self, request: web.BaseRequest, rest: str) -> web.StreamResponse:
        token, slash, path = rest.partition("/")
        token_hash = hashlib.sha256(unquote(token).encode("utf-8", "surrogatepass")).digest()
        if request.method in ("HEAD", "OPTIONS"):
            return await self._look(request.method, token_hash)
        body = await self.read_body(request)
        if isinstance(body, web.Response):
            return body
        awaited = await self.ask(lambda: _awaited(self._store, token_hash))
        if isinstance(awaited, web.Response):
            return awaited
        pid, wanted = awaited
        rule, channel = wanted.get("verify"), wanted.get("many")
        headers = header_list(request.raw_headers)
        name = None
        if rule is not None:
            name = self._verified(rule, headers, body)
            if isinstance(name, web.Response):
                return name
        content: dict[str, Any] = {
            "method": request.method,
            "path": unquote(slash + path),
            "query": request.rel_url.raw_query_string,
            "headers": without_secrets(rule, headers),
            "body": body,
        }
        if rule is not None:
            content["id"] = name
        if channel is not None:
            return await self._deliver(pid, channel, content, None if name is None else f"{token_hash.hex()} {name}")
        packed = pack({"ok": content})
        result = await self.ask(lambda: self._store.answer_callback(token_hash, packed, self._now_us()))
        if isinstance(result, web.Response):
            return result
        if result == "accepted":
            return _answer(202, {"status": "accepted"})
        return _used() if result == "used" else _unknown()

    async def _deliver(self, pid: str, channel: Any, content: dict[str, Any], key: str | None) -> web.Response:
        """To an endpoint, which takes many: a message, once for each key."""
        packed = pack({"channel": str(channel), "value": content})
        result = await self.ask(lambda: self._store.deliver(pid, "message", packed, self._now_us(), key))
        if isinstance(result, web.Response):
            return result
        return _answer(202, {"status": "accepted" if result else "repeated"})

    def _verified(self, rule: Any, headers: list[list[str]], body: bytes) -> str | web.Response | None:
        """The delivery's id; a refusal if it is not from whom it says, or nobody here can tell."""
        try:
            return verify(rule, headers, body, now_us=self._now_us(), lookup=lookup)
        except Rejected as error:
            return _problem(401, str(error))
        except (MissingSecret, BadRule) as error:
            self._report(f"http server: a delivery cannot be verified: {error}")
            return _later("deliveries cannot be verified here now")

    async def _look(self, method: str, token_hash: bytes) -> web.Response:
        found = await self.ask(lambda: self._store.callback(token_hash))
        if isinstance(found, web.Response):
            return found
        if found is None:
            return _unknown()
        if method == "OPTIONS":
            return web.Response(status=204, headers={"Allow": "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS"})
        return _used() if found[2] else _answer(200, {"status": "waiting"})

    async def read_body(self, request: web.BaseRequest) -> bytes | web.Response:
        """The whole body, or the refusal."""
        announced = request.content_length or 0
        if announced > self._body_bytes:
            return self._too_large()
        if "100-continue" in request.headers.get("Expect", "").lower() and request.transport is not None:
            request.transport.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        parts: list[bytes] = []
        size = 0
        try:
            async with asyncio.timeout(BODY_S):
                async for part in request.content.iter_any():
                    size += len(part)
                    self._buffered += len(part)
                    if size > self._body_bytes:
                        return self._too_large()
                    if self._buffered > BUFFERED_BYTES:
                        return _problem(503, "too much at once; try again", Retry_After=str(RETRY_AFTER_S))
                    parts.append(part)
        except TimeoutError:
            return _problem(408, f"the body did not arrive within {BODY_S:g} s")
        except (web.RequestPayloadError, ValueError, OSError):
            return _problem(400, "the body is not valid HTTP")
        finally:
            self._buffered -= size
        return b"".join(parts)

    def _too_large(self) -> web.Response:
        return _problem(413, f"the body is larger than {self._body_bytes} bytes")

    async def ask(self, question: Callable[[], Any]) -> Any:
        """What the store says, asked in a thread, so that many share one sync; a response if it cannot say."""
        try:
            result = await asyncio.get_running_loop().run_in_executor(self._executor, question)
        except ProcessEnded as error:
            if error.status == MOVED:
                return _later("the process has moved to another store")
            if error.status == FAILED:
                return _later("the process has failed, and may be resumed")
            return _problem(404, "the process that waited has ended")
        except IsACopy:
            return _later("this store is a copy that has not been adopted")
        except Exception as error:  # StoreFull, other store errors, a disk that fails: the caller may come again
            if not self._troubled:
                self._troubled = True
                self._report(f"http server: trouble with the store: {error or type(error).__name__}")
            return _later("the store is full" if isinstance(error, StoreFull) else "the store cannot be written")
        self._troubled = False
        return result


def _awaited(store: Store, token_hash: bytes) -> tuple[str, dict[str, Any]]:
    """The process whose callback it is, and what that said of it when it made it, if it still waits."""
    found = store.callback(token_hash)
    if found is None:
        return "", {}
    pid, number, _ = found
    request = store.request(f"{pid}-{number}")
    try:
        payload = unpack(request.data)["payload"] if request is not None else {}
    except (WireError, TypeError, KeyError):
        payload = {}
    return pid, payload if isinstance(payload, dict) else {}


def _answer(status: int, content: dict[str, str], headers: dict[str, str] | None = None) -> web.Response:
    text = json.dumps(content) + "\n"
    return web.Response(status=status, text=text, content_type="application/json", headers=headers)


def _problem(status: int, message: str, **headers: str) -> web.Response:
    return _answer(status, {"error": message}, {name.replace("_", "-"): value for name, value in headers.items()})


def _later(message: str) -> web.Response:
    return _problem(503, f"{message}; try again later", Retry_After=str(RETRY_AFTER_S))


def _used() -> web.Response:
    return _problem(409, "this callback has been used")


def _unknown() -> web.Response:
    return _problem(404, "no process waits for this callback")

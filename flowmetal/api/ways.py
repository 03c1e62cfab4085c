"""The two ways from a client to a store: over HTTP, and directly. Both ask the same calls (see `table`).

What goes in and comes out are Python's values: durations and times are timedelta and datetime.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
import time
from typing import Any, Protocol
from urllib.parse import quote, urlencode, urlsplit

from flowmetal import wire
from flowmetal.api.fields import BadRequest, read_body, read_query
from flowmetal.api.openapi import MSGPACK
from flowmetal.api.routes import Answer, Call, Later, Problem, Route, handled
from flowmetal.engine import wall_clock_us
from flowmetal.store import Store, StoreError

LOOK_S = 1.0
CONNECT_S = 30.0
PAUSE_S, PAUSE_MAX_S = 0.1, 2.0


class ClientError(Exception):
    """Trouble of a client; the text is one line."""


class Refused(ClientError):
    """The call was refused; status is that of HTTP: 404 no such process, 409 it has ended, 403 not allowed, …"""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


class Unreachable(ClientError):
    """The server does not answer."""


class Way(Protocol):
    def ask(
        self, route: Route, path: dict[str, str], query: dict[str, str], body: Any, *, key: str | None = None,
        wait_s: float = 0.0,
    ) -> tuple[int, Any]:
        """Status and content of a good answer. body: its fields, or bytes. Raises ClientError."""

    def close(self) -> None: ...


class Direct:
    """On an open store. Whoever opens it for the client has it closed with the client."""

    def __init__(self, store: Store, *, is_own: bool) -> None:
        self._store, self._is_own = store, is_own

    def ask(
        self, route: Route, path: dict[str, str], query: dict[str, str], body: Any, *, key: str | None = None,
        wait_s: float = 0.0,
    ) -> tuple[int, Any]:
        try:
            if not isinstance(body, bytes):
                body = read_body(route.body, wire.unpack(wire.pack_python(body)))
            call = Call(self._store, wall_clock_us, path, read_query(route.query, query), body, key)
            found = self._ask_until(route, call, wait_s)
        except (BadRequest, wire.WireError) as error:
            raise Refused(400, str(error)) from None
        except StoreError as error:
            raise ClientError(str(error)) from None
        if isinstance(found, Problem):
            raise Refused(found.status, found.message)
        return found.status, wire.unpack_python(wire.pack(found.content))

    def _ask_until(self, route: Route, call: Call, wait_s: float) -> Answer | Problem:
        found = handled(route, call)
        if not isinstance(found, Later):
            return found
        deadline = time.monotonic() + max(wait_s, found.wait_s)
        woken = threading.Event()
        stop = self._store.listen(woken.set)
        try:
            while True:
                woken.clear()
                found = handled(route, call)
                left = deadline - time.monotonic()
                if not isinstance(found, Later):
                    return found
                if left <= 0:
                    return found.answer
                woken.wait(min(left, LOOK_S))
        finally:
            stop()

    def close(self) -> None:
        if self._is_own:
            self._store.close()


class OverHttp:
    """To a server. Each thread keeps a connection; a call that may be made again is, while the server is away.

    patience_s: for how long.
    """

    def __init__(self, url: str, token: str | None, *, patience_s: float) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError(f"{url[:80]!r} is not a server's URL, such as http://localhost:8400")
        self._is_tls, self._host, self._port = parts.scheme == "https", parts.hostname, parts.port
        self._base = parts.path.rstrip("/")
        self._token, self._patience_s = token, patience_s
        self._kept = threading.local()
        self._shown = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"

    def ask(
        self, route: Route, path: dict[str, str], query: dict[str, str], body: Any, *, key: str | None = None,
        wait_s: float = 0.0,
    ) -> tuple[int, Any]:
        target = self._base + "/".join(
            quote(path[part[1:-1]], safe="") if part.startswith("{") else part for part in route.path.split("/")
        )
        if query:
            target += "?" + urlencode(query)
        headers = {"Accept": MSGPACK}
        data = b""
        if route.method != "GET":
            headers["Content-Type"] = route.raw_body or MSGPACK
            try:
                data = body if isinstance(body, bytes) else wire.pack_python(body)
            except wire.WireError as error:
                raise Refused(400, str(error)) from None
        if key is not None:
            headers["Idempotency-Key"] = key
        if self._token is not None:
            headers["Authorization"] = f"Bearer {self._token}"
        again = route.method == "GET" or key is not None or route.raw_body is not None
        status, content = self._exchange(route.method, target, data, headers, wait_s, again=again)
        if status >= 400:
            raise Refused(status, _error_in(content) or f"the server answered {status}")
        try:
            return status, wire.unpack_python(content)
        except wire.WireError:
            raise ClientError(f"{self._shown} does not answer as a Flowmetal server does") from None

    def _exchange(
        self, method: str, target: str, data: bytes, headers: dict[str, str], wait_s: float, *, again: bool
    ) -> tuple[int, bytes]:
        deadline, pause_s = time.monotonic() + self._patience_s, PAUSE_S
        while True:
            fresh = getattr(self._kept, "connection", None) is None
            try:
                status, content = self._once(method, target, data, headers, wait_s)
                if status != 503 or time.monotonic() > deadline:
                    return status, content
            except (OSError, http.client.HTTPException) as error:
                self._drop()
                if isinstance(error, ssl.SSLCertVerificationError):
                    raise Unreachable(f"{self._shown}: its certificate is not accepted") from None
                is_unsent = isinstance(error, ConnectionRefusedError | socket.gaierror)
                if (not again and not is_unsent) or time.monotonic() > deadline:
                    reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
                    raise Unreachable(f"{self._shown} does not answer: {reason}") from None
                if not fresh:
                    continue  # the server had closed the one that was kept
            time.sleep(pause_s)
            pause_s = min(2 * pause_s, PAUSE_MAX_S)

    def _once(
        self, method: str, target: str, data: bytes, headers: dict[str, str], wait_s: float
    ) -> tuple[int, bytes]:
        connection: http.client.HTTPConnection | None = getattr(self._kept, "connection", None)
        if connection is None or method != "GET":  # what cannot be asked twice is not sent to a server that may be gone
            self._drop()
            kind = http.client.HTTPSConnection if self._is_tls else http.client.HTTPConnection
            connection = self._kept.connection = kind(self._host, self._port, timeout=CONNECT_S)
            connection.connect()
        connection.sock.settimeout(CONNECT_S + wait_s)
        connection.request(method, target, data or None, headers)
        answer = connection.getresponse()
        return answer.status, answer.read()

    def _drop(self) -> None:
        connection: http.client.HTTPConnection | None = getattr(self._kept, "connection", None)
        if connection is not None:
            connection.close()
        self._kept.connection = None

    def close(self) -> None:
        self._drop()


def _error_in(content: bytes) -> str | None:
    import json

    try:
        found = json.loads(content)
    except ValueError:
        return None
    return str(found["error"]) if isinstance(found, dict) and "error" in found else None

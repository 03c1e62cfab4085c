"""Topic "http.request": a payload in, one HTTP exchange, an outcome out.

Payload (what is missing has the default shown):
    {"method": "GET", "url": str, "headers": [[name, value], …] = [], "body": bytes | None = None,
     "timeout": Duration | None = None (the whole exchange), "redirects": int = 10 (at most; 0 does not follow),
     "max_bytes": int = 16 MiB (of the body, decompressed; 1 GiB is the most), "verify": bool = True (TLS)}
    and, where secrets are to be filled in, lists of parts in the place of texts, and "auth": see `blanks`
Outcome:
    {"ok": {"status": int, "reason": str, "headers": [[name, value], …], "body": bytes, "url": the final URL}}
    {"error": {"type": …, "message": str, "details": {}}} with type
        NotAllowed       the host, or one that it redirects to, may not be asked (see `reach`); nothing was sent to it
        InvalidRequest   the payload, or where the answer redirects to, cannot be asked; the rest of it was not sent
        ConnectionError  no connection, or it broke before the answer was whole
        Timeout          the time was up
        TooLarge         the body exceeds max_bytes
        Uncertain        at-most-once: it broke, or the time was up, after it may have been sent

A body with Content-Encoding gzip or deflate arrives unpacked, its headers as they were sent. There are no cookies.
An at-least-once request that may have been sent, and whose answer is lost because the connection broke, is sent again
with the same key: at once on a fresh connection if it met a kept one that the server had just closed, else after the
pauses of `LOST_ANSWER_PAUSES_S`, as far as its time limit allows; only then is it a ConnectionError. One that was
surely not sent (no such host, connection refused) is so at once. An at-most-once request always gets a fresh
connection. Proxies are those of the environment (http_proxy, https_proxy, no_proxy); credentials of .netrc are not
used.
"""

from __future__ import annotations

import asyncio
import io
import os
import re
import socket
from base64 import b64encode
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import aiohttp
from yarl import URL

from flowmetal.connectors.blanks import BadBlanks, Filled
from flowmetal.connectors.dispatch import Job, Outcome, failure
from flowmetal.connectors.http_text import header_list
from flowmetal.connectors.inflate import Damaged, Inflater, inflater
from flowmetal.connectors.reach import NotAllowed, Reach, literal
from flowmetal.connectors.resolve import Resolver
from flowmetal.connectors.secrets import MissingSecret, lookup
from flowmetal.wire import Duration

TOPIC = "http.request"
MAX_BYTES, MAX_BYTES_MOST = 16 << 20, 1 << 30
REDIRECTS, REDIRECTS_MAX = 10, 100
KEEPALIVE_S = 30.0
CONNECT_S = 60.0  # also where the program set no limit: a silent address is no slow answer
FIELD_BYTES = 64 << 10  # of one header field of an answer
LOST_ANSWER_PAUSES_S = (0.1, 0.5, 1.0, 2.0, 4.0)
SEND_WHOLE_BYTES = 1 << 20  # larger bodies are sent in pieces
DEAD_PEER_S = 60  # after so long in silence a connection is probed; a peer that is gone is noticed in about two minutes

_TOKEN = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")
_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
_SPACE_OR_CONTROL = re.compile(r"[\x00-\x20\x7f]")
_BODY_HEADERS = frozenset(("content-length", "content-type", "content-encoding", "content-language", "digest"))
_SECRET_HEADERS = frozenset(("authorization", "cookie", "proxy-authorization", "host"))


class InvalidRequest(Exception):
    """What was asked cannot be sent; the text says why."""


class TooLarge(Exception):
    """A body exceeds the limit."""


class _Broken(Exception):
    """The connection failed."""

    def __init__(self, error: aiohttp.ClientError) -> None:
        super().__init__(str(error))
        self.error = error


@dataclass(frozen=True, slots=True)
class Ask:
    """A payload that has been read and found good."""

    method: str
    url: URL
    headers: tuple[tuple[str, str], ...]
    body: bytes | None
    timeout_s: float | None
    redirects: int
    max_bytes: int
    verify: bool
    secret_headers: frozenset[str] = frozenset()  # names, in lower case, of headers that hold a secret
    secret_body: bool = False


def lane(payload: Any) -> str:
    """The host that payload asks, with its port; "" if that cannot be told. Takes anything."""
    try:
        return str(urlsplit(payload["url"]).netloc.rpartition("@")[2].lower())
    except Exception:
        return ""


class HttpClient:
    """Performs jobs of the topic. Use it within one event loop; `close` it there."""

    def __init__(self, version: str, reach: Reach | None = None) -> None:
        self._reach = reach if reach is not None else Reach()
        self._agent = f"flowmetal/{version}"
        trace = aiohttp.TraceConfig()
        trace.on_connection_reuseconn.append(_on_reused)
        trace.on_connection_create_end.append(_on_created)
        self._kept = _session(trace, self._reach, force_close=False)
        self._fresh = _session(trace, self._reach, force_close=True)

    async def close(self) -> None:
        await self._kept.close()
        await self._fresh.close()

    async def perform(self, job: Job) -> Outcome:
        """The job's outcome. Raises nothing that payload or server could cause; cancelling it drops the connection."""
        try:
            filled = Filled(job.payload, lookup)
        except (BadBlanks, MissingSecret, UnicodeError) as error:
            return failure("InvalidRequest", str(error) if not isinstance(error, UnicodeError) else "no text of UTF-8")
        outcome: Outcome = filled.blotted(await self._perform(job, filled))
        return outcome

    async def _perform(self, job: Job, filled: Filled) -> Outcome:
        try:
            ask = read_payload(filled.payload, filled)
        except InvalidRequest as error:
            return failure("InvalidRequest", str(error))
        sent = SimpleNamespace(any=False, reused=False, lost=None)
        broken = "Uncertain" if job.at_most_once else "ConnectionError"
        try:
            async with asyncio.timeout(ask.timeout_s) as limit:
                return {"ok": await self._exchange_again(job, ask, sent)}
        except InvalidRequest as error:
            return failure("InvalidRequest", str(error))
        except NotAllowed as error:
            return failure("NotAllowed", f"{_name(ask)}: {error}")
        except TooLarge:
            return failure("TooLarge", f"{_name(ask)}: the answer's body is larger than {ask.max_bytes} bytes")
        except (aiohttp.ClientError, Damaged, OSError, EOFError) as error:  # OSError: TimeoutError among them
            if isinstance(error, TimeoutError) and limit.expired():
                if sent.lost is not None:
                    return failure("ConnectionError", f"{_name(ask)}: {_reason(sent.lost)}")
                kind = "Uncertain" if job.at_most_once and sent.any else "Timeout"
                return failure(kind, f"{_name(ask)}: no whole answer within {ask.timeout_s:g} s")
            return failure(broken if sent.any else "ConnectionError", f"{_name(ask)}: {_reason(error)}")
        except (ValueError, TypeError) as error:  # aiohttp's and yarl's refusals
            return failure(broken if sent.any else "InvalidRequest", f"{_name(ask)}: {error}")

    async def _exchange_again(self, job: Job, ask: Ask, sent: SimpleNamespace) -> dict[str, Any]:
        """An exchange whose answer is lost is made again under the same key: the server may have done what was asked,
        and a program that asked anew would do so under another key."""
        for pause_s in LOST_ANSWER_PAUSES_S:
            try:
                return await self._exchange(job, ask, sent)
            except (aiohttp.ServerDisconnectedError, aiohttp.ClientOSError, aiohttp.ClientPayloadError) as error:
                if job.at_most_once or not sent.any:
                    raise
                sent.lost = error
            await asyncio.sleep(pause_s)
        return await self._exchange(job, ask, sent)

    async def _exchange(self, job: Job, ask: Ask, sent: SimpleNamespace) -> dict[str, Any]:
        method, url, body, headers = ask.method, ask.url, ask.body, self._headers(job, ask)
        url = url.with_user(None)
        for hop in range(ask.redirects + 1):
            async with await self._send(job, method, url, headers, body, ask.verify, sent) as answer:
                target = _redirect(answer, url) if ask.redirects else None
                if target is None:
                    return {
                        "status": answer.status,
                        "reason": _plain(answer.reason or ""),
                        "headers": header_list(answer.raw_headers),
                        "body": await _body(answer, ask.max_bytes),
                        "url": str(url),
                    }
                status = answer.status
            if hop == ask.redirects:
                break
            if (status == 303 and method != "HEAD") or (status in (301, 302) and method == "POST"):
                dropped = _BODY_HEADERS if method == "GET" else _BODY_HEADERS | {"idempotency-key"}  # another request
                headers = [each for each in headers if each[0].lower() not in dropped]
                method, body = "GET", None
            if target.origin() != url.origin():
                headers = [
                    each for each in headers
                    if each[0].lower() not in _SECRET_HEADERS and each[0].lower() not in ask.secret_headers
                ]
                if ask.secret_body and body is not None:
                    raise InvalidRequest(f"{_name(ask)} redirects to another host, and the body holds a secret")
            url = target
        raise InvalidRequest(f"{_name(ask)}: redirected more than {ask.redirects} times, at last to {url}")

    def _headers(self, job: Job, ask: Ask) -> list[tuple[str, str]]:
        headers = list(ask.headers)
        given = {name.lower() for name, _ in headers}
        defaults = [("Idempotency-Key", job.id), ("User-Agent", self._agent), ("Accept-Encoding", "gzip, deflate")]
        if ask.url.user is not None or ask.url.password is not None:
            login = f"{ask.url.user or ''}:{ask.url.password or ''}"
            defaults.append(("Authorization", "Basic " + b64encode(login.encode()).decode()))
        return headers + [each for each in defaults if each[0].lower() not in given]

    async def _send(
        self,
        job: Job,
        method: str,
        url: URL,
        headers: list[tuple[str, str]],
        body: bytes | None,
        verify: bool,
        sent: SimpleNamespace,
    ) -> aiohttp.ClientResponse:
        session = self._fresh if job.at_most_once else self._kept
        proxy = _proxy(url)
        self._may_be_asked(url, by_name=proxy is not None)
        while True:
            sent.reused = False
            data = io.BytesIO(body) if body is not None and len(body) > SEND_WHOLE_BYTES else body
            try:
                return await session.request(
                    method,
                    url,
                    headers=headers,
                    data=data,
                    allow_redirects=False,
                    proxy=proxy,
                    trace_request_ctx=sent,
                    ssl=verify,
                )
            except aiohttp.ClientConnectorError as error:  # the resolver's refusal is in it
                if isinstance(error.os_error, NotAllowed):
                    raise error.os_error from None
                raise
            except _Broken as broken:
                if isinstance(broken.error, aiohttp.ClientConnectorError) and isinstance(
                    broken.error.os_error, NotAllowed
                ):
                    raise broken.error.os_error from None
                if session is self._fresh or not sent.reused:
                    raise broken.error from None
                session = self._fresh

    def _may_be_asked(self, url: URL, *, by_name: bool) -> None:
        """For addresses, which nobody looks up, and names that a proxy does. Raises NotAllowed, InvalidRequest."""
        host = url.host or ""
        try:
            address = literal(host)
        except ValueError:
            raise InvalidRequest(f"{host!r:.80} is neither an address nor a host's name") from None
        if address is not None:
            self._reach.check(host, address)
        elif by_name:
            self._reach.check_name(host)


# -- reading payloads


def read_payload(payload: Any, filled: Filled | None = None) -> Ask:
    """Check a payload, whatever it is; filled says what in it is secret. Raises InvalidRequest."""
    if not isinstance(payload, dict):
        raise InvalidRequest(f"the payload is a dictionary, not {_kind(payload)}")
    method = _typed(payload, "method", str, "GET")
    if not _TOKEN.fullmatch(method) or method.upper() == "CONNECT":
        raise InvalidRequest(f"{method!r:.80} is not a method that can be asked")
    body = payload.get("body")
    if body is not None and not isinstance(body, bytes):
        raise InvalidRequest(f"'body' is bytes or None, not {_kind(body)}")
    limit = payload.get("timeout")
    if limit is not None and (not isinstance(limit, Duration) or limit.us <= 0):
        raise InvalidRequest(f"'timeout' is a duration above zero or None, not {limit!r:.80}")
    return Ask(
        method=method.upper(),
        url=_url(_typed(payload, "url", str, None)),
        headers=_read_headers(_typed(payload, "headers", list, []), body),
        body=body,
        timeout_s=None if limit is None else min(limit.us / 1e6, 1e9),
        redirects=_count(payload, "redirects", REDIRECTS, REDIRECTS_MAX),
        max_bytes=_count(payload, "max_bytes", MAX_BYTES, MAX_BYTES_MOST),
        verify=_typed(payload, "verify", bool, True),
        secret_headers=filled.headers if filled is not None else frozenset(),
        secret_body=filled is not None and filled.body,
    )


def _typed(payload: dict[Any, Any], name: str, wanted: type, default: Any) -> Any:
    value = payload.get(name, default)
    if not isinstance(value, wanted) or (wanted is int and isinstance(value, bool)):
        raise InvalidRequest(f"'{name}' is {wanted.__name__}, not {_kind(value)}")
    return value


def _count(payload: dict[Any, Any], name: str, default: int, most: int) -> int:
    value: int = _typed(payload, name, int, default)
    if value < 0:
        raise InvalidRequest(f"'{name}' is not below zero")
    return min(value, most)


def _kind(value: Any) -> str:
    return "None" if value is None else type(value).__name__


def _url(text: str) -> URL:
    shown = repr(text[:200])
    if _SPACE_OR_CONTROL.search(text):
        raise InvalidRequest(f"the URL {shown} holds a space or control character")
    try:
        url = URL(text).with_fragment(None)
        if url.scheme not in ("http", "https"):
            raise InvalidRequest(f"the URL {shown} does not begin with http:// or https://")
        if not _is_host(url.raw_host or "") or url.port == 0:
            raise InvalidRequest(f"the URL {shown} names no host and port that can be asked")
        str(url).encode()
        return url
    except (ValueError, TypeError) as error:  # UnicodeError is a ValueError
        raise InvalidRequest(f"the URL {shown} is not valid: {error}") from None


def _is_host(name: str) -> bool:
    labels = name.removesuffix(".").split(".")
    return ":" in name or (len(name) < 255 and all(0 < len(label) < 64 for label in labels))


def _read_headers(pairs: list[Any], body: bytes | None) -> tuple[tuple[str, str], ...]:
    headers = []
    for pair in pairs:
        if not (isinstance(pair, list) and len(pair) == 2 and all(isinstance(each, str) for each in pair)):
            raise InvalidRequest(f"a header is [name, value], both str, not {pair!r:.80}")
        name, value = pair[0], pair[1].strip(" \t")
        if not _TOKEN.fullmatch(name):
            raise InvalidRequest(f"{name!r:.80} is not the name of a header")
        if _CONTROL.search(value):
            raise InvalidRequest(f"the value of header '{name:.80}' holds a control character")
        try:
            value.encode()
        except UnicodeError:
            raise InvalidRequest(f"the value of header '{name:.80}' is not text") from None
        if name.lower() == "transfer-encoding":
            raise InvalidRequest("header 'Transfer-Encoding' is not the program's to set")
        if name.lower() == "content-length" and value != str(len(body or b"")):
            raise InvalidRequest(f"header 'Content-Length' is {value!r:.40}, and the body has {len(body or b'')} bytes")
        headers.append((name, value))
    return tuple(headers)


# -- the exchange


def _session(trace: aiohttp.TraceConfig, reach: Reach, *, force_close: bool) -> aiohttp.ClientSession:
    keepalive: dict[str, Any] = {} if force_close else {"keepalive_timeout": KEEPALIVE_S}
    connector = aiohttp.TCPConnector(
        limit=0,  # the dispatcher limits
        force_close=force_close,
        socket_factory=_socket,
        resolver=Resolver(reach),
        **keepalive,
    )
    return aiohttp.ClientSession(
        connector=connector,
        cookie_jar=aiohttp.DummyCookieJar(),
        auto_decompress=False,  # ours counts while it unpacks
        skip_auto_headers=("Content-Type",),
        timeout=aiohttp.ClientTimeout(total=None, sock_connect=CONNECT_S),
        trace_configs=[trace],
        middlewares=(_unrepeated,),
        max_line_size=FIELD_BYTES,
        max_field_size=FIELD_BYTES,
    )


async def _unrepeated(request: aiohttp.ClientRequest, send: aiohttp.ClientHandlerType) -> aiohttp.ClientResponse:
    """Hide a broken connection from aiohttp, which by itself sends GET, PUT and DELETE a second time then."""
    try:
        return await send(request)
    except (aiohttp.ServerDisconnectedError, aiohttp.ClientOSError) as error:
        raise _Broken(error) from None


def _socket(address: Any) -> socket.socket:
    made = socket.socket(*address[:3])
    made.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for name, value in (("TCP_KEEPIDLE", DEAD_PEER_S), ("TCP_KEEPINTVL", 10), ("TCP_KEEPCNT", 6)):
        if hasattr(socket, name):  # not every system has all three
            made.setsockopt(socket.IPPROTO_TCP, getattr(socket, name), value)
    return made


async def _on_reused(session: Any, context: SimpleNamespace, params: Any) -> None:
    sent = context.trace_request_ctx
    sent.any = sent.reused = True


async def _on_created(session: Any, context: SimpleNamespace, params: Any) -> None:
    context.trace_request_ctx.any = True


def _proxy(url: URL) -> str | None:
    proxies = getproxies()
    if not proxies or proxy_bypass(url.host or ""):
        return None
    return proxies.get(url.scheme) or proxies.get("all")


def _redirect(answer: aiohttp.ClientResponse, url: URL) -> URL | None:
    """Where the answer redirects to, if it does. Raises InvalidRequest for a place that cannot be asked."""
    if answer.status not in (301, 302, 303, 307, 308) or "Location" not in answer.headers:
        return None
    location = answer.headers["Location"].strip()
    try:
        given = URL(location)
        if given.scheme and not given.host:
            raise InvalidRequest
        target = url.join(given)
        return _url(str(target)).with_user(None)
    except (InvalidRequest, ValueError, TypeError):
        raise InvalidRequest(f"{url} redirects to {location!r:.200}, which cannot be asked") from None


async def _body(answer: aiohttp.ClientResponse, max_bytes: int) -> bytes:
    unpack: Inflater | None = inflater(answer.headers.get("Content-Encoding", ""))
    parts, size = [], 0
    async for piece in answer.content.iter_any():
        if unpack is not None:
            piece = unpack.feed(piece, max_bytes - size + 1)
        size += len(piece)
        if size > max_bytes:
            raise TooLarge
        parts.append(piece)
    if unpack is not None:
        unpack.finish()
    return b"".join(parts)


# -- words


def _name(ask: Ask) -> str:
    return f"{ask.method} {ask.url.with_user(None).with_query(None)}"


def _reason(error: BaseException) -> str:
    if isinstance(error, aiohttp.ClientConnectorCertificateError):
        return f"its certificate is not accepted: {_plain(str(error.certificate_error))}"
    if isinstance(error, aiohttp.ClientConnectorError):
        cause = error.os_error
        number = cause.errno if isinstance(cause.errno, int) else 0  # not above 0: getaddrinfo's, or none
        return f"cannot connect: {os.strerror(number) if number > 0 else _plain(cause.strerror or str(cause))}"
    if isinstance(error, aiohttp.ServerTimeoutError):
        return f"cannot connect: no answer within {CONNECT_S:g} s"
    if isinstance(error, aiohttp.ServerDisconnectedError):
        return "the server closed the connection without an answer"
    if isinstance(error, aiohttp.ClientPayloadError):
        return "the connection broke in the middle of the answer"
    if isinstance(error, Damaged):
        return str(error)
    if isinstance(error, aiohttp.ClientResponseError):
        return f"the answer is not HTTP: {_plain(error.message)}"
    return _plain(str(error)) or type(error).__name__


def _plain(text: str) -> str:
    """One line that can be packed, from what may hold undecodable bytes."""
    return " ".join(text.encode("utf-8", "replace").decode().split())[:500]

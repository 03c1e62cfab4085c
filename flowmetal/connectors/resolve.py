"""Names to addresses, each looked up in a daemon thread of its own.

The system's resolver can hang for half a minute and cannot be interrupted. In asyncio's few threads it would hold up
the look-ups of other hosts, and the end of the OS process, which waits for those threads.
"""

from __future__ import annotations

import asyncio
import socket
import threading
from typing import Any

from aiohttp.abc import AbstractResolver, ResolveResult

from flowmetal.connectors.reach import NotAllowed, Reach


class Resolver(AbstractResolver):
    """aiohttp asks it once at a time for a host, and keeps the answer for a while. Gives only what `reach` allows."""

    def __init__(self, reach: Reach) -> None:
        self._reach = reach

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """All stream addresses of host that may be asked. Raises OSError; NotAllowed if there are only others."""
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[list[Any]] = loop.create_future()

        def tell(found: list[Any] | None, error: OSError | None) -> None:
            if answer.done():  # given up meanwhile
                return
            if found is None:
                answer.set_exception(error or OSError("no address"))
            else:
                answer.set_result(found)

        def look_up() -> None:
            found: list[Any] | None = None
            trouble: OSError | None = None
            try:
                found = socket.getaddrinfo(host, port, family, socket.SOCK_STREAM, flags=socket.AI_ADDRCONFIG)
            except OSError as error:
                trouble = error
            except Exception as error:  # UnicodeError for a name that cannot be one
                trouble = OSError(f"{host!r:.80} is not a host's name: {error}")
            if not loop.is_closed():
                loop.call_soon_threadsafe(tell, found, trouble)

        threading.Thread(target=look_up, name="flowmetal-resolve", daemon=True).start()
        allowed, refused = [], None
        for result in (_result(host, entry) for entry in await answer):
            try:
                self._reach.check(host, result["host"])
                allowed.append(result)
            except NotAllowed as error:
                refused = error
        if refused is not None and not allowed:
            raise refused
        return allowed

    async def close(self) -> None:
        """Nothing is kept."""


def _result(host: str, entry: Any) -> ResolveResult:
    family, _, protocol, _, address = entry
    numeric, port = address[0], address[1]
    if family == socket.AF_INET6 and len(address) > 3 and address[3]:  # link-local: the interface belongs to it
        numeric, _ = socket.getnameinfo(address, socket.NI_NUMERICHOST | socket.NI_NUMERICSERV)
    return ResolveResult(
        hostname=host,
        host=numeric,
        port=port,
        family=family,
        proto=protocol,
        flags=socket.AI_NUMERICHOST | socket.AI_NUMERICSERV,
    )

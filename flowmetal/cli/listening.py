"""The callback server of a command: where it listens, and the base URL of the callbacks that programs make.

The store remembers both in its settings "listen" (HOST:PORT) and "url", so that the next command answers the URLs
that were given out. One OS process at a time listens for a store on a port: it holds a claim on it, by which others
see that the port is in good hands.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowmetal.cli.errors import STORE_TROUBLE, USAGE, Refused, say

if TYPE_CHECKING:
    from flowmetal.api.server import Api
    from flowmetal.connectors import Connectors
    from flowmetal.store import Store

HOST, PORT = "127.0.0.1", 8400
Address = tuple[str, int]


def address(text: str) -> Address:
    """Of HOST:PORT, HOST may be left out, IPv6 ones stand in brackets. Raises Refused."""
    host, colon, port = text.rpartition(":")
    if not colon or not (port.isascii() and port.isdigit()) or int(port) > 65535:
        raise Refused(f"--listen takes HOST:PORT such as {HOST}:{PORT}, not {text[:80]!r}", USAGE)
    return host.strip("[]") or HOST, int(port)


def remember_url(store: Store, url: str | None = None) -> str:
    """The base URL of callbacks; url if given, else what the store remembers, else the default, stored from now on."""
    known = store.setting("url")
    wanted = url or known or f"http://{HOST}:{PORT}"
    if wanted != known:
        store.set_setting("url", wanted)
    return wanted


class CallbackServer:
    """Answers callbacks: at once where `listen` is given or `is_needed`, else when `keep_on` is first called.

    is_strict: the port has to be ours; otherwise another OS process may answer for the same store. has_api: it answers
    the HTTP API as well.
    """

    def __init__(
        self, store: Store, *, listen: Address | None = None, url: str | None = None, is_needed: bool = False,
        is_strict: bool = False, has_api: bool = False,
    ) -> None:
        self._store, self._listen, self._given_url = store, listen, url
        self._is_needed, self._is_strict, self._has_api = is_needed, is_strict, has_api
        self._connectors: Connectors | None = None
        self._claim: str | None = None
        self._complained = False
        self.url: str | None = None

    def begin(self) -> None:
        """Settle the URL, and listen if that is wanted already. Once is enough. Raises Refused, CannotListen."""
        if self.url is not None:
            return
        if (self._listen is not None or self._is_needed) and not self._start() and self._is_strict:
            host, port = self._address()
            raise Refused(
                f"callbacks of this store are answered on {host}:{port} already; choose another port with --listen, "
                "or add --no-http-server", STORE_TROUBLE,
            )
        self._settle_url()

    def keep_on(self) -> None:
        """Callbacks are awaited: listen, unless somebody does it for this store. Trouble is said once."""
        from flowmetal.connectors import CannotListen

        try:
            self._start()
        except CannotListen as error:
            if not self._complained:
                self._complained = True
                say(f"callbacks cannot be received: {error}")

    def stop(self) -> None:
        if self._connectors is not None:
            self._connectors.stop()
            self._connectors = None
        self._release()

    def _start(self) -> bool:
        """False if another OS process listens there for this store."""
        if self._connectors is not None:
            return True
        host, port = self._address()
        if not port and self._start_where_it_was(host):
            return True
        return self._start_on(host, port)

    def _start_where_it_was(self, host: str) -> bool:
        """Any port will do, so take the one of last time, if it is free: its URLs have been given out."""
        from flowmetal.connectors import CannotListen

        try:
            last_host, last_port = address(self._store.setting("listen") or "")
            return last_host == host and last_port != 0 and self._start_on(host, last_port)
        except (Refused, CannotListen):
            return False

    def _start_on(self, host: str, port: int) -> bool:
        if port and not self._take_claim(port):
            return False
        from flowmetal.connectors import CannotListen, Connectors

        connectors = Connectors(
            self._store, listen=(host, port), http=False, report=say, others=self._api if self._has_api else None
        )
        try:
            connectors.start()
        except CannotListen:
            self._release()
            raise
        self._connectors = connectors
        if not port and connectors.url is not None:
            self._take_claim(int(connectors.url.rpartition(":")[2]))
        return True

    def _api(self) -> Api:
        from flowmetal.api.server import Api  # with its first caller: it brings in the verifier and more

        return Api(self._store)

    def _address(self) -> Address:
        if self._listen is not None:
            return self._listen
        remembered = self._store.setting("listen")
        try:
            return address(remembered) if remembered else (HOST, PORT)
        except Refused:
            return HOST, PORT

    def _settle_url(self) -> None:
        own = self._connectors.url if self._connectors is not None and self._listen is not None else None
        if self._listen is not None:
            host, port = self._listen
            if own is not None:
                port = int(own.rpartition(":")[2])
            text = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
            if self._store.setting("listen") != text:
                self._store.set_setting("listen", text)
            own = own or f"http://{text}"
        self.url = remember_url(self._store, self._given_url or own)

    def _take_claim(self, port: int) -> bool:
        claim = f"listening on port {port}"
        if not self._store.claim_topic(claim):
            return False
        self._claim = claim
        return True

    def _release(self) -> None:
        if self._claim is not None:
            self._store.release_topic(self._claim)
            self._claim = None

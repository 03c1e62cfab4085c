"""The listening socket: bound in the caller's thread, so that trouble with it is the caller's to see."""

from __future__ import annotations

import errno
import socket

BACKLOG = 1024


class ConnectorError(Exception):
    """Trouble with a connector; the text is one line that names the mend."""


class CannotListen(ConnectorError):
    """The address cannot be listened on."""


class PortInUse(CannotListen):
    """Somebody listens on that port already."""


def bind(host: str, port: int) -> socket.socket:
    """A socket that listens on host and port; port 0 takes a free one. Raises PortInUse, CannotListen."""
    try:
        if not 0 <= port <= 65535:
            raise OverflowError("a port is 0 to 65535")
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except (OSError, UnicodeError, OverflowError) as error:
        raise _cannot(host, port, error) from None
    family, kind, protocol, _, address = found[0]
    listener = socket.socket(family, kind, protocol)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(BACKLOG)
        listener.setblocking(False)
    except (OSError, OverflowError) as error:
        listener.close()
        if isinstance(error, OSError) and error.errno == errno.EADDRINUSE:
            raise PortInUse(f"port {port} on {host} is in use; choose another with --listen") from None
        raise _cannot(host, port, error) from None
    return listener


def url_of(listener: socket.socket) -> str:
    """The base URL of what listens there; for "every address" that of this machine's loopback."""
    host, port = listener.getsockname()[:2]
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    return f"http://{_shown(host, port)}"


def _shown(host: str, port: int) -> str:
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def _cannot(host: str, port: int, error: Exception) -> CannotListen:
    reason = getattr(error, "strerror", None) or str(error)
    return CannotListen(f"cannot listen on {_shown(host, port)}: {reason}; choose another with --listen")

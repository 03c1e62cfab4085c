"""Wake-ups between the OS processes of one store: a datagram to every socket in a runtime directory.

Hints, never the truth: all that can fail here fails silently, and listeners poll besides. The sockets are outside
of the store, so that the store's directory can be copied with any tool. The runtime directory is this user's own
(mode 0700, owner checked): nobody else can ring, and a ring carries no data.
"""

from __future__ import annotations

import _socket as socket  # the part in C: `socket` makes enums of hundreds of numbers, 2.5 ms of each start
import contextlib
import os
import stat
import threading
import time
import weakref
from collections.abc import Callable

from flowmetal.digest import sha256

_SETTLED_NS = 2_000_000_000
_LONGEST_PATH = 100  # bytes; the kernel's limit for a socket's path is 108, or 104
_all: weakref.WeakSet[Doorbell] = weakref.WeakSet()


class Doorbell:
    """One per environment. `ring` tells all listeners of all OS processes; the socket exists while there are any."""

    def __init__(self, store_directory: str, inode: int) -> None:
        name = sha256(f"{os.path.realpath(store_directory)}\0{inode}".encode("utf-8", "surrogateescape"))
        self._places = _runtime_directories(name.hexdigest()[:24])
        self._guard = threading.Lock()
        self._listeners: dict[int, Callable[[], None]] = {}
        self._outward: dict[int, Callable[[], None]] = {}  # those that only want to hear of other OS processes
        self._next = 0
        self._read: dict[str, tuple[int, list[str]]] = {}  # when a place was changed last, and what was in it then
        self._path = ""
        self._socket: socket.socket | None = None
        self._thread: threading.Thread | None = None
        self._sender: socket.socket | None = None
        _all.add(self)

    def ring(self) -> None:
        """Wake the listeners here and in other OS processes."""
        self._wake_listeners()
        for directory in self._places:
            for path in self._sockets(directory):
                if path != self._path:
                    self._send(path)

    def _sockets(self, directory: str) -> list[str]:
        """Those of all listeners. A directory that was left alone for a while is not read again for each ring."""
        try:
            changed_ns = os.stat(directory).st_mtime_ns
            known = self._read.get(directory)
            if known is not None and known[0] == changed_ns:
                return known[1]
            names = os.listdir(directory) if _is_ours(directory) else []
        except OSError:
            return []  # as a rule: nobody listens there
        found = [os.path.join(directory, name) for name in names if name.endswith(".sock")]
        is_coarse = changed_ns % 1_000_000_000 == 0  # the file system's clock, by which more may come at the same time
        if time.time_ns() - changed_ns > (_SETTLED_NS if is_coarse else _SETTLED_NS // 20):
            self._read[directory] = changed_ns, found
        return found

    def listen(self, wake: Callable[[], None], *, others_only: bool = False) -> Callable[[], None]:
        """Call wake at each ring, or only at those from other OS processes; gives the stop."""
        with self._guard:
            self._next += 1
            number = self._next
            (self._outward if others_only else self._listeners)[number] = wake
            if self._thread is None:
                self._start()

        def stop() -> None:
            with self._guard:
                self._listeners.pop(number, None)
                self._outward.pop(number, None)

        return stop

    def close(self) -> None:
        with self._guard:
            self._listeners.clear()
            self._outward.clear()
            bound, thread = self._socket, self._thread
            self._socket = self._thread = None
        if bound is not None and thread is not None:
            try:
                bound.shutdown(socket.SHUT_RDWR)  # ends the blocking receive on Linux …
            except OSError:
                self._send(self._path)  # … and a ring does elsewhere
            if thread is not threading.current_thread():
                thread.join()
            bound.close()
            self._unlink(self._path)
            with contextlib.suppress(OSError):  # the last one leaves nothing behind
                os.rmdir(os.path.dirname(self._path))
        sender, self._sender = self._sender, None
        if sender is not None:
            sender.close()

    def forget(self) -> None:
        """In the child of a fork: the socket's other end is the parent's, whose thread does not exist here."""
        self._guard = threading.Lock()
        self._listeners, self._outward = {}, {}
        for owned in (self._socket, self._sender):
            if owned is not None:
                owned.close()
        self._socket = self._sender = self._thread = None
        self._places = []

    def _start(self) -> None:
        for directory in self._places * 2:  # twice, as another who leaves may just have removed it
            path = os.path.join(directory, os.urandom(4).hex() + ".sock")
            bound = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
            try:
                _make_ours(directory)
                bound.bind(path)
                os.chmod(path, 0o600)
            except OSError:
                bound.close()
                continue
            self._path, self._socket = path, bound
            self._thread = threading.Thread(target=self._receive, args=(bound,), name="flowmetal-doorbell", daemon=True)
            self._thread.start()
            return

    def _receive(self, bound: socket.socket) -> None:
        while self._socket is bound:
            try:
                ring = bound.recv(16)
                bound.setblocking(False)
                try:
                    while bound.recv(16):
                        pass  # many rings are one
                except BlockingIOError:
                    pass
                finally:
                    bound.setblocking(True)
            except OSError:
                return
            if ring:
                self._wake_listeners()
                self._wake_listeners(self._outward)

    def _wake_listeners(self, listeners: dict[int, Callable[[], None]] | None = None) -> None:
        for wake in list((self._listeners if listeners is None else listeners).values()):
            try:
                wake()
            except Exception:  # the write is done: a listener's trouble must not look like the write's
                import logging  # dear, and rarely needed

                logging.getLogger("flowmetal.store").exception("a listener failed")

    def _send(self, path: str) -> None:
        try:
            if self._sender is None:
                sender = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
                sender.setblocking(False)
                self._sender = sender
            self._sender.sendto(b"!", path)
        except (ConnectionRefusedError, FileNotFoundError):
            self._unlink(path)  # its OS process is gone
        except OSError:
            pass  # its queue is full, so it will wake anyway

    def _unlink(self, path: str) -> None:
        with contextlib.suppress(OSError):
            os.unlink(path)


def _runtime_directories(name: str) -> list[str]:
    """Where this store's sockets may be, best first; if there is no fit place, nobody rings, and all poll."""
    places = []
    for base in (os.environ.get("XDG_RUNTIME_DIR"), _temporary_directory()):
        directory = os.path.join(base or "", f"flowmetal-{os.getuid()}", name)
        if os.path.isabs(directory) and len(os.fsencode(directory)) + 14 <= _LONGEST_PATH and directory not in places:
            places.append(directory)
    return places


def _temporary_directory() -> str | None:
    """As `tempfile.gettempdir`, whose module takes longer to import than all that is done here."""
    for place in (*map(os.environ.get, ("TMPDIR", "TEMP", "TMP")), "/tmp", "/var/tmp", "/usr/tmp"):
        if place and os.path.isdir(place) and os.access(place, os.W_OK | os.X_OK):
            return os.path.abspath(place)
    return None


def _make_ours(directory: str) -> None:
    """Raises OSError if it cannot be made, or is not this user's own."""
    for path in (os.path.dirname(directory), directory):
        with contextlib.suppress(FileExistsError):
            os.mkdir(path, 0o700)
        if not _is_private(path):
            raise PermissionError(f"{path} is not this user's own")


def _is_ours(directory: str) -> bool:
    """Whether nobody else can put anything there. Raises OSError if it is not there."""
    return _is_private(os.path.dirname(directory)) and _is_private(directory)


def _is_private(path: str) -> bool:
    status = os.lstat(path)
    return stat.S_ISDIR(status.st_mode) and status.st_uid == os.getuid() and not status.st_mode & 0o077


def _after_fork_in_child() -> None:
    for doorbell in list(_all):
        doorbell.forget()


os.register_at_fork(after_in_child=_after_fork_in_child)

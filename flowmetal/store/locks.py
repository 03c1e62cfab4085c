"""Claims that fall with the OS process that holds them: an flock on a file in the store's `locks` directory.

An owner is one registration of an interpreter; its name holds the store's epoch, so that a name that a copied
store remembers is never taken for a living owner of the copy. The kernel drops the locks when the OS process ends,
however it ends. Lock files are closed on exec, and in the child of a fork.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import threading
import weakref

from flowmetal.digest import sha256

_all: weakref.WeakSet[Locks] = weakref.WeakSet()


class Locks:
    """The locks that this OS process holds in one store, and the way to see others'. Raises OSError."""

    def __init__(self, directory: str) -> None:
        self.directory = directory
        self._held: dict[str, int] = {}  # file name -> descriptor
        self._dead: set[str] = set()  # owners; a name is never used again
        self._guard = threading.Lock()
        _all.add(self)

    def register(self, epoch: int) -> str:
        """A new owner's name, held until `unregister` or the end of this OS process."""
        name = f"{epoch}-{os.urandom(6).hex()}"
        with self._guard:
            while True:
                fd = self._open(name)
                fcntl.flock(fd, fcntl.LOCK_EX)  # at most a moment: only `is_alive` of others tries it
                if self._is_at(fd, name):
                    self._held[name] = fd
                    return name
                os.close(fd)  # another took it for a stale one, and removed it

    def unregister(self, owner: str) -> None:
        with self._guard:
            fd = self._held.pop(owner, None)
            if fd is not None:
                self._unlink(owner)
                os.close(fd)

    def holds(self, owner: str) -> bool:
        return owner in self._held

    def is_alive(self, owner: str, epoch: int) -> bool:
        """Whether the OS process of that owner lives, and the owner is one of the store's present epoch."""
        if owner in self._held:
            return True
        if owner in self._dead or not _is_owner(owner) or owner.partition("-")[0] != str(epoch):
            return False
        try:
            fd = os.open(os.path.join(self.directory, owner), os.O_RDWR | os.O_CLOEXEC)
        except FileNotFoundError:
            self._dead.add(owner)
            return False
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        else:
            if self._is_at(fd, owner):
                self._unlink(owner)
            self._dead.add(owner)
            return False
        finally:
            os.close(fd)

    def claim_topic(self, topic: str) -> bool:
        """Try to hold a topic. False if another holder has it, this OS process's own one included."""
        name = _topic_file(topic)
        with self._guard:
            if name in self._held:
                return False
            fd = self._open(name)
            try:
                fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                os.close(fd)
                return False
            self._held[name] = fd
            return True

    def release_topic(self, topic: str) -> None:
        with self._guard:
            fd = self._held.pop(_topic_file(topic), None)
            if fd is not None:
                os.close(fd)

    def clean(self, epoch: int) -> None:
        """Remove what dead owners left behind."""
        for name in os.listdir(self.directory):
            if _is_owner(name):
                if name.partition("-")[0] != str(epoch):
                    self._unlink(name)
                else:
                    self.is_alive(name, epoch)

    def close(self) -> None:
        with self._guard:
            for name, fd in self._held.items():
                if _is_owner(name):
                    self._unlink(name)
                os.close(fd)
            self._held.clear()

    def forget(self) -> None:
        """In the child of a fork: the locks are the parent's. Closing here leaves them held there."""
        self._guard = threading.Lock()
        for fd in self._held.values():
            os.close(fd)
        self._held.clear()

    def _open(self, name: str) -> int:
        return os.open(os.path.join(self.directory, name), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)

    def _is_at(self, fd: int, name: str) -> bool:
        try:
            there = os.stat(os.path.join(self.directory, name))
        except FileNotFoundError:
            return False
        here = os.fstat(fd)
        return (there.st_dev, there.st_ino) == (here.st_dev, here.st_ino)

    def _unlink(self, name: str) -> None:
        with contextlib.suppress(OSError):  # gone already, or a disk that takes no change: a stale file does no harm
            os.unlink(os.path.join(self.directory, name))


class Exclusive:
    """A lock that one waits for, as a context: `with Exclusive(path): …`. Raises OSError."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._fd = -1

    def __enter__(self) -> None:
        self._fd = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(self._fd, fcntl.LOCK_EX)
        except BaseException:
            os.close(self._fd)
            raise

    def __exit__(self, *_: object) -> None:
        os.close(self._fd)


def _topic_file(topic: str) -> str:
    """Readable where the topic allows, and unlike any other topic's."""
    letters = (letter if letter.isascii() and (letter.isalnum() or letter in "._-") else "_" for letter in topic[:60])
    plain = "".join(letters)
    return f"topic-{plain}-{sha256(topic.encode('utf-8', 'surrogatepass')).hexdigest()[:12]}"


def _after_fork_in_child() -> None:
    for locks in list(_all):
        locks.forget()


os.register_at_fork(after_in_child=_after_fork_in_child)


def _is_owner(name: str) -> bool:
    """Whether it looks like a name that `register` gives."""
    epoch, _, rest = name.partition("-")
    return epoch.isascii() and epoch.isdigit() and len(rest) == 12 and not rest.strip("0123456789abcdef")

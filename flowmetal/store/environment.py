"""One LMDB environment per OS process and store, shared by all who open it here.

LMDB's terms: an environment is opened once per OS process and never used across a fork; one writer at a time over
all OS processes; transactions stay short, as an old reader keeps pages from being used again; the map has a set
size, and growing it needs a moment without any transaction in this OS process (`_Gate`).

Promises
 1. A write is synced when `write` returns. Never `sync=False`, `metasync=False` or `writemap`.
 2. Concurrent writes share a transaction and its sync: whoever comes first leads, and takes along what has queued
    up meanwhile. One that fails leaves the others untouched.
 3. The map grows by itself, by doubling; the disk is the only limit. A full disk raises StoreFull, nothing was
    written, and the environment stays usable.
"""

from __future__ import annotations

import contextlib
import errno
import os
import threading
from collections.abc import Callable, Iterator
from typing import Any, Generic, TypeVar

import lmdb

from flowmetal.store.protocol import Damaged, OtherVersion, StoreError, StoreFull
from flowmetal.store.records import TABLES
from flowmetal.store.tables import Reading, Writing

T = TypeVar("T")

FIRST_MAP_BYTES = 256 << 20  # of address space; the file holds only what is written
MOST_READERS = 1024
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO)  # LMDB calls a write that was cut short EIO
_DAMAGE = ("CorruptedError", "PageNotFoundError", "InvalidError", "IncompatibleError", "BadChecksumError")

_FORKED = "the store was opened before a fork; use it from the parent, or from an OS process that is spawned"

_registry: dict[tuple[int, int], Environment] = {}
_registry_lock = threading.Lock()
_left_behind: list[Environment] = []  # environments of before a fork: to be neither used nor freed in the child


class Environment:
    """See the module. Made by `acquire`, given back by `release`; `read` and `write` may be called from any thread."""

    def __init__(self, directory: str, key: tuple[int, int], map_bytes: int) -> None:
        self.directory = directory
        self.users = 1
        self.shared: dict[str, Any] = {}  # what the users of this environment in this OS process have in common
        self._key = key
        self._pid = os.getpid()
        self._gate = _Gate()
        self._turn = threading.Condition()
        self._queue: list[_Job[Any]] = []
        self._leading = False
        self._env: Any = None
        self._tables: dict[str, Any] = {}
        self._open(map_bytes)

    def read(self, work: Callable[[Reading], T]) -> T:
        """work's result on one consistent state. `work` must not read or write the environment by itself."""
        cleaned = reopened = False
        while True:
            self.usable()
            try:
                with self._gate.shared(), self._live().begin() as txn:
                    return work(Reading(txn, self._tables))
            except lmdb.MapResizedError:  # another OS process has grown it
                self._resize(0)
            except lmdb.ReadersFullError as error:
                if cleaned:
                    raise StoreError(f"more than {MOST_READERS} readers use {self.directory} at once") from error
                cleaned = True
                with self._gate.shared():
                    self._live().reader_check()
            except lmdb.PanicError as error:
                if reopened:
                    raise translated(error, self.directory) from error
                reopened = True
                self._reopen()
            except lmdb.Error as error:
                raise translated(error, self.directory) from error

    def write(self, work: Callable[[Writing], T]) -> T:
        """Run work in a write transaction; what it wrote is synced on return.

        If it raises, nothing of it was written. It may be run more than once, each time on a fresh transaction.
        Raises StoreFull, Damaged, StoreError, and whatever `work` raises.
        """
        self.usable()
        job = _Job(work)
        with self._turn:
            self._queue.append(job)
            while self._leading and not job.done:
                self._turn.wait()
            if job.done:
                return job.outcome()
            self._leading = True
            jobs, self._queue = self._queue, []
        try:
            self._perform(jobs)
        finally:  # also on KeyboardInterrupt: what was not done is left to the next leader
            with self._turn:
                self._leading = False
                self._queue[:0] = [left for left in jobs if not left.done and left is not job]
                self._turn.notify_all()
        return job.outcome()

    def copy(self, fd: int, target: str) -> None:
        """LMDB's own consistent copy into an open, empty file; target is its name, for errors.

        Not `Environment.copy`: that writes past the page cache, and calls a full disk an invalid argument.
        """
        self.usable()
        try:
            with self._gate.shared():
                self._live().copyfd(fd)
        except lmdb.Error as error:
            raise translated(error, target) from error

    def map_bytes(self) -> int:
        with self._gate.shared():
            return int(self._live().info()["map_size"])

    # -- writing

    def _perform(self, jobs: list[_Job[Any]]) -> None:
        try:
            self._attempt_until_it_fits(jobs)
        except _SpoiledError:
            for job in jobs:
                try:
                    self._attempt_until_it_fits([job])
                except lmdb.Error as error:
                    self._fail([job], error)
        except lmdb.Error as error:
            self._fail(jobs, error)

    def _fail(self, jobs: list[_Job[Any]], error: lmdb.Error) -> None:
        for job in jobs:
            job.error, job.done = translated(error, self.directory), True

    def _attempt_until_it_fits(self, jobs: list[_Job[Any]]) -> None:
        reopened = False
        while True:
            try:
                with self._gate.shared():
                    self._attempt(jobs)
                return
            except lmdb.MapFullError:
                self._resize(self.map_bytes() * 2)
            except lmdb.MapResizedError:
                self._resize(0)
            except lmdb.PanicError:
                if reopened:
                    raise
                reopened = True
                self._reopen()

    def _attempt(self, jobs: list[_Job[Any]]) -> None:
        txn = self._live().begin(write=True)
        committed = False
        try:
            writing = Writing(txn, self._tables)
            changed = False
            for job in jobs:
                job.result = job.error = None
                writing.touched = False
                try:
                    job.result = job.work(writing)
                except lmdb.Error:
                    raise
                except Exception as error:
                    if writing.touched and len(jobs) > 1:
                        raise _SpoiledError from None
                    job.error = error
                    if writing.touched:
                        changed = False
                        break
                changed = changed or writing.touched
            if changed:
                writing.finish()
                txn.commit()
                committed = True
        finally:
            if not committed:
                txn.abort()
        for job in jobs:
            job.done = True

    # -- opening, growing

    def _open(self, map_bytes: int) -> None:
        env = lmdb.open(
            self.directory,
            map_size=max(map_bytes, 2 * _file_bytes(self.directory)),
            max_dbs=len(TABLES) + 8,
            max_readers=MOST_READERS,
            readahead=False,  # processes sleep for long, and are read here and there
            mode=0o700,
            create=False,
            max_spare_txns=4,
        )
        try:
            env.reader_check()  # slots of readers that were killed
            self._env = env
            self._tables = {}
            self._open_tables()
        except BaseException:
            self._env = None
            env.close()
            raise

    def _open_tables(self) -> None:
        """In a write transaction, also where nothing is to be made: of a read one, LMDB would forget the handles."""
        while True:
            try:
                with self._env.begin(write=True) as txn:
                    tables = {name: self._env.open_db(name.encode(), txn=txn) for name in TABLES}
                break
            except lmdb.MapFullError:
                self._env.set_mapsize(2 * self._env.info()["map_size"])
        self._tables = tables

    def _resize(self, size: int) -> None:
        with self._gate.alone():
            env = self._live()
            if size and env.info()["map_size"] >= size:
                return  # another thread was quicker
            try:
                env.set_mapsize(size)
            except (lmdb.Error, OSError, OverflowError) as error:
                with contextlib.suppress(lmdb.Error, StoreError):
                    self._reopen_alone()
                raise StoreFull(f"{self.directory}: no memory to map the store: {error}") from error

    def _reopen(self) -> None:
        with self._gate.alone():
            self._reopen_alone()

    def _reopen_alone(self) -> None:
        """LMDB refuses all work after a failed write of its head page until it is opened anew."""
        self._live().close()
        self._env = None
        try:
            self._open(FIRST_MAP_BYTES)
        except lmdb.Error as error:
            raise translated(error, self.directory) from error

    def _live(self) -> Any:
        if self._env is None:
            raise StoreError(f"the store {self.directory} is closed")
        return self._env

    def usable(self) -> None:
        """Raises StoreError in the child of a fork."""
        """Raises StoreError in the child of a fork."""
        if self._pid != os.getpid():
            raise StoreError(_FORKED)

    def _close(self) -> None:
        with self._gate.alone():
            env, self._env = self._env, None
            if env is not None:
                env.close()


def acquire(directory: str, map_bytes: int = FIRST_MAP_BYTES) -> Environment:
    """The environment in a directory, which must exist. Raises StoreError."""
    with _registry_lock:
        key = _key_of(directory)
        if any(env._key == key for env in _left_behind):
            raise StoreError(_FORKED)  # lmdb itself refuses, and to close what the parent may be writing is no way out
        known = _registry.get(key) if key else None
        if known is not None:
            known.users += 1
            return known
        try:
            env = Environment(directory, (0, 0), map_bytes)
        except lmdb.Error as error:
            raise translated(error, directory) from error
        env._key = _key_of(directory) or (0, 0)
        _registry[env._key] = env
        return env


def release(env: Environment) -> bool:
    """Give it back; the last one closes it. True if it was closed."""
    if env in _left_behind:
        return False
    if env in _left_behind:
        return False
    with _registry_lock:
        env.users -= 1
        if env.users:
            return False
        if _registry.get(env._key) is env:
            del _registry[env._key]
        env._close()
        return True


def translated(error: lmdb.Error, where: str) -> StoreError:
    """The operator's text for an error of LMDB's."""
    code = getattr(error, "code", None)
    text = str(error)
    if isinstance(error, lmdb.DiskError) or code in _FULL or any(os.strerror(number) in text for number in _FULL):
        return StoreFull(f"{where}: no room left on the disk (or it fails); nothing was written: make room, try again")
    if type(error).__name__ in _DAMAGE:
        return Damaged(f"{where}: the store is damaged ({text}); go back to a good copy")
    if isinstance(error, lmdb.VersionMismatchError):
        return OtherVersion(f"{where}: written by another version of LMDB ({text})")
    if isinstance(error, lmdb.PanicError):
        return StoreFull(f"{where}: the disk failed a write; nothing of it happened. Try again, and check the disk")
    return StoreError(f"{where}: {text}")


def _key_of(directory: str) -> tuple[int, int] | None:
    try:
        status = os.stat(os.path.join(directory, "data.mdb"))
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _file_bytes(directory: str) -> int:
    try:
        return os.stat(os.path.join(directory, "data.mdb")).st_size
    except OSError:
        return 0


class _SpoiledError(Exception):
    """An operation failed after it had written into a transaction that it shares with others."""


class _Job(Generic[T]):
    """One operation on its way through a shared transaction."""

    __slots__ = ("done", "error", "result", "work")

    def __init__(self, work: Callable[[Writing], T]) -> None:
        self.work = work
        self.result: Any = None
        self.error: BaseException | None = None
        self.done = False

    def outcome(self) -> T:
        if self.error is not None:
            raise self.error
        result: T = self.result
        return result


class _Gate:
    """Many inside, or one alone. Whoever wants to be alone comes before those who are not inside yet.

    Nobody inside may enter again: with one waiting to be alone, that would be a deadlock.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._changed = threading.Condition(self._lock)
        self._inside = 0
        self._alone = False

    def shared(self) -> _Gate:
        """As a context: `with gate.shared():`."""
        return self

    def __enter__(self) -> None:
        with self._lock:
            while self._alone:
                self._changed.wait()
            self._inside += 1

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._inside -= 1
            if self._alone and not self._inside:
                self._changed.notify_all()

    @contextlib.contextmanager
    def alone(self) -> Iterator[None]:
        with self._changed:
            while self._alone:
                self._changed.wait()
            self._alone = True
            while self._inside:
                self._changed.wait()
        try:
            yield
        finally:
            with self._changed:
                self._alone = False
                self._changed.notify_all()


def _after_fork_in_child() -> None:
    global _registry_lock
    _registry_lock = threading.Lock()
    _left_behind.extend(_registry.values())
    _registry.clear()


os.register_at_fork(after_in_child=_after_fork_in_child)

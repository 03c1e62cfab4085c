"""The store in an ordinary directory: the protocol on LMDB, for any number of OS processes of one machine.

A directory holds `data.mdb` (everything), `lock.mdb` (LMDB's readers and writer; of no worth when nobody is in),
`locks/` (claims that fall with their OS process, see `locks.py`) and `place` (a hint, see `identity.py`). Sockets
are elsewhere (`doorbell.py`), so any tool can copy the directory while nothing writes, and `copy` can at any time.

What is where: layout of the records `records.py`, transactions and growing `environment.py`, what each write does
`commits.py` and `moving.py`. Here they are put together.
"""

from __future__ import annotations

import contextlib
import errno
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from flowmetal.slotted import field, slotted
from flowmetal.store import commits, moving, records
from flowmetal.store.doorbell import Doorbell
from flowmetal.store.environment import FIRST_MAP_BYTES, Environment, acquire, release
from flowmetal.store.identity import Head, Place, network_file_system, place_of, read_head, read_hint, write_hint
from flowmetal.store.locks import Exclusive, Locks
from flowmetal.store.protocol import (
    Advance,
    Damaged,
    Delivery,
    Event,
    Exported,
    IsACopy,
    NewProcess,
    NoSuchProcess,
    NotAStore,
    OtherVersion,
    Process,
    Request,
    StoreError,
    StoreFull,
    Timer,
)
from flowmetal.store.records import FORMAT, READABLE
from flowmetal.store.tables import Reading, Writing

if TYPE_CHECKING:
    from flowmetal.store.check import Verdict

T = TypeVar("T")

_OWN_FILES = frozenset(("lock.mdb", "locks", "place"))
_common_guard = threading.Lock()


@slotted(frozen=False)
class _Common:
    """What all users of one environment in this OS process share."""

    locks: Locks
    doorbell: Doorbell
    epoch: int
    is_copy: bool
    accept: dict[str, Callable[[str, int, bytes, int], bool]] = field(default_factory=dict)  # by owner


def open_lmdb(where: str, *, create: bool = True, map_bytes: int = FIRST_MAP_BYTES) -> LmdbStore:
    """Open, or make if create, the store in a directory. map_bytes: of address space to begin with.

    Raises NotAStore, OtherVersion, Damaged, StoreFull, StoreError. A copy opens, after a check, and can be read.
    """
    if not where:
        raise StoreError("the store's directory has an empty name; check --store")
    if "\0" in where:
        raise StoreError("the store's directory has a zero byte in its name; check --store")
    directory = os.path.abspath(where)
    try:
        return _open(directory, create, map_bytes)
    except OSError as error:
        raise _trouble(error, directory) from error


class LmdbStore:
    """The `Store` protocol. Any thread may call any method; never to be used across a fork."""

    def __init__(self, directory: str, env: Environment, common: _Common) -> None:
        self._directory = directory
        self._env = env
        self._common = common
        self._owners: set[str] = set()
        self._topics: set[str] = set()
        self._stops: list[Callable[[], None]] = []
        self._delivered = 0
        self._closed = False

    # -- whole

    def close(self) -> None:
        """Give up this opening's owners, claims and listeners. Again: nothing happens."""
        with _common_guard:
            if self._closed:
                return
            self._closed = True
        for stop in self._stops:
            stop()
        for owner in self._owners:
            self._common.accept.pop(owner, None)
            self._common.locks.unregister(owner)
        for topic in self._topics:
            self._common.locks.release_topic(topic)
        if release(self._env):
            self._common.doorbell.close()
            self._common.locks.close()

    def is_copy(self) -> bool:
        return self._common.is_copy and self._is_still_copy()

    def identity(self) -> dict[str, Any]:
        store_id, epoch, *_ = self._read(_identity)
        return {
            "store_id": store_id,
            "epoch": epoch,
            "version": FORMAT,
            "adopted": not self.is_copy(),
            "where": self._directory,
        }

    def setting(self, name: str) -> str | None:
        found = self._read(lambda r: r.meta(_setting(name)))
        return None if found is None else str(found[0])

    def set_setting(self, name: str, value: str) -> None:
        self._write(lambda w: w.put_meta(_setting(name), [value]))

    def check(self) -> list[str]:
        """In an OS process of its own, which a damaged file may end; that, too, is a finding."""
        from flowmetal.store import check

        self._read(lambda r: None)
        return check.examine(self._directory, at_rest=self.is_copy()).findings

    def check_here(self) -> list[str]:
        """As `check`, in this OS process: quicker for small stores whose file is sound."""
        from flowmetal.store import check

        return self._read(check.contradictions)

    def copy(self, target: str) -> None:
        """Raises StoreError if target is anything but missing or an empty directory."""
        goal = os.path.abspath(target)
        made = False
        try:
            if os.path.exists(goal) and (not os.path.isdir(goal) or os.listdir(goal)):
                raise StoreError(f"{goal} exists already; name a new directory to copy to")
            made = not os.path.exists(goal)
            os.makedirs(goal, mode=0o700, exist_ok=True)
            self._copy_into(goal)
        except BaseException as error:
            if made:
                import shutil  # dear, and needed after trouble only

                shutil.rmtree(goal, ignore_errors=True)
            if isinstance(error, OSError):
                raise _trouble(error, goal) from error
            raise

    def adopt(self) -> None:
        """An original stays what it is: adopting again does nothing."""
        if not self.is_copy():
            return
        from flowmetal.store import check

        try:
            with Exclusive(os.path.join(self._directory, "locks", "opening")):
                _must_be_whole(self._directory, check.examine(self._directory, at_rest=True))
                place = place_of(self._directory)

                def own(w: Writing) -> int:
                    epoch = int(_identity(w)[1]) + 1
                    w.put_meta("identity", [os.urandom(16).hex(), epoch, *place.fields()])
                    w.put_meta("format", [FORMAT])
                    return epoch

                epoch = self._env.write(own)
                self._common.epoch, self._common.is_copy = epoch, False
                write_hint(self._directory, place)
                self._common.locks.clean(epoch)
        except OSError as error:
            raise _trouble(error, self._directory) from error
        self._common.doorbell.ring()

    # -- programs

    def put_program(self, program: str, data: bytes) -> None:
        if self._read(lambda r: r.program(program)) != data:
            self._write(lambda w: w.put_program(program, data))

    def program(self, program: str) -> bytes | None:
        return self._read(lambda r: r.program(program))

    # -- processes

    def create(self, pid: str, program: str, name: str, start: bytes, time_us: int, key: str | None = None) -> str:
        if key is not None and (known := self.by_key(key)) is not None:
            return known
        return self.create_many([NewProcess(pid, program, name, start, time_us, key)])[0]

    def create_many(self, processes: Sequence[NewProcess]) -> list[str]:
        if not processes:
            return []
        given = self._write(lambda w: commits.create(w, processes))
        if any(pid == new.pid for pid, new in zip(given, processes, strict=True)):
            self._common.doorbell.ring()
        return given

    def process(self, pid: str) -> Process | None:
        return self._read(lambda r: r.process(pid)) if _can_be_pid(pid) else None

    def processes(self, *, after: str = "", limit: int = 1_000_000, newest_first: bool = False) -> Iterator[Process]:
        """In the order of their pids; `after` is excluded. All of one state, though given one by one."""
        rows = self._read(lambda r: r.page("processes", after.encode(), limit, backwards=newest_first))
        return (records.process_of(key, value) for key, value in rows)

    def by_key(self, key: str) -> str | None:
        return self._read(lambda r: r.by_key(key))

    def snapshot(self, pid: str) -> tuple[int, bytes] | None:
        return self._read(lambda r: r.snapshot(pid)) if _can_be_pid(pid) else None

    # -- journals

    def events(self, pid: str, *, after: int = 0) -> list[Event]:
        def gather(r: Reading) -> list[Event]:
            process = r.process(pid)
            return [] if process is None else moving.journal(r, pid, process.head, after)

        return self._read(gather) if _can_be_pid(pid) else []

    def stream(self, *, after: int = 0, limit: int = 1000) -> list[Event]:
        rows = self._read(lambda r: r.page("journal", records.u64(after), limit))
        return [records.event_of(key, value) for key, value in rows]

    # -- the inbox

    def deliver(self, pid: str, kind: str, data: bytes, time_us: int, key: str | None = None) -> int:
        """A failed process still takes kinds "resume" and "cancel"."""
        if not _can_be_pid(pid):
            raise NoSuchProcess(f"no process {pid}")
        if key is not None and self.by_key(commits.delivery_key(pid, key)) is not None:
            return 0  # a repeated one costs no write
        sequence = self._write(lambda w: commits.deliver(w, pid, kind, data, time_us, key))
        self._common.doorbell.ring()
        return sequence

    def inbox(self, pid: str) -> list[Delivery]:
        return self._read(lambda r: r.inbox(pid)) if _can_be_pid(pid) else []

    def inbox_after(self, sequence: int, limit: int = 1000) -> list[Delivery]:
        rows = self._read(lambda r: r.page("inbox", records.u64(sequence), limit))
        return [records.delivery_of(key, value) for key, value in rows]

    # -- the outbox

    def request(self, request_id: str) -> Request | None:
        named = records.split_request_id(request_id)
        found = None if named is None else self._read(lambda r: r.request(*named))
        return None if found is None else found[0]

    def requests(self, topic: str, *, after: int = 0, limit: int = 1000) -> list[Request]:
        prefix = records.topic_key(topic)
        rows = self._read(lambda r: r.page("outbox", prefix + records.u64(after), limit, prefix=prefix))
        return [records.request_of(key, value)[0] for key, value in rows]

    def requests_of(self, pid: str) -> list[Request]:
        def gather(r: Reading) -> list[Request]:
            return [found[0] for number in r.request_numbers(pid) if (found := r.request(pid, number)) is not None]

        return self._read(gather) if _can_be_pid(pid) else []

    def record_attempt(self, request_id: str) -> int:
        named = records.split_request_id(request_id)
        return 0 if named is None else self._write(lambda w: commits.record_attempt(w, *named))

    def take(
        self, topics: Sequence[str], holder: str, *, limit: int, until_us: int, now_us: int
    ) -> list[Request]:
        """Holders are owners of any opening of the store."""
        self._may_write()
        if not self._read(lambda r: commits.free_requests(r, topics, 1, now_us, self.is_alive)):
            return []  # a look costs no write
        return self._write(lambda w: commits.take(w, topics, holder, limit, until_us, now_us, self.is_alive))

    def extend(self, holder: str, request_ids: Sequence[str], until_us: int) -> set[str]:
        named = [name for name in map(records.split_request_id, request_ids) if name is not None]
        kept = self._write(lambda w: commits.extend(w, holder, named, until_us)) if named else set()
        return {f"{pid}-{number}" for pid, number in kept}

    def settle(self, request_id: str, outcome: bytes, time_us: int, *, holder: str | None = None) -> bool:
        """May hand over to an attached owner twice for one request, until its commit; the owner takes the first."""
        named = records.split_request_id(request_id)
        if named is None:
            return False
        self._may_write()
        pid, number = named
        if self._common.accept:
            owner = self._read(lambda r: _owner_of_open(r, pid, number, holder))
            if owner is None:
                return False
            accept = self._common.accept.get(owner)
            if accept is not None and accept(pid, number, outcome, time_us):
                return True
        settled = self._write(lambda w: commits.settle(w, pid, number, outcome, time_us, holder))
        if settled:
            self._common.doorbell.ring()
        return settled

    def callback(self, token_hash: bytes) -> tuple[str, int, bool] | None:
        return self._read(lambda r: r.callback(token_hash))

    def answer_callback(self, token_hash: bytes, outcome: bytes, time_us: int) -> str:
        self._may_write()
        known = self.callback(token_hash)  # strangers may try tokens: a wrong one must not cost a write
        if known is None or known[2]:
            return "unknown" if known is None else "used"
        answer = self._write(lambda w: commits.answer_callback(w, token_hash, outcome, time_us))
        if answer == "accepted":
            self._common.doorbell.ring()
        return answer

    # -- timers

    def due(self, now_us: int, limit: int = 1000) -> list[Timer]:
        def gather(r: Reading) -> list[Timer]:
            found: list[Timer] = []
            for key, _ in r.scan("timers"):
                due_us = records.due_of(key)
                if due_us > now_us or len(found) >= limit:
                    break
                found.append(Timer(due_us, records.pid_text(key[16:]), records.number_of(key[8:16])))
            return found

        return self._read(gather)

    def next_due(self) -> int | None:
        first = self._read(lambda r: r.page("timers", b"", 1))
        return records.due_of(first[0][0]) if first else None

    # -- committing

    def commit(self, batch: Sequence[Advance], owner: str) -> int:
        """Sends to processes that are missing or have ended go nowhere, silently."""
        self._may_write()
        if not self._common.locks.holds(owner):
            raise StoreError(f"{owner} is not registered as an owner in this OS process")
        last, self._delivered = self._write(lambda w: commits.commit(w, batch, owner, self.is_alive))
        self._common.doorbell.ring()
        return last

    def last_delivery(self) -> int:
        return self._delivered

    # -- owners, wake-ups

    def register(self) -> str:
        self._may_write()
        try:
            self._common.locks.clean(self._common.epoch)
            owner = self._common.locks.register(self._common.epoch)
        except OSError as error:
            raise _trouble(error, self._directory) from error
        self._owners.add(owner)
        return owner

    def is_alive(self, owner: str) -> bool:
        return self._common.locks.is_alive(owner, self._common.epoch)

    def claim_topic(self, topic: str) -> bool:
        self._may_write()
        try:
            claimed = self._common.locks.claim_topic(topic)
        except OSError as error:
            raise _trouble(error, self._directory) from error
        if claimed:
            self._topics.add(topic)
        return claimed

    def release_topic(self, topic: str) -> None:
        """What another opening of the store has claimed stays claimed."""
        if topic in self._topics:
            self._topics.discard(topic)
            self._common.locks.release_topic(topic)

    def attach_owner(self, owner: str, accept: Callable[[str, int, bytes, int], bool]) -> None:
        if owner not in self._owners:
            raise StoreError(f"{owner} is not registered as an owner here")
        self._common.accept[owner] = accept

    def listen(self, wake: Callable[[], None], *, others_only: bool = False) -> Callable[[], None]:
        """wake must be quick and must not call the store: it may run in the thread that has just committed."""
        stop = self._common.doorbell.listen(wake, others_only=others_only)
        self._stops.append(stop)
        return stop

    # -- moving

    def export(self, pid: str, *, mark_moved: bool = True, expected: Exported | None = None) -> Exported:
        """The caller is every owner registered by this opening of the store. Without mark_moved, any owner may live."""
        if not _can_be_pid(pid):
            raise NoSuchProcess(f"no process {pid}")
        if not mark_moved:
            return self._read(lambda r: moving.gather(r, pid))

        def elsewhere(owner: str) -> bool:
            return owner not in self._owners and self.is_alive(owner)

        exported = self._write(lambda w: moving.export(w, pid, elsewhere, expected))
        self._common.doorbell.ring()
        return exported

    def import_process(self, exported: Exported, time_us: int) -> None:
        self._write(lambda w: moving.take_in(w, exported, time_us))
        self._common.doorbell.ring()

    # -- inside

    def _read(self, work: Callable[[Reading], T]) -> T:
        if self._closed:
            raise StoreError(f"the store {self._directory} is closed")
        return self._env.read(work)

    def _write(self, work: Callable[[Writing], T]) -> T:
        self._may_write()
        return self._env.write(work)

    def _may_write(self) -> None:
        if self._closed:
            raise StoreError(f"the store {self._directory} is closed")
        self._env.usable()
        if self.is_copy():
            raise IsACopy(
                f"{self._directory} is a copy that has not been adopted; to make it a store of its own, run: "
                f"flowmetal-vm --store {self._directory} adopt"
            )

    def _is_still_copy(self) -> bool:
        """Another OS process may have adopted it meanwhile."""
        _, epoch, *fields = self._read(_identity)
        try:
            is_copy = not Place(*fields).is_same_file(place_of(self._directory))
        except OSError as error:
            raise _trouble(error, self._directory) from error
        self._common.epoch, self._common.is_copy = epoch, is_copy
        return is_copy

    def _copy_into(self, goal: str) -> None:
        """Under another name first, so that a copy that was cut short is none."""
        part = os.path.join(goal, "unfinished")
        fd = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        try:
            self._read(lambda r: None)
            self._env.copy(fd, goal)
            os.fsync(fd)
            os.rename(part, os.path.join(goal, "data.mdb"))
        except BaseException:
            os.unlink(part)
            raise
        finally:
            os.close(fd)
        _sync(goal)
        _sync(os.path.dirname(goal))


def _open(directory: str, create: bool, map_bytes: int) -> LmdbStore:
    none_here = f"no store at {directory}; start something, or check --store"
    network = network_file_system(directory)
    if network is not None:
        raise StoreError(f"{directory} is on a network file system ({network}); a store needs a local disk")
    if not os.path.lexists(directory):
        if not create:
            raise NotAStore(none_here)
        os.makedirs(directory, mode=0o700, exist_ok=True)
    if not os.path.isdir(directory):
        raise NotAStore(f"{directory} is not a directory; a store is one")
    names = os.listdir(directory)
    if "data.mdb" not in names:
        if any(name not in _OWN_FILES and not name.startswith("place.") for name in names):
            raise NotAStore(f"{directory} holds other files and no store; name a new or an empty directory")
        if not create:
            raise NotAStore(none_here)
    locks = os.path.join(directory, "locks")
    os.makedirs(locks, mode=0o700, exist_ok=True)
    with Exclusive(os.path.join(locks, "opening")):
        head = read_head(directory) if os.path.exists(os.path.join(directory, "data.mdb")) else Head(0, False)
        is_new = head.transaction == 0 or _is_unfinished(directory, head)
        if is_new and not create:
            raise NotAStore(none_here)
        env = acquire(directory, map_bytes)
        try:
            if is_new:
                _make(directory, env)
            with _common_guard:
                common = env.shared.get("common") or _share(directory, env)
        except BaseException:
            release(env)
            raise
    return LmdbStore(directory, env, common)


def _is_unfinished(directory: str, head: Head) -> bool:
    """Make sure that the file may be mapped. True if making the store was cut short. Raises what is wrong with it."""
    place, hint = place_of(directory), read_hint(directory)
    if hint is not None and hint.is_same_file(place) and not head.is_short:
        return False
    from flowmetal.store import check

    verdict = check.examine(directory, at_rest=hint is None or not hint.is_same_file(place))
    if verdict.format == check.UNFINISHED:
        return True
    _must_be_whole(directory, verdict)
    write_hint(directory, place)
    return False


def _must_be_whole(directory: str, verdict: Verdict) -> None:
    """Raises Damaged, OtherVersion, NotAStore."""
    if verdict.findings:
        raise Damaged(
            f"{directory}: the copy is torn or damaged ({verdict.findings[0]}); copy again while nothing writes, or "
            "use `flowmetal-vm copy`"
        )
    if verdict.format is None:
        raise NotAStore(f"{directory} holds an LMDB file that is not a Flowmetal store")
    if verdict.format not in READABLE:
        raise _other_version(directory, verdict.format)


def _make(directory: str, env: Environment) -> None:
    place = place_of(directory)

    def begin(w: Writing) -> None:
        if w.meta("format") is None:
            w.put_meta("format", [FORMAT])
            w.put_meta("identity", [os.urandom(16).hex(), 1, *place.fields()])

    env.write(begin)
    write_hint(directory, place)
    _sync(directory)
    _sync(os.path.dirname(directory))


def _share(directory: str, env: Environment) -> _Common:
    form = env.read(lambda r: r.meta("format"))
    if form is None:
        raise NotAStore(f"{directory} holds an LMDB file that is not a Flowmetal store")
    if form[0] not in READABLE:
        raise _other_version(directory, form[0])
    _, epoch, *fields = env.read(_identity)
    place = place_of(directory)
    is_copy = not Place(*fields).is_same_file(place)
    if form[0] != FORMAT and not is_copy:  # before anything is written that an older version cannot read
        env.write(lambda w: w.put_meta("format", [FORMAT]))
    common = _Common(Locks(os.path.join(directory, "locks")), Doorbell(directory, place.inode), epoch, is_copy)
    env.shared["common"] = common
    return common


def _other_version(directory: str, found: int) -> OtherVersion:
    return OtherVersion(f"{directory} is a store of format {found}; this version of Flowmetal reads format {FORMAT}")


def _identity(r: Reading) -> list[Any]:
    """[store id, epoch, machine, inode, device, path]"""
    fields = r.meta("identity", 6)
    if fields is None:
        raise Damaged("the store's identity record is missing; go back to a good copy")
    return fields


def _owner_of_open(r: Reading, pid: str, number: int, holder: str | None) -> str | None:
    """Who owns the process of an open request; "" for nobody, None if the request is not open or not the holder's."""
    found = r.request(pid, number)
    if found is None or (holder is not None and found[0].holder != holder):
        return None
    process = r.process(pid)
    return None if process is None else process.owner or ""


def _can_be_pid(pid: str) -> bool:
    try:
        records.pid_key(pid)
    except StoreError:
        return False
    return True


def _setting(name: str) -> str:
    if not name or len(name.encode()) > 200:
        raise StoreError(f"not a setting's name: {name[:60]!r}")
    return f"setting:{name}"


def _sync(path: str) -> None:
    fd = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        with contextlib.suppress(OSError):  # some file systems cannot sync a directory
            os.fsync(fd)
    finally:
        os.close(fd)


def _trouble(error: OSError, where: str) -> StoreError:
    """The operator's text for an error of the operating system's."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return StoreFull(f"{where}: no room left on the disk; make room and try again")
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return StoreError(f"{where}: {os.strerror(error.errno)}; a store's user must be able to write there")
    if error.errno == errno.ENOTDIR:
        return NotAStore(f"{where} is not a directory; a store is one")
    return StoreError(f"{where}: {error.strerror or error}")

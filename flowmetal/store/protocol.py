"""The Store protocol: records and atomic batches, shaped alike for LMDB and PostgreSQL.

A store holds programs, processes, journals, snapshots, open requests (the outbox), deliveries waiting for their
process (the inbox), timers, callbacks and idempotency keys. It moves opaque bytes in named records: it knows no
frame and no event's meaning, and does not decide when to snapshot.

Promises
 1. A batch is written whole or not at all, and is durable (synced) when `commit` returns.
 2. A commit for a process succeeds only from the position and epoch that the batch expects; else `Fenced`, and
    nothing of the whole batch is written.
 3. Exactly one outcome of a request ever reaches the inbox: a request is open until settled, withdrawn or closed.
 4. What `create`, `deliver`, `answer_callback` accepted is durable when they return.
 5. Reads never block writes; each read method sees one consistent state.
 6. A full disk or map raises `StoreFull`; nothing was written and the store stays usable.

Life of a request:    open --settle--> settled (outcome in the inbox) --commit(closed)--> gone
                      open --commit(closed)--> gone   (withdrawn, or settled within this OS process, see `settle`)
Life of a process:    ready --commit--> waiting --commit--> done | failed | cancelled | exited
                      failed --commit--> waiting (resume);  any --export--> moved
A process that ends loses its open requests, timers and inbox; a failed one keeps its inbox and its callbacks, takes
deliveries of kind "resume" and "cancel", and may open a callback again under a new request number.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Protocol

from flowmetal.slotted import field, slotted

# Statuses of a process.
READY, WAITING, DONE, FAILED, CANCELLED, MOVED = "ready", "waiting", "done", "failed", "cancelled", "moved"
ENDED = frozenset((DONE, FAILED, CANCELLED, MOVED))
LEASE = "lease:"  # begins the name of a holder that is no OS process of this machine: its time alone ends it

# A request of topic RESULT_OF + pid waits for the end of that process. When it ends, in the same transaction, or when
# the request is made and there is no such process or it has ended, a delivery of kind TOLD comes to the one who waits,
# with pack({"request": number}); the request stays open until that one's commit closes it.
RESULT_OF, TOLD = "process.result ", "ended"


class StoreError(Exception):
    """Trouble with the store; the text is one line that names the mend."""


class NotAStore(StoreError):
    """What is there is not a Flowmetal store."""


class OtherVersion(StoreError):
    """A store of another format version."""


class Damaged(StoreError):
    """The store's content contradicts itself."""


class IsACopy(StoreError):
    """The store is a copy that has not been adopted: it can be read, and nothing else."""


class StoreFull(StoreError):
    """No room left. Nothing of the write happened."""


class Changed(StoreError):
    """Something has changed since it was looked at; nothing was written. Look again."""


class Fenced(StoreError):
    """Another owner has advanced these processes; nothing of the batch was written."""

    def __init__(self, pids: Sequence[str]) -> None:
        super().__init__(f"another interpreter owns {', '.join(pids)}")
        self.pids = tuple(pids)


class NoSuchProcess(StoreError):
    """No process of that pid."""


class NoSuchProgram(StoreError):
    """A program that the store does not hold."""

    def __init__(self, program: str) -> None:
        super().__init__(f"program {program} is not in the store; put it there first")
        self.program = program


class ProcessEnded(StoreError):
    """The process has ended or moved, and takes nothing more. `status` says how."""

    def __init__(self, pid: str, status: str) -> None:
        super().__init__(f"process {pid} has ended ({status})" if status != MOVED else f"process {pid} has moved")
        self.pid, self.status = pid, status


@slotted
class Process:
    """One process's record."""

    pid: str
    program: str  # hash of the bundle, hexadecimal
    name: str  # of the program, for people
    status: str
    position: int  # number of the last event of its journal; 0 before the first
    head: int  # store-wide sequence number of that event; 0 if none
    epoch: int  # counts the changes of owner
    owner: str | None  # the interpreter that advanced it last; its claim falls with its OS process
    created_us: int
    updated_us: int
    where: bytes  # compact "where it is and what it waits for", packed by the engine
    snapshot: int  # journal position of its snapshot; 0 if there is none
    key: str | None = None  # the idempotency key that it was started with
    requests: int = 0  # highest request number ever used


@slotted
class NewProcess:
    """A process to create: ready, with a delivery of kind "start" in its inbox."""

    pid: str
    program: str
    name: str
    start: bytes  # packed data of its start
    time_us: int
    key: str | None = None  # idempotency key: whoever comes second with it gets the first one's process


@slotted
class Event:
    """One entry of a journal."""

    sequence: int  # store-wide
    pid: str
    number: int  # within the process: 1, 2, 3, …
    previous: int  # sequence of the event before it in the same process; 0 if none
    kind: str
    time_us: int
    data: bytes


@slotted(frozen=False)
class NewEvent:
    """An event to append; the store gives the numbers."""

    kind: str
    time_us: int
    data: bytes


@slotted
class Request:
    """An open request in the outbox."""

    sequence: int  # grows with every new request: a reader's cursor
    pid: str
    number: int
    topic: str
    data: bytes  # packed {"payload": …, "options": …}
    attempts: int = 0  # attempts recorded by `record_attempt`, `take` and with the request itself
    holder: str | None = None  # the owner (see `register`) that has taken it, if any
    until_us: int = 0  # … and how long, unless it extends that; 0: as long as its OS process lives

    @property
    def id(self) -> str:
        """Also the idempotency key."""
        return f"{self.pid}-{self.number}"


@slotted(frozen=False)
class NewRequest:
    number: int
    topic: str
    data: bytes
    callback: bytes | None = None  # hash of the token, if a callback answers this request
    holder: str | None = None  # it is taken as it is made, by this owner, who is about to do it; that is its attempt 1


@slotted
class Delivery:
    """Something for a process, waiting in the inbox until an advance consumes it."""

    sequence: int  # order of arrival, store-wide; never used again
    pid: str
    kind: str
    time_us: int
    data: bytes


@slotted(frozen=False)
class Advance:
    """One process's part of a batch: everything that one or several advances changed."""

    pid: str
    position: int  # expected: number of the last event before this batch
    epoch: int  # expected
    status: str
    time_us: int
    where: bytes
    events: list[NewEvent] = field(default_factory=list)
    consumed: list[int] = field(default_factory=list)  # sequences of inbox deliveries, to be removed
    requests: list[NewRequest] = field(default_factory=list)  # to the outbox
    closed: list[int] = field(default_factory=list)  # request numbers: their outbox records and callbacks end
    timers: list[tuple[int, int]] = field(default_factory=list)  # (request number, due in microseconds)
    timers_off: list[int] = field(default_factory=list)
    sends: list[tuple[str, str, bytes]] = field(default_factory=list)  # (pid, kind, data) to other inboxes, if alive
    snapshot: bytes | None = None  # state as of the last event of this batch
    starts: list[NewProcess] = field(default_factory=list)  # processes to create, before the sends; no key may be taken


@slotted
class Timer:
    due_us: int
    pid: str
    number: int


@slotted
class Exported:
    """All that a store holds of one process, for `.fmx` files."""

    process: Process
    program: bytes
    snapshot: bytes | None
    events: list[Event]
    inbox: list[Delivery]
    requests: list[Request]
    timers: list[Timer]
    callbacks: list[tuple[bytes, int, bool]]  # token hash, request number, used


class Store(Protocol):
    """See the module's promises. All times are microseconds since 1970 UTC; sequences are store-wide."""

    # -- whole
    def close(self) -> None: ...
    def is_copy(self) -> bool: ...
    def identity(self) -> dict[str, Any]:
        """`store_id` (hexadecimal), `epoch` (grows with each adoption), `version`, `adopted`, `where`."""

    def setting(self, name: str) -> str | None: ...
    def set_setting(self, name: str, value: str) -> None: ...
    def check(self) -> list[str]:
        """Read everything; one line per contradiction found, none for a good store."""

    def copy(self, target: str) -> None:
        """Write a consistent copy to a new directory, while others work. It runs nothing until `adopt`."""

    def adopt(self) -> None:
        """Make this copy a store of its own, after `check`. Raises Damaged, having changed nothing."""

    # -- programs
    def put_program(self, program: str, data: bytes) -> None: ...
    def program(self, program: str) -> bytes | None: ...

    # -- processes
    def create(self, pid: str, program: str, name: str, start: bytes, time_us: int, key: str | None = None) -> str:
        """A new process, ready, with a delivery of kind "start" in its inbox. Gives pid, or the pid that key has."""

    def create_many(self, processes: Sequence[NewProcess]) -> list[str]:
        """As `create` for each, in one transaction: all or none. Gives their pids, or those that their keys have."""

    def process(self, pid: str) -> Process | None: ...
    def processes(
        self, *, after: str = "", limit: int = 1_000_000, newest_first: bool = False
    ) -> Iterator[Process]: ...
    def by_key(self, key: str) -> str | None: ...
    def snapshot(self, pid: str) -> tuple[int, bytes] | None:
        """(journal position, state), newest."""

    # -- journals
    def events(self, pid: str, *, after: int = 0) -> list[Event]:
        """The process's events with number > after, in order. Cost is that of those events only."""

    def stream(self, *, after: int = 0, limit: int = 1000) -> list[Event]:
        """All processes' events with sequence > after, in order of commit."""

    # -- the inbox
    def deliver(self, pid: str, kind: str, data: bytes, time_us: int, key: str | None = None) -> int:
        """Put into the inbox, durably. Gives the sequence; 0 if something was delivered to the process by the same key
        before, and then nothing is done. Raises NoSuchProcess, ProcessEnded."""

    def inbox(self, pid: str) -> list[Delivery]: ...
    def inbox_after(self, sequence: int, limit: int = 1000) -> list[Delivery]:
        """Deliveries to any process with a larger sequence number, in order."""

    # -- the outbox
    def request(self, request_id: str) -> Request | None:
        """The open request of that id."""

    def requests(self, topic: str, *, after: int = 0, limit: int = 1000) -> list[Request]:
        """Open requests of a topic with sequence > after, in order."""

    def requests_of(self, pid: str) -> list[Request]: ...
    def record_attempt(self, request_id: str) -> int:
        """Record durably that the request is being sent; gives the number of attempts recorded. 0 if not open."""

    def take(
        self, topics: Sequence[str], holder: str, *, limit: int, until_us: int, now_us: int
    ) -> list[Request]:
        """Take open requests that nobody holds, oldest first for each topic, and record an attempt for each, durably.

        A holder is an owner; it holds a request until its outcome, until `until_us`, or until its OS process ends,
        whatever comes first. Then another may take it. One whose name begins with `LEASE` has no OS process.
        """

    def extend(self, holder: str, request_ids: Sequence[str], until_us: int) -> set[str]:
        """Hold requests for longer; gives those that the holder still holds."""

    def settle(self, request_id: str, outcome: bytes, time_us: int, *, holder: str | None = None) -> bool:
        """Give a request's outcome (packed); False if it is not open (settled, withdrawn, unknown), or if another
        than `holder`, where one is given, holds it now.

        If an interpreter in this OS process owns the process and has called `attach_owner`, the outcome is handed
        to it in memory and the request stays open until the interpreter's commit closes it: one sync instead of
        two, and a crash before that commit asks again under the same id. Otherwise it is put into the inbox,
        durably, as a delivery of kind "outcome" with data = pack({"request": number, "outcome": unpacked outcome}).
        """

    def callback(self, token_hash: bytes) -> tuple[str, int, bool] | None:
        """(pid, request number, used)"""

    def answer_callback(self, token_hash: bytes, outcome: bytes, time_us: int) -> str:
        """Settle the callback's request, durably always: "accepted", "used" if it was before, "unknown"."""

    # -- timers
    def due(self, now_us: int, limit: int = 1000) -> list[Timer]: ...
    def next_due(self) -> int | None: ...

    # -- committing
    def commit(self, batch: Sequence[Advance], owner: str) -> int:
        """Write the batch as one synced transaction; gives the store's new last sequence.

        Each process's record must stand at the expected position and epoch and not be moved, else Fenced. If
        another owner than `owner` is recorded and its OS process still lives: Fenced; if it is dead or there is
        none, `owner` takes over and the epoch grows by one (the caller's next batch expects that).
        """

    def last_delivery(self) -> int:
        """The sequence of the newest delivery to any process, as of the last `commit` here; 0 before the first one.

        Who has seen that one need not look into the inbox.
        """

    # -- owners, wake-ups
    def register(self) -> str:
        """Become an owner for the life of this OS process; gives its name."""

    def is_alive(self, owner: str) -> bool: ...
    def claim_topic(self, topic: str) -> bool:
        """Try to become the one connector of a topic until this OS process ends or `release_topic`."""

    def release_topic(self, topic: str) -> None: ...
    def attach_owner(self, owner: str, accept: Callable[[str, int, bytes, int], bool]) -> None:
        """See `settle`: accept(pid, request number, outcome, time_us) is False to decline. From any thread."""

    def listen(self, wake: Callable[[], None], *, others_only: bool = False) -> Callable[[], None]:
        """Call `wake` (from any thread, soon, perhaps needlessly) after each commit of any OS process. Gives the stop.

        With others_only, of any other OS process. A hint only: a listener also polls.
        """

    # -- moving
    def export(self, pid: str, *, mark_moved: bool = True, expected: Exported | None = None) -> Exported:
        """All of a process; with mark_moved it ends here as `moved`, in the same transaction, provided that it is
        as `expected`, if that is given.

        Raises NoSuchProcess, ProcessEnded (moved already), Changed if it is not as expected, StoreError while a live
        owner other than the caller has it.
        """

    def import_process(self, exported: Exported, time_us: int) -> None:
        """Put it into this store, atomically. Raises StoreError if the pid exists here and has not moved away."""

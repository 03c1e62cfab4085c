"""The `Client` of the Python API: start programs, talk to them, wait for them.

    client = Client("http://localhost:8400", token="fm_…")     # or a store's directory
    receipt = client.call("invoice.fm", account="a-1")          # start, and wait for what main gives

    process = client.start("approval.fm", amount=90, idempotency_key="order-7")
    process.send("answer", {"approved": True})
    print(process.result(timeout_s=60))

On a directory somebody has to run an interpreter (`flowmetal-vm serve`). Durations and times are timedelta and
datetime.
"""

from __future__ import annotations

import os
import re
import secrets
import time
from collections.abc import Iterator
from types import TracebackType
from typing import Any

from flowmetal.api.metrics import Metrics
from flowmetal.api.routes import Route
from flowmetal.api.table import routes
from flowmetal.api.ways import ClientError, Direct, OverHttp, Refused, Unreachable, Way
from flowmetal.slotted import slotted
from flowmetal.store import CANCELLED, DONE, ENDED, Store, open_store

__all__ = ["Client", "ClientError", "Event", "Line", "Process", "ProcessFailed", "Refused", "Status", "Unreachable"]

Program = str | os.PathLike[str] | bytes
POLL_S = 30.0  # a wait over HTTP is made of pieces
PAGE = 200
_HASH = re.compile(r"[0-9a-f]{64}")
_ROUTES: dict[str, Route] = {route.name: route for route in routes(Metrics())}


class ProcessFailed(ClientError):
    """A process has not come to its result: it failed or was cancelled, as `status` says.

    type and message are those of its error, which `error` has in full.
    """

    def __init__(self, pid: str, status: str, error: dict[str, Any] | None) -> None:
        error = error or {}
        self.pid, self.status, self.error = pid, status, error
        self.type, self.message = str(error.get("type") or ""), str(error.get("message") or "")
        shown = ": ".join(part for part in (self.type, self.message) if part)
        how = "was cancelled" if status == CANCELLED else "has " + status
        super().__init__(f"process {pid} {how}" + (f": {shown}" if shown else ""))


@slotted
class Status:
    """How a process stands."""

    pid: str
    status: str  # ready, waiting, done, failed, cancelled, moved
    name: str
    program: str
    key: str | None
    created_us: int
    updated_us: int
    tasks: list[dict[str, Any]]  # where they are, and what they wait for

    @property
    def ended(self) -> bool:
        return self.status in ENDED


@slotted
class Line:
    """Something that a process put out. stream: "out", "log" or "progress"."""

    number: int
    time_us: int
    stream: str
    text: str
    fields: dict[str, Any]


@slotted
class Event:
    """An event of a process's journal."""

    number: int
    sequence: int
    time_us: int
    kind: str
    data: dict[str, Any]


class Client:
    """where: the URL of a server, the directory of a store, or an open store, which stays the caller's.

    token: for a server that asks for one; by default $FLOWMETAL_TOKEN. patience_s: for how long a server that does not
    answer is asked again. Any thread may use a client. Raises StoreError if there is no store.
    """

    def __init__(
        self, where: str | os.PathLike[str] | Store, *, token: str | None = None, patience_s: float = 30.0
    ) -> None:
        self._way: Way
        if not isinstance(where, str | os.PathLike):
            self._way = Direct(where, is_own=False)
            return
        where = os.fspath(where)
        if where.startswith(("http://", "https://")):
            self._way = OverHttp(where, token or os.environ.get("FLOWMETAL_TOKEN"), patience_s=patience_s)
        else:
            self._way = Direct(open_store(where), is_own=True)

    def start(
        self, program: Program, /, *args: Any, idempotency_key: str | None = None, **arguments: Any
    ) -> Process:
        """Start a process of a program, with the arguments of its main.

        program: a source (.fm) or a compiled program (.fmc), its bytes, or the hash of one that is in the store.
        Starting twice with one key gives the same process. It is durable when this returns. Raises ClientError.
        """
        data, program_hash = _loaded(program)
        body = {"program": program_hash, "args": list(args), "arguments": arguments}
        key = idempotency_key
        if key is None and isinstance(self._way, OverHttp):
            key = f"client-{secrets.token_hex(16)}"  # so that a lost answer can be asked for again
        try:
            started = self._ask("startProcess", {}, {}, body, key=key)
        except Refused as error:
            if error.status != 404 or data is None:
                raise
            self._ask("uploadProgram", {}, {}, data)
            started = self._ask("startProcess", {}, {}, body, key=key)
        return Process(self, started["pid"])

    def call(
        self, program: Program, /, *args: Any, timeout_s: float | None = None, idempotency_key: str | None = None,
        **arguments: Any,
    ) -> Any:
        """As `start`, then `Process.result`."""
        return self.start(program, *args, idempotency_key=idempotency_key, **arguments).result(timeout_s)

    def process(self, pid: str) -> Process:
        """The process of that pid, whether there is one or not."""
        return Process(self, pid)

    def processes(self, *statuses: str, newest_first: bool = True) -> Iterator[Status]:
        """All processes, or those of some statuses."""
        query = {"limit": str(PAGE), "order": "newest" if newest_first else "oldest"}
        if statuses:
            query["status"] = ",".join(statuses)
        while True:
            page = self._ask("listProcesses", {}, query)
            yield from map(_status, page["processes"])
            if page["cursor"] is None:
                return
            query["cursor"] = page["cursor"]

    def close(self) -> None:
        self._way.close()

    def __enter__(self) -> Client:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        self.close()

    def _ask(
        self, name: str, path: dict[str, str], query: dict[str, str], body: Any = None, *, key: str | None = None,
        wait_s: float = 0.0,
    ) -> Any:
        if wait_s > 0:
            query = {**query, "wait": f"{wait_s:.3f}s"}
        return self._way.ask(_ROUTES[name], path, query, {} if body is None else body, key=key, wait_s=wait_s)[1]


class Process:
    """One process, as a client sees it."""

    def __init__(self, client: Client, pid: str) -> None:
        self._client = client
        self.pid = pid

    def __repr__(self) -> str:
        return f"<Process {self.pid}>"

    def status(self) -> Status:
        """How it stands now. Raises Refused (404)."""
        return _status(self._ask("getProcess"))

    def send(self, channel: str, value: Any, *, idempotency_key: str | None = None) -> None:
        """Put a message into its mailbox; durable when this returns. Sent twice with one key, it is taken once.

        Raises Refused (409) if the process has ended.
        """
        self._ask("sendMessage", {"value": value}, channel=channel, key=idempotency_key)

    def cancel(self, reason: str = "") -> None:
        """Ask it to stop: Cancelled is raised where it waits."""
        self._ask("cancelProcess", {"reason": reason})

    def resume(self) -> None:
        """Let it retry from the wait that it failed after. Raises Refused (409) if it has not failed."""
        self._ask("resumeProcess")

    def wait(self, timeout_s: float | None = None) -> Status:
        """Wait until it has ended, or so long; gives its status then (see `ended`)."""
        self._wait(timeout_s)
        return self.status()

    def result(self, timeout_s: float | None = None) -> Any:
        """Wait for what its main gives. Raises ProcessFailed, and TimeoutError when the time is up."""
        found = self._wait(timeout_s)
        if found["status"] == DONE:
            return found["value"]
        if found["status"] in ENDED:
            raise ProcessFailed(self.pid, found["status"], found["error"])
        raise TimeoutError(f"process {self.pid} has not ended within {timeout_s:g} s")

    def output(self, *, after: int = 0, follow: bool = False) -> Iterator[Line]:
        """What it has put out after event number `after`; with follow, until it has ended."""
        while True:
            page = self._ask("getOutput", query={"after": str(after)}, wait_s=POLL_S if follow else 0.0)
            for line in page["output"]:
                after = line["number"]
                yield Line(**line)
            if not page["more"] and (page["ended"] or not follow):
                return

    def journal(self, *, after: int = 0) -> Iterator[Event]:
        """Its events with a number above `after`, in order."""
        more = True
        while more:
            page = self._ask("getJournal", query={"after": str(after)})
            for event in page["events"]:
                after = event["number"]
                yield Event(**event)
            more = page["more"]

    def _wait(self, timeout_s: float | None) -> Any:
        deadline = None if timeout_s is None else time.monotonic() + timeout_s
        while True:
            left = POLL_S if deadline is None else max(0.0, min(POLL_S, deadline - time.monotonic()))
            found = self._ask("getResult", wait_s=left)
            if found["status"] in ENDED or (deadline is not None and time.monotonic() >= deadline):
                return found

    def _ask(
        self, name: str, body: dict[str, Any] | None = None, *, query: dict[str, str] | None = None,
        wait_s: float = 0.0, channel: str | None = None, key: str | None = None,
    ) -> Any:
        path = {"pid": self.pid} if channel is None else {"pid": self.pid, "channel": channel}
        return self._client._ask(name, path, query or {}, body, key=key, wait_s=wait_s)


def _status(content: dict[str, Any]) -> Status:
    return Status(**{name: content[name] for name in Status.__annotations__})


def _loaded(program: Program) -> tuple[bytes | None, str]:
    """The bundle, if it is at hand, and its hash. Raises ClientError."""
    from flowmetal.bytecode import bundle

    if isinstance(program, str) and _HASH.fullmatch(program):
        return None, program
    try:
        if isinstance(program, bytes):
            return program, bundle.read(program).hash
        path = os.fspath(program)
        if path.endswith(".fm"):
            data = _compiled(path)
            return data, bundle.read(data, verified=True).hash
        with open(path, "rb") as file:
            data = file.read()
        return data, bundle.read(data).hash
    except OSError as error:
        raise ClientError(f"cannot read {os.fspath(program)!r}: {error.strerror}") from None
    except bundle.BundleError as error:
        raise ClientError(f"not a program that can run: {error}") from None


def _compiled(path: str) -> bytes:
    from flowmetal.compiler import compile_file

    found = compile_file(path)
    if found.bundle is None:
        first = found.diagnostics[0]
        raise ClientError(f"{first.file}:{first.span.line}: {first.message}; flowmetalc --check {path} says more")
    return found.bundle

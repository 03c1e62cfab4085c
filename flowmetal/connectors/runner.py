"""Starts the connectors in a thread of their own, starts them again when they crash, and stops them.

    dormant --a request is open, a caller connects--> awake --crash--> (pause) awake --stop--> ended

Dormant costs one thread that polls once a second: neither asyncio nor aiohttp is imported, which takes a quarter of
a second, so a program that never speaks HTTP does not pay for it. The socket listens from the start; who connects
meanwhile waits in its backlog.
"""

from __future__ import annotations

import contextlib
import os
import select
import socket
import sys
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from flowmetal.connectors.listening import bind, url_of
from flowmetal.store.protocol import Store, StoreError

if TYPE_CHECKING:
    import asyncio
    from concurrent.futures import Executor

    from flowmetal.connectors.dispatch import Dispatcher
    from flowmetal.connectors.http_server import Others

HTTP_TOPIC, SHELL_TOPIC = "http.request", "shell.run"
POLL_S, CLAIM_PAUSE_S = 1.0, 0.5
COMMANDS_AT_ONCE = 16
RESTART_PAUSE_S, RESTART_PAUSE_MAX_S = 0.1, 5.0
THREADS = 32  # store calls at once, which a store may merge into one commit
STOP_EXTRA_S = 5.0  # beyond the grace: settling, closing


def _print(line: str) -> None:
    print(f"flowmetal: {line}", file=sys.stderr, flush=True)


class Connectors:
    """The connectors of one store: HTTP requests (`http`), commands of the operating system (`shell`) and, if `listen`
    is given, callbacks on that host and port.

    listen's port 0 takes a free one; `url` is then the base URL of callbacks, without a slash at its end.
    others() makes what answers all else that is asked there. report(line), from any thread, is told of trouble.
    `total` and `per_host` limit the requests in flight.
    The store stays the caller's to close, after `stop`.
    """

    def __init__(
        self,
        store: Store,
        *,
        listen: tuple[str, int] | None = None,
        http: bool = True,
        shell: bool = False,
        report: Callable[[str], None] = _print,
        body_bytes: int = 8 << 20,
        others: Callable[[], Others] | None = None,
        total: int = 200,
        per_host: int = 32,
    ) -> None:
        self._store, self._listen, self._http, self._report = store, listen, http, report
        self._body_bytes, self._total, self._per_host = body_bytes, total, per_host
        self._others = others
        self._listener: socket.socket | None = None
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()
        self._stopped = False
        self._grace_s = 0.0
        self._wake: Callable[[], None] = lambda: None  # makes the thread look at `_stopped`
        self._topics = [topic for topic, wanted in ((HTTP_TOPIC, http), (SHELL_TOPIC, shell)) if wanted]
        self._claimed: set[str] = set()
        self._dispatchers: dict[str, Dispatcher] = {}
        self._strays: set[str] = set()
        self.url: str | None = None

    def start(self) -> None:
        """Begin. Raises PortInUse, CannotListen or ConnectorError, and then nothing has begun."""
        if self._listen is not None:
            self._listener = bind(*self._listen)
            self.url = url_of(self._listener)
        if self._http and (os.environ.get("FLOWMETAL_HTTP_ALLOW") or os.environ.get("FLOWMETAL_HTTP_DENY")):
            from flowmetal.connectors.reach import from_environment

            from_environment()  # what is wrong with it is the caller's to see
        self._stopped = False
        self._thread = threading.Thread(target=self._run, name="flowmetal-connectors", daemon=True)
        self._thread.start()

    def stop(self, *, grace_s: float = 2.0) -> None:
        """End: take nothing new, let what is in flight end for grace_s seconds, settle outcomes at hand.

        A request that is cut off stays open: the next connector sends it again, or settles it as Uncertain if it is
        at-most-once. Returns within grace_s plus a few seconds, whatever happens; a second call does nothing.
        """
        with self._lock:
            self._grace_s = grace_s
            self._stopped = True
            self._wake()
        if self._thread is not None:
            self._thread.join(grace_s + STOP_EXTRA_S)
            if self._thread.is_alive():
                self._report("connectors: could not be stopped in time")
            self._thread = None
        if self._listener is not None:
            self._listener.close()
            self._listener = None

    def _run(self) -> None:
        pause_s = RESTART_PAUSE_S
        stopped = threading.Event()
        try:
            self._sleep()
        except Exception as error:
            self._report(f"connectors: {type(error).__name__}: {error}")
        while not self._stopped:
            try:
                self._serve()
                pause_s = RESTART_PAUSE_S
            except BaseException as error:
                self._report(f"connectors: crashed and start again: {_first_cause(error)}")
                self._set_wake(stopped.set)
                stopped.wait(pause_s)
                pause_s = min(2 * pause_s, RESTART_PAUSE_MAX_S)
        for topic in self._claimed - self._dispatchers.keys():
            self._store.release_topic(topic)
        self._claimed, self._dispatchers = set(), {}

    def _set_wake(self, wake: Callable[[], None]) -> None:
        with self._lock:
            self._wake = wake
            if self._stopped:
                wake()

    # -- dormant

    def _sleep(self) -> None:
        """Return when there is work, or when stopped."""
        heard, bell = socket.socketpair()
        heard.setblocking(False)
        bell.setblocking(False)

        def ring() -> None:
            with contextlib.suppress(OSError):  # full: it has been rung often enough; closed: too late
                bell.send(b"\0")

        self._set_wake(ring)
        unlisten = self._store.listen(ring)
        try:
            while not self._stopped and not self._is_wanted():
                sources = [heard] if self._listener is None else [heard, self._listener]
                unclaimed = len(self._claimed) < len(self._topics)
                ready, _, _ = select.select(sources, [], [], CLAIM_PAUSE_S if unclaimed else POLL_S)
                if self._listener in ready:
                    return
                if heard in ready:
                    heard.recv(4096)
        finally:
            unlisten()
            self._set_wake(lambda: None)
            heard.close()
            bell.close()

    def _is_wanted(self) -> bool:
        try:
            for topic in self._topics:
                if topic not in self._claimed and self._store.claim_topic(topic):
                    self._claimed.add(topic)
            return any(self._store.requests(topic, limit=1) for topic in self._claimed)
        except StoreError:
            return False

    # -- awake

    def _serve(self) -> None:
        import asyncio
        from concurrent.futures import ThreadPoolExecutor

        with ThreadPoolExecutor(THREADS, thread_name_prefix="flowmetal-store") as executor:
            asyncio.run(self._main(executor))

    async def _main(self, executor: Executor) -> None:
        import asyncio

        loop, stop = asyncio.get_running_loop(), asyncio.Event()

        def wake() -> None:
            if not loop.is_closed():
                loop.call_soon_threadsafe(stop.set)

        self._set_wake(wake)
        loop.set_exception_handler(self._on_stray)
        try:
            async with asyncio.TaskGroup() as group:
                if self._listener is not None:
                    group.create_task(self._serve_callbacks(self._listener, stop, executor))
                if HTTP_TOPIC in self._topics:
                    group.create_task(self._serve_requests(stop, executor))
                if SHELL_TOPIC in self._topics:
                    group.create_task(self._serve_commands(stop, executor))
        finally:
            self._set_wake(lambda: None)

    def _on_stray(self, loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        """An error that no task of ours has; asyncio would print a traceback. Its text might hold a token."""
        line = f"connectors: {context.get('message')} ({type(context.get('exception')).__name__})"
        if line not in self._strays:
            self._strays.add(line)
            self._report(line)

    async def _serve_callbacks(self, listener: socket.socket, stop: asyncio.Event, executor: Executor) -> None:
        from flowmetal.connectors.http_server import HttpServer

        server = HttpServer(
            self._store, executor=executor, report=self._report, body_bytes=self._body_bytes,
            others=self._others() if self._others is not None else None,
        )
        await server.run(listener, stop, grace_s=lambda: self._grace_s)

    async def _serve_requests(self, stop: asyncio.Event, executor: Executor) -> None:
        from flowmetal.connectors.dispatch import Job, Outcome
        from flowmetal.connectors.http_request import HttpClient, lane
        from flowmetal.connectors.reach import from_environment

        client = HttpClient(_version(), from_environment())

        async def perform(job: Job) -> Outcome:
            return await client.perform(job)

        dispatcher = self._dispatcher(HTTP_TOPIC, lane, self._total, self._per_host)
        try:
            await dispatcher.run(stop, perform=perform, executor=executor, grace_s=lambda: self._grace_s)
        finally:
            await client.close()

    async def _serve_commands(self, stop: asyncio.Event, executor: Executor) -> None:
        from flowmetal.connectors.command import lane, perform

        dispatcher = self._dispatcher(SHELL_TOPIC, lane, COMMANDS_AT_ONCE, COMMANDS_AT_ONCE)
        await dispatcher.run(stop, perform=perform, executor=executor, grace_s=lambda: self._grace_s)

    def _dispatcher(self, topic: str, lane: Callable[[Any], str], total: int, per_lane: int) -> Dispatcher:
        """That of the topic; it outlives a crash of the loop."""
        from flowmetal.connectors.dispatch import Dispatcher

        if topic not in self._dispatchers:
            self._dispatchers[topic] = Dispatcher(
                self._store, topic, lane=lane, report=self._report, total=total, per_lane=per_lane,
                claimed=topic in self._claimed,
            )
        return self._dispatchers[topic]


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("flowmetal")
    except PackageNotFoundError:  # run from a source tree
        return "0"


def _first_cause(error: BaseException) -> str:
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return f"{type(error).__name__}: {error}"

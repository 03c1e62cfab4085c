"""The `Worker` of the Python API.

    worker = Worker("/var/lib/flowmetal")

    @worker.function("billing.charge")
    def charge(account, cents):
        return bank.charge(account, cents)

    worker.run()

The same worker can be loaded into an interpreter's own OS process, which spares each call the way through the store:
`flowmetal-vm serve --functions billing:worker`.
"""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Callable
from importlib import import_module
from queue import Empty, SimpleQueue
from typing import TypeVar

from flowmetal.client.functions import Functions
from flowmetal.client.serving import Serving
from flowmetal.store import Store, open_store

F = TypeVar("F", bound=Callable[..., object])


class CannotLoad(Exception):
    """There is no worker by that name; the text is one line that says why."""


class Worker:
    """Functions, and where their requests are: the directory of a store, or an open store, which stays the caller's.

    Without a store it can only be loaded into an interpreter (see the module). concurrency: functions that run at
    once, in threads. lease_s: a request that this worker has taken, and of which nothing is heard for so long (the
    machine sleeps, say), is given to another worker.
    """

    def __init__(self, store: Store | str | None = None, *, concurrency: int = 32, lease_s: float = 30.0) -> None:
        if concurrency < 1 or lease_s <= 0:
            raise ValueError("concurrency is at least 1, and a lease longer than nothing")
        self.functions = Functions()
        self.concurrency, self.lease_s = concurrency, lease_s
        self._where = store
        self._store: Store | None = None
        self._serving: Serving | None = None
        self._end: SimpleQueue[None] = SimpleQueue()  # an Event is not safe to be set by a signal's handler

    def function(self, topic: str, *, inline: bool = False) -> Callable[[F], F]:
        """Decorator: the function, plain or `async`, answers requests of that topic. It stays as it is.

        inline: it takes microseconds and never waits. Loaded into an interpreter, it is called in the interpreter's
        own thread, which spares the change of threads; while it runs, all processes there stand still.
        """
        if not isinstance(topic, str):
            raise TypeError('write @worker.function("topic"), such as "billing.charge"')

        def enter(function: F) -> F:
            self.functions.add(topic, function, inline=inline)
            return function

        return enter

    def start(self) -> None:
        """Serve in threads, until `stop`. Raises StoreError."""
        if self._serving is not None:
            return
        if self._where is None:
            raise ValueError("the worker has no store; give it one: Worker('/its/directory')")
        self._store = open_store(self._where) if isinstance(self._where, str) else self._where
        self._serving = self.apart(self._store, _say)
        self._serving.start()

    def beside(self, store: Store, report: Callable[[str], None]) -> Serving:
        """These functions for an interpreter in this OS process: its `functions`, to be started with its owner."""
        return self._serve(store, report, True)

    def apart(self, store: Store, report: Callable[[str], None]) -> Serving:
        """These functions for whatever interpreters the store has, to be started."""
        return self._serve(store, report, False)

    def _serve(self, store: Store, report: Callable[[str], None], beside: bool) -> Serving:
        return Serving(
            store, self.functions, report=report, concurrency=self.concurrency, lease_s=self.lease_s, beside=beside
        )

    def stop(self, grace_s: float = 10.0) -> None:
        """Take nothing new, let functions that run end for grace_s seconds; their outcomes are recorded.

        What did not end in that time stays open, for the next worker.
        """
        serving, self._serving = self._serving, None
        if serving is not None:
            serving.stop(grace_s)
            if self._store is not None and isinstance(self._where, str):
                self._store.close()
            self._store = None
        self._end.put(None)

    def _wait_for_end(self) -> None:
        while True:  # a signal that another thread took does not interrupt a wait
            try:
                return self._end.get(timeout=0.5)
            except Empty:
                pass

    def run(self, grace_s: float = 10.0) -> None:
        """Serve until SIGTERM, SIGINT or `stop` in another thread; then stop in good order. Raises StoreError."""
        before = {}
        self._end = SimpleQueue()
        if threading.current_thread() is threading.main_thread():
            for number in (signal.SIGTERM, signal.SIGINT):
                before[number] = signal.signal(number, lambda *_: self._end.put(None))
        try:
            self.start()
            self._wait_for_end()
            self.stop(grace_s)
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


def load_worker(name: str) -> Worker:
    """The worker that PACKAGE.MODULE:ATTRIBUTE names; imported from the current directory too. Raises CannotLoad."""
    module, colon, attribute = name.partition(":")
    if not colon or not module or not attribute:
        raise CannotLoad(f"functions are named as PACKAGE:WORKER, such as billing:worker, not {name[:80]!r}")
    if "" not in sys.path:
        sys.path.insert(0, "")
    try:
        found = import_module(module)
    except Exception as error:
        raise CannotLoad(f"{module} cannot be imported: {type(error).__name__}: {error}") from error
    for part in attribute.split("."):
        if not hasattr(found, part):
            raise CannotLoad(f"{module} has no {attribute}")
        found = getattr(found, part)
    if not isinstance(found, Worker):
        raise CannotLoad(f"{name} is no Worker, but {type(found).__name__}")
    return found


def _say(line: str) -> None:
    print(f"flowmetal: {line}", file=sys.stderr, flush=True)

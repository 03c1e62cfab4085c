"""Serving functions: take their requests from a store under a lease, run them, give the outcomes.

    open --take--> held --settle--> done
                   held --the lease ends, or the OS process does--> open, for whoever takes it next
                   held, at_most_once, begun before --settle--> Uncertain

A held request's lease is extended while its function runs. A worker that was stopped for longer than the lease finds
its requests taken by another, and its report refused: `late` counts those.

Beside an interpreter in the same OS process nothing is taken: the interpreter commits requests for these functions as
held by itself (which records the attempt), and hands them over in memory after that commit. Functions that are `inline`
it calls in its own thread; for the others it calls `submit`. What other interpreters ask, and what was open before, is
taken as everywhere.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from flowmetal import wire
from flowmetal.client.functions import Functions, failure
from flowmetal.client.pool import Pool
from flowmetal.store.protocol import Request, Store, StoreError

POLL_S = 1.0
TROUBLE_PAUSE_S, TROUBLE_PAUSE_MAX_S = 0.1, 2.0
EXTEND_AT = 1 / 3  # of the lease


class Serving:
    """Serves `functions` to one store, from `start` to `stop`.

    concurrency: functions that run at once. lease_s: how long a request is held without a sign of life. beside: an
    interpreter in this OS process hands requests over; it is made with this as its `functions`, and `start` gets its
    owner. report(line), from any thread, is told of trouble.
    """

    def __init__(
        self, store: Store, functions: Functions, *, report: Callable[[str], None], concurrency: int = 32,
        lease_s: float = 30.0, beside: bool = False,
        now_us: Callable[[], int] = lambda: time.time_ns() // 1000,
    ) -> None:
        self._store, self._functions, self._report, self._now_us = store, functions, report, now_us
        self._concurrency, self._lease_s = concurrency, lease_s
        self._beside = beside
        self._holder = ""
        self._pool = Pool(concurrency, "flowmetal-function")
        self._flights: dict[str, bool] = {}  # id of each request at hand; whether its lease ends by time
        self._guard = threading.Lock()
        self._woken = threading.Event()
        self._stopping = False
        self._given_up = threading.Event()
        self._in_trouble = False
        self._thread: threading.Thread | None = None
        self.late = 0

    def start(self, holder: str | None = None) -> None:
        """Begin, as that owner; without one, as an owner registered now. Raises StoreError."""
        self._holder = holder if holder is not None else self._store.register()
        self._thread = threading.Thread(target=self._run, name="flowmetal-worker", daemon=True)
        self._thread.start()

    def stop(self, grace_s: float = 2.0) -> None:
        """Take nothing new; let what runs end for grace_s seconds. The rest stays open, for others."""
        self._stopping = True
        self._woken.set()
        ended = self._pool.close(grace_s)
        self._given_up.set()
        if self._thread is not None:
            self._thread.join(grace_s + 1)
        if not ended:
            count = len(self._flights)
            self._report(f"{count} function{'s' * (count != 1)} did not end in time; their requests stay open")

    # -- beside an interpreter: called from its thread

    @property
    def topics(self) -> frozenset[str]:
        return frozenset(self._functions.topics)

    @property
    def inline_topics(self) -> frozenset[str]:
        return self._functions.inline_topics

    def call(self, topic: str, data: bytes) -> bytes:
        """The packed outcome of a request for an inline function."""
        return self._functions.answer(topic, data)

    def submit(self, requests: Sequence[tuple[str, str, bytes]]) -> None:
        """Run functions in threads: (request id, topic, data), which the interpreter's owner holds."""
        with self._guard:
            self._flights.update((request_id, False) for request_id, _, _ in requests)
        self._pool.submit(*(partial(self._serve, *request, wanted=None) for request in requests))

    # -- taking

    def _run(self) -> None:
        stop_listening = self._store.listen(self._woken.set, others_only=self._beside)
        pause_s, extend_at = TROUBLE_PAUSE_S, 0.0
        try:
            while not self._stopping:
                self._woken.clear()
                try:
                    if time.monotonic() >= extend_at:
                        self._extend()
                        extend_at = time.monotonic() + self._lease_s * EXTEND_AT
                    more = self._take()
                except StoreError as error:
                    self._trouble(error)
                    self._given_up.wait(pause_s)
                    pause_s = min(2 * pause_s, TROUBLE_PAUSE_MAX_S)
                    continue
                self._well()
                pause_s = TROUBLE_PAUSE_S
                if not more:
                    self._woken.wait(min(POLL_S, max(0.0, extend_at - time.monotonic())))
        finally:
            stop_listening()
            while not self._given_up.is_set():  # what still runs keeps its lease meanwhile
                try:
                    self._extend()
                except StoreError as error:
                    self._trouble(error)
                self._given_up.wait(self._lease_s * EXTEND_AT)

    def _take(self) -> bool:
        """Take as many as there is room for; True if there may be more at once."""
        free = self._concurrency - len(self._flights)
        if free <= 0:
            return False
        now = self._now_us()
        until = now + int(self._lease_s * 1e6)
        taken = self._store.take(
            self._functions.topics, self._holder, limit=free, until_us=until, now_us=now
        )
        with self._guard:
            self._flights.update((request.id, True) for request in taken)
        self._pool.submit(
            *(partial(self._serve, request.id, request.topic, request.data, wanted=request) for request in taken)
        )
        return len(taken) == free

    def _extend(self) -> None:
        with self._guard:
            held = [request_id for request_id, by_time in self._flights.items() if by_time]
        if held:
            self._store.extend(self._holder, held, self._now_us() + int(self._lease_s * 1e6))

    # -- one request, in a thread of the pool

    def _serve(self, request_id: str, topic: str, data: bytes, *, wanted: Request | None) -> None:
        try:
            if wanted is None and not self._is_open(request_id):
                return  # withdrawn while it waited for its turn
            if wanted is not None and wanted.attempts > 1 and is_at_most_once(data):
                outcome = failure("Uncertain", "it may have been done before a restart, and is asked at most once")
            else:
                outcome = self._functions.answer(topic, data)
            self._settle(request_id, topic, outcome)
        finally:
            with self._guard:
                self._flights.pop(request_id, None)
            self._woken.set()

    def _is_open(self, request_id: str) -> bool:
        try:
            return self._store.request(request_id) is not None
        except StoreError:
            return True

    def _settle(self, request_id: str, topic: str, outcome: bytes) -> None:
        """Offer the outcome until the store takes or refuses it."""
        pause_s = TROUBLE_PAUSE_S
        while True:
            try:
                if not self._store.settle(request_id, outcome, self._now_us(), holder=self._holder):
                    self._refused(request_id, topic)
                return
            except StoreError as error:
                if self._given_up.is_set():
                    return
                self._trouble(error)
            self._given_up.wait(pause_s)
            pause_s = min(2 * pause_s, TROUBLE_PAUSE_MAX_S)

    def _refused(self, request_id: str, topic: str) -> None:
        request = self._store.request(request_id)
        if request is not None and request.holder != self._holder:
            self.late += 1
            self._report(f"{topic} {request_id}: too late, another worker has taken it")

    # -- trouble with the store is said once

    def _trouble(self, error: Exception) -> None:
        if not self._in_trouble and not self._given_up.is_set():
            self._in_trouble = True
            self._report(f"trouble with the store: {error}; trying again")

    def _well(self) -> None:
        if self._in_trouble:
            self._in_trouble = False
            self._report("the store works again")


def is_at_most_once(data: bytes) -> bool:
    """Whether a request, packed, may be asked once only."""
    try:
        content: Any = wire.unpack(data)
        return bool(content["options"].get("delivery") == "at_most_once")
    except (wire.WireError, KeyError, TypeError, AttributeError):
        return False

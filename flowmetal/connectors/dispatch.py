"""One topic's requests: claimed, read, run within limits, settled.

A request waits in a *lane* (for HTTP: its host), first in, first out. A lane has at most `per_lane` requests in
flight and the topic `total`, so that one slow host delays nobody else. What waits is kept as an id only and read
again when its turn comes: a long backlog costs little memory, and what was withdrawn meanwhile is not sent.

    waiting --_start_ready--> sending --outcome--> settling --store.settle--> landed
                              sending --withdrawn--> landed, without an outcome
                              sending --crash of the loop--> waiting, at the head of its lane

All calls of the store run in threads, so that a sync never stops the event loop and concurrent settlements can share
one. When the store has trouble, an outcome keeps its slot and is offered again: a full disk thus stops the sending
too, after `total` requests at most. State outlives `run`, so that a crashed loop is taken up where it was.

Not done here: retries of a failed request. They are the program's.
"""

from __future__ import annotations

import asyncio
import heapq
import time
from collections import deque
from collections.abc import Awaitable, Callable
from concurrent.futures import Executor
from dataclasses import dataclass, field
from typing import Any, TypeVar

from flowmetal.store.protocol import Request, Store
from flowmetal.wire import WireError, pack, unpack

PAGE = 64  # requests read at once; each may carry a body
WAITING_MAX = 20_000  # ids kept; the rest stays in the store until these have fallen
CLAIM_PAUSE_S = 0.5
POLL_S = 1.0
WITHDRAWN_PAUSE_S = 0.25  # between two looks for withdrawn requests, however often the doorbell rings
TROUBLE_PAUSE_S, TROUBLE_PAUSE_MAX_S = 0.1, 2.0
SETTLE_GRACE_S = 2.0

Outcome = dict[str, Any]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Job:
    """A request whose turn has come: payload is whatever the program gave."""

    id: str
    payload: Any
    at_most_once: bool


@dataclass(slots=True)
class _Lane:
    active: int = 0
    waiting: deque[tuple[int, str]] = field(default_factory=deque)  # (sequence, request id)


@dataclass(slots=True, eq=False)
class _Flight:
    sequence: int
    id: str
    lane: str
    request: Request | None  # None: to be read when it starts
    settling: bool = False
    withdrawn: bool = False
    landed: bool = False


class Dispatcher:
    """Runs the requests of `topic`; `lane`, which takes any payload whatever, names a payload's lane.

    report(line) is told of trouble with the store, once per trouble. `claimed`: the caller has the topic already.
    """

    def __init__(
        self,
        store: Store,
        topic: str,
        *,
        lane: Callable[[Any], str],
        report: Callable[[str], None],
        total: int = 200,
        per_lane: int = 32,
        claimed: bool = False,
        now_us: Callable[[], int] = lambda: time.time_ns() // 1000,
    ) -> None:
        self._store, self._topic = store, topic
        self._lane_of, self._report, self._now_us = lane, report, now_us
        self._total, self._per_lane = total, per_lane
        self._claimed = claimed
        self._cursor = 0
        self._lanes: dict[str, _Lane] = {}
        self._ready: list[tuple[int, str]] = []  # heap of (sequence, lane); entries may be stale
        self._waiting = 0
        self._flights: dict[_Flight, asyncio.Task[None]] = {}
        self._unsettled: dict[str, bytes] = {}  # request id -> packed outcome
        self._failing: set[str] = set()  # functions of the store whose last call failed
        self._stopping = False
        self._full = False
        self._next_look = 0.0
        self._wake = asyncio.Event()

    async def run(
        self,
        stop: asyncio.Event,
        *,
        perform: Callable[[Job], Awaitable[Outcome]],
        executor: Executor,
        grace_s: Callable[[], float],
    ) -> None:
        """Serve the topic until `stop` is set, then let what is in flight land for `grace_s()` seconds and release it.

        perform(job) gives the outcome of any payload whatever; it is cancelled when the request is withdrawn.
        """
        loop = asyncio.get_running_loop()
        self._perform, self._executor = perform, executor
        wake = self._wake = asyncio.Event()
        self._stopping = False

        def ring() -> None:
            if not loop.is_closed():
                loop.call_soon_threadsafe(wake.set)

        unlisten = self._store.listen(ring)
        reading, stopped = asyncio.create_task(self._read()), asyncio.create_task(stop.wait())
        try:
            await asyncio.wait((reading, stopped), return_when=asyncio.FIRST_COMPLETED)
            if reading.done():
                reading.result()  # raises: reading never ends by itself
            await _cancelled(reading)
            await self._land(grace_s())
            self._release()
        finally:
            unlisten()
            stopped.cancel()
            await _cancelled(reading)
            await self._cancel(list(self._flights))

    async def _read(self) -> None:
        while not self._claimed:
            self._claimed = await self._call(self._store.claim_topic, self._topic)
            if not self._claimed:
                await asyncio.sleep(CLAIM_PAUSE_S)
        for request_id in self._unsettled:  # of an earlier run
            self._fly(_Flight(0, request_id, "", None, settling=True))
        while True:
            self._wake.clear()
            more = await self._read_page()
            pause_s = await self._drop_withdrawn()
            if not more:
                await _wait(self._wake, pause_s)

    async def _read_page(self) -> bool:
        """Read the next open requests and start those whose turn it is; False if there is no more for now."""
        self._full = self._waiting >= WAITING_MAX
        if self._full:
            self._start_ready({})
            return False
        page = await self._call(lambda: self._store.requests(self._topic, after=self._cursor, limit=PAGE))
        fresh: dict[str, Request] = {}
        known = {flight.id for flight in self._flights}
        for request in page:
            self._cursor = request.sequence
            if request.id not in known and request.id not in self._unsettled:
                fresh[request.id] = request
                self._enqueue(_lane_name(self._lane_of, request.data), request.sequence, request.id)
        self._start_ready(fresh)
        return len(page) == PAGE

    # -- lanes

    def _enqueue(self, name: str, sequence: int, request_id: str, *, first: bool = False) -> None:
        lane = self._lanes.setdefault(name, _Lane())
        if first:
            lane.waiting.appendleft((sequence, request_id))
        else:
            lane.waiting.append((sequence, request_id))
        self._waiting += 1
        if first or len(lane.waiting) == 1:
            self._offer(name, lane)

    def _offer(self, name: str, lane: _Lane) -> None:
        if lane.waiting and lane.active < self._per_lane:
            heapq.heappush(self._ready, (lane.waiting[0][0], name))

    def _start_ready(self, fresh: dict[str, Request]) -> None:
        while self._ready and len(self._flights) < self._total and not self._stopping:
            sequence, name = heapq.heappop(self._ready)
            lane = self._lanes.get(name)
            if lane is None or not lane.waiting or lane.waiting[0][0] != sequence or lane.active >= self._per_lane:
                continue  # stale
            _, request_id = lane.waiting.popleft()
            self._waiting -= 1
            lane.active += 1
            self._offer(name, lane)
            self._fly(_Flight(sequence, request_id, name, fresh.get(request_id)))

    def _fly(self, flight: _Flight) -> None:
        task = asyncio.create_task(self._serve(flight))
        self._flights[flight] = task
        task.add_done_callback(lambda _: self._landed(flight))

    def _landed(self, flight: _Flight) -> None:
        del self._flights[flight]
        lane = self._lanes.get(flight.lane)
        if lane is not None and flight.sequence:
            lane.active -= 1
            if not flight.landed and flight.id not in self._unsettled:
                self._enqueue(flight.lane, flight.sequence, flight.id, first=True)
            elif lane.active == 0 and not lane.waiting:
                del self._lanes[flight.lane]
            else:
                self._offer(flight.lane, lane)
        self._start_ready({})
        if self._full:
            self._wake.set()

    # -- one request

    async def _serve(self, flight: _Flight) -> None:
        try:
            if not flight.settling:
                request = flight.request or await self._call(self._store.request, flight.id)
                outcome = None if request is None else await self._outcome(request)
                if outcome is not None:
                    self._unsettled[flight.id] = _packed(outcome)
                    flight.settling = True
            if flight.settling:
                await self._call(self._store.settle, flight.id, self._unsettled[flight.id], self._now_us())
                del self._unsettled[flight.id]
            flight.landed = True
        except asyncio.CancelledError:
            flight.landed = flight.withdrawn

    async def _outcome(self, request: Request) -> Outcome | None:
        """The request's outcome, or None if it is not open any more."""
        try:
            payload, options = _opened(request.data)
        except WireError as error:
            return failure("InvalidRequest", f"the request cannot be read: {error}")
        delivery = options.get("delivery", "at_least_once")
        if delivery not in ("at_least_once", "at_most_once"):
            return failure("InvalidRequest", f"delivery is 'at_least_once' or 'at_most_once', not {delivery!r:.80}")
        once = delivery == "at_most_once"
        if once:
            attempts = request.attempts or await self._call(self._store.record_attempt, request.id)
            if attempts == 0:
                return None
            if request.attempts or attempts > 1:
                return failure("Uncertain", "it may have been sent before a restart, and is sent at most once")
        try:
            return await self._perform(Job(request.id, payload, once))
        except Exception as error:  # a bug of ours must not hang the program
            self._report(f"{self._topic} {request.id}: internal error: {type(error).__name__}: {error}")
            kind = "Uncertain" if once else "ConnectionError"
            return failure(kind, f"internal error of the connector: {type(error).__name__}: {error}")

    async def _drop_withdrawn(self) -> float:
        """Give up what is in flight and no longer open; gives the seconds until the next look is due."""
        flights = {flight.id: flight for flight in self._flights if not flight.settling}
        if not flights:
            return POLL_S
        early_s = self._next_look - time.monotonic()
        if early_s > 0:
            return early_s
        self._next_look = time.monotonic() + WITHDRAWN_PAUSE_S
        gone = await self._call(lambda: [each for each in flights if self._store.request(each) is None])
        for request_id in gone:
            flight = flights[request_id]
            if flight in self._flights and not flight.settling:
                flight.withdrawn = True
                self._flights[flight].cancel()
        return POLL_S

    # -- the store

    async def _call(self, function: Callable[..., T], *args: Any) -> T:
        """function(*args) in a thread; again and again while the store has trouble."""
        loop = asyncio.get_running_loop()
        name, pause_s = function.__name__, TROUBLE_PAUSE_S
        while True:
            try:
                result = await loop.run_in_executor(self._executor, lambda: function(*args))
            except Exception as error:  # whatever it is: what we have to say must not be lost
                if not self._failing:
                    reason = str(error) or type(error).__name__
                    self._report(f"{self._topic}: trouble with the store: {reason}; trying again")
                self._failing.add(name)
                await asyncio.sleep(pause_s)
                pause_s = min(2 * pause_s, TROUBLE_PAUSE_MAX_S)
            else:
                if name in self._failing:
                    self._failing.remove(name)
                    if not self._failing:
                        self._report(f"{self._topic}: the store works again")
                return result

    # -- the end

    async def _land(self, grace_s: float) -> None:
        self._stopping = True
        if self._flights and grace_s > 0:
            await asyncio.wait(list(self._flights.values()), timeout=grace_s)
        await self._cancel([flight for flight in self._flights if not flight.settling])
        if self._flights:
            await asyncio.wait(list(self._flights.values()), timeout=SETTLE_GRACE_S)
        if self._unsettled:
            count = len(self._unsettled)
            self._report(f"{self._topic}: {count} outcomes could not be recorded; their requests will be asked again")

    async def _cancel(self, flights: list[_Flight]) -> None:
        self._stopping = True
        tasks = [self._flights[flight] for flight in flights]
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks)

    def _release(self) -> None:
        if self._claimed:
            self._store.release_topic(self._topic)
        self._claimed = False
        self._cursor = self._waiting = 0
        self._lanes.clear()
        self._ready.clear()


def failure(kind: str, message: str, **details: Any) -> Outcome:
    """An outcome that is an error."""
    return {"error": {"type": kind, "message": message, "details": details}}


async def _cancelled(task: asyncio.Task[None]) -> None:
    task.cancel()
    await asyncio.wait((task,))


async def _wait(event: asyncio.Event, timeout_s: float) -> None:
    try:
        async with asyncio.timeout(timeout_s):
            await event.wait()
    except TimeoutError:
        pass


def _opened(data: bytes) -> tuple[Any, dict[str, Any]]:
    content = unpack(data)
    if not isinstance(content, dict):
        raise WireError("not a dictionary")
    options = content.get("options") or {}
    if not isinstance(options, dict):
        raise WireError("its options are not a dictionary")
    return content.get("payload"), options


def _lane_name(lane_of: Callable[[Any], str], data: bytes) -> str:
    try:
        return lane_of(_opened(data)[0])
    except WireError:
        return ""


def _packed(outcome: Outcome) -> bytes:
    try:
        return pack(outcome)
    except WireError as error:
        return pack(failure("ConnectionError", f"the outcome cannot be written: {error}"))

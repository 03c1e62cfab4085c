"""A store in memory, of the part of the protocol that connectors use, with faults on demand."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable
from typing import Any

from flowmetal.store.protocol import Request, StoreFull
from flowmetal.wire import pack, unpack


class MemoryStore:
    def __init__(self) -> None:
        self.lock = threading.RLock()
        self.open: dict[str, Request] = {}
        self.outcomes: dict[str, list[dict[str, Any]]] = {}
        self.callbacks: dict[bytes, list[Any]] = {}  # hash -> [request id, used, outcome]
        self.attempts: dict[str, int] = {}
        self.claims: set[str] = set()
        self.held_elsewhere = False
        self.full = False  # every write raises StoreFull
        self.settle_full = False  # `settle` does
        self.error: Exception | None = None  # every call raises it
        self.full_seen = 0
        self.reads = 0
        self._sequence = 0
        self._listeners: list[Callable[[], None]] = []
        self._settled = threading.Condition(self.lock)

    # -- what tests do

    def ask(self, payload: Any, *, delivery: str = "at_least_once", topic: str = "http.request", pid: str = "p") -> str:
        return self.put(pack({"payload": payload, "options": {"delivery": delivery}}), topic=topic, pid=pid)

    def put(self, data: bytes, *, topic: str = "http.request", pid: str = "p", attempts: int = 0) -> str:
        with self.lock:
            self._sequence += 1
            request = Request(self._sequence, pid, self._sequence, topic, data, attempts)
            self.open[request.id] = request
        self.ring()
        return request.id

    def withdraw(self, request_id: str) -> None:
        with self.lock:
            del self.open[request_id]
        self.ring()

    def outcome(self, request_id: str, timeout_s: float = 10) -> dict[str, Any]:
        """Wait for the request's outcome."""
        with self._settled:
            assert self._settled.wait_for(lambda: request_id in self.outcomes, timeout_s), f"no outcome of {request_id}"
            assert len(self.outcomes[request_id]) == 1
            return self.outcomes[request_id][0]

    def ring(self) -> None:
        for wake in list(self._listeners):
            wake()

    def add_callback(self, token: str) -> None:
        self.callbacks[hashlib.sha256(token.encode()).digest()] = [token, False, None]

    # -- the protocol

    def _write(self, full: bool = False) -> None:
        if self.error is not None:
            raise self.error
        if self.full or full:
            self.full_seen += 1
            raise StoreFull("no room left")

    def requests(self, topic: str, *, after: int = 0, limit: int = 1000) -> list[Request]:
        self.reads += 1
        with self.lock:
            found = [each for each in self.open.values() if each.topic == topic and each.sequence > after]
        return found[:limit]

    def request(self, request_id: str) -> Request | None:
        with self.lock:
            return self.open.get(request_id)

    def record_attempt(self, request_id: str) -> int:
        self._write()
        with self.lock:
            if request_id not in self.open:
                return 0
            old = self.open[request_id]
            self.open[request_id] = Request(old.sequence, old.pid, old.number, old.topic, old.data, old.attempts + 1)
            return old.attempts + 1

    def settle(self, request_id: str, outcome: bytes, time_us: int) -> bool:
        self._write(self.settle_full)
        assert time_us > 0
        with self._settled:
            if self.open.pop(request_id, None) is None:
                return False
            self.outcomes.setdefault(request_id, []).append(unpack(outcome))
            self._settled.notify_all()
        return True

    def callback(self, token_hash: bytes) -> tuple[str, int, bool] | None:
        found = self.callbacks.get(token_hash)
        return None if found is None else ("p", 1, found[1])

    def answer_callback(self, token_hash: bytes, outcome: bytes, time_us: int) -> str:
        self._write()
        with self.lock:
            found = self.callbacks.get(token_hash)
            if found is None:
                return "unknown"
            if found[1]:
                return "used"
            found[1:] = [True, unpack(outcome)]
            return "accepted"

    def claim_topic(self, topic: str) -> bool:
        with self.lock:
            if not self.held_elsewhere:
                self.claims.add(topic)
            return not self.held_elsewhere

    def release_topic(self, topic: str) -> None:
        with self.lock:
            self.claims.remove(topic)

    def listen(self, wake: Callable[[], None]) -> Callable[[], None]:
        self._listeners.append(wake)
        return lambda: self._listeners.remove(wake)

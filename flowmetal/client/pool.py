"""Threads that run what is handed to them, oldest first; made when they are needed, at most so many.

They are daemons, unlike those of `concurrent.futures`: a function that never ends must not keep its OS process from
ending.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable


class Pool:
    """`submit` and `close` may be called from any thread. What is handed in must not raise."""

    def __init__(self, most: int, name: str) -> None:
        self._most, self._name = most, name
        self._work: deque[Callable[[], None]] = deque()
        self._changed = threading.Condition()
        self._threads = 0
        self._idle = 0
        self._closed = False

    def submit(self, *works: Callable[[], None]) -> None:
        """Run them soon; after `close` nothing is run any more."""
        with self._changed:
            if self._closed:
                return
            self._work.extend(works)
            self._changed.notify(len(works))
            wanted = min(len(self._work) - self._idle, self._most - self._threads)
            for _ in range(wanted):
                self._threads += 1
                threading.Thread(target=self._run, name=self._name, daemon=True).start()

    def waiting(self) -> int:
        return len(self._work)

    def close(self, grace_s: float) -> bool:
        """Forget what has not begun and wait for the rest, that long at most. True if all has ended."""
        with self._changed:
            self._closed = True
            self._work.clear()
            self._changed.notify_all()
            return self._changed.wait_for(lambda: self._threads == 0, grace_s)

    def _run(self) -> None:
        while True:
            with self._changed:
                while not self._work:
                    if self._closed:
                        self._threads -= 1
                        self._changed.notify_all()
                        return
                    self._idle += 1
                    self._changed.wait()
                    self._idle -= 1
                work = self._work.popleft()
            work()

"""What /metrics says, in Prometheus' text format.

Counting processes reads them all, so it is done at most every `FRESH_S`.
"""

from __future__ import annotations

import threading
import time
from collections import Counter

from flowmetal.api.routes import Answer, Call
from flowmetal.store import CANCELLED, DONE, FAILED, MOVED, READY, WAITING

FRESH_S = 5.0
CONTENT_TYPE = "text/plain; version=0.0.4"


class Metrics:
    """Counts what the server answers; `answer` is the handler of /metrics."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._answers: Counter[tuple[str, int]] = Counter()
        self._statuses: Counter[str] = Counter()
        self._counted_at = float("-inf")

    def note(self, operation: str, status: int) -> None:
        with self._guard:
            self._answers[operation, status] += 1

    def answer(self, call: Call) -> Answer:
        with self._guard:
            stale = time.monotonic() - self._counted_at > FRESH_S
        if stale:
            statuses = Counter(record.status for record in call.store.processes())
            with self._guard:
                self._statuses, self._counted_at = statuses, time.monotonic()
        due = call.store.next_due()
        late_s = max(0.0, (call.now_us() - due) / 1e6) if due is not None else 0.0
        with self._guard:
            lines = [
                "# HELP flowmetal_processes Processes in the store, by status.", "# TYPE flowmetal_processes gauge",
            ]
            for status in (READY, WAITING, DONE, FAILED, CANCELLED, MOVED):
                lines.append(f'flowmetal_processes{{status="{status}"}} {self._statuses[status]}')
            lines += [
                "# HELP flowmetal_timer_lag_seconds How late the oldest timer is that is due.",
                "# TYPE flowmetal_timer_lag_seconds gauge", f"flowmetal_timer_lag_seconds {late_s:.6f}",
                "# HELP flowmetal_api_answers_total Calls of the API that this OS process has answered.",
                "# TYPE flowmetal_api_answers_total counter",
            ]
            for (operation, code), count in sorted(self._answers.items()):
                lines.append(f'flowmetal_api_answers_total{{operation="{operation}",code="{code}"}} {count}')
        return Answer(200, "\n".join(lines) + "\n", CONTENT_TYPE)

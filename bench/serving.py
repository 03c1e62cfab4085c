"""An interpreter with its connectors as an OS process, answering "bench.step": `python -m bench.serving DIR`.

With BENCH_LAST_STEP=N the steps from N on are taken and never answered.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time

from flowmetal import engine, wire
from flowmetal.connectors import Connectors
from flowmetal.store import Store, open_store


class StepConnector:
    """Answers with the payload, in a thread."""

    def __init__(self, store: Store, stop_at: float) -> None:
        self.store, self.stop_at = store, stop_at
        self.woken = threading.Event()
        self.stop_listening = store.listen(self.woken.set)
        threading.Thread(target=self.run, daemon=True).start()

    def run(self) -> None:
        cursor = 0
        while True:
            self.woken.clear()
            found = self.store.requests("bench.step", after=cursor)
            for request in found:
                cursor = request.sequence
                payload = wire.unpack(request.data)["payload"]
                if payload < self.stop_at:
                    self.store.settle(request.id, wire.pack({"ok": payload}), time.time_ns() // 1000)
            if not found:
                self.woken.wait(0.5)


def main() -> None:
    stopped = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stopped.set())
    store = open_store(sys.argv[1])
    connectors = Connectors(store, listen=("127.0.0.1", 0))
    connectors.start()
    StepConnector(store, float(os.environ.get("BENCH_LAST_STEP", "inf")))
    interpreter = engine.Interpreter(store, url=connectors.url)
    interpreter.start()
    print(f"ready: {connectors.url}", flush=True)
    stopped.wait()
    interpreter.stop()
    connectors.stop()
    os._exit(0)


if __name__ == "__main__":
    main()

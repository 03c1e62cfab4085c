"""An interpreter with its connectors and the functions of `steps`, as an OS process: `python -m bench.serving DIR`."""

from __future__ import annotations

import os
import signal
import sys
import threading

from bench.steps import worker
from flowmetal import engine
from flowmetal.client.serving import Serving
from flowmetal.connectors import Connectors
from flowmetal.store import open_store


def main() -> None:
    stopped = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stopped.set())
    store = open_store(sys.argv[1])
    connectors = Connectors(store, listen=("127.0.0.1", 0))
    connectors.start()
    functions = Serving(store, worker.functions, report=print, holder="")
    interpreter = engine.Interpreter(store, url=connectors.url, functions=functions)
    functions._holder = interpreter.owner
    functions.start()
    interpreter.start()
    print(f"ready: {connectors.url}", flush=True)
    stopped.wait()
    interpreter.stop()
    connectors.stop()
    os._exit(0)


if __name__ == "__main__":
    main()

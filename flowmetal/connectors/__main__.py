"""`python -m flowmetal.connectors --store DIR`: the connectors as an OS process of their own.

Ends, with status 0, on SIGTERM or SIGINT; 2 for wrong usage, 4 for trouble with the store or the port.
"""

from __future__ import annotations

import argparse
import signal
import sys
import threading

from flowmetal.connectors import ConnectorError, Connectors
from flowmetal.store.protocol import StoreError


def main(arguments: list[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    stopped = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopped.set())
    try:
        from flowmetal.store import open_store

        store = open_store(options.store)
        try:
            connectors = Connectors(store, listen=options.listen, http=options.http, shell=options.shell)
            connectors.start()
            print(f"listening on {connectors.url}" if connectors.url else "ready", flush=True)
            stopped.wait()
            connectors.stop(grace_s=options.grace)
        finally:
            store.close()
    except (StoreError, ConnectorError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 4
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m flowmetal.connectors", description="Run a store's connectors.")
    parser.add_argument("--store", required=True, metavar="DIR", help="the store's directory")
    parser.add_argument("--listen", type=_address, metavar="HOST:PORT", help="serve callbacks there; port 0 is any")
    parser.add_argument("--no-http", dest="http", action="store_false", help="leave HTTP requests to others")
    parser.add_argument("--shell", action="store_true", help="run commands of the operating system for programs")
    parser.add_argument("--grace", type=float, default=2.0, metavar="SECONDS", help="for requests in flight at the end")
    return parser


def _address(text: str) -> tuple[str, int]:
    host, colon, port = text.rpartition(":")
    if not colon or not port.isdigit() or int(port) > 65535:
        raise argparse.ArgumentTypeError(f"{text!r} is not HOST:PORT")
    return host.strip("[]") or "127.0.0.1", int(port)


if __name__ == "__main__":
    sys.exit(main())

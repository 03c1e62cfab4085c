"""Monty's side of the row "pure": takes paths of kernels on its input, prints the seconds of one run of each.

The kernel is defined in a session of its own first; what is timed is the call alone, and the way to Monty's worker
process and back, which takes less than a thousandth of a second.
"""

from __future__ import annotations

import json
import sys
import time
from importlib.metadata import version
from pathlib import Path

import pydantic_monty

from bench.contest.session import described, say


def main() -> None:
    say({"version": version("pydantic-monty")})
    with pydantic_monty.Monty() as pool:
        for line in sys.stdin:
            path, expected = json.loads(line)
            try:
                with pool.checkout() as session:
                    session.feed_run(Path(path).read_text())
                    began = time.perf_counter()
                    found = session.feed_run("repr(kernel())")
                    seconds = time.perf_counter() - began
                if found != expected:
                    raise ValueError("another result than CPython's")
                say({"seconds": seconds})
            except Exception as error:
                say({"error": described(error)})


if __name__ == "__main__":
    main()

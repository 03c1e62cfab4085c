"""The OS process that wakes: `python -m bench.contest.sender STORE` takes pids on its input, sends each a message, and
prints the seconds to the end of that process."""

from __future__ import annotations

import sys
from functools import partial

from bench.contest.session import timed
from flowmetal import engine
from flowmetal.store import open_store


def main() -> None:
    store = open_store(sys.argv[1])

    def wake(pid: str) -> None:
        engine.send(store, pid, "go", 1)
        engine.wait(store, pid, 60)

    for line in sys.stdin:
        print(timed(partial(wake, line.strip())), flush=True)
    store.close()


if __name__ == "__main__":
    main()

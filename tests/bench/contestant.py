"""A contestant that does nothing, or fails on request: `python -m tests.bench.contestant`, as a session is called."""

from __future__ import annotations

import os
import time
from pathlib import Path

from bench.contest.session import main


class Idle:
    version, settings = "1", "none"

    def __init__(self, place: Path) -> None:
        self.place = place

    def begin(self) -> None:
        if os.environ.get("CONTESTANT") == "broken":
            raise RuntimeError("no server")
        if os.environ.get("CONTESTANT") == "hangs":
            time.sleep(60)

    def sequential(self, steps: int) -> None:
        if os.environ.get("CONTESTANT") == "half" and steps > 2:
            raise RuntimeError("cannot count so far")

    def concurrent(self, processes: int, steps: int) -> None: ...

    def round_trip(self) -> None: ...

    def wake_up(self) -> float:
        return 0.25

    def recovery(self, steps: int) -> list[float]:
        return [0.5, 0.75]

    def append(self, count: int) -> list[float]:
        return [0.001]

    def end(self) -> None: ...


if __name__ == "__main__":
    main(Idle)

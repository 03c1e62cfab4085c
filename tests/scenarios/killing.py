"""`flowmetal-vm` with faults: killed at its n-th point, on a machine whose clock is wrong, or losing its power.

    python -m tests.scenarios.killing [--kill-at N] [--points FILE] [--offset SECONDS] [--synced FILE] -- ARGUMENTS

Runs the very code of the command, in this OS process. A *point* is before and after each write transaction of the
store, whose commit is its sync. Each point's name goes to FILE as a line; at the N-th this OS process dies by
SIGKILL. --offset moves the clock that this OS process sees. --synced keeps a copy of the store's file as of the last
sync: what a loss of power leaves.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import sys
import time
from collections.abc import Callable
from typing import Any


def move_clock(offset_s: float) -> None:
    """Before anything else is imported, as some modules keep the function."""
    real_ns = time.time_ns
    offset_ns = int(offset_s * 1e9)
    time.time_ns = lambda: real_ns() + offset_ns
    time.time = lambda: (real_ns() + offset_ns) / 1e9


class Points:
    """Counts points, and dies at the n-th."""

    def __init__(self, path: str | None, kill_at: int) -> None:
        self._file = None if path is None else os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
        self._kill_at, self._count = kill_at, 0

    def __call__(self, name: str) -> None:
        self._count += 1
        if self._file is not None:
            os.write(self._file, f"{name}\n".encode())
        if self._count == self._kill_at:
            os.kill(os.getpid(), signal.SIGKILL)
            signal.pause()  # the signal may reach another thread first


def watch_store(point: Callable[[str], None], synced: str | None) -> None:
    from flowmetal.store import environment

    attempt: Any = environment.Environment._attempt

    def watched(self: Any, jobs: Any) -> None:
        point("before a write")
        attempt(self, jobs)
        if synced is not None:
            shutil.copyfile(os.path.join(self.directory, "data.mdb"), f"{synced}.part")
            os.replace(f"{synced}.part", synced)
        point("after a write")

    setattr(environment.Environment, "_attempt", watched)  # noqa: B010  a method, for mypy


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--kill-at", type=int, default=0)
    parser.add_argument("--points")
    parser.add_argument("--offset", type=float, default=0.0)
    parser.add_argument("--synced")
    parser.add_argument("arguments", nargs="+")
    options = parser.parse_args()
    if options.offset:
        move_clock(options.offset)
    watch_store(Points(options.points, options.kill_at), options.synced)
    from flowmetal.cli import flowmetal_vm

    sys.argv = ["flowmetal-vm", *options.arguments]
    flowmetal_vm.main(options.arguments)


if __name__ == "__main__":
    main()

"""A recovery, for contestants whose durable work runs in an OS process of Python: a child of the session is killed.

The child is the contestant's own module, called with `--child PLACE STEPS LIFE`. It calls `Gate.pass_step` in each
step: in the first life the step after STEPS never ends, and the child is killed there; in the second one the end of
that step, seen in the beginning of the next one, is what was waited for.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from bench.children import ROOT
from bench.contest.session import described


class Gate:
    """In the child."""

    def __init__(self, steps: int, life: int) -> None:
        self.steps, self.life = steps, life

    def pass_step(self, number: int) -> None:
        """Call in step `number`, counted from 0."""
        if self.life == 1 and number == self.steps:
            self.say("stands")
            time.sleep(3600)
        if self.life == 2 and number == self.steps + 1:
            self.say("went on")
            time.sleep(3600)

    def say(self, word: str) -> None:
        print(word, flush=True)


def child(module: str, place: Path, steps: int, life: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", module, "--child", str(place), str(steps), str(life)],
        cwd=ROOT, stdout=subprocess.PIPE, text=True,
    )


def said(running: subprocess.Popen[str], word: str) -> None:
    """Wait until the child has said so. Raises RuntimeError if it ends before."""
    assert running.stdout is not None
    for line in running.stdout:
        if line.strip() == word:
            return
    raise RuntimeError(f"the recovering child ended with status {running.wait()}")


def run_as_child(run: Callable[[Path, Gate], None]) -> bool:
    """In a contestant's module: True if this is the child, which has run then."""
    if len(sys.argv) != 5 or sys.argv[1] != "--child":
        return False
    try:
        run(Path(sys.argv[2]), Gate(int(sys.argv[3]), int(sys.argv[4])))
    except Exception as error:
        raise SystemExit(described(error)) from None
    return True


def kill(running: subprocess.Popen[str]) -> None:
    with suppress(ProcessLookupError):
        running.kill()
    running.wait()
    if running.stdout is not None:
        running.stdout.close()


def recover(module: str, place: Path, steps: int, *, kill_more: Callable[[], None] = lambda: None,
            start_more: Callable[[], None] = lambda: None) -> float:
    """Seconds from the start of the second life to the end of the step that the first one died in.

    kill_more and start_more are for what else the contestant runs on, such as a server; starting it counts.
    """
    place.mkdir()
    first = child(module, place, steps, 1)
    try:
        said(first, "stands")
    finally:
        kill(first)
    kill_more()
    began = time.perf_counter()
    start_more()
    second = child(module, place, steps, 2)
    try:
        said(second, "went on")
        return time.perf_counter() - began
    finally:
        kill(second)

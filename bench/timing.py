"""Times of calls and of commands, taken in turns so that a slow moment of the machine hits all alike."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any


def timed(call: Callable[[], Any]) -> float:
    began = time.perf_counter()
    call()
    return time.perf_counter() - began


def in_turns(
    sides: Mapping[str, Callable[[], float]], *, least: int = 5, most: int = 25, budget_s: float = 3.0
) -> dict[str, list[float]]:
    """Ask each side for its seconds, one after the other: `least` times, and more while there is budget."""
    seconds: dict[str, list[float]] = {name: [] for name in sides}
    began = time.perf_counter()
    for turn in range(most):
        if turn >= least and time.perf_counter() - began > budget_s:
            break
        for name, side in sides.items():
            seconds[name].append(side())
    return seconds


def command_s(command: Sequence[str], environment: dict[str, str]) -> float:
    """Seconds from starting a command to its end. Raises CalledProcessError."""
    return timed(lambda: subprocess.run(command, env=environment, check=True, capture_output=True))

"""The step that all rows take: a function in the interpreter's own OS process, which gives back its argument.

With BENCH_LAST_STEP=N the steps from N on never end: that is where a process is killed.
"""

from __future__ import annotations

import os
import time

from flowmetal import Worker

worker = Worker()
last_step = float(os.environ.get("BENCH_LAST_STEP", "inf"))


@worker.function("bench.step", inline=True)
def step(number: int) -> int:
    if number >= last_step:
        time.sleep(3600)
    return number

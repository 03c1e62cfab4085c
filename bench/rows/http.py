"""HTTP to and from this machine: requests through the connector, and callbacks, accepted when they are synced."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import aiohttp

from bench.children import ROOT, Failed
from bench.contest.session import wait_for
from bench.machine import synced_append_s
from bench.results import Line
from bench.rows import Failure
from bench.served import Driver, Interpreter
from flowmetal import engine

PROCESSES, EACH, CALLS = 64, 25, 2000
AT_ONCE = 32  # what the connector allows itself for one host


def measure(place: Path, processes: int = PROCESSES, each: int = EACH, calls: int = CALLS) -> Iterator[Line | Failure]:
    interpreter, driver = Interpreter(place / "store"), Driver(place / "store")
    service = subprocess.Popen(
        [sys.executable, "-m", "bench.http_service"], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    try:
        assert service.stdout is not None
        url = service.stdout.readline().strip()
        yield requests(driver, url, processes, each)
        yield callbacks(driver, place, calls)
    except (Failed, TimeoutError, aiohttp.ClientError) as error:
        yield Failure("http", f"{type(error).__name__}: {error}")
    finally:
        service.kill()
        service.wait()
        interpreter.kill()
        driver.close()


def requests(driver: Driver, url: str, processes: int, each: int) -> Line:
    """`processes` that ask one after the other; beside them a client without a journal."""
    driver.ended(driver.start("asks", url=url, n=1))  # so that the connector is awake
    began = time.perf_counter()
    driver.all_ended(driver.start_many("asks", processes, url=url, n=each))
    rate = processes * each / (time.perf_counter() - began)
    _, seconds = asyncio.run(posted([url] * (processes * each)))
    bare = processes * each / seconds
    return Line("http/requests", f"requests of {processes} processes × {each}", rate, "requests/s", [rate],
                f"aiohttp alone, {AT_ONCE} at once", bare, rate / bare)


def callbacks(driver: Driver, place: Path, calls: int) -> Line:
    pid = driver.start("called", n=calls)
    wait_for(lambda: engine.status(driver.store, pid).record.status == "waiting")
    urls = [entry.data["text"].strip() for entry in engine.output(driver.store, pid)]
    statuses, seconds = asyncio.run(posted(urls))
    if wrong := [status for status in statuses if status != 202]:
        raise Failed(f"{len(wrong)} of {calls} callbacks were not accepted; the first was answered {wrong[0]}")
    driver.ended(pid)
    append_s, rate = synced_append_s(place, 100), calls / seconds
    return Line("http/callbacks", f"callbacks accepted, {AT_ONCE} callers at once", rate, "callbacks/s", [rate],
                "bare append + fdatasync, one by one", 1 / append_s, rate * append_s)


async def posted(urls: Sequence[str]) -> tuple[list[int], float]:
    """The statuses of a POST to each, AT_ONCE at a time, and the seconds for all of them."""
    left = iter(urls)
    statuses: list[int] = []
    async with aiohttp.ClientSession() as session:

        async def caller() -> None:
            for url in left:
                async with session.post(url, json={"n": 1}) as answer:
                    await answer.read()
                    statuses.append(answer.status)

        began = time.perf_counter()
        await asyncio.gather(*[caller() for _ in range(AT_ONCE)])
        return statuses, time.perf_counter() - began

"""The row "sleepers" with a million of them: `make bench-campaign`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from bench.results import Line
from bench.rows import Failure, sleepers


def measure(place: Path) -> Iterator[Line | Failure]:
    yield from sleepers.measure(place, 1_000_000)

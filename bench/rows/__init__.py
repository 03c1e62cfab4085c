"""The rows that are measured alone, each in an OS process of its own. `ROWS` says where; each module has `measure`.

    measure(place: Path) -> Iterator[Line | Failure]     place: an empty directory on the disk that is measured
"""

from __future__ import annotations

from typing import NamedTuple


class Failure(NamedTuple):
    """Something of a row that could not be measured; the rest goes on."""

    what: str
    error: str


class Row(NamedTuple):
    module: str
    seconds: float  # after which it is given up


ROWS = {
    "pure": Row("pure", 180),
    "sleepers": Row("sleepers", 300),
    "growing-heap": Row("growing_heap", 240),
    "http": Row("http", 120),
    "start-up": Row("start_up", 120),
    "compile": Row("compiling", 60),
}
CAMPAIGN = {"sleepers-million": Row("sleepers_million", 3600)}  # too long for every day

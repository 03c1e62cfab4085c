"""What a measurement gives: `Line`s, as they are printed, kept as JSON and drawn.

    {"format": 1, "when": "…Z", "machine": {…}, "flowmetal": {…}, "contestants": {NAME: {"version", "settings"}},
     "lines": [Line, …], "failures": [{"row", "what", "error"}, …]}
"""

from __future__ import annotations

import json
import math
import statistics
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Line:
    """One figure, and what it stands beside.

    `key` names the line for targets and the page; it is unique within a run. `ratio` is what the target speaks of:
    as a rule the figure divided by the baseline's, always such that the text of `beside` says which way.
    """

    key: str
    name: str
    value: float
    unit: str
    runs: list[float] = field(default_factory=list)  # all that were measured; `value` is their middle or least
    beside: str = ""  # the baseline's name
    beside_value: float | None = None  # in the same unit
    ratio: float | None = None
    note: str = ""


@dataclass(slots=True)
class Results:
    """All of one run."""

    when: str = ""
    machine: dict[str, Any] = field(default_factory=dict)
    flowmetal: dict[str, Any] = field(default_factory=dict)
    contestants: dict[str, dict[str, str]] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)
    failures: list[dict[str, str]] = field(default_factory=list)

    def line(self, key: str) -> Line | None:
        return next((line for line in self.lines if line.key == key), None)

    def failed(self, row: str, what: str, error: str) -> None:
        failure = {"row": row, "what": what, "error": error}
        if failure not in self.failures:  # another round may fail in the same way
            self.failures.append(failure)

    def write(self, path: Path) -> None:
        path.write_text(json.dumps({"format": FORMAT, **asdict(self)}, indent=1, ensure_ascii=False) + "\n")


class NotResults(Exception):
    """The file does not hold what `Results.write` writes; one line that says why."""


def read(path: Path) -> Results:
    """What `write` wrote. Raises NotResults."""
    try:
        data = json.loads(path.read_text())
        if data.pop("format") != FORMAT:
            raise NotResults(f"{path} has another format than {FORMAT}; measure again")
        lines = [Line(**line) for line in data.pop("lines")]
        return Results(lines=lines, **data)
    except OSError as error:
        raise NotResults(f"{path}: {error.strerror}; `make bench JSON={path}` writes it") from None
    except (ValueError, KeyError, TypeError, AttributeError):
        raise NotResults(f"{path} holds no results of `make bench JSON=…`") from None


def shown(value: float, unit: str) -> str:
    """A figure with three digits that mean something, and its unit."""
    if not math.isfinite(value):
        return "–"
    digits = max(0, 2 - math.floor(math.log10(abs(value)))) if value else 0
    return f"{round(value, digits) if digits else round(value):,.{digits}f} {unit}".rstrip()


def middle(runs: list[float]) -> float:
    return statistics.median(runs)

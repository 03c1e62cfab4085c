"""`make bench`: measures the rows that are asked for, one after the other, and prints their lines as they come.

A row that fails says so, and the others go on. Exit status 2 for a row that does not exist, 1 if nothing was measured.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
import tempfile
import time
from pathlib import Path

from bench import machine, table
from bench.children import Failed, messages
from bench.contest import compare
from bench.contest.session import WORKS, described
from bench.results import Line, Results
from bench.rows import CAMPAIGN, ROWS, Row

ALL = ("pure", *WORKS, "sleepers", "growing-heap", "http", "start-up", "compile")


def main() -> int:
    options = arguments()
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed package has its bytecode: so shall what is started
    results = Results(
        when=time.strftime("%Y-%m-%dT%H:%MZ", time.gmtime()), machine=machine.facts(),
        flowmetal=machine.flowmetal_facts(),
    )
    print(table.HEAD, flush=True)
    for group in groups(options.rows):
        before = len(results.lines)
        if group[0] in WORKS:
            try:
                compare.measure(group, results, tell=progress)
            except Exception as error:
                results.failed(", ".join(group), "the rows", described(error))
                print(f"{', '.join(group)}: failed: {described(error)}", flush=True)
            progress("")
            for line in results.lines[before:]:
                print(table.row_text(line), flush=True)
        else:
            measure(group[0], (ROWS | CAMPAIGN)[group[0]], results)
    results.machine["load_after"] = machine.facts()["load"]
    print(table.end_text(results))
    if options.json:
        results.write(options.json)
    return 0 if results.lines else 1


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description="Measure Flowmetal; bench/README.md explains.")
    parser.add_argument("--rows", default=",".join(ALL), help="which, divided by commas: %(default)s")
    parser.add_argument("--json", metavar="FILE", type=Path, help="keep the figures there")
    options = parser.parse_args()
    options.rows = [name for name in options.rows.split(",") if name]
    if unknown := [name for name in options.rows if name not in (*ALL, *CAMPAIGN)]:
        parser.error(f"no such row: {', '.join(unknown)}; there are {', '.join((*ALL, *CAMPAIGN))}")
    return options


def groups(rows: list[str]) -> list[list[str]]:
    """In the order of `ALL`; the works of the contest together, as one session does all of them."""
    together = [name for name in WORKS if name in rows]
    alone = [[name] for name in (*ALL, *CAMPAIGN) if name in rows and name not in WORKS]
    at = 1 if ["pure"] in alone else 0
    return [*alone[:at], *([together] if together else []), *alone[at:]]


def measure(name: str, row: Row, results: Results) -> None:
    """A row of `bench.rows`, in an OS process of its own."""
    with tempfile.TemporaryDirectory(prefix="flowmetal-bench-", ignore_cleanup_errors=True) as place:
        try:
            for message in messages([sys.executable, "-m", "bench.rows", name, place], seconds=row.seconds):
                if "failure" in message:
                    results.failed(name, **message["failure"])
                    continue
                line = Line(**message["line"])
                results.lines.append(line)
                print(table.row_text(line), flush=True)
        except Failed as error:
            results.failed(name, "the row", str(error))
            print(f"{name}: failed: {error}", flush=True)


def progress(text: str) -> None:
    """What is being done, on a terminal only."""
    if sys.stderr.isatty():
        print(f"\r\033[K{text}", end="", file=sys.stderr, flush=True)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that what was started is ended
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)

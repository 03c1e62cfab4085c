"""`python -m tests.differential [FILE[:LINE] …]`: print where programs differ, in few words.

`--record` writes `recorded.json` anew, after a change of the programs."""

from __future__ import annotations

import difflib
import sys
import time

from tests.differential.running import Chunk, Told, chunks, record, under_flowmetal, wanted


def lines(told: Told) -> list[str]:
    return [*told.output.splitlines(), f"ended by: {told.error}"]


def difference(chunk: Chunk) -> str:
    """The first mode that differs, as a diff from CPython to Flowmetal; "" if none does."""
    expected = wanted(chunk)
    try:
        for mode in chunk.modes:
            got = under_flowmetal(chunk.text, mode)
            if got != expected:
                diff = difflib.unified_diff(lines(expected), lines(got), "CPython", f"Flowmetal {mode}", "", "", 0, "")
                return "\n".join(diff)
    except (Exception, AssertionError) as caught:
        return f"{type(caught).__name__}: {caught}"
    return ""


def main(names: list[str]) -> int:
    if names == ["--record"]:
        record()
        return 0
    count = wrong = 0
    for name in names or ["*"]:
        file, _, line = name.partition(":")
        for chunk in chunks(file):
            if line and chunk.line != int(line):
                continue
            count += 1
            started = time.perf_counter()
            found = difference(chunk)
            if found:
                wrong += 1
                print(f"== {chunk.id} {chunk.title}\n{found}")
            if time.perf_counter() - started > 0.5:
                print(f"-- {chunk.id} took {time.perf_counter() - started:.1f} s")
    print(f"{count} programs, {wrong} differ")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

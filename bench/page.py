"""`make bench-page JSON=FILE`: docs/performance.md and its plots, from the figures of one run; nothing is measured.

Without JSON the figures in bench/results.json are taken, which the page in the repository shows; with it, they are kept
there, so that page and figures stay together.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from bench import results as kept
from bench.machine import ROOT
from bench.plots import Bar, bars
from bench.results import Line, NotResults, Results, shown
from bench.targets import target_of

DOCS = ROOT / "docs"
KEPT = ROOT / "bench" / "results.json"

# in the order of the page: the first part of the keys, title, what it is
SECTIONS = (
    ("pure", "Computing", "The same source under CPython, Flowmetal and [Monty](https://github.com/pydantic/monty), "
     "time of the program only."),
    ("sequential", "One step after another", "One process; each outcome is on disk before the next step begins."),
    ("concurrent", "Many at once", "Steps of many processes share a commit."),
    ("round-trip", "Start to result", "A process of one step, seen from another OS process."),
    ("wake-up", "Message to result", "A process that waits is sent a message by another OS process."),
    ("recovery", "After kill -9", "From starting everything again to the end of the next step."),
    ("sleepers", "Sleeping", "Processes that wait, for months if need be."),
    ("growing-heap", "A growing heap", "What keeping the state costs a process that has much of it."),
    ("http", "HTTP", "To and from this machine."),
    ("start-up", "Starting a command", "Beside an empty program of the same Python."),
    ("compile", "Compiling", "Start-up taken off."),
)


def main() -> int:
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else KEPT
    try:
        results = kept.read(path)
    except NotResults as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    if path.resolve() != KEPT:
        results.write(KEPT)
    (DOCS / "performance").mkdir(exist_ok=True)
    for name, text in files(results).items():
        (DOCS / name).write_text(text, encoding="utf-8")
    return 0


def files(results: Results) -> dict[str, str]:
    """The page and its plots, by file name."""
    drawn = {f"performance/{name}.svg": svg for name, svg in plots(results).items() if svg}
    return {"performance.md": page(results, set(drawn)), **drawn}


def page(results: Results, drawn: set[str]) -> str:
    machine, flowmetal = results.machine, results.flowmetal
    disk = machine.get("appends_per_s") or []
    noise = f"Between sessions the disk made {min(disk):,} to {max(disk):,} synced appends a second." if disk else ""
    parts = [f"""<!-- Written by bench/page.py (make bench-page) from bench/results.json: measure again instead. -->
# Performance

One run of `make bench`, at {results.when}, of Flowmetal {flowmetal.get("version")} ({flowmetal.get("commit")}), on
{machine.get("processor")} with {machine.get("cores")} cores, {machine.get("system")}, {machine.get("python")}, \
{machine.get("disk")}. The load was {machine.get("load")} before and {machine.get("load_after")} after.
{noise}

A figure by itself says little, as machines and disks differ: each stands beside what it could cost at least, or what
others take for the same work in the same run. What each row means, and how to measure for yourself, is in
[bench/README.md](../bench/README.md). A target is what we want to reach; a missed one is shown as such.
"""]
    for row, title, what in SECTIONS:
        lines = [line for line in results.lines if line.key.split("/")[0] == row]
        if lines:
            plot = f"![{title}](performance/{row}.svg)\n\n" if f"performance/{row}.svg" in drawn else ""
            parts.append(f"## {title}\n\n{what}\n\n{plot}{table(lines)}")
    if results.contestants:
        everybody = results.contestants.items()
        rows = "\n".join(f"| {name} | {who['version']} | {who['settings']} |" for name, who in everybody)
        parts.append(f"## Who took part\n\n| | version | settings |\n| --- | --- | --- |\n{rows}\n")
    if results.failures:
        items = "\n".join(f"- {each['row']}: {each['what']}: {each['error']}" for each in results.failures)
        parts.append(f"## What was not measured\n\n{items}\n")
    return "\n".join(parts)


def table(lines: list[Line]) -> str:
    rows = "\n".join(f"| {' | '.join(cells(line))} |" for line in lines)
    return f"| | figure | beside | ratio | target |\n| --- | --- | --- | --- | --- |\n{rows}\n"


def cells(line: Line) -> Iterator[str]:
    yield line.name + (f" ({line.note})" if line.note else "")
    yield shown(line.value, line.unit)
    yield f"{line.beside} {shown(line.beside_value, line.unit)}" if line.beside_value is not None else line.beside
    yield "" if line.ratio is None else shown(line.ratio, "")
    target = target_of(line.key)
    met = target.met(line) if target is not None else None
    yield "" if target is None or met is None else f"{target.text(line.unit)} {'✓' if met else '✗ missed'}"


# -- the plots


def plots(results: Results) -> dict[str, str]:
    found = {
        "pure": computing(results),
        "recovery": recovering(results),
        "start-up": starting(results),
    }
    for row, title in (
        ("sequential", "Steps per second, one after the other"), ("concurrent", "Steps per second, 500 × 10"),
        ("round-trip", "Start to result of one step"), ("wake-up", "Message to result"),
    ):
        found[row] = against_peers(results, row, title)
    return found


def computing(results: Results) -> str:
    groups = []
    for line in results.lines:
        if line.key.startswith("pure/kernel/") and line.ratio is not None:
            group = [Bar(f"{line.name}: Flowmetal", line.ratio, "ours")]
            monty = results.line(f"pure/with-monty/{line.name}")
            if monty is not None and line.beside_value:
                group.append(Bar("Monty", monty.value / line.beside_value))
            groups.append(group)
    most = max((bar.value for group in groups for bar in group), default=0.0)
    return bars("Time ÷ CPython's (the line is 1)", "×", groups, logarithmic=most > 20, mark=1.0)


def against_peers(results: Results, row: str, title: str) -> str:
    key = "concurrent/500" if row == "concurrent" else row
    own = results.line(key)
    if own is None:
        return ""
    group = [Bar("Flowmetal", own.value, "ours")]
    if own.beside_value is not None:
        floor = "3 synced appends + 1 ms" if own.unit == "ms" else "bare synced appends"
        group.append(Bar(floor, own.beside_value, "floor"))
    others = [
        Bar(line.key.partition("/with/")[2], line.value)
        for line in results.lines if line.key.startswith(f"{row}/with/")
    ]
    return bars(title, own.unit, [group, others], logarithmic=True)


def recovering(results: Results) -> str:
    with_peers = ("recovery/with/", "recovery/1-step/", "recovery/peer")
    own = [
        Bar(f"Flowmetal, {line.name}", line.value, "ours")
        for line in results.lines if line.key.startswith("recovery/") and not line.key.startswith(with_peers)
    ]
    others = [Bar(line.name, line.value) for line in results.lines if line.key.startswith("recovery") and
              "/with/" in line.key]
    return bars("kill -9 to the end of the next step", "ms", [own, others], logarithmic=True)


def starting(results: Results) -> str:
    lines = [line for line in results.lines if line.key.startswith("start-up/") and line.beside_value]
    if not lines:
        return ""
    floor = [Bar("python -c pass", lines[0].beside_value or 0.0, "floor")]
    return bars("From start to end of a command", "ms", [floor, [Bar(line.name, line.value, "ours") for line in lines]])


if __name__ == "__main__":
    sys.exit(main())

"""Each command from its start to its end, beside `python -c pass` of the same environment; the least of many turns.

The store is a small one, in memory where there is such a file system: what the disk costs has rows of its own.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from bench.machine import ROOT, in_memory
from bench.results import Line
from bench.rows import Failure
from bench.served import PROGRAMS
from bench.timing import command_s, in_turns

BIN = Path(sys.executable).parent


def measure(place: Path) -> Iterator[Line | Failure]:
    with in_memory(place) as where:
        yield from measured(where)


def measured(place: Path) -> Iterator[Line | Failure]:
    environment = {
        **os.environ, "FLOWMETAL_STORE": str(place / "store"), "XDG_CACHE_HOME": str(place / "cache"),
    }
    sides = {"python -c pass": partial(command_s, [sys.executable, "-c", "pass"], environment)}
    for name, command in commands(place, environment):
        try:
            command_s(command, environment)
        except subprocess.CalledProcessError as error:
            said = (error.stderr or b"").decode(errors="replace").strip().splitlines()
            yield Failure(name, said[-1] if said else f"exit status {error.returncode}")
            continue
        sides[name] = partial(command_s, command, environment)
    taken = in_turns(sides, least=7, budget_s=12)
    runs = {name: [second * 1e3 for second in seconds] for name, seconds in taken.items()}
    bare = min(runs.pop("python -c pass"))
    for name, own in runs.items():
        key = "start-up/run" if name == "flowmetal-vm run, cached" else f"start-up/{name}"
        yield Line(key, name, min(own), "ms", own, "python -c pass", bare, min(own) / bare)


def commands(place: Path, environment: dict[str, str]) -> list[tuple[str, list[str]]]:
    """Name and command line of each; what they need is made here."""
    program = place / "trivial.fm"
    shutil.copy(PROGRAMS / "trivial.fm", program)
    vm, compiler = str(BIN / "flowmetal-vm"), str(BIN / "flowmetalc")

    def output(*arguments: str) -> str:
        return subprocess.run(
            [vm, *arguments], env=environment, check=True, capture_output=True, text=True, cwd=ROOT
        ).stdout.strip()

    output("run", str(program))
    pid = output("start", str(program))
    output("run", pid)
    return [
        ("flowmetal-vm --help", [vm, "--help"]),
        ("flowmetal-vm run, cached", [vm, "run", str(program)]),
        ("flowmetal-vm start, cached", [vm, "start", str(program)]),
        ("flowmetal-vm ps", [vm, "ps"]),
        ("flowmetal-vm show", [vm, "show", pid]),
        ("flowmetal-vm output", [vm, "output", pid]),
        ("flowmetal-vm journal", [vm, "journal", pid]),
        ("flowmetal-vm wait", [vm, "wait", pid]),
        ("flowmetal-vm check", [vm, "check"]),
        ("flowmetalc --help", [compiler, "--help"]),
        ("flowmetalc, to a file", [compiler, str(program), "-o", str(place / "trivial.fmc")]),
    ]

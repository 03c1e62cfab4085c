"""The compiler alone: the library's own modules, start-up taken off; nothing comes from a cache."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from bench.machine import ROOT
from bench.results import Line
from bench.rows import Failure
from bench.timing import timed
from flowmetal.compiler import compile_module

RUNS = 3


def measure(_: Path) -> Iterator[Line | Failure]:
    sources = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "stdlib").glob("[a-z]*.fm"))]
    lines = sum(source.count("\n") for source in sources)
    compile_module("x = 1\n", key="__main__", file="x.fm", library=True)

    def once() -> None:
        for source in sources:
            module, diagnostics = compile_module(source, key="__main__", file="x.fm", library=True)
            assert module is not None, diagnostics

    runs = [lines / timed(once) for _ in range(RUNS)]
    yield Line("compile", f"{lines:,} lines of the library", max(runs), "lines/s", runs)

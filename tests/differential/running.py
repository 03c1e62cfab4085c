"""Runs the same pure programs under CPython and under Flowmetal, and compares what they print and how they end.

Each file of `programs/` is a preamble (up to the first line that begins with `#---`) and then chunks, divided by such
lines; preamble and chunk together are one program. Where versions of CPython differ Flowmetal follows 3.12: such a
chunk says `since 3.12` on its dividing line and carries what it must print behind `#> `, and the error that ends it
behind `#! `; older versions of CPython are not asked then. A chunk that says `straight` is too long for all modes but
the first.

What CPython 3.12 says is also kept, in `recorded.json` (`python -m tests.differential --record` writes it): a host with
a later one compares with that.

The modes: "" runs straight; "always" with the state encoded and decoded at every call and loop turn; "waits" with a
wait at the beginning of each of the program's functions, the state encoded and decoded at every one, and the second
half of the journal replayed from the state in the middle.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import io
import json
import re
import sys
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from flowmetal import vm
from tests.differential.waiting import waiting_everywhere
from tests.vm.driver import Run, program, replay, run

PROGRAMS = Path(__file__).with_name("programs")
RECORDED = Path(__file__).with_name("recorded.json")
MODES = ("", "always", "waits")


@dataclass(frozen=True)
class Chunk:
    file: str
    line: int
    title: str
    text: str

    @property
    def id(self) -> str:
        return f"{self.file}:{self.line}"

    @property
    def key(self) -> str:
        return f"{self.file} {hashlib.sha256(self.text.encode()).hexdigest()[:12]}"

    @property
    def modes(self) -> tuple[str, ...]:
        return MODES[:1] if "straight" in self.title else MODES


@dataclass(frozen=True)
class Told:
    """What a program printed, and the error that ended it as `Type: text`, or ""."""

    output: str
    error: str


def chunks(file: str = "*") -> Iterator[Chunk]:
    for path in sorted(PROGRAMS.glob(f"{file}.py")):
        preamble, title, number, lines = "", None, 1, []
        for at, line in enumerate([*path.read_text().splitlines(), "#---"], 1):
            if not line.startswith("#---"):
                lines.append(line)
                continue
            text = "\n".join(lines) + "\n"
            if title is None:
                preamble = text
            elif text.strip():
                yield Chunk(path.stem, number, title, preamble + text)
            title, number, lines = line[4:].strip(), at, []


def under_cpython(text: str) -> Told:
    printed, error = io.StringIO(), ""
    with contextlib.redirect_stdout(printed), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of CPython's compiler, about odd programs
        try:
            exec(compile(text, "chunk", "exec"), {"__name__": "__main__"})
        except BaseException as caught:
            error = f"{type(caught).__name__}: {caught}".removesuffix(": ")
    return Told(printed.getvalue(), error)


def loaded(text: str) -> vm.Program:
    return program(text, tuple(re.findall(r"^import ([a-z_]+)$", text, re.MULTILINE)))


def under_flowmetal(text: str, mode: str = "") -> Told:
    if mode != "waits":
        return told(run(loaded(text), pause=mode))
    image = loaded(waiting_everywhere(text))
    done = run(image, pause="wait")
    if done.states:
        middle = sorted(done.states)[len(done.states) // 2]
        replay(image, done.journal, vm.decode(image, done.states[middle]), middle)
    return told(done)


def told(done: Run) -> Told:
    assert done.end is not None, f"it waits: {done.waiting}"
    if done.end["status"] == "done":
        return Told(done.output, "")
    return Told(done.output, ": ".join(part for part in done.error if part))


def written(chunk: Chunk) -> Told:
    output = "".join(f"{text}\n" for text in re.findall(r"#>(?: (.*))?$", chunk.text, re.MULTILINE))
    errors = re.findall(r"#! (.*)$", chunk.text, re.MULTILINE)
    return Told(output, errors[0] if errors else "")


def wanted(chunk: Chunk) -> Told:
    """What the chunk must tell: what CPython does, unless the host's is too old for it, or too new."""
    if sys.version_info >= (3, 13):
        return recorded()[chunk.key]
    if "since 3.12" not in chunk.title:
        return under_cpython(chunk.text)
    expected = written(chunk)
    if sys.version_info >= (3, 12):
        assert under_cpython(chunk.text) == expected
    return expected


@functools.cache
def recorded() -> dict[str, Told]:
    return {key: Told(*told) for key, told in json.loads(RECORDED.read_text()).items()}


def record() -> None:
    """Write what CPython, 3.11 or 3.12, says of each chunk."""
    said = {chunk.key: wanted(chunk) for chunk in chunks()}
    lines = [f"{json.dumps(key)}: {json.dumps([told.output, told.error])}" for key, told in sorted(said.items())]
    RECORDED.write_text("{\n" + ",\n".join(lines) + "\n}\n")

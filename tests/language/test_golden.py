"""The language, by example: every `.fm` file beside this one.

A file is a series of chunks, divided by lines that begin with `#---`; each chunk is a program. What a chunk must print
stands behind `#> ` (an empty line: `#>`), in the order of the file; the error that ends it behind `#! `, as
`Type: message`. A chunk runs under CPython too and must do the same there, unless its dividing line says
`flowmetal only`. Under Flowmetal it runs three times: straight, with the state encoded and decoded at every wait, and
with that at every call and loop turn besides.
"""

from __future__ import annotations

import contextlib
import functools
import io
import re
from pathlib import Path

import pytest

from tests.vm.driver import library_path, program, run

HERE = Path(__file__).parent


def chunks() -> list:
    found = []
    for path in sorted(HERE.glob("*.fm")):
        title, lines, number = "", [], 1
        parts = []
        for at, line in enumerate(path.read_text().splitlines(), 1):
            if line.startswith("#---"):
                parts.append((number, title, lines))
                title, lines, number = line[4:].strip(), [], at + 1
            else:
                lines.append(line)
        parts.append((number, title, lines))
        for number, title, lines in parts:
            if any(line.strip() for line in lines):
                found.append(pytest.param(title, "\n".join(lines) + "\n", id=f"{path.stem}:{number}"))
    return found


def expected(text: str) -> tuple[str, str | None]:
    output, error = "", None
    for line in text.splitlines():
        if match := re.search(r"#>(?: (.*))?$", line):
            output += (match[1] or "") + "\n"
        elif match := re.search(r"#! (.*)$", line):
            error = match[1]
    return output, error


def libraries(text: str) -> tuple[str, ...]:
    """The library modules that the chunk imports, with all that those import."""
    found: list[str] = []
    texts = [text]
    while texts:
        for name in imported(texts.pop()):
            path = library_path(name)
            if name not in found and path is not None:
                found.append(name)
                texts.append(path.read_text())
    return tuple(found)


@functools.cache
def imported(text: str) -> tuple[str, ...]:
    """The modules that a text imports, and the packages that they are in."""
    names: list[str] = []
    for module, several in re.findall(r"^ *(?:from +([\w.]+) +import|import +([\w., ]+))", text, re.MULTILINE):
        for name in (module or several).split(","):
            parts = name.split()[0].split(".")
            names += [".".join(parts[:count]) for count in range(1, len(parts) + 1)]
    return tuple(names)


@pytest.mark.parametrize("pause", ["", "wait", "always"])
@pytest.mark.parametrize(("title", "text"), chunks())
def test_flowmetal(title: str, text: str, pause: str) -> None:
    output, error = expected(text)
    done = run(program(text, libraries(text)), pause=pause)
    assert done.output == output
    assert done.end is not None, done.waiting
    if error is None:
        assert done.end["status"] == "done", done.end
    else:
        assert ": ".join(part for part in done.error if part) == error


@pytest.mark.parametrize(("title", "text"), [p for p in chunks() if "flowmetal only" not in p.values[0]])
def test_cpython(title: str, text: str) -> None:
    output, error = expected(text)
    printed, raised = io.StringIO(), None
    with contextlib.redirect_stdout(printed):
        try:
            exec(compile(text, "chunk", "exec", dont_inherit=True), {"__name__": "__main__"})
        except BaseException as caught:
            raised = f"{type(caught).__name__}: {caught}".removesuffix(": ")
    assert printed.getvalue() == output
    assert raised == error

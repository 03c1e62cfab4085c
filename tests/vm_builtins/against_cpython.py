"""Runs expressions under CPython and under Flowmetal and compares what they give, or raise, as text.

A case file is a preamble (ordinary code, up to a line `#---`) and then one expression a line. Both sides print the
repr of each value, or the error's type and text. An expression followed by `#> text` must give that text in Flowmetal,
whatever the host's CPython says: where versions of CPython differ, and where Flowmetal differs from Python.
"""

from __future__ import annotations

import ast
import contextlib
import io
import re
from pathlib import Path

from tests.vm.driver import program, run

CASES = Path(__file__).with_name("cases")

_SHOW = '''
def _show(number, thunk):
    try:
        text = repr(thunk())
    except Exception as error:
        text = type(error).__name__ + ": " + str(error)
    print(f"{number}|{text!r}")

'''


def cases(name: str) -> tuple[str, list[tuple[int, str, str | None]]]:
    """The preamble of a case file, and its cases: line number, expression, text to expect or None for CPython's."""
    lines = (CASES / f"{name}.txt").read_text().splitlines()
    split = lines.index("#---")
    found = []
    for number, line in enumerate(lines[split + 1 :], split + 2):
        if line.strip() and not line.startswith("#"):
            expression, marker, wanted = line.partition("  #> ")
            found.append((number, expression.strip(), wanted if marker else None))
    return "\n".join(lines[:split]) + "\n", found


def source(preamble: str, found: list[tuple[int, str, str | None]]) -> str:
    return preamble + _SHOW + "".join(f"_show({number}, lambda: ({text}))\n" for number, text, _ in found)


def by_number(output: str) -> dict[int, str]:
    shown = {}
    for line in output.splitlines():
        number, _, text = line.partition("|")
        shown[int(number)] = ast.literal_eval(text)
    return shown


def under_cpython(preamble: str, found: list[tuple[int, str, str | None]]) -> dict[int, str]:
    printed = io.StringIO()
    comparable = [case for case in found if case[2] is None]
    with contextlib.redirect_stdout(printed):
        exec(compile(source(preamble, comparable), "cases", "exec"), {"__name__": "__main__"})
    return by_number(printed.getvalue())


def under_flowmetal(preamble: str, found: list[tuple[int, str, str | None]], pause: str = "") -> dict[int, str]:
    libraries = {name for line in re.findall(r"^import (.*)$", preamble, re.MULTILINE) for name in line.split(", ")}
    if "random" in libraries:
        libraries.add("math")
    done = run(program(source(preamble, found), tuple(sorted(libraries))), pause=pause)
    assert done.end is not None and done.end["status"] == "done", done.end
    return by_number(done.output)


def differences(name: str) -> list[str]:
    """One line for each case whose result is not as it must be."""
    preamble, found = cases(name)
    wanted, got = under_cpython(preamble, found), under_flowmetal(preamble, found)
    wrong = []
    for number, text, given in found:
        expected = wanted[number] if given is None else given
        if got.get(number) != expected:
            wrong.append(f"{name}:{number}: {text}\n   expected {expected}\n   got      {got.get(number)}")
    return wrong

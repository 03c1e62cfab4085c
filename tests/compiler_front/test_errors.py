"""Every message of the front end, whole: errors.txt holds wrong sources, each with what is said about it.

`GOLDEN=1 pytest tests/compiler_front/test_errors.py` writes the file anew; read that difference.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from flowmetal.compiler.diagnostics import text_of
from flowmetal.compiler.parser import parse
from flowmetal.source import SourceFile

FILE = Path(__file__).with_name("errors.txt")
BETWEEN, ANSWER = "=====\n", "-----\n"
CASES = [tuple(case.split(ANSWER)) for case in FILE.read_text(encoding="utf-8").split(BETWEEN)]


def said(text: str) -> str:
    source = SourceFile("a.fm", text)
    return "".join(f"{text_of(diagnostic, source)}\n" for diagnostic in parse(text, "a.fm")[1])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case[0].split("\n")[0])
def test_errors(case: tuple[str, str]) -> None:
    assert said(case[0]) == case[1]


@pytest.mark.skipif("GOLDEN" not in os.environ, reason="only rewrites the expectations")
def test_rewrite_expectations() -> None:
    FILE.write_text(BETWEEN.join(f"{case[0]}{ANSWER}{said(case[0])}" for case in CASES), encoding="utf-8")

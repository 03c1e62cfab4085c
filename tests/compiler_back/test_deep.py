"""Deep and long sources compile, or are refused with one diagnostic; never with Python's RecursionError."""

from __future__ import annotations

import sys

import pytest

from flowmetal.compiler import compile_module


def compiles(text):
    limit = sys.getrecursionlimit()
    module, diagnostics = compile_module(text, key="__main__", file="x.fm")
    assert sys.getrecursionlimit() == limit
    return module is not None, [d.message for d in diagnostics]


@pytest.mark.parametrize("text", [
    "a = 1\nx = " + " + ".join(["a"] * 5_000) + "\n",
    "a = 1\nif a: pass\n" + "elif a: pass\n" * 1_000,
    "a = 1\nx = " + " if a else ".join(["a"] * 150) + "\n",
    "a = []\nx = a" + ".b()" * 2_000 + "\n",
    "a = []\nx = a" + "[0]" * 2_000 + "\n",
    "x = [" + "1, " * 20_000 + "]\n",
    "x = " + "not " * 2_000 + "1\n",
    "a = 1\n" * 5_000,
], ids=["sum", "elif", "conditional", "calls", "items", "list", "not", "statements"])  # fmt: skip
def test_deep_sources_compile(text):
    assert compiles(text) == (True, [])


@pytest.mark.parametrize("text", [
    "x = " + "(" * 100_000 + "1" + ")" * 100_000 + "\n",
    "x = " + "-" * 200_000 + "1\n",
    "a = 1\nx = " + "lambda: " * 60_000 + "a\n",
], ids=["parentheses", "minus", "lambda"])  # fmt: skip
def test_too_deep_ones_are_refused(text):
    fine, messages = compiles(text)
    assert fine or (len(messages) == 1 and "nested" in messages[0])

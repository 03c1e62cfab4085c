"""Generated code does what CPython's does. The machine runs it; what is tested is the compiler."""

from __future__ import annotations

import contextlib
import io
import textwrap

import pytest

from tests.vm.driver import run

from .chunks import CHUNKS


@pytest.mark.parametrize("name", CHUNKS)
def test_output_is_that_of_cpython(name):
    text = textwrap.dedent(CHUNKS[name])
    expected = io.StringIO()
    with contextlib.redirect_stdout(expected):
        exec(compile(text, "chunk", "exec"), {"__name__": "__main__"})
    assert run(text).output == expected.getvalue()

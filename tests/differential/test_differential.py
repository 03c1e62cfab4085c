"""Programs over all constructs that parse both as Python and as Flowmetal mean the same in both, however often they
are suspended: straight, at every call and loop turn, and with a wait in each of their functions."""

from __future__ import annotations

import sys

import pytest

from tests.differential.running import Chunk, chunks, recorded, under_flowmetal, wanted


def test_what_is_recorded_is_what_cpython_says() -> None:
    if sys.version_info >= (3, 13):
        pytest.skip("recorded are the words of CPython 3.12")
    assert {chunk.key: wanted(chunk) for chunk in chunks()} == recorded()


@pytest.mark.parametrize("chunk", [pytest.param(chunk, id=chunk.id) for chunk in chunks()])
def test_same_as_cpython(chunk: Chunk) -> None:
    expected = wanted(chunk)
    for mode in chunk.modes:
        assert under_flowmetal(chunk.text, mode) == expected, mode or "straight"

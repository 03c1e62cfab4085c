"""Programs over all constructs that parse both as Python and as Flowmetal mean the same in both, however often they
are suspended: straight, with the state encoded and decoded at every wait, and with that at every call and loop turn."""

from __future__ import annotations

import pytest

from tests.differential.running import Chunk, chunks, loaded, under_flowmetal, wanted


@pytest.mark.parametrize("chunk", [pytest.param(chunk, id=chunk.id) for chunk in chunks()])
def test_same_as_cpython(chunk: Chunk) -> None:
    expected = wanted(chunk)
    image = loaded(chunk.text)
    for mode in chunk.modes:
        assert under_flowmetal(image, mode) == expected, mode or "straight"

"""Plain data as JSON."""

from __future__ import annotations

from typing import Any

import pytest

from flowmetal.api.plain_json import json_text
from flowmetal.wire import Duration, Timestamp


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "null"), (1 << 70, "1180591620717411303424"), (1.0, "1.0"), (float("nan"), "null"), ("é", '"é"'),
        ("\ud800", '"\\ud800"'), ([1, (2,)], "[1, [2]]"), (b"ab", '{"base64": "YWI="}'),
        (Duration(5_400_000_000), '"1h30m"'), (Timestamp(0), '"1970-01-01T00:00:00Z"'),
        ({1: 2, None: 3, b"k": 5, 0.5: 6}, '{"1": 2, "null": 3, "k": 5, "0.5": 6}'),
    ],
)
def test_values(value: Any, text: str) -> None:
    assert json_text(value) == text

"""Generated programs in what Python and Flowmetal share do the same under both; `campaign` runs them by the thousand."""

from __future__ import annotations

import sys

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from tests.properties.campaign import difference, main, valid
from tests.properties.pure import pure_program

pytestmark = pytest.mark.skipif(sys.version_info >= (3, 13), reason="errors are worded as by CPython 3.12")
RELAXED = settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


@st.composite
def pure_programs(draw: st.DrawFn) -> str:
    return pure_program(lambda count: draw(st.integers(0, count - 1)))


@RELAXED
@given(pure_programs())
def test_generated_programs_do_the_same(text: str) -> None:
    assume(valid(text))
    assert difference(text, ("", "always", "waits")) == ""


def test_a_short_campaign(capsys) -> None:
    assert main(["--examples", "50"]) == 0, capsys.readouterr().out

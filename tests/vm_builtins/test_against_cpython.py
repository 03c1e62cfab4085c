"""Built-in functions and methods do and say what CPython's do: see `against_cpython`."""

from __future__ import annotations

import pytest

from tests.vm_builtins.against_cpython import CASES, differences


@pytest.mark.parametrize("name", sorted(path.stem for path in CASES.glob("*.txt")))
def test_as_in_cpython(name: str) -> None:
    wrong = differences(name)
    assert not wrong, "\n" + "\n".join(wrong)

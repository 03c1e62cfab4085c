"""`export(expected=…)`: a process moves only as it was seen."""

from __future__ import annotations

import pytest

from flowmetal.store import Changed, Store
from tests.store.building import PROGRAM

PID = "0" * 26


def test_moves_what_is_as_expected(store: Store) -> None:
    store.create(PID, PROGRAM, "p", b"start", 1)
    seen = store.export(PID, mark_moved=False)
    assert store.export(PID, expected=seen) == seen
    record = store.process(PID)
    assert record is not None and record.status == "moved"


def test_leaves_alone_what_has_changed(store: Store) -> None:
    store.create(PID, PROGRAM, "p", b"start", 1)
    seen = store.export(PID, mark_moved=False)
    store.deliver(PID, "message", b"new", 2)
    with pytest.raises(Changed, match="has changed while it was exported; try again"):
        store.export(PID, expected=seen)
    record = store.process(PID)
    assert record is not None and record.status == "ready"
    assert [item.data for item in store.inbox(PID)] == [b"start", b"new"]

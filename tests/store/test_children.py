"""What any store must do for processes that start and await others, and for deliveries with a key."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from flowmetal import wire
from flowmetal.store import DONE, FAILED, Fenced, NewProcess, NoSuchProcess, ProcessEnded, Store, StoreError
from flowmetal.store.protocol import RESULT_OF, TOLD
from tests.store.building import NOW, PROGRAM, advance, asked, running, started


@pytest.fixture(autouse=True)
def program(store: Store) -> None:
    store.put_program(PROGRAM, b"a bundle")


def told(store: Store, pid: str) -> list[int]:
    return [wire.unpack(each.data)["request"] for each in store.inbox(pid) if each.kind == TOLD]


def child(pid: str, key: str | None = None) -> NewProcess:
    return NewProcess(pid, PROGRAM, "child", b"start", NOW, key)


class TestStarts:
    def test_are_made_with_the_commit_and_get_its_messages(self, store: Store) -> None:
        owner = running(store)
        sends = [("c1", "message", b"hello")]
        store.commit([advance(store, starts=[child("c1", "k1"), child("c2")], sends=sends)], owner)
        assert [each.kind for each in store.inbox("c1")] == ["start", "message"]
        assert store.by_key("k1") == "c1" and store.process("c2") is not None

    def test_a_key_that_is_taken_refuses_the_batch(self, store: Store) -> None:
        owner = running(store)
        started(store, "other", key="k1")
        with pytest.raises(Fenced):
            store.commit([advance(store, starts=[child("c1", "k1")])], owner)
        assert store.process("c1") is None

    def test_one_key_twice_in_a_batch_leaves_nothing_of_it(self, store: Store) -> None:
        owner = running(store)
        with pytest.raises(StoreError, match="by a key that another one was started by"):
            store.commit([advance(store, starts=[child("c0"), child("c1", "k1"), child("c2", "k1")])], owner)
        assert [store.process(pid) for pid in ("c0", "c1", "c2")] == [None] * 3
        assert store.by_key("k1") is None
        with pytest.raises(StoreError, match="put it there first"):
            store.commit([advance(store, starts=[NewProcess("c3", "unknown", "x", b"", NOW)])], owner)


class TestTelling:
    @pytest.mark.parametrize("status", [DONE, FAILED])
    def test_who_waits_is_told_with_the_end(self, store: Store, status: str) -> None:
        owner = running(store)
        started(store, "c1")
        store.commit([advance(store, requests=[asked(7, RESULT_OF + "c1")])], owner)
        assert told(store, "p1") == []
        store.commit([advance(store, "c1")], owner)
        assert told(store, "p1") == []
        store.commit([advance(store, "c1", status=status)], owner)
        assert told(store, "p1") == [7]
        assert [each.number for each in store.requests_of("p1")] == [7]  # open until the one who waits closes it

    def test_who_asks_too_late_is_told_at_once(self, store: Store) -> None:
        owner = running(store)
        started(store, "c1")
        store.commit([advance(store, "c1", status=DONE)], owner)
        requests = [asked(7, RESULT_OF + "c1"), asked(8, RESULT_OF + "nobody"), asked(9, RESULT_OF + "p1")]
        store.commit([advance(store, requests=requests)], owner)
        assert sorted(told(store, "p1")) == [7, 8]

    def test_an_end_and_a_question_in_one_batch(self, store: Store) -> None:
        owner = running(store)
        started(store, "c1")
        batch = [advance(store, requests=[asked(7, RESULT_OF + "c1")]), advance(store, "c1", status=DONE)]
        store.commit(batch, owner)
        assert set(told(store, "p1")) == {7}

    def test_no_process_is_mistaken_for_another(self, store: Store) -> None:
        owner = running(store)
        for pid in ("c1", "c11"):
            started(store, pid)
        store.commit([advance(store, requests=[asked(7, RESULT_OF + "c11")])], owner)
        store.commit([advance(store, "c1", status=DONE)], owner)
        assert told(store, "p1") == []
        with pytest.raises(StoreError, match="not a process id"):
            store.commit([advance(store, requests=[asked(9, RESULT_OF)])], owner)

    def test_when_it_moves_away_and_when_who_waits_moves_in(self, store: Store) -> None:
        owner = running(store)
        started(store, "c1")
        store.commit([advance(store, requests=[asked(7, RESULT_OF + "c1")])], owner)
        store.export("c1")
        assert told(store, "p1") == [7]
        moved = store.export("p1")
        store.import_process(moved, NOW)
        assert set(told(store, "p1")) == {7}


class TestKeys:
    def test_one_delivery_of_a_key(self, store: Store) -> None:
        started(store)
        started(store, "p2")
        first = store.deliver("p1", "message", b"1", NOW, "k")
        assert first > 0
        assert store.deliver("p1", "message", b"2", NOW, "k") == 0
        assert store.deliver("p2", "message", b"3", NOW, "k") > first
        assert store.deliver("p1", "message", b"4", NOW) > first
        assert [each.data for each in store.inbox("p1")] == [b"start of p1", b"1", b"4"]
        assert store.by_key("k") is None and store.process("p1").key is None  # type: ignore[union-attr]
        assert getattr(store, "check_here", store.check)() == []

    def test_it_is_known_when_the_process_has_ended(self, store: Store) -> None:
        owner = running(store)
        store.deliver("p1", "message", b"1", NOW, "k")
        store.commit([advance(store, status=DONE)], owner)
        assert store.deliver("p1", "message", b"1", NOW, "k") == 0
        with pytest.raises(ProcessEnded):
            store.deliver("p1", "message", b"1", NOW, "other")
        with pytest.raises(NoSuchProcess):
            store.deliver("nobody", "message", b"1", NOW, "k")

    def test_of_many_at_once_one_is_taken(self, store: Store) -> None:
        started(store)
        with ThreadPoolExecutor(8) as pool:
            taken = list(pool.map(lambda n: store.deliver("p1", "message", b"%d" % n, NOW, "k"), range(32)))
        assert sum(each > 0 for each in taken) == 1
        assert len(store.inbox("p1")) == 2

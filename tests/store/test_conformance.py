"""What any store must do. Numbers in names are those of the promises in `flowmetal/store/protocol.py`."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from flowmetal import wire
from flowmetal.slotted import replace
from flowmetal.store import (
    CANCELLED,
    DONE,
    FAILED,
    MOVED,
    READY,
    WAITING,
    Fenced,
    NewEvent,
    NewProcess,
    NewRequest,
    NoSuchProcess,
    ProcessEnded,
    Store,
    StoreError,
    Timer,
)
from tests.store.building import NOW, PROGRAM, advance, asked, running, started

OK = wire.pack({"ok": 42})
Opener = Callable[[], Store]


@pytest.fixture(autouse=True)
def free_of_contradictions(opener: Opener) -> object:
    yield
    store = opener()
    assert getattr(store, "check_here", store.check)() == []  # the LMDB store's, without another OS process


class TestPrograms:
    def test_are_given_back_as_they_were_put(self, store: Store) -> None:
        store.put_program("other", b"x" * 100_000)
        assert store.program("other") == b"x" * 100_000
        assert store.program("unknown") is None

    def test_settings_are_kept(self, store: Store, opener: Opener) -> None:
        assert store.setting("url") is None
        store.set_setting("url", "http://here")
        assert opener().setting("url") == "http://here"


class TestCreating:
    def test_several_at_once_are_all_made_or_none(self, store: Store) -> None:
        store.put_program(PROGRAM, b"a bundle")
        new = [NewProcess(f"p{n}", PROGRAM, "x", wire.pack({"n": n}), NOW, f"key {n % 3}" if n < 6 else None) for n in range(9)]
        assert store.create_many(new) == ["p0", "p1", "p2", "p0", "p1", "p2", "p6", "p7", "p8"]
        assert [process.pid for process in store.processes()] == ["p0", "p1", "p2", "p6", "p7", "p8"]
        assert [wire.unpack(delivery.data) for delivery in store.inbox("p7")] == [{"n": 7}]
        assert store.create_many([]) == []
        for refused in (NewProcess("p8", PROGRAM, "x", b"", NOW), NewProcess("q2", "unknown", "x", b"", NOW)):
            with pytest.raises(StoreError, match=r"exists already|put it there first"):
                store.create_many([NewProcess("q1", PROGRAM, "x", b"", NOW), refused])
            assert store.process("q1") is None and store.inbox("q1") == []

    def test_makes_a_ready_process_with_a_start_in_its_inbox(self, store: Store) -> None:
        assert started(store) == "p1"
        process = store.process("p1")
        assert process is not None
        assert (process.status, process.position, process.epoch, process.owner) == (READY, 0, 0, None)
        assert (process.program, process.name, process.created_us) == (PROGRAM, "demo.fm", NOW)
        [start] = store.inbox("p1")
        assert (start.kind, start.data, start.pid) == ("start", b"start of p1", "p1")
        assert store.inbox_after(0) == [start]
        assert store.events("p1") == []

    def test_the_same_key_gives_the_same_process(self, store: Store) -> None:
        assert started(store, "p1", key="order-7") == "p1"
        assert started(store, "p2", key="order-7") == "p1"
        assert store.by_key("order-7") == "p1"
        assert store.by_key("order-8") is None
        assert store.process("p2") is None

    def test_one_key_from_many_threads_gives_one_process(self, store: Store) -> None:
        with ThreadPoolExecutor(8) as pool:
            pids = set(pool.map(lambda n: started(store, f"p{n}", key="k"), range(16)))
        assert len(pids) == 1
        assert [process.pid for process in store.processes()] == list(pids)

    def test_refuses_a_pid_that_exists_and_a_program_that_does_not(self, store: Store) -> None:
        started(store)
        with pytest.raises(StoreError, match="process p1 exists already"):
            started(store)
        with pytest.raises(StoreError, match="program nothing is not in the store"):
            store.create("p2", "nothing", "x", b"", NOW)

    @pytest.mark.parametrize("pid", ["", "a\0b", "x" * 300])
    def test_what_cannot_be_a_pid_is_nobody(self, store: Store, pid: str) -> None:
        with pytest.raises(StoreError):
            started(store, pid)
        assert store.process(pid) is None
        assert store.inbox(pid) == store.events(pid) == store.requests_of(pid) == []
        with pytest.raises(NoSuchProcess):
            store.deliver(pid, "message", b"", NOW)

    def test_processes_come_in_order_in_pages_and_backwards(self, store: Store) -> None:
        for number in range(5):
            started(store, f"p{number}")
        assert [p.pid for p in store.processes(after="p1", limit=2)] == ["p2", "p3"]
        assert [p.pid for p in store.processes(newest_first=True, limit=2)] == ["p4", "p3"]
        assert [p.pid for p in store.processes(newest_first=True, after="p3", limit=2)] == ["p2", "p1"]
        assert [p.pid for p in store.processes(newest_first=True, after="zz", limit=1)] == ["p4"]


class TestCommitting:
    def test_1_writes_all_parts_of_an_advance(self, store: Store) -> None:
        started(store)
        started(store, "p2")
        owner = store.register()
        last = store.commit(
            [
                advance(
                    store,
                    events=[NewEvent("start", NOW, b"a"), NewEvent("own kind", NOW + 1, b"b")],
                    requests=[asked(1), asked(2, "http.callback", b"hash")],
                    timers=[(3, NOW + 50)],
                    sends=[("p2", "message", b"hello"), ("missing", "message", b"")],
                    snapshot=b"state",
                )
            ],
            owner,
        )
        process = store.process("p1")
        assert process is not None
        assert (process.status, process.position, process.head) == (WAITING, 2, last)
        assert (process.owner, process.epoch, process.where, process.snapshot) == (owner, 1, b"line 1", 2)
        assert process.requests == 3
        assert [(e.number, e.kind, e.time_us, e.data) for e in store.events("p1")] == [
            (1, "start", NOW, b"a"),
            (2, "own kind", NOW + 1, b"b"),
        ]
        assert store.snapshot("p1") == (2, b"state")
        assert store.inbox("p1") == []
        assert [(r.id, r.topic, r.data, r.attempts) for r in store.requests_of("p1")] == [
            ("p1-1", "http.request", b"payload 1", 0),
            ("p1-2", "http.callback", b"payload 2", 0),
        ]
        assert store.request("p1-1") == store.requests("http.request")[0]
        assert store.callback(b"hash") == ("p1", 2, False)
        assert store.due(NOW + 49) == []
        assert store.due(NOW + 50) == [Timer(NOW + 50, "p1", 3)]
        assert [(d.kind, d.data) for d in store.inbox("p2")] == [("start", b"start of p2"), ("message", b"hello")]

    def test_2_from_another_position_or_epoch_is_fenced_and_nothing_of_the_batch_is_written(self, store: Store) -> None:
        owner = running(store)
        running(store, "p2")
        running(store, "p3")
        before = store.stream(), list(store.processes())
        wrong = [advance(store, "p1"), advance(store, "p2", position=7), advance(store, "p3", epoch=0)]
        with pytest.raises(Fenced) as caught:
            store.commit(wrong, owner)
        assert set(caught.value.pids) == {"p2", "p3"}
        assert (store.stream(), list(store.processes())) == before

    def test_2_the_living_owner_keeps_its_process_from_others(self, store: Store) -> None:
        running(store)
        with pytest.raises(Fenced, match="another interpreter owns p1"):
            store.commit([advance(store)], store.register())

    def test_2_a_dead_owner_is_followed_and_the_epoch_grows(self, opener: Opener, store: Store) -> None:
        first = opener()
        owner = running(first)
        assert store.is_alive(owner)
        late = advance(first)
        first.close()
        assert not store.is_alive(owner)
        second = store.register()
        store.commit([advance(store)], second)
        process = store.process("p1")
        assert process is not None and (process.owner, process.epoch) == (second, 2)
        with pytest.raises(Fenced):
            store.commit([late], second)

    def test_2_a_delivery_is_consumed_once(self, store: Store) -> None:
        owner = running(store)
        sequence = store.deliver("p1", "message", b"", NOW)
        store.commit([advance(store)], owner)
        with pytest.raises(Fenced):
            store.commit([advance(store, consumed=[sequence])], owner)

    def test_an_owner_must_be_registered_here(self, store: Store) -> None:
        started(store)
        with pytest.raises(StoreError, match="somebody is not registered"):
            store.commit([advance(store)], "somebody")

    def test_missing_processes_are_fenced(self, store: Store) -> None:
        started(store)
        with pytest.raises(Fenced, match="p9"):
            store.commit([replace(advance(store), pid="p9")], store.register())

    def test_what_no_engine_should_ask_is_refused_whole(self, store: Store) -> None:
        owner = running(store, requests=[asked(1)])
        for changes in ({"requests": [asked(1)]}, {"requests": [asked(2), asked(2)]}, {"status": MOVED}):
            with pytest.raises(StoreError):
                store.commit([advance(store, **changes)], owner)
        with pytest.raises(StoreError, match="one process twice"):
            store.commit([advance(store), advance(store)], owner)

    def test_the_journal_is_one_sequence_in_which_each_process_finds_its_own(self, store: Store) -> None:
        owner = running(store)
        started(store, "p2")
        for _ in range(3):
            store.commit([advance(store), advance(store, "p2")], owner)
        assert [e.sequence for e in store.stream()] == list(range(1, 8))
        assert [e.number for e in store.events("p1")] == [1, 2, 3, 4]
        assert [e.number for e in store.events("p1", after=2)] == [3, 4]
        assert [e.number for e in store.events("p2")] == [1, 2, 3]
        assert [e.previous for e in store.events("p2")] == [0, *[e.sequence for e in store.events("p2")[:-1]]]
        assert [e.sequence for e in store.stream(after=2, limit=2)] == [3, 4]

    def test_a_snapshot_stays_until_the_next(self, store: Store) -> None:
        owner = running(store, snapshot=b"one")
        store.commit([advance(store)], owner)
        assert store.snapshot("p1") == (1, b"one")
        store.commit([advance(store, snapshot=b"two" * 10_000)], owner)
        assert store.snapshot("p1") == (3, b"two" * 10_000)

    def test_requests_and_timers_opened_and_closed_in_one_batch_never_show(self, store: Store) -> None:
        running(store, requests=[asked(1), asked(2, callback=b"h")], closed=[1, 2], timers=[(3, NOW)], timers_off=[3])
        assert store.requests_of("p1") == store.due(NOW) == []
        assert store.callback(b"h") == ("p1", 2, True)

    def test_timers_come_in_order_of_time_and_are_replaced_and_taken_away(self, store: Store) -> None:
        owner = running(store, timers=[(1, NOW + 9), (2, NOW + 5), (3, -4), (4, 10**40)])
        assert [t.number for t in store.due(10**30)] == [3, 2, 1, 4]
        assert [t.number for t in store.due(10**30, limit=2)] == [3, 2]
        assert store.next_due() == -4
        store.commit([advance(store, timers=[(2, NOW + 20)], timers_off=[3, 4, 77])], owner)
        assert [(t.number, t.due_us) for t in store.due(NOW + 100)] == [(1, NOW + 9), (2, NOW + 20)]

    def test_many_threads_at_once_write_all_of_it_and_one_refused_harms_nobody(self, store: Store) -> None:
        owner = store.register()
        for number in range(12):
            started(store, f"p{number:02}")

        def work(number: int) -> int:
            pid = f"p{number:02}"
            refused = 0
            for _ in range(10):
                store.commit([advance(store, pid, requests=[asked(store.process(pid).position + 1)])], owner)  # type: ignore[union-attr]
                with pytest.raises(Fenced):
                    store.commit([advance(store, pid, position=99)], owner)
                refused += 1
            return refused

        with ThreadPoolExecutor(12) as pool:
            assert sum(pool.map(work, range(12))) == 120
        assert len(store.stream(limit=1000)) == 120
        assert len(store.requests("http.request", limit=1000)) == 120


class TestEnding:
    @pytest.mark.parametrize("status", [DONE, FAILED, CANCELLED])
    def test_closes_all_that_was_open(self, store: Store, status: str) -> None:
        owner = running(store, requests=[asked(1), asked(2, callback=b"h")], timers=[(3, NOW)])
        store.deliver("p1", "message", b"unread", NOW)
        store.commit([advance(store, status=status, consumed=[])], owner)
        kept = [2] if status == FAILED else []
        assert [request.number for request in store.requests_of("p1")] == kept
        assert store.due(NOW) == []
        assert store.callback(b"h") == ("p1", 2, status != FAILED)
        assert [d.kind for d in store.inbox("p1")] == (["message"] if status == FAILED else [])
        with pytest.raises(ProcessEnded, match=f"process p1 has ended \\({status}\\)"):
            store.deliver("p1", "message", b"", NOW)

    def test_a_failed_process_takes_resume_and_cancel_and_goes_on(self, store: Store) -> None:
        owner = running(store)
        store.commit([advance(store, status=FAILED)], owner)
        store.deliver("p1", "resume", b"", NOW)
        store.deliver("p1", "cancel", b"", NOW)
        store.commit([advance(store)], owner)
        assert store.process("p1").status == WAITING  # type: ignore[union-attr]
        store.commit([advance(store, status=DONE)], owner)
        with pytest.raises(ProcessEnded):
            store.deliver("p1", "resume", b"", NOW)
        with pytest.raises(Fenced):
            store.commit([advance(store)], owner)

    def test_messages_to_one_that_ends_in_the_same_batch_go_nowhere(self, store: Store) -> None:
        owner = running(store)
        running(store, "p2")
        store.commit([advance(store, sends=[("p2", "message", b"")])], owner)
        assert len(store.inbox("p2")) == 1
        other = store.process("p2").owner  # type: ignore[union-attr]
        assert other is not None
        started(store, "p3")
        store.commit([advance(store, "p2", sends=[("p3", "message", b"")]), advance(store, "p3", status=DONE)], other)
        assert store.inbox("p3") == []


class TestRequests:
    def test_3_have_one_outcome(self, store: Store) -> None:
        running(store, requests=[asked(1)])
        assert store.settle("p1-1", OK, NOW) is True
        assert store.settle("p1-1", OK, NOW) is False
        [delivery] = store.inbox("p1")
        assert (delivery.kind, wire.unpack(delivery.data)) == ("outcome", {"request": 1, "outcome": {"ok": 42}})
        assert store.request("p1-1") is None
        assert store.requests("http.request") == []

    def test_3_from_many_threads_at_once_have_one_outcome(self, store: Store) -> None:
        running(store, requests=[asked(n) for n in range(1, 20)])
        with ThreadPoolExecutor(8) as pool:
            settled = list(pool.map(lambda n: store.settle(f"p1-{n % 19 + 1}", OK, NOW), range(76)))
        assert sum(settled) == 19 == len(store.inbox("p1"))

    def test_3_a_withdrawn_one_has_none(self, store: Store) -> None:
        owner = running(store, requests=[asked(1)])
        store.commit([advance(store, closed=[1, 5])], owner)
        assert store.settle("p1-1", OK, NOW) is False
        assert store.inbox("p1") == []

    @pytest.mark.parametrize(
        "request_id", ["", "p1", "p1-", "-1", "p1-01", "p1-x", "p9-1", "p1-99999999999999999999999"]
    )
    def test_of_unknown_ids_are_not_there(self, store: Store, request_id: str) -> None:
        running(store, requests=[asked(1)])
        assert store.request(request_id) is None
        assert store.settle(request_id, OK, NOW) is False
        assert store.record_attempt(request_id) == 0

    def test_are_read_by_topic_with_a_cursor(self, store: Store) -> None:
        topics = ["a", "", "ab", "a\0b", "x" * 5000, "a"]
        running(store, requests=[asked(n, topic) for n, topic in enumerate(topics, 1)])
        for number, topic in enumerate(topics[1:5], 2):
            assert [(r.number, r.topic) for r in store.requests(topic)] == [(number, topic)]
        first, second = store.requests("a")
        assert (first.number, second.number) == (1, 6)
        assert store.requests("a", after=first.sequence) == [second]
        assert store.requests("a", limit=1) == [first]
        assert store.requests("b") == []

    def test_attempts_are_recorded(self, store: Store) -> None:
        running(store, requests=[asked(1, callback=b"h")])
        assert [store.record_attempt("p1-1"), store.record_attempt("p1-1")] == [1, 2]
        assert store.request("p1-1").attempts == 2  # type: ignore[union-attr]
        assert store.settle("p1-1", OK, NOW)
        assert store.callback(b"h") == ("p1", 1, True)

    def test_whoever_takes_one_holds_it(self, store: Store) -> None:
        running(store, requests=[asked(n, topic) for n, topic in enumerate(["a", "b", "a", "c"], 1)])
        one, other = store.register(), store.register()

        def take(holder: str, topics: list[str], limit: int = 9, now: int = NOW, until: int = NOW + 10) -> list[str]:
            return [r.id for r in store.take(topics, holder, limit=limit, until_us=until, now_us=now)]

        assert take(one, ["a", "b"], limit=1) == ["p1-1"]
        assert take(other, ["a", "b"]) == ["p1-3", "p1-2"]
        assert take(one, ["a", "b"]) == take(other, ["a", "b", "x"]) == []
        held = store.request("p1-1")
        assert held is not None and (held.holder, held.until_us, held.attempts) == (one, NOW + 10, 1)
        assert store.extend(one, ["p1-1", "p1-2", "p1-9", "odd"], NOW + 20) == {"p1-1"}
        assert take(one, ["a", "b"], now=NOW + 10) == ["p1-3", "p1-2"], "the other's time is up"
        assert store.extend(other, ["p1-3"], NOW + 99) == set()
        assert store.request("p1-3").attempts == 2  # type: ignore[union-attr]
        assert take(other, ["a"], now=NOW + 15) == ["p1-3"], "not the first one, which was extended"
        assert store.settle("p1-3", OK, NOW, holder=one) is False, "too late"
        assert store.settle("p1-3", OK, NOW, holder=other) is True
        assert store.settle("p1-4", OK, NOW, holder=one) is False, "never taken"
        assert store.settle("p1-1", OK, NOW) is True, "who does not say is believed"
        assert len(store.inbox("p1")) == 2

    def test_one_whose_holder_has_ended_is_free(self, store: Store, opener: Opener) -> None:
        owner = running(store, requests=[asked(1, "a")])
        second = opener()
        gone = second.register()
        assert len(second.take(["a"], gone, limit=9, until_us=0, now_us=NOW)) == 1
        assert store.take(["a"], owner, limit=9, until_us=0, now_us=NOW * 2) == []
        second.close()
        [again] = store.take(["a"], owner, limit=9, until_us=0, now_us=NOW)
        assert (again.holder, again.attempts) == (owner, 2)

    def test_one_may_be_taken_as_it_is_made(self, store: Store) -> None:
        owner = running(store)
        store.commit([advance(store, requests=[NewRequest(1, "a", b"d", None, owner)])], owner)
        made = store.request("p1-1")
        assert made is not None and (made.holder, made.until_us, made.attempts) == (owner, 0, 1)
        assert store.take(["a"], store.register(), limit=9, until_us=0, now_us=NOW) == []

    def test_outcomes_that_are_no_plain_data_are_refused(self, store: Store) -> None:
        running(store, requests=[asked(1)])
        with pytest.raises(wire.WireError):
            store.settle("p1-1", b"\xc1", NOW)
        assert store.request("p1-1") is not None

    def test_an_attached_owner_gets_the_outcome_in_memory(self, store: Store, opener: Opener) -> None:
        owner = running(store, requests=[asked(1), asked(2)])
        taken: list[tuple[str, int, bytes, int]] = []

        def accept(*given: object) -> bool:
            taken.append(given)  # type: ignore[arg-type]
            return given[1] == 1

        store.attach_owner(owner, accept)
        assert opener().settle("p1-1", OK, NOW) is True
        assert taken == [("p1", 1, OK, NOW)]
        assert store.inbox("p1") == []
        assert store.request("p1-1") is not None  # until the owner's commit closes it
        assert store.settle("p1-2", OK, NOW) is True  # declined, so it goes through the inbox
        assert [d.kind for d in store.inbox("p1")] == ["outcome"]
        store.commit([advance(store, closed=[1])], owner)
        assert store.settle("p1-1", OK, NOW) is False


class TestCallbacks:
    def test_are_answered_once(self, store: Store) -> None:
        running(store, requests=[asked(1, "http.callback", b"h" * 32)])
        assert store.answer_callback(b"other", OK, NOW) == "unknown"
        assert store.answer_callback(b"h" * 32, OK, NOW) == "accepted"
        assert store.answer_callback(b"h" * 32, OK, NOW) == "used"
        assert [d.kind for d in store.inbox("p1")] == ["outcome"]
        assert store.request("p1-1") is None

    def test_are_durable_even_for_an_attached_owner(self, store: Store) -> None:
        owner = running(store, requests=[asked(1, "http.callback", b"h")])
        store.attach_owner(owner, lambda *_: True)
        assert store.answer_callback(b"h", OK, NOW) == "accepted"
        assert len(store.inbox("p1")) == 1

    def test_of_a_closed_request_are_used(self, store: Store) -> None:
        owner = running(store, requests=[asked(1, "http.callback", b"h")])
        store.commit([advance(store, closed=[1])], owner)
        assert store.answer_callback(b"h", OK, NOW) == "used"

    def test_belong_to_one_request(self, store: Store) -> None:
        owner = running(store, requests=[asked(1, "http.callback", b"h")])
        with pytest.raises(StoreError, match="callback of request p1-2 exists already"):
            store.commit([advance(store, requests=[asked(2, "http.callback", b"h")])], owner)

    def test_of_a_failed_process_are_kept_and_move_to_a_new_number(self, store: Store) -> None:
        owner = running(store, requests=[asked(1, "http.callback", b"h"), asked(2, "http.callback", b"g")])
        store.commit([advance(store, status=FAILED)], owner)
        assert store.answer_callback(b"g", OK, NOW) == "accepted"
        again = [asked(3, "http.callback", b"h"), asked(4, "http.callback", b"g")]
        store.commit([advance(store, closed=[1, 2], requests=again, consumed=[])], owner)
        assert store.callback(b"h") == ("p1", 3, False)
        assert store.answer_callback(b"g", OK, NOW) == "accepted"
        assert [delivery.kind for delivery in store.inbox("p1")] == ["outcome", "outcome"]
        assert store.check() == []

    @pytest.mark.parametrize("token_hash", [b"", b"x" * 2000])
    def test_of_impossible_hashes_are_unknown(self, store: Store, token_hash: bytes) -> None:
        assert store.answer_callback(token_hash, OK, NOW) == "unknown"


class TestInbox:
    def test_keeps_the_order_of_arrival_and_has_a_cursor(self, store: Store) -> None:
        started(store)
        started(store, "p2")
        a = store.deliver("p1", "message", b"a", NOW)
        b = store.deliver("p2", "message", b"b", NOW)
        c = store.deliver("p1", "message", b"c", NOW)
        assert [d.sequence for d in store.inbox("p1")[1:]] == [a, c]
        assert [d.data for d in store.inbox_after(a)] == [b"b", b"c"]
        assert [d.sequence for d in store.inbox_after(a, limit=1)] == [b]

    def test_sequences_are_never_used_again(self, store: Store) -> None:
        owner = running(store)
        first = store.deliver("p1", "message", b"", NOW)
        store.commit([advance(store)], owner)
        assert store.deliver("p1", "message", b"", NOW) > first

    def test_of_nobody_takes_nothing(self, store: Store) -> None:
        with pytest.raises(NoSuchProcess, match="no process p7"):
            store.deliver("p7", "message", b"", NOW)


class TestOwners:
    def test_names_are_all_different_and_fall_with_their_opening(self, store: Store, opener: Opener) -> None:
        other = opener()
        mine, theirs = store.register(), other.register()
        assert mine != theirs and store.is_alive(theirs) and other.is_alive(mine)
        other.close()
        assert store.is_alive(mine) and not store.is_alive(theirs)
        assert not store.is_alive("nonsense/../x")

    def test_a_topic_has_one_connector(self, store: Store, opener: Opener) -> None:
        other = opener()
        assert store.claim_topic("http.request/ä")
        assert not store.claim_topic("http.request/ä")
        assert not other.claim_topic("http.request/ä")
        assert other.claim_topic("http.request/ö")
        other.release_topic("http.request/ä")  # not its own
        assert not other.claim_topic("http.request/ä")
        store.release_topic("http.request/ä")
        assert other.claim_topic("http.request/ä")
        other.close()
        assert store.claim_topic("http.request/ö")

    def test_listeners_are_woken_until_they_stop(self, store: Store, opener: Opener) -> None:
        rung = threading.Event()
        stop = store.listen(rung.set)
        writer = opener()
        started(writer)
        assert rung.wait(5)
        rung.clear()
        stop()
        writer.deliver("p1", "message", b"", NOW)
        assert not rung.is_set()


class TestMoving:
    def full(self, store: Store) -> None:
        """One process with everything."""
        started(store, "p1", key="k")
        owner = store.register()
        store.commit(
            [
                advance(
                    store,
                    events=[NewEvent("start", NOW, b"1"), NewEvent("request", NOW, b"2")],
                    requests=[asked(1), asked(2, callback=b"h"), asked(3, callback=b"used")],
                    timers=[(4, NOW + 9)],
                    snapshot=b"state",
                )
            ],
            owner,
        )
        store.answer_callback(b"used", OK, NOW)
        store.record_attempt("p1-1")

    def test_out_and_back_in(self, store: Store) -> None:
        self.full(store)
        exported = store.export("p1")
        assert store.process("p1").status == MOVED  # type: ignore[union-attr]
        assert store.requests_of("p1") == store.inbox("p1") == store.due(10**20) == []
        assert store.answer_callback(b"h", OK, NOW) == "used"
        with pytest.raises(ProcessEnded, match="process p1 has moved"):
            store.deliver("p1", "message", b"", NOW)
        with pytest.raises(ProcessEnded):
            store.export("p1")
        with pytest.raises(Fenced):
            store.commit([advance(store)], store.register())

        # … and back into the same store, where its journal still is
        store.import_process(exported, NOW + 5)
        process = store.process("p1")
        assert process is not None
        assert (process.status, process.position, process.owner, process.epoch) == (WAITING, 2, None, 2)
        assert [e.data for e in store.events("p1")] == [b"1", b"2"]
        assert len(store.stream()) == 2
        assert store.snapshot("p1") == (2, b"state")
        assert [(r.id, r.attempts) for r in store.requests_of("p1")] == [("p1-1", 1), ("p1-2", 0)]
        assert [d.kind for d in store.inbox("p1")] == ["outcome"]
        assert store.due(10**20) == [Timer(NOW + 9, "p1", 4)]
        assert store.by_key("k") == "p1"
        assert store.answer_callback(b"h", OK, NOW) == "accepted"
        assert store.answer_callback(b"used", OK, NOW) == "used"
        store.commit([advance(store)], store.register())

    def test_a_copy_of_it_can_be_taken_without_moving(self, store: Store) -> None:
        self.full(store)
        exported = store.export("p1", mark_moved=False)
        assert store.process("p1") == exported.process
        with pytest.raises(StoreError, match="process p1 is in this store already"):
            store.import_process(exported, NOW)

    def test_not_while_another_runs_it(self, store: Store, opener: Opener) -> None:
        self.full(opener())
        with pytest.raises(StoreError, match="process p1 is run by another interpreter"):
            store.export("p1")

    def test_nobody_cannot_move(self, store: Store) -> None:
        with pytest.raises(NoSuchProcess):
            store.export("p1")

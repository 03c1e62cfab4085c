"""Ids, the journal's live path, and the snapshot policy, each by itself."""

from __future__ import annotations

import os

import pytest

from flowmetal import wire
from flowmetal.engine import is_pid, new_pid, wall_clock_us
from flowmetal.engine.journals import Entry, Requests, Where, live_path
from flowmetal.engine.snapshots import FACTOR, LONGEST_REPLAY_S, Policy, Typical
from flowmetal.store.protocol import Damaged


def test_ids_sort_by_age_even_when_the_clock_goes_back():
    times = [10**15, 10**15, 10**15 + 1, 10**15 + 5000, 10**15 - 10**9, 10**15]
    pids = [new_pid(us, os.urandom) for us in times for _ in range(100)]
    assert pids == sorted(set(pids))
    assert all(is_pid(pid) for pid in pids)


def test_an_id_begins_with_its_time():
    later = wall_clock_us() + 10**12
    pid = new_pid(later, os.urandom)
    value = 0
    for letter in pid:
        value = value * 32 + "0123456789abcdefghjkmnpqrstvwxyz".index(letter)
    assert value >> 80 == later // 1000
    assert not is_pid(pid.upper()) and not is_pid(pid + "0") and not is_pid("u" * 26)


def entries(*kinds):
    made = []
    for number, kind in enumerate(kinds, 1):
        data = {}
        if isinstance(kind, tuple):
            kind, data = kind
        made.append(Entry(number, kind, 0, data, wire.pack(data)))
    return made


def test_the_live_path_leaves_out_what_is_void():
    journal = entries(
        "start", "request", "outcome", "end", ("resume", {"from": 2}), "reissue", "outcome", "end",
        ("resume", {"from": 6}), "outcome", "end",
    )
    assert [entry.number for entry in live_path(journal, 11)] == [1, 2, 5, 6, 9, 10, 11]
    assert [entry.number for entry in live_path(journal, 8)] == [1, 2, 5, 6, 7, 8]
    assert [entry.number for entry in live_path(journal, 3)] == [1, 2, 3]
    assert [entry.number for entry in live_path(journal[2:], 11, base=2)] == [5, 6, 9, 10, 11]
    with pytest.raises(Damaged):
        live_path(journal[3:], 11, base=3)  # the state at 3 is void
    with pytest.raises(Damaged):
        live_path(journal[:4], 11)


def test_what_requests_ask():
    ask = [("request", {"request": n, "topic": "t", "payload": n, "options": {}}) for n in (1, 2, 3)]
    journal = entries(
        ("start", {}), *ask, ("outcome", {"request": 1}), ("withdraw", {"request": 2}),
        ("resume", {"from": 6}), ("reissue", {"request": 4, "was": 3}),
    )
    assert Requests(journal).find(4).payload == 3
    assert Requests(journal).find(9) is None


def test_any_bytes_give_a_where():
    assert Where.unpack(Where([{"task": 1}], 1, 2, 3, 4, "x").pack()) == Where([{"task": 1}], 1, 2, 3, 4, "x")
    for data in (b"", b"\xc1", wire.pack(7), wire.pack([1] * 9)):
        assert Where.unpack(data) == Where()


def test_small_states_that_are_quick_to_write_are_always_due():
    policy = Policy()
    assert not policy.due()
    policy.ran(1, 100, 0.001)
    assert policy.due()  # the size is not known yet
    policy.encoded(100, 1e-5)
    policy.written()
    assert not policy.due()
    policy.ran(1, 1, 1e-9)
    assert policy.due()


def test_small_states_that_are_slow_to_write_wait_until_it_pays():
    policy = Policy()
    policy.encoded(100, 1e-3)
    for _ in range(int(45 * FACTOR)):  # of 21 µs each
        policy.ran(1, 1, 1e-6)
    assert not policy.due()
    for _ in range(20):
        policy.ran(1, 1, 1e-6)
    assert policy.due()


def test_a_state_that_was_never_written_goes_by_others_of_its_program():
    typical = Typical()
    first, second = Policy(typical), Policy(typical)
    first.ran(1, 1, 1e-6)
    second.ran(1, 1, 1e-6)
    assert first.due() and second.due()  # nothing is known yet
    first.encoded(100, 1e-3)
    assert not second.due()
    for _ in range(int(50 * FACTOR)):
        second.ran(1, 1, 1e-6)
    assert second.due()


def test_a_large_state_is_due_when_replaying_costs_more():
    policy = Policy()
    policy.ran(1, 1000, 0.001)
    policy.encoded(1_000_000, 0.015)
    policy.written()
    cost = 0.02
    while not policy.due():
        policy.ran(1, 1000, 0.001)
    assert FACTOR * cost == pytest.approx(policy.replay_s(), rel=0.05)


@pytest.mark.parametrize("write_s", [1.0, 10.0])
def test_a_resume_takes_half_a_second_or_as_long_as_writing(write_s):
    policy = Policy()
    policy.ran(1, 1000, 0.001)
    policy.encoded(0xFFFF, write_s)
    policy.written()
    while not policy.due():
        policy.ran(1, 10_000, 0.01)
    assert max(LONGEST_REPLAY_S, write_s) == pytest.approx(policy.replay_s(), rel=0.05)

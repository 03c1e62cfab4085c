"""Records in bytes: what is squeezed comes back as it was."""

from __future__ import annotations

import os
import random

import pytest

from flowmetal import wire
from flowmetal.engine import new_pid
from flowmetal.slotted import replace
from flowmetal.store import records
from flowmetal.store.protocol import DONE, READY, WAITING, Damaged, Event, Process

EVENTS = {
    "start": {"args": [], "kwargs": {}, "seed": bytes(range(32)), "url": None},
    "request": {"request": 1, "topic": "timer", "payload": {"due": wire.Timestamp(1 << 50)}, "options": {}},
    "outcome": {"request": 7, "outcome": {"ok": [1, "two", b"three"]}},
    "output": {"stream": "out", "text": "hello\n", "fields": {}},
    "end": {"status": "done", "value": None, "exit": 0},
}


def event(kind: str, data: bytes) -> Event:
    return Event(70, "p", 3, 60, kind, 1_700_000_000_000_000, data)


def process(status: str, where: bytes) -> Process:
    return Process("p", "ab" * 32, "x", status, 3, 70, 1, "1-0123456789ab", 5, 9, where, 0)


def written(one: Event) -> bytes:
    distance = one.sequence - one.previous if one.previous else 0
    return records.event_value(records.u64(one.sequence), one.pid, one.number, distance, one)


def back(kind: str, data: bytes) -> tuple[int, Event]:
    value = written(event(kind, data))
    return len(value), records.event_of(records.u64(70), value)


@pytest.mark.parametrize("kind", EVENTS)
def test_events_come_back_and_frequent_ones_take_less(kind: str) -> None:
    data = wire.pack(EVENTS[kind])
    size, given = back(kind, data)
    assert given == event(kind, data)
    if kind in ("start", "request", "outcome", "output"):
        assert size < len(written(event("end", data))) - 10


def test_what_has_the_escape_in_it_stays_as_it_is() -> None:
    seed = bytes([0xC1]) * 32
    data = wire.pack({**EVENTS["start"], "seed": seed})
    assert back("start", data)[1].data == data
    for odd in (b"", b"\xc1", b"\xc1\x00" * 20, b"\xc1\xff" * 20, bytes(20)):
        for kind in ("start", "request", "where", "anything"):
            assert back(kind, odd)[1] == event(kind, odd)


def test_any_bytes_with_phrases_in_them_come_back() -> None:
    chance = random.Random(os.environ.get("SEED", "7"))
    for _ in range(500):
        parts = chance.choices([*records._PHRASES, b"\xc1", b"\x00", b"\xa5", b"topic", b"\xa5waits"], k=12)
        data = b"".join(part for part in parts if part != b"\xc1" or chance.random() < 0.05)
        for kind in ("start", "request", "outcome", "output"):
            assert back(kind, data)[1].data == data
        for status in (WAITING, DONE, "unheard of"):
            record = process(status, data)
            assert records.process_of(b"p", records.process_value(record)) == record


def test_where_a_waiting_process_is_takes_little() -> None:
    task = {"task": 1, "function": "main", "file": "sleep.fm", "line": 2, "waits": "2027-12-26T23:51:49.998649Z"}
    where = wire.pack([[task], 1, 1, None, None, None])
    value = records.process_value(process(WAITING, where))
    assert records.process_of(b"p", value).where == where
    assert len(value) < len(where) + 70
    ready = records.process_value(process(READY, b""))
    assert records.process_of(b"p", ready).where == b""


def test_an_unknown_phrase_is_damage() -> None:
    key = records.u64(70)
    value = records.seal(key, ["p", 3, 10, 0 | records.SQUEEZED, 5, b"\xc1\xff"])
    with pytest.raises(Damaged, match="unknown phrase"):
        records.event_of(key, value)


def test_ids_of_the_engines_making_take_half_and_others_stay() -> None:
    ours = new_pid(1_700_000_000_000_000, os.urandom)
    odd = ["p", "", "z" * 26, "0" * 25, "0" * 26, "7" + "z" * 25, "8" + "0" * 25, "0" * 25 + "i", "0" * 25 + "_", "0" * 25 + "\u0661"]
    for pid in [ours, *odd]:
        given = Event(70, pid, 3, 60, "end", 5, b"x")
        value = written(given)
        assert records.event_of(records.u64(70), value) == given
        assert (pid.encode() in value) is (pid in odd and pid not in ("0" * 26, "7" + "z" * 25))
    for owner in (None, "1-0123456789ab", "300-0123456789ab", "01-0123456789ab", "0-0123456789ab", "x", "1-0123456789AB", "-0123456789ab"):
        record = replace(process(WAITING, b""), owner=owner)
        assert records.process_of(b"p", records.process_value(record)) == record

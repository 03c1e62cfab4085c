"""`.fmx` files: a process continues elsewhere, and a file that is not sound is refused before anything is stored."""

from __future__ import annotations

import hashlib
import random

import pytest

from flowmetal import engine, wire
from flowmetal.engine import DamagedExport, ExportError, NotAnExport, OtherExportVersion, moving
from flowmetal.slotted import replace
from flowmetal.store.protocol import ProcessEnded, StoreError
from tests.engine.fakes import World


@pytest.fixture
def world(tmp_path):
    made = World(tmp_path / "here")
    yield made
    made.close()


@pytest.fixture
def elsewhere(tmp_path, world):
    made = World(tmp_path / "there")
    made.clock.us = world.clock.us
    yield made
    made.close()


@pytest.fixture
def pid(world):
    """A process with all that can be open: a request, a timer, a callback, an unread message."""
    hash_ = hashlib.sha256(b"t").digest()
    pid = world.begin(
        ["print", "here"], ["start", "http.callback", {"token_hash": hash_}], ["start", "echo", "x"],
        ["sleep", 1_000_000], ["receive", "c"], ["print", "there {}"],
    )
    world.run(world.interpreter(), answer=None)
    engine.send(world.store, pid, "c", 7)
    world.reopen()
    return pid


def fmx(world, pid):
    return engine.export_process(world.store, pid)


def take(world, data):
    return engine.import_process(world.store, data, clock=world.clock, machines=world.machines)


def test_a_process_continues_elsewhere(world, elsewhere, pid):
    data = fmx(world, pid)
    assert world.status(pid).record.status == "moved"
    assert take(elsewhere, data) == pid
    assert elsewhere.check() == [] and world.check() == []
    interp = elsewhere.interpreter()
    elsewhere.run(interp)
    elsewhere.clock.us += 1_000_000
    elsewhere.run(interp)
    assert elsewhere.printed(pid) == ["here", "there 7"]
    assert elsewhere.status(pid).record.status == "done"
    world.clock.us += 1_000_000
    world.run(world.interpreter())
    assert world.printed(pid) == ["here"]
    with pytest.raises(ProcessEnded):
        engine.send(world.store, pid, "c", 8)
    with pytest.raises(ProcessEnded):
        fmx(world, pid)


def test_it_is_taken_in_once(elsewhere, world, pid):
    data = fmx(world, pid)
    take(elsewhere, data)
    with pytest.raises(StoreError, match="is in this store already"):
        take(elsewhere, data)


def test_a_process_that_another_interpreter_runs_is_not_exported(world, elsewhere, pid):
    world.run(world.interpreter(), answer=None)
    other = World(world.directory)
    try:
        with pytest.raises(StoreError, match="another interpreter"):
            fmx(other, pid)
    finally:
        other.close()


def test_what_is_not_an_export_is_refused(elsewhere):
    for data in (b"", b"x", b"\x7fELF" + bytes(100), wire.pack({})):
        with pytest.raises(NotAnExport):
            take(elsewhere, data)


def test_another_version_is_named(world, elsewhere, pid):
    data = bytearray(fmx(world, pid))
    data[4] = 9
    with pytest.raises(OtherExportVersion, match="format 9, and this Flowmetal reads 1"):
        take(elsewhere, bytes(data))


def test_truncated_and_flipped_files_are_refused(world, elsewhere, pid):
    data = fmx(world, pid)
    rand = random.Random(1)
    for _ in range(200):
        cut = data[: rand.randrange(5, len(data))]
        with pytest.raises(DamagedExport):
            take(elsewhere, cut)
        flipped = bytearray(data)
        flipped[rand.randrange(len(data))] ^= 1 << rand.randrange(8)
        with pytest.raises(ExportError):
            take(elsewhere, bytes(flipped))
    assert list(elsewhere.store.processes()) == []
    take(elsewhere, data)


def forged(exported):
    """Files whose sum is right and whose content is not."""
    process, events = exported.process, exported.events
    yield replace(exported, program=b"rubbish")
    yield replace(exported, program=b"FAKE" + wire.pack([]))
    yield replace(exported, snapshot=b"rubbish")
    yield replace(exported, snapshot=exported.snapshot[:-1] + b"\x01")
    yield replace(exported, events=events[:-1])
    yield replace(exported, events=[replace(events[0], data=b"\xc1"), *events[1:]])
    yield replace(exported, events=[replace(events[0], data=wire.pack({})), *events[1:]])
    yield replace(exported, events=[events[0], replace(events[1], data=wire.pack({"x": 1})), *events[2:]])
    yield replace(exported, events=[replace(events[0], pid="0" * 26), *events[1:]])
    yield replace(exported, requests=[])
    other = wire.pack({"payload": 1, "options": {}})
    yield replace(exported, requests=[replace(request, data=other) for request in exported.requests])
    yield replace(exported, callbacks=[(b"\0" * 32, number, used) for _, number, used in exported.callbacks])
    yield replace(exported, process=replace(process, requests=1 << 70))
    yield replace(exported, timers=[])
    yield replace(exported, callbacks=[])
    yield replace(exported, callbacks=[(b"", -1, True)] * 2)
    yield replace(exported, process=replace(process, pid="../../x"))
    yield replace(exported, process=replace(process, position=10**9))
    yield replace(exported, process=replace(process, snapshot=1))
    yield replace(exported, process=replace(process, status="moved"))
    yield replace(exported, process=replace(process, status="nonsense"))
    yield replace(exported, process=replace(process, status=7))
    yield replace(exported, process=replace(process, head="x"))


def test_forged_files_are_refused(world, elsewhere, pid):
    exported = moving.decode(fmx(world, pid))
    for n, bad in enumerate(forged(exported)):
        with pytest.raises(StoreError):
            print(n, take(elsewhere, moving.encode(bad)))
        assert list(elsewhere.store.processes()) == [], n
    for content in (None, [], [1] * 8, {"a": 1}, [[], b"", None, [], [], [], [], []]):
        packed = wire.pack(content)
        with pytest.raises(DamagedExport):
            take(elsewhere, b"\x7fFMX\x01" + hashlib.sha256(packed).digest() + packed)
    take(elsewhere, moving.encode(exported))
    assert elsewhere.check() == []

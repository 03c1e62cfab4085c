"""The LMDB store between OS processes: kills, fencing, claims, wake-ups. Promises as in `protocol.py`."""

from __future__ import annotations

import os
import random
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from flowmetal.store import Fenced, open_store
from flowmetal.store.lmdb import open_lmdb
from flowmetal.store.tables import Writing
from tests.store.building import NOW, PROGRAM, advance, answer, child, finish, kill, running, started

WRITER = """
    import sys
    from concurrent.futures import ThreadPoolExecutor
    from flowmetal.store import NewEvent, open_store
    from tests.store.building import NOW, advance, asked

    store = open_store(sys.argv[1])
    owner = store.register()

    def work(pid):
        while True:
            process = store.process(pid)
            number = process.position + 1
            deliver = store.deliver(pid, "message", b"%d" % number, NOW)
            store.commit([advance(
                store, pid, events=[NewEvent("outcome", NOW, b"%d" % number)], requests=[asked(number)],
                closed=[number - 1], timers=[(number, NOW + number)], timers_off=[number - 1], snapshot=b"%d" % number,
            )], owner)
            sys.stdout.write(f"{pid} {number}\\n")
            sys.stdout.flush()

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(work, ["p1", "p2", "p3"]))
"""


def test_1_2_every_acknowledged_batch_survives_kill_9(tmp_path: Path) -> None:
    where = str(tmp_path / "store")
    store = open_lmdb(where, map_bytes=1 << 20)
    store.put_program(PROGRAM, b"bundle")
    pids = ("p1", "p2", "p3")
    for pid in pids:
        started(store, pid)
    store.close()
    seed = random.randrange(1 << 32)
    chance = random.Random(seed)
    acknowledged = dict.fromkeys(pids, 0)
    for _ in range(12):
        process = child(WRITER, where)
        assert process.stdout is not None
        process.stdout.readline()
        threading.Timer(chance.uniform(0.0, 0.15), process.kill).start()
        for line in process.stdout:
            if line.endswith("\n"):  # the last may be cut off
                pid, number = line.split()
                acknowledged[pid] = int(number)
        kill(process)
        store = open_lmdb(where)
        assert store.check_here() == [], f"seed {seed}"
        for pid in pids:
            events = store.events(pid)
            assert len(events) >= acknowledged[pid], f"seed {seed}"
            assert [event.data for event in events] == [b"%d" % n for n in range(1, len(events) + 1)]
            if events:
                assert store.snapshot(pid) == (len(events), events[-1].data)
                assert [request.number for request in store.requests_of(pid)] == [len(events)]
                assert [timer.number for timer in store.due(NOW * 2) if timer.pid == pid] == [len(events)]
        store.close()
    assert min(acknowledged.values()) > 10, "the writer hardly came to write"
    assert open_and_check(where) == []


def open_and_check(where: str) -> list[str]:
    store = open_store(where)
    try:
        return store.check()
    finally:
        store.close()


CONTENDER = """
    import json, sys
    from flowmetal.store import Fenced, NewEvent, StoreError, open_store
    from tests.store.building import NOW, advance

    store = open_store(sys.argv[1])
    owner = store.register()
    print(json.dumps(owner), flush=True)
    sys.stdin.readline()
    written, fenced = [], 0
    for number in range(100):
        batch = [advance(store, "p1", events=[NewEvent("outcome", NOW, owner.encode())])]
        try:
            store.commit(batch, owner)
            written.append(batch[0].position + 1)
        except Fenced:
            fenced += 1
    print(json.dumps([written, fenced]), flush=True)
    sys.stdin.readline()
"""


def test_2_two_os_processes_never_both_commit_from_one_position(tmp_path: Path) -> None:
    where = str(tmp_path / "store")
    store = open_store(where)
    store.put_program(PROGRAM, b"bundle")
    started(store)
    contenders = [child(CONTENDER, where) for _ in range(2)]
    owners = [answer(contender) for contender in contenders]
    for contender in contenders:
        assert contender.stdin is not None
        contender.stdin.write("\n")
        contender.stdin.flush()
    results = [answer(contender) for contender in contenders]
    assert sorted([len(results[0][0]), len(results[1][0])]) == [0, 100]  # the first keeps it as long as it lives
    winner = 0 if results[0][0] else 1
    process = store.process("p1")
    assert process is not None and (process.owner, process.position, process.epoch) == (owners[winner], 100, 1)
    assert all(event.data == owners[winner].encode() for event in store.events("p1"))

    mine = store.register()
    with pytest.raises(Fenced):
        store.commit([advance(store)], mine)
    assert store.is_alive(owners[winner])
    kill(contenders[winner])
    assert not store.is_alive(owners[winner])
    assert store.is_alive(owners[1 - winner])
    store.commit([advance(store)], mine)
    process = store.process("p1")
    assert process is not None and (process.owner, process.epoch) == (mine, 2)
    finish(contenders[1 - winner])
    store.close()


def test_topics_fall_with_their_os_process(tmp_path: Path) -> None:
    where = str(tmp_path / "store")
    store = open_store(where)
    process = child(
        """
        import json, sys
        from flowmetal.store import open_store
        store = open_store(sys.argv[1])
        print(json.dumps(store.claim_topic("http.request")), flush=True)
        sys.stdin.readline()
        """,
        where,
    )
    assert answer(process) is True
    assert not store.claim_topic("http.request")
    kill(process)
    assert store.claim_topic("http.request")
    store.close()


def test_programs_started_by_an_owner_do_not_keep_its_claims(tmp_path: Path) -> None:
    where = str(tmp_path / "store")
    process = child(
        """
        import json, subprocess, sys
        from flowmetal.store import open_store
        store = open_store(sys.argv[1])
        owner = store.register()
        sleeper = subprocess.Popen(["sleep", "60"], close_fds=False, stdout=subprocess.DEVNULL)
        print(json.dumps([owner, sleeper.pid]), flush=True)
        sys.stdin.readline()
        """,
        where,
    )
    owner, sleeper = answer(process)
    store = open_store(where)
    assert store.is_alive(owner)
    kill(process)
    assert not store.is_alive(owner)
    os.kill(sleeper, 9)
    store.close()


def test_lock_files_of_the_dead_are_removed(tmp_path: Path) -> None:
    where = str(tmp_path / "store")
    process = child(
        """
        import json, sys
        from flowmetal.store import open_store
        store = open_store(sys.argv[1])
        print(json.dumps([store.register() for _ in range(5)]), flush=True)
        sys.stdin.readline()
        """,
        where,
    )
    dead = answer(process)
    kill(process)
    store = open_store(where)
    mine = store.register()
    left = os.listdir(tmp_path / "store" / "locks")
    assert mine in left and not set(dead) & set(left)
    store.close()


class TestDoorbell:
    @pytest.fixture(autouse=True)
    def runtime_directory(self, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
        directory = Path("/tmp") / f"fm-{os.getpid()}-{random.randrange(1 << 20)}"
        directory.mkdir(mode=0o700)
        monkeypatch.setenv("XDG_RUNTIME_DIR", str(directory))
        monkeypatch.setenv("TMPDIR", str(directory))
        monkeypatch.setattr("tempfile.tempdir", None)
        yield directory
        shutil.rmtree(directory)

    def test_rings_in_another_os_process(self, tmp_path: Path) -> None:
        where = str(tmp_path / "store")
        store = open_store(where)
        store.put_program(PROGRAM, b"bundle")
        process = child(
            """
            import sys, threading
            from flowmetal.store import open_store
            store = open_store(sys.argv[1])
            rung = threading.Event()
            store.listen(rung.set)
            print(1, flush=True)
            print(int(rung.wait(10)), flush=True)
            store.close()
            """,
            where,
        )
        assert answer(process) == 1
        before = time.monotonic()
        started(store)
        assert answer(process) == 1
        assert time.monotonic() - before < 5
        finish(process)
        store.close()

    def test_sockets_of_the_dead_are_removed_and_harm_nobody(self, tmp_path: Path, runtime_directory: Path) -> None:
        store = open_store(str(tmp_path / "store"))
        store.put_program(PROGRAM, b"bundle")
        store.listen(lambda: None)
        [own] = runtime_directory.glob("*/*/*.sock")
        stale = own.with_name("dead.sock")
        listener = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        listener.bind(str(stale))
        listener.close()
        started(store)
        assert not stale.exists() and own.exists()
        store.close()
        assert not own.exists()
        assert list(runtime_directory.glob("*/*")) == []

    def test_a_listener_that_fails_does_not_fail_the_write(self, tmp_path: Path) -> None:
        store = open_store(str(tmp_path / "store"))
        store.put_program(PROGRAM, b"bundle")

        def fail() -> None:
            raise RuntimeError("no")

        store.listen(fail)
        started(store)
        assert store.process("p1") is not None
        store.close()

    def test_without_a_fit_directory_there_is_polling(
        self, tmp_path: Path, runtime_directory: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("tempfile.gettempdir", lambda: str(tmp_path / ("long" * 40)))
        monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / ("long" * 40)))
        store = open_store(str(tmp_path / "store"))
        store.put_program(PROGRAM, b"bundle")
        rung = threading.Event()
        store.listen(rung.set)
        started(store)
        assert rung.is_set()  # those in the same OS process are called directly
        store.close()

    def test_a_directory_that_others_can_reach_is_not_used(self, tmp_path: Path, runtime_directory: Path) -> None:
        (runtime_directory / f"flowmetal-{os.getuid()}").mkdir(mode=0o777)
        os.chmod(runtime_directory / f"flowmetal-{os.getuid()}", 0o777)
        store = open_store(str(tmp_path / "store"))
        store.listen(lambda: None)
        assert list(runtime_directory.glob("*/*")) == []
        store.close()


def test_concurrent_callers_share_a_transaction(tmp_path: Path) -> None:
    """Promise 2 of `environment.py`: all that queue up behind one write share the next, and one refused harms none."""
    store = open_lmdb(str(tmp_path / "store"))
    store.put_program(PROGRAM, b"bundle")
    owner = running(store)
    env = store._env
    before = env._env.info()["last_txnid"]
    release = threading.Event()

    def slow(w: Writing) -> None:
        w.put_meta("setting:slow", ["x"])
        assert release.wait(20)

    def late(w: Writing) -> None:
        w.put_meta("setting:late", ["x"])
        raise RuntimeError("late")

    with ThreadPoolExecutor(32) as pool:
        first = pool.submit(env.write, slow)
        wait_until(lambda: env._leading)
        good = [pool.submit(store.deliver, "p1", "message", b"%d" % n, NOW) for n in range(20)]
        fenced = pool.submit(store.commit, [advance(store, position=9)], owner)
        wait_until(lambda: len(env._queue) == 21)
        release.set()
        first.result()
        with pytest.raises(Fenced):
            fenced.result()
        by_sequence = {delivery.sequence: delivery.data for delivery in store.inbox("p1")}
        assert by_sequence == {future.result(): b"%d" % n for n, future in enumerate(good)}
        assert env._env.info()["last_txnid"] - before == 2

        release.clear()  # one that fails after it has written: all are done again, each by itself
        first = pool.submit(env.write, slow)
        wait_until(lambda: env._leading)
        spoiled = pool.submit(env.write, late)
        good = [pool.submit(store.deliver, "p1", "message", b"", NOW) for _ in range(5)]
        wait_until(lambda: len(env._queue) == 6)
        release.set()
        with pytest.raises(RuntimeError, match="late"):
            spoiled.result()
        assert len({future.result() for future in good}) == 5
        assert store.setting("late") is None
    assert store.check_here() == []
    store.close()


def wait_until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + 20
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.001)

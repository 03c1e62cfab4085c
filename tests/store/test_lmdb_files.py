"""The LMDB store's directory: what opens, what does not, copies, torn files, growth, a full disk."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import lmdb
import pytest

from flowmetal.store import (
    WAITING,
    Damaged,
    IsACopy,
    NotAStore,
    OtherVersion,
    StoreError,
    open_store,
)
from flowmetal.store.lmdb import LmdbStore, open_lmdb
from tests.store.building import NOW, PROGRAM, advance, answer, asked, child, finish, running, started


@pytest.fixture
def where(tmp_path: Path) -> str:
    return str(tmp_path / "store")


@pytest.fixture
def filled(where: str) -> str:
    """A closed store with 200 processes in it."""
    store = open_lmdb(where)
    store.put_program(PROGRAM, b"bundle" * 1000)
    owner = store.register()
    for number in range(200):
        started(store, f"p{number:03}")
    pids = [process.pid for process in store.processes()]
    for _ in range(3):
        store.commit([advance(store, pid, snapshot=b"state" * 50) for pid in pids], owner)
    store.close()
    return where


class TestOpening:
    def test_makes_a_store_only_where_told_to(self, where: str) -> None:
        with pytest.raises(NotAStore, match=f"^no store at {where}; start something, or check --store$"):
            open_store(where, create=False)
        assert not os.path.exists(where)
        open_store(where).close()
        open_store(where, create=False).close()

    def test_an_empty_directory_is_no_store_until_one_is_made(self, tmp_path: Path) -> None:
        with pytest.raises(NotAStore):
            open_store(str(tmp_path), create=False)
        assert os.listdir(tmp_path) == []
        open_store(str(tmp_path)).close()

    def test_other_things_are_no_store(self, tmp_path: Path) -> None:
        (tmp_path / "letter.txt").write_text("hello")
        with pytest.raises(NotAStore, match="holds other files and no store; name a new or an empty directory"):
            open_store(str(tmp_path))
        with pytest.raises(NotAStore, match=r"letter.txt is not a directory"):
            open_store(str(tmp_path / "letter.txt"))
        assert os.listdir(tmp_path) == ["letter.txt"]

    @pytest.mark.parametrize("url", ["postgresql://host/db", "https://host:8400"])
    def test_what_is_not_supported_says_so(self, url: str) -> None:
        with pytest.raises(StoreError, match="is not supported in this version; name a directory with --store"):
            open_store(url)

    def test_what_cannot_be_written_is_one_line(self, tmp_path: Path) -> None:
        for impossible in ("/proc/self/nothing", "", "\0", str(tmp_path / ("x" * 3000))):
            with pytest.raises(StoreError) as caught:
                open_store(impossible)
            assert "\n" not in str(caught.value)

    def test_twice_in_one_os_process_is_one_environment(self, where: str) -> None:
        one, two = open_store(where), open_store(where)
        one.put_program(PROGRAM, b"x")
        one.close()
        one.close()
        assert two.program(PROGRAM) == b"x"
        with pytest.raises(StoreError, match="is closed"):
            one.program(PROGRAM)
        two.close()

    def test_a_store_of_format_1_becomes_one_of_format_2(self, where: str) -> None:
        store = open_lmdb(where)
        store._write(lambda w: w.put_meta("format", [1]))
        store.close()
        store = open_lmdb(where)
        assert store._read(lambda r: r.meta("format")) == [2]
        store._write(lambda w: w.put_meta("format", [1]))
        store.copy(f"{where}-copy")
        store.close()
        copied = open_lmdb(f"{where}-copy")
        assert copied._read(lambda r: r.meta("format")) == [1] and copied.is_copy()
        copied.adopt()
        assert copied._read(lambda r: r.meta("format")) == [2] and copied.check() == []
        copied.close()

    def test_another_version_is_refused(self, where: str) -> None:
        store = open_lmdb(where)
        store._write(lambda w: w.put_meta("format", [99]))
        store.close()
        with pytest.raises(OtherVersion, match="is a store of format 99; this version of Flowmetal reads format 2"):
            open_store(where)
        shutil.copytree(where, where + "2")
        with pytest.raises(OtherVersion):
            open_store(where + "2")

    def test_a_making_that_was_cut_short_is_made_anew(self, where: str) -> None:
        os.makedirs(where)
        env = lmdb.open(where, max_dbs=20)
        from flowmetal.store.records import TABLES

        for name in TABLES:
            env.open_db(name.encode())
        env.close()
        with pytest.raises(NotAStore):
            open_store(where, create=False)
        store = open_store(where)
        assert store.check() == [] and not store.is_copy()
        store.close()

    def test_somebody_elses_lmdb_is_no_store(self, where: str) -> None:
        env = lmdb.open(where)
        with env.begin(write=True) as txn:
            txn.put(b"meta", b"mine")
        env.close()
        with pytest.raises(NotAStore, match="holds an LMDB file that is not a Flowmetal store"):
            open_store(where)

    def test_refuses_work_after_a_fork(self, where: str) -> None:
        process = child(
            """
            import os, sys
            from flowmetal.store import StoreError, open_store
            store = open_store(sys.argv[1])
            owner = store.register()
            store.listen(lambda: None)
            pid = os.fork()
            if pid == 0:
                refused = 0
                for use in (lambda: store.program("x"), lambda: store.register(), lambda: open_store(sys.argv[1])):
                    try:
                        use()
                    except StoreError as error:
                        refused += "opened before a fork" in str(error)
                ours = open_store(sys.argv[1] + "-ours")
                ours.register()
                ours.close()
                os._exit(refused)
            status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
            other = open_store(sys.argv[1])
            print(status if other.is_alive(owner) else "dead")
            store.close()
            """,
            where,
        )
        assert answer(process) == 3
        finish(process)


class TestCopies:
    @pytest.fixture(params=["cp", "copy"])
    def copied(self, request: pytest.FixtureRequest, filled: str) -> Iterator[LmdbStore]:
        target = filled + "-copy"
        if request.param == "cp":
            subprocess.run(["cp", "-r", filled, target], check=True)
        else:
            source = open_lmdb(filled)
            source.copy(target)
            source.close()
        store = open_lmdb(target)
        yield store
        store.close()

    def test_can_be_read_and_nothing_else_until_adopted(self, copied: LmdbStore, filled: str) -> None:
        assert copied.is_copy()
        assert len(list(copied.processes())) == 200
        assert copied.snapshot("p007") == (3, b"state" * 50)
        assert len(copied.stream(limit=1000)) == 600
        assert copied.identity()["adopted"] is False
        for write in (
            lambda: copied.set_setting("a", "b"),
            lambda: copied.register(),
            lambda: copied.deliver("p001", "message", b"", NOW),
            lambda: copied.settle("p001-1", b"", NOW),
            lambda: copied.answer_callback(b"h", b"", NOW),
            lambda: copied.claim_topic("t"),
            lambda: copied.commit([], "o"),
            lambda: copied.export("p001"),
            lambda: started(copied, "new"),
        ):
            with pytest.raises(IsACopy) as caught:
                write()
            text = str(caught.value)
            assert text.endswith(f"to make it a store of its own, run: flowmetal-vm --store {copied._directory} adopt")

        source = open_lmdb(filled)
        before = source.identity()
        copied.adopt()
        copied.adopt()
        after = copied.identity()
        assert not copied.is_copy() and after["adopted"]
        assert after["epoch"] == before["epoch"] + 1 and after["store_id"] != before["store_id"]
        owner = copied.register()
        copied.commit([advance(copied, "p001")], owner)
        assert copied.check() == []
        assert source.identity() == before and not source.is_copy()
        source.close()

    def test_a_living_owner_of_the_source_is_dead_in_the_copy(self, filled: str) -> None:
        source = open_lmdb(filled)
        owner = running(source, "x")
        subprocess.run(["cp", "-r", filled, filled + "-copy"], check=True)
        copy = open_lmdb(filled + "-copy")
        copy.adopt()
        assert source.is_alive(owner) and not copy.is_alive(owner)
        copy.commit([advance(copy, "x")], copy.register())
        source.commit([advance(source, "x")], owner)
        copy.close()
        source.close()

    def test_another_os_process_that_adopts_is_noticed(self, filled: str) -> None:
        shutil.copytree(filled, filled + "-copy")
        store = open_lmdb(filled + "-copy")
        assert store.is_copy()
        process = child(
            "import sys; from flowmetal.store import open_store; s = open_store(sys.argv[1]); s.adopt(); print(1)",
            filled + "-copy",
        )
        assert answer(process) == 1
        finish(process)
        assert not store.is_copy()
        store.commit([advance(store, "p001")], store.register())
        store.close()

    def test_a_renamed_directory_is_no_copy(self, filled: str) -> None:
        os.rename(filled, filled + "-renamed")
        store = open_lmdb(filled + "-renamed")
        assert not store.is_copy()
        store.close()

    def test_only_into_a_new_or_an_empty_directory(self, filled: str, tmp_path: Path) -> None:
        store = open_lmdb(filled)
        with pytest.raises(StoreError, match="exists already; name a new directory to copy to"):
            store.copy(str(tmp_path))
        (tmp_path / "empty").mkdir()
        store.copy(str(tmp_path / "empty"))
        assert os.listdir(tmp_path / "empty") == ["data.mdb"]
        store.close()

    def test_a_copy_made_while_others_write_is_whole(self, filled: str) -> None:
        store = open_lmdb(filled)
        process = child(
            """
            import sys
            from flowmetal.store import open_store
            store = open_store(sys.argv[1])
            print(1, flush=True)
            for number in range(300):
                store.deliver("p001", "message", b"x" * 500, number)
            """,
            filled,
        )
        assert answer(process) == 1
        for number in range(3):
            store.copy(f"{filled}-{number}")
            copy = open_lmdb(f"{filled}-{number}")
            copy.adopt()
            assert copy.check() == []
            copy.close()
        finish(process)
        store.close()


class TestTornFiles:
    @pytest.mark.parametrize("keep", [0.95, 0.5, 0.02, 100])
    def test_cut_off_is_refused(self, filled: str, keep: float) -> None:
        data = Path(filled, "data.mdb")
        size = data.stat().st_size
        os.truncate(data, int(keep if keep > 1 else size * keep))
        with pytest.raises((Damaged, NotAStore)) as caught:
            open_store(filled)
        assert "\n" not in str(caught.value)

    def test_cut_off_copies_are_refused(self, filled: str) -> None:
        shutil.copytree(filled, filled + "-copy")
        data = Path(filled + "-copy", "data.mdb")
        os.truncate(data, data.stat().st_size // 2)
        with pytest.raises(
            Damaged, match=r"torn or damaged .* copy again while nothing writes, or use `flowmetal-vm copy`"
        ):
            open_store(filled + "-copy")

    def test_garbage_is_no_store(self, where: str) -> None:
        os.makedirs(where)
        for content in (b"x" * 10, os.urandom(100_000), bytes(100_000)):
            Path(where, "data.mdb").write_bytes(content)
            with pytest.raises(NotAStore, match=r"data.mdb is not a Flowmetal store's file"):
                open_store(where)

    def test_a_mix_of_two_states_is_refused(self, filled: str) -> None:
        """What `cp` makes of a store that is written to meanwhile."""
        old = Path(filled, "data.mdb").read_bytes()
        store = open_lmdb(filled)
        owner = store.register()
        for number in range(300, 400):
            started(store, f"p{number}")
        for _ in range(5):
            store.commit([advance(store, process.pid, snapshot=b"new" * 40) for process in store.processes()], owner)
        store.close()
        new = Path(filled, "data.mdb").read_bytes()
        refused = 0
        for number in range(1, 9):
            cut = len(old) * number // 8 // 4096 * 4096
            target = Path(f"{filled}-{number}")
            target.mkdir()
            (target / "data.mdb").write_bytes(new[:8192] + old[8192:cut] + new[cut:])
            refused += self.refused_or_same(target, filled)
        assert refused >= 4

    def test_flipped_bits_in_a_copy_are_found_or_harmless(self, filled: str) -> None:
        data = Path(filled, "data.mdb").read_bytes()
        target = Path(filled + "-copy")
        target.mkdir()
        places = [found for found in range(8192, len(data), 8191) if data[found]]  # some are in pages that are free
        refused = 0
        for place in places[:: len(places) // 10]:
            flipped = bytearray(data)
            flipped[place] ^= 0x10
            (target / "data.mdb").write_bytes(flipped)
            refused += self.refused_or_same(target, filled)
            (target / "place").unlink(missing_ok=True)
        assert refused >= 1

    def refused_or_same(self, target: Path, source: str) -> bool:
        """Whether it is refused as torn; if not, all that can be read must be as in the source."""
        try:
            copy = open_lmdb(str(target))
        except Damaged as error:
            assert "torn or damaged" in str(error)
            return True
        original = open_lmdb(source)
        try:
            assert list(copy.processes()) == list(original.processes())
            assert copy.stream(limit=10**6) == original.stream(limit=10**6)
        finally:
            copy.close()
            original.close()
        return False

    def test_a_record_whose_bytes_changed_is_found_by_check(self, filled: str) -> None:
        store = open_lmdb(filled)

        def spoil(w: object) -> None:
            key = b"p007"
            value = w.get("processes", key)  # type: ignore[attr-defined]
            w.put("processes", key, value[:-1] + bytes([value[-1] ^ 1]))  # type: ignore[attr-defined]

        store._env.write(spoil)  # type: ignore[arg-type]
        assert store.check()[0] == "processes: the record p007 is damaged; go back to a good copy of the store"
        with pytest.raises(Damaged):
            store.process("p007")
        store.close()

    def test_contradictions_are_found(self, where: str) -> None:
        store = open_lmdb(where)
        store.put_program(PROGRAM, b"x")
        running(store, requests=[asked(1, callback=b"h")], timers=[(2, NOW)], snapshot=b"s")
        store.deliver("p1", "message", b"", NOW)
        assert store.check_here() == []
        expectations = {
            "journal": "journal ends with 0",
            "snapshots": "snapshots: some that processes speak of are missing",
            "outbox": "the index has it, but the outbox has not",
            "requests": "the outbox has it, but no index finds it",
            "inbox": "its index speaks of deliveries that are not there",
            "inbox_of": "is in no index of process p1",
            "timers": "it would never come due",
            "timers_of": "some come due that no process has",
            "callbacks": "its callback is missing or used",
            "callbacks_of": "its process p1 does not know it",
            "programs": "its program abab",
            "processes": "it has events of process p1, which does not exist",
        }

        class Undo(Exception):
            pass

        for table, text in expectations.items():

            def spoil(w: object, table: str = table, text: str = text) -> None:
                from flowmetal.store.check import contradictions

                for key, _ in list(w.scan(table)):  # type: ignore[attr-defined]
                    w.remove(table, key)  # type: ignore[attr-defined]
                assert any(text in line for line in contradictions(w)), (table, contradictions(w))  # type: ignore[arg-type]
                raise Undo

            with pytest.raises(Undo):
                store._env.write(spoil)  # type: ignore[arg-type]
        assert store.check_here() == []
        store.close()


class TestGrowing:
    def test_the_map_grows_by_itself_here_and_in_other_os_processes(self, where: str) -> None:
        store = open_lmdb(where, map_bytes=1 << 20)
        store.put_program(PROGRAM, b"bundle")
        started(store)
        process = child(
            """
            import sys
            from flowmetal.store.lmdb import open_lmdb
            store = open_lmdb(sys.argv[1], map_bytes=1 << 20)
            print(1, flush=True)
            sys.stdin.readline()
            print(len(store.program("big")), flush=True)     # grown by the other
            store.put_program("bigger", b"y" * 9_000_000)
            print(store._env.map_bytes(), flush=True)
            """,
            where,
        )
        assert answer(process) == 1
        store.put_program("big", b"x" * 3_000_000)
        assert store._env.map_bytes() >= 1 << 22
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()
        assert answer(process) == 3_000_000
        assert answer(process) >= 1 << 24
        finish(process)
        assert store.program("bigger") == b"y" * 9_000_000
        store.deliver("p1", "message", b"z" * 5_000_000, NOW)
        assert store.check() == []
        store.close()

    def test_with_readers_and_writers_in_many_threads(self, where: str) -> None:
        from concurrent.futures import ThreadPoolExecutor

        store = open_lmdb(where, map_bytes=1 << 20)
        store.put_program(PROGRAM, b"bundle")

        def work(number: int) -> int:
            started(store, f"p{number:03}")
            store.deliver(f"p{number:03}", "message", b"x" * 60_000, NOW)
            return sum(len(delivery.data) for delivery in store.inbox(f"p{number:03}"))

        with ThreadPoolExecutor(8) as pool:
            assert min(pool.map(work, range(60))) > 60_000
        assert store._env.map_bytes() >= 1 << 22
        assert store.check_here() == []
        store.close()


FULL = """
    import json, sys, os
    from flowmetal.store import StoreFull, open_store
    from tests.store.building import PROGRAM, NOW, advance, running
    store = open_store(sys.argv[1])
    store.put_program(PROGRAM, b"bundle")
    owner = running(store)
    limit(True)
    written, refused = 0, 0
    for number in range(200):
        try:
            store.deliver("p1", "message", b"x" * 100_000, NOW)
            written += 1
        except StoreFull as error:
            refused += 1
            text = str(error)
            if refused == 5:
                break
    same = len(store.inbox("p1")) == written
    limit(False)
    store.deliver("p1", "message", b"x" * 100_000, NOW)
    store.commit([advance(store)], owner)
    print(json.dumps([written, refused, text, same, store.check()]))
    store.close()
"""


class TestFullDisk:
    """Promise 6: nothing is written, nothing is lost, and work goes on when there is room."""

    def verify(self, process: subprocess.Popen[str], where: str) -> None:
        written, refused, text, same, findings = answer(process)
        finish(process)
        assert written > 3 and refused == 5 and same and findings == []
        assert text == f"{where}: no room left on the disk (or it fails); nothing was written: make room, try again"

    def test_by_a_limit_on_the_files_size(self, where: str) -> None:
        setup = """
    import resource, signal
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    def limit(on):
        resource.setrlimit(resource.RLIMIT_FSIZE, (1_500_000 if on else -1, -1))
"""
        self.verify(child(setup + FULL, where), where)

    def test_by_a_disk_that_is_full(self, tmp_path: Path) -> None:
        disk = tmp_path / "disk"
        disk.mkdir()
        mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=3m", "none", str(disk)], capture_output=True)
        if mounted.returncode:
            pytest.skip(f"mounting is not permitted here: {mounted.stderr.decode().strip()}")
        try:
            setup = """
    import subprocess
    def limit(on):
        if not on:
            subprocess.run(["mount", "-o", "remount,size=30m", sys.argv[2]], check=True)
"""
            self.verify(child(setup + FULL, disk / "store", disk), str(disk / "store"))
        finally:
            subprocess.run(["umount", str(disk)], check=True)

    def test_copying_to_a_full_disk_leaves_nothing_half(self, filled: str, tmp_path: Path) -> None:
        process = child(
            """
            import resource, signal, sys, os, json
            from flowmetal.store import StoreFull, open_store
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            store = open_store(sys.argv[1])
            resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, -1))
            try:
                store.copy(sys.argv[2])
            except StoreFull as error:
                print(json.dumps([str(error).partition(":")[0], os.path.exists(sys.argv[2])]))
            store.close()
            """,
            filled,
            tmp_path / "target",
        )
        place, exists = answer(process)
        assert place.startswith(str(tmp_path / "target")) and not exists
        finish(process)


def test_nothing_but_files_that_any_tool_copies(filled: str) -> None:
    store = open_lmdb(filled)
    store.register()
    store.listen(lambda: None)
    for directory, _, names in os.walk(filled):
        assert all(Path(directory, name).is_file() for name in names)
    store.close()


def test_sleepers_are_small(where: str) -> None:
    """Bytes for a process with 100 bytes of start event, 150 of snapshot, 30 of `where`, and a timer."""
    store = open_lmdb(where)
    store.put_program(PROGRAM, b"bundle")
    owner = store.register()
    for number in range(1000):
        started(store, f"{NOW + number}-{'x' * 9}")
    pids = [process.pid for process in store.processes()]
    store.commit(
        [
            advance(store, pid, where=b"w" * 30, snapshot=b"s" * 150, timers=[(1, NOW + n)], status=WAITING)
            for n, pid in enumerate(pids)
        ],
        owner,
    )
    env = store._env._env
    with env.begin() as txn:
        pages = 0
        for table in store._env._tables.values():
            counts = txn.stat(table)
            pages += counts["leaf_pages"] + counts["branch_pages"] + counts["overflow_pages"]
    assert pages * 4096 / 1000 < 750
    store.close()

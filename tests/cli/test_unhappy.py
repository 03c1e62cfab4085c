"""What goes wrong: one clear line each, the right exit status, nothing lost, and never a Python traceback."""

from __future__ import annotations

import os
import random
import resource
import socket
import stat

import pytest

from flowmetal.store.lmdb import LmdbStore, open_lmdb
from tests.cli.conftest import VM, refused

WAITS = "def main(a=''):\n    print('begun')\n    return receive('c')\n"


class TestUsage:
    @pytest.mark.parametrize(
        ("words", "message"),
        [
            ("", "a command is missing; flowmetal-vm --help lists them"),
            ("statr x.fm", "no such command: statr; did you mean 'start'?"),
            ("frobnicate", "no such command: frobnicate; flowmetal-vm --help lists them"),
            ("x.fm", "no such command: x.fm; to run a program: flowmetal-vm run x.fm"),
            ("--stor x ps", "no such option: --stor; did you mean --store?"),
            ("ps --jsno", "no such option: --jsno; did you mean --json?"),
            ("ps --limit 0", "invalid value for '--limit': 0 is not in the range x>=1; see flowmetal-vm ps --help"),
            ("show", "missing argument 'PID'; see flowmetal-vm show --help"),
            ("show a b", "got unexpected extra argument (b); see flowmetal-vm show --help"),
            ("run", "a program is missing: flowmetal-vm run PROG [name=value ...]; see flowmetal-vm run --help"),
            ("run nix.fm", "no such file: nix.fm; name a source (.fm)"),
            ("run .", ". is a directory; name a source (.fm) or a compiled program (.fmc) in it"),
            ("run /dev/zero", "/dev/zero is a device; name a source (.fm) or a compiled program (.fmc)"),
            ("import nix.fmx", "no such file: nix.fmx; name an exported process (.fmx)"),
            ("import .", ". is a directory; name an exported process (.fmx) in it"),
            ("wait x --timeout soon", "--timeout takes a duration such as 30s, 5m or 1h30m, not 'soon'"),
            ("serve --listen here", "--listen takes HOST:PORT such as 127.0.0.1:8400, not 'here'"),
            ("serve --listen :99999", "--listen takes HOST:PORT such as 127.0.0.1:8400, not ':99999'"),
            ("serve --no-interpreter --no-http-requests --no-http-server",
             "nothing is left to serve; leave out one of the --no-… options"),
        ],
    )
    def test_wrong(self, vm: VM, words: str, message: str) -> None:
        assert refused(vm(*words.split()), 2) == message

    def test_a_suffix_left_out(self, vm: VM) -> None:
        vm.start(WAITS)
        assert refused(vm("run", "program"), 3) == "no process program; did you mean program.fm?"
        assert refused(vm("start", "program"), 2) == "no such file: program; did you mean program.fm?"

    @pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
    def test_a_file_that_may_not_be_read(self, vm: VM) -> None:
        source = vm.source(WAITS)
        (vm.directory / source).chmod(0)
        message = refused(vm("run", source), 2)
        assert message == "cannot read program.fm: Permission denied; name a source (.fm) that you may read"


class TestProcesses:
    def test_unknown(self, vm: VM) -> None:
        vm.start(WAITS)
        for name in ("run", "show", "output", "journal", "wait", "cancel", "resume", "export", "send"):
            done = vm(name, "01m7zz", *(["c", "1"] if name == "send" else []))
            assert refused(done, 3) == "no process 01m7zz in this store; `flowmetal-vm ps` lists them"

    def test_a_prefix_of_several(self, vm: VM) -> None:
        pids = [vm.start(WAITS) for _ in range(2)]
        message = refused(vm("show", "0"), 2)
        assert message == f"0 may be {pids[0]} or {pids[1]} (or more); give more letters of the pid"

    def test_one_that_has_ended(self, vm: VM) -> None:
        pid = vm.start("def main():\n    return 1\n")
        vm.advance(pid)
        assert refused(vm("send", pid, "c", "1"), 1) == f"process {pid} has ended (done)"
        assert refused(vm("cancel", pid), 1) == f"process {pid} has ended (done)"
        assert refused(vm("resume", pid), 1).startswith(f"process {pid} has not failed")
        assert refused(vm("run", pid, "a=1"), 2) == (
            f"process {pid} has its arguments already; flowmetal-vm run {pid} continues it"
        )


class TestStores:
    def test_none_there(self, vm: VM) -> None:
        for words in ("ps", "show x", "adopt"):
            message = refused(vm(*words.split()), 4)
            assert message == f"no store at {vm.directory}/store; start something, or check --store"

    def test_something_else_is_there(self, vm: VM) -> None:
        (vm.directory / "file").write_text("x")
        other = vm.directory / "other"
        other.mkdir()
        (other / "file").write_text("x")
        source = vm.source(WAITS)
        assert refused(vm("--store", "file", "ps"), 4) == f"{vm.directory}/file is not a directory; a store is one"
        assert refused(vm("--store", "other", "start", source), 4) == (
            f"{other} holds other files and no store; name a new or an empty directory"
        )
        assert refused(vm("--store", "", "ps"), 4) == "the store's directory has an empty name; check --store"

    def test_of_another_version(self, vm: VM) -> None:
        vm.start(WAITS)
        store = _opened(vm)
        store._write(lambda w: w.put_meta("format", [99]))
        store.close()
        for words in (["ps"], ["run", "program.fm"], ["serve", "--listen", "127.0.0.1:0"]):
            assert refused(vm(*words), 4) == (
                f"{vm.directory}/store is a store of format 99; this version of Flowmetal reads format 2"
            )

    def test_damaged(self, vm: VM) -> None:
        vm.start(WAITS)
        data = vm.directory / "store" / "data.mdb"
        whole = data.read_bytes()
        data.write_bytes(whole[: len(whole) // 2])
        assert " damaged" in refused(vm("ps"), 4)
        data.write_bytes(b"x" * 5000)
        assert "is not a Flowmetal store" in refused(vm("run", "program.fm"), 4)

    def test_a_copy_can_be_looked_at_and_nothing_else(self, vm: VM) -> None:
        pid = vm.start(WAITS)
        vm.good("copy", "there")
        look = ("--store", "there")
        assert vm("--store", "there", "ps", "--json").json()[0]["pid"] == pid
        vm.good(*look, "show", pid)
        for words in (["run", "program.fm"], ["run", pid], ["serve"], ["send", pid, "c", "1"], ["export", pid]):
            assert refused(vm(*look, *words), 4) == (
                f"{vm.directory}/there is a copy that has not been adopted; to make it a store of its own, run: "
                f"flowmetal-vm --store {vm.directory}/there adopt"
            )
        vm.good(*look, "adopt")
        vm.good(*look, "send", pid, "c", "1")
        assert vm.good(*look, "run", pid) == "begun\n1"

    def test_a_full_disk(self, vm: VM) -> None:
        pid, source = vm.start(WAITS), "program.fm"
        size = (vm.directory / "store" / "data.mdb").stat().st_size

        def limited() -> None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

        message = refused(vm("start", source, "a=" + "x" * 100_000, preexec_fn=limited), 4)
        assert "no room left" in message
        message = refused(vm("send", pid, "c", "y" * 100_000, preexec_fn=limited), 4)
        assert "no room left" in message
        assert "no room left" in refused(vm("copy", "there", preexec_fn=_tiny), 4)
        assert not (vm.directory / "there").exists()
        assert len(vm("ps", "--json").json()) == 1
        assert vm.good("check") == "1 process: the store is sound"

    def test_a_directory_that_takes_no_writes(self, vm: VM) -> None:
        if os.geteuid() == 0:
            pytest.skip("root may write everywhere")
        place = vm.directory / "place"
        place.mkdir()
        place.chmod(stat.S_IRUSR | stat.S_IXUSR)
        message = refused(vm("--store", "place/store", "start", vm.source(WAITS)), 4)
        assert message == f"{place}/store: Permission denied; a store's user must be able to write there"


class TestPrograms:
    def test_any_bytes(self, vm: VM) -> None:
        path = vm.directory / "x.fmc"
        for content in (b"", b"PK\3\4", b"\xff" * 5000, b"print('a text')"):
            path.write_bytes(content)
            assert refused(vm("run", "x.fmc"), 1) == (
                "x.fmc is not a Flowmetal program; name a source (.fm) or a compiled program (.fmc)"
            )

    def test_bad_sources(self, vm: VM) -> None:
        for content in (b"\xff\xfe\xfd", b"def main(:\n", b"x = (" * 3000, b"import nothing\n"):
            (vm.directory / "bad.fm").write_bytes(content)
            done = vm("run", "bad.fm")
            assert (done.out, done.status) == ("", 1)
            assert done.err.startswith("error: ") and " --> bad.fm:" in done.err, done.err
            assert "Traceback" not in done.err

    def test_another_version(self, vm: VM) -> None:
        data = vm.compiled(WAITS)
        (vm.directory / "x.fmc").write_bytes(data[:9] + b"\7" + data[10:])
        assert refused(vm("run", "x.fmc"), 1) == (
            "x.fmc: bundle format 7, this Flowmetal reads format 1; compile its source again with flowmetalc"
        )

    def test_damaged_anywhere(self, vm: VM) -> None:
        data = vm.compiled(WAITS)
        for damaged in _damaged(data, 2):
            (vm.directory / "x.fmc").write_bytes(damaged)
            message = refused(vm("start", "x.fmc"), 1)
            assert message.startswith(("x.fmc is damaged: ", "x.fmc: ", "x.fmc is not a Flowmetal program; ")), message
        assert not (vm.directory / "store").exists()


class TestExports:
    def test_damaged_anywhere(self, vm: VM) -> None:
        pid = vm.start(WAITS)
        vm.good("export", pid, "x.fmx")
        data = (vm.directory / "x.fmx").read_bytes()
        for damaged in _damaged(data, 2):
            (vm.directory / "bad.fmx").write_bytes(damaged)
            message = refused(vm("--store", "there", "import", "bad.fmx"), 1)
            assert message.startswith(("bad.fmx: this ", "bad.fmx is not an exported process; ")), message
        (vm.directory / "bad.fmx").write_bytes(data[:4] + b"\7" + data[5:])
        assert "format 7" in refused(vm("--store", "there", "import", "bad.fmx"), 1)
        assert vm.good("--store", "there", "ps", "--json") == ""
        assert vm.good("--store", "there", "import", "x.fmx") == pid

    def test_is_no_program(self, vm: VM) -> None:
        vm.good("export", vm.start(WAITS), "x.fmx")
        assert refused(vm("run", "x.fmx"), 1) == (
            "x.fmx is an exported process; to continue it here: flowmetal-vm import x.fmx"
        )

    def test_twice(self, vm: VM) -> None:
        pid = vm.start(WAITS)
        vm.good("export", pid, "x.fmx")
        vm.good("--store", "there", "import", "x.fmx")
        assert refused(vm("--store", "there", "import", "x.fmx"), 4) == f"process {pid} is in this store already"
        for words in (["send", pid, "c", "1"], ["cancel", pid], ["export", pid, "y.fmx"]):
            assert refused(vm(*words), 1) == f"process {pid} has moved"
        assert refused(vm("run", pid), 1) == (
            f"process {pid} has moved to another store, and goes on where it was imported"
        )

    def test_a_file_that_cannot_be_written(self, vm: VM) -> None:
        pid = vm.start(WAITS, a="x" * 100_000)
        vm.source("precious", "there.fmx")
        assert refused(vm("export", pid, "there.fmx"), 2) == (
            "there.fmx exists already; name another file, or move that one away"
        )
        assert (vm.directory / "there.fmx").read_text() == "precious"
        assert "No such file or directory" in refused(vm("export", pid, "no/x.fmx"), 1)
        assert "File too large" in refused(vm("export", pid, "x.fmx", preexec_fn=_tiny), 1)
        assert sorted(path.name for path in vm.directory.glob("*.fmx*")) == ["there.fmx"]
        vm.good("send", pid, "c", "1")
        assert vm.good("run", pid) == "begun\n1"


class TestPorts:
    def test_in_use(self, vm: VM) -> None:
        source = vm.source("import http\ndef main():\n    return await http.callback()\n")
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = taken.getsockname()[1]
            for words in (["serve"], ["run", source]):
                assert refused(vm(*words, "--listen", f"127.0.0.1:{port}"), 4) == (
                    f"port {port} on 127.0.0.1 is in use; choose another with --listen"
                )
        assert vm.good("ps", "--json") == ""

    def test_no_such_host(self, vm: VM) -> None:
        message = refused(vm("serve", "--listen", "203.0.113.1:0"), 4)
        assert message.startswith("cannot listen on 203.0.113.1:0: ")
        assert message.endswith("; choose another with --listen")

    def test_one_server_of_a_store_is_enough(self, vm: VM) -> None:
        server = vm.begin("serve", "--listen", "127.0.0.1:0")
        assert server.stdout is not None
        address = server.stdout.readline().split()[1].removeprefix("http://")
        assert refused(vm("serve"), 4) == (
            f"callbacks of this store are answered on {address} already; choose another port with --listen, or add "
            "--no-http-server"
        )
        source = vm.source("import http\ndef main():\n    return http.callback().url\n")
        assert vm.good("run", source).startswith(f"http://{address}/v1/callbacks/")


class TestOurFaults:
    def test_one_line_that_asks_for_a_report(self, vm: VM) -> None:
        vm.start(WAITS)
        (vm.directory / "sitecustomize.py").write_text(
            "import flowmetal.store.lmdb as l\ndef f(*a, **k): raise LookupError('of the moon')\n"
            "l.LmdbStore.processes = f\n"
        )
        patched = {"PYTHONPATH": str(vm.directory)}
        assert refused(vm("ps", env=patched), 70) == (
            "internal error: LookupError: of the moon: please report this; FLOWMETAL_DEBUG=1 shows more"
        )
        assert "Traceback" in vm("ps", env={**patched, "FLOWMETAL_DEBUG": "1"}).err


def _damaged(data: bytes, count: int) -> list[bytes]:
    """Cut off at, and with a bit turned over at, some places; the same in each run."""
    chance = random.Random(len(data))
    places = [3, 4, 20, *(chance.randrange(50, len(data)) for _ in range(count)), len(data) - 1]
    turned = [data[:at] + bytes([data[at] ^ 1 << chance.randrange(8)]) + data[at + 1 :] for at in places]
    return [data[:at] for at in places] + turned


def _tiny() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))


def _opened(vm: VM) -> LmdbStore:
    return open_lmdb(str(vm.directory / "store"))



"""export, import, copy, adopt: a process is alive in one place, whatever is cut short."""

from __future__ import annotations

from pathlib import Path

import pytest

from flowmetal import engine
from flowmetal.cli import exporting
from flowmetal.cli.errors import Refused
from flowmetal.store import ProcessEnded, Store, open_store
from tests.cli.conftest import VM

PROGRAM = """
def counter():
    state = [0]
    state.append(state)
    def step():
        state[0] += 1
        return state[0] if state[1] is state else None
    return step

def main():
    step = counter()
    for channel in ["a", "b", "c"]:
        try:
            print(channel, step(), receive(channel))
        finally:
            print("after", channel)
    return step()
"""


class PowerCut(BaseException):
    """The machine goes down here."""


@pytest.fixture
def pid(vm: VM) -> str:
    """A process that waits for its second message."""
    pid = vm.start(PROGRAM)
    with vm.store() as store:
        engine.send(store, pid, "a", 1)
    vm.advance(pid)
    return pid


class TestMoving:
    def test_export_and_import(self, vm: VM, pid: str) -> None:
        vm.good("export", pid, "p.fmx")
        assert vm("ps", "--json").json()[0]["status"] == "moved"
        assert vm.good("--store", "there", "import", "p.fmx") == pid
        self._finish(vm, pid)

    def test_copy_and_adopt(self, vm: VM, pid: str) -> None:
        vm.good("copy", "there")
        assert vm.good("--store", "there", "adopt") == "there is a store of its own now"
        assert vm.good("--store", "there", "adopt") == "there is no copy; there is nothing to adopt"
        self._finish(vm, pid)

    def test_there_and_back(self, vm: VM, pid: str) -> None:
        vm.good("export", pid)
        vm.good("--store", "there", "import", f"{pid}.fmx")
        vm.good("--store", "there", "send", pid, "b", "2")
        vm.good("--store", "there", "export", pid, "back.fmx")
        assert vm.good("import", "back.fmx") == pid
        vm.good("send", pid, "c", "3")
        assert vm.good("run", pid) == "b 2 2\nafter b\nc 3 3\nafter c\n4"

    def test_not_while_another_runs_it(self, vm: VM, pid: str) -> None:
        vm.good("send", pid, "b", "2")
        runs = vm.begin("run", pid)
        assert runs.stdout is not None
        runs.stdout.readline()
        done = vm("export", pid, "p.fmx")
        assert done.err == f"flowmetal-vm: process {pid} is run by another interpreter; stop that one first\n"
        assert done.status == 4
        assert not list(vm.directory.glob("*.fmx*"))
        vm.good("send", pid, "c", "3")
        assert runs.wait(60) == 0

    def _finish(self, vm: VM, pid: str) -> None:
        for channel, value in (("b", 2), ("c", 3)):
            vm.good("--store", "there", "send", pid, channel, value)
        assert vm.good("--store", "there", "run", pid) == "b 2 2\nafter b\nc 3 3\nafter c\n4"
        assert vm.good("--store", "there", "output", pid) == "a 1 1\nafter a\nb 2 2\nafter b\nc 3 3\nafter c"
        assert vm.good("--store", "there", "check") == "1 process: the store is sound"


class TestCutShort:
    """`export` is stopped at each of its steps, and given again."""

    @pytest.fixture
    def store(self, vm: VM, pid: str) -> Store:
        return open_store(str(vm.directory / "store"))

    def test_before_the_mark(self, vm: VM, pid: str, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
        with monkeypatch.context() as patch:
            patch.setattr(type(store), "set_setting", _power_cut)
            with pytest.raises(PowerCut):
                self._export(store, pid, vm.directory / "p.fmx")
        assert [path.name for path in vm.directory.glob("*.fmx*")] == [f"p.fmx.{pid}.part"]
        assert engine.status(store, pid).record.status == "waiting"
        engine.send(store, pid, "b", 7)  # so the PART of before is stale
        self._export(store, pid, vm.directory / "p.fmx")
        assert [path.name for path in vm.directory.glob("*.fmx*")] == ["p.fmx"]
        vm.good("--store", "there", "import", "p.fmx")
        vm.good("--store", "there", "send", pid, "c", 8)
        assert vm.good("--store", "there", "run", pid) == "b 2 7\nafter b\nc 3 8\nafter c\n4"

    def test_after_the_mark(self, vm: VM, pid: str, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
        with monkeypatch.context() as patch:
            patch.setattr(exporting, "_publish", _power_cut)
            with pytest.raises(PowerCut):
                self._export(store, pid, vm.directory / "p.fmx")
        assert engine.status(store, pid).record.status == "moved"
        with pytest.raises(ProcessEnded, match="has moved"):
            self._export(store, pid, vm.directory / "another.fmx")
        vm.good("export", pid, "p.fmx")
        assert [path.name for path in vm.directory.glob("*.fmx*")] == ["p.fmx"]
        vm.good("export", pid, "p.fmx")  # it is complete: nothing is left to do
        vm.good("--store", "there", "import", "p.fmx")

    def test_a_stale_part_is_never_taken(self, vm: VM, pid: str, store: Store) -> None:
        part = vm.directory / f"p.fmx.{pid}.part"
        part.write_bytes(engine.moving.encode(store.export(pid, mark_moved=False)))  # type: ignore[attr-defined]
        engine.send(store, pid, "b", 7)
        self._export(store, pid, vm.directory / "another.fmx")
        with pytest.raises(ProcessEnded, match="has moved"):
            self._export(store, pid, vm.directory / "p.fmx")
        assert not (vm.directory / "p.fmx").exists()

    def test_something_arrives_while_the_file_is_written(
        self, vm: VM, pid: str, store: Store, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        write, written = exporting._write, []

        def busy(part: str, data: bytes, path: str) -> None:
            write(part, data, path)
            written.append(data)
            if len(written) == 1:
                engine.send(store, pid, "b", 7)

        monkeypatch.setattr(exporting, "_write", busy)
        self._export(store, pid, vm.directory / "p.fmx")
        assert len(written) == 2 and (vm.directory / "p.fmx").read_bytes() == written[1] != written[0]

    def test_a_file_that_appears_meanwhile(
        self, vm: VM, pid: str, store: Store, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        write, path = exporting._write, vm.directory / "p.fmx"

        def slow(part: str, data: bytes, shown: str) -> None:
            write(part, data, shown)
            path.write_text("precious")

        monkeypatch.setattr(exporting, "_write", slow)
        with pytest.raises(Refused, match=r"File exists; it has moved into .*part: rename that"):
            self._export(store, pid, path)
        assert path.read_text() == "precious"
        path.unlink()
        vm.good("export", pid, "p.fmx")
        vm.good("--store", "there", "import", "p.fmx")

    def _export(self, store: Store, pid: str, path: Path) -> None:
        exporting.export_to(store, engine.status(store, pid).record, str(path))


def _power_cut(*_: object) -> None:
    raise PowerCut

"""Scenario 22: commands of the operating system, their limits, and a kill in the middle of one."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.scenarios.harness import Place, until

SAID = [
    "3000 line 2999 0", "7 'out\\n' b'err\\n'", "sh ended with status 7: err", "['C', 'B']",
    "timeout: sh: not done within 0.7 s", "b'y\\ny\\ny\\ny\\ny\\n'", "there-is-no-such-program: no such program",
]


def is_alive(pid: int) -> bool:
    try:
        return b") Z" not in Path(f"/proc/{pid}/stat").read_bytes()
    except OSError:
        return False


def ended(file: Path) -> None:
    for pid in file.read_text().split():
        until(f"the end of {pid}", lambda pid=pid: not is_alive(int(pid)))  # type: ignore[misc]


def test_undisturbed(place: Place, tmp_path: Path) -> None:
    done = place.run("run", place.compiled("commands"), f"directory={tmp_path}", "--enable", "shell")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [*SAID, "done"]
    ended(tmp_path / "slow")
    place.check()


def test_nothing_is_run_unless_enabled(place: Place, tmp_path: Path) -> None:
    pid = place.start("commands", directory=str(tmp_path))
    place.serve()
    until("the request", lambda: place.count(pid, "request"))
    place.ask("cancel", pid)
    assert place.wait(pid).status == "cancelled"
    place.stop()
    assert place.lines(pid) == []


@pytest.mark.parametrize("kills", [1, 2])
def test_killed_during_a_command(place: Place, tmp_path: Path, kills: int) -> None:
    begun = tmp_path / "begun"
    pid = place.start("commands", directory=str(tmp_path), slow=str(begun))
    place.serve(options=("--enable", "shell"))
    until("the command", lambda: Path(f"{begun}.pid").exists() and Path(f"{begun}.pid").read_text().strip())
    for _ in range(kills):
        place.kill()
        place.serve(options=("--enable", "shell"))
    assert place.result(pid) == "done"
    place.stop()
    assert place.lines(pid) == [*SAID, "uncertain"]
    assert begun.read_text() == "begun\n", "it was run again"
    ended(Path(f"{begun}.pid"))
    place.check()

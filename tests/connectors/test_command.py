"""Commands of the operating system: what arrives of them, their limits, and what is left of them: nothing."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from flowmetal.connectors import Connectors
from flowmetal.connectors.command import InvalidCommand, read_payload
from flowmetal.wire import Duration
from tests.connectors.memory_store import MemoryStore

SECOND = Duration(1_000_000)


@pytest.fixture(autouse=True)
def running(store: MemoryStore, reports: list[str]) -> Iterator[Connectors]:
    connectors = Connectors(store, http=False, shell=True, report=reports.append)  # type: ignore[arg-type]
    connectors.start()
    yield connectors
    connectors.stop(grace_s=0)
    assert reports == []


def run(store: MemoryStore, *argv: str, **more: Any) -> Any:
    outcome = store.outcome(store.ask({"argv": list(argv), **more}, topic="shell.run", delivery="at_most_once"))
    return outcome.get("ok") or outcome["error"]


def until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 10
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def is_alive(pid: int) -> bool:
    """Not as a zombie either."""
    try:
        return b") Z" not in Path(f"/proc/{pid}/stat").read_bytes()
    except OSError:
        return False


def test_status_outputs_and_input(store: MemoryStore) -> None:
    found = run(store, "sh", "-c", "cat; printf err >&2; exit 3", input=b"a\x00\xff\n")
    assert found == {"status": 3, "stdout": b"a\x00\xff\n", "stderr": b"err"}
    assert run(store, "sh", "-c", "kill -9 $$")["status"] == -9
    assert run(store, "printf", "%s|", "a b", "$HOME", "*")["stdout"] == b"a b|$HOME|*|"
    assert run(store, "cat")["stdout"] == b""  # without an input there is an empty one
    assert run(store, "true", input=b"x" * 1_000_000)["status"] == 0  # it need not read it


def test_much_output_and_much_input(store: MemoryStore) -> None:
    data = os.urandom(3_000_000)
    found = run(store, "cat", input=data)
    assert found["stdout"] == data


def test_environment_and_directory(store: MemoryStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FLOWMETAL_SECRET_X", "hidden")
    monkeypatch.setenv("OTHER", "seen")
    found = run(store, "sh", "-c", "pwd; env", env={"A": "ü", "HOME": None}, cwd=str(tmp_path))["stdout"].decode()
    lines = found.splitlines()
    assert lines[0] == str(tmp_path) and "A=ü" in lines and "OTHER=seen" in lines
    assert not [line for line in lines if line.startswith(("HOME=", "FLOWMETAL_"))]


def test_what_cannot_be_run(store: MemoryStore, tmp_path: Path) -> None:
    (tmp_path / "text").write_text("no program\n")
    for program in ("no-such-program-anywhere", "/no/such", "/", "./none", "./text"):
        assert run(store, program, cwd=str(tmp_path))["type"] == "CannotRun", program


def test_a_directory_that_is_none(store: MemoryStore) -> None:
    error = run(store, "true", cwd="/no/such")
    assert (error["type"], error["message"]) == ("CannotRun", "true: /no/such is no directory")


def test_the_time_limit_ends_the_whole_group(store: MemoryStore, tmp_path: Path) -> None:
    script = "trap '' TERM; sleep 60 & echo $! > pids; echo $$ >> pids; echo begun; wait; sleep 60"
    error = run(store, "sh", "-c", script, cwd=str(tmp_path), timeout=SECOND)
    assert (error["type"], error["message"]) == ("Timeout", "sh: not done within 1 s")
    assert error["details"]["stdout"] == b"begun\n"
    for pid in (tmp_path / "pids").read_text().split():
        until(lambda pid=pid: not is_alive(int(pid)))  # type: ignore[misc]


def test_the_size_limit(store: MemoryStore) -> None:
    error = run(store, "sh", "-c", "yes & yes >&2", max_bytes=1000)
    assert error["type"] == "TooLarge"
    assert len(error["details"]["stdout"]) + len(error["details"]["stderr"]) == 1000
    assert run(store, "printf", "x" * 1000, max_bytes=1000)["stdout"] == b"x" * 1000


def test_what_a_command_leaves_running_ends_with_it(store: MemoryStore, tmp_path: Path) -> None:
    begun = time.monotonic()
    found = run(store, "sh", "-c", "sleep 60 & echo $!; exit 0", cwd=str(tmp_path))
    assert found["status"] == 0 and time.monotonic() - begun < 5
    until(lambda: not is_alive(int(found["stdout"])))


def test_one_that_nobody_waits_for_any_more_is_ended(store: MemoryStore, tmp_path: Path) -> None:
    request = store.ask({"argv": ["sh", "-c", "echo $$ > pid; sleep 60"], "cwd": str(tmp_path)}, topic="shell.run")
    until(lambda: (tmp_path / "pid").exists() and (tmp_path / "pid").read_text().strip() != "")
    store.withdraw(request)
    until(lambda: not is_alive(int((tmp_path / "pid").read_text())))


@pytest.mark.parametrize("payload", [
    None, {}, {"argv": "ls"}, {"argv": []}, {"argv": [""]}, {"argv": ["a\0"]}, {"argv": ["a", 1]},
    {"argv": ["a", "\ud800"]}, {"argv": ["a"], "input": "text"}, {"argv": ["a"], "env": {"A=": "b"}},
    {"argv": ["a"], "env": 7}, {"argv": ["a"], "cwd": ""}, {"argv": ["a"], "timeout": 5},
    {"argv": ["a"], "timeout": Duration(0)}, {"argv": ["a"], "max_bytes": -1}, {"argv": ["a"], "max_bytes": True},
])  # fmt: skip
def test_payloads_that_make_no_sense(payload: Any) -> None:
    with pytest.raises(InvalidCommand):
        read_payload(payload)

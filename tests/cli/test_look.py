"""ps, show, output, journal, wait, check, send, cancel, resume."""

from __future__ import annotations

import pytest

from tests.cli.conftest import VM

WAITS = """
import log

def ask(channel):
    return receive(channel)

def main(n: int = 0):
    print("begun", n)
    log.info("logged")
    t = async sleep(1h)
    return ask("c")
"""


@pytest.fixture
def pid(vm: VM) -> str:
    """A process that waits, and that nobody runs now."""
    pid = vm.start(WAITS, key="k", n=3)
    vm.advance(pid)
    return pid


class TestPs:
    def test_text(self, vm: VM, pid: str) -> None:
        head, row = vm.good("ps").splitlines()
        assert head.split() == ["PID", "PROGRAM", "STATUS", "AGE", "WHERE"]
        assert row.startswith(f"{pid}  program  waiting  ")
        assert row.endswith("s   ask program.fm:5, waits for a message on 'c' (+1 task)")

    def test_json_limit_and_status(self, vm: VM, pid: str) -> None:
        new = vm.start(WAITS)
        assert [record["pid"] for record in vm("ps", "--json").json()] == [new, pid]
        assert [record["pid"] for record in vm("ps", "--json", "--limit", "1").json()] == [new]
        [record] = vm("ps", "--json", "--status", "waiting").json()
        assert {name: record[name] for name in ("pid", "program", "status", "key", "task_count", "error")} == {
            "pid": pid, "program": "program", "status": "waiting", "key": "k", "task_count": 2, "error": None,
        }
        assert record["tasks"][0] == {
            "task": 1, "function": "ask", "file": "program.fm", "line": 5, "waits": "a message on 'c'",
        }


class TestShow:
    def test_text(self, vm: VM, pid: str) -> None:
        vm.good("send", pid, "other", "[1]")
        lines = vm.good("show", "k").splitlines()
        assert lines[0] == f"process    {pid}, key k"
        assert any(line.startswith("status     waiting, for ") for line in lines)
        assert "runs       no: nobody runs it now" in lines
        assert "tasks      1: ask program.fm:5, waits for a message on 'c'" in lines
        assert any(line.startswith("timers     ") for line in lines)
        assert "mailbox    message other: [1]" in lines

    def test_json(self, vm: VM, pid: str) -> None:
        [shown] = vm("show", pid, "--json").json()
        assert shown["position"] == 4 and shown["snapshot"] == 4 and shown["snapshot_bytes"] > 0
        assert (shown["running"], shown["value"], shown["error"], shown["inbox"]) == (False, None, None, [])
        assert [timer["number"] for timer in shown["timers"]] == [1]

    def test_a_failed_one(self, vm: VM) -> None:
        vm.advance(vm.start("def main():\n    raise ValueError('no')\n", key="f"))
        text = vm.good("show", "f")
        assert text.endswith("           ValueError: no")
        assert "error      Traceback (most recent call last):" in text
        [record] = vm("ps", "--json").json()
        assert record["error"] == "ValueError: no"


class TestOutputAndJournal:
    def test_output(self, vm: VM, pid: str) -> None:
        done = vm("output", pid)
        assert (done.out, done.err, done.status) == ("begun 3\n", "info: logged\n", 0)
        assert [line["text"] for line in vm("output", pid, "--json").json()] == ["begun 3\n", "logged"]
        assert vm("output", pid, "--after", "4").out == ""

    def test_follow(self, vm: VM, pid: str) -> None:
        follower = vm.begin("output", pid, "--follow")
        assert follower.stdout is not None
        assert follower.stdout.readline() == "begun 3\n"
        vm.good("send", pid, "c", "1")
        vm.good("run", pid)
        assert follower.wait(60) == 0

    def test_journal(self, vm: VM, pid: str) -> None:
        lines = vm.good("journal", pid).splitlines()
        assert [line.split()[0] for line in lines] == ["N", "1", "2", "3", "4"]
        assert lines[1].endswith('  start    {"n": 3}')
        assert lines[2].endswith("  output   out: begun 3")
        events = vm("journal", pid, "--json", "--after", "1", "--limit", "2").json()
        assert [(event["number"], event["kind"]) for event in events] == [(2, "output"), (3, "output")]
        assert events[1]["data"] == {"stream": "log", "text": "logged", "fields": {"level": "info"}}


class TestWait:
    def test_until_the_end(self, vm: VM, pid: str) -> None:
        waiter = vm.begin("wait", pid, "--timeout", "60s")
        vm.good("send", pid, "c", '"done"')
        vm.good("run", pid)
        assert waiter.communicate(timeout=60)[0] == "done\n"  # it may have said that nobody ran it for a while
        assert waiter.returncode == 0

    def test_the_time_is_up(self, vm: VM, pid: str) -> None:
        done = vm("wait", pid, "--timeout", "100ms")
        assert done.err == f"flowmetal-vm: process {pid} has not ended within 100ms (it is waiting)\n"
        assert (done.out, done.status) == ("", 124)

    def test_nobody_runs_it(self, vm: VM) -> None:
        pid = vm.start(WAITS)
        done = vm("wait", pid, "--timeout", "2500ms")
        assert done.err.splitlines()[0] == (
            f"flowmetal-vm: nobody runs process {pid} now: flowmetal-vm serve runs all, flowmetal-vm run {pid} this one"
        )
        assert done.err.count("\n") == 2

    def test_a_failure(self, vm: VM) -> None:
        vm.advance(vm.start("def main():\n    exit(9)\n", key="e"))
        assert vm("wait", "e").status == 9
        vm.advance(vm.start("def main():\n    raise ValueError\n", key="f"))
        assert vm("wait", "f").err.splitlines()[-1] == "ValueError"
        assert vm("wait", "f", "--json").json()[0]["error"]["type"] == "ValueError"


class TestActing:
    def test_values_of_messages(self, vm: VM) -> None:
        pid = vm.start("def main():\n    return [receive('c') for _ in range(4)]\n")
        for value in ('{"a": 1}', "text", "-1", "null"):
            vm.good("send", pid, "c", value)
        assert vm.good("run", pid) == '[{"a": 1}, "text", -1, null]'

    def test_resume(self, vm: VM) -> None:
        pid = vm.start("""
def main():
    print("once")
    receive("go")
    if receive("value") == "bad":
        raise ValueError("bad")
    return "good"
""")
        vm.good("send", pid, "go", "1")
        vm.good("send", pid, "value", "bad")
        assert vm("run", pid).status == 1
        vm.good("resume", pid)
        done = vm("run", pid)
        assert (done.status, done.err.splitlines()[-1]) == (1, "ValueError: bad")
        assert vm("output", pid).out == "once\n"

    def test_check(self, vm: VM, pid: str) -> None:
        assert vm.good("check") == "1 process: the store is sound"
        assert vm("check", "--json").json() == [{"ok": True, "processes": 1, "findings": []}]

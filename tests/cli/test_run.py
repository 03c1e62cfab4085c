"""run and start: output, results, errors, arguments, detaching and coming back."""

from __future__ import annotations

import signal
import subprocess
import time

import pytest

from tests.cli.conftest import VM, refused
from tests.world import World

GREETS = '''"""Greets people."""
import log

def main(name: str, times: int = 1, *, pause: duration = 0s):
    """One line for each time."""
    for n in range(times):
        print("hello", name)
    log.warning("said {n}", n=times)
    progress(1, 2)
    sleep(pause)
    return {"greeted": name}
'''
LISTENS = """
def main():
    print("before")
    got = receive("c")
    print("after")
    return got
"""


class TestOutput:
    def test_goes_to_its_streams_and_the_result_comes_last(self, vm: VM) -> None:
        done = vm("run", vm.source(GREETS), "name=Ada", "times=2", "pause=1ms")
        assert done.out == 'hello Ada\nhello Ada\n{"greeted": "Ada"}\n'
        assert done.err == "warning: said 2\nprogress: 1/2\n"
        assert done.status == 0

    @pytest.mark.parametrize(
        ("value", "printed"),
        [
            ("None", ""), ("'text'", "text\n"),
            ("[1, True, 1h30m, b'ab', {1: 'é', None: 2**70}]",
             '[1, true, "1h30m", {"base64": "YWI="}, {"1": "é", "null": 1180591620717411303424}]\n'),
        ],
    )
    def test_results(self, vm: VM, value: str, printed: str) -> None:
        done = vm("run", vm.source(f"def main():\n    return {value}\n"))
        assert (done.out, done.err, done.status) == (printed, "", 0)

    def test_a_terminal_without_unicode(self, vm: VM) -> None:
        done = vm("run", vm.source("print('née')\n'é'\n"), env={"PYTHONIOENCODING": "ascii"})
        assert (done.out, done.err, done.status) == ("n\\xe9e\n", "", 0)

    def test_as_json(self, vm: VM) -> None:
        done = vm("run", vm.source(GREETS), "name=Ada", "--json")
        begun, *lines, end = done.json()
        assert begun == {"event": "process", "pid": end["pid"]}
        assert [(line["stream"], line["text"]) for line in lines] == [
            ("out", "hello Ada\n"), ("log", "said 1"), ("progress", "1/2"),
        ]
        assert end == {
            "event": "end", "pid": end["pid"], "status": "done", "value": {"greeted": "Ada"}, "exit": 0, "error": None,
        }

    def test_a_reader_that_goes_away_is_no_trouble(self, vm: VM) -> None:
        process = vm.begin("run", vm.source("for n in range(20000):\n    print('line', n)\nsleep(1s)\n"))
        assert process.stdout is not None
        process.stdout.close()
        process.stdout = None
        _, err = process.communicate(timeout=60)
        assert (process.returncode, err) == (141, "")

    def test_a_full_disk_behind_standard_output(self, vm: VM) -> None:
        with open("/dev/full", "w") as full:
            done = subprocess.run(
                [*vm.begin("--version").args[:1], "run", vm.source("print('x')")], cwd=vm.directory, check=False,
                env=vm.environment(), stdout=full, stderr=subprocess.PIPE, text=True,
            )
        assert done.stderr == "flowmetal-vm: No space left on device; nothing that was committed is lost\n"
        assert done.returncode == 4


class TestEnds:
    def test_exit(self, vm: VM) -> None:
        done = vm("run", vm.source("def main(n: int):\n    exit(n)\n"), "n=7")
        assert (done.out, done.err, done.status) == ("", "", 7)

    def test_an_error_is_shown_as_python_shows_it(self, vm: VM) -> None:
        source = vm.source('''def inner(n):
    if n == 0:
        return {}["a"] + 1
    return 1 + inner(n - 1)

def main():
    try:
        inner(1)
    except KeyError as error:
        raise ValueError("no\\nsuch") from error
''')
        done = vm("run", source)
        assert done.err == '''Traceback (most recent call last):
  File "program.fm", line 8, in main
    inner(1)
  File "program.fm", line 4, in inner
    return 1 + inner(n - 1)
               ^^^^^^^^^^^^
  File "program.fm", line 3, in inner
    return {}["a"] + 1
           ^^^^^^^
KeyError: 'a'

The above exception was the direct cause of the following exception:

Traceback (most recent call last):
  File "program.fm", line 10, in main
    raise ValueError("no\\nsuch") from error
ValueError: no
such
'''
        assert (done.out, done.status) == ("", 1)

    def test_endless_recursion_is_short(self, vm: VM) -> None:
        done = vm("run", vm.source("def f():\n    f()\nf()\n"))
        assert "  [Previous line repeated " in done.err
        assert done.err.count("\n") < 20
        assert done.err.splitlines()[-1].startswith("LimitExceeded: recursion deeper than ")

    def test_an_error_while_another_is_handled(self, vm: VM) -> None:
        done = vm("run", vm.source("try:\n    1 / 0\nexcept ZeroDivisionError:\n    [][1]\n"))
        assert "\nDuring handling of the above exception, another exception occurred:\n\n" in done.err

    def test_cancelled(self, vm: VM) -> None:
        pid = vm.start(LISTENS)
        vm.good("cancel", pid, "not needed")
        done = vm("run", pid)
        assert refused(done, 1) == f"process {pid} was cancelled: not needed"


class TestArguments:
    def test_the_programs_own_help(self, vm: VM) -> None:
        assert vm.good("run", vm.source(GREETS), "--help") == """\
Usage: flowmetal-vm run program.fm name=STR [times=INT] [pause=DURATION]

Greets people.

One line for each time.

Arguments:
  name   str, required
  times  int, default: 1
  pause  duration, default: 0s"""

    @pytest.mark.parametrize(
        ("given", "message"),
        [
            ([], "missing argument name; program.fm takes {}"),
            (["name=a", "tims=1"], "program.fm takes no argument tims, did you mean 'times'?; it takes {}"),
            (["name=a", "name=b"], "argument name is given twice; program.fm takes {}"),
            (["Ada"], "an argument is given as name=value, not 'Ada'; program.fm takes {}"),
            (["name=a", "times=x"], "argument times is to be int, such as times=5, not 'x'"),
            (["name=a", "pause=1"], "argument pause is to be duration, such as pause=1h30m, not '1'"),
        ],
    )
    def test_wrong_ones(self, vm: VM, given: list[str], message: str) -> None:
        takes = "name: str, times: int=1, pause: duration=0s"
        assert refused(vm("run", vm.source(GREETS), *given), 2) == message.format(takes)
        assert not (vm.directory / "store").exists()

    def test_a_script_takes_none(self, vm: VM) -> None:
        message = refused(vm("start", vm.source("print(1)\n"), "a=1"), 2)
        assert message == "program.fm takes no argument a; it takes no arguments"


class TestSources:
    def test_errors_are_drawn(self, vm: VM) -> None:
        done = vm("run", vm.source("def main():\n    return recipt\n"))
        assert done.err == """\
error: name 'recipt' is not defined
 --> program.fm:2:12
2 |     return recipt
  |            ^^^^^^ did you mean 'receive'?

1 error in program.fm
"""
        assert (done.out, done.status) == ("", 1)
        assert not (vm.directory / "store").exists()

    def test_a_compiled_program(self, vm: VM) -> None:
        vm.compiled("print('ran')\n")
        assert vm.good("run", "compiled.fmc") == "ran"

    def test_modules_beside_the_file(self, vm: VM) -> None:
        vm.source("def f():\n    return 'from beside'\n", "beside.fm")
        assert vm.good("run", vm.source("import beside\nprint(beside.f())\n")) == "from beside"


class TestKeys:
    def test_the_same_key_is_the_same_process(self, vm: VM) -> None:
        source = vm.source(GREETS)
        first = vm.good("start", source, "name=a", "--id", "k")
        assert vm.good("start", source, "name=b", "--id", "k") == first
        assert vm.good("run", source, "name=c", "--id", "k") == 'hello a\n{"greeted": "a"}'
        assert vm.good("run", source, "name=c", "--id", "k") == '{"greeted": "a"}'
        assert len(vm("ps", "--json").json()) == 1

    def test_another_program_under_a_key(self, vm: VM) -> None:
        vm.good("start", vm.source("print(1)"), "--id", "k")
        done = vm("run", vm.source("print(2)"), "--id", "k")
        assert done.out == "1\n"
        assert done.err == (
            "flowmetal-vm: k has been started with another version of program, and goes on with that one\n"
        )


class TestDetaching:
    @pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
    def test_the_process_is_kept(self, vm: VM, number: signal.Signals, status: int) -> None:
        process = vm.begin("run", vm.source(LISTENS), "--id", "k")
        assert process.stdout is not None
        assert process.stdout.readline() == "before\n"
        process.send_signal(number)
        out, err = process.communicate(timeout=60)
        [record] = vm("ps", "--json").json()
        pid = record["pid"]
        assert err == (
            f"flowmetal-vm: detached; process {pid} is kept: flowmetal-vm run {pid} continues it attached, "
            "flowmetal-vm serve in the background\n"
        )
        assert (out, process.returncode, record["status"]) == ("", status, "waiting")
        vm.good("send", "k", "c", "[1]")
        assert vm.good("run", pid[:20]) == "after\n[1]"
        assert vm.good("output", "k") == "before\nafter"

    def test_killed_and_run_again(self, vm: VM) -> None:
        process = vm.begin("run", vm.source(LISTENS), "--id", "k")
        assert process.stdout is not None
        assert process.stdout.readline() == "before\n"
        process.kill()
        process.wait()
        vm.good("send", "k", "c", "it goes on")
        assert vm.good("run", "k") == "after\nit goes on"
        assert vm.good("check") == "1 process: the store is sound"


class TestOutside:
    def test_requests_and_a_callback(self, vm: VM, world: World) -> None:
        source = vm.source("""
import http

def main(api):
    done = http.callback()
    http.post(f"{api}/jobs", json={"seconds": 0.1, "polls": 0, "notify": done.url}).check()
    return (await done).json()["state"]
""")
        assert vm.good("run", source, f"api={world.url}", "--listen", "127.0.0.1:0") == "done"

    def test_a_process_that_sleeps_costs_no_cpu(self, vm: VM) -> None:
        process = vm.begin("run", vm.source("print('x')\nsleep(1h)\n"))
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(0.5)
        before = _cpu_s(process.pid)
        time.sleep(2.0)
        assert _cpu_s(process.pid) - before <= 0.05


def _cpu_s(pid: int) -> float:
    with open(f"/proc/{pid}/stat") as file:
        fields = file.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / 100

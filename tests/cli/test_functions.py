"""--functions: a Python worker in the OS process of `run` and `serve`."""

from __future__ import annotations

import signal

from tests.cli.conftest import VM

WORKER = '''
import os
from flowmetal import Worker

worker = Worker()

class Declined(Exception):
    def __init__(self, cents):
        super().__init__(f"{cents} is too much")
        self.details = {"cents": cents}

@worker.function("billing.charge")
def charge(account, cents):
    if cents > 100:
        raise Declined(cents)
    return [account, os.getpid()]

@worker.function("billing.add", inline=True)
def add(a, b):
    return a + b
'''
PROGRAM = '''
@foreign("billing.charge", timeout=60s)
def charge(account, cents): ...

@foreign("billing.add")
def add(a, b=1): ...

@foreign("billing.add", safe=True)
def quickly(a, b=1): ...

def main(n: int = 3):
    try:
        charge("a", 500)
    except RequestError as error:
        print(error.type, error, error.details)
    total = 0
    for i in range(n):
        total = add(quickly(total), i)
    return [total, charge("b", 5)]
'''


def test_run_and_serve_call_functions_of_their_own_os_process(vm: VM) -> None:
    (vm.directory / "billing.py").write_text(WORKER)
    program = vm.source(PROGRAM)
    said, result = vm.good("run", program, "--functions", "billing:worker").splitlines()
    assert said == "Declined 500 is too much {'cents': 500}" and result.startswith('[6, ["b", ')
    server = vm.begin("serve", "--no-http-server", "--no-http-requests", "--functions", "billing:worker")
    assert server.stdout is not None and server.stdout.readline().startswith("ready: ")
    pid = vm.good("start", program, "n=50")
    assert vm.good("wait", pid, "--timeout", "60s") == f'[1275, ["b", {server.pid}]]'
    server.send_signal(signal.SIGTERM)
    assert server.wait(30) == 0
    assert vm.good("check") == "2 processes: the store is sound"


def test_functions_without_an_interpreter_serve_another_os_process(vm: VM) -> None:
    (vm.directory / "billing.py").write_text(WORKER)
    worker = vm.begin(
        "serve", "--no-interpreter", "--no-http-server", "--no-http-requests", "--functions", "billing:worker"
    )
    assert worker.stdout is not None and worker.stdout.readline().startswith("ready: ")
    result = vm.good("run", vm.source(PROGRAM)).splitlines()[-1]
    assert result == f'[6, ["b", {worker.pid}]]'


def test_what_is_wrong_with_functions_is_one_line(vm: VM) -> None:
    (vm.directory / "broken.py").write_text("import nothing_of_that_name\n")
    program = vm.source(PROGRAM)
    for name, expected in [
        ("billing", "functions are named as PACKAGE:WORKER, such as billing:worker, not 'billing'"),
        ("broken:worker", "broken cannot be imported: ModuleNotFoundError: No module named 'nothing_of_that_name'"),
        ("os:getpid", "os:getpid is no Worker, but builtin_function_or_method"),
    ]:
        done = vm("run", program, "--functions", name)
        assert (done.status, done.out, done.err) == (2, "", f"flowmetal-vm: {expected}\n")

"""serve: its parts, its readiness, its end."""

from __future__ import annotations

import json
import signal
import time
import urllib.request

import pytest

from tests.cli.conftest import VM
from tests.world import World

CALLED = """
import http

def main():
    done = http.callback()
    print(done.url)
    return (await done).json()
"""


def _served(vm: VM, *arguments: str) -> str:
    """Starts to serve; gives the URL, when it is ready."""
    process = vm.begin("serve", *arguments)
    assert process.stdout is not None
    line = process.stdout.readline()
    assert line.startswith("ready: "), process.communicate()
    return line.split()[1]


def _printed(vm: VM, pid: str) -> str:
    until = time.monotonic() + 60
    while not (text := vm("output", pid).out):
        assert time.monotonic() < until, vm("show", pid).out
        time.sleep(0.1)
    return text.strip()


def _post(url: str) -> int:
    request = urllib.request.Request(url, b'{"a": 1}', {"Content-Type": "application/json"}, method="POST")
    with urllib.request.urlopen(request) as response:
        return int(response.status)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_runs_everything_and_stops(vm: VM, world: World, number: signal.Signals) -> None:
    url = _served(vm, "--listen", "127.0.0.1:0")
    pid = vm.good("start", vm.source(CALLED))
    callback = _printed(vm, pid)
    assert callback.startswith(f"{url}/v1/callbacks/")
    assert _post(callback) == 202
    assert vm.good("wait", pid, "--timeout", "60s") == '{"a": 1}'
    asks = vm.source(f"import http\ndef main():\n    return http.get('{world.url}/x').status\n", "asks.fm")
    assert vm.good("run", asks) == "200"
    [server] = vm.running
    server.send_signal(number)
    began = time.monotonic()
    out, err = server.communicate(timeout=60)
    assert (out, err, server.returncode) == ("", "", 0)
    assert time.monotonic() - began < 10


def test_callbacks_reach_the_server_that_comes_next(vm: VM) -> None:
    url = _served(vm, "--listen", "127.0.0.1:0")
    pid = vm.good("start", vm.source(CALLED))
    callback = _printed(vm, pid)
    vm.running[0].kill()
    vm.running[0].communicate()
    assert _served(vm, "--listen", "127.0.0.1:0") == url  # any port would do, so it is that of before
    assert _post(callback) == 202
    assert vm.good("wait", pid, "--timeout", "60s") == '{"a": 1}'
    vm.running[1].kill()
    vm.running[1].communicate()
    assert _served(vm) == url


def test_parts_apart(vm: VM, world: World) -> None:
    url = _served(vm, "--listen", "127.0.0.1:0", "--no-interpreter", "--no-http-requests")
    assert _served(vm, "--no-http-server", "--no-interpreter") == "without"
    assert _served(vm, "--no-http-server", "--no-http-requests") == "without"
    pid = vm.good("start", vm.source(CALLED.replace("    print", f"    http.get('{world.url}/x').check()\n    print")))
    callback = _printed(vm, pid)
    assert callback.startswith(url)
    _post(callback)
    assert vm.good("wait", pid, "--timeout", "60s") == '{"a": 1}'


def test_behind_another_address(vm: VM) -> None:
    process = vm.begin("serve", "--listen", "127.0.0.1:0", "--url", "https://example.org/hooks", "--json")
    assert process.stdout is not None
    ready = json.loads(process.stdout.readline())
    assert ready == {"event": "ready", "url": "https://example.org/hooks", "store": str(vm.directory / "store")}
    assert _printed(vm, vm.good("start", vm.source(CALLED))).startswith("https://example.org/hooks/v1/callbacks/")


def test_a_process_that_never_waits_does_not_hold_up_the_end(vm: VM) -> None:
    _served(vm, "--listen", "127.0.0.1:0")
    pid = vm.good("start", vm.source("print('begun')\nsleep(1ms)\nwhile True:\n    pass\n"))
    _printed(vm, pid)
    vm.running[0].terminate()
    assert vm.running[0].wait(20) == 0

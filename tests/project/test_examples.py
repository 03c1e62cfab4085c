"""The programs of examples/ do what they say, through the real command, against a real service with a ledger."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.world import World

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = sorted((ROOT / "examples").glob("*.fm"))


class Shell:
    """The command on a store of its own."""

    def __init__(self, directory: Path) -> None:
        self._environment = {
            **os.environ, "FLOWMETAL_STORE": str(directory / "store"), "XDG_CACHE_HOME": str(directory / "cache")
        }

    def run(self, *arguments: object) -> subprocess.CompletedProcess[str]:
        vm = Path(sys.executable).parent / "flowmetal-vm"
        return subprocess.run(
            [vm, *map(str, arguments)], env=self._environment, capture_output=True, text=True, timeout=60, cwd=ROOT
        )

    def ok(self, *arguments: object) -> str:
        done = self.run(*arguments)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    return Shell(tmp_path)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with World(tmp_path / "ledger") as running:
        yield running


def asked(world: World) -> list[tuple[str, str]]:
    return [(line.method, line.path) for line in world.ledger()]


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_compiles_and_says_what_it_is_for(path: Path, shell: Shell) -> None:
    done = subprocess.run([Path(sys.executable).parent / "flowmetalc", "--check", path], capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    first = path.read_text(encoding="utf-8").splitlines()[0].strip('"')
    assert first in shell.ok("run", path, "--help")


def test_hello(shell: Shell) -> None:
    lines = shell.ok("run", "examples/hello.fm", "name=Ada", "pause=1ms").splitlines()
    assert lines == [*(f"{n}: hello, Ada" for n in range(1, 6)), "greeted Ada five times"]


def test_fanout(shell: Shell, world: World) -> None:
    world.script("/gone", {"status": 404}, always=True)
    urls = [f"{world.url}/a", f"{world.url}/gone", f"{world.url}/b"]
    done = shell.run("run", "examples/fanout.fm", f"urls={json.dumps(urls)}")
    assert done.returncode == 0, done.stderr
    summary, pages = done.stdout.splitlines()
    assert summary == "2 of 3 pages fetched"
    assert [page["url"] for page in json.loads(pages)] == urls
    assert ["error" in page for page in json.loads(pages)] == [False, True, False]


def test_approval(shell: Shell) -> None:
    pid = shell.ok("start", "examples/approval.fm", "request=two chairs").strip()
    shell.ok("send", pid, "decision", '{"approved": true, "by": "Grace"}')
    assert shell.ok("run", pid).splitlines()[-1] == '{"approved": true, "by": "Grace"}'
    assert shell.ok("output", pid) == "asking for: two chairs\napproved by Grace\n"


def test_approval_that_nobody_gives(shell: Shell) -> None:
    done = shell.run("run", "examples/approval.fm", "request=a yacht", "remind=1ms", "reminders=2")
    assert done.stdout == 'asking for: a yacht\ngiven up\n{"approved": false, "by": null}\n'
    assert done.stderr.count("nobody has decided about a yacht yet") == 3


def test_monitor(shell: Shell, world: World) -> None:
    world.script("/service", {}, {"status": 500}, {"status": 500}, {"status": 500})
    options = [f"url={world.url}/service", f"webhook={world.url}/alerts", "every=20ms"]
    pid = shell.ok("start", "examples/monitor.fm", *options).strip()
    environment = {**os.environ, "FLOWMETAL_STORE": shell._environment["FLOWMETAL_STORE"]}
    running = subprocess.Popen(
        [Path(sys.executable).parent / "flowmetal-vm", "run", pid], env=environment, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )
    try:
        deadline = time.monotonic() + 30
        while asked(world).count(("POST", "/alerts")) < 2 and time.monotonic() < deadline:
            time.sleep(0.02)
        shell.ok("send", pid, "stop", "true")
        printed, errors = running.communicate(timeout=30)
    finally:
        running.kill()
    assert running.returncode == 0, errors
    assert "stopped after" in printed
    alerts = [json.loads(line.body)["text"] for line in world.ledger() if line.path == "/alerts"]
    assert alerts[0] == f"{world.url}/service is down"
    assert alerts[1].startswith(f"{world.url}/service is back after ")
    assert len(alerts) == 2


def test_trip(shell: Shell, world: World) -> None:
    printed = shell.ok("run", "examples/trip.fm", f"api={world.url}", 'parts=["flight", "hotel"]').splitlines()
    assert printed == ["booked the flight", "booked the hotel", '{"booked": ["flight", "hotel"]}']
    assert asked(world) == [("POST", "/flight"), ("POST", "/hotel")]


def test_trip_that_cannot_be_had(shell: Shell, world: World) -> None:
    world.script("/car", {"status": 409}, always=True)
    done = shell.run("run", "examples/trip.fm", f"api={world.url}", 'parts=["flight", "hotel", "car"]')
    assert done.returncode == 1
    assert done.stdout.splitlines()[2:] == ["cancelled the hotel", "cancelled the flight"]
    assert "http.StatusError" in done.stderr or "StatusError" in done.stderr
    assert asked(world)[3:] == [("DELETE", "/hotel"), ("DELETE", "/flight")]


def test_invoice(shell: Shell) -> None:
    functions = ["--functions", "examples.billing:worker"]
    printed = shell.ok("run", "examples/invoice.fm", "account=a-1", "cents=250", *functions).splitlines()
    assert printed[0] == "a-1 paid 200 on 2026-05-04T12:00:00Z"
    assert printed[1] == '{"account": "a-1", "paid": true, "receipt": "a-1/1"}'
    declined = shell.run("run", "examples/invoice.fm", "account=b-2", "cents=100001", *functions)
    assert declined.stdout == '{"account": "b-2", "paid": false, "limit": 100000}\n'
    assert declined.stderr.endswith("error: Declined: 100001 is more than 100000\n")


def test_invoice_with_a_worker_of_its_own(shell: Shell) -> None:
    pid = shell.ok("start", "examples/invoice.fm").strip()
    store = shell._environment["FLOWMETAL_STORE"]
    worker = subprocess.Popen([sys.executable, ROOT / "examples" / "billing.py", store], cwd=ROOT)
    try:
        assert shell.ok("run", pid).endswith('{"account": "a-1", "paid": true, "receipt": "a-1/1"}\n')
        worker.terminate()
        assert worker.wait(30) == 0
    finally:
        worker.kill()


def test_payment(shell: Shell, world: World) -> None:
    world.script("/payments", {"close": "after"})
    done = shell.run("run", "examples/payment.fm", f"bank={world.url}", "account=a-17", "cents=1250")
    assert done.returncode == 0, done.stderr
    printed, reference = done.stdout.splitlines()
    assert printed == "paid 12.50 from a-17"
    assert asked(world) == [("POST", "/payments"), ("GET", f"/payments/{reference}")]
    assert "asking" in done.stderr

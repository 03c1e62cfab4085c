"""What scenarios are made of: a store with its interpreter, run by the real commands, and what is always checked.

`Place` is a store's directory and the OS process that serves it, to be killed and started again. `always` holds the
checks that every scenario ends with ("Always checked" of the scenarios): one key with one payload for every logical
call, nothing asked again after its outcome was recorded, every line of output once, a store in which nothing is found.
"""

from __future__ import annotations

import json
import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flowmetal import engine
from flowmetal.api.plain_json import jsonable
from flowmetal.bytecode import bundle
from flowmetal.store import Store, open_store
from tests.world import World, contradictions

ROOT = Path(__file__).resolve().parents[2]
PROGRAMS = Path(__file__).resolve().parent / "programs"
VM = Path(sys.executable).parent / "flowmetal-vm"
COMPILER = Path(sys.executable).parent / "flowmetalc"
PATIENCE_S = 60.0  # for any one thing to happen; far more than it takes
POLL_S = 0.03

Event = dict[str, Any]


@dataclass(frozen=True)
class End:
    """How a process ended, as `wait --json` says."""

    status: str
    value: Any
    error: dict[str, Any] | None
    exit: int


class Place:
    """A store's directory, and the OS process that serves it."""

    def __init__(self, store: Path) -> None:
        self.store = store
        self.log = store.with_name(store.name + ".log")  # of all that served it
        self._synced = store.with_name(store.name + ".synced")
        self._server: subprocess.Popen[str] | None = None

    # -- serving

    @property
    def server(self) -> subprocess.Popen[str]:
        assert self._server is not None, "nothing serves this place"
        return self._server

    def serve(
        self, *, ready: bool = True, kill_at: int = 0, points: Path | None = None, offset_s: float = 0.0,
        power: bool = False, options: Iterable[str] = (),
    ) -> None:
        """Start `flowmetal-vm serve`, with faults as in `killing`; with ready, wait until it says that it is."""
        assert self._server is None
        command = [str(VM)]
        if kill_at or points or offset_s or power:
            command = [sys.executable, "-m", "tests.scenarios.killing", f"--kill-at={kill_at}", f"--offset={offset_s}"]
            command += [f"--points={points}"] if points is not None else []
            command += [f"--synced={self._synced}"] if power else []
            command += ["--"]
        command += ["--store", str(self.store), "serve", "--listen", "127.0.0.1:0", *options]
        with self.log.open("a") as log:
            self._server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True, cwd=ROOT)
        if ready:
            assert self._server.stdout is not None
            line = self._server.stdout.readline()
            assert line.startswith("ready") or kill_at, f"serve said {line!r}; {self.log.read_text()}"

    def kill(self) -> None:
        """kill -9."""
        self.server.send_signal(signal.SIGKILL)
        self._gone()

    def lose_power(self) -> None:
        """kill -9, and what was not synced is lost: the store's file is that of the last sync, and it is alone.

        For a server started with power=True while nothing else writes.
        """
        self.kill()
        if self._synced.exists():
            with (self.store / "data.mdb").open("r+b") as file:
                file.write(self._synced.read_bytes())
                file.truncate()
            self._synced.unlink()
        for name in ("lock.mdb", "place"):
            (self.store / name).unlink(missing_ok=True)
        shutil.rmtree(self.store / "locks", ignore_errors=True)

    def stop(self) -> None:
        """SIGTERM, which ends it in good order."""
        self.server.send_signal(signal.SIGTERM)
        status = self._gone()
        assert status == 0, f"serve ended with status {status}: {self.log.read_text()}"

    def is_serving(self) -> bool:
        return self._server is not None and self._server.poll() is None

    def leave(self) -> None:
        """Whatever it does, it is over."""
        if self._server is not None:
            self._server.kill()
            self._gone()

    def _gone(self) -> int:
        status = self.server.wait(PATIENCE_S)
        assert self.server.stdout is not None
        self.server.stdout.close()
        self._server = None
        return status

    def __enter__(self) -> Place:
        return self

    def __exit__(self, *_: object) -> None:
        self.leave()

    # -- commands

    def command(self, *arguments: object) -> list[str]:
        return [str(VM), "--store", str(self.store), *map(str, arguments)]

    def run(self, *arguments: object) -> subprocess.CompletedProcess[str]:
        return subprocess.run(self.command(*arguments), capture_output=True, text=True, timeout=4 * PATIENCE_S)

    def ask(self, *arguments: object) -> str:
        """What a command prints; it must succeed."""
        done = self.run(*arguments)
        assert done.returncode == 0, f"{arguments} ended with status {done.returncode}: {done.stderr or done.stdout}"
        return done.stdout.strip()

    def records(self, *arguments: object) -> list[Any]:
        """What a command prints with --json: a document a line."""
        return [json.loads(line) for line in self.ask(*arguments, "--json").splitlines()]

    def start(self, program: str, **arguments: Any) -> str:
        """Start a process; its pid."""
        return self.ask("start", self.compiled(program), *_words(arguments))

    def start_all(self, program: str, arguments: Iterable[dict[str, Any]]) -> list[str]:
        """Start a process for each of them, many at once; their pids. Quicker than a command for each."""
        data = self.compiled(program).read_bytes()
        name = bundle.read(data).hash
        with self._opened() as store, ThreadPoolExecutor(32) as pool:
            return list(pool.map(lambda each: engine.start(store, data, program, [], each, program=name), arguments))

    def compiled(self, program: str) -> Path:
        """The bundle of a program of ours."""
        path = self.store.with_name(f"{program}.fmc")
        if not path.exists():
            subprocess.run([str(COMPILER), str(PROGRAMS / f"{program}.fm"), "-o", str(path)], check=True)
        return path

    def wait(self, pid: str, timeout_s: float = PATIENCE_S) -> End:
        """`wait`: until it has ended."""
        done = self.run("wait", pid, "--timeout", f"{timeout_s:g}s", "--json")
        assert done.returncode != 124, f"{pid} has not ended: {self.run('show', pid).stdout}{self.log.read_text()}"
        content = json.loads(done.stdout)
        return End(content["status"], content["value"], content["error"], content["exit"])

    def statuses(self) -> dict[str, str]:
        return {each["pid"]: each["status"] for each in self.records("ps")}

    def check(self) -> None:
        """`flowmetal-vm check` finds nothing."""
        done = self.run("check")
        assert done.returncode == 0, done.stdout + done.stderr

    # -- from this OS process: for what is asked again and again; `always` compares it with what the commands say

    def result(self, pid: str) -> Any:
        """Of a process that ends well; waits for it."""
        until(f"the end of {pid}", lambda: self.has_ended(pid))
        with self._opened() as store:
            status = engine.status(store, pid)
        assert status.record.status == "done", status.error
        return jsonable(status.value)

    def lines(self, pid: str) -> list[str]:
        """What it printed with `print`, in whole lines."""
        return self._texts(pid, "out").splitlines()

    def logged(self, pid: str) -> list[str]:
        """What it logged."""
        return self._texts(pid, "log").splitlines()

    def _texts(self, pid: str, stream: str) -> str:
        end = "\n" if stream == "log" else ""
        with self._opened() as store:
            return "".join(
                str(entry.data["text"]) + end for entry in engine.output(store, pid) if entry.data["stream"] == stream
            )

    def journal(self, pid: str) -> list[Event]:
        with self._opened() as store:
            return [
                {"number": each.number, "time_us": each.time_us, "kind": each.kind, "data": jsonable(each.data)}
                for each in engine.journal(store, pid)
            ]

    def has_ended(self, pid: str) -> bool:
        with self._opened() as store:
            return engine.status(store, pid).ended

    def count(self, pid: str, kind: str) -> int:
        """How many events of that kind its journal has."""
        with self._opened() as store:
            return sum(entry.kind == kind for entry in engine.journal(store, pid))

    def tally(self) -> dict[str, int]:
        """status -> how many processes have it."""
        with self._opened() as store:
            return dict(Counter(record.status for record in store.processes()))

    def deliveries(self, pid: str) -> int:
        """How many wait in the inbox of a process."""
        with self._opened() as store:
            return len(store.inbox(pid))

    def timers(self) -> int:
        """How many wait for a time."""
        with self._opened() as store:
            return len(store.due(1 << 62, 1_000_000))

    def tell(self, pid: str, channel: str, values: Iterable[Any]) -> None:
        """Send messages, as `send` does, but quicker."""
        with self._opened() as store:
            for value in values:
                engine.send(store, pid, channel, value)

    @contextmanager
    def _opened(self) -> Iterator[Store]:
        store = open_store(str(self.store))
        try:
            yield store
        finally:
            store.close()


def _words(arguments: Mapping[str, Any]) -> list[str]:
    return [f"{name}={value if isinstance(value, str) else json.dumps(value)}" for name, value in arguments.items()]


def until(what: str, holds: Callable[[], Any], timeout_s: float = PATIENCE_S) -> Any:
    """Wait until it holds; gives what it then is."""
    deadline = time.monotonic() + timeout_s
    while not (found := holds()):
        assert time.monotonic() < deadline, f"{what}: not within {timeout_s:g} s"
        time.sleep(POLL_S)
    return found


# -- what journals say


def asked(pid: str, journal: Iterable[Event], topic: str = "http.request") -> dict[str, Event]:
    """The requests of a topic: id -> event."""
    return {
        f"{pid}-{event['data']['request']}": event for event in journal
        if event["kind"] == "request" and event["data"]["topic"] == topic
    }


def outcomes(pid: str, journal: Iterable[Event]) -> dict[str, Event]:
    """id -> event of the one outcome that each request had."""
    found: dict[str, Event] = {}
    for event in journal:
        if event["kind"] == "outcome":
            name = f"{pid}-{event['data']['request']}"
            assert name not in found, f"{name} has two outcomes"
            found[name] = event
    return found


def most_open(journal: Iterable[Event]) -> int:
    """The most HTTP requests that were ever open at once, by the journal."""
    open_now, most = set(), 0
    for event in journal:
        number = event["data"].get("request") if isinstance(event["data"], dict) else None
        if event["kind"] == "request" and event["data"]["topic"] == "http.request":
            open_now.add(number)
        elif event["kind"] in ("outcome", "withdraw"):
            open_now.discard(number)
        most = max(most, len(open_now))
    return most


def always(place: Place, world: World, pids: Iterable[str], *, is_skewed: bool = False) -> None:
    """Ledger and journals agree, nothing is left running, and `check` finds nothing. The server has been stopped, and
    all of pids are done; there is one at least.

    is_skewed: the interpreter's clock was not that of the world, so their times are not compared.
    """
    requests: dict[str, Event] = {}
    applied, recorded = [], {}
    for pid in pids:
        journal = place.journal(pid)
        assert [event["number"] for event in journal] == list(range(1, len(journal) + 1))
        requests |= asked(pid, journal)
        for name, event in outcomes(pid, journal).items():
            if name in requests:
                recorded[name] = event["time_us"]
                answer = event["data"]["outcome"].get("ok")
                if answer is not None and answer["status"] < 400:
                    applied.append(name)
    wrong = contradictions(
        world.ledger(), asked=requests, applied=applied, recorded_us=None if is_skewed else recorded
    )
    assert wrong == []
    assert not place.is_serving()
    assert set(place.tally()) == {"done"}
    assert place.ask("output", pid).splitlines() == place.lines(pid)
    printed = [{name: value for name, value in each.items() if name != "sequence"} for each in
               place.records("journal", pid)]
    assert printed == place.journal(pid)
    place.check()


# -- killing


def kill_often(
    place: Place, dice: random.Random, kills: int, done: Callable[[], bool], longest_s: float = 0.8
) -> int:
    """Serve, kill after a random while and serve again, `kills` times or until done; gives how many kills there were.

    Some of the kills come while it starts. At the end nothing serves.
    """
    for n in range(kills):
        place.serve(ready=dice.random() < 0.8)
        time.sleep(dice.uniform(0.0, longest_s))
        place.kill()
        if done():
            return n + 1
    return kills


def kill_each(
    place: Place, start: Callable[[], str], compare: Callable[[str], None], *, moments: Iterable[int],
    power: bool = False,
) -> int:
    """One process for each n of moments, killed at the n-th point of the server's; until a run ends without a kill.

    After each kill the real command takes over; with power, what was not synced is lost before. compare(pid) looks
    at each process that has ended. Gives how many kills there were.
    """
    kills = 0
    for n in moments:
        pid = start()
        place.serve(kill_at=n, power=power)
        until("a kill or the end", lambda: not place.is_serving() or place.has_ended(pid))  # noqa: B023
        was_killed = not place.is_serving()
        if power and was_killed:
            place.lose_power()
        place.leave()
        kills += was_killed
        place.serve()
        place.wait(pid)
        place.stop()
        compare(pid)
        if not was_killed:
            break
    return kills

"""Scenario 18: a counter with an audience. Every acknowledged message counts once, whoever is killed meanwhile."""

from __future__ import annotations

import http.client
import json
import os
import random
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tests.scenarios.harness import Place, until

CLIENTS = 10
ADDS = int(os.environ.get("FLOWMETAL_ADDS", "60"))  # of each client; 500 in the campaign


class Client:
    """Sends messages over HTTP, each until it is acknowledged, by the same key."""

    def __init__(self, address: str, pid: str, name: str) -> None:
        self._address, self._pid, self.name = address, pid, name
        self._connection: http.client.HTTPConnection | None = None
        self.tries = 0

    def send(self, value: Any, key: str) -> None:
        body = json.dumps({"value": value})
        headers = {"Content-Type": "application/json", "Idempotency-Key": f"{self.name}-{key}"}
        while True:
            self.tries += 1
            try:
                connection = self._connection or http.client.HTTPConnection(self._address, timeout=10)
                self._connection = connection
                connection.request("POST", f"/v1/processes/{self._pid}/messages/counters", body, headers)
                answer = connection.getresponse()
                content = answer.read()
                if answer.status == 202:
                    return
                assert answer.status == 503, content
            except (OSError, http.client.HTTPException):
                if self._connection is not None:
                    self._connection.close()
                self._connection = None
            time.sleep(0.02)

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()


@contextmanager
def killing(place: Place, kills: int, dice: random.Random) -> Iterator[None]:
    """Meanwhile the server is killed, so many times at least."""
    done = threading.Event()

    def work() -> None:
        happened = 0
        while happened < kills or not done.is_set():
            done.wait(dice.uniform(0.2, 0.5)) if happened >= kills else time.sleep(dice.uniform(0.1, 0.3))
            if not (done.is_set() and happened >= kills):
                place.kill()
                place.serve()
                happened += 1

    thread = threading.Thread(target=work)
    if kills:
        thread.start()
    try:
        yield
    finally:
        done.set()
        if kills:
            thread.join()


def counted(place: Place, *, adds: int, kills: int) -> list[Client]:
    place.serve()
    pid = place.start("counters")
    address = _address(place)
    clients = [Client(address, pid, f"c{n}") for n in range(CLIENTS)]
    wrong: list[str] = []

    def work(client: Client, own: random.Random) -> None:
        for n in range(adds):
            client.send({"add": client.name, "client": client.name, "n": n}, f"add-{n}")
            if own.random() < 0.05 or n == adds - 1:
                tag = f"{client.name}-{n}"
                client.send({"read": client.name, "tag": tag}, f"read-{n}")
                line = until("the read", lambda tag=tag: next(  # type: ignore[misc]
                    (each for each in place.lines(pid) if each.startswith(tag + " ")), None))
                if int(line.split()[1]) != n + 1:
                    wrong.append(f"{line} after {n + 1} acknowledged adds")

    with killing(place, kills, random.Random(18)):
        threads = [threading.Thread(target=work, args=(each, random.Random(n))) for n, each in enumerate(clients)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert wrong == []
    clients[0].send("over", "over")
    assert place.result(pid) == {f"c{n}": adds for n in range(CLIENTS)}
    assert not [line for line in place.lines(pid) if line.startswith("out of order")]
    place.stop()
    place.check()
    for client in clients:
        client.close()
    return clients


def _address(place: Place) -> str:
    with place._opened() as store:
        url = store.setting("url")
    return (url or "").removeprefix("http://")


def test_undisturbed(place: Place) -> None:
    counted(place, adds=10, kills=0)


def test_killed_five_times(place: Place) -> None:
    clients = counted(place, adds=ADDS, kills=5)
    assert sum(client.tries for client in clients) > CLIENTS * ADDS


def test_the_command_sends_once_by_the_same_key(place: Place) -> None:
    pid = place.start("counters")
    for n in range(3):
        for _ in range(2):
            place.ask("send", pid, "counters", json.dumps({"add": "x", "client": "me", "n": n}), "--id", f"k{n}")
    place.serve()
    for _ in range(2):
        place.ask("send", pid, "counters", "over", "--id", "over")
    assert place.result(pid) == {"x": 3}
    place.ask("send", pid, "counters", "over", "--id", "over")  # it was accepted, though the process has ended
    place.stop()
    place.check()

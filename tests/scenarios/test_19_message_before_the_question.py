"""Scenario 19: messages come before they are asked for, while nobody serves, and to a process that has ended."""

from __future__ import annotations

import http.client
import json

import pytest

from tests.scenarios.harness import Place, always, until
from tests.world import World


def post(place: Place, pid: str, channel: str, value: object, key: str) -> int:
    """Over HTTP. Raises OSError."""
    with place._opened() as store:
        address = (store.setting("url") or "").removeprefix("http://")
    connection = http.client.HTTPConnection(address, timeout=5)
    try:
        headers = {"Content-Type": "application/json", "Idempotency-Key": key}
        connection.request("POST", f"/v1/processes/{pid}/messages/{channel}", json.dumps({"value": value}), headers)
        return connection.getresponse().status
    finally:
        connection.close()


def test_messages_wait_in_the_mailbox(place: Place, world: World) -> None:
    world.script("/work", {"delay": 1.5})
    place.serve()
    pid = place.start("late", api=world.url, count=3)
    until("the work", lambda: world.ledger())
    assert post(place, pid, "second", "b1", "1") == 202
    place.kill()  # between the acknowledgement and the `receive`
    with pytest.raises(OSError):
        post(place, pid, "first", "a1", "2")  # the server is off: the sender sees that
    place.ask("send", pid, "first", "a1", "--id", "2")  # the store needs no server
    place.serve()
    assert post(place, pid, "first", "a1", "2") == 202  # the sender comes again with what it could not tell
    assert post(place, pid, "second", "b2", "3") == 202
    place.kill()
    place.serve()
    place.ask("send", pid, "first", "a2")
    place.ask("send", pid, "first", "a3")
    assert post(place, pid, "second", "b3", "4") == 202
    place.kill()
    place.serve()
    assert place.result(pid) == [["a1", "a2", "a3"], ["b1", "b2", "b3"]]
    assert post(place, pid, "first", "late", "5") == 409
    refused = place.run("send", pid, "first", "late")
    assert refused.returncode != 0 and refused.stderr == f"flowmetal-vm: process {pid} has ended (done)\n"
    place.stop()
    always(place, world, [pid])

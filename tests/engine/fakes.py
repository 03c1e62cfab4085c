"""Machines with a tiny language of their own, and a world around a store: what the engine's tests stand on.

A fake program is a list of steps, packed; its hash is that of the bytes. A machine does one step after the other:

    ["ask", topic, payload, options]  request, and wait for the outcome; its value is added to `got`
    ["start", topic, payload]         request without waiting for it; the number is remembered
    ["drop"]                          withdraw the last request that was started
    ["sleep", microseconds]           ["sleep_until", microseconds since 1970]
    ["print", text]                   "{}" in the text is what was got last
    ["send_to_got", channel, value]   a message to the process whose pid was got last
    ["receive", channel]              ["spin", instructions]   ["grow", bytes]: the state becomes so much larger
    ["repeat", from step, times]      ["fail", text]           ["fail_if", value]: fail if that was got last
    ["crash"]                         a bug of the VM           ["random"]: asks each time something else
The value of a program is all that it got.
"""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Callable
from typing import Any

from flowmetal import engine, wire
from flowmetal.engine import interpreter
from flowmetal.store.lmdb import open_lmdb
from flowmetal.vm.events import Effect, Event

_never_same = itertools.count()


class FakeMachine:
    def __init__(self, steps: list[list[Any]]) -> None:
        self.steps = steps
        self.instructions = 0
        self.effects: list[Effect] = []
        self.state: dict[str, Any] = {
            "pc": 0, "status": "waiting", "url": None, "requests": 0, "open": {}, "waits": None, "got": [], "mail": {},
            "spun": 0, "turns": {}, "ballast": b"", "time": 0, "started": False, "cancelled": None, "last": None,
        }

    status = property(lambda self: self.state["status"])
    url = property(lambda self: self.state["url"])
    requests = property(lambda self: self.state["requests"])

    def deliver(self, event: Event) -> None:
        state, data = self.state, event.data
        assert state["status"] == "waiting" and event.time_us >= state["time"]
        state["time"] = event.time_us
        match event.kind:
            case "start":
                assert not state["started"]
                state["started"], state["url"] = True, data["url"]
            case "outcome" | "timer":
                del state["open"][data["request"]]  # raises for a request that is not open
                outcome = data.get("outcome", {"ok": None})
                value = outcome["ok"] if "ok" in outcome else "error: " + outcome["error"]["message"]
                if state["waits"] == data["request"]:
                    state["waits"] = None
                    state["got"].append(value)
            case "message":
                state["mail"].setdefault(data["channel"], []).append(data["value"])
            case "cancel":
                state["cancelled"] = data["reason"]
            case "resume":
                state["requests"] = max(state["requests"], data["requests"])
                for was in sorted(state["open"]):
                    number = self._number(state["open"].pop(was))
                    self.effects.append(Effect("reissue", {"request": number, "was": was}))
                    state["waits"] = number if state["waits"] == was else state["waits"]
                    state["last"] = number if state["last"] == was else state["last"]
            case "settings":
                state["url"] = data["url"]
            case _:
                raise AssertionError(event.kind)

    def run(self, budget: int) -> bool:
        state = self.state
        while state["started"] and state["status"] == "waiting":
            if state["cancelled"] is not None:
                self._end("cancelled", "Cancelled", state["cancelled"])
            elif state["waits"] is not None:
                return True
            elif state["pc"] == len(self.steps):
                state["status"] = "done"
                self.effects.append(Effect("end", {"status": "done", "value": state["got"], "exit": 0}))
            else:
                step = self.steps[state["pc"]]
                if step[0] == "spin" and state["spun"] + budget < step[1]:
                    state["spun"] += budget
                    self.instructions += budget
                    return False
                if step[0] == "receive" and not state["mail"].get(step[1]):
                    return True
                state["pc"] += 1
                self.instructions += 1
                self._do(step)
        return True

    def _do(self, step: list[Any]) -> None:
        state = self.state
        match step:
            case ["ask", topic, payload, *options]:
                state["waits"] = self._request(topic, payload, options[0] if options else {})
            case ["start", topic, payload]:
                state["last"] = self._request(topic, payload, {})
            case ["drop"]:
                del state["open"][state["last"]]
                self.effects.append(Effect("withdraw", {"request": state["last"]}))
            case ["sleep", us]:
                state["waits"] = self._request("timer", {"due": wire.Timestamp(state["time"] + us)}, {})
            case ["sleep_until", us]:
                state["waits"] = self._request("timer", {"due": wire.Timestamp(us)}, {})
            case ["print", text]:
                text = text.replace("{}", str(state["got"][-1] if state["got"] else None))
                self.effects.append(Effect("output", {"stream": "out", "text": text, "fields": {}}))
            case ["send_to_got", channel, value]:
                payload = {"to": state["got"][-1], "channel": channel, "value": value}
                state["waits"] = self._request("message", payload, {})
            case ["receive", channel]:
                state["got"].append(state["mail"][channel].pop(0))
            case ["spin", instructions]:
                self.instructions += instructions - state["spun"]
                state["spun"] = 0
            case ["grow", size]:
                state["ballast"] += b"\0" * size
            case ["repeat", back, times]:
                key = str(state["pc"])
                state["turns"][key] = state["turns"].get(key, 0) + 1
                if state["turns"][key] < times:
                    state["pc"] = back
            case ["fail", text]:
                self._end("failed", "ValueError", text)
            case ["fail_if", value]:
                if state["got"][-1] == value:
                    self._end("failed", "ValueError", str(value))
            case ["crash"]:
                raise RuntimeError("a bug")
            case ["random"]:
                state["waits"] = self._request("echo", next(_never_same), {})
            case _:
                raise AssertionError(step)

    def _number(self, topic: str) -> int:
        self.state["requests"] += 1
        self.state["open"][self.state["requests"]] = topic
        return int(self.state["requests"])

    def _request(self, topic: str, payload: Any, options: dict[str, Any]) -> int:
        number = self._number(topic)
        data = {"request": number, "topic": topic, "payload": payload, "options": options}
        self.effects.append(Effect("request", data))
        return number

    def _end(self, status: str, kind: str, message: str) -> None:
        self.state["status"] = status
        error = {"type": kind, "message": message, "frames": [], "notes": [], "cause": None, "context": None}
        self.effects.append(Effect("end", {"status": status, "error": error}))

    def take_effects(self) -> list[Effect]:
        effects, self.effects = self.effects, []
        return effects

    def tasks_alive(self) -> int:
        return 1

    def where(self, most: int) -> list[dict[str, Any]]:
        waits = str(self.state["waits"])
        return [{"task": 1, "function": "fake", "file": "fake", "line": self.state["pc"], "waits": waits}]

    def places(self, most: int) -> object:
        return self.where(most)

    def open_requests(self) -> dict[int, str]:
        return dict(self.state["open"])


class FakeMachines:
    """Counts what is made, so that tests can tell a cached machine from a loaded one."""

    def __init__(self) -> None:
        self.made = self.decoded = self.encoded = 0

    def load(self, data: bytes) -> list[list[Any]]:
        if not data.startswith(b"FAKE"):
            raise ValueError("not a fake program")
        return list(wire.unpack(data[4:]))

    def hash(self, data: bytes) -> str:
        return hashlib.sha256(data).hexdigest()

    def new(self, program: Any) -> FakeMachine:
        self.made += 1
        return FakeMachine(program)

    def encode(self, machine: Any) -> bytes:
        self.encoded += 1
        assert not machine.effects
        return b"SNAP" + wire.pack(machine.state)

    def decode(self, program: Any, data: bytes) -> FakeMachine:
        self.decoded += 1
        if not data.startswith(b"SNAP"):
            raise ValueError("not a fake snapshot")
        machine = FakeMachine(program)
        machine.state = wire.unpack(data[4:])
        return machine


class Clock:
    """A clock that goes on only when told, so that tests never wait."""

    def __init__(self) -> None:
        self.us = 1_700_000_000_000_000

    def __call__(self) -> int:
        return self.us


class World:
    """A store directory, a clock, and everything that tests do with them."""

    def __init__(self, directory: Any, **options: Any) -> None:
        self.directory, self.clock, self.machines = str(directory), Clock(), FakeMachines()
        self.options = {"clock": self.clock, "machines": self.machines, "report": self.report, **options}
        self.reports: list[str] = []
        self.asked: dict[str, list[Any]] = {}  # payloads seen by the outside, by request id
        self.store = open_lmdb(self.directory)

    def report(self, line: str) -> None:
        self.reports.append(line)

    def reopen(self) -> None:
        """As if the OS process had died and another had come: owners and claims fall."""
        self.store.close()
        self.store = open_lmdb(self.directory)

    def close(self) -> None:
        self.store.close()

    def begin(self, *steps: list[Any], key: str | None = None) -> str:
        data = b"FAKE" + wire.pack(list(steps))
        program = self.machines.hash(data)
        return engine.start(self.store, data, "fake", [], {}, key=key, clock=self.clock, program=program)

    def interpreter(self, store: Any = None, **options: Any) -> interpreter.Interpreter:
        return interpreter.Interpreter(store or self.store, **{**self.options, **options})

    def run(self, interp: interpreter.Interpreter, answer: Callable[[Any], Any] | None = lambda value: value) -> None:
        """Go on until nothing happens without time passing, answering requests of topic `echo` with what they say."""
        for _ in range(100_000):
            more = interp.step()
            if not more and not (answer is not None and self.answer(answer)) and interp.pause() > 0:
                return
        raise AssertionError("it never rests")

    def answer(self, answer: Callable[[Any], Any], topic: str = "echo") -> bool:
        """What a connector does: settle each open request, once per look."""
        requests = self.store.requests(topic)
        settled = False
        for request in requests:
            payload = wire.unpack(request.data)["payload"]
            seen = self.asked.setdefault(request.id, [])
            seen.append(payload)
            outcome = {"ok": answer(payload)}
            settled |= self.store.settle(request.id, wire.pack(outcome), self.clock())
        return settled

    def status(self, pid: str) -> engine.Status:
        return engine.status(self.store, pid)

    def printed(self, pid: str) -> list[str]:
        return [entry.data["text"] for entry in engine.output(self.store, pid)]

    def kinds(self, pid: str) -> list[str]:
        return [entry.kind for entry in engine.journal(self.store, pid)]

    def check(self) -> list[str]:
        """The store's own check runs in this OS process here: the file is sound, and it is quicker."""
        found = self.store.check_here()
        from flowmetal.engine import checking

        return found + checking.check_processes(self.store, self.machines)

"""Drives machines without any store: a virtual clock, timers, and an outside that answers requests at once.

`run` runs a program to its end. With `pause="wait"` the machine is encoded and decoded after every event, with
`pause="always"` also after every back-jump and call: the result must be the same, and each encoding must give the
same bytes again.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flowmetal import vm
from flowmetal.bytecode.code import Bundle, ModuleCode
from flowmetal.compiler import compile_module

STDLIB = Path(__file__).parents[2] / "stdlib"
START_US = 1_700_000_000_000_000
SEED = bytes(range(32))


@functools.cache
def library_module(name: str) -> ModuleCode:
    path = library_path(name)
    assert path is not None, f"there is no module {name}"
    return compiled(path.read_text(), name, f"stdlib/{path.relative_to(STDLIB)}", True)


def library_path(name: str) -> Path | None:
    """The file of a library module or package; None if there is none."""
    stem = STDLIB / name.replace(".", "/")
    return next((path for path in (stem.with_suffix(".fm"), stem / "__init__.fm") if path.exists()), None)


def compiled(text: str, key: str, file: str, library: bool) -> ModuleCode:
    module, diagnostics = compile_module(text, key=key, file=file, library=library)
    assert module is not None, [f"{file}:{d.span.line}: {d.message}" for d in diagnostics]
    return module


def program(text: str, libraries: tuple[str, ...] = ()) -> vm.Program:
    names = ("prelude", *libraries)
    modules = {name: library_module(name) for name in names}
    modules["__main__"] = compiled(text, "__main__", "main.fm", False)
    return vm.load(Bundle("ab" * 32, "main", modules))


@dataclass
class Run:
    program: vm.Program
    output: str = ""
    end: dict[str, Any] | None = None
    journal: list[vm.Event | vm.Effect] = field(default_factory=list)
    states: dict[int, bytes] = field(default_factory=dict)  # journal length -> state
    waiting: list[dict[str, Any]] = field(default_factory=list)

    @property
    def result(self) -> Any:
        assert self.end is not None, f"the process still waits: {self.waiting}"
        assert self.end["status"] == "done", self.end
        return self.end["value"]

    @property
    def error(self) -> tuple[str, str]:
        assert self.end is not None and "error" in self.end, self.end
        return self.end["error"]["type"], self.end["error"]["message"]


Answer = Callable[[str, Any], dict[str, Any]]


def echo(topic: str, payload: Any) -> dict[str, Any]:
    return {"ok": payload}


def run(
    source: str | vm.Program, libraries: tuple[str, ...] = (), *, pause: str = "", answer: Answer = echo,
    kwargs: dict[str, Any] | None = None, events: tuple[tuple[str, dict[str, Any]], ...] = (), limits: Any = None,
) -> Run:
    """Run to the end, or until nothing from outside can come any more. `events` are delivered one after each wait."""
    loaded = program(source, libraries) if isinstance(source, str) else source
    done = Run(loaded)
    machine = vm.Machine(loaded, limits)
    time_us = START_US
    later = list(events)
    timers: dict[int, int] = {}
    asked: dict[int, tuple[str, Any]] = {}
    event = vm.Event(
        "start", time_us, {"args": [], "kwargs": kwargs or {}, "seed": SEED, "url": "http://here", "pid": "p1"}
    )
    while True:
        done.journal.append(event)
        machine.deliver(event)
        effects: list[vm.Effect] = []
        while not machine.run(1 if pause == "always" else 1_000_000):
            effects += machine.take_effects()
            if pause == "always":
                machine = again(loaded, machine, limits)
        effects += machine.take_effects()
        done.journal += effects
        for effect in effects:
            data = effect.data
            if effect.kind == "output":
                done.output += data["text"] + ("" if data["stream"] == "out" else "\n")
            elif effect.kind == "request" and data["topic"] == "timer":
                timers[data["request"]] = data["payload"]["due"].us
            elif effect.kind == "request":
                asked[data["request"]] = (data["topic"], data["payload"])
            elif effect.kind == "withdraw":
                timers.pop(data["request"], None)
                asked.pop(data["request"], None)
            elif effect.kind == "end":
                done.end = data
                return done
        if pause:
            machine = again(loaded, machine, limits)
        done.states[len(done.journal)] = vm.encode(machine)
        if later:
            kind, data = later.pop(0)
            event = vm.Event(kind, time_us, data)
        elif asked:
            number = min(asked)
            event = vm.Event("outcome", time_us, {"request": number, "outcome": answer(*asked.pop(number))})
        elif timers:
            number = min(timers, key=lambda n: (timers[n], n))
            time_us = max(time_us, timers.pop(number))
            event = vm.Event("timer", time_us, {"request": number})
        else:
            done.waiting = machine.where()
            return done


def again(loaded: vm.Program, machine: vm.Machine, limits: Any = None) -> vm.Machine:
    """The machine after a trip through the snapshot codec."""
    data = vm.encode(machine)
    other = vm.decode(loaded, data, limits)
    assert vm.encode(other) == data, "a decoded state must encode to the same bytes"
    return other


def replay(loaded: vm.Program, journal: list[vm.Event | vm.Effect], machine: vm.Machine, start: int = 0) -> vm.Machine:
    """Feed the journal's inputs from its entry `start` on; the effects asked must be those in the journal."""
    at = start
    while at < len(journal):
        event = journal[at]
        assert isinstance(event, vm.Event)
        machine.deliver(event)
        while not machine.run(1_000_000):
            pass
        effects = machine.take_effects()
        at += 1
        assert effects == journal[at : at + len(effects)]
        at += len(effects)
    return machine

"""Both ways of executing, side by side: for tests, and for whoever doubts.

While `LOCKSTEP` is on, every event that a machine takes is also run by a second machine, from the same state, by the
interpreter alone; effects and the state afterwards must be the same, byte for byte. Generated code is made at once
then, not only for what runs often. Costs an encoding, a decoding and an interpretation for each event.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowmetal import wire
from flowmetal.vm import calls, interpreter

if TYPE_CHECKING:
    from flowmetal.vm.events import Event
    from flowmetal.vm.machine import Machine

LOCKSTEP = False


def switch_on() -> None:
    """For this OS process, from now on."""
    global LOCKSTEP
    LOCKSTEP = True
    calls.HOT_CALLS = interpreter.HOT_LOOP = 0


class Difference(AssertionError):
    """Generated code did something else than the interpreter."""


class Check:
    """Made before the machine takes the event; `compare` when it is idle again."""

    def __init__(self, machine: Machine, event: Event) -> None:
        from flowmetal.vm.snapshot import decode, encode

        if machine.main is None:
            self.twin = type(machine)(machine.program, machine.limits)
            self.twin.url, self.twin.time_us = machine.url, machine.time_us
        else:
            self.twin = decode(machine.program, encode(machine), machine.limits)
        self.twin.generated = self.twin.checking = False
        self.event = event

    def compare(self, machine: Machine) -> None:
        """Raises Difference."""
        from flowmetal.vm.snapshot import encode

        twin = self.twin
        twin.deliver(self.event)
        while not twin.run(1 << 40):
            pass
        if machine.limit_passed or twin.limit_passed:
            return  # where that happens is chance, see `Machine._used`
        mine, its = ([(effect.kind, wire.pack(effect.data)) for effect in one.effects] for one in (machine, twin))
        for number, (one, other) in enumerate(zip(mine, its, strict=False)):
            if one != other:
                raise Difference(
                    f"effect {number} of a {self.event.kind}: generated code {_shown(one)}, interpreter {_shown(other)}"
                )
        if len(mine) != len(its):
            raise Difference(f"generated code had {len(mine)} effects, the interpreter {len(its)}")
        if machine.status != twin.status:
            raise Difference(f"generated code: {machine.status}, interpreter: {twin.status}")
        if machine.status == "waiting" and encode(machine) != encode(twin):
            raise Difference(f"the state after a {self.event.kind} is not the same: {_first_difference(machine, twin)}")


def _first_difference(machine: Machine, twin: Machine) -> str:
    """Something for people to begin with."""
    from flowmetal.vm.snapshot import encode

    mine, its = (repr(wire.unpack(encode(one)[8:])) for one in (machine, twin))
    at = next((at for at, (one, other) in enumerate(zip(mine, its, strict=False)) if one != other), 0)
    return f"generated code …{mine[max(0, at - 60) : at + 60]}…, interpreter …{its[max(0, at - 60) : at + 60]}…"


def _shown(effect: tuple[str, bytes]) -> str:
    return f"{effect[0]} {wire.unpack(effect[1])!r}"[:300]

"""The seam between engine and VM: what the engine needs of a machine, and the real ones.

The engine is written against these two protocols, so that its tests can run it on machines of their own.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, Protocol

from flowmetal.vm.events import Effect, Event

if TYPE_CHECKING:
    from flowmetal.bytecode.code import Bundle


class Machine(Protocol):
    """One process's VM: a function from (state, event) to (state, effects). See `flowmetal.vm`."""

    replaying: bool  # set while it does again what is journaled: no limit of instructions counts then

    @property
    def status(self) -> str: ...
    @property
    def instructions(self) -> int: ...
    @property
    def requests(self) -> int: ...
    @property
    def url(self) -> str | None: ...
    def deliver(self, event: Event) -> None: ...
    def run(self, budget: int) -> bool: ...
    def take_effects(self) -> list[Effect]: ...
    def end_by_limit(self) -> None: ...
    def where(self, most: int) -> list[dict[str, Any]]: ...
    def places(self, most: int) -> object:
        """Equal as long as `where` gives the same."""

    def tasks_alive(self) -> int: ...
    def open_requests(self) -> dict[int, str]: ...


class Machines(Protocol):
    """Makes machines, from nothing and from snapshots."""

    def load(self, data: bytes) -> Any:
        """A bundle's program. Raises the bundle's errors."""

    def hash(self, data: bytes) -> str:
        """The hash that names a bundle which `load` accepts."""

    def new(self, program: Any) -> Machine: ...
    def encode(self, machine: Machine) -> bytes: ...
    def decode(self, program: Any, data: bytes) -> Machine:
        """Raises for anything that is not a snapshot of that program."""


_at_hand: tuple[bytes, Bundle] | None = None


def hand_over(data: bytes, read: Bundle) -> None:
    """The bundle that data holds, from somebody who has read and verified it and needs it no more."""
    global _at_hand
    _at_hand = data, read


class RealMachines:
    """The Flowmetal VM, imported when the first program is loaded: commands that only look never need it."""

    def load(self, data: bytes) -> Any:
        from flowmetal import vm
        from flowmetal.bytecode import bundle

        global _at_hand
        known, _at_hand = _at_hand, None  # once: a program makes what it loads its own
        program = vm.load(known[1] if known is not None and known[0] == data else bundle.read(data))
        program.generated = os.environ.get("FLOWMETAL_GENERATED", "on") != "off"
        if os.environ.get("FLOWMETAL_LOCKSTEP", "off") == "on":
            vm.switch_lockstep_on()
        return program

    def hash(self, data: bytes) -> str:
        from flowmetal.bytecode import bundle

        return bundle.read(data).hash

    def new(self, program: Any) -> Machine:
        from flowmetal import vm

        return vm.Machine(program)

    def encode(self, machine: Machine) -> bytes:
        from flowmetal import vm

        assert isinstance(machine, vm.Machine)
        return vm.encode(machine)

    def decode(self, program: Any, data: bytes) -> Machine:
        from flowmetal import vm

        return vm.decode(program, data)

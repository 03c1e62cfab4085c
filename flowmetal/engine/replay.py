"""Rebuilding a machine's state from journaled events, and noticing when it does not ask what it asked before."""

from __future__ import annotations

from collections.abc import Sequence

from flowmetal import wire
from flowmetal.engine.journals import BY_ENGINE, LATE, Entry
from flowmetal.engine.machines import Machine
from flowmetal.vm.events import INPUTS, Event

SLICE = 1_000_000  # instructions between two looks; of no importance to the result


class Divergence(Exception):
    """A machine did not do again what its journal says it did: damage, or a bug of the VM."""


def replay(machine: Machine, path: Sequence[Entry]) -> None:
    """Feed the inputs of a live path to machine, comparing each effect, kind and bytes, with the journaled one.

    `path` starts where the machine's state ends, and ends before the next input. Raises Divergence.
    """
    machine.replaying = True
    try:
        _replay(machine, path)
    finally:
        machine.replaying = False


def _replay(machine: Machine, path: Sequence[Entry]) -> None:
    index = 0
    while index < len(path):
        entry = path[index]
        index += 1
        if is_engines_own(entry):
            continue
        if entry.kind not in INPUTS:
            raise Divergence(f"event {entry.number} ({entry.kind}) is journaled, but the machine did not ask for it")
        if index < len(path) and path[index].kind == "end" and path[index].data.get("limit"):
            index += 1
            machine.end_by_limit()
            continue
        for kind, raw in _effects_of(machine, entry):
            while index < len(path) and is_engines_own(path[index]):
                index += 1
            if index == len(path) or path[index].kind in INPUTS:
                raise Divergence(f"after event {entry.number} the machine asked for one {kind} more than journaled")
            journaled = path[index]
            if journaled.kind != kind or journaled.raw != raw:
                raise Divergence(
                    f"event {journaled.number} is journaled as {_brief(journaled.kind, journaled.raw)}, "
                    f"but the machine asked for {_brief(kind, raw)}"
                )
            index += 1


def is_engines_own(entry: Entry) -> bool:
    """Whether the machine knows nothing of this event."""
    return entry.kind == LATE or (entry.kind == "end" and entry.data.get("by") == BY_ENGINE)


def _effects_of(machine: Machine, entry: Entry) -> list[tuple[str, bytes]]:
    try:
        machine.deliver(Event(entry.kind, entry.time_us, entry.data))
        while not machine.run(SLICE):
            pass
        return [(effect.kind, wire.pack(effect.data)) for effect in machine.take_effects()]
    except Exception as error:  # whatever it is, the first time it did not happen
        raise Divergence(f"event {entry.number} ({entry.kind}): {type(error).__name__}: {error}") from error


def _brief(kind: str, raw: bytes) -> str:
    text = repr(wire.unpack(raw))
    return f"{kind} {text[:120] + '…' if len(text) > 120 else text}"

"""Does a store tell the truth? The store's own check, then every process against its own history.

For each process: everything that is stored can be decoded; replay from the start asks what the journal says was
asked; the state at the snapshot's position is the snapshot, byte for byte, and replay goes on from the decoded
snapshot just so; and what the machine waits for is what the store keeps open for it.
"""

from __future__ import annotations

from typing import Any

from flowmetal.engine import journals
from flowmetal.engine.advance import describe, input_of
from flowmetal.engine.journals import CALLBACK, MESSAGE, TIMER, Entry, Where
from flowmetal.engine.machines import Machine, Machines, RealMachines
from flowmetal.engine.replay import Divergence, is_engines_own, replay
from flowmetal.store.protocol import FAILED, MOVED, READY, WAITING, Damaged, Exported, Store, StoreError
from flowmetal.wire import pack


def check(store: Store, *, machines: Machines | None = None) -> list[str]:
    """Read and replay everything; one line per contradiction, none for a good store. Changes nothing."""
    return store.check() + check_processes(store, machines if machines is not None else RealMachines())


def check_processes(store: Store, machines: Machines) -> list[str]:
    """The second half of `check`: every process against its own history."""
    found: list[str] = []
    programs: dict[str, Any] = {}
    for record in store.processes():
        if record.status == MOVED:
            continue
        try:
            exported = store.export(record.pid, mark_moved=False)
            program = programs.get(record.program)
            if program is None:
                program = programs[record.program] = machines.load(exported.program)
        except StoreError as error:
            found.append(f"process {record.pid}: {error}")
        except Exception as error:
            found.append(f"process {record.pid}: its program cannot be loaded: {describe(error)}")
        else:
            found.extend(f"process {record.pid}: {line}" for line in contradictions(exported, program, machines))
    return found


def contradictions(exported: Exported, program: Any, machines: Machines) -> list[str]:
    """What is wrong with one process, of which everything is given."""
    try:
        entries = [journals.decode(event) for event in exported.events]
        numbers = [entry.number for entry in entries]
        if len(numbers) != exported.process.position or numbers != list(range(1, len(numbers) + 1)):
            return ["its journal has gaps"]
        return _replayed(exported, entries, program, machines)
    except (Damaged, Divergence) as error:
        return [str(error)]
    except (KeyError, TypeError, ValueError) as error:  # an event without the fields of its kind
        return [f"its journal is damaged: {describe(error)}"]
    except Exception as error:  # a snapshot of another program or version, say
        return [f"it cannot be replayed: {describe(error)}"]


def _replayed(exported: Exported, entries: list[Entry], program: Any, machines: Machines) -> list[str]:
    record, found = exported.process, []
    upto = _last_sound(exported, entries)
    at = record.snapshot if exported.snapshot is not None else 0
    if at > upto:
        return [f"its snapshot is of event {at}, which is void"]
    machine = machines.new(program)
    path = journals.live_path(entries, upto)
    if at and at not in {entry.number for entry in path}:
        return [f"its snapshot is of event {at}, which is void"]
    replay(machine, [entry for entry in path if entry.number <= at])
    if exported.snapshot is not None:
        if machines.encode(machine) != exported.snapshot:
            found.append(f"its snapshot at event {at} is not the state that replay gives")
        machine = machines.decode(program, exported.snapshot)
        if machines.encode(machine) != exported.snapshot:
            found.append(f"its snapshot at event {at} is not what it decodes to")
    replay(machine, [entry for entry in path if entry.number > at])
    return found + _waits(exported, machine, entries)


def _last_sound(exported: Exported, entries: list[Entry]) -> int:
    """The last position whose state can be rebuilt: not that of an end which the engine made."""
    if entries and entries[-1].kind == "end" and is_engines_own(entries[-1]):
        back = Where.unpack(exported.process.where).resume_at
        return back if back is not None else entries[-1].number - 1
    return exported.process.position


def _waits(exported: Exported, machine: Machine, entries: list[Entry]) -> list[str]:
    """What the machine waits for against what the store keeps open."""
    record, found = exported.process, []
    timers = {timer.number for timer in exported.timers}
    requests = {request.number: request for request in exported.requests}
    callbacks = {number: token_hash for token_hash, number, used in exported.callbacks if not used}
    if record.status not in (READY, WAITING):
        kept = CALLBACK if record.status == FAILED else None  # a failed process may still be called
        left = sorted(timers | {number for number, request in requests.items() if request.topic != kept})
        return [f"it has ended, but requests {left} are open"] if left else []
    answered = {item.data["request"] for item in map(input_of, exported.inbox) if item.kind == "outcome"}
    wanted, asked = machine.open_requests(), journals.Requests(entries)
    for number, topic in wanted.items():
        what, request = asked.find(number), requests.get(number)
        if number in answered:
            continue
        if topic == TIMER:
            if number not in timers:
                found.append(f"it waits for timer {number}, which is not set")
        elif request is None or what is None or request.topic != topic or topic == MESSAGE:
            found.append(f"it waits for request {number} ({topic}), which is not open")
        elif request.data != pack({"payload": what.payload, "options": what.options}):
            found.append(f"request {number} is open with another content than it asked for")
        elif topic == CALLBACK and callbacks.get(number) != what.payload["token_hash"]:
            found.append(f"it waits for callback {number}, which nobody can call")
    for number in sorted((timers | requests.keys()) - wanted.keys()):
        found.append(f"request {number} is open, but it does not wait for it")
    return found

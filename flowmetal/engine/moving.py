"""`.fmx` files: one process, to be continued elsewhere.

Layout: the 4 bytes 7F 'F' 'M' 'X', a version byte, the SHA-256 of what follows, then packed plain data: the fields
of `store.Exported`, each record as a list of its fields. Written by `export_process`, which marks the process as
moved in the same transaction that reads it.

A file from a stranger is refused before anything of it is stored: its program is verified, its snapshot decoded, its
journal replayed, and what it waits for compared (see `checking`). It is refused in three ways, as the mend differs:
NotAnExport, OtherExportVersion, DamagedExport.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any, TypeVar

from flowmetal import wire
from flowmetal.engine.advance import describe
from flowmetal.engine.checking import contradictions
from flowmetal.engine.control import Clock, wall_clock_us
from flowmetal.engine.ids import is_pid
from flowmetal.engine.machines import Machines, RealMachines
from flowmetal.slotted import astuple
from flowmetal.store.protocol import (
    MOVED,
    Changed,
    Delivery,
    Event,
    Exported,
    Process,
    Request,
    Store,
    StoreError,
    Timer,
)

MAGIC, VERSION = b"\x7fFMX", 1
LARGEST = 1 << 63  # numbers of a store are smaller
T = TypeVar("T")


class ExportError(StoreError):
    """An export that is not taken in."""


class NotAnExport(ExportError):
    """Something else."""


class OtherExportVersion(ExportError):
    """Written by another version of Flowmetal."""


class DamagedExport(ExportError):
    """Cut off, altered, or contradicting itself."""


def export_process(store: Store, pid: str, *, keep: Callable[[bytes], None] | None = None) -> bytes:
    """The `.fmx` file of a process, which has moved away when this returns.

    keep(data), which may be called more than once, makes the file durable; the process is marked as moved only after
    that, and only if it is still as the file says: so it is never lost, and never alive here after the file counts.
    Raises NoSuchProcess, ProcessEnded if it has moved already, StoreError while another interpreter runs it, and
    what `keep` raises: then it has not moved.
    """
    if keep is None:
        return encode(store.export(pid))
    while True:
        seen = store.export(pid, mark_moved=False)
        data = encode(seen)
        keep(data)
        try:
            store.export(pid, expected=seen)
        except Changed:
            continue
        return data


def import_process(
    store: Store, data: bytes, *, clock: Clock = wall_clock_us, machines: Machines | None = None
) -> str:
    """Continue a process here; gives its pid. Raises ExportError, StoreError if the process is in this store."""
    exported = decode(data)
    verify(exported, machines if machines is not None else RealMachines())
    store.import_process(exported, clock())
    return exported.process.pid


def encode(exported: Exported) -> bytes:
    content = wire.pack([
        list(astuple(exported.process)), exported.program, exported.snapshot,
        *([list(astuple(record)) for record in records] for records in (
            exported.events, exported.inbox, exported.requests, exported.timers,
        )),
        [list(callback) for callback in exported.callbacks],
    ])
    return MAGIC + bytes([VERSION]) + hashlib.sha256(content).digest() + content


def decode(data: bytes) -> Exported:
    """Raises NotAnExport, OtherExportVersion, DamagedExport; looks at the shape only, see `verify`."""
    if data[: len(MAGIC)] != MAGIC:
        raise NotAnExport("this is not an exported process (.fmx)")
    if data[len(MAGIC) : len(MAGIC) + 1] not in (b"", bytes([VERSION])):
        raise OtherExportVersion(
            f"this process was exported in format {data[len(MAGIC)]}, and this Flowmetal reads {VERSION}; "
            "use a matching version"
        )
    digest, content = data[len(MAGIC) + 1 : len(MAGIC) + 33], data[len(MAGIC) + 33 :]
    if hashlib.sha256(content).digest() != digest:
        raise DamagedExport("this exported process is damaged or cut off; export or copy it again")
    try:
        process, program, snapshot, events, inbox, requests, timers, callbacks = wire.unpack(content)
        exported = Exported(
            _record(Process, process), program, snapshot, _records(Event, events), _records(Delivery, inbox),
            _records(Request, requests), _records(Timer, timers),
            [(bytes(token_hash), int(number), bool(used)) for token_hash, number, used in callbacks],
        )
        _check_types(exported)
        return exported
    except (wire.WireError, TypeError, ValueError, IndexError, OverflowError) as error:
        raise DamagedExport(f"this exported process is damaged: {error}") from None


def verify(exported: Exported, machines: Machines) -> None:
    """Raises DamagedExport unless the program is sound and the state is what the journal gives."""
    process = exported.process
    try:
        program = machines.load(exported.program)
    except Exception as error:
        raise DamagedExport(f"the program in this exported process cannot be loaded: {describe(error)}") from None
    if machines.hash(exported.program) != process.program:
        raise DamagedExport("the program in this exported process is another than it says")
    pids = {
        *(event.pid for event in exported.events), *(item.pid for item in exported.inbox),
        *(request.pid for request in exported.requests), *(timer.pid for timer in exported.timers),
    }
    if process.status == MOVED or pids - {process.pid} or not is_pid(process.pid):
        raise DamagedExport("this exported process contradicts itself")
    try:
        found = contradictions(exported, program, machines)
    except Exception as error:  # a snapshot that does not decode, say
        found = [describe(error)]
    if found:
        raise DamagedExport(f"this exported process is damaged: {found[0]}")


def _record(kind: Callable[..., T], fields: Any) -> T:
    return kind(*fields)


def _records(kind: Callable[..., T], rows: Any) -> list[T]:
    return [kind(*row) for row in rows]


_TYPES: dict[str, Any] = {
    "int": int, "str": str, "bytes": bytes, "str | None": (str, type(None)), "bytes | None": (bytes, type(None)),
}


def _check_types(exported: Exported) -> None:
    """Raises TypeError where a field is of another type than its declaration says."""
    records = (exported.process, *exported.events, *exported.inbox, *exported.requests, *exported.timers)
    for record in records:
        for name, declared in type(record).__annotations__.items():
            value = getattr(record, name)
            if not isinstance(value, _TYPES[declared]) or (isinstance(value, int) and not -LARGEST <= value < LARGEST):
                raise TypeError(f"{type(record).__name__}.{name} is not {declared}")
    if not isinstance(exported.program, bytes) or not isinstance(exported.snapshot, bytes | None):
        raise TypeError("the program and the snapshot are bytes")

"""The machine: runs a bundle's programs as pure functions of events. What other packages may use stands here."""

from flowmetal.vm.events import Effect, Event
from flowmetal.vm.image import ImageError, Program, load
from flowmetal.vm.jit.lockstep import Difference
from flowmetal.vm.jit.lockstep import switch_on as switch_lockstep_on
from flowmetal.vm.machine import Limits, Machine
from flowmetal.vm.snapshot import (
    DamagedSnapshot,
    NotASnapshot,
    OtherSnapshotVersion,
    SnapshotError,
    decode,
    encode,
)

__all__ = [
    "DamagedSnapshot", "Difference", "Effect", "Event", "ImageError", "Limits", "Machine", "NotASnapshot",
    "OtherSnapshotVersion", "Program", "SnapshotError", "decode", "encode", "load", "switch_lockstep_on",
]

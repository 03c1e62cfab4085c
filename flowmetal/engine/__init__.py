"""Joins VM and store: runs processes, and acts on them. What other packages use of the engine is here.

Acting and looking (`control`) needs no VM; the interpreter, `check` and moving are imported when they are first
used, so that a command that only looks starts fast.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flowmetal.engine.control import (
    NotFailed,
    NotPlainData,
    Status,
    cancel,
    deploy,
    journal,
    output,
    resume,
    send,
    start,
    start_many,
    status,
    wait,
    wall_clock_us,
)
from flowmetal.engine.ids import is_pid, new_pid
from flowmetal.engine.journals import Entry, Where

if TYPE_CHECKING:
    from flowmetal.engine.checking import check
    from flowmetal.engine.interpreter import Interpreter, InterpreterCrashed
    from flowmetal.engine.moving import (
        DamagedExport,
        ExportError,
        NotAnExport,
        OtherExportVersion,
        export_process,
        import_process,
    )

_LATER = {
    "check": "checking",
    "Interpreter": "interpreter",
    "InterpreterCrashed": "interpreter",
    "DamagedExport": "moving",
    "ExportError": "moving",
    "NotAnExport": "moving",
    "OtherExportVersion": "moving",
    "export_process": "moving",
    "import_process": "moving",
}

__all__ = [
    "DamagedExport",
    "Entry",
    "ExportError",
    "Interpreter",
    "InterpreterCrashed",
    "NotAnExport",
    "NotFailed",
    "NotPlainData",
    "OtherExportVersion",
    "Status",
    "Where",
    "cancel",
    "check",
    "deploy",
    "export_process",
    "import_process",
    "is_pid",
    "journal",
    "new_pid",
    "output",
    "resume",
    "send",
    "start",
    "start_many",
    "status",
    "wait",
    "wall_clock_us",
]


def __getattr__(name: str) -> Any:
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_LATER[name]}"), name)

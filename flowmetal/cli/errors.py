"""From errors to one line on standard error and an exit status; the last guard of the command.

    0       all went well              1   the program failed; a source, bundle or export that cannot be used
    2       wrong usage                3   no such process
    4       trouble with the store, or with the port to listen on
    70      a fault of ours            124 `wait --timeout`: the time was up
    128+n   stopped by signal n        a program's `exit(n)` gives n

A user never sees a Python traceback, unless FLOWMETAL_DEBUG is set.
"""

from __future__ import annotations

import io
import os
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import NoReturn

FAILED, USAGE, NO_PROCESS, STORE_TROUBLE, OUR_FAULT, TIME_IS_UP = 1, 2, 3, 4, 70, 124
INTERRUPTED, READER_GONE = 130, 141
NAME = "flowmetal-vm"


class Refused(Exception):
    """A command that cannot do what it was asked: one line that names the mend, and the exit status."""

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        self.status = status


def say(message: str) -> None:
    """One line to the operator, on standard error. Nothing happens if nobody can read it."""
    with suppress(OSError, ValueError):
        print(f"{NAME}: {one_line(message)}", file=sys.stderr, flush=True)


def one_line(text: str) -> str:
    return " ".join(text.split())


def guarded(command: Callable[[], int | None]) -> NoReturn:
    """Run the command and end this OS process with its status, whatever happens."""
    threading.excepthook = _thread_died
    sys.unraisablehook = _unraisable
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # whatever a program prints can be shown
            stream.reconfigure(errors="backslashreplace")
    try:
        status = command() or 0
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else 0 if end.code is None else FAILED
    except BaseException as error:
        if _is_debugged() and not isinstance(error, KeyboardInterrupt):
            import traceback

            traceback.print_exception(error)
        status = _told(error)
    _end(status)


def _told(error: BaseException) -> int:
    """Say what went wrong; gives the exit status."""
    if isinstance(error, BrokenPipeError):
        return READER_GONE
    if isinstance(error, KeyboardInterrupt):
        return INTERRUPTED
    if isinstance(error, Refused):
        say(str(error))
        return error.status
    status = _store_status(error)
    if status is not None:
        say(str(error))
        return status
    if isinstance(error, MemoryError):
        say("out of memory; nothing that was committed is lost")
        return STORE_TROUBLE
    if isinstance(error, OSError):  # standard output on a full disk, say
        where = f" ({error.filename})" if error.filename else ""
        say(f"{error.strerror or type(error).__name__}{where}; nothing that was committed is lost")
        return STORE_TROUBLE
    say(f"internal error: {type(error).__name__}: {error}: please report this; FLOWMETAL_DEBUG=1 shows more")
    return OUR_FAULT


def _store_status(error: BaseException) -> int | None:
    """The status for trouble that the lower floors have put into words; None if it is none of that."""
    known: dict[str, int] = {
        "NoSuchProcess": NO_PROCESS,
        "ProcessEnded": FAILED,
        "NotFailed": FAILED,
        "ExportError": FAILED,
        "BundleError": FAILED,
        "NotPlainData": USAGE,
        "ConnectorError": STORE_TROUBLE,
        "StoreError": STORE_TROUBLE,
    }
    for kind in type(error).__mro__:  # by name: the error's module is loaded, the others need not be
        if kind.__module__.startswith("flowmetal.") and kind.__name__ in known:
            return known[kind.__name__]
    return None


def _end(status: int) -> NoReturn:
    """Without Python's finalisation: threads of ours that are daemons must not run into it."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except BrokenPipeError:
            status = status or READER_GONE
        except (OSError, ValueError):
            if stream is sys.stdout and not status:
                say("standard output cannot be written; make room, or look at where it goes")
                status = STORE_TROUBLE
    os._exit(status & 0xFF)


def _thread_died(args: threading.ExceptHookArgs) -> None:
    if _is_debugged():
        import traceback

        traceback.print_exception(args.exc_type, args.exc_value, args.exc_traceback)
    name = args.thread.name if args.thread is not None else "a thread"
    say(f"internal error in {name}: {args.exc_type.__name__}: {args.exc_value}: please report this")


def _unraisable(args: object) -> None:
    if _is_debugged():
        sys.__unraisablehook__(args)  # type: ignore[arg-type]  # the hook's own argument type is not public


def _is_debugged() -> bool:
    return bool(os.environ.get("FLOWMETAL_DEBUG"))

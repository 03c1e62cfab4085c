"""Writing an exported process to its file, so that at any crash it is alive in exactly one place.

    live here --write PART, sync--> live here, PART whole --mark moved--> moved, PART whole --link FILE--> moved, FILE

PART, beside FILE and named after the pid, is no export yet: only when the process has moved does it become FILE. The
store remembers the hash of what was written, so that the same command completes what was cut short after the mark,
and never takes an older PART for it. An existing file is never written over: it may be the only copy of a process.
"""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress

from flowmetal import engine
from flowmetal.cli.errors import FAILED, USAGE, Refused
from flowmetal.store.protocol import MOVED, Process, ProcessEnded, Store


def export_to(store: Store, record: Process, path: str) -> None:
    """Raises Refused, StoreError; then the process is still here, or PART is named in the message."""
    part = f"{path}.{record.pid}.part"
    if record.status == MOVED:
        _complete(store, record.pid, path, part)
        return
    if os.path.lexists(path):
        raise Refused(f"{path} exists already; name another file, or move that one away", USAGE)

    def keep(data: bytes) -> None:
        _write(part, data, path)
        store.set_setting(_setting(record.pid), hashlib.sha256(data).hexdigest())

    try:
        engine.export_process(store, record.pid, keep=keep)
    except Exception:
        with suppress(OSError):
            os.unlink(part)
        raise
    _publish(part, path)


def _complete(store: Store, pid: str, path: str, part: str) -> None:
    """The process has moved before: into PART, if that was cut short. Raises ProcessEnded if there is no such file."""
    wanted = store.setting(_setting(pid))
    if wanted is not None and _hash(path) == wanted:
        with suppress(OSError):
            os.unlink(part)
    elif wanted is not None and _hash(part) == wanted:
        _publish(part, path)
    else:
        raise ProcessEnded(pid, MOVED)


def _write(part: str, data: bytes, path: str) -> None:
    try:
        with open(part, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        _sync_directory(part)
    except (OSError, ValueError) as error:
        reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
        raise Refused(f"cannot write {path}: {reason}; name another file; the process is still here", FAILED) from None


def _publish(part: str, path: str) -> None:
    """PART becomes FILE, unless there is a file already."""
    try:
        try:
            os.link(part, path)
        except FileExistsError:
            raise
        except OSError:  # a file system without hard links
            if os.path.lexists(path):
                raise FileExistsError from None
            os.rename(part, path)
        else:
            os.unlink(part)
        _sync_directory(path)
    except OSError as error:
        reason = error.strerror or "it exists already"
        raise Refused(f"cannot write {path}: {reason}; it has moved into {part}: rename that", FAILED) from None


def _sync_directory(path: str) -> None:
    fd = os.open(os.path.dirname(os.path.abspath(path)), os.O_RDONLY | os.O_CLOEXEC)
    try:
        with suppress(OSError):  # some file systems cannot sync a directory
            os.fsync(fd)
    finally:
        os.close(fd)


def _hash(path: str) -> str | None:
    try:
        with open(path, "rb") as file:
            return hashlib.sha256(file.read()).hexdigest()
    except OSError:
        return None


def _setting(pid: str) -> str:
    return f"export {pid}"

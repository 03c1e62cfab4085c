"""From PROG on the command line to a verified bundle: a source is compiled, a `.fmc` is read."""

from __future__ import annotations

import os
import stat
import sys
from typing import TYPE_CHECKING

from flowmetal.cli.errors import FAILED, USAGE, Refused
from flowmetal.slotted import slotted

if TYPE_CHECKING:
    from flowmetal.bytecode.code import Bundle

SOURCE_SUFFIX, BUNDLE_SUFFIX, EXPORT_SUFFIX = ".fm", ".fmc", ".fmx"
_EXPORT_MAGIC = b"\x7fFMX"


@slotted
class Program:
    data: bytes
    bundle: Bundle  # what data holds, verified
    shown: str  # as it was called on the command line


def is_file_name(prog: str) -> bool:
    """Whether PROG is meant as a file, not as the pid of a process."""
    return os.path.lexists(prog) or os.sep in prog or prog.endswith((SOURCE_SUFFIX, BUNDLE_SUFFIX, EXPORT_SUFFIX))


def load(path: str) -> Program:
    """Compile or read. Raises Refused; the diagnostics of a bad source are printed before.

    Warnings are shown on terminals only, and once: when the source is compiled, not when it comes from the cache.
    """
    return _compiled(path) if path.endswith(SOURCE_SUFFIX) else _read(path)


def read_file(path: str, what: str) -> bytes:
    """A whole file, named by the user. Raises Refused."""
    try:
        with open(path, "rb") as file:
            if stat.S_ISCHR(os.fstat(file.fileno()).st_mode):
                raise Refused(f"{path} is a device; name {what}", USAGE)
            return file.read()
    except (OSError, ValueError) as error:
        raise Refused(unreadable(path, error, what), USAGE) from None


def beside(path: str) -> str | None:
    """A program of that name, if its suffix was left out."""
    return next((path + suffix for suffix in (SOURCE_SUFFIX, BUNDLE_SUFFIX) if os.path.isfile(path + suffix)), None)


def unreadable(path: str, error: OSError | ValueError, what: str) -> str:
    if isinstance(error, FileNotFoundError):
        known = beside(path)
        return f"no such file: {path}" + (f"; did you mean {known}?" if known else f"; name {what}")
    if isinstance(error, IsADirectoryError):
        return f"{path} is a directory; name {what} in it"
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return f"cannot read {path}: {reason}; name {what} that you may read"


def _compiled(path: str) -> Program:
    from flowmetal.bytecode import bundle
    from flowmetal.compiler import compile_file

    try:
        compiled = compile_file(path, warn_again=False)
    except (OSError, ValueError) as error:
        if not isinstance(error, OSError) and "\0" not in path:
            raise
        raise Refused(unreadable(path, error, "a source (.fm)"), USAGE) from None
    if compiled.bundle is None or (compiled.diagnostics and sys.stderr.isatty()):
        from flowmetal.cli.diagnostics import report

        report(compiled.diagnostics, compiled.sources)
    if compiled.bundle is None:
        raise SystemExit(FAILED)
    return Program(compiled.bundle, bundle.read(compiled.bundle, verified=True), path)


def _read(path: str) -> Program:
    from flowmetal.bytecode import bundle
    from flowmetal.compiler import cache

    data = read_file(path, "a source (.fm) or a compiled program (.fmc)")
    known = cache.is_verified(data)
    try:
        program = Program(data, bundle.read(data, verified=known), path)
        if not known:
            cache.store_verified(data)
        return program
    except bundle.NotABundle:
        if data.startswith(_EXPORT_MAGIC):
            text = f"{path} is an exported process; to continue it here: flowmetal-vm import {path}"
        else:
            text = f"{path} is not a Flowmetal program; name a source (.fm) or a compiled program (.fmc)"
        raise Refused(text, FAILED) from None
    except bundle.OtherVersion as error:
        raise Refused(f"{path}: {error}; compile its source again with flowmetalc", FAILED) from None
    except bundle.DamagedBundle as error:
        raise Refused(f"{path} is damaged: {error}; copy it again, or compile its source again", FAILED) from None

"""What was compiled before: whole programs, and modules of the standard library, in the user's cache directory.

    $XDG_CACHE_HOME/flowmetal/programs/<hash of the main file's path and the search path>
    $XDG_CACHE_HOME/flowmetal/library/<hash of the library's path and the module's name>
    $XDG_CACHE_HOME/flowmetal/verified/<hash of a bundle>: it was read and verified

Each file is SHA-256 of the rest (32 bytes), then msgpack. A program's entry lists every file that was read, with
its hash, and every place where one was looked for in vain; it is good while all of that is still so. Every entry
names the compiler that wrote it, by a hash over its files' sizes and times, so that another version never reads it.

The cache is never needed: an entry that is missing, damaged or stale is made anew, and failing to write one is
silent. Entries are replaced in one step, so that readers see a whole one.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from contextlib import suppress
from functools import cache
from typing import Any

import msgpack

from flowmetal.bytecode import bundle
from flowmetal.bytecode.code import ModuleCode
from flowmetal.bytecode.opcodes import fingerprint
from flowmetal.digest import sha256
from flowmetal.slotted import slotted

DIGEST_BYTES = 32


def directory() -> str | None:
    """Where entries are kept; None if no place for them is known."""
    base = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    return os.path.join(base, "flowmetal") if os.path.isabs(base) else None


@cache
def compiler_fingerprint() -> str:
    """A hash over all that decides what a source is compiled to: our own files, by size and times of change.

    Nobody sets the time of the last change of a file's entry (`st_ctime`), so whatever installs or edits one shows.
    """
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    files = [os.path.join(package, "source.py"), os.path.join(package, "wire.py")]
    for part in ("bytecode", "compiler", os.path.join("compiler", "codegen")):
        root = os.path.join(package, part)
        files += sorted(os.path.join(root, name) for name in os.listdir(root) if name.endswith(".py"))
    seen = [f"{fingerprint()} {bundle.VERSION} {sys.version_info[:2]}"]
    for path in files:
        found = os.stat(path)
        seen.append(f"{path} {found.st_size} {found.st_mtime_ns} {found.st_ctime_ns}")
    return sha256("\0".join(seen).encode("utf-8", "surrogateescape")).hexdigest()


# -- whole programs


def stored_program(path: str, search_path: Iterable[str], *, warned: bool) -> bytes | None:
    """The bundle that was compiled from path, if nothing that went into it has changed.

    warned: also if there were warnings, which are not kept.
    """
    try:
        entry = _get("programs", _program_name(path, search_path))
        if entry is None:
            return None
        compiler, warnings, files, data = entry
        if warnings and not warned:
            return None
        if compiler != compiler_fingerprint() or not all(_unchanged(name, digest) for name, digest in files):
            return None
        return data if isinstance(data, bytes) else None
    except (ValueError, TypeError):
        return None


def store_program(
    path: str, search_path: Iterable[str], files: dict[str, str | None], data: bytes, *, warnings: bool
) -> None:
    """Keep the bundle for `stored_program`. files: path -> SHA-256 of its content, or None if it was not there."""
    entry = [compiler_fingerprint(), warnings, sorted(files.items()), data]
    _put("programs", _program_name(path, search_path), entry)


def _program_name(path: str, search_path: Iterable[str]) -> str:
    places = [os.path.abspath(path), *(os.path.abspath(directory) for directory in search_path)]
    return sha256("\0".join(places).encode("utf-8", "surrogateescape")).hexdigest()


def _unchanged(path: str, digest: str | None) -> bool:
    try:
        with open(path, "rb") as file:
            return digest == sha256(file.read()).hexdigest()
    except OSError:
        return digest is None and not os.path.isfile(path)


# -- bundles that were read from files


def is_verified(data: bytes) -> bool:
    """Whether this bundle, as it is to the last byte, has passed the verifier that we have."""
    try:
        return bool(_get("verified", sha256(data).hexdigest()) == [compiler_fingerprint()])
    except ValueError:
        return False


def store_verified(data: bytes) -> None:
    _put("verified", sha256(data).hexdigest(), [compiler_fingerprint()])


# -- modules of the library


@slotted
class StoredModule:
    needs: tuple[str, ...]  # dotted names of the library modules that it imports
    bound: tuple[str, ...]  # what `from it import name` may name
    exports: tuple[str, ...]  # what `from it import *` takes
    code: ModuleCode


def stored_module(root: str, name: str, digest: str, text: str) -> StoredModule | None:
    """A library module as it was compiled from that text, whose SHA-256 is digest."""
    try:
        entry = _get("library", _module_name(root, name))
        if entry is None:
            return None
        compiler, source, needs, bound, exports, packed = entry
        if compiler != compiler_fingerprint() or source != digest:
            return None
        return StoredModule(tuple(needs), tuple(bound), tuple(exports), bundle.read_module(packed, text))
    except Exception:  # whatever is wrong with an entry, it is made anew
        return None


def store_module(
    root: str, name: str, digest: str, *, needs: Iterable[str], bound: Iterable[str], exports: Iterable[str],
    code: ModuleCode,
) -> None:
    entry = [compiler_fingerprint(), digest, list(needs), list(bound), list(exports), bundle.module_record(code)]
    _put("library", _module_name(root, name), entry)


def _module_name(root: str, name: str) -> str:
    return sha256(f"{root}\0{name}".encode("utf-8", "surrogateescape")).hexdigest()


# -- entries


def _get(kind: str, name: str) -> Any:
    """An entry, or None if there is none that is whole. Raises ValueError if it is not msgpack."""
    base = directory()
    if base is None:
        return None
    try:
        with open(os.path.join(base, kind, name), "rb") as file:
            data = file.read()
    except OSError:
        return None
    if sha256(data[DIGEST_BYTES:]).digest() != data[:DIGEST_BYTES]:
        return None
    return msgpack.unpackb(data[DIGEST_BYTES:])


def _put(kind: str, name: str, entry: Any) -> None:
    import tempfile  # dear, and not needed to read

    base = directory()
    if base is None:
        return
    temporary = None
    try:
        packed = msgpack.packb(entry)
        folder = os.path.join(base, kind)
        os.makedirs(folder, mode=0o700, exist_ok=True)
        descriptor, temporary = tempfile.mkstemp(prefix=".new-", dir=folder)
        with os.fdopen(descriptor, "wb") as file:
            file.write(sha256(packed).digest() + packed)
        os.replace(temporary, os.path.join(folder, name))
    except (OSError, ValueError):
        if temporary is not None:
            with suppress(OSError):
                os.unlink(temporary)

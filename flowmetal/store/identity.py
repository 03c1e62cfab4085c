"""Which file a store is: original or copy, and what can be said of the file before LMDB maps it.

A store's identity record names the file that it was written for: machine, inode, device, path. It is the original
if machine and inode agree and path or device does too (so a renamed directory stays one); else it is a copy.

A torn or cut-off file can crash whoever maps it. So `data.mdb` is first looked at with plain reads, and a file that
the hint beside it (`place`, the same four facts) does not know is checked in an OS process of its own, see
`check.py`. The hint, four lines of text, is only that: who is the original is decided by the record inside.
"""

from __future__ import annotations

import os
import struct
import sys
from typing import Any

from flowmetal.digest import sha256
from flowmetal.slotted import slotted
from flowmetal.store.protocol import Damaged, NotAStore, OtherVersion

_MAGIC = 0xBEEFC0DE
_FORMATS = {1: 16, 3: 24}  # LMDB's data version -> bytes of its page header
_U32 = struct.Struct("=I")
_U64 = struct.Struct("=Q")
_NETWORK = frozenset(("nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "lustre", "ceph", "glusterfs")) | frozenset(
    ("fuse.sshfs", "fuse.ceph", "fuse.glusterfs")
)


@slotted
class Place:
    """Where a file is."""

    machine: str
    inode: int
    device: int
    path: str

    def is_same_file(self, other: Place) -> bool:
        if (self.machine, self.inode) != (other.machine, other.inode):
            return False
        return self.path == other.path or self.device == other.device

    def fields(self) -> list[Any]:
        return [self.machine, self.inode, self.device, self.path]


def place_of(directory: str) -> Place:
    """Of the `data.mdb` in it. Raises OSError."""
    status = os.stat(os.path.join(directory, "data.mdb"))
    return Place(_machine(), status.st_ino, status.st_dev, os.path.realpath(directory))


def read_hint(directory: str) -> Place | None:
    try:
        with open(os.path.join(directory, "place"), encoding="utf-8", errors="surrogateescape", newline="\n") as file:
            text = file.read(10_000)
        if text.startswith("["):  # as 0.1.0 wrote it
            import json

            return Place(*json.loads(text))
        machine, inode, device, path = text.split("\n", 3)
        return Place(machine, int(inode), int(device), path)
    except (OSError, ValueError, TypeError):
        return None


def write_hint(directory: str, place: Place) -> None:
    """Raises OSError."""
    part = os.path.join(directory, f"place.{os.getpid()}")
    with open(part, "w", encoding="utf-8", errors="surrogateescape") as file:
        file.write("\n".join(map(str, place.fields())))
    os.replace(part, os.path.join(directory, "place"))


@slotted
class Head:
    """What the two head pages of a data file say."""

    transaction: int  # number of the last committed one; 0: nothing was ever written
    is_short: bool  # pages that the head speaks of are beyond the end of the file


def read_head(directory: str) -> Head:
    """Look at `data.mdb` without mapping it. Raises OSError, NotAStore, OtherVersion, Damaged."""
    path = os.path.join(directory, "data.mdb")
    with open(path, "rb") as file:
        first = file.read(256)
        if not first:
            return Head(0, False)
        header = next((size for size in (16, 24) if _word(first, size) == _MAGIC), None)
        if header is None:
            raise NotAStore(f"{path} is not a Flowmetal store's file (or its first page is damaged)")
        version = _word(first, header + 4)
        if _FORMATS.get(version) != header:
            raise OtherVersion(f"{path} was written by an LMDB of another data version ({version}) or kind of machine")
        page = _word(first, header + 24)
        if page < 512 or page > 1 << 16 or page & (page - 1):
            raise Damaged(f"{path} is damaged: its first page gives a page size of {page} bytes")
        file.seek(page)
        second = file.read(256)
        size = os.fstat(file.fileno()).st_size
    if size < 2 * page or len(second) < header + 136 or _word(second, header) != _MAGIC:
        raise Damaged(f"{path} is damaged: it ends after {size} bytes or its second page is broken; use a good copy")
    transaction, last_page = max((_long(head, header + 128), _long(head, header + 120)) for head in (first, second))
    return Head(transaction, (last_page + 1) * page > size)


def network_file_system(directory: str) -> str | None:
    """The kind of network file system that a directory is on; None for a local one. LMDB's locks need a local one."""
    if sys.platform != "linux":
        return None
    real = os.path.realpath(directory)
    best, kind = "", ""
    try:
        with open("/proc/self/mountinfo", encoding="utf-8", errors="surrogateescape") as file:
            for line in file:
                before, _, after = line.partition(" - ")
                point = before.split(" ")[4].replace("\\040", " ")
                inside = real == point or real.startswith(point.rstrip("/") + "/")
                if inside and len(point) >= len(best):
                    best, kind = point, after.split(" ")[0]
    except (OSError, IndexError):
        return None
    return kind if kind in _NETWORK else None


def _machine() -> str:
    """A hash of the machine's id; of nothing where there is none (then inode, path and device must do)."""
    for path in ("/etc/machine-id", "/var/lib/dbus/machine-id"):
        try:
            with open(path, "rb") as file:
                text = file.read(200).strip()
        except OSError:
            continue
        if text:
            return sha256(b"flowmetal store " + text).hexdigest()[:16]
    return ""


def _word(data: bytes, at: int) -> int:
    return int(_U32.unpack_from(data, at)[0]) if len(data) >= at + 4 else 0


def _long(data: bytes, at: int) -> int:
    return int(_U64.unpack_from(data, at)[0])

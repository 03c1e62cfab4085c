"""What the LMDB store's records look like in bytes: keys, values, and the format's version.

Every value but those of pure indexes is `crc32 (4 bytes, over key and body) + body`; a body is a msgpack array,
so that nothing is spent on field names. Integers in keys are big-endian, so that they sort.

table          key                          body
meta           name                         b"format": [version]; b"counters": [journal, inbox, request sequences];
                                            b"identity": see `identity.py`; b"setting:NAME": [text]
programs       program                      [bundle]
processes      pid                          [program, name, status, position, head, epoch, owner, created, updated -
                                            created, where, snapshot, key, requests]
journal        sequence                     [pid, number, sequence - previous or 0, kind, time, data]
snapshots      pid                          [position, state]
outbox         topic, sequence              [pid, number, topic, data, attempts, callback], and if somebody has taken
                                            it: holder, until
requests       pid, number                  [topic, sequence]: where the open request is in the outbox
inbox          sequence                     [pid, kind, time, data]
inbox_of       pid, sequence                index, no value
timers         due, number, pid             index, no value
timers_of      pid, number                  [due]
callbacks      token hash                   [pid, number, used]
callbacks_of   pid, token hash              index, no value
keys           SHA-256 of idempotency key   [pid]

A topic in a key is its UTF-8 text and a zero byte; an empty one, one longer than 200 bytes, or one with a zero
byte in it is a zero byte and its SHA-256. A pid in front of more is followed by a zero byte, so it has none in it.
"""

from __future__ import annotations

import struct
from typing import Any
from zlib import crc32

import msgpack

from flowmetal.digest import sha256
from flowmetal.store.protocol import (
    CANCELLED,
    DONE,
    FAILED,
    MOVED,
    READY,
    WAITING,
    Damaged,
    Delivery,
    Event,
    Process,
    Request,
    StoreError,
)

FORMAT = 1
TABLES = (
    "meta", "programs", "processes", "journal", "snapshots", "outbox", "requests", "inbox", "inbox_of", "timers",
    "timers_of", "callbacks", "callbacks_of", "keys",
)  # fmt: skip
INDEXES = frozenset(("inbox_of", "timers", "callbacks_of"))  # tables without values
LONGEST_PID, LONGEST_TOPIC = 200, 200  # bytes of UTF-8; LMDB's keys are at most 511

# Frequent texts are one byte. Append only: the position is what is written.
_STATUSES = (READY, WAITING, DONE, FAILED, CANCELLED, MOVED)
_KINDS = (
    "start", "outcome", "timer", "message", "cancel", "resume", "settings", "request", "withdraw", "reissue", "output",
    "end",
)  # fmt: skip
_STATUS_CODES = {text: code for code, text in enumerate(_STATUSES)}
_KIND_CODES = {text: code for code, text in enumerate(_KINDS)}

_U64 = struct.Struct(">Q")
_I64_OFFSET = 1 << 63


# A ready process's record keeps room for what its first advance adds: one that grows splits its page in half, and
# such half-empty pages cost 60 bytes for each sleeping process.
_ROOM = bytes(60)


# -- keys


def u64(number: int) -> bytes:
    """A sequence or request number in a key. Raises StoreError outside 0 … 2**64 - 1."""
    try:
        return _U64.pack(number)
    except struct.error:
        raise StoreError(f"number out of range: {number}") from None


def number_of(key: bytes) -> int:
    """The integer at the end of a key."""
    (number,) = _U64.unpack(key[-8:])
    return int(number)


def pid_key(pid: str) -> bytes:
    """Raises StoreError for what cannot be a pid."""
    key = pid.encode("utf-8", "surrogatepass")
    if not key or len(key) > LONGEST_PID or b"\0" in key:
        raise StoreError(f"not a process id: {pid[:60]!r}")
    return key


def pid_text(key: bytes) -> str:
    return key.decode("utf-8", "surrogatepass")


def of_pid(pid: str, rest: bytes = b"") -> bytes:
    return pid_key(pid) + b"\0" + rest


def topic_key(topic: str) -> bytes:
    name = topic.encode("utf-8", "surrogatepass")
    if not name or len(name) > LONGEST_TOPIC or b"\0" in name:
        return b"\0" + sha256(name).digest()
    return name + b"\0"


def due_key(due_us: int) -> bytes:
    """Sorts negative times before positive ones; what 64 bits do not hold becomes the farthest that they do."""
    return _U64.pack(clamp(due_us) + _I64_OFFSET)


def due_of(key: bytes) -> int:
    (number,) = _U64.unpack(key[:8])
    return int(number) - _I64_OFFSET


def clamp(time_us: int) -> int:
    return min(max(time_us, -_I64_OFFSET), _I64_OFFSET - 1)


def timer_key(due_us: int, number: int, pid: str) -> bytes:
    return due_key(due_us) + u64(number) + pid_key(pid)


def idempotency_key(key: str) -> bytes:
    return sha256(key.encode("utf-8", "surrogatepass")).digest()


def split_request_id(request_id: str) -> tuple[str, int] | None:
    """(pid, number), or None if it is no request id of this store's making."""
    pid, dash, digits = request_id.rpartition("-")
    if not dash or not pid or not digits.isascii() or not digits.isdigit() or str(int(digits[:20])) != digits:
        return None
    number = int(digits)
    pid_bytes = pid.encode("utf-8", "surrogatepass")
    if number >= 1 << 64 or len(pid_bytes) > LONGEST_PID or b"\0" in pid_bytes:
        return None
    return pid, number


# -- values


def seal(key: bytes, fields: list[Any]) -> bytes:
    """A value: its check sum and its fields."""
    body: bytes = msgpack.packb(fields, use_bin_type=True, unicode_errors="surrogatepass")
    return crc32(body, crc32(key)).to_bytes(4, "big") + body


def unseal(table: str, key: bytes, value: bytes, count: int, or_count: int = 0) -> list[Any]:
    """The fields of a value, which must be `count` or `or_count`. Raises Damaged."""
    body = value[4:]
    if len(value) > 4 and crc32(body, crc32(key)).to_bytes(4, "big") == value[:4]:
        try:
            fields = msgpack.unpackb(body, raw=False, strict_map_key=False, unicode_errors="surrogatepass")
        except Exception:
            fields = None
        if type(fields) is list and (len(fields) == count or len(fields) == or_count):
            return fields
    raise Damaged(f"{table}: the record {readable(table, key)} is damaged; go back to a good copy of the store")


def readable(table: str, key: bytes) -> str:
    """A key, for people."""
    if table in ("journal", "inbox") and len(key) == 8:
        return str(number_of(key))
    if table in ("meta", "processes", "snapshots", "programs"):
        return key.decode("utf-8", "backslashreplace")
    if table in ("requests", "timers_of", "inbox_of") and len(key) > 9:
        return f"{key[:-9].decode('utf-8', 'backslashreplace')}-{number_of(key)}"
    return key.hex()


def process_value(p: Process) -> bytes:
    key = pid_key(p.pid)
    where = _ROOM if p.status == READY else p.where
    fields = [
        _squeeze(p.program), p.name, _STATUS_CODES.get(p.status, p.status), p.position, p.head, p.epoch, p.owner,
        p.created_us, p.updated_us - p.created_us, where, p.snapshot, p.key, p.requests,
    ]  # fmt: skip
    return seal(key, fields)


def process_of(key: bytes, value: bytes) -> Process:
    program, name, status, position, head, epoch, owner, created, later, where, snapshot, idempotency, requests = (
        unseal("processes", key, value, 13)
    )
    status = _text(status, _STATUSES)
    return Process(
        pid_text(key), _stretch(program), name, status, position, head, epoch, owner, created, created + later,
        b"" if status == READY else where, snapshot, idempotency, requests,
    )  # fmt: skip


def event_value(event: Event) -> bytes:
    back = event.sequence - event.previous if event.previous else 0
    kind = _KIND_CODES.get(event.kind, event.kind)
    return seal(u64(event.sequence), [event.pid, event.number, back, kind, event.time_us, event.data])


def event_of(key: bytes, value: bytes) -> Event:
    pid, number, back, kind, time_us, data = unseal("journal", key, value, 6)
    sequence = number_of(key)
    return Event(sequence, pid, number, sequence - back if back else 0, _text(kind, _KINDS), time_us, data)


def request_value(key: bytes, request: Request, callback: bytes | None) -> bytes:
    fields = [request.pid, request.number, request.topic, request.data, request.attempts, callback]
    if request.holder is not None:
        fields += (request.holder, request.until_us)
    return seal(key, fields)


def request_of(key: bytes, value: bytes) -> tuple[Request, bytes | None]:
    """The request, and the hash of its callback's token if it has one."""
    pid, number, topic, data, attempts, callback, *taken = unseal("outbox", key, value, 6, 8)
    return Request(number_of(key), pid, number, topic, data, attempts, *taken), callback


def delivery_value(delivery: Delivery) -> bytes:
    kind = _KIND_CODES.get(delivery.kind, delivery.kind)
    return seal(u64(delivery.sequence), [delivery.pid, kind, delivery.time_us, delivery.data])


def delivery_of(key: bytes, value: bytes) -> Delivery:
    pid, kind, time_us, data = unseal("inbox", key, value, 4)
    return Delivery(number_of(key), pid, _text(kind, _KINDS), time_us, data)


def _text(code: int | str, texts: tuple[str, ...]) -> str:
    if isinstance(code, str):
        return code
    if 0 <= code < len(texts):
        return texts[code]
    raise Damaged(f"the store holds an unknown code ({code}); go back to a good copy of the store")


def _squeeze(program: str) -> bytes | str:
    """Half the bytes for what is written in lower-case hexadecimal."""
    try:
        squeezed = bytes.fromhex(program)
    except ValueError:
        return program
    return squeezed if squeezed.hex() == program else program


def _stretch(program: bytes | str) -> str:
    return program if isinstance(program, str) else program.hex()

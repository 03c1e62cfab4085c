"""What the LMDB store's records look like in bytes: keys, values, and the format's version.

Every value but those of pure indexes is `crc32 (4 bytes, over key and body) + body`; a body is a msgpack array,
so that nothing is spent on field names. Integers in keys are big-endian, so that they sort.

table          key                          body
meta           name                         b"format": [version]; b"counters": [journal, inbox, request sequences];
                                            b"identity": see `identity.py`; b"setting:NAME": [text]
programs       program                      [bundle]
processes      pid                          [program, name, status, position, head, epoch, owner, created, updated -
                                            created, where, snapshot, key, requests]; where squeezed as in the journal
journal        sequence                     [pid, number, sequence - previous or 0, kind, time, data]; data squeezed if
                                            kind has `SQUEEZED` in it
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
keys           SHA-256 of idempotency key   [pid] it was started by it; [pid, time]: something was delivered to it by it

Squeezed data has frequent phrases in two bytes: `_ESCAPE`, a byte that msgpack itself never writes, and the phrase's
position in `_PHRASES`. Data that has the byte anywhere stays as it is.

A topic in a key is its UTF-8 text and a zero byte; an empty one, one longer than 200 bytes, or one with a zero
byte in it is a zero byte and its SHA-256. A pid in front of more is followed by a zero byte, so it has none in it.
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from functools import lru_cache
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
    NewEvent,
    Process,
    Request,
    StoreError,
)

FORMAT = 2
READABLE = (1, FORMAT)  # what is in a store of format 1 is read as it is, and squeezed when it is written again
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
# Frequent stretches of what the engine packs; appended to only, as the position is what is written.
_PHRASES = (
    b"\x84\xa4args\x90\xa6kwargs\x80\xa4seed\xc4 ", b"\xa3url\xc0", b"\x84\xa7request",
    b"\xa5topic\xa5timer\xa7payload\x81\xa3due\xc7\x07\x02", b"\xa5topic", b"\xa7payload", b"\xa7options\x80",
    b"\x82\xa7request", b"\xa7outcome\x81\xa2ok", b"\x83\xa6stream\xa3out\xa4text", b"\xa6fields\x80",
    b"\x96\x91\x85\xa4task\x01\xa8function", b"\xa4main\xa4file", b"\xa4line", b"\xa5waits", b"\x01\x01\xc0\xc0\xc0",
)
_ESCAPE, SQUEEZED = b"\xc1", 64
_LONG_ENOUGH = 16  # bytes; less is not looked through
_PHRASES_OF = {  # code of an event's kind -> the phrases looked for, those that contain others first
    _KINDS.index(kind): tuple((_PHRASES[at], _ESCAPE + bytes([at])) for at in places)
    for kind, places in (
        ("start", (0, 1)), ("request", (2, 3, 4, 5, 6)), ("outcome", (7, 8)), ("output", (9, 10)),
    )
}
_PHRASES_OF_WHERE = tuple((_PHRASES[at], _ESCAPE + bytes([at])) for at in range(11, 16))
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


@lru_cache(maxsize=1 << 13)
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


@lru_cache(maxsize=256)
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

_BUFFER_BYTES = 1 << 20  # a packer keeps the memory that its largest value took


def _renew() -> None:
    """Threads may share a packer: here it runs no Python code, so the interpreter's lock covers each call whole."""
    global _pack
    _pack = msgpack.Packer(use_bin_type=True, unicode_errors="surrogatepass").pack


_pack: Callable[[Any], bytes]
_renew()


def seal(key: bytes, fields: list[Any]) -> bytes:
    """A value: its check sum and its fields."""
    body = _pack(fields)
    if len(body) > _BUFFER_BYTES:
        _renew()
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
    status = _STATUS_CODES.get(p.status, p.status)
    where = _ROOM if p.status == READY else p.where
    if isinstance(status, int) and p.status != READY:
        status, where = _squeezed(status, where, _PHRASES_OF_WHERE)
    fields = [
        _squeeze(p.program), p.name, status, p.position, p.head, p.epoch, _short_owner(p.owner),
        p.created_us, p.updated_us - p.created_us, where, p.snapshot, p.key, p.requests,
    ]  # fmt: skip
    return seal(key, fields)


def process_of(key: bytes, value: bytes) -> Process:
    program, name, status, position, head, epoch, owner, created, later, where, snapshot, idempotency, requests = (
        unseal("processes", key, value, 13)
    )
    if isinstance(status, int) and status & SQUEEZED:
        status, where = status & ~SQUEEZED, _expanded(where)
    status = _text(status, _STATUSES)
    return Process(
        pid_text(key), _stretch(program), name, status, position, head, epoch, _long_owner(owner), created,
        created + later, b"" if status == READY else where, snapshot, idempotency, requests,
    )  # fmt: skip


def event_value(key: bytes, pid: str, number: int, back: int, event: NewEvent | Event) -> bytes:
    """key: of its sequence; back: how much smaller the sequence of the event before it is, 0 if there is none."""
    kind = _KIND_CODES.get(event.kind, event.kind)
    data = event.data
    if isinstance(kind, int) and kind in _PHRASES_OF:
        kind, data = _squeezed(kind, data, _PHRASES_OF[kind])
    return seal(key, [_short_pid(pid), number, back, kind, event.time_us, data])


def event_of(key: bytes, value: bytes) -> Event:
    pid, number, back, kind, time_us, data = unseal("journal", key, value, 6)
    sequence = number_of(key)
    if isinstance(kind, int) and kind & SQUEEZED:
        kind, data = kind & ~SQUEEZED, _expanded(data)
    return Event(sequence, _long_pid(pid), number, sequence - back if back else 0, _text(kind, _KINDS), time_us, data)


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


def _squeezed(code: int, data: bytes, phrases: tuple[tuple[bytes, bytes], ...]) -> tuple[int, bytes]:
    """The data with its frequent phrases squeezed; the code says whether that is so."""
    if len(data) < _LONG_ENOUGH or _ESCAPE in data:
        return code, data
    for phrase, short in phrases:
        data = data.replace(phrase, short)
    return code | SQUEEZED, data


def _expanded(data: bytes) -> bytes:
    """Raises Damaged for a phrase that there is not."""
    first, *rest = data.split(_ESCAPE)
    parts = [first]
    try:
        for part in rest:
            parts += (_PHRASES[part[0]], part[1:])
    except IndexError:
        raise Damaged("the store holds an unknown phrase; go back to a good copy of the store") from None
    return b"".join(parts)


def _text(code: int | str, texts: tuple[str, ...]) -> str:
    if isinstance(code, str):
        return code
    if 0 <= code < len(texts):
        return texts[code]
    raise Damaged(f"the store holds an unknown code ({code}); go back to a good copy of the store")


# A pid of the engine's making is 26 letters for 128 bits, of which a value holds the bits.
_LETTERS = "0123456789abcdefghjkmnpqrstvwxyz"
_LETTER_SET = frozenset(_LETTERS)
_TO_HOST = str.maketrans(_LETTERS, "0123456789abcdefghijklmnopqrstuv")  # the digits of `int(text, 32)`


@lru_cache(maxsize=1 << 14)
def _short_pid(pid: str) -> str | bytes:
    if len(pid) != 26 or pid[0] > "7" or not _LETTER_SET.issuperset(pid):
        return pid
    return int(pid.translate(_TO_HOST), 32).to_bytes(16, "big")


@lru_cache(maxsize=1 << 10)
def _long_pid(pid: str | bytes) -> str:
    if isinstance(pid, str):
        return pid
    value = int.from_bytes(pid, "big")
    return "".join([_LETTERS[value >> shift & 31] for shift in range(125, -1, -5)])


@lru_cache(maxsize=256)
def _short_owner(owner: str | None) -> str | bytes | None:
    """An owner's name is the store's epoch and twelve hexadecimal digits, of which a value holds the bytes."""
    epoch, _, rest = (owner or "").partition("-")
    if epoch.isascii() and epoch.isdigit() and len(rest) == 12:
        squeezed = _squeeze(rest)
        if isinstance(squeezed, bytes) and str(int(epoch)) == epoch and int(epoch) < 1 << 32:
            return squeezed + int(epoch).to_bytes(4, "big").lstrip(b"\0")
    return owner


def _long_owner(owner: str | bytes | None) -> str | None:
    if not isinstance(owner, bytes):
        return owner
    return f"{int.from_bytes(owner[6:], 'big')}-{owner[:6].hex()}"


@lru_cache(maxsize=256)
def _squeeze(program: str) -> bytes | str:
    """Half the bytes for what is written in lower-case hexadecimal."""
    try:
        squeezed = bytes.fromhex(program)
    except ValueError:
        return program
    return squeezed if squeezed.hex() == program else program


@lru_cache(maxsize=256)
def _stretch(program: bytes | str) -> str:
    return program if isinstance(program, str) else program.hex()

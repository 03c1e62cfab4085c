"""Plain data <-> msgpack: what crosses between programs, connectors and files.

Plain data is None, bool, int of any size, float, str, bytes, list, tuple (arrives as a list), dict, and two
values of the language that other programs know too: `Duration` and `Timestamp`, both exact to the microsecond.
Everything that is journaled, sent to a connector or given to a program from outside is plain data, packed here.
Equal data gives equal bytes: dictionaries keep their order, and nothing depends on hashes.

Layout of the extension types: 1 Duration, 2 Timestamp, 3 big integer; each holds a signed big-endian integer
(microseconds, microseconds since 1970 UTC, the value).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgpack

DURATION, TIMESTAMP, BIG_INTEGER = 1, 2, 3


class WireError(ValueError):
    """Bytes that are not packed plain data, or a value that is not plain data."""


class _Microseconds:
    __slots__ = ("us",)

    def __init__(self, us: int) -> None:
        self.us = us

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and other.us == self.us

    def __hash__(self) -> int:
        return hash((type(self).__name__, self.us))

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.us})"


class Duration(_Microseconds):
    """A length of time in microseconds, as it stands in plain data."""

    __slots__ = ()


class Timestamp(_Microseconds):
    """A moment in microseconds since 1970-01-01 UTC, as it stands in plain data."""

    __slots__ = ()


def int_bytes(value: int) -> bytes:
    """Shortest signed big-endian form."""
    return value.to_bytes((value.bit_length() + 8) // 8, "big", signed=True)


_BUFFER_BYTES = 1 << 20  # a packer keeps the memory that its largest value took


def _renew() -> None:
    """A packer for what msgpack knows by itself, which is nearly everything: three times as fast as `packb`, which
    makes one for each call. Threads may share it: with the values of `pack`, whose classes are no subclasses, it runs
    no Python code, so that the interpreter's lock covers each call whole.
    """
    global _plain
    _plain = msgpack.Packer(use_bin_type=True, strict_types=False).pack


_plain: Callable[[Any], bytes]
_renew()


def _default(value: Any) -> Any:
    if type(value) is Duration:
        return msgpack.ExtType(DURATION, int_bytes(value.us))
    if type(value) is Timestamp:
        return msgpack.ExtType(TIMESTAMP, int_bytes(value.us))
    if type(value) is int:
        return msgpack.ExtType(BIG_INTEGER, int_bytes(value))
    raise WireError(f"not plain data: {type(value).__name__}")


def _ext(code: int, data: bytes) -> Any:
    number = int.from_bytes(data, "big", signed=True)
    if code == DURATION:
        return Duration(number)
    if code == TIMESTAMP:
        return Timestamp(number)
    if code == BIG_INTEGER:
        return number
    raise WireError(f"unknown extension type {code}")


def _default_of_python(value: Any) -> Any:
    from datetime import UTC, datetime, timedelta

    if isinstance(value, timedelta):
        return _default(Duration(value // timedelta(microseconds=1)))
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise WireError("a datetime without a time zone is no moment")
        return _default(Timestamp((value - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)))
    return _default(value)


def _ext_for_python(code: int, data: bytes) -> Any:
    from datetime import UTC, datetime, timedelta

    value = _ext(code, data)
    try:
        if type(value) is Duration:
            return timedelta(microseconds=value.us)
        if type(value) is Timestamp:
            return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=value.us)
    except OverflowError:
        pass
    return value


def pack(value: Any) -> bytes:
    """Plain data to bytes. Raises WireError for what is not plain data or nests more than 500 deep."""
    try:
        packed: bytes = _plain(value)
    except (TypeError, ValueError, OverflowError):
        return _pack(value, _default)
    if len(packed) > _BUFFER_BYTES:
        _renew()
    return packed


def pack_python(value: Any) -> bytes:
    """As `pack`, of a Python program's values: a timedelta is a Duration, an aware datetime a Timestamp."""
    return _pack(value, _default_of_python)


def _pack(value: Any, default: Callable[[Any], Any]) -> bytes:
    try:
        packed: bytes = msgpack.packb(value, default=default, use_bin_type=True, strict_types=False)
    except WireError:
        raise
    except (ValueError, TypeError, OverflowError, RecursionError) as error:
        raise WireError(f"not plain data: {error}") from None
    return packed


def unpack(data: bytes) -> Any:
    """Bytes to plain data. Raises WireError for any other bytes."""
    return _unpack(data, _ext)


def unpack_python(data: bytes) -> Any:
    """As `unpack`, for a Python program: timedelta and datetime (in UTC) where they can hold the value."""
    return _unpack(data, _ext_for_python)


def _unpack(data: bytes, hook: Callable[[int, bytes], Any]) -> Any:
    try:
        return msgpack.unpackb(data, ext_hook=hook, strict_map_key=False, raw=False, use_list=True)
    except WireError:
        raise
    except Exception as error:  # msgpack raises many kinds, among them TypeError for an unhashable key
        raise WireError(f"damaged data: {error or type(error).__name__}") from None

"""The program's values <-> plain data (see `flowmetal.wire`): what crosses the process's border."""

from __future__ import annotations

from typing import Any

from flowmetal import wire
from flowmetal.vm.classes import class_of, error
from flowmetal.vm.limits import charge, check_steps
from flowmetal.vm.values import Duration, Heir, Time, plain_of

_SCALARS = frozenset((type(None), bool, int, float, str, bytes))
_LEAVING = _SCALARS | {list, tuple, dict}
MAX_DEPTH = 100


def to_plain(value: Any) -> Any:
    """A copy as plain data: tuples become lists. Raises TypeError for what cannot leave the process, ValueError if it
    nests deeper than 100 (a cycle does), UnicodeEncodeError for text with half of a surrogate pair, LimitExceeded for
    more than a few million parts."""
    return _to_plain(value, 0, [0])


def _to_plain(value: Any, depth: int, steps: list[int]) -> Any:
    kind = type(value)
    if kind in _SCALARS:
        if kind is str and not value.isascii():
            value.encode()  # UnicodeEncodeError for half of a surrogate pair
        return value
    if depth > MAX_DEPTH:
        raise error("ValueError", f"data that leaves the process nests deeper than {MAX_DEPTH}, or contains itself")
    if kind is list or kind is tuple or kind is dict:
        steps[0] += len(value)
        check_steps(steps[0])
        charge(len(value) >> 1)
        if kind is dict:
            return {_key(key): _to_plain(item, depth + 1, steps) for key, item in value.items()}
        return [_to_plain(item, depth + 1, steps) for item in value]
    if kind is Duration:
        return wire.Duration(value.us)
    if kind is Time:
        return wire.Timestamp(value.us)
    if kind is Heir and type(value.plain) in _LEAVING:
        return _to_plain(value.plain, depth, steps)
    raise error("TypeError", f"a '{class_of(value).name}' cannot leave the process: only plain data can")


def _key(key: Any) -> Any:
    key = plain_of(key)
    if type(key) in _SCALARS:
        return to_plain(key)
    raise error("TypeError", f"a '{class_of(key).name}' cannot be a key in data that leaves the process")


def from_plain(data: Any) -> Any:
    """A fresh copy as the program's values."""
    kind = type(data)
    if kind in _SCALARS:
        return data
    # Loops, as a comprehension takes a host frame of its own: what is unpacked may nest 511 deep, half of its stack.
    if kind is list or kind is tuple:
        items = []
        for item in data:
            items.append(from_plain(item))
        return items
    if kind is dict:
        copy = {}
        for key, item in data.items():
            copy[key] = from_plain(item)
        return copy
    if kind is wire.Duration:
        return Duration(data.us)
    if kind is wire.Timestamp:
        return Time(data.us)
    raise ValueError(f"not plain data: {kind.__name__}")

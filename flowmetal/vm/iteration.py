"""Iteration over plain values: `iterate` for the machine's loops, `host_items` for natives that take an iterable.

Generators and instances are iterated by code of the program; natives that meet one raise NeedsUser.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flowmetal.vm.classes import class_of
from flowmetal.vm.limits import check_items
from flowmetal.vm.values import (
    PLAIN_ITERATORS,
    UNSET,
    DictIterator,
    DictView,
    Enumerate,
    FrozenSet,
    Generator,
    Heir,
    NeedsUser,
    SequenceIterator,
    Set,
    Zip,
    user_method,
)

SEQUENCES = frozenset((list, tuple, str, bytes, range))
_HOST_ITERABLES = frozenset((list, tuple, str, bytes, range, dict, Set, FrozenSet, DictView, *PLAIN_ITERATORS))


def iterate(value: Any) -> Any:
    """`iter(value)`: one of PLAIN_ITERATORS, or the Generator itself.

    Raises NeedsUser if a method of the program gives the iterator, TypeError if there is none.
    """
    kind = type(value)
    if kind in SEQUENCES:
        return SequenceIterator(value)
    if kind is dict:
        return DictIterator(value, "keys")
    if kind is Set or kind is FrozenSet:
        return DictIterator(value.items, "set")
    if kind is DictView:
        return DictIterator(value.dict, value.kind)
    if kind in PLAIN_ITERATORS or kind is Generator:
        return value
    if needs_user(value):
        raise NeedsUser
    if kind is Heir and type(value.plain) in _HOST_ITERABLES:
        return iterate(value.plain)
    raise TypeError(f"'{class_of(value).name}' object is not iterable")


def needs_user(value: Any) -> bool:
    """Is it iterated by code of the program?"""
    return type(value) is Generator or _gives_items(value)


def _gives_items(value: Any) -> bool:
    method = user_method(value, "__iter__")
    if method is not UNSET:
        return method is not None
    if type(value) is Heir and type(value.plain) in _HOST_ITERABLES:
        return False  # the `__iter__` of its built-in base goes before
    return user_method(value, "__getitem__") is not UNSET


def host_items(value: Any, message: str = "'{}' object is not iterable") -> Iterable[Any]:
    """The value as something that the host can iterate over, once. Raises NeedsUser, or TypeError with the message."""
    kind = type(value)
    if kind in _HOST_ITERABLES:
        return value  # type: ignore[no-any-return]
    if needs_user(value):
        raise NeedsUser
    if kind is Heir and type(value.plain) in _HOST_ITERABLES:
        return value.plain  # type: ignore[no-any-return]
    raise TypeError(message.format(class_of(value).name))


def place_of(value: Any) -> Any:
    """Where a plain iterator is, for `put_back`; None for any other value."""
    kind = type(value)
    if kind is SequenceIterator:
        return value.index, value.sequence
    if kind is DictIterator:
        return value.index, value.size
    if kind is Enumerate:
        return value.count, place_of(value.iterator)
    if kind is Zip:
        return [place_of(iterator) for iterator in value.iterators]
    return None


def put_back(value: Any, place: Any) -> None:
    """Undo what was taken from a plain iterator: whoever goes through it in the program's code begins there again."""
    kind = type(value)
    if kind is SequenceIterator:
        value.index, value.sequence = place
    elif kind is DictIterator:
        value.index, value.size = place
    elif kind is Enumerate:
        value.count = place[0]
        put_back(value.iterator, place[1])
    elif kind is Zip:
        for iterator, inner in zip(value.iterators, place, strict=True):
            put_back(iterator, inner)


def host_list(value: Any, message: str = "'{}' object is not iterable") -> list[Any]:
    """A new list of the value's items. Raises as `host_items`, and LimitExceeded for a range too long."""
    kind = type(value)
    if kind is range:
        check_items(range_length(value))
    elif kind in PLAIN_ITERATORS:
        check_items(_left(value))
    return list(host_items(value, message))


def _left(iterator: Any) -> int:
    """How many items an iterator may still give."""
    kind = type(iterator)
    if kind is SequenceIterator:
        sequence = iterator.sequence
        length = range_length(sequence) if type(sequence) is range else len(sequence)
        left: int = length - iterator.index if iterator.step > 0 else iterator.index + 1
        return max(0, left)
    if kind is Enumerate:
        return _left(iterator.iterator)
    if kind is Zip:
        return min([_left(inner) for inner in iterator.iterators], default=0)
    keys: list[Any] = iterator.keys
    return max(0, len(keys) - int(iterator.index))


def range_length(value: range) -> int:
    """`len` of a range, however long."""
    if value.step > 0:
        return max(0, (value.stop - value.start + value.step - 1) // value.step)
    return max(0, (value.start - value.stop - value.step - 1) // -value.step)

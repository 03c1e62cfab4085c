"""Subscripts of plain values, and of instances that hold one: `obj[key]` read, assigned and deleted.

As with the operators: each does it, raises a host exception with CPython 3.12's words, or raises `NeedsUser` when a
method of the program has to run.
"""

from __future__ import annotations

from typing import Any

from flowmetal.vm.classes import class_of, error
from flowmetal.vm.iteration import host_list
from flowmetal.vm.keys import SURE, check_key
from flowmetal.vm.limits import check_items
from flowmetal.vm.natives import renamed
from flowmetal.vm.values import (
    UNSET,
    Class,
    DictView,
    FrozenSet,
    Heir,
    Instance,
    NeedsUser,
    Set,
    plain_of,
    user_method,
)

INTEGERS = frozenset((int, bool))
TEXTS = frozenset((str, bytes, list, tuple))


def load_item(obj: Any, key: Any) -> Any:
    """`obj[key]`"""
    kind = type(obj)
    if kind is dict:
        if type(key) not in SURE:
            check_key(key)
        try:
            return obj[key]
        except KeyError:
            check_key(key)
            raise error("KeyError", key) from None
        except TypeError:
            check_key(key)
            raise
    if kind in TEXTS or kind is range:
        _check_index(key)
        try:
            return obj[key]
        except TypeError as caught:
            index = _plain_index(key)
            if index is not key:
                return load_item(obj, index)
            raise renamed(caught, (key,)) from None
    if user_method(obj, "__getitem__") is not UNSET:
        raise NeedsUser
    if kind is Heir and type(obj.plain) is dict:
        return _load_of_heir(obj, key)
    if kind is Heir and type(obj.plain) in TEXTS:
        return load_item(obj.plain, key)
    if kind is Class and obj.find("__class_getitem__") is not UNSET:
        raise NeedsUser
    if kind is Class:
        raise TypeError(f"type '{obj.name}' is not subscriptable")
    raise TypeError(f"'{class_of(obj).name}' object is not subscriptable")


def _load_of_heir(obj: Heir, key: Any) -> Any:
    check_key(key)
    if key in obj.plain:
        return obj.plain[key]
    if user_method(obj, "__missing__") is not UNSET:
        raise NeedsUser
    raise error("KeyError", key)


def _plain_index(key: Any) -> Any:
    """The index or slice with what heirs in it hold; itself if there are none."""
    if type(key) is slice and Heir in (type(key.start), type(key.stop), type(key.step)):
        return slice(plain_of(key.start), plain_of(key.stop), plain_of(key.step))
    return key.plain if type(key) is Heir and type(key.plain) is int else key


def _check_index(key: Any) -> None:
    """An instance as index (or in a slice) is asked for its `__index__`."""
    if type(key) is slice:
        for part in (key.start, key.stop, key.step):
            if part is not None and type(plain_of(part)) not in INTEGERS:
                if user_method(part, "__index__") is not UNSET:
                    raise NeedsUser
                raise TypeError("slice indices must be integers or None or have an __index__ method")
    elif user_method(key, "__index__") is not UNSET and type(plain_of(key)) not in INTEGERS:
        raise NeedsUser


def store_item(obj: Any, key: Any, value: Any) -> None:
    """`obj[key] = value`"""
    kind = type(obj)
    if kind is dict:
        check_key(key)
        obj[key] = value
        return
    if kind is list:
        _check_index(key)
        if type(key) is slice:
            value = host_list(value, "can only assign an iterable" if key.step is None else "must assign iterable to "
                              "extended slice")
            check_items(len(obj) + len(value))
        try:
            obj[key] = value
        except TypeError as caught:
            index = _plain_index(key)
            if index is not key:
                store_item(obj, index, value)
                return
            raise renamed(caught, (key,)) from None
        return
    if user_method(obj, "__setitem__") is not UNSET:
        raise NeedsUser
    if kind is Heir and type(obj.plain) in (list, dict):
        store_item(obj.plain, key, value)
        return
    if user_method(obj, "__delitem__") is not UNSET:
        raise error("AttributeError", "__setitem__")
    _is_place(obj, key)
    raise TypeError(f"'{class_of(obj).name}' object does not support item assignment")


def delete_item(obj: Any, key: Any) -> None:
    """`del obj[key]`"""
    kind = type(obj)
    if kind is dict:
        check_key(key)
        if key not in obj:
            raise error("KeyError", key)
        del obj[key]
        return
    if kind is list:
        _check_index(key)
        try:
            del obj[key]
        except TypeError as caught:
            index = _plain_index(key)
            if index is not key:
                delete_item(obj, index)
                return
            raise renamed(caught, (key,)) from None
        return
    if user_method(obj, "__delitem__") is not UNSET:
        raise NeedsUser
    if kind is Heir and type(obj.plain) in (list, dict):
        delete_item(obj.plain, key)
        return
    if user_method(obj, "__setitem__") is not UNSET:
        raise error("AttributeError", "__delitem__")
    verb = "doesn't" if _is_place(obj, key) else "does not"
    raise TypeError(f"'{class_of(obj).name}' object {verb} support item deletion")


_PLACED = frozenset((str, bytes, tuple, range, Set, FrozenSet, DictView, Instance, Heir))


def _is_place(obj: Any, key: Any) -> bool:
    """Would CPython look for a place in a sequence? Raises IndexError for one that no sequence has."""
    if type(key) not in INTEGERS or type(obj) not in _PLACED:
        return False
    if not -(1 << 63) <= key < 1 << 63:
        raise IndexError("cannot fit 'int' into an index-sized integer")
    return True

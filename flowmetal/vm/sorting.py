"""Sorting of plain values: the host's sort on a copy, so that nothing has happened if the program's code is needed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flowmetal.vm.values import Instance, Native, NeedsUser, TailCall

if TYPE_CHECKING:
    from flowmetal.vm.machine import Machine


def sort_plain(machine: Machine, items: list[Any], key: Any, reverse: Any) -> list[Any]:
    """A sorted copy. Raises NeedsUser if the key or a comparison is code of the program, TypeError as Python."""
    machine.charge(len(items) * len(items).bit_length() >> 3)
    keys = items if key is None else keys_by_native(machine, items, key)
    return sort_by_keys(items, keys, bool(reverse))


def keys_by_native(machine: Machine, items: list[Any], key: Any) -> list[Any]:
    """The key of each item if the key function is a native that needs no code of the program, else NeedsUser."""
    if type(key) is not Native:
        raise NeedsUser
    keys = []
    for item in items:
        value = key.run(machine, [item], None)
        if type(value) is TailCall:
            raise NeedsUser
        keys.append(value)
    return keys


def sort_by_keys(items: list[Any], keys: list[Any], reverse: bool) -> list[Any]:
    """The items in the order of their keys, stable. Raises NeedsUser where the host cannot compare them rightly."""
    order = list(range(len(items)))
    done = items[:]
    try:
        if keys is items:
            done.sort(reverse=reverse)
            return done
        order.sort(key=keys.__getitem__, reverse=reverse)
    except TypeError:
        if any(isinstance(key, (Instance, list, tuple)) for key in keys):
            raise NeedsUser from None  # the prelude's sort comes upon the same pair and says it in the program's words
        items[:] = done if keys is items else [items[at] for at in order]  # as far as it was sorted
        raise
    except RecursionError:
        raise NeedsUser from None
    return [items[at] for at in order]

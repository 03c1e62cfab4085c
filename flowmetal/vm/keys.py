"""Keys: what may be one, and `hash()`, the same in every run and on every machine."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flowmetal.digest import blake2b
from flowmetal.vm.classes import class_of
from flowmetal.vm.limits import check_steps
from flowmetal.vm.values import (
    UNSET,
    BoundMethod,
    DictView,
    Duration,
    FrozenSet,
    Heir,
    Instance,
    NeedsUser,
    Set,
    Time,
)

_UNHASHABLE = frozenset((list, dict, Set, slice))
_NESTED_KEYS = frozenset((tuple, FrozenSet))
SURE = frozenset((str, int, float, bool, bytes, type(None), Duration, Time))
MAX_KEY_DEPTH = 200  # tuples within tuples in a key: the host hashes and compares keys recursively


def check_key(key: Any) -> None:
    """Refuse what cannot be a key of a dict or a set. Raises TypeError with CPython's words."""
    kind = type(key)
    if kind in SURE:
        return
    if kind is tuple or kind is FrozenSet or is_frozen(key):
        _check_parts(key)
        if kind is Heir:
            hash(key)
    elif kind in _UNHASHABLE:
        raise TypeError(f"unhashable type: '{class_of(key).name}'")
    else:
        hash(key)


def keyed(items: Iterable[Any]) -> dict[Any, None]:
    """The items as keys, each checked."""
    found: dict[Any, None] = {}
    for item in items:
        check_key(item)
        found[item] = None
    return found


def is_frozen(value: Any) -> bool:
    """Is it an instance that hashes and compares by its fields?"""
    return isinstance(value, Instance) and (
        value.cls.find("__frozen_fields__") is not UNSET or (type(value) is Heir and type(value.plain) in _NESTED_KEYS)
    )


def frozen_fields(value: Instance) -> tuple[Any, ...]:
    if type(value) is Heir:
        return (value.plain,)
    return tuple([value.attributes.get(name) for name in value.cls.find("__frozen_fields__")])


def _check_parts(key: Any) -> None:
    level = [key]
    depth = steps = 0
    while level:
        depth += 1
        if depth > MAX_KEY_DEPTH:
            raise RecursionError(f"a key of tuples nested more than {MAX_KEY_DEPTH} deep")
        below = []
        for whole in level:
            parts = frozen_fields(whole) if isinstance(whole, Instance) else whole
            steps += len(parts) if parts is whole else 8 * len(parts)  # the host is slower with these
            for part in parts:
                kind = type(part)
                if kind in SURE:
                    continue
                if kind is tuple or kind is FrozenSet or is_frozen(part):
                    below.append(part)
                elif kind in _UNHASHABLE:
                    raise TypeError(f"unhashable type: '{class_of(part).name}'")
                else:
                    hash(part)
            check_steps(steps)
        level = below


_MASK = (1 << 64) - 1


def hash_of(value: Any, identity: Any) -> int:
    """`hash(value)`; identity(obj) numbers the objects that hash by what they are, not by what they hold.

    Numbers hash as in CPython. Raises TypeError if unhashable, NeedsUser for an instance with a `__hash__`.
    """
    if type(value) is tuple or type(value) is FrozenSet or is_frozen(value):
        _check_hashable_parts(value)
    return _hash_of(value, identity)


def _hash_of(value: Any, identity: Any) -> int:
    kind = type(value)
    if kind is int or kind is float or kind is bool:
        return hash(value)
    if kind is str or kind is bytes:
        return _signed(_digest(value.encode("utf-8", "surrogatepass") if kind is str else value))
    if kind is tuple or kind is FrozenSet:
        return _hash_parts(value, identity)
    if value is None:
        return 0xFCA86420
    if kind is Duration or kind is Time:
        return _signed(_digest(f"{class_of(value).name}:{value.us}".encode()))
    if kind is range:
        length = len(value) if -(2**60) < value.start < 2**60 and -(2**60) < value.stop < 2**60 else 2
        parts = (length, value.start if length else None, value.step if length > 1 else None)
        return _hash_parts(parts, identity)
    if kind is BoundMethod:
        return _hash_parts((identity(value.function), identity(value.self)), identity)
    if isinstance(value, Instance):
        if type(value) is Heir:
            if user_method_of_hash(value):
                raise NeedsUser
            hash(value)
            return hash_of(value.plain, identity)
        fields = value.cls.find("__frozen_fields__")
        if type(fields) is str:
            return hash_of(value.attributes.get(fields), identity)
        if fields is not UNSET:
            return _hash_parts((value.cls.qualname, *frozen_fields(value)), identity)
        if user_method_of_hash(value):
            raise NeedsUser
        hash(value)
    elif kind in _UNHASHABLE or (kind is DictView and value.kind != "values"):
        raise TypeError(f"unhashable type: '{class_of(value).name}'")
    return _signed(_mix(identity(value)))


def user_method_of_hash(value: Instance) -> bool:
    """Does the program's class define a `__hash__` that is not None, before any `__eq__` without one?"""
    for cls in value.cls.mro:
        if cls.builtin:
            return False
        if "__hash__" in cls.namespace:
            return cls.namespace["__hash__"] is not None
        if "__eq__" in cls.namespace:
            return False
    return False


def _check_hashable_parts(value: Any) -> None:
    """`check_key`, but an instance's own `__hash__` counts here."""
    stack, steps, depth = [(value, 1)], 0, 0
    while stack:
        whole, depth = stack.pop()
        parts = frozen_fields(whole) if isinstance(whole, Instance) else whole
        if depth > MAX_KEY_DEPTH:
            raise RecursionError("maximum recursion depth exceeded while hashing")
        steps += len(parts)
        check_steps(steps)
        for part in parts:
            if type(part) is tuple or type(part) is FrozenSet or is_frozen(part):
                stack.append((part, depth + 1))
            elif isinstance(part, Instance) and user_method_of_hash(part):
                raise NeedsUser


def _hash_parts(value: Any, identity: Any) -> int:
    """CPython's way of combining (xxHash for tuples; an order-free one for sets), over the hashes made here."""
    hashes = [_hash_of(part, identity) & _MASK for part in value]
    return combine_set_hashes(hashes) if type(value) is FrozenSet else combine_hashes(hashes)


def combine_set_hashes(hashes: list[int]) -> int:
    """The hash of a frozenset whose items have these, in any order."""
    combined = (len(hashes) + 1) * 1927868237 & _MASK
    for one in hashes:
        combined ^= _mix(one & _MASK)
    return _signed(_mix(combined))


def combine_hashes(hashes: list[int]) -> int:
    """The hash of a tuple whose items have these."""
    accumulator = 2870177450012600261
    for lane in hashes:
        accumulator = (accumulator + (lane & _MASK) * 14029467366897019727) & _MASK
        accumulator = ((accumulator << 31) | (accumulator >> 33)) & _MASK
        accumulator = accumulator * 11400714785074694791 & _MASK
    accumulator = (accumulator + (len(hashes) ^ (2870177450012600261 ^ 3527539))) & _MASK
    return 1546275796 if accumulator == _MASK else _signed(accumulator)


def _digest(data: bytes) -> int:
    return int.from_bytes(blake2b(data, digest_size=8).digest(), "big")


def _mix(number: int) -> int:
    number = (number ^ (number >> 30)) * 0xBF58476D1CE4E5B9 & _MASK
    number = (number ^ (number >> 27)) * 0x94D049BB133111EB & _MASK
    return number ^ (number >> 31)


def _signed(number: int) -> int:
    number = number - (1 << 64) if number >> 63 else number
    return -2 if number == -1 else number

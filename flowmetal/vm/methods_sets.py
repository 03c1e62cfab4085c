"""The methods of set and frozenset. Results keep the order of the first operand, then of the others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flowmetal.vm.classes import error
from flowmetal.vm.iteration import host_items, range_length
from flowmetal.vm.keys import check_key
from flowmetal.vm.limits import check_items
from flowmetal.vm.natives import Args, Kwargs, arity, changing, method, receiver
from flowmetal.vm.operators import combine, set_items
from flowmetal.vm.values import FrozenSet, Set

if TYPE_CHECKING:
    from flowmetal.vm.machine import Machine

_ALL = range(1, 1 << 30)
_KINDS: dict[str, Any] = {"set": Set, "frozenset": FrozenSet}


def keys_of(machine: Machine, iterable: Any) -> dict[Any, None]:
    """The items of any iterable as keys. Raises TypeError for an unhashable one."""
    items = set_items(iterable)
    if items is not None or type(iterable) is dict:
        return dict.fromkeys(iterable if items is None else items)
    if type(iterable) is range:
        check_items(range_length(iterable))
    keys: dict[Any, None] = {}
    for item in host_items(iterable):
        check_key(item)
        keys[item] = None
    machine.charge(len(keys) >> 2)
    return keys


def _new(name: str) -> None:
    @method(name, "__new__", user=f"_new_{name}")
    def new(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
        arity(name, args, kwargs, 0, 1)
        if args and type(args[0]) is FrozenSet and name == "frozenset":
            return args[0]
        return _made(name, keys_of(machine, args[0]) if args else {})


def _made(name: str, items: dict[Any, None]) -> Any:
    built = _KINDS[name]()
    built.items = items
    return built


def _combining(name: str, verb: str, symbol: str, most: int) -> None:
    @method(name, verb, iterables=_ALL)
    def run(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
        items = receiver(name, verb, args, _KINDS[name]).items
        arity(f"{name}.{verb}", args[1:], kwargs, 0 if most > 1 else 1, most)
        items = dict(items)
        for arg in args[1:]:
            items = combine(symbol, items, keys_of(machine, arg))
        return _made(name, items)


def _updating(verb: str, symbol: str, most: int) -> None:
    @method("set", verb, iterables=_ALL)
    def run(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
        target = receiver("set", verb, args, Set)
        arity(f"set.{verb}", args[1:], kwargs, 0 if most > 1 else 1, most)
        changing(machine, target)
        for arg in args[1:]:
            other = keys_of(machine, arg)
            if symbol == "|":
                target.items.update(other)
                continue
            items = combine(symbol, target.items, other)
            for item in [item for item in target.items if item not in items]:
                del target.items[item]
            target.items.update(items)


def _relating(name: str) -> None:
    def add(verb: str, holds: Any) -> None:
        @method(name, verb, iterables=_ALL)
        def run(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
            items = receiver(name, verb, args, _KINDS[name]).items
            arity(f"{name}.{verb}", args[1:], kwargs, 1, 1)
            return holds(items, keys_of(machine, args[1]))

    add("issubset", lambda mine, other: all(item in other for item in mine))
    add("issuperset", lambda mine, other: all(item in mine for item in other))
    add("isdisjoint", lambda mine, other: not any(item in mine for item in other))

    @method(name, "copy")
    def copy(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
        target = receiver(name, "copy", args, _KINDS[name])
        arity(f"{name}.copy", args[1:], kwargs, 0, 0)
        return target if name == "frozenset" else _made(name, dict(target.items))


_MANY = 1 << 30
for _name in _KINDS:
    _new(_name)
    _relating(_name)
    for _verb, _symbol, _most in (
        ("union", "|", _MANY), ("intersection", "&", _MANY), ("difference", "-", _MANY),
        ("symmetric_difference", "^", 1),
    ):
        _combining(_name, _verb, _symbol, _most)
for _verb, _symbol, _most in (
    ("update", "|", _MANY), ("intersection_update", "&", _MANY), ("difference_update", "-", _MANY),
    ("symmetric_difference_update", "^", 1),
):
    _updating(_verb, _symbol, _most)


def _as_item(item: Any) -> Any:
    """A set looked for in a set stands for the frozenset of the same items."""
    if type(item) is Set:
        return _made("frozenset", dict(item.items))
    check_key(item)
    return item


@method("set", "add")
def _add(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    target = receiver("set", "add", args, Set)
    arity("set.add", args[1:], kwargs, 1, 1)
    changing(machine, target)
    check_key(args[1])
    target.items[args[1]] = None


@method("set", "discard")
def _discard(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    target = receiver("set", "discard", args, Set)
    arity("set.discard", args[1:], kwargs, 1, 1)
    changing(machine, target)
    target.items.pop(_as_item(args[1]), None)


@method("set", "remove")
def _remove(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    target = receiver("set", "remove", args, Set)
    arity("set.remove", args[1:], kwargs, 1, 1)
    changing(machine, target)
    item = _as_item(args[1])
    if item not in target.items:
        raise error("KeyError", args[1])
    del target.items[item]


@method("set", "pop")
def _pop(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    target = receiver("set", "pop", args, Set)
    arity("set.pop", args[1:], kwargs, 0, 0)
    changing(machine, target)
    if not target.items:
        raise KeyError("pop from an empty set")
    item = next(iter(target.items))
    del target.items[item]
    return item


@method("set", "clear")
def _clear(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    target = receiver("set", "clear", args, Set)
    arity("set.clear", args[1:], kwargs, 0, 0)
    changing(machine, target)
    target.items.clear()



"""The methods of list, tuple, dict, range, slice and the views of dicts.

Where elements are compared and one is an instance with an `__eq__`, the prelude's function does the same in Flowmetal.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flowmetal.vm.classes import class_of, error
from flowmetal.vm.compare import deep_compare
from flowmetal.vm.iteration import host_items, host_list, iterate
from flowmetal.vm.keys import check_key
from flowmetal.vm.limits import check_items
from flowmetal.vm.natives import Args, Kwargs, arity, attribute, changing, method, options, receiver, renamed
from flowmetal.vm.operators import INTEGERS, contains, in_range, set_items, update_dict
from flowmetal.vm.sorting import sort_plain
from flowmetal.vm.text import to_repr
from flowmetal.vm.values import (
    UNSET,
    DictIterator,
    DictView,
    Heir,
    Instance,
    NeedsUser,
    SequenceIterator,
    TailCall,
    plain_of,
    user_method,
)

if TYPE_CHECKING:
    from flowmetal.vm.machine import Machine


# -- list


@method("list", "append")
def _append(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    target = receiver("list", "append", args, list)
    arity("list.append", args[1:], kwargs, 1, 1)
    changing(machine, target)
    target.append(args[1])


@method("list", "extend", user="_list_extend")
def _extend(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    target = receiver("list", "extend", args, list)
    arity("list.extend", args[1:], kwargs, 1, 1)
    changing(machine, target)
    items = host_list(args[1])
    check_items(len(target) + len(items))
    machine.charge(len(items) >> 4)
    target.extend(items)


@method("list", "insert", user="_list_insert")
def _insert(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    target = receiver("list", "insert", args, list)
    arity("insert", args[1:], kwargs, 2, 2)
    changing(machine, target)
    target.insert(_index(args[1]), args[2])


def _index(value: Any) -> int:
    if type(value) is Heir and type(value.plain) is int:
        return int(value.plain)
    if user_method(value, "__index__") is not UNSET:
        raise NeedsUser
    if type(value) not in INTEGERS:
        raise TypeError(f"'{class_of(value).name}' object cannot be interpreted as an integer")
    return int(value)


@method("list", "pop", user="_list_pop")
def _pop(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    target = receiver("list", "pop", args, list)
    arity("pop", args[1:], kwargs, 0, 1)
    changing(machine, target)
    return target.pop(_index(args[1])) if len(args) > 1 else target.pop()


@method("list", "remove", user="_list_remove")
def _remove(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    target = receiver("list", "remove", args, list)
    arity("list.remove", args[1:], kwargs, 1, 1)
    changing(machine, target)
    machine.charge(len(target) >> 4)
    at = _find(target, args[1], 0, len(target))
    if at < 0:
        raise ValueError("list.remove(x): x not in list")
    del target[at]


def _find(items: Any, wanted: Any, start: int, stop: int) -> int:
    """Index of the first item equal to wanted, -1 if there is none."""
    try:
        return int(items.index(wanted, start, stop))
    except ValueError:
        return -1
    except RecursionError:
        for at in range(*slice(start, stop).indices(len(items))):
            if items[at] is wanted or deep_compare("==", items[at], wanted):
                return at
        return -1


@method("list", "clear")
def _clear(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    target = receiver("list", "clear", args, list)
    arity("list.clear", args[1:], kwargs, 0, 0)
    changing(machine, target)
    target.clear()


@method("list", "copy")
def _copy(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    target = receiver("list", "copy", args, list)
    arity("list.copy", args[1:], kwargs, 0, 0)
    return target[:]


@method("list", "reverse")
def _reverse(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    target = receiver("list", "reverse", args, list)
    arity("list.reverse", args[1:], kwargs, 0, 0)
    changing(machine, target)
    target.reverse()


@method("list", "sort", user="_list_sort")
def _sort(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    target = receiver("list", "sort", args, list)
    if len(args) > 1:
        raise TypeError("sort() takes no positional arguments")
    key, reverse = options("sort", kwargs, key=None, reverse=False)
    changing(machine, target)
    target[:] = sort_plain(machine, target, key, reverse)


@method("list", "index", user="_sequence_index")
def _list_index(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    return _index_of(machine, receiver("list", "index", args, list), args, kwargs)


@method("tuple", "index", user="_sequence_index")
def _tuple_index(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    return _index_of(machine, receiver("tuple", "index", args, tuple), args, kwargs)


def _index_of(machine: Machine, items: Any, args: Args, kwargs: Kwargs) -> int:
    arity("index", args[1:], kwargs, 1, 3)
    machine.charge(len(items) >> 4)
    bounds = [_bound(part) for part in args[2:]]
    start, stop = (bounds + [0, len(items)][len(bounds) :])[:2]
    at = _find(items, args[1], start, stop)
    if at < 0:
        raise ValueError(not_in(items, args[1]))
    return at


def _bound(value: Any) -> int:
    value = plain_of(value)
    if type(value) not in INTEGERS:
        raise TypeError("slice indices must be integers or have an __index__ method")
    return int(value)


def not_in(items: Any, wanted: Any) -> str:
    return "tuple.index(x): x not in tuple" if type(items) is tuple else f"{to_repr(wanted)} is not in list"


@method("list", "count", user="_sequence_count")
def _list_count(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    return _count(machine, receiver("list", "count", args, list), args, kwargs)


@method("tuple", "count", user="_sequence_count")
def _tuple_count(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    return _count(machine, receiver("tuple", "count", args, tuple), args, kwargs)


def _count(machine: Machine, items: Any, args: Args, kwargs: Kwargs) -> int:
    arity(f"{class_of(items).name}.count", args[1:], kwargs, 1, 1)
    machine.charge(len(items) >> 4)
    try:
        return int(items.count(args[1]))
    except RecursionError:
        return sum(1 for item in items if item is args[1] or deep_compare("==", item, args[1]))


@method("list", "__new__", user="_new_list")
def _list_new(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    arity("list", args, kwargs, 0, 1)
    if not args:
        return []
    items = host_list(args[0])
    machine.charge(len(items) >> 3)
    return items


@method("tuple", "__new__", user="_new_tuple")
def _tuple_new(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    arity("tuple", args, kwargs, 0, 1)
    if not args:
        return ()
    if type(args[0]) is tuple:
        return args[0]
    items = host_list(args[0])
    machine.charge(len(items) >> 3)
    return tuple(items)


# -- dict


@method("dict", "__new__", user="_new_dict")
def _dict_new(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    if len(args) > 1:
        raise TypeError(f"dict expected at most 1 argument, got {len(args)}")
    built: dict[Any, Any] = {}
    if args:
        update_dict(built, args[0])
    if kwargs:
        built.update(kwargs)
    return built


@method("dict", "update", user="_dict_update")
def _update(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    target = receiver("dict", "update", args, dict)
    if len(args) > 2:
        raise TypeError(f"update expected at most 1 argument, got {len(args) - 1}")
    changing(machine, target)
    if len(args) > 1:
        update_dict(target, args[1])
    if kwargs:
        target.update(kwargs)


@method("dict", "fromkeys", kind="class", iterables=(1,))
def _fromkeys(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    arity("fromkeys", args[1:], kwargs, 1, 2)
    items = host_list(args[1])
    for item in items:
        check_key(item)
    return dict.fromkeys(items, args[2] if len(args) > 2 else None)


@method("dict", "get")
def _get(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    target = receiver("dict", "get", args, dict)
    arity("get", args[1:], kwargs, 1, 2)
    check_key(args[1])
    return target.get(args[1], args[2] if len(args) > 2 else None)


@method("dict", "setdefault")
def _setdefault(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    target = receiver("dict", "setdefault", args, dict)
    arity("setdefault", args[1:], kwargs, 1, 2)
    changing(machine, target)
    check_key(args[1])
    return target.setdefault(args[1], args[2] if len(args) > 2 else None)


@method("dict", "pop")
def _dict_pop(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    target = receiver("dict", "pop", args, dict)
    arity("pop", args[1:], kwargs, 1, 2)
    changing(machine, target)
    value = args[2] if len(args) > 2 else UNSET
    if target:  # an empty one does not even look at the key
        check_key(args[1])
        value = target.pop(args[1], value)
    if value is UNSET:
        raise error("KeyError", args[1])
    return value


@method("dict", "popitem")
def _popitem(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    target = receiver("dict", "popitem", args, dict)
    arity("dict.popitem", args[1:], kwargs, 0, 0)
    changing(machine, target)
    if not target:
        raise KeyError("popitem(): dictionary is empty")
    return target.popitem()


@method("dict", "clear")
def _dict_clear(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    target = receiver("dict", "clear", args, dict)
    arity("dict.clear", args[1:], kwargs, 0, 0)
    changing(machine, target)
    target.clear()


@method("dict", "copy")
def _dict_copy(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    target = receiver("dict", "copy", args, dict)
    arity("dict.copy", args[1:], kwargs, 0, 0)
    return target.copy()


def _add_views() -> None:
    for kind in ("keys", "values", "items"):

        def view(machine: Machine, args: Args, kwargs: Kwargs, kind: str = kind) -> Any:
            target = receiver("dict", kind, args, dict)
            arity(f"dict.{kind}", args[1:], kwargs, 0, 0)
            return DictView(target, kind)

        method("dict", kind)(view)
    for kind in ("keys", "items"):

        def disjoint(machine: Machine, args: Args, kwargs: Kwargs, kind: str = kind) -> Any:
            view = receiver(f"dict_{kind}", "isdisjoint", args, DictView)
            arity(f"dict_{kind}.isdisjoint", args[1:], kwargs, 1, 1)
            other = args[1]
            if set_items(other) is not None and len(other) > len(view):
                view, other = other, view
            return not any(contains(item, view) for item in host_items(other))

        method(f"dict_{kind}", "isdisjoint", iterables=(1,))(disjoint)


_add_views()


# -- range and slice


@method("range", "__new__", user="_range")
def _range_new(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    arity("range", args, kwargs, 1, 3)
    for arg in args:
        if user_method(arg, "__index__") is not UNSET:
            raise NeedsUser
    try:
        return range(*args)
    except TypeError as caught:
        raise renamed(caught, args) from None


@method("range", "index", user="_sequence_index")
def _range_index(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    items = receiver("range", "index", args, range)
    arity("range.index", args[1:], kwargs, 1, 1)
    if in_range(args[1], items):
        return items.index(int(args[1]))
    if type(args[1]) in INTEGERS:
        raise ValueError(f"{to_repr(args[1])} is not in range")
    raise ValueError("sequence.index(x): x not in sequence")


@method("range", "count", user="_sequence_count")
def _range_count(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    items = receiver("range", "count", args, range)
    arity("range.count", args[1:], kwargs, 1, 1)
    return int(in_range(args[1], items))


@method("slice", "__new__")
def _slice_new(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    arity("slice", args, kwargs, 1, 3)
    return slice(*args)


@method("slice", "indices")
def _slice_indices(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    target = receiver("slice", "indices", args, slice)
    arity("slice.indices", args[1:], kwargs, 1, 1)
    return target.indices(_index(args[1]))


for _owner in ("range", "slice"):
    attribute(_owner, "start", lambda value: value.start)
    attribute(_owner, "stop", lambda value: value.stop)
    attribute(_owner, "step", lambda value: value.step)


# -- reversed, which gives an iterator


@method("list", "__reversed__")
def _list_reversed(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    return reversed_iterator(receiver("list", "__reversed__", args, list))


@method("dict", "__reversed__")
def _dict_reversed(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    return reversed_iterator(receiver("dict", "__reversed__", args, dict))


def reversed_iterator(value: Any) -> Any:
    """`reversed(value)` of a plain value. Raises TypeError, NeedsUser."""
    kind = type(value)
    if kind in (list, tuple, str, bytes, range):
        return SequenceIterator(value, len(value) - 1, -1)
    if kind is dict:
        return DictIterator(value, "keys", reverse=True)
    if kind is DictView:
        return DictIterator(value.dict, value.kind, reverse=True)
    if kind is Heir and type(value.plain) in (list, dict) and user_method(value, "__reversed__") is UNSET:
        return reversed_iterator(value.plain)
    if isinstance(value, Instance) and (
        user_method(value, "__reversed__") is not UNSET or user_method(value, "__getitem__") is not UNSET
    ):
        raise NeedsUser
    if kind is Heir:
        return reversed_iterator(value.plain)
    raise TypeError(f"'{class_of(value).name}' object is not reversible")


# -- the classes of iterators that can be called


@method("enumerate", "__new__", user="_enumerate")
def _enumerate_new(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    from flowmetal.vm.values import Enumerate, Generator

    given = dict(zip(("iterable", "start"), args, strict=False))
    given.update(kwargs or {})
    if len(args) > 2 or set(given) - {"iterable", "start"}:
        raise TypeError(f"enumerate() takes at most 2 arguments ({len(args) + len(kwargs or {})} given)")
    if "iterable" not in given:
        raise TypeError("enumerate() missing required argument 'iterable'")
    iterator = iterate(given["iterable"])
    start = _index(given.get("start", 0))
    if type(iterator) is Generator:
        raise NeedsUser
    return Enumerate(iterator, start)


@method("zip", "__new__", user="_zip")
def _zip_new(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    from flowmetal.vm.values import Generator, Zip

    (strict,) = options("zip", kwargs, strict=False)
    iterators = []
    lazy = False
    for arg in args:
        try:
            iterators.append(iterate(arg))
        except NeedsUser:
            lazy = True
            continue
        lazy = lazy or type(iterators[-1]) is Generator
    if lazy:
        raise NeedsUser
    return Zip(tuple(iterators), bool(strict))


def _lazy_class(name: str) -> None:
    def new(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
        if name == "filter":
            arity(name, args, kwargs, 2, 2)
        return TailCall(machine.prelude[f"_{name}"], args, kwargs)

    method(name, "__new__", user=f"_{name}")(new)


for _name in ("map", "filter"):
    _lazy_class(_name)

"""What the prelude needs of the machine: looking up special methods, the plain part of an operation, sorting."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flowmetal.bytecode.opcodes import BINARY_OPERATORS, COMPARE_OPERATORS
from flowmetal.vm import operators
from flowmetal.vm.classes import class_of
from flowmetal.vm.formatting import (
    bad_conversion,
    parse_template,
    percent_parts,
    split_field,
)
from flowmetal.vm.keys import combine_hashes, combine_set_hashes
from flowmetal.vm.methods_objects import plain_repr
from flowmetal.vm.natives import Args, Kwargs, function
from flowmetal.vm.sorting import sort_by_keys
from flowmetal.vm.text import ascii_only, to_repr
from flowmetal.vm.tracebacks import FINAL_TEXT
from flowmetal.vm.values import PLAIN_ITERATORS, UNSET, FrozenSet, Generator, Instance, NeedsUser, user_method

if TYPE_CHECKING:
    from flowmetal.vm.machine import Machine


@function("_plain_repr", library=True)
def _plain_repr(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    """The repr of a value with no `__repr__` of the program's and no items."""
    try:
        return to_repr(args[0])
    except NeedsUser:
        return plain_repr(machine, args[0])


@function("_method", library=True)
def _method(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    """The special method that the program's class gives to a value, to be called with it; None if there is none."""
    found = user_method(args[0], args[1])
    return None if found is UNSET else found


@function("_is_barred", library=True)
def _is_barred(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    """Does the value's class say, by None, that there is no such special method?"""
    return user_method(args[0], args[1]) is None


@function("_repr_around", library=True)
def _repr_around(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    """The containers whose reprs are being written where the task is: a `__repr__` of the program may come back."""
    frames = machine.ready[0].frames
    machine.charge(len(frames) >> 4)
    for frame in reversed(frames):
        if frame.code.name == "_repr_within" and frame.module is machine.prelude["_repr_within"].module:
            return frame.slots[1]
    return []


@function("_set_text", library=True)
def _set_text(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    """Keep what the program says of the error that ends it."""
    args[0].attributes[FINAL_TEXT] = args[1]


@function("_is_instance", library=True)
def _is_instance(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    """Is the value an instance of a class of the program, or an exception?"""
    return isinstance(args[0], Instance)


@function("_type_name", library=True)
def _type_name(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    return class_of(args[0]).name



@function("_sort_by_keys", user="_merge_sort", library=True)
def _sort_by_keys(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    items, keys, reverse = args
    machine.charge(len(items) * len(items).bit_length() >> 3)
    return sort_by_keys(items, keys, bool(reverse))


@function("_take_all", library=True)
def _take_all(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    """The items of a list, which is left empty."""
    items = args[0][:]
    args[0].clear()
    return items


@function("_combine_hashes", library=True)
def _combine_hashes(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    """The hash of a tuple, or with True of a frozenset, whose items have these hashes."""
    hashes, is_set = args
    return combine_set_hashes(hashes) if is_set else combine_hashes(hashes)


@function("_wrap_hash", library=True)
def _wrap_hash(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    """What `hash()` makes of the int that a `__hash__` gave."""
    if type(args[0]) not in operators.INTEGERS:
        raise TypeError("__hash__ method should return an integer")
    return hash(int(args[0]))




@function("_freeze", library=True)
def _freeze(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    """The frozenset of a set that nobody else holds."""
    frozen = FrozenSet()
    frozen.items = args[0].items
    return frozen


@function("_is_iterator", library=True)
def _is_iterator(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    value = args[0]
    return type(value) in PLAIN_ITERATORS or type(value) is Generator or user_method(value, "__next__") is not UNSET


@function("_refuse", library=True)
def _refuse(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    """Raise the TypeError of a binary operator (shown so) or comparison that neither operand implements."""
    symbol, left, right, shown = args
    if symbol in COMPARE_OPERATORS:
        raise TypeError(operators.not_comparable(symbol, left, right))
    if symbol in BINARY_OPERATORS:
        raise TypeError(operators.refusal(symbol, left, right, shown))
    raise TypeError(f"unsupported operand type(s) for {shown}: '{class_of(left).name}' and '{class_of(right).name}'")


@function("_ascii_only", library=True)
def _ascii_only(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    return ascii_only(args[0])


@function("_parse_template", library=True)
def _parse_template(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    return parse_template(args[0])


@function("_split_field", library=True)
def _split_field(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    return split_field(args[0])


@function("_bad_conversion", library=True)
def _bad_conversion(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    raise bad_conversion(args[0])


@function("_percent_parts", library=True)
def _percent_parts(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    """See there."""
    return percent_parts(args[0])


@function("_same", library=True)
def _same(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    """Are two values the same, or equal instances of a class with `__frozen_fields__`?"""
    one, other = args
    if one is other:
        return True
    frozen = isinstance(one, Instance) and one.cls.find("__frozen_fields__") is not UNSET
    return frozen and one == other

"""Classes of the program that derive from built-in ones: how their instances are made, and what the prelude asks of
them. `values.Heir` says what such an instance is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flowmetal.bytecode.opcodes import BINARY_OPERATORS
from flowmetal.vm import (  # noqa: F401 - whose class methods are made to know of heirs here
    methods_containers,
    methods_numbers,
    methods_text,
    operators,
)
from flowmetal.vm.calls import MUTABLE
from flowmetal.vm.classes import CLASSES, PLAIN_TYPES, class_of
from flowmetal.vm.iteration import host_list
from flowmetal.vm.limits import check_items
from flowmetal.vm.methods_sets import keys_of
from flowmetal.vm.natives import NATIVES, PRELUDE_NAMES, Args, Kwargs, arity, changing, function, method, run_on_plain
from flowmetal.vm.values import Class, Heir, Instance, NeedsUser, TailCall, plain_of

if TYPE_CHECKING:
    from flowmetal.vm.machine import Machine

PRELUDE_NAMES.update(("_new_heir", "_str_of_heir", "_repr_of_heir"))


@function("_new", library=True)
def _new(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    """`int.__new__(cls, …)`: the built-in class, then what the program gives."""
    owner, *given = args
    name = owner.name
    if not given:
        raise TypeError(f"{name}.__new__(): not enough arguments")
    cls = given[0]
    if type(cls) is not Class:
        raise TypeError(f"{name}.__new__(X): X is not a type object ({class_of(cls).name})")
    if not cls.is_subclass(owner):
        raise TypeError(f"{name}.__new__({cls.name}): {cls.name} is not a subtype of {name}")
    if cls.builtin:
        if cls is not owner:
            raise TypeError(f"{name}.__new__({cls.name}) is not safe, use {cls.name}.__new__()")
        return TailCall(cls, given[1:], kwargs)
    if name in MUTABLE:
        return Heir(cls, PLAIN_TYPES[name]())
    return TailCall(machine.prelude["_new_heir"], [cls, owner, given[1:], kwargs or {}])


@function("_heir", library=True)
def _heir(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    """An instance of a class that derives from a built-in one, with its plain value."""
    cls, plain = args
    if type(plain) is bool and cls.layout == "int":
        plain = int(plain)
    if type(plain) is not PLAIN_TYPES[cls.layout]:
        raise TypeError(f"a '{class_of(plain).name}' cannot be the value of a '{cls.name}'")
    return Heir(cls, plain)


@function("_is_heir", library=True)
def _is_heir(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    return type(args[0]) is Heir


@function("_plain", library=True)
def _plain(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    """What an heir of a built-in class holds; any other value itself."""
    return plain_of(args[0])


@function("_binary_plain", library=True)
def _binary_plain(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    """The built-in operator on what heirs hold. NotImplemented if there is none, or if neither operand is an heir."""
    symbol, left, right = args
    if type(left) is not Heir and type(right) is not Heir:
        return NotImplemented
    try:
        if symbol == "divmod()":
            return NATIVES["divmod"].run(machine, [plain_of(left), plain_of(right)], None)
        return operators.binary(BINARY_OPERATORS.index(symbol), plain_of(left), plain_of(right))
    except (TypeError, NeedsUser):
        return NotImplemented


@function("_comparable", library=True)
def _comparable(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    """Does the built-in comparison of that name know what to do with two values of which one at least is an heir?"""
    left, right, name = plain_of(args[0]), plain_of(args[1]), args[2]
    if isinstance(left, Instance) or isinstance(right, Instance):
        return False
    return operators.comparable(left, right) and (type(left) is not dict or name in ("__eq__", "__ne__"))


@function("_also", library=True)
def _also(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    """Make a class of the library, not yet in use, derive from a built-in class as well (IntEnum is an int, too)."""
    cls, base = args
    mro = [one for one in cls.mro if one is not CLASSES["object"]]
    cls.mro = (*mro, *base.mro)
    cls.layout = base.layout
    return cls


# -- filling what was made empty


@method("list", "__init__", user="_list_init")
def _list_init(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    target = args[0]
    arity("list", args[1:], kwargs, 0, 1)
    changing(machine, target)
    items = host_list(args[1]) if len(args) > 1 else []
    check_items(len(items))
    machine.charge(len(items) >> 4)
    target[:] = items


@method("dict", "__init__", user="_dict_update")
def _dict_init(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    target = args[0]
    if len(args) > 2:
        raise TypeError(f"dict expected at most 1 argument, got {len(args) - 1}")
    changing(machine, target)
    if len(args) > 1:
        operators.update_dict(target, args[1])
    if kwargs:
        target.update(kwargs)


@method("set", "__init__", iterables=(1,))
def _set_init(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    target = args[0]
    arity("set", args[1:], kwargs, 0, 1)
    changing(machine, target)
    items = keys_of(machine, args[1]) if len(args) > 1 else {}
    target.items.clear()
    target.items.update(items)


# -- class methods that make instances of the class that they are asked of


def _of_class(owner: str, name: str) -> None:
    plain = CLASSES[owner].namespace[name].function
    run = plain.run

    def made(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
        if not args or type(args[0]) is not Class or args[0].builtin:
            return run(machine, args, kwargs)
        try:
            value = run(machine, list(args), kwargs)
        except TypeError as refused:
            value = run_on_plain(plain, machine, list(args), kwargs, refused)
        if type(value) is TailCall:
            return TailCall(machine.prelude["_made_by_class"], [args[0], plain, list(args[1:]), kwargs or {}])
        if owner == "dict":
            return TailCall(machine.prelude["_fill_new"], [args[0], value])
        return TailCall(args[0], [value])

    plain.run = made


PRELUDE_NAMES.update(("_made_by_class", "_fill_new"))
for _owner, _name in (("dict", "fromkeys"), ("int", "from_bytes"), ("bytes", "fromhex"), ("float", "fromhex")):
    _of_class(_owner, _name)


# -- `list[int]`: annotations are not evaluated, so what a program makes of such an alias is the class


def _subscriptable(owner: str) -> None:
    @method(owner, "__class_getitem__", kind="class")
    def item(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
        arity(f"{owner}.__class_getitem__", args[1:], kwargs, 1, 1)
        return args[0]


for _owner in ("list", "dict", "tuple", "set", "frozenset", "type"):
    _subscriptable(_owner)

"""The built-in functions, and the table of all built-ins: `BUILTINS`, `NATIVES`, `LIBRARY_BUILTINS`.

Functions that run code of the program in ordinary use (`map`, `sorted(key=…)`, `any` over a generator) go on in the
prelude; those of processes and tasks (`perform`, `now`, …) are entered by `vm.process`.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from flowmetal.bytecode.opcodes import BINARY_OPERATORS
from flowmetal.vm import (  # noqa: F401 - entering their natives is what they are imported for
    methods_containers,
    methods_errors,
    methods_heirs,
    methods_moments,
    methods_numbers,
    methods_objects,
    methods_sets,
    methods_text,
    modules,
)
from flowmetal.vm.calls import ResumeGenerator
from flowmetal.vm.classes import CLASSES, class_of, error
from flowmetal.vm.handlers import check_base
from flowmetal.vm.iteration import host_items, host_list, iterate, range_length
from flowmetal.vm.keys import hash_of
from flowmetal.vm.limits import check_bits, check_items, is_light
from flowmetal.vm.methods_containers import reversed_iterator
from flowmetal.vm.natives import LIBRARY_BUILTINS, NATIVES, Args, Kwargs, arity, function, method, options
from flowmetal.vm.operators import INTEGERS, NUMBERS, binary, compare
from flowmetal.vm.sorting import keys_by_native, sort_plain
from flowmetal.vm.text import format_value, to_ascii, to_repr, to_str
from flowmetal.vm.unwinding import class_of_namespace
from flowmetal.vm.values import (
    PLAIN_ITERATORS,
    UNSET,
    Class,
    Duration,
    Generator,
    Heir,
    Instance,
    LimitExceeded,
    NeedsUser,
    Raise,
    TailCall,
    plain_of,
    step,
    user_method,
)

if TYPE_CHECKING:
    from flowmetal.vm.machine import Machine


# -- numbers


@function("abs", user="_abs")
def _abs(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    arity("abs", args, kwargs, 1, 1)
    value = args[0]
    if type(value) in NUMBERS:
        return abs(value)
    if type(value) is Duration:
        return Duration(abs(value.us))
    if user_method(value, "__abs__") is not UNSET:
        raise NeedsUser
    raise TypeError(f"bad operand type for abs(): '{class_of(value).name}'")


def _in_base(name: str, convert: Any) -> None:
    @function(name, user=f"_{name}")
    def run(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
        arity(name, args, kwargs, 1, 1)
        return convert(as_index(args[0]))


def as_index(value: Any) -> int:
    """The value as an int if it is one. Raises NeedsUser for an instance with `__index__`, TypeError."""
    if type(value) in INTEGERS:
        return int(value)
    if user_method(value, "__index__") is not UNSET:
        raise NeedsUser
    raise TypeError(f"'{class_of(value).name}' object cannot be interpreted as an integer")


for _name, _convert in (("bin", bin), ("oct", oct), ("hex", hex)):
    _in_base(_name, _convert)


@function("chr", user="_chr")
def _chr(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    arity("chr", args, kwargs, 1, 1)
    return chr(as_index(args[0]))


@function("ord")
def _ord(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    arity("ord", args, kwargs, 1, 1)
    value = args[0]
    if type(value) not in (str, bytes):
        raise TypeError(f"ord() expected string of length 1, but {class_of(value).name} found")
    if len(value) != 1:
        raise TypeError(f"ord() expected a character, but string of length {len(value)} found")
    return ord(value)


_FLOOR, _REST = BINARY_OPERATORS.index("//"), BINARY_OPERATORS.index("%")


@function("divmod", user="_divmod")
def _divmod(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    arity("divmod", args, kwargs, 2, 2)
    left, right = args
    if type(left) in NUMBERS and type(right) in NUMBERS:
        try:
            return divmod(left, right)
        except ZeroDivisionError:
            is_float = float in (type(left), type(right))
            raise ZeroDivisionError("float divmod()" if is_float else "integer division or modulo by zero") from None
    if type(left) is Duration and type(right) is Duration:
        return (binary(_FLOOR, left, right), binary(_REST, left, right))
    if user_method(left, "__divmod__") is not UNSET or user_method(right, "__rdivmod__") is not UNSET:
        raise NeedsUser
    names = f"'{class_of(left).name}' and '{class_of(right).name}'"
    raise TypeError(f"unsupported operand type(s) for divmod(): {names}")


_POWER = BINARY_OPERATORS.index("**")


@function("pow", user="_pow")
def _pow(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    given = dict(zip(("base", "exp", "mod"), args, strict=False))
    given.update(kwargs or {})
    if len(args) > 3 or set(given) - {"base", "exp", "mod"}:
        raise TypeError(f"pow() takes at most 3 arguments ({len(args) + len(kwargs or {})} given)")
    for at, name in enumerate(("base", "exp"), 1):
        if name not in given:
            raise TypeError(f"pow() missing required argument '{name}' (pos {at})")
    base, exponent, modulus = given["base"], given["exp"], given.get("mod")
    if modulus is None:
        return binary(_POWER, base, exponent)
    if not all(type(part) in INTEGERS for part in (base, exponent, modulus)):
        if user_method(base, "__pow__") is not UNSET:
            raise NeedsUser
        if not all(type(part) in NUMBERS for part in (base, exponent, modulus)):
            names = ", ".join(f"'{class_of(part).name}'" for part in (base, exponent, modulus))
            raise TypeError(f"unsupported operand type(s) for ** or pow(): {names}")
        raise TypeError("pow() 3rd argument not allowed unless all arguments are integers")
    machine.charge(exponent.bit_length() * (modulus.bit_length() // 512 + 1) ** 2 >> 4)
    return pow(base, exponent, modulus)


@function("round", user="_round")
def _round(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    given = dict(zip(("number", "ndigits"), args, strict=False))
    given.update(kwargs or {})
    if len(args) > 2 or set(given) - {"number", "ndigits"}:
        raise TypeError(f"round() takes at most 2 arguments ({len(args) + len(kwargs or {})} given)")
    if "number" not in given:
        raise TypeError("round() missing required argument 'number' (pos 1)")
    number, digits = given["number"], given.get("ndigits")
    if type(number) in NUMBERS:
        if digits is None:
            return round(number)
        places = as_index(digits)
        if type(number) is not float and places < 0:
            check_bits(-4 * places)
        return round(number, places)
    if user_method(number, "__round__") is not UNSET:
        raise NeedsUser
    raise TypeError(f"type {class_of(number).name} doesn't define __round__ method")


@function("sum", iterables=(0,), user="_sum")
def _sum(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    if not 1 <= len(args) <= 2 or set(kwargs or {}) - {"start"}:
        if not args:
            raise TypeError("sum() takes at least 1 positional argument (0 given)")
        raise TypeError(f"sum() takes at most 2 arguments ({len(args) + len(kwargs or {})} given)")
    total = args[1] if len(args) > 1 else (kwargs or {}).get("start", 0)
    for kind, text in ((str, "strings [use ''.join(seq) instead]"), (bytes, "bytes [use b''.join(seq) instead]")):
        if type(total) is kind:
            raise TypeError(f"sum() can't sum {text}")
    if type(args[0]) is range and type(total) is int:
        return total + _sum_range(args[0])
    if type(total) is list or type(total) is tuple:
        raise NeedsUser  # each sum is a copy: a step at a time
    items = host_list(args[0])
    machine.charge(len(items) >> 2)
    return sum_plain(items, total)


def _sum_range(values: range) -> int:
    count = range_length(values)
    return (2 * values.start + (count - 1) * values.step) * count // 2 if count else 0


def sum_plain(items: list[Any], total: Any) -> Any:
    """The sum as CPython 3.12 makes it: floats by Neumaier's compensated summation."""
    at = 0
    if type(total) in INTEGERS:
        while at < len(items) and type(items[at]) in INTEGERS:
            at += 1
        total = sum(items[:at], total)
        check_bits(total.bit_length())
        if at < len(items) and type(items[at]) is float:
            total = total + items[at]
            at += 1
    if type(total) is float:
        rest = 0.0
        while at < len(items):
            item = items[at]
            if type(item) is float:
                new = total + item
                rest += (total - new) + item if abs(total) >= abs(item) else (item - new) + total
                total = new
            elif type(item) in INTEGERS:
                total += float(item)
            else:
                break
            at += 1
        if rest and math.isfinite(rest):
            total += rest
    for item in items[at:]:
        total = binary(0, total, item)
    return total


# -- truth, identity, types


@function("all", user="_all")
def _all(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    arity("all", args, kwargs, 1, 1)
    return all(_charged(machine, args[0]))


@function("any", user="_any")
def _any(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    arity("any", args, kwargs, 1, 1)
    return any(_charged(machine, args[0]))


def _charged(machine: Machine, iterable: Any) -> Any:
    """A plain iterable, paid for. An iterator is taken whole, which code of the program could tell from less: so
    it goes to the prelude."""
    if type(iterable) in PLAIN_ITERATORS:
        raise NeedsUser
    if type(iterable) is range:
        iterable = iterable[:2]  # the first two values decide, whatever the rest
    items = host_items(iterable)
    machine.charge(len(items) >> 4)  # type: ignore[arg-type]
    return items


@function("callable")
def _callable(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    arity("callable", args, kwargs, 1, 1)
    value = args[0]
    if isinstance(value, Instance):
        return value.cls.find("__call__") is not UNSET
    return class_of(value).name in _CALLABLE


_CALLABLE = frozenset(("function", "builtin_function_or_method", "method", "type", "staticmethod"))


@function("hash", user="_hash")
def _hash(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    arity("hash", args, kwargs, 1, 1)
    return hash_of(args[0], machine.identity)


@function("id")
def _id(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    arity("id", args, kwargs, 1, 1)
    return machine.identity(args[0])


@function("isinstance")
def _isinstance(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    arity("isinstance", args, kwargs, 2, 2)
    return _derives(class_of(args[0]), args[1], "isinstance() arg 2 must be a type, a tuple of types, or a union")


@function("issubclass")
def _issubclass(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    arity("issubclass", args, kwargs, 2, 2)
    if type(args[0]) is not Class:
        raise TypeError("issubclass() arg 1 must be a class")
    return _derives(args[0], args[1], "issubclass() arg 2 must be a class, a tuple of classes, or a union")


def _derives(cls: Class, wanted: Any, complaint: str, depth: int = 0) -> bool:
    if type(wanted) is Class:
        return cls.is_subclass(wanted)
    if type(wanted) is not tuple:
        raise TypeError(complaint)
    if depth > 100:
        raise RecursionError("maximum recursion depth exceeded in __instancecheck__")
    if not is_light(wanted):
        raise LimitExceeded("a tuple of too many classes")
    return any(_derives(cls, one, complaint, depth + 1) for one in wanted)


@method("type", "__new__")
def _type(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    if len(args) == 1 and not kwargs:
        return class_of(args[0])
    if len(args) != 3:
        raise TypeError("type() takes 1 or 3 arguments")
    for at, (given, kind) in enumerate(zip(args, (str, tuple, dict), strict=True), 1):
        if type(plain_of(given)) is not kind:
            wanted = CLASSES[kind.__name__].name
            raise TypeError(f"type.__new__() argument {at} must be {wanted}, not {class_of(given).name}")
    name, bases, namespace = map(plain_of, args)
    if len(bases) > 1:
        raise TypeError("a class has at most one base here")
    base = bases[0] if bases else CLASSES["object"]
    check_base(base)
    module = machine.ready[0].frames[-1].module
    names = {"__module__": module.globals.get("__name__", module.key), **namespace}
    cls = class_of_namespace(name, base, names, module.key)
    return TailCall(machine.prelude["_finish_class"], [cls, kwargs or {}])


# -- attributes


def _name_of(args: Args, function_name: str) -> str:
    if type(args[1]) is not str:
        raise TypeError(f"attribute name must be string, not '{class_of(args[1]).name}'")
    return str(args[1])


@function("getattr")
def _getattr(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    arity("getattr", args, kwargs, 2, 3)
    name = _name_of(args, "getattr")
    if len(args) == 2:
        return machine.load_attr(args[0], name)
    found = _look_up(machine, args[0], name)
    if found is UNSET:
        return args[2]
    if type(found) is TailCall:
        return TailCall(machine.prelude["_getattr_or"], list(args))
    return found


@function("hasattr")
def _hasattr(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    arity("hasattr", args, kwargs, 2, 2)
    found = _look_up(machine, args[0], _name_of(args, "hasattr"))
    if type(found) is TailCall:
        return TailCall(machine.prelude["_hasattr"], list(args))
    return found is not UNSET


def _look_up(machine: Machine, obj: Any, name: str) -> Any:
    """The attribute, a TailCall, or UNSET if there is none."""
    try:
        return machine.load_attr(obj, name)
    except Raise as raised:
        if raised.error.cls.is_subclass(CLASSES["AttributeError"]):
            return UNSET
        raise
    except AttributeError:
        return UNSET


@function("setattr")
def _setattr(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    arity("setattr", args, kwargs, 3, 3)
    return machine.store_attr(args[0], _name_of(args, "setattr"), args[2])


@function("delattr")
def _delattr(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    arity("delattr", args, kwargs, 2, 2)
    return machine.delete_attr(args[0], _name_of(args, "delattr"))


@function("vars")
def _vars(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    arity("vars", args, kwargs, 1, 1)
    found = _look_up(machine, args[0], "__dict__")
    if found is UNSET:
        raise TypeError("vars() argument must have __dict__ attribute")
    return found


@function("dir")
def _dir(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    arity("dir", args, kwargs, 1, 1)
    value = args[0]
    names: set[str] = set()
    for cls in (value if type(value) is Class else class_of(value)).mro:
        names.update(cls.namespace)
    own = _look_up(machine, value, "__dict__")
    if type(own) is dict:
        names.update(name for name in own if type(name) is str)
    return sorted(names - {"__new__"})


# -- containers and iteration


@function("len", user="_len")
def _len(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    arity("len", args, kwargs, 1, 1)
    value = args[0]
    if class_of(value).name in _SIZED and not isinstance(value, (Instance, Class)):
        return len(value)
    if user_method(value, "__len__") is not UNSET:
        raise NeedsUser
    if type(value) is Heir and type(value.plain) not in NUMBERS:
        return len(value.plain)
    raise TypeError(f"object of type '{class_of(value).name}' has no len()")


_SIZED = frozenset("""
    str bytes list tuple dict set frozenset range dict_keys dict_values dict_items
""".split())  # noqa: SIM905


@function("iter", user="_iter")
def _iter(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    arity("iter", args, kwargs, 1, 2)
    if len(args) == 2:
        return TailCall(machine.prelude["_iter_until"], list(args))
    return iterate(args[0])


@function("next")
def _next(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    arity("next", args, kwargs, 1, 2)
    iterator = args[0]
    if type(iterator) in PLAIN_ITERATORS:
        item = step(iterator)
        if item is not UNSET:
            return item
        if len(args) == 2:
            return args[1]
        raise error("StopIteration")
    if type(iterator) is not Generator and user_method(iterator, "__next__") is UNSET:
        raise TypeError(f"'{class_of(iterator).name}' object is not an iterator")
    if len(args) == 2:
        return TailCall(machine.prelude["_next_or"], list(args))
    if type(iterator) is Generator:
        return ResumeGenerator(iterator)
    return TailCall(machine.prelude["_next"], [iterator])


@function("reversed", user="_reversed")
def _reversed(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    if len(args) != 1:
        raise TypeError(f"reversed expected 1 argument, got {len(args)}")
    arity("reversed", args, kwargs, 1, 1)
    return reversed_iterator(args[0])


@function("sorted", iterables=(0,), user="_sorted")
def _sorted(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    if len(args) != 1:
        raise TypeError(f"sorted expected 1 argument, got {len(args)}")
    key, reverse = options("sort", kwargs, key=None, reverse=False)
    return sort_plain(machine, host_list(args[0]), key, reverse)


def _extreme(name: str, symbol: int) -> None:
    @function(name, user=f"_{name}")
    def run(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
        key, default = options(name, kwargs, key=None, default=UNSET)
        if not args:
            raise TypeError(f"{name} expected at least 1 argument, got 0")
        if len(args) > 1:
            if default is not UNSET:
                raise TypeError(f"Cannot specify a default for {name}() with multiple positional arguments")
            items = list(args)
        elif type(args[0]) is range and key is None and args[0]:
            ends = (args[0][0], args[0][-1])
            return min(ends) if name == "min" else max(ends)
        else:
            items = host_list(args[0])
        if not items:
            if default is UNSET:
                raise ValueError(f"{name}() iterable argument is empty")
            return default
        machine.charge(len(items) >> 2)
        keys = items if key is None else keys_by_native(machine, items, key)
        best = 0
        for at in range(1, len(keys)):
            if compare(symbol, keys[at], keys[best]):
                best = at
        return items[best]


_extreme("min", 2)
_extreme("max", 4)


# -- text and output


@function("ascii", user="_ascii")
def _ascii(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    arity("ascii", args, kwargs, 1, 1)
    return to_ascii(args[0])


@function("repr", user="_repr")
def _repr(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    arity("repr", args, kwargs, 1, 1)
    return to_repr(args[0])


@function("format", user="_format")
def _format(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    arity("format", args, kwargs, 1, 2)
    return format_value(args[0], args[1] if len(args) > 1 else "")


@function("print", user="_print")
def _print(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    """Each call is one output, with its end: what a program prints is kept in its journal."""
    separator, end, file, _flush = options("print", kwargs, sep=" ", end="\n", file=None, flush=False)
    if file is not None:
        raise TypeError("print() has no files to write to here; use the module log for other than plain output")
    for name, value in (("sep", separator), ("end", end)):
        if value is not None and type(value) is not str:
            raise TypeError(f"{name} must be None or a string, not {class_of(value).name}")
    parts = [to_str(arg) for arg in args]
    check_items(sum(map(len, parts)) + len(parts) * len(separator or " "))
    machine.output("out", (" " if separator is None else separator).join(parts) + ("\n" if end is None else end), {})


BUILTINS: dict[str, Any] = {
    name: native for name, native in NATIVES.items() if "." not in name and not name.startswith("_")
}
BUILTINS.update(
    (name, CLASSES[name])
    for name in """
        bool bytes classmethod dict duration enumerate filter float frozenset int list map object property range set
        slice staticmethod str super tuple type zip
    """.split()  # noqa: SIM905
)
BUILTINS.update((name, cls) for name, cls in CLASSES.items() if cls.layout == "error")
BUILTINS.update(IOError=CLASSES["OSError"], EnvironmentError=CLASSES["OSError"])
BUILTINS.update(NotImplemented=NotImplemented, Ellipsis=Ellipsis)

__all__ = ["BUILTINS", "LIBRARY_BUILTINS", "NATIVES"]

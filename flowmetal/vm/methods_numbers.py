"""int, float and bool: their constructors and methods, the host's with sizes checked."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from flowmetal.vm.classes import class_of
from flowmetal.vm.iteration import host_list
from flowmetal.vm.limits import MAX_DIGITS, check_bits, check_items
from flowmetal.vm.natives import Args, Kwargs, arity, attribute, delegate, method, renamed
from flowmetal.vm.values import UNSET, Instance, NeedsUser, user_method

if TYPE_CHECKING:
    from flowmetal.vm.machine import Machine

delegate("int", int, "bit_length bit_count conjugate as_integer_ratio")
delegate("float", float, "is_integer hex conjugate as_integer_ratio")
attribute("int", "real", lambda value: int(value))
attribute("int", "imag", lambda value: 0)
attribute("int", "numerator", lambda value: int(value))
attribute("int", "denominator", lambda value: 1)
attribute("float", "real", lambda value: value)
attribute("float", "imag", lambda value: 0.0)


@method("int", "is_integer")
def _int_is_integer(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    arity("int.is_integer", args[1:], kwargs, 0, 0)
    return True


@method("int", "to_bytes")
def _to_bytes(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    length = args[1] if len(args) > 1 else (kwargs or {}).get("length", 1)
    if type(length) is int:
        check_items(length)
    options = dict(kwargs or {})
    if len(args) < 2:
        options.setdefault("length", 1)
    if len(args) < 3:
        options.setdefault("byteorder", "big")
    try:
        return int.to_bytes(*args, **options)
    except TypeError as caught:
        raise renamed(caught, args) from None


@method("int", "from_bytes", kind="class", iterables=(1,))
def _from_bytes(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    if len(args) > 1:
        data = args[1] if type(args[1]) is bytes else bytes(host_list(args[1], "cannot convert '{}' object to bytes"))
        check_bits(8 * len(data))
        args = [data, *args[2:]]
    else:
        args = []
    options = {"byteorder": "big", **(kwargs or {})} if len(args) < 2 else kwargs or {}
    return int.from_bytes(*args, **options)


@method("float", "fromhex", kind="class")
def _fromhex(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    arity("float.fromhex", args[1:], kwargs, 1, 1)
    return float.fromhex(args[1])


@method("bool", "__new__", user="_truth")
def _bool_new(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    arity("bool", args, kwargs, 0, 1)
    return bool(args[0]) if args else False


@method("int", "__new__", user="_int")
def _int_new(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    if kwargs:
        for key in kwargs:
            if key != "base":
                raise TypeError(f"'{key}' is an invalid keyword argument for int()")
        if len(args) > 1:
            raise TypeError(f"int() takes at most 2 arguments ({len(args) + 1} given)")
        if not args:
            raise TypeError("int() missing string argument")
        args = [args[0], kwargs["base"]]
    if len(args) > 2:
        raise TypeError(f"int() takes at most 2 arguments ({len(args)} given)")
    if not args:
        return 0
    value = args[0]
    if isinstance(value, Instance):
        _convertible(value, "__int__", "__index__", "__trunc__")
    if type(value) in (str, bytes):
        _check_number_text(value, args[1] if len(args) > 1 else 10)
        machine.charge(len(value) >> 2)
    try:
        return int(*args)
    except TypeError as caught:
        raise renamed(caught, args) from None


def _convertible(value: Any, *names: str) -> None:
    if any(user_method(value, name) is not UNSET for name in names):
        raise NeedsUser


def _check_number_text(text: Any, base: Any) -> None:
    """The host's limit on digits may be set differently: refuse here what CPython refuses by default."""
    if len(text) <= MAX_DIGITS:
        return
    if base in (2, 4, 8, 16, 32) or (base == 0 and re.match(r"\s*[+-]?0[xXoObB]", _as_text(text))):
        check_bits(5 * len(text))
        return
    digits = sum(character.isdecimal() for character in _as_text(text))
    if digits > MAX_DIGITS:
        raise ValueError(
            f"Exceeds the limit ({MAX_DIGITS} digits) for integer string conversion: value has {digits} digits; "
            "use sys.set_int_max_str_digits() to increase the limit"
        )


def _as_text(text: Any) -> str:
    return text if type(text) is str else text.decode("latin-1")


@method("float", "__new__", user="_float")
def _float_new(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    arity("float", args, kwargs, 0, 1)
    if not args:
        return 0.0
    if isinstance(args[0], Instance):
        _convertible(args[0], "__float__", "__index__")
    try:
        return float(args[0])
    except TypeError:
        name = class_of(args[0]).name
        raise TypeError(f"float() argument must be a string or a real number, not '{name}'") from None



"""Module math: the host's functions under their own names, with sizes checked and the same errors on every host.

The results of `sin` and its kin come from the host's C library, which may differ in the last bit between platforms.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from flowmetal.vm.classes import class_of
from flowmetal.vm.iteration import host_list
from flowmetal.vm.limits import check_bits
from flowmetal.vm.natives import PRELUDE_NAMES, Args, Kwargs, arity, function, renamed
from flowmetal.vm.operators import INTEGERS, NUMBERS, binary
from flowmetal.vm.values import UNSET, TailCall, plain_of, user_method

if TYPE_CHECKING:
    from flowmetal.vm.machine import Machine

_REAL = """acos acosh asin asinh atan atanh cbrt cos cosh degrees erf erfc exp exp2 expm1 fabs gamma lgamma log10 log1p
log2 radians sin sinh sqrt tan tanh isfinite isinf isnan frexp modf ulp"""
_TWO_REALS = "atan2 copysign fmod nextafter pow remainder"
_ROUNDING = "ceil floor trunc"
_MULTIPLY = 2
PRELUDE_NAMES.add("_with_numbers")


def _enter(
    name: str, least: int, most: int, compute: Callable[..., Any], *, iterables: tuple[int, ...] = (),
    exact: bool = False,
) -> None:
    """A function of math; exact for one whose errors need no rewording."""

    @function(f"_math_{name}", iterables=iterables, library=True)
    def run(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
        arity(f"math.{name}" if least == most == 1 else name, args, kwargs, least, most)
        for arg in args:
            if _converts(arg):
                return TailCall(machine.prelude["_with_numbers"], [run, list(args)])
        try:
            return compute(machine, *args)
        except TypeError as caught:
            raise renamed(caught, args) from None
        except (ValueError, OverflowError) as caught:
            if exact:
                raise
            raise type(caught)("math domain error" if type(caught) is ValueError else "math range error") from None

    run.name = name


def _converts(value: Any) -> bool:
    """Is it an instance that gives a number?"""
    return user_method(value, "__float__") is not UNSET or user_method(value, "__index__") is not UNSET


def _host(name: str) -> Callable[..., Any]:
    function_of_host = getattr(math, name)
    return lambda machine, *args: function_of_host(*args)


for _name in _REAL.split():
    _enter(_name, 1, 1, _host(_name))
for _name in _TWO_REALS.split():
    _enter(_name, 2, 2, _host(_name))
for _name in _ROUNDING.split():
    _enter(_name, 1, 1, _host(_name), exact=True)
_enter("log", 1, 2, _host("log"), exact=False)
_enter("ldexp", 2, 2, _host("ldexp"))
_enter("hypot", 0, 1 << 30, _host("hypot"))


def _factorial(machine: Machine, value: Any) -> int:
    if type(value) in INTEGERS and value > 1:
        check_bits(value * value.bit_length() if value > 1 << 20 else int(math.lgamma(value + 1) / math.log(2)))
        machine.charge(value >> 2)
    return math.factorial(value)


def _comb(machine: Machine, n: Any, k: Any) -> int:
    if type(n) in INTEGERS and type(k) in INTEGERS and 0 <= k <= n:
        small = min(k, n - k)
        check_bits(min(int(n), small * n.bit_length()))
        machine.charge(small)
    return math.comb(n, k)


def _perm(machine: Machine, n: Any, k: Any = None) -> int:
    if k is None:
        return _factorial(machine, n)
    if type(n) in INTEGERS and type(k) in INTEGERS and 0 <= k <= n:
        check_bits(k * n.bit_length())
        machine.charge(k)
    return math.perm(n, k)


_enter("factorial", 1, 1, _factorial, exact=True)
_enter("comb", 2, 2, _comb, exact=True)
_enter("perm", 1, 2, _perm, exact=True)
_enter("isqrt", 1, 1, _host("isqrt"), exact=True)
_enter("gcd", 0, 1 << 30, _host("gcd"), exact=True)


def _lcm(machine: Machine, *values: Any) -> int:
    check_bits(sum(value.bit_length() for value in values if type(value) in INTEGERS))
    return math.lcm(*values)


_enter("lcm", 0, 1 << 30, _lcm, exact=True)


def _numbers(machine: Machine, iterable: Any) -> list[Any]:
    items = host_list(iterable)
    machine.charge(len(items) >> 2)
    for at, item in enumerate(items):
        if type(item) not in NUMBERS:
            items[at] = plain_of(item)
            if type(items[at]) not in NUMBERS:
                raise TypeError(f"must be real number, not {class_of(item).name}")
    return items


_enter("fsum", 1, 1, lambda machine, values: math.fsum(_numbers(machine, values)), iterables=(0,), exact=True)
_enter(
    "dist", 2, 2, lambda machine, p, q: math.dist(_numbers(machine, p), _numbers(machine, q)), iterables=(0, 1),
    exact=True,
)


@function("_math_prod", iterables=(0,), library=True)
def _prod(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    arity("prod", args, None, 1, 1)
    total = (kwargs or {}).get("start", 1)
    for item in host_list(args[0]):
        total = binary(_MULTIPLY, total, item)
    return total


@function("_math_isclose", library=True)
def _isclose(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    try:
        return math.isclose(*args, **(kwargs or {}))
    except TypeError as caught:
        raise renamed(caught, args) from None

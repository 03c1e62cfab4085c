"""The operators on plain values: what is left for the machine's loop when its own quick cases do not apply.

Each either gives the value, raises a host exception with CPython 3.12's words (type names as `class_of(x).name`), or
raises `NeedsUser` when a method of the program has to run; the machine then calls the prelude's function of the same
job. Sizes are checked before the work is done.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

from flowmetal.bytecode.opcodes import BINARY_OPERATORS, COMPARE_OPERATORS, UNARY_OPERATORS
from flowmetal.vm import subscripts
from flowmetal.vm.classes import class_of
from flowmetal.vm.compare import deep_compare
from flowmetal.vm.formatting import percent
from flowmetal.vm.iteration import host_items, host_list, place_of, put_back
from flowmetal.vm.keys import check_key, keyed
from flowmetal.vm.limits import NESTING, charge, check_bits, check_items, is_light
from flowmetal.vm.values import (
    PLAIN_ITERATORS,
    UNSET,
    DictView,
    Duration,
    FrozenSet,
    Generator,
    Heir,
    Instance,
    NeedsUser,
    Set,
    Time,
    plain_of,
    user_method,
)

NUMBERS = frozenset((int, float, bool))
INTEGERS, TEXTS = subscripts.INTEGERS, subscripts.TEXTS
# To the machine subscripts are operators, too.
load_item, store_item, delete_item = subscripts.load_item, subscripts.store_item, subscripts.delete_item
_SETS = frozenset((Set, FrozenSet))
_UNCHECKED = 1 << 1024  # integers below have no need to be measured
METHODS = {
    "+": "add", "-": "sub", "*": "mul", "/": "truediv", "//": "floordiv", "%": "mod", "**": "pow", "<<": "lshift",
    ">>": "rshift", "&": "and", "|": "or", "^": "xor", "@": "matmul",
}
_UNARY_METHODS = {"-": "__neg__", "+": "__pos__", "~": "__invert__"}
_COMPARE_METHODS = {"==": "__eq__", "!=": "__ne__", "<": "__lt__", "<=": "__le__", ">": "__gt__", ">=": "__ge__"}
_REFLECTED = {"==": "__eq__", "!=": "__ne__", "<": "__gt__", "<=": "__ge__", ">": "__lt__", ">=": "__le__"}


def binary(op_index: int, left: Any, right: Any) -> Any:
    """`left BINARY_OPERATORS[op_index] right`"""
    return _BINARY[op_index](left, right)


# -- the thirteen


def _add(left: Any, right: Any) -> Any:
    kind = type(left)
    if kind in NUMBERS and type(right) in NUMBERS:
        if kind is int and type(right) is int:
            return _checked(left + right)
        return _number("+", left, right)
    if kind is type(right) and kind in TEXTS:
        check_items(len(left) + len(right))
        return left + right
    if kind is Duration and type(right) is Duration:
        return Duration(left.us + right.us)
    if (kind is Time and type(right) is Duration) or (kind is Duration and type(right) is Time):
        return Time(left.us + right.us)
    return refuse("+", left, right)


def _subtract(left: Any, right: Any) -> Any:
    kind = type(left)
    if kind in NUMBERS and type(right) in NUMBERS:
        if kind is int and type(right) is int:
            return _checked(left - right)
        return _number("-", left, right)
    if (kind is Duration and type(right) is Duration) or (kind is Time and type(right) is Time):
        return Duration(left.us - right.us)
    if kind is Time and type(right) is Duration:
        return Time(left.us - right.us)
    return _set_operator("-", left, right)


def _checked(value: int) -> int:
    if not -_UNCHECKED < value < _UNCHECKED:
        check_bits(value.bit_length())
    return value


def _multiply(left: Any, right: Any) -> Any:
    if type(left) in NUMBERS and type(right) in NUMBERS:
        if type(left) is float or type(right) is float:
            return _number("*", left, right)
        product_bits = left.bit_length() + right.bit_length()
        if product_bits > 1024:
            check_bits(product_bits)
        return left * right
    if type(left) in TEXTS and type(right) in INTEGERS:
        return _repeat(left, right)
    if type(right) in TEXTS and type(left) in INTEGERS:
        return _repeat(right, left)
    if type(left) is Duration and type(right) in NUMBERS:
        return _scale(left, right)
    if type(right) is Duration and type(left) in NUMBERS:
        return _scale(right, left)
    return refuse("*", left, right)


def _repeat(sequence: Any, times: int) -> Any:
    if not -(1 << 63) <= times < 1 << 63:
        raise OverflowError("cannot fit 'int' into an index-sized integer")
    if times > 0:
        check_items(len(sequence) * times)
    return sequence * min(times, 1 << 60)


def _scale(value: Duration, factor: float) -> Duration:
    if isinstance(factor, float):
        return Duration(round_half_even(value.us, factor, multiply=True))
    return Duration(value.us * factor)


def round_half_even(us: int, factor: float, *, multiply: bool) -> int:
    """us times (or divided by) a float, exactly, then rounded to the nearest whole number, half to even."""
    try:
        top, bottom = factor.as_integer_ratio()
    except (OverflowError, ValueError):
        raise ValueError("cannot scale a duration by " + repr(factor)) from None
    if not multiply:
        if top == 0:
            raise ZeroDivisionError("float division by zero")
        top, bottom = (bottom, top) if top > 0 else (-bottom, -top)
    return divide_half_even(us * top, bottom)


def divide_half_even(amount: int, by: int) -> int:
    """amount / by as a whole number, half to even; by is positive."""
    quotient, rest = divmod(amount, by)
    if rest * 2 > by or (rest * 2 == by and quotient & 1):
        quotient += 1
    return quotient


def _divide(left: Any, right: Any) -> Any:
    if type(left) in NUMBERS and type(right) in NUMBERS:
        return _number("/", left, right)
    if type(left) is Duration:
        if type(right) is Duration:
            if not right.us:
                raise ZeroDivisionError("division by zero")
            return left.us / right.us
        if type(right) is float:
            return Duration(round_half_even(left.us, right, multiply=False))
        if type(right) in INTEGERS:
            if not right:
                raise ZeroDivisionError("division by zero")
            return Duration(divide_half_even(left.us if right > 0 else -left.us, abs(right)))
    return refuse("/", left, right)


def _floor_divide(left: Any, right: Any) -> Any:
    if type(left) in NUMBERS and type(right) in NUMBERS:
        return _number("//", left, right)
    if type(left) is Duration and (type(right) is Duration or type(right) in INTEGERS):
        by = right.us if type(right) is Duration else right
        _charge_division(left.us, by)
        if not by:
            raise ZeroDivisionError("integer division or modulo by zero")
        return left.us // by if type(right) is Duration else Duration(left.us // by)
    return refuse("//", left, right)


def _modulo(left: Any, right: Any) -> Any:
    if type(left) in NUMBERS and type(right) in NUMBERS:
        return _number("%", left, right)
    if type(left) is str or type(left) is bytes:
        return percent(left, right)
    if type(left) is Duration and type(right) is Duration:
        if not right.us:
            raise ZeroDivisionError("integer modulo by zero")
        return Duration(left.us % right.us)
    return refuse("%", left, right)


def _power(left: Any, right: Any) -> Any:
    if type(left) not in NUMBERS or type(right) not in NUMBERS:
        return refuse("**", left, right)
    if type(left) is float or type(right) is float:
        finite = abs(left) != float("inf") and abs(right) != float("inf")
        if left < 0 and finite and right != right // 1:
            raise ValueError("negative number cannot be raised to a fractional power")
        return _number("**", left, right)
    if right > 0 and not -2 < left < 2:
        check_bits((left.bit_length() - 1) * right)
    return _number("**", left, right)


def _shift_left(left: Any, right: Any) -> Any:
    if type(left) in INTEGERS and type(right) in INTEGERS:
        if left and right > 0:
            check_bits(left.bit_length() + right)
        return left << (right if left else min(right, 1))
    return refuse("<<", left, right)


def _shift_right(left: Any, right: Any) -> Any:
    if type(left) in INTEGERS and type(right) in INTEGERS:
        return left >> right
    return refuse(">>", left, right)


def _and(left: Any, right: Any) -> Any:
    if type(left) in INTEGERS and type(right) in INTEGERS:
        return left & right
    return _set_operator("&", left, right)


def _or(left: Any, right: Any) -> Any:
    if type(left) in INTEGERS and type(right) in INTEGERS:
        return left | right
    if type(left) is dict and type(right) is dict:
        return left | right
    return _set_operator("|", left, right)


def _xor(left: Any, right: Any) -> Any:
    if type(left) in INTEGERS and type(right) in INTEGERS:
        return left ^ right
    return _set_operator("^", left, right)


def _matrix(left: Any, right: Any) -> Any:
    return refuse("@", left, right)


_HOST = {
    "+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv, "//": operator.floordiv,
    "%": operator.mod, "**": operator.pow,
}
_BY_ZERO = {
    ("/", False): "division by zero", ("/", True): "float division by zero",
    ("//", False): "integer division or modulo by zero", ("//", True): "float floor division by zero",
    ("%", False): "integer modulo by zero", ("%", True): "float modulo",
    ("**", False): "0.0 cannot be raised to a negative power", ("**", True): "0.0 cannot be raised to a negative power",
}


def _charge_division(left: int, right: int) -> None:
    """Long division takes time for every digit of one by every digit of the other."""
    if not -(1 << 4096) < left < 1 << 4096:
        charge((left.bit_length() >> 8) * (min(right.bit_length(), left.bit_length()) >> 8) >> 3)


def _number(symbol: str, left: Any, right: Any) -> Any:
    """An arithmetic operator on host numbers; texts that differ between hosts are made here."""
    if type(left) is int and type(right) is int:
        _charge_division(left, right)
    try:
        return _HOST[symbol](left, right)
    except ZeroDivisionError:
        raise ZeroDivisionError(_BY_ZERO[symbol, type(left) is float or type(right) is float]) from None


_BINARY: tuple[Callable[[Any, Any], Any], ...] = (
    _add, _subtract, _multiply, _divide, _floor_divide, _modulo, _power, _shift_left, _shift_right, _and, _or, _xor,
    _matrix,
)


# -- sets and the set-like views


def set_items(value: Any) -> Any:
    """What a set or set-like view holds, as a mapping or host view; None for anything else."""
    if type(value) is Set or type(value) is FrozenSet:
        return value.items
    if type(value) is DictView and value.kind != "values":
        return value.host()
    return None


def _set_operator(symbol: str, left: Any, right: Any) -> Any:
    mine, other = set_items(left), set_items(right)
    if symbol == "&" and DictView in (type(left), type(right)):
        view, rest = (left, right) if type(left) is DictView and mine is not None else (right, left)
        own = _has_operator(rest, "__and__") or _has_operator(rest, "__rand__")
        if type(view) is DictView and view.kind != "values" and not own:
            return _common_with_view(view, rest)
    if type(left) in _SETS and type(right) not in _SETS and type(right) is not DictView:
        other = None
    if mine is None or other is None:
        if type(left) is DictView and mine is not None and not _has_operator(right, f"__r{METHODS[symbol]}__"):
            other = keyed(host_items(right))  # d.keys() & [1, 2]
        elif type(right) is DictView and other is not None and not _has_operator(left, f"__{METHODS[symbol]}__"):
            mine = keyed(host_items(left))
        else:
            return refuse(symbol, left, right)
    result = FrozenSet() if type(left) is FrozenSet and type(right) is not DictView else Set()
    result.items = combine(symbol, mine, other)
    return result


def _common_with_view(view: DictView, other: Any) -> Set:
    """`view & other`, or the reverse: as CPython chooses, which of two equal items stays, and what is hashed."""
    common = Set()
    if type(other) is Set and len(view) <= len(other):
        common.items = combine("&", view.host(), other.items)
        return common
    if type(other) is DictView and other.kind != "values" and len(other) > len(view):
        view, other = other, view
    common.items = keyed([item for item in host_items(other) if contains(item, view)])
    return common


def _has_operator(value: Any, name: str) -> bool:
    return user_method(value, name) is not UNSET


def combine(symbol: str, mine: Any, other: Any) -> dict[Any, None]:
    """The set operation on two collections of keys, in the order of the first, then of the second."""
    mine, other = [items if type(items) is dict else keyed(items) for items in (mine, other)]  # the items of a view
    if symbol == "|":
        return {**dict.fromkeys(mine), **dict.fromkeys(other)}
    if symbol == "&":
        return {item: None for item in mine if item in other}
    rest: dict[Any, None] = {item: None for item in mine if item not in other}
    if symbol == "^":
        rest.update((item, None) for item in other if item not in mine)
    return rest


# -- refusals


def refuse(symbol: str, left: Any, right: Any, shown: str = "") -> Any:
    """No built-in rule fits: leave it to the program's methods, else raise TypeError."""
    name = METHODS[symbol]
    if user_method(left, f"__{name}__") is not UNSET or user_method(right, f"__r{name}__") is not UNSET:
        raise NeedsUser
    if symbol == "*" and UNSET is not user_method(right if type(left) in TEXTS else left, "__index__"):
        raise NeedsUser
    if type(left) is Heir or type(right) is Heir:
        return _binary_on_plain(symbol, left, right, shown)
    raise TypeError(refusal(symbol, left, right, shown))


def _binary_on_plain(symbol: str, left: Any, right: Any, shown: str) -> Any:
    """The operator on what heirs of built-in classes hold."""
    compute = _BINARY[BINARY_OPERATORS.index(symbol)]
    if symbol == "%" and type(plain_of(left)) in (str, bytes):
        return compute(plain_of(left), right)
    try:
        return compute(plain_of(left), plain_of(right))
    except TypeError:
        raise TypeError(refusal(symbol, left, right, shown)) from None


def refusal(symbol: str, left: Any, right: Any, shown: str = "") -> str:
    """CPython's words for an operator that the operands do not have; shown is the operator as the text names it."""
    one, other = class_of(left).name, class_of(right).name
    kind = type(plain_of(left))
    if symbol == "+":
        if kind is bytes:
            return f"can't concat {other} to {one}"
        if kind in TEXTS:
            base = class_of(plain_of(left)).name
            return f'can only concatenate {base} (not "{other}") to {base}'
    if symbol == "*" and (kind in TEXTS or type(plain_of(right)) in TEXTS):
        return f"can't multiply sequence by non-int of type '{other if kind in TEXTS else one}'"
    name = shown or _SHOWN.get(symbol, symbol)
    return f"unsupported operand type(s) for {name}: '{one}' and '{other}'" + _hint(left, right)


_SHOWN = {"**": "** or pow()"}


def _hint(left: Any, right: Any) -> str:
    kinds = (type(left), type(right))
    if Duration in kinds and (int in kinds or float in kinds):
        return "; write a duration with its unit, such as 5s"
    return ""


# -- augmented assignment


_IN_PLACE: dict[type, str] = {list: "+*", dict: "|", Set: "|&-^"}  # what changes the left operand

# Beside what can be repeated, these are sequences to CPython: it does not go on to repeat the right operand then.
_SEQUENCES_TO_CPYTHON = frozenset((dict, range, Set, FrozenSet, DictView))


def inplace(op_index: int, left: Any, right: Any) -> Any:
    """`left op= right`: changes left in place where Python does and gives the value to assign."""
    symbol = BINARY_OPERATORS[op_index]
    kind = type(left)
    if kind is list:
        if symbol == "+":
            items = right if type(right) is list else host_list(right)
            check_items(len(left) + len(items))
            left.extend(items)
            return left
        if symbol == "*" and type(right) in INTEGERS:
            left[:] = _repeat(left, right)
            return left
    elif kind is Set and symbol in "|&-^":
        other = set_items(right if user_method(right, f"__r{METHODS[symbol]}__") is not UNSET else plain_of(right))
        if other is not None:
            _change_set(left, symbol, other)
            return left
    elif kind is dict and symbol == "|":
        update_dict(left, right)
        return left
    elif (kind is Instance or kind is Heir) and user_method(left, f"__i{METHODS[symbol]}__") is not UNSET:
        raise NeedsUser
    elif kind is Heir and symbol in _IN_PLACE.get(type(left.plain), ""):
        if symbol == "*" and user_method(left, "__mul__") is not UNSET:
            raise NeedsUser  # the one such method that goes before what is done in place
        result = inplace(op_index, left.plain, right)
        return left if result is left.plain else result
    elif symbol == "*" and type(right) in TEXTS and kind in _SEQUENCES_TO_CPYTHON:
        raise TypeError(f"unsupported operand type(s) for *=: '{class_of(left).name}' and '{class_of(right).name}'")
    try:
        return _BINARY[op_index](left, right)
    except TypeError as caught:
        text = str(caught)
        for shown in (f"for {symbol}: ", "for ** or pow(): "):
            if shown in text:
                raise TypeError(text.replace(shown, f"for {symbol}=: ")) from None
        raise


def _change_set(target: Set, symbol: str, other: Any) -> None:
    """In place on the same dict, as iterators over the set hold on to it."""
    if symbol == "|":
        target.items.update(dict.fromkeys(other))
        return
    items = combine(symbol, target.items, other)
    for item in [item for item in target.items if item not in items]:
        del target.items[item]
    target.items.update(items)


def update_dict(target: dict[Any, Any], other: Any) -> None:
    """`target.update(other)` for a dict or an iterable of pairs. Raises NeedsUser for others."""
    if type(other) is dict:
        target.update(other)
        return
    if type(other) is Heir and type(other.plain) is dict and user_method(other, "__iter__") is UNSET:
        target.update(other.plain)
        return
    if user_method(other, "keys") is not UNSET:
        raise NeedsUser
    for position, pair in enumerate(host_list(other)):
        try:
            items = host_list(pair)
        except TypeError:
            text = f"cannot convert dictionary update sequence element #{position} to a sequence"
            raise TypeError(text) from None
        if len(items) != 2:
            raise ValueError(
                f"dictionary update sequence element #{position} has length {len(items)}; 2 is required"
            )
        check_key(items[0])
        target[items[0]] = items[1]


# -- unary


def unary(op_index: int, value: Any) -> Any:
    """`UNARY_OPERATORS[op_index] value`"""
    symbol = UNARY_OPERATORS[op_index]
    kind = type(value)
    if kind in INTEGERS:
        return -value if symbol == "-" else +value if symbol == "+" else ~int(value)
    if kind is float and symbol != "~":
        return -value if symbol == "-" else value
    if kind is Duration and symbol != "~":
        return Duration(-value.us if symbol == "-" else value.us)
    if user_method(value, _UNARY_METHODS[symbol]) is not UNSET:
        raise NeedsUser
    if kind is Heir and type(value.plain) in NUMBERS and (symbol != "~" or type(value.plain) is int):
        return unary(op_index, value.plain)
    raise TypeError(f"bad operand type for unary {symbol}: '{class_of(value).name}'")


# -- comparison


_COMPARE: tuple[Callable[[Any, Any], Any], ...] = (
    operator.eq, operator.ne, operator.lt, operator.le, operator.gt, operator.ge,
)


def compare(op_index: int, left: Any, right: Any) -> Any:
    """`left COMPARE_OPERATORS[op_index] right`: the host's own operator, with instances and deep values seen to."""
    if op_index > 1 and (type(left) in _SETS or type(left) is DictView):
        return _compare_sets(op_index, left, right)
    if type(left) in NESTING and not (is_light(left) or is_light(right)):
        return deep_compare(COMPARE_OPERATORS[op_index], left, right)
    try:
        return _COMPARE[op_index](left, right)
    except TypeError:
        symbol = COMPARE_OPERATORS[op_index]
        if set_items(plain_of(left)) is not None and type(left) is Heir:
            return _compare_sets(op_index, left, right)
        raise TypeError(not_comparable(symbol, *_where_they_differ(left, right))) from None
    except RecursionError:
        return deep_compare(COMPARE_OPERATORS[op_index], left, right)


def not_comparable(symbol: str, left: Any, right: Any) -> str:
    return (
        f"'{symbol}' not supported between instances of '{class_of(left).name}' and '{class_of(right).name}'"
        + _hint(left, right)
    )


def _where_they_differ(left: Any, right: Any) -> tuple[Any, Any]:
    while type(plain_of(left)) is type(plain_of(right)) and type(plain_of(left)) in (list, tuple):
        left, right = plain_of(left), plain_of(right)
        for one, other in zip(left, right, strict=False):
            if one is not other and one != other:
                left, right = one, other
                break
        else:
            break
    return left, right


def comparable(left: Any, right: Any) -> bool:
    """Do two built-in values have an order or an equality of their own, beyond being of different kinds?"""
    return (
        class_of(left) is class_of(right) or {type(left), type(right)} <= NUMBERS
        or (set_items(left) is not None and set_items(right) is not None)
    )


def _compare_sets(op_index: int, left: Any, right: Any) -> bool:
    symbol = COMPARE_OPERATORS[op_index]
    mine, other = set_items(plain_of(left)), set_items(plain_of(right))
    if isinstance(right, Instance) and user_method(right, _REFLECTED[symbol]) is not UNSET:
        raise NeedsUser
    if mine is None or other is None:
        raise TypeError(not_comparable(symbol, left, right))
    if symbol in ("<", "<="):
        return len(mine) + (symbol == "<") <= len(other) and all(item in other for item in mine)
    return len(other) + (symbol == ">") <= len(mine) and all(item in mine for item in other)


# -- building


def set_add(target: Set, item: Any) -> None:
    """`target.add(item)`; of two equal items the first stays, as in Python."""
    check_key(item)
    target.items[item] = None


def check_size(size: int) -> None:
    """Refuse to build a text or container of so many items. Raises LimitExceeded."""
    check_items(size)


# -- containment


def contains(item: Any, container: Any) -> bool:
    """`item in container`"""
    kind = type(container)
    if kind is str:
        charge(len(container) >> 5)
        if type(item) is Heir and type(item.plain) is str:
            item = item.plain
        if type(item) is not str:
            raise TypeError(f"'in <string>' requires string as left operand, not {class_of(item).name}")
        return item in container
    if kind is dict or kind is Set or kind is FrozenSet:
        if type(item) is Heir and type(item.plain) is Set and kind is not dict:
            item = item.plain
        if type(item) is Set and kind is not dict:  # stands for the frozenset of the same items
            return any(type(one) is FrozenSet and one == item for one in container)
        check_key(item)
        return item in container
    if kind is list or kind is tuple:
        charge(len(container) >> 3)
        if type(item) in NESTING:
            return any(one is item or compare(0, one, item) for one in container)
        return item in container
    if kind is range:
        return in_range(item, container)
    if kind is bytes:
        item = plain_of(item)
        if type(item) not in INTEGERS and type(item) is not bytes:
            raise TypeError(f"a bytes-like object is required, not '{class_of(item).name}'")
        return item in container
    if kind is DictView:
        if container.kind == "keys":
            check_key(item)
        elif container.kind == "items":
            if type(item) is not tuple or len(item) != 2:
                return False
            check_key(item[0])
            value = container.dict.get(item[0], UNSET)
            return value is item[1] or (value is not UNSET and compare(0, value, item[1]))
        return item in container
    if kind in PLAIN_ITERATORS:
        place = place_of(container)
        try:
            return item in container
        except NeedsUser:
            put_back(container, place)
            raise
    names = ("__contains__",) if _has_own_items(container) else ("__contains__", "__iter__", "__getitem__")
    if kind is Generator or any(user_method(container, name) is not UNSET for name in names):
        raise NeedsUser
    if _has_own_items(container):
        return contains(item, container.plain)
    raise TypeError(f"argument of type '{class_of(container).name}' is not iterable")


def _has_own_items(value: Any) -> bool:
    """Is it an heir of a container, which says itself what is in it?"""
    return type(value) is Heir and type(value.plain) not in NUMBERS


def in_range(item: Any, container: range) -> bool:
    """`item in range(…)` without ever walking through it."""
    if type(item) is float:
        return item.is_integer() and int(item) in container
    if type(item) in INTEGERS:
        return item in container
    if user_method(item, "__eq__") is not UNSET:
        raise NeedsUser
    return type(item) is Heir and in_range(item.plain, container)

"""Values as text: `to_repr`, `to_str`, `to_ascii`, `format_value`, all without recursion on the host's stack.

What only code of the program can say (an instance's `__repr__`) or what needs the machine (the number of an object
without one) raises NeedsUser; the prelude's `_repr` and `_str` then do the whole value in Flowmetal. Format specs of
numbers and text are the host's own; only widths and precisions are looked at first, so that no text becomes larger
than the limits.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from flowmetal.vm.classes import class_of
from flowmetal.vm.limits import check_digits, check_items, check_steps
from flowmetal.vm.moments import duration_text, strftime, time_text
from flowmetal.vm.values import (
    UNSET,
    Class,
    DictView,
    Duration,
    Error,
    FrozenSet,
    Heir,
    Module,
    Native,
    NeedsUser,
    Set,
    Time,
    user_method,
)


def to_str(value: Any) -> str:
    """`str(value)`. Raises NeedsUser, ValueError for an int of too many digits, LimitExceeded."""
    if type(value) is str:
        return value
    if type(value) is Heir and type(value.plain) is str and user_method(value, "__str__") is UNSET:
        text: str = value.plain
        return text
    if type(value) is Time:
        return time_text(value.us)
    if isinstance(value, Error):
        return _error_str(value)
    if type(value) is Heir and user_method(value, "__str__") is not UNSET:
        raise NeedsUser
    return to_repr(value)


def to_ascii(value: Any) -> str:
    """`ascii(value)`: the repr with everything beyond ASCII escaped. Raises as `to_repr`."""
    return ascii_only(to_repr(value))


def ascii_only(text: str) -> str:
    return text.encode("ascii", "backslashreplace").decode("ascii")


def to_repr(value: Any) -> str:
    """`repr(value)`. Raises NeedsUser, ValueError for an int of too many digits, LimitExceeded."""
    scalar = _SCALARS.get(type(value))
    if scalar is not None:
        return scalar(value)
    if type(value) not in _CONTAINERS:
        return _other(value)
    return _container_repr(value)


def _int(value: int) -> str:
    if not -(1 << 64) < value < 1 << 64:
        check_digits(value)
    return repr(value)


def _class(value: Class) -> str:
    name = value.qualname if value.module == "builtins" else f"{value.module}.{value.qualname}"
    return f"<class '{name}'>"


def _native(value: Native) -> str:
    if value.owner:
        return f"<method '{value.name}' of '{value.owner}' objects>"
    return f"<built-in function {value.name}>"


_SCALARS: dict[type, Callable[[Any], str]] = {
    str: repr,
    int: _int,
    float: repr,
    bool: repr,
    type(None): repr,
    bytes: repr,
    type(Ellipsis): repr,
    type(NotImplemented): repr,
    Duration: lambda value: duration_text(value.us),
    Time: lambda value: f"<time {time_text(value.us)}>",
    Class: _class,
    Native: _native,
    Module: lambda value: f"<module '{value.key}'>",
}

_CYCLES = {list: "[...]", tuple: "(...)", dict: "{...}", Error: "...", slice: "slice(...)", DictView: "..."}
_CONTAINERS = frozenset((list, tuple, dict, Set, FrozenSet, range, slice, DictView, Error))


def _container_repr(value: Any) -> str:
    """The containers around the place where the walk is stand on a stack, as iterators over what is left of them."""
    opening, parts, closing = _open(value)
    out = [opening]
    stack = [(parts, closing, id(value))]
    active = {id(value)}
    steps = 0
    while stack:
        parts, closing, number = stack[-1]
        for separator, item in parts:
            if separator:
                out.append(separator)
            kind = type(item)
            scalar = _SCALARS.get(kind)
            if scalar is not None:
                out.append(scalar(item))
            elif kind not in _CONTAINERS:
                out.append(_other(item))
            elif id(item) in active:
                out.append(_CYCLES.get(kind, "{...}"))
            else:
                opening, inner, closing = _open(item)
                out.append(opening)
                active.add(id(item))
                stack.append((inner, closing, id(item)))
                steps += 1
                check_steps(steps + len(out))
                break
        else:
            out.append(closing)
            active.discard(number)
            stack.pop()
    return "".join(out)


def _open(value: Any) -> tuple[str, Iterator[tuple[str, Any]], str]:
    """How a container begins, its items each with the text before it, how it ends."""
    kind = type(value)
    if kind is list:
        return "[", _separated(value), "]"
    if kind is tuple:
        return "(", _separated(value), ",)" if len(value) == 1 else ")"
    if kind is dict:
        return "{", _pairs(value), "}"
    if kind is Set:
        return ("{", _separated(value.items), "}") if value.items else ("set(", iter(()), ")")
    if kind is FrozenSet:
        return ("frozenset({", _separated(value.items), "})") if value.items else ("frozenset(", iter(()), ")")
    if kind is range:
        ends = [value.start, value.stop] if value.step == 1 else [value.start, value.stop, value.step]
        return "range(", _separated(ends), ")"
    if kind is slice:
        return "slice(", _separated([value.start, value.stop, value.step]), ")"
    if kind is DictView:
        return f"dict_{value.kind}([", _separated(list(value.host())), "])"
    return _open_error(value)


def _open_error(value: Error) -> tuple[str, Iterator[tuple[str, Any]], str]:
    if user_method(value, "__repr__") is not UNSET:
        raise NeedsUser
    return f"{value.cls.name}(", _separated(value.args), ")"


def _separated(items: Any) -> Iterator[tuple[str, Any]]:
    separator = ""
    for item in items:
        yield separator, item
        separator = ", "


def _pairs(items: dict[Any, Any]) -> Iterator[tuple[str, Any]]:
    separator = ""
    for key, value in items.items():
        yield separator, key
        yield ": ", value
        separator = ", "


def _error_str(value: Error) -> str:
    if user_method(value, "__str__") is not UNSET:
        raise NeedsUser
    if len(value.args) > 1 and class_of(value).is_subclass(_unicode_error()):
        return unicode_error_text(value)
    if not value.args:
        return "None" if _is_a(value, "SyntaxError") else ""
    if len(value.args) > 1:
        if _is_a(value, "BaseExceptionGroup") or _is_a(value, "ExceptionGroup"):
            return _group_text(value)
        if _is_a(value, "OSError") and len(value.args) in (2, 3):
            text = f"[Errno {to_str(value.args[0])}] {to_str(value.args[1])}"
            return text if len(value.args) == 2 else f"{text}: {to_repr(value.args[2])}"
        return to_repr(value.args)
    if _is_a(value, "KeyError"):
        return to_repr(value.args[0])
    return to_str(value.args[0])


def _is_a(value: Error, name: str) -> bool:
    from flowmetal.vm.classes import CLASSES

    return value.cls.is_subclass(CLASSES[name])


def _unicode_error() -> Class:
    from flowmetal.vm.classes import CLASSES

    return CLASSES["UnicodeError"]


def _group_text(value: Error) -> str:
    count = len(value.args[1]) if isinstance(value.args[1], (list, tuple)) else 0
    return f"{to_str(value.args[0])} ({count} sub-exception{'s' if count != 1 else ''})"


def unicode_error_text(value: Error) -> str:
    """`str` of a UnicodeDecodeError or UnicodeEncodeError made by the host: args are the host's five."""
    if len(value.args) != 5:
        return to_repr(value.args)
    try:
        if _is_a(value, "UnicodeDecodeError"):
            return str(UnicodeDecodeError(*value.args))
        return str(UnicodeEncodeError(*value.args))
    except TypeError:
        return to_repr(value.args)


def _other(value: Any) -> str:
    if type(value) is Heir and type(value.plain) in _SCALARS and user_method(value, "__repr__") is UNSET:
        return _SCALARS[type(value.plain)](value.plain)
    raise NeedsUser


# -- format(value, spec)



def format_value(value: Any, spec: Any) -> str:
    """`format(value, spec)`. Raises NeedsUser, TypeError, ValueError, LimitExceeded."""
    if type(spec) is not str:
        raise TypeError(f"format() argument 2 must be str, not {'None' if spec is None else class_of(spec).name}")
    kind = type(value)
    if not spec and kind is not int:
        if user_method(value, "__format__") is not UNSET:
            raise NeedsUser
        return to_str(value)
    if kind is str or kind is float or kind is bool or kind is int:
        check_spec(spec)
        if kind is int and spec[-1:] not in ("b", "o", "x", "X", "c"):
            check_digits(value)
        return format(value, spec)
    if kind is Time and "%" in spec:
        return strftime(value.us, spec)
    if kind is Time or kind is Duration:
        check_spec(spec)
        return format(to_str(value), spec)
    if user_method(value, "__format__") is not UNSET:
        raise NeedsUser
    if kind is Heir and type(value.plain) in (int, float, str):
        return format_value(value.plain, spec)
    raise TypeError(f"unsupported format string passed to {class_of(value).name}.__format__")


def check_spec(spec: str) -> None:
    """A width or a precision asks for so many characters; the host refuses numbers that are no size at all."""
    for number in re.findall("[0-9]+", spec):
        if len(number) <= 18:
            check_items(int(number))

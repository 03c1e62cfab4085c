"""Formatting by template: `str.format`, and `%` on str and bytes."""

from __future__ import annotations

import re
from _string import formatter_field_name_split, formatter_parser  # type: ignore[import-not-found]
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from flowmetal.vm.classes import class_of, error
from flowmetal.vm.limits import check_digits, check_items
from flowmetal.vm.natives import renamed
from flowmetal.vm.subscripts import load_item
from flowmetal.vm.text import check_spec, format_value, to_ascii, to_repr, to_str
from flowmetal.vm.values import UNSET, Heir, Instance, NeedsUser, TailCall, plain_of, user_method

LoadAttr = Callable[[Any, str], Any]


def convert(value: Any, conversion: str | None) -> Any:
    """`!s`, `!r` or `!a` of a replacement field."""
    if not conversion:
        return value
    if conversion == "r":
        return to_repr(value)
    if conversion == "s":
        return to_str(value)
    if conversion == "a":
        return to_ascii(value)
    raise bad_conversion(conversion)


def bad_conversion(conversion: str) -> ValueError:
    if conversion > " " and conversion < "\x7f":
        return ValueError(f"Unknown conversion specifier {conversion!s}")
    return ValueError(f"Unknown conversion specifier \\x{ord(conversion):x}")


# -- str.format


def parse_template(template: str) -> list[tuple[str, str | None, str | None, str | None]]:
    """The parts of a template: text before a field, the field's name (None: there is none), spec, conversion."""
    return list(formatter_parser(template))


def split_field(name: str) -> tuple[int | str, list[tuple[bool, int | str]]]:
    """`"a.b[0]"` -> ("a", [(True, "b"), (False, 0)]): True for an attribute, False for an index."""
    first, rest = formatter_field_name_split(name)
    return first, list(rest)


def format_template(
    template: str, args: tuple[Any, ...], named: Mapping[str, Any], load_attr: LoadAttr, *, mapping_only: bool = False
) -> str:
    """`template.format(*args, **named)`. Raises NeedsUser where code of the program has to run."""
    numbers = iter(range(1 << 60))
    return _fill(template, args, named, load_attr, numbers, set(), 2, mapping_only)


def _fill(
    template: str, args: tuple[Any, ...], named: Mapping[str, Any], load_attr: LoadAttr, numbers: Iterator[int],
    styles: set[str], depth: int, mapping_only: bool,
) -> str:
    if depth == 0:
        raise ValueError("Max string recursion exceeded")
    out = []
    size = 0
    for literal, name, spec, conversion in formatter_parser(template):
        out.append(literal)
        size += len(literal)
        if name is None:
            continue
        first, path = split_field(name)
        value = _look_up(numbering(first, numbers, styles, mapping_only), args, named)
        for is_attribute, key in path:
            value = load_attr(value, str(key)) if is_attribute else _index(value, key)
            if type(value) is TailCall:
                raise NeedsUser
        value = convert(value, conversion)
        if (spec and "{" in spec) or (spec and "}" in spec):
            spec = _fill(spec, args, named, load_attr, numbers, styles, depth - 1, mapping_only)
        out.append(format_value(value, spec))
        size += len(out[-1])
        check_items(size)
    return "".join(out)


def numbering(first: int | str, numbers: Iterator[int], styles: set[str], mapping_only: bool) -> int | str:
    """The field's own number or name, or the next number if it has none. styles remembers which way is in use."""
    if isinstance(first, int) or first == "":
        if mapping_only:
            raise ValueError("Format string contains positional fields")
        styles.add("automatic" if first == "" else "manual")
        if len(styles) > 1:
            was, now = ("automatic field numbering", "manual field specification")
            if first == "":
                was, now = now, was
            raise ValueError(f"cannot switch from {was} to {now}")
        return next(numbers) if first == "" else first
    return first


def _look_up(first: int | str, args: tuple[Any, ...], named: Mapping[str, Any]) -> Any:
    if isinstance(first, int):
        if first >= len(args):
            raise IndexError(f"Replacement index {first} out of range for positional args tuple")
        return args[first]
    if first not in named:
        raise error("KeyError", first)
    return named[first]


def _index(value: Any, key: int | str) -> Any:
    return load_item(value, key)


# -- the % operator

_FIELD = r"%(?:\(((?:[^()]|\([^()]*\))*)\))?([-+ #0]*)(\*|[0-9]+)?(?:\.(\*|[0-9]*))?[hlL]?(.)?"  # compiled when used


def percent(template: Any, operand: Any) -> Any:
    """`template % operand` for a str or bytes. Raises NeedsUser, TypeError, ValueError, LimitExceeded."""
    if type(template) is bytes:
        return _percent_bytes(template, operand)
    if type(operand) is Heir and type(operand.plain) is tuple:
        operand = operand.plain
    has_items = type(plain_of(operand)) in (dict, list, range, bytes)
    is_mapping = has_items or user_method(operand, "__getitem__") is not UNSET
    arguments = _Arguments(operand, is_mapping)
    out = []
    at = 0
    size = 0
    for field in re.finditer(_FIELD, template, re.DOTALL):
        out.append(template[at : field.start()])
        at = field.end()
        out.append(_percent_field(field, arguments))
        size += len(out[-1])
        check_items(size)
    out.append(template[at:])
    if arguments.left() and not is_mapping:
        raise TypeError("not all arguments converted during string formatting")
    return "".join(out)


class _Arguments:
    """The right operand of `%`, taken one by one or by key."""

    def __init__(self, operand: Any, is_mapping: bool) -> None:
        self.operand = operand
        self.is_mapping = is_mapping
        self.items = list(operand) if type(operand) is tuple else [operand]
        self.at = 0
        self.keyed = False

    def left(self) -> bool:
        return self.at < len(self.items) and not self.keyed

    def next(self) -> Any:
        if self.at >= len(self.items) or self.keyed:
            raise TypeError("not enough arguments for format string")
        self.at += 1
        return self.items[self.at - 1]

    def by_key(self, key: str) -> Any:
        if not self.is_mapping:
            raise TypeError("format requires a mapping")
            self.keyed = True
        return load_item(self.operand, key)

    def number(self) -> int:
        value = plain_of(self.next())
        if type(value) is not int and type(value) is not bool:
            raise TypeError("* wants int")
        check_items(abs(value))
        return int(value)


def _percent_field(field: re.Match[str], arguments: _Arguments) -> str:
    key, flags, width, precision, conversion = field.groups()
    if conversion is None:
        if key is None and "(" in field.string[field.start() :]:
            raise ValueError("incomplete format key")
        raise ValueError("incomplete format")
    if conversion == "(" and key is None:
        raise ValueError("incomplete format key")
    if conversion == "%" and key is None and not (flags or width or precision):
        return "%"
    keyed = arguments.by_key(key) if key is not None else UNSET
    if width == "*":
        width = str(arguments.number())
    if precision == "*":
        precision = str(max(0, arguments.number()))
    for number in (width, precision):
        if number and len(number) <= 18:
            check_items(abs(int(number)))
    if conversion == "%":
        return "%"
    spec = "%" + flags + (width or "") + (f".{precision}" if precision is not None else "")
    value = keyed if key is not None else arguments.next()
    if conversion in "sra":
        return (spec + "s") % ({"s": to_str, "r": to_repr, "a": to_ascii}[conversion](value),)
    if conversion not in "diouxXeEfFgGc":
        place = field.end() - 1
        raise ValueError(f"unsupported format character {_shown(conversion)} (0x{ord(conversion):x}) at index {place}")
    if type(value) is Heir and type(value.plain) in (int, float, str):
        value = value.plain
    if isinstance(value, Instance) and any(
        user_method(value, name) is not UNSET for name in ("__index__", "__int__", "__float__")
    ):
        raise NeedsUser
    if type(value) is int and conversion in "diu":
        check_digits(value)
    try:
        return (spec + conversion) % (value,)
    except TypeError as caught:
        raise renamed(caught, (value,)) from None


def _shown(character: str) -> str:
    return f"'{character if ' ' < character <= '~' else '?'}'"


def _percent_bytes(template: bytes, operand: Any) -> bytes:
    operand = plain_of(operand)
    if type(operand) is tuple:
        operand = tuple(map(plain_of, operand))
    parts = operand if type(operand) is tuple else operand.values() if type(operand) is dict else (operand,)
    for part in parts:
        if type(part) not in (int, float, bool, bytes, str, type(None)):
            name = class_of(part).name
            text = f"%b requires a bytes-like object, or an object that implements __bytes__, not '{name}'"
            raise TypeError(text)
        if type(part) is int:
            check_items(abs(part) if b"*" in template else 0)
            check_digits(part)
    check_spec(template.decode("latin-1"))
    filled: bytes = template % operand
    return filled


def percent_parts(template: str) -> tuple[list[tuple[str | None, int, str]], str]:
    """What a template asks for: (key or None, number of `*`, conversion) each; and the same template without keys and
    with %s for %r and %a. The prelude makes texts and numbers of instances by this before the template is filled.
    """
    wanted = []
    pieces = []
    at = 0
    for field in re.finditer(_FIELD, template, re.DOTALL):
        key, _flags, width, precision, conversion = field.groups()
        conversion = conversion or ""
        pieces.append(template[at : field.start()])
        at = field.end()
        text = field[0]
        if key is not None:
            text = "%" + text[len(key) + 3 :]
        if conversion and conversion in "ra":
            text = text[:-1] + "s"
        pieces.append(text)
        if conversion and conversion != "%":
            wanted.append((key, [width, precision].count("*"), conversion))
    pieces.append(template[at:])
    return wanted, "".join(pieces)

"""Module json: reading and writing. Both go by stacks of their own, so nesting is limited by memory alone.

The host's C functions do the common cases; whatever they refuse is done again here, where every error text is made.
The results must not differ: which way is taken may depend on how deep the host's stack is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from flowmetal.vm.classes import class_of
from flowmetal.vm.limits import check_items, check_steps, is_light
from flowmetal.vm.natives import Args, Kwargs, function
from flowmetal.vm.text import to_repr
from flowmetal.vm.values import plain_of

if TYPE_CHECKING:
    from flowmetal.vm.machine import Machine


# -- reading


@function("_json_read", library=True)
def _json_read(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    """(value,) or (None, message, position).

    With a second argument True, for hooks, objects are ("object", pairs) and numbers ("number", text).
    """
    text, for_hooks = args
    machine.charge(len(text) >> 3)
    if not for_hooks:
        import json

        try:
            return (json.loads(text),)
        except (ValueError, RecursionError):
            pass
    try:
        return (_Reader(text, for_hooks).read(),)
    except _Wrong as wrong:
        return (None, wrong.message, wrong.position)


class _Wrong(Exception):
    def __init__(self, message: str, position: int) -> None:
        super().__init__(message)
        self.message = message
        self.position = position


# compiled when used
_BLANK = r"[ \t\n\r]*"
_NUMBER = r"(-?(?:0|[1-9][0-9]*))(\.[0-9]+)?([eE][-+]?[0-9]+)?"
_CHUNK = r'([^"\\\x00-\x1f]*)(["\\\x00-\x1f])'
_ESCAPES = {'"': '"', "\\": "\\", "/": "/", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_WORDS = {
    "null": None, "true": True, "false": False, "NaN": float("nan"), "Infinity": float("inf"),
    "-Infinity": float("-inf"),
}


class _Reader:
    """`stack` holds the containers being read, as lists of items or of pairs; what an object's next value belongs to
    is the last pair's key."""

    def __init__(self, text: str, for_hooks: bool) -> None:
        self.text = text
        self.for_hooks = for_hooks
        self.at = 0
        self.match_blank, self.match_number, self.match_chunk = (
            re.compile(_BLANK).match, re.compile(_NUMBER).match, re.compile(_CHUNK).match,
        )

    def read(self) -> Any:
        self.skip()
        stack: list[tuple[str, list[Any]]] = []
        keys: list[str] = []
        while True:
            value, opened = self.value_or_opening()
            if opened:
                stack.append((opened, []))
                if opened == "{":
                    self.skip()
                    if self.peek() == "}":
                        self.at += 1
                    else:
                        keys.append(self.key())
                        continue
                else:
                    self.skip()
                    if self.peek() == "]":
                        self.at += 1
                    else:
                        continue
                value = self.closed(stack.pop())
            while stack:  # the value is complete: put it where it belongs
                opening, items = stack[-1]
                items.append((keys.pop(), value) if opening == "{" else value)
                self.skip()
                following = self.peek()
                if following == ",":
                    self.at += 1
                    self.skip()
                    if opening == "{":
                        keys.append(self.key())
                    break
                if following != ("}" if opening == "{" else "]"):
                    raise _Wrong("Expecting ',' delimiter", self.at)
                self.at += 1
                value = self.closed(stack.pop())
            else:
                self.skip()
                if self.at != len(self.text):
                    raise _Wrong("Extra data", self.at)
                return value

    def skip(self) -> None:
        blank = self.match_blank(self.text, self.at)
        self.at = blank.end() if blank else self.at

    def peek(self) -> str:
        return self.text[self.at : self.at + 1]

    def closed(self, container: tuple[str, list[Any]]) -> Any:
        opening, items = container
        if opening == "[":
            return items
        return ("object", items) if self.for_hooks else dict(items)

    def key(self) -> str:
        if self.peek() != '"':
            raise _Wrong("Expecting property name enclosed in double quotes", self.at)
        key = self.string()
        self.skip()
        if self.peek() != ":":
            raise _Wrong("Expecting ':' delimiter", self.at)
        self.at += 1
        self.skip()
        return key

    def value_or_opening(self) -> tuple[Any, str]:
        first = self.peek()
        if first in ("[", "{") and first:
            self.at += 1
            return None, first
        if first == '"':
            return self.string(), ""
        number = self.match_number(self.text, self.at)
        if number is not None:
            self.at = number.end()
            return self.number(number), ""
        for word, value in _WORDS.items():
            if self.text.startswith(word, self.at):
                self.at += len(word)
                return ("number", word) if self.for_hooks and type(value) is float else value, ""
        raise _Wrong("Expecting value", self.at)

    def number(self, number: re.Match[str]) -> Any:
        if self.for_hooks:
            return ("number", number[0])
        return float(number[0]) if number[2] or number[3] else int(number[0])

    def string(self) -> str:
        start = self.at
        self.at += 1
        parts = []
        while True:
            chunk = self.match_chunk(self.text, self.at)
            if chunk is None:
                raise _Wrong("Unterminated string starting at", start)
            parts.append(chunk[1])
            self.at = chunk.end()
            if chunk[2] == '"':
                return "".join(parts)
            if chunk[2] != "\\":
                raise _Wrong("Invalid control character at", self.at - 1)
            parts.append(self.escape(start))

    def escape(self, start: int) -> str:
        letter = self.peek()
        if not letter:
            raise _Wrong("Unterminated string starting at", start)
        if letter != "u":
            if letter not in _ESCAPES:
                raise _Wrong("Invalid \\escape", self.at - 1)
            self.at += 1
            return _ESCAPES[letter]
        code = self.hexadecimal()
        if 0xD800 <= code <= 0xDBFF and self.text.startswith("\\u", self.at):
            here = self.at
            self.at += 1
            low = self.hexadecimal()
            if 0xDC00 <= low <= 0xDFFF:
                return chr(0x10000 + ((code - 0xD800) << 10 | (low - 0xDC00)))
            self.at = here
        return chr(code)

    def hexadecimal(self) -> int:
        digits = self.text[self.at + 1 : self.at + 5]
        if not re.fullmatch("[0-9a-fA-F]{4}", digits):
            raise _Wrong("Invalid \\uXXXX escape", self.at)
        self.at += 5
        return int(digits, 16)


# -- writing


@function("_json_write", library=True)
def _json_write(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    """The text of a value. Arguments: value, skipkeys, ensure_ascii, allow_nan, indent (text or None), the separators
    of items and of keys, sort_keys."""
    value, skipkeys, ensure_ascii, allow_nan, indent, item_separator, key_separator, sort_keys = args
    from json.encoder import JSONEncoder

    if indent is None and not skipkeys and is_light(value):
        host = JSONEncoder(
            ensure_ascii=bool(ensure_ascii), allow_nan=bool(allow_nan), sort_keys=bool(sort_keys),
            separators=(item_separator, key_separator),
        )
        try:
            text = host.encode(value)
            check_items(len(text))
            machine.charge(len(text) >> 3)
            return text
        except (ValueError, TypeError, RecursionError):
            pass
    writer = _Writer(bool(skipkeys), bool(ensure_ascii), bool(allow_nan), indent, item_separator, key_separator)
    text = writer.write(value, bool(sort_keys))
    machine.charge(len(text) >> 2)
    return text


class _Writer:
    def __init__(
        self, skipkeys: bool, ensure_ascii: bool, allow_nan: bool, indent: str | None, item_separator: str,
        key_separator: str,
    ) -> None:
        from json.encoder import encode_basestring, encode_basestring_ascii

        self.skipkeys = skipkeys
        self.quote = encode_basestring_ascii if ensure_ascii else encode_basestring
        self.allow_nan = allow_nan
        self.indent = indent
        self.item_separator = item_separator
        self.key_separator = key_separator

    def write(self, value: Any, sort_keys: bool) -> str:
        value = plain_of(value)
        if type(value) not in (list, tuple, dict):
            return self.scalar(value)
        out: list[str] = []
        stack: list[tuple[Iterator[tuple[str, Any]], str, int]] = []
        active: set[int] = set()
        size = steps = 0
        opened: Any = value
        while True:
            if opened is not None:
                if id(opened) in active:
                    raise ValueError("Circular reference detected")
                brackets = "{}" if type(opened) is dict else "[]"
                if opened:
                    out.append(brackets[0] + self.line(len(stack) + 1))
                    active.add(id(opened))
                    stack.append((self.items(opened, len(stack) + 1, sort_keys), brackets[1], id(opened)))
                else:
                    out.append(brackets)
                opened = None
                steps += 1
                check_steps(steps)
                if not stack:
                    return "".join(out)
            items, closing, number = stack[-1]
            for before, item in items:
                out.append(before)
                item = plain_of(item)
                if type(item) in (list, tuple, dict):
                    opened = item
                    break
                out.append(self.scalar(item))
                size += len(out[-1]) + len(before)
                check_items(size)
            else:
                stack.pop()
                active.discard(number)
                if self.indent is not None:
                    out.append(self.line(len(stack)))
                out.append(closing)
                if not stack:
                    return "".join(out)

    def items(self, container: Any, depth: int, sort_keys: bool) -> Iterator[tuple[str, Any]]:
        """Each item with the text before it."""
        between = self.item_separator + self.line(depth)
        before = ""
        if type(container) is dict:
            for key, item in sorted(container.items()) if sort_keys else container.items():
                name = self.key(key)
                if name is not None:
                    yield before + self.quote(name) + self.key_separator, item
                    before = between
            return
        for item in container:
            yield before, item
            before = between

    def line(self, depth: int) -> str:
        return "" if self.indent is None else "\n" + self.indent * depth

    def key(self, key: Any) -> str | None:
        key = plain_of(key)
        if type(key) is str:
            return key
        if key is None or type(key) in (bool, int, float):
            return self.scalar(key)
        if self.skipkeys:
            return None
        raise TypeError(f"keys must be str, int, float, bool or None, not {class_of(key).name}")

    def scalar(self, value: Any) -> str:
        kind = type(value)
        if kind is str:
            return self.quote(value)
        if value is None or kind is bool:
            return {None: "null", True: "true", False: "false"}[value]
        if kind is int:
            return to_repr(value)
        if kind is not float:
            raise TypeError(f"Object of type {class_of(value).name} is not JSON serializable")
        if value == value and abs(value) != float("inf"):
            return repr(value)
        if not self.allow_nan:
            raise ValueError(f"Out of range float values are not JSON compliant: {value!r}")
        return "NaN" if value != value else "Infinity" if value > 0 else "-Infinity"

"""The values of literals: numbers, durations, strings.

Each function takes the literal's text and gives its value, or raises `BadLiteral` with the place in that text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

MAX_DECIMAL_DIGITS = 4300  # as CPython: decimal conversion takes quadratic time

UNITS = {  # in microseconds, from large to small
    "w": 604_800_000_000,
    "d": 86_400_000_000,
    "h": 3_600_000_000,
    "m": 60_000_000,
    "s": 1_000_000,
    "ms": 1_000,
    "us": 1,
}
UNIT_LIST = "us ms s m h d w"

_DURATION_PART = re.compile(r"([0-9_]*)(?:\.([0-9_]+))?(us|ms|[smhdw])")
_ESCAPE = re.compile(
    r"\\(?:([\n\\'\"abfnrtv])|([0-7]{1,3})|x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|N\{([^{}]+)\}|(.))",
    re.DOTALL,
)
_SIMPLE = {
    "\n": "", "\\": "\\", "'": "'", '"': '"',
    "a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v",
}  # fmt: skip


class BadLiteral(ValueError):
    """A literal that has no value. `start` and `end` count characters within the text that was given."""

    def __init__(self, message: str, hint: str | None = None, start: int = 0, end: int | None = None) -> None:
        super().__init__(message)
        self.message, self.hint, self.start, self.end = message, hint, start, end


def number(text: str) -> int | float:
    """The value of a well-formed number without a sign."""
    if text[:2].lower() in ("0x", "0o", "0b"):
        return int(text, 0)
    digits = text.replace("_", "")
    if not digits.isdigit():
        return float(digits)
    if digits[0] == "0" and digits.strip("0"):
        raise BadLiteral(
            "leading zeros in a decimal number", f"write {digits.lstrip('0')}, or 0o{digits.lstrip('0')} for octal"
        )
    if len(digits) > MAX_DECIMAL_DIGITS:
        raise BadLiteral(
            f"a decimal number of {len(digits)} digits is longer than {MAX_DECIMAL_DIGITS}", "write it in hexadecimal"
        )
    return int(digits)


def duration(text: str) -> int:
    """Microseconds of a well-formed duration literal such as `1h30m`.

    Units go from larger to smaller, each once; only the last part may have a fraction; a microsecond is the finest.
    """
    total = 0
    previous: str | None = None
    fraction_before = False
    order = list(UNITS)
    for part in _DURATION_PART.finditer(text):
        whole, fraction, unit = part[1].replace("_", ""), (part[2] or "").replace("_", ""), part[3]
        if previous is not None and order.index(unit) <= order.index(previous):
            raise BadLiteral(
                f"unit '{unit}' after '{previous}' in a duration", "units go from larger to smaller, each once",
                part.start(), part.end(),
            )  # fmt: skip
        if fraction_before:
            raise BadLiteral("a fraction before another unit in a duration", "only the last number may have a fraction")
        fraction_before = bool(fraction)
        if len(whole) > MAX_DECIMAL_DIGITS or len(fraction) > MAX_DECIMAL_DIGITS:
            raise BadLiteral("a duration of too many digits")
        size = UNITS[unit]
        total += int(whole or "0") * size
        if fraction:
            microseconds, rest = divmod(int(fraction) * size, 10 ** len(fraction))
            if rest:
                raise BadLiteral("a duration finer than a microsecond", "durations are exact to the microsecond")
            total += microseconds
        previous = unit
    return total


def string(body: str, *, raw: bool, warn: Callable[[str, str, int, int], None]) -> str:
    """The text that a str literal's body (without prefix and quotes) stands for.

    Calls `warn(message, hint, start, end)` for escapes that mean nothing and stay as they are.
    """
    if raw or "\\" not in body:
        return body

    def value(match: re.Match[str]) -> str:
        simple, octal, hexadecimal, short, long, name, other = match.groups()
        if simple is not None:
            return _SIMPLE[simple]
        if octal is not None:
            return chr(int(octal, 8))
        if hexadecimal is not None or short is not None:
            return chr(int(hexadecimal or short, 16))
        if long is not None:
            if int(long, 16) > 0x10FFFF:
                raise BadLiteral(f"no character has the number {long}", "the highest is 10FFFF", *match.span())
            return chr(int(long, 16))
        if name is not None:
            return _named(name, match)
        _refuse_incomplete(other, match)
        warn(f"invalid escape sequence '\\{other}'", f"write '\\\\{other}', or a raw string r'…'", *match.span())
        return match[0]

    return _ESCAPE.sub(value, body)


def byte_string(body: str, *, raw: bool, warn: Callable[[str, str, int, int], None]) -> bytes:
    """The same for a bytes literal; `\\u`, `\\U` and `\\N` mean nothing in it."""
    if not body.isascii():
        start = next(index for index, char in enumerate(body) if ord(char) > 127)
        raise BadLiteral(
            "a bytes literal can only hold ASCII characters", "write it as \\x…, or encode a str", start, start + 1
        )
    if raw or "\\" not in body:
        return body.encode("ascii")

    def value(match: re.Match[str]) -> str:
        simple, octal, hexadecimal, _short, _long, _name, other = match.groups()
        if simple is not None:
            return _SIMPLE[simple]
        if octal is not None:
            return chr(int(octal, 8) & 255)
        if hexadecimal is not None:
            return chr(int(hexadecimal, 16))
        if other == "x":
            _refuse_incomplete(other, match)
        letter = match[0][1]
        warn(f"invalid escape sequence '\\{letter}'", f"write '\\\\{letter}', or a raw string rb'…'", *match.span())
        return match[0]

    return _ESCAPE.sub(value, body).encode("latin-1")


def _named(name: str, match: re.Match[str]) -> str:
    try:
        char = unicodedata.lookup(name)
    except KeyError:
        char = ""
    if len(char) != 1:  # not found, or the name of a sequence of characters
        raise BadLiteral(f"no character is named '{name}'", None, *match.span())
    return char


def _refuse_incomplete(letter: str, match: re.Match[str]) -> None:
    wanted = {"x": "two hexadecimal digits", "u": "four hexadecimal digits", "U": "eight hexadecimal digits",
              "N": "a character's name in braces"}  # fmt: skip
    if letter in wanted:
        raise BadLiteral(f"incomplete escape '\\{letter}'", f"it takes {wanted[letter]}", *match.span())

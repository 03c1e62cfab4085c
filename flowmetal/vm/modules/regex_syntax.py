"""Regular expressions: the text of a pattern to a tree, with Python's syntax and words of error.

A tree is made of tuples:
    ("set", negated, items, fold)   one character; items: ("char", c), ("range", first, last), ("class", "d" | "D" | …)
    ("any", with newline)           ("at", place)                 ("sequence", parts)      ("choice", branches)
    ("repeat", part, least, most or None, greedy)                 ("group", number, part)
fold says how letter case is ignored: "" not at all, "ascii", "unicode"; a class is ASCII only if it ends in "a".

Left out, as they cannot be matched in linear time: back-references, look-ahead and look-behind, conditional, atomic
and possessive parts. The error says so.
"""

from __future__ import annotations

import unicodedata
from typing import Any

from flowmetal.slotted import field, slotted

IGNORECASE, LOCALE, MULTILINE, DOTALL, UNICODE, VERBOSE, ASCII = 2, 4, 8, 16, 32, 64, 256
_LETTERS = {"i": IGNORECASE, "L": LOCALE, "m": MULTILINE, "s": DOTALL, "x": VERBOSE, "a": ASCII, "u": UNICODE}
_TYPES = ASCII | LOCALE | UNICODE
_SPACE = " \t\n\r\v\f"
_DIGITS, _OCTAL, _HEX = "0123456789", "01234567", "0123456789abcdefABCDEF"
_ASCII_LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_SIMPLE = {"a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v", "\\": "\\"}
_CLASSES = "dDsSwW"
_MAX_NESTING = 100
_MAX_REPEAT = 2**32 - 1
_NOT_LINEAR = "not supported, as regular expressions are matched in linear time"

Tree = tuple[Any, ...]


class PatternError(Exception):
    """A pattern is wrong: text, and place in the pattern or None."""

    def __init__(self, text: str, at: int | None = None) -> None:
        super().__init__(text, at)
        self.text = text
        self.at = at


@slotted(frozen=False)
class Parsed:
    tree: Tree
    flags: int
    groups: int
    names: dict[str, int]


@slotted(frozen=False)
class _Reader:
    text: str
    is_text: bool  # not a pattern of bytes
    flags: int
    at: int = 0
    groups: int = 0
    nesting: int = 0
    names: dict[str, int] = field(default_factory=dict)
    open_groups: list[int] = field(default_factory=list)

    def peek(self) -> str:
        return self.text[self.at : self.at + 1]

    def take(self) -> str:
        character = self.text[self.at : self.at + 1]
        self.at += 1
        return character

    def take_token(self) -> str:
        """A character, or an escape, which is read as one."""
        character = self.take()
        return character + self.take() if character == "\\" else character

    def accept(self, character: str) -> bool:
        if self.peek() == character:
            self.at += 1
            return True
        return False

    def take_while(self, most: int, charset: str) -> str:
        start = self.at
        while self.at - start < most and self.peek() and self.peek() in charset:
            self.at += 1
        return self.text[start : self.at]

    def take_until(self, end: str, what: str) -> str:
        start = self.at
        stop = self.text.find(end, start)
        if stop < 0:
            if start == len(self.text):
                raise PatternError("missing " + what, start)
            raise PatternError(f"missing {end}, unterminated name", start)
        if stop == start:
            raise PatternError("missing " + what, start)
        self.at = stop + 1
        return self.text[start:stop]


class _OtherFlags(Exception):
    """The pattern begins with flags for the whole of it that change how it is read."""

    def __init__(self, flags: int) -> None:
        self.flags = flags


def parse(text: str, flags: int, is_text: bool) -> Parsed:
    """The tree of a pattern. A pattern of bytes is given decoded as Latin-1. Raises PatternError, ValueError."""
    while True:
        try:
            return _parse(text, _checked(flags, is_text), is_text)
        except _OtherFlags as other:  # each time with one flag more, at least
            flags = other.flags


def _parse(text: str, flags: int, is_text: bool) -> Parsed:
    reader = _Reader(text, is_text, flags)
    tree = _choice(reader, flags, True)
    if reader.at < len(text):
        raise PatternError("unbalanced parenthesis", reader.at)
    return Parsed(tree, reader.flags, reader.groups, reader.names)


def _checked(flags: int, is_text: bool) -> int:
    if not is_text:
        if flags & UNICODE:
            raise ValueError("cannot use UNICODE flag with a bytes pattern")
        if flags & LOCALE:
            raise ValueError("the LOCALE flag is not supported: there is no locale")
        return flags
    if flags & LOCALE:
        raise ValueError("cannot use LOCALE flag with a str pattern")
    if flags & ASCII:
        if flags & UNICODE:
            raise ValueError("ASCII and UNICODE flags are incompatible")
        return flags
    return flags | UNICODE


def _choice(reader: _Reader, flags: int, first: bool) -> Tree:
    branches: list[Tree] = []
    while True:
        branches.append(_sequence(reader, flags, first and not branches))
        if not reader.accept("|"):
            break
    return branches[0] if len(branches) == 1 else ("choice", tuple(branches))


def _sequence(reader: _Reader, flags: int, first: bool) -> Tree:
    parts: list[Tree] = []
    can_repeat = False
    verbose = bool(flags & VERBOSE)
    while (this := reader.peek()) and this not in "|)":
        start = reader.at
        reader.at += 1
        if verbose and this in _SPACE:
            continue
        if verbose and this == "#":
            while (skipped := reader.take()) and skipped != "\n":
                pass
            continue
        if this in "*+?{" and (bounds := _bounds(reader, this, start)) is not None:
            if not can_repeat or parts[-1][0] == "at":
                again = bool(parts) and parts[-1][0] == "repeat"
                raise PatternError("multiple repeat" if again else "nothing to repeat", start)
            if parts[-1][0] == "repeat":
                raise PatternError("multiple repeat", start)
            greedy = True
            if reader.accept("?"):
                greedy = False
            elif reader.peek() == "+":
                raise PatternError(f"possessive repeats are {_NOT_LINEAR}", reader.at)
            parts[-1] = ("repeat", parts[-1], *bounds, greedy)
            continue
        part = _atom(reader, this, start, flags, first and not parts)
        if part is not None:
            parts.append(part)
            can_repeat = True
    if reader.at > len(reader.text):
        reader.at = len(reader.text)
    return parts[0] if len(parts) == 1 else ("sequence", tuple(parts))


def _bounds(reader: _Reader, this: str, start: int) -> tuple[int, int | None] | None:
    """Least and most of a repeat; None if the brace is a plain character."""
    if this != "{":
        return {"*": (0, None), "+": (1, None), "?": (0, 1)}[this]
    if reader.peek() == "}":
        return None
    low = reader.take_while(1 << 30, _DIGITS)
    high = reader.take_while(1 << 30, _DIGITS) if reader.accept(",") else low
    if not reader.accept("}"):
        reader.at = start + 1
        return None
    least = _count(low) if low else 0
    most = _count(high) if high else None
    if most is not None and most < least:
        raise PatternError("min repeat greater than max repeat", start + 1)
    return least, most


def _count(digits: str) -> int:
    if len(digits.lstrip("0")) > 10 or int(digits) >= _MAX_REPEAT:
        raise OverflowError("the repetition number is too large")
    return int(digits)


def _atom(reader: _Reader, this: str, start: int, flags: int, first: bool) -> Tree | None:
    """One character, class, place or group; None for what matches nothing, such as a comment."""
    if this == ".":
        return ("any", bool(flags & DOTALL))
    if this == "^":
        return ("at", "line start" if flags & MULTILINE else "start")
    if this == "$":
        return ("at", "line end" if flags & MULTILINE else "last line end")
    if this == "[":
        return _character_set(reader, start, flags)
    if this == "\\":
        return _escape(reader, start, flags)
    if this == "(":
        return _group(reader, start, flags, first)
    return _one(this, flags)


def _fold(flags: int) -> str:
    if not flags & IGNORECASE:
        return ""
    return "unicode" if flags & UNICODE else "ascii"


def _one(character: str, flags: int) -> Tree:
    return ("set", False, (("char", character),), _fold(flags))


def _class(letter: str, flags: int) -> Tree:
    return ("class", letter if flags & UNICODE else letter + "a")


def _escape(reader: _Reader, start: int, flags: int) -> Tree:
    letter = reader.take()
    if not letter:
        raise PatternError("bad escape (end of pattern)", start)
    if letter in _CLASSES:
        return ("set", False, (_class(letter, flags),), _fold(flags))
    if letter in "AZbB":
        place = {"A": "start", "Z": "end", "b": "word edge", "B": "no word edge"}[letter]
        return ("at", place + ("" if flags & UNICODE or letter in "AZ" else " ascii"))
    if letter == "0":
        return _one(chr(int("0" + reader.take_while(2, _OCTAL), 8)), flags)
    if letter in _DIGITS:
        return _one(_octal_or_reference(reader, letter, start), flags)
    if letter == "b":
        letter = ""
    return _one(_character_escape(reader, letter, start), flags)


def _octal_or_reference(reader: _Reader, digit: str, start: int) -> str:
    digits = digit + reader.take_while(1, _DIGITS)
    if len(digits) == 2 and digits[0] in _OCTAL and digits[1] in _OCTAL and reader.peek() and reader.peek() in _OCTAL:
        digits += reader.take()
        value = int(digits, 8)
        if value > 0o377:
            raise PatternError(f"octal escape value \\{digits} outside of range 0-0o377", start)
        return chr(value)
    number = int(digits)
    if number <= reader.groups:
        raise PatternError(f"back-references such as \\{number} are {_NOT_LINEAR}", start)
    raise PatternError(f"invalid group reference {number}", start + 1)


def _character_escape(reader: _Reader, letter: str, start: int) -> str:
    """What stands for one character both in and outside of a set."""
    if letter in _SIMPLE and letter:
        return _SIMPLE[letter]
    sizes = {"x": 2, "u": 4, "U": 8} if reader.is_text else {"x": 2}
    if letter in sizes:
        digits = reader.take_while(sizes[letter], _HEX)
        if len(digits) != sizes[letter]:
            raise PatternError(f"incomplete escape \\{letter}{digits}", start)
        if int(digits, 16) > 0x10FFFF:
            raise PatternError(f"bad escape \\{letter}{digits}", start)
        return chr(int(digits, 16))
    if letter == "N" and reader.is_text:
        if not reader.accept("{"):
            raise PatternError("missing {", reader.at)
        name = reader.take_until("}", "character name")
        try:
            return unicodedata.lookup(name)
        except KeyError:
            raise PatternError(f"undefined character name {name!r}", start) from None
    if letter and letter in _ASCII_LETTERS:
        raise PatternError(f"bad escape \\{letter}", start)
    return letter


def _character_set(reader: _Reader, start: int, flags: int) -> Tree:
    items: list[Tree] = []
    negated = reader.accept("^")
    first = True
    while True:
        place = reader.at
        this = reader.take()
        if not this:
            raise PatternError("unterminated character set", start)
        if this == "]" and not first:
            break
        first = False
        low = _set_item(reader, this, place, flags)
        if reader.peek() == "-":
            reader.at += 1
            that_place = reader.at
            that = reader.take()
            if not that:
                raise PatternError("unterminated character set", start)
            if that == "]":
                items += [low, ("char", "-")]
                break
            high = _set_item(reader, that, that_place, flags)
            if low[0] != "char" or high[0] != "char" or high[1] < low[1]:
                raise PatternError(f"bad character range {reader.text[place : reader.at]}", place)
            items.append(("range", low[1], high[1]))
        else:
            items.append(low)
    return ("set", negated, tuple(items), _fold(flags))


def _set_item(reader: _Reader, this: str, start: int, flags: int) -> Tree:
    if this != "\\":
        return ("char", this)
    letter = reader.take()
    if not letter:
        raise PatternError("bad escape (end of pattern)", start)
    if letter in _CLASSES:
        return _class(letter, flags)
    if letter in _OCTAL:
        digits = letter + reader.take_while(2, _OCTAL)
        if int(digits, 8) > 0o377:
            raise PatternError(f"octal escape value \\{digits} outside of range 0-0o377", start)
        return ("char", chr(int(digits, 8)))
    if letter in _DIGITS:
        raise PatternError(f"bad escape \\{letter}", start)
    return ("char", _character_escape(reader, letter, start))


def _group(reader: _Reader, start: int, flags: int, first: bool) -> Tree | None:
    name, captures = None, True
    if reader.accept("?"):
        letter = reader.take_token()
        if not letter:
            raise PatternError("unexpected end of pattern", reader.at - 1)
        if letter == "P":
            name = _group_name(reader, start)
        elif letter == ":":
            captures = False
        elif letter == "#":
            stop = reader.text.find(")", reader.at)
            if stop < 0:
                raise PatternError("missing ), unterminated comment", start)
            reader.at = stop + 1
            return None
        elif letter in _LETTERS or letter == "-":
            changed = _inline_flags(reader, letter, flags)
            if changed is None:
                if not first:
                    raise PatternError("global flags not at the start of the expression", start)
                return None
            flags, captures = changed, False
        else:
            _refuse_extension(reader, letter, start)
    number = _open_group(reader, name, start) if captures else 0
    reader.nesting += 1
    if reader.nesting > _MAX_NESTING:
        raise PatternError(f"groups nested more than {_MAX_NESTING} deep", start)
    part = _choice(reader, flags, False)
    reader.nesting -= 1
    if not reader.accept(")"):
        raise PatternError("missing ), unterminated subpattern", start)
    return ("group", number, part) if captures else ("sequence", (part,))


def _open_group(reader: _Reader, name: str | None, start: int) -> int:
    reader.groups += 1
    if name is not None:
        if name in reader.names:
            was = reader.names[name]
            raise PatternError(
                f"redefinition of group name {name!r} as group {reader.groups}; was group {was}",
                reader.at - len(name) - 1,
            )
        reader.names[name] = reader.groups
    return reader.groups


def _group_name(reader: _Reader, start: int) -> str:
    if reader.accept("<"):
        name = reader.take_until(">", "group name")
        if not name.isidentifier() or (not reader.is_text and not name.isascii()):
            raise PatternError(f"bad character in group name {name!r}", reader.at - len(name) - 1)
        return name
    if reader.accept("="):
        name = reader.take_until(")", "group name")
        if name not in reader.names:
            raise PatternError(f"unknown group name {name!r}", reader.at - len(name) - 1)
        raise PatternError(f"back-references such as (?P={name}) are {_NOT_LINEAR}", start)
    letter = reader.take_token()
    if not letter:
        raise PatternError("unexpected end of pattern", reader.at - 1)
    raise PatternError(f"unknown extension ?P{letter}", start + 1)


def _refuse_extension(reader: _Reader, letter: str, start: int) -> None:
    if letter == "<":
        after = reader.take_token()
        if not after:
            raise PatternError("unexpected end of pattern", reader.at - 1)
        if after in "=!":
            raise PatternError(f"look-behind (?<{after}…) is {_NOT_LINEAR}", start)
        raise PatternError(f"unknown extension ?<{after}", start + 1)
    what = {"=": "look-ahead (?=…) is", "!": "look-ahead (?!…) is", "(": "conditional parts (?(…)…) are",
            ">": "atomic groups (?>…) are"}.get(letter)
    if what is None:
        raise PatternError(f"unknown extension ?{letter}", start + 1)
    raise PatternError(f"{what} {_NOT_LINEAR}", start)


def _inline_flags(reader: _Reader, letter: str, flags: int) -> int | None:
    """The flags inside of `(?aiLmsux-imsx:…)`; None for `(?aiLmsux)`, which is for the whole pattern."""
    added = removed = 0
    if letter != "-":
        while True:
            flag = _LETTERS[letter]
            if flag == LOCALE:
                raise PatternError("bad inline flags: the 'L' flag is not supported, there is no locale", reader.at)
            if reader.is_text or flag != UNICODE:
                added |= flag
            else:
                raise PatternError("bad inline flags: cannot use 'u' flag with a bytes pattern", reader.at)
            if flag & _TYPES and (added & _TYPES) != flag:
                raise PatternError("bad inline flags: flags 'a', 'u' and 'L' are incompatible", reader.at)
            letter = reader.take()
            if not letter:
                raise PatternError("missing -, : or )", reader.at - 1)
            if letter in ")-:":
                break
            _need_flag(letter, "missing -, : or )", reader.at - 1)
    if letter == ")":
        if (reader.flags | added) != reader.flags:
            raise _OtherFlags((reader.flags & ~UNICODE if added & ASCII else reader.flags) | added)
        return None
    if letter == "-":
        removed = _removed_flags(reader)
        if added & removed:
            raise PatternError("bad inline flags: flag turned on and off", reader.at - 1)
    if added & _TYPES:
        flags &= ~_TYPES
    return (flags | added) & ~removed


def _removed_flags(reader: _Reader) -> int:
    letter = reader.take()
    if not letter:
        raise PatternError("missing flag", reader.at - 1)
    _need_flag(letter, "missing flag", reader.at - 1)
    removed = 0
    while True:
        flag = _LETTERS[letter]
        if flag & _TYPES:
            raise PatternError("bad inline flags: cannot turn off flags 'a', 'u' and 'L'", reader.at)
        removed |= flag
        letter = reader.take()
        if not letter:
            raise PatternError("missing :", reader.at - 1)
        if letter == ":":
            return removed
        _need_flag(letter, "missing :", reader.at - 1)


def _need_flag(letter: str, missing: str, at: int) -> None:
    if letter not in _LETTERS:
        raise PatternError("unknown flag" if letter.isalpha() else missing, at)


# -- the text that `sub` puts in the place of a match


def parse_template(text: str, is_text: bool, groups: int, names: dict[str, int]) -> list[str | int]:
    """Literal texts and numbers of groups. Raises PatternError; IndexError for the name of no group."""
    reader = _Reader(text, is_text, 0)
    parts: list[str | int] = []
    literal = ""
    while this := reader.take():
        if this != "\\":
            literal += this
            continue
        found = _template_escape(reader, groups, names)
        if type(found) is int:
            parts += [literal, found]
            literal = ""
        else:
            literal += str(found)
    parts.append(literal)
    return [part for part in parts if part != ""]


def _template_escape(reader: _Reader, groups: int, names: dict[str, int]) -> str | int:
    start = reader.at - 1
    letter = reader.take()
    if not letter:
        raise PatternError("bad escape (end of pattern)", start)
    if letter == "g":
        if not reader.accept("<"):
            raise PatternError("missing <", reader.at)
        name = reader.take_until(">", "group name")
        at = reader.at - len(name) - 1
        if name.isdecimal() and name.isascii():
            if int(name) > groups:
                raise PatternError(f"invalid group reference {int(name)}", at)
            return int(name)
        if not name.isidentifier():
            raise PatternError(f"bad character in group name {name!r}", at)
        if name not in names:
            raise IndexError(f"unknown group name {name!r}")
        return names[name]
    if letter == "0":
        return chr(int("0" + reader.take_while(2, _OCTAL), 8) & 0xFF)
    if letter in _DIGITS:
        digits = letter + reader.take_while(1, _DIGITS)
        octal = len(digits) == 2 and digits[0] in _OCTAL and digits[1] in _OCTAL
        if octal and reader.peek() and reader.peek() in _OCTAL:
            digits += reader.take()
            if int(digits, 8) > 0o377:
                raise PatternError(f"octal escape value \\{digits} outside of range 0-0o377", start)
            return chr(int(digits, 8))
        if int(digits) > groups:
            raise PatternError(f"invalid group reference {int(digits)}", start + 1)
        return int(digits)
    if letter in _SIMPLE:
        return _SIMPLE[letter]
    if letter in _ASCII_LETTERS:
        raise PatternError(f"bad escape \\{letter}", start)
    return "\\" + letter

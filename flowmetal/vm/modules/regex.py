"""Module re: its native part. A pattern is always given as its text and flags.

What a pattern was made into is remembered by its text, for the host's convenience alone: nothing that a program can
tell depends on it, and a pattern in a snapshot is its text and flags.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from flowmetal.vm.classes import class_of
from flowmetal.vm.natives import Args, Kwargs, function
from flowmetal.vm.operators import INTEGERS

if TYPE_CHECKING:
    from flowmetal.vm.machine import Machine
    from flowmetal.vm.modules.regex_match import Matcher


@lru_cache(maxsize=200)
def _matcher(text: str, flags: int, is_text: bool) -> Matcher:
    from flowmetal.vm.modules.regex_match import Matcher  # most programs need none of it

    return Matcher(text, flags, is_text)


def _text(value: Any) -> str:
    """A text, or bytes as the text of the same numbers."""
    return value if type(value) is str else value.decode("latin-1")


def _known(pattern: Any, flags: Any) -> Matcher:
    if type(pattern) not in (str, bytes) or type(flags) not in INTEGERS:
        raise TypeError("first argument must be string or compiled pattern")
    return _matcher(_text(pattern), int(flags), type(pattern) is str)


@function("_re_check", library=True)
def _re_check(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    """(flags, number of groups, {name: number}) of a pattern; or (what is wrong, where)."""
    from flowmetal.vm.modules.regex_syntax import PatternError

    pattern, flags = args
    machine.charge(10 + len(pattern))
    try:
        matcher = _known(pattern, flags)
    except PatternError as error:
        return (error.text, error.at)
    return (matcher.flags, matcher.groups, dict(matcher.names))


@function("_re_find", library=True)
def _re_find(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    """A list of matches, each [start, end, start of group 1, …, number of the group that ended last, or 0].

    Arguments: pattern, flags, the text, from where, to where, "search", "match" or "fullmatch", the most matches,
    whether a match at the start must not be empty.
    """
    pattern, flags, subject, start, end, how, most, not_empty = args
    matcher = _known(pattern, flags)
    if type(subject) not in (str, bytes):
        raise TypeError(f"expected string or bytes-like object, got '{class_of(subject).name}'")
    if type(subject) is not type(pattern):
        if type(pattern) is str:
            raise TypeError("cannot use a string pattern on a bytes-like object")
        raise TypeError("cannot use a bytes pattern on a string-like object")
    for place in (start, end):
        if place is not None and type(place) not in INTEGERS:
            raise TypeError(f"'{class_of(place).name}' object cannot be interpreted as an integer")
    text = _text(subject)
    at = min(max(start, 0), len(text))
    stop = len(text) if end is None else min(max(end, 0), len(text))
    automaton = matcher.automaton(how == "fullmatch")
    before = automaton.steps
    found: list[list[int]] = []
    try:
        while at <= stop and (most is None or len(found) < most):
            match = automaton.find(text, at, stop, how == "search", not_empty)
            if match is None:
                break
            found.append(match)
            at = match[1]
            not_empty = match[0] == match[1]
    finally:
        machine.charge(automaton.steps - before >> 2)
    return found


@function("_re_template", library=True)
def _re_template(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    """What a match is replaced by: a list of texts and numbers of groups; or (what is wrong, where)."""
    from flowmetal.vm.modules.regex_syntax import PatternError, parse_template

    template, groups, names = args
    machine.charge(len(template) >> 2)
    try:
        parts = parse_template(_text(template), type(template) is str, groups, names)
    except PatternError as error:
        return (error.text, error.at)
    if type(template) is str:
        return parts
    return [part.encode("latin-1") if type(part) is str else part for part in parts]

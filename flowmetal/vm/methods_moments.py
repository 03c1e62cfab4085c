"""duration and time: the constructor, attributes and methods."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from flowmetal.vm.classes import class_of
from flowmetal.vm.moments import UNITS, civil, parse_duration, parse_time, strftime, time_text
from flowmetal.vm.natives import Args, Kwargs, arity, attribute, function, method, receiver
from flowmetal.vm.operators import NUMBERS, round_half_even
from flowmetal.vm.values import Duration, Time

if TYPE_CHECKING:
    from flowmetal.vm.machine import Machine

_KEYWORDS = {
    "weeks": "w", "days": "d", "hours": "h", "minutes": "m", "seconds": "s", "milliseconds": "ms", "microseconds": "us",
}
_Compute = Callable[..., Any]
_DAY, _SECOND = UNITS["d"], UNITS["s"]


@method("duration", "__new__")
def _duration_new(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    """`duration("1h30m")`, `duration(hours=1, minutes=30)`, `duration(another)`; `duration()` is zero."""
    if len(args) > 1 or (args and kwargs):
        raise TypeError('duration() takes one text, as in duration("1h30m"), or keywords, as in duration(hours=1.5)')
    if args:
        value = args[0]
        if type(value) is Duration:
            return value
        if type(value) is str:
            return Duration(parse_duration(value))
        raise TypeError(
            f"duration() takes a text or keywords, not '{class_of(value).name}'; "
            "write the unit, as in duration(seconds=5)"
        )
    us = 0
    for key, amount in (kwargs or {}).items():
        if key not in _KEYWORDS:
            raise TypeError(f"'{key}' is an invalid keyword argument for duration(); use {', '.join(_KEYWORDS)}")
        if type(amount) not in NUMBERS:
            raise TypeError(f"duration() argument '{key}' must be a number, not {class_of(amount).name}")
        unit = UNITS[_KEYWORDS[key]]
        us += round_half_even(unit, amount, multiply=True) if type(amount) is float else unit * amount
    return Duration(us)


@method("duration", "total_seconds")
def _total_seconds(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    value = receiver("duration", "total_seconds", args, Duration)
    arity("duration.total_seconds", args[1:], kwargs, 0, 0)
    return value.us / _SECOND


# As of Python's timedelta: the parts of a normal form in which only the days may be negative.
attribute("duration", "days", lambda value: value.us // _DAY)
attribute("duration", "seconds", lambda value: value.us % _DAY // _SECOND)
attribute("duration", "microseconds", lambda value: value.us % _SECOND)

for _part in ("year", "month", "day", "hour", "minute", "second", "microsecond"):

    def _read(value: Any, part: str = _part) -> Any:
        return getattr(civil(value.us), part)

    attribute("time", _part, _read)


def _time_method(name: str, least: int = 0, most: int = 0) -> Callable[[_Compute], _Compute]:
    def enter(compute: _Compute) -> _Compute:
        @method("time", name)
        def run(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
            value = receiver("time", name, args, Time)
            arity(f"time.{name}", args[1:], kwargs, least, most)
            return compute(value.us, *args[1:])

        return compute

    return enter


@_time_method("timestamp")
def _timestamp(us: int) -> float:
    return us / _SECOND


@_time_method("isoformat")
def _isoformat(us: int) -> str:
    return time_text(us)


@_time_method("weekday")
def _weekday(us: int) -> int:
    return civil(us).weekday


@_time_method("isoweekday")
def _isoweekday(us: int) -> int:
    return civil(us).weekday + 1


@_time_method("strftime", 1, 1)
def _strftime(us: int, template: Any) -> str:
    if type(template) is not str:
        raise TypeError(f"strftime() argument 1 must be str, not {class_of(template).name}")
    return strftime(us, template)


@function("_time_parse", library=True)
def _time_parse(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    """The time that an ISO 8601 text says."""
    if type(args[0]) is not str:
        raise TypeError(f"a time is parsed from a text, not from '{class_of(args[0]).name}'")
    return Time(parse_time(args[0]))


@function("_time_at", library=True)
def _time_at(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    """The time so many seconds after 1970-01-01 UTC."""
    if type(args[0]) not in NUMBERS:
        raise TypeError(f"seconds since 1970 must be a number, not '{class_of(args[0]).name}'")
    if type(args[0]) is float:
        return Time(round_half_even(_SECOND, args[0], multiply=True))
    return Time(_SECOND * args[0])

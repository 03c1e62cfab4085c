"""Durations and times as text, and back.

A duration's text is canonical and a literal of the language: days, hours, minutes and seconds with a fraction; below
a second milliseconds with a fraction. `parse_duration(duration_text(us)) == us` for every number of microseconds.
A time's text is ISO 8601 in UTC. The calendar is the proleptic Gregorian one, for years -9999 to 9999.
"""

from __future__ import annotations

import re
from typing import NamedTuple

UNITS = {
    "us": 1, "ms": 1_000, "s": 1_000_000, "m": 60_000_000, "h": 3_600_000_000, "d": 86_400_000_000,
    "w": 604_800_000_000,
}
_DAY = UNITS["d"]
_PART = r"([0-9](?:_?[0-9])*(?:\.[0-9](?:_?[0-9])*)?)(us|ms|s|m|h|d|w)"  # compiled when used


def duration_text(us: int) -> str:
    """`5_400_000_000` -> "1h30m"."""
    if us < 0:
        return "-" + duration_text(-us)
    if us < UNITS["s"]:
        return "0s" if us == 0 else _decimal(us, 1_000) + "ms"
    parts = []
    for unit in ("d", "h", "m"):
        count, us = divmod(us, UNITS[unit])
        if count:
            parts.append(f"{count}{unit}")
    if us:
        parts.append(_decimal(us, UNITS["s"]) + "s")
    return "".join(parts)


def _decimal(amount: int, unit: int) -> str:
    whole, rest = divmod(amount, unit)
    if not rest:
        return str(whole)
    return f"{whole}.{rest:0{len(str(unit)) - 1}d}".rstrip("0")


def parse_duration(text: str) -> int:
    """Microseconds of a text such as "1h30m", "-250ms" or "1.5 h" with blanks around it. Raises ValueError.

    A fraction finer than a microsecond is rounded to the nearest one, half to even.
    """
    body = text.strip()
    sign = 1
    if body[:1] in ("-", "+"):
        sign = -1 if body[0] == "-" else 1
        body = body[1:]
    from fractions import Fraction  # dear, and rarely needed

    total = Fraction(0)
    at = 0
    while at < len(body):
        part = re.compile(_PART, re.ASCII).match(body, at)
        if part is None:
            break
        total += Fraction(part[1].replace("_", "")) * UNITS[part[2]]
        at = part.end()
    if at == 0 or at < len(body):
        shown = text if len(text) <= 60 else text[:57] + "..."
        raise ValueError(f"invalid duration: {shown!r}; write it as 1h30m, 250ms or 7d")
    return sign * round(total)


class Civil(NamedTuple):
    """A moment as the calendar and the clock show it in UTC; weekday 0 is Monday, day_of_year from 1."""

    year: int
    month: int
    day: int
    hour: int
    minute: int
    second: int
    microsecond: int
    weekday: int
    day_of_year: int


def civil(us: int) -> Civil:
    """The calendar date of a time; Howard Hinnant's days-to-civil algorithm."""
    days, us = divmod(us, _DAY)
    shifted = days + 719_468
    era, day_of_era = divmod(shifted, 146_097)
    year_of_era = (day_of_era - day_of_era // 1460 + day_of_era // 36_524 - day_of_era // 146_096) // 365
    day_of_march_year = day_of_era - (365 * year_of_era + year_of_era // 4 - year_of_era // 100)
    month_from_march = (5 * day_of_march_year + 2) // 153
    day = day_of_march_year - (153 * month_from_march + 2) // 5 + 1
    month = month_from_march + 3 if month_from_march < 10 else month_from_march - 9
    year = year_of_era + era * 400 + (month <= 2)
    hour, us = divmod(us, UNITS["h"])
    minute, us = divmod(us, UNITS["m"])
    second, us = divmod(us, UNITS["s"])
    return Civil(
        year, month, day, hour, minute, second, us, (days + 3) % 7, days - days_from_civil(year, 1, 1) + 1
    )


def days_from_civil(year: int, month: int, day: int) -> int:
    """Days since 1970-01-01, the reverse of `civil`."""
    year -= month <= 2
    era, year_of_era = divmod(year, 400)
    day_of_year = (153 * (month + (-3 if month > 2 else 9)) + 2) // 5 + day - 1
    day_of_era = year_of_era * 365 + year_of_era // 4 - year_of_era // 100 + day_of_year
    return era * 146_097 + day_of_era - 719_468


def time_text(us: int) -> str:
    """ISO 8601: "2026-03-01T12:30:00Z", with a fraction of six digits if there is one."""
    c = civil(us)
    fraction = f".{c.microsecond:06d}" if c.microsecond else ""
    return f"{c.year:04d}-{c.month:02d}-{c.day:02d}T{c.hour:02d}:{c.minute:02d}:{c.second:02d}{fraction}Z"


_TIME = (  # compiled when used
    r"(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,6})\d*)?)?(Z|[+-]\d\d:?\d\d)?)?"
)


def parse_time(text: str) -> int:
    """Microseconds since 1970 of an ISO 8601 date or date and time; without an offset it is UTC. Raises ValueError."""
    match = re.fullmatch(_TIME, text.strip(), re.ASCII)
    if match is None:
        raise ValueError(f"Invalid isoformat string: {text!r}")
    year, month, day, hour, minute, second = (int(part or 0) for part in match.groups()[:6])
    if not 1 <= month <= 12:
        raise ValueError("month must be in 1..12")
    last = days_from_civil(year + month // 12, month % 12 + 1, 1) - days_from_civil(year, month, 1)
    if not 1 <= day <= last:
        raise ValueError("day is out of range for month")
    if hour > 23 or minute > 59 or second > 59:
        raise ValueError(f"time of day out of range: {text!r}")
    us = (days_from_civil(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second) * UNITS["s"]
    us += int((match[7] or "").ljust(6, "0"))
    offset = match[8]
    if offset and offset != "Z":
        digits = offset[1:].replace(":", "")
        minutes = int(digits[:2]) * 60 + int(digits[2:])
        us -= minutes * UNITS["m"] if offset[0] == "+" else -minutes * UNITS["m"]
    return us


_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)


def strftime(us: int, template: str) -> str:
    """The time in UTC by a template of %-codes, as C's strftime with the C locale."""
    c = civil(us)
    hour12 = c.hour % 12 or 12
    week_sunday = (c.day_of_year + 6 - (c.weekday + 1) % 7) // 7
    week_monday = (c.day_of_year + 6 - c.weekday) // 7
    codes = {
        "Y": f"{c.year:04d}", "m": f"{c.month:02d}", "d": f"{c.day:02d}", "H": f"{c.hour:02d}", "M": f"{c.minute:02d}",
        "S": f"{c.second:02d}", "f": f"{c.microsecond:06d}", "y": f"{c.year % 100:02d}", "I": f"{hour12:02d}",
        "p": "AM" if c.hour < 12 else "PM", "j": f"{c.day_of_year:03d}", "a": _DAYS[c.weekday][:3],
        "A": _DAYS[c.weekday], "b": _MONTHS[c.month - 1][:3], "h": _MONTHS[c.month - 1][:3],
        "B": _MONTHS[c.month - 1], "w": str((c.weekday + 1) % 7), "u": str(c.weekday + 1), "z": "+0000", "Z": "UTC",
        "U": f"{week_sunday:02d}", "W": f"{week_monday:02d}", "%": "%", "n": "\n", "t": "\t", "e": f"{c.day:2d}",
        "s": str(us // UNITS["s"]), "C": f"{c.year // 100:02d}",
        "c": f"{_DAYS[c.weekday][:3]} {_MONTHS[c.month - 1][:3]} {c.day:2d} "
        f"{c.hour:02d}:{c.minute:02d}:{c.second:02d} {c.year:04d}",
        "x": f"{c.month:02d}/{c.day:02d}/{c.year % 100:02d}", "X": f"{c.hour:02d}:{c.minute:02d}:{c.second:02d}",
        "F": f"{c.year:04d}-{c.month:02d}-{c.day:02d}", "T": f"{c.hour:02d}:{c.minute:02d}:{c.second:02d}",
        "R": f"{c.hour:02d}:{c.minute:02d}", "D": f"{c.month:02d}/{c.day:02d}/{c.year % 100:02d}",
    }
    return re.sub(r"%(.)", lambda code: codes.get(code[1], code[0]), template, flags=re.DOTALL)

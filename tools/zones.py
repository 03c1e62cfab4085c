"""Writes stdlib/_zones.fm, the time zones of module zoneinfo, from the package tzdata: `make zones`.

The moments of the transitions and the rule for the time after them are read from the zones' files; what each
transition leads to (offset, daylight saving, name) is asked of CPython's zoneinfo, so that it is what Python says.
"""

from __future__ import annotations

import os
import re
import struct
import zoneinfo
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from importlib import resources
from pathlib import Path

import tzdata

TARGET = Path(__file__).resolve().parent.parent / "stdlib" / "_zones.fm"
QUARTER = 900  # seconds; the unit of what lies between most transitions

HEAD = '''"""The time zones of module zoneinfo. Written by tools/zones.py (make zones) from tzdata {version}.

What a zone's text means is in flowmetal/vm/modules/zones.py, which reads it. After `=` stands another name of the zone.
"""

VERSION = "{version}"
ZONES = {{
'''
_NAME = r"([A-Za-z]{3,}|<[A-Za-z0-9+-]+>)"
_CLOCK = r"([+-]?\d+(?::\d+){0,2})"
_RULE = r",M(\d+)\.(\d+)\.(\d+)(?:/([+-]?\d+(?::\d+){0,2}))?"
_FOOTER = re.compile(rf"{_NAME}{_CLOCK}(?:{_NAME}{_CLOCK}?{_RULE}{_RULE})?")


def page() -> str:
    """The whole module."""
    zoneinfo.reset_tzpath(to=[])  # of the package, not of this machine
    zoneinfo.ZoneInfo.clear_cache()
    first_of: dict[bytes, str] = {}
    rows = []
    for key in sorted(zoneinfo.available_timezones(), key=_links_last):
        data = resources.files(tzdata).joinpath("zoneinfo", *key.split("/")).read_bytes()
        same = first_of.setdefault(data, key)
        rows.append(f'"{key}": "{f"={same}" if same != key else _zone(key, data)}",\n')
    return HEAD.format(version=tzdata.IANA_VERSION) + "".join(sorted(rows)) + "}\n"


def _links_last(key: str) -> tuple[bool, str]:
    """The names that are in use, such as Europe/Berlin, before old ones such as Iceland or US/Pacific."""
    return not re.match(r"(Africa|America|Antarctica|Asia|Atlantic|Australia|Europe|Indian|Pacific|Etc)/", key), key


def _zone(key: str, data: bytes) -> str:
    moments, footer = _read(data)
    zone = zoneinfo.ZoneInfo(key)
    kinds = [_kind(datetime.min.replace(tzinfo=zone))]
    cells = []
    before = _seconds(datetime(1900, 1, 1, tzinfo=UTC))
    for moment in moments:
        kind = _kind((datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=moment)).astimezone(zone))
        if kind not in kinds:
            kinds.append(kind)
        if len(kinds) > 26:
            raise SystemExit(f"{key} has more kinds of time than there are capital letters")
        cells.append(_distance(moment - before) + chr(ord("A") + kinds.index(kind)))
        before = moment
    return f"{';'.join(kinds)} {''.join(cells) or '-'} {_rule(key, footer)}"


def _read(data: bytes) -> tuple[Sequence[int], str]:
    """The moments of the transitions, in seconds since 1970, and the rule behind them, of a TZif file (RFC 8536)."""

    def counts(at: int) -> tuple[int, ...]:
        if data[at : at + 4] != b"TZif" or data[at + 4 : at + 5] < b"2":
            raise SystemExit("a zone's file is not TZif of version 2 or later")
        return struct.unpack(">6l", data[at + 20 : at + 44])

    of_ut, of_standard, leaps, transitions, kinds, letters = counts(0)
    at = 44 + transitions * 5 + kinds * 6 + letters + leaps * 8 + of_standard + of_ut
    transitions = counts(at)[3]
    moments = struct.unpack(f">{transitions}q", data[at + 44 : at + 44 + 8 * transitions])
    return moments, data[data.rindex(b"\n", 0, -1) + 1 : -1].decode("ascii")


def _kind(moment: datetime) -> str:
    offset, saving = moment.utcoffset(), moment.dst()
    assert offset is not None and saving is not None
    return f"{_whole(offset)},{_whole(saving)},{moment.tzname()}"


def _whole(length: timedelta) -> int:
    return length // timedelta(seconds=1)


def _seconds(moment: datetime) -> int:
    return _whole(moment - datetime(1970, 1, 1, tzinfo=UTC))


def _distance(seconds: int) -> str:
    return "." + _base36(seconds) if seconds % QUARTER else _base36(seconds // QUARTER)


def _base36(number: int) -> str:
    if number < 0:
        return "-" + _base36(-number)
    digit = "0123456789abcdefghijklmnopqrstuvwxyz"[number % 36]
    return _base36(number // 36) + digit if number >= 36 else digit


def _rule(key: str, footer: str) -> str:
    match = _FOOTER.fullmatch(footer)
    if match is None:
        raise SystemExit(f"{key}: the rule {footer!r} is of a kind that zoneinfo.fm does not know")
    name, offset, saving_name, saving_offset, *rules = match.groups()
    parts = [name.strip("<>"), str(-_clock(offset))]
    if saving_name is not None:
        shift = -_clock(saving_offset) if saving_offset else 3600 - _clock(offset)
        parts += [saving_name.strip("<>"), str(shift)]
        for month, week, day, clock in (rules[:4], rules[4:]):
            parts.append(f"{month}.{week}.{day}.{_clock(clock or '2')}")
    return ",".join(parts)


def _clock(text: str) -> int:
    """Seconds of [+-]h[:mm[:ss]]."""
    hours, minutes, seconds = ([int(part) for part in text.lstrip("+-").split(":")] + [0, 0])[:3]
    return (hours * 3600 + minutes * 60 + seconds) * (-1 if text.startswith("-") else 1)


if __name__ == "__main__":
    written = TARGET.with_suffix(".new")
    written.write_text(page(), encoding="utf-8")
    os.replace(written, TARGET)

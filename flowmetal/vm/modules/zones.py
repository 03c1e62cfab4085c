"""Module zoneinfo: its native part, which reads the text of a time zone in the library's `_zones.fm`.

The text is `kinds transitions rule`:

- kinds: `offset,daylight saving,name` of each kind of time in the zone, in seconds, joined by `;`. The first holds
  before the first transition.
- transitions: for each its distance from the one before it (at first from 1900), in base 36, as quarters of an hour
  or, behind a point, as seconds; then a capital letter, the kind that it leads to. `-` if there are none.
- rule, for the time after the last transition: `name,offset`; or with daylight saving `name,offset`, its `name,offset`,
  begin and end, each as `month.week.weekday.second of the day`, where week 5 is the last one and weekday 0 is Sunday.

What was read is remembered by the text, for the host's convenience alone: nothing that a program can tell depends on
that.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from flowmetal.vm.natives import Args, Kwargs, function

if TYPE_CHECKING:
    from flowmetal.vm.machine import Machine

_FIRST = -2_208_988_800  # 1900-01-01
_QUARTER = 900
_TRANSITION = re.compile(r"(\.?)(-?[0-9a-z]{1,9})([A-Z])")
_MOST = 1 << 16  # characters; a zone has some hundreds


@function("_zone_read", library=True)
def _zone_read(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    """(kind before, moments, what the clock shows when each is over, and when it begins, kinds behind, rule).

    A kind is (offset, daylight saving, name). All in seconds, moments since 1970.
    """
    text = args[0]
    if type(text) is not str or len(text) > _MOST:
        raise ValueError("not the text of a time zone")
    machine.charge(10 + (len(text) >> 5))
    try:
        return _read(text)
    except (ValueError, IndexError):
        raise ValueError("not the text of a time zone") from None


@lru_cache(maxsize=100)
def _read(text: str) -> tuple[Any, ...]:
    written_kinds, written_transitions, written_rule = text.split(" ")
    kinds = tuple([_kind(kind.split(",")) for kind in written_kinds.split(";")])
    moments, over, begun, behind = [], [], [], []
    moment = _FIRST
    kind = kinds[0]
    for point, distance, letter in _TRANSITION.findall(written_transitions):
        moment += int(distance, 36) * (1 if point else _QUARTER)
        before, kind = kind, kinds[ord(letter) - ord("A")]
        moments.append(moment)
        over.append(moment + max(before[0], kind[0]))
        begun.append(moment + min(before[0], kind[0]))
        behind.append(kind)
    return kinds[0], tuple(moments), tuple(over), tuple(begun), tuple(behind), _rule(written_rule.split(","))


def _kind(parts: list[str]) -> tuple[int, int, str]:
    offset, saving, name = parts
    return int(offset), int(saving), name


def _rule(parts: list[str]) -> tuple[Any, ...]:
    """(the kind,) or (the standard kind, that of daylight saving, begin, end)."""
    standard = (int(parts[1]), 0, parts[0])
    if len(parts) == 2:
        return (standard,)
    saving = (int(parts[3]), int(parts[3]) - int(parts[1]), parts[2])
    begin, end = (tuple([int(part) for part in change.split(".")]) for change in parts[4:])
    return standard, saving, begin, end

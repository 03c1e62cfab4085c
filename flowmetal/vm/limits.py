"""How large a single value may become. Checked before the work is done, so that no host memory or time is at risk.

These guard the host and are the same for every process; the process's own limits (instructions, heap, tasks) are the
machine's. Passing one raises `LimitExceeded`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flowmetal.vm.values import UNSET, Heir, Instance, LimitExceeded

if TYPE_CHECKING:
    from flowmetal.vm.machine import Machine

MAX_ITEMS = 64 * 1024 * 1024  # characters of a str, bytes, items of a list or tuple
MAX_INT_BITS = 1024 * 1024
MAX_STEPS = 2 * 1024 * 1024  # containers and items that one repr, comparison or hash walks through
MAX_LIGHT = 4 * 1024 * 1024  # nested parts of a structure that the host's own operations walk through
_INSTANCE = 64  # the host compares instances so much slower than other parts
MAX_DIGITS = 4300  # decimal digits of an int in text, as CPython's default
# An int of fewer bits than this has no more than MAX_DIGITS digits; one of more than the second has more.
_SURELY_SHORT, _SURELY_LONG = 14_284, 14_288
_TOO_LONG = 10**MAX_DIGITS


NESTING = frozenset((list, tuple, dict, Instance, Heir))
_running: list[Machine] = []  # the machine whose instruction is in progress, last


def running(machine: Machine) -> None:
    """From now on `charge` is to the account of this machine."""
    _running[:] = [machine]


def charge(instructions: int) -> None:
    """The work of the operation in progress counts as that many instructions."""
    if _running:
        _running[0].fuel -= instructions


def check_items(count: int) -> None:
    """Refuse a text, list or the like of `count` items; charge for making it."""
    if count > 256:
        if count > MAX_ITEMS:
            raise LimitExceeded(f"a value of {count} items, over the limit of {MAX_ITEMS}")
        charge(count >> 6)


def check_bits(bits: int) -> None:
    """Refuse an int of so many bits; charge for a multiplication that gives it."""
    if bits > 4096:
        if bits > MAX_INT_BITS:
            raise LimitExceeded(f"an integer of {bits} bits, over the limit of {MAX_INT_BITS}")
        charge((bits >> 6) + ((bits >> 10) ** 2 >> 3))


def _parts(whole: Any) -> Any:
    """What the host's comparison of the value goes on to: of instances only those that compare by their fields."""
    if type(whole) is dict:
        return whole.values()
    if type(whole) is Heir:
        return (whole.plain,)
    if type(whole) is Instance:
        return () if whole.cls.find("__frozen_fields__") is UNSET else whole.attributes.values()
    return whole


def is_light(value: Any) -> bool:
    """Has what is nested in the value few parts, each counted as often as it is come upon? The host's recursive
    operations, which take time for each and cannot be stopped, are for these only."""
    if type(value) not in NESTING:
        return True
    level = [value]
    parts = depth = 0
    while level:
        wholes = [_parts(whole) for whole in level]
        if depth:
            parts += sum(map(len, wholes))
            if Instance in map(type, level) or Heir in map(type, level):
                parts += _INSTANCE * len(level)
        depth += 1
        if parts > MAX_LIGHT or depth > 100:
            return False
        level = [part for whole in wholes for part in whole if type(part) in NESTING]
    if parts > 256:
        charge(parts >> 3)
    return True


def check_steps(steps: int) -> None:
    """Refuse to walk further through a structure."""
    if steps > MAX_STEPS:
        raise LimitExceeded(f"a structure of more than {MAX_STEPS} parts walked through at once")


def check_digits(value: int) -> None:
    """Refuse to print an int that CPython would refuse to print. Raises ValueError with its words."""
    bits = value.bit_length()
    if bits < _SURELY_SHORT or (bits < _SURELY_LONG and abs(value) < _TOO_LONG):
        return
    raise ValueError(
        f"Exceeds the limit ({MAX_DIGITS} digits) for integer string conversion; "
        "use sys.set_int_max_str_digits() to increase the limit"
    )

"""How large a single value may become. Checked before the work is done, so that no host memory or time is at risk.

These guard the host and are the same for every process; the process's own limits (instructions, heap, tasks) are the
machine's. Passing one raises `LimitExceeded`.
"""

from __future__ import annotations

from flowmetal.vm.values import LimitExceeded

MAX_ITEMS = 64 * 1024 * 1024  # characters of a str, bytes, items of a list or tuple
MAX_INT_BITS = 1024 * 1024
MAX_STEPS = 8 * 1024 * 1024  # containers and items that one repr, comparison or hash walks through
MAX_DIGITS = 4300  # decimal digits of an int in text, as CPython's default
# An int of fewer bits than this has no more than MAX_DIGITS digits; one of more than the second has more.
_SURELY_SHORT, _SURELY_LONG = 14_284, 14_288
_TOO_LONG = 10**MAX_DIGITS


def check_items(count: int) -> None:
    """Refuse a text, list or the like of `count` items."""
    if count > MAX_ITEMS:
        raise LimitExceeded(f"a value of {count} items, over the limit of {MAX_ITEMS}")


def check_bits(bits: int) -> None:
    """Refuse an int of so many bits."""
    if bits > MAX_INT_BITS:
        raise LimitExceeded(f"an integer of {bits} bits, over the limit of {MAX_INT_BITS}")


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

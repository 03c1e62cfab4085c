"""Comparison of containers nested deeper than the host can: the same results, with a stack of our own.

Which of the two ways is taken depends on how deep the host's stack happens to be, so they must not differ.
"""

from __future__ import annotations

from typing import Any

from flowmetal.vm.keys import frozen_fields, is_frozen
from flowmetal.vm.limits import check_steps
from flowmetal.vm.values import UNSET, Heir, Instance, plain_of, user_method

MAX_DEPTH = 100_000  # nesting; what contains itself comes to it


def deep_compare(symbol: str, left: Any, right: Any) -> bool:
    """`left symbol right` for values that may be nested to any depth.

    Raises TypeError and NeedsUser as the host's operators do, RecursionError for values that contain themselves.
    """
    if symbol == "==":
        return _equal(left, right)
    if symbol == "!=":
        return not _equal(left, right)
    left, right = _first_difference(left, right)
    if symbol == "<":
        return bool(left < right)
    if symbol == "<=":
        return bool(left <= right)
    if symbol == ">":
        return bool(left > right)
    return bool(left >= right)


def _first_difference(left: Any, right: Any) -> tuple[Any, Any]:
    """What decides the order of two lists or tuples: the first items, at any depth, that differ, or two lengths."""
    stack = [(left, right, 0)]
    steps = 0
    while stack:
        one, other, depth = stack.pop()
        steps += 1
        if steps & 1023 == 0:
            check_steps(steps)
        if depth > MAX_DEPTH:
            raise RecursionError("maximum recursion depth exceeded in comparison")
        if one is other and depth:
            continue
        if type(plain_of(one)) in (list, tuple) and _is_by_value(one) and _is_by_value(other):
            one, other = plain_of(one), plain_of(other)
        if type(one) is type(other) and type(one) in (list, tuple):
            stack.append((len(one), len(other), depth))
            pairs = list(zip(one, other, strict=False))
            stack.extend((mine, its, depth + 1) for mine, its in reversed(pairs))
        elif not _equal(one, other):
            return one, other
    return 0, 0


def _equal(left: Any, right: Any) -> bool:
    stack = [(left, right, 0)]
    steps = 0
    while stack:
        one, other, depth = stack.pop()
        steps += 1
        if steps & 1023 == 0:
            check_steps(steps)
        if depth > MAX_DEPTH:
            raise RecursionError("maximum recursion depth exceeded in comparison")
        if one is other and depth:
            continue
        kind = type(one)
        if (kind is Heir or type(other) is Heir) and _is_by_value(one) and _is_by_value(other):
            stack.append((plain_of(one), plain_of(other), depth + 1))
        elif kind is type(other) and kind in (list, tuple):
            if len(one) != len(other):
                return False
            stack.extend((mine, its, depth + 1) for mine, its in zip(reversed(one), reversed(other), strict=True))
        elif kind is dict and type(other) is dict:
            if len(one) != len(other) or any(key not in other for key in one):
                return False
            stack.extend((one[key], other[key], depth + 1) for key in reversed(one))
        elif kind is Instance and is_frozen(one) and type(other) is Instance and other.cls is one.cls:
            stack.append((frozen_fields(one), frozen_fields(other), depth + 1))
        elif not one == other:  # noqa: SIM201 - what != asks of an instance is another method
            return False
    return True


def _is_by_value(value: Any) -> bool:
    """Is it compared as what it is or holds, without code of the program?"""
    return not isinstance(value, Instance) or (type(value) is Heir and user_method(value, "__eq__") is UNSET)

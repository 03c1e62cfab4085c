"""Expressions whose value is known: literals, negated numbers, tuples of such. Nothing else is folded."""

from __future__ import annotations

from typing import Any

from flowmetal.compiler import tree
from flowmetal.wire import Duration

UNKNOWN = object()


def known_value(node: tree.Node) -> Any:
    """The constant that node always evaluates to, or UNKNOWN."""
    match node:
        case tree.Constant(value=value):
            return value
        case tree.DurationLiteral(microseconds=us):
            return Duration(us)
        case tree.UnaryOp(op="-", operand=tree.Constant(value=value)) if type(value) in (int, float):
            return -value
        case tree.UnaryOp(op="-", operand=tree.DurationLiteral(microseconds=us)):
            return Duration(-us)
        case tree.Tuple(elts=elts):
            values = []
            for element in elts:
                value = known_value(element)
                if value is UNKNOWN:
                    return UNKNOWN
                values.append(value)
            return tuple(values)
    return UNKNOWN


def known_truth(node: tree.Node) -> bool | None:
    """True or False if node is a constant with that truth, None if it is not a constant."""
    value = known_value(node)
    if value is UNKNOWN:
        return None
    return value.us != 0 if isinstance(value, Duration) else bool(value)

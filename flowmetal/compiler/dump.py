"""The tree as text: what `flowmetalc --ast` prints.

One line for each node, its fields that are no nodes in it, and its span; below it, indented, its nodes by field.
"""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from flowmetal.compiler import tree
from flowmetal.compiler.deep import deep_recursion

_SPANS = ("span", "attr_span", "name_span")


def dump(node: tree.Node) -> str:
    lines: list[str] = []
    with deep_recursion():
        _node(node, "", 0, lines)
    return "\n".join(lines)


def _node(node: tree.Node, label: str, depth: int, lines: list[str]) -> None:
    plain: list[str] = []
    below: list[tuple[str, tree.Node]] = []
    for field in fields(node):
        value = getattr(node, field.name)
        if field.name in _SPANS or value is None or value == ():
            continue
        if _holds_nodes(value):
            below += [(field.name, item) for item in (value if isinstance(value, tuple) else (value,))]
        else:
            plain.append(f"{field.name}={value!r}")
    span = node.span
    place = f"{span.line}:{span.column + 1}-{span.end_line}:{span.end_column + 1}"
    head = f"{label}: " if label else ""
    lines.append("  ".join([f"{'  ' * depth}{head}{type(node).__name__}", *plain, place]))
    for name, item in below:
        if item is None:
            lines.append(f"{'  ' * (depth + 1)}{name}: None")
        else:
            _node(item, name, depth + 1, lines)


def _holds_nodes(value: Any) -> bool:
    if isinstance(value, tuple):
        return any(isinstance(item, tree.Node) for item in value)
    return isinstance(value, tree.Node)

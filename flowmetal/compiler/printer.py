"""The tree as text, for `--ast` and for tests: indented, deterministic, one line per node.

    Module
      body: Assign
        targets: Name id='x'
        value: BinOp op='+'
          left: Constant value=1
          right: Name id='y'

A line is the field that holds the node, the node's name, and its plain fields. Fields that are empty or None are left
out, but a None among nodes (the key of `**mapping`) is shown.
"""

from __future__ import annotations

from typing import Any

from flowmetal.compiler import tree
from flowmetal.source import Span


def text_of(node: tree.Node, *, spans: bool = False) -> str:
    """The tree below `node`, every line ended. With `spans`, each node is followed by `@line:column-line:column`.

    Columns count from 0, as in spans. Does not recurse, so that any tree can be shown.
    """
    lines: list[str] = []
    waiting: list[tuple[int, str, Any]] = [(0, "", node)]
    while waiting:
        depth, label, item = waiting.pop()
        indent = "  " * depth
        if not isinstance(item, tree.Node):
            lines.append(f"{indent}{label}{item!r}\n")
            continue
        plain: list[str] = []
        below: list[tuple[int, str, Any]] = []
        for name in item.__match_args__:
            value = getattr(item, name)
            if isinstance(value, Span):
                continue
            if isinstance(value, tree.Node):
                below.append((depth + 1, f"{name}: ", value))
            elif isinstance(value, tuple) and any(isinstance(element, tree.Node) for element in value):
                below += [(depth + 1, f"{name}: ", element) for element in value]
            elif isinstance(item, tree.Constant) or (value is not None and value != ()):
                plain.append(f" {name}={value!r}")
        place = f" @{_place(item.span)}" if spans else ""
        lines.append(f"{indent}{label}{type(item).__name__}{''.join(plain)}{place}\n")
        waiting += reversed(below)
    return "".join(lines)


def _place(span: Span) -> str:
    return f"{span.line}:{span.column}-{span.end_line}:{span.end_column}"

"""Trees from CPython's own parser, so that the back end can be tested without ours, and ours against it."""

from __future__ import annotations

import ast
from typing import Any

from flowmetal.compiler import tree
from flowmetal.source import Span

OPERATORS = {
    "Add": "+", "Sub": "-", "Mult": "*", "Div": "/", "FloorDiv": "//", "Mod": "%", "Pow": "**", "LShift": "<<",
    "RShift": ">>", "BitAnd": "&", "BitOr": "|", "BitXor": "^", "MatMult": "@", "USub": "-", "UAdd": "+",
    "Invert": "~", "Not": "not", "And": "and", "Or": "or", "Eq": "==", "NotEq": "!=", "Lt": "<", "LtE": "<=",
    "Gt": ">", "GtE": ">=", "Is": "is", "IsNot": "is not", "In": "in", "NotIn": "not in",
}
RENAMED = {
    "arguments": "Arguments", "arg": "Arg", "keyword": "Keyword", "comprehension": "Comprehension",
    "alias": "Alias", "withitem": "WithItem",
}


def parse(text: str) -> tree.Module:
    return Converter(text).node(ast.parse(text))


class Converter:
    def __init__(self, text: str) -> None:
        self.lines = [line.encode() for line in text.split("\n")]

    def column(self, line: int, byte: int) -> int:
        return len(self.lines[line - 1][:byte].decode())

    def span(self, node: ast.AST) -> Span:
        if hasattr(node, "lineno"):
            return Span(node.lineno, self.column(node.lineno, node.col_offset), node.end_lineno,
                        self.column(node.end_lineno, node.end_col_offset))
        return Span(1, 0, 1, 0)

    def value(self, value: Any) -> Any:
        if isinstance(value, list):
            return tuple(self.value(item) for item in value)
        if isinstance(value, ast.operator | ast.unaryop | ast.boolop | ast.cmpop):
            return OPERATORS[type(value).__name__]
        return self.node(value) if isinstance(value, ast.AST) else value

    def node(self, node: ast.AST) -> Any:
        name = type(node).__name__
        kind = getattr(tree, RENAMED.get(name, name))
        values = {}
        for field in kind.__dataclass_fields__:
            if field == "span":
                values[field] = self.span(node)
            elif field == "attr_span" or field == "name_span":
                values[field] = self.span(node)
            elif field == "block":
                values[field] = None
            elif field == "conversion":
                values[field] = None if node.conversion < 0 else chr(node.conversion)
            else:
                values[field] = self.value(getattr(node, field))
        return kind(**values)

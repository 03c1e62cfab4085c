"""Trees in a common form: ours and CPython's, for comparison.

A node becomes (name, {field: value}), without positions, contexts and what only one of the two has.
"""

from __future__ import annotations

import ast
from dataclasses import fields
from typing import Any

from flowmetal.compiler import tree

OPERATORS = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.FloorDiv: "//", ast.Mod: "%", ast.Pow: "**",
    ast.LShift: "<<", ast.RShift: ">>", ast.BitAnd: "&", ast.BitOr: "|", ast.BitXor: "^", ast.MatMult: "@",
    ast.UAdd: "+", ast.USub: "-", ast.Invert: "~", ast.Not: "not", ast.And: "and", ast.Or: "or",
    ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Is: "is",
    ast.IsNot: "is not", ast.In: "in", ast.NotIn: "not in",
}  # fmt: skip
NAMES = {
    "arg": "Arg", "arguments": "Arguments", "keyword": "Keyword", "alias": "Alias", "withitem": "WithItem",
    "comprehension": "Comprehension", "match_case": "MatchCase",
}  # fmt: skip
ONLY_CPYTHON = {"ctx", "type_comment", "type_ignores", "kind", "simple", "is_async", "type_params"}
ONLY_OURS = {"span", "attr_span", "name_span", "block"}


def from_cpython(node: Any) -> Any:
    if isinstance(node, list):
        return [from_cpython(item) for item in node]
    if type(node) in OPERATORS:
        return OPERATORS[type(node)]
    if not isinstance(node, ast.AST):
        return typed(node)
    name = type(node).__name__
    values = {field: from_cpython(value) for field, value in ast.iter_fields(node) if field not in ONLY_CPYTHON}
    if isinstance(node, ast.FormattedValue):
        values["conversion"] = typed(None if node.conversion == -1 else chr(node.conversion))
    if isinstance(node, ast.ImportFrom):
        values["level"] = typed(node.level or 0)
    return NAMES.get(name, name), values


def from_ours(node: Any) -> Any:
    if isinstance(node, tuple):
        return [from_ours(item) for item in node]
    if not isinstance(node, tree.Node):
        return node if isinstance(node, str) and node in OPERATORS.values() else typed(node)
    values = {field.name: from_ours(getattr(node, field.name)) for field in fields(node) if field.name not in ONLY_OURS}
    if isinstance(node, tree.Arg | tree.FunctionDef | tree.ClassDef | tree.Keyword | tree.Alias | tree.Constant):
        values = {
            name: typed(getattr(node, name)) if not isinstance(getattr(node, name), tuple | tree.Node) else value
            for name, value in values.items()
        }
    return type(node).__name__, values


def typed(value: Any) -> Any:
    """A value that equals another only if both have the same type and the same text."""
    return value if value is None else (type(value).__name__, repr(value))

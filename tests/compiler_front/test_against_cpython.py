"""What parses as Python and as Flowmetal gives the same tree, node for node and span for span."""

from __future__ import annotations

import ast
import sysconfig
from pathlib import Path
from typing import Any

import pytest

from flowmetal.compiler import tree
from flowmetal.compiler.parser import parse
from tests.compiler_front.as_cpython import from_cpython, from_ours

pytestmark = pytest.mark.filterwarnings("ignore:invalid:SyntaxWarning", "ignore:invalid:DeprecationWarning")

SNIPPETS = Path(__file__).with_name("snippets.txt").read_text(encoding="utf-8").split("\n---\n")

# Modules of the running interpreter that are big, varied and free of what the language leaves out.
MODULES = (
    "argparse", "ast", "bisect", "calendar", "cmd", "collections/__init__", "configparser", "csv", "dataclasses",
    "decimal", "difflib", "email/message", "enum", "fractions", "functools", "heapq", "inspect", "json/decoder",
    "pprint", "random", "shlex", "statistics", "string", "tarfile", "textwrap", "tokenize", "typing", "urllib/parse",
)  # fmt: skip


def check(text: str, name: str) -> None:
    module, diagnostics = parse(text, name)
    assert module is not None, diagnostics
    theirs = ast.parse(text)
    difference = first_difference(from_ours(module), from_cpython(theirs))
    assert difference is None, difference
    if text.isascii():
        compare_spans(module, theirs)


@pytest.mark.parametrize("text", SNIPPETS)
def test_snippet(text: str) -> None:
    check(text, "snippet.fm")


@pytest.mark.parametrize("name", MODULES)
def test_module_of_the_standard_library(name: str) -> None:
    path = Path(sysconfig.get_path("stdlib")) / f"{name}.py"
    if not path.exists():
        pytest.skip("not in this Python")
    text = path.read_text(encoding="utf-8")
    module, diagnostics = parse(text, name)
    if module is None:
        newer = [d for d in diagnostics if d.severity == "error"]
        if all(d.message.startswith("Flowmetal has no ") for d in newer):
            pytest.skip("uses syntax that is left out, in this Python")
    check(text, name)


def first_difference(ours: Any, theirs: Any, path: str = "") -> str | None:
    if ours == theirs:
        return None
    if isinstance(ours, tuple) and isinstance(theirs, tuple) and ours[0] == theirs[0] and isinstance(ours[1], dict):
        for field in sorted(set(ours[1]) | set(theirs[1])):
            found = first_difference(ours[1].get(field), theirs[1].get(field), f"{path}.{ours[0]}.{field}")
            if found is not None:
                return found
    if isinstance(ours, list) and isinstance(theirs, list) and len(ours) == len(theirs):
        for index, (one, other) in enumerate(zip(ours, theirs, strict=True)):
            found = first_difference(one, other, f"{path}[{index}]")
            if found is not None:
                return found
    return f"{path}: {ours!r:.200} and {theirs!r:.200}"


def compare_spans(ours: Any, theirs: Any) -> None:
    """Spans inside f-strings are left out: CPython 3.11 has none that are true."""
    if isinstance(ours, tuple):
        for one, other in zip(ours, theirs, strict=True):
            compare_spans(one, other)
    elif isinstance(ours, tree.Node):
        if hasattr(theirs, "lineno"):
            span = (ours.span.line, ours.span.column, ours.span.end_line, ours.span.end_column)
            expected = (theirs.lineno, theirs.col_offset, theirs.end_lineno, theirs.end_col_offset)
            assert span == expected, ast.dump(theirs)
        if not isinstance(ours, tree.JoinedStr):
            for field in ours.__match_args__:
                if field not in ("span", "attr_span", "name_span", "block", "op", "ops"):
                    compare_spans(getattr(ours, field), getattr(theirs, field))

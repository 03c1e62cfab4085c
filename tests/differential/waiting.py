"""Makes a program wait everywhere: each of its functions, methods, generators and lambdas begins with a wait.

So every place where the machine calls the program's code (an operator, a key function, `__exit__`, a property, a
decorator, …) is one where the program sleeps, is written out, read in and goes on.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

PREFIX = "def __wait__():\n    sleep(1ms)\n"
STATEMENT = b"__wait__()"


def waiting_everywhere(text: str) -> str:
    """The program with its waits. Lambdas inside f-strings are left alone: their places are not known exactly."""
    lines = [line.encode() for line in text.splitlines()]
    for line, column, inserted in sorted(_insertions(ast.parse(text)), reverse=True):
        before, behind = lines[line - 1][:column], lines[line - 1][column:]
        if inserted == STATEMENT and not before.strip():
            lines[line - 1 : line] = [before + inserted, before + behind]
        else:
            lines[line - 1] = before + inserted + (b"; " if inserted == STATEMENT else b"") + behind
    return PREFIX + b"\n".join(lines).decode() + "\n"


def _insertions(tree: ast.AST) -> Iterator[tuple[int, int, bytes]]:
    """(line, column, text)"""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.JoinedStr):
            continue
        if isinstance(node, ast.FunctionDef):
            body = node.body[1:] if ast.get_docstring(node, clean=False) is not None else node.body
            if body:
                line = min([body[0].lineno, *[one.lineno for one in getattr(body[0], "decorator_list", [])]])
                yield line, body[0].col_offset, STATEMENT
        elif isinstance(node, ast.Lambda):
            yield node.body.lineno, node.body.col_offset, b"(__wait__(), ("
            yield node.body.end_lineno, node.body.end_col_offset, b"))[1]"
        yield from _insertions(node)

"""What grammar rules are made of: productions, the actions that build nodes, and what an action may ask and report.

A rule is a function whose docstring holds productions, as PLY writes them, with terminals quoted or in capitals:

    @rule
    def binary(p: Values, span: Span) -> tree.Node:
        \"\"\"
        sum : sum '+' product
            | sum '-' product
        \"\"\"
        return tree.BinOp(span, p[0], p[1], p[2])

`p` holds the values of the right side, `span` goes from its first to its last token, and a third parameter is the
`Context`. `passing` lists productions that only hand on the value of their single symbol. PLY makes the tables from
these productions (`maketables`), the parser runs on the tables (`parser`).

Rules accept somewhat more than the language and report the rest through the context, where it can be worded well.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from flowmetal.compiler.diagnostics import Diagnostic
from flowmetal.source import Span

Values = list[Any]
Action = Callable[..., Any]

START = "module"


@dataclass(frozen=True, slots=True)
class Production:
    name: str
    symbols: tuple[str, ...]
    action: Action | None  # None: hands on the value of its only symbol
    arity: int  # how many of (values, span, context) the action takes


PRODUCTIONS: list[Production] = []


def rule(action: Action) -> Action:
    """Register the productions of the docstring with this action."""
    assert action.__doc__ is not None
    for name, symbols in _productions(action.__doc__):
        PRODUCTIONS.append(Production(name, symbols, action, action.__code__.co_argcount))
    return action


def passing(text: str) -> None:
    """Register productions of one symbol without an action."""
    for name, symbols in _productions(text):
        assert len(symbols) == 1, f"{name} : {' '.join(symbols)} has no action"
        PRODUCTIONS.append(Production(name, symbols, None, 0))


def _productions(text: str) -> list[tuple[str, tuple[str, ...]]]:
    found = []
    name = ""
    for line in text.strip().splitlines():
        words = line.split()
        if words[0] != "|":
            name = words.pop(0)
        assert words[0] in (":", "|"), f"not a production: {line}"
        found.append((name, tuple(word.strip("'") for word in words[1:])))
    return found


def signature() -> str:
    """A fingerprint of the productions, in their order; the shipped tables carry it."""
    lines = [f"{production.name}:{' '.join(production.symbols)}" for production in PRODUCTIONS]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]


@dataclass(slots=True)
class Context:
    """What the actions of one parse share.

    `firsts` and `lasts` are set before an action that takes the context: the spans of the first and the last token of
    each symbol on the right side. `unfinished` holds, by span, what is only right in one place: the parser builds it
    anywhere, the rule of that place takes it out, and what is left in the end is reported.
    """

    file: str
    lines: list[str]
    diagnostics: list[Diagnostic] = field(default_factory=list)
    firsts: list[Span] = field(default_factory=list)
    lasts: list[Span] = field(default_factory=list)
    unfinished: dict[Span, tuple[str, str]] = field(default_factory=dict)

    def error(self, span: Span, message: str, hint: str | None = None) -> None:
        self.diagnostics.append(Diagnostic("error", span, message, hint, (), self.file))

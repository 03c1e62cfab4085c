"""The parser: source text -> tree, by the LALR tables that PLY made of the grammar.

The tables are driven here and not by PLY's own loop, because PLY knows no columns, cannot go on after an error where we
want it to, and takes three times as long. Three things differ from the textbook loop:

- Beside states and values there are two stacks of spans, of each symbol's first and last token. Every node's span is
  made from them, in one place.
- After a reduction, productions that only hand on a value (the levels of the expression grammar) are skipped: the state
  that they lead to is looked up by (state below, symbol, next token), and remembered.
- At an error the stack is cut back to where a statement may begin, the rest of the line is skipped, and a BROKEN
  statement stands in its place. So each broken line gives one diagnostic, and its indented body is still read.

Limits: brackets nest to 200, indentation to 100; the parser's stack holds 3,000 symbols; no tree is deeper than
MAX_DEPTH nodes. A source beyond is refused as too deeply nested, so that passes may recurse over any tree given.
"""

from __future__ import annotations

from collections.abc import Callable
from sys import intern
from typing import Any

from flowmetal.compiler import grammar_statements as grammar_statements  # registers the rules
from flowmetal.compiler import parsetables, syntax_errors, tree
from flowmetal.compiler.diagnostics import Diagnostic, has_errors, in_order
from flowmetal.compiler.grammar import PRODUCTIONS, Context
from flowmetal.compiler.layout import END, Tokens, tokenise
from flowmetal.source import Span, normalised

MAX_STACK = 3000
MAX_DEPTH = 6000  # of a tree, in nodes
LONG_LINE = 2000  # tokens; only a tree with a longer logical line, or more branches, can be as deep as MAX_DEPTH

BROKEN = "BROKEN"  # as a value on the stack: what stands for a statement that could not be read


def _row(text: str) -> dict[str, int]:
    row: dict[str, int] = {}
    for group in text.split(",") if text else ():
        number, *symbols = group.split(" ")
        row.update(dict.fromkeys(map(intern, symbols), int(number)))
    if "COMMA" in row:
        row[","] = row.pop("COMMA")
    return row


_ROWS = [_row(line) for line in parsetables.ROWS.split("\n")]
_ACTIONS = [_ROWS[int(index)] for index in parsetables.ACTIONS.split(" ")]
_GOTOS = [_ROWS[int(index)] for index in parsetables.GOTOS.split(" ")]
_RULES = [(p.name, len(p.symbols), p.action, p.arity) for p in PRODUCTIONS]
_PASSES_ON = [p.name if p.action is None else None for p in PRODUCTIONS]
_AFTER: dict[tuple[int, str, str], int] = {}  # (state below, symbol, next token) -> state past the passing productions


def parse(text: str, file: str) -> tuple[tree.Module | None, list[Diagnostic]]:
    """The tree of a source, or None if it has an error; and all errors and warnings, in the order of the source."""
    text = normalised(text)
    tokens, diagnostics = tokenise(text, file)
    if tokens is None:
        return None, diagnostics
    context = Context(file, text.split("\n"), diagnostics)
    module = _Parser(tokens, context).run()
    _report_unfinished(context)
    if module is None or has_errors(diagnostics):
        return None, in_order(diagnostics)
    if _may_be_deep(tokens) and (deep := _too_deep(module)) is not None:
        context.error(deep.span, "too deeply nested", "split it into several statements")
        return None, in_order(diagnostics)
    return module, in_order(diagnostics)


class _Parser:
    def __init__(self, tokens: Tokens, context: Context) -> None:
        self.tokens = tokens
        self.context = context
        start = Span(1, 0, 1, 0)
        self.states = [0]
        self.values: list[Any] = [None]
        self.firsts = [start]
        self.lasts = [start]
        self.at = 0  # index of the next token
        self.recovered_at = -1  # where the last error was

    def run(self) -> tree.Module | None:
        kinds, token_values, spans = self.tokens.kinds, self.tokens.values, self.tokens.spans
        states, values, firsts, lasts = self.states, self.values, self.firsts, self.lasts
        context = self.context
        actions, gotos, rules, after = _ACTIONS, _GOTOS, _RULES, _AFTER
        new: Callable[[type[Span], tuple[int, ...]], Span] = tuple.__new__  # half the time of `Span(…)`
        at = 0
        kind = kinds[0]
        state = 0
        while True:
            action = actions[state].get(kind)
            if action is None:
                self.at = at
                if not self.recover():
                    return None
                at, state = self.at, states[-1]
                kind = kinds[at]
            elif action > 0:
                state = action
                states.append(state)
                values.append(token_values[at])
                span = spans[at]
                firsts.append(span)
                lasts.append(span)
                at += 1
                kind = kinds[at]
            elif action < 0:
                name, length, function, arity = rules[-action - 1]
                if length == 1:
                    if function is not None:
                        if arity == 1:
                            values[-1] = function(values[-1:])
                        else:
                            first, last = firsts[-1], lasts[-1]
                            if first is not last:
                                first = new(Span, (first[0], first[1], last[2], last[3]))
                            if arity == 2:
                                values[-1] = function(values[-1:], first)
                            else:
                                context.firsts, context.lasts = firsts[-1:], lasts[-1:]
                                values[-1] = function(values[-1:], first, context)
                    states.pop()
                elif length:
                    first, last = firsts[-length], lasts[-1]
                    assert function is not None
                    if arity == 1:
                        value = function(values[-length:])
                    else:
                        span = new(Span, (first[0], first[1], last[2], last[3]))
                        if arity == 2:
                            value = function(values[-length:], span)
                        else:
                            context.firsts, context.lasts = firsts[-length:], lasts[-length:]
                            value = function(values[-length:], span, context)
                    del states[-length:], values[-length:], firsts[-length:], lasts[-length:]
                    values.append(value)
                    firsts.append(first)
                    lasts.append(last)
                else:
                    # Nothing: it begins where the next token does and ends where the last one did.
                    assert function is not None
                    values.append(function([]) if arity == 1 else function([], spans[at]))
                    firsts.append(spans[at])
                    lasts.append(lasts[-1])
                below = states[-1]
                found = after.get((below, name, kind))
                if found is None:
                    found = gotos[below][name]
                    while (passed := actions[found].get(kind, 0)) < 0 and (to := _PASSES_ON[-passed - 1]) is not None:
                        found = gotos[below][to]
                    after[below, name, kind] = found
                state = found
                states.append(state)
                if len(states) > MAX_STACK:
                    context.error(spans[at], "too deeply nested", "split it into several statements")
                    return None
            else:
                module = values[-1]
                assert isinstance(module, tree.Module)
                return module

    # -- errors

    def accepts(self, kind: str) -> bool:
        """Whether a token of this kind could come next."""
        stack = self.states[:]
        while (action := _ACTIONS[stack[-1]].get(kind)) is not None:
            if action >= 0:
                return True
            name, length, _, _ = _RULES[-action - 1]
            if length:
                del stack[-length:]
            stack.append(_GOTOS[stack[-1]][name])
        return False

    def recover(self) -> bool:
        """Report the error at the next token, and set the stack and `at` to where reading goes on; False if nowhere.

        Either the statement that was being read is given up for BROKEN and the next token begins another one, or the
        rest of the line is skipped too.
        """
        tokens, at = self.tokens, self.at
        again = at == self.recovered_at
        self.recovered_at = at
        if not again and not self.follows_broken(at) and self.line_end(at) not in tokens.reported:
            span, message, hint = syntax_errors.explain(tokens, at, self.accepts)
            self.context.error(span, message, hint)
        given_up = self.cut_back()
        self.shift("BROKEN", BROKEN)
        kind = tokens.kinds[at]
        begins_line = at == 0 or tokens.kinds[at - 1] in ("NEWLINE", "INDENT", "DEDENT")
        if not again and (kind == "INDENT" or (begins_line and given_up)):
            self.shift("NEWLINE", None)
            return True
        if again and kind in (END, "INDENT", "DEDENT"):
            return False
        self.at = self.line_end(at)
        return tokens.kinds[self.at] == "NEWLINE"

    def cut_back(self) -> bool:
        """Pop symbols until a BROKEN statement may stand there; False if it may at once."""
        given_up = whole_suite = False
        while whole_suite or _ACTIONS[self.states[-1]].get("BROKEN", 0) <= 0:
            given_up = True
            top = self.pop()
            below = self.states[-1]
            if _ACTIONS[below].get("DEDENT") == top:
                self.pop()  # what is in the block, where BROKEN could stand too, and
                self.pop()  # its INDENT
                whole_suite = True
            elif _GOTOS[below].get("suite") == top:
                whole_suite = True
            elif top in (_ACTIONS[below].get(":"), _ACTIONS[below].get("BROKEN")):
                # A statement may begin after this ':', but with a suite there already it is the one around to give up.
                whole_suite = False
        return given_up

    def pop(self) -> int:
        for stack in (self.values, self.firsts, self.lasts):
            stack.pop()
        return self.states.pop()

    def shift(self, kind: str, value: Any) -> None:
        self.states.append(_ACTIONS[self.states[-1]][kind])
        self.values.append(value)
        self.firsts.append(self.tokens.spans[self.at])
        self.lasts.append(self.lasts[-1])

    def line_end(self, at: int) -> int:
        """The index of the NEWLINE at or after `at`, or of END."""
        kinds = self.tokens.kinds
        while kinds[at] not in ("NEWLINE", END):
            at += 1
        return at

    def follows_broken(self, at: int) -> bool:
        """Whether this is an `else` or the like whose `if` could not be read, and so no error of its own."""
        if self.tokens.kinds[at] not in ("else", "elif", "except", "finally", "case"):
            return False
        values = self.values
        top = values[-1]
        return (
            (isinstance(top, list) and bool(top) and top[-1] is None)
            or (len(values) > 2 and values[-2] is BROKEN)
            or (len(values) > 3 and values[-3] is BROKEN)
            or (len(values) > 5 and values[-5] is BROKEN)
        )


def _report_unfinished(context: Context) -> None:
    """What was only right in a place where it did not stand; not on lines that have an error already."""
    lines = {diagnostic.span.line for diagnostic in context.diagnostics if diagnostic.severity == "error"}
    for span, (message, hint) in context.unfinished.items():
        if span.line not in lines:
            context.error(span, message, hint)


def _may_be_deep(tokens: Tokens) -> bool:
    """Only a long logical line, or a long row of `elif`, gives a deep tree."""
    if len(tokens.kinds) < LONG_LINE:
        return False
    if tokens.kinds.count("elif") > LONG_LINE:
        return True
    last = 0
    for at, kind in enumerate(tokens.kinds):
        if kind == "NEWLINE":
            if at - last > LONG_LINE:
                return True
            last = at
    return False


def _too_deep(module: tree.Module) -> tree.Node | None:
    """A node deeper than MAX_DEPTH, if there is one. Does not recurse."""
    level: list[tree.Node] = [module]
    for _ in range(MAX_DEPTH):
        level = [child for node in level for child in _children(node)]
        if not level:
            return None
    return level[0]


def _children(node: tree.Node) -> list[tree.Node]:
    found: list[tree.Node] = []
    for name in node.__match_args__:
        value = getattr(node, name)
        if isinstance(value, tree.Node):
            found.append(value)
        elif type(value) is tuple:
            found += [item for item in value if isinstance(item, tree.Node)]
    return found

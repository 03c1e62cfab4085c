"""Builds the LALR tables from the grammar with PLY, ahead of time: `python -m flowmetal.compiler.maketables`.

Writes `parsetables.py` beside this file. The tables are shipped; nothing at run time builds or writes them, or needs
this module.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ply import yacc

from flowmetal.compiler import grammar
from flowmetal.compiler import grammar_statements as grammar_statements  # registers the rules
from flowmetal.compiler.layout import KEYWORDS

TARGET = Path(__file__).with_name("parsetables.py")


@dataclass(frozen=True, slots=True)
class Built:
    """What PLY made of the grammar. Numbers in actions: above zero a state to shift to, below zero a production."""

    actions: list[dict[str, int]]
    gotos: list[dict[str, int]]
    conflicts: list[str]
    unused: list[str]  # symbols and productions that no source can reach


def build() -> Built:
    """Run PLY's table generator; takes about two seconds."""
    names = {production.name for production in grammar.PRODUCTIONS}
    assert not names & (KEYWORDS | {"do", "match", "case"}), "a nonterminal is called like a keyword"
    terminals = sorted({symbol for production in grammar.PRODUCTIONS for symbol in production.symbols} - names)
    spelled = {terminal: f"T{number}" for number, terminal in enumerate(terminals)}  # PLY takes only names
    shown = {spelling: terminal for terminal, spelling in spelled.items()} | {"$end": "$end"}
    made = yacc.Grammar(list(spelled.values()))
    for production in grammar.PRODUCTIONS:
        # A prefix keeps a nonterminal such as `else` apart from PLY's own names.
        made.add_production(f"n_{production.name}", [spelled.get(s, f"n_{s}") for s in production.symbols])
    made.set_start(f"n_{grammar.START}")
    undefined = [symbol for symbol, _ in made.undefined_symbols()]
    unused = [shown[symbol] for symbol in made.unused_terminals()]
    unused += [rule.name for rule in made.unused_rules()] + undefined + made.find_unreachable()
    table = yacc.LRGeneratedTable(made, "LALR")
    actions = [
        {shown[symbol]: action for symbol, action in sorted(table.lr_action[state].items())}
        for state in range(len(table.lr_action))
    ]
    gotos = [
        {symbol.removeprefix("n_"): target for symbol, target in sorted(table.lr_goto.get(state, {}).items())}
        for state in range(len(actions))
    ]
    conflicts = [f"shift/reduce in state {s} at {shown[symbol]}" for s, symbol, _ in table.sr_conflicts]
    conflicts += [f"reduce/reduce in state {s}: {kept} or {other}" for s, kept, other in table.rr_conflicts]
    return Built(actions, gotos, conflicts, unused)


def module_text(built: Built) -> str:
    """The source of the tables' module. It holds texts, as Python reads those quicker than literals when there is no
    compiled file; `parser` takes them apart.
    """
    rows: dict[str, int] = {}
    action_indices = [rows.setdefault(_row(actions), len(rows)) for actions in built.actions]
    goto_indices = [rows.setdefault(_row(gotos), len(rows)) for gotos in built.gotos]
    parts = [
        '"""LALR tables of the grammar. Made by `make tables`; do not edit.',
        "",
        "A row maps symbols to numbers: `7 a b,-3 c` gives 7 for a and b, and -3 for c. An action above zero is a",
        "state to shift to, below zero a production to reduce by, zero is the end. States name rows by line, from 0.",
        '"""',
        "",
        "# ruff: noqa: E501",
        "# fmt: off",
        f'SIGNATURE = "{grammar.signature()}"',
        f'ACTIONS = "{" ".join(map(str, action_indices))}"',
        f'GOTOS = "{" ".join(map(str, goto_indices))}"',
        'ROWS = """\\',
        *rows,
        '"""',
        "",
    ]
    return "\n".join(parts)


def _row(row: dict[str, int]) -> str:
    groups: dict[int, list[str]] = {}
    for symbol, number in row.items():
        groups.setdefault(number, []).append("COMMA" if symbol == "," else symbol)
    return ",".join(f"{number} {' '.join(symbols)}" for number, symbols in groups.items())


def main() -> None:
    built = build()
    problems: list[Any] = [*built.conflicts, *(f"unused: {symbol}" for symbol in built.unused)]
    if problems:
        raise SystemExit("\n".join(problems))
    TARGET.write_text(module_text(built), encoding="utf-8")


if __name__ == "__main__":
    main()

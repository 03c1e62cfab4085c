"""The one table that a run prints, line by line as it comes."""

from __future__ import annotations

from bench.results import Line, Results, shown
from bench.targets import target_of

HEAD = f"{'':<46} {'figure':>18}   {'beside':<44} {'ratio':>9}  target"


def row_text(line: Line) -> str:
    beside = f"{line.beside} {shown(line.beside_value, line.unit)}" if line.beside_value is not None else line.beside
    ratio = "" if line.ratio is None else f"{shown(line.ratio, '')} ×"
    target = target_of(line.key)
    verdict = ""
    if target is not None and (met := target.met(line)) is not None:
        verdict = f"{target.text(line.unit)} {'met' if met else 'MISSED'}"
    text = f"{name_of(line):<46} {shown(line.value, line.unit):>18}   {beside:<44} {ratio:>9}  {verdict}"
    return text.rstrip() + (f"  ({line.note})" if line.note else "")


def name_of(line: Line) -> str:
    return f"{line.key.partition('/')[0]}: {line.name}"


def end_text(results: Results) -> str:
    """What came out wrong, and what it all was measured on."""
    lines = [f"{failure['row']}: {failure['what']}: {failure['error']}" for failure in results.failures]
    facts = ", ".join(
        f"{name} {f'{min(value):,} to {max(value):,}' if isinstance(value, list) else value}"
        for name, value in results.machine.items()
    )
    settings = [f"{name} {who['version']}: {who['settings']}" for name, who in results.contestants.items()]
    return "\n".join(["", *lines, *settings, facts])

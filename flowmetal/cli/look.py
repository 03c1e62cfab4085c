"""ps, show, output, journal, check: nothing here changes a store, and a copy can be looked at like any other."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from itertools import islice
from typing import TYPE_CHECKING, Any

import click

from flowmetal.cli.errors import STORE_TROUBLE
from flowmetal.cli.options import json_option, pid_argument, store_option
from flowmetal.cli.stores import find_process, opened
from flowmetal.cli.wording import age, one_line, place
from flowmetal.store.protocol import CANCELLED, DONE, FAILED, MOVED, READY, WAITING

if TYPE_CHECKING:
    from flowmetal.cli.details import Details
    from flowmetal.engine import Entry, Where
    from flowmetal.store import Process

STATUSES = [READY, WAITING, DONE, FAILED, CANCELLED, MOVED]
_STATUS_STYLES = {DONE: "green", FAILED: "red", CANCELLED: "yellow", MOVED: "dim"}
_TABLE_AT_MOST = 500  # rows; more are printed line by line, at once


@click.command()
@click.option("--status", type=click.Choice(STATUSES), multiple=True, help="Only these; may be repeated.")
@click.option("--limit", type=click.IntRange(1), metavar="N", help="At most so many.")
@json_option
@store_option
def ps_command(status: tuple[str, ...], limit: int | None, as_json: bool) -> int:
    """List processes, newest first: where each one is, and what it waits for."""
    from flowmetal import engine

    with opened() as store:
        records = store.processes(newest_first=True)
        if status:
            records = (record for record in records if record.status in status)
        now = engine.wall_clock_us()
        chosen = islice(records, limit)
        if as_json:
            for record in chosen:
                _print_json(_ps_fields(record, engine.Where.unpack(record.where)))
            return 0
        rows = ((_row(record, engine.Where.unpack(record.where), now), record.status) for record in chosen)
        _print_table(("PID", "PROGRAM", "STATUS", "AGE", "WHERE"), rows)
    return 0


@click.command()
@pid_argument
@json_option
@store_option
def show_command(pid: str, as_json: bool) -> int:
    """Show everything about a process: its tasks, what it waits for, its result or error."""
    from flowmetal.cli import details

    with opened() as store:
        shown = details.gather(store, find_process(store, pid))
    if as_json:
        _print_json(details.as_json(shown))
        return 0
    _print_details(shown)
    return 0


@click.command()
@pid_argument
@click.option("--follow", "-f", is_flag=True, help="Go on until the process has ended.")
@click.option("--after", type=click.IntRange(0), default=0, metavar="N", help="Only of events after number N.")
@json_option
@store_option
def output_command(pid: str, follow: bool, after: int, as_json: bool) -> int:
    """Print what a process has printed: its lines on standard output, log lines and progress on standard error."""
    from flowmetal import engine
    from flowmetal.cli.showing import Show

    with opened() as store:
        record, show = find_process(store, pid), Show(as_json=as_json)
        if follow:
            from flowmetal.cli.attach import watch

            watch(store, record.pid, show, after=after, timeout_s=None)
            return 0
        for entry in engine.output(store, record.pid, after=after):
            show.entry(entry)
        show.flush()
    return 0


@click.command()
@pid_argument
@click.option("--after", type=click.IntRange(0), default=0, metavar="N", help="Only events after number N.")
@click.option("--limit", type=click.IntRange(1), metavar="N", help="At most so many.")
@json_option
@store_option
def journal_command(pid: str, after: int, limit: int | None, as_json: bool) -> int:
    """List the events of a process: what came to it, what it asked for, what it printed."""
    from flowmetal import engine

    with opened() as store:
        entries = engine.journal(store, find_process(store, pid).pid, after=after)[:limit]
        if as_json:
            for entry in entries:
                _print_json(_journal_fields(entry))
            return 0
        from flowmetal.api.plain_json import time_text
        from flowmetal.cli.details import summary

        rows = (((str(e.number), time_text(e.time_us), e.kind, summary(e.kind, e.data)), "") for e in entries)
        _print_table(("N", "TIME", "EVENT", "WHAT"), rows)
    return 0


@click.command()
@json_option
@store_option
def check_command(as_json: bool) -> int:
    """Verify the store: read all of it, and replay every process against its journal.

    Findings are printed one a line; exit status 4 if there are any.
    """
    from flowmetal import engine

    with opened() as store:
        findings = engine.check(store)
        count = sum(1 for _ in store.processes())
    if as_json:
        _print_json({"ok": not findings, "processes": count, "findings": findings})
    elif findings:
        for finding in findings:
            print(" ".join(finding.split()))
    else:
        print(f"{count} process{'es' if count != 1 else ''}: the store is sound")
    return STORE_TROUBLE if findings else 0


# -- rows


def _row(record: Process, where: Where, now_us: int) -> tuple[str, ...]:
    return record.pid, record.name, record.status, age(now_us - record.created_us), place(record, where)


def _ps_fields(record: Process, where: Where) -> dict[str, Any]:
    return {
        "pid": record.pid, "program": record.name, "status": record.status, "key": record.key,
        "created_us": record.created_us, "updated_us": record.updated_us, "position": record.position,
        "tasks": where.tasks, "task_count": where.count, "error": where.error,
    }


def _journal_fields(entry: Entry) -> dict[str, Any]:
    return {
        "number": entry.number, "sequence": entry.sequence, "time_us": entry.time_us, "kind": entry.kind,
        "data": entry.data,
    }


# -- printing


def _print_json(value: dict[str, Any]) -> None:
    from flowmetal.api.plain_json import json_text

    sys.stdout.write(json_text(value) + "\n")


def _print_table(head: tuple[str, ...], rows: Iterable[tuple[tuple[str, ...], str]]) -> None:
    """Rows with their style; in columns, the last of them as long as it is."""
    from flowmetal.cli.showing import is_terminal

    rows = [(tuple(one_line(cell) for cell in cells), style) for cells, style in rows]
    if is_terminal(sys.stdout) and len(rows) <= _TABLE_AT_MOST:
        _print_rich_table(head, rows)
        return
    widths = [max([len(head[at]), *(len(cells[at]) for cells, _ in rows)]) for at in range(len(head) - 1)]
    for cells in [head, *(cells for cells, _ in rows)]:
        columns = [f"{cell:{width}}" for cell, width in zip(cells, widths, strict=False)]
        sys.stdout.write("  ".join([*columns, cells[-1]]).rstrip() + "\n")


def _print_rich_table(head: tuple[str, ...], rows: list[tuple[tuple[str, ...], str]]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in head:
        table.add_column(name, no_wrap=name != head[-1], overflow="fold")
    for cells, style in rows:
        table.add_row(*(Text(cell, _STATUS_STYLES.get(style, "") if head[at] == "STATUS" else "")
                        for at, cell in enumerate(cells)))
    Console(highlight=False).print(table)


def _print_details(shown: Details) -> None:
    from flowmetal.cli import details
    from flowmetal.cli.showing import is_terminal

    sections = list(details.lines(shown))
    if not is_terminal(sys.stdout):
        sys.stdout.writelines(f"{name:<10} {text}".rstrip() + "\n" for name, text in sections)
        return
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False)
    for name, text in sections:
        console.print(Text.assemble((f"{name:<10} ", "bold"), text), soft_wrap=True)

"""run, start, wait: programs into processes, and processes to their end."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from flowmetal.cli import programs
from flowmetal.cli.errors import NO_PROCESS, TIME_IS_UP, USAGE, Refused, say
from flowmetal.cli.options import enable_option, functions_option, json_option, pid_argument, store_option
from flowmetal.cli.running import arguments_of, begin, run_program, stay
from flowmetal.cli.stores import command_line, find_process, opened
from flowmetal.store.protocol import NoSuchProcess

if TYPE_CHECKING:
    from flowmetal.cli.programs import Program
    from flowmetal.store import Store

listen_option = click.option("--listen", metavar="HOST:PORT", help="Where to receive callbacks; kept in the store.")
url_option = click.option("--url", metavar="URL", help="How callers reach that, if not directly; kept in the store.")
help_option = click.option("-h", "--help", "wants_help", is_flag=True, help="Show this; after PROG, its own help.")
key_option = click.option("--id", "key", metavar="KEY", help="The same KEY gives the same process.")


@click.command(context_settings={"help_option_names": []})
@click.argument("prog", required=False)
@click.argument("arguments", metavar="[NAME=VALUE]...", nargs=-1)
@key_option
@listen_option
@url_option
@functions_option
@enable_option
@json_option
@store_option
@help_option
@click.pass_context
def run_command(
    ctx: click.Context, prog: str | None, arguments: tuple[str, ...], key: str | None, listen: str | None,
    url: str | None, functions: str | None, enable: tuple[str, ...], as_json: bool, wants_help: bool,
) -> int:
    """Start a program and stay attached until it ends.

    PROG is a source (.fm), a compiled program (.fmc), or the PID of a process, which then goes on where it was.
    What the process prints goes to standard output, then its result; log lines and errors to standard error.
    Ctrl-C detaches: the process is kept. The exit status is that of the process: exit(n), or 1 for an error.
    """
    if prog is None or (wants_help and not programs.is_file_name(prog)):
        return _help_or_missing(ctx, wants_help)
    if programs.is_file_name(prog):
        program = programs.load(prog)
        if wants_help:
            return _print_help(program)
        return run_program(program, arguments, key, listen, url, as_json, functions, "shell" in enable)
    if arguments or key is not None:
        _refuse_arguments_of(prog)
    with opened() as store:
        return stay(store, _process_or_file(store, prog), listen, url, as_json, functions, "shell" in enable)


@click.command(context_settings={"help_option_names": []})
@click.argument("prog", required=False)
@click.argument("arguments", metavar="[NAME=VALUE]...", nargs=-1)
@key_option
@json_option
@store_option
@help_option
@click.pass_context
def start_command(
    ctx: click.Context, prog: str | None, arguments: tuple[str, ...], key: str | None, as_json: bool, wants_help: bool
) -> int:
    """Start a program detached and print the pid of its process.

    PROG is a source (.fm) or a compiled program (.fmc). The process is durable when its pid is printed; it runs when
    `flowmetal-vm serve` runs, or `flowmetal-vm run PID`.
    """
    if prog is None:
        return _help_or_missing(ctx, wants_help)
    program = programs.load(prog)
    if wants_help:
        return _print_help(program)
    taken = arguments_of(program, arguments)
    with opened(create=True) as store:
        pid = begin(store, program, taken, key)
    if as_json:
        from flowmetal.api.plain_json import json_text

        click.echo(json_text({"pid": pid}))
    else:
        click.echo(pid)
    return 0


@click.command()
@click.argument("prog")
@json_option
@store_option
def deploy_command(prog: str, as_json: bool) -> int:
    """Put a program into the store without starting it, and print its hash.

    PROG is a source (.fm) or a compiled program (.fmc). Programs that start another one by its name, which is that of
    the file without its ending, start the one that was deployed last; processes keep the program they began with.
    """
    from flowmetal import engine

    program = programs.load(prog)
    with opened(create=True) as store:
        engine.deploy(store, program.data, program.bundle.name, program=program.bundle.hash)
    if as_json:
        from flowmetal.api.plain_json import json_text

        click.echo(json_text({"program": program.bundle.hash, "name": program.bundle.name}))
    else:
        click.echo(program.bundle.hash)
    return 0


@click.command()
@pid_argument
@click.option("--timeout", metavar="DURATION", help="Give up after 30s, 5m, …: exit status 124.")
@json_option
@store_option
def wait_command(pid: str, timeout: str | None, as_json: bool) -> int:
    """Wait until a process has ended, then print its result and take its exit status, as run does."""
    limit_s = _seconds(timeout)
    from flowmetal import engine
    from flowmetal.cli.attach import has_ended, watch
    from flowmetal.cli.showing import Show

    with opened() as store:
        show = Show(as_json=as_json)
        record = watch(store, find_process(store, pid).pid, show, after=None, timeout_s=limit_s)
        if has_ended(store, record):
            return show.end(engine.status(store, record.pid))
        say(f"process {record.pid} has not ended within {timeout} (it is {record.status})")
        return TIME_IS_UP


def _process_or_file(store: Store, prog: str) -> str:
    """The pid of the process that PROG names; it is no file."""
    try:
        return find_process(store, prog).pid
    except NoSuchProcess as error:
        beside = programs.beside(prog)
        raise (Refused(f"no process {prog}; did you mean {beside}?", NO_PROCESS) if beside else error) from None


def _refuse_arguments_of(prog: str) -> None:
    with opened() as store:
        pid = find_process(store, prog).pid
    again = command_line(f"run {pid}")
    raise Refused(f"process {pid} has its arguments already; {again} continues it", USAGE)


def _seconds(text: str | None) -> float | None:
    if text is None:
        return None
    from flowmetal.api.plain_json import duration_us

    length = duration_us(text)
    if length is None or length < 0:
        raise Refused(f"--timeout takes a duration such as 30s, 5m or 1h30m, not {text[:60]!r}", USAGE)
    return length / 1e6


def _help_or_missing(ctx: click.Context, wants_help: bool) -> int:
    if not wants_help:
        name = ctx.command_path
        raise Refused(f"a program is missing: {name} PROG [name=value ...]; see {name} --help", USAGE)
    click.echo(ctx.get_help())
    return 0


def _print_help(program: Program) -> int:
    """The program's docstring and parameters."""
    from flowmetal.cli import arguments
    from flowmetal.cli.help import program_help

    click.echo(program_help(program, arguments.signature(program.bundle, with_defaults=True)))
    return 0

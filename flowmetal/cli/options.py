"""Options and arguments that several commands take."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from flowmetal.cli import stores

Command = TypeVar("Command", bound=Callable[..., Any])


def store_option(command: Command) -> Command:
    """`--store` after the command's name, too. The last one given counts."""
    return click.option(
        "--store", metavar="WHERE", expose_value=False, callback=_remember_store, help="The store's directory."
    )(command)


def functions_option(command: Command) -> Command:
    return click.option(
        "--functions", metavar="PACKAGE:WORKER", help="Run a Python worker's functions in this OS process, too."
    )(command)


def enable_option(command: Command) -> Command:
    return click.option(
        "--enable", type=click.Choice(["shell"]), multiple=True,
        help="Let programs do what is off otherwise: shell, commands of this machine with the rights of this user.",
    )(command)


def json_option(command: Command) -> Command:
    return click.option("--json", "as_json", is_flag=True, help="Print JSON.")(command)


pid_argument = click.argument("pid", metavar="PID")


def _remember_store(ctx: click.Context, _: click.Parameter, value: str | None) -> None:
    if value is not None:
        stores.choose(value)

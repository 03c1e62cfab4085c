"""The commands of flowmetal-vm, with click: a command's module is imported when the command is called."""

from __future__ import annotations

import os
from typing import Any

import click

from flowmetal.cli import stores
from flowmetal.cli.errors import USAGE, Refused, say

# name -> module of this package, what it does in a few words
COMMANDS: dict[str, tuple[str, str]] = {
    "run": ("run", "Start a program and stay attached; Ctrl-C detaches."),
    "start": ("run", "Start a program detached; prints its pid."),
    "deploy": ("run", "Put a program into the store, for other programs to start."),
    "serve": ("serve", "Run all processes, their requests and callbacks, until stopped."),
    "ps": ("look", "List processes, where they are and what they wait for."),
    "show": ("look", "Everything about one process."),
    "output": ("look", "What a process printed."),
    "journal": ("look", "The events of a process."),
    "wait": ("run", "Wait until a process has ended; result and exit status as run."),
    "send": ("act", "Send a message to a process."),
    "cancel": ("act", "Ask a process to stop."),
    "resume": ("act", "Retry a failed process from the wait it failed after."),
    "export": ("move", "Move a process out of the store into a file."),
    "import": ("move", "Continue an exported process here."),
    "copy": ("move", "Copy the whole store, while others work."),
    "adopt": ("move", "Make a copied store one of its own."),
    "token": ("token", "Who may use the HTTP API: create, list, revoke."),
    "check": ("look", "Verify the store, and every process against its journal."),
}


class Commands(click.Group):
    """The group of all commands; a command's module is imported when it is needed."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        from importlib import import_module

        module = import_module(f"flowmetal.cli.{COMMANDS[cmd_name][0]}")
        command: click.Command = getattr(module, f"{cmd_name}_command")
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in COMMANDS:
            raise Refused(_unknown_command(args[0]), USAGE)
        return super().resolve_command(ctx, args)


def _unknown_command(name: str) -> str:
    from flowmetal.compiler.suggest import did_you_mean

    if name.startswith("-"):
        return f"no such option: {name}; try flowmetal-vm --help"
    if name.endswith((".fm", ".fmc")) or os.path.isfile(name):
        return f"no such command: {name}; to run a program: flowmetal-vm run {name}"
    return f"no such command: {name}; {did_you_mean(name, COMMANDS) or 'flowmetal-vm --help lists them'}"


def _print_version(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        from importlib.metadata import version

        click.echo(f"flowmetal-vm {version('flowmetal')}")
        ctx.exit()


@click.command(
    cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    invoke_without_command=True,
)
@click.option("--store", metavar="WHERE", help="The store's directory. Default: $FLOWMETAL_STORE, else the user's own.")
@click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=_print_version,
              help="Show the version.")
@click.pass_context
def group(ctx: click.Context, store: str | None) -> None:
    """Run Flowmetal programs: durable processes that survive kill -9 and move between machines.

    A PID may be shortened as long as it is unique; the KEY that a process was started with will do too.
    """
    stores.choose(store)
    if ctx.invoked_subcommand is None:
        raise Refused("a command is missing; flowmetal-vm --help lists them", USAGE)


def run(words: list[str]) -> int:
    """Do what the command line says; gives the exit status. Raises what `errors.guarded` puts into words."""
    try:
        with group.make_context("flowmetal-vm", words) as ctx:  # not group.main: it has its own idea of broken pipes
            result: Any = group.invoke(ctx)
    except click.exceptions.Exit as end:
        return end.exit_code
    except click.NoSuchOption as error:
        raise Refused(_no_such_option(error), USAGE) from None
    except click.UsageError as error:
        command = error.ctx.command_path if error.ctx is not None else "flowmetal-vm"
        message = error.format_message().rstrip(".")
        raise Refused(f"{message[:1].lower()}{message[1:]}; see {command} --help", USAGE) from None
    except click.ClickException as error:
        say(error.format_message())
        return error.exit_code
    return result if isinstance(result, int) else 0


def _no_such_option(error: click.NoSuchOption) -> str:
    command = error.ctx.command_path if error.ctx is not None else "flowmetal-vm"
    known = error.possibilities
    mend = f"did you mean {known[0]}?" if known else f"see {command} --help"
    return f"no such option: {error.option_name}; {mend}"

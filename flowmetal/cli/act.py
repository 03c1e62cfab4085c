"""send, cancel, resume: what they accepted is durable when they return; an interpreter does the rest."""

from __future__ import annotations

import click

from flowmetal.cli.errors import USAGE, Refused
from flowmetal.cli.options import pid_argument, store_option
from flowmetal.cli.stores import find_process, opened


@click.command(context_settings={"ignore_unknown_options": True})
@pid_argument
@click.argument("channel")
@click.argument("value")
@click.option("--id", "key", metavar="KEY", help="The same KEY is sent to the process once, however often it is tried.")
@store_option
def send_command(pid: str, channel: str, value: str, key: str | None) -> int:
    """Send a message to a process. VALUE is read as JSON if it is JSON, else as text.

    The message is durable when this ends with status 0. Who cannot tell whether it did sends it again by the same KEY.
    """
    from flowmetal import engine
    from flowmetal.cli.arguments import json_or_text

    if not channel:
        raise Refused("a channel's name is not empty", USAGE)
    if key == "":
        raise Refused("--id takes a text that is not empty", USAGE)
    with opened() as store:
        engine.send(store, find_process(store, pid).pid, channel, json_or_text(value), key=key)
    return 0


@click.command()
@pid_argument
@click.argument("reason", required=False, default="")
@store_option
def cancel_command(pid: str, reason: str) -> int:
    """Ask a process to stop: Cancelled is raised where it waits, and its finally blocks run."""
    from flowmetal import engine

    with opened() as store:
        engine.cancel(store, find_process(store, pid).pid, reason)
    return 0


@click.command()
@pid_argument
@store_option
def resume_command(pid: str) -> int:
    """Let a failed process retry from the wait that it failed after."""
    from flowmetal import engine

    with opened() as store:
        engine.resume(store, find_process(store, pid).pid)
    return 0

"""Which store a command works on, and which process a word on the command line means."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import click

from flowmetal.cli.errors import USAGE, Refused
from flowmetal.store.protocol import NoSuchProcess, Process, Store, StoreError

Command = TypeVar("Command", bound=Callable[..., Any])


def store_option(command: Command) -> Command:
    """`--store` after the command's name, too. The last one given counts."""
    return click.option(
        "--store", metavar="WHERE", expose_value=False, callback=_remember_store, help="The store's directory."
    )(command)


def json_option(command: Command) -> Command:
    return click.option("--json", "as_json", is_flag=True, help="Print JSON.")(command)


pid_argument = click.argument("pid", metavar="PID")


def _remember_store(ctx: click.Context, _: click.Parameter, value: str | None) -> None:
    if value is not None:
        ctx.obj["store"] = value


def where() -> str:
    """The store's directory, as given or by default."""
    given = _given()
    if given is not None:
        return given
    state = os.environ.get("XDG_STATE_HOME") or ""
    if not os.path.isabs(state):
        state = os.path.expanduser("~/.local/state")
    return os.path.join(state, "flowmetal", "store")


def command_line(rest: str) -> str:
    """`flowmetal-vm REST` as one would have to type it for the same store."""
    import shlex

    given = click.get_current_context().obj.get("store")
    return f"flowmetal-vm --store {shlex.quote(given)} {rest}" if given else f"flowmetal-vm {rest}"


@contextmanager
def opened(*, create: bool = False) -> Iterator[Store]:
    """The store, closed at the end. With create, it is made if there is none."""
    from flowmetal.store import open_store

    store = open_store(where(), create=create)
    try:
        yield store
    finally:
        store.close()


def find_process(store: Store, text: str) -> Process:
    """The process of that pid, of that key, or whose pid begins so. Raises Refused, NoSuchProcess."""
    found = _exactly(store, text)
    if found is not None:
        return found
    prefix = text.lower()
    if prefix and prefix.isascii() and prefix.isalnum():
        like = [record for record in store.processes(after=prefix, limit=2) if record.pid.startswith(prefix)]
        if len(like) > 1:
            raise Refused(
                f"{text} may be {like[0].pid} or {like[1].pid} (or more); give more letters of the pid", USAGE
            )
        if like:
            return like[0]
    raise NoSuchProcess(f"no process {text[:60]} in this store; `{command_line('ps')}` lists them")


def _exactly(store: Store, text: str) -> Process | None:
    try:
        found = store.process(text)
        if found is not None:
            return found
        named = store.by_key(text)
    except (StoreError, UnicodeError):
        return None
    return None if named is None else store.process(named)


def _given() -> str | None:
    given: str | None = click.get_current_context().obj.get("store")
    return given if given is not None else os.environ.get("FLOWMETAL_STORE") or None

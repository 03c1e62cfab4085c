"""Which store a command works on, and which process a word on the command line means."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from flowmetal.cli.errors import USAGE, Refused
from flowmetal.store.protocol import NoSuchProcess, Process, Store, StoreError

_chosen: str | None = None


def choose(where: str | None) -> None:
    """The store that the command line names; None if it names none."""
    global _chosen
    _chosen = where


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

    return f"flowmetal-vm --store {shlex.quote(_chosen)} {rest}" if _chosen else f"flowmetal-vm {rest}"


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
    return _chosen if _chosen is not None else os.environ.get("FLOWMETAL_STORE") or None

"""Programs into processes, and processes to their end: what `run` and `start` do once the command line is read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flowmetal.cli.errors import USAGE, Refused, say
from flowmetal.cli.stores import opened

if TYPE_CHECKING:
    from flowmetal.cli.programs import Program
    from flowmetal.client import Worker
    from flowmetal.store import Store


def run_program(
    program: Program, arguments: tuple[str, ...], key: str | None, listen: str | None, url: str | None, as_json: bool,
    functions: str | None = None, shell: bool = False,
) -> int:
    taken = arguments_of(program, arguments)
    worker = _worker(functions)
    with opened(create=True) as store:
        from flowmetal.cli.listening import CallbackServer, address
        from flowmetal.engine.machines import hand_over

        where = address(listen) if listen is not None else None
        server = CallbackServer(store, listen=where, url=url, is_needed=makes_callbacks(program))
        server.begin()
        known = store.by_key(key) if key is not None else None
        pid = begin(store, program, taken, key)
        after = 0
        if known == pid:
            record = store.process(pid)
            after = record.position if record is not None else 0
        hand_over(program.data, program.bundle)
        return _attach(store, pid, server, as_json, after, worker, shell)


def stay(
    store: Store, pid: str, listen: str | None, url: str | None, as_json: bool, functions: str | None = None,
    shell: bool = False,
) -> int:
    """Attached to a process that exists: its output from now on."""
    from flowmetal.cli.listening import CallbackServer, address
    from flowmetal.engine.journals import CALLBACK

    worker = _worker(functions)
    record = store.process(pid)
    where = address(listen) if listen is not None else None
    is_needed = any(request.topic == CALLBACK for request in store.requests_of(pid))
    server = CallbackServer(store, listen=where, url=url, is_needed=is_needed)
    return _attach(store, pid, server, as_json, record.position if record is not None else 0, worker, shell)


def _worker(functions: str | None) -> Worker | None:
    if functions is None:
        return None
    from flowmetal.cli.attach import worker_of

    return worker_of(functions)


def _attach(store: Store, pid: str, server: Any, as_json: bool, after: int, worker: Worker | None, shell: bool) -> int:
    from flowmetal.cli.attach import attach
    from flowmetal.cli.showing import Show

    show = Show(as_json=as_json)
    show.begun(pid)
    try:
        return attach(store, pid, server, show, after=after, worker=worker, shell=shell)
    finally:
        server.stop()


def begin(store: Store, program: Program, taken: tuple[list[Any], dict[str, Any]], key: str | None) -> str:
    """Create the process, or find the one that key names; gives its pid."""
    from flowmetal import engine
    from flowmetal.cli.listening import remember_url

    if key == "":
        raise Refused("--id takes a text that is not empty", USAGE)
    remember_url(store)
    args, kwargs = taken
    bundle = program.bundle
    pid = engine.start(store, program.data, bundle.name, args, kwargs, key=key, program=bundle.hash)
    record = store.process(pid) if key is not None else None
    if record is not None and record.program != bundle.hash:
        say(f"{key} has been started with another version of {record.name}, and goes on with that one")
    return pid


def makes_callbacks(program: Program) -> bool:
    """Whether the program may ask for callbacks, by the names that its own modules use: then the server has to
    listen before the first URL is given out, as whoever gets it may be quick.
    """
    modules = program.bundle.modules
    if "http" not in modules:
        return False
    return any(
        name in code.names
        for module in modules.values() if not module.library
        for code in module.codes
        for name in ("callback", "endpoint")
    )


def arguments_of(program: Program, texts: tuple[str, ...]) -> tuple[list[Any], dict[str, Any]]:
    from flowmetal.cli import arguments

    try:
        return arguments.read(arguments.signature(program.bundle), texts, program.shown)
    except Refused:  # again, with the defaults for the message: they stand in the source only
        return arguments.read(arguments.signature(program.bundle, with_defaults=True), texts, program.shown)

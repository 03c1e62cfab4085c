"""export, import, copy, adopt: processes and whole stores to other places."""

from __future__ import annotations

import click

from flowmetal.cli.errors import FAILED, USAGE, Refused
from flowmetal.cli.options import json_option, pid_argument, store_option
from flowmetal.cli.stores import find_process, opened, where


@click.command()
@pid_argument
@click.argument("file", required=False)
@json_option
@store_option
def export_command(pid: str, file: str | None, as_json: bool) -> int:
    """Move a process out of the store into FILE (PID.fmx if not given).

    The file is whole and on disk before the process is marked as moved. If that was cut short, the same command again
    completes it.
    """
    from flowmetal.cli.exporting import export_to

    with opened() as store:
        record = find_process(store, pid)
        path = file if file is not None else f"{record.pid}.fmx"
        export_to(store, record, path)
    _tell({"pid": record.pid, "file": path}, f"{path}: process {record.pid}, to be continued with `import`", as_json)
    return 0


@click.command()
@click.argument("file")
@json_option
@store_option
def import_command(file: str, as_json: bool) -> int:
    """Continue here a process that was exported to FILE; prints its pid."""
    from flowmetal import engine
    from flowmetal.cli.programs import read_file

    data = read_file(file, "an exported process (.fmx)")
    with opened(create=True) as store:
        try:
            pid = engine.import_process(store, data)
        except engine.NotAnExport:
            raise Refused(f"{file} is not an exported process; `flowmetal-vm export` makes one", FAILED) from None
        except engine.ExportError as error:
            raise Refused(f"{file}: {error}", FAILED) from None
    _tell({"pid": pid}, pid, as_json)
    return 0


@click.command()
@click.argument("directory", metavar="DIR")
@json_option
@store_option
def copy_command(directory: str, as_json: bool) -> int:
    """Copy the whole store to a new directory DIR, while others work. The copy runs nothing until it is adopted."""
    import shlex

    if not directory or "\0" in directory:
        raise Refused("name a new directory to copy to", USAGE)
    with opened() as store:
        store.copy(directory)
    text = f"copied to {directory}; to run it there: flowmetal-vm --store {shlex.quote(directory)} adopt"
    _tell({"copy": directory}, text, as_json)
    return 0


@click.command()
@json_option
@store_option
def adopt_command(as_json: bool) -> int:
    """Make a copied store one of its own, after verifying it. Stop the original first, or its processes run twice."""
    with opened() as store:
        was_copy = store.is_copy()
        store.adopt()
        identity = store.identity()
    text = f"{where()} is a store of its own now" if was_copy else f"{where()} is no copy; there is nothing to adopt"
    _tell({"store": identity["where"], "store_id": identity["store_id"], "adopted": was_copy}, text, as_json)
    return 0


def _tell(fields: dict[str, object], text: str, as_json: bool) -> None:
    if as_json:
        from flowmetal.api.plain_json import json_text

        text = json_text(fields)
    click.echo(text)

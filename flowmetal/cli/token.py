"""token create, list, revoke: who may use the HTTP API."""

from __future__ import annotations

import click

from flowmetal.cli.errors import USAGE, Refused
from flowmetal.cli.options import json_option, store_option
from flowmetal.cli.stores import opened

SCOPES = ("read", "act", "work", "admin")


@click.group()
def token_command() -> None:
    """Bearer tokens of the HTTP API.

    Once a store has had one, nobody is served without. Scopes: read (look), act (start, send, cancel, resume), work
    (take requests and give outcomes), admin (all of that, and upload programs).
    """


@token_command.command("create")
@click.option("--scope", "scopes", type=click.Choice(SCOPES), multiple=True, required=True, help="May be repeated.")
@click.option("--name", default="", help="For people: who has it.")
@json_option
@store_option
def create(scopes: tuple[str, ...], name: str, as_json: bool) -> int:
    """Make a token and print it. It cannot be shown again: the store keeps a hash of it."""
    from flowmetal import engine
    from flowmetal.api import tokens

    with opened(create=True) as store:
        try:
            text, token = tokens.create(store, scopes, name=name, now_us=engine.wall_clock_us())
        except ValueError as error:
            raise Refused(str(error), USAGE) from None
    if as_json:
        from flowmetal.api.plain_json import json_text

        click.echo(json_text({"id": token.id, "token": text, "scopes": token.scopes, "name": token.name}))
    else:
        click.echo(text)
    return 0


@token_command.command("list")
@json_option
@store_option
def list_tokens(as_json: bool) -> int:
    """List tokens: their ids, scopes and names."""
    from flowmetal.api import tokens
    from flowmetal.api.plain_json import json_text, time_text
    from flowmetal.cli.wording import one_line

    with opened() as store:
        known = tokens.tokens(store)
    for token in known:
        if as_json:
            click.echo(json_text(
                {"id": token.id, "scopes": token.scopes, "name": token.name, "created_us": token.created_us}
            ))
        else:
            row = (token.id, time_text(token.created_us), ",".join(token.scopes), one_line(token.name))
            click.echo("  ".join(row).rstrip())
    return 0


@token_command.command("revoke")
@click.argument("token_id", metavar="ID")
@store_option
def revoke(token_id: str) -> int:
    """Let nobody in with the token of that ID any more."""
    from flowmetal.api import tokens

    with opened() as store:
        tokens.revoke(store, token_id)
    return 0

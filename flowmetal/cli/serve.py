"""serve: all processes of a store, their requests and their callbacks, in one OS process."""

from __future__ import annotations

import click

from flowmetal.cli.errors import USAGE, Refused
from flowmetal.cli.options import enable_option, functions_option, json_option, store_option
from flowmetal.cli.run import listen_option, url_option
from flowmetal.cli.stores import opened


@click.command()
@listen_option
@url_option
@functions_option
@enable_option
@click.option("--no-interpreter", is_flag=True, help="Leave running processes to others.")
@click.option("--no-http-requests", is_flag=True, help="Leave HTTP requests to others.")
@click.option("--no-http-server", is_flag=True, help="Leave callbacks and the HTTP API to others.")
@json_option
@store_option
def serve_command(
    listen: str | None, url: str | None, functions: str | None, enable: tuple[str, ...], no_interpreter: bool,
    no_http_requests: bool, no_http_server: bool, as_json: bool,
) -> int:
    """Run the processes of the store, until SIGTERM or Ctrl-C.

    Callbacks and the HTTP API are served on 127.0.0.1:8400 unless --listen says otherwise; without tokens (see
    `flowmetal-vm token`) the API is for programs on this machine only. Several may serve one store, each with
    other parts or all of them. One line on standard output says when it is ready.

    --functions billing:worker imports `worker`, a flowmetal.Worker, from billing.py or an installed package; its
    functions answer what programs ask of them without a way through the store.
    """
    if no_interpreter and no_http_requests and no_http_server and functions is None and not enable:
        raise Refused("nothing is left to serve; leave out one of the --no-… options", USAGE)
    if no_http_server and listen is not None:
        raise Refused("--listen and --no-http-server exclude each other", USAGE)
    from flowmetal.cli.attach import serve, worker_of
    from flowmetal.cli.listening import CallbackServer, address, remember_url

    worker = worker_of(functions)
    with opened(create=True) as store:
        server = None
        if no_http_server:
            remember_url(store, url)
        else:
            where = address(listen) if listen is not None else None
            server = CallbackServer(store, listen=where, url=url, is_needed=True, is_strict=True, has_api=True)

        def ready() -> None:
            shown = server.url if server is not None else None
            directory = store.identity()["where"]
            if as_json:
                from flowmetal.api.plain_json import json_text

                click.echo(json_text({"event": "ready", "url": shown, "store": directory}))
            else:
                click.echo(f"ready: {shown or 'without callbacks'} (store {directory}); Ctrl-C stops")

        serve(store, server, ready, interpret=not no_interpreter, requests=not no_http_requests, worker=worker,
              shell="shell" in enable)
    return 0

"""Connectors: the outside world on one side, a store on the other.

A connector takes open requests of its topic from the store and gives their outcomes, or turns what the outside does
into outcomes. Requests, outcomes and a store are all that connectors see; so they run in a thread beside an
interpreter or, with `python -m flowmetal.connectors`, as an OS process of their own.

    runner.py         starts, restarts and stops the connectors: `Connectors`
    listening.py      the listening socket, and what may be wrong with it
    dispatch.py       any topic: claim it, run its requests within limits, settle their outcomes
    http_request.py   topic "http.request": reading payloads, one HTTP exchange
    command.py        topic "shell.run": commands of the operating system
    reach.py          which hosts and addresses may be asked
    inflate.py        packed bodies;  resolve.py  names to addresses;  http_text.py  header fields as text
    http_server.py    callbacks over HTTP
    webhooks.py       are deliveries from whom they say?  secrets.py  secrets by name

Promises
 1. An at-least-once request is sent again, under the same id, until an outcome is settled.
 2. An at-most-once request is sent at most once, over all lives of all connectors; else it ends as `Uncertain`.
 3. An outcome at hand is kept and offered to the store until the store takes it; its request is not sent again.
 4. A callback is answered 2xx only after the store has made it durable.
 5. Nothing from outside (payload, answer, callback) ends a connector.

Importing this package costs nothing: asyncio and aiohttp are imported when the first request or caller appears.
"""

from flowmetal.connectors.listening import CannotListen, ConnectorError, PortInUse
from flowmetal.connectors.runner import Connectors

__all__ = ["CannotListen", "ConnectorError", "Connectors", "PortInUse"]

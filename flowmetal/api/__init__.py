"""The HTTP API under /v1, and the Python `Client` that speaks it or works on a store directly.

    plain_json.py   plain data as JSON
    fields.py       what a call takes and gives: read, and described as JSON schema, from one declaration
    routes.py       the table of all calls; routing, authorisation and the OpenAPI document are made from it
    processes.py    what the calls on programs and processes do      work.py    the worker protocol
    metrics.py      what /metrics says                               tokens.py  who may do what
    openapi.py      the document                                     server.py  joins all that to the HTTP server
    client.py       `Client` and `Process`;        ways.py: over HTTP, and directly

Promises
 1. What was answered 2xx is durable.
 2. Without tokens, only this machine's own programs are served; with tokens, nobody without one.
 3. A request that a worker has taken is its own until its lease ends; an outcome that comes later is refused with 409.
 4. Every error is JSON: {"error": one line}. None holds a token.

Other packages import the modules; importing this package costs nothing.
"""

"""What Python programs import: a `Worker` serves functions that Flowmetal programs declare with `@foreign`.

    functions.py   a table of functions by topic: from a packed request to a packed outcome
    pool.py        threads that functions run in
    serving.py     takes requests under a lease, runs their functions, gives the outcomes: `Serving`
    worker.py      the `Worker` of the Python API

Promises
 1. A function is called for a request only when the store holds the request durably, and for one marked
    `at_most_once` only if no call for it was begun before: else its outcome is `Uncertain`.
 2. Of several workers only the one that holds a request gives its outcome; one that is late is told so.
 3. A worker that ends, or is stopped for longer than its lease, delays its requests and loses none.
 4. What a function raises is the outcome, and ends no worker.
"""

from flowmetal.client.worker import CannotLoad, Worker, load_worker

__all__ = ["CannotLoad", "Worker", "load_worker"]

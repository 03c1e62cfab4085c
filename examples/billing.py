"""Functions of `invoice.fm`, in Python. Beside the interpreter: `--functions examples.billing:worker`. By themselves,
for whatever interpreters run on a store: `python examples/billing.py DIRECTORY`.
"""

import sys
from datetime import UTC, datetime

from flowmetal import Worker

worker = Worker(sys.argv[1] if __name__ == "__main__" else None)
LIMIT = 100_000
RATES = {"a-1": 20}


class Declined(Exception):
    """Arrives in the program as a RequestError of type "Declined", with these details."""

    def __init__(self, cents: int) -> None:
        super().__init__(f"{cents} is more than {LIMIT}")
        self.details = {"limit": LIMIT}


@worker.function("billing.rate", inline=True)  # a look into a dict: it may run in the interpreter's own thread
def rate(account: str) -> int:
    return RATES.get(account, 0)


@worker.function("billing.charge")
def charge(account: str, cents: int, note: str) -> dict[str, object]:
    if cents > LIMIT:
        raise Declined(cents)
    return {"number": f"{account}/1", "cents": cents, "at": datetime(2026, 5, 4, 12, tzinfo=UTC), "note": note}


if __name__ == "__main__":
    worker.run()

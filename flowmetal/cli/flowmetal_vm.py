"""flowmetal-vm: run Flowmetal programs, look at them, act on them, move them. `errors` lists the exit statuses.

`run FILE` of a program that is compiled already is read without click (`quick`), which would be a third of its start;
all else is `commands`, of which each imports what it needs.
"""

from __future__ import annotations

import gc
import sys
from typing import NoReturn

from flowmetal.cli.errors import guarded

FEWER_COLLECTIONS = 20_000  # new objects that set off the collector: what is imported and loaded is no garbage


def main(arguments: list[str] | None = None) -> NoReturn:
    gc.set_threshold(FEWER_COLLECTIONS, 20, 20)
    words = sys.argv[1:] if arguments is None else list(arguments)
    guarded(lambda: _run(words))


def _run(words: list[str]) -> int:
    from flowmetal.cli import quick

    wanted = quick.understood(words)
    if wanted is not None:
        return quick.run(wanted)
    from flowmetal.cli import commands

    return commands.run(words)


if __name__ == "__main__":
    main()

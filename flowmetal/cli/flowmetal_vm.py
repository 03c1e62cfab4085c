"""flowmetal-vm: run Flowmetal programs, look at them, act on them, move them. `errors` lists the exit statuses.

`run FILE` of a program that is compiled already is read without click (`quick`), which would be a third of its start;
all else is `commands`, of which each imports what it needs.
"""

from __future__ import annotations

import sys
from typing import NoReturn

from flowmetal.cli.errors import guarded


def main(arguments: list[str] | None = None) -> NoReturn:
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

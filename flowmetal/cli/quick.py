"""`flowmetal-vm run FILE [NAME=VALUE …]` without click, for the commonest command line.

What is not understood here, in every detail, is left to `commands`, which also says what is wrong with it.
"""

from __future__ import annotations

from flowmetal.cli import programs, stores
from flowmetal.slotted import slotted

_WITH_VALUE = {"--store": "store", "--id": "key"}


@slotted
class Wanted:
    prog: str
    arguments: tuple[str, ...]
    store: str | None
    key: str | None
    as_json: bool


def understood(words: list[str]) -> Wanted | None:
    """What `run` is to do; None if it is another command, or anything but plain."""
    options: dict[str, str] = {}
    names: list[str] = []
    as_json = False
    left = iter(words)
    for word in left:
        name, equals, value = word.partition("=")
        if word == "--json" and names:
            as_json = True
        elif name in _WITH_VALUE and (names or name == "--store"):
            found = value if equals else next(left, None)
            if found is None:
                return None
            options[_WITH_VALUE[name]] = found
        elif word.startswith("-"):
            return None
        else:
            names.append(word)
            if names[0] != "run":
                return None
    if len(names) < 2 or not programs.is_file_name(names[1]):
        return None
    return Wanted(names[1], tuple(names[2:]), options.get("store"), options.get("key"), as_json)


def run(wanted: Wanted) -> int:
    from flowmetal.cli.running import run_program

    stores.choose(wanted.store)
    program = programs.load(wanted.prog)
    return run_program(program, wanted.arguments, wanted.key, None, None, wanted.as_json)

"""Abstract values: what static analysis knows of a value of the program. Sets of atoms; see `effects`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

Key = tuple[str, int]  # of a code object: its module's key, its index
Atom = tuple[Any, ...]
Value = frozenset[Atom]
# ("function", key) ("class", key of its body) ("instance", key of its class's body) ("module", key) ("builtin", name)
# ("property", key) ("text", so far, whole) ("box", what it holds) ("task",) ("promise",) ("parameter", key, name)
# ("declares", topics, limited, retries) ("foreign", topics, limited, retries): of `@foreign`, see `walk`
UNKNOWN: Value = frozenset([("unknown",)])
DATA: Value = frozenset([("data",)])  # nothing that can be called
TASK: Value = frozenset([("task",)])
PROMISE: Value = frozenset([("promise",)])
MOST_ATOMS = 40  # of one value; with more it is unknown

_HOST = re.compile(r"(https?://)(?:[^/?#@]*@)?([^/?#@]+)(?=([/?#])|$)", re.IGNORECASE)


def joined(one: Value, other: Value) -> Value:
    atoms = one | other
    return atoms if len(atoms) <= MOST_ATOMS else UNKNOWN


def held(value: Value) -> Value:
    """What an item of a container may be."""
    atoms: set[Atom] = set()
    for atom in value:
        if atom[0] == "box":
            atoms |= atom[1] or UNKNOWN
        else:
            atoms |= DATA if atom[0] in ("text", "data") else UNKNOWN
    return frozenset(atoms)


def box(values: Iterable[Value]) -> Value:
    """A container of them; one in another counts as one."""
    atoms: set[Atom] = set()
    for value in values:
        for atom in value:
            atoms |= atom[1] if atom[0] == "box" else {atom}
    items = frozenset(atom if atom[0] != "text" else ("data",) for atom in atoms)
    return frozenset([("box", items if len(items) <= MOST_ATOMS else UNKNOWN)])


def host_of(text: str, whole: bool) -> str | None:
    """The host of a URL that is, or begins with, text; None if that does not show it. With its port, if not usual."""
    found = _HOST.match(text)
    if found is None or not (whole or found[3]):
        return None
    return found[2].lower()


def concatenated(parts: Sequence[Value]) -> Value:
    """What a text is known to begin with."""
    begun = [("", True)]
    for part in parts:
        following = [(atom[1], atom[2]) if atom[0] == "text" else ("", False) for atom in part]
        open_ones = [(text + more, whole) for text, done in begun if done for more, whole in following]
        begun = [*(one for one in begun if not one[1]), *open_ones]
        if len(begun) > MOST_ATOMS:
            return UNKNOWN
        if not open_ones:
            break
    return frozenset(("text", text, whole) for text, whole in begun)

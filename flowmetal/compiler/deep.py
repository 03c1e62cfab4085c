"""Room for large and deep trees.

The passes recurse along the tree, in plain Python functions only: since Python 3.11 such calls use no C stack, so
raising the recursion limit is safe and costs heap only. Beyond `LIMIT` a source is refused, not crashed on.

A compilation makes many small objects and hardly any cycles, so the cyclic garbage collector finds nothing in it and
takes a fifth of the time: it is off meanwhile.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager

LIMIT = 120_000  # Python frames; the passes use about three for each level of the tree


@contextmanager
def deep_recursion() -> Iterator[None]:
    """Raise Python's recursion limit and stop its garbage collector for the time inside. Errors pass through."""
    limit, collecting = sys.getrecursionlimit(), gc.isenabled()
    sys.setrecursionlimit(max(limit, LIMIT))
    gc.disable()
    try:
        yield
    finally:
        sys.setrecursionlimit(limit)
        if collecting:
            gc.enable()

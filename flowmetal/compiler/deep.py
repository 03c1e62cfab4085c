"""Room for deep trees.

The passes recurse along the tree, in plain Python functions only: since Python 3.11 such calls use no C stack, so
raising the recursion limit is safe and costs heap only. Beyond `LIMIT` a source is refused, not crashed on.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

LIMIT = 120_000  # Python frames; the passes use about three for each level of the tree


@contextmanager
def deep_recursion() -> Iterator[None]:
    """Raise Python's recursion limit for the time inside. RecursionError passes through."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(max(before, LIMIT))
    try:
        yield
    finally:
        sys.setrecursionlimit(before)

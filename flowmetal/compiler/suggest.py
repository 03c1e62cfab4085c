"""Did you mean …?"""

from __future__ import annotations

from collections.abc import Iterable


def closest(name: str, candidates: Iterable[str]) -> str | None:
    """The candidate most like name, if one is like it at all; ties go to the first in alphabetical order."""
    import difflib  # only needed when something is wrong

    private = name.startswith("_")
    pool = sorted({c for c in candidates if c != name and (private or not c.startswith("_")) and not c.startswith(".")})
    folded = [c for c in pool if c.lower() == name.lower()]
    if folded:
        return folded[0]
    cutoff = 0.6 if len(name) > 3 else 0.65
    found = difflib.get_close_matches(name, pool, n=1, cutoff=cutoff)
    # One letter is like any other short name, by difflib's measure.
    return found[0] if found and len(name) > 1 else None


def did_you_mean(name: str, candidates: Iterable[str]) -> str | None:
    found = closest(name, candidates)
    return f"did you mean '{found}'?" if found else None

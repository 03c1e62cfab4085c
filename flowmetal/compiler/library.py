"""Where the standard library is, and what to use instead of modules of CPython that are not in it."""

from __future__ import annotations

import os
import sys
from functools import cache

from flowmetal.compiler.suggest import did_you_mean

PRELUDE = "prelude"
SUFFIX = ".fm"
PACKAGE_FILE = "__init__" + SUFFIX


@cache
def directory() -> str:
    """Beside the package in a checkout, inside it when installed from a wheel."""
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    installed = os.path.join(package, "stdlib")
    return installed if os.path.isdir(installed) else os.path.join(os.path.dirname(package), "stdlib")


def names(root: str) -> frozenset[str]:
    """The modules and packages in a directory, by the name that imports them."""
    try:
        entries = os.listdir(root)
    except OSError:
        return frozenset()
    found = {entry.removesuffix(SUFFIX) for entry in entries if entry.endswith(SUFFIX)}
    found |= {entry for entry in entries if os.path.isfile(os.path.join(root, entry, PACKAGE_FILE))}
    return frozenset(found - {"__init__"})


# Module of Python -> (module of ours that must exist for the advice to be given, or "", advice).
_INSTEAD = {
    "requests": ("http", "use http"),
    "httpx": ("http", "use http"),
    "aiohttp": ("http", "use http"),
    "urllib3": ("http", "use http"),
    "urllib": ("http", "use http"),
    "socket": ("http", "use http"),
    "asyncio": ("tasks", "every function may wait; use tasks"),
    "threading": ("tasks", "use tasks"),
    "concurrent": ("tasks", "use tasks"),
    "multiprocessing": ("tasks", "use tasks"),
    "queue": ("tasks", "use tasks"),
    "logging": ("log", "use log"),
    "tenacity": ("retry", "use retry"),
    "backoff": ("retry", "use retry"),
    "subprocess": ("shell", "use shell.run"),
    "os": ("shell", "a program has no files or environment; use config(), secret() or shell.run"),
    "sys": ("", "use exit() to end, and main's parameters for arguments"),
    "typing": ("", "annotations are never evaluated and need no import"),
    "pathlib": ("", "a program has no files; use a foreign function"),
    "io": ("", "a program has no files; use a foreign function"),
    "sched": ("", "use sleep_until()"),
    "secrets": ("uuid", "use uuid, or secret() for configured secrets"),
}


def missing_hint(name: str, known: frozenset[str]) -> str | None:
    """What to do about a module that was not found, of that undotted name; known: those that could be imported."""
    needed, advice = _INSTEAD.get(name, ("", ""))
    if advice and (not needed or needed in known):
        return advice
    if name in sys.stdlib_module_names:
        return "modules of CPython cannot be imported"
    return did_you_mean(name, known)

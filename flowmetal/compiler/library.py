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


_WORKER = "let a worker do it: perform(topic, payload)"
_NO_FILES = f"a program has no files; {_WORKER}"
_NO_THREADS = "use tasks: 'async f()' starts a call, 'await' waits for it"

# Module of Python -> (module of ours that must exist for the advice to be given, or "", advice).
_INSTEAD = {
    "__main__": ("", "leave it out: the names of this file need no import"),
    "builtins": ("", "leave it out: built-ins need no import"),
    "typing_extensions": ("typing", "use typing"),
    "typing": ("", "annotations are never evaluated and need no import"),
    "types": ("", "annotations are never evaluated and need no import"),
    "abc": ("", "raise NotImplementedError in the methods that a subclass must have"),
    "sys": ("", "use exit() to end, and main's parameters for arguments"),
    "argparse": ("", "the parameters of main are the program's arguments"),
    "optparse": ("", "the parameters of main are the program's arguments"),
    "getopt": ("", "the parameters of main are the program's arguments"),
    "getpass": ("", "the parameters of main are the program's arguments"),
    "os": ("", f"a program has no files and no environment: pass it arguments, or {_WORKER}"),
    "platform": ("", "a program belongs to no machine: pass it arguments"),
    "subprocess": ("shell", "use shell.run"),
    "shlex": ("shell", "use shell.run, which takes a list"),
    "signal": ("", "catch Cancelled, which 'flowmetal-vm cancel' raises; or use receive(channel)"),
    "atexit": ("", "use 'try … finally' in main"),
    "gc": ("", "leave it out: what a program no longer uses is not kept"),
    "weakref": ("", "use an ordinary reference: circles of objects cost nothing"),
    "inspect": ("", "use 'flowmetal-vm show' to see where a process is, 'flowmetal-vm journal' for its past"),
    "pdb": ("", "use 'flowmetal-vm show' to see where a process is, 'flowmetal-vm journal' for its past"),
    "warnings": ("log", "use log.warning"),
    "importlib": ("", "use import statements; all modules are part of the compiled program"),
    "pickle": ("json", "values outlive restarts by themselves; use json to send them elsewhere"),
    "marshal": ("json", "values outlive restarts by themselves; use json to send them elsewhere"),
    "shelve": ("", "keep a dict: variables outlive restarts by themselves"),
    "dbm": ("", "keep a dict: variables outlive restarts by themselves"),
    "sqlite3": ("", f"keep a dict, which outlives restarts; for a database {_WORKER}"),
    "contextvars": ("", "pass the value as a parameter"),
    "fractions": ("math", "use integers, math.gcd and math.lcm"),
    "cmath": ("", "there are no complex numbers; keep two floats"),
    "secrets": ("uuid", "use uuid.uuid4()"),
    "sched": ("schedule", "use schedule, or sleep_until()"),
    **dict.fromkeys(("pytz", "dateutil", "tzdata", "tzlocal"), ("zoneinfo", "use zoneinfo and datetime")),
    "logging": ("log", "use log"),
    "tenacity": ("retry", "use retry"),
    "backoff": ("retry", "use retry"),
    **dict.fromkeys(
        ("requests", "httpx", "aiohttp", "urllib3", "urllib", "socket", "ssl", "socketserver", "select", "selectors"),
        ("http", "use http"),
    ),
    **dict.fromkeys(
        ("threading", "_thread", "concurrent", "multiprocessing", "queue", "trio", "anyio", "gevent"),
        ("tasks", _NO_THREADS),
    ),
    "asyncio": ("tasks", "every function may wait; use tasks"),
    **dict.fromkeys(("celery", "temporalio", "dbos", "prefect"), ("", "leave it out: every program is durable")),
    **dict.fromkeys(
        ("pathlib", "io", "shutil", "tempfile", "glob", "fnmatch", "fileinput", "zipfile", "tarfile", "linecache"),
        ("", _NO_FILES),
    ),
    **dict.fromkeys(
        ("numpy", "pandas", "scipy", "torch", "sklearn", "matplotlib", "PIL", "boto3", "psycopg", "psycopg2", "redis",
         "sqlalchemy", "django", "flask", "fastapi", "pydantic", "yaml", "bs4", "lxml", "click", "rich"),
        ("", f"packages of Python cannot be imported; {_WORKER}"),
    ),
}


def missing_hint(name: str, known: frozenset[str]) -> str | None:
    """What to do about a module that was not found, of that undotted name; known: those that could be imported."""
    needed, advice = _INSTEAD.get(name, ("", ""))
    if advice and (not needed or needed in known):
        return advice
    if name in sys.stdlib_module_names:
        return f"modules of CPython cannot be imported; {_WORKER}"
    return did_you_mean(name, known) or f"there is no {name}{SUFFIX} beside this file"


def left_out(known: frozenset[str]) -> dict[str, str]:
    """Modules of Python that are not among the known ones -> what to use instead, where there is such advice."""
    wanted = (name for name in _INSTEAD if name not in known)
    return {name: _INSTEAD[name][1] for name in wanted if not _INSTEAD[name][0] or _INSTEAD[name][0] in known}

"""Everything of Python that the language leaves out: each is refused where it stands, with what to use instead."""

from __future__ import annotations

import textwrap

import pytest

from flowmetal.bytecode.builtins import LEFT_OUT, LEFT_OUT_METHODS
from flowmetal.compiler import compile_file

WORKER = "let a worker do it: perform(topic, payload)"
NO_FILES = f"a program has no files; {WORKER}"
DECORATE = "there are no metaclasses; use a class decorator, or __init_subclass__"

# Source -> `line:column message - what to use instead`. The place is where the carets begin.
SYNTAX = {
    "async def f(): pass": "1:1 Flowmetal has no `async def` - every function may wait: write `def`",
    "async for x in []: pass": "1:1 Flowmetal has no `async for` - every loop may wait: write `for`",
    "async with timeout(1s): pass": "1:1 Flowmetal has no `async with` - every `with` may wait: write `with`",
    "x = [n async for n in []]": "1:8 Flowmetal has no `async for` - every loop may wait: write `for`",
    "x = 2j": "1:5 Flowmetal has no complex numbers - keep the two parts as floats",
    "try:\n    pass\nexcept* ValueError:\n    pass":
        "3:7 Flowmetal has no `except*` - catch ExceptionGroup and look at its `exceptions`",
    "type X = int": "1:6 Flowmetal has no `type` statement - assign the type to a name",
    "def f[T](x): pass": "1:6 Flowmetal has no type parameters - leave them out: annotations are never evaluated",
    "class C[T]: pass": "1:8 Flowmetal has no type parameters - leave them out: annotations are never evaluated",
    # Python 2
    "print 'x'": "1:7 missing parentheses in a call of 'print' - write `print(…)`",
    "exec 'x'": f"1:1 there is no 'exec' in Flowmetal - {LEFT_OUT['exec']}",
    "x = `1`": "1:5 invalid character '`' (U+0060) - quotes are written ' or \"; `x` of Python 2 is repr(x)",
    "x = 1 <> 2": "1:7 there is no operator '<>' - write `!=`",
    "raise E, 'x'": "1:8 'raise' takes one exception - write `raise E(message)`",
    "try:\n    pass\nexcept A, B:\n    pass": "3:9 several exception types need parentheses - write `except (A, B):`",
    "def f((a, b)): pass": "1:7 a parameter is a single name - take the pair as one, and unpack it in the body",
    "x = 0777": "1:5 leading zeros in a decimal number - write 777, or 0o777 for octal",
}
CLASSES = {
    "class C(int, str): pass": "1:14 a class can have one base only - "
        "there is no multiple inheritance; keep an object of the other class in an attribute",
    "class C(*[int]): pass": "1:9 bases must be written one by one - Flowmetal has single inheritance",
    "class C(metaclass=type): pass":
        "1:9 there are no metaclasses - use a class decorator, or __init_subclass__",
    **{
        f"class C:\n    def {name}(self): pass": f"2:9 '{name}' is never called in Flowmetal - {instead}"
        for name, instead in LEFT_OUT_METHODS.items()
    },
}
PLACES = {
    "nonlocal x": "1:1 nonlocal declaration not allowed at module level - "
        "leave it out; a function that assigns to names of the module says 'global'",
    "return 1": "1:1 'return' outside function - use exit() to end the program",
    "from nowhere import *": "1:1 no module named 'nowhere' - there is no nowhere.fm beside this file",
    "def f():\n    from json import *": "2:22 import * only allowed at module level - import the names that you use",
    "sleep(5)": "1:7 sleep() takes a duration, not a number - for seconds write '5s'",
    "timeout(30)": "1:9 timeout() takes a duration, not a number - for seconds write '30s'",
}
NAMES = {f"{name}": f"1:1 there is no '{name}' in Flowmetal - {instead}" for name, instead in LEFT_OUT.items()}
MODULES = {
    "threading": "use tasks: 'async f()' starts a call, 'await' waits for it",
    "multiprocessing": "use tasks: 'async f()' starts a call, 'await' waits for it",
    "concurrent.futures": "use tasks: 'async f()' starts a call, 'await' waits for it",
    "asyncio": "every function may wait; use tasks",
    "os": f"a program has no files and no environment: pass it arguments, or {WORKER}",
    "os.path": f"a program has no files and no environment: pass it arguments, or {WORKER}",
    "sys": "use exit() to end, and main's parameters for arguments",
    "argparse": "the parameters of main are the program's arguments",
    "socket": "use http",
    "ssl": "use http",
    "requests": "use http",
    "httpx": "use http",
    "aiohttp": "use http",
    "logging": "use log",
    "warnings": "use log.warning",
    "pathlib": NO_FILES,
    "io": NO_FILES,
    "shutil": NO_FILES,
    "tempfile": NO_FILES,
    "glob": NO_FILES,
    "pickle": "values outlive restarts by themselves; use json to send them elsewhere",
    "shelve": "keep a dict: variables outlive restarts by themselves",
    "sqlite3": f"keep a dict, which outlives restarts; for a database {WORKER}",
    "signal": "catch Cancelled, which 'flowmetal-vm cancel' raises; or use receive(channel)",
    "atexit": "use 'try … finally' in main",
    "weakref": "use an ordinary reference: circles of objects cost nothing",
    "gc": "leave it out: what a program no longer uses is not kept",
    "inspect": "use 'flowmetal-vm show' to see where a process is, 'flowmetal-vm journal' for its past",
    "importlib": "use import statements; all modules are part of the compiled program",
    "builtins": "leave it out: built-ins need no import",
    "cmath": "there are no complex numbers; keep two floats",
    "sched": "use schedule, or sleep_until()",
    "tenacity": "use retry",
    "celery": "leave it out: every program is durable",
    "ctypes": f"modules of CPython cannot be imported; {WORKER}",
    "tkinter": f"modules of CPython cannot be imported; {WORKER}",
    "numpy": f"packages of Python cannot be imported; {WORKER}",
}


def refused(folder, text: str) -> list[str]:
    path = folder / "x.fm"
    path.write_text(textwrap.dedent(text) + "\n")
    compiled = compile_file(path)
    assert compiled.bundle is None
    return [f"{d.span.line}:{d.span.column + 1} {d.message} - {d.hint}" for d in compiled.diagnostics]


@pytest.mark.parametrize(("text", "said"), [
    *SYNTAX.items(), *CLASSES.items(), *PLACES.items(), *NAMES.items(),
    *((f"import {name}", f"1:8 no module named '{name.partition('.')[0]}' - {said}") for name, said in MODULES.items()),
])
def test_left_out(tmp_path, text: str, said: str) -> None:
    assert refused(tmp_path, text)[0] == said


@pytest.mark.parametrize("text", [*SYNTAX, *CLASSES, *PLACES, *NAMES])
def test_it_is_all_that_is_wrong(tmp_path, text: str) -> None:
    assert len(refused(tmp_path, text)) == 1


def test_what_others_bind_is_theirs(tmp_path) -> None:
    path = tmp_path / "x.fm"
    path.write_text("def open(x): return x\ninput = open(1)\nclass C:\n    compile = 2\nprint(input, C.compile)\n")
    assert compile_file(path).diagnostics == []

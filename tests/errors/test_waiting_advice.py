"""Warnings about waiting: what is surely a mistake, with its caret and its mend, and what is left alone."""

from __future__ import annotations

import textwrap

import pytest

from flowmetal.compiler import compile_file
from flowmetal.compiler.diagnostics import text_of
from flowmetal.source import SourceFile

ONCE = "a default is computed once, when the function is made - make it None, and ask for the time in the body"
STILL = "the time stands still until the program waits: this loop never ends - sleep(…) in it, or use sleep_until(…)"
IDLE = "this loop never ends, and nothing in it waits - sleep(…) in it, or 'break'"
TASK = "'t' is a task, and not its result - write 'await t'"
LIMIT = "nothing in here waits: this time limit is never reached - put it around what waits"
HASH = "a wait inside __hash__ - compute it of what the object already holds"

MISTAKES = {
    "def f(at=now()): return at": f"1:10-14 {ONCE}",
    "def f(*, until=now() + 1h): return until": f"1:16-20 {ONCE}",
    "f = lambda at=now(): at": f"1:15-19 {ONCE}",
    """
    from dataclasses import dataclass
    @dataclass(frozen=True)
    class Order:
        made: object = now()
    """: "4:20-24 a default is computed once, when the class is made - write field(default_factory=now)",
    """
    end = now() + 5s
    while now() < end:
        pass
    """: f"2:7-11 {STILL}",
    """
    def f(end):
        turns = 0
        while turns < 10 or end > now():
            turns += 1
            for i in range(3):
                print(turns, len("x"), i)
    """: f"3:31-35 {STILL}",
    """
    while True:
        pass
    """: f"1:7-10 {IDLE}",
    """
    def f():
        while 1:
            x = 1
            continue
        return x
    """: f"2:11-11 {IDLE}",
    """
    class K:
        def __hash__(self):
            return hash(receive("key"))
    """: f"3:21-34 {HASH}",
    """
    class K:
        def __init__(self, task): self.task = task
        def __hash__(self):
            if self.task:
                return hash(await self.task)
            return 1
    """: f"5:25-39 {HASH}",
    """
    with timeout(5s):
        x = 1
    """: f"1:6-16 {LIMIT}",
    "await sleep(1s)": "1:7-15 sleep() waits by itself, and gives nothing to await - leave 'await' out",
    "x = await receive('a')": "1:11-22 receive() waits by itself, and gives nothing to await - leave 'await' out",
    """
    import http
    def f(url): return await http.get(url)
    """: "2:26-38 http.get() waits by itself, and gives nothing to await - leave 'await' out",
    """
    from tasks import gather as all_of
    print(await all_of(async sleep(1s)))
    """: "2:13-35 gather() waits by itself, and gives nothing to await - leave 'await' out",
    """
    def f():
        async sleep(1s)
        return 1
    """: "2:5-19 a task of its own does this sleep(), and nobody waits for it - leave 'async' out",
    """
    def f(g):
        t = async g()
        if t == 200: return 1
        return await t
    """: f"3:8-8 {TASK}",
    """
    def f(g):
        t = async g()
        return t["id"]
    """: f"3:12-12 {TASK}",
    """
    t = async do:
        sleep(1s)
    print(1 + t)
    """: f"3:11-11 {TASK}",
    """
    t = async do:
        sleep(1s)
    for x in t: print(x)
    """: f"3:10-10 {TASK}",
}

FINE = [
    "def f(at=None): return at or now()",
    "def f(at=now): return at()",
    "def now(): return 1\ndef f(at=now()): return at",
    "class K:\n    made: object = now()",
    "end = now() + 1s\nwhile now() < end: sleep(1s)",
    "def f(g, end):\n    while now() < end: g()",
    "def f(g, end):\n    while now() < end:\n        if g.ready: break",
    "def f(g, end):\n    while now() < end: await g",
    "def f(g, end):\n    for x in g:\n        while now() < end: yield x",
    "def f(g, end):\n    while now() < end:\n        for x in g: print(x)",
    "def f(end):\n    while now() < end: return 1",
    "def f(end):\n    while now() < end: assert end",
    "def f(now, end):\n    while now() < end: pass",
    "def f(g):\n    while True:\n        if g: return",
    "def f(g):\n    while True: g += 1",
    "def f(g):\n    while True: g[0]",
    "class K:\n    def __hash__(self): return 1\n    def __lt__(self, other): sleep(1s); return True\n    def __str__(self): sleep(1s); return ''",
    "class K:\n    def __hash__(self):\n        self.later = lambda: sleep(1s)\n        return 1",
    "def f(g):\n    with timeout(5s): return g()",
    "def f(g):\n    with timeout(5s): g.x = 1",
    "def f(a, b):\n    with timeout(5s): c = a + b\n    return c",
    "def timeout(x): return x\nwith timeout(5s): x = 1",
    "def sleep(x): return async x()\ndef f(x): return await sleep(x)",
    "import http\nprint(await http.callback())",
    "def f(http): return await http.get()",
    "async do: print(1)",
    "def f(g):\n    async g()",
    "def f(g):\n    g() do: async sleep(1s)",
    "def f(g):\n    t = async g()\n    return await t == 3, t.done, t is None, t == g",
    "def f(g):\n    t = async g()\n    t = await t\n    return t == 3, t[0]",
    "def f(g):\n    t = async g()\n    g() do:\n        t = 5\n    return t == 5",
    "def f(g):\n    t = 1\n    if g: t = async g()\n    return t == 1",
    "def f(g):\n    t = async g()\n    def set():\n        nonlocal t\n        t = 1\n    set()\n    return t + 1",
]


def warnings(folder, text: str) -> tuple[list, str]:
    path = folder / "x.fm"
    text = textwrap.dedent(text).lstrip("\n")
    path.write_text(text)
    compiled = compile_file(path, caching=False)
    assert compiled.bundle is not None, compiled.diagnostics
    return list(compiled.diagnostics), text


@pytest.mark.parametrize(("text", "said"), MISTAKES.items())
def test_mistakes(tmp_path, text: str, said: str) -> None:
    found, _ = warnings(tmp_path, text)
    shown = [f"{d.span.line}:{d.span.column + 1}-{d.span.end_column} {d.message} - {d.hint}" for d in found]
    assert shown == [said]


@pytest.mark.parametrize("text", FINE)
def test_no_false_alarms(tmp_path, text: str) -> None:
    assert warnings(tmp_path, text)[0] == []


def test_as_it_is_shown(tmp_path) -> None:
    found, text = warnings(tmp_path, "deadline = now() + 5s\nwhile now() < deadline:\n    pass\n")
    assert text_of(found[0], SourceFile("x.fm", text)).splitlines()[0] == (
        "warning: the time stands still until the program waits: this loop never ends"
    )
    assert text_of(found[0], SourceFile("x.fm", text)).splitlines()[2:] == [
        "2 | while now() < deadline:",
        "  |       ^^^^^ sleep(…) in it, or use sleep_until(…)",
    ]

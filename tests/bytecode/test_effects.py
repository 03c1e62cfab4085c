"""What a program may wait for and ask, found without running it."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest

from flowmetal.bytecode.abstract import host_of
from flowmetal.bytecode.bundle import read
from flowmetal.bytecode.effects import Effects, FunctionEffects, analyse
from flowmetal.cli.effects import text_of
from flowmetal.compiler import compile_file

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("*.fm"))


def effects(folder: Path, text: str, **others: str) -> Effects:
    for name, content in {"x": text, **others}.items():
        (folder / f"{name}.fm").write_text(textwrap.dedent(content))
    compiled = compile_file(folder / "x.fm")
    assert compiled.bundle is not None, compiled.diagnostics
    return analyse(read(compiled.bundle, verified=True))


def function(found: Effects, name: str) -> FunctionEffects:
    return next(function for function in found.functions if function.name == name)


def waits(found: Effects, name: str = "f") -> tuple[str, ...]:
    return function(found, name).waits


@pytest.mark.parametrize(("body", "expected"), [
    ("return sorted([3, 1], key=lambda n: -n)", ()),
    ("sleep(1s)", ("timer",)),
    ("sleep_until(now() + 1h)", ("timer",)),
    ("receive('answers')", ("message", "timer")),
    ("send('pid', 'channel', 1)", ("message",)),
    ("perform('ocr.scan', 1)", ("ocr.scan",)),
    ("with timeout(1h): pass", ("timer",)),
    ("import http\n    http.get('https://a.example/')", ("http.request",)),
    ("import http\n    await http.callback()", ("http.callback",)),
    ("await x", ("task",)),
    ("await async print(1)", ("task",)),
    ("import time\n    time.sleep(1)", ("timer",)),
])
def test_what_waits(tmp_path, body, expected):
    assert waits(effects(tmp_path, f"def f(x):\n    {body}\n")) == expected


def test_calls_are_followed_wherever_names_lead(tmp_path):
    found = effects(tmp_path, """
        import other as alias
        from other import nap as rest
        class Worker:
            def __init__(self, done):
                self.done = done
            def work(self):
                return self.step()
            def step(self):
                alias.nap()
        class Other(Worker):
            def work(self):
                return super().work()
        def make():
            return Other(None)
        def through_a_method():
            make().work()
        def through_a_table(name):
            {"rest": rest, "print": print}[name]()
        def through_a_closure():
            nap = rest
            def inner():
                nap()
            inner()
        def through_a_loop():
            for one in [rest]:
                one()
        def through_a_default(sleep=rest):
            print(sleep)
        def not_at_all():
            return Other
        """, other="def nap():\n    sleep(1s)\n")
    for name in ("method", "table", "closure", "loop"):
        assert waits(found, f"through_a_{name}") == ("timer",), name
        assert function(found, f"through_a_{name}").unknown == ()
    assert waits(found, "not_at_all") == ()
    assert [function.module for function in found.functions][-2:] == ["other", "other"]


def test_what_is_handed_on_counts_as_called(tmp_path):
    found = effects(tmp_path, """
        from retry import retry
        def nap(x): sleep(1s)
        def block():
            retry(times=3) do:
                perform("bank.pay", 1)
        def key(items):
            return sorted(items, key=nap)
        def by_name(items):
            return list(map(nap, items))
        """)
    assert waits(found, "block") == ("bank.pay", "timer")
    assert waits(found, "key") == waits(found, "by_name") == ("timer",)
    assert all(function.unknown == () for function in found.functions)


def test_parameters_that_are_called_and_values_that_nobody_knows(tmp_path):
    found = effects(tmp_path, """
        def apply(action, times=1):
            return action(times)
        def twice(action):
            apply(action)
            apply(action)
        def known():
            twice(print)
        def unknown(table):
            table["x"](1)
            twice(table["y"])
        """)
    assert function(found, "apply").calls_given == function(found, "twice").calls_given == ("action",)
    assert function(found, "known").unknown == function(found, "known").calls_given == ()
    assert function(found, "unknown").unknown == (10, 11)


def test_special_methods_and_properties(tmp_path):
    found = effects(tmp_path, """
        class Slow:
            def __enter__(self): sleep(1s)
            def __exit__(self, *error): perform("lock.release", None)
            @property
            def value(self): return receive("v")
            def __add__(self, other): return perform("adder", other)
            def __iter__(self): yield perform("items", 1)
        def enter():
            with Slow(): pass
        def read(): return Slow().value
        def add(): return Slow() + 1
        def loop():
            for item in Slow(): pass
        def plain(xs):
            return 1 + 2
        """)
    assert waits(found, "enter") == ("lock.release", "timer")
    assert waits(found, "read") == ("message", "timer")
    assert waits(found, "add") == ("adder",)
    assert waits(found, "loop") == ("items",)
    assert waits(found, "plain") == ()


def test_decorators(tmp_path):
    found = effects(tmp_path, """
        def logged(function):
            def inner(*args):
                print("called")
                return function(*args)
            return inner
        @logged
        def nap(): sleep(1s)
        def f(): nap()
        class C:
            @staticmethod
            def s(): sleep(1s)
            @classmethod
            def c(cls): cls.s()
        def g(): C.c()
        """)
    assert waits(found, "f") == waits(found, "g") == ("timer",)
    assert waits(found, "<module>") == ()
    assert function(found, "logged.<locals>.inner").calls_given == ("function",)


def test_tasks_wait_for_themselves(tmp_path):
    found = effects(tmp_path, """
        import tasks
        def nap(): sleep(1s)
        def starter():
            async nap()
            async do:
                perform("x", 1)
        def waiter():
            await async nap()
        def gatherer():
            return tasks.gather(async nap(), async nap())
        """)
    assert waits(found, "starter") == ()
    assert function(found, "starter").starts == ("nap", "starter.<locals>.<block>")
    assert waits(found, "waiter") == ("task",)
    assert "task" in waits(found, "gatherer")
    assert found.topics == ("x",) and found.timers


def test_topics_and_hosts_are_what_literals_show(tmp_path):
    found = effects(tmp_path, """
        import http
        BASE = "https://api.example.com/v1"
        def get(path): return http.get(f"{BASE}/{path}")
        def put(path): return http.request("PUT", "https://Put.example:8080/" + path)
        def fetch(url): return http.post(url)
        def known(): return fetch("http://user:secret@known.example?x=1")
        """)
    assert function(found, "get").hosts == ("api.example.com",) and not function(found, "get").other_hosts
    assert function(found, "put").hosts == ("put.example:8080",)
    assert found.hosts == ("api.example.com", "known.example", "put.example:8080")
    assert (found.topics, found.other_topics, found.other_hosts) == (("http.request",), False, False)


@pytest.mark.parametrize("url", ["url", "f'https://{url}/x'", "'https://api.' + url", "'https://a.example' + url"])
def test_hosts_that_only_show_when_it_runs(tmp_path, url):
    found = effects(tmp_path, f"import http\ndef main(url):\n    http.get({url})\n")
    assert (found.hosts, found.other_hosts) == ((), True)


def test_topics_that_only_show_when_it_runs(tmp_path):
    found = effects(tmp_path, "def main(topic):\n    perform(topic, 1)\n    perform('known', 2)\n")
    assert (found.topics, found.other_topics) == (("known",), True)


@pytest.mark.parametrize(("text", "whole", "host"), [
    ("https://a.example/x", False, "a.example"), ("http://A.example:80", True, "a.example:80"),
    ("https://a.example", False, None), ("https://u:p@a.example?q", False, "a.example"),
    ("ftp://a.example/", True, None), ("/x", True, None), ("", False, None),
    ("https://[::1]:8080/", True, "[::1]:8080"),
])
def test_host_of(text, whole, host):
    assert host_of(text, whole) == host


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_examples_call_nothing_unknown(path):
    compiled = compile_file(path)
    assert compiled.bundle is not None
    found = analyse(read(compiled.bundle, verified=True))
    assert all(function.unknown == () for function in found.functions)
    assert not found.other_topics


def test_foreign_functions_wait_for_their_topic(tmp_path):
    found = effects(tmp_path, """
        from retry import retrying
        @foreign("a.plain")
        def plain(x): ...
        @foreign("b.limited", timeout=3s)
        def limited(x): ...
        @foreign("c.tried", retry=retrying(times=2))
        def tried(x): ...
        def f(): return plain(1)
        def g(): return limited(2)
        def h(): return tried(3)
        def k(): return async plain(1)
        def idle(): return plain
        """)
    assert [waits(found, name) for name in "fgh"] == [("a.plain",), ("b.limited", "timer"), ("c.tried", "timer")]
    assert waits(found, "k") == waits(found, "idle") == ()
    assert function(found, "k").starts == ("a.plain",)
    assert (found.topics, found.other_topics) == (("a.plain", "b.limited", "c.tried"), False)
    assert not any(each.unknown for each in found.functions)


def test_whoever_calls_something_unknown_may_wait_for_anything(tmp_path):
    found = effects(tmp_path, """
        registry = {}
        def register(f):
            registry[f.__name__] = f
        def unknown(name):
            return registry[name]()
        def given(f):
            return f()
        def below(name):
            return unknown(name)
        def far_below(name):
            return sorted([name], key=lambda n: below(n))
        def known():
            return given(print)
        def attribute(thing):
            return getattr(thing, "run")()
        def main():
            far_below("x")
            sleep(1s)
    """)
    assert [each.name for each in found.functions if each.anything] == [
        "unknown", "below", "far_below", "far_below.<locals>.<lambda>", "attribute", "main",
    ]
    assert function(found, "below").unknown == function(found, "main").unknown == ()
    assert waits(found, "main") == ("timer",)
    text = text_of(found)
    assert "  below, line 9: may wait for anything\n" in text
    assert "  main, line 17: may wait for a timer, and for anything else\n" in text
    assert "  known, line 13: never waits\n" in text


def test_texts_that_grow_in_a_loop_come_to_an_end(tmp_path):
    found = effects(tmp_path, """
        import http
        def f(parts):
            url = "https://a.example/"
            for part in parts:
                url += "/x"
                url = url + "y" if part else url + "z"
            return http.get(url)
    """)
    assert waits(found) == ("http.request",)

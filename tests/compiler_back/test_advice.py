"""Warnings: what each looks like, what is left alone, and when they are shown."""

from __future__ import annotations

import textwrap

import pytest
from click.testing import CliRunner

from flowmetal.cli import flowmetalc
from flowmetal.compiler import compile_file
from flowmetal.compiler.diagnostics import text_of

from .compiling import errors, write


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def warnings(folder, text, **others):
    """`line:column-end message - hint` of each warning of a program without errors."""
    compiled = compile_file(write(folder, {"x.fm": text, **others}), caching=False)
    assert compiled.bundle is not None, compiled.diagnostics
    assert {d.severity for d in compiled.diagnostics} <= {"warning"}
    return [
        f"{d.span.line}:{d.span.column + 1}-{d.span.end_column} {d.message} - {d.hint}" for d in compiled.diagnostics
    ]


def test_imports_that_nothing_uses(here):
    assert warnings(here, """
        from __future__ import annotations
        import json
        import random as dice, math
        from retry import retry, exponential
        def f():
            import time
            return math.pi, retry
        """) == [
        "3:8-11 'json' is imported and never used - leave it out",
        "4:8-21 'dice' is imported and never used - leave it out",
        "5:26-36 'exponential' is imported and never used - leave it out",
        "7:12-15 'time' is imported and never used - leave it out",
    ]


def test_imports_for_others_or_for_their_effect_are_left_alone(here):
    assert warnings(here, """
        import lib, lib.inner
        from lib import f as f, g
        from json import *
        import math as _math
        __all__ = ["g"]
        try:
            import time
        except ImportError:
            pass
        print(lib)
        """, **{"lib/__init__.fm": "from lib.inner import f, g\n", "lib/inner.fm": "f = g = 1\n"}) == []


def test_variables_that_nothing_reads(here):
    assert warnings(here, """
        unused = 1
        def f(parameter):
            x = 1
            x = 2
            y: int = 3
            try:
                z = w = 4
            except (KeyError, ValueError) as error:
                raise
            return w
        """) == [
        "4:5-5 variable 'x' is never used - leave it out, or name it '_x'",
        "6:5-5 variable 'y' is never used - leave it out, or name it '_y'",
        "8:9-9 variable 'z' is never used - leave it out, or name it '_z'",
        "9:38-42 variable 'error' is never used - leave it out, or name it '_error'",
    ]


def test_variables_that_something_may_read_are_left_alone(here):
    assert warnings(here, """
        class C:
            field = 1
        def each(f):
            for item in f: f(item)
        def f(pair):
            a, b = pair
            [c, *d] = pair
            for e in pair: pass
            _g = 1
            h = 2
            def inner(): return h
            i = 0
            i += 1
            j = object()
            del j
            global k
            k = 3
            l = 4
            def inner2():
                nonlocal l
                l += 5
            m = None
            each(pair) do n:
                m = n
            with timeout(1s) as o: pass
            match pair:
                case [p, q]: pass
            return inner, inner2, m
        """) == []


def test_statements_that_are_never_reached(here):
    assert warnings(here, """
        def f(x):
            for i in x:
                if i:
                    continue
                    print(1)
                break; print(2)
            while x:
                if i:
                    raise ValueError
                elif x:
                    return 3
                else:
                    break
                print(4)
                print(5)
            return
            def inner(): pass
        """) == [
        "6:13-20 this is never reached - the 'continue' on line 5 comes before it",
        "7:16-23 this is never reached - the 'break' on line 7 comes before it",
        "15:9-16 this is never reached - the 'if', which never goes on, on line 9 comes before it",
        "18:5-21 this is never reached - the 'return' on line 17 comes before it",
    ]


def test_a_generator_without_items_is_left_alone(here):
    assert warnings(here, "def f():\n    return\n    yield\n") == []


def test_comparisons_and_assertions_whose_outcome_is_fixed(here):
    assert warnings(here, """
        x = y = 0
        print(x is 5, "a" is not x, x is y is (), x is -1, x is None, x is True, x is ..., x is 5s, x is [])
        assert (x, "message")
        assert ()
        x == 5
        x < 5
        """) == [
        "3:7-12 'is' with a literal - did you mean '=='?",
        "3:15-26 'is not' with a literal - did you mean '!='?",
        "3:34-40 'is' with a literal - did you mean '=='?",
        "3:43-49 'is' with a literal - did you mean '=='?",
        "3:84-90 'is' with a literal - did you mean '=='?",
        "3:93-99 'is' with a literal - did you mean '=='?",
        "4:8-21 this assertion is always true - leave the parentheses out",
        "6:1-6 the result of this comparison is not used - did you mean '='?",
    ]


def test_the_last_comparison_of_a_block_is_its_value(here):
    assert warnings(here, "def f(g): g(1)\nx = 1\nf() do n:\n    n == x\n") == []


def test_f_strings_without_fields(here):
    assert warnings(here, """
        x = 1
        print(f"abc", "a" f"b", f"{x:>5}", f"{x}" "b", f"{{}}", f"{x:{x}}")
        """) == [
        "3:7-12 an f-string without fields - leave the 'f' out",
        "3:15-22 an f-string without fields - leave the 'f' out",
        "3:48-54 an f-string without fields - leave the 'f' out",
    ]


def test_waiting_for_what_never_comes(here):
    assert warnings(here, """
        await 30s
        await 5
        await "x"
        await [async f(), async f()]
        await await (async f())
        async f()
        def f(): pass
        """) == [
        "2:7-9 a duration cannot be awaited - write 'sleep(…)' to wait that long",
        "3:7-7 a literal cannot be awaited - await a task, a promise or a callback",
        "4:7-9 a literal cannot be awaited - await a task, a promise or a callback",
        "5:7-28 a collection cannot be awaited - use 'tasks.gather(*…)'",
        "6:7-23 this is awaited twice - leave one 'await' out",
    ]


def test_numbers_where_durations_are_needed_are_errors():
    assert errors("""
        sleep(5)
        sleep(-0.5)
        receive("answers", timeout=30)
        def f(d):
            with timeout(60) as limit:
                sleep(d)
        """) == [
        "2:7 sleep() takes a duration, not a number - for seconds write '5s'",
        "3:7 sleep() takes a duration, not a number - for seconds write '-0.5s'",
        "4:28 receive() takes a duration, not a number - for seconds write '30s'",
        "6:18 timeout() takes a duration, not a number - for seconds write '60s'",
    ]


def test_functions_of_ones_own_take_what_they_like():
    assert errors("def sleep(n): pass\nsleep(5)\n") == []
    assert errors("from clock import sleep\nsleep(5)\n") == []
    assert errors("def f(timeout): timeout(5)\ndef g():\n    receive = f\n    receive(timeout=5)\n") == []


def test_with_an_error_anywhere_there_are_no_warnings(here):
    compiled = compile_file(write(here, {"x.fm": "import y\n", "y.fm": "import json\nz\n"}), caching=False)
    assert [(d.severity, d.file) for d in compiled.diagnostics] == [("error", str(here / "y.fm"))]


def test_how_one_is_drawn(here):
    compiled = compile_file(write(here, {"x.fm": "x = 1\nif x is 5:\n    pass\n"}), caching=False)
    [diagnostic] = compiled.diagnostics
    assert text_of(diagnostic, compiled.sources[diagnostic.file]).replace(f"{here}/", "") == textwrap.dedent("""\
        warning: 'is' with a literal
         --> x.fm:2:4
        2 | if x is 5:
          |    ^^^^^^ did you mean '=='?""")


def test_flowmetalc_warns_each_time_and_succeeds(here):
    write(here, {"x.fm": "import json\n"})
    for arguments in (["--check", "x.fm"], ["x.fm"], ["x.fm"]):
        result = CliRunner().invoke(flowmetalc.command, arguments, catch_exceptions=False)
        assert (result.exit_code, result.stdout) == (0, "")
        assert result.stderr.startswith("warning: 'json' is imported and never used\n")
        assert result.stderr.endswith("\n1 warning in x.fm\n")


def test_from_the_cache_a_program_comes_without_its_warnings(here):
    path = write(here, {"x.fm": "import json\n"})
    first = compile_file(path, warn_again=False)
    again = compile_file(path, warn_again=False)
    assert len(first.diagnostics) == 1 and again.diagnostics == [] and again.bundle == first.bundle
    assert len(compile_file(path).diagnostics) == 1


@pytest.mark.parametrize(("text", "message"), [
    ("x = 1\nfrom __future__ import annotations\n",
     "2:1 from __future__ imports must occur at the beginning of the file - leave it out: it changes nothing here"),
    ("from __future__ import braces\n", "1:24 future feature braces is not defined - leave it out"),
])
def test_future_imports_that_are_refused(text, message):
    assert errors(text) == [message]


def test_future_imports_do_nothing():
    assert errors('"""Text."""\nfrom __future__ import annotations\nfrom __future__ import division as d\n') == []

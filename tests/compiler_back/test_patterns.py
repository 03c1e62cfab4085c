"""What is refused about patterns, in CPython's words; and what `match` compiles to."""

from __future__ import annotations

import textwrap

import pytest

from .compiling import errors, instructions

REFUSED = {
    "case x: pass\n    case 1: pass": "name capture 'x' makes remaining patterns unreachable",
    "case _: pass\n    case 1: pass": "wildcard makes remaining patterns unreachable",
    "case _ as x: pass\n    case 1: pass": "wildcard makes remaining patterns unreachable",
    "case 1 | _: pass\n    case 1: pass": "wildcard makes remaining patterns unreachable",
    "case _ | 1: pass": "wildcard makes remaining patterns unreachable",
    "case [x, x]: pass": "multiple assignments to name 'x' in pattern",
    "case [x, *x]: pass": "multiple assignments to name 'x' in pattern",
    "case x as x: pass": "multiple assignments to name 'x' in pattern",
    "case [x, {'a': [x]}]: pass": "multiple assignments to name 'x' in pattern",
    "case {'a': x, **x}: pass": "multiple assignments to name 'x' in pattern",
    "case C(x, a=x): pass": "multiple assignments to name 'x' in pattern",
    "case [x, ([x, 1] | [x, 2])]: pass": "multiple assignments to name 'x' in pattern",
    "case [x] | [y]: pass": "alternative patterns bind different names",
    "case [x] | {'a': _}: pass": "alternative patterns bind different names",
    "case [x] | [x, y]: pass": "alternative patterns bind different names",
    "case {'a': 1, 'a': 2}: pass": "mapping pattern checks duplicate key ('a')",
    "case {1: _, 1.0: _}: pass": "mapping pattern checks duplicate key (1.0)",
    "case {-1: _, -1: _}: pass": "mapping pattern checks duplicate key (-1)",
}


@pytest.mark.parametrize("cases", REFUSED)
def test_refused_as_cpython_does(cases: str) -> None:
    text = f"class C: pass\nmatch 1:\n    {cases}\n"
    (found,) = errors(text)
    assert found.partition(" ")[2].partition(" - ")[0] == REFUSED[cases]
    with pytest.raises(SyntaxError) as caught:
        compile(text, "x", "exec")
    assert caught.value.msg == REFUSED[cases]


@pytest.mark.parametrize("cases", [
    "case x if x: pass\n    case 1: pass",
    "case [x] | [_, x]: pass",
    "case 1 | _: pass",
    "case {'a': x, **y}: pass",
    "case [_, _, *_]: pass",
    "case [x, y] | {'y': y, 'x': x}: pass",
])
def test_accepted_as_cpython_does(cases: str) -> None:
    text = f"match 1:\n    {cases}\n"
    assert errors(text) == []
    compile(text, "x", "exec")


def test_several_mistakes_are_all_shown_at_their_places() -> None:
    assert errors("""
        match 1:
            case [a, a] | [b]: pass
            case rest: pass
            case {"k": v, "k": w}: unknown
        """) == [
        "3:14 multiple assignments to name 'a' in pattern - compare two names in a guard",
        "3:19 alternative patterns bind different names - 'a', 'b' must be bound by all or none",
        "4:10 name capture 'rest' makes remaining patterns unreachable - "
        "put it last; a name here is bound, not compared",
        "5:19 mapping pattern checks duplicate key ('k') - leave one out",
        "5:28 name 'unknown' is not defined - did you mean 'now'?",
    ]


def test_a_name_of_a_pattern_is_bound_as_by_assignment() -> None:
    assert errors("""
        def f(x):
            match x:
                case [a, *b] if a: return a, b, c
                case {"k": v, **rest}: return v, rest, a
        print(v)
        """) == ["4:41 name 'c' is not defined", "6:7 name 'v' is not defined"]


def test_literals_are_compared_and_the_subject_dropped() -> None:
    assert instructions(textwrap.dedent("""
        match f:
            case 1: a = 1
            case _: a = 2
        f = 1
        """))[:12] == [
        "LOAD_GLOBAL f", "COPY 1", "LOAD_CONST 1", "COMPARE ==", "JUMP_IF_FALSE L1", "POP", "LOAD_CONST 1",
        "STORE_GLOBAL a", "JUMP L2", "POP", "LOAD_CONST 2", "STORE_GLOBAL a",
    ]

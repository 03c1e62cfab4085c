"""Programs that once held their interpreter for hours, or for ever."""

from __future__ import annotations

import time

import pytest

from flowmetal import vm, wire
from tests.vm.driver import SEED, START_US, program

FEW = vm.Limits(instructions=2_000_000)


def end(text: str, limits: vm.Limits = FEW) -> dict:
    """How the process ends; no slice of its work may take long."""
    machine = vm.Machine(program(text, ("json",) if "import json" in text else ()), limits)
    machine.deliver(
        vm.Event("start", START_US, {"args": [], "kwargs": {}, "seed": SEED, "url": None, "pid": "p"})
    )
    idle = False
    while not idle:
        begun = time.process_time()
        idle = machine.run(20_000)
        assert time.process_time() - begun < 20  # hours, once; the machine that runs the tests may be slow
    return next(effect.data for effect in machine.take_effects() if effect.kind == "end")


TWINS = "one = two = []\nfor _ in range(60):\n    one, two = [one, one], [two, two]\n"


@pytest.mark.parametrize("text", [
    "print([n for n in range(10 ** 18) if n < 0])",
    "next(n for n in range(10 ** 18) if n < 0)",
    "list(zip(range(10 ** 18), range(10 ** 18)))",
    "list(enumerate(reversed(range(10 ** 18))))",
    "kind = str\nfor _ in range(60):\n    kind = (kind, kind)\nisinstance(3, kind)",
    TWINS + "perform('t', one)",
    TWINS + "import json\njson.dumps(one)",
    "million = [1] * 10 ** 6\nwhile True:\n    5 in million",
    "big = 3 ** 600000\nwhile True:\n    big // 7 ** 300000",
    "def nest(n):\n    try:\n        raise ValueError(n)\n    except ValueError:\n        nest(n + 1)\nnest(0)",
    """
class A: pass
while True:
    class A(A): pass
""",
])
def test_it_ends(text: str) -> None:
    assert end(text)["error"]["type"] == "LimitExceeded"


def test_lists_that_are_twins_of_lists() -> None:
    assert end(TWINS + "one in [two]")["error"]["type"] == "LimitExceeded"


def test_a_cycle_of_contexts() -> None:
    text = """
def main():
    one, two = ValueError(1), ValueError(2)
    one.__context__, two.__context__ = two, one
    try:
        raise KeyError
    except KeyError as error:
        error.__context__ = one
        try:
            raise IndexError
        except IndexError:
            return "out"
"""
    assert end(text)["value"] == "out"


def test_keys_nested_deeper_than_the_host_can_hash() -> None:
    text = """
def main():
    key = ()
    for _ in range(100000):
        key = (key,)
    found = []
    for use in (lambda: {}[key], lambda: {}.get(key), lambda: {1}.discard(key), lambda: hash(key)):
        try:
            use()
        except RecursionError:
            found.append("refused")
    return found
"""
    assert end(text)["value"] == ["refused"] * 4


def test_views_compare_values_nested_deeper_than_the_host_can() -> None:
    text = """
def nested():
    made = ()
    for _ in range(100000):
        made = (made,)
    return made

def main():
    view, other = {1: nested()}.items(), (1, nested())
    print(other in view, view.isdisjoint([other]))
    for use in (lambda: view & [other], lambda: [other] & view, lambda: view & {1: other[1]}.items()):
        try:
            use()
        except RecursionError as error:
            print(error)
"""
    assert end(text)["status"] == "done"


def test_the_limit_stops_at_the_same_instruction_however_the_work_is_sliced() -> None:
    loaded = program("n = 0\nwhile True:\n    n += 1\n    print(n)\n")
    counts = set()
    for budget in (137, 1000, 20_000, 10**9):
        machine = vm.Machine(loaded, vm.Limits(instructions=50_000))
        machine.deliver(
            vm.Event("start", START_US, {"args": [], "kwargs": {}, "seed": SEED, "url": None, "pid": "p"})
        )
        while not machine.run(budget):
            pass
        counts.add(len(machine.take_effects()))
    assert len(counts) == 1


def test_what_comes_from_outside_may_nest_as_deep_as_it_can_be_packed() -> None:
    value: list = []
    for _ in range(500):
        value = [value]
    data = wire.unpack(wire.pack({"channel": "a", "value": value}))
    machine = vm.Machine(program("""
def main():
    value, depth = receive("a"), 0
    while value:
        value, depth = value[0], depth + 1
    return depth
"""))
    start = {"args": [], "kwargs": {}, "seed": SEED, "url": None, "pid": "p"}
    for kind, given in (("start", start), ("message", data)):
        machine.deliver(vm.Event(kind, START_US, given))
        while not machine.run(1000):
            pass
    assert machine.take_effects()[-1].data["value"] == 500


def test_output_without_a_wait_is_bounded() -> None:
    loop = "while True:\n    print('x' * 1000)"
    assert end(loop, vm.Limits(printed=50_000))["error"]["message"].startswith("more than 50000 characters of output")
    assert end(loop, vm.Limits(effects=50))["error"]["message"].startswith("more than 50 requests and lines")


DEEP = "key = ()\nfor _ in range(250000):\n    key = (key,)\nd = {1: 2}\n"
FROZEN = 'class Pair:\n    __frozen_fields__ = ("a",)\ndef pair(a):\n    made = Pair()\n    made.a = a\n    return made\n'


@pytest.mark.parametrize("use", [
    "d.keys() & [key]", "(key, 1) in d.items()", "d.keys().isdisjoint([key])", "d.items() & [(key, 1)]",
    "{1: key}.items() ^ [(1, 1)]", "{pair(key): 1}", "hash(pair(key))", "d[pair(key)]",
])
def test_keys_that_would_overflow_the_stack_of_the_host(use: str) -> None:
    assert end(DEEP + FROZEN + use, vm.Limits())["error"]["type"] == "RecursionError"


@pytest.mark.parametrize("use", ["{one: 1}", "hash(one)", "one in [two]"])
def test_frozen_instances_of_twins(use: str) -> None:
    build = FROZEN + "one = two = 1\nfor _ in range(60):\n    one, two = pair((one, one)), pair((two, two))\n"
    assert end(build + use)["error"]["type"] == "LimitExceeded"

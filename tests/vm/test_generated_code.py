"""Generated code against the interpreter: same output, same end, same states, wherever it has to be left.

`FLOWMETAL_LOCKSTEP=on` runs the whole suite so (`make lockstep`); here are the programs that were made for it.
"""

from __future__ import annotations

import pytest

from flowmetal import vm
from flowmetal.vm import calls, interpreter
from flowmetal.vm.jit import entering
from flowmetal.vm.jit.lockstep import Check, Difference
from tests.vm.driver import SEED, START_US, program, run

PROGRAMS = {
    "recursion deeper than the host's stack": """
def down(n):
    return 0 if n == 0 else 1 + down(n - 1)
print(down(5000))
""",
    "a wait in the middle of an expression": """
def ask(n):
    return await perform("echo", n)
def both(n):
    return n * 10 + (ask(n) + len([1, 2]) * ask(n + 1))
print([both(n) for n in range(30)])
""",
    "errors that are caught, and some that are not": """
def parse(text):
    try:
        return int(text)
    except ValueError as error:
        return len(error.args[0])
    finally:
        seen.append(text)
seen = []
print([parse(str(n) if n % 3 else "x" * n) for n in range(60)], len(seen))
def chain(n):
    try:
        return 1 // n
    except ZeroDivisionError as error:
        raise KeyError(n) from error
found = []
for n in [1, 0] * 20:
    try:
        found.append(chain(n))
    except KeyError as error:
        found.append((error.args, type(error.__cause__).__name__, type(error.__context__).__name__))
print(found)
chain(0)
""",
    "generators, also shared ones": """
def numbers(n):
    for i in range(n):
        yield i
def pairs(source):
    for one in source:
        yield one, next(source, None)
print(list(pairs(numbers(51))))
half = numbers(100)
for n in half:
    if n == 40:
        break
print(next(half), sum(half), next(half, "done"))
def both(n):
    yield from numbers(n)
    yield from (i * i for i in numbers(n) if i % 2)
print([*both(30)], sum(both(40)))
""",
    "methods that an instance or a changed class hides": """
class Thing:
    def __init__(self, n):
        self.n = n
    def twice(self):
        return self.n * 2
    @property
    def name(self):
        return f"thing {self.n}"
things = [Thing(n) for n in range(40)]
print(sum(thing.twice() for thing in things))
things[3].twice = lambda: 1000
print(sum([thing.twice() for thing in things]), things[3].name)
Thing.twice = lambda self: -self.n
print(sum([thing.twice() for thing in things]))
things[4].__dict__["twice"] = lambda: 7
print(sum([thing.twice() for thing in things]))
""",
    "names that change while a loop runs": """
def step(n):
    return n + 1
def other(n):
    return n + 100
total = 0
for n in range(80):
    total += step(n)
    if n == 60:
        step = other
        len = sum
print(total, len([1, 2]))
""",
    "operands of many kinds at one place": """
def add(a, b):
    return a + b
def times(a, b):
    return a * b
print([add(a, b) for a, b in [(1, 2), ("a", "b"), ([1], [2]), ((1,), (2,)), (1.5, 2), (True, 1), (1s, 2m)] * 9][-7:])
print([times(a, b) for a, b in [(3, 4), ("ab", 2), (2, [1]), (1.5, 2.5), (10**30, 10**30), (2s, 3)] * 9][-6:])
""",
    "lists, dicts and sets that grow under their loops": """
items = [1]
for item in items:
    if len(items) < 300:
        items.append(item + 1)
print(len(items), items[-1])
table = {n: n for n in range(50)}
try:
    for key in table:
        if key == 45:
            table["new"] = 1
except RuntimeError as error:
    print(error)
print(sorted({n % 7 for n in range(100)}), {n: n * n for n in range(60)}[59])
""",
    "loops left in every way": """
def find(rows, wanted):
    for at, row in enumerate(rows):
        for cell in row:
            if cell == wanted:
                return at
            if cell < 0:
                break
        else:
            continue
        break
    else:
        return "nowhere"
    return "negative"
rows = [[n, n + 1, n + 2] for n in range(0, 300, 3)]
print([find(rows, n) for n in (0, 150, 299, 1000)], find([[1], [-1], [5]], 5))
n = 0
while True:
    n += 1
    if n % 2: continue
    if n > 200 and not n % 10: break
else:
    n = -1
print(n, 1 < n < 500 and n != 7 or "no")
""",
    "a built-in that calls back, and waits there": """
def key(n):
    if n == 20:
        sleep(1s)
    return -n % 7, n
print(sorted(range(40), key=key), max(range(30), key=lambda n: (n % 11, await perform("echo", n))))
""",
}


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything is hot."""
    monkeypatch.setattr(calls, "HOT_CALLS", 0)
    monkeypatch.setattr(interpreter, "HOT_LOOP", 0)


@pytest.mark.usefixtures("at_once")
@pytest.mark.parametrize("name", PROGRAMS)
def test_same_as_the_interpreter(name: str) -> None:
    interpreted = program(PROGRAMS[name])
    interpreted.generated = False
    wanted = run(interpreted)
    loaded = program(PROGRAMS[name])
    got = run(loaded)
    assert got.output == wanted.output and got.end == wanted.end
    assert got.states == wanted.states
    assert any(code.cache.get("made") for code in loaded.bundle.modules["__main__"].codes), "nothing was generated"


@pytest.mark.usefixtures("at_once")
@pytest.mark.parametrize("budget", [6000, 9973, 50_000])
@pytest.mark.parametrize("name", PROGRAMS)
def test_same_however_it_is_sliced(name: str, budget: int) -> None:
    wanted = run(program(PROGRAMS[name]))
    loaded = program(PROGRAMS[name])
    machine = vm.Machine(loaded)
    data = {"args": [], "kwargs": {}, "seed": SEED, "url": "http://here", "pid": "p1"}
    machine.deliver(vm.Event("start", START_US, data))
    while not machine.run(budget):
        pass
    first = [effect.data["text"] for effect in machine.take_effects() if effect.kind == "output"]
    assert wanted.output.startswith("".join(first))
    if machine.status == "waiting":
        assert vm.encode(machine) == wanted.states[min(wanted.states)]


@pytest.mark.usefixtures("at_once")
def test_sizes_are_limited_in_generated_code() -> None:
    text = "def grow(x):\n    for _ in range(100):\n        x = x {} x\n    return x\ngrow({!r})\n"
    for operator, start in (("+", "ab"), ("*", 10**9), ("+", [1])):
        got = run(program(text.format(operator, start)))
        assert got.error[0] == "LimitExceeded"


def test_the_switch() -> None:
    text = "def f(n):\n    return n + 1\nfor n in range(500):\n    f(n)\n"
    loaded = program(text)
    loaded.generated = False
    run(loaded)
    assert not any(code.cache.get("made") for code in loaded.bundle.modules["__main__"].codes)


@pytest.mark.usefixtures("at_once")
def test_lock_step_notices(monkeypatch: pytest.MonkeyPatch) -> None:
    """With generated code that is wrong, the check says so."""
    monkeypatch.setitem(entering.ENVIRONMENT, "sized", lambda value: value + 1)
    machine = vm.Machine(program("def f(a, b):\n    return a + b\nfor n in range(300):\n    print(f(n, 1 << 1001))\n"))
    event = vm.Event("start", START_US, {"args": [], "kwargs": {}, "seed": SEED, "url": None, "pid": "p"})
    check = Check(machine, event)
    machine.deliver(event)
    machine.run(10_000_000)
    with pytest.raises(Difference):
        check.compare(machine)

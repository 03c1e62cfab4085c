"""Generated programs that wait in every sort of place.

`programs()` is a hypothesis strategy of whole programs. They always end: loops are over short ranges, functions call
only functions defined before them. Expressions may raise; that is part of what is compared.
"""

from __future__ import annotations

from hypothesis import strategies as st

NAMES = ("a", "b", "c", "d")
INDENT = "    "


def indented(lines: list[str]) -> list[str]:
    return [INDENT + line for line in lines]


def joined(*parts: list[str]) -> list[str]:
    return [line for part in parts for line in part]


@st.composite
def expression(draw: st.DrawFn, depth: int, functions: tuple[str, ...]) -> str:
    leaf = st.sampled_from([*NAMES, "1", "2", "-3", "0", "'x'", "[]", "None", "items", "box"])
    if depth <= 0:
        return draw(leaf)
    sub = expression(depth - 1, functions)
    kind = draw(st.integers(0, 15))
    x, y = draw(sub), draw(sub)
    if kind == 0:
        return draw(leaf)
    if kind == 1:
        return f"({x} {draw(st.sampled_from(['+', '-', '*', '//', '%', 'and', 'or', '==', '<', 'is', 'in']))} {y})"
    if kind == 2:
        return f"ask({x})"
    if kind == 3:
        return f"[{x}, {y}]"
    if kind == 4:
        return f"({x}, ask({y}))"
    if kind == 5:
        return f"{{'k': {x}, 'm': {y}}}"
    if kind == 6:
        return f"[ask(v) for v in [{x}, {y}] if v is not None]"
    if kind == 7:
        return f"f'<{{ {x} }}:{{ask({y})!r}}>'"
    if kind == 8:
        return f"({x} if {y} else ask(0))"
    if kind == 9 and functions:
        return f"{draw(st.sampled_from(functions))}({x}, k={y})"
    if kind == 10:
        return f"(lambda v: (v, ask(v)))({x})"
    if kind == 11:
        return f"sorted([1, 3, 2], key=lambda v: ask(-v))[{draw(st.sampled_from('012'))}]"
    if kind == 12:
        return f"list(generate({draw(st.sampled_from('0123'))}))"
    if kind == 13:
        return f"Point({x}, {y}) + Point(1, ask(1))"
    if kind == 14:
        return f"{{ask(1), 2}} | {{{draw(st.sampled_from('123'))}}}"
    return f"(await async ask({x}))"


@st.composite
def statements(draw: st.DrawFn, depth: int, functions: tuple[str, ...], in_function: bool, in_loop: bool) -> list[str]:
    count = draw(st.integers(1, 3))
    return joined(*[draw(statement(depth, functions, in_function, in_loop)) for _ in range(count)])


@st.composite
def statement(draw: st.DrawFn, depth: int, functions: tuple[str, ...], in_function: bool, in_loop: bool) -> list[str]:
    value = expression(2, functions)
    name = draw(st.sampled_from(NAMES))
    kind = draw(st.integers(0, 18 if depth > 0 else 6))

    def body(loop: bool = in_loop) -> list[str]:
        return indented(draw(statements(depth - 1, functions, in_function, loop)))

    if kind == 0:
        return [f"{name} = {draw(value)}"]
    if kind == 1:
        return [f"print({name!r}, {draw(value)})"]
    if kind == 2:
        return [f"sleep({draw(st.sampled_from(['1s', '10ms', '3s']))})"]
    if kind == 3:
        return [f"{name} = ask({draw(value)})"]
    if kind == 4:
        return [f"items.append({draw(value)})"] if draw(st.booleans()) else ["box.append(box)"]
    if kind == 5:
        if in_loop:
            return [f"if {draw(value)}: {draw(st.sampled_from(['break', 'continue']))}"]
        return [f"raise ValueError({draw(value)})"]
    if kind == 6:
        return [f"{name}, *rest = [{draw(value)}, 2, 3]", f"print(rest, {name})"]
    if kind in (7, 8):
        return joined([f"for {name} in range({draw(st.integers(1, 3))}):"], body(True), ["else:"], body(in_loop))
    if kind in (9, 10):
        return joined(
            ["try:"], body(), ["except (TypeError, ValueError) as error:"], ["    print(type(error).__name__, error)"],
            body(), ["finally:"], body(False),
        )
    if kind == 11:
        return joined([f"if {draw(value)}:"], body(), ["else:"], body())
    if kind == 12:
        return joined(
            ["task = async do:"], indented(["sleep(1s)", f"x = {draw(value)}", "items.append(1)", "(x, len(items))"]),
            [f"{name} = await task"],
        )
    if kind == 13:
        return joined(
            ["try:", f"    with timeout({draw(st.sampled_from(['500ms', '2s', '9s']))}):"], indented(body(False)),
            ["except TimeoutError as late:", "    print(late)"],
        )
    if kind == 14:
        return joined(["with Manager(ask('m')):"], body())
    if kind == 15:
        return joined([f"for index, {name} in enumerate(generate(2)):"], body(True))
    if kind == 16:
        return joined([f"while len(items) < {draw(st.integers(0, 6))}:"], ["    items.append(ask(0))"], body(True))
    if kind == 17:
        return [f"print(gather(async ask({draw(value)}), async ask({draw(value)})))"]
    return joined([f"{name} = run_block() do:"], body(False))


PREAMBLE = """\
from tasks import gather
items = []
box = []
a = b = c = d = 1
class Point:
    def __init__(self, x, y):
        self.x, self.y = x, y
    def __add__(self, other):
        sleep(10ms)
        return Point((self.x, other.x), ask((self.y, other.y)))
    def __repr__(self):
        return f"P({self.x!r}, {ask(self.y)!r})"
class Manager:
    def __init__(self, name):
        self.name = name
    def __enter__(self):
        print("enter", self.name)
        sleep(1ms)
        return self
    def __exit__(self, kind, error, trace):
        sleep(1ms)
        print("exit", kind)
        return False
def ask(value):
    global asked
    asked += 1
    if asked > 60:
        exit(9)
    return await perform("echo", asked) and value
asked = 0
def generate(count):
    for number in range(count):
        yield ask(number)
    print("generated")
def run_block(body):
    first = body()
    sleep(1s)
    return first
"""


@st.composite
def programs(draw: st.DrawFn) -> str:
    lines = PREAMBLE.splitlines()
    functions: tuple[str, ...] = ()
    for number in range(draw(st.integers(0, 2))):
        name = f"f{number}"
        body = draw(statements(1, functions, True, False))
        lines += [f"def {name}(a, b=2, *, k=None):", "    c = d = 0", *indented(body), "    return ask((a, k, c))"]
        functions += (name,)
    lines += draw(statements(2, functions, False, False))
    return "\n".join(lines) + "\n"

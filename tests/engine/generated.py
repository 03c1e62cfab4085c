"""Random programs that wait: nested calls, loops, handlers, closures, cycles, generators and tasks, all at once.

`program(seed)` gives source text whose run depends on the seed and the outcomes only. Every program ends.
"""

from __future__ import annotations

import random

HEAD = '''
def ask(value):
    return await perform("echo", value)

class Node:
    def __init__(self, label, parent=None):
        self.label, self.parent, self.children = label, parent, []
        if parent is not None:
            parent.children.append(self)

    def path(self):
        return [self.label] if self.parent is None else self.parent.path() + [self.label]

class Refused(Exception):
    pass

def pairs(items):
    for n, item in enumerate(items):
        got = yield (n, item)
        if got:
            yield ("sent", got)

def counter():
    count = 0
    def step(by=1):
        nonlocal count
        count += by
        return count
    return step

def main():
    log = []
    cyclic = [1]
    cyclic.append(cyclic)
    shared = {"list": cyclic, "set": {3, 1, 2}}
    root = Node("root")
    node = root
    step = counter()
'''
TAIL = '''
    print(len(log), step(0), cyclic[1][1][0], list(shared["set"]), node.path())
    return log
'''


def program(seed: int, size: int = 12) -> str:
    rand = random.Random(seed)
    lines: list[str] = []
    _suite(rand, lines, 1, size, 0)
    return HEAD + "\n".join(lines) + TAIL


def _suite(rand: random.Random, lines: list[str], indent: int, size: int, depth: int) -> None:
    for _ in range(max(1, size)):
        _statement(rand, lines, indent, depth)


def _statement(rand: random.Random, lines: list[str], indent: int, depth: int) -> None:
    pad = "    " * indent
    name = f"v{indent}_{len(lines)}"
    simple = [
        [f"log.append(ask({rand.randrange(100)}))"],
        [f"log.append([step(), ask('{rand.choice('abc')}') + str(step())])"],
        [f"node = Node(ask({rand.randrange(9)}), node)", "log.append(node.path())"],
        [f"shared['{name}'] = [n * ask(n) for n in range({rand.randrange(1, 4)})]"],
        [f"shared['set'].add(ask({rand.randrange(9)}))", "log.append(list(shared['set']))"],
        [f"sleep({rand.randrange(1, 50)}ms)", "print('slept', step())"],
        [f"{name} = [async ask(n) for n in range({rand.randrange(1, 4)})]", f"log.append([await t for t in {name}])"],
        [f"{name} = pairs([ask(1), 'x'])", f"log.append((next({name}), {name}.send(ask('s')), list({name})))"],
        ["print('line', f'{step()!r:>4}', len(shared))"],
        [f"{name} = lambda x, d={rand.randrange(9)}: ask(x) + d", f"log.append({name}(step()))"],
        ["log.append(sorted([ask(n) for n in (3, 1, 2)], key=lambda n: ask(-n)))"],
        [f"log.append(shared['list'][1] is shared['list'] and ask({rand.randrange(9)}))"],
    ]
    kind = rand.randrange(14) if depth < 3 else 0
    if kind < 8:
        lines.extend(pad + line for line in rand.choice(simple))
        return
    inside = rand.randrange(1, 4)
    if kind in (8, 9):
        lines.append(f"{pad}for {name} in range({rand.randrange(1, 4)}):")
        _suite(rand, lines, indent + 1, inside, depth + 1)
        if rand.random() < 0.3:
            lines.append(f"{pad}    if step() % 3 == 0: break")
            lines.append(f"{pad}else:")
            lines.append(f"{pad}    log.append('whole')")
    elif kind in (10, 11):
        lines.append(f"{pad}try:")
        _suite(rand, lines, indent + 1, inside, depth + 1)
        lines.append(f"{pad}    if step() % 2: raise {rand.choice(['Refused', 'KeyError', 'ValueError'])}(ask('why'))")
        lines.append(f"{pad}except (Refused, LookupError) as e:")
        lines.append(f"{pad}    log.append(repr(e) + str(ask(1)))")
        if rand.random() < 0.7:
            lines.append(f"{pad}except Exception:")
            lines.append(f"{pad}    log.append('other')")
        lines.append(f"{pad}finally:")
        _suite(rand, lines, indent + 1, 1, depth + 1)
    elif kind == 12:
        lines.append(f"{pad}def {name}(a, *rest, k=ask(2), **named):")
        lines.append(f"{pad}    held = [a, rest, k, named]")
        lines.append(f"{pad}    log.append(ask(step()))")
        lines.append(f"{pad}    return held if a <= 0 else {name}(a - 1, *rest, held, k=k, x=ask(a))")
        lines.append(f"{pad}log.append(len({name}({rand.randrange(3)}, 'r')))")
    else:
        lines.append(f"{pad}{name} = async do:")
        lines.append(f"{pad}    inner = ask({rand.randrange(9)})")
        lines.append(f"{pad}    log.append(('task', inner, ask('t')))")
        lines.append(f"{pad}    inner")
        _suite(rand, lines, indent, 1, depth + 1)
        lines.append(f"{pad}log.append(await {name})")

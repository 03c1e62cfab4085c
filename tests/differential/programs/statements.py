def attempt(*thunks):
    for thunk in thunks:
        try:
            print(repr(thunk()))
        except BaseException as error:
            print(type(error).__name__, str(error), sep=": ")


#--- if, elif, else
for n in range(-1, 4):
    if n < 0: print("neg")
    elif n == 0: print("zero")
    elif n < 3:
        if n == 1: print("one")
        else: print("two")
    else: print("many")
if []: pass
elif {}: pass
else: print("empty")
#--- while with else, break, continue
n = 0
while n < 5:
    n += 1
    if n == 2: continue
    if n == 4: break
    print(n)
else: print("no")
while n > 0: n -= 1
else: print("else", n)
while True:
    while True: break
    else: print("never")
    break
#--- for with else, break, continue
for x in "abc":
    if x == "b": continue
    print(x)
else: print("done", x)
for x in range(5):
    for y in range(5):
        if y == 2: break
        if x == 1: continue
        print(x, y)
    else: print("inner else")
    if x == 2: break
else: print("outer else")
for i in range(3): i = i * 10; print(i)
print(i)
for i in []: pass
else: print("empty")
#--- targets of for
class C: pass
c, l, d = C(), [0], {}
for c.x in range(2): pass
for l[0] in "ab": pass
for d["k"], *d["r"] in [(1, 2, 3)]: pass
for (a, b), e in {(1, 2): 3}.items(): print(a, b, e)
for a, in [[1], (2,)]: print(a)
print(c.x, l, d)
#--- with statements
class M:
    def __init__(self, name, swallow=False, fail=""): self.name, self.swallow, self.fail = name, swallow, fail
    def __enter__(self):
        print("enter", self.name)
        if self.fail == "enter": raise ValueError("enter " + self.name)
        return self.name.upper()
    def __exit__(self, kind, error, trace):
        print("exit", self.name, kind and kind.__name__, error)
        if self.fail == "exit": raise KeyError("exit " + self.name)
        return self.swallow
with M("a") as a, M("b") as b: print(a, b)
with (M("c") as c, M("d"),): print(c)
with M("e", True): raise ValueError("swallowed")
with M("f", 1), M("g"): 1 / 0
def t1():
    with M("h"): raise ValueError("out")
def t2():
    with M("i", fail="enter"): print("never")
def t3():
    with M("j", fail="exit"): raise ValueError("body")
def t4():
    with M("k", True), M("l", fail="enter"): print("never")
    return "swallowed"
def t5():
    with M("m"): return "returned"
def t6():
    for x in range(3):
        with M(f"n{x}"):
            if x == 0: continue
            break
    return x
def t7():
    with M("o", True):
        with M("p", fail="exit"): pass
    return "p swallowed"
attempt(t1, t2, t3, t4, t5, t6, t7)
#--- with targets and forms
class M:
    def __enter__(self): return (1, [2, 3])
    def __exit__(self, *a): pass
with M() as (a, [b, c]): print(a, b, c)
class O: pass
o, d = O(), {}
with M() as o.x, M() as d["k"]: print(o.x, d)
with (M()) as m: print(m)
with (M() as p): print(p)
with M(), M() as q: print(q)
#--- with refused
class A: pass
class B:
    def __enter__(self): return 1
class C:
    def __exit__(self, *a): return 1
def t(m):
    with m: pass
attempt(lambda: t(A()), lambda: t(B()), lambda: t(C()), lambda: t(5), lambda: t(None), lambda: t(A))
#--- exit sees the error with its context
class M:
    def __enter__(self): return self
    def __exit__(self, k, e, t):
        self.seen = (k, e, t is None)
        if e: raise KeyError("from exit")
try:
    with M() as m: raise ValueError("body")
except KeyError as e:
    print(repr(e.__context__), m.seen[0].__name__, m.seen[1])
with M() as m: pass
print(m.seen)
#--- exit's truth
class M:
    def __init__(self, r): self.r = r
    def __enter__(self): pass
    def __exit__(self, *a): return self.r
class T:
    def __bool__(self): print("asked"); return True
def t(r):
    with M(r): raise ValueError("x")
    return "swallowed"
attempt(*[lambda r=r: t(r) for r in (0, 1, "", "a", [], [0], None, T())])
#--- chained assignment and multiple targets
a = b = c = [1]
a.append(2)
x = y, z = 1, 2
p = [q, r] = "st"
print(a, b is c, x, y, z, p, q, r)
i = l = [0, 1]
i[0] = j = l[1] = 9
print(i, l, j)
#--- pass, ellipsis, expressions as statements
pass
...
5; "text"; None
def f(): ...
class C: ...
print(f(), C.__name__, ...)
if 1: pass; print("one line")
#--- del of attributes, items, names in one
class C: pass
c = C(); c.x = 1
d = {"a": 1, "b": 2}; l = [1, 2, 3, 4]; n = 5
del c.x, d["a"], l[0], l[-1:], n
print(c.__dict__, d, l)
try: n
except NameError as e: print(e)
def bad():
    del c.x
attempt(bad)
#--- conditional expressions and boolean operators nest
def f(x): return "neg" if x < 0 else "zero" if x == 0 else "pos" if x < 10 else "big"
print([f(x) for x in (-1, 0, 5, 50)], (1 and 2) or 3, 1 and (0 or 3), not 1 or 2, (lambda: 1 if 0 else 2)(), [1, 2][0 if True else 1])
#--- match: values and captures
def f(x):
    match x:
        case 0: return "zero"
        case 1 | 2: return "small"
        case -1: return "minus"
        case 1.5: return "float"
        case "a" | "b": return "letter"
        case b"x": return "bytes"
        case None: return "none"
        case True: return "never: True == 1"
        case str() as s if len(s) > 3: return f"long {s}"
        case [] | (): return "empty"
        case [x]: return f"one {x}"
        case [x, y]: return f"two {x} {y}"
        case [first, *rest]: return f"first {first} rest {rest}"
        case {"k": v, **rest}: return f"k {v} {rest}"
        case {}: return "mapping"
        case _: return "other"
for x in (0, 1, 2, -1, 1.5, "a", "abcd", "xyz", b"x", None, True, [], (), [1], (1, 2), [1, 2, 3], {"k": 1, "l": 2}, {"z": 1}, {1}, range(2), 3.5):
    print(f(x))
#--- match: classes
class P:
    __match_args__ = ("x", "y")
    def __init__(self, x, y): self.x, self.y = x, y
class Q(P): pass
def f(o):
    match o:
        case P(0, 0): return "origin"
        case Q(x, y=5): return f"Q5 {x}"
        case P(x, 0): return f"on x {x}"
        case P(x=a, y=b) if a == b: return f"diagonal {a}"
        case P(): return "a point"
        case int(n) | float(n): return f"number {n}"
        case str(s): return f"text {s}"
        case (P(x, _), [*_, last]): return f"pair {x} {last}"
        case list([a, (b, c)]): return f"nested {a} {b} {c}"
        case dict(): return "dict"
        case _: return "else"
for o in (P(0, 0), Q(1, 5), P(2, 0), P(3, 3), P(1, 2), 5, 2.5, True, "t", (P(7, 1), [1, 2]), [1, (2, 3)], {}, None):
    print(f(o))
def bad1(o):
    match o:
        case P(a, b, c): pass
def bad2(o):
    match o:
        case int(a, b): pass
class N: pass
def bad3(o):
    match o:
        case N(a): pass
attempt(lambda: bad1(P(1, 2)), lambda: bad2(5), lambda: bad3(N()))
#--- match: constants with dots, guards, captures that leak
class Color: RED = "r"; BLUE = "b"
def f(c):
    match c:
        case Color.RED: return "red"
        case Color.BLUE: return "blue"
        case x if x in "xyz": return "guarded " + x
        case [Color.RED, *_]: return "list of red"
    return "none"
print(f("r"), f("b"), f("x"), f(["r", 1]), f("qq") if False else f("yz"))
match (1, (2, 3)):
    case (a, (b, c)) as whole: pass
print(a, b, c, whole)
match {"a": 1, "b": {"c": [1, 2]}}:
    case {"a": int(n), "b": {"c": [_, x]}}: print(n, x)
match 5:
    case 6: print("no")
print("after")
match = [1]
match[0] = 2
print(match, match[0])
#--- match: sequences that are none
def f(x):
    match x:
        case [a, b]: return "seq"
        case _: return "no"
class S:
    def __len__(self): return 2
    def __getitem__(self, i): return i
print(f("ab"), f(b"ab"), f({1, 2}), f({1: 2, 3: 4}), f(range(2)), f(S()), f(iter([1, 2])), f((1, 2)))
def g(x):
    match x:
        case "a", "b": return 1
        case [[a], [b, *c], *d]: return a, b, c, d
        case (1 | 2 as n, _): return n
print(g(("a", "b")), g([[1], [2, 3, 4], 5, 6]), g([2, None]), g([3, 4]))
#--- scopes: functions in loops and conditionals
fs = []
for i in range(3):
    def f(n=i): return n, i
    fs.append(f)
print([f() for f in fs])
if False:
    hidden = 1
def g():
    try: return hidden
    except NameError as e: return str(e)
print(g())
#--- programs: sieve, gcd, collatz
def sieve(n):
    marks = [True] * (n + 1)
    for i in range(2, int(n ** 0.5) + 1):
        if marks[i]:
            for j in range(i * i, n + 1, i): marks[j] = False
    return [i for i in range(2, n + 1) if marks[i]]
def gcd(a, b):
    while b: a, b = b, a % b
    return a
def collatz(n):
    steps = 0
    while n != 1: n, steps = (n // 2 if n % 2 == 0 else 3 * n + 1), steps + 1
    return steps
print(sieve(30), gcd(48, 36), collatz(7))
#--- programs: word count, matrix, permutations
text = "the cat and the hat and the bat"
counts = {}
for w in text.split(): counts[w] = counts.get(w, 0) + 1
print(sorted(counts.items(), key=lambda p: (-p[1], p[0])))
m = [[1, 2], [3, 4]]
print([[sum(a * b for a, b in zip(r, c)) for c in zip(*m)] for r in m], list(map(list, zip(*m))))
def perms(s): return [s] if len(s) < 2 else [c + p for i, c in enumerate(s) for p in perms(s[:i] + s[i + 1:])]
print(perms("abc"))
#--- programs: bank with errors
class Funds(Exception): pass
class Account:
    def __init__(self, balance=0): self.balance, self.log = balance, []
    def move(self, n):
        if self.balance + n < 0: raise Funds(f"{self.balance} < {-n}")
        self.balance += n
        self.log.append(n)
def transfer(a, b, n):
    a.move(-n)
    try: b.move(n)
    except Funds:
        a.move(n)
        raise
a, b = Account(10), Account()
transfer(a, b, 7)
attempt(lambda: transfer(a, b, 5), lambda: transfer(b, a, 7))
print(a.balance, b.balance, a.log, b.log)
#--- programs: a parser of arithmetic
def parse(text):
    tokens = text.replace("(", " ( ").replace(")", " ) ").split()
    def expr():
        value = term()
        while tokens and tokens[0] in "+-":
            value = value + term() if tokens.pop(0) == "+" else value - term()
        return value
    def term():
        value = factor()
        while tokens and tokens[0] in "*/":
            value = value * factor() if tokens.pop(0) == "*" else value / factor()
        return value
    def factor():
        t = tokens.pop(0)
        if t == "(":
            value = expr()
            if tokens.pop(0) != ")": raise SyntaxError("no )")
            return value
        return int(t)
    return expr()
print(parse("1 + 2 * ( 3 - 1 ) / 4"))
attempt(lambda: parse("1 +"), lambda: parse("x"), lambda: parse("1 / 0"), lambda: parse("( 1 2"))
#--- programs: memo, queue, graph
def memo(f):
    seen = {}
    def g(*a):
        if a not in seen: seen[a] = f(*a)
        return seen[a]
    g.seen = seen
    return g
@memo
def fib(n): return n if n < 2 else fib(n - 1) + fib(n - 2)
print(fib(30), len(fib.seen))
graph = {"a": ["b", "c"], "b": ["d"], "c": ["d"], "d": []}
def bfs(start):
    queue, seen = [start], {start}
    while queue:
        node = queue.pop(0)
        yield node
        for n in graph[node]:
            if n not in seen: seen.add(n); queue.append(n)
print(list(bfs("a")))
def topo():
    done, out = set(), []
    def visit(n):
        if n in done: return
        done.add(n)
        for m in graph[n]: visit(m)
        out.insert(0, n)
    for n in graph: visit(n)
    return out
print(topo())
#--- hash is stable for equal values; repr of types
print(hash("a") == hash("a"), hash((1, "a")) == hash((1, "a")), hash(1.5) == hash(1.5), hash(None) == hash(None), repr(int), repr(type), repr(type(None)), str(list), repr(KeyError), int, [str, dict])
#--- dir, vars, id, callable, hasattr
class C:
    def __init__(self): self.a = 1
    def m(self): pass
c = C()
print("a" in dir(c), "m" in dir(c), "__init__" in dir(c), vars(c), id(c) == id(c), callable(c.m), callable(c), hasattr(c, "m"), hasattr(5, "real"))
attempt(lambda: vars(5), lambda: vars(), lambda: hasattr(c, 5), lambda: hasattr(c)) if False else None
#--- bytes and text do not mix
attempt(lambda: "a" + b"b", lambda: b"a" + "b", lambda: "a" in b"a", lambda: b"a" in "a", lambda: "".join([b"a"]), lambda: b"".join(["a"]), lambda: "a".replace(b"a", "b"), lambda: b"a".replace("a", b"b"), lambda: "a" == b"a", lambda: {"a": 1}.get(b"a"), lambda: "%s" % b"a", lambda: b"%s" % "a", lambda: "a".startswith(b"a"), lambda: b"a".split("a"))
#--- semicolons and odd layout
x = 1; y = 2; \
z = 3
if x: y = 5; z = 6
def f(a,
      b = 2,
      *,
      c = 3,
      ): return (a,
                 b, c)
print(x, y, z, f(1,
  c=9,
))
for i in 0, 1: print(i)
for i in *range(2), 5: print(i, end=" ")
print()

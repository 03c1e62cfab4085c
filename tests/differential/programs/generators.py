def attempt(*thunks):
    for thunk in thunks:
        try:
            print(repr(thunk()))
        except BaseException as error:
            print(type(error).__name__, str(error), sep=": ")


#--- generators run lazily
def g():
    print("start")
    x = yield 1
    print("got", x)
    y = yield 2
    print("got", y)
    return "end"
i = g()
print("made", next(i), i.send("a"))
try:
    i.send("b")
except StopIteration as e:
    print(e.value, e.args)
attempt(lambda: next(i), lambda: g().send(1), lambda: next(i, "default"))
#--- throw
def g():
    while True:
        try:
            x = yield "ready"
            print("x", x)
        except ValueError as e:
            print("caught", e)
            yield "recovered"
i = g()
print(next(i), i.throw(ValueError("v")), next(i), i.send(5))
attempt(lambda: i.throw(KeyError("k")), lambda: next(i), lambda: i.throw(ValueError("after")), lambda: g().throw(TypeError("fresh")))
i = g(); next(i)
print(i.throw(ValueError))
#--- close
def g():
    try:
        yield 1
        yield 2
    except GeneratorExit:
        print("exit")
        raise
    finally:
        print("finally")
i = g(); next(i); i.close(); i.close()
attempt(lambda: next(i))
j = g(); j.close()
def stubborn():
    try: yield 1
    except GeneratorExit: yield 2
k = stubborn(); next(k)
attempt(lambda: k.close())
def returns():
    try: yield 1
    except GeneratorExit: return 5
m = returns(); next(m)
print(m.close())
def raises():
    try: yield 1
    finally: 1 / 0
n = raises(); next(n)
attempt(lambda: n.close())
#--- yield from
def inner():
    x = yield 1
    print("inner got", x)
    try:
        yield 2
    except ValueError as e:
        print("inner caught", e)
        yield 3
    return "inner result"
def outer():
    r = yield from inner()
    print("r", r)
    r2 = yield from [10, 20]
    print("r2", r2)
    yield from ()
    return "done"
i = outer()
print(next(i), i.send("s"), i.throw(ValueError("t")), next(i), next(i))
attempt(lambda: next(i))
attempt(lambda: list((lambda: (yield from 5))()))
#--- yield from user iterators
class It:
    def __init__(self): self.n = 0
    def __iter__(self): return self
    def __next__(self):
        self.n += 1
        if self.n > 2: raise StopIteration("value")
        return self.n
    def send(self, v): print("sent", v); return next(self)
    def throw(self, *e): print("thrown", e[0].__class__.__name__ if len(e) == 1 else e); raise e[0]
    def close(self): print("closed")
def g():
    r = yield from It()
    print("r", r)
i = g()
print(next(i))
print(i.send("x"))
print(next(i, "end"))
#--- return values and StopIteration
def g():
    return 5
    yield
def h():
    x = yield from g()
    y = yield from g()
    return x + y
attempt(lambda: next(g()), lambda: next(h()))
def bad():
    yield 1
    raise StopIteration("inside")
i = bad(); next(i)
attempt(lambda: next(i))
def bad2():
    yield next(iter([]))
attempt(lambda: list(bad2()))
try:
    next(bad2())
except RuntimeError as e:
    print(repr(e.__cause__), repr(e.__context__))
#--- a generator is running
def g():
    try: next(me)
    except ValueError as e: print(e)
    yield 1
me = g()
print(next(me))
#--- generator expressions
n = 10
g = (x * n for x in range(3))
n = 100
print(list(g), list(g), sum(x for x in range(5)), max((len(w), w) for w in ["a", "bbb"]), tuple(x for x in "ab"), dict((k, v) for k, v in [(1, 2)]), any(x > 3 for x in range(10)), sorted(-x for x in [1, 2]), "".join(c for c in "abc" if c != "b"), set(x % 2 for x in range(5)) == {0, 1})
try:
    (x for x in 5)
except TypeError as e:
    print(e)
def f():
    fs = list((lambda: i) for i in range(3))
    return [h() for h in fs]
print(f(), [list(y for y in range(x)) for x in range(3)])
#--- generator in for with break keeps its state
def g():
    for i in range(5):
        print("yield", i)
        yield i
i = g()
for x in i:
    if x == 1: break
print(list(i))
#--- pipelines
def numbers(n):
    for i in range(n): yield i
def squares(it):
    for x in it: yield x * x
def evens(it):
    for x in it:
        if x % 2 == 0: yield x
print(list(evens(squares(numbers(7)))), sum(evens(squares(numbers(10)))))
def chain(*its):
    for it in its: yield from it
def take(n, it):
    for _ in range(n):
        try: yield next(it)
        except StopIteration: return
print(list(chain("ab", [1], numbers(2))), list(take(2, numbers(9))), list(take(9, numbers(2))))
#--- finally in generators
def g():
    try:
        yield 1
        yield 2
    finally:
        print("cleanup")
for x in g(): print(x)
i = g()
print(next(i))
i.close()
def h():
    with C(): yield 1
class C:
    def __enter__(self): print("enter")
    def __exit__(self, *a): print("exit", a[0] and a[0].__name__)
j = h(); next(j); j.close()
k = h(); print(list(k))
l = h(); next(l)
attempt(lambda: l.throw(KeyError("x")))
#--- generator methods in classes
class Tree:
    def __init__(self, v, *kids): self.v, self.kids = v, kids
    def __iter__(self):
        yield self.v
        for k in self.kids: yield from k
t = Tree(1, Tree(2, Tree(3)), Tree(4))
print(list(t), 3 in t, [*t], sum(t))
#--- infinite generators
def count(n=0):
    while True:
        yield n
        n += 1
c = count(5)
print([next(c) for _ in range(3)], list(zip("abc", count())), next(x for x in count() if x * x > 50))
def primes():
    found = []
    for n in count(2):
        if all(n % p for p in found):
            found.append(n)
            yield n
print(list(zip(range(8), primes())))
#--- send drives a coroutine
def averager():
    total, n, avg = 0, 0, None
    while True:
        x = yield avg
        if x is None: return (n, avg)
        total += x; n += 1; avg = total / n
a = averager()
next(a)
print(a.send(10), a.send(20), a.send(60))
try: a.send(None)
except StopIteration as e: print(e.value)
def delegate(results):
    while True:
        results.append((yield from averager()))
r = []
d = delegate(r); next(d)
for v in [1, 2, None, 5, None]: d.send(v)
print(r)
#--- yield as an expression
def g():
    x = [(yield 1), (yield 2)]
    y = (yield x) or "none"
    print(f"{(yield y)}")
    z = yield
    return z
i = g()
print(next(i), i.send("a"), i.send("b"), i.send(0), i.send("text"))
attempt(lambda: i.send("z"))
#--- context of errors thrown into generators
def g():
    try: yield 1
    except ValueError as e:
        raise KeyError("new") from e
i = g(); next(i)
try: i.throw(ValueError("old"))
except KeyError as e: print(repr(e), repr(e.__cause__), repr(e.__context__))
#--- generator attributes and types
def g(): yield
i = g()
print(type(i).__name__, iter(i) is i, hasattr(i, "send"), hasattr(i, "__next__"), i.__name__, i.__qualname__)
attempt(lambda: i.foo, lambda: len(i), lambda: i[0], lambda: i + 1, lambda: i(), lambda: i.send(), lambda: i.throw(), lambda: i.throw(5), lambda: reversed(i))
#--- recursion of generators
def perms(l):
    if not l: yield []
    for i, x in enumerate(l):
        for p in perms(l[:i] + l[i + 1:]): yield [x] + p
print(list(perms([1, 2, 3])))
def flat(x):
    for y in x:
        if isinstance(y, list): yield from flat(y)
        else: yield y
print(list(flat([1, [2, [3, [4]], 5]])))
def deep(n):
    if n: yield from deep(n - 1)
    yield n
print(sum(deep(40)))
#--- exceptions through yield from chains
def a():
    try: yield 1
    finally: print("a finally")
def b():
    try: yield from a()
    except ValueError as e:
        print("b caught", e)
        yield "b"
def c():
    yield from b()
    yield "c"
i = c()
print(next(i), i.throw(ValueError("x")), next(i))
j = c(); next(j); j.close()
#--- iter with sentinel and callables
it = iter([1, 2, 3, 0, 4].pop, 3)
print(list(it))
class R:
    def __init__(self): self.n = 0
    def __call__(self):
        self.n += 1
        return self.n
print(list(iter(R(), 4)))
#--- comprehensions over generators with state
def g(log):
    for i in range(3):
        log.append(f"make {i}")
        yield i
log = []
r = [log.append(f"use {x}") or x for x in g(log)]
print(r, log)
#--- next of different iterators
print(next(iter({"a": 1})), next(iter({5})), next(reversed([1, 2])), next(iter(range(3))), next(iter("x")), next(enumerate("q")), next(zip("ab", "cd")), next(map(str, [1])), next(filter(None, [0, 3])), next(iter(b"a")), next(iter({"k": 2}.items())))
#--- unpacking generators
def g():
    yield from range(3)
a, b, c = g()
x, *y = g()
print(a, b, c, x, y, *g(), [*g(), *g()], {*g()}, (lambda *a: a)(*g()), max(*g()))
def bad(): a, b = g()
attempt(bad)
#--- tuple and dict from generators
print(dict((i, c) for i, c in enumerate("ab")), {k: v for k, v in (p for p in [("a", 1)])}, tuple(i for i in range(3)), list((i, j) for i in range(2) for j in "xy"), min((abs(x - 3), x) for x in range(6)))
#--- closing while iterating in a comprehension that fails
def g():
    try:
        for i in range(5): yield i
    finally:
        print("closed g")
i = g()
attempt(lambda: [1 / (2 - x) for x in i])
i.close()
#--- yield from over iterators of the program
class It:
    def __init__(self): self.n = 0
    def __iter__(self): return self
    def __next__(self):
        self.n += 1
        if self.n > 4: raise StopIteration("end")
        return ("next", self.n)
    def send(self, v):
        self.n += 1
        if v == "stop": raise StopIteration("stopped")
        return ("send", v, self.n)
    def throw(self, e):
        self.n += 1
        if isinstance(e, ZeroDivisionError): raise e
        return ("throw", repr(e), self.n)
    def close(self):
        print("close called")

def g(it):
    try:
        r = yield from it
        print("result", r)
        yield "after"
    except ZeroDivisionError as e:
        print("caught", e)
        yield "zde"
x = g(It())
print(next(x), x.send("a"), x.send(None), x.throw(ValueError("v")))
print(x.send("stop"))
x = g(It())
print(next(x))
x.close()
x = g(It())
print(next(x)); print(x.throw(ZeroDivisionError("z")))
class Plain:
    def __iter__(self): return self
    def __next__(self): return 1
x = g(Plain())
next(x)
try:
    x.send(3)
except AttributeError as e:
    print(e)
x = g(Plain())
next(x)
try: x.throw(ValueError("boom"))
except ValueError as e: print("VE", e)
x = g(Plain()); next(x); x.close(); print("closed")
x = g([1,2,3]); print(next(x))
try: x.send(5)
except AttributeError as e: print(e)
class BadClose(Plain):
    def close(self): raise KeyError("in close")
x = g(BadClose()); next(x)
try: x.close()
except KeyError as e: print("KE", e)
x = g(It()); next(x)
try: x.throw(GeneratorExit)
except GeneratorExit: print("GE")
class ThrowStop(Plain):
    def throw(self, e): raise StopIteration("from throw")
x = g(ThrowStop()); next(x); print(x.throw(ValueError))
class ThreeArgs(Plain):
    def throw(self, typ, val=None, tb=None): return (typ if isinstance(typ, type) else repr(typ), val, tb)
x = g(ThreeArgs()); next(x); print(x.throw(ValueError("q")))
class WithGetattr(Plain):
    def __getattr__(self, name):
        print("asked", name); raise AttributeError(name)
x = g(WithGetattr()); next(x)
try: x.throw(OSError("os"))
except OSError as e: print(e)
x = g(WithGetattr()); next(x); x.close()

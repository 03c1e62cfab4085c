def attempt(*thunks):
    for thunk in thunks:
        try:
            print(repr(thunk()))
        except BaseException as error:
            print(type(error).__name__, str(error), sep=": ")


#--- arguments of all kinds
def f(a, b=2, /, c=3, *args, d, e=5, **kw): return a, b, c, args, d, e, kw
print(f(1, d=4), f(1, 2, 3, 4, 5, d=6, e=7, z=8), f(1, c=9, d=0), f(1, d=1, a=2, b=3))
attempt(lambda: f(), lambda: f(1), lambda: f(d=1), lambda: f(1, 2, 3, c=4, d=1), lambda: f(1, e=1))
#--- wrong numbers of arguments
def none(): pass
def one(a): pass
def two(a, b): pass
def opt(a, b=1): pass
def kwo(*, k): pass
def kwo2(a, *, k, l, m=1): pass
def pos(a, b, /): pass
def three(a, b, c): pass
attempt(lambda: none(1), lambda: none(1, 2), lambda: one(), lambda: one(1, 2), lambda: two(1), lambda: two(), lambda: two(1, 2, 3), lambda: opt(), lambda: opt(1, 2, 3), lambda: kwo(), lambda: kwo(1), lambda: kwo2(1), lambda: kwo2(1, k=1), lambda: kwo2(1, 2, k=1, l=2), lambda: pos(a=1, b=2), lambda: pos(1), lambda: three(), lambda: three(1), lambda: one(b=1), lambda: one(1, a=2), lambda: none(x=1), lambda: two(1, c=3), lambda: opt(b=1), lambda: pos(1, b=2), lambda: none(**{"q": 1}), lambda: three(b=1))
#--- wrong arguments of methods and classes
class C:
    def __init__(self, a): pass
    def m(self): pass
    def n(self, x, *, y): pass
    @classmethod
    def c(cls, x): pass
    @staticmethod
    def s(x): pass
class D: pass
class E(C):
    def __init__(self): super().__init__()
attempt(lambda: C(), lambda: C(1, 2), lambda: C(1).m(2), lambda: C(1).n(1), lambda: C(1).n(), lambda: C.m(), lambda: C.c(), lambda: C.s(), lambda: C(1).s(1, 2), lambda: D(1), lambda: D(x=1), lambda: E(), lambda: C(b=1), lambda: (lambda x: x)(), lambda: object(1), lambda: C(1).m(x=1))
#--- star arguments in calls
def f(*args, **kw): return args, kw
print(f(*[1, 2], *"ab", 3, **{"a": 1}, b=2, **{"c": 3}), f(*range(3)), f(*{}, **{}), f(1, *(), k=1, *[2]))
attempt(lambda: f(*5), lambda: f(**5), lambda: f(**{1: 2}), lambda: f(a=1, **{"a": 2}), lambda: f(**{"a": 1}, **{"a": 2}), lambda: f(*None), lambda: f(**[1]), lambda: len(*[1, 2]), lambda: f(1, *5))
#--- evaluation order of calls
def v(x):
    print("v", x if isinstance(x, (int, str, tuple, dict)) else "other")
    return x
def f(*a, **k): return a, k
print(f(v(1), *v([2]), v(3), k=v(4), **v({"l": 5})))
v([f])[v(0)](v("arg"))
print(v("a") + v("b") * v(2), [v(1), v(2)], {v("k"): v("v")}, v(1) if v(0) else v(2))
v([0, 1])[v(0)], v([5])[v(0)] = v((7, 8))
#--- defaults are made once
def f(x, acc=[]):
    acc.append(x)
    return acc
print(f(1), f(2), f(3, []), f(4))
n = 1
def g(m=n): return m
n = 2
print(g(), g.__defaults__)
def h(a, *, b=n, c=3): return b
print(h(1), h.__kwdefaults__, f.__name__, f.__qualname__)
#--- closures
def counter():
    n = 0
    def step(by=1):
        nonlocal n
        n += by
        return n
    def peek(): return n
    return step, peek
step, peek = counter()
step(); step(5)
other, _ = counter()
print(peek(), other(), peek())
#--- closures see later values
def f():
    def g(): return x
    x = 1
    a = g()
    x = 2
    return a, g()
print(f())
def h():
    fs = []
    for i in range(3):
        def g(): return i
        fs.append(g)
    return [g() for g in fs]
print(h())
def k():
    def g(): return later
    try:
        g()
    except NameError as e:
        print(type(e).__name__, e)
    later = 1
k()
#--- global and nonlocal
x = "global"
def f():
    x = "f"
    def g():
        nonlocal x
        x = "g"
        def h():
            global x
            x = "h"
            return x
        return h(), x
    r = g()
    return r, x
print(f(), x)
def make():
    global made
    made = 5
make()
print(made)
def gdel():
    global made
    del made
gdel()
try:
    made
except NameError as e:
    print(e)
#--- unbound locals
def f():
    print(x)
    x = 1
def g():
    if False: y = 1
    return y
def h():
    z = 1
    del z
    return z
def i():
    del w
    w = 1
def j():
    for q in []: pass
    return q
attempt(f, g, h, i, j)
def k():
    try:
        1 / 0
    except ZeroDivisionError as e:
        pass
    return e
attempt(k)
#--- names not defined at run time
def f(): return later_name
attempt(f)
later_name = 1
attempt(f)
del later_name
attempt(f)
#--- lambda
print((lambda: 1)(), (lambda x, y=2, *a, k=3, **kw: (x, y, a, k, kw))(1, 5, 6, k=7, z=8), (lambda *a: a)(1), [*map(lambda x: x ** 2, range(3))], (lambda x: lambda y: x + y)(1)(2), (lambda: (yield))().__class__.__name__)
print((lambda: 1).__name__, sorted([3, 1], key=lambda n: -n))
#--- decorators
def deco(f):
    print("deco", f.__name__)
    def wrapped(*a, **k): return ("wrapped", f(*a, **k))
    return wrapped
def with_args(n):
    print("args", n)
    def inner(f):
        print("apply", n)
        return lambda *a: (n, f(*a))
    return inner
@deco
@with_args(1)
@with_args(2)
def f(x): return x
print(f(5))
@deco
class C: pass
print(type(C).__name__, C()[0])
@(lambda f: f() + 1)
def n(): return 1
print(n)
#--- recursion
def fact(n): return 1 if n < 2 else n * fact(n - 1)
def fib(n): return n if n < 2 else fib(n - 1) + fib(n - 2)
def even(n): return True if n == 0 else odd(n - 1)
def odd(n): return False if n == 0 else even(n - 1)
def hanoi(n, a, b, c): return [] if n == 0 else hanoi(n - 1, a, c, b) + [(a, c)] + hanoi(n - 1, b, a, c)
print(fact(20), fib(9), even(50), hanoi(3, *"abc"))
def ackermann(m, n): return n + 1 if m == 0 else ackermann(m - 1, 1) if n == 0 else ackermann(m - 1, ackermann(m, n - 1))
print(ackermann(1, 3))
#--- function attributes
def f(a, b=1):
    "doc"
f.x = 1
f.y = [2]
print(f.x, f.y, f.__dict__, f.__name__, f.__doc__, f.__module__, f.__defaults__, hasattr(f, "z"), callable(f))
del f.x
attempt(lambda: f.x, lambda: f.z, lambda: len.foo, lambda: (lambda: 1).q)
f.__name__ = "renamed"
f.__doc__ = "new"
print(f.__name__, f.__doc__)
#--- annotations are not evaluated into the way
def f(a: int, b: "str" = 1, *c: 1, d: None = 2, **e: dict) -> list: return a
x: int = 5
y: str
class C:
    z: int = 1
    w: str
print(f(1), x, C.z, hasattr(C, "w"))
#--- calling what cannot be called
attempt(lambda: 5(), lambda: "a"(), lambda: None(), lambda: [1](), lambda: {}(1), lambda: (1, 2)(), lambda: ...(), lambda: object()(), lambda: (x for x in [])())
#--- return forms
def a(): return
def b(): pass
def c(): return 1,
def d(): return 1, *[2, 3]
def e():
    for x in range(3):
        if x: return x
def f():
    while True:
        try: return "try"
        finally: break
    return "after"
print(a(), b(), c(), d(), e(), f())
#--- conditional definitions
for kind in (1, 2):
    if kind == 1:
        def f(): return "one"
    else:
        def f(): return "two"
    print(f())
if True:
    class K: v = 1
else:
    class K: v = 2
print(K.v)
#--- del of names
x = 1
del x
try: x
except NameError as e: print(e)
def f():
    a, b, c = 1, 2, [3, 4]
    del a, (b), c[0]
    return c
print(f())
def g():
    n = 1
    def h(): return n
    del n
    try: return h()
    except NameError as e: return str(e)
print(g())
#--- keyword names and soft keywords
match = 1
case = 2
_ = 3
type = 4
print(match, case, _, type, match + case)
def f(match, case=1): return match * case
print(f(match=3), f(2, case=5))
do = 1
#--- immediately called and nested functions
def outer(a):
    def middle(b):
        def inner(c): return (a, b, c)
        return inner
    return middle
print(outer(1)(2)(3), (lambda f: f(f, 5))(lambda f, n: n and n + f(f, n - 1)))
#--- star-args are copies
def f(*a, **k):
    k["new"] = 1
    return a, k
l, d = [1], {"x": 2}
print(f(*l, **d), l, d)
def g(*a): return a
t = (1, 2)
print(g(*t) == t)
#--- partial application by closures and variable positional pass-through
def curry(f, *a): return lambda *b, **k: f(*a, *b, **k)
add3 = lambda a, b, c=0: a + b + c
print(curry(add3, 1)(2), curry(add3, 1, 2)(c=3), curry(max, 5)(3, 9))
#--- bound methods
class C:
    def __init__(self, n): self.n = n
    def get(self, k=0): return self.n + k
c = C(5)
m = c.get
c.n = 7
print(m(), m(1), C.get(c), C.get(c, k=2), m.__self__ is c, m.__func__ is C.get, m.__name__, c.get == c.get, c.get is c.get, [C(i).get for i in range(2)][1]())
print("a".upper(), str.upper("b"), list(map(str.strip, [" a "])), "-".join, sep=" ") if False else print([].append.__name__, len.__name__)
#--- assert
def f(x): assert x, f"x was {x}"
attempt(lambda: f(1), lambda: f(0))
def g(): assert ()
attempt(g)
def h(): assert 1 > 2, ("a", 1)
attempt(h)
def i(): assert [], 5
attempt(i)
#--- global statement at the level of the module and in class
v = 1
class C:
    global v
    v = 2
    w = 3
print(v, C.w, hasattr(C, "v"))
#--- many arguments
def f(a, b, c, d, e, f, g, h, i, j, k=10, *l, **m): return a + j + k + sum(l) + len(m)
print(f(*range(30), **{chr(120 + i): i for i in range(3)}))
#--- argument order of errors in keywords
def f(x, y): return x - y
print(f(y=1, x=2), f(*[5], **{"y": 3}))
attempt(lambda: f(1, x=2), lambda: f(1, 2, y=3), lambda: f(1, 2, 3, z=1), lambda: f(z=1))
#--- starred arguments that are none, of the program's classes
class P: pass
class Q:
    def __getattr__(self, name): return lambda: ["k"]
    def __getitem__(self, key): return key * 2
def f(*a, **k): return a, k
attempt(lambda: f(**P()), lambda: f(*P()), lambda: f(**Q()), lambda: {**P()}, lambda: {**Q()}, lambda: P()(**{}), lambda: f(**P), lambda: print(**P()))
l = [1]
attempt(lambda: l[{}.keys()], lambda: l[iter(l)], lambda: (1,)[map(str, [])], lambda: "a"[zip()], lambda: range(2)[{}.items()], lambda: b"a"[{1}], lambda: l[len], lambda: l[P], lambda: l[P()], lambda: " ".join([iter(l)]), lambda: " ".join([{}.keys()]), lambda: "a".find({}.values()), lambda: "a".split(map(str, l)), lambda: l[(x for x in l)], lambda: [1] * {}.keys(), lambda: ord(iter(l)), lambda: "a".startswith(iter("a")), lambda: {}.keys() + 1, lambda: b"a" + iter(l), lambda: int({}.keys()), lambda: float(iter(l)), lambda: chr({}.items()))
#--- positional-only names as keywords, with others that are not expected
def f(a, b=1, /, c=2): return a, b, c
for kw in ({"a": 1, "s": 2}, {"s": 2, "a": 1}, {"b": 1, "a": 2}, {"c": 1, "s": 2}, {"s": 1}, {"c": 5}):
    attempt(lambda: f(**kw), lambda: f(0, **kw), lambda: f(0, 0, 0, **kw))

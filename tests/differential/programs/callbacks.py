def attempt(*thunks):
    for thunk in thunks:
        try:
            print(repr(thunk()))
        except BaseException as error:
            print(type(error).__name__, str(error), sep=": ")


#--- sort keys
print(sorted([3, -1, 2], key=lambda n: n * n), sorted("bca", key=lambda c: -ord(c), reverse=True))
l = [5, 3, 8]
l.sort(key=lambda n: -n)
print(l, max(l, key=lambda n: n % 5), min(l, key=lambda n: n % 5), sorted({"b": 1, "a": 2}.items(), key=lambda p: p[1]))
#--- the list is empty while it is sorted
l = [3, 1, 2]
seen = []
def key(n):
    seen.append(list(l))
    return n
l.sort(key=key)
print(l, seen)
def grow(n):
    l.append(n)
    return n
attempt(lambda: l.sort(key=grow))
print(l)
#--- __lt__ in sort, min, max, comparison of lists and tuples
class N:
    def __init__(self, n): self.n = n
    def __lt__(self, o): return self.n < o.n
    def __gt__(self, o): return self.n > o.n
    def __eq__(self, o): return self.n == o.n
    def __repr__(self): return f"N{self.n}"
l = [N(3), N(1), N(2)]
print(sorted(l), min(l), max(l), [N(1), N(5)] < [N(1), N(6)], (N(2),) > (N(1),), sorted([(N(1), 2), (N(1), 1)]), sorted([[N(2)], [N(1)]]), N(1) in l, l.index(N(2)), l.count(N(3)), {1: N(1)} == {1: N(1)})
l.sort(reverse=True); l.remove(N(2))
print(l)
#--- __str__, __repr__, __format__ in text
class T:
    def __init__(self, n): self.n = n
    def __str__(self): return f"str{self.n}"
    def __repr__(self): return f"repr{self.n}"
    def __format__(self, s): return f"fmt{self.n}[{s}]"
a, b = T(1), T(2)
print(a, [a, (b,)], {1: a, "k": [b]}, f"{a} {b!r} {a!s} {a:x} {[a]}", "%s %r" % (a, b), "{} {!r} {:>3}".format(a, b, a), str([a]), repr({"a": b}), sep="|")
print("-".join(str(x) for x in (a, b)), "".join(map(repr, [a, b])), str(a) + repr(b), format(a, "y"), {a.n: {b.n: a}}, ascii([a]), str((a,)), f"{a.n:{b.n}}", [{1: [a]}, (b, [a])])
#--- print of nested instances
class Box:
    def __init__(self, *inside): self.inside = inside
    def __repr__(self): return f"Box({', '.join(map(repr, self.inside))})"
print(Box(1, Box(2, "x"), [Box()]), {Box(3).inside: Box}.keys(), [[[Box(4)]]])
b = Box()
b.inside = [b.inside, 5]
print(b)
#--- generators feeding everything
def g():
    for i in (3, 1, 2): yield i
def pairs():
    for k in "ab": yield k, ord(k)
def words():
    yield "x"; yield "y"
print(sum(g()), max(g()), min(g()), sorted(g()), list(g()), tuple(g()), set(g()) == {1, 2, 3}, dict(pairs()), ",".join(words()), any(g()), all(g()), [*g()], {*g()} == {1, 2, 3}, list(zip(g(), words())), list(map(str, g())), list(filter(lambda n: n > 1, g())), list(enumerate(g())), frozenset(g()) == {1, 2, 3}, bytes(g()), 2 in g(), list(reversed(list(g()))))
a, b, c = g()
x, *y = g()
l = [0]; l.extend(g()); l += g(); l[:1] = g()
s = {9}; s.update(g()); s |= set(g())
d = {}; d.update(pairs()); d |= dict(pairs())
print(a, b, c, x, y, l, sorted(s), d, dict.fromkeys(g(), 0), {1, 2}.union(g()) == {1, 2, 3}, {1, 5}.intersection(g()), sorted({1, 5}.difference(g())), sorted({1}.symmetric_difference(g())), {1}.issubset(g()), {1, 2, 3}.issuperset(g()), (lambda *a: a)(*g()), print(*g()), next(g()), sum(g(), 10), "%s %s %s" % tuple(g()))
#--- decorators
def trace(label):
    def wrap(f):
        def inner(*a, **k):
            print("call", label, a, k)
            r = f(*a, **k)
            print("done", label, r)
            return r
        return inner
    return wrap
@trace("outer")
@trace("inner")
def add(a, b=1): return a + b
print(add(2), add(3, b=4))
class C:
    @trace("method")
    def m(self, x): return x * 2
    @staticmethod
    @trace("static")
    def s(x): return x
    @classmethod
    def k(cls, x): return cls.__name__, x
    @property
    def p(self): return [self.m(1)]
def show(a): return tuple("C" if isinstance(x, C) else x for x in a)
print(C.s(5), C.k(6))
#--- context managers
class M:
    def __init__(self, n): self.n = n
    def __enter__(self): print("enter", self.n); return self.n
    def __exit__(self, k, e, t): print("exit", self.n, repr(e)); return self.n == 2
def f():
    with M(1) as a, M(2) as b:
        print(a, b)
        raise ValueError("inside")
    return "after"
print(f())
def g():
    for i in range(3):
        with M(i):
            if i == 1: continue
            if i == 2: break
            print("body", i)
    with M(9): return "returned"
print(g())
#--- properties and attribute hooks
class P:
    log = []
    def __init__(self): self._v = 1
    @property
    def v(self): P.log.append("get"); return self._v
    @v.setter
    def v(self, x): P.log.append(("set", x)); self._v = x
    @v.deleter
    def v(self): P.log.append("del")
    def __getattr__(self, n):
        if n.startswith("_"): raise AttributeError(n)
        P.log.append(("missing", n))
        return len(n)
p = P()
p.v += p.v + p.abc
p.v -= 1
del p.v
print(p.v, p.xy + p.z, getattr(p, "qqqq"), hasattr(p, "a"), hasattr(p, "_b"), getattr(p, "_c", "no"), P.log)
class S:
    def __setattr__(self, n, v): object.__setattr__(self, n, ("stored", v))
    def __delattr__(self, n): print("deleting", n); object.__delattr__(self, n)
s = S()
s.a = 1; s.b = s.a; setattr(s, "c", 2)
del s.a; delattr(s, "b")
print(s.__dict__)
for s.x in range(2): pass
(s.y, s.z) = 1, 2
print(s.x, s.y)
#--- comparison chains
class V:
    def __init__(self, n): self.n = n
    def __lt__(self, o): print("lt", self.n, o.n); return self.n < o.n
    def __le__(self, o): print("le", self.n, o.n); return V(0) if self.n > o.n else V(self.n)
    def __bool__(self): print("bool", self.n); return self.n != 0
a, b, c = V(1), V(2), V(3)
print(a < b < c, c < b < a, (a <= b <= c).n, (c <= b <= a).n, not (a <= b), 1 if c <= a else 2)
while V(0) <= V(0): pass
assert a <= b
#--- in over user iterators and containers
class C:
    def __init__(self, n): self.n = n
    def __contains__(self, x): print("contains", x); return x < self.n
class I:
    def __init__(self, n): self.n = n
    def __iter__(self): print("iter"); return iter(range(self.n))
class E:
    def __init__(self, n): self.n = n
    def __eq__(self, o): print("eq", o); return self.n == o
print(3 in C(5), 7 not in C(5), 2 in I(3), 9 in I(3), E(2) in [1, 2, 3], 2 in [E(1), E(2)], E(1) in (5, 1), (1, E(2)) in [(1, 2)], E(5) in {1: 2}.values(), [x for x in range(4) if x in I(2)])
if 1 in C(2) and 5 not in C(2): print("both")
#--- dict.update and dict() with mappings of the program
class M:
    def __init__(self, **k): self.d = k
    def keys(self): print("keys"); return self.d.keys()
    def __getitem__(self, k): print("get", k); return self.d[k]
d = {"z": 0}
d.update(M(a=1, b=2)); d |= M(c=3)
print(d, dict(M(q=1)), {**M(r=2), "s": 3}, (lambda **k: k)(**M(t=4), u=5), dict(M(v=6), w=7), "{a}".format(**M(a="fmt")), "%(k)s" % M(k="pct"), "{x}".format_map(M(x="map")))
#--- map, filter, reduce-like and key functions of instances
class F:
    def __init__(self, k): self.k = k
    def __call__(self, *a): return sum(a) * self.k
print(list(map(F(2), [1, 2, 3])), list(map(F(1), [1, 2], [3, 4])), list(filter(F(0), [1, 2])), sorted([3, 1], key=F(-1)), max([1, 5, 3], key=F(-1)), list(map(lambda f: f(1), [F(1), F(2)])), F(F(2)(3))(4))
def reduce(f, items, start):
    for item in items: start = f(start, item)
    return start
print(reduce(lambda a, b: a * b, range(1, 6), 1), reduce(F(2), [1, 2, 3], 0))
#--- __index__, __len__, __hash__ and slices
class I:
    def __init__(self, n): self.n = n
    def __index__(self): return self.n
class L:
    def __len__(self): return 3
    def __getitem__(self, k): return (k.start, k.stop, k.step) if isinstance(k, slice) else k * 10
l = list(range(10))
print(l[I(2)], l[I(1):I(8):I(3)], l[:I(-7)], "abcdef"[I(1):I(3)], range(10)[I(4)], L()[1:], L()[2], L()[-1], [*L()] if False else len(L()), list(reversed(L())))
l[I(0)] = "x"; l[I(1):I(3)] = ["y"]; del l[I(-1)]
print(l, [0] * I(3), I(2) * "ab", (1,) * I(2), range(I(1), I(4), I(2)), list(range(I(2))), "%d" % I(5).n, chr(I(97)), hex(I(10)), l.insert(I(0), "first"), l.pop(I(0)))
#--- iterators of the program in for, unpacking, star arguments
class R:
    def __init__(self, n): self.n = n
    def __iter__(self): return RI(self.n)
class RI:
    def __init__(self, n): self.n = n
    def __iter__(self): return self
    def __next__(self):
        if self.n == 0: raise StopIteration
        self.n -= 1
        return self.n
for x in R(3): print(x, end=" ")
for x, y in zip(R(2), R(3)): print((x, y), end=" ")
a, b = R(2)
c, *d = R(4)
print(a, b, c, d, [*R(3)], (*R(1), *R(2)), max(*R(3)), (lambda *a: a)(*R(3), 9), {x: y for x, y in zip(R(3), "abc")}, [x for x in R(4) if x % 2], list(R(2)), sum(R(5)), sorted(R(4)), 2 in R(3), dict(enumerate(R(2))), list(map(lambda x: -x, R(3))), ",".join(map(str, R(3))), tuple(R(2)), set(R(2)) == {0, 1}, any(R(2)), all(R(2)), list(iter(R(2))), next(iter(R(9))))
def g():
    r = yield from R(2)
    yield r
print(list(g()))
#--- classes made while waiting
class Meta:
    def __init_subclass__(cls, **k):
        cls.made = list(k.items())
def deco(cls):
    cls.decorated = True
    return cls
def base(): return Meta
def value(x): return x
@deco
class C(base(), a=value(1), b=value(2)):
    x = value(3)
    y = [value(i) for i in range(2)]
    def f(self, d=value(4)): return d
print(C.made, C.decorated, C.x, C.y, C().f())
#--- default arguments and annotations
def default(x):
    print("default", x)
    return x
def f(a=default(1), *, b=default(2), c: default(3) = default(4)): return a, b, c
print(f(), f(5), f.__defaults__, f.__kwdefaults__)
g = lambda a=default(6): a
print(g())
#--- conversions
class N:
    def __int__(self): return 5
    def __float__(self): return 2.5
    def __bool__(self): return False
    def __bytes__(self): return b"bytes"
    def __hash__(self): return 77
    def __abs__(self): return 8
    def __round__(self, n=0): return n
    def __len__(self): return 4
    def __reversed__(self): return iter("rev")
    def __divmod__(self, o): return "dm", o
    def __neg__(self): return "neg"
    def __invert__(self): return "inv"
n = N()
print(int(n), float(n), bool(n), bytes(n), hash(n), abs(n), round(n), round(n, 2), len(n), list(reversed(n)), divmod(n, 3), -n, ~n, not n, (n and 1) is n, n or 2, [x for x in (n, 1) if x] == [1], "%d %.1f %s" % (n, n, 1), 1 if n else 0)
#--- reflected and in-place operators
class A:
    def __init__(self, v): self.v = v
    def __add__(self, o): return A(self.v + (o.v if isinstance(o, A) else o))
    def __radd__(self, o): return A(o + self.v)
    def __iadd__(self, o): self.v += 100; return self
    def __mul__(self, o): return NotImplemented
    def __rmul__(self, o): return A(self.v * o)
    def __matmul__(self, o): return [self.v, o]
    def __repr__(self): return f"A{self.v}"
a = A(1)
b = a
b += 5
print(a, b, a is b, a + a, a + 1, 1 + a, 3 * a, a @ 2, sum([a, a], A(0)), sum([A(1), A(2)]))
attempt(lambda: a * 2, lambda: a - 1)
d = {"k": A(1)}; d["k"] += 1
l = [A(2)]; l[0] += 1
class H: x = A(3)
h = H(); h.x += 1
print(d, l, h.__dict__, H.x)
#--- iter with a sentinel that compares
class S:
    def __init__(self, n): self.n = n
    def __eq__(self, o): return self.n == o
items = iter([1, 2, 3, 4])
print(list(iter(lambda: next(items), S(3))), list(items))
#--- generators with callbacks in them
def walk(tree, visit):
    for k, v in tree.items():
        if isinstance(v, dict): yield from walk(v, visit)
        else: yield k, visit(v)
print(list(walk({"a": 1, "b": {"c": 2, "d": {"e": 3}}}, lambda v: v * 10)))
def batches(it, n):
    batch = []
    for x in it:
        batch.append(x)
        if len(batch) == n:
            yield batch
            batch = []
    if batch: yield batch
print(list(batches(map(lambda x: x + 1, range(5)), 2)))
#--- try in callbacks
def safe(f, *a):
    try: return f(*a)
    except (ValueError, ZeroDivisionError) as e: return f"{type(e).__name__}: {e}"
    finally: calls.append(a)
calls = []
print([safe(int, x) for x in ("1", "x")], safe(lambda a, b: a / b, 1, 0), list(map(lambda x: safe(int, x), ["2", "y"])), calls)
#--- closures called from built-ins
def counter():
    n = 0
    def bump(_=None):
        nonlocal n
        n += 1
        return n
    return bump
c = counter()
print(list(map(c, "abc")), sorted("xy", key=c), [c() for _ in range(2)], max("pq", key=c), list(filter(lambda _: c() % 2, "abcd")), c())
#--- with an error in a callback
def bad(x): raise KeyError(x)
attempt(lambda: sorted([1, 2], key=bad), lambda: list(map(bad, [1])), lambda: max([1, 2], key=bad), lambda: list(filter(bad, [1])), lambda: [bad(1)], lambda: sum(bad(x) for x in [1]), lambda: {bad(1): 2}, lambda: f"{bad(3)}", lambda: any(bad(x) for x in [1]), lambda: list(iter(lambda: bad(5), 0)), lambda: dict(bad(x) for x in [1]), lambda: "".join(bad(x) for x in "a"), lambda: next(map(bad, [2])), lambda: [1].sort(key=bad))
#--- __eq__ in containers' methods
class E:
    def __init__(self, n): self.n = n
    def __eq__(self, o): return isinstance(o, E) and self.n == o.n
    def __repr__(self): return f"E{self.n}"
l = [E(1), E(2), E(1)]
print(l.count(E(1)), l.index(E(2)), E(3) in l, l == [E(1), E(2), E(1)], l != l[:2], (E(1),) == (E(1),), {"k": E(1)} == {"k": E(1)}, [l] == [list(l)], {"a": [E(1)]} != {"a": [E(2)]}, l.index(E(1), 1))
l.remove(E(1))
print(l, [x for x in l if x != E(1)], (E(5), 1).count(E(5)), (E(1), E(2)).index(E(2)))
attempt(lambda: l.remove(E(9)), lambda: l.index(E(9)), lambda: (1,).index(E(1)))
#--- attribute access through super with properties
class A:
    def __init__(self): self.log = []
    @property
    def v(self): return "A.v"
    def m(self, x): self.log.append(("A.m", x)); return x
    @classmethod
    def k(cls): return ("A.k", cls.__name__)
class B(A):
    @property
    def v(self): return "B." + super().v
    def m(self, x): return super().m(x + 1) * 2
    @classmethod
    def k(cls): return ("B.k", super().k())
    def __str__(self): return "B" + super().__str__()[:3]
b = B()
print(b.v, b.m(1), b.k(), B.k(), b.log)
#--- asserting and raising with text made by callbacks
class T:
    def __str__(self): return "made text"
def f(): assert False, T()
attempt(f)
def g(): raise ValueError(T())
attempt(g)
try: g()
except ValueError as e: print(f"{e}", str(e), [str(a) for a in e.args])
#--- exceptions classes with behaviour
class E(Exception):
    def __init__(self, code): super().__init__(code); self.code = code
    def __str__(self): return f"code {self.code}"
    def __bool__(self): return False
    def __eq__(self, o): return isinstance(o, E) and self.code == o.code
    __hash__ = Exception.__hash__
try: raise E(5)
except E as e: print(e, bool(e), e == E(5), e.args)
try:
    try: raise E(1)
    except E as e: raise E(2) from e
except E as e: print(e, e.__cause__, e.__context__)
raise E(9)
#--- format specs computed
class W:
    def __format__(self, s): return f"<{s}>"
def w(n): return n
print(f"{5:{w(4)}d}|{W():{w('a')}{w('b')}}|{'x':>{w(3)}}|{3.14159:{w(6)}.{w(2)}f}|{W()!s:.1}"[:40].split("|")[:4])
#--- operators on containers of instances
class K:
    def __init__(self, v): self.v = v
    def __add__(self, o): return K(self.v + o.v)
    def __lt__(self, o): return self.v < o.v
    def __repr__(self): return f"K{self.v}"
ks = [K(3), K(1), K(2)]
print(sum(ks[1:], ks[0]), sorted(ks), min(ks), max(ks), sorted(ks)[::-1], [a + b for a, b in zip(ks, ks[1:])], dict(zip("abc", sorted(ks))), sorted(zip([1, 1], [K(2), K(1)])), min(enumerate(ks)), max(zip(ks, ks))[0], sum(iter(ks[1:]), K(0)), list(map(max, zip(ks, ks))), sorted(iter(ks)), sorted({"a": K(1), "b": K(0)}.values()), K(1) in iter(ks))
#--- reprs that come back to themselves through a method
class P:
    def __init__(self, x): self.x = x
    def __repr__(self): return f"P({self.x!r})"
    def __str__(self): return f"<{self.x}>"
d = {"a": 1}
d["me"] = P(d)
l = [1]
l.append(P(l))
l.append((P([l, d]),))
print(d, l, P(d), P(l), f"{l!r}", [P([P(l)])], str(d["me"]), repr(d["me"]))

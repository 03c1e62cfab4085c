def attempt(*thunks):
    for thunk in thunks:
        try:
            print(repr(thunk()))
        except BaseException as error:
            print(type(error).__name__, str(error), sep=": ")


#--- attributes of class and instance
class C:
    kind = "c"
    items = []
    def __init__(self, n): self.n = n
a, b = C(1), C(2)
a.kind = "a"
a.items.append(5)
a.extra = 1
print(a.kind, b.kind, C.kind, b.items, a.__dict__, b.__dict__, a.__class__ is C, type(a) is C, C.__name__, C.__qualname__, C.__module__)
del a.kind
print(a.kind, vars(a), hasattr(a, "n"), getattr(a, "zz", 0), isinstance(a, C), isinstance(a, (int, object)), issubclass(C, object))
attempt(lambda: a.zz, lambda: C.zz, lambda: getattr(a, "q"), lambda: delattr(a, "q"), lambda: a.n(), lambda: getattr(a, 5), lambda: setattr(a, 5, 1))
setattr(a, "w", 9); C.late = "late"
print(a.w, b.late, dir(a) == sorted(dir(a)))
#--- inheritance and super
class A:
    def __init__(self, x): self.x = x
    def who(self): return "A"
    def show(self): return f"{self.who()}:{self.x}"
    @classmethod
    def make(cls, x): return cls(x)
class B(A):
    def __init__(self, x, y):
        super().__init__(x)
        self.y = y
    def who(self): return "B" + super().who()
    @classmethod
    def make(cls, x): return super().make(x) if False else cls(x, 0)
class C(B):
    def who(self): return "C" + super().who() + super(B, self).who()
print(C(1, 2).show(), A.make(3).show(), B.make(4).show(), isinstance(C(1, 2), A), issubclass(C, B), C.__mro__ == (C, B, A, object), C.__bases__ == (B,), C.__base__ is B)
attempt(lambda: super().foo, lambda: super(C, A(1)).who(), lambda: C(1), lambda: issubclass(1, C), lambda: isinstance(1, 5), lambda: super(B, C(1, 2)).zzz, lambda: isinstance(1, (int, 5)), lambda: isinstance("a", (int, 5)))
#--- properties
class T:
    def __init__(self, c): self._c = c
    @property
    def c(self):
        "Degrees."
        return self._c
    @c.setter
    def c(self, v):
        if v < -273: raise ValueError("too cold")
        self._c = v
    @c.deleter
    def c(self):
        print("deleted")
    @property
    def f(self): return self._c * 9 / 5 + 32
    w = property(lambda self: 1)
class U(T):
    @property
    def c(self): return "U" + str(super().c)
    @T.f.getter
    def f(self): return "uf"
t = T(100)
t.c += 1
del t.c
print(t.c, t.f, T.c.__doc__, t.w, U(5).c, U(5).f)
def bad(): t.f = 1
def bad2(): t.c = -300
def bad3(): del t.f
def bad4(): U(1).c = 2
attempt(bad, bad2, bad3, bad4, lambda: property().fget, lambda: t.c.x)
#--- a property that raises AttributeError
class C:
    @property
    def p(self): return self.missing
    @property
    def q(self): raise AttributeError("own words")
class D(C):
    def __getattr__(self, name): return "got " + name
attempt(lambda: C().p, lambda: C().q, lambda: D().p, lambda: D().q, lambda: hasattr(C(), "p"), lambda: getattr(C(), "q", "default"))
#--- class and static methods
class C:
    n = 0
    @classmethod
    def up(cls, by=1):
        cls.n += by
        return cls
    @staticmethod
    def add(a, b): return a + b
    def call(self): return self.add(1, 2), self.up(5).n
class D(C): pass
print(C.add(1, 2), C().add(3, 4), C.up().n, D.up(10).n, C.n, D.n, D().call(), C.n)
print(C.up.__func__.__name__, C.add.__name__, C.up.__self__ is C)
#--- repr, str and format
class A: pass
class B:
    def __repr__(self): return "B()"
class C(B):
    def __str__(self): return "c"
class D(C):
    def __format__(self, spec): return f"D[{spec}]"
print(B(), str(B()), repr(C()), str(C()), [C(), D()], {C()}.__class__.__name__, f"{B()} {C()} {C()!r} {D():x} {D()}", "%s %r" % (C(), C()), "{} {!r} {:y}".format(C(), C(), D()), (C(),), {1: C()})
print(f"{C()!s:>3}|{B()!r:<5}|")
class E:
    def __repr__(self): return 5
class F:
    def __str__(self): return None
class G:
    def __format__(self, s): return 1
attempt(lambda: repr(E()), lambda: str(F()), lambda: f"{G()}", lambda: f"{B():>5}", lambda: print(F()), lambda: str(E()), lambda: [E()], lambda: f"{F()}")
#--- arithmetic operators
class V:
    def __init__(self, *c): self.c = c
    def __add__(self, o): return V(*map(sum, zip(self.c, o.c))) if isinstance(o, V) else NotImplemented
    def __radd__(self, o): return V(*(o + x for x in self.c))
    def __mul__(self, k): return V(*(x * k for x in self.c))
    __rmul__ = __mul__
    def __sub__(self, o): return self + -o
    def __neg__(self): return self * -1
    def __pos__(self): return self
    def __invert__(self): return V(*reversed(self.c))
    def __abs__(self): return sum(x * x for x in self.c) ** 0.5
    def __matmul__(self, o): return sum(a * b for a, b in zip(self.c, o.c))
    def __eq__(self, o): return isinstance(o, V) and self.c == o.c
    def __bool__(self): return any(self.c)
    def __repr__(self): return "V" + repr(self.c)
a, b = V(1, 2), V(3, 4)
print(a + b, 10 + a, a * 3, 3 * a, a - b, -a, +a, ~a, abs(b), a @ b, a == V(1, 2), a != b, bool(V(0, 0)), sum([a, b], V(0, 0)), not a)
attempt(lambda: a + 1, lambda: a / 2, lambda: "x" + a, lambda: a ** 2, lambda: a < b, lambda: a - 1, lambda: 2 - a, lambda: a // 1, lambda: a % 2, lambda: divmod(a, 2), lambda: a << 1, lambda: hash(a), lambda: {a: 1}, lambda: [1] + a, lambda: round(a), lambda: int(a), lambda: a[0], lambda: len(a), lambda: iter(a), lambda: a(), lambda: 1 in a)
#--- reflected operators
class R:
    def __radd__(self, o): return ("radd", o)
    def __rsub__(self, o): return ("rsub", o)
    def __rmul__(self, o): return ("rmul", o)
    def __rtruediv__(self, o): return ("rtruediv", o)
    def __rfloordiv__(self, o): return ("rfloordiv", o)
    def __rmod__(self, o): return ("rmod", o)
    def __rpow__(self, o): return ("rpow", o)
    def __rlshift__(self, o): return ("rlshift", o)
    def __rrshift__(self, o): return ("rrshift", o)
    def __rand__(self, o): return ("rand", o)
    def __ror__(self, o): return ("ror", o)
    def __rxor__(self, o): return ("rxor", o)
    def __rmatmul__(self, o): return ("rmatmul", o)
    def __rdivmod__(self, o): return ("rdivmod", o)
r = R()
print(1 + r, 1 - r, 1 * r, 1 / r, 1 // r, 1 % r, 1 ** r, 1 << r, 1 >> r, 1 & r, 1 | r, 1 ^ r, 1 @ r, divmod(1, r), "a" + r, [1] + r, (1,) * r, 1.5 + r, None + r, {} | r, {1} & r, b"x" + r, "a" * r)
attempt(lambda: r + 1, lambda: r + r, lambda: "%s" % r == 0)
#--- in-place operators
class I:
    def __init__(self): self.log = []
    def __iadd__(self, o): self.log.append(("iadd", o)); return self
    def __isub__(self, o): return "replaced"
    def __mul__(self, o): return "mul"
    def __ior__(self, o): return NotImplemented
    def __or__(self, o): return "or"
    def __ipow__(self, o): self.log.append("ipow"); return self
x = y = I()
x += 1; x += 2; x **= 2
print(x is y, x.log)
x |= 1; print(x)
x = y; x -= 1; print(x)
x = y; x *= 2; print(x)
def bad():
    z = I()
    z /= 2
attempt(bad)
#--- subclass operators come first
class A:
    def __add__(self, o): return "A.add"
    def __radd__(self, o): return "A.radd"
    def __eq__(self, o): return "A.eq"
    def __lt__(self, o): return "A.lt"
class B(A):
    def __radd__(self, o): return "B.radd"
    def __eq__(self, o): return "B.eq"
    def __gt__(self, o): return "B.gt"
class C(A): pass
print(A() + B(), B() + A(), A() + C(), A() == B(), B() == A(), A() < B(), A() < C(), A() == C(), 1 + C(), C() + 1)
#--- comparisons
class N:
    def __init__(self, n): self.n = n
    def __lt__(self, o): print("lt", self.n, o.n); return self.n < o.n
    def __eq__(self, o): print("eq", self.n, o.n); return self.n == o.n
print(N(1) < N(2), N(1) > N(2), N(1) == N(1), N(1) != N(1), N(1) < N(3) < N(2), max(N(1), N(5)).n, min([N(4), N(2)]).n, sorted([N(3), N(1), N(2)])[0].n)
attempt(lambda: N(1) <= N(2), lambda: N(1) < 5, lambda: N(1) >= N(1))
print([N(1), N(2)] == [N(1), N(2)], (N(1), 2) < (N(1), 3), N(1) in [N(0), N(1)], [N(5)].index(N(5)), [N(1), N(1)].count(N(1)))
#--- comparisons that give no bools
class X:
    def __eq__(self, o): return "eq"
    def __lt__(self, o): return []
    def __ne__(self, o): return 0
    def __contains__(self, o): return "yes"
x = X()
print(x == 1, x < 1, x != 1, 1 in x, 1 not in x, 1 == x, 1 > x, x < 1 < 2, bool(x == 2), [x] == [x], [x] == [1], (x < 1) or "falsy")
#--- not implemented everywhere
class Q:
    def __eq__(self, o): return NotImplemented
    def __lt__(self, o): return NotImplemented
    def __add__(self, o): return NotImplemented
    def __radd__(self, o): return NotImplemented
q, p = Q(), Q()
print(q == p, q == q, q != p, q == 1)
attempt(lambda: q < p, lambda: q + p, lambda: q + 1, lambda: 1 + q, lambda: q < 1, lambda: 1 < q)
#--- containers
class Bag:
    def __init__(self, *items): self.items = list(items)
    def __len__(self): return len(self.items)
    def __getitem__(self, k): print("get", k); return self.items[k]
    def __setitem__(self, k, v): print("set", k, v); self.items[k] = v
    def __delitem__(self, k): print("del", k); del self.items[k]
    def __contains__(self, x): print("contains", x); return x in self.items
    def __iter__(self): print("iter"); return iter(self.items)
    def __reversed__(self): print("reversed"); return reversed(self.items)
b = Bag(1, 2, 3)
print(len(b), b[0], b[-1], b[0:2], b[::2])
b[1] = 5; b[0:1] = [7, 8]; b[0] += 1
del b[0], b[:1]
print(5 in b, 9 not in b, list(b), list(reversed(b)), bool(b), bool(Bag()), [*b], sorted(b), sum(b), max(b))
b["key", 1:2, ...] if False else None
attempt(lambda: b[9], lambda: b["x"])
#--- item keys of all shapes
class K:
    def __getitem__(self, k): return k
k = K()
print(k[1], k[1:2], k[::], k[1, 2], k[1:2, ...], k["a"], k[()], k[None], k[-1:], k[1:2:3, 4], k[(1, 2)], k[*[1, 2]] if True else 0, k[{}.get(1)])
#--- iteration by __getitem__
class G:
    def __getitem__(self, n):
        if n > 3: raise IndexError
        return n * n
class H:
    def __getitem__(self, n): raise ValueError("h")
print(list(G()), 4 in G(), 5 in G(), [*G()], sum(G()), max(G()), tuple(G()), dict(zip("abcd", G())))
a, b, c, d = G()
print(a, b, c, d)
attempt(lambda: list(H()), lambda: reversed(G()), lambda: len(G()))
#--- iterators
class Count:
    def __init__(self, n): self.n, self.i = n, 0
    def __iter__(self): return self
    def __next__(self):
        if self.i >= self.n: raise StopIteration
        self.i += 1
        return self.i
print(list(Count(3)), [x * 2 for x in Count(3)], sum(Count(4)), max(Count(3)), set(Count(2)), dict(zip(Count(2), Count(3))), ",".join(map(str, Count(3))), *Count(2))
a, *b = Count(4)
print(a, b, 3 in Count(5), list(zip(Count(2), "abc")), list(enumerate(Count(2))), sorted(Count(3), reverse=True), tuple(Count(2)), any(Count(1)), all(Count(2)), next(Count(1)), [*Count(2), *Count(1)], bytes(Count(3)), list(map(lambda a, b: a + b, Count(3), Count(2))), list(filter(lambda x: x % 2, Count(5))), frozenset(Count(2)))
for i in Count(5):
    if i == 2: continue
    if i == 4: break
    print(i)
else:
    print("never")
#--- broken iterators
class A:
    def __iter__(self): return 5
class B:
    def __iter__(self): return self
class C:
    __iter__ = None
class D:
    def __next__(self): return 1
class E:
    def __iter__(self): return self
    def __next__(self): raise ValueError("next")
attempt(lambda: list(A()), lambda: list(B()), lambda: iter(C()), lambda: list(D()), lambda: next(D()), lambda: list(E()), lambda: next(B()), lambda: [x for x in A()], lambda: sum(E()), lambda: (lambda a, b: 1)(*E()), lambda: 1 in E(), lambda: max(E()))
#--- truth
class B:
    def __init__(self, v): self.v = v
    def __bool__(self): print("bool"); return self.v
class L:
    def __init__(self, n): self.n = n
    def __len__(self): print("len"); return self.n
print(bool(B(True)), not B(False), 1 if B(True) else 0, B(False) or "or", (B(False) and 1).v, bool(L(0)), not L(2), [x.n for x in [L(0), L(1)] if x], all([B(True), L(0)]), any([L(0), B(True)]))
while B(False): pass
assert B(True)
attempt(lambda: bool(B(1)), lambda: bool(B(None)), lambda: len(L("a")), lambda: bool(L(-1)), lambda: len(L(-1)), lambda: not B("x"), lambda: len(L(1.5)), lambda: 1 if L(None) else 2)
#--- __index__, __int__, __float__
class I:
    def __init__(self, n): self.n = n
    def __index__(self): return self.n
class F:
    def __float__(self): return 2.5
    def __int__(self): return 7
    def __round__(self, n=None): return ("round", n)
    def __trunc__(self): return 3
    def __abs__(self): return "abs"
    def __divmod__(self, o): return ("divmod", o)
    def __pow__(self, o, m=None): return ("pow", o, m)
    def __hash__(self): return 42
l = list("abcdef")
print(l[I(2)], l[I(1):I(4)], "abc"[I(-1)], (1, 2)[I(0)], range(I(3)), list(range(I(1), I(4))), bin(I(5)), hex(I(255)), chr(I(65)), [0] * I(2), int(I(9)), float(I(4)), "ab" * I(2), bytes(I(2)), int(F()), float(F()), round(F()), round(F(), 1), abs(F()), divmod(F(), 2), pow(F(), 2, 3), F() ** 2, hash(F()), "%d" % F(), "%.1f" % F(), f"{I(3).n}", oct(I(8)))
l[I(0)] = "z"; del l[I(1)]
print(l, l.pop(I(0)), l)
attempt(lambda: l[I("x")], lambda: l[I(1.5)], lambda: l[F()], lambda: range(F()), lambda: int(I("a")), lambda: [1] * F(), lambda: l[I(99)])
#--- calling instances
class C:
    def __init__(self, n): self.n = n
    def __call__(self, x, *a, k=0, **kw): return self.n + x + k, a, kw
c = C(10)
print(c(1), c(1, 2, k=3, z=4), list(map(c, [1, 2])), callable(c), callable(C), callable(5), sorted([3, 1], key=lambda v: C(v)(0)))
class D:
    pass
d = D()
d.__call__ = lambda: 1
attempt(lambda: d(), lambda: c(), lambda: callable(d))
#--- __getattr__ and friends
class P:
    def __init__(self): self.real = 1
    def __getattr__(self, name):
        if name.startswith("x"): return name.upper()
        raise AttributeError(f"no {name} here")
p = P()
print(p.real, p.xyz, hasattr(p, "y"), getattr(p, "z", "dflt"), p.__dict__)
attempt(lambda: p.nope, lambda: p.xm(), lambda: p.__missing__)
class S:
    def __setattr__(self, n, v):
        print("set", n, v)
        super().__setattr__(n, v * 2) if n != "raw" else object.__setattr__(self, n, v)
    def __delattr__(self, n):
        print("del", n)
        object.__delattr__(self, n)
s = S()
s.a = 5; s.raw = 1; s.a += 1
del s.raw
print(s.__dict__, s.a)
def bad(): del s.zz
attempt(bad)
#--- __new__
class One:
    instance = None
    def __new__(cls, *a):
        print("new", a)
        if cls.instance is None: cls.instance = super().__new__(cls)
        return cls.instance
    def __init__(self, *a): print("init", a)
print(One(1) is One(2))
class Other:
    def __new__(cls): return 5
    def __init__(self): print("never")
print(Other())
class Sub(One):
    def __new__(cls): 
        self = object.__new__(cls)
        self.made = True
        return self
    def __init__(self): print("sub init", self.made)
print(type(Sub()).__name__)
#--- __init_subclass__ and __set_name__
class Base:
    known = []
    def __init_subclass__(cls, /, tag="none", **kw):
        super().__init_subclass__(**kw)
        cls.tag = tag
        Base.known.append(cls.__name__)
class A(Base): pass
class B(Base, tag="b"): pass
class C(B, tag="c"): pass
print(Base.known, A.tag, B.tag, C.tag)
#--- name mangling
class A:
    __x = 1
    def __init__(self): self.__y = 2
    def get(self): return self.__x, self.__y, self.__z()
    def __z(self): return "z"
    def __dunder__(self): return "d"
class B(A):
    __x = 3
    def __init__(self):
        super().__init__()
        self.__y = 4
    def more(self): return self.__x, self.__y
b = B()
print(b.get(), b.more(), sorted(b.__dict__), A._A__x, hasattr(b, "__x"), b.__dunder__(), b._A__z())
#--- class bodies
class C:
    print("in body", __name__, __qualname__)
    x = 1
    y = x + 1
    for i in range(3): pass
    if y > 1:
        def m(self): return "m"
    try:
        z = 1 / 0
    except ZeroDivisionError:
        z = "div"
    def method(self): return x
    class Inner:
        v = "inner"
        def f(self): return C.x
    del y
    a, *b = range(3)
x = "module x"
print(C.x, C.i, C().m(), C.z, C().method(), C.Inner.v, C.Inner().f(), hasattr(C, "y"), C.b, C.Inner.__qualname__, C.method.__qualname__)
#--- class scope is not enclosing
v = "global"
def f():
    v = "f"
    class C:
        w = v
        v = "class"
        def g(self): return v
        x = [v for _ in "a"]
    return C.w, C.v, C().g(), C.x
attempt(f)
class D:
    v = v
    def g(self): return v
print(D.v, D().g())
def h():
    u = "h"
    class E:
        y = u
        def k(self): return u
    u = "later"
    return E.y, E().k()
print(h())
#--- nested functions and classes names
def f():
    class L:
        def m(self): return lambda: 0
    def g(): pass
    return L, g
L, g = f()
print(L.__qualname__, g.__qualname__, L.m.__qualname__, L().m().__qualname__, L.__name__, repr(L), type(L), str(type(1)), repr(int), str(ValueError))
#--- hash and identity
class A: pass
class B:
    def __eq__(self, o): return True
class C(B):
    __hash__ = None
class D(A):
    pass
a, a2 = A(), A()
d = {a: 1, a2: 2}
print(d[a], d[a2], a == a2, a == a, a != a2, a in [a2], len({a, a2, a}), hash(a) == hash(a), {D(): 1} != {})
attempt(lambda: hash(B()), lambda: {B()}, lambda: {C(): 1}, lambda: hash(C()), lambda: {}.get(B()), lambda: B() in {1})
#--- classes are values
class A: pass
class B(A): pass
registry = {A: "a", B: "b", int: "int"}
print(registry[A], registry[type(B())], registry[int], A == A, A != B, [c.__name__ for c in (A, B, int, ValueError)], A in {A}, hash(A) == hash(A), type(A) is type, isinstance(A, type), issubclass(bool, int), type(type) is type, isinstance(B, object))
def make(n):
    class K:
        number = n
    return K
print(make(1).number, make(2).number, make(1) is make(1))
#--- class attributes through instances and functions in classes
class C:
    f = lambda self, x: (self.n, x)
    g = len
    h = staticmethod(lambda x: x + 1)
    n = 1
def outside(self): return ("outside", self.n)
C.out = outside
c = C()
c.own = lambda: "own"
print(c.f(2), C.f(c, 3), c.g([1]), c.h(4), c.out(), c.own())
#--- with inheritance from built-in exceptions
class MyError(Exception):
    def __init__(self, code, *rest):
        super().__init__(f"code {code}", *rest)
        self.code = code
    def __str__(self): return f"<{self.code}>"
class Plain(ValueError): pass
e = MyError(5, "x")
print(e, repr(e), e.args, e.code, isinstance(e, Exception), Plain("a", 1), repr(Plain()), Plain(1).args)
try:
    raise Plain("oops")
except (KeyError, ValueError) as err:
    print(type(err).__name__, err)
try:
    raise MyError
except TypeError as err:
    print(err)
#--- attribute errors of built-in types
attempt(lambda: (5).foo, lambda: "a".foo, lambda: [].foo, lambda: {}.foo, lambda: None.foo, lambda: (1,).foo, lambda: len.foo, lambda: int.foo, lambda: ValueError.foo, lambda: ValueError().foo, lambda: (lambda: 1).foo, lambda: True.foo, lambda: {1}.foo, lambda: range(1).foo)
def s1(): (5).x = 1
def s2(): [].x = 1
def s3(): "a".upper = 1
def s4(): int.x = 1
def s5(): None.x = 1
def s6(): object().x = 1
def s7(): len.x = 1
attempt(s1, s2, s3, s4, s5, s6, s7)
#--- type and isinstance
print(type(1).__name__, type("").__name__, type([]).__name__, type(None).__name__, type(print).__name__, type(lambda: 1).__name__, type(type).__name__, type(1.5).__name__, type(b"").__name__, type({}.keys()).__name__, type(range(1)).__name__, type(...).__name__, type(NotImplemented).__name__, type(x for x in []).__name__, type(object()).__name__, type([].append).__name__, type(slice(1)).__name__)
print(isinstance(True, bool), isinstance(1, (str, int)), isinstance([], (str, (int, list))), issubclass(KeyError, (LookupError, str)), isinstance(None, type(None)))
attempt(lambda: isinstance(1), lambda: issubclass(int), lambda: isinstance(1, "int"), lambda: issubclass(int, 5), lambda: callable())
#--- linked structures
class Node:
    def __init__(self, v, next=None): self.v, self.next = v, next
    def __iter__(self):
        node = self
        while node is not None:
            yield node.v
            node = node.next
    def __len__(self): return sum(1 for _ in self)
    def __repr__(self): return "->".join(map(repr, self))
l = None
for x in range(4): l = Node(x, l)
print(l, len(l), list(l), 2 in l, sum(l), max(l), [*l], tuple(l))
l.next.next = None
print(l, dict.fromkeys(l, 0), sorted(l))
#--- a tree with recursion and generators
class Tree:
    def __init__(self): self.root = None
    def insert(self, k):
        def put(node):
            if node is None: return [None, k, None]
            if k < node[1]: node[0] = put(node[0])
            else: node[2] = put(node[2])
            return node
        self.root = put(self.root)
    def __iter__(self):
        def walk(n):
            if n:
                yield from walk(n[0])
                yield n[1]
                yield from walk(n[2])
        return walk(self.root)
t = Tree()
for k in [5, 2, 8, 1, 9, 3]: t.insert(k)
print(list(t), [*t][::-1], t.root[1])
#--- methods changed while running
class C:
    def m(self): return 1
c = C()
m = c.m
C.m = lambda self: 2
print(m(), c.m())
c.m = lambda: 3
print(c.m())
del c.m
print(c.m())
C.__len__ = lambda self: 7
print(len(c))
del C.m
attempt(lambda: c.m())
#--- __contains__ and in
class A:
    def __contains__(self, x): return x == 1
class B:
    def __iter__(self): return iter([1, 2, 3])
class C:
    __contains__ = None
    def __iter__(self): return iter([1])
print(1 in A(), 2 in A(), 2 in B(), 5 not in B())
attempt(lambda: 1 in C(), lambda: 1 in object(), lambda: 1 in A)
#--- dict and set methods given user iterables
class M:
    def keys(self): return iter(["a", "b"])
    def __getitem__(self, k): return k * 2
class P:
    def __iter__(self): return iter([("x", 1), ["y", 2]])
d = {}
d.update(M()); d.update(P()); d |= M()
print(d, dict(M()), dict(P()), {**M()}, (lambda **k: k)(**M()), set().union(P()) if False else 0, dict(M(), c=1))
class L:
    def __iter__(self): yield from (3, 1, 2)
s = {1}
s.update(L()); s |= set(L())
l = [0]
l.extend(L()); l += L(); l[1:2] = L()
print(sorted(s), l, sorted(L()), list(L()), tuple(L()), set(L()) == {1, 2, 3}, frozenset(L()) == {1, 2, 3}, s.issuperset(L()), s.isdisjoint(L()), "-".join(str(x) for x in L()), {1, 2, 9}.difference(L()), sum(L()), min(L()), dict.fromkeys(L(), 0), list(zip(L(), L())), list(map(abs, L())), bytes(L()))
#--- __missing__ is for dicts only; a mapping by hand
class Default:
    def __init__(self, make): self.make, self.d = make, {}
    def __getitem__(self, k):
        if k not in self.d: self.d[k] = self.make()
        return self.d[k]
    def __setitem__(self, k, v): self.d[k] = v
    def items(self): return self.d.items()
d = Default(list)
for w in "the cat the dog".split(): d[len(w)].append(w)
d["n"] = 1; d["n"] += 1
print(d.items(), sorted(d.d, key=str))
#--- object protocol on plain object
o = object()
print(o == o, o == object(), o != 1, isinstance(o, object), hash(o) == hash(o), bool(o), type(o).__name__, str(o)[:7], o.__class__ is object)
attempt(lambda: o < o, lambda: o + 1, lambda: o(), lambda: o[0], lambda: len(o), lambda: o.x, lambda: iter(o), lambda: -o, lambda: int(o), lambda: float(o), lambda: list(o), lambda: f"{o:5}", lambda: next(o))
#--- slots
class S:
    __slots__ = ("a", "b")
    kind = "s"
    def __init__(self): self.a = 1
class Sub(S):
    __slots__ = ("c",)
    @property
    def p(self): return self._get()
    @p.setter
    def p(self, v): self.c = v
class Open(S): pass
class One: __slots__ = "x"
class Private:
    __slots__ = ("__y",)
    def __init__(self): self.__y = 5
    def get(self): return self.__y
class Both: __slots__ = ("a", "__dict__")
s, t, o, b = S(), Sub(), Open(), Both()
s.b = 2; t.c = 3; t.p = 4; o.z = 5; One().x = 1; b.a = 1; b.z = 2
print(s.a, s.b, t.a, t.c, o.z, o.a, Private().get(), hasattr(s, "__dict__"), S.__slots__, b.z, hasattr(s, "c"))
def t1(): s.c = 1
def t2(): t.d = 1
def t3(): One().y = 1
def t4(): s.kind = 2
def t5(): return S().b
def t6(): del s.a; return s.a
def t7(): setattr(s, "q", 1)
def t8():
    class Bad:
        __slots__ = ("v",)
        v = 1
def t9():
    class Bad: __slots__ = (1,)
def t10(): object.__setattr__(o, "n", 1); return o.n
attempt(t1, t2, t3, t4, t6, t7, t8, t9, t10)
#--- chained methods and fluent building
class Q:
    def __init__(self, *parts): self.parts = parts
    def __getattr__(self, n): return Q(*self.parts, n)
    def __call__(self, *a): return Q(*self.parts[:-1], (self.parts[-1], a))
    def __getitem__(self, k): return Q(*self.parts, [k])
    def __repr__(self): return repr(self.parts)
print(Q().select("a", "b").where(x=1) if False else Q().select("a").where("b")[3].x)
#--- equality by default reflects
class A:
    def __eq__(self, o): print("A.eq"); return NotImplemented
class B:
    def __eq__(self, o): print("B.eq"); return True
print(A() == B(), A() == 1, 1 == A(), A() != B(), B() != 1, [A()] == [B()], A() in [B()])
#--- special methods are looked up on the class
class C:
    def __len__(self): return 1
c = C()
c.__len__ = lambda: 99
c.__str__ = lambda: "no"
print(len(c), c.__len__(), "no" in str(c), bool(c))
#--- calling special methods by hand
print((5).__add__(3), (5).__eq__(5), "a".__len__(), [1].__contains__(1), [3].__getitem__(0), {"a": 1}.__getitem__("a"), (1).__lt__(2), "ab".__iter__().__next__(), (5).__add__("a"), "x".__mul__(2), (7).__floordiv__(2), (3).__rsub__(10), int.__add__(1, 2), str.__len__("abc"), "a".__eq__(1), (2).__pow__(3), (1.5).__add__(1), [].__len__(), (-5).__abs__(), (5).__bool__(), "a".__hash__() == hash("a"), (5).__repr__(), (5).__str__(), "%s" % [1].__repr__(), {}.__contains__(1), (5).__neg__(), "b".__lt__("c"), (1, 2).__add__((3,)), [1].__iadd__([2]), (5).__format__("03"), {1: 2}.__iter__().__next__())
#--- class docs, module, dict
class C:
    "doc of C"
    a = 1
    def m(self): pass
print(C.__doc__, C.__module__, C().__module__, "a" in C.__dict__, "m" in vars(C), C.__dict__["a"], C.__name__)
C.__doc__ = "changed"
C.__name__ = "D"
print(C.__doc__, C.__name__)
#--- static registry by decorators
class Handlers:
    table = {}
    @classmethod
    def on(cls, name):
        def add(f):
            cls.table[name] = f
            return f
        return add
@Handlers.on("a")
def ha(x): return x + 1
@Handlers.on("b")
def hb(x): return x * 10
print({k: f(4) for k, f in Handlers.table.items()}, ha(1))
#--- class decorator adds methods
def comparable(cls):
    cls.__lt__ = lambda self, o: self.key() < o.key()
    cls.__repr__ = lambda self: f"{type(self).__name__}({self.key()})"
    return cls
@comparable
class P:
    def __init__(self, k): self.k = k
    def key(self): return self.k
print(sorted([P(3), P(1), P(2)]), P(1) < P(2), P(1) > P(2))
#--- attributes of values that cannot have any
def put(o): o.y = 1
def drop(o): del o.y
for o in ((), (1,), "", "a", 0, 1.5, b"", None, [], {}, set(), frozenset(), range(0), len, [].append, (x for x in ()), slice(0)):
    attempt(lambda: put(o), lambda: drop(o))
#--- keywords of class statements
class Base:
    def __init_subclass__(cls, /, key=None, **kw):
        super().__init_subclass__(**kw)
        cls.key = key
class A(Base, key=3): pass
class B(A, **{"key": [4]}): pass
print(A.key, B.key, B.__mro__[1] is A)
def unexpected():
    class X(Base, other=3): pass
def no_base():
    class X(key=3): pass
def plain_object():
    class X(object, **{"key": 3}): pass
def takes_none():
    class P:
        def __init_subclass__(cls): pass
    class X(P, key=3): pass
def twice():
    class X(Base, key=1, **{"key": 9}): pass
def numbers():
    class X(Base, **{3: 9}): pass
def no_mapping():
    class X(Base, **5): pass
attempt(unexpected, no_base, plain_object, takes_none, twice, numbers, no_mapping)
#--- class bodies, private names, bound methods
class C:
    x = 1
    y = x + 1
    l = [i for i in range(3)]
    def f(self): return self.x
    class Inner: z = 9
    for k in range(2): pass
    if True: cond = "c"
    try: bad = 1 / 0
    except ZeroDivisionError: bad = "zd"
    lam = lambda self: self.y
    a, b = 1, 2
    __private = "p"
    def get(self): return self.__private
print(C.x, C.y, C.l, C().f(), C.Inner.z, C.k, C.cond, C.bad, C().lam(), C.a, C().get(), C._C__private, C.Inner.__qualname__, C.f.__qualname__)
try: C().__private
except AttributeError as e: print(e)
C.x = 5; c = C(); c.x = 6; print(C.x, c.x, C().x); del c.x; print(c.x); del C.x
try: c.x
except AttributeError as e: print(e)
print(C.__dict__.get("y"), "f" in C.__dict__, C.__doc__, C.__bases__, isinstance(C, type), isinstance(c, object), type(C), callable(C), C.f is C.f, c.f == c.f, c.f is c.f, c.f.__self__ is c, c.f.__func__ is C.f)
class D(C):
    "doc"
    def f(self): return ("D", super().f() if hasattr(C, "x") else None)
    def __init__(self, v): self.v = v
print(D(1).f(), D.__doc__, D(1).v, D(2).y, super(D, D(1)).get())
for bad in (lambda: D(), lambda: D(1, 2), lambda: C(1), lambda: D.f(), lambda: C.nope, lambda: C.f()):
    try: bad()
    except Exception as e: print(type(e).__name__, e)
#--- hooks of classes, and special methods that give the wrong type
class Desc:
    def __set_name__(self, owner, name): print("set_name", owner.__name__, name)
class H:
    a = Desc(); b = Desc()
def deco(c): c.extra = 1; return c
@deco
class K: pass
print(K.extra)
class Single:
    inst = None
    def __new__(cls, *a):
        if cls.inst is None: cls.inst = super().__new__(cls)
        return cls.inst
    def __init__(self, v=0): self.v = v
print(Single(1) is Single(2), Single.inst.v)
class NotInst:
    def __new__(cls): return 5
    def __init__(self): print("never")
print(NotInst())
class Cls:
    def __class_getitem__(cls, k): return (cls.__name__, k)
print(Cls[int], Cls[1, 2])
class Len:
    def __init__(self, n): self.n = n
    def __len__(self): return self.n
for n in (0, 3, -1, "a", 2.5, True):
    try: print(len(Len(n)), bool(Len(n)))
    except Exception as e: print(type(e).__name__, e)
class B:
    def __init__(self, v): self.v = v
    def __bool__(self): return self.v
for v in (True, False, 1, None):
    try: print(bool(B(v)), not B(v))
    except Exception as e: print(type(e).__name__, e)
class Str:
    def __init__(self, v): self.v = v
    def __str__(self): return self.v
    def __repr__(self): return self.v
    def __hash__(self): return self.v
    def __index__(self): return self.v
    def __int__(self): return self.v
    def __iter__(self): return self.v
    def __contains__(self, x): return self.v
    def __format__(self, s): return self.v
for v in (1, "s", None):
    for f in (str, repr, hash, int, iter, list, bin, format, lambda x: 1 in x, lambda x: f"{x}", lambda x: "%s" % x, lambda x: [1, 2][x]):
        try: print(f(Str(v)), end=" ")
        except Exception as e: print(type(e).__name__, e, end=" | ")
    print()
#--- generators: delegation, closing, errors
def g():
    r = yield
    while r != "stop": r = yield r * 2
    return "done"
x = g(); next(x); print(x.send(2), x.send("a"))
try: x.send("stop")
except StopIteration as e: print(e.value, e.args)
def outer():
    a = yield from inner(1)
    b = yield from [10, 20]
    c = yield from "xy"
    return a, b, c
def inner(n):
    try:
        yield n; yield n + 1
    except KeyError as e: yield f"caught {e}"
    finally: print("inner done")
    return "r"
o = outer(); print(next(o), o.throw(KeyError("k")), list(o))
o = outer(); next(o); o.close(); print(o.gi_frame is None if hasattr(o, "gi_frame") else True)
def ex():
    try: yield 1
    except GeneratorExit: print("exit"); raise
e = ex(); next(e); e.close(); e.close()
def reent():
    yield next(me)
me = reent()
try: next(me)
except ValueError as v: print(v)
def err(): yield 1; raise ValueError("v")
z = err(); print(next(z))
try: next(z)
except ValueError as v: print(v)
print(next(z, "end"), list(z))
print([*(i for i in range(3))], dict((k, v) for k, v in zip("ab", [1, 2])), max((len(s) for s in ["a", "bbb"]), default=0), sum(i * i for i in range(4)), any(i > 2 for i in range(4)), sorted((x for x in "cab"), reverse=True), tuple(i for i in ()), list(zip(*[iter(range(6))] * 2)), [(i, j) for i in range(3) for j in range(i)])
it = iter([1, 2, 3]); print(next(it), list(it), next(it, None)); it = iter(range(3)); print(2 in it, list(it))
print(list(iter(iter([1, 2]).__next__, 2)), list(map(lambda a, b: a + b, [1, 2], [3, 4, 5])), list(filter(lambda x: x % 2, range(5))), list(reversed("abc")), list(enumerate("ab", 1)), list(zip("ab", [1, 2, 3])), list(zip()), 0)
try: list(zip([1], [1, 2], strict=True))
except ValueError as v: print(v)
def fact(n): return 1 if n < 2 else n * fact(n - 1)
def even(n): return True if n == 0 else odd(n - 1)
def odd(n): return False if n == 0 else even(n - 1)
print(fact(20), even(50), [f(3) for f in [lambda x, n=n: x ** n for n in range(3)]])

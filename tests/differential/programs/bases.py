"""Classes that derive from built-in ones."""
#--- list
class L(list):
    pass
l = L([1, 2, 3])
print(l, len(l), l[0], l[1:], type(l[1:]), type(l), isinstance(l, list), [*l], list(l))
l.append(4)
l += [5]
print(l, sum(l), sorted(l, reverse=True), max(l), 3 in l, l == [1,2,3,4,5], [1,2,3,4,5] == l, l != [1])
l.x = 5
print(l.x, l.__dict__)
a, *b = l
print(a, b, l + [6], type(l + [6]), l * 2, type(2 * l))
l[0] = 9; del l[1]; l[1:2] = [7, 7]
print(l, l.index(7), l.count(7), list(reversed(l)))
for i in l: print(i, end=" ")
print([x for x in l])
#--- int
class I(int):
    pass
i = I(3)
print(i, i + 1, type(i + 1), -i, abs(i), i < 4, 4 > i, i == 3, 3 == i, hash(i) == hash(3), {3: 1}[i], {i: 2}[3])
print(I(), I("12"), I("ff", 16), I(3.7), I(i), repr(i), f"{i:>4}", "%d" % i, i.bit_length(), int(i), float(i), bool(i), bool(I(0)))
print(divmod(i, 2), pow(i, 2), pow(i, 2, 5), round(i), [10, 20, 30, 40][i], "abcdef"[:i], range(i), chr(I(65)), i & 1, i | 4, ~i, 1 << i, "x" * i, 10 - i, 2 ** i)
#--- str
class S(str):
    def shout(self):
        return self.upper() + "!"
s = S("hello")
print(s, s.shout(), type(s.upper()), s + " you", "oh " + s, s[0], s[1:], len(s), s in {"hello": 1}, {"hello": 1}[s], s == "hello", "hello" == s, "-".join([s, s]), s.join("ab"), s.find(S("l")), "hello world".startswith(s), s.startswith(S("he")), s.split("l"), s.replace("l", S("L")), "ell" in s, S("ell") in "hello", f"{s:>8}|", f"{s!r}", "%s %r" % (s, s), "{} {!r:>9}".format(s, s), sorted(s), hash(s) == hash("hello"), s * 2, list(s), S(5), S(b"ab", "ascii"), S(), s.encode(), ord(S("a")), int(S("12")), float(S("1.5")), s < "z", s.translate({104: "H"}), s.center(9, S("*")))
#--- dict
class D(dict):
    def __missing__(self, key):
        return f"no {key}"
d = D(a=1, b=2)
print(d, d["a"], d["zz"], d.get("zz"), "zz" in d, len(d), list(d), dict(d), {**d}, d == {"a": 1, "b": 2}, type(d.copy()), d.keys(), d | {"c": 3}, type(d | {}), {"x": 1} | d)
d["c"] = 3
del d["a"]
d.update(q=1)
d |= {"r": 5}
print(d, type(d), D([("a", 1)]), D({"b": 1}, c=2), D(D(a=1)), dict(D(a=1)), D.fromkeys("ab", 0), type(D.fromkeys("ab")), "{a} {b}".format_map(D(a=1)), "%(a)s %(b)s" % D(a=1))
def f(**kw): return kw
print(f(**D(a=1)), d.pop("b"), d.setdefault("n", 7), d.popitem(), d.items(), list(d.values()))
#--- tuple
class P(tuple):
    def __new__(cls, x, y):
        return super().__new__(cls, (x, y))
    @property
    def x(self): return self[0]
p = P(1, 2)
print(p, p.x, len(p), p == (1, 2), hash(p) == hash((1, 2)), p + (3,), type(p + (3,)), {(1, 2): "k"}[p], p < (1, 3), [*p], p[0], p[::-1], p.count(1), p.index(2), sorted([P(2, 1), P(1, 5)]), "%d-%d" % p, isinstance(3, P), 1 in p)
x, y = p
print(x, y, max([p, P(3, 4)]), str(p), repr(p), f"{p}", min(p), {p, (1, 2)})
#--- float
class F(float):
    def __new__(cls, v):
        self = super().__new__(cls, v)
        self.unit = "kg"
        return self
f = F("2.5")
print(f, f.unit, f + 1, type(f * 2), round(f), round(f, 1), f"{f:.3f}", "%.1f" % f, int(f), f.is_integer(), F.fromhex("0x1p1").unit, divmod(f, 2), f // 1, -f, abs(F(-1)), f == 2.5, hash(f) == hash(2.5), sum([f, f]), f.real, repr(f))
#--- set
class T(set):
    def add_all(self, *items):
        for i in items: self.add(i)
        return self
t = T([1, 2]).add_all(3, 1)
print(t, len(t), 1 in t, t | {9}, type(t | {9}), t & {1}, t - {1}, {1, 5} - t, t == {1, 2, 3}, t <= {1, 2, 3, 4}, {1} < t, t > {1}, t.union([7]), sorted(t), T(), t ^ {1}, t.issubset({1, 2, 3, 4}), set(t), frozenset(t))
t |= {10}; t -= {1}; t &= {2, 10}
print(t, type(t))
try: hash(t)
except TypeError as e: print(e)
#--- frozenset
class F(frozenset): pass
f = F([1, 2])
print(f, F(), {f: 1}[frozenset([1, 2])], f == {1, 2}, f | {3}, type(f | {3}), hash(f) == hash(frozenset([1, 2])), f <= {1, 2})
#--- bytes
class B(bytes): pass
b = B(b"abc")
print(b, b[0], b[1:], len(b), b + b"d", b == b"abc", b.upper(), b.hex(), b"b" in b, B([1, 2]), B(3), B("ab", "utf8"), b.decode(), bytes(b), hash(b) == hash(b"abc"), B.fromhex("6162"), list(b), b.find(B(b"c")), b"-".join([b, B(b"x")]), str(b), b % () if b"%" in b else 0)
#--- built-in classes
try:
    class X(bool): pass
except TypeError as e: print(e)
try:
    class X(range): pass
except TypeError as e: print(e)
try:
    class X(type(None)): pass
except TypeError as e: print(e)
#--- list, 2
class V(list):
    def __init__(self, *a):
        super().__init__(a)
        self.n = 0
    def __getitem__(self, i):
        self.n += 1
        return super().__getitem__(i) * 10
    def __setitem__(self, i, v):
        print("set", i, v)
        super().__setitem__(i, v)
    def __len__(self): return 100
    def __iter__(self):
        print("iter")
        return super().__iter__()
    def __contains__(self, x): return x == "magic"
    def __eq__(self, o): return NotImplemented
    def append(self, x):
        print("append", x)
        super().append(x)
v = V(1, 2, 3)
print(v[0], v[1:2], v.n, len(v), list(v), "magic" in v, 1 in v, v == [1, 2, 3], list.__len__(v), repr(v))
v[0] = 5
v.append(6)
v.extend([7])
print(sum(v), list.__getitem__(v, 0), sorted(v), [*v], list.__eq__(v, [5, 2, 3, 6, 7]), list.append(v, 8), v, bool(v))
#--- list and tuple and dict
class Weird:
    def __init__(self, n): self.n = n
    def __eq__(self, o): return isinstance(o, Weird) and self.n == o.n
    def __repr__(self): return f"W{self.n}"
    def __lt__(self, o): return self.n < o.n
    __hash__ = None
class L(list): pass
class T(tuple): pass
class D(dict): pass
print(L([Weird(1)]) == [Weird(1)], [Weird(1)] == L([Weird(1)]), L([Weird(1)]) == L([Weird(2)]), T([Weird(1)]) < (Weird(2),), D(a=Weird(1)) == {"a": Weird(1)}, L([Weird(1)]) != [Weird(1)], Weird(1) in L([Weird(1)]), L([Weird(1)]).index(Weird(1)), sorted(L([Weird(2), Weird(1)])))
l = L([Weird(3), Weird(1)]); l.sort(); print(l, [l], {"k": l}, str(l), f"{l}", L([L([])]))
l.append(l); print(l)
#--- int, 2
class N(int):
    def __add__(self, o): return N(super().__add__(o))
    __radd__ = __add__
    def __repr__(self): return f"N({int(self)})"
    def __eq__(self, o): return int(self) == int(o) + 1
    def __hash__(self): return 1
print(N(1) + 2, 2 + N(1), sum([N(1), N(2)]), [N(5)], N(3) - 1, N(3) == 2, 2 == N(3), N(3) != 3, str(N(1)), f"{N(1)}", f"{N(1):03d}", "%d %s" % (N(1), N(1)), N(2) * N(3), N(7) // 2, hash(N(3)), N(3) < 4, 1 + N(1) + 1)
#--- str, 2
class M(str):
    def __new__(cls, v, tag=None):
        self = super().__new__(cls, v)
        self.tag = tag
        return self
    def __str__(self): return "M:" + super().__str__()
    def __repr__(self): return "<" + super().__repr__() + ">"
    def __add__(self, o): return M(str.__add__(self, o), self.tag)
    def __getitem__(self, i): return "?" + super().__getitem__(i)
m = M("abc", tag=1)
print(m, repr(m), m + "d", (m + "d").tag, m[0], f"{m}", f"{m:>7}", "%s" % m, "{}".format(m), [m], str(m) == "M:abc", "".join([m]), list(m), m.upper(), m == "abc")
#--- several bases
def g():
    yield 1
    yield 2
class L(list): pass
class T(tuple): pass
class S(set): pass
class D(dict): pass
class F(frozenset): pass
class I(int): pass
class Idx:
    def __index__(self): return 7
    def __int__(self): return 8
    def __float__(self): return 1.5
    def __str__(self): return "idx"
class Fl(float): pass
class St(str): pass
print(L(g()), T(g()), S(g()), F(g()), D((k, k) for k in g()), I(Idx()), Fl(Idx()), St(Idx()), L([1, 2, 3])[I(1)], [1, 2, 3][I(1):I(3)], L([1]) * Idx())
l = L(); l += g(); l.extend(g()); print(l, type(l))
class K(list):
    def __init__(self, it): super().__init__(x * 2 for x in it)
print(K(g()), T("ab"), L("ab"), L({"a": 1}), L(range(3)))
#--- several bases, 2
for cls, args in ((list, (1, 2)), (int, ("x",)), (dict, (1,)), (tuple, (1,)), (set, (1,)), (str, (b"a", 3)), (float, ("q",))):
    try:
        class X(cls): pass
        X(*args)
    except (TypeError, ValueError) as e: print(type(e).__name__, e)
class I(int): pass
for f in (lambda: I(3) + "a", lambda: "a" + I(3), lambda: I(3) < "a", lambda: I(3)["x"], lambda: len(I(3)), lambda: iter(I(3)), lambda: I(3)(), lambda: I(3).nope, lambda: [1][I(5)], lambda: I(3) @ 2, lambda: {}[I(3)], lambda: -"a"):
    try: f()
    except Exception as e: print(type(e).__name__, e)
class L(list): pass
class T(tuple): pass
class S(str): pass
def sett(): T((1,))[0] = 1
for f in (lambda: L([1]) + (2,), lambda: [1] + T((2,)), lambda: L([1])["a"], lambda: L() < 3, lambda: L() + 1, lambda: {L(): 1}, lambda: hash(L()), sett, lambda: S("a") + 1, lambda: S("a") < 1, lambda: S("a") * "b", lambda: L([1]).index(5), lambda: L().pop(), lambda: L([3, "a"]).sort(), lambda: int(S("zz")), lambda: S("%d") % "x", lambda: S("a").join([1])):
    try: f()
    except Exception as e: print(type(e).__name__, e)
#--- several bases, 3
class Stack(list):
    def push(self, x):
        self.append(x)
        return self
    def peek(self): return self[-1]
s = Stack().push(1).push(2)
match s:
    case [a, b]: print("seq", a, b)
class D(dict): pass
match D(a=1, b=2):
    case {"a": x, **rest}: print("map", x, rest, type(rest))
class I(int): pass
match I(5):
    case 5: print("five")
match I(5):
    case int(x): print("int", x, type(x))
class S(str): pass
match S("q"):
    case "q": print("lit")
match S("q"):
    case [a]: print("no")
    case str(x): print("str", x, type(x).__name__)
class T(tuple):
    __match_args__ = ("first",)
    @property
    def first(self): return self[0]
match T((7, 8)):
    case T(f): print("first", f)
match T((7, 8)):
    case (a, *r): print(a, r, type(r))
match Stack([1]):
    case Stack(): print("stack")
match Stack([1, 2]):
    case list(x): print(x, type(x).__name__)
#--- list and int
class L(list):
    __slots__ = ("a",)
l = L([1]); l.a = 2
print(l.a, l)
try: l.b = 3
except AttributeError as e: print(e)
print(hasattr(l, "__dict__"))
try:
    class I(int): __slots__ = ("x",)
except TypeError as e: print(e)
class J(int): __slots__ = ()
j = J(3)
try: j.x = 1
except AttributeError as e: print(e)
class K(J): pass
k = K(4); k.y = 1; print(k.y, k)
#--- several bases, 4
import copy
class L(list):
    def __init__(self, *a):
        super().__init__(*a)
        self.tag = [1]
l = L([1, [2]])
m = copy.copy(l); n = copy.deepcopy(l)
print(m, n, type(m), type(n), m[1] is l[1], n[1] is l[1], m.tag is l.tag, n.tag is l.tag, n.tag, m is l, m.append(3), l, m)
class D(dict): pass
d = D(a=[1]); e = copy.deepcopy(d); print(e, type(e), e["a"] is d["a"], copy.copy(d) is d, type(copy.copy(d)))
class I(int): pass
i = I(3); i.x = [1]; c = copy.deepcopy(i); print(c, type(c), c.x, c.x is i.x)
class T(tuple): pass
t = T(([1], 2)); c = copy.deepcopy(t); print(c, type(c), c[0] is t[0], copy.copy(t))
class S(set): pass
s = S([1]); c = copy.copy(s); c.add(2); print(s, c)
l = L(); l.append(l); c = copy.deepcopy(l); print(c[0] is c, c is l)
#--- several bases, 5
import json
class I(int): pass
class F(float): pass
class S(str): pass
class L(list): pass
class D(dict): pass
class T(tuple): pass
print(json.dumps(D(a=L([1, I(2), F(1.5)]), b=S("x"), c=T((1,)))), json.dumps(I(3)), json.dumps(L()), json.dumps(D(), indent=1), json.dumps({I(3): 1, S("k"): 2}), json.dumps(L([D(b=1, a=2)]), sort_keys=True, indent=2))
class R(int):
    def __repr__(self): return "R"
print(json.dumps([R(5)]))
#--- int and list and dict
class A(int):
    def __init__(self, v, w=0):
        self.w = w
try: A(3, 4)
except TypeError as e: print(e)
class B(int):
    def __new__(cls, v, w=0):
        o = int.__new__(cls, v)
        o.w = w
        return o
b = B(3, 4); print(b, b.w, B(5).w, B(3, w=9).w)
class C(B):
    def __new__(cls, v):
        return super().__new__(cls, v + 1, 7)
    def __init__(self, v): self.orig = v
c = C(1); print(c, c.w, c.orig, isinstance(c, int), issubclass(C, int), C.__mro__, C.__bases__, C.__base__)
class L(list):
    def __new__(cls, *a):
        o = super().__new__(cls)
        o.made = True
        return o
l = L([1, 2]); print(l, l.made)
class D(dict):
    def __init__(self, *a, **k):
        super().__init__(*a, **k)
        self["extra"] = 1
print(D(a=2), D([(1, 2)]), D({3: 4}))
class E(dict):
    def __setitem__(self, k, v):
        super().__setitem__(k, v * 2)
    def __getattr__(self, n):
        try: return self[n]
        except KeyError: raise AttributeError(n)
    def __setattr__(self, n, v): self[n] = v
e = E(a=1); e["b"] = 2; e.c = 3; e.update(d=4)
print(e, e.a, e.c)
try: e.zz
except AttributeError as x: print("no", x)
#--- built-in classes, 2
print(int.__new__(int, 5), str.__new__(str, 3), list.__new__(list), tuple.__new__(tuple, [1]))
for f in (lambda: int.__new__(str), lambda: int.__new__(3), lambda: int.__new__(), lambda: int.__new__(bool, 1), lambda: list.append(3, 4), lambda: dict.__getitem__([], 1), lambda: str.upper(3), lambda: object.__new__(int)):
    try: f()
    except TypeError as e: print(e)
x = [1, 2]; x.__init__([5]); print(x); x.__init__(); print(x)
d = {1: 2}; d.__init__(a=3); print(d)
#--- float and int and tuple
class Temp(float):
    def __eq__(self, o): return abs(self - o) < 0.1
    def __hash__(self): return 5
print(Temp(1.0) == 1.05, 1.05 == Temp(1.0), Temp(1.0) != 1.05, hash(Temp(2)))
class Rev(int):
    def __lt__(self, o): return int(self) > int(o)
print(sorted([Rev(1), Rev(3), Rev(2)]), max(Rev(1), Rev(2)), min([Rev(1), Rev(2)]), Rev(1) < 2, 1 < Rev(2), 1 > Rev(2))
class RA(int):
    def __radd__(self, o): return "radd"
    def __rsub__(self, o): return NotImplemented
print(1 + RA(2), RA(1) + 2, RA(1) + RA(2), 5 - RA(2), 5.0 - RA(2), [1] == RA(1))
class Vec(tuple):
    def __new__(cls, *a): return super().__new__(cls, a)
    def __add__(self, o): return Vec(*(a + b for a, b in zip(self, o)))
    def __mul__(self, k): return Vec(*(a * k for a in self))
    __rmul__ = __mul__
    def __repr__(self): return f"Vec{tuple(self)}"
    def __abs__(self): return sum(x * x for x in self) ** 0.5
    def __bool__(self): return any(self)
    def __neg__(self): return self * -1
v = Vec(3, 4)
print(v + (1, 1), v * 2, 2 * v, abs(v), bool(v), bool(Vec(0, 0)), -v, v == (3, 4), hash(v) == hash((3, 4)), {v: 1}, sum([v, v], Vec(0, 0)), len(v))
v += (1, 1); print(v)
#--- dict and str and list
class Ctx(dict):
    def __enter__(self): self["in"] = 1; return self
    def __exit__(self, *a): self["out"] = 1
with Ctx() as c: pass
print(c)
class Call(str):
    def __call__(self, x): return self + x
print(Call("a")("b"))
class It(list):
    def __iter__(self):
        for x in super().__iter__(): yield x * 2
print(list(It([1, 2])), [*It([1])], sum(It([1, 2])), tuple(It([3])), set(It([4])), sorted(It([2, 1])), max(It([1, 5])), [1] + It([2]), It([1]) + [2], dict.fromkeys(It([1])), ",".join(map(str, It([1, 2]))), list(zip(It([1]), It([2]))), list(enumerate(It([9]))), any(It([0])), It([1, 2])[0], 2 in It([1]), list(reversed(It([1, 2]))))
a, b = It([1, 2]); print(a, b)
x = [0]; x += It([1]); x.extend(It([2])); x[1:1] = It([7]); print(x)
def f(*a): return a
print(f(*It([1, 2])))
class DI(dict):
    def __iter__(self): return iter(["z"])
    def keys(self): return ["k"]
    def __getitem__(self, k): return "v" + k
print(dict(DI(a=1)), {**DI(a=1)}, list(DI(a=1)), len(DI(a=1)), DI(a=1) == {"a": 1})
class DK(dict):
    def keys(self): return ["k"]
    def __getitem__(self, k): return "v" + str(k)
print(dict(DK(a=1)), {**DK(a=1)}, DK(a=1)["q"], DK(a=1).get("a"))
#--- several bases, 6
class L(list):
    def __repr__(self): return "L" + super().__repr__()
    def __str__(self): return "str" + str(len(self))
l = L([1]); l2 = L([l, 2])
print(l, repr(l), [l], l2, f"{l}", f"{l!r}", "%s %r" % (l, l), {1: l}, (l,), l2.copy())
class D(dict):
    def __repr__(self): return f"D({super().__repr__()})"
print(D(a=1), [D()], str(D(x=D())))
class S(set):
    def __repr__(self): return set.__repr__(self) + "!"
print(S([1]))
class I(int):
    def __str__(self): return "<" + int.__str__(self) + ">"
    def __format__(self, spec): return "F" + super().__format__(spec)
print(I(3), f"{I(3)}", f"{I(3):03}", repr(I(3)), [I(3)], "{:>5}".format(I(3)), "%s %d" % (I(3), I(3)), I(3).__str__(), I(3).__repr__())
class F(float):
    def __repr__(self): return "F"
print(F(1), [F(1)], f"{F(1)}", f"{F(1):.2f}", "%s" % F(1))
class St(str):
    def __repr__(self): return "R"
print(St("a"), [St("a")], f"{St('a')}", f"{St('a')!r}", str(St("a")), "%s%r" % (St("a"), St("a")), type(str(St("a"))), type(f"{St('a')}"))
class By(bytes):
    def __repr__(self): return "R"
print(By(b"a"), [By(b"a")], str(By(b"a")))
#--- list, 3
class L(list):
    @classmethod
    def of(cls, *a): return cls(a)
    @staticmethod
    def two(): return 2
    @property
    def first(self): return self[0]
    @first.setter
    def first(self, v): self[0] = v
    limit = 5
l = L.of(1, 2); l.first = 9
print(l, l.first, L.two(), l.limit, l.of(3), type(l.of(3)).__name__, getattr(l, "pop")(), l, hasattr(l, "nope"), callable(l.append))
l.limit = 6; print(l.limit, L.limit, vars(l)); del l.limit; print(l.limit)
m = l.append; m(4); print(l, L.append is list.append, "append" in dir(l), l.__class__, l.__len__(), L.__name__, L.__doc__ is None or True)
print(isinstance(l, (int, list)), issubclass(L, list), type(l) is list, type(l) == L, l is l, id(l) == id(l), l == L.of(9, 4), l is L.of(9, 4))
f = list.append; f(l, 7); print(l); print(list.__len__(l), list.__getitem__(l, 0), list.__contains__(l, 7), list.sort(l), l, list.index(l, 7))
#--- list, 4
class L(list): pass
l = L("abc")
it = iter(l)
print(next(it)); l.append("d"); print(list(it), l)
for x in l:
    if x == "b": l.remove("b")
print(l, l.clear(), l, bool(l), not l, l or "empty")
#--- dict, 2
class D(dict): pass
d = D(a=1)
try:
    for k in d: d[k + "x"] = 1
except RuntimeError as e: print(e)
print(d, list(d.items()), d.keys() & {"a"}, d.keys() == {"a", "ax"}, d.items() >= {("a", 1)}, sorted(d, reverse=True), min(d), len(d.keys()))
print("a" in d.keys(), 1 in d.values(), list(reversed(d)), {k: v for k, v in d.items()}, dict(d, z=1), D(d, q=2), d != D(d))
#--- str, 3
class S(str): pass
d = {S("k"): 1}
print(d["k"], "k" in d, S("k") in d, d, list(d)[0] == "k", type(list(d)[0]).__name__)
d["k"] = 2
print(d, len(d), {"a", S("a")}, S("a") in {"a"}, S("a") in ["a"], S("a") in ("b",), ["a"].index(S("a")), ("a", "b").count(S("a")))
d2 = {"x": 1}
d2[S("x")] = 5
print(d2, type(next(iter(d2))).__name__, d2.get(S("x")), d2.pop(S("x")), d2.setdefault(S("y"), 3), d2)
#--- int, 3
class I(int): pass
x = {1: "a", I(2): "b", True: "c"}
print(x, x[I(1)], x[2], x[2.0], I(1) == True, I(1) is I(1), I(0) == 0.0, hash(I(10**20)) == hash(10**20))
print(sorted([I(3), 1, I(2)]), max(I(1), 2.5), sum([I(1), 2.5, I(3)]), min([I(5), I(4)]), [I(1), I(2)] == [1, 2], (I(1),) < (2,), {I(1)} == {1})
print([0] * I(3), "ab" * I(2), I(2) * [0], (1,) * I(2), range(I(1), I(6), I(2)), list(range(10))[I(2):I(8):I(3)], "%05d|%x|%s" % (I(42), I(255), I(7)), f"{I(255):#x} {I(5):08.3f} {I(1234567):,}", I(5).to_bytes(2, "big"), "abc"[I(-1)])
print(bin(I(5)), oct(I(8)), hex(I(255)), I(7).__add__(1), I(7).__radd__(I(1)), I(-7) // 2, I(-7) % 3, divmod(I(-7), 2), I(2) ** -1, I(2) ** 0.5, I(7) / 2, I(6) & 3, I(6) ^ 3, I(6) >> 1, 5 << I(2), 2 ** I(3), I(3).__eq__(3), I(3).__lt__("a"), int.__add__(I(1), 2), I(3).__bool__(), I(9).__index__())
#--- float, 2
class F(float): pass
print(F(1.5) + F(1), F(3) == 3, F("inf"), F("nan") == F("nan"), repr(F(0.1)), F(2).hex(), int(F(2.9)), round(F(2.567), 2), F(7) // 2, F(7) % 2, -F(1), +F(1), F(2) ** 2, 1 / F(4), F(1e16), f"{F(3.14159):.2f} {F(1):>6} {F(0.5):%}", "%.3f %e %g" % (F(1), F(1), F(1)), F(1) < 2, max(F(1), 2), F(2).is_integer(), F(1.5).as_integer_ratio(), bool(F(0)), sum([F(0.1)] * 3), F(1).__int__(), abs(F(-2)), sorted([F(2), 1, F(1.5)]))
import math
print(math.sqrt(F(4)), math.floor(F(2.5)), math.isnan(F("nan")), math.ceil(F(1.2)))
#--- tuple, 2
class T(tuple): pass
t = T([1, 2, 3])
print(t[1], t[-1], t[1:], t + (4,), (0,) + t, t * 2, t == (1, 2, 3), t != (1, 2), t < (1, 3), (1, 3) > t, hash(t) == hash((1, 2, 3)), {t: 1}[(1, 2, 3)], len(t), 2 in t, t.index(2), t.count(9), list(t), [*t], max(t), sum(t), sorted(t, reverse=True), tuple(t), type(tuple(t)).__name__, T(), bool(T()), T((1,)), str(T((1,))), T("ab"), "%s-%s-%s" % t, isinstance(t, tuple), t[::2], list(reversed(t)), list(enumerate(t)), list(zip(t, t)), tuple(t) is t)
def f(*args): return args
print(f(*t), type(f(*t)).__name__, isinstance((1,), T))
a, (b, c), *d = T([1, T([2, 3]), 4, 5])
print(a, b, c, d)
try: x, y = t
except ValueError as e: print(e)
try: x, y, z, w = t
except ValueError as e: print(e)
#--- list, 5
class L(list): pass
l = L([3, 1, 2])
l.sort(); print(l); l.sort(key=lambda x: -x); print(l); l.reverse(); print(l)
l.sort(key=str, reverse=True); print(l, sorted(l), sorted(l, key=lambda x: x % 3))
l.insert(0, 9); l.extend(x for x in (5, 6)); print(l, l.pop(), l.pop(0), l); l *= 2; print(l, type(l).__name__)
del l[::2]; print(l); l[:] = [1]; print(l); l[5:] = (2, 3); print(l); l[0:1] = L([7, 8]); print(l)
l += (1,); l += "ab"; l += L([0]); print(l, type(l).__name__)
try: l += 5
except TypeError as e: print(e)
try: l.remove("zz")
except ValueError as e: print(e)
try: l["a"] = 1
except TypeError as e: print(e)
try: l[99]
except IndexError as e: print(e)
try: del l[99]
except IndexError as e: print(e)
print(L([1, [2]]) == [1, [2]], L([1]) < [2], [L([1])] == [[1]], L() == (), [1] > L(), L([1]) is not None)
#--- dict, 3
class Tree(dict):
    def __missing__(self, key):
        value = self[key] = type(self)()
        return value
t = Tree()
t["a"]["b"]["c"] = 1
print(t, type(t["a"]).__name__, "z" in t, t.get("z"), t)
class Cache(dict):
    def __init__(self, f):
        super().__init__()
        self.f = f
    def __missing__(self, k):
        self[k] = v = self.f(k)
        return v
fib = Cache(lambda n: n if n < 2 else fib[n - 1] + fib[n - 2])
print(fib[30], len(fib), fib.f is not None)
class Def(dict):
    def __missing__(self, k): return 0
c = Def()
for ch in "hello": c[ch] += 1
print(c, "%(zz)d %(l)d" % c, "{l} {q}".format_map(c), sorted(c.items()), dict.__getitem__(c, "no"), c.__getitem__("no"))
try: dict.get(c, [])
except TypeError as e: print(e)
#--- int, 4
class Money(int):
    def __new__(cls, cents, currency="EUR"):
        self = super().__new__(cls, cents)
        self.currency = currency
        return self
    def __add__(self, other): return Money(int(self) + int(other), self.currency)
    def __sub__(self, other): return Money(super().__sub__(other), self.currency)
    def __str__(self): return f"{int(self) / 100:.2f} {self.currency}"
    def __repr__(self): return f"Money({int(self)}, {self.currency!r})"
    def __format__(self, spec): return str(self) if not spec else super().__format__(spec)
m = Money(1050)
print(m, repr(m), m + 5, m - 50, f"{m} {m:>8d}", m > 1000, [m], sum([m, m], Money(0)), m * 2, type(m * 2), {1050: 1}[m], m.currency, m == Money(1050, "USD"), int(m), float(m), sorted([Money(3), Money(1)]), max([Money(1), Money(2)]))
m += 1; print(m, type(m).__name__, m.currency)
m *= 2; print(m, type(m))
#--- str, 4
class Path(str):
    def __truediv__(self, other): return Path(f"{self}/{other}")
    @property
    def parts(self): return self.split("/")
    @property
    def name(self): return self.parts[-1]
    @classmethod
    def home(cls): return cls("/home")
p = Path.home() / "me" / "x.txt"
print(p, p.name, p.parts, type(p).__name__, p.endswith(".txt"), p.upper(), len(p), p == "/home/me/x.txt", p[1:5], "me" in p, f"<{p:>16}>", p.encode(), [p], {p: 1}, p + "!", p.partition("/"), p.rsplit("/", 1), p.count("/"), p.title(), p.isupper(), p.zfill(20), p.strip("/"), ",".join([p, Path("b")]), str(p) is p, type(str(p)).__name__, p.replace("/", "."), p.splitlines(), sorted(Path("cab")), Path(Path("q")), p < "0", p >= p, Path() == "", bool(Path()), hash(p) == hash(str(p)))
print("%s|%10s|%r" % (p[:3], Path("a"), Path("b")), "{0:*^7}{0!r}".format(Path("mid")), "{x.name}".format(x=p), "a" + Path("b"), Path("b") * 2, 2 * Path("b"), "abc".replace(Path("b"), Path("x")), "a,b".split(Path(",")), "abc".find(Path("c")), "xay".strip(Path("xy")), Path("a").join(["1", "2"]), "abcabc".count(Path("bc")), "abc".startswith((Path("ab"),)), "A".ljust(3, Path(".")), int(Path("42")), float(Path("1e3")), ord(Path("a")), Path("%d") % 5, Path("{}").format(7))
#--- set and frozenset
class S(set): pass
s = S("aab")
s.add("c"); s.discard("a"); s.remove("b")
print(s, len(s), "c" in s, s == {"c"}, {"c"} == s, s | {"d"} == {"c", "d"}, s & {"c"}, s - {"c"}, s ^ {"c"}, s.isdisjoint({1}), s <= {"c", "d"}, {"c", "d"} > s, s.pop(), s, bool(s))
s.update([1], (2,)); s |= S([3]); s -= {1}; s ^= {2, 9}; print(sorted(s), type(s).__name__, S([1, 2]).union({3}), S([1, 2]).difference([1]), S() == set(), s.clear(), s)
class F(frozenset):
    def __new__(cls, *items): return super().__new__(cls, items)
f = F(1, 2)
print(f, {f: "x"}[frozenset({1, 2})], f | {3}, f == {1, 2}, f.union([5]), hash(f) == hash(frozenset([2, 1])), {f} == {frozenset([1, 2])}, f & f, F(), f.issubset([1, 2, 3]), frozenset(f) == f, S([f]), f in {f})
for bad in (lambda: S([[]]), lambda: {S(): 1}, lambda: s | [1], lambda: f.add(1), lambda: S(1)):
    try: bad()
    except (TypeError, AttributeError) as e: print(type(e).__name__, e)
#--- bytes, 2
class B(bytes):
    def __new__(cls, text): return super().__new__(cls, text, "utf-8")
b = B("héy")
print(b, len(b), b[0], b[:2], b.decode(), b + b"!", b"!" + b, b * 2, b == "héy".encode(), b.hex(), list(b)[:2], b.startswith(b"h"), b.split(b"h"), b"".join([b]), bytes(b) == b, {b: 1}["héy".encode()], b.upper(), 104 in b, b"y" in b, b < b"z", b.find(b"y"), type(b + b"").__name__, hash(b) == hash(bytes(b)), str(b, "utf-8"), b.index(b"y"), sorted(b)[:1], int.from_bytes(b, "big") > 0)
#--- list and dict
class E(list):
    def __len__(self): return 0
e = E([1])
print(bool(e), len(e), not e, "t" if e else "f", list.__len__(e), e and 1)
class B(dict):
    def __bool__(self): return False
print(bool(B(a=1)), bool(B()), not B(a=1), all([B(a=1)]), any([B(a=1)]))
class C(list):
    def __contains__(self, x): return True
print(5 in C(), list.__contains__(C(), 5), 5 in list(C()))
class G(list):
    def __getitem__(self, i):
        return "got" if isinstance(i, int) else super().__getitem__(i)
g = G([1, 2])
print(g[0], g[0:1], list(g), [*g], g.pop(), g[99])
a, = g; print(a)
class R(list):
    def __reversed__(self): return iter("rev")
print(list(reversed(R([1]))), R([1])[::-1])
class N(list):
    def __iter__(self): yield "it"
print(list(N([1])), [x for x in N([1])], N([1]) == [1], N([1])[0], sorted(N([1])), [*N()], "it" in N([1]), 1 in N([1]), N([1]).copy(), dict(zip(N(), N())), sum(map(len, N())), "".join(N()))
#--- list, 6
class Base:
    pass
class L(list):
    def __init__(self, iterable=(), *, limit=None):
        super().__init__(iterable)
        self.limit = limit
    def append(self, x):
        if self.limit is not None and len(self) >= self.limit:
            raise OverflowError(f"{type(self).__name__} is full")
        super().append(x)
class M(L):
    def __init__(self, *args, **kw):
        super().__init__(*args, **kw)
        self.extra = "m"
    def append(self, x):
        super().append(x * 2)
        return self
m = M([1], limit=3)
m.append(2).append(3)
print(m, m.limit, m.extra, isinstance(m, L), isinstance(m, list), M.__mro__ == (M, L, list, object), [c.__name__ for c in M.__mro__], L.__base__, M.__bases__)
try: m.append(4)
except OverflowError as e: print(e)
try: L(1, 2)
except TypeError as e: print(e)
try: L(limit=1, nope=2)
except TypeError as e: print(e)
try: M(5)
except TypeError as e: print(e)
print(L.append is not list.append, L.extend is list.extend, hasattr(L, "sort"), super(M, m).append(1) if False else len(m))
#--- several bases, 7
class A(int): pass
class B(A):
    def __eq__(self, o): return NotImplemented
    def __hash__(self): return hash(int(self))
print(B(1) == 1, B(1) == B(1), A(1) == B(1), B(1) == "x", A(2) == 2, A(2) == B(2), B(3) != 3, B(3) < 4)
class C(str):
    def __eq__(self, o): return self.lower() == str(o).lower()
    def __ne__(self, o): return not self == o
print(C("A") == "a", "a" == C("A"), C("A") != "a", C("A") in ["b", "a"], ["a"].index(C("A")), ["x", "a"].count(C("A")), C("A") in ("q",), C("B") < "C")
try: {C("a"): 1}
except TypeError as e: print(e)
class D(dict):
    def __eq__(self, o): return "deq"
print(D() == 1, D() == {}, {} == D(), D() != {}, [D()] == [{}] , D() is None)
class E(list):
    def __lt__(self, o): return len(self) < len(o)
    def __gt__(self, o): return len(self) > len(o)
print(E([9]) < [1, 1], [1, 1] < E([9]), sorted([E([1, 2]), E([9])]), max([E([1, 2]), E([9])]), E([1]) <= [1], min(E([1, 2]), E()))
#--- int and float
class I(int):
    def __index__(self): return 1
    def __int__(self): return 2
    def __float__(self): return 3.0
    def __bool__(self): return False
    def __len__(self): return 9
i = I(5)
print([10, 20, 30, 40, 50, 60][i], int(i), float(i), bool(i), len(i), i + 0, range(i), "x" * i, hex(i), "%d" % i, f"{i:d}", "yes" if i else "no", [0] * i, round(i), abs(i))
class F(float):
    def __int__(self): return 7
    def __float__(self): return 8.0
    def __round__(self, n=None): return "round"
    def __abs__(self): return "abs"
    def __divmod__(self, o): return "divmod"
    def __rdivmod__(self, o): return "rdivmod"
    def __pow__(self, o, m=None): return ("pow", o, m)
    def __rpow__(self, o): return "rpow"
    def __neg__(self): return "neg"
    def __truediv__(self, o): return "div"
    def __rtruediv__(self, o): return "rdiv"
    def __floordiv__(self, o): return "fdiv"
    def __mod__(self, o): return "mod"
f = F(1.5)
print(int(f), float(f), round(f), round(f, 1), abs(f), divmod(f, 1), divmod(1, f), f ** 2, pow(f, 2), 2 ** f, -f, +f, f / 1, 1 / f, f // 1, f % 1, 1 // f, f * 2, f + 1)
#--- several bases, 8
class L(list):
    def __add__(self, o): return "add"
    def __radd__(self, o): return "radd"
    def __mul__(self, o): return "mul"
    def __rmul__(self, o): return "rmul"
    def __iadd__(self, o): return "iadd"
l = L([1])
print(l + [2], [2] + l, l * 2, 2 * l)
m = l; m += [1]; print(m)
m = l; m *= 2; print(m)
class S(str):
    def __add__(self, o): return "add"
    def __radd__(self, o): return "radd"
    def __mod__(self, o): return "mod"
    def __rmod__(self, o): return "rmod"
    def __mul__(self, o): return "mul"
    def __rmul__(self, o): return "rmul"
s = S("a%s")
print(s + "b", "b" + s, s % 1, s * 2, 2 * s)
t = "x"; t += s; print(t)
class Se(set):
    def __or__(self, o): return "or"
    def __ror__(self, o): return "ror"
    def __and__(self, o): return NotImplemented
    def __sub__(self, o): return "sub"
    def __rsub__(self, o): return "rsub"
    def __ior__(self, o): return "ior"
x = Se([1])
print(x | {2}, {2} | x, x - {1}, {1} - x, x ^ {5} == {1, 5})
try: print(x & {1})
except TypeError as e: print(e)
x |= {3}; print(x)
class D(dict):
    def __or__(self, o): return "or"
    def __ror__(self, o): return "ror"
print(D() | {}, {} | D())
d = D(); d |= {"a": 1}; print(d)
#--- dict and tuple and int
class Attr(dict):
    def __getattr__(self, name):
        try: return self[name]
        except KeyError: raise AttributeError(name) from None
    def __setattr__(self, name, value): self[name] = value
    def __delattr__(self, name): del self[name]
    def __dir__(self): return list(self)
a = Attr(x=1)
a.y = 2; a["z"] = 3
print(a, a.x, a.z, hasattr(a, "q"), getattr(a, "q", "dflt"), a.keys(), a.__dict__)
del a.x; print(a, "x" in a)
try: a.nope
except AttributeError as e: print("AttributeError", e)
class P(tuple):
    def __getattr__(self, n): return f"attr {n}"
    def __setattr__(self, n, v): raise AttributeError("frozen")
p = P((1, 2)); print(p.foo, p.count(1), p)
try: p.x = 1
except AttributeError as e: print(e)
object.__setattr__(p, "x", 5); print(p.x, p.__dict__)
class I(int):
    x: int = 3
    def method(self): return self + self.x
i = I(4); i.x = 10
print(i.method(), I(4).method(), I.method(5) if False else 0, i.__dict__, vars(i), i.real, i.numerator, I.x)
#--- list and dict and tuple
def gen():
    yield from L([1, 2])
class L(list): pass
print(list(gen()), [y for x in L([L([1]), L([2])]) for y in x], {k: v for k, v in D.items()} if False else {}, {*L([1])}, {**dict(L([("a", 1)]))})
def f(a, b=2, *c, d=4, **e): return a, b, c, d, e
class D(dict): pass
class T(tuple): pass
print(f(*L([1, 2, 3]), **D(d=5, z=6)), f(*T((1,)), **D()), f(1, *L(), *T((5,))), max(*L([1, 5])), print(*L("ab"), sep="-"), [*L([1]), *T((2,))], {**D(a=1), **D(b=2)}, dict(**D(q=1)))
try: f(**D({1: 2}))
except TypeError as e: print(e)
try: f(1, **D(a=2))
except TypeError as e: print(e)
first, *rest = D(a=1, b=2); print(first, rest)
for i, (a, b) in enumerate(L([T((1, 2)), T((3, 4))])): print(i, a, b)
x = L([1, 2, 3]); x[0], x[1] = x[1], x[0]; print(x)
y = L([x, x]); y[0][0] = "shared"; print(y)
lam = sorted(D(b=1, a=2), key=D(b=1, a=2).get); print(lam, list(map(L, ["ab", "c"])), list(filter(None, L([0, 1]))), any(L([0])), all(L()))
#--- list, 7
class Matrix(list):
    def __init__(self, rows): super().__init__(list(r) for r in rows)
    def __matmul__(self, o): return Matrix([sum(a * b for a, b in zip(r, c)) for c in zip(*o)] for r in self)
    def __getitem__(self, key):
        if isinstance(key, tuple): return super().__getitem__(key[0])[key[1]]
        return super().__getitem__(key)
    def __setitem__(self, key, v):
        if isinstance(key, tuple): super().__getitem__(key[0])[key[1]] = v
        else: super().__setitem__(key, v)
    def __delitem__(self, key): raise TypeError("no deletion")
m = Matrix([[1, 2], [3, 4]])
m[0, 1] = 9
print(m, m @ m, m[1, 1], m[0], len(m), [sum(r) for r in m], type(m @ m).__name__)
try: del m[0]
except TypeError as e: print(e)
m[1] = [0, 0]; print(m, m == [[1, 9], [0, 0]])
m[1, 0] += 5; print(m)
#--- dict, 4
class V(dict):
    def __init__(self, *a, **k):
        self.log = []
        super().__init__(*a, **k)
    def __setitem__(self, k, v): self.log.append(("set", k)); super().__setitem__(k, v)
    def __delitem__(self, k): self.log.append(("del", k)); super().__delitem__(k)
    def __getitem__(self, k): self.log.append(("get", k)); return super().__getitem__(k)
    def __contains__(self, k): self.log.append(("in", k)); return super().__contains__(k)
    def pop(self, k, *d): self.log.append(("pop", k)); return super().pop(k, *d)
v = V(a=1); v["b"] = 2; v["a"]; v["b"] += 1; del v["a"]; "b" in v; v.pop("b"); v.get("zz"); v.update(c=3); v.setdefault("d", 4)
print(v, v.log)
try: v["nope"]
except KeyError as e: print(repr(e), v.log[-1])
try: del v["nope"]
except KeyError as e: print(repr(e))
w = V([("k", 1)]); w |= {"j": 2}; print(w, w.log, dict(w), {**w}, w.copy(), type(w.copy()).__name__, w == {"k": 1, "j": 2}, len(w), list(w))
#--- several bases, 9
class Mode(str):
    pass
def kind(x):
    match x:
        case bool(): return "bool"
        case int(n) if n > 100: return f"big {n}"
        case 7: return "seven"
        case int(): return "int"
        case "on" | "off": return "switch"
        case str(s): return f"str {s}"
        case {"type": t, **rest}: return f"map {t} {rest}"
        case [x]: return f"one {x}"
        case [x, *_, y]: return f"{x}..{y}"
        case float(f): return f"float {f}"
        case set(): return "set"
        case bytes(b): return f"bytes {b}"
        case _: return "other"
class I(int): pass
class F(float): pass
class D(dict): pass
class L(list): pass
class T(tuple): pass
class S(set): pass
class B(bytes): pass
for x in (I(7), I(500), I(1), Mode("on"), Mode("x"), D(type="t", a=1), D(), L([1]), L([1, 2, 3]), T((4, 5)), T(), F(1.5), S(), B(b"z"), F(7), None):
    print(kind(x), end="; ")
print()
class M(dict):
    def __missing__(self, k): return "missing"
    def get(self, k, d=None): return super().get(k, d)
match M(a=1):
    case {"b": x}: print("b", x)
    case {"a": x}: print("a", x)
#--- list and dict and tuple, 2
class L(list): pass
class D(dict): pass
class T(tuple): pass
a = L(); b = D(me=a); t = T((a, b)); a.append(t); a.append(a); a.owner = t; b.self = b
print(a, b, t, a[0] is t, t[1]["me"] is a, a.owner is a[0], b.self is b)
def wait(): return L([a, b])
c = wait()
print(c[0] is a, c[1] is b, c[0][1] is a, len(c))
k = {T((1, 2)): "x", T(): "y"}
print(k[(1, 2)], k[()], T((1, 2)) in k)
s = {T((1, T((2,))))}
print((1, (2,)) in s, s)
#--- list and int and str
class L(list): pass
x = [1]
x.__init__("ab"); print(x)
print(list.__new__(L), type(list.__new__(L)).__name__, L.__new__(L), int.__new__(int, "7"), str.__new__(str, 5), tuple.__new__(tuple, "ab"), dict.__new__(dict), float.__new__(float, "1.5"), frozenset.__new__(frozenset, [1]), bytes.__new__(bytes, 2))
for bad in (lambda: int.__new__(str), lambda: int.__new__(3), lambda: int.__new__(), lambda: int.__new__(bool, 1), lambda: list.append(3, 4), lambda: dict.__getitem__([], 1), lambda: str.upper(3), lambda: list.__len__(3), lambda: int.__add__("a", 1), lambda: object.__new__(int), lambda: object.__new__(L), lambda: list.__new__(int), lambda: str.__str__(1), lambda: tuple.__eq__([], ())):
    try: print(bad())
    except TypeError as e: print(e)
class A(int):
    def __init__(self, v): super().__init__(v)
try: A(3)
except TypeError as e: print(e)
class B(list):
    def __init__(self): return 5
try: B()
except TypeError as e: print(e)
class C(int):
    def __new__(cls, v): return v
print(C(3), type(C(3)))
class D(str):
    def __new__(cls, *a): return super().__new__(cls, "-".join(a))
    def __init__(self, *a): self.n = len(a)
print(D("a", "b"), D("a", "b").n, D().n)
#--- list and str and int
class R(list):
    def __repr__(self): return 5
try: repr(R())
except TypeError as e: print(e)
class S(str):
    def __str__(self): return 5
try: str(S())
except TypeError as e: print(e)
class Sub(str): pass
class Q:
    def __str__(self): return Sub("sub")
    def __repr__(self): return Sub("rep")
    def __format__(self, s): return Sub("fmt")
print(str(Q()), repr(Q()), f"{Q()}", f"{Q()!r}", "%s" % Q(), [Q()], type(str(Q())).__name__, format(Q()))
class Idx:
    def __index__(self): return True
print([1, 2][Idx()], hex(Idx()))
class Ln:
    def __len__(self): return I(3)
class I(int): pass
print(len(Ln()), type(len(Ln())).__name__)
class In:
    def __int__(self): return 7
    def __float__(self): return 2.5
print(int(In()), float(In()), I(In()))
#--- str and float and int
class Upper(str):
    def __new__(cls, v): return super().__new__(cls, v.upper())
def g():
    for c in Upper("abc"):
        yield Upper(c)
print(list(g()), "".join(g()), [type(c).__name__ for c in g()], sorted(g(), reverse=True), dict.fromkeys(g(), 0), set(g()) == {"A", "B", "C"}, Upper("x").lower(), max(g()), tuple(g()))
class Celsius(float):
    @property
    def fahrenheit(self): return Celsius(self * 9 / 5 + 32)
    def __str__(self): return f"{float(self):.1f}C"
t = [Celsius(x) for x in (20.5, -3, 7)]
print([str(x) for x in sorted(t)], str(max(t)), str(t[0].fahrenheit), sum(t), f"{t[0]}", f"{t[0]:.2f}", t, min(t) < 0)
class Bits(int):
    def __getitem__(self, i): return int(self) >> i & 1
    def __len__(self): return self.bit_length()
    def __iter__(self): return (self[i] for i in range(len(self)))
    def __contains__(self, i): return bool(self[i])
b = Bits(10)
print(list(b), b[1], len(b), 3 in b, 2 in b, [*b], b | 1, bool(b), reversed([1]) and 1, sum(b))
#--- list and dict, 2
class Err(Exception): pass
class L(list):
    def first(self):
        if not self: raise Err("empty")
        return self[0]
    def __enter__(self): return self
    def __exit__(self, *a): self.clear(); return a[0] is Err
with L([1, 2]) as l:
    print(l.first())
print(l)
with L() as l: l.first()
print("suppressed", l)
@property
def two(self): return self[1]
L.two = two
L.extra = lambda self: len(self) * 10
print(L([1, 2]).two, L([1]).extra())
def dec(cls): cls.tag = cls.__name__; return cls
@dec
class K(dict):
    def __init_subclass__(cls, **kw): cls.kw = kw
class K2(K, opt=3): pass
print(K.tag, K2.tag, K2.kw, K2(a=1), K2.__name__, K2.__qualname__, isinstance(K2(), dict))
class Nest(list):
    class Item(int): pass
    def add(self, v): self.append(self.Item(v)); return self
print(Nest().add(1).add(2), type(Nest().add(1)[0]).__qualname__)
#--- natives on instances
class mylist(list):
    def getitem(self, i): return self[i]
    def meth(self): return 42
a = mylist([1, 2, 5])
a.attr = "something"
print(a, a.attr, a.attr + " changed", a.meth(), a.getitem(2))
a.append(7); print(a, len(a), a + [20, 30, 40], mylist() == [])
class mylist2(list):
    def __iter__(self): return iter([10, 20])
print(mylist2([1, 2]), list(mylist2([1])))
class ctuple2(tuple):
    def __new__(cls, *args): return tuple.__new__(cls, list(args) + [5])
print(ctuple2(1, 2), len(ctuple2()))
class A:
    arg = 1
class T(tuple):
    def __eq__(self, other): print("eq"); return super().__eq__(other)
print(T((1,)) == (1,), T() in [()], (1,) == T((1,)))
class Base1:
    def __init__(self, *args): print("Base1.__init__", args)
class Clist1(Base1): pass
a = Clist1(1, 2); print(isinstance(a, Base1))
class CE(Exception): pass
try: raise CE(1, 2)
except Exception as e: print(type(e), e.args, e, repr(e))
class MyExc(Exception):
    def __init__(self, msg="d"): self.msg = msg
print(MyExc("x").args, MyExc().args, str(MyExc("q")), repr(MyExc("q")))
class MyVal(ValueError):
    def __init__(self, a, b): super().__init__(a); self.b = b
e = MyVal(1, 2); print(e, e.args, e.b, repr(e), isinstance(e, ValueError))
class NoInit(KeyError): pass
print(str(NoInit("a")), repr(NoInit()), NoInit("a", 1).args)
class StopX(StopIteration): pass
print(StopX(4).value)
#--- numbers and texts everywhere
class myint(int): pass
print(myint(5), repr(myint(5)), myint(5) + 1, isinstance(myint(1), myint), myint("7"), myint(b"8"), myint(2.9), myint(True), myint("0x10", 0), myint(x := 3), myint.from_bytes(b"\x01\x02", "big"), type(myint.from_bytes(b"\x01", "big")).__name__)
for x in range(myint(3)): print(x, end=" ")
print([1, 2, 3][: myint(2)], (1, 2, 3)[myint(1)], "abc"[myint(0)], b"abc"[myint(0)], list(range(10))[:: myint(3)], [0] * myint(2), "%d %x %c" % (myint(1), myint(255), myint(65)), divmod(myint(7), myint(2)), pow(myint(2), myint(3), myint(5)), sum([myint(1)], myint(2)), {myint(1): 1}, myint(1) in {1}, myint(1) in [1.0], max(myint(1), myint(2)), bytes(myint(2)), chr(myint(65)), hash(myint(5)), str(myint(5)) + "!", int(myint(5)) is int, round(myint(15), -1), abs(myint(-1)))
class myfloat(float): pass
print(myfloat(1) + myint(2), myint(2) * myfloat(1.5), myfloat(3) // myint(2), round(myfloat(2.5)), myfloat("1e5"), int(myfloat(3.9)), myfloat(1) == myint(1), {myfloat(1.0): 1}[1], f"{myfloat(1):.1f}{myint(3):>3}", sorted([myfloat(2), myint(1)]))
class mystr(str): pass
print(mystr("a") + mystr("b"), mystr("a") in mystr("abc"), mystr("%s") % mystr("x"), mystr("{}").format(mystr("y")), getattr(mystr("x"), mystr("upper"))(), {mystr("a"): 1}["a"], mystr("b") > "a", "a" < mystr("b"), mystr("a,b").split(","), ["a"] + mystr("b").split(), mystr("x") * 3, f"{mystr('p'):>3}", dict(**{mystr("k"): 1}), print(mystr("p"), end=mystr("!\n"), sep=mystr("-")), mystr("a").__class__.__name__, mystr("é").encode(mystr("utf-8")), int(mystr("5")), mystr("abc").index(mystr("c")), mystr("x").join({"k": 1}), setattr(mystr, "zz", 1), mystr.zz, ord(mystr("a")), 1) if False else None
def f(**k): return k
print(f(**{mystr("k"): 1}), mystr("a").isalpha(), hasattr(mystr("a"), mystr("upper")), mystr("abc")[1:], mystr("Ab").swapcase(), type(mystr("a") + "b").__name__, mystr("a").replace("a", mystr("b")), [*mystr("ab")], mystr("ab") == ["a", "b"], mystr() or "empty", len(mystr("abc")), mystr(5), mystr(None), mystr([1]), bool(mystr("")))
#--- a dict with its own methods
class D(dict):
    def __init__(self, *a, **k):
        super().__init__(*a, **k)
        self.__dict__ = self if False else self.__dict__
    def __repr__(self): return "D" + dict.__repr__(self)
d = D({"a": 1}, b=2); print(d, d.copy(), {**d, "c": 3}, dict(d), list(d.items()), d.get("q", 9), sorted(d), d == {"a": 1, "b": 2}, {"a": 1, "b": 2} == d, "a" in d, d.pop("a"), d, d.update({"z": 1}) or d, len(d), [k for k in d], d.setdefault("n"), D.fromkeys([1]), D.fromkeys("x", 5), d.popitem(), bool(D()), str(D()), {1: D(q=1)}, [D()], d | D(r=1), type(d | D(r=1)).__name__)
for k, v in d.items(): print(k, v)
del d["b"]; print(d); d.clear(); print(d, not d)
try: d["x"]
except KeyError as e: print(repr(e), e.args)
try: d.pop("x")
except KeyError as e: print(repr(e))
class DD(dict):
    def get(self, k, default="dflt"): return super().get(k, default)
    def items(self): return [("fake", 1)]
    def values(self): return ["v"]
    def __len__(self): return 42
    def __iter__(self): return iter(["it"])
x = DD(a=1); print(x.get("q"), list(x.items()), list(x.values()), len(x), list(x), x == {"a": 1}, sorted(x), list(x.keys()), [*x], "a" in x, x["a"], repr(x))
#--- a set with its own methods
class OS(set):
    def add(self, x): print("add", x); super().add(x)
s = OS([1]); s.add(2); s |= {3}; s.update([4]); print(s, len(s), 1 in s, s - {1}, s == {1, 2, 3, 4}, s.copy(), type(s.copy()).__name__ if False else "", sorted(s), s.issuperset({1}), {1} <= s, s >= {1}, OS() or "e", s.intersection([1, 2]), frozenset(s), {*s} == s, max(s), sum(s))
for x in OS([7]): print(x)
print(OS.__name__, isinstance(s, set), issubclass(OS, set), OS([1]) == OS([1]), OS([1]) != OS([2]), hash(frozenset(OS([1]))) == hash(frozenset([1])), s.discard(99), s.pop() in (1, 2, 3, 4))
#--- a tree of lists
class Node(list):
    def __init__(self, name, *children):
        self.name = name
        list.__init__(self, children)
    def walk(self, depth=0):
        yield depth, self.name
        for c in self: yield from c.walk(depth + 1)
    def __str__(self): return f"<{self.name} {len(self)}>"
    def __hash__(self): return id(self)
t = Node("root", Node("a", Node("b")), Node("c"))
for d, n in t.walk(): print("  " * d + n)
print(t, t[0], t[0][0].name, [str(c) for c in t], t == [[[]], []], len(t), t[-1].name, [n for _, n in t.walk()][::-1])
t.append(Node("d")); t[0].name = "A"; print([c.name for c in t], t.pop().name, sorted(t, key=lambda n: n.name)[0].name)
#--- events as tuples
class Event(tuple):
    __slots__ = ()
    def __new__(cls, kind, when=0): return tuple.__new__(cls, (kind, when))
    kind = property(lambda s: s[0]); when = property(lambda s: s[1])
    def __repr__(self): return "Event(%s@%d)" % self
    def __lt__(self, o): return self.when < o.when
    def __getnewargs__(self): return tuple(self)
es = [Event("a", 3), Event("b", 1), Event("c", 2)]
print(sorted(es), min(es), max(es), es[0] < es[1], es[0] > es[1], es[0] == ("a", 3), {es[0]: 1}[("a", 3)], es[0].kind, es[0] + (1,), Event("q"))
try: es[0].zz = 1
except AttributeError as e: print(e)
try: es[0].kind = 1
except AttributeError as e: print(e)
import copy
print(copy.copy(es[0]), copy.deepcopy(es), copy.copy(es) == es)
k, w = es[0]; print(k, w, *es[1], [x for x in es[2]], "%s-%s" % es[0], isinstance(es[0], tuple))
#--- temperatures
class Temperature(float):
    units = "C"
    def __new__(cls, value, units="C"):
        obj = super().__new__(cls, value); obj.units = units; return obj
    def __add__(self, o): return type(self)(float(self) + float(o), self.units)
    __radd__ = __add__
    def __str__(self): return f"{float(self):.1f}{self.units}"
t = Temperature("36.6", "F"); print(t, t + 1, 1 + t, repr(t), f"{t}", f"{t:.3f}", [t], t > 30, t == 36.6, sum([t, t]), (t + 1).units, t * 2, type(t * 2).__name__, "%s %.2f" % (t, t), str(t + t), round(t), int(t), t.units, abs(-t), hash(t) == hash(36.6), t.is_integer(), min(t, 40))
#--- a clamped int
class Reg(int):
    registry = {}
    def __new__(cls, v):
        if v in cls.registry: return cls.registry[v]
        o = super().__new__(cls, v); cls.registry[v] = o; return o
print(Reg(5) is Reg(5), Reg(6) == 6, Reg.registry, isinstance(Reg(5), int))
class Clamp(int):
    def __new__(cls, v, lo=0, hi=10): return super().__new__(cls, max(lo, min(hi, v)))
    def __add__(self, o): return Clamp(int(self) + o)
    __radd__ = __add__
    def __sub__(self, o): return Clamp(int.__sub__(self, o))
    def __iadd__(self, o): return Clamp(int(self) + o)
    def __neg__(self): return "neg"
    def __invert__(self): return "inv"
    def __pos__(self): return "pos"
    def __abs__(self): return "abs"
    def __bool__(self): return True
    def __hash__(self): return 7
c = Clamp(50); print(c, c + 1, 5 + c, c - 100, -c, ~c, +c, abs(c), bool(Clamp(0)), hash(c), c * 2, c // 3, c % 3, c ** 2, c / 4, c & 3, 1 << c, c == 10, c < 11, [c], c.bit_length())
c += 5; print(c, type(c).__name__)
#--- copies, of slots too
import copy
class S:
    __slots__ = ("a", "b")
s = S(); s.a = [1]
c = copy.copy(s); d = copy.deepcopy(s)
print(c.a is s.a, d.a is s.a, d.a, hasattr(c, "b"))
class F:
    def __init__(self): self.m = [self]
f = F(); g = copy.deepcopy(f); print(g.m[0] is g, g is f)
class C:
    def __copy__(self): return "copied"
    def __deepcopy__(self, memo): return "deep"
print(copy.copy(C()), copy.deepcopy([C(), C()]), copy.copy([1]), copy.copy({1: 2}), copy.copy((1,)), copy.deepcopy({"a": [1, (2, [3])]}))
#--- type with three arguments
C = type("C", (), {"x": 1, "m": lambda self: self.x + 1, "__init__": lambda self, v=0: setattr(self, "v", v)})
print(C, C.__name__, C().m(), C(5).v, C.__bases__, type(C), C.__module__, C.__qualname__)
D = type("D", (C,), dict(y=2)); print(D().x, D().y, issubclass(D, C), D.__mro__ == (D, C, object))
L = type("L", (list,), {"first": property(lambda s: s[0])}); print(L([7]).first, L([1, 2]))
E = type("MyErr", (ValueError,), {}); 
try: raise E("q")
except ValueError as e: print(repr(e), type(e).__name__)
class B:
    def __init_subclass__(cls, **kw): cls.kw = kw
F = type("F", (B,), {}, a=1); print(F.kw, F.__name__)
for bad in (lambda: type("a", 1, {}), lambda: type(1, (), {}), lambda: type("a", (), 1), lambda: type("a", (bool,), {}), lambda: type(1, 2)):
    try: bad()
    except TypeError as e: print(e)
G = type("G", (), {"__slots__": ("a",), "__new__": lambda cls: object.__new__(cls)}); g = G(); g.a = 1
try: g.b = 1
except AttributeError as e: print(e)
print(type("X", (int,), {"__add__": lambda s, o: 42})(1) + 1, type(type("Y", (), {})()).__name__)
#--- the class that an OSError's number stands for
for n in (1, 2, 4, 13, 17, 20, 21, 32, 104, 110, 111, 99):
    print(type(OSError(n, "x")).__name__, end=" ")
print(type(OSError(2)).__name__, type(OSError("a", "b")).__name__, repr(OSError(2, "x")), OSError(2, "x").errno, IOError is OSError, type(ConnectionError(111, "x")).__name__)
try: raise OSError(2, "No such file", "f.txt")
except FileNotFoundError as e: print(e, e.filename, e.strerror, e.errno)
class MyOS(OSError): pass
print(type(MyOS(2, "x")).__name__, MyOS(2, "x").args)
#--- comparisons with what is equal to everything
class Num:
    def __init__(self, v): self.v = v
    def __eq__(self, o): return isinstance(o, Num) and self.v == o.v
    def __lt__(self, o): return self.v < o.v
    def __le__(self, o): return self.v <= o.v
    def __repr__(self): return f"N{self.v}"
    def __hash__(self): return 1
a, b = Num(1), Num(2)
print(a < b, a > b, a >= b, a <= b, a == Num(1), a != b, {1} == a, a == {1}, {1: a} == {1: Num(1)}, [a] < [b], (a, 1) < (a, 2), sorted([b, a]), max(a, b), min([b, a]), a in (b, Num(1)), [b, a].index(a), [a, Num(1)].count(a))
class Any:
    def __eq__(self, o): return True
    def __ne__(self, o): return False
x = Any()
print({1} == x, x == {1}, frozenset() == x, {}.keys() == x, {} == x, 1 == x, "a" == x, None == x, [1] == x, (1,) == x, [x] == [5], {1} != x, range(3) == x, b"" == x, 1.5 == x, [] != x, print == x, int == x, (lambda: 1) == x)
#--- special methods of built-in values called by name
print([1, 2, 3].__eq__([1, 2, 3]), (1).__add__(2), (1).__add__("a"), "a".__add__("b"), [1].__add__([2]), (5).__rsub__(7), (1.5).__mul__(2), {1: 2}.__contains__(1), "abc".__len__(), [3].__getitem__(0), (1).__lt__(2), (1).__eq__("1"), None.__eq__(None), "a".__hash__() == hash("a"), (5).__bool__(), (5).__repr__(), "x".__str__(), (3).__float__(), (2).__pow__(3), (7).__divmod__(2) if hasattr(7, "__divmod__") else (3, 1), [].__iter__().__class__.__name__, (1).__neg__(), True.__and__(False), {1} .__or__({2}), {1: 1}.__or__({2: 2}), (-5).__abs__(), (5).__format__("03d"), "a".__mul__(3), b"a".__add__(b"b"), (1, 2).__contains__(2), range(3).__len__())
for f in (lambda: [].__getitem__("a"), lambda: {}.__getitem__(1), lambda: "a".__add__(1), lambda: [1].__add__(2), lambda: (1).__foo__, lambda: list.__len__(), lambda: int.__add__(1), lambda: str.__len__(5), lambda: [].__len__(1)):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
#--- containers and iterators by special methods
class Stack:
    def __init__(self): self.items = []
    def __iter__(self): return reversed(self.items)
    def __len__(self): return len(self.items)
    def __getitem__(self, i): return self.items[i]
    def __iadd__(self, x): self.items.append(x); return self
    def __contains__(self, x): return x in self.items
    def __reversed__(self): return iter(self.items)
    def __enter__(self): return self
    def __exit__(self, *a): self.items.clear()
    def __format__(self, spec): return f"S[{spec}]"
    def __delitem__(self, i): del self.items[i]
    def __bool__(self): return bool(self.items)
s = Stack(); s += 1; s += 2
print(list(s), len(s), s[0], s[-1], 2 in s, list(reversed(s)), f"{s:abc}", "{:x}".format(s), format(s, ""), bool(s), sorted(s), dict.fromkeys(s), [*s], max(s), sum(s), tuple(s), *s)
del s[0]; print(list(s))
with s as t: print(t is s)
print(list(s), bool(s), not s)
class Seq:
    def __getitem__(self, i):
        if i > 3: raise IndexError
        return i * i
print(list(Seq()), 4 in Seq(), 5 in Seq(), [x for x in Seq()], *Seq(), sum(Seq()), dict(enumerate(Seq())), list(zip(Seq(), "ab")), max(Seq()), sorted(Seq(), reverse=True), tuple(Seq()), set(Seq()) == {0, 1, 4, 9}, list(map(str, Seq())))
a, b, *c = Seq(); print(a, b, c)
try: reversed(Seq())
except TypeError as e: print(e)
class Call:
    n = 0
    def __call__(self, *a, **k): self.n += 1; return (self.n, a, k)
c = Call(); print(c(), c(1), c(x=2), callable(c), list(map(c, [9])), sorted([3, 1], key=c))
class Missing:
    def __getattr__(self, n): return lambda *a: (n, a)
m = Missing(); print(m.foo(1), m.bar(), m.x.__name__ if False else "")
#--- a dict in the order of its keys
class Ordered(dict):
    def __init__(self, *a):
        super().__init__(*a)
    def __iter__(self): return iter(sorted(super().keys()))
    def keys(self): return list(self)
    def items(self): return [(k, self[k]) for k in self]
    def values(self): return [self[k] for k in self]
o = Ordered({"b": 1, "a": 2}); print(list(o), o.keys(), o.items(), o.values(), dict(o), {**o}, o, sorted(o), [*o], len(o))
def kw(**k): return k
print(kw(**o), list(zip(o, o.values())), {k: v for k, v in o.items()}, max(o), ",".join(o), "a" in o, o == {"a": 2, "b": 1})
#--- a proxy beside instances
class Proxy:
    def __init__(self, o): self._o = o
    def __getattr__(self, n): return getattr(self._o, n)
    def __len__(self): return len(self._o)
    def __iter__(self): return iter(self._o)
    def __eq__(self, o): return self._o == o
class L(list): pass
p = Proxy(L([1, 2])); p.append(3)
print(p._o, len(p), list(p), p == [1, 2, 3], [1, 2, 3] == p, L([1, 2, 3]) == p, p == L([1, 2, 3]), p.index(2), p.count(9), L([1]) != Proxy([1]), Proxy(5) == 5, 5 == Proxy(5))
class I(int): pass
print(I(5) == Proxy(5), Proxy(I(5)) == 5, I(5) in [Proxy(5)], Proxy(5) in [I(5)])
#--- a dict that folds case
class Base(dict):
    def __init__(self, *args, **kw):
        self.update(*args, **kw)
    def update(self, *args, **kw):
        for k, v in dict(*args, **kw).items(): self[k] = v
    def __setitem__(self, k, v):
        if not isinstance(k, str): raise TypeError(f"bad key {k!r}")
        super().__setitem__(k.lower(), v)
    def __getitem__(self, k): return super().__getitem__(k.lower())
    def __contains__(self, k): return super().__contains__(k.lower())
    def __delitem__(self, k): super().__delitem__(k.lower())
    def get(self, k, d=None):
        try: return self[k]
        except KeyError: return d
b = Base({"A": 1}, B=2); print(b, b["a"], b["A"], "A" in b, b.get("zz", 0), b.get("B")); b["C"] = 3; del b["A"]; print(b, len(b))
try: b[1] = 2
except TypeError as e: print(e)
try: b["Q"]
except KeyError as e: print(repr(e))
b["c"] += 10; print(b, "%(C)s %(b)s" % b, "{B}".format_map(b), "{0[B]}".format(b))
#--- a list that can undo
class History(list):
    def __init__(self, *a): super().__init__(*a); self.undo_log = []
    def _log(name):
        orig = getattr(list, name)
        def method(self, *a, **k):
            self.undo_log.append(list(self))
            return orig(self, *a, **k)
        return method
    append, pop, extend, insert, remove, sort, reverse, clear = map(_log, "append pop extend insert remove sort reverse clear".split())
    def undo(self): self[:] = self.undo_log.pop()
h = History([3, 1]); h.append(2); h.sort(); print(h, h.pop(), h, len(h.undo_log)); h.undo(); h.undo(); print(h); h.sort(key=lambda x: -x); h.extend((9, 8)); h.insert(0, 7); h.remove(1); h.reverse(); print(h, h.undo_log[-1]); h.clear(); print(h, bool(h)); h.undo(); print(h)
#--- a version as a tuple
class Version(tuple):
    def __new__(cls, text): return super().__new__(cls, map(int, text.split(".")))
    def __str__(self): return ".".join(map(str, self))
    def __repr__(self): return f"Version({str(self)!r})"
    @property
    def major(self): return self[0]
    def bump(self, at=-1): l = list(self); l[at] += 1; return Version(".".join(map(str, l)))
vs = [Version(t) for t in ("1.10.0", "1.9.2", "2.0")]
print(sorted(vs), max(vs), str(min(vs)), vs[0] > vs[1], vs[0].major, vs[0].bump(), vs[0].bump(0), vs[0] == (1, 10, 0), {vs[0]: "x"}[(1, 10, 0)], f"{vs[0]}", "%s" % (vs[0],), vs[0][:2], vs[0] < (1, 11), hash(vs[2]) == hash((2, 0)), [*vs[2]], len(vs[0]), vs.index(Version("2.0")), Version("2.0") in vs, set(vs) == {(1, 10, 0), (1, 9, 2), (2, 0)})
#--- a bag of counts
class Bag(dict):
    def __add__(self, o):
        r = Bag(self)
        for k, v in o.items(): r[k] = r.get(k, 0) + v
        return r
    __iadd__ = __add__
    def __sub__(self, o): return Bag({k: v - o.get(k, 0) for k, v in self.items()})
    def __missing__(self, k): return 0
    def __bool__(self): return any(self.values())
    def __lt__(self, o): return sum(self.values()) < sum(o.values())
    def __hash__(self): return hash(frozenset(self.items()))
a, b = Bag(x=1), Bag(x=2, y=3)
print(a + b, a - b, a["q"], bool(Bag(z=0)), a < b, a > b, sorted([b, a]), sum([a, b], Bag()), hash(a) == hash(Bag(x=1)), a == {"x": 1}, {"x": 1} == a)
a += b; print(a, type(a).__name__, max([a, b]), dict(a - a))
try: print({a: 1})
except TypeError as e: print("TypeError")
#--- a text with methods of its own
class Lazy(str):
    def __len__(self): return 99
    def __iter__(self): return iter("xyz")
    def __getitem__(self, i): return "q"
    def __contains__(self, x): return True
    def __hash__(self): return 5
    def upper(self): return "UP"
    def join(self, it): return "J" + super().join(it)
    def __bool__(self): return False if False else True
s = Lazy("abc")
print(len(s), list(s), s[0], "zz" in s, hash(s), s.upper(), s.join("12"), s.lower(), s + "d", s == "abc", "".join(s), sorted(s), "%s" % s, f"{s}", str(s), s.find("b"), [*s], bool(s), s.replace("a", "b"), max(s), tuple(s), s * 2, "b" in str(s), list(reversed(s))[:2], s[1:], dict.fromkeys(s), set(s) == {"x", "y", "z"}, enumerate(s).__next__(), str.__len__(s), str.__getitem__(s, 0))
#--- an int with texts of its own
class X(int):
    def __repr__(self): return "X%d" % self
    def __str__(self): return "str%d" % self
class Y(X):
    def __format__(self, s): return "fmt" + s
    def __eq__(self, o): return True
    def __hash__(self): return 0
x, y = X(1), Y(2)
print(x, repr(x), [x], f"{x}", f"{x!r}", f"{x:5}", f"{x:d}", "%d %s %r %x %5.1f" % (x, x, x, x, x), "{} {!r} {:>4}".format(x, x, x), y, f"{y}", f"{y:>3}", y == 5, 5 == y, y != 5, {x: "a"}, (x,), {x}, str([x, y]), x + y, [y] == [7], y in [9], [1, 2].count(y), max(x, 0), sum([x, y]), int(x), x.real, X(x), x.__class__.__name__, X.mro() == [X, int, object], round(x), -x, abs(x), x | 2, "abc"[x], [5, 6][x])
#--- lists and dicts with a hash
class N(list):
    __hash__ = lambda self: id(self)
a, b = N([1]), N([1])
d = {a: "a"}
print(d[a], N([2]) in d, len({a, N([2]), N([3])}), hash(a) == id(a))
class HD(dict):
    def __hash__(self): return hash(tuple(sorted(self.items())))
x = HD(q=1); y = HD(q=2)
k = {x: 1, y: 2}; print(k[HD(q=1)], k[y], len(k), {HD(), HD()} == {HD()})
print(int.mro(), N.mro() == list(N.__mro__), bool.mro())
#--- bases with parameters
Row = dict[str, int]
class Stack(list[int]):
    def push(self, x: int) -> None: self.append(x)
s = Stack([1]); s.push(2); print(s, Row(a=1), list[str]("ab"), isinstance(s, list), Stack.__mro__ == (Stack, list, object), tuple[int, ...]([1]), set[int]([1]), frozenset[str]())
class Named(dict[str, list[int]]): pass
print(Named(a=[1]))
try: int[3]
except TypeError as e: print(e)
print(type(reversed(range(3))).__name__, type(iter(range(3))).__name__, type(reversed([])).__name__)

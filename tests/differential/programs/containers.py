def attempt(*thunks):
    for thunk in thunks:
        try:
            print(repr(thunk()))
        except BaseException as error:
            print(type(error).__name__, str(error), sep=": ")


#--- list displays and constructors
print([], [1], [1, 2,], [*range(3), 9, *"ab"], list(), list("ab"), list((1, 2)), list({1: 2}), list(range(3)), [[1], []], [None, True, 1.5, "x", b"y"])
attempt(lambda: list(5), lambda: list(1, 2), lambda: [*5], lambda: [*None])
#--- list methods
a = [3, 1, 2]
a.append(4); print(a)
a.extend("xy"); print(a)
a.insert(0, "f"); a.insert(-1, "m"); a.insert(100, "e"); a.insert(-100, "b"); print(a)
print(a.pop(), a.pop(0), a.pop(-2), a)
a.remove("x"); print(a, a.index(1), a.count(1))
a.reverse(); print(a, a.copy() == a, a.copy() is a)
a.clear(); print(a)
attempt(lambda: a.pop(), lambda: a.remove(1), lambda: a.index(1), lambda: [1].pop(5), lambda: [1].pop("a"), lambda: [].append(), lambda: [].append(1, 2), lambda: [].extend(5), lambda: [].insert(1), lambda: [1, 2].index(2, 0, 1), lambda: [].foo, lambda: [].insert("a", 1))
#--- list indexing and slicing
a = list(range(10))
print(a[2:5], a[::3], a[::-1], a[-3:], a[5:2], a[5:2:-1], a[100:], a[:-100], a[True], a[8:100:1])
attempt(lambda: a[10], lambda: a[-11], lambda: a["x"], lambda: a[1.0], lambda: a[None:None:0], lambda: a[(1, 2)], lambda: a[1, 2], lambda: (1, 2)[5], lambda: (1,)["a"], lambda: range(3)[5], lambda: 5[0], lambda: None[0], lambda: {1}[0])
#--- slice assignment
a = list(range(6))
a[1:3] = "xyz"; print(a)
a[:0] = [9, 8]; print(a)
a[::2] = range(5) if len(a) == 9 else [0] * len(a[::2]); print(a)
a[2:2] = (n for n in "gen"); print(a)
a[5:] = []; print(a)
a[-1:] = [1, 2]; a[10:20] = [7]; print(a)
def bad1(): a[::2] = [1]
def bad2(): a[0:1] = 5
def bad3(): a[99] = 1
def bad4(): a["x"] = 1
def bad5(): (1, 2)[0] = 1
def bad6(): a[::2] = 5
attempt(bad1, bad2, bad3, bad4, bad5, bad6)
a[:] = a; print(a)
a[1:2] = a; print(a)
#--- del of items and slices
a = list(range(10))
del a[0], a[-1]; print(a)
del a[1:3]; print(a)
del a[::2]; print(a)
del a[:]; print(a)
d = {1: 2, 3: 4}
del d[1]; print(d)
def bad1(): del a[0]
def bad2(): del d[9]
def bad3(): del a["x"]
def bad4(): del (1, 2)[0]
def bad5(): del "abc"[0]
def bad6(): del 5 .x
attempt(bad1, bad2, bad3, bad4, bad5, bad6)
#--- list operators
a = [1]
b = a
a += [2]; print(a, b, a is b)
a = a + [3]; print(a, b)
a *= 2; print(a)
a += "xy"; a += (1,); a += {5: 6}; print(a)
print([1] * 3, 2 * [0], [1] * -1, [[]] * 2, [1, 2] < [1, 3], [1] < [1, 0], [] < [1], [1, 2] == [1, 2.0], [1] != [2], 2 in [1, 2], [1, [2]] == [1, [2]], not [], [3] > [2, 9])
def bad():
    x = [1]
    x += 5
attempt(bad, lambda: [1] + "a", lambda: [1] * 1.5, lambda: [1] < [None], lambda: [1, "a"] < [1, 2], lambda: [1, 2] < [1, "a"])
#--- sorting
a = [3, 1, 2]
a.sort(); print(a)
a.sort(reverse=True); print(a)
words = ["banana", "Apple", "cherry", "apple", "fig"]
print(sorted(words), sorted(words, key=str.lower), sorted(words, key=len), sorted(words, key=len, reverse=True), sorted(words, key=lambda w: (len(w), w)))
print(sorted([(1, "b"), (0, "z"), (1, "a")]), sorted({3: 1, 1: 2}), sorted("hello", reverse=True), sorted([True, False, 2, 1.5]), sorted([[2], [1, 5], []]))
attempt(lambda: sorted([1, "a"]), lambda: sorted(5), lambda: [1, None].sort(), lambda: sorted([1], key=5), lambda: sorted([1], foo=2), lambda: sorted([1, 2], len), lambda: [].sort(1), lambda: sorted([1, 2], key=lambda: 1))
#--- reverse is any truth; since 3.12
print(sorted([1, 2], reverse="x"), sorted([2, 1], reverse=[]))
#> [2, 1] [1, 2]
#--- sorting is stable
rows = [(n % 3, n) for n in range(10)]
print(sorted(rows, key=lambda r: r[0]))
print(sorted(rows, key=lambda r: r[0], reverse=True))
rows.sort(key=lambda r: -r[0])
print(rows)
#--- sorting instances by __lt__
class Card:
    def __init__(self, n): self.n = n
    def __lt__(self, other): return self.n > other.n
    def __repr__(self): return f"C{self.n}"
print(sorted([Card(2), Card(3), Card(1)]), max([Card(2), Card(3)], key=lambda c: c.n), min([Card(2), Card(3)]), sorted([Card(1), Card(4), Card(2)], reverse=True), sorted([(1, Card(1)), (1, Card(2)), (0, Card(0))]))
#--- a key function that raises leaves the list
a = [3, 1, 0, 2]
try:
    a.sort(key=lambda n: 1 / n)
except ZeroDivisionError as e:
    print(e)
print(sorted(a))
#--- tuples
t = (1, 2, 3)
print(t, (), (1,), 1, (1, 2) + (3,), t * 2, t[1:], t[::-1], t.index(2), t.count(1), 2 in t, tuple("ab"), tuple([1]), len(t), t == (1, 2, 3), t < (1, 3), hash(t) == hash((1, 2, 3)), (*t, 4), tuple())
attempt(lambda: t.index(9), lambda: t + [1], lambda: t.append, lambda: hash(([],)), lambda: tuple(5), lambda: t[7], lambda: (1,) < ("a",))
#--- dict displays and constructors
print({}, {1: 2}, {"a": 1, **{"b": 2}, "a": 3}, dict(), dict(a=1), dict({"x": 1}, y=2), dict([(1, 2), [3, 4], "ab"]), dict(zip("ab", (1, 2))), {**{1: 1}, 1: 2}, dict.fromkeys("ab"), dict.fromkeys([1, 2], 0))
attempt(lambda: dict(5), lambda: dict([1]), lambda: dict([(1,)]), lambda: dict(["abc"]), lambda: {**5}, lambda: {[]: 1}, lambda: {{}: 1}, lambda: dict(1, 2), lambda: {**[1]}, lambda: {{1}: 2}, lambda: {(1, []): 2})
#--- dict methods
d = {"a": 1, "b": 2}
print(d.get("a"), d.get("z"), d.get("z", 0), d.setdefault("a", 9), d.setdefault("c", 3), d.setdefault("n"), d)
print(d.pop("a"), d.pop("zz", None), d.popitem(), d, list(d.keys()), list(d.values()), list(d.items()), d.copy())
d.update({"b": 5}, e=6); d.update([("f", 7)]); d.update(); d.update(g=8); print(d)
d.clear(); print(d, len(d), bool(d))
attempt(lambda: d.pop("x"), lambda: d.popitem(), lambda: d["x"], lambda: d[[]], lambda: d.get([]), lambda: d.update(5), lambda: d.get(), lambda: d.update([1]), lambda: d.foo, lambda: d.pop(), lambda: d.setdefault())
#--- dict order
d = {}
for k in "zyxab":
    d[k] = ord(k)
d["z"] = 0
del d["y"]; d["y"] = 1
print(d, list(d), list(reversed(d)), list(reversed(d.items())), next(iter(d)))
#--- dict views
d = {"a": 1, "b": 2}
k, v, i = d.keys(), d.values(), d.items()
d["c"] = 3
print(k, v, i, len(k), "c" in k, 3 in v, ("c", 3) in i, ("c", 4) in i, k & {"a", "z"} == {"a"}, sorted(k | {"q"}), sorted(k - {"a"}), sorted(k ^ {"a", "q"}), k == {"a", "b", "c"}, i == d.items(), k.isdisjoint({"z"}), k <= {"a", "b", "c", "d"}, list(reversed(v)))
attempt(lambda: k[0], lambda: v + v, lambda: hash(k), lambda: k.foo, lambda: k & 5)
#--- dict changed during iteration
def grow():
    d = {1: 1}
    for k in d: d[k + 1] = 1
def shrink():
    d = {1: 1, 2: 2}
    for k in d: del d[k]
def grow_items():
    d = {1: 1}
    for k, v in d.items(): d[k + 1] = v
def grow_set():
    s = {1}
    for k in s: s.add(k + 1)
attempt(grow, shrink, grow_items, grow_set)
a = [1, 2, 3]
for x in a:
    if x < 3: a.append(x + 10)
    if len(a) > 8: break
print(a)
#--- dict operators
d = {1: 1} | {2: 2}
d |= {3: 3}
d |= [(4, 4)]
print(d, d == {4: 4, 3: 3, 2: 2, 1: 1}, d != {}, 1 in d, 9 not in d, {1: [1]} == {1: [1.0]})
attempt(lambda: {} | 5, lambda: {} | [(1, 2)], lambda: {} < {1: 1}, lambda: {} + {})
#--- dict comprehension
print({k: v for k, v in zip("abc", range(3))}, {k: k for k in [1, 2, 1]}, {n: {m for m in range(n)} for n in range(3)}, {**{k: 1 for k in "ab"}})
def say(x):
    print(x, end=" ")
    return x
print({say(k): say(k * 10) for k in (1, 2)}, {say("a"): say("b"), say("c"): say("d")})
#--- sets
s = {3, 1, 2, 3}
print(sorted(s), len(s), set(), 1 in s, sorted(s | {9}), sorted(s & {1, 2}), sorted(s - {1}), sorted(s ^ {1, 7}), s == {1, 2, 3}, s < {1, 2, 3, 4}, s <= s, s > {1}, s >= {5}, s.issubset([1, 2, 3, 4]), s.issuperset([1]), s.isdisjoint([9]), {1} == frozenset([1]))
s.add(5); s.discard(77); s.remove(1); s.update([6], (7,)); print(sorted(s))
print(sorted(s.union([8], [9])), sorted(s.intersection([5, 6])), sorted(s.difference([5])), sorted(s.symmetric_difference([5, 100])), sorted(s.copy()))
s.intersection_update([5, 6, 7]); s.difference_update([7]); s.symmetric_difference_update([6, 10]); print(sorted(s))
s |= {1}; s &= {1, 5}; s -= {5}; s ^= {2}; print(sorted(s)); s.clear(); print(s)
attempt(lambda: s.remove(1), lambda: s.pop(), lambda: {[]}, lambda: set(5), lambda: s | [1], lambda: s.add([]), lambda: s < [1], lambda: s.union(5), lambda: s & "a", lambda: s + s, lambda: hash(s), lambda: s.add(), lambda: [] in s, lambda: s.foo)
#--- frozensets
f = frozenset([1, 2])
print(f, frozenset(), f | {3}, type(f | {3}).__name__, type({3} | f).__name__, hash(f) == hash(frozenset([2, 1])), {f: 1}[frozenset([2, 1])], f.union([5]), f == {1, 2}, frozenset(f) is f, {1, 2} in {f})
attempt(lambda: f.add(1), lambda: f.foo, lambda: frozenset(5), lambda: frozenset([[]]))
#--- ranges
r = range(1, 10, 2)
print(r, list(r), len(r), r[1], r[-1], r[1:3], r[::-1], 3 in r, 4 in r, 3.0 in r, "a" in r, r.index(5), r.count(5), r.count(4), r.start, r.stop, r.step, range(0), range(5, 0), list(range(5, 0, -2)), range(3) == range(0, 3), hash(range(3)) == hash(range(0, 3)), bool(range(0)), list(reversed(r)), range(10**20)[10**19], len(range(10**18)))
attempt(lambda: range(), lambda: range(1, 2, 0), lambda: range("a"), lambda: range(1.0), lambda: r[9], lambda: r.index(4), lambda: range(1, 2, 3, 4), lambda: len(range(10**30)), lambda: range(3) < range(4), lambda: r.foo, lambda: range(a=1))
#--- slices
s = slice(1, 10, 2)
print(s, s.start, s.stop, s.step, slice(5), s.indices(5), slice(None, None, -1).indices(4), s == slice(1, 10, 2), [0, 1, 2, 3][slice(1, 3)], "abc"[slice(None)])
attempt(lambda: slice(), lambda: slice(1, 2, 0).indices(3), lambda: slice("a").indices(3), lambda: slice(1).foo, lambda: slice(1, 2) < slice(1, 3))
#--- unpacking
a, b = 1, 2
a, b = b, a
(c, d), *e = [(3, 4), 5, 6]
*f, g = "xyz"
h, *i, j = range(5)
[k, l] = {"p": 1, "q": 2}
m, = [7]
*n, = "ab"
first, (second, *third), last = 1, [2, 3, 4], 5
o = p = q = []
print(a, b, c, d, e, f, g, h, i, j, k, l, m, n, first, second, third, last, o is q)
for x, (y, z) in [(1, (2, 3)), (4, (5, 6))]: print(x, y, z)
#--- unpacking refused
def u1(): a, b = 1
def u2(): a, b = [1]
def u3(): a, b = [1, 2, 3]
def u4(): a, *b, c = [1]
def u5(): (a, b), c = [1, 2]
def u6(): a, b = {}
def u7(): a, = ()
def u8():
    for a, b in [1]: pass
def u9(): a, b = None
def u10(): *a, b = 5
def u11(): a, b, c = "ab"
def u12(): a, b = iter([1, 2, 3])
attempt(u1, u2, u3, u4, u5, u6, u7, u8, u9, u10, u11, u12)
#--- order of assignment
def at(name, value):
    print("at", name)
    return value
d, l = {}, [0, 0]
at("d", d)[at("k", "k")] = at("v", 1)
l[at("i", 0)], l[at("j", 1)] = at("x", 5), at("y", 6)
i = 0
i, l[i] = 1, 9
print(d, l, i)
x = [1, 2, 3]
j = 0
x[j], j = j, 2
print(x, j)
#--- augmented targets are evaluated once
def at(value):
    print("at", value)
    return value
l = [1, 2, 3]
l[at(1)] += at(10)
d = {"k": [1]}
d[at("k")] += [2]
class C: n = 1
c = C()
def get():
    print("get")
    return c
get().n += 5
print(l, d, c.n, C.n)
t = ([],)
try:
    t[0] += [1]
except TypeError as e:
    print(e, t)
#--- comprehensions
print([x for x in range(5) if x % 2], [x + y for x in "ab" for y in "cd"], [(x, y) for x in range(3) for y in range(x)], {x % 3 for x in range(9)} == {0, 1, 2}, [[j for j in range(i)] for i in range(3)], [x for x in range(10) if x > 2 if x < 6], [y := 1, y + 1], [x if x else -1 for x in (0, 1)])
#--- comprehension scope
x = "outer"
l = [x for x in range(3)]
print(x, l)
fs = [lambda: i for i in range(3)]
print([f() for f in fs])
fs = [lambda i=i: i for i in range(3)]
print([f() for f in fs])
def f(n):
    return [[n * m + k for k in range(2)] for m in range(n)]
print(f(3))
class C:
    items = [1, 2]
    doubled = [i * 2 for i in items]
print(C.doubled)
#--- walrus
if (n := len("abc")) > 2: print(n)
print([y for x in range(5) if (y := x * x) > 3], y)
def f():
    while (x := next(it, None)) is not None: print(x)
    return (z := 5) + z
it = iter([1, 2])
print(f(), any((w := v) > 1 for v in [1, 2, 3]), w)
print((a := 1, b := 2), a, b, f"{(c := 3)}", c, [d := 4][0] + d)
#--- nested containers and self reference
a = [1]
a.append(a)
print(a, a[1] is a, a[1][1][0])
d = {}
d["me"] = d
print(d)
t = ([],)
t[0].append(t)
print(t)
s = {"l": a, "d": d}
print(s)
#--- comparison of nested containers
print([1, [2, {"a": (3,)}]] == [1, [2, {"a": (3,)}]], (1, "a") < (1, "b"), [[1, 2], [3]] < [[1, 2], [4]], {1: {2: 3}} != {1: {2: 4}}, [None] == [None], (1, 2) == [1, 2], {"a": 1, "b": 2} == {"b": 2, "a": 1}, [1, 2, 3] > [1, 2], () < (0,))
#--- enumerate, zip, map, filter
print(list(enumerate("ab")), list(enumerate("ab", 5)), list(enumerate("ab", start=-1)), list(zip()), list(zip("ab")), list(zip("abc", [1, 2])), list(map(str, [1, 2])), list(map(lambda a, b: a + b, [1, 2], [3, 4, 5])), list(filter(None, [0, 1, "", "a"])), list(filter(lambda x: x > 1, [1, 2, 3])), dict(map(lambda k: (k, k), "ab")))
attempt(lambda: list(zip([1], [1, 2], strict=True)), lambda: list(zip([1, 2], [1], strict=True)), lambda: zip(1), lambda: map(str), lambda: list(map(5, [1])), lambda: filter(None), lambda: enumerate(5), lambda: enumerate("a", "b"), lambda: list(zip([1], [2], [3, 4], strict=True)), lambda: enumerate(), lambda: map(str, 5), lambda: filter(None, 5), lambda: list(zip([1], "ab", foo=1)))
#--- lazy built-ins
def say(x):
    print("say", x)
    return x
m = map(say, [1, 2, 3])
print("made")
print(next(m), next(m))
f = filter(say, [0, 1, 2])
print(next(f))
z = zip(map(say, "ab"), map(say, "c"))
print(list(z))
e = enumerate(map(say, "xy"))
print(next(e), iter(e) is e, iter(m) is m)
print(any(map(say, [0, 5, 6])), all(map(say, [1, 0, 7])))
#--- any, all, len, reversed, iter, next
print(any([]), all([]), any([0, 1]), all([1, 0]), len("ab"), len({1: 2}), list(reversed([1, 2])), list(reversed((1, 2))), next(iter([5])), next(iter([]), "d"), list(iter(lambda it=iter([1, 2, 0, 3]): next(it), 0)))
attempt(lambda: any(5), lambda: len(5), lambda: len(iter([])), lambda: reversed({1}), lambda: reversed(5), lambda: next([]), lambda: next(iter([])), lambda: iter(5), lambda: next(), lambda: len(), lambda: len([], []), lambda: reversed(x for x in []), lambda: all())
#--- iterators of lists see changes
a = [1, 2]
it = iter(a)
print(next(it))
a.append(3)
print(list(it), list(it))
a.append(4)
print(next(it, "done"))
r = reversed(a)
a.insert(0, 0)
print(list(r))
#--- membership
print(1 in [1], 1 not in (2,), "k" in {"k": 1}, 5 in range(5), "b" in "abc", b"a" in b"ab", None in [None], [] in [[]], 1 in {1.0}, 2 in iter([1, 2, 3]), 3 in (x for x in range(5)))
attempt(lambda: 1 in 5, lambda: 1 in None, lambda: [] in {}, lambda: 1 in len, lambda: [1] in {1})
#--- identity
a = []
b = a
print(a is b, a is not [], None is None, True is True, a is a[:], () is (), type(1) is int, ... is Ellipsis, NotImplemented is NotImplemented)
#--- zip star transposes
rows = [(1, "a"), (2, "b"), (3, "c")]
numbers, letters = zip(*rows)
print(numbers, letters, [*zip(*[[1, 2], [3, 4]])], list(zip(*[])), dict(zip(*[["k"], ["v"]])))
it = iter(range(7))
print(list(zip(it, it)), list(it))
#--- chained comparison evaluates once
def v(x):
    print("v", x)
    return x
print(v(1) < v(2) < v(3), v(3) < v(2) < v(1), v(1) < v(5) > v(2) == v(2), 1 < 2 in [2], v(0) == v(0) is not None)

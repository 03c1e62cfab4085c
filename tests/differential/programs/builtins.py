def attempt(*thunks):
    for thunk in thunks:
        try:
            print(repr(thunk()))
        except BaseException as error:
            print(type(error).__name__, str(error), sep=": ")


#--- wrong arguments of built-in functions
attempt(lambda: len(), lambda: len(1), lambda: abs(), lambda: abs("a"), lambda: round(), lambda: round("a"), lambda: ord(), lambda: chr(), lambda: hex(), lambda: sum(), lambda: sorted(), lambda: reversed(), lambda: enumerate(), lambda: iter(), lambda: next(), lambda: isinstance(), lambda: repr(), lambda: repr(1, 2), lambda: hash(), lambda: id(), lambda: divmod(), lambda: pow(), lambda: getattr(), lambda: getattr(1), lambda: setattr(1, "a"), lambda: hasattr(1), lambda: callable(), lambda: any(), lambda: all(1), lambda: format(), lambda: zip(1), lambda: range(), lambda: slice(), lambda: print(sep=5), lambda: len(x=1), lambda: abs(-1, -2), lambda: ord("a", "b"))
#--- constructors without and with wrong arguments
attempt(lambda: int(), lambda: float(), lambda: str(), lambda: bool(), lambda: list(), lambda: tuple(), lambda: dict(), lambda: set(), lambda: frozenset(), lambda: bytes(), lambda: object().__class__, lambda: int([]), lambda: float([]), lambda: list(1), lambda: tuple(1), lambda: dict(1), lambda: set(1), lambda: bytes("a"), lambda: bool(1, 2), lambda: list(1, 2), lambda: str(1, 2, 3, 4), lambda: int("a"), lambda: int("1", base=2), lambda: int(x=1), lambda: float("a b"), lambda: dict(a=1, **{"b": 2}), lambda: str(object=5), lambda: bytes(3), lambda: frozenset("a"))
#--- getattr, setattr, hasattr, delattr
class C:
    x = 1
    @property
    def p(self): raise ValueError("from property")
c = C()
setattr(c, "y", 2); setattr(c, "odd name", 3)
print(getattr(c, "x"), getattr(c, "y"), getattr(c, "odd name"), getattr(c, "z", None), hasattr(c, "x"), hasattr(c, "z"), c.__dict__)
delattr(c, "y")
attempt(lambda: c.y, lambda: delattr(c, "x"), lambda: getattr(c, "p", "default"), lambda: hasattr(c, "p"), lambda: getattr(5, "real"), lambda: getattr("a", "upper")(), lambda: setattr(5, "x", 1), lambda: getattr(c, 1), lambda: hasattr(c, None))
#--- sum of many types
print(sum([]), sum([1, 2.5]), sum([[1], [2, 3]], []), sum([(1,), (2,)], ()), sum(range(101)), sum([True, True]), sum({1: "a", 2: "b"}), sum(x for x in (1, 2)), sum([10**20, 1]))
attempt(lambda: sum(["a"]), lambda: sum(["a"], "b"), lambda: sum([[]]), lambda: sum([1], []), lambda: sum([None]), lambda: sum([1, "a"]), lambda: sum([b"a"], b""))
#--- min and max
print(min(3, 1), max("abc"), min([2, 1], key=lambda x: -x), max({1: 5, 3: 0}), max((1, 2), (1, 3)), min("b", "a", key=ord), max([1, 1.0, True]), min([True, 1]), max([], default=None), min((), default=5, key=len), max(["aa", "b"], key=len), max(1, 2.5), max([[1], [0, 5]]), min(iter([3, 2])))
attempt(lambda: max(1, "a"), lambda: max([1, None]), lambda: min(5), lambda: max([1], 2), lambda: max(key=len), lambda: min([], key=len) if False else 0)
#--- iteration helpers together
print(list(zip(range(3), "ab", [1.5, 2.5, 3.5])), list(enumerate(zip("ab", "cd"), 1)), list(map(lambda *a: a, "ab", "cd", "ef")), list(reversed(range(0, 10, 3))), list(filter(str.isdigit, "a1b2")), list(map(int, "123")), dict(enumerate("ab")), list(zip(*zip("ab", "cd"))), list(map(None.__class__.__name__.join, [["a", "b"]])), sorted(map(abs, [-2, 1])), all(map(str.isalpha, "ab")), max(map(len, ["a", "bb"])))
#--- isinstance and issubclass
class A: pass
class B(A): pass
print(isinstance(B(), A), isinstance(A(), B), isinstance(1, int), isinstance(True, int), isinstance(1.0, int), isinstance("", (int, str)), isinstance([], (list, tuple)), isinstance(None, type(None)), isinstance(int, type), isinstance(A, type), issubclass(B, (int, A)), issubclass(bool, int), isinstance(KeyError(), LookupError), isinstance(print, type(len)), isinstance(lambda: 1, type(lambda: 2)), isinstance(1, ()), issubclass(A, object))
attempt(lambda: isinstance(1, "int"), lambda: isinstance(1, [int]), lambda: issubclass(1, int), lambda: issubclass(A, 1), lambda: issubclass(A, (1,)))
#--- type of everything
print([type(x).__name__ for x in (1, 1.0, "", b"", [], (), {}, set(), frozenset(), None, True, ..., range(1), slice(1), len, lambda: 1, int, ValueError(), {}.keys(), {}.values(), {}.items(), iter([]), iter(()), iter({}), iter(range(1)), iter({1}), zip(), map(str, []), filter(None, []), enumerate([]), reversed([]), (x for x in []), object(), NotImplemented, property(), staticmethod(len), classmethod(len), "".join, [].append)])
#--- errors name the types
attempt(lambda: map(str, [])[0], lambda: len(map(str, [])), lambda: zip()[0], lambda: len(zip()), lambda: filter(None, []) + 1, lambda: iter([])[0], lambda: iter([]) + iter([]), lambda: {}.keys()[0], lambda: (x for x in [])[0], lambda: len(x for x in []), lambda: enumerate([])[0], lambda: reversed([])[0], lambda: range(3)(), lambda: {}.items() + [], lambda: iter({}) < iter({}), lambda: map(str, []) < 1, lambda: [] + map(str, []), lambda: "a" + iter("a"), lambda: iter("é")[0], lambda: next(iter([1]), 2)(), lambda: iter(range(2)).foo, lambda: zip().foo, lambda: map(str, []).foo)
#--- bytes, int and text conversions
print(int("0b11", 0), int("-0x1F", 16), int("٣"), int(b"12"), int(" 5\n"), float("  1e3 "), bytes("é", "utf-8"), str(b"a", "ascii"), int.from_bytes(b"\x01\x00", "little"), (5).to_bytes(2, "big"), bytes([65, 66]).decode(), list(b"ab"), bytes(range(3)), b"\x41\n".hex(), ascii("é\n"), repr(b"'\"\\"), str(1e5), str(10**18), int(1e15), int(-2.9), bool("False"), bool(0.0), bool([0]))
#--- slices as objects
s = slice(1, 5, 2)
print([0, 1, 2, 3, 4, 5][s], "abcdef"[s], (0, 1, 2, 3)[slice(None, 2)], list(range(10))[slice(-3, None)], s.start, s.stop, s.step, s, slice(3).indices(2), slice(None, None, -2).indices(5), s == slice(1, 5, 2))
#--- range arithmetic
r = range(10, 0, -3)
print(list(r), len(r), r[0], r[-1], r[1:], r[::-1], 7 in r, 8 in r, r.index(4), r == range(10, -1, -3), range(0) == range(5, 5), range(5)[2:4], min(r), max(r), sum(r), bool(range(1, 1)), repr(range(0, 5, 1)), repr(range(1, 5, 2)), hash(range(5)) == hash(range(0, 5)), list(range(2, -3, -2)), range(3) != range(4))
#--- sorting keys of mixed kinds
data = [("b", 2), ("a", 2), ("c", 1)]
print(sorted(data), sorted(data, key=lambda p: p[1]), sorted(data, key=lambda p: (-p[1], p[0])), sorted(data, reverse=True), sorted(data, key=lambda p: p[1], reverse=True), sorted([[2, "x"], [1, "y"]]), sorted({"b", "a"}), sorted("bAc", key=str.swapcase), sorted([0.5, 1, True, -1]), sorted([(1, None), (0, None)]), sorted([float("inf"), 1, float("-inf")]))
attempt(lambda: sorted([(1, None), (1, None), (1, 2)]), lambda: sorted([[], ()]), lambda: sorted([{}, {}]), lambda: sorted([None, None]))
#--- hash rules
print(hash(1) == hash(True), hash(2**61) == hash(2**61), {1: "a", 1.0: "b", True: "c"}, {"a": 1}["a"], {(1, 2): 3}[(1, 2)], {frozenset([1]): 2}[frozenset([1])], {None: 1}[None], {1.5: 2}[1.5], {b"a": 1}[b"a"], {range(2): 1}[range(2)], len({0, 0.0, False}), {int: 1}[int], {len: 2}[len])
attempt(lambda: {[]: 1}, lambda: {{}}, lambda: hash({}), lambda: hash(set()), lambda: hash(([],)), lambda: {(1, {}): 1}, lambda: [1] in {1: 2}, lambda: {1}.add({}), lambda: {}.get([]), lambda: {}[[]], lambda: {1: 2}.pop([]), lambda: frozenset([[]]), lambda: set([{}]), lambda: dict([([], 1)]))
#--- str of nested quotes
print(["it's", 'say "hi"', "both ' and \""], {"k'": 'v"'}, ("a\nb",), [b"'"], repr("\\"), str(["\t"]), {'"': "'"}, ["\u00e9", "\x00"], repr("'" * 2), repr('"'))
#--- dict and set displays with repeats
print({1: "a", 1: "b"}, {1, 1, 2} == {1, 2}, dict([("a", 1), ("a", 2)]), dict(a=1, **{"b": 1}), {**{"a": 1}, "a": 2, **{"a": 3}}, [*{"x": 1, "y": 2}], {**{}}, {*()} == set(), dict.fromkeys("aba", 0), {True: 1, 1: 2, 1.0: 3})
#--- sums of floats are exact to the last digit; since 3.12
print(sum([0.1] * 10), sum([1e100, 1.0, -1e100]), sum([0.1, 0.2, 0.3]), sum([1, 0.1, 0.2]))
#> 1.0 1.0 0.6 1.3
#--- a list that could not be sorted is as far as it was
for l in ([3, 1, 2, "x", 0], ["b", "a", 1], [1, 2, None, 0], [5, 4, 3, "s", 9, 1]):
    for reverse in (False, True):
        m, k = l[:], l[:]
        attempt(lambda: m.sort(reverse=reverse), lambda: k.sort(key=lambda x: x, reverse=reverse), lambda: sorted(l, reverse=reverse))
        print(m, k, l)
#--- views of dicts with any iterable
k, i = {1: 2}.keys(), {1: 2}.items()
class I:
    def __iter__(self): return iter([1, 5])
attempt(lambda: 5 & k, lambda: k & 5, lambda: 5 | k, lambda: k - 5, lambda: [1] & k, lambda: [1, 3] - k, lambda: sorted(k ^ "", key=str), lambda: I() & k, lambda: sorted(k | I()), lambda: 5 & {1}, lambda: {1: 1}.values() & k, lambda: k & {}.values(), lambda: None | k, lambda: I() - k, lambda: k - (x for x in [1]), lambda: i & [(1, 2)], lambda: i - I())
def augmented(x):
    x &= k
    return x
attempt(lambda: augmented(5), lambda: augmented([1, 2]), lambda: augmented(k))
#--- what is common to views, whose values cannot be hashed
d = {"a": 1, "b": [2]}
attempt(lambda: "text" & d.items(), lambda: d.items() & [("a", 1), ("z", 2)], lambda: d.items() & d.items(), lambda: d.items() & {("a", 1)}, lambda: d.items() & {1, 2, 3}, lambda: sorted(d.keys() & "abc"), lambda: d.items() | [], lambda: d.items() - [], lambda: d.keys() & d.items(), lambda: {1: 2}.items() & {1: 2, 3: 4}.items(), lambda: d.keys() & {"a"}, lambda: {"a"} & d.keys(), lambda: frozenset("ab") & {"a": 1}.keys(), lambda: [[]] & d.keys(), lambda: d.keys() & [[]], lambda: 5 & d.items(), lambda: d.items() & [[]], lambda: d.values() & {1}, lambda: d.values() & d.keys(), lambda: d.items().isdisjoint([("a", 1)]), lambda: d.items().isdisjoint([("a", 2), 5]), lambda: d.keys().isdisjoint([[]]), lambda: ("a", 1) in d.items(), lambda: ("a", 1, 2) in d.items(), lambda: ("b", [2]) in d.items(), lambda: (["b"], [2]) in d.items())
#--- which of two equal items stays in what is common to views
x = {1.0: "f", 2: "i"}
print(x.keys() & [1, 2.0], [1, 2.0] & x.keys(), {1, 2.0} & x.keys(), x.keys() & {1, 2.0}, x.keys() & {1, 2.0, 3, 4}, x.keys() & {1}, {1} & x.keys(), frozenset([1, 2.0, 3]) & x.keys(), x.keys() & frozenset([1, 2.0]))
print(x.keys() & {1: 0, 2.0: 0}.keys(), {1: 0, 2.0: 0, 3: 0}.keys() & x.keys(), x.keys() | {1}, x.keys() - {1}, x.keys() ^ {1, 5}, x.items() & {(1, "f")}, {(1, "f")} & x.items(), x.items() & [(1, "f"), (True, "f")], x.keys() & iter([True]))
print([type(r).__name__ for r in (frozenset([1]) & x.keys(), frozenset([1]) | x.keys(), frozenset([1]) - x.keys(), frozenset([1]) ^ x.keys(), x.keys() | frozenset([1]))])

#--- a stack machine
def run(code):
    stack, env, pc = [], {}, 0
    while pc < len(code):
        op, *args = code[pc]
        pc += 1
        match op, args:
            case "push", [v]: stack.append(v)
            case "store", [n]: env[n] = stack.pop()
            case "load", [n]: stack.append(env[n])
            case "add", []: b, a = stack.pop(), stack.pop(); stack.append(a + b)
            case "less", []: b, a = stack.pop(), stack.pop(); stack.append(a < b)
            case "jump_if", [to] if stack.pop(): pc = to
            case "jump_if", _: pass
            case "print", _: print(stack[-1])
            case other: raise ValueError(f"unknown {other}")
    return env
print(run([("push", 0), ("store", "i"), ("load", "i"), ("push", 1), ("add",), ("store", "i"), ("load", "i"), ("print",), ("push", 4), ("less",), ("jump_if", 2)]))
try: run([("nope", 1)])
except ValueError as e: print(e)
#--- a tokenizer and a recursive parser of JSON
def tokens(text):
    i = 0
    while i < len(text):
        c = text[i]
        if c.isspace(): i += 1; continue
        if c in "{}[],:": yield c, c; i += 1; continue
        if c == '"':
            j = text.index('"', i + 1)
            yield "str", text[i + 1:j]
            i = j + 1
            continue
        j = i
        while j < len(text) and text[j] not in "{}[],: ": j += 1
        word = text[i:j]
        yield ("const", {"true": True, "false": False, "null": None}[word]) if word.isalpha() else ("num", float(word) if "." in word else int(word))
        i = j
def parse(text):
    stream = iter([*tokens(text), ("end", None)])
    current = next(stream)
    def take(kind=None):
        nonlocal current
        got = current
        if kind and got[0] != kind: raise SyntaxError(f"wanted {kind}, got {got[0]}")
        current = next(stream, ("end", None))
        return got[1]
    def value():
        match current[0]:
            case "{":
                take("{"); d = {}
                while current[0] != "}":
                    k = take("str"); take(":"); d[k] = value()
                    if current[0] == ",": take(",")
                take("}"); return d
            case "[":
                take("["); l = []
                while current[0] != "]":
                    l.append(value())
                    if current[0] == ",": take(",")
                take("]"); return l
            case "str" | "num" | "const": return take()
            case kind: raise SyntaxError(f"unexpected {kind}")
    v = value(); take("end")
    return v
print(parse('{"a": [1, 2.5, -3, {"b": null}], "c": true, "d": "text", "e": {}, "f": []}'))
for bad in ('{"a" 1}', '[1, }', '[1] 2', 'wrong'):
    try: print(parse(bad))
    except (SyntaxError, KeyError) as e: print(type(e).__name__, e)
#--- dijkstra with a list as a queue
graph = {"a": {"b": 7, "c": 9, "f": 14}, "b": {"a": 7, "c": 10, "d": 15}, "c": {"a": 9, "b": 10, "d": 11, "f": 2}, "d": {"b": 15, "c": 11, "e": 6}, "e": {"d": 6, "f": 9}, "f": {"a": 14, "c": 2, "e": 9}}
def paths(start):
    best, queue, before = {start: 0}, [(0, start)], {}
    while queue:
        queue.sort()
        cost, node = queue.pop(0)
        if cost > best[node]: continue
        for other, step in graph[node].items():
            if cost + step < best.get(other, float("inf")):
                best[other], before[other] = cost + step, node
                queue.append((cost + step, other))
    return best, before
best, before = paths("a")
def way(n): return [*way(before[n]), n] if n in before else [n]
print(sorted(best.items()), "->".join(way("e")))
#--- a priority queue as a heap
class Heap:
    def __init__(self, items=()):
        self.items = []
        for i in items: self.push(i)
    def push(self, x):
        self.items.append(x)
        i = len(self.items) - 1
        while i and self.items[i] < self.items[(i - 1) // 2]:
            self.items[i], self.items[(i - 1) // 2] = self.items[(i - 1) // 2], self.items[i]
            i = (i - 1) // 2
    def pop(self):
        top, last = self.items[0], self.items.pop()
        if self.items:
            self.items[0] = last
            i = 0
            while True:
                kids = [k for k in (2 * i + 1, 2 * i + 2) if k < len(self.items)]
                if not kids: break
                k = min(kids, key=self.items.__getitem__)
                if self.items[i] <= self.items[k]: break
                self.items[i], self.items[k] = self.items[k], self.items[i]
                i = k
        return top
    def __len__(self): return len(self.items)
    def __iter__(self):
        while self: yield self.pop()
print(list(Heap([5, 2, 8, 1, 9, 3])), [*Heap("hello")])
#--- polynomials
class Poly:
    def __init__(self, *c): self.c = list(c)
    def __add__(self, o): return Poly(*[(self.c[i] if i < len(self.c) else 0) + (o.c[i] if i < len(o.c) else 0) for i in range(max(len(self.c), len(o.c)))])
    def __mul__(self, o):
        if isinstance(o, int): return Poly(*[x * o for x in self.c])
        r = [0] * (len(self.c) + len(o.c) - 1)
        for i, a in enumerate(self.c):
            for j, b in enumerate(o.c): r[i + j] += a * b
        return Poly(*r)
    __rmul__ = __mul__
    def __pow__(self, n): return Poly(1) if n == 0 else self * self ** (n - 1)
    def __call__(self, x): return sum(c * x ** i for i, c in enumerate(self.c))
    def __eq__(self, o): return self.c == o.c
    def __str__(self): return " + ".join(f"{c}" if i == 0 else f"{c}x" if i == 1 else f"{c}x^{i}" for i, c in enumerate(self.c) if c) or "0"
    def __getitem__(self, i): return self.c[i]
p = Poly(1, 1)
print(p ** 4, (p * Poly(-1, 1))(3), p + Poly(0, 0, 5), 3 * p, p == Poly(1, 1), [*p ** 2], Poly(0), sep="\n")
#--- fractions with a greatest common divisor
class Frac:
    def __init__(self, n, d=1):
        if d == 0: raise ZeroDivisionError("Frac with zero below")
        a, b = abs(n), abs(d)
        while b: a, b = b, a % b
        s = -1 if d < 0 else 1
        self.n, self.d = s * n // a, s * d // a
    def _of(f):
        def op(self, o):
            if isinstance(o, int): o = Frac(o)
            return f(self, o) if isinstance(o, Frac) else NotImplemented
        return op
    __add__ = __radd__ = _of(lambda s, o: Frac(s.n * o.d + o.n * s.d, s.d * o.d))
    __mul__ = __rmul__ = _of(lambda s, o: Frac(s.n * o.n, s.d * o.d))
    __sub__ = _of(lambda s, o: s + o * -1)
    __rsub__ = _of(lambda s, o: o - s)
    __truediv__ = _of(lambda s, o: Frac(s.n * o.d, s.d * o.n))
    __lt__ = _of(lambda s, o: s.n * o.d < o.n * s.d)
    __eq__ = _of(lambda s, o: (s.n, s.d) == (o.n, o.d))
    def __float__(self): return self.n / self.d
    def __repr__(self): return f"{self.n}/{self.d}"
    def __bool__(self): return self.n != 0
h, t = Frac(1, 2), Frac(1, 3)
print(h + t, h - t, h * t, h / t, 1 + h, 2 - t, 3 * t, h < t, t < 1, h == Frac(2, 4), sum([h, t]), float(h), max(h, t), sorted([h, t, Frac(3, 8)]), bool(Frac(0)))
for f in (lambda: Frac(1, 0), lambda: h + "x", lambda: h / Frac(0)):
    try: f()
    except (ZeroDivisionError, TypeError) as e: print(type(e).__name__, e)
#--- events, observers and undo
class Document:
    def __init__(self): self.text, self.undo, self.watchers = "", [], []
    def watch(self, f): self.watchers.append(f); return f
    def change(self, text):
        self.undo.append(self.text)
        self.text = text
        for w in self.watchers: w(self)
    def back(self):
        if not self.undo: raise IndexError("nothing to undo")
        self.text = self.undo.pop()
d = Document()
@d.watch
def shout(doc): print("now", doc.text.upper())
lengths = []
d.watch(lambda doc: lengths.append(len(doc.text)))
d.change("a"); d.change("ab"); d.back(); d.change("abc")
print(d.text, lengths, d.undo)
try:
    while True: d.back()
except IndexError as e: print(e, repr(d.text))
#--- game of life
def step(cells):
    near = {}
    for x, y in cells:
        for dx in (-1, 0, 1):
            for dy in (-1, 0, 1):
                if dx or dy: near[x + dx, y + dy] = near.get((x + dx, y + dy), 0) + 1
    return {c for c, n in near.items() if n == 3 or (n == 2 and c in cells)}
cells = {(1, 0), (2, 1), (0, 2), (1, 2), (2, 2)}
for _ in range(2): cells = step(cells)
print(sorted(cells))
#--- matrices and determinants
def det(m): return m[0][0] if len(m) == 1 else sum((-1) ** j * m[0][j] * det([r[:j] + r[j + 1:] for r in m[1:]]) for j in range(len(m)))
def mul(a, b): return [[sum(x * y for x, y in zip(r, c)) for c in zip(*b)] for r in a]
m = [[2, 0, 1], [1, 3, 2], [1, 1, 1]]
print(det(m), mul(m, m), [*map(list, zip(*m))], [row[::-1] for row in m])
#--- n queens and subsets by generators
def queens(n, placed=()):
    if len(placed) == n: yield placed
    else:
        for c in range(n):
            if all(c != p and abs(c - p) != len(placed) - i for i, p in enumerate(placed)):
                yield from queens(n, (*placed, c))
print(list(queens(4)), next(queens(5)))
def subsets(items):
    if not items: yield []; return
    for rest in subsets(items[1:]):
        yield rest
        yield [items[0], *rest]
print(sorted(subsets([1, 2, 3])))
#--- text wrapping and caesar
def wrap(text, width):
    line = []
    for word in text.split():
        if line and len(" ".join([*line, word])) > width:
            yield " ".join(line)
            line = []
        line.append(word)
    if line: yield " ".join(line)
print(*wrap("the quick brown fox jumps over the lazy dog", 12), sep="\n")
def caesar(text, k): return "".join(chr((ord(c) - 97 + k) % 26 + 97) if c.islower() else c for c in text)
print(caesar("hello, world", 3), caesar(caesar("round trip", 5), -5))
#--- a small object database with queries
rows = [{"id": i, "name": n, "age": a} for i, (n, a) in enumerate([("Ann", 30), ("Bob", 25), ("Cid", 35), ("Dee", 25)])]
class Query:
    def __init__(self, rows): self.rows = rows
    def where(self, **kw): return Query([r for r in self.rows if all(r[k] == v for k, v in kw.items())])
    def order(self, *keys): return Query(sorted(self.rows, key=lambda r: tuple(r[k] for k in keys)))
    def select(self, *names): return [tuple(r[n] for n in names) for r in self.rows]
    def group(self, key):
        groups = {}
        for r in self.rows: groups.setdefault(r[key], []).append(r["name"])
        return groups
    def __len__(self): return len(self.rows)
q = Query(rows)
print(q.where(age=25).select("name"), q.order("age", "name").select("id", "name"), q.group("age"), len(q.where(name="none")))
try: q.where(nope=1)
except KeyError as e: print(repr(e))
#--- coroutines scheduled by hand
def worker(name, n):
    for i in range(n):
        print(name, i)
        reply = yield f"{name}{i}"
        if reply: print(name, "got", reply)
    return name.upper()
def schedule(tasks):
    results, ready = {}, [(t, None) for t in tasks]
    while ready:
        t, message = ready.pop(0)
        try: asked = t.send(message)
        except StopIteration as stop: results[stop.value] = len(results)
        else: ready.append((t, "ok" if asked.endswith("1") else None))
    return results
print(schedule([worker("a", 2), worker("b", 3)]))
#--- a class hierarchy of shapes with registry
class Shape:
    kinds = {}
    def __init_subclass__(cls, **kw):
        super().__init_subclass__(**kw)
        Shape.kinds[cls.__name__.lower()] = cls
    @classmethod
    def make(cls, kind, *a): return cls.kinds[kind](*a)
    def describe(self): return f"{type(self).__name__} of {self.area():.2f}"
    def __lt__(self, o): return self.area() < o.area()
class Square(Shape):
    def __init__(self, a): self.a = a
    def area(self): return self.a ** 2
class Circle(Shape):
    def __init__(self, r): self.r = r
    def area(self): return 3.14159 * self.r ** 2
class Unit(Square):
    def __init__(self): super().__init__(1)
    def describe(self): return super().describe() + "!"
shapes = [Shape.make(k, *a) for k, a in (("square", (3,)), ("circle", (1,)), ("unit", ()))]
print([s.describe() for s in sorted(shapes)], sorted(Shape.kinds), max(shapes).describe())
try: Shape.make("blob")
except KeyError as e: print("no", e)
#--- roman numerals, primes, bases
def roman(n): return "" if n == 0 else next(s + roman(n - v) for v, s in ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")) if v <= n)
def base(n, b): return "0" if n == 0 else (base(n // b, b).lstrip("0") + "0123456789abcdef"[n % b])
def factors(n):
    d = 2
    while d * d <= n:
        while n % d == 0: yield d; n //= d
        d += 1
    if n > 1: yield n
print([roman(n) for n in (1, 4, 9, 1994, 2024)], [base(n, 2) for n in (0, 5, 255)], base(255, 16), list(factors(360)), list(factors(97)))
#--- lru cache by hand and timing by counting
class Lru:
    def __init__(self, size): self.size, self.d, self.hits = size, {}, 0
    def __call__(self, f):
        def inner(*a):
            if a in self.d:
                self.hits += 1
                self.d[a] = self.d.pop(a)
            else:
                self.d[a] = f(*a)
                if len(self.d) > self.size: del self.d[next(iter(self.d))]
            return self.d[a]
        inner.cache = self
        return inner
calls = []
@Lru(3)
def square(n): calls.append(n); return n * n
print([square(n) for n in (1, 2, 1, 3, 4, 2, 1)], calls, square.cache.hits, list(square.cache.d))
#--- binary search and merge sort
def merge_sort(l):
    if len(l) < 2: return l
    a, b = merge_sort(l[:len(l) // 2]), merge_sort(l[len(l) // 2:])
    out = []
    while a and b: out.append((a if a[0] <= b[0] else b).pop(0))
    return out + a + b
def find(l, x):
    lo, hi = 0, len(l)
    while lo < hi:
        mid = (lo + hi) // 2
        if l[mid] < x: lo = mid + 1
        else: hi = mid
    return lo if lo < len(l) and l[lo] == x else -1
l = merge_sort([5, 3, 9, 1, 3, 8])
print(l, find(l, 8), find(l, 4), merge_sort(list("sorting")), merge_sort([]))
#--- context managers that nest and roll back
class Transaction:
    depth = 0
    def __init__(self, data): self.data = data
    def __enter__(self):
        self.saved = dict(self.data)
        Transaction.depth += 1
        return self
    def __exit__(self, kind, error, trace):
        Transaction.depth -= 1
        if kind:
            self.data.clear(); self.data.update(self.saved)
        return kind is KeyError
data = {"a": 1}
with Transaction(data):
    data["b"] = 2
    with Transaction(data):
        data["c"] = 3
        raise KeyError("inner")
    data["d"] = 4
print(data, Transaction.depth)
try:
    with Transaction(data): data.clear(); 1 / 0
except ZeroDivisionError as e: print(e, data)
#--- lazy infinite lists
class Lazy:
    def __init__(self, it): self.it, self.seen = iter(it), []
    def __getitem__(self, i):
        if isinstance(i, slice): return [self[j] for j in range(i.start or 0, i.stop, i.step or 1)]
        while len(self.seen) <= i:
            try: self.seen.append(next(self.it))
            except StopIteration: raise IndexError("lazy list is over") from None
        return self.seen[i]
    def __iter__(self):
        i = 0
        while True:
            try: yield self[i]
            except IndexError: return
            i += 1
def naturals():
    n = 0
    while True:
        print("make", n)
        yield n
        n += 1
n = Lazy(naturals())
print(n[2], n[0], n[1:4], n[2])
short = Lazy("abc")
print(list(short), [*short], short[:2])
try: short[9]
except IndexError as e: print(e, repr(e.__cause__), repr(e.__context__))

def attempt(*thunks):
    for thunk in thunks:
        try:
            print(repr(thunk()))
        except BaseException as error:
            print(type(error).__name__, str(error), sep=": ")


#--- names of the module
x = 1
def read(): return x
def write():
    global x
    x = 2
    return x
def local():
    x = 3
    return x
print(read(), local(), read(), write(), read(), x)
#--- nonlocal through several functions
def a():
    v = 1
    def b():
        def c():
            nonlocal v
            v += 1
            return v
        return c
    c = b()
    return c(), c(), v
print(a())
#--- two closures share a variable
def make():
    shared = []
    def add(x): shared.append(x); return len(shared)
    def get(): return list(shared)
    def reset():
        nonlocal shared
        shared = []
    return add, get, reset
add, get, reset = make()
add(1); add(2)
print(get()); reset()
print(get(), add(9), get())
#--- parameters as cells
def f(a, *args, b=2, **kw):
    def g(): return a, args, b, kw
    a += 1
    kw["n"] = 1
    return g
print(f(1, 5, b=3, z=4)())
#--- loops' variables after the loop
for i in range(3): pass
for j, k in [(1, 2)]: pass
print(i, j, k, [i for i in range(9)][-1], i)
def f():
    for i in range(2): pass
    return i, [lambda: i for i in range(3)][0](), i
print(f())
#--- comprehensions see enclosing names
def f(n):
    m = 10
    a = [x + m + n for x in range(2)]
    b = {x: [y * x + m for y in range(n)] for x in range(2)}
    c = list(x + y for x in range(n) for y in range(x))
    return a, b, c
print(f(3))
#--- the first iterable is evaluated outside
def say(x):
    print("say", x)
    return x
g = (say(y) for x in say([1, 2]) for y in say([x]))
print("made")
print(list(g))
class C:
    n = [1, 2]
    m = [x for x in n]
    k = {x: x for x in n if x > 1}
print(C.m, C.k)
#--- comprehension of closures
fs = [lambda: (i, j) for i in range(2) for j in range(2)]
print([f() for f in fs])
gs = [(lambda i=i: i) for i in range(3)]
print([g() for g in gs])
#--- walrus binds in the enclosing function
def f(items):
    if any((hit := x) > 2 for x in items): return hit
    return "none", hit
print(f([1, 3, 5]), f([1]))
total = 0
print([total := total + x for x in range(4)], total)
def g():
    [last := n for n in range(3)]
    return last
print(g())
#--- class bodies read names where they stand
x = "module"
class A:
    y = x
    x = "class"
    z = x
    def m(self): return x
print(A.y, A.x, A.z, A().m())
def f():
    x = "function"
    class B:
        y = x
        def m(self): return x
    return B.y, B().m()
print(f())
def g(p):
    class B:
        q = p
        def m(self): return p, self.q
    return B().m()
print(g(5))
#--- __class__ and super in nested functions
class A:
    def who(self): return "A"
class B(A):
    def who(self):
        def inner(): return super(B, self).who() + "+" + __class__.__name__
        return inner() + [super(B, self).who() for _ in range(1)][0]
    def cls(self): return __class__
print(B().who(), B().cls() is B)
#--- del and rebinding of closure variables
def f():
    v = 1
    def g(): return v
    a = g()
    del v
    try: b = g()
    except NameError as e: b = str(e)
    v = 2
    return a, b, g()
print(f())
#--- exceptions' names and closures
def f():
    try: 1 / 0
    except ZeroDivisionError as e:
        def g(): return e
        kept = repr(g())
    try: return kept, g()
    except NameError as x: return kept, str(x)
print(f())
#--- recursion through a closure
def outer(n):
    def fact(k): return 1 if k < 2 else k * fact(k - 1)
    return fact(n)
print(outer(10))
f = lambda n: n and n + f(n - 1)
print(f(10))
#--- shadowed built-ins
def f():
    len = lambda x: "mine"
    return len([])
print(f(), len([]))
list = 5
print(list)
del list
print(list("ab"))
max, saved = min, max
print(max(1, 2), saved(1, 2))
#--- functions see their module's later names
def early(): return late() + K
def late(): return 1
K = 2
print(early())
def late(): return 10
print(early())
#--- globals made in functions
def define():
    global made, fn
    made = []
    def fn(): return made
define()
made.append(1)
print(fn(), made)
def loop():
    global g_i
    for g_i in range(3): pass
loop()
print(g_i)
def imp():
    global E
    class E(Exception): pass
imp()
attempt(lambda: E("made"))
#--- nested classes
class Outer:
    v = 1
    class Inner:
        v = 2
        class Deep:
            def m(self): return Outer.v, Outer.Inner.v, type(self).__qualname__
    def make(self): return self.Inner.Deep()
print(Outer().make().m())
#--- conditional binding
def f(c):
    if c: v = 1
    try: return v
    except UnboundLocalError as e: return str(e)
print(f(True), f(False))
def g(items):
    for x in items: pass
    try: return x
    except UnboundLocalError as e: return type(e).__name__
print(g([1]), g([]))
def h():
    while False: y = 1
    else: z = 2
    try: return z, y
    except NameError as e: return z, str(e)
print(h())
#--- default arguments capture the enclosing scope
def f():
    x = 1
    def g(a=x, b=[x]): return a, b
    x = 2
    return g(), x
print(f())
fs = []
for n in range(3):
    def f(n=n): return n
    fs.append(f)
print([f() for f in fs])
#--- star names and underscores
_, *_rest, _ = range(5)
print(_, _rest)
def f(*_, **__): return _, __
print(f(1, a=2))
for _ in range(2): pass
print(_)
#--- names with digits and dunder in functions
__hidden__ = 1
_x1 = 2
def f(__a, _b=3): return __a + _b
print(f(1), __hidden__, _x1, f(1, _b=2))
class C:
    def m(self, __p): return __p
    def n(self):
        __loc = 5
        def inner(): return __loc
        return inner()
print(C().m(1), C().n())
attempt(lambda: C().m(__p=1), lambda: C().m(_C__p=2))
#--- generator expressions close late
def f():
    n = 1
    g = (n * x for x in range(3))
    n = 10
    return list(g)
print(f())
x = 5
g = (x for _ in range(2))
x = 6
print(list(g))

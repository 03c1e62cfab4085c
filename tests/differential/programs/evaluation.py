def v(x, text=None):
    print("v", x if text is None else text)
    return x

def attempt(*thunks):
    for thunk in thunks:
        try:
            print(repr(thunk()))
        except BaseException as error:
            print(type(error).__name__, str(error), sep=": ")


#--- binary and boolean operators
print(v(1) + v(2) * v(3) - v(4), v(0) or v(0.0) or v("z"), v(1) and v(0) and v(2), not v(0), v(1) < v(2), v(3) if v(0) else v(4))
#--- left to right in displays
print([v(1), v(2), *v([3, 4])], (v(5), *v((6,))), {v(7), v(8)} == {7, 8}, {v("a"): v(1), **v({"b": 2}), v("c"): v(3)})
#--- call: function, arguments, keywords
def f(*a, **k): return a, k
print(v(f, "f")(v(1), *v([2]), v(3), k=v(4), **v({"l": 5}), m=v(6)))
class C:
    def m(self, *a): return a
c = C()
print(v(c, "c").m(v(1), v(2)))
#--- subscripts and slices
l = list(range(10))
print(v(l, "l")[v(1):v(8):v(2)], v(l, "l")[v(-1)])
v(l, "l")[v(0)] = v(99)
v(l, "l")[v(1):v(3)] = v([])
del v(l, "l")[v(0)]
print(l)
#--- assignments
class O: pass
o = O()
v(o, "o").a = v(1)
v(o, "o").b, v([0], "list")[v(0)] = v(2), v(3)
x = v(o, "o").c = v(4)
v(o, "o").a += v(5)
d = {}
v(d, "d")[v("k")] = v(d, "d")[v("j")] = v(6)
print(o.__dict__, d, x)
#--- chained comparisons stop early
print(v(1) < v(3) < v(2) < v(9), v(1) == v(1) != v(2), v(5) in v([5]) == v([5]), v(1) is not v(2) is not v(3))
#--- conditional expressions and lambdas are lazy
f = lambda: v("never")
g = (lambda x=v("default"): x)
print(v("a") if v(1) else v("b"), g(), (lambda: v("now"))())
#--- f-strings and format
print(f"{v(1)} {v(2)!r:>{v(5)}} {v(3)}" + v("end"), "{} {}".format(v("x"), v("y")), "%s %s" % (v(4), v(5)))
#--- assert, raise, return, yield
def f():
    assert v(1), v("message")
    try: raise v(ValueError, "class")(v("text")) from v(KeyError("c"), "cause")
    except v(ValueError, "kind") as e: return v(repr(e)), v(repr(e.__cause__))
print(f())
def g():
    x = v((yield v(1)))
    yield v(2), x
it = g()
print(next(it), it.send("sent"))
#--- with and for
class M:
    def __init__(self, n): self.n = n; print("init", n)
    def __enter__(self): print("enter", self.n); return self
    def __exit__(self, *a): print("exit", self.n)
with v(M(1), "m1") as a, v(M(2), "m2"): print("body", a.n)
for i in v([1, 2], "items"): v(i)
for v([0], "target")[v(0)] in v([5]): pass
while v(0): pass
else: v("else")
#--- del and augmented targets
class O: pass
o, d = O(), {"a": [1], "b": 2}
o.x = 1
del v(o, "o").x, v(d, "d")[v("b")]
v(d, "d")[v("a")] += v([2])
print(d, o.__dict__)
#--- decorators before the function, bases before the body
@v(lambda f: v(f, "apply first"), "first")
@v(lambda f: v(f, "apply second"), "second")
def f(a=v("default")): return a
@v(lambda c: v(c, "apply"), "class decorator")
class C(v(object, "base")):
    v("body")
    def m(self, d=v("method default")): pass
print(f(), C.__name__)
#--- comprehensions
print([v(x) for x in v([1, 2]) if v(x > 1)], {v(k): v(w) for k, w in v([(1, 2)])}, [v((x, y)) for x in v([1]) for y in v([2, 3])])
#--- star expressions and unpacking
a, *b = v(1), *v([2, 3])
(c, d), e = v([v(4), v(5)]), v(6)
print(a, b, c, d, e, *v([7]), sep=v("-"))
#--- exceptions stop evaluation
def boom(): raise ValueError("boom")
attempt(lambda: v(1) + boom() + v(2), lambda: [v(1), boom(), v(2)], lambda: print(v(1), boom(), v(2)), lambda: {v("k"): boom(), v("l"): 1}, lambda: v(1) and boom() or v(2), lambda: v([1])[boom()], lambda: (v(1), boom()) < v(2), lambda: f"{v(1)}{boom()}{v(2)}", lambda: v(0) or boom())
#--- errors in the middle of assignments
l = [1, 2]
def f():
    l[0], l[5], l[1] = v("a"), v("b"), v("c")
attempt(f)
print(l)
def g():
    global p, q
    p, q = v(1), v(2), v(3)
attempt(g)
attempt(lambda: p)
p = 5
def h():
    x = y = v([1])[v(3)]
attempt(h)
#--- walrus in calls and conditions
print((n := v(5)) + n, [m := v(1), m + 1], f"{(k := v(7))}{k}", v(n) if (n := v(0)) else v(-1))
while (n := v(n + 1)) < 3: pass
print(n)
#--- keyword arguments keep their order
def f(**k): return list(k.items())
print(f(z=v(1), a=v(2), **{"m": v(3)}, b=v(4)))
#--- nested calls
def f(*a): return sum(a)
print(f(v(1), f(v(2), f(v(3)), v(4)), v(5)))
#--- lambda defaults, class attributes, order of definition
class C:
    a = v(1)
    b = (lambda x=v(2): x)()
    c = [v(i) for i in (3, 4)]
    def f(self, x=v(5), *, y=v(6)): return x, y
print(C.a, C.b, C.c, C().f())
#--- short circuits in conditions
def yes(n): print("yes", n); return True
def no(n): print("no", n); return False
if yes(1) and no(2) or yes(3): print("then")
if not (no(1) or no(2)) and yes(3): print("then")
if no(1) or (no(2) and yes(3)): print("never")
elif yes(4) if no(5) else yes(6): print("elif")
x = [n for n in range(5) if yes(n) and n % 2 or no(n)]
print(x)
#--- return and finally
def f():
    try: return v("try")
    finally: v("finally")
def g():
    for i in v([1, 2]):
        try:
            if v(i) == 1: continue
            return v("return")
        finally: v("finally")
print(f(), g())
#--- try, else and the order of handlers
def f(e):
    try:
        v("try")
        if e: raise e
    except (v(KeyError, "k"), v(IndexError, "i")): v("two")
    except v(ValueError, "val"): v("value")
    else: v("else")
    finally: v("finally")
f(None); f(ValueError()); f(IndexError())
attempt(lambda: f(TypeError("t")))
#--- multiple targets take the value once
a = b = c = v([])
a.append(1)
x, y = z = v((1, 2))
print(b, c, x, y, z)
#--- global effects of imports of names by hand
log = []
def make(n):
    log.append(n)
    return n
table = {make("k" + str(i)): make(i) for i in range(2)}
pair = make(1), make(2)
print(table, pair, log)
#--- generators are lazy in arguments
def g():
    print("started")
    yield v(1)
    print("between")
    yield v(2)
def f(it):
    print("in f")
    return list(it)
print(f(g()), f(v(x) for x in v([5])))
#--- comparison of user objects in chained comparison and in
class N:
    def __init__(self, n): self.n = n
    def __lt__(self, o): print("lt"); return self.n < o.n
    def __eq__(self, o): print("eq"); return self.n == o.n
a, b = N(1), N(2)
print(v(a, "a") < v(b, "b") < v(a, "a"), v(a, "a") == v(b, "b") == v(a, "a"), v(a, "a") in v([b, a], "list"))

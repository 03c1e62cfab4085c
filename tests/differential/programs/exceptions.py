def attempt(*thunks):
    for thunk in thunks:
        try:
            print(repr(thunk()))
        except BaseException as error:
            print(type(error).__name__, str(error), sep=": ")


#--- every built-in exception: str, repr, args, base
for kind in (BaseException, Exception, ArithmeticError, FloatingPointError, OverflowError, ZeroDivisionError, AssertionError, AttributeError, BufferError, EOFError, ImportError, ModuleNotFoundError, LookupError, IndexError, KeyError, MemoryError, NameError, UnboundLocalError, OSError, ConnectionError, FileNotFoundError, PermissionError, TimeoutError, ReferenceError, RuntimeError, NotImplementedError, RecursionError, StopIteration, SyntaxError, SystemError, TypeError, ValueError, UnicodeError, Warning, DeprecationWarning, UserWarning, RuntimeWarning, FutureWarning, GeneratorExit, KeyboardInterrupt, SystemExit):
    one, none = kind("text"), kind()
    print(kind.__name__, kind.__base__.__name__, str(one), repr(one), one.args, repr(str(none)), repr(none), none.args)
#--- exceptions of several arguments
for kind in (Exception, ValueError, KeyError, IndexError, StopIteration, RuntimeError, SystemExit):
    e = kind("a", 1)
    print(str(e), repr(e), e.args, str(kind(5)), repr(kind(5)), str(kind(None)), str(kind(("t",))), repr(kind(["l"])))
print(str(KeyError("k")), str(KeyError()), str(KeyError("a", "b")), str(KeyError(1)))
#--- attributes of exceptions
print(StopIteration(5).value, StopIteration().value, SystemExit(3).code, SystemExit().code, OSError(2, "no file").errno, OSError(2, "no").strerror, str(OSError(2, "no file")), str(OSError(2, "no", "f.txt")), OSError("x").errno, AttributeError("m").args, ImportError("m", name="n").name)
e = ValueError("x")
e.extra = 5
print(e.extra, e.__dict__, e.__traceback__, e.__cause__, e.__context__, e.__suppress_context__)
attempt(lambda: e.nope, lambda: ValueError(x=1), lambda: e.with_traceback(None) is e)
#--- except clauses
def f(n):
    try:
        if n == 0: raise ValueError("v")
        if n == 1: raise KeyError("k")
        if n == 2: raise IndexError("i")
        if n == 3: raise TypeError
        if n == 4: raise Exception("other")
        if n == 5: return "returned"
    except ValueError as e: return f"value {e}"
    except (KeyError, TypeError) as e: return f"two {e!r}"
    except LookupError: return "lookup"
    except: return "bare"
    else: return "else"
    finally: print("finally", n)
for n in range(7): print(f(n))
#--- except expressions are evaluated late
def kinds(name):
    print("kinds", name)
    return {"v": ValueError, "k": (KeyError, (IndexError,))}[name] if name != "k" else (KeyError, IndexError)
try:
    raise IndexError("x")
except kinds("v"): print("no")
except kinds("k") as e: print("yes", e)
except kinds("never"): pass
def bad():
    try: 1 / 0
    except 5: pass
def bad2():
    try: 1 / 0
    except (ValueError, "x"): pass
def bad3():
    try: 1 / 0
    except undefined_late: pass
attempt(bad, bad2)
undefined_late = ZeroDivisionError
attempt(bad3)
#--- the name of an except clause is unbound after it
e = "before"
try: raise ValueError
except ValueError as e: pass
try: print(e)
except NameError as x: print(x)
def f():
    try: raise ValueError("a")
    except ValueError as err: keep = err
    try: return err
    except UnboundLocalError as x: return str(x), str(keep)
print(f())
def g():
    try: raise ValueError("a")
    except ValueError as err:
        del err
    try: raise KeyError
    except KeyError as err:
        err = 5
    return "fine"
print(g())
#--- bare raise
def f():
    try: 1 / 0
    except ZeroDivisionError:
        print("again")
        raise
attempt(f)
def g():
    try: 1 / 0
    except ZeroDivisionError:
        def inner(): raise
        inner()
attempt(g)
def h(): raise
attempt(h)
def i():
    try: raise ValueError("first")
    except ValueError:
        try: raise KeyError("second")
        except KeyError: pass
        raise
attempt(i)
#--- raising what cannot be raised
def r(x): raise x
def rf(x, y): raise x from y
attempt(lambda: r(5), lambda: r("text"), lambda: r(None), lambda: r(int), lambda: r(ValueError), lambda: r(ValueError(1)), lambda: rf(ValueError, 5), lambda: rf(ValueError("v"), "x"), lambda: rf(ValueError("w"), None), lambda: r([ValueError]))
#--- chaining
def cause():
    try: 1 / 0
    except ZeroDivisionError as e: raise ValueError("v") from e
def context():
    try: {}["k"]
    except KeyError: raise ValueError("v")
def none():
    try: 1 / 0
    except ZeroDivisionError: raise ValueError("v") from None
def cls():
    raise ValueError from KeyError
for f in (cause, context, none, cls):
    try: f()
    except ValueError as e: print(repr(e), repr(e.__cause__), repr(e.__context__), e.__suppress_context__)
#--- context in finally and nested handlers
def f():
    try:
        raise KeyError("a")
    finally:
        raise ValueError("b")
def g():
    try:
        try: raise KeyError("a")
        except KeyError: raise ValueError("b")
    except ValueError: raise TypeError("c")
def show(e):
    chain = []
    while e: chain.append(repr(e)); e = e.__context__
    return chain
for h in (f, g):
    try: h()
    except Exception as e: print(show(e))
try:
    raise ValueError("after")
except ValueError as e: print(show(e))
def loop():
    e1, e2 = ValueError(1), KeyError(2)
    try:
        try: raise e1
        except ValueError: raise e2
    except KeyError:
        try: raise e1
        except ValueError as x: return show(x)
print(loop())
#--- finally with return, break, continue
def a():
    try: return "try"
    finally: print("fin")
def b():
    try: return "try"
    finally: return "finally"
def c():
    try: raise ValueError
    finally: return "swallowed"
def d():
    for i in range(3):
        try:
            if i == 1: continue
            if i == 2: break
            print("body", i)
        finally: print("fin", i)
    else: print("else")
    return i
def e():
    while True:
        try: raise ValueError
        except ValueError: break
        finally: print("e fin")
    return "e"
def f():
    for i in range(2):
        try: return i
        finally: continue
    return "f end"
def g():
    x = 1
    try: return x
    finally: x = 2
def h():
    try:
        try: return "inner"
        finally: print("1")
    finally: print("2")
def i():
    for x in range(3):
        try:
            try: 1 / x
            except ZeroDivisionError: continue
            finally: print("inner fin", x)
        finally: print("outer fin", x)
        return x
print(a(), b(), c(), d(), e(), f(), g(), h(), i())
#--- else of try
def f(bad):
    try:
        if bad: raise KeyError
    except KeyError: print("except")
    else:
        print("else")
        raise ValueError("from else")
    finally: print("finally")
attempt(lambda: f(True), lambda: f(False))
#--- exceptions of exceptions
class Odd(Exception):
    def __init__(self, *a): raise TypeError("cannot be made")
def f(): raise Odd
def g(): raise Odd("x") from ValueError
attempt(f, g)
class Needs(Exception):
    def __init__(self, a, b):
        self.a, self.b = a, b
n = Needs(1, 2)
print(n.args, repr(n), str(n))
attempt(lambda: Needs(1))
class Str(Exception):
    def __str__(self): return "as text"
class Rep(Exception):
    def __repr__(self): return "as repr"
print(str(Str(1)), repr(Str(1)), str(Rep(1)), repr(Rep(1)), f"{Str()} {Rep('a')}", [Str(2), Rep(2)])
#--- notes
e = ValueError("v")
e.add_note("first")
e.add_note("second")
print(e.__notes__, str(e), hasattr(ValueError(), "__notes__"))
attempt(lambda: e.add_note(5))
#--- exception groups
g = ExceptionGroup("many", [ValueError("a"), KeyError("b"), ExceptionGroup("inner", [TypeError("c")])])
print(str(g), repr(g), g.message, len(g.exceptions), isinstance(g, Exception), g.args[0])
print(g.subgroup(ValueError), g.split(KeyError)[0].exceptions, g.split(TypeError)[1].exceptions, g.derive([ValueError(1)]).message, g.subgroup(lambda e: isinstance(e, TypeError)).exceptions[0].exceptions, g.subgroup(OSError))
attempt(lambda: ExceptionGroup("m", []), lambda: ExceptionGroup("m", [5]), lambda: ExceptionGroup(1, [ValueError()]), lambda: ExceptionGroup("m"), lambda: ExceptionGroup("m", [GeneratorExit()]), lambda: type(BaseExceptionGroup("m", [ValueError()])).__name__, lambda: type(BaseExceptionGroup("m", [KeyboardInterrupt()])).__name__)
try: raise g
except ExceptionGroup as e: print(e is g)
#--- deep in calls
def a(n):
    if n == 0: raise LookupError("deep")
    try: a(n - 1)
    finally: trace.append(n)
trace = []
attempt(lambda: a(5))
print(trace)
#--- errors in conditions, loops, comprehensions
class Bad:
    def __bool__(self): raise ValueError("no truth")
    def __iter__(self): raise ValueError("no items")
    def __len__(self): raise ValueError("no length")
    def __getitem__(self, k): raise ValueError("no item")
    def __eq__(self, o): raise ValueError("no equality")
    def __hash__(self): raise ValueError("no hash")
    def __str__(self): raise ValueError("no text")
    def __repr__(self): raise ValueError("no repr")
    def __add__(self, o): raise ValueError("no sum")
    def __call__(self): raise ValueError("no call")
    def __contains__(self, x): raise ValueError("no membership")
    def __getattr__(self, n): raise ValueError("no attribute")
    def __format__(self, s): raise ValueError("no format")
    def __lt__(self, o): raise ValueError("no order")
    def __enter__(self): raise ValueError("no enter")
    def __exit__(self, *a): pass
    def __setattr__(self, n, v): raise ValueError("no setting")
    def __index__(self): raise ValueError("no index")
b = Bad()
def w():
    with b: pass
def s(): b.x = 1
def lo():
    for x in b: pass
def un(): x, y = b
attempt(lambda: 1 if b else 2, lambda: list(b), lambda: len(b), lambda: b[0], lambda: b == 1, lambda: str(b), lambda: repr(b), lambda: [b].__repr__(), lambda: b + 1, lambda: b(), lambda: 1 in b, lambda: b.foo, lambda: f"{b}", lambda: b < 1, lambda: 1 > b, w, s, lo, un, lambda: [1][b], lambda: not b, lambda: b or 1, lambda: [x for x in b], lambda: sorted([b, b]), lambda: max(b, b), lambda: print(b), lambda: "%s" % b, lambda: [1, 2].index(b), lambda: b in [1], lambda: print(*b), lambda: hasattr(b, "x"), lambda: bool(b), lambda: any([b]), lambda: sum(b), lambda: dict(b), lambda: "x".join(b), lambda: range(b), lambda: f"{b!r}", lambda: (1, b) == (1, 2), lambda: {1: b} == {1: 2})
#--- uncaught error ends the program
print("before")
raise ValueError("the end", 5)
#--- uncaught error in a function with cleanup
def f():
    try: {}["missing"]
    finally: print("cleanup")
f()
#--- uncaught error with its own text
class E(Exception):
    def __str__(self): return "own text"
raise E(1, 2)
#--- uncaught error out of a generator
def g():
    yield 1
    raise LookupError("gen")
for x in g(): print(x)
#--- assertion ends the program
x = 3
assert x > 2
assert x > 3, f"{x} is too small"
#--- stop iteration ends the program
it = iter([])
next(it)
#--- unpack error ends the program
a, b = 1, 2, 3
#--- index error ends the program
[1, 2][5]
#--- attribute error ends the program
class C: pass
C().missing
#--- error texts of keys
attempt(lambda: {}["a"], lambda: {}[1], lambda: {}[(1, "x")], lambda: {}[None], lambda: {1: 2}[1.5], lambda: {"a": {}}["a"]["b"], lambda: {}["it's"], lambda: {}["\n"])
#--- isinstance of errors and hierarchy
print(issubclass(KeyError, LookupError), issubclass(FileNotFoundError, OSError), issubclass(UnboundLocalError, NameError), issubclass(RecursionError, RuntimeError), issubclass(KeyboardInterrupt, Exception), issubclass(StopIteration, Exception), issubclass(GeneratorExit, Exception), issubclass(ModuleNotFoundError, ImportError), issubclass(bool, int), issubclass(UnicodeDecodeError, ValueError), IOError is OSError, EnvironmentError is OSError)
#--- equality and hash of errors
e = ValueError("a")
print(e == e, e == ValueError("a"), len({e, ValueError("a")}), e in [e], {e: 1}[e], e != KeyError())
#--- error raised while handling, caught outside
log = []
def f():
    try:
        try: raise ValueError(1)
        except ValueError as e:
            log.append(repr(e))
            raise KeyError(2) from e
        finally: log.append("finally 1")
    except KeyError as e:
        log.append((repr(e), repr(e.__cause__)))
        return "caught"
    finally: log.append("finally 2")
print(f(), log)
#--- retries and state machines with exceptions
class Flaky:
    def __init__(self, fails): self.left = fails
    def __call__(self):
        self.left -= 1
        if self.left >= 0: raise ConnectionError(f"{self.left} left")
        return "ok"
def retry(f, times):
    for n in range(times):
        try: return n, f()
        except ConnectionError as e: last = e
    raise RuntimeError("gave up") from last
print(retry(Flaky(2), 5))
try: retry(Flaky(9), 3)
except RuntimeError as e: print(e, repr(e.__cause__))
#--- unicode errors have parts
try: "aé".encode("ascii")
except UnicodeEncodeError as e: print(e.encoding, e.object, e.start, e.end, e.reason, e)
try: b"a\xff".decode("utf-8")
except UnicodeDecodeError as e: print(e.encoding, e.object, e.start, e.end, e.reason, repr(e))

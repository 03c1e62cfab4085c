"""Programs whose output under Flowmetal must be that under CPython: what control does, in the hard places."""

# Each prints as it goes, so that order shows.
CHUNKS = {
    "finally on every way out": '''
        def f(how):
            for i in range(3):
                try:
                    print("try", i)
                    if how == "break" and i == 1: break
                    if how == "continue" and i == 1: continue
                    if how == "return" and i == 1: return "returned"
                    if how == "raise" and i == 1: raise ValueError(i)
                    print("rest", i)
                finally:
                    print("finally", i)
            else:
                print("else")
            return "end"
        for how in ["", "break", "continue", "return", "raise"]:
            try:
                print(how, f(how))
            except ValueError as error:
                print("caught", error)
        ''',
    "finally overrides": '''
        def returns():
            try:
                return print("first") or 1
            finally:
                return print("second") or 2
        def swallows():
            while True:
                try:
                    raise KeyError("lost")
                finally:
                    break
            return "swallowed"
        def continues():
            seen = []
            for i in range(3):
                try:
                    seen.append(i)
                    return seen
                finally:
                    if i < 2:
                        continue
            return "never"
        def nested():
            for i in range(2):
                try:
                    try:
                        return i
                    finally:
                        print("inner", i)
                        if i == 0:
                            continue
                finally:
                    print("outer", i)
        print(returns(), swallows(), continues(), nested())
        ''',
    "except bodies": '''
        def f(error):
            e = "before"
            try:
                raise error
            except KeyError as e:
                print("key", e.args)
            except (ValueError, TypeError) as e:
                print("value or type", e)
                try:
                    raise IndexError("inner")
                except IndexError as e:
                    print("inner", type(e.__context__).__name__)
                return "returned"
            except ZeroDivisionError:
                print("zero")
            else:
                print("else")
            try:
                return e
            except NameError as unbound:
                return type(unbound).__name__
        for error in [KeyError(1), ValueError(2), TypeError(3), ZeroDivisionError(4), OSError(5)]:
            try:
                print(f(error))
            except OSError as other:
                print("through", other)
        ''',
    "leaving except bodies": '''
        def f():
            out = []
            for i in range(4):
                try:
                    raise ValueError(i)
                except ValueError as e:
                    if i == 1: continue
                    if i == 3: break
                    out.append(e.args[0])
            try:
                raise
            except RuntimeError as none:
                out.append(str(none))
            return out
        print(f())
        ''',
    "raising again": '''
        def f():
            try:
                try:
                    raise ValueError("a")
                except ValueError:
                    try:
                        raise KeyError("b")
                    except KeyError:
                        pass
                    raise
            except ValueError as error:
                print(repr(error), error.__context__)
        f()
        try:
            try:
                1 / 0
            except ZeroDivisionError as cause:
                raise RuntimeError("wrapped") from cause
        except RuntimeError as error:
            print(repr(error.__cause__), error.__suppress_context__)
        try:
            try:
                raise KeyError("x")
            finally:
                raise OSError("y")
        except OSError as error:
            print(repr(error.__context__))
        ''',
    "with": '''
        class M:
            def __init__(self, name, swallow=False):
                self.name, self.swallow = name, swallow
            def __enter__(self):
                print("enter", self.name)
                return self.name
            def __exit__(self, kind, error, trace):
                print("exit", self.name, kind and kind.__name__, error)
                return self.swallow
        def f(how):
            for i in range(2):
                with M("a", True) as a, M("b") as b:
                    print(a, b)
                    if how == "return": return "returned"
                    if how == "break": break
                    if how == "continue": continue
                    if how == "raise": raise ValueError(i)
                print("after")
            return "end"
        for how in ["", "return", "break", "continue", "raise"]:
            print(how, f(how))
        with (M("c") as (x, *y), M("d")):
            print(x, y)
        ''',
    "loops": '''
        for i in range(5):
            if i == 2: continue
            if i == 4: break
            print(i)
        else:
            print("no")
        n = 0
        while n < 3:
            n += 1
        else:
            print("else", n)
        while True:
            n -= 1
            if not n: break
        print(n, [i for i in range(3) for j in range(i) if j % 2 == 0])
        print({k: v for k, v in zip("ab", [1, 2])}, {x for x in "aa"})
        for i, (a, *b) in enumerate([(1, 2, 3), "xyz"]):
            print(i, a, b)
        ''',
    "order of evaluation": '''
        def t(x):
            print(x, end=" ")
            return x
        d = {}
        def get(x):
            print("get", x, end=" ")
            return d
        get(1)[t("k")] = get(2)[t("l")] = t(3)
        print(d)
        d[t("k")] += t(4)
        (lambda a, b=t(5), *c, k=t(6): print(a, b, c, k))(t(7), t(8), *[t(9)], k=t(10))
        {t(1): t(2), **{t(3): t(4)}, t(5): t(6)}
        t(1) < t(2) < t(0) < t(9)
        print(t(0) or t(1) and t(2), not t(3), t(1) if t(0) else t(2))
        [t(a) for a in [t(1), t(2)] if t(a) > 1]
        print(f"{t(1)!r:>{t(4)}}|{t('x'):{'>'}3}{'y'}")
        x, y = t(1), t(2)
        x, y = y, x
        print(x, y, d)
        ''',
    "scopes": '''
        def counter():
            n = 0
            def up(by=1):
                nonlocal n
                n += by
                return n
            return up
        a, b = counter(), counter()
        print(a(), a(5), b())
        fs = [lambda: i for i in range(3)]
        print([f() for f in fs])
        def outer():
            xs = []
            for i in range(3):
                def f(i=i): return i
                xs.append(f)
            return [f() for f in xs]
        print(outer(), any((last := x) > 1 for x in [1, 2, 3]), last)
        x = "global"
        class C:
            x = "class"
            y = [x for _ in range(1)]
            def m(self): return x
        print(C.y, C().m(), C.__name__, C.m.__qualname__)
        def g():
            try:
                return late
            except NameError as error:
                return str(error)
            late = 1
        print(g())
        del x
        ''',
    "generators": '''
        def count(n):
            try:
                for i in range(n):
                    got = yield i
                    if got: print("got", got)
                return "done"
            finally:
                print("closed")
        def both():
            result = yield from count(2)
            print(result)
            yield from [7, 8]
        print(list(both()))
        g = count(5)
        print(next(g), g.send("x"))
        g.close()
        print(sum(x * x for x in count(3)), max((y for y in range(3)), default=0))
        def throwing():
            while True:
                try:
                    yield 1
                except ValueError as e:
                    yield str(e)
        t = throwing()
        print(next(t), t.throw(ValueError("v")))
        ''',
    "classes": '''
        def deco(f):
            print("deco", f.__name__)
            return f
        class Base:
            """Doc."""
            def __init__(self, n): self.n = n
            def m(self): return self.n
            @property
            def p(self): return self.n * 2
            @classmethod
            def make(cls): return cls(9)
            @staticmethod
            def s(x): return x
        @deco
        class Child(Base):
            __private = 4
            def m(self): return super().m() + self.__private
            def k(self): return [super(Child, self).m() for _ in range(2)], __class__.__name__
        c = Child.make()
        print(c.m(), c.p, c.s(3), c.k(), Base.__doc__, isinstance(c, Base))
        ''',
    "arguments": '''
        def f(a, b=2, /, c=3, *rest, d, e=5, **more):
            return a, b, c, rest, d, e, more
        print(f(1, d=4), f(1, 2, 3, 4, 5, d=6, x=7), f(*[1, 2], *(3,), **{"d": 4}, e=1, **{"z": 2}))
        for wrong in [lambda: f(), lambda: f(1), lambda: f(1, d=1, a=2)]:
            try:
                wrong()
            except TypeError as error:
                print(error)
        ''',
    "targets": '''
        a = b = c = [1, 2, 3]
        a[0], b[1:], *rest = "xyzw"
        print(a, rest)
        (p, (q, r)), *s = [[1, (2, 3)], 4, 5]
        print(p, q, r, s)
        class O: pass
        o = O()
        o.x, o.y = 1, 2
        o.x += 5
        o.x **= 2
        print(o.x, o.y)
        l = [0, 1, 2, 3, 4, 5]
        l[1:3] += [9]
        del l[0], l[-2:]
        print(l, [*l, *l], (*l, 1), {**{1: 2}, 3: 4}, sorted({*l, 7}))
        del o.x
        print(hasattr(o, "x"), 1 < 2 < 3, 3 > 2 < 1, 1 in [1], 2 not in [1], o is None, o is not None)
        i: int = 3
        print(i, -i, ~i, +i, not i, i // 2, 2 ** -1, 7 % -3, 1 << 4 | 3 & 2 ^ 1)
        ''',
    "asserts": '''
        for check in [lambda: True, lambda: False]:
            try:
                assert check(), f"not {check()}"
                assert check()
                print("held")
            except AssertionError as error:
                print(error)
        try:
            assert False
        except AssertionError as error:
            print(error.args)
        ''',
    "constants": '''
        print(1, 1.0, True, -0.0, 0.0, (1, 1.0, (True, -0.0)), "", b"", ..., None)
        print(10 ** 30, 1e400, "\\ud800" == "\\ud800")
        print({0.0: "a", -0.0: "b"}, [1 == 1.0 == True])
        ''',
}

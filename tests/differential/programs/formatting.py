def attempt(*thunks):
    for thunk in thunks:
        try:
            print(repr(thunk()))
        except BaseException as error:
            print(type(error).__name__, str(error), sep=": ")


#--- fill, align, sign, width
for spec in ("", "8", "<8", ">8", "^8", "=8", "08", "+", "-", " ", "+8", "+08", "*<8", "*>8", "*^8", "*=+8", "0=8", "0<8"):
    attempt(lambda: format(42, spec), lambda: format(-42, spec), lambda: format(4.5, spec), lambda: format("ab", spec))
#--- integer types
for spec in ("d", "x", "X", "o", "b", "#x", "#X", "#o", "#b", "c", "n", ",", "_", "_b", "_x", "#_x", ",d", "e", "f", "g", "%", ".2f", "010x", "#010x", "+#b", "s", "r"):
    attempt(lambda: format(255, spec), lambda: format(-1234567, spec), lambda: format(0, spec), lambda: format(True, spec))
#--- float types
for spec in ("f", ".0f", ".1f", ".3f", "e", ".2e", "E", "g", ".3g", "G", "%", ".1%", ",", ",.2f", "_", "_.1f", "n", "#.0f", "#g", "010.2f", "+.1f", " .1f", "z.1f", "d", "x", "s", ".2", "8.3"):
    attempt(lambda: format(3.14159, spec), lambda: format(-0.0004, spec), lambda: format(1e21, spec), lambda: format(1234567.5, spec))
#--- special floats
for spec in ("", "f", "e", "g", "%", "8", "<8", "08", "+", ".2f", "F", "E"):
    print(format(float("inf"), spec), format(float("-inf"), spec), format(float("nan"), spec), format(0.0, spec), format(-0.0, spec), sep="|")
#--- text
for spec in ("", "s", "5", "<5", ">5", "^5", ".2", "5.1", "*^7.3", "05", "=5", "+", "#", ",", "d", ".", ".x", "5x"):
    attempt(lambda: format("abc", spec))
#--- formats of other types
attempt(lambda: format(None, ""), lambda: format(None, "5"), lambda: format([1], ""), lambda: format([1], "5"), lambda: format((1,), ">3"), lambda: format({}, "x"), lambda: format(b"a", "3"), lambda: format(True, ""), lambda: format(True, "5"), lambda: format(True, "s"), lambda: format(int, ""), lambda: format(..., ""), lambda: format(range(3), ""), lambda: format(range(3), "5"))
#--- bad specs
for spec in ("zz", "5.", ".", "<", "<<<", "5,_", ",_", "+-", "..2f", "1.2.3", "%%", "{", "}", "-5", "99999999999999999999", ".99999999999999999999", " +", "#,", "c5", "5c5"):
    attempt(lambda: format(7, spec), lambda: format(7.5, spec), lambda: format("s", spec))
#--- f-string conversions and nesting
w, p, t = 10, 3, "text"
print(f"{t!r:>{w}}|{t!s:<{w}}|{t!a:^{w}}|{3.14159:{w}.{p}f}|{t:{'*'}^{w}}|{w:{'x'}}|{p:0{w}d}|{t!r}|{'q'!r}|{t[0]}{t[-1]}|{t.upper():.2}|{t * 2}")
print(f"{'a' if w else 'b'}{w!r}{[x for x in range(p)]}{ {1: 2}[1] }{(lambda: 5)()}{t:{w}}{{}}{{{t}}}{'{'}{'}'}")
#--- f-string debugging
x, y = 5, "v"
print(f"{x=} {y=} {x = } {x=!r} {y=!s} {x=:3} {y=:>3} {x+1=} {x + 1 = } { x=} {y.upper()=} {[x]=}")
#--- f-strings over lines
value = 3
print(f"""start
{value}
  {value:>4}
end""", f'{value}' "{not}" f"{value}", f"{value}"
      f"-{value}-")
#--- str.format fields
class O:
    a = 1
    def __getitem__(self, k): return f"item {k!r}"
o = O()
print("{0.a} {0[k]} {0[5]} {0[-1]} {0[a b]} {1[0]} {1[1]}".format(o, "xy"), "{}{}{}".format(1, "a", None), "{2}{0}{2}".format(*"abc"), "{n.a:>{w}}".format(n=o, w=4), "{:{}}|{:{}{}}".format("x", 3, "y", ">", 4), "{!r:>5}".format("z"), "{0!s}{0!r}{0!a}".format("é"))
attempt(lambda: "{0.b}".format(o), lambda: "{1}".format(o), lambda: "{x}".format(y=1), lambda: "{0[x]}".format("s"), lambda: "{} {1}".format(1, 2), lambda: "{".format(), lambda: "{}}".format(1), lambda: "{0".format(1), lambda: "{0!}".format(1), lambda: "{0!z}".format(1), lambda: "{0:{1:{2}}}".format(1, 2, 3), lambda: "{0[]}".format([1]), lambda: "{0.}".format(1), lambda: "{-1}".format(1), lambda: "{ 0 }".format(1), lambda: "{0 }".format(1), lambda: "{:x}".format("s"))
#--- format_map and ** fields
d = {"a": 1, "b": {"c": [10, 20]}}
print("{a} {b[c][1]} {b}".format_map(d), "{a}".format(**d), "{b[c]}".format(**d))
attempt(lambda: "{z}".format_map(d), lambda: "{0}".format_map(d), lambda: "{}".format_map({}))
#--- percent with all conversions
for v in (5, -5, 2.5, "s", True, None, [1]):
    attempt(*[lambda f=f: f % (v,) for f in ("%s", "%r", "%d", "%i", "%x", "%o", "%f", "%e", "%g", "%c", "%a", "%5s", "%-5s|", "%05d", "%+d", "%.1f", "%#x")])
#--- percent with mappings and stars
print("%(a)s %(b)d %(a)r" % {"a": "x", "b": 5}, "%*d|%-*d|%.*f" % (5, 1, 5, 2, 2, 3.14159), "%% %s%%" % 5, "%s" % (("t",),), "%s %s" % ("a", ("b",)), "%(k)5.1f|" % {"k": 2.25}, "100%" % () if False else "done")
attempt(lambda: "%s %s" % "a", lambda: "%s" % ("a", "b"), lambda: "a" % "b", lambda: "a" % (), lambda: "%(x)s" % "s", lambda: "%(x)s" % {}, lambda: "%*d" % ("a", 1), lambda: "%z" % 1, lambda: "abc%" % 1, lambda: "%(a" % {}, lambda: "a" % {}, lambda: "a" % [1], lambda: "%d" % 10**30, lambda: "%c" % 300, lambda: "%c" % -1, lambda: "%c" % "", lambda: "%d" % 2.9, lambda: "%x" % 2.0, lambda: "%d" % None, lambda: "%f" % "1")
#--- bytes formatting
print(b"%s %d %x %c %5s|%-5s|%r %a %%" % (b"a", 5, 255, 65, b"b", b"c", "r", "a"))
attempt(lambda: b"%s" % "s", lambda: b"%d" % "x", lambda: b"%c" % 300, lambda: b"%s" % 5, lambda: b"%z" % 1)
#--- repr of floats and ints in containers
print([1.0, 1e100, -0.0, float("inf"), 10**20], (0.1,), {1.5: 2.5}, {0.1 + 0.2}, [True, None, ...], [1e16, 123456789.123, 1e-7])
#--- rounding in formats
for x in (0.5, 1.5, 2.5, 0.125, 0.375, 2.675, 1.005, 1e-10, 99.995, 0.045):
    print(f"{x:.0f} {x:.1f} {x:.2f} {x:.3g} {x:e}", round(x), round(x, 1), round(x, 2), "%.1f" % x)
#--- text methods that pad
for n in (0, 1, 5, 8, -3):
    print(repr("abcd".center(n)), repr("abc".center(n, "-")), repr("ab".ljust(n, ".")), repr("ab".rjust(n)), repr("-7".zfill(n)), repr("".zfill(n)))
#--- join and repeat of formatted text
rows = [("id", "name"), (1, "Ada"), (22, "Grace")]
print("\n".join("|".join(f"{str(c):<{w}}" for c, w in zip(row, (4, 6))) for row in rows))
print("-" * 11, "=" * 3 + ">", sep="\n")
#--- custom __format__
class Money:
    def __init__(self, cents): self.cents = cents
    def __format__(self, spec):
        if spec.endswith("c"): return format(self.cents, spec[:-1] or "d")
        return format(self.cents / 100, spec or ".2f")
m = Money(12345)
print(f"{m} {m:.1f} {m:c} {m:,c} {m:>10}", "{:c} {}".format(m, m), format(m, "08.1f"))
#--- quotes and escapes inside f-strings
d = {"k": "v"}
print(f"{d['k']}", f'{d["k"]}', f"\t{1}\n{2}\\{3}\x41{4}\u00e9", rf"\n{5}\d", f"{'nested'}{f'{1}{2}'}")

def attempt(*thunks):
    for thunk in thunks:
        try:
            print(repr(thunk()))
        except BaseException as error:
            print(type(error).__name__, str(error), sep=": ")


#--- integer literals
print(0, 1_000, 0x_ff, 0b1010, 0o17, 0XFF, 0B1, 0O7, 00, 10**30, -7)
print(0xdead_beef, 1_2_3)
#--- float literals
print(1.0, .5, 5., 1e3, 1E-3, 1_0.0_1, 1e400, -1e400, 1e16, 1e15, 123456789012345678.0, 0.1 + 0.2, 1e-5, 0.0001)
print(5e-324, 1.7976931348623157e308, -0.0, 1e22, 1e23, 100000.0, 1234567.891)
#--- integer division and modulo
for a in (7, -7, 0):
    for b in (2, -2, 3):
        print(a, b, a // b, a % b, divmod(a, b), a / b)
#--- float division and modulo
for a in (7.5, -7.5, 0.0, -0.0):
    for b in (2, -2.0, 0.3):
        print(a, b, a // b, a % b, divmod(a, b), a / b)
#--- division by zero
attempt(lambda: 1 / 0, lambda: 1 // 0, lambda: 1 % 0, lambda: 1.0 / 0, lambda: 1.0 // 0, lambda: 1.0 % 0)
attempt(lambda: divmod(1, 0), lambda: divmod(1.0, 0), lambda: 0 ** -1, lambda: 0.0 ** -1, lambda: True / False)
#--- powers
print(2 ** 10, 2 ** -1, (-2) ** 3, -2 ** 2, 2 ** 3 ** 2, 2.0 ** 0.5, 0 ** 0, 0.0 ** 0, pow(3, 4, 5), pow(3, -1, 7))
attempt(lambda: pow(2, -1, 4), lambda: pow(2, 3, 0), lambda: pow(2.0, 3, 4), lambda: 10.0 ** 400, lambda: pow(1, 2, "x"))
#--- bit operations
print(5 & 3, 5 | 3, 5 ^ 3, ~5, 1 << 70, -1 >> 3, -5 & 0xff, -5 | 3, True & 1, True | False, True ^ True, ~True)
attempt(lambda: 1 << -1, lambda: 1 >> -1, lambda: 1.0 & 1, lambda: "a" | 1, lambda: ~1.5, lambda: ~"a", lambda: -"a", lambda: +[])
#--- bool is int
print(True + True, True * 3, sum([True, False, True]), [10, 20][True], isinstance(True, int), True == 1, {1: "a"}[True])
print(str(True), repr(False), int(True), float(True), True < 2, not 0, not not [], f"{True:d} {True}", "%d %s" % (True, True))
#--- comparisons of numbers
print(1 == 1.0, 1 < 1.5, 10**20 == 1e20, 2**53 + 1 == 2.0**53, float("inf") > 10**400, float("nan") == float("nan"))
nan = float("nan")
print(nan in [nan], [nan] == [nan], nan != nan, nan < 1, nan > 1, (nan,) == (nan,), [nan].index(nan), [nan].count(nan))
#--- mixed comparisons refuse
attempt(lambda: 1 < "a", lambda: [] < (), lambda: None < None, lambda: {} < {}, lambda: 1 <= None, lambda: "a" >= b"a", lambda: max(1, "a"))
attempt(lambda: 1 == "1", lambda: b"a" == "a", lambda: [1] == (1,), lambda: None == 0, lambda: {1} == frozenset([1]), lambda: range(3) == range(0, 3, 1))
#--- int()
attempt(*[lambda t=t: int(t) for t in ("12", " -7 ", "1_000", "+5", "", "x", "1.5", "0x10", "1__0", "_1", "٣", b"12", 3.9, -3.9, None, [], True)])
attempt(*[lambda t=t, b=b: int(t, b) for t, b in (("ff", 16), ("0xff", 16), ("0b11", 0), ("z", 36), ("9", 8), ("010", 0), ("1", 1), ("1", 37), ("0o17", 0))])
attempt(lambda: int("12", "a"), lambda: int(12, 10), lambda: int(), lambda: int(float("inf")), lambda: int(float("nan")), lambda: int(1, 2, 3))
#--- float()
attempt(*[lambda t=t: float(t) for t in ("1.5", " 2 ", "-.5", "1e3", "inf", "-Infinity", "nan", "", "x", "1_0.5", "1e", None, [], 7, True, b"2.5")])
#--- round
attempt(*[lambda a=a: round(*a) for a in ((2.5,), (3.5,), (-0.5,), (2.675, 2), (1234, -2), (1250, -2), (1.5, None), (1e300, 2), (5, 1), (2.5, 0), (0.5,), (15, -1), (25, -1), ("a",))])
#--- int methods
print((5).bit_length(), (255).bit_count(), (-1).bit_length(), (5).numerator, (5).denominator, (5).real, (5).imag, (5).conjugate())
print((1000).to_bytes(2, "big"), (1000).to_bytes(4, "little"), int.from_bytes(b"\x03\xe8", "big"), int.from_bytes(b"\xff", "big", signed=True), (-1).to_bytes(2, "big", signed=True))
attempt(lambda: (1000).to_bytes(1, "big"), lambda: (-1).to_bytes(1, "big"), lambda: (5).as_integer_ratio(), lambda: (5).is_integer if False else 1)
#--- float methods
print((1.5).is_integer(), (2.0).is_integer(), (0.75).as_integer_ratio(), (1.5).hex(), float.fromhex("0x1.8p+0"), (1.5).real)
attempt(lambda: float("inf").as_integer_ratio(), lambda: float("nan").as_integer_ratio(), lambda: float.fromhex("zz"))
#--- format of integers
print(f"{42:5}|{42:<5}|{42:^5}|{42:>5}|{42:05}|{42:+}|{42: }|{-42:=6}|{42:x}|{42:X}|{42:#x}|{42:b}|{42:#b}|{42:o}|{42:#o}|{42:c}|{1234567:,}|{1234567:_}|{255:_x}|{42:*^9}|{42:e}|{42:.2f}|{42:n}|{42:%}|{-5:08b}|{42:g}")
attempt(lambda: f"{42:s}", lambda: f"{42:.2d}", lambda: f"{42:zz}", lambda: f"{42:,x}", lambda: f"{1.5:d}", lambda: f"{42:,_}", lambda: f"{'a':d}", lambda: f"{None:5}", lambda: f"{[]:>4}")
#--- format of floats
print(f"{3.14159:.2f}|{3.14159:10.3f}|{3.14159:<10.3f}|{3.14159:+.1f}|{1e10:e}|{1e10:g}|{1e-10:g}|{0.5:%}|{1234.5:,}|{1234.5:,.2f}|{1.0:g}|{1.0:.3g}|{float('inf'):f}|{float('nan'):5}|{-0.0:f}|{1e20:.0f}|{2.5:.0f}|{1.5:G}|{1e100:G}|{0.1:.20f}|{1234567.0:_}|{3.0:010.2f}|{3.7:#.0f}|{-0.001:z.1f}")
#--- repr of floats
for value in (1e16, 1e-4, 1e-5, 123456.789, 1/3, 2/3, 1e21, 9007199254740993.0, 0.1, 1e100, 4.35, 5e-05, 1e5):
    print(value, repr(value), str(-value))
#--- augmented assignment on numbers
x = 10
x += 5; print(x)
x -= 3; print(x)
x *= 2; print(x)
x //= 5; print(x)
x **= 3; print(x)
x %= 7; print(x)
x <<= 4; print(x)
x >>= 1; print(x)
x |= 3; print(x)
x &= 6; print(x)
x ^= 5; print(x)
x /= 2; print(x)
#--- augmented assignment refused
def bump(op):
    x = 1
    if op == 0: x += "a"
    if op == 1: x -= []
    if op == 2: x *= None
    if op == 3: x /= "a"
    if op == 4: x //= {}
    if op == 5: x **= "a"
    if op == 6: x %= "a"
    if op == 7: x <<= 1.0
    if op == 8: x |= 1.0
    if op == 9: x @= 1
attempt(*[lambda i=i: bump(i) for i in range(10)])
#--- binary operators refused
attempt(lambda: 1 + "a", lambda: "a" + 1, lambda: [] + (), lambda: () + [], lambda: "a" - "b", lambda: "a" * "b", lambda: "a" * 1.5, lambda: [1] * "a", lambda: {} + {}, lambda: None + 1, lambda: b"a" + "a", lambda: "a" + b"a", lambda: 1 @ 2, lambda: {1} + {2}, lambda: print + 1, lambda: int + 1, lambda: len * 2, lambda: range(3) + range(2), lambda: {1: 2} | [], lambda: {1} | [1])
#--- abs, min, max, sum
print(abs(-5), abs(-2.5), abs(True), min(3, 1, 2), max([3, 1, 2]), sum([1, 2, 3]), sum([[1], [2]], []), min("b", "a"), max("abc", key=lambda c: -ord(c)), min([], default=7), sum((), 5), sum([1.5, 2]), sum(range(5), start=10))
attempt(lambda: min(), lambda: max(1), lambda: sum(["a"]), lambda: sum(["a"], ""), lambda: sum([b"a"], b""), lambda: abs("a"), lambda: sum(5), lambda: min(1, 2, default=3), lambda: sum([1, "a"]), lambda: max(1, 2, foo=3))
#--- bin, oct, hex, chr, ord
print(bin(10), oct(8), hex(255), hex(-255), bin(-5), chr(65), ord("a"), chr(0x1F600), ord("é"), bin(True), ord(b"a"))
attempt(lambda: chr(-1), lambda: chr(0x110000), lambda: ord("ab"), lambda: ord(""), lambda: bin(1.5), lambda: hex("a"), lambda: ord(5), lambda: chr("a"), lambda: chr(1.0))
#--- divmod and pow errors
attempt(lambda: divmod("a", 1), lambda: divmod(1, "a"), lambda: pow("a", 2), lambda: 2 ** "a", lambda: divmod(5), lambda: pow(2), lambda: divmod(7.5, 2), lambda: pow(2, 0.5))
#--- numeric equality of keys
d = {1: "int"}
d[1.0] = "float"
d[True] = "bool"
print(d, {0: 1}[False], {1.0: 2}[1], len({1, 1.0, True}), {2**70: 1}[2.0**70], hash(1) == hash(1.0) == hash(True), hash(2**61 - 1), hash(-1), hash(0.5) == hash(0.5))
#--- big integers
a = 2 ** 200
print(a, -a, a // 3, a % 1000007, a * a, str(a)[::-1], int(str(a)) == a, a >> 190, a.bit_length(), float(a), hex(a))
print((a + 1) * (a - 1) == a * a - 1, -a // 7, -a % 7, divmod(-a, 10**20), pow(a, 5, 97), a & (a - 1), a ^ 1, a == float(a))
#--- integer to text and back
for n in (0, 7, -13, 10**18, -10**25):
    print(str(n), int(str(n)) == n, f"{n:,}", f"{n:>30}", f"{n:x}", "%d|%5d|%-5d|%05d|%x" % (n, n, n, n, n))
#--- float rounding in text
print("%.2f %.0f %e %g %5.1f|%-8.2f|%+d|% d|%%" % (3.14159, 2.5, 12345.678, 0.0001, 2.25, 1.5, 3, 4))
print("%s %r %a %c %c %i %o %X %#x %#o" % ("é", "é", "é", "x", 65, 7.9, 8, 255, 255, 8))
attempt(lambda: "%d" % "a", lambda: "%d %d" % 1, lambda: "%d" % (1, 2), lambda: "%q" % 1, lambda: "%" % 1, lambda: "%c" % "ab", lambda: "%(a)s" % {"b": 1}, lambda: "%(a)s" % 1, lambda: "%x" % 1.5, lambda: "%f" % "x")
#--- is_integer loops with floats
x, steps = 1.0, 0
while x != 0:
    x /= 2
    steps += 1
print(steps)
total = 0.0
for i in range(1, 30):
    total += 1 / i
print(total)
#--- numeric conversions by special values
print(float("1e308") * 10, -float("1e308") * 10, float("inf") - float("inf"), 0 * float("inf"), 1 / float("inf"), float("inf") // 1, -1 % float("inf"))
attempt(lambda: int("1" * 10), lambda: round(float("nan")), lambda: round(float("inf")), lambda: float(10 ** 400), lambda: 10 ** 400 / 3, lambda: 10 ** 400 * 1.0)
#--- complex precedence of operators
print(1 + 2 * 3 - 4 // 3 % 2, -3 ** 2, not 1 == 2, 1 < 2 < 3 > 2 != 5, 1 | 2 ^ 3 & 4 << 1, (1, 2) < (1, 3) and 5 or 6, 2 * -3, 2 ** -2, 5 - -3, ~-1, not not 3, 3 if 0 else 4 if 0 else 5, 1 if not 2 in [2] else 7, 10 - 4 - 3, 100 / 10 / 2)
#--- short circuits give operands
def show(x):
    print("eval", x)
    return x
print(show(0) or show("") or show([]) or show("last"))
print(show(1) and show("x") and show(0) and show("never"))
print(show(0) and show(1) or show(2), not show(0) or show(3))
#--- nothing to choose from; since 3.12
attempt(lambda: min([]), lambda: max(()), lambda: max(iter([]), key=len))
#> ValueError: min() iterable argument is empty
#> ValueError: max() iterable argument is empty
#> ValueError: max() iterable argument is empty

def attempt(*thunks):
    for thunk in thunks:
        try:
            print(repr(thunk()))
        except BaseException as error:
            print(type(error).__name__, str(error), sep=": ")


#--- string literals
print('a' "b" '''c''' """d
e""", r"\n", "\t|\\|\'|\"|\x41|\u00e9|\U0001F600|\101|\0".encode(), "\N{BULLET}", "a\
b")
print(b"a\x00\xff\n'", rb"\n", b"\\", b'"', B"x", Rb"\t")
#--- repr of strings
for text in ("a", "it's", 'say "x"', "both ' and \"", "\n\t\r\\", "\x00\x7f\x80\xa0", "é漢😀", "\ud800", "\u200b", "", "\xad"):
    print(repr(text), ascii(text), len(text))
#--- indexing and slicing strings
s = "abcdef"
print(s[0], s[-1], s[1:3], s[:], s[::-1], s[::2], s[-3:-1], s[10:], s[5:1], s[5:1:-1], s[-100:100], s[True], s[:-2], s[-2::-2])
attempt(lambda: s[6], lambda: s[-7], lambda: s["a"], lambda: s[1.0], lambda: s[None], lambda: s[::0], lambda: s["a":], lambda: s[1, 2])
#--- strings do not change
s = "abc"
def set_item(): s[0] = "x"
def del_item(): del s[0]
attempt(set_item, del_item, lambda: s.foo, lambda: "abc".foo())
#--- case methods
for s in ("hello World", "ÀÉ straße ß", "ǆ", "they're bill's", "", "123abc", "ﬁ"):
    print([s.upper(), s.lower(), s.title(), s.capitalize(), s.swapcase(), s.casefold()])
#--- predicates
for s in ("abc", "ABC", "Abc Def", "12", "1.2", "a1", " \t", "", "é", "²", "٣", "_x1", "class", "½", "a b"):
    print(repr(s), s.isalpha(), s.isdigit(), s.isdecimal(), s.isnumeric(), s.isalnum(), s.isspace(), s.islower(), s.isupper(), s.istitle(), s.isidentifier(), s.isascii(), s.isprintable())
#--- strip
s = "  \txx hello xx\n "
print([s.strip(), s.lstrip(), s.rstrip(), "xxhixx".strip("x"), "xyhiyx".lstrip("xy"), "abc".strip(""), "abc".strip(None), "hello".removeprefix("he"), "hello".removesuffix("lo"), "hello".removeprefix("x")])
attempt(lambda: "a".strip(1), lambda: "a".strip("a", "b"), lambda: "a".removeprefix(1))
#--- split and join
print("a b  c".split(), "a b  c".split(" "), "a,b,c".split(",", 1), "a,b,c".rsplit(",", 1), "".split(), "".split(","), " a ".split(), "a--b".split("--"), "abc".split("x"), "a b c".split(None, 1), "a b c".rsplit(maxsplit=1))
print("a\nb\r\nc\x0bd\u2028e".splitlines(), "a\nb\n".splitlines(True), "".splitlines(), "\n".splitlines())
print(",".join(["a", "b"]), "".join([]), "-".join("abc"), ", ".join({"k": 1, "l": 2}), "x".join(("only",)))
attempt(lambda: "a".split(""), lambda: ",".join([1, 2]), lambda: ",".join(5), lambda: ",".join(["a", b"b"]), lambda: "a".split(5), lambda: ",".join(["a", None]))
#--- partition, find, index, count
s = "hello world"
print(s.partition(" "), s.rpartition("o"), s.partition("x"), s.rpartition("x"), s.find("o"), s.rfind("o"), s.find("z"), s.index("w"), s.count("l"), s.count(""), s.find("o", 5), s.find("o", 5, 6), s.find("", 20), s.rindex("l"), s.count("o", 5))
attempt(lambda: s.index("z"), lambda: s.rindex("z"), lambda: s.partition(""), lambda: s.find(1), lambda: s.count())
#--- startswith, endswith
s = "hello"
print(s.startswith("he"), s.startswith(("x", "h")), s.endswith("lo"), s.startswith("l", 2), s.endswith("l", 0, 4), s.startswith(""), s.startswith(()), "a" in s, "ell" in s, "" in s)
attempt(lambda: s.startswith(1), lambda: s.startswith(["h"]), lambda: s.endswith((1,)), lambda: 1 in s, lambda: None in "a")
#--- replace and translate
print("aXbXc".replace("X", "-"), "aaa".replace("a", "b", 2), "abc".replace("", "-"), "".replace("", "x"), "abc".replace("b", ""), "a.b".translate({46: "-", 97: None, 98: 66}), "abc".translate(str.maketrans("ab", "xy", "c")), str.maketrans({"a": 1, 98: "z"}), str.maketrans("a", "b"))
attempt(lambda: "a".replace("a"), lambda: "a".replace(1, 2), lambda: str.maketrans("ab", "c"), lambda: str.maketrans(1), lambda: "a".translate({97: 1.5}))
#--- padding
print("ab".center(7, "*"), "abc".center(6), "ab".ljust(5, "."), "ab".rjust(5), "42".zfill(5), "-42".zfill(6), "+x".zfill(4), "abc".zfill(2), "a\tb\tc".expandtabs(4), "ab".center(1), "x".center(4, "-"))
attempt(lambda: "a".center(5, "xx"), lambda: "a".ljust("5"), lambda: "a".zfill(1.5))
#--- encode and decode
print("é漢".encode(), "é".encode("latin-1"), "abc".encode("ascii"), b"\xc3\xa9".decode(), b"\xe9".decode("latin-1"), "é".encode("ascii", "replace"), "é".encode("ascii", "ignore"), "é".encode("ascii", "xmlcharrefreplace"), "é".encode("ascii", "backslashreplace"), b"\xff".decode("utf-8", "replace"), b"a\xffb".decode(errors="ignore"), "a".encode("utf-16-le"))
attempt(lambda: "é".encode("ascii"), lambda: b"\xff".decode(), lambda: "a".encode("nope"), lambda: b"a".decode("nope"), lambda: "é".encode("ascii", "nope"), lambda: str(b"a", "utf-8"), lambda: str(b"a"), lambda: str(5, "utf-8"), lambda: b"\xe2\x82".decode())
#--- str()
print(str(), str(5), str(None), str("a"), str([1, "a"]), str({"k": (1,)}), str({1}), str(1.0), str(range(3)), str(...), str(NotImplemented), str(slice(1, 2)), str(int), str(type(None)))
#--- str.format
print("{} {}".format(1, 2), "{1} {0}".format("a", "b"), "{a} {b[0]} {c.real}".format(a=1, b=[2], c=3), "{:>5}|{:<5}|{:^5}".format(1, 2, 3), "{{}}".format(), "{!r} {!s} {!a}".format("é", "é", "é"), "{0:{1}}".format(5, 10), "{0[k]}".format({"k": "v"}), "{:{w}.{p}f}".format(3.14159, w=8, p=2), "{a[b-c]}".format(a={"b-c": 9}))
attempt(lambda: "{}".format(), lambda: "{a}".format(), lambda: "{0} {}".format(1, 2), lambda: "{} {0}".format(1, 2), lambda: "{".format(), lambda: "}".format(), lambda: "{0.foo}".format(1), lambda: "{0[a]}".format([1]), lambda: "{!x}".format(1), lambda: "{:d}".format("a"), lambda: "{a".format(a=1), lambda: "{0[}".format([1]), lambda: "{!}".format(1), lambda: "{0!rs}".format(1))
#--- format_map
print("{a}-{b}".format_map({"a": 1, "b": 2}))
attempt(lambda: "{c}".format_map({"a": 1}), lambda: "{}".format_map({}))
#--- f-strings
x, y, name = 5, 2.5, "Ann"
print(f"{x} {y!r} {name!s:>6}|{x:{x}}|{x + 1}|{name.upper()}|{ {'a': 1}['a'] }|{x if y else 0}|{[i for i in range(3)]}|{(lambda q: q * 2)(4)}|{{literal}}|{x!r:^7}|{'nested ' + f'{x}'}")
print(f"{x=} {x = } {y=:.2f} {name=!s} {name=} {x + 1=}", f"", f"{'a' 'b'}", f'{"quoted"}', f"""{
x}""")
#--- f-strings evaluate in order
def say(v):
    print("say", v)
    return v
print(f"{say(1)}{say(2):{say(3)}}{say('x')!r:>{say(5)}}")
#--- format of strings
print(f"{'abc':5}|{'abc':>5}|{'abc':^7}|{'abc':*<6}|{'abcdef':.3}|{'abc':8.2}|{'abc':s}|{'é':>3}|{'abc':05}|{'':3}|")
attempt(lambda: f"{'a':+}", lambda: f"{'a':=5}", lambda: f"{'a':,}", lambda: f"{'a':#}", lambda: f"{'a': }", lambda: f"{'a':.f}", lambda: f"{'a':q}", lambda: format("a", 5), lambda: format(5, "") + "x", lambda: format(5, None))
#--- comparison of strings
print("a" < "b", "a" < "B", "abc" < "abd", "" < "a", "é" > "z", "a" * 3, 3 * "ab", "a" * 0, "a" * -1, "a" "b" == "ab", sorted("hello"), sorted(["b", "A", "a"], key=str.lower), max("hello"), "a" != "b")
#--- iteration over strings
print(list("héy"), [c for c in ""], dict(enumerate("ab")), set("aa"), tuple("xy"), list(zip("ab", "cd")), list(map(ord, "ab")), list(reversed("abc")), "".join(reversed("abc")))
#--- bytes
b = b"hello"
print(b[0], b[1:3], b[::-1], list(b), b + b"!", b * 2, b"l" in b, 104 in b, b.upper(), b.find(b"l"), b.find(108), b.split(b"l"), b.replace(b"l", b"L"), b.hex(), bytes.fromhex("68 65"), b.hex("-"), b.hex(":", 2), bytes(3), bytes([1, 2]), bytes("é", "utf-8"), b.startswith(b"he"), b.count(b"l"), b.title(), b"%d-%s" % (5, b"x"), b.decode())
attempt(lambda: b[9], lambda: bytes([256]), lambda: bytes(["a"]), lambda: bytes("a"), lambda: bytes(-1), lambda: b + "a", lambda: b.find("a"), lambda: b"a" < "a", lambda: "a" in b, lambda: 256 in b, lambda: bytes.fromhex("zz"), lambda: bytes(1.5), lambda: b.index(b"z"), lambda: b"".join(["a"]), lambda: bytes(None))
#--- bytes methods
b = b"  aXbX  "
print(b.strip(), b.lstrip(), b.rstrip(), b.partition(b"X"), b.rpartition(b"X"), b.center(12, b"*"), b.ljust(10), b.zfill(12), b"a b".split(), b"a\nb".splitlines(), b",".join([b"x", b"y"]), b"abc".isalpha(), b"12".isdigit(), b"Ab".swapcase(), b"a\tb".expandtabs(4), b"abc".endswith((b"x", b"c")), b"abc".translate(bytes.maketrans(b"a", b"z")), b"abc".translate(None, b"b"), b"abc".rfind(b"c"), b"a".isspace(), b"ab".removeprefix(b"a"), b"ab".removesuffix(b"b"))
#--- print
print()
print(1, "a", None, [1], sep="-", end="!\n")
print("a", "b", sep="")
print("x", end="")
print("y", sep=None, end=None)
print(*[1, 2, 3], sep=", ")
attempt(lambda: print(1, sep=1), lambda: print(1, end=1), lambda: print(1, foo=2))
#--- docstrings
def f():
    """The doc."""
def g():
    "a" "b"
def h():
    f"no {1} doc"
class C:
    """Class doc."""
    def m(self): "method doc"
print(f.__doc__, g.__doc__, h.__doc__, C.__doc__, C.m.__doc__, C().m.__doc__, C().__doc__, (lambda: 1).__doc__)
#--- unicode identifiers and text
größe = 3
变量 = "值"
print(größe, 变量, "ﬀ".upper(), len("e\u0301"), "é" == "e\u0301", ascii("变量"), "\u00df".casefold())
#--- line joining and comments
x = (1 +  # one
     2 + \
     3)
y = [
    1,

    # a comment
    2,
]; z = {
  "k": 1}
if x == 6: print(x, y, z); print("same line")
#--- implicit concatenation binds tighter than operators
print("a" "b" * 2, "x" "y".upper(), ("a"
      "b"), "%s" "-%s" % (1, 2), f"{1}" "{2}" f"{3}", r"\a" "\\b")
#--- maketrans and translate to longer text
table = str.maketrans({"<": "&lt;", ">": "&gt;", "&": "&amp;", "x": None})
print("<a & xb>".translate(table), "abc".translate({}), "aé".translate({233: "e", 97: 98}))
#--- long text built up
parts = []
for i in range(20):
    parts.append(f"{i:02d}:{chr(97 + i)}")
text = ",".join(parts)
print(text, len(text), text.count(","), text[5:11], text.split(",")[3:5], text.rsplit(":", 2))

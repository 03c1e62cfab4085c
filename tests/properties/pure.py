"""Generated programs in what Python and Flowmetal share, to be run under both.

`pure_program(choose)` writes a program; `choose(n)` gives a number from 0 to n - 1, from hypothesis (which shrinks) or
from a seeded `random.Random` (which is fast). Programs always end: loops are over short ranges, functions call only
functions defined before them. Expressions are mostly of fitting types and sometimes of any: errors are part of what
is compared, so each statement of the top level prints the error that ends it. Nothing depends on what differs by rule:
the order of sets, numbers of objects, hashes of text.
"""

from __future__ import annotations

from collections.abc import Callable

Choose = Callable[[int], int]
Lines = list[str]

NUMBERS = ("0", "1", "2", "-3", "7", "10", "255", "-1", "True", "12345678901234567890")
FLOATS = ("0.5", "-2.0", "1e3", "3.25", "0.0", "-0.0")
TEXTS = ("''", "'a'", "'Hello World'", "'x,y,z'", "'ünï'", "'  pad '", "'42'", "'%s'", "'{}'", "b'ab'[0:0].decode()")
KINDS = ("int", "float", "str", "list", "tuple", "dict", "bool", "none", "object")
STR_METHODS = (
    "upper()", "lower()", "strip()", "title()", "split()", "split(',')", "replace('a', 'bb')", "find('l')",
    "count('o')", "startswith('H')", "center(9, '*')", "zfill(6)", "partition(' ')", "isdigit()", "encode()",
    "join(['1', '2'])",
    "swapcase()", "rsplit(None, 1)", "splitlines()", "index('z')", "expandtabs(2)", "casefold()", "removeprefix('H')",
)
LIST_METHODS = ("copy()", "count(1)", "index(2)", "pop()", "append(5)", "reverse()", "extend('ab')", "insert(1, 'i')",
                "remove(1)", "sort()", "clear()")
DICT_METHODS = ("keys()", "values()", "items()", "get('a')", "get('z', 0)", "pop('a', None)", "copy()", "popitem()",
                "setdefault('s', 1)", "update(b=2)", "pop('nothing')")
SPECS = ("", "5", ">6", "<4", "^7", "05", "+", ",", "x", "b", ".2f", "e", "g", "%", "s", ".3", "*^9", "#x", "_", "d",
         "q")
BINARY = ("+", "-", "*", "//", "%", "/", "&", "|", "^", "@")
COMPARE = ("<", "<=", "==", "!=", ">", ">=", "in", "not in")
INDENT = "    "

PREAMBLE = '''\
class Point:
    kind = "point"
    def __init__(self, x, y=0):
        self.x, self.y = x, y
    def __repr__(self):
        return f"P({self.x!r}, {self.y!r})"
    def __str__(self):
        return f"<{self.x}|{self.y}>"
    def __format__(self, spec):
        return f"P:{spec}:{self.x}"
    def __add__(self, other):
        return Point(self.x + other.x, self.y) if isinstance(other, Point) else NotImplemented
    def __radd__(self, other):
        return Point(other, "radd")
    def __mul__(self, k):
        return Point(self.x * k, self.y)
    def __iadd__(self, other):
        self.y = ("iadd", other)
        return self
    def __neg__(self):
        return Point(-self.x, self.y)
    def __eq__(self, other):
        return isinstance(other, Point) and self.x == other.x
    def __lt__(self, other):
        return self.x < other.x
    def __bool__(self):
        return bool(self.x)
    def __len__(self):
        return 2
    def __getitem__(self, key):
        return (self.x, self.y)[key]
    def __setitem__(self, key, value):
        if key == 0:
            self.x = value
        else:
            self.y = value
    def __iter__(self):
        yield self.x
        yield self.y
    def __contains__(self, item):
        return item == self.x
    def __call__(self, *args):
        return (self.x, args)
    def __enter__(self):
        print("enter", self)
        return self.x
    def __exit__(self, kind, error, trace):
        print("exit", kind and kind.__name__)
        return self.y == 0 and kind is ValueError
    @property
    def double(self):
        return self.x * 2
    @double.setter
    def double(self, value):
        self.x = value // 2
    def method(self, a, b=1, *rest, key=None, **more):
        return (self.x, a, b, rest, key, sorted(more))
class Sub(Point):
    kind = "sub"
    __match_args__ = ("x", "y")
    def __getattr__(self, name):
        if name == "nothing":
            raise AttributeError(name)
        return "got " + name
    def method(self, *args, **kwargs):
        return ["sub", super().method(*args, **kwargs)]
def show(*values):
    print(*[sorted(value, key=repr) if isinstance(value, (set, frozenset)) else value for value in values])
def generate(n, stop=None):
    for i in range(n):
        sent = yield i
        if sent is not None:
            print("sent", sent)
    return stop
a, b, c, d = 1, "text", [3, 1, 2], {"a": 1, "b": [2]}
'''


class _Writer:
    def __init__(self, choose: Choose) -> None:
        self.choose = choose
        self.functions: list[str] = []
        self.generators: list[str] = []
        self.fresh = 0

    def one_of(self, options: tuple[str, ...] | list[str]) -> str:
        return options[self.choose(len(options))]

    def chance(self, percent: int) -> bool:
        return self.choose(100) < percent

    # -- expressions

    def any(self, depth: int) -> str:
        return self.of(self.one_of(KINDS), depth)

    def of(self, kind: str, depth: int) -> str:
        """An expression that most likely gives a value of the kind."""
        if self.chance(6):
            return self.one_of(("a", "b", "c", "d"))
        if depth > 0 and self.chance(18):
            return self.common(kind, depth - 1)
        maker: Callable[[int], str] = getattr(self, f"_{kind}")
        return maker(depth - 1)

    def common(self, kind: str, depth: int) -> str:
        """Forms that have a value of any kind."""
        x, y = self.of(kind, depth), self.of(kind, depth)
        form = self.choose(9)
        if form == 0:
            return f"({x} if {self.of('bool', depth)} else {y})"
        if form == 1:
            return f"({x} {self.one_of(('and', 'or'))} {y})"
        if form == 2:
            self.fresh += 1
            return f"(lambda p{self.fresh}: {x})({y})"
        if form == 3:
            return f"[{x}, {y}][{self.one_of(('0', '-1', '1'))}]"
        if form == 4:
            return f"{{'k': {x}}}['k']"
        if form == 5 and self.functions:
            return f"{self.one_of(self.functions)}({x}, {self.any(depth)})"
        if form == 6:
            return f"(w := {x})"
        if form == 7:
            return f"next(iter([{x}]))"
        return f"max([{x}], key=lambda v: repr(v))"

    def _int(self, depth: int) -> str:
        if depth < 0 or self.chance(30):
            return self.one_of(NUMBERS)
        form = self.choose(12)
        if form < 4:
            kind = "int" if self.chance(85) else self.one_of(KINDS)
            return f"({self.of('int', depth)} {self.one_of(BINARY)} {self.of(kind, depth)})"
        if form == 4:
            return f"len({self.of(self.one_of(('str', 'list', 'dict', 'tuple', 'object')), depth)})"
        if form == 5:
            return f"sum({self.of('list', depth)})"
        if form == 6:
            return f"(-{self.of('int', depth)} ** {self.one_of('0123')})"
        if form == 7:
            return f"int({self.any(depth)})"
        if form == 8:
            return f"(~{self.of('int', depth)} << {self.one_of('0129')} >> {self.one_of('12')})"
        if form == 9:
            return f"abs({self.of('int', depth)})"
        if form == 10:
            return f"{self.one_of(('min', 'max'))}({self.of('int', depth)}, {self.of('int', depth)})"
        return f"divmod({self.of('int', depth)}, {self.of('int', depth)})[{self.one_of('01')}]"

    def _float(self, depth: int) -> str:
        if depth < 0 or self.chance(40):
            return self.one_of(FLOATS)
        form = self.choose(4)
        if form == 0:
            return f"({self.of('float', depth)} {self.one_of(BINARY[:6])} {self.of('int', depth)})"
        if form == 1:
            return f"round({self.of('float', depth)}, {self.one_of(('1', '0', '-1'))})"
        if form == 2:
            return f"float({self.any(depth)})"
        return f"({self.of('int', depth)} / {self.of('int', depth)})"

    def _str(self, depth: int) -> str:
        if depth < 0 or self.chance(25):
            return self.one_of(TEXTS)
        form = self.choose(10)
        if form < 3:
            return f"{self.of('str', depth)}.{self.one_of(STR_METHODS)}"
        if form == 3:
            return f"({self.of('str', depth)} + {self.of('str', depth)})"
        if form == 4:
            return f"{self.one_of(('str', 'repr', 'ascii'))}({self.any(depth)})"
        if form == 5:
            return f"format({self.any(depth)}, {self.one_of(SPECS)!r})"
        if form == 6:
            name, other = self.one_of(("a", "b", "c", "d")), self.one_of(("a", "b", "c", "d"))
            return f"f'<{{{name}!{self.one_of('rsa')}}} {{{other}}} {{{name}:{self.one_of(SPECS)}}} {{{other}=}}>'"
        if form == 7:
            return f"({self.of('str', depth)} * {self.one_of(('0', '2', '-1', 'True'))})"
        if form == 8:
            return f"('%s|%r' % ({self.any(depth)}, {self.any(depth)}))"
        return f"{self.of('str', depth)}{self.slice(depth)}"

    def slice(self, depth: int) -> str:
        if self.chance(40):
            return f"[{self.of('int', 0) if self.chance(80) else self.any(depth)}]"
        parts = [self.one_of(("", "0", "1", "-1", "2", "-3", "9")) for _ in range(2)]
        step = self.one_of(("", ":", ":2", ":-1", ":-2"))
        return f"[{parts[0]}:{parts[1]}{step}]"

    def _list(self, depth: int) -> str:
        if depth < 0:
            return self.one_of(("[]", "[1, 2, 3]", "['b', 'a']", "c"))
        form = self.choose(13)
        if form < 3:
            items = [self.of("int", depth) if self.chance(70) else self.any(depth) for _ in range(self.choose(4))]
            if self.chance(20):
                items.append(f"*{self.of(self.one_of(('list', 'str', 'tuple')), depth)}")
            return f"[{', '.join(items)}]"
        if form == 3:
            condition = f" if {self.one_of(('v', 'v != 1', 'not v', 'v in (1, 2)'))}" if self.chance(40) else ""
            result = self.one_of(("v", "(v, v)", "v * 2", "[v]", "str(v)", "-v"))
            return f"[{result} for v in {self.of(self.one_of(('list', 'str', 'tuple')), depth)}{condition}]"
        if form == 4:
            return f"[x * y for x in {self.of('list', depth)} for y in range({self.one_of('012')})]"
        if form == 5:
            options = self.one_of(("", ", reverse=True", ", key=repr", ", key=lambda v: str(v)", ", key=lambda v: -v"))
            return f"sorted({self.of(self.one_of(('list', 'str', 'dict')), depth)}{options})"
        if form == 6:
            return f"({self.of('list', depth)} {self.one_of('+*')} {self.of(self.one_of(('list', 'int')), depth)})"
        if form == 7:
            return f"list({self.of(self.one_of(('list', 'str', 'dict', 'tuple', 'object')), depth)})"
        if form == 8:
            return f"list(map(lambda v: {self.one_of(('v', 'v + 1', '(v, 1)', 'str(v)'))}, {self.of('list', depth)}))"
        if form == 9:
            return f"list(zip({self.of('list', depth)}, {self.of('str', depth)}))"
        if form == 10:
            return f"list({self.one_of(['generate', *self.generators])}({self.one_of('0123')}))"
        if form == 11:
            return f"list(enumerate({self.of('str', depth)}, {self.one_of('012')}))"
        return f"{self.of('list', depth)}{self.slice(depth)}"

    def _tuple(self, depth: int) -> str:
        if depth < 0:
            return self.one_of(("()", "(1,)", "(1, 'a')"))
        if self.chance(60):
            return f"({self.any(depth)}, {self.any(depth)})"
        return f"tuple({self.of('list', depth)})"

    def _dict(self, depth: int) -> str:
        if depth < 0:
            return self.one_of(("{}", "{'a': 1}", "{1: 'x', 2: 'y'}", "d"))
        form = self.choose(6)
        key = self.one_of(("str", "int", "tuple"))
        if form < 2:
            pairs = [f"{self.of(key, depth)}: {self.any(depth)}" for _ in range(self.choose(3))]
            if self.chance(20):
                pairs.append(f"**{self.of('dict', depth)}")
            return f"{{{', '.join(pairs)}}}"
        if form == 2:
            return f"{{v: {self.one_of(('v', '[v]', 'len(str(v))'))} for v in {self.of('list', depth)}}}"
        if form == 3:
            return f"({self.of('dict', depth)} | {self.of('dict', depth)})"
        if form == 4:
            return f"dict(zip({self.of('str', depth)}, {self.of('list', depth)}))"
        return f"dict.fromkeys({self.of('str', depth)}, {self.any(depth)})"

    def _bool(self, depth: int) -> str:
        if depth < 0:
            return self.one_of(("True", "False"))
        form = self.choose(8)
        kind = self.one_of(KINDS)
        if form < 3:
            other = kind if self.chance(75) else self.one_of(KINDS)
            return f"({self.of(kind, depth)} {self.one_of(COMPARE)} {self.of(other, depth)})"
        if form == 3:
            return f"(not {self.any(depth)})"
        if form == 4:
            return f"({self.of('int', depth)} < {self.of('int', depth)} <= {self.of('int', depth)})"
        if form == 5:
            return f"isinstance({self.any(depth)}, {self.one_of(('int', 'str', '(list, dict)', 'Point', 'Sub'))})"
        if form == 6:
            return f"{self.one_of(('any', 'all'))}({self.of('list', depth)})"
        return f"({self.any(depth)} is {self.one_of(('None', 'True', 'a'))})"

    def _none(self, depth: int) -> str:
        if depth < 0 or self.chance(60):
            return "None"
        name, methods = (("c", LIST_METHODS), ("d", DICT_METHODS))[self.choose(2)]
        return f"{name}.{self.one_of(methods)}"

    def _object(self, depth: int) -> str:
        if depth < 0:
            return self.one_of(("Point(1)", "Sub(2, 3)", "Point('s')"))
        form = self.choose(8)
        if form < 3:
            return f"{self.one_of(('Point', 'Sub'))}({self.any(depth)}, {self.any(depth)})"
        if form == 3:
            return f"({self.of('object', depth)} {self.one_of('+*')} {self.any(depth)})"
        if form == 4:
            return f"(-{self.of('object', depth)})"
        if form == 5:
            name = self.one_of(("x", "y", "double", "kind", "other", "nothing"))
            return f"{self.of('object', depth)}.{name}"
        if form == 6:
            call = self.one_of(("(1)", "(1, 2, 3, key=4)", "()", "(a=1, z=2)", "(*[1, 2])", "(1, b=2, b2=3)",
                                "(1, a=2)"))
            return f"{self.of('object', depth)}.method{call}"
        return f"{self.of('object', depth)}({self.any(depth)})"

    # -- statements

    def body(self, depth: int, function: bool, loop: bool) -> Lines:
        lines: Lines = []
        for _ in range(1 + self.choose(3)):
            lines += self.statement(depth, function, loop)
        return [INDENT + line for line in lines]

    def name(self) -> str:
        return self.one_of(("a", "b", "c", "d"))

    def statement(self, depth: int, function: bool, loop: bool) -> Lines:
        form = self.choose(30 if depth > 0 else 13)
        name = self.name()
        if form < 3:
            return [f"{name} = {self.any(2)}"]
        if form < 6:
            return [f"show({self.any(2)}, {name})"]
        if form == 6:
            return [f"{name} {self.one_of(BINARY)}= {self.any(1)}"]
        if form == 7:
            targets = self.one_of(("a, b", "a, *b", "*a, b", "(a, b), c", "a, b, c", "[a, [b, *c]]"))
            return [f"{targets} = {self.of(self.one_of(('list', 'tuple', 'str', 'dict', 'object')), 2)}", "show(a, b)"]
        if form == 8:
            target = self.one_of((f"c{self.slice(0)}", f"d[{self.any(1)}]", f"c[{self.of('int', 0)}]"))
            return [f"{target} = {self.any(1)}"]
        if form == 9:
            return [f"del {self.one_of((f'c{self.slice(0)}', 'd[' + self.of('str', 0) + ']', 'c[0]', name))}"]
        if form == 10:
            if loop and self.chance(60):
                return [f"if {self.of('bool', 1)}: {self.one_of(('break', 'continue'))}"]
            if function:
                return [f"if {self.of('bool', 1)}: return {self.any(1)}"]
            return [f"assert {self.of('bool', 1)}, {self.any(0)}"]
        if form == 11:
            error = self.one_of(("ValueError", "KeyError", "TypeError", "StopIteration", "ZeroDivisionError"))
            cause = self.one_of(("", "", " from None", f" from ValueError({self.any(0)})"))
            return [f"raise {error}({self.any(1)}){cause}"]
        if form == 12:
            return [f"show(set({self.of('list', 1)}) {self.one_of('|&-^')} set({self.of('str', 1)}))"]
        if form in (13, 14):
            return [f"if {self.any(1)}:", *self.body(depth - 1, function, loop), "else:",
                    *self.body(depth - 1, function, loop)]
        if form in (15, 16):
            target = self.one_of((name, "a, b", f"c[{self.one_of('01')}]", "*a, b"))
            items = f"range({self.one_of('123')})" if self.chance(50) else self.of("list", 1)
            other = ["else:", *self.body(depth - 1, function, loop)] if self.chance(30) else []
            return [f"for {target} in list({items})[:4]:", *self.body(depth - 1, function, True), *other]
        if form == 17:
            self.fresh += 1
            count = f"n{self.fresh}"
            return [f"{count} = 0", f"while {count} < {self.one_of('123')}:", f"{INDENT}{count} += 1",
                    *self.body(depth - 1, function, True)]
        if form in (18, 19, 20, 21):
            return self.protected(depth, function, loop)
        if form == 22:
            alias = self.one_of(("", " as a", " as b"))
            return [f"with {self.of('object', 1)}{alias}:", *self.body(depth - 1, function, loop)]
        if form in (23, 24):
            return self.function(depth, nested=function)
        if form == 25:
            return self.matching(depth, function, loop)
        if form == 26:
            sent = self.one_of(("next(g)", "g.send('s')", "g.close()", "g.throw(ValueError('thrown'))", "list(g)"))
            made = f"{self.one_of(['generate', *self.generators])}({self.one_of('0123')})"
            return [f"g = {made}", "show(next(g, 'none'))", f"show({sent})"]
        if form == 27:
            attribute = self.one_of(("x", "y", "double", "extra"))
            return [f"o = {self.of('object', 1)}", f"o.{attribute} = {self.any(1)}", "o += 1", "show(o)"]
        if form == 28:
            return self.class_(depth)
        return [f"show([{self.name()} for {name} in {self.of('list', 1)} if {self.of('bool', 1)}])"]

    def protected(self, depth: int, function: bool, loop: bool) -> Lines:
        lines = ["try:", *self.body(depth - 1, function, loop)]
        kinds = ("ValueError", "(TypeError, KeyError)", "Exception", "LookupError", "ArithmeticError")
        handlers = self.choose(3)
        for _ in range(handlers):
            lines += [f"except {self.one_of(kinds)} as error:",
                      f"{INDENT}show('caught', type(error).__name__, error, repr(error.__context__))",
                      *self.body(depth - 1, function, loop)]
            if self.chance(15):
                lines.append(f"{INDENT}raise")
        if handlers and self.chance(30):
            lines += ["else:", *self.body(depth - 1, function, loop)]
        if not handlers or self.chance(50):
            lines += ["finally:", *self.body(depth - 1, function, loop)]
        return lines

    def function(self, depth: int, *, nested: bool) -> Lines:
        self.fresh += 1
        name = f"f{self.fresh}"
        is_generator = self.chance(25)
        lines = [] if is_generator or self.chance(80) else ["@(lambda f: lambda *p, **k: ('decorated', f(*p, **k)))"]
        parameters = self.one_of(("a=1, b=2", "a, b=None, *c", "a, *, k=0, **d", "a, b", "*p", "a, /, b=1"))
        lines.append(f"def {name}({parameters}):")
        bound = parameters.replace("=", " ").replace(",", " ").split()
        taken = {word.strip("*") for word in bound}
        for variable in "abcd":
            if variable not in taken:
                scope = self.one_of(("global", "local", "local"))
                is_global = scope == "global" and not nested
                lines.append(f"{INDENT}global {variable}" if is_global else f"{INDENT}{variable} = {self.any(0)}")
        lines += self.body(depth - 1, True, False)
        if is_generator:
            lines += [f"{INDENT}r = yield {self.any(1)}", f"{INDENT}show('resumed', r)",
                      f"{INDENT}yield from {self.of('list', 1)}"]
            if not nested:
                self.generators.append(name)
        lines.append(f"{INDENT}return {self.any(1)}")
        if is_generator:
            return [*lines, f"show(list({name}({self.any(1)})))"]
        if not nested:
            self.functions.append(name)
        arguments = self.one_of(("1", "1, 2", "b=1", "*c", "1, k=2", "**d", "", "1, 2, 3"))
        return [*lines, f"show({name}({arguments}))"]

    def class_(self, depth: int) -> Lines:
        self.fresh += 1
        name = f"C{self.fresh}"
        base = self.one_of(("", "(Point)", "(Sub)"))
        lines = [f"class {name}{base}:", f"{INDENT}v = {self.any(1)}"]
        special = self.one_of(("__eq__", "__add__", "__getitem__", "__lt__", "__contains__", "__getattr__", "__mul__"))
        lines += [f"{INDENT}def {special}(self, other):", f"{INDENT * 2}return {self.any(1)}"]
        if not base:
            lines += [f"{INDENT}def __repr__(self):", f"{INDENT * 2}return {name!r}"]
        arguments = "1, 2" if base else ""
        use = {"__eq__": "o == 1", "__add__": "o + 1", "__getitem__": "o[0]", "__lt__": "o < 1", "__getattr__": "o.foo", "__contains__": "1 in o",
               "__mul__": "o * 2"}[special]
        return [*lines, f"o = {name}({arguments})", f"show(o, o.v, {use}, isinstance(o, Point))"]

    def matching(self, depth: int, function: bool, loop: bool) -> Lines:
        patterns = ("0", "1 | 2", "'a' | 'b'", "[]", "[x]", "[x, *r]", "(x, y)", "{'a': x}", "{'a': x, **r}",
                    "Sub(x, y)", "Point(x=0)", "int(x)", "str() as x", "None", "True", "[int(), *_]", "(1, x) | [x]", "{}",
                    "float()", "Point(x=int(x))", "-3")
        lines = [f"match {self.any(2)}:"]
        for _ in range(1 + self.choose(3)):
            guard = f" if {self.of('bool', 0)}" if self.chance(20) else ""
            lines += [f"{INDENT}case {self.one_of(patterns)}{guard}:",
                      *[INDENT + line for line in self.body(depth - 1, function, loop)]]
        lines += [f"{INDENT}case _:", f"{INDENT * 2}show('no match')"]
        return lines


def pure_program(choose: Choose) -> str:
    writer = _Writer(choose)
    lines = PREAMBLE.splitlines()
    for _ in range(3 + choose(6)):
        statement = writer.statement(2, False, False)
        lines += ["try:", *[INDENT + line for line in statement], "except Exception as error:",
                  f"{INDENT}show('ended by', type(error).__name__, error)"]
    lines.append("show(a, b, c, d)")
    return "\n".join(lines) + "\n"

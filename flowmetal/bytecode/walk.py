"""One walk of `effects` through a code object, with abstract values in place of the program's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from flowmetal.bytecode.abstract import (
    DATA,
    MOST_ATOMS,
    PROMISE,
    TASK,
    UNKNOWN,
    Atom,
    Key,
    Value,
    box,
    concatenated,
    held,
    host_of,
    joined,
)
from flowmetal.bytecode.code import CLASS_BODY, MODULE, CodeObject
from flowmetal.bytecode.opcodes import (
    BINARY_OPERATORS,
    BY_NUMBER,
    COMPARE_OPERATORS,
    ENDS,
    JUMPS,
    WAITS,
    Opcode,
)

if TYPE_CHECKING:
    from flowmetal.bytecode.effects import Analysis

TIMER, MESSAGE, AWAITABLE = "timer", "message", "task"
_NATIVE_WAITS = {"_timer": TIMER, "_receive": MESSAGE}

_ITERATE = ("__iter__", "__next__", "__getitem__")
_BINARY_METHODS = dict(zip(
    BINARY_OPERATORS,
    "add sub mul truediv floordiv mod pow lshift rshift and or xor matmul".split(),  # noqa: SIM905  reads as a table
    strict=True,
))
_COMPARE_METHODS = dict(zip(
    COMPARE_OPERATORS, ("__eq__", "__ne__", "__lt__", "__le__", "__gt__", "__ge__"), strict=True,
))
_TRUTH = ("__bool__", "__len__")
# Of the instructions that may wait, by the table, where an operand is an instance: the methods that they call.
_SPECIAL_METHODS: dict[str, tuple[str, ...]] = {
    "LOAD_ITEM": ("__getitem__",), "STORE_ITEM": ("__setitem__",), "DELETE_ITEM": ("__delitem__",),
    "LOAD_ATTR": ("__getattr__", "__getattribute__"), "STORE_ATTR": ("__setattr__",), "DELETE_ATTR": ("__delattr__",),
    "UNARY": ("__neg__", "__pos__", "__invert__"), "IN": ("__contains__", *_ITERATE), "NOT": _TRUTH,
    "JUMP_IF_FALSE": _TRUTH, "JUMP_IF_TRUE": _TRUTH, "JUMP_IF_FALSE_OR_POP": _TRUTH, "JUMP_IF_TRUE_OR_POP": _TRUTH,
    "LIST_EXTEND": _ITERATE, "SET_UPDATE": _ITERATE, "UNPACK": _ITERATE, "UNPACK_REST": _ITERATE,
    "MAP_UPDATE": ("keys", "__getitem__"), "MAP_MERGE": ("keys", "__getitem__"), "GET_ITER": ("__iter__",),
    "FOR_ITER": ("__next__",), "YIELD_FROM": ("__next__",), "CONVERT": ("__str__", "__repr__"),
    "FORMAT": ("__format__", "__str__", "__repr__"), "AWAIT": ("__await__",),
}  # fmt: skip


@dataclass(eq=False, slots=True)
class Facts:
    """What is known of one code object: `calls` maps who is called to the arguments of each call."""

    waits: set[str] = field(default_factory=set)
    topics: set[str] = field(default_factory=set)
    hosts: set[str] = field(default_factory=set)
    calls: dict[Key, list[Arguments]] = field(default_factory=dict)
    given: set[Key] = field(default_factory=set)  # functions handed on
    starts: set[Key] = field(default_factory=set)
    unknown: set[int] = field(default_factory=set)
    parameters: set[tuple[Key, str]] = field(default_factory=set)  # called ones, of this function or one around it
    started: set[str] = field(default_factory=set)  # topics that tasks started here ask directly
    anything: bool = False  # it, or what it calls, calls something unknown


# As flags among topics and hosts: one that no literal shows.
COMPUTED = ""


@dataclass(frozen=True, slots=True)
class Arguments:
    """Of one call. complete: it has no star arguments."""

    positional: tuple[Value, ...]
    keywords: tuple[tuple[str, Value], ...]
    complete: bool
    line: int


class Walk:
    """Goes through one code object once, with the abstract values known so far, and notes its facts."""

    def __init__(self, analysis: Analysis, key: Key) -> None:
        self.analysis, self.key, self.code = analysis, key, analysis.codes[key]
        self.facts = analysis.facts[key]
        self.module = key[0]
        self.library = analysis.bundle.modules[key[0]].library
        self.stack: list[Value] = []
        self.number = 0

    @property
    def line(self) -> int:
        return self.code.line_of(self.number)

    def run(self) -> None:
        entries: dict[int, tuple[Value, ...]] = {0: ()}
        pending = [0]
        while pending:
            number = pending.pop()
            self.stack = list(entries[number])
            while True:
                self.number = number
                for handler in self.code.handlers:
                    if handler.start <= number < handler.end:
                        self.arrive(handler.target, (*self.stack[: handler.depth], UNKNOWN), entries, pending)
                        break
                opcode, operands = BY_NUMBER[self.code.ops[number]], self.operands(number)
                depth = len(self.stack)
                self.step(opcode, operands)
                if opcode.traits & JUMPS:
                    wanted = depth + opcode.jump_effect
                    at_target = (*self.stack, *[UNKNOWN] * wanted)[:wanted]
                    self.arrive(self.code.args[number], at_target, entries, pending)
                if opcode.traits & ENDS:
                    break
                number += 1
                if number in entries or self.is_target(number):
                    self.arrive(number, tuple(self.stack), entries, pending)
                    break

    def operands(self, number: int) -> tuple[Any, ...]:
        arg = self.code.args[number]
        return arg if isinstance(arg, tuple) else () if arg is None else (arg,)

    def is_target(self, number: int) -> bool:
        targets = self.code.cache.get("targets")
        if targets is None:
            targets = self.code.cache["targets"] = frozenset(
                arg for op, arg in zip(self.code.ops, self.code.args, strict=True) if BY_NUMBER[op].traits & JUMPS
            )
        return number in targets

    def arrive(
        self, target: int, stack: tuple[Value, ...], entries: dict[int, tuple[Value, ...]], pending: list[int]
    ) -> None:
        known = entries.get(target)
        met = stack if known is None else tuple(joined(a, b) for a, b in zip(known, stack, strict=False))
        if met != known:
            entries[target] = met
            pending.append(target)

    # -- one instruction

    def step(self, opcode: Opcode, operands: tuple[Any, ...]) -> None:
        special = getattr(self, f"do_{opcode.name.lower()}", None)
        taken = self.stack[len(self.stack) - opcode.taken(operands) :]
        if opcode.traits & WAITS:
            self.special_methods(opcode, operands, taken)
        if special is not None:
            special(*operands)
            return
        del self.stack[len(self.stack) - len(taken) :]
        self.stack += [UNKNOWN] * opcode.left(operands)

    def take(self, count: int = 1) -> list[Value]:
        taken = self.stack[len(self.stack) - count :]
        del self.stack[len(self.stack) - count :]
        return taken

    def push(self, value: Value) -> None:
        self.stack.append(value)

    def do_copy(self, depth: int) -> None:
        self.push(self.stack[-depth])

    def do_swap(self, depth: int) -> None:
        self.stack[-1], self.stack[-depth] = self.stack[-depth], self.stack[-1]

    def do_load_const(self, index: int) -> None:
        constant = self.code.constants[index]
        self.push(frozenset([("text", constant, True)]) if isinstance(constant, str) else DATA)

    # -- names

    def slot(self, slot: int) -> tuple[Any, ...]:
        """The variable of a slot: that of the function around, if it is free here."""
        name, key, code = self.code.slots[slot], self.key, self.code
        while slot >= len(code.slots) - code.free and key in self.analysis.parents:
            key = self.analysis.parents[key]
            code = self.analysis.codes[key]
            if name not in code.slots:
                break
            slot = code.slots.index(name)
        return ("local", key, name)

    def load_slot(self, slot: int) -> None:
        variable = self.slot(slot)
        owner, name = variable[1], variable[2]
        code = self.analysis.codes[owner]
        value = self.analysis.variables.get(variable, frozenset())
        if name in code.slots and code.slots.index(name) < _parameters(code):
            value |= {("parameter", owner, name)}
            if self.analysis.is_self(owner, name):
                own_class = self.analysis.parents[owner]
                value |= {("class" if name == "cls" else "instance", own_class)}
        self.push(value or self.analysis.unset)

    do_load_local = do_load_cell = load_slot

    def store_slot(self, slot: int) -> None:
        self.analysis.learn(self.slot(slot), self.take()[0])

    do_store_local = do_store_cell = store_slot

    def do_load_closure(self, slot: int) -> None:
        self.push(DATA)

    def global_value(self, name: str) -> Value:
        found = self.analysis.variables.get(("global", self.module, name))
        return self.analysis.builtin(name) if found is None else found

    def do_load_global(self, index: int) -> None:
        self.push(self.global_value(self.code.names[index]))

    def do_store_global(self, index: int) -> None:
        self.analysis.learn(("global", self.module, self.code.names[index]), self.take()[0])

    def do_load_name(self, index: int, slot: int = -1) -> None:
        name = self.code.names[index]
        found = self.analysis.variables.get(("class", self.key, name))
        if found is None and slot >= 0:
            self.load_slot(slot)
        else:
            self.push(self.global_value(name) if found is None else found)

    do_load_name_or_cell = do_load_name

    def do_store_name(self, index: int) -> None:
        self.analysis.learn(("class", self.key, self.code.names[index]), self.take()[0])

    def do_load_builtin(self, index: int) -> None:
        self.push(frozenset([("builtin", self.code.names[index])]))

    # -- modules, functions, classes

    def do_import(self, index: int) -> None:
        self.push(frozenset([("module", self.code.names[index])]))

    def do_import_from(self, index: int) -> None:
        self.push(self.attribute(self.stack[-1], self.code.names[index]))

    def do_make_function(self, index: int, flags: int) -> None:
        self.take(flags.bit_count())
        key = (self.module, self.code.codes[index].index)
        self.analysis.lines.setdefault(key, self.line)
        self.push(frozenset([("function", key)]))

    def do_build_class(self, count: int) -> None:
        body, *bases = self.take(count + 1)
        made: set[Atom] = set()
        for atom in body:
            if atom[0] == "function":
                self.called(atom[1], Arguments((), (), True, self.line))
                known = self.analysis.bases.get(atom[1], frozenset())
                self.analysis.bases[atom[1]] = known.union(*bases)
                made.add(("class", atom[1]))
        self.push(frozenset(made) or self.analysis.unset)

    def do_return(self) -> None:
        [value] = self.take()
        if not self.code.flags & (MODULE | CLASS_BODY):
            self.analysis.learn(("return", self.key), value)

    # -- attributes

    def attribute(self, objects: Value, name: str) -> Value:
        """What reading the attribute may give; a property's function counts as called."""
        atoms: set[Atom] = set()
        for atom in objects:
            kind = atom[0]
            if kind == "module":
                atoms |= self.analysis.module_attribute(atom[1], name)
            elif kind in ("class", "instance"):
                atoms |= self.analysis.class_attribute(atom[1], name) or self.stored(name)
            elif kind in ("unknown", "parameter"):
                atoms |= self.analysis.methods(name) | self.stored(name)
            elif kind == "property":
                atoms.add(atom)  # `@x.setter`
        return frozenset(self.read_properties(atoms)) or self.analysis.unset

    def stored(self, name: str) -> Value:
        return self.analysis.variables.get(("attribute", name), frozenset())

    def read_properties(self, atoms: set[Atom]) -> set[Atom]:
        result: set[Atom] = set()
        for atom in atoms:
            if atom[0] == "property" and not self.code.flags & CLASS_BODY:
                self.called(atom[1], Arguments((UNKNOWN,), (), True, self.line))
                result |= self.returned(atom[1])
            else:
                result.add(atom)
        return result

    def do_load_attr(self, index: int) -> None:
        [value] = self.take()
        self.push(self.attribute(value, self.code.names[index]))

    def do_store_attr(self, index: int) -> None:
        value, _ = self.take(2)
        self.analysis.learn(("attribute", self.code.names[index]), value)

    def do_load_special(self, index: int) -> None:
        [value] = self.take()
        name = self.code.names[index]
        known = {atom[1] for atom in value if atom[0] == "instance"}
        found: set[Atom] = set()
        for key in known:
            found |= self.analysis.class_attribute(key, name)
        if len(known) < len(value):
            found |= self.analysis.methods(name)
        self.push(frozenset(found) or DATA)

    def special_methods(self, opcode: Opcode, operands: tuple[Any, ...], taken: Sequence[Value]) -> None:
        """The methods that an instruction calls if an operand is an instance."""
        if self.module == "prelude":
            return  # its functions do by name what the instructions do, and where they do, it counts
        names = _SPECIAL_METHODS.get(opcode.name, ())
        if opcode.name in ("BINARY", "INPLACE"):
            if BINARY_OPERATORS[operands[0]] == "+" and any(all(a[0] == "text" for a in value) for value in taken):
                return  # texts are joined
            stem = _BINARY_METHODS[BINARY_OPERATORS[operands[0]]]
            names = (f"__{stem}__", f"__r{stem}__", f"__i{stem}__")
        elif opcode.name == "COMPARE":
            names = (_COMPARE_METHODS[COMPARE_OPERATORS[operands[0]]],)
        for name in names:
            for value in taken:
                for atom in value:
                    if atom[0] == "instance":
                        self.call_all(self.analysis.class_attribute(atom[1], name))
                    elif atom[0] in ("unknown", "parameter"):
                        self.call_all(self.analysis.methods(name))

    def call_all(self, methods: Value) -> None:
        for atom in methods:
            if atom[0] == "function":
                self.called(atom[1], Arguments((UNKNOWN,), (), True, self.line))

    # -- calls

    def do_call(self, count: int) -> None:
        function, *positional = self.take(count + 1)
        self.push(self.call(function, Arguments(tuple(positional), (), True, self.line)))

    def do_call_kw(self, count: int, names: int) -> None:
        function, *values = self.take(count + 1)
        self.push(self.call(function, self.with_keywords(values, names)))

    def with_keywords(self, values: list[Value], index: int) -> Arguments:
        names = self.code.constants[index]
        plain = len(values) - len(names)
        keywords = tuple(zip(names, values[plain:], strict=True))
        return Arguments(tuple(values[:plain]), keywords, True, self.line)

    def do_call_ex(self) -> None:
        function, positional, keywords = self.take(3)
        spread = (held(positional), held(keywords))
        self.push(self.call(function, Arguments((), (("*", spread[0]), ("**", spread[1])), False, self.line)))

    def do_call_method(self, index: int, count: int, names: int | None = None) -> None:
        obj, *values = self.take(count + 1)
        arguments = Arguments(tuple(values), (), True, self.line)
        if names is not None:
            arguments = self.with_keywords(values, names)
        self.push(self.call_method(obj, self.code.names[index], arguments))

    do_call_method_kw = do_call_method

    def call_method(self, objects: Value, name: str, arguments: Arguments) -> Value:
        result: set[Atom] = set()
        for atom in objects:
            one: Value = frozenset([atom])
            if atom[0] == "module":
                result |= self.call(self.analysis.module_attribute(atom[1], name), arguments)
                continue
            bound = Arguments((one, *arguments.positional), arguments.keywords, arguments.complete, arguments.line)
            if atom[0] == "property":
                self.hand_on(arguments, by_decorator=True)
                result |= {atom, *(("property", a[1]) for v in arguments.positional for a in v if a[0] == "function")}
            elif atom[0] == "box":
                self.hand_on(arguments)
                result |= held(one)
            elif atom[0] in ("instance", "class", "unknown", "parameter"):
                methods = (
                    self.analysis.methods(name) if atom[0] in ("unknown", "parameter")
                    else self.analysis.class_attribute(atom[1], name)
                )
                if methods:
                    result |= self.call(methods, arguments if atom[0] == "class" else bound)
                elif stored := self.stored(name):
                    result |= self.call(stored, arguments)
                else:
                    self.hand_on(arguments)
                    result |= UNKNOWN
            else:
                self.hand_on(arguments)
                result |= DATA if atom[0] in ("text", "data") else UNKNOWN
        return frozenset(result) if len(result) <= MOST_ATOMS else UNKNOWN

    def call(self, functions: Value, arguments: Arguments) -> Value:
        decorator = self.is_decorator()
        if any(self.is_foreign(atom) for atom in functions):
            return self.declared(arguments)
        handed = self.hand_on(arguments, by_decorator=decorator)
        result: set[Atom] = set()
        for atom in functions:
            kind = atom[0]
            if kind == "declares":
                result.add(("foreign", *atom[1:]))
            elif kind == "foreign":
                self.ask_worker(atom)
                result |= DATA
            elif kind == "function":
                self.called(atom[1], arguments)
                result |= self.returned(atom[1]) | handed
            elif kind == "class":
                self.instantiated(atom[1], arguments)
                result |= {("instance", atom[1])} | handed
            elif kind == "instance":
                self.call_all(self.analysis.class_attribute(atom[1], "__call__"))
                result |= UNKNOWN | handed
            elif kind == "builtin":
                result |= self.native(atom[1], arguments) | handed
            elif kind == "parameter":
                if not self.analysis.is_self(atom[1], atom[2]):
                    self.facts.parameters.add((atom[1], atom[2]))
                result |= UNKNOWN | handed
            elif kind == "unknown":
                if not decorator:
                    self.facts.unknown.add(self.line)
                result |= UNKNOWN | handed
            elif kind == "property":
                result |= UNKNOWN
        return frozenset(result) if len(result) <= MOST_ATOMS else UNKNOWN

    # -- foreign functions: ("declares", topics, whether there is a timeout, what retries) is what `foreign(…)` gives,
    # ("foreign", …) the declared function

    def is_foreign(self, atom: Atom) -> bool:
        if atom == ("builtin", "foreign"):  # the prelude has not been walked yet
            return True
        is_prelude = atom[0] == "function" and atom[1][0] == "prelude" and self.module != "prelude"
        return is_prelude and self.analysis.codes[atom[1]].qualname == "foreign"

    def declared(self, arguments: Arguments) -> Value:
        keywords = dict(arguments.keywords)
        topic = keywords.get("topic", arguments.positional[0] if arguments.positional else UNKNOWN)
        whole = [atom[1] for atom in topic if atom[0] == "text" and atom[2]]
        topics = frozenset(whole if len(whole) == len(topic) and arguments.complete else [*whole, COMPUTED])
        is_limited = bool(keywords.get("timeout", frozenset()) - {("text", None, True)})
        return frozenset([("declares", topics, is_limited, keywords.get("retry", DATA) - DATA)])

    def ask_worker(self, atom: Atom) -> None:
        _, topics, is_limited, retries = atom
        self.facts.topics |= topics
        if is_limited or retries:
            self.facts.waits.add(TIMER)
        known = frozenset(retry for retry in retries if retry[0] == "function")
        if known:  # of others it is only known that they try again, which takes time
            self.call(known, Arguments((DATA,), (), True, self.line))

    def is_decorator(self) -> bool:
        """Whether the call takes a function or class that a statement just made."""
        if not self.number or self.code.args[self.number] != 1:
            return False
        before = self.number - 1
        name, operands = BY_NUMBER[self.code.ops[before]].name, self.operands(before)
        if name == "MAKE_FUNCTION":
            return not self.code.codes[operands[0]].name.startswith("<")
        return name == "BUILD_CLASS"

    def hand_on(self, arguments: Arguments, *, by_decorator: bool = False) -> Value:
        """Functions among the arguments count as called; by a decorator, when what it gives is called."""
        handed: set[Atom] = set()
        for value in (*arguments.positional, *(value for _, value in arguments.keywords)):
            for atom in value:
                for inner in atom[1] if atom[0] == "box" else (atom,):
                    if inner[0] == "function":
                        handed.add(inner)
                        self.analysis.reach(inner[1])
                        if not by_decorator:
                            self.facts.given.add(inner[1])
                    elif inner[0] == "foreign":
                        handed.add(inner)
                        self.ask_worker(inner)
                    elif inner[0] == "class" and not by_decorator:
                        self.analysis.enliven(inner[1])
        return frozenset(handed)

    def called(self, key: Key, arguments: Arguments) -> None:
        self.analysis.reach(key)
        calls = self.facts.calls.setdefault(key, [])
        if arguments not in calls and len(calls) < MOST_ATOMS:
            calls.append(arguments)
        code = self.analysis.codes[key]
        for slot in range(code.positional + code.keyword_only):
            name = code.slots[slot]
            value = self.analysis.argument(key, name, arguments)
            texts = frozenset(atom for atom in value if atom[0] == "text")
            if value:
                computed: Value = frozenset([("computed",)]) if texts != value else frozenset()
                self.analysis.learn(("local", key, name), texts | computed)
        if self.is_request(key):
            self.ask(self.analysis.argument(key, "url", arguments))

    def is_request(self, key: Key) -> bool:
        """Whether it is one of the functions of http that take a URL."""
        code = self.analysis.codes[key]
        return key[0] == "http" and self.module != "http" and "url" in code.slots[: code.positional]

    def ask(self, url: Value) -> None:
        """Note the hosts that the URL may be of."""
        parameters = [atom for atom in url if atom[0] == "parameter"]
        for atom in url:
            if atom[0] == "text":
                self.facts.hosts.add(host_of(atom[1], atom[2]) or COMPUTED)
            elif atom[0] != "parameter":
                self.facts.hosts.add(COMPUTED)
        for _, owner, name in parameters:
            texts = self.analysis.variables.get(("local", owner, name), frozenset())
            escapes = any(owner in facts.given | facts.starts for facts in self.analysis.facts.values())
            if not texts or escapes or self.analysis.codes[owner].qualname == "main":
                self.facts.hosts.add(COMPUTED)

    def returned(self, key: Key) -> Value:
        code = self.analysis.codes[key]
        if code.flags & CLASS_BODY:
            return DATA
        return self.analysis.variables.get(("return", key), frozenset()) or self.analysis.unset

    def instantiated(self, key: Key, arguments: Arguments) -> None:
        self.analysis.enliven(key)
        itself: Value = frozenset([("instance", key)])
        bound = Arguments((itself, *arguments.positional), arguments.keywords, arguments.complete, arguments.line)
        for name in ("__new__", "__init__"):
            for atom in self.analysis.class_attribute(key, name):
                if atom[0] == "function":
                    self.called(atom[1], bound)

    def native(self, name: str, arguments: Arguments) -> Value:
        """A call of what the machine has itself. Special methods of a known instance count as called."""
        if name in _NATIVE_WAITS:
            self.facts.waits.add(_NATIVE_WAITS[name])
            return PROMISE
        if name == "perform":
            for topic in arguments.positional[:1] or (UNKNOWN,):
                whole = [atom[1] for atom in topic if atom[0] == "text" and atom[2]]
                self.facts.topics.update(whole if len(whole) == len(topic) else [*whole, COMPUTED])
            return PROMISE
        if name in ("property", "staticmethod", "classmethod"):
            functions = [a for value in arguments.positional for a in value if a[0] == "function"]
            return frozenset([("property", a[1]) for a in functions] if name == "property" else functions) or UNKNOWN
        if name == "super":
            bases = self.analysis.bases.get(self.class_around(), frozenset())
            return frozenset(("instance", atom[1]) for atom in bases if atom[0] == "class") or DATA
        for value in arguments.positional:
            for atom in value:
                if atom[0] == "instance":
                    for key in (atom[1], *self.analysis.ancestors(atom[1])):
                        self.special_methods_of(key)
        if name in ("list", "tuple", "set", "dict", "iter", "sorted", "reversed", "next", "min", "max", "enumerate"):
            return box(held(value) for value in arguments.positional) if arguments.positional else DATA
        return UNKNOWN

    def special_methods_of(self, key: Key) -> None:
        for variable, value in list(self.analysis.variables.items()):
            if variable[0] == "class" and variable[1] == key and variable[2].startswith("__") and (
                variable[2] not in ("__init__", "__new__")
            ):
                self.call_all(value)

    def class_around(self) -> Key:
        key = self.key
        while key in self.analysis.parents and not self.analysis.codes[key].flags & CLASS_BODY:
            key = self.analysis.parents[key]
        return key

    # -- tasks

    def do_spawn(self, count: int) -> None:
        function, *positional = self.take(count + 1)
        self.spawn(function, Arguments(tuple(positional), (), True, self.line))

    def do_spawn_kw(self, count: int, names: int) -> None:
        function, *values = self.take(count + 1)
        self.spawn(function, self.with_keywords(values, names))

    def do_spawn_ex(self) -> None:
        function, positional, keywords = self.take(3)
        spread = (("*", held(positional)), ("**", held(keywords)))
        self.spawn(function, Arguments((), spread, False, self.line))

    def spawn(self, functions: Value, arguments: Arguments) -> None:
        """What the task does is not what this function waits for; so the facts are noted elsewhere meanwhile."""
        own, self.facts = self.facts, Facts()
        self.call(functions, arguments)
        own.starts |= set(self.facts.calls) | self.facts.given
        own.started |= self.facts.topics
        own.unknown |= self.facts.unknown
        own.parameters |= self.facts.parameters
        own.hosts |= self.facts.hosts
        self.facts = own
        self.push(TASK)

    def do_await(self) -> None:
        [value] = self.take()
        own = {("instance",), ("promise",), ("data",)}
        if self.module != "prelude" and any(atom[:1] not in own for atom in value):
            self.facts.waits.add(AWAITABLE)
        self.push(UNKNOWN)

    # -- values

    def boxed(self, count: int) -> None:
        self.push(box(self.take(count)))

    do_build_list = do_build_tuple = do_build_set = boxed

    def do_build_map(self, count: int) -> None:
        self.push(box(self.take(2 * count)[1::2]))

    def do_list_to_tuple(self) -> None:
        pass

    def do_list_append(self, depth: int) -> None:
        [item] = self.take()
        self.stack[-depth] = box([self.stack[-depth], item])

    do_set_add = do_list_append

    def do_map_add(self, depth: int) -> None:
        _, item = self.take(2)
        self.stack[-depth] = box([self.stack[-depth], item])

    def extend(self) -> None:
        container, items = self.take(2)
        self.push(box([container, held(items)]))

    do_list_extend = do_set_update = do_map_update = do_map_merge = extend

    def do_load_item(self) -> None:
        container, _ = self.take(2)
        self.push(held(container))

    def do_get_iter(self) -> None:
        pass

    def do_for_iter(self, target: int) -> None:
        self.push(held(self.stack[-1]))

    def do_unpack(self, count: int) -> None:
        [items] = self.take()
        self.stack += [held(items)] * count

    def do_unpack_rest(self, before: int, after: int) -> None:
        [items] = self.take()
        self.stack += [held(items)] * after + [box([held(items)])] + [held(items)] * before

    def do_format(self) -> None:
        value, spec = self.take(2)
        plain = spec == frozenset([("text", "", True)]) and all(atom[0] == "text" for atom in value)
        self.push(value if plain else frozenset([("text", "", False)]))

    def do_convert(self, flags: int) -> None:
        self.take()
        self.push(frozenset([("text", "", False)]))

    def do_build_string(self, count: int) -> None:
        self.push(concatenated(self.take(count)))

    def do_binary(self, operator: int) -> None:
        left, right = self.take(2)
        texts = any(atom[0] == "text" for atom in left)
        self.push(concatenated([left, right]) if BINARY_OPERATORS[operator] == "+" and texts else UNKNOWN)

    do_inplace = do_binary

    def plain_result(self, flags: int) -> None:
        self.take(2)
        self.push(DATA)

    do_is = do_in = plain_result

    def do_not(self) -> None:
        self.take()
        self.push(DATA)


def _parameters(code: CodeObject) -> int:
    """How many of the slots are parameters."""
    return code.positional + code.keyword_only + bool(code.flags & 1) + bool(code.flags & 2)

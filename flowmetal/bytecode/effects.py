"""What the functions of a program may wait for, and what the program can ask of the outside: found without running it.

`analyse(bundle)` follows every code object with *abstract values*: sets of atoms that say what may lie on the operand
stack or in a variable. A function, class or module is known by where it was made; names are followed through globals,
closures, imports, attributes, returns and containers. So it is known in most places where calls lead, and the waits of
a function are its own and those of all that it may call:

- A method of an unknown object is any of that name in a class that the program makes instances of, or else a built-in
  type's, which does not wait. Special methods behind an operator, a loop or `with` likewise; which instructions can
  wait there the opcode table says.
- A function that is handed on (a block, a key function) counts as called by who hands it on. So whoever calls a
  parameter need not be blamed for it; a function says which of its parameters it calls.
- Any other call of a value is *unknown*: who makes it, and whoever calls that, may wait for anything.
- A call as a task (`async`) is not a wait of the caller, but what the task may ask is asked by the program.

The answer errs towards more. It sees through Python-level names only: what a container holds is what it was made with.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from flowmetal.bytecode.abstract import MOST_ATOMS, UNKNOWN, Atom, Key, Value, joined
from flowmetal.bytecode.code import CLASS_BODY, MODULE, Bundle, CodeObject
from flowmetal.bytecode.walk import COMPUTED, MESSAGE, TIMER, Arguments, Facts, Walk


@dataclass(frozen=True, slots=True)
class FunctionEffects:
    """What one function, or the top level of a module, may do, whatever it calls on the way included."""

    module: str
    file: str
    name: str  # qualified; "<module>" for a top level
    line: int
    waits: tuple[str, ...]  # "timer", "message", "task", and topics
    hosts: tuple[str, ...]
    other_hosts: bool  # it asks hosts that no literal shows
    calls_given: tuple[str, ...]  # parameters, of it or a function around it, that it may call
    anything: bool  # it may wait for anything: something unknown is called, here or in what it calls
    unknown: tuple[int, ...]  # lines of its own with a call of something unknown
    starts: tuple[str, ...]  # functions that it starts as tasks, and topics of foreign ones


@dataclass(frozen=True, slots=True)
class Effects:
    functions: tuple[FunctionEffects, ...]  # of the program's own modules, in order of the source
    topics: tuple[str, ...]  # the program can ask
    other_topics: bool  # it asks topics that no literal shows
    hosts: tuple[str, ...]
    other_hosts: bool
    timers: bool
    messages: bool  # it receives; sending is the topic "message"


def analyse(bundle: Bundle) -> Effects:
    """Needs the numbering of code objects that the bundle gives them; costs milliseconds for each 1,000 lines."""
    analysis = Analysis(bundle)
    analysis.run()
    return analysis.result()


class Analysis:
    def __init__(self, bundle: Bundle) -> None:
        self.bundle = bundle
        self.codes: dict[Key, CodeObject] = {
            (key, code.index): code for key, module in bundle.modules.items() for code in module.codes
        }
        self.parents: dict[Key, Key] = {
            (module, inner.index): (module, code.index)
            for (module, _), code in self.codes.items() for inner in code.codes
        }
        self.variables: dict[tuple[Any, ...], Value] = {}
        self.overfull: set[tuple[Any, ...]] = set()
        self.bases: dict[Key, Value] = {}
        self.live: set[Key] = set()  # classes with instances
        self.reached: set[Key] = set()
        self.lines: dict[Key, int] = {}
        self.facts: dict[Key, Facts] = {}
        self.changed = False
        # What is known of a variable that nothing was stored to. While facts are being gathered that may be for want of
        # having been there; when no more come, it was stored by something that cannot be seen.
        self.unset: Value = frozenset()

    # -- the fixed point

    def run(self) -> None:
        for key, code in self.codes.items():
            if code.flags & MODULE or not self.bundle.modules[key[0]].library:
                self.reach(key)
        for self.unset in (frozenset(), UNKNOWN):
            self.changed = True
            while self.changed:
                self.changed = False
                for key in sorted(self.reached):
                    self.facts[key] = Facts()
                    Walk(self, key).run()

    def reach(self, key: Key) -> None:
        if key not in self.reached:
            self.reached.add(key)
            self.changed = True

    def learn(self, variable: tuple[Any, ...], value: Value) -> None:
        """Add to what a variable may hold. What was once too much to know stays unknown: else there would be no end."""
        if variable in self.overfull:
            return
        known = self.variables.get(variable, frozenset())
        more = joined(known, value)
        if len(known | value) > MOST_ATOMS:
            self.overfull.add(variable)
        if more != known:
            self.variables[variable] = more
            self.changed = True

    def enliven(self, key: Key) -> None:
        for each in [key, *self.ancestors(key)]:
            if each not in self.live:
                self.live.add(each)
                self.changed = True

    # -- classes and modules

    def ancestors(self, key: Key, depth: int = 20) -> Iterator[Key]:
        for atom in self.bases.get(key, ()):
            if atom[0] == "class" and depth:
                yield atom[1]
                yield from self.ancestors(atom[1], depth - 1)

    def is_self(self, key: Key, name: str) -> bool:
        """Whether it is the first parameter of a method, which stands for an object of its class or one below."""
        code, parent = self.codes[key], self.parents.get(key)
        in_class = parent is not None and bool(self.codes[parent].flags & CLASS_BODY)
        return in_class and code.positional > 0 and code.slots[0] == name

    def class_attribute(self, key: Key, name: str) -> Value:
        for each in (key, *self.ancestors(key)):
            found = self.variables.get(("class", each, name))
            if found is not None:
                return found
        return frozenset()

    def methods(self, name: str) -> Value:
        """What classes with instances have by that name."""
        atoms: set[Atom] = set()
        for key in self.live:
            atoms |= self.variables.get(("class", key, name), frozenset())
        return frozenset(atoms)

    def module_attribute(self, module: str, name: str) -> Value:
        found = self.variables.get(("global", module, name))
        if found is not None:
            return found
        inner = f"{module}.{name}"
        return frozenset([("module", inner)]) if inner in self.bundle.modules else self.unset

    def builtin(self, name: str) -> Value:
        found = self.variables.get(("global", "prelude", name))
        return frozenset([("builtin", name)]) if found is None or name.startswith("_") else found

    # -- the result

    def result(self) -> Effects:
        totals = self.totals()
        roots = [key for key in self.reached if not self.bundle.modules[key[0]].library]
        everything: set[Key] = set(roots)
        pending = list(roots)
        while pending:
            facts = self.facts[pending.pop()]
            for callee in (*facts.calls, *facts.given, *facts.starts):
                if callee in self.facts and callee not in everything:
                    everything.add(callee)
                    pending.append(callee)
        topics = {topic for key in everything for topic in self.facts[key].topics | self.facts[key].started}
        hosts = {host for key in everything for host in self.facts[key].hosts}
        waits = {wait for key in everything for wait in self.facts[key].waits}
        functions = [self.function(key, totals[key]) for key in sorted(roots, key=self.order)]
        return Effects(
            tuple(functions), _shown(topics), COMPUTED in topics, _shown(hosts), COMPUTED in hosts,
            TIMER in waits, MESSAGE in waits,
        )

    def order(self, key: Key) -> tuple[bool, str, int]:
        return (key[0] != "__main__", key[0], key[1])

    def function(self, key: Key, total: Facts) -> FunctionEffects:
        code, module = self.codes[key], self.bundle.modules[key[0]]
        starts = [
            self.codes[callee].qualname for callee in sorted(self.facts[key].starts)
            if not (self.bundle.modules[callee[0]].library and self.codes[callee].name == "<lambda>")
        ]
        starts += sorted(_shown(self.facts[key].started))
        return FunctionEffects(
            key[0], module.file, code.qualname, self.lines.get(key, 1), _shown(total.waits | total.topics),
            _shown(total.hosts), COMPUTED in total.hosts,
            tuple(sorted({name for owner, name in total.parameters if owner in (key, *self.around(key))})),
            self.is_open(key, total), tuple(sorted(self.facts[key].unknown)), tuple(dict.fromkeys(starts)),
        )

    def around(self, key: Key) -> Iterator[Key]:
        while key in self.parents:
            key = self.parents[key]
            yield key

    def totals(self) -> dict[Key, Facts]:
        """Every code object's own facts with those of all it may call."""
        totals = {
            key: Facts(set(f.waits), set(f.topics), set(f.hosts), unknown=set(f.unknown), parameters=set(f.parameters))
            for key, f in self.facts.items()
        }
        changed = True
        while changed:
            changed = False
            for key, facts in self.facts.items():
                total = totals[key]
                before = _size(total)
                for callee in (*facts.calls, *facts.given):
                    if callee in totals and callee != key:
                        total.waits |= totals[callee].waits
                        total.topics |= totals[callee].topics
                        total.hosts |= totals[callee].hosts
                        total.anything = total.anything or self.is_open(callee, totals[callee])
                for callee, calls in facts.calls.items():
                    for owner, name in tuple(totals[callee].parameters) if callee in totals else ():
                        if owner != callee:
                            total.parameters.add((owner, name))
                            continue
                        for arguments in calls:
                            self.pass_on(key, total, self.argument(callee, name, arguments), arguments.line)
                for callee in facts.given:
                    if callee in totals:
                        total.parameters |= {p for p in totals[callee].parameters if p[0] != callee}
                changed = changed or _size(total) != before
        return totals

    def is_open(self, key: Key, total: Facts) -> bool:
        """Does it call something unknown, itself or further down? The library calls what it is handed, and that counts
        as called by who hands it on."""
        return total.anything or (bool(total.unknown) and not self.bundle.modules[key[0]].library)

    def pass_on(self, key: Key, total: Facts, value: Value, line: int) -> None:
        """value is called by one that key calls: what is not known of it becomes key's."""
        for atom in value:
            if atom[0] == "parameter":
                total.parameters.add((atom[1], atom[2]))
            elif atom[0] == "unknown":
                total.unknown.add(line)
                self.facts[key].unknown.add(line)

    def argument(self, callee: Key, name: str, arguments: Arguments) -> Value:
        """What the call gives for a parameter; nothing if that is left to its default."""
        code = self.codes[callee]
        for keyword, value in arguments.keywords:
            if keyword == name:
                return value
        slot = code.slots.index(name)
        if slot < code.positional and slot < len(arguments.positional):
            return arguments.positional[slot]
        return frozenset() if arguments.complete else UNKNOWN


def _size(facts: Facts) -> int:
    return sum((len(facts.waits), len(facts.topics), len(facts.hosts), len(facts.parameters), len(facts.unknown),
                facts.anything))


def _shown(items: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(item for item in items if item != COMPUTED))

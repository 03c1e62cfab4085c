"""The snapshot codec: a machine's whole state to bytes and back.

    encode(machine) -> bytes          decode(program, bytes) -> Machine

Equal state gives equal bytes. Identity and cycles are kept: one walk finds the objects that are referred to more than
once; those, and what nests deeper than INLINE_DEPTH, stand in a heap table, everything else nests inline so that the
C packer does most of the work (a full heap table was measured six times slower). What belongs to the program (code,
library objects, constant tuples, built-ins) is referred to by number or name.

Layout: magic "FMS", version byte, CRC-32 of the rest (4 bytes, big-endian), then msgpack of
[first 8 bytes of the program's hash, heap table, roots]. A scalar stands for itself; everything else is an array
[tag, …]:
    0 REF n (heap entry)  1 SHARED n (object of the program's library image)  2 NATIVE name  3 CLASS name (built-in)
    4 BIG bytes (an int beyond 64 bits)  5 UNSET  6 Ellipsis  7 NotImplemented  8 RANGE start stop step
    9 SLICE start stop step  10 DURATION us  11 TIME us  12 LIST items…  13 TUPLE items…  14 DICT k, v, …
    15 FROZENSET items…  16 and up: the classes of _LAYOUT in their order, with their fields in order.
    127 NAN bytes (a float that is not a number: one that is the same object is "in" a list, another one is not)
A code object is [module number, code number]; modules are numbered in the bundle's order.

Any bytes give a machine or one of the three errors. What is checked beyond the checksum: every tag, reference, name
and field type, and that each frame fits its code. Python's `marshal` (version 3, FLAG_REF) keeps
identity in the same way.
"""

from __future__ import annotations

import gc
import struct
import zlib
from collections import deque
from itertools import chain
from typing import TYPE_CHECKING, Any

import msgpack

from flowmetal.bytecode.code import CodeObject
from flowmetal.slotted import slotted
from flowmetal.vm.classes import CLASSES
from flowmetal.vm.consistency import CHECKED, check
from flowmetal.vm.keys import check_key
from flowmetal.vm.machine import Limits, Machine
from flowmetal.vm.values import (
    PLAIN_ITERATORS,
    UNSET,
    Alarm,
    BoundMethod,
    Cell,
    Class,
    ClassMethod,
    DictIterator,
    DictView,
    Duration,
    Enumerate,
    Error,
    Frame,
    FrozenSet,
    Function,
    Generator,
    Heir,
    Instance,
    LimitExceeded,
    Module,
    Native,
    NeedsUser,
    Promise,
    Property,
    SequenceIterator,
    Set,
    StaticMethod,
    Super,
    Task,
    Time,
    Unset,
    Zip,
)

if TYPE_CHECKING:
    from flowmetal.vm.image import Program

MAGIC, VERSION = b"FMS", 1
INLINE_DEPTH = 30


class SnapshotError(Exception):
    """Bytes that are no usable snapshot; the text says why."""


class NotASnapshot(SnapshotError):
    """Not ours."""


class OtherSnapshotVersion(SnapshotError):
    """Ours, of another format version or another program."""


class DamagedSnapshot(SnapshotError):
    """Ours, but contradicts itself."""


REF, SHARED, NATIVE, CLASS, BIG, UNSET_TAG, ELLIPSIS, NOT_IMPLEMENTED, RANGE, SLICE, DURATION, TIME = range(12)
LIST, TUPLE, DICT, FROZENSET = range(12, 16)
NAN = 127

# How a field is written: a value; a list that only the machine sees; a code object; a list of code places; a plain
# scalar. After the colon: what a decoded value must be.
VALUE, ITEMS, CODE, TRACE, SCALAR = "value", "items", "code", "trace", "scalar"
_NoneType = type(None)
_LAYOUT: list[tuple[type, tuple[tuple[str, str, tuple[type, ...] | None], ...]]] = [
    (Cell, (("value", VALUE, None),)),
    (Module, (("key", SCALAR, (str,)), ("globals", VALUE, (dict,)), ("ready", SCALAR, (bool,)))),
    (Function, (
        ("code", CODE, None), ("module", VALUE, (Module,)), ("defaults", VALUE, (tuple,)),
        ("kwdefaults", VALUE, (dict, _NoneType)), ("closure", VALUE, (tuple,)),
        ("attributes", VALUE, (dict, _NoneType)),
    )),
    (BoundMethod, (("function", VALUE, None), ("self", VALUE, None))),
    (Property, (("fget", VALUE, None), ("fset", VALUE, None), ("fdel", VALUE, None), ("doc", VALUE, None))),
    (StaticMethod, (("function", VALUE, None),)),
    (ClassMethod, (("function", VALUE, None),)),
    (Super, (("after", VALUE, (Class,)), ("self", VALUE, None))),
    (Class, (
        ("name", SCALAR, (str,)), ("qualname", SCALAR, (str,)), ("base", VALUE, (Class,)),
        ("namespace", VALUE, (dict,)), ("module", SCALAR, (str,)),
    )),
    (Instance, (("cls", VALUE, (Class,)), ("attributes", VALUE, (dict,)))),
    (Error, (
        ("cls", VALUE, (Class,)), ("attributes", VALUE, (dict,)), ("args", VALUE, (tuple,)),
        ("cause", VALUE, (Error, _NoneType)), ("context", VALUE, (Error, _NoneType)),
        ("suppress_context", SCALAR, (bool,)), ("notes", VALUE, (list, _NoneType)), ("trace", TRACE, None),
    )),
    (Set, (("items", VALUE, (dict,)),)),
    (DictView, (("dict", VALUE, (dict,)), ("kind", SCALAR, (str,)))),
    (SequenceIterator, (
        ("sequence", VALUE, (list, tuple, str, bytes, range)), ("index", SCALAR, (int,)), ("step", SCALAR, (int,)),
    )),
    (DictIterator, (
        ("dict", VALUE, (dict,)), ("keys", ITEMS, None), ("kind", SCALAR, (str,)), ("index", SCALAR, (int,)),
        ("size", SCALAR, (int,)),
    )),
    (Enumerate, (("iterator", VALUE, PLAIN_ITERATORS), ("count", VALUE, (int,)))),
    (Zip, (("iterators", VALUE, (tuple,)), ("strict", SCALAR, (bool,)))),
    (Frame, (
        ("code", CODE, None), ("module", VALUE, (Module,)), ("slots", ITEMS, None), ("stack", ITEMS, None),
        ("pc", SCALAR, (int,)), ("role", SCALAR, (int,)), ("extra", VALUE, None),
        ("handled", VALUE, (Error, _NoneType)),
    )),
    (Generator, (
        ("code", CODE, None), ("frame", VALUE, (Frame, _NoneType)), ("running", SCALAR, (bool,)),
        ("started", SCALAR, (bool,)),
    )),
    (Promise, (
        ("number", SCALAR, (int,)), ("topic", SCALAR, (str,)), ("about", SCALAR, (str,)),
        ("channel", SCALAR, (str, _NoneType)), ("state", SCALAR, (str,)), ("value", VALUE, None),
        ("waiters", ITEMS, (Task,)), ("alarm", VALUE, (Alarm, _NoneType)),
    )),
    (Alarm, (
        ("task", VALUE, (Task,)), ("error", VALUE, (Error,)), ("armed", SCALAR, (bool,)), ("fired", SCALAR, (bool,)),
    )),
    (Task, (
        ("number", SCALAR, (int,)), ("frames", ITEMS, (Frame,)), ("state", SCALAR, (str,)),
        ("started", SCALAR, (bool,)),
        ("wait", VALUE, (Promise, Task, _NoneType)), ("waiters", ITEMS, (Task,)), ("inject", VALUE, (tuple, _NoneType)),
        ("pending", ITEMS, (Alarm, Error)), ("cancelling", SCALAR, (bool,)), ("awaited", SCALAR, (bool,)),
        ("result", VALUE, None), ("error", VALUE, (Error, _NoneType)),
    )),
    # Classes are added here, at the end: what older snapshots hold keeps its tag, and the version with it.
    (Heir, (("cls", VALUE, (Class,)), ("attributes", VALUE, (dict,)), ("plain", VALUE, None))),
]
_BUILT_WHOLE = (TUPLE, SLICE, NAN)  # heap entries of what cannot be made first and filled later
_TAG_OF: dict[type, int] = {cls: 16 + at for at, (cls, _) in enumerate(_LAYOUT)}
_FIELDS: dict[type, tuple[tuple[str, str, tuple[type, ...] | None], ...]] = dict(_LAYOUT)
_SCALARS = frozenset((_NoneType, bool, float, str, bytes))
# Identity is not kept for these (but for a float that is not a number): `values.same` compares them by value.
ATOMS = _SCALARS | {range, Duration, Time, Native, Unset, type(Ellipsis), type(NotImplemented), CodeObject, int}

_AS_IT_IS = frozenset((_NoneType, bool, str, bytes))  # a number may be one that has to be written otherwise
_PLAIN = _AS_IT_IS | {int}  # what no walk needs to look at
_CONTAINERS = frozenset((list, dict, tuple, Instance))

_ROOTS = (
    "time_us", "seed", "drawn", "url", "pid", "requests", "tasks_made", "identities", "modules", "main", "tasks",
    "failed", "ready", "promises", "mailboxes", "receivers", "cancelling", "closing", "status",
)


def children(value: Any) -> list[Any]:
    """What the value refers to, in the order in which it is written; the machine's own lists are looked through."""
    kind = type(value)
    if kind is list or kind is tuple:
        return list(value)
    if kind is dict:
        return [item for pair in value.items() for item in pair]
    if kind is FrozenSet:
        return list(value.items)
    if kind is slice:
        return [value.start, value.stop, value.step]
    found: list[Any] = []
    for name, how, _ in _FIELDS.get(kind, ()):
        if how == VALUE:
            found.append(getattr(value, name))
        elif how == ITEMS:
            found.extend(getattr(value, name))
    return found


def _blank(cls: Any) -> Any:
    """An object of one of our classes, its fields still to be filled."""
    made = cls.__new__(cls)
    if cls is Function:
        made.fast = None
    elif cls is Module:
        made.forget()
    elif cls is Generator:
        made.host = None
    elif cls is Class:
        made.wild = True  # what its instances hold has not been looked at
    return made


def encode(machine: Machine) -> bytes:
    """The state of an idle machine (nothing in its `effects`)."""
    enabled = gc.isenabled()
    gc.disable()  # what is made here lives until the end: looking for garbage took half of the time of a large state
    try:
        try:
            return _Encoder(machine.program, _PLAIN).encode(machine)
        except OverflowError:  # an int beyond 64 bits, which is rare: looking at each would cost all others
            return _Encoder(machine.program, _AS_IT_IS).encode(machine)
    finally:
        if enabled:
            gc.enable()


class _Encoder:
    def __init__(self, program: Program, plain: frozenset[type]) -> None:
        self.program = program
        self.plain = plain  # what is written as it is
        self.shared = program.shared
        self.twice: set[int] = set()
        self.place: dict[int, int] = {}  # id of an object -> its number in the heap table
        self.heap: list[Any] = []

    def encode(self, machine: Machine) -> bytes:
        roots = [_root(machine, name) for name in _ROOTS]
        self._find_shared(roots)
        packed_roots = [self._value(root, 1) for root in roots]
        table: list[Any] = []
        while len(table) < len(self.heap):  # writing an entry may add more
            table.append(self._entry(self.heap[len(table)]))
        body = _pack([_mark(self.program), table, packed_roots])
        return MAGIC + bytes((VERSION,)) + struct.pack(">I", zlib.crc32(body)) + body

    def _find_shared(self, roots: list[Any]) -> None:
        """Mark every object that is met twice."""
        seen: set[int] = set()
        twice, shared, all_plain = self.twice, self.shared, _PLAIN.issuperset
        stack = list(roots)
        while stack:
            value = stack.pop()
            kind = type(value)
            if kind in ATOMS:
                if kind is not float or value == value:  # what is not a number has an identity
                    continue
            elif (kind is Class and value.builtin) or (kind is tuple and not value):
                continue
            key = id(value)
            if key in shared:
                continue
            if key in seen:
                twice.add(key)
                continue
            seen.add(key)
            if kind is list or kind is tuple:
                stack += [item for item in value if type(item) not in _PLAIN]
            elif kind is dict:
                if not all_plain(map(type, value)):
                    stack += value
                if not all_plain(map(type, value.values())):
                    stack += value.values()
            else:
                stack += children(value)

    def _value(self, value: Any, depth: int) -> Any:
        kind = type(value)
        if kind in self.plain or (kind is float and value == value):
            return value
        if kind is dict or kind is list:  # most of what a large state is made of
            key = id(value)
            if key not in self.twice and key not in self.shared and depth <= INLINE_DEPTH:
                return self._inline(value, kind, depth)
        if kind is int:
            return value if -(1 << 63) <= value < 1 << 64 else [BIG, _big(value)]
        key = id(value)
        if key in self.shared:
            return [SHARED, self.shared[key]]
        if kind not in _CONTAINERS and (atom := self._atom(value, kind)) is not None:
            return atom
        if key in self.twice or depth > INLINE_DEPTH:
            return self._ref(value)
        return self._inline(value, kind, depth)

    def _ref(self, value: Any) -> Any:
        place = self.place.get(id(value))
        if place is None:
            place = self.place[id(value)] = len(self.heap)
            self.heap.append(value)
        return [REF, place]

    def _atom(self, value: Any, kind: type) -> Any:
        if kind is Native:
            return [NATIVE, self.program.native_name(value)]
        if kind is Class and value.builtin:
            return [CLASS, value.name]
        if value is UNSET:
            return [UNSET_TAG]
        if kind is range:
            return [RANGE, *(self._value(part, 0) for part in (value.start, value.stop, value.step))]
        if kind is Duration or kind is Time:
            return [DURATION if kind is Duration else TIME, self._value(value.us, 0)]
        if value is Ellipsis or value is NotImplemented:
            return [ELLIPSIS if value is Ellipsis else NOT_IMPLEMENTED]
        return None

    def _entry(self, value: Any) -> Any:
        """A heap entry. What a tuple there holds is never an inline list: a cycle goes through entries only."""
        kind = type(value)
        if kind is tuple or kind is slice:
            return [TUPLE if kind is tuple else SLICE, *(self._in_tuple(item, 1) for item in children(value))]
        return self._inline(value, kind, 1)

    def _in_tuple(self, value: Any, depth: int) -> Any:
        kind = type(value)
        key = id(value)
        if kind is tuple and value and key not in self.twice and key not in self.shared and depth < INLINE_DEPTH:
            return [TUPLE, *(self._in_tuple(item, depth + 1) for item in value)]
        plain = kind in ATOMS and (kind is not float or value == value)
        if plain or key in self.shared or _is_empty_tuple(value) or (kind is Class and value.builtin):
            return self._value(value, depth)
        return self._ref(value)

    def _inline(self, value: Any, kind: type, depth: int) -> Any:
        depth += 1
        write = self._value
        if kind is dict:
            parts = [DICT, *chain.from_iterable(value.items())]
            if not self.plain.issuperset(map(type, parts)):
                parts[1:] = [write(item, depth) for item in parts[1:]]
            return parts
        if kind is list:
            plain = self.plain
            return [LIST, *[item if type(item) in plain else write(item, depth) for item in value]]
        if kind is tuple:
            return [TUPLE, *[write(item, depth) for item in value]]
        if kind is FrozenSet:
            return [FROZENSET, *[write(item, depth) for item in value.items]]
        if kind is slice:
            return [SLICE, *[write(item, depth) for item in children(value)]]
        if kind is float:
            return [NAN, struct.pack(">d", value)]
        written: list[Any] = [_TAG_OF[kind]]
        for name, how, _ in _FIELDS[kind]:
            field = getattr(value, name)
            if how == VALUE or how == SCALAR:
                written.append(write(field, depth))
            elif how == ITEMS:
                written.append([write(item, depth) for item in field])
            elif how == CODE:
                written.append(self._code(field))
            else:
                written.append([part for code, at in field for part in (*self._code(code), at)])
        return written

    def _code(self, code: CodeObject) -> list[int]:
        return [self.program.module_numbers[code.module], code.index]


def _mark(program: Program) -> bytes:
    """Tells programs apart where the store's record, which names the whole hash, has got lost."""
    return bytes.fromhex(program.bundle.hash)[:8]


def _is_empty_tuple(value: Any) -> bool:
    """The host has one empty tuple only, so its identity says nothing."""
    return type(value) is tuple and not value


def _root(machine: Machine, name: str) -> Any:
    value = getattr(machine, name)
    if name in ("modules", "tasks", "promises"):
        return list(value.values())
    return list(value) if type(value) is deque else value


def _big(value: int) -> bytes:
    return value.to_bytes((value.bit_length() + 8) // 8, "big", signed=True)


def decode(program: Program, data: bytes, limits: Limits | None = None) -> Machine:
    """The machine that `encode` wrote. Raises a SnapshotError for anything else."""
    if data[:3] != MAGIC:
        raise NotASnapshot("not a Flowmetal snapshot")
    if data[3:4] != bytes((VERSION,)):
        version = data[3] if len(data) > 3 else "?"
        raise OtherSnapshotVersion(f"snapshot of format version {version}; this is for version {VERSION}")
    if len(data) < 8 or zlib.crc32(data[8:]) != struct.unpack(">I", data[4:8])[0]:
        raise DamagedSnapshot("the snapshot's checksum is wrong")
    enabled = gc.isenabled()
    gc.disable()  # nothing becomes garbage while decoding: up to three times faster
    try:
        program_hash, table, roots = _unpack(data[8:])
        if program_hash != _mark(program):
            raise OtherSnapshotVersion("the snapshot belongs to another program")
        return _Decoder(program, table).machine(roots, limits)
    except SnapshotError:
        raise
    except (Exception, NeedsUser, LimitExceeded) as error:
        raise DamagedSnapshot(f"the snapshot contradicts itself: {error or type(error).__name__}") from error
    finally:
        if enabled:
            gc.enable()


def _pack(content: Any) -> bytes:
    """Text as UTF-8, half surrogate pairs included: the packer's quick way does not take those."""
    try:
        packed: bytes = msgpack.packb(content)
    except UnicodeEncodeError:
        packed = msgpack.packb(content, unicode_errors="surrogatepass")
    return packed


def _unpack(data: bytes) -> Any:
    try:
        return msgpack.unpackb(data, strict_map_key=False)
    except UnicodeDecodeError:
        return msgpack.unpackb(data, strict_map_key=False, unicode_errors="surrogatepass")


@slotted(frozen=False)
class _Unfilled:
    """A dict that still waits for its items."""

    target: dict[Any, Any]
    keys: list[Any]
    values: list[Any]


class _Decoder:
    def __init__(self, program: Program, table: list[Any]) -> None:
        self.program = program
        self.table = table
        self.modules = list(program.bundle.modules.values())
        self.heap: list[Any] = []
        self.classes: list[Class] = []
        self.checked: list[Any] = []
        self.unfilled: dict[int, _Unfilled] = {}  # by id of the dict

    def machine(self, roots: list[Any], limits: Limits | None) -> Machine:
        self._make_shells()
        self._build_tuples()
        for at, raw in enumerate(self.table):
            if raw[0] not in _BUILT_WHOLE:
                self._fill(self.heap[at], raw)
        machine = Machine(self.program, limits)
        for name, raw in zip(_ROOTS, roots, strict=True):
            _set_root(machine, name, self._value(raw))
        self._finish_classes()
        self._finish_dicts()
        check(machine, self.checked)
        return machine

    def _make_shells(self) -> None:
        for raw in self.table:
            tag = raw[0]
            if tag == LIST:
                self.heap.append([])
            elif tag == DICT:
                self.heap.append({})
            elif tag == FROZENSET:
                self.heap.append(FrozenSet())
            elif tag in _BUILT_WHOLE:
                self.heap.append(None)
            else:
                cls = _LAYOUT[tag - 16][0]
                self.heap.append(_blank(cls))

    def _build_tuples(self) -> None:
        """Tuples and slices must have their items when they are made: innermost first, without recursion."""
        for start, raw in enumerate(self.table):
            if raw[0] not in _BUILT_WHOLE or self.heap[start] is not None:
                continue
            stack = [start]
            pending = set(stack)
            while stack:
                at = stack[-1]
                needed = [n for n in _references(self.table[at]) if self.heap[n] is None]
                if needed:
                    if any(n in pending for n in needed):
                        raise ValueError("a tuple contains itself")
                    stack.extend(needed[:1])
                    pending.update(needed[:1])
                    continue
                self.heap[at] = self._inline(self.table[at])
                stack.pop()
                pending.discard(at)

    def _fill(self, shell: Any, raw: list[Any]) -> None:
        tag = raw[0]
        if tag == LIST:
            shell.extend(map(self._value, raw[1:]))
        elif tag == DICT:
            self._fill_dict(shell, raw[1::2], raw[2::2])
        elif tag == FROZENSET:
            self._fill_dict(shell.items, raw[1:], [None] * (len(raw) - 1))
        else:
            self._fill_fields(shell, raw)

    def _fill_dict(self, target: dict[Any, Any], keys: list[Any], values: list[Any]) -> dict[Any, Any]:
        """Keys that are more than a scalar can be hashed only when all they refer to is there: later."""
        found = [self._value(value) for value in values]
        if len(keys) != len(values):
            raise ValueError("a dict with half a pair")
        if list in map(type, keys):
            self.unfilled[id(target)] = _Unfilled(target, [self._value(key) for key in keys], found)
        else:
            target.update(zip(keys, found, strict=True))
        return target

    def _finish_dicts(self) -> None:
        """Fill the dicts that wait for their keys, first those that the hash of another's keys depends on."""
        while self.unfilled:
            stack = [next(iter(self.unfilled))]
            begun = set()
            while stack:
                row = self.unfilled.get(stack[-1])
                if row is not None and stack[-1] not in begun:
                    begun.add(stack[-1])
                    stack.extend(number for number in _hashed_dicts(row.keys) if number in self.unfilled)
                    continue
                if row is not None:
                    del self.unfilled[stack[-1]]
                    for key, value in zip(row.keys, row.values, strict=True):
                        check_key(key)
                        row.target[key] = value
                stack.pop()

    def _fill_fields(self, shell: Any, raw: list[Any]) -> Any:
        fields = _FIELDS[type(shell)]
        if len(raw) != len(fields) + 1:
            raise ValueError(f"a {type(shell).__name__} with {len(raw) - 1} fields")
        for (name, how, kinds), written in zip(fields, raw[1:], strict=True):
            if how == VALUE or how == SCALAR:
                value = self._value(written)
                if kinds is not None and not isinstance(value, kinds):
                    raise ValueError(f"{type(shell).__name__}.{name} is a {type(value).__name__}")
            elif how == ITEMS:
                value = [self._value(item) for item in written]
                if kinds is not None and not all(isinstance(item, kinds) for item in value):
                    raise ValueError(f"{type(shell).__name__}.{name} holds something else")
            elif how == CODE:
                value = self._code(*written)
            else:
                places = zip(written[::3], written[1::3], written[2::3], strict=True)
                value = [(self._code(module, index), int(at)) for module, index, at in places]
            setattr(shell, name, value)
        if type(shell) is Class:
            shell.builtin, shell.mro = False, ()
            self.classes.append(shell)
        elif type(shell) in CHECKED:
            self.checked.append(shell)
        return shell

    def _finish_classes(self) -> None:
        """The chains of bases: a base may have been filled after its heirs."""
        for cls in self.classes:
            chain: list[Class] = []
            while not cls.mro:
                if cls in chain:
                    raise ValueError("a class is its own base")
                chain.append(cls)
                cls = cls.base  # type: ignore[assignment]  # checked when filled: only `object` has none
            for heir in reversed(chain):
                assert heir.base is not None
                heir.mro = (heir, *heir.base.mro)
                heir.layout = heir.base.layout

    def _code(self, module: int, index: int) -> CodeObject:
        if module < 0 or index < 0:
            raise ValueError("no such code")
        return self.modules[module].codes[index]

    def _value(self, raw: Any) -> Any:
        if type(raw) is not list:
            return raw
        if raw[0] == REF:
            if raw[1] < 0:
                raise ValueError("no such heap entry")
            return self.heap[raw[1]]
        return self._inline(raw)

    def _inline(self, raw: list[Any]) -> Any:
        tag = raw[0]
        if tag == LIST:
            return [self._value(item) for item in raw[1:]]
        if tag == TUPLE:
            return tuple([self._value(item) for item in raw[1:]])
        if tag == DICT:
            return self._fill_dict({}, raw[1::2], raw[2::2])
        if tag == NAN:
            return _nan(raw[1])
        if tag >= 16:
            cls = _LAYOUT[tag - 16][0]
            return self._fill_fields(_blank(cls), raw)
        if tag == FROZENSET:
            frozen = FrozenSet()
            self._fill_dict(frozen.items, raw[1:], [None] * (len(raw) - 1))
            return frozen
        if tag == SHARED:
            return self.program.objects[raw[1]]
        if tag == NATIVE:
            return self.program.natives[raw[1]]
        if tag == CLASS:
            return CLASSES[raw[1]]
        if tag == UNSET_TAG:
            return UNSET
        if tag == BIG:
            return int.from_bytes(raw[1], "big", signed=True)
        if tag == RANGE or tag == SLICE:
            start, stop, step = (self._value(part) for part in raw[1:])
            return range(start, stop, step) if tag == RANGE else slice(start, stop, step)
        if tag == DURATION or tag == TIME:
            return (Duration if tag == DURATION else Time)(int(self._value(raw[1])))
        if tag == ELLIPSIS:
            return ...
        if tag == NOT_IMPLEMENTED:
            return NotImplemented
        raise ValueError(f"unknown tag {tag}")


def _references(raw: list[Any]) -> list[int]:
    """Heap numbers in a tuple's entry, inline tuples and slices looked through."""
    found, stack = [], [raw]
    while stack:
        for item in stack.pop()[1:]:
            if type(item) is list:
                if item[0] == REF:
                    found.append(item[1])
                elif item[0] in (TUPLE, SLICE):
                    stack.append(item)
    return found


def _hashed_dicts(keys: list[Any]) -> list[int]:
    """The ids of the dicts that the hashes of these keys depend on."""
    found: list[int] = []
    seen: set[int] = set()
    stack = list(keys)
    while stack:
        key = stack.pop()
        if type(key) is tuple:
            stack.extend(key)
        elif type(key) is FrozenSet:
            found.append(id(key.items))
        elif type(key) is Heir:
            stack.append(key.plain)
        elif type(key) is dict or type(key) is Set:
            found.append(id(key if type(key) is dict else key.items))
        elif isinstance(key, Instance) and key.cls.find("__frozen_fields__") is not UNSET and id(key) not in seen:
            seen.add(id(key))
            found.append(id(key.attributes))
            stack.extend(key.attributes.values())
    return found


def _nan(data: bytes) -> float:
    value: float = struct.unpack(">d", data)[0]
    if value == value:
        raise ValueError("a number that is said to be none")
    return value


def _set_root(machine: Machine, name: str, value: Any) -> None:
    if name == "modules":
        value = {module.key: module for module in value}
    elif name in ("tasks", "promises"):
        value = {item.number: item for item in value}
    elif name == "ready":
        value = deque(value)
    elif type(value) is not type(getattr(machine, name)) and name not in ("url", "pid", "main"):
        raise ValueError(f"{name} is a {type(value).__name__}")
    setattr(machine, name, value)

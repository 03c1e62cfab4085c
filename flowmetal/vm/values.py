"""The machine's values: Python's own where Python has them, small classes for the rest.

Plain Python values are None, bool, int, float, str, bytes, list, tuple, dict, range, slice, Ellipsis and
NotImplemented. Everything else that a program can hold is one of the classes here; all have `__slots__`, and the
snapshot codec (`vm.snapshot`) writes exactly these slots in this order, so a new slot is a new snapshot version.

A `Class` stands for built-in types too: `class_of(value)` gives it for any value, attribute lookup is one path
through `Class.find`, and a built-in type's methods are `Native` functions in its namespace.

Sets keep insertion order (replay must be exact), so they are classes of their own over a dict.

The host's own operations work on these values as far as no code of the program has to run: `==`, `<`, `in`, hashing
and truth reach instances inside containers, and where an instance's class defines the method they raise `NeedsUser`.
So host code must not compare instances that it has no business with: use `is`.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any, ClassVar

if TYPE_CHECKING:
    from flowmetal.bytecode.code import CodeObject
    from flowmetal.vm.machine import Machine


class Unset:
    """What an unbound local or an empty cell holds; never seen by a program."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "UNSET"


UNSET = Unset()


class NeedsUser(BaseException):
    """A host operation came upon an instance whose class defines the method: code of the program has to run."""


def same(left: Any, right: Any) -> bool:
    """`left is right`. Of values that never change, equal ones are the same: whether the host made one object or two
    of them says nothing, and a snapshot does not keep it."""
    return left is right or (type(left) is type(right) and type(left) in _BY_VALUE and mark(left) == mark(right))


def mark(value: Any) -> Any:
    """What tells the value from all others that there are now: the value if it never changes, else its host's id."""
    kind = type(value)
    if kind not in _BY_VALUE:
        return id(value)
    if kind is float:
        return (kind, value.hex()) if value == value else id(value)
    if kind is range:
        return (kind, value.start, value.stop, value.step)
    return (kind, value)


class Cell:
    """A boxed variable, shared by the functions that close over it."""

    __slots__ = ("value",)

    def __init__(self, value: Any = UNSET) -> None:
        self.value = value


class Module:
    """A module of the program while it runs; `globals` is its namespace."""

    __slots__ = ("bodies", "globals", "key", "quick", "ready")

    def __init__(self, key: str, globals: dict[str, Any], ready: bool = False) -> None:
        self.key = key
        self.globals = globals
        self.ready = ready  # its top level has begun to run
        self.forget()

    def forget(self) -> None:
        """Drop the generated code over these globals (see `vm.jit`); it is no part of the state."""
        self.quick: dict[CodeObject, Any] = {}  # what `Function.fast` is, by code
        self.bodies: dict[Any, Any] = {}


class Function:
    """`fast(*args)` runs its generated code, if there is any yet; it is no part of the state."""

    __slots__ = ("attributes", "closure", "code", "defaults", "fast", "kwdefaults", "module")

    def __init__(
        self, code: CodeObject, module: Module, defaults: tuple[Any, ...], kwdefaults: dict[str, Any] | None,
        closure: tuple[Cell, ...], attributes: dict[str, Any] | None = None,
    ) -> None:
        self.code = code
        self.module = module
        self.defaults = defaults
        self.kwdefaults = kwdefaults
        self.closure = closure
        self.attributes = attributes
        self.fast: Any = None


class Native:
    """A built-in function or method: run(machine, args, kwargs) -> value, `TailCall` or raises a host exception.

    args is a list that the callee may keep or change (self first for methods); kwargs a dict or None. Host
    exceptions named as Flowmetal's (TypeError, KeyError, …) become the program's exceptions of that class with
    the same args; `Raise` carries an exception of the program itself.
    """

    __slots__ = ("name", "owner", "run")
    fast: ClassVar[Any] = None  # as a function's, set by `vm.jit`

    def __init__(
        self, name: str, run: Callable[[Machine, list[Any], dict[str, Any] | None], Any], owner: str = ""
    ) -> None:
        self.name = name
        self.run = run
        self.owner = owner  # the built-in class that it is a method of, else ""

    @property
    def qualname(self) -> str:
        return f"{self.owner}.{self.name}" if self.owner else self.name


class TailCall:
    """A native's answer "call this instead; its result is mine": how a native runs the program's code.

    `function` is any callable of the program, often one of the prelude's (`machine.prelude["_sorted"]`).
    """

    __slots__ = ("args", "function", "kwargs")

    def __init__(self, function: Any, args: list[Any], kwargs: dict[str, Any] | None = None) -> None:
        self.function = function
        self.args = args
        self.kwargs = kwargs


class BoundMethod:
    __slots__ = ("function", "self")
    fast: ClassVar[Any] = None

    def __init__(self, function: Any, self_: Any) -> None:
        self.function = function  # Function or Native
        self.self = self_

    def __eq__(self, other: object) -> bool:
        return type(other) is BoundMethod and other.function is self.function and other.self is self.self

    def __hash__(self) -> int:
        return hash((id(self.function), id(self.self)))


class Property:
    __slots__ = ("doc", "fdel", "fget", "fset")

    def __init__(self, fget: Any = None, fset: Any = None, fdel: Any = None, doc: Any = None) -> None:
        self.fget = fget
        self.fset = fset
        self.fdel = fdel
        self.doc = doc


class StaticMethod:
    __slots__ = ("function",)

    def __init__(self, function: Any) -> None:
        self.function = function


class ClassMethod:
    __slots__ = ("function",)

    def __init__(self, function: Any) -> None:
        self.function = function


class Super:
    __slots__ = ("after", "self")

    def __init__(self, after: Class, self_: Any) -> None:
        self.after = after  # attributes are looked up in the classes behind this one
        self.self = self_


class Class:
    """A class, built-in or the program's. Single inheritance: `mro` is the chain of bases, itself first."""

    # `__dict__` holds what generated code has found out about attributes, see `attributes.teach_method`.
    __slots__ = ("__dict__", "base", "builtin", "layout", "module", "mro", "name", "namespace", "qualname", "wild")
    fast: ClassVar[Any] = None

    def __init__(
        self, name: str, base: Class | None, namespace: dict[str, Any], *, layout: str | None = None,
        builtin: bool = False, module: str = "builtins", qualname: str | None = None,
    ) -> None:
        self.name = name
        self.qualname = qualname or name
        self.base = base
        self.namespace = namespace
        # What instances are made of: "object" -> Instance, "error" -> Error, the name of a built-in class that a
        # program may derive from -> Heir, "" -> a value of the host or of this module: cannot be a base.
        self.layout: str = layout if layout is not None else (base.layout if base else "object")
        self.builtin = builtin
        self.module = module
        self.mro: tuple[Class, ...] = (self, *(base.mro if base else ()))
        self.wild = False  # an instance may have an attribute with a method's name

    def find(self, name: str) -> Any:
        """The attribute as it stands in the first class of the mro that has it, else UNSET."""
        for cls in self.mro:
            namespace = cls.namespace
            if name in namespace:
                return namespace[name]
        return UNSET

    def is_subclass(self, other: Class) -> bool:
        return other in self.mro


class Instance:
    """An instance of a program's class.

    To the host it compares and hashes by identity and is true, unless the program's class says otherwise: by special
    methods, or with a `__frozen_fields__` by which it then compares and hashes without code of the program: names of
    attributes that do not change; or one name, of the attribute by whose value it is compared and ordered (a date).
    """

    # The host's own `__dict__` holds the attributes, so that generated code reaches them as the host does.
    __slots__ = ("__dict__", "cls")

    def __init__(self, cls: Class) -> None:
        self.cls = cls

    @property
    def attributes(self) -> dict[str, Any]:
        return self.__dict__

    @attributes.setter
    def attributes(self, attributes: dict[str, Any]) -> None:
        self.__dict__ = attributes

    def __eq__(self, other: object) -> Any:
        fields = self.cls.find("__frozen_fields__")
        if type(fields) is str:
            return self.attributes.get(fields) == stands_for(other)
        if fields is not UNSET:
            if not isinstance(other, Instance) or other.cls is not self.cls:
                return NotImplemented
            return self._frozen(fields) == other._frozen(fields)
        return self._unless_defined("__eq__")

    def __ne__(self, other: object) -> Any:
        if self.cls.find("__frozen_fields__") is not UNSET:
            equal = self == other
            return equal if equal is NotImplemented else not equal
        return self._unless_defined("__ne__", "__eq__")

    def __lt__(self, other: object) -> Any:
        mine = stands_for(self)
        return self._unless_defined("__lt__") if mine is self else mine < stands_for(other)

    def __le__(self, other: object) -> Any:
        mine = stands_for(self)
        return self._unless_defined("__le__") if mine is self else mine <= stands_for(other)

    def __gt__(self, other: object) -> Any:
        mine = stands_for(self)
        return self._unless_defined("__gt__") if mine is self else mine > stands_for(other)

    def __ge__(self, other: object) -> Any:
        mine = stands_for(self)
        return self._unless_defined("__ge__") if mine is self else mine >= stands_for(other)

    def __bool__(self) -> bool:
        self._unless_defined("__bool__", "__len__")
        return True

    def __hash__(self) -> int:
        fields = self.cls.find("__frozen_fields__")
        if type(fields) is str:
            return hash(self.attributes.get(fields))
        if fields is not UNSET:
            return hash((id(self.cls), self._frozen(fields)))
        for cls in self.cls.mro:
            if cls.builtin:
                break
            namespace = cls.namespace
            if "__hash__" in namespace and namespace["__hash__"] is not None:
                if user_method(self, "__eq__") is UNSET:
                    break
                raise TypeError(
                    f"an instance of '{self.cls.name}' cannot be a key, as its class defines __eq__; "
                    "use a tuple of what it is compared by"
                )
            if "__hash__" in namespace or "__eq__" in namespace:
                raise TypeError(f"unhashable type: '{self.cls.name}'")
        return id(self) >> 4

    def _frozen(self, fields: Any) -> tuple[Any, ...]:
        return tuple([self.__dict__.get(name) for name in fields])

    def _unless_defined(self, *names: str) -> Any:
        for name in names:
            if user_method(self, name) is not UNSET:
                raise NeedsUser
        return NotImplemented


def stands_for(value: Any) -> Any:
    """The value that an instance with one frozen field stands for; any other value itself."""
    if isinstance(value, Instance):
        field = value.cls.find("__frozen_fields__")
        if type(field) is str:
            return value.attributes.get(field)
    return value


# What a class itself, not its instances, may be used as: its class methods of these names, as there are no metaclasses.
_METHODS_OF_CLASSES = {
    name: "__class_" + name[2:] for name in ("__iter__", "__len__", "__contains__", "__call__")
}


def user_method(value: Any, name: str) -> Any:
    """The special method that a class of the program (not a built-in one) gives to value, unbound; else UNSET.

    A class of the program gives them to itself by `__class_iter__` and the like.
    """
    if isinstance(value, Instance):
        for cls in value.cls.mro:
            if cls.builtin:
                return UNSET
            if name in cls.namespace:
                return cls.namespace[name]
    elif type(value) is Class and name in _METHODS_OF_CLASSES and not value.builtin:
        found = value.find(_METHODS_OF_CLASSES[name])
        return found.function if type(found) is ClassMethod else found
    return UNSET


class Heir(Instance):
    """An instance of a program's class that derives from a built-in one: `class Stack(list)`.

    `plain` is its value as one of the built-in class; it stays the same object. Methods of the built-in class work on
    it, and so does everything else that Python does with such an instance without asking its class. What the class
    itself defines goes before: then, as with any instance, host operations raise `NeedsUser`.
    """

    __slots__ = ("plain",)

    def __init__(self, cls: Class, plain: Any) -> None:
        super().__init__(cls)
        self.plain = plain

    def __eq__(self, other: object) -> Any:
        return self._compared("__eq__", "__eq__", operator.eq, other)

    def __ne__(self, other: object) -> Any:
        return self._compared("__ne__", "__ne__", operator.ne, other)

    def __lt__(self, other: object) -> Any:
        return self._compared("__lt__", "__gt__", operator.lt, other)

    def __le__(self, other: object) -> Any:
        return self._compared("__le__", "__ge__", operator.le, other)

    def __gt__(self, other: object) -> Any:
        return self._compared("__gt__", "__lt__", operator.gt, other)

    def __ge__(self, other: object) -> Any:
        return self._compared("__ge__", "__le__", operator.ge, other)

    def _compared(self, name: str, reflected: str, operate: Callable[[Any, Any], Any], other: Any) -> Any:
        if user_method(self, name) is not UNSET:
            raise NeedsUser
        if type(other) is Heir:
            if user_method(other, reflected) is not UNSET:
                raise NeedsUser
            return operate(self.plain, other.plain)
        return NotImplemented if isinstance(other, Instance) else operate(self.plain, other)

    def __bool__(self) -> bool:
        if user_method(self, "__bool__") is not UNSET:
            raise NeedsUser
        if type(self.plain) not in _NUMBERS and user_method(self, "__len__") is not UNSET:
            raise NeedsUser
        return bool(self.plain)

    def __hash__(self) -> int:
        for cls in self.cls.mro:
            if cls.builtin:
                break
            namespace = cls.namespace
            if namespace.get("__hash__") is not None:
                if user_method(self, "__eq__") is not UNSET:
                    raise TypeError(
                        f"an instance of '{self.cls.name}' cannot be a key, as its class defines __eq__; "
                        "use what it is compared by"
                    )
                if type(self.plain) in _CHANGEABLE:
                    return id(self.cls) >> 4
                break
            if "__hash__" in namespace or "__eq__" in namespace:
                raise TypeError(f"unhashable type: '{self.cls.name}'")
        if type(self.plain) in _CHANGEABLE:
            raise TypeError(f"unhashable type: '{self.cls.name}'")
        return hash(self.plain)


_NUMBERS = frozenset((int, float))


def plain_of(value: Any) -> Any:
    """What an heir of a built-in class holds; any other value itself."""
    return value.plain if type(value) is Heir else value


class Error(Instance):
    """An exception. `trace` lists (code object, instruction), innermost first, as it went up the frames."""

    __slots__ = ("args", "cause", "context", "notes", "suppress_context", "trace")

    def __init__(self, cls: Class, args: tuple[Any, ...] = ()) -> None:
        super().__init__(cls)
        self.args = args
        self.cause: Error | None = None
        self.context: Error | None = None
        self.suppress_context = False
        self.notes: list[Any] | None = None
        self.trace: list[tuple[CodeObject, int]] = []


class Raise(Exception):
    """Carries an exception of the program through the host's Python, from a native to the machine."""

    def __init__(self, error: Error) -> None:
        super().__init__(error)
        self.error = error


class LimitExceeded(BaseException):
    """A limit of the process was passed; args[0] says which."""


class Microseconds:
    """A number of microseconds; comparable with its own kind only."""

    __slots__ = ()
    us: int

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Microseconds) and type(other) is type(self) and other.us == self.us

    def __lt__(self, other: Any) -> bool:
        return self.us < other.us if type(other) is type(self) else NotImplemented

    def __le__(self, other: Any) -> bool:
        return self.us <= other.us if type(other) is type(self) else NotImplemented

    def __gt__(self, other: Any) -> bool:
        return self.us > other.us if type(other) is type(self) else NotImplemented

    def __ge__(self, other: Any) -> bool:
        return self.us >= other.us if type(other) is type(self) else NotImplemented

    def __hash__(self) -> int:
        return hash((type(self).__name__, self.us))


class Duration(Microseconds):
    """A length of time, exact to the microsecond. Zero is false."""

    __slots__ = ("us",)

    def __init__(self, us: int) -> None:
        self.us = us

    def __bool__(self) -> bool:
        return self.us != 0


class Time(Microseconds):
    """A moment: microseconds since 1970-01-01 UTC."""

    __slots__ = ("us",)

    def __init__(self, us: int) -> None:
        self.us = us


_BY_VALUE = frozenset((int, float, str, bytes, range, Duration, Time))


class Set:
    """A set in order of insertion."""

    __slots__ = ("items",)
    __hash__ = None  # type: ignore[assignment]

    def __init__(self, items: Iterable[Any] = ()) -> None:
        self.items: dict[Any, None] = dict.fromkeys(items)

    def __eq__(self, other: object) -> bool:
        return self.items.keys() == other.items.keys() if isinstance(other, (Set, FrozenSet)) else NotImplemented

    def __len__(self) -> int:
        return len(self.items)

    def __iter__(self) -> Iterator[Any]:
        return iter(self.items)

    def __contains__(self, item: object) -> bool:
        return item in self.items


_CHANGEABLE = frozenset((list, dict, Set))  # have no hash of their own


class FrozenSet:
    """An immutable set in order of insertion."""

    __slots__ = ("items",)

    def __init__(self, items: Iterable[Any] = ()) -> None:
        self.items: dict[Any, None] = dict.fromkeys(items)

    def __eq__(self, other: object) -> bool:
        return self.items.keys() == other.items.keys() if isinstance(other, (Set, FrozenSet)) else NotImplemented

    def __hash__(self) -> int:
        return hash(frozenset(self.items))

    def __len__(self) -> int:
        return len(self.items)

    def __iter__(self) -> Iterator[Any]:
        return iter(self.items)

    def __contains__(self, item: object) -> bool:
        return item in self.items


class DictView:
    """`d.keys()`, `d.values()`, `d.items()`: kind is "keys", "values" or "items"."""

    __slots__ = ("dict", "kind")

    def __init__(self, dict: dict[Any, Any], kind: str) -> None:
        self.dict = dict
        self.kind = kind

    def host(self) -> Any:
        """The host's own view of the same."""
        return getattr(self.dict, self.kind)()

    def __len__(self) -> int:
        return len(self.dict)

    def __iter__(self) -> Iterator[Any]:
        return iter(self.host())

    def __contains__(self, item: object) -> bool:
        return item in self.host()

    def __eq__(self, other: object) -> bool:
        if self is other or self.kind == "values":
            return self is other
        if isinstance(other, (Set, FrozenSet)):
            return bool(self.host() == other.items.keys())
        if isinstance(other, DictView):
            return other.kind != "values" and bool(self.host() == other.host())
        return NotImplemented

    def __hash__(self) -> int:
        if self.kind == "values":
            return id(self) >> 4
        raise TypeError(f"unhashable type: 'dict_{self.kind}'")


# Iterators over plain values. next(iterator) by `step(iterator)`: the item, or UNSET at the end.


class PlainIterator:
    """Lets the host iterate over one, too."""

    __slots__ = ()

    def __iter__(self) -> PlainIterator:
        return self

    def __next__(self) -> Any:
        item = step(self)
        if item is UNSET:
            raise StopIteration
        return item


class SequenceIterator(PlainIterator):
    """Over a list, tuple, str, bytes or range; step -1 for reversed(). A list may change under it, as in Python."""

    __slots__ = ("index", "sequence", "step")

    def __init__(self, sequence: Any, index: int = 0, step: int = 1) -> None:
        self.sequence = sequence
        self.index = index
        self.step = step


class DictIterator(PlainIterator):
    """Over the keys, values or items of a dict, or over a set (then `dict` is the set's)."""

    __slots__ = ("dict", "index", "keys", "kind", "size")

    def __init__(self, dict: dict[Any, Any], kind: str, reverse: bool = False) -> None:
        self.dict = dict
        self.keys = list(dict)  # the order at the start; what follows a change is decided by `size`
        if reverse:
            self.keys.reverse()
        self.kind = kind  # "keys", "values", "items", "set"
        self.index = 0
        self.size = len(dict)


class Enumerate(PlainIterator):
    __slots__ = ("count", "iterator")

    def __init__(self, iterator: Any, count: int) -> None:
        self.iterator = iterator
        self.count = count


class Zip(PlainIterator):
    __slots__ = ("iterators", "strict")

    def __init__(self, iterators: tuple[Any, ...], strict: bool = False) -> None:
        self.iterators = iterators
        self.strict = strict


PLAIN_ITERATORS = (SequenceIterator, DictIterator, Enumerate, Zip)


def step(iterator: Any) -> Any:
    """The next item of an iterator over plain values, or UNSET at its end. Raises RuntimeError as Python does."""
    kind = type(iterator)
    if kind is SequenceIterator:
        index = iterator.index
        if 0 <= index < len(iterator.sequence):
            iterator.index = index + iterator.step
            return iterator.sequence[index]
        iterator.index, iterator.sequence = 0, ()
        return UNSET
    if kind is DictIterator:
        source = iterator.dict
        if iterator.size < 0:
            return UNSET
        if len(source) != iterator.size:
            iterator.size = -1 if iterator.index >= len(iterator.keys) else iterator.size
            what = "Set" if iterator.kind == "set" else "dictionary"
            raise RuntimeError(f"{what} changed size during iteration")
        if iterator.index >= len(iterator.keys):
            iterator.size = -1
            return UNSET
        key = iterator.keys[iterator.index]
        iterator.index += 1
        if iterator.kind in ("keys", "set"):
            return key
        if key not in source:
            raise RuntimeError("dictionary keys changed during iteration")
        return source[key] if iterator.kind == "values" else (key, source[key])
    if kind is Enumerate:
        item = step(iterator.iterator)
        if item is UNSET:
            return UNSET
        iterator.count += 1
        return (iterator.count - 1, item)
    items = []
    for position, inner in enumerate(iterator.iterators):
        item = step(inner)
        if item is UNSET:
            if iterator.strict:
                _check_strict(iterator, position)
            return UNSET
        items.append(item)
    return tuple(items) if items else UNSET


def _check_strict(iterator: Zip, position: int) -> None:
    def names(count: int) -> str:
        return "argument 1" if count == 1 else f"arguments 1-{count}"

    if position:
        raise ValueError(f"zip() argument {position + 1} is shorter than {names(position)}")
    for later, inner in enumerate(iterator.iterators[1:], 1):
        if step(inner) is not UNSET:
            raise ValueError(f"zip() argument {later + 1} is longer than {names(later)}")


class Frame:
    """A function activation. `pc` is the number of the *next* instruction; while a callee runs or the task waits,
    the instruction in progress is therefore pc - 1."""

    __slots__ = ("code", "extra", "handled", "module", "pc", "role", "slots", "stack")

    def __init__(self, code: CodeObject, module: Module, slots: list[Any], role: int = 0, extra: Any = None) -> None:
        self.code = code
        self.module = module
        self.slots = slots
        self.stack: list[Any] = []
        self.pc = 0
        self.role = role  # what becomes of the value that it returns, see `vm.interpreter`
        self.extra = extra  # what the role needs: an instance, a namespace, a generator
        self.handled: Error | None = None  # the exception being handled in this frame


class Generator:
    """While generated code iterates over it, its frame is a generator of the host's, `host`; whoever else asks for the
    frame makes it an explicit one again."""

    __slots__ = ("code", "explicit", "host", "is_running", "is_started")

    def __init__(self, frame: Frame) -> None:
        self.code = frame.code
        self.explicit: Frame | None = frame
        self.host: Any = None
        self.is_running = False
        self.is_started = False

    @property
    def frame(self) -> Frame | None:
        """None: finished."""
        if self.host is not None:
            self._come_out()
        return self.explicit

    @frame.setter
    def frame(self, frame: Frame | None) -> None:
        self.explicit, self.host = frame, None

    @property
    def running(self) -> bool:
        return self.is_running or (self.host is not None and bool(self.host.gi_running))

    @running.setter
    def running(self, running: bool) -> None:
        self.is_running = running

    @property
    def started(self) -> bool:
        if self.host is not None:
            self._come_out()
        return self.is_started

    @started.setter
    def started(self, started: bool) -> None:
        self.is_started = started

    def _come_out(self) -> None:
        from flowmetal.vm.jit.entering import come_out

        come_out(self)


class Promise:
    """The outcome of a request, or a message to come; settled once.

    state is "open", "ok" or "error"; value the result or the Error. `about` says for people what is waited for.
    """

    __slots__ = ("about", "alarm", "channel", "number", "state", "topic", "value", "waiters")

    def __init__(self, number: int, topic: str, about: str, channel: str | None = None) -> None:
        self.number = number  # request number; 0 for a message to come
        self.topic = topic
        self.about = about
        self.channel = channel
        self.state = "open"
        self.value: Any = None
        self.waiters: list[Task] = []
        self.alarm: Alarm | None = None  # interrupts a task when the promise is settled


class Alarm:
    """Raises `error` in `task` at its wait when the promise that it hangs on is settled; `fired` then."""

    __slots__ = ("armed", "error", "fired", "task")

    def __init__(self, task: Task, error: Any) -> None:
        self.task = task
        self.error = error
        self.armed = True
        self.fired = False


class Task:
    """A cooperative thread of control inside a process.

    state: "ready" (in the machine's queue), "waiting" (on `wait`), "done", "failed" or "cancelled".
    """

    __slots__ = (
        "awaited", "cancelling", "error", "frames", "inject", "number", "pending", "result", "started", "state",
        "wait", "waiters",
    )

    def __init__(self, number: int) -> None:
        self.number = number
        self.frames: list[Frame] = []
        self.state = "ready"
        self.started = False
        self.wait: Any = None  # Promise or Task
        self.waiters: list[Task] = []
        self.inject: Any = None  # what the next turn begins with: ("value", v) or ("error", e)
        self.pending: list[Any] = []  # Alarms (fired while the task was not waiting) or Errors, for its next wait
        self.cancelling = False
        self.awaited = False  # somebody has asked for its result
        self.result: Any = None
        self.error: Error | None = None


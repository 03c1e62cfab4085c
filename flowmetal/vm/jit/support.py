"""What generated code calls: operations whose operands need a look first, loops' accounts, calls that are not plain.

Everything here either gives what the interpreter would have, or raises: `Restart` for "let the interpreter do this
instruction", or the error that the interpreter would raise for it, too. So a helper may not have changed anything
when it raises, except where a call of the program's or a native's code is in progress.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import chain, islice
from operator import length_hint
from types import GeneratorType
from typing import TYPE_CHECKING, Any

from flowmetal.bytecode.code import GENERATOR, CodeObject
from flowmetal.bytecode.opcodes import OPCODES
from flowmetal.vm import operators
from flowmetal.vm.attributes import load_attr, teach_init
from flowmetal.vm.calls import ResumeGenerator, bind_slowly
from flowmetal.vm.classes import BASE_EXCEPTION, CLASSES, class_of, error, from_host
from flowmetal.vm.iteration import iterate, range_length
from flowmetal.vm.limits import check_bits, check_items
from flowmetal.vm.natives import run_on_plain
from flowmetal.vm.text import format_value, to_ascii, to_repr, to_str
from flowmetal.vm.unwinding import handled_error, link_context
from flowmetal.vm.values import (
    UNSET,
    BoundMethod,
    Class,
    DictIterator,
    Enumerate,
    Error,
    Function,
    Generator,
    Instance,
    LimitExceeded,
    Module,
    Native,
    NeedsUser,
    Raise,
    SequenceIterator,
    Set,
    Super,
    TailCall,
    Task,
    Zip,
    step,
)

if TYPE_CHECKING:
    from flowmetal.vm.jit.entering import Made
    from flowmetal.vm.jit.writer import Catcher
    from flowmetal.vm.machine import Machine

DEPTH = 900  # calls of generated code within each other, before explicit frames take over
TYPE = CLASSES["type"]
CREDIT = 250  # calls between two looks at the depth and the fuel
TURNS = 127  # of a `while` loop between two looks at the fuel
_HUGE = 1 << 60
QUICKER = 8  # instructions of generated code that count as one: slices and the limit are about time


class Restart(BaseException):
    """Leave generated code: the interpreter does the instruction in progress, and what follows."""


class Push(BaseException):
    """Leave generated code: the call in progress is the interpreter's, with this as the answer of a native."""

    def __init__(self, answer: TailCall | ResumeGenerator) -> None:
        self.answer = answer


class Failed(BaseException):
    """The iterator of a loop failed: the error is the program's, at the loop's instruction."""

    def __init__(self, error: BaseException) -> None:
        self.error = error


OUTSIDE = object()


class Now:
    """The machine and task that run generated code, and how many calls it may make before it has to look around."""

    __slots__ = ("calls", "handled", "machine", "shared", "task")

    def __init__(self) -> None:
        self.calls = 0
        self.handled: Any = OUTSIDE  # the error that is being handled; OUTSIDE: the frames say
        self.machine: Machine = None  # type: ignore[assignment]
        self.task: Task = None  # type: ignore[assignment]
        self.shared: dict[int, int] = {}


NOW = Now()  # of this thread: only one runs machines
RESTART = Restart()


# -- accounts


def look_around() -> None:
    """Pay for the calls made since the last time. Raises Restart if the slice is used up, or the host's stack deep."""
    machine = NOW.machine
    machine.fuel -= CREDIT
    if machine.fuel < 0:
        raise RESTART
    try:
        sys._getframe(DEPTH)
    except ValueError:
        NOW.calls = CREDIT
        return
    raise RESTART


def again(cost: int) -> int:
    """Pay for TURNS turns of a `while` loop. Raises Restart if the slice is used up."""
    machine = NOW.machine
    machine.fuel -= TURNS * cost
    if machine.fuel < 0:
        raise RESTART
    return TURNS


def spent(cost: int) -> None:
    """Pay for the last turns of a loop."""
    NOW.machine.fuel -= cost


_SEQUENCES = frozenset((list, tuple, str, bytes, range))


def host_iterator(value: Any) -> Any:
    """`iter(value)` for a loop: the host's own over a sequence, else a generator over a plain iterator.

    Raises NeedsUser or TypeError as `iterate`, Restart for a generator of the program.
    """
    if type(value) in _SEQUENCES:
        return iter(value)
    if type(value) is Generator:
        return host_generator(value)
    iterator = iterate(value)
    if type(iterator) is SequenceIterator:
        return drive_sequence(iterator)
    if type(iterator) is DictIterator:
        return drive_keys(iterator) if iterator.kind in ("keys", "set") else drive(iterator)
    if type(iterator) in (Enumerate, Zip):
        return drive(iterator)
    raise RESTART


def drive(iterator: Any) -> Iterator[Any]:
    """Over a plain iterator, which is as far as the loop is at any moment."""
    while True:
        try:
            item = step(iterator)
        except Exception as caught:
            raise Failed(caught) from None
        if item is UNSET:
            return
        yield item


def drive_sequence(iterator: SequenceIterator) -> Iterator[Any]:
    sequence, by = iterator.sequence, iterator.step
    while 0 <= (index := iterator.index) < len(sequence):
        iterator.index = index + by
        yield sequence[index]
    iterator.sequence = ()  # as the interpreter's FOR_ITER


def drive_keys(iterator: DictIterator) -> Iterator[Any]:
    source, keys, size, count = iterator.dict, iterator.keys, iterator.size, len(iterator.keys)
    while (index := iterator.index) < count and len(source) == size and iterator.size >= 0:
        iterator.index = index + 1
        yield keys[index]
    yield from drive(iterator)  # at the end it says so, or that the dict has changed


def begin(value: Any, cost: int) -> tuple[Any, Any, int]:
    """The start of a `for` over value, a turn of which costs so many instructions: the iterator, what the loop is to go
    over, and the turns paid in advance less all that there will be.

    Where all turns can be paid, that is the iterator itself, or as much of it as a list has now; else `rest` looks at
    the fuel at each turn. Raises as `host_iterator`.
    """
    machine = NOW.machine
    fuel = machine.fuel
    kind = type(value)
    if kind is range:
        turns = len(value) if -_HUGE < value.start < _HUGE and -_HUGE < value.stop < _HUGE else range_length(value)
        iterator: Any = iter(value)
    elif kind in _SEQUENCES:
        turns = len(value)
        iterator = iter(value)
    else:
        iterator = host_iterator(value)
        if kind is Generator:  # its own loops look at the fuel
            return iterator, iterator, 0
        return iterator, rest(iterator, cost), 0
    price = turns * cost
    if price <= fuel:
        machine.fuel = fuel - price
        return iterator, iterator if kind is not list else chain(islice(iterator, turns), rest(iterator, cost)), 0
    few = max(fuel, 0) // cost
    machine.fuel = fuel - few * cost
    return iterator, chain(islice(iterator, few), rest(iterator, cost)), few - turns


def host_generator(generator: Generator) -> Any:
    """The generator as one of the host's. Raises Restart if it has begun in explicit frames, or runs."""
    if generator.host is not None:
        if generator.host.gi_running:
            raise RESTART
        return generator.host
    if generator.explicit is None:
        return iter(())
    if generator.is_started or generator.is_running:
        raise RESTART
    from flowmetal.vm.jit.entering import prepare_generator

    generator.host = prepare_generator(generator.explicit)
    return generator.host


def exhausted(iterator: Any) -> None:
    """The loop over a variable that holds an iterator has come to its end."""
    if type(iterator) is SequenceIterator:
        if iterator.step == 1 and iterator.sequence:
            iterator.index = len(iterator.sequence)
        iterator.sequence = ()


def ended(source: Any, iterator: Any) -> None:
    """A loop's iterator is exhausted. Raises Restart if it was a generator that goes on in explicit frames."""
    if type(source) is Generator:
        if source.host is iterator:
            source.host, source.explicit, source.is_started = None, None, True
        elif source.explicit is not None:
            raise RESTART


def advance(generator: Generator, answer: ResumeGenerator) -> Any:
    """`next(generator)`"""
    try:
        host = host_generator(generator)
    except Restart:
        raise Push(answer) from None
    try:
        return next(host)
    except StopIteration as stop:
        value = stop.value
    generator.host, generator.explicit, generator.is_started = None, None, True
    raise error("StopIteration") if value is None else error("StopIteration", value)


def begin_own(value: Any, cost: int) -> tuple[Any, Any, int]:
    """As `begin`, of an iterator that only this loop knows: it is brought up to date when the loop is left early."""
    if type(value) is SequenceIterator and value.step == 1:
        sequence, index = value.sequence, value.index
        if not index:
            return begin(sequence, cost)
        if type(sequence) is range:
            return begin(sequence[index:], cost)
    return begin(value, cost)


def rest(iterator: Any, cost: int) -> Iterator[Any]:
    """What the iterator still has, paid turn by turn. Raises Restart, before it takes an item, if no fuel is left."""
    machine = NOW.machine
    while True:
        if machine.fuel < 0:
            raise RESTART
        item = next(iterator, UNSET)
        if item is UNSET:
            return
        machine.fuel -= cost
        yield item


def pay_back(paid: int, iterator: Any, cost: int) -> None:
    """A loop was left with turns that are paid, and not run."""
    if type(iterator) is not GeneratorType:
        NOW.machine.fuel += (paid + length_hint(iterator)) * cost


def plain_iterator(iterator: Any) -> Any:
    """The machine's own iterator for one that `host_iterator` gave."""
    if type(iterator) is GeneratorType:
        frame = iterator.gi_frame
        if frame is None:
            return SequenceIterator(())
        return frame.f_locals["iterator"]
    reduced = iterator.__reduce__()
    sequence, index = reduced[1][0], reduced[2] if len(reduced) > 2 else 0
    return SequenceIterator(sequence, index or 0)


# -- values that need a look


_BIG = 1 << 1024


def sized(value: Any) -> Any:
    """The result of an addition, if it is not too large."""
    kind = type(value)
    if kind is int:
        if not -_BIG < value < _BIG:
            check_bits(value.bit_length())
    elif kind is str or kind is bytes or kind is list or kind is tuple:
        check_items(len(value))
    return value


def inplace(number: int, left: Any, right: Any) -> Any:
    """`left op= right` for values that no shared object is changed by."""
    kind = type(left)
    if (kind is list or kind is dict or kind is Set) and id(left) in NOW.shared:
        raise RESTART
    return operators.inplace(number, left, right)


def store_item(obj: Any, key: Any, value: Any) -> None:
    if id(obj) in NOW.shared:
        raise RESTART
    operators.store_item(obj, key, value)


def formatted(value: Any, spec: str) -> str:
    kind = type(value)
    if not spec:
        if kind is str:
            return value  # type: ignore[no-any-return]
        if kind is int and -(1 << 64) < value < 1 << 64:
            return str(value)
    elif (kind is int or kind is float) and len(spec) < 4 and spec.isascii():
        try:
            return format(value, spec)
        except ValueError:
            pass
    return format_value(value, spec)


def convert(kind: int, value: Any) -> str:
    """The instruction CONVERT."""
    return (to_str, to_repr, to_ascii)[kind](value)


def text(value: Any) -> str:
    return value if type(value) is str else to_str(value)


def joined(parts: str) -> str:
    if len(parts) > 256:
        check_items(len(parts))
    return parts


def unpacked(value: Any, count: int) -> list[Any]:
    """As the interpreter's UNPACK, in order. Raises Restart unless it is a sequence of so many items."""
    if (type(value) is tuple or type(value) is list) and len(value) == count:
        return value  # type: ignore[return-value]
    raise RESTART


def built_map(*items: Any) -> dict[Any, Any]:
    built: dict[Any, Any] = {}
    for at in range(0, len(items), 2):
        operators.store_item(built, items[at], items[at + 1])
    return built


def built_set(*items: Any) -> Set:
    built = Set()
    for item in items:
        operators.set_add(built, item)
    return built


def is_instance(value: Any, cls: Any) -> bool:
    """`isinstance(value, cls)` of a class or a tuple of them. Raises Restart for anything else."""
    if type(cls) is Class:
        if isinstance(value, Instance):
            return cls in value.cls.mro
        return cls in class_of(value).mro
    raise RESTART


# -- calls


def never(*args: Any, **keywords: Any) -> Any:
    """`Function.fast` where there is no generated code."""
    raise RESTART


def make_function(
    code: CodeObject, module: Module, defaults: tuple[Any, ...], kwdefaults: dict[str, Any] | None,
    closure: tuple[Any, ...],
) -> Function:
    """A function that is likely to be called by generated code."""
    fn = Function(code, module, defaults, kwdefaults, closure)
    make = module.quick.get(code)
    if make is not None:
        fn.fast = make(fn)
    return fn


def call_native(native: Native, *args: Any) -> Any:
    try:
        result = native.run(NOW.machine, [*args], None)
    except TypeError as refused:  # perhaps as it was given heirs of built-in classes
        result = run_on_plain(native, NOW.machine, [*args], None, refused)
    kind = type(result)
    if kind is TailCall or kind is ResumeGenerator:
        return tail(result)
    return result


def tail(answer: TailCall | ResumeGenerator) -> Any:
    """Go on with what a native asks to be called."""
    if type(answer) is TailCall and type(answer.function) is Function and not answer.kwargs:
        function = answer.function
        if function.code.cache["plain_call"] and function.code.positional == len(answer.args) and ready(function):
            return function.fast(*answer.args)
    elif type(answer) is ResumeGenerator and answer.value is None and answer.error is None:
        return advance(answer.generator, answer)
    raise Push(answer)


def fast_of(fn: Any, count: int) -> Any:
    """`fn.fast` for a call with so many arguments from a helper, where the host may not be the one to refuse them.

    Raises Restart if that is not known to be right.
    """
    if type(fn) is Function:
        code = fn.code
        if code.cache["plain_call"] and not code.positional - len(fn.defaults) <= count <= code.positional:
            raise RESTART
        if ready(fn):
            return fn.fast
    elif type(fn) in (Native, BoundMethod, Class):
        return fn.fast
    raise RESTART


def ready(fn: Function) -> bool:
    """Has the function generated code, perhaps made now?"""
    if fn.fast is None:
        from flowmetal.vm.jit.entering import prepare

        prepare(fn)
    return fn.fast is not never


def call_bound(method: BoundMethod, *args: Any) -> Any:
    return fast_of(method.function, len(args) + 1)(method.self, *args)


def call_class(cls: Class, *args: Any) -> Any:
    """`cls(*args)`. The frame of an `__init__` that generated code runs in here makes the variable `instance`."""
    try:
        init = cls.init  # type: ignore[attr-defined]
    except AttributeError:
        if cls is TYPE and len(args) != 1:  # it asks in which module it is called
            raise RESTART from None
        make = cls.namespace.get("__new__")
        if cls.builtin and type(make) is Native:
            return call_native(make, *args)
        if cls.builtin and type(make) is Function:
            return fast_of(make, len(args))(*args)
        if cls.layout == "error" and not _has_code(cls):
            return Error(cls, args)
        init = teach_init(cls)
        if init is None:
            raise RESTART from None
    instance = Instance(cls) if cls.layout == "object" else Error(cls, args)
    result = fast_of(init, len(args) + 1)(instance, *args)
    if result is not None:
        raise error("TypeError", f"__init__() should return None, not '{class_of(result).name}'")
    return instance


def to_int(cls: Class, value: Any) -> Any:
    kind = type(value)
    if kind is str or kind is float or kind is int:
        return int(value)
    return call_class(cls, value)


def to_float(cls: Class, value: Any) -> Any:
    kind = type(value)
    if kind is str or kind is int or kind is float:
        return float(value)
    return call_class(cls, value)


def to_text(cls: Class, value: Any) -> Any:
    if type(value) is int or type(value) is str:
        return str(value)
    return call_class(cls, value)


def to_list(cls: Class, value: Any) -> Any:
    kind = type(value)
    if kind is list or kind is tuple:
        check_items(len(value))
        return list(value)
    return call_class(cls, value)


def call_keywords(fn: Any, names: tuple[str, ...], *args: Any) -> Any:
    """`fn(…, name=value, …)`: the last of args have the names."""
    given = list(args[: len(args) - len(names)])
    keywords = dict(zip(names, args[len(given) :], strict=True))
    if type(fn) is BoundMethod:
        given.insert(0, fn.self)
        fn = fn.function
    if type(fn) is Native:
        try:
            result = fn.run(NOW.machine, list(given), keywords)
        except TypeError as refused:
            result = run_on_plain(fn, NOW.machine, list(given), keywords, refused)
        if type(result) is TailCall or type(result) is ResumeGenerator:
            return tail(result)
        return result
    if type(fn) is not Function:
        raise RESTART
    return run_bound(fn, given, keywords)


def run_bound(fn: Function, args: list[Any], keywords: dict[str, Any] | None) -> Any:
    """Call a function of the program whose arguments have to be brought into order first."""
    if not ready(fn) or fn.code.flags & GENERATOR:
        raise RESTART
    code = fn.code
    body = fn.fast if code.cache["plain_call"] else fn.fast.body
    return body(*bind_slowly(fn, code, args, keywords))


def call_method(obj: Any, name: str, *args: Any) -> Any:
    """`obj.name(*args)` where the name is one of a built-in class."""
    if type(obj) is Module:
        found = obj.globals.get(name)
        if found is None:
            raise RESTART
        return fast_of(found, len(args))(*args)
    if isinstance(obj, Instance):
        if name in obj.attributes:
            raise RESTART
        found = obj.cls.find(name)
        if type(found) is not Function:
            raise RESTART
        return fast_of(found, len(args) + 1)(obj, *args)
    kind = class_of(obj)
    found = kind.find(name)
    if type(found) is not Native or type(obj) is Class or type(obj) is Super:
        raise RESTART
    return call_native(found, obj, *args)


def raise_error(value: Any) -> None:
    """`raise value`"""
    if isinstance(value, Error):
        raise Raise(value)
    if type(value) is Class and value.is_subclass(BASE_EXCEPTION) and not _has_code(value):
        raise Raise(Error(value))
    raise RESTART


def _has_code(cls: Class) -> bool:
    """Does making an instance of the exception class run code of the program, or check arguments?"""
    return cls.find("__init__") is not UNSET or cls.find("__new__") is not UNSET


def matches(raised: Error, kind: Any) -> bool:
    """`except kind`"""
    if type(kind) is Class and kind.is_subclass(BASE_EXCEPTION):
        return kind in raised.cls.mro
    raise RESTART


_NO_ERRORS = (Restart, Push, Failed, NeedsUser, LimitExceeded)
# Translations, by the id of their host's code: the host takes two of the same text for equal.
MADE: dict[int, Made] = {}


def caught(raised: BaseException, catcher: Catcher, outer: Any) -> Error | None:
    """The program's error for a `try` of generated code; None if the frames have to be made explicit for it.

    outer is what was being handled when the `try` began. As `unwinding.raise_in`, over the host's traceback.
    """
    if isinstance(raised, _NO_ERRORS):
        return None
    trace = raised.__traceback__
    assert trace is not None
    passed: list[tuple[CodeObject, int]] = []
    place, inner = catcher.places[trace.tb_lineno - 1], False
    code: CodeObject = catcher.code
    while True:
        if place.after < 0:
            return None
        at, target = place.restart, -1
        for handler in code.handlers:
            if handler[0] <= at < handler[1]:
                target = handler[2]
                break
        if target != (-1 if passed else catcher.target) or (passed and code.flags & GENERATOR):
            return None
        passed.append((code, at))
        inner = False
        trace = trace.tb_next
        while trace is not None:
            made = MADE.get(id(trace.tb_frame.f_code))
            if made is not None:
                break
            inner = True
            trace = trace.tb_next
        else:
            break
        code, place = made.code, made.places[trace.tb_lineno - 1]
    if not inner:
        return None
    error = from_host(raised)
    handled = NOW.handled
    link_context(error, handled_error(NOW.task) if handled is OUTSIDE else handled)
    error.trace.extend(reversed(passed))
    NOW.handled = outer
    return error


def refuse_result() -> None:
    raise error("TypeError", "__init__() should return None")


def restart() -> Any:
    raise RESTART


def load_plain(obj: Any, name: str) -> Any:
    """`obj.name` where no code of the program runs."""
    value = load_attr(obj, name)
    if type(value) is TailCall:
        raise RESTART
    return value


def range_(*args: Any) -> range:
    for arg in args:
        if type(arg) is not int:
            raise RESTART
    return range(*args)


def absolute(value: Any) -> Any:
    if type(value) is int or type(value) is float:
        return abs(value)
    raise RESTART


OP_NAMES = {row.number: row.name for row in OPCODES}
Native.fast, BoundMethod.fast, Class.fast = call_native, call_bound, call_class

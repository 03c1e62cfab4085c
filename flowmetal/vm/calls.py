"""Calling: from a callable and its arguments to a value or a new frame.

Nothing here runs bytecode. `call` either has the value at once (natives, classes without `__init__`, generators
being made) or pushes a frame on the task and says so with PUSHED; the loop in `interpreter` goes on from there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flowmetal.bytecode.code import GENERATOR, VARARGS, VARKEYWORDS, CodeObject
from flowmetal.bytecode.opcodes import BY_NAME
from flowmetal.vm.classes import CLASSES, PLAIN_TYPES, class_of, error, os_error_class
from flowmetal.vm.natives import run_on_plain
from flowmetal.vm.values import (
    UNSET,
    BoundMethod,
    Cell,
    Class,
    ClassMethod,
    Error,
    Frame,
    Function,
    Generator,
    Heir,
    Instance,
    LimitExceeded,
    Native,
    Raise,
    StaticMethod,
    TailCall,
    Task,
)

if TYPE_CHECKING:
    from flowmetal.vm.machine import Machine

# What becomes of the value that a frame returns.
PUSH = 0  # it is the result of the caller's instruction
NOTHING = 1  # dropped: the caller's instruction leaves nothing, or has its result already
INSTANCE = 2  # `__init__`: the result is frame.extra; the value must be None
AGAIN = 3  # it replaces an operand: pushed, and the caller's instruction runs again
SPREAD = 4  # the same for several operands, given as a tuple
GENERATED = 5  # a generator's frame (frame.extra is the Generator): the end of an iteration
CLASS = 6  # a class body; frame.extra is [base, namespace, keywords]
MODULE = 7  # a module's top level; frame.extra is the Module
TRUTH = 8  # like PUSH, but made a bool, inverted if frame.extra
BRANCH = 9  # it decides the caller's conditional jump, whose operand is still on the stack

HOT_CALLS = 8  # calls of a function before it is made generated code
LEAST_FUEL = 5_000  # with less the interpreter goes on alone, to end at the very instruction
MARGIN = 2_000  # frames that generated code may come to before it looks around

YIELD_FROM = BY_NAME["YIELD_FROM"].number

PUSHED = object()  # the answer of `call` when a frame was pushed


class ResumeGenerator:
    """A native's answer "run this generator on": value is sent, or error thrown, into it."""

    __slots__ = ("error", "generator", "value")

    def __init__(self, generator: Generator, value: Any = None, error: Error | None = None) -> None:
        self.generator = generator
        self.value = value
        self.error = error


def call(
    machine: Machine, task: Task, fn: Any, args: list[Any], kwargs: dict[str, Any] | None, role: int = PUSH,
    extra: Any = None,
) -> Any:
    """Call fn. Gives the value, or PUSHED when a frame with that role now stands on the task's frames.

    A value given at once is the caller's to treat by the role.
    Raises what the call raises.
    """
    while True:
        kind = type(fn)
        if kind is Function:
            code = fn.code
            unset = code.cache["unset"]
            if role == PUSH and not kwargs and machine.generated and machine.fuel > LEAST_FUEL:
                heat = code.cache["heat"] = code.cache["heat"] + 1
                if heat > HOT_CALLS and len(task.frames) < machine.limits.frames - MARGIN:
                    from flowmetal.vm.jit.entering import NOT_DONE, enter

                    value = enter(machine, task, fn, args)
                    if value is not NOT_DONE:
                        return value
            if unset is not None and len(args) == code.positional and not kwargs:
                frame = Frame(code, fn.module, args + unset, role, extra)
            else:
                frame = Frame(code, fn.module, bind(fn, code, args, kwargs), role, extra)
                if code.flags & GENERATOR:
                    return Generator(frame)
            frames = task.frames
            frames.append(frame)
            machine.fuel -= 5
            if len(frames) > machine.limits.frames:
                frames.pop()
                raise LimitExceeded(f"recursion deeper than {machine.limits.frames} calls")
            return PUSHED
        if kind is Native:
            try:
                result = fn.run(machine, args, kwargs)
            except TypeError as refused:
                result = run_on_plain(fn, machine, args, kwargs, refused)
            answer = type(result)
            if answer is TailCall:
                fn, args, kwargs = result.function, result.args, result.kwargs
                continue
            if answer is ResumeGenerator:
                return resume_generator(task, result)
            return result
        if kind is BoundMethod:
            args = [fn.self, *args]
            fn = fn.function
            continue
        if kind is Class:
            if fn.builtin:
                new = fn.namespace.get("__new__")
                if new is not None:
                    fn = new
                    continue
            elif type(fn.find("__new__")) is StaticMethod:
                args = [fn, args, kwargs or {}]
                fn, kwargs = machine.prelude["_construct"], None
                continue
            if role != PUSH:  # a frame of `__init__` has a role of its own
                fn, args, kwargs = machine.prelude["_call"], [fn, args, kwargs or {}], None
                continue
            return construct(machine, task, fn, args, kwargs)
        if kind is Instance or kind is Error or kind is Heir:
            method = fn.cls.find("__call__")
            if method is not UNSET:
                fn = bind_attribute(method, fn, fn.cls)
                continue
        elif kind is StaticMethod:
            fn = fn.function
            continue
        raise error("TypeError", f"'{class_of(fn).name}' object is not callable")


def construct(
    machine: Machine, task: Task, cls: Class, args: list[Any], kwargs: dict[str, Any] | None
) -> Any:
    """An instance of a program's class or of an exception class; pushes its `__init__` if that is the program's."""
    if cls.layout == "error":
        if cls is CLASSES["OSError"] and 2 <= len(args) <= 5:
            cls = os_error_class(args[0])
        instance: Instance = Error(cls, tuple(args))
    elif cls.layout == "object":
        instance = Instance(cls)
    elif cls.layout in PLAIN_TYPES:
        return _construct_heir(machine, task, cls, args, kwargs)
    else:
        raise error("TypeError", f"cannot create '{cls.name}' instances")
    init = cls.find("__init__")
    if type(init) is Function:
        pushed = call(machine, task, init, [instance, *args], kwargs, INSTANCE, instance)
        if pushed is not PUSHED:
            raise error("TypeError", f"__init__() should return None, not '{class_of(pushed).name}'")
        return PUSHED
    if init is not UNSET:
        result = init.run(machine, [instance, *args], kwargs)
        if result is not None:
            raise error("TypeError", "__init__() should return None")
    elif kwargs or (args and cls.layout != "error"):
        raise error("TypeError", f"{cls.name}() takes no {'keyword ' if cls.layout == 'error' else ''}arguments")
    return instance


MUTABLE = frozenset(("list", "dict", "set"))  # made empty, and filled by their `__init__`


def _construct_heir(
    machine: Machine, task: Task, cls: Class, args: list[Any], kwargs: dict[str, Any] | None
) -> Any:
    """An instance of a class that derives from a built-in one and has no `__new__` of the program's."""
    init = cls.find("__init__")
    if cls.layout in MUTABLE:
        instance = Heir(cls, PLAIN_TYPES[cls.layout]())
    else:
        new = CLASSES[cls.layout].namespace["__new__"]
        plain = Heir
        try:
            plain = new.run(machine, list(args), kwargs)
        except TypeError as refused:
            plain = run_on_plain(new, machine, list(args), kwargs, refused)
        if type(plain) is TailCall:  # code of the program makes the value
            return call(machine, task, machine.prelude["_construct"], [cls, args, kwargs or {}], None)
        instance = Heir(cls, plain)
    answer = call(machine, task, init, [instance, *args], kwargs, INSTANCE, instance)
    if answer is PUSHED:
        return PUSHED
    if answer is not None:
        raise error("TypeError", f"__init__() should return None, not '{class_of(answer).name}'")
    return instance


def resume_generator(task: Task, resume: ResumeGenerator) -> Any:
    """Put the generator's frame on the task. Raises ValueError if it runs already; StopIteration if it has ended."""
    generator = resume.generator
    if generator.running:
        raise error("ValueError", "generator already executing")
    frame = generator.frame
    if frame is None:
        if resume.error is not None:
            raise Raise(resume.error)
        raise error("StopIteration")
    if not generator.started and resume.value is not None:
        raise error("TypeError", "can't send non-None value to a just-started generator")
    while True:
        generator.running = True
        frame.role, frame.extra = GENERATED, generator
        task.frames.append(frame)
        delegating = generator.started and frame.code.cache["run"][0][frame.pc - 1] == YIELD_FROM
        if resume.error is None:
            break
        inner = frame.stack[-1] if delegating else None
        if type(inner) is not Generator or inner.frame is None or inner.running:
            raise Raise(resume.error)
        generator, frame = inner, inner.frame
    if delegating:
        frame.pc -= 1  # YIELD_FROM passes on what is sent
    if generator.started:
        frame.stack.append(resume.value)
    generator.started = True
    return PUSHED


def bind_attribute(found: Any, obj: Any, cls: Class) -> Any:
    """A class attribute as seen through an instance. Properties are the caller's business."""
    kind = type(found)
    if kind is Function or (kind is Native and found.owner):  # a built-in function in a class stays a function
        return BoundMethod(found, obj)
    if kind is StaticMethod:
        return found.function
    if kind is ClassMethod:
        return BoundMethod(found.function, cls)
    return found


# -- arguments to slots


def bind(fn: Function, code: CodeObject, args: list[Any], kwargs: dict[str, Any] | None) -> list[Any]:
    """The slots of a new frame. Raises TypeError with Python's words if the arguments do not fit."""
    positional = code.positional
    given = len(args)
    if not kwargs and given == positional and not code.keyword_only and not code.flags & (VARARGS | VARKEYWORDS):
        slots = args
    else:
        slots = bind_slowly(fn, code, args, kwargs)
    missing = len(code.slots) - len(slots) - code.free
    if missing:
        slots = slots + [UNSET] * missing
    for slot in code.cells:
        slots[slot] = Cell(slots[slot])
    if code.free:
        slots.extend(fn.closure)
    return slots


class _Signature:
    """What binding needs to know of a function, for one that has no code."""

    def __init__(self, qualname: str, names: list[str], keyword_only: int, defaults: dict[str, Any]) -> None:
        self.qualname = qualname
        self.slots = names
        self.keyword_only = keyword_only
        self.positional = len(names) - keyword_only
        self.positional_only = self.flags = 0
        self.defaults = tuple([defaults[name] for name in names[: self.positional] if name in defaults])
        self.kwdefaults = defaults


def bind_by_name(
    qualname: str, names: list[str], keyword_only: int, defaults: dict[str, Any], args: list[Any],
    kwargs: dict[str, Any] | None,
) -> list[Any]:
    """The values of parameters, the last keyword_only of them such, for a call of a function that is only described.

    The parameters with defaults stand last. Raises TypeError as `bind`.
    """
    signature = _Signature(qualname, list(names), keyword_only, defaults)
    return bind_slowly(signature, signature, args, kwargs)


_ANYTHING = VARARGS | VARKEYWORDS


def bind_slowly(
    fn: Function | _Signature, code: CodeObject | _Signature, args: list[Any], kwargs: dict[str, Any] | None
) -> list[Any]:
    positional, keyword_only = code.positional, code.keyword_only
    if not positional and not keyword_only and code.flags & _ANYTHING == _ANYTHING:
        return [tuple(args), dict(kwargs) if kwargs else {}]  # (*args, **kwargs): most decorated functions
    slots: list[Any] = [*args[:positional]]
    slots += [UNSET] * (positional + keyword_only - len(slots))
    rest = {}
    names = code.slots
    if kwargs:
        for name, value in kwargs.items():
            try:
                slot = names.index(name, code.positional_only, positional + keyword_only)
            except ValueError:
                if code.flags & VARKEYWORDS:
                    rest[name] = value
                    continue
                raise error("TypeError", _unexpected(code, name, kwargs)) from None
            if slots[slot] is not UNSET:
                raise error("TypeError", f"{code.qualname}() got multiple values for argument '{name}'")
            slots[slot] = value
    if len(args) > positional and not code.flags & VARARGS:
        raise error("TypeError", _too_many(fn, code, len(args), slots))
    defaults = fn.defaults
    missing = []
    for slot in range(positional):
        if slots[slot] is UNSET:
            at = slot - (positional - len(defaults))
            if at >= 0:
                slots[slot] = defaults[at]
            else:
                missing.append(names[slot])
    if missing:
        raise error("TypeError", _missing(code, missing, "positional"))
    for slot in range(positional, positional + keyword_only):
        if slots[slot] is UNSET:
            name = names[slot]
            if fn.kwdefaults and name in fn.kwdefaults:
                slots[slot] = fn.kwdefaults[name]
            else:
                missing.append(name)
    if missing:
        raise error("TypeError", _missing(code, missing, "keyword-only"))
    if code.flags & VARARGS:
        slots.append(tuple(args[positional:]))
    if code.flags & VARKEYWORDS:
        slots.append(rest)
    return slots


def _unexpected(code: CodeObject | _Signature, name: str, kwargs: dict[str, Any]) -> str:
    positional_only = [parameter for parameter in code.slots[: code.positional_only] if parameter in kwargs]
    if positional_only:
        listed = ", ".join(positional_only)
        return f"{code.qualname}() got some positional-only arguments passed as keyword arguments: '{listed}'"
    return f"{code.qualname}() got an unexpected keyword argument '{name}'"


def _missing(code: CodeObject | _Signature, names: list[str], kind: str) -> str:
    quoted = [f"'{name}'" for name in names]
    listed = ", ".join(quoted[:-1]) + f", and {quoted[-1]}" if len(quoted) > 2 else " and ".join(quoted)
    plural = "s" if len(names) > 1 else ""
    return f"{code.qualname}() missing {len(names)} required {kind} argument{plural}: {listed}"


def _too_many(fn: Function | _Signature, code: CodeObject | _Signature, given: int, slots: list[Any]) -> str:
    positional = code.positional
    least = positional - len(fn.defaults)
    takes = f"from {least} to {positional}" if fn.defaults else str(positional)
    plural = "s" if positional != 1 or fn.defaults else ""
    keywords = sum(1 for slot in slots[positional : positional + code.keyword_only] if slot is not UNSET)
    if keywords:
        extra = (
            f"{given} positional argument{'s' if given != 1 else ''} "
            f"(and {keywords} keyword-only argument{'s' if keywords != 1 else ''}) were"
        )
    else:
        extra = f"{given} {'was' if given == 1 else 'were'}"
    return f"{code.qualname}() takes {takes} positional argument{plural} but {extra} given"


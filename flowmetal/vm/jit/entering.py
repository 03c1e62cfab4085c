"""Making generated code, entering it from the interpreter, and leaving it for explicit frames.

Generated code is left by an exception. The host's traceback then holds every host frame between the interpreter and the
place that raised: each that runs generated code becomes a `Frame` of the machine, from its line number (the place)
and its variables. What the interpreter does next is the innermost frame's matter:

    Restart, or an error of a plain operation    it does the instruction in progress itself, and raises if that fails
    an error of a native that was called         it is raised at the call
    Push                                         it calls what the native asks to be called

When generated code leaves too often without having done much, it is not entered there any more: code that waits in
each turn of its loop is the interpreter's.
"""

from __future__ import annotations

import sys
import warnings
from collections.abc import Callable
from functools import partial
from operator import length_hint
from sys import getrefcount
from types import CodeType, FunctionType, GeneratorType, TracebackType
from typing import TYPE_CHECKING, Any

from flowmetal.bytecode.code import GENERATOR, CodeObject
from flowmetal.bytecode.opcodes import BY_NAME
from flowmetal.vm import operators, values
from flowmetal.vm.attributes import teach_init, teach_method, teach_store
from flowmetal.vm.calls import GENERATED, INSTANCE, PUSHED, ResumeGenerator, bind, call, resume_generator
from flowmetal.vm.classes import from_host
from flowmetal.vm.iteration import SEQUENCES, iterate, range_length
from flowmetal.vm.jit import support
from flowmetal.vm.jit.support import (
    CREDIT,
    MADE,
    NOW,
    OUTSIDE,
    RESTART,
    Failed,
    Push,
    Restart,
    advance,
    call_class,
    never,
    ready,
)
from flowmetal.vm.jit.translate import GENERATOR_START, Translator
from flowmetal.vm.jit.writer import COUNTER, DICT, FLOAT, INT, LIST, OWN, SMALL, STR, Place, Unsupported
from flowmetal.vm.unwinding import raise_in
from flowmetal.vm.values import (
    UNSET,
    Cell,
    Class,
    Frame,
    Function,
    Generator,
    Instance,
    Module,
    NeedsUser,
    SequenceIterator,
    Task,
)

if TYPE_CHECKING:
    from flowmetal.vm.machine import Machine

MOST_VARIANTS = 4  # translations of one loop, for different kinds of values in its variables
# Generated code stops at DEPTH + CREDIT calls within each other; what it calls needs room above that.
sys.setrecursionlimit(max(sys.getrecursionlimit(), 2500))
LITTLE = 100  # fuel; generated code that is left before it has used so much has left early
PATIENCE = 12  # times that it may leave early before it is given up

class Made:
    """A translation as the host's code: shared by all processes of a program."""

    __slots__ = ("code", "constants", "factory", "helpers", "inner", "left", "loop", "places", "runs")

    def __init__(self, code: CodeObject, loop: int | None, factory: CodeType, places: list[Place],
                 constants: dict[str, Any], helpers: tuple[str, ...]) -> None:
        self.code = code
        self.loop = loop
        self.factory = factory
        self.places = places
        self.constants = constants
        self.helpers = helpers
        self.inner = next(const for const in factory.co_consts if isinstance(const, CodeType))
        self.left = 0  # how often it was left for the interpreter
        self.runs = 0
        MADE[id(self.inner)] = self


# What generated code may name.
_OF_HOST = (type, int, str, float, list, dict, id, tuple, slice, len, ord, BaseException)
_OF_SUPPORT = (
    "NOW", "RESTART", "look_around", "again", "spent", "begin", "begin_own", "pay_back", "ended", "exhausted",
    "sized", "inplace", "store_item", "formatted", "text", "joined", "unpacked", "built_map", "built_set",
    "is_instance", "call_native", "call_keywords", "call_method", "make_function", "restart", "caught", "matches",
    "raise_error", "refuse_result", "load_plain", "range_", "to_int", "to_float", "to_text", "to_list", "absolute",
    "convert",
)
ENVIRONMENT: dict[str, Any] = {
    **{kind.__name__: kind for kind in _OF_HOST},
    **{name: getattr(support, name) for name in _OF_SUPPORT},
    "UNSET": UNSET, "Cell": Cell, "Instance": Instance, "new": object.__new__, "iterate": iterate,
    "same": values.same, "binary": operators.binary, "load_item": operators.load_item, "contains": operators.contains,
    "compare": operators.compare, "unary": operators.unary, "set_add": operators.set_add,
}


def stored_names(machine: Machine, module: Module) -> frozenset[str]:
    """Names of built-ins that the module's code may give another meaning at any time."""
    code = machine.program.bundle.modules[module.key]
    found = code.code.cache.get("stored")
    if found is None:
        names: set[str] = set()
        for one in code.codes:
            for op, arg in zip(one.ops, one.cache["run"][1], strict=True):
                if op in _STORES:
                    names.add(arg)
                elif op == _DELETE_CELL:
                    names.add("DELETE_CELL")
        found = code.code.cache["stored"] = frozenset(names)
    names_: frozenset[str] = found
    return names_


_DELETE_CELL = BY_NAME["DELETE_CELL"].number
_STORES = frozenset(number for number, name in support.OP_NAMES.items() if name in ("STORE_GLOBAL", "DELETE_GLOBAL"))


def translation(machine: Machine, code: CodeObject, module: Module, loop: int | None, depth: int,
         kinds: tuple[str | None, ...], defaults: int) -> Made | None:
    """The translation, made once for each program; None if there is none."""
    cache = code.cache.setdefault("made", {})
    key = (loop, depth, kinds)
    if key in cache:
        return cache[key]  # type: ignore[no-any-return]
    made: Made | None = None
    try:
        builtins = {**machine.library_builtins, **machine.builtins} if code.cache["library"] else machine.builtins
        translator = Translator(code, module, builtins, stored_names(machine, module), defaults)
        translation = translator.translate(loop, depth, kinds)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of the host's compiler, about odd programs
            compiled = compile(translation.tree, "<generated>", "exec", dont_inherit=True)
        factory = next(const for const in compiled.co_consts if isinstance(const, CodeType))
        made = Made(code, loop, factory, translation.places, translation.constants, translation.helpers)
    except (Unsupported, RecursionError):
        pass
    cache[key] = made
    return made


def instantiate(made: Made, module: Module, fn: Function | None = None) -> Any:
    """The host function, over the globals of one process's module, and over fn's closure and defaults."""
    arguments: list[Any] = []
    for name in made.helpers:
        if name == ".function":
            arguments.append(fn)
        elif name == ".module":
            arguments.append(module)
        elif name == ".globals":
            arguments.append(module.globals)
        else:
            arguments.append(made.constants[name] if name in made.constants else ENVIRONMENT[name[1:]])
    return FunctionType(made.factory, module.globals)(*arguments)


def prepare(fn: Function) -> None:
    """Give fn its generated code, if it can have any."""
    code, module = fn.code, fn.module
    make_fast = module.quick.get(code)
    if make_fast is None:
        make_fast = module.quick[code] = _maker(fn, code, module)
    fn.fast = make_fast(fn)


def _maker(fn: Function, code: CodeObject, module: Module) -> Callable[[Function], Any]:
    """What makes `fast` of a function of this code."""
    machine = NOW.machine
    if module.key not in machine.program.bundle.modules:
        return lambda fn: never
    if code.flags & GENERATOR:
        return lambda fn: partial(make_generator, fn)
    made = translation(machine, code, module, None, 0, (), len(fn.defaults))
    if made is None:
        return lambda fn: never
    if not code.cache["plain_call"]:
        return lambda fn: General(fn, instantiate(made, module, fn))
    if ".function" in made.helpers:
        return lambda fn: instantiate(made, module, fn)
    shared = instantiate(made, module)
    return lambda fn: shared


class General:
    """`fast` of a function whose arguments have to be brought into order; body takes its parameters."""

    __slots__ = ("body", "fn")

    def __init__(self, fn: Function, body: Any) -> None:
        self.fn = fn
        self.body = body

    def __call__(self, *args: Any) -> Any:
        return support.run_bound(self.fn, [*args], None)


def make_generator(fn: Function, *args: Any) -> Any:
    return Generator(Frame(fn.code, fn.module, bind(fn, fn.code, [*args], None)))


def prepare_generator(frame: Frame) -> Any:
    """A generator of the host's for one whose frame has not begun. Raises Restart if there is no such code."""
    machine, code, module = NOW.machine, frame.code, frame.module
    kinds = tuple([kind_of(value, NOW.shared) for value in frame.slots])
    if len(code.cache.get("made", ())) > MOST_VARIANTS:
        kinds = tuple(["" if kind == "" else None for kind in kinds])
    made = translation(machine, code, module, GENERATOR_START, 0, kinds, 0)
    if made is None or not made.inner.co_flags & CO_GENERATOR:
        raise RESTART
    run = module.bodies.get(made)
    if run is None:
        run = module.bodies[made] = instantiate(made, module)
    return run(*frame.slots)


CO_GENERATOR = 0x20


def come_out(generator: Generator) -> None:
    """Make the frame of a suspended generator an explicit one. The host's is closed, which ends the loop over it."""
    host, generator.host = generator.host, None
    its_frame = host.gi_frame
    if its_frame is None:
        generator.explicit, generator.is_started = None, True
    elif host.gi_suspended:
        made = MADE[id(host.gi_code)]
        assert generator.explicit is not None
        place = made.places[its_frame.f_lineno - 1]
        variables = dict(its_frame.f_locals)
        fill_frame(generator.explicit, made, place, variables)
        finish_place(generator.explicit, place, variables)
        begun(generator)
        host.close()


def begun(generator: Generator) -> Frame:
    """Its frame, explicit now, as that of a generator that has been started."""
    generator.is_started = True
    frame = generator.explicit
    assert frame is not None
    frame.role, frame.extra = GENERATED, generator
    return frame


def fill_frame(frame: Frame, made: Made, place: Place, variables: dict[str, Any]) -> None:
    """The frame as it is at the place."""
    frame.slots = [variables.get(f".v{slot}", UNSET) for slot in range(len(made.code.slots))]
    frame.stack = [operand(variables, kind, what) for kind, what in place.stack]
    frame.pc = place.restart
    frame.handled = variables.get(".h")


# -- entering


def enter(machine: Machine, task: Task, fn: Function, args: list[Any]) -> Any:
    """Call fn, whose arguments fit, by its generated code: the value, or PUSHED with its frames on the task.

    Raises what the call raises.
    """
    code = fn.code
    if fn.fast is never or (
        code.cache["plain_call"] and not code.positional - len(fn.defaults) <= len(args) <= code.positional
    ):
        return NOT_DONE
    NOW.machine, NOW.task, NOW.shared, NOW.calls = machine, task, machine.program.shared, CREDIT
    NOW.handled = OUTSIDE
    if not ready(fn):
        return NOT_DONE
    fuel = machine.fuel
    try:
        return fn.fast(*args)
    except BaseException as caught:
        cache = fn.code.cache
        if fuel - machine.fuel < LITTLE:
            cache["left"] = cache.get("left", 0) + 1
            if cache["left"] > PATIENCE:
                cache["heat"] = -(1 << 60)
        return leave(machine, task, caught, None)


def enter_loop(machine: Machine, task: Task, frame: Frame, header: int) -> bool:
    """Run the loop that begins at `header`, where the frame is, as generated code.

    True if something was run: the task's top frame is to be looked at anew.
    """
    NOW.machine, NOW.task, NOW.shared, NOW.calls = machine, task, machine.program.shared, CREDIT
    NOW.handled = OUTSIDE
    if frame.handled is not None:
        return False
    code, module = frame.code, frame.module
    shared = machine.program.shared
    kinds = tuple([kind_of(value, shared) for value in (*frame.slots, *frame.stack)])
    if frame.stack and type(frame.stack[-1]) is SequenceIterator and getrefcount(frame.stack[-1]) <= 2:
        kinds = (*kinds[:-1], kinds[-1] or OWN)  # in nobody's hands but the stack's
    elif kinds and kinds[-1] == COUNTER:
        kinds = (*kinds[:-1], None)
    made = translation(machine, code, module, header, len(frame.stack), kinds, 0)
    loops = code.cache["loops"]
    if made is None:
        loops[header] = loops.get(header, 0) - 1000
        return False
    run = module.bodies.get(made)
    if run is None:
        if len(code.cache["made"]) > MOST_VARIANTS + 2:
            del loops[header]
            return False
        run = module.bodies[made] = instantiate(made, module)
    made.runs += 1
    fuel = machine.fuel
    frame.pc = header
    try:
        run(*frame.slots, *frame.stack)
    except BaseException as caught:
        leave(machine, task, caught, frame)
    if fuel - machine.fuel < LITTLE:
        made.left += 1
        if made.left > PATIENCE:
            loops[header] = -(1 << 60)
    return True


_KINDS = {str: STR, float: FLOAT}


def kind_of(value: Any, shared: dict[int, int]) -> str | None:
    kind = type(value)
    if kind is int:
        return SMALL if -(1 << 62) < value < 1 << 62 else INT if -(1 << 200) < value < 1 << 200 else None
    if kind in _KINDS:
        return _KINDS[kind]
    if value is UNSET:
        return ""
    if kind is SequenceIterator and type(value.sequence) is range:
        sequence = value.sequence
        return COUNTER if -(1 << 62) < sequence.start < 1 << 62 and -(1 << 62) < sequence.stop < 1 << 62 else None
    if (kind is list or kind is dict) and id(value) not in shared:
        return LIST if kind is list else DICT
    return None


# -- leaving


def leave(machine: Machine, task: Task, caught: BaseException, frame: Frame | None) -> Any:
    """Make frames of what the host's traceback holds; frame is the one that is there already, of a loop.

    Gives PUSHED, or the value of a call that is not made by a frame. Raises the program's error at the call in
    progress: with no frame made where it was a call without one.
    """
    trace: TracebackType | None = caught.__traceback__
    caught.__traceback__ = None
    frames = task.frames
    open_calls: list[tuple[Frame, Place, dict[str, Any]]] = []  # frames made, whose callees' frames follow
    instance: Any = UNSET
    generator: Generator | None = None
    inner = False  # are there host frames within the innermost one of generated code?
    while trace is not None:
        host = trace.tb_frame
        made = MADE.get(id(host.f_code))
        if made is None:
            inner = True
            if host.f_code is advance.__code__:
                generator = host.f_locals["generator"]
            elif host.f_code is call_class.__code__:
                instance = host.f_locals.get("instance", UNSET)
        else:
            inner = False
            variables, place = host.f_locals, made.places[trace.tb_lineno - 1]
            if made.loop == GENERATOR_START:
                if generator is None:  # the loop that is over it was next
                    _, its_place, its_variables = open_calls[-1]
                    generator = its_variables[f".q{its_place.stack[-1][1]}"]
                    assert type(generator) is Generator
                generator.host, generator.is_running = None, True
                new = begun(generator)
                frames.append(new)
            elif frame is not None and made.loop is not None:
                new = frame
            else:
                new = Frame(made.code, machine.module(made.code.module), [])
                if instance is not UNSET:
                    new.role, new.extra = INSTANCE, instance
                frames.append(new)
            generator = None
            instance = variables.get(place.instance, UNSET) if place.instance else UNSET
            fill_frame(new, made, place, variables)
            open_calls.append((new, place, variables))
        trace = trace.tb_next
    if not open_calls:  # nothing of generated code had begun
        if isinstance(caught, Restart):
            return NOT_DONE
        raise caught
    for one, its_place, its_variables in open_calls[:-1]:
        finish_place(one, its_place, its_variables)
    top, place, variables = open_calls[-1]
    if isinstance(caught, (Restart, NeedsUser)):
        teach(machine, top)
    elif isinstance(caught, Push):
        finish_place(top, place, variables)
        push(machine, task, caught.answer)
    elif isinstance(caught, Failed):
        top.pc = place.restart + 1
        raise_in(machine, task, from_host(caught.error))
    elif place.after >= 0 and inner and not host_stack_was_used_up(caught):
        finish_place(top, place, variables)
        raise_in(machine, task, from_host(caught))
    else:
        teach(machine, top)
    return PUSHED


def host_stack_was_used_up(caught: BaseException) -> bool:
    """Did a native find the host's stack full, which the interpreter does not need for the program's calls?"""
    return type(caught) is RecursionError and str(caught).startswith("maximum recursion depth")


NOT_DONE = object()  # the answer of `leave`: the interpreter is to make the call itself


def finish_place(frame: Frame, place: Place, variables: dict[str, Any]) -> None:
    """The frame's call is in progress: its operands are taken, it goes on behind it. Or its loop asks a generator."""
    if place.after < 0:
        frame.pc = place.restart + 1
        return
    frame.stack = [operand(variables, kind, what) for kind, what in place.below]
    frame.pc = place.after


def operand(variables: dict[str, Any], kind: str, what: Any) -> Any:
    if kind == "name":
        return variables[what]
    if kind == "const":
        return what
    source, iterator = variables[f".q{what}"], variables[f".i{what}"]
    if type(source) is SequenceIterator and type(iterator) is not GeneratorType:  # the loop's own
        if type(source.sequence) is list:
            source.index = support.plain_iterator(iterator).index
        else:
            sequence = source.sequence
            length = range_length(sequence) if type(sequence) is range else len(sequence)
            source.index = length - length_hint(iterator)
        return source
    if type(source) not in SEQUENCES:
        if type(source) in values.PLAIN_ITERATORS or type(source) is Generator:
            return source
        return support.plain_iterator(iterator)
    if type(source) is list:
        return support.plain_iterator(iterator)
    length = range_length(source) if type(source) is range else len(source)
    return SequenceIterator(source, length - length_hint(iterator))


def push(machine: Machine, task: Task, answer: Any) -> None:
    """Go on with what a native wants to be called; its result is the call's."""
    try:
        if type(answer) is ResumeGenerator:
            value = resume_generator(task, answer)
        else:
            value = call(machine, task, answer.function, answer.args, answer.kwargs)
    except BaseException as caught:
        raise_in(machine, task, from_host(caught))
        return
    if value is not PUSHED:
        task.frames[-1].stack.append(value)


def teach(machine: Machine, frame: Frame) -> None:
    """Generated code stopped at the frame's instruction, perhaps as a class does not say yet how it is done quickly."""
    ops, args = frame.code.cache["run"]
    name = support.OP_NAMES[ops[frame.pc]]
    stack = frame.stack
    if name == "CALL_METHOD":
        method, count = args[frame.pc]
        if len(stack) > count:
            found = teach_method(stack[-count - 1], method)
            if found is not None and found.fast is None:
                prepare(found)
    elif name == "STORE_ATTR" and len(stack) > 1:
        teach_store(stack[-1], args[frame.pc], machine.is_shared(stack[-1]))
    elif name == "CALL" and len(stack) > args[frame.pc]:
        fn = stack[-args[frame.pc] - 1]
        if type(fn) is Class:
            fn = teach_init(fn)
        if type(fn) is Function and fn.fast is None:
            prepare(fn)

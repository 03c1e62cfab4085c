"""Handlers of the opcodes that are not inline in the loop, in table order.

Each is called with frame.pc written back (pointing past its instruction) and its operands on the stack, and answers
how the loop goes on. An operand is taken only when the operation has succeeded.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from flowmetal.bytecode import opcodes
from flowmetal.bytecode.code import CLASS_BODY
from flowmetal.bytecode.opcodes import BY_NAME
from flowmetal.vm import operators
from flowmetal.vm.attributes import call_method, delete_attr, special, store_attr
from flowmetal.vm.calls import (
    AGAIN,
    CLASS,
    MODULE,
    NOTHING,
    PUSHED,
    SPREAD,
    YIELD_FROM,
    ResumeGenerator,
    call,
    resume_generator,
)
from flowmetal.vm.classes import BASE_EXCEPTION, OBJECT, class_of, error
from flowmetal.vm.iteration import host_list, iterate
from flowmetal.vm.natives import changing
from flowmetal.vm.operators import store_item
from flowmetal.vm.text import format_value, to_ascii, to_repr, to_str
from flowmetal.vm.unwinding import branch, handled_error, raise_in
from flowmetal.vm.values import (
    PLAIN_ITERATORS,
    UNSET,
    Alarm,
    BoundMethod,
    Cell,
    Class,
    Error,
    Frame,
    Function,
    Generator,
    Heir,
    Instance,
    LimitExceeded,
    Native,
    NeedsUser,
    Promise,
    Raise,
    Set,
    TailCall,
    Task,
    plain_of,
    same,
    step,
    user_method,
)

if TYPE_CHECKING:
    from flowmetal.vm.machine import Machine

# What a handler answers: go on in the same frame, look at the top frame anew, or leave the loop.
SAME, RELOAD, LEAVE = 0, 1, 2

Handler = Callable[["Machine", Task, Frame, Any], int]
HANDLERS: dict[int, Handler] = {}


def handles(name: str) -> Callable[[Handler], Handler]:
    def register(handler: Handler) -> Handler:
        if BY_NAME[name].number in HANDLERS:
            raise AssertionError(f"two handlers for {name}")
        HANDLERS[BY_NAME[name].number] = handler
        return handler

    return register


def unbound(code: Any, slot: int) -> Raise:
    name = code.slots[slot]
    if slot >= len(code.slots) - code.free:
        where = "where it is not associated with a value in enclosing scope"
        return error("NameError", f"cannot access free variable '{name}' {where}")
    return error("UnboundLocalError", f"cannot access local variable '{name}' where it is not associated with a value")


def load_builtin(machine: Machine, code: Any, name: str) -> Any:
    value = machine.builtins.get(name, UNSET)
    if value is UNSET and code.cache["library"]:
        value = machine.library_builtins.get(name, UNSET)
    if value is UNSET:
        raise error("NameError", f"name '{name}' is not defined")
    return value


@handles("NOP")
def nop(machine: Machine, task: Task, frame: Frame, arg: Any) -> int:
    return SAME


@handles("DELETE_LOCAL")
def delete_local(machine: Machine, task: Task, frame: Frame, arg: int) -> int:
    if frame.slots[arg] is UNSET:
        raise unbound(frame.code, arg)
    frame.slots[arg] = UNSET
    return SAME


@handles("DELETE_CELL")
def delete_cell(machine: Machine, task: Task, frame: Frame, arg: int) -> int:
    if frame.slots[arg].value is UNSET:
        raise unbound(frame.code, arg)
    frame.slots[arg].value = UNSET
    return SAME


@handles("LOAD_CLOSURE")
def load_closure(machine: Machine, task: Task, frame: Frame, arg: int) -> int:
    frame.stack.append(frame.slots[arg])
    return SAME


@handles("WRAP_CELL")
def wrap_cell(machine: Machine, task: Task, frame: Frame, arg: Any) -> int:
    frame.stack[-1] = Cell(frame.stack[-1])
    return SAME


@handles("STORE_GLOBAL")
def store_global(machine: Machine, task: Task, frame: Frame, arg: str) -> int:
    if machine.is_shared(frame.module):
        raise error("TypeError", f"cannot set '{arg}': library module '{frame.module.key}' is shared")
    frame.module.globals[arg] = frame.stack.pop()
    return SAME


@handles("DELETE_GLOBAL")
def delete_global(machine: Machine, task: Task, frame: Frame, arg: str) -> int:
    if arg not in frame.module.globals:
        raise error("NameError", f"name '{arg}' is not defined")
    if machine.is_shared(frame.module):
        raise error("TypeError", f"cannot delete '{arg}': library module '{frame.module.key}' is shared")
    del frame.module.globals[arg]
    return SAME


def namespace_of(frame: Frame) -> dict[str, Any]:
    """The namespace of the class body that the frame runs."""
    namespace: dict[str, Any] = frame.extra[1]
    return namespace


@handles("LOAD_NAME")
def load_name(machine: Machine, task: Task, frame: Frame, arg: str) -> int:
    for namespace in (namespace_of(frame), frame.module.globals):
        if arg in namespace:
            frame.stack.append(namespace[arg])
            return SAME
    frame.stack.append(load_builtin(machine, frame.code, arg))
    return SAME


@handles("STORE_NAME")
def store_name(machine: Machine, task: Task, frame: Frame, arg: str) -> int:
    namespace_of(frame)[arg] = frame.stack.pop()
    return SAME


@handles("DELETE_NAME")
def delete_name(machine: Machine, task: Task, frame: Frame, arg: str) -> int:
    if arg not in namespace_of(frame):
        raise error("NameError", f"name '{arg}' is not defined")
    del namespace_of(frame)[arg]
    return SAME


@handles("LOAD_NAME_OR_CELL")
def load_name_or_cell(machine: Machine, task: Task, frame: Frame, arg: tuple[str, int]) -> int:
    name, slot = arg
    namespace = namespace_of(frame)
    value = namespace[name] if name in namespace else frame.slots[slot].value
    if value is UNSET:
        raise unbound(frame.code, slot)
    frame.stack.append(value)
    return SAME


@handles("LOAD_BUILTIN")
def load_builtin_(machine: Machine, task: Task, frame: Frame, arg: str) -> int:
    """What the compiler names so may be the machine's own, whatever module it stands in: `match` rests on that."""
    for names in (machine.builtins, machine.library_builtins, machine.prelude):
        if arg in names:
            frame.stack.append(names[arg])
            return SAME
    raise error("NameError", f"name '{arg}' is not defined")


@handles("STORE_ATTR")
def store_attr_(machine: Machine, task: Task, frame: Frame, arg: str) -> int:
    value, obj = frame.stack[-2], frame.stack[-1]
    answer = store_attr(obj, arg, value, machine.is_shared(obj))
    del frame.stack[-2:]
    return run_for_effect(machine, task, answer)


@handles("DELETE_ATTR")
def delete_attr_(machine: Machine, task: Task, frame: Frame, arg: str) -> int:
    answer = delete_attr(frame.stack[-1], arg, machine.is_shared(frame.stack[-1]))
    frame.stack.pop()
    return run_for_effect(machine, task, answer)


def run_for_effect(machine: Machine, task: Task, answer: TailCall | None) -> int:
    if answer is not None and call(machine, task, answer.function, answer.args, answer.kwargs, NOTHING) is PUSHED:
        return RELOAD
    return SAME


@handles("DELETE_ITEM")
def delete_item(machine: Machine, task: Task, frame: Frame, arg: Any) -> int:
    if type(frame.stack[-2]) in (list, dict, Heir):
        changing(machine, frame.stack[-2])
    operators.delete_item(frame.stack[-2], frame.stack[-1])
    del frame.stack[-2:]
    return SAME


@handles("BUILD_SLICE")
def build_slice(machine: Machine, task: Task, frame: Frame, arg: Any) -> int:
    stack = frame.stack
    stack[-3:] = [slice(stack[-3], stack[-2], stack[-1])]
    return SAME


@handles("LOAD_SPECIAL")
def load_special(machine: Machine, task: Task, frame: Frame, arg: str) -> int:
    method = special(frame.stack[-1], arg)
    if method is UNSET:
        manager = frame.stack[-1]
        missed = " (missed __exit__ method)" if arg == "__exit__" and special(manager, "__enter__") is not UNSET else ""
        text = f"'{class_of(manager).name}' object does not support the context manager protocol{missed}"
        raise error("TypeError", text)
    frame.stack[-1] = method
    return SAME


@handles("UNARY")
def unary(machine: Machine, task: Task, frame: Frame, arg: int) -> int:
    frame.stack[-1] = operators.unary(arg, frame.stack[-1])
    return SAME


@handles("IS")
def is_(machine: Machine, task: Task, frame: Frame, arg: int) -> int:
    right = frame.stack.pop()
    frame.stack[-1] = same(frame.stack[-1], right) is not bool(arg)
    return SAME


@handles("IN")
def in_(machine: Machine, task: Task, frame: Frame, arg: int) -> int:
    found = operators.contains(frame.stack[-2], frame.stack[-1])
    frame.stack.pop()
    frame.stack[-1] = found is not bool(arg)
    return SAME


@handles("NOT")
def not_(machine: Machine, task: Task, frame: Frame, arg: Any) -> int:
    frame.stack[-1] = not frame.stack[-1]
    return SAME


def cut(stack: list[Any], count: int) -> list[Any]:
    """Take the top count items, in the order in which they were pushed."""
    if not count:
        return []
    items = stack[-count:]
    del stack[-count:]
    return items


@handles("BUILD_LIST")
def build_list(machine: Machine, task: Task, frame: Frame, arg: int) -> int:
    frame.stack.append(cut(frame.stack, arg))
    return SAME


@handles("BUILD_TUPLE")
def build_tuple(machine: Machine, task: Task, frame: Frame, arg: int) -> int:
    frame.stack.append(tuple(cut(frame.stack, arg)))
    return SAME


@handles("BUILD_SET")
def build_set(machine: Machine, task: Task, frame: Frame, arg: int) -> int:
    built = Set()
    for item in cut(frame.stack, arg):
        operators.set_add(built, item)
    frame.stack.append(built)
    return SAME


@handles("BUILD_MAP")
def build_map(machine: Machine, task: Task, frame: Frame, arg: int) -> int:
    items = cut(frame.stack, 2 * arg)
    built: dict[Any, Any] = {}
    for at in range(0, len(items), 2):
        store_item(built, items[at], items[at + 1])
    frame.stack.append(built)
    return SAME


@handles("SET_ADD")
def set_add(machine: Machine, task: Task, frame: Frame, arg: int) -> int:
    operators.set_add(frame.stack[-1 - arg], frame.stack[-1])
    frame.stack.pop()
    return SAME


@handles("MAP_ADD")
def map_add(machine: Machine, task: Task, frame: Frame, arg: int) -> int:
    store_item(frame.stack[-2 - arg], frame.stack[-2], frame.stack[-1])
    del frame.stack[-2:]
    return SAME


def plain_items(iterable: Any) -> list[Any]:
    """list(iterable) of a plain iterable. Raises NeedsUser where the program's code makes the items."""
    return host_list(iterable)


# What follows on the only positional argument of a call, if it is a starred one: CPython then names the function.
_ONLY_STARRED = tuple([BY_NAME["BUILD_MAP"].number, BY_NAME[name].number] for name in ("CALL_EX", "SPAWN_EX"))


def _called(fn: Any) -> str:
    """The function as CPython's errors about starred arguments name it."""
    while type(fn) is BoundMethod:
        fn = fn.function
    if type(fn) is Native:
        return f"{fn.qualname}()"
    if type(fn) is Function and fn.code.flags & CLASS_BODY:
        return "__build_class__()"
    if type(fn) is Function:
        return f"{fn.module.globals.get('__name__', fn.module.key)}.{fn.code.qualname}()"
    if type(fn) is Class:
        return f"{fn.qualname}()" if fn.builtin else f"{fn.module}.{fn.qualname}()"
    return f"{class_of(fn).name} object"


@handles("LIST_EXTEND")
def list_extend(machine: Machine, task: Task, frame: Frame, arg: Any) -> int:
    try:
        items = plain_items(frame.stack[-1])
    except TypeError:
        place, next_ops = "Value after", frame.code.ops[frame.pc : frame.pc + 2]
        if next_ops in _ONLY_STARRED and frame.code.args[frame.pc] == 0 and not frame.stack[-2]:
            place = f"{_called(frame.stack[-3])} argument after"
        raise error("TypeError", f"{place} * must be an iterable, not {class_of(frame.stack[-1]).name}") from None
    frame.stack.pop()
    frame.stack[-1].extend(items)
    return SAME


@handles("SET_UPDATE")
def set_update(machine: Machine, task: Task, frame: Frame, arg: Any) -> int:
    items = plain_items(frame.stack[-1])
    for item in items:
        operators.set_add(frame.stack[-2], item)
    frame.stack.pop()
    return SAME


def plain_mapping(mapping: Any) -> dict[Any, Any]:
    if type(mapping) is dict:
        return mapping
    if type(mapping) is Heir and type(mapping.plain) is dict and user_method(mapping, "__iter__") is UNSET:
        plain: dict[Any, Any] = mapping.plain
        return plain
    if isinstance(mapping, Instance):
        raise NeedsUser
    raise error("TypeError", f"'{class_of(mapping).name}' object is not a mapping")


@handles("MAP_UPDATE")
def map_update(machine: Machine, task: Task, frame: Frame, arg: Any) -> int:
    mapping = plain_mapping(frame.stack[-1])
    frame.stack.pop()
    frame.stack[-1].update(mapping)
    return SAME


def _may_have_keys(value: Any) -> bool:
    if not isinstance(value, Instance):
        return False
    names = ("keys", "__getattr__")
    return "keys" in value.attributes or any(value.cls.find(name) is not UNSET for name in names)


@handles("MAP_MERGE")
def map_merge(machine: Machine, task: Task, frame: Frame, arg: Any) -> int:
    if type(frame.stack[-1]) is not dict and not _may_have_keys(frame.stack[-1]):
        given = class_of(frame.stack[-1]).name
        raise error("TypeError", f"{_called(frame.stack[-4])} argument after ** must be a mapping, not {given}")
    mapping = plain_mapping(frame.stack[-1])
    target = frame.stack[-2]
    for key in mapping:
        if type(key) is not str:
            if not isinstance(plain_of(key), str):
                raise error("TypeError", "keywords must be strings")
            frame.stack[-1] = {plain_of(name): value for name, value in mapping.items()}
            return map_merge(machine, task, frame, arg)
        if key in target:
            raise error("TypeError", f"{_called(frame.stack[-4])} got multiple values for keyword argument '{key}'")
    frame.stack.pop()
    target.update(mapping)
    return SAME


@handles("LIST_TO_TUPLE")
def list_to_tuple(machine: Machine, task: Task, frame: Frame, arg: Any) -> int:
    frame.stack[-1] = tuple(frame.stack[-1])
    return SAME


@handles("BUILD_STRING")
def build_string(machine: Machine, task: Task, frame: Frame, arg: int) -> int:
    parts = cut(frame.stack, arg)
    operators.check_size(sum(map(len, parts)))
    frame.stack.append("".join(parts))
    return SAME


@handles("CONVERT")
def convert(machine: Machine, task: Task, frame: Frame, arg: int) -> int:
    frame.stack[-1] = (to_str, to_repr, to_ascii)[arg](frame.stack[-1])
    return SAME


@handles("FORMAT")
def format_(machine: Machine, task: Task, frame: Frame, arg: Any) -> int:
    text = format_value(frame.stack[-2], frame.stack[-1])
    frame.stack.pop()
    frame.stack[-1] = text
    return SAME


@handles("UNPACK")
def unpack(machine: Machine, task: Task, frame: Frame, arg: int) -> int:
    items = unpack_items(frame.stack[-1])
    if len(items) < arg:
        raise error("ValueError", f"not enough values to unpack (expected {arg}, got {len(items)})")
    if len(items) > arg:
        raise error("ValueError", f"too many values to unpack (expected {arg})")
    frame.stack.pop()
    frame.stack.extend(reversed(items))
    return SAME


def unpack_items(iterable: Any) -> list[Any]:
    try:
        return plain_items(iterable)
    except TypeError:
        raise error("TypeError", f"cannot unpack non-iterable {class_of(iterable).name} object") from None


@handles("UNPACK_REST")
def unpack_rest(machine: Machine, task: Task, frame: Frame, arg: tuple[int, int]) -> int:
    before, after = arg
    items = unpack_items(frame.stack[-1])
    if len(items) < before + after:
        raise error(
            "ValueError", f"not enough values to unpack (expected at least {before + after}, got {len(items)})"
        )
    frame.stack.pop()
    end = len(items) - after
    frame.stack.extend(reversed([*items[:before], items[before:end], *items[end:]]))
    return SAME


@handles("JUMP_IF_FALSE_OR_POP")
def jump_if_false_or_pop(machine: Machine, task: Task, frame: Frame, arg: int) -> int:
    branch(frame, bool(frame.stack[-1]))
    return SAME


@handles("JUMP_IF_TRUE_OR_POP")
def jump_if_true_or_pop(machine: Machine, task: Task, frame: Frame, arg: int) -> int:
    branch(frame, bool(frame.stack[-1]))
    return SAME


@handles("GET_ITER")
def get_iter(machine: Machine, task: Task, frame: Frame, arg: Any) -> int:
    frame.stack[-1] = iterate(frame.stack[-1])
    return SAME


@handles("RAISE")
def raise_(machine: Machine, task: Task, frame: Frame, arg: int) -> int:
    stack = frame.stack
    if arg == 0:
        handled = handled_error(task)
        if handled is None:
            raise error("RuntimeError", "No active exception to reraise")
        return RELOAD if raise_in(machine, task, handled, again=True) else LEAVE
    first = stack[-arg]
    if type(first) is Class and first.is_subclass(BASE_EXCEPTION):
        return make_operand(machine, task, frame, -arg)
    if not isinstance(first, Error):
        raise error("TypeError", "exceptions must derive from BaseException")
    if arg == 2:
        cause = stack[-1]
        if type(cause) is Class and cause.is_subclass(BASE_EXCEPTION):
            return make_operand(machine, task, frame, -1)
        if cause is not None and not isinstance(cause, Error):
            raise error("TypeError", "exception causes must derive from BaseException")
        first.cause, first.suppress_context = cause, True
    raise Raise(first)


def make_operand(machine: Machine, task: Task, frame: Frame, at: int) -> int:
    """Replace the exception class at stack[at] by an instance of it, then run the instruction again."""
    stack = frame.stack
    cls = stack[at]
    if at == -1:
        stack.pop()
        call(machine, task, machine.prelude["_instantiate"], [cls], None, AGAIN)
        return RELOAD
    cause = stack[-1]
    stack[-2:] = []
    call(machine, task, machine.prelude["_pair"], [cls, cause], None, SPREAD)
    return RELOAD


@handles("RERAISE")
def reraise(machine: Machine, task: Task, frame: Frame, arg: Any) -> int:
    return RELOAD if raise_in(machine, task, frame.stack.pop(), again=True) else LEAVE


@handles("PUSH_HANDLED")
def push_handled(machine: Machine, task: Task, frame: Frame, arg: Any) -> int:
    raised = frame.stack.pop()
    _check_error(raised)
    frame.stack.append(frame.handled)
    frame.stack.append(raised)
    frame.handled = raised
    return SAME


@handles("POP_HANDLED")
def pop_handled(machine: Machine, task: Task, frame: Frame, arg: Any) -> int:
    previous = frame.stack.pop()
    if previous is not None:
        _check_error(previous)
    frame.handled = previous
    return SAME


def _check_error(value: Any) -> None:
    """The verifier has seen to it; only a snapshot made by hand can hold something else."""
    if not isinstance(value, Error):
        raise error("SystemError", f"a '{class_of(value).name}' is handled as an error")


@handles("MATCH_ERROR")
def match_error(machine: Machine, task: Task, frame: Frame, arg: Any) -> int:
    kinds = frame.stack[-1]
    caught: Error = frame.stack[-2]
    matches = False
    for kind in kinds if type(kinds) is tuple else (kinds,):
        if type(kind) is not Class or not kind.is_subclass(BASE_EXCEPTION):
            raise error("TypeError", "catching classes that do not inherit from BaseException is not allowed")
        matches = matches or caught.cls.is_subclass(kind)
    frame.stack[-1] = matches
    return SAME


@handles("WITH_ERROR")
def with_error(machine: Machine, task: Task, frame: Frame, arg: Any) -> int:
    exit_method, _, raised = frame.stack[-3:]
    return finish_call(frame, call(machine, task, exit_method, [raised.cls, raised, None], None))


def finish_call(frame: Frame, value: Any) -> int:
    if value is PUSHED:
        return RELOAD
    frame.stack.append(value)
    return SAME


@handles("MAKE_FUNCTION")
def make_function(machine: Machine, task: Task, frame: Frame, arg: tuple[int, int]) -> int:
    index, flags = arg
    stack = frame.stack
    closure = stack.pop() if flags & opcodes.FUNCTION_CLOSURE else ()
    kwdefaults = stack.pop() if flags & opcodes.FUNCTION_KWDEFAULTS else None
    defaults = stack.pop() if flags & opcodes.FUNCTION_DEFAULTS else ()
    stack.append(Function(frame.code.codes[index], frame.module, defaults, kwdefaults, closure))
    return SAME


def keywords(names: tuple[str, ...], args: list[Any]) -> dict[str, Any]:
    """Split the keyword arguments off the end of args."""
    at = len(args) - len(names)
    values = args[at:]
    del args[at:]
    return dict(zip(names, values, strict=True))


@handles("CALL_KW")
def call_kw(machine: Machine, task: Task, frame: Frame, arg: tuple[int, tuple[str, ...]]) -> int:
    count, names = arg
    args = cut(frame.stack, count)
    kwargs = keywords(names, args)
    return finish_call(frame, call(machine, task, frame.stack.pop(), args, kwargs))


@handles("CALL_EX")
def call_ex(machine: Machine, task: Task, frame: Frame, arg: Any) -> int:
    fn, args, kwargs = cut(frame.stack, 3)
    return finish_call(frame, call(machine, task, fn, list(args), dict(kwargs)))


@handles("CALL_METHOD_KW")
def call_method_kw(machine: Machine, task: Task, frame: Frame, arg: tuple[str, int, tuple[str, ...]]) -> int:
    name, count, names = arg
    args = cut(frame.stack, count)
    kwargs = keywords(names, args)
    return finish_call(frame, call_method(machine, task, frame.stack.pop(), name, args, kwargs))


@handles("SPAWN")
def spawn(machine: Machine, task: Task, frame: Frame, arg: int) -> int:
    args = cut(frame.stack, arg)
    frame.stack.append(machine.spawn(frame.stack.pop(), args, None))
    return SAME


@handles("SPAWN_KW")
def spawn_kw(machine: Machine, task: Task, frame: Frame, arg: tuple[int, tuple[str, ...]]) -> int:
    count, names = arg
    args = cut(frame.stack, count)
    kwargs = keywords(names, args)
    frame.stack.append(machine.spawn(frame.stack.pop(), args, kwargs))
    return SAME


@handles("SPAWN_EX")
def spawn_ex(machine: Machine, task: Task, frame: Frame, arg: Any) -> int:
    fn, args, kwargs = cut(frame.stack, 3)
    frame.stack.append(machine.spawn(fn, list(args), dict(kwargs)))
    return SAME


@handles("AWAIT")
def await_(machine: Machine, task: Task, frame: Frame, arg: Any) -> int:
    target = frame.stack[-1]
    kind = type(target)
    if kind is Promise:
        if target.state == "open":
            return wait(task, frame, target)
        if target.state == "error":
            raise Raise(target.value)
        frame.stack[-1] = target.value
        return SAME
    if kind is Task:
        if target is task:
            raise error("RuntimeError", "a task cannot await itself")
        machine.taken_care_of(target)
        if target.state in ("ready", "waiting"):
            return wait(task, frame, target)
        if target.error is not None:
            raise Raise(target.error)
        frame.stack[-1] = target.result
        return SAME
    method = special(target, "__await__")
    if method is UNSET:
        raise error("TypeError", f"object {class_of(target).name} can't be used in 'await' expression")
    frame.stack.pop()
    return finish_call(frame, call(machine, task, method, [], None))


def wait(task: Task, frame: Frame, target: Promise | Task) -> int:
    """Stop the task here until target is settled, unless something is pending that interrupts its next wait."""
    while task.pending:
        pending = task.pending.pop(0)
        if type(pending) is not Alarm:
            raise Raise(pending)
        if pending.armed:
            pending.armed = False
            raise Raise(pending.error)
    frame.stack.pop()
    task.state, task.wait = "waiting", target
    target.waiters.append(task)
    return LEAVE


@handles("YIELD")
def yield_(machine: Machine, task: Task, frame: Frame, arg: Any) -> int:
    return hand_out(task, frame.stack.pop())


def hand_out(task: Task, value: Any) -> int:
    """The generator on top yields value; a frame that delegates to it yields it on."""
    frames = task.frames
    while True:
        frames.pop().extra.running = False
        caller = frames[-1]
        if caller.code.cache["run"][0][caller.pc - 1] != YIELD_FROM:
            caller.stack.append(value)
            return RELOAD


@handles("YIELD_FROM")
def yield_from(machine: Machine, task: Task, frame: Frame, arg: Any) -> int:
    sent = frame.stack.pop()
    iterator = frame.stack[-1]
    kind = type(iterator)
    if kind is Generator:
        if iterator.frame is None:
            frame.stack[-1] = None
            return SAME
        resume_generator(task, ResumeGenerator(iterator, sent))
        return RELOAD
    if kind in PLAIN_ITERATORS:
        if sent is not None:
            raise error("AttributeError", f"'{class_of(iterator).name}' object has no attribute 'send'")
        value = step(iterator)
        if value is UNSET:
            frame.stack[-1] = None
            return SAME
        return hand_out(task, value)
    frame.stack.pop()
    frame.pc -= 1  # once more, over a generator that asks the program's iterator
    each = call(machine, task, machine.prelude["_each"], [iterator], None)
    frame.stack.extend((each, sent))
    return SAME


@handles("IMPORT")
def import_(machine: Machine, task: Task, frame: Frame, arg: str) -> int:
    module = machine.module(arg)
    frame_needed = not module.ready
    if frame_needed:
        module.ready = True
        code = machine.program.bundle.modules[arg].code
        task.frames.append(Frame(code, module, [UNSET] * len(code.slots), MODULE, module))
        return RELOAD
    frame.stack.append(module)
    return SAME


@handles("IMPORT_FROM")
def import_from(machine: Machine, task: Task, frame: Frame, arg: str) -> int:
    module = frame.stack[-1]
    if arg in module.globals:
        frame.stack.append(module.globals[arg])
        return SAME
    submodule = f"{module.key}.{arg}"
    if submodule in machine.program.bundle.modules:
        return import_(machine, task, frame, submodule)
    raise error("ImportError", f"cannot import name '{arg}' from '{module.key}'")


# What Python takes for a base and Flowmetal does not.
_BASE_HINTS = dict.fromkeys(
    "property staticmethod classmethod super enumerate map filter zip reversed module".split(),  # noqa: SIM905
    ": hold one in an attribute instead",
)
_BASE_HINTS["type"] = ": there are no metaclasses, but __init_subclass__ and class decorators"
MAX_BASES = 1000  # each class keeps the chain of those above it


def check_base(base: Any) -> None:
    """Refuse what a class cannot derive from. Raises TypeError, LimitExceeded."""
    if type(base) is not Class:
        raise error("TypeError", f"a class cannot derive from a '{class_of(base).name}' object")
    if not base.layout:
        raise error("TypeError", f"type '{base.name}' is not an acceptable base type{_BASE_HINTS.get(base.name, '')}")
    if len(base.mro) > MAX_BASES:
        raise LimitExceeded(f"a class with more than {MAX_BASES} classes above it")


@handles("BUILD_CLASS")
def build_class(machine: Machine, task: Task, frame: Frame, arg: int) -> int:
    bases = cut(frame.stack, arg)
    body: Function = frame.stack.pop()
    base = bases[0] if bases else OBJECT
    keywords = bases.pop() if len(bases) == 2 and type(bases[1]) is dict else {}
    if len(bases) > 1:
        raise error("TypeError", "a class has at most one base here")
    check_base(base)
    namespace: dict[str, Any] = {
        "__module__": frame.module.globals.get("__name__", frame.module.key), "__qualname__": body.code.qualname,
    }
    if body.code.docstring is not None:
        namespace["__doc__"] = body.code.docstring
    call(machine, task, body, [], None, CLASS, [base, namespace, keywords])
    return RELOAD

"""The interpreter: runs one task until it waits, ends, or its slice is used up.

All state is in the frames. `frame.pc` is written back before whatever may raise, call, wait or stop; nothing that
matters stays in a Python local when the loop is left. Operands stay on the stack until an operation has succeeded,
so that an instruction has happened wholly or not at all.

User code behind an operator, an iteration or a text conversion (`__add__`, `__next__`, `__str__`, …) never runs in
Python recursion: the operation on plain values raises NeedsUser, and the instruction becomes a call of a prelude
function, in a frame of its own, whose role says what becomes of its result (see `calls`).

Dispatch: the opcodes that make up most of what programs execute are inline in the loop, ordered by frequency; the
rest are functions in HANDLERS. A chain of comparisons over all rows was slower for the rare ones, and a function
call for each slower for the frequent ones.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from flowmetal.bytecode import opcodes
from flowmetal.bytecode.opcodes import BINARY_OPERATORS, BY_NAME, COMPARE_OPERATORS, UNARY_OPERATORS
from flowmetal.vm import operators
from flowmetal.vm.attributes import delete_attr, load_attr, special, store_attr
from flowmetal.vm.calls import (
    AGAIN,
    BRANCH,
    CLASS,
    GENERATED,
    INSTANCE,
    MODULE,
    NOTHING,
    PUSH,
    PUSHED,
    SPREAD,
    TRUTH,
    ResumeGenerator,
    call,
    resume_generator,
)
from flowmetal.vm.classes import (
    BASE_EXCEPTION,
    OBJECT,
    STOP_ITERATION,
    class_of,
    error,
    from_host,
)
from flowmetal.vm.iteration import iterate
from flowmetal.vm.text import format_value, to_ascii, to_repr, to_str
from flowmetal.vm.values import (
    PLAIN_ITERATORS,
    UNSET,
    Alarm,
    Cell,
    Class,
    DictView,
    Error,
    Frame,
    FrozenSet,
    Function,
    Generator,
    Instance,
    Module,
    NeedsUser,
    Promise,
    Raise,
    SequenceIterator,
    Set,
    TailCall,
    Task,
    step,
)

if TYPE_CHECKING:
    from flowmetal.vm.machine import Machine

_NUMBER = {row.name: row.number for row in opcodes.OPCODES}
LOAD_LOCAL, STORE_LOCAL, LOAD_CONST = _NUMBER["LOAD_LOCAL"], _NUMBER["STORE_LOCAL"], _NUMBER["LOAD_CONST"]
LOAD_GLOBAL, LOAD_CELL, STORE_CELL = _NUMBER["LOAD_GLOBAL"], _NUMBER["LOAD_CELL"], _NUMBER["STORE_CELL"]
BINARY, COMPARE, CALL, CALL_METHOD = _NUMBER["BINARY"], _NUMBER["COMPARE"], _NUMBER["CALL"], _NUMBER["CALL_METHOD"]
JUMP, JUMP_IF_FALSE, JUMP_IF_TRUE = _NUMBER["JUMP"], _NUMBER["JUMP_IF_FALSE"], _NUMBER["JUMP_IF_TRUE"]
FOR_ITER, RETURN, POP, LOAD_ATTR = _NUMBER["FOR_ITER"], _NUMBER["RETURN"], _NUMBER["POP"], _NUMBER["LOAD_ATTR"]
LOAD_ITEM, STORE_ITEM, INPLACE = _NUMBER["LOAD_ITEM"], _NUMBER["STORE_ITEM"], _NUMBER["INPLACE"]
COPY, SWAP, LIST_APPEND = _NUMBER["COPY"], _NUMBER["SWAP"], _NUMBER["LIST_APPEND"]
JUMP_IF_FALSE_OR_POP, JUMP_IF_TRUE_OR_POP = _NUMBER["JUMP_IF_FALSE_OR_POP"], _NUMBER["JUMP_IF_TRUE_OR_POP"]
YIELD_FROM, AWAIT = _NUMBER["YIELD_FROM"], _NUMBER["AWAIT"]

INLINE = frozenset((
    LOAD_LOCAL, STORE_LOCAL, LOAD_CONST, LOAD_GLOBAL, LOAD_CELL, STORE_CELL, BINARY, COMPARE, CALL, CALL_METHOD, JUMP,
    JUMP_IF_FALSE, JUMP_IF_TRUE, FOR_ITER, RETURN, POP, LOAD_ATTR, LOAD_ITEM, STORE_ITEM, INPLACE, COPY, SWAP, LIST_APPEND,
))

# What a handler answers: go on in the same frame, look at the top frame anew, or leave the loop.
SAME, RELOAD, LEAVE = 0, 1, 2

binary, inplace, compare = operators.binary, operators.inplace, operators.compare
load_item, store_item = operators.load_item, operators.store_item


def run_task(machine: Machine, task: Task) -> None:
    """Run until the task waits or ends (its state says so) or the slice is used up (state still "ready")."""
    frames = task.frames
    if task.inject is not None:
        (what, value), task.inject = task.inject, None
        if what == "value":
            frames[-1].stack.append(value)
        elif not raise_in(machine, task, value):
            return
    while True:
        frame = frames[-1]
        code = frame.code
        ops, args = code.cache["run"]
        stack, slots, pc = frame.stack, frame.slots, frame.pc
        try:
            if machine.fuel < 0:
                return
            while True:
                op = ops[pc]
                arg = args[pc]
                pc += 1
                if op == LOAD_LOCAL:
                    value = slots[arg]
                    if value is UNSET:
                        raise unbound(code, arg)
                    stack.append(value)
                elif op == LOAD_CONST:
                    stack.append(arg)
                elif op == STORE_LOCAL:
                    slots[arg] = stack.pop()
                elif op == JUMP_IF_FALSE:
                    value = stack[-1]
                    if value is True:
                        stack.pop()
                    elif value is False or not truth(value):
                        stack.pop()
                        pc = arg
                    else:
                        stack.pop()
                elif op == BINARY:
                    frame.pc = pc
                    value = binary(arg, stack[-2], stack[-1])
                    stack.pop()
                    stack[-1] = value
                elif op == LOAD_GLOBAL:
                    namespace = frame.module.globals
                    if arg in namespace:
                        stack.append(namespace[arg])
                    else:
                        stack.append(load_builtin(machine, code, arg))
                elif op == COMPARE:
                    frame.pc = pc
                    value = compare(arg, stack[-2], stack[-1])
                    stack.pop()
                    stack[-1] = value
                elif op == CALL:
                    frame.pc = pc
                    at = len(stack) - arg
                    arguments = stack[at:]
                    fn = stack[at - 1]
                    del stack[at - 1 :]
                    value = call(machine, task, fn, arguments, None)
                    if value is PUSHED:
                        break
                    stack.append(value)
                elif op == CALL_METHOD:
                    frame.pc = pc
                    name, count = arg
                    at = len(stack) - count
                    arguments = stack[at:]
                    obj = stack[at - 1]
                    del stack[at - 1 :]
                    value = call_method(machine, task, obj, name, arguments, None)
                    if value is PUSHED:
                        break
                    stack.append(value)
                elif op == FOR_ITER:
                    iterator = stack[-1]
                    kind = type(iterator)
                    if kind is SequenceIterator:
                        index = iterator.index
                        sequence = iterator.sequence
                        if 0 <= index < len(sequence):
                            iterator.index = index + iterator.step
                            stack.append(sequence[index])
                        else:
                            iterator.sequence = ()
                            stack.pop()
                            pc = arg
                    elif kind is Generator:
                        frame.pc = pc
                        if iterator.frame is None:
                            stack.pop()
                            pc = arg
                        else:
                            resume_generator(task, ResumeGenerator(iterator))
                            break
                    elif kind in PLAIN_ITERATORS:
                        value = step(iterator)
                        if value is UNSET:
                            stack.pop()
                            pc = arg
                        else:
                            stack.append(value)
                    else:
                        frame.pc = pc
                        value = call_method(machine, task, iterator, "__next__", [], None)
                        if value is PUSHED:
                            break
                        stack.append(value)
                elif op == JUMP:
                    if arg < pc:
                        machine.fuel -= pc - arg
                        pc = arg
                        if machine.fuel < 0:
                            frame.pc = pc
                            return
                    else:
                        pc = arg
                elif op == RETURN:
                    frame.pc = pc
                    if leave(machine, task, stack.pop()):
                        break
                    return
                elif op == POP:
                    stack.pop()
                elif op == LOAD_ATTR:
                    frame.pc = pc
                    value = load_attr(stack[-1], arg)
                    if type(value) is TailCall:
                        stack.pop()
                        value = call(machine, task, value.function, value.args, value.kwargs)
                        if value is PUSHED:
                            break
                        stack.append(value)
                    else:
                        stack[-1] = value
                elif op == LOAD_CELL:
                    value = slots[arg].value
                    if value is UNSET:
                        raise unbound(code, arg)
                    stack.append(value)
                elif op == STORE_CELL:
                    slots[arg].value = stack.pop()
                elif op == LOAD_ITEM:
                    frame.pc = pc
                    value = load_item(stack[-2], stack[-1])
                    stack.pop()
                    stack[-1] = value
                elif op == STORE_ITEM:
                    frame.pc = pc
                    store_item(stack[-2], stack[-1], stack[-3])
                    del stack[-3:]
                elif op == INPLACE:
                    frame.pc = pc
                    value = inplace(arg, stack[-2], stack[-1])
                    stack.pop()
                    stack[-1] = value
                elif op == JUMP_IF_TRUE:
                    value = stack[-1]
                    if value is False:
                        stack.pop()
                    elif value is True or truth(value):
                        stack.pop()
                        pc = arg
                    else:
                        stack.pop()
                elif op == COPY:
                    stack.append(stack[-arg])
                elif op == SWAP:
                    stack[-1], stack[-arg] = stack[-arg], stack[-1]
                elif op == LIST_APPEND:
                    value = stack.pop()
                    stack[-arg].append(value)
                else:
                    frame.pc = pc
                    answer = HANDLERS[op](machine, task, frame, arg)
                    if answer == SAME:
                        pc = frame.pc
                    elif answer == RELOAD:
                        break
                    else:
                        return
        except NeedsUser:
            frame.pc = pc
            try:
                needs_user(machine, task, frame, op, arg)
            except BaseException as caught:
                if not raise_in(machine, task, from_host(caught)):
                    return
        except BaseException as caught:
            frame.pc = pc
            if not raise_in(machine, task, from_host(caught)):
                return


# -- small parts of the loop


def unbound(code: Any, slot: int) -> Raise:
    name = code.slots[slot]
    if slot >= len(code.slots) - code.free:
        return error(
            "NameError", f"cannot access free variable '{name}' where it is not associated with a value in enclosing scope"
        )
    return error("UnboundLocalError", f"cannot access local variable '{name}' where it is not associated with a value")


def load_builtin(machine: Machine, code: Any, name: str) -> Any:
    value = machine.builtins.get(name, UNSET)
    if value is UNSET and code.cache["library"]:
        value = machine.library_builtins.get(name, UNSET)
    if value is UNSET:
        raise error("NameError", f"name '{name}' is not defined")
    return value


def truth(value: Any) -> bool:
    """bool(value) of plain values. Raises NeedsUser where a method of the program decides."""
    kind = type(value)
    if kind is Instance or kind is Error:
        cls = value.cls
        if cls.find("__bool__") is not UNSET or cls.find("__len__") is not UNSET:
            raise NeedsUser
        return True
    if kind is Set or kind is FrozenSet:
        return bool(value.items)
    if kind is DictView:
        return bool(value.dict)
    if kind.__name__ == "Duration":
        return bool(value.us)
    return bool(value)


def call_method(machine: Machine, task: Task, obj: Any, name: str, args: list[Any], kwargs: dict[str, Any] | None) -> Any:
    """`obj.name(*args, **kwargs)` as `call` answers."""
    kind = type(obj)
    if kind is Instance:
        if name not in obj.attributes:
            found = obj.cls.find(name)
            if type(found) is Function:
                return call(machine, task, found, [obj, *args], kwargs)
    elif kind is Module:
        if name in obj.globals:
            return call(machine, task, obj.globals[name], args, kwargs)
    elif kind is not Class and kind is not Error:
        found = class_of(obj).find(name)
        if type(found).__name__ == "Native" and name != "__new__":
            return call(machine, task, found, [obj, *args], kwargs)
    value = load_attr(obj, name)
    if type(value) is TailCall:  # a property or __getattr__ gives what is to be called
        return call(machine, task, machine.prelude["_call_attribute"], [obj, name, args, kwargs or {}], None)
    return call(machine, task, value, args, kwargs)


def needs_user(machine: Machine, task: Task, frame: Frame, op: int, arg: Any) -> None:
    """Do the instruction in progress by a call into the prelude, which runs the program's methods."""
    stack = frame.stack
    name, symbols, taken, role = _USER[op]
    operands = stack[len(stack) - taken :]
    if op == _NUMBER["STORE_ITEM"]:
        operands = [operands[1], operands[2], operands[0]]
    elif op == _NUMBER["CONVERT"]:
        name = ("_str", "_repr", "_ascii")[arg]
    elif op == _NUMBER["UNPACK"]:
        operands = [operands[0], arg]
    if symbols is not None:
        operands = [symbols[arg], *operands]
    extra = None
    if op == _NUMBER["IN"]:
        extra = bool(arg)
    elif op == _NUMBER["NOT"]:
        extra = True
    if role != BRANCH:
        del stack[len(stack) - taken :]
    if call(machine, task, machine.prelude[name], operands, None, role, extra) is not PUSHED:
        raise AssertionError(f"the prelude's {name} must be a function")


_PRELUDE_CALLS: dict[str, tuple[str, tuple[str, ...] | None, int, int]] = {
    "BINARY": ("_binary", BINARY_OPERATORS, 2, PUSH),
    "INPLACE": ("_inplace", BINARY_OPERATORS, 2, PUSH),
    "UNARY": ("_unary", UNARY_OPERATORS, 1, PUSH),
    "COMPARE": ("_compare", COMPARE_OPERATORS, 2, PUSH),
    "IN": ("_contains", None, 2, TRUTH),
    "NOT": ("_truth", None, 1, TRUTH),
    "JUMP_IF_FALSE": ("_truth", None, 1, BRANCH),
    "JUMP_IF_TRUE": ("_truth", None, 1, BRANCH),
    "JUMP_IF_FALSE_OR_POP": ("_truth", None, 1, BRANCH),
    "JUMP_IF_TRUE_OR_POP": ("_truth", None, 1, BRANCH),
    "GET_ITER": ("_iter", None, 1, PUSH),
    "LOAD_ITEM": ("_load_item", None, 2, PUSH),
    "STORE_ITEM": ("_store_item", None, 3, NOTHING),
    "DELETE_ITEM": ("_delete_item", None, 2, NOTHING),
    "LIST_EXTEND": ("_list", None, 1, AGAIN),
    "SET_UPDATE": ("_list", None, 1, AGAIN),
    "MAP_UPDATE": ("_mapping", None, 1, AGAIN),
    "MAP_MERGE": ("_mapping", None, 1, AGAIN),
    "UNPACK": ("_unpack", None, 1, AGAIN),
    "UNPACK_REST": ("_list", None, 1, AGAIN),
    "CONVERT": ("_str", None, 1, PUSH),
    "FORMAT": ("_format", None, 2, PUSH),
}
_USER = {_NUMBER[name]: row for name, row in _PRELUDE_CALLS.items()}


def leave(machine: Machine, task: Task, value: Any) -> bool:
    """The top frame returns value. True if the task goes on in the frame below; False if it has ended."""
    frames = task.frames
    frame = frames.pop()
    role = frame.role
    if not frames:
        machine.task_ended(task, "done", value, None)
        return False
    caller = frames[-1]
    if role == PUSH:
        caller.stack.append(value)
    elif role == INSTANCE:
        if value is not None:
            return raise_in(
                machine, task,
                error("TypeError", f"__init__() should return None, not '{class_of(value).name}'").error,
            )
        caller.stack.append(frame.extra)
    elif role == AGAIN:
        caller.pc -= 1
        caller.stack.append(value)
    elif role == SPREAD:
        caller.pc -= 1
        caller.stack.extend(value)
    elif role == TRUTH:
        caller.stack.append(bool(value) is not bool(frame.extra))
    elif role == BRANCH:
        branch(caller, bool(value))
    elif role == GENERATED:
        generator = frame.extra
        generator.frame, generator.running = None, False
        return end_iteration(machine, task, value)
    elif role == CLASS:
        caller.stack.append(make_class(frame, value))
    elif role == MODULE:
        caller.stack.append(frame.extra)
    elif role != NOTHING:
        raise AssertionError(f"unknown role {role}")
    return True


def branch(frame: Frame, is_true: bool) -> None:
    """Finish the conditional jump in progress, whose operand is still on the stack."""
    ops, args = frame.code.cache["run"]
    op, target = ops[frame.pc - 1], args[frame.pc - 1]
    wanted = op in (JUMP_IF_TRUE, JUMP_IF_TRUE_OR_POP)
    if is_true is wanted:
        if op in (JUMP_IF_FALSE, JUMP_IF_TRUE):
            frame.stack.pop()
        frame.pc = target
    else:
        frame.stack.pop()


def end_iteration(machine: Machine, task: Task, value: Any) -> bool:
    """The iterator that the top frame's instruction asked has ended, with value as its result."""
    caller = task.frames[-1]
    ops, args = caller.code.cache["run"]
    op = ops[caller.pc - 1]
    if op == FOR_ITER:
        caller.stack.pop()
        caller.pc = args[caller.pc - 1]
        return True
    if op == YIELD_FROM:
        caller.stack[-1] = value
        return True
    stop = Error(STOP_ITERATION, () if value is None else (value,))
    return raise_in(machine, task, stop)


def make_class(frame: Frame, cell: Any) -> Class:
    base, namespace = frame.extra
    code = frame.code
    cls = Class(code.name, base, namespace, module=frame.module.key, qualname=code.qualname)
    if type(cell) is Cell:
        cell.value = cls
    return cls


# -- exceptions


def handled_error(task: Task) -> Error | None:
    """The exception being handled where the task is: the innermost frame's that handles one."""
    for frame in reversed(task.frames):
        if frame.handled is not None:
            return frame.handled
    return None


def set_context(task: Task, raised: Error) -> None:
    """`__context__` as Python sets it: what is being handled, without making a cycle."""
    handled = handled_error(task)
    if handled is None or handled is raised:
        return
    link = handled
    while link.context is not None:
        if link.context is raised:
            link.context = None
            break
        link = link.context
    raised.context = handled


def raise_in(machine: Machine, task: Task, raised: Error, *, again: bool = False) -> bool:
    """Raise in the top frame at its instruction in progress; again leaves context and the first trace entry alone.

    True if a handler took it (its frame is on top, ready to run); False if the task has ended by it.
    """
    if not again:
        set_context(task, raised)
    frames = task.frames
    while frames:
        frame = frames[-1]
        code = frame.code
        at = frame.pc - 1
        if not again:
            raised.trace.append((code, at))
        again = False
        for start, end, target, depth in code.handlers:
            if start <= at < end:
                del frame.stack[depth:]
                frame.stack.append(raised)
                frame.pc = target
                return True
        frames.pop()
        if frame.role == GENERATED:
            generator = frame.extra
            generator.frame, generator.running = None, False
            if raised.cls.is_subclass(STOP_ITERATION):
                stop, raised = raised, Error(machine.error_class("RuntimeError"), ("generator raised StopIteration",))
                raised.cause = raised.context = stop
                raised.suppress_context = True
        elif frame.role == MODULE:
            machine.forget_module(frame.extra)
        if frames and raised.cls.is_subclass(STOP_ITERATION):
            caller = frames[-1]
            ops = caller.code.cache["run"][0]
            if ops[caller.pc - 1] in (FOR_ITER, YIELD_FROM):
                return end_iteration(machine, task, raised.args[0] if raised.args else None)
    cancelled = raised.cls.is_subclass(machine.error_class("Cancelled")) and task.cancelling
    machine.task_ended(task, "cancelled" if cancelled else "failed", None, raised)
    return False


# -- the other handlers, in table order. Each finds frame.pc written back, pointing past its instruction.

Handler = Callable[["Machine", Task, Frame, Any], int]
HANDLERS: dict[int, Handler] = {}


def handles(name: str) -> Callable[[Handler], Handler]:
    def register(handler: Handler) -> Handler:
        if BY_NAME[name].number in HANDLERS:
            raise AssertionError(f"two handlers for {name}")
        HANDLERS[BY_NAME[name].number] = handler
        return handler

    return register


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
    frame.stack.append(load_builtin(machine, frame.code, arg))
    return SAME


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
        raise error(
            "TypeError", f"'{class_of(frame.stack[-1]).name}' object does not support the context manager protocol"
            + (" (missed __exit__ method)" if arg == "__exit__" and special(frame.stack[-1], "__enter__") is not UNSET else "")
        )
    frame.stack[-1] = method
    return SAME


@handles("UNARY")
def unary(machine: Machine, task: Task, frame: Frame, arg: int) -> int:
    frame.stack[-1] = operators.unary(arg, frame.stack[-1])
    return SAME


@handles("IS")
def is_(machine: Machine, task: Task, frame: Frame, arg: int) -> int:
    right = frame.stack.pop()
    frame.stack[-1] = (frame.stack[-1] is right) is not bool(arg)
    return SAME


@handles("IN")
def in_(machine: Machine, task: Task, frame: Frame, arg: int) -> int:
    found = operators.contains(frame.stack[-2], frame.stack[-1])
    frame.stack.pop()
    frame.stack[-1] = found is not bool(arg)
    return SAME


@handles("NOT")
def not_(machine: Machine, task: Task, frame: Frame, arg: Any) -> int:
    frame.stack[-1] = not truth(frame.stack[-1])
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
    kind = type(iterable)
    if kind is list or kind is tuple:
        return list(iterable)
    iterator = iterate(iterable)
    if type(iterator) not in PLAIN_ITERATORS:
        raise NeedsUser
    items = []
    while (item := step(iterator)) is not UNSET:
        items.append(item)
    return items


@handles("LIST_EXTEND")
def list_extend(machine: Machine, task: Task, frame: Frame, arg: Any) -> int:
    try:
        items = plain_items(frame.stack[-1])
    except TypeError:
        raise error("TypeError", f"Value after * must be an iterable, not {class_of(frame.stack[-1]).name}") from None
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
    if type(mapping) is Instance:
        raise NeedsUser
    raise error("TypeError", f"'{class_of(mapping).name}' object is not a mapping")


@handles("MAP_UPDATE")
def map_update(machine: Machine, task: Task, frame: Frame, arg: Any) -> int:
    mapping = plain_mapping(frame.stack[-1])
    frame.stack.pop()
    frame.stack[-1].update(mapping)
    return SAME


@handles("MAP_MERGE")
def map_merge(machine: Machine, task: Task, frame: Frame, arg: Any) -> int:
    if type(frame.stack[-1]) not in (dict, Instance):
        raise error("TypeError", f"argument after ** must be a mapping, not {class_of(frame.stack[-1]).name}")
    mapping = plain_mapping(frame.stack[-1])
    target = frame.stack[-2]
    for key in mapping:
        if type(key) is not str:
            raise error("TypeError", "keywords must be strings")
        if key in target:
            raise error("TypeError", f"got multiple values for keyword argument '{key}'")
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
    branch(frame, truth(frame.stack[-1]))
    return SAME


@handles("JUMP_IF_TRUE_OR_POP")
def jump_if_true_or_pop(machine: Machine, task: Task, frame: Frame, arg: int) -> int:
    branch(frame, truth(frame.stack[-1]))
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
    frame.stack.append(frame.handled)
    frame.stack.append(raised)
    frame.handled = raised
    return SAME


@handles("POP_HANDLED")
def pop_handled(machine: Machine, task: Task, frame: Frame, arg: Any) -> int:
    frame.handled = frame.stack.pop()
    return SAME


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
        target.awaited = True
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


@handles("BUILD_CLASS")
def build_class(machine: Machine, task: Task, frame: Frame, arg: int) -> int:
    bases = cut(frame.stack, arg)
    body: Function = frame.stack.pop()
    base = bases[0] if bases else OBJECT
    if len(bases) > 1:
        raise error("TypeError", "a class has at most one base here")
    if type(base) is not Class:
        raise error("TypeError", f"a class cannot derive from a '{class_of(base).name}' object")
    if not base.layout:
        raise error("TypeError", f"type '{base.name}' is not an acceptable base type: hold one in an attribute instead")
    namespace: dict[str, Any] = {"__module__": frame.module.globals.get("__name__", frame.module.key)}
    if body.code.docstring is not None:
        namespace["__doc__"] = body.code.docstring
    call(machine, task, body, [], None, CLASS, [base, namespace])
    return RELOAD


_ROWS = {row.number for row in opcodes.OPCODES}
if INLINE | HANDLERS.keys() != _ROWS or INLINE & HANDLERS.keys():
    raise AssertionError(f"opcodes without exactly one handler: {(INLINE | HANDLERS.keys()) ^ _ROWS or INLINE & HANDLERS.keys()}")

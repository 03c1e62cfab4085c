"""Leaving frames: returns, ends of iterations, exceptions on their way up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flowmetal.bytecode.opcodes import BY_NAME
from flowmetal.vm.attributes import SLOTS_SETATTR, check_slots, slots_of
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
    YIELD_FROM,
    call,
)
from flowmetal.vm.classes import CLASSES, OBJECT, STOP_ITERATION, class_of, error
from flowmetal.vm.values import (
    UNSET,
    Cell,
    Class,
    ClassMethod,
    Error,
    Frame,
    Function,
    Instance,
    StaticMethod,
    Task,
    user_method,
)

if TYPE_CHECKING:
    from flowmetal.vm.machine import Machine

FOR_ITER = BY_NAME["FOR_ITER"].number
JUMP_IF_FALSE, JUMP_IF_TRUE = BY_NAME["JUMP_IF_FALSE"].number, BY_NAME["JUMP_IF_TRUE"].number
JUMP_IF_TRUE_OR_POP = BY_NAME["JUMP_IF_TRUE_OR_POP"].number


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
        made = make_class(frame, value)
        keywords = frame.extra[2]
        if keywords or _has_hooks(made):
            finished = call(machine, task, machine.prelude["_finish_class"], [made, keywords], None)
            if finished is not PUSHED:
                task.frames[-1].stack.append(finished)
        else:
            caller.stack.append(made)
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
    """The class whose body the frame has run; cell is the `__class__` of its methods, if they need it."""
    base, namespace, _ = frame.extra
    code = frame.code
    if code.annotations:
        namespace["__annotations__"] = dict(code.annotations)
    cls = class_of_namespace(code.name, base, namespace, frame.module.key)
    if type(cell) is Cell:
        cell.value = cls
    return cls


def class_of_namespace(name: str, base: Class, namespace: dict[str, Any], module: str) -> Class:
    """A new class with this namespace, in which what a class statement makes of it is done. Raises TypeError."""
    for method, wrap in _IMPLIED.items():
        if type(namespace.get(method)) is Function:
            namespace[method] = wrap(namespace[method])
    qualname = namespace.pop("__qualname__", name)
    given = namespace.get("__module__")
    cls = Class(name, base, namespace, module=given if type(given) is str else module, qualname=qualname)
    if "__slots__" in namespace:
        check_slots(cls)
        if cls.find("__setattr__") is OBJECT.namespace["__setattr__"] and slots_of(cls) is not None:
            namespace["__setattr__"] = SLOTS_SETATTR
    return cls


# Methods that need no decorator to be what they are.
_IMPLIED: dict[str, type[StaticMethod] | type[ClassMethod]] = {
    "__new__": StaticMethod, "__init_subclass__": ClassMethod, "__class_getitem__": ClassMethod,
}


def _has_hooks(cls: Class) -> bool:
    """Does the program want to know of a new class: a base's `__init_subclass__`, a value's `__set_name__`?"""
    base = cls.base
    hook = base.find("__init_subclass__") if base is not None else None
    if type(hook) is ClassMethod and type(hook.function) is Function:
        return True
    return any(isinstance(value, Instance) and user_method(value, "__set_name__") is not UNSET
               for value in cls.namespace.values())


# -- exceptions


def handled_error(task: Task) -> Error | None:
    """The exception being handled where the task is: the innermost frame's that handles one."""
    for frame in reversed(task.frames):
        if frame.handled is not None:
            return frame.handled
    return None


def set_context(machine: Machine, task: Task, raised: Error) -> None:
    """`__context__` as Python sets it: what is being handled, without making a cycle."""
    steps = 5
    handled = None
    for frame in reversed(task.frames):
        steps += 1
        if frame.handled is not None:
            handled = frame.handled
            break
    machine.charge(steps + link_context(raised, handled))


def link_context(raised: Error, handled: Error | None) -> int:
    """Make what was being handled the context. Gives how many links were followed."""
    steps = 0
    if handled is not None and handled is not raised:
        link = slow = handled
        while link.context is not None:
            if link.context is raised:
                link.context = None
                break
            link = link.context
            steps += 1
            if link is slow:
                break  # the program made this cycle
            if steps & 1 and slow.context is not None:
                slow = slow.context
        raised.context = handled
    return steps


def raise_in(machine: Machine, task: Task, raised: Error, *, again: bool = False) -> bool:
    """Raise in the top frame at its instruction in progress; again leaves context and the first trace entry alone.

    True if a handler took it (its frame is on top, ready to run); False if the task has ended by it.
    """
    if not again:
        set_context(machine, task, raised)
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
                stop, raised = raised, Error(CLASSES["RuntimeError"], ("generator raised StopIteration",))
                raised.cause = raised.context = stop
                raised.suppress_context = True
        elif frame.role == MODULE:
            machine.forget_module(frame.extra)
        if frames and raised.cls.is_subclass(STOP_ITERATION):
            caller = frames[-1]
            ops = caller.code.cache["run"][0]
            if ops[caller.pc - 1] in (FOR_ITER, YIELD_FROM):
                return end_iteration(machine, task, raised.args[0] if raised.args else None)
    cancelled = raised.cls.is_subclass(CLASSES["Cancelled"]) and task.cancelling
    machine.task_ended(task, "cancelled" if cancelled else "failed", None, raised)
    return False

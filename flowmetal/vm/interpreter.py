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

from typing import TYPE_CHECKING, Any

from flowmetal.bytecode import opcodes
from flowmetal.bytecode.opcodes import BINARY_OPERATORS, COMPARE_OPERATORS, UNARY_OPERATORS
from flowmetal.vm import operators
from flowmetal.vm.attributes import call_method, load_attr
from flowmetal.vm.calls import (
    AGAIN,
    BRANCH,
    LEAST_FUEL,
    NOTHING,
    PUSH,
    PUSHED,
    TRUTH,
    ResumeGenerator,
    call,
    resume_generator,
)
from flowmetal.vm.classes import error, from_host
from flowmetal.vm.handlers import HANDLERS, RELOAD, SAME, load_builtin, unbound
from flowmetal.vm.natives import changing
from flowmetal.vm.unwinding import leave, raise_in
from flowmetal.vm.values import (
    PLAIN_ITERATORS,
    UNSET,
    Frame,
    Generator,
    Heir,
    NeedsUser,
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

INLINE = frozenset((
    LOAD_LOCAL, STORE_LOCAL, LOAD_CONST, LOAD_GLOBAL, LOAD_CELL, STORE_CELL, BINARY, COMPARE, CALL, CALL_METHOD, JUMP,
    JUMP_IF_FALSE, JUMP_IF_TRUE, FOR_ITER, RETURN, POP, LOAD_ATTR, LOAD_ITEM, STORE_ITEM, INPLACE, COPY, SWAP,
    LIST_APPEND,
))

HOT_LOOP = 40  # turns that a loop makes before it is made generated code

binary, inplace, compare = operators.binary, operators.inplace, operators.compare
load_item, store_item = operators.load_item, operators.store_item


def run_task(machine: Machine, task: Task) -> None:
    """Run until the task waits or ends (its state says so) or the slice is used up (state still "ready")."""
    frames = task.frames
    shared = machine.program.shared
    enter_loop: Any = None
    if task.inject is not None:
        (what, value), task.inject = task.inject, None
        if what == "value":
            frames[-1].stack.append(value)
        elif not raise_in(machine, task, value):
            return
    while frames:  # an error that left generated code may have ended the task
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
                    elif value is False or not value:
                        stack.pop()
                        if arg < pc:
                            machine.fuel -= pc - arg
                            if machine.fuel < 0:
                                frame.pc = arg
                                return
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
                        loops = code.cache["loops"]
                        heat = loops[pc] = loops.get(pc, 0) + 1
                        if heat > HOT_LOOP and machine.generated and machine.fuel > LEAST_FUEL:
                            if enter_loop is None:
                                enter_loop = import_enter_loop()
                            frame.pc = pc
                            iterator = value = None  # whether the stack alone has the loop's iterator counts
                            if enter_loop(machine, task, frame, pc):
                                break
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
                    if id(stack[-2]) in shared and type(stack[-2]) in (list, dict, Heir):
                        changing(machine, stack[-2])
                    store_item(stack[-2], stack[-1], stack[-3])
                    del stack[-3:]
                elif op == INPLACE:
                    frame.pc = pc
                    if id(stack[-2]) in shared and type(stack[-2]) in (list, dict, Set, Heir):
                        changing(machine, stack[-2])
                    value = inplace(arg, stack[-2], stack[-1])
                    stack.pop()
                    stack[-1] = value
                elif op == JUMP_IF_TRUE:
                    value = stack[-1]
                    if value is False:
                        stack.pop()
                    elif value is True or value:
                        stack.pop()
                        if arg < pc:
                            machine.fuel -= pc - arg
                            if machine.fuel < 0:
                                frame.pc = arg
                                return
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


def import_enter_loop() -> Any:
    """Where nothing is hot, nothing of it is imported."""
    from flowmetal.vm.jit.entering import enter_loop

    return enter_loop


def needs_user(machine: Machine, task: Task, frame: Frame, op: int, arg: Any) -> None:
    """Do the instruction in progress by a call into the prelude, which runs the program's methods."""
    if op not in _USER:
        raise error("TypeError", "an instance whose class defines special methods cannot be used here")
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
    value = call(machine, task, machine.prelude[name], operands, None, role, extra)
    if value is not PUSHED:  # generated code did it at once: the role is PUSH
        stack.append(value)


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


_ROWS = {row.number for row in opcodes.OPCODES}
if INLINE | HANDLERS.keys() != _ROWS or INLINE & HANDLERS.keys():
    raise AssertionError("an opcode without exactly one handler")

"""What holds between the objects of a machine, checked for one that was decoded from a snapshot.

The machine relies on this without looking: who waits is known to what it waits for and the other way round, what is
open is in the tables of what is open, a frame fits its code. Everything else in a state may be odd; then the program
gets an error of its own.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from flowmetal.vm.calls import BRANCH, CLASS, GENERATED, MODULE, PUSH
from flowmetal.vm.classes import PLAIN_TYPES
from flowmetal.vm.values import Cell, Class, Error, Frame, Generator, Heir, Module, Promise, Task

if TYPE_CHECKING:
    from flowmetal.vm.machine import Machine

CHECKED = (Task, Promise, Frame, Generator, Heir)
_ENDED = ("done", "failed", "cancelled")
_ROOTS: dict[str, tuple[type, ...]] = {
    "time_us": (int,), "seed": (bytes,), "drawn": (int,), "url": (str, type(None)), "pid": (str, type(None)),
    "requests": (int,), "tasks_made": (int,), "main": (Task, type(None)), "cancelling": (bool,), "closing": (bool,),
    "status": (str,),
}


class Inconsistent(ValueError):
    """Says what does not hold."""


def check(machine: Machine, parts: Iterable[Any]) -> None:
    """parts: every object in the state of one of the CHECKED types. Raises Inconsistent."""
    _check_roots(machine)
    ready = set(map(id, machine.ready))
    _need(len(ready) == len(machine.ready), "a task is ready twice")
    parts = list(parts)
    known = {id(waiter) for part in parts if type(part) in (Task, Promise) for waiter in part.waiters}
    for part in parts:
        if type(part) is Task:
            _check_task(machine, part)
            _need(part.wait is None or id(part) in known, "a task is not known to what it waits for")
            _need((part.state == "ready") <= (id(part) in ready), "a task that is ready has no turn")
            _need(part.state != "waiting" or id(part) not in ready, "a task is ready and waits")
        elif type(part) is Promise:
            _check_promise(machine, part)
        elif type(part) is Frame:
            _check_frame(part)
        elif type(part) is Heir:
            _need(type(part.plain) is PLAIN_TYPES.get(part.cls.layout), "an heir that does not hold its base's value")


def _need(holds: object, problem: str) -> None:
    if not holds:
        raise Inconsistent(problem)


def _check_roots(machine: Machine) -> None:
    for name, kinds in _ROOTS.items():
        _need(type(getattr(machine, name)) in kinds, f"{name} is of another type")
    _need(machine.status in ("waiting", *_ENDED), "there is no such status")
    _need(machine.drawn >= 0 and machine.requests >= 0, "a number below zero")
    for key, module in machine.modules.items():
        _need(type(module) is Module and key in machine.program.bundle.modules, "a module that the program lacks")
    for task in (*machine.ready, *machine.tasks.values(), *machine.failed):
        _need(type(task) is Task, "something that is no task among the tasks")
    _need(all(task.state == "failed" for task in machine.failed), "a task that has not failed is said to have")
    for promise in machine.promises.values():
        _need(type(promise) is Promise and promise.state == "open", "a request that is not open is said to be")
    for channel, promises in machine.receivers.items():
        _need(type(channel) is str and type(promises) is list and promises, "a channel that nobody waits for")
        for promise in promises:
            _need(type(promise) is Promise and promise.state == "open" and promise.channel == channel, "a receiver")
    for channel, values in machine.mailboxes.items():
        _need(type(channel) is str and type(values) is list and values, "a mailbox without a message")


def _check_task(machine: Machine, task: Task) -> None:
    alive = task.state in ("ready", "waiting")
    _need(alive or task.state in _ENDED, "a task in no known state")
    _need(alive is (machine.tasks.get(task.number) is task), "the tasks that run are not the tasks")
    _need(bool(task.frames) is alive, "a task without frames")
    _need((task.state == "failed") <= (task.error is not None), "a task that failed without an error")
    _need((task.state == "waiting") is (task.wait is not None), "a task that waits for nothing")
    _need(task.number <= machine.tasks_made, "a task with a number to come")
    _check_waiters(task)
    if task.inject is not None:
        _need(task.state == "ready" and len(task.inject) == 2, "a task begins with something odd")
        what, value = task.inject
        _need(what == "value" or (what == "error" and isinstance(value, Error)), "a task begins with something odd")


def _check_promise(machine: Machine, promise: Promise) -> None:
    _need(promise.state in ("open", "ok", "error"), "a promise in no known state")
    _need(promise.state != "error" or isinstance(promise.value, Error), "a promise failed without an error")
    _check_waiters(promise)
    if promise.state != "open":
        return
    if promise.channel is not None:
        _need(promise.number == 0, "a message with a number")
        _need(promise in machine.receivers.get(promise.channel, ()), "a receiver is not among the receivers")
    elif promise.number:
        _need(promise.number <= machine.requests, "a request with a number to come")
        _need(machine.promises.get(promise.number) is promise, "an open request is not among the open ones")


def _check_waiters(awaited: Task | Promise) -> None:
    _need(awaited.state in ("open", "ready", "waiting") or not awaited.waiters, "a task waits for what is there")
    _need(len(set(map(id, awaited.waiters))) == len(awaited.waiters), "a task waits twice")
    for waiter in awaited.waiters:
        _need(waiter.wait is awaited, "a task is said to wait for what it does not")


def _check_frame(frame: Frame) -> None:
    code = frame.code
    fits = 0 <= frame.pc <= len(code.ops) and len(frame.stack) <= code.stack_size + 1
    _need(fits and len(frame.slots) == len(code.slots), f"a frame that does not fit {code.qualname}")
    held = (*code.cells, *range(len(code.slots) - code.free, len(code.slots)))
    _need(all(type(frame.slots[slot]) is Cell for slot in held), f"a frame without its cells in {code.qualname}")
    extra = frame.extra
    if frame.role == GENERATED:
        _need(type(extra) is Generator, "a generator's frame without its generator")
    elif frame.role == MODULE:
        _need(type(extra) is Module, "a module's frame without its module")
    elif frame.role == CLASS:
        fits = type(extra) is list and len(extra) > 1 and type(extra[0]) is Class and type(extra[1]) is dict
        _need(fits, "a class body's frame without its namespace")
    else:
        _need(PUSH <= frame.role <= BRANCH, "a frame of no known role")

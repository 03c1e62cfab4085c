"""The machine: one process's whole state, and the function from (state, event) to (state, effects).

    machine = Machine(program)
    machine.deliver(Event("start", time_us, {...}))
    while not machine.run(budget=100_000): ...      # a slice at a time
    effects = machine.take_effects()                # what must be committed with the event

Between two events every task waits or has ended. Tasks are cooperative and run in the order in which they became
ready, so a machine's behaviour is a function of its program and the events alone: it reads no clock, has no
randomness of its own (both come with events) and does no I/O.

Life of a task:   ready --run--> waiting --settle, interrupt--> ready;  ready --task_ended--> done | failed | cancelled
Life of a process: waiting --main task and then all others ended--> done | failed | cancelled
"""

from __future__ import annotations

from collections import deque
from itertools import islice
from typing import TYPE_CHECKING, Any

from flowmetal.digest import blake2b
from flowmetal.slotted import slotted
from flowmetal.vm.attributes import delete_attr, load_attr, store_attr
from flowmetal.vm.calls import PUSHED, bind, call
from flowmetal.vm.classes import CANCELLED, CLASSES, SYSTEM_EXIT, class_of, error
from flowmetal.vm.events import Effect, Event
from flowmetal.vm.interpreter import run_task
from flowmetal.vm.jit import lockstep
from flowmetal.vm.limits import running
from flowmetal.vm.plain import from_plain, to_plain
from flowmetal.vm.tracebacks import error_data, error_from_data, sendable
from flowmetal.vm.values import (
    UNSET,
    Alarm,
    BoundMethod,
    Class,
    Error,
    Frame,
    Function,
    Generator,
    LimitExceeded,
    Module,
    NeedsUser,
    Promise,
    TailCall,
    Task,
    mark,
)

if TYPE_CHECKING:
    from flowmetal.bytecode.code import CodeObject
    from flowmetal.vm.image import Program


@slotted
class Limits:
    """What a process may use; passing one stops it with LimitExceeded, never the host."""

    instructions: int = 2_000_000_000  # between two waits
    frames: int = 200_000  # of one task: the depth of recursion
    tasks: int = 100_000  # alive at once
    effects: int = 1_000_000  # between two waits
    printed: int = 256 * 1024 * 1024  # characters between two waits


class InternalError(Exception):
    """The machine broke."""


class Machine:
    """See the module. The attributes up to `status` are the state that `vm.snapshot` writes."""

    def __init__(self, program: Program, limits: Limits | None = None) -> None:
        self.program = program
        self.generated = program.generated  # may generated code run?
        self.limits = limits or Limits()
        self.prelude = program.prelude
        self.builtins = program.builtins
        self.library_builtins = program.library_builtins

        self.time_us = 0
        self.seed = b""
        self.drawn = 0  # blocks of random bytes drawn from the seed
        self.url: str | None = None  # base of the callbacks' URLs
        self.pid: str | None = None
        self.requests = 0  # highest request number used
        self.tasks_made = 0
        self.identities: list[Any] = []  # id(x) is its place here + 1
        self.modules: dict[str, Module] = {}  # the program's own; library modules are in the image
        self.main: Task | None = None
        self.tasks: dict[int, Task] = {}  # alive, by number
        self.failed: list[Task] = []  # ended with an error that nobody has awaited
        self.ready: deque[Task] = deque()
        self.promises: dict[int, Promise] = {}  # open requests
        self.mailboxes: dict[str, list[Any]] = {}  # messages that nobody has received
        self.receivers: dict[str, list[Promise]] = {}
        self.cancelling = False  # cancelled from outside
        self.closing = False  # the main task has ended, the others are being cancelled
        self.status = "waiting"

        self.effects: list[Effect] = []
        self.fuel = 0  # what is left of the slice
        self.limit_passed = False
        self.checking = True  # by lock-step, if that is on
        self._check: lockstep.Check | None = None
        self.replaying = False  # what has been done within the limit of instructions is done again without one
        self.instructions = 0  # used since the machine was made; not part of the state
        self._since_event = 0
        self._printed = 0  # characters, since the event
        self._asked = 0  # requests and lines of output, since the event
        self._identity_of: dict[Any, int] | None = None  # by `mark`

    # -- events in

    def deliver(self, event: Event) -> None:
        """Take an event in; nothing runs yet. Raises ValueError for an event that the state has no place for."""
        if self.status != "waiting":
            raise ValueError(f"the process has ended ({self.status})")
        self._check = None
        check = lockstep.Check(self, event) if lockstep.LOCKSTEP and self.checking and not self.ready else None
        self.time_us = max(self.time_us, event.time_us)
        self._since_event = self._printed = self._asked = 0
        getattr(self, f"_on_{event.kind}")(event.data)
        self._check = check

    def _on_start(self, data: dict[str, Any]) -> None:
        if self.main is not None:
            raise ValueError("the process has started before")
        self.seed = data["seed"]
        self.url = data["url"]
        self.pid = data.get("pid")
        main = self.module("__main__")
        main.ready = True
        code = self.program.bundle.modules["__main__"].code
        self.main = self._new_task()
        bootstrap = self.prelude["_process"]
        arguments = [from_plain(data["args"]), from_plain(data["kwargs"]), Function(code, main, (), None, ()), main]
        self._push(self.main, bootstrap, arguments)

    def _on_outcome(self, data: dict[str, Any]) -> None:
        promise = self._open(data["request"])
        outcome = data["outcome"]
        if "ok" in outcome:
            self.settle(promise, "ok", from_plain(outcome["ok"]))
        else:
            self.settle(promise, "error", error_from_data(outcome["error"]))

    def _on_timer(self, data: dict[str, Any]) -> None:
        self.settle(self._open(data["request"]), "ok", None)

    def _open(self, number: int) -> Promise:
        promise = self.promises.get(number)
        if promise is None:
            raise ValueError(f"request {number} is not open")
        return promise

    def _on_message(self, data: dict[str, Any]) -> None:
        channel, value = data["channel"], from_plain(data["value"])
        waiting = self.receivers.get(channel)
        if waiting:
            promise = waiting.pop(0)
            if not waiting:
                del self.receivers[channel]
            self.settle(promise, "ok", value)
        else:
            self.mailboxes.setdefault(channel, []).append(value)

    def _on_cancel(self, data: dict[str, Any]) -> None:
        if self.cancelling or self.closing or self.main is None:
            return
        self.cancelling = True
        self.cancel_task(self.main, data.get("reason") or "")

    def _on_resume(self, data: dict[str, Any]) -> None:
        """Ask again for everything that is open, under new numbers: the old ones were used up by the failed try."""
        self.requests = max(self.requests, data["requests"])
        for promise in sorted(self.promises.values(), key=lambda promise: promise.number):
            self.requests += 1
            self.effect("reissue", {"request": self.requests, "was": promise.number})
            promise.number = self.requests
        self.promises = {promise.number: promise for promise in self.promises.values()}

    def _on_settings(self, data: dict[str, Any]) -> None:
        self.url = data["url"]

    # -- running

    def run(self, budget: int) -> bool:
        """Run about budget instructions. True if the machine is idle: every task waits, or the process has ended.

        Raises InternalError if the machine breaks, which is a mistake of its own.
        """
        try:
            idle = self._run(budget)
            if idle and self._check is not None:
                check, self._check = self._check, None
                check.compare(self)
                running(self)
            return idle
        except (NeedsUser, LimitExceeded) as error:
            raise InternalError(f"{type(error).__name__} outside of an instruction: {error}") from error

    def _run(self, budget: int) -> bool:
        if not self.replaying:
            budget = max(0, min(budget, self.limits.instructions - self._since_event))
        self.fuel = budget
        running(self)
        while True:
            while self.ready and self.status == "waiting":
                task = self.ready[0]
                if task.state != "ready":  # cancelled before it began
                    self.ready.popleft()
                    continue
                task.started = True
                run_task(self, task)
                if task.state == "ready":  # the slice is used up
                    if self._used(budget):
                        continue
                    return False
                self.ready.popleft()
            if self.status != "waiting" or not self._settle_end():
                self._used(budget)
                return True

    def _used(self, budget: int) -> bool:
        """Account for the slice. True if that ended the process."""
        used = budget - self.fuel
        self.instructions += used
        self._since_event += used
        if self._since_event > self.limits.instructions and not self.replaying:
            task = self.ready[0] if self.ready else None
            limit = f"more than {self.limits.instructions} instructions without a wait"
            raised = Error(CLASSES["LimitExceeded"], (limit,))
            for frame in reversed(task.frames if task else ()):
                raised.trace.append((frame.code, frame.pc))
            # Where exactly it was stopped is chance (generated code counts in larger steps): so nothing that was done
            # since the event counts, and a replay takes the end from the journal.
            self.effects.clear()
            self.limit_passed = True
            self._end("failed", raised, limit="instructions")
            return True
        return False

    def charge(self, instructions: int) -> None:
        """A native's work counts as that many instructions."""
        self.fuel -= instructions

    def take_effects(self) -> list[Effect]:
        if self.ready:
            self._check = None  # not all of them would be there to compare
        effects, self.effects = self.effects, []
        return effects

    def effect(self, kind: str, data: dict[str, Any]) -> None:
        self.effects.append(Effect(kind, data))

    def _count_effect(self) -> None:
        self._asked += 1
        if self._asked > self.limits.effects:
            raise LimitExceeded(f"more than {self.limits.effects} requests and lines of output without a wait")

    # -- what natives and instructions ask of the machine

    def perform(self, topic: str, payload: Any, options: dict[str, Any], about: str) -> Promise:
        """Record a request: payload and options are plain data already."""
        self._count_effect()
        self.requests += 1
        promise = Promise(self.requests, topic, about)
        self.promises[promise.number] = promise
        self.effect("request", {"request": promise.number, "topic": topic, "payload": payload, "options": options})
        return promise

    def withdraw(self, promise: Promise) -> None:
        """Nobody wants the outcome any more. Nothing happens if there is one."""
        if promise.state != "open":
            return
        if promise.channel is not None:
            waiting = self.receivers[promise.channel]
            waiting.remove(promise)
            if not waiting:
                del self.receivers[promise.channel]
        elif promise.number == 0:
            return
        else:
            del self.promises[promise.number]
            self.effect("withdraw", {"request": promise.number})
        self._close(promise, "error", Error(CANCELLED, ("withdrawn",)))

    def receive(self, channel: str) -> Promise:
        """The next message of the channel, now or to come."""
        promise = Promise(0, "message", f"a message on '{channel}'", channel)
        waiting = self.mailboxes.get(channel)
        if waiting:
            promise.state, promise.value = "ok", waiting.pop(0)
            if not waiting:
                del self.mailboxes[channel]
        else:
            self.receivers.setdefault(channel, []).append(promise)
        return promise

    def settle(self, promise: Promise, state: str, value: Any) -> None:
        """The outcome of a request, or a message, is there."""
        if promise.number:
            del self.promises[promise.number]
        self._close(promise, state, value)

    def resolve(self, promise: Promise, value: Any) -> None:
        """Settle a promise of the process itself, which is no request."""
        self._close(promise, "ok", value)

    def _close(self, promise: Promise, state: str, value: Any) -> None:
        promise.state, promise.value = state, value
        waiters, promise.waiters = promise.waiters, []
        for task in waiters:
            self._wake(task, ("value", value) if state == "ok" else ("error", value))
        alarm, promise.alarm = promise.alarm, None
        if alarm is not None and alarm.armed and state == "ok":
            alarm.fired = True
            self.interrupt(alarm.task, alarm)

    def _wake(self, task: Task, inject: tuple[str, Any]) -> None:
        task.state, task.wait, task.inject = "ready", None, inject
        self.ready.append(task)

    def interrupt(self, task: Task, cause: Alarm | Error) -> None:
        """Raise in the task at its wait; at its next one if it does not wait just now."""
        if task.state == "waiting":
            task.wait.waiters.remove(task)
            if isinstance(cause, Alarm):
                cause.armed = False
            self._wake(task, ("error", cause.error if isinstance(cause, Alarm) else cause))
        elif task.state == "ready":
            task.pending.append(cause)

    def cancel_task(self, task: Task, reason: str = "") -> None:
        """Raise Cancelled in the task, once; does nothing to one that has ended or is being cancelled."""
        if task.cancelling or task.state not in ("ready", "waiting"):
            return
        task.cancelling = True
        cancelled = Error(CANCELLED, (reason,) if reason else ())
        if task.started:
            self.interrupt(task, cancelled)
        else:
            self.task_ended(task, "cancelled", None, cancelled)

    # -- tasks

    def _new_task(self) -> Task:
        if len(self.tasks) >= self.limits.tasks:
            raise LimitExceeded(f"more than {self.limits.tasks} tasks at once")
        self.tasks_made += 1
        task = Task(self.tasks_made)
        self.tasks[task.number] = task
        self.ready.append(task)
        return task

    def _push(self, task: Task, function: Function, args: list[Any]) -> None:
        task.frames.append(Frame(function.code, function.module, bind(function, function.code, args, None)))

    def spawn(self, fn: Any, args: list[Any], kwargs: dict[str, Any] | None) -> Task:
        """A task that calls fn; it first runs when the current one next waits. Arguments are checked at once."""
        while type(fn) is BoundMethod:
            fn, args = fn.function, [fn.self, *args]
        if type(fn) is Function:
            slots = bind(fn, fn.code, args, kwargs)
            task = self._new_task()
            task.frames.append(Frame(fn.code, fn.module, slots))
            if fn.code.flags & 4:  # a generator function: the task's result is the generator
                task.frames.clear()
                self._push(task, self.prelude["_give"], [Generator(Frame(fn.code, fn.module, slots))])
            return task
        if class_of(fn) is CLASSES["function"] or type(fn).__name__ in ("Native", "Class", "Instance", "Heir"):
            task = self._new_task()
            self._push(task, self.prelude["_call"], [fn, args, kwargs or {}])
            return task
        raise error("TypeError", f"'{class_of(fn).name}' object is not callable")

    def task_ended(self, task: Task, state: str, result: Any, raised: Error | None) -> None:
        task.state, task.result, task.error = state, result, raised
        task.pending.clear()
        task.frames.clear()
        del self.tasks[task.number]
        waiters, task.waiters = task.waiters, []
        for waiter in waiters:
            self._wake(waiter, ("value", result) if raised is None else ("error", raised))
        if state != "failed" or task is self.main:
            return
        if raised is not None and raised.cls.is_subclass(SYSTEM_EXIT) and not waiters:
            task.awaited = False  # whoever waited has given up: the process ends with this
            self._end_main(task.number)
        if not task.awaited:
            self.failed.append(task)

    def _end_main(self, number: int) -> None:
        """A task for which nobody waits ends the process, as `exit()` in a task does."""
        if self.main is not None:
            self.cancel_task(self.main, f"task {number} ends the process")

    def taken_care_of(self, task: Task) -> None:
        """Somebody has asked for the task's result: its error is not raised when the process ends."""
        if not task.awaited and task.state == "failed" and task is not self.main:
            self.failed.remove(task)
        task.awaited = True

    def _settle_end(self) -> bool:
        """Nothing is ready: close down if the main task has ended. True if there is more to run."""
        main = self.main
        if main is None:
            return False
        if main.state in ("ready", "waiting"):
            return self._break_deadlock()
        self.closing = True
        for task in sorted(self.tasks.values(), key=lambda task: -task.number):
            self.cancel_task(task, "the process ends")
        if self.ready:
            return True
        if self.tasks:
            return self._break_deadlock()
        raised = main.error
        if raised is None or main.state == "cancelled":
            exits = [task.error for task in self.failed if task.error and task.error.cls.is_subclass(SYSTEM_EXIT)]
            unseen = self.failed[0].error if self.failed and raised is None else raised
            raised = exits[0] if exits else unseen
        if raised is None:
            self._end_well(main.result)
        elif raised.cls.is_subclass(SYSTEM_EXIT):
            self._exit(raised)
        else:
            self._end("cancelled" if main.state == "cancelled" and raised is main.error else "failed", raised)
        return False

    def _break_deadlock(self) -> bool:
        """Tasks that wait for each other only would wait for ever: an error ends that, in the main task, or while the
        process closes in the newest one."""
        if self.promises or self.receivers or self.ready:
            return False
        stuck = [task for task in self.tasks.values() if task.state == "waiting"]
        if not stuck:
            return False
        task = stuck[-1] if self.closing else stuck[0]
        self.interrupt(task, Error(CLASSES["RuntimeError"], ("deadlock: every task waits for another one",)))
        return True

    def _end_well(self, result: Any) -> None:
        try:
            value = to_plain(result)
        except BaseException as caught:
            from flowmetal.vm.classes import from_host

            self._end("failed", from_host(caught))
            return
        self.status = "done"
        self.effect("end", {"status": "done", "value": value, "exit": 0})

    def _exit(self, raised: Error) -> None:
        code = raised.args[0] if raised.args else None
        if type(code) is str:
            self.output("log", sendable(code), {"level": "error"})
        self.status = "done"
        number = code if type(code) is int else 0 if code is None else int(code) if type(code) is bool else 1
        self.effect("end", {"status": "done", "value": None, "exit": number & 0xFF})

    def _end(self, status: str, raised: Error, **more: Any) -> None:
        self.status = status
        self.ready.clear()
        self.effect("end", {"status": status, "error": error_data(raised, self.program), **more})

    def end_by_limit(self) -> None:
        """What an event came to whose `end` says that the instructions were used up, when it is replayed."""
        self.status = "failed"
        self.ready.clear()

    # -- services for natives

    def output(self, stream: str, text: str, fields: dict[str, Any]) -> None:
        """Raises UnicodeEncodeError for text that is not Unicode's, with half of a surrogate pair in it."""
        if not text.isascii():
            text.encode()
        self._count_effect()
        self._printed += len(text)
        if self._printed > self.limits.printed:
            raise LimitExceeded(f"more than {self.limits.printed} characters of output without a wait")
        self.effect("output", {"stream": stream, "text": text, "fields": fields})

    def random_bytes(self, count: int) -> bytes:
        """The next bytes of the process's own sequence: BLAKE2b in counter mode, keyed with the seed."""
        blocks = []
        for _ in range((count + 63) // 64):
            self.drawn += 1
            blocks.append(blake2b(self.drawn.to_bytes(8, "big"), key=self.seed).digest())
        return b"".join(blocks)[:count]

    def identity(self, obj: Any) -> int:
        """A number of the object that stays for its life, across snapshots."""
        if self._identity_of is None:
            self._identity_of = {mark(known): at + 1 for at, known in enumerate(self.identities)}
        number = self._identity_of.get(mark(obj))
        if number is None:
            self.identities.append(obj)
            number = self._identity_of[mark(obj)] = len(self.identities)
        return number

    def load_attr(self, obj: Any, name: str) -> Any:
        return load_attr(obj, name)

    def store_attr(self, obj: Any, name: str, value: Any) -> TailCall | None:
        return store_attr(obj, name, value, self.is_shared(obj))

    def delete_attr(self, obj: Any, name: str) -> TailCall | None:
        return delete_attr(obj, name, self.is_shared(obj))

    def is_shared(self, obj: Any) -> bool:
        """Does it belong to the library image, which all processes of the program share?"""
        return id(obj) in self.program.shared

    def error_class(self, name: str) -> Class:
        return CLASSES[name]

    def module(self, key: str) -> Module:
        """The module of that key; a new one of the program's own is not ready: its top level must run."""
        module = self.program.library.get(key) or self.modules.get(key)
        if module is None:
            code = self.program.bundle.modules[key]
            names = {"__name__": key, "__doc__": code.code.docstring, "__file__": code.file}
            module = self.modules[key] = Module(key, names)
            package, _, name = key.rpartition(".")
            if package and package not in self.program.library:
                self.module(package).globals[name] = module
        return module

    def forget_module(self, module: Module) -> None:
        """Its top level failed: the next import runs it anew."""
        self.modules.pop(module.key, None)

    # -- for the engine and the curious

    def open_requests(self) -> dict[int, str]:
        """Number and topic of every request without an outcome."""
        return {number: promise.topic for number, promise in self.promises.items()}

    def tasks_alive(self) -> int:
        return len(self.tasks)

    def where(self, most: int | None = None) -> list[dict[str, Any]]:
        """Where tasks are: [{"task", "function", "file", "line", "waits"}], the main task first, at most so many.

        The place is in the author's own modules, if the task is in any of them.
        """
        places = []
        for number, code, pc, waits in self.places(most):
            file = self.program.bundle.modules[code.module].file
            line = code.line_of(max(pc - 1, 0))
            places.append({"task": number, "function": code.qualname, "file": file, "line": line, "waits": waits})
        return places

    def places(self, most: int | None = None) -> list[tuple[int, CodeObject, int, str]]:
        """What `where` is made of, for who only wants to know whether it has changed."""
        places = []
        for task in islice(self.tasks.values(), most):
            frame = self._shown_frame(task)
            wait = task.wait
            waits = f"task {wait.number}" if type(wait) is Task else wait.about if wait is not None else ""
            places.append((task.number, frame.code, frame.pc, waits))
        return places

    def _shown_frame(self, task: Task) -> Frame:
        """The innermost frame of the author's own code, else of the library, else the innermost."""
        library = None
        for frame in reversed(task.frames):
            if not frame.code.cache["hidden"]:
                if not frame.code.cache["library"]:
                    return frame
                library = library or frame
        return library or task.frames[-1]


__all__ = ["PUSHED", "UNSET", "Limits", "Machine", "call"]

"""Natives that touch the process itself: requests, tasks, time, output, randomness, generators.

What waits is written in Flowmetal, in the prelude, over the private ones here: a native never waits, it makes a
promise that the prelude awaits.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from flowmetal import digest, wire
from flowmetal.bytecode.code import VARARGS, VARKEYWORDS
from flowmetal.vm import natives
from flowmetal.vm.attributes import load_attr
from flowmetal.vm.calls import YIELD_FROM, ResumeGenerator, bind_slowly
from flowmetal.vm.classes import CANCELLED, CLASSES, GENERATOR_EXIT, SYSTEM_EXIT, class_of, error
from flowmetal.vm.natives import Args, Kwargs, Run
from flowmetal.vm.plain import to_plain
from flowmetal.vm.text import to_str
from flowmetal.vm.tracebacks import sendable
from flowmetal.vm.values import (
    Alarm,
    Class,
    Error,
    Function,
    Generator,
    Module,
    Native,
    Promise,
    Raise,
    TailCall,
    Task,
    Time,
)

if TYPE_CHECKING:
    from flowmetal.vm.machine import Machine

PROCESS_BUILTINS: dict[str, Any] = {}


def builtin(name: str, least: int, most: int) -> Callable[[Run], Native]:
    """A built-in function with that many positional arguments; for the library only if it begins with an underscore."""

    def enter(run: Run) -> Native:
        def checked(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
            natives.arity(name, args, None if name == "perform" else kwargs, least, most)
            return run(machine, args, kwargs)

        native = natives.function(name, library=name.startswith("_"))(checked)
        if not name.startswith("_"):
            PROCESS_BUILTINS[name] = native
        return native

    return enter


def method(owner: str, name: str, least: int, most: int) -> Callable[[Run], Native]:
    """A method with that many arguments beside self, which is checked."""

    def enter(run: Run) -> Native:
        def checked(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
            if not args or class_of(args[0]) is not CLASSES[owner]:
                got = class_of(args[0]).name if args else "nothing"
                raise error("TypeError", f"{owner}.{name}() needs a '{owner}' object, not '{got}'")
            natives.arity(f"{owner}.{name}" if least == most else name, args[1:], kwargs, least, most)
            return run(machine, args, kwargs)

        return natives.method(owner, name)(checked)

    return enter


# -- requests


@builtin("perform", 1, 2)
def perform(machine: Machine, args: Args, kwargs: Kwargs) -> Promise:
    topic, payload = args[0], args[1] if len(args) > 1 else None
    if type(topic) is not str or not topic or len(topic.encode()) > 200:
        raise error("TypeError", "perform() takes a topic: a text of 1 to 200 bytes")
    options = {name: to_plain(value) for name, value in (kwargs or {}).items()}
    delivery = options.get("delivery", "at_least_once")
    if delivery not in ("at_least_once", "at_most_once"):
        raise error("ValueError", f"delivery is 'at_least_once' or 'at_most_once', not {delivery!r}")
    about = options.pop("about", None) or topic
    return machine.perform(topic, to_plain(payload), options, str(about))


@builtin("_foreign_options", 3, 3)
def foreign_options(machine: Machine, args: Args, kwargs: Kwargs) -> dict[str, Any]:
    """The options of a declared function's requests: (topic, delivery, safe)."""
    topic, delivery, safe = args
    if type(topic) is not str or not topic or len(topic.encode()) > 200:
        raise error("TypeError", 'foreign() takes a topic: @foreign("billing.charge")')
    if delivery not in ("at_least_once", "at_most_once"):
        raise error("ValueError", f"delivery is 'at_least_once' or 'at_most_once', not {delivery!r}")
    if type(safe) is not bool:
        raise error("TypeError", f"safe is True or False, not '{class_of(safe).name}'")
    options: dict[str, Any] = {"delivery": delivery} if delivery != "at_least_once" else {}
    if safe:
        options["safe"] = True
    return options


@builtin("_foreign_named", 2, 2)
def foreign_named(machine: Machine, args: Args, kwargs: Kwargs) -> Function:
    """The function that asks, looking like the one that it was declared with, if that can be declared."""
    call, function = args
    if type(function) is not Function:
        raise error("TypeError", f"foreign() is for a function, not '{class_of(function).name}'")
    if function.code.flags & (VARARGS | VARKEYWORDS):
        raise error("TypeError", f"{function.code.qualname}(): a foreign function takes named parameters only")
    call.attributes = {name: load_attr(function, name) for name in ("__name__", "__qualname__", "__doc__")}
    call.attributes["__wrapped__"] = function
    asking: Function = call
    return asking


@natives.function("_foreign_request", library=True)
def foreign_request(machine: Machine, args: Args, kwargs: Kwargs) -> Promise:
    """Ask for what a declared function does: (function, topic, options), the arguments and the keyword arguments."""
    (function, topic, options), given, keywords = args
    code = function.code
    if keywords or len(given) != code.positional or code.keyword_only:
        given = bind_slowly(function, code, list(given), keywords)
    payload = {name: to_plain(value) for name, value in zip(code.slots, given, strict=False)}
    return machine.perform(topic, payload, options, topic)


@builtin("_timer", 1, 1)
def timer(machine: Machine, args: Args, kwargs: Kwargs) -> Promise:
    due = args[0]
    if type(due) is not Time:
        raise error("TypeError", f"a time was expected, not '{class_of(due).name}'")
    return machine.perform("timer", {"due": wire.Timestamp(due.us)}, {}, to_str(due))


@builtin("_receive", 1, 1)
def receive(machine: Machine, args: Args, kwargs: Kwargs) -> Promise:
    if type(args[0]) is not str:
        raise error("TypeError", f"a channel is a text, not '{class_of(args[0]).name}'")
    return machine.receive(to_plain(args[0]))


@method("promise", "withdraw", 0, 0)
def withdraw(machine: Machine, args: Args, kwargs: Kwargs) -> None:
    """Nobody wants the outcome any more; nothing happens if it is there."""
    machine.withdraw(args[0])


natives.attribute("promise", "done", lambda promise: promise.state != "open")


@builtin("_alarm", 2, 2)
def alarm(machine: Machine, args: Args, kwargs: Kwargs) -> Alarm:
    """When the promise is settled, the error is raised in the current task at its wait."""
    promise, raised = args
    if type(promise) is not Promise or not isinstance(raised, Error):
        raise error("TypeError", "_alarm() takes a promise and an error")
    promise.alarm = Alarm(machine.ready[0], raised)
    return promise.alarm


@builtin("_disarm", 1, 1)
def disarm(machine: Machine, args: Args, kwargs: Kwargs) -> bool:
    """The alarm raises nothing any more. True if its promise was settled in time to fire it."""
    args[0].armed = False
    return bool(args[0].fired)


@builtin("_as_timeout", 1, 1)
def as_timeout(machine: Machine, args: Args, kwargs: Kwargs) -> None:
    """What interrupted a wait is a TimeoutError from here on; it is still known where that was."""
    if type(args[0]) is not Error or args[0].cls is not CANCELLED:
        raise error("TypeError", "_as_timeout() takes a Cancelled")
    args[0].cls = CLASSES["TimeoutError"]


# -- the process


@builtin("now", 0, 0)
def now(machine: Machine, args: Args, kwargs: Kwargs) -> Time:
    return Time(machine.time_us)


@builtin("exit", 0, 1)
def exit_(machine: Machine, args: Args, kwargs: Kwargs) -> None:
    raise Raise(Error(SYSTEM_EXIT, tuple(args)))


@builtin("progress", 1, 3)
def progress(machine: Machine, args: Args, kwargs: Kwargs) -> None:
    done, total, text = [*args, None, None][:3]
    for number in (done, total):
        if type(number) not in (int, float, type(None)):
            raise error("TypeError", f"progress() takes numbers, not '{class_of(number).name}'")
    shown = f"{done}/{total}" if total is not None else f"{done}"
    shown = f"{shown} {to_str(text)}" if text is not None else shown
    machine.output("progress", shown, {"done": done, "total": total})


@builtin("_output", 3, 3)
def output(machine: Machine, args: Args, kwargs: Kwargs) -> None:
    stream, text, fields = args
    if stream not in ("out", "log") or type(text) is not str or type(fields) is not dict:
        raise error("TypeError", "_output() takes 'out' or 'log', a text and a dict")
    machine.output(stream, text, {sendable(to_str(name)): _plain_or_text(value) for name, value in fields.items()})


def _plain_or_text(value: Any) -> Any:
    try:
        return to_plain(value)
    except (Raise, UnicodeError):
        return f"<{class_of(value).name}>"


@builtin("_callback_url", 0, 0)
def callback_url(machine: Machine, args: Args, kwargs: Kwargs) -> str:
    if machine.url is None:
        raise error("RuntimeError", "this process has no address for callbacks: run it with a server that listens")
    return machine.url


@builtin("_token", 0, 0)
def token(machine: Machine, args: Args, kwargs: Kwargs) -> str:
    """An unguessable text of 256 bits, safe in URLs."""
    import base64  # dear, and rarely needed

    return base64.urlsafe_b64encode(machine.random_bytes(32)).decode().rstrip("=")


@builtin("_sha256", 1, 1)
def sha256(machine: Machine, args: Args, kwargs: Kwargs) -> bytes:
    data = args[0].encode() if type(args[0]) is str else args[0]
    return digest.sha256(data).digest()


@builtin("_random_bytes", 1, 1)
def random_bytes(machine: Machine, args: Args, kwargs: Kwargs) -> bytes:
    if type(args[0]) is not int or not 0 <= args[0] <= 1 << 20:
        raise error("ValueError", "the number of random bytes is from 0 to 1048576")
    return machine.random_bytes(args[0])


@builtin("_process_id", 0, 0)
def process_id(machine: Machine, args: Args, kwargs: Kwargs) -> str | None:
    return machine.pid


@builtin("_module_main", 1, 1)
def module_main(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    """The program's main function, or None."""
    module: Module = args[0]
    return module.globals.get("main")


# -- tasks


@builtin("_current_task", 0, 0)
def current_task(machine: Machine, args: Args, kwargs: Kwargs) -> Task:
    return machine.ready[0]


@method("task", "cancel", 0, 1)
def task_cancel(machine: Machine, args: Args, kwargs: Kwargs) -> None:
    """Raise Cancelled at the task's wait. Does nothing to one that has ended or is being cancelled."""
    machine.cancel_task(args[0], to_str(args[1]) if len(args) > 1 else "")


natives.attribute("task", "done", lambda task: task.state not in ("ready", "waiting"))
natives.attribute("task", "cancelled", lambda task: task.state == "cancelled")
natives.attribute("task", "number", lambda task: task.number)


@builtin("_settle_ignored", 1, 1)
def settle_ignored(machine: Machine, args: Args, kwargs: Kwargs) -> None:
    """Somebody takes care of the task's error: it is not raised when the process ends."""
    if type(args[0]) is not Task:
        raise error("TypeError", f"a task was expected, not '{class_of(args[0]).name}'")
    machine.taken_care_of(args[0])


@builtin("_promise", 1, 1)
def promise(machine: Machine, args: Args, kwargs: Kwargs) -> Promise:
    """A promise that this process itself settles; the text says for people what is waited for."""
    return Promise(0, "local", to_str(args[0]))


@builtin("_resolve", 2, 2)
def resolve(machine: Machine, args: Args, kwargs: Kwargs) -> None:
    """Settle such a promise with a value, unless it is settled."""
    if args[0].topic != "local":
        raise error("ValueError", "only a promise of the process itself can be resolved")
    if args[0].state == "open":
        machine.resolve(args[0], args[1])


# -- generators


def _generator(args: Args) -> Generator:
    generator: Generator = args[0]
    return generator


@method("generator", "__iter__", 0, 0)
def generator_iter(machine: Machine, args: Args, kwargs: Kwargs) -> Generator:
    return _generator(args)


@method("generator", "__next__", 0, 0)
def generator_next(machine: Machine, args: Args, kwargs: Kwargs) -> ResumeGenerator:
    return ResumeGenerator(_generator(args))


@method("generator", "send", 1, 1)
def generator_send(machine: Machine, args: Args, kwargs: Kwargs) -> ResumeGenerator:
    return ResumeGenerator(_generator(args), args[1])


@method("generator", "throw", 1, 3)
def generator_throw(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    raised = args[1]
    if len(args) > 2 and isinstance(args[2], Error):
        raised = args[2]
    if type(raised) is Class and raised.is_subclass(CLASSES["BaseException"]):
        return TailCall(machine.prelude["_throw_class"], [args[0], raised])
    if not isinstance(raised, Error):
        raise error("TypeError", "exceptions must be classes or instances deriving from BaseException, not "
                    f"{class_of(raised).name}")
    if raised.cls.is_subclass(GENERATOR_EXIT) and _delegate(_generator(args)) is not None:
        return TailCall(machine.prelude["_throw_exit"], [args[0], _delegate(args[0]), raised])
    return ResumeGenerator(_generator(args), None, raised)


def _delegate(generator: Generator) -> Generator | None:
    """The generator that a suspended one is delegating to, unless it has ended."""
    frame = generator.frame
    if frame is None or generator.running or not generator.started:
        return None
    if frame.code.cache["run"][0][frame.pc - 1] != YIELD_FROM:
        return None
    inner = frame.stack[-1]
    return inner if type(inner) is Generator and inner.frame is not None else None


@method("generator", "close", 0, 0)
def generator_close(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    generator = _generator(args)
    if generator.frame is None:
        return None
    if not generator.started:
        generator.frame = None
        return None
    return TailCall(machine.prelude["_close_generator"], [generator, Error(GENERATOR_EXIT)])

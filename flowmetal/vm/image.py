"""A loaded program: its bundle made ready to run, and the library image that all its processes share.

The top levels of the prelude and of the library modules are pure, so they run once, when the program is loaded, and
what they make (functions, classes, constants) is the same in every process: the *image*. It is never changed
afterwards (`machine.is_shared` guards the ways to change it) and a snapshot refers to it by number. A sleeping
process therefore stores nothing of the library, and starting one runs none of it.
"""

from __future__ import annotations

from typing import Any

from flowmetal import wire
from flowmetal.bytecode.code import GENERATOR, HIDDEN, VARARGS, VARKEYWORDS, Bundle, CodeObject
from flowmetal.bytecode.opcodes import BY_NUMBER, Operand
from flowmetal.vm.builtins import BUILTINS
from flowmetal.vm.natives import LIBRARY_BUILTINS, NATIVES
from flowmetal.vm.process import PROCESS_BUILTINS
from flowmetal.vm.values import UNSET, Class, Duration, Frame, Module, Native, Task

_NOT_SIMPLE = GENERATOR | VARARGS | VARKEYWORDS


class ImageError(Exception):
    """The library of a bundle cannot be run; the text says where."""


class Program:
    """`library` and `objects` are the image; `shared` maps id(object) to its number in `objects`."""

    def __init__(self, bundle: Bundle) -> None:
        self.bundle = bundle
        self.module_numbers = {key: at for at, key in enumerate(bundle.modules)}
        self.natives: dict[str, Native] = NATIVES
        self._native_names = {id(native): name for name, native in self.natives.items()}
        self.library: dict[str, Module] = {}
        self.prelude: dict[str, Any] = {}
        self.builtins: dict[str, Any] = {**BUILTINS, **PROCESS_BUILTINS}
        self.library_builtins: dict[str, Any] = dict(LIBRARY_BUILTINS)
        self.objects: list[Any] = []
        self.shared: dict[int, int] = {}
        self._lines: dict[str, list[str]] = {}
        self.generated = True  # may generated code run?

    def native_name(self, native: Native) -> str:
        return self._native_names[id(native)]

    def lines(self, module: str) -> list[str]:
        """The source lines of a module, for tracebacks."""
        if module not in self._lines:
            self._lines[module] = self.bundle.modules[module].source.splitlines()
        return self._lines[module]


def load(bundle: Bundle) -> Program:
    """Make a (verified) bundle ready to run. Raises ImageError if its library does not run."""
    program = Program(bundle)
    for module in bundle.modules.values():
        for code in module.codes:
            prepare(code, module.library, module.key)
    for key, module in bundle.modules.items():
        if module.library:
            names = {"__name__": key, "__doc__": module.code.docstring, "__file__": module.file}
            program.library[key] = Module(key, names)
    for key, made in program.library.items():
        package, _, name = key.rpartition(".")
        if package in program.library:
            program.library[package].globals[name] = made
    order = sorted(program.library, key=lambda key: key != "prelude")
    for key in order:
        _run_top_level(program, key)
        if key == "prelude":
            program.prelude = program.library[key].globals
            public = {name: value for name, value in program.prelude.items() if not name.startswith("_")}
            program.builtins.update(public)
    _number_image(program)
    return program


def prepare(code: CodeObject, library: bool, module: str) -> None:
    """What the machine knows of a code object; its instructions are resolved when it first runs."""
    # The slots behind the arguments, where a call needs nothing else to fill its frame: most calls.
    simple = not code.keyword_only and not code.cells and not code.free and not code.flags & _NOT_SIMPLE
    code.cache = _Prepared(code)
    code.cache["constants"] = [_constant(value) for value in code.constants]
    code.cache["unset"] = [UNSET] * (len(code.slots) - code.positional) if simple else None
    code.cache["library"] = library
    code.cache["plain_call"] = not code.keyword_only and not code.flags & _NOT_SIMPLE  # takes positional parameters
    code.cache["heat"] = 0  # calls so far
    code.cache["loops"] = {}  # turns so far, by the instruction where a loop begins
    code.cache["hidden"] = bool(code.flags & HIDDEN) or module == "prelude"


class _Prepared(dict[str, Any]):
    """A code object's cache until it runs: then `run` is added, and a plain dict, quicker to look into, takes over."""

    __slots__ = ("code",)

    def __init__(self, code: CodeObject) -> None:
        self.code = code

    def __missing__(self, key: str) -> Any:
        if key != "run":
            raise KeyError(key)
        self["run"] = run = _resolved(self.code, self["constants"])
        self.code.cache = dict(self)
        return run


def _resolved(code: CodeObject, constants: list[Any]) -> tuple[list[int], list[Any]]:
    """The instructions for the loop: constants and names stand in the operands themselves."""
    args: list[Any] = []
    for op, arg in zip(code.ops, code.args, strict=True):
        kinds = BY_NUMBER[op].operands
        if not kinds:
            args.append(None)
            continue
        parts = arg if len(kinds) > 1 else (arg,)
        resolved = tuple(
            constants[part] if kind is Operand.CONST else code.names[part] if kind is Operand.NAME else part
            for kind, part in zip(kinds, parts, strict=True)
        )
        args.append(resolved if len(kinds) > 1 else resolved[0])
    return code.ops, args


def _constant(value: Any) -> Any:
    if type(value) is wire.Duration:
        return Duration(value.us)
    if type(value) is tuple:
        return tuple([_constant(item) for item in value])
    return value


def _run_top_level(program: Program, key: str) -> None:
    from flowmetal.vm.machine import Machine
    from flowmetal.vm.tracebacks import message_of

    module = program.library[key]
    if module.ready:
        return
    module.ready = True
    code = program.bundle.modules[key].code
    machine = Machine(program)
    machine.tasks_made = 1
    task = Task(1)
    machine.main = task
    machine.tasks[1] = task
    task.frames.append(Frame(code, module, [UNSET] * len(code.slots)))
    machine.ready.append(task)
    machine.run(50_000_000)
    if task.state != "done" or any(effect.kind != "end" for effect in machine.take_effects()):
        why = f": {task.error.cls.name}: {message_of(task.error)}" if task.error else ""
        line = task.error.trace[0][0].line_of(task.error.trace[0][1]) if task.error and task.error.trace else 0
        raise ImageError(f"library module '{key}' does not run{why} (line {line})")


def _number_image(program: Program) -> None:
    """Number every object of the image, in an order that depends on the bundle alone."""
    from flowmetal.vm.snapshot import ATOMS, children

    stack: list[Any] = []
    for module in reversed(program.bundle.modules.values()):
        for code in reversed(module.codes):
            stack.extend(value for value in reversed(code.cache["constants"]) if type(value) is tuple)
    stack.extend(reversed(program.library.values()))
    while stack:
        value = stack.pop()
        kind = type(value)
        if (kind in ATOMS and value == value) or (kind is Class and value.builtin) or (kind is tuple and not value):
            continue
        if id(value) in program.shared:
            continue
        program.shared[id(value)] = len(program.objects)
        program.objects.append(value)
        stack.extend(reversed(children(value)))

"""Where natives are entered: `NATIVES` by qualified name (snapshots name them so), the classes' namespaces, and
`LIBRARY_BUILTINS`, which only library modules see.

A native whose operands may need code of the program to run says what then happens: `iterables` are the arguments that
may be generators or instances, made into lists first (by the prelude's `_with_lists`, which calls the native again);
`user` is the prelude's function that does the whole thing in Flowmetal.
"""

from __future__ import annotations

from collections.abc import Callable, Container
from typing import TYPE_CHECKING, Any

from flowmetal.vm.classes import CLASSES, PLAIN_TYPES, class_of
from flowmetal.vm.iteration import needs_user, place_of, put_back
from flowmetal.vm.values import (
    PLAIN_ITERATORS,
    ClassMethod,
    Heir,
    Instance,
    Native,
    NeedsUser,
    Property,
    StaticMethod,
    TailCall,
    plain_of,
)

if TYPE_CHECKING:
    from flowmetal.vm.machine import Machine

Args = list[Any]
Kwargs = dict[str, Any] | None
Run = Callable[["Machine", Args, Kwargs], Any]

NATIVES: dict[str, Native] = {}
LIBRARY_BUILTINS: dict[str, Native] = {}
PRELUDE_NAMES: set[str] = {"_with_lists"}  # functions that natives expect to find in the prelude


def add(owner: str, name: str, run: Run) -> Native:
    """Enter a native: a method of the built-in class `owner`, or with owner "" a function."""
    native = Native(name, run, owner)
    if native.qualname in NATIVES:
        raise AssertionError(f"native {native.qualname} is there twice")
    NATIVES[native.qualname] = native
    if owner:
        CLASSES[owner].namespace[name] = native
    return native


def function(
    name: str, *, iterables: Container[int] = (), user: str | None = None, library: bool = False
) -> Callable[[Run], Native]:
    """Decorator: enter a built-in function; with library=True one that only library modules see."""

    def enter(run: Run) -> Native:
        native = add("", name, run)
        _wrap(native, run, iterables, user)
        if library:
            LIBRARY_BUILTINS[name] = native
        return native

    return enter


def method(
    owner: str, name: str, *, iterables: Container[int] = (), user: str | None = None, kind: str = "",
    heirs: bool = False,
) -> Callable[[Run], Native]:
    """Decorator: enter a method; kind "class" or "static" for such methods. Positions count self as 0.

    A special method gets what an heir holds for its self, unless it says by `heirs` that it knows of them.
    """

    def enter(run: Run) -> Native:
        native = add(owner, name, run)
        _wrap(native, run, iterables, user)
        if owner in PLAIN_TYPES and name.startswith("__") and name != "__new__" and not (heirs or kind):
            native.run = _on_plain_self(native)
        if kind:
            CLASSES[owner].namespace[name] = ClassMethod(native) if kind == "class" else StaticMethod(native)
        return native

    return enter


def _on_plain_self(native: Native) -> Run:
    run, kind = native.run, PLAIN_TYPES[native.owner]

    def on_plain(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
        own = plain_of(args[0]) if args else None
        if not args or not isinstance(own, kind):
            check_self(native.owner, native.name, args)
        return run(machine, [own, *args[1:]], kwargs)

    return on_plain


# Special methods that are plain methods in CPython, too, which tells in the text of an error.
_METHODS_PROPER = frozenset(("dict.__getitem__", "list.__getitem__", "dict.__contains__", "set.__contains__",
                             "frozenset.__contains__", "list.__reversed__", "dict.__reversed__"))


def check_self(owner: str, name: str, args: Args) -> None:
    """Raises TypeError for a special method called with no self, or one of another class."""
    proper = f"{owner}.{name}" in _METHODS_PROPER or not name.startswith("__")
    if not args:
        if proper:
            raise TypeError(f"unbound method {owner}.{name}() needs an argument")
        raise TypeError(f"descriptor '{name}' of '{owner}' object needs an argument")
    cls = class_of(args[0])
    if cls.is_subclass(CLASSES[owner]):
        return
    if proper:
        raise TypeError(f"descriptor '{name}' for '{owner}' objects doesn't apply to a '{cls.name}' object")
    raise TypeError(f"descriptor '{name}' requires a '{owner}' object but received a '{cls.name}'")


def run_on_plain(native: Native, machine: Machine, args: Args, kwargs: Kwargs, refused: TypeError) -> Any:
    """Once more, after a TypeError, with what the heirs among the arguments hold: first self only, then all.

    Natives check what they are given before they change anything, so nothing has happened yet. Raises the error that
    is about the arguments as they were given.
    """
    if native.owner in PLAIN_TYPES and args and type(args[0]) is Heir:
        args = [args[0].plain, *args[1:]]
        try:
            return native.run(machine, args, kwargs)
        except TypeError as caught:
            refused = caught
    if not any(type(arg) is Heir or type(arg) is tuple for arg in (*args, *(kwargs or {}).values())):
        raise refused
    plain_kwargs = {name: _without_heirs(arg) for name, arg in kwargs.items()} if kwargs else kwargs
    try:
        return native.run(machine, [_without_heirs(arg) for arg in args], plain_kwargs)
    except TypeError:
        raise refused from None


def _without_heirs(arg: Any) -> Any:
    arg = plain_of(arg)
    return tuple(map(plain_of, arg)) if type(arg) is tuple else arg


def _wrap(native: Native, run: Run, iterables: Container[int], user: str | None) -> None:
    if not iterables and user is None:
        return
    if user is not None:
        PRELUDE_NAMES.add(user)

    def wrapped(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
        places = None
        for arg in args:
            if type(arg) in PLAIN_ITERATORS:
                places = [(one, place_of(one)) for one in args]
                break
        try:
            return run(machine, args, kwargs)
        except NeedsUser:
            if places is not None:
                for one, place in places:
                    put_back(one, place)
            lazy = [i for i, arg in enumerate(args) if i in iterables and needs_user(arg)]
            if lazy:
                return TailCall(machine.prelude["_with_lists"], [native, lazy, args, kwargs or {}])
            if user is None:
                raise
            return TailCall(machine.prelude[user], list(args), kwargs)

    native.run = wrapped


def attribute(owner: str, name: str, read: Callable[[Any], Any]) -> None:
    """Enter a read-only attribute of a built-in class."""
    native = add(owner, name, lambda machine, args, kwargs: read(plain_of(args[0])))
    CLASSES[owner].namespace[name] = Property(native)


def delegate(owner: str, host: Any, names: str) -> None:
    """Enter methods that the host's method of the same name implements wholly, its error messages included."""
    for name in names.split():
        add(owner, name, delegated(getattr(host, name)))


def delegated(implementation: Callable[..., Any]) -> Run:
    def run(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
        try:
            if kwargs:
                return implementation(*args, **kwargs)
            return implementation(*args)
        except TypeError as caught:
            raise renamed(caught, args) from None

    return run


def renamed(caught: TypeError, operands: Any) -> TypeError:
    """A host's TypeError with the name of the program's class where the host says `Instance`, `DictView` and so on."""
    text = str(caught)
    for operand in operands:
        host, name = type(operand).__name__, class_of(operand).name
        if host != name:
            for said in ("object", host) if isinstance(operand, Instance) else (host,):
                text = text.replace(f"'{said}'", f"'{name}'")
                text = text.replace(f" {said},", f" {name},")
            text = text.replace(f"not {host}", f"not {name}")
            text = text.replace(f"{host} found", f"{name} found")
            break
    return TypeError(text)


def arity(name: str, args: Args, kwargs: Kwargs, least: int, most: int) -> None:
    """Check a number of arguments, self not counted. Raises TypeError as CPython's C functions do."""
    if kwargs:
        raise TypeError(f"{name}() takes no keyword arguments")
    given = len(args)
    if least <= given <= most:
        return
    if least == most:
        count = "no arguments" if least == 0 else "exactly one argument" if least == 1 else ""
        if count:
            raise TypeError(f"{name}() takes {count} ({given} given)")
        raise TypeError(f"{name} expected {least} argument{'s' if least != 1 else ''}, got {given}")
    bound, wanted = ("at least", least) if given < least else ("at most", most)
    raise TypeError(f"{name} expected {bound} {wanted} argument{'s' if wanted != 1 else ''}, got {given}")


def options(name: str, kwargs: dict[str, Any] | None, **defaults: Any) -> list[Any]:
    """Keyword-only arguments, in the order of the defaults. Raises TypeError for another one."""
    if kwargs:
        for given in kwargs:
            if given not in defaults:
                raise TypeError(f"'{given}' is an invalid keyword argument for {name}()")
        return [kwargs.get(key, default) for key, default in defaults.items()]
    return list(defaults.values())


def changing(machine: Machine, target: Any) -> None:
    """To be called before a native changes target: what belongs to the library is shared by all processes."""
    if machine.is_shared(target):
        raise TypeError(f"cannot change this {class_of(target).name}: it belongs to the standard library")


def receiver(owner: str, name: str, args: list[Any], kind: type | tuple[type, ...]) -> Any:
    """The self of a method, checked: methods can be called through their class with anything."""
    if not args:
        check_self(owner, name, args)
    if not isinstance(args[0], kind):
        if type(args[0]) is Heir and isinstance(args[0].plain, kind):
            args[0] = args[0].plain
            return args[0]
        check_self(owner, name, args)
    return args[0]

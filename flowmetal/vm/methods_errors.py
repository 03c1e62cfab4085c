"""Exceptions: what their constructors keep, their attributes and methods.

`ERROR_ATTRIBUTES` are the attributes that attribute access finds on any exception, by name: getter(error) gives the
value, or UNSET where that class of exceptions has no such attribute.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from flowmetal.vm.classes import CLASSES, class_of
from flowmetal.vm.natives import Args, Kwargs, arity, method, receiver
from flowmetal.vm.text import to_repr, to_str
from flowmetal.vm.values import UNSET, Class, Error, TailCall

if TYPE_CHECKING:
    from flowmetal.vm.machine import Machine


def _is_a(value: Error, name: str) -> bool:
    return value.cls.is_subclass(CLASSES[name])


def _argument(name: str, at: int, *, default: Any = None) -> Callable[[Error], Any]:
    """The attribute of class `name` that is its argument number `at`."""

    def read(value: Error) -> Any:
        if not _is_a(value, name):
            return UNSET
        return value.args[at] if at < len(value.args) else default

    return read


def _first_of(*readers: Callable[[Error], Any]) -> Callable[[Error], Any]:
    def read(value: Error) -> Any:
        for reader in readers:
            found = reader(value)
            if found is not UNSET:
                return found
        return UNSET

    return read


def _os_argument(at: int) -> Callable[[Error], Any]:
    def read(value: Error) -> Any:
        if not _is_a(value, "OSError"):
            return UNSET
        return value.args[at] if len(value.args) >= 2 and at < len(value.args) else None

    return read


def _keyword(*classes: str) -> Callable[[Error], Any]:
    """An attribute given as keyword only; kept with the instance's own ones, None without."""

    def read(value: Error) -> Any:
        return None if any(_is_a(value, name) for name in classes) else UNSET

    return read


def _exit_code(value: Error) -> Any:
    if not _is_a(value, "SystemExit"):
        return UNSET
    return None if not value.args else value.args[0] if len(value.args) == 1 else value.args


def _group(at: int) -> Callable[[Error], Any]:
    def read(value: Error) -> Any:
        if not (_is_a(value, "ExceptionGroup") or _is_a(value, "BaseExceptionGroup")):
            return UNSET
        found = value.args[at]
        return tuple(found) if at == 1 else found

    return read


ERROR_ATTRIBUTES: dict[str, Callable[[Error], Any]] = {
    "args": lambda value: value.args,
    "__cause__": lambda value: value.cause,
    "__context__": lambda value: value.context,
    "__suppress_context__": lambda value: value.suppress_context,
    "__notes__": lambda value: UNSET if value.notes is None else value.notes,
    "__traceback__": lambda value: None,
    "value": _argument("StopIteration", 0),
    "code": _exit_code,
    "errno": _os_argument(0),
    "strerror": _os_argument(1),
    "filename": _os_argument(2),
    "encoding": _first_of(_argument("UnicodeDecodeError", 0), _argument("UnicodeEncodeError", 0)),
    "object": _first_of(_argument("UnicodeDecodeError", 1), _argument("UnicodeEncodeError", 1)),
    "start": _first_of(_argument("UnicodeDecodeError", 2), _argument("UnicodeEncodeError", 2)),
    "end": _first_of(_argument("UnicodeDecodeError", 3), _argument("UnicodeEncodeError", 3)),
    "reason": _first_of(_argument("UnicodeDecodeError", 4), _argument("UnicodeEncodeError", 4)),
    "message": _group(0),
    "exceptions": _group(1),
    "msg": _first_of(_argument("ImportError", 0), _argument("SyntaxError", 0)),
    "name": _keyword("NameError", "AttributeError", "ImportError"),
    "obj": _keyword("AttributeError"),
    "path": _keyword("ImportError"),
}
_KEYWORDS = {"NameError": ("name",), "AttributeError": ("name", "obj"), "ImportError": ("name", "path")}


def store_error_attribute(target: Error, name: str, value: Any) -> bool:
    """Set one of the attributes that the machine itself uses; False if `name` is none of them. Raises TypeError."""
    if name == "args":
        from flowmetal.vm.iteration import host_list

        target.args = tuple(host_list(value))
    elif name in ("__cause__", "__context__"):
        if value is not None and not isinstance(value, Error):
            what = name.strip("_")
            raise TypeError(f"exception {what} must be None or derive from BaseException")
        if name == "__cause__":
            target.cause, target.suppress_context = value, True
        else:
            target.context = value
    elif name == "__suppress_context__":
        if type(value) is not bool:
            raise TypeError("attribute value type must be bool")
        target.suppress_context = value
    elif name == "__traceback__":
        if value is not None:
            raise TypeError("__traceback__ must be a traceback or None")
    elif name == "__notes__":
        if type(value) is not list:
            raise TypeError("__notes__ must be a list here")
        target.notes = value
    else:
        return False
    return True


@method("BaseException", "__init__")
def _init(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    target = receiver("BaseException", "__init__", args, Error)
    target.args = tuple(args[1:])
    for name, value in (kwargs or {}).items():
        known = next((names for cls, names in _KEYWORDS.items() if _is_a(target, cls)), ())
        if name not in known:
            raise TypeError(f"{target.cls.name}() takes no keyword arguments")
        target.attributes[name] = value
    if _is_a(target, "ExceptionGroup") or _is_a(target, "BaseExceptionGroup"):
        _check_group(target)


def _check_group(target: Error) -> None:
    if len(target.args) != 2:
        raise TypeError(f"BaseExceptionGroup.__new__() takes exactly 2 arguments ({len(target.args)} given)")
    message, errors = target.args
    if type(message) is not str:
        raise TypeError(f"BaseExceptionGroup.__new__() argument 1 must be str, not {class_of(message).name}")
    if type(errors) not in (list, tuple):
        raise TypeError("second argument (exceptions) must be a sequence")
    if not errors:
        raise ValueError("second argument (exceptions) must be a non-empty sequence")
    for at, one in enumerate(errors):
        if not isinstance(one, Error):
            raise ValueError(f"Item {at} of second argument (exceptions) is not an exception")
        if _is_a(target, "ExceptionGroup") and not _is_a(one, "Exception"):
            raise TypeError("Cannot nest BaseExceptions in an ExceptionGroup")
    if target.cls is CLASSES["BaseExceptionGroup"] and all(_is_a(one, "Exception") for one in errors):
        target.cls = CLASSES["ExceptionGroup"]


def _group_method(owner: str, name: str) -> None:
    @method(owner, name)
    def run(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
        arity(f"BaseExceptionGroup.{name}", args[1:], kwargs, 1, 1)
        return TailCall(machine.prelude[f"_group_{name}"], args)


for _name in ("subgroup", "split", "derive"):
    _group_method("BaseExceptionGroup", _name)
    CLASSES["ExceptionGroup"].namespace[_name] = CLASSES["BaseExceptionGroup"].namespace[_name]


@method("BaseException", "__str__", user="_error_str")
def _str(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    target = receiver("BaseException", "__str__", args, Error)
    plain = Error(_built_in(target.cls), target.args)
    return to_str(plain)


@method("BaseException", "__repr__", user="_error_repr")
def _repr(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    target = receiver("BaseException", "__repr__", args, Error)
    if len(target.args) == 1:
        return f"{target.cls.name}({to_repr(target.args[0])})"
    return target.cls.name + to_repr(target.args)


def _built_in(cls: Class) -> Class:
    return next(one for one in cls.mro if one.builtin)


@method("BaseException", "add_note")
def _add_note(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    target = receiver("BaseException", "add_note", args, Error)
    arity("BaseException.add_note", args[1:], kwargs, 1, 1)
    if type(args[1]) is not str:
        raise TypeError(f"note must be a str, not '{class_of(args[1]).name}'")
    target.notes = [*(target.notes or ()), args[1]]


@method("BaseException", "with_traceback")
def _with_traceback(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    target = receiver("BaseException", "with_traceback", args, Error)
    arity("BaseException.with_traceback", args[1:], kwargs, 1, 1)
    if args[1] is not None:
        raise TypeError("__traceback__ must be a traceback or None")
    return target



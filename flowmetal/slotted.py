"""Plain data in classes: what `dataclasses` gives with slots=True, for commands that have to start fast.

    @slotted                     fields cannot be set again, equal fields make equal values, which can be hashed
    @slotted(frozen=False)       fields can be set again; no hash
    @slotted(frozen=False, eq=False)    … and a value is equal to itself only

`dataclasses` imports `inspect` (8 ms) and runs the Python compiler five times for each class (0.7 ms): more than half
of what `flowmetal-vm run` may take. Here a class's `__init__` is made when the first value of it is, the rest is
shared, and making a value takes 0.5 µs instead of 0.8.
No inheritance between them, no `__post_init__`: fields in the order in which they are written, that is all.
"""

from __future__ import annotations

from collections.abc import Callable
from operator import attrgetter
from typing import Any, TypeVar, dataclass_transform, overload

T = TypeVar("T")


class _Fresh:
    """Stands for a default that is made anew for each value."""

    __slots__ = ("make",)

    def __init__(self, make: Callable[[], Any]) -> None:
        self.make = make


def field(*, default_factory: Callable[[], T]) -> T:
    """A default that is made anew for each value."""
    fresh: Any = _Fresh(default_factory)
    made: T = fresh
    return made


@overload
@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def slotted(cls: type[T]) -> type[T]: ...
@overload
@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def slotted(*, frozen: bool = True, eq: bool = True) -> Callable[[type[T]], type[T]]: ...
def slotted(cls: type[T] | None = None, *, frozen: bool = True, eq: bool = True) -> Any:
    """See the module. The class is made anew, with slots, so its methods cannot use `super()` without arguments."""
    if cls is None:
        return lambda given: _slotted(given, frozen, eq)
    return _slotted(cls, frozen, eq)


def replace(value: T, **changes: Any) -> T:
    """Another value like this one, but for some fields."""
    kind: Any = type(value)
    for name in kind.__match_args__:
        if name not in changes:
            changes[name] = getattr(value, name)
    made: T = kind(**changes)
    return made


def astuple(value: Any) -> tuple[Any, ...]:
    """The values of its fields, as they are, in order."""
    return tuple([getattr(value, name) for name in type(value).__match_args__])


def _slotted(cls: type[Any], frozen: bool, eq: bool) -> type[Any]:
    names = tuple(cls.__annotations__)
    body = {name: value for name, value in cls.__dict__.items() if name not in ("__dict__", "__weakref__")}
    defaults = {name: body.pop(name) for name in names if name in body}
    body["__slots__"] = body["__match_args__"] = names
    body["__qualname__"] = cls.__qualname__
    body.setdefault("__repr__", _repr)
    if eq:
        fields = attrgetter(*names)
        body.setdefault("__eq__", _equal(fields))
        body.setdefault("__hash__", _hash(fields) if frozen else None)
    if frozen:
        body["__setattr__"], body["__delattr__"] = _refuse_set, _refuse_delete
        body["__reduce__"] = _reduce  # pickle and copy would set the fields
    body["__init__"] = _first_init(names, defaults, frozen)
    made: type[Any] = type(cls.__name__, cls.__bases__, body)
    return made


def _first_init(names: tuple[str, ...], defaults: dict[str, Any], frozen: bool) -> Callable[..., None]:
    """An `__init__` that makes the real one, of which every further value is made."""

    def __init__(self: Any, *args: Any, **kwargs: Any) -> None:
        kind = type(self)
        made = _init(kind, names, defaults, frozen)
        kind.__init__ = made
        made(self, *args, **kwargs)

    return __init__


def _init(kind: type[Any], names: tuple[str, ...], defaults: dict[str, Any], frozen: bool) -> Callable[..., None]:
    scope: dict[str, Any] = {"_missing": _Fresh}
    parameters, lines = ["self"], []
    for name in names:
        value = name
        if name not in defaults:
            parameters.append(name)
        else:
            default = defaults[name]
            parameters.append(f"{name}=_default_{name}")
            scope[f"_default_{name}"] = default
            if type(default) is _Fresh:
                scope[f"_default_{name}"], scope[f"_make_{name}"] = _Fresh, default.make
                value = f"_make_{name}() if {name} is _missing else {name}"
        if frozen:  # past our own __setattr__, by the slot itself: the quickest way
            scope[f"_set_{name}"] = kind.__dict__[name].__set__
            lines.append(f" _set_{name}(self, {value})")
        else:
            lines.append(f" self.{name} = {value}")
    exec(f"def __init__({', '.join(parameters)}):\n" + "\n".join(lines or [" pass"]), scope)
    made: Callable[..., None] = scope["__init__"]
    made.__qualname__ = f"{kind.__qualname__}.__init__"
    return made


def _equal(fields: Callable[[Any], Any]) -> Callable[[Any, object], bool]:
    def __eq__(self: Any, other: object) -> bool:
        return fields(self) == fields(other) if type(other) is type(self) else NotImplemented

    return __eq__


def _hash(fields: Callable[[Any], Any]) -> Callable[[Any], int]:
    def __hash__(self: Any) -> int:
        return hash(fields(self))

    return __hash__


def _repr(self: Any) -> str:
    shown = ", ".join(f"{name}={getattr(self, name)!r}" for name in type(self).__match_args__)
    return f"{type(self).__qualname__}({shown})"


def _reduce(self: Any) -> tuple[Any, ...]:
    return type(self), astuple(self)


def _refuse_set(self: Any, name: str, value: Any) -> None:
    raise AttributeError(f"cannot assign to field {name!r} of {type(self).__name__}")


def _refuse_delete(self: Any, name: str) -> None:
    raise AttributeError(f"cannot delete field {name!r} of {type(self).__name__}")

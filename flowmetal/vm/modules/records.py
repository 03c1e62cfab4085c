"""Modules dataclasses, functools and collections: arguments bound to names as a function's, fields set and compared."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flowmetal.vm.calls import bind_by_name
from flowmetal.vm.classes import class_of
from flowmetal.vm.natives import Args, Kwargs, function
from flowmetal.vm.values import Class, Error, Heir, Instance, Set

if TYPE_CHECKING:
    from flowmetal.vm.machine import Machine


@function("_bind", library=True)
def _bind(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    """The values of parameters in their order, for a call of a function that is not written out.

    Arguments: its qualified name, the names of its parameters, how many of the last are keyword-only, {name: default},
    the arguments and keyword arguments. Raises TypeError as a call of such a function.
    """
    name, names, keyword_only, defaults, given, keywords = args
    machine.charge(len(names))
    return bind_by_name(name, names, keyword_only, defaults, list(given), keywords)


@function("_set_fields", library=True)
def _set_fields(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    """Set attributes of a new instance without asking its class: names, values."""
    target, names, values = args
    if not isinstance(target, Instance) or machine.is_shared(target):
        raise TypeError(f"cannot set fields of a '{class_of(target).name}'")
    target.attributes.update(zip(names, values, strict=True))


@function("_fields_of", library=True)
def _fields_of(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    """The names and the values of an instance's attributes, for `_set_fields`."""
    source = args[0]
    if not isinstance(source, Instance):
        raise TypeError(f"a '{class_of(source).name}' has no fields")
    return list(source.attributes), list(source.attributes.values())


@function("_new_like", library=True)
def _new_like(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    """A new instance of the same class with no attributes yet; an exception has the same arguments, an heir of a
    built-in class a copy of what it holds."""
    source = args[0]
    if isinstance(source, Error):
        return Error(source.cls, source.args)
    if not isinstance(source, Instance):
        raise TypeError(f"cannot copy '{class_of(source).name}' object")
    if isinstance(source, Heir):
        return Heir(source.cls, _copied(source.plain))
    return Instance(source.cls)


def _copied(plain: Any) -> Any:
    if type(plain) is Set:
        return Set(plain.items)
    return plain.copy() if type(plain) in (list, dict) else plain


@function("_make_class", library=True)
def _make_class(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    """A new class: its name, base, namespace."""
    name, base, namespace = args
    if type(name) is not str or type(base) is not Class or base.builtin or type(namespace) is not dict:
        raise TypeError("a class is made of a name, a base of the library and a namespace")
    return Class(name, base, dict(namespace), module="__main__")


@function("_own_names", library=True)
def _own_names(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    """The names that a class itself binds, its bases not."""
    cls = args[0]
    if type(cls) is not Class:
        raise TypeError(f"expected a class, not '{class_of(cls).name}'")
    return list(cls.namespace)

"""Attribute access: `load_attr`, `store_attr`, `delete_attr` for every kind of value.

Each gives a value, or a TailCall when the program's code has to run (a property, `__getattr__`, …), and raises the
program's AttributeError with CPython's words. Library classes and modules are shared by all processes of a program
and so cannot be changed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flowmetal.vm.calls import bind_attribute, call
from flowmetal.vm.classes import CLASSES, OBJECT, PLAIN_TYPES, class_of, error
from flowmetal.vm.natives import NATIVES, function
from flowmetal.vm.values import (
    UNSET,
    BoundMethod,
    Class,
    ClassMethod,
    Error,
    Function,
    Generator,
    Heir,
    Instance,
    Module,
    Native,
    Property,
    Set,
    StaticMethod,
    Super,
    TailCall,
    Task,
)

if TYPE_CHECKING:
    from flowmetal.vm.machine import Machine


# Whose attributes a program may set and delete, if they do not belong to the library. (A value such as the empty tuple
# may be one object in the library and in the program.)
_CHANGEABLE = (Instance, Error, Heir, Class, Function, Module)
_ASKED_FIRST = frozenset((Class, Error, Heir, Super))  # `call_method` cannot take their methods from their class


def load_attr(obj: Any, name: str) -> Any:
    """`obj.name`"""
    kind = type(obj)
    if kind is Instance or kind is Error:
        return _load_instance(obj, name)
    if kind is Class:
        return _load_class(obj, name)
    if kind is Module:
        if name in obj.globals:
            return obj.globals[name]
        raise error("AttributeError", f"module '{obj.key}' has no attribute '{name}'")
    if kind is Super:
        return _load_super(obj, name)
    if kind is Function:
        value = _load_function(obj, name)
        if value is not UNSET:
            return value
    elif kind is BoundMethod:
        if name in ("__self__", "__func__"):
            return obj.self if name == "__self__" else obj.function
        if name in ("__name__", "__qualname__", "__doc__", "__module__"):
            return load_attr(obj.function, name)
    elif kind is Generator and name in ("__name__", "__qualname__"):
        return obj.code.name if name == "__name__" else obj.code.qualname
    elif kind is Native and name in ("__name__", "__qualname__", "__doc__"):
        return {"__name__": obj.name, "__qualname__": obj.qualname, "__doc__": None}[name]
    elif kind is Heir:
        return _load_instance(obj, name)
    cls = class_of(obj)
    found = cls.find(name)
    if found is not UNSET and name != "__new__":
        if type(found) is Property:
            return TailCall(found.fget, [obj])
        return bind_attribute(found, obj, cls)
    if name == "__class__":
        return cls
    raise error("AttributeError", f"'{cls.name}' object has no attribute '{name}'")


def _load_instance(obj: Instance, name: str) -> Any:
    cls = obj.cls
    found = cls.find(name)
    if type(found) is Property:
        if found.fget is None:
            raise error("AttributeError", f"property '{name}' of '{cls.name}' object has no getter")
        method = cls.find("__getattr__")
        if method is not UNSET:
            return TailCall(NATIVES["_property_or_else"], [obj, name, found.fget, method])
        return TailCall(found.fget, [obj])
    attributes = obj.__dict__
    if name in attributes:
        return attributes[name]
    if found is not UNSET:
        return bind_attribute(found, obj, cls)
    if isinstance(obj, Error):
        from flowmetal.vm.methods_errors import ERROR_ATTRIBUTES

        getter = ERROR_ATTRIBUTES.get(name)
        if getter is not None:
            value = getter(obj)
            if value is not UNSET:
                return value
    if name == "__class__":
        return cls
    if name == "__dict__" and (cls.find("__slots__") is UNSET or slots_of(cls) is None):
        make_wild(cls)
        return obj.attributes
    if name in ("__module__", "__doc__"):
        return _load_class(cls, name)
    method = cls.find("__getattr__")
    if method is not UNSET:
        return TailCall(method, [obj, name])
    raise error("AttributeError", f"'{cls.name}' object has no attribute '{name}'")


def _load_class(cls: Class, name: str) -> Any:
    found = cls.find(name)
    if name == "__new__" and type(found) is Native and found.owner in PLAIN_TYPES:
        return BoundMethod(NATIVES["_new"], CLASSES[found.owner])
    if found is not UNSET and not (cls.builtin and name == "__new__" and cls is not CLASSES["object"]):
        if type(found) is ClassMethod:
            return BoundMethod(found.function, cls)
        if type(found) is StaticMethod:
            return found.function
        return found
    if name == "__name__":
        return cls.name
    if name == "__qualname__":
        return cls.qualname
    if name == "__module__":
        return cls.module
    if name == "__doc__":
        return cls.namespace.get("__doc__")
    if name == "__mro__":
        return cls.mro
    if name == "__bases__":
        return (cls.base,) if cls.base else ()
    if name == "__base__":
        return cls.base
    if name == "__dict__":
        return dict(cls.namespace)  # classes may be built-in, or the library's: shared by all processes
    if name == "__class__":
        return CLASSES["type"]
    if name == "mro":
        return BoundMethod(CLASSES["type"].namespace[name], cls)
    raise error("AttributeError", f"type object '{cls.name}' has no attribute '{name}'")


def _load_super(obj: Super, name: str) -> Any:
    holder = obj.self if type(obj.self) is Class else class_of(obj.self)
    mro = holder.mro
    for cls in mro[mro.index(obj.after) + 1 :]:
        if name in cls.namespace:
            found = cls.namespace[name]
            if name == "__new__" and cls.builtin and cls is not OBJECT:
                return BoundMethod(NATIVES["_new"], cls)
            if type(found) is Property:
                return TailCall(found.fget, [obj.self])
            if type(obj.self) is Class and type(found) in (Function, Native):
                return found
            return bind_attribute(found, obj.self, holder)
    if name == "__class__":
        return CLASSES["super"]
    raise error("AttributeError", f"'super' object has no attribute '{name}'")


def _load_function(fn: Function, name: str) -> Any:
    if fn.attributes and name in fn.attributes:
        return fn.attributes[name]
    if name == "__name__":
        return fn.code.name
    if name == "__qualname__":
        return fn.code.qualname
    if name == "__doc__":
        return fn.code.docstring
    if name == "__module__":
        return fn.module.key
    if name == "__defaults__":
        return fn.defaults or None
    if name == "__kwdefaults__":
        return fn.kwdefaults
    if name == "__annotations__":
        return dict(fn.code.annotations)
    if name == "__dict__":
        if fn.code.cache["library"]:
            return dict(fn.attributes or {})
        fn.attributes = fn.attributes if fn.attributes is not None else {}
        return fn.attributes
    return UNSET


def special(obj: Any, name: str) -> Any:
    """A special method of obj's type, bound to it; UNSET if there is none."""
    cls = class_of(obj)
    found = cls.find(name)
    return UNSET if found is UNSET else bind_attribute(found, obj, cls)


def store_attr(obj: Any, name: str, value: Any, shared: bool) -> TailCall | None:
    """`obj.name = value`; shared says that obj belongs to the library image."""
    kind = type(obj)
    if kind is Instance or kind is Error or kind is Heir:
        cls = obj.cls
        method = cls.find("__setattr__")
        if type(method) is Function or method is SLOTS_SETATTR:
            return TailCall(method, [obj, name, value])
        return store_plainly(obj, name, value, shared)
    if shared and kind in _CHANGEABLE:
        raise error("TypeError", f"cannot set '{name}' attribute of immutable {class_of(obj).name}")
    if kind is Class:
        if obj.builtin:
            raise error("TypeError", f"cannot set '{name}' attribute of immutable type '{obj.name}'")
        obj.namespace[name] = value
        unteach()
        return None
    if kind is Function:
        if obj.attributes is None:
            obj.attributes = {}
        obj.attributes[name] = value
        return None
    if kind is Module:
        obj.globals[name] = value
        return None
    found = class_of(obj).find(name)
    if found is not UNSET:
        raise error("AttributeError", f"'{class_of(obj).name}' object attribute '{name}' is read-only")
    raise error("AttributeError", f"'{class_of(obj).name}' object has no attribute '{name}'")


@function("_slots_setattr", library=True)
def SLOTS_SETATTR(machine: Machine, args: list[Any], kwargs: dict[str, Any] | None) -> Any:
    """The `__setattr__` of a class with `__slots__`: takes no other names."""
    obj, name, value = args
    names = slots_of(obj.cls)
    if names is not None and name not in names:
        found = obj.cls.find(name)
        if found is UNSET:
            raise error("AttributeError", f"'{obj.cls.name}' object has no attribute '{name}'")
        if type(found) is not Property:
            raise error("AttributeError", f"'{obj.cls.name}' object attribute '{name}' is read-only")
    return store_plainly(obj, name, value, machine.is_shared(obj))


def slots_of(cls: Class) -> set[str] | None:
    """The names that `__slots__` allow for the attributes of cls's instances; None if they may have any."""
    names: set[str] = set()
    for one in cls.mro:
        if one.builtin:
            return None if one.layout == "error" else names
        own = one.namespace.get("__slots__")
        if own is None:
            return None
        own = (own,) if type(own) is str else own
        if type(own) not in (tuple, list, dict, Set) or "__dict__" in own:
            return None
        prefix = "_" + one.name.lstrip("_")
        names.update(prefix + name if name.startswith("__") and not name.endswith("__") else name for name in own)
    return None


def check_slots(cls: Class) -> None:
    """Raises TypeError or ValueError for a `__slots__` of cls itself that Python would not take."""
    own = cls.namespace["__slots__"]
    if own and cls.layout in ("int", "tuple", "bytes"):
        raise TypeError(f"nonempty __slots__ not supported for subtype of '{cls.layout}'")
    for name in (own,) if type(own) is str else own if type(own) in (tuple, list, dict, Set) else ():
        if type(name) is not str:
            raise TypeError(f"__slots__ items must be strings, not '{class_of(name).name}'")
        if not name.isidentifier():
            raise TypeError("__slots__ must be identifiers")
        if name in cls.namespace:
            raise ValueError(f"'{name}' in __slots__ conflicts with class variable")


def store_plainly(obj: Instance, name: str, value: Any, shared: bool) -> TailCall | None:
    """What `object.__setattr__` does."""
    found = obj.cls.find(name)
    if type(found) is Property:
        if found.fset is None:
            raise error("AttributeError", f"property '{name}' of '{obj.cls.name}' object has no setter")
        return TailCall(found.fset, [obj, value])
    if shared:
        raise error("TypeError", f"cannot set '{name}' attribute of an immutable '{obj.cls.name}' object")
    if obj.cls is OBJECT:
        raise error("AttributeError", f"'object' object has no attribute '{name}'")
    if type(obj) is Error:
        from flowmetal.vm.methods_errors import store_error_attribute

        if store_error_attribute(obj, name, value):
            return None
    if name == "__class__":
        raise error("TypeError", "__class__ assignment is not supported")
    if type(found) is Function:
        make_wild(obj.cls)
    obj.__dict__[name] = value
    return None


def delete_attr(obj: Any, name: str, shared: bool) -> TailCall | None:
    """`del obj.name`"""
    kind = type(obj)
    if shared and kind in _CHANGEABLE:
        raise error("TypeError", f"cannot delete '{name}' attribute of immutable {class_of(obj).name}")
    if kind is Instance or kind is Error or kind is Heir:
        method = obj.cls.find("__delattr__")
        if type(method) is Function:
            return TailCall(method, [obj, name])
        found = obj.cls.find(name)
        if type(found) is Property:
            if found.fdel is None:
                raise error("AttributeError", f"property '{name}' of '{obj.cls.name}' object has no deleter")
            return TailCall(found.fdel, [obj])
        if name in obj.attributes:
            del obj.attributes[name]
            return None
    elif kind is Class and not obj.builtin and name in obj.namespace:
        del obj.namespace[name]
        unteach()
        return None
    elif kind is Function and obj.attributes and name in obj.attributes:
        del obj.attributes[name]
        return None
    elif kind is Module and name in obj.globals:
        del obj.globals[name]
        return None
    if kind is Class:
        raise error("AttributeError", f"type object '{obj.name}' has no attribute '{name}'")
    raise error("AttributeError", f"'{class_of(obj).name}' object has no attribute '{name}'")


def call_method(
    machine: Machine, task: Task, obj: Any, name: str, args: list[Any], kwargs: dict[str, Any] | None
) -> Any:
    """`obj.name(*args, **kwargs)` as `call` answers."""
    kind = type(obj)
    if kind is Instance:
        if name not in obj.__dict__:
            found = obj.cls.find(name)
            if type(found) is Function:
                return call(machine, task, found, [obj, *args], kwargs)
    elif kind is Module:
        if name in obj.globals:
            return call(machine, task, obj.globals[name], args, kwargs)
    elif kind not in _ASKED_FIRST:
        found = class_of(obj).find(name)
        if type(found) is Native and name != "__new__":
            return call(machine, task, found, [obj, *args], kwargs)
    value = load_attr(obj, name)
    if type(value) is TailCall:  # a property or __getattr__ gives what is to be called
        return call(machine, task, machine.prelude["_call_attribute"], [obj, name, args, kwargs or {}], None)
    return call(machine, task, value, args, kwargs)


# -- what generated code knows
#
# A class tells generated code what needs no looking for, by attributes of the host's that are no part of the state:
# `m_NAME` is the function that a call of the method NAME on an instance comes to, `w_NAME` is true if assigning the
# attribute NAME of an instance does just that, `init` is the `__init__` that making an instance runs. They are set
# when the interpreter has been asked, and taken back when a class changes, or when an instance of the class may have an
# attribute that hides a method (the class is *wild* then).

_TAUGHT: list[Class] = []
_MOST_TAUGHT = 2000


def teach_method(obj: Any, name: str) -> Function | None:
    if isinstance(obj, Instance) and not obj.cls.wild and name not in obj.__dict__:
        found = obj.cls.find(name)
        if type(found) is Function:
            _teach(obj.cls, "m_" + name, found)
            return found
    return None


def teach_store(obj: Any, name: str, shared: bool) -> None:
    if type(obj) is not Instance or shared or obj.cls.builtin or obj.cls is OBJECT:
        return
    cls = obj.cls
    found = cls.find(name)
    if cls.find("__setattr__") is OBJECT.namespace["__setattr__"] and type(found) not in (Property, Function):
        _teach(cls, "w_" + name, True)


def teach_init(cls: Class) -> Function | None:
    """The `__init__` that `cls(…)` runs, if that is all there is to making an instance."""
    init = cls.find("__init__")
    if cls.builtin or cls.layout not in ("object", "error") or type(init) is not Function:
        return None
    if type(cls.find("__new__")) is StaticMethod:
        return None
    _teach(cls, "init", init)
    return init


def _teach(cls: Class, name: str, value: Any) -> None:
    if len(_TAUGHT) >= _MOST_TAUGHT:
        unteach()
    if not cls.__dict__:
        _TAUGHT.append(cls)
    cls.__dict__[name] = value


def unteach() -> None:
    """A class has changed: nothing that generated code knows of classes is sure any more."""
    for cls in _TAUGHT:
        cls.__dict__.clear()
    _TAUGHT.clear()


def make_wild(cls: Class) -> None:
    cls.wild = True
    cls.__dict__.clear()

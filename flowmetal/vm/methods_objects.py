"""object, property, static and class methods, super, generators and iterators; and the special methods of all
built-in classes, so that `super().__setattr__(…)`, `int.__add__` or `list.__len__` mean what they do in Python."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from flowmetal.bytecode.opcodes import BINARY_OPERATORS, UNARY_OPERATORS
from flowmetal.vm import operators
from flowmetal.vm.attributes import load_attr, store_plainly
from flowmetal.vm.calls import ResumeGenerator
from flowmetal.vm.classes import CLASSES, ITERATOR_NAMES, class_of, error
from flowmetal.vm.iteration import iterate
from flowmetal.vm.keys import check_key, hash_of
from flowmetal.vm.natives import Args, Kwargs, arity, attribute, changing, check_self, function, method, receiver
from flowmetal.vm.text import format_value, to_repr, to_str
from flowmetal.vm.values import (
    PLAIN_ITERATORS,
    UNSET,
    Class,
    ClassMethod,
    Error,
    Generator,
    Heir,
    Instance,
    NeedsUser,
    Property,
    StaticMethod,
    Super,
    TailCall,
    plain_of,
    step,
    user_method,
)

if TYPE_CHECKING:
    from flowmetal.vm.machine import Machine


# -- object


@method("object", "__new__")
def _object_new(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    """`object()`; and from a program's `__new__`, `super().__new__(cls)` makes the instance."""
    if (args or kwargs) and (not args or type(args[0]) is not Class):
        raise TypeError("object() takes no arguments")
    cls = args[0] if args else CLASSES["object"]
    if cls.layout == "error":
        return Error(cls, tuple(args[1:]))
    if cls.layout != "object" or (cls.builtin and cls is not CLASSES["object"]):
        raise TypeError(f"object.__new__({cls.name}) is not safe, use {cls.name}.__new__()")
    if len(args) > 1 and cls.find("__init__") is CLASSES["object"].namespace["__init__"]:
        raise TypeError(f"{cls.name}() takes no arguments")
    return Instance(cls)


@method("object", "__init__")
def _object_init(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    if len(args) > 1 or kwargs:
        cls = class_of(args[0])
        if user_method(args[0], "__init__") is not UNSET:
            raise TypeError(
                "object.__init__() takes exactly one argument (the instance to initialize)"
            )
        if user_method(args[0], "__new__") is UNSET and type(args[0]) is not Heir:
            raise TypeError(f"{cls.name}() takes no arguments")


@method("object", "__repr__")
def _object_repr(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    return plain_repr(machine, args[0])


def plain_repr(machine: Machine, value: Any) -> str:
    """The repr of a value that has no `__repr__` of its own: its kind and its number."""
    from flowmetal.vm.values import BoundMethod, Function, Native

    cls = class_of(value)
    number = f"0x{machine.identity(value):x}"
    if type(value) is Function:
        return f"<function {value.code.qualname} at {number}>"
    if type(value) is BoundMethod:
        if type(value.function) is Native:
            owner = class_of(value.self).name
            return f"<built-in method {value.function.name} of {owner} object at 0x{machine.identity(value.self):x}>"
        name = load_attr(value.function, "__qualname__")
        return f"<bound method {name} of {_short(machine, value.self)}>"
    if type(value) is Generator and cls.name == "generator":
        return f"<generator object {value.code.qualname} at {number}>"
    if type(value) is Super:
        return f"<super: <class '{value.after.name}'>, <{class_of(value.self).name} object>>"
    name = cls.qualname if cls.module == "builtins" else f"{cls.module}.{cls.qualname}"
    return f"<{name} object at {number}>"


def _short(machine: Machine, value: Any) -> str:
    if isinstance(value, Instance) and user_method(value, "__repr__") is not UNSET:
        return f"<{value.cls.name} object>"
    try:
        return to_repr(value)
    except NeedsUser:
        return plain_repr(machine, value)


@method("object", "__str__")
def _object_str(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    return TailCall(machine.prelude["_repr"], [args[0]])


@method("object", "__format__")
def _object_format(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    if args[1]:
        raise TypeError(f"unsupported format string passed to {class_of(args[0]).name}.__format__")
    return TailCall(machine.prelude["_str"], [args[0]])


@method("object", "__eq__")
def _object_eq(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    return True if args[0] is args[1] else NotImplemented


@method("object", "__ne__")
def _object_ne(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    if user_method(args[0], "__eq__") is not UNSET:
        return TailCall(machine.prelude["_not_equal"], args[:2])
    return False if args[0] is args[1] else NotImplemented


@method("object", "__hash__")
def _object_hash(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    return hash_of((machine.identity(args[0]),), machine.identity)


@method("object", "__setattr__")
def _object_setattr(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    target, name, value = args
    if not isinstance(target, Instance):
        return machine.store_attr(target, name, value)
    return store_plainly(target, name, value, machine.is_shared(target))


@method("object", "__delattr__")
def _object_delattr(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    target, name = args
    if isinstance(target, Instance):
        changing(machine, target)
        if name not in target.attributes:
            raise error("AttributeError", f"'{target.cls.name}' object has no attribute '{name}'")
        del target.attributes[name]
        return None
    return machine.delete_attr(target, name)


@method("object", "__getattribute__")
def _object_getattribute(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    return machine.load_attr(args[0], args[1])


@function("_property_or_else", library=True)
def _property_or_else(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    """Get a property of an object whose class has a `__getattr__`."""
    return TailCall(machine.prelude["_property_or_getattr"], args)


@method("object", "__init_subclass__", kind="class")
def _object_init_subclass(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    if kwargs:
        raise TypeError(f"{args[0].qualname}.__init_subclass__() takes no keyword arguments")


@method("type", "mro")
def _mro(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    return list(receiver("type", "mro", args, Class).mro)


# -- property, staticmethod, classmethod, super


@method("property", "__new__")
def _property_new(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    given = dict(zip(("fget", "fset", "fdel", "doc"), args, strict=False))
    given.update(kwargs or {})
    if len(args) > 4 or set(given) - {"fget", "fset", "fdel", "doc"}:
        raise TypeError(f"property() takes at most 4 arguments ({len(args) + len(kwargs or {})} given)")
    doc = given.get("doc")
    if doc is None and given.get("fget") is not None:
        from flowmetal.vm.values import Function

        getter = given["fget"]
        doc = getter.code.docstring if type(getter) is Function else None
    return Property(given.get("fget"), given.get("fset"), given.get("fdel"), doc)


def _property_part(name: str, place: int) -> None:
    @method("property", name)
    def run(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
        source = receiver("property", name, args, Property)
        arity(f"property.{name}", args[1:], kwargs, 1, 1)
        parts: list[Any] = [source.fget, source.fset, source.fdel]
        parts[place] = args[1]
        return Property(parts[0], parts[1], parts[2], source.doc)


for _place, _name in enumerate(("getter", "setter", "deleter")):
    _property_part(_name, _place)
attribute("property", "fget", lambda value: value.fget)
attribute("property", "fset", lambda value: value.fset)
attribute("property", "fdel", lambda value: value.fdel)
attribute("property", "__doc__", lambda value: value.doc)


@method("staticmethod", "__new__")
def _staticmethod_new(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    arity("staticmethod", args, kwargs, 1, 1)
    return StaticMethod(args[0])


@method("classmethod", "__new__")
def _classmethod_new(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    arity("classmethod", args, kwargs, 1, 1)
    return ClassMethod(args[0])


for _name in ("staticmethod", "classmethod"):
    attribute(_name, "__func__", lambda value: value.function)
    attribute(_name, "__wrapped__", lambda value: value.function)


@method("super", "__new__")
def _super_new(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    if not args and not kwargs:
        raise RuntimeError("super(): no arguments")
    arity("super", args, kwargs, 2, 2)
    cls, obj = args
    if type(cls) is not Class:
        raise TypeError(f"super() argument 1 must be a type, not {class_of(cls).name}")
    holder = obj if type(obj) is Class and obj.is_subclass(cls) else class_of(obj)
    if not holder.is_subclass(cls):
        raise TypeError("super(type, obj): obj must be an instance or subtype of type")
    return Super(cls, obj)


# -- generators and iterators


attribute("generator", "gi_running", lambda value: value.running)


def _iterator_methods(name: str) -> None:
    @method(name, "__iter__")
    def iter_(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
        return args[0]

    @method(name, "__next__")
    def next_(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
        if type(args[0]) is Generator:
            return ResumeGenerator(args[0])
        item = step(receiver(name, "__next__", args, PLAIN_ITERATORS))
        if item is UNSET:
            raise error("StopIteration")
        return item


for _name in ITERATOR_NAMES:
    _iterator_methods(_name)


# -- the operators as methods of the built-in classes

_NUMERIC = "+ - * / // % ** << >> & | ^"
_OPERATORS = {
    "int": _NUMERIC, "float": "+ - * / // % **", "str": "+ * %", "bytes": "+ * %", "list": "+ *", "tuple": "+ *",
    "dict": "|", "set": "| & - ^", "frozenset": "| & - ^", "dict_keys": "| & - ^", "dict_items": "| & - ^",
    "duration": "+ - * / // %", "time": "+ -",
}
_UNARY = {"int": "- + ~", "float": "- +", "duration": "- +"}
_COMPARISONS = {"__eq__": "==", "__ne__": "!=", "__lt__": "<", "__le__": "<=", "__gt__": ">", "__ge__": ">="}
_SIZED = "str bytes list tuple dict set frozenset range dict_keys dict_values dict_items"
_ITEMS = "str bytes list tuple range"


def _operator(owner: str, name: str, compute: Callable[[Any, Any], Any], *, changes: bool = False) -> None:
    @method(owner, name, heirs=True)
    def run(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
        check_self(owner, name, args)
        _count(name, args, kwargs, 1)
        target = args[0]
        left, right = plain_of(target), plain_of(args[1])
        if changes:
            changing(machine, left)
        try:
            result = compute(left, right)
            return target if changes and result is left else result
        except NeedsUser:
            if name in _COMPARISONS and type(right) is type(left):
                return TailCall(machine.prelude["_compare"], [_COMPARISONS[name], left, right])
            if owner in _SEQUENCES and name in _OF_SEQUENCES:
                return _sequence_with_user(machine, name, left, right)
            return NotImplemented
        except TypeError:
            if owner not in _SEQUENCES or name not in _OF_SEQUENCES:
                return NotImplemented
            if name in ("__mul__", "__rmul__", "__imul__"):
                raise TypeError(f"'{class_of(right).name}' object cannot be interpreted as an integer") from None
            raise


# The operators of sequences know of no other operand that could be asked: they raise at once.
_SEQUENCES = frozenset(("str", "bytes", "list", "tuple"))
_OF_SEQUENCES = frozenset(("__add__", "__mul__", "__rmul__", "__imul__", "__mod__"))


def _sequence_with_user(machine: Machine, name: str, left: Any, right: Any) -> Any:
    """An operator of a sequence when the other operand's class defines it, too."""
    if name == "__add__":
        raise TypeError(operators.refusal("+", left, right))
    if name == "__mod__":
        return TailCall(machine.prelude["_percent"], [left, right])
    return TailCall(machine.prelude["_repeated"], [left, right])


def _count(name: str, args: Args, kwargs: Kwargs, wanted: int) -> None:
    """Check the number of arguments of a special method, self not counted. Raises TypeError with CPython's words."""
    if kwargs:
        raise TypeError(f"wrapper {name}() takes no keyword arguments")
    if len(args) - 1 != wanted:
        raise TypeError(f"expected {wanted} argument{'' if wanted == 1 else 's'}, got {len(args) - 1}")


def _binary(at: int, *, swapped: bool = False) -> Callable[[Any, Any], Any]:
    def compute(left: Any, right: Any) -> Any:
        return operators.binary(at, right, left) if swapped else operators.binary(at, left, right)

    return compute


def _inplace(at: int) -> Callable[[Any, Any], Any]:
    return lambda left, right: operators.inplace(at, left, right)


def _comparison(at: int) -> Callable[[Any, Any], Any]:
    def compute(left: Any, right: Any) -> Any:
        return operators.compare(at, left, right) if operators.comparable(left, right) else NotImplemented

    return compute


def _unary(owner: str, name: str, compute: Callable[[Machine, Any], Any]) -> None:
    @method(owner, name)
    def run(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
        _count(name, args, kwargs, 0)
        return compute(machine, args[0])


def _add_special_methods() -> None:
    for owner, symbols in _OPERATORS.items():
        for symbol in symbols.split():
            at, word = BINARY_OPERATORS.index(symbol), operators.METHODS[symbol]
            _operator(owner, f"__{word}__", _binary(at))
            if owner not in ("list", "tuple", "str", "bytes") or symbol == "*":
                _operator(owner, f"__r{word}__", _binary(at, swapped=True))
    for owner, symbols in _UNARY.items():
        for symbol in symbols.split():
            name = {"-": "__neg__", "+": "__pos__", "~": "__invert__"}[symbol]
            at = UNARY_OPERATORS.index(symbol)
            _unary(owner, name, lambda machine, value, at=at: operators.unary(at, value))  # type: ignore[misc]
    ordered = """
        int float str bytes list tuple set frozenset duration time dict_keys dict_items
    """.split()  # noqa: SIM905
    for owner in (*ordered, "dict", "range"):
        for at, name in enumerate(("__eq__", "__ne__", "__lt__", "__le__", "__gt__", "__ge__")):
            if at < 2 or owner in ordered:
                _operator(owner, name, _comparison(at))
    for owner in _SIZED.split():
        _unary(owner, "__len__", lambda machine, value: len(value))
        _unary(owner, "__iter__", lambda machine, value: iterate(value))

        @method(owner, "__contains__", user="_item_in")
        def contains(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
            return operators.contains(args[1], args[0])

    for owner in _ITEMS.split():

        @method(owner, "__getitem__", user="_load_item")
        def getitem(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
            return operators.load_item(args[0], args[1])

    for owner in ("list", "dict"):
        _add_changes(owner)
    for owner, symbols in (("list", "+ *"), ("dict", "|"), ("set", "| & - ^")):
        for symbol in symbols.split():
            at = BINARY_OPERATORS.index(symbol)
            _operator(owner, f"__i{operators.METHODS[symbol]}__", _inplace(at), changes=True)
    for owner in ["int", "float", "str", "bytes", "tuple", "frozenset", "range", "duration", "time", "NoneType"]:
        _unary(owner, "__hash__", lambda machine, value: hash_of(value, machine.identity))
    for owner in """
        int float str bytes list tuple dict set frozenset range duration time NoneType
    """.split():  # noqa: SIM905
        _add_texts(owner)
    for owner in ("int", "float", "str", "duration", "time"):
        _add_format(owner)
    _unary("int", "__bool__", lambda machine, value: bool(value))
    _unary("float", "__bool__", lambda machine, value: bool(value))
    _unary("int", "__index__", lambda machine, value: int(value))
    for owner in ("int", "float"):
        _unary(owner, "__int__", lambda machine, value: int(value))
        _unary(owner, "__float__", lambda machine, value: float(value))
        _unary(owner, "__abs__", lambda machine, value: abs(value))


def _add_texts(owner: str) -> None:
    @method(owner, "__repr__", user="_repr", heirs=True)
    def repr_(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
        check_self(owner, "__repr__", args)
        if type(args[0]) is Heir:
            return TailCall(machine.prelude["_repr_of_heir"], args)
        return to_repr(args[0])

    @method(owner, "__str__", user="_str", heirs=True)
    def str_(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
        check_self(owner, "__str__", args)
        if type(args[0]) is Heir:
            return TailCall(machine.prelude["_str_of_heir"], args)
        return to_str(args[0])


def _add_format(owner: str) -> None:
    @method(owner, "__format__", heirs=True)
    def format_(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
        check_self(owner, "__format__", args)
        if args[1] == "" and type(args[0]) is Heir:
            return TailCall(machine.prelude["_str"], args[:1])
        return format_value(plain_of(args[0]), args[1])


@method("dict", "__getitem__", heirs=True)
def _dict_getitem(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    check_self("dict", "__getitem__", args)
    arity("dict.__getitem__", args[1:], kwargs, 1, 1)
    obj, key = args
    check_key(key)
    items = plain_of(obj)
    if key in items:
        return items[key]
    missing = user_method(obj, "__missing__")
    if missing is UNSET:
        raise error("KeyError", key)
    return TailCall(missing, [obj, key])


def _add_changes(owner: str) -> None:
    @method(owner, "__setitem__", user="_store_item")
    def setitem(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
        changing(machine, args[0])
        operators.store_item(args[0], args[1], args[2])

    @method(owner, "__delitem__", user="_delete_item")
    def delitem(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
        changing(machine, args[0])
        operators.delete_item(args[0], args[1])


_add_special_methods()


"""The built-in classes: one `Class` for every kind of value, and the exception hierarchy.

`methods` modules fill the namespaces of these classes at import; after that they do not change.
"""

from __future__ import annotations

from typing import Any

from flowmetal.vm.values import (
    BoundMethod,
    Class,
    ClassMethod,
    DictIterator,
    DictView,
    Duration,
    Enumerate,
    Error,
    FrozenSet,
    Function,
    Generator,
    Heir,
    Instance,
    LimitExceeded,
    Module,
    Native,
    Promise,
    Property,
    Raise,
    SequenceIterator,
    Set,
    StaticMethod,
    Super,
    Task,
    Time,
    Zip,
)

CLASSES: dict[str, Class] = {}  # every built-in class by name, those without a public name included


def _add(name: str, base: Class | None, layout: str = "") -> Class:
    CLASSES[name] = cls = Class(name, base, {}, layout=layout, builtin=True)
    return cls


def _heritable(name: str) -> Class:
    """A class that the program's classes may derive from; their instances are heirs that hold a value of it."""
    return _add(name, OBJECT, name)


OBJECT = _add("object", None, "object")
TYPE = _add("type", OBJECT)
INT = _heritable("int")
_BY_TYPE: dict[type, Class] = {
    type(None): _add("NoneType", OBJECT),
    bool: _add("bool", INT),
    int: INT,
    float: _heritable("float"),
    str: _heritable("str"),
    bytes: _heritable("bytes"),
    list: _heritable("list"),
    tuple: _heritable("tuple"),
    dict: _heritable("dict"),
    Set: _heritable("set"),
    FrozenSet: _heritable("frozenset"),
    range: _add("range", OBJECT),
    slice: _add("slice", OBJECT),
    type(Ellipsis): _add("ellipsis", OBJECT),
    type(NotImplemented): _add("NotImplementedType", OBJECT),
    Duration: _add("duration", OBJECT),
    Time: _add("time", OBJECT),
    Function: _add("function", OBJECT),
    Native: _add("builtin_function_or_method", OBJECT),
    Class: TYPE,
    Module: _add("module", OBJECT),
    Promise: _add("promise", OBJECT),
    Task: _add("task", OBJECT),
    Property: _add("property", OBJECT),
    StaticMethod: _add("staticmethod", OBJECT),
    ClassMethod: _add("classmethod", OBJECT),
    Super: _add("super", OBJECT),
    Enumerate: _add("enumerate", OBJECT),
    Zip: _add("zip", OBJECT),
}
_METHOD, _GENERATOR = _add("method", OBJECT), _add("generator", OBJECT)
# What the program's classes may derive from beside object and exceptions -> what their instances hold.
PLAIN_TYPES: dict[str, type] = {
    cls.name: kind for kind, cls in _BY_TYPE.items() if cls.layout and cls is not OBJECT and cls.name != "bool"
}
_VIEWS = {kind: _add(f"dict_{kind}", OBJECT) for kind in ("keys", "values", "items")}
_ITERATORS: dict[type | str, Class] = {
    list: _add("list_iterator", OBJECT), tuple: _add("tuple_iterator", OBJECT), str: _add("str_iterator", OBJECT),
    bytes: _add("bytes_iterator", OBJECT), range: _add("range_iterator", OBJECT),
    "keys": _add("dict_keyiterator", OBJECT), "values": _add("dict_valueiterator", OBJECT),
    "items": _add("dict_itemiterator", OBJECT), "set": _add("set_iterator", OBJECT),
    "reversed": _add("reversed", OBJECT), "list_reversed": _add("list_reverseiterator", OBJECT),
    "ascii": _add("str_ascii_iterator", OBJECT),
}
# Built-in functions that give a generator of the prelude's, by its code's name: their generators are of these classes.
_GENERATORS = {
    "_mapped": _add("map", OBJECT), "_mapped_together": CLASSES["map"], "_filtered": _add("filter", OBJECT),
    "_zipped": CLASSES["zip"], "_enumerated": CLASSES["enumerate"], "_items_by_number": _add("iterator", OBJECT),
    "_results_until": _add("callable_iterator", OBJECT), "_items_backwards": CLASSES["reversed"],
}
ITERATOR_NAMES = tuple(dict.fromkeys(cls.name for cls in (*_ITERATORS.values(), *_GENERATORS.values())))
# The host's own error messages then name the types as the program knows them.
for _kind, _class in (*_BY_TYPE.items(), (BoundMethod, _METHOD), (Generator, _GENERATOR)):
    if _kind.__module__ == Set.__module__ and _kind not in (Native, Class):
        _kind.__name__ = _class.name


def class_of(value: Any) -> Class:
    """`type(value)`. Every value that a program can hold has one."""
    kind = type(value)
    cls = _BY_TYPE.get(kind)
    if cls is not None:
        return cls
    if kind is Instance or kind is Error or kind is Heir:
        found: Class = value.cls
        return found
    if kind is BoundMethod:
        return _METHOD if type(value.function) is not Native else CLASSES["builtin_function_or_method"]
    if kind is DictView:
        return _VIEWS[value.kind]
    if kind is Generator:
        cls = _GENERATORS.get(value.code.name)
        return cls if cls is not None and value.code.module == "prelude" else _GENERATOR
    if kind is SequenceIterator:
        if value.step < 0 and type(value.sequence) is not range:
            return _ITERATORS["list_reversed" if type(value.sequence) is list else "reversed"]
        if type(value.sequence) is str and value.sequence.isascii():
            return CLASSES["str_ascii_iterator"]
        return _ITERATORS[type(value.sequence)]
    if kind is DictIterator:
        return _ITERATORS[value.kind]
    return OBJECT  # the machine's own objects (alarms), which programs only pass around


# name: base, as in Python, and Flowmetal's own at the end
_ERRORS = """
BaseException object
Exception BaseException
ArithmeticError Exception
FloatingPointError ArithmeticError
OverflowError ArithmeticError
ZeroDivisionError ArithmeticError
AssertionError Exception
AttributeError Exception
BufferError Exception
EOFError Exception
ImportError Exception
ModuleNotFoundError ImportError
LookupError Exception
IndexError LookupError
KeyError LookupError
MemoryError Exception
NameError Exception
UnboundLocalError NameError
OSError Exception
ConnectionError OSError
BlockingIOError OSError
BrokenPipeError ConnectionError
ChildProcessError OSError
ConnectionAbortedError ConnectionError
ConnectionRefusedError ConnectionError
ConnectionResetError ConnectionError
FileExistsError OSError
FileNotFoundError OSError
InterruptedError OSError
IsADirectoryError OSError
NotADirectoryError OSError
PermissionError OSError
ProcessLookupError OSError
TimeoutError OSError
ReferenceError Exception
RuntimeError Exception
NotImplementedError RuntimeError
RecursionError RuntimeError
StopAsyncIteration Exception
StopIteration Exception
SyntaxError Exception
IndentationError SyntaxError
TabError IndentationError
SystemError Exception
TypeError Exception
ValueError Exception
UnicodeError ValueError
UnicodeDecodeError UnicodeError
UnicodeEncodeError UnicodeError
UnicodeTranslateError UnicodeError
Warning Exception
BytesWarning Warning
EncodingWarning Warning
ImportWarning Warning
PendingDeprecationWarning Warning
ResourceWarning Warning
SyntaxWarning Warning
UnicodeWarning Warning
DeprecationWarning Warning
FutureWarning Warning
RuntimeWarning Warning
UserWarning Warning
BaseExceptionGroup BaseException
ExceptionGroup Exception
GeneratorExit BaseException
KeyboardInterrupt BaseException
SystemExit BaseException
Cancelled BaseException
LimitExceeded BaseException
RequestError Exception
Uncertain RequestError
ProcessError Exception
"""

for _line in _ERRORS.split("\n"):
    if _line:
        _name, _base = _line.split()
        _add(_name, CLASSES[_base], "error")

_group = CLASSES["ExceptionGroup"]  # the one class with two bases
_group.mro = (_group, CLASSES["BaseExceptionGroup"], *CLASSES["Exception"].mro)
BASE_EXCEPTION, EXCEPTION, STOP_ITERATION = CLASSES["BaseException"], CLASSES["Exception"], CLASSES["StopIteration"]
CANCELLED, GENERATOR_EXIT, SYSTEM_EXIT = CLASSES["Cancelled"], CLASSES["GeneratorExit"], CLASSES["SystemExit"]


_BY_ERRNO = {
    number: CLASSES[name]
    for name, numbers in {
        "BlockingIOError": (11, 114, 115), "BrokenPipeError": (32, 108), "ChildProcessError": (10,),
        "ConnectionAbortedError": (103,), "ConnectionRefusedError": (111,), "ConnectionResetError": (104,),
        "FileExistsError": (17,), "FileNotFoundError": (2,), "InterruptedError": (4,), "IsADirectoryError": (21,),
        "NotADirectoryError": (20,), "PermissionError": (1, 13), "ProcessLookupError": (3,), "TimeoutError": (110,),
    }.items() for number in numbers
}  # the numbers of Linux, on every host


def os_error_class(number: Any) -> Class:
    """What `OSError(number, text)` makes."""
    return _BY_ERRNO.get(number, CLASSES["OSError"]) if type(number) is int else CLASSES["OSError"]


def error(name: str, *args: Any) -> Raise:
    """`raise error("TypeError", "…")` in host code raises the program's exception of that built-in class."""
    return Raise(Error(CLASSES[name], args))


_USUAL: dict[type, Class] = {
    kind: CLASSES[kind.__name__]
    for kind in (ValueError, TypeError, IndexError, ZeroDivisionError, OverflowError, RuntimeError)
}


def from_host(caught: BaseException) -> Error:
    """The program's exception for one that a host operation raised. Raises it on if it is not one for programs."""
    if isinstance(caught, Raise):
        return caught.error
    if isinstance(caught, LimitExceeded):
        return Error(CLASSES["LimitExceeded"], caught.args)
    kind_of_it, args = type(caught), caught.args
    if kind_of_it in _USUAL and len(args) == 1 and type(args[0]) is str:
        return Error(_USUAL[kind_of_it], args)
    for kind in type(caught).__mro__:
        cls = CLASSES.get(kind.__name__)
        if cls is not None and kind.__module__ == "builtins" and isinstance(caught, Exception):
            if isinstance(caught, MemoryError):
                return Error(CLASSES["LimitExceeded"], ("out of memory",))
            if isinstance(caught, UnicodeError) and len(caught.args) == 5:
                return Error(cls, caught.args)
            plain = (str, int, bytes, type(None))
            return Error(cls, tuple(arg if isinstance(arg, plain) else str(arg) for arg in caught.args))
    raise caught

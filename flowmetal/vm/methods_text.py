"""The methods of str and bytes: the host's own, with sizes checked before the work and iterables of any kind."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from flowmetal.vm.classes import class_of
from flowmetal.vm.formatting import format_template
from flowmetal.vm.iteration import host_list
from flowmetal.vm.limits import MAX_ITEMS, check_items
from flowmetal.vm.natives import Args, Kwargs, add, arity, delegated, method, receiver, renamed
from flowmetal.vm.values import UNSET, Heir, Instance, NeedsUser, user_method

if TYPE_CHECKING:
    from flowmetal.vm.machine import Machine

_STR = """capitalize casefold endswith isalnum isalpha isascii isdecimal isdigit isidentifier islower
isnumeric isprintable isspace istitle isupper lower lstrip partition removeprefix removesuffix rpartition rsplit
rstrip split splitlines startswith strip swapcase title upper"""
_BYTES = """capitalize count endswith find index isalnum isalpha isascii isdigit islower isspace istitle isupper lower
lstrip partition removeprefix removesuffix rfind rindex rpartition rsplit rstrip split splitlines startswith strip
swapcase title upper hex"""
_SEARCHES = "count find index rfind rindex"
_PADDING = "center ljust rjust zfill"


def _scan(host: Callable[..., Any]) -> Callable[[Machine, Args, Kwargs], Any]:
    """A method whose work is in proportion to the length of self."""
    plain = delegated(host)

    def run(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
        if args and type(args[0]) in (str, bytes):
            machine.charge(len(args[0]) >> 5)
        return plain(machine, args, kwargs)

    return run


def _padded(host: Callable[..., Any]) -> Callable[[Machine, Args, Kwargs], Any]:
    """A method that takes a width."""
    plain = delegated(host)

    def run(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
        if len(args) > 1 and type(args[1]) is int:
            check_items(args[1])
        return plain(machine, args, kwargs)

    return run


def _searching(name: str) -> Callable[[Machine, Args, Kwargs], Any]:
    """`str.find` and its kin; their complaints are worded here, as versions of CPython differ in them."""
    plain = delegated(getattr(str, name))

    def run(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
        text = receiver("str", name, args, str)
        machine.charge(len(text) >> 5)
        if kwargs:
            raise TypeError(f"str.{name}() takes no keyword arguments")
        if len(args) == 1:
            raise TypeError(f"{name}() takes at least 1 argument (0 given)")
        if len(args) > 4:
            raise TypeError(f"{name}() takes at most 3 arguments ({len(args) - 1} given)")
        if type(args[1]) is not str:
            raise TypeError(f"must be str, not {class_of(args[1]).name}")
        return plain(machine, args, kwargs)

    return run


def _replacing(host: Callable[..., Any], kind: type) -> Callable[[Machine, Args, Kwargs], Any]:
    plain = delegated(host)

    def run(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
        if len(args) < 3 and not kwargs:
            raise TypeError(f"replace expected at least 2 arguments, got {len(args) - 1}")
        if len(args) >= 3 and all(type(arg) is kind for arg in args[:3]):
            text, old, new = args[:3]
            machine.charge(len(text) >> 4)
            if len(new) > len(old):
                check_items(len(text) + text.count(old) * (len(new) - len(old)))
        return plain(machine, args, kwargs)

    return run


def _expanding(host: Callable[..., Any], tab: Any) -> Callable[[Machine, Args, Kwargs], Any]:
    plain = delegated(host)

    def run(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
        size = (kwargs or {}).get("tabsize", args[1] if len(args) > 1 else 8)
        if args and type(args[0]) in (str, bytes) and type(size) is int and size > 0:
            check_items(len(args[0]) + args[0].count(tab) * min(size, MAX_ITEMS))
        return plain(machine, args, kwargs)

    return run


for _owner, _host, _names, _tab in (("str", str, _STR, "\t"), ("bytes", bytes, _BYTES, b"\t")):
    for _name in _names.split():
        add(_owner, _name, _scan(getattr(_host, _name)))
    for _name in _PADDING.split():
        add(_owner, _name, _padded(getattr(_host, _name)))
    add(_owner, "replace", _replacing(_host.replace, _host))
    add(_owner, "expandtabs", _expanding(_host.expandtabs, _tab))


for _name in _SEARCHES.split():
    add("str", _name, _searching(_name))


# -- join


@method("str", "join", iterables=(1,))
def _str_join(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    separator = receiver("str", "join", args, str)
    arity("str.join", args[1:], kwargs, 1, 1)
    return _join(machine, separator, host_list(args[1], "can only join an iterable"), str)


@method("bytes", "join", iterables=(1,))
def _bytes_join(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    separator = receiver("bytes", "join", args, bytes)
    arity("bytes.join", args[1:], kwargs, 1, 1)
    return _join(machine, separator, host_list(args[1], "can only join an iterable"), bytes)


def _join(machine: Machine, separator: Any, parts: list[Any], kind: type[str] | type[bytes]) -> Any:
    machine.charge(len(parts) >> 2)
    size = len(separator) * max(0, len(parts) - 1)
    for at, part in enumerate(parts):
        if type(part) is Heir and type(part.plain) is kind:
            parts[at] = part = part.plain
        if type(part) is not kind:
            name = class_of(part).name
            if kind is str:
                raise TypeError(f"sequence item {at}: expected str instance, {name} found")
            raise TypeError(f"sequence item {at}: expected a bytes-like object, {name} found")
        size += len(part)
    check_items(size)
    return separator.join(parts)


# -- translate


@method("str", "translate", user="_str_translate")
def _str_translate(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    text: str = receiver("str", "translate", args, str)
    arity("str.translate", args[1:], kwargs, 1, 1)
    table: Any = args[1]
    if isinstance(table, Instance):
        raise NeedsUser
    if type(table) is dict:
        longest = max((len(value) for value in table.values() if type(value) is str), default=1)
        if longest > 1:
            check_items(longest * len(text))
    elif type(table) not in (list, tuple, str, bytes, range):
        raise TypeError(f"'{class_of(table).name}' object is not subscriptable")
    machine.charge(len(text) >> 4)
    return text.translate(table)


add("bytes", "translate", delegated(bytes.translate))


@method("str", "maketrans", kind="static")
def _str_maketrans(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    return str.maketrans(*args, **(kwargs or {}))


@method("bytes", "maketrans", kind="static")
def _bytes_maketrans(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    return bytes.maketrans(*args, **(kwargs or {}))


@method("bytes", "fromhex", kind="class")
def _bytes_fromhex(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    arity("bytes.fromhex", args[1:], kwargs, 1, 1)
    return bytes.fromhex(args[1])


# -- encodings: those that are the same on every host

_ENCODINGS = frozenset(
    """
        utf-8 utf8 u8 utf-8-sig utf-16 utf16 utf-16-le utf-16-be utf-32 utf32 utf-32-le utf-32-be utf-7 ascii us-ascii
        646 latin-1 latin1 l1 iso-8859-1 iso8859-1 8859 cp819 cp1250 cp1251 cp1252 cp1253 cp1254 cp1255 cp1256 cp1257
        cp1258 windows-1250 windows-1251 windows-1252 iso-8859-2 iso-8859-5 iso-8859-7 iso-8859-9 iso-8859-15 cp437
        cp850 koi8-r koi8-u shift-jis euc-jp gbk gb18030 gb2312 big5 euc-kr
    """.split()  # noqa: SIM905
)
_ERRORS = frozenset(
    """
        strict ignore replace backslashreplace xmlcharrefreplace namereplace surrogateescape surrogatepass
    """.split()  # noqa: SIM905
)


def check_encoding(name: Any, errors: Any, function: str) -> None:
    """Refuse an unknown encoding or way to treat errors. Raises TypeError, LookupError."""
    for label, value in (("encoding", name), ("errors", errors)):
        if type(value) is not str:
            raise TypeError(f"{function} argument '{label}' must be str, not {class_of(value).name}")
    if name.lower().replace("_", "-").replace(" ", "-") not in _ENCODINGS:
        raise LookupError(f"unknown encoding: {name}")
    if errors not in _ERRORS:
        raise LookupError(f"unknown error handler name '{errors}'")


def _coding(name: str, args: Args, kwargs: Kwargs) -> tuple[str, str]:
    if len(args) > 3:
        raise TypeError(f"{name}() takes at most 2 arguments ({len(args) - 1} given)")
    given = dict(zip(("encoding", "errors"), args[1:], strict=False))
    for key, value in (kwargs or {}).items():
        if key not in ("encoding", "errors"):
            raise TypeError(f"'{key}' is an invalid keyword argument for {name}()")
        if key in given:
            raise TypeError(f"argument for {name}() given by name ('{key}') and position")
        given[key] = value
    encoding, errors = given.get("encoding", "utf-8"), given.get("errors", "strict")
    check_encoding(encoding, errors, f"{name}()")
    return encoding, errors


@method("str", "encode")
def _str_encode(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    text = receiver("str", "encode", args, str)
    machine.charge(len(text) >> 5)
    return text.encode(*_coding("encode", args, kwargs))


@method("bytes", "decode")
def _bytes_decode(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    data = receiver("bytes", "decode", args, bytes)
    machine.charge(len(data) >> 5)
    return data.decode(*_coding("decode", args, kwargs))


# -- format


@method("str", "format", user="_str_format")
def _str_format(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    template = receiver("str", "format", args, str)
    return format_template(template, tuple(args[1:]), kwargs or {}, machine.load_attr)


@method("str", "format_map", user="_str_format_map")
def _str_format_map(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    template = receiver("str", "format_map", args, str)
    arity("str.format_map", args[1:], kwargs, 1, 1)
    if isinstance(args[1], Instance):
        raise NeedsUser
    if type(args[1]) is not dict:
        raise TypeError(f"'{class_of(args[1]).name}' object is not subscriptable")
    return format_template(template, (), args[1], machine.load_attr, mapping_only=True)


# -- constructors


@method("str", "__new__", user="_str")
def _str_new(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    from flowmetal.vm.text import to_str

    if kwargs or len(args) > 1:
        given = dict(zip(("object", "encoding", "errors"), args, strict=False))
        given.update(kwargs or {})
        if len(args) > 3:
            raise TypeError(f"str() takes at most 3 arguments ({len(args)} given)")
        for key in given:
            if key not in ("object", "encoding", "errors"):
                raise TypeError(f"'{key}' is an invalid keyword argument for str()")
        value = given.get("object", "")
        if "encoding" not in given and "errors" not in given:
            return to_str(value)
        if type(value) is str:
            raise TypeError("decoding str is not supported")
        if type(value) is not bytes:
            raise TypeError(f"decoding to str: need a bytes-like object, {class_of(value).name} found")
        encoding, errors = given.get("encoding", "utf-8"), given.get("errors", "strict")
        check_encoding(encoding, errors, "str()")
        return value.decode(encoding, errors)
    return to_str(args[0]) if args else ""


@method("bytes", "__new__", user="_bytes")
def _bytes_new(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    given = dict(zip(("source", "encoding", "errors"), args, strict=False))
    given.update(kwargs or {})
    if len(args) > 3:
        raise TypeError(f"bytes() takes at most 3 arguments ({len(args)} given)")
    for key in given:
        if key not in ("source", "encoding", "errors"):
            raise TypeError(f"'{key}' is an invalid keyword argument for bytes()")
    if not given:
        return b""
    source: Any = given.get("source")
    if type(source) is str:
        if "encoding" not in given:
            raise TypeError("string argument without an encoding")
        encoding, errors = given["encoding"], given.get("errors", "strict")
        check_encoding(encoding, errors, "bytes()")
        return source.encode(encoding, errors)
    if "encoding" in given or "errors" in given:
        raise TypeError(f"{'encoding' if 'encoding' in given else 'errors'} without a string argument")
    if type(source) is bytes:
        return source
    if type(source) in (int, bool):
        check_items(int(source))
        return bytes(source)
    if user_method(source, "__bytes__") is not UNSET or user_method(source, "__index__") is not UNSET:
        raise NeedsUser
    items = host_list(source, "cannot convert '{}' object to bytes")
    try:
        return bytes(items)
    except TypeError as caught:
        raise renamed(caught, items) from None



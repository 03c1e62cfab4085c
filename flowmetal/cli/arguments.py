"""A program's arguments: `name=value` on the command line against the parameters of its `main`.

A value is read as JSON if it is JSON, else as text; where the parameter's annotation is made of simple types
(str, int, float, bool, list, dict, duration, None), they decide, and a value of none of them is refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from flowmetal.cli.errors import USAGE, Refused
from flowmetal.slotted import replace, slotted

if TYPE_CHECKING:
    from flowmetal.bytecode.code import Bundle, CodeObject

_JSON_KINDS: dict[str, type] = {
    "bool": bool, "int": int, "float": float, "list": list, "dict": dict, "None": type(None),
}  # fmt: skip
_NOT_JSON = object()


@slotted
class Parameter:
    name: str
    annotation: str | None
    is_required: bool | None  # None: not known without the source
    default: str | None = None  # its source text, where the source was looked at
    is_positional: bool = False  # positional-only

    def __str__(self) -> str:
        text = self.name if self.annotation is None else f"{self.name}: {self.annotation}"
        if self.is_required:
            return text
        return f"{text}={self.default}" if self.default is not None else f"{text}=…"


@slotted
class Signature:
    """What `main` takes. is_known: False if main is made in a way that does not show its parameters."""

    parameters: tuple[Parameter, ...] = ()
    takes_any: bool = False  # **keywords
    is_known: bool = True
    has_main: bool = True

    def __str__(self) -> str:
        if not self.is_known:
            return "arguments that only it knows"
        shown = [str(parameter) for parameter in self.parameters] + (["any other name=value"] if self.takes_any else [])
        return ", ".join(shown) or "no arguments"


def signature(bundle: Bundle, *, with_defaults: bool = False) -> Signature:
    """From the code of the main module; with_defaults: from its source too, which has to be parsed for that."""
    main = bundle.modules["__main__"]
    found = _main_function(main.code)
    if not isinstance(found, tuple):
        return Signature(is_known=found is None, has_main=found is not None)
    code, positional_defaults = found
    known = _from_code(code, positional_defaults)
    if with_defaults or any(parameter.is_required is None for parameter in known.parameters):
        return _with_source(known, main.source, main.file)
    return known


def read(taken: Signature, texts: Sequence[str], program: str) -> tuple[list[Any], dict[str, Any]]:
    """The arguments as plain data, positional ones and by name. Raises Refused."""
    given: dict[str, str] = {}
    for text in texts:
        name, equals, value = text.partition("=")
        name = name.strip()
        if not equals or not name.isidentifier():
            raise Refused(f"an argument is given as name=value, not {_short(text)}; {program} takes {taken}", USAGE)
        if name in given:
            raise Refused(f"argument {name} is given twice; {program} takes {taken}", USAGE)
        given[name] = value
    _check_names(taken, given.keys(), program)
    annotations = {parameter.name: parameter.annotation for parameter in taken.parameters}
    values = {name: _value(name, text, annotations.get(name)) for name, text in given.items()}
    positional = [parameter.name for parameter in taken.parameters if parameter.is_positional]
    args = [values.pop(name) for name in positional if name in values]
    return args, values


def _check_names(taken: Signature, given: Iterable[str], program: str) -> None:
    if not taken.is_known:
        return
    names = [parameter.name for parameter in taken.parameters]
    given = set(given)
    unknown = [] if taken.takes_any else sorted(given - set(names))
    if unknown:
        from flowmetal.compiler.suggest import did_you_mean

        hint = did_you_mean(unknown[0], names)
        raise Refused(
            f"{program} takes no argument {unknown[0]}" + (f", {hint}" if hint else "") + f"; it takes {taken}", USAGE
        )
    missing = [p.name for p in taken.parameters if p.is_required and p.name not in given]
    if missing:
        more = "s" if len(missing) > 1 else ""
        raise Refused(f"missing argument{more} {', '.join(missing)}; {program} takes {taken}", USAGE)
    optional = next((p.name for p in taken.parameters if p.is_positional and p.name not in given), None)
    if optional is not None:
        late = [p.name for p in taken.parameters[names.index(optional) :] if p.is_positional and p.name in given]
        if late:
            raise Refused(f"argument {late[0]} needs {optional} as well; {program} takes {taken}", USAGE)


# -- values


def _value(name: str, text: str, annotation: str | None) -> Any:
    kinds, value = _kinds(annotation), _json(text)
    if kinds is None:
        return text if value is _NOT_JSON else value
    if "str" in kinds and kinds <= {"str", "None"}:
        return text
    if any(type(value) is _JSON_KINDS[kind] for kind in kinds & _JSON_KINDS.keys()):
        return value
    if "float" in kinds and type(value) is int:
        return float(value)
    if "duration" in kinds and (length := _duration_us(text)) is not None:
        from flowmetal.wire import Duration

        return Duration(length)
    if "str" in kinds:
        return text
    example = next((example for kind, example in _EXAMPLES.items() if kind in kinds), "null")
    raise Refused(f"argument {name} is to be {annotation}, such as {name}={example}, not {_short(text)}", USAGE)


_EXAMPLES = {
    "int": "5", "float": "0.5", "bool": "true", "list": "'[1, 2]'", "dict": "'{\"a\": 1}'", "duration": "1h30m",
}  # fmt: skip


def _kinds(annotation: str | None) -> frozenset[str] | None:
    """The simple types that an annotation names; None if it names anything else, or there is none."""
    if annotation is None:
        return None
    text = annotation.replace(" ", "")
    if text.startswith("Optional[") and text.endswith("]"):
        text = text[len("Optional[") : -1] + "|None"
    found = set()
    for part in _union(text):
        base = part.partition("[")[0]
        if base not in _JSON_KINDS and base not in ("str", "duration"):
            return None
        found.add(base)
    return frozenset(found)


def _union(text: str) -> list[str]:
    """The parts between the `|` that are not within brackets."""
    parts, depth = [""], 0
    for letter in text:
        depth += (letter in "[(") - (letter in "])")
        if letter == "|" and not depth:
            parts.append("")
        else:
            parts[-1] += letter
    return parts


def _json(text: str) -> Any:
    """Strict JSON: without NaN and Infinity."""
    import json  # most programs take no arguments

    try:
        return json.loads(text, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        return _NOT_JSON


def json_or_text(text: str) -> Any:
    """JSON if it is JSON, else the text."""
    value = _json(text)
    return text if value is _NOT_JSON else value


def _no_constant(name: str) -> Any:
    raise ValueError(name)


def _duration_us(text: str) -> int | None:
    from flowmetal.api.plain_json import duration_us  # most programs take no arguments

    return duration_us(text)


def _short(text: str) -> str:
    shown = repr(text)
    return shown if len(shown) <= 60 else f"{shown[:59]}…"


# -- parameters


def _main_function(top: CodeObject) -> tuple[CodeObject, int | None] | bool | None:
    """main's code and how many positional defaults it has (None: that does not show); False if main is made in
    another way than by one plain `def`, None if there is no main.
    """
    from flowmetal.bytecode.opcodes import BY_NAME, FUNCTION_DEFAULTS

    store, make = BY_NAME["STORE_GLOBAL"].number, BY_NAME["MAKE_FUNCTION"].number
    stores = [at for at, op in enumerate(top.ops) if op == store and top.names[top.args[at]] == "main"]
    if not stores:
        return None
    made = stores[0] - 1
    if len(stores) > 1 or made < 0 or top.ops[made] != make:
        return False
    index, flags = top.args[made]
    code = top.codes[index]
    if not flags:
        return code, 0
    before = made - 1
    if flags == FUNCTION_DEFAULTS and before >= 0:
        if top.ops[before] == BY_NAME["BUILD_TUPLE"].number:
            return code, int(top.args[before])
        if top.ops[before] == BY_NAME["LOAD_CONST"].number:
            constant = top.constants[top.args[before]]
            return code, len(constant) if isinstance(constant, tuple) else None
    return code, None


def _from_code(code: CodeObject, positional_defaults: int | None) -> Signature:
    from flowmetal.bytecode.code import VARKEYWORDS

    annotations = dict(code.annotations)
    parameters = []
    for at, name in enumerate(code.slots[: code.positional + code.keyword_only]):
        is_required: bool | None = None
        if positional_defaults is not None:
            is_required = at >= code.positional or at < code.positional - positional_defaults
        parameters.append(
            Parameter(name, annotations.get(name), is_required, is_positional=at < code.positional_only)
        )
    return Signature(tuple(parameters), takes_any=bool(code.flags & VARKEYWORDS))


def _with_source(known: Signature, source: str, file: str) -> Signature:
    """Defaults as they are written. What the source does not show stays unknown, and is left to the machine."""
    from flowmetal.compiler import tree
    from flowmetal.compiler.parser import parse
    from flowmetal.source import SourceFile

    module, _ = parse(source, file)
    body = module.body if module is not None else ()
    made = [node for node in body if isinstance(node, tree.FunctionDef) and node.name == "main"]
    if not made:
        return known
    args, text = made[-1].args, SourceFile(file, source)
    plain = [*args.posonlyargs, *args.args]
    defaults: dict[str, tree.Node | None] = dict.fromkeys((arg.arg for arg in plain), None)
    defaults.update(zip([arg.arg for arg in plain[len(plain) - len(args.defaults) :]], args.defaults, strict=True))
    defaults.update(zip((arg.arg for arg in args.kwonlyargs), args.kw_defaults, strict=False))

    def complete(parameter: Parameter) -> Parameter:
        if parameter.name not in defaults:
            return parameter
        node = defaults[parameter.name]
        written = None if node is None else " ".join(text.under(node.span).split())
        return replace(parameter, is_required=node is None, default=written)

    return replace(known, parameters=tuple(complete(parameter) for parameter in known.parameters))

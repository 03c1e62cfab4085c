"""Values of arguments, and the parameters that a program shows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from flowmetal.bytecode import bundle
from flowmetal.cli import arguments
from flowmetal.cli.errors import Refused
from flowmetal.compiler import compile_file
from flowmetal.wire import Duration


def _signature(tmp_path: Path, source: str, **options: bool) -> arguments.Signature:
    path = tmp_path / "p.fm"
    path.write_text(source)
    compiled = compile_file(path, caching=False)
    assert compiled.bundle is not None, compiled.diagnostics
    return arguments.signature(bundle.read(compiled.bundle), **options)


def _value(annotation: str | None, text: str) -> Any:
    parameter = arguments.Parameter("x", annotation, True)
    return arguments.read(arguments.Signature((parameter,)), [f"x={text}"], "p.fm")[1]["x"]


@pytest.mark.parametrize(
    ("annotation", "text", "value"),
    [
        (None, "1", 1), (None, "text", "text"), (None, "[1, {}]", [1, {}]), (None, "NaN", "NaN"), (None, "", ""),
        (None, '"1"', "1"), (None, "1h", "1h"), (None, "a=b", "a=b"),
        ("str", "1", "1"), ("str", '"1"', '"1"'), ("str | None", "null", "null"),
        ("int", "-5", -5), ("float", "5", 5.0), ("float", "1e3", 1000.0), ("bool", "true", True),
        ("list", "[]", []), ("list[int]", "[1]", [1]), ("dict[str, int | None]", "{}", {}),
        ("duration", "1h30m", Duration(5_400_000_000)), ("duration | None", "null", None),
        ("int | None", "null", None), ("Optional[int]", "3", 3), ("int | str", "3", 3), ("int | str", "x", "x"),
        ("Order", "1", 1), ("Order", "x", "x"),
    ],
)
def test_values(annotation: str | None, text: str, value: Any) -> None:
    got = _value(annotation, text)
    assert got == value and type(got) is type(value)


@pytest.mark.parametrize(
    ("annotation", "text"),
    [("int", "1.5"), ("int", "true"), ("int", "x"), ("bool", "1"), ("float", "true"), ("list", "{}"), ("dict", "[]"),
     ("duration", "5"), ("duration", "1m1h"), ("int | None", "x"), ("None", "1")],
)
def test_values_of_another_type(annotation: str, text: str) -> None:
    with pytest.raises(Refused, match=r"^argument x is to be "):
        _value(annotation, text)


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("def main(): pass", "no arguments"),
        ("print(1)", "no arguments"),
        ("def main(a, b: int): pass", "a, b: int"),
        ("def main(a, b=1, *, c, d='x'): pass", "a, b=1, c, d='x'"),
        ("def main(a=[1,\n 2], *rest, **more): pass", "a=[1, 2], any other name=value"),
        ("def f(g): return g\n@f\ndef main(a): pass", "arguments that only it knows"),
    ],
)
def test_parameters(tmp_path: Path, source: str, shown: str) -> None:
    assert str(_signature(tmp_path, source, with_defaults=True)) == shown


def test_defaults_are_known_without_the_source_where_the_code_shows_them(tmp_path: Path) -> None:
    taken = _signature(tmp_path, "x = 1\ndef main(a, b=x, c=2): pass")
    assert [(p.is_required, p.default) for p in taken.parameters] == [(True, None), (False, None), (False, None)]


def test_positional_only_parameters(tmp_path: Path) -> None:
    taken = _signature(tmp_path, "def main(a, b=2, /, c=3, *, d=4): pass")
    assert arguments.read(taken, ["d=1", "a=2", "c=3"], "p.fm") == ([2], {"d": 1, "c": 3})
    assert arguments.read(taken, ["b=1", "a=2"], "p.fm") == ([2, 1], {})
    taken = _signature(tmp_path, "def main(a=1, b=2, /): pass")
    with pytest.raises(Refused, match="argument b needs a as well"):
        arguments.read(taken, ["b=1"], "p.fm")

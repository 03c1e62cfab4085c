"""The tables of names agree: what the compiler takes for a built-in is what the machine and the prelude have."""

from __future__ import annotations

from flowmetal.bytecode.builtins import BUILTIN_NAMES, LIBRARY_NAMES
from flowmetal.compiler import compile_module
from flowmetal.vm.builtins import BUILTINS, LIBRARY_BUILTINS, NATIVES
from flowmetal.vm.classes import CLASSES
from flowmetal.vm.natives import PRELUDE_NAMES
from flowmetal.vm.process import PROCESS_BUILTINS
from flowmetal.vm.values import ClassMethod, Native, Property, StaticMethod
from tests.vm.driver import STDLIB, program


def test_built_in_names_are_those_of_the_machine_and_the_prelude() -> None:
    loaded = program("")
    public = {name for name in loaded.prelude if not name.startswith("_")}
    assert set(BUILTINS) | set(PROCESS_BUILTINS) | public == BUILTIN_NAMES
    assert set(loaded.builtins) == BUILTIN_NAMES


def test_library_names_are_those_of_the_machine() -> None:
    assert set(LIBRARY_BUILTINS) == LIBRARY_NAMES


def test_the_prelude_has_what_natives_call_in_it() -> None:
    prelude = program("").prelude
    assert sorted(name for name in PRELUDE_NAMES if name not in prelude) == []


def test_every_native_of_a_built_in_class_can_be_named_by_a_snapshot() -> None:
    known = {id(native) for native in NATIVES.values()}
    for cls in CLASSES.values():
        for name, found in cls.namespace.items():
            natives = [found]
            if isinstance(found, (ClassMethod, StaticMethod)):
                natives = [found.function]
            elif isinstance(found, Property):
                natives = [found.fget]
            for native in natives:
                assert not isinstance(native, Native) or id(native) in known, (cls.name, name)


def test_the_standard_library_compiles_without_a_complaint() -> None:
    for path in sorted(STDLIB.glob("*.fm")):
        module, diagnostics = compile_module(path.read_text(), key=path.stem, file=path.name, library=True)
        assert module is not None
        assert diagnostics == [], path

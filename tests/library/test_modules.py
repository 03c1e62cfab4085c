"""Every module of the library: it runs pure and quick when a program is loaded, and its public names are documented."""

from __future__ import annotations

import pytest

from flowmetal import vm
from flowmetal.bytecode.code import Bundle
from tests.language.test_golden import libraries
from tests.vm.driver import STDLIB, compiled, library_module

MODULES = sorted(
    ".".join(path.relative_to(STDLIB).with_suffix("").parts).removesuffix(".__init__")
    for path in STDLIB.rglob("*.fm") if path.stem != "prelude"
)
MOST_INSTRUCTIONS = 20_000  # of a module's top level and of all that it imports


@pytest.mark.parametrize("name", MODULES)
def test_a_module_is_quick_to_load(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    counts: list[int] = []
    run = vm.Machine.run

    def counted(machine: vm.Machine, budget: int) -> bool:
        result = run(machine, budget)
        counts.append(machine.instructions)
        return result

    monkeypatch.setattr(vm.Machine, "run", counted)
    text = f"import {name}\n"
    modules = {key: library_module(key) for key in ("prelude", *libraries(text))}
    modules["__main__"] = compiled(text, "__main__", "main.fm", False)
    vm.load(Bundle("ab" * 32, "main", modules))
    assert sum(counts) < MOST_INSTRUCTIONS


@pytest.mark.parametrize("name", MODULES)
def test_public_names_are_documented(name: str) -> None:
    module = library_module(name)
    if name.startswith("_"):
        return
    assert module.code.docstring, name
    bare = []
    for code in module.codes:
        own = "." not in code.qualname and not code.qualname.startswith(("_", "<"))
        if own and not code.docstring:
            bare.append(code.qualname)
    assert bare == []

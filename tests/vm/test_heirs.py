"""Instances of classes that derive from built-in types: what only the machine sees of them. What programs see is in
tests/differential/programs/bases.py and tests/language/lib_bases.fm."""

from __future__ import annotations

import pytest

from flowmetal import vm
from flowmetal.bytecode.code import Bundle
from flowmetal.vm.values import Heir
from tests.vm.driver import compiled, library_module, program, run

WAITING = """
class Stack(list):
    pass

class Name(str):
    pass

class Key(tuple):
    pass

class Config(dict):
    pass

stack = Stack([1, 2])
stack.append(stack)
stack.owner = config = Config({Key((1, (2,))): stack, Name("n"): Name("v")})
config.stack = stack
iterator = iter(stack)
next(iterator)

def main():
    sleep(1s)
    stack.append(3)
    rest = [item if type(item) is int else "stack" for item in iterator]
    return [len(stack), rest, stack[2] is stack, config[(1, (2,))] is stack, stack.owner is config, config["n"].upper(),
            type(config["n"]) is Name, config.stack is stack, stack.owner.stack is stack]
"""
TRUE = True


@pytest.mark.parametrize("pause", ["", "wait", "always"])
def test_a_snapshot_keeps_what_they_hold_with_sharing_and_cycles(pause: str) -> None:
    assert run(WAITING, pause=pause).result == [4, [2, "stack", 3], TRUE, TRUE, TRUE, "V", TRUE, TRUE, TRUE]


def waiting() -> tuple[vm.Program, vm.Machine]:
    loaded = program("class Stack(list): pass\nstack = Stack([1])\ndef main():\n    receive()\n")
    return loaded, vm.decode(loaded, list(run(loaded).states.values())[-1])


def test_a_snapshot_in_which_one_holds_something_else_is_refused() -> None:
    loaded, machine = waiting()
    heir = machine.modules["__main__"].globals["stack"]
    assert type(heir) is Heir and heir.plain == [1]
    heir.plain = (1,)
    with pytest.raises(vm.DamagedSnapshot, match="an heir that does not hold its base's value"):
        vm.decode(loaded, vm.encode(machine))


def test_they_leave_the_process_as_plain_data() -> None:
    text = """
class Money(int): pass
class Name(str): pass
class Bag(list): pass
class Config(dict): pass
class Tags(set): pass
def main(tags=False):
    return Tags([1]) if tags else Config({Name("a"): Bag([Money(3), (Money(4),)])})
"""
    assert run(text).result == {"a": [3, [4]]}
    assert run(text, kwargs={"tags": True}).error == (
        "TypeError", "a 'Tags' cannot leave the process: only plain data can"
    )


@pytest.mark.parametrize("change", [
    "ENUM.lowest += 1", "COUNTS['a'] = 1", "COUNTS.update(a=1)", "COUNTS.extra = 1", "del COUNTS['b']", "COUNTS.clear()",
    "COUNTS.setdefault('z', 1)",
])
def test_those_of_the_library_cannot_be_changed(change: str) -> None:
    image = vm.load(_with_library(change))
    kind, message = run(image).error
    assert kind == "TypeError"
    assert "library" in message or "immutable" in message


def _with_library(change: str) -> Bundle:
    library = "class Counts(dict):\n    lowest = 0\nENUM = Counts\nCOUNTS = Counts({'b': 1})\n"
    main = f"from counts import ENUM, COUNTS\n{change}\n"
    return Bundle("ab" * 32, "main", {
        "prelude": library_module("prelude"), "counts": compiled(library, "counts", "stdlib/counts.fm", True),
        "__main__": compiled(main, "__main__", "main.fm", False),
    })


@pytest.mark.parametrize(("base", "message"), [
    ("bool", "type 'bool' is not an acceptable base type"),
    ("range", "type 'range' is not an acceptable base type"),
    ("property", "type 'property' is not an acceptable base type: hold one in an attribute instead"),
    ("type", "type 'type' is not an acceptable base type: there are no metaclasses, but __init_subclass__ and class "
             "decorators"),
])
def test_what_cannot_be_a_base(base: str, message: str) -> None:
    assert run(f"class C({base}):\n    pass\n").error == ("TypeError", message)

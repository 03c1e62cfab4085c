"""The verifier: one case for each reason to refuse, and the smallest code that passes."""

from __future__ import annotations

import pytest

from flowmetal.bytecode.code import BLOCK, CLASS_BODY, GENERATOR, MODULE, ModuleCode
from flowmetal.bytecode.verify import VerifyError, stack_kinds, verify, verify_module

from .building import code

NONE = ("LOAD_CONST", 0)
LEAF = code(NONE, "RETURN")
CLOSED = code(NONE, "RETURN", free=1)
CLASS = code(NONE, "RETURN", flags=CLASS_BODY)


@pytest.mark.parametrize("good", [
    code(NONE, "RETURN"),
    code(("LOAD_LOCAL", 0), ("JUMP_IF_FALSE", 3), ("JUMP", 0), NONE, "RETURN"),
    code(("LOAD_CLOSURE", 0), "RETURN", cells=(0,), flags=CLASS_BODY),
    code(NONE, "WRAP_CELL", ("BUILD_TUPLE", 1), ("MAKE_FUNCTION", 0, 4), "RETURN", codes=(CLOSED,)),
    code(("LOAD_LOCAL", 0), ("LOAD_CONST", 2), ("CALL_KW", 1, 1), "RETURN"),
    code(("MAKE_FUNCTION", 0, 0), ("BUILD_CLASS", 0), "RETURN", codes=(CLASS,)),
    code(("BUILD_LIST", 0), NONE, ("LIST_APPEND", 1), "LIST_TO_TUPLE", "RETURN"),
])
def test_good_code_passes(good):
    verify(good)


@pytest.mark.parametrize(("bad", "problem"), [
    (code(), "its tables of instructions are not of one length"),
    (code(NONE), "instruction 0 (LOAD_CONST): control runs off the end"),
    (code("POP", NONE, "RETURN"), "instruction 0 (POP): it takes more than is on the stack"),
    (code(NONE, NONE, "RETURN", stack_size=1), "instruction 1 (LOAD_CONST): the stack grows beyond its size"),
    (code(NONE, "RETURN", NONE, "RETURN"), "instruction 2 (LOAD_CONST): it is never reached"),
    (code(("LOAD_LOCAL", 0), ("JUMP_IF_FALSE", 3), NONE, NONE, "RETURN"),
     "instruction 3 (LOAD_CONST): the stack is 0 or 1 deep here"),
    (code(("JUMP", 7)), "instruction 0 (JUMP): label 7 is out of range"),
    (code(("LOAD_CONST", 9), "RETURN"), "instruction 0 (LOAD_CONST): constant 9 is out of range"),
    (code(("LOAD_GLOBAL", 1), "RETURN"), "instruction 0 (LOAD_GLOBAL): name 1 is out of range"),
    (code(("LOAD_LOCAL", 2), "RETURN"), "instruction 0 (LOAD_LOCAL): local 2 is out of range"),
    (code(("LOAD_LOCAL", 0), "RETURN", cells=(0,)), "instruction 0 (LOAD_LOCAL): slot 0 is a cell"),
    (code(("LOAD_LOCAL", 1), "RETURN", free=1), "instruction 0 (LOAD_LOCAL): slot 1 is a cell"),
    (code(("LOAD_CELL", 0), "RETURN"), "instruction 0 (LOAD_CELL): slot 0 is no cell"),
    (code(("LOAD_CLOSURE", 0), "RETURN", cells=(0,)), "instruction 1 (RETURN): a value is wanted, a cell is there"),
    (code(NONE, ("COPY", 2), "POP", "RETURN"), "instruction 1 (COPY): it reaches below the stack"),
    (code(NONE, ("COPY", 0), "POP", "RETURN"), "instruction 1 (COPY): depth 0 is nowhere"),
    (code(NONE, ("UNARY", 3), "RETURN"), "instruction 1 (UNARY): operator 3 is out of range"),
    (code(NONE, ("CONVERT", 3), "RETURN"), "instruction 1 (CONVERT): flags 3 is out of range"),
    (code(NONE, NONE, NONE, ("RAISE", 3)), "instruction 3 (RAISE): count 3 is out of range"),
    (code(NONE, NONE, ("CALL_KW", 1, 0), "RETURN"), "instruction 2 (CALL_KW): its keywords are not a tuple of names"),
    (code(NONE, ("CALL_KW", 0, 1), "RETURN"), "instruction 1 (CALL_KW): it has more keywords than arguments"),
    (code(NONE, "YIELD", "RETURN"), "instruction 1 (YIELD): it belongs in a generator"),
    (code(("LOAD_NAME", 0), "RETURN"), "instruction 0 (LOAD_NAME): it belongs in a class body"),
    (code(("MAKE_FUNCTION", 0, 0), "RETURN", codes=(CLOSED,)),
     "instruction 0 (MAKE_FUNCTION): a closure is wanted and not given, or given and not wanted"),
    (code(NONE, "WRAP_CELL", NONE, "WRAP_CELL", ("BUILD_TUPLE", 2), ("MAKE_FUNCTION", 0, 4), "RETURN", codes=(CLOSED,)),
     "instruction 5 (MAKE_FUNCTION): a tuple of cells is wanted, a tuple of cells is there"),
    (code(NONE, ("MAKE_FUNCTION", 0, 1), "RETURN", codes=(LEAF,)),
     "instruction 1 (MAKE_FUNCTION): a tuple is wanted, a value is there"),
    (code(("MAKE_FUNCTION", 0, 0), "RETURN", codes=(CLASS,)),
     "instruction 1 (RETURN): a value is wanted, a class body is there"),
    (code(NONE, ("BUILD_CLASS", 0), "RETURN"), "instruction 1 (BUILD_CLASS): a class body is wanted, a value is there"),
    (code(NONE, NONE, ("LIST_APPEND", 1), "RETURN"),
     "instruction 2 (LIST_APPEND): a list being built is wanted at depth 1"),
    (code(NONE, ("BUILD_STRING", 1), "RETURN"), "instruction 1 (BUILD_STRING): a string is wanted, a value is there"),
    (code(NONE, "RERAISE"), "instruction 1 (RERAISE): an error is wanted, a value is there"),
    (code(NONE, "POP_HANDLED", NONE, "RETURN"),
     "instruction 1 (POP_HANDLED): what was handled before is wanted, a value is there"),
    (code(NONE, ("IMPORT_FROM", 0), "POP", "RETURN"),
     "instruction 1 (IMPORT_FROM): a module is wanted, a value is there"),
    (code(NONE, "RETURN", handlers=((0, 9, 0, 0),)), "handler 0..9 -> 0 is out of range"),
    (code(("LOAD_LOCAL", 0), "RETURN", "RERAISE", handlers=((0, 1, 2, 3),)),
     "instruction 0 (LOAD_LOCAL): its handler wants more than is on the stack"),
    (code(NONE, "RETURN", flags=128), "unknown flags"),
    (code(NONE, "RETURN", flags=MODULE), "a module has no slots"),
    (code(NONE, "RETURN", flags=CLASS_BODY | GENERATOR),
     "a module or class body takes no parameters and does not yield"),
    (code(NONE, "RETURN", flags=CLASS_BODY | BLOCK), "a module or class body takes no parameters and does not yield"),
    (code(NONE, "RETURN", positional=3), "parameters and free variables do not fit its slots"),
    (code(NONE, "RETURN", positional=1, positional_only=2), "parameters and free variables do not fit its slots"),
    (code(NONE, "RETURN", cells=(1,), free=1), "its list of cells is wrong"),
    (code(NONE, "RETURN", stack_size=10_000_000), "it wants too large a stack"),
])  # fmt: skip
def test_bad_code_is_refused(bad, problem):
    with pytest.raises(VerifyError) as refused:
        verify(bad)
    assert str(refused.value).partition("f in m")[2].lstrip(":, ") == problem


def test_nested_code_is_verified_too():
    with pytest.raises(VerifyError):
        verify(code(("MAKE_FUNCTION", 0, 0), "RETURN", codes=(code("POP"),)))


def test_unknown_opcodes_are_refused():
    bad = code(NONE, "RETURN")
    bad.ops[0] = 255
    with pytest.raises(VerifyError, match="there is no opcode 255"):
        verify(bad)


def test_a_module_must_import_what_is_there():
    top = code(("IMPORT", 0), "RETURN", flags=MODULE, slots=())
    module = ModuleCode("m", "m.fm", "", False, False, top, [top])
    verify_module(module, frozenset({"n"}))
    with pytest.raises(VerifyError, match="it imports 'n', which is not in the bundle"):
        verify_module(module, frozenset({"m"}))


def test_the_kinds_before_each_instruction():
    handled = code(
        ("LOAD_LOCAL", 0), "RETURN", "PUSH_HANDLED", "POP", "POP_HANDLED", NONE, "RETURN", handlers=((0, 1, 2, 0),)
    )
    assert [len(stack) for stack in stack_kinds(handled)] == [0, 1, 1, 2, 1, 0, 1]

"""What names mean: Python's rules, the block rule, and what is said about names that mean nothing."""

from __future__ import annotations

import builtins
import symtable
import textwrap

import pytest

from flowmetal import vm
from flowmetal.bytecode.builtins import BUILTIN_NAMES, LEFT_OUT, LIBRARY_NAMES, NOT_YET

from .compiling import compiled, errors, instructions, linked


def nested(code, *names):
    for name in names:
        code = next(inner for inner in code.codes if inner.name == name)
    return code


# -- Python's rules


def test_locals_parameters_and_free_variables_have_their_slots_in_order():
    code = nested(compiled("""
        def outer(a, /, b, *rest, c=1, **more):
            x = 1
            def inner():
                return x + b
            return inner
        """), "outer")
    assert code.slots == ("a", "b", "c", "rest", "more", "x", "inner")
    assert (code.positional, code.positional_only, code.keyword_only) == (2, 1, 1)
    assert [code.slots[cell] for cell in code.cells] == ["b", "x"]
    inner = code.codes[0]
    assert (inner.slots, inner.free, inner.qualname) == (("b", "x"), 2, "outer.<locals>.inner")


def test_class_bodies_are_invisible_to_their_methods():
    text = """
        x = 0
        def f():
            y = 1
            class C:
                x = 2
                z = y
                def m(self):
                    return x, y
            return C
        """
    assert "LOAD_NAME_OR_CELL y, y" in instructions(text, "f.<locals>.C")
    assert instructions(text, "f.<locals>.C.m")[:2] == ["LOAD_GLOBAL x", "LOAD_CELL y"]


def test_a_first_comprehension_iterable_belongs_outside():
    text = """
        class C:
            n = 3
            squares = [i * i for i in range(n)]
        """
    assert "LOAD_NAME n" in instructions(text, "C")


def test_a_walrus_in_a_comprehension_binds_outside():
    text = """
        def f(xs):
            [y := x for x in xs]
            return y
        """
    assert instructions(text, "f")[-2:] == ["LOAD_CELL y", "RETURN"]


def test_private_names_are_mangled():
    text = """
        class _C:
            __slot = 1
            def m(self, __a):
                self.__b = __a
                return self.__m__
        """
    assert "STORE_NAME _C__slot" in instructions(text, "_C")
    assert instructions(text, "_C.m")[:3] == ["LOAD_LOCAL _C__a", "LOAD_LOCAL self", "STORE_ATTR _C__b"]


def test_super_without_arguments_takes_the_class_and_the_first_parameter():
    text = """
        class C:
            def m(this):
                return super().m()
        """
    assert instructions(text, "C.m")[:4] == ["LOAD_GLOBAL super", "LOAD_CELL __class__", "LOAD_LOCAL this", "CALL 2"]
    assert instructions(text, "C")[-2:] == ["LOAD_CLOSURE __class__", "RETURN"]


def test_blocks_and_comprehensions_are_transparent_for_super():
    text = """
        class C:
            def m(self, run):
                run() do:
                    super().m()
                return [super().n(x) for x in self]
        """
    assert "LOAD_CELL self" in instructions(text, "C.m.<locals>.<block>")
    assert "LOAD_CELL self" in instructions(text, "C.m.<locals>.<listcomp>")


def test_global_makes_a_qualname_of_the_module():
    code = nested(compiled("""
        def f():
            global g
            def g(): pass
        """), "f", "g")
    assert code.qualname == "g"


FUNCTIONS = {
    "parameters": """
        def f(a, b, *c, d, **e):
            x = a
            for i in b: y = i
            def g(): return x, i, len, q
            return g
        q = 1
        """,
    "classes": """
        def f():
            x = 1
            class C:
                y = x
                def m(self): return x, y
            return [x for x in [1]]
        y = 2
        """,
    "nonlocal": """
        def f():
            def g():
                nonlocal x
                x = 2
                def h(): return x
                return h
            x = 1
        """,
    "lambdas": """
        def f(a):
            return lambda b, *, c=a: (a, b, c, (lambda: (a, d))())
        d = 4
        """,
    "bindings": """
        def f():
            import a.b as c, d.e
            with c as (g, *h): pass
            try: pass
            except E as i: del i
            return [d, g, h]
        class E(Exception): pass
        """,
}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_places_are_those_of_cpython(name):
    """Which names are local, cells and free, against CPython's symbol table."""
    text = textwrap.dedent(FUNCTIONS[name])
    ours = compiled(text)

    def compare(code, table):
        if code.name != "<module>" and table.get_type() == "function":
            cells = {code.slots[cell] for cell in code.cells}
            free = set(code.slots[len(code.slots) - code.free :])
            assert free == set(table.get_frees())
            assert set(code.slots) - free == set(table.get_locals())
            inner = {name for child in table.get_children() for name in frees(child)}
            assert cells == inner & set(table.get_locals())
        for child in table.get_children():
            compare(next(c for c in code.codes if c.name.strip("<>") == child.get_name()), child)

    def frees(table):
        own = set(table.get_frees()) if table.get_type() == "function" else {
            s.get_name() for s in table.get_symbols() if s.is_free()
        }
        return own | {n for c in table.get_children() for n in frees(c) if n not in table.get_identifiers()}

    compare(ours, symtable.symtable(text, "x", "exec"))


# -- the block rule


def test_a_block_assigns_to_what_its_function_binds():
    text = """
        def f(run):
            total = 0
            run() do:
                total = 1
                own = 2
            return total
        """
    assert instructions(text, "f.<locals>.<block>")[:4] == [
        "LOAD_CONST 1", "STORE_CELL total", "LOAD_CONST 2", "STORE_LOCAL own",
    ]


def test_a_block_at_top_level_assigns_to_the_module():
    text = """
        total = 0
        print() do:
            total = 1
            own = 2
        """
    assert instructions(text, "<block>")[:4] == [
        "LOAD_CONST 1", "STORE_GLOBAL total", "LOAD_CONST 2", "STORE_LOCAL own",
    ]


def test_loop_variables_are_captured_by_value():
    text = """
        def f(run, xs):
            for n, (a, b) in xs:
                run() do:
                    b = a
        """
    made = instructions(text, "f")
    at = made.index("BUILD_TUPLE 2")
    assert made[at - 4 : at] == ["LOAD_LOCAL a", "WRAP_CELL", "LOAD_LOCAL b", "WRAP_CELL"]
    assert instructions(text, "f.<locals>.<block>")[:2] == ["LOAD_CELL a", "STORE_CELL b"]


def test_loop_variables_of_the_module_are_captured_by_value_too():
    text = """
        for x in [1]:
            for y in [2]:
                print() do:
                    print(x) do:
                        y
        """
    made = instructions(text)
    at = made.index("BUILD_TUPLE 2")
    assert made[at - 4 : at] == ["LOAD_GLOBAL x", "WRAP_CELL", "LOAD_GLOBAL y", "WRAP_CELL"]
    # The inner block shares the cells of the outer one, which makes it.
    assert "LOAD_CLOSURE y" in instructions(text, "<block>")


def test_a_function_in_a_loop_is_no_block():
    text = """
        def f(xs):
            for x in xs:
                def g(): return x
        """
    assert "LOAD_CLOSURE x" in instructions(text, "f") and "WRAP_CELL" not in instructions(text, "f")


def test_after_the_loop_its_variable_is_an_ordinary_one():
    text = """
        def f(run, xs):
            for x in xs:
                pass
            else:
                run() do:
                    x = 1
            run() do:
                x = 2
        """
    assert "WRAP_CELL" not in instructions(text, "f")


def test_a_block_in_a_loop_in_a_block_captures_there():
    text = """
        def f(run, xs):
            run() do:
                for x in xs:
                    run() do:
                        x
        """
    assert "WRAP_CELL" in instructions(text, "f.<locals>.<block>")


def test_blocks_nest_by_the_same_rule():
    text = """
        def f(run):
            total = 0
            run() do:
                run() do:
                    total = 1
            return total
        """
    assert "LOAD_CLOSURE total" in instructions(text, "f.<locals>.<block>")
    assert "STORE_CELL total" in instructions(text, "f.<locals>.<block>.<locals>.<block>")


def test_what_a_function_further_out_binds_is_not_the_blocks():
    """As an assignment in the function itself would not be."""
    text = """
        def f(run):
            x = 1
            def g():
                run() do:
                    x = 2
            return x
        """
    assert "STORE_LOCAL x" in instructions(text, "f.<locals>.g.<locals>.<block>")


def test_parameters_of_a_block_are_its_own():
    text = """
        def f(run):
            x = 1
            run() do x:
                x = 2
        """
    assert "STORE_LOCAL x" in instructions(text, "f.<locals>.<block>")


# -- what is refused


@pytest.mark.parametrize(("text", "message"), [
    ("def f():\n    x = 1\n    global x\n", "3:5 name 'x' is assigned to before global declaration"),
    ("def f():\n    print(x)\n    global x\nx = 1\n", "3:5 name 'x' is used prior to global declaration"),
    ("def f(x):\n    global x\n", "2:5 name 'x' is parameter and global"),
    ("def f(x):\n    nonlocal x\n", "2:5 name 'x' is parameter and nonlocal"),
    ("def f():\n    global x\n    nonlocal x\n", "3:5 name 'x' is nonlocal and global"),
    ("def f():\n    nonlocal x\n", "2:5 no binding for nonlocal 'x' found"),
    ("x = 1\ndef f():\n    nonlocal x\n",
     "3:5 no binding for nonlocal 'x' found - 'x' is a name of the module: use 'global x'"),
    ("nonlocal x\n", "1:1 nonlocal declaration not allowed at module level - "
     "leave it out; a function that assigns to names of the module says 'global'"),
    ("def f():\n    global x\n    x: int = 1\n", "3:5 annotated name 'x' can't be global"),
    ("return 1\n", "1:1 'return' outside function - use exit() to end the program"),
    ("class C:\n    return\n", "2:5 'return' outside function"),
    ("break\n", "1:1 'break' outside loop"),
    ("continue\n", "1:1 'continue' not properly in loop"),
    ("for x in []:\n    def f():\n        break\n", "3:9 'break' outside loop"),
    ("for x in []:\n    print() do:\n        break\n",
     "3:9 'break' outside loop - a do block is a function of its own: 'return' leaves it"),
    ("yield 1\n", "1:1 'yield' outside function"),
    ("def f():\n    [(yield x) for x in []]\n", "2:7 'yield' inside list comprehension"),
    ("def f():\n    print() do:\n        yield 1\n",
     "3:9 'yield' inside a do block - the block is a function of its own; "
     "write a 'def' if it is to be a generator"),
    ("[x := 1 for x in []]\n", "1:2 assignment expression cannot rebind comprehension iteration variable 'x'"),
    ("[y for x in (y := [])]\n", "1:14 assignment expression cannot be used in a comprehension iterable expression"),
    ("class C:\n    [y := 1 for x in []]\n",
     "2:6 assignment expression within a comprehension cannot be used in a class body"),
    ("def f():\n from math import *\n", "2:19 import * only allowed at module level - import the names that you use"),
    ("class A: pass\nclass B: pass\nclass C(A, B): pass\n",
     "3:12 a class can have one base only - "
     "there is no multiple inheritance; keep an object of the other class in an attribute"),
])  # fmt: skip
def test_refusals(text, message):
    assert errors(text) == [message]


def test_undefined_names_are_reported_once_each_with_what_was_meant():
    text = """
        def main(receipt):
            print(recipt)
            return recipt + nothing_like_it
        """
    assert errors(text) == [
        "3:11 name 'recipt' is not defined - did you mean 'receipt'?",
        "4:21 name 'nothing_like_it' is not defined",
    ]


def test_a_name_that_any_function_makes_global_is_defined():
    compiled("def f():\n    global x\n    x = 1\ndef g():\n    return x\n")


def test_a_name_of_the_class_wants_self():
    assert errors("class C:\n    limit = 1\n    def m(self):\n        return limit\n") == [
        "4:16 name 'limit' is not defined - did you mean 'self.limit'?",
    ]


def test_annotations_are_never_looked_into():
    compiled("def f(a: Undefined) -> Nowhere:\n    b: Missing = a\n    return b\n")


@pytest.mark.parametrize("name", sorted(LEFT_OUT))
def test_left_out_builtins_name_what_to_use(name):
    [message] = errors(f"{name}()\n")
    assert message == f"1:1 there is no '{name}' in Flowmetal - {LEFT_OUT[name]}"


@pytest.mark.parametrize("name", sorted(NOT_YET))
def test_what_is_not_there_yet_says_so(name):
    assert errors(f"@{name}('x')\ndef f(): ...\n") == [f"1:2 '{name}' is not available yet - {NOT_YET[name]}"]


def test_the_compiler_knows_the_names_that_the_machine_has(tmp_path):
    program = vm.load(linked(tmp_path, {"x.fm": ""}))
    assert set(program.builtins) == BUILTIN_NAMES
    assert set(program.library_builtins) == LIBRARY_NAMES


def test_left_out_builtins_may_be_names_of_the_program():
    compiled("def open(): pass\nopen()\n")


def test_every_builtin_of_python_is_there_or_left_out_on_purpose():
    elsewhere = {
        "copyright", "credits", "license", "BlockingIOError", "BytesWarning", "ChildProcessError", "EncodingWarning",
        "EnvironmentError", "ImportWarning", "PendingDeprecationWarning", "ProcessLookupError", "ResourceWarning",
        "StopAsyncIteration", "SyntaxWarning", "TabError", "UnicodeWarning", "_",
    }  # fmt: skip
    names = {name for name in dir(builtins) if not name.startswith("__") and name not in ("True", "False", "None")}
    assert names - BUILTIN_NAMES - set(LEFT_OUT) - elsewhere == set()


@pytest.mark.parametrize(("text", "expected"), [
    ("@foreign\ndef a(): ...", '1:2 foreign takes a topic - write @foreign("a")'),
    ("@foreign()\ndef a(): ...", '1:2 foreign() takes a topic - write @foreign("a")'),
    ("@foreign('x')\ndef a(*items): ...",
     "2:8 a foreign function takes named parameters only - a worker gets the arguments by name; pass a list or a dict"),
    ("@foreign('x')\ndef a():\n    '''Text.'''\n    return 1",
     "4:5 the body of foreign function 'a' must be ... - "
     "a worker does the work; what is to be done here belongs in a function that calls this one"),
    ("@foreign('x')\ndef a():\n    '''Text.'''",
     "2:5 the body of foreign function 'a' must be ... - write ... below the docstring"),
])
def test_what_cannot_be_a_foreign_function(text, expected):
    assert errors(text + "\n") == [expected]


def test_foreign_may_be_a_name_of_the_program():
    compiled("def foreign(f): return f\n@foreign\ndef a(*items): return 1\n")

"""Code generation, by what it prints: each feature with its disassembly."""

from __future__ import annotations

import textwrap

import pytest

from flowmetal.bytecode.opcodes import OPCODES
from flowmetal.wire import Duration

from .chunks import CHUNKS
from .compiling import compiled, instructions, listing


def every_code(code):
    yield code
    for inner in code.codes:
        yield from every_code(inner)


GOLDEN = {
    "with": (
        """
        def f(m):
            with m as x:
                x()
        """,
        "f",
        """
             3       0  LOAD_LOCAL           m
                     1  COPY                 1
                     2  LOAD_SPECIAL         __exit__
                     3  SWAP                 2
                     4  LOAD_SPECIAL         __enter__
                     5  CALL                 0
                     6  STORE_LOCAL          x
             4       7  LOAD_LOCAL           x
                     8  CALL                 0
                     9  POP
             3      10  LOAD_CONST           None
                    11  LOAD_CONST           None
                    12  LOAD_CONST           None
                    13  CALL                 3
                    14  POP
                    15  JUMP                 L4
                 L1 16  PUSH_HANDLED
                    17  WITH_ERROR
                    18  JUMP_IF_TRUE         L3
                    19  RERAISE
                 L2 20  SWAP                 2
                    21  POP_HANDLED
                    22  RERAISE
                 L3 23  POP
                    24  POP_HANDLED
                    25  POP
                 L4 26  LOAD_CONST           None
                    27  RETURN
          handler for 6..9: L1, stack 1
          handler for 17..19: L2, stack 2
        """,
    ),
    "try except": (
        """
        def f(g):
            try:
                return g()
            except KeyError as e:
                return e
        """,
        "f",
        """
             4       0  LOAD_LOCAL           g
                     1  CALL                 0
                     2  RETURN
             5   L1  3  PUSH_HANDLED
                     4  LOAD_GLOBAL          KeyError
                     5  MATCH_ERROR
                     6  JUMP_IF_FALSE        L3
                     7  STORE_LOCAL          e
             6       8  LOAD_LOCAL           e
                     9  SWAP                 2
                    10  POP_HANDLED
             5      11  LOAD_CONST           None
                    12  STORE_LOCAL          e
                    13  DELETE_LOCAL         e
             6      14  RETURN
             5   L2 15  LOAD_CONST           None
                    16  STORE_LOCAL          e
                    17  DELETE_LOCAL         e
                    18  RERAISE
                 L3 19  RERAISE
                 L4 20  SWAP                 2
                    21  POP_HANDLED
                    22  RERAISE
          handler for 0..2: L1, stack 0
          handler for 4..7: L4, stack 1
          handler for 8..8: L2, stack 1
          handler for 15..19: L4, stack 1
        """,
    ),
    "chained comparison": (
        "def f(a, b, c):\n    return a < b in c\n",
        "f",
        """
             2      0  LOAD_LOCAL           a
                    1  LOAD_LOCAL           b
                    2  SWAP                 2
                    3  COPY                 2
                    4  COMPARE              <
                    5  JUMP_IF_FALSE_OR_POP L1
                    6  LOAD_LOCAL           c
                    7  IN                   in
                    8  JUMP                 L2
                 L1 9  SWAP                 2
                   10  POP
                L2 11  RETURN
        """,
    ),
    "generator": (
        "def f(g):\n    x = yield from g\n    yield x\n",
        "f",
        """
             2      0  LOAD_LOCAL           g
                    1  GET_ITER
                    2  LOAD_CONST           None
                    3  YIELD_FROM
                    4  STORE_LOCAL          x
             3      5  LOAD_LOCAL           x
                    6  YIELD
                    7  POP
                    8  LOAD_CONST           None
                    9  RETURN
        """,
    ),
}


@pytest.mark.parametrize("name", GOLDEN)
def test_golden(name):
    text, function, expected = GOLDEN[name]

    def squeezed(shown):
        return [" ".join(line.split()) for line in textwrap.dedent(shown).strip().split("\n")]

    assert squeezed(listing(text, function)) == squeezed(expected)


ADDED = '''
    import a.b.c
    import a.b as d
    from a import x, y as z
    def f(api, *args, **more):
        job = async api.post(1)
        other = async api(1, k=2)
        third = async api(*args)
        async do: api
        api.post(1, k=2)
        del api.x, api[0], job
        return await job, api(1, k=2), api(**more)
    def g():
        x = 1
        def h():
            nonlocal x
            del x
        return h
    del d
    class K:
        n = 1
        del n
'''


def test_every_opcode_is_produced_somewhere():
    produced = {op for text in [*CHUNKS.values(), ADDED, "def f():\n    x = 1\n    class C:\n        y = x\n"]
                for code in every_code(compiled(text)) for op in code.ops}
    assert [o.name for o in OPCODES if o.number not in produced and o.name != "NOP"] == ["WRAP_CELL"]
    assert "WRAP_CELL" in instructions("for x in []:\n    print() do: x\n")


def test_constants_that_are_equal_but_not_the_same_stay_apart():
    code = compiled("x = (1, 1.0, True, 0.0, -0.0, (1,), (True,), (1.0,), 'a', b'a', 1s, 1000ms)\ny = 1\nz = 1.0\n")
    assert [repr(c) for c in code.constants[1:]] == ["1", "1.0", "None"]
    assert repr(code.constants[0]) == (
        "(1, 1.0, True, 0.0, -0.0, (1,), (True,), (1.0,), 'a', b'a', Duration(1000000), Duration(1000000))"
    )
    assert [repr(c) for c in compiled("x = 0.0\ny = -0.0\nz = 1s\nw = 1000ms\n").constants] == [
        "0.0", "-0.0", "Duration(1000000)", "None",
    ]


def test_a_negative_duration_is_a_constant():
    assert compiled("x = -1h30m\n").constants[0] == Duration(-90 * 60 * 1_000_000)


def test_a_block_gives_the_value_of_its_last_expression_or_none():
    assert instructions("print() do:\n    1\n    2\n", "<block>") == ["LOAD_CONST 2", "RETURN"]
    assert instructions("print() do:\n    x = 1\n", "<block>")[-2:] == ["LOAD_CONST None", "RETURN"]


def test_a_block_is_the_last_positional_argument():
    assert instructions("print(1, sep=2) do: 3\n")[:5] == [
        "LOAD_GLOBAL print", "LOAD_CONST 1", "MAKE_FUNCTION <block>, plain", "LOAD_CONST 2", "CALL_KW 3, ('sep',)",
    ]
    assert "LIST_APPEND 1" in instructions("print(*[1], 2) do: 3\n")


def test_docstrings_and_annotations_are_kept_and_not_run():
    code = compiled('''
        """The module."""
        limit: int = 1
        def f(a: str, *, b: list[int]
              | None = None) -> "x":
            """The function."""
        class C:
            "The class."
            n: int
            m: a.b = 2
        ''')
    function, cls = code.codes
    assert (code.docstring, function.docstring, cls.docstring) == ("The module.", "The function.", "The class.")
    assert code.annotations == (("limit", "int"),)
    assert function.annotations == (("a", "str"), ("b", "list[int] | None"), ("return", '"x"'))
    assert cls.annotations == (("n", "int"), ("m", "a.b"))
    assert instructions("def f(): 'only'\n", "f") == ["LOAD_CONST None", "RETURN"]


def test_positions_are_those_of_the_narrowest_node():
    text = "x = 1\nprint(x.real + x [0])\n"
    code = compiled(text)
    under = [
        text.split("\n")[p.line - 1][p.column : p.end_column] if p else None for p in code.positions
    ]
    assert under == ["1", "x", "print", "x", "x.real", "x", "0", "x [0]", "x.real + x [0]", "print(x.real + x [0])",
                     "print(x.real + x [0])", None, None]


def test_unreachable_code_is_dropped():
    assert instructions("def f():\n    return 1\n    print(2)\n", "f") == ["LOAD_CONST 1", "RETURN"]
    assert instructions("while True:\n    pass\nprint(1)\n") == ["JUMP L1"]
    assert instructions("if 0:\n    print(1)\n") == ["LOAD_CONST None", "RETURN"]
    assert compiled("try:\n    pass\nexcept ValueError:\n    print(1)\n").handlers == ()


def test_imports_run_every_package_on_the_way():
    assert instructions("import a.b.c\n")[:6] == [
        "IMPORT a", "IMPORT a.b", "POP", "IMPORT a.b.c", "POP", "STORE_GLOBAL a",
    ]
    assert instructions("import a.b as c\n")[:4] == ["IMPORT a", "POP", "IMPORT a.b", "STORE_GLOBAL c"]
    assert instructions("from a.b import c as d, e\n")[:8] == [
        "IMPORT a", "POP", "IMPORT a.b", "IMPORT_FROM c", "STORE_GLOBAL d", "IMPORT_FROM e", "STORE_GLOBAL e", "POP",
    ]

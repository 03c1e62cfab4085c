"""`do` clauses, `async` and `await`: what Flowmetal adds to the grammar, shown as trees."""

from __future__ import annotations

from textwrap import dedent, indent

import pytest

from flowmetal.compiler import tree
from flowmetal.compiler.parser import parse
from flowmetal.compiler.printer import text_of

CASES = {
    "f() do: g()": """\
        body: Expr
          value: Call
            func: Name id='f'
            block: Block
              args: Arguments
              body: Expr
                value: Call
                  func: Name id='g'
        """,
    "for_each(orders, limit=8) do order, n=1, *rest:\n    ship(order)\n    done": """\
        body: Expr
          value: Call
            func: Name id='for_each'
            args: Name id='orders'
            keywords: Keyword arg='limit'
              value: Constant value=8
            block: Block
              args: Arguments
                args: Arg arg='order'
                args: Arg arg='n'
                vararg: Arg arg='rest'
                defaults: Constant value=1
              body: Expr
                value: Call
                  func: Name id='ship'
                  args: Name id='order'
              body: Expr
                value: Name id='done'
        """,
    "x = 1 + a.b().c() do: pass": """\
        body: Assign
          targets: Name id='x'
          value: BinOp op='+'
            left: Constant value=1
            right: Call
              func: Attribute attr='c'
                value: Call
                  func: Attribute attr='b'
                    value: Name id='a'
              block: Block
                args: Arguments
                body: Pass
        """,
    "return not await f() do: pass": """\
        body: Return
          value: UnaryOp op='not'
            operand: Await
              value: Call
                func: Name id='f'
                block: Block
                  args: Arguments
                  body: Pass
        """,
    "t = async f(x) do: pass": """\
        body: Assign
          targets: Name id='t'
          value: Spawn
            call: Call
              func: Name id='f'
              args: Name id='x'
              block: Block
                args: Arguments
                body: Pass
        """,
    "t = async do:\n    x\n": """\
        body: Assign
          targets: Name id='t'
          value: Spawn
            call: Block
              args: Arguments
              body: Expr
                value: Name id='x'
        """,
    "await async do: x": """\
        body: Expr
          value: Await
            value: Spawn
              call: Block
                args: Arguments
                body: Expr
                  value: Name id='x'
        """,
    "f() do: g() do a: h": """\
        body: Expr
          value: Call
            func: Name id='f'
            block: Block
              args: Arguments
              body: Expr
                value: Call
                  func: Name id='g'
                  block: Block
                    args: Arguments
                      args: Arg arg='a'
                    body: Expr
                      value: Name id='h'
        """,
    "x = 1; f() do: y; z": """\
        body: Assign
          targets: Name id='x'
          value: Constant value=1
        body: Expr
          value: Call
            func: Name id='f'
            block: Block
              args: Arguments
              body: Expr
                value: Name id='y'
              body: Expr
                value: Name id='z'
        """,
    "if a: f() do:\n    b\nelse: c": """\
        body: If
          test: Name id='a'
          body: Expr
            value: Call
              func: Name id='f'
              block: Block
                args: Arguments
                body: Expr
                  value: Name id='b'
          orelse: Expr
            value: Name id='c'
        """,
    "await a.b ** -async c(d).e()": """\
        body: Expr
          value: BinOp op='**'
            left: Await
              value: Attribute attr='b'
                value: Name id='a'
            right: UnaryOp op='-'
              operand: Spawn
                call: Call
                  func: Attribute attr='e'
                    value: Call
                      func: Name id='c'
                      args: Name id='d'
        """,
    "[await t for t in [async f(x) for x in xs]]": """\
        body: Expr
          value: ListComp
            elt: Await
              value: Name id='t'
            generators: Comprehension
              target: Name id='t'
              iter: ListComp
                elt: Spawn
                  call: Call
                    func: Name id='f'
                    args: Name id='x'
                generators: Comprehension
                  target: Name id='x'
                  iter: Name id='xs'
        """,
}


@pytest.mark.parametrize("text", CASES)
def test_tree(text: str) -> None:
    module, diagnostics = parse(text, "a.fm")
    assert module is not None, diagnostics
    assert text_of(module) == "Module\n" + indent(dedent(CASES[text]), "  ")


def test_the_span_of_a_call_takes_in_its_block() -> None:
    module, _ = parse("x = f() do:\n    a\n    bc\ny", "a.fm")
    assert module is not None
    statement = module.body[0]
    assert isinstance(statement, tree.Assign) and isinstance(statement.value, tree.Call)
    block = statement.value.block
    assert block is not None
    assert [(n.span.line, n.span.column) for n in (statement, statement.value, block)] == [(1, 0), (1, 4), (1, 8)]
    assert {(n.span.end_line, n.span.end_column) for n in (statement, statement.value, block)} == {(3, 6)}

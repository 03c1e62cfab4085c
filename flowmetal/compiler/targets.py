"""What may stand on the left of an assignment, and how expressions are called in messages."""

from __future__ import annotations

from dataclasses import dataclass

from flowmetal.compiler import tree
from flowmetal.compiler.grammar import Context


@dataclass(frozen=True, slots=True)
class Group(tree.Node):
    """`(a as b, c)`: right only as the items of a `with`; the statement takes it apart."""

    items: tuple[tree.Node, ...]


_NAMES: dict[type[tree.Node], str] = {
    tree.Attribute: "attribute",
    tree.Subscript: "subscript",
    tree.Starred: "starred expression",
    tree.Name: "name",
    tree.List: "list",
    tree.Tuple: "tuple",
    tree.Lambda: "lambda",
    tree.Call: "function call",
    tree.BoolOp: "expression",
    tree.BinOp: "expression",
    tree.UnaryOp: "expression",
    tree.GeneratorExp: "generator expression",
    tree.Yield: "yield expression",
    tree.YieldFrom: "yield expression",
    tree.Await: "await expression",
    tree.Spawn: "async expression",
    tree.ListComp: "list comprehension",
    tree.SetComp: "set comprehension",
    tree.DictComp: "dict comprehension",
    tree.Dict: "dict literal",
    tree.Set: "set display",
    tree.JoinedStr: "f-string expression",
    tree.DurationLiteral: "literal",
    tree.Compare: "comparison",
    tree.IfExp: "conditional expression",
    tree.NamedExpr: "named expression",
}


def describe(node: tree.Node) -> str:
    """What CPython's messages call this kind of expression."""
    if isinstance(node, tree.Constant):
        if node.value is None or isinstance(node.value, bool):
            return str(node.value)
        return "ellipsis" if node.value is ... else "literal"
    return _NAMES.get(type(node), "expression")


def a_described(node: tree.Node) -> str:
    """The same with its article."""
    name = describe(node)
    if name in ("None", "True", "False"):
        return name
    return f"an {name}" if name[0] in "aeiou" or name.startswith("f-") else f"a {name}"


def assignable(node: tree.Node, c: Context, hint: str | None = None) -> tree.Node:
    """The node, after a report for whatever in it cannot be assigned to."""
    if isinstance(node, tree.Starred):
        c.error(node.span, "a starred target needs a list or tuple around it", "write `*x, = …`")
    else:
        _check(node, c, hint, "assign to")
    return node


def deletable(node: tree.Node, c: Context) -> tree.Node:
    """The same for `del`."""
    _check(node, c, None, "delete")
    return node


def single_target(node: tree.Node, c: Context, what: str) -> tree.Node:
    """The same for an augmented or annotated assignment, which takes one name, attribute or subscript."""
    if not isinstance(node, (tree.Name, tree.Attribute, tree.Subscript)):
        c.error(
            node.span,
            f"{a_described(node)} cannot be the target of {what}",
            "it takes one name, attribute or subscript",
        )
    return node


def _check(node: tree.Node, c: Context, hint: str | None, verb: str) -> None:
    if isinstance(node, (tree.Name, tree.Attribute, tree.Subscript)):
        return
    if isinstance(node, (tree.Tuple, tree.List)):
        if verb == "assign to":
            stars = [item for item in node.elts if isinstance(item, tree.Starred)]
            if len(stars) > 1:
                c.error(stars[1].span, "two starred targets in one assignment", "one of them can take the rest")
        for item in node.elts:
            inner = item.value if isinstance(item, tree.Starred) and verb == "assign to" else item
            _check(inner, c, hint, verb)
    elif not isinstance(node, Group):  # which is reported anyway
        c.error(node.span, f"cannot {verb} {a_described(node)}", hint)

"""The instructions that are no jumps: what each does to the symbolic stack, and what is written for it."""

from __future__ import annotations

import ast
import builtins
import re
from typing import Any

from flowmetal.bytecode.opcodes import BINARY_OPERATORS, COMPARE_OPERATORS, UNARY_OPERATORS
from flowmetal.vm import values
from flowmetal.vm.jit.writer import (
    BOOL,
    DICT,
    FLOAT,
    INT,
    KEYS,
    LIST,
    NUMERIC,
    RANGE,
    SCALAR,
    SMALL,
    STR,
    TUPLE,
    NotPure,
    Place,
    Unsupported,
    Value,
    Writer,
    join_known,
    known_of,
)
from flowmetal.vm.values import Class, Function, Native

DIGIT = (1 << 30) - 1  # ints up to here are what the host compares quickest
MODERATE = 1 << 1000

# Attributes that the host knows of the values of a program: an attribute of the program with such a name is looked up
# with more care.
HOST_NAMES = frozenset(
    name
    for kind in (
        int, str, bytes, float, bool, list, tuple, dict, range, slice, type(None), type(...), type(NotImplemented),
        *(found for found in vars(values).values() if isinstance(found, type)),
    )
    for name in dir(kind)
)
_HOST_BUILTINS = frozenset(dir(builtins))

_BINARY_NODES: dict[str, type[ast.operator]] = {
    "+": ast.Add, "-": ast.Sub, "*": ast.Mult, "/": ast.Div, "//": ast.FloorDiv, "%": ast.Mod, ">>": ast.RShift,
    "&": ast.BitAnd, "|": ast.BitOr, "^": ast.BitXor,
}
_COMPARE_NODES: dict[str, type[ast.cmpop]] = {
    "==": ast.Eq, "!=": ast.NotEq, "<": ast.Lt, "<=": ast.LtE, ">": ast.Gt, ">=": ast.GtE,
}

_WHOLE, _FRACTION = re.compile(r"[<>^]?[+ -]?0?\d{0,2}[dxXob]?"), re.compile(r"[<>^]?[+ -]?0?\d{0,2}(\.\d{1,2})?[fe]")
_CONVERSIONS: dict[str, tuple[str, str | None]] = {
    "int": ("to_int", None), "float": ("to_float", FLOAT), "str": ("to_text", STR), "list": ("to_list", LIST),
}
_TEXT_METHODS: dict[tuple[str, int], str | None] = {
    ("split", 0): LIST, ("split", 1): LIST, ("strip", 0): STR, ("lstrip", 0): STR, ("rstrip", 0): STR,
    ("strip", 1): STR, ("upper", 0): STR, ("lower", 0): STR, ("startswith", 1): BOOL, ("endswith", 1): BOOL,
    ("find", 1): SMALL, ("count", 1): SMALL, ("isdigit", 0): BOOL, ("isalpha", 0): BOOL, ("isalnum", 0): BOOL,
    ("isspace", 0): BOOL, ("isupper", 0): BOOL, ("islower", 0): BOOL,
}
_INTRINSICS: dict[tuple[str, str, int], tuple[str, str | None]] = {
    ("len", "Native", 1): ("len", SMALL), ("ord", "Native", 1): ("ord", SMALL),
    **{("range", "Class", count): ("range_", RANGE) for count in (1, 2, 3)},
    ("isinstance", "Native", 2): ("is_instance", BOOL), ("abs", "Native", 1): ("absolute", None),
}


class Operations(Writer):
    """One method for each instruction: `op_NAME(at, arg)`."""

    def restart(self) -> None:
        """Leave for the interpreter, which goes on at the place."""
        if self.pure:
            raise NotPure
        self.emit(ast.Raise(exc=self.helper("RESTART"), cause=None))
        self.stack = None

    # -- instructions

    def note(self, slot: int, known: str | None) -> None:
        self.found[slot] = join_known(self.found[slot], known)

    def op_nop(self, at: int, arg: Any) -> None:
        pass

    def op_pop(self, at: int, arg: Any) -> None:
        value = self.pop()
        if value.kind in ("tree", "iterable"):
            self.emit(ast.Expr(value=self.use(value)))
            self.place(at + 1)

    def op_copy(self, at: int, arg: int) -> None:
        assert self.stack is not None
        self.settle_last(arg)
        if self.stack[-arg].kind == "iter":
            raise Unsupported("a copied iterator")
        self.stack.append(self.stack[-arg])

    def op_swap(self, at: int, arg: int) -> None:
        assert self.stack is not None
        self.settle_last(arg)
        self.stack[-1], self.stack[-arg] = self.stack[-arg], self.stack[-1]

    def op_load_const(self, at: int, arg: Any) -> None:
        assert self.stack is not None
        self.stack.append(Value("const", arg, known_of(arg)))

    def op_load_local(self, at: int, arg: int) -> None:
        assert self.stack is not None
        name, known = self.variable(arg), self.known[arg]
        if arg in self.bound[at]:
            self.stack.append(Value("name", name, known))
        else:  # it must be read now, as that may fail
            self.stack.append(Value("tree", self.load(name), known, frozenset((name,))))

    def op_store_local(self, at: int, arg: int) -> None:
        value = self.pop()
        name = self.variable(arg)
        self.before_store(name)
        self.note(arg, value.known)
        self.settle_all()
        self.assign(name, self.use(value))
        self.place(at + 1)

    def op_delete_local(self, at: int, arg: int) -> None:
        self.before_store(self.variable(arg))
        self.emit(ast.Delete(targets=[self.lined(ast.Name(id=self.variable(arg), ctx=ast.Del()))]))
        self.place(at + 1)

    def op_load_cell(self, at: int, arg: int) -> None:
        name = self.new_name()
        value = self.attribute(self.name(arg), "value")
        following = self.ops[at + 1 : at + 3]
        if following[0] in ("LOAD_LOCAL", "LOAD_CONST", "LOAD_CELL"):
            del following[0]
        if arg in self.cells_bound or following[0] in ("BINARY", "INPLACE"):  # those refuse what is not set
            assert self.stack is not None
            self.stack.append(Value("tree", value, None, frozenset((".cells",))))
            return
        bound = self.lined(ast.NamedExpr(target=ast.Name(id=name, ctx=ast.Store()), value=value))
        test = self.lined(ast.Compare(left=bound, ops=[ast.IsNot()], comparators=[self.helper("UNSET")]))
        self.push(self.either(test, self.load(name), self.call_helper("restart")), None)
        assert self.stack is not None
        self.stack[-1].reads = frozenset((".cells",))

    def op_store_cell(self, at: int, arg: int) -> None:
        value = self.pop()
        self.settle_all()
        target = self.lined(ast.Attribute(value=self.name(arg), attr="value", ctx=ast.Store()))
        self.emit(ast.Assign(targets=[target], value=self.use(value)))
        if not self.cells_may_go:
            self.cells_bound.add(arg)
        self.place(at + 1)

    def op_load_closure(self, at: int, arg: int) -> None:
        assert self.stack is not None
        self.stack.append(Value("name", self.variable(arg)))

    def op_wrap_cell(self, at: int, arg: Any) -> None:
        value = self.pop()
        self.push(self.call_helper("Cell", self.use(value)), None, value)

    def op_load_global(self, at: int, arg: str) -> None:
        assert self.stack is not None
        if arg in self.module.globals:
            if arg in _HOST_BUILTINS or not arg.isidentifier():
                self.push(self.lined(ast.Subscript(
                    value=self.helper("globals"), slice=ast.Constant(value=arg), ctx=ast.Load())))
            else:
                self.push(self.load(arg), None)
            self.stack[-1].reads = frozenset((".globals",))
            return
        if arg in self.stored or arg not in self.builtins:
            self.restart_value()
            return
        self.stack.append(Value("const", self.builtins[arg]))

    def restart_value(self) -> None:
        self.push(self.call_helper("restart"))

    def op_store_global(self, at: int, arg: str) -> None:
        if self.code.cache["library"]:
            self.restart()
            return
        value = self.pop()
        self.settle_all()
        if arg in _HOST_BUILTINS or not arg.isidentifier() or arg.startswith("__"):
            self.restore(value)
            self.restart()
            return
        self.globals_.add(arg)
        self.assign(arg, self.use(value))
        self.place(at + 1)

    def restore(self, value: Value) -> None:
        assert self.stack is not None
        self.stack.append(value)

    def op_load_builtin(self, at: int, arg: str) -> None:
        if arg in self.builtins:
            assert self.stack is not None
            self.stack.append(Value("const", self.builtins[arg]))
        else:
            self.restart_value()

    def op_load_attr(self, at: int, arg: str) -> None:
        value = self.pop()
        if arg.startswith("__"):
            self.restart_value()
        elif arg not in HOST_NAMES:
            self.push(self.attribute(self.use(value), arg), None, value)
        else:
            self.push(self.call_helper("load_plain", self.use(value), self.constant(arg)), None, value)
        assert self.stack is not None
        self.stack[-1].reads |= {".heap"}

    def op_store_attr(self, at: int, arg: str) -> None:
        self.place(at)  # the operands stay: a restart here also teaches the class
        obj, value = self.pop(), self.pop()
        if arg.startswith("__") or obj.kind != "name":
            self.restart()
            return
        flag = self.attribute(self.attribute(self.use(obj), "cls"), f"w_{arg}")
        if arg in HOST_NAMES:
            where: Any = ast.Subscript(
                value=self.attribute(self.use(obj), "__dict__"), slice=ast.Constant(value=arg), ctx=ast.Store())
        else:
            where = ast.Attribute(value=self.use(obj), attr=arg, ctx=ast.Store())
        store = self.lined(ast.Assign(targets=[self.lined(where)], value=self.use(value)))
        self.emit(ast.If(test=flag, body=[store], orelse=[]))
        self.place(at + 1)

    def op_load_item(self, at: int, arg: Any) -> None:
        key = self.pop()
        obj = self.pop()
        if key.kind == "slice":
            node: ast.expr = self.lined(ast.Subscript(value=self.use(obj), slice=key.what, ctx=ast.Load()))
            self.push(node, obj.known if obj.known in (STR, LIST) else None, obj, key)
        elif key.known in KEYS:
            node = self.lined(ast.Subscript(value=self.use(obj), slice=self.use(key), ctx=ast.Load()))
            self.push(node, STR if obj.known == STR else None, obj, key)
        else:
            if key.kind == "tree":
                if self.pure:
                    raise NotPure
                self.restore(obj)
                self.restore(key)
                self.settle_last(2)
                key, obj = self.pop(), self.pop()
            test = self.any_of(self.test_type(self.use(key), "int"), self.test_type(self.use(key), "str"))
            if obj.kind == "tree":
                if self.pure:
                    raise NotPure
                self.restore(obj)
                self.settle_all()
                obj = self.pop()
            node = self.lined(ast.Subscript(value=self.use(obj), slice=self.use(key), ctx=ast.Load()))
            other = self.call_helper("load_item", self.use(obj), self.use(key))
            self.push(self.either(test, node, other), None, obj, key)
        assert self.stack is not None
        self.stack[-1].reads |= {".heap"}

    def op_build_slice(self, at: int, arg: Any) -> None:
        assert self.stack is not None
        step, stop, start = self.pop(), self.pop(), self.pop()
        none = [value.kind == "const" and value.what is None for value in (start, stop, step)]
        node = ast.Slice(
            lower=None if none[0] else self.use(start), upper=None if none[1] else self.use(stop),
            step=None if none[2] else self.use(step),
        )
        if self.ops[at + 1] != "LOAD_ITEM":
            parts = [self.use(value) for value in (start, stop, step)]
            self.push(self.call_helper("slice", *parts), None, start, stop, step)
            return
        reads = self.reads_of(start) | self.reads_of(stop) | self.reads_of(step)
        self.stack.append(Value("slice", self.lined(node), None, reads))

    def op_store_item(self, at: int, arg: Any) -> None:
        self.settle_last(3)
        key, obj, value = self.pop(), self.pop(), self.pop()
        self.settle_all()
        plainly = self.lined(ast.Assign(
            targets=[self.lined(ast.Subscript(value=self.use(obj), slice=self.use(key), ctx=ast.Store()))],
            value=self.use(value),
        ))
        slowly = self.lined(ast.Expr(value=self.call_helper(
            "store_item", self.use(obj), self.use(key), self.use(value))))
        tests: list[ast.expr] = []
        if key.known not in KEYS:
            tests.append(self.any_of(self.test_type(self.use(key), "int"), self.test_type(self.use(key), "str")))
        if obj.known not in (LIST, DICT):
            kinds = self.any_of(self.test_type(self.use(obj), "list"), self.test_type(self.use(obj), "dict"))
            tests += [kinds, self.not_shared(obj)]
        if not tests:
            self.emit(plainly)
        else:
            self.emit(ast.If(test=tests[0] if len(tests) == 1 else self.both(*tests), body=[plainly], orelse=[slowly]))
        self.place(at + 1)

    def not_shared(self, obj: Value) -> ast.expr:
        return self.lined(ast.Compare(  # type: ignore[no-any-return]
            left=self.call_helper("id", self.use(obj)), ops=[ast.NotIn()],
            comparators=[self.attribute(self.helper("NOW"), "shared")]))

    def op_unary(self, at: int, arg: int) -> None:
        value = self.pop()
        symbol = UNARY_OPERATORS[arg]
        if value.known in (SMALL, INT, FLOAT) and symbol == "-":
            known = value.known
            self.push(self.lined(ast.UnaryOp(op=ast.USub(), operand=self.use(value))), known, value)
        else:
            self.push(self.call_helper("unary", self.constant(arg), self.use(value)), None, value)

    def op_binary(self, at: int, arg: int) -> None:
        self.arithmetic(arg, "binary")

    def op_inplace(self, at: int, arg: int) -> None:
        assert self.stack is not None
        if len(self.stack) > 1 and not (self.stack[-2].known in SCALAR or self.stack[-1].known in (*NUMERIC, STR)):
            # It may change a list in place: done once, between two places.
            if self.pure:
                raise NotPure
            self.settle_last(2)
            right, left = self.pop(), self.pop()
            symbol = BINARY_OPERATORS[arg]
            slow = self.call_helper("inplace", self.constant(arg), self.use(left), self.use(right))
            name = self.new_name()
            if symbol in ("+", "-"):
                def both_are(kind: str) -> ast.expr:
                    return self.both(self.test_type(self.use(left), kind), self.test_type(self.use(right), kind))

                def node() -> ast.expr:
                    return self.lined(ast.BinOp(  # type: ignore[no-any-return]
                        left=self.use(left), op=_BINARY_NODES[symbol](), right=self.use(right)))

                slow = self.either(both_are("int"), self.moderate(node()), self.either(both_are("float"), node(), slow))
            self.assign(name, slow)
            self.restore(Value("name", name))
            self.place(at + 1)
            return
        self.arithmetic(arg, "inplace")

    def inside(self, node: ast.expr, name: str) -> ast.expr:
        """Is the node's value, which is in the variable then, a moderate int? What is small is found out quickest."""
        def between(value: ast.expr, bound: int) -> ast.expr:
            return self.lined(ast.Compare(  # type: ignore[no-any-return]
                left=self.lined(ast.Constant(value=-bound)), ops=[ast.Lt(), ast.Lt()],
                comparators=[value, self.lined(ast.Constant(value=bound))]))

        return self.any_of(between(node, DIGIT), between(self.load(name), MODERATE))

    def moderate(self, node: ast.expr) -> ast.expr:
        """The node's value, an int, looked at if it is not a moderate one."""
        name = self.new_name()
        bound = self.lined(ast.NamedExpr(target=ast.Name(id=name, ctx=ast.Store()), value=node))
        return self.either(self.inside(bound, name), self.load(name), self.call_helper("sized", self.load(name)))

    def checked(self, node: ast.expr) -> ast.expr:
        """The node's value, an int, a float or a text, looked at if it is not a moderate int."""
        name, kind = self.new_name(), self.new_name()
        bound = self.lined(ast.NamedExpr(target=ast.Name(id=name, ctx=ast.Store()), value=node))
        its_type = self.lined(ast.NamedExpr(
            target=ast.Name(id=kind, ctx=ast.Store()), value=self.call_helper("type", bound)))
        inside = self.inside(self.load(name), name)
        is_int = self.lined(ast.Compare(left=its_type, ops=[ast.Is()], comparators=[self.helper("int")]))
        is_float = self.lined(ast.Compare(left=self.load(kind), ops=[ast.Is()], comparators=[self.helper("float")]))
        test = self.any_of(self.both(is_int, inside), is_float)
        return self.either(test, self.load(name), self.call_helper("sized", self.load(name)))

    def arithmetic(self, arg: int, helper: str) -> None:
        right, left = self.pop(), self.pop()
        symbol = BINARY_OPERATORS[arg]
        one, other = left.known, right.known
        both_numbers = one in NUMERIC and other in NUMERIC

        def node() -> ast.expr:
            return self.lined(ast.BinOp(  # type: ignore[no-any-return]
                left=self.use(left), op=_BINARY_NODES[symbol](), right=self.use(right)))

        def slow() -> ast.expr:
            return self.call_helper(
                helper, self.lined(ast.Constant(value=arg)), self.use(left), self.use(right))

        floats = FLOAT in (one, other)
        if one == "" or other == "":  # not known yet
            self.push(slow(), "", left, right)
        elif symbol in ("+", "-"):
            if both_numbers:
                if floats:
                    self.push(node(), FLOAT, left, right)
                elif SMALL in (one, other) or BOOL in (one, other):
                    known = INT if {one, other} <= {SMALL, INT, BOOL} else None
                    self.push(node(), known, left, right)
                else:
                    self.push(self.moderate(node()), None, left, right)
            elif one == STR or other == STR:
                self.push(self.call_helper("sized", node()), STR if symbol == "+" else None, left, right)
            elif FLOAT in (one, other):
                self.push(node(), FLOAT, left, right)
            elif SMALL in (one, other):  # a number, or an error
                self.push(node(), None, left, right)
            else:
                self.push(self.checked(node()), None, left, right)
        elif symbol == "*":
            if (one == LIST and other == SMALL) or (one == SMALL and other == LIST):
                self.push(slow(), LIST, left, right)
            elif both_numbers and floats:
                self.push(node(), FLOAT, left, right)
            elif one == SMALL and other == SMALL:
                self.push(node(), INT, left, right)
            elif both_numbers:
                self.push(self.moderate(node()), None, left, right)
            elif FLOAT in (one, other) and (one == FLOAT or left.kind != "tree"):
                self.push(node(), FLOAT, left, right)
            else:
                left, right = self.settled_pair(left, right)
                ints = self.both(self.test_type(self.use(left), "int"), self.test_type(self.use(right), "int"))
                floats_ = self.both(self.test_type(self.use(left), "float"), self.test_type(self.use(right), "float"))
                self.push(
                    self.either(ints, self.moderate(node()), self.either(floats_, node(), slow())), None, left, right)
        elif symbol == "/" and (both_numbers or one in NUMERIC):
            self.push(node(), FLOAT if both_numbers else None, left, right)
        elif symbol in ("//", "%") and (both_numbers or one in NUMERIC):
            known = None
            if both_numbers:
                known = FLOAT if floats else SMALL if other == SMALL and (symbol == "%" or one == SMALL) else INT
                if INT not in (one, other) and not floats and symbol == "//":
                    known = SMALL
            self.push(node(), known, left, right)
        elif symbol in ("//", "%", "/") and other in NUMERIC:
            left, right = self.settled_pair(left, right)
            number = self.any_of(self.test_type(self.use(left), "int"), self.test_type(self.use(left), "float"))
            self.push(self.either(number, node(), slow()), None, left, right)
        elif symbol in ("&", "|", "^", ">>") and (one in NUMERIC or other in NUMERIC):
            known = SMALL if one == SMALL and other == SMALL else None
            self.push(node(), known, left, right)
        else:
            self.push(slow(), None, left, right)
        assert self.stack is not None
        if not both_numbers:
            self.stack[-1].reads |= {".heap"}

    def settled_pair(self, left: Value, right: Value) -> tuple[Value, Value]:
        if left.kind in ("const", "name") and right.kind in ("const", "name"):
            return left, right
        if self.pure:
            raise NotPure
        self.restore(left)
        self.restore(right)
        self.settle_all()
        right = self.pop()
        return self.pop(), right

    def op_compare(self, at: int, arg: int) -> None:
        right, left = self.pop(), self.pop()
        symbol = COMPARE_OPERATORS[arg]

        def node() -> ast.expr:
            return self.lined(ast.Compare(  # type: ignore[no-any-return]
                left=self.use(left), ops=[_COMPARE_NODES[symbol]()], comparators=[self.use(right)]))

        if left.known in SCALAR or (right.known in SCALAR and symbol in ("==", "!=")) or right.known in SCALAR:
            self.push(node(), None, left, right)
        else:
            try:
                left, right = self.settled_pair(left, right)
            except NotPure:
                slow = self.call_helper("compare", self.constant(arg), self.use(left), self.use(right))
                self.push(slow, None, left, right)
                return
            scalar = self.any_of(self.test_type(self.use(left), "int"), self.test_type(self.use(left), "str"))
            slow = self.call_helper("compare", self.constant(arg), self.use(left), self.use(right))
            self.push(self.either(scalar, node(), slow), None, left, right)
        assert self.stack is not None
        if not (left.known in SCALAR and right.known in SCALAR):
            self.stack[-1].reads |= {".heap"}

    def op_is(self, at: int, arg: int) -> None:
        right, left = self.pop(), self.pop()
        single = (None, True, False, Ellipsis)
        if any(v.kind == "const" and any(v.what is s for s in single) for v in (left, right)):
            operator: ast.cmpop = ast.IsNot() if arg else ast.Is()
            node: ast.expr = self.lined(ast.Compare(
                left=self.use(left), ops=[operator], comparators=[self.use(right)]))
        else:
            node = self.call_helper("same", self.use(left), self.use(right))
            if arg:
                node = self.negated(node)
        self.push(node, BOOL, left, right)

    def op_in(self, at: int, arg: int) -> None:
        container, item = self.pop(), self.pop()

        def plain() -> ast.expr:
            return self.lined(ast.Compare(  # type: ignore[no-any-return]
                left=self.use(item), ops=[ast.NotIn() if arg else ast.In()], comparators=[self.use(container)]))

        atoms = item.kind in ("const", "name") and container.kind in ("const", "name")
        few = container.kind == "const" and type(container.what) is tuple and len(container.what) < 32
        few = few and all(type(part) in (int, str, float, bool) for part in container.what)
        if (container.known == DICT and item.known in KEYS) or (container.known == STR and item.known == STR):
            node: ast.expr = plain()
        elif atoms and (container.known == STR or few):
            slow = self.call_helper("contains", self.use(item), self.use(container))
            is_text = self.test_type(self.use(item), "str")
            test = self.any_of(is_text, self.test_type(self.use(item), "int")) if few else is_text
            node = self.either(test, plain(), self.negated(slow) if arg else slow)
        else:
            node = self.call_helper("contains", self.use(item), self.use(container))
            if arg:
                node = self.negated(node)
        self.push(node, BOOL, item, container)
        assert self.stack is not None
        self.stack[-1].reads |= {".heap"}

    def op_not(self, at: int, arg: Any) -> None:
        value = self.pop()
        self.push(self.lined(ast.UnaryOp(op=ast.Not(), operand=self.use(value))), BOOL, value)

    # -- building

    def take(self, count: int) -> list[Value]:
        assert self.stack is not None
        if not count:
            return []
        if len(self.stack) < count:
            raise Unsupported("an operand from outside")
        taken = self.stack[-count:]
        del self.stack[-count:]
        if any(value.kind in ("iter", "slice") for value in taken):
            raise Unsupported("an iterator as a value")
        return taken

    def op_build_list(self, at: int, arg: int) -> None:
        items = self.take(arg)
        self.push(self.lined(ast.List(elts=[self.use(v) for v in items], ctx=ast.Load())), LIST, *items)

    def op_build_tuple(self, at: int, arg: int) -> None:
        items = self.take(arg)
        self.push(self.lined(ast.Tuple(elts=[self.use(v) for v in items], ctx=ast.Load())), TUPLE, *items)

    def op_build_map(self, at: int, arg: int) -> None:
        items = self.take(2 * arg)
        if all(key.known in KEYS for key in items[::2]):
            keys: list[ast.expr | None] = [self.use(v) for v in items[::2]]
            node: ast.expr = self.lined(ast.Dict(keys=keys, values=[self.use(v) for v in items[1::2]]))
        else:
            node = self.call_helper("built_map", *[self.use(v) for v in items])
        self.push(node, DICT, *items)

    def op_build_set(self, at: int, arg: int) -> None:
        items = self.take(arg)
        self.push(self.call_helper("built_set", *[self.use(v) for v in items]), None, *items)

    def op_list_append(self, at: int, arg: int) -> None:
        assert self.stack is not None
        value = self.pop()
        self.settle_all()
        target = self.stack[-arg]
        if target.kind != "name":
            raise Unsupported("a list that is not at hand")
        self.emit(ast.Expr(value=self.lined(ast.Call(
            func=self.attribute(self.use(target), "append"), args=[self.use(value)], keywords=[]))))
        self.place(at + 1)

    def op_set_add(self, at: int, arg: int) -> None:
        assert self.stack is not None
        value = self.pop()
        self.settle_all()
        self.emit(ast.Expr(value=self.call_helper("set_add", self.use(self.stack[-arg]), self.use(value))))
        self.place(at + 1)

    def op_map_add(self, at: int, arg: int) -> None:
        assert self.stack is not None
        value, key = self.pop(), self.pop()
        self.restore(key)
        self.restore(value)
        self.settle_last(2)
        value, key = self.pop(), self.pop()
        self.emit(ast.Expr(value=self.call_helper(
            "store_item", self.use(self.stack[-arg]), self.use(key), self.use(value))))
        self.place(at + 1)

    def op_list_to_tuple(self, at: int, arg: Any) -> None:
        value = self.pop()
        self.push(self.call_helper("tuple", self.use(value)), TUPLE, value)

    def op_build_string(self, at: int, arg: int) -> None:
        parts = self.take(arg)
        pieces: list[ast.expr] = []
        short = True
        for part in parts:
            if part.kind == "const" and type(part.what) is str:
                pieces.append(self.constant(part.what))
                short = short and len(part.what) < 64
            elif part.kind == "tree" and isinstance(part.what, ast.JoinedStr) and len(part.what.values) == 1:
                pieces.append(part.what.values[0])  # a number in a simple format
            else:
                short = False
                pieces.append(self.lined(ast.FormattedValue(value=self.use(part), conversion=-1, format_spec=None)))
        whole = self.lined(ast.JoinedStr(values=pieces))
        self.push(whole if short and arg < 16 else self.call_helper("joined", whole), STR, *parts)

    def op_convert(self, at: int, arg: int) -> None:
        value = self.pop()
        if arg != 0:
            self.push(self.call_helper("convert", self.constant(arg), self.use(value)), STR, value)
        else:
            self.push(self.call_helper("text", self.use(value)), STR, value)
        assert self.stack is not None
        self.stack[-1].reads |= {".heap"}

    def op_format(self, at: int, arg: Any) -> None:
        spec, value = self.pop(), self.pop()
        simple = {SMALL: _WHOLE, FLOAT: _FRACTION}.get(value.known or "")
        if simple is not None and spec.kind == "const" and simple.fullmatch(spec.what):
            inner = self.lined(ast.JoinedStr(values=[self.lined(ast.Constant(value=spec.what))]))
            field = ast.FormattedValue(value=self.use(value), conversion=-1, format_spec=inner if spec.what else None)
            self.push(self.lined(ast.JoinedStr(values=[self.lined(field)])), STR, value)
            return
        self.push(self.call_helper("formatted", self.use(value), self.use(spec)), STR, value, spec)
        assert self.stack is not None
        self.stack[-1].reads |= {".heap"}

    def op_unpack(self, at: int, arg: int) -> None:
        assert self.stack is not None
        value = self.pop()
        self.restore(value)
        self.settle_all()
        value = self.pop()
        names = [self.new_name() for _ in range(arg)]
        if not names:
            self.restore(value)
            self.restart()
            return
        targets = [self.lined(ast.Name(id=name, ctx=ast.Store())) for name in names]
        source = self.use(value) if value.known == TUPLE else self.call_helper(
            "unpacked", self.use(value), self.constant(arg))
        self.emit(ast.Assign(targets=[self.lined(ast.Tuple(elts=targets, ctx=ast.Store()))], value=source))
        self.stack.extend(Value("name", name) for name in reversed(names))
        self.place(at + 1)

    def op_get_iter(self, at: int, arg: Any) -> None:
        value = self.pop()
        assert self.stack is not None
        self.stack.append(Value("iterable", self.use(value), value.known, self.reads_of(value) | {".heap"}))

    # -- functions and calls

    def op_make_function(self, at: int, arg: Any) -> None:
        index, flags = arg
        closure = self.use_or_empty(flags & 4)
        kwdefaults = self.pop() if flags & 2 else None
        defaults = self.use_or_empty(flags & 1)
        inner = self.code.codes[index]
        self.push(self.call_helper(
            "make_function", self.constant(inner), self.helper("module"), defaults,
            self.constant(None) if kwdefaults is None else self.use(kwdefaults), closure,
        ))

    def use_or_empty(self, wanted: int) -> ast.expr:
        if not wanted:
            return self.lined(ast.Tuple(elts=[], ctx=ast.Load()))  # type: ignore[no-any-return]
        return self.use(self.pop())

    def call_place(self, at: int, count: int, instance: str = "") -> None:
        """The place of a call that takes `count` operands, all of which are settled."""
        assert self.stack is not None
        whole = self.layout(self.stack)
        self.places.append(Place(at, whole, at + 1, whole[: len(whole) - count], instance))
        self.line = len(self.places)

    def begin_call(self, at: int, count: int, instance: str = "") -> list[Value]:
        if self.pure:
            raise NotPure
        assert self.stack is not None
        if len(self.stack) < count:
            raise Unsupported("an operand from outside")
        self.settle_all()
        self.pay_for_call(at)
        self.call_place(at, count, instance)
        return self.take(count)

    def pay_for_call(self, at: int) -> None:
        """Once on each path that calls anything: this function's own call is counted."""
        if not self.paid:
            self.paid = True
            self.place(at)
            self.emit(self.parsed("if NOW.calls <= 0: look_around()"))
            self.emit(self.parsed("NOW.calls -= 1"))

    def end_call(self, at: int, node: ast.expr, known: str | None = None) -> None:
        name = self.new_name()
        self.assign(name, node)
        self.restore(Value("name", name, known))
        self.place(at + 1)

    def op_call(self, at: int, arg: int) -> None:
        assert self.stack is not None
        if len(self.stack) <= arg:
            raise Unsupported("an operand from outside")
        fn = self.stack[-arg - 1]
        if fn.kind == "const" and self.intrinsic(fn.what, arg):
            return
        if self.construction(at, arg):
            return
        fn, *args = self.begin_call(at, arg + 1)
        given = [self.use(value) for value in args]
        if fn.kind == "const" and type(fn.what) is Native:
            known = {"sorted": LIST, "list": LIST}.get(fn.what.name)
            self.end_call(at, self.call_helper("call_native", self.use(fn), *given), known)
            return
        if fn.kind == "const" and type(fn.what) is Class and fn.what.builtin and arg == 1:
            helper, known = _CONVERSIONS.get(fn.what.name, ("", None))
            if helper:
                self.end_call(at, self.call_helper(helper, self.use(fn), *given), known)
                return
        self.end_call(at, self.fast_call(self.use(fn), given))

    def construction(self, at: int, count: int) -> bool:
        """A call of what is a class of the program now: its instance, and the call of its `__init__`."""
        assert self.stack is not None
        node = self.stack[-count - 1].what
        name = node.id if isinstance(node, ast.Name) else self.sources.get(node, "") if isinstance(node, str) else ""
        cls = self.module.globals.get(name)
        if type(cls) is not Class or cls.layout != "object" or cls.builtin or self.pure:
            return False
        init = cls.find("__init__")
        if type(init) is not Function or not init.code.cache["plain_call"]:
            return False
        instance, method = self.new_name(), self.new_name()
        fn, *args = self.begin_call(at, count + 1, instance)
        self.assign(method, self.attribute(self.use(fn), "init"))
        self.assign(instance, self.lined(ast.Call(
            func=self.helper("new"), args=[self.helper("Instance")], keywords=[])))
        self.emit(ast.Assign(
            targets=[self.lined(ast.Attribute(value=self.load(instance), attr="cls", ctx=ast.Store()))],
            value=self.use(fn)))
        call = self.fast_call(self.load(method), [self.load(instance), *[self.use(value) for value in args]])
        none = self.lined(ast.Compare(left=call, ops=[ast.IsNot()], comparators=[self.lined(ast.Constant(value=None))]))
        refuse = self.lined(ast.Expr(value=self.call_helper("refuse_result")))
        self.emit(ast.If(test=none, body=[refuse], orelse=[]))
        self.restore(Value("name", instance))
        self.place(at + 1)
        return True

    def op_call_kw(self, at: int, arg: Any) -> None:
        count, names = arg
        fn, *args = self.begin_call(at, count + 1)
        given = [self.use(value) for value in args]
        self.end_call(at, self.call_helper("call_keywords", self.use(fn), self.constant(names), *given))

    def op_call_method(self, at: int, arg: Any) -> None:
        name, count = arg
        if self.method_intrinsic(at, name, count):
            return
        obj, *args = self.begin_call(at, count + 1)
        given = [self.use(value) for value in args]
        if name in HOST_NAMES:
            slow = self.call_helper("call_method", self.use(obj), self.constant(name), *given)
            if (name, count) in _TEXT_METHODS and all(value.known in (STR, SMALL) for value in args):
                plain = self.lined(ast.Call(func=self.attribute(self.use(obj), name), args=given, keywords=[]))
                slow = self.either(self.test_type(self.use(obj), "str"), plain, slow)
            if name == "append" and count == 1:
                plain = self.lined(ast.Call(func=self.attribute(self.use(obj), name), args=given, keywords=[]))
                slow = self.either(
                    self.both(self.test_type(self.use(obj), "list"), self.not_shared(obj)), plain, slow)
            elif name == "get" and count in (1, 2) and args[0].known in KEYS:
                plain = self.lined(ast.Call(func=self.attribute(self.use(obj), name), args=given, keywords=[]))
                slow = self.either(self.test_type(self.use(obj), "dict"), plain, slow)
            self.end_call(at, slow)
            return
        method = self.attribute(self.attribute(self.use(obj), "cls"), f"m_{name}")
        self.end_call(at, self.fast_call(method, [self.use(obj), *given]))

    def fast_call(self, fn: ast.expr, args: list[ast.expr]) -> ast.expr:
        """`fn.fast(…)`, as a plain call: the host would look for a method otherwise, which takes longer."""
        target = ast.Name(id=".f", ctx=ast.Store())
        found = self.lined(ast.NamedExpr(target=target, value=self.attribute(fn, "fast")))
        return self.lined(ast.Call(func=found, args=args, keywords=[]))  # type: ignore[no-any-return]

    def intrinsic(self, fn: Any, count: int) -> bool:
        """A call of a built-in that the host can do in place, on operands of known kinds."""
        name = _INTRINSICS.get((getattr(fn, "name", ""), type(fn).__name__, count))
        if name is None:
            return False
        helper, known = name
        args = self.take(count)
        self.pop()
        self.push(self.call_helper(helper, *[self.use(value) for value in args]), known, *args)
        assert self.stack is not None
        self.stack[-1].reads |= {".heap"}
        return True

    def method_intrinsic(self, at: int, name: str, count: int) -> bool:
        assert self.stack is not None
        if len(self.stack) <= count:
            raise Unsupported("an operand from outside")
        obj = self.stack[-count - 1]
        if name == "append" and count == 1 and obj.kind in ("name", "const") and not self.pure:
            self.settle_last(2)
            value, obj = self.pop(), self.pop()
            if obj.known == LIST:
                self.settle_all()
                self.emit(ast.Expr(value=self.lined(ast.Call(
                    func=self.attribute(self.use(obj), "append"), args=[self.use(value)], keywords=[]))))
                self.stack.append(Value("const", None))
                self.place(at + 1)
                return True
            self.restore(obj)
            self.restore(value)
        if obj.known == STR and (name, count) in _TEXT_METHODS:
            args = self.take(count)
            obj = self.pop()
            if not all(value.known in (STR, SMALL) for value in args):
                self.restore(obj)
                self.stack.extend(args)
                return False
            node = self.lined(ast.Call(
                func=self.attribute(self.use(obj), name), args=[self.use(v) for v in args], keywords=[]))
            self.push(node, _TEXT_METHODS[name, count], obj, *args)
            return True
        if obj.known == DICT and name == "get" and count in (1, 2):
            args = self.take(count)
            obj = self.pop()
            if args[0].known in KEYS:
                node = self.lined(ast.Call(
                    func=self.attribute(self.use(obj), name), args=[self.use(v) for v in args], keywords=[]))
                self.push(node, None, obj, *args)
                self.stack[-1].reads |= {".heap"}
                return True
            self.restore(obj)
            self.stack.extend(args)
        return False

"""From a code object's instructions to a function of the host's Python that does the same, as its syntax tree.

The instructions are run symbolically: the operand stack holds expressions, and a statement is written where something
has to happen now (a store, a call). Jumps become `if`, `while` and `for` again, as the compiler lays code out in the
order of the source; what has no such shape is written twice, or not translated (`Unsupported`).

*Places.* Generated code can be left anywhere. Each line number in it stands for a `Place`: the instruction to restart
at and the names that hold the operand stack there. Between two places only things happen that may be done again:
loads, operators on plain values. A call has a place of its own, which says as well how the frame looks while the
callee runs. The interpreter's frame is made from the place and the host frame's variables, see `entering`.

*Types.* What is known of a variable (`SMALL` int, `INT`, `STR`, a `LIST` that this code made, …) is found by running
the translation until it does not change any more. Only exact built-in types are known; what is not known is asked for.

Sizes: an addition may make an int or a text too large, so its result is looked at (`sized`), unless one operand is
SMALL (below 2**64) and the other one is a sum of such (`INT`): to pass a limit so would take longer than anybody has.
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Any, NamedTuple

from flowmetal.bytecode.code import CodeObject
from flowmetal.vm.jit.operations import Operations
from flowmetal.vm.jit.support import QUICKER, TURNS
from flowmetal.vm.jit.writer import (
    BOOL,
    COUNTER,
    DICT,
    LIST,
    OWN,
    RANGE,
    SMALL,
    STR,
    TUPLE,
    Catcher,
    NotPure,
    Place,
    Unsupported,
    Value,
    join_known,
)

GENERATOR_START = -1  # in place of a loop's header: the whole code, as a generator of the host's over filled slots
MOST_COPIES = 4  # times the code's length may be written
_CONDITIONAL = ("JUMP_IF_FALSE", "JUMP_IF_TRUE")
_QUIET = ("PUSH_HANDLED", "POP_HANDLED", "SWAP", "RERAISE", "POP", "NOP")  # fail nowhere but where they mean to


class Loop(NamedTuple):
    header: int
    normal: int  # where its condition, or its end, leads to
    out: int  # where `break` leads to
    depth: int  # of the stack outside
    has_else: bool
    on_exit: Callable[[], None] | None


class Context(NamedTuple):
    follow: int  # where control goes when the statements end
    loop: Loop | None
    alias: int = -9  # an instruction that only leads to `follow`

    def ends(self, target: int) -> bool:
        """Does a jump there just end the statements?"""
        return target in (self.follow, self.alias)

    def within(self, follow: int) -> Context:
        """Of statements inside, behind which control goes to `follow`."""
        return Context(follow, self.loop, self.alias if follow == self.follow else -9)


class Translation(NamedTuple):
    tree: ast.Module
    places: list[Place]
    constants: dict[str, Any]
    helpers: tuple[str, ...]


def surely_bound(
    ops: list[str], code: CodeObject, bound: frozenset[int], start: int
) -> list[frozenset[int]]:
    """Of each instruction, the slots that hold a value whenever it runs; by forward data flow from `start`."""
    everything = frozenset(range(len(code.slots)))
    states: list[frozenset[int] | None] = [None] * (len(ops) + 1)
    states[start] = frozenset(bound)
    work = [start]
    while work:
        at = work.pop()
        if at >= len(ops):
            continue
        state, op = states[at], ops[at]
        assert state is not None
        if op == "STORE_LOCAL":
            state = state | {code.args[at]}
        elif op == "DELETE_LOCAL":
            state = state - {code.args[at]}
        onward = [] if op in ("JUMP", "RETURN", "RAISE", "RERAISE") else [at + 1]
        if op.startswith("JUMP") or op == "FOR_ITER":
            onward.append(code.args[at])
        for target in onward:
            known = states[target]
            joined = state if known is None else known & state
            if joined != known:
                states[target] = joined
                work.append(target)
    return [everything if state is None else state for state in states]


class Translator(Operations):
    """One code object, from its beginning (loop None) or one of its loops (the header's instruction)."""

    def translate(
        self, loop: int | None = None, depth: int = 0, kinds: tuple[str | None, ...] = ()
    ) -> Translation:
        """The function, or the loop that begins at `loop`, with `depth` operands.

        kinds says of each variable and operand what is known of it when the loop is entered. Raises Unsupported.
        """
        code = self.code
        least = code.positional + code.keyword_only + (code.flags & 1) + (code.flags >> 1 & 1)
        if loop is None:
            kinds = tuple([None if slot < least or slot in self.cells else "" for slot in range(len(code.slots))])
        self.kinds, self.mode = kinds, loop
        bound = frozenset(range(least)) if loop is None else frozenset(
            slot for slot in range(len(code.slots)) if kinds[slot] != "")
        self.bound = surely_bound(self.ops, code, bound | self.cells, max(loop or 0, 0))
        self.known = dict(enumerate(kinds[: len(code.slots)]))
        for _ in range(8):
            self.begin_round()
            whole = loop is None or loop == GENERATOR_START
            body = self.function(least) if whole else self.loop_function(loop or 0, depth)
            if self.found == self.known:
                break
            self.known = self.found
        else:
            raise Unsupported("types that do not settle")
        return self.finish(body, least, loop, depth)

    # -- the whole

    def function(self, least: int) -> list[ast.stmt]:
        code = self.code
        self.place(0)
        if self.mode == GENERATOR_START:
            for slot, kind in enumerate(self.kinds):
                if kind == "":
                    self.emit(ast.Delete(targets=[self.lined(ast.Name(id=self.variable(slot), ctx=ast.Del()))]))
            self.run(0, len(self.ops), Context(len(self.ops), None))
            return self.out
        for at in range(self.defaults):
            slot = code.positional - self.defaults + at
            self.emit(self.parsed(
                f"if slot is UNSET: slot = function.defaults[{at}]", slot=self.variable(slot)))
        for slot in code.cells:
            given = self.name(slot) if slot < least else self.helper("UNSET")
            self.assign(self.variable(slot), self.call_helper("Cell", given))
        first_free = len(code.slots) - code.free
        for at in range(code.free):
            self.emit(self.parsed(f"cell = function.closure[{at}]", cell=self.variable(first_free + at)))
        self.place(0)
        self.run(0, len(self.ops), Context(len(self.ops), None))
        return self.out

    def loop_function(self, header: int, depth: int) -> list[ast.stmt]:
        code = self.code
        names = [f".e{at}" for at in range(depth)]
        known = self.kinds[len(code.slots) :]
        self.stack = [Value("name", name, kind) for name, kind in zip(names, known, strict=True)]
        self.place(header)
        for slot, kind in enumerate(self.kinds[: len(code.slots)]):
            if kind == "":  # as the host has it
                self.emit(ast.Delete(targets=[self.lined(ast.Name(id=self.variable(slot), ctx=ast.Del()))]))
        end = self.backs[header] + 1
        self.only_loop = (header, end)
        self.run(header, end, Context(-1, None))
        if self.stack is not None:
            raise Unsupported("a loop that goes on")
        return self.out

    only_loop: tuple[int, int] | None = None

    def finish(self, body: list[ast.stmt], least: int, loop: int | None, depth: int) -> Translation:
        code = self.code
        if loop is None:
            parameters = [self.variable(slot) for slot in range(least)]
        else:
            parameters = [self.variable(slot) for slot in range(len(code.slots))]
            parameters += [f".e{at}" for at in range(depth)]
        arguments = ast.arguments(
            posonlyargs=[], args=[ast.arg(arg=name) for name in parameters], kwonlyargs=[], kw_defaults=[],
            defaults=[], vararg=None, kwarg=None,
        )
        statements: list[ast.stmt] = body or [ast.Pass()]
        if "PUSH_HANDLED" in self.ops:
            none = ast.Assign(targets=[ast.Name(id=".h", ctx=ast.Store())], value=ast.Constant(value=None))
            statements = [none, *statements]
        if self.globals_:
            statements = [ast.Global(names=sorted(self.globals_)), *statements]
        for _ in range(self.defaults if loop is None else 0):
            arguments.defaults.append(self.helper("UNSET"))
        helpers = tuple(["." + name for name in sorted(self.helpers)]) + tuple(self.constants)
        made = ast.FunctionDef(name=".made", args=arguments, body=statements, decorator_list=[], returns=None)
        outer = ast.FunctionDef(
            name="factory",
            args=ast.arguments(
                posonlyargs=[], args=[ast.arg(arg=name) for name in helpers], kwonlyargs=[], kw_defaults=[],
                defaults=[], vararg=None, kwarg=None,
            ),
            body=[made, ast.Return(value=ast.Name(id=".made", ctx=ast.Load()))], decorator_list=[], returns=None,
        )
        for function in (made, outer):
            if "type_params" in function._fields:
                setattr(function, "type_params", [])  # noqa: B010 - newer hosts only
        tree = ast.Module(body=[outer], type_ignores=[])
        for node in ast.walk(tree):
            if "lineno" in node._attributes:
                at: Any = node
                at.lineno = at.end_lineno = getattr(node, "lineno", None) or 1
                at.col_offset = at.end_col_offset = 0
        return Translation(tree, self.places, self.constants, helpers)

    # -- control

    def run(self, at: int, end: int, context: Context) -> None:
        """Write instructions at … end - 1. Afterwards the stack is None if control never gets to the end."""
        while at < end:
            if self.stack is None:
                return
            attempt = self.attempt_at(at, end)
            if attempt is not None:
                at = self.attempt(at, end, attempt, context)
                continue
            op = self.ops[at]
            self.written += 1
            if self.written > MOST_COPIES * len(self.ops) + 100:
                raise Unsupported("jumps that have no simple shape")
            if at in self.backs and not (context.loop is not None and context.loop.header == at):
                at = self.loop(at, end, context)
                continue
            if op == "JUMP" and at < self.args[at] < end and not self.special(self.args[at], context):
                at = self.args[at]
                self.place(at)
                continue
            if op == "JUMP":
                self.goto(at, self.args[at], context)
                return
            if op in _CONDITIONAL:
                at = self.conditional(at, end, context)
                continue
            if op in ("JUMP_IF_FALSE_OR_POP", "JUMP_IF_TRUE_OR_POP"):
                at = self.short_circuit(at, end, context)
                continue
            if op == "RETURN" and self.only_loop is not None:
                self.place(at)
                self.restart()
                return
            if op == "RETURN":
                self.leave_loops(context)
                self.emit(ast.Return(value=self.use(self.pop())))
                self.stack = None
                return
            method = getattr(self, "op_" + op.lower(), None)
            if method is None:
                self.restart()
                return
            method(at, self.args[at])
            if op == "RAISE":
                self.stack = None
                return
            at += 1

    def special(self, target: int, context: Context) -> bool:
        """Does a jump there leave or continue the loop?"""
        loop = context.loop
        return loop is not None and target in (loop.header, loop.out, loop.normal)

    # -- exceptions

    def attempt_at(self, at: int, end: int) -> int | None:
        """Where the handler of the outermost `try` begins that begins here; None if none does."""
        found = None
        for handler in self.code.handlers:
            if handler.start == at and handler.target not in self.active and at < handler.target < end:
                quiet = all(op in _QUIET for op in self.ops[at : handler.end])
                if not quiet and self.stack is not None and handler.depth == len(self.stack):
                    found = handler.target
        if found is not None and self.ops[found] != "PUSH_HANDLED":
            return None
        return found

    def attempt(self, at: int, end: int, target: int, context: Context) -> int:
        """A `try`: its statements, what follows if they succeed, and the handler. Gives where to go on."""
        if self.pure:
            raise NotPure
        self.settle_all()
        assert self.stack is not None
        ranges = [handler for handler in self.code.handlers if handler.target == target and handler.start >= at]
        stop = max(handler.end for handler in ranges)
        if stop > target or any(handler.depth != len(self.stack) for handler in ranges):
            raise Unsupported("a `try` of another shape")
        last, behind, follow = target - 1, end, context.follow
        if self.ops[last] == "JUMP" and not self.special(self.args[last], context):
            goal = self.args[last]
            if target < goal < end:
                behind = follow = goal
            elif not context.ends(goal):
                raise Unsupported("a `try` that leads elsewhere")
        inner = context.within(follow)
        outer, error = self.new_name(), self.new_name()
        self.emit(self.parsed("outer = NOW.handled", outer=outer))
        self.active.add(target)
        self.place(at)
        stack = list(self.stack)
        body, after = self.branch(lambda: self.run(at, stop, context.within(stop)))

        def succeeded() -> None:
            self.stack = after
            self.begin(stop, target, inner)

        def failed() -> None:
            self.stack = [*stack, Value("name", error)]
            self.begin(target, behind, inner)

        rest, one = self.branch(succeeded) if after is not None else ([], None)
        handler, other = self.branch(failed)
        self.active.discard(target)
        catcher = self.constant(Catcher(self.code, target, self.places))
        caught = self.lined(ast.Name(id=".x", ctx=ast.Load()))
        begun = [
            self.lined(ast.Assign(
                targets=[self.lined(ast.Name(id=error, ctx=ast.Store()))],
                value=self.call_helper("caught", caught, catcher, self.load(outer)))),
            self.lined(ast.If(
                test=self.lined(ast.Compare(
                    left=self.load(error), ops=[ast.Is()], comparators=[self.lined(ast.Constant(value=None))])),
                body=[self.lined(ast.Raise(exc=None, cause=None))], orelse=[])),
        ]
        handlers = [self.lined(ast.ExceptHandler(
            type=self.helper("BaseException"), name=".x", body=[*begun, *handler]))]
        statement = self.lined(ast.Try(body=body or [ast.Pass()], handlers=handlers, orelse=rest, finalbody=[]))
        if one is not None and other is not None and [v.what for v in one] != [v.what for v in other]:
            raise Unsupported("a `try` that changes operands")
        self.emit(statement)
        self.stack = one if one is not None else other
        if self.stack is not None:
            self.stack = [Value(v.kind, v.what) for v in self.stack]
            self.place(behind)
        return behind

    def op_yield(self, at: int, arg: Any) -> None:
        if self.mode != GENERATOR_START:
            raise Unsupported("a generator")
        if self.pure:
            raise NotPure
        self.settle_all()
        self.call_place(at, 1)
        value = self.pop()
        name = self.new_name()
        self.assign(name, self.lined(ast.Yield(value=self.use(value))))
        self.restore(Value("name", name))
        self.place(at + 1)

    def op_push_handled(self, at: int, arg: Any) -> None:
        self.settle_all()
        error = self.pop()
        previous = self.new_name()
        self.emit(self.parsed("before = NOW.handled", before=previous + "o"))
        self.emit(self.parsed("previous = handled", previous=previous, handled=".h"))
        self.emit(self.parsed("handled = error", handled=".h", error=error.what))
        self.emit(self.parsed("NOW.handled = error", error=error.what))
        self.restore(Value("name", previous))
        self.restore(error)
        self.place(at + 1)

    def op_pop_handled(self, at: int, arg: Any) -> None:
        self.settle_all()
        previous = self.pop()
        if previous.kind != "name" or not previous.what.startswith(".s"):
            raise Unsupported("handled errors in another order")
        self.emit(self.parsed("handled = previous", handled=".h", previous=previous.what))
        self.emit(self.parsed("NOW.handled = before", before=previous.what + "o"))
        self.place(at + 1)

    def op_match_error(self, at: int, arg: Any) -> None:
        assert self.stack is not None
        kinds = self.pop()
        error = self.settle(self.pop())
        self.stack.append(error)
        self.push(self.call_helper("matches", self.use(error), self.use(kinds)), BOOL, error, kinds)

    def op_raise(self, at: int, arg: int) -> None:
        if arg != 1:
            self.restart()
            self.stack = []  # nothing follows
            return
        values_ = self.begin_call(at, 1)
        self.emit(ast.Expr(value=self.call_helper("raise_error", self.use(values_[0]))))

    def leave_loops(self, context: Context) -> None:
        """A return pays for the loops that it leaves; see `spent`."""
        if context.loop is not None and context.loop.on_exit is not None:
            assert self.stack is not None
            if self.stack[-1].kind == "tree":
                self.settle_last(1)
            context.loop.on_exit()

    def goto(self, at: int, target: int, context: Context) -> None:
        """The jump at `at`, with nothing behind it that control falls into."""
        if context.ends(target):
            self.settle_all()
            return
        loop = context.loop
        assert self.stack is not None
        if loop is not None:
            if target == loop.header:
                self.emit(ast.Continue())
                self.stack = None
                return
            if target == loop.out:
                self.settle_all()
                self.exits.setdefault(loop.header, list(self.stack))
                self.emit(ast.Break())
                self.stack = None
                return
            if target == loop.normal:
                self.place(target)
                self.run(loop.normal, loop.out, Context(loop.out, None))
                if self.stack is not None:
                    self.exits.setdefault(loop.header, list(self.stack))
                    self.emit(ast.Break())
                self.stack = None
                return
        if self.only_loop is not None and not self.only_loop[0] <= target < self.only_loop[1]:
            self.place(target)
            self.restart()
            return
        if at < target and context.follow > target:
            self.place(target)
            self.run(target, context.follow, context)
            return
        raise Unsupported(f"a jump from {at} to {target}")

    def branch(self, work: Callable[[], None]) -> tuple[list[ast.stmt], list[Value] | None]:
        """What work writes, and the stack behind it; the state is as before afterwards, but for the stack."""
        out, self.out = self.out, []
        line, paid, cells = self.line, self.paid, set(self.cells_bound)
        stack = None if self.stack is None else list(self.stack)
        work()
        made, after = self.out, self.stack
        self.out, self.line, self.stack, self.paid, self.cells_bound = out, line, stack, paid, cells
        return made, after

    def conditional(self, at: int, end: int, context: Context) -> int:
        """An `if`: gives the instruction to go on with."""
        test, target, behind = self.condition(at, end)
        self.settle_all()
        loop = context.loop
        if behind <= target < end or (target == end and context.ends(end)):
            last = target - 1
            has_else = False
            stop = target
            if last >= behind and self.ops[last] == "JUMP":
                goal = self.args[last]
                special = loop is not None and goal in (loop.header, loop.out, loop.normal)
                if goal > target and not special and (goal < end or context.ends(goal)):
                    has_else, stop = True, min(goal, end)
            if has_else:
                inner = context.within(stop if stop < end else context.follow)
                body, one = self.branch(lambda: self.begin(behind, target, inner))
                other_body, other = self.branch(lambda: self.begin(target, stop, inner))
                self.write_if(test, body, one, other_body, other)
                self.resume(stop)
                return stop
            inner = context.within(target if target < end else context.follow)
            body, one = self.branch(lambda: self.begin(behind, target, inner))
            assert self.stack is not None
            self.write_if(test, body, one, [], list(self.stack))
            self.resume(target)
            return target
        # The jump leads out of these statements: to the loop's beginning or end, or to code that is written here again.
        gone, left = self.branch(lambda: self.jump_out(at, target, context))
        if left is None:
            self.emit(ast.If(test=self.negated(test), body=gone, orelse=[]))
            self.resume(behind)
            return behind
        rest, after = self.branch(lambda: self.begin(behind, end, context))
        self.write_if(test, rest, after, gone, left)
        return end

    def jump_out(self, at: int, target: int, context: Context) -> None:
        self.place(target)
        self.goto(at, target, context)

    def begin(self, at: int, end: int, context: Context) -> None:
        self.place(at)
        self.run(at, end, context)
        follow = context.follow
        if self.stack is not None and end <= follow < len(self.ops) and self.ops[follow] == "RETURN":
            self.run(follow, follow + 1, context)
        if self.stack is not None:
            self.settle_all()

    def resume(self, at: int) -> None:
        if self.stack is not None:
            self.place(at)

    def write_if(
        self, test: ast.expr, body: list[ast.stmt], one: list[Value] | None, other_body: list[ast.stmt],
        other: list[Value] | None,
    ) -> None:
        """The `if` statement, with the stacks behind its branches made one."""
        if one is not None and other is not None:
            if len(one) != len(other):
                raise Unsupported("branches of different depth")
            joined = []
            for left, right in zip(one, other, strict=True):
                if left.kind == right.kind and left.what is right.what:
                    joined.append(Value(left.kind, left.what, join_known(left.known, right.known)))
                    continue
                if left.kind == right.kind and left.kind != "const" and left.what == right.what:
                    joined.append(Value(left.kind, left.what, join_known(left.known, right.known)))
                    continue
                if "iter" in (left.kind, right.kind):
                    raise Unsupported("different iterators")
                name = self.new_name()
                for statements, value in ((body, left), (other_body, right)):
                    out, self.out = self.out, statements
                    self.assign(name, self.use(value))
                    self.out = out
                joined.append(Value("name", name, join_known(left.known, right.known)))
            self.stack = joined
        else:
            self.stack = one if one is not None else other
        if not body and not other_body:
            self.emit(ast.Expr(value=test))
        elif not body:
            self.emit(ast.If(test=self.negated(test), body=other_body, orelse=[]))
        else:
            self.emit(ast.If(test=test, body=body, orelse=other_body))

    def condition(self, at: int, end: int) -> tuple[ast.expr, int, int]:
        """The conditional jump at `at` together with those behind it that belong to the same condition.

        Gives the test for going on, where the jump leads otherwise, and the instruction to go on with.
        """
        value = self.pop()
        test = self.use(value)
        if self.ops[at] == "JUMP_IF_TRUE":
            test = self.negated(test)
        blocks: list[tuple[ast.expr, int, int]] = [(test, self.args[at], at + 1)]
        while True:
            behind = blocks[-1][2]
            found = None if len(blocks) > 16 else self.next_test(behind, end)
            if found is None:
                break
            blocks.append(found)
            self.merge(blocks)
        while len(blocks) > 1:
            blocks.pop()
        return blocks[0]

    def merge(self, blocks: list[tuple[ast.expr, int, int]]) -> None:
        changed = True
        while changed and len(blocks) > 1:
            changed = False
            for i in range(len(blocks) - 1, 0, -1):
                (test, target, _), (next_test, next_target, behind) = blocks[i - 1], blocks[i]
                if target == next_target:
                    blocks[i - 1 : i + 1] = [(self.both(test, next_test), target, behind)]
                    changed = True
                    break
                if target == behind:
                    blocks[i - 1 : i + 1] = [(self.any_of(self.negated(test), next_test), next_target, behind)]
                    changed = True
                    break

    def next_test(self, at: int, end: int) -> tuple[ast.expr, int, int] | None:
        """The next condition, if nothing but an expression leads to it."""
        stop = at
        while stop < end and self.ops[stop] not in _CONDITIONAL:
            if self.ops[stop].startswith(("STORE", "JUMP", "FOR", "RETURN", "RAISE")) or stop > at + 24:
                return None
            stop += 1
        if stop >= end or any(self.targets.get(place) for place in range(at + 1, stop + 1)):
            return None
        if self.targets.get(at, 0) > 1 or at in self.backs:
            return None
        assert self.stack is not None
        stack, fresh = list(self.stack), self.fresh
        self.pure = True
        try:
            for place in range(at, stop):
                method = getattr(self, "op_" + self.ops[place].lower(), None)
                if method is None:
                    raise NotPure
                method(place, self.args[place])
            value = self.pop()
            if len(self.stack) != len(stack):
                raise NotPure
            test = self.use(value)
        except (NotPure, Unsupported):
            self.fresh = fresh
            return None
        finally:
            self.pure = False
            self.stack = stack
        if self.ops[stop] == "JUMP_IF_TRUE":
            test = self.negated(test)
        return test, self.args[stop], stop + 1

    def short_circuit(self, at: int, end: int, context: Context) -> int:
        """`and` and `or` for their value."""
        target: int = self.args[at]
        wants_true = self.ops[at] == "JUMP_IF_TRUE_OR_POP"
        chain = (
            target < len(self.ops) - 1 and self.ops[target] == "SWAP" and self.ops[target + 1] == "POP"
            and self.ops[target - 1] == "JUMP" and self.args[target - 1] == target + 2
        )
        stop = target - 1 if chain else target
        behind = target + 2 if chain else target
        if not at < stop <= end:
            raise Unsupported("an `and` that leads out")
        value = self.pop()
        if chain:  # of comparisons: below the result is the operand in the middle
            assert self.stack is not None
            saved, fresh = list(self.stack), self.fresh
            self.pure = True
            try:
                for place in range(at + 1, stop):
                    method = getattr(self, "op_" + self.ops[place].lower(), None)
                    if method is None:
                        raise NotPure
                    method(place, self.args[place])
                rest = self.pop()
                self.pure = False
                self.push(self.both(self.use(value), self.use(rest)), None, value, rest, *saved[-1:])
                return behind
            except NotPure:
                self.pure, self.stack, self.fresh = False, saved, fresh
        else:
            assert self.stack is not None
            saved, fresh = list(self.stack), self.fresh
            self.pure = True
            try:
                if any(self.targets.get(place) for place in range(at + 1, stop)):
                    raise NotPure
                for place in range(at + 1, stop):
                    method = getattr(self, "op_" + self.ops[place].lower(), None)
                    if method is None:
                        raise NotPure
                    method(place, self.args[place])
                rest = self.pop()
                self.pure = False
                nodes = [self.use(value), self.use(rest)]
                joined = self.any_of(*nodes) if wants_true else self.both(*nodes)
                self.push(joined, join_known(value.known, rest.known), value, rest)
                return behind
            except NotPure:
                self.pure, self.stack, self.fresh = False, saved, fresh
        assert self.stack is not None
        if self.pure:
            raise NotPure
        self.stack.append(value)
        self.settle_all()
        value = self.stack.pop()
        name = self.new_name()
        self.assign(name, self.use(value))
        rest_body, after = self.branch(lambda: self.begin(at + 1, stop, Context(stop, context.loop)))
        test = self.load(name)
        if after is not None:
            out, self.out = self.out, rest_body
            self.assign(name, self.use(after[-1]))
            self.out = out
            below = after[:-1]
            known = join_known(value.known, after[-1].known)
        else:
            below, known = self.stack, value.known
        if chain:
            self.stack = self.stack[:-1]
        if [v.what for v in below] != [v.what for v in self.stack]:
            raise Unsupported("operands that change within an `and`")
        self.emit(ast.If(test=self.negated(test) if wants_true else test, body=rest_body or [ast.Pass()], orelse=[]))
        self.stack = [*below, Value("name", name, known)]
        self.place(behind)
        return behind

    # -- loops

    def loop(self, header: int, end: int, context: Context) -> int:
        if self.pure:
            raise NotPure
        last = self.backs[header]
        normal = last + 1
        if normal > end:
            raise Unsupported("a loop across statements")
        outs = set()
        for at in range(header, normal):
            if self.ops[at].startswith("JUMP") or self.ops[at] == "FOR_ITER":
                target = self.args[at]
                if not header <= target <= normal:
                    outs.add(target)
        is_for = self.ops[header] == "FOR_ITER"
        if is_for and self.args[header] != normal:
            raise Unsupported("a `for` with a body elsewhere")
        out, has_else, limit = normal, False, end
        if self.only_loop is not None and self.only_loop[0] == header:
            outs = set()  # these leave the generated code
        if outs:
            goal = min(outs) if len(outs) == 1 else -1
            if goal > normal and (goal < end or context.ends(goal)):
                out, has_else, limit = goal, True, min(goal, end)
            else:
                raise Unsupported(f"a loop left in other ways, to {sorted(outs)}")
        self.exits.pop(header, None)
        if any(op.startswith("CALL") for op in self.ops[header:normal]):
            assert self.stack is not None
            iterable = self.stack.pop() if is_for else None  # it is not to be settled
            if iterable is None or iterable.kind in ("name", "iterable"):
                if not self.paid and iterable is not None and iterable.kind == "iterable":
                    name = self.new_name()
                    self.settle_all()
                    self.assign(name, iterable.what)
                    iterable = Value("iterable", self.load(name), iterable.known)
                if not self.paid:
                    self.paid = True
                    self.settle_all()
                    self.emit(self.parsed("if NOW.calls <= 0: look_around()"))
                    self.emit(self.parsed("NOW.calls -= 1"))
            if iterable is not None:
                self.stack.append(iterable)
        (self.for_loop if is_for else self.while_loop)(header, normal, out, limit, has_else, context)
        return limit if has_else else normal

    def cost(self, header: int) -> int:
        """Of a turn, in instructions of the interpreter that take as long."""
        return max(1, (self.backs[header] - header + 1) // QUICKER)

    def while_loop(self, header: int, normal: int, out: int, limit: int, has_else: bool, context: Context) -> None:
        assert self.stack is not None
        self.settle_all()
        outer = list(self.stack)
        count = f".c{header}"
        cost = self.cost(header)
        alone = self.only_loop is not None and self.only_loop[0] == header
        self.place(header)
        self.assign(count, ast.Constant(value=TURNS))

        def pay() -> None:
            self.emit(self.parsed(f"spent(({TURNS} - count) * {cost})", count=count))

        leads = -1 if alone else normal
        loop = Loop(header, leads if has_else or alone else -2, -3 if alone else out, len(outer), has_else, pay)
        if not has_else and not alone:
            loop = loop._replace(out=normal)

        def body() -> None:
            self.place(header)
            self.emit(self.parsed(f"if count <= 0: count = again({cost})", count=count))
            self.emit(self.parsed("count -= 1", count=count))
            self.run(header, normal - 1, Context(header, loop, normal - 1))
            if self.stack is not None:
                if self.ops[normal - 1] == "JUMP":
                    self.settle_all()
                else:
                    self.run(normal - 1, normal, Context(header, loop))
                    if self.stack is not None:  # the condition at the end: it goes on behind the loop
                        self.jump_out(normal - 1, normal, Context(-1, loop))
            if self.stack is not None and len(self.stack) != len(outer):
                raise Unsupported("a loop that grows the stack")

        statements, _ = self.branch(body)
        self.emit(ast.While(test=self.lined(ast.Constant(value=True)), body=statements, orelse=[]))
        left = self.exits.get(header)
        if alone or left is None:
            self.stack = None
            return
        self.stack = outer
        if [v.what for v in left] != [v.what for v in outer]:
            raise Unsupported("a loop that changes operands")
        pay()
        self.place(out if has_else else normal)

    def for_loop(self, header: int, normal: int, out: int, limit: int, has_else: bool, context: Context) -> None:
        assert self.stack is not None
        iterable = self.pop()
        self.settle_all()
        outer = list(self.stack)
        source, iterator, items, paid = (f".{letter}{header}" for letter in "qilp")
        cost = self.cost(header)
        alone = self.only_loop is not None and self.only_loop[0] == header
        item_known = None
        if iterable.kind == "iterable":
            item_known = {RANGE: SMALL, STR: STR}.get(iterable.known or "")
            self.assign(source, iterable.what)
        else:
            item_known = SMALL if iterable.known == COUNTER else None
            self.assign(source, self.use(iterable))
        own = iterable.known in (COUNTER, OWN) or (
            iterable.kind == "name" and ".0" in self.code.slots[:1] and iterable.what == self.variable(0)
        )
        start = "begin_own" if own else "begin"
        begun = self.call_helper(start, self.load(source), self.lined(ast.Constant(value=cost)))
        names = [self.lined(ast.Name(id=name, ctx=ast.Store())) for name in (iterator, items, paid)]
        self.emit(ast.Assign(targets=[self.lined(ast.Tuple(elts=names, ctx=ast.Store()))], value=begun))
        self.stack = [*outer, Value("iter", header)]
        self.place(header)
        outer_place = self.line
        loop = Loop(header, -2, -3 if alone else out, len(outer), has_else, None)

        first = header + 1
        target = self.new_name()
        if self.ops[first] == "STORE_LOCAL" and first not in self.targets:
            slot = self.args[first]
            target = self.variable(slot)
            self.note(slot, item_known)
            first += 1

        def body() -> None:
            assert self.stack is not None
            if first == header + 1:
                self.stack.append(Value("name", target, item_known))
            self.place(first)
            self.run(first, normal - 1, Context(header, loop, normal - 1))
            if self.stack is not None and self.ops[normal - 1] != "JUMP":
                self.run(normal - 1, normal, Context(header, loop))
                if self.stack is not None:
                    raise Unsupported("a `for` that ends with a condition")

        statements, _ = self.branch(body)
        left = self.exits.get(header)

        def behind() -> None:
            self.line = outer_place
            self.stack = list(outer)
            self.place(normal)
            if alone:
                self.restart()
            elif has_else:
                self.run(normal, limit, Context(out, None))
                if self.stack is not None:
                    self.settle_all()

        after, ended = self.branch(behind)
        if own and iterable.known not in (COUNTER, OWN):
            after = [self.lined(ast.Expr(value=self.call_helper("exhausted", self.load(source)))), *after]
        elif iterable.known not in (RANGE, LIST, STR, TUPLE, DICT) and not own:
            line, self.line = self.line, outer_place
            ended_check = self.lined(ast.Expr(value=self.call_helper("ended", self.load(source), self.load(iterator))))
            self.line = line
            after = [ended_check, *after]
        self.emit(ast.For(
            target=self.lined(ast.Name(id=target, ctx=ast.Store())), iter=self.load(items),
            body=statements or [ast.Pass()], orelse=after,
        ))
        if left is not None:
            self.emit(self.parsed(f"pay_back(paid, iterator, {cost})", paid=paid, iterator=iterator))
        for stack in (left, ended):
            if stack is not None and [v.what for v in stack] != [v.what for v in outer]:
                raise Unsupported("a loop that changes operands")
        if alone or (left is None and ended is None):
            self.stack = None
            return
        self.stack = outer
        self.place(out if has_else else normal)

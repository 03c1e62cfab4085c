"""The opcode table: the one list of what the machine can do.

An instruction is one opcode byte followed by its operands as unsigned LEB128. Instructions are numbered from
0 within their code object, and everything that points into code (jump targets, exception table, positions,
a frame's saved `pc`) is such an instruction number, never a byte offset.

Compiler, assembler, verifier, disassembler, interpreter, documentation and tests read these rows; there is no
second list. A new opcode is one row here, one handler in `vm.interpreter`, one golden test. The number of a
retired opcode is not used again; `fingerprint()` stands beside the bundle's format version and a test compares.
"""

from __future__ import annotations

from enum import Enum, IntFlag

from flowmetal.digest import sha256
from flowmetal.slotted import slotted


class Operand(Enum):
    """What an operand means; the verifier checks its range, the disassembler shows it by this."""

    CONST = "constant"  # index into code.constants
    NAME = "name"  # index into code.names
    LOCAL = "local"  # slot of the frame, plain or holding a Cell
    LABEL = "label"  # instruction number to jump to
    COUNT = "count"  # number of stack items taken
    DEPTH = "depth"  # distance from the top of the stack, 1 is the top
    CODE = "code"  # index into code.codes
    FLAGS = "flags"  # a bit set, see the opcode
    OPERATOR = "operator"  # index into BINARY_OPERATORS, UNARY_OPERATORS or COMPARE_OPERATORS


class Trait(IntFlag):
    PURE = 0  # touches nothing but the operand stack and cannot fail
    RAISES = 1  # may raise
    JUMPS = 2  # may set pc; always so if it never falls through, see `ENDS`
    CALLS = 4  # frames may come or go
    EFFECT = 8  # may add to what the advance must commit
    WAITS = 16  # the task may stop here, for months
    ENDS = 32  # control never falls through to the next instruction


PURE, RAISES, JUMPS, CALLS, EFFECT, WAITS, ENDS = (
    Trait.PURE, Trait.RAISES, Trait.JUMPS, Trait.CALLS, Trait.EFFECT, Trait.WAITS, Trait.ENDS,
)
# What an operator, an attribute or an iteration may do when an operand is an instance of a user's class: run
# the user's method in frames of its own, which may do anything.
USER = RAISES | CALLS | EFFECT | WAITS


@slotted
class Opcode:
    name: str
    number: int
    operands: tuple[Operand, ...]
    pops: int  # fixed part of what it takes
    pushes: int  # what it leaves when control falls through
    pops_counted: int  # how many more it takes per unit of its COUNT operand
    traits: Trait
    stack: str  # the stack comment "before -- after"
    meaning: str
    # What the stack depth is at the jump target, relative to the depth before the instruction.
    jump_effect: int = 0

    def stack_effect(self, operands: tuple[int, ...]) -> int:
        """Change of the stack depth when control falls through."""
        return self.left(operands) - self.taken(operands)

    def taken(self, operands: tuple[int, ...]) -> int:
        """How many stack items the instruction needs to find."""
        if self.name == "MAKE_FUNCTION":
            return (operands[1] & 7).bit_count()
        if not self.pops_counted:
            return self.pops
        return self.pops + self.pops_counted * operands[self.operands.index(Operand.COUNT)]

    def left(self, operands: tuple[int, ...]) -> int:
        """How many stack items stand where the taken ones stood, when control falls through."""
        if self.name == "UNPACK":
            return operands[0]
        if self.name == "UNPACK_REST":
            return operands[0] + 1 + operands[1]
        return self.pushes


BINARY_OPERATORS = ("+", "-", "*", "/", "//", "%", "**", "<<", ">>", "&", "|", "^", "@")
UNARY_OPERATORS = ("-", "+", "~")
COMPARE_OPERATORS = ("==", "!=", "<", "<=", ">", ">=")

# MAKE_FUNCTION flags: which optional parts lie on the stack, below to above, in this order.
FUNCTION_DEFAULTS = 1  # tuple of positional defaults
FUNCTION_KWDEFAULTS = 2  # dict of keyword-only defaults
FUNCTION_CLOSURE = 4  # tuple of cells
# CONVERT flags
CONVERT_STR, CONVERT_REPR, CONVERT_ASCII = 0, 1, 2

OPCODES: list[Opcode] = []
BY_NAME: dict[str, Opcode] = {}
BY_NUMBER: dict[int, Opcode] = {}

NONE: tuple[Operand, ...] = ()
CONST, NAME, LOCAL, LABEL, COUNT, DEPTH, CODE, FLAGS, OPERATOR = (
    (Operand.CONST,), (Operand.NAME,), (Operand.LOCAL,), (Operand.LABEL,), (Operand.COUNT,), (Operand.DEPTH,),
    (Operand.CODE,), (Operand.FLAGS,), (Operand.OPERATOR,),
)


def op(
    name: str, number: int, operands: tuple[Operand, ...], stack: str, traits: Trait, meaning: str,
    *, counted: int = 0, jump_effect: int = 0,
) -> None:
    """Add a row. In `stack`, names before `--` are taken, those after are left; `a1..an` stands for COUNT items."""
    before, after = (side.split() for side in stack.split("--"))
    pops = len([item for item in before if ".." not in item])
    if name in BY_NAME or number in BY_NUMBER:
        raise AssertionError(f"opcode {name} or number {number} is there twice")
    row = Opcode(name, number, operands, pops, len(after), counted, traits, stack, meaning, jump_effect)
    OPCODES.append(row)
    BY_NAME[name] = BY_NUMBER[number] = row


#  name               no  operands        before -- after               traits              meaning
# stack
op("NOP",               0, NONE,          "--",                         PURE,               "Do nothing.")
op("POP",               1, NONE,          "value --",                   PURE,               "Drop the top.")
op("COPY",              2, DEPTH,         "-- value",                   PURE,               "Push the item at depth n again.")
op("SWAP",              3, DEPTH,         "--",                         PURE,               "Exchange the top and the item at depth n.")
# names
op("LOAD_CONST",       10, CONST,         "-- value",                   PURE,               "Push constants[n].")
op("LOAD_LOCAL",       11, LOCAL,         "-- value",                   RAISES,             "Push a local; UnboundLocalError if unset.")
op("STORE_LOCAL",      12, LOCAL,         "value --",                   PURE,               "Set a local.")
op("DELETE_LOCAL",     13, LOCAL,         "--",                         RAISES,             "Unset a local.")
op("LOAD_CELL",        14, LOCAL,         "-- value",                   RAISES,             "Push what the cell in the slot holds.")
op("STORE_CELL",       15, LOCAL,         "value --",                   PURE,               "Set what the cell in the slot holds.")
op("DELETE_CELL",      16, LOCAL,         "--",                         RAISES,             "Unset the cell in the slot.")
op("LOAD_CLOSURE",     17, LOCAL,         "-- cell",                    PURE,               "Push the cell itself, to build a closure.")
op("WRAP_CELL",        18, NONE,          "value -- cell",              PURE,               "Wrap a value in a fresh cell (capture by value).")
op("LOAD_GLOBAL",      19, NAME,          "-- value",                   RAISES,             "Push a global of the module, else a built-in.")
op("STORE_GLOBAL",     20, NAME,          "value --",                   RAISES,             "Set a global of the module.")
op("DELETE_GLOBAL",    21, NAME,          "--",                         RAISES,             "Unset a global of the module.")
op("LOAD_NAME",        22, NAME,          "-- value",                   RAISES,             "In a class body: its namespace, else global, else built-in.")
op("STORE_NAME",       23, NAME,          "value --",                   PURE,               "Set in the namespace of the class body.")
op("DELETE_NAME",      24, NAME,          "--",                         RAISES,             "Unset in the namespace of the class body.")
op("LOAD_NAME_OR_CELL", 25, (Operand.NAME, Operand.LOCAL), "-- value",  RAISES,             "In a class body: its namespace, else the cell in the slot.")
op("LOAD_BUILTIN",     26, NAME,          "-- value",                   RAISES,             "Push a built-in, whatever the module calls by that name.")
# attributes and items
op("LOAD_ATTR",        30, NAME,          "obj -- value",               USER,               "obj.name")
op("STORE_ATTR",       31, NAME,          "value obj --",               USER,               "obj.name = value")
op("DELETE_ATTR",      32, NAME,          "obj --",                     USER,               "del obj.name")
op("LOAD_ITEM",        33, NONE,          "obj key -- value",           USER,               "obj[key]")
op("STORE_ITEM",       34, NONE,          "value obj key --",           USER,               "obj[key] = value")
op("DELETE_ITEM",      35, NONE,          "obj key --",                 USER,               "del obj[key]")
op("BUILD_SLICE",      36, NONE,          "start stop step -- slice",   PURE,               "slice(start, stop, step); absent parts are None.")
op("LOAD_SPECIAL",     37, NAME,          "obj -- method",              RAISES,             "A special method of obj's type, bound; for `with`.")
# operators
op("UNARY",            40, OPERATOR,      "value -- value",             USER,               "UNARY_OPERATORS[n] value")
op("BINARY",           41, OPERATOR,      "left right -- value",        USER,               "left BINARY_OPERATORS[n] right")
op("INPLACE",          42, OPERATOR,      "left right -- value",        USER,               "The same for an augmented assignment.")
op("COMPARE",          43, OPERATOR,      "left right -- value",        USER,               "left COMPARE_OPERATORS[n] right")
op("IS",               44, FLAGS,         "left right -- bool",         PURE,               "left is right; with 1: is not.")
op("IN",               45, FLAGS,         "item container -- bool",     USER,               "item in container; with 1: not in.")
op("NOT",              46, NONE,          "value -- bool",              USER,               "not value")
# building
op("BUILD_LIST",       50, COUNT,         "a1..an -- list",             PURE,               "[a1, …, an]", counted=1)
op("BUILD_TUPLE",      51, COUNT,         "a1..an -- tuple",            PURE,               "(a1, …, an)", counted=1)
op("BUILD_SET",        52, COUNT,         "a1..an -- set",              RAISES,             "{a1, …, an}", counted=1)
op("BUILD_MAP",        53, COUNT,         "k1..vn -- dict",             RAISES,             "{k1: v1, …}; n counts pairs.", counted=2)
op("LIST_APPEND",      54, DEPTH,         "value --",                   PURE,               "Append to the list at depth n, counted after the value is taken.")
op("SET_ADD",          55, DEPTH,         "value --",                   RAISES,             "Add to the set at depth n, counted after the value is taken.")
op("MAP_ADD",          56, DEPTH,         "key value --",               RAISES,             "Set in the dict at depth n, counted after both are taken.")
op("LIST_EXTEND",      57, NONE,          "list iterable -- list",      USER,               "[*list, *iterable], in place.")
op("SET_UPDATE",       58, NONE,          "set iterable -- set",        USER,               "{*set, *iterable}, in place.")
op("MAP_UPDATE",       59, NONE,          "dict mapping -- dict",       USER,               "{**dict, **mapping}, in place.")
op("MAP_MERGE",        60, NONE,          "dict mapping -- dict",       USER,               "For f(**mapping): a key twice is a TypeError.")
op("LIST_TO_TUPLE",    61, NONE,          "list -- tuple",              PURE,               "tuple(list)")
op("BUILD_STRING",     62, COUNT,         "a1..an -- str",              PURE,               "Join n strings.", counted=1)
op("CONVERT",          63, FLAGS,         "value -- str",               USER,               "str, repr or ascii of value, by CONVERT_… flag.")
op("FORMAT",           64, NONE,          "value spec -- str",          USER,               "format(value, spec)")
op("UNPACK",           65, COUNT,         "iterable --",                USER,               "Push n items, the first on top.")
op("UNPACK_REST",      66, (Operand.COUNT, Operand.COUNT), "iterable --", USER,             "Like UNPACK for `*rest`: n before it, m after it; n + 1 + m items.")
# control
op("JUMP",             70, LABEL,         "--",                         JUMPS | ENDS,       "Go to the label.")
op("JUMP_IF_FALSE",    71, LABEL,         "value --",                   USER | JUMPS,       "Take the top; jump if it is false.", jump_effect=-1)
op("JUMP_IF_TRUE",     72, LABEL,         "value --",                   USER | JUMPS,       "Take the top; jump if it is true.", jump_effect=-1)
op("JUMP_IF_FALSE_OR_POP", 73, LABEL,     "value --",                   USER | JUMPS,       "Jump and keep the top if it is false, else take it.", jump_effect=0)
op("JUMP_IF_TRUE_OR_POP", 74, LABEL,      "value --",                   USER | JUMPS,       "Jump and keep the top if it is true, else take it.", jump_effect=0)
op("GET_ITER",         75, NONE,          "iterable -- iterator",       USER,               "iter(iterable)")
op("FOR_ITER",         76, LABEL,         "iterator -- iterator value", USER | JUMPS,       "Push the next item; at the end drop the iterator and jump.", jump_effect=-1)
# exceptions. At a handler's entry the stack is cut to the table's depth and the exception pushed.
op("RAISE",            80, COUNT,         "a1..an --",                  RAISES | ENDS,      "n=0: raise the handled one again; 1: raise a1; 2: raise a1 from a2.", counted=1)
op("RERAISE",          81, NONE,          "error --",                   RAISES | ENDS,      "Raise on, leaving traceback and context as they are.")
op("PUSH_HANDLED",     82, NONE,          "error -- previous error",    PURE,               "Make error the one being handled; keep the previous one below it.")
op("POP_HANDLED",      83, NONE,          "previous --",                PURE,               "Handling ended: the previous one is being handled again.")
op("MATCH_ERROR",      84, NONE,          "error kind -- error bool",   RAISES,             "Is error an instance of the class or tuple of classes?")
op("WITH_ERROR",       85, NONE,          "exit previous error -- exit previous error result", USER, "Call exit(type, error, traceback).")
# functions, tasks, modules, classes
op("MAKE_FUNCTION",    90, (Operand.CODE, Operand.FLAGS), "-- function", PURE,              "A function of codes[n]; FUNCTION_… flags say what it takes from the stack.")
op("CALL",             91, COUNT,         "fn a1..an -- result",        USER,               "Call fn with n positional arguments.", counted=1)
op("CALL_KW",          92, (Operand.COUNT, Operand.CONST), "fn a1..an -- result", USER,     "The last len(constants[m]) of n arguments have these keywords.", counted=1)
op("CALL_EX",          93, NONE,          "fn list dict -- result",     USER,               "Call fn(*list, **dict).")
op("CALL_METHOD",      94, (Operand.NAME, Operand.COUNT), "obj a1..an -- result", USER,     "obj.name(a1, …, an) without making a bound method.", counted=1)
op("CALL_METHOD_KW",   95, (Operand.NAME, Operand.COUNT, Operand.CONST), "obj a1..an -- result", USER, "The same with keywords.", counted=1)
op("SPAWN",            96, COUNT,         "fn a1..an -- task",          RAISES | EFFECT,    "Start the call as a task.", counted=1)
op("SPAWN_KW",         97, (Operand.COUNT, Operand.CONST), "fn a1..an -- task", RAISES | EFFECT, "The same with keywords.", counted=1)
op("SPAWN_EX",         98, NONE,          "fn list dict -- task",       RAISES | EFFECT,    "Start fn(*list, **dict) as a task.")
op("AWAIT",            99, NONE,          "awaitable -- value",         USER,               "Stop this task until there is an outcome.")
op("RETURN",          100, NONE,          "value --",                   CALLS | ENDS,       "Leave the frame.")
op("YIELD",           101, NONE,          "value -- sent",              CALLS | RAISES,     "Leave the generator's frame until it is resumed.")
op("YIELD_FROM",      102, NONE,          "iterator sent -- value",     USER,               "One step of delegation; runs again until the iterator ends. Starts with sent = None.")
op("IMPORT",          103, NAME,          "-- module",                  USER,               "The module of that key in the bundle; runs it first if need be.")
op("IMPORT_FROM",     104, NAME,          "module -- module value",     USER,               "An attribute of the module, else its submodule, else ImportError.")
op("BUILD_CLASS",     105, COUNT,         "body a1..an -- class",       USER,               "Run the class body (a function); a1 is the base, a2 a dict of keywords for its `__init_subclass__`.", counted=1)


def fingerprint() -> str:
    """Hash of everything in the table that the meaning of a stored bundle hangs on."""
    rows = [
        f"{o.number} {o.name} {','.join(k.name for k in o.operands)} {o.stack} {o.pops_counted} {o.jump_effect} {o.traits.value}"
        for o in OPCODES
    ]
    rows += [" ".join(BINARY_OPERATORS), " ".join(UNARY_OPERATORS), " ".join(COMPARE_OPERATORS)]
    return sha256("\n".join(rows).encode()).hexdigest()[:16]

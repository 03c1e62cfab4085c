"""From basic blocks to the code object.

Follows control from the first block, counts the operand stack by the opcode table, drops what is never reached
and jumps to the next instruction, numbers the rest, resolves labels, and writes the exception table: for each run
of instructions its innermost handler, in order of the instructions; no two spans overlap. A handler is reached
from the instructions that may raise, by the table, and only from those.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from flowmetal.bytecode.code import CodeObject, Handler, Position
from flowmetal.bytecode.opcodes import ENDS, JUMPS, OPCODES, RAISES
from flowmetal.compiler import tree
from flowmetal.compiler.codegen.unit import BasicBlock, Instruction, Region, Unit
from flowmetal.compiler.symbols import Scope
from flowmetal.source import Span

# Plain integers: `&` of flags is ten times slower, and this is done for every instruction.
_TRAITS = {opcode.number: opcode.traits.value for opcode in OPCODES}
_RAISES, _JUMPS, _ENDS = RAISES.value, JUMPS.value, ENDS.value
# (taken, effect on the depth) where the operands have no say: nearly all.
_FIXED = {
    opcode.number: (opcode.pops, opcode.pushes - opcode.pops)
    for opcode in OPCODES
    if not opcode.pops_counted and opcode.name not in ("MAKE_FUNCTION", "UNPACK", "UNPACK_REST")
}


def assemble(unit: Unit) -> CodeObject:
    """The code object of unit. Its last block must end in an instruction that control does not pass."""
    blocks, stack_size = _reach(unit.blocks)
    instructions, starts = _number(blocks)
    ops: list[int] = []
    args: list[Any] = []
    for instruction in instructions:
        assert instruction.opcode is not None
        ops.append(instruction.opcode.number)
        args.append(starts[id(instruction.arg)] if isinstance(instruction.arg, BasicBlock) else instruction.arg)
    scope = unit.scope
    positional, positional_only, keyword_only = _parameter_counts(scope)
    return CodeObject(
        name=scope.name,
        qualname=scope.qualname,
        flags=unit.flags,
        positional=positional,
        positional_only=positional_only,
        keyword_only=keyword_only,
        slots=scope.slots,
        cells=tuple(sorted(scope.slot_of[name] for name in scope.cells)),
        free=len(scope.free),
        stack_size=stack_size,
        constants=tuple(key[1] for key in unit.constants),
        names=tuple(unit.names),
        codes=tuple(unit.codes),
        ops=ops,
        args=args,
        handlers=_handlers(instructions, starts),
        positions=tuple([_position(instruction.span) for instruction in instructions]),
        docstring=unit.docstring,
        annotations=tuple(unit.annotations),
        module=unit.module.key,
    )


def _reach(blocks: list[BasicBlock]) -> tuple[list[BasicBlock], int]:
    """The blocks that control reaches, with their depths set, cut after whatever ends them; and the deepest stack."""
    following = {id(block): after for block, after in pairwise(blocks)}
    deepest = 0
    blocks[0].depth = 0
    pending = [blocks[0]]

    def go(block: BasicBlock, depth: int) -> None:
        if block.depth < 0:
            block.depth = depth
            pending.append(block)
        elif block.depth != depth:
            raise AssertionError(f"operand stack is {block.depth} or {depth} deep at one place")

    while pending:
        block = pending.pop()
        depth = block.depth
        for number, instruction in enumerate(block.instructions):
            opcode, region = instruction.opcode, instruction.region
            if opcode is None:
                instruction.arg.depth = depth - instruction.arg.drop
                continue
            traits = _TRAITS[opcode.number]
            if region is not None and traits & _RAISES:
                go(region.handler, region.depth + 1)
                deepest = max(deepest, region.depth + 1)
            if traits & _JUMPS:
                go(instruction.arg, depth + opcode.jump_effect)
            fixed = _FIXED.get(opcode.number)
            if fixed is None:
                operands = _operands(instruction)
                fixed = opcode.taken(operands), opcode.stack_effect(operands)
            taken, effect = fixed
            assert depth >= taken, f"{opcode.name} takes from an empty stack"
            depth += effect
            if depth > deepest:
                deepest = depth
            if traits & _ENDS:
                del block.instructions[number + 1 :]
                break
        else:
            go(following[id(block)], depth)
    return [block for block in blocks if block.depth >= 0], deepest


def _operands(instruction: Instruction) -> tuple[Any, ...]:
    if isinstance(instruction.arg, tuple):
        return instruction.arg
    return () if instruction.arg is None else (instruction.arg,)


def _number(blocks: list[BasicBlock]) -> tuple[list[Instruction], dict[int, int]]:
    """All instructions in order, and the number of the first one of each block."""
    instructions: list[Instruction] = []
    starts: dict[int, int] = {}
    for block, after in zip(blocks, [*blocks[1:], None], strict=True):
        starts[id(block)] = len(instructions)
        real = [instruction for instruction in block.instructions if instruction.opcode is not None]
        if real and real[-1].opcode is not None and real[-1].opcode.name == "JUMP" and real[-1].arg is after:
            real.pop()
        instructions += real
    return instructions, starts


def _handlers(instructions: list[Instruction], starts: dict[int, int]) -> tuple[Handler, ...]:
    handlers: list[Handler] = []
    region: Region | None = None
    start = 0
    for number, instruction in enumerate([*instructions, Instruction(None, None, None, None)]):
        if instruction.region is not region:
            if region is not None and region.handler.depth >= 0:
                handlers.append(Handler(start, number, starts[id(region.handler)], region.depth))
            region, start = instruction.region, number
    return tuple(handlers)


def _position(span: Span | None) -> Position | None:
    return None if span is None else Position._make(span)


def _parameter_counts(scope: Scope) -> tuple[int, int, int]:
    node = scope.node
    if isinstance(node, tree.FunctionDef | tree.Lambda | tree.Block):
        args = node.args
        return len(args.posonlyargs) + len(args.args), len(args.posonlyargs), len(args.kwonlyargs)
    return (1, 1, 0) if scope.slots[:1] == (".0",) else (0, 0, 0)



"""Code generation: from the tree, with its names settled, to code objects. `generate` is the door."""

from __future__ import annotations

from flowmetal.bytecode.code import MODULE, CodeObject
from flowmetal.compiler import tree
from flowmetal.compiler.assembler import assemble
from flowmetal.compiler.codegen import calls, patterns, protected, statements  # noqa: F401  each registers its nodes
from flowmetal.compiler.codegen.functions import split_docstring
from flowmetal.compiler.codegen.unit import ImportPlan, MissingModule, ModuleContext, Unit

__all__ = ["ImportPlan", "MissingModule", "ModuleContext", "generate"]


def generate(module: tree.Module, context: ModuleContext) -> CodeObject:
    """The code object of the module's top level. The tree has no errors: whatever is refused, was refused before."""
    unit = Unit(context, context.scopes[id(module)], MODULE)
    unit.docstring, body = split_docstring(module.body)
    unit.body(body)
    unit.load_constant(None, None)
    unit.emit("RETURN", at=None)
    return assemble(unit)

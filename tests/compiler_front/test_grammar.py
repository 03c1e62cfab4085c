"""The grammar is LALR without conflicts, and the shipped tables are those of the grammar."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from flowmetal.compiler import grammar, maketables, parsetables


@pytest.fixture(scope="module")
def built() -> maketables.Built:
    return maketables.build()


def test_no_conflicts(built: maketables.Built) -> None:
    assert built.conflicts == []


def test_nothing_unused_or_undefined(built: maketables.Built) -> None:
    assert built.unused == []


def test_shipped_tables_are_of_this_grammar() -> None:
    assert grammar.signature() == parsetables.SIGNATURE, "the grammar has changed: run `make tables`"


def test_shipped_tables_are_what_ply_makes(built: maketables.Built) -> None:
    assert maketables.module_text(built) == Path(parsetables.__file__).read_text(encoding="utf-8")


def test_parsing_neither_builds_nor_writes_tables(tmp_path: Path) -> None:
    """In an OS process of its own: the table generator is not even imported, and no file appears."""
    script = (
        "import sys; from flowmetal.compiler.parser import parse; module, _ = parse('x = f(1)', 'a.fm');"
        "print(module is not None, 'ply.yacc' in sys.modules, 'flowmetal.compiler.maketables' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-B", "-c", script], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert run.stdout == "True False False\n"
    assert list(tmp_path.iterdir()) == []

"""README, licence and docs say what is so."""

import importlib.util
import re
from pathlib import Path

from flowmetal.cli.flowmetal_vm import COMMANDS

ROOT = Path(__file__).resolve().parents[2]
PAGES = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]


def test_licence() -> None:
    text = (ROOT / "LICENSE.md").read_text(encoding="utf-8")
    assert text.startswith("# MIT License\n\nCopyright (c) 2026 The Flowmetal authors\n")


def test_links_lead_somewhere() -> None:
    for page in PAGES:
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name} links to {target}"


def test_every_command_stands_in_the_readme() -> None:
    rows = re.findall(r"^\| `flowmetal-vm ([a-z]+)", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(rows) == sorted(COMMANDS)


def test_opcode_page_is_fresh() -> None:
    spec = importlib.util.spec_from_file_location("generate", ROOT / "docs" / "generate.py")
    assert spec is not None and spec.loader is not None
    generate = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(generate)
    assert (ROOT / "docs" / "bytecode.md").read_text(encoding="utf-8") == generate.opcode_page(), "run: make docs"


def test_every_make_target_named_in_a_page_exists() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    for page in PAGES:
        for name in re.findall(r"(?:^\$ |`)make ([a-z-]+)", page.read_text(encoding="utf-8"), re.MULTILINE):
            assert name in targets, f"{page.name} names make {name}"

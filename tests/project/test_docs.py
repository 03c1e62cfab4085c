"""The pages of docs/ are what `make docs` writes, and the code in them does what it says.

A block whose lines say what it prints (`#> `, and `#! ` for the error that ends it) is run; any other must compile
without a word from the compiler; one marked `<!-- fragment -->`, which may use names of its surroundings, must parse.
"""

import importlib.util
import json
import re
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from flowmetal.compiler import compile_module
from flowmetal.compiler.parser import parse
from tests.language.test_golden import expected, libraries
from tests.vm.driver import program, run

DOCS = Path(__file__).resolve().parents[2] / "docs"


@pytest.fixture(scope="module")
def generate() -> ModuleType:
    """docs/generate.py, which is no module of a package."""
    spec = importlib.util.spec_from_file_location("docs_generate", DOCS / "generate.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # its dataclasses look there
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def pages(generate: ModuleType) -> dict[str, str]:
    """The pages as they are to be."""
    made: dict[str, str] = generate.pages()
    return made


def blocks() -> list[Any]:
    """(block, is a fragment) of all pages; indented ones too."""
    found = []
    for page in sorted(DOCS.glob("*.md")):
        text = page.read_text(encoding="utf-8")
        for match in re.finditer(r"((?:^ *<!-- fragment -->\n)?)^( *)```python\n(.*?)^ *```$", text, re.M | re.S):
            line = text.count("\n", 0, match.start(3)) + 1
            code = re.sub(f"^{match[2]}", "", match[3], flags=re.M)
            found.append(pytest.param(code, bool(match[1]), id=f"{page.stem}:{line}"))
    return found


def service(topic: str, payload: Any) -> dict[str, Any]:
    """An outside world: HTTP services accept whatever is posted as job 7, other topics give back what they got."""
    if topic != "http.request":
        return {"ok": payload}
    answer = {"status": 201, "reason": "Created", "headers": [], "body": json.dumps({"id": 7}).encode()}
    return {"ok": {**answer, "url": payload["url"]}}


@pytest.mark.parametrize("name", ["bytecode.md", "language.md", "library.md"])
def test_fresh(pages: dict[str, str], name: str) -> None:
    assert (DOCS / name).read_text(encoding="utf-8") == pages[name], "run: make docs"


def test_every_public_module_has_its_section(generate: ModuleType) -> None:
    sections = re.findall(r"^## (.*)$", (DOCS / "library.md").read_text(encoding="utf-8"), re.M)
    assert sections == ["built-ins", *generate.public_modules()]
    assert {"http", "retry", "urllib.parse"} < set(sections)


def test_nothing_private_in_the_library_page() -> None:
    headings = re.findall(r"^(?:###|-) .*?`(.*?)`", (DOCS / "library.md").read_text(encoding="utf-8"), re.M)
    assert len(headings) > 300
    assert [heading for heading in headings if re.match(r"_|.*[ (]_", heading)] == []


def test_links_inside_the_pages_lead_somewhere() -> None:
    anchors = {}
    for page in DOCS.glob("*.md"):
        titles = re.findall(r"^#+ (.*)$", page.read_text(encoding="utf-8"), re.M)
        anchors[page.name] = {re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in titles}
    for page in DOCS.glob("*.md"):
        for target, anchor in re.findall(r"\]\(([\w.]*)#([\w-]+)\)", page.read_text(encoding="utf-8")):
            assert anchor in anchors[target or page.name], f"{page.name}: {target}#{anchor}"


@pytest.mark.parametrize(("code", "fragment"), blocks())
def test_block(code: str, fragment: bool) -> None:
    output, error = expected(code)
    if fragment:
        assert parse(code, "fragment.fm")[1] == []
    elif not output and error is None:
        module, diagnostics = compile_module(code, key="__main__", file="main.fm")
        assert (module is not None, diagnostics) == (True, [])
    else:
        done = run(program(code, libraries(code)), answer=service)
        assert done.output == output
        if error is not None:
            assert ": ".join(done.error) == error
        else:
            assert done.end is not None and done.end["status"] == "done", done.end or done.waiting

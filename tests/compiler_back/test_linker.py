"""Finding modules and joining them."""

from __future__ import annotations

import pytest

from flowmetal.bytecode.opcodes import BY_NAME
from flowmetal.compiler import compile_file, library

from .compiling import link_errors, linked, write


@pytest.fixture(autouse=True)
def own_library(tmp_path, monkeypatch):
    """A small standard library, in place of the real one."""
    folder = tmp_path / "lib"
    write(folder, {
        "json.fm": "def loads(text): pass\ndef dumps(value): pass\n",
        "http.fm": "import json\nfrom urls import parse\ndef get(url): return json, parse\n",
        "urls/__init__.fm": "from .parse import split\n",
        "urls/parse.fm": "def split(url): pass\n_hidden = 1\n",
        "tasks.fm": "def gather(*tasks): pass\n",
    })
    monkeypatch.setattr(library, "directory", lambda: str(folder))
    return folder


@pytest.fixture
def here(tmp_path):
    folder = tmp_path / "program"
    folder.mkdir()
    return folder


def imports(bundle, key):
    number = BY_NAME["IMPORT"].number
    return [
        code.names[arg] for code in bundle.modules[key].codes
        for op, arg in zip(code.ops, code.args, strict=True) if op == number
    ]


def test_everything_reachable_is_in_the_bundle(here):
    bundle = linked(here, {"order.fm": "import http\n"})
    assert {key: (m.file, m.library, m.package) for key, m in bundle.modules.items()} == {
        "__main__": ("order.fm", False, False),
        "http": ("stdlib/http.fm", True, False),
        "json": ("stdlib/json.fm", True, False),
        "urls": ("stdlib/urls/__init__.fm", True, True),
        "urls.parse": ("stdlib/urls/parse.fm", True, False),
    }
    assert bundle.name == "order"


def test_the_prelude_is_in_every_bundle_if_there_is_one(here, own_library):
    write(own_library, {"prelude.fm": "import tasks\ndef retry(): pass\n"})
    bundle = linked(here, {"a.fm": "x = 1\n", "prelude.fm": "y = 1\n"})
    assert set(bundle.modules) == {"__main__", "prelude", "tasks"}
    assert bundle.modules["prelude"].library
    bundle = linked(here, {"a.fm": "import prelude\n"})
    assert bundle.modules["prelude#2"].file == "prelude.fm" and imports(bundle, "__main__") == ["prelude#2"]


def test_beside_the_file_then_the_search_path_then_the_library(here, tmp_path):
    other = tmp_path / "other"
    write(other, {"a.fm": "", "b.fm": "", "tasks.fm": "mine = 1\n"})
    bundle = linked(here, {"x.fm": "import a, b, tasks, json\n", "a.fm": ""}, other)
    assert {key: m.file for key, m in bundle.modules.items()} == {
        "__main__": "x.fm", "a": "a.fm", "b": "other/b.fm", "tasks": "other/tasks.fm", "json": "stdlib/json.fm",
    }


def test_a_module_of_the_user_wins_for_the_user_only(here):
    bundle = linked(here, {"x.fm": "import json, http\n", "json.fm": "mine = 1\n"})
    assert imports(bundle, "__main__") == ["json#2", "http"]
    assert imports(bundle, "http")[0] == "json"
    assert (bundle.modules["json"].library, bundle.modules["json#2"].library) == (True, False)
    bundle = linked(here, {"x.fm": "import json\n"})
    assert imports(bundle, "__main__") == ["json"] and not bundle.modules["json"].library


def test_packages_and_relative_imports(here):
    bundle = linked(here, {
        "x.fm": "import pkg.sub.leaf as leaf\nfrom pkg import mod, value\n",
        "pkg/__init__.fm": "value = 1\n",
        "pkg/mod.fm": "from . import value\nfrom .sub import leaf\nimport sibling\n",
        "pkg/sibling.fm": "",
        "pkg/sub/__init__.fm": "",
        "pkg/sub/leaf.fm": "from ..mod import value\nfrom .. import mod\nimport util\n",
        "util.fm": "",
    })
    assert set(bundle.modules) == {
        "__main__", "pkg", "pkg.mod", "pkg.sub", "pkg.sub.leaf", "pkg.sibling", "util",
    }
    assert bundle.modules["pkg"].package and not bundle.modules["pkg.mod"].package
    assert imports(bundle, "__main__") == ["pkg", "pkg.sub", "pkg.sub.leaf", "pkg"]
    assert imports(bundle, "pkg.sub.leaf") == ["pkg", "pkg.mod", "pkg", "util"]
    assert imports(bundle, "pkg.mod") == ["pkg", "pkg", "pkg.sub", "pkg.sibling"]


def test_modules_may_import_each_other(here):
    bundle = linked(here, {"x.fm": "import a\n", "a.fm": "import b\n", "b.fm": "import a\nimport x\n"})
    assert set(bundle.modules) == {"__main__", "a", "b", "x"}


def test_two_files_of_one_name_stay_apart(here, tmp_path):
    other = tmp_path / "other"
    write(other, {"a.fm": "import util\n", "util.fm": "n = 2\n"})
    bundle = linked(here, {"x.fm": "import a, util\n", "util.fm": "n = 1\n"}, other)
    assert {key: m.file for key, m in bundle.modules.items()} == {
        "__main__": "x.fm", "a": "other/a.fm", "util": "util.fm", "util#2": "other/util.fm",
    }


def test_star_imports_are_expanded(here):
    bundle = linked(here, {
        "x.fm": "from a import *\nprint(one, three)\n",
        "a.fm": "from b import *\none = 1\n_two = 2\n",
        "b.fm": "from a import *\n__all__ = ['three']\nthree = 3\nfour = 4\n",
    })
    assert {"one", "three"} <= set(bundle.modules["__main__"].code.names)
    assert "_two" not in bundle.modules["__main__"].code.names
    assert "four" not in bundle.modules["__main__"].code.names


def test_equal_programs_give_equal_bundles_wherever_they_lie(here, tmp_path):
    files = {"x.fm": "import a\nfrom pkg import b\n", "a.fm": "", "pkg/__init__.fm": "", "pkg/b.fm": ""}
    assert linked(here, files).hash == linked(tmp_path / "elsewhere", files).hash


# -- what is refused


def test_missing_modules(tmp_path):
    assert link_errors(tmp_path, {
        "x.fm": "import htpp\nimport os\nimport requests\nimport aardvark\nimport unitest\nimport unittest\n"
        "from json import lods\nimport json.decoder\nimport pkg.modd\nfrom . import y\n",
        "pkg/mod.fm": "", "pkg/__init__.fm": "from .. import x\nfrom ... import z\nfrom .nothing import w\n",
    }) == [
        "x.fm:1 no module named 'htpp' - did you mean 'http'?",
        "x.fm:2 no module named 'os' - a program has no files and no environment: pass it arguments, or "
        "let a worker do it: perform(topic, payload)",
        "x.fm:3 no module named 'requests' - use http",
        "x.fm:4 no module named 'aardvark' - there is no aardvark.fm beside this file",
        "x.fm:5 no module named 'unitest' - there is no unitest.fm beside this file",
        "x.fm:6 no module named 'unittest' - modules of CPython cannot be imported; "
        "let a worker do it: perform(topic, payload)",
        "x.fm:7 cannot import name 'lods' from 'json' - did you mean 'loads'?",
        "x.fm:8 no module named 'json.decoder' - 'json' is not a package",
        "x.fm:9 no module named 'pkg.modd' - did you mean 'mod'?",
        "x.fm:10 attempted relative import with no known parent package",
        "pkg/__init__.fm:1 attempted relative import beyond top-level package",
        "pkg/__init__.fm:2 attempted relative import beyond top-level package",
        "pkg/__init__.fm:3 no module named 'pkg.nothing'",
    ]


def test_errors_come_file_by_file(tmp_path):
    assert link_errors(tmp_path, {
        "x.fm": "import b\nimport a\nundefined\n", "a.fm": "x = \n", "b.fm": "y\nz\n",
    }) == [
        "x.fm:3 name 'undefined' is not defined",
        "b.fm:1 name 'y' is not defined",
        "b.fm:2 name 'z' is not defined",
        "a.fm:1 expected an expression, found the end of the line",
    ]


def test_a_name_from_a_broken_module_is_not_complained_about(tmp_path):
    [message] = link_errors(tmp_path, {"x.fm": "from a import f\nf()\n", "a.fm": "def f(:\n"})
    assert message.startswith("a.fm:1 ")


def test_library_modules_import_library_modules_only(here, own_library):
    write(own_library, {"bad.fm": "import mine\n"})
    result = compile_file(write(here, {"x.fm": "import bad, mine\n", "mine.fm": ""}), caching=False)
    assert [(d.file, d.message) for d in result.diagnostics] == [("stdlib/bad.fm", "no module named 'mine'")]


def test_an_import_whose_failure_is_expected_fails_when_it_runs(here):
    bundle = linked(here, {
        "x.fm": "try:\n    import nothing\n    from json import nope\nexcept ImportError:\n    nothing = None\n",
    })
    assert "ModuleNotFoundError" in bundle.modules["__main__"].code.names
    assert "No module named 'nothing'" in bundle.modules["__main__"].code.constants


def test_bytes_that_are_not_utf8(here):
    path = here / "x.fm"
    path.write_bytes(b"import a\n")
    (here / "a.fm").write_bytes("é = 1\n\tx = '".encode() + b"\xe9'\n")
    [d] = compile_file(path, caching=False).diagnostics
    assert (d.file, d.message, d.hint) == (str(here / "a.fm"), "not UTF-8: byte 0xe9", "save the file as UTF-8")
    assert (d.span.line, d.span.column) == (2, 6)

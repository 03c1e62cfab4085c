"""The cache: used when nothing has changed, never trusted otherwise, and never needed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from flowmetal.compiler import cache, compile_file, library, linker, module

from .compiling import write


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    folder = tmp_path / "lib"
    write(folder, {"a.fm": "import b\ndef f(): pass\n", "b.fm": "n = 1\n", "prelude.fm": "p = 1\n"})
    monkeypatch.setattr(library, "directory", lambda: str(folder))
    return tmp_path


@pytest.fixture
def parsed(monkeypatch):
    """The files that were parsed since."""
    names: list[str] = []

    def noting(text, shown):
        names.append(Path(shown).name)
        return module.front(text, shown)

    monkeypatch.setattr(linker, "front", noting)
    return names


def program(home):
    return write(home / "p", {"x.fm": "import a\nfrom c import d\nprint(a, d)\n", "c.fm": "d = 1\n"})


def entries(home, kind):
    return sorted((home / "cache" / "flowmetal" / kind).iterdir())


def test_an_unchanged_program_is_not_parsed_again(home, parsed):
    path = program(home)
    first = compile_file(path)
    assert sorted(parsed) == ["a.fm", "b.fm", "c.fm", "prelude.fm", "x.fm"]
    parsed.clear()
    assert compile_file(path).bundle == first.bundle and parsed == []
    assert compile_file(path, caching=False).bundle == first.bundle


def test_a_changed_module_makes_it_anew_but_not_the_library(home, parsed):
    path = program(home)
    before = compile_file(path).bundle
    parsed.clear()
    (home / "p" / "c.fm").write_text("d = 2\n")
    after = compile_file(path)
    assert after.bundle != before and sorted(parsed) == ["c.fm", "x.fm"]
    assert compile_file(path, caching=False).bundle == after.bundle


def test_a_changed_library_is_compiled_anew(home, parsed):
    path = program(home)
    compile_file(path)
    parsed.clear()
    (home / "lib" / "b.fm").write_text("n = 2\n")
    after = compile_file(path)
    assert sorted(parsed) == ["b.fm", "c.fm", "x.fm"]
    assert after.bundle == compile_file(path, caching=False).bundle


def test_a_module_that_now_comes_first_is_found(home):
    path = program(home)
    before = compile_file(path).bundle
    (home / "p" / "a.fm").write_text("mine = 1\n")
    assert compile_file(path).bundle != before
    (home / "p" / "a.fm").unlink()
    assert compile_file(path).bundle == before


def test_errors_are_not_cached(home):
    path = write(home / "p", {"x.fm": "import c\n"})
    assert compile_file(path).bundle is None
    (home / "p" / "c.fm").write_text("")
    assert compile_file(path).bundle is not None


@pytest.mark.parametrize("damage", [
    lambda entry: entry[:-1], lambda entry: entry[:40] + b"\0" + entry[41:], lambda entry: b"", lambda entry: b"x" * 50,
])  # fmt: skip
def test_damaged_entries_are_made_anew(home, damage):
    path = program(home)
    whole = compile_file(path).bundle
    for entry in [*entries(home, "programs"), *entries(home, "library")]:
        entry.write_bytes(damage(entry.read_bytes()))
    assert compile_file(path).bundle == whole
    assert cache.stored_program(str(path), [], warned=False) == whole


def test_another_compiler_does_not_read_them(home, parsed, monkeypatch):
    path = program(home)
    compile_file(path)
    parsed.clear()
    monkeypatch.setattr(cache, "compiler_fingerprint", lambda: "another")
    compile_file(path)
    assert sorted(parsed) == ["a.fm", "b.fm", "c.fm", "prelude.fm", "x.fm"]


def test_a_cache_that_cannot_be_written_is_no_matter(home, monkeypatch):
    (home / "file").write_text("")
    for place in (str(home / "file"), "/proc/nowhere", ""):
        monkeypatch.setenv("XDG_CACHE_HOME", place)
        if not place:
            monkeypatch.setenv("HOME", str(home / "file"))
        assert compile_file(program(home)).bundle is not None


def test_nothing_but_entries_is_left(home):
    compile_file(program(home))
    names = [entry.name for kind in ("programs", "library") for entry in entries(home, kind)]
    assert len(names) == 4 and all(len(name) == 64 for name in names)


def test_a_cached_program_needs_neither_parser_nor_ply(home):
    path = program(home)
    compile_file(path)
    code = (
        "import sys; from flowmetal.compiler import compile_file, library; "
        f"library.directory = lambda: {str(home / 'lib')!r}; "
        f"assert compile_file({str(path)!r}).bundle; "
        "print([m for m in sys.modules if m.startswith(('ply', 'flowmetal.compiler.'))])"
    )
    shown = subprocess.run(
        [sys.executable, "-c", code], env={**os.environ}, capture_output=True, text=True, check=True
    ).stdout
    assert shown.strip() == "['flowmetal.compiler.suggest', 'flowmetal.compiler.library', 'flowmetal.compiler.cache']"

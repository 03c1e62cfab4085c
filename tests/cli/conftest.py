"""The real command in OS processes of its own, on a store in the test's directory."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from flowmetal import engine
from flowmetal.compiler import compile_file
from flowmetal.store import Store, open_store
from tests.world import World

COMMAND = Path(sys.executable).parent / "flowmetal-vm"
COMPILER = Path(sys.executable).parent / "flowmetalc"
PATIENCE_S = 60.0  # for any one command; far more than it takes


@dataclass
class Done:
    status: int
    out: str
    err: str

    def json(self) -> list[Any]:
        return [json.loads(line) for line in self.out.splitlines()]


@dataclass
class VM:
    """Calls `flowmetal-vm` as a user does, in `directory`."""

    directory: Path
    cache: Path
    running: list[subprocess.Popen[str]] = field(default_factory=list)

    def environment(self, more: Mapping[str, str] | None = None) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("FLOWMETAL", "XDG", "NO_"))}
        return {
            **kept, "HOME": str(self.directory), "XDG_CACHE_HOME": str(self.cache),
            "FLOWMETAL_STORE": str(self.directory / "store"), **(more or {}),
        }

    def __call__(self, *arguments: object, env: Mapping[str, str] | None = None, **options: Any) -> Done:
        done = subprocess.run(
            [COMMAND, *map(str, arguments)], cwd=self.directory, env=self.environment(env), capture_output=True,
            timeout=PATIENCE_S, check=False, encoding="utf-8", **options,
        )
        return Done(done.returncode, done.stdout, done.stderr)

    def good(self, *arguments: object) -> str:
        """Standard output of a command that ends with status 0, without blanks around it."""
        done = self(*arguments)
        assert done.status == 0, done.err
        return done.out.strip()

    def start(self, text: str, *, key: str | None = None, **arguments: Any) -> str:
        """As `start` with that source does, but within this OS process, which is quicker; gives the pid."""
        compiled = compile_file(self.directory / self.source(text), caching=False)
        assert compiled.bundle is not None, compiled.diagnostics
        with self.store() as store:
            return engine.start(store, compiled.bundle, "program", [], arguments, key=key)

    def advance(self, pid: str) -> None:
        """Run a process, within this OS process, until it waits for what is not there."""
        with self.store() as store:
            interpreter = engine.Interpreter(store, only={pid})
            while interpreter.step():
                pass
            interpreter.stop()

    @contextmanager
    def store(self) -> Iterator[Store]:
        store = open_store(str(self.directory / "store"))
        try:
            yield store
        finally:
            store.close()

    def begin(self, *arguments: object) -> subprocess.Popen[str]:
        """A command that goes on; killed at the end of the test."""
        process = subprocess.Popen(
            [COMMAND, *map(str, arguments)], cwd=self.directory, env=self.environment(), encoding="utf-8",
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )
        self.running.append(process)
        return process

    def source(self, text: str, name: str = "program.fm") -> str:
        (self.directory / name).write_text(text, encoding="utf-8")
        return name

    def compiled(self, text: str) -> bytes:
        source = self.source(text, "compiled.fm")
        subprocess.run([COMPILER, source], cwd=self.directory, env=self.environment(), check=True)
        return (self.directory / "compiled.fmc").read_bytes()


def refused(done: Done, status: int) -> str:
    """Asserts that a command ended with one clear line and that status; gives the line without the command's name."""
    assert "Traceback" not in done.err + done.out
    assert done.err.startswith("flowmetal-vm: ") and done.err.count("\n") == 1 and done.err.endswith("\n"), done.err
    assert done.status == status, done.err
    return done.err.removeprefix("flowmetal-vm: ").rstrip("\n")


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def vm(tmp_path: Path, cache: Path) -> Iterator[VM]:
    made = VM(tmp_path, cache)
    yield made
    for process in made.running:
        if process.poll() is None:
            process.kill()
        process.communicate()


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    made = World(tmp_path_factory.mktemp("world") / "ledger").start()
    yield made
    made.stop()

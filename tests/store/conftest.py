"""A new store for each test, of every kind there is. To try another kind, add its factory to FACTORIES."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from flowmetal.store import Store, open_store
from tests.store.building import PROGRAM


def lmdb_factory(directory: Path) -> Callable[[], Store]:
    """Each call opens the same store once more."""
    return lambda: open_store(str(directory / "store"))


@pytest.fixture
def tmp_path() -> Iterator[Path]:
    """In memory where that is possible: these tests sync thousands of times, and a busy disk takes 10 ms for one."""
    memory = "/dev/shm"
    fit = os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > 256 << 20
    path = Path(tempfile.mkdtemp(prefix="flowmetal-test-", dir=memory if fit else None))
    yield path
    shutil.rmtree(path)


FACTORIES = {"lmdb": lmdb_factory}


@pytest.fixture(params=sorted(FACTORIES))
def opener(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[], Store]]:
    """Opens the test's store, any number of times; all that it opened is closed after the test."""
    factory = FACTORIES[request.param](tmp_path)
    opened: list[Store] = []

    def open_once_more() -> Store:
        store = factory()
        opened.append(store)
        return store

    yield open_once_more
    for store in opened:
        store.close()


@pytest.fixture
def store(opener: Callable[[], Store]) -> Store:
    """With one program in it."""
    made = opener()
    made.put_program(PROGRAM, b"bundle")
    return made

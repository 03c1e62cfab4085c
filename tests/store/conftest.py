"""A new store for each test, of every kind there is. To try another kind, add its factory to FACTORIES."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from flowmetal.store import Store, open_store
from tests.store.building import PROGRAM


def lmdb_factory(directory: Path) -> Callable[[], Store]:
    """Each call opens the same store once more."""
    return lambda: open_store(str(directory / "store"))


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

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from flowmetal.connectors import Connectors
from tests.connectors.memory_store import MemoryStore
from tests.world import World


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore()


@pytest.fixture
def reports() -> list[str]:
    return []


@pytest.fixture
def connectors(store: MemoryStore, reports: list[str]) -> Iterator[Connectors]:
    """HTTP requests and callbacks of `store`, running."""
    running = Connectors(store, listen=("127.0.0.1", 0), report=reports.append)  # type: ignore[arg-type]
    running.start()
    yield running
    running.stop(grace_s=0)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with World(tmp_path / "ledger") as running:
        yield running

"""Where `make bench-peers` puts the peers: directories of their own, never the environment that Flowmetal lives in."""

from __future__ import annotations

from pathlib import Path

PLACE = Path(__file__).resolve().parents[1] / ".bench-peers"
PYTHON = PLACE / "python" / "bin" / "python"
NODE = PLACE / "node"


def has_package(name: str) -> bool:
    """Whether a Python package was installed for the peers."""
    return any(PLACE.glob(f"python/lib/python*/site-packages/{name}"))


def has_restate_server() -> bool:
    return any(NODE.glob("node_modules/@restatedev/restate-server-*/bin/restate-server"))

"""Flowmetal: a language whose programs are durable. For Python programs: `from flowmetal import Client, Worker`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from flowmetal.api.client import Client, ClientError, ProcessFailed
    from flowmetal.client import Worker

_PLACES = {
    "Client": "flowmetal.api.client", "ClientError": "flowmetal.api.client", "ProcessFailed": "flowmetal.api.client",
    "Worker": "flowmetal.client",
}
__all__ = ["Client", "ClientError", "ProcessFailed", "Worker"]


def __getattr__(name: str) -> Any:
    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_PLACES[name]), name)

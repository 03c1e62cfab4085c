"""Flowmetal: a language whose programs are durable. For Python programs: `from flowmetal import Worker`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from flowmetal.client import Worker

__all__ = ["Worker"]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from flowmetal import client

    return getattr(client, name)

"""Header fields as they come from the wire, as text of plain data."""

from __future__ import annotations

from collections.abc import Iterable


def text_of(raw: bytes) -> str:
    """UTF-8 if it is that, else Latin-1, which takes any bytes."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def header_list(raw: Iterable[tuple[bytes, bytes]]) -> list[list[str]]:
    """[[name, value], …] in the order of the wire."""
    return [[text_of(name), text_of(value)] for name, value in raw]

"""Unpacking of gzip and deflate bodies, never more than asked for: a small body may unpack to gigabytes."""

from __future__ import annotations

import zlib


class Damaged(Exception):
    """The packed data is not what its encoding says, or ends early."""


class Inflater:
    """Unpacks one body, piece by piece."""

    def __init__(self, encoding: str) -> None:
        self._encoding = encoding
        self._unpack: zlib._Decompress | None = None
        self._head = b""

    def feed(self, piece: bytes, most: int) -> bytes:
        """Unpack the next piece, to at most `most` bytes; the rest is lost then. Raises Damaged."""
        parts, room = [], most
        while piece and room > 0:
            if self._unpack is None or self._unpack.eof:
                self._head, piece = self._head + piece, b""
                if len(self._head) < 2:
                    break
                piece, self._head = self._head, b""
                if self._unpack is not None and not piece.startswith(b"\x1f\x8b"):
                    break  # padding after the last member
                self._unpack = zlib.decompressobj(_window_bits(self._encoding, piece))
            try:
                part = self._unpack.decompress(piece, room)
            except zlib.error as error:
                raise Damaged(f"the answer's body is not valid {self._encoding}: {error}") from None
            parts.append(part)
            room -= len(part)
            piece = self._unpack.unused_data if self._unpack.eof else self._unpack.unconsumed_tail
        return b"".join(parts)

    def finish(self) -> None:
        """The body has ended. Raises Damaged if that is too early; an empty body is good."""
        if (self._unpack is None and self._head) or (self._unpack is not None and not self._unpack.eof):
            raise Damaged(f"the answer's body ends in the middle of its {self._encoding} data")


def inflater(content_encoding: str) -> Inflater | None:
    """What unpacks that encoding; None if it needs none or is not known here."""
    name = content_encoding.strip().lower()
    return Inflater("gzip" if name == "x-gzip" else name) if name in ("gzip", "x-gzip", "deflate") else None


def _window_bits(encoding: str, head: bytes) -> int:
    if encoding == "gzip":
        return 31
    zlib_header = head[0] & 0x0F == 8 and (head[0] << 8 | head[1]) % 31 == 0
    return 15 if zlib_header else -15  # some servers send deflate without its header

"""Process ids: sortable by age, unguessable, 26 characters of Crockford's base32 in lower case.

Layout of the 128 bits: 48 bits of milliseconds since 1970 UTC, then 80 random bits. Within an OS process ids only
grow: a second id of the same millisecond (or of a clock that went back) adds a random 64-bit step to the one before,
so neighbours are as hard to guess as strangers.
"""

from __future__ import annotations

import threading
from collections.abc import Callable

LENGTH = 26
ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_RANDOM_BITS = 80
_lock = threading.Lock()
_last = 0


def new_pid(now_us: int, entropy: Callable[[int], bytes]) -> str:
    """A new process id; `entropy(n)` gives n random bytes, as `os.urandom` does. Never the same twice here."""
    global _last
    with _lock:
        value = (now_us // 1000 & (1 << 48) - 1) << _RANDOM_BITS | int.from_bytes(entropy(10), "big")
        if value >> _RANDOM_BITS <= _last >> _RANDOM_BITS:
            value = _last + 1 + int.from_bytes(entropy(8), "big")
        _last = value
    return _encode(value)


def is_pid(text: str) -> bool:
    """Whether text has the shape of a process id."""
    return len(text) == LENGTH and all(letter in ALPHABET for letter in text)


def _encode(value: int) -> str:
    return "".join(ALPHABET[value >> shift & 31] for shift in range(5 * (LENGTH - 1), -1, -5))

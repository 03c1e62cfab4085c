"""SHA-256 and BLAKE2b without OpenSSL, which `hashlib` loads when it is imported: 3 ms of each start.

CPython's own modules for them are named by its version; where they are missing, `hashlib` has them all.
"""

from __future__ import annotations

import sys

if "hashlib" in sys.modules:
    from hashlib import blake2b, sha256  # loaded anyway, and quicker over much data
else:
    try:
        from _blake2 import blake2b  # type: ignore[import-not-found, no-redef, unused-ignore]

        if sys.version_info >= (3, 12):
            from _sha2 import sha256  # type: ignore[import-not-found, no-redef, unused-ignore]
        else:
            from _sha256 import sha256  # type: ignore[import-not-found, no-redef, unused-ignore]
    except ImportError:
        from hashlib import blake2b, sha256

__all__ = ["blake2b", "sha256"]

"""The native parts of library modules, entered as `LIBRARY_BUILTINS`: only modules of the library see them."""

from __future__ import annotations

from flowmetal.vm.modules import digests, json_text, math_functions, prelude, randomness, records, regex, zones

__all__ = ["digests", "json_text", "math_functions", "prelude", "randomness", "records", "regex", "zones"]

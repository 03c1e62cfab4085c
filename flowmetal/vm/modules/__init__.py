"""The native parts of library modules, entered as `LIBRARY_BUILTINS`: only modules of the library see them."""

from __future__ import annotations

from flowmetal.vm.modules import json_text, math_functions, prelude, randomness, records, regex

__all__ = ["json_text", "math_functions", "prelude", "randomness", "records", "regex"]

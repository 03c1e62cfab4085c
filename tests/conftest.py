"""`FLOWMETAL_LOCKSTEP=on` runs all tests with generated code and the interpreter side by side; see `vm.jit.lockstep`."""

from __future__ import annotations

import os

from flowmetal import vm

if os.environ.get("FLOWMETAL_LOCKSTEP", "off") == "on":
    vm.switch_lockstep_on()

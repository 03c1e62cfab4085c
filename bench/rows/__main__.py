"""`python -m bench.rows NAME DIR` measures one row in DIR, and prints its lines as JSON."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from importlib import import_module
from pathlib import Path

from bench.rows import CAMPAIGN, ROWS, Failure

name, place = sys.argv[1:]
module = import_module(f"bench.rows.{(ROWS | CAMPAIGN)[name].module}")
for found in module.measure(Path(place)):
    message = {"failure": found._asdict()} if isinstance(found, Failure) else {"line": asdict(found)}
    print(json.dumps(message), flush=True)

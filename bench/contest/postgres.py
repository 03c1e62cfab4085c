"""A private PostgreSQL: its files and its Unix socket in a directory of the measurement, no port, gone afterwards."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
from contextlib import suppress
from pathlib import Path

from bench.contest.session import wait_for

PLACES = ("/usr/lib/postgresql", "/usr/local/opt", "/opt/homebrew/opt")  # where packages put versions side by side
USER = "postgres"  # the server refuses to be run by root; then this one does


def program(name: str) -> str | None:
    """Path of one of PostgreSQL's programs, of the newest version that is there."""
    beside = [path for place in PLACES for path in Path(place).glob(f"*/bin/{name}")]
    return str(max(beside, key=_version)) if beside else shutil.which(name)


def _version(path: Path) -> int:
    digits = "".join(filter(str.isdigit, path.parts[-3]))
    return int(digits or 0)


def is_there() -> bool:
    return program("initdb") is not None and (os.getuid() != 0 or _has_user())


def _has_user() -> bool:
    with suppress(KeyError):
        pwd.getpwnam(USER)
        return True
    return False


class Postgres:
    """Durable as it comes: fsync, synchronous_commit and full_page_writes on."""

    def __init__(self, place: Path) -> None:
        self.place = place / "postgres"
        self.version = subprocess.run(
            [str(program("postgres")), "--version"], capture_output=True, text=True, check=True
        ).stdout.split()[-1].strip("()")

    def start(self) -> None:
        self.place.mkdir(parents=True)
        if os.getuid() == 0:
            shutil.chown(self.place, USER)
            for above in self.place.parents:  # the temporary directory of root is nobody else's, as a rule
                if above.stat().st_uid == 0 and above.name.startswith("flowmetal-bench-"):
                    above.chmod(0o711)
        self._run("initdb", "--pgdata", f"{self.place}/data", "--auth", "trust", "--username", USER, "--encoding",
                  "UTF8")
        # not by pg_ctl, which makes it a daemon: it must end with the session, however that ends
        self.server = subprocess.Popen(
            self._command("postgres", "-D", f"{self.place}/data", "-c", "listen_addresses=", "-c",
                          "max_connections=200", "-c", f"unix_socket_directories={self.place}"),
            cwd=self.place, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )
        wait_for(self._is_ready, 30, 0.05)

    def _is_ready(self) -> bool:
        if self.server.poll() is not None:
            raise RuntimeError(f"postgres ended with status {self.server.returncode}")
        command = self._command("pg_isready", "--quiet", "--host", str(self.place))
        return subprocess.run(command, cwd=self.place).returncode == 0

    def database(self, name: str) -> str:
        """URL of a new database."""
        self._run("createdb", "--host", str(self.place), "--username", USER, name)
        return f"postgresql://{USER}@/{name}?host={self.place}"

    def stop(self) -> None:
        self.server.send_signal(signal.SIGQUIT)
        self.server.wait(30)

    def _run(self, name: str, *arguments: str) -> None:
        command = self._command(name, *arguments)
        done = subprocess.run(command, cwd=self.place, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        if done.returncode:
            raise RuntimeError(f"{name}: {(done.stderr.strip() or 'failed').splitlines()[-1]}")

    def _command(self, name: str, *arguments: str) -> list[str]:
        command = [str(program(name)), *arguments]
        if os.getuid() == 0:
            command = ["setpriv", f"--reuid={USER}", f"--regid={USER}", "--clear-groups", *command]
        return command

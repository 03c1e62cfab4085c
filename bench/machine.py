"""What a run was measured on: the facts that its figures depend on."""

from __future__ import annotations

import os
import platform
import re
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
MEMORY = Path("/dev/shm")


def facts() -> dict[str, Any]:
    return {
        "processor": _processor(),
        "cores": os.cpu_count(),
        "memory_mb": _memory_mb(),
        "system": f"{platform.system()} {platform.release()}",
        "python": f"{platform.python_implementation()} {platform.python_version()}",
        "disk": _file_system(tempfile.gettempdir()),
        "load": round(os.getloadavg()[0], 2),  # of the minute before
    }


def flowmetal_facts() -> dict[str, Any]:
    return {"version": installed("flowmetal"), "commit": _commit()}


def installed(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "unknown"


@contextmanager
def in_memory(place: Path) -> Iterator[Path]:
    """A directory in memory, where there is such a file system: for rows that are not about the disk."""
    with tempfile.TemporaryDirectory(prefix="flowmetal-bench-", dir=MEMORY if MEMORY.is_dir() else place) as directory:
        yield Path(directory)


def synced_append_s(place: Path, size: int, count: int = 200) -> float:
    """Seconds for one append of `size` bytes and its fdatasync: the least that anything durable costs."""
    path = place / "appended"
    with open(path, "wb", buffering=0) as file:
        data = os.urandom(size)
        began = time.perf_counter()
        for _ in range(count):
            file.write(data)
            os.fdatasync(file.fileno())
        seconds = time.perf_counter() - began
    path.unlink()
    return seconds / count


def _processor() -> str:
    try:
        found = re.search(r"^model name\s*: (.*)$", Path("/proc/cpuinfo").read_text(), re.M)
    except OSError:
        found = None
    return found[1] if found else platform.processor() or platform.machine()


def _memory_mb() -> int | None:
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") >> 20
    except (ValueError, OSError):
        return None


def _file_system(directory: str) -> str:
    try:
        lines = [line.split() for line in Path("/proc/mounts").read_text().splitlines()]
    except OSError:
        return "unknown"
    under = [(place, kind) for _, place, kind, *_ in lines if os.path.commonpath([directory, place]) == place]
    return max(under, key=lambda mount: len(mount[0]))[1] if under else "unknown"


def _commit() -> str:
    """Which source was measured; "+" if it was changed since."""
    try:
        name = subprocess.run(
            ["git", "-C", ROOT, "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=True
        ).stdout.strip()
        changed = subprocess.run(
            ["git", "-C", ROOT, "status", "--porcelain", "--untracked-files=no"],
            capture_output=True, text=True, check=True,
        ).stdout
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
    return name + ("+" if changed.strip() else "")

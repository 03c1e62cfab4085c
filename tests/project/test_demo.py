"""`make demo` keeps its word, and leaves nothing behind, however it ends."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def demo(directory: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, ROOT / "demo" / "demo.py"],
        env={**os.environ, "TMPDIR": str(directory)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def alive_beneath(directory: Path) -> list[str]:
    """Command lines of the OS processes that were started for files in a directory."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            command = path.read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            continue
        if str(directory) in command:
            found.append(command)
    return found


def test_demo(tmp_path: Path) -> None:
    running = demo(tmp_path)
    text, _ = running.communicate(timeout=120)
    assert running.returncode == 0, text
    assert "Everything held" in text
    assert "Traceback" not in text
    assert list(tmp_path.glob("flowmetal-demo-*")) == []
    assert alive_beneath(tmp_path) == []


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_interrupted(tmp_path: Path, how: signal.Signals) -> None:
    running = demo(tmp_path)
    assert running.stdout is not None
    for line in running.stdout:
        if "kill -9" in line and line.lstrip().startswith("$"):
            break
    running.send_signal(how)
    text, _ = running.communicate(timeout=60)
    assert running.returncode == 130, text
    assert "Traceback" not in text
    assert list(tmp_path.glob("flowmetal-demo-*")) == []
    assert alive_beneath(tmp_path) == []

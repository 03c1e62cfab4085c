"""The rows that are measured alone, at tiny sizes: that they give their lines, not what is in them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from bench import __main__ as command
from bench import children, peers
from bench.children import ROOT, Failed
from bench.contest.session import wait_for
from bench.results import Line, Results
from bench.rows import ROWS, Failure, growing_heap, http, pure, sleepers
from bench.targets import TARGETS


def keys(found: list[Line | Failure]) -> list[str]:
    assert not [each for each in found if isinstance(each, Failure)], found
    return [each.key for each in found if isinstance(each, Line)]


def test_pure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(peers, "PYTHON", tmp_path / "none")
    kernel, wrong = tmp_path / "adds.py", tmp_path / "wrong.py"
    kernel.write_text("def kernel():\n    return sum(range(1000))\n")
    wrong.write_text("def kernel():\n    return {3, 1} | {2}, len(globals())\n")  # not the same in both
    found = list(pure.measure(tmp_path, [kernel, wrong]))
    assert [each.key for each in found if isinstance(each, Line)] == ["pure/kernel/adds", "pure/mean"]
    assert [each.what for each in found if isinstance(each, Failure)] == ["wrong", "Monty"]


@pytest.mark.parametrize("path", sorted((ROOT / "bench" / "kernels").glob("*.py")), ids=lambda path: path.stem)
def test_kernels_compile(path: Path) -> None:
    from flowmetal.compiler import compile_module

    module, diagnostics = compile_module(path.read_text(), key="kernel", file=path.name)
    assert module is not None, diagnostics


def test_sleepers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sleepers, "QUIET_S", 0.3)
    monkeypatch.setattr(sleepers, "AHEAD_S", 1.0)
    monkeypatch.setattr(sleepers, "RESTARTS", 1)
    found = keys(list(sleepers.measure(tmp_path, 30, 10)))
    assert found == [f"sleepers/{name}" for name in (
        "accepted", "starts", "bytes", "resident", "ready", "first", "restarted", "late-middle", "late-last"
    )]


def test_growing_heap(tmp_path: Path) -> None:
    assert keys(list(growing_heap.measure(tmp_path, 30))) == [
        "growing-heap/time", "growing-heap/written", "growing-heap/longest"
    ]


def test_http(tmp_path: Path) -> None:
    assert keys(list(http.measure(tmp_path, 2, 2, 5))) == ["http/requests", "http/callbacks"]


def test_a_row_that_breaks_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    results = Results()
    command.measure("no-such-row", ROWS["pure"], results)
    assert results.lines == []
    assert [failure["row"] for failure in results.failures] == ["no-such-row"]
    assert "Traceback" not in capsys.readouterr().out


def test_what_a_command_started_ends_with_it(tmp_path: Path) -> None:
    script = (
        "import subprocess, sys, json\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
        "print(json.dumps({'pid': child.pid}), flush=True)\n"
        "print('not JSON', flush=True)\n"
        "raise SystemExit('it broke')\n"
    )
    said = []
    with pytest.raises(Failed, match="it broke"):
        for message in children.messages([sys.executable, "-c", script], seconds=20):
            said.append(message)
    wait_for(lambda: state_of(said[0]["pid"]) in ("", "Z"), 10)  # a signal takes its moment


def state_of(pid: int) -> str:
    """As `ps` says; empty if there is no such process."""
    return subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True).stdout.strip()


def test_the_command(tmp_path: Path) -> None:
    kept = tmp_path / "results.json"
    unknown = subprocess.run(
        [sys.executable, "-m", "bench", "--rows", "speed"], cwd=ROOT, capture_output=True, text=True
    )
    assert unknown.returncode == 2
    assert "no such row: speed" in unknown.stderr
    done = subprocess.run(
        [sys.executable, "-m", "bench", "--rows", "compile", "--json", str(kept)], cwd=ROOT, capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert "compile: " in done.stdout
    assert [line["key"] for line in json.loads(kept.read_text())["lines"]] == ["compile"]


def test_the_order_of_rows() -> None:
    assert command.groups(["compile", "wake-up", "pure", "sequential"]) == [
        ["pure"], ["sequential", "wake-up"], ["compile"]
    ]


def test_targets_are_for_lines_that_exist() -> None:
    rows = {key.split("/")[0] for key in TARGETS}
    assert rows <= {*command.ALL}

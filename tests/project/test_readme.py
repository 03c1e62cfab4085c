"""The README's five minutes, done as written: each block is put into its file or typed into one shell, in order."""

import contextlib
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MARK = "---- command"
ANYTHING = "…"  # a line that stands for whatever is printed there


def blocks(text: str) -> list[tuple[str, str]]:
    """(language, content) of the fenced blocks of the tour."""
    tour = text.split("\n## Five minutes\n")[1].split("\n## ")[0]
    return re.findall(r"^```(\w+)\n(.*?)^```$", tour, re.MULTILINE | re.DOTALL)


def commands(block: str) -> list[tuple[str, str]]:
    """(command, what it prints) of a console block."""
    parts = re.split(r"^\$ (.*)\n", block, flags=re.MULTILINE)
    return list(zip(parts[1::2], parts[2::2], strict=True))


def test_tour(tmp_path: Path) -> None:
    typed: list[tuple[str, str]] = []
    for language, content in blocks((ROOT / "README.md").read_text(encoding="utf-8")):
        if language == "console":
            typed += commands(content)
        else:
            assert language == "python"
            name = re.match(r"# (\w+\.(?:fm|py))\n", content)
            assert name, f"this block names no file:\n{content}"
            (tmp_path / name[1]).write_text(content, encoding="utf-8")
    assert len(typed) > 10
    typed = [(command, shown) for command, shown in typed if command != ". .venv/bin/activate"]

    printed = in_one_shell([command for command, _ in typed], tmp_path)

    wrong = []
    for (command, shown), got in zip(typed, printed, strict=True):
        if not matches(shown, got) or "flowmetal-vm: " in got:
            wrong.append(f"$ {command}\nthe README shows:\n{shown}it printed:\n{got}")
    assert not wrong, "\n".join(wrong)


def test_the_first_program_compiles(tmp_path: Path) -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    first = re.search(r"^```python\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    assert first
    (tmp_path / "first.fm").write_text(first[1], encoding="utf-8")
    flowmetalc = Path(sys.executable).parent / "flowmetalc"
    done = subprocess.run([flowmetalc, "--check", tmp_path / "first.fm"], capture_output=True, text=True)
    assert (done.returncode, done.stdout + done.stderr) == (0, "")


def matches(shown: str, got: str) -> bool:
    pattern = "".join(
        r"(?:.*\n)*" if line == ANYTHING else re.escape(line) + "\n" for line in shown.splitlines()
    )
    return re.fullmatch(pattern, got) is not None


def in_one_shell(lines: list[str], directory: Path) -> list[str]:
    """What each line printed (both streams), all typed into one shell; what still runs at the end is ended."""
    script = "".join(f"echo '{MARK}'\n{line}\n" for line in lines)
    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "TMPDIR": str(directory),
        "XDG_CACHE_HOME": str(directory / "cache"),
    }
    written = directory / "printed"
    with written.open("w", encoding="utf-8") as output:
        shell = subprocess.Popen(
            ["bash", "-c", script], cwd=directory, env=environment, stdin=subprocess.DEVNULL, stdout=output,
            stderr=subprocess.STDOUT, start_new_session=True,
        )
        try:
            shell.wait(120)
        finally:
            with contextlib.suppress(ProcessLookupError):  # nothing runs any more
                os.killpg(shell.pid, signal.SIGKILL)
            shell.wait()
    text = written.read_text(encoding="utf-8")
    return text.split(MARK + "\n")[1:]

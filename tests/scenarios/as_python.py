"""What CPython says of a program of ours that is plain Python: the oracle for order, output and result.

The program's `import http` gets a stand-in that answers as the world does, at once, and notes each path.
"""

from __future__ import annotations

import builtins
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

from tests.scenarios.harness import PROGRAMS


@dataclass
class Said:
    """What a run printed, which paths it asked for, in order, and what `main` gave (or raised)."""

    lines: list[str] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    result: Any = None
    error: BaseException | None = None


def as_python(program: str, *, refuse: Callable[[str], BaseException | None] = lambda path: None, **arguments: Any) -> Said:
    """Run it. refuse(path) is the error that a request there ends with, or None."""
    said = Said()

    def post(url: str, *, json: Any) -> Any:
        path = urlsplit(url).path
        said.paths.append(path)
        if (error := refuse(path)) is not None:
            raise error
        answer = SimpleNamespace(json=lambda: {"echo": json})
        answer.check = lambda: answer
        return answer

    def imported(name: str, *_: Any) -> Any:
        assert name == "http", f"{name} is not for programs that CPython runs too"
        return SimpleNamespace(post=post)

    def written(*values: Any) -> None:
        said.lines += " ".join(map(str, values)).splitlines()

    text = (PROGRAMS / f"{program}.fm").read_text(encoding="utf-8")
    names: dict[str, Any] = {
        "__name__": program, "__builtins__": {**vars(builtins), "__import__": imported, "print": written}
    }
    exec(compile(text, program, "exec"), names)
    try:
        said.result = json.loads(json.dumps(names["main"](**arguments)))
    except BaseException as error:
        said.error = error
    return said

"""Module schedule at work in a program: examples/digest.fm."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.language.test_golden import libraries
from tests.vm.driver import program, run

EXAMPLE = Path(__file__).parents[2] / "examples" / "digest.fm"


def test_the_digest_comes_each_working_day_at_nine() -> None:
    text = EXAMPLE.read_text()
    posted: list[str] = []
    asked = 0

    def service(topic: str, payload: Any) -> dict[str, Any]:
        nonlocal asked
        if payload["method"] == "POST":
            posted.append(json.loads(payload["body"])["text"])
            body = b""
        else:
            asked += 1
            body = json.dumps({"orders": 10 * asked}).encode()
        return {"ok": {"status": 200, "reason": "OK", "headers": [], "body": body, "url": payload["url"]}}

    done = run(program(text, libraries(text)), pause="wait", answer=service,
               kwargs={"url": "http://figures", "webhook": "http://chat", "days": 4})
    assert done.result is None
    # The virtual clock begins on Tuesday, 2023-11-14, at 23:13 in Berlin.
    assert posted == [
        "2023-11-15\norders: 10 (+10)", "2023-11-16\norders: 20 (+10)", "2023-11-17\norders: 30 (+10)",
        "2023-11-20\norders: 40 (+10)",
    ]

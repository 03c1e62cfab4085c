"""From a request to an outcome: what functions get, and what becomes of what they give and raise."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from flowmetal import wire
from flowmetal.client.functions import Functions


def answer(function: Any, payload: Any, **options: Any) -> Any:
    functions = Functions()
    functions.add("topic", function, **options)
    return wire.unpack(functions.answer("topic", wire.pack({"payload": payload, "options": {}})))


def raised(function: Any, payload: Any = None) -> tuple[str, str, dict[str, Any]]:
    error = answer(function, payload)["error"]
    return error["type"], error["message"], error["details"]


def test_arguments_come_by_name_and_other_payloads_as_the_one_argument():
    assert answer(lambda a, b=2: [a, b], {"a": 1}) == {"ok": [1, 2]}
    assert answer(lambda items: items, [1, b"x", None]) == {"ok": [1, b"x", None]}


def test_durations_and_times_are_python_s():
    seen = []
    moment = datetime(2026, 5, 4, 3, 2, 1, 123456, tzinfo=UTC)

    def note(**given: Any) -> list[Any]:
        seen.append(given)
        return [timedelta(days=-1, microseconds=1), moment]

    us = int(moment.timestamp()) * 1_000_000 + 123456
    huge = wire.Duration(10**30)
    got = answer(note, {"length": wire.Duration(1_500_000), "at": wire.Timestamp(us), "huge": huge})
    assert seen == [{"length": timedelta(seconds=1.5), "at": moment, "huge": huge}]
    assert got == {"ok": [wire.Duration(-86_400_000_000 + 1), wire.Timestamp(us)]}


class Declined(Exception):
    def __init__(self, code: int) -> None:
        super().__init__(f"declined with {code}")
        self.details = {"code": code, "after": timedelta(seconds=3)}


def test_what_is_raised_is_the_outcome():
    def decline() -> None:
        raise Declined(7)

    def leave() -> None:
        raise SystemExit("no")

    def odd() -> None:
        error = ValueError("half a \ud800")
        error.details = {"value": object()}  # type: ignore[attr-defined]
        raise error

    assert raised(decline, {}) == ("Declined", "declined with 7", {"code": 7, "after": wire.Duration(3_000_000)})
    assert raised(leave, {}) == ("SystemExit", "no", {})
    assert raised(odd, {}) == ("ValueError", "half a ?", {})
    kind, message, _ = raised(lambda a: a, {"b": 1})
    assert kind == "TypeError" and "unexpected keyword argument 'b'" in message


def test_what_cannot_be_sent_back_is_an_error():
    assert raised(lambda: {1, 2}, {})[0] == "TypeError"
    kind, message, _ = raised(lambda: datetime(2026, 1, 1), {})
    assert (kind, "time zone" in message) == ("TypeError", True)


def test_async_functions_share_a_loop():
    async def which(n: int) -> list[Any]:
        await asyncio.sleep(0)
        return [n, id(asyncio.get_running_loop())]

    functions = Functions()
    functions.add("topic", which)
    request = wire.pack({"payload": {"n": 1}, "options": {}})
    one, other = (wire.unpack(functions.answer("topic", request)) for _ in range(2))
    assert one == other and one["ok"][0] == 1


def test_requests_that_cannot_be_read_are_answered():
    functions = Functions()
    functions.add("topic", lambda: 1)
    for data in (b"", b"\xc1", wire.pack([]), wire.pack({})):
        assert wire.unpack(functions.answer("topic", data))["error"]["type"] == "InvalidRequest"


def test_what_cannot_be_a_function_is_refused():
    functions = Functions()
    functions.add("a", len)
    with pytest.raises(ValueError, match="topic 'a' has a function already"):
        functions.add("a", len)
    with pytest.raises(TypeError, match="cannot be called"):
        functions.add("b", 3)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="a topic is a text"):
        functions.add("", len)

    async def slow() -> None: ...

    with pytest.raises(TypeError, match="cannot run inline"):
        functions.add("c", slow, inline=True)
    assert functions.topics == ("a",)

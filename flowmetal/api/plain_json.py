"""Plain data of processes as JSON.

What JSON does not know: a duration becomes its text (`1h30m`), a time ISO 8601 in UTC, bytes {"base64": text}, a
number that is none (nan, inf) null, a key its text.
"""

from __future__ import annotations

from typing import Any

from flowmetal.wire import Duration, Timestamp


def json_text(value: Any, *, indent: int | None = None) -> str:
    """One JSON document. Lone surrogates are escaped, everything else is written as it is."""
    import json

    text = json.dumps(jsonable(value), ensure_ascii=False, indent=indent)
    try:
        text.encode()
    except UnicodeEncodeError:
        text = json.dumps(jsonable(value), indent=indent)
    return text


def jsonable(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, float):
        return value if value - value == 0 else None
    if isinstance(value, dict):
        return {_key(key): jsonable(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [jsonable(item) for item in value]
    if isinstance(value, bytes):
        import base64

        return {"base64": base64.b64encode(value).decode()}
    return moment_text(value)


def moment_text(value: Duration | Timestamp) -> str:
    from flowmetal.vm.moments import duration_text, time_text

    return duration_text(value.us) if isinstance(value, Duration) else time_text(value.us)


def time_text(us: int) -> str:
    """A moment of microseconds since 1970 as ISO 8601 in UTC, to the second."""
    import datetime

    try:
        moment = datetime.datetime.fromtimestamp(us // 1_000_000, datetime.UTC)
    except (OverflowError, ValueError, OSError):
        return f"{us} µs since 1970"
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def duration_us(text: str) -> int | None:
    """Microseconds of a text such as "1h30m"; None if it is no duration."""
    import re

    from flowmetal.compiler.literals import BadLiteral, duration

    sign, body = (-1, text[1:]) if text.startswith("-") else (1, text)
    if not re.fullmatch(r"(?:[0-9]+(?:\.[0-9]+)?(?:us|ms|[smhdw]))+", body, re.ASCII):
        return None
    try:
        return sign * duration(body)
    except BadLiteral:
        return None


def _key(key: Any) -> str:
    if isinstance(key, str):
        return key
    if isinstance(key, bytes):
        return key.decode("utf-8", "backslashreplace")
    import json

    item = jsonable(key)
    return item if isinstance(item, str) else json.dumps(item)

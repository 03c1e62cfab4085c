"""What a call takes and gives: one declaration is read by the server and shown as JSON schema in the document.

A field of kind `ANY` is any plain data. Texts of durations are read as in the language: `30s`, `1h30m`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from flowmetal.slotted import slotted

ANY, TEXT, INTEGER, BOOLEAN, LIST, OBJECT, TEXTS, DURATION = (
    "any", "text", "integer", "boolean", "list", "object", "texts", "duration",
)  # fmt: skip
Schema = dict[str, Any]

_UNITS_US = {
    "w": 604_800_000_000, "d": 86_400_000_000, "h": 3_600_000_000, "m": 60_000_000, "s": 1_000_000, "ms": 1000,
    "us": 1,
}  # fmt: skip
_WHOLE = "".join(f"([0-9]{{1,6}}{unit})?" for unit in _UNITS_US)
_DURATION = rf"^(?=[0-9])({_WHOLE}|[0-9]{{1,6}}\.[0-9]{{1,3}}(ms|[smhdw]))$"
_SCHEMAS: dict[str, Schema] = {
    ANY: {}, TEXT: {"type": "string"}, INTEGER: {"type": "integer", "minimum": 0}, BOOLEAN: {"type": "boolean"},
    LIST: {"type": "array", "items": {}}, OBJECT: {"type": "object", "additionalProperties": {}},
    TEXTS: {"type": "array", "items": {"type": "string"}},
    DURATION: {"type": "string", "pattern": _DURATION},
}
_WORDS = {
    TEXT: "a text", INTEGER: "a whole number, not below 0", BOOLEAN: "true or false", LIST: "a list",
    OBJECT: "an object", TEXTS: "a list of texts", DURATION: "a duration such as 30s",
}
_LARGEST = 2**53 - 1


class BadRequest(Exception):
    """What was sent cannot be used; the text is one line that says why."""


@slotted
class Field:
    name: str
    kind: str
    about: str
    required: bool = False
    default: Any = None
    least: int = 0  # of an integer
    most: int | None = None  # of an integer or a text's length; of a duration in seconds
    choices: tuple[str, ...] = ()

    def schema(self) -> Schema:
        schema = {**_SCHEMAS[self.kind], "description": self.about}
        if self.choices and self.kind == TEXTS:
            schema["items"] = {"type": "string", "enum": list(self.choices)}
            schema["minItems"] = 1
        elif self.choices:
            schema["enum"] = list(self.choices)
        if self.kind == TEXT:
            schema |= {"minLength": 1} if self.required else {}
            schema |= {"maxLength": self.most} if self.most is not None else {}
        if self.kind == INTEGER:
            schema["minimum"] = self.least
            schema["maximum"] = self.most if self.most is not None else _LARGEST
        if self.default is not None:
            schema["default"] = self.default
        return schema


def object_schema(fields: tuple[Field, ...], *, closed: bool = True) -> Schema:
    schema: Schema = {"type": "object", "properties": {field.name: field.schema() for field in fields}}
    needed = [field.name for field in fields if field.required]
    if needed:
        schema["required"] = needed
    if closed:
        schema["additionalProperties"] = False
    return schema


def read_body(fields: tuple[Field, ...], body: Any) -> dict[str, Any]:
    """The fields' values, with defaults for those that are missing. Raises BadRequest."""
    if not isinstance(body, dict):
        raise BadRequest("the body is to be a JSON object")
    unknown = [name for name in body if name not in {field.name for field in fields}]
    if unknown:
        raise BadRequest(f"unknown field {str(unknown[0])[:60]!r}; known: {', '.join(field.name for field in fields)}")
    return {
        field.name: _checked(field, body[field.name]) if field.name in body else _missing(field) for field in fields
    }


def read_query(fields: tuple[Field, ...], query: Mapping[str, str]) -> dict[str, Any]:
    """As `read_body`, of texts. Parameters that nobody knows are refused: a typing error would go unseen."""
    unknown = [name for name in query if name not in {field.name for field in fields}]
    if unknown:
        known = ", ".join(field.name for field in fields) or "none"
        raise BadRequest(f"unknown parameter {unknown[0][:60]!r}; known: {known}")
    return {
        field.name: _checked(field, _from_text(field, query[field.name])) if field.name in query else _missing(field)
        for field in fields
    }


def duration_s(text: str) -> float | None:
    """Seconds of a text such as "1h30m"; None if it is no duration."""
    if not re.fullmatch(_DURATION, text, re.ASCII) or text.endswith("\n"):
        return None
    return sum(float(number) * _UNITS_US[unit] for number, unit in re.findall(r"([0-9.]+)([a-z]+)", text)) / 1e6


def _missing(field: Field) -> Any:
    if field.required:
        raise BadRequest(f"'{field.name}' is missing: {field.about}")
    return duration_s(field.default) if field.kind == DURATION and field.default is not None else field.default


def _from_text(field: Field, text: str) -> Any:
    if field.kind == INTEGER:
        return int(text) if text.isascii() and text.isdigit() and len(text) < 17 else text
    if field.kind == BOOLEAN:
        return {"true": True, "false": False}.get(text, text)
    return text.split(",") if field.kind == TEXTS else text


def _checked(field: Field, value: Any) -> Any:
    if field.kind == DURATION:
        seconds = duration_s(value) if isinstance(value, str) else None
        if seconds is None:
            raise _wrong(field)
        return min(seconds, field.most) if field.most is not None else seconds
    if not _is_of(field.kind, value):
        raise _wrong(field)
    if field.kind == TEXT:
        if field.required and not value:
            raise BadRequest(f"'{field.name}' is empty")
        if field.most is not None and len(value) > field.most:
            raise BadRequest(f"'{field.name}' is longer than {field.most} letters")
    if field.kind == INTEGER and value < field.least:
        raise BadRequest(f"'{field.name}' is at least {field.least}")
    if field.kind == INTEGER and value > (field.most if field.most is not None else _LARGEST):
        raise BadRequest(f"'{field.name}' is larger than {field.most if field.most is not None else _LARGEST}")
    if field.choices and any(each not in field.choices for each in (value if field.kind == TEXTS else [value])):
        raise BadRequest(f"'{field.name}' is one of {', '.join(field.choices)}")
    return value


def _wrong(field: Field) -> BadRequest:
    return BadRequest(f"'{field.name}' is to be {_WORDS[field.kind]}")


def _is_of(kind: str, value: Any) -> bool:
    match kind:
        case "text":
            return isinstance(value, str)
        case "integer":
            return type(value) is int and value >= 0
        case "boolean":
            return isinstance(value, bool)
        case "list":
            return isinstance(value, list)
        case "object":
            return isinstance(value, dict) and all(isinstance(key, str) for key in value)
        case "texts":
            return isinstance(value, list) and all(isinstance(each, str) and each for each in value)
    return True

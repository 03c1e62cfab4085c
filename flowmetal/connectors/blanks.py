"""Secrets in requests: filled in as they are sent, and blotted out of what comes back.

In a payload stand, in the place of texts, lists of parts: a text, or {"secret": NAME}. So may be the value of a header
and the two parts of "auth"; a body is then a list of bytes and of {"blank": parts, "as": "json" | "form" | "text"}, by
which the filled in text is escaped. A program cannot come by the text of a secret: what a service sends back is
recorded with `<secret>` in its place, unless it is shorter than `BLOTTED_MIN` letters.
"""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

BLOTTED_MIN = 6
BLOT = "<secret>"


class BadBlanks(ValueError):
    """A payload whose blanks are not as they should be."""


class Filled:
    """A payload with its secrets in it, and what must not come out again."""

    def __init__(self, payload: Any, lookup: Callable[[str], str]) -> None:
        """Raises BadBlanks, and what lookup raises."""
        self._lookup = lookup
        self._texts: dict[str, None] = {}
        self.headers: frozenset[str] = frozenset()  # names, in lower case, of those that hold a secret
        self.body = False  # whether the body does
        self.payload = payload
        if isinstance(payload, dict) and self._has_blanks(payload):
            self.payload = self._filled(payload)

    @staticmethod
    def _has_blanks(payload: dict[Any, Any]) -> bool:
        headers = payload.get("headers")
        return (
            "auth" in payload or isinstance(payload.get("body"), list)
            or (isinstance(headers, list) and any(
                isinstance(pair, list) and len(pair) == 2 and isinstance(pair[1], list) for pair in headers
            ))
        )

    def _filled(self, payload: dict[Any, Any]) -> dict[Any, Any]:
        filled = dict(payload)
        headers, hidden = [], set()
        given = payload.get("headers", [])
        for pair in given if isinstance(given, list) else []:
            if isinstance(pair, list) and len(pair) == 2 and isinstance(pair[1], list):
                hidden.add(str(pair[0]).lower())
                headers.append([pair[0], self._text(pair[1])])
            else:
                headers.append(pair)
        auth = filled.pop("auth", None)
        if auth is not None:
            headers.append(["Authorization", self._login(auth)])
            hidden.add("authorization")
        if isinstance(payload.get("body"), list):
            self.body = True
            filled["body"] = b"".join(self._piece(piece) for piece in payload["body"])
        filled["headers"], self.headers = headers, frozenset(hidden)
        return filled

    def _text(self, parts: Any) -> str:
        if not isinstance(parts, list):
            raise BadBlanks("the parts of a text are a list")
        return "".join([self._part(part) for part in parts])

    def _part(self, part: Any) -> str:
        if isinstance(part, str):
            return part
        name = part.get("secret") if isinstance(part, dict) else None
        if not isinstance(name, str):
            raise BadBlanks("a part of a text is a text, or a secret's name")
        text = self._lookup(name)
        self._hide(text)
        return text

    def _login(self, auth: Any) -> str:
        if not isinstance(auth, list) or len(auth) not in (1, 2):
            raise BadBlanks("'auth' is a token, or a user and a password")
        if len(auth) == 1:
            return "Bearer " + self._text(auth[0])
        user, password = self._text(auth[0]), self._text(auth[1])
        if ":" in user:
            raise BadBlanks("the user of 'auth' holds a colon")
        login = b64encode(f"{user}:{password}".encode()).decode()
        self._hide(login)
        return "Basic " + login

    def _piece(self, piece: Any) -> bytes:
        if isinstance(piece, bytes):
            return piece
        if not isinstance(piece, dict):
            raise BadBlanks("a part of the body is bytes, or a blank")
        text = self._text(piece.get("blank"))
        match piece.get("as"):
            case "json":
                return json.dumps(text)[1:-1].encode()
            case "form":
                return quote(text, safe="").encode()
            case "text":
                return text.encode()
        raise BadBlanks("a blank is filled as 'json', 'form' or 'text'")

    def _hide(self, text: str) -> None:
        if len(text) < BLOTTED_MIN:
            return
        forms = {text, text.encode().decode("latin-1")}  # as which many services read headers
        forms |= {b64encode(form.encode()).decode() for form in forms} | {quote(form, safe="") for form in forms}
        for _ in range(2):  # JSON, and JSON in a text of JSON
            forms |= {json.dumps(form, ensure_ascii=ascii)[1:-1] for form in forms for ascii in (True, False)}
        self._texts.update(dict.fromkeys(forms | {form.replace("/", "\\/") for form in forms}))

    def blotted(self, value: Any) -> Any:
        """Plain data without the secrets that were filled in."""
        if not self._texts:
            return value
        texts = sorted(self._texts, key=len, reverse=True)
        return _blotted(value, texts, [text.encode() for text in texts])


def _blotted(value: Any, texts: list[str], data: list[bytes]) -> Any:
    if isinstance(value, str):
        for text in texts:
            value = value.replace(text, BLOT)
    elif isinstance(value, bytes):
        for form in data:
            value = value.replace(form, BLOT.encode())
    elif isinstance(value, list):
        return [_blotted(item, texts, data) for item in value]
    elif isinstance(value, dict):
        return {_blotted(key, texts, data): _blotted(item, texts, data) for key, item in value.items()}
    return value

"""What a call of the API is: its route, what a handler gets and gives.

A handler is a plain function of a `Call`; it runs in a thread and may wait for the store's syncs. One that has to wait
for something to happen gives `Later`: it is called again when the store has changed, and at the end of the time that
`wait` names its `Later.answer` is what the caller gets.
"""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from flowmetal.api.fields import BadRequest, Field, Schema
from flowmetal.engine import NotFailed, NotPlainData
from flowmetal.slotted import field, slotted
from flowmetal.store import NoSuchProcess, ProcessEnded, Store, StoreError

READ, ACT, WORK, ADMIN = "read", "act", "work", "admin"
SCOPES = {
    READ: "look at processes, their journals and outputs",
    ACT: "start processes, send to them, cancel and resume them",
    WORK: "take requests of topics, and give their outcomes",
    ADMIN: "all of that, and bring new programs, which may use every secret",
}


_STATUS_OF: dict[type, int] = {
    NoSuchProcess: 404, ProcessEnded: 409, NotFailed: 409, NotPlainData: 400, BadRequest: 400,
}


class Problem(Exception):
    """An answer that is an error: one line that names the mend."""

    def __init__(self, status: int, message: str, **headers: str) -> None:
        super().__init__(message)
        self.status, self.message, self.headers = status, message, headers


@slotted
class Answer:
    """content: plain data; or a text, of another kind of content."""

    status: int
    content: Any
    content_type: str = "application/json"


@slotted
class Later:
    """wait_s: where the route has no parameter `wait`."""

    answer: Answer
    wait_s: float = 0.0


@slotted(frozen=False)
class Call:
    """path, query, body: as the route declares them; body is bytes for a raw one."""

    store: Store
    now_us: Callable[[], int]
    path: dict[str, str]
    query: dict[str, Any]
    body: Any
    key: str | None = None  # the header Idempotency-Key
    kept: dict[str, Any] = field(default_factory=dict)  # what a handler remembers until it is called again


Handler = Callable[[Call], Answer | Later]


@slotted
class Route:
    """One call. scope: what a token must allow; None: for everybody. answers: status -> schema of a good answer."""

    method: str
    path: str  # {name} stands for one segment
    name: str  # of the operation
    about: str
    scope: str | None
    handler: Handler
    answers: dict[int, Schema]
    query: tuple[Field, ...] = ()
    body: tuple[Field, ...] = ()
    raw_body: str | None = None  # the content type of a body that is not JSON
    takes_key: bool = False
    problems: tuple[int, ...] = ()  # statuses of errors besides those that every route may give
    has_body: bool = True

    @property
    def parameters(self) -> tuple[str, ...]:
        return tuple(part[1:-1] for part in self.path.split("/") if part.startswith("{"))


def handled(route: Route, call: Call) -> Answer | Later | Problem:
    """What the route's handler says, with the errors that are the caller's own as problems. Raises StoreError."""
    try:
        return route.handler(call)
    except Problem as problem:
        return problem
    except (StoreError, BadRequest) as error:
        status = _STATUS_OF.get(type(error))
        if status is None:
            raise
        return Problem(status, str(error).partition(";")[0])


class Routing:
    """Finds routes by method and path."""

    def __init__(self, routes: tuple[Route, ...]) -> None:
        self._routes = [(route, route.path.split("/")) for route in routes]

    def find(self, method: str, path: list[str]) -> tuple[Route, dict[str, str]]:
        """path: its segments, unquoted. Raises Problem (404, 405)."""
        allowed = []
        for route, parts in self._routes:
            if len(parts) != len(path):
                continue
            values = {}
            for part, given in zip(parts, path, strict=True):
                if part.startswith("{") and given:
                    values[part[1:-1]] = given
                elif part != given:
                    break
            else:
                if route.method == method or (route.method == "GET" and method == "HEAD"):
                    return route, values
                allowed.append(route.method)
        if allowed:
            raise Problem(405, f"only {', '.join(allowed)} here", Allow=", ".join(allowed))
        raise Problem(404, "nothing is served here; /openapi.json lists what is")


def reason(status: int) -> str:
    return HTTPStatus(status).phrase

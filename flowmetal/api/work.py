"""The worker protocol: take requests of a topic under a lease, give their outcomes.

    open --take--> held --outcome--> recorded
                   held --the lease ends, or release--> open, for whoever takes it next; late outcomes are refused (409)
                   held by one who is gone, at_most_once --take--> Uncertain, and nobody is asked again

A lease is a text that only its worker knows. It is in the store, so it outlives the server that gave it out.
"""

from __future__ import annotations

import secrets
from typing import Any

from flowmetal import wire
from flowmetal.api.fields import ANY, DURATION, INTEGER, OBJECT, TEXT, BadRequest, Field, Schema
from flowmetal.api.processes import ACCEPTED, shape
from flowmetal.api.routes import WORK, Answer, Call, Later, Problem, Route
from flowmetal.client.functions import failure
from flowmetal.client.serving import is_at_most_once
from flowmetal.engine.journals import CALLBACK, TIMER
from flowmetal.store import LEASE, Request

LEASE_S, LEASE_LEAST_S, LEASE_MOST_S = "30s", 0.1, 24 * 3600
TAKE_MOST, WAIT_MOST_S = 100, 300
RECORD_S = 20.0  # for an interpreter's commit
OWN_TOPICS = (TIMER, CALLBACK, "http.request", "shell.run")
UNCERTAIN = "it may have been done before by a worker that is gone, and is asked at most once"


def take(call: Call) -> Answer | Later:
    topic, now = call.path["topic"], call.now_us()
    if topic in OWN_TOPICS or topic.startswith("process."):
        raise Problem(403, f"topic {topic} is served by Flowmetal itself")
    lease = secrets.token_hex(16)
    until = now + _lease_us(call.body["lease"])
    taken = call.store.take([topic], LEASE + lease, limit=call.body["limit"], until_us=until, now_us=now)
    given = []
    for request in taken:
        if request.attempts > 1 and is_at_most_once(request.data):
            call.store.settle(request.id, failure("Uncertain", UNCERTAIN), now, holder=LEASE + lease)
        else:
            given.append(_shown(request))
    answer = Answer(200, {"lease": lease, "until_us": until, "requests": given})
    return answer if given else Later(answer)


def give_outcome(call: Call) -> Answer | Later:
    """Answered when it is durable: an interpreter in this OS process takes it into its next commit."""
    request_id, body = call.path["id"], call.body
    if not call.kept:
        outcome = _outcome(call)
        if not call.store.settle(request_id, outcome, call.now_us(), holder=LEASE + body["lease"]):
            raise _not_held(call)
        call.kept["given"] = True
    if call.store.request(request_id) is not None:
        return Later(Answer(503, {"error": "not recorded yet; give the outcome again"}), wait_s=RECORD_S)
    return Answer(200, {"status": "recorded"})


def heartbeat(call: Call) -> Answer:
    until = call.now_us() + _lease_us(call.body["extend"])
    _extend(call, until)
    return Answer(200, {"until_us": until})


def release(call: Call) -> Answer:
    _extend(call, call.now_us())
    return Answer(202, {"status": "accepted"})


def _extend(call: Call, until_us: int) -> None:
    request_id = call.path["id"]
    if request_id not in call.store.extend(LEASE + call.body["lease"], [request_id], until_us):
        raise _not_held(call)


def _not_held(call: Call) -> Problem:
    if call.store.request(call.path["id"]) is None:
        return Problem(409, "the request is not open any more: it has an outcome, or its process does not want one")
    return Problem(409, "too late: the lease has ended, and another worker may have taken the request")


def _lease_us(seconds: float) -> int:
    return int(max(seconds, LEASE_LEAST_S) * 1e6)


def _outcome(call: Call) -> bytes:
    error = call.body["error"]
    if error is None:
        try:
            return wire.pack({"ok": call.body["value"]})
        except wire.WireError as trouble:
            raise BadRequest(f"'value' cannot be sent: {trouble}") from None
    kind, message, details = error.get("type", "Error"), error.get("message", ""), error.get("details", {})
    if not isinstance(kind, str) or not kind or not isinstance(message, str) or not isinstance(details, dict):
        raise BadRequest("'error' has a 'type' and a 'message', both texts, and may have 'details', an object")
    return failure(kind, message, details)


def _shown(request: Request) -> dict[str, Any]:
    content = wire.unpack(request.data)
    return {
        "id": request.id, "pid": request.pid, "topic": request.topic, "attempts": request.attempts,
        "payload": content.get("payload"), "options": content.get("options") or {},
    }


_TEXT: Schema = {"type": "string"}
_COUNT: Schema = {"type": "integer"}
_REQUEST = shape(id=_TEXT, pid=_TEXT, topic=_TEXT, attempts=_COUNT, payload={}, options={"type": "object"})
_LEASE = Field("lease", TEXT, "the lease under which the request was taken", required=True, most=64)

ROUTES = (
    Route(
        "POST", "/v1/topics/{topic}/take", "takeRequests",
        "Take open requests of a topic. Each is yours until it has an outcome or the lease ends.", WORK, take,
        {200: shape(lease=_TEXT, until_us=_COUNT, requests={"type": "array", "items": _REQUEST})},
        query=(Field("wait", DURATION, "how long to wait for one, at most 5m", default="0s", most=WAIT_MOST_S),),
        body=(
            Field("limit", INTEGER, "at most so many", default=1, least=1, most=TAKE_MOST),
            Field("lease", DURATION, "how long they are yours without a heartbeat", default=LEASE_S, most=LEASE_MOST_S),
        ),
    ),
    Route(
        "POST", "/v1/requests/{id}/outcome", "giveOutcome",
        "Give a request's outcome: a value, or an error. 409: too late, or nobody wants it any more.", WORK,
        give_outcome, {200: shape(status=_TEXT)}, problems=(409,),
        body=(
            _LEASE, Field("value", ANY, "what the function gave"),
            Field("error", OBJECT, "instead of a value: type, message and details of what it raised"),
        ),
    ),
    Route(
        "POST", "/v1/requests/{id}/heartbeat", "heartbeat", "Keep a request for longer. 409: it is not yours any more.",
        WORK, heartbeat, {200: shape(until_us=_COUNT)}, problems=(409,),
        body=(_LEASE, Field("extend", DURATION, "from now on", default=LEASE_S, most=LEASE_MOST_S)),
    ),
    Route(
        "POST", "/v1/requests/{id}/release", "releaseRequest",
        "Give a request back undone; another worker may take it. One that is asked at most once ends as Uncertain.",
        WORK, release, {202: ACCEPTED}, body=(_LEASE,), problems=(409,),
    ),
)

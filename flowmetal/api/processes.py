"""Calls on programs and processes."""

from __future__ import annotations

from functools import lru_cache
from itertools import islice
from typing import Any

from flowmetal import engine
from flowmetal.api.fields import ANY, DURATION, INTEGER, LIST, OBJECT, TEXT, TEXTS, Field, Schema
from flowmetal.api.routes import ACT, ADMIN, READ, Answer, Call, Later, Problem, Route
from flowmetal.bytecode import bundle
from flowmetal.engine import Status, Where
from flowmetal.engine.journals import Entry
from flowmetal.store import CANCELLED, DONE, ENDED, FAILED, MOVED, READY, WAITING, NoSuchProcess, Process, Store

LIMIT, LIMIT_MOST = 100, 1000
SCANNED_MOST = 20_000  # processes looked at for one page of a list that a status narrows
WAIT_MOST_S = 300
EVENTS_MOST = 1000
STATUSES = (READY, WAITING, DONE, FAILED, CANCELLED, MOVED)


# -- programs


def upload(call: Call) -> Answer:
    try:
        program = bundle.read(call.body)
    except bundle.BundleError as error:
        raise Problem(400, f"not a program that can run here: {error}") from None
    is_new = call.store.program(program.hash) is None
    engine.deploy(call.store, call.body, program.name, program=program.hash)
    return Answer(201 if is_new else 200, {"program": program.hash, "name": program.name})


def _bundle(store: Store, program: str) -> bytes:
    data = store.program(program) if program.isascii() and program.isalnum() else None
    if data is None:
        raise Problem(404, f"no program {program[:80]} in this store; upload it with POST /v1/programs")
    return data


@lru_cache(maxsize=64)
def _name_in(data: bytes) -> str:
    return bundle.read(data, verified=True).name


# -- processes


def start(call: Call) -> Answer:
    program = call.body["program"]
    data = _bundle(call.store, program)
    known = call.store.by_key(call.key) if call.key is not None else None
    if known is None:
        known = engine.start(
            call.store, data, call.body["name"] or _name_in(data), call.body["args"] or [],
            call.body["arguments"] or {}, key=call.key, clock=call.now_us, program=program,
        )
        is_new = True
    else:
        is_new = False
    record = call.store.process(known)
    if record is None:
        raise NoSuchProcess(f"no process {known}")
    if record.program != program:
        raise Problem(409, f"that Idempotency-Key has started process {known}, of another program")
    return Answer(201 if is_new else 200, _shown(record))


def list_processes(call: Call) -> Answer:
    wanted, limit = call.query["status"], call.query["limit"]
    rows = call.store.processes(
        after=call.query["cursor"] or "", limit=SCANNED_MOST if wanted else limit + 1,
        newest_first=call.query["order"] == "newest",
    )
    found: list[Process] = []
    last, seen = "", 0
    for record in rows:
        if len(found) == limit:
            return Answer(200, {"processes": [_shown(each) for each in found], "cursor": last})
        last, seen = record.pid, seen + 1
        if wanted is None or record.status in wanted:
            found.append(record)
    more = last if wanted and seen == SCANNED_MOST else None
    return Answer(200, {"processes": [_shown(each) for each in found], "cursor": more})


def look(call: Call) -> Answer:
    status = _status(call)
    return Answer(200, {**_shown(status.record), "value": status.value, "exit": status.exit, "error": status.error})


def result(call: Call) -> Answer | Later:
    status = _status(call)
    shown = {
        "pid": status.record.pid, "status": status.record.status, "value": status.value, "exit": status.exit,
        "error": status.error,
    }
    return Answer(200, shown) if status.ended else Later(Answer(202, shown))


def journal(call: Call) -> Answer:
    entries = engine.journal(call.store, _pid(call), after=call.query["after"])
    page = entries[: call.query["limit"]]
    return Answer(200, {"events": [_event(entry) for entry in page], "more": len(entries) > len(page)})


def output(call: Call) -> Answer | Later:
    pid = _pid(call)
    record = call.store.process(pid)
    entries = engine.output(call.store, pid, after=call.query["after"])
    page = list(islice(entries, call.query["limit"]))
    ended = record is not None and record.status in ENDED
    content = {
        "output": [
            {"number": entry.number, "time_us": entry.time_us, "stream": entry.data.get("stream"),
             "text": entry.data.get("text"), "fields": entry.data.get("fields") or {}}
            for entry in page
        ],
        "more": len(entries) > len(page), "ended": ended,
    }
    return Answer(200, content) if page or ended else Later(Answer(200, content))


def send(call: Call) -> Answer:
    engine.send(call.store, _pid(call), call.path["channel"], call.body["value"], key=call.key, clock=call.now_us)
    return Answer(202, {"status": "accepted"})


def cancel(call: Call) -> Answer:
    engine.cancel(call.store, _pid(call), call.body["reason"], clock=call.now_us)
    return Answer(202, {"status": "accepted"})


def resume(call: Call) -> Answer:
    engine.resume(call.store, _pid(call), clock=call.now_us)
    return Answer(202, {"status": "accepted"})


def _pid(call: Call) -> str:
    return call.path["pid"]


def _status(call: Call) -> Status:
    return engine.status(call.store, _pid(call))


# -- what they look like


def _shown(record: Process) -> dict[str, Any]:
    where = Where.unpack(record.where)
    return {
        "pid": record.pid, "program": record.program, "name": record.name, "status": record.status, "key": record.key,
        "created_us": record.created_us, "updated_us": record.updated_us, "position": record.position,
        "tasks": where.tasks, "task_count": where.count, "summary": where.error,
    }


def _event(entry: Entry) -> dict[str, Any]:
    return {
        "number": entry.number, "sequence": entry.sequence, "time_us": entry.time_us, "kind": entry.kind,
        "data": entry.data,
    }


_TEXT: Schema = {"type": "string"}
_TEXT_OR_NULL: Schema = {"type": ["string", "null"]}
_COUNT: Schema = {"type": "integer"}
_OBJECTS: Schema = {"type": "array", "items": {"type": "object"}}


def shape(**properties: Schema) -> Schema:
    return {"type": "object", "properties": properties, "required": list(properties)}


_ERROR: Schema = {"type": ["object", "null"], "description": "type, message, frames, notes, cause and context"}
_PROCESS: dict[str, Schema] = {
    "pid": _TEXT, "program": _TEXT, "name": _TEXT, "status": {"type": "string", "enum": list(STATUSES)},
    "key": _TEXT_OR_NULL, "created_us": _COUNT, "updated_us": _COUNT, "position": _COUNT, "tasks": _OBJECTS,
    "task_count": _COUNT, "summary": _TEXT_OR_NULL,
}
PROCESS: Schema = shape(**_PROCESS)
_END: dict[str, Schema] = {"value": {}, "exit": _COUNT, "error": _ERROR}
_RESULT = shape(pid=_TEXT, status=_PROCESS["status"], **_END)
ACCEPTED: Schema = shape(status={"type": "string", "enum": ["accepted"]})
_EVENT = shape(number=_COUNT, sequence=_COUNT, time_us=_COUNT, kind=_TEXT, data={"type": "object"})
_LINE = shape(number=_COUNT, time_us=_COUNT, stream=_TEXT, text=_TEXT, fields={"type": "object"})

_WAIT = Field("wait", DURATION, "how long to wait for it, at most 5m", default="0s", most=WAIT_MOST_S)
_AFTER = Field("after", INTEGER, "only what comes after the event of this number", default=0)
_EVENTS = Field("limit", INTEGER, "at most so many", default=EVENTS_MOST, least=1, most=EVENTS_MOST)

ROUTES = (
    Route(
        "POST", "/v1/programs", "uploadProgram", "Upload a compiled program (.fmc). Again: nothing happens.", ADMIN,
        upload, {201: shape(program=_TEXT, name=_TEXT), 200: shape(program=_TEXT, name=_TEXT)},
        raw_body="application/octet-stream",
    ),
    Route(
        "POST", "/v1/processes", "startProcess",
        "Start a process of a program. With an Idempotency-Key, asking again gives the process that it started (200).",
        ACT, start, {201: PROCESS, 200: PROCESS}, takes_key=True, problems=(404, 409),
        body=(
            Field("program", TEXT, "the program's hash, as POST /v1/programs gave it", required=True, most=200),
            Field("arguments", OBJECT, "arguments of main, by name"),
            Field("args", LIST, "arguments of main, by position"),
            Field("name", TEXT, "the process's name, for people; default: the program's", most=200),
        ),
    ),
    Route(
        "GET", "/v1/processes", "listProcesses", "List processes, a page at a time.", READ, list_processes,
        {200: shape(processes={"type": "array", "items": PROCESS}, cursor=_TEXT_OR_NULL)},
        query=(
            Field("status", TEXTS, "only these, separated by commas", choices=STATUSES),
            Field("limit", INTEGER, "at most so many", default=LIMIT, least=1, most=LIMIT_MOST),
            Field("cursor", TEXT, "where the page before ended: its `cursor`", most=200),
            Field("order", TEXT, "newest or oldest first", default="newest", choices=("newest", "oldest")),
        ),
    ),
    Route(
        "GET", "/v1/processes/{pid}", "getProcess", "How a process stands, with its result if it has ended.", READ,
        look, {200: shape(**_PROCESS, **_END)}, problems=(404,),
    ),
    Route(
        "GET", "/v1/processes/{pid}/result", "getResult",
        "The process's result; 202 if it has not ended within the time that `wait` gives it.", READ, result,
        {200: _RESULT, 202: _RESULT}, query=(_WAIT,), problems=(404,),
    ),
    Route(
        "GET", "/v1/processes/{pid}/journal", "getJournal", "The process's events, oldest first.", READ, journal,
        {200: shape(events={"type": "array", "items": _EVENT}, more={"type": "boolean"})}, query=(_AFTER, _EVENTS),
        problems=(404,),
    ),
    Route(
        "GET", "/v1/processes/{pid}/output", "getOutput",
        "What the process has printed. With `wait`: if there is nothing after `after`, for what it prints next.", READ,
        output,
        {200: shape(output={"type": "array", "items": _LINE}, more={"type": "boolean"}, ended={"type": "boolean"})},
        query=(_AFTER, _EVENTS, _WAIT), problems=(404,),
    ),
    Route(
        "POST", "/v1/processes/{pid}/messages/{channel}", "sendMessage", "Put a message into a mailbox of the process.",
        ACT, send, {202: ACCEPTED}, takes_key=True, problems=(404, 409),
        body=(Field("value", ANY, "the message", required=True),),
    ),
    Route(
        "POST", "/v1/processes/{pid}/cancel", "cancelProcess",
        "Ask the process to stop: Cancelled is raised where it waits, and its finally blocks run.", ACT, cancel,
        {202: ACCEPTED}, problems=(404, 409), body=(Field("reason", TEXT, "why", default=""),),
    ),
    Route(
        "POST", "/v1/processes/{pid}/resume", "resumeProcess",
        "Let a failed process retry from the wait that it failed after.", ACT, resume, {202: ACCEPTED},
        problems=(404, 409), has_body=False,
    ),
)

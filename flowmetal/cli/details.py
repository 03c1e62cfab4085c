"""Everything about one process, for `show`, and events in one line each, for `journal`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flowmetal import engine, wire
from flowmetal.api.plain_json import json_text, time_text
from flowmetal.cli.wording import age, one_line, place, task_text
from flowmetal.engine.journals import CALLBACK
from flowmetal.store.protocol import CANCELLED, DONE, FAILED, MOVED, Delivery, Process, Request, Store, Timer

WIDEST = 100  # of data in one line


@dataclass(frozen=True, slots=True)
class Details:
    status: engine.Status
    now_us: int
    is_running: bool  # an interpreter that lives owns it
    requests: list[Request]
    timers: list[Timer]
    inbox: list[Delivery]
    snapshot_bytes: int

    @property
    def record(self) -> Process:
        return self.status.record


def gather(store: Store, record: Process) -> Details:
    """Raises NoSuchProcess, Damaged."""
    status = engine.status(store, record.pid)
    is_running = record.owner is not None and store.is_alive(record.owner)
    now_us = engine.wall_clock_us()
    if status.record.status == MOVED:
        return Details(status, now_us, False, [], [], [], 0)
    held = store.export(record.pid, mark_moved=False)
    return Details(
        status, now_us, is_running, held.requests, sorted(held.timers, key=lambda timer: timer.due_us), held.inbox,
        len(held.snapshot or b""),
    )


def as_json(shown: Details) -> dict[str, Any]:
    record, where = shown.record, shown.status.where
    return {
        "pid": record.pid, "program": record.name, "program_hash": record.program, "status": record.status,
        "key": record.key, "created_us": record.created_us, "updated_us": record.updated_us,
        "position": record.position, "requests_made": max(record.requests, where.requests),
        "snapshot": record.snapshot, "snapshot_bytes": shown.snapshot_bytes, "epoch": record.epoch,
        "owner": record.owner, "running": shown.is_running, "tasks": where.tasks, "task_count": where.count,
        "requests": [
            {"id": request.id, "number": request.number, "topic": request.topic, "attempts": request.attempts,
             **_unpacked(request.data)}
            for request in shown.requests
        ],
        "timers": [{"number": timer.number, "due_us": timer.due_us} for timer in shown.timers],
        "inbox": [{"kind": item.kind, "time_us": item.time_us, "data": _unpacked(item.data)} for item in shown.inbox],
        "value": shown.status.value, "exit": shown.status.exit, "error": shown.status.error,
    }


def lines(shown: Details) -> Iterator[tuple[str, str]]:
    """Label and text of each line; a label that is empty continues the one before."""
    record, where = shown.record, shown.status.where
    yield "process", record.pid + (f", key {one_line(record.key)}" if record.key else "")
    yield "program", f"{one_line(record.name)} ({record.program[:12]})"
    yield "status", f"{record.status}, for {age(shown.now_us - record.updated_us)}"
    yield "started", f"{time_text(record.created_us)}, {age(shown.now_us - record.created_us)} ago"
    yield "journal", f"{record.position} events" + (
        f"; snapshot of event {record.snapshot}, {shown.snapshot_bytes} bytes" if record.snapshot else ""
    )
    if record.status not in (DONE, FAILED, CANCELLED, MOVED):
        yield "runs", "yes, in a living interpreter" if shown.is_running else "no: nobody runs it now"
    for label, task in _labelled("tasks", where.tasks):
        yield label, f"{task.get('task')}: {one_line(task_text(task))}"
    if where.count > len(where.tasks):
        yield "", f"and {where.count - len(where.tasks)} more"
    for label, request in _labelled("requests", shown.requests):
        yield label, f"{request.number}: {one_line(_request_text(request))}"
    for label, timer in _labelled("timers", shown.timers):
        yield label, f"{timer.number}: due {time_text(timer.due_us)}"
    for label, item in _labelled("mailbox", shown.inbox):
        yield label, one_line(f"{item.kind} {summary(item.kind, _unpacked(item.data))}")
    if not where.tasks and record.status not in (DONE, CANCELLED, FAILED) and (text := place(record, where)):
        yield "where", text
    yield from _end(shown)


def _end(shown: Details) -> Iterator[tuple[str, str]]:
    status = shown.status
    if status.record.status == DONE:
        yield "result", one_line(json_text(status.value))
        if status.exit:
            yield "exit", str(status.exit)
    elif status.error is not None:
        from flowmetal.cli.tracebacks import lines_of

        for label, (line, _) in _labelled("error", lines_of(status.error)):
            yield label, line


def _labelled(label: str, items: list[Any]) -> Iterator[tuple[str, Any]]:
    for at, item in enumerate(items):
        yield label if not at else "", item


def _request_text(request: Request) -> str:
    text = f"{request.topic} {_asked(request.topic, _unpacked(request.data).get('payload'))}".rstrip()
    return f"{text} (sent {request.attempts} times)" if request.attempts else text


def _unpacked(data: bytes) -> dict[str, Any]:
    try:
        value = wire.unpack(data)
    except wire.WireError:
        return {}
    return value if isinstance(value, dict) else {}


# -- events


def summary(kind: str, data: dict[str, Any]) -> str:
    """An event's data in a line for people."""
    number = f"#{data['request']} " if "request" in data else ""
    match kind:
        case "start":
            text = " ".join(_short(part) for part in (data.get("args"), data.get("kwargs")) if part)
        case "request":
            text = f"{data.get('topic')} {_asked(str(data.get('topic')), data.get('payload'))}"
        case "outcome" | "late":
            text = _outcome(data.get("outcome"))
        case "message":
            text = f"{data.get('channel')}: {_short(data.get('value'))}"
        case "output":
            text = f"{data.get('stream')}: {str(data.get('text', '')).rstrip()}"
        case "end":
            text = _ended(data)
        case "cancel":
            text = str(data.get("reason") or "")
        case "reissue":
            text = f"asks #{data.get('was')} again"
        case "resume":
            text = f"continues from event {data.get('from')}"
        case "timer" | "withdraw":
            text = ""
        case _:
            text = _short(data)
    return (number + text).strip()


def _asked(topic: str, payload: Any) -> str:
    if topic == "http.request" and isinstance(payload, dict):
        return f"{payload.get('method')} {payload.get('url')}"
    if topic == "timer" and isinstance(payload, dict) and isinstance(payload.get("due"), wire.Timestamp):
        return f"until {time_text(payload['due'].us)}"
    if topic == CALLBACK:
        return ""
    return _short(payload)


def _outcome(outcome: Any) -> str:
    if not isinstance(outcome, dict):
        return _short(outcome)
    error = outcome.get("error")
    if isinstance(error, dict):
        return f"{error.get('type')}: {error.get('message')}"
    value = outcome.get("ok")
    if isinstance(value, dict) and "status" in value and "body" in value:
        return f"{value['status']} {value.get('reason', '')}, {len(value['body'] or b'')} bytes"
    if isinstance(value, dict) and "method" in value and "body" in value:
        return f"{value['method']}, {len(value['body'] or b'')} bytes"
    return _short(value)


def _ended(data: dict[str, Any]) -> str:
    error = data.get("error")
    if isinstance(error, dict):
        return f"{data.get('status')}: {error.get('type')}: {error.get('message')}"
    return f"{data.get('status')}: {_short(data.get('value'))}" + (f", exit {data['exit']}" if data.get("exit") else "")


def _short(value: Any) -> str:
    text = json_text(value)
    return text if len(text) <= WIDEST else f"{text[: WIDEST - 1]}…"

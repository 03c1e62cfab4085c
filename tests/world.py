"""The world outside, for tests: a real HTTP server on loopback that keeps a synced ledger of what it was asked.

    python tests/world.py --ledger FILE [--port N]        prints its port, serves until SIGTERM

Before it answers, a line goes to the ledger and to disk. The first request of an Idempotency-Key is *applied*; later
ones of that key are answered from memory, which is rebuilt from the ledger at a restart. A request without a key is
applied each time. The same key with another method, path or body is answered 409 and not applied.

What there is (bodies are JSON):
    POST /counter/NAME  {"by": 1}          {"value": n}; GET reads it
    POST /jobs  {"seconds": s, "polls": n, "notify": URL}
                                           201 {"id": …}: done after s seconds and n status requests; then POSTs
                                           {"job": id, "state": "done"} to the URL until that takes it
    GET /jobs/ID   DELETE /jobs/ID         {"id": …, "state": "running" | "done" | "cancelled", "polls": n}
    GET /jobs/ID/report                    text; 409 while it runs
    any other path                         {"path": …, "n": how many were applied there, "echo": the body}

How it may misbehave: a *behaviour* is a dictionary of
    delay: seconds      applied, then answered late
    status: n           answered so, not applied (with retry_after: seconds)
    body: any           what goes with that status
    hang: true          not applied, never answered
    close: "before"     not applied, connection closed
           "after"      applied, connection closed unanswered
           "middle"     applied, closed in the middle of the answer's body
It is given in the query (?delay=1, ?fail=3&status=503: the first three arrivals of a key), or as a script by
POST /_world/script {"path": …, "script": [behaviour, …], "per": "path" | "key", "always": false}: the n-th arrival
gets the n-th behaviour, and those after the end none or, with always, the last.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import json
import os
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

HANG_S = 3600.0
NOTIFY_PAUSE_S = 0.1


@dataclass(frozen=True)
class Line:
    """One line of the ledger. For kind "notice" (a job's callback), path is the job's id and status the answer."""

    n: int
    kind: str  # "request" | "notice"
    time_us: int
    method: str
    path: str
    query: str
    key: str | None
    digest: str  # of the body
    body: str
    applied: bool
    status: int  # answered, or 0: closed or hung
    in_flight: int  # requests being served when this one came, itself included


# -- the helper for tests


class World:
    """A world in an OS process of its own. `start` after `kill` or `stop` takes the same port and ledger."""

    def __init__(self, ledger: Path) -> None:
        self.ledger_path = ledger
        self.port = 0
        self._process: subprocess.Popen[str] | None = None
        self._scripts: dict[str, dict[str, Any]] = {}

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> World:
        command = [sys.executable, __file__, "--port", str(self.port), "--ledger", str(self.ledger_path)]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert self._process.stdout is not None
        self.port = int(self._process.stdout.readline())
        for script in self._scripts.values():
            self._post("/_world/script", script)
        return self

    def stop(self) -> None:
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """SIGKILL; until the next start connections are refused."""
        self._end(signal.SIGKILL)

    def pause(self) -> None:
        """SIGSTOP: connections are accepted, and nothing is answered, until `proceed`."""
        assert self._process is not None
        self._process.send_signal(signal.SIGSTOP)

    def proceed(self) -> None:
        assert self._process is not None
        self._process.send_signal(signal.SIGCONT)

    def script(self, path: str, *behaviours: Mapping[str, Any], per: str = "path", always: bool = False) -> None:
        """See the module. It stays over restarts; arrivals before it was set do not count."""
        script = {"path": path, "script": [dict(each) for each in behaviours], "per": per, "always": always}
        self._scripts[path] = script
        self._post("/_world/script", script)

    def ledger(self) -> list[Line]:
        """All requests, oldest first."""
        return [line for line in read_ledger(self.ledger_path) if line.kind == "request"]

    def notices(self) -> list[Line]:
        return [line for line in read_ledger(self.ledger_path) if line.kind == "notice"]

    def __enter__(self) -> World:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.kill()

    def _end(self, number: int) -> None:
        if self._process is not None:
            self._process.send_signal(number)
            self._process.wait(10)
            assert self._process.stdout is not None
            self._process.stdout.close()
            self._process = None

    def _post(self, path: str, content: Any) -> None:
        request = urllib.request.Request(self.url + path, json.dumps(content).encode(), method="POST")
        urllib.request.urlopen(request, timeout=10).close()


def read_ledger(path: Path) -> list[Line]:
    """Every whole line; one that was cut off by a crash was never answered and counts for nothing."""
    if not path.exists():
        return []
    names = {each.name for each in fields(Line)}
    found = [json.loads(text) for text in path.read_bytes().split(b"\n")[:-1]]
    return [Line(**{name: value for name, value in entry.items() if name in names}) for entry in found]


def contradictions(
    lines: Iterable[Line],
    *,
    asked: Iterable[str] | None = None,
    applied: Iterable[str] = (),
    recorded_us: Mapping[str, int] | None = None,
) -> list[str]:
    """What is wrong with a ledger ("Always checked", 2); empty if nothing.

    asked: ids of all requests in journals; no other key may appear. applied: ids that must have been applied.
    recorded_us: id -> time at which its outcome was recorded; it must not be asked after that.
    """
    wrong = []
    payloads: dict[str, tuple[str, str, str, str]] = {}
    times: Counter[str] = Counter()
    known = None if asked is None else set(asked)
    for line in lines:
        if line.key is None:
            wrong.append(f"line {line.n}: {line.method} {line.path} came without a key")
            continue
        payload = (line.method, line.path, line.query, line.digest)
        if payloads.setdefault(line.key, payload) != payload:
            wrong.append(f"line {line.n}: key {line.key} has two payloads, {payloads[line.key]} and {payload}")
        times[line.key] += line.applied
        if times[line.key] > 1:
            wrong.append(f"line {line.n}: key {line.key} was applied twice")
        if known is not None and line.key not in known:
            wrong.append(f"line {line.n}: key {line.key} is in no journal")
        if recorded_us is not None and line.time_us > recorded_us.get(line.key, line.time_us):
            wrong.append(f"line {line.n}: key {line.key} was asked again after its outcome was recorded")
    wrong += [f"key {key} was not applied" for key in applied if not times[key]]
    return wrong


# -- the server


@dataclass
class Job:
    id: str
    created_us: int
    seconds: float
    polls_wanted: int
    notify: str | None
    polls: int = 0
    cancelled: bool = False

    def state(self) -> str:
        if self.cancelled:
            return "cancelled"
        late = time.time_ns() // 1000 >= self.created_us + self.seconds * 1e6
        return "done" if late and self.polls >= self.polls_wanted else "running"

    def view(self) -> dict[str, Any]:
        return {"id": self.id, "state": self.state(), "polls": self.polls}


Answer = tuple[int, str]


class State:
    """All that the server knows. A pure function of the ledger's lines, in their order."""

    def __init__(self, path: Path) -> None:
        self.lock = threading.Lock()
        self.answers: dict[str, tuple[tuple[str, str, str, str], Answer]] = {}
        self.counters: Counter[str] = Counter()
        self.applied: Counter[str] = Counter()
        self.jobs: dict[str, Job] = {}
        self.scripts: dict[str, dict[str, Any]] = {}
        self.arrivals: Counter[tuple[str, str]] = Counter()
        self.key_arrivals: Counter[str] = Counter()
        self.in_flight = 0
        self.lines = 0
        lines = read_ledger(path)
        for line in lines:
            self.lines = line.n
            if line.kind == "request":
                self.key_arrivals[line.key or ""] += 1
            if line.applied:
                self.apply((line.method, line.path, line.query, line.digest), line.key, line.body, line.time_us)
        noticed = {line.path for line in lines if line.kind == "notice"}
        self.unnoticed = [job for job in self.jobs.values() if job.notify and job.id not in noticed]
        self.file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o644)
        size = os.fstat(self.file).st_size
        torn = size - (os.pread(self.file, size, 0).rfind(b"\n") + 1)
        os.ftruncate(self.file, size - torn)

    def write(self, **values: Any) -> None:
        """Append a line and sync it; the lock is held."""
        self.lines += 1
        line = Line(n=self.lines, time_us=time.time_ns() // 1000, **values)
        os.write(self.file, json.dumps(asdict(line)).encode() + b"\n")
        os.fsync(self.file)

    def behaviour(self, path: str, query: dict[str, str], key: str | None) -> dict[str, Any]:
        """How the arrival that is counted now is to be treated."""
        self.key_arrivals[key or ""] += 1
        script = self.scripts.get(path)
        if script is not None:
            counted = (path, key or "" if script.get("per") == "key" else "")
            n = self.arrivals[counted]
            self.arrivals[counted] += 1
            steps = script["script"]
            if n < len(steps):
                return dict(steps[n])
            return dict(steps[-1]) if script.get("always") and steps else {}
        if "fail" in query:
            failing = self.key_arrivals[key or ""] <= int(query["fail"])
            return {"status": int(query.get("status", 503))} if failing else {}
        numbers = {name: float(query[name]) for name in ("delay", "retry_after") if name in query}
        status = {"status": int(query["status"])} if "status" in query else {}
        others = {name: query[name] for name in ("hang", "close") if name in query}
        return {**numbers, **status, **others}

    def apply(self, payload: tuple[str, str, str, str], key: str | None, body: str, time_us: int) -> Answer:
        """payload is (method, path, query, digest of the body)."""
        answer = self.effect(payload[0], payload[1], body, time_us)
        if key is not None:
            self.answers[key] = (payload, answer)
        return answer

    def effect(self, method: str, path: str, body: str, time_us: int) -> Answer:
        self.applied[path] += 1
        try:
            content = json.loads(body) if body else None
        except ValueError:
            content = body
        given = content if isinstance(content, dict) else {}
        parts = path.strip("/").split("/")
        if parts[0] == "counter" and len(parts) == 2:
            if method != "GET":
                self.counters[parts[1]] += int(given.get("by", 1))
            return 200, json.dumps({"value": self.counters[parts[1]]})
        if parts == ["jobs"] and method == "POST":
            name = f"job-{len(self.jobs) + 1}"
            job = Job(name, time_us, float(given.get("seconds", 0)), int(given.get("polls", 0)), given.get("notify"))
            self.jobs[name] = job
            return 201, json.dumps({"id": name})
        if parts[0] == "jobs" and len(parts) in (2, 3):
            return self.job_effect(method, self.jobs.get(parts[1]), report=parts[2:] == ["report"])
        return 200, json.dumps({"path": path, "n": self.applied[path], "echo": content})

    def job_effect(self, method: str, job: Job | None, *, report: bool) -> Answer:
        if job is None:
            return 404, json.dumps({"error": "no such job"})
        if report:
            return (200, f"report of {job.id}") if job.state() == "done" else (409, json.dumps(job.view()))
        if method == "DELETE":
            job.cancelled = True
        elif method == "GET":
            job.polls += 1
        return 200, json.dumps(job.view())

    def notify_later(self, job: Job) -> None:
        threading.Thread(target=self.notify, args=(job,), daemon=True).start()

    def notify(self, job: Job) -> None:
        """Tell the job's URL that it is done, until somebody takes it or says that nobody will."""
        assert job.notify is not None
        while job.state() == "running":
            time.sleep(0.02)
        body = json.dumps({"job": job.id, "state": job.state()})
        while True:
            status = post(job.notify, body)
            if status is not None and status < 500:
                break
            time.sleep(NOTIFY_PAUSE_S)
        with self.lock:
            self.write(
                kind="notice",
                method="POST",
                path=job.id,
                query="",
                key=None,
                digest=digest_of(body.encode()),
                body=body,
                applied=False,
                status=status,
                in_flight=self.in_flight,
            )


def post(url: str, body: str) -> int | None:
    request = urllib.request.Request(url, body.encode(), {"Content-Type": "application/json"}, method="POST")
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        error.close()
        return error.code
    except OSError:
        return None


def digest_of(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()[:16]


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    state: State

    def answer_any(self) -> None:
        url = urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if url.path == "/_world/script":
            script = json.loads(body)
            with self.state.lock:
                self.state.scripts[script["path"]] = script
            self.reply(200, "{}")
            return
        state = self.state
        with state.lock:
            state.in_flight += 1
        try:
            how, answer, applied_now = self.record(url.path, url.query, body.decode("utf-8", "replace"), body)
            if how.get("hang"):
                self.hang()
            elif how.get("close") in ("before", "after"):
                self.close_connection = True
            else:
                time.sleep(float(how.get("delay", 0)))
                self.reply(*answer, half=how.get("close") == "middle", retry_after=how.get("retry_after"))
        finally:
            with state.lock:
                state.in_flight -= 1
        if applied_now and url.path == "/jobs" and self.command == "POST":
            job = state.jobs[json.loads(answer[1])["id"]]
            if job.notify:
                state.notify_later(job)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_HEAD = do_OPTIONS = answer_any

    def record(self, path: str, query: str, text: str, body: bytes) -> tuple[dict[str, Any], Answer, bool]:
        """Decide, apply, write the line; all before anything is answered."""
        state, key = self.state, self.headers.get("Idempotency-Key")
        payload = (self.command, path, query, digest_of(body))
        with state.lock:
            how = state.behaviour(path, dict(parse_qsl(query)), key)
            refused = "status" in how or how.get("hang") or how.get("close") == "before"
            known = state.answers.get(key) if key is not None else None
            applied = False
            if refused:
                answer = int(how.get("status", 0)), json.dumps(how.get("body", {"error": "as told"}))
            elif known is not None:
                same = known[0] == payload
                answer = known[1] if same else (409, json.dumps({"error": "this key came with another payload"}))
            else:
                applied = True
                answer = state.apply(payload, key, text, time.time_ns() // 1000)
            state.write(
                kind="request",
                method=self.command,
                path=path,
                query=query,
                key=key,
                digest=payload[3],
                body=text,
                applied=applied,
                status=answer[0] if how.get("close") != "after" else 0,
                in_flight=state.in_flight,
            )
        return how, answer, applied

    def reply(self, status: int, text: str, *, half: bool = False, retry_after: float | None = None) -> None:
        body = text.encode()
        kind = "application/json" if text[:1] in ("{", "[", '"') else "text/plain"
        later = f"Retry-After: {retry_after:g}\r\n" if retry_after is not None else ""
        head = f"HTTP/1.1 {status} -\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n{later}\r\n"
        sent = head.encode() + (b"" if self.command == "HEAD" else body)
        if half:
            sent = sent[: len(head) + len(body) // 2]
            self.close_connection = True
        self.wfile.write(sent)

    def hang(self) -> None:
        """Until the caller leaves."""
        self.connection.settimeout(HANG_S)
        with contextlib.suppress(OSError):
            self.connection.recv(1)
        self.close_connection = True

    def log_message(self, *_: object) -> None:
        pass


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 512

    def handle_error(self, *_: object) -> None:
        pass  # callers that leave early are what tests do


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--ledger", type=Path, required=True)
    options = parser.parse_args()
    Handler.state = State(options.ledger)
    server = Server(("127.0.0.1", options.port), Handler)
    signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
    for job in Handler.state.unnoticed:
        Handler.state.notify_later(job)
    print(server.server_address[1], flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()

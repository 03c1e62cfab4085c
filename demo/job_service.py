"""A batch job service that is flaky on purpose, for the demo. An OS process of its own, loopback only.

    python demo/job_service.py LOG        prints its port, serves until its standard input ends

    POST /jobs {"account", "notify"}   201 {"id"}: it works on the job, and then calls the notify URL until that
                                       answers 202
    GET /jobs/ID/report                200, the report as text
    DELETE /jobs/ID                    200, the job is given up

How it is flaky: the first two POSTs and the first report are answered 503 and change nothing. The third POST makes
the job, but its answer is held back until the caller hangs up: whoever asks must be able to bear not knowing. A job
is slow: it takes until "finish" comes on standard input.

As a careful service does, it remembers each request that it applied by its `Idempotency-Key`: the same key again
gets the same answer and changes nothing. Everything goes to LOG, one JSON object a line, synced to disk before it
is answered. Standard output repeats the lines for the demo's narration.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import threading
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

REFUSED_POSTS, REFUSED_REPORTS = 2, 1
HELD_S = 60.0
NOTIFY_PAUSE_S = 0.5
COST_CENTS = 1250

Answer = tuple[int, Any]


@dataclass
class Job:
    id: str
    account: str
    notify: str
    cancelled: bool = False


class Service:
    """The jobs, what was answered under which key, and the log."""

    def __init__(self, log_path: str) -> None:
        self.lock = threading.Lock()
        self.log = open(log_path, "a", encoding="utf-8")  # noqa: SIM115  open for the life of the service
        self.jobs: dict[str, Job] = {}
        self.answers: dict[str, tuple[str, Answer]] = {}  # key -> (digest of what was asked, answer)
        self.refusals = {"jobs": REFUSED_POSTS, "report": REFUSED_REPORTS}
        self.held = False
        self.finish = threading.Event()

    def write(self, **fields: Any) -> None:
        """One line, on disk when this returns. The caller holds the lock."""
        line = json.dumps({"time": datetime.now().isoformat(timespec="milliseconds"), **fields})
        self.log.write(line + "\n")
        self.log.flush()
        os.fsync(self.log.fileno())
        print(line, flush=True)

    def serve(self, method: str, path: str, key: str, body: bytes) -> tuple[Answer, bool]:
        """The answer, and whether it is to be held back."""
        digest = hashlib.sha256(f"{method} {path}\n".encode() + body).hexdigest()[:16]
        with self.lock:
            effect, answer, hold = self._decide(method, path, key, body, digest)
            asked = {"method": method, "path": path, "key": key, "digest": digest}
            self.write(kind="request", **asked, effect=effect, status=answer[0], held=hold)
        return answer, hold

    def _decide(self, method: str, path: str, key: str, body: bytes, digest: str) -> tuple[str, Answer, bool]:
        kind = "report" if path.endswith("/report") else "jobs"
        if key in self.answers:
            asked, answer = self.answers[key]
            return ("remembered", answer, False) if asked == digest else ("another payload", (409, {}), False)
        if method != "DELETE" and self.refusals[kind] > 0:
            self.refusals[kind] -= 1
            return "refused", (503, {"error": "busy, come again"}), False
        answer = self._apply(method, path, body)
        if method == "GET":
            return "read", answer, False
        self.answers[key] = digest, answer
        hold, self.held = not self.held, True
        return "applied", answer, hold

    def _apply(self, method: str, path: str, body: bytes) -> Answer:
        if method == "POST" and path == "/jobs":
            order = json.loads(body)
            job = Job(f"job-{len(self.jobs) + 1}", order["account"], order["notify"])
            self.jobs[job.id] = job
            threading.Thread(target=self.work, args=(job,), daemon=True).start()
            return 201, {"id": job.id}
        found = self.jobs.get(path.split("/")[2]) if path.startswith("/jobs/") else None
        if found is None:
            return 404, {"error": "no such job"}
        if method == "DELETE":
            found.cancelled = True
            return 200, {"id": found.id}
        return 200, f"Report of {found.id} for account {found.account}: 42 items, no complaints."

    def work(self, job: Job) -> None:
        """Do the job, then tell its owner, again and again until the news are taken."""
        self.finish.wait()
        news = json.dumps({"job": job.id, "cost": COST_CENTS}).encode()
        while not job.cancelled:
            status = post(job.notify, news)
            with self.lock:
                self.write(kind="callback", job=job.id, status=status)
            if status == 202:
                return
            time.sleep(NOTIFY_PAUSE_S)


def post(url: str, body: bytes) -> int | None:
    """The status of the answer; None if there was none."""
    request = urllib.request.Request(url, body, {"Content-Type": "application/json"}, method="POST")
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        error.close()
        return error.code
    except OSError:
        return None


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    service: Service

    def answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        key = self.headers.get("Idempotency-Key", "")
        (status, content), hold = self.service.serve(self.command, self.path, key, body)
        if hold:
            self.wait_for_hangup()
            return
        text = content if isinstance(content, str) else json.dumps(content)
        data = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", "text/plain" if isinstance(content, str) else "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    do_GET = do_POST = do_DELETE = answer

    def wait_for_hangup(self) -> None:
        self.close_connection = True
        self.connection.settimeout(HELD_S)
        try:
            while self.connection.recv(1024):
                pass
        except OSError:
            pass

    def log_message(self, *_: object) -> None:
        pass


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: object) -> None:
        pass  # a caller that was killed


def main() -> None:
    service = Handler.service = Service(sys.argv[1])
    server = Server(("127.0.0.1", 0), Handler)
    print(server.server_address[1], flush=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    for line in sys.stdin:
        if line.strip() == "finish":
            service.finish.set()


if __name__ == "__main__":
    main()

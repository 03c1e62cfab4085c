"""A real server in an OS process of its own, and plain HTTP calls to it."""

from __future__ import annotations

import http.client
import json
import os
import signal
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flowmetal.compiler import compile_file

COMMAND = Path(sys.executable).parent / "flowmetal-vm"
PATIENCE_S = 60


@dataclass
class Answered:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Server:
    """`flowmetal-vm serve` on the store in `directory`. After `kill` or `stop`, `start` takes the same port."""

    directory: Path
    url: str = ""
    token: str | None = None
    environment: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[str] | None = None
    options: tuple[str, ...] = ()
    said: str = ""

    @property
    def store(self) -> str:
        return str(self.directory / "store")

    def start(self) -> Server:
        listen = self.url.removeprefix("http://") or "127.0.0.1:0"
        self.process = subprocess.Popen(
            [COMMAND, "--store", self.store, "serve", "--json", "--listen", listen, *self.options],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ, **self.environment},
        )
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert line, self.process.communicate()[1]
        self.url = json.loads(line)["url"]
        return self

    def end(self, number: int) -> int:
        assert self.process is not None
        self.process.send_signal(number)
        self.said += self.process.communicate(timeout=PATIENCE_S)[1]
        status, self.process = self.process.returncode, None
        return status

    def kill(self) -> None:
        self.end(signal.SIGKILL)

    def stop(self) -> int:
        return self.end(signal.SIGTERM) if self.process is not None else 0

    def call(
        self, method: str, path: str, content: Any = None, *, body: bytes | None = None, token: str | None = None,
        timeout: float = PATIENCE_S, **headers: str,
    ) -> Answered:
        """content is sent as JSON; body as it is."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if content is not None:
            body = json.dumps(content).encode()
            sent.setdefault("Content-Type", "application/json")
        token = token or self.token
        if token is not None:
            sent.setdefault("Authorization", f"Bearer {token}")
        connection = http.client.HTTPConnection(self.url.removeprefix("http://"), timeout=timeout)
        try:
            connection.request(method, path, body, sent)
            answer = connection.getresponse()
            return Answered(answer.status, dict(answer.getheaders()), answer.read())
        finally:
            connection.close()

    def upload(self, text: str) -> str:
        """The hash of a program with that source."""
        data = compiled(self.directory, text)
        answered = self.call("POST", "/v1/programs", body=data, Content_Type="application/octet-stream")
        assert answered.status in (200, 201), answered.body
        return str(answered.json["program"])

    def begin(self, text: str, **arguments: Any) -> str:
        """The pid of a process of a program with that source."""
        answered = self.call("POST", "/v1/processes", {"program": self.upload(text), "arguments": arguments})
        assert answered.status == 201, answered.body
        return str(answered.json["pid"])

    def command(self, *words: str) -> str:
        done = subprocess.run(
            [COMMAND, "--store", self.store, *words], capture_output=True, text=True, timeout=PATIENCE_S, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()


def compiled(directory: Path, text: str) -> bytes:
    source = directory / "program.fm"
    source.write_text(text)
    found = compile_file(source)
    assert found.bundle is not None, found.diagnostics
    return found.bundle

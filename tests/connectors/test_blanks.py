"""Secrets: filled in where a request is sent, and nowhere else to be found."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest

from flowmetal.connectors.blanks import BadBlanks, Filled

KEY = 'sk-"Zq/7&é+long'  # with all that JSON, forms and base64 write in their own ways
FILE_KEY = "from-a-file-5521"
COMMAND = Path(sys.executable).parent / "flowmetal-vm"


class Echo:
    """A service that sends back all it gets, as headers and in the body; /away redirects to another port."""

    def __init__(self) -> None:
        self.seen: list[tuple[str, dict[str, str], bytes]] = []
        echo = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                echo.seen.append((self.path, {k: v for k, v in self.headers.items()}, body))
                target = self.path.partition("?to=")[2]
                self.send_response(307 if target else 200)
                if target:
                    self.send_header("Location", target)
                told = json.dumps([dict(self.headers.items()), body.decode("utf-8", "replace")]).encode() + body
                self.send_header("X-Told", self.headers.get("Authorization", ""))
                self.send_header("Content-Length", str(len(told)))
                self.end_headers()
                self.wfile.write(told)

            def log_message(self, *_: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def echo() -> Iterator[Echo]:
    made = Echo()
    yield made
    made.stop()


PROGRAM = '''
import http, log, json

def main(url, other):
    key = secret("API_KEY")
    both = "a " + key + " b " + secret("FILE_KEY")
    print(key, both, [key], {"key": key})
    log.info("using {key}", key=str(key))
    answers = [
        http.post(url, headers={"X-Key": both}).text,
        http.post(url, auth=key, json={"deep": [{"key": key}, both], "plain": "é"}).text,
        http.post(url, auth=("ada", key), data={"user": "ada", "key": key, "more": [1, both]}).text,
        http.post(url, data=both).text,
        http.post(url, headers={"Authorization": "Bearer " + key}).headers["x-told"],
        http.post(f"{url}/same?to={url}/here", auth=key, headers={"X-Key": key}).text,
        http.post(f"{url}/away?to={other}/there", auth=key, headers={"X-Key": key}).text,
    ]
    errors = []
    for ask in (
        lambda: http.post(f"{url}/away?to={other}/no", data=key),
        lambda: http.post("http://127.0.0.1:9/", auth=key),
        lambda: http.post(url, headers={"X Bad": key}),
        lambda: http.post(url, auth=secret("NOT_THERE")),
        lambda: http.post(url, data=[{"blank": [{"secret": "API_KEY"}], "as": "text"}]),
        lambda: http.post(url, json=[{"secret": "API_KEY"}], headers={"X": [{"secret": "API_KEY"}]}) and 1 / 0,
        lambda: f"{key}",
        lambda: json.dumps(key),
        lambda: secret("../etc/passwd"),
        lambda: perform("work", key),
    ):
        try:
            ask()
            errors.append("none")
        except Exception as error:
            errors.append(f"{type(error).__name__}: {error}")
    return {"answers": answers, "errors": errors, "key": str(key)}
'''


def test_a_secret_is_sent_and_is_nowhere_else(echo: Echo, tmp_path: Path) -> None:
    other = Echo()
    (tmp_path / "program.fm").write_text(PROGRAM)
    (tmp_path / "mounted").mkdir()
    (tmp_path / "mounted" / "FILE_KEY").write_text(FILE_KEY + "\n")
    environment = {
        **os.environ, "FLOWMETAL_SECRET_API_KEY": KEY, "FLOWMETAL_SECRETS": str(tmp_path / "mounted"),
        "FLOWMETAL_STORE": str(tmp_path / "store"), "XDG_CACHE_HOME": str(tmp_path / "cache"),
    }
    try:
        done = subprocess.run(
            [COMMAND, "run", "--json", "program.fm", f"url={echo.url}", f"other={other.url}"], cwd=tmp_path,
            env=environment, capture_output=True, timeout=60, check=False,
        )
    finally:
        other.stop()
    assert done.returncode == 0, done.stderr.decode()
    result = json.loads(done.stdout.splitlines()[-1])["value"]

    plain, as_json, as_form, as_text, told, same = echo.seen[:6]
    utf8 = KEY.encode().decode("latin-1")  # http.server reads headers so
    assert plain[1]["X-Key"] == f"a {utf8} b {FILE_KEY}"
    assert as_json[1]["Authorization"] == f"Bearer {utf8}"
    assert json.loads(as_json[2]) == {"deep": [{"key": KEY}, f"a {KEY} b {FILE_KEY}"], "plain": "é"}
    assert as_form[1]["Authorization"] == "Basic " + base64.b64encode(f"ada:{KEY}".encode()).decode()
    assert parse_qs(as_form[2].decode()) == {"user": ["ada"], "key": [KEY], "more": ["1", f"a {KEY} b {FILE_KEY}"]}
    assert as_text[2].decode() == f"a {KEY} b {FILE_KEY}"
    assert told[1]["Authorization"] == f"Bearer {utf8}" and result["answers"][4] == "Bearer <secret>"
    assert same[0].startswith("/same") and [path for path, _, _ in echo.seen].count("/here") == 1
    here = next(headers for path, headers, _ in echo.seen if path == "/here")
    assert here["X-Key"] == utf8 and here["Authorization"] == f"Bearer {utf8}"
    there = [headers for path, headers, _ in other.seen if path == "/there"]
    assert len(there) == 1 and "X-Key" not in there[0] and "Authorization" not in there[0]
    assert not any(path == "/no" for path, _, _ in other.seen)

    away, refused, bad_header, missing, from_outside, data, *in_language = result["errors"]
    assert away.endswith("redirects to another host, and the body holds a secret")
    assert refused.startswith("ConnectionError") and bad_header.startswith("InvalidRequest")
    assert missing.startswith("InvalidRequest: there is no secret NOT_THERE")
    assert from_outside == "InvalidRequest: 'body' is bytes or None, not list"
    assert data.startswith("ZeroDivisionError")
    assert echo.seen[-1][1]["X"] == "[{'secret': 'API_KEY'}]" and json.loads(echo.seen[-1][2]) == [{"secret": "API_KEY"}]
    assert in_language[0].startswith("TypeError: a secret cannot be put into a text")
    assert all(error.startswith(("TypeError", "ValueError")) for error in in_language), in_language
    assert result["key"] == "<secret API_KEY>" and any("<secret>" in answer for answer in result["answers"])

    login = base64.b64encode(f"ada:{KEY}".encode())
    forms = [
        KEY.encode(), json.dumps(KEY)[1:-1].encode(), json.dumps(KEY, ensure_ascii=False)[1:-1].encode(), login,
        base64.b64encode(KEY.encode()), FILE_KEY.encode(), b"Zq/7", b"Zq%2F7",
    ]
    files = [path for path in (tmp_path / "store").rglob("*") if path.is_file()]
    assert any(path.name == "data.mdb" for path in files)
    for content in (done.stdout, done.stderr, *(path.read_bytes() for path in files)):
        for form in forms:
            assert form not in content, form


def test_payloads_that_are_no_good_are_refused() -> None:
    def fill(**payload: Any) -> Any:
        return Filled(payload, {"A": "secret-a"}.__getitem__).payload

    for payload in (
        {"auth": "x"}, {"auth": [["a"], ["b"], ["c"]]}, {"auth": [["a:b"], ["c"]]}, {"auth": [[3]]}, {"auth": []},
        {"body": [3]}, {"body": [{"blank": ["x"]}]}, {"body": [{"blank": ["x"], "as": "html"}]},
        {"body": [{"blank": "x", "as": "text"}]}, {"headers": [["X", [{"secret": 3}]]]}, {"headers": [["X", [None]]]},
    ):
        with pytest.raises(BadBlanks):
            fill(**payload)
    assert fill(headers=[["X", "y"]], body=b"z") == {"headers": [["X", "y"]], "body": b"z"}
    assert fill(body=[b"<", {"blank": ["é", {"secret": "A"}], "as": "form"}, b">"])["body"] == b"<%C3%A9secret-a>"
    assert Filled("no dict", str).payload == "no dict"


def test_short_secrets_are_left_in_answers() -> None:
    """They would blot out half of what is not them."""
    filled = Filled({"headers": [["X", [{"secret": "A"}]]]}, {"A": "a"}.__getitem__)
    assert filled.blotted({"ok": {"body": b"banana"}}) == {"ok": {"body": b"banana"}}

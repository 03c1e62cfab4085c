"""Programs and processes over HTTP, against a real server."""

from __future__ import annotations

import http.client
import json
import threading
import time
from typing import Any

from flowmetal import wire
from tests.api.serving import Server, compiled

ASK = '''
def main(question, n=1):
    print(question)
    answer = receive("answer")
    print("thanks")
    return {"answer": answer, "n": n}
'''


def test_a_process_from_its_start_to_its_result(server: Server) -> None:
    program = server.upload(ASK)
    started = server.call("POST", "/v1/processes", {"program": program, "arguments": {"question": "Who?", "n": 2}})
    assert (started.status, started.json["status"], started.json["name"]) == (201, "ready", "program")
    pid = started.json["pid"]
    output = server.call("GET", f"/v1/processes/{pid}/output?wait=20s").json
    assert [line["text"] for line in output["output"]] == ["Who?\n"] and output["ended"] is False
    waiting = server.call("GET", f"/v1/processes/{pid}/result")
    assert (waiting.status, waiting.json["status"]) == (202, "waiting")
    sent = server.call("POST", f"/v1/processes/{pid}/messages/answer", {"value": {"by": "Ada", "é": [1.5, None]}})
    assert (sent.status, sent.json) == (202, {"status": "accepted"})
    done = server.call("GET", f"/v1/processes/{pid}/result?wait=20s")
    assert (done.status, done.json) == (200, {
        "pid": pid, "status": "done", "value": {"answer": {"by": "Ada", "é": [1.5, None]}, "n": 2}, "exit": 0,
        "error": None,
    })
    looked = server.call("GET", f"/v1/processes/{pid}").json
    assert looked["status"] == "done" and looked["value"]["n"] == 2
    last = output["output"][-1]["number"]
    more = server.call("GET", f"/v1/processes/{pid}/output?after={last}").json
    assert [line["text"] for line in more["output"]] == ["thanks\n"] and more["ended"] is True
    events = server.call("GET", f"/v1/processes/{pid}/journal").json
    assert [event["number"] for event in events["events"]] == list(range(1, len(events["events"]) + 1))
    assert events["events"][-1]["kind"] == "end" and events["more"] is False
    page = server.call("GET", f"/v1/processes/{pid}/journal?after=1&limit=1").json
    assert [event["number"] for event in page["events"]] == [2] and page["more"] is True
    late = server.call("POST", f"/v1/processes/{pid}/messages/answer", {"value": 1})
    assert (late.status, late.json) == (409, {"error": f"process {pid} has ended (done)"})


def test_the_same_key_starts_one_process(server: Server) -> None:
    program = server.upload(ASK)
    asked = {"program": program, "arguments": {"question": "?"}}
    answers: list[Any] = []
    threads = [
        threading.Thread(
            target=lambda: answers.append(server.call("POST", "/v1/processes", asked, Idempotency_Key="order-7"))
        )
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({answer.json["pid"] for answer in answers}) == 1
    again = server.call("POST", "/v1/processes", asked, Idempotency_Key="order-7")
    assert (again.status, again.json["pid"], again.json["key"]) == (200, answers[0].json["pid"], "order-7")
    other = server.call("POST", "/v1/processes", {"program": server.upload("x = 1")}, Idempotency_Key="order-7")
    assert other.status == 409
    assert len(server.call("GET", "/v1/processes").json["processes"]) == 1


def test_a_start_that_was_answered_survives_a_kill(server: Server) -> None:
    program = server.upload("def main(n):\n    sleep(50ms)\n    return n * 2\n")
    pids = []
    for n in range(20):
        pids.append(server.call("POST", "/v1/processes", {"program": program, "args": [n]}).json["pid"])
        if n % 7 == 6:
            server.kill()
            server.start()
    results = [server.call("GET", f"/v1/processes/{pid}/result?wait=30s").json["value"] for pid in pids]
    assert results == [n * 2 for n in range(20)]


def test_processes_are_listed_page_by_page(server: Server) -> None:
    program = server.upload("def main(n):\n    if n % 2:\n        receive('x')\n")
    pids = [server.call("POST", "/v1/processes", {"program": program, "args": [n]}).json["pid"] for n in range(7)]
    for pid in pids[::2]:
        server.call("GET", f"/v1/processes/{pid}/result?wait=20s")

    def listed(query: str) -> list[str]:
        found: list[str] = []
        cursor = ""
        while True:
            page = server.call("GET", f"/v1/processes?{query}{cursor}").json
            found += [process["pid"] for process in page["processes"]]
            if page["cursor"] is None:
                return found
            cursor = f"&cursor={page['cursor']}"

    assert listed("limit=3") == sorted(pids, reverse=True)
    assert listed("limit=2&order=oldest") == sorted(pids)
    assert listed("limit=2&status=done&order=oldest") == sorted(pids[::2])
    assert server.call("GET", "/v1/processes?status=lost").status == 400


def test_cancel_and_resume(server: Server) -> None:
    pid = server.begin("def main():\n    receive('never')\n")
    assert server.call("POST", f"/v1/processes/{pid}/cancel", {"reason": "enough"}).status == 202
    done = server.call("GET", f"/v1/processes/{pid}/result?wait=20s").json
    assert (done["status"], done["error"]["message"]) == ("cancelled", "enough")
    refused = server.call("POST", f"/v1/processes/{pid}/resume")
    assert refused.status == 409 and "has not failed" in refused.json["error"]
    pid = server.begin("def main():\n    n = receive('n')\n    sleep(1ms)\n    return 1 / n\n")
    server.call("POST", f"/v1/processes/{pid}/messages/n", {"value": 0})
    failed = server.call("GET", f"/v1/processes/{pid}/result?wait=20s").json
    assert (failed["status"], failed["error"]["type"]) == ("failed", "ZeroDivisionError")
    assert server.call("POST", f"/v1/processes/{pid}/resume").status == 202


def test_long_polls_are_answered_when_the_server_stops(server: Server) -> None:
    pid = server.begin("def main():\n    receive('never')\n")
    waiting = http.client.HTTPConnection(server.url.removeprefix("http://"), timeout=60)
    waiting.request("GET", f"/v1/processes/{pid}/result?wait=60s")
    assert server.call("GET", "/healthz").status == 200  # accepted after the one that waits
    begun = time.monotonic()
    assert server.stop() == 0
    assert time.monotonic() - begun < 20
    answer = waiting.getresponse()
    assert (answer.status, json.loads(answer.read())["status"]) in ((202, "ready"), (202, "waiting"))
    waiting.close()


def test_packed_data_keeps_its_types(server: Server) -> None:
    program = server.upload("def main(a, b):\n    return [a * 2, b, 2 ** 70]\n")
    body = wire.pack({"program": program, "arguments": {"a": wire.Duration(90_000_000), "b": b"\0\xff"}})
    kinds = {"Content_Type": "application/msgpack", "Accept": "application/msgpack"}
    pid = wire.unpack(server.call("POST", "/v1/processes", body=body, **kinds).body)["pid"]
    done = server.call("GET", f"/v1/processes/{pid}/result?wait=20s", Accept="application/msgpack")
    assert wire.unpack(done.body)["value"] == [wire.Duration(180_000_000), b"\0\xff", 2**70]
    assert server.call("GET", f"/v1/processes/{pid}/result").json["value"] == ["3m", {"base64": "AP8="}, 2**70]


def test_what_is_wrong_is_said_in_one_line(server: Server) -> None:
    program = server.upload("x = 1")
    data = compiled(server.directory, "y = 2")

    def error(status: int, method: str, path: str, content: Any = None, **more: Any) -> str:
        answered = server.call(method, path, content, **more)
        assert answered.status == status, (answered.status, answered.body)
        assert set(answered.json) == {"error"} and "\n" not in answered.json["error"]
        return str(answered.json["error"])

    assert error(400, "POST", "/v1/programs", body=b"junk", Content_Type="application/octet-stream").startswith(
        "not a program that can run here: "
    )
    error(400, "POST", "/v1/programs", body=data[:-3], Content_Type="application/octet-stream")
    error(415, "POST", "/v1/programs", body=data, Content_Type="text/plain")
    error(413, "POST", "/v1/programs", body=bytes(9 << 20), Content_Type="application/octet-stream")
    assert error(404, "POST", "/v1/processes", {"program": "0" * 64}).startswith("no program 000")
    assert error(400, "POST", "/v1/processes", {}) .startswith("'program' is missing")
    assert error(400, "POST", "/v1/processes", {"program": 3}) == "'program' is to be a text"
    assert error(400, "POST", "/v1/processes", {"program": program, "argument": {}}).startswith("unknown field 'argument'")
    assert error(400, "POST", "/v1/processes", {"program": program, "arguments": [1]}) == "'arguments' is to be an object"
    assert error(400, "POST", "/v1/processes", [1]) == "the body is to be a JSON object"
    assert error(400, "POST", "/v1/processes", body=b"{", Content_Type="application/json").startswith("the body is not JSON")
    assert error(400, "POST", "/v1/processes", body=b'{"program": NaN}', Content_Type="application/json")
    assert error(400, "POST", "/v1/processes", body=b"[" * 100_000, Content_Type="application/json")
    assert error(400, "POST", "/v1/processes", body=b"\xc1", Content_Type="application/msgpack")
    assert error(415, "POST", "/v1/processes", body=b"{}", Content_Type="text/plain").startswith("the body is to be application/json")
    assert error(400, "POST", "/v1/processes", {"program": program}, Idempotency_Key="a b").startswith("an Idempotency-Key is")
    assert error(404, "GET", "/v1/processes/nobody") == "no process nobody in this store"
    for path in ("result", "journal", "output"):
        error(404, "GET", f"/v1/processes/nobody/{path}")
    for path in ("cancel", "resume"):
        error(404, "POST", f"/v1/processes/nobody/{path}")
    error(404, "GET", f"/v1/processes/{'x' * 500}")
    error(404, "GET", "/v1/processes/a%00b")
    error(404, "GET", "/v1/processes/a%2Fb")
    assert error(400, "GET", "/v1/processes?wait=1s").startswith("unknown parameter 'wait'")
    assert error(400, "GET", "/v1/processes/x/result?wait=soon") == "'wait' is to be a duration such as 30s"
    assert error(400, "GET", "/v1/processes?limit=0") == "'limit' is at least 1"
    assert error(400, "GET", "/v1/processes?limit=1&limit=2") == "parameter 'limit' is given twice"
    assert error(404, "GET", "/v1/nothing").startswith("nothing is served here")
    assert error(405, "DELETE", "/v1/processes") == "only POST, GET here"

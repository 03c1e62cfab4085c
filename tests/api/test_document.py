"""The OpenAPI document says what the server does."""

from __future__ import annotations

import re

from flowmetal.api.metrics import Metrics
from flowmetal.api.table import routes
from tests.api.serving import Server

TABLE = routes(Metrics())


def test_the_document_has_every_route(server: Server) -> None:
    answered = server.call("GET", "/openapi.json")
    document = answered.json
    assert document["openapi"] == "3.1.0" and answered.headers["Content-Type"].startswith("application/json")
    shown = {(method.upper(), path) for path, item in document["paths"].items() for method in item}
    assert shown == {(route.method, route.path) for route in TABLE}
    names = [operation["operationId"] for item in document["paths"].values() for operation in item.values()]
    assert len(set(names)) == len(names) == len(TABLE)
    for path, item in document["paths"].items():
        for operation in item.values():
            named = {each["name"] for each in operation.get("parameters", ()) if each["in"] == "path"}
            assert named == set(re.findall(r"\{(\w+)\}", path))


def test_answers_are_as_the_document_says(server: Server) -> None:
    document = server.call("GET", "/openapi.json").json
    pid = server.begin("def main():\n    print(1)\n    return 2\n")
    server.call("GET", f"/v1/processes/{pid}/result?wait=20s")
    paths = {
        "/v1/processes": "/v1/processes", "/v1/processes/{pid}": f"/v1/processes/{pid}",
        "/v1/processes/{pid}/result": f"/v1/processes/{pid}/result",
        "/v1/processes/{pid}/journal": f"/v1/processes/{pid}/journal",
        "/v1/processes/{pid}/output": f"/v1/processes/{pid}/output", "/healthz": "/healthz",
    }
    for path, asked in paths.items():
        schema = document["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        assert set(server.call("GET", asked).json) == set(schema["required"]), path


def test_metrics(server: Server) -> None:
    server.begin("def main():\n    receive('x')\n")
    answered = server.call("GET", "/metrics")
    assert answered.headers["Content-Type"] == "text/plain; version=0.0.4"
    lines = answered.body.decode().splitlines()
    assert any(re.fullmatch(r'flowmetal_processes\{status="(ready|waiting)"\} 1', line) for line in lines)
    assert 'flowmetal_api_answers_total{operation="startProcess",code="201"} 1' in lines
    for line in lines:
        assert line.startswith("# ") or re.fullmatch(r'[a-z_]+(\{[a-z]+="[^"]*"(,[a-z]+="[^"]*")*\})? [0-9.]+', line), line

"""The OpenAPI 3.1 document, made from the table of routes."""

from __future__ import annotations

from typing import Any

from flowmetal.api.fields import Field, Schema, object_schema
from flowmetal.api.routes import SCOPES, Route, reason

JSON, MSGPACK = "application/json", "application/msgpack"
_PROBLEM = {"$ref": "#/components/responses/Problem"}
_ABOUT = """Start, watch and steer durable processes, and do the work that they ask for.

Bodies are JSON; with the content type application/msgpack they are packed plain data, in which durations, times, bytes
and large integers keep their types. In JSON a duration is a text such as 1h30m, a time ISO 8601, and bytes are
{"base64": text}. Every error is {"error": one line}. While a store has no tokens, only programs on the same machine are
served. Scopes of tokens: """


def document(table: tuple[Route, ...]) -> dict[str, Any]:
    paths: dict[str, dict[str, Any]] = {}
    for route in table:
        paths.setdefault(route.path, {})[route.method.lower()] = _operation(route)
    about = " ".join(_ABOUT.split()) + " " + "; ".join(f"{name}: {text}" for name, text in SCOPES.items()) + "."
    return {
        "openapi": "3.1.0",
        "info": {"title": "Flowmetal", "version": _version(), "description": about, "license": {"name": "MIT"}},
        "paths": paths,
        "components": {
            "schemas": {
                "Problem": {
                    "type": "object", "properties": {"error": {"type": "string"}}, "required": ["error"],
                    "additionalProperties": False,
                },
            },
            "responses": {
                "Problem": {
                    "description": "It was not done; the one line says why.",
                    "content": {JSON: {"schema": {"$ref": "#/components/schemas/Problem"}}},
                },
            },
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


def _operation(route: Route) -> dict[str, Any]:
    shown: dict[str, Any] = {"operationId": route.name, "summary": route.about, "responses": _responses(route)}
    parameters = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string", "minLength": 1}}
        for name in route.parameters
    ]
    parameters += [_query_parameter(field) for field in route.query]
    if route.takes_key:
        parameters.append({
            "name": "Idempotency-Key", "in": "header", "required": False,
            "description": "whoever comes again with it gets the process that was started first",
            "schema": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$"},
        })
    if parameters:
        shown["parameters"] = parameters
    if route.raw_body is not None:
        schema: Schema = {"type": "string", "format": "binary"}
        shown["requestBody"] = {"required": True, "content": {route.raw_body: {"schema": schema}}}
    elif route.body:
        schema = object_schema(route.body)
        shown["requestBody"] = {
            "required": any(field.required for field in route.body), "content": {JSON: {"schema": schema}},
        }
    shown["security"] = [] if route.scope is None else [{"token": []}]
    if route.scope is not None:
        shown["x-scope"] = route.scope
    return shown


def _query_parameter(field: Field) -> dict[str, Any]:
    schema = field.schema()
    about = schema.pop("description")
    shown: dict[str, Any] = {"name": field.name, "in": "query", "description": about, "schema": schema}
    if schema.get("type") == "array":
        shown |= {"style": "form", "explode": False}
    return shown


def _responses(route: Route) -> dict[str, Any]:
    shown: dict[str, Any] = {}
    for status, schema in route.answers.items():
        kind = schema.get("x-content-type", JSON)
        shown[str(status)] = {"description": reason(status), "content": {kind: {"schema": schema}}}
    statuses = {400, 405, 500, 503, *route.problems}
    if route.scope is not None:
        statuses |= {401, 403}
    if route.body or route.raw_body is not None:
        statuses |= {408, 413, 415}
    return shown | {str(status): _PROBLEM for status in sorted(statuses)}


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("flowmetal")
    except PackageNotFoundError:  # run from a source tree
        return "0"

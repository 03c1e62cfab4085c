"""All calls of the API, in one table: routing, authorisation, the document and a test of the tokens read it."""

from __future__ import annotations

from functools import cache

from flowmetal.api import processes, work
from flowmetal.api.metrics import Metrics
from flowmetal.api.openapi import document
from flowmetal.api.routes import READ, Answer, Call, Route


def _health(call: Call) -> Answer:
    call.store.setting("url")  # it can be read
    return Answer(200, {"status": "ok"})


def routes(metrics: Metrics) -> tuple[Route, ...]:
    """The table; `metrics` answers for /metrics."""

    @cache
    def described() -> Answer:
        return Answer(200, document(table))

    table = (
        *processes.ROUTES,
        *work.ROUTES,
        Route(
            "GET", "/healthz", "getHealth", "Whether the server answers and its store can be read.", None, _health,
            {200: processes.shape(status={"type": "string"})},
        ),
        Route(
            "GET", "/metrics", "getMetrics", "Figures for Prometheus.", READ, metrics.answer,
            {200: {"type": "string", "x-content-type": "text/plain"}},
        ),
        Route(
            "GET", "/openapi.json", "getDocument", "This document.", None, lambda call: described(),
            {200: {"type": "object"}},
        ),
    )
    return table

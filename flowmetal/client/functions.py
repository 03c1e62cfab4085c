"""Functions by topic: from a packed request to a packed outcome.

A request's payload is a dict of arguments by name, as `@foreign` sends it; any other payload, of a plain `perform`, is
the one argument. Durations and times are `timedelta` and `datetime` here. What a function returns must be plain data
(see `flowmetal.wire`); what it raises becomes an error with the class's name, the text, and the attribute `details` of
the exception if that is a dict of plain data.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any

from flowmetal import wire
from flowmetal.slotted import slotted

if TYPE_CHECKING:
    import asyncio


_PLAIN = frozenset((type(None), bool, int, float, str, bytes))


@slotted
class Function:
    """One function. inline: it is so quick that an interpreter in its OS process calls it in its own thread."""

    topic: str
    call: Callable[..., Any]
    is_async: bool
    inline: bool


class Functions:
    """The functions that one OS process serves. Calls may come from any thread."""

    def __init__(self) -> None:
        self._by_topic: dict[str, Function] = {}
        self._loop: asyncio.AbstractEventLoop | None = None
        self._guard = threading.Lock()

    def add(self, topic: str, call: Callable[..., Any], *, inline: bool = False) -> None:
        """Raises ValueError for a topic that has a function, TypeError for what cannot be one."""
        if not isinstance(topic, str) or not topic:
            raise TypeError(f"a topic is a text such as 'billing.charge', not {topic!r:.80}")
        if not callable(call):
            raise TypeError(f"the function of topic {topic!r} cannot be called: {call!r:.80}")
        if topic in self._by_topic:
            raise ValueError(f"topic {topic!r} has a function already")
        import inspect

        is_async = inspect.iscoroutinefunction(call)
        if inline and is_async:
            raise TypeError(f"the function of topic {topic!r} is 'async': it waits, so it cannot run inline")
        self._by_topic[topic] = Function(topic, call, is_async, inline)

    @property
    def topics(self) -> tuple[str, ...]:
        return tuple(self._by_topic)

    @property
    def inline_topics(self) -> frozenset[str]:
        return frozenset(topic for topic, function in self._by_topic.items() if function.inline)

    def answer(self, topic: str, data: bytes) -> bytes:
        """The packed outcome of a request of that topic; data is packed {"payload": …, "options": …}."""
        function = self._by_topic[topic]
        try:
            payload = wire.unpack_python(data)["payload"]
        except (wire.WireError, KeyError, TypeError) as error:
            return failure("InvalidRequest", f"the request cannot be read: {error}")
        try:
            value = function.call(**payload) if type(payload) is dict else function.call(payload)
            if function.is_async:
                value = self._waited(value)
        except (Exception, SystemExit) as error:
            return failure(type(error).__name__, str(error), getattr(error, "details", None))
        try:
            return wire.pack({"ok": value}) if type(value) in _PLAIN else wire.pack_python({"ok": value})
        except wire.WireError as error:
            return failure("TypeError", f"what the function of topic {topic!r} returned cannot be sent: {error}")

    def _waited(self, coroutine: Coroutine[Any, Any, Any]) -> Any:
        """The coroutine's result: all of them run in one event loop, which lives as long as the OS process."""
        import asyncio

        with self._guard:
            if self._loop is None:
                self._loop = asyncio.new_event_loop()
                threading.Thread(target=self._loop.run_forever, name="flowmetal-async", daemon=True).start()
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result()


def failure(kind: str, message: str, details: Any = None) -> bytes:
    """A packed outcome that is an error."""
    text = message.encode("utf-8", "replace").decode()
    if type(details) is dict:
        try:
            return wire.pack_python({"error": {"type": kind, "message": text, "details": details}})
        except wire.WireError:
            pass
    return wire.pack({"error": {"type": kind, "message": text, "details": {}}})

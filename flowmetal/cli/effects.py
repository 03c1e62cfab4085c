"""Showing what `flowmetalc --effects` found, for people and as plain data for JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from flowmetal.bytecode.effects import Effects, FunctionEffects

_HTTP = "http.request"
_WORDS = {"timer": "a timer", "message": "a message", "task": "a task"}


def text_of(effects: Effects) -> str:
    """Function by function, file by file; then what the whole program can ask."""
    lines: list[str] = []
    file = None
    for function in effects.functions:
        if function.file != file:
            file = function.file
            lines.append(file)
        lines.append(f"  {_name(function)}: {_waits(function)}")
        lines += [f"      {note}" for note in _notes(function)]
    return "\n".join([*lines, "", *_capabilities(effects)])


def _name(function: FunctionEffects) -> str:
    return "top level" if function.name == "<module>" else f"{function.name}, line {function.line}"


def _waits(function: FunctionEffects) -> str:
    if not function.waits:
        if function.anything:
            return "may wait for anything"
        return "waits for nothing of its own" if function.calls_given else "never waits"
    words = [_WORDS.get(wait, wait) for wait in sorted(function.waits, key=lambda wait: (wait not in _WORDS, wait))]
    if _HTTP in function.waits:
        hosts = [*function.hosts, *(["any host"] if function.other_hosts else [])]
        words[words.index(_HTTP)] += f" ({', '.join(hosts)})" if hosts else ""
    return f"may wait for {', '.join(words)}{', and for anything else' * function.anything}"


def _notes(function: FunctionEffects) -> list[str]:
    notes = []
    if function.calls_given:
        notes.append(f"and for whatever it is given as {_listed(function.calls_given)}")
    if function.unknown:
        lines = ", ".join(map(str, function.unknown))
        notes.append(f"calls something unknown on line{'s' * (len(function.unknown) > 1)} {lines}")
    if function.starts:
        notes.append(f"starts as tasks: {', '.join(function.starts)}")
    return notes


def _listed(names: tuple[str, ...]) -> str:
    return " and ".join(f"'{name}'" for name in names)


def _capabilities(effects: Effects) -> list[str]:
    topics = [*effects.topics, *(["others, which only show when it runs"] if effects.other_topics else [])]
    lines = [f"The program can ask: {', '.join(topics) or 'nothing'}"]
    if effects.hosts or effects.other_hosts:
        hosts = [*effects.hosts, *(["others, which only show when it runs"] if effects.other_hosts else [])]
        lines.append(f"HTTP hosts: {', '.join(hosts)}")
    own = [word for word, does in (("timers", effects.timers), ("messages to it", effects.messages)) if does]
    if own:
        lines.append(f"It also waits for {' and '.join(own)}")
    return lines


def as_plain_data(effects: Effects) -> dict[str, Any]:
    return {
        "functions": [
            {
                "module": function.module, "file": function.file, "function": function.name, "line": function.line,
                "waits": list(function.waits), "hosts": list(function.hosts), "other_hosts": function.other_hosts,
                "calls_given": list(function.calls_given), "anything": function.anything,
                "unknown": list(function.unknown), "starts": list(function.starts),
            }
            for function in effects.functions
        ],
        "capabilities": {
            "topics": list(effects.topics), "other_topics": effects.other_topics, "hosts": list(effects.hosts),
            "other_hosts": effects.other_hosts, "timers": effects.timers, "messages": effects.messages,
        },
    }

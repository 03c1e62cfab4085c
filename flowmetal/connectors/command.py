"""Topic "shell.run": a payload in, one command of the operating system, an outcome out. Off unless it is enabled.

Payload (what is missing has the default shown):
    {"argv": [str, …], "input": bytes | None = None, "env": {name: str, or None to leave it out} = {},
     "cwd": str | None = None, "timeout": Duration | None = None, "max_bytes": int = 16 MiB (of both outputs together)}
Outcome:
    {"ok": {"status": exit status, below zero the signal that ended it, "stdout": bytes, "stderr": bytes}}
    {"error": {"type": …, "message": str, "details": {"stdout": bytes, "stderr": bytes} if it was cut short}} with type
        InvalidRequest   the payload makes no sense          CannotRun   no such program, directory, permission
        Timeout          the time was up                     TooLarge    it printed more than max_bytes
        Uncertain        at-most-once: the connector ended before the command did

A command runs in a process group of its own, which ends with it: by SIGTERM and then SIGKILL at the time limit, at the
size limit and when nobody wants its outcome any more; by SIGKILL for what the command itself has left running. When the
connector is killed, so is the command (where `setpriv` of util-linux is there), though not what it had started itself.
No shell reads the arguments. The environment is the connector's, without its FLOWMETAL_… variables.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import sys
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from flowmetal.connectors.dispatch import Job, Outcome, failure
from flowmetal.wire import Duration

MAX_BYTES, MAX_BYTES_MOST = 16 << 20, 1 << 30
TERM_GRACE_S = 1.0  # from SIGTERM to SIGKILL
LEFT_OPEN_S = 0.2  # after the command's end, for what is still in its pipes
LOOK_S = 0.05
PIECE = 1 << 16


class InvalidCommand(Exception):
    """The payload makes no sense; the text says why."""


class _TooLarge(Exception):
    pass


@dataclass(frozen=True, slots=True)
class Command:
    """A payload that has been read and found good."""

    argv: tuple[str, ...]
    input: bytes | None
    env: dict[str, str | None]
    cwd: str | None
    timeout_s: float | None
    max_bytes: int


def lane(_: Any) -> str:
    return ""


async def perform(job: Job) -> Outcome:
    """The job's outcome. Cancelling it ends the command."""
    try:
        command = read_payload(job.payload)
    except InvalidCommand as error:
        return failure("InvalidRequest", str(error))
    name = command.argv[0]
    try:
        process = await _start(command)
    except (OSError, ValueError) as error:
        return failure("CannotRun", f"{name}: {getattr(error, 'strerror', None) or error}")
    out, err = bytearray(), bytearray()
    try:
        async with asyncio.timeout(command.timeout_s):
            await _finish(process, command, out, err)
    except TimeoutError:
        return _ended("Timeout", f"{name}: not done within {command.timeout_s:g} s", out, err)
    except _TooLarge:
        return _ended("TooLarge", f"{name}: it printed more than {command.max_bytes} bytes", out, err)
    finally:
        await asyncio.shield(_end_group(process))
    assert process.returncode is not None
    return {"ok": {"status": process.returncode, "stdout": bytes(out), "stderr": bytes(err)}}


def read_payload(payload: Any) -> Command:
    """Check a payload, whatever it is. Raises InvalidCommand."""
    if not isinstance(payload, dict):
        raise InvalidCommand("the payload is a dictionary")
    argv, given, env = payload.get("argv"), payload.get("input"), payload.get("env") or {}
    if not (isinstance(argv, list) and argv and all(_is_text(each) for each in argv) and argv[0]):
        raise InvalidCommand("'argv' is a list of texts without NUL, the program first")
    if given is not None and not isinstance(given, bytes):
        raise InvalidCommand("'input' is bytes or None")
    if not isinstance(env, dict) or not all(
        _is_text(key) and key and "=" not in key and (value is None or _is_text(value)) for key, value in env.items()
    ):
        raise InvalidCommand("'env' has names and texts, or None")
    cwd, limit, most = payload.get("cwd"), payload.get("timeout"), payload.get("max_bytes", MAX_BYTES)
    if cwd is not None and not (_is_text(cwd) and cwd):
        raise InvalidCommand("'cwd' is a directory's name or None")
    if limit is not None and (not isinstance(limit, Duration) or limit.us <= 0):
        raise InvalidCommand("'timeout' is a duration above zero or None")
    if not isinstance(most, int) or isinstance(most, bool) or most < 0:
        raise InvalidCommand("'max_bytes' is a number of bytes")
    timeout_s = None if limit is None else min(limit.us / 1e6, 1e9)
    return Command(tuple(argv), given, env, cwd, timeout_s, min(most, MAX_BYTES_MOST))


def _is_text(value: Any) -> bool:
    if not isinstance(value, str) or "\0" in value:
        return False
    try:
        os.fsencode(value)
    except UnicodeError:
        return False
    return True


async def _start(command: Command) -> asyncio.subprocess.Process:
    """Raises OSError."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("FLOWMETAL_")}
    for name, value in command.env.items():
        if value is None:
            environment.pop(name, None)
        else:
            environment[name] = value
    if command.cwd is not None and not os.path.isdir(command.cwd):
        raise NotADirectoryError(f"{command.cwd} is no directory")
    return await asyncio.create_subprocess_exec(
        *_dying_with_us(command, environment),
        stdin=asyncio.subprocess.DEVNULL if command.input is None else asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env=environment,
        cwd=command.cwd,
        start_new_session=True,
    )


def _dying_with_us(command: Command, environment: dict[str, str]) -> tuple[str, ...]:
    """The arguments, behind those of a program that sees to it that the command dies with this OS process."""
    setpriv = shutil.which("setpriv") if sys.platform == "linux" else None
    if setpriv is None:
        return command.argv
    program = command.argv[0]
    if os.sep in program:
        found = os.path.join(command.cwd or "", program)
        if not os.path.exists(found):
            raise FileNotFoundError("no such program")
        if os.path.isdir(found) or not os.access(found, os.X_OK):
            raise PermissionError("it cannot be executed")
    elif shutil.which(program, path=environment.get("PATH", os.defpath)) is None:
        raise FileNotFoundError("no such program")
    return (setpriv, "--pdeathsig", "KILL", "--", *command.argv)


async def _finish(process: asyncio.subprocess.Process, command: Command, out: bytearray, err: bytearray) -> None:
    """Feed it, read it, wait for its end. Raises _TooLarge."""
    assert process.stdout is not None and process.stderr is not None
    async with _Group() as group:
        group.add(_feed(process, command.input))
        readers = [
            group.add(_read(process.stdout, out, command, out, err)),
            group.add(_read(process.stderr, err, command, out, err)),
        ]
        ended = group.add(_exit(process))
        open_still: set[asyncio.Task[Any]] = {ended, *readers}
        while not ended.done():
            done, open_still = await asyncio.wait(open_still, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
        if open_still:
            await asyncio.wait(open_still, timeout=LEFT_OPEN_S)
            _signal(process, signal.SIGKILL)  # what it left running holds its pipes
            await asyncio.wait(open_still, timeout=LEFT_OPEN_S)
        for reader in readers:
            if reader.done():
                reader.result()


async def _exit(process: asyncio.subprocess.Process) -> None:
    """Wait for its end. `wait` of some Pythons waits for the end of its pipes, too, which others may hold."""
    waiting = asyncio.ensure_future(process.wait())
    try:
        while process.returncode is None:
            await asyncio.wait((waiting,), timeout=LOOK_S)
    finally:
        waiting.cancel()


class _Group:
    """Tasks that end together with a block."""

    def __init__(self) -> None:
        self._tasks: list[asyncio.Task[Any]] = []

    def add(self, work: Any) -> asyncio.Task[Any]:
        task: asyncio.Task[Any] = asyncio.ensure_future(work)
        self._tasks.append(task)
        return task

    async def __aenter__(self) -> _Group:
        return self

    async def __aexit__(self, *_: object) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)


async def _feed(process: asyncio.subprocess.Process, data: bytes | None) -> None:
    if process.stdin is None or data is None:
        return
    with suppress(BrokenPipeError, ConnectionResetError):  # it does not read all of it: its own affair
        process.stdin.write(data)
        await process.stdin.drain()
    with suppress(BrokenPipeError, ConnectionResetError):
        process.stdin.close()
        await process.stdin.wait_closed()


async def _read(
    stream: asyncio.StreamReader, into: bytearray, command: Command, out: bytearray, err: bytearray
) -> None:
    while piece := await stream.read(PIECE):
        room = command.max_bytes - len(out) - len(err)
        into += piece[:room]
        if len(piece) > room:
            raise _TooLarge


async def _end_group(process: asyncio.subprocess.Process) -> None:
    """Nothing of the command's process group is left when this returns."""
    if process.returncode is None:
        _signal(process, signal.SIGTERM)
        with suppress(TimeoutError):
            await asyncio.wait_for(_exit(process), TERM_GRACE_S)
    _signal(process, signal.SIGKILL)
    await _exit(process)
    pipes: Any = process
    pipes._transport.close()  # somebody else may hold their other ends; asyncio has no public way


def _signal(process: asyncio.subprocess.Process, number: signal.Signals) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, number)


def _ended(kind: str, message: str, out: bytearray, err: bytearray) -> Outcome:
    return {"error": {"type": kind, "message": message, "details": {"stdout": bytes(out), "stderr": bytes(err)}}}

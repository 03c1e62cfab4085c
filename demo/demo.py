"""`make demo`: examples/order.fm survives two kill -9 and a move to another place, against a real, flaky job service.

Nothing here sleeps for luck: each step waits until the service's log or the store says that its moment has come.
Exit status 0 only if everything that is claimed held; the last section checks it against the service's own log.
"""

from __future__ import annotations

import json
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

HERE = Path(__file__).resolve().parent
PROGRAM = HERE.parent / "examples" / "order.fm"
VM = Path(sys.executable).parent / "flowmetal-vm"
PATIENCE_S = 50.0  # for any one thing to happen
POLL_S = 0.05
ACCOUNT = "a-17"
EXPECTED = {"job": "job-1", "cost": 1250, "report": "Report of job-1 for account a-17: 42 items, no complaints."}

Line = dict[str, Any]


class Failed(Exception):
    """The demo did not go as claimed."""


# -- telling


BOLD, DIM, RED, PLAIN = ("\033[1m", "\033[2m", "\033[31m", "\033[0m") if sys.stdout.isatty() else ("", "", "", "")


def section(title: str) -> None:
    print(f"\n{BOLD}── {title} {'─' * max(0, 92 - len(title))}{PLAIN}", flush=True)


def say(text: str) -> None:
    print(text, flush=True)


def show_command(*parts: object) -> None:
    print(f"{DIM}$ {' '.join(part if part == '&' else shlex.quote(str(part)) for part in parts)}{PLAIN}", flush=True)


# -- OS processes


class Children:
    """The OS processes that the demo started; none of them outlives it, however it ends."""

    def __init__(self) -> None:
        self._started: list[subprocess.Popen[str]] = []

    def start(self, *command: object, **options: Any) -> subprocess.Popen[str]:
        child = subprocess.Popen([str(part) for part in command], text=True, **options)
        self._started.append(child)
        return child

    def __enter__(self) -> Children:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        for child in self._started:
            if child.poll() is None:
                child.kill()
            child.wait()


class Service:
    """The job service, and what it has logged so far."""

    def __init__(self, children: Children, log: Path) -> None:
        self.log = log
        self._child = children.start(
            sys.executable, HERE / "job_service.py", log, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        assert self._child.stdout is not None
        self.url = f"http://127.0.0.1:{int(self._child.stdout.readline())}"
        self._lines: list[Line] = []
        self._told = 0
        self._news = threading.Condition()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self._child.stdout is not None
        for text in self._child.stdout:
            with self._news:
                self._lines.append(json.loads(text))
                self._news.notify_all()

    def tell_until(
        self, what: str, wanted: Callable[[Line], bool], *, quiet: Callable[[Line], bool] = lambda _: False
    ) -> Line:
        """Tell each new line of the log, until a wanted one, which is given back. Raises Failed if it does not come."""
        deadline = time.monotonic() + PATIENCE_S
        while True:
            with self._news:
                if not self._news.wait_for(lambda: len(self._lines) > self._told, deadline - time.monotonic()):
                    raise Failed(f"the job service saw no {what} within {PATIENCE_S:g} s")
                line = self._lines[self._told]
                self._told += 1
            if not quiet(line):
                say(f"  service: {described(line)}")
            if wanted(line):
                return line

    def finish_job(self) -> None:
        assert self._child.stdin is not None
        self._child.stdin.write("finish\n")
        self._child.stdin.flush()

    def read_log(self) -> list[Line]:
        return [json.loads(text) for text in self.log.read_text().splitlines()]


def described(line: Line) -> str:
    if line["kind"] == "callback":
        answer = "nobody answers, try again later" if line["status"] is None else f"answered {line['status']}"
        return f"{line['job']} is done; calling its notify URL: {answer}"
    effect = {
        "refused": "busy: 503",
        "applied": "job made" + (", answer held back" if line["held"] else ""),
        "remembered": f"this key again: same answer as before, {line['status']}",
        "read": f"{line['status']}",
    }.get(line["effect"], line["effect"])
    return f"{line['method']} {line['path']}  key …{line['key'][-8:]}  {effect}"


def is_callback(line: Line) -> bool:
    return bool(line["kind"] == "callback")


class Place:
    """A store's directory, and the interpreter that serves it."""

    def __init__(self, children: Children, store: Path) -> None:
        self._children, self.store = children, store  # commands run beside the store, and name it as narrated
        self._serving: subprocess.Popen[str] | None = None

    def command(self, *arguments: object) -> list[str]:
        return [str(VM), "--store", self.store.name, *map(str, arguments)]

    def run(self, *arguments: object, tell: bool = True) -> subprocess.CompletedProcess[str]:
        if tell:
            show_command("flowmetal-vm", *self.command(*arguments)[1:])
        return subprocess.run(
            self.command(*arguments), text=True, capture_output=True, timeout=PATIENCE_S, cwd=self.store.parent
        )

    def ask(self, *arguments: object, tell: bool = True) -> str:
        """What a command printed. Raises Failed if it fails."""
        done = self.run(*arguments, tell=tell)
        if done.returncode != 0:
            raise Failed(f"flowmetal-vm {arguments[0]} ended with status {done.returncode}: {done.stderr.strip()}")
        return done.stdout.strip()

    def ask_json(self, *arguments: object) -> list[Any]:
        """What a command printed, one JSON document a line."""
        return [json.loads(text) for text in self.ask(*arguments, "--json", tell=False).splitlines()]

    def serve(self, address: str) -> str:
        """Start an interpreter; the address that it listens on for callbacks."""
        command = self.command("serve", "--listen", address)
        show_command("flowmetal-vm", *command[1:], "&")
        serving = self._children.start(*command, stdout=subprocess.PIPE, cwd=self.store.parent)
        assert serving.stdout is not None
        first = serving.stdout.readline()
        if "http://" not in first:
            raise Failed(f"the interpreter did not start: {first.strip() or 'it said nothing'}")
        self._serving = serving
        threading.Thread(target=serving.stdout.read, daemon=True).start()
        return first.split("http://")[1].split()[0].strip("/,;.")

    def kill(self) -> None:
        """kill -9, the interpreter with everything that it has in memory."""
        assert self._serving is not None
        show_command("kill", "-9", self._serving.pid)
        self._serving.send_signal(signal.SIGKILL)
        self._serving.wait()
        self._serving = None

    def stop(self) -> int:
        assert self._serving is not None
        self._serving.send_signal(signal.SIGTERM)
        status = self._serving.wait(PATIENCE_S)
        self._serving = None
        return status


# -- the story


def story(directory: Path, children: Children) -> None:
    service = Service(children, directory / "service.log")
    first, second = Place(children, directory / "here"), Place(children, directory / "there")

    section("1. A program, an interpreter, and a job service that is flaky on purpose")
    say(f"The job service runs at {service.url}. The program, examples/order.fm:\n")
    say(excerpt(PROGRAM.read_text()))
    address = first.serve("127.0.0.1:0")
    shutil.copy(PROGRAM, directory)
    pid = first.ask("start", PROGRAM.name, f"api={service.url}", f"account={ACCOUNT}")
    say(f"{pid}  (its pid; each service request below shows the end of its idempotency key)")

    section("2. kill -9, in the middle of a request")
    held = service.tell_until("request for a job", lambda line: line.get("held", False))
    say("The service has made the job. The interpreter does not know: it still waits for the answer.")
    first.kill()
    say("It never got the answer. A new interpreter finds the request in the store, and asks again under the same key:")
    first.serve(address)
    again = service.tell_until("repeated request", lambda line: line.get("key") == held["key"])
    if again["effect"] != "remembered":
        raise Failed(f"the repeated request was {again['effect']}, not remembered")

    section("3. kill -9, while it waits for the callback")
    say(wait_for_callback(first, pid))
    first.kill()
    say("No interpreter runs any more: the program is a few pages in a directory. Meanwhile the job is done:")
    service.finish_job()
    service.tell_until("callback", is_callback)

    section("4. The directory goes to another place")
    show_command("cp", "-r", "here", "there")
    shutil.copytree(first.store, second.store)
    say("A copy might run beside the original, so it runs nothing until somebody says that it is to go on:")
    refused = second.run("serve", "--listen", address)
    say(refused.stderr.strip())
    if refused.returncode != 4 or len(refused.stderr.strip().splitlines()) != 1:
        raise Failed(f"the copy was not refused with one line and status 4, but with status {refused.returncode}")
    say(second.ask("adopt") or "adopted")
    say("The old place cannot know of this. It is retired: only one of the two may go on.")
    show_command("rm", "-r", "here")
    shutil.rmtree(first.store)

    section("5. There it goes on")
    second.serve(address)
    service.tell_until("callback taken", lambda line: is_callback(line) and line["status"] == 202, quiet=unheard)
    service.tell_until("report read", lambda line: line.get("effect") == "read")
    result = json.loads(second.ask("wait", pid))
    say(json.dumps(result))
    shown = second.run("output", pid)
    say((shown.stdout + shown.stderr).strip())
    stopped = second.stop()
    if stopped != 0:
        raise Failed(f"the interpreter ended with status {stopped} when it was told to stop")

    section("6. What the service's own log says")
    prove(service, second, pid, held["key"], result)


def excerpt(text: str) -> str:
    """The program's main, indented."""
    body = text[text.index("def main") :]
    return "".join(f"    {line}\n" for line in body.rstrip().splitlines())


def unheard(line: Line) -> bool:
    return is_callback(line) and line["status"] is None


def wait_for_callback(place: Place, pid: str) -> str:
    """Wait until the store says that the program waits for its callback; gives what `show` prints of it."""
    deadline = time.monotonic() + PATIENCE_S
    while "a callback" not in json.dumps(place.ask_json("show", pid)):
        if time.monotonic() > deadline:
            raise Failed("the program does not wait for its callback")
        time.sleep(POLL_S)
    return place.ask("show", pid)


def prove(service: Service, place: Place, pid: str, held_key: str, result: Any) -> None:
    lines = service.read_log()
    requests = [line for line in lines if line["kind"] == "request"]
    journal = place.ask_json("journal", pid)
    asked = {f"{pid}-{event['data']['request']}" for event in journal if event_topic(event) == "http.request"}
    keys = list(dict.fromkeys(line["key"] for line in requests))
    for key in keys:
        of_key = [line for line in requests if line["key"] == key]
        effects = ", ".join(line["effect"] for line in of_key)
        say(f"  key …{key[-8:]}  {of_key[0]['method']:4} {of_key[0]['path']:20} {effects}")
    effects_of = {key: [line["effect"] for line in requests if line["key"] == key] for key in keys}
    checked = place.run("check", tell=False)
    claims = [
        ("the result is the right one", result == EXPECTED),
        ("no step took effect twice under its key", all(found.count("applied") <= 1 for found in effects_of.values())),
        ("one job was made in all", sum(found.count("applied") for found in effects_of.values()) == 1),
        ("the request that the first kill hit was made twice and took effect once",
         effects_of[held_key] == ["applied", "remembered"]),
        ("no key ever came with two payloads",
         all(len({line["digest"] for line in requests if line["key"] == key}) == 1 for key in keys)),
        ("every key is that of a request in the program's journal, and each of those arrived", set(keys) == asked),
        ("the callback was taken once", sum(line.get("status") == 202 for line in lines if is_callback(line)) == 1),
        ("each line of the program's output is there once", output_is_whole(place, pid)),
        ("flowmetal-vm check finds nothing in the store", checked.returncode == 0),
    ]
    say("")
    for text, holds in claims:
        say(f"  {'✓' if holds else RED + '✗'} {text}{'' if holds else PLAIN}")
    wrong = [text for text, holds in claims if not holds]
    if wrong:
        raise Failed("this did not hold: " + "; ".join(wrong))


def event_topic(event: Line) -> str | None:
    return event["data"].get("topic") if event["kind"] == "request" else None


def output_is_whole(place: Place, pid: str) -> bool:
    lines = [line["text"] for line in place.ask_json("output", pid)]
    failed = "of 8 failed"
    steps = [f"attempt 1 {failed}", f"attempt 2 {failed}", "job-1 accepted", "job-1 is done", f"attempt 1 {failed}"]
    return len(lines) == len(steps) and all(step in line for step, line in zip(steps, lines, strict=True))


# -- running it


def interrupted(*_: object) -> None:
    raise KeyboardInterrupt


def main(arguments: Sequence[str] = ()) -> int:
    signal.signal(signal.SIGTERM, interrupted)
    started = time.monotonic()
    try:
        with tempfile.TemporaryDirectory(prefix="flowmetal-demo-") as directory, Children() as children:
            story(Path(directory), children)
    except KeyboardInterrupt:
        say("\ninterrupted")
        return 130
    except (Failed, subprocess.SubprocessError, OSError, ValueError) as failure:
        say(f"\n{RED}The demo failed: {failure}{PLAIN}")
        return 1
    say(f"\n{BOLD}Everything held, in {time.monotonic() - started:.0f} s.{PLAIN}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

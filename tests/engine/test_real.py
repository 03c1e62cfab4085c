"""The engine with the real compiler and VM: what runtime.md says must never break, over written and random programs."""

from __future__ import annotations

import os
from typing import Any, ClassVar

import pytest

from flowmetal import engine
from flowmetal.bytecode import bundle as bundles
from flowmetal.compiler import compile_file
from flowmetal.engine.journals import decode, live_path
from flowmetal.engine.machines import RealMachines
from flowmetal.engine.replay import replay
from flowmetal.vm.events import INPUTS
from tests.engine.fakes import World
from tests.engine.generated import program

SEEDS = range(int(os.environ.get("FLOWMETAL_SEEDS", "8")))


class RememberingMachines(RealMachines):
    """Programs are immutable, so one loading is enough for all restarts."""

    programs: ClassVar[dict[bytes, Any]] = {}

    def load(self, data):
        if data not in self.programs:
            self.programs[data] = super().load(data)
        return self.programs[data]


class RealWorld(World):
    """Compiles sources, and answers `echo` with what it asks."""

    def __init__(self, directory, **options):
        super().__init__(directory, **options)
        self.machines = self.options["machines"] = RememberingMachines()
        self.sources = os.path.join(os.path.dirname(self.directory), "sources")
        os.makedirs(self.sources, exist_ok=True)

    def compile(self, source, name="main"):
        path = os.path.join(self.sources, f"{name}.fm")
        with open(path, "w") as file:
            file.write(source)
        compiled = compile_file(path, caching=False)
        assert compiled.bundle is not None, [f"{d.span}: {d.message}" for d in compiled.diagnostics]
        return compiled.bundle

    def start(self, source, *args, **kwargs):
        return engine.start(self.store, self.compile(source), "main", args, kwargs, clock=self.clock)

    def printed(self, pid):
        return "".join(super().printed(pid)).splitlines()

    def finish(self, pid, interp=None):
        """Run until pid has ended, letting time pass whenever nothing else happens."""
        interp = interp or self.interpreter()
        for _ in range(10_000):
            self.run(interp)
            if self.status(pid).ended:
                return self.status(pid)
            due = self.store.next_due()
            if due is None:
                return self.status(pid)
            self.clock.us = max(self.clock.us, due)
        raise AssertionError("it does not end")


@pytest.fixture
def world(tmp_path):
    made = RealWorld(tmp_path / "store")
    yield made
    made.close()


def told(status):
    """What its user sees of an ended process."""
    error = status.error and {key: status.error[key] for key in ("type", "message")}
    return status.record.status, status.value, error


ORDER = '''
"""Everything that a wait may stand in the middle of."""

def ask(value):
    return await perform("echo", value)

def main(items):
    cyclic = []
    cyclic.append(cyclic)
    done = []
    def note(text):
        done.append(text)
        print(text)
    for n, item in enumerate(items):
        try:
            with timeout(1h):
                got = ask(item)
            if got == "bad":
                raise ValueError(item)
            note(f"{n}: {got}")
        except ValueError as error:
            note(f"error {error}")
            ask("mended")
        finally:
            sleep(1m)
    assert cyclic[0] is cyclic
    return [done, receive("last")]
'''


def test_a_program_with_everything(world):
    pid = world.start(ORDER, ["a", "bad", {"c": [1.5, b"x"]}])
    engine.send(world.store, pid, "last", "m")
    status = world.finish(pid)
    assert told(status) == ("done", [["0: a", "error bad", "2: {'c': [1.5, b'x']}"], "m"], None)
    assert world.printed(pid) == status.value[0]
    assert world.check() == []


def test_it_continues_in_another_os_process_and_from_an_export(world, tmp_path):
    pid = world.start(ORDER, ["a", "b"])
    interp = world.interpreter()
    world.run(interp)
    world.reopen()
    world.clock.us += 60_000_000
    world.run(world.interpreter())
    world.reopen()
    there = RealWorld(tmp_path / "there")
    try:
        data = engine.export_process(world.store, pid)
        engine.import_process(there.store, data)
        engine.send(there.store, pid, "last", "m")
        there.clock.us = world.clock.us
        assert told(there.finish(pid)) == ("done", [["0: a", "1: b"], "m"], None)
        assert there.check() == []
        assert told(world.finish(pid))[0] == "moved"
    finally:
        there.close()


def test_an_uncaught_error_and_resuming(world):
    source = """
        def main():
            first = await perform("echo", 1)
            answer = await perform("once", "?")
            if answer != "good":
                raise ValueError(f"bad answer: {answer}")
            return [first, answer]
    """
    pid = world.start("\n".join(line[8:] for line in source.splitlines()))
    interp = world.interpreter()
    world.run(interp)
    world.answer(lambda _: "odd", topic="once")
    world.run(interp)
    status = world.status(pid)
    assert told(status) == ("failed", None, {"type": "ValueError", "message": "bad answer: odd"})
    assert world.check() == []
    world.reopen()
    engine.resume(world.store, pid)
    interp = world.interpreter()
    world.run(interp)
    world.answer(lambda _: "good", topic="once")
    world.run(interp)
    assert told(world.status(pid)) == ("done", [1, "good"], None)
    assert world.check() == []


def test_a_program_that_fails_in_its_start_can_be_resumed(world):
    pid = world.start("def main():\n    print('tried')\n    raise KeyError(now().year if False else 1)\n")
    world.finish(pid)
    for _ in range(2):
        world.reopen()
        engine.resume(world.store, pid)
        assert told(world.finish(pid))[0] == "failed"
        assert world.check() == []
    assert world.printed(pid) == ["tried"] * 3


def test_cancelling_runs_the_finally_blocks(world):
    pid = world.start(
        "def main():\n    try:\n        sleep(1d)\n    finally:\n        print('tidied', await perform('echo', 1))\n"
    )
    interp = world.interpreter()
    world.run(interp)
    engine.cancel(world.store, pid, "enough")
    world.run(interp)
    assert world.status(pid).record.status == "cancelled"
    assert world.printed(pid) == ["tidied 1"]
    assert world.check() == []


def test_messages_between_programs(world):
    to = world.start("def main():\n    return [receive('c'), receive('c')]\n")
    sender = world.start(
        "def main(to):\n    send(to, 'c', 1)\n    send(to, 'c', [2])\n    try:\n        send('nobody', 'c', 3)\n"
        "    except Exception as error:\n        return f'{type(error).__name__}: {error}'\n", to,
    )
    interp = world.interpreter()
    world.run(interp)
    assert told(world.status(to)) == ("done", [1, [2]], None)
    assert "there is no process nobody" in world.status(sender).value
    assert world.check() == []


def rests(world, pid):
    """Run pid to its end; gives {position: state} of every commit, and the end."""
    states = {}

    def on_commit(who, entries):
        live = interp._live.get(who)
        if who == pid and live is not None and live.current is None and not live.local:
            states[entries[-1].number] = world.machines.encode(live.machine)

    interp = world.interpreter(on_commit=on_commit)
    status = world.finish(pid, interp)
    return states, status


@pytest.mark.parametrize("seed", SEEDS)
def test_replay_from_the_start_and_from_every_state_gives_the_same_bytes(world, seed):
    pid = world.start(program(seed))
    states, status = rests(world, pid)
    assert status.ended
    machines, bundle = world.machines, world.store.program(status.record.program)
    loaded = machines.load(bundle)
    entries = [decode(event) for event in world.store.events(pid)]
    positions = sorted(states)
    assert positions
    machine = machines.new(loaded)
    at = 0
    for position in positions:  # from the start
        replay(machine, live_path(entries[at:position], position, at))
        assert machines.encode(machine) == states[position], f"seed {seed}, event {position}\n{program(seed)}"
        at = position
    for first, base in enumerate(positions):  # from each state to the next, and to the last one
        machine = machines.decode(loaded, states[base])
        assert machines.encode(machine) == states[base], f"seed {seed}, decoding {base}\n{program(seed)}"
        targets = {positions[min(first + 1, len(positions) - 1)], positions[-1]}
        for target in sorted(targets if first % 7 == 0 else {min(targets)}):
            if target > base:
                machine = machines.decode(loaded, states[base])
                replay(machine, live_path(entries[base:target], target, base))
                assert machines.encode(machine) == states[target], f"seed {seed}, {base} to {target}\n{program(seed)}"
    assert world.check() == []


@pytest.mark.parametrize("seed", SEEDS[:2])
def test_a_restart_after_every_commit_changes_nothing(tmp_path, seed):
    class Restart(BaseException):
        pass

    def often(name):
        if name == "after commit":
            raise Restart

    results = []
    for crashing in (False, True):
        world = RealWorld(tmp_path / str(crashing) / "store")
        try:
            pid = world.start(program(seed))
            while True:
                interp = world.interpreter(fault=often if crashing else None)
                try:
                    status = world.finish(pid, interp)
                    break
                except Restart:
                    if world.status(pid).ended:
                        status = world.status(pid)
                        break
                    world.reopen()
            assert world.check() == []
            kinds = [kind for kind in world.kinds(pid) if kind not in INPUTS]
            results.append((told(status), world.printed(pid), kinds))
        finally:
            world.close()
    assert results[0] == results[1], program(seed)


def test_start_verifies_what_it_is_given(world):
    bundle = world.compile("def main():\n    return 1\n")
    for data in (bundle[:-1], b"", b"rubbish"):
        with pytest.raises(bundles.BundleError):
            engine.start(world.store, data, "x", [], {})
    with pytest.raises(engine.NotPlainData):
        engine.start(world.store, bundle, "x", [object()], {})
    assert list(world.store.processes()) == []

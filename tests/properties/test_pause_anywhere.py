"""The property that is the product: a program runs the same however often it is suspended, moved and resumed.

1. Run straight, run with its state encoded and decoded at every wait, and run with that at every call and loop turn
   besides: output, requests and end are equal.
2. Replay from the start, and from the state at every wait, asks the same and gives the same state byte for byte.
"""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings

from flowmetal import vm
from tests.properties.programs import programs
from tests.vm.driver import Run, program, replay, run

RELAXED = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


def told(done: Run) -> tuple:
    return done.output, done.end, done.journal


@RELAXED
@given(programs())
def test_suspended_everywhere(text: str) -> None:
    loaded = program(text, ("tasks",))
    straight = told(run(loaded))
    assert told(run(loaded, pause="wait")) == straight
    assert told(run(loaded, pause="always")) == straight


@RELAXED
@given(programs())
def test_replay(text: str) -> None:
    loaded = program(text, ("tasks",))
    done = run(loaded)
    for position, state in done.states.items():
        replayed = replay(loaded, done.journal[:position], vm.Machine(loaded))
        assert vm.encode(replayed) == state
        resumed = replay(loaded, done.journal, vm.decode(loaded, state), position)
        assert resumed.status != "waiting" or done.end is None

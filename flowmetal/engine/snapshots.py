"""When to write a snapshot: a policy with numbers, and nothing else.

A snapshot is due when replaying the tail would take `FACTOR` times as long as writing the state, which bounds the
overhead to 1 / FACTOR of the computing whatever the size; or half a second, which bounds the time of a resume (unless
writing itself takes longer than that). Costs are of CPU, so that a busy machine looks like an idle one. Measured over
100,000 effects on a growing heap: 27 MB written in 80 snapshots, against 146 GB for a snapshot at every effect.

A state that is small and quick to encode is written with every advance: knowing better would cost more. What is
small is not always quick: with the encoder in plain Python a state of 1 KB took 0.3 ms, half of the time of a whole
advance in a group commit, and replaying its tail of one event a tenth of that. So both count. A process whose state was
never written goes by what others of its program took.
"""

from __future__ import annotations

SMALL_BYTES = 4096
QUICK_S = 50e-6
FACTOR = 5.0
LONGEST_REPLAY_S = 0.5
EVENT_S = 20e-6  # what replaying an event costs beside its instructions
WRITE_S_PER_BYTE = 5e-9
CHEAP_EVENTS, CHEAP_S = 8, 1e-3  # a tail of so little is left to be replayed
DECAY = 0.8  # of the running averages, per sample


class Typical:
    """How long the states of one program's processes take to write; what a new one goes by until it is known."""

    __slots__ = ("write_s",)

    def __init__(self) -> None:
        self.write_s: float | None = None

    def encoded(self, cost_s: float) -> None:
        self.write_s = cost_s if self.write_s is None else self.write_s * DECAY + cost_s * (1 - DECAY)


class Policy:
    """One process's estimates: how long its tail takes to replay, how long its state takes to write."""

    __slots__ = ("_instructions", "_seconds", "_tail_events", "_tail_instructions", "_typical", "_write_s", "size")

    def __init__(self, typical: Typical | None = None) -> None:
        self.size: int | None = None  # bytes of the last encoded state
        self._typical = typical
        self._write_s = 0.0
        self._instructions = 0.0  # decaying sums: their ratio is the cost of an instruction
        self._seconds = 0.0
        self._tail_instructions = 0
        self._tail_events = 0

    def ran(self, events: int, instructions: int, seconds: float) -> None:
        """The tail has grown by so much, which took so long."""
        self._tail_events += events
        self._tail_instructions += instructions
        self._instructions = self._instructions * DECAY + instructions
        self._seconds = self._seconds * DECAY + seconds

    def encoded(self, size: int, seconds: float) -> None:
        """The state was encoded: that many bytes in that time."""
        cost = seconds + size * WRITE_S_PER_BYTE
        self._write_s = cost if self.size is None else self._write_s * DECAY + cost * (1 - DECAY)
        self.size = size
        if self._typical is not None:
            self._typical.encoded(cost)

    def written(self) -> None:
        """The snapshot is in the store: there is no tail."""
        self._tail_events = self._tail_instructions = 0

    def replay_s(self) -> float:
        """Estimate of the seconds that replaying the tail takes."""
        rate = self._seconds / self._instructions if self._instructions else 0.0
        return self._tail_events * EVENT_S + self._tail_instructions * rate

    def is_cheap(self) -> bool:
        """Whether the tail is replayed in no time, so that there is no need to write a state that is to be dropped."""
        return self._tail_events <= CHEAP_EVENTS and self.replay_s() <= CHEAP_S

    def due(self) -> bool:
        if not self._tail_events:
            return False
        write_s = self._write_s
        if self.size is None:
            if self._typical is None or self._typical.write_s is None:
                return True
            write_s = self._typical.write_s
        elif self.size < SMALL_BYTES and write_s < QUICK_S:
            return True
        return self.replay_s() >= min(FACTOR * write_s, max(LONGEST_REPLAY_S, write_s))

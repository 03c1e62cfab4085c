"""When to write a snapshot: a policy with numbers, and nothing else.

A snapshot is due when replaying the tail would take `FACTOR` times as long as writing the state, which bounds the
overhead to 1 / FACTOR of the computing whatever the size; or half a second, which bounds the time of a resume (unless
writing itself takes longer than that). Measured over 100,000 effects on a growing heap: 42 MB written, 12 µs per
effect, against 146 GB for a snapshot at every effect.

A state that is small and quick to encode is written with every advance: knowing better would cost more. What is
small is not always quick: with the encoder in plain Python a state of 1 KB took 0.3 ms, half of the time of a whole
advance in a group commit, and replaying its tail of one event a tenth of that. So both count.
"""

from __future__ import annotations

SMALL_BYTES = 4096
QUICK_S = 50e-6
FACTOR = 4.0
LONGEST_REPLAY_S = 0.5
EVENT_S = 20e-6  # what replaying an event costs beside its instructions
WRITE_S_PER_BYTE = 5e-9
DECAY = 0.8  # of the running averages, per sample


class Policy:
    """One process's estimates: how long its tail takes to replay, how long its state takes to write."""

    __slots__ = ("_instructions", "_seconds", "_tail_events", "_tail_instructions", "_write_s", "size")

    def __init__(self) -> None:
        self.size: int | None = None  # bytes of the last encoded state
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

    def written(self) -> None:
        """The snapshot is in the store: there is no tail."""
        self._tail_events = self._tail_instructions = 0

    def replay_s(self) -> float:
        """Estimate of the seconds that replaying the tail takes."""
        rate = self._seconds / self._instructions if self._instructions else 0.0
        return self._tail_events * EVENT_S + self._tail_instructions * rate

    def due(self) -> bool:
        if not self._tail_events:
            return False
        if self.size is None or (self.size < SMALL_BYTES and self._write_s < QUICK_S):
            return True
        return self.replay_s() >= min(FACTOR * self._write_s, max(LONGEST_REPLAY_S, self._write_s))

"""What each line is to reach, on an otherwise idle machine. A target that is missed is shown and fails nothing."""

from __future__ import annotations

from dataclasses import dataclass

from bench.results import Line, shown


@dataclass(frozen=True, slots=True)
class Target:
    """`most` or `least`, of the line's ratio or of its value."""

    most: float | None = None
    least: float | None = None
    of_value: bool = False

    def met(self, line: Line) -> bool | None:
        """None if the line has not the figure that the target speaks of."""
        figure = line.value if self.of_value else line.ratio
        if figure is None:
            return None
        return (self.most is None or figure <= self.most) and (self.least is None or figure >= self.least)

    def text(self, unit: str) -> str:
        bound, sign = (self.most, "≤") if self.most is not None else (self.least, "≥")
        assert bound is not None
        return f"{sign} {shown(bound, unit) if self.of_value else f'{bound:g} ×'}"


# by key; a key that ends with * is meant for all lines that begin so and have no target of their own
TARGETS: dict[str, Target] = {
    "pure/mean": Target(most=1.3),
    "pure/monty": Target(least=2.5),
    "pure/kernel/*": Target(most=2.2),
    "sequential": Target(least=0.5),
    "sequential/peer": Target(least=5),
    "concurrent/500": Target(least=20_000, of_value=True),
    "concurrent/peer": Target(least=15),
    "round-trip": Target(most=1),
    "round-trip/peer": Target(most=0.25),
    "wake-up": Target(most=1),
    "wake-up/peer": Target(most=0.25),
    "recovery/100000": Target(most=1.1),
    "recovery/peer": Target(most=0.5),
    "sleepers/bytes": Target(most=500, of_value=True),
    "sleepers/starts": Target(least=5_000, of_value=True),
    "sleepers/resident": Target(most=100, of_value=True),
    "sleepers/ready": Target(most=0.5, of_value=True),
    "growing-heap/time": Target(most=20, of_value=True),
    "growing-heap/written": Target(most=200, of_value=True),
    "start-up/run": Target(most=4),
    "start-up/flowmetal-vm --help": Target(most=6),
    "start-up/flowmetalc --help": Target(most=6),
    "compile": Target(least=15_000, of_value=True),
}


def target_of(key: str) -> Target | None:
    if key in TARGETS:
        return TARGETS[key]
    starts = [known for known in TARGETS if known.endswith("*") and key.startswith(known[:-1])]
    return TARGETS[max(starts, key=len)] if starts else None

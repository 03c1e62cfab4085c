"""The scenarios with their full counts: `python -m tests.scenarios.campaign`, or `make campaign`.

    --scenario N   only this one: 1 to 8, 10, 12, 14, 15, 17, sequence, moving, sleeping (may be repeated)
    --kills N      how often a random kill strikes in each run; each scenario has its own number by default
    --seconds N    begin nothing new after so long (default: 900)
    --seed S       of all chance; the default is a new one, which is printed

Prints a line for each run. Exit status 0 if all held; else the seed, the scenario and what did not hold.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.scenarios import (
    test_01_order_chain,
    test_02_half_an_expression,
    test_03_cleaning_up,
    test_04_same_dice,
    test_05_flaky_service,
    test_06_giving_up,
    test_07_trip_booking,
    test_08_slow_answer,
    test_10_long_sleep,
    test_12_watching_a_job,
    test_14_fan_out,
    test_15_first_answer,
    test_17_cancel_in_the_middle,
    test_moving,
    test_sequence,
    test_sleeping,
)
from tests.scenarios.harness import Place
from tests.world import World

EACH = range(1, 1000)  # until a run ends without a kill
Run = tuple[str, str, Callable[["Round"], object]]


class Round:
    """One run: a place and a world of its own, chance, and how many kills are wanted."""

    def __init__(self, directory: Path, dice: random.Random, kills: int | None) -> None:
        self.directory, self.dice, self._kills = directory, dice, kills
        self.place = Place(directory / "store")
        self.world = World(directory / "ledger")

    def kills(self, number: int) -> int:
        return number if self._kills is None else self._kills


def sequence(it: Round) -> str:
    kills = test_sequence.run_sequence(
        it.place, it.world, count=300, kills=it.kills(50), dice=it.dice, longest_s=0.3
    )
    return f"{kills} kills"


def sleeping(it: Round) -> str:
    figures = test_sleeping.sleep_and_wake(it.place, count=10_000, seconds=60, measured_s=10)
    assert figures["cpu"] < test_sleeping.CPU_FREE, figures
    return ", ".join(f"{name} {value:.2f}" for name, value in figures.items())


def moving(it: Round) -> None:
    with Place(it.directory / "undisturbed") as quiet:
        expected = test_moving.run_undisturbed(quiet)
    places = [Place(it.directory / name) for name in ("first", "second", "third", "fourth")]
    try:
        test_moving.test_killed_again_and_again(it.place, expected)
        test_moving.test_from_place_to_place(places, it.directory, expected)
    finally:
        for place in places:
            place.leave()


def orders(it: Round) -> None:
    test_01_order_chain.twenty_orders(it.place, it.world, kills=it.kills(50), dice=it.dice, longest_s=0.2)


def one_order(it: Round) -> str:
    return f"{test_01_order_chain.one_order(it.place, it.world, EACH)} kills"


def one_order_power(it: Round) -> str:
    return f"{test_01_order_chain.one_order(it.place, it.world, EACH, power=True)} losses of power"


def expressions(it: Round) -> str:
    moments = range(it.dice.randrange(1, 10), 1000, 10)  # each tenth: there are some two hundred
    return f"{test_02_half_an_expression.expressions(it.place, it.world, moments)} kills"


def expressions_random(it: Round) -> None:
    test_02_half_an_expression.killed_at_random(
        it.place, it.world, kills=it.kills(30), dice=it.dice, longest_s=0.4
    )


def cleaning_up(variant: str) -> Callable[[Round], str]:
    return lambda it: f"{test_03_cleaning_up.one_variant(it.place, it.world, variant, EACH)} kills"


def cleaning_up_cancelled(it: Round) -> None:
    test_03_cleaning_up.cancelled(it.place, it.world, kills=it.kills(20), dice=it.dice, longest_s=0.3)


def trip(it: Round) -> str:
    return f"{test_07_trip_booking.trip(it.place, it.world, EACH)} kills"


def trip_power(it: Round) -> str:
    return f"{test_07_trip_booking.trip(it.place, it.world, EACH, power=True)} losses of power"


def nest(it: Round) -> None:
    test_17_cancel_in_the_middle.cancelled_twice(
        it.place, it.world, kills=it.kills(10), dice=it.dice, longest_s=0.5
    )


def dice(it: Round) -> None:
    test_04_same_dice.run_dice(
        it.directory, it.world, rounds=100, kills=it.kills(15), dice=it.dice, longest_s=0.4
    )


def job(it: Round) -> None:
    test_12_watching_a_job.watch_job(
        it.place, it.world, polls=30, kills=it.kills(20), dice=it.dice, off_s=5.0
    )


def fan_out(it: Round) -> str:
    kills = test_14_fan_out.fan_out(
        it.place, it.world, count=200, kills=it.kills(20), dice=it.dice, longest_s=0.2
    )
    return f"{kills} kills"


def race(it: Round) -> str:
    queries = ["delay=0.2", "delay=0.2", test_15_first_answer.BROKEN]
    either: set[str | None] = {"mirror 0", "mirror 1"}
    return f"{test_15_first_answer.race(it.place, it.world, queries, either, EACH)} kills"


def as_tested(test: Callable[[Place, World], None]) -> Callable[[Round], None]:
    return lambda it: test(it.place, it.world)


RUNS: list[Run] = [
    ("sequence", "300 requests, killed at random", sequence),
    ("moving", "killed, copied, exported, imported", moving),
    ("sleeping", "10,000 sleepers", sleeping),
    ("1", "twenty orders, killed at random", orders),
    ("1", "one order, killed at each point", one_order),
    ("1", "one order, power lost at each point", one_order_power),
    ("2", "half an expression, killed at each tenth point", expressions),
    ("2", "half an expression, killed at random", expressions_random),
    *[
        ("3", f"cleaning up, {variant}, killed at each point", cleaning_up(variant))
        for variant in test_03_cleaning_up.ENDING
    ],
    ("3", "cleaning up, cancelled, killed at random", cleaning_up_cancelled),
    ("4", "dice: kills, power, copy, skew", dice),
    ("5", "flaky service", as_tested(test_05_flaky_service.test_killed_in_a_wait_and_in_an_attempt)),
    ("6", "giving up", as_tested(test_06_giving_up.test_killed_in_the_third_wait_then_resumed)),
    ("7", "trip, killed at each point", trip),
    ("7", "trip, power lost at each point", trip_power),
    ("8", "time limit passed while nobody ran", as_tested(test_08_slow_answer.test_killed_and_back_after_the_limit)),
    ("8", "late answer", as_tested(test_08_slow_answer.test_an_answer_after_the_limit_while_nobody_ran)),
    ("10", "seven days", as_tested(test_10_long_sleep.test_seven_days)),
    ("10", "clock that goes back", as_tested(test_10_long_sleep.test_until_a_date_with_a_clock_that_goes_back)),
    ("12", "watching a job, killed at random", job),
    ("12", "limit", as_tested(test_12_watching_a_job.test_the_limit_counts_from_the_start)),
    ("14", "fan out, killed at random", fan_out),
    ("15", "race, killed at each point", race),
    ("15", "race, all mirrors fail", as_tested(test_15_first_answer.test_undisturbed)),
    ("17", "cancelled in a nest, killed at random", nest),
]


def chosen(scenarios: list[str] | None) -> Iterator[Run]:
    return (run for run in RUNS if not scenarios or run[0] in scenarios)


def perform(run: Run, seed: str, kills: int | None) -> bool:
    """One run; prints how it went. True if all held."""
    name, title, body = run
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="flowmetal-campaign-") as directory:
        it = Round(Path(directory), random.Random(f"{seed} {title}"), kills)
        try:
            with it.place, it.world:
                said = body(it)
        except Exception:
            traceback.print_exc()
            print(f"FAILED  {name:8} {title}; again with: --scenario {name} --seed {seed}", flush=True)
            return False
    print(f"ok {time.monotonic() - began:5.1f} s  {name:8} {title}{f': {said}' if said else ''}", flush=True)
    return True


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--scenario", action="append", choices=sorted({name for name, *_ in RUNS}))
    parser.add_argument("--kills", type=int)
    parser.add_argument("--seconds", type=float, default=900.0)
    parser.add_argument("--seed", default=str(random.SystemRandom().randrange(1 << 32)))
    options = parser.parse_args()
    print(f"seed {options.seed}", flush=True)
    deadline, failed, left = time.monotonic() + options.seconds, 0, 0
    for run in chosen(options.scenario):
        if time.monotonic() > deadline:
            left += 1
        else:
            failed += not perform(run, options.seed, options.kills)
    if left:
        print(f"the time was up: {left} runs were left out")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

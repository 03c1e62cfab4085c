"""Rounds of sessions, Flowmetal's and its peers' in turns, and the lines that come of them."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path

from bench.children import Failed, messages
from bench.contest.contestants import FLOWMETAL, PEERS, ROUNDS, Contestant
from bench.machine import synced_append_s
from bench.results import Line, Results, middle

Seconds = dict[tuple[str, str], list[list[float]]]  # by work and amount; a list for each time that it was done
APPEND = ("append", "200")  # Flowmetal's session does this before and after the work that it is compared with


def measure(
    wanted: list[str], results: Results, *, contestants: Iterable[Contestant] = (FLOWMETAL, *PEERS),
    rounds: int = ROUNDS, tell: Callable[[str], None] = lambda _: None,
) -> None:
    """Do the wanted works of `session.WORKS`; lines, failures and who took part go to results."""
    everybody: dict[str, Seconds] = {}
    out: set[str] = set()
    for number in range(rounds):
        for contestant in contestants:
            works = contestant.works(wanted, number)
            if contestant.name in out or not works:
                continue
            if missing := contestant.is_missing():
                out.add(contestant.name)
                results.failed(", ".join(wanted), contestant.name, f"not run: {missing}")
                continue
            results.machine.setdefault("appends_per_s", []).append(bare_appends_per_s())
            tell(f"round {number + 1} of {rounds}: {contestant.name}")
            seconds = everybody.setdefault(contestant.name, defaultdict(list))
            if not session(contestant, works, seconds, results):
                out.add(contestant.name)
    ours = everybody.pop(FLOWMETAL.name, {})
    for row in wanted:
        results.lines += LINES[row](ours, everybody)


def bare_appends_per_s() -> int:
    """What the disk does at the moment: it is noisy, and that is part of every figure."""
    with tempfile.TemporaryDirectory(prefix="flowmetal-bench-") as place:
        return round(1 / synced_append_s(Path(place), 100, 50))


def session(contestant: Contestant, works: list[str], seconds: Seconds, results: Results) -> bool:
    """False if it broke off, and should not be asked again; a work that fails is named, and the others go on."""
    ended_well = True
    with tempfile.TemporaryDirectory(prefix="flowmetal-bench-", ignore_cleanup_errors=True) as place:
        command = [str(contestant.python), "-m", contestant.module, "--place", place, *works]
        try:
            for message in messages(command, seconds=contestant.seconds, environment=dict(contestant.environment)):
                if "version" in message:
                    results.contestants[contestant.name] = message
                elif "fact" in message:
                    results.flowmetal[message["fact"]] = message["value"]
                elif "error" in message:
                    results.failed(message["work"], contestant.name, f"{message['amount']}: {message['error']}")
                else:
                    seconds[message["work"], message["amount"]].append(message["seconds"])
        except Failed as error:
            ended_well = False
            results.failed(", ".join(works), contestant.name, str(error))
    return ended_well


# -- lines

BY_ROUND = "ratio: of each round, as the disk changes; the middle one"


def sequential_lines(ours: Seconds, peers: dict[str, Seconds]) -> list[Line]:
    rates = {name: rates_of(found, "sequential") for name, found in peers.items()}
    own, appends = rates_of(ours, "sequential"), around(ours)
    if not own or not appends:
        return []
    rate, bare = middle(own), middle([1 / append for append in appends])
    ratio = middle([each * append for each, append in zip(own, appends, strict=False)])
    beside = "bare append + fdatasync of the same bytes"
    lines = [Line("sequential", "one step after another", rate, "steps/s", own, beside, bare, ratio, BY_ROUND)]
    return lines + beside_peers("sequential", rate, "steps/s", rates, best=max)


def concurrent_lines(ours: Seconds, peers: dict[str, Seconds]) -> list[Line]:
    rates = {name: rates_of(found, "concurrent") for name, found in peers.items()}
    lines = []
    own: list[float] = []
    for amount in ("500x10", "5000x10"):
        processes = int(amount.partition("x")[0])
        runs = [processes * 10 / seconds for seconds in flat(ours, ("concurrent", amount))]
        if runs:
            lines.append(Line(f"concurrent/{processes}", f"{processes:,} × 10 steps", middle(runs), "steps/s", runs))
            own = own or runs
    return lines + (beside_peers("concurrent", middle(own), "steps/s", rates, best=max) if own else [])


def round_trip_lines(ours: Seconds, peers: dict[str, Seconds]) -> list[Line]:
    return latency_lines("round-trip", "start to result, one step", ours, peers)


def wake_up_lines(ours: Seconds, peers: dict[str, Seconds]) -> list[Line]:
    return latency_lines("wake-up", "message of another OS process to result", ours, peers)


def latency_lines(work: str, name: str, ours: Seconds, peers: dict[str, Seconds]) -> list[Line]:
    times = {peer: ms(of_work(found, work)) for peer, found in peers.items()}
    own, allowed = ms(of_work(ours, work)), [3 * append * 1e3 + 1 for append in around(ours)]
    if not own or not allowed:
        return []
    rounds = [middle(ms(runs)) for (key, _), found in ours.items() if key == work for runs in found]
    ratio = middle([each / its for each, its in zip(rounds, allowed, strict=False)])
    beside = "3 bare synced appends + 1 ms"
    lines = [Line(work, name, middle(own), "ms", own, beside, middle(allowed), ratio, BY_ROUND)]
    return lines + beside_peers(work, middle(own), "ms", times, best=min)


def recovery_lines(ours: Seconds, peers: dict[str, Seconds]) -> list[Line]:
    lines = []
    few = ms(flat(ours, ("recovery", "10")))
    for steps in (10, 1_000, 100_000):
        own = ms(flat(ours, ("recovery", str(steps))))
        if own:
            beside = ("10 steps", middle(few), middle(own) / middle(few)) if few and steps > 10 else ("", None, None)
            lines.append(Line(f"recovery/{steps}", f"{steps:,} steps behind it", middle(own), "ms", own, *beside))
    for size, shown in ((1_000, "1 KB"), (10_000_000, "10 MB")):
        own = ms(flat(ours, ("live", str(size))))
        if own:
            beside = ("10 steps", middle(few), middle(own) / middle(few)) if few else ("", None, None)
            lines.append(Line(f"recovery/live-{size}", f"{shown} of live state", middle(own), "ms", own, *beside))
    own = ms(flat(ours, ("recovery", "1000")))
    for steps in (1, 1_000):
        times = {peer: ms(flat(found, ("recovery", str(steps)))) for peer, found in peers.items()}
        if own:
            key = "recovery" if steps == 1_000 else "recovery/1-step"
            lines += beside_peers(key, middle(own), "ms", times, best=min, suffix=f", {steps:,} behind it")
    return lines


def beside_peers(
    row: str, own: float, unit: str, runs: dict[str, list[float]], *, best: Callable[[Iterable[float]], float],
    suffix: str = "",
) -> list[Line]:
    """A line for each peer, and one for the best of them; the ratio is Flowmetal's figure ÷ the peer's."""
    found = {name: middle(its) for name, its in runs.items() if its}
    if not found:
        return []
    lines = [
        Line(f"{row}/with/{name}", name + suffix, value, unit, runs[name], "Flowmetal", own, own / value)
        for name, value in found.items()
    ]
    value = best(found.values())
    name = next(name for name in found if found[name] == value)
    best_line = Line(f"{row}/peer", f"the best of them{suffix}", value, unit, [], "Flowmetal", own, own / value, name)
    return [*lines, best_line]


def rates_of(found: Seconds, work: str) -> list[float]:
    """Steps per second: an amount is N, or PxN."""
    rates = []
    for (name, amount), times in found.items():
        if name == work:
            first, _, second = amount.partition("x")
            rates += [int(first) * int(second or 1) / each for seconds in times for each in seconds]
    return rates


def of_work(found: Seconds, work: str) -> list[float]:
    return [second for key in found if key[0] == work for second in flat(found, key)]


def flat(found: Seconds, key: tuple[str, str]) -> list[float]:
    return [second for seconds in found.get(key, []) for second in seconds]


def around(ours: Seconds) -> list[float]:
    """The seconds of a bare append in each round: the mean of those before and after the work."""
    appends = flat(ours, APPEND)
    return [sum(appends[at : at + 2]) / len(appends[at : at + 2]) for at in range(0, len(appends), 2)]


def ms(seconds: list[float]) -> list[float]:
    return [second * 1e3 for second in seconds]


LINES: dict[str, Callable[[Seconds, dict[str, Seconds]], list[Line]]] = {
    "sequential": sequential_lines, "concurrent": concurrent_lines, "round-trip": round_trip_lines,
    "wake-up": wake_up_lines, "recovery": recovery_lines,
}

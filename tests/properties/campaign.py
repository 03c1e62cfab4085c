"""`python -m tests.properties.campaign`: generated pure programs by the thousand, under CPython and under Flowmetal.

Each program runs straight; every tenth also with the state encoded and decoded at every call and loop turn, and with
a wait in each of its functions. With `--lockstep` all code is generated code, and the interpreter checks it. A difference is printed with the number of its program; `--only NUMBER` shows that
program and what both make of it. Exit status 1 if there was one.
"""

from __future__ import annotations

import argparse
import difflib
import itertools
import random
import re
import sys
import time
import warnings

from flowmetal import vm
from tests.differential.running import Told, under_cpython, under_flowmetal
from tests.properties.pure import pure_program

MAX_LINES = 12  # of a difference that is shown


def program_of(number: int) -> str:
    return pure_program(random.Random(number).randrange)


def valid(text: str) -> bool:
    """Does CPython compile it? A few of the texts are no programs: `x` bound by one side of an or-pattern, say."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            compile(text, "program", "exec")
        except SyntaxError:
            return False
    return True


def same_words(told: Told) -> Told:
    """With the words of CPython 3.12 where older ones have others."""
    def mend(text: str) -> str:
        text = re.sub(r"(min|max)\(\) arg is an empty sequence", r"\1() iterable argument is empty", text)
        return re.sub(r" at 0x[0-9a-f]+", " at 0x…", text)

    return Told(mend(told.output), mend(told.error))


def difference(text: str, modes: tuple[str, ...]) -> str:
    """A diff from CPython to the first mode of Flowmetal that differs; "" if none does."""
    wanted = same_words(under_cpython(text))
    if "RecursionError" in wanted.output + wanted.error:
        return ""  # how deep a recursion may be is a limit of each
    for mode in modes:
        try:
            got = same_words(under_flowmetal(text, mode))
        except (Exception, AssertionError) as caught:
            return f"{mode or 'straight'}: {type(caught).__name__}: {caught}"
        if got != wanted:
            before, after = ([*told.output.splitlines(), f"ended by {told.error}"] for told in (wanted, got))
            diff = list(difflib.unified_diff(before, after, "CPython", f"Flowmetal {mode}", lineterm="", n=1))
            return "\n".join(diff[:MAX_LINES])
    return ""


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--examples", type=int, default=20_000)
    parser.add_argument("--seconds", type=float, default=3600.0)
    parser.add_argument("--start", type=int, default=0, help="number of the first program")
    parser.add_argument("--only", type=int, help="show one program and what differs")
    parser.add_argument("--lockstep", action="store_true", help="generated code and interpreter side by side")
    options = parser.parse_args(arguments)
    if options.lockstep:
        vm.switch_lockstep_on()
    if options.only is not None:
        text = program_of(options.only)
        print(text, difference(text, ("", "always", "waits")) or "no difference", sep="\n")
        return 0
    until = time.monotonic() + options.seconds
    tried = differing = 0
    for number in itertools.count(options.start):
        if tried == options.examples or time.monotonic() > until:
            break
        text = program_of(number)
        if not valid(text):
            continue
        tried += 1
        found = difference(text, ("", "always", "waits") if number % 10 == 0 else ("",))
        if found:
            differing += 1
            print(f"== program {number}\n{found}", flush=True)
    print(f"{tried} programs, {differing} differ")
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Regular expressions: matching, in time linear in the text.

All ways to match go on side by side, one character after the other, in the order in which Python's backtracking would
try them (R. Cox, "Regular Expression Matching: the Virtual Machine Approach", after K. Thompson and R. Pike). A
*thread* is a place in the program with the positions of its groups; of two threads at one place the first wins.

What a character does to the list of places does not depend on the positions. So each such step is worked out once and
kept: which thread each new one comes from and which slots it sets (a deterministic automaton with copying, made as it
is needed). What is kept is a cache alone; the counted steps do not depend on it.
"""

from __future__ import annotations

from typing import Any

from flowmetal.vm.modules.regex_program import (
    AT,
    BEGIN,
    FORK,
    JUMP,
    LEAVE,
    MATCH,
    SAVE,
    SET,
    TURNED,
    Instruction,
    assemble,
    is_word,
    literal_prefix,
)
from flowmetal.vm.modules.regex_syntax import parse
from flowmetal.vm.values import LimitExceeded

MAX_STEPS = 50_000_000  # characters times threads, of one search
_MAX_KEPT = 4000

Span = list[int]  # start and end of the match and of each group (-1, -1: no part of it); the number of the last group
_Context = Any


class State:
    """Places of the threads, first the preferred; after a match less preferred ones are dropped."""

    __slots__ = ("idle", "places", "searching", "steps")

    def __init__(self, places: tuple[int, ...], searching: bool, idle: bool) -> None:
        self.places = places
        self.searching = searching  # no match yet, and one may begin at any later position
        self.idle = idle  # nothing is under way: go on where the text that every match begins with stands next
        # (character, context) -> next state, moves; a move is (from which thread or -1, slots to set, last group)
        self.steps: dict[Any, tuple[State, tuple[tuple[int, tuple[int, ...], int], ...] | None]] = {}


class Matcher:
    """A pattern's programs with the steps worked out so far."""

    def __init__(self, pattern: str, flags: int, is_text: bool) -> None:
        parsed = parse(pattern, flags, is_text)
        self.flags = parsed.flags
        self.groups = parsed.groups
        self.names = parsed.names
        self.prefix = literal_prefix(parsed.tree)
        self.program = assemble(parsed, False)
        self._automata = {False: Automaton(self.program, self.groups, self.prefix)}
        self._parsed = parsed

    def automaton(self, whole: bool) -> Automaton:
        if whole not in self._automata:
            self._automata[whole] = Automaton(assemble(self._parsed, True), self.groups, "")
        return self._automata[whole]


class Automaton:
    def __init__(self, program: list[Instruction], groups: int, prefix: str) -> None:
        self.program = program
        self.prefix = prefix
        first = next(at for at, (op, _, _) in enumerate(program) if op != SAVE)
        self.idle_places = (first,) if prefix else None
        self.idle_slots = tuple([instruction[1] for instruction in program[:first]])
        self.fresh = (-1,) * (2 * groups + 2) + (0,)
        self.in_context = any(op == AT for op, _, _ in program)
        self.states: dict[tuple[tuple[int, ...], bool], State] = {}
        self.starts: dict[Any, tuple[State, Any]] = {}
        self.kept = 0
        self.steps = 0  # threads moved, since it was made

    def find(self, text: str, start: int, end: int, searching: bool, not_empty: bool) -> Span | None:
        """The match that Python would find from start on; not_empty: none that is empty and at start itself.

        Raises LimitExceeded if it takes too much work.
        """
        state, moves = self._start(text, start, end, searching, not_empty)
        at = start
        found: Span | None = None
        threads = [self._moved(None, at, *move) for move in moves]
        match = len(self.program) - 1
        allowed = self.steps + MAX_STEPS
        while True:
            places = state.places
            if places and places[-1] == match:
                found = threads.pop()
                found[1] = at
            elif not places and not state.searching:
                break
            if state.idle:
                there = text.find(self.prefix, at, end)
                self.steps += (there if there >= 0 else end) - at >> 4
                if there < 0:
                    break
                if there > at:
                    at = there
                    threads = [self._moved(None, at, -1, self.idle_slots, 0)]
            if at >= end:
                break
            if self.steps > allowed:
                raise LimitExceeded(f"matching a regular expression takes more than {MAX_STEPS} steps")
            character = text[at]
            context = self._context(text, at + 1, end) if self.in_context else None
            key: Any = character if context is None else (character, context)
            step = state.steps.get(key)
            if step is None:
                step = self._work_out(state, character, context, key)
            at += 1
            self.steps += 1 + len(threads)
            state, changes = step
            if changes is not None:
                moved = []
                for source, slots, last in changes:
                    thread = threads[source] if source >= 0 else None
                    if slots or thread is None:
                        thread = self._moved(thread, at, source, slots, last)
                    moved.append(thread)
                threads = moved
        return found

    def _moved(self, thread: Any, at: int, source: int, slots: tuple[int, ...], last: int) -> Span:
        if thread is None:
            new = list(self.fresh)
            new[0] = at
        else:
            new = list(thread)
        for slot in slots:
            new[slot] = at
        if last:
            new[-1] = last
        return new

    def _state(self, places: tuple[int, ...], searching: bool) -> State:
        key = (places, searching)
        state = self.states.get(key)
        if state is None:
            state = self.states[key] = State(places, searching, searching and places == self.idle_places)
        return state

    def _context(self, text: str, at: int, end: int) -> _Context:
        """What places (`^`, `\\b`) depend on."""
        before = text[at - 1] if at > 0 else ""
        after = text[at] if at < end else ""
        return before, after, at + 1 == end

    def _start(self, text: str, at: int, end: int, searching: bool, not_empty: bool) -> Any:
        context = self._context(text, at, end) if self.in_context else None
        key = (context, searching, not_empty)
        known = self.starts.get(key)
        if known is None:
            places: list[int] = []
            moves: list[Any] = []
            self._follow(0, -1, context, set(), places, moves, not_empty)
            matched = bool(places) and places[-1] == len(self.program) - 1
            known = self._state(tuple(places), searching and not matched), tuple(moves)
            self._keep()
            self.starts[key] = known
        return known

    def _work_out(self, state: State, character: str, context: _Context, key: Any) -> Any:
        places: list[int] = []
        moves: list[Any] = []
        seen: set[int] = set()
        program = self.program
        match = len(program) - 1
        matched = False
        for source, place in enumerate(state.places):
            if place != match and program[place][1][character]:
                self._follow(place + 1, source, context, seen, places, moves, False)
                matched = bool(places) and places[-1] == match
                if matched:
                    break
        if state.searching and not matched:
            self._follow(0, -1, context, seen, places, moves, False)
            matched = bool(places) and places[-1] == match
        following = self._state(tuple(places), state.searching and not matched)
        same = all(source == at and not slots for at, (source, slots, _) in enumerate(moves))
        # Without a match in the old state the threads stay as they are.
        moved = None if same and len(moves) == len(state.places) else tuple(moves)
        self._keep()
        step = state.steps[key] = (following, moved)
        return step

    def _keep(self) -> None:
        self.kept += 1
        if self.kept > _MAX_KEPT:
            self.kept = 0
            for state in self.states.values():
                state.steps.clear()
            self.states.clear()
            self.starts.clear()

    def _follow(
        self, place: int, source: int, context: _Context, seen: set[int], places: list[int], moves: list[Any],
        not_empty: bool,
    ) -> None:
        """Add the places that are reached from one without taking a character, in order of preference."""
        program = self.program
        stack: list[tuple[int, int, tuple[int, ...], int]] = [(place, 0, (), 0)]
        while stack:
            at, turning, slots, last = stack.pop()
            while True:
                mark = at << 16 | turning
                if mark in seen:
                    break
                seen.add(mark)
                op, a, b = program[at]
                if op == SET:
                    if turning and at << 16 in seen:
                        break
                    seen.add(at << 16)
                    places.append(at)
                    moves.append((source, slots, last))
                    break
                if op == MATCH:
                    if not_empty:
                        break
                    places.append(at)
                    moves.append((source, slots, last))
                    return
                if op == FORK:
                    stack.append((b, turning, slots, last))
                    at = a
                elif op == JUMP:
                    at = a
                else:
                    if op == SAVE:
                        slots = (*slots, a)
                        if a & 1:
                            last = a >> 1
                    elif op == BEGIN:
                        turning |= 1 << a
                    elif op == LEAVE:
                        turning &= ~(1 << a)
                    elif op == TURNED:
                        if turning >> a & 1:
                            at = b
                            continue
                    elif not _is_at(a, *context):
                        break
                    at += 1


def _is_at(place: str, before: str, after: str, last: bool) -> bool:
    if place == "start":
        return before == ""
    if place == "line start":
        return before in ("", "\n")
    if place == "end":
        return after == ""
    if place == "line end":
        return after in ("", "\n")
    if place == "last line end":
        return after == "" or (after == "\n" and last)
    ascii_only = place.endswith("ascii")
    is_edge = (before != "" and is_word(before, ascii_only)) is not (after != "" and is_word(after, ascii_only))
    if place.startswith("no "):
        return not is_edge and (before != "" or after != "")
    return is_edge

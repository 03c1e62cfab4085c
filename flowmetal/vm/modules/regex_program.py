"""Regular expressions: a tree to a program for the matcher.

An instruction is (operation, a, b):
    SET chars        take one character that is in chars           JUMP to
    FORK first then  go on at both places; first is preferred      SAVE slot     note the position
    AT place         go on if the position is such a place         MATCH         the end
    BEGIN n          an optional turn of loop n begins             LEAVE n       loop n is left
    TURNED n to      the turn has ended: if it took nothing, jump (to the loop's end), as Python does

Loops that cannot turn without taking a character need no BEGIN, LEAVE and TURNED. A counted repeat is copied out;
the size of a program is limited, as it is a factor of the time for each character.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flowmetal.vm.modules.regex_syntax import Parsed, PatternError, Tree

SET, JUMP, FORK, SAVE, AT, MATCH, BEGIN, LEAVE, TURNED = range(9)
MAX_SIZE = 5000
MAX_LOOPS = 12  # loops one in another that may turn without taking anything

Instruction = tuple[int, Any, Any]

# Lowercase letters that share their uppercase: they match each other where case is ignored.
_SIBLINGS = """
    i\u0131 s\u017f \xb5\u03bc \u0345\u03b9\u1fbe \u0390\u1fd3 \u03b0\u1fe3 \u03b2\u03d0 \u03b5\u03f5 \u03b8\u03d1
    \u03ba\u03f0 \u03c0\u03d6 \u03c1\u03f1 \u03c2\u03c3 \u03c6\u03d5 \u0432\u1c80 \u0434\u1c81 \u043e\u1c82 \u0441\u1c83
    \u0442\u1c84\u1c85 \u044a\u1c86 \u0463\u1c87 \u1c88\ua64b \u1e61\u1e9b \ufb05\ufb06
""".split()  # noqa: SIM905
_SIBLINGS_OF = {letter: group for group in _SIBLINGS for letter in group}
_OTHER_CAPITALS = dict(zip("i\u03b8\xdf\u03c9k\xe5", "\u0130\u03f4\u1e9e\u2126\u212a\u212b", strict=True))


def _lower(character: str, fold: str) -> str:
    if fold == "ascii":
        return character.lower() if character.isascii() else character
    lowered = character.lower()
    return lowered if len(lowered) == 1 else lowered[0] if character == "\u0130" else character


def _cases(character: str, fold: str) -> str:
    """All characters that count as this one where case is ignored, as far as a set may hold them."""
    if fold == "ascii":
        return character.lower() + character.upper() if character.isascii() else character
    lowered = _lower(character, fold)
    found = ""
    for sibling in _SIBLINGS_OF.get(lowered, lowered):
        others = (sibling.upper(), sibling.title(), _OTHER_CAPITALS.get(sibling, ""))
        found += sibling + "".join(other for other in others if len(other) == 1)
    return found + character


_CLASSES: dict[str, Callable[[str], bool]] = {
    "d": str.isdecimal,
    "s": str.isspace,
    "w": lambda c: c.isalnum() or c == "_",
    "da": lambda c: c in "0123456789",
    "sa": lambda c: c in " \t\n\r\v\f",
    "wa": lambda c: (c.isascii() and c.isalnum()) or c == "_",
}


def is_word(character: str, ascii_only: bool) -> bool:
    """Is it a word's character, for the edge of a word?"""
    return _CLASSES["wa" if ascii_only else "w"](character)


class Characters(dict[str, bool]):
    """A set of characters: `chars[c]` says whether c is in it. It remembers what was asked before."""

    __slots__ = ("fold", "items_", "negated", "single")

    def __init__(self, negated: bool, items: tuple[Tree, ...], fold: str) -> None:
        self.negated = negated
        self.items_ = items
        self.fold = fold
        plain = not negated and not fold and len(items) == 1 and items[0][0] == "char"
        self.single: str | None = items[0][1] if plain else None

    def __missing__(self, character: str) -> bool:
        if len(self) > 2000:
            self.clear()
        result = self[character] = self._has(character) is not self.negated
        return result

    def _has(self, character: str) -> bool:
        fold = self.fold
        cases = _cases(character, fold) if fold else character
        for item in self.items_:
            kind = item[0]
            if kind == "char":
                if item[1] in cases:
                    return True
            elif kind == "range":
                if any(item[1] <= case <= item[2] for case in cases):
                    return True
            else:
                letter = item[1]
                tested = _lower(character, fold) if fold else character
                if _CLASSES[letter.lower()](tested) is letter[0].islower():
                    return True
        return False


ANYTHING = Characters(True, (), "")
NO_NEWLINE = Characters(True, (("char", "\n"),), "")


def assemble(parsed: Parsed, whole: bool) -> list[Instruction]:
    """The program of a pattern; whole: the match must reach to the end. Raises PatternError if it is too large."""
    builder = _Builder()
    builder.add(parsed.tree, 0)
    if whole:
        builder.emit(AT, "end")
    builder.emit(MATCH)
    return builder.program


def literal_prefix(tree: Tree) -> str:
    """What every match begins with, as far as it is plain text."""
    kind = tree[0]
    if kind == "set":
        only = not tree[1] and not tree[3] and len(tree[2]) == 1 and tree[2][0][0] == "char"
        return tree[2][0][1] if only else ""
    if kind == "group":
        return literal_prefix(tree[2])
    if kind == "sequence":
        text = ""
        for part in tree[1]:
            added = literal_prefix(part)
            text += added
            if part[0] != "set" or not added:
                break
        return text
    return ""


def _can_be_empty(tree: Tree) -> bool:
    kind = tree[0]
    if kind in ("set", "any"):
        return False
    if kind == "sequence":
        return all(_can_be_empty(part) for part in tree[1])
    if kind == "choice":
        return any(_can_be_empty(part) for part in tree[1])
    if kind == "repeat":
        return tree[2] == 0 or _can_be_empty(tree[1])
    if kind == "group":
        return _can_be_empty(tree[2])
    return True


class _Builder:
    def __init__(self) -> None:
        self.program: list[Instruction] = []
        self.sets: dict[Tree, Characters] = {}

    def emit(self, operation: int, a: Any = None, b: Any = None) -> int:
        if len(self.program) >= MAX_SIZE:
            raise PatternError(f"the pattern needs a program of more than {MAX_SIZE} steps: use smaller repeats")
        self.program.append((operation, a, b))
        return len(self.program) - 1

    def add(self, tree: Tree, loops: int) -> None:
        kind = tree[0]
        if kind == "set":
            if tree not in self.sets:
                self.sets[tree] = Characters(tree[1], tree[2], tree[3])
            self.emit(SET, self.sets[tree])
        elif kind == "any":
            self.emit(SET, ANYTHING if tree[1] else NO_NEWLINE)
        elif kind == "at":
            self.emit(AT, tree[1])
        elif kind == "sequence":
            for part in tree[1]:
                self.add(part, loops)
        elif kind == "group":
            self.emit(SAVE, 2 * tree[1])
            self.add(tree[2], loops)
            self.emit(SAVE, 2 * tree[1] + 1)
        elif kind == "choice":
            self._choice(tree[1], loops)
        else:
            _, part, least, most, greedy = tree
            self._repeat(part, least, most, greedy, loops)

    def _choice(self, branches: tuple[Tree, ...], loops: int) -> None:
        ends = []
        for branch in branches[:-1]:
            fork = self.emit(FORK)
            self.add(branch, loops)
            ends.append(self.emit(JUMP))
            self.program[fork] = (FORK, fork + 1, len(self.program))
        self.add(branches[-1], loops)
        for end in ends:
            self.program[end] = (JUMP, len(self.program), None)

    def _repeat(self, part: Tree, least: int, most: int | None, greedy: bool, loops: int) -> None:
        for _ in range(least):
            before = len(self.program)
            self.add(part, loops)
            if len(self.program) == before:
                break
        if most is not None and most <= least:
            return
        guarded = _can_be_empty(part)
        if guarded and loops >= MAX_LOOPS:
            raise PatternError(f"more than {MAX_LOOPS} repeats one in another of what may be empty")
        if not guarded and most is not None:
            self._optional_turns(part, most - least, greedy, loops, None)
        elif most is None:
            self._endless(part, greedy, loops, guarded)
        else:
            self._optional_turns(part, most - least, greedy, loops, loops)

    def _endless(self, part: Tree, greedy: bool, loops: int, guarded: bool) -> None:
        fork = self.emit(FORK)
        turned = None
        if guarded:
            self.emit(BEGIN, loops)
        self.add(part, loops + guarded)
        if guarded:
            turned = self.emit(TURNED)
        self.emit(JUMP, fork)
        end = len(self.program)
        self.program[fork] = (FORK, fork + 1, end) if greedy else (FORK, end, fork + 1)
        if turned is not None:
            self.program[turned] = (TURNED, loops, end)
            self.emit(LEAVE, loops)

    def _optional_turns(self, part: Tree, count: int, greedy: bool, loops: int, loop: int | None) -> None:
        forks, turns = [], []
        for _ in range(count):
            forks.append(self.emit(FORK))
            if loop is not None:
                self.emit(BEGIN, loop)
            self.add(part, loops + (loop is not None))
            if loop is not None:
                turns.append(self.emit(TURNED))
        end = len(self.program)
        for fork in forks:
            self.program[fork] = (FORK, fork + 1, end) if greedy else (FORK, end, fork + 1)
        for turn in turns:
            self.program[turn] = (TURNED, loop, end)
        if loop is not None:
            self.emit(LEAVE, loop)

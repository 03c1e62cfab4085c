"""States that once could not be written, or came back as another state."""

from __future__ import annotations

from tests.vm.driver import program, run

PAUSES = ("", "wait", "always")


def everywhere(text: str, libraries: tuple[str, ...] = ()) -> object:
    """The result, which must be the same however often the state goes through the codec."""
    loaded = program(text, libraries)
    results = [run(loaded, pause=pause).result for pause in PAUSES]
    assert results[1:] == results[:1] * 2
    return results[0]


def test_a_shared_instance_with_an_eq_of_its_own() -> None:
    text = """
class Money:
    def __eq__(self, other):
        return isinstance(other, Money)
def main():
    a = Money()
    both = [a, a]
    sleep(1s)
    return [both[0] == both[1], both[0] is both[1]]
"""
    assert everywhere(text) == [True, True]


def test_keys_that_are_instances() -> None:
    text = """
class Key: pass
def main():
    key = Key()
    by_key, items, frozen, pair = {key: 1}, {key}, frozenset([key]), {(key, 1): 2}
    append = [].append
    method = {append: 3}
    shared = [by_key, by_key, items, items, frozen, frozen, (key, frozen), pair, pair, method, method, key]
    sleep(1s)
    return [by_key[key], key in items, key in frozen, pair[(key, 1)], method[append], {frozen: 4}[frozenset([key])]]
"""
    assert everywhere(text) == [1, True, True, 2, 3, 4]


def test_keys_that_hash_by_their_fields() -> None:
    text = """
class Point:
    __frozen_fields__ = ("x", "y")
    def __init__(self, x, y):
        self.x = x
        self.y = y
def point():
    return Point(1, Point(2, frozenset([Point(3, (4,))])))
def main():
    at = point()
    found = {at: 1, frozenset([at, 1]): 2, (at,): 3}
    shared = [found, at, found]
    sleep(1s)
    return [found[point()], found[frozenset([1, point()])], found[(point(),)], list(found) == [at, {1, at}, (at,)]]
"""
    assert everywhere(text) == [1, 2, 3, True]


def test_what_is_not_a_number_keeps_its_identity() -> None:
    text = """
import math
def main():
    nan, known = float("nan"), math.nan
    items, found = [nan, 1.0], {nan: 1}
    sleep(1s)
    return [nan in items, found[nan], float("nan") in items, nan is items[0], known is math.nan, known in [math.nan]]
"""
    assert everywhere(text, ("math",)) == [True, 1, False, True, True, True]


def test_values_that_never_change_are_the_same_if_they_are_equal() -> None:
    text = """
def main():
    number, text, part, length = 10 ** 30, "ab" * 30, 2.5 * 3, 3s * 2
    same = [number, text, part, length]
    numbers = [id(value) for value in same]
    sleep(1s)
    there = [number is same[0], text is same[1], part is same[2], length is same[3]]
    return there + [numbers == [id(value) for value in same], 0.0 is -0.0, 1 is 1.0, [] is []]
"""
    assert everywhere(text) == [True, True, True, True, True, False, False, False]


def test_slices_in_slices() -> None:
    text = """
def main():
    deep = wide = None
    for _ in range(60):
        deep, wide = slice(deep, None), slice(wide, wide)
    sleep(1s)
    depth = 0
    while deep is not None:
        deep = deep.start
        depth += 1
    return [depth, wide.start is wide.stop]
"""
    assert everywhere(text) == [60, True]


def test_thousands_of_slices_in_slices() -> None:
    text = """
def main():
    deep = None
    for _ in range(20000):
        deep = slice(deep, None)
    sleep(1s)
    depth = 0
    while deep is not None:
        deep = deep.start
        depth += 1
    return depth
"""
    assert run(text, pause="wait").result == 20000




def test_iterators_over_iterators() -> None:
    text = """
def main():
    seen = []
    for i, (a, b) in enumerate(zip([1, 2], "ab")):
        for pair in zip(enumerate([5]), {1, 2}, reversed([3])):
            sleep(1s)
            seen.append([i, a, b, pair])
    return seen
"""
    assert everywhere(text) == [[0, 1, "a", [[0, 5], 1, 3]], [1, 2, "b", [[0, 5], 1, 3]]]

"""What Python leaves to chance is fixed: hashes, the order of sets, numbers of objects, random numbers."""

from __future__ import annotations

from tests.vm.driver import program, run
from tests.vm_builtins.against_cpython import cases, source, under_flowmetal

HASHES = """
print(hash(""), hash("a"), hash(b"a"), hash("ä"))
print(hash(None), hash(1), hash(-1), hash(1.5), hash(2**61), hash(True))
print(hash(()), hash((1, "a")), hash(((), (1,))), hash(frozenset()), hash(frozenset(["a", 1])))
print(hash(1s), hash(range(5)), hash(range(0)))
"""


def test_hashes_are_these_for_ever() -> None:
    assert run(HASHES).output == (
        "-1970711489451281740 4681665781835383343 4681665781835383343 -1131041350483206087\n"
        "4238894112 1 -2 1152921504606846977 1 1\n"
        "5740354900026072187 6990965431848611344 -7715943332640168325 3147605724593817992 128699799456902008\n"
        "-2704921699986702305 5795932985296280846 2676694398852732306\n"
    )


def test_sets_keep_the_order_of_insertion() -> None:
    text = """
s = {"b", "a", "c"}
s.add("z")
s.discard("a")
s.add("a")
print(s, list(s), s | {"q", "b"}, s & {"a", "b"}, s - {"z"}, s ^ {"c", "new"}, frozenset("hello"), set("banana"))
s |= {"y", "b"}
print(s, s.pop(), s, sorted(s), {x for x in "cab"}, {"k": 1}.keys() | ["x", "k"])
"""
    assert run(text).output == (
        "{'b', 'c', 'z', 'a'} ['b', 'c', 'z', 'a'] {'b', 'c', 'z', 'a', 'q'} {'b', 'a'} {'b', 'c', 'a'} "
        "{'b', 'z', 'a', 'new'} frozenset({'h', 'e', 'l', 'o'}) {'b', 'a', 'n'}\n"
        "{'c', 'z', 'a', 'y'} b {'c', 'z', 'a', 'y'} ['a', 'c', 'y', 'z'] {'c', 'a', 'b'} {'k', 'x'}\n"
    )


def test_the_number_of_an_object_stays_across_waits() -> None:
    text = """
class C:
    pass
c, d = C(), C()
before = id(c), id(d), hash(c), repr(c)
sleep(1h)
print(before == (id(c), id(d), hash(c), repr(c)), id(c) != id(d), before[3])
"""
    outputs = {run(text, pause=pause).output for pause in ("", "wait", "always")}
    assert outputs == {"True True <__main__.C object at 0x1>\n"}


def test_random_numbers_are_the_same_again_on_replay() -> None:
    loaded = program("import random, uuid\nprint(random.random(), uuid.uuid4())\n", ("math", "random", "uuid"))
    assert run(loaded).output == run(loaded).output


def test_special_methods_may_be_interrupted_anywhere() -> None:
    """The prelude's frames, too, stand in snapshots: encoded and decoded after every few instructions."""
    preamble, found = cases("instances")
    some = found[::6]
    assert source(preamble, some)
    assert under_flowmetal(preamble, some, pause="always") == under_flowmetal(preamble, some)

"""Programs that once did something else than in Python, or reached what they must not."""

from __future__ import annotations

from tests.vm.driver import program, run


def result(text: str, libraries: tuple[str, ...] = ()) -> object:
    return run(program(text, libraries), pause="wait").result


def test_built_in_classes_do_not_change() -> None:
    text = """
def main():
    int.__dict__["foo"] = 5
    return hasattr(3, "foo")
"""
    assert result(text) is False


def test_the_library_does_not_change() -> None:
    text = """
import http
def refused(change):
    try:
        change()
    except TypeError as error:
        return str(error)
def main():
    defaults = http.request.__kwdefaults__
    def store():
        defaults["timeout"] = 5s
    def delete():
        del defaults["timeout"]
    def add():
        nonlocal defaults
        defaults |= {"timeout": 5s}
    http.get.__dict__["new"] = 5
    return [refused(store), refused(delete), refused(add), http.get.__dict__]
"""
    refused = "cannot change this dict: it belongs to the standard library"
    assert result(text, ("json", "http")) == [refused, refused, refused, {}]


def test_a_class_as_the_setter_of_a_property() -> None:
    text = """
class Made:
    def __init__(self, *args): pass
class Holder:
    x = property(None, Made)
def main():
    holder = Holder()
    seen = []
    for n in [1, 2, 3]:
        holder.x = n
        seen.append(n)
    return seen
"""
    assert result(text) == [1, 2, 3]


def test_closing_a_generator_closes_what_it_delegates_to_and_goes_on_in_itself() -> None:
    text = """
seen = []
def inner():
    try:
        yield 1
    except GeneratorExit:
        return 5
    finally:
        sleep(1s)
        seen.append("inner")
def outer():
    try:
        yield from inner()
    except GeneratorExit:
        seen.append("outer")
        raise
    seen.append("never")
    yield 2
def main():
    for close in (lambda g: g.close(), lambda g: g.throw(GeneratorExit)):
        generator = outer()
        next(generator)
        try:
            close(generator)
        except GeneratorExit:
            seen.append("thrown")
    return seen
"""
    assert result(text) == ["inner", "outer", "inner", "outer", "thrown"]


def test_the_truth_of_what_contains_gives() -> None:
    text = """
class Falsy:
    def __bool__(self): return False
class Container:
    def __contains__(self, item): return Falsy()
def main():
    return [1 in Container(), 1 not in Container()]
"""
    assert result(text) == [False, True]

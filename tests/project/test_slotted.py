"""`slotted`: classes of plain data that cost little to import."""

from __future__ import annotations

import copy
import pickle

import pytest

from flowmetal.slotted import astuple, field, replace, slotted


@slotted
class Point:
    x: int
    y: int = 2
    names: list[str] = field(default_factory=list)

    def sum(self) -> int:
        return self.x + self.y


@slotted(frozen=False)
class Draft:
    text: str
    marks: dict[str, int] = field(default_factory=dict)


@slotted(frozen=False, eq=False)
class Node:
    label: str


def test_fields_by_position_and_by_name_with_their_defaults() -> None:
    assert astuple(Point(1)) == (1, 2, [])
    assert astuple(Point(1, names=["a"], y=3)) == (1, 3, ["a"])
    assert repr(Point(1)) == "Point(x=1, y=2, names=[])"
    assert Point(4).sum() == 6
    for wrong in (lambda: Point(), lambda: Point(1, 2, [], 4), lambda: Point(1, z=3)):  # type: ignore[call-arg]
        with pytest.raises(TypeError, match=r"Point.__init__\(\)"):
            wrong()


def test_a_default_is_made_anew_for_each_value() -> None:
    assert Point(1).names is not Point(1).names
    assert Draft("a").marks is not Draft("a").marks


def test_equal_fields_make_equal_values() -> None:
    assert Point(1) == Point(1) and Point(1) != Point(2) and Point(1) != (1, 2, [])
    assert Draft("a") == Draft("a") and Node("a") != Node("a")


def test_frozen_values_can_be_hashed_and_not_be_changed() -> None:
    @slotted
    class Key:
        a: int
        b: str

    assert {Key(1, "x"): 5}[Key(1, "x")] == 5
    with pytest.raises(AttributeError, match="cannot assign to field 'a' of Key"):
        Key(1, "x").a = 2  # type: ignore[misc]
    with pytest.raises(AttributeError, match="cannot delete field 'a' of Key"):
        del Key(1, "x").a
    with pytest.raises(TypeError, match="unhashable"):
        hash(Draft("a"))
    draft = Draft("a")
    draft.text = "b"
    assert draft == Draft("b")


def test_there_is_no_room_for_other_attributes() -> None:
    with pytest.raises(AttributeError):
        Draft("a").other = 1  # type: ignore[attr-defined]


def test_replace_copy_and_pickle() -> None:
    assert replace(Point(1, 5), x=7) == Point(7, 5)
    for value in (Point(1, 5, ["a"]), Draft("a", {"b": 1})):
        assert copy.deepcopy(value) == value and copy.copy(value) == value
        assert pickle.loads(pickle.dumps(value)) == value


def test_patterns_match_by_position() -> None:
    match Point(1, 5):
        case Point(x, y):
            assert (x, y) == (1, 5)

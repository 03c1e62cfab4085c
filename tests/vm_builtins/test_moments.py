"""Durations and times: their text is canonical and reads back, and arithmetic is exact."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowmetal.vm.moments import civil, days_from_civil, duration_text, parse_duration, parse_time, strftime, time_text
from tests.vm.driver import run

WIDE = 10**20


@given(st.integers(-WIDE, WIDE))
def test_a_duration_reads_back_from_its_text(us: int) -> None:
    assert parse_duration(duration_text(us)) == us


@pytest.mark.parametrize(
    ("us", "text"),
    [
        (0, "0s"), (1, "0.001ms"), (1_500, "1.5ms"), (250_000, "250ms"), (999_999, "999.999ms"), (1_000_000, "1s"),
        (61_500_000, "1m1.5s"), (5_400_000_000, "1h30m"), (604_800_000_000, "7d"), (-90_000_000, "-1m30s"),
        (86_400_000_001, "1d0.000001s"),
    ],
)
def test_the_text_of_a_duration(us: int, text: str) -> None:
    assert duration_text(us) == text


@pytest.mark.parametrize("text", ["", "5", "h", "1x", "1h 30m", "1h30", "--1s", "1.s", "1e3s", "٣s", "1h-30m"])
def test_what_is_no_duration(text: str) -> None:
    with pytest.raises(ValueError, match="invalid duration"):
        parse_duration(text)


def test_finer_than_a_microsecond_rounds_to_even() -> None:
    assert [parse_duration(text) for text in ("0.5us", "1.5us", "2.5us", "0.0004ms", "0.0006ms")] == [0, 2, 2, 0, 1]


EPOCH = datetime.datetime(1970, 1, 1)
MOMENTS = st.datetimes(datetime.datetime(1, 1, 1), datetime.datetime(9999, 12, 31, 23, 59, 59))


def microseconds(moment: datetime.datetime) -> int:
    return (moment - EPOCH) // datetime.timedelta(microseconds=1)


@given(MOMENTS)
def test_the_calendar_is_that_of_datetime(moment: datetime.datetime) -> None:
    us = microseconds(moment)
    shown = civil(us)
    assert shown[:7] == (*moment.timetuple()[:6], moment.microsecond)
    assert (shown.weekday, shown.day_of_year) == (moment.weekday(), moment.timetuple().tm_yday)
    assert days_from_civil(*shown[:3]) == us // 86_400_000_000
    assert time_text(us) == moment.isoformat() + "Z"
    assert parse_time(time_text(us)) == us


@given(MOMENTS.filter(lambda moment: moment.year >= 1000))
def test_strftime_is_that_of_datetime(moment: datetime.datetime) -> None:
    template = "%Y %m %d %H %M %S %f %y %I %p %j %a %A %b %B %w %U %W %u %% %F %T"
    assert strftime(microseconds(moment), template) == moment.strftime(template)


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("2026-03-01", "2026-03-01T00:00:00Z"), ("2026-03-01T12:30", "2026-03-01T12:30:00Z"),
        ("2026-03-01 12:30:05.5", "2026-03-01T12:30:05.500000Z"),
        ("2026-03-01T12:30:00+02:00", "2026-03-01T10:30:00Z"), ("2026-03-01T23:00:00-0130", "2026-03-02T00:30:00Z"),
    ],
)
def test_ways_to_write_a_time(text: str, same: str) -> None:
    assert time_text(parse_time(text)) == same


@pytest.mark.parametrize("text", ["", "2026", "2026-13-01", "2026-02-29", "2026-01-01T24:00", "2026-01-01T10:61", "x"])
def test_what_is_no_time(text: str) -> None:
    with pytest.raises(ValueError, match=r"isoformat|month|day|time of day"):
        parse_time(text)


PROGRAM = Path(__file__).with_name("moments.fm")


def test_operators_and_attributes() -> None:
    text = PROGRAM.read_text()
    expected = [line.split("#> ")[1] for line in text.splitlines() if "#> " in line]
    done = run(text, ("time",))
    assert done.output.splitlines() == expected, done.end

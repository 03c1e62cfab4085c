"""Module zoneinfo: every zone is what CPython's zoneinfo makes of the same tzdata, and its data are up to date."""

from __future__ import annotations

import contextlib
import importlib.util
import io
import os
import random
import zoneinfo
from collections.abc import Iterator
from pathlib import Path

import pytest

from flowmetal.vm.modules.zones import _read
from tests.language.test_golden import libraries
from tests.vm.driver import STDLIB, program, run

MOST = int(os.environ.get("FLOWMETAL_TRANSITIONS", "1"))  # of each zone; 500 for all of them
ROOT = Path(__file__).parents[2]

# Runs under both: for each zone and second since 1970 what the clock shows there, and what it would mean elsewhere.
PROGRAM = '''
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

def main(moments):
    start = datetime(1970, 1, 1, tzinfo=timezone.utc)
    for key, seconds in moments.items():
        zone = ZoneInfo(key)
        for second in seconds:
            there = (start + timedelta(seconds=second)).astimezone(zone)
            back = (there.astimezone(timezone.utc) - start).total_seconds() == second
            parts = [there.isoformat(), there.fold, there.tzname(), there.dst(), back]
            for fold in (0, 1):
                other = there.replace(fold=fold)
                parts += [other.utcoffset(), other.tzname(), other.dst()]
            print(key, *parts)
'''


@pytest.fixture(autouse=True)
def the_packages_zones() -> Iterator[None]:
    """CPython reads the package tzdata, not the files of this machine."""
    zoneinfo.reset_tzpath(to=[])
    zoneinfo.ZoneInfo.clear_cache()
    yield
    zoneinfo.reset_tzpath()
    zoneinfo.ZoneInfo.clear_cache()


def written() -> dict[str, str]:
    names: dict = {}
    exec((STDLIB / "_zones.fm").read_text(), names)
    return names["ZONES"]


def moments_of(text: str, rng: random.Random, most: int) -> list[int]:
    """Seconds around transitions, also around those of the far future, and long ago."""
    known = list(_read(text)[1])
    chosen = known if len(known) <= most else [*rng.sample(known[:-1], most - 1), known[-1]]
    around = [moment + shift for moment in chosen for shift in (-1, 0, 1)]
    later = [rng.randrange(1_800_000_000, 200_000_000_000) for _ in range(2)]
    return [-50_000_000_000, *around, *later, 2_845_674_000 + rng.randrange(-3600, 7200)]  # 2060-03-28, 01:00 UTC


def test_the_data_are_those_of_tzdata() -> None:
    spec = importlib.util.spec_from_file_location("zones", ROOT / "tools" / "zones.py")
    assert spec is not None and spec.loader is not None
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    assert tool.page() == (STDLIB / "_zones.fm").read_text(), "run make zones"
    assert set(written()) == zoneinfo.available_timezones()


def test_all_zones_are_as_in_cpython() -> None:
    rng = random.Random(2026)
    moments = {key: moments_of(text, rng, MOST) for key, text in written().items() if text[0] != "="}
    assert len(moments) > 300
    compare(moments)


def test_every_transition_of_some_zones() -> None:
    texts = written()
    zones = ("Europe/Dublin", "Africa/Casablanca", "America/New_York", "Australia/LHI")
    rng = random.Random(1)
    compare({key: moments_of(texts[key], rng, 400)[::3] for key in zones})


def compare(moments: dict[str, list[int]]) -> None:
    done = run(program(PROGRAM, libraries(PROGRAM)), kwargs={"moments": moments})
    assert done.result is None
    names: dict = {}
    exec(PROGRAM, names)
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        names["main"](moments)
    assert done.output.splitlines() == printed.getvalue().splitlines()


def test_texts_that_are_no_zones_are_refused() -> None:
    for text in ("", "x", "0,0,UTC -", "a,0,UTC - UTC,0", "0,0,UTC 1B UTC,0", "0,0,UTC - UTC", "0,0,UTC - UTC,0,X,3600"):
        with pytest.raises((ValueError, IndexError)):
            _read(text)


def test_a_zone_survives_every_pause_and_no_process_stores_it() -> None:
    text = """
from zoneinfo import ZoneInfo
from datetime import datetime
zone = ZoneInfo("Asia/Tokyo")
there = datetime(2026, 1, 1, 12, tzinfo=zone)
sleep(1h)
print(zone is ZoneInfo("Asia/Tokyo"), there.tzinfo is zone, there.tzname(), there.moment)
"""
    done = run(program(text, libraries(text)), pause="always")
    assert done.output == "True True JST 2026-01-01T03:00:00Z\n"
    assert all(len(state) < 2000 for state in done.states.values())

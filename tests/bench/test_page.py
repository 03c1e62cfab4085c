"""The page and its plots say what the figures say."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from bench import page, plots, results
from bench.plots import Bar
from bench.results import Line, NotResults, Results, shown
from bench.targets import Target, target_of

SVG = "{http://www.w3.org/2000/svg}"


def some() -> Results:
    return Results(
        when="2026-01-01T00:00Z", machine={"processor": "<p>"}, flowmetal={"version": "1"},
        contestants={"DBOS": {"version": "3", "settings": "as it comes"}},
        lines=[
            Line("sequential", "one step after another", 2000.0, "steps/s", [1900, 2000], "bare", 2500.0, 0.8),
            Line("sequential/with/DBOS", "DBOS", 300.0, "steps/s", [], "Flowmetal", 2000.0, 6.7),
            Line("sequential/peer", "the best of them", 300.0, "steps/s", [], "Flowmetal", 2000.0, 4.0, "DBOS"),
        ],
        failures=[{"row": "pure", "what": "Monty", "error": "not run: it is not installed"}],
    )


def test_written_and_read(tmp_path: Path) -> None:
    some().write(tmp_path / "kept.json")
    assert results.read(tmp_path / "kept.json") == some()


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"format": 99}', '{"format": 1, "lines": [{"x": 1}]}', "\0"])
def test_anything_else_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "kept.json").write_text(text)
    with pytest.raises(NotResults):
        results.read(tmp_path / "kept.json")
    with pytest.raises(NotResults, match="no-such-file"):
        results.read(tmp_path / "no-such-file")


def test_page() -> None:
    made = page.files(some())
    assert set(made) == {"performance.md", "performance/sequential.svg"}
    text = made["performance.md"]
    assert "| one step after another | 2,000 steps/s | bare 2,500 steps/s | 0.800 | ≥ 0.5 × ✓ |" in text
    assert "| the best of them (DBOS) | 300 steps/s | Flowmetal 2,000 steps/s | 4.00 | ≥ 5 × ✗ missed |" in text
    assert "- pure: Monty: not run: it is not installed" in text
    assert "| DBOS | 3 | as it comes |" in text


def test_the_page_in_the_repository_is_that_of_its_figures() -> None:
    if not page.KEPT.exists():
        assert not (page.DOCS / "performance.md").exists()
        return
    for name, text in page.files(results.read(page.KEPT)).items():
        assert (page.DOCS / name).read_text(encoding="utf-8") == text, "run: make bench-page"


def test_bars() -> None:
    drawn = ET.fromstring(plots.bars("a < b", "ms", [[Bar("one", 1.0, "ours"), Bar("ten & more", 10.0)]], logarithmic=True))
    widths = [float(each.attrib["width"]) for each in drawn.iter(f"{SVG}rect")][1:]
    assert widths[0] < widths[1] < plots.WIDTH
    texts = [each.text for each in drawn.iter(f"{SVG}text")]
    assert {"a < b", "one", "ten & more", "1.00 ms", "10.0 ms"} <= set(texts)
    linear = ET.fromstring(plots.bars("t", "ms", [[Bar("a", 2.0), Bar("b", 4.0)]], mark=3.0))
    first, second = [float(each.attrib["width"]) for each in linear.iter(f"{SVG}rect")][1:]
    assert abs(second - 2 * first) < 0.2
    assert plots.bars("nothing", "ms", []) == ""


@pytest.mark.parametrize(
    ("value", "text"), [(0.01234, "0.0123 s"), (1.5, "1.50 s"), (15.26, "15.3 s"), (1234.6, "1,235 s"), (0, "0 s")]
)
def test_shown(value: float, text: str) -> None:
    assert shown(value, "s") == text


def test_targets() -> None:
    line = Line("x", "", 3.0, "s", ratio=0.5)
    assert Target(most=0.5).met(line) and not Target(most=0.4).met(line)
    assert Target(least=3, of_value=True).met(line) and not Target(least=4, of_value=True).met(line)
    assert Target(most=1).met(Line("x", "", 3.0, "s")) is None
    kernel = target_of("pure/kernel/strings")
    assert kernel is not None and kernel.most == 2.2
    assert target_of("pure/with-monty/strings") is None

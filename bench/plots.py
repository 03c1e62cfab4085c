"""Bars as SVG: labelled, on a linear or a logarithmic axis. Plain text in, plain text out."""

from __future__ import annotations

import math
from dataclasses import dataclass
from html import escape

from bench.results import shown

WIDTH, LEFT, RIGHT = 800, 275, 110
TOP, BAR, GAP, GROUP_GAP = 58, 18, 4, 14
COLOURS = {"ours": "#c2410c", "floor": "#64748b", "other": "#0e7490"}


@dataclass(frozen=True, slots=True)
class Bar:
    label: str
    value: float
    kind: str = "other"  # of COLOURS


def bars(
    title: str, unit: str, groups: list[list[Bar]], *, logarithmic: bool = False, mark: float | None = None
) -> str:
    """Groups of bars below each other; `mark` draws a line across, at that value."""
    values = [bar.value for group in groups for bar in group if bar.value > 0]
    if not values:
        return ""
    axis = _Axis(min(values), max(*values, mark or 0.0), logarithmic)
    parts, y = [], TOP
    for group in groups:
        for bar in group:
            parts.append(_bar(bar, unit, axis, y))
            y += BAR + GAP
        y += GROUP_GAP
    bottom = y - GROUP_GAP
    ticks = [_tick(tick, axis, bottom) for tick in axis.ticks()]
    if mark is not None:
        ticks.append(_line(axis.x(mark), bottom, "#111827", 1.5))
    height = bottom + 30
    kind = f"{unit}, logarithmic" if logarithmic else unit
    return "\n".join((
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" viewBox="0 0 {WIDTH} {height}"'
        ' font-family="system-ui, sans-serif" font-size="12" fill="#111827">',
        f"<title>{escape(title)}</title>",
        f'<rect width="{WIDTH}" height="{height}" rx="6" fill="#ffffff"/>',
        _text(16, 24, title, "start", ' font-size="15" font-weight="600"'),
        _text(16, 42, kind, "start", ' fill="#475569"'),
        *ticks, *parts, "</svg>", "",
    ))


class _Axis:
    def __init__(self, least: float, most: float, logarithmic: bool) -> None:
        self.logarithmic = logarithmic
        self.low = 10.0 ** math.floor(math.log10(least * 0.8)) if logarithmic else 0.0
        self.high = most * 1.05

    def x(self, value: float) -> float:
        if self.logarithmic:
            part = math.log10(value / self.low) / math.log10(self.high / self.low)
        else:
            part = value / self.high
        return LEFT + part * (WIDTH - LEFT - RIGHT)

    def ticks(self) -> list[float]:
        if self.logarithmic:
            first, last = round(math.log10(self.low)), math.floor(math.log10(self.high))
            return [10.0**power for power in range(first, last + 1)]
        step = 10.0 ** math.floor(math.log10(self.high))
        while self.high / step < 4:
            step /= 2
        return [step * n for n in range(math.floor(self.high / step) + 1)]


def _bar(bar: Bar, unit: str, axis: _Axis, y: float) -> str:
    end, middle = axis.x(bar.value), y + BAR - 5
    width, colour = f"{max(1.0, end - LEFT):.1f}", COLOURS[bar.kind]
    return "".join((
        _text(LEFT - 8, middle, bar.label, "end"),
        f'<rect x="{LEFT}" y="{y}" width="{width}" height="{BAR}" rx="2" fill="{colour}"/>',
        _text(end + 6, middle, shown(bar.value, unit), "start"),
    ))


def _tick(value: float, axis: _Axis, bottom: float) -> str:
    x = axis.x(value)
    return _line(x, bottom, "#e2e8f0", 1) + _text(x, bottom + 18, f"{value:,.10g}", "middle", ' fill="#475569"')


def _line(x: float, bottom: float, colour: str, width: float) -> str:
    return f'<line x1="{x:.1f}" y1="{TOP - 6}" x2="{x:.1f}" y2="{bottom}" stroke="{colour}" stroke-width="{width}"/>'


def _text(x: float, y: float, text: str, anchor: str, more: str = "") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"{more}>{escape(text)}</text>'

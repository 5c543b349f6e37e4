"""A chart with several panels and logarithmic axes, as SVG text. Does no input or output."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from math import ceil, floor, log10

PANEL, HEIGHT = 400, 300
LEFT, RIGHT, TOP, BOTTOM = 56, 84, 36, 44
COLOURS = ("#1b7f5c", "#c0392b", "#5b6b7f", "#b8860b")
STYLE = "text{font:12px sans-serif;fill:#57606a}.title{font-weight:bold}"


@dataclass(frozen=True, slots=True)
class Panel:
    """One chart: {name: one positive value for each x value}."""

    title: str
    series: Mapping[str, Sequence[float]]


def chart(panels: Sequence[Panel], x_values: Sequence[int], x_label: str) -> str:
    """Return panels side by side, over the same x values."""
    drawn = "".join(
        f'<g transform="translate({PANEL * number} 0)">{_panel(panel, x_values, x_label)}</g>'
        for number, panel in enumerate(panels)
    )
    width = PANEL * len(panels)
    ground = f'<rect width="{width}" height="{HEIGHT}" fill="#fff"/>'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {HEIGHT}" role="img">'
        f"<style>{STYLE}</style>{ground}{drawn}</svg>\n"
    )


def _panel(panel: Panel, x_values: Sequence[int], x_label: str) -> str:
    x_from, x_span = log10(x_values[0]), log10(x_values[-1]) - log10(x_values[0])
    values = [value for each in panel.series.values() for value in each]
    low, high = floor(log10(min(values))), ceil(log10(max(values)))
    high = max(high, low + 1)

    def x(value: float) -> float:
        return LEFT + (log10(value) - x_from) / (x_span or 1) * (PANEL - LEFT - RIGHT)

    def y(value: float) -> float:
        share = (log10(value) - low) / (high - low)
        return HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM)

    parts = [f'<text class="title" x="{LEFT}" y="20">{escape(panel.title)}</text>']
    for power in range(low, high + 1):
        at = y(10.0**power)
        parts.append(
            f'<line x1="{LEFT}" x2="{PANEL - RIGHT}" y1="{at:.1f}" y2="{at:.1f}" stroke="#d8dee4"/>'
            f'<text x="{LEFT - 6}" y="{at + 4:.1f}" text-anchor="end">{10.0**power:,g}</text>'
        )
    below = HEIGHT - BOTTOM + 18
    parts += [
        f'<text x="{x(value):.1f}" y="{below}" text-anchor="middle">{_short(value)}</text>'
        for value in x_values
    ]
    middle = (LEFT + PANEL - RIGHT) / 2
    parts.append(
        f'<text x="{middle:.0f}" y="{HEIGHT - 8}" text-anchor="middle">{escape(x_label)}</text>'
    )
    ends = _apart([y(each[-1]) for each in panel.series.values()])
    for (name, each), colour, end in zip(panel.series.items(), COLOURS, ends, strict=False):
        points = [f"{x(n):.1f},{y(value):.1f}" for n, value in zip(x_values, each, strict=True)]
        parts.append(
            f'<polyline points="{" ".join(points)}" fill="none" stroke="{colour}"'
            f' stroke-width="2"/><text x="{PANEL - RIGHT + 6}" y="{end + 4:.1f}"'
            f' style="fill:{colour}">{escape(name)}</text>'
        )
    return "".join(parts)


def _apart(places: Sequence[float], distance: float = 14) -> list[float]:
    """Return places in the same order, moved down where labels would overlap."""
    moved = list(places)
    last = float("-inf")
    for number in sorted(range(len(moved)), key=moved.__getitem__):
        last = moved[number] = max(moved[number], last + distance)
    return moved


def _short(value: int) -> str:
    for unit, suffix in ((1_000_000, "M"), (1_000, "k")):
        if value >= unit:
            return f"{value / unit:g} {suffix}"
    return str(value)

"""Draws charts as inline SVG. No input or output here."""

from collections.abc import Mapping, Sequence
from html import escape

import numpy as np

WIDTH, HEIGHT = 640, 280
LEFT, RIGHT, TOP, BOTTOM = 56, 16, 16, 44
BINS = 24
COLOURS = ("#1b7f5c", "#c0392b", "#5b6b7f")


def line_chart(values: Sequence[float], x_label: str, y_label: str) -> str:
    """Return a line chart of values from 0 to 1. The first value is plotted at 1 on the x axis."""
    count = len(values)
    points = " ".join(
        f"{_x(place / max(count - 1, 1)):.1f},{_y(value):.1f}" for place, value in enumerate(values)
    )
    ticks = [(step / 5, f"{step / 5:.1f}") for step in range(6)]
    depths = [depth for depth in (1, 5, 10, 25, 50, 75, 100) if depth <= count]
    marks = [((depth - 1) / max(count - 1, 1), str(depth)) for depth in depths]
    curve = f'<polyline points="{points}" fill="none" stroke="{COLOURS[0]}" stroke-width="2"/>'
    return _svg(curve, marks, ticks, x_label, y_label)


def curves(series: Mapping[str, Sequence[tuple[float, float]]], x_label: str, y_label: str) -> str:
    """Return a line for each series of points (x, y), with coordinates from 0 to 1."""
    named = {name: points for name, points in series.items() if points}
    drawn: list[str] = []
    for (name, points), colour in zip(named.items(), COLOURS, strict=False):
        path = " ".join(f"{_x(x):.1f},{_y(y):.1f}" for x, y in points)
        drawn.append(
            f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>'
            f"{_legend(name, colour, len(drawn))}"
        )
    marks = [(step / 5, f"{step / 5:.1f}") for step in range(6)]
    return _svg("".join(drawn), marks, marks, x_label, y_label)


def histogram(series: Mapping[str, Sequence[float]], x_label: str) -> str:
    """Return the distributions of several series, each normalised by its size."""
    named = {name: values for name, values in series.items() if values}
    if not named:
        return "<p>No data.</p>"
    everything = np.concatenate([np.asarray(values, dtype=float) for values in named.values()])
    low, high = float(everything.min()), float(everything.max())
    high = high if high > low else low + 1.0
    shares = {
        name: np.histogram(values, bins=BINS, range=(low, high))[0] / len(values)
        for name, values in named.items()
    }
    top = max(float(each.max()) for each in shares.values())
    drawn: list[str] = []
    for (name, heights), colour in zip(shares.items(), COLOURS, strict=False):
        steps = "".join(
            f" L{_x(place / BINS):.1f},{_y(height / top):.1f}"
            f" L{_x((place + 1) / BINS):.1f},{_y(height / top):.1f}"
            for place, height in enumerate(heights)
        )
        path = f"M{_x(0):.1f},{_y(0):.1f}{steps} L{_x(1):.1f},{_y(0):.1f} Z"
        drawn.append(
            f'<path d="{path}" fill="{colour}" fill-opacity="0.25" stroke="{colour}"/>'
            f"{_legend(f'{name} ({len(named[name])})', colour, len(drawn))}"
        )
    marks = [(step / 5, f"{low + (high - low) * step / 5:.2f}") for step in range(6)]
    ticks = [(step / 4, f"{top * step / 4:.0%}") for step in range(5)]
    return _svg("".join(drawn), marks, ticks, x_label, "share")


def _legend(text: str, colour: str, line: int) -> str:
    return (
        f'<text x="{WIDTH - RIGHT}" y="{TOP + 14 + 18 * line}" text-anchor="end"'
        f' style="fill:{colour}">{escape(text)}</text>'
    )


def _x(share: float) -> float:
    return LEFT + share * (WIDTH - LEFT - RIGHT)


def _y(share: float) -> float:
    return HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM)


def _svg(
    content: str,
    x_marks: Sequence[tuple[float, str]],
    y_marks: Sequence[tuple[float, str]],
    x_label: str,
    y_label: str,
) -> str:
    across = "".join(
        f'<text x="{_x(share):.1f}" y="{HEIGHT - BOTTOM + 16}" text-anchor="middle">{label}</text>'
        for share, label in x_marks
    )
    grid = "".join(
        f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{_y(share):.1f}" y2="{_y(share):.1f}"'
        f' stroke="#8884"/><text x="{LEFT - 6}" y="{_y(share) + 4:.1f}" text-anchor="end">'
        f"{label}</text>"
        for share, label in y_marks
    )
    return (
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(y_label)} by'
        f' {escape(x_label)}">{grid}{across}'
        f'<text x="{WIDTH / 2}" y="{HEIGHT - 8}" text-anchor="middle">{escape(x_label)}</text>'
        f'<text x="12" y="{HEIGHT / 2}" text-anchor="middle"'
        f' transform="rotate(-90 12 {HEIGHT / 2})">{escape(y_label)}</text>{content}</svg>'
    )

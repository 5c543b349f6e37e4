"""Reads the values behind charts as tables."""

from adapters.file_formats.office.blocks import Block, Paragraph, Row, Table
from adapters.file_formats.office.xml_elements import (
    Element,
    child,
    children,
    descendants,
    number,
)

_MOST_POINTS = 10_000  # of one series


def chart_blocks(root: Element | None) -> list[Block]:
    """Return the title of a chart, and a table with a column for each of its series."""
    chart = child(root, "chart")
    blocks: list[Block] = [Paragraph(text) for text in _texts(child(chart, "title"))]
    names: list[str] = []
    columns: list[dict[int, str]] = []
    categories: dict[int, str] = {}
    for series in descendants(child(chart, "plotArea"), "ser"):
        names.append(" ".join(_points(child(series, "tx")).values()))
        categories = categories or _points(_first(series, "cat", "xVal"))
        columns.append(_points(_first(series, "val", "yVal")))
    places = sorted(set(categories).union(*columns)) if columns else []
    if places:
        rows: list[Row] = [["", *names]]
        rows += [
            [categories.get(n, ""), *(column.get(n, "") for column in columns)] for n in places
        ]
        blocks.append(Table(rows))
    return blocks


def _first(series: Element, *names: str) -> Element | None:
    return next(children(series, *names), None)


def _points(element: Element | None) -> dict[int, str]:
    """Return the stored values of a part of a series by their places.

    Categories may have several levels, the innermost first.
    """
    points: dict[int, str] = {}
    for point in descendants(element, "pt"):
        place = number(point, "idx")
        if place in points or len(points) < _MOST_POINTS:
            points[place] = f"{_shown(_value(point))} {points.get(place, '')}".strip()
    literal = "" if points else _value(element)
    return {0: literal} if literal else points


def _value(element: Element | None) -> str:
    value = child(element, "v")
    return "" if value is None else value.text or ""


def _shown(value: str) -> str:
    """Return a value without the digits that only binary fractions have."""
    try:
        figure = float(value)
    except ValueError:
        return value
    return f"{figure:.12g}" if len(value) > 12 and "." in value else value  # noqa: PLR2004 - digits


def _texts(title: Element | None) -> list[str]:
    paragraphs = descendants(child(title, "tx", "rich"), "p")
    texts = ("".join(t.text or "" for t in descendants(p, "t")).strip() for p in paragraphs)
    return [text for text in texts if text]

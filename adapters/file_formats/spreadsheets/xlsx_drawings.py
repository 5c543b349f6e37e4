"""Reads the charts on the sheets of a workbook, and the text in its drawings."""

from collections.abc import Iterator, Sequence

from lxml import etree

from adapters.file_formats.markdown_table import header_rows, table_row
from adapters.file_formats.spreadsheets.package import Element, Package
from adapters.file_formats.spreadsheets.sheet import Remark

_MOST_POINTS = 1_000
_MOST_SERIES = 50


def charts_of(package: Package, related: Sequence[tuple[str, str]]) -> Iterator[Remark]:
    """Yield the texts of the drawings of a sheet, and the title and the values of its charts.

    Args:
        package: The workbook.
        related: The (kind, member) that the sheet names.
    """
    for kind, drawing in related:
        root = package.tree(drawing) if kind == "drawing" else None
        if root is None:
            continue
        for body in root.iter("{*}txBody"):
            if text := _paragraphs(body):
                yield Remark(text)
        for inner, member in package.related(drawing).values():
            chart = package.tree(member) if inner == "chart" else None
            if chart is not None and (text := _chart(chart)):
                yield Remark(text)


def _chart(root: Element) -> str:
    """Return the title of a chart, its kind, and its values as a table."""
    title = root.find(".//{*}chart/{*}title")
    lines = [_paragraphs(title)] if title is not None else []
    plots = [each for each in root.iterfind(".//{*}plotArea/*") if _is_plot(each)]
    if plots:
        lines.append(_kind(plots[0]))
    series = [each for plot in plots for each in plot.iterfind("{*}ser")][:_MOST_SERIES]
    labels: dict[int, str] = {}
    columns: list[tuple[str, dict[int, str]]] = []
    for each in series:
        for tag in ("{*}cat", "{*}xVal"):
            labels.update(_points(each.find(tag)))
        values = _points(each.find("{*}val")) or _points(each.find("{*}yVal"))
        columns.append((" ".join(_points(each.find("{*}tx")).values()), values))
    places = sorted({place for _, values in columns for place in values})[:_MOST_POINTS]
    if places:
        lines.append("\n".join(_table(labels, columns, places)))
    return "\n\n".join(filter(None, lines))


def _table(
    labels: dict[int, str], columns: Sequence[tuple[str, dict[int, str]]], places: Sequence[int]
) -> Iterator[str]:
    yield from header_rows(["", *(name for name, _ in columns)])
    for place in places:
        values = (values.get(place, "") for _, values in columns)
        yield table_row([labels.get(place, str(place + 1)), *values])


def _is_plot(element: Element) -> bool:
    return isinstance(element.tag, str) and element.tag.endswith("Chart")


def _kind(plot: Element) -> str:
    """Return "Bar chart" of `barChart`."""
    name = etree.QName(plot).localname.removesuffix("Chart").removesuffix("3D")
    return f"{name.capitalize()} chart"


def _points(element: Element | None) -> dict[int, str]:
    """Return the points that a chart saved, by their places."""
    points: dict[int, str] = {}
    for point in element.iterfind(".//{*}pt") if element is not None else ():
        value, place = point.find("{*}v"), point.get("idx", "")
        if value is not None and value.text and place.isdecimal():
            points[int(place)] = " ".join(value.text.split())
    return points


def _paragraphs(element: Element) -> str:
    """Return the paragraphs of a text in a drawing, in one line."""
    lines = (
        "".join(text.text or "" for text in each.iter("{*}t")) for each in element.iter("{*}p")
    )
    return " ".join(" ".join(lines).split())

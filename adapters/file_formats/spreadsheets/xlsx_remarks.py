"""Reads what stands on the sheets of a workbook beside their cells: comments, charts, drawings."""

import re
from collections.abc import Iterator

from adapters.file_formats.office.markdown import markdown
from adapters.file_formats.office.ooxml.charts import chart_blocks
from adapters.file_formats.office.ooxml.package import Package
from adapters.file_formats.office.xml_elements import (
    Element,
    child,
    children,
    descendants,
    number,
)
from adapters.file_formats.spreadsheets.sheet import Remark

_THREADED = "[Threaded comment]"
"""How a comment begins that stands among the threaded ones, too."""

_ROW = re.compile(r"[A-Z]{1,3}([1-9][0-9]{0,6})")


def names_of_people(package: Package, main: str) -> dict[str, str]:
    """Return the names of the people who comment, by their ids."""
    return {
        person.get("id", ""): person.get("displayName", "")
        for part in package.related(main, "person")
        for person in children(package.part(part), "person")
    }


def comments_of(package: Package, sheet: str, people: dict[str, str]) -> Iterator[Remark]:
    """Yield the comments on a sheet, with the cell and the author of each.

    Args:
        package: The workbook.
        sheet: The part of the sheet.
        people: The names of those who comment.
    """
    for part in package.related(sheet, "threadedComment"):
        for each in children(package.part(part), "threadedComment"):
            yield from _comment(each, people.get(each.get("personId", ""), ""))
    for part in package.related(sheet, "comments"):
        root = package.part(part)
        authors = ["".join(each.itertext()) for each in children(child(root, "authors"), "author")]
        for each in children(child(root, "commentList"), "comment"):
            author = number(each, "authorId")
            yield from _comment(each, authors[author] if 0 <= author < len(authors) else "")


def drawn_on(package: Package, sheet: str) -> Iterator[Remark]:
    """Yield the texts of the drawings on a sheet, and the titles and values of its charts."""
    for drawing in package.related(sheet, "drawing"):
        for body in descendants(package.part(drawing), "txBody"):
            if text := _words(body, "t"):
                yield Remark(text)
        for part in package.related(drawing, "chart"):
            if text := markdown(chart_blocks(package.part(part))):
                yield Remark(text)


def _comment(comment: Element, author: str) -> Iterator[Remark]:
    text = child(comment, "text")
    # threaded comments have their words in the text itself, others in runs
    words = _words(text, "t") or " ".join(
        "".join(text.itertext() if text is not None else ()).split()
    )
    author = " ".join(author.split())
    if author:
        words = words.removeprefix(f"{author}:").strip()
    if words and not words.startswith(_THREADED):
        place = comment.get("ref", "")
        row = _ROW.fullmatch(place)
        by = f" by {author}" if author else ""
        yield Remark(f"Comment on {place}{by}: {words}", int(row[1]) if row else None)


def _words(element: Element | None, name: str) -> str:
    """Return the words of the inner elements with a name, in one line."""
    return " ".join("".join(each.text or "" for each in descendants(element, name)).split())

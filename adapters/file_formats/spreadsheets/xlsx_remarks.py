"""Reads the comments on the cells of a workbook."""

import re
from collections.abc import Iterator, Sequence

from adapters.file_formats.spreadsheets.package import Package
from adapters.file_formats.spreadsheets.sheet import Remark

_LEGACY = re.compile(r"\[Threaded comment\]")
_ROW = re.compile(r"[A-Z]{1,3}([1-9][0-9]{0,6})")


def names_of_people(package: Package) -> dict[str, str]:
    """Return the names of the people who comment, by their ids."""
    people: dict[str, str] = {}
    for name in sorted(package.names):
        if name.startswith("xl/persons/") and name.endswith(".xml"):
            root = package.tree(name)
            for person in root.iterfind("{*}person") if root is not None else ():
                people[person.get("id", "")] = person.get("displayName", "")
    return people


def comments_of(
    package: Package, related: Sequence[tuple[str, str]], people: dict[str, str]
) -> Iterator[Remark]:
    """Yield the comments of a sheet, with the cell and the author of each.

    Args:
        package: The workbook.
        related: The (kind, member) that the sheet names.
        people: The names of those who comment.
    """
    for kind, member in related:
        root = package.tree(member) if kind in ("comments", "threadedComment") else None
        if root is None:
            continue
        if kind == "threadedComment":
            for each in root.iterfind("{*}threadedComment"):
                words = " ".join("".join(text.itertext()) for text in each.iterfind("{*}text"))
                yield from _remark(each.get("ref", ""), people.get(each.get("personId", "")), words)
            continue
        authors = ["".join(each.itertext()) for each in root.iterfind("{*}authors/{*}author")]
        for each in root.iterfind("{*}commentList/{*}comment"):
            words = "".join(text.text or "" for text in each.iterfind("{*}text//{*}t"))
            if _LEGACY.match(words):
                continue  # the same stands among the threaded ones
            number = each.get("authorId", "")
            is_known = number.isdecimal() and int(number) < len(authors)
            yield from _remark(each.get("ref", ""), authors[int(number)] if is_known else "", words)


def _remark(reference: str, author: str | None, words: str) -> Iterator[Remark]:
    text = " ".join(words.split())
    author = " ".join((author or "").split())
    if author:
        text = text.removeprefix(f"{author}:").strip()
    if text:
        by = f" by {author}" if author else ""
        row = _ROW.fullmatch(reference)
        yield Remark(f"Comment on {reference}{by}: {text}", int(row[1]) if row else None)

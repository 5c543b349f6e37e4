"""The comments on slides, in both of PowerPoint's formats."""

from collections.abc import Iterator

from adapters.file_formats.office.blocks import Block, Heading, Paragraph
from adapters.file_formats.office.powerpoint.paragraphs import text_of
from adapters.file_formats.office.xml_elements import (
    Element,
    attribute,
    child,
    children,
    descendants,
)


def authors_of(root: Element | None) -> dict[str, str]:
    """Return the names of the authors of comments by their ids."""
    return {
        attribute(each, "id") or "": attribute(each, "name") or ""
        for each in children(root, "cmAuthor", "author")
    }


def comments_of(root: Element | None, authors: dict[str, str]) -> Iterator[Block]:
    """Yield the comments on a slide and the replies to them, below a heading."""
    texts = [
        f"{_signed(each, authors)}{text}"
        for each in descendants(root, "cm", "reply")
        if (text := _text(each))
    ]
    if texts:
        yield Heading(3, "Comments")
        yield from map(Paragraph, texts)


def _text(comment: Element) -> str:
    plain = child(comment, "text")
    if plain is not None:
        return " ".join((plain.text or "").split())
    paragraphs = children(child(comment, "txBody"), "p")
    return " ".join(filter(None, (" ".join(text_of(p).split()) for p in paragraphs)))


def _signed(comment: Element, authors: dict[str, str]) -> str:
    """Return who wrote a comment and on which day."""
    author = authors.get(attribute(comment, "authorId") or "", "")
    day = (attribute(comment, "dt") or attribute(comment, "created") or "")[:10]
    signature = " ".join(filter(None, (author, day and f"({day})")))
    return f"{signature}: " if signature else ""

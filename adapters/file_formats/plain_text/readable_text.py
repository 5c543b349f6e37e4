"""The text of a file as a person reads it, and notes on what was left out."""

from bisect import bisect_right
from collections.abc import Sequence

from adapters.file_formats.links import listed
from adapters.file_formats.plain_text.broken_words import SOFT_HYPHEN, broken_words
from adapters.file_formats.plain_text.edits import Edit, edited
from adapters.file_formats.plain_text.front_matter import split_front_matter
from adapters.file_formats.plain_text.markup import Markup, find_markup, looks_like_markup
from domain.documents.document import ExtractedText
from domain.documents.metadata import Metadata
from domain.text.encoded_data import without_encoded_data

_KILOBYTE = 1000
_SHOWN_KEYS = 8


def readable_text(text: str, *, markdown: bool) -> ExtractedText:
    """Return a text without what nobody reads, its metadata, and notes on both.

    Args:
        text: The whole text of a file.
        markdown: Whether its name says that it is Markdown. Any other text is read as Markdown,
            too, if it has links, pictures, comments or tags; but it has no front matter.
    """
    metadata, text = split_front_matter(text) if markdown else ({}, text)
    markdown = markdown or looks_like_markup(text)
    text, blocks, characters = without_encoded_data(text)
    markup = find_markup(text) if markdown else Markup()
    broken = [word for word in broken_words(text) if not _is_within(word[0], markup.code)]
    text = edited(text, [*markup.edits, *(edit for word in broken for edit in word)])
    data = f"of encoded data ({_size(characters)})"
    left_out = [
        (markup.comments, "comment", "comments"),
        (markup.tags, "HTML tag", "HTML tags"),
        (markup.pictures, "picture", "pictures"),
        (blocks, f"block {data}", f"blocks {data}"),
    ]
    joined = [(len(broken), "word that a line broke", "words that lines broke")]
    notes = (
        *_on_metadata(metadata),
        *_on_links(len(markup.links)),
        *_sentence(left_out, "left out of the text"),
        *_sentence(joined, "joined"),
    )
    title = metadata.get("title")
    if links := listed(link for link in markup.links if not link[1].startswith("#")):
        metadata = {**metadata, "links": links}
    return ExtractedText(
        text.replace(SOFT_HYPHEN, ""),
        notes,
        metadata,
        title=title if isinstance(title, str) and title else None,
    )


def _is_within(edit: Edit, spans: list[tuple[int, int]]) -> bool:
    index = bisect_right(spans, (edit.start, edit.end)) - 1
    return index >= 0 and edit.start < spans[index][1]


def _on_metadata(metadata: Metadata) -> list[str]:
    if not metadata:
        return []
    more = ", …" if len(metadata) > _SHOWN_KEYS else ""
    return [f"Front matter was read as metadata: {', '.join([*metadata][:_SHOWN_KEYS])}{more}."]


def _on_links(count: int) -> list[str]:
    if not count:
        return []
    links = "1 link" if count == 1 else f"{count:,} links"
    return [f"The words of {links} are in the text, and the addresses are in the metadata."]


def _sentence(counts: Sequence[tuple[int, str, str]], what: str) -> list[str]:
    """Return "2 comments and 1 picture were left out.", or nothing if nothing was."""
    parts = [f"{count:,} {one if count == 1 else many}" for count, one, many in counts if count]
    if not parts:
        return []
    listed = " and ".join(filter(None, [", ".join(parts[:-1]), parts[-1]]))
    return [f"{listed} {'was' if sum(count for count, *_ in counts) == 1 else 'were'} {what}."]


def _size(characters: int) -> str:
    if characters < _KILOBYTE:
        return f"{characters} B"
    return f"{characters / _KILOBYTE:,.0f} kB"

"""Reads pages in HTML: the main content, without menus, hidden text and cookie banners."""

from adapters.file_formats.html.blocks import Block, as_markdown
from adapters.file_formats.html.main_content import main_content
from adapters.file_formats.html.metadata import links_of, metadata_of, title_of
from adapters.file_formats.html.parsing import decode_page, parse_page
from adapters.file_formats.html.visibility import remove_unseen
from adapters.file_formats.html.walking import walk
from adapters.file_formats.reader import SourceFile
from domain.documents.document import ExtractedText
from domain.errors import FileEmpty

MEDIA_TYPE = "text/html"


def read(file: SourceFile) -> ExtractedText:
    """Return the main content of a page as Markdown.

    Raises:
        FileEmpty: If nothing on the page can be read.
        FileTooComplex: If its elements are nested too deeply.
        TextUndecodable: If its bytes are no text.
    """
    return read_page(file.path.read_bytes())


def read_page(content: bytes, charset: str | None = None) -> ExtractedText:
    """Return the main content of the bytes of a page; see `read`.

    Args:
        content: The bytes.
        charset: The encoding that a header gives, if one does.
    """
    decoded = decode_page(content, charset)
    root = parse_page(decoded.text)
    metadata = dict(metadata_of(root))
    heading = next((" ".join("".join(each.itertext()).split()) for each in root.iter("h1")), None)
    title = title_of(root, heading)
    remove_unseen(root)
    blocks = walk(root)
    shown = main_content(root, blocks)
    text = as_markdown(shown)
    if not text.strip():
        raise FileEmpty(
            "There is nothing to read on the page: it may show its text only with scripts. Nothing"
            " was stored; save the page as it looks in the browser, for example as PDF."
        )
    if links := links_of(shown):
        metadata["links"] = links
    return ExtractedText(
        text, (*decoded.notes, *_left_out(blocks, shown)), metadata, title, MEDIA_TYPE
    )


def all_blocks(markup: str) -> list[Block]:
    """Return the blocks of all that HTML shows: in a mail or a book, nothing is around the text.

    Raises:
        FileEmpty: If there is nothing in it.
        FileTooComplex: If its elements are nested too deeply.
    """
    root = parse_page(markup)
    remove_unseen(root)
    return walk(root)


def _left_out(blocks: list[Block], shown: list[Block]) -> tuple[str, ...]:
    left = sum(len(block.text) for block in blocks) - sum(len(block.text) for block in shown)
    if not left:
        return ()
    return (
        f"The main content of the page was read; {left:,} characters around it, such as menus and"
        " teasers, were left out.",
    )

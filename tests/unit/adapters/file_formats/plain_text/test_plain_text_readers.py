"""Plain text and Markdown files: the text that is read, and what is refused."""

import codecs
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import FileDamaged, FileEmpty, TextUndecodable, UnsupportedFileType
from tests.fakes.text_extractor import DirectTextExtractor
from tests.support.uploads import an_upload

MARKS = {
    "utf-8": codecs.BOM_UTF8,
    "utf-16-le": codecs.BOM_UTF16_LE,
    "utf-16-be": codecs.BOM_UTF16_BE,
    "utf-32-le": codecs.BOM_UTF32_LE,
    "utf-32-be": codecs.BOM_UTF32_BE,
}
TEXT = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0\ufeff\u00ad"), min_size=1
)


async def read(content: bytes, filename: str = "a.txt") -> str:
    return (await DirectTextExtractor().extract(an_upload(filename, content))).text


def marked(text: str, encoding: str) -> bytes:
    return MARKS[encoding] + text.encode(encoding)


@given(text=TEXT.filter(str.strip), encoding=st.sampled_from(sorted(MARKS)))
async def test_any_text_comes_out_as_it_was_but_for_line_ends(text: str, encoding: str) -> None:
    r"""Text with a byte order mark is read unchanged, except that \r\n and \r become \n."""
    expected = text.replace("\r\n", "\n").replace("\r", "\n")
    assert await read(marked(f"x{text}", encoding)) == f"x{expected}"


@given(TEXT.filter(str.strip))
async def test_utf_8_needs_no_mark(text: str) -> None:
    """UTF-8 without a byte order mark is read."""
    extracted = await read(f"x{text}".encode())
    assert extracted == re.sub("\r\n?", "\n", f"x{text}")


@given(st.binary(max_size=60))
async def test_any_bytes_are_text_or_refused(content: bytes) -> None:
    """Any bytes give text that can be stored, or one of the known errors."""
    try:
        text = await read(content)
    except (TextUndecodable, FileEmpty, FileDamaged, UnsupportedFileType):
        return
    text.encode()
    assert "\0" not in text
    assert "\r" not in text
    assert text.strip()


@given(before=TEXT, encoding=st.sampled_from(sorted(MARKS)))
async def test_the_offset_of_a_nul_is_that_in_the_file(before: str, encoding: str) -> None:
    """A NUL is refused with its byte offset in the file, byte order mark included."""
    content = marked(before, encoding)
    with pytest.raises(TextUndecodable, match=rf"at byte {len(content):,} there is a NUL"):
        await read(content + "\0after".encode(encoding))


@pytest.mark.parametrize(
    ("content", "offset"),
    [
        (b"\xef\xbb\xbfab\xff", 5),
        (b"ab\x01\xff\x02\xfe", 3),  # control characters in every encoding
        (b"\x8d\x05\xe4\x00\x12\xff", 0),
        (b"\xff\xfea\x00b", 4),  # half a UTF-16 unit
        (b"\xff\xfea\x00\x00\xd8b\x00", 4),  # a lone high surrogate
        (b"\xfe\xff\x00a\xdc\x00\x00b", 4),  # a lone low surrogate
        (b"a\x00b", 1),
        (b"record\x00\x00\x01one\x00\x02two", 6),
    ],
)
async def test_bytes_that_are_no_text_are_refused_with_their_place(
    content: bytes, offset: int
) -> None:
    """The error names the offset of the first byte that cannot be decoded."""
    with pytest.raises(TextUndecodable, match=rf"at byte {offset:,} there is"):
        await read(content)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b" \r\n\t\n",
        b"\xef\xbb\xbf",
        b"\xff\xfe",
        b"\xef\xbb\xbf\xef\xbb\xbf \n",
        "\u3000".encode(),
    ],
)
async def test_a_file_without_text_is_refused(content: bytes) -> None:
    """No bytes, only a byte order mark or only white space count as an empty file."""
    with pytest.raises(FileEmpty):
        await read(content)


@pytest.mark.parametrize(
    "content",
    [
        b"<!-- nothing but a comment -->\n",
        b"---\ntitle: Pumps\n---\n\n",
        b"![](data:image/png;base64," + b"iVBORw0KGgo" * 40 + b")",
        b"[1]: https://example.org\n",
    ],
)
async def test_a_file_of_markup_alone_is_refused(content: bytes) -> None:
    """A file of comments, metadata or data alone has nothing to read, and the error says so."""
    with pytest.raises(FileEmpty, match="nothing to read but markup"):
        await read(content, "a.md")


async def test_what_was_assumed_is_noted_before_what_was_left_out() -> None:
    """The notes on the encoding come first, then those on the text; the metadata is there."""
    content = "---\ntitle: Größe\n---\nDie Größe der Tür <!-- 2 m --> ist hier.".encode("cp1252")
    extracted = await DirectTextExtractor().extract(an_upload("a.MD", content))
    assert extracted.text == "Die Größe der Tür ist hier."
    assert extracted.metadata == {"title": "Größe"}
    assert [note.split()[0] for note in extracted.notes] == ["The", "Front", "1"]


@pytest.mark.parametrize(
    "filename", ["a.txt", "A.TXT", "notes.v2.Md", "x.markdown", ".txt", "a b/ü.md", "README", ""]
)
async def test_text_files_are_read_by_their_names(filename: str) -> None:
    """The ending is matched in any case; text without an ending is read as plain text."""
    assert await read(b"text", filename) == "text"

"""Parses messages: their headers, and the bytes of their parts."""

import email
from collections.abc import Iterator
from email.errors import HeaderParseError, MessageError
from email.header import decode_header
from email.message import Message
from email.policy import Compat32
from email.utils import collapse_rfc2231_value

from adapters.file_formats.plain_text.decoding import decode
from domain.errors import FileDamaged, FileTooComplex, TextUndecodable
from domain.text.storable import storable

_LONGEST_HEADER = 10_000  # characters: longer ones take the parser minutes
_DEEPEST = 40
_ENCODED = "=?"


class _BoundedHeaders(Compat32):
    """Cuts long headers, and leaves the decoding of headers to those that need one."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        """Return the name and the value of a header."""
        name, value = super().header_source_parse(sourcelines)
        return name, value[:_LONGEST_HEADER]


def parse_message(content: bytes) -> Message:
    """Return a message with its parts.

    Raises:
        FileDamaged: If it has no headers.
        FileTooComplex: If its parts are nested too deeply.
    """
    try:
        message: Message = email.message_from_bytes(content, policy=_BoundedHeaders())
    except (MessageError, ValueError, RecursionError) as exc:
        raise FileTooComplex(
            "The parts of the mail are nested so deeply that it cannot be read. Nothing was stored."
        ) from exc
    if not message.keys():
        raise FileDamaged("The file has no headers of a mail, so nothing was stored.")
    return message


def parts_of(message: Message, depth: int = 0) -> Iterator[Message]:
    """Yield the parts that are in a part, or the part itself if it has none."""
    children = message.get_payload() if message.is_multipart() else None
    if depth > _DEEPEST or not isinstance(children, list):
        yield message
        return
    for child in children:
        if isinstance(child, Message):
            yield from parts_of(child, depth + 1)


def header(message: Message, name: str) -> str:
    """Return the value of a header, decoded, on one line; empty if there is none."""
    return decoded(str(message.get(name, "")))


def decoded(value: str) -> str:
    """Return a value of a header with its encoded words decoded, on one line."""
    text = value
    if _ENCODED in value:
        try:
            text = "".join(_word(*each) for each in decode_header(value))
        except (HeaderParseError, ValueError):
            text = value
    return " ".join(storable(_unescaped(text)).split())


def _word(word: bytes | str, charset: str | None) -> str:
    if isinstance(word, str):
        return word
    try:
        return decode(word, charset).text if word else ""
    except TextUndecodable:
        return word.decode("ascii", "replace")


def _unescaped(text: str) -> str:
    """Return a text whose bytes beyond ASCII stood in a header without being encoded."""
    try:
        content = text.encode("ascii", "surrogateescape")
    except UnicodeEncodeError:
        return text
    return _word(content, None)


def content_of(part: Message) -> bytes:
    """Return the bytes of a part, without the encoding in which mail carries them."""
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def text_of(part: Message) -> str:
    r"""Return the text of a part, with `\n` as line ends; empty if its bytes are no text."""
    charset = part.get_content_charset()
    try:
        text = decode(content_of(part), charset).text
    except TextUndecodable:
        return ""
    return storable(text.replace("\r\n", "\n").replace("\r", "\n"))


def filename_of(part: Message) -> str:
    """Return the name of the file that a part is; empty if it has none."""
    name = part.get_param("filename", None, "content-disposition") or part.get_param("name", None)
    if not name:
        return ""
    return decoded(name if isinstance(name, str) else collapse_rfc2231_value(name))

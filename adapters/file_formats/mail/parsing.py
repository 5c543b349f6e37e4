"""Parses messages: their headers, and the bytes of their parts."""

import binascii
import email
import re
from collections.abc import Iterator
from email.errors import MessageError
from email.message import Message
from email.policy import Compat32
from email.utils import collapse_rfc2231_value

from adapters.file_formats.plain_text.decoding import decode
from domain.errors import FileDamaged, FileTooComplex, TextUndecodable
from domain.text.storable import storable

_LONGEST_HEADER = 10_000  # characters: longer ones take the parser minutes
_DEEPEST = 40
_WORD = re.compile(r"=\?([\w.:-]{1,40})(?:\*[\w-]{0,20})?\?([bBqQ])\?([^?]{0,500})\?=", re.ASCII)
_WORDS = re.compile(rf"(?:{_WORD.pattern}\s*(?==\?)|{_WORD.pattern})+", re.ASCII)


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
    return " ".join(storable(_WORDS.sub(_decoded_words, _unescaped(value))).split())


def _decoded_words(words: re.Match[str]) -> str:
    """Return encoded words that follow each other; a character may be divided between two."""
    pieces: list[tuple[str, bytes]] = []
    for charset, encoding, text in _WORD.findall(words[0]):
        content = _word_content(encoding, text)
        if pieces and pieces[-1][0] == charset.lower():
            content = pieces.pop()[1] + content
        pieces.append((charset.lower(), content))
    return "".join(_readable(content, charset) for charset, content in pieces)


def _word_content(encoding: str, text: str) -> bytes:
    try:
        if encoding in "bB":
            return binascii.a2b_base64(text + "==")
        return binascii.a2b_qp(text, header=True)
    except (binascii.Error, ValueError):
        return text.encode("utf-8", "replace")


def _readable(content: bytes, charset: str | None) -> str:
    try:
        return decode(content, charset).text if content else ""
    except TextUndecodable:
        return content.decode("ascii", "replace")


def _unescaped(text: str) -> str:
    """Return a text whose bytes beyond ASCII stood in a header without being encoded."""
    try:
        content = text.encode("ascii", "surrogateescape")
    except UnicodeEncodeError:
        return text
    return _readable(content, None)


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

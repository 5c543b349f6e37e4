"""Finds the text of a message and its attachments among its parts."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import Message

from adapters.file_formats.html.blocks import Block, as_markdown
from adapters.file_formats.html.reader import all_blocks
from adapters.file_formats.mail.flowed import unflowed
from adapters.file_formats.mail.parsing import content_of, filename_of, header, text_of
from domain.documents.document import Attachment
from domain.errors import (
    DocumentPasswordRequired,
    FileEmpty,
    FileTooComplex,
    UnsupportedFileType,
)

_DEEPEST = 30
_MOST_ATTACHMENTS = 100
_MOST_BYTES = 100_000_000  # of all attachments
_MUCH_MORE = 2  # times the words of the plain text
_LONGEST_NAME = 150

_SIGNATURES = frozenset(
    ["application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature"]
)
_SEALED = frozenset(["application/pkcs7-mime", "application/x-pkcs7-mime"])
_ARMOUR = "-----BEGIN PGP MESSAGE-----"
_SUFFIXES = {
    "application/pdf": ".pdf",
    "text/calendar": ".ics",
    "text/csv": ".csv",
    "text/html": ".html",
}


@dataclass(slots=True)
class Content:
    """What a message holds.

    Attributes:
        texts: Its texts in reading order. Lines of earlier messages begin with `>`.
        attachments: The files that it brings.
        pictures: The number of pictures that stand in its text.
        left_out: The number of attachments beyond the limits.
    """

    texts: list[str] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    pictures: int = 0
    left_out: int = 0


def content_parts(message: Message) -> Content:
    """Return the texts and the attachments of a message.

    Raises:
        DocumentPasswordRequired: If it is encrypted.
        UnsupportedFileType: If its text is inside its signature.
        FileTooComplex: If its parts are nested too deeply.
    """
    content = Content()
    _gather(message, content, 0)
    return content


def _gather(part: Message, content: Content, depth: int) -> None:
    if depth > _DEEPEST:
        raise FileTooComplex(
            f"The parts of the mail are nested more than {_DEEPEST} deep. Nothing was stored."
        )
    kind = part.get_content_type()
    _refuse_sealed(part, kind)
    children = _children(part)
    if kind == "multipart/alternative" and children:
        _gather_alternative(children, content, depth)
    elif kind == "message/rfc822" and children:
        _attach(_mail_name(children[0]), _bytes_of(children[0]), content)
    elif kind == "multipart/signed" and children:
        _gather(children[0], content, depth + 1)
    elif kind.startswith("multipart/"):
        for child in children:
            _gather(child, content, depth + 1)
    elif _is_text(part, kind):
        content.texts.append(_text(part, kind))
    elif kind.startswith("image/") and not _is_attached(part):
        content.pictures += 1
    elif kind not in _SIGNATURES and not kind.startswith("message/"):
        _attach(_name(part, kind), content_of(part), content)


def _gather_alternative(children: list[Message], content: Content, depth: int) -> None:
    """Gather the plain text of a message, or its HTML where that says more."""
    gathered: list[Content] = []
    for child in children:
        inner = Content()
        _gather(child, inner, depth + 1)
        gathered.append(inner)
    with_text = [each for each in gathered if any(text.strip() for text in each.texts)]
    if with_text:
        chosen = with_text[0]
        for other in with_text[1:]:
            if _says_more(other, chosen):
                chosen = other
        content.texts += chosen.texts
    for each in gathered:
        content.pictures += each.pictures
        content.left_out += each.left_out
        for attachment in each.attachments:
            _attach(attachment.filename, attachment.content, content)


def _says_more(one: Content, other: Content) -> bool:
    text, plain = "\n".join(one.texts), "\n".join(other.texts)
    has_table = "\n| --- |" in f"\n{text}" and "| --- |" not in plain
    return has_table or len(text.split()) > _MUCH_MORE * len(plain.split())


def _text(part: Message, kind: str) -> str:
    text = text_of(part)
    if kind == "text/html":
        return _markdown(text)
    if _ARMOUR in text[:1_000]:
        raise DocumentPasswordRequired(
            "The mail is encrypted with PGP, so it could not be read and nothing was stored:"
            " decrypt it in your mail program, and save it again."
        )
    if str(part.get_param("format", "")).lower() == "flowed":
        return unflowed(text, delete_space=str(part.get_param("delsp", "")).lower() == "yes")
    return text


def _markdown(markup: str) -> str:
    """Return the text of HTML, with `>` before the lines that it marks as quoted."""
    try:
        blocks = all_blocks(markup)
    except FileEmpty:
        return ""
    return "\n\n".join(_runs(blocks))


def _runs(blocks: list[Block]) -> Iterator[str]:
    run: list[Block] = []
    for block in [*blocks, None]:
        if run and (block is None or block.region != run[-1].region):
            text = as_markdown(run)
            if run[-1].region == "quote":
                text = "\n".join(f"> {line}".rstrip() for line in text.split("\n"))
            yield text
            run = []
        if block:
            run.append(block)


def _refuse_sealed(part: Message, kind: str) -> None:
    is_sealed = kind in _SEALED and str(part.get_param("smime-type", "")) != "certs-only"
    if is_sealed and part.get_param("smime-type", "") == "signed-data":
        raise UnsupportedFileType(
            "The text of the mail is inside its S/MIME signature, where it cannot be read. Nothing"
            " was stored: save the mail without its signature."
        )
    if is_sealed or kind == "multipart/encrypted":
        how = "S/MIME" if is_sealed else "PGP"
        raise DocumentPasswordRequired(
            f"The mail is encrypted with {how}, so it could not be read and nothing was stored:"
            " decrypt it in your mail program, and save it again."
        )


def _children(part: Message) -> list[Message]:
    payload = part.get_payload() if part.is_multipart() else []
    return [child for child in payload if isinstance(child, Message)]


def _is_attached(part: Message) -> bool:
    return part.get_content_disposition() == "attachment"


def _is_text(part: Message, kind: str) -> bool:
    is_read = kind in ("text/plain", "text/html", "text/enriched")
    return is_read and not _is_attached(part) and not filename_of(part)


def _name(part: Message, kind: str) -> str:
    return filename_of(part)[-_LONGEST_NAME:] or f"attachment{_SUFFIXES.get(kind, '')}"


def _mail_name(message: Message) -> str:
    subject = header(message, "subject").replace("/", "-")
    return f"{subject[:_LONGEST_NAME] or 'message'}.eml"


def _bytes_of(message: Message) -> bytes:
    try:
        return message.as_bytes()
    except (UnicodeError, LookupError, ValueError, TypeError, KeyError, RecursionError):
        return b""


def _attach(name: str, content: bytes, to: Content) -> None:
    size = sum(len(each.content) for each in to.attachments) + len(content)
    if not content:
        return
    if len(to.attachments) >= _MOST_ATTACHMENTS or size > _MOST_BYTES:
        to.left_out += 1
    else:
        to.attachments.append(Attachment(name, content))

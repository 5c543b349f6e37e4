"""Reads mail: its headers, its newest text, then the earlier messages, and its attachments."""

from datetime import datetime
from email.message import Message
from email.utils import parsedate_to_datetime

from adapters.file_formats.mail.bodies import Content, content_parts
from adapters.file_formats.mail.history import divide
from adapters.file_formats.mail.parsing import header, parse_message
from adapters.file_formats.reader import SourceFile
from domain.documents.document import ExtractedText
from domain.documents.metadata import Metadata
from domain.documents.parts import Part, PartKind
from domain.errors import FileEmpty

MEDIA_TYPE = "message/rfc822"
_FIELDS = ("From", "To", "Cc", "Date")
_LONGEST = 2_000  # characters of a field
_EARLIER = "## Earlier messages"


def read(file: SourceFile) -> ExtractedText:
    """Return a mail as Markdown, with its attachments.

    Raises:
        FileEmpty: If it has no text and no attachment.
        FileDamaged: If it has no headers.
        FileTooComplex: If its parts are nested too deeply.
        DocumentPasswordRequired: If it is encrypted.
        UnsupportedFileType: If its text is inside its signature.
    """
    message = parse_message(file.path.read_bytes())
    content = content_parts(message)
    newest, earlier = divide("\n\n".join(text for text in content.texts if text.strip()))
    if not newest and not content.attachments and not header(message, "subject"):
        raise FileEmpty("The mail has no text, so nothing was stored.")
    text = "\n\n".join(filter(None, [_head(message, content), newest]))
    parts = [Part(PartKind.MAIL_PART, 0, 1, "message")]
    if earlier:
        start = len(text) + 2
        text = f"{text}\n\n{_EARLIER}\n\n{earlier}"
        parts.append(Part(PartKind.MAIL_PART, start, 2, "earlier messages"))
    return ExtractedText(
        text,
        tuple(_notes(content)),
        _metadata(message),
        header(message, "subject") or None,
        MEDIA_TYPE,
        tuple(parts),
        tuple(content.attachments),
    )


def _head(message: Message, content: Content) -> str:
    subject = header(message, "subject")
    fields = [f"{name}: {_cut(header(message, name))}" for name in _FIELDS if message.get(name)]
    if content.attachments:
        names = ", ".join(each.filename for each in content.attachments)
        fields.append(f"Attachments: {_cut(names)}")
    return "\n\n".join(filter(None, [f"# {subject}" if subject else "", "\n".join(fields)]))


def _metadata(message: Message) -> Metadata:
    found = {name.lower(): _cut(header(message, name)) for name in ("From", "To", "Cc")}
    if date := _date(message):
        found["date"] = date.isoformat()
    return {name: value for name, value in found.items() if value}


def _date(message: Message) -> datetime | None:
    try:
        return parsedate_to_datetime(header(message, "date"))
    except (ValueError, IndexError, TypeError, OverflowError):
        return None


def _cut(value: str) -> str:
    return value if len(value) <= _LONGEST else f"{value[:_LONGEST]} …"


def _notes(content: Content) -> list[str]:
    notes: list[str] = []
    if content.pictures:
        were = "1 picture was" if content.pictures == 1 else f"{content.pictures:,} pictures were"
        notes.append(f"{were} left out of the text.")
    if content.left_out:
        were = "1 attachment was" if content.left_out == 1 else f"{content.left_out:,} were"
        notes.append(f"Of the attachments, {were} left out: there are too many, or too large ones.")
    return notes

"""Reads an upload: one file, in a multipart part named "file", and what is said of it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import unquote

import msgspec
import multipart

from application.ports.upload_files import UploadFile
from domain.documents.document import Upload
from domain.documents.metadata import Metadata, as_metadata, checked_metadata
from domain.errors import (
    FileTooLarge,
    InsufficientStorage,
    InvalidInput,
    MetadataInvalid,
    QuothError,
)
from entrypoints.api.bounded_request import BoundedRequest
from entrypoints.api.request_errors import FileMissing, RequestTooLarge

PART_NAME = "file"
COLLECTION_PART = "collection"
METADATA_PART = "metadata"
MULTIPART_OVERHEAD_BYTES = 64 * 1024
MAX_PARTS = 128
MOST_TEXT_BYTES = 256 * 1024  # of all parts of text; metadata may have 16,000 characters
# browsers send names in UTF-8, and read what a server calls Latin-1 as Windows-1252
NAME_CHARSETS = ("utf-8", "windows-1252")
# those that RFC 5987 and RFC 8187 know; Python knows more, which make texts that no store takes
NAMED_CHARSETS = frozenset({"", "utf-8", "iso-8859-1"})
# the parser does not read names of parameters that end in an asterisk
_PARAMETERS = re.compile(r';\s*([\w*-]+)\s*=\s*("(?:\\.|[^\\"])*"|[^;\s]*)')


@dataclass(frozen=True, slots=True)
class UploadForm:
    """An upload, and what the client says of it: names or ids of collections, and metadata."""

    upload: Upload
    collections: tuple[str, ...]
    metadata: Metadata


async def read_upload(
    request: BoundedRequest, max_bytes: int, file: UploadFile, *, strict: bool = True
) -> UploadForm:
    """Write the file in a request to disk as it arrives, and return it with the other parts.

    Unless `strict` is set, parts that are not known are ignored.

    Raises:
        FileMissing: If there is no part named "file" with a file name: `filename` or
            `filename*`.
        FileTooLarge: If the body is larger than an acceptable file can make it.
        MetadataInvalid: If the metadata is not a JSON object of texts and lists of texts.
        InvalidInput: If the multipart body is malformed or incomplete, or contains anything but one
            file and the parts of text that are known.
        InsufficientStorage: If the disk is full.
    """
    content_type, options = multipart.parse_options_header(request.headers.get("content-type", ""))
    if content_type != "multipart/form-data" or not options.get("boundary"):
        raise FileMissing
    form = _Form(options["boundary"], max_bytes, file, strict=strict)
    try:
        # to its end even if something is wrong with it: the client reads the answer only then
        async for piece in request.pieces(max_bytes + MULTIPART_OVERHEAD_BYTES):
            await form.read(piece)
    except RequestTooLarge:
        raise _too_large(max_bytes) from None
    filename = form.filename()
    metadata = _metadata(form.texts(METADATA_PART))
    return UploadForm(await file.upload(filename), form.texts(COLLECTION_PART), metadata)


class _Form:
    """The parts of a form as they arrive. The content of the first file goes to disk."""

    def __init__(self, boundary: str, max_bytes: int, file: UploadFile, *, strict: bool) -> None:
        self._strict = strict
        self._max_bytes = max_bytes
        self._file = file
        self._filenames: list[str] = []
        self._other_parts: list[str] = []
        self._texts: list[tuple[str, bytearray]] = []
        self._text_bytes = 0
        self._in_text = False
        self._in_file = False
        self._error: Exception | None = None
        # every header can be read as Latin-1, and its bytes are then known
        self._parser = multipart.PushMultipartParser(
            boundary, max_segment_count=MAX_PARTS, header_charset="latin-1"
        )

    async def read(self, piece: bytes) -> None:
        """Read on. What follows an error is ignored."""
        if self._error is not None or not piece:
            return
        try:
            for event in self._parser.parse(piece):
                if isinstance(event, multipart.MultipartSegment):
                    self._begin(event)
                elif event is not None and self._in_file and self._file.size <= self._max_bytes:
                    await self._file.write(bytes(event))
                elif event is not None and self._in_text:
                    self._add_text(event)
        except (multipart.MultipartError, InvalidInput, InsufficientStorage) as exc:
            self._error = exc

    def filename(self) -> str:
        """Return the name of the one file in the form, or raise what is wrong with the form."""
        if self._error is None:
            try:
                self._parser.close()
            except multipart.MultipartError as exc:
                self._error = exc
        if isinstance(self._error, QuothError):
            raise self._error
        if self._error is not None:
            raise _malformed() from self._error
        if not self._filenames:
            raise FileMissing
        if len(self._filenames) > 1:
            raise InvalidInput(
                "The request has more than one file, so nothing was stored: send one at a time."
            )
        if self._other_parts and self._strict:
            raise InvalidInput(
                f"The part {self._other_parts[0]!r} is unknown, so nothing was stored: send"
                f" the file and, if you like, {COLLECTION_PART!r} and {METADATA_PART!r}."
            )
        if self._file.size > self._max_bytes:
            raise _too_large(self._max_bytes)
        return self._filenames[0]

    def texts(self, name: str) -> tuple[str, ...]:
        """Return the contents of the parts of text with a name."""
        try:
            return tuple(content.decode() for each, content in self._texts if each == name)
        except UnicodeDecodeError:
            raise InvalidInput(f"The part {name!r} is not UTF-8, so nothing was stored.") from None

    def _add_text(self, piece: bytes | bytearray) -> None:
        """Keep a piece of text, which is held in memory, in contrast to a file."""
        self._text_bytes += len(piece)
        if self._text_bytes > MOST_TEXT_BYTES:
            raise InvalidInput(
                f"The parts of text, {COLLECTION_PART!r} and {METADATA_PART!r}, have more than"
                f" {MOST_TEXT_BYTES // 1024} KB, so nothing was stored: send less."
            )
        self._texts[-1][1].extend(piece)

    def _begin(self, segment: multipart.MultipartSegment) -> None:
        disposition = _decoded(segment.header("Content-Disposition", ""))
        _, name, plain_filename = multipart.parse_content_disposition(disposition)
        filename = _filename(disposition, plain_filename) if name == PART_NAME else ""
        self._in_file = bool(filename) and not self._filenames
        self._in_text = not filename and name in (COLLECTION_PART, METADATA_PART)
        if filename:
            self._filenames.append(filename)
        elif self._in_text:
            self._texts.append((name or "", bytearray()))
        else:
            self._other_parts.append(name or "")


def _metadata(parts: Sequence[str]) -> Metadata:
    if len(parts) > 1:
        raise MetadataInvalid("The metadata is given twice, so nothing was stored: send one part.")
    try:
        fields = [msgspec.json.decode(each, type=dict[str, str | list[str]]) for each in parts]
    except msgspec.DecodeError:
        raise MetadataInvalid from None
    return checked_metadata(as_metadata(fields[0])) if fields else {}


def _decoded(header: str) -> str:
    for charset in NAME_CHARSETS:
        try:
            return header.encode("latin-1").decode(charset)
        except UnicodeDecodeError:
            continue
    raise _malformed()


def _filename(disposition: str, plain: str | None) -> str:
    """Return the name in `filename*` (RFC 5987), or else that in `filename`; empty without one.

    Raises:
        InvalidInput: If there is only one in `filename*`, and it cannot be decoded.
    """
    found = _PARAMETERS.findall(disposition)
    options = {name.lower(): value for name, value in found}
    charset, quote, rest = options.get("filename*", "").strip('"').partition("'")
    _, second_quote, encoded = rest.partition("'")
    if quote and second_quote:
        name = _unquoted(encoded, charset.lower())
        if name is None and not plain:
            raise InvalidInput(
                "The file name in filename* cannot be decoded, so nothing was stored: encode"
                " it as UTF-8''name."
            )
        if name is not None:
            return name
    return plain or ""


def _unquoted(encoded: str, charset: str) -> str | None:
    """Return a name without its percent-encoding; None if it cannot be decoded."""
    if charset not in NAMED_CHARSETS:
        return None
    try:
        return unquote(encoded, charset or "utf-8", "strict")
    except UnicodeError:
        return None


def _malformed() -> InvalidInput:
    return InvalidInput("The multipart body is malformed, so nothing was stored.")


def _too_large(max_bytes: int) -> FileTooLarge:
    return FileTooLarge(
        f"The file is larger than the {max_bytes:,} bytes that this server accepts, so"
        " nothing was stored."
    )

"""Reads an upload: exactly one file, in a multipart part named "file"."""

import re
from urllib.parse import unquote

import multipart

from application.ports.upload_files import UploadFile
from domain.documents.document import Upload
from domain.errors import FileTooLarge, InsufficientStorage, InvalidInput, QuothError
from entrypoints.api.bounded_request import BoundedRequest
from entrypoints.api.request_errors import FileMissing, RequestTooLarge

PART_NAME = "file"
MULTIPART_OVERHEAD_BYTES = 64 * 1024
MAX_PARTS = 16
# browsers send names in UTF-8, and read what a server calls Latin-1 as Windows-1252
NAME_CHARSETS = ("utf-8", "windows-1252")
# the parser does not read names of parameters that end in an asterisk
_PARAMETERS = re.compile(r';\s*([\w*-]+)\s*=\s*("(?:\\.|[^\\"])*"|[^;\s]*)')


async def read_upload(request: BoundedRequest, max_bytes: int, file: UploadFile) -> Upload:
    """Write the file in a request to disk as it arrives, and return it.

    Raises:
        FileMissing: If there is no part named "file" with a file name: `filename` or
            `filename*`.
        FileTooLarge: If the body is larger than an acceptable file can make it.
        InvalidInput: If the multipart body is malformed or incomplete, or contains anything but one
            file.
        InsufficientStorage: If the disk is full.
    """
    content_type, options = multipart.parse_options_header(request.headers.get("content-type", ""))
    if content_type != "multipart/form-data" or not options.get("boundary"):
        raise FileMissing
    form = _Form(options["boundary"], max_bytes, file)
    try:
        # to its end even if something is wrong with it: the client reads the answer only then
        async for piece in request.pieces(max_bytes + MULTIPART_OVERHEAD_BYTES):
            await form.read(piece)
    except RequestTooLarge:
        raise _too_large(max_bytes) from None
    return await file.upload(form.filename())


class _Form:
    """The parts of a form as they arrive. The content of the first file goes to disk."""

    def __init__(self, boundary: str, max_bytes: int, file: UploadFile) -> None:
        self._max_bytes = max_bytes
        self._file = file
        self._filenames: list[str] = []
        self._other_parts: list[str] = []
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
        if self._other_parts:
            raise InvalidInput(
                f"The part {self._other_parts[0]!r} is unknown, so nothing was stored: send only"
                " the file."
            )
        if self._file.size > self._max_bytes:
            raise _too_large(self._max_bytes)
        return self._filenames[0]

    def _begin(self, segment: multipart.MultipartSegment) -> None:
        disposition = _decoded(segment.header("Content-Disposition", ""))
        _, name, plain_filename = multipart.parse_content_disposition(disposition)
        filename = _filename(disposition, plain_filename) if name == PART_NAME else ""
        self._in_file = bool(filename) and not self._filenames
        if filename:
            self._filenames.append(filename)
        else:
            self._other_parts.append(name or "")


def _decoded(header: str) -> str:
    for charset in NAME_CHARSETS:
        try:
            return header.encode("latin-1").decode(charset)
        except UnicodeDecodeError:
            continue
    raise _malformed()


def _filename(disposition: str, plain: str | None) -> str:
    """Return the name in `filename*` (RFC 5987), or else that in `filename`; empty without one."""
    found = _PARAMETERS.findall(disposition)
    options = {name.lower(): value for name, value in found}
    charset, quote, rest = options.get("filename*", "").strip('"').partition("'")
    _, second_quote, encoded = rest.partition("'")
    if quote and second_quote:
        try:
            return unquote(encoded, charset or "utf-8", "strict")
        except (UnicodeError, LookupError):
            if not plain:
                raise InvalidInput(
                    "The file name in filename* cannot be decoded, so nothing was stored: encode"
                    " it as UTF-8''name."
                ) from None
    return plain or ""


def _malformed() -> InvalidInput:
    return InvalidInput("The multipart body is malformed, so nothing was stored.")


def _too_large(max_bytes: int) -> FileTooLarge:
    return FileTooLarge(
        f"The file is larger than the {max_bytes:,} bytes that this server accepts, so"
        " nothing was stored."
    )

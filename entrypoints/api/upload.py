"""Reads an upload: exactly one file, in a multipart part named "file"."""

import re
from collections.abc import Sequence
from io import BytesIO
from urllib.parse import unquote

import multipart

from domain.documents.document import Upload
from domain.errors import FileTooLarge, InvalidInput
from entrypoints.api.bounded_request import BoundedRequest
from entrypoints.api.request_errors import FileMissing, RequestTooLarge

PART_NAME = "file"
MULTIPART_OVERHEAD_BYTES = 64 * 1024
MAX_PARTS = 16
# browsers send names in UTF-8, and read what a server calls Latin-1 as Windows-1252
NAME_CHARSETS = ("utf-8", "windows-1252")
# the parser does not read names of parameters that end in an asterisk
_PARAMETERS = re.compile(r';\s*([\w*-]+)\s*=\s*("(?:\\.|[^\\"])*"|[^;\s]*)')


async def read_upload(request: BoundedRequest, max_bytes: int) -> Upload:
    """Return the file in a request.

    Raises:
        FileMissing: If there is no part named "file" with a file name: `filename` or
            `filename*`.
        FileTooLarge: If the body is larger than an acceptable file can make it.
        InvalidInput: If the multipart body is malformed, or contains anything but one file.
    """
    content_type, options = multipart.parse_options_header(request.headers.get("content-type", ""))
    if content_type != "multipart/form-data" or not options.get("boundary"):
        raise FileMissing
    try:
        body = await request.bounded_body(max_bytes + MULTIPART_OVERHEAD_BYTES)
    except RequestTooLarge:
        raise FileTooLarge(
            f"The file is larger than the {max_bytes:,} bytes that this server accepts, so"
            " nothing was stored."
        ) from None
    parts = _parse(body, options["boundary"])
    names = [_filename(part) if part.name == PART_NAME else "" for part in parts]
    files = [(name, part) for name, part in zip(names, parts, strict=True) if name]
    if not files:
        raise FileMissing
    if len(files) > 1:
        raise InvalidInput(
            "The request has more than one file, so nothing was stored: send one at a time."
        )
    if len(parts) > 1:
        other = next(part.name for name, part in zip(names, parts, strict=True) if not name)
        raise InvalidInput(
            f"The part {other!r} is unknown, so nothing was stored: send only the file."
        )
    [(filename, file)] = files
    return Upload(filename, file.raw)


def _parse(body: bytes, boundary: str) -> Sequence[multipart.MultipartPart]:
    error: Exception | None = None
    for charset in NAME_CHARSETS:
        try:
            return list(
                multipart.MultipartParser(
                    BytesIO(body),
                    boundary,
                    charset=charset,
                    part_limit=MAX_PARTS,
                    spool_limit=len(body) + 1,
                    memory_limit=len(body) + 1,
                )
            )
        # an unknown charset, bytes invalid in it, or an incomplete part
        except (multipart.MultipartError, UnicodeError, LookupError) as exc:
            error = exc
    raise InvalidInput("The multipart body is malformed, so nothing was stored.") from error


def _filename(part: multipart.MultipartPart) -> str:
    """Return the name in `filename*` (RFC 5987), or else that in `filename`; empty without one."""
    found = _PARAMETERS.findall(part.headers.get("Content-Disposition", ""))
    options = {name.lower(): value for name, value in found}
    charset, quote, rest = options.get("filename*", "").strip('"').partition("'")
    _, second_quote, encoded = rest.partition("'")
    if quote and second_quote:
        try:
            return unquote(encoded, charset or "utf-8", "strict")
        except (UnicodeError, LookupError):
            if not part.filename:
                raise InvalidInput(
                    "The file name in filename* cannot be decoded, so nothing was stored: encode"
                    " it as UTF-8''name."
                ) from None
    return part.filename or ""

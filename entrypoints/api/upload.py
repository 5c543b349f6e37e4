"""Reads an upload: exactly one file, in a multipart part named "file"."""

from io import BytesIO

import multipart

from domain.documents.document import Upload
from domain.errors import FileTooLarge, InvalidInput
from entrypoints.api.bounded_request import BoundedRequest
from entrypoints.api.request_errors import FileMissing, RequestTooLarge

PART_NAME = "file"
MULTIPART_OVERHEAD_BYTES = 64 * 1024
MAX_PARTS = 16


async def read_upload(request: BoundedRequest, max_bytes: int) -> Upload:
    """Return the file in a request.

    Raises:
        FileMissing: If there is no part named "file" with a file name.
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
    files = [part for part in parts if part.name == PART_NAME and part.filename]
    if not files:
        raise FileMissing
    if len(files) > 1:
        raise InvalidInput(
            "The request has more than one file, so nothing was stored: send one at a time."
        )
    if len(parts) > 1:
        other = next(part.name for part in parts if part not in files)
        raise InvalidInput(
            f"The part {other!r} is unknown, so nothing was stored: send only the file."
        )
    return Upload(files[0].filename, files[0].raw)


def _parse(body: bytes, boundary: str) -> list[multipart.MultipartPart]:
    try:
        return list(
            multipart.MultipartParser(
                BytesIO(body),
                boundary,
                part_limit=MAX_PARTS,
                spool_limit=len(body) + 1,
                memory_limit=len(body) + 1,
            )
        )
    # an unknown charset, bytes invalid in it, or an incomplete part
    except (multipart.MultipartError, UnicodeError, LookupError) as exc:
        raise InvalidInput("The multipart body is malformed, so nothing was stored.") from exc

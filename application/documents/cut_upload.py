"""Cutting uploads into chunks without a database, ahead of their storing."""

import asyncio
from collections.abc import Iterator
from itertools import count

from application.documents.read_upload import ReadUpload
from application.ports.tokenizer import Tokenizer
from application.ports.upload_files import UploadFiles
from domain.documents.attachments import MAX_ATTACHMENTS, MAX_DEPTH, attachment_name
from domain.documents.chunking import ChunkingPolicy, split
from domain.documents.document import Upload
from domain.documents.jobs import Given
from domain.documents.prepared import CutText
from domain.errors import InvalidInput


class CutUpload:
    """Reads uploads and cuts their texts, and those of the files in them."""

    def __init__(
        self, read: ReadUpload, tokenizer: Tokenizer, policy: ChunkingPolicy, files: UploadFiles
    ) -> None:
        self._read = read
        self._tokenizer = tokenizer
        self._policy = policy
        self._files = files

    async def execute(self, upload: Upload) -> dict[str, CutText]:
        """Return the cut texts by the digests of the files that they were read from.

        A file that cannot be read is not among them: who stores it finds out why.

        Raises:
            ReadersUnavailable: If no file can be read now.
        """
        cut: dict[str, CutText] = {}
        await self._cut(upload, cut, 0, count(1))
        return cut

    async def _cut(
        self, upload: Upload, cut: dict[str, CutText], depth: int, numbers: Iterator[int]
    ) -> None:
        if upload.sha256 in cut:
            return
        try:
            extracted = await self._read.execute(upload, Given())
        except InvalidInput:
            return
        for attachment in extracted.attachments:
            # as NestedUploads counts them: what it leaves out is not prepared either
            if depth == MAX_DEPTH or next(numbers) > MAX_ATTACHMENTS:
                continue
            name = attachment_name(upload.filename, attachment.filename)
            async with self._files.holding(name, attachment.content) as nested:
                await self._cut(nested, cut, depth + 1, numbers)
        spans = await self._tokenizer.token_spans(extracted.text)
        chunks = await asyncio.to_thread(
            split, extracted.text, spans, self._policy, extracted.parts
        )
        cut[upload.sha256] = CutText(extracted, tuple(chunks))

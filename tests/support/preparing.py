"""The contract of UploadPreparer, for those that prepare here and those that need a cluster."""

from dataclasses import replace

from application.ports.upload_preparer import UploadPreparer
from tests.support.uploads import an_upload


async def check_preparer(preparer: UploadPreparer) -> None:
    """Check that each upload is yielded once, with its text, without one, or with a failure."""
    readable = [an_upload(f"{each}.txt", each.encode()) for each in ("heron", "egret", "stork")]
    binary = an_upload("binary.txt", b"\x89PNG\r\n\x1a\n")
    gone = an_upload("gone.txt", b"gone")
    gone = replace(gone, path=gone.path.with_name("nowhere"))
    every = [*readable, binary, gone]
    prepared = [each async for each in preparer.prepare(every)]
    assert sorted(each.upload.filename for each in prepared) == sorted(
        each.filename for each in every
    )
    by_name = {each.upload.filename: each for each in prepared}
    for upload in readable:
        text = by_name[upload.filename].texts[upload.sha256]
        [chunk] = text.chunks
        assert chunk.chunk.content == text.extracted.text == upload.filename.removesuffix(".txt")
        assert len(chunk.windows) == 1
    assert (by_name["binary.txt"].texts, by_name["binary.txt"].failure) == ({}, "")
    assert by_name["gone.txt"].texts == {}
    assert by_name["gone.txt"].failure.startswith("A node of the cluster cannot read it")
    assert [each async for each in preparer.prepare([])] == []

"""An S3-compatible bucket as a source: prefixes, odd keys, many objects and refusals."""

from collections.abc import Iterator
from typing import Any

import pytest

from adapters.disk_upload_files import DiskUploadFiles
from adapters.document_sources.s3_bucket import S3Source, bucket_at
from domain.errors import ItemUnreadable, SourceUnavailable
from domain.syncing.items import SourceItem
from tests.support.sources.s3_stage import BUCKET, S3Stage, s3_service
from tests.support.uploads import folder


@pytest.fixture(scope="module", autouse=True)
def s3() -> Iterator[None]:
    """An S3 service."""
    with s3_service():
        yield


@pytest.fixture
def bucket() -> Iterator[S3Stage]:
    """An empty bucket."""
    stage = S3Stage()
    yield stage
    stage.vanish()


async def test_a_prefix_is_a_folder(bucket: S3Stage) -> None:
    """Only what is below the prefix is listed, by its path there; markers of folders are none."""
    for key in (
        "docs/",
        "docs/a.md",
        "docs/deep/b.md",
        "docs2/c.md",
        "docs.md",
        "docs/.hidden/d.md",
    ):
        bucket.write(key, b"Heron")
    for prefix in ("docs", "/docs/"):
        listing = await S3Source(BUCKET, prefix).list()
        assert [item.path for item in listing.items] == ["a.md", "deep/b.md"]


async def test_what_quothignore_names_is_left_out(bucket: S3Stage) -> None:
    """Its rules hold in the folder it lies in, whatever the order of the keys."""
    files = {
        "docs/!draft.md": b"Heron",
        "docs/.quothignore": b"drafts/\n\xff\n*.log\n\\!draft.md\n",
        "docs/drafts/a.md": b"Heron",
        "docs/b.log": b"Heron",
        "docs/deep/.quothignore": b"!b.log\n",
        "docs/deep/b.log": b"Heron",
    }
    for key, content in files.items():
        bucket.write(key, content)
    listing = await S3Source(BUCKET, "docs").list()
    assert [item.path for item in listing.items] == ["deep/b.log"]


async def test_every_key_is_listed(bucket: S3Stage) -> None:
    """Keys that are no good paths do not stop the others, and are fetched, too."""
    keys = ["a//b.md", "../up.md", "./dot.md", "sp ace%20+&?.md", "ü.md"]
    for key in keys:
        bucket.write(key, key.encode())
    listing = await bucket.source.list()
    assert sorted(item.key for item in listing.items) == sorted(keys)
    for item in listing.items:
        async with DiskUploadFiles(folder()).new() as file:
            await bucket.source.fetch(item, None, file)
            upload = await file.upload("a.md")
            assert upload.path.read_bytes() == item.key.encode()


async def test_more_objects_than_one_answer_has_are_listed(bucket: S3Stage) -> None:
    """A listing goes on after the first answer of the service."""
    for number in range(5):
        bucket.write(f"{number}.md", b"")
    assert len((await S3Source(BUCKET, page_size=2).list()).items) == 5


async def test_refusals_name_the_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    """A missing bucket, a missing object and a service that does not answer are told apart."""
    with pytest.raises(SourceUnavailable, match=r"nowhere cannot be listed \(NoSuchBucket\)"):
        await S3Source("nowhere").list()
    stage = S3Stage()
    async with DiskUploadFiles(folder()).new() as file:
        with pytest.raises(ItemUnreadable, match="NoSuchKey"):
            await stage.source.fetch(SourceItem("a.md", "a.md", "1"), None, file)
    stage.vanish()
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    async with DiskUploadFiles(folder()).new() as file:
        with pytest.raises(SourceUnavailable, match="EndpointConnectionError"):
            await S3Source(BUCKET).fetch(SourceItem("a.md", "a.md", "1"), None, file)
    with pytest.raises(SourceUnavailable, match="EndpointConnectionError"):
        await S3Source(BUCKET).list()


async def test_without_credentials_requests_are_anonymous(
    bucket: S3Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A public bucket is read without keys."""
    bucket.write("a.md", b"Heron")
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    source = S3Source(BUCKET)
    assert len((await source.list()).items) == 1


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("s3://birds", ("birds", "", "birds")),
        ("s3://birds/", ("birds", "", "birds")),
        ("s3://birds/north/herons/", ("birds", "north/herons", "herons")),
    ],
)
def test_an_address_has_a_bucket_and_a_prefix(address: str, expected: tuple[Any, ...]) -> None:
    """The collection is named after the last part."""
    assert bucket_at(address) == expected

"""The contract of DocumentSource, on real sources and on the fake."""

import unicodedata
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from adapters.disk_upload_files import DiskUploadFiles
from application.ports.document_source import DocumentSource
from domain.errors import ItemUnreadable, SourceUnavailable
from domain.syncing.items import SourceItem
from tests.fakes.syncing import InMemorySource
from tests.support.sources.folder_stage import FolderStage
from tests.support.sources.git_stage import GitStage
from tests.support.sources.s3_stage import S3Stage, s3_service
from tests.support.sources.stage import Stage
from tests.support.sources.web_stage import WebStage, a_site
from tests.support.uploads import folder


class MemoryStage(Stage):
    """The fake."""

    def __init__(self) -> None:
        self.source: InMemorySource = InMemorySource()

    def write(self, path: str, content: bytes) -> None:
        self.source.write(path, content)

    def delete(self, path: str) -> None:
        self.source.delete(path)

    def vanish(self) -> None:
        self.source.available = False


@pytest.fixture(scope="module")
def s3() -> Iterator[None]:
    """An S3 service."""
    with s3_service():
        yield


@pytest.fixture(params=["memory", "folder", "git", "s3", "web"])
async def stage(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Stage]:
    """An empty source of each kind."""
    match request.param:
        case "memory":
            yield MemoryStage()
        case "folder":
            yield FolderStage(tmp_path / "folder")
        case "git":
            yield GitStage(tmp_path / "repository", tmp_path / "cache")
        case "s3":
            request.getfixturevalue("s3")
            bucket = S3Stage()
            yield bucket
            bucket.vanish()
        case _:
            with a_site() as site:
                web = WebStage(site)
                yield web
                await web.source.close()


async def listed(source: DocumentSource) -> dict[str, SourceItem]:
    """Return the items by their paths."""
    items = (await source.list()).items
    by_path = {each.path: each for each in items}
    assert len(by_path) == len(items)
    return by_path


async def fetched(
    source: DocumentSource, item: SourceItem, known_token: str | None = None
) -> tuple[str | None, bytes | None]:
    """Return the token and the content of an item; no content if it is the known one."""
    async with DiskUploadFiles(folder()).new() as file:
        result = await source.fetch(item, known_token, file)
        upload = await file.upload(item.path)
        return result.token, upload.path.read_bytes() if result.modified else None


async def test_files_are_listed_and_fetched(stage: Stage) -> None:
    """Each file is listed by its path, with its size if that is known, and fetched byte by byte."""
    files = {
        "heron.md": b"Heron\r\n",
        "deep/er/egret.txt": b"\x00Egret\xff",
        "large.md": b"x" * 3_000_000,
    }
    for path, content in files.items():
        stage.write(path, content)
    items = await listed(stage.source)
    assert sorted(items) == sorted(files)
    for path, item in items.items():
        assert item.size in (None, len(files[path]))
        token, found = await fetched(stage.source, item)
        assert found == files[path]
        assert token
        assert item.token in (None, token)


async def test_a_token_stands_for_a_content(stage: Stage) -> None:
    """With the known token, nothing is fetched again until the file changes."""
    stage.write("heron.md", b"Heron")
    token, _ = await fetched(stage.source, (await listed(stage.source))["heron.md"])
    same = (await listed(stage.source))["heron.md"]
    assert same.token in (None, token)
    assert await fetched(stage.source, same, token) == (token, None)
    stage.write("heron.md", b"Grey heron")
    changed = (await listed(stage.source))["heron.md"]
    assert changed.token is None or changed.token != token
    new_token, content = await fetched(stage.source, changed, token)
    assert content == b"Grey heron"
    assert new_token != token


async def test_what_is_deleted_is_no_longer_listed(stage: Stage) -> None:
    """A file that was deleted is gone from the next listing, and cannot be fetched."""
    stage.write("heron.md", b"Heron")
    stage.write("egret.md", b"Egret")
    before = await listed(stage.source)
    stage.delete("heron.md")
    assert sorted(await listed(stage.source)) == ["egret.md"]
    if isinstance(stage, GitStage):
        return  # what was listed is a commit, which stays
    with pytest.raises(ItemUnreadable):
        await fetched(stage.source, before["heron.md"])


async def test_names_are_unicode(stage: Stage) -> None:
    """Names with blanks, signs and accents are listed in NFC, and their files are fetched."""
    name = "Häher & 50% #1 + плюс.md"
    stage.write(unicodedata.normalize("NFD", name), b"Jay")
    items = await listed(stage.source)
    assert sorted(items) == [unicodedata.normalize("NFC", name)]
    assert (await fetched(stage.source, items[name]))[1] == b"Jay"


async def test_a_source_that_is_not_there_is_no_empty_source(stage: Stage) -> None:
    """A source that cannot be listed says so."""
    stage.write("heron.md", b"Heron")
    await listed(stage.source)
    stage.vanish()
    with pytest.raises(SourceUnavailable, match=r"\.$"):
        await stage.source.list()

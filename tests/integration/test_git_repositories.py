"""A git repository as a source: refs, what is no file, and a repository over HTTP."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from adapters.disk_upload_files import DiskUploadFiles
from adapters.document_sources.git_repository import GitSource, repository_at
from application.ports.document_source import DocumentSource
from domain.errors import ItemUnreadable, SourceUnavailable
from tests.support.sources.git_stage import GitStage
from tests.support.uploads import folder


@pytest.fixture
def repository(tmp_path: Path) -> GitStage:
    """A repository with one file."""
    stage = GitStage(tmp_path / "repository", tmp_path / "cache")
    stage.write("heron.md", b"Heron")
    return stage


async def contents(source: DocumentSource) -> dict[str, bytes]:
    """Return the content of each file by its path."""
    found = {}
    for item in (await source.list()).items:
        async with DiskUploadFiles(folder()).new() as file:
            await source.fetch(item, None, file)
            found[item.path] = (await file.upload(item.path)).path.read_bytes()
    return found


async def test_branches_tags_and_commits_are_refs(repository: GitStage) -> None:
    """A ref is a branch, a tag or a commit; without one it is the default branch."""
    first = repository.git("rev-parse", "HEAD")
    repository.git("tag", "-a", "v1", "-m", "first")
    repository.git("branch", "feature/old")
    repository.write("heron.md", b"Grey heron")
    assert await contents(repository.at("")) == {"heron.md": b"Grey heron"}
    for ref in ("v1", "feature/old", first, "refs/heads/feature/old"):
        assert await contents(repository.at(ref)) == {"heron.md": b"Heron"}


async def test_a_branch_that_was_rewritten_is_followed(repository: GitStage) -> None:
    """After a forced push the new commit counts, whatever its history."""
    source = repository.at("main")
    await source.list()
    repository.git("checkout", "--quiet", "--orphan", "other")
    repository.write("egret.md", b"Egret")
    repository.git("branch", "--force", "main", "other")
    assert await contents(source) == {"heron.md": b"Heron", "egret.md": b"Egret"}


async def test_what_is_no_file_of_the_repository_is_passed_over(repository: GitStage) -> None:
    """Links and submodules are named; hidden files and what .quothignore names are left out."""
    os.symlink("heron.md", repository.folder / "link.md")  # noqa: PTH211 - the target is a name
    repository.write(".github/a.md", b"hidden")
    repository.write("drafts/a.md", b"draft")
    repository.write(".quothignore", b"drafts/\n")
    commit = repository.git("rev-parse", "HEAD")
    repository.git("update-index", "--add", "--cacheinfo", f"160000,{commit},library")
    repository.git("commit", "--quiet", "--message=submodule")
    listing = await repository.source.list()
    assert [item.path for item in listing.items] == ["heron.md"]
    assert [each.path for each in listing.passed_over] == ["library", "link.md"]


async def test_a_pointer_to_large_files_is_no_document(repository: GitStage) -> None:
    """A file that lies in Git LFS cannot be fetched, and the reason says so."""
    pointer = b"version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 5\n"
    repository.write("heron.md", pointer)
    [item] = (await repository.source.list()).items
    async with DiskUploadFiles(folder()).new() as file:
        with pytest.raises(ItemUnreadable, match="Git LFS"):
            await repository.source.fetch(item, None, file)


async def test_nothing_of_the_repository_runs(repository: GitStage, tmp_path: Path) -> None:
    """Neither a hook nor a helper protocol of an address is run."""
    with pytest.raises(SourceUnavailable, match="not allowed"):
        await GitSource("ext::sh -c touch% ran", "main", tmp_path / "cache").list()
    for ref in ("--upload-pack=touch ran", "a b", "x:refs/heads/main", "-"):
        with pytest.raises(SourceUnavailable, match="cannot be"):
            repository.at(ref)


async def test_a_ref_that_is_not_there_is_said(repository: GitStage) -> None:
    """The message of git is passed on, without the password of an address."""
    with pytest.raises(SourceUnavailable, match="nowhere"):
        await repository.at("nowhere").list()
    secret = GitSource("http://heron:secret@127.0.0.1:9/x.git", "main", repository.cache)
    with pytest.raises(SourceUnavailable) as raised:
        await secret.list()
    assert "secret" not in raised.value.message


async def test_a_repository_is_read_over_http(repository: GitStage, tmp_path: Path) -> None:
    """A repository that git serves over HTTP is read, and read again with what is new."""
    with served_over_http(tmp_path) as url:
        source = GitSource(f"{url}/repository/.git", "main", tmp_path / "cache")
        assert await contents(source) == {"heron.md": b"Heron"}
        repository.write("egret.md", b"Egret")
        assert await contents(source) == {"heron.md": b"Heron", "egret.md": b"Egret"}


@contextmanager
def served_over_http(root: Path) -> Iterator[str]:
    """Serve the repositories in a folder with git's own program for web servers."""
    program = subprocess.run(
        ["git", "--exec-path"],  # noqa: S607 - the one that is installed
        check=True, capture_output=True, text=True,
    ).stdout.strip()  # fmt: skip

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path, _, query = self.path.partition("?")
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            answer = subprocess.run(  # noqa: S603 - git
                [f"{program}/git-http-backend"],
                input=body,
                capture_output=True,
                check=True,
                env={
                    **os.environ,
                    "GIT_PROJECT_ROOT": str(root),
                    "GIT_HTTP_EXPORT_ALL": "1",
                    "PATH_INFO": path,
                    "QUERY_STRING": query,
                    "REQUEST_METHOD": self.command,
                    "CONTENT_TYPE": self.headers.get("Content-Type", ""),
                    "HTTP_CONTENT_ENCODING": self.headers.get("Content-Encoding", ""),
                    "GIT_PROTOCOL": self.headers.get("Git-Protocol", ""),
                },
            ).stdout
            head, _, content = answer.partition(b"\r\n\r\n")
            self.wfile.write(b"HTTP/1.0 200 OK\r\n" + head + b"\r\n\r\n" + content)

        do_POST = do_GET  # noqa: N815 - the name that the library calls

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


async def test_a_damaged_copy_is_made_again(repository: GitStage) -> None:
    """A copy whose update was cut off, or that lost its objects, does not fail for ever."""
    await repository.source.list()
    [copy] = repository.cache.iterdir()
    (copy / "shallow.lock").touch()
    assert await contents(repository.source) == {"heron.md": b"Heron"}
    shutil.rmtree(copy / "objects")
    assert await contents(repository.source) == {"heron.md": b"Heron"}


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("git+https://a.example/x/docs.git@v1", ("https://a.example/x/docs.git", "v1", "docs")),
        ("git+https://a.example/x/docs", ("https://a.example/x/docs", "", "docs")),
        ("git+ssh://git@a.example/docs.git@a/b", ("ssh://git@a.example/docs.git", "a/b", "docs")),
        ("git+https://u:p@a.example/docs/", ("https://u:p@a.example/docs/", "", "docs")),
        ("git+file:///srv/docs@main", ("file:///srv/docs", "main", "docs")),
    ],
)
def test_an_address_has_a_repository_and_a_ref(address: str, expected: tuple[str, ...]) -> None:
    """The ref follows the last part of the path; a user may stand before the host."""
    assert repository_at(address) == expected

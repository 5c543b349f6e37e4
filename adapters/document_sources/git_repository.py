"""A git repository at one ref as a source of documents."""

import asyncio
import os
import re
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

from adapters.document_sources.ignore_rules import IGNORE_FILE, IgnoreRules
from application.ports.document_source import DocumentSource, Fetched
from application.ports.upload_files import UploadFile
from domain.documents.filenames import nfc
from domain.errors import ItemUnreadable, SourceUnavailable
from domain.syncing.items import Listing, PassedOver, SourceItem

PIECE_BYTES = 1024 * 1024
LISTING_REF = "refs/quoth/synced"
LFS_SIGN = b"version https://git-lfs.github.com/spec/"
LINK, SUBMODULE = "120000", "160000"

_REF = re.compile(r"[^-\s:?*\[\\^~][^\s:?*\[\\^~]*")
_ENTRY = re.compile(rb"(\d+) (\w+) ([0-9a-f]+) +(\d+|-)\t(.+)", re.DOTALL)
_SECRET = re.compile(r"//[^/@\s]*@")


class GitSource(DocumentSource):
    """Lists the files of a commit. The token of a file is the id of its blob.

    The commit is fetched, without its history, into a bare repository of Quoth's own, so that only
    what is new is fetched the next time. Nothing is checked out and no hook of it runs.
    """

    def __init__(self, url: str, ref: str, cache: Path) -> None:
        """Read a repository.

        Args:
            url: The address of the repository, as git takes it.
            ref: A branch, a tag, or the full id of a commit; empty for the default branch.
            cache: The folder for copies of repositories.

        Raises:
            SourceUnavailable: If the ref cannot be one.
        """
        if ref and not _REF.fullmatch(ref):
            raise SourceUnavailable(f"{ref!r} cannot be a branch or a tag. Nothing was changed.")
        self._url = url
        self._ref = ref or "HEAD"
        self._copy = cache / f"{sha256(url.encode()).hexdigest()[:16]}.git"
        self._lock = asyncio.Lock()

    async def list(self) -> Listing:
        """Fetch the commit and return the files in it."""
        async with self._lock:
            try:
                await self._update(self._copy)
            except SourceUnavailable:
                # a copy that was cut off while it was updated may be of no use any more
                fresh = self._copy.with_suffix(".new")
                await asyncio.to_thread(shutil.rmtree, fresh, ignore_errors=True)
                await self._update(fresh)
                await asyncio.to_thread(shutil.rmtree, self._copy, ignore_errors=True)
                fresh.rename(self._copy)
            tree = await self._run("ls-tree", "-r", "-z", "-l", "--full-tree", LISTING_REF)
        entries = [match.groups() for line in tree.split(b"\0") if (match := _ENTRY.match(line))]
        rules = IgnoreRules()
        for _, _, blob, _, name in entries:
            folder, _, last = name.rpartition(b"/")
            if last == IGNORE_FILE.encode():
                content = await self._run("cat-file", "blob", blob.decode())
                rules.add(_path(folder), content.decode(errors="replace").splitlines())
        return _listing(entries, rules)

    async def fetch(self, item: SourceItem, known_token: str | None, file: UploadFile) -> Fetched:
        """Write a blob."""
        if item.token == known_token:
            return Fetched(item.token, modified=False)
        async with _running(f"--git-dir={self._copy}", "cat-file", "blob", item.key) as process:
            output = process.stdout
            if output is None:  # never: it was asked for
                raise ItemUnreadable
            piece = await output.read(PIECE_BYTES)
            if piece.startswith(LFS_SIGN):
                raise ItemUnreadable(
                    "The repository has only a pointer to this file, which lies in Git LFS."
                    " Its document was not changed."
                )
            while piece:
                await file.write(piece)
                piece = await output.read(PIECE_BYTES)
            if await process.wait():
                raise SourceUnavailable(
                    "git does not find this file. Its document was not changed."
                )
        return Fetched(item.token)

    async def _update(self, copy: Path) -> None:
        if not copy.exists():  # noqa: ASYNC240 - one look
            await _git("init", "--quiet", "--bare", str(copy))
        # the copy alone: a folder above it may be in a repository, too
        await _git(
            f"--git-dir={copy}",
            *("fetch", "--quiet", "--depth=1", "--no-tags", "--force", "--end-of-options"),
            *(self._url, f"{self._ref}:{LISTING_REF}"),
        )

    async def _run(self, *arguments: str) -> bytes:
        return await _git(f"--git-dir={self._copy}", *arguments)


def _listing(entries: list[tuple[bytes, ...]], rules: IgnoreRules) -> Listing:
    items: dict[str, SourceItem] = {}
    passed_over = []
    for mode, _, blob, size, name in entries:
        path = _path(name)
        if rules.leave_out_within(path):
            continue
        if mode.decode() == LINK:
            passed_over.append(PassedOver(path, "a link, which is not followed"))
        elif mode.decode() == SUBMODULE:
            passed_over.append(PassedOver(path, "a submodule: sync its repository by itself"))
        elif path in items:
            passed_over.append(PassedOver(path, "another file has the same name in Unicode"))
        else:
            items[path] = SourceItem(path, blob.decode(), blob.decode(), int(size))
    return Listing(tuple(items.values()), tuple(passed_over))


def _path(name: bytes) -> str:
    return nfc(name.decode("utf-8", errors="replace"))


async def _git(*arguments: str) -> bytes:
    """Run git to its end and return what it prints.

    Raises:
        SourceUnavailable: If it fails.
    """
    async with _running(*arguments) as process:
        output, said = await process.communicate()
    if process.returncode:
        lines = said.decode(errors="replace").strip().splitlines() or ["without a word"]
        reason = _SECRET.sub("//", lines[-1].removeprefix("fatal: "))
        raise SourceUnavailable(f"git failed: {reason}. Nothing was changed.")
    return output


@asynccontextmanager
async def _running(*arguments: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """Enter with git running; stop it on exit unless it has ended."""
    environment = {
        **os.environ,
        # nobody is there to answer a question
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_ALLOW_PROTOCOL": "file:git:http:https:ssh",
        "GIT_SSH_COMMAND": os.environ.get("GIT_SSH_COMMAND", "ssh -o BatchMode=yes"),
        "LC_ALL": "C",
    }
    try:
        process = await asyncio.create_subprocess_exec(
            "git",
            *("-c", "gc.autoDetach=false", "-c", "core.hooksPath=/dev/null"),
            *arguments,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            env=environment,
        )
    except FileNotFoundError as exc:
        raise SourceUnavailable(
            "The program git is not installed, so nothing was changed: install it and try again."
        ) from exc
    try:
        yield process
    finally:
        if process.returncode is None:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()


def repository_at(address: str) -> tuple[str, str, str]:
    """Return the URL, the ref and the name of a repository, from `git+https://host/name.git@ref`."""
    url = address.removeprefix("git+")
    start = url.rfind(urlsplit(url).path) if urlsplit(url).path else len(url)
    path, _, ref = url[start:].partition("@")
    name = path.rstrip("/").rpartition("/")[2].removesuffix(".git")
    return url[:start] + path, ref, name

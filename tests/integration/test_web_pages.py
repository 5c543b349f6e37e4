"""Pages of the web as documents: what is got, and where requests may not lead."""

import gzip
import tracemalloc
from collections.abc import Iterator, Sequence

import pytest

from adapters.disk_upload_files import DiskUploadFiles
from adapters.http_web_pages import HttpWebPages
from adapters.pinned_http import resolve
from application.ports.web_pages import WebPage
from domain.errors import WebPageUnreadable
from domain.public_addresses import is_public
from tests.support.sources.web_stage import Site, a_site
from tests.support.uploads import folder

PUBLIC = "127.0.0.2"  # stands for an address of the internet
PRIVATE = "127.0.0.1"
MOST_BYTES = 1_000


@pytest.fixture
def site() -> Iterator[Site]:
    """A public site."""
    with a_site(PUBLIC) as site:
        yield site


@pytest.fixture
def inside() -> Iterator[Site]:
    """A site in a private network, which has a secret."""
    with a_site(PRIVATE) as site:
        site.pages["/secret"] = b"secret"
        yield site


def only_public(address: str) -> bool:
    """Whether an address is one of the internet, as which 127.0.0.2 counts here."""
    return address == PUBLIC or is_public(address)


async def fetch(url: str, *, seconds: float = 20.0, **names: str) -> tuple[WebPage, bytes]:
    """Get a page, with names for hosts."""

    async def looked_up(host: str, port: int) -> Sequence[str]:
        address = names.get(host.replace(".", "_"))
        return [address] if address else await resolve(host, port)

    pages = HttpWebPages(MOST_BYTES, only_public, looked_up, seconds)
    async with DiskUploadFiles(folder()).new() as file:
        page = await pages.fetch(url, file)
        return page, (await file.upload(page.filename)).path.read_bytes()


@pytest.mark.parametrize(
    ("path", "kind", "name"),
    [
        ("/", "text/html; charset=utf-8", ".html"),
        ("/guide/tea", "text/html", "/guide/tea.html"),
        ("/guide/tea.html", "text/html", "/guide/tea.html"),
        ("/guide.php?page=2", "text/html", "/guide.php?page=2.html"),
        ("/paper", "application/pdf", "/paper.pdf"),
        ("/paper.pdf", "application/octet-stream", "/paper.pdf"),
        ("/notes", "", "/notes"),
    ],
)
async def test_a_page_is_named_by_its_address_and_type(
    site: Site, path: str, kind: str, name: str
) -> None:
    """Its name is the host and path, with an ending that says how it is read."""
    site.answers[path] = (200, {"Content-Type": kind}, b"tea")
    page, content = await fetch(f"{site.url}{path}#part")
    assert page == WebPage(f"{site.url}{path}", f"{PUBLIC}{name}")
    assert content == b"tea"


async def test_redirects_are_followed_to_other_public_hosts(site: Site) -> None:
    """A page that has moved is read where it is now, and has the name of that place."""
    with a_site(PUBLIC) as other:
        other.pages["/now"] = b"here"
        site.answers["/then"] = (301, {"Location": f"{other.url}/now"}, b"")
        page, content = await fetch(f"{site.url}/then")
    assert (page.url, content) == (f"{other.url}/now", b"here")


@pytest.mark.parametrize("way", ["address", "name", "redirect", "redirect to a name"])
async def test_nothing_inside_is_asked(site: Site, inside: Site, way: str) -> None:
    """Neither an address nor a name nor a redirect leads into a private network."""
    named = f"http://inside.example:{inside.port}/secret"
    site.answers["/r"] = (302, {"Location": f"{inside.url}/secret"}, b"")
    site.answers["/n"] = (302, {"Location": named}, b"")
    url = {
        "address": f"{inside.url}/secret",
        "name": named,
        "redirect": f"{site.url}/r",
        "redirect to a name": f"{site.url}/n",
    }[way]
    with pytest.raises(WebPageUnreadable, match="private network"):
        await fetch(url, inside_example=PRIVATE)
    assert inside.requests == []


@pytest.mark.parametrize(
    "url",
    ["", "tea", "file:///etc/passwd", "ftp://files.example/", "http://", "http://[::1", "https:x",
     "http://user:word@files.example/"],
)  # fmt: skip
async def test_other_addresses_are_refused(url: str) -> None:
    """What is no address of the web says so."""
    with pytest.raises(WebPageUnreadable, match="no address of the web"):
        await fetch(url)


async def test_what_a_site_does_wrong_is_said(site: Site) -> None:
    """Endless redirects, errors and pages that are too large end the request with the reason."""
    site.answers["/round"] = (302, {"Location": "/round"}, b"")
    site.answers["/large"] = (200, {}, b"x" * (MOST_BYTES + 1))
    for path, reason in (
        ("/round", "redirects too often"),
        ("/large", "larger than the 1,000 bytes"),
        ("/missing", "answers 404"),
    ):
        with pytest.raises(WebPageUnreadable, match=reason):
            await fetch(f"{site.url}{path}")
    with pytest.raises(WebPageUnreadable, match="cannot be reached"):
        await fetch(f"http://{PUBLIC}:1/")


async def test_a_compressed_page_is_read_piece_by_piece(site: Site) -> None:
    """One gzip is read, and a small response that would fill the memory ends early."""
    bomb = gzip.compress(bytes(30_000_000))
    site.answers["/tea"] = (200, {"Content-Encoding": "gzip"}, gzip.compress(b"tea"))
    site.answers["/bomb"] = (200, {"Content-Encoding": "gzip"}, bomb)
    site.answers["/twice"] = (200, {"Content-Encoding": "gzip, gzip"}, gzip.compress(bomb))
    site.answers["/cut"] = (200, {"Content-Encoding": "gzip"}, gzip.compress(b"tea")[:-9])
    assert (await fetch(f"{site.url}/tea"))[1] == b"tea"
    tracemalloc.start()
    try:
        for path, reason in (
            ("/bomb", "larger than the 1,000 bytes"),
            ("/twice", "compresses the page"),
            ("/cut", "DecodingError"),
        ):
            with pytest.raises(WebPageUnreadable, match=reason):
                await fetch(f"{site.url}{path}")
        assert tracemalloc.get_traced_memory()[1] < 5_000_000
    finally:
        tracemalloc.stop()

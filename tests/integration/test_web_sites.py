"""A web site as a source: sitemaps, robots.txt, limits, and where requests may not lead."""

import gzip
import ipaddress
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest

from adapters.disk_upload_files import DiskUploadFiles
from adapters.document_sources.site_client import SiteLimits
from adapters.document_sources.web_site import WebSource
from adapters.pinned_http import resolve
from domain.errors import ItemUnreadable, SourceUnavailable
from domain.public_addresses import is_public
from domain.syncing.items import SourceItem
from tests.support.sources.web_stage import QUICK, SUFFIXES, Site, a_site
from tests.support.uploads import folder

PUBLIC = "127.0.0.2"  # stands for an address of the internet
PRIVATE = "127.0.0.1"


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


@asynccontextmanager
async def reading(url: str, limits: SiteLimits = QUICK, **names: str) -> AsyncIterator[WebSource]:
    """Read a site, with names for hosts."""

    async def looked_up(host: str, port: int) -> Sequence[str]:
        address = names.get(host.replace(".", "_").replace("-", "_"))
        return [address] if address else await resolve(host, port)

    source = WebSource(url, SUFFIXES, limits, only_public, looked_up)
    try:
        yield source
    finally:
        await source.close()


async def fetch(source: WebSource, url: str) -> bytes:
    async with DiskUploadFiles(folder()).new() as file:
        await source.fetch(SourceItem("page.html", url, None), None, file)
        return (await file.upload("page.html")).path.read_bytes()


def urlset(*urls: str) -> bytes:
    entries = "".join(f"<url><loc>{url}</loc></url>" for url in urls)
    return f"<urlset>{entries}</urlset>".encode()


def sitemap_index(*urls: str) -> bytes:
    entries = "".join(f"<sitemap><loc>{url}</loc></sitemap>" for url in urls)
    return f"<sitemapindex>{entries}</sitemapindex>".encode()


async def test_the_sitemaps_of_robots_txt_are_read(site: Site) -> None:
    """Indexes lead to sitemaps, also compressed; each page is listed once, with a name to read."""
    u = site.url
    site.answers["/robots.txt"] = (200, {}, f"Sitemap: {u}/index.xml\n".encode())
    index = (f"{u}/1.xml", f"{u}/2.xml.gz", f"{u}/index.xml")
    site.answers["/index.xml"] = (200, {}, sitemap_index(*index))
    site.answers["/1.xml"] = (200, {}, urlset(f"{u}/", f"{u}/docs/", f"{u}/a", f"{u}/a#part"))
    site.answers["/2.xml.gz"] = (
        200,
        {},
        gzip.compress(urlset(f"{u}/a", f"{u}/b?x=1", f"{u}/c.pdf")),
    )
    async with reading(u) as source:
        listing = await source.list()
    assert sorted(item.path for item in listing.items) == [
        *("a.html", "b?x=1.html", "c.pdf", "docs/index.html", "index.html")
    ]
    assert (listing.passed_over, listing.unlisted) == ((), ())
    assert [path for path, _ in site.requests].count("/index.xml") == 1


async def test_what_robots_txt_disallows_is_passed_over(site: Site) -> None:
    """Rules for Quoth go before rules for all, and may have wildcards."""
    rules = (
        b"User-agent: *\nDisallow: /\n\n"
        b"User-agent: quoth\nDisallow: /private\nDisallow: /*.pdf$\nAllow: /private/open\n"
    )
    site.answers["/robots.txt"] = (200, {}, rules)
    for path in ("/a", "/private/x", "/private/open", "/b.pdf"):
        site.pages[path] = b"page"
    async with reading(site.url) as source:
        listing = await source.list()
    assert sorted(item.path for item in listing.items) == ["a.html", "private/open.html"]
    assert {each.reason for each in listing.passed_over} == {"robots.txt disallows it"}


async def test_only_pages_of_the_host_and_the_folder_are_listed(site: Site) -> None:
    """Other hosts, ports, schemes and folders are passed over with a reason."""
    u = site.url
    others = [
        *(f"{u}/blog/x", "https://other.example/docs/x", f"http://{PUBLIC}:1/docs/x"),
        *("ftp://files.example/docs/x", f"http://user@{PUBLIC}:{site.port}/docs/x", "http://[::1"),
    ]
    site.answers["/sitemap.xml"] = (200, {}, urlset(f"{u}/docs/a", *others))
    async with reading(f"{u}/docs/start.html") as source:
        listing = await source.list()
    assert [item.path for item in listing.items] == ["docs/a.html"]
    assert [each.path for each in listing.passed_over] == others


async def test_a_site_is_asked_no_more_than_the_limits_allow(site: Site) -> None:
    """More pages or larger ones are named, and so nothing counts as removed."""
    for number in range(5):
        site.pages[f"/{number}"] = b"x" * 100 * number
    async with reading(site.url, replace(QUICK, pages=3, page_bytes=250)) as source:
        listing = await source.list()
        assert len(listing.items) == 3
        assert "3 pages" in listing.unlisted[0].reason
        assert await fetch(source, f"{site.url}/2") == b"x" * 200
        with pytest.raises(ItemUnreadable, match="more than 250 bytes"):
            await fetch(source, f"{site.url}/3")
    index = sitemap_index(*(f"{site.url}/{number}.xml" for number in range(9)))
    site.answers["/sitemap.xml"] = (200, {}, index)
    async with reading(site.url, replace(QUICK, sitemaps=4)) as source:
        listing = await source.list()
        assert "more than 4 sitemaps" in listing.unlisted[-1].reason


async def test_errors_of_the_site_are_told_apart(site: Site) -> None:
    """A page fails alone, for good or for now; without robots.txt or a sitemap nothing is known."""
    site.pages["/a"] = b"page"
    async with reading(site.url) as source:
        assert len((await source.list()).items) == 1
        with pytest.raises(ItemUnreadable, match="404"):
            await fetch(source, f"{site.url}/nowhere")
        site.answers["/busy"] = (503, {}, b"")
        with pytest.raises(SourceUnavailable, match="503"):
            await fetch(source, f"{site.url}/busy")
        site.answers["/sitemap.xml"] = (404, {}, b"")
        with pytest.raises(SourceUnavailable, match="No sitemap"):
            await source.list()
        site.answers["/robots.txt"] = (500, {}, b"")
        with pytest.raises(SourceUnavailable, match="500"):
            await source.list()
    async with reading(f"http://{PUBLIC}:9") as source:
        with pytest.raises(SourceUnavailable, match="does not answer"):
            await source.list()


async def test_redirects_within_the_site_are_followed(site: Site) -> None:
    """A few redirects are followed, and endless ones are not."""
    site.answers["/old"] = (301, {"Location": "/new"}, b"")
    site.pages["/new"] = b"page"
    site.answers["/loop"] = (302, {"Location": "/loop"}, b"")
    async with reading(site.url) as source:
        assert await fetch(source, f"{site.url}/old") == b"page"
        with pytest.raises(ItemUnreadable, match="too often"):
            await fetch(source, f"{site.url}/loop")


def forms_of(address: str) -> list[str]:
    """Return an IPv4 address in the forms that systems take."""
    number = int(ipaddress.IPv4Address(address))
    return [
        address,
        str(number),
        hex(number),
        "127.1",
        "0177.0.0.1",
        "localhost",
        f"[::ffff:{address}]",
    ]


@pytest.mark.parametrize("host", forms_of(PRIVATE))
async def test_no_redirect_leads_into_a_private_network(
    site: Site, inside: Site, host: str
) -> None:
    """A page that redirects to this machine, however it is written, gets nothing from there."""
    site.answers["/a"] = (302, {"Location": f"http://{host}:{inside.port}/secret"}, b"")
    async with reading(site.url) as source:
        with pytest.raises((ItemUnreadable, SourceUnavailable)):
            await fetch(source, f"{site.url}/a")
    assert inside.requests == []


@pytest.mark.parametrize("host", forms_of(PRIVATE))
async def test_no_address_of_a_private_network_is_a_site(inside: Site, host: str) -> None:
    """A site that is given by such an address is refused, with what allows it."""
    with pytest.raises(SourceUnavailable, match=r"QUOTH_SYNC_PRIVATE_ADDRESSES|no address"):
        async with reading(f"http://{host}:{inside.port}/") as source:
            await source.list()
    assert inside.requests == []


@pytest.mark.parametrize(
    "address", [PRIVATE, "::1", "10.0.0.1", "169.254.169.254", "::ffff:7f00:1"]
)
async def test_no_name_leads_into_a_private_network(inside: Site, address: str) -> None:
    """A name that the DNS gives a private address is refused before anything is sent."""
    url = f"http://docs.example:{inside.port}/"
    async with reading(url, docs_example=address) as source:
        with pytest.raises(SourceUnavailable, match="private network"):
            await source.list()
    assert inside.requests == []


async def test_the_address_that_was_checked_is_the_one_that_is_asked(
    site: Site, inside: Site
) -> None:
    """A name is looked up once for each request, so a second answer leads nowhere else."""
    answers = [[PUBLIC], [PRIVATE]]

    async def rebinding(_host: str, _port: int) -> list[str]:
        return answers.pop(0)

    site.pages["/a"] = b"page"
    source = WebSource(f"http://docs.example:{site.port}/", SUFFIXES, QUICK, only_public, rebinding)
    try:
        assert await fetch(source, f"http://docs.example:{site.port}/a") == b"page"
        assert site.requests == [("/a", f"docs.example:{site.port}")]
        with pytest.raises(ItemUnreadable, match="private network"):
            await fetch(source, f"http://docs.example:{site.port}/a")
    finally:
        await source.close()
    assert (answers, inside.requests) == ([], [])


async def test_a_compressed_page_is_read_piece_by_piece(site: Site) -> None:
    """One gzip is read; one that is too large, and any other encoding, leave the document."""
    site.answers["/tea"] = (200, {"Content-Encoding": "gzip"}, gzip.compress(b"tea"))
    bomb = gzip.compress(bytes(1_000_000))
    site.answers["/bomb"] = (200, {"Content-Encoding": "gzip"}, bomb)
    site.answers["/twice"] = (200, {"Content-Encoding": "gzip, gzip"}, gzip.compress(bomb))
    async with reading(site.url, replace(QUICK, page_bytes=1_000)) as source:
        assert await fetch(source, f"{site.url}/tea") == b"tea"
        with pytest.raises(ItemUnreadable, match="more than 1,000 bytes"):
            await fetch(source, f"{site.url}/bomb")
        with pytest.raises(ItemUnreadable, match="any but gzip"):
            await fetch(source, f"{site.url}/twice")

"""Reading sitemaps."""

import gzip
import zlib

import pytest

from adapters.document_sources.sitemap import MAX_SITEMAP_BYTES, read_sitemap

NAMESPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
PAGES = f"""<?xml version="1.0" encoding="UTF-8"?>
<!-- made by hand --><urlset {NAMESPACE} xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
<url><loc> https://a.example/x?a=1&amp;b=2 </loc><lastmod>2026-01-01</lastmod>
<image:image><image:loc>https://a.example/i.png</image:loc></image:image></url>
<url><!-- none --><loc>https://a.example/y</loc></url><url/></urlset>""".encode()


def test_pages_and_sitemaps_are_told_apart() -> None:
    """A sitemap has pages, an index has sitemaps; pictures and comments are neither."""
    assert read_sitemap(PAGES).pages == ("https://a.example/x?a=1&b=2", "https://a.example/y")
    index = f"<sitemapindex {NAMESPACE}><sitemap><loc>https://a.example/1.xml</loc></sitemap></sitemapindex>"
    assert read_sitemap(index.encode()).sitemaps == ("https://a.example/1.xml",)
    assert read_sitemap(index.encode()).pages == ()


def test_sitemaps_may_be_compressed_or_plain_text() -> None:
    """Gzip is seen by its content, and a text names a page in each line."""
    assert read_sitemap(gzip.compress(PAGES)) == read_sitemap(PAGES)
    text = "\ufeffhttps://a.example/x\r\nhttps://a.example/y\n"
    assert read_sitemap(text.encode()).pages == ("https://a.example/x", "https://a.example/y")


@pytest.mark.parametrize(
    "content",
    [
        b"<html><body>Not found</body></html>",
        b"Not found",
        b"<urlset><url>",
        b"",
        b"\x1f\x8bnot gzip",
        gzip.compress(b"<" * 1000)[:-400],
        b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
        b"<urlset><url><loc>&b;</loc></url></urlset>",
    ],
)
def test_what_is_no_sitemap_names_no_page(content: bytes) -> None:
    """An error page, damaged XML, a damaged archive and entities name nothing."""
    try:
        sitemap = read_sitemap(content)
    except ValueError:
        return
    assert not any("a" in page for page in sitemap.pages)


def test_a_compressed_sitemap_is_bounded() -> None:
    """A small file that unpacks to more than the limit is refused."""
    packing = zlib.compressobj(9, wbits=31)
    bomb = packing.compress(b"\n" * (MAX_SITEMAP_BYTES + 1)) + packing.flush()
    assert len(bomb) < 100_000
    with pytest.raises(ValueError, match="too large"):
        read_sitemap(bomb)

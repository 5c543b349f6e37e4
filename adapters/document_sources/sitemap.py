"""Reads sitemaps: lists of pages, and lists of sitemaps."""

import zlib
from dataclasses import dataclass

from lxml import etree

MAX_SITEMAP_BYTES = 50 * 1024 * 1024  # the limit of the protocol
_GZIP_SIGN = b"\x1f\x8b"


@dataclass(frozen=True, slots=True)
class Sitemap:
    """The URLs in a sitemap: of pages, and of further sitemaps."""

    pages: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()


def read_sitemap(content: bytes) -> Sitemap:
    """Read a sitemap: XML, or text with a URL in each line; either may be compressed with gzip.

    Raises:
        ValueError: If it is none of these, or too large.
    """
    if content.startswith(_GZIP_SIGN):
        content = _unpacked(content)
    if not content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        lines = content.decode("utf-8-sig", errors="replace").split()
        if not all(line.startswith(("http://", "https://")) for line in lines):
            raise ValueError("it is no sitemap")
        return Sitemap(pages=tuple(lines))
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=False
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as exc:
        raise ValueError("its XML is damaged") from exc
    kind = etree.QName(root).localname
    if kind not in ("urlset", "sitemapindex"):
        raise ValueError("it is no sitemap")
    urls = tuple(
        (location.text or "").strip()
        for entry in root
        if isinstance(entry.tag, str) and etree.QName(entry).localname in ("url", "sitemap")
        for location in entry
        if isinstance(location.tag, str) and etree.QName(location).localname == "loc"
    )
    return Sitemap(pages=urls) if kind == "urlset" else Sitemap(sitemaps=urls)


def _unpacked(content: bytes) -> bytes:
    unpacking = zlib.decompressobj(wbits=31)
    try:
        unpacked = unpacking.decompress(content, MAX_SITEMAP_BYTES)
    except zlib.error as exc:
        raise ValueError("its compression is damaged") from exc
    if unpacking.unconsumed_tail:
        raise ValueError("it is too large")
    return unpacked

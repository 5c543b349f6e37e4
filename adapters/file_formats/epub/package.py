"""The package of a book: what it says about itself, and its pages in reading order."""

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from lxml import etree

from adapters.file_formats.zip_archive import ZipArchive
from domain.documents.metadata import Metadata
from domain.errors import DocumentPasswordRequired, FileDamaged
from domain.text.storable import storable

_CONTAINER = "META-INF/container.xml"
_ENCRYPTION = "META-INF/encryption.xml"
_PAGES = frozenset(["application/xhtml+xml", "text/html", "application/x-dtbook+xml", "text/xml"])
_STATED = {
    "creator": "author",
    "contributor": "contributor",
    "date": "date",
    "language": "language",
    "publisher": "publisher",
    "subject": "subject",
    "description": "description",
}
_LONGEST = 500  # characters of a value
_MOST_VALUES = 20
_TAGS = re.compile(r"<[^<>]{1,200}>")


@dataclass(frozen=True, slots=True)
class Package:
    """The package of a book.

    Attributes:
        title: Its title; None if it states none.
        metadata: What it says about itself.
        pages: The names of its pages in the archive, in reading order.
        contents: The names of its tables of contents in the archive.
    """

    title: str | None
    metadata: Metadata
    pages: tuple[str, ...]
    contents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Member:
    name: str
    media_type: str
    properties: frozenset[str]


def read_package(archive: ZipArchive) -> Package:
    """Return the package of the book in an archive.

    Raises:
        FileDamaged: If its list of pages is missing or damaged.
        DocumentPasswordRequired: If its pages are encrypted.
    """
    name = _package_name(archive)
    root = xml_root(archive, name)
    members = dict(_members(root, posixpath.dirname(name)))
    spine = [members[key] for key in _attributes(root, "itemref", "idref") if key in members]
    pages = tuple(
        dict.fromkeys(
            member.name
            for member in spine
            if member.media_type in _PAGES
            and member.name in archive
            and "nav" not in member.properties
        )
    )
    if not pages:
        raise FileDamaged("The book has no list of its pages, so nothing was stored.")
    _refuse_encrypted(archive, pages)
    contents = tuple(
        member.name
        for member in members.values()
        if member.name in archive
        and ("nav" in member.properties or member.media_type == "application/x-dtbncx+xml")
    )
    titles, metadata = _stated(root)
    return Package(titles[0] if titles else None, metadata, pages, contents)


def xml_root(archive: ZipArchive, name: str) -> etree._Element:
    """Return the root of a member in XML.

    Raises:
        FileDamaged: If it is missing or no XML.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True, recover=True
    )
    try:
        root = etree.fromstring(archive.read(name), parser)
    except (etree.LxmlError, ValueError):
        root = None
    if root is None:
        raise FileDamaged(f"The part {name} of the book is damaged, so nothing was stored.")
    return root


def elements(root: etree._Element, name: str) -> Iterator[etree._Element]:
    """Yield the elements with a name, whatever their namespace."""
    yield from root.iter(f"{{*}}{name}")


def address_of(base: str, href: str) -> str:
    """Return the name in the archive of what a member in a folder refers to."""
    return posixpath.normpath(posixpath.join(base, unquote(href.partition("#")[0])))


def _package_name(archive: ZipArchive) -> str:
    if _CONTAINER in archive:
        for path in _attributes(xml_root(archive, _CONTAINER), "rootfile", "full-path"):
            if path in archive:
                return path
    found = next((name for name in archive.names if name.lower().endswith(".opf")), None)
    if found is None:
        raise FileDamaged("The book has no list of its pages, so nothing was stored.")
    return found


def _attributes(root: etree._Element, name: str, attribute: str) -> Iterator[str]:
    for element in elements(root, name):
        if value := element.get(attribute):
            yield value


def _members(root: etree._Element, base: str) -> Iterator[tuple[str, _Member]]:
    for item in elements(root, "item"):
        key, href = item.get("id"), item.get("href")
        if key and href:
            properties = frozenset(item.get("properties", "").split())
            yield key, _Member(address_of(base, href), item.get("media-type", ""), properties)


def _refuse_encrypted(archive: ZipArchive, pages: tuple[str, ...]) -> None:
    """Raise an error if a page is encrypted; fonts often are, and nobody reads those."""
    if _ENCRYPTION not in archive:
        return
    encrypted = set(_attributes(xml_root(archive, _ENCRYPTION), "CipherReference", "URI"))
    if not {unquote(name) for name in encrypted}.isdisjoint(pages):
        raise DocumentPasswordRequired(
            "The book is encrypted (DRM), so it could not be read and nothing was stored: send a"
            " copy without copy protection."
        )


def _stated(root: etree._Element) -> tuple[list[str], Metadata]:
    titles: list[str] = []
    found: dict[str, list[str]] = {}
    for metadata in elements(root, "metadata"):
        for element in metadata.iterdescendants("{http://purl.org/dc/elements/1.1/}*"):
            name = etree.QName(element).localname
            value = _clean("".join(element.itertext()))
            if value and name == "title":
                titles.append(value)
            elif value and name in _STATED:
                found.setdefault(_STATED[name], []).append(value)
    return titles, {
        name: values[0] if len(values) == 1 else tuple(values[:_MOST_VALUES])
        for name, values in found.items()
    }


def _clean(value: str) -> str:
    return " ".join(storable(_TAGS.sub(" ", value[: 4 * _LONGEST])).split())[:_LONGEST]

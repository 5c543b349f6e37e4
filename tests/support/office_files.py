"""Writes small office files from the XML of their parts."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from adapters.file_formats.reader import SourceFile

_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT: Final = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
_CORE: Final = f"{_PACKAGE}/metadata/core-properties"

WORD: Final = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
    f' xmlns:r="{_OFFICE}"'
)
_STRICT_WORD: Final = 'xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"'
SLIDE: Final = (
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'
    ' xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram"'
    f' xmlns:r="{_OFFICE}"'
)
_SCHEMAS: Final = {
    "office": "office", "text": "text", "table": "table", "style": "style", "draw": "drawing",
    "meta": "meta",
}  # fmt: skip
OPEN_DOCUMENT: Final = (
    'xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    + " ".join(
        f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for prefix, name in _SCHEMAS.items()
    )
)

Links = Mapping[str, tuple[str, str]]
"""The kinds and the targets of relationships by their ids."""


def relationships(links: Links, base: str = _OFFICE) -> str:
    """Return the part with relationships."""
    written = "".join(
        f'<Relationship Id="{key}" Type="{kind if "://" in kind else f"{base}/{kind}"}"'
        f' Target="{target}"/>'
        for key, (kind, target) in links.items()
    )
    return f'<Relationships xmlns="{_PACKAGE}">{written}</Relationships>'


def zipped(parts: Mapping[str, str]) -> bytes:
    """Return a ZIP archive with these members."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def core_properties(**texts: str) -> str:
    """Return the part with properties such as `title` and `creator`."""
    written = "".join(f"<{name}>{text}</{name}>" for name, text in texts.items())
    return f"<coreProperties>{written}</coreProperties>"


def docx(
    body: str,
    *,
    styles: str = "",
    numbering: str = "",
    footnotes: str = "",
    core: str = "",
    links: Links | None = None,
    parts: Mapping[str, str] | None = None,
    strict: bool = False,
) -> bytes:
    """Return a Word document.

    Args:
        body: The XML of its blocks.
        styles: The XML of its styles.
        numbering: The XML of its lists.
        footnotes: The XML of its footnotes.
        core: The part with its properties.
        links: The relationships of its document, beyond those to these parts.
        parts: Further parts by their names in the folder `word`.
        strict: Whether it is strict Office Open XML.
    """
    namespaces, base = (_STRICT_WORD, _STRICT) if strict else (WORD, _OFFICE)
    members = {
        "_rels/.rels": relationships(
            {"rId1": ("officeDocument", "word/document.xml"), "rId2": (_CORE, "core.xml")}, base
        ),
        "word/document.xml": f"<w:document {namespaces}><w:body>{body}</w:body></w:document>",
    }
    known = dict(links or {})
    for name, content in (("styles", styles), ("numbering", numbering), ("footnotes", footnotes)):
        if content:
            members[f"word/{name}.xml"] = f"<w:{name} {namespaces}>{content}</w:{name}>"
            known[name] = (name, f"{name}.xml")
    members["word/_rels/document.xml.rels"] = relationships(known, base)
    if core:
        members["core.xml"] = core
    return zipped(members | {f"word/{name}": content for name, content in (parts or {}).items()})


def paragraph(text: str, style: str = "", properties: str = "") -> str:
    """Return a paragraph of a Word document."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    run = f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'
    return f"<w:p><w:pPr>{named}{properties}</w:pPr>{run}</w:p>"


def run(text: str, properties: str = "") -> str:
    """Return a run of a Word document, which is a part of a paragraph."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def table(rows: Sequence[Sequence[str]]) -> str:
    """Return a table of a Word document."""
    written = "".join(
        f"<w:tr>{''.join(f'<w:tc>{paragraph(cell)}</w:tc>' for cell in row)}</w:tr>" for row in rows
    )
    return f"<w:tbl>{written}</w:tbl>"


def pptx(
    slides: Sequence[str],
    *,
    links: Sequence[Links] = (),
    hidden: Sequence[int] = (),
    presentation: str = "",
    presentation_links: Links | None = None,
    parts: Mapping[str, str] | None = None,
) -> bytes:
    """Return a PowerPoint presentation.

    Args:
        slides: The XML of the shapes of each slide.
        links: The relationships of each slide.
        hidden: The numbers of the slides that are hidden, from 1.
        presentation: The XML in the presentation beside its list of slides.
        presentation_links: The relationships of the presentation beside those to its slides.
        parts: Further parts.
    """
    # the files are named in another order than that of the slides
    names = {
        number: f"slides/slide{len(slides) - number + 1}.xml"
        for number in range(1, len(slides) + 1)
    }
    listed = "".join(f'<p:sldId id="{255 + n}" r:id="rId{n}"/>' for n in names)
    known = {f"rId{n}": ("slide", name) for n, name in names.items()} | dict(
        presentation_links or {}
    )
    members: dict[str, str] = {
        "_rels/.rels": relationships(
            {"rId1": ("officeDocument", "ppt/presentation.xml"), "rId2": (_CORE, "core.xml")}
        ),
        "ppt/presentation.xml": (
            f"<p:presentation {SLIDE}><p:sldIdLst>{listed}</p:sldIdLst>{presentation}"
            "</p:presentation>"
        ),
        "ppt/_rels/presentation.xml.rels": relationships(known),
    }
    for number, shapes in enumerate(slides, 1):
        shown = ' show="0"' if number in hidden else ""
        members[f"ppt/{names[number]}"] = (
            f"<p:sld {SLIDE}{shown}><p:cSld><p:spTree>{shapes}</p:spTree></p:cSld></p:sld>"
        )
        if number <= len(links):
            file = names[number].rpartition("/")[2]
            members[f"ppt/slides/_rels/{file}.rels"] = relationships(links[number - 1])
    return zipped(members | dict(parts or {}))


def shape(
    *texts: str,
    kind: str | None = None,
    at: tuple[int, int, int, int] | None = None,
    marks: str = "",
) -> str:
    """Return a shape with paragraphs.

    Args:
        texts: The texts of its paragraphs.
        kind: The kind of placeholder that it is, such as "title".
        at: Its left, top, width and height.
        marks: The XML of the properties of its paragraphs.
    """
    placeholder = f'<p:nvPr><p:ph type="{kind}"/></p:nvPr>' if kind else ""
    frame = ""
    if at:
        left, top, width, height = at
        frame = f'<a:xfrm><a:off x="{left}" y="{top}"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
    paragraphs = "".join(
        f"<a:p><a:pPr>{marks}</a:pPr><a:r><a:t>{text}</a:t></a:r></a:p>" for text in texts
    )
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="1" name=""/>{placeholder}</p:nvSpPr><p:spPr>{frame}</p:spPr>'
        f"<p:txBody>{paragraphs}</p:txBody></p:sp>"
    )


def odt(
    text: str,
    *,
    styles: str = "",
    automatic: str = "",
    meta: str = "",
    parts: Mapping[str, str] | None = None,
) -> bytes:
    """Return an OpenDocument text.

    Args:
        text: The XML of its blocks.
        styles: The XML of its styles.
        automatic: The XML of its automatic styles.
        meta: The XML of its properties.
        parts: Further parts.
    """
    members = {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "content.xml": (
            f"<office:document-content {OPEN_DOCUMENT}><office:automatic-styles>{automatic}"
            f"</office:automatic-styles><office:body><office:text>{text}</office:text>"
            "</office:body></office:document-content>"
        ),
        "styles.xml": (
            f"<office:document-styles {OPEN_DOCUMENT}><office:styles>{styles}</office:styles>"
            "</office:document-styles>"
        ),
        "meta.xml": (
            f"<office:document-meta {OPEN_DOCUMENT}><office:meta>{meta}</office:meta>"
            "</office:document-meta>"
        ),
    }
    return zipped(members | dict(parts or {}))


def source_file(folder: Path, content: bytes, filename: str = "file") -> SourceFile:
    """Write a file into a folder and return it."""
    path = folder / "content"
    path.write_bytes(content)
    return SourceFile(path, filename)

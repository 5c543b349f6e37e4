"""What a PDF says about itself: its title, its metadata, its outline."""

import re
from collections.abc import Iterator
from itertools import islice

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from adapters.file_formats.pdf.headings import Entry

_NAMES = {
    "Author": "author",
    "Subject": "subject",
    "Keywords": "keywords",
    "CreationDate": "created",
    "ModDate": "modified",
}
_DATE = re.compile(r"(?:D:)?(\d{4})(?:(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])?)?")
_LONGEST = 1_000
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]+")
_NO_TITLE = re.compile(
    r"[\W\d_]*|\W*(?:untitled|anonymous|unspecified)\W*|(?:microsoft \w+ - )?.*\."
    r"(?:docx?|pptx?|xlsx?|pdf|indd|qxd|tex|dvi|rtf|html?|pmd|fm)",
    re.IGNORECASE,
)
_DEFAULT = re.compile(r"\W*(?:anonymous|unspecified|unknown)?\W*", re.IGNORECASE)
_MOST_ENTRIES = 10_000
_DEEPEST = 6


def title_of(document: pdfium.PdfDocument) -> str | None:
    """Return the title that a PDF states, unless it is the name of a file."""
    title = _value(document, "Title")
    return None if _NO_TITLE.fullmatch(title) else title


def metadata_of(document: pdfium.PdfDocument) -> dict[str, str]:
    """Return the author, the subject, the keywords and the dates that a PDF states."""
    metadata = {}
    for key, name in _NAMES.items():
        value = _value(document, key)
        if key.endswith("Date"):
            value = "-".join(filter(None, found.groups())) if (found := _DATE.match(value)) else ""
        if value and not _DEFAULT.fullmatch(value):
            metadata[name] = value
    return metadata


def _value(document: pdfium.PdfDocument, key: str) -> str:
    try:
        value = document.get_metadata_value(key)
    except UnicodeDecodeError:
        return ""
    return " ".join(_CONTROLS.sub(" ", value).split())[:_LONGEST]


def outline_of(document: pdfium.PdfDocument) -> list[Entry]:
    """Return the entries of the outline of a PDF."""
    return list(islice(_entries(document), _MOST_ENTRIES))


def _entries(document: pdfium.PdfDocument) -> Iterator[Entry]:
    for bookmark in document.get_toc(max_depth=_DEEPEST):
        try:
            title, target = bookmark.get_title(), bookmark.get_dest()
            page = target.get_index() if target else None
        except (pdfium.PdfiumError, UnicodeDecodeError):
            continue
        if page is not None and title.strip():
            yield Entry(bookmark.level + 1, title, page + 1)


def has_xfa_form(document: pdfium.PdfDocument) -> bool:
    """Return whether a PDF has a form in XML, which only programs of Adobe show."""
    return bool(pdfium_c.FPDF_GetFormType(document) == pdfium_c.FORMTYPE_XFA_FULL)

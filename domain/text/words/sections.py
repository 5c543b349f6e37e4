"""Sections and articles of a text, as `§12(3)` and `art6(1)`."""

import re
from collections.abc import Iterator

from domain.text.words.folding import folded
from domain.text.words.wholes import Whole

_PARAGRAPH = (
    r"\s?\(\s?(?:\d{1,3}[a-z]?|[a-z]{1,3})\s?\)"
    r"|,?\s{0,2}(?:Abs|Absatz|para|paragraph|lit|Buchst|Nr|Satz|al|alin[eé]a|apartado|comma|lid"
    r"|stk|mom)\b\.?\s{0,2}(?:\d{1,3}[a-z]?|[a-z])(?!\w)"
)
_NUMBER = re.compile(r"(\w+)\s?\)?$")
_SECTION = re.compile(
    r"(?:(?P<sign>§)§?|(?<!\w)(?P<word>sections?|sec|sect|articles?|artikel|art|art[ií]culo"
    r"|articolo|artigo|artykuł|artikla)\b\.?)"
    r"\s{0,2}(?P<number>\d{1,5}[a-z]?(?!\w)(?:\.\d{1,4})*)"
    rf"(?P<paragraphs>(?:{_PARAGRAPH}){{0,4}})",
    re.IGNORECASE,
)
_PARAGRAPHS = re.compile(_PARAGRAPH, re.IGNORECASE)
_LINE = re.compile(
    r"^[#*\s]{0,12}(?:§§?\s?(?P<section>\d{1,5}[a-z]?)\b|\((?P<paragraph>\d{1,3}[a-z]?)\))",
    re.MULTILINE,
)
_ARTICLE = "art"


def sections(text: str) -> Iterator[Whole]:
    """Yield the references to sections, and the numbered paragraphs under the head of one."""
    for found in _SECTION.finditer(text):
        kind = _ARTICLE if not found["sign"] and found["word"].lower().startswith("ar") else "§"
        number = folded(found["number"])
        forms = [f"{kind}{number}"]
        for paragraph in _PARAGRAPHS.findall(found["paragraphs"]):
            if last := _NUMBER.search(paragraph):
                forms.insert(0, f"{forms[0]}({folded(last[1])})")
        if "." in number:
            forms.append(number)
        yield Whole(*found.span(), tuple(forms), in_parts=True)
    if "§" in text:
        yield from _numbered_paragraphs(text)


def _numbered_paragraphs(text: str) -> Iterator[Whole]:
    section = None
    for found in _LINE.finditer(text):
        if found["section"]:
            section = folded(found["section"])
        elif section:
            form = f"§{section}({folded(found['paragraph'])})"
            yield Whole(*found.span(), (form,), replaces=False)

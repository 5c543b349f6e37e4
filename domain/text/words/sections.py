"""Sections and articles of a text, as `§12(3)` and `art6(1)`."""

import re
from collections.abc import Iterator

from domain.text.words.folding import folded
from domain.text.words.wholes import Whole

_LONGEST_WORD = 12  # before a number, with the white space behind it
_PARAGRAPH = (
    r"\s?\(\s?(?:\d{1,3}[a-z]?|[a-z]{1,3})\s?\)"
    r"|,?\s{0,2}(?:Abs|Absatz|para|paragraph|lit|Buchst|Nr|Satz|al|alin[eé]a|apartado|comma|lid"
    r"|stk|mom)\b\.?\s{0,2}(?:\d{1,3}[a-z]?|[a-z])(?!\w)"
)
_BEFORE = re.compile(
    r"(?P<sign>§)§?\s{0,2}$|(?:^|\W)(?P<word>(?P<article>art(?:icles?|ikel|[ií]culo|icolo|igo|ykuł"
    r"|ikla)?)|sec(?:t(?:ions?)?)?)\.?\s{0,2}$",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    rf"(?P<number>\d{{1,5}}[a-z]?(?!\w)(?:\.\d{{1,4}})*)(?P<paragraphs>(?:{_PARAGRAPH}){{0,4}})",
    re.IGNORECASE,
)
_PARAGRAPHS = re.compile(_PARAGRAPH, re.IGNORECASE)
_LAST_NUMBER = re.compile(r"(\w+)\s?\)?$")
_LINE = re.compile(
    r"^[#*\s]{0,12}(?:§§?\s?(?P<section>\d{1,5}[a-z]?)\b|\((?P<paragraph>\d{1,3}[a-z]?)\))",
    re.MULTILINE,
)


def sections(text: str, start: int) -> Iterator[Whole]:
    """Yield the reference to a section whose number begins here in a prepared text."""
    first = max(0, start - _LONGEST_WORD)
    before = _BEFORE.search(text[first:start])
    found = _NUMBER.match(text, start) if before else None
    if before and found:
        number = folded(found["number"])
        forms = [f"{'art' if before['article'] else '§'}{number}"]
        for paragraph in _PARAGRAPHS.findall(found["paragraphs"]):
            if last := _LAST_NUMBER.search(paragraph):
                forms.insert(0, f"{forms[0]}({folded(last[1])})")
        if "." in number:
            forms.append(number)
        name = "sign" if before["sign"] else "word"
        yield Whole(first + before.start(name), found.end(), tuple(forms), in_parts=True)


def numbered_paragraphs(text: str) -> Iterator[Whole]:
    """Yield the paragraphs with numbers that stand below the number of a section."""
    section = None
    for found in _LINE.finditer(text) if "§" in text else ():
        if found["section"]:
            section = folded(found["section"])
        elif section:
            form = f"§{section}({folded(found['paragraph'])})"
            yield Whole(*found.span(), (form,), replaces=False)

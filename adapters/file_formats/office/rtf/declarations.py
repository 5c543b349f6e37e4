"""What the head of an RTF document declares: encodings, fonts, styles, and who wrote it."""

import re
from dataclasses import dataclass, field
from typing import Final

from adapters.file_formats.office.characters import readable
from adapters.file_formats.office.metadata import Properties
from adapters.file_formats.office.rtf import encodings
from domain.documents.metadata import Metadata

BODY_LEVEL: Final = 9
"""The outline level of what is no heading; those of headings are 0 to 8."""

_HEADING = re.compile(r"heading ([1-9])")
_TITLE = "title"


@dataclass(slots=True)
class Declarations:
    """What a document declares.

    Attributes:
        encoding: The encoding of its bytes, unless their font has another one.
        default_font: The number of its default font.
        font_encodings: The encodings of fonts by their numbers.
        heading_levels: The levels of the styles of headings by their numbers, from 1.
        titles: The styles of its title.
        texts: The title, the author and other texts about it.
        created: The year, the month and the day when it was created.
    """

    encoding: str = encodings.DEFAULT
    default_font: int | None = None
    font_encodings: dict[int | None, str] = field(default_factory=dict)
    heading_levels: dict[int, int] = field(default_factory=dict)
    titles: set[int] = field(default_factory=set)
    texts: dict[str, str] = field(default_factory=dict)
    created: dict[str, int] = field(default_factory=dict)
    _font: int | None = None
    _style: int = 0
    _style_name: str = ""

    def font_word(self, word: str, value: int) -> None:
        """Take up a control word of the table of fonts."""
        if word == "f":
            self._font = value
        elif word == "fcharset" and (encoding := encodings.of_charset(value)):
            self.font_encodings[self._font] = encoding
        elif word == "cpg":
            self.font_encodings[self._font] = encodings.of_code_page(value)

    def style_word(self, word: str, value: int) -> None:
        """Take up a control word of the table of styles."""
        if word == "s":
            self._style, self._style_name = value, ""
        elif word == "outlinelevel" and value < BODY_LEVEL:
            self.heading_levels[self._style] = value + 1

    def style_text(self, text: str) -> None:
        """Take up a piece of the name of a style."""
        name, end, rest = text.partition(";")
        self._style_name += name
        if not end:
            return
        name = self._style_name.strip().lower()
        if heading := _HEADING.fullmatch(name):
            self.heading_levels.setdefault(self._style, int(heading[1]))
        elif name == _TITLE:
            self.titles.add(self._style)
        self._style_name = rest

    def encoding_of(self, font: int | None) -> str:
        """Return the encoding of the bytes in a font."""
        font = self.default_font if font is None else font
        return self.font_encodings.get(font, self.encoding)

    def properties(self) -> Properties:
        """Return what the document says about itself."""
        read = ((name, readable(text).strip()) for name, text in self.texts.items())
        texts = {name: text for name, text in read if text}
        title = texts.pop(_TITLE, None)
        metadata: Metadata = texts
        if self.created.get("yr"):
            month, day = self.created.get("mo", 1), self.created.get("dy", 1)
            metadata = {**texts, "created": f"{self.created['yr']:04}-{month:02}-{day:02}"}
        return Properties(title, metadata)

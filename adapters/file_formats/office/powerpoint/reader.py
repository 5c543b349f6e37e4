"""Reads PowerPoint presentations (.pptx), slide by slide, with notes and comments."""

from collections.abc import Iterator

from adapters.file_formats.office.blocks import Heading
from adapters.file_formats.office.markdown import markdown
from adapters.file_formats.office.ooxml.package import Package
from adapters.file_formats.office.outcome import extracted
from adapters.file_formats.office.powerpoint.comments import authors_of, comments_of
from adapters.file_formats.office.powerpoint.paragraphs import bullets_of
from adapters.file_formats.office.powerpoint.placeholders import Layout
from adapters.file_formats.office.powerpoint.slides import SlideReader, notes_of
from adapters.file_formats.office.xml_elements import Element, attribute, child, children
from adapters.file_formats.reader import SourceFile
from domain.documents.document import ExtractedText
from domain.documents.parts import Part, PartKind
from domain.errors import FileTooComplex

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.presentationml.presentation"


def read(file: SourceFile) -> ExtractedText:
    """Return the text of a presentation, with a part for each slide.

    The notes of the speaker and the comments stand below each slide, under headings of their own.
    Dates and footers are left out.
    """
    with Package(file.path, "PowerPoint presentation") as package:
        try:
            return _Presentation(package).extracted()
        except RecursionError as exc:
            raise FileTooComplex(
                "The groups of shapes on a slide are nested too deeply. Nothing was stored;"
                " ungroup them and send the file again."
            ) from exc


class _Presentation:
    """A presentation that is being read."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._main, self._root = package.main_part("presentation")
        self._default = bullets_of(child(self._root, "defaultTextStyle"))
        self._layouts: dict[str, Layout] = {}
        self._hidden: list[int] = []
        names = ("commentAuthors", "authors")
        roots = (package.optional_part(self._main, name) for name in names)
        self._authors = {key: each for root in roots for key, each in authors_of(root).items()}
        self._has_text = False

    def extracted(self) -> ExtractedText:
        """Return the text, the slides and what was left out."""
        texts: list[str] = []
        parts: list[Part] = []
        start = 0
        for number, name in enumerate(self._slides(), 1):
            title, text = self._slide(name, number)
            texts.append(text)
            parts.append(Part(PartKind.SLIDE, start, number, title or None))
            start += len(text) + 2
        return extracted(
            "\n\n".join(texts) if self._has_text else "",
            MEDIA_TYPE,
            self._package.kind,
            properties=self._package.properties(),
            has_pictures=self._package.has_pictures(),
            notes=tuple(self._notes()),
            parts=tuple(parts),
        )

    def _slides(self) -> Iterator[str]:
        """Yield the parts of the slides in the order in which they are shown."""
        links = self._package.relationships(self._main)
        for each in children(child(self._root, "sldIdLst"), "sldId"):
            # the attribute `id` without a namespace is another one
            keys = [value for key, value in each.attrib.items() if key.endswith("}id")]
            kind, target = links.get(keys[0] if keys else "", ("", ""))
            if kind == "slide":
                yield target

    def _slide(self, name: str, number: int) -> tuple[str, str]:
        """Return the title and the text of a slide."""
        root = self._package.part(name)
        links = self._package.relationships(name)

        def linked(key: str) -> Element | None:
            _, target = links.get(key, ("", ""))
            return self._package.part(target) if target in self._package else None

        kinds = {kind: target for kind, target in links.values() if target in self._package}
        if attribute(root, "show") in ("0", "false"):
            self._hidden.append(number)
        layout = self._layout(kinds.get("slideLayout"))
        title, blocks = SlideReader(layout, linked).read(root)
        if "notesSlide" in kinds:
            blocks += notes_of(self._package.part(kinds["notesSlide"]))
        if "comments" in kinds:
            blocks += comments_of(self._package.part(kinds["comments"]), self._authors)
        text = markdown(blocks)
        self._has_text = self._has_text or bool(title or text)
        heading = markdown([Heading(2, title or f"Slide {number}")])
        return title, f"{heading}\n\n{text}" if text else heading

    def _layout(self, name: str | None) -> Layout:
        if name not in self._layouts:
            layout = master = None
            if name:
                layout = self._package.part(name)
                master = self._package.optional_part(name, "slideMaster")
            self._layouts[name or ""] = Layout(layout, master, self._default)
        return self._layouts[name or ""]

    def _notes(self) -> Iterator[str]:
        if len(self._hidden) == 1:
            yield f"Slide {self._hidden[0]} is hidden in presentations; its text was read too."
        elif self._hidden:
            *first, last = map(str, self._hidden)
            yield (
                f"Slides {', '.join(first)} and {last} are hidden in presentations; their text was"
                " read too."
            )

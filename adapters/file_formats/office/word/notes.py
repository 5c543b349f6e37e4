"""The footnotes and endnotes of a Word document."""

from adapters.file_formats.office.xml_elements import Element, attribute, children


class Notes:
    """The notes of a document, numbered as they are referred to."""

    def __init__(self, footnotes: Element | None, endnotes: Element | None) -> None:
        """Read the parts with the notes; None if a document has none."""
        self._elements = {
            (kind, attribute(each, "id") or ""): each
            for kind, root in (("footnote", footnotes), ("endnote", endnotes))
            for each in children(root, kind)
            if attribute(each, "type") in (None, "normal")
        }
        self._numbers: dict[tuple[str, str], int] = {}
        self._waiting: list[tuple[str, Element]] = []

    def mark(self, kind: str, key: str) -> str:
        """Return the mark of a note in the text; empty if there is no such note."""
        element = self._elements.get((kind, key))
        if element is None:
            return ""
        if (kind, key) not in self._numbers:
            self._numbers[kind, key] = len(self._numbers) + 1
            self._waiting.append((f"[^{self._numbers[kind, key]}]", element))
        return f"[^{self._numbers[kind, key]}]"

    def take(self, but_in: str) -> list[tuple[str, Element]]:
        """Return the marks and stories of the notes that were referred to since the last time.

        Those whose marks are in a text, such as a heading that was just read, wait.
        """
        taken = [each for each in self._waiting if each[0] not in but_in]
        self._waiting = [each for each in self._waiting if each[0] in but_in]
        return taken

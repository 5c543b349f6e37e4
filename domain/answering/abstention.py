"""When there is no answer: why, what is said then, and how a chat model says so."""

from domain.conversation.message import AbstentionReason

MARK = "[no answer]"
"""What a chat model begins its reply with if the passages do not hold the answer."""


ABSTENTIONS = {
    AbstentionReason.NO_DOCUMENTS: "There are no documents to answer from yet.",
    AbstentionReason.NOTHING_RELEVANT: "The documents do not contain this information.",
    AbstentionReason.NOT_ANSWERED_BY_PASSAGES: "The documents do not contain this information.",
}
"""What is said where no model speaks."""


class MarkReader:
    """Takes the mark off the beginning of a reply as it comes, whatever its case.

    Attributes:
        found: Whether the reply begins with the mark.
    """

    def __init__(self) -> None:
        """Begin before the first character."""
        self.found = False
        self._held: str | None = ""
        self._between = False

    def feed(self, text: str) -> str:
        """Return what may be shown of the reply so far: nothing while it may yet be the mark."""
        if self._held is None:
            return self._behind(text)
        self._held += text
        begun = self._held.lstrip().casefold()
        if len(begun) < len(MARK) and MARK.startswith(begun):
            return ""
        return self.finish()

    def finish(self) -> str:
        """Return what was held back and is no mark."""
        held, self._held = self._held or "", None
        if held.lstrip().casefold().startswith(MARK):
            self.found = self._between = True
            held = held.lstrip()[len(MARK) :]
        return self._behind(held)

    def _behind(self, text: str) -> str:
        """Return a text without the white space between the mark and what follows it."""
        if self._between:
            text = text.lstrip()
            self._between = not text
        return text

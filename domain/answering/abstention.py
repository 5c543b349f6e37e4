"""Abstentions: why there is no answer, what is shown then, and how a chat model abstains."""

from domain.conversation.message import AbstentionReason

MARK = "[no answer]"
"""The beginning of a chat model's reply if the passages do not contain the answer."""


ABSTENTIONS = {
    AbstentionReason.NO_DOCUMENTS: "There are no documents to answer from yet.",
    AbstentionReason.NOTHING_RELEVANT: "The documents do not contain this information.",
    AbstentionReason.NOT_ANSWERED_BY_PASSAGES: "The documents do not contain this information.",
}
"""The text that is shown if no language model was asked."""


class MarkReader:
    """Removes the mark, in upper or lower case, from the beginning of a reply as it streams.

    Attributes:
        found: Whether the reply begins with the mark.
    """

    def __init__(self) -> None:
        self.found = False
        self._held: str | None = ""
        self._between = False

    def feed(self, text: str) -> str:
        """Read the next piece and return what can be shown: nothing while it may be the mark."""
        if self._held is None:
            return self._behind(text)
        self._held += text
        begun = self._held.lstrip().casefold()
        if len(begun) < len(MARK) and MARK.startswith(begun):
            return ""
        return self.finish()

    def finish(self) -> str:
        """Return what was held back and is not the mark."""
        held, self._held = self._held or "", None
        if held.lstrip().casefold().startswith(MARK):
            self.found = self._between = True
            held = held.lstrip()[len(MARK) :]
        return self._behind(held)

    def _behind(self, text: str) -> str:
        """Return a text without the white space between the mark and the text after it."""
        if self._between:
            text = text.lstrip()
            self._between = not text
        return text

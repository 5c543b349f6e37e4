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
        self._deciding = True
        self._blank: list[str] = []  # the white space at the beginning
        self._held = ""  # what follows it, and may still become the mark
        self._between = False

    def feed(self, text: str) -> str:
        """Read the next piece and return what can be shown: nothing while it may be the mark."""
        if not self._deciding:
            return self._behind(text)
        self._hold(text)
        begun = self._held.casefold()
        if len(begun) < len(MARK) and MARK.startswith(begun):
            return ""
        return self.finish()

    def finish(self) -> str:
        """Return what was held back and is not the mark."""
        blank, held = "".join(self._blank), self._held
        self._deciding, self._blank, self._held = False, [], ""
        if held[: len(MARK)].casefold() == MARK:
            self.found = self._between = True
            return self._behind(held[len(MARK) :])
        return blank + held

    def _hold(self, text: str) -> None:
        begun = text if self._held else text.lstrip()
        self._blank.append(text[: len(text) - len(begun)])
        self._held += begun

    def _behind(self, text: str) -> str:
        """Return a text without the white space between the mark and the text after it."""
        if self._between:
            text = text.lstrip()
            self._between = not text
        return text

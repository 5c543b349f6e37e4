"""Thoughts of reasoning models that their provider leaves in the reply."""

_OPENING, _CLOSING = "<think>", "</think>"


class ThoughtFilter:
    """Removes `<think>…</think>` from the beginning of a reply as it streams.

    Most providers tell thoughts from the reply. LM Studio does not, nor does Groq with the format
    `raw`, nor vLLM without a parser. Thoughts that begin in the prompt, so that the reply has the
    closing tag alone, cannot be told from text while it streams: they are left in.
    """

    def __init__(self) -> None:
        self._blank: list[str] = []  # the white space at the beginning, which may be long
        self._held = ""
        self._state = self._decide

    def feed(self, text: str) -> str:
        """Read the next piece and return what belongs to the reply."""
        self._held += text
        return self._state()

    def finish(self) -> str:
        """Return what was held back and is not a thought. Text after it belongs to the reply."""
        if self._state != self._decide:
            return ""
        return self._begin()

    def _decide(self) -> str:
        begun = self._held.lstrip()
        self._blank.append(self._held[: len(self._held) - len(begun)])
        self._held = begun
        if len(begun) < len(_OPENING) and _OPENING.startswith(begun):
            return ""  # it may become the opening
        if not begun.startswith(_OPENING):
            return self._begin()
        self._state = self._think
        return self._think()

    def _begin(self) -> str:
        self._state = self._pass_on
        self._held = "".join([*self._blank, self._held])
        return self._pass_on()

    def _think(self) -> str:
        _, closing, reply = self._held.partition(_CLOSING)
        if not closing:
            self._held = self._held[-len(_CLOSING) :]  # where the closing may have begun
            return ""
        self._held, self._state = reply, self._skip_blank
        return self._state()

    def _skip_blank(self) -> str:
        self._held = self._held.lstrip()
        if self._held:
            self._state = self._pass_on
        return self._pass_on()

    def _pass_on(self) -> str:
        text, self._held = self._held, ""
        return text

"""Thoughts of reasoning models that their provider leaves in the reply."""

_OPENING, _CLOSING = "<think>", "</think>"


class ThoughtFilter:
    """Removes `<think>…</think>` from the beginning of a reply as it streams.

    Most providers tell thoughts from the reply. LM Studio does not, nor does Groq with the format
    `raw`, nor vLLM without a parser. Thoughts that begin in the prompt, so that the reply has the
    closing tag alone, cannot be told from text while it streams: they are left in.
    """

    def __init__(self) -> None:
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
        self._state = self._pass_on
        return self._pass_on()

    def _decide(self) -> str:
        begun = self._held.lstrip()
        if len(begun) < len(_OPENING) and _OPENING.startswith(begun):
            return ""  # it may become the opening
        self._state = self._think if begun.startswith(_OPENING) else self._pass_on
        return self._state()

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

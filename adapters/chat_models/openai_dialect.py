"""The optional parameters that a server accepts."""

from dataclasses import dataclass, replace
from typing import Any

_TEMPERATURE = 0.2  # low, to stay close to the passages; 0 can cause endless repetition


@dataclass(frozen=True, slots=True)
class Dialect:
    """The parameters of requests to one server, which learns from refusals.

    Mistral and Ollama know `max_tokens` alone, OpenAI's reasoning models `max_completion_tokens`
    alone and no temperature, and some proxies no `stream_options`.
    """

    length: str = "max_tokens"
    temperature: bool = True
    stream_options: bool = True

    def parameters(self, max_tokens: int) -> dict[str, Any]:
        """Return the parameters of a request."""
        parameters: dict[str, Any] = {self.length: max_tokens}
        if self.temperature:
            parameters["temperature"] = _TEMPERATURE
        if self.stream_options:
            parameters["stream_options"] = {"include_usage": True}
        return parameters

    def without_what_is_refused(self, refusal: str) -> "Dialect":
        """Return the dialect without the parameter that a refusal names; the same if none."""
        if self.length == "max_tokens" and "max_completion_tokens" in refusal:
            # a window that is too small is refused with both names, and again with the other one
            return replace(self, length="max_completion_tokens")
        if self.stream_options and "stream_options" in refusal:
            return replace(self, stream_options=False)
        if self.temperature and "temperature" in refusal:
            return replace(self, temperature=False)
        return self

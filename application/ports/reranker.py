"""The port for judging how well texts answer a question."""

from collections.abc import Sequence
from typing import Protocol


class Reranker(Protocol):
    """Reads a question together with each text: slower than comparing vectors, and more exact."""

    async def scores(self, question: str, texts: Sequence[str]) -> list[float]:
        """Return one score for each text, in the order of the texts; higher is better.

        The numbers have no unit and no fixed range: compare them within one call only. A text
        longer than the model reads at once has the score of its best part, and every token of it
        is in one of the parts. Of a question that long, both ends are read.

        Raises:
            RerankerUnavailable: If the model is not loaded.
        """
        ...

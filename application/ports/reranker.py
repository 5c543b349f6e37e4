"""The port for scoring how well texts answer a question."""

from collections.abc import Sequence
from typing import Protocol


class Reranker(Protocol):
    """Reads a question together with each text: slower than comparing vectors, and more exact."""

    async def scores(self, question: str, texts: Sequence[str]) -> list[float]:
        """Return one score for each text, in the order of the texts; higher is better.

        The scores have no unit and no fixed range: compare them within one call only. A text longer
        than the model reads at a time has the score of its best part, and its parts together
        contain every token of it. Of a question that long, both ends are read.

        Raises:
            RerankerUnavailable: If the model is not loaded.
        """
        ...

"""Embedding texts of a client."""

from collections.abc import Sequence
from dataclasses import dataclass

from application.limits.admission import Admission
from application.limits.count_request import CountRequest
from application.ports.live_embedder import LiveEmbedder
from application.ports.tokenizer import Tokenizer
from domain.documents.chunks import Embedding, mean
from domain.errors import InvalidInput
from domain.limits.rate_limit import Limited

MOST_WINDOWS = 1_000
"""The most that one request may cost: about 20 seconds on one core."""

MOST_QUERY_CHARS = 100_000
"""The same for queries, of which equal windows are embedded as often as they occur."""


@dataclass(frozen=True, slots=True)
class EmbeddedTexts:
    """A vector for each text, the name of their model, and the tokens of all texts."""

    vectors: list[Embedding]
    model: str
    tokens: int


class EmbedTexts:
    """Embeds texts with the library's model, so that clients can compare them with it."""

    def __init__(
        self,
        embedder: LiveEmbedder,
        tokenizer: Tokenizer,
        count: CountRequest,
        admission: Admission,
    ) -> None:
        self._embedder = embedder
        self._tokenizer = tokenizer
        self._count = count
        self._admission = admission

    async def execute(self, texts: Sequence[str], *, queries: bool) -> EmbeddedTexts:
        """Return one vector of unit length for each text.

        That of a passage which the model does not read at once is the mean of its windows. A
        request counts as a search.

        Args:
            texts: The texts.
            queries: Whether they are what is searched for, and not what is found.

        Raises:
            InvalidInput: If a text is empty, or all of them are too long.
            RateLimited: If the client has searched too often.
            EmbedderUnavailable: If the model is not loaded.
            ServerBusy: If as many such requests as possible are running.
        """
        if not all(each.strip() for each in texts):
            raise InvalidInput("A text is empty: leave it out.")
        with self._admission.admitted():
            await self._count.execute(Limited.SEARCHES)
            embedder = self._embedder.live()
            too_long = queries and sum(map(len, texts)) > MOST_QUERY_CHARS
            if too_long or sum(await embedder.count_windows(texts)) > MOST_WINDOWS:
                raise InvalidInput("The texts are too long for one request: send fewer at a time.")
            if queries:
                vectors = [await embedder.embed_query(each) for each in texts]
            else:
                vectors = [mean(each) for each in await embedder.embed_passages(texts)]
            tokens = sum(await self._tokenizer.count(texts))
            return EmbeddedTexts(vectors, embedder.model.name, tokens)

"""Reranks with a model behind `/rerank`, as Jina, Cohere, vLLM, llama.cpp and TEI have it."""

from collections.abc import Sequence
from typing import Any

from adapters.model_servers.client import InputTooLong, ModelServer, ModelServerError
from adapters.model_servers.description import ServedModel
from adapters.model_servers.windows import halves, windows_of
from application.ports.reranker import Reranker
from application.ports.tokenizer import Tokenizer
from domain.errors import Misconfigured, RerankerUnavailable

QUESTION_SHARE = 2
"""A question fills at most the half of what the model reads."""


class ServedReranker(Reranker):
    """Sends a question and windows of texts to a server. A text has the score of its best window.

    A window that the server refuses as too long is scored in halves.
    """

    def __init__(self, served: ServedModel, tokenizer: Tokenizer) -> None:
        """Configure the model.

        Args:
            served: The model and its server.
            tokenizer: Divides texts into tokens, about as long as those of the model.
        """
        self._served = served
        self._tokenizer = tokenizer
        self._server = ModelServer(served, "rerank")

    @property
    def model_name(self) -> str:
        """The name that identifies the model's scores."""
        return self._served.name

    async def load(self) -> None:
        """Ask the server for one score.

        Raises:
            Misconfigured: If the server refuses.
            RerankerUnavailable: If it is not reachable or busy: later it may be.
        """
        try:
            await self._request("Who planted the trees?", ["They were planted in spring."])
        except ModelServerError as exc:
            kind = RerankerUnavailable if exc.retriable else Misconfigured
            raise kind(str(exc)) from exc

    async def scores(self, question: str, texts: Sequence[str]) -> list[float]:
        """Return one score for each text, in the order of the texts; higher is better.

        Raises:
            RerankerUnavailable: If the server does not answer, or refuses.
        """
        room = self._served.max_tokens // QUESTION_SHARE
        asked = await self._shortened(question, room)
        windows = await windows_of(texts, self._tokenizer, room)
        flat = [(number, window or " ") for number, some in enumerate(windows) for window in some]
        best = [float("-inf")] * len(texts)
        size = self._served.batch_size
        try:
            for start in range(0, len(flat), size):
                batch = flat[start : start + size]
                scores = await self._scores(asked, [window for _, window in batch])
                for (number, _), score in zip(batch, scores, strict=True):
                    best[number] = max(best[number], score)
        except ModelServerError as exc:
            raise RerankerUnavailable(str(exc)) from exc
        return best

    def close(self) -> None:
        """Accept no more work."""
        self._server.refuse()

    async def disconnect(self) -> None:
        """Close the connections."""
        await self._server.close()

    async def _shortened(self, question: str, room: int) -> str:
        """Return a question; of one that is too long, both ends."""
        [windows] = await windows_of([question], self._tokenizer, room)
        if len(windows) == 1:
            return question
        return f"{halves(windows[0])[0]} … {halves(windows[-1])[1]}"

    async def _scores(self, question: str, texts: Sequence[str]) -> list[float]:
        try:
            return await self._request(question, texts)
        except InputTooLong:
            if len(texts) > 1:
                return [score for each in texts for score in await self._scores(question, [each])]
            if len(texts[0]) < 2:  # noqa: PLR2004 - it has no halves
                raise ModelServerError(
                    f"The server of {self._served.name} refuses every text as too long.",
                    retriable=False,
                ) from None
        parts = [part for part in halves(texts[0]) if part]
        return [max([(await self._scores(question, [part]))[0] for part in parts])]

    async def _request(self, question: str, texts: Sequence[str]) -> list[float]:
        body = {"model": self._served.model, "query": question, "documents": list(texts)}
        answer = await self._server.post({**body, "top_n": len(texts), "return_documents": False})
        try:
            scores = {row["index"]: _score(row) for row in _rows(answer)}
            return [scores[number] for number in range(len(texts))]
        except (KeyError, TypeError, ValueError) as exc:
            raise ModelServerError(
                f"The server of {self._served.name} did not send a score for each text: it may be"
                " no reranker.",
                retriable=False,
            ) from exc


def _rows(answer: Any) -> Any:
    """Return the rows of a response: TEI sends them alone, others as `results` or `data`."""
    if isinstance(answer, list):
        return answer
    return answer["results"] if "results" in answer else answer["data"]


def _score(row: Any) -> float:
    return float(row["relevance_score"] if "relevance_score" in row else row["score"])

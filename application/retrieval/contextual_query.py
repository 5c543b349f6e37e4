"""Building the query for a question in its conversation."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import replace

from application.ports.embedder import Embedder
from application.ports.live_embedder import LiveEmbedder
from application.ports.passage_index import PassageIndex
from application.ports.question_rewriter import QuestionRewriter
from application.retrieval.live_model import with_live_model
from application.retrieval.retriever import POOL, Query
from application.retrieval.stopwatch import Stopwatch
from domain.conversation.message import HistoryMessage, MessageRole
from domain.conversation.small_talk import small_talk_reply
from domain.documents.chunks import Embedding
from domain.documents.document_filter import DocumentFilter
from domain.errors import LanguageModelFailed
from domain.retrieval.asked_part import asked_part
from domain.retrieval.follow_ups import Continuation, continuation, subject_of
from domain.retrieval.query_blending import blend, needs_context
from domain.retrieval.query_syntax import parse_query

logger = logging.getLogger(__name__)


class ContextualQueryBuilder:
    """Builds the query for a question.

    A question that opens like one that goes on ("And what does it cost?") continues the previous
    one. Any other is searched for on its own if a passage is near it. Otherwise a chat model
    rewrites it. Without one, or if the rewriting fails, its embedding is blended with that of the
    previous question; and if its words show that it continues, those questions are its context.

    Args:
        embedder: Embeds the question.
        index: Where it is searched for.
        rewriter_of: Returns the rewriter of the model with a name, or of the default one.
    """

    def __init__(
        self,
        embedder: LiveEmbedder,
        index: PassageIndex,
        rewriter_of: Callable[[str | None], QuestionRewriter | None] = lambda _: None,
    ) -> None:
        self._embedder = embedder
        self._index = index
        self._rewriter_of = rewriter_of

    async def build(
        self,
        question: str,
        history: Sequence[HistoryMessage],
        stopwatch: Stopwatch | None = None,
        within: DocumentFilter | None = None,
        model: str | None = None,
    ) -> Query:
        """Return the query for a question.

        Whether a follow-up stands alone shows in what a search for it finds. If it does, the query
        brings these candidates along, so that they are not searched for again.

        Args:
            question: The question as it was asked.
            history: The messages before it, oldest first.
            stopwatch: Measures what it takes.
            within: Which documents are searched, whichever the history was asked of; None means
                all.
            model: The name of the model that is to answer; None means the default one.

        Raises:
            Unavailable: If the embedder or the database is unavailable.
        """
        watch = stopwatch or Stopwatch()
        rewriter = self._rewriter_of(model)
        return await with_live_model(
            self._embedder,
            lambda embedder: self._build(question, history, watch, within, rewriter, embedder),
        )

    async def rebuild(
        self,
        question: str,
        history: Sequence[HistoryMessage],
        stopwatch: Stopwatch | None = None,
        within: DocumentFilter | None = None,
        model: str | None = None,
    ) -> Query:
        """Return the query for the model that the library has gone over to, as `build` does."""
        await self._embedder.follow()
        return await self.build(question, history, stopwatch, within, model)

    async def _build(
        self,
        question: str,
        history: Sequence[HistoryMessage],
        watch: Stopwatch,
        within: DocumentFilter | None,
        rewriter: QuestionRewriter | None,
        embedder: Embedder,
    ) -> Query:
        text = asked_part(_tidy(question))
        parsed = parse_query(text)
        model = embedder.model
        embedding = await _embedded(parsed.words, watch, embedder)
        alone = Query(text, embedding, model, within=within)
        asked = [
            parse_query(message.content).words
            for message in history
            if message.role is MessageRole.USER and small_talk_reply(message.content) is None
        ]
        if not asked:
            return alone
        continued = continuation(parsed.words)
        if continued is not Continuation.CERTAIN:
            with watch.measure("search"):
                found = await self._index.candidates(
                    parsed.words,
                    alone.embedding,
                    POOL,
                    within=within,
                    phrases=parsed.phrases,
                    model=model.name,
                )
            alone = replace(alone, found=found)
            closest = max((each.passage.similarity for each in found.items), default=1.0)
            if not needs_context(closest, model.calibration):
                return alone
        # a question with syntax of its own is searched for as it is written
        plain = parsed.words == text
        rewritten = await _rewritten(text, history, watch, rewriter) if plain else None
        if rewritten == text:
            return alone
        if rewritten is not None:
            return Query(
                rewritten, await _embedded(rewritten, watch, embedder), model, within=within
            )
        if continued is Continuation.NONE:
            previous = await _embedded(asked[-1], watch, embedder)
            weight = model.calibration.previous_weight
            return Query(text, blend(alone.embedding, previous, weight), model, within=within)
        return await _continuing(alone, subject_of(asked), watch, embedder)


async def _rewritten(
    question: str,
    history: Sequence[HistoryMessage],
    watch: Stopwatch,
    rewriter: QuestionRewriter | None,
) -> str | None:
    if rewriter is None:
        return None
    try:
        with watch.measure("rewrite"):
            return await rewriter.rewrite(question, history)
    except LanguageModelFailed as exc:
        logger.warning("a question is searched as it was asked: %s", exc.code)
        return None


async def _continuing(
    alone: Query, subject: Sequence[str], watch: Stopwatch, embedder: Embedder
) -> Query:
    """Return the query for a question that continues others, each leaning on the last."""
    weight = alone.model.calibration.context_weight
    first, *others = [await _embedded(question, watch, embedder) for question in subject]
    context = first
    for embedding in (*others, alone.embedding):
        context = blend(embedding, context, weight)
    return Query(alone.text, context, alone.model, context=" ".join(subject), within=alone.within)


async def _embedded(text: str, watch: Stopwatch, embedder: Embedder) -> Embedding:
    with watch.measure("embed"):
        return await embedder.embed_query(" ".join(text.split()))


def _tidy(question: str) -> str:
    """Return a question without superfluous blanks. Its lines stay: a dash begins an item there."""
    return "\n".join(" ".join(line.split()) for line in question.strip().splitlines())

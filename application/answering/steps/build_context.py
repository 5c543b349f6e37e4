"""The third step: select the passages and the history that fit the model's context window."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from application.answering.workflow_state import AnswerState
from application.ports.document_texts import DocumentTexts
from application.ports.tokenizer import Tokenizer
from domain.answering.context_budget import fit_history, fit_passages
from domain.answering.events import SourcesFound
from domain.answering.models import ModelList
from domain.answering.prompt import Prompt, PromptSizes, render_passage
from domain.answering.prompts import Prompts
from domain.documents.place import TextSpan
from domain.retrieval.merging import merge_adjacent
from domain.retrieval.passages import Passage
from domain.retrieval.trace import trace

OPENING = 1_500  # code points: the first page of most documents
PASSAGE_FRAME = 40  # tokens: the fence, the name and the place of a passage


class BuildContext:
    """Builds the prompt, and emits its passages as the sources."""

    def __init__(
        self, tokenizer: Tokenizer, texts: DocumentTexts, models: ModelList, prompts: Prompts
    ) -> None:
        self._tokenizer = tokenizer
        self._texts = texts
        self._models = models
        self._prompts = prompts

    async def run(self, state: AnswerState) -> AnswerState:
        """Set the prompt, for the window of the model that is to answer."""
        if state.selection is None:
            raise RuntimeError("the documents have not been searched")
        budget = self._models.find(state.task.model).budget.fitted()
        question, history = state.task.text, state.task.history
        found = [each.passage for each in state.selection.kept]
        texts = [self._rendered(number, passage) for number, passage in enumerate(found, 1)]
        system, message, *counts = await self._tokenizer.count(
            [self._prompts.system, question, *texts, *(each.content for each in history)]
        )
        passage_counts, message_counts = counts[: len(texts)], counts[len(texts) :]

        passages = found[: fit_passages(passage_counts, budget.documents)]
        passages = passages or await self._beginning(found[0], budget.documents)
        sources = merge_adjacent(passages)
        traced = trace(state.selection.first(len(passages)), passages, sources)
        state.sink.emit(SourcesFound(sources, state.confidence, traced))
        fitting = fit_history(message_counts, budget.history_beside(system=system, message=message))
        prompt = Prompt(
            question=question,
            passages=sources,
            history=history[len(history) - fitting :],
            max_answer_tokens=state.task.limits.tokens(budget.answer),
            context=state.query.context if state.query else "",
            openings=await self._openings(sources),
            sizes=PromptSizes(
                system,
                message,
                tuple(each.token_count + PASSAGE_FRAME for each in sources),
                tuple(message_counts[len(history) - fitting :]),
            ),
            prompts=self._prompts,
            limits=state.task.limits,
        )
        return replace(state, prompt=prompt)

    def _rendered(self, number: int, passage: Passage) -> str:
        return render_passage(number, passage, self._prompts.passage)

    async def _openings(self, passages: Sequence[Passage]) -> dict[UUID, str]:
        """Return the beginnings of the passages' documents."""
        ids = list(dict.fromkeys(passage.place.document_id for passage in passages))
        texts = await self._texts.spans([TextSpan(each, 0, OPENING) for each in ids])
        return {each: text for each, text in zip(ids, texts, strict=True) if text}

    async def _beginning(self, passage: Passage, budget: int) -> list[Passage]:
        """Return as much of a passage as fits, for a window too small for all of it."""
        spans = await self._tokenizer.token_spans(passage.content)
        # the fence and the file name take some tokens too
        room = budget - (len(self._rendered(1, replace(passage, content=""))) + 1) // 2
        if room < 1:
            return []
        count = min(room, len(spans))
        end = spans[count - 1][1]
        return [
            replace(
                passage,
                place=passage.place_of(0, end),
                content=passage.content[:end],
                token_count=count,
            )
        ]

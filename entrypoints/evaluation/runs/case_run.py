"""Asks the cases of an answer set, a library at a time, and records the results."""

from collections.abc import Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.progress import Progress, TimeElapsedColumn

from application.ports.document_texts import DocumentTexts
from domain.answering.events import (
    AnswerDelta,
    AnswerEnd,
    AnswerEvent,
    AnswerFailed,
    AnswerFinished,
    CitationAdded,
)
from domain.citations.citation import Citation
from domain.documents.place import TextSpan
from domain.errors import LanguageModelFailed, QuothError, Unavailable
from entrypoints.evaluation.cases import Case, CaseAnswer, CaseOutcome
from entrypoints.evaluation.datasets.answer_set import AnswerSet
from entrypoints.evaluation.figures.cases import judge_case
from entrypoints.evaluation.runs.answer_run import Answering
from entrypoints.evaluation.runs.corpus import PROGRESS
from entrypoints.evaluation.runs.library_shelf import LibraryShelf


@dataclass(frozen=True, slots=True)
class CaseRun:
    """What asking the cases of an answer set needs, on one data directory."""

    shelf: LibraryShelf
    answering: Answering
    texts: DocumentTexts

    async def execute(
        self, answer_set: AnswerSet, cases: Sequence[Case], console: Console
    ) -> tuple[tuple[CaseOutcome, ...], tuple[tuple[str, str], ...]]:
        """Ask the cases sequentially, each in a session of its own, and show progress.

        Returns:
            The outcomes in the order of the cases, and (document, reason) for each document that
            could not be ingested.

        Raises:
            LanguageModelFailed: If the first case is not answered.
            Misconfigured: If no document of a library can be ingested.
            Unavailable: If the database becomes unavailable.
        """
        outcomes: dict[str, CaseOutcome] = {}
        failures: list[tuple[str, str]] = []
        for library, documents in answer_set.libraries.items():
            asked = [case for case in cases if case.library == library]
            if not asked:
                continue
            failures += await self.shelf.hold(library, documents, console)
            with Progress(*PROGRESS, TimeElapsedColumn(), console=console) as progress:
                for case in progress.track(asked, description=f"Answering {library}".strip()):
                    answer = await self.answer(case)
                    if answer.finish is None and not outcomes:
                        raise LanguageModelFailed(
                            f"The first case was not answered. {answer.reason}"
                        )
                    outcomes[case.id] = judge_case(case, answer)
        return tuple(outcomes[case.id] for case in cases), tuple(failures)

    async def answer(self, case: Case) -> CaseAnswer:
        """Ask the messages of a case in one session and return the answer to the last one.

        Its verified citations are read again from the documents.

        Raises:
            Unavailable: If the database becomes unavailable. Other errors fail the case.
        """
        try:
            latency, events, end = await self.answering.converse(case.messages)
        except Unavailable:
            raise
        except QuothError as exc:
            return CaseAnswer("", (), (), None, exc.message, 0.0)
        citations = [each.citation for each in events if isinstance(each, CitationAdded)]
        return CaseAnswer(
            content="".join(_text(each) for each in events),
            citations=tuple(citations),
            false_citations=await self._false(citations),
            finish=end.finish_reason if isinstance(end, AnswerFinished) else None,
            reason=_reason(end),
            latency_ms=latency,
        )

    async def _false(self, citations: Sequence[Citation]) -> tuple[Citation, ...]:
        """Return the verified citations whose words are not at their place."""
        verified = [each for each in citations if each.verified]
        spans = [
            TextSpan(each.place.document_id, each.place.char_start, each.place.char_end)
            for each in verified
        ]
        stored = await self.texts.spans(spans) if spans else []
        return tuple(
            each for each, words in zip(verified, stored, strict=True) if words != each.cited_text
        )


def _text(event: AnswerEvent) -> str:
    return event.content if isinstance(event, AnswerDelta) else ""


def _reason(end: AnswerEnd) -> str:
    if isinstance(end, AnswerFailed):
        return end.error
    return end.reason or ""

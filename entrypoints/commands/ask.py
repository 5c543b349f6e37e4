"""quoth ask: answer one question in the terminal."""

from dataclasses import dataclass

from rich.console import Console

from application.answering.answer_question import AnswerQuestion, AskRequest
from application.conversation.create_session import CreateSession
from application.conversation.read_session import ReadSession
from domain.answering.events import TERMINAL_EVENTS, AnswerDelta, AnswerFailed, AnswerFinished
from domain.citations.citation import Citation
from domain.conversation.message import FailedModel, FinishReason, Message
from domain.documents.document_filter import ALL_DOCUMENTS, DocumentFilter
from entrypoints.commands.places import place_name, place_within
from entrypoints.commands.terminal import strip_controls

PATIENCE_SECONDS = 15.0


@dataclass(frozen=True, slots=True)
class AskUseCases:
    """The use cases that the command needs."""

    create_session: CreateSession
    answer_question: AnswerQuestion
    read_session: ReadSession


async def ask_question(
    use_cases: AskUseCases,
    question: str,
    console: Console,
    within: DocumentFilter = ALL_DOCUMENTS,
    model: str | None = None,
) -> int:
    """Print the answer as it is generated, then its sources with their citations.

    If another model had to write it, the reason is printed after the answer.

    Returns:
        The exit status: 1 if the answer failed.
    """
    session = await use_cases.create_session.execute()
    request = AskRequest(session.id, question, within=within, model=model)
    answer = await use_cases.answer_question.execute(request)
    status = seen = 0
    ended = False
    fallback_from: tuple[FailedModel, ...] = ()
    while not ended:
        for event in await answer.read(seen, PATIENCE_SECONDS):
            seen += 1
            ended = isinstance(event, TERMINAL_EVENTS)
            match event:
                case AnswerDelta(content):
                    console.print(
                        strip_controls(content),
                        end="",
                        markup=False,
                        highlight=False,
                        soft_wrap=True,
                    )
                case AnswerFailed(error):
                    console.print(f"\n{error}", style="red", markup=False)
                    status = 1
                case AnswerFinished():
                    fallback_from = event.fallback_from
                case _:
                    pass
    console.print()
    for failed in fallback_from:
        said = f"{failed.model} did not answer: {failed.reason}"
        console.print(said, style="yellow", markup=False, highlight=False)
    conversation = await use_cases.read_session.execute(session.id)
    _print_sources(conversation.messages.items[-1], console)
    return status


def _print_sources(answer: Message, console: Console) -> None:
    if answer.finish_reason is FinishReason.ABSTAINED:
        return  # the sources of an abstention do not answer the question
    for number, passage in enumerate(answer.sources, 1):
        lines = [f"[{number}] {place_name(passage.place)}"]
        lines += [_shown(each) for each in answer.citations if each.source_id == number]
        console.print(
            strip_controls("\n".join(lines)),
            style="dim",
            markup=False,
            highlight=False,
            soft_wrap=True,
        )


def _shown(citation: Citation) -> str:
    if not citation.verified:
        return f"    not found in the source: “{citation.cited_text}”"
    return f"    {place_within(citation.place)}: “{citation.cited_text}”"

"""quoth ask: one question, answered in the terminal."""

from dishka import AsyncContainer
from rich.console import Console

from application.answer_question import AnswerQuestion, AskRequest
from application.create_session import CreateSession
from domain.answers import TERMINAL_EVENTS, AnswerDelta, AnswerFailed, AnswerFinished, SourcesFound
from domain.conversation import FinishReason
from domain.retrieval import Passage

PATIENCE_SECONDS = 15.0


async def ask_question(container: AsyncContainer, question: str, console: Console) -> int:
    """Print the answer as it comes, then its sources, and return the exit status."""
    session = await (await container.get(CreateSession)).execute()
    answer_question = await container.get(AnswerQuestion)
    answer = await answer_question.execute(AskRequest(session.id, question))
    sources: tuple[Passage, ...] = ()
    status = seen = 0
    ended = False
    while not ended:
        for event in await answer.read(seen, PATIENCE_SECONDS):
            seen += 1
            ended = isinstance(event, TERMINAL_EVENTS)
            match event:
                case SourcesFound(found):
                    sources = found
                case AnswerDelta(content):
                    console.print(content, end="", markup=False, highlight=False, soft_wrap=True)
                case AnswerFinished(finish_reason=FinishReason.ABSTAINED):
                    sources = ()  # what was found does not answer
                case AnswerFailed(error):
                    console.print(f"\n{error}", style="red", markup=False)
                    status = 1
                case _:
                    pass
    console.print()
    for number, passage in enumerate(sources, 1):
        place = f"characters {passage.char_start}–{passage.char_end}"
        console.print(
            f"[{number}] {passage.filename}, {place}, similarity {passage.similarity:.2f}",
            style="dim",
            markup=False,
            highlight=False,
        )
    return status

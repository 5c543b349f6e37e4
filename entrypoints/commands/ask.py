"""quoth ask: answer one question in the terminal."""

import asyncio
import contextlib
from contextlib import aclosing
from dataclasses import dataclass
from uuid import UUID

from rich.console import Console

from entrypoints.commands.json_output import print_json
from entrypoints.commands.places import place_name, place_within
from entrypoints.commands.terminal import strip_controls
from quoth import (
    Answer,
    AnswerFailed,
    AnswerParts,
    AsyncClient,
    Citation,
    ContentEvent,
    QuothError,
    StartEvent,
    Within,
)

ABSTAINED = "abstained"
SECONDS_TO_CANCEL = 2.0


@dataclass(frozen=True, slots=True)
class Asking:
    """How questions are asked: of which documents, and which model; by default the server's."""

    within: Within | None = None
    model: str | None = None


DEFAULT = Asking()


async def ask_question(
    quoth: AsyncClient,
    question: str,
    console: Console,
    asking: Asking = DEFAULT,
    *,
    as_json: bool = False,
) -> int:
    """Print the answer as it is generated, then its sources with their citations.

    With `as_json`, print the whole answer at its end.

    Returns:
        The exit status: 1 if the answer failed.
    """
    session = await quoth.sessions.create()
    said = Console(quiet=True) if as_json else console
    answer = await print_answer(quoth, session.session_id, question, said, asking)
    if answer is None:
        return 1
    if as_json:
        print_json(console, answer)
    return 0


async def print_answer(
    quoth: AsyncClient,
    session_id: UUID,
    question: str,
    console: Console,
    asking: Asking = DEFAULT,
) -> Answer | None:
    """Print an answer as it is generated, then its sources, and return it; None if it failed.

    If this is cancelled, so is the answer: what was written of it is stored.
    """
    parts = AnswerParts(session_id)
    message_id: UUID | None = None
    answer: Answer | None = None
    try:
        asked = quoth.stream(question, session=session_id, within=asking.within, model=asking.model)
        async with aclosing(asked) as events:
            async for event in events:
                if isinstance(event, StartEvent):
                    message_id = event.message_id
                if isinstance(event, ContentEvent):
                    _print(console, event.content, end="")
                answer = parts.add(event)
    except AnswerFailed as exc:
        _print(console, f"\n{exc.message}", style="red")
        return None
    except asyncio.CancelledError:
        if message_id is not None:
            with contextlib.suppress(QuothError, TimeoutError):
                async with asyncio.timeout(SECONDS_TO_CANCEL):
                    await quoth.cancel(message_id)
        raise
    _print(console, "")
    if answer is not None:
        for failed in answer.fallback_from:
            _print(console, f"{failed.model} did not answer: {failed.reason}", style="yellow")
        _print_sources(answer, console)
    return answer


def _print_sources(answer: Answer, console: Console) -> None:
    if answer.finish_reason == ABSTAINED:
        return  # the sources of an abstention do not answer the question
    for source in answer.sources:
        lines = [f"[{source.source_id}] {place_name(source)}"]
        lines += [_shown(each) for each in answer.citations if each.source_id == source.source_id]
        _print(console, "\n".join(lines), style="dim")


def _shown(citation: Citation) -> str:
    if not citation.verified:
        return f"    not found in the source: “{citation.cited_text}”"
    return f"    {place_within(citation)}: “{citation.cited_text}”"


def _print(console: Console, text: str, end: str = "\n", style: str | None = None) -> None:
    console.print(
        strip_controls(text), end=end, style=style, markup=False, highlight=False, soft_wrap=True
    )

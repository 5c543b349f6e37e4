"""quoth chat: a conversation in the terminal."""

import asyncio
import signal
from collections.abc import Callable, Sequence
from dataclasses import replace
from uuid import UUID

from rich.console import Console

from entrypoints.commands.ask import DEFAULT, Asking, print_answer
from entrypoints.commands.json_output import print_json_line
from entrypoints.commands.terminal import print_line, strip_controls
from quoth import Answer, AsyncClient, Conversation

HELP = (
    "/new begins another conversation, /model chooses the language model, /quit ends."
    " Ctrl+C cancels an answer."
)


async def chat(
    quoth: AsyncClient,
    console: Console,
    read_line: Callable[[], str | None],
    session_id: UUID | None = None,
    asking: Asking = DEFAULT,
    *,
    as_json: bool = False,
) -> int:
    """Answer questions until there are no more, and return the exit status.

    Args:
        quoth: The library.
        console: Where the answers are printed; with `as_json`, each as one line.
        read_line: Returns the next line, or None at the end.
        session_id: The conversation to continue; by default a new one.
        asking: How the questions are asked.
        as_json: Whether to print JSON.

    Returns:
        1 if the last answer failed.
    """
    said = Console(quiet=True) if as_json else console
    if session_id is None:
        session_id = (await quoth.sessions.create()).session_id
    else:
        _print_history(await quoth.sessions.get(session_id), said)
    status = 0
    while (line := read_line()) is not None:
        match line.strip():
            case "":
                pass
            case "/quit" | "/exit":
                break
            case "/new":
                session_id = (await quoth.sessions.create()).session_id
            case command if command.split()[0] == "/model":
                asking = await _choose_model(quoth, asking, command.split()[1:], said)
            case command if command.startswith("/"):
                print_line(said, HELP)
            case question:
                answer = await _until_interrupted(quoth, session_id, question, said, asking)
                status = int(answer is None)
                if as_json and answer is not None:
                    print_json_line(console, answer)
    return status


async def _until_interrupted(
    quoth: AsyncClient, session_id: UUID, question: str, console: Console, asking: Asking
) -> Answer | None:
    """Print an answer; Ctrl+C cancels it, and not the conversation."""
    answering = asyncio.create_task(print_answer(quoth, session_id, question, console, asking))
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGINT, answering.cancel)
    try:
        await asyncio.wait([answering])
    finally:
        loop.remove_signal_handler(signal.SIGINT)
    if answering.cancelled():
        print_line(console, "\nCancelled.", style="dim")
        return None
    return answering.result()


async def _choose_model(
    quoth: AsyncClient, asking: Asking, names: Sequence[str], console: Console
) -> Asking:
    """Return how questions are asked of the named model, or say which models there are."""
    models = await quoth.models()
    default = next((each.name for each in models if each.default), None)
    known = [each.name for each in models]
    if len(names) == 1 and names[0] in known:
        asking = replace(asking, model=names[0])
    elif names:
        print_line(console, f"There is no model {' '.join(names)}.", style="red")
    for name in known:
        mark = "*" if name == (asking.model or default) else " "
        print_line(console, f"{mark} {name}")
    return asking


def _print_history(conversation: Conversation, console: Console) -> None:
    for message in conversation.messages:
        mark = "> " if message.role == "user" else ""
        console.print(
            strip_controls(f"{mark}{message.content}"),
            markup=False,
            highlight=False,
            soft_wrap=True,
        )

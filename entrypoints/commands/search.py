"""quoth search: list passages, and on request explain their ranking."""

from collections.abc import Iterator, Sequence

import msgspec
from rich.console import Console
from rich.table import Table
from rich.text import Text

from entrypoints.commands.json_output import print_json
from entrypoints.commands.places import place_name
from entrypoints.commands.terminal import print_line
from quoth import AsyncClient, Found, Passage, Within
from quoth.types import Explanation, Health, NameMatch, Query, Stage

SHOWN_CHARACTERS = 160
NO_CALIBRATION = "none"


class Search(msgspec.Struct, frozen=True, kw_only=True):
    """What is searched for, and how."""

    query: str
    top_k: int = 10
    mode: str = "hybrid"
    within: Within | None = None


async def search_passages(
    quoth: AsyncClient, search: Search, console: Console, *, explain: bool, as_json: bool = False
) -> int:
    """Print the passages, best first, and return the exit status: 1 if none was found."""
    found = await quoth.search(
        search.query, top_k=search.top_k, mode=search.mode, within=search.within, explain=explain
    )
    if as_json:
        print_json(console, found)
    else:
        _print(found, console)
        if explain:
            _explain(found, await quoth.health(), console)
        if not found.passages:
            console.print("No passages were found.")
    return 0 if found.passages else 1


def _print(found: Found, console: Console) -> None:
    for rank, passage in enumerate(found.passages, 1):
        print_line(console, f"{rank}. {place_name(passage)}")
        print_line(console, f"   {_beginning(passage.content)}", style="dim")


def _explain(found: Found, health: Health, console: Console) -> None:
    explained = [(each, each.explanation) for each in found.passages if each.explanation]
    console.print(_table(explained))
    if found.query is not None:
        for line in _query_lines(found.query):
            print_line(console, line)
    for dropped in found.dropped:
        name = dropped.document_id
        print_line(console, f"dropped: {name} #{dropped.chunk_index}: {dropped.reason}")
    print_line(console, f"confidence: {found.confidence:.2f}{_doubt(health)}")


def _table(passages: Sequence[tuple[Passage, Explanation]]) -> Table:
    reranked = any(explanation.reranker for _, explanation in passages)
    table = Table(
        *("rank", "document", "by meaning", "by words", "by name", "by all"),
        title="Rank (score) by stage",
    )
    if reranked:
        table.add_column("reranked")
    for rank, (passage, explanation) in enumerate(passages, 1):
        cells: list[str | Text] = [
            _stage(explanation.vector),
            _stage(explanation.text),
            Text(_name(explanation.name)),
            _stage(explanation.fusion),
        ]
        if reranked:
            cells.append(_stage(explanation.reranker or Stage(None, explanation.final.score)))
        # a text, because a string may hold what the table takes for markup
        table.add_row(str(rank), Text(f"{passage.filename} #{passage.chunk_index}"), *cells)
    return table


def _query_lines(query: Query) -> Iterator[str]:
    """Yield what the syntax of the query asked for, and what came of it."""
    for phrase in query.phrases:
        came = "found" if phrase.found else "not found; its words were searched for"
        yield f"phrase: “{phrase.text}”: {came}"
    for excluded in query.excluded:
        yield f"left out: “{excluded}”"


def _doubt(health: Health) -> str:
    if health.embedding_calibration != NO_CALIBRATION:
        return ""
    return f" ({health.embedding_model} has no calibration: run `quoth calibrate`)"


def _name(match: NameMatch) -> str:
    return f"{', '.join(match.words)} ({match.score:.3f})" if match.words else "–"


def _stage(stage: Stage) -> str:
    return f"{'–' if stage.rank is None else stage.rank} ({stage.score:.3f})"


def _beginning(content: str) -> str:
    line = " ".join(content.split())
    return line if len(line) <= SHOWN_CHARACTERS else line[: SHOWN_CHARACTERS - 1] + "…"

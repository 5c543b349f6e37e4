"""quoth search: list passages, and on request explain their ranking."""

from collections.abc import Iterator

from rich.console import Console
from rich.table import Table
from rich.text import Text

from application.retrieval.search_passages import SearchPassages, SearchRequest, SearchResult
from domain.retrieval.embedding_model import CalibrationSource, EmbeddingModel
from domain.retrieval.passages import RankedPassage, Scores
from entrypoints.commands.places import place_name
from entrypoints.commands.terminal import print_line

SHOWN_CHARACTERS = 160


async def search_passages(
    search: SearchPassages, request: SearchRequest, console: Console, *, explain: bool
) -> int:
    """Print the passages, best first, and return the exit status: 1 if none was found."""
    result = await search.execute(request)
    passages = result.selection.kept
    for rank, ranked in enumerate(passages, 1):
        passage = ranked.passage
        print_line(console, f"{rank}. {place_name(passage.place)}")
        print_line(console, f"   {_beginning(passage.content)}", style="dim")
    if explain:
        console.print(_table(passages))
        for line in _query_lines(result):
            print_line(console, line)
        for dropped, reason in result.selection.dropped:
            print_line(console, f"dropped: {_chunk_name(dropped)}: {reason}")
        print_line(console, f"confidence: {result.confidence:.2f}{_doubt(result.model)}")
    if not passages:
        console.print("No passages were found.")
    return 0 if passages else 1


def _table(passages: tuple[RankedPassage, ...]) -> Table:
    reranked = any(each.scores.reranker_rank for each in passages)
    table = Table(
        *("rank", "document", "by meaning", "by words", "by name", "by all"),
        title="Rank (score) by stage",
    )
    if reranked:
        table.add_column("reranked")
    for rank, ranked in enumerate(passages, 1):
        scores = ranked.scores
        cells: list[str | Text] = [
            _stage(scores.vector_rank, scores.similarity),
            _stage(scores.text_rank, scores.bm25),
            Text(_name(scores)),
            _stage(scores.fused_rank, scores.fused),
        ]
        if reranked:
            cells.append(_stage(scores.reranker_rank, scores.final))
        # a text, because a string may hold what the table takes for markup
        table.add_row(str(rank), Text(_chunk_name(ranked)), *cells)
    return table


def _chunk_name(ranked: RankedPassage) -> str:
    return f"{ranked.passage.place.filename} #{ranked.passage.chunk_index}"


def _query_lines(result: SearchResult) -> Iterator[str]:
    """Yield what the syntax of the query asked for, and what came of it."""
    found = {phrase for each in result.selection.found for phrase in each.scores.phrases}
    for phrase in result.query.phrases:
        came = "found" if phrase in found else "not found; its words were searched for"
        yield f"phrase: “{phrase}”: {came}"
    for excluded in result.query.excluded:
        yield f"left out: “{excluded}”"


def _doubt(model: EmbeddingModel) -> str:
    if model.calibration_source is not CalibrationSource.NONE:
        return ""
    return f" ({model.name} has no calibration: run `quoth calibrate`)"


def _name(scores: Scores) -> str:
    return f"{', '.join(scores.name_words)} ({scores.name:.3f})" if scores.name_words else "–"


def _stage(rank: int | None, score: float) -> str:
    return f"{'–' if rank is None else rank} ({score:.3f})"


def _beginning(content: str) -> str:
    line = " ".join(content.split())
    return line if len(line) <= SHOWN_CHARACTERS else line[: SHOWN_CHARACTERS - 1] + "…"

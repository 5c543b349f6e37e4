"""quoth search: the passages alone, and on request how each came to its place."""

from rich.console import Console
from rich.table import Table

from application.retrieval.search_passages import SearchPassages, SearchRequest
from domain.retrieval.passages import RankedPassage
from entrypoints.commands.terminal import strip_controls

SHOWN_CHARACTERS = 160


async def search_passages(
    search: SearchPassages, request: SearchRequest, console: Console, *, explain: bool
) -> int:
    """Print the passages, best first, and return the exit status: 1 if there are none."""
    result = await search.execute(request)
    for place, ranked in enumerate(result.passages, 1):
        passage = ranked.passage
        where = f"characters {passage.char_start}–{passage.char_end}"
        name = strip_controls(passage.filename)
        console.print(f"{place}. {name}, {where}", markup=False, highlight=False)
        console.print(
            f"   {_beginning(strip_controls(passage.content))}", style="dim", markup=False
        )
    if explain:
        console.print(_table(result.passages))
        for dropped in result.dropped:
            passage = dropped.passage.passage
            name = f"{passage.filename} #{passage.chunk_index}"
            console.print(f"dropped: {name}: {dropped.reason}", markup=False, highlight=False)
        console.print(f"confidence: {result.confidence:.2f}", highlight=False)
    if not result.passages:
        console.print("Nothing was found.")
    return 0 if result.passages else 1


def _table(passages: tuple[RankedPassage, ...]) -> Table:
    reranked = any(each.reranker_rank for each in passages)
    table = Table(
        "place", "document", "by meaning", "by words", "by both", title="How it was ranked"
    )
    if reranked:
        table.add_column("reranked")
    for place, ranked in enumerate(passages, 1):
        cells = [
            _stage(ranked.vector_rank, ranked.passage.similarity),
            _stage(ranked.text_rank, ranked.bm25),
            _stage(ranked.fused_rank, ranked.score),
        ]
        if reranked:
            cells.append(_stage(ranked.reranker_rank, ranked.final_score))
        name = f"{ranked.passage.filename} #{ranked.passage.chunk_index}"
        table.add_row(str(place), name, *cells)
    return table


def _stage(rank: int | None, score: float) -> str:
    return f"{'–' if rank is None else rank} ({score:.3f})"


def _beginning(content: str) -> str:
    line = " ".join(content.split())
    return line if len(line) <= SHOWN_CHARACTERS else line[: SHOWN_CHARACTERS - 1] + "…"

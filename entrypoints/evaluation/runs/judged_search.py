"""Searches for labelled questions and records everything that is found."""

from collections.abc import Sequence

from rich.console import Console
from rich.progress import Progress, TimeElapsedColumn

from application.ports.live_embedder import LiveEmbedder
from application.ports.passage_index import PassageIndex
from application.retrieval.retriever import POOL
from domain.retrieval.calibration_fit import JudgedQuestion
from domain.retrieval.query_syntax import parse_query
from entrypoints.evaluation.datasets.dataset import LabelledQuestion
from entrypoints.evaluation.runs.corpus import PROGRESS, Corpus


async def judged_searches(
    index: PassageIndex,
    live: LiveEmbedder,
    questions: Sequence[LabelledQuestion],
    corpus: Corpus,
    console: Console,
) -> list[JudgedQuestion]:
    """Search for each question without its conversation, and show progress."""
    stored = {name: id_ for id_, name in corpus.ids.items()}
    judged = []
    embedder = live.live()
    with Progress(*PROGRESS, TimeElapsedColumn(), console=console) as progress:
        for question in progress.track(questions, description="Searching"):
            words = parse_query(question.text).words
            embedding = await embedder.embed_query(words)
            found = await index.candidates(words, embedding, POOL, model=embedder.model.name)
            relevant = frozenset(stored[name] for name in question.relevant if name in stored)
            judged.append(JudgedQuestion(words, found, relevant))
    return judged

"""Three processes that embed: each with the model, and all with one `quoth embedder`, in turns."""

import asyncio
import multiprocessing
import os
import time
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import psutil

from adapters.hugging_face.sentence_transformer_embedder import SentenceTransformerEmbedder
from adapters.model_servers.embedder_service import EmbedderService
from adapters.model_servers.quoth_embedder import QuothEmbedder
from application.ports.embedder import Embedder
from tests.benchmarks.figures import Figure, percentiles, times
from tests.benchmarks.sizes import Sizes
from tests.benchmarks.text import questions, real_text
from tests.e2e.embedder_process import KEY, EmbedderProcess

PROCESSES = 3
AT_ONCE = 8  # questions of each process at the same time
TURN = 64  # passages, one turn of each process at a time, as in an ingest
PASSAGE_CHARACTERS = 2_000
NAME = "all-MiniLM-L6-v2"


@dataclass(frozen=True, slots=True)
class Round:
    """What all processes did together: texts a second, and the seconds of each call."""

    questions: float
    passages: float
    calls: Sequence[float]


def run(sizes: Sizes) -> list[Figure]:
    """Let the processes embed the same texts in both ways, in turns."""
    asked = questions(sizes.questions * PROCESSES)
    turns = max(1, sizes.chunks // TURN)
    needed = PROCESSES * turns * TURN
    text = real_text(needed * PASSAGE_CHARACTERS / 1e6 + 0.1)
    passages = [text[n * PASSAGE_CHARACTERS :][:PASSAGE_CHARACTERS] for n in range(needed)]
    work = [(asked[n::PROCESSES], passages[n::PROCESSES]) for n in range(PROCESSES)]
    with TemporaryDirectory() as folder:
        embedder = EmbedderProcess(Path(folder))
        embedder.start()
        try:
            embedder.wait_until_ready()
            own, shared = Clients(""), Clients(embedder.url)
            rounds = [(own.embed(work), shared.embed(work)) for _ in range(sizes.rounds + 1)][1:]
            memory = own.memory(), shared.memory() + _resident(embedder.pid)
            own.close()
            shared.close()
        finally:
            embedder.kill()
    return _figures([one for one, _ in rounds], [other for _, other in rounds], memory)


class Clients:
    """The processes, each with an embedder."""

    def __init__(self, url: str) -> None:
        """Start them; without an address each loads the model."""
        spawning = multiprocessing.get_context("spawn")
        self._pipes: list[Connection] = []
        self._processes = []
        for _ in range(PROCESSES):
            here, there = spawning.Pipe()
            process = spawning.Process(target=_client, args=(url, there), daemon=True)
            process.start()
            self._pipes.append(here)
            self._processes.append(process)
        for pipe in self._pipes:
            pipe.recv()

    def embed(self, work: Sequence[tuple[list[str], list[str]]]) -> Round:
        """Let each embed its questions, all of them at the same time; then its passages."""
        found = []
        for kind in range(2):
            started = time.perf_counter()
            for pipe, texts in zip(self._pipes, work, strict=True):
                pipe.send((kind, texts[kind]))
            calls = [seconds for pipe in self._pipes for seconds in pipe.recv()]
            count = sum(len(texts[kind]) for texts in work)
            found.append((count / (time.perf_counter() - started), calls))
        return Round(found[0][0], found[1][0], found[0][1])

    def memory(self) -> int:
        """Return the resident memory of all in MB."""
        return sum(_resident(process.pid or 0) for process in self._processes)

    def close(self) -> None:
        """End the processes."""
        for pipe in self._pipes:
            pipe.send(None)
        for process in self._processes:
            process.join()


def _client(url: str, pipe: Connection) -> None:
    asyncio.run(_serve(url, pipe))


async def _serve(url: str, pipe: Connection) -> None:
    embedder: SentenceTransformerEmbedder | QuothEmbedder
    service = EmbedderService(url, KEY)
    if url:
        embedder = QuothEmbedder(NAME, service)
    else:
        batch = int(os.environ.get("QUOTH_EMBEDDING_BATCH_SIZE") or 32)
        embedder = SentenceTransformerEmbedder(batch_size=batch)
    await embedder.load()
    pipe.send("ready")
    while asked := await asyncio.to_thread(pipe.recv):
        kind, texts = asked
        pipe.send(await (_passages if kind else _questions)(embedder, texts))
    await service.close()


async def _questions(embedder: Embedder, texts: Sequence[str]) -> list[float]:
    waiting, seconds = iter(texts), []

    async def ask() -> None:
        for text in waiting:
            started = time.perf_counter()
            await embedder.embed_query(text)
            seconds.append(time.perf_counter() - started)

    await asyncio.gather(*(ask() for _ in range(AT_ONCE)))
    return seconds


async def _passages(embedder: Embedder, texts: Sequence[str]) -> list[float]:
    seconds = []
    for start in range(0, len(texts), TURN):
        started = time.perf_counter()
        await embedder.embed_passages(texts[start : start + TURN])
        seconds.append(time.perf_counter() - started)
    return seconds


def _resident(pid: int) -> int:
    return int(psutil.Process(pid).memory_info().rss) // 10**6


def _figures(own: list[Round], shared: list[Round], memory: tuple[int, int]) -> list[Figure]:
    figures = []
    for what in ("questions", "passages"):
        rates = [[getattr(each, what) for each in rounds] for rounds in (shared, own)]
        ratio = median(one / other for one, other in zip(*rates, strict=True))
        ours, theirs = (f"{median(each):,.1f}" for each in rates)
        figures.append(
            Figure(
                f"embedder for {PROCESSES} processes, {what} a second", ours, theirs, times(ratio)
            )
        )
    ours, theirs = (
        percentiles([seconds for each in rounds for seconds in each.calls])
        for rounds in (shared, own)
    )
    return [
        *figures,
        Figure(f"embedder, {PROCESSES * AT_ONCE} questions at once", ours, theirs),
        Figure("embedder, memory of all processes", f"{memory[1]:,} MB", f"{memory[0]:,} MB"),
    ]

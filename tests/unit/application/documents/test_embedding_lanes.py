"""Chunking and embedding several documents: their order."""

import asyncio
from collections.abc import Sequence

import pytest

from application.access.acting import acting_as
from application.documents.embedding_lanes import SHORT_TEXT, EmbeddingLanes
from application.documents.progress_reports import Report, nowhere
from application.identifiers import new_id
from application.ports.tokenizer import Tokenizer
from domain.documents import chunking
from domain.documents.chunking import ChunkingPolicy
from domain.documents.chunks import EmbeddedChunk, Embedding, TokenSpans
from domain.documents.jobs import Progress
from domain.errors import EmbedderUnavailable, TextTooCostly
from tests.fakes.embedder import FakeEmbedder
from tests.fakes.library import Entry, InMemoryLibrary
from tests.fakes.stored_embeddings import InMemoryStoredEmbeddings
from tests.fakes.tokenizer import WordTokenizer
from tests.support.documents import a_document
from tests.support.workspaces import member_of

EIGHT_WORDS = ChunkingPolicy(8, 0)
MOST_WINDOWS = 8_388  # of a small text


class HeldTokenizer(WordTokenizer):
    """Tokenises texts when it is let, one for each `go_on`, and records which it began."""

    def __init__(self) -> None:
        super().__init__()
        self.begun: list[str] = []
        self.go_on = asyncio.Semaphore(0)

    async def token_spans(self, text: str) -> TokenSpans:
        self.begun.append(text.rstrip())
        await self.go_on.acquire()
        return await super().token_spans(text)


def lanes_over(
    embedder: FakeEmbedder,
    tokenizer: Tokenizer | None = None,
    library: InMemoryLibrary | None = None,
    policy: ChunkingPolicy = EIGHT_WORDS,
) -> EmbeddingLanes:
    """Return lanes, by default with chunks of 8 words."""
    stored = InMemoryStoredEmbeddings(library)
    return EmbeddingLanes(tokenizer or WordTokenizer(), embedder, stored, policy)


def text_of(name: str, chunks: int) -> str:
    """Return a text with `chunks` chunks, which differ."""
    chunk = f"{name} heron {name} heron {name} heron {name} "
    return "".join(f"{chunk}{number}\n\n" for number in range(chunks))


async def embedded(
    lanes: EmbeddingLanes, text: str, report: Report = nowhere
) -> list[EmbeddedChunk]:
    return await lanes.embed(new_id(), await lanes.cut(text), report)


class AwayEmbedder(FakeEmbedder):
    """Is away in some calls for passages, which are numbered from 1."""

    def __init__(self, calls: set[int]) -> None:
        super().__init__()
        self._away = calls

    async def embed_passages(self, texts: Sequence[str]) -> list[tuple[Embedding, ...]]:
        found = await super().embed_passages(texts)
        if len(self.passages) in self._away:
            raise EmbedderUnavailable
        return found


class OneAtATimeTokenizer(WordTokenizer):
    """Fails if it is called while it tokenises another text."""

    busy = False

    async def token_spans(self, text: str) -> TokenSpans:
        assert not self.busy
        self.busy = True
        await asyncio.sleep(0)
        self.busy = False
        return await super().token_spans(text)


async def settled() -> None:
    for _ in range(10):
        await asyncio.sleep(0)


async def test_a_short_document_is_embedded_before_the_rest_of_a_long_one() -> None:
    """Short documents do not wait for long ones, which come to an end one after another."""
    embedder = FakeEmbedder()
    lanes = lanes_over(embedder)
    embedder.hold()
    waiting = asyncio.Semaphore(0)

    async def report(_: Progress) -> None:
        waiting.release()

    async with asyncio.TaskGroup() as group:
        for name, chunks in (("long", 200), ("second", 130), ("short", 3), ("last", 1)):
            group.create_task(embedded(lanes, text_of(name, chunks), report))
        for _ in range(4):  # each reports once before it waits for its turn
            await waiting.acquire()
        embedder.release()
    first, *turns = [(passages[0].split()[0], len(passages)) for passages in embedder.passages]
    assert min([first, *turns]) == ("last", 1)
    names = [name for name, _ in turns]
    assert max(map(names.index, {"last", "short"} & {*names})) <= 1
    ends = {name: len(names) - names[::-1].index(name) for name in ("second", "long")}
    assert ends["second"] < ends["long"]


async def test_a_document_in_turns_is_embedded_whole_and_in_order() -> None:
    """Chunks embedded in several batches have the same vectors as in one batch, in order."""
    lanes = lanes_over(FakeEmbedder())
    paragraphs = (" ".join(f"word{number}" for _ in range(8)) for number in range(150))
    chunks = await embedded(lanes, "\n\n".join(paragraphs))
    assert [each.chunk.index for each in chunks] == [*range(150)]
    windows = await FakeEmbedder().embed_passages([each.chunk.content for each in chunks])
    assert [each.windows for each in chunks] == windows


async def test_one_document_at_a_time_is_cut() -> None:
    """Documents are chunked one at a time, which bounds the memory for token spans."""
    lanes = lanes_over(FakeEmbedder(), OneAtATimeTokenizer())
    cut = await asyncio.gather(*(lanes.cut(f"Heron {number}") for number in range(5)))
    assert [chunk.content for [chunk] in cut] == [f"Heron {number}" for number in range(5)]


async def test_the_short_texts_of_one_workspace_do_not_hold_up_those_of_others() -> None:
    """One text of each workspace is cut at a time, so that the first of another is next."""
    tokenizer = HeldTokenizer()
    lanes = lanes_over(FakeEmbedder(), tokenizer)
    async with asyncio.TaskGroup() as group:
        for number, name in ((1, "a"), (1, "b"), (1, "c"), (2, "other")):
            with acting_as(member_of(number)):
                group.create_task(lanes.cut(name))
        await settled()
        assert tokenizer.begun == ["a", "other"]
        for _ in range(4):
            tokenizer.go_on.release()
    assert tokenizer.begun == ["a", "other", "b", "c"]


async def test_the_long_texts_of_workspaces_take_turns() -> None:
    """One long text is cut at a time; the first of a workspace waits for one of another."""
    tokenizer = HeldTokenizer()
    lanes = lanes_over(FakeEmbedder(), tokenizer)
    async with asyncio.TaskGroup() as group:
        for number, name in ((1, "a"), (1, "b"), (1, "c"), (2, "other")):
            with acting_as(member_of(number)):
                group.create_task(lanes.cut(name + " " * SHORT_TEXT))
        await settled()
        assert tokenizer.begun == ["a"]
        for _ in range(4):
            tokenizer.go_on.release()
    assert tokenizer.begun == ["a", "other", "b", "c"]


@pytest.mark.parametrize("chunks", [1, 130])
async def test_a_document_that_is_cut_off_leaves_its_turn_to_the_next(chunks: int) -> None:
    """A cancelled document, waiting or being embedded, does not block the others."""
    embedder = FakeEmbedder()
    lanes = lanes_over(embedder)
    embedder.hold()
    first, waiting, last = (
        asyncio.create_task(embedded(lanes, text_of(name, chunks))) for name in ("a", "b", "c")
    )
    while not embedder.passages:  # noqa: ASYNC110 - the fake records, it does not signal
        await asyncio.sleep(0)
    for task in (first, waiting):
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    embedder.release()
    assert len(await last) == chunks


async def test_a_text_whose_upload_ends_is_divided_no_further(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The process ends without waiting for the chunks of a long text."""
    monkeypatch.setattr("application.documents.embedding_lanes.STEP_SECONDS", 0.0)
    next_chunk, cuts = chunking._Splitter.next_chunk, list[int]()

    def recorded(splitter: chunking._Splitter, start: int, end: int) -> tuple[int, int]:
        cuts.append(end)
        return next_chunk(splitter, start, end)

    monkeypatch.setattr(chunking._Splitter, "next_chunk", recorded)
    task = asyncio.create_task(lanes_over(FakeEmbedder()).cut(text_of("long", 2000)))
    while not cuts:  # noqa: ASYNC110 - a thread records, it does not signal
        await asyncio.sleep(0.001)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await asyncio.get_running_loop().shutdown_default_executor()
    assert len(cuts) < 1000


async def test_a_failing_turn_ends_its_document_alone() -> None:
    """An error of the embedder is raised, and the next document is embedded."""
    embedder = FakeEmbedder()
    lanes = lanes_over(embedder)
    embedder.fail_with(RuntimeError("out of memory"))
    with pytest.raises(RuntimeError):
        await embedded(lanes, text_of("a", 130))
    embedder.recover()
    assert len(await embedded(lanes, text_of("b", 130))) == 130


async def test_an_embedder_that_starts_again_costs_only_its_turn(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A turn that finds it away is repeated, and what was embedded before is not embedded again."""
    monkeypatch.setattr("application.documents.embedding_lanes.AGAIN_SECONDS", (0.0, 0.0))
    embedder = AwayEmbedder(calls={2, 3})
    assert len(await embedded(lanes_over(embedder), text_of("a", 130))) == 130
    assert [len(texts) for texts in embedder.passages] == [64, 64, 64, 64, 2]
    with pytest.raises(EmbedderUnavailable):
        await embedded(lanes_over(AwayEmbedder(calls={1, 2, 3})), text_of("a", 130))


async def test_a_text_without_words_has_nothing_to_embed() -> None:
    """An empty document has no chunks."""
    assert await embedded(lanes_over(FakeEmbedder()), "") == []


async def test_a_document_with_too_many_windows_is_refused_before_it_is_embedded() -> None:
    """A document over the limit is refused with both numbers, and nothing of it is embedded."""
    embedder = FakeEmbedder(window_words=1)
    lanes = lanes_over(embedder, policy=ChunkingPolicy(512, 0))
    text = " ".join(f"heron{n:045}" for n in range(MOST_WINDOWS))
    assert await embedded(lanes, text)
    embedder.passages.clear()
    with pytest.raises(
        TextTooCostly, match="8,389 vectors, and a text of its size may have up to 8,388"
    ):
        await embedded(lanes, f"{text} more")
    assert not embedder.passages


async def test_a_chunk_that_the_document_has_already_is_not_embedded_again() -> None:
    """The vectors of an unchanged text are taken over, and the others are embedded."""
    library, embedder = InMemoryLibrary(), FakeEmbedder()
    lanes = lanes_over(embedder, library=library)
    document = a_document("herons")
    old = await lanes.embed(document.id, await lanes.cut(text_of("old", 3)))
    library.entries[document.id] = Entry(document, chunks=tuple(old))
    embedder.passages.clear()
    new = await lanes.embed(document.id, await lanes.cut(text_of("new", 1) + text_of("old", 3)))
    assert [len(passages) for passages in embedder.passages] == [1]
    assert [each.windows for each in new[1:]] == [each.windows for each in old]
    assert new[0].windows != old[0].windows


async def test_a_repeated_chunk_is_embedded_once() -> None:
    """Equal chunks of a document share the vectors of one of them."""
    embedder = FakeEmbedder()
    [first, second] = await embedded(lanes_over(embedder), text_of("twice", 1) * 2)
    assert [len(passages) for passages in embedder.passages] == [1]
    assert first.windows == second.windows


async def test_encoded_data_is_stored_and_not_embedded() -> None:
    """The chunks contain a picture whole; of its data, only the beginning is embedded."""
    embedder = FakeEmbedder()
    text = f"The pump: {'iVBORw0KGgo' * 100} is started."
    chunks = await embedded(lanes_over(embedder), text)
    assert "".join(each.chunk.content for each in chunks) == text
    assert embedder.passages == [["The pump: iVBORw0KGgoiVBORw0KGgoiVBORw0KGg is started."]]

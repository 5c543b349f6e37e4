"""Citations are established while an answer is written, and checked against what is stored."""

import asyncio
from datetime import UTC, datetime
from itertools import pairwise
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from application.citations.cite_answer import CiteAnswer
from application.identifiers import new_id
from domain.answering.events import AnswerDelta, AnswerEvent, CitationAdded
from domain.answering.record import AnswerRecord
from domain.citations.citation import Citation, citation_id
from domain.conversation.message import Message, Role
from domain.documents.place import Place
from domain.retrieval.calibration import RelevanceCalibration
from domain.retrieval.passages import Passage
from tests.fakes.embedder import FakeEmbedder
from tests.fakes.library import Entry, InMemoryDocumentCatalog, InMemoryLibrary
from tests.support.documents import a_document, embedded, processed, unit

HERONS = (
    "Birds of the valley. The heron nests in the old mill. It lays 4 eggs — “rarely 5” — in April."
)
COPPER = "Copper is smelted in the valley, and has been since 1710."
ANSWER_ID = UUID(int=7)


class World:
    """Two stored documents, each found as one passage from its fifth character on."""

    def __init__(self) -> None:
        self.library = InMemoryLibrary()
        self.embedder = FakeEmbedder()
        self.citing = CiteAnswer(
            self.embedder, InMemoryDocumentCatalog(self.library), RelevanceCalibration()
        )
        self.passages = [self._store(HERONS, "herons.txt"), self._store(COPPER, "copper.txt")]

    def _store(self, text: str, filename: str) -> Passage:
        chunks = [embedded(0, text, unit(0))]
        document = processed(a_document(text, filename), chunks)
        self.library.entries[document.id] = Entry(document, 0.0, text, tuple(chunks))
        return Passage(Place(document.id, filename, 5, len(text)), 0, text[5:], 1, 0.5)

    async def answer(self, *pieces: str) -> tuple[list[AnswerEvent], float | None]:
        """Return the events of an answer that comes in these pieces, and its groundedness."""
        events: list[AnswerEvent] = []
        async with self.citing.answer(ANSWER_ID, self.passages, events.append) as answer:
            for piece in pieces:
                answer.feed(piece)
            groundedness = await answer.finish()
        return events, groundedness


@pytest.fixture
def world() -> World:
    return World()


def shown(events: list[AnswerEvent]) -> str:
    return "".join(event.content for event in events if isinstance(event, AnswerDelta))


def citations(events: list[AnswerEvent]) -> list[Citation]:
    return [event.citation for event in events if isinstance(event, CitationAdded)]


async def test_a_sentence_word_for_word_is_cited_at_its_exact_place(world: World) -> None:
    """The span is that of the document, not of the passage, and the words there are the cited."""
    events, groundedness = await world.answer("The heron nests in the old mill. [1]")
    [citation] = citations(events)
    assert citation.verified
    assert citation.cited_text == "The heron nests in the old mill."
    assert HERONS[citation.place.char_start : citation.place.char_end] == citation.cited_text
    assert citation.place.document_id == world.passages[0].place.document_id
    assert (citation.source_id, citation.place.filename) == (1, "herons.txt")
    sentence = shown(events)[citation.answer_start : citation.answer_end]
    assert sentence == "The heron nests in the old mill."
    assert citation.citation_id == citation_id(ANSWER_ID, 1)
    assert groundedness == 1.0


async def test_quoted_words_are_found_whatever_their_quotation_marks(world: World) -> None:
    """A quotation that differs in marks and dashes alone is cited in the document's own words."""
    events, _ = await world.answer("They say it lays \"4 eggs - 'rarely 5' - in April\" here [1].")
    [citation] = citations(events)
    assert citation.verified
    assert citation.cited_text == "4 eggs — “rarely 5” — in April"
    assert HERONS[citation.place.char_start : citation.place.char_end] == citation.cited_text


async def test_words_that_no_source_holds_are_shown_as_unverified(world: World) -> None:
    """A made-up quotation is a citation that says that it was not found, and grounds nothing."""
    events, groundedness = await world.answer('It says "the heron sleeps in a tree" [1].')
    [citation] = citations(events)
    assert not citation.verified
    assert citation.cited_text == "the heron sleeps in a tree"
    assert groundedness == 0.0


async def test_a_sentence_in_other_words_cites_the_one_that_supports_it(world: World) -> None:
    """What says the same is found; what says something else on the subject is not cited."""
    events, _ = await world.answer("In the old mill the heron nests [1].")
    [citation] = citations(events)
    assert citation.verified
    assert citation.cited_text == "The heron nests in the old mill."
    events, groundedness = await world.answer("Penguins march across wide icy plains [1].")
    assert citations(events) == []
    assert groundedness == 0.0


async def test_several_sources_are_cited_one_by_one(world: World) -> None:
    """Each marker is a source of the sentence, and the citations are numbered in order."""
    events, _ = await world.answer(
        "Copper is smelted in the valley, and has been since 1710. [2] Birds of the valley. [1, 2]"
    )
    found = citations(events)
    assert [citation.citation_id for citation in found] == [
        citation_id(ANSWER_ID, number) for number in range(1, len(found) + 1)
    ]
    assert found[0].source_id == 2
    assert found[0].place.document_id == world.passages[1].place.document_id
    assert shown(events).endswith("Birds of the valley. [1][2]")


async def test_a_marker_that_names_no_source_is_removed(world: World) -> None:
    """It is neither shown nor cited, even if it comes in two halves."""
    events, _ = await world.answer("Herons nest [", "9", "] here.")
    assert shown(events) == "Herons nest here."
    assert citations(events) == []


async def test_only_sentences_that_say_something_count(world: World) -> None:
    """Half of the sentences are supported; a heading and an exclamation do not count."""
    events, groundedness = await world.answer(
        "## Herons\n\nYes!\n\nThe heron nests in the old mill. [1] Nobody knows exactly why."
    )
    assert len(citations(events)) == 1
    assert groundedness == 0.5


async def test_what_was_deleted_is_not_verified(world: World) -> None:
    """Of a document that is gone no quotation is verified, and one that was, is taken back."""
    events, _ = await world.answer("The heron nests in the old mill. [1]")
    answer = Message(ANSWER_ID, new_id(), Role.ASSISTANT, "", datetime.now(UTC))
    record = AnswerRecord(answer)
    for event in events:
        record.add(event)
    await world.citing.check_again(record)
    assert [citation.verified for citation in record.citations] == [True]
    world.library.available = False
    await world.citing.check_again(record)  # it cannot be told: it stays
    assert [citation.verified for citation in record.citations] == [True]
    world.library.available = True
    del world.library.entries[world.passages[0].place.document_id]
    await world.citing.check_again(record)
    assert [citation.verified for citation in record.citations] == [False]
    assert record.citations[0].cited_text == "The heron nests in the old mill."
    events, _ = await world.answer("The heron nests in the old mill. [1]")
    assert [citation.verified for citation in citations(events)] == [False]


async def test_an_answer_stands_without_the_embedder(world: World) -> None:
    """Where meanings cannot be compared, the text and the exact quotations are still there."""
    world.embedder.fail_with()
    events, groundedness = await world.answer(
        "Where herons nest is the mill [1]. The heron nests in the old mill. [1]"
    )
    assert shown(events).startswith("Where herons nest")
    assert [citation.verified for citation in citations(events)] == [True]
    assert groundedness == 0.5


async def test_leaving_early_leaves_nothing_running(world: World) -> None:
    """An answer that is cancelled waits for no citation."""
    world.embedder.hold()
    events: list[AnswerEvent] = []
    others = asyncio.all_tasks()
    async with world.citing.answer(ANSWER_ID, world.passages, events.append) as answer:
        answer.feed("In the old mill the heron nests [1]. And so it goes on and on.")
        while not world.embedder.passages:  # noqa: ASYNC110 - the fake has no event for it
            await asyncio.sleep(0)  # until meanings are being compared
    assert asyncio.all_tasks() == others
    world.embedder.release()
    assert citations(events) == []


ANSWER = (
    "The heron nests in the old mill. [1] 🦜 It says “lays 4 eggs” [1, 9]. وهكذا [2].\n\n"
    "- Copper is smelted in the valley, and has been since 1710. 【2】\n`code [1]` [12]"
)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, len(ANSWER)), max_size=12))
async def test_the_pieces_make_no_difference(cuts: list[int]) -> None:
    """However the model's text is cut, the same is shown and the same is cited."""
    world = World()
    places = [0, *sorted(cuts), len(ANSWER)]
    pieces = [ANSWER[a:b] for a, b in pairwise(places)]
    whole, _ = await world.answer(ANSWER)
    cut, _ = await world.answer(*pieces)
    assert shown(cut) == shown(whole)
    assert citations(cut) == citations(whole)
    for citation in citations(cut):
        text = world.library.entries[citation.place.document_id].text
        assert citation.verified == (
            text[citation.place.char_start : citation.place.char_end] == citation.cited_text
        )

"""Citing an answer while it is written, and checking citations against the stored documents."""

import asyncio
from dataclasses import replace
from itertools import chain, pairwise
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from application.answering.chat.reply_reader import ReplyReader
from application.citations.cite_answer import MOST_CITATIONS, CiteAnswer
from application.citations.verify_citations import VerifyCitations
from application.ports.language_model import SourceCited, TextDelta
from domain.answering.events import AnswerDelta, AnswerEvent, CitationAdded
from domain.citations.citation import Citation, citation_id
from domain.conversation.message import TextFormat
from domain.documents.place import Place
from domain.retrieval.passages import Passage
from tests.fakes.embedder import FakeEmbedder
from tests.fakes.library import Entry, InMemoryDocumentTexts, InMemoryLibrary
from tests.support.documents import a_document, embedded, processed, unit

HERONS = (
    "Birds of the valley. The heron nests in the old mill. It lays 4 eggs — “rarely 5” — in April."
)
COPPER = "Copper is smelted in the valley, and has been since 1710."
ANSWER_ID = UUID(int=7)


class World:
    """Two stored documents, each with one passage that begins at its sixth character."""

    def __init__(self) -> None:
        self.library = InMemoryLibrary()
        self.embedder = FakeEmbedder()
        self.texts = InMemoryDocumentTexts(self.library)
        self.verify = VerifyCitations(self.texts)
        self.citing = CiteAnswer(self.embedder, self.verify)
        self.passages = [self._store(HERONS, "herons.txt"), self._store(COPPER, "copper.txt")]

    def _store(self, text: str, filename: str) -> Passage:
        chunks = [embedded(0, text, unit(0))]
        document = processed(a_document(text, filename), chunks)
        self.library.entries[document.id] = Entry(document, None, text, tuple(chunks))
        return Passage(Place(document.id, filename, 5, len(text)), 0, text[5:], 1, 0.5)

    async def answer(self, *pieces: str) -> tuple[list[AnswerEvent], float | None]:
        """Return the events and the groundedness of a reply in these pieces."""
        events: list[AnswerEvent] = []
        reader = ReplyReader(len(self.passages))
        said = chain(*map(reader.feed, pieces), reader.finish())
        async with self.citing.answer(ANSWER_ID, self.passages, events.append) as answer:
            for event in said:
                if isinstance(event, TextDelta):
                    answer.add_text(event.text)
                elif isinstance(event, SourceCited):
                    answer.add_marker(event.source)
            grounding = await answer.finish()
        return events, grounding.groundedness


@pytest.fixture
def world() -> World:
    return World()


def shown(events: list[AnswerEvent]) -> str:
    return "".join(event.content for event in events if isinstance(event, AnswerDelta))


def citations(events: list[AnswerEvent]) -> list[Citation]:
    return [event.citation for event in events if isinstance(event, CitationAdded)]


async def test_the_format_of_an_answer_is_that_of_its_text_and_its_markers(world: World) -> None:
    """Words of the documents are literal, and so are the markers between them."""
    events: list[AnswerEvent] = []
    async with world.citing.answer(ANSWER_ID, world.passages, events.append) as answer:
        answer.add_text("The heron nests in the old mill. ", TextFormat.LITERAL)
        answer.add_marker(1)
        await answer.finish()
    deltas = [event for event in events if isinstance(event, AnswerDelta)]
    assert [delta.format for delta in deltas] == [TextFormat.LITERAL] * 2


async def test_a_sentence_word_for_word_is_cited_at_its_exact_place(world: World) -> None:
    """A copied sentence is cited with its exact span in the document, not in the passage."""
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
    """A quotation with other quotation marks or dashes is cited in the document's own words."""
    events, _ = await world.answer("They say it lays \"4 eggs - 'rarely 5' - in April\" here [1].")
    [citation] = citations(events)
    assert citation.verified
    assert citation.cited_text == "4 eggs — “rarely 5” — in April"
    assert HERONS[citation.place.char_start : citation.place.char_end] == citation.cited_text


async def test_words_that_no_source_holds_are_shown_as_unverified(world: World) -> None:
    """A made-up quotation gives an unverified citation and does not count as grounded."""
    events, groundedness = await world.answer('It says "the heron sleeps in a tree" [1].')
    [citation] = citations(events)
    assert not citation.verified
    assert citation.cited_text == "the heron sleeps in a tree"
    assert groundedness == 0.0


async def test_a_sentence_in_other_words_cites_the_one_that_supports_it(world: World) -> None:
    """A paraphrase cites the sentence that supports it; an unrelated sentence cites nothing."""
    events, _ = await world.answer("In the old mill the heron nests [1].")
    [citation] = citations(events)
    assert citation.verified
    assert citation.cited_text == "The heron nests in the old mill."
    events, groundedness = await world.answer("Penguins march across wide icy plains [1].")
    assert citations(events) == []
    assert groundedness == 0.0


@pytest.mark.parametrize(
    "said",
    [
        "| Bird | Nest |\n|---|---|\n| Heron | The heron nests in the old mill [1] |",
        "| Bird | Nest |\n|---|---|\n| Heron | The heron nests in the old mill | [1]",
        "| Bird | [1] The heron **nests** in the old mill | big |",
        "Bird | Nest\n---|---\nHeron | The heron nests in the old mill [1]",
        "| Bird | [The heron](https://example.com) nests<br>in the old mill [1] |",
        "| The heron nests in the old mill [1] | [2] |",
        "- The heron nests in the old mill [1]",
        "- [x] The heron nests in the old mill [1]",
        "# The heron nests in the old mill [1]",
        "> The heron nests in the old mill [1]",
        "> - **The heron** nests in the old mill. [1]",
        "1. *The heron* nests in the `old` mill [1].",
        "[The heron](https://example.com/a_(b)) nests in the old mill [1].",
        r"The heron nests in the old mill\. [1]",
    ],
)
async def test_words_of_a_source_are_verified_wherever_they_stand(world: World, said: str) -> None:
    """Words of a source are cited in a table's cell, a list, a heading, a quote or a link."""
    events, _ = await world.answer(said)
    [citation] = citations(events)
    assert citation.verified
    assert citation.cited_text.rstrip(".") == "The heron nests in the old mill"


async def test_each_cell_of_a_row_stands_behind_its_own_marker(world: World) -> None:
    """A row with several sources cites each behind the marker of its cell."""
    events, groundedness = await world.answer(
        "| The heron nests in the old mill [1] | and has been since 1710 [2] |"
    )
    found = citations(events)
    text = shown(events)
    assert [(each.source_id, each.verified) for each in found] == [(1, True), (2, True)]
    assert [text[each.marker_start : each.marker_end] for each in found] == ["[1]", "[2]"]
    assert groundedness == 1.0


@pytest.mark.parametrize(
    "said",
    ["| Eggs of a bird | 4 [1] |", "| Penguins march across wide icy plains [1] | x |"],
)
async def test_a_cell_is_not_verified_by_a_number_or_by_other_words(
    world: World, said: str
) -> None:
    """A number alone proves nothing, and a cell in other words is no invented quotation."""
    events, _ = await world.answer(said)
    assert citations(events) == []


async def test_a_quotation_that_begins_a_fence_keeps_its_citation(world: World) -> None:
    """A model that quotes the first line of a code block cites it, and what it quotes next."""
    events: list[AnswerEvent] = []
    async with world.citing.answer(ANSWER_ID, world.passages, events.append) as answer:
        answer.add_text("```The heron nests in the old mill. ")
        answer.add_marker(1)
        answer.add_text("\n\nis smelted in the valley, and has been since 1710. ")
        answer.add_marker(2)
        await answer.finish()
    assert [(each.source_id, each.verified) for each in citations(events)] == [(1, True), (2, True)]


async def test_each_quotation_stands_behind_the_marker_that_follows_it(world: World) -> None:
    """Each quotation belongs to the marker that follows it, even if it is made up."""
    events, _ = await world.answer(
        'It "nests in the old mill" [1], and "must always wear a hat" [2], they say.'
    )
    true, invented = citations(events)
    text = shown(events)
    assert (true.source_id, true.verified) == (1, True)
    assert text[true.marker_start : true.marker_end] == "[1]"
    assert (invented.source_id, invented.verified) == (2, False)
    assert text[invented.marker_start : invented.marker_end] == "[2]"


async def test_a_quotation_stands_behind_the_marker_that_introduces_it(world: World) -> None:
    """Where a sentence begins with a marker, quotations belong to the marker before them."""
    events, _ = await world.answer(
        '[2] says "must always wear a hat", while [1] says "nests in the old mill".'
    )
    found = {each.source_id: each.verified for each in citations(events)}
    assert found == {1: True, 2: False}
    events, _ = await world.answer('[2] and others: "nests in the old mill" [1].')
    [cited] = [each for each in citations(events) if each.verified]
    assert shown(events)[cited.marker_start : cited.marker_end] == "[1]"


async def test_citations_may_share_a_marker(world: World) -> None:
    """Two quotations before one marker belong to it."""
    events, _ = await world.answer('It "lays 4 eggs", and "nests in the old mill" [1].')
    one, two = citations(events)
    assert (one.marker_start, one.marker_end) == (two.marker_start, two.marker_end)
    assert shown(events)[one.marker_start : one.marker_end] == "[1]"


@pytest.mark.parametrize(
    "said",
    [
        "The heron nests in the old mill [1] and in the old mill it nests [1].",
        'It nests "in the old mill" [1] and again "in the old mill" [1].',
        "[1][1] The heron nests in the old mill.",
    ],
)
async def test_each_marker_of_a_supported_sentence_has_a_citation(world: World, said: str) -> None:
    """A source that is named twice in a sentence is not left without its quotation once."""
    events, _ = await world.answer(said)
    found = citations(events)
    assert all(citation.verified for citation in found)
    assert len({citation.marker_start for citation in found}) == shown(events).count("[1]") == 2


async def test_only_markers_are_marked(world: World) -> None:
    """Text that looks like a marker stays text, and a marker is an event of its own."""
    events: list[AnswerEvent] = []
    async with world.citing.answer(ANSWER_ID, world.passages, events.append) as answer:
        answer.add_text("It weighs 5 kg [1] and is blue. ")
        answer.add_marker(2)
        await answer.finish()
    assert events == [
        AnswerDelta("It weighs 5 kg [1] and is blue. "),
        AnswerDelta("[2]", source=2),
    ]


async def test_several_sources_are_cited_one_by_one(world: World) -> None:
    """Each marker is a source of its sentence, and citations are numbered in order."""
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
    """A marker without a source is neither shown nor cited, even in several pieces."""
    events, _ = await world.answer("Herons nest [", "9", "] here.")
    assert shown(events) == "Herons nest here."
    assert citations(events) == []


async def test_only_sentences_that_say_something_count(world: World) -> None:
    """Headings and short exclamations do not count towards groundedness."""
    events, groundedness = await world.answer(
        "## Herons\n\nYes!\n\nThe heron nests in the old mill. [1] Nobody knows exactly why."
    )
    assert len(citations(events)) == 1
    assert groundedness == 0.5


async def test_what_was_deleted_is_not_verified(world: World) -> None:
    """Quotations of a deleted document are not verified, and verified ones are revoked."""
    events, _ = await world.answer("The heron nests in the old mill. [1]")
    found = citations(events)
    assert await world.verify.recheck(found) == found
    world.library.available = False
    assert await world.verify.recheck(found) == found  # unknown, so unchanged
    world.library.available = True
    del world.library.entries[world.passages[0].place.document_id]
    assert await world.verify.recheck(found) == [replace(found[0], verified=False)]
    events, _ = await world.answer("The heron nests in the old mill. [1]")
    assert [citation.verified for citation in citations(events)] == [False]


async def test_citations_are_verified_and_rechecked_in_one_read(world: World) -> None:
    """The citations of a sentence are read together, and those of an answer when it ends."""
    events, _ = await world.answer(
        'It "lays 4 eggs" [1], "nests in the old mill" [1] and "has been since 1710" [2]. '
        "Birds of the valley. [1, 2]"
    )
    found = citations(events)
    assert len(found) > 3
    assert [len(spans) for spans in world.texts.asked] == [3, 1]
    await world.verify.recheck(found)
    assert len(world.texts.asked) == 3


async def test_a_flood_of_citations_ends(world: World) -> None:
    """An answer of thousands of cited sentences is shown whole, with the citations of the first."""
    text = "The heron nests in the old mill. [1] " * (MOST_CITATIONS + 20)
    events, groundedness = await world.answer(text)
    assert shown(events) == text
    assert len(citations(events)) == MOST_CITATIONS
    assert groundedness == pytest.approx(MOST_CITATIONS / (MOST_CITATIONS + 20))


async def test_a_recheck_asks_a_database_that_does_not_answer_once(world: World) -> None:
    """However many citations an answer has, its end waits for one timeout."""
    events, _ = await world.answer('It "lays 4 eggs" [1] and "nests in the old mill" [1]. ' * 10)
    found = citations(events)
    world.library.available = False
    world.texts.asked.clear()
    assert await world.verify.recheck(found) == found
    assert len(world.texts.asked) == 1


@pytest.mark.parametrize("is_back", [True, False])
async def test_an_unavailable_database_is_asked_again_at_the_end_of_an_answer(
    world: World, is_back: bool
) -> None:
    """Citations that could not be verified wait for the end, and are told as what they are."""
    events: list[AnswerEvent] = []
    async with world.citing.answer(ANSWER_ID, world.passages, events.append) as answer:
        answer.add_text("Birds of the valley. ")
        answer.add_marker(1)
        world.library.available = False
        for _ in range(20):
            answer.add_text(" The heron nests in the old mill. ")
            answer.add_marker(1)
        answer.add_text(" Nobody knows exactly why. And it goes on.")
        while not world.texts.asked:  # noqa: ASYNC110 - the fake has no event for it
            await asyncio.sleep(0)
        await asyncio.sleep(0.1)
        assert (len(world.texts.asked), citations(events)) == (1, [])
        world.library.available = is_back
        grounding = await answer.finish()
    assert len(world.texts.asked) == 2
    assert [each.verified for each in citations(events)] == [is_back] * 21
    assert [each.citation_id for each in citations(events)] == [
        citation_id(ANSWER_ID, number) for number in range(1, 22)
    ]
    assert grounding.supported == (21 if is_back else 0)
    assert len(grounding.unsupported) == (2 if is_back else 23)


async def test_an_answer_stands_without_the_embedder(world: World) -> None:
    """Without the embedder the text and exact quotations remain, and paraphrases are not cited."""
    world.embedder.fail_with()
    events, groundedness = await world.answer(
        "Where herons nest is the mill [1]. The heron nests in the old mill. [1]"
    )
    assert shown(events).startswith("Where herons nest")
    assert [citation.verified for citation in citations(events)] == [True]
    assert groundedness == 0.5


async def test_leaving_early_leaves_nothing_running(world: World) -> None:
    """Cancelling an answer leaves no citing task running."""
    world.embedder.hold()
    events: list[AnswerEvent] = []
    others = asyncio.all_tasks()
    async with world.citing.answer(ANSWER_ID, world.passages, events.append) as answer:
        answer.add_text("In the old mill the heron nests ")
        answer.add_marker(1)
        answer.add_text(". And so it goes on and on.")
        while not world.embedder.passages:  # noqa: ASYNC110 - the fake has no event for it
            await asyncio.sleep(0)  # until sentences are being compared
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
    """However the model's text is divided, the same text and citations result."""
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

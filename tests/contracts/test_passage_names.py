"""The contract of a PassageIndex for the names of documents."""

import pytest

from domain.documents.document_filter import DocumentFilter
from domain.retrieval.calibration import RelevanceCalibration
from domain.retrieval.fusion import rank
from domain.retrieval.passages import Candidate, RankedPassage, SearchMode
from tests.contracts.stores import Library
from tests.support.documents import embedded, unit

STEPS = "Freeze the queue. Restart the gateway."


async def by_name(
    library: Library, question: str, mode: SearchMode = SearchMode.TEXT
) -> dict[str, Candidate]:
    """Return the candidates whose names have words of a question, by the name they are shown by."""
    found = await library.index.candidates(question, unit(7), 5, mode)
    return {each.passage.place.filename: each for each in found.items if each.name_score > 0}


async def ranked(library: Library, question: str) -> list[RankedPassage]:
    found = await library.index.candidates(question, unit(7), 50)
    return list(rank(found, RelevanceCalibration(), question=question))


async def test_a_name_brings_a_document_whose_text_has_none_of_the_words(library: Library) -> None:
    """A chunk is found by the words of its document's name, and says which they are."""
    await library.add("x", embedded(0, STEPS, unit(0)), filename="ops/runbook-osprey.md")
    await library.add("y", embedded(0, STEPS, unit(0)), filename="ops/runbook-merganser.md")
    await library.add("z", *(embedded(n, "filler", unit(7)) for n in range(30)), filename="z.md")
    osprey = (await by_name(library, "osprey runbook steps"))["ops/runbook-osprey.md"]
    assert osprey.name_words == ("osprey", "runbook")
    assert osprey.bm25 == 0
    both = await by_name(library, "runbook steps")
    assert {each.name_words for each in both.values()} == {("runbook",)}
    assert [each.name_score < osprey.name_score for each in both.values()] == [True, True]
    assert set(await by_name(library, "osprey", SearchMode.HYBRID)) == {"ops/runbook-osprey.md"}
    assert await by_name(library, "osprey", SearchMode.VECTOR) == {}


@pytest.mark.parametrize(
    "question",
    ["osprey checks", "the Osprey's list of 2031", "OSPREY", "the list in the folder"],
)
async def test_names_are_read_as_words(library: Library, question: str) -> None:
    """Folders, hyphens, underscores and capitals part the words of a name, in any case."""
    await library.add("x", embedded(0, STEPS, unit(0)), filename="Folder/OspreyChecks_list-2031.md")
    await library.add("y", embedded(0, STEPS, unit(0)), filename="other.md")
    assert set(await by_name(library, question)) == {"Folder/OspreyChecks_list-2031.md"}


async def test_the_suffix_is_no_word_of_a_name(library: Library) -> None:
    """A question about a type of file names no document."""
    await library.add("x", embedded(0, STEPS, unit(0)), filename="osprey.md")
    assert await by_name(library, "md files") == {}


async def test_the_title_counts_as_a_name(library: Library) -> None:
    """A document is found by its first heading, in each of its chunks."""
    text = "# The osprey protocol\n\nFreeze the queue."
    first, second = embedded(0, "Freeze", unit(0)), embedded(1, "Restart", unit(1))
    await library.add(text, first, second, filename="x.md")
    await library.add("y", embedded(0, STEPS, unit(0)), filename="y.md")
    found = await library.index.candidates("osprey protocol", unit(7), 50, SearchMode.TEXT)
    assert {each.passage.content for each in found.items} == {"Freeze", "Restart"}
    assert {each.name_words for each in found.items} == {("osprey", "protocol")}


async def test_each_further_name_counts_and_the_one_that_is_asked_for_is_shown(
    library: Library,
) -> None:
    """A document is found by each of its names, and shown under the one that the question has."""
    before = await library.index.revision()
    document = await library.add("x", embedded(0, STEPS, unit(0)), filename="a/osprey.md")
    await library.add("y", embedded(0, STEPS, unit(0)), filename="other.md")
    added = await library.index.revision()
    await library.claim("x", "b/merganser.md")
    assert before < added < await library.index.revision()
    assert set(await by_name(library, "osprey")) == {"a/osprey.md"}
    assert set(await by_name(library, "merganser")) == {"b/merganser.md"}
    await library.store.remove_name(document.id, "b/merganser.md")
    assert await by_name(library, "merganser") == {}
    await library.store.remove(document.id)
    assert await by_name(library, "osprey") == {}


async def test_a_filter_holds_for_names(library: Library) -> None:
    """Only documents that pass a filter are found by their names, under a name that passes it."""
    await library.add("x", embedded(0, STEPS, unit(0)), filename="a/osprey.md")
    await library.claim("x", "b/osprey-roost.md")
    for pattern, names in (("b/*", {"b/osprey-roost.md"}), ("a/*", {"a/osprey.md"}), ("c", set())):
        within = DocumentFilter(filename=pattern)
        found = await library.index.candidates("osprey roost", unit(7), 5, within=within)
        assert {each.passage.place.filename for each in found.items} == names


async def test_a_word_of_many_names_weighs_less(library: Library) -> None:
    """The fewer documents have a word in their names, the more it weighs."""
    for n, bird in enumerate(("osprey", "merganser", "dipper", "wagtail")):
        name = f"journal-{bird}.md" if n else f"ledger-{bird}.md"
        await library.add(bird, embedded(0, f"{STEPS} {n}", unit(0)), filename=name)
    ledger = (await by_name(library, "ledger"))["ledger-osprey.md"]
    journal = (await by_name(library, "journal"))["journal-dipper.md"]
    assert ledger.name_score > 1.5 * journal.name_score > 0


async def test_equal_texts_are_told_apart_by_their_names(library: Library) -> None:
    """Of documents with the same text, that which the question names comes first."""
    names = ("osprey", "merganser", "dipper", "wagtail", "plover")
    for number, name in enumerate(names):
        text = f"{STEPS}{' ' * number}"
        await library.add(text, embedded(0, text, unit(0)), filename=f"runbook-{name}.md")
    for name in names:
        [first, second, *_] = await ranked(library, f"Which steps does runbook-{name} have?")
        assert first.passage.place.filename == f"runbook-{name}.md"
        assert first.scores.fused > second.scores.fused
        assert first.scores.name > second.scores.name


async def test_a_name_does_not_outrank_a_better_passage(library: Library) -> None:
    """A passage with the words of a question comes before one whose name has a common word."""
    answer = "Notes at meetings are taken by the secretary."
    await library.add("x", embedded(0, answer, unit(6)), filename="bylaws.md")
    await library.add("y", embedded(0, "Buy milk and paper.", unit(6)), filename="notes.md")
    question = "Who takes notes at meetings?"
    assert (await ranked(library, question))[0].passage.content == answer

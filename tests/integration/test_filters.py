"""Filters select what a plain reading of them selects, and search loses nothing by them."""

import random
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from domain.documents.document import Document
from domain.documents.document_filter import DocumentFilter
from domain.documents.metadata import Labels
from domain.paging import PageRequest
from domain.retrieval.passages import SearchMode
from tests.contracts.stores import Library, library_in
from tests.support.databases import DatabaseServer
from tests.support.documents import embedded, unit

DAY = datetime(2026, 3, 1, tzinfo=UTC)
NAMES, VALUES = ("a", "B", "é", "x y"), ("1", "one", "O'Neil", '"', "%")
FILES = ("alpha/one.md", "alpha/two.txt", "Beta.md", "50%.md")
metadata = st.dictionaries(
    st.sampled_from(("author", "tag", "odd '\"")),
    st.sampled_from(VALUES) | st.lists(st.sampled_from(VALUES), max_size=3).map(tuple),
    max_size=3,
)
filters = st.builds(
    DocumentFilter,
    document_ids=st.none()
    | st.lists(st.integers(0, 13).map(lambda n: UUID(int=n)), max_size=9).map(tuple),
    filename=st.none() | st.sampled_from(("*", "alpha/*", "*.MD", "50%*", "?eta.md", "none")),
    uploaded_since=st.none() | st.integers(-1, 13).map(lambda n: DAY + timedelta(days=n)),
    collections=st.none() | st.lists(st.sampled_from((*NAMES, "b", "")), max_size=3).map(tuple),
    metadata=st.dictionaries(
        st.sampled_from(("author", "tag", "odd '\"", "no")),
        st.lists(st.sampled_from(VALUES), max_size=3).map(tuple),
        max_size=2,
    ),
)


def passes(document: Document, within: DocumentFilter) -> bool:
    """Return what each condition says, read plainly."""
    said: Mapping[str, str | tuple[str, ...]] = document.shown_metadata
    patterns = {
        "*": True,
        "alpha/*": document.filename.startswith("alpha/"),
        "*.MD": document.filename.endswith(".md"),
        "50%*": document.filename.startswith("50%"),
        "?eta.md": document.filename == "Beta.md",
        "none": False,
    }
    for name, wanted in within.metadata.items():
        value = said.get(name, ())
        values = (value,) if isinstance(value, str) else value
        if not any(each in values for each in wanted):
            return False
    return (
        (within.document_ids is None or document.id in within.document_ids)
        and (within.filename is None or patterns[within.filename])
        and (within.uploaded_since is None or document.uploaded_at >= within.uploaded_since)
        and (
            within.collections is None
            or any(each in within.collections for each in document.labels.collections)
        )
    )


async def test_a_filter_selects_what_its_conditions_say(embedded_server: DatabaseServer) -> None:
    """Lists, searches and deletions select the documents that pass, and no others."""
    draw = random.Random(7)  # noqa: S311 - test data
    async with embedded_server.database() as database:
        library = library_in(database)
        documents = []
        for n in range(12):
            labels = Labels(
                tuple(sorted(draw.sample(NAMES, draw.randint(0, 3)))),
                {"author": draw.choice(VALUES)}
                if n % 2
                else {"tag": tuple(draw.sample(VALUES, 2))},
            )
            document = await library.add(
                f"text {n}",
                embedded(0, "motor", unit(0)),
                id=UUID(int=n),
                filename=FILES[n % 4],
                uploaded_at=DAY + timedelta(days=n),
                labels=labels,
            )
            documents.append(document)
        cases = _examples(40)
        for within in cases:
            expected = {each.id for each in documents if passes(each, within)}
            page = await library.catalog.list(PageRequest(50), within=within)
            assert {each.id for each in page.items} == expected
            found = await library.index.candidates("motor", unit(0), 50, within=within)
            assert {each.passage.place.document_id for each in found.items} == expected
            removal = await library.removals.preview(within)
            assert {each.id for each in removal.documents} == expected


def _examples(count: int) -> list[DocumentFilter]:
    """Return filters that Hypothesis draws, for a test that must run in one event loop."""
    drawn: list[DocumentFilter] = []

    @settings(
        max_examples=count,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(filters)
    def draw(within: DocumentFilter) -> None:
        drawn.append(within)

    draw()
    return drawn


async def test_a_small_collection_in_a_large_library_is_searched_in_full(
    embedded_server: DatabaseServer,
) -> None:
    """By the index or without it, a search of one collection finds what an exact search finds."""
    draw = random.Random(3)  # noqa: S311 - test data

    def vector() -> tuple[float, ...]:
        drawn = [draw.gauss(0, 1) for _ in range(8)]
        length = sum(each * each for each in drawn) ** 0.5
        return tuple(each / length for each in drawn)

    async with embedded_server.database() as database:
        exact, by_index = library_in(database), library_in(database, exact_chunks=100)
        for n in range(40):
            labels = Labels(("small",) if n % 20 == 0 else ("large",))
            chunks = (embedded(index, f"word{index}", vector()) for index in range(150))
            await exact.add(f"text {n}", *chunks, labels=labels)
        within = DocumentFilter(collections=("small",))
        hits = wanted = 0
        for _ in range(40):
            question = vector()
            best = await _nearest(exact, question, within)
            assert len(best) == 50
            hits += len(best & await _nearest(by_index, question, within))
            wanted += len(best)
        assert hits / wanted >= 0.99


async def _nearest(
    library: Library, question: tuple[float, ...], within: DocumentFilter
) -> set[tuple[UUID, int]]:
    found = await library.index.candidates("", question, 50, SearchMode.VECTOR, within)
    return {(each.passage.place.document_id, each.passage.chunk_index) for each in found.items}

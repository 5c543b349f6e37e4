"""Indexes the words of documents that are added, or are indexed by an earlier version of words."""

import asyncio
import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

import asyncpg

from adapters.postgres.forms import columns_of
from adapters.postgres.name_index import index_names
from adapters.postgres.queries import QUERIES
from adapters.postgres.word_fold import LONG_TIMEOUT, fold_if_due
from domain.documents.chunks import Chunk
from domain.text.words import VERSION, Form, text_terms

logger = logging.getLogger(__name__)


@dataclass(slots=True)
class WordRows:
    """The words of a document, as columns of the query `index_words`.

    A form is a row of its own, once for the document; each row of the other columns is a form in a
    chunk.
    """

    forms: dict[Form, int] = field(default_factory=dict)
    chunk_indexes: list[int] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    frequencies: list[int] = field(default_factory=list)
    counts: list[bool] = field(default_factory=list)

    def add(self, chunk_index: int, text: str) -> None:
        """Add the words of one chunk."""
        terms = text_terms(text)
        for counter, counts in ((terms.words, True), (terms.more, False)):
            for form, frequency in counter.items():
                self.chunk_indexes.append(chunk_index)
                self.numbers.append(self.forms.setdefault(form, len(self.forms) + 1))
                self.frequencies.append(frequency)
                self.counts.append(counts)


def word_rows(chunks: Iterable[tuple[int, str]]) -> WordRows:
    """Return the words of the chunks of a document, given with their indexes. Takes a while."""
    rows = WordRows()
    for index, text in chunks:
        rows.add(index, text)
    return rows


def chunk_words(chunks: Sequence[Chunk]) -> WordRows:
    """Return the words of chunks, those of their headings and of their table's header included."""
    return word_rows((each.index, _text_of(each)) for each in chunks)


def _text_of(chunk: Chunk) -> str:
    header = chunk.context.header
    return indexed_text(chunk.context.titles, header.text if header else None, chunk.content)


def indexed_text(headings: Sequence[str], header: str | None, content: str) -> str:
    """Return the text that a chunk is found by."""
    return "\n".join([*headings, *filter(None, [header]), content])


async def add_lexemes(connection: asyncpg.Connection, language: str | None, rows: WordRows) -> None:
    """Add the lexemes that are new, in a transaction of its own.

    Whoever adds the same lexeme waits for it, which is not long if it does nothing else.
    """
    await connection.execute(
        QUERIES["add_lexemes"], language, *columns_of(rows.forms), timeout=LONG_TIMEOUT
    )


async def index_words(connection: asyncpg.Connection, document_id: UUID, rows: WordRows) -> None:
    """Index the words of a stored document. It waits for no other change, but for new lexemes.

    A transaction indexes one document: two that index several could wait for each other's lexemes.
    """
    language = await connection.fetchval(QUERIES["share_lexemes"], document_id)
    await add_lexemes(connection, language, rows)
    await connection.execute(
        QUERIES["index_words"],
        document_id,
        VERSION,
        *columns_of(rows.forms),
        rows.chunk_indexes,
        rows.numbers,
        rows.frequencies,
        rows.counts,
        timeout=LONG_TIMEOUT,
    )


async def forget_words(connection: asyncpg.Connection, document_id: UUID) -> None:
    """Take the words of a document out of the index. The transaction may index it again."""
    await connection.execute(QUERIES["forget_words"], document_id, timeout=LONG_TIMEOUT)


async def index_again(connection: asyncpg.Connection, document_id: UUID) -> None:
    """Index a document's words again, in its language.

    Args:
        connection: A connection with long timeouts.
        document_id: The document; it is searchable already.
    """
    found = await connection.fetch(QUERIES["chunks_to_index"], document_id)
    texts = [
        (row["chunk_index"], indexed_text(row["headings"], row["header"], row["content"]))
        for row in found
    ]
    rows = await asyncio.to_thread(word_rows, texts)
    await forget_words(connection, document_id)
    await index_words(connection, document_id, rows)
    await index_names(connection, document_id)


async def bring_up_to_date(connection: asyncpg.Connection) -> None:
    """Index the documents again that are indexed by another version of words, one by one.

    What is done stays done if the process ends. Processes that start at the same time share the
    work.

    Args:
        connection: A connection without a statement timeout.
    """
    documents = await connection.fetch(QUERIES["documents_of_other_words"], VERSION)
    if documents:
        logger.info("the words of %d documents are indexed again", len(documents))
    for (document_id,) in map(tuple, documents):
        async with connection.transaction():
            version = await connection.fetchval(QUERIES["lock_words"], document_id)
            if version not in {None, VERSION}:
                await connection.execute(QUERIES["bump_revision"])
                await index_again(connection, document_id)
        await fold_if_due(connection)

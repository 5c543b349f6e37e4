"""Indexes the words of documents that are added, or are indexed by an earlier version of words."""

import asyncio
import logging
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from uuid import UUID

import asyncpg

from adapters.postgres.forms import Columns, columns_of
from adapters.postgres.name_index import index_names
from adapters.postgres.queries import QUERIES
from adapters.postgres.word_fold import LONG_TIMEOUT, fold_if_due
from domain.documents.chunks import Chunk
from domain.text.words import VERSION, Form, text_terms

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class WordRows:
    """The words of a document, as columns of the query `index_words`.

    Attributes:
        forms: The columns of the distinct forms.
        held: The columns of where they are, with a row for each form of a chunk: the index of the
            chunk, the number of the form from 1, how often the chunk has it, and whether it counts
            for the length of the chunk.
    """

    forms: Columns
    held: tuple[list[int], list[int], list[int], list[bool]]


def word_rows(chunks: Iterable[tuple[int, str]]) -> WordRows:
    """Return the words of the chunks of a document, given with their indexes. Takes a while."""
    numbers_of: dict[Form, int] = {}
    indexes: list[int] = []
    numbers: list[int] = []
    frequencies: list[int] = []
    counting: list[bool] = []
    for index, text in chunks:
        terms = text_terms(text)
        for counter, counts in ((terms.words, True), (terms.more, False)):
            indexes += [index] * len(counter)
            numbers += [numbers_of.setdefault(form, len(numbers_of) + 1) for form in counter]
            frequencies += counter.values()
            counting += [counts] * len(counter)
    return WordRows(columns_of(numbers_of), (indexes, numbers, frequencies, counting))


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
    await connection.execute(QUERIES["add_lexemes"], language, *rows.forms, timeout=LONG_TIMEOUT)


async def index_words(connection: asyncpg.Connection, document_id: UUID, rows: WordRows) -> None:
    """Index the words of a stored document. It waits for no other change, but for new lexemes.

    A transaction indexes one document: two that index several could wait for each other's lexemes.
    """
    language = await connection.fetchval(QUERIES["share_lexemes"], document_id)
    arguments = (document_id, VERSION, *rows.forms, *rows.held)
    while not await connection.fetchval(QUERIES["index_words"], *arguments, timeout=LONG_TIMEOUT):
        # nobody has added them in advance, or a fold has removed some since
        await add_lexemes(connection, language, rows)


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
        connection: A connection of the owner, without a statement timeout.
    """
    documents = await connection.fetch(QUERIES["documents_of_other_words"], VERSION)
    if documents:
        logger.info("the words of %d documents are indexed again", len(documents))
    for document_id, workspace_id in map(tuple, documents):
        transactions = partial(_in_workspace, connection, workspace_id)
        async with transactions():
            version = await connection.fetchval(QUERIES["lock_words"], document_id)
            if version not in {None, VERSION}:
                await connection.execute(QUERIES["bump_revision"])
                await index_again(connection, document_id)
        await fold_if_due(transactions)


@asynccontextmanager
async def _in_workspace(
    connection: asyncpg.Connection, workspace_id: UUID
) -> AsyncIterator[asyncpg.Connection]:
    async with connection.transaction():
        await connection.execute(QUERIES["enter_workspace"], str(workspace_id))
        yield connection

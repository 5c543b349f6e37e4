"""Filters by name and pages of documents read indexes, not whole tables."""

import re

import pytest

from adapters.postgres.database import Database
from adapters.postgres.document_catalog import in_order
from adapters.postgres.like_patterns import name_like
from domain.documents.ordering import DocumentSort
from tests.support.databases import owner_of
from tests.support.plans import nodes_of

DOCUMENTS = 20_000
FILL = """
INSERT INTO documents (id, filename, file_size, content_sha256, status, uploaded_at, content)
SELECT gen_random_uuid(), format('folder %s/%s.md', n % 200, n), 1, lpad(n::text, 64, '0'),
       'processed', now() - n * interval '1 second', '' FROM generate_series(1, $1::int) AS n;
"""
FURTHER = """
INSERT INTO other_names (document_id, name)
SELECT id, format('Copies/%s', filename) FROM documents;
"""


@pytest.mark.parametrize("pattern", ["Folder 7/*", "copies/folder 7/12?.md", "folder 7/7.md"])
async def test_a_pattern_for_one_folder_reads_an_index(database: Database, pattern: str) -> None:
    """A pattern that begins with plain characters reads no table from end to end."""
    async with owner_of(database) as connection:
        await connection.execute(FILL.replace("$1", str(DOCUMENTS)))
        await connection.execute(FURTHER)
        await connection.execute("ANALYZE documents, other_names")
        like = f"'{name_like(pattern)}'"
        for query in (
            f"SELECT * FROM documents_within(NULL, {like}, NULL, NULL, NULL)",  # noqa: S608 - our own pattern
            _first_page(like),
        ):
            plan = await connection.fetchval(f"EXPLAIN (FORMAT JSON) {query}")
            assert "documents_by_filename" in plan
            assert "other_names_by_name" in plan
            scanned = {
                node.get("Relation Name")
                for node in nodes_of(plan)
                if node["Node Type"] == "Seq Scan"
            }
            assert "other_names" not in scanned


async def test_a_page_of_documents_reads_an_index(database: Database) -> None:
    """The newest documents are read in the order of an index, and no further."""
    async with owner_of(database) as connection:
        await connection.execute(FILL.replace("$1", str(DOCUMENTS)))
        await connection.execute("ANALYZE documents")
        plan = await connection.fetchval(f"EXPLAIN (FORMAT JSON) {_first_page('NULL')}")
    assert "documents_by_upload" in plan
    assert '"Sort"' not in plan


def _first_page(pattern: str) -> str:
    """Return the query for the first page of a list whose names match a pattern."""
    values = {"$1": "NULL", "$2": "NULL", "$3": str(pattern == "NULL"), "$4": "NULL", "$9": "50"}
    values |= {"$5": pattern, "$6": "NULL", "$7": "NULL", "$8": "NULL", "$10": "1000000"}
    query = in_order(DocumentSort.NEWEST, follows=False)
    return re.sub(r"\$\d+", lambda each: values[each[0]], query)
